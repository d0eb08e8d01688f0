package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// pairsMost is how many pairs the page of dossiers names.
const pairsMost = 24

// A dossiersPage is a form for a pair, and the pairs of which most was told lately.
type dossiersPage struct {
	sides
	Names []string
	Pairs []ask.Edge
}

func dossiers(q *request) error {
	form := q.r.URL.Query()
	p := &dossiersPage{sides: q.sidesOf(form)}
	asked := form.Has("a") || form.Has("b") || form.Has("pair")
	switch {
	case !asked:
	case len(p.Wrong) > 0:
	case p.Pair[1] != "":
		return q.redirect(dossierAddress(p.Pair, ""))
	default:
		missing := "b"
		if p.A == "" {
			missing = "a"
		}
		p.Wrong[missing] = q.cat.Text("want.party")
	}
	if len(p.Wrong) > 0 {
		q.status = http.StatusBadRequest
	}
	g, err := q.desk.Record.GraphOf(q.r.Context(), store.Query{})
	if err != nil {
		return err
	}
	var codes []string
	for _, n := range g.Nodes {
		codes = append(codes, n.Code)
	}
	if p.Names, err = q.stateNames(codes...); err != nil {
		return err
	}
	p.Pairs = g.Edges[:min(len(g.Edges), pairsMost)]
	return q.render("dossiers", q.cat.Text("dossiers.title"), p)
}

// A dossierPage is a dossier with where it leads.
type dossierPage struct {
	*ask.Dossier
	Title string
	Now   *record.Rung // level last told
	Wrong map[string]string

	Entered string // day as it was asked for
}

// Query is the pair as a search takes it.
func (p *dossierPage) Query() string { return p.Pair[0] + "," + p.Pair[1] }

func dossier(q *request) error {
	a, b := q.r.PathValue("a"), q.r.PathValue("b")
	b, markdown := strings.CutSuffix(b, ".md")
	pair, err := q.desk.Record.Pair(a, b)
	if err != nil {
		if errors.Is(err, ask.ErrUnknown) || pair[0] != "" {
			return errBad{err}
		}
		return err
	}
	suffix := ""
	if markdown {
		suffix = ".md"
	}
	if pair != [2]string{a, b} {
		to := dossierAddress(pair, suffix)
		if q.r.URL.RawQuery != "" {
			to += "?" + q.r.URL.RawQuery
		}
		return q.redirect(to)
	}
	p := &dossierPage{Wrong: map[string]string{}}
	on := q.dayOf(q.r.URL.Query(), "on", p.Wrong)
	if len(p.Wrong) > 0 {
		if markdown {
			return &ask.FieldError{Field: "on", Want: "day", Value: q.r.URL.Query().Get("on")}
		}
		q.status = http.StatusBadRequest
	}
	if p.Dossier, err = q.desk.Record.DossierOf(q.r.Context(), pair, on); err != nil {
		return err
	}
	p.Title = q.codeName(pair[0]) + " – " + q.codeName(pair[1])
	p.Entered = cmp.Or(q.r.URL.Query().Get("on"), p.On)
	if n := len(p.Levels); n > 0 {
		p.Now = &p.Levels[n-1]
	}
	if markdown {
		name := "attache-" + pair[0] + "-" + pair[1] + "-" + p.On + ".md"
		return q.download(name, "text/markdown; charset=utf-8", dossierMarkdown(q, p))
	}
	return q.render("dossier", p.Title, p)
}

func dossierAddress(pair [2]string, suffix string) string {
	return "/dossier/" + url.PathEscape(pair[0]) + "/" + url.PathEscape(pair[1]) + suffix
}
