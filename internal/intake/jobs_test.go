package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
)

// newJobs returns jobs that are closed before their store is.
func newJobs(t *testing.T) *Jobs {
	t.Helper()
	j := NewJobs(newTaker(t))
	t.Cleanup(j.Close)
	return j
}

// start starts a job, which must not be refused.
func start(t *testing.T, j *Jobs, w Work) string {
	t.Helper()
	id, err := j.Start(w)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// follow watches a job to its end, as a page does, and returns its states.
func follow(t *testing.T, j *Jobs, id string) (last Job, states []State) {
	t.Helper()
	for {
		changed := j.Changed(id)
		x, ok := j.Job(id)
		if !ok {
			t.Fatal("the job is not known")
		}
		if len(states) == 0 || states[len(states)-1] != x.State {
			states = append(states, x.State)
		}
		if x.Added+x.Known+x.Failed != x.Done || x.Done < last.Done {
			t.Errorf("progress %+v after %+v", x, last)
		}
		if last = x; x.Over() {
			return last, states
		}
		select {
		case <-changed:
		case <-time.After(30 * time.Second):
			t.Fatalf("nothing changes: %+v", x)
		}
	}
}

// stuck yields n articles and then waits until its job is cancelled.
func stuck(n int) Items {
	return func(ctx context.Context) iter.Seq2[source.Item, error] {
		return func(yield func(source.Item, error) bool) {
			for _, it := range articles(n) {
				if !yield(it, nil) {
					return
				}
			}
			<-ctx.Done()
		}
	}
}

func TestJobsRunOneAfterAnother(t *testing.T) {
	j := newJobs(t)
	var running, most, closed atomic.Int32
	work := func(items Items) Work {
		return Work{What: "notas", By: "ana", Total: 3, Close: func() { closed.Add(1) }, Items: func(ctx context.Context) iter.Seq2[source.Item, error] {
			return func(yield func(source.Item, error) bool) {
				most.Store(max(most.Load(), running.Add(1)))
				defer running.Add(-1)
				for it, err := range items(ctx) {
					if !yield(it, err) {
						return
					}
				}
			}
		}}
	}
	three := articles(3)
	first := start(t, j, work(of(three[0], three[1], source.Item{Where: "torn.txt"})))
	second := start(t, j, work(of(three...)))
	third := start(t, j, work(of(append(three, three[0])...)))
	x, states := follow(t, j, third)
	if x.State != Done || x.Known != 4 || x.Total != 0 || x.Error != "" {
		t.Errorf("third: %+v", x)
	}
	if i, ok := slices.Index(states, Waiting), slices.Contains(states, Done); i > 0 || !ok {
		t.Errorf("states %q", states)
	}
	if x, _ = follow(t, j, second); x.Added != 1 || x.Known != 2 || x.Total != 3 {
		t.Errorf("second: %+v", x)
	}
	x, _ = follow(t, j, first)
	if x.State != Done || x.Added != 2 || x.Failed != 1 || x.Facts == 0 || x.What != "notas" || x.By != "ana" || len(x.Told) != 3 || x.Told[2].Error == "" ||
		x.Began.Before(x.Started) || x.Ended.Before(x.Began) {
		t.Errorf("first: %+v", x)
	}
	if most.Load() != 1 || closed.Load() != 3 {
		t.Errorf("%d ran at once, %d were closed", most.Load(), closed.Load())
	}
	var ids []string
	for _, x := range j.List() {
		ids = append(ids, x.ID)
	}
	if want := []string{third, second, first}; !slices.Equal(ids, want) {
		t.Errorf("list %q, want %q", ids, want)
	}
	b, err := json.Marshal(x)
	for _, want := range []string{`"state":"done"`, `"done":3`, `"added":2`, `"failed":1`, `"total":3`, `"told":[{`} {
		if err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s lacks %s, %v", b, want, err)
		}
	}
	rows, err := j.t.Store.Changed(t.Context(), 1)
	if err != nil || len(rows) > 0 {
		t.Errorf("unsettled: %q, %v", rows, err)
	}
}

func TestJobsAreCancelled(t *testing.T) {
	j := newJobs(t)
	var closed atomic.Int32
	done := func() { closed.Add(1) }
	running := start(t, j, Work{Items: stuck(3), Close: done})
	waiting := start(t, j, Work{Items: of(articles(1)...), Close: done})
	eventually(t, "three are told", func() bool { x, _ := j.Job(running); return x.Done == 3 })
	if !j.Cancel(waiting) || closed.Load() != 1 {
		t.Errorf("a waiting job: closed %d", closed.Load())
	}
	if x, _ := follow(t, j, waiting); x.State != Cancelled || !x.Began.IsZero() {
		t.Errorf("a waiting job: %+v", x)
	}
	if !j.Cancel(running) {
		t.Error("a running job was not cancelled")
	}
	x, _ := follow(t, j, running)
	if x.State != Cancelled || x.Added != 3 || x.Error != "" || closed.Load() != 2 {
		t.Errorf("a running job: %+v, closed %d", x, closed.Load())
	}
	if n := held(t, j.t.Store, x.Told); n != 3 {
		t.Errorf("%d articles are kept", n)
	}
	if j.Cancel(running) || j.Cancel(waiting) || j.Cancel("none") {
		t.Error("what has ended was cancelled")
	}
	if x, _ := follow(t, j, start(t, j, Work{Items: of(articles(4)...)})); x.State != Done || x.Added != 1 {
		t.Errorf("a job after that: %+v", x)
	}
}

func TestAServerThatStopsCancelsItsJobs(t *testing.T) {
	taker := newTaker(t)
	j := NewJobs(taker)
	running, waiting := start(t, j, Work{Items: stuck(2)}), start(t, j, Work{Items: stuck(2)})
	eventually(t, "two are told", func() bool { x, _ := j.Job(running); return x.Done == 2 })
	j.Close()
	j.Close()
	for _, id := range []string{running, waiting} {
		x, ok := j.Job(id)
		if !ok || x.State != Cancelled {
			t.Errorf("%+v", x)
		}
		held(t, taker.Store, x.Told)
	}
	closed := false
	if _, err := j.Start(Work{Items: stuck(1), Close: func() { closed = true }}); !errors.Is(err, ErrClosed) || !closed {
		t.Errorf("%v, closed %v", err, closed)
	}
}

func TestAJobThatCannotGoOnFails(t *testing.T) {
	taker := newTaker(t)
	f := &faulty{Store: taker.Store, add: func() error { return store.ErrFull }}
	taker.Store = f
	j := NewJobs(taker)
	defer j.Close()
	x, _ := follow(t, j, start(t, j, Work{Items: of(articles(2)...)}))
	if x.State != Failed || !strings.Contains(x.Error, "the disk is full") || x.Added != 0 {
		t.Errorf("%+v", x)
	}
	f.mu.Lock()
	f.add = func() error { panic("no such disk") }
	f.mu.Unlock()
	if x, _ = follow(t, j, start(t, j, Work{Items: of(articles(2)...)})); x.State != Failed || !strings.Contains(x.Error, "at fault") {
		t.Errorf("%+v", x)
	}
	f.mu.Lock()
	f.add = nil
	f.mu.Unlock()
	if x, _ = follow(t, j, start(t, j, Work{Items: of(articles(2)...)})); x.State != Done || x.Added != 2 {
		t.Errorf("%+v", x)
	}
}

func TestJobsAreForgotten(t *testing.T) {
	j := newJobs(t)
	block := start(t, j, Work{Items: stuck(0)})
	var ids []string
	for {
		id, err := j.Start(Work{Items: of()})
		if err != nil {
			if !errors.Is(err, ErrTooMany) {
				t.Fatal(err)
			}
			break
		}
		ids = append(ids, id)
	}
	// The first may not have begun to run when the others were started.
	if len(ids) != maxWaiting && len(ids) != maxWaiting-1 {
		t.Errorf("%d wait", len(ids))
	}
	j.Cancel(block)
	follow(t, j, ids[len(ids)-1])
	for range 5 {
		ids = append(ids, start(t, j, Work{Items: of()}))
		follow(t, j, ids[len(ids)-1])
	}
	if n := len(j.List()); n != maxJobs {
		t.Errorf("%d are remembered", n)
	}
	if _, ok := j.Job(block); ok {
		t.Error("the oldest is remembered")
	}
	if _, ok := j.Job(ids[len(ids)-1]); !ok {
		t.Error("the newest is forgotten")
	}
	for _, id := range []string{block, "none", ids[len(ids)-1]} {
		select {
		case <-j.Changed(id):
		default:
			t.Error("one waits for a change that will not come")
		}
	}
	change := j.Changed("")
	start(t, j, Work{Items: of()})
	select {
	case <-change:
	default:
		t.Error("a new job is no change")
	}
}

func TestErrorsAreRememberedLongest(t *testing.T) {
	for _, tt := range []struct{ good, bad, wantGood, wantBad int }{{150, 10, 150, 10}, {300, 10, 190, 10}, {10, 300, 0, 200}} {
		x := &job{Job: Job{Total: 5}}
		for i := range tt.good + tt.bad {
			told := Told{Where: fmt.Sprint(i), New: true}
			if i < tt.bad {
				told = failed(fmt.Sprint(i), errors.New("torn"))
			}
			x.told(&told)
		}
		good, bad, last := 0, 0, ""
		for _, told := range x.Told {
			if last = told.Where; told.Err == nil {
				good++
			} else {
				bad++
			}
		}
		// Good ones that come when all that is remembered are errors go at once.
		if good != tt.wantGood || bad != tt.wantBad || x.Done != tt.good+tt.bad || x.Failed != tt.bad || x.Total != 0 {
			t.Errorf("%+v: %d good, %d bad, last %s, %d done", tt, good, bad, last, x.Done)
		}
	}
}
