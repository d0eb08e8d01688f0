package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
)

// reach is how many tokens after a predicate its dependents are looked for
// where the tree does not give them.
const reach = 12

// A trigger is a word that a frame may fit, with its clause.
type trigger struct {
	sent, tok int
	s         *nlp.Sentence
	t         *nlp.Token
	c         frame.Clause
	host      int   // verb or noun that governs a noun, or -1
	lost      bool  // the noun is the subject of host, though the tree hangs it elsewhere
	rel       int   // verb of a relative clause that carries a noun ("la visita que realiza a Lima"), or -1
	held      []int // verbs of relative clauses in which the noun takes place ("которая состоится 30 октября")
	row       *row
	fits      []*row // the frames that fit, in order; row is the first whose parties are found
}

// isNoun says whether a token is a noun for the tables.
func isNoun(t *nlp.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }

// isVerb says whether a token heads or may head a clause.
func isVerb(t *nlp.Token) bool {
	return t.UPOS == "VERB" || t.UPOS == "AUX" || t.VerbForm() != "" && t.UPOS != "NOUN" && t.UPOS != "PROPN"
}

// possessive says whether a dependent tells whose its head is: a possessive, by
// its features or, for languages whose trees do not tell, by the pack's words; or
// a name or noun in the relation of one ("Turkey's visit").
func (r *reading) possessive(t *nlp.Token) bool {
	return t.Deprel == "nmod:poss" ||
		t.UPOS == "DET" && (t.Feat("Poss") == "Yes" || t.Feat("PronType") == "Prs" || r.e.tab.sets["possessive"][t.Lemma])
}

// isFinite says whether a token is a finite verb of its own clause.
func isFinite(t *nlp.Token) bool { return isVerb(t) && t.VerbForm() == "Fin" }

// triggers finds the words of a sentence that a frame fits, in text order.
func (r *reading) triggers(sent int) []trigger {
	s := &r.doc.Sentences[sent]
	var out []trigger
	again := r.pointBack(sent)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.UPOS == "PUNCT" || t.UPOS == "ADP" || t.UPOS == "DET" || t.Deprel == "fixed" || again[i] {
			continue
		}
		rows := r.rows(t)
		if len(rows) == 0 || r.insideName(sent, i) {
			continue
		}
		g := trigger{sent: sent, tok: i, s: s, t: t, c: r.e.frames.Clause(s, i), host: -1, rel: -1}
		if isNoun(t) {
			g.host = r.governor(s, i)
			if k := r.clauseWithout(s, i); k >= 0 {
				g.host, g.lost = k, true
			}
			for _, k := range s.Children(i) {
				if u := &s.Tokens[k]; frame.Main(u.Deprel) == "acl" && isVerb(u) && int(k) > i && r.e.frames.Light(u.Lemma) && r.relativeObject(s, int(k)) {
					g.rel = int(k)
				}
			}
			g.held = r.heldIn(s, i)
		}
		if t.UPOS == "ADJ" && t.Head >= 0 && isVerb(&s.Tokens[t.Head]) {
			g.host = t.Head // "se siente amenazado"
		}
		r.mend(&g)
		for _, f := range rows {
			if r.fits(&g, f) {
				g.fits = append(g.fits, f)
			}
		}
		if len(g.fits) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// mend puts right what trees of news often get wrong: an object after the verb
// that was taken for a second subject, and a reflexive verb ("X se reúne con
// Y") taken for a passive one though its subject is somebody who acts.
func (r *reading) mend(g *trigger) {
	c := &g.c
	if !c.Nominal && !c.Passive && len(c.Object.Tokens) == 0 && len(c.Subject.Tokens) > 0 && r.docRow(&g.s.Tokens[c.Subject.Head()]) != nil && r.reflexive(g) && g.t.VerbForm() == "Fin" {
		// "el acuerdo se firmará": a document does nothing itself
		c.Object, c.Subject, c.Passive = c.Subject, frame.Arg{}, true
	}
	r.joinSubject(g)
	r.subjectBefore(g)
	if c.Passive && !c.Nominal && len(c.Subject.Tokens) == 0 && len(c.Object.Tokens) > 0 && c.Object.Head() < g.tok && r.reflexive(g) {
		if m := r.cast.At(g.sent, c.Object.Head()); m >= 0 && r.acts(r.cast.Mentions[m].Entity) {
			c.Subject, c.Object, c.Passive = c.Object, frame.Arg{}, false
		}
	}
	if c.Nominal || c.Passive || len(c.Object.Tokens) > 0 || c.Content >= 0 || len(c.Subject.Tokens) < 2 || c.Subject.Via != "nsubj" {
		return
	}
	var before, after []int
	for _, i := range c.Subject.Tokens {
		if i < g.tok {
			before = append(before, i)
		} else {
			after = append(after, i)
		}
	}
	if len(before) > 0 && len(after) > 0 {
		c.Subject.Tokens = before
		c.Object = frame.Arg{Tokens: after, Via: "obj"}
	}
}

// subjectBefore gives an infinitive that hangs on a noun the party named right
// before it as its subject: "plans for X to meet Y".
func (r *reading) subjectBefore(g *trigger) {
	s, h := g.s, g.t.Head
	if g.c.Nominal || len(g.c.Subject.Tokens) > 0 || g.t.VerbForm() != "Inf" || h < 0 || !isNoun(&s.Tokens[h]) || frame.Main(g.t.Deprel) != "acl" {
		return
	}
	for _, k := range s.Children(g.tok) {
		if frame.Main(s.Tokens[k].Deprel) != "mark" || k == 0 || int(k) > g.tok {
			continue
		}
		if m := r.cast.Covering(g.sent, int(k)-1); m >= 0 && r.cast.Mentions[m].Last == int(k)-1 && s.Tokens[r.cast.Mentions[m].Head].Head == h {
			g.c.Subject = frame.Arg{Tokens: []int{r.cast.Mentions[m].Head}, Via: "control"}
		}
	}
}

// joinSubject gives a verb the first of two subjects joined by a conjunction
// where the tree has hung it elsewhere: "Irán y Estados Unidos volverán a …".
func (r *reading) joinSubject(g *trigger) {
	c := &g.c
	if c.Nominal || len(c.Subject.Tokens) != 1 || c.Subject.Via == "agent" {
		return
	}
	s, k := g.s, c.Subject.Head()
	first, _ := frame.Subtree(s, k)
	cc := first - 1
	if s.Tokens[first].UPOS == "CCONJ" {
		cc = first
	}
	if cc < 1 || s.Tokens[cc].UPOS != "CCONJ" || r.cast.At(g.sent, k) < 0 {
		return
	}
	m := r.cast.Covering(g.sent, cc-1)
	if m < 0 || r.cast.Mentions[m].Last != cc-1 || !r.acts(r.cast.Mentions[m].Entity) {
		return
	}
	if i := r.cast.Mentions[m].Head; r.e.frames.Case(s, i) == "" && !r.under(s, k, i) {
		before := r.cast.Mentions[m].First
		if before == 0 || s.Tokens[before-1].UPOS == "PUNCT" || s.Tokens[before-1].UPOS == "DET" || s.Tokens[before-1].UPOS == "SCONJ" {
			c.Subject.Tokens = []int{i, k}
		}
	}
}

// reflexive says whether only a reflexive pronoun makes a verb passive.
func (r *reading) reflexive(g *trigger) bool {
	se := false
	for _, k := range g.s.Children(g.tok) {
		switch frame.Main(g.s.Tokens[k].Deprel) {
		case "aux", "cop":
			if g.t.VerbForm() == "Part" && r.e.passive[g.s.Tokens[k].Lemma] {
				return false
			}
		case "expl":
			se = true
		}
	}
	return se
}

// rows lists the frames of a word.
func (r *reading) rows(t *nlp.Token) []*row {
	low := strings.ToLower(t.Form)
	fs := r.e.tab.frames
	switch {
	case t.UPOS == "VERB" || t.UPOS == "AUX":
		if f := fs[frameKey{t.Lemma, false}]; f != nil {
			return f
		}
		if f := fs[frameKey{low, false}]; f != nil {
			return f
		}
		return fs[frameKey{low, true}] // a noun that the tagger took for a verb
	case t.UPOS == "ADJ":
		return fs[frameKey{t.Lemma, false}]
	case isNoun(t):
		if f := fs[frameKey{strings.ToLower(t.Lemma), true}]; f != nil {
			return f
		}
		return fs[frameKey{low, true}]
	}
	return nil
}

// insideName says whether a token is part of a name ("Consejo de Seguridad")
// rather than a word of its own.
func (r *reading) insideName(sent, tok int) bool {
	m := r.cast.Covering(sent, tok)
	if m < 0 {
		return false
	}
	k := &r.cast.Mentions[m]
	if k.Form == names.ByEllipsis || k.Form == names.ByPronoun {
		return false
	}
	t := &r.doc.Sentences[sent].Tokens[tok]
	return t.UPOS == "PROPN" || t.Deprel == "flat" || isVerb(t) && k.Form == names.ByName && k.Last > k.First && !hasFinite(r, sent, k.First, k.Last)
}

func hasFinite(r *reading, sent, first, last int) bool {
	for i := first; i <= last; i++ {
		if isFinite(&r.doc.Sentences[sent].Tokens[i]) {
			return true
		}
	}
	return false
}

// governor returns the verb or noun that a noun depends on, or -1.
func (r *reading) governor(s *nlp.Sentence, i int) int {
	for n := 0; n < 4; n++ {
		t := &s.Tokens[i]
		if t.Head < 0 {
			return -1
		}
		if frame.Main(t.Deprel) != "conj" {
			return t.Head
		}
		i = t.Head
	}
	return -1
}

// fits says whether all wishes of a frame are met.
func (r *reading) fits(g *trigger, f *row) bool {
	if f.said && r.saidBy(g.t.Span) < 0 {
		return false
	}
	if f.bare && (g.t.UPOS == "PROPN" || r.inTime(g)) {
		return false // "the Battle of X", "19 March"
	}
	for k := range f.wants {
		if r.holds(g, &f.wants[k]) == f.wants[k].not {
			return false
		}
	}
	return true
}

// inTime says whether a trigger stands within a time: "19 March".
func (r *reading) inTime(g *trigger) bool {
	for _, i := range r.timesIn[g.sent] {
		if r.times[i].Span.Contains(g.t.Span) {
			return true
		}
	}
	return false
}

// holds says whether a condition is met, apart from its negation.
func (r *reading) holds(g *trigger, c *condition) bool {
	for _, slot := range c.slots {
		toks := r.slot(g, slot)
		if c.any && len(toks) > 0 || c.none && len(toks) == 0 {
			return true
		}
		if c.any && (slot == "subj" && r.elided(g) >= 0 || len(r.afterPreposition(g, slot)) > 0) {
			return true
		}
		for _, i := range toks {
			if r.wordIn(&g.s.Tokens[i], c.words) {
				return true
			}
			if slot != "obj" && slot != "subj" {
				continue
			}
			for _, k := range g.s.Children(i) { // "20 toneladas de ayuda"
				if u := &g.s.Tokens[k]; frame.Main(u.Deprel) == "nmod" && r.measures(g.s, i) && r.wordIn(u, c.words) {
					return true
				}
			}
		}
		if len(c.words) > 0 && r.windowHas(g, slot, c.words) {
			return true
		}
		for _, kind := range c.kinds {
			if r.isKind(g, slot, toks, kind) {
				return true
			}
		}
	}
	return false
}

// measures says whether a noun only counts another: "20 toneladas de ayuda",
// "miles de personas", "un grupo de soldados".
func (r *reading) measures(s *nlp.Sentence, i int) bool {
	if s.Tokens[i].UPOS == "NUM" || r.wordIn(&s.Tokens[i], r.e.tab.sets["measure"]) {
		return true
	}
	for _, k := range s.Children(i) {
		if s.Tokens[k].UPOS == "NUM" {
			return true
		}
	}
	return false
}

// wordIn says whether a token's lemma or form stands in a set.
func (r *reading) wordIn(t *nlp.Token, s set) bool {
	return s[t.Lemma] || s[strings.ToLower(t.Form)] || s[strings.ToLower(t.Lemma)]
}

// slot returns the tokens in a place of the clause.
func (r *reading) slot(g *trigger, name string) []int {
	s := g.s
	switch name {
	case "subj":
		return g.c.Subject.Tokens
	case "obj":
		out := slices.DeleteFunc(slices.Clone(g.c.Object.Tokens), func(i int) bool { return i == g.tok })
		if len(out) == 0 && !g.c.Nominal && !g.c.Passive && g.c.Content < 0 {
			if i := r.lostAntecedent(g); i >= 0 {
				return []int{i}
			}
		}
		return out
	case "iobj":
		return g.c.Indirect.Tokens
	case "content":
		if g.c.Content < 0 {
			return nil
		}
		return []int{g.c.Content}
	case "poss":
		for _, k := range s.Children(g.tok) {
			if t := &s.Tokens[k]; r.possessive(t) {
				return r.e.frames.Conjuncts(s, int(k))
			}
		}
		return nil
	case "self":
		var out []int
		for _, k := range s.Children(g.tok) {
			if t := &s.Tokens[k]; t.UPOS != "DET" && t.UPOS != "PUNCT" && t.UPOS != "ADP" {
				out = append(out, int(k))
				for _, j := range s.Children(int(k)) {
					if frame.Main(s.Tokens[j].Deprel) == "conj" {
						out = append(out, int(j))
					}
				}
			}
		}
		return out
	case "host":
		if g.host < 0 {
			return nil
		}
		return []int{g.host}
	case "in":
		return r.after(g)
	case "expl":
		for _, k := range s.Children(g.tok) {
			if frame.Main(s.Tokens[k].Deprel) == "expl" {
				return []int{int(k)}
			}
		}
		return nil
	case "clause", "pair", "anaphor", "obl", "speaker", "follow", "subject-place":
		return nil
	}
	return r.cased(g, name)
}

// cased returns the tokens behind a preposition, or in a case that marks by
// itself, which depend on a trigger.
func (r *reading) cased(g *trigger, name string) []int {
	s := g.s
	out := g.c.Slot(name)
	// "con X y con Y", the second hung on a verb
	for _, v := range []int{g.tok, g.host} {
		if len(out) == 0 || v < 0 {
			continue
		}
		for _, k := range s.Children(v) {
			if t := &s.Tokens[k]; frame.Main(t.Deprel) == "conj" && isNoun(t) && int(k) > g.tok && r.e.frames.Case(s, int(k)) == name && !slices.Contains(out, int(k)) {
				out = append(out, int(k))
			}
		}
	}
	if len(out) == 0 && g.c.Nominal && r.e.isPrep("of", name) {
		// what the tree took for an apposition: a name of which only the second part
		// declines, or one behind another genitive ("визит Си Цзиньпина")
		for _, k := range s.Children(g.tok) {
			if frame.Main(s.Tokens[k].Deprel) != "appos" || r.cast.At(g.sent, int(k)) < 0 {
				continue
			}
			gen := s.Tokens[k].Feat("Case") == "Gen"
			for _, j := range s.Children(int(k)) {
				t := &s.Tokens[j]
				gen = gen || frame.Main(t.Deprel) == "flat" && t.Feat("Case") == "Gen"
			}
			if gen && name == genitive {
				out = append(out, r.e.frames.Conjuncts(s, int(k))...)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	// A preposition may hang on the object or on another dependent.
	return r.below(g, g.tok, name, 0)
}

// genitive is the slot of a case that marks a complement by itself.
const genitive = "gen"

// lostAntecedent returns the noun right before a relative clause that the tree
// has not hung on it, when the clause has a subject and no object of its own.
func (r *reading) lostAntecedent(g *trigger) int {
	if len(g.c.Subject.Tokens) == 0 || g.c.Subject.Via != "nsubj" || frame.Main(g.t.Deprel) == "ccomp" {
		return -1
	}
	s := g.s
	if r.e.frames.Relative(&s.Tokens[g.c.Subject.Head()]) {
		return -1
	}
	for _, k := range s.Children(g.tok) {
		i := int(k)
		if i >= g.tok || i == 0 || i > g.c.Subject.Head() || !r.e.frames.Relative(&s.Tokens[i]) || r.e.frames.Case(s, i) != "" {
			continue
		}
		i--
		if s.Tokens[i].Form == "," && i > 0 {
			i--
		}
		for n := 0; n < 5 && i >= 0; n++ {
			t := &s.Tokens[i]
			if isNoun(t) {
				switch frame.Main(t.Deprel) {
				case "obj", "obl", "nsubj", "root", "iobj":
					return i
				}
			} else if t.UPOS != "ADJ" {
				return -1
			}
			i = t.Head
		}
	}
	return -1
}

// below looks for a prepositional phrase among the dependents of dependents
// that belong to the same clause.
func (r *reading) below(g *trigger, i int, name string, depth int) []int {
	if depth > 3 {
		return nil
	}
	for _, k := range g.s.Children(i) {
		t := &g.s.Tokens[k]
		switch frame.Main(t.Deprel) {
		case "obj", "obl", "nmod", "iobj", "amod", "compound", "flat", "appos":
		case "nsubj":
			if !g.c.Passive {
				continue
			}
		default:
			continue
		}
		if int(k) <= g.tok && depth == 0 && !g.c.Passive || isFinite(t) {
			continue
		}
		if !g.c.Nominal && r.e.isPrep("to", name) && !r.e.frames.Light(g.t.Lemma) && r.wordIn(t, r.e.tab.sets[setVisit]) {
			continue // "spoke of her visit to Lima": where the other act goes
		}
		if depth > 0 && r.e.frames.Case(g.s, int(k)) == name {
			return r.e.frames.Conjuncts(g.s, int(k))
		}
		if out := r.below(g, int(k), name, depth+1); out != nil {
			return out
		}
	}
	return nil
}

// after lists the tokens of the clause after its predicate: up to the next
// clause with a finite verb of its own, a semicolon or the end, except that
// the clause which the predicate governs counts as its own.
func (r *reading) after(g *trigger) []int {
	var out []int
	s := g.s
	for i := g.tok + 1; i < len(s.Tokens) && len(out) < 40; i++ {
		t := &s.Tokens[i]
		if t.Form == ";" || t.Form == ":" && t.UPOS == "PUNCT" {
			break
		}
		if isFinite(t) && (!r.under(s, i, g.tok) || t.Head == g.tok && frame.Main(t.Deprel) == "conj" && r.joined(s, i)) {
			// the words before it that belong to it go too
			break
		}
		out = append(out, i)
	}
	return out
}

// joined says whether a conjunct has a conjunction or a subject of its own.
func (r *reading) joined(s *nlp.Sentence, i int) bool {
	for _, k := range s.Children(i) {
		if m := frame.Main(s.Tokens[k].Deprel); m == "cc" || m == "nsubj" {
			return true
		}
	}
	return false
}

// under says whether token i lies in the subtree of j.
func (r *reading) under(s *nlp.Sentence, i, j int) bool {
	for n := 0; n < 60 && i >= 0; n++ {
		if i == j {
			return true
		}
		i = s.Tokens[i].Head
	}
	return false
}

// windowHas looks near the predicate for words that the tree has hung
// elsewhere: for an object without a preposition, for a prepositional phrase
// right after its preposition.
func (r *reading) windowHas(g *trigger, slot string, words set) bool {
	return r.window(g, slot, words) >= 0
}

func (r *reading) window(g *trigger, slot string, words set) int {
	s := g.s
	switch slot {
	case "obj":
		if g.c.Content >= 0 && isFinite(&s.Tokens[g.c.Content]) {
			return -1
		}
		for i := g.tok + 1; i < len(s.Tokens) && i <= g.tok+8; i++ {
			t := &s.Tokens[i]
			// "el cese", taken for a verb, still has its article
			verbal := t.UPOS == "VERB" && (!isFinite(t) || s.Tokens[i-1].UPOS == "DET")
			if r.wordIn(t, words) && (isNoun(t) || verbal) && !r.hasPrep(s, i) {
				return i
			}
			if r.barrier(t) {
				break
			}
		}
		if g.c.Passive && g.t.VerbForm() == "Part" {
			for i := g.tok - 1; i >= 0 && i >= g.tok-6; i-- {
				t := &s.Tokens[i]
				if r.barrier(t) || isFinite(t) && t.UPOS != "AUX" {
					break
				}
				if r.wordIn(t, words) && isNoun(t) && !r.hasPrep(s, i) {
					return i
				}
			}
		}
	case "subj", "iobj", "content", "poss", "self", "host", "in":
	default:
		first, _, _ := strings.Cut(slot, " ")
		for i := g.tok + 1; i < len(s.Tokens) && i <= g.tok+reach; i++ {
			t := &s.Tokens[i]
			if r.barrier(t) {
				break
			}
			if t.UPOS != "ADP" || t.Lemma != first && strings.ToLower(t.Form) != first {
				continue
			}
			if g.t.UPOS != "VERB" && i > g.tok+4 {
				break
			}
			for j := i + 1; j < len(s.Tokens) && j <= i+4; j++ {
				if u := &s.Tokens[j]; r.wordIn(u, words) {
					return j
				} else if u.UPOS == "VERB" || u.UPOS == "ADP" || u.UPOS == "CCONJ" {
					break
				}
			}
		}
	}
	return -1
}

// barrier says whether a token ends the window around a predicate.
func (r *reading) barrier(t *nlp.Token) bool {
	return isFinite(t) && t.UPOS == "VERB" || t.UPOS == "SCONJ" || t.Form == ";" || t.Form == ":" || t.Form == "("
}

// hasPrep says whether a noun has a preposition before it, in the tree or
// right before its determiners.
func (r *reading) hasPrep(s *nlp.Sentence, i int) bool {
	if c := r.e.frames.Case(s, i); c != "" && !r.e.isPrep("to", c) {
		return true
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		switch s.Tokens[j].UPOS {
		case "DET", "ADJ", "NUM":
			continue
		case "ADP":
			return !r.e.isPrep("to", s.Tokens[j].Lemma)
		}
		return false
	}
	return false
}

// isKind says whether what stands in a slot is of a kind.
func (r *reading) isKind(g *trigger, slot string, toks []int, kind string) bool {
	switch kind {
	case "negative", "positive":
		want := "-"
		if kind == "positive" {
			want = "+"
		}
		near := toks
		if slot != "in" {
			for _, i := range toks {
				for _, k := range g.s.Children(i) {
					near = append(near, int(k))
				}
			}
			if len(toks) == 0 {
				near = r.phraseAfter(g, slot)
			}
		} else if len(near) > 10 {
			near = near[:10]
		}
		for _, i := range near {
			t := &g.s.Tokens[i]
			if r.e.tab.tone[t.Lemma] == want || r.e.tab.tone[strings.ToLower(t.Form)] == want {
				return true
			}
		}
		return false
	case "many":
		return len(r.statesOf(r.parties(g, slot))) >= 2
	case "actor", "person":
		if len(r.groups(g, slot, "")) > 0 {
			return true
		}
	case "state", "org", "place", "doc":
	default:
		return false
	}
	for _, e := range r.entities(g, slot) {
		x := &r.cast.Entities[e]
		switch kind {
		case "actor":
			if r.acts(e) {
				return true
			}
		case "state":
			if x.Kind == names.State {
				return true
			}
		case "person":
			if x.Kind == names.Person {
				return true
			}
		case "org":
			if x.Kind == names.Organisation && x.Code != "" {
				return true
			}
		case "place":
			if x.Kind == names.Place || x.Kind == names.State {
				return true
			}
		case "doc":
			if x.Kind == names.Document {
				return true
			}
		}
	}
	return false
}

// phraseAfter returns the tokens right after a preposition in the window.
func (r *reading) phraseAfter(g *trigger, slot string) []int {
	s := g.s
	for i := g.tok + 1; i < len(s.Tokens) && i <= g.tok+reach; i++ {
		t := &s.Tokens[i]
		if r.barrier(t) {
			return nil
		}
		if (t.UPOS == "ADP" || t.UPOS == "SCONJ") && t.Lemma == slot {
			var out []int
			for j := i + 1; j < len(s.Tokens) && j <= i+6; j++ {
				if s.Tokens[j].UPOS == "VERB" && isFinite(&s.Tokens[j]) {
					break
				}
				out = append(out, j)
			}
			return out
		}
	}
	return nil
}
