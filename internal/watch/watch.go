// Package watch polls feeds: each at its interval, on the condition that
// something is new, less and less often while it fails, never before the
// server wants it.
//
// It knows neither what a feed holds nor where anything is kept; its user
// gives it functions for that, see [Watcher].
package watch

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/attache-project/attache/internal/fetch"
)

const (
	// Interval is the time between two polls of a feed unless told otherwise.
	Interval = 30 * time.Minute
	// Day is the longest pause that failures or a feed's ttl bring about.
	Day = 24 * time.Hour
)

// A Feed is what is polled.
type Feed struct {
	URL    string
	Title  string
	Outlet string // whose articles it brings, empty if unknown
	Lang   string // ISO 639-1, empty if unknown
}

// A State is what is known of a feed from earlier polls. The zero value is
// that of a feed never polled.
type State struct {
	ETag, LastModified string        // as the server gave them
	TTL                time.Duration // pause the feed asked for when last read, 0 for none
	Next               time.Time     // when it is due; UTC, as the other times
	Failures           int           // polls that failed since the last that did not
	LastError          string        // of the last poll, empty if it did not fail
	LastFetch          time.Time     // when the server was last asked
}

// A Watcher polls feeds. Its functions are called by several goroutines at
// once, but by one at a time for a feed.
//
// After a poll that brought something new Found is called, then Save. If the
// watcher is stopped between them the same page is found again: Found must not
// mind.
type Watcher struct {
	Feeds    []Feed        // of two with the same URL the first counts
	Interval time.Duration // 0 for Interval
	Jobs     int           // feeds polled at a time; 0 for 4

	// List, unless nil, tells the feeds in place of Feeds. Run asks it at the
	// start, after every Wake and at least once in an Interval: it takes up
	// feeds that are new and leaves those that are gone, in the middle of a
	// poll if need be.
	List func(ctx context.Context) ([]Feed, error)
	// Wake makes Run look at all feeds again: which there are, if there is a
	// List, and by Load which are due. It may be nil.
	Wake <-chan struct{}

	// Get asks for a feed, as the method of a fetch.Client does.
	Get func(ctx context.Context, url string, cond fetch.Validators) (*fetch.Page, error)
	// Load returns the state last saved for the feed at url, or the zero State.
	Load func(ctx context.Context, url string) (State, error)
	// Save keeps the state of the feed at url.
	Save func(ctx context.Context, url string, s State) error
	// Found takes a page that is new. Its error counts as a failure of the
	// feed, which is asked for the same page again.
	Found func(ctx context.Context, f Feed, p *fetch.Page) error
}

// Once polls every feed that is due and returns when all are done. Failures of
// feeds are kept in their states; the error is that of List, Load or Save, for
// each feed concerned, or of ctx when it ended.
func (w *Watcher) Once(ctx context.Context) error {
	feeds, err := w.feeds(ctx)
	if err != nil {
		return err
	}
	errs := make([]error, len(feeds))
	slots := w.slots()
	var wg sync.WaitGroup
	for i := range feeds {
		wg.Go(func() { _, errs[i] = w.step(ctx, slots, feeds[i]) })
	}
	wg.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return errors.Join(errs...)
}

// feeds returns each feed once.
func (w *Watcher) feeds(ctx context.Context) ([]Feed, error) {
	all := w.Feeds
	if w.List != nil {
		var err error
		if all, err = w.List(ctx); err != nil {
			return nil, fmt.Errorf("listing the feeds: %w", err)
		}
	}
	var feeds []Feed
	seen := make(map[string]bool)
	for _, f := range all {
		if !seen[f.URL] {
			seen[f.URL] = true
			feeds = append(feeds, f)
		}
	}
	return feeds, nil
}

// slots has room for as many values as feeds may be polled at a time.
func (w *Watcher) slots() chan struct{} {
	jobs := w.Jobs
	if jobs <= 0 {
		jobs = 4
	}
	return make(chan struct{}, jobs)
}

// step polls f if it is due and returns the time until it is due again.
func (w *Watcher) step(ctx context.Context, slots chan struct{}, f Feed) (time.Duration, error) {
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	s, err := w.Load(ctx, f.URL)
	if err != nil {
		return 0, fmt.Errorf("loading the state of feed %s: %w", f.URL, err)
	}
	// A time later than any pause can lead to was written by a clock that was wrong.
	if d := time.Until(s.Next); d > 0 && d <= max(Day, w.interval()) {
		return d, nil
	}
	if s, err = w.poll(ctx, f, s); err != nil {
		return 0, err
	}
	if err := w.Save(ctx, f.URL, s); err != nil {
		return 0, fmt.Errorf("saving the state of feed %s: %w", f.URL, err)
	}
	return max(time.Until(s.Next), 0), nil
}

// poll asks for f and returns its state after. The error is that of ctx, and
// then nothing has become of the poll.
func (w *Watcher) poll(ctx context.Context, f Feed, s State) (State, error) {
	now := time.Now().UTC().Round(0)
	p, err := w.Get(ctx, f.URL, fetch.Validators{ETag: s.ETag, LastModified: s.LastModified})
	if ctx.Err() != nil {
		return s, context.Cause(ctx)
	}
	if held, ok := errors.AsType[*fetch.HeldError](err); ok { // nobody was asked, nothing failed
		s.Next = soonest(now, now, held.Retry)
		return s, nil
	}
	s.LastFetch = now
	if err == nil && !p.NotModified {
		err = w.Found(ctx, f, p)
		if ctx.Err() != nil {
			return s, context.Cause(ctx)
		}
		if err == nil {
			s.ETag, s.LastModified, s.TTL = p.ETag, p.LastModified, ttl(p.Body)
		}
	}
	if err != nil {
		s.Failures++
		s.LastError = err.Error()
		s.Next = soonest(now, now.Add(w.backoff(s.Failures, err)), fetch.RetryAt(err))
		return s, nil
	}
	s.Failures, s.LastError = 0, ""
	s.Next = now.Add(max(w.interval(), min(s.TTL, Day)))
	return s, nil
}

func (w *Watcher) interval() time.Duration {
	if w.Interval <= 0 {
		return Interval
	}
	return w.Interval
}

// backoff returns the pause after so many failures in a row, the last with
// err: the interval, doubled with each, up to a day. A feed that is gone for
// good is asked once a day.
func (w *Watcher) backoff(failures int, err error) time.Duration {
	d := w.interval()
	if s, ok := errors.AsType[*fetch.StatusError](err); ok && s.Status == 410 {
		return max(d, Day)
	}
	for range failures - 1 {
		if d >= Day {
			break
		}
		d = min(2*d, Day)
	}
	return d
}

// soonest returns the time of a next poll that is not before retry, if that is
// within a day.
func soonest(now, next, retry time.Time) time.Time {
	if last := now.Add(Day); retry.After(last) {
		retry = last
	}
	if retry.After(next) {
		return retry.UTC().Round(0)
	}
	return next
}

var (
	ttlElement  = regexp.MustCompile(`<ttl>\s*([0-9]{1,6})\s*</ttl>`)
	firstOfList = regexp.MustCompile(`<(item|entry)[\s>]`)
)

// ttl returns the pause between polls that an RSS feed asks for by its ttl, in
// minutes; 0 if it does not.
func ttl(feed []byte) time.Duration {
	head := feed[:min(len(feed), 64<<10)]
	if i := firstOfList.FindIndex(head); i != nil {
		head = head[:i[0]]
	}
	m := ttlElement.FindSubmatch(head)
	if m == nil {
		return 0
	}
	minutes, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return 0
	}
	return min(time.Duration(minutes)*time.Minute, Day)
}
