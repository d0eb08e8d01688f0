package desk

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// hitsPage is how many hits a page shows.
const hitsPage = 20

// A searchPage is a form and what it found.
type searchPage struct {
	Asked    bool
	Filtered bool // by more than words
	Form     url.Values
	Found    *ask.Found // nil when the form holds a fault
	Wrong    map[string]string
	Choices  []choice
	Texts    []string
	Days     []string
	Tabs     []tab // articles, or facts of one kind
	Taken    []taken
	paging
	Feeds []alternate // the same search for readers of feeds
	Keep  string      // the conditions, to be kept under a name
	label func(name, value string) string
}

// A choice is a field of which the values are known.
type choice struct {
	Name   string
	Term   string // kind of term by which values are named
	Values []string
}

// A tab leads to the same search for another kind of thing.
type tab struct {
	Name, Address string
	Here          bool
}

// taken is a condition in force.
type taken struct{ Name, Value string }

// Label names a value of a condition.
func (p *searchPage) Label(name, value string) string { return p.label(name, value) }

var (
	searchTexts = []string{"speaker", "party", "pair", "outlet", "entity"}
	searchDays  = []string{"from", "to", "when-from", "when-to"}
	// conditions in the order in which they are shown.
	conditions = []string{"kind", "act", "status", "polarity", "speaker", "entity", "party", "pair", "type", "outlet", "lang", "from", "to", "when-from", "when-to"}
)

func choices() []choice {
	return []choice{
		{"kind", "kind", []string{record.KindEvent, record.KindStatement, record.KindInstrument, record.KindLevel}},
		{"act", "act", slices.Sorted(maps.Keys(record.Acts()))},
		{"status", "status", []string{"occurred", "ongoing", "planned", "hypothetical"}},
		{"polarity", "polarity", []string{"affirmed", "negated", "denied"}},
		{"lang", "language", []string{"es", "en", "ru"}},
	}
}

func search(q *request) error {
	form := q.r.URL.Query()
	for name, values := range form { // fields left empty
		if len(values) == 0 || values[0] == "" {
			delete(form, name)
		}
	}
	p := &searchPage{Form: form, Wrong: map[string]string{}, Choices: choices(), Texts: searchTexts, Days: searchDays, label: q.label}
	for _, name := range conditions {
		if v := form.Get(name); v != "" {
			p.Filtered = true
			p.Taken = append(p.Taken, taken{name, v})
		}
	}
	p.Asked = p.Filtered || form.Get("q") != ""
	query, err := q.desk.Record.ParseQuery(form)
	if err != nil {
		for _, e := range ask.FieldErrors(err) {
			p.Wrong[e.Field] = q.cat.Text("want." + e.Want)
		}
		p.Filtered = true
		q.status = 400
		return q.render("search", q.cat.Text("search.title"), p)
	}
	query.Limit = hitsPage
	if p.Found, err = q.desk.Record.Search(q.r.Context(), query, true); err != nil {
		return err
	}
	p.Tabs = q.tabs(form, &query)
	p.paging = pagesBeside("/search", form, query.Offset, hitsPage, p.Found.More)
	title := q.cat.Text("search.title")
	if w := form.Get("q"); w != "" {
		title = w + " – " + title
	}
	p.Feeds, p.Keep = q.alternates(form), filter(form).Encode()
	return q.render("search", title, p, p.Feeds...)
}

// label names a value of a condition for readers.
func (q *request) label(name, value string) string {
	r := q.desk.Record
	switch name {
	case "kind", "act", "status", "polarity":
		return q.cat.Term(name, value)
	case "lang":
		return q.cat.Term("language", value)
	case "speaker", "entity":
		if n, ok := r.PersonName(value); ok {
			return nameIn(n, q.cat.Lang)
		}
	case "party":
		return nameIn(r.NameOf(value), q.cat.Lang)
	case "pair":
		if a, b, ok := strings.Cut(value, ","); ok {
			return q.label("party", strings.TrimSpace(a)) + " – " + q.label("party", strings.TrimSpace(b))
		}
	case "from", "to", "when-from", "when-to":
		return q.cat.Day(value)
	}
	return value
}

// tabs are what a search can be for. Articles alone are found by words alone.
func (q *request) tabs(form url.Values, query *store.Query) []tab {
	var out []tab
	if query.Words != "" {
		words := url.Values{"q": {query.Words}}
		out = append(out, tab{q.cat.Text("search.articles"), narrow("/search", words, "", ""), query.ForArticles()})
	}
	for _, k := range []string{record.KindEvent, record.KindStatement, record.KindInstrument, record.KindLevel} {
		out = append(out, tab{q.cat.Term("kinds", k), narrow("/search", form, "kind", k), len(query.Kinds) == 1 && query.Kinds[0] == k})
	}
	return out
}
