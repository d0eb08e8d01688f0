package entity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/attache-project/attache/nlp"
)

// Options of [Train]. Zero values stand for the defaults.
type Options struct {
	Lang     string
	Kinds    []Kind    // told apart; names of others count as no names. Default: those of the samples
	Sources  []string  // named in the tagger
	Plain    bool      // learn nothing of the words of foreign samples but through the gazetteer
	Bare     bool      // take articles and prepositions of possession from foreign samples
	Lexicons []string  // languages besides Lang whose words of the gazetteer are known
	Steps    int       // of optimisation, default 60
	Penalty  float64   // of large weights, default 0.25
	Keep     int       // features of the first stage, default 70 000
	Single   bool      // leave the second stage out
	Folds    int       // by which samples are held back from the first stage to train the second, default 5
	Log      io.Writer // progress, may be nil
}

// Train makes a tagger from samples whose sentences are tagged, best by a
// tagger that has not seen them. The same samples and options give the same
// bytes.
func Train(ctx context.Context, samples []*Sample, o Options) (*Tagger, error) {
	if o.Steps == 0 {
		o.Steps = 60
	}
	if o.Penalty == 0 {
		o.Penalty = 0.25
	}
	if o.Keep == 0 {
		o.Keep = 70_000
	}
	if o.Folds == 0 {
		o.Folds = 5
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	t := &Tagger{About: About{Lang: o.Lang, Sources: o.Sources}, plain: o.Plain}
	var seen [kinds + 1]bool
	for _, s := range samples {
		for i := range s.Doc.Sentences {
			t.About.Words += len(s.Doc.Sentences[i].Tokens)
			for _, g := range goldSpans(s.Labels[i]) {
				seen[g.kind] = true
			}
		}
	}
	if len(o.Kinds) == 0 {
		for k := Person; k <= Other; k++ {
			if seen[k] {
				o.Kinds = append(o.Kinds, k)
			}
		}
	}
	if len(o.Kinds) == 0 {
		return nil, errors.New("training: the samples hold no names")
	}
	last := slices.Max(o.Kinds)
	for k := Person; k <= last; k++ {
		t.About.Kinds = append(t.About.Kinds, k.String())
	}
	var err error
	t.About.Lexicons = append([]string{o.Lang}, o.Lexicons...)
	if t.gaz, err = newPartial(t.About.Lexicons...); err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	if o.Bare {
		samples = t.gaz.bare(samples)
	}
	labels := 2*int(last) + 1
	if !o.Single {
		all, err := t.heldCases(ctx, samples, labels, last, o)
		if err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
		if t.span, err = learnSpans(ctx, all, int(last)+1, o); err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
	}
	if t.chain, err = t.learnChain(ctx, samples, labels, o); err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	return t, nil
}

// workers train side by side.
const workers = 2

// heldCases returns what first stages find in samples that were held back from
// them, fold after fold, each with what it is.
func (t *Tagger) heldCases(ctx context.Context, samples []*Sample, labels int, last Kind, o Options) ([]spanCase, error) {
	fold := folds(samples, o.Folds)
	cases, errs := make([][]spanCase, o.Folds), make([]error, o.Folds)
	log := o.Log
	o.Log = io.Discard
	var telling sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan bool, workers)
	for k := range o.Folds {
		wg.Go(func() {
			slots <- true
			defer func() { <-slots }()
			var rest, part []*Sample
			for i, s := range samples {
				if fold[i] == k {
					part = append(part, s)
				} else {
					rest = append(rest, s)
				}
			}
			if len(rest) == 0 {
				rest = samples
			}
			held := &Tagger{About: t.About, gaz: t.gaz, plain: t.plain}
			if held.chain, errs[k] = held.learnChain(ctx, rest, labels, o); errs[k] != nil {
				return
			}
			cases[k] = held.spanCases(part, last)
			telling.Lock()
			defer telling.Unlock()
			fmt.Fprintf(log, "names: held back part %d of %d, %d names found\n", k+1, o.Folds, len(cases[k]))
		})
	}
	wg.Wait()
	if err := cmp.Or(errs...); err != nil {
		return nil, err
	}
	return slices.Concat(cases...), nil
}

// bare returns samples, the foreign ones without the words that some languages
// do without: articles, and prepositions of possession.
func (g *Gazetteer) bare(samples []*Sample) []*Sample {
	var sc scratch
	out := slices.Clone(samples)
	for i, s := range samples {
		if !s.Foreign {
			continue
		}
		doc := *s.Doc
		doc.Sentences = nil
		labels := make([][]string, len(s.Labels))
		for k := range s.Doc.Sentences {
			sent := nlp.Sentence{Span: s.Doc.Sentences[k].Span, ID: s.Doc.Sentences[k].ID}
			toks := s.Doc.Sentences[k].Tokens
			g.look(toks, &sc)
			open := "" // label of the name whose beginning was left out
			for j := range toks {
				l := s.Labels[k][j]
				if sc.looks[j].words&(1<<article|1<<possession) != 0 && sc.looks[j].shape != shapeUpper {
					if strings.HasPrefix(l, "B-") {
						open = l
					}
					continue
				}
				if open != "" && strings.HasPrefix(l, "I-") {
					l = open
				}
				open = ""
				sent.Tokens = append(sent.Tokens, toks[j])
				labels[k] = append(labels[k], l)
			}
			doc.Sentences = append(doc.Sentences, sent)
		}
		out[i] = &Sample{Doc: &doc, Labels: labels, Foreign: true}
	}
	return out
}

// folds deals samples out; those of one text, given twice to weigh more, stay
// together.
func folds(samples []*Sample, n int) []int {
	seen := map[string]int{}
	out := make([]int, len(samples))
	for i, s := range samples {
		k, ok := seen[s.Doc.Text]
		if !ok {
			k = len(seen) % n
			seen[s.Doc.Text] = k
		}
		out[i] = k
	}
	return out
}

// lattice is the training form of the runs of all samples.
type lattice struct {
	labels int
	runs   []run // of tokens
	offset []int32
	feats  []int32
	masks  []uint32 // labels allowed, by token
}

// features maps hashes to rows.
type rowsOf struct {
	id     map[uint64]int32
	hashes []uint64
}

// rare features, seen only once, teach nothing that generalises.
const rare = 2

func (r *rowsOf) number(hashes []uint64) []int32 {
	count := map[uint64]int32{}
	for _, h := range hashes {
		count[h]++
	}
	r.id = make(map[uint64]int32, len(count)/2)
	out := make([]int32, len(hashes))
	for i, h := range hashes {
		if count[h] < rare {
			out[i] = -1
			continue
		}
		id, ok := r.id[h]
		if !ok {
			id = int32(len(r.hashes))
			r.id[h] = id
			r.hashes = append(r.hashes, h)
		}
		out[i] = id
	}
	return out
}

func (t *Tagger) lattice(samples []*Sample, labels int) (*lattice, *rowsOf) {
	lat := &lattice{labels: labels, offset: []int32{0}}
	var hashes []uint64
	var sc scratch
	for _, s := range samples {
		for i := range s.Doc.Sentences {
			sent := &s.Doc.Sentences[i]
			t.gaz.look(sent.Tokens, &sc)
			sc.findRuns(sent.Tokens)
			x := extractor{tokens: sent.Tokens, looks: sc.looks, plain: s.Foreign && t.plain}
			for _, r := range sc.runs {
				from := len(lat.masks)
				for j := r.from; j < r.to; j++ {
					hashes = x.features(hashes, r, j)
					lat.offset = append(lat.offset, int32(len(hashes)))
					lat.masks = append(lat.masks, maskOf(s.Labels[i], j, labels))
				}
				lat.close(from)
				lat.runs = append(lat.runs, run{from, len(lat.masks)})
			}
		}
	}
	var rows rowsOf
	ids := rows.number(hashes)
	// Leave out the features without a row.
	at := 0
	for i := 0; i+1 < len(lat.offset); i++ {
		begin := at
		for _, id := range ids[lat.offset[i]:lat.offset[i+1]] {
			if id >= 0 {
				lat.feats = append(lat.feats, id)
				at++
			}
		}
		lat.offset[i] = int32(begin)
	}
	lat.offset[len(lat.offset)-1] = int32(at)
	return lat, &rows
}

// close makes sure that the labels allowed in the run that begins at token from
// make some sequence: a name cut off by the run begins in it.
func (lat *lattice) close(from int) {
	for i := from; i < len(lat.masks); i++ {
		ok := false
		for b := range lat.labels {
			if lat.masks[i]>>b&1 == 0 {
				continue
			}
			if i == from {
				ok = ok || follows(0, b)
				continue
			}
			for a := range lat.labels {
				ok = ok || lat.masks[i-1]>>a&1 == 1 && follows(a, b)
			}
		}
		if !ok {
			m := uint32(0)
			for b := range lat.labels {
				if lat.masks[i]>>b&1 == 1 && b > 0 && !opens(b) {
					m |= 1 << (b - 1)
				}
			}
			lat.masks[i] = max(m, 1)
		}
	}
}

// maskOf returns the labels that a token may have.
func maskOf(labels []string, i, n int) uint32 {
	l := labels[i]
	if l == "O" {
		return 1
	}
	at, kind, _ := strings.Cut(l, "-")
	m := uint32(0)
	for b := 1; b < n; b++ {
		if opens(b) == (at == "B") && (kind == Unknown || kindOf(b).String() == kind) {
			m |= 1 << b
		}
	}
	if m == 0 {
		return 1 // of a kind that is not told apart
	}
	return m
}

func (t *Tagger) learnChain(ctx context.Context, samples []*Sample, labels int, o Options) (*chain, error) {
	lat, rows := t.lattice(samples, labels)
	fmt.Fprintf(o.Log, "names: %d runs, %d tokens, %d features\n", len(lat.runs), len(lat.masks), len(rows.hashes))
	w := make([]float64, len(rows.hashes)*labels+labels*labels)
	obj := &chainLoss{lat: lat, rows: len(rows.hashes), penalty: o.Penalty}
	err := minimise(ctx, w, o.Steps, obj.value, func(step int, v float64) {
		if step%10 == 0 {
			fmt.Fprintf(o.Log, "names: step %d, loss %.1f\n", step, v)
		}
	})
	if err != nil {
		return nil, err
	}
	c := &chain{labels: labels}
	for a := range labels {
		for b := range labels {
			c.trans[a][b] = float32(w[len(rows.hashes)*labels+a*labels+b])
		}
	}
	c.forbid()
	c.feats = packed(rows.hashes, w, labels, o.Keep)
	return c, nil
}

// packed keeps the rows with the largest weights, as bytes.
func packed(hashes []uint64, w []float64, width, keep int) *table {
	type row struct {
		top float64
		at  int
	}
	all := make([]row, len(hashes))
	top := 0.0
	for i := range all {
		r := row{at: i}
		for _, v := range w[i*width : i*width+width] {
			r.top = max(r.top, math.Abs(v))
		}
		top = max(top, r.top)
		all[i] = r
	}
	slices.SortStableFunc(all, func(a, b row) int {
		switch {
		case a.top > b.top:
			return -1
		case a.top < b.top:
			return 1
		}
		return a.at - b.at
	})
	all = all[:min(len(all), keep)]
	unit := max(top, 1e-9) / 127
	t := newTable(width, len(all), float32(unit))
	bytes := make([]int8, width)
	for _, r := range all {
		some := false
		for c := range bytes {
			bytes[c] = int8(math.Round(w[r.at*width+c] / unit))
			some = some || bytes[c] != 0
		}
		if some {
			t.put(hashes[r.at], bytes)
		}
	}
	return t
}

// chainLoss is the negative logarithm of the likelihood of the labels allowed.
type chainLoss struct {
	lat     *lattice
	rows    int
	penalty float64
	emit    []float64
	fwd     [2][]float64
	marg    []float64
}

func (c *chainLoss) value(w, grad []float64) float64 {
	l := c.lat.labels
	trans := w[c.rows*l:]
	loss := 0.0
	for i, v := range w {
		loss += 0.5 * c.penalty * v * v
		grad[i] = c.penalty * v
	}
	gtrans := grad[c.rows*l:]
	for _, r := range c.lat.runs {
		n := r.to - r.from
		if cap(c.emit) < n*l {
			c.emit = make([]float64, 2*n*l)
			c.marg = make([]float64, 2*n*l)
		}
		emit, marg := c.emit[:n*l], c.marg[:n*l]
		for i := range n {
			e := emit[i*l : i*l+l]
			clear(e)
			for _, f := range c.lat.feats[c.lat.offset[r.from+i]:c.lat.offset[r.from+i+1]] {
				row := w[int(f)*l : int(f)*l+l]
				for b, v := range row {
					e[b] += v
				}
			}
		}
		clear(marg)
		all := c.pass(emit, trans, nil, marg, gtrans, 1)
		some := c.pass(emit, trans, c.lat.masks[r.from:r.to], marg, gtrans, -1)
		loss += all - some
		for i := range n {
			m := marg[i*l : i*l+l]
			for _, f := range c.lat.feats[c.lat.offset[r.from+i]:c.lat.offset[r.from+i+1]] {
				row := grad[int(f)*l : int(f)*l+l]
				for b, v := range m {
					row[b] += v
				}
			}
		}
	}
	return loss
}

// pass goes forward and backward over a run, adds sign times the expected
// labels to marg and steps to gtrans, and returns the logarithm of the sum over
// all sequences that masks allow.
func (c *chainLoss) pass(emit, trans []float64, masks []uint32, marg, gtrans []float64, sign float64) float64 {
	l := c.lat.labels
	n := len(emit) / l
	for k := range c.fwd {
		if cap(c.fwd[k]) < n*l {
			c.fwd[k] = make([]float64, 2*n*l)
		}
	}
	alpha, beta := c.fwd[0][:n*l], c.fwd[1][:n*l]
	inf := math.Inf(-1)
	allowed := func(i, b int) bool { return masks == nil || masks[i]>>b&1 == 1 }
	var term [maxLabels]float64
	for i := range n {
		for b := range l {
			v := inf
			if allowed(i, b) {
				if i == 0 {
					if follows(0, b) {
						v = trans[b] + emit[b]
					}
				} else {
					k := 0
					for a := range l {
						if follows(a, b) && alpha[(i-1)*l+a] > inf {
							term[k] = alpha[(i-1)*l+a] + trans[a*l+b]
							k++
						}
					}
					v = logSum(term[:k]) + emit[i*l+b]
				}
			}
			alpha[i*l+b] = v
		}
	}
	for i := n - 1; i >= 0; i-- {
		for a := range l {
			if i == n-1 {
				beta[i*l+a] = 0
				continue
			}
			k := 0
			for b := range l {
				if follows(a, b) && allowed(i+1, b) {
					term[k] = trans[a*l+b] + emit[(i+1)*l+b] + beta[(i+1)*l+b]
					k++
				}
			}
			beta[i*l+a] = logSum(term[:k])
		}
	}
	z := logSum(alpha[(n-1)*l:])
	for i := range n {
		for b := range l {
			if alpha[i*l+b] == inf {
				continue
			}
			p := sign * math.Exp(alpha[i*l+b]+beta[i*l+b]-z)
			marg[i*l+b] += p
			if i == 0 {
				gtrans[b] += p
				continue
			}
			for a := range l {
				if follows(a, b) && alpha[(i-1)*l+a] > inf {
					gtrans[a*l+b] += sign * math.Exp(alpha[(i-1)*l+a]+trans[a*l+b]+emit[i*l+b]+beta[i*l+b]-z)
				}
			}
		}
	}
	return z
}

func logSum(v []float64) float64 {
	top := math.Inf(-1)
	for _, x := range v {
		top = max(top, x)
	}
	if math.IsInf(top, -1) {
		return top
	}
	sum := 0.0
	for _, x := range v {
		sum += math.Exp(x - top)
	}
	return top + math.Log(sum)
}

// Bound returns the largest share of the names of samples that can be found:
// those that lie in a run.
func (t *Tagger) Bound(samples []*Sample) float64 {
	var sc scratch
	in, all := 0, 0
	for _, s := range samples {
		for i := range s.Doc.Sentences {
			t.gaz.look(s.Doc.Sentences[i].Tokens, &sc)
			sc.findRuns(s.Doc.Sentences[i].Tokens)
			for _, g := range goldSpans(s.Labels[i]) {
				all++
				for _, r := range sc.runs {
					if r.from <= g.first && g.last < r.to {
						in++
					}
				}
			}
		}
	}
	return ratio(in, all)
}
