package nlp

import (
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// A Score counts what was found of one kind of thing.
type Score struct{ Right, Gold, Found int }

// Precision is the share of what was found that is right, in percent.
func (s Score) Precision() float64 { return percent(s.Right, s.Found) }

// Recall is the share of the gold that was found, in percent.
func (s Score) Recall() float64 { return percent(s.Right, s.Gold) }

// F1 is the harmonic mean of precision and recall, in percent.
func (s Score) F1() float64 { return percent(2*s.Right, s.Gold+s.Found) }

func percent(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}

// Scores are the metrics of the CoNLL 2018 shared task, and those of single
// relations. Relation subtypes count as their main type, features are the
// universal ones, and punctuation counts.
type Scores struct {
	Tokens, Sentences, Words      Score
	UPOS, UFeats, Lemma, UAS, LAS Score
	Relations                     map[string]Score // main type: relation and head right
}

// universalFeats are the features that UFeats compares.
var universalFeats = []string{
	"Abbr", "Animacy", "Aspect", "Case", "Definite", "Degree", "Evident", "Foreign", "Gender", "Mood", "Number", "NumType",
	"Person", "Polarity", "Polite", "Poss", "PronType", "Reflex", "Tense", "VerbForm", "Voice",
}

// EvaluateGoldTokens tags and parses copies of gold documents, keeping their
// sentences and words, and scores the result.
func EvaluateGoldTokens(m *Model, gold []*Document) *Scores {
	var s Scores
	for _, g := range gold {
		d := *g
		d.Sentences = slices.Clone(g.Sentences)
		for i := range d.Sentences {
			d.Sentences[i].Tokens = bare(d.Sentences[i].Tokens)
			d.Sentences[i].children = nil
		}
		m.Parse(&d)
		s.Add(g, &d)
	}
	return &s
}

// bare copies tokens without their annotation.
func bare(tokens []Token) []Token {
	out := make([]Token, len(tokens))
	for i := range tokens {
		out[i] = Token{Span: tokens[i].Span, Form: tokens[i].Form, Head: -1}
	}
	return out
}

// word is a syntactic word laid out for comparison: its place counts only the
// characters that are not white space, so that differences of spacing do not
// matter.
type word struct {
	start, end int
	tok        *Token
	head       int // index in the flat list, -1 for a root
	multi      bool
}

type flat struct {
	tokens    [][2]int // surface tokens
	sentences [][2]int
	words     []word
}

func flatten(d *Document) *flat {
	f := &flat{}
	// place[i] is the number of non-space bytes before byte i.
	place := make([]int, len(d.Text)+1)
	n := 0
	for i, r := range d.Text {
		size := len(string(r))
		for k := range size {
			place[i+k] = n
		}
		if !unicode.IsSpace(r) {
			n++
		}
	}
	place[len(d.Text)] = n
	for si := range d.Sentences {
		s := &d.Sentences[si]
		if len(s.Tokens) == 0 {
			continue
		}
		base := len(f.words)
		k := 0
		for i := range s.Tokens {
			t := &s.Tokens[i]
			w := word{start: place[t.Start], end: place[t.End], tok: t, head: -1}
			for k < len(s.Multi) && s.Multi[k].Last < i {
				k++
			}
			w.multi = k < len(s.Multi) && s.Multi[k].First <= i
			if !w.multi || s.Multi[k].First == i {
				f.tokens = append(f.tokens, [2]int{w.start, w.end})
			}
			if t.Head >= 0 {
				w.head = base + t.Head
			}
			f.words = append(f.words, w)
		}
		f.sentences = append(f.sentences, [2]int{f.words[base].start, f.words[len(f.words)-1].end})
	}
	return f
}

func common(a, b [][2]int) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i][0] < b[j][0] || a[i][0] == b[j][0] && a[i][1] < b[j][1]:
			i++
		default:
			j++
		}
	}
	return n
}

// Add compares a document with its gold and adds the counts to s. Words are
// aligned as the shared task does: by place, and within contractions by the
// longest common subsequence of their forms.
func (s *Scores) Add(gold, found *Document) {
	g, f := flatten(gold), flatten(found)
	count := func(sc *Score, right, gold, found int) {
		sc.Right += right
		sc.Gold += gold
		sc.Found += found
	}
	count(&s.Tokens, common(g.tokens, f.tokens), len(g.tokens), len(f.tokens))
	count(&s.Sentences, common(g.sentences, f.sentences), len(g.sentences), len(f.sentences))
	toGold := align(g.words, f.words)
	var aligned, upos, feats, lemma, uas, las int
	if s.Relations == nil {
		s.Relations = map[string]Score{}
	}
	rel := func(name string, f func(*Score)) {
		sc := s.Relations[name]
		f(&sc)
		s.Relations[name] = sc
	}
	for _, w := range g.words {
		rel(mainType(w.tok.Deprel), func(sc *Score) { sc.Gold++ })
	}
	for j := range f.words {
		fw := &f.words[j]
		rel(mainType(fw.tok.Deprel), func(sc *Score) { sc.Found++ })
		if toGold[j] < 0 {
			continue
		}
		gw := &g.words[toGold[j]]
		aligned++
		if gw.tok.UPOS == fw.tok.UPOS {
			upos++
		}
		if sameFeats(gw.tok, fw.tok) {
			feats++
		}
		if gw.tok.Lemma == "" || gw.tok.Lemma == fw.tok.Lemma {
			lemma++
		}
		head := fw.head
		if head >= 0 {
			head = toGold[head]
			if head < 0 {
				head = -2
			}
		}
		if head == gw.head {
			uas++
			if mainType(gw.tok.Deprel) == mainType(fw.tok.Deprel) {
				las++
				rel(mainType(gw.tok.Deprel), func(sc *Score) { sc.Right++ })
			}
		}
	}
	for _, x := range []struct {
		sc    *Score
		right int
	}{{&s.Words, aligned}, {&s.UPOS, upos}, {&s.UFeats, feats}, {&s.Lemma, lemma}, {&s.UAS, uas}, {&s.LAS, las}} {
		count(x.sc, x.right, len(g.words), len(f.words))
	}
}

func mainType(rel string) string {
	m, _, _ := strings.Cut(rel, ":")
	return m
}

func sameFeats(a, b *Token) bool {
	if a.Feats == b.Feats {
		return true
	}
	for _, f := range universalFeats {
		if a.Feat(f) != b.Feat(f) {
			return false
		}
	}
	return true
}

// align returns for each found word the gold word it stands for, or -1.
func align(gold, found []word) []int {
	to := make([]int, len(found))
	for i := range to {
		to[i] = -1
	}
	i, j := 0, 0
	for i < len(gold) && j < len(found) {
		if gold[i].multi || found[j].multi {
			// The stretch of both sides that the contraction touches.
			i0, j0 := i, j
			end := min(gold[i].start, found[j].start)
			if gold[i].multi {
				end = max(end, gold[i].end)
			}
			if found[j].multi {
				end = max(end, found[j].end)
			}
			for {
				moved := false
				for i < len(gold) && gold[i].start < end {
					if gold[i].multi {
						end = max(end, gold[i].end)
					}
					i++
					moved = true
				}
				for j < len(found) && found[j].start < end {
					if found[j].multi {
						end = max(end, found[j].end)
					}
					j++
					moved = true
				}
				if !moved {
					break
				}
			}
			if i == i0 && j == j0 {
				i++
				j++
				continue
			}
			lcs(gold, found, i0, i, j0, j, to)
			continue
		}
		switch {
		case gold[i].start == found[j].start && gold[i].end == found[j].end:
			to[j] = i
			i++
			j++
		case gold[i].start < found[j].start || gold[i].start == found[j].start && gold[i].end <= found[j].end:
			i++
		default:
			j++
		}
	}
	return to
}

func lcs(gold, found []word, i0, i1, j0, j1 int, to []int) {
	n, m := i1-i0, j1-j0
	t := make([][]int, n+1)
	for i := range t {
		t[i] = make([]int, m+1)
	}
	same := func(i, j int) bool {
		return strings.EqualFold(gold[i0+i].tok.Form, found[j0+j].tok.Form)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if same(i, j) {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case same(i, j):
			to[j0+j] = i0 + i
			i++
			j++
		case t[i+1][j] >= t[i][j+1]:
			i++
		default:
			j++
		}
	}
}

// Line is a short summary.
func (s *Scores) Line() string {
	return fmt.Sprintf("UPOS %.2f UFeats %.2f lemma %.2f UAS %.2f LAS %.2f", s.UPOS.F1(), s.UFeats.F1(), s.Lemma.F1(), s.UAS.F1(), s.LAS.F1())
}

// Write prints the scores as a table; relations with at least ten gold
// examples are listed when wanted.
func (s *Scores) Write(w io.Writer, relations bool) error {
	for _, r := range []struct {
		name string
		sc   Score
	}{
		{"tokens", s.Tokens}, {"sentences", s.Sentences}, {"words", s.Words}, {"UPOS", s.UPOS}, {"UFeats", s.UFeats},
		{"lemma", s.Lemma}, {"UAS", s.UAS}, {"LAS", s.LAS},
	} {
		if _, err := fmt.Fprintf(w, "  %-10s P %6.2f  R %6.2f  F1 %6.2f\n", r.name, r.sc.Precision(), r.sc.Recall(), r.sc.F1()); err != nil {
			return err
		}
	}
	if !relations {
		return nil
	}
	names := sortedKeys(s.Relations)
	sort.SliceStable(names, func(i, j int) bool { return s.Relations[names[i]].Gold > s.Relations[names[j]].Gold })
	for _, n := range names {
		if sc := s.Relations[n]; sc.Gold >= 10 {
			if _, err := fmt.Fprintf(w, "    %-12s %5d  F1 %6.2f\n", n, sc.Gold, sc.F1()); err != nil {
				return err
			}
		}
	}
	return nil
}
