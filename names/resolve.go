package names

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// read resolves the items of a sentence in text order.
func (r *reader) read(i int) {
	s := &r.sents[i]
	r.findHosts(s)
	for k := range s.items {
		r.resolve(s, k)
	}
}

// resolve finds the entity of an item, what it needs first.
func (r *reader) resolve(s *sentence, k int) int {
	it := &s.items[k]
	if it.done {
		return it.ent
	}
	it.done = true
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
		form = ByDemonym
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
	r.trail = append(r.trail, trace{
		ent: ent, sent: s.index, tok: core, code: r.cast.StateOf(ent), nested: it.parent >= 0 && s.items[it.parent].kind != entPerson || form == ByDemonym, demonym: form == ByDemonym,
		subject: r.subject(s, first, last, r.cast.Entities[ent].Kind == Person), quoted: s.quoted[core],
		named: form == ByName && r.cast.Entities[ent].Kind != Person,
	})
}

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

// findHosts notes where the journeys of a sentence go to.
func (r *reader) findHosts(s *sentence) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		l := fold(cmp.Or(t.Lemma, t.Form))
		if !r.lex.is("visit", l) && !r.lex.is("visiting", l) {
			continue
		}
		for j := i + 1; j < len(s.Tokens) && j < i+14; j++ {
			if t := &s.Tokens[j]; t.Feat("VerbForm") == "Fin" && j > i+1 {
				break
			}
			c := s.cover[j]
			if c < 0 || s.items[c].core0 != j {
				continue
			}
			it := &s.items[c]
			if it.kind != entState && it.kind != entCapital && it.kind != entCity {
				continue
			}
			m := it.first - 1
			if m >= 0 && (r.lex.is("to", fold(s.Tokens[m].Form))) || r.lex.is("visiting", l) && m == i {
				r.hosts = append(r.hosts, host{s.index, i, it.codes[0]})
				break
			}
		}
	}
}

// host returns the state that receives, at a place of the text.
func (r *reader) host(s *sentence) string {
	for i := len(r.hosts) - 1; i >= 0; i-- {
		if r.hosts[i].sent <= s.index {
			return r.hosts[i].code
		}
	}
	return r.dateline
}

// before reports whether a trace stands before a token of a sentence. The title
// is read after the text.
func before(t *trace, s *sentence, tok int) bool {
	return t.sent < s.index || t.sent == s.index && t.tok < tok || s.Title
}

// possessor returns the state of whoever "su" at a token refers to.
func (r *reader) possessor(s *sentence, tok int, kinds ...Kind) (code string, ent int) {
	best := -1
	for pass := 0; pass < 3 && best < 0; pass++ {
		for i := range r.trail {
			t := &r.trail[i]
			if t.code == "" || !before(t, s, tok) || t.nested && pass < 2 || len(kinds) > 0 && !slices.Contains(kinds, r.cast.Entities[t.ent].Kind) {
				continue
			}
			same := t.sent == s.index && t.tok < tok
			switch pass {
			case 0:
				if same && t.subject && (best < 0 || t.tok > r.trail[best].tok) {
					best = i
				}
			case 1:
				if same && (best < 0 || t.tok > r.trail[best].tok) {
					best = i
				}
			case 2:
				if t.subject && t.quoted == s.quoted[tok] && (best < 0 || later2(t, &r.trail[best])) {
					best = i
				}
			}
		}
	}
	if best < 0 {
		return r.focus(s, tok), -1
	}
	return r.trail[best].code, r.trail[best].ent
}

func later2(a, b *trace) bool { return a.sent > b.sent || a.sent == b.sent && a.tok > b.tok }

// focus returns the state that the text is about at a token: that of the place
// with which the sentence opens, of the last subject, of the dateline.
func (r *reader) focus(s *sentence, tok int) string {
	for k := range s.items {
		it := &s.items[k]
		if it.core0 >= tok || it.core0 > 2 {
			break
		}
		if (it.kind == entCapital || it.kind == entState || it.kind == entCity) && it.first > 0 && r.lex.is("in", fold(s.Tokens[it.first-1].Form)) {
			return it.codes[0]
		}
	}
	var best, any *trace
	for i := range r.trail {
		t := &r.trail[i]
		if t.code == "" || !before(t, s, tok) {
			continue
		}
		if !t.nested && t.subject && !t.quoted && (best == nil || later2(t, best)) {
			best = t
		}
		if !t.nested && (any == nil || later2(t, any)) {
			any = t
		}
	}
	switch {
	case best != nil:
		return best.code
	case r.dateline != "":
		return r.dateline
	case any != nil:
		return any.code
	}
	// Nothing yet: the state that the article names most.
	code, n := "", 0
	for c, m := range r.present {
		if m > n || m == n && c < code {
			code, n = c, m
		}
	}
	return code
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

// stateNoun resolves "el país centroamericano", "ambos países", "las partes".
func (r *reader) stateNoun(s *sentence, k int) int {
	it := &s.items[k]
	if it.kind == entRegion {
		row := &r.lex.regions[it.entries[0].index]
		if !row.noun || !it.article && !it.demonstrative || it.parent >= 0 && s.items[it.parent].kind == entStateNoun {
			return -1
		}
		return r.recentState(s, it.core0, row.members, true)
	}
	plural := it.entries[0].id != "state-noun"
	if plural {
		if !it.both && it.entries[0].id != "parties" && !it.demonstrative || it.indefinite {
			return -1
		}
		if it.entries[0].id == "parties" && !it.article && !it.both || it.entries[0].id == "parties" && it.last > it.core1 {
			return -1
		}
		pair := r.pair(s, it.core0)
		if len(pair) < 2 {
			return -1
		}
		return r.plural(State, pair)
	}
	if it.indefinite {
		return -1
	}
	if codes := r.codesOf(s, it); len(codes) == 1 {
		return r.stateOrOrg(codes[0])
	}
	if it.region >= 0 {
		return r.recentState(s, it.core0, r.lex.regions[s.items[it.region].entries[0].index].members, false)
	}
	if it.last > it.core1 {
		return -1
	}
	if it.possessive {
		// A state has no country of its own.
		code, _ := r.possessor(s, it.core0, Person, Organisation)
		return r.state(code)
	}
	if !it.article && !it.demonstrative {
		return -1
	}
	return r.recentState(s, it.core0, nil, false)
}

// recentState returns the state mentioned last, among those given if any. The
// subject of the same sentence comes last.
func (r *reader) recentState(s *sentence, tok int, members map[string]bool, strict bool) int {
	var best *trace
	for _, own := range []bool{false, true} {
		for i := range r.trail {
			t := &r.trail[i]
			if t.code == "" || !before(t, s, tok) || members != nil && !members[t.code] {
				continue
			}
			if t.demonym && members == nil || !own && members == nil && t.sent == s.index && t.subject && !t.nested {
				continue
			}
			if best == nil || later2(t, best) {
				best = t
			}
		}
		if best != nil {
			return r.state(best.code)
		}
	}
	return -1
}

// pair returns the two states most spoken of before a token.
func (r *reader) pair(s *sentence, tok int) []int {
	score := map[string]float64{}
	for i := range r.trail {
		t := &r.trail[i]
		if t.code == "" || !before(t, s, tok) {
			continue
		}
		d := max(s.index-t.sent, 0)
		if s.Title {
			d = t.sent
		}
		w := 1 / float64(1+d)
		if t.subject {
			w *= 1.5
		}
		score[t.code] += w
	}
	codes := make([]string, 0, len(score))
	for c := range score {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) })
	if len(codes) < 2 {
		return nil
	}
	return []int{r.state(codes[0]), r.state(codes[1])}
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

// institution resolves a ministry, presidency, government or embassy.
func (r *reader) institution(s *sentence, k int) int {
	it := &s.items[k]
	row := &r.lex.insts[it.entries[0].index]
	codes := r.codesOf(s, it)
	if row.key == "-" {
		return r.body(s, it, codes)
	}
	if it.indefinite || it.parent >= 0 && s.items[it.parent].kind == entRole && len(codes) == 0 && !it.caps && !it.article && !it.possessive {
		return -1
	}
	if row.only != "" {
		codes = []string{row.only}
	}
	if row.plural || len(codes) > 1 {
		if len(codes) < 2 {
			if !it.both {
				return -1
			}
			for _, p := range r.pair(s, it.core0) {
				codes = append(codes, r.cast.Entities[p].Code)
			}
		}
		if len(codes) < 2 {
			return -1
		}
		var members []int
		for _, c := range codes {
			members = append(members, r.cast.Ensure(r.d.Institution(row.key, c)))
		}
		return r.plural(Organisation, members)
	}
	// A word without a determiner or complement, in small letters, is no name.
	if len(codes) == 0 && !it.caps && !it.article && !it.possessive && !it.demonstrative {
		return -1
	}
	code := ""
	switch {
	case len(codes) == 1:
		code = codes[0]
	case it.possessive:
		code, _ = r.possessor(s, it.core0)
	case len(row.hint) > 0:
		for _, h := range row.hint {
			if r.present[h] > r.present[code] {
				code = h
			}
		}
		code = cmp.Or(code, r.focus(s, it.core0))
	case row.use == "other":
		if code = r.last(row.key); code != "" {
			break
		}
		lead := r.focus(s, it.core0)
		var best *trace
		for i := range r.trail {
			if t := &r.trail[i]; t.code != "" && t.code != lead && before(t, s, it.core0) && (best == nil || later2(t, best)) {
				best = t
			}
		}
		code = lead
		if best != nil {
			code = best.code
		}
	default:
		code = r.focus(s, it.core0)
	}
	if code == "" {
		return -1
	}
	if r.d.states[code] == nil {
		// The government of an organisation is that organisation.
		if i := r.stateOrOrg(code); i >= 0 && row.key == "government" {
			return i
		}
	}
	return r.cast.Ensure(r.d.Institution(row.key, code))
}

// last returns the state of the institution of a kind in the cast, when there
// is just one.
func (r *reader) last(key string) string {
	code := ""
	for i := range r.cast.Entities {
		if c, ok := strings.CutPrefix(r.cast.Entities[i].ID, key+"/"); ok {
			if code != "" {
				return ""
			}
			code = c
		}
	}
	return code
}

// body resolves a name that begins with a noun of institution and that no table
// knows.
func (r *reader) body(s *sentence, it *item, codes []string) int {
	if !it.caps {
		return -1
	}
	last := it.last
	// The state it belongs to is no part of the name.
	name := r.words(s, it.core0, last)
	if last == it.core1 {
		// Alone it points back at the body whose name begins with it.
		w := fold(name)
		for i := len(r.cast.Entities) - 1; i >= 0; i-- {
			e := &r.cast.Entities[i]
			if e.Kind == Organisation && strings.HasPrefix(e.ID, "x/"+w+"-") {
				return i
			}
		}
		return -1
	}
	code := ""
	if len(codes) > 0 {
		code = codes[0]
	}
	return r.cast.Ensure(Entity{ID: "x/" + slug(name), Kind: Organisation, Name: sameName(name), Country: code, Issuer: -1})
}

// document resolves the noun of a document.
func (r *reader) document(s *sentence, k int) int {
	it := &s.items[k]
	row := &r.lex.docs[it.entries[0].index]
	name := r.words(s, it.core0, it.last)
	bare := it.last == it.core1 && len(it.of) == 0
	if bare && (it.article || it.demonstrative) || row.echo && (it.article || it.demonstrative) {
		if e := r.lastDocument(s, it.core0, row, k); e >= 0 {
			return e
		}
	}
	if bare && !it.caps && !it.article && !it.demonstrative && !it.indefinite && !it.possessive || row.echo && !it.article && !it.demonstrative || it.parent >= 0 {
		return -1
	}
	e := Entity{Kind: Document, Name: sameName(name), Issuer: -1}
	for _, o := range it.of {
		x := &s.items[o]
		if x.ent < 0 && r.resolve(s, o) < 0 {
			continue
		}
		if x.kind == entCapital || x.kind == entCity {
			if it.caps {
				place := r.placeName(x)
				e.Name.EN = place + " " + titled(row.en)
				continue
			}
		}
		if e.Issuer < 0 {
			e.Issuer = x.ent
		}
	}
	if e.Issuer < 0 && !it.caps && (row.kind == "communique" || row.kind == "note" || row.kind == "letter" || row.kind == "report" || row.kind == "document") {
		if _, ent := r.possessor(s, it.core0); ent >= 0 && r.cast.Entities[ent].Kind != Document {
			e.Issuer = ent
		}
	}
	if it.caps {
		e.ID = "x/" + slug(name)
		return r.cast.Ensure(e)
	}
	r.local++
	e.ID = "x/" + row.kind + "-" + itoa(r.local)
	return r.cast.Ensure(e)
}

// placeName returns the English name of the place that an item names, when it
// is the capital of a state.
func (r *reader) placeName(x *item) string {
	if x.kind == entCapital {
		for _, f := range r.d.forms {
			if f.code == x.codes[0] && f.kind == "capital" && f.lang == "en" {
				return f.forms[0]
			}
		}
	}
	return r.cast.Entities[x.ent].Name.EN
}

func titled(w string) string {
	c, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(c)) + w[n:]
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// lastDocument returns the document spoken of last before a token that row may
// point back at.
func (r *reader) lastDocument(s *sentence, tok int, row *docRow, self int) int {
	var best *trace
	for i := range r.trail {
		t := &r.trail[i]
		e := &r.cast.Entities[t.ent]
		if e.Kind != Document || !before(t, s, tok) {
			continue
		}
		if !row.echo && !r.docKind(t.ent, row.kind) {
			continue
		}
		if best == nil || later2(t, best) {
			best = t
		}
	}
	if best == nil {
		return -1
	}
	return best.ent
}

// docKind reports whether a document of the cast is of a kind, going by the
// noun at the head of its name.
func (r *reader) docKind(ent int, kind string) bool {
	e := &r.cast.Entities[ent]
	if strings.HasPrefix(e.ID, "x/"+kind+"-") {
		return true
	}
	w := wordsOf(e.Name.ES)
	if len(w) == 0 {
		return false
	}
	return slices.ContainsFunc(r.f.trie.entries[r.f.trie.next[edge{0, fold(w[0])}]], func(x entry) bool {
		return x.kind == entDoc && r.lex.docs[x.index].kind == kind
	})
}

// emit is called once all sentences are read.
func (r *reader) emit() {}

var (
	_ nlp.Token
	_ text.Span
)
