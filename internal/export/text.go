package export

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limit is how many code points of text by somebody else one field holds at most.
const Limit = 500

// longest is how many bytes an address may have.
const longest = 2048

// points counts code points.
func points(s string) int { return utf8.RuneCountInString(s) }

// clip returns the first n code points of s, fewer where the cut would go through
// what a reader sees as one character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:joint(s, i)]
		}
		n--
	}
	return s
}

// last returns the last n code points of s, fewer where the cut would go through
// what a reader sees as one character.
func last(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	for i < len(s) && joint(s, i) != i {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s[i:]
}

const joiner = '\u200d' // ZERO WIDTH JOINER, which ties emoji together

// joint returns the last byte offset up to i at which s can be cut without parting
// a letter from its marks, an emoji from what it is joined to, two letters of a
// flag, or the two halves of a line end. The rules are those of UAX #29 as far as
// texts in Latin and Cyrillic script need them.
func joint(s string, i int) int {
	for i > 0 && i < len(s) {
		before, size := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i:])
		switch {
		case before == '\r' && after == '\n':
		case unicode.Is(unicode.M, after), after == joiner, before == joiner:
		case 0x1f3fb <= after && after <= 0x1f3ff: // colours of skin
		case isFlag(before) && isFlag(after):
		default:
			return i
		}
		i -= size
	}
	return i
}

// isFlag reports whether r is one of the letters that make flags in pairs.
func isFlag(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

// plain writes s on one line: a blank stands for every control character, line and
// paragraph separator and every mark that turns the direction of writing, so that
// there are as many code points as before. Bytes that are no UTF-8 become U+FFFD.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// line is plain with single blanks, clipped: for what is shown on one line.
func line(s string) string { return clip(strings.Join(strings.Fields(plain(s)), " "), Limit) }

// address returns an address of the web, escaped where it has characters that no
// URL has, or "" for what is none: another scheme, no host, a length that no
// browser takes.
func address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil // a name and a password are not for others
	out := escape(u.String())
	if len(out) > longest {
		return ""
	}
	return out
}

// escape writes bytes that no URL has as %XX: net/url leaves them in queries.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// host returns the host of an address of the web, "" where it is none.
func host(s string) string {
	u, err := url.Parse(address(s))
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// piece returns the code points from start to end of s; ok is false where s has
// not so many.
func piece(s string, start, end int) (before, words, after string, ok bool) {
	if start < 0 || end < start {
		return "", "", "", false
	}
	from, to, n := -1, -1, 0
	for i := range s {
		if n == start {
			from = i
		}
		if n == end {
			to = i
			break
		}
		n++
	}
	if from < 0 && n == start {
		from = len(s)
	}
	if to < 0 && n == end {
		to = len(s)
	}
	if from < 0 || to < 0 {
		return "", "", "", false
	}
	return s[:from], s[from:to], s[to:], true
}
