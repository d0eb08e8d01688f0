package intake

import (
	"context"
	"slices"
	"time"
)

// A State is how far a job has come.
type State string

// The states of a job. A job is done when all its items were told, whether they
// could be read or not; it failed when it could not go on.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// A Job is a taking in the background, as it stood when it was asked for. Times
// are UTC.
type Job struct {
	ID      string    `json:"id"`
	What    string    `json:"what"`
	By      string    `json:"by"`
	Started time.Time `json:"started"`        // when it was asked for
	Began   time.Time `json:"began,omitzero"` // when its turn came
	Ended   time.Time `json:"ended,omitzero"` // in whatever way
	State   State     `json:"state"`
	Done    int       `json:"done"`            // articles told so far: the sum of added, known and failed
	Total   int       `json:"total,omitempty"` // how many it will be; 0 where nobody knows
	Sum               // of those told
	Told    []Told    `json:"told"`            // the last 200 in order; those that could not be read go last
	Error   string    `json:"error,omitempty"` // why it failed
}

// Over reports whether the job has ended.
func (j *Job) Over() bool { return !j.Ended.IsZero() }

// A job is a Job with what runs it.
type job struct {
	Job
	work    Work
	cancel  context.CancelFunc // once it runs
	changed chan struct{}      // closed at the next change, and for good at the end
}

func (x *job) over() bool { return x.Over() }

func (x *job) close() {
	if x.work.Close != nil {
		x.work.Close()
	}
	x.work = Work{}
}

func (x *job) copy() Job {
	c := x.Job
	c.Told = append([]Told{}, x.Told...)
	return c
}

// told counts an article, and remembers it: of more than maxTold the oldest is
// forgotten that was read, else the oldest.
func (x *job) told(t *Told) {
	x.Count(t)
	x.Done++
	if x.Done > x.Total {
		x.Total = 0
	}
	x.Told = append(x.Told, *t)
	if len(x.Told) > maxTold {
		i := max(0, slices.IndexFunc(x.Told, func(t Told) bool { return t.Err == nil }))
		x.Told = slices.Delete(x.Told, i, i+1)
	}
}
