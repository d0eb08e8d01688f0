package reading_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
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
