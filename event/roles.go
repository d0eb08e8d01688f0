package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
)

// entities lists everything mentioned in a slot: at the head of the argument
// or, when there is nothing, inside its phrase.
func (r *reading) entities(g *trigger, slot string) []int {
	var out []int
	if h := r.carrier(g, slot); h != nil {
		out = append(out, r.entities(h, slot)...)
	}
	for _, i := range r.slot(g, slot) {
		if slot == "self" && !r.modifies(g.s, i) {
			continue
		}
		out = append(out, r.mentioned(g, i)...)
	}
	if slot == "subj" && (len(g.c.Subject.Tokens) == 0 || len(out) == 0 && g.s.Tokens[g.c.Subject.Head()].UPOS == "PRON") {
		if e := r.elided(g); e >= 0 {
			out = append(out, e)
		}
	}
	if slot == "obj" && g.c.Passive && len(g.c.Object.Tokens) == 0 {
		if e := r.patient(g); e >= 0 {
			out = append(out, e)
		}
	}
	if slot == "poss" {
		out = append(out, r.owner(g, g.tok)...)
	}
	if len(out) == 0 {
		out = append(out, r.afterPreposition(g, slot)...)
	}
	return out
}

// modifies says whether a dependent of a noun belongs to it without a
// preposition, or with that of possession: who stands behind another ("strikes
// on X") is not who acts.
func (r *reading) modifies(s *nlp.Sentence, i int) bool {
	c := r.e.frames.Case(s, i)
	return c == "" || r.e.tab.sets["of"][c]
}

// hyphened lists the parties joined to token i by a hyphen: the first of
// "Russian-Turkish", "US-China", or the second where the tree hangs it on the first.
func (r *reading) hyphened(g *trigger, i int) []int {
	var out []int
	for _, k := range g.s.Children(i) {
		j := int(k)
		sign := j + 1
		if j > i {
			sign = j - 1
		}
		if sign == i || frame.Main(g.s.Tokens[j].Deprel) == "punct" {
			continue
		}
		switch g.s.Tokens[sign].Form {
		case "-", "–", "/":
		default:
			continue
		}
		if m := r.cast.At(g.sent, j); m >= 0 {
			out = append(out, r.cast.Mentions[m].Entity)
		}
	}
	return out
}

// mentioned lists the entities at a token, or inside its phrase.
func (r *reading) mentioned(g *trigger, i int) []int {
	if m := r.cast.At(g.sent, i); m >= 0 && r.cast.Mentions[m].Form != names.ByEllipsis {
		return []int{r.cast.Mentions[m].Entity}
	}
	if e := r.pointing(g, i); len(e) > 0 {
		return e
	}
	return r.deep(g, i, false)
}

// parties lists those who act in a slot.
func (r *reading) parties(g *trigger, slot string) []int {
	switch slot {
	case "clause":
		return r.clauseParties(g)
	case "in":
		return r.partiesAfter(g)
	case "anaphor":
		return r.answered(g)
	case "pair", "obl":
		return nil
	case "subject-place":
		var out []int
		for _, i := range r.slot(g, "subj") {
			out = append(out, r.partiesAt(g, i, false)...)
		}
		return out
	case "speaker":
		return r.speaker(g)
	case "follow":
		return r.follow(g)
	}
	var out []int
	if h := r.carrier(g, slot); h != nil {
		out = r.parties(h, slot)
	}
	if slot == "obj" && g.c.Passive && len(g.c.Object.Tokens) == 0 {
		out = append(out, r.expand(r.patient(g))...)
	}
	for _, i := range r.slot(g, slot) {
		if slot == "self" && !r.modifies(g.s, i) {
			continue
		}
		if (slot == "subj" && g.c.Subject.Via == "agent" || r.e.isPrep("by", slot)) && r.cast.At(g.sent, i) < 0 {
			continue // "por el giro de X": a cause, not who acts
		}
		if (slot == "subj" || g.c.Nominal && r.e.isPrep("of", slot)) && r.wordIn(&g.s.Tokens[i], r.e.tab.sets[setTroops]) {
			out = append(out, r.troopsOf(g, i)...)
			continue
		}
		if slot == "content" {
			out = append(out, r.deep(g, i, true)...)
			continue
		}
		out = append(out, r.partiesAt(g, i, slot == "subj")...)
	}
	if slot == "subj" && len(out) == 0 && (len(g.c.Subject.Tokens) == 0 || g.s.Tokens[g.c.Subject.Head()].UPOS == "PRON") {
		if e := r.elided(g); e >= 0 {
			out = r.expand(e)
		}
	}
	if slot == "poss" {
		for _, e := range r.owner(g, g.tok) {
			out = append(out, r.expand(e)...)
		}
	}
	if len(out) == 0 {
		for _, e := range r.afterPreposition(g, slot) {
			out = append(out, r.expand(e)...)
		}
	}
	if len(out) == 1 && r.e.isPrep("between", slot) {
		out = append(out, r.joinedAfter(g, slot)...)
	}
	if len(out) == 0 && slot == "obj" {
		// an envoy or troops that the tree has given another place
		if i := r.window(g, "obj", r.e.tab.sets[setEnvoy]); i >= 0 {
			out = r.partiesAt(g, i, false)
		}
	}
	return out
}

// joinedAfter returns the second of two parties that stand behind "between",
// where the tree has hung it elsewhere.
func (r *reading) joinedAfter(g *trigger, slot string) []int {
	s := g.s
	party := func(j int) int { // the mention that begins at j, articles aside
		for ; j < len(s.Tokens) && s.Tokens[j].UPOS == "DET"; j++ {
			if m := r.cast.Covering(g.sent, j); m >= 0 && r.cast.Mentions[m].First == j {
				return m
			}
		}
		return r.cast.Covering(g.sent, j)
	}
	for i := g.tok + 1; i < len(s.Tokens) && i <= g.tok+reach; i++ {
		t := &s.Tokens[i]
		if t.UPOS != "ADP" || t.Lemma != slot && strings.ToLower(t.Form) != slot {
			continue
		}
		m := party(i + 1)
		if m < 0 {
			return nil
		}
		j := r.cast.Mentions[m].Last + 1
		if j >= len(s.Tokens) || s.Tokens[j].UPOS != "CCONJ" {
			return nil
		}
		if m = party(j + 1); m >= 0 {
			return r.expand(r.cast.Mentions[m].Entity)
		}
		return nil
	}
	return nil
}

// partiesAt lists those who act at a token: who is mentioned there, or inside
// its phrase ("su embajador en México", "el embajador argelino"); plain leaves
// out where an envoy or troops are.
func (r *reading) partiesAt(g *trigger, i int, plain bool) []int {
	var out []int
	t := &g.s.Tokens[i]
	if plain {
		if s := r.sectorOf(g, i); s != "" && !ofState[s] {
			return nil // "los rebeldes chechenos" are not their state
		}
	}
	things := !plain && r.wordIn(t, r.e.tab.sets[setEnvoy]) || !plain && r.wordIn(t, r.e.tab.sets[setTroops])
	m := r.cast.At(g.sent, i)
	if m < 0 && t.UPOS == "PROPN" {
		if k := r.cast.Covering(g.sent, i); k >= 0 && r.cast.Mentions[k].Last-r.cast.Mentions[k].First < 4 {
			m = k
		}
	}
	if m >= 0 && r.cast.Mentions[m].Form != names.ByEllipsis {
		k := &r.cast.Mentions[m]
		out = append(out, r.expand(k.Entity)...)
		if things {
			for _, j := range r.cast.Within(g.sent, k.First, k.Last) {
				if j != m {
					out = append(out, r.expand(r.cast.Mentions[j].Entity)...)
				}
			}
		}
	}
	if len(out) == 0 {
		for _, e := range r.pointing(g, i) {
			out = append(out, r.expand(e)...)
		}
	}
	if len(out) == 0 || things {
		inside := r.deep(g, i, false)
		if things {
			inside = r.within(g, i, false, false)
		}
		for _, e := range inside {
			out = append(out, r.expand(e)...)
		}
	}
	if things {
		// "a su embajador en México": the place may hang on the verb
		for _, e := range r.nearPlace(g, i) {
			out = append(out, r.expand(e)...)
		}
	}
	for _, e := range r.hyphened(g, i) {
		out = append(out, r.expand(e)...)
	}
	if m >= 0 && r.cast.Entities[r.cast.Mentions[m].Entity].Kind == names.Document {
		for _, k := range g.s.Children(i) { // "the EU-Mercosur agreement"
			for _, e := range r.hyphened(g, int(k)) {
				out = append(out, r.expand(e)...)
			}
		}
	}
	// a list whose members the tree has not joined
	for _, k := range g.s.Children(i) {
		switch frame.Main(g.s.Tokens[k].Deprel) {
		case "conj", "appos", "list", "parataxis":
			if n := r.cast.At(g.sent, int(k)); n >= 0 {
				out = append(out, r.expand(r.cast.Mentions[n].Entity)...)
			}
		}
	}
	return out
}

// troopsOf returns whose troops a noun means: "las tropas rusas", "sus
// soldados"; where they stand says nothing of it.
func (r *reading) troopsOf(g *trigger, i int) []int {
	if m := r.cast.At(g.sent, i); m >= 0 {
		if e := r.expand(r.cast.Mentions[m].Entity); len(e) > 0 {
			return e
		}
	}
	for _, k := range g.s.Children(i) {
		t := &g.s.Tokens[k]
		if rel := frame.Main(t.Deprel); rel != "amod" && rel != "nmod" || r.e.tab.sets[setPlaceAt][r.e.frames.Case(g.s, int(k))] {
			continue
		}
		if m := r.cast.At(g.sent, int(k)); m >= 0 {
			if e := r.expand(r.cast.Mentions[m].Entity); len(e) > 0 {
				return e
			}
		}
	}
	var out []int
	for _, e := range r.owner(g, i) {
		out = append(out, r.expand(e)...)
	}
	return out
}

// nearPlace returns the state named right after a noun, within a few tokens and
// before any verb.
func (r *reading) nearPlace(g *trigger, i int) []int {
	for j := i + 1; j < len(g.s.Tokens) && j <= i+4; j++ {
		t := &g.s.Tokens[j]
		if isFinite(t) || t.UPOS == "CCONJ" || t.UPOS == "PUNCT" {
			return nil
		}
		if m := r.cast.At(g.sent, j); m >= 0 {
			switch e := r.cast.Mentions[m].Entity; r.cast.Entities[e].Kind {
			case names.State, names.Place, names.Organisation:
				return []int{e}
			}
		}
	}
	return nil
}

// deep lists the entities mentioned inside the phrase of a token.
func (r *reading) deep(g *trigger, i int, verbs bool) []int {
	if verbs {
		return r.within(g, i, true, false)
	}
	if out := r.within(g, i, false, true); len(out) > 0 {
		return out
	}
	return r.within(g, i, false, false)
}

// within walks the phrase of a token; near keeps to what belongs to it most
// closely: adjectives, appositions, "of".
func (r *reading) within(g *trigger, i int, verbs, near bool) []int {
	var out []int
	var walk func(i, depth int)
	walk = func(i, depth int) {
		if depth > 5 {
			return
		}
		for _, k := range g.s.Children(i) {
			t := &g.s.Tokens[k]
			switch frame.Main(t.Deprel) {
			case "nmod", "amod", "appos", "flat", "compound", "conj":
			case "obl", "obj", "iobj", "xcomp", "ccomp":
				if !verbs && isVerb(&g.s.Tokens[i]) && !r.e.tab.sets["with"][r.e.frames.Case(g.s, int(k))] {
					continue
				}
			default:
				continue
			}
			if isFinite(t) && !verbs {
				continue
			}
			if near {
				if c := r.e.frames.Case(g.s, int(k)); c != "" && !r.e.tab.sets["of"][c] && !r.e.tab.sets["with"][c] {
					continue
				}
			}
			if m := r.cast.At(g.sent, int(k)); m >= 0 && r.cast.Mentions[m].Form != names.ByEllipsis {
				out = append(append(out, r.hyphened(g, int(k))...), r.cast.Mentions[m].Entity)
				for _, c := range r.e.frames.Conjuncts(g.s, int(k))[1:] {
					if n := r.cast.At(g.sent, c); n >= 0 {
						out = append(out, r.cast.Mentions[n].Entity)
					}
				}
				continue
			}
			walk(int(k), depth+1)
		}
	}
	walk(i, 0)
	return out
}

// afterPreposition finds the entity named right after a preposition in the
// window of the clause, wherever the tree has hung it.
func (r *reading) afterPreposition(g *trigger, slot string) []int {
	switch slot {
	case "obj":
		return r.objectAfter(g)
	case "subj", "iobj", "content", "self", "host", "in", "poss":
		return nil
	}
	if r.e.isPrep("of", slot) || r.e.isPrep("by", slot) {
		return nil
	}
	words := strings.Fields(slot)
	s := g.s
	last := g.tok + reach
	if g.host < 0 && g.t.UPOS != "VERB" {
		last = g.tok + 8
	}
	for i := g.tok + 1; i < len(s.Tokens) && i <= last; i++ {
		t := &s.Tokens[i]
		if r.barrier(t) {
			return nil
		}
		if t.UPOS != "ADP" && t.UPOS != "ADV" || t.Lemma != words[0] && strings.ToLower(t.Form) != words[0] {
			continue
		}
		if h := t.Head; h >= 0 && frame.Main(s.Tokens[h].Deprel) == "nmod" {
			if n := s.Tokens[h].Head; n > g.tok && n < i && isNoun(&s.Tokens[n]) && len(r.rows(&s.Tokens[n])) > 0 {
				continue // "spoke of her visit to Lima": of the other act
			}
		}
		j := i + 1
		for k := 1; k < len(words) && j < len(s.Tokens) && strings.ToLower(s.Tokens[j].Form) == words[k]; k++ {
			j++
		}
		for n := 0; j < len(s.Tokens) && n < 4; j, n = j+1, n+1 {
			m := r.cast.Covering(g.sent, j)
			if m >= 0 && r.cast.Mentions[m].First <= j && r.cast.Mentions[m].First > i {
				k := &r.cast.Mentions[m]
				if r.e.isPrep("to", slot) && k.Form != names.ByName && k.Form != names.ByMetonym && k.Form != names.ByRole {
					break
				}
				out := []int{k.Entity}
				for _, c := range r.e.frames.Conjuncts(s, k.Head)[1:] {
					if n := r.cast.At(g.sent, c); n >= 0 {
						out = append(out, r.cast.Mentions[n].Entity)
					}
				}
				return out
			}
			if u := &s.Tokens[j]; u.UPOS != "DET" && u.UPOS != "ADJ" && u.UPOS != "ADP" {
				break
			}
		}
	}
	return nil
}

// objectAfter finds the state or person named right after a verb whose object
// the tree has hung elsewhere.
func (r *reading) objectAfter(g *trigger) []int {
	if g.c.Nominal || g.c.Passive || len(g.c.Object.Tokens) > 0 || g.c.Content >= 0 {
		return nil
	}
	s := g.s
	for i := g.tok + 1; i < len(s.Tokens) && i <= g.tok+4; i++ {
		t := &s.Tokens[i]
		if r.barrier(t) || t.UPOS == "ADP" || t.UPOS == "PUNCT" || t.UPOS == "CCONJ" {
			return nil
		}
		if m := r.cast.Covering(g.sent, i); m >= 0 && r.cast.Mentions[m].First == i && r.cast.Mentions[m].Form == names.ByName && frame.Main(t.Deprel) != "nsubj" {
			return []int{r.cast.Mentions[m].Entity}
		}
	}
	return nil
}

// pointing resolves nouns that point at parties told elsewhere: "su país",
// "ambos países", "su homólogo".
func (r *reading) pointing(g *trigger, i int) []int {
	s := g.s
	t := &s.Tokens[i]
	tab := r.e.tab
	poss, this, both := false, false, false
	for _, k := range s.Children(i) {
		d := &s.Tokens[k]
		if r.possessive(d) {
			poss = true
		}
		if d.UPOS == "DET" && d.Feat("PronType") == "Dem" {
			this = true
		}
		if r.wordIn(d, tab.sets[setBoth]) {
			both = true
		}
	}
	_ = this
	switch {
	case both && r.wordIn(t, tab.sets[setSides]), r.wordIn(t, tab.sets[setBoth]) && t.UPOS == "PRON":
		return r.pairOf(g.sent)
	case t.Feat("Number") == "Plur" && r.wordIn(t, tab.sets["parties"]):
		if p := r.articlePair(); p != nil && r.strong {
			return p
		}
		return r.pairOf(g.sent)
	case poss && r.wordIn(t, tab.sets[setHomeland]):
		return r.owner(g, i)
	case r.wordIn(t, tab.sets[setCounterpart]):
		return nil
	}
	return nil
}

// carrier returns the clause of the verb that carries a noun and lends it
// dependents in a slot: that of a relative clause ("la visita que realiza a
// Lima"), or a verb of holding meetings ("clausuraron la cumbre"); nil when
// there is none.
func (r *reading) carrier(g *trigger, slot string) *trigger {
	if !g.c.Nominal {
		return nil
	}
	if slot != "subj" && !r.e.isPrep("inherited", slot) {
		return nil
	}
	if g.rel >= 0 {
		return r.clauseTrigger(g, g.rel)
	}
	h := g.host
	if h < 0 || len(g.c.Subject.Tokens) > 0 || !isVerb(&g.s.Tokens[h]) {
		return nil
	}
	rel := frame.Main(g.t.Deprel)
	if g.lost {
		rel = "nsubj"
	}
	if slot == "subj" && rel == "obj" && (r.wordIn(&g.s.Tokens[h], r.e.tab.sets["carry"]) || g.row != nil && g.row.mutual && r.isMover(g.sent, h)) {
		return r.clauseTrigger(g, h) // who moves a meeting takes part in it
	}
	// an object that the tree takes for an adverbial without a preposition
	cs, light := r.e.frames.Case(g.s, g.tok), r.e.frames.Light(g.s.Tokens[h].Lemma)
	if rel == "obl" && (cs == "" && light || r.e.tab.sets["object"][cs] && (light || r.wordIn(&g.s.Tokens[h], r.e.tab.sets["carry"]))) {
		return r.clauseTrigger(g, h)
	}
	return nil
}

// clauseTrigger reads the clause of a verb in the sentence of g.
func (r *reading) clauseTrigger(g *trigger, v int) *trigger {
	return &trigger{sent: g.sent, s: g.s, tok: v, t: &g.s.Tokens[v], c: r.e.frames.Clause(g.s, v), host: -1, rel: -1}
}

// clauseParties lists the parties of the clause that a noun stands in.
func (r *reading) clauseParties(g *trigger) []int {
	s := g.s
	j := g.tok
	for n := 0; n < 8; n++ {
		if j = s.Tokens[j].Head; n == 0 && g.lost {
			j = g.host
		}
		if j < 0 {
			break
		}
		if !isVerb(&s.Tokens[j]) {
			continue
		}
		h := r.clauseTrigger(g, j)
		var out []int
		for _, slot := range append([]string{"subj"}, r.e.preps("with")...) {
			out = append(out, r.parties(h, slot)...)
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// partiesAfter returns the first party named in the clause after its
// predicate, with those joined to it.
func (r *reading) partiesAfter(g *trigger) []int {
	own := r.parties(g, "subj")
	toks := r.after(g)
	for _, i := range toks {
		m := r.cast.At(g.sent, i)
		if m < 0 || r.cast.Mentions[m].Form == names.ByEllipsis || r.cast.Mentions[m].First < g.tok {
			continue
		}
		e := r.without(r.expand(r.cast.Mentions[m].Entity), own)
		if len(e) == 0 {
			continue
		}
		for _, k := range r.e.frames.Conjuncts(g.s, i) {
			if n := r.cast.At(g.sent, k); n >= 0 && n != m {
				e = append(e, r.expand(r.cast.Mentions[n].Entity)...)
			}
		}
		return e
	}
	return nil
}

// cast fills the roles of an event; false when its parties are not such as
// make it one between states.
func (r *reading) roles(g *trigger, ev *Event) bool {
	f := g.row
	from, to := r.groupRoles(g)
	ev.Groups = append(from, to...)
	var actors []int
	city := -1
	if f.mutual && g.c.Nominal {
		city = r.cityOf(g)
	}
	for _, alt := range f.actors {
		var out []int
		follow := false
		for _, slot := range alt {
			if r.e.isPrep("with", slot) && len(r.statesOf(out)) > 1 && r.aside(g, slot) {
				continue
			}
			got := r.parties(g, slot)
			if city >= 0 && (slot == "self" || r.e.isPrep("of", slot)) {
				got = nil // "the Budapest summit": where it is
			}
			follow = follow || slot == "follow"
			out = append(out, got...)
		}
		out = r.distinct(out)
		if len(out) > len(actors) && follow {
			ev.Rule = f.name + "+follow"
		}
		if len(actors) == 0 || f.mutual && len(out) > len(actors) {
			actors = out
		}
		if len(actors) > 1 || len(actors) == 1 && !f.mutual {
			break
		}
	}
	if f.mutual {
		n := len(r.statesOf(actors))
		if n == 1 {
			// somebody whose state the text does not tell
			for _, slot := range append(r.e.preps("with"), "obj") {
				for _, e := range r.entities(g, slot) {
					if r.cast.Entities[e].Kind == names.Person && !slices.Contains(actors, e) && len(r.expand(e)) == 0 && n == 1 && r.abroad(g, actors) {
						actors = append(actors, e)
						n++
					}
				}
			}
		}
		if n < 2 && (g.c.Nominal || g.c.Passive) && r.disowned(g) {
			if with := r.denier(g, actors); len(with) > n {
				actors = with
				ev.Rule += "+denier"
				n = len(r.statesOf(actors))
			}
		}
		if n == 1 && (g.c.Nominal || g.c.Passive) {
			if e := r.counterpart(g, actors); e >= 0 {
				actors = append(actors, e)
				ev.Rule += "+speaker"
				n = 2
			}
		}
		if n < 2 && (f.pair || f.alone) {
			switch {
			case n == 1:
				if o := r.other(r.key(actors[0]), g.sent); o >= 0 && f.pair {
					actors = append(actors, o)
					ev.Rule += "+pair"
				}
			case n == 0 && f.pair:
				if p := r.pairOf(g.sent); p != nil {
					actors = p
					ev.Rule += "+pair"
				}
			}
			n = max(n, len(r.statesOf(actors)))
		}
		if n < 2 {
			n += len(from)
		}
		if f.joint && n == 1 {
			ev.Type, ev.Mode, ev.CAMEO = "MOBILIZE", "troops", "150"
		} else if n < 2 && !(n == 1 && (f.alone || r.hasCounterpart(g))) {
			return false
		}
		ev.Actors = actors
		return n > 1 || r.abroad(g, actors)
	}
	traveller, host := r.movedVisit(g)
	if len(traveller) > 0 {
		actors = traveller
	}
	var recipients []int
	for _, alt := range f.recipients {
		var out, got []int
		for _, slot := range alt {
			if slot == "pair" {
				for _, a := range actors {
					if o := r.other(r.key(a), g.sent); o >= 0 {
						out = append(out, o)
						ev.Rule += "+pair"
						break
					}
				}
				continue
			}
			in := r.parties(g, slot)
			if slot == "anaphor" && len(in) > 0 {
				ev.Rule += "+anaphor"
			}
			out, got = append(out, in...), append(got, in...)
		}
		all := len(out)
		out = r.without(r.distinct(out), actors)
		if len(out) > 0 {
			recipients = out
			break
		}
		if all > 0 && verbal(f.kind) && (alt[0] == "obj" || alt[0] == "iobj" || r.e.isPrep("to", alt[0])) {
			// said of one's own: of another person or body of the state, not of the
			// state itself ("llamó a su país «isla de paz»")
			got = slices.DeleteFunc(got, func(e int) bool { return r.cast.Entities[e].Kind == names.State })
			if recipients = others(got, actors); len(recipients) == 0 {
				return false
			}
			break
		}
	}
	if len(recipients) == 0 && len(actors) > 0 {
		recipients = r.without(host, actors)
	}
	ev.Actors, ev.Recipients = actors, recipients
	switch {
	case f.bare:
		return true
	case f.crowd:
		return len(recipients) > 0 || len(ev.Groups) > 0
	case len(recipients) == 0 && len(actors) == 0 && !political(from):
		return false // "people say": of nobody in particular
	case len(from) > 0 && (f.alone || len(recipients)+len(to) > 0), len(to) > 0 && len(actors) > 0:
		return true
	case len(actors) == 0 && len(recipients) == 0:
		return false
	case f.alone && len(recipients) == 0:
		return r.abroad(g, actors)
	case f.alone:
		return len(actors) > 0 || f.perform && r.abroad(g, recipients)
	}
	return len(actors) > 0 && len(recipients) > 0
}

// disowned says whether somebody says of a meeting that there was or is to be
// none, or does not rule it out.
func (r *reading) disowned(g *trigger) bool {
	v := r.judge(g)
	return v.stands || v.polarity == Denied || v.polarity == Negated && r.saidOf(g) >= 0
}

// counterpart returns the other party of an act that is told only with one, "the
// treaty with X was signed": the state of who says so; -1 when nobody says so,
// or it is the same.
func (r *reading) counterpart(g *trigger, parties []int) int {
	with := false
	for _, slot := range r.e.with {
		with = with || len(r.without(parties, r.parties(g, slot))) == 0
	}
	if !with {
		return -1
	}
	for _, e := range r.speaker(g) {
		if e = r.asState(e); r.cast.Entities[e].Kind == names.State && len(r.without([]int{e}, parties)) > 0 {
			return e
		}
	}
	return -1
}

// denier completes the parties of a meeting that is denied: the other one is who
// denies it, or the other state in view.
func (r *reading) denier(g *trigger, parties []int) []int {
	who := r.speaker(g)
	if len(who) == 0 {
		who = r.clauseParties(g)
	}
	people := slices.ContainsFunc(parties, func(e int) bool { return r.cast.Entities[e].Kind == names.Person })
	for i, e := range who {
		if !people || r.cast.Entities[e].Kind != names.Person || r.speaksFor(e) {
			who[i] = r.asState(e) // a spokesman does not meet
		}
	}
	who = slices.DeleteFunc(r.distinct(who), func(e int) bool {
		// a body of an organisation speaks for the whole, which it does not name
		return r.cast.Entities[e].Kind == names.Organisation
	})
	more := r.without(who, parties)
	out := append(slices.Clone(parties), more...)
	if len(more) > 1 {
		return parties
	}
	if len(r.statesOf(out)) == 1 {
		if o := r.other(r.key(out[0]), g.sent); o >= 0 && !r.isHost(g, o) {
			out = append(out, o)
		}
	}
	return out
}

// isHost says whether an act is to take place in the state of a party, so that
// the party need not take part.
func (r *reading) isHost(g *trigger, e int) bool {
	p := r.place(g)
	return p >= 0 && r.cast.StateOf(p) == r.key(e)
}

// speaksFor says whether somebody is only the voice of others.
func (r *reading) speaksFor(e int) bool {
	return slices.ContainsFunc(r.cast.Entities[e].Roles, func(o names.Role) bool { return o.Office == "spokesperson" })
}

// movedVisit returns who travels in a visit told with the verb that carries or
// moves it, where its noun says whose it is ("Chile recibió la visita de X");
// and who receives, where somebody else puts it off or calls it off ("Vietnam put
// off the visit of Serbia's minister").
func (r *reading) movedVisit(g *trigger) (traveller, host []int) {
	if !g.row.visit || !g.c.Nominal || g.host < 0 || !isVerb(&g.s.Tokens[g.host]) {
		return nil, nil
	}
	if r.isMover(g.sent, g.host) {
		host = r.parties(r.clauseTrigger(g, g.host), "subj")
	} else if !r.e.frames.Light(g.s.Tokens[g.host].Lemma) {
		return nil, nil
	}
	for _, slot := range append([]string{"poss"}, r.e.preps("of")...) {
		for _, e := range r.entities(g, slot) {
			if r.cast.Entities[e].Kind != names.Person {
				continue
			}
			if p := r.expand(e); len(p) > 0 {
				return p, host
			}
		}
	}
	return nil, host
}

// others lists the parties that are none of some others, though their states may
// be the same.
func others(parties, not []int) []int {
	var out []int
	for _, e := range parties {
		if !slices.Contains(not, e) && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// aside says whether a prepositional phrase stands apart, after a comma ("…,
// con X como testigo").
func (r *reading) aside(g *trigger, slot string) bool {
	for i := g.tok + 1; i+1 < len(g.s.Tokens); i++ {
		if r.barrier(&g.s.Tokens[i]) {
			return false
		}
		if t := &g.s.Tokens[i+1]; g.s.Tokens[i].Form == "," && t.UPOS == "ADP" && t.Lemma == slot {
			return true
		}
	}
	return false
}

// hasCounterpart says whether the clause names an unnamed counterpart of its
// subject ("con su homólogo").
func (r *reading) hasCounterpart(g *trigger) bool {
	for i := g.tok + 1; i < len(g.s.Tokens) && i <= g.tok+reach; i++ {
		if r.barrier(&g.s.Tokens[i]) {
			return false
		}
		if r.wordIn(&g.s.Tokens[i], r.e.tab.sets[setCounterpart]) {
			return true
		}
	}
	return false
}
