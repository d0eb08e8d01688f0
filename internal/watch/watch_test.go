package watch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attache-project/attache/internal/fetch"
)

// A memory keeps states and what was found, and tells in which order.
type memory struct {
	mu     sync.Mutex
	states map[string]State
	found  []string // URL and body
	calls  []string
}

// watcher returns one that polls feeds by get and keeps all in m.
func (m *memory) watcher(get func(context.Context, string, fetch.Validators) (*fetch.Page, error), urls ...string) *Watcher {
	m.states = make(map[string]State)
	w := &Watcher{Get: get}
	for _, u := range urls {
		w.Feeds = append(w.Feeds, Feed{URL: u})
	}
	w.Load = func(_ context.Context, url string) (State, error) {
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.states[url], nil
	}
	w.Save = func(_ context.Context, url string, s State) error {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.states[url] = s
		m.calls = append(m.calls, "save")
		return nil
	}
	w.Found = func(_ context.Context, f Feed, p *fetch.Page) error {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.found = append(m.found, f.URL+" "+string(p.Body))
		m.calls = append(m.calls, "found")
		return nil
	}
	return w
}

const feed = "https://feed.example/rss"

// page returns a Get that answers every request alike and notes when.
func page(at *[]time.Time, p fetch.Page, err error) func(context.Context, string, fetch.Validators) (*fetch.Page, error) {
	return func(context.Context, string, fetch.Validators) (*fetch.Page, error) {
		*at = append(*at, time.Now())
		if err != nil {
			return nil, err
		}
		return &p, nil
	}
}

// minutes returns the pauses between times.
func minutes(at []time.Time) []int {
	var m []int
	for i := range len(at) - 1 {
		m = append(m, int(at[i+1].Sub(at[i])/time.Minute))
	}
	return m
}

func TestPausesOverHours(t *testing.T) {
	gone := &fetch.StatusError{URL: feed, Status: 410}
	rss := func(ttl string) fetch.Page {
		return fetch.Page{Status: 200, Body: []byte("<rss><channel><title>a</title>" + ttl + "<item><ttl>7</ttl></item></channel></rss>")}
	}
	for _, tt := range []struct {
		name     string
		interval time.Duration
		page     fetch.Page
		err      error
		hours    int
		want     []int // minutes between polls
	}{
		{"unless told otherwise", 0, rss(""), nil, 2, []int{30, 30, 30}},
		{"at an interval of one's own", time.Hour, rss(""), nil, 4, []int{60, 60, 60}},
		{"as the feed wants", 0, rss("<ttl> 90 </ttl>"), nil, 5, []int{90, 90, 90}},
		{"not more often than the interval", 0, rss("<ttl>5</ttl>"), nil, 2, []int{30, 30, 30}},
		{"a feed that wants a year", 0, rss("<ttl>525600</ttl>"), nil, 49, []int{1440, 1440}},
		{"failures", 0, fetch.Page{}, errors.New("connection refused"), 120, []int{30, 60, 120, 240, 480, 960, 1440, 1440, 1440}},
		{"a feed gone for good", 0, fetch.Page{}, gone, 49, []int{1440, 1440}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var m memory
				var at []time.Time
				w := m.watcher(page(&at, tt.page, tt.err), feed)
				w.Interval = tt.interval
				long := time.Duration(tt.hours)*time.Hour - time.Minute
				ctx, cancel := context.WithTimeout(t.Context(), long)
				defer cancel()
				if err := w.Run(ctx); err != nil {
					t.Fatal(err)
				}
				if got := minutes(at); !slices.Equal(got, tt.want) {
					t.Errorf("pauses of %v minutes, want %v", got, tt.want)
				}
				if d := time.Since(at[0]); d != long {
					t.Errorf("it went on for %v", d)
				}
			})
		})
	}
}

func TestServersThatWantLongerPausesGetThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var at []time.Time
		start := time.Now()
		w := m.watcher(func(context.Context, string, fetch.Validators) (*fetch.Page, error) {
			at = append(at, time.Now())
			switch len(at) {
			case 1:
				return nil, fmt.Errorf("fetching: %w", &fetch.StatusError{Status: 503, Retry: start.Add(5 * time.Hour)})
			case 2:
				return nil, fmt.Errorf("fetching: %w", &fetch.HeldError{Retry: start.Add(6 * time.Hour)})
			case 3:
				return nil, fmt.Errorf("fetching: %w", &fetch.StatusError{Status: 429, Retry: time.Now().Add(time.Minute)})
			}
			return &fetch.Page{Status: 304, NotModified: true}, nil
		}, feed)
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Hour-time.Minute)
		defer cancel()
		if err := w.Run(ctx); err != nil {
			t.Fatal(err)
		}
		// A server that asks for less than the backoff gets the backoff.
		if got, want := minutes(at), []int{300, 60, 60, 30}; !slices.Equal(got, want) {
			t.Errorf("pauses of %v minutes, want %v", got, want)
		}
	})
}

func TestStateOfAFeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var answer *fetch.Page
		var failure, unreadable error
		var asked fetch.Validators
		w := m.watcher(func(_ context.Context, _ string, cond fetch.Validators) (*fetch.Page, error) {
			asked = cond
			return answer, failure
		}, feed)
		keep := w.Found
		w.Found = func(ctx context.Context, f Feed, p *fetch.Page) error {
			if unreadable != nil {
				return unreadable
			}
			return keep(ctx, f, p)
		}
		poll := func() State {
			if err := w.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
			s := m.states[feed]
			time.Sleep(time.Until(s.Next))
			return s
		}
		start := time.Now().UTC().Round(0)
		at := func(d time.Duration) time.Time { return start.Add(d) }
		v1, v2 := fetch.Validators{ETag: `"1"`, LastModified: "Mon"}, fetch.Validators{ETag: `"2"`}

		answer = &fetch.Page{Status: 200, Body: []byte("<rss><ttl>60</ttl>"), Validators: v1}
		if got, want := poll(), (State{`"1"`, "Mon", time.Hour, at(time.Hour), 0, "", start}); got != want || asked != (fetch.Validators{}) {
			t.Errorf("after the first:\n%+v, want\n%+v", got, want)
		}
		answer = &fetch.Page{Status: 304, NotModified: true}
		if got, want := poll(), (State{`"1"`, "Mon", time.Hour, at(2 * time.Hour), 0, "", at(time.Hour)}); got != want || asked != v1 {
			t.Errorf("after nothing new:\n%+v, want\n%+v", got, want)
		}
		failure = errors.New("no route")
		if got, want := poll(), (State{`"1"`, "Mon", time.Hour, at(150 * time.Minute), 1, "no route", at(2 * time.Hour)}); got != want {
			t.Errorf("after a failure:\n%+v, want\n%+v", got, want)
		}
		failure, unreadable = nil, errors.New("no feed")
		answer = &fetch.Page{Status: 200, Validators: v2}
		if got, want := poll(), (State{`"1"`, "Mon", time.Hour, at(210 * time.Minute), 2, "no feed", at(150 * time.Minute)}); got != want {
			t.Errorf("after a page that nobody could read:\n%+v, want\n%+v", got, want)
		}
		unreadable = nil
		if got, want := poll(), (State{`"2"`, "", 0, at(240 * time.Minute), 0, "", at(210 * time.Minute)}); got != want || asked != v1 {
			t.Errorf("after it is well again:\n%+v, want\n%+v", got, want)
		}
	})
}

func TestOnceLeavesWhatIsNotDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var mu sync.Mutex
		var asked []string
		w := m.watcher(func(_ context.Context, url string, _ fetch.Validators) (*fetch.Page, error) {
			mu.Lock()
			defer mu.Unlock()
			asked = append(asked, url)
			return &fetch.Page{Status: 200}, nil
		}, "http://due.example/", "http://later.example/", "http://new.example/", "http://new.example/", "http://clock.example/")
		m.states["http://due.example/"] = State{Next: time.Now()}
		m.states["http://later.example/"] = State{Next: time.Now().Add(time.Second)}
		m.states["http://clock.example/"] = State{Next: time.Now().AddDate(10, 0, 0)}
		if err := w.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(asked)
		if want := []string{"http://clock.example/", "http://due.example/", "http://new.example/"}; !slices.Equal(asked, want) {
			t.Errorf("%v were asked", asked)
		}
	})
}

func TestNoMoreFeedsAtATimeThanJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var mu sync.Mutex
		busy, most := 0, 0
		var urls []string
		for i := range 20 {
			urls = append(urls, fmt.Sprintf("http://feed%d.example/", i))
		}
		w := m.watcher(func(context.Context, string, fetch.Validators) (*fetch.Page, error) {
			mu.Lock()
			busy++
			most = max(most, busy)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			busy--
			mu.Unlock()
			return &fetch.Page{Status: 200}, nil
		}, urls...)
		w.Jobs = 3
		start := time.Now()
		if err := w.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if most != 3 || time.Since(start) != 7*time.Second || len(m.found) != 20 {
			t.Errorf("%d at a time, %v, %d found", most, time.Since(start), len(m.found))
		}
	})
}

func TestStoppedPollsLeaveNothingHalf(t *testing.T) {
	for _, stage := range []string{"get", "found", "after found", "failed get"} {
		t.Run(stage, func(t *testing.T) {
			for _, once := range []bool{true, false} {
				synctest.Test(t, func(t *testing.T) {
					var m memory
					ctx, cancel := context.WithCancel(t.Context())
					w := m.watcher(func(ctx context.Context, _ string, _ fetch.Validators) (*fetch.Page, error) {
						switch stage {
						case "get":
							<-ctx.Done()
							return nil, ctx.Err()
						case "failed get":
							cancel()
							return nil, errors.New("connection lost")
						}
						return &fetch.Page{Status: 200, Validators: fetch.Validators{ETag: "new"}}, nil
					}, feed)
					w.Found = func(ctx context.Context, _ Feed, _ *fetch.Page) error {
						if stage == "found" {
							<-ctx.Done()
							return ctx.Err()
						}
						cancel()
						return nil
					}
					time.AfterFunc(time.Minute, cancel)
					start := time.Now()
					if once {
						if err := w.Once(ctx); !errors.Is(err, context.Canceled) {
							t.Errorf("Once: %v", err)
						}
					} else if err := w.Run(ctx); err != nil {
						t.Errorf("Run: %v", err)
					}
					if time.Since(start) > time.Minute || len(m.calls) != 0 {
						t.Errorf("after %v, calls %v", time.Since(start), m.calls)
					}
				})
			}
		})
	}
}

func TestAMemoryThatFailsEndsPolling(t *testing.T) {
	full := errors.New("disk full")
	for _, stage := range []string{"loading", "saving"} {
		synctest.Test(t, func(t *testing.T) {
			var m memory
			var at []time.Time
			w := m.watcher(page(&at, fetch.Page{Status: 304, NotModified: true}, nil), feed, "http://other.example/")
			w.Jobs = 1
			load, save := w.Load, w.Save
			bad := func(url string) error {
				if url == feed {
					return full
				}
				return nil
			}
			switch stage {
			case "loading":
				w.Load = func(ctx context.Context, url string) (State, error) {
					s, err := load(ctx, url)
					return s, errors.Join(err, bad(url))
				}
			case "saving":
				w.Save = func(ctx context.Context, url string, s State) error {
					if err := bad(url); err != nil {
						return err
					}
					return save(ctx, url, s)
				}
			}
			for name, run := range map[string]func(context.Context) error{"Once": w.Once, "Run": w.Run} {
				err := run(t.Context())
				if !errors.Is(err, full) || !strings.Contains(err.Error(), stage+" the state of feed "+feed) {
					t.Errorf("%s: %s: %v", name, stage, err)
				}
			}
			if m.states["http://other.example/"].LastFetch.IsZero() {
				t.Errorf("%s: the other feed was not polled by Once", stage)
			}
		})
	}
}

func TestRunWithoutFeedsReturns(t *testing.T) {
	if err := new(memory).watcher(nil).Run(t.Context()); err != nil {
		t.Error(err)
	}
}

// A press is a server of one feed that knows of conditional requests.
type press struct {
	mu               sync.Mutex
	issue            int
	sent, unchanged  int
	robots, requests int
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.URL.Path == "/robots.txt" {
		p.robots++
		http.NotFound(w, r)
		return
	}
	p.requests++
	tag := fmt.Sprintf(`"%d"`, p.issue)
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		p.unchanged++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	p.sent++
	fmt.Fprintf(w, "<rss>issue %d</rss>", p.issue)
}

// served returns a watcher of the feed that p serves, and its URL.
func served(t *testing.T, p *press, m *memory) (*Watcher, string) {
	t.Helper()
	s := httptest.NewServer(p)
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	a := netip.MustParseAddrPort(u.Host)
	c := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.PrefixFrom(a.Addr(), 32)}, AllowPorts: []uint16{a.Port()}, PerHostDelay: -1})
	t.Cleanup(c.Close)
	return m.watcher(c.Get, s.URL+"/feed"), s.URL + "/feed"
}

func TestAServerIsAskedForWhatIsNewOnly(t *testing.T) {
	var p press
	var m memory
	w, u := served(t, &p, &m)
	poll := func() {
		t.Helper()
		if err := w.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		if s := m.states[u]; s.Failures != 0 {
			t.Fatal(s.LastError)
		}
	}
	due := func() {
		s := m.states[u]
		s.Next = time.Now()
		m.states[u] = s
	}
	poll()
	poll() // not due
	for range 3 {
		due()
		poll()
	}
	p.issue++
	due()
	poll()
	if p.robots != 1 || p.requests != 5 || p.sent != 2 || p.unchanged != 3 {
		t.Errorf("%d requests for robots.txt, %d for the feed, %d answered in full, %d by 304", p.robots, p.requests, p.sent, p.unchanged)
	}
	if want := []string{u + " <rss>issue 0</rss>", u + " <rss>issue 1</rss>"}; !slices.Equal(m.found, want) {
		t.Errorf("found %q", m.found)
	}
	if want := []string{"found", "save", "save", "save", "save", "found", "save"}; !slices.Equal(m.calls, want) {
		t.Errorf("calls %q", m.calls)
	}
}

func TestRunAsksAServerAgainAndAgain(t *testing.T) {
	var p press
	var m memory
	w, _ := served(t, &p, &m)
	w.Interval = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	start := time.Now()
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	p.mu.Lock()
	defer p.mu.Unlock()
	if most := int(took/w.Interval) + 1; p.requests < 2 || p.requests > most || p.sent != 1 {
		t.Errorf("%d requests in %v, at most %d; %d answered in full", p.requests, took, most, p.sent)
	}
}

func TestTTL(t *testing.T) {
	for body, want := range map[string]time.Duration{
		"":                                            0,
		"<rss><channel><ttl>60</ttl>":                 time.Hour,
		"<rss><channel><ttl>\n60\n</ttl>":             time.Hour,
		"<rss><channel><ttl>0</ttl>":                  0,
		"<rss><channel><ttl>-5</ttl>":                 0,
		"<rss><channel><ttl>soon</ttl>":               0,
		"<rss><channel><ttl>999999</ttl>":             Day,
		"<rss><channel><ttl>99999999</ttl>":           0,
		"<rss><item><ttl>60</ttl></item>":             0,
		"<rss><itemize/><ttl>60</ttl><item>":          time.Hour,
		strings.Repeat(" ", 64<<10) + "<ttl>60</ttl>": 0,
	} {
		if got := ttl([]byte(body)); got != want {
			t.Errorf("%.60q: %v, want %v", body, got, want)
		}
	}
}

func TestNothingRunsOnAfterRun(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("run", func(t *testing.T) {
		var m memory
		w, _ := served(t, new(press), &m)
		w.Interval = 10 * time.Millisecond
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := w.Run(ctx); err != nil {
			t.Fatal(err)
		}
	})
	deadline := time.Now().Add(5 * time.Second) // connections take a moment to close
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines before, %d after", before, n)
	}
}
