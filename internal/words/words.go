package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
)

// A Token is a word in the form under which it is looked for.
type Token struct {
	Text       string
	Start, End int // bytes of the word in the text
}

// longest is how many bytes a token may have; what is longer is no word that
// anybody looks for, and is cut.
const longest = 64

// Tokens cuts text into words, which are runs of letters, digits and marks, folds
// them and cuts them to their stems by the rules of lang (ISO 639-1): es, en, ru;
// words of any other language are folded only. A number is a token as it stands. An
// acronym is treated like a word, so that a query finds it in any case.
func Tokens(lang, text string) []Token {
	out := make([]Token, 0, len(text)/6)
	s := newStemmer(lang)
	var word []byte
	start := -1
	end := func(at int) {
		if len(word) > longest {
			word = word[:longest]
			for !utf8.Valid(word) {
				word = word[:len(word)-1]
			}
		}
		if len(word) > 0 {
			out = append(out, Token{s.stem(word), start, at})
		}
		word, start = word[:0], -1
	}
	for i, r := range text {
		if !isWord(r) {
			if start >= 0 && !joins(r) {
				end(i)
			}
			continue
		}
		if start < 0 {
			start = i
		}
		if len(word) <= longest {
			word = appendFolded(word, r)
		}
	}
	if start >= 0 {
		end(len(text))
	}
	return out
}

// isWord reports whether r is part of a word.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// joins reports whether r is nothing that a reader sees: a soft hyphen and what is
// of no width leave a word whole.
func joins(r rune) bool {
	return r == '\u00ad' || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff'
}

// Index returns the tokens of text joined by blanks: what is put into a full-text
// index.
func Index(lang, text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i, t := range Tokens(lang, text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// languages are those whose words are stemmed.
var languages = []string{"es", "en", "ru"}

// A stemmer stems the words of one language. It remembers those of the text it is
// used on, in which most words come again.
type stemmer struct {
	lang string
	rule func(env *snowballstem.Env) bool
	env  *snowballstem.Env
	seen map[string]string
}

func newStemmer(lang string) *stemmer {
	s := &stemmer{lang: lang, seen: map[string]string{}}
	switch lang {
	case "es":
		s.rule = spanish.Stem
	case "en":
		s.rule = english.Stem
	case "ru":
		s.rule = russian.Stem
	default:
		return s
	}
	s.env = snowballstem.NewEnv("")
	return s
}

// stem returns the stem of a folded word. A word with a digit is its own.
func (s *stemmer) stem(word []byte) string {
	if t, ok := s.seen[string(word)]; ok {
		return t
	}
	w := string(word)
	t := w
	if s.rule != nil && !strings.ContainsAny(w, "0123456789") {
		if s.lang == "es" {
			t = s.spanish(w)
		} else {
			t = s.snowball(w)
		}
	}
	s.seen[w] = t
	return t
}

// snowball returns the stem of a word, the word itself when nothing is left.
func (s *stemmer) snowball(w string) string {
	s.env.SetCurrent(w)
	s.rule(s.env)
	if t := s.env.Current(); t != "" {
		return t
	}
	return w
}

// spanish returns the stem of a folded Spanish word. Some endings are known to the
// stemmer only with the accent that folding took. They get it back where no other
// word ends like that; put on «anuncio», too, it would part it from «anunciar».
// What is left of «recibió» and «decía» is brought to the stem of «recibir» and
// «decir» by taking a last i off all stems. Short plurals («años», «días»), which
// the stemmer leaves alone, lose their s.
func (s *stemmer) spanish(w string) string {
	in := w
	for _, e := range [...][2]string{
		{"cion", "ción"}, {"logia", "logía"}, {"ira", "irá"}, {"iran", "irán"}, {"ecera", "ecerá"}, {"eceran", "ecerán"},
	} {
		if stem, ok := strings.CutSuffix(w, e[0]); ok {
			in = stem + e[1]
			break
		}
	}
	t := s.snowball(in)
	if t == w && len(t) > 3 && (strings.HasSuffix(t, "os") || strings.HasSuffix(t, "as")) {
		t = t[:len(t)-1]
	}
	if len(t) > 3 {
		t = strings.TrimSuffix(t, "i")
	}
	return t
}
