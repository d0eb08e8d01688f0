package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
)

// key is what tells parties apart: the code of a state or an organisation, or
// the id of what has none.
func (r *reading) key(e int) string {
	if s := r.cast.StateOf(e); s != "" {
		return s
	}
	x := &r.cast.Entities[e]
	if x.Code != "" {
		return x.Code
	}
	for _, o := range x.Roles {
		if o.Of != "" {
			return o.Of
		}
	}
	if x.Country != "" {
		return x.Country
	}
	return x.ID
}

// acts says whether an entity acts for a state or an organisation of states,
// or is one.
func (r *reading) acts(e int) bool { return len(r.expand(e)) > 0 }

// expand returns the parties that an entity stands for: itself, its members,
// the issuer of a document, the state of a city; nothing for what is no party.
func (r *reading) expand(e int) []int {
	if e < 0 {
		return nil
	}
	x := &r.cast.Entities[e]
	switch {
	case x.Plural && len(x.Members) > 0:
		var out []int
		for _, m := range x.Members {
			if m != e {
				out = append(out, r.expandOne(m)...)
			}
		}
		return out
	}
	return r.expandOne(e)
}

func (r *reading) expandOne(e int) []int {
	x := &r.cast.Entities[e]
	switch x.Kind {
	case names.State:
		return []int{e}
	case names.Organisation:
		if local := strings.HasPrefix(x.ID, "x/"); x.Code != "" || !local && (x.Country != "" || r.cast.StateOf(e) != "") {
			return []int{e}
		}
	case names.Person:
		if r.cast.StateOf(e) != "" {
			return []int{e}
		}
		for _, o := range x.Roles {
			if o.Of != "" {
				return []int{e}
			}
		}
	case names.Place:
		if s := r.cast.StateOf(e); s != "" {
			if i := r.state(s); i >= 0 {
				return []int{i}
			}
		}
	case names.Document:
		if x.Issuer >= 0 && x.Issuer != e && r.cast.Entities[x.Issuer].Kind != names.Document {
			return r.expandOne(x.Issuer)
		}
	}
	return nil
}

// state returns the entity of a state or an organisation of states, added to
// the cast when it has none; -1 when the directory knows no such.
func (r *reading) state(code string) int {
	if x, ok := r.e.dir.State(code); ok {
		return r.cast.Ensure(x)
	}
	if x, ok := r.e.dir.Organisation(code); ok {
		return r.cast.Ensure(x)
	}
	return r.cast.Find(code)
}

// statesOf lists the different keys of some parties, in order.
func (r *reading) statesOf(parties []int) []string {
	var out []string
	for _, e := range parties {
		if k := r.key(e); !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// distinct keeps the first party of each state. For somebody who acts for an
// organisation of states, the organisation stands.
func (r *reading) distinct(parties []int) []int {
	var out []int
	var seen []string
	for _, e := range parties {
		if r.cast.Entities[e].Kind == names.Person && r.cast.StateOf(e) == "" {
			e = r.asState(e)
		}
		if k := r.key(e); !slices.Contains(seen, k) {
			seen = append(seen, k)
			out = append(out, e)
		}
	}
	return out
}

// without drops the parties of the same states as others.
func (r *reading) without(parties, others []int) []int {
	keys := r.statesOf(others)
	return slices.DeleteFunc(slices.Clone(parties), func(e int) bool { return slices.Contains(keys, r.key(e)) })
}

// entities lists everything mentioned in a slot: at the head of the argument
// or, when there is nothing, inside its phrase.
func (r *reading) entities(g *trigger, slot string) []int {
	var out []int
	if h := r.carrier(g, slot); h != nil {
		out = append(out, r.entities(h, slot)...)
	}
	for _, i := range r.slot(g, slot) {
		out = append(out, r.mentioned(g, i)...)
	}
	if slot == "subj" && len(g.c.Subject.Tokens) == 0 {
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
		if (slot == "subj" && g.c.Subject.Via == "agent" || slot == "por") && r.cast.At(g.sent, i) < 0 {
			continue // "por el giro de X": a cause, not who acts
		}
		if slot == "subj" && r.wordIn(&g.s.Tokens[i], r.e.tab.sets[setTroops]) {
			out = append(out, r.troopsOf(g, i)...)
			continue
		}
		if slot == "content" {
			out = append(out, r.deep(g, i, true)...)
			continue
		}
		out = append(out, r.partiesAt(g, i, slot == "subj")...)
	}
	if slot == "subj" && len(out) == 0 && len(g.c.Subject.Tokens) == 0 {
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
	if len(out) == 0 && slot == "obj" {
		// an envoy or troops that the tree has given another place
		if i := r.window(g, "obj", r.e.tab.sets[setEnvoy]); i >= 0 {
			out = r.partiesAt(g, i, false)
		}
	}
	return out
}

// partiesAt lists those who act at a token: who is mentioned there, or inside
// its phrase ("su embajador en México", "el embajador argelino"); plain leaves
// out where an envoy or troops are.
func (r *reading) partiesAt(g *trigger, i int, plain bool) []int {
	var out []int
	t := &g.s.Tokens[i]
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

// speaker returns who says the words that hold a trigger.
func (r *reading) speaker(g *trigger) []int {
	if st := r.saidBy(g.t.Span); st >= 0 && r.said[st].Speaker.Entity >= 0 {
		return r.expand(r.said[st].Speaker.Entity)
	}
	return nil
}

// follow returns the parties of what was told just before, for a noun that
// speaks of it again or goes on from it ("las negociaciones"): the other act of
// its sentence, the last visit or meeting of the paragraph, or the article's
// pair.
func (r *reading) follow(g *trigger) []int {
	switch frame.Main(g.t.Deprel) {
	case "root":
		if !r.definite(g.s, g.tok) {
			return nil
		}
	case "obl", "nmod":
		// "tras el encuentro" only points back, unless more is told of it
		if !g.row.talks {
			return nil
		}
	}
	for k := len(r.events) - 1; k >= 0; k-- {
		f := r.events[k]
		if f.g.s.Title || f.g.s.Paragraph != g.s.Paragraph {
			break
		}
		if f.ev.Type != "CONSULT" && f.ev.Type != "AGREE" || f.ev.Polarity != Affirmed {
			continue
		}
		all := append(slices.Clone(f.ev.Actors), f.ev.Recipients...)
		if len(r.statesOf(all)) >= 2 {
			return all
		}
	}
	if (g.row.talks || r.strong) && r.definite(g.s, g.tok) {
		return r.pairOf(g.sent)
	}
	return nil
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
				out = append(out, r.cast.Mentions[m].Entity)
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
	case "subj", "iobj", "content", "self", "host", "in", "poss", "de", "por":
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
		j := i + 1
		for k := 1; k < len(words) && j < len(s.Tokens) && strings.ToLower(s.Tokens[j].Form) == words[k]; k++ {
			j++
		}
		for n := 0; j < len(s.Tokens) && n < 4; j, n = j+1, n+1 {
			m := r.cast.Covering(g.sent, j)
			if m >= 0 && r.cast.Mentions[m].First <= j && r.cast.Mentions[m].First > i {
				k := &r.cast.Mentions[m]
				if slot == "a" && k.Form != names.ByName && k.Form != names.ByMetonym && k.Form != names.ByRole {
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
		if d.UPOS == "DET" && (d.Feat("Poss") == "Yes" || d.Feat("PronType") == "Prs") {
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

// owner finds whose a noun with a possessive is: the subject of the clause it
// stands in, or who speaks.
func (r *reading) owner(g *trigger, i int) []int {
	s := g.s
	det := -1
	for _, k := range s.Children(i) {
		if d := &s.Tokens[k]; d.UPOS == "DET" && (d.Feat("Poss") == "Yes" || d.Feat("PronType") == "Prs") {
			det = int(k)
		}
	}
	if det < 0 {
		return nil
	}
	if m := r.cast.At(g.sent, det); m >= 0 {
		return []int{r.cast.Mentions[m].Entity}
	}
	st := r.saidBy(s.Tokens[i].Span)
	if s.Tokens[det].Feat("Person") == "1" {
		if st >= 0 && r.said[st].Speaker.Entity >= 0 {
			return []int{r.said[st].Speaker.Entity}
		}
		return nil
	}
	// climb to the clauses around the noun
	j := i
	for n := 0; n < 8; n++ {
		j = s.Tokens[j].Head
		if j < 0 {
			break
		}
		if !isVerb(&s.Tokens[j]) {
			continue
		}
		c := r.e.frames.Clause(s, j)
		for _, k := range c.Subject.Tokens {
			if k == i || r.under(s, i, k) {
				continue
			}
			if m := r.cast.At(g.sent, k); m >= 0 && r.cast.Mentions[m].Form != names.ByEllipsis {
				return []int{r.cast.Mentions[m].Entity}
			}
			if e := r.deep(&trigger{sent: g.sent, s: s, tok: j, t: &s.Tokens[j], c: c, host: -1, rel: -1}, k, false); len(e) > 0 {
				return e[:1]
			}
		}
		if len(c.Subject.Tokens) == 0 && c.Finite >= 0 && !c.Passive && !c.Impersonal {
			if e := r.ellipsis(g.sent, j, c.Finite); e >= 0 {
				return []int{e}
			}
		}
	}
	if st >= 0 && r.said[st].Speaker.Entity >= 0 {
		return []int{r.said[st].Speaker.Entity}
	}
	// the last party before the noun in its sentence, or that the paragraph speaks of
	for m := len(r.cast.Mentions) - 1; m >= 0; m-- {
		k := &r.cast.Mentions[m]
		if k.Sent == g.sent && k.Last < i && r.cast.Entities[k.Entity].Kind == names.Person && r.acts(k.Entity) {
			return []int{k.Entity}
		}
	}
	if e := r.topic(g.sent); e >= 0 {
		return []int{e}
	}
	return nil
}

// ellipsis returns the entity that the names engine gave to a verb without a
// subject, or -1.
func (r *reading) ellipsis(sent int, tokens ...int) int {
	for _, i := range r.cast.Within(sent, 0, len(r.doc.Sentences[sent].Tokens)-1) {
		k := &r.cast.Mentions[i]
		if k.Form == names.ByEllipsis && slices.Contains(tokens, k.Head) {
			return k.Entity
		}
	}
	return -1
}

// elided finds who is left out as the subject of a verb, or of the verb that
// carries a noun: -1 when the grammar doesn't say.
func (r *reading) elided(g *trigger) int {
	s := g.s
	v, c := g.tok, g.c
	if g.c.Nominal {
		h := g.host
		if h < 0 || !isVerb(&s.Tokens[h]) || !r.e.frames.Light(s.Tokens[h].Lemma) {
			return -1
		}
		if rel := frame.Main(g.t.Deprel); rel == "nsubj" || rel == "csubj" {
			return -1
		}
		v, c = h, r.e.frames.Clause(s, h)
	}
	return r.subjectOf(g.sent, v, c)
}

// subjectOf returns who acts in a clause whose subject is left out.
func (r *reading) subjectOf(sent, v int, c frame.Clause) int {
	s := &r.doc.Sentences[sent]
	if len(c.Subject.Tokens) > 0 {
		for _, k := range c.Subject.Tokens {
			if m := r.cast.At(sent, k); m >= 0 {
				return r.cast.Mentions[m].Entity
			}
		}
		return -1
	}
	for i := range r.said {
		if q := &r.said[i]; q.Cue.Sent == sent && q.Cue.Token == v && q.Speaker.Entity >= 0 {
			return q.Speaker.Entity
		}
	}
	if c.Passive {
		return -1
	}
	if e := r.ellipsis(sent, v, c.Finite); e >= 0 {
		return e
	}
	st := r.saidBy(s.Tokens[v].Span)
	if c.Finite < 0 {
		return -1
	}
	fin := &s.Tokens[c.Finite]
	if fin.Feat("Person") == "1" {
		if st >= 0 {
			return r.said[st].Speaker.Entity
		}
		return -1
	}
	if c.Impersonal || fin.Feat("Person") == "2" {
		return -1
	}
	if e := r.before(sent, v); e >= 0 {
		return e
	}
	// the subject of the clause that governs this one
	j := v
	for n := 0; n < 4; n++ {
		rel := frame.Main(s.Tokens[j].Deprel)
		h := s.Tokens[j].Head
		if h < 0 {
			break
		}
		switch rel {
		case "conj", "advcl", "ccomp", "xcomp", "parataxis", "csubj", "obj", "obl":
		case "acl":
			// a relative clause with a role other than the subject's: who acts in
			// the clause around it; without a relative word the tree has gone
			// astray, and the noun is the subject
			if m := r.cast.At(sent, h); m >= 0 && !r.relative(s, j) && h < j {
				return r.cast.Mentions[m].Entity
			}
			for k := 0; k < 5 && h >= 0 && !isVerb(&s.Tokens[h]); k++ {
				h = s.Tokens[h].Head
			}
		default:
			h = -1
		}
		if h < 0 || !isVerb(&s.Tokens[h]) {
			break
		}
		gc := r.e.frames.Clause(s, h)
		if len(gc.Subject.Tokens) > 0 {
			if !agrees(fin, s, &gc) {
				break
			}
			for _, k := range gc.Subject.Tokens {
				if m := r.cast.At(sent, k); m >= 0 {
					return r.cast.Mentions[m].Entity
				}
			}
			break
		}
		j = h
	}
	if st >= 0 && fin.Feat("Number") != "Plur" && r.said[st].Speaker.Entity >= 0 {
		return r.said[st].Speaker.Entity
	}
	// who the sentence before speaks of
	for q := sent - 1; q >= 0 && q >= sent-2; q-- {
		p := &r.doc.Sentences[q]
		if p.Paragraph != s.Paragraph || p.Title != s.Title {
			break
		}
		root := p.Root()
		if root < 0 {
			continue
		}
		pc := r.e.frames.Clause(p, root)
		for _, k := range pc.Subject.Tokens {
			if m := r.cast.At(q, k); m >= 0 && agrees(fin, p, &pc) {
				return r.cast.Mentions[m].Entity
			}
		}
	}
	return -1
}

// before returns who is named right before a verb without being its subject in
// the tree, which has gone astray there; -1 when nobody is.
func (r *reading) before(sent, v int) int {
	s := &r.doc.Sentences[sent]
	i := v - 1
	for ; i >= 0 && i > v-5; i-- {
		t := &s.Tokens[i]
		if t.UPOS == "ADV" || t.UPOS == "AUX" && r.cast.Covering(sent, i) < 0 || t.UPOS == "PRON" && frame.Main(t.Deprel) == "expl" {
			continue
		}
		break
	}
	if i < 0 {
		return -1
	}
	m := r.cast.Covering(sent, i)
	if m < 0 {
		return -1
	}
	k := &r.cast.Mentions[m]
	if k.Last != i || k.Form == names.ByEllipsis || k.Form == names.ByDemonym {
		return -1
	}
	if k.First > 0 {
		switch s.Tokens[k.First-1].UPOS {
		case "ADP", "NOUN", "PROPN", "VERB":
			return -1
		case "CCONJ":
			// the last of several, of whom the first may stand after a preposition
			if n := r.cast.Covering(sent, k.First-2); k.First < 2 || n < 0 || r.cast.Mentions[n].First > 0 {
				return -1
			}
		}
	}
	return k.Entity
}

// relative says whether a clause begins with a relative word.
func (r *reading) relative(s *nlp.Sentence, i int) bool {
	for _, k := range s.Children(i) {
		if int(k) < i && strings.Contains(s.Tokens[k].Feat("PronType"), "Rel") {
			return true
		}
	}
	return false
}

// relativeObject says whether a clause begins with a relative word without a
// preposition that is not its subject.
func (r *reading) relativeObject(s *nlp.Sentence, i int) bool {
	for _, k := range s.Children(i) {
		t := &s.Tokens[k]
		if int(k) < i && strings.Contains(t.Feat("PronType"), "Rel") {
			if r.e.frames.Case(s, int(k)) != "" {
				return false
			}
			// "la visita que comenzó": the only candidate is the subject
			for _, j := range s.Children(i) {
				if j != k && frame.Main(s.Tokens[j].Deprel) == "nsubj" {
					return true
				}
			}
			return frame.Main(t.Deprel) == "obj"
		}
	}
	return false
}

func agrees(fin *nlp.Token, s *nlp.Sentence, c *frame.Clause) bool {
	n := ""
	if c.Finite >= 0 {
		n = s.Tokens[c.Finite].Feat("Number")
	}
	m := fin.Feat("Number")
	return n == "" || m == "" || n == m
}

// topic returns the party that the sentences before speak of first: the
// subject of the paragraph, or -1.
func (r *reading) topic(sent int) int {
	s := &r.doc.Sentences[sent]
	for q := sent - 1; q >= 0; q-- {
		p := &r.doc.Sentences[q]
		if p.Title != s.Title {
			break
		}
		root := p.Root()
		if root < 0 {
			continue
		}
		pc := r.e.frames.Clause(p, root)
		for _, k := range pc.Subject.Tokens {
			if m := r.cast.At(q, k); m >= 0 && r.cast.Entities[r.cast.Mentions[m].Entity].Kind == names.Person && r.acts(r.cast.Mentions[m].Entity) {
				return r.cast.Mentions[m].Entity
			}
		}
		if p.Paragraph != s.Paragraph {
			break
		}
	}
	return -1
}

// carrier returns the clause of the verb that carries a noun and lends it
// dependents in a slot: that of a relative clause ("la visita que realiza a
// Lima"), or a verb of holding meetings ("clausuraron la cumbre"); nil when
// there is none.
func (r *reading) carrier(g *trigger, slot string) *trigger {
	if !g.c.Nominal {
		return nil
	}
	switch slot {
	case "subj", "con", "entre", "a", "en", "por", "junto a":
	default:
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
	if slot == "subj" && rel == "obj" && r.wordIn(&g.s.Tokens[h], r.e.tab.sets["carry"]) {
		return r.clauseTrigger(g, h)
	}
	// an object that the tree takes for an adverbial without a preposition
	if rel == "obl" && r.e.frames.Case(g.s, g.tok) == "" && r.e.frames.Light(g.s.Tokens[h].Lemma) {
		return r.clauseTrigger(g, h)
	}
	return nil
}

// patient returns who is acted on in a passive clause without a subject of its
// own: "Fue recibido por …".
func (r *reading) patient(g *trigger) int {
	if e := r.ellipsis(g.sent, g.tok, g.c.Finite); e >= 0 {
		return e
	}
	if frame.Main(g.t.Deprel) != "root" && frame.Main(g.t.Deprel) != "conj" {
		return -1
	}
	return r.topic(g.sent)
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
		j = s.Tokens[j].Head
		if j < 0 {
			break
		}
		if !isVerb(&s.Tokens[j]) {
			continue
		}
		h := r.clauseTrigger(g, j)
		var out []int
		for _, slot := range []string{"subj", "con", "entre"} {
			for _, e := range r.parties(h, slot) {
				out = append(out, e)
			}
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

// answered returns who did what a word such as "decisión" stands for: the
// actors of the last act told before by somebody other than the subject.
func (r *reading) answered(g *trigger) []int {
	found, words := false, false
	for _, slot := range []string{"obj", "de", "a", "subj"} {
		for _, i := range r.slot(g, slot) {
			t := &g.s.Tokens[i]
			if r.wordIn(t, r.e.tab.sets["words"]) && r.definite(g.s, i) {
				found, words = true, true
			}
			if r.wordIn(t, r.e.tab.sets[setAnaphor]) || r.wordIn(t, r.e.tab.sets[setAttack]) && r.definite(g.s, i) {
				found = true
			}
		}
	}
	if !found && r.window(g, "obj", r.e.tab.sets[setAnaphor]) < 0 {
		return nil
	}
	own := r.parties(g, "subj")
	for k := len(r.events) - 1; k >= 0; k-- {
		if f := r.events[k]; f.row.mutual || f.row.praise || verbal(f.ev.Type) && !words {
			continue
		}
		if e := r.without(r.events[k].ev.Actors, own); len(e) > 0 {
			return e
		}
	}
	return nil
}

// pairOf returns the two parties that "both" speaks of: those of the last act
// told in the paragraph, or the pair of the article.
func (r *reading) pairOf(sent int) []int {
	for k := len(r.events) - 1; k >= 0; k-- {
		f := r.events[k]
		if f.g.s.Title || f.g.s.Paragraph != r.doc.Sentences[sent].Paragraph || sent-f.g.sent > 2 {
			break
		}
		all := r.distinct(append(slices.Clone(f.ev.Actors), f.ev.Recipients...))
		if len(all) == 2 {
			return []int{r.asState(all[0]), r.asState(all[1])}
		}
	}
	return r.articlePair()
}

func (r *reading) articlePair() []int {
	if r.pair[0] == "" {
		return nil
	}
	a, b := r.state(r.pair[0]), r.state(r.pair[1])
	if a < 0 || b < 0 {
		return nil
	}
	return []int{a, b}
}

// findPair works out the two states that the article is about: those it
// mentions most, when it does so clearly.
func (r *reading) findPair() {
	type tally struct {
		code  string
		n     int
		first int
		lead  bool
	}
	var all []tally
	last := [2]int{-1, -1}
	add := func(code string, m int, lead bool) {
		if code == "" {
			return
		}
		w := 1
		if lead {
			w = 3
		}
		for i := range all {
			if all[i].code == code {
				all[i].n += w
				all[i].lead = all[i].lead || lead
				return
			}
		}
		all = append(all, tally{code, w, m, lead})
	}
	for i := range r.cast.Mentions {
		m := &r.cast.Mentions[i]
		x := &r.cast.Entities[m.Entity]
		lead := m.Sent < len(r.doc.Sentences) && r.doc.Sentences[m.Sent].Title
		if x.Kind == names.Outlet || m.First <= last[1] && m.Sent == last[0] {
			continue // inside a larger mention
		}
		last = [2]int{m.Sent, m.Last}
		s := &r.doc.Sentences[m.Sent]
		if len(s.Tokens) < 4 || m.First > 0 && r.e.tab.sets[setPlaceAt][s.Tokens[m.First-1].Lemma] {
			continue // a dateline, or only where it happened
		}
		if x.Plural {
			for _, k := range x.Members {
				add(r.side(k), i, lead)
			}
			continue
		}
		add(r.side(m.Entity), i, lead)
	}
	slices.SortStableFunc(all, func(a, b tally) int { return b.n - a.n })
	if len(all) < 2 || all[1].n < 2 || len(all) > 2 && all[2].n == all[1].n && !all[1].lead {
		return
	}
	r.pair = [2]string{all[0].code, all[1].code}
	r.strong = all[0].lead && all[1].lead || all[1].n > 3 && (len(all) == 2 || 2*all[2].n <= all[1].n)
	if r.pair[0] > r.pair[1] {
		r.pair[0], r.pair[1] = r.pair[1], r.pair[0]
	}
}

// side is the key of a state or of an organisation of states, "" for others.
func (r *reading) side(e int) string {
	if s := r.cast.StateOf(e); s != "" {
		return s
	}
	x := &r.cast.Entities[e]
	if x.Kind == names.Organisation && x.Code != "" {
		return x.Code
	}
	if x.Kind == names.Person {
		for _, o := range x.Roles {
			if o.Of != "" {
				return o.Of
			}
		}
	}
	return ""
}

// other returns the other side of the last act of two parties in the paragraph
// (when a sentence is given), or of the article's pair; -1 when there is none.
func (r *reading) other(code string, sent int) int {
	for k := len(r.events) - 1; k >= 0 && sent >= 0; k-- {
		f := r.events[k]
		if f.g.s.Title || f.g.s.Paragraph != r.doc.Sentences[sent].Paragraph || sent-f.g.sent > 2 {
			break
		}
		all := r.distinct(append(slices.Clone(f.ev.Actors), f.ev.Recipients...))
		if len(all) != 2 {
			continue
		}
		for i, e := range all {
			if r.key(e) == code {
				return r.asState(all[1-i])
			}
		}
	}
	switch code {
	case "":
	case r.pair[0]:
		return r.state(r.pair[1])
	case r.pair[1]:
		return r.state(r.pair[0])
	}
	return -1
}

// cast fills the roles of an event; false when its parties are not such as
// make it one between states.
func (r *reading) roles(g *trigger, ev *Event) bool {
	f := g.row
	var actors []int
	for _, alt := range f.actors {
		var out []int
		follow := false
		for _, slot := range alt {
			if slot == "con" && len(r.statesOf(out)) > 1 && r.aside(g, slot) {
				continue
			}
			got := r.parties(g, slot)
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
			for _, slot := range []string{"con", "obj"} {
				for _, e := range r.entities(g, slot) {
					if r.cast.Entities[e].Kind == names.Person && !slices.Contains(actors, e) && len(r.expand(e)) == 0 && n == 1 && r.abroad(g, actors) {
						actors = append(actors, e)
						n++
					}
				}
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
		if f.joint && n == 1 {
			ev.Type, ev.Mode, ev.CAMEO = "MOBILIZE", "troops", "150"
		} else if n < 2 && !(n == 1 && (f.alone || r.hasCounterpart(g))) {
			return false
		}
		ev.Actors = actors
		return n > 1 || r.abroad(g, actors)
	}
	var recipients []int
	for _, alt := range f.recipients {
		var out []int
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
			got := r.parties(g, slot)
			if slot == "anaphor" && len(got) > 0 {
				ev.Rule += "+anaphor"
			}
			out = append(out, got...)
		}
		all := len(out)
		out = r.without(r.distinct(out), actors)
		if len(out) > 0 {
			recipients = out
			break
		}
		if all > 0 && verbal(f.kind) && (alt[0] == "obj" || alt[0] == "a" || alt[0] == "iobj") {
			return false // said of one's own
		}
	}
	ev.Actors, ev.Recipients = actors, recipients
	switch {
	case f.crowd:
		return len(recipients) > 0
	case len(actors) == 0 && len(recipients) == 0:
		return false
	case f.alone && len(recipients) == 0:
		return r.abroad(g, actors)
	case f.alone:
		return len(actors) > 0 || f.perform && r.abroad(g, recipients)
	}
	return len(actors) > 0 && len(recipients) > 0
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

// abroad says whether an act with one known side is one between states: the act
// is such by itself, its actor is an organisation of states, or its paragraph
// speaks of another state too.
func (r *reading) abroad(g *trigger, actors []int) bool {
	if strings.HasPrefix(g.row.cameo, "161") || strings.HasPrefix(g.row.cameo, "166") {
		return true
	}
	for _, e := range actors {
		if x := &r.cast.Entities[e]; x.Kind == names.Organisation && x.Country == "" {
			return true
		}
	}
	keys := r.statesOf(actors)
	for i := range r.cast.Mentions {
		m := &r.cast.Mentions[i]
		s := &r.doc.Sentences[m.Sent]
		if !s.Title && (s.Paragraph > g.s.Paragraph || s.Paragraph < g.s.Paragraph-1) {
			continue
		}
		for _, e := range r.expand(m.Entity) {
			if !slices.Contains(keys, r.key(e)) && r.cast.Entities[e].Kind != names.Outlet {
				return true
			}
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
