package timex

import (
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

func TestNumbersInWords(t *testing.T) {
	tests := []struct {
		lang, words string
		value, end  int
	}{
		{"es", "tres horas", 3, 1},
		{"es", "treinta y uno de mayo", 31, 3},
		{"es", "mil doscientos millones", 1200, 2},
		{"es", "horas", 0, 0},
		{"es", "500 millones", 0, 0},
		{"en", "twenty-five treaties", 0, 0}, // one token here: the tokenizer cuts it
		{"en", "two hundred and fifty days", 250, 4},
		{"ru", "пятьсот миллионов", 500, 1},
		{"ru", "двадцать три документа", 23, 2},
	}
	for _, tt := range tests {
		p, err := lang.Open(tt.lang, "")
		if err != nil {
			t.Fatal(err)
		}
		n, err := NewNumbers(p)
		if err != nil {
			t.Fatal(err)
		}
		var s nlp.Sentence
		for w := range strings.FieldsSeq(tt.words) {
			s.Tokens = append(s.Tokens, nlp.Token{Form: w})
		}
		if value, end := n.At(&s, 0); value != tt.value || end != tt.end {
			t.Errorf("%s: %q: got %d, %d; want %d, %d", tt.lang, tt.words, value, end, tt.value, tt.end)
		}
	}
}
