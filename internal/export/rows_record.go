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
		{"event", text, "id of the event", func(x *promised) any { return x.e.ID }},
		{"act", text, "what is done", func(x *promised) any { return x.e.Act }},
		{"parties", list, "codes of all who take part", func(x *promised) any { return x.e.Parties }},
		{"state", text, "how it stands on the day of the export: open, overdue, lapsed, unknown, or the kind of the step that brought it there", func(x *promised) any { return x.state.State }},
		{"since", text, "day of the step that brought it there", func(x *promised) any { return x.state.Since }},
		{"due", text, "when it is due, EDTF, as last told; empty: no day told", func(x *promised) any { return x.state.Due }},
		{"due_from", text, "first day of that time, ISO 8601", func(x *promised) any { return bound(x.state.Due, true) }},
		{"due_to", text, "last day of that time", func(x *promised) any { return bound(x.state.Due, false) }},
		{"announced", text, "day on which it was first told", func(x *promised) any { return x.e.Promise.Steps[0].On }},
		{"redated", number, "how many times it was put off or moved", func(x *promised) any {
			n := 0
			for _, s := range x.e.Promise.Steps {
				if s.Kind == record.Redated {
					n++
				}
			}
			return n
		}},
		{"steps", list, "its steps: day, kind, when it was then due", func(x *promised) any {
			var out []string
			for _, s := range x.e.Promise.Steps {
				out = append(out, s.String())
			}
			return out
		}},
		{"url", link, "address of the first article that has one", func(x *promised) any { return firstAddress(x.e.Reports) }},
		{"words", span, "words of the first report", func(x *promised) any { return firstWords(x.e.Reports) }},
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
		{"event", text, "id of the event", func(x *row) any { return x.e.ID }},
		{"step", number, "1 for the first", func(x *row) any { return x.n + 1 }},
		{"kind", text, "announced, confirmed, re-dated, kept, kept late, kept in part, changed, cancelled, disputed, not kept", func(x *row) any { return step(x).Kind }},
		{"on", text, "day of the first report that tells it", func(x *row) any { return step(x).On }},
		{"due", text, "when the act was due after it, EDTF", func(x *row) any { return step(x).Due }},
		{"due_from", text, "first day of that time, ISO 8601", func(x *row) any { return bound(step(x).Due, true) }},
		{"due_to", text, "last day of that time", func(x *row) any { return bound(step(x).Due, false) }},
		{"reports", list, "keys of the reports that tell it", func(x *row) any { return step(x).Facts }},
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
		{"level_id", text, "id of the stage: key of its first report", func(x *row) any { return (*x).ID }},
		{"party_a", text, "code of the one state", func(x *row) any { return (*x).Dyad[0] }},
		{"party_b", text, "code of the other", func(x *row) any { return (*x).Dyad[1] }},
		{"level", text, "rung of the ladder of relations, as most reports tell it", func(x *row) any { return (*x).Level }},
		{"move", text, "upgrade, downgrade, restore, break, confirm", func(x *row) any { return (*x).Move }},
		{"status", text, "announced, signed, in-force: the furthest told", func(x *row) any { return (*x).Status }},
		{"time", text, "when, EDTF", func(x *row) any { return (*x).Time }},
		{"first_published", text, "day of its first report", func(x *row) any { return (*x).First }},
		{"last_published", text, "day of its last report", func(x *row) any { return (*x).Last }},
		{"names", list, "what outlets call it: language and words", func(x *row) any {
			var out []string
			for _, n := range (*x).Names {
				out = append(out, n.Lang+": "+n.Words)
			}
			return out
		}},
		{"reports", number, "how many reports tell it", func(x *row) any { return len((*x).Reports) }},
		{"contradictions", number, "on how many attributes reports differ", func(x *row) any { return len((*x).Variants) }},
		{"url", link, "address of the first article that has one", func(x *row) any { return firstAddress((*x).Reports) }},
		{"words", span, "words of its first report", func(x *row) any { return firstWords((*x).Reports) }},
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
		{"event", text, "id of the event or level", func(x *row) any { return x.of }},
		{"kind", text, "event, level", func(x *row) any { return x.kind }},
		{"act", text, "what is done", func(x *row) any { return x.act }},
		{"parties", list, "codes of all who take part", func(x *row) any { return x.parties }},
		{"attribute", text, "date, kind, place, documents, duration, amount, status, level", func(x *row) any { return x.v.Attribute }},
		{"phase", text, "planned, occurred: announced or happened", func(x *row) any { return x.v.Phase }},
		{"rank", number, "1 for the value most told", func(x *row) any { return x.n + 1 }},
		{"value", text, "what some reports say", func(x *row) any { return value(x).Value }},
		{"reports", list, "keys of the reports that say so", func(x *row) any { return value(x).Facts }},
		{"articles", list, "keys of their articles", func(x *row) any { return value(x).Articles }},
		{"outlets", list, "who printed them", func(x *row) any {
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
