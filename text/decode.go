package text

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrBinary is wrapped by the errors of [Decode] and [ParseArticle] for bytes
// that are no text.
var ErrBinary = errors.New("not a text")

// ErrDamaged is wrapped by the errors of [Decode] and [ParseArticle] for text
// whose encoding is plain but which breaks it somewhere.
var ErrDamaged = errors.New("damaged text")

// Names of the encodings that [Decode] tells apart.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252" // also Latin-1, of which it is a superset in text
	Windows1251 = "windows-1251"
)

// The upper halves of the code pages; U+FFFD where a byte has no character.
// From 0xA0 on windows-1252 is Latin-1.
var (
	upper1252 = []rune("€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ")
	upper1251 = []rune("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—�™љ›њќћџ ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя")
)

// Decode turns the bytes of a text file into UTF-8 with lines ended by \n and
// names the encoding it found: UTF-8, UTF-16 with a byte order mark,
// windows-1252, or windows-1251. A byte order mark is left out.
//
// Bytes that are not valid UTF-8 are windows-1251 when most of their letters
// are in its Cyrillic half, and windows-1252 otherwise; when they are plainly
// UTF-8 with a few broken bytes the error wraps ErrDamaged. Control characters
// other than white space give an error that wraps ErrBinary. Errors name the
// byte and its offset in b.
func Decode(b []byte) (s, encoding string, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		s, err = decodeUTF8(b[3:], 3)
		encoding = UTF8
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		s, err = decodeUTF16(b, false)
		encoding = UTF16LE
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		s, err = decodeUTF16(b, true)
		encoding = UTF16BE
	case utf8.Valid(b):
		s, err = decodeUTF8(b, 0)
		encoding = UTF8
	default:
		s, encoding, err = decodeBytes(b)
	}
	if err != nil {
		return "", "", err
	}
	return foldLines(s), encoding, nil
}

func decodeUTF8(b []byte, offset int) (string, error) {
	if i := control(b); i >= 0 {
		return "", fmt.Errorf("%w: control byte %#02x at byte %d", ErrBinary, b[i], offset+i)
	}
	if !utf8.Valid(b) {
		i := invalid(b)
		return "", fmt.Errorf("%w: byte %#02x at byte %d breaks UTF-8", ErrDamaged, b[i], offset+i)
	}
	return string(b), nil
}

// control returns the index of the first control byte in b that no text has,
// or -1.
func control(b []byte) int {
	for i, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' || c == 0x7f {
			return i
		}
	}
	return -1
}

// invalid returns the index of the first byte of b that breaks UTF-8, or -1.
func invalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func decodeUTF16(b []byte, big bool) (string, error) {
	if len(b)%2 != 0 {
		return "", fmt.Errorf("%w: UTF-16 of an odd number of bytes, %d", ErrDamaged, len(b))
	}
	units := make([]uint16, 0, len(b)/2-1)
	for i := 2; i < len(b); i += 2 {
		u := uint16(b[i]) | uint16(b[i+1])<<8
		if big {
			u = uint16(b[i])<<8 | uint16(b[i+1])
		}
		if u < ' ' && u != '\n' && u != '\r' && u != '\t' && u != '\f' && u != '\v' || u == 0x7f {
			return "", fmt.Errorf("%w: control character U+%04X at byte %d", ErrBinary, u, i)
		}
		units = append(units, u)
	}
	var s strings.Builder
	s.Grow(len(units))
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			if i+1 < len(units) {
				r = utf16.DecodeRune(r, rune(units[i+1]))
			} else {
				r = utf8.RuneError
			}
			if r == utf8.RuneError {
				return "", fmt.Errorf("%w: half a surrogate pair %#04x at byte %d", ErrDamaged, units[i], 2+2*i)
			}
			i++
		}
		s.WriteRune(r)
	}
	return s.String(), nil
}

// decodeBytes decodes text of one byte a character.
func decodeBytes(b []byte) (s, encoding string, err error) {
	if i := control(b); i >= 0 {
		return "", "", fmt.Errorf("%w: control byte %#02x at byte %d", ErrBinary, b[i], i)
	}
	// UTF-8 has bytes above 0x7F in sequences of a shape that the other
	// encodings hit upon by accident only.
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	if good > bad {
		i := invalid(b)
		return "", "", fmt.Errorf("%w: byte %#02x at byte %d breaks UTF-8", ErrDamaged, b[i], i)
	}
	encoding = Windows1252
	if cyrillic(b) {
		encoding = Windows1251
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for i, c := range b {
		r := rune(c)
		switch {
		case c < 0x80:
		case encoding == Windows1251:
			r = upper1251[c-0x80]
		case c < 0xA0:
			r = upper1252[c-0x80]
		}
		if r == utf8.RuneError {
			return "", "", fmt.Errorf("%w: byte %#02x at byte %d has no character in %s", ErrBinary, c, i, encoding)
		}
		out.WriteRune(r)
	}
	return out.String(), encoding, nil
}

// cyrillic reports whether text of one byte a character is windows-1251. Its
// letters are nearly all above 0xBF and stand side by side; in windows-1252
// such letters are few and stand between ASCII letters.
func cyrillic(b []byte) bool {
	ascii, high, pairs := 0, 0, 0
	before := false
	for _, c := range b {
		is := c >= 0xC0
		switch {
		case is:
			high++
			if before {
				pairs++
			}
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			ascii++
		}
		before = is
	}
	return 2*pairs > high && 4*high > ascii
}

// foldLines turns \r\n and \r into \n.
func foldLines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}
