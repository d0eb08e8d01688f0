package gold

import (
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
)

const derivedLines = `{"id":"a-1","doc":"a","lang":"es","text":"El ministro dijo que no irá y que lo lamenta.","quotes":[{"content":[{"start":21,"end":44}],"source":{"start":0,"end":11},"source_kind":"description","cue":{"start":12,"end":16,"lemma":"decir"}}]}
{"id":"a-2","doc":"a","lang":"es","text":"No precisó cuándo.","quotes":[{"content":[{"start":11,"end":17}],"source":null,"source_kind":"elided","cue":{"start":3,"end":10},"cue_negated":true}]}

{"id":"b","lang":"en","date":"2024-05-01","text":"The King left. He ate.","mentions":[{"start":0,"end":8,"cluster":"1","type":"person","identity":"Ada_Poe"},{"start":15,"end":17,"cluster":"1","type":"person","identity":""}]}
`

func TestReadDerivedJoinsTheLinesOfADocument(t *testing.T) {
	got, err := ReadDerived("x.jsonl", strings.NewReader(derivedLines))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || len(got[0].Clauses) != 2 || len(got[1].Mentions) != 2 || got[1].Published != "2024-05-01" {
		t.Fatalf("texts: %+v", got)
	}
	c := got[0].Clauses[1]
	if w := string([]rune(got[0].Text)[c.Cue.Start:c.Cue.End]); w != "precisó" {
		t.Errorf("the cue of the second line covers %q", w)
	}
}

func TestReadDerivedNamesTheLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no JSON", "{", "x.jsonl:1:"},
		{"no text", `{"id":"a","lang":"es"}`, "x.jsonl:1: a text"},
		{"a place outside", `{"id":"a","lang":"es","text":"Hola","quotes":[{"content":[{"start":0,"end":9}],"cue":{"start":0,"end":1}}]}`, "no place 0 to 9"},
		{"no content", "\n" + `{"id":"a","lang":"es","text":"Hola","quotes":[{"cue":{"start":0,"end":1}}]}`, "x.jsonl:2: a quote without content"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadDerived("x.jsonl", strings.NewReader(c.in))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestDerivedScores(t *testing.T) {
	texts, err := ReadDerived("x.jsonl", strings.NewReader(derivedLines))
	if err != nil {
		t.Fatal(err)
	}
	cue := &reading.Cue{Span: reading.Span{Start: 12, End: 16}}
	mention := &reading.Span{Start: 0, End: 11}
	r := &reading.Reading{Statements: []reading.Statement{
		{Spans: []reading.Span{{Start: 21, End: 27}}, Cue: cue, Speaker: reading.Speaker{Mention: mention}},
		{Spans: []reading.Span{{Start: 34, End: 44}}, Cue: cue, Speaker: reading.Speaker{Mention: mention}},
	}}
	var s DerivedScores
	s.Score(texts[0], r)
	if s.Content != (Share{1, 2}) || s.Cue != (Share{1, 2}) {
		t.Errorf("two statements of one cue: content %+v, cue %+v, want 1 of 2 each", s.Content, s.Cue)
	}
	if s.Asserted[0] != (Share{1, 1}) || s.Source != (Share{1, 1}) {
		t.Errorf("without the negated cue %+v, source %+v, want 1 of 1 each", s.Asserted[0], s.Source)
	}
	r.Statements[0].Speaker.Mention = &reading.Span{Start: 30, End: 33}
	var wrong DerivedScores
	wrong.Score(texts[0], r)
	if wrong.Source != (Share{0, 1}) {
		t.Errorf("a mention elsewhere counts as the right source: %+v", wrong.Source)
	}
}

func TestLEAOfClusters(t *testing.T) {
	texts, err := ReadDerived("x.jsonl", strings.NewReader(derivedLines))
	if err != nil {
		t.Fatal(err)
	}
	king := reading.Mention{Span: reading.Span{Start: 4, End: 8}}
	he := reading.Mention{Span: reading.Span{Start: 15, End: 17}}
	one := reading.Entity{ID: "ada-poe", Kind: "person", Mentions: []reading.Mention{king, he}}
	one.Name.EN = "Ada Poe"
	for _, c := range []struct {
		name     string
		entities []reading.Entity
		r, links float64
	}{
		{"both mentions of one", []reading.Entity{one}, 100, 100},
		{"one mention, alone", []reading.Entity{{ID: "x/king", Kind: "person", Mentions: []reading.Mention{king}}}, 0, 0},
		{"no mention", nil, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s DerivedScores
			s.Score(texts[1], &reading.Reading{Entities: c.entities})
			if _, r, _ := s.LEA(); r != c.r {
				t.Errorf("LEA recall %.1f, want %.1f", r, c.r)
			}
			if s.Links.Of > 0 && s.Links.Percent() != c.links {
				t.Errorf("links %.1f, want %.1f", s.Links.Percent(), c.links)
			}
		})
	}
}
