package nlp

import (
	"unicode"

	"github.com/attache-project/attache/text"
)

// maxSentence is the longest sentence in written tokens. What is longer is cut
// at a semicolon, a comma, or anywhere, so that no input costs the later
// stages more than its length.
const maxSentence = 400

// paragraph scans a paragraph and cuts it into sentences.
//
// A sentence ends after a stop, dots, or a mark of question or exclamation, and
// after the closing marks that follow it, when what comes next can begin one.
// It does not end within brackets, unless the sentence began inside them, nor
// after an abbreviation whose table row forbids it. Within quotation marks it
// does: «A. B», dijo X makes two sentences.
//
// The dateline of an article is a sentence; first tells that its text begins
// with the paragraph.
func (c *cutter) paragraph(p text.Span, first bool) {
	c.scan(p)
	c.ends = c.ends[:0]
	c.match()
	c.open = c.open[:0]
	from, depth := 0, 0 // depth counts the brackets opened in this sentence
	if first {
		if from = c.opening(); from > 0 {
			c.ends = append(c.ends, from)
		}
	}
	for i := 0; i < len(c.raw); i++ {
		tok := &c.raw[i]
		c.quotes(tok)
		if i < from {
			continue
		}
		end := i + 1
		switch tok.class {
		case classOpening:
			// Brackets around whole sentences do not hold them together.
			if c.partner[i] >= 0 && i > from {
				depth++
			}
		case classClosing:
			if c.partner[i] > from {
				depth = max(depth-1, 0)
			}
		case classStop, classDots, classMark, classAbbrev:
			if depth > 0 {
				break
			}
			for end < len(c.raw) && end-from < maxSentence && c.closes(end) {
				c.quotes(&c.raw[end])
				end++
			}
			i = end - 1
			if c.cut(from, tok, end) {
				c.ends = append(c.ends, end)
				from, depth = end, 0
			}
		}
		if i+1-from >= maxSentence {
			from = c.force(from, i+1)
			c.ends = append(c.ends, from)
			depth = 0
		}
	}
	if from < len(c.raw) {
		c.ends = append(c.ends, len(c.raw))
	}
	for len(c.quotations) > 0 && c.quotations[0].Start < p.End {
		c.quotations = c.quotations[1:]
	}
}

// match pairs the brackets of the paragraph; one without a partner counts for
// nothing.
func (c *cutter) match() {
	c.partner = c.partner[:0]
	c.brackets = c.brackets[:0]
	for i, t := range c.raw {
		c.partner = append(c.partner, -1)
		switch t.class {
		case classOpening:
			c.brackets = append(c.brackets, i)
		case classClosing:
			if n := len(c.brackets); n > 0 {
				j := c.brackets[n-1]
				c.brackets = c.brackets[:n-1]
				if i-j < maxSentence {
					c.partner[i], c.partner[j] = j, i
				}
			}
		}
	}
}

// quotes keeps c.open, the quotations that are open after a token.
func (c *cutter) quotes(t *rawToken) {
	for n := len(c.open); n > 0 && c.open[n-1].Inner.End < t.End; n-- {
		c.open = c.open[:n-1]
	}
	for len(c.quotations) > 0 && c.quotations[0].Start < t.End {
		c.open = append(c.open, c.quotations[0])
		c.quotations = c.quotations[1:]
	}
}

// closes reports whether token i belongs to the end of the sentence before it:
// a closing mark or bracket, or one more stop.
func (c *cutter) closes(i int) bool {
	t := &c.raw[i]
	switch t.class {
	case classClosing:
		return t.glued || c.partner[i] >= 0
	case classStop, classDots, classMark:
		return true
	case classQuote:
		if n := len(c.open); n > 0 && c.open[n-1].Inner.End == t.Start && c.open[n-1].End == t.End {
			return true
		}
		// A closing mark that has no partner.
		return t.glued && (i+1 == len(c.raw) || !c.raw[i+1].glued)
	}
	return false
}

// cut reports whether a sentence that began at token from ends before token
// next; end is the token with which it would end, before its closing marks.
func (c *cutter) cut(from int, end *rawToken, next int) bool {
	if next == len(c.raw) {
		return false // the paragraph ends it
	}
	if end.class == classStop && next-from == 2 && isDigit(c.s[c.raw[from].Start]) {
		return false // the number of an item
	}
	n := c.raw[next]
	if end.class == classAbbrev && n.Start == end.End {
		return false
	}
	switch n.class {
	case classWord, classAbbrev:
		return c.begins(end, n)
	case classInverse:
		return true
	case classQuote, classOpening:
		if next+1 == len(c.raw) || c.raw[next].glued && n.class == classOpening {
			return false
		}
		after := c.raw[next+1]
		if after.class == classQuote && next+2 < len(c.raw) {
			after = c.raw[next+2]
		}
		switch after.class {
		case classWord, classAbbrev:
			return c.begins(end, after)
		case classInverse, classDots:
			return end.class != classAbbrev
		case classSymbol, classClosing: // (~ 2000 $), ()
			return n.class == classOpening && end.class == classStop
		}
		return false
	case classSymbol: // the sign of an item
		if end.class == classAbbrev || n.glued || next+1 == len(c.raw) {
			return false
		}
		after := c.raw[next+1]
		return after.class == classWord && !after.glued && unicode.IsUpper(c.rune(after.Start, after.End))
	case classDash:
		if end.class == classAbbrev || end.class == classStop && c.dateline(from, next) {
			return false
		}
		after := next + 1
		for after < len(c.raw) && c.raw[after].class == classDash {
			after++
		}
		if after == len(c.raw) {
			return false
		}
		switch c.raw[after].class {
		case classInverse, classQuote:
			return true
		case classWord:
			return c.begins(end, c.raw[after])
		}
	}
	return false
}

// dateline reports whether the tokens [from, to) are a place or a day, as
// before the dash of "LIMA. - El Gobierno" and "6 de julio. - El Gobierno".
func (c *cutter) dateline(from, to int) bool {
	if to-from > 8 {
		return false
	}
	capitals := true
	for _, t := range c.raw[from:to] {
		switch r := c.rune(t.Start, t.End); {
		case t.class == classDash:
			return false
		case t.class != classWord:
		case unicode.IsDigit(r):
			return true
		case !unicode.IsUpper(r):
			capitals = false
		}
	}
	return capitals
}

// begins reports whether a sentence can begin with token n after the token
// end.
func (c *cutter) begins(end *rawToken, n rawToken) bool {
	r := c.rune(n.Start, n.End)
	upper := unicode.IsUpper(r) || unicode.IsTitle(r)
	number := unicode.IsDigit(r)
	if end.class == classAbbrev {
		switch end.ends {
		case endsNever, endsDigit, endsMaybe:
			return end.ends != endsNever && upper && c.starts(n.Start, n.End)
		default:
			return upper
		}
	}
	if end.class == classDots {
		return upper
	}
	return upper || number && end.class == classStop || number && !n.glued
}

// force returns the token before which a sentence that is too long is cut.
func (c *cutter) force(from, to int) int {
	at, best := to, 0
	for i := from + maxSentence/4; i < to; i++ {
		rank := 0
		switch c.raw[i].class {
		case classStop, classMark, classSemicolon:
			rank = 3
		case classColon:
			rank = 2
		case classComma:
			rank = 1
		}
		if rank > 0 && rank >= best {
			at, best = i+1, rank
		}
	}
	return at
}
