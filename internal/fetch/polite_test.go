package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A visit is a request as a server saw it.
type visit struct {
	path       string
	begun, end time.Time
}

func TestAHostGetsOneRequestAtATimeAndPauses(t *testing.T) {
	const delay = 60 * time.Millisecond
	var mu sync.Mutex
	var visits []visit
	busy := 0
	site := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if busy++; busy > 1 {
			t.Errorf("%d requests at a time", busy)
		}
		mu.Unlock()
		begun := time.Now()
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		busy--
		visits = append(visits, visit{r.URL.Path, begun, time.Now()})
		mu.Unlock()
	})
	c := reaching(t, Options{PerHostDelay: delay}, site)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), fmt.Sprint(site, "/", i), Validators{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(visits) != 5 || visits[0].path != "/robots.txt" {
		t.Fatalf("%v", visits)
	}
	for i := range visits[1:] {
		if pause := visits[i+1].begun.Sub(visits[i].end); pause < delay-5*time.Millisecond {
			t.Errorf("%v between %s and %s", pause, visits[i].path, visits[i+1].path)
		}
	}
}

func TestHostsDoNotWaitForEachOther(t *testing.T) {
	release := make(chan struct{})
	slow := "http://" + serveAt(t, "127.0.0.2:0", func(http.ResponseWriter, *http.Request) { <-release })
	quick := serve(t, func(http.ResponseWriter, *http.Request) {})
	c := reaching(t, Options{IgnoreRobots: true}, slow, quick)
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := c.Get(t.Context(), slow, Validators{}); err != nil {
			t.Error(err)
		}
	})
	if _, err := c.Get(t.Context(), quick, Validators{}); err != nil {
		t.Error(err)
	}
	close(release)
	wg.Wait()
}

func TestWaitingForATurnEndsWithTheContext(t *testing.T) {
	release := make(chan struct{})
	asked := make(chan struct{}, 1)
	site := serve(t, func(http.ResponseWriter, *http.Request) { asked <- struct{}{}; <-release })
	c := reaching(t, Options{IgnoreRobots: true}, site)
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = c.Get(t.Context(), site, Validators{}) })
	<-asked
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.Get(ctx, site, Validators{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	close(release)
	wg.Wait()
}

func TestCrawlDelayLiesBetweenPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{})
		var at []time.Time
		c.transport = answers(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				_, _ = w.Write([]byte("User-agent: *\nCrawl-delay: 20"))
				return
			}
			at = append(at, time.Now())
		})
		for range 3 {
			if _, err := c.Get(t.Context(), "https://site.example/a", Validators{}); err != nil {
				t.Fatal(err)
			}
		}
		if a, b := at[1].Sub(at[0]), at[2].Sub(at[1]); a != 20*time.Second || b != 20*time.Second {
			t.Errorf("pauses of %v and %v", a, b)
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, status, retry := 0, 503, "3600"
		c := New(Options{IgnoreRobots: true})
		c.transport = answers(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.Header().Set("Retry-After", retry)
			w.WriteHeader(status)
		})
		get := func() error {
			_, err := c.Get(t.Context(), "https://site.example/a", Validators{})
			return err
		}
		until := time.Now().Add(time.Hour)
		err := get()
		if s, ok := errors.AsType[*StatusError](err); !ok || s.Status != 503 || !RetryAt(err).Equal(until) {
			t.Errorf("%v", err)
		}
		time.Sleep(10 * time.Minute)
		err = get()
		if _, ok := errors.AsType[*HeldError](err); !ok || !RetryAt(err).Equal(until) || asked != 1 {
			t.Errorf("%v after %d requests", err, asked)
		}
		time.Sleep(49*time.Minute + 30*time.Second) // what is left is waited for
		status = 200
		if err = get(); err != nil || asked != 2 || !time.Now().Equal(until) {
			t.Errorf("%v after %d requests at %v", err, asked, time.Now())
		}
		status, retry = 429, time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
		if err = get(); time.Until(RetryAt(err)) < 59*time.Minute {
			t.Errorf("%v", err)
		}
	})
}

func TestRetryAfterInAllForms(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		status int
		value  string
		want   time.Duration // 0 for none
	}{
		{429, "120", 2 * time.Minute},
		{503, " 120 ", 2 * time.Minute},
		{503, "0", 0},
		{503, "", 0},
		{503, "-1", 0},
		{503, "soon", 0},
		{503, "1.5", 0},
		{503, "Mon, 04 May 2026 13:00:00 GMT", time.Hour},
		{503, "Mon, 04 May 2026 11:00:00 GMT", 0},
		{503, "99999999", 24 * time.Hour},
		{503, "18446744073709551615", 24 * time.Hour},
		{503, "Mon, 04 May 2099 11:00:00 GMT", 24 * time.Hour},
		{404, "120", 0},
	} {
		resp := &http.Response{StatusCode: tt.status, Header: http.Header{"Retry-After": {tt.value}}}
		var want time.Time
		if tt.want > 0 {
			want = now.Add(tt.want)
		}
		if got := retryAfter(resp, now); !got.Equal(want) {
			t.Errorf("%d %q: %v, want %v", tt.status, tt.value, got, want)
		}
	}
}

func TestHostsAtRestAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{IgnoreRobots: true})
		c.transport = answers(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.Host, "busy") {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(503)
			}
		})
		if _, err := c.Get(t.Context(), "http://busy.example/", Validators{}); err == nil {
			t.Error("no error")
		}
		for i := range 3 * maxHosts {
			if _, err := c.Get(t.Context(), "http://site"+strconv.Itoa(i)+".example/", Validators{}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(10 * time.Millisecond)
		}
		if len(c.hosts) > maxHosts {
			t.Errorf("%d hosts are remembered", len(c.hosts))
		}
		if c.hosts["busy.example"] == nil {
			t.Error("a host that wants to be left alone was forgotten")
		}
	})
}

func TestPausesLongerThanIsWaitedForAreErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{MaxWait: 10 * time.Second})
		c.transport = answers(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				_, _ = w.Write([]byte("User-agent: *\nCrawl-delay: 60"))
			}
		})
		if _, err := c.Get(t.Context(), "https://site.example/a", Validators{}); err != nil {
			t.Fatal(err)
		}
		until := time.Now().Add(time.Minute)
		_, err := c.Get(t.Context(), "https://Site.example./b", Validators{})
		if h, ok := errors.AsType[*HeldError](err); !ok || h.Host != "site.example" || !RetryAt(err).Equal(until) {
			t.Errorf("%v", err)
		}
		if want := "fetching https://Site.example./b: site.example wants not to be asked before 2000-01-01T00:01:01Z"; err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
		if _, err := c.Get(t.Context(), "https://other.example/", Validators{}); err != nil {
			t.Errorf("another host: %v", err)
		}
	})
}

func TestBusyServersAreNotAskedForTheirRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		c := New(Options{})
		c.transport = answers(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(503)
		})
		until := time.Now().Add(2 * time.Hour)
		for range 3 {
			_, err := c.Get(t.Context(), "https://site.example/a", Validators{})
			if !errors.Is(err, ErrRobots) || !RetryAt(err).Equal(until) {
				t.Errorf("%v", err)
			}
			time.Sleep(30 * time.Minute)
		}
		// Another port has rules of its own, but it is the same host.
		_, err := c.Get(t.Context(), "http://site.example/a", Validators{})
		if _, ok := errors.AsType[*HeldError](err); !ok || asked != 1 {
			t.Errorf("%v after %d requests", err, asked)
		}
	})
}

func TestPausesEndWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{PerHostDelay: 30 * time.Second, IgnoreRobots: true})
		c.transport = answers(func(http.ResponseWriter, *http.Request) {})
		if _, err := c.Get(t.Context(), "https://site.example/a", Validators{}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		if _, err := c.Get(ctx, "https://site.example/a", Validators{}); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 5*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestUnreachableRobotsAreAskedForAgainSoon(t *testing.T) {
	site := serve(t, func(http.ResponseWriter, *http.Request) {})
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{PerHostDelay: -1})
		lost := errors.New("connection lost")
		asked := 0
		ok := answers(func(http.ResponseWriter, *http.Request) {})
		c.transport = lossy(func(r *http.Request) (*http.Response, error) {
			if asked++; asked == 1 {
				return nil, lost
			}
			return ok.RoundTrip(r)
		})
		for range 2 {
			if _, err := c.Get(t.Context(), "https://site.example/a", Validators{}); !errors.Is(err, lost) || errors.Is(err, ErrRobots) {
				t.Errorf("%v", err)
			}
		}
		time.Sleep(time.Minute)
		if _, err := c.Get(t.Context(), "https://site.example/a", Validators{}); err != nil || asked != 3 {
			t.Errorf("%v after %d requests", err, asked)
		}
	})
	// A caller who gives up says nothing of the server.
	c := reaching(t, Options{}, site)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, site, Validators{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Get(t.Context(), site, Validators{}); err != nil {
		t.Error(err)
	}
}

// A lossy is a transport that may fail.
type lossy func(*http.Request) (*http.Response, error)

func (f lossy) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
