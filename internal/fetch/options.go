package fetch

import (
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// UserAgent is the name that a [Client] gives unless told another. Its part
// before the slash is what robots.txt knows it by.
const UserAgent = "attache/1 (+https://github.com/attache-project/attache)"

// Options say what a [Client] may do. The zero value of a field stands for its
// default.
type Options struct {
	UserAgent string // default UserAgent; the letters, "_" and "-" it begins with are its name in robots.txt

	Allow      []netip.Prefix // addresses that may be reached though they are not public
	AllowPorts []uint16       // ports besides 80 and 443

	MaxHeader     int64 // bytes of a response's header; default 64 KiB
	MaxCompressed int64 // bytes of a body as received; default 16 MiB
	MaxBody       int64 // bytes of a body after decompression; default 16 MiB
	MaxRatio      int64 // bytes after decompression for one received, once a body exceeds 1 MiB; default 100
	MaxRedirects  int   // redirects followed; default 5, negative for none

	Timeout       time.Duration // for all of one Get but waiting for its turn; default 60 s
	DialTimeout   time.Duration // for connecting, and again for the TLS handshake; default 10 s
	HeaderTimeout time.Duration // from the request to the end of the response's header; default 15 s
	IdleTimeout   time.Duration // length of the windows in which MinRate is measured; default 10 s
	MinRate       int64         // bytes a second that a body must bring in each window; default 100

	PerHostDelay time.Duration // from the end of a request to the next to the same host; default 1 s, negative for none
	MaxWait      time.Duration // longest pause that Get sits out; for a longer one it fails with a HeldError; default 1 min
	IgnoreRobots bool          // robots.txt is not asked for

	Resolver *net.Resolver  // resolves names; default net.DefaultResolver
	RootCAs  *x509.CertPool // whom TLS certificates must descend from; default the system's

	// Proxy is that of http.Transport, nil for none. A proxy's address is
	// judged like any other, so it usually has to be in Allow and AllowPorts.
	// The addresses of the sites asked through it are the proxy's to judge: of
	// them only those written as numbers in a URL are checked here.
	Proxy func(*http.Request) (*url.URL, error)
}

// withDefaults returns o with the defaults in place of zero values.
func (o Options) withDefaults() Options {
	set(&o.UserAgent, UserAgent)
	set(&o.MaxHeader, 64<<10)
	set(&o.MaxCompressed, 16<<20)
	set(&o.MaxBody, 16<<20)
	set(&o.MaxRatio, 100)
	set(&o.MaxRedirects, 5)
	set(&o.Timeout, 60*time.Second)
	set(&o.DialTimeout, 10*time.Second)
	set(&o.HeaderTimeout, 15*time.Second)
	set(&o.IdleTimeout, 10*time.Second)
	set(&o.MinRate, 100)
	set(&o.PerHostDelay, time.Second)
	set(&o.MaxWait, time.Minute)
	return o
}

// set makes *v the default d when it is the zero value.
func set[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}
