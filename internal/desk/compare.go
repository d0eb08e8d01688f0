package desk

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/record"
)

// A comparePage is an event side by side.
type comparePage struct {
	*ask.Comparison
	Tabs    []tab
	Table   []compareRow
	Differs int // rows on which columns differ
	reports map[string]*record.Report
}

type compareRow struct {
	Attribute string
	Differs   bool
	Cells     []compareCell
}

// A compareCell is what one outlet or capital tells. Differs marks one that tells it
// otherwise than most.
type compareCell struct {
	Values  []ask.Telling
	Differs bool
}

// Report returns the report of a fact.
func (p *comparePage) Report(key string) *record.Report { return p.reports[key] }

func compare(q *request) error {
	id := q.r.PathValue("id")
	c, err := q.desk.Record.Compare(q.r.Context(), id, q.r.URL.Query().Get("by"))
	if err != nil {
		return err
	}
	p := &comparePage{Comparison: c, reports: map[string]*record.Report{}}
	for i := range c.Event.Reports {
		r := &c.Event.Reports[i]
		p.reports[r.Fact.Key] = r
	}
	for _, by := range []string{"outlet", "capital"} {
		p.Tabs = append(p.Tabs, tab{q.cat.Text("compare." + by), query("/events/"+c.Event.ID+"/compare", "by", by), c.By == by})
	}
	for i := range c.Rows {
		row := compareRow{Attribute: c.Rows[i].Attribute, Differs: c.Rows[i].Differs}
		if row.Differs {
			p.Differs++
		}
		row.Cells = cellsOf(&c.Rows[i])
		p.Table = append(p.Table, row)
	}
	return q.render("compare", q.cat.Text("compare.title")+": "+q.cat.Term("act", c.Event.Act), p)
}

// cellsOf marks the cells of a row that tell it otherwise than most columns; where no
// value is told most, all of them.
func cellsOf(r *ask.Row) []compareCell {
	out := make([]compareCell, len(r.Cells))
	votes := map[string]int{}
	whole := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		out[i].Values = c.Values
		var vs []string
		for _, t := range c.Values {
			vs = append(vs, t.Value)
		}
		slices.Sort(vs)
		if whole[i] = strings.Join(vs, "\n"); whole[i] != "" {
			votes[whole[i]]++
		}
	}
	most, best := 0, ""
	for w, n := range votes {
		switch {
		case n > most:
			most, best = n, w
		case n == most:
			best = "" // no value leads
		}
	}
	for i := range out {
		out[i].Differs = r.Differs && whole[i] != "" && whole[i] != best
	}
	return out
}
