// Package entity finds the names of persons, organisations, places and other
// things in tagged sentences, as spans over their tokens.
//
// Names are found in two stages. A linear-chain conditional random field marks
// where names begin and end and guesses what they name; a second classifier
// then looks at each name as a whole, with what the rest of the document says
// of the same words, and settles its kind. Where the parser has learnt names it
// is heard at both stages: the logarithms of its likelihoods are added to theirs.
package entity

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// Kind says what a name names.
type Kind uint8

// Kinds of names.
const (
	None Kind = iota
	Person
	Organisation
	Place
	Other
)

const kinds = 4 // without None

var kindNames = [...]string{"", "PER", "ORG", "LOC", "MISC"}

// String returns the tag by which the kind is known in IOB2: "PER", "ORG",
// "LOC" or "MISC".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// An Entity is a name in a document.
type Entity struct {
	text.Span        // bytes of the page
	Kind        Kind // never None
	Sent        int  // index of the sentence
	First, Last int  // indices of its tokens, both inclusive
}

// A Tagger finds names. It is read-only and may be used by many goroutines at
// once.
type Tagger struct {
	About About
	gaz   *Gazetteer
	chain *chain
	span  *table // nil when the kinds of the first stage stand
	plain bool   // in training: as in [Options]
	pool  sync.Pool
}

// About says what a tagger is and of what it was made.
type About struct {
	Lang     string   `json:"lang"`
	Sources  []string `json:"sources"`  // files trained on, base names
	Words    int      `json:"words"`    // trained on
	Kinds    []string `json:"kinds"`    // that it tells apart
	Lexicons []string `json:"lexicons"` // language packs whose words it knows
}

// scratch is the working memory of one call of Find.
type scratch struct {
	looks []look
	runs  []run
	feats []uint64
	emit  []float32 // of one run, labels a token
	sum   []float32 // of one run, with what the parser says
	said  []float32 // of one sentence: what the parser says, labels a token
	place []int     // of labels, among those of the parser
	back  []int8
	score [2][maxLabels]float32
	path  []int8
	spans []found
	seq   []uint64
	votes map[uint64][kinds + 1]int32
}

// found is a name under work.
type found struct {
	sent, first, last int
	kind              Kind
	margin            float32            // by which the chain prefers the kind to the next one
	scores            [kinds + 1]float32 // by the chain
	heard             [kinds + 1]float32 // by the parser
	before, after     Kind               // of the names close by
	land              bool               // a state, or a capital that may stand for one
	key               uint64
}

func (t *Tagger) get() *scratch {
	if s, ok := t.pool.Get().(*scratch); ok {
		return s
	}
	return &scratch{votes: map[uint64][kinds + 1]int32{}}
}

// Find returns the names of doc, whose sentences are tagged, in text order.
func (t *Tagger) Find(doc *nlp.Document) []Entity {
	sc := t.get()
	defer t.pool.Put(sc)
	t.find(doc, sc)
	out := make([]Entity, len(sc.spans))
	for i, f := range sc.spans {
		toks := doc.Sentences[f.sent].Tokens
		out[i] = Entity{Span: text.Span{Start: toks[f.first].Start, End: toks[f.last].End}, Kind: f.kind, Sent: f.sent, First: f.first, Last: f.last}
	}
	return out
}

// Label writes the names of doc, whose sentences are tagged, into the MISC
// columns of its tokens: NE=B-PER, NE=I-PER and so on, in place of what stood
// there.
func (t *Tagger) Label(doc *nlp.Document) {
	names := t.Find(doc)
	for i := range doc.Sentences {
		for j := range doc.Sentences[i].Tokens {
			doc.Sentences[i].Tokens[j].Misc = ""
		}
	}
	for _, e := range names {
		for j := e.First; j <= e.Last; j++ {
			l := first(e.Kind)
			if j > e.First {
				l++
			}
			doc.Sentences[e.Sent].Tokens[j].Misc = "NE=" + labelNames[l]
		}
	}
}

// find leaves the names of doc in sc.spans.
func (t *Tagger) find(doc *nlp.Document, sc *scratch) {
	sc.spans = sc.spans[:0]
	for i := range doc.Sentences {
		t.mark(&doc.Sentences[i], i, sc)
	}
	if t.span != nil {
		t.settle(doc, sc)
	}
}

// mark appends the names that the chain sees in one sentence.
func (t *Tagger) mark(s *nlp.Sentence, sent int, sc *scratch) {
	t.gaz.look(s.Tokens, sc)
	sc.findRuns(s.Tokens)
	x := extractor{tokens: s.Tokens, looks: sc.looks}
	x.said = t.said(s, sc)
	for _, r := range sc.runs {
		t.chain.decode(&x, r, sc)
		for i := 0; i < len(sc.path); {
			l := int(sc.path[i])
			if l == 0 {
				i++
				continue
			}
			j := i + 1
			for j < len(sc.path) && int(sc.path[j]) == l+1 {
				j++
			}
			f := found{sent: sent, first: r.from + i, last: r.from + j - 1, kind: kindOf(l)}
			f.scores = t.chain.kindScores(sc, i, j)
			if x.said != nil {
				f.heard = heard(x.said, t.chain.labels, f.first, f.last)
			}
			a, b := &sc.looks[f.first], &sc.looks[f.last]
			f.land = a.begin&b.end&(1<<state|1<<capital) != 0 && (f.first == f.last || b.inside&(1<<state|1<<capital) != 0)
			f.margin = margin(f.scores, f.kind, t.chain.labels)
			sc.spans = append(sc.spans, f)
			i = j
		}
	}
}

// said returns what the parser says of the tokens of s: for each the logarithms
// of the likelihood of the labels; or nil.
func (t *Tagger) said(s *nlp.Sentence, sc *scratch) []float32 {
	if len(s.Tokens) == 0 {
		return nil
	}
	labels, _ := s.NameScores(0)
	if len(labels) == 0 {
		return nil
	}
	n := t.chain.labels
	sc.place = sc.place[:0]
	for b := range n {
		sc.place = append(sc.place, slices.Index(labels, labelNames[b]))
	}
	sc.said = sc.said[:0]
	for i := range s.Tokens {
		_, scores := s.NameScores(i)
		top, sum := slices.Max(scores), 0.0
		for _, v := range scores {
			sum += math.Exp(float64(v - top))
		}
		top += float32(math.Log(sum))
		for _, k := range sc.place {
			v := float32(-unheard)
			if k >= 0 {
				v = max(v, scores[k]-top)
			}
			sc.said = append(sc.said, v)
		}
	}
	return sc.said
}

// unheard is minus the least logarithm of a likelihood that the parser is
// trusted with.
const unheard = 12

// heard returns how likely the parser, with said of n labels a token, takes
// tokens from to last to be a name of each kind, or none: logarithms.
func heard(said []float32, n, from, last int) (out [kinds + 1]float32) {
	for k := range out {
		l := max(0, first(Kind(k)))
		if l >= n {
			break
		}
		for i := from; i <= last; i++ {
			out[k] += said[i*n+l]
			if i == from && k > 0 {
				l++
			}
		}
	}
	return out
}

// settle gives each name the kind that the second stage prefers.
func (t *Tagger) settle(doc *nlp.Document, sc *scratch) {
	vote(doc, sc)
	sent := -1
	var x extractor
	var sum [kinds + 1]float32
	keep := sc.spans[:0]
	for i := range sc.spans {
		f := sc.spans[i]
		if f.sent != sent {
			sent = f.sent
			t.gaz.look(doc.Sentences[sent].Tokens, sc)
			x = extractor{tokens: doc.Sentences[sent].Tokens, looks: sc.looks}
		}
		sc.feats = x.spanFeatures(sc.feats[:0], &f, sc.votes)
		t.span.sum(sc.feats, sum[:])
		best, top := None, float32(math.Inf(-1))
		for k := range t.span.width {
			if v := sum[k] + f.heard[k]; v > top {
				best, top = Kind(k), v
			}
		}
		if best != None {
			f.kind = best
			keep = append(keep, f)
		}
	}
	sc.spans = keep
}

// A label is 0 outside names, else 1 + 2·(kind-1) on the first token of a name
// and one more on the others.
func first(k Kind) int  { return 2*int(k) - 1 }
func kindOf(l int) Kind { return Kind((l + 1) / 2) }

// labelNames are the labels in the terms of IOB2.
var labelNames = func() (out [2*kinds + 1]string) {
	out[0] = "O"
	for k := Person; k <= Other; k++ {
		out[first(k)], out[first(k)+1] = "B-"+k.String(), "I-"+k.String()
	}
	return out
}()

func opens(l int) bool { return l%2 == 1 }
func follows(a, b int) bool { // whether label b may come after a
	return b == 0 || opens(b) || a == b || a == b-1
}

// Kinds lists the kinds that t tells apart.
func (t *Tagger) Kinds() []Kind {
	var ks []Kind
	for _, s := range t.About.Kinds {
		ks = append(ks, Kind(slices.Index(kindNames[:], s)))
	}
	return ks
}

// KindOf returns the kind with a tag such as "PER".
func KindOf(tag string) (Kind, bool) {
	i := slices.Index(kindNames[1:], tag)
	return Kind(i + 1), i >= 0
}
