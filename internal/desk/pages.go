package desk

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/message"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
)

// pages are the templates in one language.
type pages struct{ by map[string]*template.Template }

func (p *pages) execute(w io.Writer, name string, data any) error {
	t := p.by[name]
	if t == nil {
		return fmt.Errorf("there is no page %q", name)
	}
	return t.ExecuteTemplate(w, "layout", data)
}

// fragment writes a part of a page alone.
func (p *pages) fragment(w io.Writer, name, part string, data any) error {
	return p.by[name].ExecuteTemplate(w, part, data)
}

// shared are the templates that all pages use.
var shared = []string{"templates/layout.html", "templates/parts.html", "templates/correct.html"}

// parsePages reads every template, with the words of a language.
func parsePages(c *message.Catalog, r *ask.Record) (*pages, error) {
	base, err := template.New("").Funcs(functions(c, r)).Option("missingkey=error").ParseFS(templates, shared...)
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(templates, "templates/*.html")
	if err != nil {
		return nil, err
	}
	out := &pages{map[string]*template.Template{}}
	for _, f := range files {
		if slices.Contains(shared, f) {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if t, err = t.ParseFS(templates, f); err != nil {
			return nil, err
		}
		out.by[strings.TrimSuffix(path.Base(f), ".html")] = t
	}
	return out, nil
}

// functions are what templates can call.
func functions(c *message.Catalog, r *ask.Record) template.FuncMap {
	in := func(n names.Name) string { return nameIn(n, c.Lang) }
	code := func(code string) string { return codeName(r, code, c.Lang) }
	party := func(p record.Party) string { return partyName(r, &p, c.Lang) }
	return template.FuncMap{
		"t":      c.Text,
		"n":      c.Count,
		"num":    c.Number,
		"term":   c.Term,
		"day":    c.Day,
		"when":   c.When,
		"moment": c.Moment,
		"month":  c.MonthOf,
		"lang":   func() string { return c.Lang },

		"code":   code,  // name of a state or organisation
		"party":  party, // name of a party
		"person": func(id string) string { return party(record.Party{Entity: id}) },
		"speaker": func(value string) record.Party { // of a correction
			if p, err := record.ParseParty(value); err == nil {
				return p
			}
			return record.Party{Name: value}
		},
		"office": func(key string) string { return officeName(r, key, c.Lang) },
		"name":   in, // of a names.Name
		"script": scriptLang,
		"known":  func(id string) bool { _, ok := r.PersonName(id); return ok },
		"named":  func(m map[string]string) string { return namedIn(m, c.Lang) },

		"place": func(p *record.Place) string { return placeName(r, p, c.Lang) },
		"told":  func(attribute, value string) string { return toldIn(c, attribute, value) },

		"passage":  segmentsOf,
		"external": external,
		"shorten":  shorten,
		"query":    query,
		"narrow":   narrow,
		"dict":     dict,
		"list":     func(v ...any) []any { return v },
		"add":      func(a, b int) int { return a + b },
		"minus":    func(a int) int { return -a },
		"date":     func(s string) string { return s[:min(len(s), len("2006-01-02"))] },
		"isdue":    func(s string) bool { return s == record.Overdue || s == record.Lapsed },
		"mark":     stateMark,
	}
}

// nameIn returns a name in a language, or else in another.
func nameIn(n names.Name, lang string) string {
	switch lang {
	case "es":
		return cmp.Or(n.ES, n.EN, n.RU)
	case "ru":
		return cmp.Or(n.RU, n.EN, n.ES)
	}
	return cmp.Or(n.EN, n.ES, n.RU)
}

// codeName names a state or organisation in a language.
func codeName(r *ask.Record, code, lang string) string { return nameIn(r.NameOf(code), lang) }

// partyName names a party in a language, as far as the directory knows it.
func partyName(r *ask.Record, p *record.Party, lang string) string {
	if n, ok := r.PersonName(p.Entity); ok {
		return nameIn(n, lang)
	}
	return cmp.Or(p.Name, p.Entity)
}

// codeName names a state or organisation to the reader.
func (q *request) codeName(code string) string { return codeName(q.desk.Record, code, q.cat.Lang) }

// partyName names a party to the reader.
func (q *request) partyName(p *record.Party) string { return partyName(q.desk.Record, p, q.cat.Lang) }

func namedIn(m map[string]string, lang string) string {
	return cmp.Or(m[lang], m["en"], m["es"], m["ru"])
}

// scriptLang tells the language of words in letters that only one of the languages
// read has: "ru" for Cyrillic ones, "" for others.
func scriptLang(words string) string {
	if strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		return "ru"
	}
	return ""
}

// officeName names an office in a language.
func officeName(r *ask.Record, key, lang string) string {
	if d, err := r.Names(); err == nil {
		if n, ok := d.Office(key); ok {
			return nameIn(n, lang)
		}
	}
	return strings.ReplaceAll(key, "_", " ")
}

// stateMark is a sign for how a promise stands, beside the word for it.
func stateMark(state string) string {
	switch state {
	case record.Kept, record.KeptLate, record.KeptInPart, record.Changed:
		return "✓"
	case record.Cancelled, record.NotKept:
		return "✕"
	case record.Overdue, record.Lapsed:
		return "!"
	case record.Disputed:
		return "≠"
	case record.Redated:
		return "↷"
	}
	return "○"
}

// A piece is a stretch of a passage.
type piece struct {
	Text string
	Mark bool
}

// segmentsOf cuts a passage where its marks begin and end.
func segmentsOf(p store.Passage) []piece {
	var out []piece
	r := []rune(p.Text)
	at := 0
	for _, m := range p.Marks {
		from, to := max(m[0], at), min(m[1], len(r))
		if from >= to {
			continue
		}
		if at < from {
			out = append(out, piece{string(r[at:from]), false})
		}
		out = append(out, piece{string(r[from:to]), true})
		at = to
	}
	if at < len(r) {
		out = append(out, piece{string(r[at:]), false})
	}
	return out
}

// external returns an address that leads out of the desk, "" for what is no plain
// web address.
func external(address string) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// shorten cuts a text at a word after about n characters.
func shorten(n int, s string) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)[:n]
	cut := string(r)
	if i := strings.LastIndexAny(cut, " \n"); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:\n") + "…"
}

// query makes an address of a path and pairs of a name and a value; pairs without a
// value are left out.
func query(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// narrow makes an address of a path and the values of a query, one of them put in
// place of what it was; "" takes it out. Paging begins anew.
func narrow(path string, v url.Values, name, value string) string {
	c := url.Values{}
	for k, vs := range v {
		if k != name && (k != "offset" || name == "offset") {
			c[k] = vs
		}
	}
	if value != "" {
		c.Set(name, value)
	}
	if len(c) == 0 {
		return path
	}
	return path + "?" + c.Encode()
}

// A paging leads from a page of a list to the ones beside it: their addresses, ""
// where there is none.
type paging struct{ Back, Next string }

// pagesBeside returns the paging of a page that begins at a place of a list; a page
// holds size of it, and more tells whether the list goes on behind it.
func pagesBeside(path string, form url.Values, at, size int, more bool) (p paging) {
	if more {
		p.Next = narrow(path, form, "offset", strconv.Itoa(at+size))
	}
	switch {
	case at > size:
		p.Back = narrow(path, form, "offset", strconv.Itoa(at-size))
	case at > 0:
		p.Back = narrow(path, form, "offset", "")
	}
	return p
}

// dict makes a map of names and values, for parts that take several.
func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}
