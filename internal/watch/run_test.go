package watch

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attache-project/attache/internal/fetch"
)

// A shelf is a list of feeds that changes.
type shelf struct {
	mu    sync.Mutex
	feeds []Feed
	err   error
	wake  chan struct{}
}

func (s *shelf) list(context.Context) ([]Feed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.feeds), s.err
}

func (s *shelf) set(feeds ...Feed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feeds = feeds
}

// listed returns a watcher of a list, and what was asked of servers.
func (m *memory) listed(s *shelf) (*Watcher, func() []string) {
	var mu sync.Mutex
	var asked []string
	w := m.watcher(func(_ context.Context, url string, _ fetch.Validators) (*fetch.Page, error) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, url)
		return &fetch.Page{Status: 200}, nil
	})
	s.wake = make(chan struct{}, 1)
	w.List, w.Wake = s.list, s.wake
	return w, func() []string {
		mu.Lock()
		defer mu.Unlock()
		out := asked
		asked = nil
		slices.Sort(out)
		return out
	}
}

// running runs w for the length of a test.
func running(t *testing.T, w *Watcher) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	}
}

func TestFeedsAreTakenUpAndLeftWhileRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var s shelf
		w, asked := m.listed(&s)
		defer running(t, w)()
		expect := func(when string, want ...string) {
			t.Helper()
			synctest.Wait()
			if got := asked(); !slices.Equal(got, want) {
				t.Errorf("%s: %q were asked, want %q", when, got, want)
			}
		}
		expect("none is listed")
		a, b := Feed{URL: "http://a.example/"}, Feed{URL: "http://b.example/"}
		s.set(a, a)
		expect("before it is woken")
		s.wake <- struct{}{}
		expect("one is listed", a.URL)
		s.set(a, b)
		s.wake <- struct{}{}
		expect("another is listed", b.URL)
		time.Sleep(Interval)
		expect("both are due", a.URL, b.URL)
		s.set(b)
		s.wake <- struct{}{}
		time.Sleep(Interval)
		expect("one is left", b.URL)
		s.set(a, b)
		time.Sleep(Interval)
		expect("it is back, and nobody wakes", a.URL, b.URL)
		m.mu.Lock()
		m.states[a.URL] = State{}
		m.mu.Unlock()
		expect("made due, and nobody wakes")
		s.wake <- struct{}{}
		expect("made due", a.URL)
	})
}

func TestAFeedIsLeftInTheMiddleOfAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var s shelf
		w, _ := m.listed(&s)
		var left error
		w.Get = func(ctx context.Context, _ string, _ fetch.Validators) (*fetch.Page, error) {
			<-ctx.Done()
			left = ctx.Err()
			return nil, left
		}
		s.set(Feed{URL: feed})
		defer running(t, w)()
		synctest.Wait()
		s.set()
		s.wake <- struct{}{}
		synctest.Wait()
		if left == nil || len(m.calls) != 0 {
			t.Errorf("left: %v, calls %v", left, m.calls)
		}
	})
}

func TestWhatAListTellsOfAFeedCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var s shelf
		w, _ := m.listed(&s)
		var outlets []string
		w.Found = func(_ context.Context, f Feed, _ *fetch.Page) error {
			outlets = append(outlets, f.Outlet)
			return nil
		}
		s.set(Feed{URL: feed, Outlet: "El Faro"})
		defer running(t, w)()
		synctest.Wait()
		s.set(Feed{URL: feed, Outlet: "El Albor"})
		s.wake <- struct{}{}
		time.Sleep(Interval)
		synctest.Wait()
		if want := []string{"El Faro", "El Albor"}; !slices.Equal(outlets, want) {
			t.Errorf("outlets %q, want %q", outlets, want)
		}
	})
}

func TestAListThatFailsEndsPolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		var s shelf
		w, _ := m.listed(&s)
		full := errors.New("disk full")
		s.set(Feed{URL: feed})
		time.AfterFunc(time.Hour, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.err = full
		})
		start := time.Now()
		if err := w.Run(t.Context()); !errors.Is(err, full) {
			t.Errorf("Run: %v", err)
		}
		if d := time.Since(start); d < time.Hour || d > time.Hour+Interval {
			t.Errorf("it ended after %v", d)
		}
		if err := w.Once(t.Context()); !errors.Is(err, full) {
			t.Errorf("Once: %v", err)
		}
	})
}
