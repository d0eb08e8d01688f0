package nlp

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/text"
)

// A class is what a written token is to the sentence splitter.
type class uint8

const (
	classWord    class = iota // letters, digits, or both
	classAbbrev               // an abbreviation or an initial, with its stop
	classStop                 // .
	classDots                 // ... or …
	classMark                 // ! or ?
	classInverse              // ¿ or ¡
	classQuote                // a quotation mark
	classOpening              // ( [ {
	classClosing              // ) ] }
	classDash                 // - – —
	classComma                // , and the like inside a sentence
	classSemicolon
	classColon
	classSymbol // anything else
)

// A rawToken is a token as written, before contractions are split.
type rawToken struct {
	text.Span
	class
	ends  ending // of an abbreviation
	glued bool   // no white space before it
}

// maxToken is the longest token in bytes: a longer run of letters is cut.
const maxToken = 512

// A cutter cuts one page. Its slices are used again for every paragraph.
type cutter struct {
	t          *Tokenizer
	s          string
	quotations []text.Quotation // those the splitter has not yet reached
	ahead      []text.Quotation // those the scanner has not yet reached
	closing    []int            // places of the apostrophes that close a quotation

	raw      []rawToken
	ends     []int // ends of sentences in raw
	partner  []int // by token: index of the bracket that goes with it, or -1
	brackets []int
	open     []text.Quotation

	low, next lowered
	verb      []byte
	forms     []string
	multi     []split
	room      []Token
}

// ascii classifies the bytes below 128 that are no white space.
var ascii = func() (t [utf8.RuneSelf]class) {
	for i := range t {
		t[i] = classSymbol
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = classWord
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = classWord, classWord
	}
	for chars, k := range map[string]class{
		".": classStop, "!?": classMark, "\"'`": classQuote, "([{": classOpening, ")]}": classClosing,
		"-": classDash, ",": classComma, ";": classSemicolon, ":": classColon,
	} {
		for _, c := range chars {
			t[c] = k
		}
	}
	return t
}()

// classify returns the class of a single rune.
func classify(r rune) class {
	if r < utf8.RuneSelf {
		return ascii[r]
	}
	switch r {
	case '«', '»', '“', '”', '„', '‟', '‹', '›', '‘', '’', '‚', '´':
		return classQuote
	case '—', '–', '―', '−', '‐', '‑':
		return classDash
	case '…':
		return classDots
	case '¿', '¡':
		return classInverse
	case '·':
		return classSymbol
	}
	if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
		return classWord
	}
	return classSymbol
}

// space reports whether r parts tokens and belongs to none. Marks without
// width do when they stand alone.
func space(r rune) bool {
	switch r {
	case '\u200b', '\u200e', '\u200f', '\u2060', '\ufeff', '\u00ad':
		return true
	}
	return unicode.IsSpace(r)
}

// scan cuts a paragraph into c.raw.
func (c *cutter) scan(p text.Span) {
	c.raw = c.raw[:0]
	c.ahead = c.quotations
	glued := false
	for i := p.Start; i < p.End; {
		r, n := rune(c.s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(c.s[i:p.End])
		}
		if space(r) {
			i += n
			glued = false
			continue
		}
		k := classify(r)
		tok := rawToken{Span: text.Span{Start: i, End: i + n}, class: k, glued: glued}
		if n := c.face(i, p.End); n > 0 {
			tok.End, tok.class = i+n, classSymbol
			if unicode.IsLetter(r) { // Ph.D.
				tok.class, tok.ends = classAbbrev, endsMaybe
			}
			c.raw = append(c.raw, tok)
			i, glued = tok.End, true
			continue
		}
		switch k {
		case classWord:
			c.word(&tok, p.End)
		case classMark:
			for tok.End < p.End && strings.IndexByte(c.t.runs[r], c.s[tok.End]) >= 0 && tok.End-i < maxToken {
				tok.End++
			}
		case classStop, classDash, classSymbol, classDots:
			if e := c.reference(i, p.End); e > 0 {
				// Quotation marks left as character references: &#39;&#39;
				for tok.class = classQuote; e > 0; e = c.reference(e, p.End) {
					tok.End = e
				}
				break
			}
			c.run(&tok, r, p.End)
		case classQuote:
			// Marks typed as two: `` and ''.
			if (r == '`' || r == '\'') && i+1 < p.End && c.s[i+1] == c.s[i] {
				tok.End++
				break
			}
			// The mark of ’84.
			if (r == '\'' || r == '’') && !glued && c.number(i+n, p.End) == 2 && !c.marked(i) {
				tok.class = classWord
				tok.End += 2
			}
		}
		c.raw = append(c.raw, tok)
		i = tok.End
		glued = true
	}
}

// face returns the length of the row of signs at byte i that is one token as a
// whole, such as :-) or Ph.D., or 0.
func (c *cutter) face(i, end int) int {
	for _, x := range c.t.faces {
		if j := i + len(x); c.s[i] == x[0] && strings.HasPrefix(c.s[i:end], x) && (j == end || c.at(j, end) != classWord) {
			return len(x)
		}
	}
	return 0
}

// reference returns the end of the character reference of a quotation mark at
// byte i, or 0.
func (c *cutter) reference(i, end int) int {
	if c.s[i] == '&' {
		for _, ref := range [...]string{"&#39;", "&#34;", "&quot;", "&apos;"} {
			if strings.HasPrefix(c.s[i:end], ref) {
				return i + len(ref)
			}
		}
	}
	return 0
}

// marked reports whether a quotation opens at byte i.
func (c *cutter) marked(i int) bool {
	for len(c.ahead) > 0 && c.ahead[0].Start < i {
		c.ahead = c.ahead[1:]
	}
	return len(c.ahead) > 0 && c.ahead[0].Start == i
}

// number counts the digits from byte i on, at most three.
func (c *cutter) number(i, end int) int {
	n := 0
	for i+n < end && n < 3 && isDigit(c.s[i+n]) {
		n++
	}
	return n
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// run extends a token that is not a word: a row of stops, dashes or other
// signs of one kind is one token, and so is a number with its sign, a #topic
// and a @name.
func (c *cutter) run(tok *rawToken, r rune, end int) {
	i := tok.End
	switch {
	case r == '…':
		tok.class = classDots
	case tok.class == classStop || tok.class == classDash && r == '-' || r == '*' || r == '_' || r == '=' || r == '~' || c.t.runs[r] != "":
		for i < end && rune(c.s[i]) == r && i-tok.Start < maxToken {
			i++
		}
		if i > tok.End {
			tok.End = i
			if tok.class == classStop {
				tok.class = classDots
			}
			return
		}
	}
	switch {
	case c.t.before[r] && i < end && isDigit(c.s[i]):
	case (r == '-' || r == '−' || r == '+') && i < end && isDigit(c.s[i]) && !tok.glued,
		(r == '#' || r == '@') && i < end && c.at(i, end) == classWord:
		tok.class = classWord
		tok.End = i + 1
		c.word(tok, end)
	}
}

// at returns the class of the rune at byte i.
func (c *cutter) at(i, end int) class {
	r, _ := utf8.DecodeRuneInString(c.s[i:end])
	if space(r) {
		return classSymbol
	}
	return classify(r)
}

// A letterShape is what the scanner remembers of the rune before.
type letterShape uint8

const (
	aDigit letterShape = iota
	aSmall
	aCapital
)

// word extends a token that begins with a letter or a digit over the letters,
// digits and inner signs that belong to it, and over the stop of an
// abbreviation.
func (c *cutter) word(tok *rawToken, end int) {
	s := c.s
	if u := c.address(tok.Start, end); u > 0 {
		tok.End = u
		return
	}
	limit := min(end, tok.Start+maxToken)
	i := tok.Start
	last := aDigit         // shape of the last letter or digit
	piece := 0             // letters since the last inner stop
	stops, longest := 0, 0 // inner stops, and the longest piece before one
	for i < limit {
		b := s[i]
		if b < utf8.RuneSelf && ascii[b] == classWord {
			if last == aDigit && b > '9' && i > tok.Start && len(c.t.units) > 0 && c.unit(tok.Start, i, limit) {
				break
			}
			switch {
			case b <= '9':
				last = aDigit
			case b >= 'a':
				last = aSmall
			default:
				last = aCapital
			}
			piece++
			i++
			continue
		}
		r, n := rune(b), 1
		if b >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:end])
			if classify(r) == classWord {
				switch {
				case unicode.IsUpper(r):
					last = aCapital
				case unicode.IsDigit(r):
					last = aDigit
				case r != 'º' && r != 'ª':
					last = aSmall
				}
				piece++
				i += n
				continue
			}
		}
		if i == tok.Start { // a sign before a number or a name
			i += n
			continue
		}
		if r == '%' || r == '‰' || r == '°' {
			if last == aDigit && !c.t.apart[r] {
				i += n
			}
			break
		}
		if r == '$' && last == aCapital && !c.t.apart[r] {
			i += n
			break
		}
		if r == '\u00ad' || r == '\u200b' || r == '\u2060' || (r == '‐' || r == '‑') && c.t.between[r] == 0 {
			if i+n < end && c.at(i+n, end) == classWord {
				i += n
				continue
			}
			break
		}
		if i+n >= limit || !c.inner(r, last, i+n, end) || r == '&' && c.reference(i, end) > 0 || c.parts(r, last, tok.Start, i, end) {
			break
		}
		if r == '.' {
			stops++
			longest = max(longest, piece)
		}
		piece = 0
		i += n
	}
	// Never inside a rune.
	for i < end && !utf8.RuneStart(s[i]) && i > tok.Start+1 {
		i--
	}
	tok.End = i
	if n := c.apostrophe(tok.Start, i, end); n > 0 {
		tok.End += n
		return
	}
	if i < end && s[i] == '.' && (i+1 == end || s[i+1] != '.') {
		c.stop(tok, stops, max(longest, piece), last, end)
		if tok.class == classAbbrev { // the U.S.'s role
			for _, x := range c.t.tails {
				if j := tok.End + len(x.form); x.after == "" && hasPrefixFold(s[tok.End:end], x.form) && (j == end || c.at(j, end) != classWord) {
					tok.End, tok.class = j, classWord
					break
				}
			}
		}
	}
}

// inner reports whether the sign r, which ends at byte j, belongs to the word
// around it; last is the shape before it.
func (c *cutter) inner(r rune, last letterShape, j, end int) bool {
	if j >= end {
		return false
	}
	next, _ := utf8.DecodeRuneInString(c.s[j:end])
	if classify(next) != classWord {
		return false
	}
	nextDigit := next < utf8.RuneSelf && isDigit(byte(next))
	switch r {
	case '-', '/', '_', '@', '‐', '‑':
		return true
	case '&':
		return c.reference(j-1, end) == 0
	case '–':
		if c.t.between[r] != 0 {
			return true
		}
		return (last == aDigit) == nextDigit
	case '\'', '’', '·':
		return true
	case ',', ':':
		return last == aDigit && nextDigit
	case '.':
		switch {
		case nextDigit:
			return true
		case last == aDigit:
			return next == 'ª' || next == 'º' || unicode.IsLower(next)
		case !unicode.IsUpper(next):
			return true
		case last == aSmall:
			return false // the space between two sentences was forgotten
		default:
			// J.M. and EE.UU go on, J.Pérez and ONU.El do not.
			k := j + utf8.RuneLen(next)
			return k >= end || !unicode.IsLower(c.rune(k, end))
		}
	}
	return false
}

// parts reports whether the sign r at byte i, inside the word that begins at
// byte from, is a token of its own; last is the shape before it.
func (c *cutter) parts(r rune, last letterShape, from, i, end int) bool {
	b := c.t.between[r]
	if b == 0 {
		return false
	}
	if i-from < maxLower && len(c.t.prefixes) > 0 && c.next.lower(c.s[from:i]) && c.t.prefixes[string(c.next.bytes())] {
		return false
	}
	j := i + utf8.RuneLen(r)
	if b == betweenAny || last != aDigit || !isDigit(c.s[j]) {
		return true
	}
	if b == betweenWords {
		return false
	}
	// 3-4 are two numbers, 555-010-1234 is one.
	if strings.ContainsRune(c.s[from:i], r) {
		return false
	}
	for j < end && isDigit(c.s[j]) {
		j++
	}
	n := len(string(r))
	return j+n >= end || !strings.HasPrefix(c.s[j:end], string(r)) || !isDigit(c.s[j+n])
}

// unit reports whether the letters at byte i, after the number that begins at
// byte from, are a word of their own: 7:30pm.
func (c *cutter) unit(from, i, end int) bool {
	if !isDigit(c.s[from]) {
		return false
	}
	j := i
	for j < end && c.s[j] < utf8.RuneSelf && c.s[j] > '9' && ascii[c.s[j]] == classWord {
		j++
	}
	if j < end && c.at(j, end) == classWord || !c.next.lower(c.s[i:j]) || !c.t.units[string(c.next.bytes())] {
		return false
	}
	for _, b := range []byte(c.s[from:i]) {
		if !isDigit(b) && b != ',' && b != '.' && b != ':' {
			return false
		}
	}
	return true
}

// apostrophe returns the length of the apostrophe at byte i that is a tail of
// the word before it, which begins at byte from, and closes no quotation: the
// states' rights.
func (c *cutter) apostrophe(from, i, end int) int {
	if len(c.t.tails) == 0 || i == end {
		return 0
	}
	r, n := utf8.DecodeRuneInString(c.s[i:end])
	if r != '\'' && r != '’' || i+n < end && c.at(i+n, end) == classWord {
		return 0
	}
	if i+n < end && c.s[i:i+n] == c.s[i+n:min(i+2*n, end)] {
		return 0 // '' is a quotation mark
	}
	if _, closes := slices.BinarySearch(c.closing, i); closes || !c.next.lower(c.s[from:i+n]) {
		return 0
	}
	if c.tail(c.next.bytes()) != n {
		return 0
	}
	return n
}

func (c *cutter) rune(i, end int) rune {
	r, _ := utf8.DecodeRuneInString(c.s[i:end])
	return r
}

// stop decides whether the full stop after a word is that of an abbreviation:
// one of the table, a word of short pieces with stops such as EE.UU., or an
// initial before a name.
func (c *cutter) stop(tok *rawToken, stops, longest int, last letterShape, end int) {
	w := c.s[tok.Start:tok.End]
	take := func(e ending) {
		tok.End++
		tok.class = classAbbrev
		tok.ends = e
	}
	if len(w) < maxLower && c.low.lower(c.s[tok.Start:tok.End+1]) {
		if e, ok := c.t.abbrev[string(c.low.bytes())]; ok && (e != endsFigure || c.figure(tok.End+1, end)) {
			if e == endsNumber {
				e = endsNever
				if n := len(c.raw); n > 0 && c.numeral(c.raw[n-1]) {
					e = endsOften
				}
			}
			take(e)
			return
		}
	}
	if last == aDigit {
		return
	}
	if stops > 0 && longest <= 2 {
		take(endsMaybe)
		return
	}
	if r, n := utf8.DecodeRuneInString(w); n != len(w) || !unicode.IsUpper(r) {
		return
	}
	// A single capital letter: the initial of a name unless a sentence begins
	// after it.
	i := tok.End + 1
	for i < end && unicode.IsSpace(c.rune(i, end)) {
		_, n := utf8.DecodeRuneInString(c.s[i:end])
		i += n
	}
	if i == end || !unicode.IsUpper(c.rune(i, end)) || c.starts(i, end) {
		return
	}
	take(endsNever)
}

// figure reports whether a number follows byte i after white space at most.
func (c *cutter) figure(i, end int) bool {
	for i < end && (c.s[i] == ' ' || c.s[i] == '\n' || c.s[i] == '\t') {
		i++
	}
	return i < end && isDigit(c.s[i])
}

// numeral reports whether a token is a number in figures or a Roman one.
func (c *cutter) numeral(t rawToken) bool {
	w := t.Of(c.s)
	return isDigit(w[0]) || t.class == classWord && strings.Trim(w, "IVXLCDM") == ""
}

// starts reports whether the word at byte i is one that plainly begins a
// sentence.
func (c *cutter) starts(i, end int) bool {
	j := i
	for j < end && j-i < maxLower {
		r, n := utf8.DecodeRuneInString(c.s[j:end])
		if classify(r) != classWord {
			break
		}
		j += n
	}
	if _, n := utf8.DecodeRuneInString(c.s[i:j]); i+n == j && j < end && c.s[j] == '.' {
		return false // one more initial
	}
	return c.next.lower(c.s[i:j]) && c.next.capital && c.t.starters[string(c.next.bytes())]
}

// address returns the end of the web address at byte i, or 0.
func (c *cutter) address(i, end int) int {
	s := c.s[i:min(end, i+maxToken)]
	if !hasPrefixFold(s, "www.") && !hasPrefixFold(s, "http://") && !hasPrefixFold(s, "https://") {
		return 0
	}
	n := strings.IndexFunc(s, func(r rune) bool {
		return space(r) || strings.ContainsRune("«»“”\"<>", r)
	})
	if n < 0 {
		n = len(s)
		for n > 0 && i+n < end && !utf8.RuneStart(c.s[i+n]) {
			n--
		}
	}
	return i + len(strings.TrimRight(s[:n], ".,;:!?)]}'’…"))
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && (s[0]|0x20) == prefix[0] && strings.EqualFold(s[:len(prefix)], prefix)
}
