package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// maxURL is the greatest length of an address in bytes.
const maxURL = 8 << 10

// parse reads an address and drops its fragment.
func parse(address string) (*url.URL, error) {
	if len(address) > maxURL {
		return nil, fmt.Errorf("over %d bytes: %w", maxURL, ErrURL)
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err // without the address, which may hold a password
		}
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// follow returns where a redirect from u leads.
func follow(u *url.URL, location string) (*url.URL, error) {
	ref, err := parse(location)
	if err != nil {
		return nil, err
	}
	next := u.ResolveReference(ref)
	if u.Scheme == "https" && next.Scheme == "http" {
		return nil, ErrDowngrade
	}
	return next, nil
}

// admit refuses an address that must not be asked whatever its name resolves
// to.
func (o *Options) admit(u *url.URL) error {
	port := uint16(80)
	switch u.Scheme {
	case "http":
	case "https":
		port = 443
	case "":
		return fmt.Errorf("no scheme: %w", ErrURL)
	default:
		return fmt.Errorf("%q: %w", u.Scheme, ErrScheme)
	}
	if u.User != nil {
		return ErrCredentials
	}
	if u.Hostname() == "" {
		return fmt.Errorf("no host: %w", ErrURL)
	}
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return fmt.Errorf("port %s: %w", p, ErrPort)
		}
		port = uint16(n)
	}
	if err := o.checkPort(port); err != nil {
		return err
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil {
		return o.checkAddr(a)
	}
	if oddNumber(u.Hostname()) {
		return fmt.Errorf("host %s is a number that is no address: %w", u.Hostname(), ErrURL)
	}
	return nil
}

// oddNumber reports whether a host's last label is a number, as in 127.1,
// 0177.0.0.1 and 0x7f000001: some resolvers take these for IPv4 addresses,
// others for names.
func oddNumber(host string) bool {
	host = strings.TrimSuffix(host, ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	_, err := strconv.ParseUint(last, 0, 64)
	return err == nil || errors.Is(err, strconv.ErrRange) || strings.Trim(last, "0123456789") == "" && last != ""
}

// shown returns an address fit for an error: without user and password, and
// not too long.
func shown(address string) string {
	address = strings.TrimSpace(address)
	start := strings.Index(address, "//") + 2
	if start < 2 {
		start = 0
	}
	end := len(address)
	if i := strings.IndexAny(address[start:], "/?#"); i >= 0 {
		end = start + i
	}
	if at := strings.LastIndexByte(address[start:end], '@'); at >= 0 {
		address = address[:start] + address[start+at+1:]
	}
	if len(address) > 300 {
		address = address[:300] + "…"
	}
	if strings.ContainsFunc(address, func(r rune) bool { return !strconv.IsPrint(r) }) || address == "" {
		return strconv.Quote(address)
	}
	return address
}
