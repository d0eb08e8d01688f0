package storetest

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// Sizes of what is generated.
const (
	States    = 60
	outlets   = 200
	years     = 5
	late      = 8 // days by which an article may come late
	bodyWords = 210
	rare      = 40_000 // words of a language beside the frequent ones
)

// Generate yields n articles with readings, the same for the same n as far as they
// go: about 210 words in Spanish, English or Russian, some of them frequent and
// most of the others rare; two statements, two events, and a level, an instrument or
// another event; a few states that take part in much and many that take part in
// little. They come as news comes, in the order of publication over five years but
// for some days. One in twenty is a copy of a text before it, one in fifty another
// version.
func Generate(n int) iter.Seq[store.Entry] {
	return func(yield func(store.Entry) bool) {
		g := &generator{rng: rand.New(rand.NewPCG(2025, 11)), n: n}
		for i := range n {
			if !yield(g.next(i)) {
				return
			}
		}
	}
}

// State returns the code of a state of the generated articles, those that take part
// in most facts first.
func State(i int) string {
	return string([]byte{'A' + byte(i%26), 'A' + byte(i/26), 'X'})
}

// A generator makes articles.
type generator struct {
	rng  *rand.Rand
	n    int      // how many are made
	last []copyOf // texts that may be copied
}

// A copyOf is what a copy has in common with its model.
type copyOf struct {
	lang, day, url string
	words          []string
}

// frequent are words that most articles of a language have.
var frequent = map[string][]string{
	"es": strings.Fields(`el la de que y en un una los las por con para su al del se es como más este esta ministro presidente gobierno
		acuerdo visita reunión cooperación relaciones bilateral países exteriores asuntos embajador dijo afirmó anunció firmó subrayó
		energía comercio seguridad región cumbre delegación diálogo año semana hoy ayer durante entre sobre paz frontera proyecto`),
	"en": strings.Fields(`the of and to in a that is for on with as by at from this it was will minister president government
		agreement visit meeting cooperation relations bilateral countries foreign affairs ambassador said announced signed stressed
		energy trade security region summit delegation dialogue year week today yesterday during between about peace border project`),
	"ru": strings.Fields(`в и на с по для что это как о от за к из не также министр президент правительство
		соглашение визит встреча сотрудничество отношения двусторонний стран иностранных дел посол заявил сообщил подписал подчеркнул
		энергетика торговля безопасность регион саммит делегация диалог год неделя сегодня вчера время между мир граница проект`),
}

// syllables of which the rare words are made.
var syllables = map[string][]string{
	"es": strings.Fields("ca lo mi sen ta ru pe dor na ción ve mar tri gue ño lla bas to fe sul"),
	"en": strings.Fields("ac con der est ing man or per ry ship sol ter th ure ver ward ly ness bro gan"),
	"ru": strings.Fields("ва го де ни ств ра пре ков ли на ция сто ме об ре жи ще ль ский ту"),
}

// skewed returns a number below n, small ones more often than large ones.
func (g *generator) skewed(n int) int {
	return int(float64(n) * math.Pow(g.rng.Float64(), 2.2))
}

// word returns a word of a language.
func (g *generator) word(lang string) string {
	if g.rng.IntN(100) < 55 {
		f := frequent[lang]
		return f[g.skewed(len(f))]
	}
	n, syl := g.skewed(rare), syllables[lang]
	var b strings.Builder
	for range 3 {
		b.WriteString(syl[n%len(syl)])
		n /= len(syl)
	}
	if n > 0 {
		b.WriteString(syl[n])
	}
	return b.String()
}

// next makes the i-th entry.
func (g *generator) next(i int) store.Entry {
	lang := [...]string{"es", "es", "en", "en", "ru"}[g.rng.IntN(5)]
	start := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	day := start.AddDate(0, 0, max(0, i*years*365/max(g.n, 1)-g.rng.IntN(late)))
	outlet := g.skewed(outlets)
	url := fmt.Sprintf("https://outlet%d.example/%s/%d", outlet, day.Format("2006/01/02"), i)
	var words []string
	switch chance := g.rng.IntN(100); {
	case chance < 7 && len(g.last) > 0:
		m := g.last[g.rng.IntN(len(g.last))]
		lang, words = m.lang, append([]string{}, m.words...)
		words[g.rng.IntN(len(words))] = "urgente"
		day, _ = time.Parse(time.DateOnly, m.day)
		if chance < 2 {
			url = m.url
		}
	default:
		for range bodyWords - 20 + g.rng.IntN(41) {
			words = append(words, g.word(lang))
		}
	}
	m := copyOf{lang, day.Format(time.DateOnly), url, words}
	if len(g.last) < 300 {
		g.last = append(g.last, m)
	} else {
		g.last[g.rng.IntN(len(g.last))] = m
	}
	body := strings.Join(words, " ") + "."
	a := &text.Article{
		ID: fmt.Sprint(i), URL: url, Outlet: fmt.Sprintf("Outlet %d", outlet), Title: strings.Join(words[:6+g.rng.IntN(4)], " "), Lang: lang,
		Published: m.day, Retrieved: day.Add(time.Duration(10*3600+i) * time.Second).UTC().Format(time.RFC3339), Text: body, SHA256: text.Digest(body),
	}
	return store.NewEntry(a, g.read(a, words, day), "engine 1")
}

// acts are the events that are made, the frequent ones first.
var acts = []reading.Event{
	{Type: "CONSULT", Mode: "meet", CAMEO: "046"}, {Type: "CONSULT", Mode: "visit", CAMEO: "042"}, {Type: "COOPERATE", CAMEO: "040"},
	{Type: "SUPPORT", CAMEO: "057"}, {Type: "CONSULT", Mode: "phone", CAMEO: "041"}, {Type: "AID", CAMEO: "070"}, {Type: "ACCUSE", CAMEO: "112"},
	{Type: "REQUEST", CAMEO: "020"}, {Type: "REJECT", CAMEO: "120"}, {Type: "THREATEN", CAMEO: "130"}, {Type: "PROTEST", CAMEO: "140"},
	{Type: "SANCTION", Mode: "expel", CAMEO: "161"},
}

// read makes the reading of an article.
func (g *generator) read(a *text.Article, words []string, day time.Time) *reading.Reading {
	r := bare(a)
	var states []string
	for range 3 {
		states = append(states, State(g.skewed(States)))
	}
	for _, code := range states {
		if indexOf(r.Entities, code) {
			continue
		}
		person := fmt.Sprintf("person-%s-%d", strings.ToLower(code), g.rng.IntN(3))
		r.Entities = append(r.Entities,
			reading.Entity{ID: code, Kind: "state", Code: reading.Maybe(code), Name: names.Name{ES: "Estado " + code, EN: "State " + code, RU: "Страна " + code}, Roles: []names.Role{}, Mentions: []reading.Mention{}},
			reading.Entity{ID: person, Kind: "person", Country: reading.Maybe(code), Name: names.Name{ES: "Persona " + person, EN: "Person " + person, RU: "Лицо " + person}, Roles: []names.Role{}, Mentions: []reading.Mention{}})
	}
	who := func() string { return r.Entities[g.rng.IntN(len(r.Entities))].ID }
	at := g.spans(words)
	for i := range 2 {
		r.Statements = append(r.Statements, reading.Statement{
			ID: fmt.Sprintf("s%d", i+1), Kind: "indirect", Spans: []reading.Span{at(8)}, Speaker: reading.Speaker{Entity: reading.Maybe(who())},
			Cue: &reading.Cue{Span: at(1), Class: "say"}, Relay: []string{}, About: []string{who()}, Polarity: "affirmed", Rule: "generated",
		})
	}
	n := 2 + g.rng.IntN(2)
	for i := range n {
		e := acts[g.skewed(len(acts))]
		from := who()
		to := who()
		e.ID, e.Trigger, e.Actors, e.Recipients = fmt.Sprintf("e%d", i+1), at(1), []string{from}, []string{to}
		e.Context, e.Groups, e.Polarity, e.Status, e.Rule = []string{}, []reading.Group{}, "affirmed", "occurred", "generated"
		when := day.AddDate(0, 0, -g.rng.IntN(3))
		if g.rng.IntN(4) == 0 {
			e.Status, when = "planned", day.AddDate(0, 0, 1+g.rng.IntN(60))
		}
		span := at(2)
		e.Time = &reading.When{Value: reading.Maybe(when.Format(time.DateOnly)), Span: &span}
		r.Events = append(r.Events, e)
	}
	switch {
	case n == 3:
	case g.rng.IntN(2) == 0 && states[0] != states[1]:
		r.Levels = append(r.Levels, reading.Level{
			ID: "l1", Dyad: [2]string{min(states[0], states[1]), max(states[0], states[1])}, Words: at(2), Components: []string{"strategic"},
			Level: "strategic-partnership", Move: "confirm", Status: "in-force", Rule: "generated",
		})
	default:
		r.Instruments = append(r.Instruments, reading.Instrument{
			ID: "i1", Kind: "memorandum", Parties: []string{states[0], states[1]}, Status: "signed", Spans: []reading.Span{at(2)}, Rule: "generated",
		})
	}
	return r
}

func indexOf(es []reading.Entity, id string) bool {
	for i := range es {
		if es[i].ID == id {
			return true
		}
	}
	return false
}

// spans returns a function that goes through the words of a text and returns the
// next of them as a span, leaving some out before.
func (g *generator) spans(words []string) func(n int) reading.Span {
	i, point := 0, 0
	skip := func() {
		point += utf8.RuneCountInString(words[i]) + 1
		i++
	}
	return func(n int) reading.Span {
		for range 3 + g.rng.IntN(8) {
			skip()
		}
		start, from := point, i
		for range n {
			skip()
		}
		return reading.Span{Start: start, End: point - 1, Text: strings.Join(words[from:i], " ")}
	}
}
