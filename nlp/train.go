package nlp

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
)

// Options of [Train]. Zero values stand for the defaults.
type Options struct {
	Lang    string
	Lexicon []Entry   // forms that words may take besides those of the trees
	Sources []string  // named in the model
	Seed    uint64    // of the order of sentences
	Beam    int       // width of the parser's beam, default 8
	Passes  int       // of the parser over the data, default 12
	Log     io.Writer // progress, may be nil
	Dev     []*Document
}

// parserTraining holds the weights of a parser under training.
type parserTraining struct {
	w, lw *weights
	step  int
}

const (
	tagPasses = 6
	folds     = 5 // of jackknifing: the parser learns on tags guessed, not given
	// How many features are kept, those with the largest weights. Measured on
	// held-out trees with all of the Spanish data, nothing is lost down to here.
	keepTag     = 400_000
	keepAction  = 400_000
	keepLabel   = 110_000
	labelClip   = 127
	actionRange = 127
)

// Train makes a model from the trees of docs. The same documents, options and
// program give the same bytes.
func Train(ctx context.Context, docs []*Document, o Options) (*Model, error) {
	if o.Beam == 0 {
		o.Beam = 8
	}
	if o.Passes == 0 {
		o.Passes = 12
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	var sents []*Sentence
	words := 0
	for _, d := range docs {
		for i := range d.Sentences {
			s := &d.Sentences[i]
			if s.Root() < 0 {
				return nil, fmt.Errorf("training: sentence %s has no tree", s.ID)
			}
			sents = append(sents, s)
			words += len(s.Tokens)
		}
	}
	if len(sents) == 0 {
		return nil, fmt.Errorf("training: no sentences")
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0x9e3779b97f4a7c15))
	m := &Model{About: About{Lang: o.Lang, Sources: o.Sources, Words: words, Seed: o.Seed, Beam: o.Beam}}
	fmt.Fprintf(o.Log, "tagger: %d sentences, %d words\n", len(sents), words)
	m.tagger = trainTagger(sents, o.Lexicon, tagPasses, rng.Shuffle)

	guessed, err := jackknife(ctx, sents, o.Lexicon, rng)
	if err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	p := &parser{labels: labelsOf(sents)}
	p.init()
	m.parser = p
	m.init()
	p.train = &parserTraining{w: newWeights(actions), lw: newWeights(len(p.labels))}
	b := newBeam(o.Beam)
	order := make([]int, 0, len(sents))
	gold := make([]oracle, len(sents))
	for i, s := range sents {
		if len(s.Tokens) > 160 {
			continue
		}
		gold[i] = p.oracle(s)
		order = append(order, i)
	}
	for pass := range o.Passes {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		right, total := 0, 0
		for _, i := range order {
			right += p.learn(guessed[i].Tokens, &gold[i], b)
			total += len(gold[i].actions)
		}
		fmt.Fprintf(o.Log, "parser: pass %d, %.2f %% of transitions before the first loss, %d features, %d for labels\n",
			pass+1, 100*float64(right)/float64(total), p.train.w.n, p.train.lw.n)
		if o.Dev != nil && (pass%4 == 3 || pass == o.Passes-1) {
			q := p.freeze()
			dev := Model{About: m.About, tagger: m.tagger, parser: q}
			dev.init()
			fmt.Fprintf(o.Log, "parser: on the held-out trees %s\n", EvaluateGoldTokens(&dev, o.Dev).Line())
		}
	}
	m.parser = p.freeze()
	return m, nil
}

// jackknife returns copies of the sentences tagged by taggers that have not
// seen them.
func jackknife(ctx context.Context, sents []*Sentence, extra []Entry, rng *rand.Rand) ([]*Sentence, error) {
	out := make([]*Sentence, len(sents))
	var sc tagScratch
	for k := range folds {
		if err := ctx.Err(); err != nil {
			return nil, err
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
		t := trainTagger(rest, extra, tagPasses-2, rng.Shuffle)
		for i, s := range sents {
			if i/20%folds == k {
				c := &Sentence{Tokens: slices.Clone(s.Tokens)}
				t.tag(c.Tokens, &sc)
				out[i] = c
			}
		}
	}
	return out, nil
}

func labelsOf(sents []*Sentence) []string {
	seen := map[string]bool{}
	for _, s := range sents {
		for i := range s.Tokens {
			seen[s.Tokens[i].Deprel] = true
		}
	}
	delete(seen, "root")
	return append([]string{"root"}, sortedKeys(seen)...)
}

// oracle is the derivation of a gold tree.
type oracle struct {
	actions []int8
	labels  []int8 // by step, -1 where no arc is drawn
}

// oracle derives the tree of s, lifting arcs that cross others.
func (p *parser) oracle(s *Sentence) oracle {
	n := len(s.Tokens)
	heads := make([]int, n)
	labels := make([]int8, n)
	for i := range s.Tokens {
		heads[i] = s.Tokens[i].Head
		if heads[i] < 0 {
			heads[i] = n
		}
		labels[i] = int8(slices.Index(p.labels, s.Tokens[i].Deprel))
	}
	projectivise(heads)
	var o oracle
	st := newState(n)
	st.reset(n)
	for range 2 * n {
		a := shift
		if k := len(st.stack); k > 0 {
			top := int(st.stack[k-1])
			next := int(st.next)
			switch {
			case st.head[top] < 0 && heads[top] == next:
				a = left
			case next < n && heads[next] == top:
				a = right
			case st.head[top] >= 0 && (next == n || linked(st, heads, next)):
				a = reduce
			}
		}
		l := int8(-1)
		switch a {
		case left:
			l = labels[st.stack[len(st.stack)-1]]
		case right:
			l = labels[st.next]
		}
		o.actions = append(o.actions, int8(a))
		o.labels = append(o.labels, l)
		st.apply(a, l)
	}
	return o
}

// linked says whether next has an arc with a word below the top of the stack.
func linked(st *pstate, heads []int, next int) bool {
	for _, k := range st.stack[:len(st.stack)-1] {
		if heads[next] == int(k) || heads[k] == next {
			return true
		}
	}
	return false
}

// projectivise lifts the arcs that cross others, the shortest first, to the
// head of their head until none crosses (Nivre and Nilsson 2005).
func projectivise(heads []int) {
	n := len(heads)
	for {
		worst, size := -1, 0
		for i, h := range heads {
			if h == n {
				continue
			}
			a, b := min(i, h), max(i, h)
			for k := a + 1; k < b; k++ {
				// every word under the arc must descend from its head
				j := k
				for j != h && j != n {
					j = heads[j]
				}
				if j != h {
					if worst < 0 || b-a < size {
						worst, size = i, b-a
					}
					break
				}
			}
		}
		if worst < 0 {
			return
		}
		heads[worst] = heads[heads[worst]]
	}
}

// learn searches one sentence and updates the weights where the right
// derivation lies furthest behind the best wrong one. It returns the number of
// steps through which the right derivation led.
func (p *parser) learn(tokens []Token, o *oracle, b *beam) int {
	t := p.train
	t.step++
	n := len(tokens)
	b.ctx.ws = p.words(b.ctx.ws, tokens)
	b.ctx.prepare()
	b.nodes = b.nodes[:0]
	b.cur[0].reset(n)
	live := 1
	// The gold derivation, its score by step; labels are learnt along it.
	g := newState(n)
	g.reset(n)
	var sc [actions]float32
	goldScore := float32(0)
	goldAt := make([]float32, len(o.actions))
	for k, a := range o.actions {
		b.ctx.s = g
		b.feats = p.features(b.feats[:0], &b.ctx)
		p.score(b.feats, &sc)
		goldScore += sc[a]
		goldAt[k] = goldScore
		if a == left || a == right {
			head, dep := g.next, g.stack[len(g.stack)-1]
			if a == right {
				head, dep = dep, head
			}
			if int(head) != n {
				got := p.label(b, head, dep)
				if got != o.labels[k] {
					for _, h := range b.lfeats {
						t.lw.update(h, int(o.labels[k]), 1, t.step)
						t.lw.update(h, int(got), -1, t.step)
					}
				}
			}
		}
		g.apply(int(a), o.labels[k])
	}
	worst, at, last := float32(0), -1, int32(-1)
	right := 0
	for k := range o.actions {
		live = p.step(b, live)
		top := b.cur[0]
		if v := top.score - goldAt[k]; v > worst || at < 0 && v == worst && !p.same(b, top, o, k) {
			worst, at, last = v, k, top.history
		}
		if at < 0 {
			right++
		}
	}
	if at < 0 {
		return right
	}
	// Replay both prefixes and update.
	var wrong []pnode
	for h := last; h >= 0; h = b.nodes[h].parent {
		wrong = append(wrong, b.nodes[h])
	}
	slices.Reverse(wrong)
	p.replay(b, g, n, at, func(k int) (int8, int8) { return o.actions[k], o.labels[k] }, 1)
	p.replay(b, g, n, at, func(k int) (int8, int8) { return wrong[k].action, wrong[k].label }, -1)
	return right
}

// same says whether the state was reached by the first k+1 actions of o.
func (p *parser) same(b *beam, s *pstate, o *oracle, k int) bool {
	for h := s.history; h >= 0; h = b.nodes[h].parent {
		if b.nodes[h].action != o.actions[k] {
			return false
		}
		k--
	}
	return true
}

func (p *parser) replay(b *beam, s *pstate, n, last int, action func(k int) (a, label int8), delta float32) {
	s.reset(n)
	for k := range last + 1 {
		a, l := action(k)
		b.ctx.s = s
		b.feats = p.features(b.feats[:0], &b.ctx)
		for _, h := range b.feats {
			p.train.w.update(h, int(a), delta, p.train.step)
		}
		s.apply(int(a), l)
	}
}

// freeze returns a parser with the averaged weights, packed into bytes.
func (p *parser) freeze() *parser {
	q := &parser{labels: p.labels}
	q.init()
	t := p.train
	n, top := 0, 0.0
	minAction := t.w.cutoff(t.step, keepAction)
	t.w.average(t.step, minAction, func(_ uint64, row []float32) {
		n++
		for _, v := range row {
			top = max(top, math.Abs(float64(v)))
		}
	})
	top = min(top, 40) // rare heavy weights may be cut: the others keep their grain
	if top == 0 {
		top = 1
	}
	q.scale = float32(top / actionRange)
	q.w = newIndex(n)
	t.w.average(t.step, minAction, func(h uint64, row []float32) {
		var v uint32
		for a, x := range row {
			v |= uint32(uint8(pack(x/q.scale))) << (8 * a)
		}
		q.w.put(h, v)
	})
	n, top = 0, 0.0
	minLabel := t.lw.cutoff(t.step, keepLabel)
	t.lw.average(t.step, minLabel, func(_ uint64, row []float32) {
		n++
		for _, v := range row {
			top = max(top, math.Abs(float64(v)))
		}
	})
	top = min(top, 30)
	scale := float32(top / labelClip)
	if scale == 0 {
		scale = 1
	}
	q.lw = newIndex(n)
	rows := uint32(0)
	t.lw.average(t.step, minLabel, func(h uint64, row []float32) {
		q.lw.put(h, rows)
		rows++
		for _, x := range row {
			q.lrow = append(q.lrow, pack(x/scale))
		}
	})
	return q
}

func pack(v float32) int8 {
	return int8(max(-127, min(127, math.Round(float64(v)))))
}
