package entity

import (
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/nlp"
)

func appendRune(b []byte, r rune) []byte { return utf8.AppendRune(b, r) }

// The outer look of a word.
const (
	shapeLower = iota
	shapeTitle // a capital, then small letters
	shapeUpper // capitals only, at least two
	shapeInitial
	shapeMixed
	shapeDigit
	shapeAlnum
	shapeOther
)

// look is what the tagger sees of a word, computed once.
type look struct {
	low    uint64 // hash of the word, lower-cased, without accents
	form   uint64 // hash of the word as it is
	lemma  uint64
	shape  uint8
	namely bool   // looks like a part of a name
	first  bool   // first word of the sentence
	quoted bool   // stands between quotation marks
	upos   uint64 // hash
	silhou uint64 // hash of the shape, runs of like letters as one
	begin  uint64 // classes of the names of the gazetteer that begin here
	inside uint64 // that go on here
	end    uint64 // that end here
	words  uint64 // classes of the word
	before int32  // nearest word of content before, -1 for none
	after  int32  // after, -1 for none
	verb   int32  // nearest verb before
	next   int32  // nearest verb after
	from   int32  // first token of the chunk: name-like words and what joins them
	to     int32  // behind its last one
}

// edge stands for what lies outside the sentence.
var edge = look{low: 0x51ed, form: 0x51ee, lemma: 0x51ef, shape: shapeOther, upos: 0x77aa, silhou: 0x77ab, before: -1, after: -1, verb: -1, next: -1}

// run is a stretch of tokens that may hold names; what lies outside of runs is
// in no name.
type run struct{ from, to int }

// maxGap is the number of small words between two words of one name.
const maxGap = 3

// look fills sc.looks for the words of a sentence.
func (g *Gazetteer) look(tokens []nlp.Token, sc *scratch) {
	n := len(tokens)
	if cap(sc.looks) < n {
		sc.looks = make([]look, n, 2*n)
	}
	ls := sc.looks[:n]
	sc.looks = ls
	begun, quote := false, false
	for i := range tokens {
		t := &tokens[i]
		l := &ls[i]
		*l = look{}
		l.scan(t.Form)
		l.lemma = l.low
		if t.Lemma != "" && t.Lemma != t.Form {
			l.lemma = keyOf(t.Lemma)
		}
		l.upos = exact(t.UPOS)
		l.namely = l.shape == shapeTitle || l.shape == shapeUpper || l.shape == shapeInitial || l.shape == shapeMixed || l.shape == shapeAlnum || t.UPOS == "PROPN" && l.shape != shapeOther
		l.first = !begun
		if l.shape != shapeOther {
			begun = true
		}
		if l.shape == shapeOther {
			switch t.Form {
			case "«", "“", "„", "``":
				quote = true
			case "»", "”", "''":
				quote = false
			case "\"":
				quote = !quote
			}
		}
		l.quoted = quote
	}
	before, verb := int32(-1), int32(-1)
	for i := range tokens {
		ls[i].before, ls[i].verb = before, verb
		switch tokens[i].UPOS {
		case "NOUN", "PROPN", "ADJ", "NUM":
			before = int32(i)
		case "VERB":
			before, verb = int32(i), int32(i)
		}
	}
	after, next := int32(-1), int32(-1)
	for i := n - 1; i >= 0; i-- {
		ls[i].after, ls[i].next = after, next
		switch tokens[i].UPOS {
		case "NOUN", "PROPN", "ADJ", "NUM":
			after = int32(i)
		case "VERB":
			after, next = int32(i), int32(i)
		}
	}
	for i := 0; i < n; {
		if !ls[i].namely {
			ls[i].from, ls[i].to = int32(i), int32(i+1)
			i++
			continue
		}
		to := i + 1
		for j := i + 1; j < n; j++ {
			if ls[j].namely {
				to = j + 1
			} else if u := tokens[j].UPOS; u != "ADP" && u != "DET" && tokens[j].Form != "-" || j-to >= maxGap {
				break
			}
		}
		for j := i; j < to; j++ {
			ls[j].from, ls[j].to = int32(i), int32(to)
		}
		i = to
	}
	g.match(tokens, sc)
}

// scan reads the letters of a word.
func (l *look) scan(form string) {
	var upper, lower, digit, other int
	low, full, sil := seed, seed, seed
	last := byte(0)
	firstUpper := false
	k := 0
	for _, r := range form {
		low = addRune(low, plainRune(r))
		full = addRune(full, r)
		c := byte('.')
		switch {
		case r < utf8.RuneSelf && 'a' <= r && r <= 'z':
			lower++
			c = 'a'
		case unicode.IsUpper(r):
			upper++
			firstUpper = firstUpper || k == 0
			c = 'A'
		case unicode.IsLetter(r):
			lower++
			c = 'a'
		case unicode.IsDigit(r):
			digit++
			c = '0'
		default:
			other++
			if r < utf8.RuneSelf {
				c = byte(r)
			}
		}
		if c != last {
			sil = addRune(sil, rune(c))
			last = c
		}
		k++
	}
	l.low, l.form, l.silhou = mix(low, 1), mix(full, 2), mix(sil, 5)
	switch {
	case upper+lower == 0 && digit > 0:
		l.shape = shapeDigit
	case digit > 0 && upper > 0:
		l.shape = shapeAlnum
	case digit > 0:
		l.shape = shapeDigit
	case upper+lower == 0:
		l.shape = shapeOther
	case upper == 0:
		l.shape = shapeLower
	case lower == 0 && upper > 1:
		l.shape = shapeUpper
	case lower == 0:
		l.shape = shapeInitial
	case firstUpper && upper == 1:
		l.shape = shapeTitle
	default:
		l.shape = shapeMixed
	}
}

// match looks the words and names of the gazetteer up.
func (g *Gazetteer) match(tokens []nlp.Token, sc *scratch) {
	ls := sc.looks
	sc.seq = sc.seq[:0]
	for i := range tokens {
		k := ls[i].low
		if g.longest > 0 {
			k = g.stemKey(tokens[i].Form)
		}
		sc.seq = append(sc.seq, k)
		ls[i].words = g.words[g.slot(k)].bits &^ (nameMask | longer)
		if ls[i].lemma != ls[i].low {
			ls[i].words |= g.words[g.slot(g.key(tokens[i].Lemma))].bits &^ (nameMask | longer)
		}
	}
	for i := range tokens {
		if !ls[i].namely && (i+1 >= len(tokens) || !ls[i+1].namely && (i+2 >= len(tokens) || !ls[i+2].namely)) {
			continue
		}
		var h uint64
		caps := false
		for j := i; j < len(tokens) && j < i+longest; j++ {
			h = mix(h, sc.seq[j])
			b := g.words[g.slot(h)].bits
			if b == 0 && j == i && ls[i].lemma != ls[i].low {
				h = mix(0, g.key(tokens[i].Lemma))
				b = g.words[g.slot(h)].bits
			}
			caps = caps || ls[j].namely
			if c := b & nameMask; c != 0 && ls[j].namely && caps {
				ls[i].begin |= c
				for m := i + 1; m <= j; m++ {
					ls[m].inside |= c
				}
				ls[j].end |= c
			}
			if b&longer == 0 {
				break
			}
		}
	}
}

// findRuns fills sc.runs.
func (sc *scratch) findRuns(tokens []nlp.Token) {
	sc.runs = sc.runs[:0]
	ls := sc.looks
	last := -1 // name-like word before
	tail := 0  // words in small letters that a name may yet go on with
	for i := range ls {
		digits := ls[i].shape == shapeDigit && last == i-1 && last >= 0
		common := tokens[i].UPOS == "NOUN" || tokens[i].UPOS == "ADJ"
		switch {
		case ls[i].namely && common: // as in "Верховный суд" and "Министерство иностранных дел"
			tail = maxGap
		case ls[i].shape == shapeLower && common && tail > 0:
			tail--
			sc.runs[len(sc.runs)-1].to = i + 1
			continue
		default:
			tail = 0
		}
		if !ls[i].namely && !digits && ls[i].begin|ls[i].inside == 0 {
			continue
		}
		k := len(sc.runs)
		if k > 0 && i-sc.runs[k-1].to <= maxGap {
			sc.runs[k-1].to = i + 1
		} else {
			sc.runs = append(sc.runs, run{i, i + 1})
		}
		last = i
	}
}
