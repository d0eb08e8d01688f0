package fetch

import (
	"errors"
	"net/netip"
	"testing"
)

// addresses holds the first and last address of every range that is set aside
// and the public ones beside it.
var addresses = []struct {
	name, source string
	refused      []string
	public       []string
}{
	{"this network", "RFC 791", []string{"0.0.0.0", "0.0.0.1", "0.255.255.255"}, []string{"1.0.0.0"}},
	{"private 10/8", "RFC 1918", []string{"10.0.0.0", "10.0.0.1", "10.255.255.255"}, []string{"9.255.255.255", "11.0.0.0"}},
	{"private 172.16/12", "RFC 1918", []string{"172.16.0.0", "172.31.255.255"}, []string{"172.15.255.255", "172.32.0.0"}},
	{"private 192.168/16", "RFC 1918", []string{"192.168.0.0", "192.168.255.255"}, []string{"192.167.255.255", "192.169.0.0"}},
	{"carrier's NAT", "RFC 6598", []string{"100.64.0.0", "100.127.255.255"}, []string{"100.63.255.255", "100.128.0.0"}},
	{"loopback", "RFC 1122", []string{"127.0.0.0", "127.0.0.1", "127.255.255.255"}, []string{"126.255.255.255", "128.0.0.0"}},
	{"link-local", "RFC 3927", []string{"169.254.0.0", "169.254.255.255"}, []string{"169.253.255.255", "169.255.0.0"}},
	{"protocol assignments", "RFC 6890", []string{"192.0.0.0", "192.0.0.255"}, []string{"191.255.255.255", "192.0.1.0"}},
	{"documentation 1", "RFC 5737", []string{"192.0.2.0", "192.0.2.255"}, []string{"192.0.1.255", "192.0.3.0"}},
	{"documentation 2", "RFC 5737", []string{"198.51.100.0", "198.51.100.255"}, []string{"198.51.99.255", "198.51.101.0"}},
	{"documentation 3", "RFC 5737", []string{"203.0.113.0", "203.0.113.255"}, []string{"203.0.112.255", "203.0.114.0"}},
	{"6to4 relay", "RFC 7526", []string{"192.88.99.0", "192.88.99.255"}, []string{"192.88.98.255", "192.88.100.0"}},
	{"benchmarking", "RFC 2544", []string{"198.18.0.0", "198.19.255.255"}, []string{"198.17.255.255", "198.20.0.0"}},
	{"multicast", "RFC 5771", []string{"224.0.0.0", "239.255.255.255"}, []string{"223.255.255.255"}},
	{"reserved", "RFC 1112", []string{"240.0.0.0", "255.255.255.254"}, nil},
	{"broadcast", "RFC 919", []string{"255.255.255.255"}, nil},
	{"metadata", "of clouds", []string{"169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254"}, []string{"168.63.129.15"}},

	{"unspecified v6", "RFC 4291", []string{"::"}, nil},
	{"loopback v6", "RFC 4291", []string{"::1"}, nil},
	{"v4-compatible", "RFC 4291", []string{"::7f00:1", "::8.8.8.8", "::ffff:ffff"}, nil},
	{"v4-mapped", "RFC 4291", []string{"::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "::ffff:0:0"}, []string{"::ffff:8.8.8.8"}},
	{"v4-translated", "RFC 2765", []string{"::ffff:0:7f00:1", "::ffff:0:808:808"}, nil},
	{"NAT64", "RFC 6052", []string{"64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::6464:64c8"}, []string{"64:ff9b::808:808"}},
	{"local NAT64", "RFC 8215", []string{"64:ff9b:1::", "64:ff9b:1::808:808", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"discard", "RFC 6666", []string{"100::", "100::ffff:ffff:ffff:ffff"}, nil},
	{"dummy", "RFC 9780", []string{"100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff"}, nil},
	{"Teredo", "RFC 4380", []string{"2001::", "2001:0:7f00:1:0:0:80ff:fffe", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"benchmarking v6", "RFC 5180", []string{"2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"ORCHID", "RFC 4843", []string{"2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"ORCHIDv2", "RFC 7343", []string{"2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"protocol assignments v6", "RFC 2928", []string{"2001:1::1", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"}, []string{"2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"}},
	{"documentation v6", "RFC 3849", []string{"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"}, []string{"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"}},
	{"documentation v6 new", "RFC 9637", []string{"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"}, []string{"3fff:1000::"}},
	{"6to4", "RFC 3056", []string{"2002::", "2002:7f00:1::1", "2002:a00:1::", "2002:808:808::1", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, []string{"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"}},
	{"6bone", "RFC 3701", []string{"3ffe::1", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, []string{"3ffd:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}},
	{"segment routing", "RFC 9602", []string{"5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"unassigned v6", "RFC 4291", []string{"1::1", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "fbff::1", "fe00::"}, []string{"2000::1", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}},
	{"unique local", "RFC 4193", []string{"fc00::", "fd12:3456::1", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"link-local v6", "RFC 4291", []string{"fe80::", "fe80::1%eth0", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"site-local", "RFC 3879", []string{"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"multicast v6", "RFC 4291", []string{"ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, nil},
	{"the public network", "", nil, []string{"8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001:80b::200e"}},
}

func TestOnlyPublicAddressesAreDialled(t *testing.T) {
	o := Options{}.withDefaults()
	for _, r := range addresses {
		for _, s := range r.refused {
			a := netip.MustParseAddr(s)
			if err := CheckAddr(a); !errors.Is(err, ErrPrivate) {
				t.Errorf("%s, %s (%s): CheckAddr gives %v", s, r.name, r.source, err)
			}
			if err := o.control("tcp", netip.AddrPortFrom(a, 443).String(), nil); !errors.Is(err, ErrPrivate) {
				t.Errorf("%s, %s: the dialler gives %v", s, r.name, err)
			}
		}
		for _, s := range r.public {
			a := netip.MustParseAddr(s)
			if err := CheckAddr(a); err != nil {
				t.Errorf("%s, beside %s: CheckAddr gives %v", s, r.name, err)
			}
			if err := o.control("tcp", netip.AddrPortFrom(a, 443).String(), nil); err != nil {
				t.Errorf("%s, beside %s: the dialler gives %v", s, r.name, err)
			}
		}
	}
	if err := CheckAddr(netip.Addr{}); !errors.Is(err, ErrPrivate) {
		t.Errorf("no address: %v", err)
	}
}

func TestEveryRangeIsReached(t *testing.T) {
	for i, b := range notPublic {
		a := b.prefix.Addr()
		for _, earlier := range notPublic[:i] {
			if earlier.prefix.Contains(a) && earlier.prefix.Bits() < b.prefix.Bits() {
				t.Errorf("%s (%s) is hidden by %s", b.prefix, b.name, earlier.prefix)
			}
		}
		if b.prefix != b.prefix.Masked() {
			t.Errorf("%s has bits beyond its length", b.prefix)
		}
	}
}

func TestAllowedRangesAreExceptions(t *testing.T) {
	o := Options{Allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd12::/16")}, AllowPorts: []uint16{8080}}
	for address, want := range map[string]error{
		"10.1.2.3:80":            nil,
		"10.1.2.3:8080":          nil,
		"10.1.2.3:8081":          ErrPort,
		"[::ffff:10.1.2.3]:80":   nil,
		"10.2.2.3:80":            ErrPrivate,
		"[fd12::1]:443":          nil,
		"[fd13::1]:443":          ErrPrivate,
		"8.8.8.8:25":             ErrPort,
		"example.org:80":         ErrURL,
		"[64:ff9b::a01:203]:443": ErrPrivate,
	} {
		if err := o.control("tcp", address, nil); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
}
