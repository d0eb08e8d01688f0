package text

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Quotation is a pair of quotation marks with what stands between them.
type Quotation struct {
	Span            // with the marks
	Inner      Span // without the marks
	Depth      int  // 0 outermost, 1 nested in another pair, ...
	Continues  bool // this paragraph goes on with the quotation of the paragraph before it
	Continued  bool // the next paragraph goes on with this one
	Unclosed   bool // no closing mark was found: closed by repair, at the latest at the paragraph's end
	Dash       bool // an utterance of a dialogue opened by a dash, not by marks
	Apostrophe bool // marked by single quotes
}

// PairQuotations pairs the quotation marks of s. The paragraphs are spans of
// s in order that do not overlap. The result is in order of Span.Start, an
// outer quotation before those within it; quotations are nested in one another
// or disjoint and none crosses the end of a paragraph.
//
//   - A straight mark has no side: its neighbours decide, then the marks still
//     open.
//   - An apostrophe is no mark: a single mark counts only where a word begins,
//     and only when one that closes follows in the paragraph.
//   - A mark that is never closed is closed at the end of its paragraph, or
//     just before the next opening mark that has a partner; when the next
//     paragraph begins with a mark of the same kind (» does for «) or brings
//     the missing closing mark, it is Continued there and is not Unclosed.
//   - In a paragraph that begins with a dash the words between the dashes are
//     quotations with Dash set: in «—A —said B—. C» these are «A» and «C». The
//     first has the opening dash in its Span; the others have no marks.
//
// The time is linear in the length of s.
func PairQuotations(s string, paragraphs []Span) []Quotation {
	var p pairer
	p.s = s
	for _, par := range paragraphs {
		p.paragraph(par)
	}
	return p.out
}

// A family is a kind of quotation mark, its opening and closing form.
type family uint8

const (
	none     family = iota
	guillems        // « »
	curly           // “ ”
	low             // „ “ or „ ”
	straight        // " "
	angle           // ‹ ›
	single          // ‘ ’
	ascii           // ' '
	families
)

func (f family) apostrophe() bool { return f >= single }

// maxDepth bounds the quotations open at once; deeper marks are ignored, so
// that a row of opening marks costs no more than any other text.
const maxDepth = 8

// dropped is the Depth of a quotation to be removed again.
const dropped = -1

// An open quotation is an entry of the stack.
type open struct {
	family
	index int // in pairer.out
}

type pairer struct {
	s       string
	out     []Quotation
	stack   []open
	pending []open // left open by the paragraph before, outermost first

	left      [families]int // closing marks of each family from here to the end of the paragraph
	straights int           // straight marks of either side from here on
}

// A mark is one quotation mark with its neighbours.
type mark struct {
	r          rune
	at, end    int
	prev, next rune // 0 at the ends of the paragraph
}

// marks calls f for each character of the paragraph that may be a quotation
// mark.
func (p *pairer) marks(par Span, f func(mark)) {
	prev := rune(0)
	for i := par.Start; i < par.End; {
		c := p.s[i]
		if c < utf8.RuneSelf {
			if c == '"' || c == '\'' {
				f(mark{rune(c), i, i + 1, prev, p.runeAt(i+1, par.End)})
			}
			prev = rune(c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(p.s[i:par.End])
		switch r {
		case '«', '»', '“', '”', '„', '‟', '‹', '›', '‘', '’', '‚':
			f(mark{r, i, i + n, prev, p.runeAt(i+n, par.End)})
		}
		prev = r
		i += n
	}
}

func (p *pairer) runeAt(i, end int) rune {
	if i >= end {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(p.s[i:end])
	return r
}

// closing returns the family that m closes when its shape lets it close one.
func (m mark) closing() family {
	switch m.r {
	case '»':
		return guillems
	case '”':
		return curly
	case '›':
		return angle
	case '"':
		if !m.openShape() || m.closeShape() {
			return straight
		}
	case '’':
		if m.closesWord() {
			return single
		}
	case '\'':
		if m.closesWord() {
			return ascii
		}
	}
	return none
}

// openShape reports whether what stands before m is what stands before an
// opening mark.
func (m mark) openShape() bool {
	switch m.prev {
	case 0, '(', '[', '{', '¿', '¡', '«', '“', '„', '‘', '‹', '"', '\'', '/', '=':
		return true
	}
	return unicode.IsSpace(m.prev) || isDash(m.prev)
}

// closeShape reports whether what stands after m is what stands after a
// closing mark.
func (m mark) closeShape() bool {
	switch m.next {
	case 0, '.', ',', ';', ':', '!', '?', '…', ')', ']', '}', '»', '”', '’', '›', '"', '\'', '/':
		return true
	}
	return unicode.IsSpace(m.next) || isDash(m.next)
}

// opensWord reports whether a single mark stands where one opens: before a
// word and not inside or after one. The mark of ’84 is an apostrophe.
func (p *pairer) opensWord(m mark, end int) bool {
	if !m.openShape() || m.next == 0 || unicode.IsSpace(m.next) {
		return false
	}
	if m.end+2 <= end && isDigit(p.s[m.end]) && isDigit(p.s[m.end+1]) {
		return unicode.IsDigit(p.runeAt(m.end+2, end))
	}
	return m.next != ',' && m.next != '.'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// closesWord reports whether a single mark stands where one closes: after
// something and not before a letter.
func (m mark) closesWord() bool {
	return m.prev != 0 && !unicode.IsSpace(m.prev) &&
		!unicode.IsLetter(m.next) && !unicode.IsDigit(m.next)
}

func (p *pairer) paragraph(par Span) {
	p.left = [families]int{}
	p.straights = 0
	any := false
	p.marks(par, func(m mark) {
		any = true
		p.left[m.closing()]++
		if m.r == '“' && !m.openShape() {
			p.left[low]++
		}
		if m.r == '"' {
			p.straights++
		}
	})
	first := len(p.out)
	if any {
		edge := par.Start // where marks that re-open may stand
		p.marks(par, func(m mark) {
			f := m.closing()
			p.left[f]--
			if m.r == '“' && !m.openShape() {
				p.left[low]--
			}
			if m.r == '"' {
				p.straights--
			}
			if m.at == edge && p.reopen(m) {
				edge = m.end
				return
			}
			p.mark(m, f, par)
		})
	}
	p.close(par)
	if len(p.out) > first {
		p.tidy(first)
	}
	if p.dialogue(par, first) {
		p.tidy(first)
	}
}

// reopen takes up a quotation left open by the paragraph before: m is the mark
// with which this paragraph begins.
func (p *pairer) reopen(m mark) bool {
	for k, o := range p.pending {
		ok := false
		switch o.family {
		case guillems:
			ok = m.r == '«' || m.r == '»'
		case curly:
			ok = m.r == '“' || m.r == '”'
		case low:
			ok = m.r == '„' || m.r == '“'
		case straight:
			ok = m.r == '"'
		case angle:
			ok = m.r == '‹' || m.r == '›'
		}
		if ok {
			p.resume(o)
			p.pending = p.pending[k+1:]
			p.push(o.family, m.at, m.end)
			p.out[len(p.out)-1].Continues = true
			return true
		}
	}
	return false
}

func (p *pairer) resume(o open) {
	p.out[o.index].Continued = true
	p.out[o.index].Unclosed = false
}

func (p *pairer) mark(m mark, closes family, par Span) {
	switch m.r {
	case '«':
		p.opener(guillems, m)
	case '‹':
		p.opener(angle, m)
	case '„', '‟':
		p.opener(low, m)
	case '“':
		if !m.openShape() && p.isOpen(low) {
			p.closer(low, m, par)
		} else {
			p.opener(curly, m)
		}
	case '»', '›', '”':
		p.closer(closes, m, par)
	case '‘', '‚':
		if p.opensWord(m, par.End) && p.left[single] > 0 {
			p.opener(single, m)
		}
	case '’':
		if closes == single {
			p.closer(single, m, par)
		}
	case '\'':
		switch {
		case p.isOpen(ascii) && closes == ascii:
			p.closer(ascii, m, par)
		case p.opensWord(m, par.End) && p.left[ascii] > 0 && !p.isOpen(ascii):
			p.opener(ascii, m)
		}
	case '"':
		p.straight(m, par)
	}
}

// straight decides the side of a mark that has none.
func (p *pairer) straight(m mark, par Span) {
	open, opens, ends := p.isOpen(straight), m.openShape(), m.closeShape()
	switch {
	case opens && !ends:
		p.opener(straight, m)
	case open, ends && !opens && p.onTop() != none && p.left[p.onTop()] == 0:
		p.closer(straight, m, par)
	case ends && !opens:
		// Nothing to close: the end of a quotation begun in the paragraph
		// before, the sign of inches, or a mark set with its space on the
		// wrong side.
		if p.carried(straight, m, par) {
			return
		}
		if p.straights%2 == 1 && unicode.IsSpace(m.next) && unicode.IsLetter(m.prev) {
			p.opener(straight, m)
		}
	case unicode.IsSpace(m.prev) && strings.ContainsRune(",.;:", m.next):
		// Set off by a space: nothing opens before a comma.
		p.carried(straight, m, par)
	case opens || !unicode.IsLetter(m.prev) && !unicode.IsDigit(m.prev):
		p.opener(straight, m)
	}
}

func (p *pairer) onTop() family {
	if n := len(p.stack); n > 0 {
		return p.stack[n-1].family
	}
	return none
}

func (p *pairer) isOpen(f family) bool {
	return slices.ContainsFunc(p.stack, func(o open) bool { return o.family == f })
}

// opener opens a quotation of family f at m. When one of the same family is
// open and there are not marks enough left to close both, the one before was
// left open by mistake and ends here.
func (p *pairer) opener(f family, m mark) {
	if p.onTop() == f && !f.apostrophe() {
		need := 0
		for _, o := range p.stack {
			if o.family == f {
				need++
			}
		}
		left := p.left[f]
		if f == low {
			left += p.left[curly]
		}
		if left > 0 && left <= need {
			p.pop(m.at, m.at, true)
		}
	}
	p.push(f, m.at, m.end)
}

func (p *pairer) push(f family, at, inner int) {
	if len(p.stack) >= maxDepth {
		return
	}
	p.stack = append(p.stack, open{f, len(p.out)})
	p.out = append(p.out, Quotation{
		Span:       Span{at, at},
		Inner:      Span{inner, inner},
		Apostrophe: f.apostrophe(),
	})
}

// pop closes the innermost open quotation. White space before a closing by
// repair is left out.
func (p *pairer) pop(inner, end int, unclosed bool) {
	o := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	q := &p.out[o.index]
	if unclosed {
		t := p.s[q.Inner.Start:max(inner, q.Inner.Start)]
		inner = q.Inner.Start + len(strings.TrimRightFunc(t, unicode.IsSpace))
		end = inner
	}
	q.Inner.End, q.End, q.Unclosed = inner, end, unclosed
}

// closer closes the innermost open quotation of family f at m, and those
// within it.
func (p *pairer) closer(f family, m mark, par Span) {
	at := -1
	for k := len(p.stack) - 1; k >= 0; k-- {
		g := p.stack[k].family
		if g == f || f == curly && g == low {
			at = k
			break
		}
	}
	if at < 0 {
		// A mark of another kind closes what has no mark of its own to
		// close it: “so".
		if g := p.onTop(); g != none && !g.apostrophe() && !f.apostrophe() && p.left[g] == 0 {
			at = len(p.stack) - 1
		}
	}
	if at < 0 {
		p.carried(f, m, par)
		return
	}
	for len(p.stack) > at+1 {
		p.drop(m.at)
	}
	p.pop(m.at, m.end, false)
}

// drop closes by repair the innermost open quotation, or forgets it when its
// marks may be apostrophes.
func (p *pairer) drop(at int) {
	o := p.stack[len(p.stack)-1]
	p.pop(at, at, true)
	if o.apostrophe() {
		p.out[o.index].Depth = dropped
	}
}

// carried ends at m a quotation that the paragraph before left open and that
// this one did not re-open.
func (p *pairer) carried(f family, m mark, par Span) bool {
	if len(p.stack) > 0 || len(p.pending) == 0 || m.at == par.Start {
		return false
	}
	k := slices.IndexFunc(p.pending, func(o open) bool { return o.family == f })
	if k < 0 {
		return false
	}
	p.resume(p.pending[k])
	p.pending = p.pending[:0]
	p.out = append(p.out, Quotation{
		Span:      Span{par.Start, m.end},
		Inner:     Span{par.Start, m.at},
		Continues: true,
	})
	return true
}

// close ends the paragraph: what is open is closed by repair and may be taken
// up by the next one.
func (p *pairer) close(par Span) {
	p.pending = p.pending[:0]
	for _, o := range p.stack {
		if !o.apostrophe() {
			p.pending = append(p.pending, o)
		}
	}
	for len(p.stack) > 0 {
		p.drop(par.End)
	}
}

// tidy removes what was dropped from the quotations of a paragraph, which are
// those from first on, puts them in order and sets their depths.
func (p *pairer) tidy(first int) {
	starts := make([]int, 0, maxDepth)
	for _, o := range p.pending {
		starts = append(starts, p.out[o.index].Start)
	}
	qs := slices.DeleteFunc(p.out[first:], func(q Quotation) bool { return q.Depth == dropped })
	p.out = p.out[:first+len(qs)]
	slices.SortStableFunc(qs, func(a, b Quotation) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var ends []int
	for i := range qs {
		for len(ends) > 0 && ends[len(ends)-1] <= qs[i].Start {
			ends = ends[:len(ends)-1]
		}
		qs[i].Depth = len(ends)
		ends = append(ends, qs[i].End)
		for k, start := range starts {
			if qs[i].Unclosed && qs[i].Start == start {
				p.pending[k].index = first + i
			}
		}
	}
}
