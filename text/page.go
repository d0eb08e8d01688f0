package text

import (
	"unicode/utf8"
)

// titleGap separates the title of an article from its text in a [Page].
const titleGap = "\n\n"

// Page joins the title of a, when it has one, and its text into the string in
// which all offsets of a reading lie.
func (a *Article) Page() Page {
	if a.Title == "" {
		return Page{Text: a.Text}
	}
	return Page{Text: a.Title + titleGap + a.Text, Body: len(a.Title) + len(titleGap)}
}

// Title returns the span of the title within p, empty when p has none.
func (p Page) Title() Span {
	if p.Body == 0 {
		return Span{}
	}
	return Span{0, p.Body - len(titleGap)}
}

// block is the distance in bytes between two samples of an [Edge]: a
// conversion counts the runes of at most one block.
const block = 256

// An Edge converts the byte offsets of one page into the offsets that leave
// the program, and back. It holds one sample every 256 bytes of the page, so
// that a conversion costs the same wherever in the page it falls. It may be
// used by several goroutines at once.
type Edge struct {
	page  Page
	runes []int32 // runes that begin before byte i*block
	wide  []int32 // of these, those outside the basic plane; nil when the page has none
	body  point   // of page.Body
}

// A point is a byte offset counted in code points and in UTF-16 code units.
type point struct{ rune, unit int }

// Edge builds the converter for p, in time linear in the length of p. Text
// that is not valid UTF-8 counts one code point for each invalid byte.
func (p Page) Edge() *Edge {
	e := &Edge{page: p}
	n := (len(p.Text) + block - 1) / block
	e.runes = make([]int32, 1, n+1)
	wide := make([]int32, 1, n+1)
	var runes, astral, next int32
	next = block
	for i, r := range p.Text {
		for i >= int(next) {
			e.runes = append(e.runes, runes)
			wide = append(wide, astral)
			next += block
		}
		runes++
		if r > 0xFFFF {
			astral++
		}
	}
	for len(p.Text) >= int(next) {
		e.runes = append(e.runes, runes)
		wide = append(wide, astral)
		next += block
	}
	if astral > 0 {
		e.wide = wide
	}
	e.body = e.at(p.Body)
	return e
}

// at counts the code points and code units before byte i of the page. An
// offset inside a rune counts that rune.
func (e *Edge) at(i int) point {
	k := i / block
	from := k * block
	s := e.page.Text
	// A sample counts the runes that begin before it; the rest of a rune
	// that straddles it must not be counted again.
	for from < i && !utf8.RuneStart(s[from]) && from-k*block < utf8.UTFMax {
		if !straddles(s, from) {
			break
		}
		from++
	}
	p := point{rune: int(e.runes[k])}
	p.unit = p.rune
	if e.wide != nil {
		p.unit += int(e.wide[k])
	}
	for _, r := range s[from:i] {
		p.rune++
		p.unit++
		if r > 0xFFFF {
			p.unit++
		}
	}
	return p
}

// straddles reports whether byte i of s is inside a valid rune that begins
// before it.
func straddles(s string, i int) bool {
	for j := i - 1; j >= 0 && i-j < utf8.UTFMax; j-- {
		if utf8.RuneStart(s[j]) {
			_, n := utf8.DecodeRuneInString(s[j:])
			return j+n > i
		}
	}
	return false
}

// Span converts s to Unicode code points, end exclusive, relative to the title
// when s begins there and to the article's text otherwise.
func (e *Edge) Span(s Span) (start, end int, inTitle bool) {
	a, b, base, inTitle := e.ends(s)
	return a.rune - base.rune, b.rune - base.rune, inTitle
}

// UTF16 converts s to UTF-16 code units, the offsets of JavaScript strings,
// relative to title or text as [Edge.Span] does.
func (e *Edge) UTF16(s Span) (start, end int, inTitle bool) {
	a, b, base, inTitle := e.ends(s)
	return a.unit - base.unit, b.unit - base.unit, inTitle
}

func (e *Edge) ends(s Span) (a, b, base point, inTitle bool) {
	inTitle = s.Start < e.page.Body
	if !inTitle {
		base = e.body
	}
	return e.at(s.Start), e.at(s.End), base, inTitle
}

// Bytes is the inverse of [Edge.Span]: it converts code points relative to the
// title or the text into a span of the page. It reports false when they do not
// lie within it.
func (e *Edge) Bytes(start, end int, inTitle bool) (Span, bool) {
	lo, hi := e.page.Body, len(e.page.Text)
	base := e.body.rune
	if inTitle {
		t := e.page.Title()
		lo, hi, base = t.Start, t.End, 0
	}
	if start < 0 || end < start || end > len(e.page.Text) {
		return Span{}, false
	}
	i, ok := e.byteAt(base + start)
	if !ok {
		return Span{}, false
	}
	j, ok := e.byteAt(base + end)
	if !ok || i < lo || j > hi {
		return Span{}, false
	}
	return Span{i, j}, true
}

// byteAt returns the byte at which code point n of the page begins.
func (e *Edge) byteAt(n int) (int, bool) {
	// The last block whose sample is not beyond n.
	lo, hi := 0, len(e.runes)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; int(e.runes[mid]) <= n {
			lo = mid
		} else {
			hi = mid
		}
	}
	s := e.page.Text
	i := lo * block
	for i < len(s) && straddles(s, i) {
		i++
	}
	for left := n - int(e.runes[lo]); left > 0; left-- {
		if i >= len(s) {
			return 0, false
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return i, true
}
