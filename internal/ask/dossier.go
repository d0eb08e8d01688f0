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
	events := eventsOn(d.Events, day)
	for i := range d.Levels {
		reports := toldBy(d.Levels[i].Reports, day)
		if len(reports) == len(d.Levels[i].Reports) {
			out.Levels = append(out.Levels, d.Levels[i])
		} else {
			out.Levels = append(out.Levels, record.Levels(reports, nil)...)
		}
	}
	out.Facts = len(events) + len(out.Levels)
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
	for i := len(events) - 1; i >= 0; i-- {
		e := &events[i]
		for _, v := range e.Variations {
			out.Disagreements = append(out.Disagreements, store.Disagreement{Event: e.ID, Act: e.Act, Parties: e.Parties, Variation: v})
		}
		if store.Start(e) > day || e.Polarity != "affirmed" || e.Status != "occurred" && e.Status != "ongoing" {
			continue
		}
		if len(out.Contacts) == Contacts {
			out.Earlier++
			continue
		}
		out.Contacts = append(out.Contacts, *e)
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

// eventsOn returns events as their reports told them until a day. One of which some
// reports came later is joined again from those before.
func eventsOn(events []record.Event, day string) []record.Event {
	var out []record.Event
	for i := range events {
		e := &events[i]
		reports := toldBy(e.Reports, day)
		switch {
		case len(reports) == len(e.Reports):
			out = append(out, *e)
		case len(reports) > 0:
			// What a person joined falls apart again without that word: then it
			// stays as it is.
			if before := record.Merge(reports, nil); len(before) == 1 {
				out = append(out, before...)
			} else {
				out = append(out, *e)
			}
		}
	}
	return out
}

// toldBy returns the reports that were published until a day, and those of which
// nobody knows when.
func toldBy(reports []record.Report, day string) []record.Report {
	var out []record.Report
	for i := range reports {
		if reports[i].Source.Published <= day {
			out = append(out, reports[i])
		}
	}
	return out
}
