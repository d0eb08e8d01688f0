package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

// packed returns b in a content coding.
func packed(t testing.TB, coding string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if coding == "br" {
		w = brotli.NewWriterLevel(&out, 5)
	}
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bomb writes about 1 MB that expands to 1 GB: gzip members follow each other,
// each of 16 MiB of blanks.
func bomb(t testing.TB) func(io.Writer) {
	member := packed(t, "gzip", bytes.Repeat([]byte(" "), 16<<20))
	if len(member)*64 > 2<<20 {
		t.Fatalf("a bomb of %d bytes is none", len(member)*64)
	}
	return func(w io.Writer) {
		for range 64 {
			if _, err := w.Write(member); err != nil {
				return
			}
		}
	}
}

func TestBodiesAreCapped(t *testing.T) {
	noise := make([]byte, 3<<20) // does not compress
	r := rand.NewChaCha8([32]byte{})
	_, _ = r.Read(noise)
	blanks := bytes.Repeat([]byte(" "), 3<<20)
	explode := bomb(t)
	brBomb := packed(t, "br", make([]byte, 64<<20))
	const mib = 1 << 20
	for _, tt := range []struct {
		name   string
		o      Options
		coding string
		write  func(io.Writer)
		want   error
	}{
		{"gzip, 1 GB from 1 MB", Options{}, "gzip", explode, ErrRatio},
		{"the same where any ratio goes", Options{MaxRatio: 1 << 40}, "gzip", explode, ErrTooLarge},
		{"brotli, 64 MB from nearly nothing", Options{}, "br", func(w io.Writer) { _, _ = w.Write(brBomb) }, ErrRatio},
		{"the same where any ratio goes, in brotli", Options{MaxRatio: 1 << 40}, "br", func(w io.Writer) { _, _ = w.Write(brBomb) }, ErrTooLarge},
		{"endless and plain", Options{}, "", func(w io.Writer) {
			for {
				if _, err := w.Write(noise); err != nil {
					return
				}
			}
		}, ErrTooLarge},
		{"too large as received, fine after", Options{MaxCompressed: 2 * mib, MaxBody: 4 * mib}, "gzip", func(w io.Writer) { _, _ = w.Write(packed(t, "gzip", noise)) }, ErrTooLarge},
		{"fine as received, too large after", Options{MaxBody: 2 * mib, MaxRatio: 1 << 40}, "gzip", func(w io.Writer) { _, _ = w.Write(packed(t, "gzip", blanks)) }, ErrTooLarge},
		{"endless empty members", Options{MaxCompressed: mib}, "gzip", func(w io.Writer) {
			empty := bytes.Repeat(packed(t, "gzip", nil), 1000)
			for {
				if _, err := w.Write(empty); err != nil {
					return
				}
			}
		}, ErrTooLarge},
		{"as large as may be", Options{MaxBody: 3 * mib, MaxCompressed: 3 * mib}, "", func(w io.Writer) { _, _ = w.Write(noise) }, nil},
		{"one byte more", Options{MaxBody: 3*mib - 1}, "", func(w io.Writer) { _, _ = w.Write(noise) }, ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", tt.coding)
				tt.write(w)
			})
			tt.o.IgnoreRobots = true
			c := reaching(t, tt.o, site)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			p, err := c.Get(t.Context(), site, Validators{})
			runtime.ReadMemStats(&after)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if err == nil && len(p.Body) != 3*mib {
				t.Errorf("%d bytes", len(p.Body))
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 256*mib {
				t.Errorf("%d MiB were allocated", got/mib)
			}
		})
	}
}

func TestAnnouncedSizeIsRefusedUnread(t *testing.T) {
	site := serveRaw(t, func(c net.Conn) {
		fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", 1<<40)
		_, _ = c.Read(make([]byte, 1)) // until the client hangs up
	})
	_, err := reaching(t, Options{IgnoreRobots: true}, site).Get(t.Context(), site, Validators{})
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), strconv.Itoa(1<<40)) {
		t.Error(err)
	}
}

func TestSlowAndEndlessServersAreLeft(t *testing.T) {
	drip := func(c net.Conn, s string) {
		for {
			if _, err := io.WriteString(c, s); err != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	flood := func(c net.Conn, s string) {
		s = strings.Repeat(s, 100)
		for {
			if _, err := io.WriteString(c, s); err != nil {
				return
			}
		}
	}
	const ok = "HTTP/1.1 200 OK\r\n"
	quick := Options{HeaderTimeout: 200 * time.Millisecond, IdleTimeout: 100 * time.Millisecond, MinRate: 2000, IgnoreRobots: true}
	within := quick
	within.Timeout, within.IdleTimeout = 200*time.Millisecond, time.Hour
	for _, tt := range []struct {
		name   string
		o      Options
		answer func(net.Conn)
		want   error
	}{
		{"no answer", quick, func(c net.Conn) { _, _ = c.Read(make([]byte, 1)) }, ErrSlow},
		{"header in drops", quick, func(c net.Conn) { _, _ = io.WriteString(c, ok); drip(c, "X-A: b\r\n") }, ErrSlow},
		{"one line of header in drops", quick, func(c net.Conn) { _, _ = io.WriteString(c, ok+"X-A: "); drip(c, "b") }, ErrSlow},
		{"body that stops", quick, func(c net.Conn) {
			_, _ = io.WriteString(c, ok+"Content-Length: 100\r\n\r\nabc")
			_, _ = c.Read(make([]byte, 1))
		}, ErrSlow},
		{"body in drops", quick, func(c net.Conn) { _, _ = io.WriteString(c, ok+"Content-Length: 100000\r\n\r\n"); drip(c, "a") }, ErrSlow},
		{"chunks in drops", quick, func(c net.Conn) {
			_, _ = io.WriteString(c, ok+"Transfer-Encoding: chunked\r\n\r\n")
			drip(c, "1\r\na\r\n")
		}, ErrSlow},
		{"body at a good pace without end", within, func(c net.Conn) { _, _ = io.WriteString(c, ok+"\r\n"); drip(c, strings.Repeat("a", 1000)) }, ErrSlow},
		{"lines of header without end", Options{IgnoreRobots: true}, func(c net.Conn) { _, _ = io.WriteString(c, ok); flood(c, "X-A: b\r\n") }, ErrTooLarge},
		{"a line of header without end", Options{IgnoreRobots: true}, func(c net.Conn) { _, _ = io.WriteString(c, ok+"X-A: "); flood(c, "b") }, ErrTooLarge},
		{"a status line without end", Options{IgnoreRobots: true}, func(c net.Conn) { flood(c, "HTTP/1.1 200 ") }, ErrTooLarge},
		{"early hints without end", Options{IgnoreRobots: true}, func(c net.Conn) { flood(c, "HTTP/1.1 103 Early Hints\r\nX-A: b\r\n\r\n") }, ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			site := serveRaw(t, tt.answer)
			c := reaching(t, tt.o, site)
			start := time.Now()
			_, err := c.Get(t.Context(), site, Validators{})
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("it took %v", d)
			}
		})
	}
}

func TestSteadyBodyIsNotSlow(t *testing.T) {
	site := serveRaw(t, func(c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n")
		for range 30 {
			_, _ = c.Write(bytes.Repeat([]byte("a"), 100))
			time.Sleep(10 * time.Millisecond)
		}
	})
	c := reaching(t, Options{IgnoreRobots: true, IdleTimeout: 100 * time.Millisecond, MinRate: 1000}, site)
	p, err := c.Get(t.Context(), site, Validators{})
	if err != nil || len(p.Body) != 3000 {
		t.Error(err)
	}
}

func TestContentCodings(t *testing.T) {
	const text = "La canciller habló. Министр ответил."
	for _, tt := range []struct {
		name, coding string
		body         []byte
		want         string
		err          error
	}{
		{"none", "", []byte(text), text, nil},
		{"identity", "identity", []byte(text), text, nil},
		{"gzip", "gzip", packed(t, "gzip", []byte(text)), text, nil},
		{"gzip in capitals", "GZIP", packed(t, "gzip", []byte(text)), text, nil},
		{"brotli", "br", packed(t, "br", []byte(text)), text, nil},
		{"empty gzip", "gzip", nil, "", nil},
		{"not asked for", "zstd", []byte(text), "", ErrEncoding},
		{"one upon another", "gzip, gzip", packed(t, "gzip", packed(t, "gzip", []byte(text))), "", ErrEncoding},
		{"gzip cut off", "gzip", packed(t, "gzip", []byte(text))[:30], "", io.ErrUnexpectedEOF},
		{"gzip that is none", "gzip", []byte(text), "", gzip.ErrHeader},
		{"brotli cut off", "br", packed(t, "br", []byte(text))[:20], "", io.ErrUnexpectedEOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if got := r.Header.Get("Accept-Encoding"); got != "gzip, br" {
					t.Errorf("codings %q are asked for", got)
				}
				w.Header().Set("Content-Encoding", tt.coding)
				_, _ = w.Write(tt.body)
			})
			p, err := reaching(t, Options{IgnoreRobots: true}, site).Get(t.Context(), site, Validators{})
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err == nil && string(p.Body) != tt.want {
				t.Errorf("%q", p.Body)
			}
		})
	}
}

func TestBodyCutOffIsAnError(t *testing.T) {
	for name, answer := range map[string]string{
		"by length": "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
		"in chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
	} {
		site := serveRaw(t, func(c net.Conn) { _, _ = io.WriteString(c, answer) })
		if _, err := reaching(t, Options{IgnoreRobots: true}, site).Get(t.Context(), site, Validators{}); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCallersContextEndsARequest(t *testing.T) {
	mine := errors.New("enough")
	site := serveRaw(t, func(c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\nabc")
		_, _ = c.Read(make([]byte, 1))
	})
	c := reaching(t, Options{IgnoreRobots: true}, site)
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(mine) })
	if _, err := c.Get(ctx, site, Validators{}); !errors.Is(err, mine) || errors.Is(err, ErrSlow) {
		t.Error(err)
	}
	if _, err := c.Get(ctx, site, Validators{}); !errors.Is(err, mine) {
		t.Error(err)
	}
}

func TestFeedWithEntitiesIsHandedOverAsItCame(t *testing.T) {
	const feed = `<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&b;&f;</title></channel></rss>`
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "Application/RSS+XML; charset=utf-8")
		_, _ = io.WriteString(w, feed)
	})
	p, err := reaching(t, Options{IgnoreRobots: true}, site).Get(t.Context(), site+"/feed", Validators{})
	if err != nil {
		t.Fatal(err)
	}
	if string(p.Body) != feed || p.MediaType != "application/rss+xml" {
		t.Errorf("%s: %s", p.MediaType, p.Body)
	}
}

func FuzzBody(f *testing.F) {
	f.Add("gzip", packed(f, "gzip", []byte("abc")))
	f.Add("br", packed(f, "br", []byte("abc")))
	f.Add("", []byte("abc"))
	o := Options{MaxBody: 64 << 10, MaxCompressed: 8 << 10}.withDefaults()
	f.Fuzz(func(t *testing.T, coding string, b []byte) {
		resp := &http.Response{Header: http.Header{"Content-Encoding": {coding}}, Body: io.NopCloser(bytes.NewReader(b)), ContentLength: -1}
		out, err := o.body(resp, new(meter))
		if err != nil && out != nil {
			t.Error("a body and an error")
		}
		if int64(len(out)) > o.MaxBody {
			t.Errorf("%d bytes", len(out))
		}
	})
}

func BenchmarkBody(b *testing.B) {
	text := []byte(strings.Repeat("<p>El canciller recibió a su par; Министр принял коллегу.</p>\n", 3000))
	o := Options{}.withDefaults()
	for _, coding := range []string{"", "gzip", "br"} {
		in := text
		if coding != "" {
			in = packed(b, coding, text)
		}
		o.MaxRatio = 1 << 40
		b.Run("coding="+coding, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				resp := &http.Response{Header: http.Header{"Content-Encoding": {coding}}, Body: io.NopCloser(bytes.NewReader(in)), ContentLength: -1}
				if _, err := o.body(resp, new(meter)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
