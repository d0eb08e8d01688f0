package nlp

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/attache-project/attache/nlp/matrix"
)

// The network reads a sentence with a bidirectional long short-term memory of
// several layers over sums of feature embeddings, and scores for each word its
// tags, its head and the relation to it with biaffine forms (Dozat and Manning
// 2017). Sentences are read side by side, one word of each at a step, so that
// the weights are fetched once for all of them.

// sizes are the numbers of units of a network, all multiples of 16.
type sizes struct {
	Input  int `json:"input"`  // of the embeddings
	Hidden int `json:"hidden"` // of a direction of a layer
	Depth  int `json:"depth"`  // layers
	Arc    int `json:"arc"`    // of a word as head or as dependent
	Label  int `json:"label"`  // likewise for relations; the last is always 1
}

// check says what is wrong with sizes read from a file.
func (z sizes) check() error {
	for _, v := range []int{z.Input, z.Hidden, z.Arc, z.Label} {
		if v < 16 || v > 4096 || v%16 != 0 {
			return fmt.Errorf("%d units", v)
		}
	}
	if z.Depth < 1 || z.Depth > 16 {
		return fmt.Errorf("%d layers", z.Depth)
	}
	return nil
}

// count returns the number of weights of a network.
func (z sizes) count(labels, tags, names int) int {
	n, in := 0, z.Input
	for range z.Depth {
		n += 2 * 4 * z.Hidden * (in + z.Hidden + 1)
		in = 2 * z.Hidden
	}
	return n + (in+1)*z.views() + (z.Arc+2)*z.Arc + (z.Label*labels+1)*z.Label + (in+1)*(tags+names)
}

// weight is one matrix of the network, row after row.
type weight struct {
	rows, cols int
	w          []float32
}

func newWeight(rows, cols int) weight {
	return weight{rows, cols, make([]float32, rows*cols)}
}

// layout lists the matrices of a network: for each layer and direction the
// weights of its input and of its own output before, and biases; then those of
// the layer that makes heads and dependents of words, of arcs, of labels, of tags
// and of names.
func (z sizes) layout(labels, tags, names int) []weight {
	var ws []weight
	in := z.Input
	for range z.Depth {
		for range 2 {
			ws = append(ws, newWeight(in, 4*z.Hidden), newWeight(z.Hidden, 4*z.Hidden), newWeight(1, 4*z.Hidden))
		}
		in = 2 * z.Hidden
	}
	return append(ws,
		newWeight(in, z.views()), newWeight(1, z.views()),
		newWeight(z.Arc, z.Arc), newWeight(1, z.Arc), newWeight(1, z.Arc),
		newWeight(z.Label, labels*z.Label), newWeight(1, z.Label),
		newWeight(in, tags), newWeight(1, tags),
		newWeight(in, names), newWeight(1, names))
}

// views is the number of units that see a word as dependent and as head, for
// arcs and for labels, in this order: arc dependent, arc head, label
// dependent, label head.
func (z sizes) views() int { return 2*z.Arc + 2*z.Label }

// Places of matrices in the layout, from that of the views on.
const (
	viewW = iota
	viewB
	arcW
	arcB    // preference for a word as head
	arcRoot // the root as head
	labelW
	labelRoot
	tagW
	tagB
	nameW
	nameB
)

// slope is that of the rectifier below zero.
const slope = 0.1

type network struct {
	sizes
	labels  []string
	single  []int // by label: the kind of which a head governs but one; 0 for none
	tags    int
	names   []string  // labels of words as parts of names: "O", "B-PER" ...; none if not learnt
	rows    *index    // by feature: row of embed
	embed   []int8    // rows of Input weights
	scale   []float32 // of each row
	weights []weight
	packed  []matrix.Packed
	tagRows []float32 // weights of the tags, tag after tag: only those of candidates are used
}

// setSingle sets n.single: labels of one kind have one of names in common, before
// any colon.
func (n *network) setSingle(names []string) {
	n.single = make([]int, len(n.labels))
	for i, l := range n.labels {
		kind, _, _ := strings.Cut(l, ":")
		n.single[i] = slices.Index(names, kind) + 1
	}
}

// pack lays the weights out for multiplication.
func (n *network) pack() {
	n.packed = make([]matrix.Packed, len(n.weights))
	for i, w := range n.weights {
		switch {
		case i == n.at(tagW):
			n.tagRows = make([]float32, len(w.w))
			transpose(n.tagRows, w.rows, w.w, w.rows, w.cols, w.cols)
		case w.rows > 1:
			n.packed[i].Set(w.w, w.rows, w.cols, w.cols)
		}
	}
}

// at returns the place in the layout of one of the matrices after the layers.
func (n *network) at(k int) int { return 6*n.Depth + k }

// plan lays out sentences for reading side by side.
type plan struct {
	length []int // of the sentences, falling
	first  []int // row of the first word of each
	place  []int // index of the sentence in the order given
	active []int // by step: sentences of more words than that
	offset []int // by step: number of words of all steps before
	rows   int
}

func (p *plan) set(lengths []int) {
	p.place = p.place[:0]
	for i := range lengths {
		p.place = append(p.place, i)
	}
	slices.SortStableFunc(p.place, func(a, b int) int { return cmp.Compare(lengths[b], lengths[a]) })
	p.length, p.first, p.active, p.offset, p.rows = p.length[:0], p.first[:0], p.active[:0], p.offset[:0], 0
	for _, i := range p.place {
		p.length = append(p.length, lengths[i])
		p.first = append(p.first, p.rows)
		p.rows += lengths[i]
	}
	if len(lengths) == 0 {
		return
	}
	n, sum := len(lengths), 0
	for t := range p.length[0] {
		for p.length[n-1] <= t {
			n--
		}
		p.active = append(p.active, n)
		p.offset = append(p.offset, sum)
		sum += n
	}
}

// row returns the row of the word that sentence s holds at step t in a
// direction: 0 from left to right, 1 from right to left.
func (p *plan) row(s, t, dir int) int {
	if dir == 0 {
		return p.first[s] + t
	}
	return p.first[s] + p.length[s] - 1 - t
}

// up rounds n up to the block of products.
func up(n int) int { return (n + matrix.Block - 1) / matrix.Block * matrix.Block }

// room returns a slice of n floats, in the memory of s where it suffices. Its
// values are arbitrary.
func room(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/4)[:n]
	}
	return s[:n]
}

// netScratch is the working memory of a network.
type netScratch struct {
	plan   plan
	x, y   []float32 // input and output of a layer, row after row
	z      []float32 // of a layer: weighted input
	g      []float32 // of a step
	c, h   []float32 // of a step
	views  []float32
	names  []float32
	heads  matrix.Packed
	q, s   []float32
	labels []float32
	dots   []float32
	tree   treeScratch
	arcs   [][]float32

	lengths   []int
	feats     []uint64
	clues     []uint64 // of one sentence, word after word
	clueEnds  []int
	cand      []uint16 // candidate tags, row after row
	ends      []int    // of the candidates of each row in cand
	relations []int
}

// add puts the embedding of a feature on top of dst.
func (n *network) add(dst []float32, feature uint64) {
	if r, ok := n.rows.get(feature); ok {
		matrix.AddBytes(dst, n.embed[int(r)*n.Input:(int(r)+1)*n.Input], n.scale[r])
	}
}

// encode reads the sentences of the plan, whose embeddings stand in s.x, and
// leaves in s.x, s.views and s.names what the words are seen as.
func (n *network) encode(s *netScratch) {
	p := &s.plan
	H, R := n.Hidden, up(p.rows)
	in := n.Input
	width := len(p.length)
	s.g = room(s.g, up(width)*4*H)
	s.c, s.h = room(s.c, width*H), room(s.h, up(width)*H)
	for l := range n.Depth {
		s.y = room(s.y, R*2*H)
		s.z = room(s.z, R*4*H)
		for dir := range 2 {
			k := 6*l + 3*dir
			n.packed[k].Mul(s.z, 4*H, s.x, in, p.rows)
			bias := n.weights[k+2].w
			clear(s.c)
			for t, active := range p.active {
				if t == 0 {
					clear(s.g[:active*4*H])
				} else {
					n.packed[k+1].Mul(s.g, 4*H, s.h, H, active)
				}
				for i := range active {
					r := p.row(i, t, dir)
					h := s.h[i*H : (i+1)*H]
					matrix.Cell(s.g[i*4*H:(i+1)*4*H], s.z[r*4*H:(r+1)*4*H], bias, s.c[i*H:(i+1)*H], h, H)
					copy(s.y[r*2*H+dir*H:], h)
				}
			}
		}
		s.x, s.y = s.y, s.x
		in = 2 * H
	}
	v := n.views()
	s.views = room(s.views, (R+matrix.Block)*v)
	n.packed[n.at(viewW)].Mul(s.views, v, s.x, in, p.rows)
	bias := n.weights[n.at(viewB)].w
	for r := range p.rows {
		row := s.views[r*v : (r+1)*v]
		for i, b := range bias {
			x := row[i] + b
			row[i] = max(x, slope*x)
		}
		row[2*n.Arc+n.Label-1], row[2*n.Arc+2*n.Label-1] = 1, 1
	}
	if len(n.names) > 0 {
		t := &n.packed[n.at(nameW)]
		w := t.Stride()
		s.names = room(s.names, R*w)
		t.Mul(s.names, w, s.x, in, p.rows)
	}
}

// arcScores returns the scores of the heads of the words of sentence i of the
// plan: for each word a row of the scores of all words, and of the root last.
// They are valid until the next call.
func (n *network) arcScores(s *netScratch, i int) [][]float32 {
	size, first, v := s.plan.length[i], s.plan.first[i], n.views()
	views := s.views[first*v:]
	s.q = room(s.q, up(size+1)*n.Arc)
	n.packed[n.at(arcW)].Mul(s.q, n.Arc, views, v, size)
	like := n.weights[n.at(arcB)].w
	for r := range size {
		q := s.q[r*n.Arc : (r+1)*n.Arc]
		for k, b := range like {
			q[k] += b
		}
	}
	// Heads as the rows of a matrix, the root last.
	hs := room(s.labels, (size+1)*n.Arc)
	s.labels = hs
	for r := range size {
		copy(hs[r*n.Arc:(r+1)*n.Arc], views[r*v+n.Arc:])
	}
	copy(hs[size*n.Arc:], n.weights[n.at(arcRoot)].w)
	s.heads.SetTransposed(hs, n.Arc, size+1, n.Arc)
	w := s.heads.Stride()
	s.s = room(s.s, up(size)*w)
	s.heads.Mul(s.s, w, s.q, n.Arc, size)
	s.arcs = s.arcs[:0]
	for r := range size {
		s.arcs = append(s.arcs, s.s[r*w:r*w+size+1])
	}
	return s.arcs
}

// relate returns for each word of sentence i of the plan the relation to the
// head it was given, which is len(heads) for the root: the best ones together,
// of which no head governs two words by a relation in n.single.
func (n *network) relate(s *netScratch, i int, heads []int, to []int) []int {
	size, first, v := s.plan.length[i], s.plan.first[i], n.views()
	views := s.views[first*v:]
	p := &n.packed[n.at(labelW)]
	w, count := p.Stride(), len(n.labels)
	s.labels = room(s.labels, up(size)*w)
	p.Mul(s.labels, w, views[2*n.Arc:], v, size)
	s.dots = room(s.dots, size*count)
	to = to[:0]
	for r := range size {
		if heads[r] == size {
			to = append(to, 0) // the first label is that of the root
			continue
		}
		dots := s.dots[r*count : (r+1)*count]
		head := views[heads[r]*v+2*n.Arc+n.Label:][:n.Label]
		matrix.Dots(dots, s.labels[r*w:r*w+count*n.Label], head)
		dots[0] = unlikely
		to = append(to, best(dots))
	}
	// Of two words that claim what one may have, the one that loses less by it
	// takes its second best.
	for again := true; again; {
		again = false
		for r := range size {
			for q := range r {
				if heads[q] != heads[r] || heads[r] == size || n.single[to[r]] == 0 || n.single[to[q]] != n.single[to[r]] {
					continue
				}
				yields := q
				if n.margin(s.dots[r*count:(r+1)*count], to[r]) < n.margin(s.dots[q*count:(q+1)*count], to[q]) {
					yields = r
				}
				dots := s.dots[yields*count : (yields+1)*count]
				dots[to[yields]] = unlikely
				if next := best(dots); dots[next] > unlikely {
					to[yields], again = next, true
				}
			}
		}
	}
	return to
}

// unlikely is less than any score.
const unlikely = -1e9

func best(scores []float32) int {
	b := 0
	for k, v := range scores {
		if v > scores[b] {
			b = k
		}
	}
	return b
}

// margin returns by how much the score of a label exceeds the best of those
// that are not of its kind.
func (n *network) margin(scores []float32, label int) float32 {
	other := float32(unlikely)
	for k, v := range scores {
		if n.single[k] != n.single[label] {
			other = max(other, v)
		}
	}
	return scores[label] - other
}

// nameScores sets to, as long as n.names, to the scores of the word of a row of
// s.names as a part of a name.
func (n *network) nameScores(s *netScratch, r int, to []float32) {
	w := n.packed[n.at(nameW)].Stride()
	for k, b := range n.weights[n.at(nameB)].w {
		to[k] = s.names[r*w+k] + b
	}
}

// tag returns the likeliest of the candidates for the word of a row of s.x.
func (n *network) tag(s *netScratch, r int, candidates []uint16) uint16 {
	if len(candidates) == 1 {
		return candidates[0]
	}
	in := 2 * n.Hidden
	x, bias := s.x[r*in:(r+1)*in], n.weights[n.at(tagB)].w
	s.dots = room(s.dots, len(candidates))
	for k, c := range candidates {
		matrix.Dots(s.dots[k:k+1], n.tagRows[int(c)*in:(int(c)+1)*in], x)
		s.dots[k] += bias[c]
	}
	return candidates[best(s.dots)]
}
