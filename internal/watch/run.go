package watch

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Run polls the feeds as they fall due until ctx ends, and then returns nil.
// It returns the error of List, Load or Save if one fails: without a memory
// there is no polling. Without any feed it returns at once, unless a List may
// still tell of some.
func (w *Watcher) Run(ctx context.Context) error {
	within, stop := context.WithCancelCause(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop(nil)
	slots := w.slots()
	polled := make(map[string]*polling)
	for {
		feeds, err := w.feeds(within)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if len(feeds) == 0 && w.List == nil {
			return nil
		}
		there := make(map[string]bool)
		for _, f := range feeds {
			there[f.URL] = true
			p := polled[f.URL]
			if p == nil {
				p = newPolling(within)
				p.feed.Store(&f)
				polled[f.URL] = p
				wg.Go(func() {
					defer close(p.ended)
					if err := p.run(w, slots); err != nil && p.ctx.Err() == nil {
						stop(err)
					}
				})
				continue
			}
			p.feed.Store(&f)
			p.poke()
		}
		for url, p := range polled {
			if !there[url] {
				p.leave()
				<-p.ended // should it come back, one at a time polls it
				delete(polled, url)
			}
		}
		if !w.wait(within) {
			if ctx.Err() != nil {
				return nil
			}
			return context.Cause(within)
		}
	}
}

// wait waits until the feeds are to be looked at again and reports whether ctx
// did not end meanwhile.
func (w *Watcher) wait(ctx context.Context) bool {
	var again <-chan time.Time
	if w.List != nil {
		again = time.After(w.interval())
	}
	select {
	case <-w.Wake:
	case <-again:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// A polling is the polling of one feed by Run.
type polling struct {
	feed  atomic.Pointer[Feed] // as last listed
	again chan struct{}        // holds a value when the state is to be looked at again
	ended chan struct{}        // closed when no more polls come
	ctx   context.Context      // ends when the feed is left
	leave context.CancelFunc
}

func newPolling(ctx context.Context) *polling {
	p := &polling{again: make(chan struct{}, 1), ended: make(chan struct{})}
	p.ctx, p.leave = context.WithCancel(ctx)
	return p
}

// poke ends the pause before the next look at the state.
func (p *polling) poke() {
	select {
	case p.again <- struct{}{}:
	default: // it has not yet answered the last one
	}
}

// run polls the feed as it falls due until it is left. Its error is that of
// Load or Save, or of the context of p when that ended.
func (p *polling) run(w *Watcher, slots chan struct{}) error {
	for {
		pause, err := w.step(p.ctx, slots, *p.feed.Load())
		if err != nil {
			return err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-p.again:
			timer.Stop()
		case <-p.ctx.Done():
			timer.Stop()
			return p.ctx.Err()
		}
	}
}
