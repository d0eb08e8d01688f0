package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// A Client gets pages. It may be used by several goroutines at once; what it
// knows of hosts lives as long as it does.
type Client struct {
	o         Options
	agent     string // name in robots.txt
	transport http.RoundTripper

	mu    sync.Mutex
	hosts map[string]*host // by name, lower case
}

// New returns a client that keeps to o.
func New(o Options) *Client {
	c := &Client{o: o.withDefaults(), hosts: make(map[string]*host)}
	c.agent = product(c.o.UserAgent)
	dialer := &net.Dialer{Timeout: c.o.DialTimeout, Resolver: c.o.Resolver, Control: c.o.control}
	c.transport = &http.Transport{
		Proxy:                  c.o.Proxy,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.o.RootCAs},
		TLSHandshakeTimeout:    c.o.DialTimeout,
		ResponseHeaderTimeout:  c.o.HeaderTimeout,
		MaxResponseHeaderBytes: c.o.MaxHeader,
		DisableCompression:     true, // done here, under limits
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
	}
	return c
}

// Close closes the connections that wait for another request. The client may
// be used on.
func (c *Client) Close() {
	if t, ok := c.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// Get asks for the page at an address, on the conditions of cond, and follows
// redirects. It waits for the turn of each host on the way, then takes at most
// Options.Timeout. What is no page (a status other than 2xx, or 304 to cond)
// is an error, see [ErrURL] and following; credentials in an address are shown
// in none.
func (c *Client) Get(ctx context.Context, address string, cond Validators) (*Page, error) {
	u, err := parse(address)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", shown(address), err)
	}
	left, moved, way := c.o.Timeout, true, "fetching "+shown(address)
	for hop := 0; ; hop++ {
		a, err := c.visit(ctx, u, cond, &left)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way, err)
		}
		if a.page != nil {
			a.page.Moved = moved && hop > 0
			return a.page, nil
		}
		if hop >= c.o.MaxRedirects {
			return nil, fmt.Errorf("%s: over %d times: %w", way, max(c.o.MaxRedirects, 0), ErrRedirects)
		}
		moved = moved && a.permanent
		way = fmt.Sprintf("fetching %s: redirected to %s", shown(address), shown(a.next))
		if u, err = follow(u, a.next); err != nil {
			return nil, fmt.Errorf("%s: %w", way, err)
		}
	}
}

// visit makes one request of a Get, when robots.txt allows it and the host's
// turn has come.
func (c *Client) visit(ctx context.Context, u *url.URL, cond Validators, left *time.Duration) (*answer, error) {
	if err := c.o.admit(u); err != nil {
		return nil, err
	}
	h, leave, err := c.enter(ctx, u)
	if err != nil {
		return nil, err
	}
	defer leave()
	if !c.o.IgnoreRobots {
		if err := c.allowed(ctx, h, u, left); err != nil {
			return nil, err
		}
	}
	return c.ask(ctx, h, u, cond, left)
}

// An answer is a page, or where to ask instead.
type answer struct {
	page      *Page
	next      string // Location of a redirect
	permanent bool   // the redirect
}

// ask makes a request of h after its pause, takes the time it needed from left
// and sets the next pause.
func (c *Client) ask(ctx context.Context, h *host, u *url.URL, cond Validators, left *time.Duration) (*answer, error) {
	if err := h.wait(ctx, c.o.MaxWait); err != nil {
		return nil, err
	}
	start := time.Now()
	defer func() {
		*left -= time.Since(start)
		h.next = time.Now().Add(max(c.o.PerHostDelay, h.delay))
	}()
	within, end := context.WithTimeoutCause(ctx, *left, fmt.Errorf("over %v: %w", c.o.Timeout, ErrSlow))
	defer end()
	within, slow := context.WithCancelCause(within)
	defer slow(nil)

	req, err := c.request(within, u, cond)
	if err != nil {
		return nil, err
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, reason(ctx, within, err)
	}
	defer resp.Body.Close()
	switch s := resp.StatusCode; {
	case s == 301, s == 302, s == 303, s == 307, s == 308:
		if next := resp.Header.Get("Location"); next != "" {
			return &answer{next: next, permanent: s == 301 || s == 308}, nil
		}
	case s == 304 && cond != Validators{}:
		p := newPage(u.String(), resp)
		p.NotModified = true
		return &answer{page: p}, nil
	case s >= 200 && s < 300:
		p, received := newPage(u.String(), resp), new(meter)
		go c.o.pace(within, received, slow)
		if p.Body, err = c.o.body(resp, received); err != nil {
			return nil, reason(ctx, within, err)
		}
		return &answer{page: p}, nil
	}
	e := &StatusError{URL: u.String(), Status: resp.StatusCode, Retry: retryAfter(resp, time.Now())}
	h.hold = e.Retry
	return nil, e
}

// request writes the request for u.
func (c *Client) request(ctx context.Context, u *url.URL, cond Validators) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	req.Header.Set("User-Agent", c.o.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5")
	req.Header.Set("Accept-Encoding", acceptEncoding)
	if cond.ETag != "" {
		req.Header.Set("If-None-Match", cond.ETag)
	}
	if cond.LastModified != "" {
		req.Header.Set("If-Modified-Since", cond.LastModified)
	}
	return req, nil
}

// reason returns why a request under within, made for the caller's ctx, failed
// with err.
func reason(ctx, within context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if within.Err() != nil {
		return context.Cause(within)
	}
	if t, ok := errors.AsType[net.Error](err); ok && t.Timeout() {
		return fmt.Errorf("%w: %w", ErrSlow, err)
	}
	// net/http has no error value for a header beyond MaxResponseHeaderBytes.
	if strings.Contains(err.Error(), "response headers exceeded") {
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return err
}
