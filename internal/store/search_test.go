package store

import (
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

func TestPassageStandsRoundTheWordsOfTheFact(t *testing.T) {
	text := "Una visita. " + strings.Repeat("relleno ", 100) + "Firmaron el acuerdo de visita en Hanói. " + strings.Repeat("más ", 100)
	start := len([]rune(text[:strings.Index(text, "Firmaron")]))
	f := &record.Fact{Words: reading.Span{Start: start, End: start + 8, Text: "Firmaron"}}
	p := PassageOf("es", text, words.Parse("visitas"), f)
	var marked []string
	for _, m := range p.Marks {
		marked = append(marked, string([]rune(p.Text)[m[0]:m[1]]))
	}
	if got, want := strings.Join(marked, ","), "Firmaron,visita"; got != want {
		t.Errorf("marked %s in %q, want %s", got, p.Text, want)
	}
	if got := string([]rune(text)[p.Start : p.Start+len([]rune(p.Text))]); got != p.Text {
		t.Errorf("start %d leads to %q", p.Start, got)
	}
	f.Words.In = "title"
	if p := PassageOf("es", text, nil, f); p.Start != 0 || len(p.Marks) != 0 {
		t.Errorf("passage of a fact of the title from %d with marks %v, want the beginning", p.Start, p.Marks)
	}
}

func TestQueriesOfWordsAloneAskForArticles(t *testing.T) {
	for _, c := range []struct {
		q    Query
		want bool
	}{
		{Query{}, false},
		{Query{Words: "visita"}, true},
		{Query{Words: "visita", Lang: "es", Outlet: "El Faro", SaidFrom: 20000}, true},
		{Query{Words: "visita", Act: "visit"}, false},
		{Query{Outlet: "El Faro"}, false},
		{Query{Words: "visita", WhenTo: 20000}, false},
	} {
		if got := c.q.ForArticles(); got != c.want {
			t.Errorf("%+v asks for articles: %v, want %v", c.q, got, c.want)
		}
	}
}
