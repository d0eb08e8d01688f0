package fetch

import (
	"fmt"
	"net/netip"
	"slices"
	"syscall"
)

// A block is a range of addresses that are not public.
type block struct {
	prefix netip.Prefix
	name   string
	source string // where it is set aside
}

// notPublic lists the ranges of the special-purpose address registries of IANA
// that nothing public is served from, those given back or never assigned, and
// addresses at which clouds serve their machines. The first that holds an
// address tells why it is refused.
var notPublic = []block{
	{netip.MustParsePrefix("169.254.169.254/32"), "cloud metadata", "RFC 3927 link-local; used by most clouds"},
	{netip.MustParsePrefix("100.100.100.200/32"), "cloud metadata", "RFC 6598 shared; used by Alibaba Cloud"},
	{netip.MustParsePrefix("192.0.0.192/32"), "cloud metadata", "RFC 6890 protocol assignments; used by Oracle Cloud"},
	{netip.MustParsePrefix("168.63.129.16/32"), "cloud metadata", "a public address that Azure answers to its own machines"},
	{netip.MustParsePrefix("fd00:ec2::254/128"), "cloud metadata", "RFC 4193 unique local; used by AWS"},
	{netip.MustParsePrefix("fd20:ce::254/128"), "cloud metadata", "RFC 4193 unique local; used by Google Cloud"},

	{netip.MustParsePrefix("0.0.0.0/32"), "unspecified", "RFC 1122"},
	{netip.MustParsePrefix("0.0.0.0/8"), "this network", "RFC 791"},
	{netip.MustParsePrefix("10.0.0.0/8"), "private", "RFC 1918"},
	{netip.MustParsePrefix("100.64.0.0/10"), "shared by a carrier", "RFC 6598"},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback", "RFC 1122"},
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local", "RFC 3927"},
	{netip.MustParsePrefix("172.16.0.0/12"), "private", "RFC 1918"},
	{netip.MustParsePrefix("192.0.0.0/24"), "protocol assignments", "RFC 6890"},
	{netip.MustParsePrefix("192.0.2.0/24"), "documentation", "RFC 5737"},
	{netip.MustParsePrefix("192.88.99.0/24"), "6to4 relay", "RFC 7526"},
	{netip.MustParsePrefix("192.168.0.0/16"), "private", "RFC 1918"},
	{netip.MustParsePrefix("198.18.0.0/15"), "benchmarking", "RFC 2544"},
	{netip.MustParsePrefix("198.51.100.0/24"), "documentation", "RFC 5737"},
	{netip.MustParsePrefix("203.0.113.0/24"), "documentation", "RFC 5737"},
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast", "RFC 5771"},
	{netip.MustParsePrefix("255.255.255.255/32"), "broadcast", "RFC 919"},
	{netip.MustParsePrefix("240.0.0.0/4"), "reserved", "RFC 1112"},

	{netip.MustParsePrefix("::/128"), "unspecified", "RFC 4291"},
	{netip.MustParsePrefix("::1/128"), "loopback", "RFC 4291"},
	{netip.MustParsePrefix("::/96"), "IPv4-compatible", "RFC 4291"},
	{netip.MustParsePrefix("::ffff:0:0:0/96"), "IPv4-translated", "RFC 2765"},
	{netip.MustParsePrefix("64:ff9b:1::/48"), "NAT64 of a local network", "RFC 8215"},
	{netip.MustParsePrefix("100::/64"), "discard", "RFC 6666"},
	{netip.MustParsePrefix("100:0:0:1::/64"), "dummy", "RFC 9780"},
	{netip.MustParsePrefix("2001::/32"), "Teredo", "RFC 4380"},
	{netip.MustParsePrefix("2001:2::/48"), "benchmarking", "RFC 5180"},
	{netip.MustParsePrefix("2001:10::/28"), "ORCHID", "RFC 4843"},
	{netip.MustParsePrefix("2001:20::/28"), "ORCHIDv2", "RFC 7343"},
	{netip.MustParsePrefix("2001::/23"), "protocol assignments", "RFC 2928"},
	{netip.MustParsePrefix("2001:db8::/32"), "documentation", "RFC 3849"},
	{netip.MustParsePrefix("2002::/16"), "6to4", "RFC 3056"},
	{netip.MustParsePrefix("3ffe::/16"), "6bone, given back", "RFC 3701"},
	{netip.MustParsePrefix("3fff::/20"), "documentation", "RFC 9637"},
	{netip.MustParsePrefix("5f00::/16"), "segment routing", "RFC 9602"},
	{netip.MustParsePrefix("fc00::/7"), "unique local", "RFC 4193"},
	{netip.MustParsePrefix("fe80::/10"), "link-local", "RFC 4291"},
	{netip.MustParsePrefix("fec0::/10"), "site-local", "RFC 3879"},
	{netip.MustParsePrefix("ff00::/8"), "multicast", "RFC 4291"},
}

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")     // RFC 4291: all of IPv6 that is assigned to networks
	nat64         = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052: an IPv4 address stands in the last 32 bits
)

// CheckAddr returns nil for an address of the public network and otherwise an
// error that wraps [ErrPrivate] and says what the address is. An IPv4 address
// within an IPv6 one (mapped, RFC 4291, or NAT64, RFC 6052) is judged in its
// place; tunnels (6to4, Teredo) are refused whatever they lead to.
//
// A network that translates by a prefix of its own (RFC 6052, section 2.2)
// cannot be told from any other.
func CheckAddr(a netip.Addr) error {
	a = a.WithZone("").Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		v4 := netip.AddrFrom4([4]byte(b[12:]))
		if err := CheckAddr(v4); err != nil {
			return fmt.Errorf("NAT64 of %w", err)
		}
		return nil
	}
	for _, b := range notPublic {
		if b.prefix.Contains(a) {
			return fmt.Errorf("%s (%s, %s): %w", a, b.name, b.source, ErrPrivate)
		}
	}
	if !a.IsValid() || a.Is6() && !globalUnicast.Contains(a) {
		return fmt.Errorf("%s (unassigned): %w", a, ErrPrivate)
	}
	return nil
}

// checkAddr is CheckAddr with the exceptions of o.
func (o *Options) checkAddr(a netip.Addr) error {
	plain := a.WithZone("").Unmap()
	for _, p := range o.Allow {
		if p.Contains(plain) {
			return nil
		}
	}
	return CheckAddr(a)
}

// control judges the address that is about to be dialled, as the Control of a
// net.Dialer: names are resolved by then.
func (o *Options) control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%s: %w", address, ErrURL)
	}
	if err := o.checkAddr(ap.Addr()); err != nil {
		return err
	}
	return o.checkPort(ap.Port())
}

// checkPort refuses what is neither a port of the web nor allowed.
func (o *Options) checkPort(port uint16) error {
	if port == 80 || port == 443 || slices.Contains(o.AllowPorts, port) {
		return nil
	}
	return fmt.Errorf("port %d: %w", port, ErrPort)
}
