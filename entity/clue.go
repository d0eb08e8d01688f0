package entity

import (
	"math/bits"
	"sync"

	"github.com/attache-project/attache/nlp"
)

// Clues makes of the lists of names and of the words of the language packs of
// some languages what a parser is told of the words of a sentence: their
// silhouette, the classes of the names that they may be a part of, and their
// own classes.
func Clues(langs []string) (nlp.Clues, error) {
	g, err := open(langs)
	if err != nil {
		return nil, err
	}
	return g.clues(), nil
}

// PartialClues are clues for training: the lists in data/further are left out,
// so that the parser does not rely on names being listed.
func PartialClues(langs []string) (nlp.Clues, error) {
	g, err := newPartial(langs...)
	if err != nil {
		return nil, err
	}
	return g.clues(), nil
}

func (g *Gazetteer) clues() nlp.Clues {
	pool := sync.Pool{New: func() any { return &scratch{} }}
	return func(tokens []nlp.Token, f []uint64, ends []int) ([]uint64, []int) {
		sc := pool.Get().(*scratch)
		defer pool.Put(sc)
		g.look(tokens, sc)
		for i := range sc.looks {
			l := &sc.looks[i]
			f = append(f, mix(0x91, l.silhou), mix(0x92, l.begin|l.inside))
			for c := l.begin | l.inside; c != 0; c &= c - 1 {
				b := uint64(bits.TrailingZeros64(c))
				f = append(f, mix(0x93, b<<3|l.begin>>b&1<<2|l.inside>>b&1<<1|l.end>>b&1))
			}
			for c := l.words; c != 0; c &= c - 1 {
				b := uint64(bits.TrailingZeros64(c))
				f = append(f, mix(0x94, b), mix(mix(0x95, b), uint64(l.shape)))
			}
			ends = append(ends, len(f))
		}
		return f, ends
	}
}
