package desk

import (
	"bytes"
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
)

// How much of a graph is shown.
const (
	graphNodes = 30 // drawn
	graphEdges = 90 // drawn
	graphRows  = 200
)

// graphFields are the conditions that a graph is asked with.
var graphFields = []string{"act", "party", "status", "from", "to"}

type graphPage struct {
	Form    url.Values
	Wrong   map[string]string
	Choices []choice
	Graph   *ask.Graph // nil when the form holds a fault
	Rows    []graphRow
	Drawing *wheel
	Files   string // the query of the files, with its mark
}

// A graphRow is an edge in the table.
type graphRow struct {
	ask.Edge
	ByAct []actCount // most articles first
}

// An actCount is how many articles tell of an act.
type actCount struct {
	Act      string
	Articles int
}

func byAct(e *ask.Edge) []actCount {
	var out []actCount
	for _, act := range slices.Sorted(maps.Keys(e.Acts)) {
		out = append(out, actCount{act, e.Acts[act]})
	}
	slices.SortStableFunc(out, func(a, b actCount) int { return cmp.Compare(b.Articles, a.Articles) })
	return out
}

// graphForm returns the conditions of an address that a graph knows.
func graphForm(v url.Values) url.Values {
	out := url.Values{}
	for _, name := range graphFields {
		if s := strings.TrimSpace(v.Get(name)); s != "" {
			out.Set(name, s)
		}
	}
	return out
}

func (q *request) graphQuery() (url.Values, store.Query, error) {
	form := graphForm(q.r.URL.Query())
	query, err := q.desk.Record.ParseQuery(form)
	return form, query, err
}

func relationsGraph(q *request) error {
	form, query, err := q.graphQuery()
	p := &graphPage{Form: form, Wrong: map[string]string{}, Choices: []choice{
		{"act", "act", ask.Meetings()},
		{"status", "status", []string{"occurred", "ongoing", "planned"}},
	}}
	if err != nil {
		for _, e := range ask.FieldErrors(err) {
			p.Wrong[e.Field] = q.cat.Text("want." + e.Want)
		}
		q.status = 400
		return q.render("graph", q.cat.Text("nav.graph"), p)
	}
	if p.Graph, err = q.desk.Record.GraphOf(q.r.Context(), query); err != nil {
		return err
	}
	for i := range p.Graph.Edges {
		if i == graphRows {
			break
		}
		e := &p.Graph.Edges[i]
		p.Rows = append(p.Rows, graphRow{*e, byAct(e)})
	}
	p.Drawing = q.wheelOf(p.Graph)
	form.Set(hlField, q.cat.Lang)
	p.Files = "?" + form.Encode()
	form.Del(hlField)
	return q.render("graph", q.cat.Text("nav.graph"), p)
}

// graphFile sends the graph for programs that draw and measure graphs.
func graphFile(q *request) error {
	q.speak()
	form, query, err := q.graphQuery()
	if err != nil {
		return err
	}
	g, err := q.desk.Record.GraphOf(q.r.Context(), query)
	if err != nil {
		return err
	}
	n := &export.Network{Title: q.cat.Text("nav.graph") + ": " + q.describe(form)}
	for _, x := range g.Nodes {
		n.Nodes = append(n.Nodes, export.NetworkNode{Code: x.Code, Name: q.codeName(x.Code), Articles: x.Articles})
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		to := export.NetworkEdge{A: e.Pair[0], B: e.Pair[1], Articles: e.Articles, Last: e.Last}
		for _, a := range byAct(e) {
			to.Acts = append(to.Acts, export.NetworkAct{Act: a.Act, Articles: a.Articles})
		}
		n.Edges = append(n.Edges, to)
	}
	name, write := "attache.graphml", export.GraphML
	if strings.HasSuffix(q.r.URL.Path, ".gexf") {
		name, write = "attache.gexf", export.GEXF
	}
	var b bytes.Buffer
	if err := write(&b, n); err != nil {
		return err
	}
	q.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return q.fresh("application/xml; charset=utf-8", b.Bytes())
}
