package ask

import (
	"context"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A Dossier is what the record holds of a pair on a day, laid out to be read before a
// visit. What was first told after the day is left out.
type Dossier struct {
	Pair          [2]string            `json:"pair"`
	On            string               `json:"on"`
	Levels        []record.Rung        `json:"levels"`        // oldest first
	Next          []store.Due          `json:"next"`          // open, their last day not past, the next first
	Open          []store.Due          `json:"open"`          // all others that had no outcome: overdue, disputed, without a day, lapsed
	Contacts      []record.Event       `json:"contacts"`      // told as done or going on, newest first, at most [Contacts]
	Earlier       int                  `json:"earlier"`       // how many contacts more there are
	Disagreements []store.Disagreement `json:"disagreements"` // newest first
	Statements    []Said               `json:"statements"`    // of each side about the other
	Sources       store.Stats          `json:"sources"`
	Facts         int                  `json:"facts"` // events, levels and statements that the dossier rests on
}

// Said is what the people of one side said about the other.
type Said struct {
	Side    string          `json:"side"`    // code of who speaks
	Reports []record.Report `json:"reports"` // newest first
}

// Contacts is how many past events a dossier lists.
const Contacts = 15

// DossierOf returns the dossier of a pair of codes on a day.
func (r *Record) DossierOf(ctx context.Context, pair [2]string, on record.Day) (*Dossier, error) {
	d, err := store.DossierOf(ctx, r.Store, pair, on)
	if err != nil {
		return nil, err
	}
	day := on.String()
	out := &Dossier{
		Pair: pair, On: day, Levels: []record.Rung{}, Next: []store.Due{}, Open: []store.Due{}, Contacts: []record.Event{},
		Disagreements: []store.Disagreement{}, Sources: d.Sources,
	}
	told := map[string]bool{}
	for i := range d.Events {
		if e := &d.Events[i]; e.Reports[0].Source.Published <= day {
			told[e.ID] = true
			out.Facts++
		}
	}
	for i := range d.Levels {
		if d.Levels[i].First <= day {
			out.Levels = append(out.Levels, d.Levels[i])
			out.Facts++
		}
	}
	for _, p := range d.Promises {
		w, ok := record.ParseInterval(p.Now)
		switch {
		case p.Since == "" || record.Ends(p.State):
		case p.State == record.Open && ok && w.End != record.Never && w.End >= on:
			p.Window = w
			out.Next = append(out.Next, p)
		default:
			out.Open = append(out.Open, p)
		}
	}
	slices.SortStableFunc(out.Next, func(a, b store.Due) int { return int(a.Window.End) - int(b.Window.End) })
	for i := len(d.Events) - 1; i >= 0; i-- {
		e := &d.Events[i]
		if !told[e.ID] || store.Start(e) > day || e.Polarity != "affirmed" || e.Status != "occurred" && e.Status != "ongoing" {
			continue
		}
		if len(out.Contacts) == Contacts {
			out.Earlier++
			continue
		}
		out.Contacts = append(out.Contacts, *e)
	}
	for _, x := range d.Disagreements {
		if told[x.Event] {
			out.Disagreements = append(out.Disagreements, x)
		}
	}
	for _, side := range pair {
		s := Said{Side: side, Reports: []record.Report{}}
		for _, rep := range d.Statements {
			if rep.Fact.Side == side && rep.Source.Published <= day {
				s.Reports = append(s.Reports, rep)
				out.Facts++
			}
		}
		out.Statements = append(out.Statements, s)
	}
	return out, nil
}
