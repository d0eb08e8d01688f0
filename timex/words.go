package timex

import (
	"fmt"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

// Numbers reads numbers in words by the table timex of a language pack. It may
// be used by several goroutines at once.
type Numbers struct{ e *Engine }

// NewNumbers makes Numbers of the table timex of a pack. An error names the file
// and line that it is about.
func NewNumbers(p *lang.Pack) (*Numbers, error) {
	rows, err := p.Table("timex")
	if err != nil {
		return nil, fmt.Errorf("numbers in words: %w", err)
	}
	lex, err := newLexicon(rows)
	if err != nil {
		return nil, fmt.Errorf("numbers in words: %w", err)
	}
	return &Numbers{&Engine{lex: lex}}, nil
}

// longest is how many words a number in words has at most.
const longest = 12

// At reads the number in words that begins at token i of s, and returns it with
// the token after it; end is i when there is none. Figures are no words.
func (n *Numbers) At(s *nlp.Sentence, i int) (value, end int) {
	if i >= len(s.Tokens) || n.e.lex.lookup(s.Tokens[i].Form) == nil {
		return 0, i
	}
	last := min(len(s.Tokens), i+longest)
	chart := make([][]edge, last)
	for k := i; k < last; k++ {
		form := s.Tokens[k].Form
		if form == "" || isDigit(form[0]) {
			break
		}
		en := n.e.lex.lookup(form)
		if en == nil {
			break
		}
		for _, x := range en.senses {
			if x.class == cNum || x.class == cAnd || x.class == cJoin {
				chart[k] = append(chart[k], edge{class: x.class, end: k + 1, n: x.n})
			}
		}
		if chart[k] == nil {
			break
		}
	}
	end = i
	n.e.number(chart, i)
	for _, x := range chart[i] {
		if x.class == cNum && x.end > end {
			value, end = x.n, x.end
		}
	}
	return value, end
}
