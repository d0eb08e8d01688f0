package intake

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/watch"
)

// polled runs feeds for the length of a test.
func polled(t *testing.T, taker *Taker) *Feeds {
	t.Helper()
	f := NewFeeds(taker, 0)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return f
}

func TestFeedsOfTheStoreArePolled(t *testing.T) {
	p, client := newPress(t)
	taker := newTaker(t)
	taker.Client = client
	old, added := p.URL+"/old", p.URL+"/new"
	p.put("/old", p.feed("/1", "/none"))
	p.put("/new", p.feed("/1", "/2"))
	p.put("/1", page(1))
	p.put("/2", page(2))
	if err := taker.Store.PutFeed(t.Context(), store.Feed{URL: old, Outlet: "El Faro"}); err != nil {
		t.Fatal(err)
	}
	f := polled(t, taker)
	last := func(url string) Poll { l, _ := f.Last(url); return l }
	eventually(t, "the feed that was there", func() bool { return !last(old).Ended.IsZero() })
	if l := last(old); l.Sum.Added != 1 || l.Sum.Failed != 1 || len(l.Failed) != 1 || !strings.Contains(l.Failed[0].Error, "/none") {
		t.Errorf("%+v", l)
	}
	if err := f.Put(t.Context(), store.Feed{URL: " " + added, Outlet: "El Albor", ETag: "no"}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the feed that was added", func() bool { return !last(added).Ended.IsZero() })
	if l := last(added); l.Sum.Added != 1 || p.times("/1") != 1 || p.times("/2") != 1 {
		t.Errorf("%+v; asked %d, %d times", l, p.times("/1"), p.times("/2"))
	}
	state := func(url string) store.Feed {
		t.Helper()
		k, err := taker.Store.Feed(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	eventually(t, "its state", func() bool { return state(added).Next.After(time.Now()) })
	if k := state(added); k.Outlet != "El Albor" || k.LastError != "" || k.LastFetch.IsZero() {
		t.Errorf("%+v", k)
	}
	before := state(added)
	if err := f.Put(t.Context(), store.Feed{URL: added, Title: "Portada"}); err != nil {
		t.Fatal(err)
	}
	if k := state(added); k.Title != "Portada" || !k.Next.Equal(before.Next) {
		t.Errorf("changed: %+v", k)
	}
	n := p.times("/new")
	p.put("/new", p.feed("/1", "/2", "/3"))
	p.put("/3", page(3))
	if err := f.Now(t.Context(), added); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the feed that was made due", func() bool { return last(added).Sum.Added == 1 && p.times("/3") == 1 })
	if p.times("/new") != n+1 || p.times("/1") != 1 {
		t.Errorf("asked %d times, the first article %d", p.times("/new")-n, p.times("/1"))
	}
	if err := f.Now(t.Context(), p.URL+"/none"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown feed: %v", err)
	}
	if err := f.Err(); err != nil {
		t.Error(err)
	}
	rows, err := taker.Store.Changed(t.Context(), 1)
	if err != nil || len(rows) > 0 {
		t.Errorf("unsettled: %q, %v", rows, err)
	}
}

func TestAForgottenFeedStaysForgotten(t *testing.T) {
	p, client := newPress(t)
	taker := newTaker(t)
	taker.Client = client
	p.hold = make(chan struct{})
	p.put("/feed", p.feed("/1"))
	f := polled(t, taker)
	if err := f.Put(t.Context(), store.Feed{URL: p.URL + "/feed"}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the poll", func() bool { return p.times("/feed") == 1 })
	if err := f.Delete(t.Context(), p.URL+"/feed"); err != nil {
		t.Fatal(err)
	}
	close(p.hold)
	// A poll that ends late asks before it keeps.
	if err := f.save(t.Context(), p.URL+"/feed", watch.State{Failures: 1}); err != nil {
		t.Fatal(err)
	}
	if all, err := taker.Store.Feeds(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("feeds %+v, %v", all, err)
	}
}

func TestWhatIsNoFeedIsAFailureOfTheFeed(t *testing.T) {
	p, client := newPress(t)
	taker := newTaker(t)
	taker.Client = client
	p.put("/feed", "<?xml version=\"1.0\"?><rss><channel><item>")
	f := polled(t, taker)
	if err := f.Put(t.Context(), store.Feed{URL: p.URL + "/feed"}); err != nil {
		t.Fatal(err)
	}
	var k store.Feed
	eventually(t, "the failure", func() bool {
		var err error
		if k, err = taker.Store.Feed(t.Context(), p.URL+"/feed"); err != nil {
			t.Fatal(err)
		}
		return k.Failures > 0
	})
	if !strings.Contains(k.LastError, "/feed") || !k.Next.After(time.Now()) {
		t.Errorf("%+v", k)
	}
}

func TestFeedsAreOfTheWeb(t *testing.T) {
	taker := newTaker(t)
	f := NewFeeds(taker, 0)
	for address, want := range map[string]error{"file:///etc/passwd": fetch.ErrScheme, "/etc/passwd": fetch.ErrURL, "https://ana:palabra@faro.example/": fetch.ErrCredentials} {
		if err := f.Put(t.Context(), store.Feed{URL: address}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
	if all, err := taker.Store.Feeds(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("feeds %+v, %v", all, err)
	}
}

func TestAStoreThatFailsIsToldAndPollingGoesOn(t *testing.T) {
	taker := newTaker(t)
	taker.Store = &faulty{Store: taker.Store, feeds: func() error { return store.ErrBusy }}
	f := polled(t, taker)
	eventually(t, "the error", func() bool { return errors.Is(f.Err(), store.ErrBusy) })
}

func TestFeedsOfAListShareTheirLinks(t *testing.T) {
	p, client := newPress(t)
	taker := newTaker(t)
	taker.Client = client
	p.put("/a", p.feed("/1", "/2"))
	p.put("/b", p.feed("/2", "/1"))
	p.put("/1", page(1))
	p.put("/2", page(2))
	feeds := []watch.Feed{{URL: p.URL + "/a", Outlet: "El Faro"}, {URL: p.URL + "/b", Title: "B"}, {URL: p.URL + "/none"}}
	var told, saved []string
	w := taker.Watcher(feeds, 0, func(x Told) error {
		told = append(told, strings.TrimPrefix(x.Where, p.URL))
		return nil
	}, func(k store.Feed) {
		saved = append(saved, strings.TrimPrefix(k.URL, p.URL)+" "+k.Outlet+k.Title+" "+k.LastError)
	})
	if err := w.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	slices.Sort(told)
	slices.Sort(saved)
	if !slices.Equal(told, []string{"/1", "/2"}) || p.times("/1") != 1 || p.times("/2") != 1 {
		t.Errorf("told %q; asked %d, %d times", told, p.times("/1"), p.times("/2"))
	}
	if len(saved) != 3 || saved[0] != "/a El Faro " || saved[1] != "/b B " || !strings.Contains(saved[2], "404") {
		t.Errorf("saved %q", saved)
	}
	if err := (&Taker{Store: taker.Store}).Watcher(feeds, 0, nil, nil).Once(t.Context()); err != nil {
		t.Error(err)
	}
}
