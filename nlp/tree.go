package nlp

import (
	"cmp"
	"math"
	"slices"
)

// treeScratch is the working memory of bestTree.
type treeScratch struct {
	heads       []int
	state       []uint8
	best, roots []int
	lead        []float64
}

// bestTree chooses a head for each of the words whose scores are given: scores
// [d][h] for words h and, in the last place, the root. What is returned is a
// tree with one word under the root, the greatest of all (Chu and Liu 1965,
// Edmonds 1967). It is valid until the next call.
func (t *treeScratch) bestTree(scores [][]float32) []int {
	n := len(scores)
	t.heads = t.heads[:0]
	roots := 0
	for d, row := range scores {
		best := -1
		for h, v := range row {
			if h != d && (best < 0 || v > row[best]) {
				best = h
			}
		}
		if best == n {
			roots++
		}
		t.heads = append(t.heads, best)
	}
	if roots == 1 && t.acyclic() {
		return t.heads
	}
	// Each root in turn, the likeliest first, as long as the sum of the best
	// heads could still win.
	t.best, t.lead, t.roots = t.best[:0], t.lead[:0], t.roots[:0]
	total := 0.0
	for d, row := range scores {
		best := -1
		for h, v := range row[:n] {
			if h != d && (best < 0 || v > row[best]) {
				best = h
			}
		}
		t.best, t.roots = append(t.best, best), append(t.roots, d)
		lead := float64(row[n])
		if best >= 0 {
			lead -= float64(row[best])
			total += float64(row[best])
		}
		t.lead = append(t.lead, lead)
	}
	slices.SortStableFunc(t.roots, func(a, b int) int { return cmp.Compare(t.lead[b], t.lead[a]) })
	var best []int
	top := math.Inf(-1)
	for _, d := range t.roots {
		if best != nil && total+t.lead[d] <= top {
			break
		}
		copy(t.heads, t.best)
		t.heads[d] = n
		if t.acyclic() {
			if sum := total + t.lead[d]; sum > top {
				best, top = slices.Clone(t.heads), sum
			}
			continue
		}
		heads, sum := arborescence(scores, d)
		if sum += float64(scores[d][n]); sum > top {
			best, top = heads, sum
		}
	}
	copy(t.heads, best)
	return t.heads
}

// acyclic says whether every word leads to the root.
func (t *treeScratch) acyclic() bool {
	n := len(t.heads)
	if cap(t.state) < n {
		t.state = make([]uint8, 2*n)
	}
	state := t.state[:n]
	clear(state)
	for i := range n {
		j := i
		for j < n && state[j] == 0 {
			state[j] = 1
			j = t.heads[j]
		}
		if j < n && state[j] == 1 {
			return false
		}
		for j = i; j < n && state[j] == 1; j = t.heads[j] {
			state[j] = 2
		}
	}
	return true
}

// arborescence returns the greatest tree with the given root, as heads, the
// root's being len(scores), and the sum of its scores without the root's.
func arborescence(scores [][]float32, root int) ([]int, float64) {
	n := len(scores)
	heads := make([]int, n)
	// w[d][h] are the scores between the groups of words left; from and to keep
	// which words the best arc of two groups joins.
	w := make([][]float64, n)
	from, to := make([][]int, n), make([][]int, n)
	for d := range n {
		w[d], from[d], to[d] = make([]float64, n), make([]int, n), make([]int, n)
		for h := range n {
			w[d][h], from[d][h], to[d][h] = float64(scores[d][h]), h, d
			if h == d {
				w[d][h] = math.Inf(-1)
			}
		}
	}
	alive := make([]int, n)
	for i := range alive {
		alive[i] = i
	}
	// pick returns the best head of group d among those left.
	pick := func(alive []int, d int) int {
		b := -1
		for _, h := range alive {
			if h != d && (b < 0 || w[d][h] > w[d][b]) {
				b = h
			}
		}
		return b
	}
	best := map[int]int{}
	for d := range n {
		if d != root {
			best[d] = pick(alive, d)
		}
	}
	var solve func(alive []int) map[int][2]int // by group: the arc (head word, dependent word) that enters it
	solve = func(alive []int) map[int][2]int {
		cycle := findCycle(best, alive, root)
		if cycle == nil {
			arcs := map[int][2]int{}
			for d, h := range best {
				arcs[d] = [2]int{from[d][h], to[d][h]}
			}
			return arcs
		}
		in := map[int]bool{}
		for _, d := range cycle {
			in[d] = true
		}
		// The arcs of the cycle as they stand now, and the group it becomes.
		own := map[int][2]int{}
		lost := map[int]float64{}
		for _, d := range cycle {
			own[d] = [2]int{from[d][best[d]], to[d][best[d]]}
			lost[d] = w[d][best[d]]
		}
		c := cycle[0]
		var rest []int
		for _, a := range alive {
			if !in[a] {
				rest = append(rest, a)
			}
		}
		type change struct {
			w        float64
			from, to int
			member   int
		}
		enter := map[int]change{}
		for _, a := range rest {
			e, out := change{w: math.Inf(-1)}, change{w: math.Inf(-1)}
			for _, d := range cycle {
				if v := w[d][a] - lost[d]; v > e.w {
					e = change{v, from[d][a], to[d][a], d}
				}
				if a != root && w[a][d] > out.w {
					out = change{w[a][d], from[a][d], to[a][d], d}
				}
			}
			enter[a] = e
			if a != root {
				w[a][c], from[a][c], to[a][c] = out.w, out.from, out.to
			}
		}
		for _, a := range rest {
			e := enter[a]
			w[c][a], from[c][a], to[c][a] = e.w, e.from, e.to
		}
		// Only the heads of the new group and of those that hung on its members change,
		// so that all levels together take n² steps.
		left := append([]int{c}, rest...)
		for _, d := range cycle {
			delete(best, d)
		}
		for _, a := range rest {
			if a != root && in[best[a]] {
				best[a] = c
			}
		}
		best[c] = pick(left, c)
		arcs := solve(left)
		entry := arcs[c]
		broken := -1
		for _, a := range rest {
			if e := enter[a]; e.from == entry[0] && e.to == entry[1] {
				broken = e.member
			}
		}
		delete(arcs, c)
		for _, d := range cycle {
			if d == broken {
				arcs[d] = entry
			} else {
				arcs[d] = own[d]
			}
		}
		return arcs
	}
	sum := 0.0
	heads[root] = n
	for _, arc := range solve(alive) {
		heads[arc[1]] = arc[0]
	}
	for d, h := range heads {
		if d != root {
			sum += float64(scores[d][h])
		}
	}
	return heads, sum
}

// findCycle returns the members of a cycle among the best heads, or nil.
func findCycle(best map[int]int, alive []int, root int) []int {
	state := map[int]int{}
	for i, a := range alive {
		d := a
		for d != root && state[d] == 0 {
			state[d] = i + 1
			d = best[d]
		}
		if d != root && state[d] == i+1 {
			cycle := []int{d}
			for e := best[d]; e != d; e = best[e] {
				cycle = append(cycle, e)
			}
			return cycle
		}
	}
	return nil
}
