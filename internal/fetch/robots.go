package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	maxRobots       = 500 << 10        // bytes of a robots.txt that are read
	robotsLife      = 24 * time.Hour   // for which one is good
	robotsBusyLife  = 10 * time.Minute // for which a server that failed to give one is left alone
	robotsErrorLife = time.Minute      // the same for one that could not be reached
)

// rules are what a robots.txt tells this reader (RFC 9309).
type rules struct {
	paths []rule
	delay time.Duration // Crawl-delay, no part of the RFC
	err   error         // why nothing is allowed, if nothing is
	until time.Time     // when to ask again
}

// A rule allows or disallows the paths that its pattern matches.
type rule struct {
	pattern string // escaped as [escape] does; * and a final $ are special
	allow   bool
}

// allowed returns an error unless the host's robots.txt, asked for when it is
// not known, allows u.
func (c *Client) allowed(ctx context.Context, h *host, u *url.URL, left *time.Duration) error {
	origin := url.URL{Scheme: u.Scheme, Host: u.Host}
	r := h.rules[origin.String()]
	if r == nil || !time.Now().Before(r.until) {
		var err error
		if r, err = c.robots(ctx, h, &origin, left); err != nil {
			return err
		}
		// The request for robots.txt itself is not one that Crawl-delay counts.
		h.rules[origin.String()], h.delay = r, r.delay
	}
	if r.err != nil {
		return r.err
	}
	if !r.allows(u) {
		return ErrRobots
	}
	return nil
}

// robots asks for the robots.txt of an origin. A server that has none allows
// all; one that fails allows nothing for a while. The error is of the caller's
// own: a context that ended, a pause too long.
//
// Redirects are followed within the turn of h, whose file it stays: waiting
// for another host's turn while holding one could wait for ever.
func (c *Client) robots(ctx context.Context, h *host, origin *url.URL, left *time.Duration) (*rules, error) {
	u := origin.JoinPath("/robots.txt")
	for range 6 { // five redirects, RFC 9309, section 2.3.1.2
		a, err := (*answer)(nil), c.o.admit(u)
		if err == nil {
			a, err = c.ask(ctx, h, u, Validators{}, left)
		}
		if err == nil && a.page == nil {
			if u, err = follow(u, a.next); err == nil {
				continue
			}
		}
		if err != nil {
			return refused(ctx, err)
		}
		body := a.page.Body
		if len(body) > maxRobots {
			body = body[:bytes.LastIndexAny(body[:maxRobots], "\r\n")+1]
		}
		r := readRobots(body, c.agent)
		r.until = time.Now().Add(robotsLife)
		return r, nil
	}
	return &rules{until: time.Now().Add(robotsLife)}, nil
}

// refused returns the rules that follow from not getting a robots.txt.
func refused(ctx context.Context, err error) (*rules, error) {
	now := time.Now()
	if _, held := errors.AsType[*HeldError](err); held || ctx.Err() != nil {
		return nil, err
	}
	s, ok := errors.AsType[*StatusError](err)
	switch {
	case !ok:
		return &rules{err: fmt.Errorf("asking for robots.txt: %w", err), until: now.Add(robotsErrorLife)}, nil
	case s.Status >= 400 && s.Status < 500 && s.Status != 429:
		return &rules{until: now.Add(robotsLife)}, nil
	}
	until := now.Add(robotsBusyLife)
	if s.Retry.After(until) {
		until = s.Retry
	}
	return &rules{err: fmt.Errorf("%w, which could not be had: %w", ErrRobots, err), until: until}, nil
}

// product returns what a user agent is called in robots.txt.
func product(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '_' && r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end >= 0 {
		agent = agent[:end]
	}
	return strings.ToLower(agent)
}

// readRobots reads what a robots.txt tells agent: the groups that name it, or
// else those for all. Lines that mean nothing are passed over, as the RFC
// wants it.
func readRobots(b []byte, agent string) *rules {
	named, all := new(rules), new(rules)
	var forNamed, forAll, found, inRules bool
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	for line := range strings.FieldsFuncSeq(string(b), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		key = strings.ToLower(strings.TrimSpace(key))
		if key == "user-agent" {
			if inRules { // a new group
				forNamed, forAll, inRules = false, false, false
			}
			forAll = forAll || value == "*"
			forNamed = forNamed || agent != "" && product(value) == agent
			found = found || forNamed
			continue
		}
		add := func(*rules) {}
		switch key {
		case "allow", "disallow":
			if value != "" {
				add = func(r *rules) { r.paths = append(r.paths, rule{pattern(value), key == "allow"}) }
			}
		case "crawl-delay":
			s, err := strconv.ParseFloat(value, 64)
			if err == nil && s > 0 {
				d := time.Duration(min(s, maxPause.Seconds()) * float64(time.Second))
				add = func(r *rules) { r.delay = max(r.delay, d) }
			}
		default: // Sitemap and the like belong to no group and end none
			continue
		}
		inRules = true
		if forNamed {
			add(named)
		}
		if forAll {
			add(all)
		}
	}
	if found {
		return named
	}
	return all
}

// allows reports whether the rule with the longest pattern that matches u
// allows it, or none does; of two as long the one that allows wins.
func (r *rules) allows(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = literal.Replace(escape(path))
	longest, allow := -1, true
	for _, p := range r.paths {
		if n := len(p.pattern); n > longest || n == longest && p.allow {
			if match(p.pattern, path) {
				longest, allow = n, p.allow
			}
		}
	}
	return allow
}

// literal escapes what is special in a pattern.
var literal = strings.NewReplacer("*", "%2A", "$", "%24")

// pattern brings the path of a rule into the form that paths are matched in.
func pattern(s string) string {
	if s[0] != '/' && s[0] != '*' {
		s = "/" + s
	}
	s = escape(s)
	body, end := strings.CutSuffix(s, "$")
	body = strings.ReplaceAll(body, "$", "%24")
	if end {
		body += "$"
	}
	return body
}

// escape writes the octets of a path in one way: unreserved characters plain,
// what is escaped with capitals, all beyond ASCII escaped (RFC 9309, section
// 2.2.2; RFC 3986, section 2.3).
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], unfit(s[i])
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, escaped, i = byte(n), !unreserved(byte(n)), i+2
			}
		}
		if escaped {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unfit reports whether c may not stand in a URL: blanks, controls, beyond
// ASCII.
func unfit(c byte) bool { return c <= ' ' || c >= 0x7f }

// unreserved reports whether c means the same escaped and plain.
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// match reports whether pattern matches the start of path: * stands for
// anything, a final $ for the end. It takes time linear in both.
func match(pattern, path string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	first, rest, more := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, first) {
		return false
	}
	path = path[len(first):]
	for more {
		var part string
		part, rest, more = strings.Cut(rest, "*")
		if end && !more {
			return strings.HasSuffix(path, part)
		}
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	return !end || path == ""
}
