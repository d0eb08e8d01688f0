package names

import (
	"cmp"
	"slices"
	"strings"
)

// read resolves the items of a sentence in text order.
func (r *reader) read(i int) {
	s := &r.sents[i]
	r.findHosts(s)
	for k := range s.items {
		r.resolve(s, k)
	}
	r.pronouns(s)
}

// resolve finds the entity of an item, what it needs first.
func (r *reader) resolve(s *sentence, k int) int {
	it := &s.items[k]
	if it.done {
		return it.ent
	}
	it.done = true
	if it.kind == entRole {
		// In "el ministro sirio de Exteriores" the adjective is also that of the
		// ministry.
		for _, o := range it.of {
			if x := &s.items[o]; x.kind == entInst && len(x.of) == 0 && x.codes == nil {
				for _, p := range it.of {
					if y := &s.items[p]; y.kind == entDemonym || y.kind == entState {
						x.codes = y.codes
					}
				}
			}
		}
	}
	for _, o := range it.of {
		r.resolve(s, o)
	}
	form := ByName
	switch it.kind {
	case entState:
		it.ent = r.state(it.codes[0])
	case entCapital:
		form = ByMetonym
		if !it.article { // with one it is something else: "el Madrid"
			it.ent = r.capital(s, it)
		}
	case entDemonym:
		it.ent = r.demonym(s, k)
		return it.ent
	case entOrg:
		if e, ok := r.d.Organisation(it.entries[0].id); ok {
			it.ent = r.cast.Ensure(e)
		}
	case entSeat:
		form = ByMetonym
		it.ent = r.seat(it)
	case entCity:
		it.ent = r.cast.Ensure(Entity{ID: "place/" + slug(r.words(s, it.core0, it.core1)), Kind: Place,
			Name: sameName(r.words(s, it.core0, it.core1)), Country: it.codes[0], Issuer: -1})
	case entOutlet:
		o := &r.d.outlets[it.entries[0].index]
		it.ent = r.cast.Ensure(Entity{ID: o.id, Kind: Outlet, Name: o.name, Country: o.country, Issuer: -1})
	case entPerson:
		it.ent = r.person(s, k)
	case entRole:
		form = ByRole
		it.ent = r.role(s, k)
		if len(it.names) > 0 {
			form = ByName
		}
	case entInst:
		it.ent = r.institution(s, k)
	case entDoc:
		it.ent = r.document(s, k)
	case entStateNoun, entRegion:
		form = ByRole
		it.ent = r.stateNoun(s, k)
	}
	if it.ent < 0 {
		return -1
	}
	if it.kind == entRole && it.reverse {
		// The outer mention runs from the name to the end of the office.
		y := &s.items[it.names[0]]
		r.mention(s, it.ent, ByName, y.first, it.last, y.core0, -1)
		form = ByRole
	}
	r.mention(s, it.ent, form, it.first, it.last, it.core0, k)
	return it.ent
}

// mention records a mention and, for an item, its trace.
func (r *reader) mention(s *sentence, ent int, form Form, first, last, core, k int) {
	sp := span(s.Sentence, first, last)
	head := treeHead(s, first, last, core)
	m := Mention{Span: sp, Sent: s.index, First: first, Last: last, Head: head, Form: form, Entity: ent}
	r.cast.Mentions = append(r.cast.Mentions, m)
	at := len(r.cast.Mentions) - 1
	for i := first; i <= last; i++ {
		t := &s.Tokens[i]
		if i == core || i == head || (t.Head < first || t.Head > last) && t.UPOS != "PUNCT" && t.UPOS != "ADP" {
			key := [2]int{s.index, i}
			r.heads[key] = append(r.heads[key], at)
		}
	}
	if k < 0 {
		return
	}
	it := &s.items[k]
	if len(r.trail) >= 2*view {
		r.trail = append(r.trail[:0], r.trail[view:]...)
	}
	r.trail = append(r.trail, trace{
		ent: ent, sent: s.index, tok: core, code: r.cast.StateOf(ent), nested: it.parent >= 0 && s.items[it.parent].kind != entPerson || form == ByDemonym, demonym: form == ByDemonym,
		subject: r.subject(s, first, last, r.cast.Entities[ent].Kind == Person), quoted: s.quoted[core],
		named: form == ByName && r.cast.Entities[ent].Kind != Person,
	})
}

// view is how many traces back the search for who is meant goes at least.
const view = 1500

// subject reports whether a phrase is the subject of a clause, or a person
// without a preposition that stands where a subject may.
func (r *reader) subject(s *sentence, first, last int, person bool) bool {
	for i := first; i <= last; i++ {
		t := &s.Tokens[i]
		if t.Head >= first && t.Head <= last {
			continue
		}
		j := i
		for n := 0; s.Tokens[j].Deprel == "conj" && s.Tokens[j].Head >= 0 && n < 20; n++ {
			j = s.Tokens[j].Head
		}
		d := s.Tokens[j].Deprel
		if strings.HasPrefix(d, "nsubj") {
			return true
		}
		if person && (d == "obj" || d == "root" || strings.HasPrefix(d, "obl") || d == "iobj") && !r.cased(s, j) {
			return true
		}
	}
	return false
}

// cased reports whether a token has a preposition.
func (r *reader) cased(s *sentence, i int) bool {
	for _, c := range s.Children(i) {
		if s.Tokens[c].Deprel == "case" {
			return true
		}
	}
	return false
}

func (r *reader) words(s *sentence, first, last int) string {
	sp := span(s.Sentence, first, last)
	if sp.Start < 0 || sp.End > len(r.doc.Text) || sp.Start > sp.End {
		return ""
	}
	return strings.Join(strings.Fields(sp.Of(r.doc.Text)), " ")
}

func sameName(n string) Name { return Name{n, n, n} }

func (r *reader) state(code string) int {
	e, ok := r.d.State(code)
	if !ok {
		return -1
	}
	return r.cast.Ensure(e)
}

// stateOrOrg returns the entity of a code of either kind.
func (r *reader) stateOrOrg(code string) int {
	if i := r.state(code); i >= 0 {
		return i
	}
	if e, ok := r.d.Organisation(code); ok {
		return r.cast.Ensure(e)
	}
	return -1
}

// capital returns the state whose capital an item names, or the organisation
// that mostly speaks from there.
func (r *reader) capital(s *sentence, it *item) int {
	w := fold(r.words(s, it.core0, it.core1))
	for use := range r.lex.words {
		code, ok := strings.CutPrefix(use, "seat:")
		if !ok || !r.lex.words[use][w] || r.explicit[it.codes[0]] {
			continue
		}
		if e, ok := r.d.Organisation(code); ok {
			return r.cast.Ensure(e)
		}
	}
	return r.state(it.codes[0])
}

// demonym records a mention of every state that an item's adjective holds and
// returns the first.
func (r *reader) demonym(s *sentence, k int) int {
	it := &s.items[k]
	best := -1
	for i, c := range it.codes {
		// Two states may share an adjective; the article says which it is about.
		if len(it.codes) == 1 {
			for _, e := range it.entries {
				if e.kind == entDemonym && r.explicitName(e.id) && !r.explicitName(c) {
					c = e.id
				}
			}
			it.codes[0] = c
		}
		e := r.state(c)
		if e < 0 {
			continue
		}
		if i == 0 {
			best = e
		}
		r.mention(s, e, ByDemonym, it.core0, it.core1, it.core0, k)
	}
	return best
}

func (r *reader) explicitName(code string) bool { return r.cast.Find(code) >= 0 }

func (r *reader) seat(it *item) int {
	x := &r.d.seats[it.entries[0].index]
	if r.d.states[x.country] == nil {
		if i := r.stateOrOrg(x.country); i >= 0 {
			return i
		}
	}
	e := r.d.Institution(x.office, x.country)
	return r.cast.Ensure(e)
}

// codesOf returns the states and organisations that the complements of an item
// name.
func (r *reader) codesOf(s *sentence, it *item) []string {
	var out []string
	add := func(c string) {
		if c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, o := range it.of {
		x := &s.items[o]
		switch x.kind {
		case entState, entDemonym, entCity:
			for _, c := range x.codes {
				add(c)
			}
		case entCapital:
			if x.ent >= 0 {
				add(r.cast.Entities[x.ent].Code)
			}
		case entOrg:
			add(x.entries[0].id)
		default:
			if x.ent < 0 {
				continue
			}
			e := &r.cast.Entities[x.ent]
			if e.Plural {
				for _, m := range e.Members {
					add(r.cast.StateOf(m))
				}
				continue
			}
			add(cmp.Or(r.cast.StateOf(x.ent), e.Code))
		}
	}
	return out
}

// plural returns the entity that takes several as one.
func (r *reader) plural(kind Kind, members []int) int {
	var ids, es, en, ru []string
	members = slices.Clone(members)
	for _, m := range members {
		e := &r.cast.Entities[m]
		ids = append(ids, e.ID)
		es, en, ru = append(es, e.Name.ES), append(en, e.Name.EN), append(ru, e.Name.RU)
	}
	sorted := slices.Sorted(slices.Values(ids))
	e := Entity{ID: "x/" + strings.Join(sorted, "+"), Kind: kind, Plural: true, Members: members, Issuer: -1,
		Name: Name{strings.Join(es, "; "), strings.Join(en, "; "), strings.Join(ru, "; ")}}
	return r.cast.Ensure(e)
}
