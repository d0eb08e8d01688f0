package ask

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A Comparison is an event with a column for each outlet, or for each capital that
// speaks of it, and a row for each attribute that a report tells.
type Comparison struct {
	Event   *record.Event `json:"event"`
	By      string        `json:"by"` // outlet, capital
	Columns []string      `json:"columns"`
	Rows    []Row         `json:"rows"`
}

// A Row is an attribute of an event in a comparison.
type Row struct {
	Attribute string `json:"attribute"` // status, date, place, kind, level, documents, duration, amount, words
	Differs   bool   `json:"differs"`   // two columns tell it differently
	Cells     []Cell `json:"cells"`     // one for each column
}

// A Cell is what one column tells of an attribute; empty where it does not.
type Cell struct {
	Values []Telling `json:"values"`
}

// A Telling is one value with the facts that tell it, oldest first.
type Telling struct {
	Value string   `json:"value"`
	Lang  string   `json:"lang,omitempty"` // of the value, where it is in the words of an article
	Facts []string `json:"facts"`
}

// attributes that are compared, with what a fact tells of each.
var attributes = []struct {
	name string
	of   func(f *record.Fact) []string
}{
	{"status", func(f *record.Fact) []string {
		if f.Polarity != "" && f.Polarity != "affirmed" {
			return []string{f.Status + ", " + f.Polarity}
		}
		return one(f.Status)
	}},
	{"date", func(f *record.Fact) []string {
		if f.Lent {
			return nil
		}
		return one(f.Time)
	}},
	{"place", func(f *record.Fact) []string {
		if f.Place == nil {
			return nil
		}
		return one(f.Place.Name)
	}},
	{"kind", func(f *record.Fact) []string { return one(f.VisitKind) }},
	{"level", func(f *record.Fact) []string { return one(f.Level) }},
	{"documents", quantities("documents")},
	{"duration", quantities("duration")},
	{"amount", quantities("amount")},
	{"words", func(f *record.Fact) []string { return one(f.Words.Text) }},
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func quantities(kind string) func(f *record.Fact) []string {
	return func(f *record.Fact) []string {
		var out []string
		for _, q := range f.Quantities {
			if q.Kind == kind {
				out = append(out, q.Value)
			}
		}
		return out
	}
}

// Compare returns the event that a fact tells side by side: by outlet, or by
// capital, which leaves out what no capital says.
func (r *Record) Compare(ctx context.Context, id, by string) (*Comparison, error) {
	e, err := store.EventOf(ctx, r.Store, id)
	if err != nil {
		return nil, err
	}
	if by != "capital" {
		by = "outlet"
	}
	return compare(e, by), nil
}

func compare(e *record.Event, by string) *Comparison {
	c := &Comparison{Event: e, By: by, Columns: []string{}, Rows: []Row{}}
	column := func(r *record.Report) string {
		if by == "capital" {
			return r.Fact.Side
		}
		return cmp.Or(r.Source.Outlet, r.Source.Agency, "?")
	}
	for i := range e.Reports {
		if name := column(&e.Reports[i]); name != "" && !slices.Contains(c.Columns, name) {
			c.Columns = append(c.Columns, name)
		}
	}
	for _, a := range attributes {
		row := Row{Attribute: a.name, Cells: make([]Cell, len(c.Columns))}
		told := map[string]bool{} // what the columns tell, each as a whole
		for i, name := range c.Columns {
			cell := &row.Cells[i]
			cell.Values = []Telling{}
			for j := range e.Reports {
				rep := &e.Reports[j]
				if column(rep) != name {
					continue
				}
				for _, v := range a.of(&rep.Fact) {
					k := slices.IndexFunc(cell.Values, func(t Telling) bool { return t.Value == v })
					if k < 0 {
						k = len(cell.Values)
						t := Telling{Value: v}
						if a.name == "words" {
							t.Lang = rep.Source.Lang
						}
						cell.Values = append(cell.Values, t)
					}
					cell.Values[k].Facts = append(cell.Values[k].Facts, rep.Fact.Key)
				}
			}
			if len(cell.Values) > 0 {
				var all []string
				for _, t := range cell.Values {
					all = append(all, t.Value)
				}
				slices.Sort(all)
				told[strings.Join(all, "\n")] = true
			}
		}
		if len(told) > 0 {
			row.Differs = len(told) > 1 && a.name != "words"
			c.Rows = append(c.Rows, row)
		}
	}
	return c
}
