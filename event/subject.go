package event

import (
	"slices"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
)

// owner finds whose a noun with a possessive is: the subject of the clause it
// stands in, or who speaks.
func (r *reading) owner(g *trigger, i int) []int {
	s := g.s
	det := -1
	for _, k := range s.Children(i) {
		if t := &s.Tokens[k]; r.possessive(t) {
			det = int(k)
		}
	}
	if det < 0 {
		return nil
	}
	if m := r.cast.At(g.sent, det); m >= 0 {
		return []int{r.cast.Mentions[m].Entity}
	}
	if isNoun(&s.Tokens[det]) {
		return r.mentioned(g, det)
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
		if s.Tokens[c.Subject.Head()].UPOS != "PRON" {
			return -1
		}
	}
	for i := range r.said {
		if q := &r.said[i]; q.Cue.Sent == sent && q.Cue.Token == v && q.Speaker.Entity >= 0 {
			return q.Speaker.Entity
		}
	}
	if len(c.Subject.Tokens) > 0 {
		// "X said he would": who speaks
		t := &s.Tokens[c.Subject.Head()]
		if st := r.saidBy(t.Span); st >= 0 && t.Feat("Person") == "3" && t.Feat("Number") == "Sing" && r.said[st].Cue.Sent == sent {
			return r.said[st].Speaker.Entity
		}
		return -1
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
		if int(k) < i && r.e.frames.Relative(&s.Tokens[k]) {
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
		if int(k) < i && r.e.frames.Relative(t) {
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

// heldIn lists the verbs of taking place in the relative clauses behind a noun of
// which the noun is the subject, or what is held: "la cumbre que se celebrará en
// Lima". A tree that hangs such a clause on a name within the phrase of the noun
// ("встреча Путина с Трампом, которая состоится") is put right: people do not take
// place.
func (r *reading) heldIn(s *nlp.Sentence, i int) []int {
	var out []int
	for v := i + 1; v < len(s.Tokens); v++ {
		t := &s.Tokens[v]
		if frame.Main(t.Deprel) != "acl" || !isVerb(t) || !r.wordIn(t, r.e.tab.sets[setHappen]) || !r.under(s, v, i) {
			continue
		}
		if h := t.Head; h != i && (!isNoun(&s.Tokens[h]) || r.meetingRow(&s.Tokens[h]) != nil) {
			continue
		}
		for _, k := range s.Children(v) {
			if u := &s.Tokens[k]; int(k) < v && r.e.frames.Relative(u) && r.e.frames.Case(s, int(k)) == "" {
				out = append(out, v)
				break
			}
		}
	}
	return out
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
