package nlp

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// Options of [Train]. Zero values stand for the defaults.
type Options struct {
	Lang    string
	Lexicon []Entry   // forms that words may take besides those of the trees
	Seed    uint64    // of the order of sentences
	Passes  int       // of the network over the data, default 16
	Log     io.Writer // progress, may be nil
	Dev     []*Document
	// Clues, of the lists of the languages named in Lists, are shown to the
	// network, best of lists that lack some names; a model made with them wants
	// such lists when it is loaded.
	Clues Clues
	Lists []string
	// Kin are trees of other habits or of a kindred language: the network learns
	// from them too, the tagger does not.
	Kin []Treebank
	// Named are sentences whose names are known, for the network to learn names
	// from. Those that are none of the trees are learnt from for their names alone.
	Named []Named
	learning
}

// Named is a sentence and the labels of its words as parts of names: "O",
// "B-PER", "I-PER" and so on; of kind UNK where the kind is not known.
type Named struct {
	Sentence *Sentence
	Labels   []string
	// Foreign says that the sentence is of another language: its tags stand as
	// they are, and of its words the network sees but the clues.
	Foreign bool
	// Apart says that the sentence is of habits of its own: if it is none of the
	// trees, it is learnt from as one of a further treebank.
	Apart bool
}

// A Treebank is a file of trees, named in the models made from it.
type Treebank struct {
	Name string
	Lang string // "" for the language of the model
	Docs []*Document
}

const (
	tagPasses = 6
	folds     = 5 // of jackknifing: the network learns on tags guessed, not given
	// How many features of the tagger are kept, those with the largest weights.
	keepTag = 400_000
	// Sentences of more words are left out when the network is trained.
	longest = 160
)

// defaults are the settings found best for the Spanish treebanks; see
// docs/nlp.md for those that were tried.
var defaults = learning{
	sizes:  sizes{Input: 128, Hidden: 128, Depth: 2, Arc: 128, Label: 32},
	passes: 16, batch: 400, rate: 2e-3, drop: 0.2, memory: 0.1, word: 0.2, proper: 0.5, tagLoss: 1, nameLoss: 1, minimum: 2,
}

// Train makes a model from trees. Text is later read after the habits of the
// first of the treebanks. The same documents, options and
// program give the same bytes.
func Train(ctx context.Context, trees []Treebank, o Options) (*Model, error) {
	if o.learning == (learning{}) {
		o.learning = defaults
	}
	if o.Passes > 0 {
		o.passes = o.Passes
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	sents, banks, words, err := gather(trees, 0)
	if err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	conform(sents, banks)
	rng := rand.New(rand.NewPCG(o.Seed, 0x9e3779b97f4a7c15))
	m := &Model{About: About{Lang: o.Lang, Words: words, Seed: o.Seed, Sizes: o.sizes, Single: singles(sents), Lists: o.Lists}, clues: o.Clues}
	for _, t := range append(slices.Clone(trees), o.Kin...) {
		m.About.Sources = append(m.About.Sources, t.Name)
	}
	if len(sents) == 0 {
		return nil, fmt.Errorf("training: no sentences")
	}
	fmt.Fprintf(o.Log, "tagger: %d sentences, %d words\n", len(sents), words)
	m.tagger = trainTagger(sents, o.Lexicon, tagPasses, rng.Shuffle)
	seen, err := jackknife(ctx, sents, banks, o.Lexicon, o.Clues, rng)
	if err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	// Kin of this language are seen by its tagger, those of each other language by
	// taggers of their own.
	byLang := map[string][]Treebank{}
	for _, t := range o.Kin {
		byLang[t.Lang] = append(byLang[t.Lang], t)
	}
	first := len(trees)
	for _, code := range sortedKeys(byLang) {
		kin, banks, words, err := gather(byLang[code], first)
		if err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
		first += len(byLang[code])
		var more []glance
		if code == "" {
			more = make([]glance, len(kin))
			var sc tagScratch
			for i, s := range kin {
				more[i] = m.tagger.glance(s, banks[i], o.Clues, &sc)
			}
		} else if more, err = jackknife(ctx, kin, banks, nil, o.Clues, rng); err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
		sents, seen = append(sents, kin...), append(seen, more...)
		m.About.Words += words
	}
	// Sentences of names alone come last, without trees.
	names := map[string][]string{}
	known := map[string]bool{}
	for _, s := range sents {
		known[wordsOf(s)] = true
	}
	var sc tagScratch
	for _, n := range o.Named {
		if len(n.Labels) != len(n.Sentence.Tokens) {
			return nil, fmt.Errorf("training: sentence %s has %d words and %d labels of names", n.Sentence.ID, len(n.Sentence.Tokens), len(n.Labels))
		}
		w := wordsOf(n.Sentence)
		names[w] = n.Labels
		if !known[w] {
			known[w] = true
			bare := &Sentence{Tokens: make([]Token, len(n.Sentence.Tokens))}
			for i, t := range n.Sentence.Tokens {
				bare.Tokens[i] = Token{Form: t.Form, Lemma: t.Lemma, UPOS: t.UPOS, Feats: t.Feats, Head: -1}
			}
			sents = append(sents, bare)
			bank := 0
			if n.Apart {
				bank = first // behind those of the trees
			}
			if n.Foreign {
				seen = append(seen, m.tagger.see(bare.Tokens, bank, o.Clues, true))
			} else {
				seen = append(seen, m.tagger.glance(bare, bank, o.Clues, &sc))
			}
		}
	}
	if m.network, err = trainNetwork(ctx, m, sents, seen, names, o, rng); err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	m.init()
	return m, nil
}

// gather lists the sentences of treebanks, with the number of the treebank of
// each, counted from first, and the number of words.
func gather(trees []Treebank, first int) (sents []*Sentence, banks []int, words int, err error) {
	for b, t := range trees {
		for _, d := range t.Docs {
			for i := range d.Sentences {
				s := &d.Sentences[i]
				if s.Root() < 0 {
					return nil, nil, 0, fmt.Errorf("%s: sentence %s has no tree", t.Name, s.ID)
				}
				sents = append(sents, s)
				banks = append(banks, first+b)
				words += len(s.Tokens)
			}
		}
	}
	return sents, banks, words, nil
}

// conform takes from the words of further treebanks the features of which the
// first one knows nothing, such as the kind of a name: one habit, fewer tags.
func conform(sents []*Sentence, banks []int) {
	known := map[string]bool{}
	for i, s := range sents {
		for j := range s.Tokens {
			t := &s.Tokens[j]
			if t.Feats == "" {
				continue
			}
			var kept []string
			for f := range strings.SplitSeq(t.Feats, "|") {
				key, _, _ := strings.Cut(f, "=")
				if banks[i] == 0 {
					known[key] = true
				}
				if known[key] {
					kept = append(kept, f)
				}
			}
			t.Feats = strings.Join(kept, "|")
		}
	}
}

// glance is what a tagger that had not learnt from a sentence sees in it.
type glance struct {
	feats []uint64 // features, word after word
	end   []int    // of those of each word in feats
	form  []int    // place of the first that tells a word's form, among its own
}

// glance returns what t, and clues if there are any, see in a sentence of a
// treebank.
func (t *tagger) glance(s *Sentence, bank int, clues Clues, sc *tagScratch) glance {
	tokens := slices.Clone(s.Tokens)
	t.tag(tokens, sc)
	return t.see(tokens, bank, clues, false)
}

// see returns what there is to see in tagged words; abroad says that they are of
// another language.
func (t *tagger) see(tokens []Token, bank int, clues Clues, abroad bool) glance {
	var g glance
	var said []uint64
	var ends []int
	if clues != nil {
		said, ends = clues(tokens, nil, nil)
	}
	for j := range tokens {
		from := len(g.feats)
		g.feats = appendClues(g.feats, said, ends, j)
		own := len(g.feats)
		var form int
		g.feats, _, form = t.sight(g.feats, nil, tokens, j, bank)
		if abroad {
			g.feats = g.feats[:own+wordless]
			form = len(g.feats)
		}
		g.end = append(g.end, len(g.feats))
		g.form = append(g.form, form-from)
	}
	return g
}

// wordsOf returns the words of a sentence as a key.
func wordsOf(s *Sentence) string {
	var b strings.Builder
	for i := range s.Tokens {
		b.WriteString(s.Tokens[i].Form)
		b.WriteByte(' ')
	}
	return b.String()
}

// unknownName is the label of parts of names whose kind is not known.
const unknownName = "UNK"

// nameLabels lists the labels of names, "O" first, those of one kind together.
func nameLabels(names map[string][]string) []string {
	kinds := map[string]bool{}
	for _, labels := range names {
		for _, l := range labels {
			if _, kind, ok := strings.Cut(l, "-"); ok && kind != unknownName {
				kinds[kind] = true
			}
		}
	}
	if len(kinds) == 0 {
		return nil
	}
	out := []string{"O"}
	for _, k := range sortedKeys(kinds) {
		out = append(out, "B-"+k, "I-"+k)
	}
	return out
}

// trainNetwork trains the network of m on trees, and on names by the words of
// their sentences.
func trainNetwork(ctx context.Context, m *Model, sents []*Sentence, seen []glance, names map[string][]string, o Options, rng *rand.Rand) (*network, error) {
	n := &network{labels: labelsOf(sents), tags: len(m.tagger.tags), names: nameLabels(names)}
	labelID, tagID := map[string]int{}, map[string]int{}
	for i, l := range n.labels {
		labelID[l] = i
	}
	for i, t := range m.tagger.tags {
		tagID[t] = i
	}
	set := o.learning
	s := newStudent(set, n, rng)
	count := map[uint64]int{}
	var order []uint64
	for _, g := range seen {
		for _, h := range g.feats {
			if count[h] == 0 {
				order = append(order, h)
			}
			count[h]++
		}
	}
	s.rowsFor(count, order, rng)
	var lessons []*lesson
	named := 0
	for i, gold := range sents {
		size := len(gold.Tokens)
		if size > longest {
			continue
		}
		l := &lesson{weight: 1}
		if gold.Root() < 0 {
			l.weight = 0 // known for its names alone
		}
		labels := names[wordsOf(gold)]
		if labels != nil {
			named++
		}
		from := 0
		for k := range gold.Tokens {
			var rows []int32
			form := 0
			for n, h := range seen[i].feats[from:seen[i].end[k]] {
				if n == seen[i].form[k] {
					form = len(rows)
				}
				if r, ok := s.rows.get(h); ok {
					rows = append(rows, int32(r))
				}
			}
			from = seen[i].end[k]
			l.feats = append(l.feats, rows)
			l.plain = append(l.plain, rows[:form:form])
			head := gold.Tokens[k].Head
			if head < 0 {
				head = size
			}
			l.heads = append(l.heads, head)
			l.labels = append(l.labels, labelID[gold.Tokens[k].Deprel])
			tag, ok := tagID[gold.Tokens[k].UPOS+"|"+gold.Tokens[k].Feats]
			if !ok {
				tag = -1
			}
			l.tags = append(l.tags, tag)
			name := -1
			if labels != nil {
				name = slices.Index(n.names, labels[k])
			}
			l.names = append(l.names, name)
			l.proper = append(l.proper, gold.Tokens[k].UPOS == "PROPN")
		}
		lessons = append(lessons, l)
	}
	fmt.Fprintf(o.Log, "parser: %d sentences, %d with names, %d features\n", len(lessons), named, len(s.embed32)/set.Input)
	err := s.learn(ctx, lessons, rng, o.Log, func(pass int) error {
		if o.Dev != nil && (pass%4 == 3 || pass == set.passes-1) {
			dev := Model{About: m.About, tagger: m.tagger, network: s.graduate(), clues: o.Clues}
			dev.init()
			fmt.Fprintf(o.Log, "parser: on the held-out trees %s\n", EvaluateGoldTokens(&dev, o.Dev).Line())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.graduate(), nil
}

// jackknife returns what taggers that have not learnt from a sentence see in it.
func jackknife(ctx context.Context, sents []*Sentence, banks []int, extra []Entry, clues Clues, rng *rand.Rand) ([]glance, error) {
	out := make([]glance, len(sents))
	var wg sync.WaitGroup
	slots := make(chan bool, workers)
	for k := range folds {
		order := rand.New(rand.NewPCG(rng.Uint64(), uint64(k)))
		wg.Go(func() {
			slots <- true
			defer func() { <-slots }()
			if ctx.Err() != nil {
				return
			}
			var rest []*Sentence
			for i, s := range sents {
				if i/20%folds != k { // stretches of one text stay together
					rest = append(rest, s)
				}
			}
			if len(rest) == 0 {
				rest = sents
			}
			t := trainTagger(rest, extra, tagPasses-2, order.Shuffle)
			var sc tagScratch
			for i, s := range sents {
				if i/20%folds != k {
					continue
				}
				out[i] = t.glance(s, banks[i], clues, &sc)
			}
		})
	}
	wg.Wait()
	return out, ctx.Err()
}

// arguments are the relations of which Universal Dependencies gives a clause one
// at most; treebanks have them otherwise.
var arguments = []string{"nsubj", "csubj", "obj", "iobj", "ccomp", "xcomp", "cop", "expl"}

// singles returns those of arguments of which hardly any word of the trees
// governs two.
func singles(sents []*Sentence) []string {
	const enough, few = 100, 0.01
	one, two := map[string]int{}, map[string]int{}
	for _, s := range sents {
		count := map[string]map[int]int{}
		for i := range s.Tokens {
			kind, _, _ := strings.Cut(s.Tokens[i].Deprel, ":")
			if count[kind] == nil {
				count[kind] = map[int]int{}
			}
			count[kind][s.Tokens[i].Head]++
		}
		for kind, heads := range count {
			for _, n := range heads {
				one[kind]++
				if n > 1 {
					two[kind]++
				}
			}
		}
	}
	var out []string
	for _, kind := range arguments {
		if one[kind] >= enough && float64(two[kind]) <= few*float64(one[kind]) {
			out = append(out, kind)
		}
	}
	return out
}

func labelsOf(sents []*Sentence) []string {
	seen := map[string]bool{}
	for _, s := range sents {
		if s.Root() < 0 {
			continue
		}
		for i := range s.Tokens {
			seen[s.Tokens[i].Deprel] = true
		}
	}
	delete(seen, "root")
	return append([]string{"root"}, sortedKeys(seen)...)
}

func pack(v float32) int8 {
	return int8(max(-127, min(127, math.Round(float64(v)))))
}
