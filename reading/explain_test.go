package reading_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// Every fact of every example can be explained, and the explanation shows its
// words.
func TestExplain(t *testing.T) {
	r := open(t)
	for _, a := range articles(t) {
		one, err := r.Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{}
		for _, f := range one.Statements {
			words[f.ID] = f.Spans[0].Text
		}
		for _, f := range one.Events {
			words[f.ID] = f.Trigger.Text
		}
		for _, f := range one.Visits {
			words[f.ID] = f.Spans[0].Text
		}
		for _, f := range one.Instruments {
			words[f.ID] = f.Spans[0].Text
		}
		for _, f := range one.Levels {
			words[f.ID] = f.Words.Text
		}
		for _, f := range one.Times {
			words[f.ID] = f.Text
		}
		for _, e := range one.Entities {
			words[e.ID] = ""
		}
		for id, w := range words {
			e, err := r.Explain(t.Context(), a, id)
			if err != nil {
				t.Errorf("%s: %s: %v", a.ID, id, err)
				continue
			}
			var b bytes.Buffer
			p := reading.Printer{Width: 100}
			if err := p.Explain(&b, e); err != nil {
				t.Fatal(err)
			}
			got := strings.Join(strings.Fields(b.String()), " ")
			if first, _, _ := strings.Cut(strings.TrimSpace(w), " "); !strings.HasPrefix(got, id+" ") || !strings.Contains(got, first) {
				t.Errorf("%s: %s is explained without %q:\n%s", a.ID, id, first, b.String())
			}
			if w != "" && len(e.Sentences) == 0 {
				t.Errorf("%s: %s is explained without a sentence", a.ID, id)
			}
		}
	}
	if _, err := r.Explain(t.Context(), articles(t)[0], "s999"); !errors.Is(err, reading.ErrNoFact) {
		t.Errorf("a fact that is not there: got error %v", err)
	}
}

// What an act had before, and how much it has, is explained with its words.
func TestExplainDatesAndQuantities(t *testing.T) {
	const body = "China aplazó al 12 de junio la firma de 14 documentos con Serbia, prevista para el 14 de mayo, por 500 millones de euros."
	a := &text.Article{ID: "x", Lang: "es", Published: "2025-05-02", Text: body, SHA256: text.Digest(body)}
	r := open(t)
	one, err := r.Read(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Verify(); err != nil {
		t.Error(err)
	}
	e, err := r.Explain(t.Context(), a, one.Events[len(one.Events)-1].ID)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	for _, l := range e.Lines {
		lines[l.Label] = l.Text
	}
	for label, want := range map[string]string{
		"time": "2025-06-12, from «12 de junio» (t1)", "was": "2025-05-14, from «el 14 de mayo» (t2)",
		"documents": "14, from «14 documentos»", "amount": "500000000 EUR, from «500 millones de euros»",
	} {
		if lines[label] != want {
			t.Errorf("%s: got %q, want %q", label, lines[label], want)
		}
	}
}
