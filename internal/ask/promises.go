package ask

import (
	"context"
	"fmt"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A LedgerQuery asks how promises stand.
type LedgerQuery struct {
	On      record.Day
	Days    int // how far around On to look
	Undated bool
	Pair    [2]string // the second "" for one side, both for all
	State   string    // "" for all
	Limit   int       // 0: all
	Offset  int
}

// A Ledger is how promises stand on a day, with what shows it.
type Ledger struct {
	On       string       `json:"on"`
	States   []FacetValue `json:"states"` // how many stand how, what wants attention first
	All      int          `json:"all"`
	Promises []Pledge     `json:"promises"` // of the state that was asked for; overdue first
	More     bool         `json:"more"`
	Sources  store.Stats  `json:"sources"` // what "no report seen" rests on
}

// A Pledge is a promise with the evidence for each of its steps.
type Pledge struct {
	store.Due
	Announced string `json:"announced"` // day of the first report
	Age       int    `json:"age"`       // days from that to the day asked for
	Left      int    `json:"left"`      // days to the last day it is due, negative when past; 0 when undated
	Dated     bool   `json:"dated"`     // a day is told
	Turns     []Turn `json:"turns"`     // its steps, oldest first
}

// A Turn is a step in the life of a promise with the reports that tell it.
type Turn struct {
	record.Step
	Reports []record.Report `json:"reports"`
}

// states of promises in the order in which a ledger lists them.
var states = []string{
	record.Overdue, record.Disputed, record.Open, record.Unknown, record.Lapsed,
	record.Kept, record.KeptLate, record.KeptInPart, record.Changed, record.NotKept, record.Cancelled,
}

// LedgerOf tells how promises stand, see [store.DueOn]. The answer is shared by all
// who ask the same until something is written.
func (r *Record) LedgerOf(ctx context.Context, q LedgerQuery) (*Ledger, error) {
	return remember(ctx, r, fmt.Sprint("ledger ", q), func() (*Ledger, error) { return r.ledger(ctx, q) })
}

func (r *Record) ledger(ctx context.Context, q LedgerQuery) (*Ledger, error) {
	l, err := r.dueOn(ctx, q.On, q.Days, q.Undated, q.Pair)
	if err != nil {
		return nil, err
	}
	out := &Ledger{On: l.On, States: []FacetValue{}, All: len(l.Promises), Promises: []Pledge{}, Sources: l.Sources}
	count := map[string]int{}
	for i := range l.Promises {
		count[l.Promises[i].State]++
	}
	for _, s := range states {
		if count[s] > 0 {
			out.States = append(out.States, FacetValue{s, count[s]})
		}
	}
	chosen := l.Promises
	if q.State != "" {
		chosen = slices.DeleteFunc(slices.Clone(chosen), func(d store.Due) bool { return d.State != q.State })
	}
	chosen = chosen[min(q.Offset, len(chosen)):]
	if q.Limit > 0 && len(chosen) > q.Limit {
		chosen, out.More = chosen[:q.Limit], true
	}
	ev := evidence{store: r.Store, blocks: map[string]map[string]record.Report{}}
	for _, d := range chosen {
		p, err := ev.pledge(ctx, d, q.On)
		if err != nil {
			return nil, err
		}
		out.Promises = append(out.Promises, p)
	}
	return out, nil
}

// evidence finds the reports of steps, each block of the store read once.
type evidence struct {
	store  store.Store
	blocks map[string]map[string]record.Report // by block and key of the fact
}

func (e *evidence) pledge(ctx context.Context, d store.Due, on record.Day) (Pledge, error) {
	p := Pledge{Due: d, Announced: d.Promise.Steps[0].On, Turns: []Turn{}}
	if day, err := record.ParseDay(p.Announced); err == nil {
		p.Age = int(on - day)
	}
	if w, ok := record.ParseInterval(d.Now); ok && w.End != record.Never {
		p.Left, p.Dated = int(w.End-on), true
	}
	reports, err := e.of(ctx, d.Block)
	if err != nil {
		return p, err
	}
	for _, s := range d.Promise.Steps {
		if s.On > on.String() {
			break
		}
		t := Turn{Step: s, Reports: []record.Report{}}
		for _, key := range s.Facts {
			if rep, ok := reports[key]; ok {
				t.Reports = append(t.Reports, rep)
			}
		}
		p.Turns = append(p.Turns, t)
	}
	return p, nil
}

func (e *evidence) of(ctx context.Context, block string) (map[string]record.Report, error) {
	if got, ok := e.blocks[block]; ok {
		return got, nil
	}
	reports, cs, err := e.store.Block(ctx, block)
	if err != nil {
		return nil, err
	}
	got := make(map[string]record.Report, len(reports))
	for _, rep := range reports {
		rep.Fact, rep.Confirmed, _ = record.Apply(rep.Fact, cs)
		got[rep.Fact.Key] = rep
	}
	e.blocks[block] = got
	return got, nil
}
