package entity

import (
	"unicode"
	"unicode/utf8"
)

// mix folds v into the hash h.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0x9E3779B97F4A7C15
	return h ^ h>>31
}

const seed = uint64(0xcbf29ce484222325)

func addRune(h uint64, r rune) uint64 { return (h ^ uint64(r)) * 0x100000001b3 }

// plainRune lower-cases a letter and takes its accent off, so that spellings of
// one name meet.
func plainRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	switch { // the letters of Russian, without a look at the tables
	case 'А' <= r && r <= 'Я':
		return r + 'а' - 'А'
	case 'а' <= r && r <= 'я':
		return r
	}
	r = unicode.ToLower(r)
	switch r {
	case 'á', 'à', 'â', 'ä', 'ã', 'å', 'ā', 'ă', 'ą':
		return 'a'
	case 'é', 'è', 'ê', 'ë', 'ě', 'ē', 'ę':
		return 'e'
	case 'í', 'ì', 'î', 'ï', 'ī', 'ı':
		return 'i'
	case 'ó', 'ò', 'ô', 'ö', 'õ', 'ø', 'ō', 'ő':
		return 'o'
	case 'ú', 'ù', 'û', 'ü', 'ū', 'ů', 'ű':
		return 'u'
	case 'ý', 'ÿ':
		return 'y'
	case 'ñ', 'ń', 'ň':
		return 'n'
	case 'ç', 'ć', 'č':
		return 'c'
	case 'š', 'ś', 'ş':
		return 's'
	case 'ž', 'ź', 'ż':
		return 'z'
	case 'ł':
		return 'l'
	case 'ğ':
		return 'g'
	case 'ř':
		return 'r'
	case 'ё':
		return 'е'
	case '’':
		return '\''
	}
	return r
}

// keyOf hashes a word for the gazetteer.
func keyOf(s string) uint64 {
	h := seed
	for _, r := range s {
		h = addRune(h, plainRune(r))
	}
	return mix(h, 1)
}

// exact hashes a string as it is.
func exact(s string) uint64 {
	h := seed
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return mix(h, 3)
}
