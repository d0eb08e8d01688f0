package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// serve runs a web server on a loopback address of its own until the test
// ends and returns its URL.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// serveAt is serve on a given address; it returns host and port.
func serveAt(t *testing.T, address string, h http.HandlerFunc) string {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return l.Addr().String()
}

// serveRaw answers every connection by what answer writes, after the request
// was read as far as one Read brings it.
func serveRaw(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	return "http://" + listen(t, "127.0.0.1:0", func(c net.Conn) {
		if _, err := c.Read(make([]byte, 4096)); err == nil {
			answer(c)
		}
	})
}

// listen hands every connection to handle, closes it after, and waits for all
// at the end of the test.
func listen(t *testing.T, address string, handle func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[c] = true
			mu.Unlock()
			wg.Go(func() { defer c.Close(); handle(c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for c := range open {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return l.Addr().String()
}

// bait listens where nobody may connect, and counts who does.
func bait(t *testing.T, address string) (port string, visits *atomic.Int32) {
	t.Helper()
	visits = new(atomic.Int32)
	a := listen(t, address, func(net.Conn) { visits.Add(1) })
	_, port, err := net.SplitHostPort(a)
	if err != nil {
		t.Fatal(err)
	}
	return port, visits
}

// reaching returns a client that may reach exactly the addresses of the given
// URLs, without pauses.
func reaching(t *testing.T, o Options, urls ...string) *Client {
	t.Helper()
	for _, s := range urls {
		u, err := url.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		ap, err := netip.ParseAddrPort(u.Host)
		if err != nil {
			t.Fatal(err)
		}
		o.Allow = append(o.Allow, netip.PrefixFrom(ap.Addr(), ap.Addr().BitLen()))
		o.AllowPorts = append(o.AllowPorts, ap.Port())
	}
	if o.PerHostDelay == 0 {
		o.PerHostDelay = -1
	}
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

// resolver returns one that asks answer for the addresses of a name, over a
// connection that never leaves the process.
func resolver(answer func(name string) []string) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer server.Close()
			for {
				if err := answerDNS(server, answer); err != nil {
					return
				}
			}
		}()
		return client, nil
	}}
}

// answerDNS reads one question, framed as over TCP, and writes the answer.
func answerDNS(c net.Conn, answer func(name string) []string) error {
	var size [2]byte
	if _, err := io.ReadFull(c, size[:]); err != nil {
		return err
	}
	b := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(c, b); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(b); err != nil {
		return err
	}
	if len(m.Questions) != 1 {
		return errors.New("not one question")
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 0}
	for _, s := range answer(q.Name.String()) {
		switch a := netip.MustParseAddr(s); {
		case a.Is4() && q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: a.As4()}})
		case a.Is6() && q.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: a.As16()}})
		}
	}
	out, err := m.Pack()
	if err != nil {
		return err
	}
	_, err = c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(out))), out...))
	return err
}

// quiet takes what servers say of clients that hang up.
var quiet = log.New(io.Discard, "", 0)
