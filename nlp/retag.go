package nlp

import (
	"context"
	"errors"
	"math/rand/v2"
)

// Retag gives words the parts of speech, features and lemmas that a tagger
// gives to text it has not learnt from, for the training of what follows the
// tagger. The sentences of trees, which are tagged by hand, are dealt out
// among several taggers; those of plain, of which only the words count, get
// their tags from one that learns from all the trees. Further trees lend their
// sentences and are left as they are; extra holds forms of words.
func Retag(ctx context.Context, trees, plain, further []*Document, extra []Entry, seed uint64) error {
	const parts = 5
	rng := rand.New(rand.NewPCG(seed, 0x7e7a6))
	of := func(docs []*Document) []*Sentence {
		var out []*Sentence
		for _, d := range docs {
			for i := range d.Sentences {
				out = append(out, &d.Sentences[i])
			}
		}
		return out
	}
	own, others, words := of(trees), of(further), of(plain)
	if len(own)+len(others) == 0 {
		return errors.New("no tagged sentences to learn tags from")
	}
	var sc tagScratch
	if len(words) > 0 {
		all := append(append([]*Sentence{}, own...), others...)
		t := trainTagger(all, extra, tagPasses-1, rng.Shuffle)
		for _, s := range words {
			t.tag(s.Tokens, &sc)
		}
	}
	guessed := make([][]Token, len(own))
	for k := range parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		rest := append([]*Sentence{}, others...)
		for i, s := range own {
			if i/20%parts != k { // stretches of one text stay together
				rest = append(rest, s)
			}
		}
		if len(rest) == 0 {
			rest = own
		}
		t := trainTagger(rest, extra, tagPasses-2, rng.Shuffle)
		for i, s := range own {
			if i/20%parts == k {
				guessed[i] = append([]Token{}, s.Tokens...)
				t.tag(guessed[i], &sc)
			}
		}
	}
	for i, s := range own {
		s.Tokens = guessed[i]
	}
	return nil
}
