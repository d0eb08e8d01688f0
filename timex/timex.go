package timex

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// The types of a [Time].
const (
	Date     = "DATE"
	Clock    = "TIME"
	Duration = "DURATION"
	Set      = "SET"
	Interval = "INTERVAL"
)

// A Time is one expression of time in a document.
type Time struct {
	text.Span        // bytes of the document's text
	Sent      int    // index of the sentence
	First     int    // first token in the sentence
	Last      int    // last token in the sentence, inclusive
	Type      string // DATE, TIME, DURATION, SET or INTERVAL
	Value     string // see the package documentation; "" when it could not be anchored
	Mod       string // START, MID, END, APPROX, BEFORE, AFTER, MORE_THAN, LESS_THAN, or ""
	// Tense is what decided between the past and the future reading: "past",
	// "future" or "present"; empty when the words themselves decide, or when
	// nothing did.
	Tense      string
	Rule       string // row of the table timex-rules that drew it
	Unanchored string // what the words say without a date of publication: WEEK-1, XXXX-11-11
}

// An Engine reads expressions of time in one language. It may be used by
// several goroutines at once.
type Engine struct {
	lex   *lexicon
	gram  *grammar
	verbs *tenses
}

// New makes an engine from the tables timex, timex-rules and timex-tense of a
// language pack. An error names the file and line that it is about.
func New(p *lang.Pack) (*Engine, error) {
	words, err := p.Table("timex")
	if err != nil {
		return nil, fmt.Errorf("time expressions: %w", err)
	}
	rules, err := p.Table("timex-rules")
	if err != nil {
		return nil, fmt.Errorf("time expressions: %w", err)
	}
	verbs, err := p.Table("timex-tense")
	if err != nil {
		return nil, fmt.Errorf("time expressions: %w", err)
	}
	return newEngine(words, rules, verbs)
}

func newEngine(words, rules, verbs []lang.Row) (*Engine, error) {
	e := &Engine{}
	var err error
	if e.lex, err = newLexicon(words); err != nil {
		return nil, fmt.Errorf("time expressions: %w", err)
	}
	if e.gram, err = newGrammar(e.lex, rules); err != nil {
		return nil, fmt.Errorf("time expressions: %w", err)
	}
	if e.verbs, err = newTenses(verbs); err != nil {
		return nil, fmt.Errorf("time expressions: %w", err)
	}
	return e, nil
}

// Read returns the expressions of time in doc in text order, none of them
// overlapping. The date of publication is an ISO 8601 date or date-time;
// when it is empty or no such thing, values that depend on it stay empty.
//
// Tokens with a tree and tags serve best; without a tree the tags decide on
// tense, and without tags the forms of words. Read changes nothing in doc but
// the index behind [nlp.Sentence.Children], which it builds when needed.
func (e *Engine) Read(doc *nlp.Document, published string) []Time {
	a := anchor{e: e}
	a.ref, a.known = parseDay(published)
	var out []Time
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if !e.cued(s) {
			continue
		}
		out = e.sentence(doc, i, s, &a, out)
	}
	return out
}

// cued reports whether any word of s makes it worth parsing.
func (e *Engine) cued(s *nlp.Sentence) bool {
	for i := range s.Tokens {
		form := s.Tokens[i].Form
		if form == "" {
			continue
		}
		if c := form[0]; '0' <= c && c <= '9' {
			if len(form) >= 4 || len(form) >= 3 && !allDigits(form) || len(form) == 2 && e.lex.tail(form[1:]) {
				return true
			}
			continue
		}
		if en := e.lex.lookup(form); en != nil {
			if en.cue {
				return true
			}
		} else if short, _ := shortYear(form); short {
			return true
		} else if len(form) > 5 && isDigit(form[len(form)-1]) && e.lex.marked(form) != nil {
			return true // "ago-2019"
		} else if len(e.lex.heads) > 0 {
			if h, rest := e.lex.head(form); h != nil && e.lex.headed(rest) != nil {
				return true
			}
		}
	}
	return false
}

func allDigits(s string) bool {
	_, ok := digits(s)
	return ok
}

// A find is an edge of the chart that could be printed.
type find struct {
	first int
	edge  edge
}

func (e *Engine) sentence(doc *nlp.Document, si int, s *nlp.Sentence, a *anchor, out []Time) []Time {
	finds := e.parse(doc, s)
	if len(finds) == 0 {
		return out
	}
	a.sent = s
	for _, f := range finds {
		v := f.edge.v
		first, last := f.first, f.edge.end-1
		t := Time{Sent: si, Rule: f.edge.rule.name, Mod: v.mod, Unanchored: v.String()}
		a.first, a.last, a.tense, a.asked = first, last, "", false
		t.Type, t.Value = a.value(v)
		t.Tense = a.tense
		first = e.lead(s, first)
		t.First, t.Last = first, last
		t.Span = text.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
		if t.Start < 0 || t.End > len(doc.Text) || t.Start >= t.End {
			continue // the tokens do not lie in the text
		}
		out = append(out, t)
	}
	return out
}

// lead takes the article before an expression into its span, unless it is
// written in one with a preposition.
func (e *Engine) lead(s *nlp.Sentence, first int) int {
	if first == 0 {
		return first
	}
	p := &s.Tokens[first-1]
	en := e.lex.lookup(p.Form)
	if en == nil || !slices.ContainsFunc(en.senses, func(x sense) bool { return x.class == cDet }) {
		return first
	}
	if p.Start >= s.Tokens[first].Start || first > 1 && s.Tokens[first-2].Start >= p.Start {
		return first
	}
	return first - 1
}

// parse recognises the expressions of one sentence: the chart is filled level
// by level, and of what can stand by itself the longest is kept.
func (e *Engine) parse(doc *nlp.Document, s *nlp.Sentence) []find {
	n := len(s.Tokens)
	chart := make([][]edge, n)
	const few = 4 // most tokens have no more edges: room for them in one piece
	room := make([]edge, few*n)
	for i := range s.Tokens {
		chart[i] = room[few*i : few*i : few*i+few]
		e.words(doc, s, i, &chart[i])
	}
	for i := range s.Tokens {
		e.number(chart, i)
	}
	if n > 0 {
		chart[0] = append(chart[0], edge{class: cStart, end: 0})
		for i := 0; i+1 < n && !isWordOrDigit(s.Tokens[i].Form); i++ {
			chart[i+1] = append(chart[i+1], edge{class: cStart, end: i + 1})
		}
	}
	for i := n - 1; i >= 0 && !isWordOrDigit(s.Tokens[i].Form); i-- {
		chart[i] = append(chart[i], edge{class: cEnd, end: i})
	}
	m := &matcher{chart: chart}
	type found struct {
		at int
		e  edge
	}
	var add []found
	var finds []find
	var stops []find
	var tried []*rule
	for lv := 1; lv <= e.gram.levels; lv++ {
		add = add[:0]
		for i := 0; i < n; i++ {
			tried = tried[:0]
			for k := range chart[i] {
				for _, r := range e.gram.byFirst[lv][chart[i][k].class] {
					if slices.Contains(tried, r) {
						continue
					}
					tried = append(tried, r)
					m.prog, m.found, m.steps = r.prog, false, 0
					m.run(0, i, -1, -1, 0)
					if !m.found {
						continue
					}
					if !e.allowed(r, s, &m.best) {
						continue
					}
					b := build{kids: m.best.kids, args: r.args, lex: e.lex}
					if !r.op(&b) {
						continue
					}
					add = append(add, found{m.best.begin, edge{class: r.class, end: m.best.end, n: b.n, s: b.s, v: b.v, rule: r}})
				}
			}
		}
		for _, f := range add {
			chart[f.at] = append(chart[f.at], f.e)
			switch {
			case f.e.class == cStop:
				stops = append(stops, find{f.at, f.e})
			case f.e.class == cNull || f.e.rule.out && f.e.v != nil:
				finds = append(finds, find{f.at, f.e})
			}
		}
	}
	slices.SortFunc(finds, func(x, y find) int {
		if d := (y.edge.end - y.first) - (x.edge.end - x.first); d != 0 {
			return d
		}
		if x.first != y.first {
			return x.first - y.first
		}
		return x.edge.rule.row - y.edge.rule.row
	})
	taken := make([]bool, n)
	for _, f := range stops {
		for k := f.first; k < f.edge.end; k++ {
			taken[k] = true
		}
	}
	kept := finds[:0]
next:
	for _, f := range finds {
		for k := f.first; k < f.edge.end; k++ {
			if taken[k] {
				continue next
			}
		}
		for k := f.first; k < f.edge.end; k++ {
			taken[k] = true
		}
		if f.edge.class != cNull {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(x, y find) int { return x.first - y.first })
	return kept
}

func isWordOrDigit(s string) bool {
	return isWord(s) || s != "" && '0' <= s[0] && s[0] <= '9'
}

// guardNames are the conditions a rule can name in its column when.
// Beside them stands np:Case=Gen: the noun phrase NP at the end of the pattern
// ends in a word of that feature.
var guardNames = []string{"lower", "noquant", "nodet", "future", "background", "year", "noun", "unmoved", "nomeasure", "noname", "subject", "det", "nonoun", "nopast", "week", "days", "counted", "feast", "whole"}

// allowed checks the conditions of a rule on a match.
func (e *Engine) allowed(r *rule, s *nlp.Sentence, m *match) bool {
	for _, g := range r.guards {
		switch g {
		case "lower": // its names of months and days are written as common nouns
			for i := m.begin; i < m.end; i++ {
				if isUpper(s.Tokens[i].Form) && e.isName(s, i) && e.calendarWord(s.Tokens[i].Form) {
					return false
				}
			}
		case "noquant": // what follows is not counted by it
			if e.counts(s, m.begin, m.end) {
				return false
			}
		case "nomeasure": // no measure follows it
			if e.measured(s, m.end) {
				return false
			}
		case "noname": // its names of months and days are no part of a person's name
			for i := m.begin; i < m.end; i++ {
				if e.calendarWord(s.Tokens[i].Form) && e.inName(s, i) {
					return false
				}
			}
		case "subject": // it is the subject of a verb
			if !subject(s, m.begin, m.end) {
				return false
			}
		case "nodet": // no article before it
			if m.begin > 0 {
				if en := e.lex.lookup(s.Tokens[m.begin-1].Form); en != nil {
					for _, x := range en.senses {
						if x.class == cDet || x.class == cThis || x.class == cThat {
							return false
						}
					}
				}
			}
		case "future": // the verb says what will be, not what should
			if e.verbs.tense(s, m.begin, m.end-1) != future || e.verbs.subjunctive(s, m.begin, m.end-1) {
				return false
			}
		case "nopast": // the verb does not say what was
			if t := e.verbs.tense(s, m.begin, m.end-1); t == past {
				return false
			}
		case "whole": // the verb, where it has an aspect, sees its act as a whole: what goes on lasts so long
			if e.verbs.aspect(s, m.begin, m.end-1) == "Imp" {
				return false
			}
		case "week": // its point in time is a week
			for _, k := range m.kids {
				if k.v != nil && k.v.unit != week {
					return false
				}
			}
		case "days": // its points in time are days of months
			for _, k := range m.kids {
				if k.v != nil && (k.v.shape != aDate || k.v.month == 0 || k.v.day == 0) {
					return false
				}
			}
		case "counted": // its point in time is so many weeks from another
			for _, k := range m.kids {
				if k.v != nil && !k.v.counted() {
					return false
				}
			}
		case "feast": // its point in time is a day with a name, or of a month
			for _, k := range m.kids {
				if k.v != nil && k.v.shape != aFeast && (k.v.shape != aDate || k.v.month == 0 || k.v.day == 0 || k.v.wday > 0) {
					return false
				}
			}
		case "background": // a present state, not an act of the day
			if !e.verbs.background(s, m.begin, m.end-1) {
				return false
			}
		case "nonoun": // not tagged as a noun
			if u := s.Tokens[m.begin].UPOS; u == "NOUN" || u == "PROPN" {
				return false
			}
		case "det": // its first word is no conjunction or pronoun, where there are tags
			switch s.Tokens[m.begin].UPOS {
			case "SCONJ", "PRON", "ADV", "CCONJ":
				return false
			}
		case "unmoved": // nothing is put off until then: that would be its date
			if e.verbs.moved(s, m.begin, m.end-1) {
				return false
			}
		case "noun": // tagged as a noun, where there are tags
			if u := s.Tokens[m.begin].UPOS; u != "" && u != "NOUN" {
				return false
			}
		case "year": // a number likely to be a year
			for _, k := range m.kids {
				if (k.class == cYear || k.class == cDecs) && (k.n < 1500 || k.n > 2150) {
					return false
				}
				if k.class == cYear && k.s == "words" && e.counts(s, m.begin, k.end) {
					return false // "two thousand soldiers"
				}
			}
		default:
			if want, ok := strings.CutPrefix(g, "np:"); ok {
				name, value, _ := strings.Cut(want, "=")
				if end := m.stop - 1; end >= 0 && end < len(s.Tokens) && s.Tokens[end].Feat(name) != value {
					return false
				}
			}
		}
	}
	return true
}

// measured reports whether the word at i is one of class MEASURE or a unit.
func (e *Engine) measured(s *nlp.Sentence, i int) bool {
	if i >= len(s.Tokens) {
		return false
	}
	if en := e.lex.lookup(s.Tokens[i].Form); en != nil {
		for _, x := range en.senses {
			if x.class == cMeasure || x.class == cUnits {
				return true
			}
		}
	}
	return false
}

// inName reports whether the word at i, a month or a day, is part of the name
// of somebody or something: its tags are not those of a noun, or the tree
// joins it to a name beside it.
func (e *Engine) inName(s *nlp.Sentence, i int) bool {
	tok := &s.Tokens[i]
	switch tok.UPOS {
	case "VERB", "AUX", "ADJ", "ADV":
		return true
	}
	name := func(k int) bool {
		return k >= 0 && k < len(s.Tokens) && s.Tokens[k].UPOS == "PROPN" && !e.calendarWord(s.Tokens[k].Form)
	}
	if d := rel(tok.Deprel); d == "flat" && tok.Head == i-1 && name(i-1) {
		return true
	}
	if name(i + 1) {
		if next := &s.Tokens[i+1]; next.Head == i && rel(next.Deprel) == "flat" || tok.Head == i+1 && (tok.Deprel == "compound" || tok.Deprel == "nmod:desc") {
			return true
		}
	}
	for _, c := range s.Children(i) {
		if s.Tokens[c].Deprel == "nmod:desc" {
			return true // "Mrs. May"
		}
	}
	return false
}

// subject reports whether one of the tokens begin to end is the subject of a
// verb.
func subject(s *nlp.Sentence, begin, end int) bool {
	for i := begin; i < end; i++ {
		tok := &s.Tokens[i]
		if rel(tok.Deprel) == "nsubj" && tok.Head >= 0 && tok.Head < len(s.Tokens) && s.Tokens[tok.Head].UPOS == "VERB" {
			return true
		}
	}
	return false
}

func (e *Engine) calendarWord(form string) bool {
	en := e.lex.lookup(form)
	return en != nil && slices.ContainsFunc(en.senses, func(x sense) bool {
		return x.class == cMonth || x.class == cMAbbr || x.class == cMAdj || x.class == cWday || x.class == cSeason || x.class == cDayRef
	})
}

// isName reports whether the capital of token i looks like that of a name and
// not like that of a sentence's first word or of a line in capitals.
func (e *Engine) isName(s *nlp.Sentence, i int) bool {
	f := s.Tokens[i].Form
	if _, n := utf8.DecodeRuneInString(f); n < len(f) && isAllUpper(f) {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		if isWordOrDigit(s.Tokens[k].Form) {
			// Not the first word. An article in a capital before it was the first.
			return true
		}
	}
	return i+1 < len(s.Tokens) && isUpper(s.Tokens[i+1].Form)
}

func isAllUpper(s string) bool {
	for i, r := range s {
		if isWord(s[i:]) && !isUpper(string(r)) {
			return false
		}
	}
	return true
}

// counts reports whether the number that ends before token end counts the
// thing that follows it.
func (e *Engine) counts(s *nlp.Sentence, begin, end int) bool {
	if end >= len(s.Tokens) {
		return false
	}
	if e.measured(s, end) {
		return true
	}
	next := &s.Tokens[end]
	num := &s.Tokens[end-1]
	if (num.Deprel == "nummod" || num.Deprel == "amod" && num.Head < end+3) && num.Head >= end && num.Head < len(s.Tokens) {
		return true
	}
	if num.Deprel == "" && next.UPOS == "NOUN" {
		return true
	}
	return false
}
