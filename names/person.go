package names

import (
	"cmp"
	"slices"
	"strings"
)

// nameWords returns the loosened words of a person's name as it stands in the
// text, in the nominative where names decline.
func (r *reader) nameWords(s *sentence, it *item) []string {
	var out []string
	if r.f.cases == nil {
		eachWord(r.words(s, it.core0, it.core1), func(w string) { out = append(out, loosen(w)) })
		return out
	}
	for i := it.core0; i <= it.core1; i++ {
		t := &s.Tokens[i]
		lemma := wordsOf(t.Lemma)
		n := 0
		eachWord(t.Form, func(w string) {
			k := loosen(w)
			switch b := r.f.base[k]; {
			case b != "":
				k = b
			case t.UPOS == "PROPN" && n < len(lemma):
				k = loosen(lemma[n])
			}
			out = append(out, k)
			n++
		})
	}
	return out
}

// nominative returns the words of a name in the nominative, for the name of
// somebody whom the directory does not know.
func (r *reader) nominative(s *sentence, first, last int) string {
	if r.f.cases == nil {
		return r.words(s, first, last)
	}
	var b strings.Builder
	for i := first; i <= last; i++ {
		t := &s.Tokens[i]
		if i > first && s.Tokens[i-1].End < t.Start {
			b.WriteByte(' ')
		}
		if t.UPOS == "PROPN" && isCap(t.Lemma) {
			b.WriteString(t.Lemma)
		} else {
			b.WriteString(t.Form)
		}
	}
	return b.String()
}

// fullName returns the entity of a person named by first name and surname, or
// -1.
func (r *reader) fullName(s *sentence, it *item) int {
	w := r.nameWords(s, it)
	if len(w) < 2 {
		return -1
	}
	var ids []int
	known := false
	for _, e := range it.entries {
		if e.kind == entPerson && !it.run {
			ids = append(ids, int(e.index))
			known = true
		}
	}
	if !known {
		// A first name and a surname of the directory, with others between.
		for _, e := range it.entries {
			if (e.kind == entSurname || e.kind == entPerson) && r.sameFirst(int(e.index), w[0]) && !slices.Contains(ids, int(e.index)) {
				ids = append(ids, int(e.index))
			}
		}
		if it.run && len(ids) == 0 && !it.hasSurname() {
			for i := range r.lookSurname(w[1:]) {
				if r.sameFirst(i, w[0]) {
					ids = append(ids, i)
				}
			}
		}
	}
	if len(ids) > 0 {
		return r.known(r.best(ids))
	}
	if !known && !it.run {
		return -1 // a surname of several words, by itself
	}
	// The same person by more or fewer words of the name.
	for _, e := range r.full {
		if r.cast.Entities[e].Kind == Person && within(r.word[e], w) && (len(w) > 1 && r.word[e][0] == w[0] || len(w) > 1 && within(w, r.word[e])) {
			return e
		}
	}
	if role, _ := r.introducedBy(s, it); role == nil && r.tagged(s, it) != "PER" && (it.parent >= 0 || it.article || r.outletBefore(s, it) && !r.givenName(s, it) || !r.personal(s, it, w)) {
		return -1
	}
	name := r.nominative(s, it.core0, it.core1)
	e := r.cast.Ensure(Entity{ID: "x/" + slug(name), Kind: Person, Name: sameName(name), Gender: r.d.given[w[0]], Issuer: -1})
	r.word[e] = w
	return e
}

func (it *item) hasSurname() bool {
	return slices.ContainsFunc(it.entries, func(e entry) bool { return e.kind == entSurname })
}

// lookSurname yields the persons of the directory one of whose surnames ends
// the given words.
func (r *reader) lookSurname(w []string) map[int]bool {
	out := map[int]bool{}
	for i := range w {
		node := int32(0)
		ok := true
		for _, x := range w[i:] {
			if node, ok = r.f.people.next[edge{node, x}]; !ok {
				break
			}
		}
		if ok {
			for _, e := range r.f.people.entries[node] {
				if e.kind == entSurname {
					out[int(e.index)] = true
				}
			}
		}
	}
	return out
}

// within reports whether the words of short occur in long, in order.
func within(long, short []string) bool {
	i := 0
	for _, w := range long {
		if i < len(short) && w == short[i] {
			i++
		}
	}
	return i == len(short)
}

func (r *reader) sameFirst(p int, first string) bool {
	q := &r.d.persons[p]
	for _, n := range []string{q.name.ES, q.name.EN, q.name.RU} {
		if w := wordsOf(n); len(w) > 1 && loosen(w[0]) == first {
			return true
		}
	}
	return false
}

// weight says how likely news of the day speak of a person of the directory:
// one in office now, of a state that the article names.
func (r *reader) weight(p int) int {
	q := &r.d.persons[p]
	w := 0
	if r.present[q.country] > 0 {
		w += 4
	}
	for _, i := range r.d.held[q.id] {
		h := &r.d.holdings[i]
		if r.present[h.Of] > 0 {
			w += 1
		}
		if h.On(r.day) {
			w += 3
			switch h.Office {
			case "head_of_state", "head_of_government", "commission_president", "council_president", "secretary_general":
				w += 2 // whom news call by the surname alone
			}
		} else if near(h, r.day) {
			w++
		}
	}
	return w
}

// near reports whether an office was held within some eight years of a day.
func near(h *Holding, day string) bool {
	if len(day) < 4 {
		return true
	}
	y := year(day)
	return h.To != "" && year(h.To)+8 >= y && (h.From == "" || year(h.From) <= y+1)
}

func year(s string) int {
	n := 0
	for i := 0; i < 4 && i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func (r *reader) best(ids []int) int {
	return slices.MaxFunc(ids, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.weight(a), r.weight(b)), cmp.Compare(b, a))
	})
}

// known puts a person of the directory into the cast, with the offices of the
// day.
func (r *reader) known(p int) int {
	q := &r.d.persons[p]
	if i := r.cast.Find(q.id); i >= 0 {
		return i
	}
	e, _ := r.d.Person(q.id)
	var past *Holding
	for _, i := range r.d.held[q.id] {
		h := &r.d.holdings[i]
		if h.On(r.day) {
			e.Roles = append(e.Roles, Role{Office: h.Office, Of: h.Of})
		} else if past == nil || later(h.To, past.To) {
			past = h
		}
	}
	i := r.cast.Ensure(e)
	for _, n := range []string{e.Name.ES, e.Name.EN, e.Name.RU} {
		for _, w := range wordsOf(n) {
			r.word[i] = append(r.word[i], loosen(w))
		}
	}
	for _, n := range append(slices.Clone(q.surnames), q.aliases...) {
		for _, w := range wordsOf(n) {
			r.word[i] = append(r.word[i], loosen(w))
		}
	}
	return i
}

// person resolves a name.
func (r *reader) person(s *sentence, k int) int {
	it := &s.items[k]
	if it.ent >= 0 {
		return it.ent
	}
	w := r.nameWords(s, it)
	if len(w) == 0 {
		return -1
	}
	role, roleItem := r.introducedBy(s, it)
	gender := ""
	if roleItem != nil && role.office != "" {
		gender = r.roleGender(s, roleItem, role)
	}
	if len(w) > 1 {
		if e := r.fullName(s, it); e >= 0 {
			return e
		}
	}
	// Somebody of the article by part of the name.
	best, bestAt := -1, -1
	for e := range r.cast.Entities {
		x := &r.cast.Entities[e]
		if x.Kind != Person || x.Plural || r.word[e] == nil || gender != "" && x.Gender != "" && x.Gender != gender {
			continue
		}
		if !r.named1(r.word[e], w) {
			continue
		}
		at := 0
		for i := range r.trail {
			if t := &r.trail[i]; t.ent == e && before(t, s, it.core0) {
				at = max(at, 1+t.sent*1000+t.tok)
			}
		}
		if role != nil && r.holds(e, role.office, "", false) {
			at += 1 << 24
		}
		if w[len(w)-1] == lastWord(&r.cast.Entities[e], r) {
			at += 1 << 12
		}
		if best < 0 || at > bestAt {
			best, bestAt = e, at
		}
	}
	if best >= 0 {
		return best
	}
	// Somebody of the directory by surname.
	var ids []int
	for _, e := range it.entries {
		if (e.kind == entSurname || e.kind == entPerson) && !it.run {
			ids = append(ids, int(e.index))
		}
	}
	if len(ids) > 0 {
		ids = slices.DeleteFunc(ids, func(p int) bool {
			return gender != "" && r.d.persons[p].gender != "" && r.d.persons[p].gender != gender
		})
	}
	if len(ids) > 0 {
		b := r.best(ids)
		need := 5
		if it.entries[0].kind == entPerson {
			need = 3 // a nickname or single name of its own
		}
		if role != nil {
			need = 3
		}
		if r.weight(b) >= need {
			return r.known(b)
		}
	}
	kind := r.tagged(s, it)
	if role == nil && kind == "ORG" && it.run {
		return r.thing(s, it)
	}
	if role == nil && kind == "LOC" && it.run {
		return -1
	}
	if role == nil && len(w) < 2 {
		// One unknown word: a name only where it acts as somebody would.
		if !it.run || it.first < it.core0 || !r.subject(s, it.first, it.last, false) {
			return -1
		}
	}
	if it.run && role == nil && r.outletBefore(s, it) && !r.givenName(s, it) {
		return r.thing(s, it)
	}
	if it.article && role == nil {
		// Capitalised words with an article are no person.
		return r.thing(s, it)
	}
	if role == nil && kind != "PER" && !r.personal(s, it, w) {
		return r.thing(s, it)
	}
	name := r.nominative(s, it.core0, it.core1)
	e := r.cast.Ensure(Entity{ID: "x/" + slug(name), Kind: Person, Name: sameName(name), Gender: cmp.Or(gender, r.d.given[w[0]]), Issuer: -1})
	if r.word[e] == nil {
		r.word[e] = w
	}
	return e
}

// named1 reports whether the words of a short name belong to a full one.
func (r *reader) named1(full, short []string) bool {
	for _, w := range short {
		if !slices.Contains(full, w) {
			return false
		}
	}
	return true
}

func lastWord(e *Entity, r *reader) string {
	w := wordsOf(e.Name.ES)
	if len(w) == 0 {
		return ""
	}
	return loosen(w[len(w)-1])
}

// tagged returns what the tagger of names takes the words of an item for: "PER",
// "ORG", "LOC", ...; "" where it has not been asked, or says nothing of all of
// them.
func (r *reader) tagged(s *sentence, it *item) string {
	kind := ""
	for i := it.core0; i <= it.core1; i++ {
		if s.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		_, k, _ := strings.Cut(s.Tokens[i].MiscValue("NE"), "-")
		if k == "" || kind != "" && k != kind {
			return ""
		}
		kind = k
	}
	return kind
}

// personal reports whether unknown capitalised words look like somebody's name:
// a known first name, or words that the tree puts where people act.
func (r *reader) personal(s *sentence, it *item, w []string) bool {
	if _, ok := r.d.given[w[0]]; ok {
		return true
	}
	if it.core0 > 0 && (s.Tokens[it.core0-1].UPOS == "DET" || r.lex.is("of", fold(s.Tokens[it.core0-1].Form)) || r.lex.is("article", fold(s.Tokens[it.core0-1].Form))) {
		return false
	}
	return len(w) >= 2 && (it.core0 == 0 || !r.lex.is("in", fold(s.Tokens[it.core0-1].Form)))
}

// thing takes capitalised words for an organisation, when they act or when they
// name an outlet.
func (r *reader) thing(s *sentence, it *item) int {
	name := r.nominative(s, it.core0, it.core1)
	kind := Organisation
	if r.outletBefore(s, it) {
		kind = Outlet
	}
	if kind == Organisation && !r.subject(s, it.first, it.last, false) {
		return -1
	}
	return r.cast.Ensure(Entity{ID: "x/" + slug(name), Kind: kind, Name: sameName(name), Issuer: -1})
}

// outletBefore reports whether a noun of outlets stands right before a name.
func (r *reader) outletBefore(s *sentence, it *item) bool {
	for i := it.core0 - 1; i >= 0 && i >= it.core0-3; i-- {
		t := &s.Tokens[i]
		if r.lex.is("outlet-noun", fold(t.Form)) || r.lex.is("outlet-noun", fold(t.Lemma)) {
			return true
		}
		if t.UPOS != "ADJ" && s.cover[i] < 0 {
			return false
		}
	}
	return false
}

// introducedBy returns the office that stands beside a name.
func (r *reader) introducedBy(s *sentence, name *item) (*roleRow, *item) {
	for i := range s.items {
		it := &s.items[i]
		if it.kind == entRole && slices.ContainsFunc(it.names, func(k int) bool { return s.items[k].core0 == name.core0 }) {
			return &r.lex.roles[it.entries[0].index], it
		}
	}
	return nil, nil
}

// roleGender returns the gender that a noun of office and its determiner show.
func (r *reader) roleGender(s *sentence, it *item, role *roleRow) string {
	both := false
	for _, e := range it.entries {
		if e.kind == entRole && r.lex.roles[e.index].gender != role.gender {
			both = true
		}
	}
	if !both {
		return role.gender
	}
	for i := it.core0 - 1; i >= 0 && i >= it.core0-3; i-- {
		if g := s.Tokens[i].Feat("Gender"); g != "" && (s.Tokens[i].UPOS == "DET" || s.Tokens[i].UPOS == "ADJ") {
			return g
		}
	}
	// What agrees with it may stand behind it.
	for i := it.core1 + 1; i <= it.last && i <= it.core1+2; i++ {
		if g := s.Tokens[i].Feat("Gender"); g != "" && s.Tokens[i].UPOS == "ADJ" {
			return g
		}
	}
	return ""
}

// holds reports whether a person of the cast holds an office, of a state when
// one is given. With former set, an office held once counts and one held now
// does not.
func (r *reader) holds(ent int, office, code string, former bool) bool {
	e := &r.cast.Entities[ent]
	if e.Kind != Person || e.Plural {
		return false
	}
	class := r.class(office)
	if !former {
		for _, x := range e.Roles {
			if (code == "" || x.Of == code) && (slices.Contains(class, x.Office) || x.Office == office) {
				return true
			}
		}
		return false
	}
	for _, x := range e.Roles {
		if strings.HasPrefix(x.Office, "former_") && (code == "" || x.Of == code) && slices.Contains(class, strings.TrimPrefix(x.Office, "former_")) {
			return true
		}
	}
	for _, i := range r.d.held[e.ID] {
		h := &r.d.holdings[i]
		if (code == "" || h.Of == code) && slices.Contains(class, h.Office) && !h.On(r.day) && h.To != "" && !later(h.From, cmp.Or(r.day, "9999")) {
			return true
		}
	}
	return false
}

// class lists the offices that a key may mean.
func (r *reader) class(office string) []string {
	if o, ok := r.d.office[office]; ok && len(o.holders) > 0 {
		return o.holders
	}
	return []string{office}
}
