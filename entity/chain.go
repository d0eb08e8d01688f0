package entity

import "math"

// maxLabels is the number of labels that working memory has room for; a power
// of two.
const maxLabels = 16

// A chain scores sequences of labels: weights of features by label, of labels
// by the one before them. A run begins as if label 0 stood before it.
type chain struct {
	labels int
	trans  [maxLabels][maxLabels]float32 // -Inf where one may not follow
	feats  *table
}

var never = float32(math.Inf(-1))

// forbid closes the steps that make no names.
func (c *chain) forbid() {
	for a := range c.labels {
		for b := range c.labels {
			if !follows(a, b) {
				c.trans[a][b] = never
			}
		}
	}
}

// decode leaves the best labels of a run in sc.path, and the scores of its
// tokens in sc.emit.
func (c *chain) decode(x *extractor, r run, sc *scratch) {
	n, l := r.to-r.from, c.labels
	if cap(sc.emit) < n*l {
		sc.emit = make([]float32, 2*n*l)
		sc.back = make([]int8, 2*n*l)
	}
	sc.emit, sc.back = sc.emit[:n*l], sc.back[:n*l]
	sc.path = append(sc.path[:0], make([]int8, n)...)
	for i := range n {
		sc.feats = x.features(sc.feats[:0], r, r.from+i)
		c.feats.sum(sc.feats, sc.emit[i*l:i*l+l])
	}
	sum := sc.emit
	if x.said != nil {
		sc.sum = append(sc.sum[:0], sc.emit...)
		sum = sc.sum
		for i, v := range x.said[r.from*l : r.to*l] {
			sum[i] += v
		}
	}
	prev, cur := &sc.score[0], &sc.score[1]
	for b := range l {
		prev[b] = c.trans[0][b] + sum[b]
	}
	for i := 1; i < n; i++ {
		for b := range l {
			best, top := 0, never
			for a := range l {
				if v := prev[a] + c.trans[a][b]; v > top {
					best, top = a, v
				}
			}
			cur[b] = top + sum[i*l+b]
			sc.back[i*l+b] = int8(best)
		}
		prev, cur = cur, prev
	}
	best := 0
	for b := range l {
		if prev[b] > prev[best] {
			best = b
		}
	}
	for i := n - 1; i >= 0; i-- {
		sc.path[i] = int8(best)
		best = int(sc.back[i*l+best])
	}
}

// kindScores returns the score of tokens i to j of the last decoded run as a
// name of each kind.
func (c *chain) kindScores(sc *scratch, i, j int) (s [kinds + 1]float32) {
	l := c.labels
	for k := Kind(1); first(k) < l; k++ {
		b := first(k)
		v := sc.emit[i*l+b]
		if j > i+1 {
			v += c.trans[b][b+1]
		}
		for m := i + 1; m < j; m++ {
			v += sc.emit[m*l+b+1]
			if m > i+1 {
				v += c.trans[b+1][b+1]
			}
		}
		s[k] = v
	}
	return s
}

// margin is the lead of a kind over the next one.
func margin(s [kinds + 1]float32, k Kind, labels int) float32 {
	next := never
	for o := Kind(1); first(o) < labels; o++ {
		if o != k {
			next = max(next, s[o])
		}
	}
	return s[k] - next
}
