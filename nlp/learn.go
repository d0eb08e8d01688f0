package nlp

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/attache-project/attache/nlp/matrix"
)

// learning are the settings under which a network is trained.
type learning struct {
	sizes
	passes   int
	batch    int     // words of a step
	rate     float64 // of Adam at the first step; it falls to zero in a straight line
	drop     float32 // share of units dropped between layers
	memory   float32 // share of units dropped in the memory's own output
	word     float32 // share of words whose form is hidden
	proper   float32 // and of proper nouns
	tagLoss  float32 // weight of the loss of tags
	nameLoss float32 // and of that of names
	minimum  int     // occurrences from which on a feature gets an embedding
}

// lesson is a sentence to learn from.
type lesson struct {
	feats  [][]int32 // rows of embeddings of each word
	plain  [][]int32 // rows left when the word is hidden
	heads  []int     // len(heads) for the root
	labels []int
	tags   []int // -1 unknown
	names  []int // labels of names, -1 unknown
	proper []bool
	weight float32
}

const workers = 2 // share the sentences of a step; the result depends on their number

// student is a network under training.
type student struct {
	*network
	o       learning
	embed32 []float32
	adam    []moments // of the weights
	rowAdam moments   // of the embeddings
	step    int
	turned  []matrix.Packed // transposes of the weights
	pupils  [workers]pupil
}

// moments are the running means of a gradient and of its square.
type moments struct{ m, v []float32 }

// layerState is what the way back through a layer needs of the way there.
type layerState struct {
	x       []float32 // input, after dropping
	gates   [2][]float32
	c       [2][]float32
	before  [2][]float32 // output a step earlier, after dropping
	inMask  []float32    // by sentence
	memMask [2][]float32
	y       []float32
}

// pupil is the part of a student that works on some of the sentences.
type pupil struct {
	rng    *rand.Rand
	plan   plan
	layers []layerState
	grads  []weight
	rows   [][]int32
	dx     []float32 // gradient of the embeddings of the words
	loss   float64
	words  int
	// scratch
	z, h, dz, dh, dc, dg, tr, dy, tmp []float32
	out, outMask, dout                []float32
	views, viewMask, dviews           []float32
	q, dq, s, hs, dhs                 []float32
	p, dp                             []float32
	class                             []float32
	w                                 matrix.Packed
}

func newStudent(l learning, n *network, rng *rand.Rand) *student {
	s := &student{network: n, o: l}
	n.sizes = l.sizes
	n.weights = n.layout(len(n.labels), n.tags, len(n.names))
	for k, w := range n.weights {
		if w.rows > 1 || k >= n.at(arcB) && k != n.at(tagB) && k != n.at(nameB) {
			limit := math.Sqrt(6 / float64(w.rows+w.cols))
			if k == n.at(labelW) {
				limit = math.Sqrt(6 / float64(2*l.Label))
			}
			if w.rows == 1 {
				limit = 0.1
			}
			for i := range w.w {
				w.w[i] = float32((2*rng.Float64() - 1) * limit)
			}
			continue
		}
		if k < 6*l.Depth { // biases of a layer: what is remembered is kept at first
			for i := l.Hidden; i < 2*l.Hidden; i++ {
				w.w[i] = 1
			}
		}
	}
	last := n.weights[n.at(labelRoot)].w
	last[len(last)-1] = 1
	for _, w := range n.weights {
		s.adam = append(s.adam, moments{make([]float32, len(w.w)), make([]float32, len(w.w))})
	}
	n.packed = make([]matrix.Packed, len(n.weights))
	s.turned = make([]matrix.Packed, len(n.weights))
	for i := range s.pupils {
		p := &s.pupils[i]
		p.rng = rand.New(rand.NewPCG(rng.Uint64(), uint64(i)))
		p.layers = make([]layerState, l.Depth)
		p.grads = n.layout(len(n.labels), n.tags, len(n.names))
	}
	return s
}

// rowsFor gives each feature that occurs often enough a row of embeddings.
func (s *student) rowsFor(count map[uint64]int, order []uint64, rng *rand.Rand) {
	var kept []uint64
	for _, h := range order {
		if count[h] >= s.o.minimum {
			kept = append(kept, h)
		}
	}
	s.rows = newIndex(len(kept))
	for i, h := range kept {
		s.rows.put(h, uint32(i))
	}
	s.embed32 = make([]float32, len(kept)*s.Input)
	for i := range s.embed32 {
		s.embed32[i] = float32(rng.NormFloat64() * 0.15)
	}
	s.rowAdam = moments{make([]float32, len(s.embed32)), make([]float32, len(s.embed32))}
}

// learn trains on the lessons. After each pass show is called with its number
// and the mean loss of a word.
func (s *student) learn(ctx context.Context, lessons []*lesson, rng *rand.Rand, log io.Writer, show func(pass int) error) error {
	order := rng.Perm(len(lessons))
	words := 0
	for _, l := range lessons {
		words += len(l.heads)
	}
	steps := float64(s.o.passes) * float64(words) / float64(s.o.batch)
	done := 0
	for pass := range s.o.passes {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for at := 0; at < len(order); {
			if err := ctx.Err(); err != nil {
				return err
			}
			var parts [workers][]*lesson
			var sums [workers]int
			n := 0
			for n < s.o.batch && at < len(order) {
				l := lessons[order[at]]
				at++
				k := 0
				for i := range sums {
					if sums[i] < sums[k] {
						k = i
					}
				}
				parts[k] = append(parts[k], l)
				sums[k] += len(l.heads)
				n += len(l.heads)
			}
			for i, w := range s.weights {
				if w.rows > 1 {
					s.packed[i].Set(w.w, w.rows, w.cols, w.cols)
					s.turned[i].SetTransposed(w.w, w.cols, w.rows, w.cols)
				}
			}
			var wg sync.WaitGroup
			for i := range parts {
				if len(parts[i]) == 0 {
					s.pupils[i].words = 0
					continue
				}
				wg.Go(func() { s.study(&s.pupils[i], parts[i]) })
			}
			wg.Wait()
			done += n
			rate := s.o.rate * max(0.01, 1-float64(done)/float64(s.o.batch)/steps)
			rate *= min(1, float64(s.step+1)/100)
			loss += s.update(rate, n)
		}
		fmt.Fprintf(log, "parser: pass %d, loss %.4f a word\n", pass+1, loss/float64(words))
		if err := show(pass); err != nil {
			return err
		}
	}
	return nil
}

// update takes a step of Adam (Kingma and Ba 2015) down the gradients of the
// pupils.
func (s *student) update(rate float64, words int) (loss float64) {
	const beta1, beta2, tiny = 0.9, 0.98, 1e-8
	s.step++
	inv := 1 / float32(words)
	square := 0.0
	for k := range s.weights {
		g := s.pupils[0].grads[k].w
		for i := range s.pupils[1:] {
			if s.pupils[i+1].words == 0 {
				continue
			}
			for j, v := range s.pupils[i+1].grads[k].w {
				g[j] += v
			}
		}
		sum := float32(0)
		for j := range g {
			g[j] *= inv
			sum += g[j] * g[j]
		}
		square += float64(sum)
	}
	clip := float32(1)
	if norm := math.Sqrt(square); norm > 5 {
		clip = float32(5 / norm)
	}
	c1 := 1 - math.Pow(beta1, float64(s.step))
	c2 := 1 - math.Pow(beta2, float64(s.step))
	size := float32(rate * math.Sqrt(c2) / c1)
	var wg sync.WaitGroup
	for part := range workers {
		wg.Go(func() {
			for k := range s.weights {
				if k%workers != part {
					continue
				}
				a, g, w := s.adam[k], s.pupils[0].grads[k].w, s.weights[k].w
				for j := range w {
					v := g[j] * clip
					a.m[j] += (1 - beta1) * (v - a.m[j])
					a.v[j] += (1 - beta2) * (v*v - a.v[j])
					w[j] -= size * a.m[j] / (float32(math.Sqrt(float64(a.v[j]))) + tiny)
				}
			}
		})
	}
	wg.Wait()
	last := s.weights[s.at(labelRoot)].w
	last[len(last)-1] = 1
	// Embeddings: only rows that were used move.
	D := s.Input
	grad := map[int32][]float32{}
	var used []int32
	for i := range s.pupils {
		p := &s.pupils[i]
		if p.words == 0 {
			continue
		}
		loss += p.loss
		for r, rows := range p.rows {
			dx := p.dx[r*D : (r+1)*D]
			for _, row := range rows {
				g := grad[row]
				if g == nil {
					g = make([]float32, D)
					grad[row] = g
					used = append(used, row)
				}
				for j, v := range dx {
					g[j] += v
				}
			}
		}
	}
	for part := range workers {
		wg.Go(func() {
			for u, row := range used {
				if u%workers != part {
					continue
				}
				g := grad[row]
				o := int(row) * D
				m, v, w := s.rowAdam.m[o:o+D], s.rowAdam.v[o:o+D], s.embed32[o:o+D]
				for j := range g {
					x := g[j] * inv * clip
					m[j] += (1 - beta1) * (x - m[j])
					v[j] += (1 - beta2) * (x*x - v[j])
					w[j] -= size * m[j] / (float32(math.Sqrt(float64(v[j]))) + tiny)
				}
			}
		})
	}
	wg.Wait()
	return loss
}

// mask fills m with what units are multiplied by: 0 for a dropped one.
func (p *pupil) mask(m []float32, n int, drop float32) []float32 {
	m = room(m, n)
	keep := 1 / (1 - drop)
	for i := range m {
		m[i] = keep
		if drop > 0 && p.rng.Float32() < drop {
			m[i] = 0
		}
	}
	return m
}

// transpose sets dst, cols × rows with the given stride, to the transpose of
// src, rows × cols with its stride.
func transpose(dst []float32, dstride int, src []float32, rows, cols, stride int) {
	const tile = 16
	for i := 0; i < rows; i += tile {
		for j := 0; j < cols; j += tile {
			for a := i; a < min(i+tile, rows); a++ {
				row := src[a*stride:]
				for b := j; b < min(j+tile, cols); b++ {
					dst[b*dstride+a] = row[b]
				}
			}
		}
	}
}

// gradient sets to (k × n) to the product of the transpose of a (rows × k) and
// b (rows × n).
func (p *pupil) gradient(to weight, a []float32, lda int, b []float32, ldb, rows int) {
	k, n := to.rows, to.cols
	p.tr = room(p.tr, up(k)*rows)
	clear(p.tr[k*rows:])
	transpose(p.tr, rows, a, rows, k, lda)
	p.w.Set(b, rows, n, ldb)
	w := p.w.Stride()
	if w == n && up(k) == k {
		p.w.Mul(to.w, n, p.tr, rows, k)
		return
	}
	p.tmp = room(p.tmp, up(k)*w)
	p.w.Mul(p.tmp, w, p.tr, rows, k)
	for i := range k {
		copy(to.w[i*n:(i+1)*n], p.tmp[i*w:i*w+n])
	}
}

// columns sets to to the sums of the columns of b.
func columns(to []float32, b []float32, ldb, rows int) {
	clear(to)
	for r := range rows {
		for j, v := range b[r*ldb : r*ldb+len(to)] {
			to[j] += v
		}
	}
}

// study reads lessons there and back and leaves the gradients of the summed
// loss in p.
func (s *student) study(p *pupil, lessons []*lesson) {
	lengths := make([]int, len(lessons))
	for i, l := range lessons {
		lengths[i] = len(l.heads)
	}
	p.plan.set(lengths)
	R := p.plan.rows
	U := up(R)
	H := s.Hidden
	p.loss, p.words = 0, R
	// Embeddings.
	p.rows = p.rows[:0]
	first := &p.layers[0]
	D := s.Input
	first.x = room(first.x, U*D)
	clear(first.x)
	for k, place := range p.plan.place {
		l := lessons[place]
		for i := range l.heads {
			rows := l.feats[i]
			hide := s.o.word
			if l.proper[i] {
				hide = s.o.proper
			}
			if p.rng.Float32() < hide {
				rows = l.plain[i]
			}
			p.rows = append(p.rows, rows)
			x := first.x[(p.plan.first[k]+i)*D:][:D]
			for _, r := range rows {
				for j, v := range s.embed32[int(r)*D : (int(r)+1)*D] {
					x[j] += v
				}
			}
		}
	}
	// Layers.
	x, in := first.x, D
	for l := range p.layers {
		st := &p.layers[l]
		st.inMask = p.mask(st.inMask, len(lengths)*in, s.o.drop)
		if l > 0 {
			st.x = room(st.x, U*in)
		}
		for k := range lengths {
			m := st.inMask[k*in : (k+1)*in]
			for r := p.plan.first[k]; r < p.plan.first[k]+p.plan.length[k]; r++ {
				a, b := x[r*in:(r+1)*in], st.x[r*in:(r+1)*in]
				for j, v := range m {
					b[j] = a[j] * v
				}
			}
		}
		s.forward(p, l, in)
		x, in = st.y, 2*H
	}
	// What the words are seen as.
	p.outMask = p.mask(p.outMask, len(lengths)*in, s.o.drop)
	p.out = room(p.out, U*in)
	masked := func(dst, src, mask []float32, width int) {
		for k := range lengths {
			m := mask[k*width : (k+1)*width]
			for r := p.plan.first[k]; r < p.plan.first[k]+p.plan.length[k]; r++ {
				a, b := src[r*width:(r+1)*width], dst[r*width:(r+1)*width]
				for j, v := range m {
					b[j] = a[j] * v
				}
			}
		}
	}
	masked(p.out, x, p.outMask, in)
	V := s.views()
	p.views = room(p.views, U*V)
	s.packed[s.at(viewW)].Mul(p.views, V, p.out, in, R)
	p.viewMask = p.mask(p.viewMask, len(lengths)*V, s.o.drop)
	bias := s.weights[s.at(viewB)].w
	p.dviews = room(p.dviews, U*V)
	ld, lh := 2*s.Arc+s.Label-1, 2*s.Arc+2*s.Label-1
	for k := range lengths {
		m := p.viewMask[k*V : (k+1)*V]
		m[ld], m[lh] = 0, 0
		for r := p.plan.first[k]; r < p.plan.first[k]+p.plan.length[k]; r++ {
			row, d := p.views[r*V:(r+1)*V], p.dviews[r*V:(r+1)*V]
			for j, b := range bias {
				v := row[j] + b
				// d holds the slope for now.
				d[j] = m[j]
				if v < 0 {
					d[j] *= slope
				}
				row[j] = v * d[j]
			}
			row[ld], row[lh] = 1, 1
		}
	}
	slopes := append([]float32(nil), p.dviews[:R*V]...)
	clear(p.dviews)
	s.arcLoss(p, lessons)
	s.labelLoss(p, lessons)
	for i, v := range slopes {
		p.dviews[i] *= v
	}
	columns(p.grads[s.at(viewB)].w, p.dviews, V, R)
	p.gradient(p.grads[s.at(viewW)], p.out, in, p.dviews, V, R)
	p.dout = room(p.dout, U*in)
	s.turned[s.at(viewW)].Mul(p.dout, in, p.dviews, V, R)
	s.classLoss(p, lessons, in, tagW, s.tags, s.o.tagLoss, func(l *lesson) []int { return l.tags })
	s.classLoss(p, lessons, in, nameW, len(s.names), s.o.nameLoss, func(l *lesson) []int { return l.names })
	p.dy = room(p.dy, U*in)
	masked(p.dy, p.dout, p.outMask, in)
	// Back through the layers.
	for l := s.Depth - 1; l >= 0; l-- {
		in := 2 * H
		if l == 0 {
			in = D
		}
		s.backward(p, l, in)
		st := &p.layers[l]
		p.dy = room(p.dy, U*in)
		masked(p.dy, p.dx, st.inMask, in)
	}
	p.dx, p.dy = p.dy, p.dx
}

// forward reads layer l.
func (s *student) forward(p *pupil, l, in int) {
	st := &p.layers[l]
	R, H := p.plan.rows, s.Hidden
	U := up(R)
	st.y = room(st.y, U*2*H)
	p.z = room(p.z, U*4*H)
	width := len(p.plan.length)
	p.h = room(p.h, up(width)*H)
	for dir := range 2 {
		k := 6*l + 3*dir
		s.packed[k].Mul(p.z, 4*H, st.x, in, R)
		bias := s.weights[k+2].w
		// A step's gates may run over the block's end into the next step's.
		st.gates[dir] = room(st.gates[dir], (U+matrix.Block)*4*H)
		st.c[dir] = room(st.c[dir], U*H)
		st.before[dir] = room(st.before[dir], (U+matrix.Block)*H)
		st.memMask[dir] = p.mask(st.memMask[dir], width*H, s.o.memory)
		gates, cs, before := st.gates[dir], st.c[dir], st.before[dir]
		for t, active := range p.plan.active {
			o := p.plan.offset[t]
			if t == 0 {
				clear(gates[:active*4*H])
				clear(before[:active*H])
				clear(cs[:active*H])
			} else {
				s.packed[k+1].Mul(gates[o*4*H:], 4*H, before[o*H:], H, active)
				copy(cs[o*H:(o+active)*H], cs[p.plan.offset[t-1]*H:])
			}
			next := 0
			if t+1 < len(p.plan.active) {
				next = p.plan.active[t+1]
			}
			for i := range active {
				r := p.plan.row(i, t, dir)
				h := st.y[r*2*H+dir*H:][:H]
				matrix.Cell(gates[(o+i)*4*H:(o+i+1)*4*H], p.z[r*4*H:(r+1)*4*H], bias, cs[(o+i)*H:(o+i+1)*H], h, H)
				if i < next {
					m := st.memMask[dir][i*H : (i+1)*H]
					b := before[(o+active+i)*H:][:H]
					for j, v := range m {
						b[j] = h[j] * v
					}
				}
			}
		}
	}
}

// backward takes the gradient of the output of layer l, in p.dy, to those of
// its weights and of its input, the latter in p.dx.
func (s *student) backward(p *pupil, l, in int) {
	st := &p.layers[l]
	R, H := p.plan.rows, s.Hidden
	U := up(R)
	width := len(p.plan.length)
	p.dh = room(p.dh, up(width)*H)
	p.dc = room(p.dc, up(width)*H)
	p.dz = room(p.dz, U*4*H)
	p.dx = room(p.dx, U*in)
	for dir := range 2 {
		k := 6*l + 3*dir
		p.dg = room(p.dg, (U+matrix.Block)*4*H)
		clear(p.dh)
		clear(p.dc)
		gates, cs := st.gates[dir], st.c[dir]
		for t := len(p.plan.active) - 1; t >= 0; t-- {
			active, o := p.plan.active[t], p.plan.offset[t]
			for i := range active {
				r := p.plan.row(i, t, dir)
				a := gates[(o+i)*4*H : (o+i+1)*4*H]
				ig, fg, ug, og := a[:H], a[H:2*H], a[2*H:3*H], a[3*H:4*H]
				d := p.dg[(o+i)*4*H : (o+i+1)*4*H]
				di, df, du, do := d[:H], d[H:2*H], d[2*H:3*H], d[3*H:4*H]
				h := st.y[r*2*H+dir*H:][:H]
				dy := p.dy[r*2*H+dir*H:][:H]
				dh, dc := p.dh[i*H:(i+1)*H], p.dc[i*H:(i+1)*H]
				var old []float32
				if t > 0 {
					old = cs[(p.plan.offset[t-1]+i)*H:][:H]
				}
				for j := range dc {
					e := dy[j] + dh[j]
					tc := h[j] / (og[j] + 1e-30)
					c := dc[j] + e*og[j]*(1-tc*tc)
					di[j] = c * ug[j] * ig[j] * (1 - ig[j])
					if old != nil {
						df[j] = c * old[j] * fg[j] * (1 - fg[j])
					} else {
						df[j] = 0
					}
					du[j] = c * ig[j] * (1 - ug[j]*ug[j])
					do[j] = e * tc * og[j] * (1 - og[j])
					dc[j] = c * fg[j]
				}
				copy(p.dz[r*4*H:(r+1)*4*H], d)
			}
			if t > 0 {
				s.turned[k+1].Mul(p.dh, H, p.dg[o*4*H:], 4*H, active)
				m := st.memMask[dir]
				for j := range active * H {
					p.dh[j] *= m[j]
				}
				// Sentences that begin at the step before have nothing behind them.
				clear(p.dh[active*H:])
			}
		}
		columns(p.grads[k+2].w, p.dz, 4*H, R)
		p.gradient(p.grads[k+1], st.before[dir], H, p.dg, 4*H, R)
		p.gradient(p.grads[k], st.x, in, p.dz, 4*H, R)
		if dir == 0 {
			s.turned[k].Mul(p.dx, in, p.dz, 4*H, R)
			continue
		}
		p.tmp = room(p.tmp, U*in)
		s.turned[k].Mul(p.tmp, in, p.dz, 4*H, R)
		for j, v := range p.tmp[:R*in] {
			p.dx[j] += v
		}
	}
}

// softmax turns scores into probabilities less one for the right answer, times
// weight: the gradient. It returns the loss.
func softmax(scores []float32, right int, weight float32) float64 {
	top := scores[0]
	for _, v := range scores {
		top = max(top, v)
	}
	sum := 0.0
	own := float64(scores[right] - top)
	for j, v := range scores {
		e := math.Exp(float64(v - top))
		scores[j] = float32(e)
		sum += e
	}
	inv := weight * float32(1/sum)
	for j := range scores {
		scores[j] *= inv
	}
	scores[right] -= weight
	return float64(weight) * (math.Log(sum) - own)
}

// arcLoss adds the gradients of the choice of heads.
func (s *student) arcLoss(p *pupil, lessons []*lesson) {
	V, A, R := s.views(), s.Arc, p.plan.rows
	like, root := s.weights[s.at(arcB)].w, s.weights[s.at(arcRoot)].w
	dlike, droot := p.grads[s.at(arcB)].w, p.grads[s.at(arcRoot)].w
	clear(droot)
	p.q = room(p.q, up(R+matrix.Block)*A)
	p.dq = room(p.dq, up(R+matrix.Block)*A)
	s.packed[s.at(arcW)].Mul(p.q, A, p.views, V, R)
	for r := range R {
		for j, b := range like {
			p.q[r*A+j] += b
		}
	}
	for k, place := range p.plan.place {
		l := lessons[place]
		n, first := p.plan.length[k], p.plan.first[k]
		p.hs = room(p.hs, up(n+1)*A)
		for i := range n {
			copy(p.hs[i*A:(i+1)*A], p.views[(first+i)*V+A:])
		}
		copy(p.hs[n*A:], root)
		p.w.SetTransposed(p.hs, A, n+1, A)
		w := p.w.Stride()
		p.s = room(p.s, up(n)*w)
		p.w.Mul(p.s, w, p.q[first*A:], A, n)
		for i := range n {
			row := p.s[i*w : i*w+n+1]
			row[i] = -1e9
			p.loss += softmax(row, l.heads[i], l.weight)
		}
		// To the words as dependents ...
		p.w.Set(p.hs, n+1, A, A)
		p.tmp = room(p.tmp, up(n)*A)
		p.w.Mul(p.tmp, A, p.s, w, n)
		copy(p.dq[first*A:(first+n)*A], p.tmp[:n*A])
		// ... and as heads.
		p.tr = room(p.tr, up(n+1)*n)
		transpose(p.tr, n, p.s, n, n+1, w)
		p.w.Set(p.q[first*A:], n, A, A)
		p.dhs = room(p.dhs, up(n+1)*A)
		p.w.Mul(p.dhs, A, p.tr, n, n+1)
		for i := range n {
			copy(p.dviews[(first+i)*V+A:(first+i)*V+2*A], p.dhs[i*A:])
		}
		for j := range droot {
			droot[j] += p.dhs[n*A+j]
		}
	}
	columns(dlike, p.dq, A, R)
	p.gradient(p.grads[s.at(arcW)], p.views, V, p.dq, A, R)
	p.tmp = room(p.tmp, up(R)*A)
	s.turned[s.at(arcW)].Mul(p.tmp, A, p.dq, A, R)
	for r := range R {
		copy(p.dviews[r*V:r*V+A], p.tmp[r*A:])
	}
}

// labelLoss adds the gradients of the choice of relations, given the right
// heads.
func (s *student) labelLoss(p *pupil, lessons []*lesson) {
	V, L, R := s.views(), s.Label, p.plan.rows
	from, to := 2*s.Arc, 2*s.Arc+L
	w := len(s.labels) * L
	p.p = room(p.p, up(R)*w)
	p.dp = room(p.dp, up(R)*w)
	s.packed[s.at(labelW)].Mul(p.p, w, p.views[from:], V, R)
	root, droot := s.weights[s.at(labelRoot)].w, p.grads[s.at(labelRoot)].w
	clear(droot)
	scores := make([]float32, len(s.labels))
	for k, place := range p.plan.place {
		l := lessons[place]
		n, first := p.plan.length[k], p.plan.first[k]
		for i := range n {
			r := first + i
			head, dhead := root, droot
			if h := l.heads[i]; h < n {
				head = p.views[(first+h)*V+to:][:L]
				dhead = p.dviews[(first+h)*V+to:][:L]
			}
			matrix.Dots(scores, p.p[r*w:r*w+len(scores)*L], head)
			p.loss += softmax(scores, l.labels[i], l.weight)
			for c, g := range scores {
				row, d := p.p[r*w+c*L:][:L], p.dp[r*w+c*L:][:L]
				for j, v := range row {
					dhead[j] += g * v
					d[j] = g * head[j]
				}
			}
		}
	}
	p.gradient(p.grads[s.at(labelW)], p.views[from:], V, p.dp, w, R)
	p.tmp = room(p.tmp, up(R)*L)
	s.turned[s.at(labelW)].Mul(p.tmp, L, p.dp, w, R)
	for r := range R {
		copy(p.dviews[r*V+from:r*V+from+L], p.tmp[r*L:])
	}
}

// classLoss adds the gradients of the choice among count classes of each word,
// tags or names, to those of the output of the layers. The weights stand at
// place k of the layout, their biases behind them; right tells the right
// classes of the words of a lesson, -1 where they are unknown.
func (s *student) classLoss(p *pupil, lessons []*lesson, in, k, count int, weight float32, right func(*lesson) []int) {
	if count == 0 {
		return
	}
	R := p.plan.rows
	m := &s.packed[s.at(k)]
	w := m.Stride()
	p.class = room(p.class, up(R)*w)
	m.Mul(p.class, w, p.out, in, R)
	bias := s.weights[s.at(k+1)].w
	for at, place := range p.plan.place {
		classes := right(lessons[place])
		for i := range p.plan.length[at] {
			row := p.class[(p.plan.first[at]+i)*w:][:count]
			if classes[i] < 0 {
				clear(row)
				continue
			}
			for j, b := range bias {
				row[j] += b
			}
			p.loss += softmax(row, classes[i], weight)
		}
	}
	columns(p.grads[s.at(k+1)].w, p.class, w, R)
	p.gradient(p.grads[s.at(k)], p.out, in, p.class, w, R)
	p.tmp = room(p.tmp, up(R)*in)
	s.turned[s.at(k)].Mul(p.tmp, in, p.class, w, R)
	for j, v := range p.tmp[:R*in] {
		p.dout[j] += v
	}
}

// graduate returns the network as it is kept: embeddings in bytes.
func (s *student) graduate() *network {
	n := &network{sizes: s.sizes, labels: s.labels, tags: s.tags, names: s.names, rows: s.rows}
	D := s.Input
	n.embed = make([]int8, len(s.embed32))
	n.scale = make([]float32, len(s.embed32)/D)
	for r := range n.scale {
		row := s.embed32[r*D : (r+1)*D]
		top := float32(0)
		for _, v := range row {
			top = max(top, v, -v)
		}
		if top == 0 {
			continue
		}
		n.scale[r] = top / 127
		for j, v := range row {
			n.embed[r*D+j] = pack(v / n.scale[r])
		}
	}
	for _, w := range s.weights {
		n.weights = append(n.weights, weight{w.rows, w.cols, append([]float32(nil), w.w...)})
	}
	n.pack()
	return n
}
