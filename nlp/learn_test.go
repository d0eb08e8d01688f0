package nlp

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/attache-project/attache/nlp/matrix"
)

// pack makes the products of s those of its weights.
func (s *student) repack() {
	for i, w := range s.weights {
		if w.rows > 1 {
			s.packed[i].Set(w.w, w.rows, w.cols, w.cols)
			s.turned[i].SetTransposed(w.w, w.cols, w.rows, w.cols)
		}
	}
}

func smallStudent(rng *rand.Rand) (*student, []*lesson) {
	n := &network{labels: []string{"root", "nsubj", "obj"}, tags: 5, names: []string{"O", "B-PER", "I-PER"}}
	s := newStudent(learning{sizes: sizes{Input: 16, Hidden: 16, Depth: 2, Arc: 16, Label: 16}, tagLoss: 0.5, nameLoss: 0.7}, n, rng)
	for i := range n.weights[n.at(viewB)].w { // far from the rectifier's corner
		n.weights[n.at(viewB)].w[i] = float32(6*(i%2) - 3)
	}
	count, order := map[uint64]int{}, []uint64{}
	for i := range uint64(20) {
		count[mix(1, i)] = 1
		order = append(order, mix(1, i))
	}
	s.rowsFor(count, order, rng)
	var lessons []*lesson
	for _, size := range []int{3, 7, 1, 5} {
		l := &lesson{weight: 1}
		for i := range size {
			l.feats = append(l.feats, []int32{int32(rng.IntN(20)), int32(rng.IntN(20))})
			l.plain = append(l.plain, nil)
			l.heads = append(l.heads, []int{size, 0}[min(i, 1)])
			l.labels = append(l.labels, min(i, 2))
			l.tags = append(l.tags, rng.IntN(6)-1)
			l.names = append(l.names, rng.IntN(4)-1)
			l.proper = append(l.proper, i == 0)
		}
		lessons = append(lessons, l)
	}
	return s, lessons
}

func TestGradientsAreThoseOfTheLoss(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	s, lessons := smallStudent(rng)
	p := &s.pupils[0]
	loss := func() float64 {
		s.repack()
		s.study(p, lessons)
		return p.loss
	}
	loss()
	grads := make([][]float32, len(s.weights))
	for k := range grads {
		grads[k] = append([]float32(nil), p.grads[k].w...)
	}
	check := func(name string, at *float32, g float32) {
		const step = 2e-3
		was := *at
		*at = was + step
		a := loss()
		*at = was - step
		b := loss()
		*at = was
		if want := (a - b) / (2 * step); math.Abs(want-float64(g)) > 0.02+0.03*math.Abs(want) {
			t.Errorf("%s: gradient %g, by the difference of losses %g", name, g, want)
		}
	}
	for k, w := range s.weights {
		for range 6 {
			i := rng.IntN(len(w.w))
			if k == s.at(labelRoot) && i == len(w.w)-1 {
				continue // always 1
			}
			check("matrix "+string(rune('a'+k)), &w.w[i], grads[k][i])
		}
	}
	loss()
	dx := append([]float32(nil), p.dx...)
	rows := append([][]int32(nil), p.rows...)
	for range 20 {
		i := rng.IntN(len(s.embed32))
		row, col := int32(i/16), i%16
		g := float32(0)
		for r := range rows {
			for _, x := range rows[r] {
				if x == row {
					g += dx[r*16+col]
				}
			}
		}
		check("an embedding", &s.embed32[i], g)
	}
}

func TestReadingIsThatOfTraining(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	s, lessons := smallStudent(rng)
	s.repack()
	p := &s.pupils[0]
	s.study(p, lessons)
	n := s.graduate()
	var sc netScratch
	var lengths []int
	for _, l := range lessons {
		lengths = append(lengths, len(l.heads))
	}
	sc.plan.set(lengths)
	sc.x = make([]float32, up(sc.plan.rows)*16)
	for k, i := range sc.plan.place {
		for j, rows := range lessons[i].feats {
			for _, r := range rows {
				matrix.AddBytes(sc.x[(sc.plan.first[k]+j)*16:][:16], n.embed[r*16:(r+1)*16], n.scale[r])
			}
		}
	}
	n.encode(&sc)
	v := n.views()
	for r := range sc.plan.rows {
		for j := range v {
			if a, b := sc.views[r*v+j], p.views[r*v+j]; math.Abs(float64(a-b)) > 0.02 {
				t.Fatalf("row %d, unit %d: %g when read, %g when trained", r, j, a, b)
			}
		}
	}
	sum := 0
	for _, w := range n.weights {
		sum += len(w.w)
	}
	if sum != n.sizes.count(3, 5, 3) {
		t.Errorf("%d weights, count says %d", sum, n.sizes.count(3, 5, 3))
	}
}

func TestHalfPrecisionRoundTrips(t *testing.T) {
	for _, v := range []float32{0, 1, -1, 0.1, -0.333, 1e-5, -3e-7, 1e-9, 65504, -7e4, 2.0009766, 1.0004883} {
		got := whole(half(v))
		want := max(-65504, min(65504, v))
		if diff := math.Abs(float64(got - want)); diff > math.Abs(float64(want))/2000+3e-8 {
			t.Errorf("%g became %g", v, got)
		}
		if half(got) != half(v) {
			t.Errorf("%g is not kept when written again", got)
		}
	}
}
