package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain maps accented Latin letters to the letters below the accents. Letters
// that are not in it stay as they are.
var plain = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ə': "a", 'ё': "е", 'й': "и"}
	for base, accented := range map[string]string{
		"a": "áàâäãåāăą", "c": "çćčĉċ", "d": "ď", "e": "éèêëēĕėęě", "g": "ğĝġģ", "h": "ĥħ", "i": "íìîïĩīĭį",
		"j": "ĵ", "k": "ķ", "l": "ĺļľ", "n": "ñńņňŉ", "o": "óòôöõōŏőơ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț",
		"u": "úùûüũūŭůűųư", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
	} {
		for _, r := range accented {
			m[r] = base
		}
	}
	return m
}()

// fold returns s in lower case without accents. Combining marks are dropped.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r >= utf8.RuneSelf {
			if unicode.Is(unicode.Mn, r) {
				continue
			}
			r = unicode.ToLower(r)
			if p, ok := plain[r]; ok {
				b.WriteString(p)
				continue
			}
			b.WriteRune(r)
			continue
		}
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		b.WriteByte(byte(r))
	}
	return b.String()
}

// cyrillic spells Cyrillic letters in Latin ones, near enough for loose.
var cyrillic = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts",
	'ч': "ch", 'ш': "sh", 'щ': "sh", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'і': "i", 'ї': "i",
	'є': "e", 'ґ': "g", 'қ': "k", 'ә': "a", 'ө': "o", 'ү': "u", 'ұ': "u", 'ғ': "g", 'ң': "n", 'һ': "h", 'ў': "u",
}

// looser rewrites the letters that transliterations from Cyrillic, Arabic and
// Hebrew spell in different ways. Longer keys come first.
var looser = strings.NewReplacer(
	"dzh", "i", "shch", "s", "tch", "c", "sch", "s", "kh", "i", "zh", "i", "sh", "s", "ch", "c", "tz", "s", "ts", "s", "dj", "i",
	"gue", "ge", "gui", "gi", "ou", "u", "qu", "k", "ph", "f", "th", "t",
	"j", "i", "y", "i", "z", "s", "q", "k", "c", "k", "w", "v", "x", "ks", "h", "", "'", "", "’", "",
)

// loose returns a normal form of a folded word in which the transliterations of
// one name mostly agree: Tokáyev, Tokaev, Tokayev and Токаев are one.
func loose(folded string) string {
	s := folded
	for _, r := range s {
		if r >= 0x400 && r < 0x530 {
			var b strings.Builder
			for _, r := range s {
				if l, ok := cyrillic[r]; ok {
					b.WriteString(l)
				} else {
					b.WriteRune(r)
				}
			}
			s = b.String()
			break
		}
	}
	s = looser.Replace(s)
	s = softer.Replace(s)
	// Double letters count once.
	var b strings.Builder
	b.Grow(len(s))
	var last rune
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// softer folds the spellings of е and ё after a vowel or a soft consonant.
var softer = strings.NewReplacer("iie", "e", "iio", "e", "ie", "e", "io", "e")

// letters reports whether r belongs to a word: a letter, a digit or a mark.
func letters(r rune) bool {
	return r < utf8.RuneSelf && ('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') ||
		r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

// eachWord calls f for the runs of letters in s.
func eachWord(s string, f func(string)) {
	start := -1
	for i, r := range s {
		if letters(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			f(s[start:i])
			start = -1
		}
	}
	if start >= 0 {
		f(s[start:])
	}
}

// wordsOf returns the runs of letters in s.
func wordsOf(s string) []string {
	var w []string
	eachWord(s, func(x string) { w = append(w, x) })
	return w
}

// A shape says how a word uses capitals.
type shape uint8

const (
	small   shape = iota // no capital at the start
	capital              // a capital, then small letters
	upper                // capitals only, two or more
)

func shapeOf(w string) shape {
	r, n := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(r) {
		return small
	}
	if n == len(w) {
		return capital
	}
	for _, r := range w[n:] {
		if unicode.IsLower(r) {
			return capital
		}
	}
	return upper
}

// slug makes an id from a name: folded words joined by hyphens.
func slug(s string) string {
	var b strings.Builder
	eachWord(s, func(w string) {
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(fold(w))
	})
	return b.String()
}
