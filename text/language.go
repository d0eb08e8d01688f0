package text

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed languages.tsv
var languageTable string

// languages is what is known of the languages, by word and by letter. A word
// counts the less the more languages have it.
type languages struct {
	codes   []string
	words   map[string][]vote
	letters map[rune][]vote
}

// A vote is the weight of a word or a letter for one language.
type vote struct {
	lang   int
	weight float64
}

// letterWeight is the weight of one letter of a language beside that of a word
// that only this language has.
const letterWeight = 0.3

var loadLanguages = sync.OnceValue(func() *languages {
	l := &languages{words: make(map[string][]vote), letters: make(map[rune][]vote)}
	header := true
	for line := range strings.Lines(languageTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if header {
			header = false
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		k := len(l.codes)
		l.codes = append(l.codes, cells[0])
		for _, r := range cells[1] {
			l.letters[r] = append(l.letters[r], vote{k, letterWeight})
		}
		for w := range strings.FieldsSeq(cells[2]) {
			l.words[w] = append(l.words[w], vote{k, 1})
		}
	}
	for votes := range maps.Values(l.words) {
		share(votes)
	}
	for votes := range maps.Values(l.letters) {
		share(votes)
	}
	return l
})

func share(votes []vote) {
	for i := range votes {
		votes[i].weight /= float64(len(votes))
	}
}

// sampled is the number of words that decide the language of a text.
const sampled = 4000

// DetectLanguage returns the ISO 639-1 code of the language of s, one of es,
// en, ru, uk, kk, pt, fr, it, ca, gl and de, and how sure it is: 0.5 when a
// second language fits as well, 1 when no other fits at all. It returns "" and
// 0 when it recognises nothing. The beginning of s decides, its first 4,000
// words.
func DetectLanguage(s string) (lang string, sure float64) {
	l := loadLanguages()
	score := make([]float64, len(l.codes))
	n := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		if n++; n > sampled {
			break
		}
		if len(w) > 64 {
			continue
		}
		w = strings.ToLower(w)
		for _, v := range l.words[w] {
			score[v.lang] += v.weight
		}
		for _, r := range w {
			for _, v := range l.letters[r] {
				score[v.lang] += v.weight
			}
		}
	}
	best := 0
	for i := range score {
		if score[i] > score[best] {
			best = i
		}
	}
	// A few stray words in text in another language are nothing. News in one of
	// these languages scores 0.12 a word and more, a short sentence at least 0.08.
	if score[best] < 0.5 || n >= 10 && score[best] < 0.075*float64(min(n, sampled)) {
		return "", 0
	}
	second := slices.Max(append(slices.Clone(score[:best]), append(score[best+1:], 0)...))
	return l.codes[best], score[best] / (score[best] + second)
}
