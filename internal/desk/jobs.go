package desk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
)

// A jobPage is what is being added, or was.
type jobPage struct {
	intake.Job
	Line  string // how far it has come, in words
	Added []intake.Told
	Known []intake.Told
	Wrong []intake.Told
}

// jobOf returns the job of the address.
func (q *request) jobOf() (intake.Job, error) {
	id := q.r.PathValue("job")
	if q.desk.Jobs != nil {
		if j, ok := q.desk.Jobs.Job(id); ok {
			return j, nil
		}
	}
	return intake.Job{}, fmt.Errorf("job %s: %w", shorten(40, id), store.ErrNotFound)
}

func job(q *request) error {
	j, err := q.jobOf()
	if err != nil {
		return err
	}
	p := &jobPage{Job: j, Line: q.jobLine(&j)}
	for _, t := range j.Told {
		switch {
		case t.Error != "":
			p.Wrong = append(p.Wrong, t)
		case t.New:
			p.Added = append(p.Added, t)
		default:
			p.Known = append(p.Known, t)
		}
	}
	return q.render("job", q.cat.Text("job.title"), p)
}

// jobLine tells in words how far a job has come.
func (q *request) jobLine(j *intake.Job) string {
	out := q.cat.Term("job.state", string(j.State)) + ": "
	if j.Total > 0 && !j.Over() {
		out += q.cat.Text("job.of", j.Done, j.Total) + ", "
	}
	out += q.cat.Count("job.added", j.Added) + ", " + q.cat.Count("job.known", j.Known) + ", " + q.cat.Count("job.failed", j.Failed)
	return out
}

// A jobEvent is what a script is told of a job.
type jobEvent struct {
	Line  string `json:"line"`
	Done  int    `json:"done"`
	Total int    `json:"total"` // 0 where nobody knows
	Over  bool   `json:"over"`
}

// How often a script is told of a job: not oftener than told, and at least as often
// as beat, so that a connection that broke is noticed.
const (
	tellEvery = 200 * time.Millisecond
	beatEvery = 15 * time.Second
)

// jobEvents sends what becomes of a job as server-sent events until it is over.
func jobEvents(q *request) error {
	if _, err := q.jobOf(); err != nil {
		return err
	}
	id := q.r.PathValue("job")
	h := q.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies that gather answers let these through
	q.w.WriteHeader(http.StatusOK)
	send := http.NewResponseController(q.w)
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		changed := q.desk.Jobs.Changed(id)
		j, ok := q.desk.Jobs.Job(id)
		over := !ok || j.Over()
		b, err := json.Marshal(jobEvent{q.jobLine(&j), j.Done, j.Total, over})
		if err != nil {
			return nil // the answer has begun
		}
		if _, err := fmt.Fprintf(q.w, "event: job\ndata: %s\n\n", b); err != nil {
			return nil
		}
		if err := send.Flush(); err != nil || over {
			return nil
		}
		select {
		case <-changed:
		case <-beat.C:
		case <-q.r.Context().Done():
			return nil
		}
		select {
		case <-time.After(tellEvery):
		case <-q.r.Context().Done():
			return nil
		}
	}
}

func cancelJob(q *request) error {
	j, err := q.jobOf()
	if err != nil {
		return err
	}
	q.desk.Jobs.Cancel(j.ID)
	return q.redirect("/add/" + j.ID)
}
