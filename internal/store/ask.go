package store

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/attache-project/attache/record"
)

// EventsOf returns the events of a pair of states or organisations, or with one
// code of all in which it is a side, oldest first, and the history of levels.
func EventsOf(ctx context.Context, s Store, pair [2]string) ([]record.Event, []record.Rung, error) {
	return EventsIn(ctx, s, s.Blocks(ctx, pair))
}

// EventsIn returns the events of blocks, oldest first, and the history of levels.
func EventsIn(ctx context.Context, s Store, blocks iter.Seq2[string, error]) ([]record.Event, []record.Rung, error) {
	var events []record.Event
	var rungs []record.Rung
	seen := map[string]bool{}
	for block, err := range blocks {
		if err != nil {
			return nil, nil, err
		}
		reports, cs, err := s.Block(ctx, block)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range record.Merge(reports, cs) {
			if !seen[e.ID] { // blocks that a correction ties together hold it twice
				seen[e.ID] = true
				events = append(events, e)
			}
		}
		for _, r := range record.Levels(reports, cs) {
			if !seen[r.ID] {
				seen[r.ID] = true
				rungs = append(rungs, r)
			}
		}
	}
	slices.SortStableFunc(events, func(a, b record.Event) int {
		return cmp.Or(cmp.Compare(Start(&a), Start(&b)), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(rungs, func(a, b record.Rung) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID))
	})
	return events, rungs, nil
}

// Start returns the first day of an event, or where no time is told the day of
// its first report; "" where that is unknown too.
func Start(e *record.Event) string {
	if iv, ok := record.ParseInterval(e.Time); ok {
		if iv.Start != record.Always {
			return iv.Start.String()
		}
		return iv.End.String()
	}
	return e.Reports[0].Source.Published
}

// A Dossier is what the record holds of a pair.
type Dossier struct {
	Pair          [2]string       `json:"pair"`
	On            string          `json:"on"`
	Levels        []record.Rung   `json:"levels"`
	Promises      []Due           `json:"promises"`      // open ones first, by the day they are due
	Events        []record.Event  `json:"events"`        // oldest first
	Disagreements []Disagreement  `json:"disagreements"` // newest first
	Statements    []record.Report `json:"statements"`    // of one side about the other, newest first
	Sources       Stats           `json:"sources"`       // what "no report seen" rests on
}

// A Disagreement is an attribute on which the reports of an event differ.
type Disagreement struct {
	Event     string           `json:"event"`
	Act       string           `json:"act"`
	Parties   []string         `json:"parties"`
	Variation record.Variation `json:"variation"`
}

// A Due is a promise and how it stands on a day.
type Due struct {
	PromiseRow
	State string `json:"state"`
	Now   string `json:"due,omitempty"` // EDTF, as it was told until that day
	Since string `json:"since"`
}

// Statements is how many statements a dossier holds.
const Statements = 50

// DossierOf makes the dossier of a pair as it stands on a day.
func DossierOf(ctx context.Context, s Store, pair [2]string, on record.Day) (*Dossier, error) {
	d := &Dossier{Pair: pair, On: on.String(), Promises: []Due{}, Disagreements: []Disagreement{}, Statements: []record.Report{}}
	var err error
	if d.Events, d.Levels, err = EventsOf(ctx, s, pair); err != nil {
		return nil, err
	}
	for i := range d.Events {
		e := &d.Events[i]
		if e.Promise != nil {
			d.Promises = append(d.Promises, DueAt(promiseRow("", e), on))
		}
	}
	for i := len(d.Events) - 1; i >= 0; i-- {
		e := &d.Events[i]
		for _, v := range e.Variations {
			d.Disagreements = append(d.Disagreements, Disagreement{e.ID, e.Act, e.Parties, v})
		}
	}
	sortDue(d.Promises)
	hits, err := s.Search(ctx, Query{Kinds: []string{record.KindStatement}, Pair: pair, Limit: Statements, Passages: -1})
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		d.Statements = append(d.Statements, record.Report{Fact: *h.Fact, Source: h.Source})
	}
	d.Sources, err = s.Stats(ctx)
	return d, err
}

// DueAt tells how a promise stands on a day; Since is empty where it was not
// announced by then.
func DueAt(row PromiseRow, on record.Day) Due {
	st := row.Promise.On(on)
	return Due{PromiseRow: row, State: st.State, Now: st.Due, Since: st.Since}
}

// order of states in a ledger: what wants attention first.
var order = []string{record.Overdue, record.Disputed, record.Open, record.Unknown, record.Lapsed}

// sortDue puts what is overdue first, then what is open by the day it is due,
// then what had its outcome, the latest first.
func sortDue(ds []Due) {
	rank := func(d *Due) int {
		if i := slices.Index(order, d.State); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(ds, func(a, b Due) int {
		ra, rb := rank(&a), rank(&b)
		if ra != rb {
			return cmp.Compare(ra, rb)
		}
		if ra == len(order) {
			return cmp.Or(cmp.Compare(b.Since, a.Since), cmp.Compare(a.Event, b.Event))
		}
		return cmp.Or(cmp.Compare(a.Window.End, b.Window.End), cmp.Compare(a.Event, b.Event))
	})
}

// A Ledger is how promises stand on a day.
type Ledger struct {
	On       string `json:"on"`
	Promises []Due  `json:"promises"`
	Sources  Stats  `json:"sources"`
}

// DueOn tells of the promises that are due within some days of a day, are overdue
// or lapsed since that many days, or had their outcome within them; with undated,
// also of those that have no day. party and pair, when given, choose among them.
func DueOn(ctx context.Context, s Store, on record.Day, days int, undated bool, pair [2]string) (*Ledger, error) {
	if err := Settle(ctx, s); err != nil {
		return nil, err
	}
	q := PromiseQuery{Within: record.Interval{Start: on - record.Day(days), End: on + record.Day(days)}, Undated: undated}
	if pair[1] == "" {
		q.Party = pair[0]
	} else {
		q.Pair = pair
	}
	rows, err := s.Promises(ctx, q)
	if err != nil {
		return nil, err
	}
	l := &Ledger{On: on.String(), Promises: []Due{}}
	for _, row := range rows {
		if d := DueAt(row, on); d.Since != "" { // announced by then
			l.Promises = append(l.Promises, d)
		}
	}
	sortDue(l.Promises)
	l.Sources, err = s.Stats(ctx)
	return l, err
}
