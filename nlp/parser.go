package nlp

import (
	"math"
	"strings"
)

// The parser is an arc-eager transition parser with a beam, trained as a
// structured perceptron with max-violation updates (Huang, Fayong and Guo 2012)
// over the features of Zhang and Nivre (2011), extended by morphology, case
// markers and punctuation. A separate perceptron chooses the label of an arc at
// the moment it is drawn. The artificial root stands after the last word, so
// that every analysis of n words takes 2n transitions.

// Transitions.
const (
	shift  = iota // push the next word
	reduce        // pop a word that has its head
	left          // the next word heads the top of the stack: pop it
	right         // the top of the stack heads the next word: push it
	actions
)

// pword is what the parser sees of a word.
type pword struct {
	w, l    uint64 // hashes of the folded form and of the lemma
	p, t    uint64 // part of speech, joint tag
	punct   uint8  // 1 comma, 2 mark that opens, 3 that closes, 4 colon or semicolon, 5 dash, 6 other, 0 no punctuation
	finite  bool
	capital bool
}

// pstate is a partial analysis. Positions are words from 0; n is the root; -1
// is none.
type pstate struct {
	score   float32
	next    int16 // first word of the buffer
	stack   []int16
	head    []int16
	label   []int8
	l1, l2  []int16 // leftmost child, and the one next to it
	r1, r2  []int16 // rightmost child, and the one next to it
	nl, nr  []uint8 // numbers of left and right children
	ls, rs  []uint64
	history int32 // node of the action that led here
}

func newState(n int) *pstate {
	m := n + 1
	s := &pstate{}
	s.grow(m)
	return s
}

func (s *pstate) grow(m int) {
	c := m + m/2
	s.stack = make([]int16, 0, c)
	s.head, s.l1, s.l2, s.r1, s.r2 = make([]int16, c), make([]int16, c), make([]int16, c), make([]int16, c), make([]int16, c)
	s.label = make([]int8, c)
	s.nl, s.nr = make([]uint8, c), make([]uint8, c)
	s.ls, s.rs = make([]uint64, c), make([]uint64, c)
}

func (s *pstate) reset(n int) {
	m := n + 1
	if cap(s.head) < m {
		s.grow(m)
	}
	s.score, s.next, s.history = 0, 0, -1
	s.stack = s.stack[:0]
	s.head, s.l1, s.l2, s.r1, s.r2 = s.head[:m], s.l1[:m], s.l2[:m], s.r1[:m], s.r2[:m]
	s.label, s.nl, s.nr, s.ls, s.rs = s.label[:m], s.nl[:m], s.nr[:m], s.ls[:m], s.rs[:m]
	for i := range m {
		s.head[i], s.l1[i], s.l2[i], s.r1[i], s.r2[i], s.label[i] = -1, -1, -1, -1, -1, -1
	}
	clear(s.nl)
	clear(s.nr)
	clear(s.ls)
	clear(s.rs)
}

func (s *pstate) copyFrom(o *pstate) {
	m := len(o.head)
	if cap(s.head) < m {
		s.grow(m)
	}
	s.score, s.next, s.history = o.score, o.next, o.history
	s.stack = append(s.stack[:0], o.stack...)
	s.head, s.l1, s.l2, s.r1, s.r2 = s.head[:m], s.l1[:m], s.l2[:m], s.r1[:m], s.r2[:m]
	s.label, s.nl, s.nr, s.ls, s.rs = s.label[:m], s.nl[:m], s.nr[:m], s.ls[:m], s.rs[:m]
	copy(s.head, o.head)
	copy(s.l1, o.l1)
	copy(s.l2, o.l2)
	copy(s.r1, o.r1)
	copy(s.r2, o.r2)
	copy(s.label, o.label)
	copy(s.nl, o.nl)
	copy(s.nr, o.nr)
	copy(s.ls, o.ls)
	copy(s.rs, o.rs)
}

// legal says whether an action may be taken.
func (s *pstate) legal(a int) bool {
	n := int16(len(s.head) - 1)
	top := len(s.stack) - 1
	switch a {
	case shift:
		return s.next < n
	case reduce:
		return top >= 0 && s.head[s.stack[top]] >= 0
	case left:
		return top >= 0 && s.head[s.stack[top]] < 0
	default:
		return top >= 0 && s.next < n
	}
}

// apply takes an action; label is that of the arc drawn by left or right.
func (s *pstate) apply(a int, label int8) {
	top := len(s.stack) - 1
	switch a {
	case shift:
		s.stack = append(s.stack, s.next)
		s.next++
	case reduce:
		s.stack = s.stack[:top]
	case left:
		s.attach(s.stack[top], s.next, label)
		s.stack = s.stack[:top]
	case right:
		s.attach(s.next, s.stack[top], label)
		s.stack = append(s.stack, s.next)
		s.next++
	}
}

func (s *pstate) attach(dep, head int16, label int8) {
	s.head[dep], s.label[dep] = head, label
	if dep < head {
		s.l2[head] = s.l1[head]
		// Left children are drawn from the nearest outwards.
		s.l1[head] = dep
		s.nl[head]++
		s.ls[head] |= 1 << uint(label&63)
	} else {
		s.r2[head] = s.r1[head]
		s.r1[head] = dep
		s.nr[head]++
		s.rs[head] |= 1 << uint(label&63)
	}
}

type parser struct {
	labels []string
	w      *index    // by feature: four int8 weights, one an action
	scale  float32   // of w
	lw     *index    // by feature: row of lrow
	lrow   []int8    // rows of len(labels) weights
	cases  [256]bool // labels of case markers and marks
	train  *parserTraining
}

func (p *parser) init() {
	for i, l := range p.labels {
		p.cases[i] = l == "case" || l == "mark"
	}
}

// words makes the parser's view of tokens.
func (p *parser) words(ws []pword, tokens []Token) []pword {
	ws = ws[:0]
	for i := range tokens {
		t := &tokens[i]
		w := pword{
			w: hashString(fold(t.Form)), l: hashString(fold(t.Lemma)),
			p: hashString(t.UPOS), t: mix(hashString(t.UPOS), hashString(t.Feats)),
		}
		if t.UPOS == "PUNCT" || t.UPOS == "SYM" {
			w.punct = punctClass(t.Form)
		}
		w.finite = t.Feat("VerbForm") == "Fin"
		w.capital = shape(t.Form) == shapeTitle
		ws = append(ws, w)
	}
	root := pword{w: 0xabc1, l: 0xabc2, p: 0xabc3, t: 0xabc4}
	return append(ws, root)
}

func punctClass(form string) uint8 {
	switch form {
	case ",":
		return 1
	case "«", "“", "‘", "(", "[", "¿", "¡":
		return 2
	case "»", "”", "’", ")", "]", "?", "!":
		return 3
	case ":", ";":
		return 4
	}
	if strings.Contains("—–-", form) {
		return 5
	}
	return 6
}

var none = pword{w: 0x0f01, l: 0x0f02, p: 0x0f03, t: 0x0f04}

// view names the words that features look at.
type view struct {
	ws           []pword
	s            *pstate
	between      []uint16 // prefix counts: commas | marks<<8 before each word
	verbsBetween []uint8
}

func (c *view) at(i int16) *pword {
	if i < 0 || int(i) >= len(c.ws) {
		return &none
	}
	return &c.ws[i]
}

func lab(s *pstate, i int16) uint64 {
	if i < 0 || int(i) >= len(s.label) {
		return 0x99
	}
	return uint64(int64(s.label[i]) + 2)
}

func bucket(d int) uint64 {
	switch {
	case d < 5:
		return uint64(d)
	case d < 8:
		return 5
	case d < 13:
		return 6
	case d < 25:
		return 7
	}
	return 8
}

func feat2(k, a uint64) uint64    { return mix(k*0x2545F4914F6CDD1D, a) }
func feat3(k, a, b uint64) uint64 { return mix(mix(k*0x2545F4914F6CDD1D, a), b) }
func feat4(k, a, b, c uint64) uint64 {
	return mix(mix(mix(k*0x2545F4914F6CDD1D, a), b), c)
}
func feat5(k, a, b, c, d uint64) uint64 {
	return mix(mix(mix(mix(k*0x2545F4914F6CDD1D, a), b), c), d)
}

// marker returns the case marker or conjunction among the left children of i.
func (p *parser) marker(c *view, i int16) uint64 {
	if i < 0 || int(i) >= len(c.s.l1) {
		return 0x3a
	}
	if j := c.s.l1[i]; j >= 0 {
		if l := c.s.label[j]; l >= 0 && p.cases[l] {
			return c.ws[j].w
		}
		if j = c.s.l2[i]; j >= 0 {
			if l := c.s.label[j]; l >= 0 && p.cases[l] {
				return c.ws[j].w
			}
		}
	}
	return 0x3b
}

// features appends the features by which the next action is chosen.
func (p *parser) features(f []uint64, c *view) []uint64 {
	s := c.s
	s0, s1 := int16(-1), int16(-1)
	if k := len(s.stack); k > 0 {
		s0 = s.stack[k-1]
		if k > 1 {
			s1 = s.stack[k-2]
		}
	}
	n0 := s.next
	last := int16(len(c.ws) - 1)
	next := func(k int16) int16 {
		if n0+k > last {
			return -1
		}
		return n0 + k
	}
	get := func(a []int16, i int16) int16 {
		if i < 0 {
			return -1
		}
		return a[i]
	}
	n1, n2, n3 := next(1), next(2), next(3)
	h0 := get(s.head, s0)
	hh0 := get(s.head, h0)
	s0l, s0r, n0l := get(s.l1, s0), get(s.r1, s0), get(s.l1, n0)
	s0l2, s0r2, n0l2 := get(s.l2, s0), get(s.r2, s0), get(s.l2, n0)

	S0, S1, N0, N1, N2, N3 := c.at(s0), c.at(s1), c.at(n0), c.at(n1), c.at(n2), c.at(n3)
	H0, HH0 := c.at(h0), c.at(hh0)
	S0L, S0R, N0L, S0L2, S0R2, N0L2 := c.at(s0l), c.at(s0r), c.at(n0l), c.at(s0l2), c.at(s0r2), c.at(n0l2)

	var d uint64
	var commas, verbs uint64
	if s0 >= 0 {
		d = bucket(int(n0 - s0))
		commas = min(uint64(c.between[n0]-c.between[s0]), 3)
		verbs = min(uint64(c.verbsBetween[n0]-c.verbsBetween[s0]), 2)
	}
	var vl, vr, nvl, sl, sr, nsl uint64
	if s0 >= 0 {
		vl, vr, sl, sr = min(uint64(s.nl[s0]), 5), min(uint64(s.nr[s0]), 5), s.ls[s0], s.rs[s0]
	}
	nvl, nsl = min(uint64(s.nl[n0]), 5), s.ls[n0]
	hasHead := uint64(0)
	if h0 >= 0 {
		hasHead = 1
	}
	ms0, mn0 := p.marker(c, s0), p.marker(c, n0)
	lS0, lS0L, lS0R, lN0L := lab(s, s0), lab(s, s0l), lab(s, s0r), lab(s, n0l)

	f = append(f,
		feat3(1, S0.w, S0.p), feat2(2, S0.w), feat3(3, S0.p, hasHead), feat2(4, S0.t), feat2(5, S0.l),
		feat3(6, N0.w, N0.p), feat2(7, N0.w), feat2(8, N0.p), feat2(9, N0.t), feat2(10, N0.l),
		feat3(11, N1.w, N1.p), feat2(12, N1.w), feat2(13, N1.p), feat2(14, N1.t),
		feat3(15, N2.w, N2.p), feat2(16, N2.w), feat2(17, N2.p), feat2(18, N3.p),
		feat5(19, S0.w, S0.p, N0.w, N0.p), feat4(20, S0.w, S0.p, N0.w), feat4(21, S0.w, N0.w, N0.p),
		feat4(22, S0.w, S0.p, N0.p), feat4(23, S0.p, N0.w, N0.p), feat3(24, S0.w, N0.w), feat3(25, S0.p, N0.p),
		feat3(26, S0.t, N0.t), feat3(27, S0.l, N0.l), feat3(28, S0.l, N0.t), feat3(29, S0.t, N0.l),
		feat3(30, N0.p, N1.p), feat3(31, N0.t, N1.t), feat4(32, N0.p, N1.p, N2.p), feat4(33, S0.p, N0.p, N1.p),
		feat4(34, H0.p, S0.p, N0.p), feat4(35, S0.p, S0L.p, N0.p), feat4(36, S0.p, S0R.p, N0.p), feat4(37, S0.p, N0.p, N0L.p),
		feat3(38, S0.w, d), feat3(39, S0.p, d), feat3(40, N0.w, d), feat3(41, N0.p, d), feat4(42, S0.w, N0.w, d), feat4(43, S0.p, N0.p, d),
		feat3(44, S0.w, vr), feat3(45, S0.p, vr), feat3(46, S0.w, vl), feat3(47, S0.p, vl), feat3(48, N0.w, nvl), feat3(49, N0.p, nvl),
		feat2(50, H0.w), feat2(51, H0.p), feat3(52, lS0, N0.p), feat2(53, S0L.w), feat2(54, S0L.p), feat2(55, lS0L),
		feat2(56, S0R.w), feat2(57, S0R.p), feat2(58, lS0R), feat2(59, N0L.w), feat2(60, N0L.p), feat2(61, lN0L),
		feat2(62, HH0.w), feat2(63, HH0.p), feat2(64, lab(s, h0)), feat2(65, S0L2.w), feat2(66, S0L2.p), feat2(67, lab(s, s0l2)),
		feat2(68, S0R2.w), feat2(69, S0R2.p), feat2(70, lab(s, s0r2)), feat2(71, N0L2.w), feat2(72, N0L2.p), feat2(73, lab(s, n0l2)),
		feat4(74, S0.p, S0L.p, S0L2.p), feat4(75, S0.p, S0R.p, S0R2.p), feat4(76, S0.p, H0.p, HH0.p), feat4(77, N0.p, N0L.p, N0L2.p),
		feat3(78, S0.w, sr), feat3(79, S0.p, sr), feat3(80, S0.w, sl), feat3(81, S0.p, sl), feat3(82, N0.w, nsl), feat3(83, N0.p, nsl),
		// beyond Zhang and Nivre
		feat4(84, S0.p, N0.p, commas<<8|verbs), feat5(85, S0.p, N0.p, N1.p, commas<<8|verbs), feat4(86, S0.l, N0.p, commas<<8|verbs),
		feat3(87, S1.p, N0.p), feat4(88, S1.p, S0.p, N0.p), feat4(89, S1.l, N0.l, S0.p), feat3(90, S1.w, S0.w),
		feat4(91, mn0, N0.p, S0.p), feat4(92, mn0, N0.l, S0.l), feat4(93, mn0, S0.l, N0.p), feat4(94, ms0, S0.l, N0.p), feat4(95, mn0, H0.l, N0.p),
		feat5(96, mn0, S0.p, H0.p, N0.p), feat4(97, S0.p, N0.t, sr), feat4(98, S0.l, sr, N0.p), feat4(99, S0.t, N0.t, d),
		feat4(100, H0.l, S0.p, N0.p), feat4(101, S0.l, N0.l, d), feat4(102, S0.p, N0.w, N1.w), feat4(103, S0.w, N0.p, N1.p),
		feat4(104, S0.t, N0.p, N1.t), feat5(105, S0.p, N0.p, N1.p, N2.p), feat4(106, lS0, S0.t, N0.t), feat4(107, S0.l, N0.w, N1.p),
		feat4(108, H0.l, S0.l, N0.p), feat4(109, mn0, S0.p, sr), feat4(110, S0.l, mn0, sr),
	)
	return f
}

// labelFeatures appends the features by which the label of an arc is chosen.
func (p *parser) labelFeatures(f []uint64, c *view, head, dep int16) []uint64 {
	s := c.s
	H, D := c.at(head), c.at(dep)
	get := func(a []int16, i int16) int16 {
		if i < 0 || int(i) >= len(a) {
			return -1
		}
		return a[i]
	}
	dir := uint64(0)
	dist := int(head - dep)
	if dep > head {
		dir, dist = 1, int(dep-head)
	}
	lo, hi := min(head, dep), max(head, dep)
	commas := min(uint64(c.between[hi]-c.between[lo]), 3)
	d := bucket(dist)<<4 | dir<<3 | commas
	m := p.marker(c, dep)
	dl, dr := get(s.l1, dep), get(s.r1, dep)
	DL, DR := c.at(dl), c.at(dr)
	P1, X1 := c.at(dep-1), c.at(dep+1)
	HP, HX := c.at(head-1), c.at(head+1)
	var set uint64
	if int(head) < len(s.ls) {
		set = s.ls[head]&0xffffffff | s.rs[head]<<32
	}
	hl := lab(s, head)
	gh := c.at(get(s.head, head))
	f = append(f,
		feat3(201, H.p, D.p), feat4(202, H.p, D.p, d), feat3(203, H.t, D.t), feat4(204, H.l, D.p, dir), feat4(205, H.p, D.l, dir),
		feat4(206, H.l, D.l, dir), feat3(207, D.w, dir), feat3(208, D.l, d), feat3(209, D.t, d), feat4(210, H.w, D.t, dir),
		feat4(211, m, D.p, H.p), feat4(212, m, D.l, H.p), feat4(213, m, D.p, H.l), feat4(214, m, D.l, H.l), feat3(215, m, D.t),
		feat4(216, DL.w, D.p, H.p), feat4(217, DL.p, D.p, H.p), feat4(218, lab(s, dl), D.p, H.p), feat4(219, DR.p, D.p, dir),
		feat4(220, P1.w, D.p, H.p), feat4(221, P1.p, D.t, H.p), feat4(222, X1.w, D.p, H.p), feat4(223, X1.p, D.t, H.p),
		feat4(224, HX.p, H.p, D.p), feat4(225, HP.p, H.p, D.p), feat4(226, set, H.p, D.p), feat4(227, set, H.l, D.p), feat4(228, set, D.t, dir),
		feat4(229, hl, H.p, D.t), feat4(230, gh.p, H.p, D.p), feat5(231, P1.w, D.p, H.l, dir), feat4(232, H.t, D.t, d), feat4(233, HP.w, D.p, dir),
		feat3(234, D.w, H.p), feat4(235, DL.w, D.l, dir), feat4(236, P1.p, X1.p, D.t), feat4(237, m, D.t, set), feat3(238, D.p, d),
	)
	return f
}

// prepare fills the counts of punctuation and verbs before each word.
func (c *view) prepare() {
	c.between, c.verbsBetween = c.between[:0], c.verbsBetween[:0]
	var n uint16
	var v uint8
	for i := range c.ws {
		c.between = append(c.between, n)
		c.verbsBetween = append(c.verbsBetween, v)
		if c.ws[i].punct == 1 || c.ws[i].punct >= 4 {
			n++
		}
		if c.ws[i].finite {
			v++
		}
	}
	if len(c.between) > 0 { // the root
		c.between = append(c.between, n)
		c.verbsBetween = append(c.verbsBetween, v)
	}
}

// score adds the weights of features to the scores of the actions.
func (p *parser) score(f []uint64, to *[actions]float32) {
	*to = [actions]float32{}
	if p.train != nil {
		for _, h := range f {
			if r := p.train.w.row(h); r != nil {
				for a := range to {
					to[a] += r[a]
				}
			}
		}
		return
	}
	var sum [actions]int32
	for _, h := range f {
		if v, ok := p.w.get(h); ok {
			sum[0] += int32(int8(v))
			sum[1] += int32(int8(v >> 8))
			sum[2] += int32(int8(v >> 16))
			sum[3] += int32(int8(v >> 24))
		}
	}
	for a := range to {
		to[a] = float32(sum[a]) * p.scale
	}
}

// bestLabel chooses a label for the features of an arc.
func (p *parser) bestLabel(f []uint64, sums []float32) int8 {
	n := len(p.labels)
	sums = sums[:n]
	clear(sums)
	if p.train != nil {
		for _, h := range f {
			if r := p.train.lw.row(h); r != nil {
				for i := range sums {
					sums[i] += r[i]
				}
			}
		}
	} else {
		for _, h := range f {
			if v, ok := p.lw.get(h); ok {
				r := p.lrow[int(v)*n : int(v)*n+n]
				for i := range sums {
					sums[i] += float32(r[i])
				}
			}
		}
	}
	best, top := 0, float32(math.Inf(-1))
	for i, v := range sums {
		if v > top {
			best, top = i, v
		}
	}
	return int8(best)
}

// pnode is an action taken on the way to a state.
type pnode struct {
	parent int32
	action int8
	label  int8
}

type candidate struct {
	score  float32
	from   int16
	action int8
}

// beam is the working memory of one search.
type beam struct {
	width     int
	cur, next []*pstate
	nodes     []pnode
	cand      []candidate
	feats     []uint64
	lfeats    []uint64
	sums      []float32
	ctx       view
}

func newBeam(width int) *beam {
	b := &beam{width: width, sums: make([]float32, 256)}
	for range width {
		b.cur = append(b.cur, newState(64))
		b.next = append(b.next, newState(64))
	}
	return b
}

// step extends the first `live` states of b.cur by one action each and keeps
// the best; it returns the new number of live states. keep, when not nil, is
// called with each candidate that enters the beam.
func (p *parser) step(b *beam, live int) int {
	b.cand = b.cand[:0]
	var sc [actions]float32
	for k := range live {
		s := b.cur[k]
		b.ctx.s = s
		b.feats = p.features(b.feats[:0], &b.ctx)
		p.score(b.feats, &sc)
		for a := range actions {
			if s.legal(a) {
				b.cand = append(b.cand, candidate{s.score + sc[a], int16(k), int8(a)})
			}
		}
	}
	// Selection of the best few by insertion: the beam is narrow.
	n := 0
	for _, c := range b.cand {
		if n == b.width && c.score <= b.cand[n-1].score {
			continue
		}
		i := n
		if n < b.width {
			n++
		} else {
			i = n - 1
		}
		for i > 0 && b.cand[i-1].score < c.score {
			b.cand[i] = b.cand[i-1]
			i--
		}
		b.cand[i] = c
	}
	for k, c := range b.cand[:n] {
		from, to := b.cur[c.from], b.next[k]
		to.copyFrom(from)
		label := int8(-1)
		if c.action == left || c.action == right {
			b.ctx.s = from
			head, dep := from.next, from.stack[len(from.stack)-1]
			if c.action == right {
				head, dep = dep, head
			}
			label = p.label(b, head, dep)
		}
		to.apply(int(c.action), label)
		to.score = c.score
		b.nodes = append(b.nodes, pnode{from.history, c.action, label})
		to.history = int32(len(b.nodes) - 1)
	}
	b.cur, b.next = b.next, b.cur
	return n
}

// label chooses the label of an arc in the state of b.ctx.
func (p *parser) label(b *beam, head, dep int16) int8 {
	if int(head) == len(b.ctx.ws)-1 {
		return 0 // labels[0] is root
	}
	b.lfeats = p.labelFeatures(b.lfeats[:0], &b.ctx, head, dep)
	return p.bestLabel(b.lfeats, b.sums)
}

// parse gives heads and relations to tagged tokens.
func (p *parser) parse(tokens []Token, b *beam) {
	n := len(tokens)
	if n == 0 {
		return
	}
	b.ctx.ws = p.words(b.ctx.ws, tokens)
	b.ctx.prepare()
	b.nodes = b.nodes[:0]
	b.cur[0].reset(n)
	live := 1
	for range 2 * n {
		live = p.step(b, live)
	}
	s := b.cur[0]
	root := -1
	for i := range tokens {
		h := int(s.head[i])
		if h < 0 || h >= n {
			h = -1
		}
		tokens[i].Head = h
		tokens[i].Deprel = p.labels[max(s.label[i], 0)]
		if h >= 0 {
			continue
		}
		// One root a sentence: the first that is a verb, else the first.
		if root < 0 || tokens[root].UPOS != "VERB" && tokens[i].UPOS == "VERB" {
			root = i
		}
	}
	for i := range tokens {
		switch {
		case i == root:
			tokens[i].Head, tokens[i].Deprel = -1, "root"
		case tokens[i].Head < 0:
			tokens[i].Head, tokens[i].Deprel = root, "parataxis"
			if tokens[i].UPOS == "PUNCT" {
				tokens[i].Deprel = "punct"
			}
		case tokens[i].Deprel == "root":
			tokens[i].Deprel = "dep"
		}
	}
}
