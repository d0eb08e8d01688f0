package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	maxHosts = 2048           // hosts remembered before those at rest are forgotten
	maxPause = 24 * time.Hour // longest pause that a server's Retry-After or Crawl-delay can order
)

// A host is a server by its name, on whatever port. Whoever holds its turn may
// use its fields, but for users.
type host struct {
	name  string
	turn  chan struct{}     // holds one value while a request is made
	next  time.Time         // end of the pause after the last request
	hold  time.Time         // end of the pause the host asked for, if any
	delay time.Duration     // Crawl-delay
	rules map[string]*rules // robots.txt by scheme, host and port

	users int // goroutines that hold or await the turn; guarded by Client.mu
}

// enter waits until no other request is made to the host of u. The caller has
// to leave.
func (c *Client) enter(ctx context.Context, u *url.URL) (h *host, leave func(), err error) {
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	c.mu.Lock()
	h = c.hosts[name]
	if h == nil {
		c.forget()
		h = &host{name: name, turn: make(chan struct{}, 1), rules: make(map[string]*rules)}
		c.hosts[name] = h
	}
	h.users++
	c.mu.Unlock()
	left := func() {
		c.mu.Lock()
		h.users--
		c.mu.Unlock()
	}
	select {
	case h.turn <- struct{}{}:
		return h, func() { <-h.turn; left() }, nil
	case <-ctx.Done():
		left()
		return nil, nil, context.Cause(ctx)
	}
}

// forget drops the hosts at rest when there are many. The caller holds c.mu.
func (c *Client) forget() {
	if len(c.hosts) < maxHosts {
		return
	}
	now := time.Now()
	for name, h := range c.hosts {
		if h.users == 0 && now.After(h.next) && now.After(h.hold) {
			delete(c.hosts, name)
		}
	}
}

// wait sits the pauses of h out. One longer than most is a [HeldError].
func (h *host) wait(ctx context.Context, most time.Duration) error {
	until := h.next
	if h.hold.After(until) {
		until = h.hold
	}
	d := time.Until(until)
	if d > most {
		return &HeldError{Host: h.name, Retry: until}
	}
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// retryAfter returns when a server that is busy wants to be asked again, zero
// if it is not or does not say (RFC 9110, section 10.2.3).
func retryAfter(resp *http.Response, now time.Time) time.Time {
	if s := resp.StatusCode; s != http.StatusTooManyRequests && s != http.StatusServiceUnavailable {
		return time.Time{}
	}
	v := strings.TrimSpace(resp.Header.Get("Retry-After"))
	at, err := http.ParseTime(v)
	if err != nil {
		seconds, err := strconv.ParseUint(v, 10, 64)
		if err != nil {
			return time.Time{}
		}
		at = now.Add(time.Duration(min(seconds, uint64(maxPause/time.Second))) * time.Second)
	}
	if !at.After(now) {
		return time.Time{}
	}
	if last := now.Add(maxPause); at.After(last) {
		return last
	}
	return at
}
