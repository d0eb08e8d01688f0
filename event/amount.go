package event

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/timex"
)

// A money is a way to write something about a sum: words and what they mean.
type money struct {
	words  []string
	code   string   // ISO 4217, of currencies and signs
	times  *big.Rat // of scales, wholes and fractions
	scaled bool     // counts only behind a word of scale
}

// amounts is the table of how sums of money are written, by use.
type amounts struct {
	currency, sign, scale, whole, fraction []money
	link                                   set
	group, decimal                         set // marks within figures; "blank" is any space
	money                                  set // first words of currencies and signs: a sentence without one tells no sum
	numbers                                *timex.Numbers
}

// blank stands in the table for spaces within figures.
const blank = "blank"

func readAmounts(p *lang.Pack) (*amounts, error) {
	a := &amounts{money: set{}, link: set{}, group: set{}, decimal: set{}}
	rows, err := p.Table("amounts")
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		use, value := x.Get("use"), x.Get("value")
		into, marks := map[string]*[]money{
			"currency": &a.currency, "sign": &a.sign, "scale": &a.scale, "whole": &a.whole, "fraction": &a.fraction,
		}[use], map[string]set{"link": a.link, "group": a.group, "decimal": a.decimal}[use]
		if into == nil && marks == nil {
			return nil, x.Errorf("unknown use %q", use)
		}
		m := money{scaled: x.Get("when") == "scale"}
		switch {
		case use == "currency" || use == "sign":
			if !isCurrency(value) {
				return nil, x.Errorf("%q is no code of a currency", value)
			}
			m.code = value
		case into != nil:
			n, ok := new(big.Rat).SetString(value)
			if !ok || n.Sign() <= 0 {
				return nil, x.Errorf("%q is no number above 0", value)
			}
			m.times = n
		}
		for _, w := range x.List("words") {
			if marks != nil {
				marks[w] = true
				continue
			}
			m.words = strings.Fields(w)
			for i, f := range m.words {
				if use != "sign" && !isCurrency(f) {
					m.words[i] = strings.ToLower(f)
				}
			}
			*into = append(*into, m)
			if m.code != "" {
				a.money[m.words[0]] = true
			}
		}
	}
	if a.numbers, err = timex.NewNumbers(p); err != nil {
		return nil, err
	}
	return a, nil
}

// isCurrency says whether a word has the form of a code of ISO 4217.
func isCurrency(s string) bool {
	return len(s) == 3 && strings.IndexFunc(s, func(c rune) bool { return c < 'A' || c > 'Z' }) < 0
}

// An amount is a sum of money in a sentence.
type amount struct {
	first, last int // tokens
	value       string
}

// in lists the sums of money in a sentence.
func (a *amounts) in(s *nlp.Sentence) []amount {
	if !slices.ContainsFunc(s.Tokens, func(t nlp.Token) bool {
		return a.money[t.Form] || a.money[strings.ToLower(t.Form)] || a.money[strings.ToLower(t.Lemma)]
	}) {
		return nil
	}
	var out []amount
	for i := 0; i < len(s.Tokens); i++ {
		if x, ok := a.at(s, i); ok {
			out = append(out, x)
			i = x.last
		}
	}
	return out
}

// at reads the sum that begins at token i.
func (a *amounts) at(s *nlp.Sentence, i int) (amount, bool) {
	j, code := i, ""
	if m, n := longestOf(s, j, a.sign); n > 0 {
		j, code = j+n, m.code
	}
	sum, n := a.number(s, j)
	if n == 0 || sum.Sign() <= 0 {
		return amount{}, false
	}
	whole := n > 0 && sum.Cmp(big.NewRat(1000, 1)) >= 0 && !startsWithDigit(s.Tokens[j].Form)
	j += n
	scaled := whole
	for {
		m, n := longestOf(s, j, a.scale)
		if n == 0 {
			break
		}
		sum, scaled = sum.Mul(sum, m.times), true
		j += n
	}
	last := j
	for j < len(s.Tokens) && a.link[strings.ToLower(s.Tokens[j].Form)] {
		j++
	}
	ways := a.currency
	if !scaled {
		ways = slices.DeleteFunc(slices.Clone(ways), func(m money) bool { return m.scaled })
	}
	m, n := longestOf(s, j, ways)
	if n == 0 && j == last {
		m, n = longestOf(s, j, a.sign) // "500 €"
	}
	switch {
	case n > 0 && (code == "" || code == m.code):
		code, last = m.code, j+n
	case code == "":
		return amount{}, false
	}
	return amount{first: i, last: last - 1, value: decimal(sum) + " " + code}, true
}

// number reads a number at token i, in figures or in words, and returns it with
// how many tokens it has.
func (a *amounts) number(s *nlp.Sentence, i int) (*big.Rat, int) {
	if i >= len(s.Tokens) {
		return nil, 0
	}
	if startsWithDigit(s.Tokens[i].Form) {
		return a.figures(s, i)
	}
	for _, m := range a.whole { // by form: "миллион", not "миллионов"
		if len(m.words) > 0 && i+len(m.words) <= len(s.Tokens) {
			same := true
			for k, w := range m.words {
				same = same && strings.ToLower(s.Tokens[i+k].Form) == w
			}
			if same {
				return new(big.Rat).Set(m.times), len(m.words)
			}
		}
	}
	if m, n := longestOf(s, i, a.fraction); n > 0 {
		if _, k := longestOf(s, i+n, a.scale); k > 0 {
			return new(big.Rat).Set(m.times), n
		}
	}
	if n, end := a.numbers.At(s, i); end > i {
		return big.NewRat(int64(n), 1), end - i
	}
	return nil, 0
}

// figures reads a number in figures at token i, with the groups of three digits
// that follow it as tokens of their own.
func (a *amounts) figures(s *nlp.Sentence, i int) (*big.Rat, int) {
	form := s.Tokens[i].Form
	n := 1
	if a.group[blank] && allDigits(form) && len(form) <= 3 {
		for k := i + 1; k < len(s.Tokens) && len(s.Tokens[k].Form) == 3 && allDigits(s.Tokens[k].Form); k++ {
			if gap := s.Tokens[k].Start - s.Tokens[k-1].End; gap < 1 || gap > 3 {
				break
			}
			form += s.Tokens[k].Form
			n++
		}
	}
	v, ok := a.plain(form)
	if !ok {
		return nil, 0
	}
	sum, ok := new(big.Rat).SetString(v)
	if !ok {
		return nil, 0
	}
	return sum, n
}

// plain takes the marks of groups out of a number in figures, and makes that of
// decimals a point.
func (a *amounts) plain(form string) (string, bool) {
	const most = 24 // no sum has more digits
	if len(form) > most {
		return "", false
	}
	var b strings.Builder
	mark := strings.LastIndexFunc(form, func(c rune) bool { return !unicode.IsDigit(c) })
	for k, c := range form {
		if '0' <= c && c <= '9' {
			b.WriteRune(c)
			continue
		}
		_, size := utf8.DecodeRuneInString(form[k:])
		w := string(c)
		if unicode.IsSpace(c) {
			w = blank
		}
		after := len(form) - k - size
		if next := strings.IndexFunc(form[k+size:], func(c rune) bool { return !unicode.IsDigit(c) }); next >= 0 {
			after = next
		}
		kinds := strings.IndexFunc(form[:k], func(x rune) bool { return !unicode.IsDigit(x) && x != c }) >= 0
		switch {
		case a.group[w] && after == 3 && !(k == mark && kinds && a.decimal[w]) && !strings.HasPrefix(form, "0"):
		case a.decimal[w] && k == mark && after > 0:
			b.WriteByte('.')
		default:
			return "", false
		}
	}
	return b.String(), true
}

// longestOf finds the way of writing that fits at token i with the most words,
// and how many they are; 0 for none. Codes and signs are compared as they
// stand, other words in small letters or by lemma.
func longestOf(s *nlp.Sentence, i int, ways []money) (best money, n int) {
	for _, m := range ways {
		if len(m.words) <= n || i+len(m.words) > len(s.Tokens) {
			continue
		}
		fits := true
		for k, w := range m.words {
			t := &s.Tokens[i+k]
			fits = fits && (t.Form == w || strings.ToLower(t.Form) == w || strings.ToLower(t.Lemma) == w)
		}
		if fits {
			best, n = m, len(m.words)
		}
	}
	return best, n
}

// decimal writes a number without needless zeros.
func decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(2), "0")
}

func startsWithDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

func allDigits(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}
