package nlp

import (
	"unicode"
	"unicode/utf8"
)

// maxDateline is how many tokens a dateline may take.
const maxDateline = 16

// opening returns the end of the dateline with which the paragraph opens, 0 when
// it has none: the place in capitals, or with a day or an agency, up to a dash
// that stands apart or behind a stop, as in "LIMA - ", "LIMA, May 8 (BW) — " and
// "Lima, 8 may (AVE).- ".
// It is a sentence by itself, since the place is no part of the first clause.
func (c *cutter) opening() int {
	if len(c.raw) == 0 || c.raw[0].class != classWord {
		return 0
	}
	capitals, fact, named := true, false, true // named: still in the name of the place
	for i := range min(len(c.raw), maxDateline) {
		t := &c.raw[i]
		switch t.class {
		case classDash:
			if i == 0 || t.glued && c.raw[i-1].class != classStop || i+1 == len(c.raw) || c.raw[i+1].glued || !capitals && !fact || !c.opens(i+1) {
				return 0
			}
			return i + 1
		case classComma, classStop, classAbbrev:
			named = false
		case classOpening:
			j := c.partner[i]
			if j < 0 || j >= maxDateline {
				return 0
			}
			named, fact = false, true
		case classWord:
			switch r := c.rune(t.Start, t.End); {
			case unicode.IsDigit(r):
				if named {
					return 0
				}
				fact = true
			case !named:
			case !unicode.IsUpper(r):
				return 0
			default:
				capitals = capitals && c.capitals(t)
			}
		case classClosing:
		default:
			return 0
		}
	}
	return 0
}

// opens reports whether a sentence may begin with token i.
func (c *cutter) opens(i int) bool {
	switch t := &c.raw[i]; t.class {
	case classQuote, classOpening, classInverse:
		return true
	case classWord, classAbbrev:
		r := c.rune(t.Start, t.End)
		return unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	return false
}

// capitals reports whether a token is two or more letters, all of them capital.
func (c *cutter) capitals(t *rawToken) bool {
	n := 0
	for i := t.Start; i < t.End; {
		r, size := utf8.DecodeRuneInString(c.s[i:t.End])
		if unicode.IsLower(r) {
			return false
		}
		i, n = i+size, n+1
	}
	return n > 1
}
