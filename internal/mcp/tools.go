package mcp

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// How much answers hold, so that they fit what models read at once.
const (
	hitsDefault  = 10
	hitsMost     = 50
	reportsMost  = 30
	factsMost    = 60
	peopleMost   = 5
	lastMost     = 5
	promisesMost = 40
	ledgerDays   = 60
	calendarDays = 31
	outletsMost  = 50
)

type tools struct{ r *ask.Record }

// SearchIn asks for facts or articles.
type SearchIn struct {
	Words    string `json:"words,omitempty" jsonschema:"words that the article has; in quotation marks as a phrase"`
	Kind     string `json:"kind,omitempty" jsonschema:"kinds of facts, several with commas: event, statement, instrument, level"`
	Speaker  string `json:"speaker,omitempty" jsonschema:"who says it: a name or an id"`
	Entity   string `json:"entity,omitempty" jsonschema:"who takes part or speaks: a name or an id"`
	Party    string `json:"party,omitempty" jsonschema:"a state or organisation that is a side"`
	Pair     string `json:"pair,omitempty" jsonschema:"two of them with a comma between: KAZ,RUS"`
	Act      string `json:"act,omitempty" jsonschema:"visit, talks, call, sign, ratify, level, sanction and so on"`
	Status   string `json:"status,omitempty" jsonschema:"occurred, ongoing, planned, hypothetical"`
	Polarity string `json:"polarity,omitempty" jsonschema:"affirmed, negated, denied"`
	Outlet   string `json:"outlet,omitempty"`
	Lang     string `json:"lang,omitempty" jsonschema:"es, en or ru"`
	From     string `json:"from,omitempty" jsonschema:"first day of publication, such as 2026-01-31"`
	To       string `json:"to,omitempty" jsonschema:"last day of publication"`
	WhenFrom string `json:"when_from,omitempty" jsonschema:"first day of the act"`
	WhenTo   string `json:"when_to,omitempty" jsonschema:"last day of the act"`
	Best     bool   `json:"best,omitempty" jsonschema:"best match first instead of newest first"`
	Limit    int    `json:"limit,omitempty" jsonschema:"10 unless told, at most 50"`
	Offset   int    `json:"offset,omitempty"`
}

// query reads the conditions as the pages of the desk do.
func (t *tools) query(in *SearchIn) (store.Query, error) {
	v := url.Values{}
	for field, value := range map[string]string{
		"q": in.Words, "kind": in.Kind, "speaker": in.Speaker, "entity": in.Entity, "party": in.Party, "pair": in.Pair, "act": in.Act,
		"status": in.Status, "polarity": in.Polarity, "outlet": in.Outlet, "lang": in.Lang, "from": in.From, "to": in.To,
		"when-from": in.WhenFrom, "when-to": in.WhenTo, "offset": strconv.Itoa(in.Offset),
	} {
		v.Set(field, value)
	}
	q, err := t.r.ParseQuery(v)
	q.Best, q.Limit = in.Best, hitsDefault
	if in.Limit > 0 {
		q.Limit = min(in.Limit, hitsMost)
	}
	return q, err
}

// SearchOut is what was found.
type SearchOut struct {
	Notice   string    `json:"notice"`
	Facts    []Fact    `json:"facts,omitempty"`
	Articles []Passage `json:"articles,omitempty"`
	Next     int       `json:"next,omitempty" jsonschema:"offset at which there is more"`
}

// A Passage is an article and a piece of it.
type Passage struct {
	Article Source `json:"article"`
	Span    Span   `json:"span"`
	Quoted  Quoted `json:"quoted"`
}

func (t *tools) search(ctx context.Context, in SearchIn) (*SearchOut, error) {
	q, err := t.query(&in)
	if err != nil {
		return nil, err
	}
	found, err := t.r.Search(ctx, q, false)
	if err != nil {
		return nil, err
	}
	out := &SearchOut{Notice: Notice, Facts: factsOf(found.Hits)}
	for i := range found.Hits {
		if h := &found.Hits[i]; h.Fact == nil {
			p := &h.Passage
			out.Articles = append(out.Articles, Passage{
				sourceOf(&h.Source), Span{Start: p.Start, End: p.Start + utf8.RuneCountInString(p.Text)}, quote(p.Text, h.Source.Lang, cite(&h.Source), wordsMost),
			})
		}
	}
	if found.More {
		out.Next = q.Offset + len(found.Hits)
	}
	return out, nil
}

// ArticleIn names an article.
type ArticleIn struct {
	Key  string `json:"key" jsonschema:"key of the article; the beginning of it will do"`
	From int    `json:"from,omitempty" jsonschema:"from which code point of the text to read on"`
}

// ArticleOut is an article.
type ArticleOut struct {
	Notice   string   `json:"notice"`
	Article  Source   `json:"article"`
	From     int      `json:"from"`
	Total    int      `json:"total" jsonschema:"code points of the whole text"`
	Quoted   Quoted   `json:"quoted"`
	Facts    []Fact   `json:"facts"`
	More     int      `json:"more,omitempty" jsonschema:"how many facts more there are; search finds them"`
	Versions []Source `json:"versions,omitempty" jsonschema:"other articles of the same address"`
	Copies   []Source `json:"copies,omitempty" jsonschema:"articles with nearly the same text"`
}

func (t *tools) article(ctx context.Context, in ArticleIn) (*ArticleOut, error) {
	a, err := t.r.ArticleOf(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	text := []rune(a.Article.Text)
	if in.From < 0 || in.From > len(text) {
		return nil, fmt.Errorf("from: want a number from 0 to %d", len(text))
	}
	s := &a.Source
	out := &ArticleOut{
		Notice: Notice, Article: sourceOf(s), From: in.From, Total: len(text), Quoted: quote(string(text[in.From:]), s.Lang, cite(s), textMost), Facts: []Fact{},
	}
	for i := range a.Facts[:min(factsMost, len(a.Facts))] {
		out.Facts = append(out.Facts, factOf(&a.Facts[i], s))
	}
	out.More = len(a.Facts) - len(out.Facts)
	for i := range a.Versions {
		if a.Versions[i].Key != s.Key {
			out.Versions = append(out.Versions, sourceOf(&a.Versions[i]))
		}
	}
	for i := range a.Copies {
		out.Copies = append(out.Copies, sourceOf(&a.Copies[i]))
	}
	return out, nil
}

// FactIn names a fact.
type FactIn struct {
	Key string `json:"key" jsonschema:"key of the fact; the beginning of it will do"`
}

// FactOut is a fact.
type FactOut struct {
	Notice      string       `json:"notice"`
	Fact        Fact         `json:"fact"`
	Event       string       `json:"event,omitempty" jsonschema:"id of the event that it tells"`
	Corrections []Correction `json:"corrections,omitempty"`
}

// A Correction is what a person said of a fact.
type Correction struct {
	Action string `json:"action"`
	Field  string `json:"field,omitempty"`
	Value  string `json:"value,omitempty"`
	Author string `json:"author"`
	At     string `json:"at"`
	Reason string `json:"reason"`
	Undone bool   `json:"undone,omitempty"`
}

func (t *tools) fact(ctx context.Context, in FactIn) (*FactOut, error) {
	f, err := t.r.FactOf(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	out := &FactOut{Notice: Notice, Fact: factOf(&f.Report.Fact, &f.Source), Event: f.Event}
	for _, c := range f.Corrections {
		out.Corrections = append(out.Corrections, Correction{c.Action, c.Field, name(c.Value), name(c.Author), c.At, name(c.Reason), c.Undone != ""})
	}
	return out, nil
}

// EventIn names an event.
type EventIn struct {
	ID string `json:"id" jsonschema:"id of the event, or key of any of its reports"`
}

// EventOut is an event.
type EventOut struct {
	Notice  string `json:"notice"`
	Event   Event  `json:"event"`
	Reports []Fact `json:"reports" jsonschema:"oldest first"`
	More    int    `json:"more,omitempty" jsonschema:"how many reports more there are"`
}

func (t *tools) event(ctx context.Context, in EventIn) (*EventOut, error) {
	e, err := store.EventOf(ctx, t.r.Store, in.ID)
	if err != nil {
		return nil, err
	}
	rs := e.Reports[:min(reportsMost, len(e.Reports))]
	return &EventOut{Notice, eventOf(e), reportsOf(rs), len(e.Reports) - len(rs)}, nil
}

// CompareIn names an event and what its columns are.
type CompareIn struct {
	ID string `json:"id" jsonschema:"id of the event, or key of any of its reports"`
	By string `json:"by,omitempty" jsonschema:"outlet (unless told) or capital"`
}

// CompareOut is an event with a column for each outlet or capital.
type CompareOut struct {
	Notice  string   `json:"notice"`
	Event   Event    `json:"event"`
	By      string   `json:"by"`
	Columns []string `json:"columns"`
	Rows    []Row    `json:"rows"`
}

// A Row is an attribute; it has a cell for each column.
type Row struct {
	Attribute string   `json:"attribute"`
	Differs   bool     `json:"differs"`
	Cells     [][]Told `json:"cells"`
}

// Told is a value, or words of an article.
type Told struct {
	Value  string   `json:"value,omitempty"`
	Quoted *Quoted  `json:"quoted,omitempty"`
	Facts  []string `json:"facts"`
}

func (t *tools) compare(ctx context.Context, in CompareIn) (*CompareOut, error) {
	if in.By != "" && in.By != "outlet" && in.By != "capital" {
		return nil, fmt.Errorf("by: want outlet or capital, found %q", in.By)
	}
	c, err := t.r.Compare(ctx, in.ID, in.By)
	if err != nil {
		return nil, err
	}
	out := &CompareOut{Notice: Notice, Event: eventOf(c.Event), By: c.By, Columns: nameList(c.Columns)}
	for _, r := range c.Rows {
		row := Row{Attribute: r.Attribute, Differs: r.Differs}
		for i, cell := range r.Cells {
			told := []Told{}
			for _, v := range cell.Values {
				if r.Attribute == "words" {
					q := quote(v.Value, v.Lang, out.Columns[i], wordsMost)
					told = append(told, Told{Quoted: &q, Facts: v.Facts})
					continue
				}
				told = append(told, Told{Value: name(v.Value), Facts: v.Facts})
			}
			row.Cells = append(row.Cells, told)
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// DossierIn names a pair.
type DossierIn struct {
	A  string `json:"a" jsonschema:"a state or organisation, by code or name"`
	B  string `json:"b" jsonschema:"the other"`
	On string `json:"on,omitempty" jsonschema:"the day on which it stands so; today unless told"`
}

// DossierOut is what the record holds of a pair.
type DossierOut struct {
	Notice      string       `json:"notice"`
	Pair        [2]string    `json:"pair"`
	On          string       `json:"on"`
	Levels      []Level      `json:"levels,omitempty" jsonschema:"of relations, oldest first"`
	Next        []Promise    `json:"next,omitempty" jsonschema:"promised and not yet due"`
	Open        []Promise    `json:"open,omitempty" jsonschema:"overdue, disputed, without a day, lapsed"`
	Contacts    []Event      `json:"contacts,omitempty" jsonschema:"newest first"`
	Earlier     int          `json:"earlier,omitempty" jsonschema:"how many contacts more there are"`
	Differences []Difference `json:"differences,omitempty" jsonschema:"events on which reports differ, newest first"`
	Statements  []Fact       `json:"statements,omitempty" jsonschema:"of one side about the other, newest first"`
	Sources     store.Stats  `json:"sources" jsonschema:"what the record holds: on this rests that no report was seen"`
}

// A Level is a rung of the ladder of relations.
type Level struct {
	ID     string   `json:"id"`
	Level  string   `json:"level,omitempty"`
	Move   string   `json:"move"`
	Status string   `json:"status"`
	Time   string   `json:"time,omitempty"`
	First  string   `json:"first" jsonschema:"day of the first report"`
	Last   string   `json:"last" jsonschema:"day of the last report that affirms it"`
	Names  []Quoted `json:"quoted,omitempty"`
}

// A Difference is an attribute on which the reports of an event differ.
type Difference struct {
	Event   string   `json:"event"`
	Act     string   `json:"act"`
	Parties []string `json:"parties"`
	Variation
}

func (t *tools) dossier(ctx context.Context, in DossierIn) (*DossierOut, error) {
	pair, err := t.r.Pair(in.A, in.B)
	on, err2 := t.day("on", in.On, t.r.Today())
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	d, err := t.r.DossierOf(ctx, pair, on)
	if err != nil {
		return nil, err
	}
	out := &DossierOut{Notice: Notice, Pair: d.Pair, On: d.On, Next: promisesOf(d.Next), Open: promisesOf(d.Open), Earlier: d.Earlier, Sources: d.Sources}
	for i := range d.Levels {
		l := &d.Levels[i]
		x := Level{ID: l.ID, Level: l.Level, Move: l.Move, Status: l.Status, Time: l.Time, First: l.First, Last: l.Last}
		for _, n := range l.Names {
			x.Names = append(x.Names, quote(n.Words, n.Lang, "fact "+n.Facts[0], wordsMost))
		}
		out.Levels = append(out.Levels, x)
	}
	for i := range d.Contacts {
		out.Contacts = append(out.Contacts, eventOf(&d.Contacts[i]))
	}
	for i := range d.Disagreements[:min(reportsMost, len(d.Disagreements))] {
		x := &d.Disagreements[i]
		out.Differences = append(out.Differences, Difference{x.Event, x.Act, x.Parties, variationOf(&x.Variation)})
	}
	for _, side := range d.Statements {
		out.Statements = append(out.Statements, reportsOf(side.Reports[:min(reportsMost, len(side.Reports))])...)
	}
	return out, nil
}

// LedgerIn asks how promises stand.
type LedgerIn struct {
	Party   string `json:"party,omitempty" jsonschema:"of one state or organisation"`
	Pair    string `json:"pair,omitempty" jsonschema:"of two with a comma between: KAZ,RUS"`
	On      string `json:"on,omitempty" jsonschema:"the day on which they stand so; today unless told"`
	Days    int    `json:"days,omitempty" jsonschema:"how far around the day to look, 60 unless told"`
	Undated bool   `json:"undated,omitempty" jsonschema:"those without a day, too"`
	State   string `json:"state,omitempty" jsonschema:"open, overdue, disputed, kept, cancelled and so on"`
	Offset  int    `json:"offset,omitempty"`
}

// LedgerOut is how promises stand.
type LedgerOut struct {
	Notice   string           `json:"notice"`
	On       string           `json:"on"`
	States   []ask.FacetValue `json:"states" jsonschema:"how many stand how"`
	Promises []Promise        `json:"promises"`
	Next     int              `json:"next,omitempty" jsonschema:"offset at which there is more"`
	Sources  store.Stats      `json:"sources" jsonschema:"what the record holds: on this rests that no report was seen"`
}

func (t *tools) ledger(ctx context.Context, in LedgerIn) (*LedgerOut, error) {
	pair, err := t.sides(in.Party, in.Pair)
	on, err2 := t.day("on", in.On, t.r.Today())
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	if in.Days < 0 || in.Offset < 0 {
		return nil, errors.New("days, offset: want numbers that are not negative")
	}
	if in.Days == 0 {
		in.Days = ledgerDays
	}
	l, err := t.r.LedgerOf(ctx, ask.LedgerQuery{On: on, Days: in.Days, Undated: in.Undated, Pair: pair, State: in.State, Limit: promisesMost, Offset: in.Offset})
	if err != nil {
		return nil, err
	}
	out := &LedgerOut{Notice: Notice, On: l.On, States: l.States, Promises: []Promise{}, Sources: l.Sources}
	for i := range l.Promises {
		out.Promises = append(out.Promises, pledgeOf(&l.Promises[i]))
	}
	if l.More {
		out.Next = in.Offset + len(l.Promises)
	}
	return out, nil
}

// CalendarIn asks for a stretch of days.
type CalendarIn struct {
	From  string `json:"from,omitempty" jsonschema:"first day; today unless told"`
	To    string `json:"to,omitempty" jsonschema:"last day; 31 days later unless told"`
	Party string `json:"party,omitempty"`
	Pair  string `json:"pair,omitempty" jsonschema:"two with a comma between: KAZ,RUS"`
}

// CalendarOut is what was promised for a stretch of days.
type CalendarOut struct {
	Notice string    `json:"notice"`
	From   string    `json:"from"`
	To     string    `json:"to"`
	Days   []Promise `json:"days" jsonschema:"with a day of their own, by day"`
	Vague  []Promise `json:"vague" jsonschema:"due some time within the stretch"`
	More   int       `json:"more,omitempty" jsonschema:"how many more there are; a shorter stretch tells them"`
}

func (t *tools) calendar(ctx context.Context, in CalendarIn) (*CalendarOut, error) {
	pair, err := t.sides(in.Party, in.Pair)
	from, err2 := t.day("from", in.From, t.r.Today())
	to, err3 := t.day("to", in.To, from+calendarDays)
	if err := errors.Join(err, err2, err3); err != nil {
		return nil, err
	}
	if to < from {
		return nil, fmt.Errorf("to: want a day that is not before %s", from)
	}
	c, err := t.r.CalendarOf(ctx, from, to, pair)
	if err != nil {
		return nil, err
	}
	days, vague := c.Days[:min(promisesMost, len(c.Days))], c.Vague[:min(promisesMost, len(c.Vague))]
	return &CalendarOut{Notice, c.From, c.To, promisesOf(days), promisesOf(vague), len(c.Days) + len(c.Vague) - len(days) - len(vague)}, nil
}

// WhoIn is a name.
type WhoIn struct {
	Name string `json:"name" jsonschema:"a name in Spanish, English or Russian, or an id"`
}

// WhoOut are those of a name.
type WhoOut struct {
	Notice string   `json:"notice"`
	People []Person `json:"people"`
}

// A Person is a person, state or organisation.
type Person struct {
	ID         string            `json:"id"`
	Kind       string            `json:"kind,omitempty"`
	Code       string            `json:"code,omitempty"`
	Names      map[string]string `json:"names" jsonschema:"by language"`
	Offices    []ask.Office      `json:"offices,omitempty"`
	Facts      int               `json:"facts" jsonschema:"in the record"`
	Statements []Fact            `json:"statements,omitempty" jsonschema:"newest first"`
	Events     []Fact            `json:"events,omitempty" jsonschema:"newest first"`
}

func (t *tools) who(ctx context.Context, in WhoIn) (*WhoOut, error) {
	if in.Name == "" {
		return nil, errors.New("name: a name is wanted")
	}
	ps, err := t.r.Who(ctx, in.Name, peopleMost)
	if err != nil {
		return nil, err
	}
	out := &WhoOut{Notice: Notice, People: []Person{}}
	for _, p := range ps {
		x := Person{ID: name(p.ID), Kind: p.Kind, Code: p.Code, Names: map[string]string{}, Offices: p.Offices, Facts: p.Facts}
		for lang, n := range p.Name {
			x.Names[lang] = name(n)
		}
		x.Statements = factsOf(p.Statements[:min(lastMost, len(p.Statements))])
		x.Events = factsOf(p.Events[:min(lastMost, len(p.Events))])
		out.People = append(out.People, x)
	}
	return out, nil
}

// SourcesIn asks for nothing in particular.
type SourcesIn struct{}

// SourcesOut is what the record rests on.
type SourcesOut struct {
	Notice  string         `json:"notice"`
	Stats   store.Stats    `json:"stats"`
	Outlets []store.Outlet `json:"outlets" jsonschema:"most articles first"`
	More    int            `json:"more,omitempty" jsonschema:"how many outlets more there are"`
}

func (t *tools) sources(ctx context.Context, _ SourcesIn) (*SourcesOut, error) {
	st, err := t.r.Store.Stats(ctx)
	if err != nil {
		return nil, err
	}
	all, err := t.r.Store.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	out := &SourcesOut{Notice: Notice, Stats: st, Outlets: []store.Outlet{}}
	for _, o := range all[:min(outletsMost, len(all))] {
		o.Name = name(o.Name)
		out.Outlets = append(out.Outlets, o)
	}
	out.More = len(all) - len(out.Outlets)
	return out, nil
}

// sides returns the codes of a pair, of one side with "" beside it, or two "".
func (t *tools) sides(party, pair string) ([2]string, error) {
	q, err := t.r.ParseQuery(url.Values{"party": {party}, "pair": {pair}})
	if q.Pair != [2]string{} {
		return q.Pair, err
	}
	return [2]string{q.Party}, err
}

func (t *tools) day(field, s string, dflt record.Day) (record.Day, error) {
	if s == "" {
		return dflt, nil
	}
	d, err := record.ParseDay(s)
	if err != nil {
		return 0, &ask.FieldError{Field: field, Want: "day", Value: s}
	}
	return d, nil
}
