package entity

import (
	"math/bits"
	"unicode/utf8"

	"github.com/attache-project/attache/nlp"
)

// An extractor turns words into features.
type extractor struct {
	tokens []nlp.Token
	looks  []look
	said   []float32 // what the parser says of the labels of each token; may be nil
	plain  bool      // no words, only what they look like and what the gazetteer says
}

func (x *extractor) at(i int) *look {
	if i < 0 || i >= len(x.looks) {
		return &edge
	}
	return &x.looks[i]
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// features appends the features of token i of run r.
func (x *extractor) features(f []uint64, r run, i int) []uint64 {
	w, a1, a2, b1, b2 := x.at(i), x.at(i+1), x.at(i+2), x.at(i-1), x.at(i-2)
	chunkBefore, chunkAfter := x.at(int(w.from)-1), x.at(int(w.to))
	head, tail := x.at(int(w.from)), x.at(int(w.to)-1)
	var gov, dep, pv, nv = &edge, &edge, &edge, &edge
	if k := head.before; k >= 0 {
		gov = &x.looks[k]
	}
	if k := tail.after; k >= 0 {
		dep = &x.looks[k]
	}
	if head.verb >= 0 {
		pv = &x.looks[head.verb]
	}
	if tail.next >= 0 {
		nv = &x.looks[tail.next]
	}
	pos := uint64(min(i-int(w.from), 3))<<4 | uint64(min(int(w.to)-i, 4))
	sh := uint64(w.shape)<<1 | flag(w.first)
	k := uint64(0)
	base := uint64(0x1234567)
	add := func(v uint64) {
		k++
		f = append(f, mix(mix(base, k), v))
	}
	add2 := func(v, u uint64) { add(mix(v, u)) }

	add(0)
	add(sh)
	add(w.silhou)
	add2(w.silhou, flag(w.first))
	add2(sh, pos)
	add2(uint64(b1.shape), sh)
	add2(uint64(a1.shape), sh)
	add2(mix(uint64(b1.shape), uint64(a1.shape)), sh)
	add2(w.upos, sh)
	add2(b1.upos, w.upos)
	add2(a1.upos, w.upos)
	add2(mix(b1.upos, a1.upos), w.upos)
	add2(mix(b2.upos, b1.upos), w.upos)
	add2(mix(a2.upos, a1.upos), w.upos)
	add2(chunkBefore.upos, sh)
	add2(chunkAfter.upos, sh)
	add2(chunkBefore.upos, chunkAfter.upos)
	add2(flag(w.quoted), pos)
	add2(flag(w.quoted), sh)

	// What the gazetteer says of names.
	g := w.begin&^w.inside | w.inside<<nameClasses
	add2(g, 1)
	add2(w.begin, w.inside)
	add2(mix(w.begin, w.inside), uint64(w.shape))
	add2(mix(w.begin|w.inside, a1.begin|a1.inside), 2)
	add2(mix(w.begin|w.inside, b1.begin|b1.inside), 2)
	add2(mix(w.begin|w.inside, chunkBefore.words), chunkBefore.upos)
	add2(w.begin|w.inside, chunkAfter.words)
	k = 40
	for c := w.begin | w.inside; c != 0; c &= c - 1 {
		b := uint64(bits.TrailingZeros64(c))
		k = 40
		at := b<<3 | w.begin>>b&1<<2 | w.inside>>b&1<<1 | w.end>>b&1
		add(at)
		add2(at, pos)
		add2(at, sh)
		add2(b, b1.upos)
		add2(b, gov.words)
	}
	k = 50
	for c := a1.begin | a1.inside; c != 0; c &= c - 1 {
		b := uint64(bits.TrailingZeros64(c))
		k = 50
		add2(b, uint64(w.shape))
	}
	k = 60
	for c := b1.begin | b1.inside; c != 0; c &= c - 1 {
		b := uint64(bits.TrailingZeros64(c))
		k = 60
		add2(b, uint64(w.shape))
	}
	// Classes of words around.
	near := [...]*look{w, b1, b2, a1, a2, chunkBefore, chunkAfter, head, tail, gov, dep, pv, nv}
	for j, l := range near {
		for c := l.words; c != 0; c &= c - 1 {
			b := uint64(bits.TrailingZeros64(c))
			k = 70 + 3*uint64(j)
			add2(b, 7)
			add2(b, uint64(w.shape))
		}
	}
	k = 120
	add2(head.words, pos)
	add2(gov.words, pos)
	add2(mix(b2.words, b1.words), uint64(w.shape))
	add2(chunkBefore.words, gov.words)
	add2(pv.words, chunkBefore.words)
	add2(nv.words, flag(w.from == 0))
	if x.plain {
		return f
	}
	k = 130
	base = 0x7654321
	add(w.form)
	add(w.low)
	add2(w.low, sh)
	add(b1.low)
	add(a1.low)
	add(b2.low)
	add(a2.low)
	add2(b1.low, w.low)
	add2(w.low, a1.low)
	add2(b2.low, b1.low)
	add2(a1.low, a2.low)
	add2(b1.low, a1.low)
	add(b1.lemma)
	add(b2.lemma)
	add(a1.lemma)
	add(a2.lemma)
	add2(b1.lemma, uint64(w.shape))
	add2(head.low, pos)
	add2(tail.low, pos)
	add(chunkBefore.lemma)
	add(chunkAfter.lemma)
	add(gov.lemma)
	add(dep.lemma)
	add2(gov.lemma, chunkBefore.low)
	add2(dep.lemma, chunkAfter.low)
	add(pv.lemma)
	add(nv.lemma)
	add2(pv.lemma, chunkBefore.low)
	add2(nv.lemma, chunkAfter.low)
	add2(chunkBefore.low, w.begin|w.inside)
	add2(gov.lemma, w.begin|w.inside)
	add2(pv.lemma, w.begin|w.inside)
	add2(nv.lemma, w.begin|w.inside)
	f = x.affixes(f, i, w)
	return f
}

// affixes appends features of the beginning and ending of a word.
func (x *extractor) affixes(f []uint64, i int, w *look) []uint64 {
	form := x.tokens[i].Form
	h := seed
	n := 0
	for _, r := range form {
		if n == 5 {
			break
		}
		h = addRune(h, plainRune(r))
		n++
		f = append(f, mix(mix(h, 0xaaaa), uint64(n)))
	}
	h = seed
	for n = 1; n <= 5 && form != ""; n++ {
		r, size := utf8.DecodeLastRuneInString(form)
		form = form[:len(form)-size]
		h = addRune(h, plainRune(r))
		f = append(f, mix(mix(h, 0xbbbb), uint64(n)))
		if n == 3 {
			f = append(f, mix(mix(h, 0xbbcc), uint64(w.shape)))
		}
	}
	return f
}
