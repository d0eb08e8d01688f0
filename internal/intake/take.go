package intake

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// How articles are put into the store: so many in one transaction, and none
// waits longer than that for others.
const (
	batchSize = 64
	batchWait = 500 * time.Millisecond
)

// A Taker reads articles and keeps them in a store. Its fields are not changed
// once it is in use; any number of goroutines may use it then.
type Taker struct {
	Store  store.Store
	Reader *reading.Reader
	Engine string              // names what reads, as the store keeps it with each reading
	Client *fetch.Client       // gets pages and feeds; nil: nothing is fetched, and every address is an error
	Fill   func(*text.Article) // completes an article before it is read; nil for none
}

// Take reads the items, several at once, keeps them in their order, and calls
// each for every one of them, in order and by one goroutine: what is told as
// kept is in the store for good. each may be nil. An item that cannot be read
// is told and does not stop the others.
//
// The error is that of ctx when it ended, of the store, or of each, which ends
// the taking; what was told before it stands. The error wraps
// [store.ErrFull] when the disk is full. Take returns when all that it started
// has come to rest; it waits for items to yield.
//
// Promises are not settled: [store.Settle] does it, once for many takings.
func (t *Taker) Take(ctx context.Context, items Items, each func(Told) error) (Sum, error) {
	ctx, cancel := context.WithCancel(ctx)
	k := keeping{t: t, each: each}
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan chan piece, 4*workers)
	work := make(chan func())
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range workers {
		wg.Go(func() {
			for f := range work {
				f()
			}
		})
	}
	wg.Go(func() {
		defer close(queue)
		defer close(work)
		t.hand(ctx, items, queue, work)
	})
	err := k.all(ctx, queue)
	return k.sum, err
}

// A piece is an item on its way into the store.
type piece struct {
	told  Told
	entry store.Entry
	known bool  // it is there already
	fault error // of the store, which ends the taking
}

// hand gives each item to the workers, and to queue, in order, the channel on
// which the item comes back.
func (t *Taker) hand(ctx context.Context, items Items, queue chan<- chan piece, work chan<- func()) {
	put := func(it source.Item, err error) bool {
		slot := make(chan piece, 1)
		select {
		case queue <- slot:
		case <-ctx.Done():
			return false
		}
		if err != nil {
			slot <- piece{told: failed("", err)}
			return true
		}
		select {
		case work <- func() { slot <- t.read(ctx, it) }:
			return true
		case <-ctx.Done():
			slot <- piece{told: failed(it.Where, ctx.Err())}
			return false
		}
	}
	// A document that a reader of documents cannot bear must not take the program
	// down.
	defer func() {
		if v := recover(); v != nil {
			put(source.Item{}, fmt.Errorf("the program is at fault: %v", v))
		}
	}()
	for it, err := range items(ctx) {
		if !put(it, err) {
			return
		}
	}
}

// read reads one article, unless it is known already.
func (t *Taker) read(ctx context.Context, it source.Item) (out piece) {
	// One article that the engine cannot bear must not take the others down.
	defer func() {
		if v := recover(); v != nil {
			out = piece{told: failed(it.Where, at(it.Where, fmt.Errorf("the program is at fault: %v", v)))}
		}
	}()
	b := *it.Article
	if t.Fill != nil {
		t.Fill(&b)
	}
	key := record.ArticleKey(b.URL, b.Outlet, b.Published, b.Title, b.Text)
	out.told = Told{Where: it.Where, Key: key, Title: b.Title}
	there, err := t.Store.Has(ctx, []string{key})
	if err != nil {
		out.fault = err
		return out
	}
	if there[key] {
		out.known = true
		return out
	}
	r, err := t.Reader.Read(ctx, &b)
	if err != nil {
		out.told = failed(it.Where, at(it.Where, err))
		out.told.Title = b.Title
		return out
	}
	r.Notes = append(r.Notes, it.Notes...)
	out.entry = store.NewEntry(&b, r, t.Engine)
	return out
}

// A keeping puts pieces into the store, batch by batch, and tells of them.
type keeping struct {
	t     *Taker
	each  func(Told) error
	batch []piece
	sum   Sum
}

// all keeps what comes back on the channels of queue until that is closed.
func (k *keeping) all(ctx context.Context, queue <-chan chan piece) error {
	timer := time.NewTimer(batchWait)
	defer timer.Stop()
	var slot chan piece // the next piece comes here
	for {
		next := queue
		if slot != nil {
			next = nil
		}
		select {
		case <-ctx.Done():
			return k.stop(ctx.Err())
		case <-timer.C:
			if err := k.flush(ctx); err != nil {
				return err
			}
			timer.Reset(batchWait)
		case s, open := <-next:
			if !open {
				return k.flush(ctx)
			}
			slot = s
		case p := <-slot:
			slot = nil
			if ctx.Err() != nil {
				return k.stop(ctx.Err())
			}
			if p.fault != nil {
				if err := k.flush(ctx); err != nil {
					return err
				}
				return p.fault
			}
			if k.batch = append(k.batch, p); len(k.batch) >= batchSize {
				if err := k.flush(ctx); err != nil {
					return err
				}
				timer.Reset(batchWait)
			}
		}
	}
}

// flush keeps the batch and tells what became of it.
func (k *keeping) flush(ctx context.Context) error {
	var entries []store.Entry
	for _, p := range k.batch {
		if p.told.Err == nil && !p.known {
			entries = append(entries, p.entry)
		}
	}
	var got []store.Added
	if len(entries) > 0 {
		var err error
		if got, err = k.t.Store.Add(ctx, entries); err != nil {
			if errors.Is(err, store.ErrFull) {
				err = fmt.Errorf("%w: nothing of the last %d articles was kept, all before them was", err, len(entries))
			}
			return k.stop(err)
		}
	}
	batch := k.batch
	k.batch = nil
	for i := range batch {
		told := &batch[i].told
		if told.Err == nil && !batch[i].known {
			x := got[0]
			got = got[1:]
			told.New, told.Version, told.Copies, told.Facts = x.New, x.Version, x.Copies, len(batch[i].entry.Facts)
		}
		if err := k.tell(told); err != nil {
			return err
		}
	}
	return nil
}

// stop ends the taking with an error: of the batch, nothing is kept, but what
// could not be read is told.
func (k *keeping) stop(err error) error {
	for i := range k.batch {
		if told := &k.batch[i].told; told.Err != nil {
			if err := k.tell(told); err != nil {
				return err
			}
		}
	}
	k.batch = nil
	return err
}

func (k *keeping) tell(t *Told) error {
	k.sum.Count(t)
	if k.each == nil {
		return nil
	}
	return k.each(*t)
}

// An itemError is an error about an item. Its message begins with where that is.
type itemError struct {
	where string
	err   error
}

// at puts where an item is before an error that does not yet tell it.
func at(where string, err error) error { return &itemError{where, err} }

func (e *itemError) Error() string {
	s := strings.TrimPrefix(e.err.Error(), "reading "+e.where+": ")
	if strings.HasPrefix(s, e.where+":") {
		return s
	}
	return e.where + ": " + s
}

func (e *itemError) Unwrap() error { return e.err }
