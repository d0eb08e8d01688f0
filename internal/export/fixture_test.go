package export

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// A source is an article of the fixture, with the facts that stand in it.
type source struct {
	article Article
	facts   []record.Fact
}

// put adds the article of a page to a record and returns the reports of its facts.
func (p *source) put(r *Record) []record.Report {
	a := p.article
	a.SHA256 = text.Digest(a.Text)
	a.Source.Key = record.ArticleKey(a.Source.URL, a.Source.Outlet, a.Source.Published, a.Source.Title, a.Text)
	r.Articles[a.Source.Key] = &a
	var out []record.Report
	for _, f := range p.facts {
		f.Article = a.Source.Key
		f.Key = record.FactKey(a.Source.Key, f.Kind, f.Act, f.Words)
		for _, ps := range [][]record.Party{f.Actors, f.Recipients} {
			for _, q := range ps {
				f.Parties = append(f.Parties, q.Code)
			}
		}
		out = append(out, record.Report{Fact: f, Source: a.Source})
	}
	return out
}

// at returns the span of words in a text.
func at(t testing.TB, text, words string) reading.Span {
	t.Helper()
	before, _, ok := strings.Cut(text, words)
	if !ok {
		t.Fatalf("%q does not hold %q", text, words)
	}
	start := utf8.RuneCountInString(before)
	return reading.Span{Start: start, End: start + utf8.RuneCountInString(words), Text: words}
}

// inTitle returns the span of words in a title.
func inTitle(t testing.TB, title, words string) reading.Span {
	s := at(t, title, words)
	s.In = "title"
	return s
}

func country(code, name string) record.Party {
	return record.Party{Entity: code, Code: code, Name: name}
}

var made = time.Date(2025, 11, 20, 9, 30, 0, 0, time.UTC)

// story returns a record: a visit announced and kept, a signing due some time in a
// month, talks put off twice, a call put off without a day, a promise without a
// day, a trip denied, an accusation, a level, statements. The texts have marks,
// letters and emoji of several code points and code units.
func story(t testing.TB) *Record {
	r := &Record{Articles: map[string]*Article{}, Made: made, Version: "1.2.3"}
	kaz, rus, esp := country("KAZ", "Kazakhstan"), country("RUS", "Russia"), country("ESP", "Spain")
	tokayev := record.Party{Entity: "kassym-jomart-tokayev", Code: "KAZ", Name: "Kassym-Jomart Tokayev", Person: true}
	moscow := &record.Place{Entity: "capital/RUS", Name: "Moscow", Country: "RUS"}

	es := "Astaná, 7 de noviembre 👩🏽‍🚀. El presidente kazajo realizará una visita de Estado a Rusia los días 11 y 12. " +
		"«Es la visita del año», dijo el señor Ñáñez 🇰🇿🤝🏽🇷🇺.\n\nLas partes firmarán en diciembre un acuerdo. España y Rusia conversarán el 15 de noviembre. " +
		"Madrid llamará a Moscú el 18 de noviembre; también invitará algún día."
	ru := "Москва\u0301, 10 ноября. Визит президента Казахстана подтверди\u0306л «пресс-секретарь» 🙂. Переговоры с Испанией перенесены на 16 ноября."
	en := "The President of Kazakhstan arrived in Moscow on Tuesday for a state visit. Ties were raised to a comprehensive strategic partnership. " +
		"Madrid accused Moscow of delay. Talks with Spain were moved to 25 November, the phone call was put off. Spain denied that its king would travel. A summit may follow."
	event := func(act, kind, mode, cameo, status, polarity, when string, words reading.Span, actors, recipients []record.Party) record.Fact {
		return record.Fact{
			Kind: record.KindEvent, ID: "e1", Act: act, Type: kind, Mode: mode, CAMEO: cameo, Status: status, Polarity: polarity, Time: when, Words: words,
			Actors: actors, Recipients: recipients, Rule: "frames: test",
		}
	}
	visit := func(status string, words reading.Span) record.Fact {
		f := event("visit", "CONSULT", "visit", "042", status, "affirmed", "2025-11-11/2025-11-12", words, []record.Party{tokayev}, []record.Party{rus})
		f.Place, f.VisitKind = moscow, "state"
		return f
	}
	talks := func(when string, words reading.Span) record.Fact {
		return event("talks", "CONSULT", "", "046", "planned", "affirmed", when, words, []record.Party{esp, rus}, nil)
	}
	putOff := func(f record.Fact, was string) record.Fact {
		f.PutOff, f.Was = true, was
		return f
	}
	first := visit("planned", at(t, es, "realizará una visita de Estado"))
	first.Spans = []reading.Span{at(t, es, "los días 11 y 12"), inTitle(t, "Tokáyev viajará a Moscú", "viajará")}
	official := visit("planned", at(t, ru, "Визит"))
	official.VisitKind = "official"
	level := record.Fact{
		Kind: record.KindLevel, ID: "l1", Parties: nil, Actors: []record.Party{kaz, rus}, Level: "comprehensive-strategic", Move: "upgrade", Status: "signed",
		Time: "2025-11-12", Words: at(t, en, "comprehensive strategic partnership"), Rule: "levels: test",
	}
	said := record.Fact{
		Kind: record.KindStatement, ID: "s1", Statement: "direct", Polarity: "affirmed", Cue: "say", Speaker: &tokayev, Side: "KAZ", About: []string{"RUS"},
		Actors: []record.Party{tokayev}, Words: at(t, es, "Es la visita del año"), Rule: "cues: test",
	}
	said.Spans = []reading.Span{said.Words, at(t, es, "dijo")}
	told := record.Fact{
		Kind: record.KindStatement, ID: "s1", Statement: "indirect", Polarity: "affirmed", Cue: "deny", Speaker: &esp, Side: "ESP",
		Words: at(t, en, "its king would travel"), Rule: "cues: test",
	}
	pages := []source{
		{
			Article{Source: record.Source{
				URL: "https://cuaderno.example/2025/11/tokayev?a=1&b=2", Outlet: "El Cuaderno", Title: "Tokáyev viajará a Moscú", Lang: "es", Published: "2025-11-07",
				Retrieved: "2025-11-07T11:00:00Z",
			}, Text: es, Byline: "Inés Peña"},
			[]record.Fact{
				first,
				event("sign", "SUPPORT", "", "057", "planned", "affirmed", "2025-12", at(t, es, "firmarán"), []record.Party{kaz, rus}, nil),
				talks("2025-11-15", at(t, es, "conversarán")),
				event("call", "CONSULT", "phone", "041", "planned", "affirmed", "2025-11-18", at(t, es, "llamará"), []record.Party{esp, rus}, nil),
				event("aid", "AID", "", "070", "planned", "affirmed", "", at(t, es, "invitará"), []record.Party{esp}, []record.Party{rus}),
				said,
			},
		},
		{
			Article{Source: record.Source{Outlet: "Вестник", Agency: "Степь", Lang: "ru", Published: "2025-11-10", Retrieved: "2025-11-10T08:00:00Z"}, Text: ru},
			[]record.Fact{official, putOff(talks("2025-11-16", at(t, ru, "перенесены")), "2025-11-15")},
		},
		{
			Article{Source: record.Source{URL: "https://ledger.example/moscow", Outlet: "The Ledger", Title: "State visit begins", Lang: "en", Published: "2025-11-12"}, Text: en},
			[]record.Fact{
				visit("occurred", at(t, en, "arrived in Moscow")), level, told,
				event("accuse", "ACCUSE", "disapprove", "111", "occurred", "affirmed", "", at(t, en, "accused"), []record.Party{esp}, []record.Party{rus}),
				putOff(talks("2025-11-25", at(t, en, "moved")), "2025-11-16"),
				putOff(event("call", "CONSULT", "phone", "041", "planned", "affirmed", "", at(t, en, "put off"), []record.Party{esp, rus}, nil), "2025-11-18"),
				event("visit", "CONSULT", "visit", "042", "occurred", "denied", "", at(t, en, "travel"), []record.Party{esp}, []record.Party{kaz}),
				event("talks", "CONSULT", "multilateral", "046", "hypothetical", "affirmed", "", at(t, en, "A summit"), []record.Party{kaz, esp}, nil),
			},
		},
	}
	var reports []record.Report
	for i := range pages {
		reports = append(reports, pages[i].put(r)...)
	}
	for _, rep := range reports {
		if rep.Fact.Kind == record.KindStatement {
			r.Statements = append(r.Statements, rep)
		}
	}
	r.Events = record.Merge(reports, nil)
	r.Levels = record.Levels(reports, nil)
	return r
}

// find returns the event of an act that a party takes part in, of the given status.
func (r *Record) find(t testing.TB, act, party, status string) *record.Event {
	t.Helper()
	for i := range r.Events {
		e := &r.Events[i]
		if e.Act == act && e.Status == status && strings.Contains(strings.Join(e.Parties, " "), party) {
			return e
		}
	}
	t.Fatalf("the story has no %s of %s that is %s", act, party, status)
	return nil
}
