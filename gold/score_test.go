package gold

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/reading"
)

const header = "title: Vera: «Habrá acuerdo»\noutlet: El Faro\npublished: 2025-10-09\nlang: es\n\n"

const body = `LIMA, 9 oct. — El canciller peruano, Juan Vera, viajó el miércoles a Quito y firmó un convenio de pesca.

«El mar es de todos», dijo. Afirmó que el comercio crecerá y que la frontera seguirá abierta. Según fuentes del Gobierno, «nadie cede».

Ecuador negó la entrada a tres barcos antes de fin de año. Días después hubo otra reunión en Quito, de la que no se informó.
`

// part returns the offset of the only place in s where words stand.
func part(t *testing.T, s, words string) int {
	t.Helper()
	if strings.Count(s, words) != 1 {
		t.Fatalf("%q stands %d times in the article", words, strings.Count(s, words))
	}
	return utf8.RuneCountInString(s[:strings.Index(s, words)])
}

// A table makes gold and readings of words of the article.
type table struct{ *testing.T }

func (t table) quote(words string, change ...func(*Quote)) Quote {
	q := Quote{Kind: "direct", Speaker: "Juan Vera", SpeakerMention: "Juan Vera", SpeakerStart: 100, CueStart: -1}
	q.Text, q.Start = words, part(t.T, header+body, words)
	q.End = q.Start + utf8.RuneCountInString(words)
	for _, c := range change {
		c(&q)
	}
	return q
}

func (t table) span(words string) reading.Span {
	at := part(t.T, body, words)
	return reading.Span{Start: at, End: at + utf8.RuneCountInString(words), Text: words}
}

// said is a statement of the words by an entity, a name and words that mention
// it; "" for none.
func (t table) said(words, entity, name, mention string) reading.Statement {
	st := reading.Statement{Kind: "direct", Spans: []reading.Span{t.span(words)}}
	st.Speaker.Entity, st.Speaker.Name = reading.Maybe(entity), reading.Maybe(name)
	if mention != "" {
		st.Speaker.Mention = &reading.Span{Text: mention}
	}
	return st
}

// score scores a reading of the article.
func (t table) score(a Article, r reading.Reading) *Scores {
	t.Helper()
	a.File, a.Text = "vera.txt", header+body
	a.Entities = []Entity{
		{Canonical: "Juan Vera", Type: "PER", Country: "PER", Mentions: []string{"Juan Vera", "el canciller peruano"}},
		{Canonical: "Government of Peru", Type: "ORG", Country: "PER", Mentions: []string{"Gobierno"}},
	}
	r.Article = reading.Article{Title: "Vera: «Habrá acuerdo»", Text: body}
	r.Entities = []reading.Entity{
		{ID: "x/vera", Name: names.Name{ES: "Juan Vera", RU: "Хуан Вера"}, Country: "PER"},
		{ID: "x/mora", Name: names.Name{ES: "Ana Mora"}, Country: "ECU"},
		{ID: "x/quito", Code: "ECU", Country: "XXX"},
	}
	sc, err := Score(&a, &r)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

// mistakes are the kinds of mistakes, joined.
func mistakes(sc *Scores) string {
	var kinds []string
	for _, m := range sc.Mistakes {
		kinds = append(kinds, m.Kind)
	}
	return strings.Join(kinds, ", ")
}

func count(c Count) string {
	return fmt.Sprintf("%d/%d %d/%d", c.FoundRight, c.Found, c.GoldRight, c.Gold)
}

func share(s Share) string { return fmt.Sprintf("%d/%d", s.Right, s.Of) }

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// Counts are written found right/found, gold right/gold.
func TestWordsOfStatements(t *testing.T) {
	tb := table{t}
	optional := func(q *Quote) { q.Flags = []string{"optional"} }
	cue := func(at int) func(*Quote) { return func(q *Quote) { q.CueStart = at } }
	said := func(words string) reading.Statement { return tb.said(words, "x/vera", "", "") }
	inTitle := said("El mar es de todos")
	inTitle.Spans[0] = reading.Span{Start: 7, End: 20, Text: "Habrá acuerdo", In: "title"}
	const both = "el comercio crecerá y que la frontera seguirá abierta"
	tests := []struct {
		name           string
		gold           []Quote
		found          []reading.Statement
		exact, overlap string
		mistakes       string
	}{
		{"same words", []Quote{tb.quote("El mar es de todos")}, []reading.Statement{said("El mar es de todos")}, "1/1 1/1", "1/1 1/1", ""},
		{"marks at the ends aside", []Quote{tb.quote("El mar es de todos")}, []reading.Statement{said("«El mar es de todos»,")}, "1/1 1/1", "1/1 1/1", ""},
		{"a word more", []Quote{tb.quote("el comercio crecerá")}, []reading.Statement{said("que el comercio crecerá")}, "0/1 0/1", "1/1 1/1", "wrong bounds"},
		{"half of the words", []Quote{tb.quote("nadie cede")}, []reading.Statement{said("nadie")}, "0/1 0/1", "1/1 1/1", "wrong bounds"},
		{"less than half", []Quote{tb.quote("El mar es de todos")}, []reading.Statement{said("es de todos», dijo. Afirmó")}, "0/1 0/1", "0/1 0/1", "missed quote, extra quote"},
		{"missed", []Quote{tb.quote("El mar es de todos")}, nil, "0/0 0/1", "0/0 0/1", "missed quote"},
		{"extra", nil, []reading.Statement{said("El mar es de todos")}, "0/1 0/0", "0/1 0/0", "extra quote"},
		{
			"the better of two, and the other is a piece of it", []Quote{tb.quote("El mar es de todos")},
			[]reading.Statement{said("El mar es de"), said("El mar es de todos")}, "1/1 1/1", "1/1 1/1", "",
		},
		{
			"a piece of a clause that is not found", []Quote{tb.quote(both)},
			[]reading.Statement{said("el comercio crecerá")}, "0/1 0/1", "0/1 0/1", "missed quote, extra quote",
		},
		{
			"several clauses of one cue", []Quote{tb.quote("el comercio crecerá", cue(7)), tb.quote("la frontera seguirá abierta", cue(7))},
			[]reading.Statement{said(both)}, "0/1 0/2", "1/1 2/2", "wrong bounds",
		},
		{
			"several clauses of two cues", []Quote{tb.quote("el comercio crecerá", cue(7)), tb.quote("la frontera seguirá abierta", cue(9))},
			[]reading.Statement{said(both)}, "0/1 0/2", "1/1 1/2", "missed quote, wrong bounds",
		},
		{"optional and found", []Quote{tb.quote("nadie cede", optional)}, []reading.Statement{said("nadie cede")}, "0/0 0/0", "0/0 0/0", ""},
		{"optional and missed", []Quote{tb.quote("nadie cede", optional)}, nil, "0/0 0/0", "0/0 0/0", ""},
		{"in the headline", []Quote{tb.quote("Habrá acuerdo")}, []reading.Statement{inTitle}, "1/1 1/1", "1/1 1/1", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sc := table{t}.score(Article{Quotes: tt.gold}, reading.Reading{Statements: tt.found})
			check(t, "exact", count(sc.Statements.Exact), tt.exact)
			check(t, "overlap", count(sc.Statements.Overlap), tt.overlap)
			check(t, "mistakes", mistakes(sc), tt.mistakes)
		})
	}
}

func TestSpeakers(t *testing.T) {
	tests := []struct {
		name                  string
		speaker, words        string // of the gold: canonical and mention
		entity, said, mention string // found
		right                 bool
	}{
		{"canonical name", "Juan Vera", "", "", "Juan Vera", "", true},
		{"accents and capitals aside", "Juan Vera", "", "", "JUÁN VERA", "", true},
		{"family name", "Juan Vera", "", "", "Vera", "", true},
		{"title before the name", "Juan Vera", "", "", "el doctor Juan Vera", "", true},
		{"a name between", "Juan Vera", "", "", "Juan Alberto Vera", "", false},
		{"given name", "Juan Vera", "", "", "Juan", "", false},
		{"name of the entity in any language", "Хуан Вера", "", "x/vera", "", "", true},
		{"another entity", "Juan Vera", "", "x/mora", "", "", false},
		{"mention of the entity in the gold", "Juan Vera", "", "x/vera", "", "El canciller peruano", true},
		{"words that the gold does not list, of a person", "Juan Vera", "el ministro", "", "", "el ministro", false},
		{"words that mention an office", "Ministry of Trade of Peru", "el Ministerio de Comercio", "", "", "Ministerio de Comercio", true},
		{"more words that mention an office", "Ministry of Trade of Peru", "el Ministerio", "", "", "el Ministerio de Comercio", true},
		{"other words that mention an office", "Ministry of Trade of Peru", "el Ministerio de Comercio", "", "", "el Ministerio de Pesca", false},
		{"function words only", "Ministry of Trade of Peru", "el de la", "", "", "el de la", false},
		{"words for an organisation", "Government of Peru", "fuentes del Gobierno", "", "", "fuentes del Gobierno", true},
		{"no name at all", "Juan Vera", "Juan Vera", "", "", "", false},
		{"two unnamed sources", "anonymous: officials", "fuentes", "", "anonymous: sources", "", true},
		{"an unnamed source that has a name", "anonymous: officials", "fuentes", "", "Ana Mora", "", false},
		{"nobody", "unknown", "", "", "", "", true},
		{"somebody for nobody", "unknown", "", "x/vera", "", "", false},
		{"the first of two", "Ana Mora; Juan Vera", "", "x/mora", "", "", true},
		{"the second of two", "Ana Mora; Juan Vera", "", "x/vera", "", "", true},
		{"articles aside", "Ministry of Trade of Peru", "the ministry", "", "", "a ministry", true},
		{"none of two", "Ana Mora; Juan Vera", "", "", "Luis Paz", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tb := table{t}
			q := tb.quote("nadie cede", func(q *Quote) { q.Speaker, q.SpeakerMention = tt.speaker, tt.words })
			sc := tb.score(Article{Quotes: []Quote{q}}, reading.Reading{Statements: []reading.Statement{tb.said("nadie cede", tt.entity, tt.said, tt.mention)}})
			n := "0"
			if tt.right {
				n = "1"
			}
			check(t, "right speaker", count(sc.Statements.Speaker), n+"/1 "+n+"/1")
			if want := map[bool]string{true: "", false: "wrong speaker"}[tt.right]; mistakes(sc) != want {
				t.Errorf("mistakes %q, want %q", mistakes(sc), want)
			}
			if tt.words == "" {
				check(t, "subject left out", share(sc.Statements.Elided), n+"/1")
			} else {
				check(t, "subject left out", share(sc.Statements.Elided), "0/0")
			}
		})
	}
}

// Where one reports that another said it, the same words are annotated twice;
// what is found is compared with the last.
func TestSameWordsTwice(t *testing.T) {
	tb := table{t}
	outer := tb.quote("nadie cede", func(q *Quote) { q.Speaker, q.CueStart = "Ana Mora", 7 })
	inner := tb.quote("nadie cede", func(q *Quote) { q.CueStart = 9 })
	sc := tb.score(Article{Quotes: []Quote{outer, inner}}, reading.Reading{Statements: []reading.Statement{tb.said("nadie cede", "x/vera", "", "")}})
	check(t, "right speaker", count(sc.Statements.Speaker), "1/1 1/2")
	check(t, "mistakes", mistakes(sc), "missed quote")
}

func TestChannels(t *testing.T) {
	tests := []struct{ name, gold, found, want, mistakes string }{
		{"same", "speech", "speech", "1/1", ""},
		{"outlet aside", "op-ed:El Faro", "op-ed", "1/1", ""},
		{"other", "speech", "interview", "0/1", "wrong channel"},
		{"not in the gold", "", "interview", "0/0", ""},
		{"not found", "speech", "", "0/0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tb := table{t}
			q := tb.quote("nadie cede", func(q *Quote) { q.Channel = tt.gold })
			st := tb.said("nadie cede", "x/vera", "", "")
			st.Channel = &reading.Channel{Kind: reading.Maybe(tt.found)}
			sc := tb.score(Article{Quotes: []Quote{q}}, reading.Reading{Statements: []reading.Statement{st}})
			check(t, "channel", share(sc.Statements.Channel), tt.want)
			check(t, "mistakes", mistakes(sc), tt.mistakes)
		})
	}
}

func TestEvents(t *testing.T) {
	tb := table{t}
	act := func(typ, words string, actors ...string) Event {
		return Event{Type: typ, Trigger: words, Start: part(t, header+body, words), Actors: actors, Status: "occurred"}
	}
	done := func(typ, words string, actors ...string) reading.Event {
		return reading.Event{Type: typ, Trigger: tb.span(words), Actors: actors, Status: "occurred", Polarity: "affirmed"}
	}
	with := func(e Event, change func(*Event)) Event { change(&e); return e }
	found := func(e reading.Event, change func(*reading.Event)) reading.Event { change(&e); return e }
	dated := func(v string) func(*Event) { return func(e *Event) { e.Date = v } }
	when := func(v string) func(*reading.Event) {
		return func(e *reading.Event) { e.Time = &reading.When{Value: reading.Maybe(v)} }
	}
	tests := []struct {
		name           string
		gold           []Event
		found          []reading.Event
		recall         string // strict, loose, any type
		parties        string
		status, dating string
		mistakes       string
	}{
		{"same", []Event{act("CONSULT", "viajó", "PER")}, []reading.Event{done("CONSULT", "viajó", "x/vera")}, "1/1 1/1 1/1", "1/1 1/1", "1/1", "0/0", ""},
		{"trigger overlaps", []Event{act("CONSULT", "viajó", "PER")}, []reading.Event{done("CONSULT", "viajó el miércoles", "PER")}, "1/1 1/1 1/1", "1/1 1/1", "1/1", "0/0", ""},
		{"only in the sentence", []Event{act("CONSULT", "viajó", "PER")}, []reading.Event{done("CONSULT", "firmó un convenio", "PER")}, "0/1 1/1 0/1", "0/0 0/0", "0/0", "0/0", "missed event"},
		{"in the next sentence", []Event{act("REJECT", "negó", "ECU")}, []reading.Event{done("REJECT", "hubo", "ECU")}, "0/1 0/1 0/1", "0/0 0/0", "0/0", "0/0", "missed event"},
		{"in the next paragraph", []Event{act("CONSULT", "viajó", "PER")}, []reading.Event{done("CONSULT", "dijo", "PER")}, "0/1 0/1 0/1", "0/0 0/0", "0/0", "0/0", "missed event"},
		{"headline and first sentence", []Event{act("AGREE", "Habrá acuerdo", "PER")}, []reading.Event{done("AGREE", "viajó", "PER")}, "0/1 0/1 0/1", "0/0 0/0", "0/0", "0/0", "missed event"},
		{"other type", []Event{act("CONSULT", "viajó", "PER")}, []reading.Event{done("SUPPORT", "viajó", "PER")}, "0/1 0/1 1/1", "0/0 0/0", "0/0", "0/0", "wrong type"},
		{"later name of a type", []Event{act("YIELD", "viajó", "PER")}, []reading.Event{done("CONCEDE", "viajó", "PER")}, "1/1 1/1 1/1", "1/1 1/1", "1/1", "0/0", ""},
		{
			"one for two", []Event{act("CONSULT", "viajó", "PER"), act("CONSULT", "viajó el miércoles", "PER")}, []reading.Event{done("CONSULT", "viajó", "PER")},
			"1/2 1/2 2/2", "1/1 1/1", "1/1", "0/0", "missed event",
		},
		{
			"party by the code, else the state", []Event{act("CONSULT", "viajó", "PER", "ECU", "EU")}, []reading.Event{done("CONSULT", "viajó", "x/vera", "x/quito", "org/EU")},
			"1/1 1/1 1/1", "3/3 3/3", "1/1", "0/0", "",
		},
		{
			"parties each once, whatever their part", []Event{with(act("CONSULT", "viajó", "PER"), func(e *Event) { e.Recipients = []string{"ECU"} })},
			[]reading.Event{found(done("CONSULT", "viajó", "ECU", "x/quito"), func(e *reading.Event) { e.Recipients = []string{"PER"} })},
			"1/1 1/1 1/1", "2/2 2/2", "1/1", "0/0", "",
		},
		{"wrong party", []Event{act("CONSULT", "viajó", "PER", "ECU")}, []reading.Event{done("CONSULT", "viajó", "COL", "ECU", "USA")}, "1/1 1/1 1/1", "1/3 1/2", "1/1", "0/0", "wrong parties"},
		{
			"negated by its polarity", []Event{with(act("REJECT", "negó", "ECU"), func(e *Event) { e.Status = "negated" })},
			[]reading.Event{found(done("REJECT", "negó", "ECU"), func(e *reading.Event) { e.Polarity = "negated" })}, "1/1 1/1 1/1", "1/1 1/1", "1/1", "0/0", "",
		},
		{
			"denied", []Event{with(act("REJECT", "negó", "ECU"), func(e *Event) { e.Status = "negated" })},
			[]reading.Event{found(done("REJECT", "negó", "ECU"), func(e *reading.Event) { e.Polarity = "denied" })}, "1/1 1/1 1/1", "1/1 1/1", "1/1", "0/0", "",
		},
		{
			"negated but it occurred", []Event{act("REJECT", "negó", "ECU")},
			[]reading.Event{found(done("REJECT", "negó", "ECU"), func(e *reading.Event) { e.Polarity = "negated" })}, "1/1 1/1 1/1", "1/1 1/1", "0/1", "0/0", "wrong status of an event",
		},
		{
			"planned", []Event{act("REJECT", "negó", "ECU")},
			[]reading.Event{found(done("REJECT", "negó", "ECU"), func(e *reading.Event) { e.Status = "planned" })}, "1/1 1/1 1/1", "1/1 1/1", "0/1", "0/0", "wrong status of an event",
		},
		{
			"date", []Event{with(act("REJECT", "negó", "ECU"), dated("2025-10"))}, []reading.Event{found(done("REJECT", "negó", "ECU"), when("2025-10"))},
			"1/1 1/1 1/1", "1/1 1/1", "1/1", "1/1", "",
		},
		{
			"open bound", []Event{with(act("REJECT", "negó", "ECU"), dated("2025-12-31"))}, []reading.Event{found(done("REJECT", "negó", "ECU"), when("../2025-12-31"))},
			"1/1 1/1 1/1", "1/1 1/1", "1/1", "1/1", "",
		},
		{
			"no date", []Event{with(act("REJECT", "negó", "ECU"), dated("2025-12-31"))}, []reading.Event{done("REJECT", "negó", "ECU")},
			"1/1 1/1 1/1", "1/1 1/1", "1/1", "0/1", "wrong date of an event",
		},
		{
			"date that the gold does not have", []Event{act("REJECT", "negó", "ECU")}, []reading.Event{found(done("REJECT", "negó", "ECU"), when("2025-10"))},
			"1/1 1/1 1/1", "1/1 1/1", "1/1", "0/0", "",
		},
		{"not in the gold", nil, []reading.Event{done("REJECT", "negó", "ECU")}, "0/0 0/0 0/0", "0/0 0/0", "0/0", "0/0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := table{t}.score(Article{Events: tt.gold}, reading.Reading{Events: tt.found})
			sc := all.Events
			check(t, "recall", share(sc.Recall)+" "+share(sc.Loose)+" "+share(sc.AnyType), tt.recall)
			check(t, "parties", count(sc.Parties), tt.parties)
			check(t, "status", share(sc.Status), tt.status)
			check(t, "date", share(sc.Date), tt.dating)
			check(t, "mistakes", mistakes(all), tt.mistakes)
			if sc.Found != len(tt.found) {
				t.Errorf("found %d", sc.Found)
			}
		})
	}
}

func TestVisits(t *testing.T) {
	gold := Visit{Visitor: "Juan Vera", HostState: "ECU", Kind: "official", StartDate: "2025-10-08", Status: "occurred"}
	right := reading.Visit{Visitor: "x/vera", Host: "ECU", Kind: "official", Start: "2025-10-08", Status: "occurred"}
	with := func(change func(*Visit)) Visit { v := gold; change(&v); return v }
	found := func(change func(*reading.Visit)) reading.Visit { v := right; change(&v); return v }
	tests := []struct {
		name     string
		gold     Visit
		found    reading.Visit
		count    string
		rest     string // kind, start, status
		mistakes string
	}{
		{"same", gold, right, "1/1 1/1", "1/1 1/1 1/1", ""},
		{"mention of the visitor", with(func(v *Visit) { v.Visitor = "Juan Vera" }), found(func(v *reading.Visit) { v.Visitor = "El canciller peruano" }), "1/1 1/1", "1/1 1/1 1/1", ""},
		{"host by an entity", gold, found(func(v *reading.Visit) { v.Host = "x/quito" }), "1/1 1/1", "1/1 1/1 1/1", ""},
		{"other visitor", gold, found(func(v *reading.Visit) { v.Visitor = "x/mora" }), "0/1 0/1", "0/0 0/0 0/0", "missed visit, extra visit"},
		{"no visitor", gold, found(func(v *reading.Visit) { v.Visitor = "" }), "0/1 0/1", "0/0 0/0 0/0", "missed visit, extra visit"},
		{"other host", gold, found(func(v *reading.Visit) { v.Host = "COL" }), "0/1 0/1", "0/0 0/0 0/0", "missed visit, extra visit"},
		{"unspecified for official", gold, found(func(v *reading.Visit) { v.Kind = "unspecified" }), "1/1 1/1", "1/1 1/1 1/1", ""},
		{"official for unspecified", with(func(v *Visit) { v.Kind = "unspecified" }), right, "1/1 1/1", "0/1 1/1 1/1", "wrong kind of visit"},
		{"unspecified for a state visit", with(func(v *Visit) { v.Kind = "state" }), found(func(v *reading.Visit) { v.Kind = "unspecified" }), "1/1 1/1", "0/1 1/1 1/1", "wrong kind of visit"},
		{"no start on either side", with(func(v *Visit) { v.StartDate = "" }), found(func(v *reading.Visit) { v.Start = "" }), "1/1 1/1", "1/1 1/1 1/1", ""},
		{"start that the gold does not have", with(func(v *Visit) { v.StartDate = "" }), right, "1/1 1/1", "1/1 0/1 1/1", "wrong start of a visit"},
		{"other status", gold, found(func(v *reading.Visit) { v.Status = "planned" }), "1/1 1/1", "1/1 1/1 0/1", "wrong status of a visit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := table{t}.score(Article{Visits: []Visit{tt.gold}}, reading.Reading{Visits: []reading.Visit{tt.found}})
			sc := all.Visits
			check(t, "visits", count(sc.Count), tt.count)
			check(t, "kind, start, status", share(sc.Kind)+" "+share(sc.Start)+" "+share(sc.Status), tt.rest)
			check(t, "mistakes", mistakes(all), tt.mistakes)
		})
	}
	// One visit found does not answer to two.
	sc := table{t}.score(Article{Visits: []Visit{gold, gold}}, reading.Reading{Visits: []reading.Visit{right}})
	check(t, "one for two", count(sc.Visits.Count), "1/1 1/2")
}

func TestInstruments(t *testing.T) {
	type doc struct {
		kind, status string
		parties      []string
	}
	signed := func(kind string, parties ...string) doc { return doc{kind, "signed", parties} }
	tests := []struct {
		name        string
		gold, found doc
		count       string
		rest        string // parties, status
		mistakes    string
	}{
		{"same", signed("treaty", "PER", "ECU"), signed("treaty", "x/vera", "ECU"), "1/1 1/1", "1/1 1/1", ""},
		{"convention and treaty", signed("convention", "PER"), signed("treaty", "PER"), "1/1 1/1", "1/1 1/1", ""},
		{"partnership and agreement", signed("partnership", "PER"), signed("agreement", "PER"), "1/1 1/1", "1/1 1/1", ""},
		{"communiqué and declaration", signed("communique", "PER"), signed("Declaration", "PER"), "1/1 1/1", "1/1 1/1", ""},
		{"documents and package", signed("documents", "PER"), signed("package", "PER"), "1/1 1/1", "1/1 1/1", ""},
		{"plural", signed("memorandum", "PER"), signed("memorandums", "PER"), "1/1 1/1", "1/1 1/1", ""},
		{"other kind", signed("treaty", "PER"), signed("agreement", "PER"), "0/1 0/1", "0/0 0/0", "missed instrument, extra instrument"},
		{"a party in common", signed("treaty", "PER", "ECU"), signed("treaty", "ECU", "COL"), "1/1 1/1", "0/1 1/1", "wrong parties of an instrument"},
		{"no party in common", signed("treaty", "PER"), signed("treaty", "COL"), "0/1 0/1", "0/0 0/0", "missed instrument, extra instrument"},
		{"no party in the gold", signed("treaty"), signed("treaty", "COL"), "1/1 1/1", "0/1 1/1", "wrong parties of an instrument"},
		{"announced is to be signed", doc{"treaty", "to-be-signed", []string{"PER"}}, doc{"treaty", "announced", []string{"PER"}}, "1/1 1/1", "1/1 1/1", ""},
		{"suspended is denounced", doc{"treaty", "denounced", []string{"PER"}}, doc{"treaty", "suspended", []string{"PER"}}, "1/1 1/1", "1/1 1/1", ""},
		{"initialled is signed", doc{"treaty", "signed", []string{"PER"}}, doc{"treaty", "initialled", []string{"PER"}}, "1/1 1/1", "1/1 1/1", ""},
		{"announced is not signed", doc{"treaty", "signed", []string{"PER"}}, doc{"treaty", "announced", []string{"PER"}}, "1/1 1/1", "1/1 0/1", "wrong status of an instrument"},
		{"not the other way round", doc{"treaty", "announced", []string{"PER"}}, doc{"treaty", "to-be-signed", []string{"PER"}}, "1/1 1/1", "1/1 0/1", "wrong status of an instrument"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gold := []Instrument{{Kind: tt.gold.kind, Parties: tt.gold.parties, Status: tt.gold.status, Title: "convenio"}}
			found := []reading.Instrument{{Kind: tt.found.kind, Parties: tt.found.parties, Status: tt.found.status}}
			all := table{t}.score(Article{Instruments: gold}, reading.Reading{Instruments: found})
			sc := all.Instruments
			check(t, "instruments", count(sc.Count), tt.count)
			check(t, "parties, status", share(sc.Parties)+" "+share(sc.Status), tt.rest)
			check(t, "mistakes", mistakes(all), tt.mistakes)
		})
	}
}

func TestTimes(t *testing.T) {
	tb := table{t}
	date := func(words, value string) Date { return Date{words, part(t, header+body, words), value} }
	time := func(words, typ, value string) reading.Time {
		return reading.Time{Span: tb.span(words), Type: typ, Value: reading.Maybe(value)}
	}
	headline := reading.Time{Span: reading.Span{Start: 0, End: 4, Text: "Vera", In: "title"}, Type: "DATE", Value: "2025"}
	tests := []struct {
		name        string
		gold        []Date
		found       []reading.Time
		span, value string
		mistakes    string
	}{
		{"same", []Date{date("el miércoles", "2025-10-08")}, []reading.Time{time("el miércoles", "DATE", "2025-10-08")}, "1/1 1/1", "1/1 1/1", ""},
		{"function words aside", []Date{date("fin de año", "2025-12-31")}, []reading.Time{time("de fin de año.", "DATE", "2025-12-31")}, "1/1 1/1", "1/1 1/1", ""},
		{"half of the words", []Date{date("antes de fin de año", "2025-12-31")}, []reading.Time{time("fin de año", "DATE", "2025-12-31")}, "1/1 1/1", "1/1 1/1", ""},
		{"other value", []Date{date("el miércoles", "2025-10-08")}, []reading.Time{time("el miércoles", "DATE", "2025-10-15")}, "1/1 1/1", "0/1 0/1", "wrong value of a time"},
		{"no value", []Date{date("el miércoles", "2025-10-08")}, []reading.Time{time("el miércoles", "DATE", "")}, "1/1 1/1", "0/1 0/1", "wrong value of a time"},
		{"one of two values", []Date{date("fin de año", "2025")}, []reading.Time{time("fin de año", "DATE", "2024"), time("de fin de año", "DATE", "2025")}, "1/2 1/1", "1/2 1/1", ""},
		{"bound found open", []Date{date("antes de fin de año", "2025-12-31")}, []reading.Time{time("antes de fin de año", "DATE", "../2025-12-31")}, "1/1 1/1", "1/1 1/1", ""},
		{"bound open in the gold", []Date{date("antes de fin de año", "../2025-12-31")}, []reading.Time{time("antes de fin de año", "DATE", "2025-12-31")}, "1/1 1/1", "1/1 1/1", ""},
		{"missed", []Date{date("el miércoles", "2025-10-08")}, nil, "0/0 0/1", "0/0 0/1", "missed time"},
		{"extra", nil, []reading.Time{time("el miércoles", "DATE", "2025-10-08")}, "0/1 0/0", "0/1 0/0", "extra time"},
		{"extra duration", nil, []reading.Time{time("Días", "DURATION", "PXD")}, "0/0 0/0", "0/0 0/0", ""},
		{"extra set", nil, []reading.Time{time("Días", "SET", "P1D")}, "0/0 0/0", "0/0 0/0", ""},
		{"annotated duration", []Date{date("Días", "PXD")}, []reading.Time{time("Días", "DURATION", "PXD")}, "1/1 1/1", "1/1 1/1", ""},
		{"vague reference", nil, []reading.Time{time("Días después", "DATE", "FUTURE_REF")}, "0/0 0/0", "0/0 0/0", ""},
		{"dateline", nil, []reading.Time{time("9 oct.", "DATE", "2025-10-09")}, "0/0 0/0", "0/0 0/0", ""},
		{"headline", nil, []reading.Time{headline}, "0/0 0/0", "0/0 0/0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sc := table{t}.score(Article{Dates: tt.gold}, reading.Reading{Times: tt.found})
			check(t, "spans", count(sc.Times.Span), tt.span)
			check(t, "values", count(sc.Times.Value), tt.value)
			check(t, "mistakes", mistakes(sc), tt.mistakes)
		})
	}
}

// An article whose text begins without a dateline: only the headline is aside.
func TestTimesOfHeadlines(t *testing.T) {
	const text = "title: Lima calla desde ayer\n\nyer calló. Hoy habla."
	in := func(start, end int, in string) reading.Time {
		return reading.Time{Span: reading.Span{Start: start, End: end, In: in}, Type: "DATE", Value: "2025"}
	}
	sc, err := Score(&Article{Text: text}, &reading.Reading{
		Article: reading.Article{Title: "Lima calla desde ayer", Text: "yer calló. Hoy habla."},
		Times:   []reading.Time{in(17, 21, "title"), in(11, 14, "")},
	})
	if err != nil {
		t.Fatal(err)
	}
	check(t, "times", count(sc.Times.Span), "0/1 0/0")
	if len(sc.Mistakes) != 1 || sc.Mistakes[0].Words != "Hoy" {
		t.Errorf("mistakes %v", sc.Mistakes)
	}
}

func TestTrimTime(t *testing.T) {
	for in, want := range map[string]string{
		"el lunes":              "lunes",
		"desde el 5 de mayo":    "5 de mayo",
		" de el «lunes», ":      "lunes",
		"del":                   "del",
		"Desde  el\nlunes.":     "lunes",
		"on the 5th of":         "5th of",
		"во вторник":            "вторник",
		"elección":              "elección",
		"el lunes por la tarde": "lunes por la tarde",
		"…":                     "",
	} {
		r := []rune(in)
		got := trimTime(r, span{0, len(r)})
		if s := string(r[got.start:got.end]); s != want {
			t.Errorf("%q: %q, want %q", in, s, want)
		}
	}
}

func TestSameValue(t *testing.T) {
	tests := []struct {
		found, gold string
		same        bool
	}{
		{"2025", "2025", true},
		{"2025", "2024", false},
		{"../2025", "2025/..", true},
		{"2024/2025", "2025", false},
		{"", "2025", false},
		{"", "../", false},
	}
	for _, tt := range tests {
		if sameValue(tt.found, tt.gold) != tt.same {
			t.Errorf("%q for %q: not %t", tt.found, tt.gold, tt.same)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"Tô Lâm":               "to lam",
		"To\u0302 La\u0302m":   "to lam",
		"Recep Tayyip ERDOĞAN": "recep tayyip erdogan",
		"Сергей Лавров, ТАСС":  "сергеи лавров тасс",
		"Jonas Gahr Støre":     "jonas gahr st re", // NFKD leaves ø as it is
		"n.º 5 — №7":           "n o 5 no7",
		"«»":                   "",
	} {
		if got := strings.Join(words(in), " "); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Without a reading all of the gold is missed, and nothing is told of it.
func TestScoreOfNothing(t *testing.T) {
	a, err := Load(sample)
	if err != nil {
		t.Fatal(err)
	}
	sc, err := Score(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "statements", count(sc.Statements.Exact), "0/0 0/1") // the other is optional
	check(t, "events", share(sc.Events.Recall), "0/1")
	check(t, "visits", count(sc.Visits.Count), "0/0 0/1")
	check(t, "instruments", count(sc.Instruments.Count), "0/0 0/1")
	check(t, "times", count(sc.Times.Value), "0/0 0/1")
	if sc.Articles != 1 || sc.Unread != 1 || len(sc.Mistakes) != 0 {
		t.Errorf("articles %d, unread %d, mistakes %v", sc.Articles, sc.Unread, sc.Mistakes)
	}
}

func TestScoreErrors(t *testing.T) {
	at := func(start, end int, in string) []reading.Time {
		return []reading.Time{{Span: reading.Span{Start: start, End: end, Text: "ayer", In: in}, Type: "DATE"}}
	}
	tests := []struct {
		name  string
		text  string
		title reading.Maybe
		times []reading.Time
		says  string // empty: no error
	}{
		{"another text", "Quito firmó.", "", nil, `its text, which begins with "Quito firmó.", is not in the article`},
		{"behind the text", body, "", at(1, 1000, ""), `the span 1–1000 of "ayer" does not lie in the article`},
		{"before the text", body, "", at(-500, 3, ""), "the span -500–3"},
		{"turned round", body, "", at(7, 3, ""), "the span 7–3"},
		{"a title that is not there", body, "Bogotá", at(0, 3, "title"), "the span 0–3"},
		{"no title", body, "", at(0, 3, "title"), "the span 0–3"},
		{"a place in no title", body, "", at(3, 6, "title"), "the span 3–6"},
		{"a title with other blanks", body, "Vera:\u00a0«Habrá acuerdo»", at(0, 4, "title"), ""},
		{"blanks around the text", "\n " + body + "\n", "", at(2, 6, ""), ""},
		{"nothing of the title is used", body, "Bogotá", at(0, 3, ""), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := &Article{File: "vera.txt", Text: header + body}
			_, err := Score(a, &reading.Reading{Article: reading.Article{Text: tt.text, Title: tt.title}, Times: tt.times})
			if tt.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if want := "scoring the reading of vera.txt: " + tt.says; err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("error %v, want %s", err, want)
			}
		})
	}
}

// White space before the text of a reading counts in its offsets.
func TestLeadingBlanks(t *testing.T) {
	words := "nadie cede"
	at := part(t, body, words) + 2
	a := &Article{File: "vera.txt", Text: header + body, Quotes: []Quote{table{t}.quote(words)}}
	sc, err := Score(a, &reading.Reading{
		Article:    reading.Article{Text: "\n " + body},
		Statements: []reading.Statement{{Spans: []reading.Span{{Start: at, End: at + 10, Text: words}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	check(t, "exact", count(sc.Statements.Exact), "1/1 1/1")
}

func TestFigures(t *testing.T) {
	tests := []struct {
		c       Count
		p, r, f string
	}{
		{Count{}, "0.0", "0.0", "0.0"},
		{Count{Gold: 4, Found: 5, GoldRight: 3, FoundRight: 2}, "40.0", "75.0", "52.2"},
		{Count{Gold: 3, Found: 3, GoldRight: 3, FoundRight: 3}, "100.0", "100.0", "100.0"},
	}
	for _, tt := range tests {
		got := fmt.Sprintf("%.1f %.1f %.1f", tt.c.Precision(), tt.c.Recall(), tt.c.F1())
		check(t, count(tt.c), got, tt.p+" "+tt.r+" "+tt.f)
	}
	check(t, "share", fmt.Sprintf("%.1f %.1f", Share{1, 3}.Percent(), Share{}.Percent()), "33.3 0.0")
}

func TestWrite(t *testing.T) {
	tb := table{t}
	gold := Article{
		Quotes:      []Quote{tb.quote("nadie cede"), tb.quote("El mar es de todos")},
		Visits:      []Visit{{Visitor: "Juan Vera", HostState: "ECU", Kind: "state", Status: "planned"}},
		Instruments: []Instrument{{Kind: "treaty", Status: "signed", Title: "convenio de pesca"}},
	}
	r := reading.Reading{Statements: []reading.Statement{tb.said("nadie cede", "x/mora", "", "fuentes")}}
	sc := tb.score(gold, r)
	sc.Add(tb.score(gold, r))
	if sc.Articles != 2 || sc.Statements.Overlap.Gold != 4 || sc.Visits.Gold != 2 || len(sc.Mistakes) != 8 {
		t.Fatalf("sum %+v", sc)
	}
	var out bytes.Buffer
	if err := sc.Write(&out, []Part{Statements, Visits}); err != nil {
		t.Fatal(err)
	}
	if err := sc.WriteMistakes(&out, []Part{Statements, Instruments}); err != nil {
		t.Fatal(err)
	}
	const want = `statements: 4 in the gold, 2 found              P      R     F1
  exact words                               100.0   50.0   66.7
  overlapping words                         100.0   50.0   66.7
  overlapping words, right speaker            0.0    0.0    0.0
  right speaker, among matched                0.0  0 of 2
  right speaker, subject left out             0.0  0 of 0
  right channel, where given                  0.0  0 of 0
visits: 2 in the gold, 0 found                  P      R     F1
  visitor and host                            0.0    0.0    0.0
  kind, among matched                         0.0  0 of 0
  start, among matched                        0.0  0 of 0
  status, among matched                       0.0  0 of 0

missed quote: 2
  vera.txt:8:2: "El mar es de todos": gold direct, Juan Vera
  vera.txt:8:2: "El mar es de todos": gold direct, Juan Vera

wrong speaker: 2
  vera.txt:8:124: "nadie cede": gold Juan Vera, got Ana Mora, "fuentes"
  vera.txt:8:124: "nadie cede": gold Juan Vera, got Ana Mora, "fuentes"

missed instrument: 2
  vera.txt: "convenio de pesca": gold treaty signed none
  vera.txt: "convenio de pesca": gold treaty signed none
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}

// Every kind of mistake is written.
func TestMistakeKinds(t *testing.T) {
	for _, k := range mistakeKinds {
		sc := &Scores{Mistakes: []Mistake{{Part: Times, Kind: k, File: "a.txt", Start: -1}}}
		var out bytes.Buffer
		if err := sc.WriteMistakes(&out, Parts()); err != nil || !strings.HasPrefix(out.String(), "\n"+k+": 1\n  a.txt") {
			t.Errorf("%s: %v %q", k, err, &out)
		}
	}
}
