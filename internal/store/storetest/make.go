package storetest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// A page is an article to be made into an entry. Words in square brackets are
// those of its events and statements, in the order of the lists, and lose their
// brackets.
type page struct {
	url, outlet, agency, title, lang, published, retrieved string
	text                                                   string
	events                                                 []act
	statements                                             []string // ids of the speakers
}

// An act is an event of a page.
type act struct {
	kind     string // act of the record: visit, talks, sign, accuse
	from, to []string
	time     string
	status   string // occurred when empty
	denied   bool
}

// people are the entities of the tests: states and who belongs to them.
var people = []reading.Entity{
	state("KAZ", "Kazajistán", "Kazakhstan", "Казахстан"), state("UZB", "Uzbekistán", "Uzbekistan", "Узбекистан"),
	state("FRA", "Francia", "France", "Франция"), state("VNM", "Vietnam", "Viet Nam", "Вьетнам"), state("RUS", "Rusia", "Russia", "Россия"),
	{ID: "kassym-jomart-tokayev", Kind: "person", Name: names.Name{ES: "Kasim-Yomart Tokáyev", EN: "Kassym-Jomart Tokayev", RU: "Касым-Жомарт Токаев"}, Country: "KAZ"},
	{ID: "emmanuel-macron", Kind: "person", Name: names.Name{ES: "Emmanuel Macron", EN: "Emmanuel Macron", RU: "Эмманюэль Макрон"}, Country: "FRA"},
}

func state(code, es, en, ru string) reading.Entity {
	return reading.Entity{ID: code, Kind: "state", Code: reading.Maybe(code), Name: names.Name{ES: es, EN: en, RU: ru}}
}

// entry makes the entry of a page.
func (p page) entry() store.Entry {
	spans, body := brackets(p.text)
	a := &text.Article{
		ID: "a", URL: p.url, Outlet: p.outlet, Agency: p.agency, Title: p.title, Lang: p.lang, Published: p.published, Retrieved: p.retrieved,
		Byline: "Ana Prueba", Text: body, SHA256: text.Digest(body),
	}
	r := bare(a)
	for i, e := range p.events {
		r.Events = append(r.Events, e.event(fmt.Sprintf("e%d", i+1), spans[i]))
		r.Entities = addPeople(r.Entities, slices.Concat(e.from, e.to))
	}
	for i, who := range p.statements {
		s := spans[len(p.events)+i]
		r.Statements = append(r.Statements, reading.Statement{
			ID: fmt.Sprintf("s%d", i+1), Kind: "indirect", Spans: []reading.Span{s}, Speaker: reading.Speaker{Entity: reading.Maybe(who)},
			Relay: []string{}, About: []string{}, Polarity: "affirmed", Rule: "test",
		})
		r.Entities = addPeople(r.Entities, []string{who})
	}
	return store.NewEntry(a, r, "engine 1")
}

// bare returns a reading of an article in which nothing was found.
func bare(a *text.Article) *reading.Reading {
	return &reading.Reading{
		Schema: reading.Schema,
		Article: reading.Article{
			ID: reading.Maybe(a.ID), URL: reading.Maybe(a.URL), Outlet: reading.Maybe(a.Outlet), Agency: reading.Maybe(a.Agency),
			Title: reading.Maybe(a.Title), Byline: reading.Maybe(a.Byline), Published: reading.Maybe(a.Published), Lang: a.Lang, SHA256: a.SHA256, Text: a.Text,
		},
		Entities: []reading.Entity{}, Times: []reading.Time{}, Statements: []reading.Statement{}, Events: []reading.Event{},
		Visits: []reading.Visit{}, Instruments: []reading.Instrument{}, Levels: []reading.Level{}, Agenda: []reading.Topic{},
		Unread: []reading.Unread{}, Notes: []string{},
	}
}

// event makes the event of an act told by some words.
func (a act) event(id string, words reading.Span) reading.Event {
	e := reading.Event{
		ID: id, Trigger: words, Actors: list(a.from), Recipients: list(a.to), Context: []string{}, Groups: []reading.Group{},
		Status: cmp.Or(a.status, "occurred"), Polarity: "affirmed", Rule: "test",
	}
	switch a.kind {
	case "visit":
		e.Type, e.Mode, e.CAMEO = "CONSULT", "visit", "042"
	case "talks":
		e.Type, e.Mode, e.CAMEO = "CONSULT", "meet", "046"
	case "sign":
		e.Type, e.CAMEO = "SUPPORT", "057"
	default:
		e.Type, e.CAMEO = strings.ToUpper(a.kind), "111"
	}
	if a.denied {
		e.Polarity = "denied"
	}
	if a.time != "" {
		e.Time = &reading.When{Value: reading.Maybe(a.time)}
	}
	return e
}

// list returns a list that is not nil.
func list(s []string) []string { return append([]string{}, s...) }

// addPeople adds entities that are not in the list.
func addPeople(to []reading.Entity, ids []string) []reading.Entity {
	for _, id := range ids {
		if slices.ContainsFunc(to, func(e reading.Entity) bool { return e.ID == id }) {
			continue
		}
		if i := slices.IndexFunc(people, func(e reading.Entity) bool { return e.ID == id }); i >= 0 {
			e := people[i]
			e.Roles, e.Mentions = []names.Role{}, []reading.Mention{}
			to = append(to, e)
		}
	}
	return to
}

// brackets returns the words in square brackets with their place in the text
// without them.
func brackets(s string) (spans []reading.Span, body string) {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "[")
		b.WriteString(before)
		if !ok {
			return spans, b.String()
		}
		words, rest, _ := strings.Cut(after, "]")
		start := utf8.RuneCountInString(b.String())
		spans = append(spans, reading.Span{Start: start, End: start + utf8.RuneCountInString(words), Text: words})
		b.WriteString(words)
		s = rest
	}
}

// visit is a page that tells of a visit of one state to another.
func visit(n int, from, to string) page {
	return page{
		url: fmt.Sprintf("https://faro.example/%s-%s/%d", from, to, n), outlet: "El Faro", title: fmt.Sprintf("Visita %d", n), lang: "es",
		published: fmt.Sprintf("2025-06-%02d", 1+n%28), text: unlike(n) + " El presidente [visitó] la capital.",
		events: []act{{kind: "visit", from: []string{from}, to: []string{to}}},
	}
}

// unlike returns words that no other text has.
func unlike(n int) string {
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, "palabra%dx%d ", n, i)
	}
	return b.String()
}

// add adds entries and returns what became of them.
func add(t *testing.T, s store.Store, entries ...store.Entry) []store.Added {
	t.Helper()
	out, err := s.Add(t.Context(), entries)
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != len(entries) {
		t.Fatalf("%d answers for %d entries", len(out), len(entries))
	}
	return out
}

// search returns the keys of what a query finds: of facts, or of articles.
func search(t *testing.T, s store.Store, q store.Query) []string {
	t.Helper()
	hits, err := s.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return hitKeys(hits)
}

func hitKeys(hits []store.Hit) []string {
	out := []string{}
	for i := range hits {
		if hits[i].Fact != nil {
			out = append(out, hits[i].Fact.Key)
		} else {
			out = append(out, hits[i].Source.Key)
		}
	}
	return out
}

// factKeys returns the keys of the facts of an entry.
func factKeys(e *store.Entry) []string {
	var out []string
	for i := range e.Facts {
		out = append(out, e.Facts[i].Key)
	}
	return out
}

// pairBlocks returns the blocks of a pair.
func pairBlocks(t *testing.T, s store.Store, a, b string) []string {
	t.Helper()
	out := []string{}
	for name, err := range s.Blocks(t.Context(), [2]string{a, b}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	return out
}

// reportsOf returns the keys of the facts of a block, sorted, and its corrections.
func reportsOf(t *testing.T, s store.Store, block string) ([]string, []record.Correction) {
	t.Helper()
	reports, cs, err := s.Block(t.Context(), block)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for i := range reports {
		out = append(out, reports[i].Fact.Key)
	}
	slices.Sort(out)
	return out, cs
}

// changed returns the blocks that are not settled, sorted.
func changed(t *testing.T, s store.Store) []string {
	t.Helper()
	out, err := s.Changed(t.Context(), 10_000)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// settled settles all blocks.
func settled(t *testing.T, s store.Store) {
	t.Helper()
	if err := store.Settle(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if left := changed(t, s); len(left) > 0 {
		t.Fatalf("blocks %v are not settled", left)
	}
}

// correct keeps a correction of a fact.
func correct(t *testing.T, s store.Store, f *record.Fact, c record.Correction) int64 {
	t.Helper()
	c.At, c.Author, c.Reason, c.Target = "2025-07-01T10:00:00Z", "ana", "read it again", record.AnchorOf(f)
	id, err := s.Correct(t.Context(), &c)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// same compares two values by their JSON and tells where they differ.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	w, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if string(g) != string(w) {
		t.Errorf("%s:\ngot  %s\nwant %s", what, g, w)
	}
}

// kept returns an article.
func kept(t *testing.T, s store.Store, key string) *store.Kept {
	t.Helper()
	k, err := s.Article(context.WithoutCancel(t.Context()), key)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sorted returns strings sorted.
func sorted(s ...string) []string { return slices.Sorted(slices.Values(s)) }
