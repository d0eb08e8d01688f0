package fetch

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// forbidden lists addresses that are refused without a connection. PORT is one
// that listens on every loopback address and is allowed as a port.
var forbidden = []struct {
	name, url string
	want      error
}{
	{"a file", "file:///etc/passwd", ErrScheme},
	{"gopher", "gopher://127.0.0.1:PORT/_GET%20/", ErrScheme},
	{"ftp", "ftp://example.org/a", ErrScheme},
	{"data", "data:text/html,hello", ErrScheme},
	{"javascript", "javascript:alert(1)", ErrScheme},
	{"a scheme in capitals", "FILE:///etc/passwd", ErrScheme},
	{"loopback", "http://127.0.0.1:PORT/", ErrPrivate},
	{"another loopback", "http://127.9.9.9:PORT/", ErrPrivate},
	{"loopback, encrypted", "https://127.0.0.1:PORT/", ErrPrivate},
	{"loopback by name", "http://localhost:PORT/", ErrPrivate},
	{"loopback by name, full stop", "http://localhost.:PORT/", ErrPrivate},
	{"loopback by a name outside", "http://inside.example:PORT/", ErrPrivate},
	{"loopback as a number", "http://2130706433:PORT/", ErrURL},
	{"loopback, hexadecimal", "http://0x7f000001:PORT/", ErrURL},
	{"loopback, octal", "http://0177.0.0.1:PORT/", ErrURL},
	{"loopback, octal with an eight", "http://127.0.0.08:PORT/", ErrURL},
	{"loopback, long", "http://99999999999999999999999:PORT/", ErrURL},
	{"loopback, short", "http://127.1:PORT/", ErrURL},
	{"loopback, a wide digit", "http://127.0.0.１:PORT/", ErrPrivate},
	{"loopback, wide digits", "http://１２７.0.0.1:PORT/", ErrURL},
	{"loopback v6", "http://[::1]:PORT/", ErrPrivate},
	{"loopback v6, mapped", "http://[::ffff:127.0.0.1]:PORT/", ErrPrivate},
	{"loopback v6, mapped, hexadecimal", "http://[::ffff:7f00:1]:PORT/", ErrPrivate},
	{"loopback v6, NAT64", "http://[64:ff9b::127.0.0.1]:PORT/", ErrPrivate},
	{"loopback v6, 6to4", "http://[2002:7f00:1::1]:PORT/", ErrPrivate},
	{"link-local v6 with zone", "http://[fe80::1%25lo]:PORT/", ErrPrivate},
	{"unspecified", "http://0.0.0.0:PORT/", ErrPrivate},
	{"unspecified v6", "http://[::]:PORT/", ErrPrivate},
	{"a private network", "http://192.168.1.1/admin", ErrPrivate},
	{"metadata", "http://169.254.169.254/latest/meta-data/", ErrPrivate},
	{"metadata, Alibaba", "http://100.100.100.200/latest/meta-data/", ErrPrivate},
	{"metadata v6", "http://[fd00:ec2::254]/latest/meta-data/", ErrPrivate},
	{"a port of mail", "http://example.org:25/", ErrPort},
	{"a port of nothing", "http://example.org:0/", ErrPort},
	{"a port too great", "http://example.org:65616/", ErrPort},
	{"credentials", "http://user:secret@inside.example:PORT/", ErrCredentials},
	{"a user", "http://user@inside.example:PORT/", ErrCredentials},
}

// everywhereInside resolves every name to loopback.
var everywhereInside = resolver(func(string) []string { return []string{"127.0.0.1"} })

func TestForbiddenAddressesAreNotAsked(t *testing.T) {
	port, visits := bait(t, "127.0.0.1:0")
	c := reaching(t, Options{Resolver: everywhereInside}, "http://203.0.113.1:"+port)
	for _, f := range append(forbidden, []struct {
		name, url string
		want      error
	}{ // as a redirect these mean something else
		{"no scheme", "example.org/a", ErrURL},
		{"nothing", "", ErrURL},
		{"no host", "http:///a", ErrURL},
		{"no slashes", "http:example.org", ErrURL},
		{"a broken escape", "http://example.org/%zz", ErrURL},
		{"a line break", "http://example.org/\r\nHost: x", ErrURL},
		{"too long", "http://example.org/" + strings.Repeat("a", maxURL), ErrURL},
	}...) {
		address := strings.ReplaceAll(f.url, "PORT", port)
		_, err := c.Get(t.Context(), address, Validators{})
		if !errors.Is(err, f.want) {
			t.Errorf("%s: %s: error %v, want %v", f.name, address, err, f.want)
		}
		if err != nil && (strings.Contains(err.Error(), "secret") || !strings.HasPrefix(err.Error(), "fetching ")) {
			t.Errorf("%s: error %q", f.name, err)
		}
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func TestRedirectsAreJudgedLikeAddresses(t *testing.T) {
	port, visits := bait(t, "127.0.0.1:0")
	var to string
	// The server's address differs from the bait's, and only it is allowed.
	site := "http://" + serveAt(t, "127.0.0.2:0", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	})
	c := reaching(t, Options{Resolver: everywhereInside, IgnoreRobots: true}, site, "http://203.0.113.1:"+port)
	for _, f := range forbidden {
		to = strings.ReplaceAll(f.url, "PORT", port)
		_, err := c.Get(t.Context(), site+"/", Validators{})
		if !errors.Is(err, f.want) {
			t.Errorf("%s: redirect to %s: error %v, want %v", f.name, to, err, f.want)
		}
		if err != nil && !strings.Contains(err.Error(), site) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error %q", f.name, err)
		}
	}
	to = "//127.0.0.1:" + port + "/"
	if _, err := c.Get(t.Context(), site+"/", Validators{}); !errors.Is(err, ErrPrivate) {
		t.Errorf("redirect that keeps the scheme: %v", err)
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func TestRobotsMayNotLeadInside(t *testing.T) {
	port, visits := bait(t, "127.0.0.1:0")
	site := "http://" + serveAt(t, "127.0.0.2:0", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:"+port+"/robots.txt", http.StatusFound)
	})
	c := reaching(t, Options{}, site, "http://203.0.113.1:"+port)
	if _, err := c.Get(t.Context(), site+"/", Validators{}); !errors.Is(err, ErrPrivate) {
		t.Error(err)
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func TestNamesOfPrivateAddressesAreRefused(t *testing.T) {
	for _, r := range addresses {
		for _, s := range r.refused {
			a := netip.MustParseAddr(s).WithZone("")
			c := New(Options{Resolver: resolver(func(string) []string { return []string{a.String()} })})
			_, err := c.Get(t.Context(), "http://name.example/", Validators{})
			if !errors.Is(err, ErrPrivate) {
				t.Errorf("a name of %s (%s): %v", s, r.name, err)
			}
		}
	}
}

func TestNameThatChangesItsAddressIsRefused(t *testing.T) {
	// Of two loopback addresses one stands for the public network.
	public := serveAt(t, "127.0.0.2:0", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close") // so that the name is resolved again
		_, _ = w.Write([]byte("public"))
	})
	_, port, _ := strings.Cut(public, ":")
	_, visits := bait(t, "127.0.0.1:"+port)
	for _, robots := range []bool{true, false} {
		var asked atomic.Int32
		c := reaching(t, Options{IgnoreRobots: !robots, Resolver: resolver(func(name string) []string {
			if name != "rebind.example." {
				t.Errorf("%s was looked up", name)
			}
			if asked.Add(1) <= 2 { // A and AAAA
				return []string{"127.0.0.2"}
			}
			return []string{"127.0.0.1"}
		})}, "http://"+public)
		if !robots { // with robots.txt the first answer serves for that
			p, err := c.Get(t.Context(), "http://rebind.example:"+port+"/", Validators{})
			if err != nil || string(p.Body) != "public" {
				t.Errorf("the first answer: %v", err)
			}
		}
		if _, err := c.Get(t.Context(), "http://rebind.example:"+port+"/", Validators{}); !errors.Is(err, ErrPrivate) {
			t.Errorf("robots %v: the second answer: %v", robots, err)
		}
		if n := asked.Load(); n < 3 {
			t.Errorf("robots %v: %d look-ups", robots, n)
		}
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("%d connections were made to the private address", n)
	}
}

func TestOfSeveralAddressesOnlyPublicOnesAreDialled(t *testing.T) {
	public := serveAt(t, "127.0.0.2:0", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("public")) })
	_, port, _ := strings.Cut(public, ":")
	_, visits := bait(t, "127.0.0.1:"+port)
	c := reaching(t, Options{IgnoreRobots: true, Resolver: resolver(func(string) []string {
		return []string{"127.0.0.1", "::1", "127.0.0.2"}
	})}, "http://"+public)
	p, err := c.Get(t.Context(), "http://several.example:"+port+"/", Validators{})
	if err != nil || string(p.Body) != "public" {
		t.Error(err)
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("%d connections were made to the private address", n)
	}
}

func TestNoProxyUnlessAsked(t *testing.T) {
	if New(Options{}).transport.(*http.Transport).Proxy != nil {
		t.Error("a proxy is asked without being asked for")
	}
	var seen atomic.Value
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r.URL.String())
		_, _ = w.Write([]byte("by proxy"))
	})
	o := Options{IgnoreRobots: true, Proxy: func(*http.Request) (*url.URL, error) { return parse(proxy) }}
	p, err := reaching(t, o, proxy).Get(t.Context(), "http://site.example/a", Validators{})
	if err != nil || string(p.Body) != "by proxy" || seen.Load() != "http://site.example/a" {
		t.Errorf("%v, proxy saw %v", err, seen.Load())
	}
	if _, err := New(o).Get(t.Context(), "http://site.example/a", Validators{}); !errors.Is(err, ErrPort) && !errors.Is(err, ErrPrivate) {
		t.Errorf("a proxy on a private address was asked: %v", err)
	}
	if _, err := reaching(t, o, proxy).Get(t.Context(), "http://10.0.0.1/", Validators{}); !errors.Is(err, ErrPrivate) {
		t.Errorf("a private address was asked for through a proxy: %v", err)
	}
}
