package fetch

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestRobotsRules(t *testing.T) {
	for _, tt := range []struct {
		name, robots string
		allowed      []string
		not          []string
	}{
		{"nothing", "", []string{"/", "/a?b"}, nil},
		{"all closed", "User-agent: *\nDisallow: /", []string{"/robots.txt"}, []string{"/", "/a", ""}},
		{"nothing closed", "User-agent: *\nDisallow:", []string{"/", "/a"}, nil},
		{"a folder", "User-agent: *\nDisallow: /a/", []string{"/a", "/b"}, []string{"/a/", "/a/b"}},
		{"without the first slash", "User-agent: *\nDisallow: a/", []string{"/b"}, []string{"/a/b"}},
		{"the longest rule wins", "User-agent: *\nAllow: /a/b\nDisallow: /a\nDisallow: /a/b/c", []string{"/a/b/d"}, []string{"/a/x", "/a/b/c"}},
		{"of two as long that which allows", "User-agent: *\nDisallow: /a\nAllow: /a", []string{"/a"}, nil},
		{"a star", "User-agent: *\nDisallow: /*/print", []string{"/print"}, []string{"/a/print", "/a/b/print/c"}},
		{"a star is tied to the start", "User-agent: *\nDisallow: /private/\nAllow: /public*.html", []string{"/public-a.html"}, []string{"/private/public-a.html"}},
		{"a star at the end", "User-agent: *\nDisallow: /a*", []string{"/b"}, []string{"/a", "/ab"}},
		{"a star first", "User-agent: *\nDisallow: *.pdf", []string{"/a.html"}, []string{"/a.pdf", "/b/a.pdf?x"}},
		{"the end", "User-agent: *\nDisallow: /*.pdf$", []string{"/a.pdf?x", "/a.pdf/b"}, []string{"/a.pdf", "/.pdf.pdf"}},
		{"the end without a star", "User-agent: *\nDisallow: /a$", []string{"/ab", "/"}, []string{"/a"}},
		{"the end must not overlap the start", "User-agent: *\nDisallow: /ab*b$", []string{"/ab"}, []string{"/abb", "/abcb"}},
		{"a dollar inside", "User-agent: *\nDisallow: /a$b", []string{"/a"}, []string{"/a$b", "/a%24b"}},
		{"a star that is meant", "User-agent: *\nDisallow: /a%2Ab", []string{"/axb"}, []string{"/a*b", "/a%2ab"}},
		{"queries", "User-agent: *\nDisallow: /*?print=", []string{"/a?x"}, []string{"/a?print=1"}},
		{"beyond ASCII", "User-agent: *\nDisallow: /новости\nDisallow: /a%c3%B1o", []string{"/"}, []string{"/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", "/a%C3%b1o", "/año"}},
		{"escapes without need", "User-agent: *\nDisallow: /%61", []string{"/b"}, []string{"/a", "/%61"}},
		{"a broken escape", "User-agent: *\nDisallow: /100%", []string{"/10"}, []string{"/100%25"}},
		{"our group", "User-agent: *\nDisallow: /\n\nUser-agent: attache\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"our group with a version, in capitals", "User-agent: Attache/2.0\nDisallow: /a\nUser-agent: *\nDisallow: /", []string{"/b"}, []string{"/a"}},
		{"our group without rules", "User-agent: attache\n\nUser-agent: *\nDisallow: /", nil, []string{"/b"}},
		{"our group with an empty rule", "User-agent: attache\nDisallow:\n\nUser-agent: *\nDisallow: /", []string{"/b"}, nil},
		{"our group twice", "User-agent: attache\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: attache\nDisallow: /b", []string{"/c"}, []string{"/a", "/b"}},
		{"several agents in a group", "User-agent: other\nUser-agent: attache\nDisallow: /a\nUser-agent: x\nDisallow: /b", []string{"/b"}, []string{"/a"}},
		{"names that only begin like ours", "User-agent: att\nDisallow: /\nUser-agent: attachebot\nDisallow: /", []string{"/"}, nil},
		{"another's group", "User-agent: other\nDisallow: /", []string{"/"}, nil},
		{"rules before any agent", "Disallow: /\nUser-agent: *\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"broken lines", "User-agent: *\nCrawl-delay: ten\nNonsense\n: /\nDisallow: /a\n<html>", []string{"/b"}, []string{"/a"}},
		{"a sitemap ends no group", "User-agent: attache\nSitemap: https://a/b\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"byte order mark, carriage returns, comments", "\ufeffUser-agent: * # all\r\nDisallow: /a#b\r# Disallow: /b\r\n  disallow :  /c  ", []string{"/b"}, []string{"/a", "/c"}},
		{"a page in place of it", "<!DOCTYPE html><html><title>Disallow: /</title>", []string{"/"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := readRobots([]byte(tt.robots), "attache")
			check := func(path string, want bool) {
				u, err := url.Parse("https://site.example" + path)
				if err != nil {
					t.Fatal(err)
				}
				if got := r.allows(u); got != want {
					t.Errorf("%q allowed: %v", path, got)
				}
			}
			for _, p := range tt.allowed {
				check(p, true)
			}
			for _, p := range tt.not {
				check(p, false)
			}
		})
	}
}

func TestCrawlDelay(t *testing.T) {
	for robots, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 2.5":                                       2500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 5\nUser-agent: attache\nCrawl-delay: 1":    time.Second,
		"User-agent: *\nCrawl-delay: -3":                                        0,
		"User-agent: *\nCrawl-delay: NaN":                                       0,
		"User-agent: *\nCrawl-delay: +Inf":                                      24 * time.Hour,
		"User-agent: *\nCrawl-delay: 1e300":                                     24 * time.Hour,
		"User-agent: other\nCrawl-delay: 7":                                     0,
		"Crawl-delay: 7\nUser-agent: *":                                         0,
		"User-agent: *\nCrawl-delay: 3\nUser-agent: *\nCrawl-delay: 1":          3 * time.Second,
		"User-agent: *\nCrawl-delay:4\nDisallow: /\nUser-agent: b\nDisallow: /": 4 * time.Second,
	} {
		if got := readRobots([]byte(robots), "attache").delay; got != want {
			t.Errorf("%q: %v, want %v", robots, got, want)
		}
	}
}

func TestRobotsByAnswer(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		want   error
	}{
		{"there is none", http.NotFound, nil},
		{"it is kept from us", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, nil},
		{"it is empty", func(http.ResponseWriter, *http.Request) {}, nil},
		{"it closes all", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("User-agent: *\nDisallow: /")) }, ErrRobots},
		{"the server failed", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, ErrRobots},
		{"the server is busy", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }, ErrRobots},
		{"it redirects to one that closes all", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.Redirect(w, r, "/other.txt", http.StatusMovedPermanently)
				return
			}
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /"))
		}, ErrRobots},
		{"it redirects in a circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, nil},
		{"it is longer than is read", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /x\n" + strings.Repeat("Disallow: /abcd\n", 40_000) + "Disallow: /\n"))
		}, nil},
		{"it is larger than allowed", func(w http.ResponseWriter, _ *http.Request) {
			for range 17 << 4 {
				_, _ = w.Write(make([]byte, 64<<10))
			}
		}, ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var robots, pages atomic.Int32
			site := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, ".txt") {
					robots.Add(1)
					tt.answer(w, r)
					return
				}
				pages.Add(1)
			})
			c := reaching(t, Options{}, site)
			for range 2 {
				if _, err := c.Get(t.Context(), site+"/a", Validators{}); !errors.Is(err, tt.want) {
					t.Errorf("error %v, want %v", err, tt.want)
				}
			}
			if want := map[bool]int32{true: 2, false: 0}[tt.want == nil]; pages.Load() != want {
				t.Errorf("%d requests for pages, want %d", pages.Load(), want)
			}
			if n := robots.Load(); n == 0 || n > 6 {
				t.Errorf("%d requests for robots.txt", n)
			}
		})
	}
}

// A roundTrip is a transport without a network, for time that does not pass.
type roundTrip func(*http.Request) *http.Response

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return f(r), nil
}

// answers returns the transport that h answers.
func answers(h http.HandlerFunc) http.RoundTripper {
	return roundTrip(func(r *http.Request) *http.Response {
		w := httptest.NewRecorder()
		h(w, r)
		return w.Result()
	})
}

func TestRobotsAreAskedForAgain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		life   time.Duration
	}{
		{"when a day is over", 200, 24 * time.Hour},
		{"when there was none", 404, 24 * time.Hour},
		{"soon where the server failed", 500, 10 * time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			robots := 0
			c := New(Options{PerHostDelay: -1})
			c.transport = answers(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					robots++
					w.WriteHeader(tt.status)
				}
			})
			get := func() { _, _ = c.Get(t.Context(), "https://site.example/a", Validators{}) }
			get()
			time.Sleep(tt.life - time.Second)
			get()
			if robots != 1 {
				t.Errorf("%s: asked %d times before", tt.name, robots)
			}
			time.Sleep(time.Second)
			get()
			if robots != 2 {
				t.Errorf("%s: asked %d times after", tt.name, robots)
			}
		})
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a$\nCrawl-delay: 1", "/a?b")
	f.Add("User-agent: attache\nAllow: %2a*%zz$$", "/%2A%")
	f.Fuzz(func(t *testing.T, robots, path string) {
		r := readRobots([]byte(robots), "attache")
		if r.delay < 0 || r.delay > maxPause {
			t.Errorf("delay %v", r.delay)
		}
		u := &url.URL{Path: path}
		allowed := r.allows(u)
		if len(r.paths) == 0 && !allowed {
			t.Error("closed by no rule")
		}
		for _, p := range r.paths {
			if !strings.HasPrefix(p.pattern, "/") && !strings.HasPrefix(p.pattern, "*") {
				t.Errorf("pattern %q", p.pattern)
			}
		}
	})
}

func BenchmarkRobotsWorst(b *testing.B) {
	r := readRobots([]byte("User-agent: *\n"+strings.Repeat("Disallow: /*a*a*a*b\n", 20_000)), "attache")
	u := &url.URL{Path: "/" + strings.Repeat("a", 8000)}
	for b.Loop() {
		if !r.allows(u) {
			b.Fatal("closed")
		}
	}
}
