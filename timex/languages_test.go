package timex

import (
	"testing"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// A reader reads texts of one language, cut into tokens and without a tree.
type reader struct {
	code   string
	engine *Engine
	tokens *nlp.Tokenizer
}

// open makes the reader of a language.
func open(t testing.TB, code string) *reader {
	t.Helper()
	p, err := lang.Open(code, "")
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{code: code}
	if r.engine, err = New(p); err != nil {
		t.Fatal(err)
	}
	if r.tokens, err = nlp.NewTokenizer(p); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *reader) check(t *testing.T, published string, tests []reading) {
	t.Helper()
	for _, tt := range tests {
		doc := r.tokens.Document(text.Page{Text: tt.text}, r.code)
		if got := show(doc, r.engine.Read(doc, published)); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

type treeReading struct{ name, lines, want, tense string }

// checkTrees reads one sentence with a tree each; tense is what decided on the
// last expression.
func (r *reader) checkTrees(t *testing.T, tests []treeReading) {
	t.Helper()
	for _, tt := range tests {
		doc := tree(t, tt.lines)
		doc.Lang = r.code
		ts := r.engine.Read(doc, tuesday)
		if got := show(doc, ts); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
			continue
		}
		if got := ts[len(ts)-1].Tense; got != tt.tense {
			t.Errorf("%s: decided by %q, want %q", tt.name, got, tt.tense)
		}
	}
}
