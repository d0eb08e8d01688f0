package readers

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

var made = time.Date(2025, 11, 20, 9, 30, 0, 0, time.UTC)

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

// hostile stands in names and titles: what must not leave its field.
const hostile = "=1+1\r\nEND:VEVENT\r\nX-EVIL:1\t</script>\"; ñ й 👩🏽‍🚀"

// fixture returns a record with a visit kept, a signing due in a month, a call put
// off, two statements and a level.
func fixture(t testing.TB) *export.Record {
	r := &export.Record{Articles: map[string]*export.Article{}, Made: made, Version: "1.2.3"}
	kaz, rus := record.Party{Entity: "KAZ", Code: "KAZ", Name: "Kazakhstan"}, record.Party{Entity: "RUS", Code: "RUS", Name: "Russia"}
	es := "El señor Ñáñez 👩🏽‍🚀 anunció que el presidente hará una visita a Rusia el 11 y el 12. «Todo está listo», dijo. Firmarán en diciembre. Llamará el 18."
	ru := "Визи\u0301т состоя\u0301лся во вторник 🙂. Страны объявили о «всеобъемлющем партнёрстве». Звонок отложен."
	event := func(act, kind, mode, cameo, status, when string, words reading.Span) record.Fact {
		return record.Fact{
			Kind: record.KindEvent, Act: act, Type: kind, Mode: mode, CAMEO: cameo, Status: status, Polarity: "affirmed", Time: when, Words: words,
			Actors: []record.Party{kaz}, Recipients: []record.Party{rus}, Parties: []string{"KAZ", "RUS"}, Rule: "test",
		}
	}
	put := func(s record.Source, body, byline string, facts ...record.Fact) []record.Report {
		s.Key = record.ArticleKey(s.URL, s.Outlet, s.Published, s.Title, body)
		r.Articles[s.Key] = &export.Article{Source: s, Text: body, SHA256: text.Digest(body), Byline: byline}
		var out []record.Report
		for _, f := range facts {
			f.Article, f.Key = s.Key, record.FactKey(s.Key, f.Kind, f.Act, f.Words)
			out = append(out, record.Report{Fact: f, Source: s})
		}
		return out
	}
	off := event("call", "CONSULT", "phone", "041", "planned", "", at(t, ru, "отложен"))
	off.PutOff, off.Was = true, "2025-11-18"
	reports := put(record.Source{URL: "https://cuaderno.example/visita?a=1&b=ñ", Outlet: "El Cuaderno", Title: hostile, Lang: "es", Published: "2025-11-07", Retrieved: "2025-11-07T11:00:00Z"}, es, hostile,
		event("visit", "CONSULT", "visit", "042", "planned", "2025-11-11/2025-11-12", at(t, es, "hará una visita")),
		event("sign", "SUPPORT", "", "057", "planned", "2025-12", at(t, es, "Firmarán")),
		event("call", "CONSULT", "phone", "041", "planned", "2025-11-18", at(t, es, "Llamará")),
		record.Fact{Kind: record.KindStatement, Statement: "direct", Polarity: "affirmed", Cue: "say", Speaker: &record.Party{Name: hostile}, Words: at(t, es, "Todo está listo"), Rule: "test"},
		record.Fact{Kind: record.KindStatement, Statement: "indirect", Polarity: "affirmed", Cue: "say", Speaker: &kaz, Side: "KAZ", Words: at(t, es, "el presidente hará una visita"), Rule: "test"},
	)
	reports = append(reports, put(record.Source{Outlet: "Вестник", Lang: "ru", Published: "2025-11-12", Retrieved: "2025-11-12T08:00:00Z"}, ru, "",
		event("visit", "CONSULT", "visit", "042", "occurred", "2025-11-11/2025-11-12", at(t, ru, "Визи\u0301т состоя\u0301лся")), off,
		record.Fact{
			Kind: record.KindLevel, Actors: []record.Party{kaz, rus}, Parties: []string{"KAZ", "RUS"}, Level: "comprehensive", Move: "upgrade", Status: "announced",
			Words: at(t, ru, "всеобъемлющем партнёрстве"), Rule: "test",
		},
	)...)
	for _, rep := range reports {
		if rep.Fact.Kind == record.KindStatement {
			r.Statements = append(r.Statements, rep)
		}
	}
	r.Events, r.Levels = record.Merge(reports, nil), record.Levels(reports, nil)
	if len(r.Events) != 3 || len(r.Levels) != 1 {
		t.Fatalf("%d events and %d levels, want 3 and 1", len(r.Events), len(r.Levels))
	}
	return r
}

// write exports the fixture.
func write(t testing.TB, format string, o export.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := export.Write(&b, format, fixture(t), &o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
