package quote

import (
	"slices"
	"sort"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// reader is the state of reading one article.
type reader struct {
	e      *Engine
	doc    *nlp.Document
	cast   *names.Cast
	marks  []marked
	inside [][]int // by sentence and token: index in marks, or -1
	out    []Statement
	held   [][]bool // by sentence and token: inside the words of a statement
	last   Speaker  // of the statement before, in text order
	lastAt place
	// channel in force, by speaker entity; it lasts until a new one is named
	channel map[int]Channel
	relayed map[int]int // by sentence: the newspaper or agency that tells what others say in it
}

// Read finds the statements of an article, in order of their words.
func (e *Engine) Read(doc *nlp.Document, cast *names.Cast) []Statement {
	r := &reader{e: e, doc: doc, cast: cast, last: unknown(), channel: map[int]Channel{}, relayed: map[int]int{}}
	r.marks, r.inside = layMarks(doc)
	r.dropNames()
	r.punch()
	r.held = make([][]bool, len(doc.Sentences))
	for i := range doc.Sentences {
		r.held[i] = make([]bool, len(doc.Sentences[i].Tokens))
	}
	for i := range doc.Sentences {
		r.sentence(i)
	}
	r.orphans()
	r.quoted()
	r.link()
	return r.out
}

// site is a cue found in a sentence.
type site struct {
	cue         *cue
	tok         int // head word of the cue: verb or noun
	first, last int // words of the cue
	prep        bool
	noun        bool
}

// sites finds the cues of a sentence that stand outside quotation marks.
func (r *reader) sites(si int) []site {
	s := &r.doc.Sentences[si]
	var out []site
	for i := 0; i < len(s.Tokens); i++ {
		if q := r.inside[si][i]; q >= 0 && (r.marks[q].block || r.marks[q].words > 3) {
			continue
		}
		if c, last := r.e.prepCue(s, i); c != nil {
			out = append(out, site{cue: c, tok: i, first: i, last: last, prep: true})
			continue
		}
		if c, last := r.e.verbCue(s, i); c != nil {
			if i == 0 && c.class == "ask" && !frame.Has(s, i, "nsubj") && r.asking(si) {
				continue // "Asked whether…, X said": the question is not told by anybody
			}
			out = append(out, site{cue: c, tok: i, first: r.verbGroup(si, i), last: last})
			i = last
			continue
		}
		if c := r.e.nouns[s.Tokens[i].Lemma]; c != nil && s.Tokens[i].UPOS == "NOUN" {
			out = append(out, site{cue: c, tok: i, first: i, last: i, noun: true})
		}
	}
	return out
}

// verbGroup returns the first word of the verb group that ends in token i:
// auxiliaries, clitics and the verbs that only lead to it.
func (r *reader) verbGroup(si, i int) int {
	s := &r.doc.Sentences[si]
	j := i
	for j > 0 {
		p := &s.Tokens[j-1]
		cur := &s.Tokens[j]
		switch {
		case p.UPOS == "AUX", p.UPOS == "PRON" && p.Feat("PrepCase") == "Npr", p.UPOS == "PRON" && p.Feat("Case") != "" && frame.Main(p.Deprel) != "nsubj":
		case p.Feat("Polarity") == "Neg" && (p.UPOS == "ADV" || p.UPOS == "PART"):
		case p.UPOS == "VERB" && cur.VerbForm() == "Inf" && p.VerbForm() != "":
		case p.UPOS == "VERB" && opens(cur):
		case opens(p) && cur.VerbForm() == "Inf" && j > 1 && (s.Tokens[j-2].UPOS == "VERB" || s.Tokens[j-2].UPOS == "AUX"):
		default:
			return j
		}
		j--
	}
	return j
}

// asking says whether a sentence that begins with a verb of asking goes on with
// a main clause after a comma.
func (r *reader) asking(si int) bool {
	s := &r.doc.Sentences[si]
	for i := 2; i < len(s.Tokens); i++ {
		if s.Tokens[i].Form == "," && r.mainClause(si, i+1) {
			return true
		}
	}
	return false
}

// opens says whether a token opens an infinitive or a phrase: a preposition, or
// a particle such as "to".
func opens(t *nlp.Token) bool {
	return t.UPOS == "ADP" || t.UPOS == "PART" && t.Feat("Polarity") != "Neg"
}

// sentence finds the statements whose cue stands in sentence si.
func (r *reader) sentence(si int) {
	s := &r.doc.Sentences[si]
	sites := r.sites(si)
	var rest []int // verbs that reported nothing so far
	for k, c := range sites {
		switch {
		case c.prep:
			r.preposition(si, c, sites)
		case c.noun:
			r.noun(si, c)
		default:
			if !r.verb(si, c, sites, k) {
				rest = append(rest, k)
			}
		}
	}
	// Marked words that a verb governs, when no larger statement holds them.
	for _, k := range rest {
		c := sites[k]
		if r.held[si][c.tok] {
			continue
		}
		cl := r.e.frames.Clause(s, c.tok)
		if sp, ok := r.markedDependent(si, c, cl, sites, k); ok {
			r.add(si, c, cl, []run{sp}, "marked")
			r.gapped(si, c)
		} else if sp, ok := r.backward(si, c); ok && !r.relays(si, c, cl, nil) {
			r.addAt(si, c, cl, []text.Span{sp}, -1, "back")
		}
	}
	r.unnamed(si)
	r.colon(si, s)
	if s.Title {
		r.headline(si)
	}
}

// gapped finds marked words of somebody else whose verb is left out: "Bakú habla
// de «A»; Ereván, de «B»".
func (r *reader) gapped(si int, c site) {
	s := &r.doc.Sentences[si]
	for q := r.firstMark(si); q < len(r.marks) && r.marks[q].first.sent == si; q++ {
		m := &r.marks[q]
		p := m.first.tok - 1
		if m.taken || p <= c.last+1 || !slices.Contains(c.cue.predAfter, s.Tokens[p].Lemma) || m.last.sent != si {
			continue
		}
		k := p - 1
		for k > c.last && s.Tokens[k].UPOS == "PUNCT" {
			k--
		}
		mi := r.cast.Covering(si, k)
		if k == p-1 || mi < 0 || r.cast.Mentions[mi].Last != k || !r.speaks(si, r.cast.Mentions[mi].Head) {
			continue
		}
		if f := r.cast.Mentions[mi].First; f == 0 || s.Tokens[f-1].UPOS != "PUNCT" && s.Tokens[f-1].UPOS != "CCONJ" {
			continue
		}
		u := []run{{si, m.first.tok, m.last.tok}}
		r.push(si, site{cue: c.cue, tok: -1}, r.speakerAt(si, r.cast.Mentions[mi].Head), r.spansOf(u), u, "gapped")
	}
}

// unnamed finds the direct quotations that end in sentence si and that a verb
// which is no cue by itself ties to somebody: «…», se ufanó la portavoz. A verb
// right after the marks with its subject behind it can mean nothing else.
func (r *reader) unnamed(si int) {
	s := &r.doc.Sentences[si]
	for k := range s.Tokens {
		q := r.inside[si][k]
		if q < 0 || r.marks[q].last != (place{si, k}) {
			continue
		}
		m := &r.marks[q]
		if m.taken || !m.block || !(m.finite || m.Dash) || m.words < 2 {
			continue
		}
		v := k + 1
		for v < len(s.Tokens) && (s.Tokens[v].UPOS == "PUNCT" && s.Tokens[v].Form != "." && s.Tokens[v].Form != ":" && s.Tokens[v].Form != ";" || s.Tokens[v].UPOS == "PRON" || s.Tokens[v].UPOS == "AUX") {
			v++
		}
		if v == k+1 || v >= len(s.Tokens) || s.Tokens[v].UPOS != "VERB" || s.Tokens[v].Feat("Person") != "" && s.Tokens[v].Feat("Person") != "3" {
			continue
		}
		last := v
		if v+1 < len(s.Tokens) && s.Tokens[v+1].VerbForm() == "Part" {
			last++ // "dejó dicho"
		}
		c := site{cue: &cue{words: []string{"verb"}, class: "say", flags: map[string]bool{}}, tok: v, first: v, last: last}
		outside := func(tok int) bool { return r.inside[si][tok] < 0 }
		if r.nearSubject(si, c, outside) < 0 {
			continue
		}
		r.direct(si, c, r.e.frames.Clause(s, v), q)
	}
}

// verb finds the clause, the infinitive, the quotation or the words before it
// that a verb of saying reports. It returns true when there is nothing left to
// look for.
func (r *reader) verb(si int, c site, sites []site, k int) bool {
	s := &r.doc.Sentences[si]
	cl := r.e.frames.Clause(s, c.tok)
	if cl.Negation >= 0 && r.inside[si][cl.Negation] == r.inside[si][c.tok] && !r.takenBack(s, cl.Negation) || r.negated(s, c) {
		return true
	}
	if h := s.Tokens[c.tok].Head; h >= 0 && r.e.is("withheld", s.Tokens[h].Lemma) && frame.Main(s.Tokens[c.tok].Deprel) == "xcomp" {
		return true // "declined to say who"
	}
	// A preposition before it that wants a cue verb: "según dijo", "como dijo".
	for _, p := range sites[:k] {
		if p.prep && !p.cue.flags["opinion"] && p.last < c.first && !(p.cue.flags["verb"] && s.Tokens[c.tok].VerbForm() == "Ger") && (c.first-p.last <= 2 && adjacent(s, p.last, c.first) || p.cue.flags["verb"] && !c.cue.flags["weak"] && r.subjectFills(s, cl, p.last, c.first) && r.bareCue(s, p, c)) {
			if p.first > 1 && s.Tokens[p.first-1].Form == "," && slices.ContainsFunc(sites[:k], func(o site) bool { return !o.prep && !o.noun && o.last == p.first-2 && r.reports(si, o) }) {
				return true // "considera, según dijo, que…": the verb before it reports
			}
			if ps := r.scope(si, p.first, max(r.phraseEnd(si, c), c.last)); len(ps) > 0 {
				r.add(si, c, cl, ps, "as")
			}
			return true
		}
	}
	direct := r.block(si, c)
	if direct >= 0 {
		r.direct(si, c, cl, direct)
	}
	if spans := r.clauses(si, c, cl, direct < 0); len(spans) > 0 {
		for _, sp := range spans {
			r.add(si, c, cl, []run{sp}, "clause")
		}
		return true
	}
	if direct >= 0 {
		return true
	}
	if sp, ok := r.infinitive(si, c); ok && !(c.cue.flags["weak"] && r.held[si][c.tok]) {
		r.add(si, c, cl, []run{sp}, "infinitive")
		return true
	}
	if ps := r.before(si, c); len(ps) > 0 {
		if slices.ContainsFunc(sites[:k], func(o site) bool { return !o.prep && !o.noun }) && r.relays(si, c, cl, ps) {
			return true // "…, сказал Песков, передаёт ТАСС"
		}
		r.add(si, c, cl, ps, "left")
		return true
	}
	return r.afterColon(si, c, cl)
}

// afterColon adds what follows the colon after a verb of saying and its subject
// without quotation marks: "Petro fue claro y dijo: no habrá más vuelos".
func (r *reader) afterColon(si int, c site, cl frame.Clause) bool {
	s := &r.doc.Sentences[si]
	end := r.phraseEnd(si, c)
	if end < 0 || end+1 >= len(s.Tokens) || s.Tokens[end+1].Form != ":" || c.cue.flags["weak"] || c.cue.pred {
		return false
	}
	right := run{si, end + 2, r.clauseStop(si, end+2)}
	if right.first > right.last || r.inside[si][right.first] >= 0 || !r.hasVerb(s, right.first, right.last) {
		return false
	}
	r.add(si, c, cl, []run{right}, "colon")
	return true
}

// run is a range of tokens of one sentence, both ends included.
type run struct{ sent, first, last int }

// bareCue says whether a cue verb after a preposition that waits for one reports
// nothing else than the clause around: "as X said", not "as X announced a
// measure", nor "as long as X insists".
func (r *reader) bareCue(s *nlp.Sentence, p, c site) bool {
	if p.first > 0 && (s.Tokens[p.first-1].UPOS == "ADV" || s.Tokens[p.first-1].UPOS == "ADJ") {
		return false
	}
	for _, k := range s.Children(c.tok) {
		t := &s.Tokens[k]
		switch frame.Main(t.Deprel) {
		case "obj":
			if int(k) > c.tok && t.UPOS != "PRON" {
				return false
			}
		case "ccomp":
			if int(k) > c.tok {
				return false
			}
		}
	}
	return true
}

// subjectFills says whether the subject of a clause, and it alone, stands
// between a and b: "as the minister put it".
func (r *reader) subjectFills(s *nlp.Sentence, cl frame.Clause, a, b int) bool {
	t := cl.Subject.Head()
	if t <= a || t >= b || cl.Subject.Via != "nsubj" {
		return false
	}
	first, last := frame.Subtree(s, t)
	for j := a + 1; j < b; j++ {
		if (j < first || j > last) && s.Tokens[j].UPOS != "AUX" && s.Tokens[j].UPOS != "ADV" {
			return false
		}
	}
	return true
}

// adjacent says whether nothing but adverbs and commas stands between a and b.
func adjacent(s *nlp.Sentence, a, b int) bool {
	for j := a + 1; j < b; j++ {
		if u := s.Tokens[j].UPOS; u != "ADV" && u != "PUNCT" && u != "AUX" && u != "PRON" {
			return false
		}
	}
	return true
}

// negated says whether a negation stands in or right before the verb group.
func (r *reader) negated(s *nlp.Sentence, c site) bool {
	if c.first > 0 {
		// "ni desmintió que", "sin precisar si"
		if p := &s.Tokens[c.first-1]; (p.UPOS == "CCONJ" || p.UPOS == "ADP" && s.Tokens[c.tok].VerbForm() == "Inf") && r.e.frames.Negates(p.Lemma) {
			return true
		}
	}
	for j := c.first; j <= c.tok; j++ {
		if p := &s.Tokens[j]; p.UPOS == "ADP" && s.Tokens[c.tok].VerbForm() == "Inf" && r.e.frames.Negates(p.Lemma) {
			return true
		}
	}
	for _, k := range r.e.frames.Clause(s, c.tok).Subject.Tokens {
		for _, d := range s.Children(k) {
			if t := &s.Tokens[d]; t.UPOS == "DET" && (t.Feat("PronType") == "Neg" || r.e.frames.Negates(t.Lemma)) {
				return true // "Ningún portavoz quiso decir"
			}
		}
	}
	for j := c.first - 1; j >= 0 && j >= c.first-2; j-- {
		if s.Tokens[j].Feat("Polarity") == "Neg" {
			return !r.takenBack(s, j)
		}
		if s.Tokens[j].UPOS != "PRON" && s.Tokens[j].UPOS != "ADV" && s.Tokens[j].UPOS != "AUX" {
			break
		}
	}
	for j := c.first; j < c.tok; j++ {
		if s.Tokens[j].Feat("Polarity") == "Neg" {
			return !r.takenBack(s, j)
		}
	}
	return false
}

// takenBack says whether the word after the negation at token i takes it back:
// "no solo dijo", "не раз говорил".
func (r *reader) takenBack(s *nlp.Sentence, i int) bool {
	return i+1 < len(s.Tokens) && r.e.is("not-only", strings.ToLower(s.Tokens[i+1].Form))
}

// block returns the quotation that the verb c reports directly, or -1: one
// that ends right before the verb or begins right after it.
func (r *reader) block(si int, c site) int {
	s := &r.doc.Sentences[si]
	if q := r.holeOf(si, c.tok); q >= 0 {
		return q
	}
	// «…», dijo S. / «…», S dijo. / «…» — dijo S —
	for j := c.first - 1; j >= 0; j-- {
		if q := r.inside[si][j]; q >= 0 {
			m := &r.marks[q]
			if m.taken || !(m.block && (m.finite || m.words >= 3) || m.Dash) {
				break
			}
			if m.last.sent == si && m.last.tok == j && r.onlySubject(si, j+1, c.first) {
				return q
			}
			break
		}
	}
	// dijo S: «…» / dijo: «…» / dijo «…»
	for j := c.last + 1; j < len(s.Tokens); j++ {
		q := r.inside[si][j]
		if q < 0 {
			t := &s.Tokens[j]
			if t.Form == ":" {
				continue
			}
			if t.VerbForm() == "Fin" || t.Form == ";" {
				break
			}
			continue
		}
		m := &r.marks[q]
		if m.taken || m.first.sent != si || m.first.tok != j {
			break
		}
		if m.colon || j > 0 && j == c.last+1 && m.finite && capital(s, j+1) {
			return q
		}
		break
	}
	return -1
}

func capital(s *nlp.Sentence, i int) bool {
	for ; i < len(s.Tokens); i++ {
		if s.Tokens[i].UPOS != "PUNCT" {
			f := []rune(s.Tokens[i].Form)
			return len(f) > 0 && strings.ToUpper(string(f[0])) == string(f[0])
		}
	}
	return false
}

// onlySubject says whether the tokens from a up to b are no more than
// punctuation, adverbs and a noun phrase: room for a subject before the verb.
func (r *reader) onlySubject(si, a, b int) bool {
	s := &r.doc.Sentences[si]
	for j := a; j < b; j++ {
		t := &s.Tokens[j]
		if t.VerbForm() == "Fin" || t.UPOS == "SCONJ" || t.UPOS == "CCONJ" || t.Form == ";" || t.Form == "." {
			return false
		}
	}
	return true
}

// direct adds the direct statement that quotation q holds, with the pieces of
// it that go on after the cue.
func (r *reader) direct(si int, c site, cl frame.Clause, q int) {
	spans := r.directSpans(q)
	// «A», dijo X. «B»: the piece after the cue is the same utterance when the
	// cue breaks a sentence or the speech of a dash goes on.
	if k := q + 1; k < len(r.marks) && len(r.marks[q].holes) == 0 {
		m, n := &r.marks[q], &r.marks[k]
		s := &r.doc.Sentences[n.first.sent]
		if !n.taken && n.first.sent <= si+1 && s.Paragraph == r.doc.Sentences[si].Paragraph &&
			(n.Dash && m.Dash || n.first.sent == si && n.first.tok > c.tok && !capital(s, n.first.tok+1) && r.onlySubject(si, c.tok+1, n.first.tok) && r.onlyMarks(s, r.phraseEnd(si, c)+1, n.first.tok)) {
			spans = append(spans, r.directSpans(k)...)
		}
	}
	r.addAt(si, c, cl, spans, -1, "marks")
}

// directSpans takes quotation q and returns its words, the cues inside it left
// out.
func (r *reader) directSpans(q int) []text.Span {
	m := &r.marks[q]
	m.taken = true
	r.hold(m.first, m.last)
	var out []text.Span
	rest := m.Inner
	for _, h := range m.holes {
		out = append(out, r.trimText(text.Span{Start: rest.Start, End: h.Start}))
		rest.Start = h.End
		for rest.Start < rest.End && strings.ContainsRune(" .,;:", rune(r.doc.Text[rest.Start])) {
			rest.Start++ // the stop after the cue
		}
	}
	return append(out, r.trimText(rest))
}

func (r *reader) hold(a, b place) {
	for si := a.sent; si >= 0 && si <= b.sent; si++ {
		for k := range r.held[si] {
			if (si > a.sent || k >= a.tok) && (si < b.sent || k <= b.tok) {
				r.held[si][k] = true
			}
		}
	}
}

// onlyMarks says whether all tokens from a up to b are punctuation.
func (r *reader) onlyMarks(s *nlp.Sentence, a, b int) bool {
	for j := max(a, 0); j < b; j++ {
		if s.Tokens[j].UPOS != "PUNCT" {
			return false
		}
	}
	return a >= 0
}

// clauses returns the clauses introduced by a conjunction that verb c reports:
// one, or several when the conjunction is repeated. With unmarked set, one
// without a conjunction counts too.
func (r *reader) clauses(si int, c site, cl frame.Clause, unmarked bool) []run {
	s := &r.doc.Sentences[si]
	que, head := r.conjunction(si, c, cl), -1
	if que < 0 {
		if !unmarked {
			return nil
		}
		if que, head = r.unmarked(si, c, cl); que < 0 {
			return nil
		}
	} else if h := s.Tokens[que].Head; h > que {
		head = h
	}
	if !unmarked && que > c.last && s.Tokens[que].UPOS == "PRON" {
		return nil // after a quotation: "se lee en el texto que X entregó"
	}
	// "La protesta responde al tratado que…": nobody who speaks, and a noun for
	// the clause to modify.
	if t := cl.Subject.Head(); t >= 0 && cl.Subject.Via == "nsubj" && s.Tokens[t].UPOS == "NOUN" && !r.speaks(si, t) && !r.namedBeside(si, t) && r.nounBetween(si, c.last, que) {
		return nil
	}
	if c.cue.flags["nobody"] {
		return nil
	}
	if que >= 0 && r.e.is("whether", s.Tokens[que].Lemma) && c.cue.class != "ask" && len(cl.Subject.Tokens) == 0 {
		return nil
	}
	var out []run
	for {
		end, next := r.clauseEnd(si, c, que, head)
		if end > que {
			from := que + 1
			if que > c.last && r.e.is("whether", s.Tokens[que].Lemma) && s.Tokens[que].UPOS == "SCONJ" {
				from = que // the question is what is asked
			}
			out = append(out, run{si, from, end})
		}
		if next < 0 {
			return out
		}
		que = next
		if head = s.Tokens[que].Head; head <= que {
			head = -1
		}
	}
}

// unmarked returns the head of a clause that the verb c reports without a
// conjunction, where the language leaves it out ("said talks would resume"), and
// the token before it; -1 when there is none.
func (r *reader) unmarked(si int, c site, cl frame.Clause) (before, head int) {
	s := &r.doc.Sentences[si]
	h := cl.Content
	if h < 0 {
		return -1, -1
	}
	if !r.e.is("unmarked", "yes") && !r.question(s, h) || c.cue.flags["weak"] || h <= c.last || frame.Main(s.Tokens[h].Deprel) != "ccomp" || cl.Mark != "" {
		return -1, -1
	}
	if n := c.last + 1; n < len(s.Tokens) && s.Tokens[n].Form == "," {
		return -1, -1 // "The plan, he said, was dead"
	}
	first, _ := frame.Subtree(s, h)
	first = max(first, c.last+1)
	for first < h && s.Tokens[first].UPOS == "PUNCT" && r.inside[si][first] < 0 {
		first++
	}
	if !finite(s, h) && !frame.Finite(s, h) || r.inside[si][first] >= 0 && r.marks[r.inside[si][first]].block || !r.reach(si, c.last, first) {
		return -1, -1
	}
	return r.pastHearer(si, c, first, h) - 1, h
}

// question says whether a particle makes a question of the clause that token h
// heads: "спросил, готова ли Турция".
func (r *reader) question(s *nlp.Sentence, h int) bool {
	for _, k := range s.Children(h) {
		if t := &s.Tokens[k]; t.UPOS == "PART" && r.e.is("whether", t.Lemma) {
			return true
		}
	}
	return false
}

// pastHearer returns where the words begin that a verb without a conjunction
// reports when the tree has who is told, or when it was told, among them: "told
// Bild the war must end", "said Wednesday it would go on".
func (r *reader) pastHearer(si int, c site, first, head int) int {
	s := &r.doc.Sentences[si]
	if first != c.last+1 {
		return first
	}
	for k := first; k < head; k++ {
		t := &s.Tokens[k]
		if t.Deprel == "obl:tmod" || t.Deprel == "obl:unmarked" || t.Deprel == "nmod:tmod" || t.Deprel == "nmod:unmarked" {
			if a, b := frame.Subtree(s, k); a == first && b < head {
				return b + 1
			}
		}
	}
	if m := r.cast.Covering(si, first); m >= 0 && r.e.is("hearer-verb", c.cue.words[0]) {
		mm := &r.cast.Mentions[m]
		if n := mm.Last + 1; mm.First == first && n < head && (s.Tokens[n].UPOS == "DET" || s.Tokens[n].UPOS == "PRON" || s.Tokens[n].UPOS == "PROPN" || s.Tokens[n].UPOS == "NOUN") {
			return n
		}
	}
	return first
}

// nounBetween says whether a noun stands between tokens a and b that a clause
// after it could modify: not one between commas, nor who is spoken to.
func (r *reader) nounBetween(si, a, b int) bool {
	s := &r.doc.Sentences[si]
	for k := a + 1; k < b; k++ {
		if end := r.aside(si, k); end > k && end < b {
			k = end
			continue
		}
		if t := &s.Tokens[k]; (t.UPOS == "NOUN" || t.UPOS == "PROPN") && !r.e.is("addressee", r.e.frames.Case(s, k)) {
			return true
		}
	}
	return false
}

// namedBeside says whether a name stands in apposition to a noun: "la esposa
// del presidente, Ana Botella".
func (r *reader) namedBeside(si, t int) bool {
	s := &r.doc.Sentences[si]
	for _, k := range s.Children(t) {
		if rel := frame.Main(s.Tokens[k].Deprel); (rel == "appos" || rel == "flat") && s.Tokens[k].UPOS == "PROPN" {
			return true
		}
	}
	return false
}

// conjunction returns the token that introduces the clause reported by c, or
// -1: by the tree, else the first one after the verb with only adverbials, a
// subject and prepositions between.
func (r *reader) conjunction(si int, c site, cl frame.Clause) int {
	s := &r.doc.Sentences[si]
	if cl.Content > c.tok {
		for _, k := range s.Children(cl.Content) {
			t := &s.Tokens[k]
			if int(k) > c.tok && int(k) < cl.Content && frame.Main(t.Deprel) == "mark" && t.UPOS == "SCONJ" && !slices.Contains(c.cue.predAfter, t.Lemma) && r.reach(si, c.last, int(k)) {
				return int(k)
			}
		}
	}
	for j := c.last + 1; j < len(s.Tokens); j++ {
		if end := r.aside(si, j); end > j {
			j = end // at the comma that ends it
			continue
		}
		t := &s.Tokens[j]
		if r.inside[si][j] >= 0 {
			return -1
		}
		if t.UPOS == "PRON" && r.e.is("that", t.Lemma) && r.wantsClause(si, c, j) {
			return j
		}
		if r.e.is("interrogative", strings.ToLower(t.Form)) && r.reach(si, c.last, j) && !r.adverbial(s, j) {
			if s.Tokens[j-1].UPOS == "ADP" && j-1 > c.last {
				j--
			}
			return j - 1 // the question word belongs to the words
		}
		if t.UPOS == "SCONJ" && slices.Contains(c.cue.predAfter, t.Lemma) {
			return -1 // "describió el plan como «…»"
		}
		if t.UPOS == "SCONJ" && r.e.is("that", t.Lemma) || t.UPOS == "SCONJ" && frame.Main(t.Deprel) == "mark" && s.Tokens[max(t.Head, 0)].Head == c.tok {
			if !r.reach(si, c.last, j) {
				return -1
			}
			if frame.Main(s.Tokens[max(t.Head, 0)].Deprel) == "advcl" && !r.e.is("that", t.Lemma) && !(c.cue.class == "ask" && r.e.is("whether", t.Lemma)) {
				return -1
			}
			return j
		}
		if t.VerbForm() == "Fin" && !r.ago(s, j) || t.Form == ";" || t.Form == ":" {
			return -1
		}
	}
	return -1
}

// ago says whether token k is a verb that only tells how long ago something was:
// "proponía hace poco que…", "dijo hace dos semanas que…".
func (r *reader) ago(s *nlp.Sentence, k int) bool {
	t := &s.Tokens[k]
	if !r.e.is("ago", t.Lemma) || t.VerbForm() != "Fin" || k+1 >= len(s.Tokens) {
		return false
	}
	switch s.Tokens[k+1].UPOS {
	case "ADV", "NUM", "DET", "ADJ":
		return true
	case "PRON":
		return !r.e.frames.Relative(&s.Tokens[k+1])
	}
	return false
}

// adverbial says whether the clause in which token j stands is an adverbial or
// relative one: "said when he arrived".
func (r *reader) adverbial(s *nlp.Sentence, j int) bool {
	for n := 0; j >= 0 && n < 6; j, n = s.Tokens[j].Head, n+1 {
		switch frame.Main(s.Tokens[j].Deprel) {
		case "advcl", "acl":
			return true
		case "ccomp", "root", "parataxis", "xcomp", "csubj":
			return false
		}
	}
	return false
}

// wantsClause says whether a "que" that the tree calls a relative pronoun opens
// the clause that verb c reports: the verb has nothing else to report, what
// stands between are adverbials, and the clause has a subject of its own.
func (r *reader) wantsClause(si int, c site, j int) bool {
	s := &r.doc.Sentences[si]
	if c.cue.flags["weak"] || j == c.last+1 {
		return false
	}
	for k := c.last + 1; k < j; k++ {
		if end := r.aside(si, k); end > k && end < j {
			k = end
			continue
		}
		t := &s.Tokens[k]
		switch frame.Main(t.Deprel) {
		case "nsubj", "obj", "iobj", "ccomp", "xcomp":
			if t.Head == c.tok && !r.temporal(si, k) && r.e.frames.Case(s, k) == "" && !(frame.Main(t.Deprel) == "nsubj" && r.speaks(si, k)) {
				return false
			}
		}
		if t.Form == "," || t.VerbForm() != "" {
			return false
		}
	}
	v := s.Tokens[j].Head
	if v <= j {
		return false
	}
	if t := &s.Tokens[v]; t.Feat("Mood") == "Sub" || t.Feat("Mood") == "Cnd" || t.Feat("Tense") == "Fut" {
		return true
	}
	for _, k := range s.Children(v) {
		if t := &s.Tokens[k]; int(k) > j && (frame.Main(t.Deprel) == "nsubj" || frame.Main(t.Deprel) == "aux" && t.Feat("Mood") == "Sub") {
			return true
		}
	}
	return false
}

// temporal says whether token k belongs to an expression of time, as far as
// tags tell: a noun without a mention that the cast knows.
func (r *reader) temporal(si, k int) bool {
	s := &r.doc.Sentences[si]
	for _, c := range s.Children(k) {
		if rel := frame.Main(s.Tokens[c].Deprel); rel == "nmod" {
			return false // "medidas de divulgación que…"
		}
	}
	return s.Tokens[k].UPOS == "NOUN" && r.cast.Covering(si, k) < 0 && !r.speaks(si, k) || s.Tokens[k].UPOS == "NUM"
}

func (r *reader) isCue(s *nlp.Sentence, i int) bool {
	c, _ := r.e.verbCue(s, i)
	return c != nil
}

// reach says whether a conjunction at j can belong to the verb that ends at i:
// no finite verb between, and no noun right before that the clause would modify
// unless it can speak.
func (r *reader) reach(si, i, j int) bool {
	s := &r.doc.Sentences[si]
	for k := i + 1; k < j; k++ {
		if end := r.aside(si, k); end > k && end < j {
			k = end
			continue
		}
		t := &s.Tokens[k]
		if r.ago(s, k) {
			continue
		}
		if r.inside[si][k] < 0 && (t.VerbForm() == "Fin" || t.UPOS == "VERB" && (t.VerbForm() == "Ger" || t.VerbForm() == "Inf" || r.isCue(s, k))) {
			return false
		}
	}
	if j-1 > i {
		p := &s.Tokens[j-1]
		if p.UPOS == "NOUN" && p.Head > i && r.ago(s, p.Head) {
			return true
		}
		// "después de que": a conjunction of its own
		if p.UPOS == "ADP" && j-2 > i && r.e.is("subordinator", s.Tokens[j-2].Lemma) || r.e.is("subordinator", p.Lemma) && !(p.UPOS == "ADV" && r.complement(s, j)) {
			return false
		}
		if p.UPOS == "ADP" && j-2 > i && s.Tokens[j-2].UPOS == "NOUN" && s.Tokens[j-2].Head > i {
			return r.speaks(si, j-2)
		}
		if p.UPOS == "NOUN" && r.e.nouns[p.Lemma] != nil && r.e.is("order", "subject-verb") && !r.speaks(si, j-1) {
			return false // "shrugged off the threat that": the noun reports
		}
		if p.UPOS == "NOUN" && frame.Main(s.Tokens[j].Deprel) == "mark" && s.Tokens[j].Head >= 0 && frame.Main(s.Tokens[s.Tokens[j].Head].Deprel) == "acl" && s.Tokens[s.Tokens[j].Head].Head == j-1 {
			return r.speaks(si, j-1) || r.asked(s, i, j) ||
				r.e.is("order", "subject-verb") && s.Tokens[j].UPOS == "SCONJ" && r.e.frames.Case(s, j-1) != "" && frame.Has(s, s.Tokens[j].Head, "nsubj")
		}
	}
	return true
}

// saidByNoun says whether a noun after a verb of plain saying is its subject:
// only those who speak can be, whatever the noun ("dicen muchos ciudadanos").
func (r *reader) saidByNoun(s *nlp.Sentence, c site, j int) bool {
	t := &s.Tokens[j]
	return t.Head == c.tok && t.Deprel == "nsubj" && c.cue.class == "say" && !c.cue.flags["weak"]
}

// complement says whether the tree takes the clause that token j introduces for
// what a verb reports.
func (r *reader) complement(s *nlp.Sentence, j int) bool {
	h := s.Tokens[j].Head
	return h > j && frame.Main(s.Tokens[h].Deprel) == "ccomp"
}

// asked says whether the conjunction at j opens what the noun before it is asked
// to do: "ha pedido a las mujeres que aumenten…": the noun is who is spoken to,
// and the verb is in the subjunctive.
func (r *reader) asked(s *nlp.Sentence, i, j int) bool {
	h := s.Tokens[j].Head
	if h <= j || s.Tokens[h].Feat("Mood") != "Sub" && !r.e.is("whether", s.Tokens[j].Lemma) {
		return false
	}
	for k := j - 1; k > i; k-- {
		if t := &s.Tokens[k]; t.UPOS == "ADP" {
			return r.e.is("addressee", t.Lemma)
		}
	}
	return false
}

// maxAside is the number of tokens that words between commas may have to be
// passed over.
const maxAside = 14

// aside returns the comma that ends words between commas which open at token j
// with another one, when they hold no clause of their own: "asegura, citando
// fuentes del ministerio, que"; else -1.
func (r *reader) aside(si, j int) int {
	s := &r.doc.Sentences[si]
	if s.Tokens[j].Form != "," || r.inside[si][j] >= 0 {
		return -1
	}
	said := false // ", según dijo,": who tells is named aside
	if p, _ := r.e.prepCue(s, min(j+1, len(s.Tokens)-1)); p != nil && p.flags["verb"] || p != nil && j+2 < len(s.Tokens) && r.isCue(s, j+2) {
		said = true
	}
	gerund, words := false, 0 // a gerund that may report something itself; words beside it
	for k := j + 1; k < len(s.Tokens) && k <= j+maxAside; k++ {
		t := &s.Tokens[k]
		if q := r.inside[si][k]; q >= 0 {
			if r.marks[q].finite || r.marks[q].first.sent != si {
				return -1
			}
			words++
			continue
		}
		switch {
		case t.Form == ",":
			if k == j+1 || gerund && words == 0 {
				return -1 // "…, добавив, что"
			}
			return k
		case t.VerbForm() == "Fin" && !(said && r.isCue(s, k)), t.UPOS == "SCONJ" && !(said && k == j+1), t.UPOS == "CCONJ" && k == j+1, t.Form == ";", t.Form == ":":
			return -1
		case t.VerbForm() == "Ger" && r.isCue(s, k):
			gerund = true
		case t.UPOS != "PUNCT" && t.UPOS != "ADV":
			words++
		}
	}
	return -1
}

// clauseEnd returns the last token of the clause that begins after the
// conjunction at que, and the next conjunction that repeats it, or -1.
//
// The head of the clause is -1 where the tree does not tell it.
func (r *reader) clauseEnd(si int, c site, que, head int) (end, next int) {
	s := &r.doc.Sentences[si]
	within := make([]bool, len(s.Tokens))
	if head >= 0 {
		r.mark(s, head, within, 0)
	}
	lemma := ""
	if que > c.last {
		lemma = s.Tokens[que].Lemma
	}
	embedded := r.embedded(s, c)
	last := len(s.Tokens) - 1
	for j := que + 1; j <= last; j++ {
		t := &s.Tokens[j]
		if q := r.inside[si][j]; q >= 0 {
			if r.marks[q].last.sent == si {
				first := j
				j = r.marks[q].last.tok
				if first == que+1 && r.marks[q].finite && j+3 <= last && s.Tokens[j+1].UPOS == "ADP" && s.Tokens[j+2].UPOS == "DET" && s.Tokens[j+3].VerbForm() == "Inf" {
					return j, -1 // "aseguró que «no está en venta» al responder a…"
				}
			} else {
				j = last
			}
			continue
		}
		if t.Form == ";" || t.Form == ":" {
			return r.back(s, j-1), -1
		}
		if !r.hasVerb(s, que+1, j-1) && !r.anyMarks(si, que+1, j) {
			if !within[j] && t.UPOS != "PUNCT" {
				r.mark(s, j, within, 0)
			}
			continue // no clause ends before its verb
		}
		// the conjunction again: "que A y que B"
		if j > que+2 && (t.Lemma == lemma || lemma == "" && r.e.is("that", t.Lemma)) && ((t.UPOS == "SCONJ" || t.UPOS == "PRON" && r.e.is("that", t.Lemma)) && (s.Tokens[j-1].UPOS == "CCONJ" || s.Tokens[j-1].Form == ",") && r.repeats(s, j, head, c.tok) ||
			s.Tokens[j-1].UPOS == "CCONJ" && !r.relativeBetween(s, que+1, j)) {
			return r.back(s, j-1), j
		}
		// ", ha informado el ministerio": the sentence around has a cue of its own
		if s.Tokens[j-1].Form == "," && t.VerbForm() == "Fin" {
			v := site{tok: j, first: j, last: j}
			if t.UPOS == "AUX" && t.Head > j && t.Head <= j+2 {
				v.tok, v.last = t.Head, t.Head
			}
			if s.Tokens[v.tok].UPOS == "VERB" && r.isCue(s, v.tok) &&
				(v.tok == s.Tokens[c.tok].Head || r.nearSubject(si, v, func(int) bool { return true }) >= 0) {
				return r.back(s, j-1), -1
			}
		}
		if t.UPOS == "CCONJ" && r.backToCue(s, c, que, j) {
			return r.back(s, j-1), -1
		}
		if s.Tokens[j-1].Form == "," && j > que+2 && r.turns(si, j) {
			return r.back(s, j-1), -1
		}
		if s.Tokens[j-1].Form == "," && (t.UPOS == "SCONJ" || t.UPOS == "CCONJ" || frame.Fixed(s, j)) && r.sameTeller(s, c, j) || embedded && s.Tokens[j-1].Form == "," && r.mainClause(si, j) {
			return r.back(s, j-1), -1
		}
		if t.UPOS == "CCONJ" && j+1 <= last && lemma != "" && s.Tokens[j+1].Lemma == lemma && s.Tokens[j+1].UPOS == "SCONJ" && r.repeats(s, j+1, head, c.tok) {
			return r.back(s, j-1), j + 1
		}
		if within[j] || t.UPOS == "PUNCT" {
			continue
		}
		// Outside the clause by the tree: does the sentence really leave it here?
		a := j
		for n := 0; n < 50; n++ {
			h := s.Tokens[a].Head
			if h < 0 || h <= que || within[h] {
				break
			}
			a = h
		}
		first, _ := frame.Subtree(s, a)
		first = max(first, que+1)
		comma := first > 0 && (s.Tokens[first-1].Form == "," || s.Tokens[first].Form == ",")
		verbal := s.Tokens[a].VerbForm() != "" && s.Tokens[a].VerbForm() != "Part"
		coordinated := frame.Main(s.Tokens[a].Deprel) == "conj" && verbal
		if coordinated || comma && (s.Tokens[a].Head <= c.tok || verbal) {
			return r.back(s, j-1), -1
		}
		r.mark(s, a, within, 0)
	}
	return r.back(s, last), -1
}

// turns says whether token j, after a comma, turns from what is reported to who
// reports it: "…, adding that", "…, según X".
func (r *reader) turns(si, j int) bool {
	s := &r.doc.Sentences[si]
	t := &s.Tokens[j]
	if t.UPOS == "VERB" && t.VerbForm() == "Ger" {
		if c, _ := r.e.verbCue(s, j); c != nil && !c.flags["weak"] {
			switch c.class {
			case "say", "assert", "recall", "warn":
				return true
			}
		}
	}
	if t.UPOS == "SCONJ" || t.UPOS == "CCONJ" || frame.Fixed(s, j) {
		if r.tells(si, j+1, min(len(s.Tokens)-1, j+maxAside+8)) {
			return true // "…, mientras que Lima informó de que"
		}
	}
	if c, last := r.e.prepCue(s, j); c != nil && !c.flags["verb"] && !c.flags["opinion"] && !c.flags["agreement"] && !c.flags["own"] && !c.flags["mouth"] {
		if head, _ := r.nounPhrase(si, last+1); head >= 0 && r.speaks(si, head) && r.onlyMarks(s, r.sourceEnd(si, last+1)+1, len(s.Tokens)) {
			return true
		}
	}
	return false
}

// tells says whether the first finite verb from token a to b reports a clause of
// somebody who stands before it: a turn to another speaker.
func (r *reader) tells(si, a, b int) bool {
	s := &r.doc.Sentences[si]
	for k := a; k <= b && k < len(s.Tokens); k++ {
		t := &s.Tokens[k]
		if r.inside[si][k] >= 0 || t.Form == ";" || t.Form == ":" {
			return false
		}
		if t.VerbForm() != "Fin" || t.UPOS == "AUX" {
			continue
		}
		c, last := r.e.verbCue(s, k)
		if c == nil || c.flags["weak"] {
			return false
		}
		for _, n := range s.Children(k) {
			if int(n) < k && int(n) >= a && frame.Main(s.Tokens[n].Deprel) == "nsubj" && r.speaks(si, int(n)) {
				o := site{cue: c, tok: k, first: k, last: last}
				return r.reports(si, o)
			}
		}
		o := site{cue: c, tok: k, first: k, last: last}
		_, ok := r.locative(si, o, r.e.frames.Clause(s, k), func(t int) bool { return t >= a })
		return ok && r.reports(si, o)
	}
	return false
}

// reports says whether a verb cue has a clause to report.
func (r *reader) reports(si int, c site) bool {
	cl := r.e.frames.Clause(&r.doc.Sentences[si], c.tok)
	if r.conjunction(si, c, cl) >= 0 {
		return true
	}
	_, h := r.unmarked(si, c, cl)
	return h >= 0
}

// sourceEnd returns the last token of the phrase of a source that begins at i.
func (r *reader) sourceEnd(si, i int) int {
	head, end := r.nounPhrase(si, i)
	if head < 0 {
		return i
	}
	return r.relativeEnd(si, end, head)
}

// sameTeller says whether the conjunction at j goes on with what the speaker of
// the cue does, and not with what is reported: another cue in the same tense,
// without a subject of its own: "anunció que vendrá, aunque no precisó cuándo".
func (r *reader) sameTeller(s *nlp.Sentence, c site, j int) bool {
	v := &s.Tokens[c.tok]
	for k := j + 1; k < len(s.Tokens) && k <= j+5; k++ {
		t := &s.Tokens[k]
		if frame.Fixed(s, j) && t.Head == j {
			continue // "al tiempo que"
		}
		if t.UPOS == "ADV" || t.UPOS == "PRON" || t.UPOS == "AUX" || t.UPOS == "PART" || t.Deprel == "fixed" || t.UPOS == "SCONJ" {
			continue
		}
		return t.UPOS == "VERB" && v.VerbForm() == "Fin" && t.VerbForm() == "Fin" && t.Feat("Tense") == v.Feat("Tense") &&
			t.Feat("Number") == v.Feat("Number") && t.Feat("Person") == v.Feat("Person") && r.isCue(s, k) && !frame.Has(s, k, "nsubj")
	}
	return false
}

// embedded says whether the clause of a cue is a subordinate one with which the
// sentence begins, so that the main clause is still to come: "Aunque admiten
// que…, X recuerda que…", "X, quien aseguró que…, dijo que…".
func (r *reader) embedded(s *nlp.Sentence, c site) bool {
	opens := s.Tokens[c.tok].VerbForm() == "Inf" || s.Tokens[c.tok].VerbForm() == "Ger"
	for k := c.first; k < c.tok; k++ {
		opens = opens || s.Tokens[k].VerbForm() == "Inf" // "Al ser preguntado si"
	}
	for k := range c.first {
		t := &s.Tokens[k]
		if t.VerbForm() == "Fin" {
			return false
		}
		if t.UPOS == "SCONJ" || r.e.frames.Relative(t) {
			opens = true
		}
	}
	return opens
}

// mainClause says whether a main clause begins at token j, after a comma: its
// finite verb comes before any word that would open a subordinate one, at once
// or behind a noun phrase.
func (r *reader) mainClause(si, j int) bool {
	s := &r.doc.Sentences[si]
	for k := j; k < len(s.Tokens) && k <= j+2*maxAside; k++ {
		if end := r.aside(si, k); k > j && end > k {
			k = end
			continue
		}
		t := &s.Tokens[k]
		switch {
		case r.inside[si][k] >= 0:
			return false
		case t.VerbForm() == "Fin":
			return k == j || t.UPOS == "VERB" || t.UPOS == "AUX"
		case t.UPOS == "SCONJ", t.UPOS == "CCONJ" && k == j, t.UPOS == "ADP" && k == j, t.UPOS == "PUNCT" && t.Form != ",", r.e.frames.Relative(t), t.VerbForm() == "Ger" && k == j, t.VerbForm() == "Part" && k == j:
			return false
		}
	}
	return false
}

// relativeBetween says whether a relative pronoun stands between a and b.
func (r *reader) relativeBetween(s *nlp.Sentence, a, b int) bool {
	for k := a; k < b; k++ {
		if s.Tokens[k].UPOS == "PRON" && r.e.frames.Relative(&s.Tokens[k]) {
			return true
		}
	}
	return false
}

// backToCue says whether the conjunction at j joins a verb to the cue and not
// to what the cue reports: it tells in the tense of the cue, which no verb of
// the reported clause has. "Dijo que cooperará e invitó a su colega".
func (r *reader) backToCue(s *nlp.Sentence, c site, que, j int) bool {
	if s.Tokens[c.tok].Feat("Tense") != "Past" || s.Tokens[c.tok].VerbForm() != "Fin" {
		return false
	}
	for k := j + 1; k < len(s.Tokens) && k <= j+3; k++ {
		t := &s.Tokens[k]
		if t.UPOS == "ADV" || t.UPOS == "PRON" {
			continue
		}
		if t.UPOS != "VERB" || t.VerbForm() != "Fin" || t.Feat("Tense") != "Past" || t.Feat("Number") != s.Tokens[c.tok].Feat("Number") {
			return false
		}
		break
	}
	finite := false
	for k := que + 1; k < j; k++ {
		if t := &s.Tokens[k]; t.VerbForm() == "Fin" {
			finite = true
			if t.Feat("Tense") == "Past" {
				return false
			}
		}
	}
	return finite
}

// repeats says whether the conjunction at j opens a clause beside the one
// headed by head, both reported by the verb at v.
func (r *reader) repeats(s *nlp.Sentence, j, head, v int) bool {
	// "A, que B y que C": another one follows
	if s.Tokens[j-1].Form == "," {
		for k := j + 2; k < len(s.Tokens); k++ {
			if s.Tokens[k].Lemma == s.Tokens[j].Lemma && s.Tokens[k-1].UPOS == "CCONJ" && r.e.is("that", s.Tokens[k].Lemma) && !r.relativeBetween(s, j+1, k) {
				return true
			}
		}
	}
	h := s.Tokens[j].Head
	for n := 0; h >= 0 && n < 6; n++ {
		t := &s.Tokens[h]
		if frame.Main(t.Deprel) == "conj" && (t.Head == head || t.Head == v) || frame.Main(t.Deprel) == "ccomp" && t.Head == v {
			return true
		}
		if frame.Main(t.Deprel) != "conj" {
			return false
		}
		h = t.Head
	}
	return false
}

// mark sets the tokens under i.
func (r *reader) mark(s *nlp.Sentence, i int, set []bool, depth int) {
	set[i] = true
	if depth > 200 {
		return
	}
	for _, k := range s.Children(i) {
		r.mark(s, int(k), set, depth+1)
	}
}

// back moves left over punctuation and conjunctions.
func (r *reader) back(s *nlp.Sentence, j int) int {
	for j > 0 && (s.Tokens[j].UPOS == "CCONJ" || s.Tokens[j].Form == "," || s.Tokens[j].Form == "." || s.Tokens[j].Form == ";") {
		j--
	}
	return j
}

// infinitive returns the infinitive clause that c reports.
func (r *reader) infinitive(si int, c site) (run, bool) {
	s := &r.doc.Sentences[si]
	if !c.cue.inf && !c.cue.ger && len(c.cue.infAfter) == 0 && len(c.cue.infMarked) == 0 {
		return run{}, false
	}
	for j := c.last + 1; j < len(s.Tokens); j++ {
		t := &s.Tokens[j]
		form := t.VerbForm()
		if form == "Ger" && j > 0 && s.Tokens[j-1].UPOS == "ADP" || form == "Ger" && j > 0 && s.Tokens[j-1].UPOS == "SCONJ" && slices.Contains(c.cue.infAfter, s.Tokens[j-1].Lemma) {
			form = "Inf" // "accused it of breaking"
		}
		if form == "Ger" && c.cue.ger && j == c.last+1 {
			return run{si, j, r.phraseLimit(si, c, j)}, true // "denied sending arms"
		}
		if r.inside[si][j] >= 0 && r.marks[r.inside[si][j]].first.tok != j && form != "Inf" {
			continue
		}
		if form == "Fin" || t.Form == ";" || t.Form == ":" || t.UPOS == "SCONJ" && !slices.Contains(c.cue.infAfter, t.Lemma) {
			break
		}
		if form != "Inf" {
			continue
		}
		first, prep := j, ""
		for first-1 > c.last {
			p := &s.Tokens[first-1]
			if opens(p) || p.UPOS == "SCONJ" {
				prep = p.Lemma
				first--
				break
			}
			if p.UPOS == "PRON" || p.UPOS == "AUX" || p.UPOS == "PUNCT" && r.inside[si][first-1] >= 0 || p.Feat("Polarity") == "Neg" {
				first--
				continue
			}
			break
		}
		end := r.phraseLimit(si, c, j)
		marked := prep != "" && slices.Contains(c.cue.infMarked, prep) && r.anyMarks(si, j, end+1)
		ok := marked || c.cue.inf && prep == "" && first == c.last+1+r.gap(si, c.last+1, first) || prep != "" && slices.Contains(c.cue.infAfter, prep)
		if !ok {
			if prep == "" || c.cue.inf {
				break
			}
			continue
		}
		if prep != "" && r.inside[si][first+1] >= 0 {
			first++ // abogó por «resistir…»: the preposition stays with the cue
		}
		return run{si, first, end}, true
	}
	return run{}, false
}

// gap counts adverbs and a subject between a verb and its infinitive.
func (r *reader) gap(si, a, b int) int {
	if a == b {
		return 0
	}
	s := &r.doc.Sentences[si]
	for j := a; j < b; j++ {
		if s.Tokens[j].Form == "," { // an aside between commas
			if k := slices.IndexFunc(s.Tokens[j+1:b], func(t nlp.Token) bool { return t.Form == "," }); k >= 0 {
				j += k + 1
				continue
			}
		}
		switch s.Tokens[j].UPOS {
		case "ADV", "DET", "PROPN", "PUNCT":
		case "NOUN", "ADJ":
			if m := r.cast.Covering(si, j); m < 0 {
				return -1
			}
		default:
			return -1
		}
	}
	return b - a
}

// phraseLimit returns the last token of what hangs on token j, cut where the
// sentence turns to something else.
func (r *reader) phraseLimit(si int, c site, j int) int {
	s := &r.doc.Sentences[si]
	within := make([]bool, len(s.Tokens))
	r.mark(s, j, within, 0)
	last := len(s.Tokens) - 1
	opened := false // a conjunction or relative pronoun has opened a clause
	for k := j + 1; k <= last; k++ {
		t := &s.Tokens[k]
		if q := r.inside[si][k]; q >= 0 && r.marks[q].last.sent == si {
			k = r.marks[q].last.tok
			continue
		}
		if t.Form == ";" || t.Form == ":" {
			return k - 1
		}
		if s.Tokens[k-1].Form == "," && r.turns(si, k) {
			return r.back(s, k-1)
		}
		if t.UPOS == "SCONJ" || t.UPOS == "PRON" && r.e.frames.Relative(t) || r.e.is("interrogative", strings.ToLower(t.Form)) {
			opened = true
		}
		if t.UPOS == "VERB" && t.VerbForm() == "Fin" && !opened {
			return r.back(s, k-1) // the clause around goes on
		}
		if within[k] {
			continue
		}
		if t.UPOS == "PUNCT" {
			if k < last && !within[k+1] {
				return r.back(s, k-1)
			}
			continue
		}
		if t.UPOS == "CCONJ" && (k >= last || !within[k+1]) {
			return k - 1
		}
		a := k
		for n := 0; n < 50 && s.Tokens[a].Head > j && !within[s.Tokens[a].Head]; n++ {
			a = s.Tokens[a].Head
		}
		if s.Tokens[a].VerbForm() == "Fin" || frame.Main(s.Tokens[a].Deprel) == "nsubj" {
			return r.back(s, k-1)
		}
		r.mark(s, a, within, 0)
	}
	return r.back(s, last)
}

// markedDependent returns the phrase after c, with marks in it, that c
// governs: "calificó la reunión de «útil»", "prometió una respuesta «serena»".
func (r *reader) markedDependent(si int, c site, cl frame.Clause, sites []site, k int) (run, bool) {
	s := &r.doc.Sentences[si]
	limit := len(s.Tokens)
	for _, o := range sites[k+1:] {
		if !o.noun && !o.cue.flags["verb"] {
			limit = min(limit, o.first)
		}
	}
	for j := c.last + 1; j < limit; j++ {
		q := r.inside[si][j]
		if q < 0 {
			if t := &s.Tokens[j]; t.Form == ";" || t.UPOS == "SCONJ" && r.e.is("that", t.Lemma) || t.VerbForm() == "Fin" && t.UPOS == "VERB" {
				return run{}, false
			}
			continue
		}
		m := &r.marks[q]
		if m.first.sent != si || m.last.sent != si || m.taken || r.names(si, q) {
			return run{}, false
		}
		first, last := m.first.tok, m.last.tok
		// Up to the dependent of the verb that holds the marks.
		head := r.headOf(s, first, last)
		top := head
		for n := 0; n < 50 && s.Tokens[top].Head >= 0 && s.Tokens[top].Head != c.tok && s.Tokens[top].Head > c.last; n++ {
			top = s.Tokens[top].Head
		}
		if !r.governs(si, c, top, m) {
			return run{}, false
		}
		pf, pl := frame.Subtree(s, top)
		if pf > c.last && pf < first && s.Tokens[pf].UPOS == "ADP" && r.e.is("addressee", s.Tokens[pf].Lemma) {
			// what stands between is who is spoken to; the phrase is that of the marks
			pf = first
			for pf-1 > c.last && (s.Tokens[pf-1].UPOS == "DET" || s.Tokens[pf-1].UPOS == "ADJ" || s.Tokens[pf-1].UPOS == "NUM") {
				pf--
			}
		}
		if pf > c.last && s.Tokens[top].UPOS != "VERB" {
			if pf < first {
				first = pf
			}
			if pl > last {
				last = min(pl, r.phraseLimit(si, c, top), limit-1)
				last = max(last, m.last.tok)
			}
		}
		// A predicate after its preposition is the marked words alone.
		if f := first; s.Tokens[f].UPOS == "ADP" || s.Tokens[f].UPOS == "SCONJ" && slices.Contains(c.cue.predAfter, s.Tokens[f].Lemma) {
			prep := s.Tokens[f].Lemma
			if slices.Contains(c.cue.predAfter, prep) || f+1 == m.first.tok {
				first = f + 1
			} else if frame.Main(s.Tokens[top].Deprel) == "obl" {
				first = f + 1
			}
		} else if p := m.first.tok - 1; p > c.last && slices.Contains(c.cue.predAfter, s.Tokens[p].Lemma) {
			first = m.first.tok
			last = max(m.last.tok, last)
		}
		if prep := m.first.tok - 1; c.cue.pred || prep > c.last && slices.Contains(c.cue.predAfter, s.Tokens[prep].Lemma) {
			// What somebody is called is what stands between the marks, and what
			// belongs to it: "se considera «víctima» de manipulaciones".
			first = m.first.tok
			if n := m.last.tok + 1; n > last || !r.e.is("of", s.Tokens[n].Lemma) {
				last = m.last.tok
			}
		}
		// "se mostró dispuesto a verlo «donde sea»"
		if n := c.last + 1; c.cue.pred && n < m.first.tok && s.Tokens[n].UPOS == "ADJ" {
			first = n
		}
		return run{si, first, last}, true
	}
	return run{}, false
}

// governs says whether the verb c reports the marked words in its dependent
// top: an object, a predicate, or what stands after a preposition of its frame.
func (r *reader) governs(si int, c site, top int, m *marked) bool {
	s := &r.doc.Sentences[si]
	if c.cue.pred {
		return true
	}
	p := &s.Tokens[m.first.tok-1]
	cs := r.e.frames.Case(s, top)
	if (p.UPOS == "ADP" || p.UPOS == "SCONJ") && slices.Contains(c.cue.predAfter, p.Lemma) || slices.Contains(c.cue.predAfter, cs) {
		return true
	}
	switch frame.Main(s.Tokens[top].Deprel) {
	case "obj", "xcomp", "ccomp":
		if c.cue.flags["weak"] {
			return cs == "" && m.first.tok <= top && top <= m.last.tok
		}
		return true
	case "obl", "nmod", "advcl", "acl", "iobj":
		return !c.cue.flags["weak"] && r.beside(s, c.last, m.first.tok)
	}
	return !c.cue.flags["weak"] && r.beside(s, c.last, m.first.tok)
}

// beside says whether only words that open a phrase stand between a verb and
// marks: a preposition, an article, an adjective, a pronoun.
func (r *reader) beside(s *nlp.Sentence, verb, mark int) bool {
	for k := verb + 1; k < mark; k++ {
		switch s.Tokens[k].UPOS {
		case "ADP", "DET", "ADJ", "NUM", "PRON", "ADV":
		default:
			return false
		}
	}
	return true
}

// headOf returns the token of a range whose head lies outside it.
func (r *reader) headOf(s *nlp.Sentence, first, last int) int {
	for j := first; j <= last; j++ {
		if h := s.Tokens[j].Head; (h < first || h > last) && s.Tokens[j].UPOS != "PUNCT" {
			return j
		}
	}
	return first
}

// names says whether quotation q is a name and no speech: a title, a ship, a
// so-called something.
func (r *reader) names(si, q int) bool {
	m := &r.marks[q]
	s := &r.doc.Sentences[si]
	if m.finite || m.words > 6 {
		return false
	}
	for j := m.first.tok - 1; j >= 0 && j >= m.first.tok-2; j-- {
		t := &s.Tokens[j]
		if r.e.is("quoted-name", t.Lemma) {
			return true
		}
		if t.UPOS != "DET" && t.UPOS != "ADP" {
			break
		}
	}
	return false
}

// subjectStart returns the first token of the subject that stands right before
// the verb, in a language in which it does so after the words too ("Talks will
// go on, the minister said"); else that of the verb.
func (r *reader) subjectStart(si int, c site) int {
	if !r.e.is("order", "subject-verb") {
		return c.first
	}
	s := &r.doc.Sentences[si]
	for _, k := range s.Children(c.tok) {
		if int(k) >= c.first || frame.Main(s.Tokens[k].Deprel) != "nsubj" {
			continue
		}
		first, last := frame.Subtree(s, int(k))
		for first < last && s.Tokens[first].UPOS == "PUNCT" {
			first++
		}
		for last+1 < c.first && s.Tokens[last+1].UPOS == "ADV" {
			last++
		}
		if last+1 == c.first || last+2 == c.first && s.Tokens[last+1].Form == "," {
			return first
		}
	}
	// The name or office right before the verb, where the tree lost it.
	for _, k := range []int{c.first - 1, c.first - 2} {
		if k <= 0 || k == c.first-2 && s.Tokens[k+1].Form != "," {
			continue
		}
		if m := r.cast.Covering(si, k); m >= 0 && r.cast.Mentions[m].Last == k && r.speaks(si, r.cast.Mentions[m].Head) {
			first := r.cast.Mentions[m].First
			if first > 0 && s.Tokens[first-1].UPOS == "DET" {
				first--
			}
			if first > 0 && s.Tokens[first-1].Form == "," {
				return first
			}
		}
	}
	return c.first
}

// before returns the words left of c when the sentence reads "C, dijo S" or
// "A, dijo S, B".
func (r *reader) before(si int, c site) []run {
	s := &r.doc.Sentences[si]
	if s.Tokens[c.first].VerbForm() == "Ger" || c.first == 0 {
		return nil
	}
	if !r.hasVerb(s, c.first, c.tok) {
		return nil
	}
	start := r.subjectStart(si, c)
	if start == 0 {
		return nil
	}
	p := &s.Tokens[start-1]
	closing := r.inside[si][start-1] >= 0
	if p.Form == "(" {
		return r.around(si, c, start)
	}
	if p.UPOS != "PUNCT" || p.Form == ":" || p.Form == ";" {
		return nil
	}
	if p.Form != "," && !closing && !strings.Contains("—–-", p.Form) {
		return nil
	}
	end := r.phraseEnd(si, c)
	if end < 0 {
		return nil
	}
	if c.cue.flags["weak"] && !r.anyMarks(si, 0, start) && r.nearSubject(si, c, func(int) bool { return true }) < 0 {
		return nil
	}
	// What follows the cue: nothing, or a comma and the rest of the clause.
	left := run{si, r.clauseStart(si, start-1), start - 1}
	if !r.hasWords(s, left) {
		// "S ha dicho que C, ha añadido T": what somebody said is what T says
		for _, h := range s.Children(c.tok) {
			if int(h) < start && frame.Main(s.Tokens[h].Deprel) == "ccomp" && r.isCue(s, int(h)) {
				left.first, _ = frame.Subtree(s, int(h))
			}
		}
	}
	if !r.hasWords(s, left) || start == c.first && r.subjectWithin(si, c, left) && r.nearSubject(si, c, func(int) bool { return true }) < 0 {
		return nil
	}
	after := end + 1
	if after >= len(s.Tokens)-1 {
		if !r.hasVerb(s, left.first, left.last) {
			return nil
		}
		return []run{left}
	}
	switch f := s.Tokens[after].Form; {
	case f == ";" || f == ":" || s.Tokens[after].UPOS == "SCONJ":
		if r.hasVerb(s, left.first, left.last) {
			return []run{left}
		}
		return nil
	case f != "," && !dash(f):
		return nil
	}
	right := run{si, after + 1, r.clauseStop(si, after+1)}
	if r.hasVerb(s, left.first, left.last) {
		if r.goesOn(s, left, right, c.tok) {
			return []run{left, right}
		}
		return []run{left}
	}
	if !r.hasVerb(s, right.first, right.last) {
		return nil
	}
	return []run{left, right}
}

// around returns the words on both sides of a cue that stands in parentheses
// with its subject: "A (dice S) B". The parenthesis opens before token start.
func (r *reader) around(si int, c site, start int) []run {
	s := &r.doc.Sentences[si]
	end := r.phraseEnd(si, c)
	if end < 0 || end+1 >= len(s.Tokens) || s.Tokens[end+1].Form != ")" {
		return nil
	}
	left := run{si, r.clauseStart(si, start-1), start - 2}
	right := run{si, end + 2, r.clauseStop(si, end+2)}
	switch {
	case left.last < left.first || !r.hasWords(s, left):
		return nil
	case right.first <= right.last && r.hasWords(s, right):
		if !r.hasVerb(s, left.first, left.last) && !r.hasVerb(s, right.first, right.last) {
			return nil
		}
		return []run{left, right}
	case r.hasVerb(s, left.first, left.last):
		return []run{left}
	}
	return nil
}

func (r *reader) anyMarks(si, a, b int) bool {
	for j := a; j < b; j++ {
		if r.inside[si][j] >= 0 {
			return true
		}
	}
	return false
}

func (r *reader) hasWords(s *nlp.Sentence, u run) bool {
	for j := u.first; j <= u.last; j++ {
		if s.Tokens[j].UPOS != "PUNCT" {
			return true
		}
	}
	return false
}

func (r *reader) hasVerb(s *nlp.Sentence, a, b int) bool {
	for j := a; j <= b && j < len(s.Tokens); j++ {
		if finite(s, j) {
			return true
		}
	}
	return false
}

// clauseStart returns where the words left of a cue begin: the sentence, or
// what follows a semicolon, a colon or another statement.
func (r *reader) clauseStart(si, i int) int {
	s := &r.doc.Sentences[si]
	for j := i; j > 0; j-- {
		if q := r.inside[si][j-1]; q >= 0 && r.marks[q].first.sent == si {
			if r.marks[q].taken {
				return j
			}
			j = r.marks[q].first.tok + 1
			continue
		}
		if f := s.Tokens[j-1].Form; f == ";" || f == ":" || j <= maxDateline && dash(f) && !r.hasVerb(s, 0, j-1) && s.Tokens[j].Start > s.Tokens[j-1].End {
			return j
		}
	}
	return 0
}

// maxDateline is the number of tokens that "SEÚL, 21 (APA) —" may take.
const maxDateline = 12

// clauseStop returns the last token before a semicolon or the sentence's end.
func (r *reader) clauseStop(si, i int) int {
	s := &r.doc.Sentences[si]
	for j := i; j < len(s.Tokens); j++ {
		if q := r.inside[si][j]; q >= 0 && r.marks[q].last.sent == si {
			j = r.marks[q].last.tok
			continue
		}
		if f := s.Tokens[j].Form; f == ";" || f == ":" {
			return j - 1
		}
	}
	return len(s.Tokens) - 1
}

// phraseEnd returns the last token of what belongs to the cue after its verb:
// adverbs, the subject with its appositions, and adverbials up to a comma that
// ends them. It is -1 when the verb has an object of its own there.
func (r *reader) phraseEnd(si int, c site) int {
	s := &r.doc.Sentences[si]
	j := c.last + 1
	subject := false
	for j < len(s.Tokens) {
		t := &s.Tokens[j]
		if r.inside[si][j] >= 0 {
			return -1
		}
		if t.UPOS == "PUNCT" && strings.Contains("«»“”\"„", t.Form) {
			j++ // marks round a name
			continue
		}
		if t.UPOS == "PUNCT" {
			if t.Form == "," && subject && j+1 < len(s.Tokens) {
				// An apposition belongs to the subject when a mention reaches over
				// the comma.
				if m := r.cast.Covering(si, j); m >= 0 && r.cast.Mentions[m].Last > j {
					j++
					continue
				}
			}
			return j - 1
		}
		if m := r.cast.Covering(si, j); m >= 0 {
			if f := r.cast.Mentions[m].First; f == 0 || s.Tokens[f-1].UPOS != "ADP" {
				subject = true
			}
			j = max(r.cast.Mentions[m].Last+1, j+1)
			continue
		}
		switch {
		case t.UPOS == "SCONJ" && subject && !r.e.is("that", t.Lemma):
			return j - 1 // "dijo el padre cuando la conoció"
		case t.VerbForm() == "Fin" && t.UPOS == "VERB", t.UPOS == "SCONJ":
			return -1
		case t.UPOS == "NOUN" && !subject:
			if !r.speaks(si, j) && frame.Main(t.Deprel) != "obl" && frame.Main(t.Deprel) != "advmod" && frame.Main(t.Deprel) != "nmod" &&
				!r.prepBefore(s, j) && !r.saysSo(si, c, j) && !r.saidByNoun(s, c, j) {
				return -1
			}
			subject = true
		}
		j++
	}
	return j - 1
}

// saysSo says whether a noun after a verb that only says is its subject though
// nobody knows it for one who speaks: "…, dijo la policía", "…, indican las
// directrices". A verb that takes things for its object needs more than that.
func (r *reader) saysSo(si int, c site, j int) bool {
	switch c.cue.class {
	case "say", "assert", "recall":
	default:
		return false
	}
	if c.cue.flags["weak"] {
		return false
	}
	s := &r.doc.Sentences[si]
	for _, k := range s.Children(j) {
		if t := &s.Tokens[k]; t.Feat("Definite") != "" && int(k) < j {
			return t.Feat("Number") == "" || s.Tokens[c.tok].Feat("Number") == "" || t.Feat("Number") == s.Tokens[c.tok].Feat("Number")
		}
	}
	return false
}

// prepBefore says whether a preposition opens the phrase of token j.
func (r *reader) prepBefore(s *nlp.Sentence, j int) bool { return r.e.frames.Case(s, j) != "" }

// backward returns the sentence before when the cue points back at it: "así lo
// expresó X".
func (r *reader) backward(si int, c site) (text.Span, bool) {
	s := &r.doc.Sentences[si]
	if si == 0 || r.doc.Sentences[si-1].Paragraph != s.Paragraph || r.doc.Sentences[si-1].Title {
		return text.Span{}, false
	}
	n := 0
	for j := max(0, c.first-1); j < c.last; j++ {
		if r.e.is("back", strings.ToLower(s.Tokens[j].Form)) {
			n++
		}
	}
	if n == 0 || c.first > 2 {
		return text.Span{}, false
	}
	p := &r.doc.Sentences[si-1]
	if r.held[si-1][r.rootOf(p)] {
		return text.Span{}, false
	}
	r.hold(place{si - 1, 0}, place{si - 1, len(p.Tokens) - 1})
	return r.trimText(p.Span), true
}

// relays says whether a newspaper or an agency is the subject of a cue, outside
// the words it reports: "Об этом сообщает ТАСС" names the way the news came, not
// who spoke.
func (r *reader) relays(si int, c site, cl frame.Clause, words []run) bool {
	sp := r.speakerOf(si, c, cl, words)
	return sp.Entity >= 0 && sp.Mention != nil && r.cast.Entities[sp.Entity].Kind == names.Outlet
}

func (r *reader) rootOf(s *nlp.Sentence) int { return max(s.Root(), 0) }

// scope returns the words that a prepositional cue (tokens first to end)
// reports: the clause it hangs on, without itself.
func (r *reader) scope(si, first, end int) []run {
	s := &r.doc.Sentences[si]
	lo, hi := r.clauseStart(si, first), r.clauseStop(si, end+1)
	for j := end + 2; j < hi; j++ {
		if s.Tokens[j-1].Form == "," && s.Tokens[j].UPOS == "CCONJ" && r.inside[si][j] < 0 && r.tells(si, j+1, hi) {
			hi = j - 1 // "Según X, A, pero Y sostiene que B"
			break
		}
	}
	// In the middle or at the end: not over a coordinated clause before it.
	if first > lo {
		for j := first - 1; j > lo; j-- {
			t := &s.Tokens[j]
			if t.UPOS == "CCONJ" && r.inside[si][j] < 0 && t.Head > j && s.Tokens[t.Head].VerbForm() == "Fin" &&
				r.hasVerb(s, lo, j) && s.Tokens[j-1].UPOS == "PUNCT" && t.Head > first {
				lo = j + 1
				break
			}
		}
	}
	var out []run
	left := run{si, lo, first - 1}
	right := run{si, end + 1, hi}
	// "…, y, según X, V": the clause that the conjunction opens.
	k := first - 1
	for k > lo && s.Tokens[k].Form == "," {
		k--
	}
	if k > lo && r.opensClause(&s.Tokens[k]) && r.hasVerb(s, right.first, right.last) {
		// what a conjunction or relative pronoun right before it opens: "porque,
		// según X, …"
		if r.e.frames.Relative(&s.Tokens[k]) {
			for j := right.first + 1; j < right.last; j++ {
				if s.Tokens[j].Form == "," && s.Tokens[j+1].VerbForm() == "Fin" && r.hasVerb(s, right.first, j) {
					right.last = j - 1
					break
				}
			}
		}
		return []run{right}
	}
	if p, _ := r.e.prepCue(s, left.first); p != nil && p.flags["verb"] {
		left.last = left.first - 1 // "Как сообщает агентство со ссылкой на X, …"
	}
	l, g := r.hasVerb(s, left.first, left.last), r.hasVerb(s, right.first, right.last)
	switch {
	case !r.hasWords(s, left):
		if g || r.anyMarks(si, right.first, right.last+1) {
			out = append(out, right)
		}
	case l && !g && right.first < len(s.Tokens) && s.Tokens[end+1].Form == "," && right.first+1 <= right.last && r.inside[si][right.first+1] >= 0 && r.marks[r.inside[si][right.first+1]].first.tok == right.first+1:
		out = append(out, left, right) // "La cumbre fue, en palabras de X, «…»"
	case l && (!g || end+1 < len(s.Tokens) && s.Tokens[end+1].UPOS == "PUNCT" && !r.sameClause(s, left, right)):
		out = append(out, left)
	case l && g:
		out = append(out, left)
	case g:
		out = append(out, left, right)
	}
	return out
}

// opensClause says whether a token opens a clause: a conjunction or a relative
// pronoun.
func (r *reader) opensClause(t *nlp.Token) bool {
	return t.UPOS == "CCONJ" || t.UPOS == "SCONJ" || r.e.frames.Relative(t)
}

// subjectWithin says whether the subject of a cue stands among words left of it,
// so that these are no report: "X, whose party won, hit back".
func (r *reader) subjectWithin(si int, c site, left run) bool {
	s := &r.doc.Sentences[si]
	for _, k := range s.Children(c.tok) {
		if int(k) >= left.first && int(k) <= left.last && frame.Main(s.Tokens[k].Deprel) == "nsubj" && r.speaks(si, int(k)) && !r.e.is("document", s.Tokens[k].Lemma) {
			return true
		}
	}
	return false
}

// goesOn says whether the clause left of a cue goes on after it: a word there
// hangs on one left of the cue, or the other way round, and is no clause beside it.
func (r *reader) goesOn(s *nlp.Sentence, a, b run, cue int) bool {
	for j := b.first; j <= b.last && j < len(s.Tokens); j++ {
		t := &s.Tokens[j]
		if t.UPOS != "PUNCT" && t.Head >= a.first && t.Head <= a.last {
			switch frame.Main(t.Deprel) {
			case "obj", "obl", "nsubj", "xcomp", "ccomp", "advmod", "iobj":
				return true
			}
		}
	}
	// "Si la calma dura, aventura X, los dos podrían…": a subordinate clause left
	// of the cue, the main one right of it.
	return s.Tokens[a.first].UPOS == "SCONJ" && r.hasVerb(s, b.first, b.last)
}

// sameClause says whether the words after a parenthesis go on with the clause
// before it.
func (r *reader) sameClause(s *nlp.Sentence, a, b run) bool {
	for j := b.first; j <= b.last && j < len(s.Tokens); j++ {
		if h := s.Tokens[j].Head; h >= a.first && h <= a.last && s.Tokens[j].UPOS != "PUNCT" {
			return true
		}
	}
	return false
}

// preposition finds what "según X" and its like report.
func (r *reader) preposition(si int, c site, sites []site) {
	s := &r.doc.Sentences[si]
	if c.cue.flags["verb"] {
		return // it waits for its cue verb
	}
	i := c.last + 1
	if i >= len(s.Tokens) {
		return
	}
	if c.cue.flags["own"] {
		if ps := r.scope(si, c.first, c.last); len(ps) > 0 {
			r.push(si, c, r.elided(si, c, "Sing", like{}), r.spansOf(ps), ps, "source")
		}
		return
	}
	if v := slices.IndexFunc(sites, func(o site) bool {
		return !o.prep && !o.noun && o.first > c.last && o.first-c.last <= 2 && adjacent(s, c.last, o.first)
	}); v >= 0 {
		return // "según dijo": the verb does it
	}
	initial := r.atClauseStart(si, c.first)
	if c.cue.flags["agreement"] && !initial && s.Tokens[c.first-1].Form != "," {
		return
	}
	if c.cue.flags["opinion"] && !initial {
		return
	}
	// The noun phrase after it, as a mention or by the tree.
	head, end := r.nounPhrase(si, i)
	if head < 0 {
		return
	}
	sp := r.speakerAt(si, head)
	if !sp.known() || r.e.is("manner", s.Tokens[head].Lemma) {
		return
	}
	if !r.speaks(si, head) && (c.cue.flags["agreement"] || c.cue.flags["opinion"] || s.Tokens[head].UPOS != "NOUN") {
		return
	}
	if c.cue.flags["opinion"] && (end+1 >= len(s.Tokens) || s.Tokens[end+1].Form != "," || !r.person(sp)) {
		return
	}
	if r.placeOnly(si, head) && !initial && c.cue.flags["opinion"] {
		return
	}
	// "por boca de la portavoz, hizo notar que": it only names who says it.
	for _, o := range sites {
		if c.cue.flags["mouth"] && !o.prep && !o.noun && (o.first > c.last && r.conjunction(si, o, r.e.frames.Clause(s, o.tok)) >= 0 || o.last < c.first && r.atEnd(s, end)) {
			return
		}
	}
	end = r.relativeEnd(si, end, head)
	if sp.Entity >= 0 && r.cast.Entities[sp.Entity].Kind == names.Outlet && r.othersTell(si, sites, end) {
		r.relayed[si] = sp.Entity // "Según el diario X, el ministro dijo que…"
		return
	}
	ps := r.scope(si, c.first, end)
	if len(ps) == 0 {
		return
	}
	// A cue verb with a speaker of its own in the same words: the preposition
	// names the way it came.
	r.push(si, c, sp, r.spansOf(ps), ps, "source")
}

// atEnd says whether nothing but punctuation follows token i.
func (r *reader) atEnd(s *nlp.Sentence, i int) bool { return r.onlyMarks(s, i+1, len(s.Tokens)) }

// othersTell says whether a cue verb after token i of a sentence has a speaker
// of its own.
func (r *reader) othersTell(si int, sites []site, i int) bool {
	s := &r.doc.Sentences[si]
	return slices.ContainsFunc(sites, func(o site) bool {
		if o.prep || o.noun || o.first <= i || o.cue.flags["weak"] {
			return false
		}
		cl := r.e.frames.Clause(s, o.tok)
		if r.conjunction(si, o, cl) < 0 && r.block(si, o) < 0 {
			return false
		}
		for k := i + 1; k < o.first; k++ {
			if m := r.cast.Covering(si, k); m >= 0 && r.speaks(si, r.cast.Mentions[m].Head) && r.cast.Entities[r.cast.Mentions[m].Entity].Kind != names.Outlet {
				return true
			}
		}
		return false
	})
}

// relativeEnd extends the end of a source's phrase over a relative clause or
// apposition between commas.
func (r *reader) relativeEnd(si, end, head int) int {
	s := &r.doc.Sentences[si]
	if end+2 < len(s.Tokens) && s.Tokens[end+1].Form == "," {
		if n := &s.Tokens[end+2]; n.UPOS == "PRON" && r.e.frames.Relative(n) {
			for j := end + 3; j < len(s.Tokens); j++ {
				if s.Tokens[j].Form == "," || s.Tokens[j].Form == ";" {
					return j - 1
				}
			}
			return len(s.Tokens) - 1
		}
	}
	return end
}

func (r *reader) atClauseStart(si, i int) bool {
	s := &r.doc.Sentences[si]
	for j := i - 1; j >= 0; j-- {
		t := &s.Tokens[j]
		if t.Form == ";" || t.Form == ":" {
			return true
		}
		if t.UPOS != "PUNCT" && t.UPOS != "CCONJ" && t.UPOS != "ADV" {
			return false
		}
	}
	return true
}

// nounPhrase returns the head and the last token of the noun phrase that
// begins at token i.
func (r *reader) nounPhrase(si, i int) (head, end int) {
	s := &r.doc.Sentences[si]
	for k := i; k < len(s.Tokens) && k <= i+3; k++ {
		if m := r.cast.Covering(si, k); m >= 0 && r.cast.Mentions[m].First <= i+2 && r.cast.Mentions[m].First >= i-1 {
			mm := &r.cast.Mentions[m]
			end = mm.Last
			_, last := frame.Subtree(s, mm.Head)
			for j := end + 1; j <= last && j < len(s.Tokens); j++ {
				if s.Tokens[j].UPOS == "PUNCT" || s.Tokens[j].VerbForm() == "Fin" {
					break
				}
				end = j
			}
			return mm.Head, end
		}
		t := &s.Tokens[k]
		if t.UPOS == "NOUN" || t.UPOS == "PROPN" {
			_, last := frame.Subtree(s, k)
			end = k
			for j := k + 1; j <= last && j < len(s.Tokens); j++ {
				if s.Tokens[j].UPOS == "PUNCT" || s.Tokens[j].VerbForm() == "Fin" {
					break
				}
				end = j
			}
			return k, end
		}
		if t.UPOS != "DET" && t.UPOS != "ADJ" && t.UPOS != "NUM" && t.UPOS != "ADP" && t.UPOS != "ADV" {
			break
		}
	}
	return -1, -1
}

// noun finds what a noun of saying reports: "la advertencia de que…".
func (r *reader) noun(si int, c site) {
	s := &r.doc.Sentences[si]
	que := -1
	for j := c.tok + 1; j < len(s.Tokens) && j <= c.tok+8; j++ {
		t := &s.Tokens[j]
		if h := t.Head; t.UPOS == "SCONJ" && r.e.is("that", t.Lemma) && h > j && s.Tokens[h].Head == c.tok && s.Tokens[j-1].UPOS != "ADP" && frame.Has(s, h, "nsubj") {
			que = j // "the claim that talks would go on"
			break
		}
		if t.UPOS == "SCONJ" && s.Tokens[j-1].UPOS == "ADP" {
			if h := t.Head; j == c.tok+2 || h >= 0 && s.Tokens[h].Head == c.tok {
				que = j
			}
			break
		}
		if t.UPOS == "PUNCT" && j+1 < len(s.Tokens) && s.Tokens[j+1].UPOS == "SCONJ" && r.e.is("that", s.Tokens[j+1].Lemma) && (s.Tokens[j-1].UPOS == "PRON" || s.Tokens[j-1].UPOS == "DET") {
			que = j + 1 // "заявление о том, что"
			break
		}
		if t.UPOS == "AUX" && t.Deprel == "cop" && j+1 < len(s.Tokens) && s.Tokens[j+1].UPOS == "SCONJ" && r.e.is("that", s.Tokens[j+1].Lemma) {
			que = j + 1 // "la advertencia de X fue que…"
			break
		}
		if t.VerbForm() == "Fin" || t.UPOS == "PUNCT" {
			break
		}
	}
	if que < 0 {
		return
	}
	for a, n := s.Tokens[c.tok].Head, 0; a >= 0 && n < 10; a, n = s.Tokens[a].Head, n+1 {
		if r.isCue(s, a) && r.e.frames.Clause(s, a).Negation >= 0 {
			return
		}
	}
	head := s.Tokens[que].Head
	if head <= que {
		head = -1
	}
	end, _ := r.clauseEnd(si, c, que, head)
	if end <= que {
		return
	}
	cl := r.e.frames.Clause(s, c.tok)
	sp := unknown()
	for _, o := range cl.Obliques {
		if r.speaks(si, o.Token) && o.Token < que {
			sp = r.speakerAt(si, o.Token)
			break
		}
	}
	if sp.Entity < 0 && sp.Name == "" && c.tok+2 < que && s.Tokens[c.tok+1].UPOS == "ADP" {
		// "brushing aside complaints from X that", hung on the verb
		if h, last := r.nounPhrase(si, c.tok+2); h >= 0 && last == que-1 && s.Tokens[h].Head == s.Tokens[c.tok].Head && r.speaks(si, h) {
			sp = r.speakerAt(si, h)
		}
	}
	if sp.Entity < 0 && sp.Name == "" {
		for _, t := range cl.Subject.Tokens {
			if r.speaks(si, t) {
				sp = r.speakerAt(si, t)
				break
			}
		}
	}
	if sp.Entity < 0 && sp.Name == "" {
		for _, k := range s.Children(c.tok) {
			if t := &s.Tokens[k]; t.Feat("Poss") == "Yes" {
				sp = r.elided(si, c, "Sing", like{})
			} else if m := r.cast.At(si, int(k)); m >= 0 && t.UPOS == "ADJ" {
				sp = r.speakerAt(si, int(k))
			}
		}
	}
	ps := []run{{si, que + 1, end}}
	r.push(si, c, sp, r.spansOf(ps), ps, "noun")
}

// colon finds quotations that only a colon ties to their speaker: "Sánchez:
// «…»", "Petro fue más escueto: «…»".
func (r *reader) colon(si int, s *nlp.Sentence) {
	for q := r.firstMark(si); q < len(r.marks) && r.marks[q].first.sent == si; q++ {
		m := &r.marks[q]
		if m.taken || !m.colon || m.words < 2 {
			continue
		}
		if m.words < 4 && !m.finite {
			continue
		}
		root := r.rootOf(s)
		sp := unknown()
		// the name right before the colon: "Lula: «…»"
		for k := m.first.tok - 1; k > 0; k-- {
			if s.Tokens[k].Form == ":" {
				if mi := r.cast.Covering(si, k-1); mi >= 0 && r.speaks(si, r.cast.Mentions[mi].Head) && r.cast.Entities[r.cast.Mentions[mi].Entity].Kind == names.Person {
					if f := r.cast.Mentions[mi].First; f == 0 || s.Tokens[f-1].UPOS != "ADP" {
						sp = r.speakerAt(si, r.cast.Mentions[mi].Head)
					}
				}
				break
			}
		}
		if !sp.known() && root < m.first.tok {
			cl := r.e.frames.Clause(s, root)
			sp = unknown()
			for _, t := range cl.Subject.Tokens {
				if r.speaks(si, t) && t < m.first.tok {
					sp = r.speakerAt(si, t)
					if o := r.author(si, t); o >= 0 {
						sp = r.speakerAt(si, o) // "El mensaje de X fue breve: «…»"
					}
					break
				}
			}
			if sp.Entity < 0 && sp.Name == "" && r.speaks(si, root) {
				sp = r.speakerAt(si, root)
			}
		}
		if sp.Entity < 0 && sp.Name == "" {
			for k := 0; k < m.first.tok; k++ {
				if r.speaks(si, k) {
					sp = r.speakerAt(si, k)
					break
				}
			}
		}
		if sp.Entity < 0 && sp.Name == "" {
			sp = r.elided(si, site{tok: max(0, m.first.tok-1), cue: &cue{}}, "Sing", like{})
		}
		c := site{cue: &cue{words: []string{"colon"}, class: "say"}, tok: -1}
		r.push(si, c, sp, r.directSpans(q), nil, "colon")
	}
}

// author returns the person or body whose message or statement the noun at
// token t is, or -1.
func (r *reader) author(si, t int) int {
	s := &r.doc.Sentences[si]
	if !r.e.is("document", s.Tokens[t].Lemma) {
		return -1
	}
	for _, k := range s.Children(t) {
		if m := r.cast.At(si, int(k)); m >= 0 && frame.Main(s.Tokens[k].Deprel) == "nmod" {
			if kind := r.cast.Entities[r.cast.Mentions[m].Entity].Kind; kind == names.Person {
				return int(k)
			}
		}
	}
	return -1
}

// orphans gives the quotations that stand as sentences of their own, with no
// cue, to the speaker who is speaking.
func (r *reader) orphans() {
	// Statements found so far, by the place of their words.
	order := make([]int, len(r.out))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return r.out[a].Spans[0].Start - r.out[b].Spans[0].Start })
	for q := range r.marks {
		m := &r.marks[q]
		if m.taken || !m.block || !m.finite || m.words < 3 || m.colon {
			continue
		}
		s := &r.doc.Sentences[m.first.sent]
		if r.held[m.first.sent][m.first.tok] || s.Title && m.words < 4 {
			continue
		}
		// The sentence of its end must hold no more than the quotation.
		e := &r.doc.Sentences[m.last.sent]
		if !r.onlyPunct(e, m.last.tok+1) {
			continue
		}
		k, _ := slices.BinarySearchFunc(order, m.Start, func(i, at int) int { return r.out[i].Spans[0].Start - at })
		if k == 0 {
			continue
		}
		prev := order[k-1]
		p := &r.out[prev]
		par := r.doc.Sentences[p.Sent].Paragraph
		if par != s.Paragraph && !m.Continues {
			continue
		}
		st := Statement{
			Kind: "direct", Spans: r.directSpans(q), Sent: m.first.sent, Content: -1,
			Cue: Cue{Sent: -1, Token: -1, Class: "say"}, Speaker: p.Speaker, Channel: p.Channel,
			Addressee: -1, Continues: -1, Echo: -1, Polarity: "affirmed", Stance: "neutral", Rule: "marks/carried",
		}
		st.Speaker.Mention, st.Speaker.Via = nil, "carried on"
		if m.Continues {
			st.Continues = prev
		}
		r.out = append(r.out, st)
		order = slices.Insert(order, k, len(r.out)-1)
	}
	r.goBack()
}

// goBack gives a quotation that the next paragraph goes on with, and that has
// no cue, to the speaker of that: the cue stands after the last of them.
func (r *reader) goBack() {
	for q := len(r.marks) - 2; q >= 0; q-- {
		m, n := &r.marks[q], &r.marks[q+1]
		if m.taken || !m.block || !m.finite || !m.Continued || !n.Continues || r.held[m.first.sent][m.first.tok] {
			continue
		}
		k := slices.IndexFunc(r.out, func(st Statement) bool { return n.Contains(st.Spans[0]) && st.Kind == "direct" })
		if k < 0 {
			continue
		}
		st := r.out[k]
		st.Spans, st.Sent, st.Content, st.Cue, st.Rule = r.directSpans(q), m.first.sent, -1, Cue{Sent: -1, Token: -1, Class: "say"}, "marks/carried back"
		st.Speaker.Mention, st.Speaker.Via, st.Continues, st.Attitudes, st.About = nil, "carried back", -1, nil, nil
		r.mentions(&st)
		r.out = append(r.out, st)
		r.out[k].Continues = len(r.out) - 1
	}
}

func (r *reader) onlyPunct(s *nlp.Sentence, i int) bool {
	for ; i < len(s.Tokens); i++ {
		if s.Tokens[i].UPOS != "PUNCT" {
			return false
		}
	}
	return true
}

// near is the number of statements around one in which the one that relays it
// is looked for.
const near = 32

// link sorts the statements and sets their references.
func (r *reader) link() {
	order := make([]int, len(r.out))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool {
		return r.out[order[a]].Spans[0].Start < r.out[order[b]].Spans[0].Start
	})
	to := make([]int, len(r.out))
	for i, o := range order {
		to[o] = i
	}
	sorted := make([]Statement, len(r.out))
	for i, o := range order {
		sorted[i] = r.out[o]
		if sorted[i].Continues >= 0 {
			sorted[i].Continues = to[sorted[i].Continues]
		}
	}
	r.out = sorted
	// A statement whose cue lies in the words of another is relayed by it.
	for i := range r.out {
		in := &r.out[i]
		if in.Cue.Token < 0 {
			continue
		}
		for j := max(0, i-near); j < min(len(r.out), i+near); j++ {
			if i == j {
				continue
			}
			for _, sp := range r.out[j].Spans {
				if sp.Contains(in.Cue.Span) && sp.Contains(in.Spans[0]) && sp != in.Spans[0] {
					in.Relay = append(in.Relay, j)
				}
			}
		}
	}
	r.headlines()
	// The same words again are an echo of the first.
	first := map[string]int{}
	for i := range r.out {
		words := strings.ToLower(bareText(r.out[i].Spans[0].Of(r.doc.Text)))
		if r.out[i].Echo >= 0 {
			continue
		}
		if j, ok := first[words]; ok {
			r.out[i].Echo = j
		} else {
			first[words] = i
		}
	}
}

func bareText(s string) string { return strings.Trim(s, " .,;:«»“”\"'‘’") }
