package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrapped is the widest line, in bytes, that is still taken for a line of hard
// wrapped text. Text with wider lines holds one paragraph a line.
const wrapped = 130

// Paragraphs cuts s into paragraphs, in order, without the white space around
// them. Bytes before body are a title and make a paragraph of their own.
// Blank lines part paragraphs. A single line break does so only where it
// cannot be a wrapped line: the next word would still have fitted, or no line
// of the block looks wrapped, and what stands before and after it looks like
// an end and a beginning.
func Paragraphs(s string, body int) []Span {
	var ps []Span
	if body > 0 {
		if t := trim(s, Span{0, body}); t.Len() > 0 {
			ps = append(ps, t)
		}
	}
	var lines []Span
	flush := func() {
		ps = appendBlock(ps, s, lines)
		lines = lines[:0]
	}
	for i := body; i < len(s); {
		end := len(s)
		if k := strings.IndexByte(s[i:], '\n'); k >= 0 {
			end = i + k
		}
		if line := trim(s, Span{i, end}); line.Len() > 0 {
			lines = append(lines, line)
		} else {
			flush()
		}
		i = end + 1
	}
	flush()
	return ps
}

// appendBlock appends to ps the paragraphs of a run of lines without a blank
// line between them.
func appendBlock(ps []Span, s string, lines []Span) []Span {
	if len(lines) == 0 {
		return ps
	}
	widest := 0
	for _, l := range lines {
		widest = max(widest, l.Len())
	}
	cur := lines[0]
	for k, next := range lines[1:] {
		if breaks(s, lines[k], next, widest) {
			ps = append(ps, cur)
			cur = next
		} else {
			cur.End = next.End
		}
	}
	return append(ps, cur)
}

// breaks reports whether a paragraph ends between two adjacent lines of a
// block whose widest line has widest bytes.
func breaks(s string, line, next Span, widest int) bool {
	r, _ := utf8.DecodeRuneInString(s[next.Start:])
	if !begins(r) {
		return false
	}
	ends := endsSentence(line.Of(s))
	if ends && isDash(r) {
		return true
	}
	word := next.Len()
	// A word longer than the slack of a wrapped line decides nothing.
	if k := strings.IndexAny(next.Of(s)[:min(word, 64)], " \t"); k >= 0 {
		word = k
	}
	// A few bytes of slack: letters with accents take two.
	fits := line.Len()+1+word+4 <= widest
	if widest > wrapped {
		return ends || fits
	}
	return ends && fits
}

// endsSentence reports whether s ends with a full stop or the like, with or
// without closing marks after it.
func endsSentence(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '!', '?', '…', ':':
			return true
		case '»', '”', '"', '’', '\'', '›', '“', ')', ']':
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

// begins reports whether a sentence can begin with r.
func begins(r rune) bool {
	switch r {
	case '«', '»', '“', '”', '"', '‘', '\'', '„', '‹', '¿', '¡', '(', '[', '•', '*':
		return true
	}
	return isDash(r) || unicode.IsUpper(r) || unicode.IsDigit(r)
}

func isDash(r rune) bool { return r == '—' || r == '–' || r == '-' || r == '―' }

// trim returns p without the white space at its ends.
func trim(s string, p Span) Span {
	t := strings.TrimLeftFunc(p.Of(s), unicode.IsSpace)
	p.Start = p.End - len(t)
	p.End = p.Start + len(strings.TrimRightFunc(t, unicode.IsSpace))
	return p
}
