package words

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Combining marks that make another letter of the one before them.
const (
	tilde     = '\u0303' // n, ñ
	breve     = '\u0306' // и, й
	diaeresis = '\u0308' // і, ї
)

// apart are letters with a stroke or a joined form, which have no decomposition.
var apart = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ħ': "h", 'ŧ': "t", 'þ': "th", 'ı': "i", 'ŀ': "l",
}

// appendFolded appends r in lower case, without an accent, to the letters of its
// word before it. A combining mark changes the last letter or nothing.
func appendFolded(b []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(b, byte(r))
	}
	r = unicode.ToLower(r)
	switch {
	case r == 'ñ' || r == 'й' || r == 'ї' || r == 'ў':
	case r == 'ё':
		r = 'е'
	case unicode.Is(unicode.Mn, r):
		return compose(b, r)
	case unicode.Is(unicode.Latin, r):
		if s, ok := apart[r]; ok {
			return append(b, s...)
		}
		var buf [utf8.UTFMax]byte
		n := utf8.EncodeRune(buf[:], r)
		if d := norm.NFKD.Properties(buf[:n]).Decomposition(); d != nil {
			for _, c := range string(d) {
				if !unicode.Is(unicode.Mn, c) {
					b = utf8.AppendRune(b, unicode.ToLower(c))
				}
			}
			return b
		}
	}
	return utf8.AppendRune(b, r)
}

// compose joins a combining mark to the letter before it where the two are a
// letter of their own, and drops it elsewhere.
func compose(b []byte, mark rune) []byte {
	last, n := utf8.DecodeLastRune(b)
	var r rune
	switch {
	case last == 'n' && mark == tilde:
		r = 'ñ'
	case last == 'и' && mark == breve:
		r = 'й'
	case last == 'у' && mark == breve:
		r = 'ў'
	case last == 'і' && mark == diaeresis:
		r = 'ї'
	default:
		return b
	}
	return utf8.AppendRune(b[:len(b)-n], r)
}

// Fold returns the words of s folded, not stemmed: the form in which names are
// looked for.
func Fold(s string) []string {
	var out []string
	for _, t := range Tokens("", s) {
		out = append(out, t.Text)
	}
	return out
}
