package access

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// NeedsAccounts reports whether a desk that listens on an address, as net.Listen
// takes it, may be reached from other machines: all are but localhost, loopback
// addresses and names that resolve to those alone.
func NeedsAccounts(listen string) bool {
	name := parseHost(listen).name
	if name == "localhost" {
		return false
	}
	if a, err := netip.ParseAddr(name); err == nil {
		return !a.Unmap().IsLoopback()
	}
	if name == "" {
		return true
	}
	ips, err := net.LookupIP(name)
	for _, ip := range ips {
		if !ip.IsLoopback() {
			return true
		}
	}
	return err != nil || len(ips) == 0
}

// A host is a name or an address in lower case, without the brackets of IPv6 and the
// dot that ends a full name, and a port or none.
type host struct{ name, port string }

func parseHost(s string) host {
	name, port, err := net.SplitHostPort(s)
	if err != nil {
		name, port = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), ""
	}
	return host{strings.ToLower(strings.TrimSuffix(name, ".")), port}
}

// hostsOf returns the names that a desk goes by; one without a port is for any.
func hostsOf(more []string) map[host]bool {
	m := map[host]bool{}
	for _, s := range append([]string{"localhost", "127.0.0.1", "[::1]"}, more...) {
		if h := parseHost(s); h.name != "" { // a request without a name has none of ours
			m[h] = true
		}
	}
	return m
}

// calls reports whether a request calls the desk by one of its names.
func (g *Guard) calls(r *http.Request) bool {
	h := parseHost(r.Host)
	return g.hosts[h] || g.hosts[host{h.name, ""}]
}

// forwarded reports whether a proxy has passed a request on.
func forwarded(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"} {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	return false
}

// address returns from where a request comes: the address of the client or, of IPv6,
// the network of 64 bits that one client has to itself. Of the addresses in
// X-Forwarded-For the last counts that no proxy of ours has; what stands before it
// anybody may have written.
func (g *Guard) address(r *http.Request) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "unknown"
	}
	a := from.Addr().Unmap().WithZone("")
	through := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(through) - 1; i >= 0 && g.proxy(a); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(through[i]))
		if err != nil {
			break
		}
		a = next.Unmap().WithZone("")
	}
	if a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return "unknown"
	}
	return p.String()
}

func (g *Guard) proxy(a netip.Addr) bool {
	for _, p := range g.o.Proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
