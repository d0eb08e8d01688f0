package desk

import (
	"bytes"
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/record"
)

// timelinePage shows so many rows at once.
const timelineRows = 200

// A timelinePage is what happened between two, or to one.
type timelinePage struct {
	sides
	Names   []string
	Form    url.Values
	Choices []choice
	Asked   bool
	Rows    []timelineRow
	All     int
	Lately  bool // there is more than what the newest facts tell
	Heads   []sortHead
	Drawing *drawing
	Files   []tab
	paging
}

// A timelineRow is an event, or the beginning of a level.
type timelineRow struct {
	Event *record.Event
	Level *record.Rung
	when  record.Interval
	id    string
}

// A sortHead is the head of a column by which rows can be sorted.
type sortHead struct {
	Name    string
	Address string
	Sort    string // of aria-sort: ascending, descending, none
}

// sorts are the columns by which a timeline can be sorted; a - before one turns the
// order round.
var sorts = []string{"when", "act", "status", "sources"}

func timeline(q *request) error {
	form := given(q.r.URL.Query())
	p := &timelinePage{sides: q.sidesOf(form), Form: form, Choices: []choice{
		{"act", "act", slices.Sorted(maps.Keys(record.Acts()))},
		{"status", "status", []string{"occurred", "ongoing", "planned", "hypothetical"}},
	}}
	n := q.narrowing(form, p.Wrong)
	var err error
	if p.Names, err = q.stateNames(); err != nil {
		return err
	}
	title := q.cat.Text("nav.timeline")
	if len(p.Wrong) > 0 || p.Pair[0] == "" {
		if len(p.Wrong) > 0 {
			q.status = http.StatusBadRequest
		}
		return q.render("timeline", title, p)
	}
	p.Asked = true
	t, more, err := q.timelineFor(p.Pair, n)
	if err != nil {
		return err
	}
	p.Lately = more
	p.rows(t)
	p.sort(q, form.Get("sort"))
	p.page(form)
	p.Drawing = draw(q.cat, t)
	v := without(without(form, "offset"), "sort")
	for _, name := range []string{"party", "pair", "a", "b"} {
		v.Del(name)
	}
	for name, values := range p.Values() {
		v[name] = values
	}
	p.Files = []tab{{q.cat.Text("timeline.json"), "/timeline.json?" + v.Encode(), false}, {q.cat.Text("timeline.csv"), "/timeline.csv?" + v.Encode(), false}}
	return q.render("timeline", title+": "+p.Title(), p)
}

// narrowing reads what a timeline is narrowed by.
func (q *request) narrowing(form url.Values, wrong map[string]string) ask.Narrowing {
	n := ask.Narrowing{Act: form.Get("act"), Status: form.Get("status")}
	for name, to := range map[string]*record.Day{"from": &n.From, "to": &n.To} {
		if form.Get(name) != "" {
			*to = q.dayOf(form, name, wrong)
		}
	}
	return n
}

func (p *timelinePage) rows(t *ask.Timeline) {
	for i := range t.Events {
		e := &t.Events[i]
		p.Rows = append(p.Rows, timelineRow{Event: e, when: ask.Window(e), id: e.ID})
	}
	for i := range t.Levels {
		l := &t.Levels[i]
		p.Rows = append(p.Rows, timelineRow{Level: l, when: ask.Since(l), id: l.ID})
	}
	p.All = len(p.Rows)
}

// sort puts the rows in the order that was asked for, by their time unless told.
func (p *timelinePage) sort(q *request, by string) {
	name, down := strings.CutPrefix(by, "-")
	if !slices.Contains(sorts, name) {
		name, down = sorts[0], false
	}
	when := func(a, b *timelineRow) int {
		return cmp.Or(cmp.Compare(a.when.Start, b.when.Start), cmp.Compare(a.when.End, b.when.End), cmp.Compare(a.id, b.id))
	}
	compare := map[string]func(a, b *timelineRow) int{
		"when":    when,
		"act":     func(a, b *timelineRow) int { return cmp.Compare(a.act(q), b.act(q)) },
		"status":  func(a, b *timelineRow) int { return cmp.Compare(a.status(q), b.status(q)) },
		"sources": func(a, b *timelineRow) int { return cmp.Compare(a.sources(), b.sources()) },
	}[name]
	slices.SortFunc(p.Rows, func(a, b timelineRow) int {
		c := compare(&a, &b)
		if down {
			c = -c
		}
		return cmp.Or(c, when(&a, &b))
	})
	for _, s := range sorts {
		h := sortHead{Name: s, Sort: "none"}
		to := s
		if s == name {
			h.Sort, to = "ascending", "-"+s
			if down {
				h.Sort, to = "descending", s
			}
		}
		h.Address = narrow("/timeline", p.Form, "sort", to)
		p.Heads = append(p.Heads, h)
	}
}

func (r *timelineRow) act(q *request) string {
	if r.Level != nil {
		return q.cat.Term("kind", record.KindLevel)
	}
	return q.cat.Term("act", r.Event.Act)
}

func (r *timelineRow) status(q *request) string {
	if r.Level != nil {
		return q.cat.Term("status", r.Level.Status)
	}
	return q.cat.Term("status", r.Event.Status)
}

func (r *timelineRow) sources() int {
	if r.Level != nil {
		return len(r.Level.Reports)
	}
	return r.Event.Articles
}

// page cuts the rows that one page shows.
func (p *timelinePage) page(form url.Values) {
	at, err := strconv.Atoi(form.Get("offset"))
	if err != nil || at < 0 {
		at = 0
	}
	if at >= len(p.Rows) { // the last page
		at = max(len(p.Rows)-1, 0) / timelineRows * timelineRows
	}
	rest := p.Rows[at:]
	p.paging = pagesBeside("/timeline", form, at, timelineRows, len(rest) > timelineRows)
	p.Rows = rest[:min(timelineRows, len(rest))]
}

// timelineAsked returns the timeline that a download asks for.
func (q *request) timelineAsked() (*ask.Timeline, *sides, error) {
	form := given(q.r.URL.Query())
	s := q.sidesOf(form)
	n := q.narrowing(form, s.Wrong)
	if s.Pair[0] == "" && len(s.Wrong) == 0 {
		s.Wrong["a"] = q.cat.Text("want.party")
	}
	for _, field := range slices.Sorted(maps.Keys(s.Wrong)) {
		return nil, nil, &ask.FieldError{Field: field, Want: map[string]string{"a": "party", "b": "party"}[field], Value: form.Get(field)}
	}
	t, _, err := q.timelineFor(s.Pair, n)
	return t, &s, err
}

// timelineFor returns the timeline of two, or of one what was told of it lately; more
// reports whether something is left out.
func (q *request) timelineFor(pair [2]string, n ask.Narrowing) (t *ask.Timeline, more bool, err error) {
	if pair[1] == "" {
		return q.desk.Record.LatelyOf(q.r.Context(), pair[0], n)
	}
	if t, err = q.desk.Record.TimelineOf(q.r.Context(), pair); err != nil {
		return nil, false, err
	}
	return t.Narrow(n), false, nil
}

// timelineTable answers with the events as a table of package export.
func timelineTable(q *request) error {
	t, s, err := q.timelineAsked()
	if err != nil {
		return err
	}
	r := &export.Record{Events: t.Events, Levels: t.Levels, Made: q.desk.Record.Today().Time(), Version: q.desk.Version}
	var b bytes.Buffer
	if err := export.Write(&b, "csv", r, &export.Options{Table: "events"}); err != nil {
		return err
	}
	return q.download(s.fileName()+".csv", "text/csv; charset=utf-8; header=present", b.Bytes())
}

// fileName names a file on the sides.
func (s *sides) fileName() string {
	return fileName("attache-" + strings.Trim(s.Pair[0]+"-"+s.Pair[1], "-"))
}
