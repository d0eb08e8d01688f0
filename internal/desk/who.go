package desk

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
)

// How much the pages on who is who show.
const (
	whoFound = 30
	whoFacts = 20
)

type whoPage struct {
	Q     string
	Found []ask.Person
	Most  bool // there may be more
	Often []store.Entity
}

func who(q *request) error {
	p := &whoPage{Q: strings.TrimSpace(q.r.URL.Query().Get("q"))}
	title := q.cat.Text("nav.who")
	if p.Q != "" {
		var err error
		if p.Found, err = q.desk.Record.Who(q.r.Context(), p.Q, whoFound); err != nil {
			return err
		}
		p.Most = len(p.Found) == whoFound
		title = p.Q + " – " + title
	}
	return q.render("who", title, p)
}

type profilePage struct {
	*ask.Profile
	Heading string
	Names   []langName
	IsState bool // or an organisation: it has dossiers
	Spoken  string
	Acted   string
	Ledger  string
	Search  string
}

// A langName is a name in a language.
type langName struct{ Lang, Name string }

func whoIs(q *request) error {
	id := q.r.PathValue("id")
	if id == "" {
		return q.redirect("/who")
	}
	x, err := q.desk.Record.ProfileOf(q.r.Context(), id, whoFacts)
	if err != nil {
		return err
	}
	p := &profilePage{Profile: x, IsState: x.Code != "" && x.Code == x.ID}
	for _, lang := range []string{"es", "en", "ru"} {
		if n := x.Name[lang]; n != "" {
			p.Names = append(p.Names, langName{lang, n})
		}
	}
	p.Heading = cmp.Or(namedIn(x.Name, q.cat.Lang), x.ID)
	p.Spoken = "/search?" + url.Values{"kind": {"statement"}, "speaker": {x.ID}}.Encode()
	p.Acted = "/search?" + url.Values{"kind": {"event"}, "entity": {x.ID}}.Encode()
	p.Search = "/search?" + url.Values{"q": {`"` + p.Heading + `"`}}.Encode()
	p.Ledger = "/ledger?" + url.Values{"party": {x.Code}}.Encode()
	return q.render("profile", p.Heading, p)
}
