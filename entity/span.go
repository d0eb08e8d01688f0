package entity

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"unicode/utf8"

	"github.com/attache-project/attache/nlp"
)

// vote counts, by name and by single word, the kinds that the chain gave them
// all over the document, and gives each name its key.
func vote(doc *nlp.Document, sc *scratch) {
	clear(sc.votes)
	for i := range sc.spans {
		f := &sc.spans[i]
		toks := doc.Sentences[f.sent].Tokens
		f.key = 7
		for j := f.first; j <= f.last; j++ {
			f.key = mix(f.key, keyOf(toks[j].Form))
		}
		ballot(sc.votes, f.key, f.kind, 1)
		if f.land {
			ballot(sc.votes, landKey, f.kind, 1)
		}
		if f.last > f.first {
			for j := f.first; j <= f.last; j++ {
				ballot(sc.votes, mix(11, keyOf(toks[j].Form)), f.kind, 1)
			}
		}
	}
	for i := range sc.spans {
		f := &sc.spans[i]
		f.before, f.after = None, None
		if i > 0 && sc.spans[i-1].sent == f.sent && f.first-sc.spans[i-1].last <= 3 {
			f.before = sc.spans[i-1].kind
		}
		if i+1 < len(sc.spans) && sc.spans[i+1].sent == f.sent && sc.spans[i+1].first-f.last <= 3 {
			f.after = sc.spans[i+1].kind
		}
	}
}

// landKey is where the votes on all states of a document are counted: some
// texts are about states that act, others about places where something happens.
const landKey = 13

func ballot(votes map[uint64][kinds + 1]int32, key uint64, k Kind, n int32) {
	v := votes[key]
	v[k] += n
	votes[key] = v
}

// spanFeatures appends the features of a name as a whole.
func (x *extractor) spanFeatures(f []uint64, s *found, votes map[uint64][kinds + 1]int32) []uint64 {
	k := uint64(0)
	base := uint64(0x5ba2)
	add := func(v uint64) {
		k++
		f = append(f, mix(mix(base, k), v))
	}
	add2 := func(v, u uint64) { add(mix(v, u)) }
	a, b := x.at(s.first), x.at(s.last)
	b1, b2, a1, a2 := x.at(s.first-1), x.at(s.first-2), x.at(s.last+1), x.at(s.last+2)
	var gov, dep, pv, nv = &edge, &edge, &edge, &edge
	if i := a.before; i >= 0 {
		gov = &x.looks[i]
	}
	if i := b.after; i >= 0 {
		dep = &x.looks[i]
	}
	if a.verb >= 0 {
		pv = &x.looks[a.verb]
	}
	if b.next >= 0 {
		nv = &x.looks[b.next]
	}
	size := uint64(min(s.last-s.first, 5))
	kind := uint64(s.kind)
	add(0)
	add(kind)
	add2(kind, size)
	// How sure the chain is of each kind.
	k = 10
	for j, v := range s.scores {
		if Kind(j) == None || Kind(j) == s.kind {
			continue
		}
		k = 10
		lead := uint64(int64(max(-8, min(8, math.Floor(float64(2*(s.scores[s.kind]-v)))))) + 20)
		add2(mix(kind, uint64(j)), lead)
		add2(uint64(j), lead)
	}
	k = 20
	lead := uint64(max(0, min(12, int64(2*s.margin)))) << 3
	add2(kind, lead)
	// What the gazetteer says of the whole and of its parts.
	var whole, some, words uint64
	if s.first == s.last {
		whole = a.begin & a.end
	} else {
		whole = a.begin & b.end & b.inside
	}
	for j := s.first; j <= s.last; j++ {
		l := x.at(j)
		some |= l.begin | l.inside
		words |= l.words
	}
	add(whole)
	add2(whole, kind)
	add2(some, 1)
	add2(whole, b1.words)
	add2(whole, a1.words)
	add2(mix(whole, b1.upos), nv.words)
	add2(mix(whole, b1.upos), gov.words)
	add2(mix(whole, b1.upos), a1.upos)
	add2(mix(whole, kind), flag(a.first))
	classes := func(at uint64, set uint64, with ...uint64) {
		for ; set != 0; set &= set - 1 {
			k = at
			c := uint64(bits.TrailingZeros64(set))
			add(c)
			add2(c, kind)
			for _, u := range with {
				add2(c, u)
			}
		}
	}
	classes(40, whole, b1.upos, a1.upos, size, uint64(s.before)<<3|uint64(s.after))
	classes(50, some&^whole, size)
	classes(60, a.words)
	classes(64, b.words)
	classes(68, words)
	classes(72, b1.words)
	classes(76, b2.words)
	classes(80, a1.words)
	classes(84, a2.words)
	classes(88, gov.words)
	classes(92, dep.words)
	classes(96, pv.words)
	classes(100, nv.words)
	// What stands around.
	k = 110
	add2(b1.upos, a1.upos)
	add2(mix(b2.upos, b1.upos), kind)
	add2(mix(a1.upos, a2.upos), kind)
	add2(uint64(s.before), kind)
	add2(uint64(s.after), kind)
	add2(mix(uint64(s.before), b1.low), kind)
	add2(mix(uint64(s.after), a1.low), kind)
	add2(flag(a.quoted), kind)
	add2(uint64(a.shape), uint64(b.shape))
	add2(mix(uint64(a.shape), size), kind)
	// What the rest of the document says.
	same := votes[s.key]
	same[s.kind]--
	k = 130
	top := majority(same)
	add2(uint64(top), kind)
	add2(mix(uint64(top), whole), kind)
	add2(mix(uint64(top), b1.upos), kind)
	k = 135
	for _, end := range [2]int{s.first, s.last} {
		part := votes[mix(11, keyOf(x.tokens[end].Form))]
		if s.last > s.first {
			part[s.kind]--
		}
		m := majority(part)
		add2(uint64(m), kind)
		add2(mix(uint64(m), size), kind)
	}
	if s.land {
		all := votes[landKey]
		all[s.kind]--
		acts, total := all[Organisation], all[Organisation]+all[Place]
		k = 160
		share := uint64(9)
		if total > 0 {
			share = uint64(4 * acts / total)
		}
		add2(share, kind)
		add2(mix(share, uint64(min(total, 4))), kind)
		add2(mix(share, b1.upos), kind)
		add2(mix(share, gov.upos), b1.words)
	}
	if x.plain {
		return f
	}
	k = 0
	base = 0x5ba3
	add(s.key)
	add2(s.key, b1.low)
	add2(s.key, kind)
	add2(a.low, size)
	add2(b.low, size)
	add2(b1.low, kind)
	add2(a1.low, kind)
	add2(mix(b2.low, b1.low), 1)
	add2(mix(a1.low, a2.low), 1)
	add2(b1.low, a1.low)
	add(b1.lemma)
	add(b2.lemma)
	add(a1.lemma)
	add(gov.lemma)
	add(dep.lemma)
	add(pv.lemma)
	add(nv.lemma)
	add2(gov.lemma, b1.low)
	add2(pv.lemma, b1.low)
	add2(nv.lemma, a1.low)
	add2(whole, b1.low)
	add2(whole, gov.lemma)
	add2(whole, pv.lemma)
	add2(whole, nv.lemma)
	add2(mix(whole, b1.low), kind)
	for j := s.first; j <= s.last; j++ {
		k = 40
		add(x.at(j).low)
	}
	f = ends(f, x.tokens[s.first].Form, 0x11)
	f = ends(f, x.tokens[s.last].Form, 0x22)
	return f
}

// ends appends features of the first and last letters of a word.
func ends(f []uint64, form string, salt uint64) []uint64 {
	h := seed
	n := uint64(0)
	for _, r := range form {
		if n == 4 {
			break
		}
		h = addRune(h, plainRune(r))
		if n++; n > 1 {
			f = append(f, mix(mix(h, 0xcccc+salt), n))
		}
	}
	h = seed
	for n = 1; n <= 4 && form != ""; n++ {
		r, size := utf8.DecodeLastRuneInString(form)
		form = form[:len(form)-size]
		h = addRune(h, plainRune(r))
		if n > 1 {
			f = append(f, mix(mix(h, 0xdddd+salt), n))
		}
	}
	return f
}

func majority(v [kinds + 1]int32) Kind {
	best := None
	for k := Person; k <= kinds; k++ {
		if v[k] > 0 && (best == None || v[k] > v[best]) {
			best = k
		}
	}
	return best
}

// A spanCase teaches the second stage.
type spanCase struct {
	feats []uint64
	kind  Kind
}

// spanCases returns what the chain finds in samples, each with what it is.
func (t *Tagger) spanCases(samples []*Sample, last Kind) []spanCase {
	var out []spanCase
	sc := t.get()
	for _, s := range samples {
		t.find(s.Doc, sc)
		vote(s.Doc, sc)
		sent := -1
		var x extractor
		for i := range sc.spans {
			f := &sc.spans[i]
			toks := s.Doc.Sentences[f.sent].Tokens
			if f.sent != sent {
				sent = f.sent
				t.gaz.look(toks, sc)
				x = extractor{tokens: toks, looks: sc.looks, plain: s.Foreign && t.plain}
			}
			kind, known := None, true
			for _, g := range goldSpans(s.Labels[f.sent]) {
				switch {
				case g.first == f.first && g.last == f.last && g.kind != None:
					if g.kind <= last {
						kind = g.kind
					}
				case g.kind == None && g.first <= f.last && g.last >= f.first:
					known = false
				}
			}
			if known {
				out = append(out, spanCase{x.spanFeatures(nil, f, sc.votes), kind})
			}
		}
	}
	return out
}

// learnSpans trains the second stage: a logarithmic-linear classifier.
func learnSpans(ctx context.Context, cases []spanCase, width int, o Options) (*table, error) {
	var hashes []uint64
	for _, c := range cases {
		hashes = append(hashes, c.feats...)
	}
	var rows rowsOf
	ids := rows.number(hashes)
	fmt.Fprintf(o.Log, "kinds: %d names, %d features\n", len(cases), len(rows.hashes))
	w := make([]float64, len(rows.hashes)*width)
	f := func(w, grad []float64) float64 {
		loss := 0.0
		for i, v := range w {
			loss += 0.5 * o.Penalty * v * v
			grad[i] = o.Penalty * v
		}
		at := 0
		var e [kinds + 1]float64
		for _, c := range cases {
			mine := ids[at : at+len(c.feats)]
			at += len(c.feats)
			clear(e[:])
			for _, id := range mine {
				if id >= 0 {
					for k := range width {
						e[k] += w[int(id)*width+k]
					}
				}
			}
			z := logSum(e[:width])
			loss += z - e[c.kind]
			for k := range width {
				e[k] = math.Exp(e[k] - z)
			}
			e[c.kind]--
			for _, id := range mine {
				if id >= 0 {
					for k := range width {
						grad[int(id)*width+k] += e[k]
					}
				}
			}
		}
		return loss
	}
	if err := minimise(ctx, w, o.Steps, f, func(int, float64) {}); err != nil {
		return nil, err
	}
	return packed(rows.hashes, w, width, o.Keep/2), nil
}
