package timex

import (
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

const (
	past    = "past"
	present = "present"
	future  = "future"

	conditional = "conditional" // in the table: ahead, but no more in its perfect
)

// tenses is the table timex-tense: the words that decide on the past or the
// future where the morphology does not.
type tenses struct {
	ahead   map[string]bool   // words that look ahead or back, by form and by lemma
	back    map[string]bool   //
	intends map[string]bool   // lemmas whose infinitive is yet to come
	perfect map[string]bool   // lemmas of the auxiliary of the perfect
	going   map[string]bool   // lemmas of the auxiliary of the near future
	purpose map[string]bool   // words that make an infinitive, or a time, an aim
	until   map[string]bool   // prepositions of an end
	extends map[string]bool   // lemmas that set an end yet to come: "prorrogó hasta mayo"
	forms   map[string]string // tense by form, for text without tags
	endings []ending          // tense by ending, longest first
	moves   map[string]bool   // lemmas that move an act to a day: "aplazó hasta mañana" is no end; "put off" is two words
	toward  map[string]bool   // prepositions before the day that an act is moved to
	away    map[string]bool   // prepositions before the day that an act is moved from
	breaks  map[string]bool   // words at which a clause ends
	aims    map[string]bool   // marks that make an infinitive an aim and are no prepositions of one: "to"
	wishes  map[string]bool   // marks and particles that put a past form ahead: "чтобы прибыл"
	aux     map[string]string // tense of auxiliaries whose features do not tell it, by form
}

type ending struct{ suffix, tense string }

func newTenses(rows []lang.Row) (*tenses, error) {
	t := &tenses{
		ahead: map[string]bool{}, back: map[string]bool{}, intends: map[string]bool{}, perfect: map[string]bool{},
		going: map[string]bool{}, purpose: map[string]bool{}, until: map[string]bool{}, extends: map[string]bool{}, moves: map[string]bool{}, forms: map[string]string{}, breaks: map[string]bool{},
		toward: map[string]bool{}, away: map[string]bool{}, aims: map[string]bool{}, wishes: map[string]bool{}, aux: map[string]string{},
	}
	for _, r := range rows {
		v := r.Get("value")
		for _, w := range r.List("words") {
			switch kind := r.Get("kind"); kind {
			case "ahead":
				t.ahead[w] = true
			case "back":
				t.back[w] = true
			case "intends":
				t.intends[w] = true
			case "perfect":
				t.perfect[w] = true
			case "going":
				t.going[w] = true
			case "purpose":
				t.purpose[w] = true
			case "until":
				t.until[w] = true
			case "extends":
				t.extends[w] = true
			case "moves":
				t.moves[w] = true
			case "toward":
				t.toward[w] = true
			case "away":
				t.away[w] = true
			case "break":
				t.breaks[w] = true
			case "aim":
				t.aims[w] = true
			case "wish":
				t.wishes[w] = true
			case "form", "ending", "aux":
				if kind == "aux" && v == conditional {
					t.aux[w] = v
					continue
				}
				if v != past && v != present && v != future && v != "" {
					return nil, r.Errorf("unknown tense %q", v)
				}
				switch kind {
				case "form":
					t.forms[w] = v
				case "aux":
					t.aux[w] = v
				default:
					t.endings = append(t.endings, ending{w, v})
				}
			default:
				return nil, r.Errorf("unknown kind %q", kind)
			}
		}
	}
	// Longest first, so that the order of rows does not matter.
	for i := range t.endings {
		for j := i; j > 0 && len(t.endings[j].suffix) > len(t.endings[j-1].suffix); j-- {
			t.endings[j], t.endings[j-1] = t.endings[j-1], t.endings[j]
		}
	}
	return t, nil
}

// words reports whether a token is in a set, by form or lemma.
func (t *tenses) word(set map[string]bool, tok *nlp.Token) bool {
	return set[tok.Lemma] && tok.Lemma != "" || set[strings.ToLower(tok.Form)]
}

// tense returns the tense that governs the tokens first to last of s: "past",
// "present", "future", or "" when nothing says. With a tree it is that of the
// nearest verb, or prospective or retrospective word, on the way to the root;
// without one that of the nearest in the clause.
func (t *tenses) tense(s *nlp.Sentence, first, last int) string {
	// The preposition: before the expression, an article aside, or its first word.
	for i := first; i >= 0 && i >= first-2; i-- {
		if i < len(s.Tokens) {
			w := strings.ToLower(s.Tokens[i].Form)
			if t.purpose[w] {
				return future
			}
			if t.until[w] && (t.governed(s, first, last, t.extends) || t.moved(s, first, last)) {
				return future
			}
			if t.toward[w] && t.moved(s, first, last) {
				return future // whatever the tense of the verb that moves the act
			}
			if t.away[w] && t.moved(s, first, last) {
				return "" // the day it had may be past or not: the nearest
			}
		}
	}
	if t.planned(s, first) {
		return future
	}
	if h := top(s, first, last); h >= 0 {
		if r := t.climb(s, matrix(s, h), first, last); r != "" {
			return r
		}
	}
	return t.near(s, first, last)
}

// governed reports whether what governs the tokens first to last, or without a
// tree what stands before them, is in the set.
func (t *tenses) governed(s *nlp.Sentence, first, last int, set map[string]bool) bool {
	if h := top(s, first, last); h >= 0 {
		for steps, i := 0, s.Tokens[h].Head; i >= 0 && i < len(s.Tokens) && steps < 2; steps, i = steps+1, s.Tokens[i].Head {
			if t.word(set, &s.Tokens[i]) {
				return true
			}
		}
	}
	for i := first - 1; i >= 0 && i > first-7; i-- {
		if t.word(set, &s.Tokens[i]) {
			return true
		}
	}
	return false
}

// planned reports whether a word that looks ahead stands right before the
// preposition of an expression that begins at first, wherever the tree has hung
// the expression: "запланированный на 20 июня, отменён".
func (t *tenses) planned(s *nlp.Sentence, first int) bool {
	for i := first - 1; i >= 0 && i >= first-4; i-- {
		tok := &s.Tokens[i]
		if i < first-1 && tok.Feat("VerbForm") == "Part" && (t.word(t.ahead, tok) || t.word(t.intends, tok) && t.toward[strings.ToLower(s.Tokens[i+1].Form)]) {
			return true
		}
		if tok.UPOS != "ADP" && tok.UPOS != "DET" {
			return false
		}
	}
	return false
}

// far is how many words before an expression the verb that moves an act to it
// is looked for: the act with its parties stands between.
const far = 24

// moved reports whether the tokens first to last say where an act is moved to
// or from: what governs them, or stands before them in the sentence, moves acts.
func (t *tenses) moved(s *nlp.Sentence, first, last int) bool {
	if t.governed(s, first, last, t.moves) {
		return true
	}
	for i := first - 1; i >= 0 && i > first-far; i-- {
		tok := &s.Tokens[i]
		if t.word(t.moves, tok) {
			return true
		}
		for k := i + 1; k < first && k <= i+2; k++ {
			if particle := " " + strings.ToLower(s.Tokens[k].Form); t.moves[tok.Lemma+particle] || t.moves[strings.ToLower(tok.Form)+particle] {
				return true
			}
		}
		if tok.Form == ";" || tok.UPOS == "VERB" && tok.Feat("VerbForm") == "Fin" {
			return false
		}
	}
	return false
}

// top returns the token among first to last whose head lies outside, -1 when
// the sentence has no tree.
func top(s *nlp.Sentence, first, last int) int {
	best := -1
	for i := first; i <= last && i < len(s.Tokens); i++ {
		tok := &s.Tokens[i]
		if tok.Deprel == "" {
			continue
		}
		if tok.Head >= first && tok.Head <= last {
			continue
		}
		switch tok.Deprel {
		case "punct", "case", "cc", "mark", "det":
			continue
		}
		if best < 0 {
			best = i
		}
	}
	return best
}

// matrix returns the verb of saying for a token h that a tree gives to what is
// said although it stands between the two: "said on Wednesday he would go". It
// returns h for all others.
func matrix(s *nlp.Sentence, h int) int {
	v := s.Tokens[h].Head
	if v <= h || v >= len(s.Tokens) || rel(s.Tokens[v].Deprel) != "ccomp" {
		return h
	}
	g := s.Tokens[v].Head
	if g < 0 || g >= h || s.Tokens[g].UPOS != "VERB" {
		return h
	}
	// Nothing else of the clause comes before it, and its subject after it.
	follows := false
	for _, c := range s.Children(v) {
		if int(c) < h {
			return h
		}
		follows = follows || int(c) > h && rel(s.Tokens[c].Deprel) == "nsubj"
	}
	if !follows {
		return h
	}
	return g
}

func (t *tenses) climb(s *nlp.Sentence, h, first, last int) string {
	for steps, i := 0, h; i >= 0 && i < len(s.Tokens) && steps < 16; steps, i = steps+1, s.Tokens[i].Head {
		tok := &s.Tokens[i]
		inside := i >= first && i <= last
		if !inside {
			if t.word(t.ahead, tok) {
				return future
			}
			if t.word(t.back, tok) {
				return past
			}
		}
		var r string
		switch {
		case tok.UPOS == "VERB" || tok.UPOS == "AUX":
			r = t.verb(s, i)
		default:
			r = t.nominal(s, i, first, last)
		}
		if r != "" {
			return r
		}
	}
	return ""
}

// nominal reads the tense of a noun or adjective: that of its copula, or of a
// prospective or retrospective word that qualifies it.
func (t *tenses) nominal(s *nlp.Sentence, i, first, last int) string {
	for _, c := range s.Children(i) {
		k := &s.Tokens[c]
		if int(c) >= first && int(c) <= last {
			continue
		}
		switch rel(k.Deprel) {
		case "amod", "acl", "det", "nummod":
			if rel(k.Deprel) != "acl" || k.Feat("VerbForm") == "Part" {
				if t.word(t.ahead, k) {
					return future
				}
				if t.word(t.back, k) {
					return past
				}
			}
		}
	}
	for _, c := range s.Children(i) {
		k := &s.Tokens[c]
		if r := rel(k.Deprel); r == "cop" || r == "aux" {
			if x := t.finite(k); x != "" {
				return x
			}
		}
	}
	if s.Tokens[i].Feat("VerbForm") == "Part" && s.Tokens[i].Feat("Tense") != "Pres" && (i < first || i > last) {
		return past
	}
	return ""
}

func rel(deprel string) string {
	if i := strings.IndexByte(deprel, ':'); i >= 0 {
		return deprel[:i]
	}
	return deprel
}

// finite is the tense of one finite form by its features, and of an auxiliary
// by the table where it has no tense. It is "" for other forms and for a past
// subjunctive, whose time is that of its clause.
func (t *tenses) finite(tok *nlp.Token) string {
	if len(t.aux) > 0 && tok.UPOS == "AUX" && tok.Feat("Tense") == "" {
		switch r := t.aux[strings.ToLower(tok.Form)]; r {
		case "":
		case conditional:
			return future
		default:
			return r
		}
	}
	switch tok.Feat("Mood") {
	case "Cnd":
		return future // what would come, seen from then
	case "Sub":
		if tok.Feat("Tense") == "Pres" || tok.Feat("Tense") == "Fut" {
			return future
		}
		return ""
	case "Imp":
		return future
	}
	switch tok.Feat("Tense") {
	case "Fut":
		return future
	case "Past", "Imp", "Pqp":
		if tok.Feat("VerbForm") == "Part" {
			return ""
		}
		return past
	case "Pres":
		if f := tok.Feat("VerbForm"); f == "Fin" || f == "" {
			return present
		}
	}
	return ""
}

// verb reads the tense of the verb i with its auxiliaries.
func (t *tenses) verb(s *nlp.Sentence, i int) string {
	tok := &s.Tokens[i]
	var aux *nlp.Token // the finite one
	perfect, going := false, false
	bare := false // an auxiliary of the perfect that is not finite: "haber firmado"
	for _, c := range s.Children(i) {
		k := &s.Tokens[c]
		if r := rel(k.Deprel); r != "aux" && r != "cop" {
			continue
		}
		isPerfect := t.perfect[k.Lemma] || t.perfect[strings.ToLower(k.Form)]
		perfect = perfect || isPerfect
		going = going || t.going[k.Lemma]
		if k.Feat("VerbForm") == "Fin" || k.Feat("Mood") != "" || t.finite(k) != "" {
			if aux == nil {
				aux = k
			}
		} else if isPerfect {
			bare = true
		}
	}
	for _, c := range s.Children(i) {
		if k := &s.Tokens[c]; rel(k.Deprel) == "mark" && t.word(t.ahead, k) {
			return future // "was due to take place"
		}
	}
	if len(t.wishes) > 0 {
		for _, c := range s.Children(i) {
			if t.wishes[strings.ToLower(s.Tokens[c].Form)] {
				return future
			}
		}
	}
	if tok.Feat("VerbForm") == "Fin" || tok.Feat("VerbForm") == "" && t.finite(tok) != "" {
		r := t.finite(tok)
		if r == "" && tok.Feat("Mood") == "Sub" && aux == nil {
			// "pidió que se retirara": asked for, so yet to come from there.
			if rel(tok.Deprel) == "ccomp" || rel(tok.Deprel) == "csubj" {
				return future
			}
		}
		if perfect && aux != nil {
			return t.perfectOf(aux)
		}
		return r
	}
	switch tok.Feat("VerbForm") {
	case "Inf", "Ger":
		if bare {
			return past
		}
		if aux != nil {
			if going {
				return future
			}
			if r := t.finite(aux); r == present {
				return future // "puede viajar", "debe firmar"
			} else if r != "" {
				return r
			}
		}
		if tok.Feat("VerbForm") == "Ger" {
			return ""
		}
		if h := tok.Head; h >= 0 && h < len(s.Tokens) {
			if t.word(t.intends, &s.Tokens[h]) || t.word(t.going, &s.Tokens[h]) {
				return future
			}
		}
		for _, c := range s.Children(i) {
			if k := &s.Tokens[c]; rel(k.Deprel) == "mark" && (t.purpose[strings.ToLower(k.Form)] || t.aims[strings.ToLower(k.Form)]) {
				if h := tok.Head; h >= 0 && h < len(s.Tokens) && s.Tokens[h].UPOS == "VERB" && t.verb(s, h) == past {
					return "" // he came to sign it: the journey's time
				}
				return future
			}
		}
		return ""
	case "Part", "":
		if perfect {
			if aux == nil {
				return past
			}
			return t.perfectOf(aux)
		}
		if aux != nil {
			return t.finite(aux)
		}
		if tok.Feat("VerbForm") == "Part" && tok.Feat("Tense") != "Pres" {
			return past
		}
	}
	return ""
}

// perfectOf is the tense of a perfect by its auxiliary: only "will have
// signed" lies ahead.
func (t *tenses) perfectOf(aux *nlp.Token) string {
	if aux.UPOS == "AUX" && aux.Feat("Tense") == "" && t.aux[strings.ToLower(aux.Form)] == future {
		return future
	}
	if aux.Feat("Tense") == "Fut" && aux.Feat("Mood") != "Cnd" {
		return future
	}
	return past
}

// subjunctive reports whether the verb that governs the tokens first to last,
// the nearest before them without a tree, is in the subjunctive.
func (t *tenses) subjunctive(s *nlp.Sentence, first, last int) bool {
	i := predicate(s, first, last)
	return i >= 0 && s.Tokens[i].Feat("Mood") == "Sub"
}

// aspect returns the aspect of the verb that the tokens first to last belong to,
// "" when it has none.
func (t *tenses) aspect(s *nlp.Sentence, first, last int) string {
	i := predicate(s, first, last)
	if i < 0 {
		return ""
	}
	return s.Tokens[i].Feat("Aspect")
}

// predicate returns the verb that the tokens first to last depend on, or else the
// one nearest before them; -1 when there is none.
func predicate(s *nlp.Sentence, first, last int) int {
	if h := top(s, first, last); h >= 0 {
		for steps, i := 0, h; i >= 0 && i < len(s.Tokens) && steps < 8; steps, i = steps+1, s.Tokens[i].Head {
			if u := s.Tokens[i].UPOS; u == "VERB" || u == "AUX" {
				return i
			}
		}
	}
	for i := first - 1; i >= max(first-reach, 0); i-- {
		if u := s.Tokens[i].UPOS; u == "VERB" || u == "AUX" {
			return i
		}
	}
	return -1
}

// background reports whether the tokens first to last stand in a clause that
// tells a present state: a copula in the present, or a relative clause in it.
func (t *tenses) background(s *nlp.Sentence, first, last int) bool {
	h := top(s, first, last)
	if h < 0 {
		return false
	}
	for steps, i := 0, s.Tokens[h].Head; i >= 0 && i < len(s.Tokens) && steps < 4; steps, i = steps+1, s.Tokens[i].Head {
		for _, c := range s.Children(i) {
			if k := &s.Tokens[c]; rel(k.Deprel) == "cop" {
				return t.finite(k) == present
			}
		}
		if tok := &s.Tokens[i]; tok.UPOS == "VERB" || tok.UPOS == "AUX" {
			if t.finite(tok) != present {
				return false
			}
			return rel(tok.Deprel) == "acl" || rel(tok.Deprel) == "cop"
		}
	}
	return false
}

// reach is how many words away near looks.
const reach = 40

// near looks for the nearest word with a tense in the clause: to the left as
// far as its start, then to the right, then to the left beyond it, then to the
// right.
func (t *tenses) near(s *nlp.Sentence, first, last int) string {
	stop := func(i int) bool {
		f := s.Tokens[i].Form
		if !isWordOrDigit(f) {
			switch f {
			case "\"", "«", "»", "“", "”", "'":
				return false
			}
			return true
		}
		return t.breaks[strings.ToLower(f)]
	}
	from, to := max(first-reach, 0), min(last+reach, len(s.Tokens)-1)
	i, k := first-1, last+1
	for ; i >= from && !stop(i); i-- {
		if r := t.flat(s, i); r != "" {
			return r
		}
	}
	for ; k <= to && (k == last+1 || !stop(k)); k++ {
		if r := t.flat(s, k); r != "" {
			return r
		}
	}
	for ; i >= from; i-- {
		if r := t.flat(s, i); r != "" {
			return r
		}
	}
	for ; k <= to; k++ {
		if r := t.flat(s, k); r != "" {
			return r
		}
	}
	return ""
}

// flat is the tense of one token without its tree.
func (t *tenses) flat(s *nlp.Sentence, i int) string {
	tok := &s.Tokens[i]
	if t.word(t.ahead, tok) {
		return future
	}
	if t.word(t.back, tok) {
		return past
	}
	if tok.UPOS != "" && tok.UPOS != "VERB" && tok.UPOS != "AUX" {
		return ""
	}
	next := func() *nlp.Token {
		if i+1 < len(s.Tokens) {
			return &s.Tokens[i+1]
		}
		return &nlp.Token{}
	}
	if tok.UPOS != "" && tok.Feats != "" {
		if t.perfect[tok.Lemma] && t.finite(tok) != "" && (next().Feat("VerbForm") == "Part" || next().UPOS == "AUX") {
			return t.perfectOf(tok)
		}
		if t.going[tok.Lemma] && t.finite(tok) != "" && i+2 < len(s.Tokens) && s.Tokens[i+2].Feat("VerbForm") == "Inf" {
			return future
		}
		if tok.Feat("VerbForm") == "Part" {
			// With an auxiliary on its left that decides; the search comes to it when
			// it goes left, not when it goes right, so look now.
			for k := i - 1; k >= 0 && k >= i-2; k-- {
				if p := &s.Tokens[k]; p.UPOS == "AUX" {
					if r := t.flat(s, k); r != "" {
						return r
					}
				}
			}
			if tok.Feat("Tense") == "Pres" {
				return ""
			}
			return past
		}
		return t.finite(tok)
	}
	form := strings.ToLower(tok.Form)
	if r, ok := t.forms[form]; ok {
		return r
	}
	for _, e := range t.endings {
		if strings.HasSuffix(form, e.suffix) && utf8.RuneCountInString(form) >= utf8.RuneCountInString(e.suffix)+2 {
			if isUpper(tok.Form) && i > 0 {
				return "" // a name
			}
			return e.tense
		}
	}
	return ""
}
