package names

import "strings"

// phrases gives the nouns of office, institution and document of a sentence
// their extent, from right to left, so that what a phrase holds is read before
// it.
func (r *reader) phrases(s *sentence) {
	for k := len(s.items) - 1; k >= 0; k-- {
		it := &s.items[k]
		r.left(s, k)
		r.definite(it)
		switch it.kind {
		case entRole, entInst, entDoc, entStateNoun:
			r.right(s, k)
		}
		if it.kind == entRole {
			r.named(s, k)
		}
	}
	for k := range s.items {
		r.namedBefore(s, k)
	}
	for k := range s.items {
		it := &s.items[k]
		it.head = treeHead(s, it.first, it.last, it.core0)
	}
}

// treeHead returns the token of a phrase whose head lies outside it.
func treeHead(s *sentence, first, last, core int) int {
	for i := first; i <= last; i++ {
		if h := s.Tokens[i].Head; h < first || h > last {
			if i == core {
				return i
			}
		}
	}
	for i := first; i <= last; i++ {
		if h := s.Tokens[i].Head; (h < first || h > last) && s.Tokens[i].UPOS != "ADP" && s.Tokens[i].UPOS != "PUNCT" && s.Tokens[i].Deprel != "case" && s.Tokens[i].Deprel != "det" {
			return i
		}
	}
	return core
}

// left takes in the determiner and what stands between it and the noun, and
// whose the noun is where the language says so before it.
func (r *reader) left(s *sentence, k int) {
	it := &s.items[k]
	i := it.core0 - 1
	two := false
	defer func() {
		if two && len(r.lex.words["article"]) == 0 {
			it.both = true
		}
	}()
	for i >= 0 {
		t := &s.Tokens[i]
		w := fold(t.Form)
		if c := int(s.cover[i]); c >= 0 {
			if x := &s.items[c]; r.ownerBefore(it, x) && x.core1 == i && x.parent < 0 && !(x.kind == entCity && x.core0 == 0) {
				if x.kind == entRegion {
					it.region = c
				} else {
					it.of = append(it.of, c)
				}
				x.parent = k
				it.first = x.core0
				i = x.core0 - 1
				continue
			}
			break
		}
		if r.lex.is("genitive", w) && i > 0 && s.cover[i-1] >= 0 {
			// "Brazil's foreign minister": as good as an article
			x := &s.items[s.cover[i-1]]
			if (whose(x) || x.kind == entOutlet) && x.core1 == i-1 && x.parent < 0 {
				r.left(s, int(s.cover[i-1]))
				it.of = append(it.of, int(s.cover[i-1]))
				x.parent = k
				it.first = x.first
				it.article = true
			}
			return
		}
		switch {
		case r.lex.is("both", w):
			it.both = true
		case r.lex.is("two", w):
			two = true
		case r.lex.is("self", w):
			it.self = true
		case r.lex.is("former", w) && it.kind == entRole:
			it.former = true
		case r.lex.is("possessive", w):
			it.possessive = true
			it.both = it.both || two
			it.first = i
			return
		case r.lex.is("article", w):
			it.article = true
			it.both = it.both || two
			// The article within a contraction has no span of its own.
			if i > 0 && s.Tokens[i-1].Span == t.Span {
				return
			}
			it.first = i
			return
		case r.lex.is("indefinite", w):
			it.indefinite = true
			it.first = i
			return
		case r.lex.is("demonstrative", w):
			if t.UPOS == "SCONJ" || strings.Contains(t.Feat("PronType"), "Rel") {
				return // "that" of a clause
			}
			it.demonstrative = true
			it.both = it.both || two
			it.first = i
			return
		case r.lex.is("neutral", w) && it.kind == entRole:
		case t.UPOS == "ADJ" && !isCap(t.Form) && (it.kind == entRole || it.kind == entInst || it.kind == entDoc) && (s.Tokens[i].Head >= it.core0 && s.Tokens[i].Head <= it.core1 || i > 0 && s.Tokens[i-1].UPOS == "DET"):
		default:
			return
		}
		it.first = i
		i--
	}
}

// ownerBefore reports whether x may stand before the noun of it to say whose
// that is: "the Kazakh president", "Kremlin spokesman".
func (r *reader) ownerBefore(it, x *item) bool {
	switch it.kind {
	case entRole, entInst, entDoc, entStateNoun:
	default:
		return false
	}
	kind := ""
	switch x.kind {
	case entDemonym:
		kind = "demonym"
	case entRegion:
		kind = "region"
	case entState:
		kind = "state"
	case entCapital, entCity:
		kind = "city"
	case entOrg, entSeat, entInst:
		kind = "organisation"
	}
	return kind != "" && r.lex.is("before-noun", kind)
}

// definite gives an article to nouns without a determiner in a language that
// has none.
func (r *reader) definite(it *item) {
	switch it.kind {
	case entRole, entInst, entDoc, entStateNoun, entRegion:
		if len(r.lex.words["article"]) == 0 && !it.indefinite && !it.possessive && !it.demonstrative && !it.both {
			it.article = true
		}
	}
}

// genitive reports whether what begins at token i says whose the noun before it
// is by its case alone: "президент Казахстана", "глава МИД".
func (r *reader) genitive(s *sentence, it *item, i int) bool {
	if len(r.lex.words["of-case"]) == 0 || i >= len(s.Tokens) {
		return false
	}
	x := r.itemAt(s, i)
	if x < 0 {
		t := &s.Tokens[i]
		return (t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "ADJ") && r.lex.is("of-case", fold(t.Feat("Case"))) && it.core0 <= t.Head && t.Head < i
	}
	y := &s.items[x]
	if !whose(y) {
		return false
	}
	if y.kind == entPerson {
		// In the case of the noun it names who that is.
		a, b := s.Tokens[it.core0].Feat("Case"), s.Tokens[y.core0].Feat("Case")
		return a != b && r.lex.is("of-case", fold(b)) && s.Tokens[y.core0].Deprel == "nmod"
	}
	t := &s.Tokens[y.core0]
	c := t.Feat("Case")
	if (t.Deprel == "nmod" || strings.HasPrefix(t.Deprel, "flat")) && t.Head >= it.core0 && t.Head <= it.core1 && t.Form != t.Lemma && t.UPOS != "NOUN" {
		return true // whatever case the tagger gives to a name that is no nominative
	}
	return c == "" || r.lex.is("of-case", fold(c)) || s.words != nil && shapeOf(s.Tokens[y.core0].Form) == upper
}

// whose reports whether an item may say whose an office is.
func whose(it *item) bool {
	switch it.kind {
	case entState, entCapital, entCity, entSeat, entOrg, entRole, entInst, entStateNoun, entPerson:
		return true
	}
	return false
}

// itemAt returns the item whose phrase begins at token i, articles before it
// passed over, or -1.
func (r *reader) itemAt(s *sentence, i int) int {
	for i < len(s.Tokens) {
		if c := s.cover[i]; c >= 0 {
			if s.items[c].core0 == i {
				return int(c)
			}
			return -1
		}
		for k := range s.items {
			if s.items[k].first == i && s.items[k].core0 > i {
				return k
			}
		}
		if w := fold(s.Tokens[i].Form); !r.lex.is("article", w) {
			return -1
		}
		i++
	}
	return -1
}

// right takes in adjectives and complements after a noun.
func (r *reader) right(s *sentence, k int) {
	it := &s.items[k]
	open := it.kind == entInst && r.lex.insts[it.entries[0].index].key == "-" && it.caps || it.kind == entDoc && it.caps
	var role *roleRow
	if it.kind == entRole {
		role = &r.lex.roles[it.entries[0].index]
	}
	plural := role != nil && role.plural || it.kind == entStateNoun && it.entries[0].id != "state-noun" || it.kind == entInst && r.lex.insts[it.entries[0].index].plural
	n := len(s.Tokens)
	i := it.core1 + 1
	for i < n {
		t := &s.Tokens[i]
		w := fold(t.Form)
		if c := int(s.cover[i]); c >= 0 && s.items[c].core0 == i {
			x := &s.items[c]
			if x.kind == entDemonym {
				it.of = append(it.of, c)
				x.parent = k
				it.last = x.core1
				i = x.core1 + 1
				continue
			}
			if x.kind == entRegion {
				it.region = c
				x.parent = k
				it.last = x.core1
				i = x.core1 + 1
				continue
			}
			if it.kind == entInst && x.kind == entPerson && !x.run && x.parent < 0 && it.last == it.core1 && (len(r.lex.words["of-case"]) == 0 || r.genitive(s, it, i)) {
				// "la Administración Biden"
				it.of = append(it.of, c)
				x.parent = k
				it.last = x.core1
				i = x.core1 + 1
				continue
			}
			if (!open || !x.run) && !r.genitive(s, it, i) {
				break
			}
		}
		if it.kind == entDoc && t.VerbForm() == "Part" || t.VerbForm() == "Fin" {
			break
		}
		if s.cover[i] < 0 && role != nil && r.lex.is("neutral", w) {
			it.last = i
			i++
			continue
		}
		if s.cover[i] < 0 && t.UPOS == "ADJ" && !isCap(t.Form) && !r.lex.is("self", w) && role == nil || s.cover[i] < 0 && t.UPOS == "ADJ" && !isCap(t.Form) && role != nil && ((it.other || i == it.core1+1) && t.VerbForm() == "" || t.Head == it.core0 || t.Head == it.core1 || s.Tokens[i-1].Deprel == "amod") {
			if role != nil && role.use == "leads" && !r.lex.is("neutral", w) {
				it.other = true
			}
			it.last = i
			i++
			continue
		}
		if c := s.cover[i]; open && c >= 0 && s.items[c].run && s.items[c].core0 == i && s.items[c].parent < 0 {
			s.items[c].parent = k
			s.items[c].done = true
			it.last = s.items[c].last
			i = it.last + 1
			continue
		}
		if open && s.cover[i] < 0 && isCap(t.Form) {
			it.last = i
			i++
			continue
		}
		in := (r.lex.is("in", w) || r.lex.is("before", w)) && (role != nil && (role.office == "ambassador" || role.office == "consul" || role.office == "charge" || role.office == "special_envoy") || it.kind == entInst && r.lex.insts[it.entries[0].index].use == "abroad" || open)
		sent := r.lex.is("for", w) && role != nil && role.use == "loose" && it.last > it.core1
		in = in || sent
		j := i + 1
		if !r.lex.is("of", w) && !in && !(role != nil && role.office == "spokesperson" && r.lex.is("for", w)) {
			if !r.genitive(s, it, i) {
				break
			}
			j = i
		}
		x := r.itemAt(s, j)
		if x >= 0 && whose(&s.items[x]) && s.items[x].parent < 0 && !(s.items[x].run && open) {
			y := &s.items[x]
			if role != nil && y.run && !in && !r.givenName(s, y) {
				// Of something that no table knows.
				if role.use == "whole" || role.use == "title" {
					break
				}
				it.other = true
				y.parent = k
				it.last = y.last
				i = y.last + 1
				continue
			}
			if role != nil && role.use == "title" || y.kind == entPerson && it.kind == entRole && role.office != "-" && role.use != "loose" {
				break
			}
			if in && !open {
				it.at = x
			} else if !in {
				it.of = append(it.of, x)
			}
			y.parent = k
			it.last = y.last
			i = y.last + 1
			for plural && !in {
				m := i
				for m < n && (s.Tokens[m].UPOS == "CCONJ" || s.Tokens[m].Form == ",") {
					m++
				}
				if m == i || m >= n {
					break
				}
				if r.lex.is("of", fold(s.Tokens[m].Form)) {
					m++
				}
				z := r.itemAt(s, m)
				if z < 0 || !whose(&s.items[z]) || s.items[z].kind == entPerson || s.items[z].parent >= 0 {
					break
				}
				it.of = append(it.of, z)
				s.items[z].parent = k
				it.last = s.items[z].last
				i = it.last + 1
			}
			continue
		}
		if in && !open && !sent {
			break
		}
		if it.kind == entInst && !open && j+1 < n && s.cover[j] < 0 && s.cover[j+1] < 0 && r.lex.is("article", fold(s.Tokens[j].Form)) && !r.lex.is("own", fold(s.Tokens[j+1].Form)) && !isCap(t.Form) && s.Tokens[j+1].UPOS == "NOUN" {
			it.other = true // "la administración de la bolsa"
		}
		for j < n && s.cover[j] < 0 && (r.lex.is("article", fold(s.Tokens[j].Form)) || r.lex.is("possessive", fold(s.Tokens[j].Form))) {
			j++
		}
		if j >= n || s.Tokens[j].UPOS != "NOUN" && s.Tokens[j].UPOS != "PROPN" && !isCap(s.Tokens[j].Form) && (s.cover[j] >= 0 || j == i+1 || s.Tokens[j].UPOS != "ADJ" && s.Tokens[j].UPOS != "X" && s.Tokens[j].Deprel != "nmod") {
			break
		}
		if role != nil && role.use == "whole" || it.kind == entStateNoun || it.kind == entInst && !open || it.kind == entDoc && !isCap(s.Tokens[j].Form) {
			break
		}
		if role != nil {
			it.other = true
		}
		end := j
		if c := s.cover[j]; c >= 0 {
			if s.items[c].parent >= 0 || s.items[c].core0 != j {
				break
			}
			s.items[c].parent = k
			s.items[c].done = s.items[c].run
			end = s.items[c].last
		}
		if open || isCap(s.Tokens[j].Form) {
			end = r.capitals(s, end)
		}
		for c := j; c <= end; c++ {
			if x := s.cover[c]; x >= 0 && int(x) != k {
				s.items[x].parent = k
				s.items[x].done = s.items[x].run // a part of the name, not one of its own
			}
		}
		it.last = end
		i = end + 1
	}
	it.comp = it.last
	if it.kind == entDoc {
		r.published(s, k)
	}
}

// capitals extends a name over capitalised words joined by small ones and
// commas: "Amistad, Buena Vecindad y Cooperación".
func (r *reader) capitals(s *sentence, i int) int {
	n := len(s.Tokens)
	for i+1 < n {
		t := &s.Tokens[i+1]
		if isCap(t.Form) && t.UPOS != "PUNCT" {
			i++
			continue
		}
		// An enumeration goes on only to a last part joined by a conjunction.
		j := i + 1
		if t.Form == "," {
			m := j + 1
			for m < n && (isCap(s.Tokens[m].Form) || s.Tokens[m].Form == ",") {
				m++
			}
			if m < n && m > j+1 && s.Tokens[m].UPOS == "CCONJ" && m+1 < n && isCap(s.Tokens[m+1].Form) && s.Tokens[m-1].Form != "," {
				i = m + 1
				continue
			}
			return i
		}
		for j < n && j < i+3 && (s.Tokens[j].UPOS == "CCONJ" || s.Tokens[j].UPOS == "ADP" && r.lex.is("of", fold(s.Tokens[j].Form)) || r.lex.is("article", fold(s.Tokens[j].Form))) && !isCap(s.Tokens[j].Form) {
			j++
		}
		if j == i+1 || j >= n || !isCap(s.Tokens[j].Form) {
			return i
		}
		if c := s.cover[j]; c >= 0 && (s.items[c].kind == entState || s.items[c].kind == entCapital || s.items[c].kind == entPerson && !s.items[c].run || s.items[c].kind == entRole) {
			return i
		}
		i = j
	}
	return i
}

// published looks behind a document for a participle phrase that names who put
// it out.
func (r *reader) published(s *sentence, k int) {
	it := &s.items[k]
	i := it.last + 1
	if i < len(s.Tokens) && s.Tokens[i].Form == "," {
		i++
	}
	if i >= len(s.Tokens) || s.Tokens[i].VerbForm() != "Part" && (s.Tokens[i].UPOS != "ADJ" || s.Tokens[i].VerbForm() != "") {
		return
	}
	for ; i < len(s.Tokens); i++ {
		t := &s.Tokens[i]
		if t.UPOS == "PUNCT" || t.VerbForm() == "Fin" {
			return
		}
		if c := s.cover[i]; c >= 0 {
			x := &s.items[c]
			if x.kind == entSeat || x.kind == entInst || x.kind == entOrg {
				it.of = append(it.of, int(c))
				if s.Tokens[it.last+1].Form != "," {
					it.last = x.last
				}
				return
			}
		}
	}
}

func isPerson(it *item) bool { return it.kind == entPerson }

// named joins an office to the name that follows it, with or without a comma.
func (r *reader) named(s *sentence, k int) {
	it := &s.items[k]
	role := &r.lex.roles[it.entries[0].index]
	n := len(s.Tokens)
	i := it.last + 1
	if i >= n {
		return
	}
	comma := s.Tokens[i].Form == ","
	if c := s.cover[i]; it.other && !comma && c >= 0 && s.items[c].run && s.items[c].parent < 0 && !r.givenName(s, &s.items[c]) {
		// "el presidente de la petrolera YPF"
		s.items[c].parent = k
		it.last = s.items[c].last
		it.comp = it.last
		if i = it.last + 1; i >= n {
			return
		}
		comma = s.Tokens[i].Form == ","
	}
	if s.Tokens[i].Form == "(" {
		// An acronym between the office and the name.
		for m := i + 1; m < n && m < i+5; m++ {
			if s.Tokens[m].Form == ")" && m+1 < n && s.Tokens[m+1].Form == "," {
				i, comma = m+1, true
			}
		}
	}
	if comma {
		if role.use == "title" {
			return
		}
		i++
	}
	if i >= n || s.cover[i] < 0 {
		return
	}
	x := int(s.cover[i])
	y := &s.items[x]
	if y.core0 != i || !isPerson(y) || y.parent >= 0 {
		return
	}
	if comma && !r.closes(s, it, y) {
		return
	}
	if !comma && r.ofOuter(s, it, y) {
		return
	}
	if !comma && it.last > it.core1 && len(y.entries) == 0 && y.core0 == y.core1 {
		return // "la Administración Central"
	}
	it.names = append(it.names, x)
	y.parent = k
	it.last = y.last
	for role.plural {
		m := it.last + 1
		for m < n && (s.Tokens[m].UPOS == "CCONJ" || s.Tokens[m].Form == ",") {
			m++
		}
		if m == it.last+1 || m >= n || s.cover[m] < 0 {
			return
		}
		z := int(s.cover[m])
		if s.items[z].core0 != m || !isPerson(&s.items[z]) || s.items[z].parent >= 0 {
			return
		}
		it.names = append(it.names, z)
		s.items[z].parent = k
		it.last = s.items[z].last
	}
}

// ofOuter reports whether a name right behind a noun of office in the genitive
// names the holder of an office before it: in "пресс-секретарь президента Дмитрий
// Песков" the cases differ, and where they don't the tree tells.
func (r *reader) ofOuter(s *sentence, it, y *item) bool {
	t := &s.Tokens[it.core0]
	if len(r.lex.words["of-case"]) == 0 || !r.lex.is("of-case", fold(t.Feat("Case"))) || t.Deprel != "nmod" || t.Head < 0 || t.Head >= it.first {
		return false
	}
	if c := s.cover[t.Head]; c < 0 || s.items[c].kind != entRole {
		return false
	}
	n := &s.Tokens[y.core0]
	if n.Feat("Case") != t.Feat("Case") {
		return true
	}
	return n.Head == t.Head
}

// givenName reports whether a run begins with a first name that the directory
// knows.
func (r *reader) givenName(s *sentence, it *item) bool {
	_, ok := r.d.given[loosen(s.Tokens[it.core0].Form)]
	return ok && it.core1 > it.core0
}

// closes reports whether a name after a comma is the apposition of a phrase:
// what follows it is a mark or a conjunction, or the tree says so.
func (r *reader) closes(s *sentence, it, y *item) bool {
	m := y.last + 1
	if m >= len(s.Tokens) || s.Tokens[m].UPOS == "PUNCT" || s.Tokens[m].UPOS == "CCONJ" || len(wordsOf(s.Tokens[m].Form)) == 0 {
		return true
	}
	for i := y.first; i <= y.last; i++ {
		t := &s.Tokens[i]
		if t.Deprel == "appos" && t.Head >= it.first && t.Head <= it.last {
			return true
		}
	}
	return false
}

// namedBefore joins an office to a name before it: "Laura Sarabia, canciller de
// Colombia,".
func (r *reader) namedBefore(s *sentence, k int) {
	y := &s.items[k]
	if !isPerson(y) || y.parent >= 0 {
		return
	}
	i := y.last + 1
	if i+1 >= len(s.Tokens) || s.Tokens[i].Form != "," && s.Tokens[i].Form != "(" {
		return
	}
	x := -1
	for c := range s.items {
		if s.items[c].kind == entRole && s.items[c].first == i+1 {
			x = c
		}
	}
	if x < 0 {
		return
	}
	it := &s.items[x]
	if len(it.names) > 0 || it.parent >= 0 {
		return
	}
	if m := it.last + 1; m < len(s.Tokens) && s.Tokens[m].UPOS != "PUNCT" {
		appos := false
		for c := it.first; c <= it.last; c++ {
			if t := &s.Tokens[c]; t.Deprel == "appos" && t.Head >= y.first && t.Head <= y.last {
				appos = true
			}
		}
		if !appos {
			return
		}
	}
	// A new subject after a verb's object has an article and a verb of its own.
	it.names = append(it.names, k)
	it.reverse = true
	it.parent = k
}
