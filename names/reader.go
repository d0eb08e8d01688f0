package names

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/nlp"
)

// An item is a phrase of interest in a sentence: a known name, a run of
// capitalised words, or a noun of office, institution or document with what
// belongs to it.
type item struct {
	kind         entryKind
	run          bool // capitalised words that the directory does not know
	entries      []entry
	core0, core1 int   // the words themselves
	first, last  int   // the phrase around them
	comp         int   // its last token before names beside it
	head         int   // token that heads the phrase
	of           []int // items that say whose it is
	names        []int // items that name the same person
	at           int   // item that says where an embassy or ambassador is, -1
	region       int   // item of a region adjective, -1
	parent       int   // item whose complement or name this is, -1
	reverse      bool  // the name stands before the noun
	other        bool  // it belongs to something that is not a state ("presidente de la petrolera")
	codes        []string
	caps         bool // the core begins with a capital

	article, possessive, indefinite, demonstrative, both, self, former bool

	done bool
	ent  int // entity, -1
}

type sentence struct {
	*nlp.Sentence
	index  int
	items  []item
	cover  []int16 // by token: item whose core holds it, -1
	quoted []bool  // by token
	words  []word
	shouts bool // written in capitals throughout: they tell nothing
}

// A trace is one place where an actor came up, for finding who is meant next.
type trace struct {
	ent, sent, tok int
	code           string
	subject        bool
	quoted         bool
	nested         bool
	demonym        bool
	named          bool // by a state's own name, or an institution's
}

type reader struct {
	f     *Finder
	d     *Directory
	lex   *lexicon
	doc   *nlp.Document
	day   string
	cast  *Cast
	sents []sentence
	trail []trace
	heads map[[2]int][]int

	present  map[string]int // states that the article speaks of by name, demonym or capital, and how often
	explicit map[string]bool
	dateline string
	hosts    []host
	proper   map[string]bool // folded words that bear a capital within a sentence somewhere
	full     []int           // persons named in full anywhere in the article
	word     map[int][]string
	local    int
}

// A host is a state to which a journey goes.
type host struct {
	sent, tok int
	code      string
}

func newReader(f *Finder, doc *nlp.Document, day string) *reader {
	return &reader{
		f: f, d: f.dir, lex: f.lex, doc: doc, day: day,
		cast:    &Cast{states: f.dir.states},
		sents:   make([]sentence, len(doc.Sentences)),
		heads:   map[[2]int][]int{},
		present: map[string]int{}, explicit: map[string]bool{},
		word: map[int][]string{}, proper: map[string]bool{},
	}
}

// prepare cuts every sentence into items and looks ahead for what later
// decisions need: the states spoken of, people named in full, the dateline.
func (r *reader) prepare() {
	for i := range r.sents {
		s := &r.sents[i]
		s.Sentence, s.index = &r.doc.Sentences[i], i
		s.quoted = r.quotedTokens(s)
		s.words = wordsIn(r.doc.Text, s.Sentence, r.lex.is("by-lemma", "yes"))
		s.cover = make([]int16, len(s.Tokens))
		for k := range s.cover {
			s.cover[k] = -1
		}
		if s.shouts = shouts(s); s.shouts {
			for k := range s.words {
				s.words[k].any = true
			}
			continue
		}
		for _, w := range s.words {
			if w.shape == capital && w.begins && !r.starts(s, w.first) {
				r.proper[w.folded] = true
			}
		}
	}
	for i := range r.sents {
		s := &r.sents[i]
		r.atoms(s)
		if !s.shouts {
			r.runs(s)
		}
		r.phrases(s)
		for k := range s.items {
			it := &s.items[k]
			switch it.kind {
			case entState, entDemonym, entCapital:
				for _, c := range it.codes {
					r.present[c]++
					if it.kind != entCapital {
						r.explicit[c] = true
					}
				}
			case entCity:
				if it.codes[0] != "" {
					r.present[it.codes[0]]++
				}
			}
		}
	}
	r.findDateline()
	for i := range r.sents {
		s := &r.sents[i]
		if s.Title {
			continue
		}
		for k := range s.items {
			if it := &s.items[k]; it.kind == entPerson && it.core1 > it.core0 {
				if e := r.fullName(s, it); e >= 0 {
					it.ent = e
					if !slices.Contains(r.full, e) {
						r.full = append(r.full, e)
					}
				}
			}
		}
	}
}

// shouts reports whether nearly all longer words of a sentence are in capitals,
// or begin with one in a title: "Tokayev to Visit Moscow".
func shouts(s *sentence) bool {
	long, capitals, shouting := 0, 0, 0
	for k := range s.words {
		if w := &s.words[k]; utf8.RuneCountInString(w.folded) > 3 {
			long++
			if w.shape == upper {
				shouting++
			}
			if w.shape != small {
				capitals++
			}
		}
	}
	return long >= 3 && shouting*10 >= long*9 || s.Title && long >= 4 && capitals == long
}

func (r *reader) quotedTokens(s *sentence) []bool {
	q := make([]bool, len(s.Tokens))
	for _, m := range r.doc.Quotations {
		sp := m.Span
		if !sp.Overlaps(s.Span) {
			continue
		}
		for i := range s.Tokens {
			if sp.Contains(s.Tokens[i].Span) {
				q[i] = true
			}
		}
	}
	return q
}

func isCap(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return unicode.IsUpper(r)
}

// atoms finds the longest known names and nouns from left to right.
func (r *reader) atoms(s *sentence) {
	ws := s.words
	for i := 0; i < len(ws); {
		if !ws[i].begins {
			i++
			continue
		}
		m, ok := r.f.trie.longest(ws, i, nil)
		if ok && m.n > 1 && (m.entries[0].kind == entRole || m.entries[0].kind == entInst) {
			// "presidente de la República Dominicana" is no president of the
			// Republic.
			for j := 1; j < m.n; j++ {
				if !ws[i+j].begins {
					continue
				}
				if o, found := r.f.trie.longest(ws, i+j, nil); found && o.entries[0].kind <= entOrg && o.n > m.n-j {
					m, ok = r.f.trie.longest(ws[:i+j], i, nil)
					break
				}
			}
		}
		if ws[i].shape != small {
			if p, found := r.f.people.longest(ws, i, loose); found && (!ok || p.n > m.n || p.n == m.n && m.entries[0].kind >= entCity && p.entries[0].kind == entPerson) {
				m, ok = p, true
			} else if found && ok && p.n == 1 && m.n == 1 && m.entries[0].kind >= entRole && m.entries[0].kind <= entStateNoun && ws[i].shape != upper && r.alone(s, &p) {
				m = p // "Reina" the minister, not a queen
			} else if found && ok && p.n == m.n {
				m.entries = append(slices.Clone(m.entries), p.entries...)
			}
		}
		if !ok {
			if r.joined(s, ws, i) {
				i++
				continue
			}
			i += r.compound(s, ws, i)
			continue
		}
		slices.SortStableFunc(m.entries, func(a, b entry) int { return int(a.kind) - int(b.kind) })
		r.sameNumber(s, &m)
		first, last := m.first, m.last
		kind := m.entries[0].kind
		t := &s.Tokens[first]
		// "António Guterres": a surname with a further name after it is somebody's
		// given name.
		if next := i + m.n; kind == entSurname && next < len(ws) && !ws[next].gap && !ws[next].any && ws[next].shape == capital && !r.listed(ws, next) {
			i += m.n
			continue
		}
		if kind == entDemonym && t.UPOS != "" && t.UPOS != "ADJ" && t.UPOS != "NOUN" && t.UPOS != "PROPN" ||
			kind == entSurname && m.n == 1 && r.starts(s, first) && (t.UPOS == "DET" || t.UPOS == "ADP" || t.UPOS == "PRON" || t.UPOS == "CCONJ" || t.UPOS == "SCONJ" || t.UPOS == "AUX" || t.UPOS == "ADV") && !r.proper[ws[i].folded] ||
			kind == entRole && (t.UPOS == "VERB" || t.UPOS == "ADV") && first == last {
			i += m.n
			continue
		}
		// The full stop of an abbreviation belongs to it.
		if last+1 < len(s.Tokens)-1 && s.Tokens[last+1].Form == "." && s.Tokens[last+1].Start == s.Tokens[last].End && len(s.Tokens[last].Form) <= 2 {
			last++
		}
		r.addItem(s, item{kind: kind, entries: m.entries, core0: first, core1: last})
		i += m.n
	}
}

// sameNumber drops the offices and institutions among the readings of a match
// that are of another number than its first noun, where words are found by
// lemma: there the lemma fits both.
func (r *reader) sameNumber(s *sentence, m *match) {
	if !r.lex.is("by-lemma", "yes") {
		return
	}
	number := ""
	for i := m.first; i <= m.last && number == ""; i++ {
		if t := &s.Tokens[i]; t.UPOS == "NOUN" || t.UPOS == "PROPN" {
			number = t.Feat("Number")
		}
	}
	fits := func(e entry) bool {
		switch e.kind {
		case entRole:
			return r.lex.roles[e.index].plural == (number == "Plur")
		case entInst:
			return r.lex.insts[e.index].plural == (number == "Plur")
		}
		return true
	}
	if number != "" && slices.ContainsFunc(m.entries, fits) {
		m.entries = slices.DeleteFunc(slices.Clone(m.entries), func(e entry) bool { return !fits(e) })
	}
}

// listed reports whether a match begins at word i.
func (r *reader) listed(ws []word, i int) bool {
	_, ok := r.f.people.longest(ws, i, loose)
	return ok
}

// alone reports whether a capitalised word within a sentence stands without an
// article before it and a name after it.
func (r *reader) alone(s *sentence, m *match) bool {
	i := m.first
	if r.starts(s, i) || i > 0 && (r.lex.is("article", fold(s.Tokens[i-1].Form)) || s.Tokens[i-1].UPOS == "DET") {
		return false
	}
	return m.last+1 >= len(s.Tokens) || !isCap(s.Tokens[m.last+1].Form)
}

// joined reads the first part of a compound whose hyphen is a token of its own.
func (r *reader) joined(s *sentence, ws []word, i int) bool {
	if i+1 >= len(ws) || !ws[i].ends || ws[i].shape != small || ws[i+1].first != ws[i].last+2 || s.Tokens[ws[i].last+1].Start != s.Tokens[ws[i].last].End {
		return false
	}
	a, ok := r.f.parts[ws[i].folded]
	if !ok || r.f.parts[ws[i+1].folded] == "" {
		return false
	}
	r.addItem(s, item{kind: entDemonym, core0: ws[i].first, core1: ws[i].last, codes: []string{a}})
	return true
}

// compound reads a token of several words whose parts are demonyms, such as
// "kazajo-uzbeko". It returns the number of words consumed.
func (r *reader) compound(s *sentence, ws []word, i int) int {
	n := 1
	for i+n < len(ws) && !ws[i+n].begins {
		n++
	}
	if n < 2 {
		return n
	}
	var codes []string
	for _, w := range ws[i : i+n] {
		if c, ok := r.f.parts[w.folded]; ok && w.shape == small {
			codes = append(codes, c)
		}
	}
	if len(codes) == n {
		it := item{kind: entDemonym, core0: ws[i].first, core1: ws[i].last, codes: codes}
		r.addItem(s, it)
	}
	return n
}

func (r *reader) addItem(s *sentence, it item) {
	it.first, it.last, it.head = it.core0, it.core1, it.core0
	it.at, it.region, it.parent, it.ent = -1, -1, -1, -1
	it.caps = isCap(s.Tokens[it.core0].Form)
	switch it.kind {
	case entState, entCapital, entDemonym, entCity:
		if it.codes == nil {
			for _, e := range it.entries {
				if e.kind == it.kind && !slices.Contains(it.codes, e.id) {
					it.codes = append(it.codes, e.id)
				}
			}
			it.codes = it.codes[:1]
		}
	case entSurname:
		it.kind = entPerson
	}
	k := int16(len(s.items))
	for i := it.core0; i <= it.core1; i++ {
		s.cover[i] = k
	}
	s.items = append(s.items, it)
}

// runs finds capitalised words that no table knows, and lets them take in the
// known words next to them: "Santiago Peña" is not the capital of Chile.
func (r *reader) runs(s *sentence) {
	n := len(s.Tokens)
	var kept []item
	drop := map[int]bool{}
	for i := 0; i < n; {
		if !r.runs0(s, i) {
			i++
			continue
		}
		j := i
		for j+1 < n && r.continues(s, j) && !r.otherCase(s, j) && !r.twoSides(s, i, j) {
			j++
		}
		// [i, j] is a run of capitalised words and known names.
		from := i
		for from <= j {
			c := s.cover[from]
			if c < 0 {
				break
			}
			it := &s.items[c]
			if it.kind == entPerson && it.entries[0].kind == entSurname || it.kind == entState || it.kind == entCapital || it.kind == entCity {
				break
			}
			from = it.core1 + 1
		}
		if from <= j {
			unknown := false
			to := from
			for to <= j {
				c := s.cover[to]
				if c >= 0 {
					it := &s.items[c]
					if it.kind != entPerson && it.kind != entState && it.kind != entCapital && it.kind != entCity && it.kind != entDemonym {
						break
					}
					to = it.core1 + 1
					continue
				}
				unknown = true
				to++
			}
			// A name at the end that is known in full stays as it is.
			if unknown {
				it := item{kind: entPerson, run: true, core0: from, core1: to - 1}
				for k := from; k < to; k++ {
					if c := s.cover[k]; c >= 0 && !drop[int(c)] {
						drop[int(c)] = true
						if s.items[c].kind == entPerson {
							for _, e := range s.items[c].entries {
								if s.items[c].core1 == it.core1 || e.kind == entPerson && r.surnameIn(s, int(e.index), from+1, to-1) {
									it.entries = append(it.entries, e)
								}
							}
						}
					}
				}
				if r.plausible(s, &it) {
					kept = append(kept, it)
				} else {
					for k := from; k < to; k++ {
						if c := s.cover[k]; c >= 0 {
							delete(drop, int(c))
						}
					}
				}
			}
		}
		i = j + 1
	}
	if len(kept) > 0 {
		old := s.items
		s.items = nil
		for i := range s.cover {
			s.cover[i] = -1
		}
		for k := range old {
			if !drop[k] {
				kept = append(kept, old[k])
			}
		}
		slices.SortFunc(kept, func(a, b item) int { return a.core0 - b.core0 })
		for _, it := range kept {
			kind := it.kind
			r.addItem(s, it)
			s.items[len(s.items)-1].kind = kind
		}
	}
}

// twoSides reports whether a hyphen behind token j joins two who are known by
// themselves, of whom the first begins the run at token i: "the Trump-Putin summit".
func (r *reader) twoSides(s *sentence, i, j int) bool {
	a, b := int(s.cover[j]), -1
	if a < 0 || j+2 >= len(s.Tokens) || s.items[a].core0 != i {
		return false
	}
	switch s.Tokens[j+1].Form {
	case "-", "‑", "–":
		b = int(s.cover[j+2])
	}
	known := func(it *item) bool {
		switch it.kind {
		case entState, entCapital:
			return true
		}
		return it.kind == entPerson && !it.run
	}
	return b >= 0 && known(&s.items[a]) && known(&s.items[b]) && (j+3 >= len(s.Tokens) || s.items[b].core1 > j+2 || !isCap(s.Tokens[j+3].Form))
}

// otherCase reports whether the next token is in another case than a known place
// which token j ends, so that it begins a name of its own: "в Лондоне Андрей Келин".
func (r *reader) otherCase(s *sentence, j int) bool {
	c := s.cover[j]
	if r.f.cases == nil || c < 0 || s.cover[j+1] == c {
		return false
	}
	switch s.items[c].kind {
	case entState, entCapital, entCity:
		a, b := s.Tokens[s.items[c].core0].Feat("Case"), s.Tokens[j+1].Feat("Case")
		return a != "" && b != "" && a != b
	}
	return false
}

// surnameIn reports whether a surname of a person of the directory stands among
// tokens.
func (r *reader) surnameIn(s *sentence, p, first, last int) bool {
	for i := first; i <= last; i++ {
		w := loosen(s.Tokens[i].Form)
		for _, n := range r.d.persons[p].surnames {
			if loosen(n) == w {
				return true
			}
		}
	}
	return false
}

// runs0 reports whether a run of capitalised words may begin at token i.
func (r *reader) runs0(s *sentence, i int) bool {
	t := &s.Tokens[i]
	if !isCap(t.Form) {
		return false
	}
	if r.lex.is("article", fold(t.Form)) && s.cover[i] < 0 {
		return false
	}
	if s.cover[i] >= 0 {
		return true
	}
	if r.f.cases != nil && i+1 < len(s.Tokens) && r.starts(s, i) && s.cover[i+1] >= 0 && s.items[s.cover[i+1]].kind == entPerson && s.Tokens[i+1].Feat("Case") == "Gen" && t.Feat("Case") != "Gen" {
		return false // "Визит Владимира Путина", whatever the tagger takes it for
	}
	switch t.UPOS {
	case "PROPN":
		return true
	case "NOUN", "ADJ", "X":
		if r.f.cases != nil && t.UPOS != "X" && !isCap(t.Lemma) && r.starts(s, i) {
			return false // "Визит Владимира Путина"
		}
		// The first word of a sentence is capitalised whatever it is.
		return !r.starts(s, i) || i+1 < len(s.Tokens) && isCap(s.Tokens[i+1].Form) && s.Tokens[i+1].UPOS == "PROPN"
	}
	return !r.starts(s, i) && t.UPOS != "DET" && t.UPOS != "ADP" && t.UPOS != "PRON" && t.UPOS != "SCONJ" && t.UPOS != "CCONJ" && t.UPOS != "AUX"
}

// starts reports whether token i is the first word of a sentence or quotation.
func (r *reader) starts(s *sentence, i int) bool {
	for i--; i >= 0; i-- {
		if s.Tokens[i].UPOS != "PUNCT" {
			return s.Tokens[i].Form == "." || s.Tokens[i].Form == ":"
		}
		if s.Tokens[i].Form == "." || s.Tokens[i].Form == ":" {
			return true
		}
		if s.Tokens[i].Form == "," {
			return false
		}
	}
	return true
}

// continues reports whether the run that holds token j goes on with the next.
func (r *reader) continues(s *sentence, j int) bool {
	a, b := &s.Tokens[j], &s.Tokens[j+1]
	if c := s.cover[j]; c >= 0 && s.cover[j+1] == c {
		return true
	}
	if b.UPOS == "PUNCT" {
		// Parts of a name joined by a hyphen.
		return b.Start == a.End && j+2 < len(s.Tokens) && s.Tokens[j+2].Start == b.End && (b.Form == "-" || b.Form == "'" || b.Form == "’" || b.Form == "‑")
	}
	if a.UPOS == "PUNCT" && b.Start == a.End {
		return true
	}
	if isCap(b.Form) {
		return a.Form != "."
	}
	// Small words within a name: "Mohamed bin Salmán".
	if c := s.cover[j+1]; c < 0 && r.lex.is("particle", fold(b.Form)) && !r.lex.is("of", fold(b.Form)) && !r.lex.is("article", fold(b.Form)) && b.UPOS != "CCONJ" && j+2 < len(s.Tokens) && isCap(s.Tokens[j+2].Form) {
		return true
	}
	return false
}

// plausible reports whether a run may name a person.
func (r *reader) plausible(s *sentence, it *item) bool {
	letters, proper := 0, 0
	for i := it.core0; i <= it.core1; i++ {
		t := &s.Tokens[i]
		if utf8.RuneCountInString(t.Form) > 1 {
			letters++
		}
		if t.UPOS == "PROPN" {
			proper++
		}
	}
	if letters == 0 {
		return false
	}
	if it.core0 == it.core1 && r.starts(s, it.core0) && proper == 0 {
		return false
	}
	return true
}

// findDateline looks for a place at the very start of the text.
func (r *reader) findDateline() {
	for i := range r.sents {
		s := &r.sents[i]
		if s.Title {
			continue
		}
		for k := range s.items {
			it := &s.items[k]
			if it.core0 > 1 {
				break
			}
			if it.kind != entCapital && it.kind != entCity && it.kind != entState {
				continue
			}
			next := it.core1 + 1
			if next >= len(s.Tokens) || s.Tokens[next].UPOS == "PUNCT" && (s.Tokens[next].Form != "," || next+1 < len(s.Tokens) && s.Tokens[next+1].UPOS == "NUM") {
				r.dateline = it.codes[0]
			}
		}
		break
	}
}
