package timex

import (
	"strings"

	"github.com/attache-project/attache/nlp"
)

// words hangs the readings of token i on the chart: those of the lexicon, and
// those of figures.
func (e *Engine) words(doc *nlp.Document, s *nlp.Sentence, i int, at *[]edge) {
	form := s.Tokens[i].Form
	if form == "" {
		return
	}
	if en := e.lex.lookup(form); en != nil {
		small := e.lex.small(form)
		for k := range en.senses {
			x := &en.senses[k]
			class := x.class
			switch {
			case small && (class == cMonth || class == cMAbbr):
				class = cMLow // "he may march"
			case small && class == cWday, class == cWAbbr && e.lex.proper && !isUpper(form):
				continue
			}
			*at = append(*at, edge{class: class, end: i + 1, n: x.n, s: x.s, v: x.v})
		}
	} else if v := e.lex.months(form); v != nil {
		*at = append(*at, edge{class: cMRange, end: i + 1, v: v})
	} else if v := e.lex.marked(form); v != nil {
		*at = append(*at, edge{class: cNDate, end: i + 1, v: v})
	}
	if np := phrase(e, s, i); np > i {
		*at = append(*at, edge{class: cNP, end: np})
	}
	if !isDigit(form[0]) {
		if n, ok := roman(form); ok {
			*at = append(*at, edge{class: cRoman, end: i + 1, n: n})
		}
		if ok, n := shortYear(form); ok {
			*at = append(*at, edge{class: cNum, end: i + 1, n: n, s: "short"})
		}
		if len(e.lex.heads) > 0 {
			if h, rest := e.lex.head(form); h != nil {
				if v := e.lex.headed(rest); v != nil {
					*at = append(*at, edge{class: cXPT, end: i + 1, s: h.s, v: v})
				}
			}
		}
		return
	}
	if n, ok := digits(form); ok {
		*at = append(*at, edge{class: cNum, end: i + 1, n: n, s: "digits"})
		if len(form) == 4 && n >= 1000 && n < 2200 {
			*at = append(*at, edge{class: cYear, end: i + 1, n: n})
		} else if len(form) == 8 && n >= 19000101 && n < 21000000 {
			if v := e.numericDate(form[:4], form[4:6], form[6:], ""); v != nil {
				*at = append(*at, edge{class: cNDate, end: i + 1, v: v})
			}
		}
	} else if n, ok := digits(strings.TrimRight(form, "ºª°.")); ok && n < 100 && !strings.HasSuffix(form, "..") && len(strings.TrimRight(form, ".")) > len(strings.TrimRight(form, "ºª°.")) {
		*at = append(*at, edge{class: cOrd, end: i + 1, n: n})
	}
	if len(e.lex.tails) > 0 {
		e.lex.tailed(form, i+1, at)
	}
	e.figures(doc, s, i, at)
}

// months reads two months in one word, "май–июнь", nil when they are not.
func (l *lexicon) months(form string) *val {
	k, n := strings.IndexByte(form, '-'), 1
	if k < 0 {
		const dash = "–"
		if k = strings.IndexByte(form, dash[0]); k > 0 && !strings.HasPrefix(form[k:], dash) {
			return nil
		}
		n = len(dash)
	}
	if k <= 0 || isDigit(form[0]) {
		return nil
	}
	month := func(w string) int {
		if en := l.lookup(w); en != nil {
			for _, x := range en.senses {
				if (x.class == cMonth || x.class == cMAbbr) && !l.small(w) {
					return x.n
				}
			}
		}
		return 0
	}
	a := month(form[:k])
	if a == 0 {
		return nil
	}
	b := month(form[k+n:])
	if b == 0 || a == b {
		return nil
	}
	return &val{shape: aRange, a: &val{shape: aDate, month: a}, b: &val{shape: aDate, month: b}}
}

// marked reads a date in one word with its month in letters: 01-ago-2019,
// 2020/sep/23, ago-2019, 1-ene. It is nil when the word is none.
func (l *lexicon) marked(form string) *val {
	if len(form) > 24 || !isDigit(form[0]) && !isDigit(form[len(form)-1]) {
		return nil
	}
	k := strings.IndexAny(form, "-/")
	if k <= 0 {
		return nil
	}
	var part [3]string
	n := 0
	for rest, sep := form, form[k:k+1]; ; n++ {
		if n == len(part) {
			return nil
		}
		w, after, more := strings.Cut(rest, sep)
		if part[n] = w; w == "" {
			return nil
		}
		if rest = after; !more {
			n++
			break
		}
	}
	v := &val{shape: aDate}
	for _, w := range part[:n] {
		if num, ok := digits(w); ok {
			switch {
			case len(w) == 4 && v.year == 0 && num >= 1000 && num < 2200:
				v.year = num
			case len(w) <= 2 && v.day == 0 && num >= 1 && num <= 31:
				v.day = num
			default:
				return nil
			}
			continue
		}
		if v.month != 0 || isDigit(w[0]) {
			return nil
		}
		if en := l.lookup(w); en != nil {
			for _, x := range en.senses {
				if x.class == cMonth || x.class == cMAbbr {
					v.month = x.n
				}
			}
		}
		if v.month == 0 {
			return nil
		}
	}
	if v.month == 0 || v.day > daysIn(v.year, v.month) {
		return nil
	}
	return v
}

// head splits a word at a prefix of the table.
func (l *lexicon) head(form string) (h *affix, rest string) {
	for i := range l.heads {
		h := &l.heads[i]
		if len(form) > len(h.text) && strings.EqualFold(form[:len(h.text)], h.text) {
			return h, form[len(h.text):]
		}
	}
	return nil, ""
}

// headed is the point in time that the rest of a word with a prefix names: a
// month, a weekday, a unit, a year or a decade. It is nil when it names none.
func (l *lexicon) headed(rest string) *val {
	if isDigit(rest[0]) {
		if n, ok := digits(rest); ok && len(rest) == 4 && n >= 1000 && n < 2200 {
			return &val{shape: aDate, year: n}
		}
		var at [4]edge
		buf := at[:0]
		l.tailed(rest, 0, &buf)
		for _, x := range buf {
			if x.class == cDecs {
				b := build{kids: []edge{x}}
				if buildDecade(&b) {
					return b.v
				}
			}
		}
		return nil
	}
	en := l.lookup(rest)
	if en == nil {
		return nil
	}
	for _, x := range en.senses {
		switch x.class {
		case cMonth, cMAbbr:
			if !l.small(rest) {
				return &val{shape: aDate, month: x.n}
			}
		case cUnit:
			if u := unit(x.n); u >= week {
				return &val{shape: aRel, unit: u}
			}
		case cDecs:
			b := build{kids: []edge{{class: cDecs, n: x.n}}}
			if buildDecade(&b) {
				return b.v
			}
		}
	}
	return nil
}

// tailed reads a figure with a tail of the table, "11th", "1990s", "5-дневный",
// and hangs what it may be on the chart.
func (l *lexicon) tailed(form string, end int, at *[]edge) {
	k := 0
	for k < len(form) && isDigit(form[k]) {
		k++
	}
	n, ok := digits(form[:k])
	if !ok || k == len(form) {
		return
	}
	var buf [64]byte
	tail := l.key(form[k:], buf[:0])
	for i := range l.tails {
		t := &l.tails[i]
		if string(tail) != t.text {
			continue
		}
		x := edge{class: t.class, end: end, n: n, s: t.s}
		switch t.class {
		case cDur:
			if n < 1 || n > 1<<16 {
				continue
			}
			x.v = &val{shape: aDuration, unit: unitCodes[t.s], n: n}
		case cOrd:
			if k == 4 && n >= 1000 && n < 2200 {
				*at = append(*at, edge{class: cYear, end: end, n: n, s: t.s})
				continue
			}
			if n > 400 {
				continue
			}
		}
		*at = append(*at, x)
	}
}

// shortYear reads two figures after an apostrophe: '90.
func shortYear(form string) (bool, int) {
	const mark = "’"
	if form[0] == '\'' && len(form) == 3 || len(form) == 2+len(mark) && form[:len(mark)] == mark {
		n, ok := digits(form[len(form)-2:])
		return ok, n
	}
	return false, 0
}

// phrase returns the token after a short noun phrase that begins at i: articles
// and adjectives up to the first noun, or a run of names. It returns i when
// there is none.
func phrase(e *Engine, s *nlp.Sentence, i int) int {
	tok := func(k int) *nlp.Token { return &s.Tokens[k] }
	n := len(s.Tokens)
	for k := i; k < n && k < i+5; k++ {
		switch tok(k).UPOS {
		case "DET", "ADJ", "NUM":
			continue
		case "NOUN":
			for k+1 < n && rel(tok(k).Deprel) == "compound" && tok(k).Head > k && (tok(k+1).UPOS == "NOUN" || tok(k+1).UPOS == "PROPN") {
				k++ // "a phone call"
			}
			return k + 1
		case "PROPN":
			for k < n && tok(k).UPOS == "PROPN" {
				k++
			}
			return k
		case "":
			if !isWord(tok(k).Form) {
				return i
			}
			// Without tags: one word, after one word of the kind of an article.
			if en := e.lex.lookup(tok(i).Form); en != nil && k == i {
				for _, x := range en.senses {
					if x.class == cDet || x.class == cThis {
						if k+1 < n && isWord(tok(k+1).Form) {
							return k + 2
						}
						return i
					}
				}
			}
			return k + 1
		}
		return i
	}
	return i
}

// number joins the number words that begin at token i: "treinta y uno", "mil
// novecientos noventa y dos".
func (e *Engine) number(chart [][]edge, i int) {
	word := func(k int, class int) (int, bool) {
		if k < len(chart) {
			for _, x := range chart[k] {
				if x.class == class && x.end == k+1 && x.s != "digits" {
					return x.n, true
				}
			}
		}
		return 0, false
	}
	if len(chart[i]) == 0 {
		return
	}
	first, ok := word(i, cNum)
	if !ok {
		return
	}
	// In tens and units one language joins by a word, another by a mark or not at all.
	and := e.lex.and && !e.lex.join
	total, cur, last, k := 0, first, first, i+1
	pair := false
	if first == 1000 {
		total, cur = 1000, 0
	}
	for k < len(chart) {
		j := k
		joined, dashed := false, false
		if _, ok := word(j, cAnd); ok {
			joined = true
			j++
		} else if _, ok := word(j, cJoin); ok && last >= 20 && last < 100 {
			dashed = true
			j++
		}
		n, ok := word(j, cNum)
		ord := false
		if !ok && (!joined || !and) {
			// "twenty-first": an ordinal ends the number.
			n, ok = word(j, cOrd)
			ord = ok
		}
		if !ok || n <= 0 || dashed && n > 9 {
			break
		}
		switch {
		case n == 1000 && !joined && total == 0 && cur > 0 && cur < 1000:
			total, cur = cur*1000, 0
		case n == 100 && !joined && cur > 0 && (cur < 10 || cur < 20 && e.lex.join && total == 0) && last == cur:
			cur *= 100
		case n < 10 && last >= 20 && last < 100 && last%10 == 0 && joined == and,
			n < 100 && last >= 100 && last < 1000,
			n < 100 && last == 1000 && joined && e.lex.join,
			n < 1000 && last == 1000 && !joined:
			cur += n
		case e.lex.join && total == 0 && !joined && !dashed && !ord && cur >= 11 && cur <= 20 && (n >= 10 && n < 20 || n >= 20 && n < 100 && n%10 == 0):
			// "nineteen eighty-four"
			total, cur = cur*100, n
			pair = true
		default:
			n = 0
		}
		if n == 0 {
			break
		}
		last, k = n, j+1
		if ord {
			total += cur
			chart[i] = append(chart[i], edge{class: cOrd, end: k, n: total})
			if total >= 1000 && total < 2200 {
				chart[i] = append(chart[i], edge{class: cYear, end: k, n: total})
			}
			return
		}
	}
	if k == i+1 {
		return
	}
	total += cur
	if !pair {
		chart[i] = append(chart[i], edge{class: cNum, end: k, n: total, s: "joined"})
	}
	if total >= 1000 && total < 2200 {
		chart[i] = append(chart[i], edge{class: cYear, end: k, n: total, s: "words"})
	}
}

// figures reads what is written in figures and marks at token i: dates, spans
// of years, the time of day. It looks at the text and not at the token, so that
// it does not matter where a tokenizer cuts such things.
func (e *Engine) figures(doc *nlp.Document, s *nlp.Sentence, i int, at *[]edge) {
	t := &s.Tokens[i]
	rest := t.Form
	inText := t.Start >= 0 && t.Start < len(doc.Text) && strings.HasPrefix(doc.Text[t.Start:], t.Form)
	if inText {
		rest = doc.Text[t.Start:]
		if t.Start > 0 {
			if c := doc.Text[t.Start-1]; c >= '0' && c <= '9' || c == '-' || c == '/' || c == '.' && t.Start > 1 && isDigit(doc.Text[t.Start-2]) {
				return
			}
		}
	}
	f := scan(rest)
	if f.n < 2 {
		return
	}
	// ends is the token that ends where the figures do, 0 when none does.
	ends := func(pos int) int {
		if !inText {
			if pos != len(rest) {
				return 0
			}
			return i + 1
		}
		k := i
		for k < len(s.Tokens) && s.Tokens[k].End < t.Start+pos {
			k++
		}
		if k == len(s.Tokens) || s.Tokens[k].End != t.Start+pos {
			return 0
		}
		return k + 1
	}
	if f.next != "" {
		// Two dates joined by a dash: 10/1-11/7/2017.
		h := scan(rest[f.end+len(f.next):])
		end := f.end + len(f.next) + h.end
		x, y := e.dated(f), e.dated(h)
		if h.next != "" || h.sep != f.sep || f.sep == "-" || x == nil || y == nil || !f.clear(rest[end:]) {
			return
		}
		if k := ends(end); k > 0 {
			*at = append(*at, edge{class: cNRange, end: k, v: &val{shape: aRange, a: x, b: y}})
		}
		return
	}
	if !f.clear(rest[f.end:]) {
		return
	}
	end := ends(f.end)
	if end == 0 {
		return
	}
	g, sep := &f.g, f.sep
	switch a, b := f.num(0), f.num(1); {
	case sep == ":" && f.n <= 3:
		if a < 25 && b < 60 && len(g[0]) <= 2 && len(g[1]) == 2 {
			*at = append(*at, edge{class: cClock, end: end, n: a*60 + b})
		}
	case sep == "." && f.n == 2:
		if a < 25 && b < 60 && len(g[0]) <= 2 && len(g[1]) == 2 {
			*at = append(*at, edge{class: cHM, end: end, n: a*60 + b})
		}
		if len(g[0]) <= 2 && len(g[1]) == 2 && b >= 1 && b <= 12 && a >= 1 && a <= daysIn(0, b) {
			*at = append(*at, edge{class: cDMDot, end: end, v: &val{shape: aDate, month: b, day: a}})
		}
	case f.n == 3:
		if v := e.dated(f); v != nil {
			*at = append(*at, edge{class: cNDate, end: end, v: v})
		}
	case f.n == 2:
		year := func(n int) bool { return n >= 1000 && n < 2200 }
		switch {
		case len(g[0]) == 4 && len(g[1]) == 4 && a < b && a >= 1000 && b < 2200,
			len(g[0]) == 4 && len(g[1]) == 2 && (a+1)%100 == b && year(a) && (b > 12 || sep == "/"),
			len(g[0]) == 4 && len(g[1]) == 2 && a >= 1800 && a < 2200 && a%100 < b && (sep == "–" || sep == "-" && b > 12):
			if b < 100 {
				if b = a - a%100 + b; b < a {
					b += 100 // 1999-00
				}
			}
			*at = append(*at, edge{class: cYRange, end: end, v: &val{shape: aRange, a: &val{shape: aDate, year: a}, b: &val{shape: aDate, year: b}}})
		case len(g[0]) == 4 && len(g[1]) <= 2 && (sep == "-" || sep == "/") && b >= 1 && b <= 12 && year(a):
			*at = append(*at, edge{class: cNDate, end: end, v: &val{shape: aDate, year: a, month: b}})
		case len(g[0]) <= 2 && len(g[1]) == 4 && (sep == "-" || sep == "/") && a >= 1 && a <= 12 && b >= 1800 && b < 2200:
			// As likely the number of a law: 3/2015.
			*at = append(*at, edge{class: cDM, end: end, s: "my", v: &val{shape: aDate, year: b, month: a}})
		case len(g[0]) <= 2 && len(g[1]) <= 2 && sep != "/" && sep != ":":
			if a >= 1 && a < b && b <= 31 {
				*at = append(*at, edge{class: cDRange, end: end, v: &val{shape: aRange, a: &val{shape: aDate, day: a}, b: &val{shape: aDate, day: b}}})
			}
			if v := e.dated(f); v != nil {
				*at = append(*at, edge{class: cDM, end: end, s: "dash", v: v})
			}
		case len(g[0]) <= 2 && len(g[1]) <= 2 && sep == "/":
			if v := e.dated(f); v != nil {
				kind := "few" // as likely a share: 1/2, 9/11
				if v.day > 12 && (a == v.day) == (e.lex.order != "mdy") && (a != 24 || b != 7) {
					kind = "day"
				}
				*at = append(*at, edge{class: cDM, end: end, s: kind, v: v})
			}
		}
	}
}

// groups are groups of figures joined by one mark.
type groups struct {
	g    [4]string
	n    int
	sep  string
	end  int    // in bytes
	next string // a dash that joins another such thing
}

func (f *groups) num(k int) int { v, _ := digits(f.g[k]); return v }

// clear reports whether what follows f leaves it what it seems to be.
func (f *groups) clear(after string) bool {
	return after == "" || !isDigit(after[0]) && (!isWord(after) || f.sep == ":" || f.sep == "." && f.n == 2) && !strings.HasPrefix(after, "%")
}

// scan reads the groups at the head of s; n is 0 when it makes no sense.
func scan(s string) (f groups) {
	var none groups
	for f.n < len(f.g) {
		j := f.end
		for j < len(s) && j < f.end+5 && isDigit(s[j]) {
			j++
		}
		if j == f.end || j == f.end+5 {
			return none
		}
		f.g[f.n] = s[f.end:j]
		f.n++
		f.end = j
		m := mark(s[j:])
		if m == "" || j+len(m) >= len(s) || !isDigit(s[j+len(m)]) {
			break
		}
		if f.sep != "" && m != f.sep {
			if m == "-" || m == "–" {
				f.next = m
				return f
			}
			return none
		}
		f.sep = m
		f.end += len(m)
	}
	return f
}

// dated reads two or three groups as a date, without a year when there are
// two, in the order of the language; nil when they are none.
func (e *Engine) dated(f groups) *val {
	if f.n == 3 {
		return e.numericDate(f.g[0], f.g[1], f.g[2], f.sep)
	}
	if f.n != 2 || len(f.g[0]) > 2 || len(f.g[1]) > 2 {
		return nil
	}
	d, m := f.num(0), f.num(1)
	if e.lex.order == "mdy" {
		d, m = m, d
	}
	if m > 12 && d <= 12 {
		d, m = m, d
	}
	if m < 1 || m > 12 || d < 1 || d > daysIn(0, m) {
		return nil
	}
	return &val{shape: aDate, month: m, day: d}
}

// numericDate reads three groups of figures as a date, nil when they are none.
func (e *Engine) numericDate(a, b, c, sep string) *val {
	num := func(s string) int { v, _ := digits(s); return v }
	var y, m, d int
	switch {
	case len(a) == 4 && len(b) <= 2 && len(c) <= 2:
		y, m, d = num(a), num(b), num(c)
	case len(a) <= 2 && len(b) <= 2 && (len(c) == 4 || len(c) == 2):
		y, m, d = num(c), num(b), num(a)
		if e.lex.order == "mdy" {
			m, d = d, m
		}
		if m > 12 && d <= 12 {
			m, d = d, m
		}
		if len(c) == 2 {
			if y += 1900; y < 1970 {
				y += 100
			}
		}
	default:
		return nil
	}
	if y < 1000 || y >= 2200 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return nil
	}
	return &val{shape: aDate, year: y, month: m, day: d}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// mark returns the mark at the head of s that can join figures of a date.
func mark(s string) string {
	if s == "" {
		return ""
	}
	switch s[0] {
	case '/', '-', '.', ':':
		return s[:1]
	}
	if strings.HasPrefix(s, "–") {
		return s[:len("–")]
	}
	return ""
}
