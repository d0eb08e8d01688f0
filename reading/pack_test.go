package reading

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

const said = `# text = Ana disse que Pedro viajou.
1	Ana	Ana	PROPN	_	_	2	nsubj	_	_
2	disse	dizer	VERB	_	VerbForm=Fin	0	root	_	_
3	que	que	SCONJ	_	_	5	mark	_	_
4	Pedro	Pedro	PROPN	_	_	5	nsubj	_	_
5	viajou	viajar	VERB	_	VerbForm=Fin	2	ccomp	_	SpaceAfter=No
6	.	.	PUNCT	_	_	2	punct	_	_

`

// openPack opens a reader with tables for Portuguese.
func openPack(t *testing.T, tables map[string]string) *Reader {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "pt"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, s := range tables {
		if err := os.WriteFile(filepath.Join(dir, "pt", name), []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Open(Options{PackDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestALanguageWithoutAModel(t *testing.T) {
	r := openPack(t, map[string]string{"cues.tsv": "lemma\tpos\tclass\ndizer\tverb\tsay\n", "sources.tsv": "use\tlemmas\nthat\tque\n"})
	docs, err := nlp.ReadCoNLLU(strings.NewReader(said))
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.ReadDocument(t.Context(), docs[0], Meta{Lang: "pt"})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Statements) != 1 || got.Statements[0].Spans[0].Text != "Pedro viajou" {
		t.Errorf("statements %+v", got.Statements)
	}
	a := &text.Article{Lang: "pt", Text: "Ana disse que Pedro viajou."}
	if _, err := r.Read(t.Context(), a); !errors.Is(err, ErrModel) || !strings.Contains(err.Error(), "pt") {
		t.Errorf("text was read without a model: %v", err)
	}
	if _, err := r.Parse(t.Context(), a); !errors.Is(err, ErrModel) {
		t.Errorf("text was parsed without a model: %v", err)
	}
	doc := &nlp.Document{Text: a.Text, Sentences: []nlp.Sentence{{Tokens: []nlp.Token{{Form: "Ana", Head: -1, Span: text.Span{End: 3}}}}}}
	if _, err := r.ReadDocument(t.Context(), doc, Meta{Lang: "pt"}); !errors.Is(err, ErrModel) {
		t.Errorf("a sentence without a tree was read without a model: %v", err)
	}
	if _, err := r.Engine("qq"); !errors.Is(err, lang.ErrUnknown) || !strings.Contains(err.Error(), "pt") {
		t.Errorf("error %v, want ErrUnknown with the languages there are", err)
	}
}

func TestAPackThatLacksSomething(t *testing.T) {
	frames := "name\tlemma\tpos\twants\tactors\trecipients\ttype\tcameo\nmeet\treunir\tverb\t*\tsubj\t\tCONSULT\t040\n"
	for name, tables := range map[string]map[string]string{
		`no set "of"`: {"cues.tsv": "lemma\tpos\tclass\n", "frames.tsv": frames},
		"no cues":     {"frames.tsv": frames},
		"pack.tsv:2":  {"cues.tsv": "lemma\tpos\tclass\n", "pack.tsv": "key\tvalue\nnames\tfr\n"},
	} {
		if _, err := openPack(t, tables).Engine("pt"); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want %q in it", err, name)
		}
	}
}
