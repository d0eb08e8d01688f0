package desk

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/message"
)

// A request is one question of a browser on its way to a page.
type request struct {
	desk   *Desk
	w      http.ResponseWriter
	r      *http.Request
	cat    *message.Catalog
	theme  string // auto, light, dark
	who    access.Identity
	status int
}

// Names of the cookies that hold how a reader likes the pages.
const (
	langCookie  = "attache_lang"
	themeCookie = "attache_theme"
)

var themes = []string{"auto", "light", "dark"}

func (d *Desk) request(w http.ResponseWriter, r *http.Request) *request {
	q := &request{desk: d, w: w, r: r, theme: "auto", who: access.From(r.Context()), status: http.StatusOK}
	if c, err := r.Cookie(langCookie); err == nil && d.catalogs[c.Value] != nil {
		q.cat = d.catalogs[c.Value]
	} else {
		q.cat = message.Choose(d.catalogs, r.Header.Get("Accept-Language"))
	}
	if c, err := r.Cookie(themeCookie); err == nil && slices.Contains(themes, c.Value) {
		q.theme = c.Value
	}
	return q
}

// A page is what the layout shows.
type page struct {
	Lang      string
	Languages []string
	Theme     string
	Themes    []string
	Title     string
	Path      string // with the query, to come back to
	Section   string // first part of the path
	Words     string // searched for
	Who       access.Identity
	CanWrite  bool
	CanRule   bool
	Shared    bool // there are accounts: one can log out
	Version   string
	Feeds     []alternate
	Data      any
}

// An alternate is the same in another form.
type alternate struct{ Type, Title, Address string }

// render writes a page. Nothing is written before all of it is made, so that an
// error in the middle of a template becomes a page of its own.
func (q *request) render(name, title string, data any, feeds ...alternate) error {
	p := &page{
		Lang: q.cat.Lang, Languages: message.Languages(q.desk.catalogs), Theme: q.theme, Themes: themes, Title: title,
		Path: q.r.URL.RequestURI(), Section: section(q.r.URL.Path),
		Who: q.who, CanWrite: q.who.Role >= access.Curator, CanRule: q.who.Role >= access.Admin, Shared: q.desk.Accounts != nil,
		Version: q.desk.Version, Feeds: feeds, Data: data,
	}
	if p.Section == "search" {
		p.Words = q.r.URL.Query().Get("q")
	}
	if q.r.Method != http.MethodGet && q.r.Method != http.MethodHead {
		p.Path = "/"
	}
	var b bytes.Buffer
	if err := q.desk.pages[q.cat.Lang].execute(&b, name, p); err != nil {
		return err
	}
	return q.write("text/html; charset=utf-8", b.Bytes())
}

// write answers with a body of a type.
func (q *request) write(contentType string, body []byte) error {
	h := q.w.Header()
	h.Set("Content-Type", contentType)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Add("Vary", "Cookie, Accept-Language")
	q.w.WriteHeader(q.status)
	if q.r.Method == http.MethodHead {
		return nil
	}
	_, _ = q.w.Write(body) // the reader may be gone
	return nil
}

// download answers with a file to keep.
func (q *request) download(name, contentType string, body []byte) error {
	q.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return q.write(contentType, body)
}

// redirect sends the browser on with GET.
func (q *request) redirect(to string) error {
	http.Redirect(q.w, q.r, to, http.StatusSeeOther)
	return nil
}

func section(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

// settings keeps the language and theme that a reader chose.
func settings(q *request) error {
	for _, c := range []struct {
		name, value string
		ok          bool
	}{
		{langCookie, q.r.FormValue("lang"), q.desk.catalogs[q.r.FormValue("lang")] != nil},
		{themeCookie, q.r.FormValue("theme"), slices.Contains(themes, q.r.FormValue("theme"))},
	} {
		if c.ok {
			http.SetCookie(q.w, &http.Cookie{Name: c.name, Value: c.value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
		}
	}
	return q.redirect(access.Local(q.r.FormValue("back")))
}

// card writes the part "card" of a page alone, for a script that shows it beside the
// text.
func (q *request) card(name string, data any) error {
	var b bytes.Buffer
	if err := q.desk.pages[q.cat.Lang].fragment(&b, name, "card", data); err != nil {
		return err
	}
	return q.write("text/html; charset=utf-8", b.Bytes())
}
