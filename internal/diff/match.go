package diff

import "slices"

// Bounds of the work.
const (
	deepest  = 24  // levels of stretches between words that stand once
	furthest = 200 // differences that are looked for in a stretch
)

// match finds what two stretches have in common.
func (d *differ) match(a0, a1, b0, b1, depth int) {
	for a0 < a1 && b0 < b1 && d.x[a0] == d.y[b0] {
		d.kept[a0] = b0
		a0, b0 = a0+1, b0+1
	}
	for a0 < a1 && b0 < b1 && d.x[a1-1] == d.y[b1-1] {
		a1, b1 = a1-1, b1-1
		d.kept[a1] = b1
	}
	if a0 == a1 || b0 == b1 {
		return
	}
	if depth < deepest {
		if anchors := d.anchors(a0, a1, b0, b1); len(anchors) > 0 {
			for _, p := range anchors {
				d.match(a0, p[0], b0, p[1], depth+1)
				d.kept[p[0]] = p[1]
				a0, b0 = p[0]+1, p[1]+1
			}
			d.match(a0, a1, b0, b1, depth+1)
			return
		}
	}
	d.shortest(a0, a1, b0, b1)
}

// anchors returns the longest list of tokens, in the order of both stretches, that
// stand once in each.
func (d *differ) anchors(a0, a1, b0, b1 int) [][2]int {
	type seen struct{ inA, inB, at, other int }
	by := map[int]seen{}
	for i := a0; i < a1; i++ {
		s := by[d.x[i]]
		s.inA++
		s.at = i
		by[d.x[i]] = s
	}
	for j := b0; j < b1; j++ {
		if s, ok := by[d.y[j]]; ok {
			s.inB++
			s.other = j
			by[d.y[j]] = s
		}
	}
	var once [][2]int
	for i := a0; i < a1; i++ {
		if s := by[d.x[i]]; s.inA == 1 && s.inB == 1 && !hollow(d.a[i]) {
			once = append(once, [2]int{i, s.other})
		}
	}
	return rising(once)
}

// rising returns the longest part of a list in which the second numbers rise; the
// first ones rise already.
func rising(list [][2]int) [][2]int {
	var piles []int // index of the last of the best list of each length
	before := make([]int, len(list))
	for i, p := range list {
		n, _ := slices.BinarySearchFunc(piles, p[1], func(j, want int) int { return list[j][1] - want })
		before[i] = -1
		if n > 0 {
			before[i] = piles[n-1]
		}
		if n == len(piles) {
			piles = append(piles, i)
		} else {
			piles[n] = i
		}
	}
	if len(piles) == 0 {
		return nil
	}
	out := make([][2]int, 0, len(piles))
	for i := piles[len(piles)-1]; i >= 0; i = before[i] {
		out = append(out, list[i])
	}
	slices.Reverse(out)
	return out
}

// shortest finds the shortest way from one stretch to the other, or nothing where it
// has more than [furthest] changes.
func (d *differ) shortest(a0, a1, b0, b1 int) {
	n, m := a1-a0, b1-b0
	most := min(n+m, furthest)
	at := make([]int, 2*most+3) // how far each diagonal came, by its number + most + 1
	var trail [][]int
	for c := 0; c <= most; c++ {
		trail = append(trail, slices.Clone(at[most+1-c:most+2+c]))
		for k := -c; k <= c; k += 2 {
			i := d.step(at, most, c, k)
			for i < n && i-k < m && d.x[a0+i] == d.y[b0+i-k] {
				i++
			}
			at[k+most+1] = i
			if i >= n && i-k >= m {
				d.walk(trail, a0, b0, n, m)
				return
			}
		}
	}
}

// step returns where a diagonal goes on from the better of its neighbours.
func (d *differ) step(at []int, most, c, k int) int {
	if k == -c || k != c && at[k+most] < at[k+most+2] {
		return at[k+most+2]
	}
	return at[k+most] + 1
}

// walk goes the way back and keeps what is the same on it.
func (d *differ) walk(trail [][]int, a0, b0, n, m int) {
	i, j := n, m
	for c := len(trail) - 1; c >= 0; c-- {
		at := func(k int) int { // after c-1 changes
			if k < -c || k > c {
				return -1
			}
			return trail[c][k+c]
		}
		k := i - j
		from := k - 1
		if k == -c || k != c && at(k-1) < at(k+1) {
			from = k + 1
		}
		pi, pj := 0, 0
		if c > 0 {
			pi = at(from)
			pj = pi - from
		}
		for i > pi && j > pj && i > 0 && j > 0 && d.x[a0+i-1] == d.y[b0+j-1] {
			i, j = i-1, j-1
			d.kept[a0+i] = b0 + j
		}
		i, j = pi, pj
	}
}
