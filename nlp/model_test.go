package nlp

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

// corpus is a small treebank of our own.
func corpus(t testing.TB) []*Document {
	t.Helper()
	b, err := os.ReadFile("testdata/corpus.conllu")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := ReadCoNLLU(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// small is a network that is trained in no time.
var small = learning{
	sizes:  sizes{Input: 32, Hidden: 32, Depth: 1, Arc: 32, Label: 32},
	passes: 60, batch: 100, rate: 5e-3, tagLoss: 0.5, minimum: 1,
}

func train(t testing.TB, seed uint64) (*Model, []byte) {
	t.Helper()
	m, err := Train(context.Background(), []Treebank{{Name: "corpus", Docs: corpus(t)}}, Options{Lang: "es", Seed: seed, learning: small})
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return m, b
}

func TestTrainIsDeterministic(t *testing.T) {
	_, a := train(t, 7)
	_, b := train(t, 7)
	if !bytes.Equal(a, b) {
		t.Error("the same trees and seed gave different models")
	}
}

func TestTrainLearnsItsTrees(t *testing.T) {
	m, _ := train(t, 1)
	s := EvaluateGoldTokens(m, corpus(t))
	if s.UPOS.F1() < 97 || s.LAS.F1() < 85 || s.Lemma.F1() < 97 {
		t.Errorf("on the trees it was trained on: %s", s.Line())
	}
}

func TestModelSurvivesARoundTrip(t *testing.T) {
	m, b := train(t, 1)
	m2, err := LoadModel(b)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := EvaluateGoldTokens(m, corpus(t)).Line(), EvaluateGoldTokens(m2, corpus(t)).Line(); a != b {
		t.Errorf("before %s, after %s", a, b)
	}
}

func TestLoadModelRefusesDamage(t *testing.T) {
	_, b := train(t, 1)
	if _, err := LoadModel([]byte("something else")); err == nil {
		t.Error("a file that is no model was loaded")
	}
	for _, n := range []int{len(magic), len(magic) + 3, len(b) / 3, len(b) - 1} {
		if _, err := LoadModel(b[:n]); err == nil {
			t.Errorf("a model cut at %d of %d bytes was loaded", n, len(b))
		}
	}
}

func TestTrainSaysWhatIsMissing(t *testing.T) {
	if _, err := Train(context.Background(), nil, Options{}); err == nil {
		t.Error("trained on nothing")
	}
	docs, err := ReadCoNLLU(strings.NewReader("1\tHola\t_\tINTJ\t_\t_\t_\t_\t_\t_\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Train(context.Background(), []Treebank{{Name: "corpus", Docs: docs}}, Options{}); err == nil || !strings.Contains(err.Error(), "no tree") {
		t.Errorf("trained on a sentence without a tree: %v", err)
	}
}

func TestLemmaEdits(t *testing.T) {
	for _, c := range []struct{ form, lemma string }{
		{"dijo", "decir"}, {"El", "el"}, {"Putin", "Putin"}, {"fue", "ser"}, {"países", "país"}, {"NATO", "NATO"}, {"Ministros", "ministro"},
	} {
		e := editOf(c.form, c.lemma)
		if got := e.apply(c.form); got != c.lemma {
			t.Errorf("%s by %v: %s, want %s", c.form, e, got, c.lemma)
		}
		p, err := parseEdit(e.String())
		if err != nil || p != e {
			t.Errorf("%v printed and read: %v, %v", e, p, err)
		}
	}
	if got := (edit{drop: 9, add: "x"}).apply("ab"); got != "ab" {
		t.Errorf("an edit longer than its form gave %q", got)
	}
}

func TestScoresCountLikeTheSharedTask(t *testing.T) {
	gold := corpus(t)
	var s Scores
	for _, d := range gold {
		s.Add(d, d)
	}
	if s.LAS.F1() != 100 || s.Sentences.F1() != 100 || s.Words.Right != s.Words.Gold {
		t.Errorf("gold against itself: %s", s.Line())
	}
	// A wrong head costs one UAS and one LAS, a wrong label only LAS.
	bad := corpus(t)
	d := bad[0]
	for k := range d.Sentences[0].Tokens {
		if tok := &d.Sentences[0].Tokens[k]; tok.Deprel == "nsubj" {
			tok.Deprel = "obj"
			break
		}
	}
	var b Scores
	for i := range gold {
		b.Add(gold[i], bad[i])
	}
	if b.UAS.Right != s.UAS.Right || b.LAS.Right != s.LAS.Right-1 {
		t.Errorf("one wrong label: UAS %d of %d, LAS %d", b.UAS.Right, s.UAS.Right, b.LAS.Right)
	}
}

func BenchmarkParse(b *testing.B) {
	m, _ := train(b, 1)
	docs := corpus(b)
	words := 0
	for _, d := range docs {
		for i := range d.Sentences {
			words += len(d.Sentences[i].Tokens)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			m.Parse(d)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*words), "µs/word")
}
