package nlp

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/attache-project/attache/text"
)

const twoSentences = `# newdoc id = d1
# published = 2024-05-02
# newpar = title
# sent_id = 1
# text = Lima protesta
1	Lima	Lima	PROPN	_	_	2	nsubj	_	_
2	protesta	protestar	VERB	_	Mood=Ind|Number=Sing|VerbForm=Fin	0	root	_	_

# newpar
# sent_id = 2
# text = El jefe del Estado habló.
1	El	el	DET	_	_	2	det	_	_
2	jefe	jefe	NOUN	_	Gender=Masc|Number=Sing	6	nsubj	_	_
3-4	del	_	_	_	_	_	_	_	_
3	de	de	ADP	_	_	5	case	_	_
4	el	el	DET	_	_	5	det	_	_
5	Estado	estado	NOUN	_	_	2	nmod	_	_
6	habló	hablar	VERB	_	_	0	root	_	SpaceAfter=No
7	.	.	PUNCT	_	_	6	punct	_	_

`

func TestReadCoNLLUBuildsThePage(t *testing.T) {
	docs, err := ReadCoNLLU(strings.NewReader(twoSentences))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 {
		t.Fatalf("%d documents, want 1", len(docs))
	}
	d := docs[0]
	if want := "Lima protesta\n\nEl jefe del Estado habló."; d.Text != want {
		t.Errorf("page %q, want %q", d.Text, want)
	}
	if d.ID != "d1" || d.Meta["published"] != "2024-05-02" {
		t.Errorf("id %q, meta %v", d.ID, d.Meta)
	}
	if !d.Sentences[0].Title || d.Sentences[1].Title || d.Body != len("Lima protesta\n\n") {
		t.Errorf("title %v %v, body at %d", d.Sentences[0].Title, d.Sentences[1].Title, d.Body)
	}
	s := &d.Sentences[1]
	for i, want := range []string{"El", "jefe", "del", "del", "Estado", "habló", "."} {
		if got := s.Tokens[i].Of(d.Text); got != want {
			t.Errorf("token %d covers %q, want %q", i, got, want)
		}
	}
	if s.Tokens[1].Feat("Number") != "Sing" || s.Tokens[1].Feat("Gen") != "" {
		t.Errorf("features of %q read wrongly", s.Tokens[1].Feats)
	}
	if kids := s.Children(5); len(kids) != 2 || kids[0] != 1 || kids[1] != 6 {
		t.Errorf("children of habló: %v", kids)
	}
	if s.Root() != 5 {
		t.Errorf("root %d, want 5", s.Root())
	}
}

func TestCoNLLUSurvivesARoundTrip(t *testing.T) {
	docs, err := ReadCoNLLU(strings.NewReader(twoSentences))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteCoNLLU(&b, docs[0]); err != nil {
		t.Fatal(err)
	}
	again, err := ReadCoNLLU(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("reading back: %v\n%s", err, b.String())
	}
	if again[0].Text != docs[0].Text || len(again[0].Sentences) != 2 || again[0].Body != docs[0].Body {
		t.Errorf("page changed to %q", again[0].Text)
	}
	for i := range docs[0].Sentences {
		for k := range docs[0].Sentences[i].Tokens {
			a, b := docs[0].Sentences[i].Tokens[k], again[0].Sentences[i].Tokens[k]
			a.Misc, b.Misc = "", ""
			if a != b {
				t.Errorf("token changed from %+v to %+v", a, b)
			}
		}
	}
	if !strings.Contains(b.String(), "SpaceAfter=No|TokenRange=") {
		t.Errorf("no offsets in\n%s", b.String())
	}
}

func TestReadCoNLLUNamesTheLineOfAnError(t *testing.T) {
	for _, c := range []struct {
		name, in string
		line     int
	}{
		{"columns", "1\ta\n", 1},
		{"id", "# x\n2\ta\t_\t_\t_\t_\t0\troot\t_\t_\n", 2},
		{"head", "1\ta\t_\t_\t_\t_\tx\troot\t_\t_\n", 1},
		{"head out of range", "1\ta\t_\t_\t_\t_\t9\troot\t_\t_\n\n", 2},
		{"circle", "1\ta\t_\t_\t_\t_\t2\tx\t_\t_\n2\tb\t_\t_\t_\t_\t1\tx\t_\t_\n\n", 3},
		{"utf-8", "1\t\xff\t_\t_\t_\t_\t0\troot\t_\t_\n", 1},
		{"range", "1-3\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\t_\t_\t_\t0\troot\t_\t_\n\n", 3},
	} {
		_, err := ReadCoNLLU(strings.NewReader(c.in))
		var ce *ConlluError
		if !errors.As(err, &ce) || ce.Line != c.line {
			t.Errorf("%s: error %v, want one at line %d", c.name, err, c.line)
		}
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add(twoSentences)
	f.Add("1-2\tdel\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tde\t_\t_\t_\t_\t0\troot\t_\t_\n2\tel\t_\t_\t_\t_\t1\tdet\t_\t_\n\n")
	f.Add("# text = a b\n1\ta b\t_\t_\t_\t_\t0\troot\t_\t_\n")
	f.Fuzz(func(t *testing.T, in string) {
		docs, err := ReadCoNLLU(strings.NewReader(in))
		if err != nil {
			return
		}
		for _, d := range docs {
			for i := range d.Sentences {
				s := &d.Sentences[i]
				for k := range s.Tokens {
					if sp := s.Tokens[k].Span; sp.Start < 0 || sp.End > len(d.Text) || sp.Start > sp.End {
						t.Fatalf("token %d covers %v of %d bytes", k, sp, len(d.Text))
					}
				}
			}
			var b bytes.Buffer
			if err := WriteCoNLLU(&b, d); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestWriteCoNLLUTellsNames(t *testing.T) {
	doc := &Document{Text: "Ada Poe", Sentences: []Sentence{{Span: text.Span{End: 7}, Tokens: []Token{
		{Span: text.Span{Start: 0, End: 3}, Form: "Ada", Misc: "NE=B-PER", Head: -1},
		{Span: text.Span{Start: 4, End: 7}, Form: "Poe", Misc: "Gloss=x|NE=I-PER", Head: -1},
	}}}}
	var b strings.Builder
	if err := WriteCoNLLU(&b, doc); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\tNE=B-PER|TokenRange=0:3\n", "\tNE=I-PER|TokenRange=4:7\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
