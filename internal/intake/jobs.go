package intake

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/attache-project/attache/internal/store"
)

const (
	maxJobs    = 100 // that ended and are remembered
	maxWaiting = 100
	maxTold    = 200 // articles of which a job tells
)

var (
	// ErrTooMany is the error for a job when too many wait already.
	ErrTooMany = errors.New("too many jobs are waiting")
	// ErrClosed is the error for a job when no more are taken.
	ErrClosed = errors.New("no more jobs are taken")
)

// Jobs runs takings in the background, one after another, and remembers the last
// hundred that ended. Its methods may be called by several goroutines.
type Jobs struct {
	t     *Taker
	ctx   context.Context // ends with Close
	stop  context.CancelFunc
	wake  chan struct{} // holds a value when a job may be waiting
	ended chan struct{} // closed when nothing runs any more

	mu      sync.Mutex // guards what follows
	all     []*job     // in the order in which they were started
	closed  bool
	changed chan struct{} // closed at the next change of any job
}

// Work is what a job takes.
type Work struct {
	What  string // in the words of whoever started it, for a person
	By    string // who started it
	Items Items
	Total int    // how many articles it will be; 0 where nobody knows
	Close func() // gives up what Items reads from, however the job ends; nil for nothing
}

// NewJobs returns Jobs that take with t. They run until Close.
func NewJobs(t *Taker) *Jobs {
	j := &Jobs{t: t, wake: make(chan struct{}, 1), ended: make(chan struct{}), changed: make(chan struct{})}
	j.ctx, j.stop = context.WithCancel(context.Background())
	go j.run()
	return j
}

// Start puts a job behind those that wait and returns its ID. The error is
// [ErrTooMany] or [ErrClosed]; the work is closed then.
func (j *Jobs) Start(w Work) (id string, err error) {
	defer func() {
		if err != nil && w.Close != nil {
			w.Close()
		}
	}()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return "", ErrClosed
	}
	waiting := 0
	for _, x := range j.all {
		if x.State == Waiting {
			waiting++
		}
	}
	if waiting >= maxWaiting {
		return "", ErrTooMany
	}
	x := &job{
		Job:     Job{ID: strings.ToLower(rand.Text()), What: w.What, By: w.By, Started: time.Now().UTC(), State: Waiting, Total: w.Total},
		work:    w,
		changed: make(chan struct{}),
	}
	j.all = append(j.all, x)
	j.forget()
	j.tell(x)
	select {
	case j.wake <- struct{}{}:
	default:
	}
	return x.ID, nil
}

// Job returns a job as it stands.
func (j *Jobs) Job(id string) (Job, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if x := j.find(id); x != nil {
		return x.copy(), true
	}
	return Job{}, false
}

// List returns all jobs that are remembered, the newest first, without what they
// told of articles.
func (j *Jobs) List() []Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	list := make([]Job, 0, len(j.all))
	for _, x := range slices.Backward(j.all) {
		c := x.Job
		c.Told = nil
		list = append(list, c)
	}
	return list
}

// Changed returns a channel that is closed when the job next changes, or with an
// empty ID when any job does. For a job that ended or is not known it is closed
// already. Who shows a job asks for the channel first, then for the job, so that
// no change is missed.
func (j *Jobs) Changed(id string) <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if id == "" {
		return j.changed
	}
	if x := j.find(id); x != nil {
		return x.changed
	}
	c := make(chan struct{})
	close(c)
	return c
}

// Cancel ends a job that waits or runs, and reports whether it did either. What
// it told as kept is kept.
func (j *Jobs) Cancel(id string) bool {
	j.mu.Lock()
	x := j.find(id)
	if x == nil || x.over() {
		j.mu.Unlock()
		return false
	}
	if x.State == Running {
		x.cancel()
		j.mu.Unlock()
		return true
	}
	j.end(x, Cancelled, nil)
	j.mu.Unlock()
	x.close()
	return true
}

// Close cancels all jobs that wait or run, and returns when nothing runs any
// more: then the store may be closed. What was told as kept is kept.
func (j *Jobs) Close() {
	j.mu.Lock()
	j.closed = true
	var waiting []*job
	for _, x := range j.all {
		if x.State == Waiting {
			waiting = append(waiting, x)
			j.end(x, Cancelled, nil)
		}
	}
	j.mu.Unlock()
	j.stop()
	for _, x := range waiting {
		x.close()
	}
	<-j.ended
}

// run runs the jobs.
func (j *Jobs) run() {
	defer close(j.ended)
	for {
		for x, ctx := j.next(); x != nil; x, ctx = j.next() {
			state, err := j.take(ctx, x)
			x.cancel()
			x.close()
			j.mu.Lock()
			j.end(x, state, err)
			j.mu.Unlock()
		}
		select {
		case <-j.wake:
		case <-j.ctx.Done():
			return
		}
	}
}

// next begins the job that waits longest, nil when there is none.
func (j *Jobs) next() (*job, context.Context) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, x := range j.all {
		if x.State == Waiting {
			var ctx context.Context
			ctx, x.cancel = context.WithCancel(j.ctx)
			x.State, x.Began = Running, time.Now().UTC()
			j.tell(x)
			return x, ctx
		}
	}
	return nil, nil
}

// take does the work of a job.
func (j *Jobs) take(ctx context.Context, x *job) (state State, err error) {
	// Whatever a job stumbles over, the server goes on.
	defer func() {
		if v := recover(); v != nil {
			state, err = Failed, fmt.Errorf("the program is at fault: %v", v)
		}
	}()
	_, err = j.t.Take(ctx, x.work.Items, func(t Told) error {
		j.mu.Lock()
		defer j.mu.Unlock()
		x.told(&t)
		j.tell(x)
		return nil
	})
	if err != nil && ctx.Err() == nil {
		return Failed, err
	}
	state = Done
	if err != nil {
		state = Cancelled
	}
	// Of a job that was cancelled something may have been kept, too.
	if err = store.Settle(j.ctx, j.t.Store); err != nil && j.ctx.Err() == nil {
		return Failed, err
	}
	return state, nil // what a stop left unsettled is settled when promises are asked for
}

// end ends a job.
func (j *Jobs) end(x *job, state State, err error) {
	x.State, x.Ended = state, time.Now().UTC()
	if err != nil {
		x.Error = err.Error()
	}
	close(x.changed) // and stays so
	j.tell(nil)
	j.forget()
}

// tell wakes who waits for a change of a job.
func (j *Jobs) tell(x *job) {
	if x != nil {
		close(x.changed)
		x.changed = make(chan struct{})
	}
	close(j.changed)
	j.changed = make(chan struct{})
}

// forget forgets jobs that ended, beyond those that are remembered.
func (j *Jobs) forget() {
	over := 0
	for _, x := range j.all {
		if x.over() {
			over++
		}
	}
	j.all = slices.DeleteFunc(j.all, func(x *job) bool {
		if over <= maxJobs || !x.over() {
			return false
		}
		over--
		return true
	})
}

func (j *Jobs) find(id string) *job {
	for _, x := range j.all {
		if x.ID == id {
			return x
		}
	}
	return nil
}
