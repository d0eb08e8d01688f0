package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/watch"
)

const (
	// maxPollFailures is how many articles that could not be read a Poll holds.
	maxPollFailures = 20
	// pause is how long polling rests when the store failed.
	pause = time.Minute
)

// Feeds polls the feeds that a store knows and takes their articles, as package
// watch does: politely, on the condition that something is new, less and less
// often while a feed fails. Its methods may be called by several goroutines.
//
// Feeds are added, changed and forgotten by its methods, so that a poll that
// ends meanwhile does not write over that. Those that another program adds are
// taken up within an interval.
type Feeds struct {
	t     *Taker
	every time.Duration
	wake  chan struct{}
	links claims

	change sync.Mutex // one at a time reads what the store knows of a feed and writes it

	mu    sync.Mutex // guards what follows
	err   error
	polls map[string]Poll
}

// A Poll is what a poll of a feed brought.
type Poll struct {
	Ended  time.Time `json:"ended"` // UTC
	Sum    Sum       `json:"sum"`
	Failed []Told    `json:"failed"` // the first 20 that could not be read
}

// NewFeeds returns what polls the feeds of t's store, each at an interval; 0 is
// that of [watch.Interval]. Nothing is polled before Run.
func NewFeeds(t *Taker, every time.Duration) *Feeds {
	return &Feeds{t: t, every: every, wake: make(chan struct{}, 1), polls: make(map[string]Poll)}
}

// Run polls until ctx ends and then returns, when all has come to rest. While
// the store fails it tries again every minute, and Err tells why.
func (f *Feeds) Run(ctx context.Context) {
	w := &watch.Watcher{
		Interval: f.every, List: f.list, Wake: f.wake,
		Get: f.t.get, Load: f.t.load, Save: f.save, Found: f.found,
	}
	for ctx.Err() == nil {
		err := w.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		f.failed(err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

// Err returns why nothing is polled, nil while all is well.
func (f *Feeds) Err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

func (f *Feeds) failed(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

// Last returns what the last poll of a feed brought that brought something, if
// there was one since the program started. Failures of the feed itself stand in
// [store.Feed].
func (f *Feeds) Last(url string) (Poll, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p, ok := f.polls[url]
	p.Failed = slices.Clone(p.Failed)
	return p, ok
}

// Put adds a feed, or changes Title, Outlet and Lang of one that is there; what
// else feed holds is not looked at. A new feed is polled at once. The error is
// that of [CheckAddress] or of the store.
func (f *Feeds) Put(ctx context.Context, feed store.Feed) error {
	feed.URL = strings.TrimSpace(feed.URL)
	if err := CheckAddress(feed.URL); err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	f.change.Lock()
	k, err := f.t.Store.Feed(ctx, feed.URL)
	if err == nil {
		k.Title, k.Outlet, k.Lang = feed.Title, feed.Outlet, feed.Lang
		err = f.t.Store.PutFeed(ctx, k)
	}
	f.change.Unlock()
	if err == nil {
		f.Wake()
	}
	return err
}

// Now makes a feed due at once, whatever its failures; a host that asked for a
// pause gets it all the same. The error wraps [store.ErrNotFound] for a feed that
// the store does not know.
func (f *Feeds) Now(ctx context.Context, url string) error {
	f.change.Lock()
	k, err := f.known(ctx, url)
	if err == nil {
		k.Next = time.Time{}
		err = f.t.Store.PutFeed(ctx, k)
	}
	f.change.Unlock()
	if err == nil {
		f.Wake()
	}
	return err
}

// Delete forgets a feed, in the middle of a poll if need be; its articles stay.
func (f *Feeds) Delete(ctx context.Context, url string) error {
	f.change.Lock()
	err := f.t.Store.DeleteFeed(ctx, url)
	f.change.Unlock()
	if err != nil {
		return err
	}
	f.mu.Lock()
	delete(f.polls, url)
	f.mu.Unlock()
	f.Wake()
	return nil
}

// Wake makes Run look at once at which feeds the store knows and which are due.
func (f *Feeds) Wake() {
	select {
	case f.wake <- struct{}{}:
	default: // it will look after the last one
	}
}

// known returns a feed that the store knows.
func (f *Feeds) known(ctx context.Context, url string) (store.Feed, error) {
	all, err := f.t.Store.Feeds(ctx)
	if err != nil {
		return store.Feed{}, err
	}
	for _, k := range all {
		if k.URL == url {
			return k, nil
		}
	}
	return store.Feed{}, fmt.Errorf("feed %s: %w", url, store.ErrNotFound)
}

// list returns the feeds to be polled.
func (f *Feeds) list(ctx context.Context) ([]watch.Feed, error) {
	all, err := f.t.Store.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	f.failed(nil)
	feeds := make([]watch.Feed, len(all))
	for i, k := range all {
		feeds[i] = watch.Feed{URL: k.URL, Title: k.Title, Outlet: k.Outlet, Lang: k.Lang}
	}
	return feeds, nil
}

// save keeps the state of a feed, unless it was forgotten meanwhile.
func (f *Feeds) save(ctx context.Context, url string, st watch.State) error {
	f.change.Lock()
	defer f.change.Unlock()
	k, err := f.known(ctx, url)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.t.Store.PutFeed(ctx, withState(k, st))
}

// found takes what is new in a feed. A page in which nothing can be read is a
// failure of the feed.
func (f *Feeds) found(ctx context.Context, feed watch.Feed, page *fetch.Page) error {
	claim, done := f.links.holder()
	defer done()
	readable := false
	var why error
	p := Poll{}
	sum, err := f.t.Take(ctx, f.t.fetched(feed, page, claim, func(err error) {
		switch {
		case err == nil:
			readable = true
		case why == nil:
			why = err
		}
	}), func(told Told) error {
		if told.Err != nil && len(p.Failed) < maxPollFailures {
			p.Failed = append(p.Failed, told)
		}
		return nil
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p.Sum, p.Ended = sum, time.Now().UTC()
	f.mu.Lock()
	f.polls[feed.URL] = p
	f.mu.Unlock()
	if err == nil && sum.Added > 0 {
		err = store.Settle(ctx, f.t.Store)
	}
	if err == nil && !readable {
		err = why
	}
	return err
}
