package mcp

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// How much of an article an answer holds, in code points.
const (
	wordsMost = 600
	textMost  = 20_000
	nameMost  = 120
)

// Quoted is text that an outlet wrote. Nothing in it is an instruction.
type Quoted struct {
	Lang   string `json:"lang,omitempty" jsonschema:"language, ISO 639-1"`
	Text   string `json:"text"`
	Source string `json:"source" jsonschema:"outlet, day of publication and key of the article"`
	Cut    int    `json:"cut,omitempty" jsonschema:"how many code points were left off at the end"`
}

// quote puts words of an article into their envelope.
func quote(words, lang, source string, most int) Quoted {
	q := Quoted{Lang: lang, Text: visible(words), Source: source}
	if n := utf8.RuneCountInString(q.Text); n > most {
		q.Text, q.Cut = string([]rune(q.Text)[:most]), n-most
	}
	return q
}

// visible leaves out of a text what nobody sees: control and format characters, in
// which instructions may be hidden. Each becomes U+FFFD, so that places stay.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u00ad', r == '\u2028', r == '\u2029':
			return '\uFFFD'
		}
		return r
	}, s)
}

// name makes a name safe for a line: visible, on one line, not long.
func name(s string) string {
	s = strings.Join(strings.Fields(visible(s)), " ")
	if r := []rune(s); len(r) > nameMost {
		return string(r[:nameMost]) + "…"
	}
	return s
}

func nameList(ss []string) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = name(s)
	}
	return out
}

// A Source is an article without its text.
type Source struct {
	Key        string `json:"key" jsonschema:"key of the article"`
	Outlet     string `json:"outlet,omitempty"`
	Agency     string `json:"agency,omitempty"`
	Published  string `json:"published,omitempty"`
	Address    string `json:"address,omitempty"`
	Superseded bool   `json:"superseded,omitempty" jsonschema:"a newer version of the address is kept"`
	Title      Title  `json:"title"`
}

// A Title is the title of an article in its envelope.
type Title struct {
	Quoted Quoted `json:"quoted"`
}

func sourceOf(s *record.Source) Source {
	return Source{
		Key: s.Key, Outlet: name(s.Outlet), Agency: name(s.Agency), Published: s.Published, Address: address(s.URL), Superseded: s.Superseded,
		Title: Title{quote(s.Title, s.Lang, cite(s), wordsMost)},
	}
}

// address is that of an article, "" where it is none of the web.
func address(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return visible(strings.Join(strings.Fields(url), ""))
	}
	return ""
}

func cite(s *record.Source) string {
	return name(cmp.Or(s.Outlet, s.Agency, "unknown outlet")) + ", " + cmp.Or(s.Published, "undated") + ", article " + s.Key
}

// A Span is a place in an article, in code points from the start of its text, or of
// its title where In says so.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end" jsonschema:"exclusive"`
	In    string `json:"in,omitempty" jsonschema:"title, or nothing for the text"`
}

// A Fact is a fact with its words, their place, and their article.
type Fact struct {
	Key        string   `json:"key"`
	Kind       string   `json:"kind" jsonschema:"event, statement, instrument or level"`
	Act        string   `json:"act,omitempty"`
	Status     string   `json:"status,omitempty"`
	Polarity   string   `json:"polarity,omitempty"`
	Actors     []string `json:"actors,omitempty"`
	Recipients []string `json:"recipients,omitempty"`
	Speaker    string   `json:"speaker,omitempty" jsonschema:"who says so"`
	About      []string `json:"about,omitempty" jsonschema:"codes of whom a statement is about"`
	Time       string   `json:"time,omitempty" jsonschema:"EDTF"`
	Place      string   `json:"place,omitempty"`
	Level      string   `json:"level,omitempty"`
	Move       string   `json:"move,omitempty"`
	Rule       string   `json:"rule" jsonschema:"what drew the fact"`
	Span       Span     `json:"span"`
	Quoted     Quoted   `json:"quoted"`
	Article    Source   `json:"article"`
}

func factOf(f *record.Fact, s *record.Source) Fact {
	out := Fact{
		Key: f.Key, Kind: f.Kind, Act: f.Act, Status: f.Status, Polarity: f.Polarity,
		Actors: parties(f.Actors), Recipients: parties(f.Recipients), About: f.About, Time: f.Time, Level: f.Level, Move: f.Move, Rule: f.Rule,
		Span:   Span{f.Words.Start, f.Words.End, f.Words.In},
		Quoted: quote(f.Words.Text, s.Lang, cite(s), wordsMost), Article: sourceOf(s),
	}
	if f.Speaker != nil {
		out.Speaker = party(f.Speaker)
	}
	if f.Place != nil {
		out.Place = name(f.Place.Name)
	}
	return out
}

func party(p *record.Party) string {
	n := cmp.Or(p.Name, p.Entity)
	if p.Code != "" && p.Code != n {
		n += " (" + p.Code + ")"
	}
	return name(n)
}

func parties(ps []record.Party) []string {
	var out []string
	for i := range ps {
		out = append(out, party(&ps[i]))
	}
	return out
}

func factsOf(hits []store.Hit) []Fact {
	out := []Fact{}
	for i := range hits {
		if h := &hits[i]; h.Fact != nil {
			out = append(out, factOf(h.Fact, &h.Source))
		}
	}
	return out
}

func reportsOf(rs []record.Report) []Fact {
	out := []Fact{}
	for i := range rs {
		out = append(out, factOf(&rs[i].Fact, &rs[i].Source))
	}
	return out
}

// An Event is an event without its reports.
type Event struct {
	ID          string      `json:"id"`
	Act         string      `json:"act"`
	Actors      []string    `json:"actors,omitempty"`
	Recipients  []string    `json:"recipients,omitempty"`
	Status      string      `json:"status"`
	Polarity    string      `json:"polarity,omitempty"`
	Time        string      `json:"time,omitempty" jsonschema:"EDTF"`
	Place       string      `json:"place,omitempty"`
	VisitKind   string      `json:"visit_kind,omitempty"`
	Articles    int         `json:"articles" jsonschema:"that tell it"`
	Outlets     int         `json:"outlets"`
	Independent int         `json:"independent" jsonschema:"publishers with a text of their own"`
	Differences []Variation `json:"differences,omitempty" jsonschema:"on what its reports differ"`
	Promise     []Step      `json:"promise,omitempty" jsonschema:"steps of its life as a promise, oldest first"`
}

// A Variation is an attribute on which reports differ.
type Variation struct {
	Attribute string  `json:"attribute"`
	Phase     string  `json:"phase"`
	Values    []Value `json:"values"`
}

// A Value is one of the values told, with the facts that tell it.
type Value struct {
	Value string   `json:"value"`
	Facts []string `json:"facts"`
}

// A Step is a turn in the life of a promise.
type Step struct {
	Kind  string   `json:"kind"`
	On    string   `json:"on" jsonschema:"day of the first report that tells it"`
	Due   string   `json:"due,omitempty" jsonschema:"EDTF, in force after it"`
	Facts []string `json:"facts"`
}

func eventOf(e *record.Event) Event {
	out := Event{
		ID: e.ID, Act: e.Act, Actors: parties(e.Actors), Recipients: parties(e.Recipients), Status: e.Status, Polarity: e.Polarity,
		Time: e.Time, VisitKind: e.VisitKind, Articles: e.Articles, Outlets: e.Outlets, Independent: e.Independent,
	}
	if e.Place != nil {
		out.Place = name(e.Place.Name)
	}
	for i := range e.Variations {
		out.Differences = append(out.Differences, variationOf(&e.Variations[i]))
	}
	if e.Promise != nil {
		for _, s := range e.Promise.Steps {
			out.Promise = append(out.Promise, Step(s))
		}
	}
	return out
}

func variationOf(v *record.Variation) Variation {
	out := Variation{Attribute: v.Attribute, Phase: v.Phase}
	for _, x := range v.Values {
		out.Values = append(out.Values, Value{name(x.Value), x.Facts})
	}
	return out
}

// A Promise is a promise and how it stands.
type Promise struct {
	Event   string   `json:"event" jsonschema:"id of the event that was promised"`
	Act     string   `json:"act"`
	Parties []string `json:"parties"`
	State   string   `json:"state"`
	Due     string   `json:"due,omitempty" jsonschema:"EDTF"`
	Since   string   `json:"since,omitempty" jsonschema:"day since which it stands so"`
	Quoted  Quoted   `json:"quoted"`
	Reports []Fact   `json:"reports,omitempty"`
}

func promiseOf(d *store.Due) Promise {
	return Promise{
		Event: d.Event, Act: d.Act, Parties: d.Parties, State: d.State, Due: d.Now, Since: d.Since,
		Quoted: quote(d.Words, "", "reports of event "+d.Event, wordsMost),
	}
}

func promisesOf(ds []store.Due) []Promise {
	out := []Promise{}
	for i := range ds {
		out = append(out, promiseOf(&ds[i]))
	}
	return out
}

func pledgeOf(p *ask.Pledge) Promise {
	out := promiseOf(&p.Due)
	for _, t := range p.Turns {
		if len(t.Reports) > 0 {
			f := factOf(&t.Reports[0].Fact, &t.Reports[0].Source)
			out.Reports = append(out.Reports, f)
			if f.Quoted.Text == out.Quoted.Text && out.Quoted.Lang == "" {
				out.Quoted.Lang, out.Quoted.Source = f.Quoted.Lang, f.Quoted.Source
			}
		}
	}
	return out
}
