package intake

import (
	"context"
	"sync"
	"time"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/watch"
)

// Watcher makes what polls the given feeds and takes their articles. What is
// known of the feeds is kept in the store, under what is given of them here.
//
// each is called for every article, saved for every feed after a poll and before
// its state is kept; both may be nil and are called by one goroutine at a time.
// An error of each is a failure of the feed.
func (t *Taker) Watcher(feeds []watch.Feed, every time.Duration, each func(Told) error, saved func(store.Feed)) *watch.Watcher {
	given := make(map[string]watch.Feed)
	for _, f := range feeds {
		given[f.URL] = f
	}
	var mu sync.Mutex
	var links claims
	return &watch.Watcher{
		Feeds: feeds, Interval: every, Get: t.get, Load: t.load,
		Save: func(ctx context.Context, url string, st watch.State) error {
			f := given[url]
			k := withState(store.Feed{URL: url, Title: f.Title, Outlet: f.Outlet, Lang: f.Lang}, st)
			if saved != nil {
				mu.Lock()
				saved(k)
				mu.Unlock()
			}
			return t.Store.PutFeed(ctx, k)
		},
		Found: func(ctx context.Context, f watch.Feed, page *fetch.Page) error {
			claim, done := links.holder()
			defer done()
			_, err := t.Take(ctx, t.fetched(f, page, claim, func(error) {}), func(told Told) error {
				if each == nil {
					return nil
				}
				mu.Lock()
				defer mu.Unlock()
				return each(told)
			})
			return err
		},
	}
}

// get asks for a feed.
func (t *Taker) get(ctx context.Context, url string, cond fetch.Validators) (*fetch.Page, error) {
	if t.Client == nil {
		return nil, errNoClient
	}
	return t.Client.Get(ctx, url, cond)
}

// load returns what the store knows of the polls of a feed.
func (t *Taker) load(ctx context.Context, url string) (watch.State, error) {
	k, err := t.Store.Feed(ctx, url)
	return watch.State{
		ETag: k.ETag, LastModified: k.LastModified, TTL: k.TTL, Next: k.Next,
		Failures: k.Failures, LastError: k.LastError, LastFetch: k.LastFetch,
	}, err
}

// withState returns a feed with the state of its polls.
func withState(f store.Feed, st watch.State) store.Feed {
	f.ETag, f.LastModified, f.TTL, f.Next = st.ETag, st.LastModified, st.TTL, st.Next
	f.Failures, f.LastError, f.LastFetch = st.Failures, st.LastError, st.LastFetch
	return f
}

// claims are the links that are being fetched: feeds of one outlet link to the
// same articles, and are often polled at once.
type claims struct {
	mu   sync.Mutex
	busy map[string]bool
}

// holder returns a function that claims a link, false where another holder has
// it, and one that gives back all that it claimed.
func (c *claims) holder() (claim func(url string) bool, done func()) {
	var held []string
	claim = func(url string) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.busy[url] {
			return false
		}
		if c.busy == nil {
			c.busy = make(map[string]bool)
		}
		c.busy[url] = true
		held = append(held, url)
		return true
	}
	done = func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, url := range held {
			delete(c.busy, url)
		}
	}
	return claim, done
}
