package desk

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
)

// maxSearchName is how many characters the name of a search may have.
const maxSearchName = 120

// A savedSearch is a search that somebody keeps, as the page lists it.
type savedSearch struct {
	store.Search
	What    string // its conditions in words
	Address string
	Feeds   []alternate
}

type searchesPage struct {
	Searches []savedSearch
	Name     string // as it was entered, when something is wrong
	Query    string
	Wrong    string
}

func searches(q *request) error { return q.searches(&searchesPage{}) }

func (q *request) searches(p *searchesPage) error {
	all, err := q.desk.Record.Store.Searches(q.r.Context())
	if err != nil {
		return err
	}
	for _, s := range all {
		v, err := url.ParseQuery(s.Query)
		if err != nil {
			continue
		}
		v = filter(v)
		p.Searches = append(p.Searches, savedSearch{s, q.describe(v), narrow("/search", v, "", ""), q.alternates(v)})
	}
	return q.render("searches", q.cat.Text("searches.title"), p)
}

// keepSearch keeps the search of a form under a name.
func keepSearch(q *request) error {
	name := strings.Join(strings.Fields(q.r.FormValue("name")), " ")
	given, err := url.ParseQuery(q.r.FormValue("query"))
	if err != nil {
		return errBad{fmt.Errorf("the search to be kept: %w", err)}
	}
	query, err := q.desk.Record.ParseQuery(filter(given))
	if err != nil {
		return err
	}
	v := ask.Values(&query) // what is no condition is left out
	p := &searchesPage{Name: name, Query: v.Encode()}
	switch {
	case len(v) == 0:
		p.Wrong = q.cat.Text("searches.empty")
	case name == "":
		p.Wrong = q.cat.Text("searches.name.wanted")
	case utf8.RuneCountInString(name) > maxSearchName || !utf8.ValidString(name) || strings.ContainsRune(name, 0):
		p.Wrong = q.cat.Text("searches.name.long", maxSearchName)
	}
	if p.Wrong != "" {
		q.status = 400
		return q.searches(p)
	}
	if _, err := q.desk.Record.Store.PutSearch(q.r.Context(), &store.Search{Name: name, Query: v.Encode(), Author: q.who.Name}); err != nil {
		return err
	}
	return q.redirect("/searches")
}

func forgetSearch(q *request) error {
	id, err := strconv.ParseInt(q.r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	if err := q.desk.Record.Store.DeleteSearch(q.r.Context(), id); err != nil {
		return err
	}
	return q.redirect("/searches")
}
