package timex

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
)

// Classes that the engine itself makes or reads; a table may use any others.
const (
	cNum     = iota + 1 // a number, in words or digits
	cOrd                // an ordinal
	cYear               // a number that can be a year
	cMonth              // value 1 to 12
	cMAbbr              // the same, abbreviated
	cWday               // value 1 (Monday) to 7
	cUnit               // one unit of time
	cUnits              // several
	cDayRef             // a day counted from today
	cPart               // part of the day
	cSeason             // SP, SU, FA, WI
	cRef                // PAST_REF, PRESENT_REF, FUTURE_REF
	cFreq               // "yearly", value P1Y
	cPos                // START, MID, END
	cThis               // value 0, counted from publication
	cNext               // value +1
	cLast               // value -1
	cThat               // value 0, counted from the day last spoken of
	cAfter              // value +1
	cBefore             // value -1
	cRoman              // Roman numeral
	cNDate              // 11/11/2025
	cDM                 // 11/11
	cYRange             // 2019-2023
	cClock              // 10:00
	cPT                 // a point in time, made by rules
	cDur                // a duration, made by rules
	cNP                 // the noun phrase that follows, found by its tags
	cStart              // the start of a sentence, takes no word
	cStop               // a name that holds a date
	cNull               // takes part in the choice and says nothing
	cDet                // articles, taken into a span at its left end
	cAnd                // joins tens and units of a number in words
	cMeasure            // what is counted when it is not time
	cOut                // an expression of time that no larger one is made of
	cPTU                // a unit that may be this one: "fin de [año]"
	cDRange             // 4-6, days of a month
	cAmPm               // AM or PM after an hour
	cTens               // a number word for 20, 30, ... 90
	cMAdj               // an adjective of a month, value 1 to 12
	cWdays              // the plural of a day of the week, value 1 to 7
	cMRange             // May-June in one word
	cHM                 // 8.30, an hour where the words beside it say so
	cDecs               // a word for a decade: "nineties", value 90
	cNth                // a quarter or half by its number: "Q3"
	cXPT                // a point in time in a word with a prefix: "mid-May"
	cJoin               // joins tens and units of a number in words without being a word: "twenty-five"
	cMLow               // a month without the capital that it wants, for it is another word too: "may"
	cWAbbr              // an abbreviated day of the week that is another word too: "Sun"
	cNRange             // 10/1-11/7, two numeric dates in one
	cDMDot              // 14.10 as a day and month, where the words beside it say so
	cEnd                // the end of a sentence, takes no word
	numClasses
)

var classNames = map[string]int{
	"NUM": cNum, "ORD": cOrd, "YEAR": cYear, "MONTH": cMonth, "MABBR": cMAbbr, "WDAY": cWday,
	"UNIT": cUnit, "UNITS": cUnits, "DAYREF": cDayRef, "PART": cPart, "SEASON": cSeason, "REF": cRef,
	"FREQ": cFreq, "POS": cPos, "THIS": cThis, "NEXT": cNext, "LAST": cLast, "THAT": cThat,
	"AFTER": cAfter, "BEFORE": cBefore, "ROMAN": cRoman, "NDATE": cNDate, "DM": cDM, "YRANGE": cYRange,
	"CLOCK": cClock, "PT": cPT, "DUR": cDur, "NP": cNP, "^": cStart, "STOP": cStop, "NULL": cNull,
	"DET": cDet, "AND": cAnd, "MEASURE": cMeasure, "OUT": cOut, "TENS": cTens, "PTU": cPTU, "DRANGE": cDRange, "AMPM": cAmPm,
	"MADJ": cMAdj, "WDAYS": cWdays, "MRANGE": cMRange, "HM": cHM, "DECS": cDecs, "NTH": cNth, "XPT": cXPT, "JOIN": cJoin,
	"MLOW": cMLow, "WABBR": cWAbbr, "NRANGE": cNRange, "DMDOT": cDMDot, "END": cEnd,
}

// A sense is one reading of a word: a class, and its value.
type sense struct {
	class int
	n     int
	s     string
	v     *val
}

// An entry is what the lexicon knows of a word.
type entry struct {
	cue    bool // the word makes its sentence worth parsing
	senses []sense
}

type lexicon struct {
	words  map[string]*entry
	fold   map[rune]rune
	class  map[string]int  // classes by name, those of tables included
	and    bool            // tens and units of a number are joined by a word of class AND
	join   bool            // or by a mark of class JOIN, or by nothing
	heads  []affix         // what can stand at the head of a word before a month, year or unit
	tails  []affix         // what can stand at the end of a figure, longest first
	order  string          // order of day, month and year in a numeric date
	proper bool            // months and days of the week are written with a capital
	strict map[string]bool // months and days that are other words without it; nil for all of them
}

// An affix is a part of a word: "mid-" in "mid-May", "-го" in "11-го".
type affix struct {
	text  string // in lower case
	class int    // of the figure with its tail
	s     string // value of the edge, for a tail that of its class
}

// affixed reads a row of class HEAD or TAIL. The value of a head is that of
// the edge XPT it makes; the value of a tail names the class it makes of a
// figure, after a colon the value of that: ORD, DECS, DUR:D.
func (l *lexicon) affixed(r lang.Row, tail bool) error {
	words := r.List("words")
	if len(words) == 0 {
		return r.Errorf("row without words")
	}
	x := affix{class: cXPT, s: r.Get("value")}
	if tail {
		name, val, _ := strings.Cut(x.s, ":")
		if name == "" {
			return r.Errorf("a tail wants the name of a class")
		}
		x.class, x.s = l.intern(name), val
		if _, ok := unitCodes[val]; x.class == cDur && !ok {
			return r.Errorf("unknown unit %q", val)
		}
	}
	to := &l.heads
	if tail {
		to = &l.tails
	}
	for _, w := range words {
		x.text = w
		*to = append(*to, x)
	}
	slices.SortStableFunc(*to, func(a, b affix) int { return len(b.text) - len(a.text) })
	return nil
}

// tail reports whether a figure can end in s, in lower case.
func (l *lexicon) tail(s string) bool {
	return slices.ContainsFunc(l.tails, func(t affix) bool { return t.text == s })
}

func (l *lexicon) intern(name string) int {
	if c, ok := l.class[name]; ok {
		return c
	}
	c := numClasses + len(l.class)
	l.class[name] = c
	return c
}

func newLexicon(rows []lang.Row) (*lexicon, error) {
	l := &lexicon{words: map[string]*entry{}, fold: map[rune]rune{}, class: map[string]int{}, order: "dmy"}
	for n, c := range classNames {
		l.class[n] = c
	}
	// Folds first: they decide how words are written down.
	for _, r := range rows {
		if r.Get("class") != "FOLD" {
			continue
		}
		for _, w := range r.List("words") {
			a, n := utf8.DecodeRuneInString(w)
			b, m := utf8.DecodeRuneInString(w[n:])
			if n+m != len(w) || m == 0 {
				return nil, r.Errorf("a fold is two letters, not %q", w)
			}
			l.fold[a] = b
		}
	}
	for _, r := range rows {
		name := r.Get("class")
		switch name {
		case "FOLD":
			continue
		case "ORDER":
			l.order = r.Get("value")
			if l.order != "dmy" && l.order != "mdy" && l.order != "ymd" {
				return nil, r.Errorf("unknown order of dates %q", l.order)
			}
			continue
		case "CASE":
			if r.Get("value") != "upper" {
				return nil, r.Errorf("unknown case %q", r.Get("value"))
			}
			l.proper = true
			for _, w := range r.List("words") {
				if l.strict == nil {
					l.strict = map[string]bool{}
				}
				l.strict[w] = true
			}
			continue
		case "HEAD", "TAIL":
			if err := l.affixed(r, name == "TAIL"); err != nil {
				return nil, err
			}
			continue
		case "":
			return nil, r.Errorf("row without a class")
		}
		s := sense{class: l.intern(name), s: r.Get("value")}
		switch s.class {
		case cUnit, cUnits:
			u, ok := unitCodes[s.s]
			if !ok {
				return nil, r.Errorf("unknown unit %q", s.s)
			}
			s.n = int(u)
		case cDur: // "weeklong", 1W
			k := strings.IndexFunc(s.s, unicode.IsLetter)
			n, good := digits(s.s[:max(k, 0)])
			u, ok := unitCodes[s.s[max(k, 0):]]
			if !ok || !good || n < 1 || n > 1<<16 {
				return nil, r.Errorf("class DUR wants a number and a unit, not %q", s.s)
			}
			s.v = &val{shape: aDuration, n: n, unit: u}
		case cNth:
			u, ok := unitCodes[s.s[:min(1, len(s.s))]]
			n, good := digits(s.s[min(1, len(s.s)):])
			if !ok || !good {
				return nil, r.Errorf("class NTH wants a unit and a number, not %q", s.s)
			}
			s.n, s.s = n, unitNames[u]
		case cNum, cOrd, cMonth, cMAbbr, cMAdj, cWday, cWdays, cWAbbr, cDayRef, cThis, cNext, cLast, cThat, cAfter, cBefore, cDecs:
			n, err := strconv.Atoi(s.s)
			if err != nil {
				return nil, r.Errorf("class %s wants a number, not %q", name, s.s)
			}
			if (s.class == cMonth || s.class == cMAbbr || s.class == cMAdj) && (n < 1 || n > 12) || (s.class == cWday || s.class == cWdays || s.class == cWAbbr) && (n < 1 || n > 7) {
				return nil, r.Errorf("%s %d is out of range", name, n)
			}
			s.n = n
		}
		words := r.List("words")
		if len(words) == 0 {
			return nil, r.Errorf("row without words")
		}
		l.and = l.and || s.class == cAnd
		l.join = l.join || s.class == cJoin
		for _, w := range words {
			l.add(w, s, r.Get("cue") != "")
			if s.class == cNum && s.n >= 20 && s.n <= 90 && s.n%10 == 0 {
				l.add(w, sense{class: cTens, n: s.n}, false)
			}
		}
	}
	return l, nil
}

func (l *lexicon) add(word string, s sense, cue bool) {
	var buf [64]byte
	k := string(l.key(word, buf[:0]))
	e := l.words[k]
	if e == nil {
		e = &entry{}
		l.words[k] = e
	}
	e.cue = e.cue || cue
	for _, o := range e.senses {
		if o == s {
			return
		}
	}
	e.senses = append(e.senses, s)
}

// small reports whether a word written without a capital is no month or day
// for want of it.
func (l *lexicon) small(form string) bool {
	if !l.proper || isUpper(form) {
		return false
	}
	return l.strict == nil || l.strict[strings.TrimSuffix(form, ".")]
}

// literal returns the class of one word named in a pattern.
func (l *lexicon) literal(word string) int {
	var buf [64]byte
	k := string(l.key(word, buf[:0]))
	c := l.intern("=" + k)
	l.add(word, sense{class: c}, false)
	return c
}

// key appends form in lower case and folded to buf. Forms longer than buf
// come out empty: no word of the lexicon is that long.
func (l *lexicon) key(form string, buf []byte) []byte {
	if len(form) > 48 {
		return buf[:0]
	}
	for i := 0; i < len(form); i++ {
		b := form[i]
		if b >= utf8.RuneSelf {
			for _, r := range form[i:] {
				if r >= 'A' && r < utf8.RuneSelf {
					if r <= 'Z' {
						r += 'a' - 'A'
					}
				} else {
					r = unicode.ToLower(r)
				}
				if f, ok := l.fold[r]; ok {
					r = f
				}
				buf = utf8.AppendRune(buf, r)
			}
			return buf
		}
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		buf = append(buf, b)
	}
	return buf
}

// lookup finds the entry of a word as written, nil when there is none. The
// full stop of an abbreviation may be part of it.
func (l *lexicon) lookup(form string) *entry {
	var buf [64]byte
	k := l.key(form, buf[:0])
	e := l.words[string(k)]
	if e == nil && len(k) > 1 && k[len(k)-1] == '.' {
		e = l.words[string(k[:len(k)-1])]
	}
	return e
}

var cyrillicNumerals = strings.NewReplacer("Х", "X", "І", "I")

// isUpper reports whether a word begins with a capital.
func isUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// isWord reports whether a token begins with a letter.
func isWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// roman reads a Roman numeral up to 39 in capitals; the letters may be the
// Cyrillic ones of that look.
func roman(s string) (int, bool) {
	if s != "" && s[0] == 0xD0 && len(s) <= 14 {
		s = cyrillicNumerals.Replace(s)
	} else if len(s) > 1 && s[0] == 'X' && strings.IndexByte(s, 0xD0) > 0 && len(s) <= 14 {
		s = cyrillicNumerals.Replace(s)
	}
	if s == "" || len(s) > 7 || strings.Trim(s, "XVI") != "" {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		v := map[byte]int{'I': 1, 'V': 5, 'X': 10}[s[i]]
		if i+1 < len(s) && v < map[byte]int{'I': 1, 'V': 5, 'X': 10}[s[i+1]] {
			v = -v
		}
		n += v
	}
	return n, n > 0
}
