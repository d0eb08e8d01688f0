package nlp

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
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
	m2, err := LoadModel(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := EvaluateGoldTokens(m, corpus(t)).Line(), EvaluateGoldTokens(m2, corpus(t)).Line(); a != b {
		t.Errorf("before %s, after %s", a, b)
	}
}

func TestLoadModelRefusesDamage(t *testing.T) {
	_, b := train(t, 1)
	if _, err := LoadModel([]byte("something else"), nil); err == nil {
		t.Error("a file that is no model was loaded")
	}
	for _, n := range []int{len(magic), len(magic) + 3, len(b) / 3, len(b) - 1} {
		if _, err := LoadModel(b[:n], nil); err == nil {
			t.Errorf("a model cut at %d of %d bytes was loaded", n, len(b))
		}
	}
}

// lists are clues that tell of capitals.
func lists(langs []string) (Clues, error) {
	return func(tokens []Token, f []uint64, ends []int) ([]uint64, []int) {
		for i := range tokens {
			f = append(f, mix(77, uint64(shape(tokens[i].Form))))
			ends = append(ends, len(f))
		}
		return f, ends
	}, nil
}

// properNames labels the proper nouns of a sentence as names.
func properNames(s *Sentence) []string {
	labels := make([]string, len(s.Tokens))
	for j := range labels {
		if labels[j] = "O"; s.Tokens[j].UPOS == "PROPN" {
			labels[j] = "B-X"
		}
	}
	return labels
}

func TestNamesAndCluesSurviveARoundTrip(t *testing.T) {
	docs := corpus(t)
	o := Options{Lang: "es", Seed: 1, learning: small, Lists: []string{"es"}}
	o.learning.nameLoss = 1
	o.Clues, _ = lists(nil)
	for _, d := range docs {
		for i := range d.Sentences {
			s := &d.Sentences[i]
			o.Named = append(o.Named, Named{Sentence: s, Labels: properNames(s)})
		}
	}
	o.Named = append(o.Named, Named{
		Sentence: &Sentence{Tokens: []Token{{Form: "Foo", UPOS: "PROPN"}, {Form: "goes", UPOS: "VERB"}}}, Labels: []string{"B-X", "O"}, Foreign: true,
	})
	m, err := Train(context.Background(), []Treebank{{Name: "corpus", Docs: docs}}, o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LoadModel(b, nil); err == nil {
		t.Error("a model was loaded without the lists that it wants")
	}
	if _, err := LoadModel(b, func([]string) (Clues, error) { return nil, os.ErrNotExist }); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("lists that cannot be had: %v", err)
	}
	m2, err := LoadModel(b, lists)
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	for _, d := range corpus(t) {
		m2.Parse(d)
		for i := range d.Sentences {
			s := &d.Sentences[i]
			for j := range s.Tokens {
				labels, scores := s.NameScores(j)
				if !slices.Equal(labels, []string{"O", "B-X", "I-X"}) || len(scores) != len(labels) {
					t.Fatalf("labels %v, scores %v", labels, scores)
				}
				all++
				if (labels[best(scores)] == "B-X") == (s.Tokens[j].UPOS == "PROPN") {
					right++
				}
			}
		}
	}
	if right*20 < all*19 {
		t.Errorf("%d of %d words are rightly parts of names", right, all)
	}
}

// Sentences of other habits, given as lessons, take no names from text that is
// read after the habits of the treebank.
func TestLessonsApartKeepTheirHabits(t *testing.T) {
	docs := corpus(t)
	o := Options{Lang: "es", Seed: 1, learning: small}
	o.nameLoss = 1
	for _, d := range docs {
		for i := range d.Sentences {
			s := &d.Sentences[i]
			other := &Sentence{Tokens: append(slices.Clone(s.Tokens), Token{Form: "…"})}
			none := slices.Repeat([]string{"O"}, len(other.Tokens))
			o.Named = append(o.Named, Named{Sentence: s, Labels: properNames(s)}, Named{Sentence: other, Labels: none, Apart: true})
		}
	}
	m, err := Train(context.Background(), []Treebank{{Name: "corpus", Docs: docs}}, o)
	if err != nil {
		t.Fatal(err)
	}
	found, all := 0, 0
	for _, d := range corpus(t) {
		for i := range d.Sentences { // with a further mark, as the lessons have it
			s := &d.Sentences[i]
			s.Tokens = append(s.Tokens, Token{Form: "…"})
		}
		m.Parse(d)
		for i := range d.Sentences {
			s := &d.Sentences[i]
			for j := range s.Tokens {
				if s.Tokens[j].UPOS == "PROPN" {
					all++
					if labels, scores := s.NameScores(j); labels[best(scores)] == "B-X" {
						found++
					}
				}
			}
		}
	}
	if all == 0 || found*20 < all*19 {
		t.Errorf("%d of %d proper nouns are parts of names", found, all)
	}
}

func TestAVeryLongSentenceIsOneTree(t *testing.T) {
	m, _ := train(t, 1)
	var tokens []Token
	for len(tokens) <= 2*longestPiece+50 {
		for _, w := range []string{"El", "ministro", "viajó", "a", "Lima", ","} {
			tokens = append(tokens, Token{Form: w})
		}
	}
	m.Tag(tokens)
	roots := 0
	for i := range tokens {
		steps := 0
		for k := i; k >= 0; k = tokens[k].Head {
			if steps++; steps > len(tokens) {
				t.Fatalf("word %d stands in a circle", i)
			}
		}
		if tokens[i].Head < 0 {
			roots++
		}
	}
	if roots != 1 {
		t.Errorf("%d roots", roots)
	}
}

func TestFurtherTreesKeepTheFeaturesOfTheFirst(t *testing.T) {
	word := func(feats string) *Sentence { return &Sentence{Tokens: []Token{{Feats: feats}}} }
	a, b := word("Case=Nom|Number=Sing"), word("Case=Gen|NameType=Geo|Number=Plur")
	conform([]*Sentence{a, b}, []int{0, 1})
	if a.Tokens[0].Feats != "Case=Nom|Number=Sing" || b.Tokens[0].Feats != "Case=Gen|Number=Plur" {
		t.Errorf("%q and %q", a.Tokens[0].Feats, b.Tokens[0].Feats)
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
