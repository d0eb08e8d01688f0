package reading_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// sample is a reading in which every kind of fact stands, made by hand.
func sample() *reading.Reading {
	const title = "Perú: cita en Lima"
	const body = "El ñandú 🦤 voló. «Vendré», dijo X el lunes y firmó el pacto."
	sp := func(words string) reading.Span {
		i := strings.Index(body, words)
		n := len([]rune(body[:i]))
		return reading.Span{Start: n, End: n + len([]rune(words)), Text: words}
	}
	said, when := sp("X"), sp("el lunes")
	return &reading.Reading{
		Schema:   reading.Schema,
		Article:  reading.Article{ID: "a", Title: title, Lang: "es", Text: body, SHA256: text.Digest(body)},
		Entities: []reading.Entity{{ID: "x", Kind: names.Person, Mentions: []reading.Mention{{Span: said, Form: names.ByName}}}},
		Times:    []reading.Time{{ID: "t1", Span: when, Type: "DATE", Rule: "weekday"}},
		Statements: []reading.Statement{{
			ID: "s1", Kind: "direct", Spans: []reading.Span{sp("Vendré")}, Cue: &reading.Cue{Span: sp("dijo")},
			Speaker: reading.Speaker{Entity: "x", Mention: &said}, Rule: "cue",
		}},
		Events: []reading.Event{{
			ID: "e1", Type: "CONSULT", Trigger: reading.Span{Start: 6, End: 10, Text: "cita", In: "title"}, Actors: []string{"x"},
			Time: &reading.When{Value: "2025-01-06", Span: &when, Ref: "t1"}, Was: &reading.When{Value: "2025-01-05", Span: &when}, Status: "planned", Polarity: "affirmed", SaidBy: "s1",
			Quantities: []reading.Quantity{{Kind: "amount", Value: "1.5 USD", Span: sp("pacto")}, {Kind: "duration", Value: "PT3H", Span: sp("voló")}, {Kind: "documents", Value: "14", Span: sp("el pacto")}},
			Rule:       "cita",
		}},
		Visits: []reading.Visit{{ID: "v1", Event: "e1", Visitor: "x", Host: "PER", Kind: "official", Status: "planned", Spans: []reading.Span{sp("voló")}}},
		Instruments: []reading.Instrument{{
			ID: "i1", Kind: "treaty", Parties: []string{"x"}, Status: "signed", Spans: []reading.Span{sp("el pacto")}, Rule: "pacto",
		}},
		Levels: []reading.Level{{
			ID: "l1", Dyad: [2]string{"CHL", "PER"}, Words: sp("pacto"), Move: "upgrade", Status: "signed", Instrument: "i1", Rule: "pacto",
		}},
		Agenda: []reading.Topic{{Event: "e1", Topic: "political", Span: sp("ñandú")}},
		Unread: []reading.Unread{{Span: sp("voló"), Why: "a test"}},
	}
}

func TestVerify(t *testing.T) {
	b, err := sample().Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	pretty, err := sample().Indent()
	if err != nil {
		t.Fatal(err)
	}
	in := append(append(b, '\n'), pretty...)
	if n, err := reading.Verify(bytes.NewReader(in)); n != 2 || err != nil {
		t.Errorf("got %d, %v; want 2 readings that hold", n, err)
	}
	if n, err := reading.Verify(strings.NewReader("")); n != 0 || err != nil {
		t.Errorf("empty input: got %d, %v", n, err)
	}
}

func TestVerifyFails(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(r *reading.Reading)
		want   string
	}{
		{"other words", func(r *reading.Reading) { r.Statements[0].Spans[0].Text = "Volveré" }, `s1: words 1 span 18–24 reads "Volveré", but the text has "Vendré" there`},
		{"shifted", func(r *reading.Reading) { r.Times[0].Start++ }, `t1: time span 35–42 reads "el lunes", but the text has "l lunes" there`},
		{"bytes for code points", func(r *reading.Reading) { r.Agenda[0].Span.End++ }, `agenda 1: topic span 3–9 reads "ñandú"`},
		{"beyond the end", func(r *reading.Reading) { r.Levels[0].Words.End = 999 }, "l1: words span 54–999 does not lie in the text of 60 code points"},
		{"empty", func(r *reading.Reading) { r.Levels[0].Words.End = 54 }, "l1: words span 54–54 does not lie"},
		{"negative", func(r *reading.Reading) { r.Unread[0].Span.Start = -1 }, "unread 1: unread span -1–15"},
		{"title for text", func(r *reading.Reading) { r.Events[0].Trigger.In = "" }, `e1: trigger span 6–10 reads "cita"`},
		{"unknown place", func(r *reading.Reading) { r.Events[0].Trigger.In = "lead" }, `lies in "lead"`},
		{"mention", func(r *reading.Reading) { r.Entities[0].Mentions[0].Text = "Y" }, "x: mention span"},
		{"text changed", func(r *reading.Reading) { r.Article.Text += " " }, "article: the text has SHA-256"},
		{"schema", func(r *reading.Reading) { r.Schema = "attache.reading/9" }, `want "attache.reading/1"`},
		{"status", func(r *reading.Reading) { r.Events[0].Status = "maybe" }, `e1: status "maybe" is none of`},
		{"earlier date", func(r *reading.Reading) { r.Events[0].Was = &reading.When{Value: "2025-01-05"} }, "e1: an earlier date without its words"},
		{"earlier date elsewhere", func(r *reading.Reading) { r.Events[0].Was.Ref = "t9" }, `e1: time "t9" is not in the reading`},
		{"quantity elsewhere", func(r *reading.Reading) { r.Events[0].Quantities[0].Span.Text = "paz" }, `e1: quantity span`},
		{"kind of quantity", func(r *reading.Reading) { r.Events[0].Quantities[0].Kind = "weight" }, `e1: quantity of kind "weight"`},
		{"amount without a currency", func(r *reading.Reading) { r.Events[0].Quantities[0].Value = "1.5" }, `e1: amount "1.5"`},
		{"no duration", func(r *reading.Reading) { r.Events[0].Quantities[1].Value = "3 h" }, `e1: duration "3 h"`},
		{"no documents", func(r *reading.Reading) { r.Events[0].Quantities[2].Value = "0" }, `e1: documents "0"`},
		{"polarity", func(r *reading.Reading) { r.Events[0].Polarity = "" }, `e1: polarity ""`},
		{"kind", func(r *reading.Reading) { r.Visits[0].Kind = "secret" }, `v1: kind "secret"`},
		{"instrument", func(r *reading.Reading) { r.Instruments[0].Status = "lost" }, `i1: status "lost"`},
		{"move", func(r *reading.Reading) { r.Levels[0].Move = "up" }, `l1: move "up"`},
		{"speaker", func(r *reading.Reading) { r.Statements[0].Speaker.Entity = "z" }, `s1: speaker "z" is not in the reading`},
		{"said by", func(r *reading.Reading) { r.Events[0].SaidBy = "s9" }, `e1: statement "s9" is not in the reading`},
		{"same id", func(r *reading.Reading) { r.Visits[0].ID = "e1" }, "e1: the id is there twice"},
		{"no rule", func(r *reading.Reading) { r.Events[0].Rule = "" }, "e1: no rule"},
		{"no words", func(r *reading.Reading) { r.Statements[0].Spans = nil }, "s1: no span"},
		{"host", func(r *reading.Reading) { r.Visits[0].Host = "Perú" }, `v1: host "Perú"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := sample()
			tt.change(r)
			b, err := r.Append(nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = reading.Verify(bytes.NewReader(b))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// A span under a key that this version does not know is checked too.
func TestVerifyUnknownKeys(t *testing.T) {
	b, err := sample().Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	m["extra"] = []any{map[string]any{"start": 0, "end": 2, "text": "La"}}
	if b, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if _, err = reading.Verify(bytes.NewReader(b)); err == nil || !strings.Contains(err.Error(), "/extra/0: ") {
		t.Errorf("got error %v", err)
	}
	if _, err = reading.Verify(strings.NewReader(`{"schema": 3}`)); err == nil {
		t.Error("a schema that is a number gave no error")
	}
	if _, err = reading.Verify(strings.NewReader("no json")); err == nil {
		t.Error("what is no JSON gave no error")
	}
}

func FuzzVerify(f *testing.F) {
	b, err := sample().Append(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"schema":"attache.reading/1","article":{"text":"a"},"times":[{"start":-1,"end":99999999999,"text":""}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = reading.Verify(bytes.NewReader(b))
	})
}
