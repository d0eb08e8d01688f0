package export

import (
	"iter"
	"slices"

	"github.com/attache-project/attache/record"
)

// A promised is an event that was announced.
type promised struct {
	r     *Record
	e     *record.Event
	state record.State
}

func (r *Record) promises() iter.Seq[promised] {
	return func(yield func(promised) bool) {
		for i := range r.Events {
			e := &r.Events[i]
			if e.Promise != nil && !yield(promised{r, e, e.Promise.On(r.day())}) {
				return
			}
		}
	}
}

// promiseTable has a row for each event that was announced.
func promiseTable() table {
	return tableOf("promises", "one row for each act that was announced, with what became of it", (*Record).promises, []column[promised]{
		{"event", textCell, "id of the event", func(x *promised) any { return x.e.ID }},
		{"act", textCell, "what is done", func(x *promised) any { return x.e.Act }},
		{"parties", listCell, "codes of all who take part", func(x *promised) any { return x.e.Parties }},
		{"state", textCell, "how it stands on the day of the export: open, overdue, lapsed, unknown, or the kind of the step that brought it there", func(x *promised) any { return x.state.State }},
		{"since", textCell, "day of the step that brought it there", func(x *promised) any { return x.state.Since }},
		{"due", textCell, "when it is due, EDTF, as last told; empty: no day told", func(x *promised) any { return x.state.Due }},
		{"due_from", textCell, "first day of that time, ISO 8601", func(x *promised) any { return bound(x.state.Due, true) }},
		{"due_to", textCell, "last day of that time", func(x *promised) any { return bound(x.state.Due, false) }},
		{"announced", textCell, "day on which it was first told", func(x *promised) any { return x.e.Promise.Steps[0].On }},
		{"redated", numberCell, "how many times it was put off or moved", func(x *promised) any {
			n := 0
			for _, s := range x.e.Promise.Steps {
				if s.Kind == record.Redated {
					n++
				}
			}
			return n
		}},
		{"steps", listCell, "its steps: day, kind, when it was then due", func(x *promised) any {
			var out []string
			for _, s := range x.e.Promise.Steps {
				out = append(out, s.String())
			}
			return out
		}},
		{"url", linkCell, "address of the first article that has one", func(x *promised) any { return firstAddress(x.e.Reports) }},
		{"words", spanCell, "words of the first report", func(x *promised) any { return firstWords(x.e.Reports) }},
	})
}

// stepTable has a row for each step of a promise.
func stepTable() table {
	type row struct {
		e *record.Event
		n int
	}
	each := func(r *Record) iter.Seq[row] {
		return func(yield func(row) bool) {
			for p := range r.promises() {
				for n := range p.e.Promise.Steps {
					if !yield(row{p.e, n}) {
						return
					}
				}
			}
		}
	}
	step := func(x *row) *record.Step { return &x.e.Promise.Steps[x.n] }
	return tableOf("steps", "one row for each step in the life of a promise", each, []column[row]{
		{"event", textCell, "id of the event", func(x *row) any { return x.e.ID }},
		{"step", numberCell, "1 for the first", func(x *row) any { return x.n + 1 }},
		{"kind", textCell, "announced, confirmed, re-dated, kept, kept late, kept in part, changed, cancelled, disputed, not kept", func(x *row) any { return step(x).Kind }},
		{"on", textCell, "day of the first report that tells it", func(x *row) any { return step(x).On }},
		{"due", textCell, "when the act was due after it, EDTF", func(x *row) any { return step(x).Due }},
		{"due_from", textCell, "first day of that time, ISO 8601", func(x *row) any { return bound(step(x).Due, true) }},
		{"due_to", textCell, "last day of that time", func(x *row) any { return bound(step(x).Due, false) }},
		{"reports", listCell, "keys of the reports that tell it", func(x *row) any { return step(x).Facts }},
	})
}

// levelTable has a row for each stage of the relations of two states.
func levelTable() table {
	each := func(r *Record) iter.Seq[*record.Rung] {
		return func(yield func(*record.Rung) bool) {
			for i := range r.Levels {
				if !yield(&r.Levels[i]) {
					return
				}
			}
		}
	}
	type row = *record.Rung
	return tableOf("levels", "one row for each stage in the relations of two states", each, []column[row]{
		{"level_id", textCell, "id of the stage: key of its first report", func(x *row) any { return (*x).ID }},
		{"party_a", textCell, "code of the one state", func(x *row) any { return (*x).Dyad[0] }},
		{"party_b", textCell, "code of the other", func(x *row) any { return (*x).Dyad[1] }},
		{"level", textCell, "rung of the ladder of relations, as most reports tell it", func(x *row) any { return (*x).Level }},
		{"components", listCell, "of the names of the level: comprehensive, strategic, partnership, …", func(x *row) any { return (*x).Components }},
		{"move", textCell, "upgrade, downgrade, restore, break, confirm", func(x *row) any { return (*x).Move }},
		{"status", textCell, "announced, signed, in-force: the furthest told", func(x *row) any { return (*x).Status }},
		{"time", textCell, "when, EDTF", func(x *row) any { return (*x).Time }},
		{"first_published", textCell, "day of its first report", func(x *row) any { return (*x).First }},
		{"last_published", textCell, "day of its last report", func(x *row) any { return (*x).Last }},
		{"names", listCell, "what outlets call it: language and words", func(x *row) any {
			var out []string
			for _, n := range (*x).Names {
				out = append(out, n.Lang+": "+n.Words)
			}
			return out
		}},
		{"reports", numberCell, "how many reports tell it", func(x *row) any { return len((*x).Reports) }},
		{"contradictions", numberCell, "on how many attributes reports differ", func(x *row) any { return len((*x).Variants) }},
		{"url", linkCell, "address of the first article that has one", func(x *row) any { return firstAddress((*x).Reports) }},
		{"words", spanCell, "words of its first report", func(x *row) any { return firstWords((*x).Reports) }},
	})
}

// contradictionTable has a row for each value on which reports differ.
func contradictionTable() table {
	type row struct {
		of, kind, act string
		parties       []string
		reports       []record.Report
		v             *record.Variation
		n             int
	}
	each := func(r *Record) iter.Seq[row] {
		return func(yield func(row) bool) {
			values := func(x row, vs []record.Variation) bool {
				for i := range vs {
					x.v = &vs[i]
					for x.n = range x.v.Values {
						if !yield(x) {
							return false
						}
					}
				}
				return true
			}
			for i := range r.Events {
				e := &r.Events[i]
				if !values(row{of: e.ID, kind: "event", act: e.Act, parties: e.Parties, reports: e.Reports}, e.Variations) {
					return
				}
			}
			for i := range r.Levels {
				l := &r.Levels[i]
				if !values(row{of: l.ID, kind: "level", act: "level", parties: l.Dyad[:], reports: l.Reports}, l.Variants) {
					return
				}
			}
		}
	}
	value := func(x *row) *record.Value { return &x.v.Values[x.n] }
	return tableOf("contradictions", "one row for each value on which reports differ; those of one attribute of one event stand together", each, []column[row]{
		{"event", textCell, "id of the event or level", func(x *row) any { return x.of }},
		{"kind", textCell, "event, level", func(x *row) any { return x.kind }},
		{"act", textCell, "what is done", func(x *row) any { return x.act }},
		{"parties", listCell, "codes of all who take part", func(x *row) any { return x.parties }},
		{"attribute", textCell, "date, kind, place, documents, duration, amount, status, level", func(x *row) any { return x.v.Attribute }},
		{"phase", textCell, "planned, occurred: announced or happened", func(x *row) any { return x.v.Phase }},
		{"rank", numberCell, "1 for the value most told", func(x *row) any { return x.n + 1 }},
		{"value", textCell, "what some reports say", func(x *row) any { return value(x).Value }},
		{"reports", listCell, "keys of the reports that say so", func(x *row) any { return value(x).Facts }},
		{"articles", listCell, "keys of their articles", func(x *row) any { return value(x).Articles }},
		{"outlets", listCell, "who printed them", func(x *row) any {
			var out []string
			for i := range x.reports {
				s := &x.reports[i].Source
				if slices.Contains(value(x).Articles, s.Key) && s.Outlet != "" && !slices.Contains(out, s.Outlet) {
					out = append(out, s.Outlet)
				}
			}
			return out
		}},
	})
}
