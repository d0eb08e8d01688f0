package event

import (
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/timex"
)

// when finds the time of an act: the expression that depends on its trigger, on
// the verb that carries it, or that stands nearest in its clause.
func (r *reading) when(g *trigger) When {
	best, score := -1, 1<<30
	mover := r.isMover(g.sent, g.tok)
	for _, k := range r.timesIn[g.sent] {
		x := &r.times[k]
		if x.Type == timex.Duration || x.Type == timex.Set {
			continue
		}
		if mover && r.dateRole(g.sent, g.tok, -1, x) != 0 {
			continue // the day of the act that is put off, not of putting it off
		}
		d := r.distance(g, x)
		if d >= 0 && dateOf(x.Value) == "" {
			d += 10000 // "now" only where no day is told
		}
		if d >= 0 && d < score {
			best, score = k, d
		}
	}
	if best < 0 {
		best = r.announcedFor(g)
	}
	if best < 0 {
		return r.sameDay(g)
	}
	x := &r.times[best]
	sp := x.Span
	return When{Value: dateOf(x.Value), Time: best, Span: &sp}
}

// announcedFor returns the time that hangs on the verb by which an act is planned
// or announced when it is yet to come: then it is the day of the act, not that of
// the announcement; -1 when there is none.
func (r *reading) announcedFor(g *trigger) int {
	h := g.host
	if !g.c.Nominal || r.published == "" || h < 0 || !isVerb(&g.s.Tokens[h]) || g.lost {
		return -1
	}
	switch frame.Main(g.t.Deprel) {
	case "obj", "nsubj":
	default:
		return -1
	}
	for _, k := range r.timesIn[g.sent] {
		x := &r.times[k]
		if v := dateOf(x.Value); x.Type != timex.Date || v == "" || compareDates(v, r.published) <= 0 || x.First < g.tok {
			continue
		}
		if g.s.Tokens[topOf(g.s, x)].Head == h {
			return k
		}
	}
	return -1
}

// sameDay gives an act without a time the day of what was told before, where
// the words say so ("horas más tarde") or one sentence tells both.
func (r *reading) sameDay(g *trigger) When {
	none := When{Time: -1}
	said := false
	for i := range g.s.Tokens {
		for _, p := range r.e.later {
			if seq(g.s, i, p) && r.near(g.s, i, g.tok) {
				said = true
			}
		}
	}
	for k := len(r.events) - 1; k >= 0 && said; k-- {
		f := r.events[k]
		if f.g.s.Title || g.s.Paragraph-f.g.s.Paragraph > 3 {
			break
		}
		if v := f.ev.When.Value; f.ev.Status == Occurred && len(v) == 10 && (r.published == "" || compareDates(v, r.published) <= 0) {
			return When{Value: v, Time: -1}
		}
	}
	return none
}

// dateOf cuts the hour off a value, and drops what is no date.
func dateOf(v string) string {
	if strings.HasSuffix(v, "_REF") || strings.HasPrefix(v, "P") || strings.HasPrefix(v, "T") || strings.HasPrefix(v, "X") {
		return ""
	}
	if !strings.Contains(v, "/") {
		v, _, _ = strings.Cut(v, "T")
	}
	return v
}

// distance says how far a time is from a trigger in the tree; -1 when it
// belongs to another act.
func (r *reading) distance(g *trigger, x *timex.Time) int {
	s := g.s
	top := x.First
	for i := x.First; i <= x.Last && i < len(s.Tokens); i++ {
		if h := s.Tokens[i].Head; (h < x.First || h > x.Last) && s.Tokens[i].UPOS != "ADP" && s.Tokens[i].UPOS != "DET" {
			top = i
			break
		}
	}
	far := max(top-g.tok, g.tok-top)
	carriers := r.carriers(g)
	j := top
	for depth := 0; depth < 7; depth++ {
		if j == g.tok {
			return depth*100 + far
		}
		for n, c := range carriers {
			if j == c {
				return 200*(n+1) + depth*100 + far
			}
		}
		t := &s.Tokens[j]
		if depth > 0 && isNoun(t) && frame.Main(s.Tokens[x.First].Deprel) != "obl" && r.docRow(t) != nil && r.inPhrase(s, x, j) {
			return -1 // "el tratado de 1990"
		}
		if depth > 0 && (t.UPOS == "VERB" || t.VerbForm() == "Part") {
			return -1
		}
		if frame.Main(t.Deprel) == "acl" || t.Head < 0 {
			return -1
		}
		j = t.Head
	}
	return -1
}

// inPhrase says whether a time stands right after a noun, behind "of".
//
// Where a language has no articles a day without a preposition and a year is no
// part of the phrase of a document: "подпишут соглашение 20 декабря".
func (r *reading) inPhrase(s *nlp.Sentence, x *timex.Time, noun int) bool {
	first := x.First
	if first == noun+1 && r.bareDay(x) {
		return false
	}
	for i := noun + 1; i < first; i++ {
		if t := &s.Tokens[i]; t.UPOS == "ADP" && !r.e.tab.sets["of"][t.Lemma] || t.UPOS == "VERB" || t.UPOS == "PUNCT" {
			return false
		}
	}
	return first > noun
}

// bareDay says whether a time is a day without a year in a language in which
// days need no preposition.
func (r *reading) bareDay(x *timex.Time) bool {
	return !r.e.articles && x.Type == timex.Date && len(x.Value) == len("2006-01-02") && strings.HasPrefix(x.Unanchored, "XXXX-")
}

// carriers lists the verbs whose time is also that of the act: the verb that a
// noun depends on, the verb that governs an infinitive, the first verb of a
// coordination.
func (r *reading) carriers(g *trigger) []int {
	s := g.s
	var out []int
	i := g.tok
	if g.rel >= 0 {
		return []int{g.rel}
	}
	if len(g.held) > 0 {
		return g.held
	}
	for n := 0; n < 4; n++ {
		t := &s.Tokens[i]
		h := t.Head
		if h < 0 {
			break
		}
		rel := frame.Main(t.Deprel)
		switch {
		case isNoun(t) && isVerb(&s.Tokens[h]) && (rel == "obj" || rel == "nsubj" || rel == "obl" || rel == "iobj"):
			// "tras horas de negociación": before the act of the verb
			if c, _ := r.prepOf(s, i); rel == "obl" && c != nil && c.status != setNone {
				return out
			}
			// the time of an announcement is not that of what is announced, unless announcing does it
			if c := r.governs(g.sent, h, "obj"); c != nil && rel == "obj" && (c.status == Planned || c.status == Hypothetical || c.status == setPerform && !g.row.perform) {
				return out
			}
		case isNoun(t) && isNoun(&s.Tokens[h]) && rel == "nmod":
		case rel == "xcomp" && t.VerbForm() != "Fin":
			if c := r.governs(g.sent, h, "clause"); c != nil && (c.status == Planned || c.status == Hypothetical || c.polarity != "") {
				return out
			}
		case rel == "conj" && isVerb(t) && isVerb(&s.Tokens[h]):
			if t.VerbForm() == "Fin" && s.Tokens[h].VerbForm() == "Fin" && t.Feat("Tense") != s.Tokens[h].Feat("Tense") {
				return out
			}
		case rel == "conj" && isNoun(t):
		case rel == "amod" || rel == "acl":
			return out
		default:
			return out
		}
		out = append(out, h)
		i = h
	}
	return out
}

// place finds where an act takes place.
func (r *reading) place(g *trigger) int {
	for _, slot := range r.e.placeSlots {
		for _, i := range r.cased(g, slot) {
			if e := r.placeAt(g.sent, i); e >= 0 {
				return e
			}
		}
	}
	carried := g.held
	if g.rel >= 0 {
		carried = append([]int{g.rel}, carried...)
	}
	for _, v := range carried {
		c := r.e.frames.Clause(g.s, v)
		for _, slot := range r.e.placeSlots {
			for _, i := range c.Slot(slot) {
				if e := r.placeAt(g.sent, i); e >= 0 {
					return e
				}
			}
		}
	}
	h := g.host
	for n := 0; n < 3 && h >= 0 && g.c.Nominal && isNoun(&g.s.Tokens[h]) && frame.Main(g.s.Tokens[h].Deprel) != "obl"; n++ {
		h = g.s.Tokens[h].Head // "the round of talks will be held in Rome"
	}
	if h >= 0 && isVerb(&g.s.Tokens[h]) {
		c := r.e.frames.Clause(g.s, h)
		for _, slot := range r.e.placeSlots {
			for _, i := range c.Slot(slot) {
				if e := r.placeAt(g.sent, i); e >= 0 {
					return e
				}
			}
		}
	}
	if g.c.Nominal && g.row != nil && g.row.mutual {
		if e := r.cityOf(g); e >= 0 {
			return e
		}
	}
	for i := g.tok + 1; i < len(g.s.Tokens) && i <= g.tok+reach; i++ {
		t := &g.s.Tokens[i]
		if r.barrier(t) {
			break
		}
		if t.UPOS != "ADP" || !r.e.tab.sets[setPlaceAt][t.Lemma] {
			continue
		}
		if m := r.cast.Covering(g.sent, i+1); m >= 0 && r.cast.Mentions[m].First == i+1 {
			if e := r.placeAt(g.sent, r.cast.Mentions[m].Head); e >= 0 {
				return e
			}
		}
	}
	return -1
}

// cityOf returns the capital by which a meeting is named that tells no party behind
// "with" or "between": "la cumbre de Budapest", "the Geneva talks"; -1 when there
// is none. Of two capitals ("las conversaciones de Moscú y Kiev") each stands for its
// state.
func (r *reading) cityOf(g *trigger) int {
	for _, slot := range r.e.with {
		if len(r.parties(g, slot)) > 0 {
			return -1
		}
	}
	city := -1
	for _, slot := range append(r.e.preps("of"), "self") {
		for _, i := range r.slot(g, slot) {
			m := r.cast.At(g.sent, i)
			if m < 0 || slot == "self" && !r.modifies(g.s, i) {
				continue
			}
			k := &r.cast.Mentions[m]
			x := &r.cast.Entities[k.Entity]
			if k.Form != names.ByMetonym || x.Kind != names.State {
				if len(r.expand(k.Entity)) > 0 {
					return -1
				}
				continue
			}
			e := r.placeAt(g.sent, i)
			if city >= 0 && e != city || len(r.hyphened(g, i)) > 0 {
				return -1
			}
			city = e
		}
	}
	return city
}

// placeAt returns the place named at a token, or -1. A capital that stands for
// its state elsewhere is a city here.
func (r *reading) placeAt(sent, i int) int {
	m := r.cast.At(sent, i)
	if m < 0 || r.cast.Mentions[m].Form == names.ByDemonym {
		return r.capitalAt(sent, i)
	}
	k := &r.cast.Mentions[m]
	switch x := &r.cast.Entities[k.Entity]; {
	case x.Kind == names.Place:
		return k.Entity
	case x.Kind == names.State && k.Form == names.ByMetonym:
		if c, ok := r.e.dir.Capital(x.Code); ok {
			return r.cast.Ensure(c)
		}
		name := k.Span.Of(r.doc.Text)
		return r.cast.Ensure(names.Entity{ID: "capital/" + x.Code, Kind: names.Place, Name: names.Name{ES: name, EN: name, RU: name}, Country: x.Code, Issuer: -1})
	case x.Kind == names.State:
		return k.Entity
	case x.Kind == names.Organisation && k.Form == names.ByMetonym && x.Country != "": // a palace: "in the Kremlin"
		if c, ok := r.e.dir.Capital(x.Country); ok {
			return r.cast.Ensure(c)
		}
	}
	return -1
}

// capitalAt returns the city that a token names by its state, as in "the
// Hungarian capital" and "la capital de Hungría"; -1 when it names none.
func (r *reading) capitalAt(sent, i int) int {
	s := &r.doc.Sentences[sent]
	if !r.wordIn(&s.Tokens[i], r.e.tab.sets[setCapital]) {
		return -1
	}
	for _, k := range s.Children(i) {
		if rel := frame.Main(s.Tokens[k].Deprel); rel != "amod" && rel != "nmod" {
			continue
		}
		m := r.cast.At(sent, int(k))
		if m < 0 || r.cast.Entities[r.cast.Mentions[m].Entity].Kind != names.State {
			continue
		}
		code := r.cast.Entities[r.cast.Mentions[m].Entity].Code
		if c, ok := r.e.dir.Capital(code); ok {
			return r.cast.Ensure(c)
		}
	}
	return -1
}

// compareDates tells whether a date is before (-1), on (0) or after (1) another, at
// the grain of the coarser; the start of an interval counts, the end of one
// without a start.
func compareDates(a, b string) int {
	a, _, _ = strings.Cut(strings.TrimPrefix(a, "../"), "/")
	b, _, _ = strings.Cut(strings.TrimPrefix(b, "../"), "/")
	n := min(len(a), len(b))
	return strings.Compare(a[:n], b[:n])
}

// sameDate says whether two dates may be the same.
func sameDate(a, b string) bool {
	if a == "" || b == "" {
		return true
	}
	if compareDates(a, b) == 0 {
		return true
	}
	// within an interval
	in := func(x, y string) bool {
		from, to, ok := strings.Cut(y, "/")
		return ok && from != "" && to != "" && compareDates(from, x) <= 0 && compareDates(x, to) <= 0
	}
	return in(a, b) || in(b, a)
}
