package nlp

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/text"
)

// A Tokenizer cuts pages into sentences of tokens as the Universal
// Dependencies treebanks of its language do. What it knows of the language
// stands in the tables tokens, tokens-verbs, tokens-starters and
// abbreviations of the pack. It may be used by several goroutines at once.
type Tokenizer struct {
	words    map[string][]string // contractions and the like, lower case
	except   map[string]bool     // words that only look like verbs with pronouns
	names    map[string]bool     // pairs of words of which the first is no contraction
	stems    map[string]string   // listed verb forms: as written before pronouns, alone
	verbs    map[string]bool     // listed infinitives
	starters map[string]bool     // words that plainly begin a sentence
	abbrev   map[string]ending
	apart    map[rune]bool        // signs after a number that are tokens of their own
	before   map[rune]bool        // signs before a number that are
	between  map[rune]between     // signs between words that are
	prefixes map[string]bool      // what keeps its hyphen, lower case
	units    map[string]bool      // letters after a number that are a word of their own
	tails    []tail               // longest first
	runs     map[rune]string      // signs, with those that make one token with them
	faces    []string             // rows of signs that are one token, longest first
	clitics  map[[2]byte][]clitic // by their last two bytes, longest first
	hosts    []host               // longest first
}

// A clitic is an ending that holds one or more pronouns.
type clitic struct {
	form   string
	parts  []string
	listed bool // only after a listed infinitive
}

// A tail is an ending that is a word of its own, such as English 's and n't.
type tail struct {
	form  string
	after string // the letters that it follows, "" for any
}

// between says between what a sign is a token of its own.
type between uint8

const (
	betweenAny     between = iota + 1
	betweenWords           // not between two numbers
	betweenNumbers         // as betweenAny, but not when more than two numbers are joined
)

// A host is the ending of a verb form: as written before pronouns, and alone.
type host struct {
	form, plain string
	infinitive  bool
}

// An ending says what the stop of an abbreviation may be besides.
type ending uint8

const (
	endsNever  ending = iota
	endsDigit         // ends a sentence as endsMaybe, but not before a number
	endsMaybe         // ends a sentence before a word of the table starters
	endsOften         // ends a sentence before any capital letter
	endsNumber        // endsOften after a number, else endsNever
	endsFigure        // endsNever, and no abbreviation but before a number
)

// NewTokenizer builds the tokenizer of a language from the tables of its pack.
// The error names file and line of a row that cannot be used.
func NewTokenizer(p *lang.Pack) (*Tokenizer, error) {
	t := &Tokenizer{
		words:    make(map[string][]string),
		except:   make(map[string]bool),
		names:    make(map[string]bool),
		stems:    make(map[string]string),
		verbs:    make(map[string]bool),
		starters: make(map[string]bool),
		abbrev:   make(map[string]ending),
		apart:    make(map[rune]bool),
		before:   make(map[rune]bool),
		between:  make(map[rune]between),
		prefixes: make(map[string]bool),
		units:    make(map[string]bool),
		runs:     make(map[rune]string),
		clitics:  make(map[[2]byte][]clitic),
	}
	rows, err := p.Table("tokens")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := t.addToken(r); err != nil {
			return nil, err
		}
	}
	for name, set := range map[string]map[string]bool{"tokens-verbs": t.verbs, "tokens-starters": t.starters} {
		rows, err := p.Table(name)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			set[r.Get("form")] = true
		}
	}
	rows, err = p.Table("abbreviations")
	if err != nil {
		return nil, err
	}
	ends := map[string]ending{"never": endsNever, "digit": endsDigit, "maybe": endsMaybe, "often": endsOften, "number": endsNumber, "figure": endsFigure}
	for _, r := range rows {
		e, ok := ends[r.Get("ends")]
		form := r.Get("form")
		if !ok || len(form) > maxLower {
			return nil, r.Errorf("abbreviation %q: unknown ending %q", form, r.Get("ends"))
		}
		t.abbrev[form] = e
	}
	longestFirst(t.hosts, func(h host) int { return len(h.form) })
	longestFirst(t.faces, func(x string) int { return len(x) })
	longestFirst(t.tails, func(x tail) int { return len(x.form) })
	for _, cs := range t.clitics {
		longestFirst(cs, func(c clitic) int { return len(c.form) })
	}
	return t, nil
}

func (t *Tokenizer) addToken(r lang.Row) error {
	form, parts := r.Get("form"), r.List("parts")
	kind := r.Get("kind")
	switch kind {
	case "except", "name", "apart", "before", "between", "prefix", "unit", "tail", "run", "face":
	default:
		if len(parts) == 0 {
			return r.Errorf("%s %q has no parts", kind, form)
		}
	}
	switch kind {
	case "apart", "before", "between":
		sign, n := utf8.DecodeRuneInString(form)
		if n == 0 || n != len(form) {
			return r.Errorf("%s %q is not one sign", kind, form)
		}
		switch kind {
		case "apart":
			t.apart[sign] = true
		case "before":
			t.before[sign] = true
		default:
			b, ok := map[string]between{"": betweenAny, "words": betweenWords, "pair": betweenNumbers}[r.Get("note")]
			if !ok {
				return r.Errorf("%s %q: unknown note %q", kind, form, r.Get("note"))
			}
			t.between[sign] = b
		}
		return nil
	case "prefix", "unit", "tail", "run", "face":
		if form == "" || len(form) > maxLower {
			return r.Errorf("%s %q is empty or too long", kind, form)
		}
		switch kind {
		case "prefix":
			t.prefixes[form] = true
		case "unit":
			t.units[form] = true
		case "run":
			for _, sign := range form {
				t.runs[sign] = form
			}
		case "face":
			t.faces = append(t.faces, form)
		default:
			t.tails = append(t.tails, tail{form, r.Get("note")})
		}
		return nil
	}
	if len(form) < 2 {
		return r.Errorf("%s %q is too short", kind, form)
	}
	switch kind {
	case "word":
		t.words[form] = parts
	case "clitics":
		key := [2]byte{form[len(form)-2], form[len(form)-1]}
		if strings.Join(parts, "") != form {
			return r.Errorf("clitics %q are not %q joined", form, parts)
		}
		t.clitics[key] = append(t.clitics[key], clitic{form, parts, r.Get("note") == "listed"})
	case "host":
		t.hosts = append(t.hosts, host{form, parts[0], r.Get("note") == "infinitive"})
	case "stem":
		t.stems[form] = parts[0]
	case "except":
		t.except[form] = true
	case "name":
		t.names[form] = true
	default:
		return r.Errorf("unknown kind %q", kind)
	}
	return nil
}

// Document cuts a page into paragraphs, sentences and tokens. Tokens have form
// and span and no tree: Head is -1. lang is kept as the language of the
// document. The strings of the result are substrings of the page where that
// is possible.
func (t *Tokenizer) Document(page text.Page, lang string) *Document {
	d := &Document{Text: page.Text, Body: page.Body, Lang: lang}
	d.Paragraphs = text.Paragraphs(page.Text, page.Body)
	d.Quotations = text.PairQuotations(page.Text, d.Paragraphs)
	c := cutter{t: t, s: page.Text, quotations: d.Quotations}
	if len(t.tails) > 0 {
		for _, q := range d.Quotations {
			if q.Apostrophe && q.Inner.End < q.End {
				c.closing = append(c.closing, q.Inner.End)
			}
		}
		slices.Sort(c.closing)
	}
	for i, p := range d.Paragraphs {
		title := page.Body > 0 && p.Start < page.Body
		c.paragraph(p, !title && (i == 0 || d.Paragraphs[i-1].Start < page.Body))
		for from, k := 0, 0; k < len(c.ends); k++ {
			d.Sentences = append(d.Sentences, Sentence{Paragraph: i, Title: title})
			c.build(&d.Sentences[len(d.Sentences)-1], c.raw[from:c.ends[k]])
			from = c.ends[k]
		}
	}
	return d
}

// build fills s with the tokens of one sentence.
func (c *cutter) build(s *Sentence, raw []rawToken) {
	s.Span = text.Span{Start: raw[0].Start, End: raw[len(raw)-1].End}
	// Contractions are rare enough to let append make room for them.
	c.forms = c.forms[:0]
	c.multi = c.multi[:0]
	for i := range raw {
		if raw[i].class == classWord {
			c.split(raw, i)
		}
	}
	extra := 0
	for _, m := range c.multi {
		extra += m.n - 1
	}
	n := len(raw) + extra
	if len(c.room) < n {
		c.room = make([]Token, max(n, 1024))
	}
	s.Tokens, c.room = c.room[:n:n], c.room[n:]
	if len(c.multi) > 0 {
		s.Multi = make([]Multiword, 0, len(c.multi))
	}
	k, m, f := 0, 0, 0
	for i, r := range raw {
		if m < len(c.multi) && c.multi[m].at == i {
			n := c.multi[m].n
			s.Multi = append(s.Multi, Multiword{First: k, Last: k + n - 1, Form: r.Of(c.s)})
			for range n {
				s.Tokens[k] = Token{Form: c.forms[f], Head: -1}
				k++
				f++
			}
			spread(s.Tokens[k-n:k], r.Span, r.Of(c.s))
			m++
			continue
		}
		s.Tokens[k] = Token{Span: r.Span, Form: r.Of(c.s), Head: -1}
		k++
	}
}

// maxLower is the longest word, in bytes, that is looked up in a table.
const maxLower = 40

// minVerb is the shortest verb, in bytes, that is split from its pronouns by its
// ending alone.
const minVerb = 3

// A lowered is a word in lower case without an allocation.
type lowered struct {
	buf     [maxLower + utf8.UTFMax]byte
	n       int
	capital bool // the word begins with a capital letter
	upper   bool // the word has two capital letters or more and none of lower case
}

// lower puts w in lower case, or reports false when it is too long.
func (l *lowered) lower(w string) bool {
	if len(w) > maxLower {
		return false
	}
	l.n, l.capital, l.upper = 0, false, false
	capitals, small := 0, false
	for i := 0; i < len(w); {
		c := w[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
				capitals++
				l.capital = l.capital || i == 0
			} else if 'a' <= c && c <= 'z' {
				small = true
			}
			l.buf[l.n] = c
			l.n++
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(w[i:])
		if q := unicode.ToLower(r); q != r {
			capitals++
			l.capital = l.capital || i == 0
			r = q
		} else {
			small = true
		}
		if l.n+utf8.UTFMax > len(l.buf) {
			return false
		}
		l.n += utf8.EncodeRune(l.buf[l.n:], r)
		i += n
	}
	l.upper = capitals > 1 && !small
	return true
}

func (l *lowered) bytes() []byte { return l.buf[:l.n] }

// A split names a token of several words; their forms are in cutter.forms.
type split struct{ at, n int }

// split looks whether token i of the sentence holds several words.
func (c *cutter) split(raw []rawToken, i int) {
	w := raw[i].Of(c.s)
	if len(w) < 2 || !c.low.lower(w) || c.low.n != len(w) {
		return
	}
	low := c.low.bytes()
	first := i == 0 || raw[i-1].class != classWord && raw[i-1].class != classComma
	// A capital letter inside a sentence is that of a name: Al Gore, Duarte.
	name := c.low.capital && !c.low.upper && !first
	if parts, ok := c.t.words[string(low)]; ok {
		if name || c.low.capital && i+1 < len(raw) && c.isName(raw[i], raw[i+1]) {
			return
		}
		c.addParts(i, w, parts)
		return
	}
	if len(c.t.tails) > 0 && c.addTails(i, w, low) || len(low) < 4 {
		return
	}
	group := c.t.clitics[[2]byte{low[len(low)-2], low[len(low)-1]}]
	// Of a compound the last part decides.
	if group == nil || c.t.except[string(low[bytes.LastIndexByte(low, '-')+1:])] {
		return
	}
	for _, cl := range group {
		k := len(low) - len(cl.form)
		if k < 2 || string(low[k:]) != cl.form {
			continue
		}
		if plain, ok := c.t.stems[string(low[:k])]; ok && (!c.low.capital || first) {
			c.addVerb(i, w, 0, plain, cl)
			return
		}
		for _, h := range c.t.hosts {
			j := k - len(h.form)
			if j < 0 || k < minVerb || string(low[j:k]) != h.form {
				continue
			}
			if h.infinitive && (cl.listed || c.low.capital) {
				c.verb = append(append(c.verb[:0], low[:j]...), h.plain...)
				if !c.t.verbs[string(c.verb)] {
					return
				}
			} else if cl.listed || name {
				return
			}
			c.addVerb(i, w, j, h.plain, cl)
			return
		}
	}
}

// isName reports whether two tokens are a name of which the first only looks
// like a contraction.
func (c *cutter) isName(a, b rawToken) bool {
	if b.class != classWord || !c.next.lower(b.Of(c.s)) {
		return false
	}
	c.verb = append(append(append(c.verb[:0], c.low.bytes()...), ' '), c.next.bytes()...)
	return c.t.names[string(c.verb)]
}

// addParts splits token i, written w, into the words of a table row, with the
// capital letters of w.
func (c *cutter) addParts(i int, w string, parts []string) {
	c.multi = append(c.multi, split{i, len(parts)})
	for k, p := range parts {
		switch {
		case c.low.upper:
			p = strings.ToUpper(p)
		case c.low.capital && k == 0:
			r, n := utf8.DecodeRuneInString(p)
			p = string(unicode.ToUpper(r)) + p[n:]
		}
		c.forms = append(c.forms, p)
	}
}

// addVerb splits token i, written w, into a verb and its pronouns. The verb is
// the first j bytes of w and plain.
func (c *cutter) addVerb(i int, w string, j int, plain string, cl clitic) {
	c.multi = append(c.multi, split{i, 1 + len(cl.parts)})
	k := len(w) - len(cl.form)
	verb := w[:k]
	if c.low.upper {
		plain = strings.ToUpper(plain)
	}
	if w[j:k] != plain {
		verb = w[:j] + plain
		if j == 0 && c.low.capital && !c.low.upper {
			r, n := utf8.DecodeRuneInString(plain)
			verb = string(unicode.ToUpper(r)) + plain[n:]
		}
	}
	c.forms = append(c.forms, verb)
	for _, p := range cl.parts {
		c.forms = append(c.forms, w[k:k+len(p)])
		k += len(p)
	}
}

// addTails splits the tails from token i, written w, if it has any: should|n't|'ve.
func (c *cutter) addTails(i int, w string, low []byte) bool {
	if c.t.except[string(low)] {
		return false
	}
	at := len(c.forms)
	for {
		n := c.tail(low)
		if n == 0 {
			break
		}
		low = low[:len(low)-n]
		c.forms = append(c.forms, w[len(low):len(low)+n])
	}
	if len(c.forms) == at {
		return false
	}
	c.forms = append(c.forms, w[:len(low)])
	slices.Reverse(c.forms[at:])
	c.multi = append(c.multi, split{i, len(c.forms) - at})
	return true
}

// tail returns the length of the tail of a word in lower case, 0 when it has
// none.
func (c *cutter) tail(low []byte) int {
	for _, x := range c.t.tails {
		head, ok := bytes.CutSuffix(low, []byte(x.form))
		if !ok || len(head) == 0 {
			continue
		}
		r, _ := utf8.DecodeLastRune(head)
		if r == '.' || classify(r) == classWord && (x.after == "" || strings.ContainsRune(x.after, r)) {
			return len(x.form)
		}
	}
	return 0
}

// longestFirst sorts the rows of a table so that the longest ending is tried
// first.
func longestFirst[T any](s []T, length func(T) int) {
	slices.SortStableFunc(s, func(a, b T) int { return length(b) - length(a) })
}

// spread gives the words of one surface token their spans: each its own where
// the token is cut as it is written by an apostrophe ("Russia's", "don't"), else
// the whole of it ("del", "verlo").
func spread(words []Token, sp text.Span, form string) {
	at, cut := 0, false
	for i := range words {
		w := words[i].Form
		if !strings.HasPrefix(form[at:], w) {
			cut = false
			break
		}
		at += len(w)
		cut = cut || i > 0 && strings.ContainsAny(w, "'’")
	}
	if !cut || at != len(form) {
		for i := range words {
			words[i].Span = sp
		}
		return
	}
	at = sp.Start
	for i := range words {
		words[i].Span = text.Span{Start: at, End: at + len(words[i].Form)}
		at += len(words[i].Form)
	}
}
