package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// split cuts a text into words, blanks and single signs.
func split(s string) []string {
	var out []string
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		n := size
		if k := class(r); k != sign {
			for n < len(s) {
				r, size := utf8.DecodeRuneInString(s[n:])
				if class(r) != k {
					break
				}
				n += size
			}
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

const (
	sign = iota
	word
	space
	paragraph
)

func class(r rune) int {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return word
	case r == '\n':
		return paragraph
	case unicode.IsSpace(r):
		return space
	}
	return sign
}

// blank reports whether a token is blanks within a line.
func blank(t string) bool { return strings.TrimSpace(t) == "" && !strings.Contains(t, "\n") }

// hollow reports whether a token has no letter or digit.
func hollow(t string) bool {
	r, _ := utf8.DecodeRuneInString(t)
	return class(r) != word
}
