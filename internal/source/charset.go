package source

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decode turns the bytes of a page or feed into UTF-8. What speaks first
// decides: a byte order mark; valid UTF-8 of the whole, against which no label is
// believed; the charset label of an HTTP header; with meta, a declaration within
// the page; how often which bytes come. Bytes that have no character become
// U+FFFD, and bad counts them.
func decode(b []byte, label string, meta bool) (s string, bad int) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return repaired(b[3:])
	case wide(b):
		return with(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), b)
	case bytes.HasPrefix(b, []byte("<\x00")) || bytes.HasPrefix(b, []byte("\x00<")):
		order := unicode.BigEndian
		if b[0] == '<' {
			order = unicode.LittleEndian
		}
		return with(unicode.UTF16(order, unicode.IgnoreBOM), b)
	case utf8.Valid(b):
		// More than a few letters of other encodings are never valid UTF-8 by
		// accident, and plain ASCII is the same in all.
		return string(b), 0
	}
	if e := lookup(label); e != nil {
		return with(e, b)
	}
	if meta {
		if e := lookup(declared(b)); e != nil {
			return with(e, b)
		}
	}
	if e := guess(b); e != nil {
		return with(e, b)
	}
	return repaired(b)
}

// recoded returns the bytes of a text file as UTF-8 when they are in an encoding
// that [text.Decode] does not find by itself, and b as it is otherwise.
func recoded(b []byte, label string) ([]byte, error) {
	if utf8.Valid(b) || wide(b) {
		return b, nil
	}
	e := lookup(label)
	if e == nil {
		if e = guess(b); e == charmap.Windows1251 || e == charmap.Windows1252 {
			return b, nil
		}
	}
	if e == nil {
		return b, nil
	}
	return e.NewDecoder().Bytes(b)
}

// lookup returns the encoding of one byte a character, or of Asian text, that a
// label names; nil for UTF-8, UTF-16 and names that are not known, which the
// bytes have already disproved.
func lookup(label string) encoding.Encoding {
	if label == "" {
		return nil
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil
	}
	switch name, _ := htmlindex.Name(e); name {
	case "utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined", "":
		return nil
	}
	return e
}

func with(e encoding.Encoding, b []byte) (string, int) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return repaired(b)
	}
	return string(out), bytes.Count(out, []byte("\uFFFD"))
}

// repaired returns b with each byte that breaks UTF-8 replaced by U+FFFD.
func repaired(b []byte) (string, int) {
	if utf8.Valid(b) {
		return string(b), 0
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	bad := 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		out.WriteRune(r)
		i += n
	}
	return out.String(), bad
}

// declared returns the charset that the head of a page or an XML declaration
// names, or "".
func declared(b []byte) string {
	s := strings.ToLower(string(b[:min(len(b), 8<<10)]))
	if strings.HasPrefix(s, "<?xml") {
		line, _, _ := strings.Cut(s, "?>")
		if _, v, ok := strings.Cut(line, "encoding="); ok {
			return unquoted(v)
		}
	}
	for {
		_, after, ok := strings.Cut(s, "<meta")
		if !ok {
			return ""
		}
		tag, rest, _ := strings.Cut(after, ">")
		if _, v, ok := strings.Cut(tag, "charset="); ok {
			return unquoted(v)
		}
		s = rest
	}
}

// unquoted returns the value at the beginning of s, in quotes or not.
func unquoted(s string) string {
	s = strings.TrimLeft(s, `"' `)
	if i := strings.IndexAny(s, `"' ;/?`); i >= 0 {
		s = s[:i]
	}
	return s
}

// guess tells the encoding of bytes that declare none by the letters that would
// come of them: windows-1251, KOI8-R or IBM 866 for Russian, otherwise
// windows-1252. It returns nil when b is UTF-8 with a few broken bytes.
func guess(b []byte) encoding.Encoding {
	b = b[:min(len(b), 64<<10)]
	var count [256]int
	good, bad, high, paired := 0, 0, 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		for _, c := range b[i : i+n] {
			count[c]++
			if c >= 0x80 {
				high++
			}
		}
		if i > 0 && b[i] >= 0x80 && b[i-1] >= 0x80 {
			paired++
		}
		i += n
	}
	if good > bad {
		return nil
	}
	if 2*paired < high {
		// Letters with accents stand alone between plain ones; those of Russian
		// words stand together.
		return charmap.Windows1252
	}
	var best encoding.Encoding
	most := 0
	for _, e := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R, charmap.CodePage866} {
		n := 0
		for c := 0x80; c < 0x100; c++ {
			switch r := e.DecodeByte(byte(c)); {
			case strings.ContainsRune("оеаинтсрвл", r):
				n += 2 * count[c]
			case 'а' <= r && r <= 'я' || r == 'ё':
				n += count[c]
			}
		}
		if n > most {
			best, most = e, n
		}
	}
	// Capitals alone would count for nothing, and so would another script.
	if most < high/2 {
		return charmap.Windows1252
	}
	return best
}
