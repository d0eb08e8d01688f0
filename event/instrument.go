package event

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// A docKind is a kind of document and when a noun means one.
type docKind struct {
	kind   string
	words  set
	needs  set
	always bool // a bare mention with both parties is enough
	signed bool // only when it is signed
}

// A docLife says what an act makes of its document.
type docLife struct{ frame, event, status string }

func (t *tables) readDocs(p *lang.Pack) error {
	rows, err := p.Table("instruments")
	if err != nil {
		return err
	}
	for _, x := range rows {
		d := docKind{kind: x.Get("kind"), words: set{}, needs: set{}}
		for _, w := range x.List("words") {
			d.words[w] = true
		}
		for _, w := range x.List("needs") {
			switch w {
			case "*":
				d.always = true
			case "signed":
				d.signed = true
			default:
				d.needs[w] = true
			}
		}
		t.docs = append(t.docs, d)
	}
	if rows, err = p.Table("instrument-status"); err != nil {
		return err
	}
	for _, x := range rows {
		t.life = append(t.life, docLife{x.Get("frame"), x.Get("event"), x.Get("status")})
	}
	return nil
}

// docKindOf returns the kind of document that a noun means, or "".
func (r *reading) docKindOf(t *nlp.Token) string {
	if d := r.docRow(t); d != nil {
		return d.kind
	}
	return ""
}

func (r *reading) docRow(t *nlp.Token) *docKind {
	for i := range r.e.tab.docs {
		d := &r.e.tab.docs[i]
		if d.words[strings.ToLower(t.Lemma)] || d.words[strings.ToLower(t.Form)] {
			return d
		}
	}
	return nil
}

// documentOf returns the head of the document that an act is about, or -1.
func (r *reading) documentOf(g *trigger) int {
	s := g.s
	for _, slot := range append([]string{"obj", "subj"}, r.e.preps("of", "to")...) {
		if slot == "subj" && !g.c.Passive && g.row.name != "enter-force" {
			continue
		}
		for _, i := range r.slot(g, slot) {
			if r.docRow(&s.Tokens[i]) != nil {
				return i
			}
			// "firmó su adhesión a la Iniciativa": the document stands below
			if isNoun(&s.Tokens[i]) {
				for j := i + 1; j < len(s.Tokens) && j <= i+5; j++ {
					if t := &s.Tokens[j]; isVerb(t) || t.UPOS == "PUNCT" {
						break
					} else if r.docRow(t) != nil && t.UPOS == "PROPN" {
						return j
					}
				}
			}
		}
	}
	// "el memorando que firmó": the noun above the relative clause
	if h := g.t.Head; h >= 0 && h < g.tok && (frame.Main(g.t.Deprel) == "acl" || frame.Main(g.t.Deprel) == "ccomp") && r.docRow(&s.Tokens[h]) != nil {
		return h
	}
	words := set{}
	for _, d := range r.e.tab.docs {
		for w := range d.words {
			words[w] = true
		}
	}
	if i := r.window(g, "obj", words); i >= 0 {
		return i
	}
	if g.c.Nominal {
		if d := r.docRow(g.t); d != nil {
			return g.tok
		}
		if i := r.window(g, r.e.preps("of")[0], words); i >= 0 {
			return i
		}
	}
	return -1
}

// A paper is a document being put together from its mentions.
type paper struct {
	ins   Instrument
	sent  int
	head  int
	named bool
}

// readInstruments collects documents from the acts on them and from names of
// documents whose parties the text gives.
func (r *reading) readInstruments() {
	var papers []*paper
	denied := map[[2]int]bool{} // documents of acts that are negated
	for _, f := range r.events {
		for _, m := range append([]*found{f}, f.also...) {
			if m.doc < 0 || !m.row.instrument && !(m.row.level && f.ev.Type == "SUPPORT") {
				continue
			}
			for _, i := range m.docs {
				p := r.paper(m.g.sent, i)
				if p == nil {
					continue
				}
				if m.ev.Polarity != Affirmed {
					denied[[2]int{m.g.sent, p.head}] = true
					continue
				}
				p.ins.Parties = r.docParties(f, p)
				p.ins.Status = r.life(m)
				p.ins.When, p.ins.Place, p.ins.Rule = f.ev.When, f.ev.Place, m.ev.Rule
				papers = r.addPaper(papers, p)
			}
		}
	}
	for sent := range r.doc.Sentences {
		s := &r.doc.Sentences[sent]
		if s.Root() < 0 || s.Title {
			continue
		}
		for i := range s.Tokens {
			t := &s.Tokens[i]
			if !isNoun(t) && !(t.UPOS == "VERB" && !isFinite(t)) || t.Deprel == "flat" {
				continue
			}
			d := r.docRow(t)
			if d == nil {
				continue
			}
			p := r.paper(sent, i)
			if p != nil && denied[[2]int{sent, p.head}] {
				continue
			}
			if p == nil || !p.named && !d.always {
				if p != nil && !(len(d.needs) > 0 && r.beside(s, i, d.needs)) {
					continue
				}
			}
			if d.signed && !p.named && !(len(d.needs) > 0 && r.beside(s, i, d.needs)) {
				continue
			}
			p.ins.Parties = r.nearParties(sent, i)
			definite := r.definite(s, i)
			p.ins.Status, p.ins.When, p.ins.Place, p.ins.Rule = "", When{Time: -1}, -1, "mention"
			if d.always && definite {
				p.ins.Status = "in-force"
			}
			if known := r.match(papers, p); known != nil {
				known.ins.Spans = append(known.ins.Spans, p.ins.Spans...)
				if known.ins.Name == "" {
					known.ins.Name = p.ins.Name
				}
				continue
			}
			if p.named && len(p.ins.Parties) < 2 {
				if pair := r.pairOf(sent); pair != nil && (len(p.ins.Parties) == 0 || r.other(r.key(p.ins.Parties[0]), -1) >= 0) {
					p.ins.Parties = pair
					p.ins.Rule += "+pair"
				}
			}
			if len(p.ins.Parties) < 2 || p.ins.Status == "" && !p.named {
				continue
			}
			if p.ins.Status == "" {
				p.ins.Status = "signed"
			}
			papers = append(papers, p)
		}
	}
	for _, p := range papers {
		if len(r.statesOf(p.ins.Parties)) < 2 && p.ins.Name == "" {
			continue
		}
		slices.SortFunc(p.ins.Spans, func(a, b text.Span) int { return a.Start - b.Start })
		p.ins.Spans = slices.Compact(p.ins.Spans)
		r.out.Instruments = append(r.out.Instruments, p.ins)
	}
}

// paper reads the phrase of a document.
func (r *reading) paper(sent, i int) *paper {
	s := &r.doc.Sentences[sent]
	t := &s.Tokens[i]
	d := r.docRow(t)
	if d == nil {
		return nil
	}
	p := &paper{sent: sent, head: i}
	first, last := i, i
	// the phrase: its own words up to a verb, a comma or a relative
	end := i
	for j := i + 1; j < len(s.Tokens) && j <= i+24; j++ {
		u := &s.Tokens[j]
		if isFinite(u) || u.UPOS == "SCONJ" || u.UPOS == "PRON" || u.Form == "." || u.Form == ";" || u.Form == ":" {
			break
		}
		if !r.under(s, j, i) && u.UPOS != "ADP" && u.UPOS != "DET" && u.UPOS != "PROPN" && u.UPOS != "CCONJ" && u.Form != "," {
			break
		}
		end = j
	}
	capital := t.Form != strings.ToLower(t.Form)
	p.named = capital && i > 0
	front := r.frontOf(s, i)
	first = min(first, front)
	for j := i + 1; j <= end; j++ {
		u := &s.Tokens[j]
		if r.phraseEnds(sent, j, i, p.named) {
			break
		}
		if u.UPOS != "ADP" && u.UPOS != "DET" && u.UPOS != "CCONJ" && u.UPOS != "PUNCT" {
			last = j
		}
	}
	for _, k := range s.Children(i) {
		u := &s.Tokens[k]
		if u.UPOS == "NUM" && int(k) < i {
			if n, err := strconv.Atoi(u.Form); err == nil {
				p.ins.Count = n
			} else if n := r.e.tab.numbers[strings.ToLower(u.Form)]; n > 1 {
				p.ins.Count = n
			}
		}
		if u.UPOS == "ADJ" && int(k) < i && u.Head == i {
			first = min(first, int(k))
		}
	}
	p.ins.Kind = d.kind
	if d.kind == "documents" && p.ins.Count == 0 && t.Feat("Number") != "Plur" {
		p.ins.Kind = "document"
	}
	sp := text.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
	p.ins.Spans = []text.Span{sp}
	if p.named || last > i || front < i {
		p.ins.Name = (text.Span{Start: s.Tokens[front].Start, End: s.Tokens[last].End}).Of(r.doc.Text)
	}
	p.ins.Subject = r.subject(s, i, end)
	return p
}

// frontOf returns the first of the words before a document's noun that make its
// name together with it: "free trade agreement". Adjectives alone make none.
func (r *reading) frontOf(s *nlp.Sentence, i int) int {
	front, compound := i, false
	for j := i - 1; j >= 0 && j >= i-8 && r.under(s, j, i); j-- {
		u := &s.Tokens[j]
		if u.Form == "-" {
			continue
		}
		rel := frame.Main(u.Deprel)
		if rel != "compound" && rel != "amod" || u.UPOS == "DET" || u.UPOS == "NUM" {
			break
		}
		compound = compound || rel == "compound"
		front = j
	}
	if !compound {
		return i
	}
	return front
}

// phraseEnds says whether the name of a document ends before token j.
func (r *reading) phraseEnds(sent, j, i int, named bool) bool {
	s := &r.doc.Sentences[sent]
	u := &s.Tokens[j]
	if isVerb(u) && u.VerbForm() != "" && u.UPOS != "NOUN" {
		return true
	}
	if u.UPOS == "ADP" && !r.e.tab.sets["of"][u.Lemma] {
		return true
	}
	for _, k := range r.timesIn[sent] {
		if x := &r.times[k]; x.First == j && j == i+1 && r.bareDay(x) {
			return true
		}
	}
	if u.UPOS == "CCONJ" && !named {
		for k := j + 1; k < len(s.Tokens) && k <= j+3; k++ {
			if t := &s.Tokens[k]; r.docRow(t) != nil && isNoun(t) {
				return true
			}
		}
	}
	if u.Form == "," && !(named && j+1 < len(s.Tokens) && s.Tokens[j+1].Form != strings.ToLower(s.Tokens[j+1].Form)) {
		return true
	}
	return u.UPOS == "PUNCT" && u.Form != ","
}

// subject returns what a document is about.
func (r *reading) subject(s *nlp.Sentence, i, end int) *text.Span {
	for _, k := range s.Children(i) {
		if !r.e.tab.sets["about"][r.e.frames.Case(s, int(k))] || int(k) < i {
			continue
		}
		first, last := frame.Subtree(s, int(k))
		for first < last && s.Tokens[first].UPOS == "ADP" {
			first++
		}
		for last > first && s.Tokens[last].UPOS == "PUNCT" {
			last--
		}
		if last-first > 25 {
			last = first + 25
		}
		sp := text.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
		return &sp
	}
	// the same hung on the verb or on a word inside the name
	for j := i + 1; j+1 < len(s.Tokens) && j <= i+6; j++ {
		t := &s.Tokens[j]
		if t.UPOS == "VERB" && isVerb(t) || t.UPOS == "PUNCT" {
			return nil
		}
		if t.UPOS != "ADP" || !r.e.tab.sets["about"][t.Lemma] || t.Head <= j {
			continue
		}
		_, last := frame.Subtree(s, t.Head)
		for last > j && s.Tokens[last].UPOS == "PUNCT" {
			last--
		}
		sp := text.Span{Start: s.Tokens[j+1].Start, End: s.Tokens[min(last, j+25)].End}
		return &sp
	}
	return nil
}

// life returns the status that an act gives its document.
func (r *reading) life(m *found) string {
	status := m.ev.Status
	if m.ev.Polarity != Affirmed && status == Occurred {
		status = Hypothetical
	}
	for _, l := range r.e.tab.life {
		if (l.frame == m.row.name || l.frame == "*") && l.event == status {
			return l.status
		}
	}
	return "announced"
}

// docParties are the parties of a document: those of the act on it and those
// its phrase names.
func (r *reading) docParties(f *found, p *paper) []int {
	var out []int
	for _, e := range append(slices.Clone(f.ev.Actors), f.ev.Recipients...) {
		out = append(out, r.asState(e))
	}
	if out = r.distinct(out); len(out) < 2 {
		out = r.distinct(append(out, r.nearParties(p.sent, p.head)...))
	}
	if len(out) == 1 {
		if o := r.other(r.key(out[0]), -1); o >= 0 {
			out = append(out, o)
		}
	}
	return out
}

// asState returns the state that an entity acts for, or the entity itself.
func (r *reading) asState(e int) int {
	if x := &r.cast.Entities[e]; x.Kind == names.State || x.Kind == names.Organisation && x.Code != "" {
		return e
	}
	if c := r.side(e); c != "" {
		if s := r.state(c); s >= 0 {
			return s
		}
	}
	return e
}

// nearParties lists the parties that a document's own phrase names: "con X",
// "entre X e Y"; with one of them, the subject of the clause is the other.
func (r *reading) nearParties(sent, i int) []int {
	s := &r.doc.Sentences[sent]
	g := &trigger{sent: sent, s: s, tok: i, t: &s.Tokens[i], c: r.e.frames.Clause(s, i), host: -1, rel: -1}
	var out []int
	for _, slot := range r.e.with {
		for _, e := range r.parties(g, slot) {
			out = append(out, r.asState(e))
		}
	}
	out = r.distinct(out)
	slices.Sort(out)
	if len(out) == 1 {
		// the other side: who acts in the clause, or in the last sentence that names one
		for _, e := range append(r.clauseParties(g), r.lastActors(sent)...) {
			if o := r.without([]int{r.asState(e)}, out); len(o) > 0 {
				return append(o, out...)
			}
		}
	}
	return out
}

// lastActors returns the subject of the speaker or of the sentences before.
func (r *reading) lastActors(sent int) []int {
	s := &r.doc.Sentences[sent]
	if root := s.Root(); root >= 0 {
		if st := r.saidBy(s.Tokens[root].Span); st >= 0 && r.said[st].Speaker.Entity >= 0 {
			return r.expand(r.said[st].Speaker.Entity)
		}
	}
	if e := r.topic(sent); e >= 0 {
		return r.expand(e)
	}
	return nil
}

// beside says whether a noun has one of some words within its phrase.
func (r *reading) beside(s *nlp.Sentence, i int, words set) bool {
	for j := i + 1; j < len(s.Tokens) && j <= i+4; j++ {
		if isFinite(&s.Tokens[j]) {
			return false
		}
		if r.wordIn(&s.Tokens[j], words) {
			return true
		}
	}
	// "free trade agreement": the words stand before
	for j := i - 1; j >= 0 && j >= i-5 && r.under(s, j, i); j-- {
		if r.wordIn(&s.Tokens[j], words) {
			return true
		}
	}
	return false
}

// definite says whether a noun has the definite article, a demonstrative or a
// possessive.
func (r *reading) definite(s *nlp.Sentence, i int) bool {
	if !r.e.articles {
		for _, k := range s.Children(i) {
			if t := &s.Tokens[k]; t.UPOS == "NUM" || t.Feat("PronType") == "Ind" || r.wordIn(t, r.e.tab.sets["new"]) {
				return false
			}
		}
		return true
	}
	for _, k := range s.Children(i) {
		t := &s.Tokens[k]
		if r.possessive(t) || t.UPOS == "DET" && (t.Feat("Definite") == "Def" || t.Feat("PronType") == "Dem") {
			return true
		}
	}
	return false
}

// match finds the paper that a new mention speaks of, or nil.
func (r *reading) match(papers []*paper, p *paper) *paper {
	bare := r.definite(&r.doc.Sentences[p.sent], p.head) && !p.named && p.ins.Name == ""
	for k := len(papers) - 1; k >= 0; k-- {
		q := papers[k]
		if p.sent == q.sent && p.head == q.head {
			return q
		}
		generic := p.ins.Kind == "document" || p.ins.Kind == "documents"
		if generic && bare && q.sent <= p.sent {
			return q
		}
		if q.ins.Kind != p.ins.Kind {
			continue
		}
		if a, b := strings.ToLower(p.ins.Name), strings.ToLower(q.ins.Name); a != "" && b != "" && !strings.HasPrefix(a, b) && !strings.HasPrefix(b, a) {
			continue
		}
		a, b := r.statesOf(p.ins.Parties), r.statesOf(q.ins.Parties)
		if len(a) > 1 && len(b) > 1 && !slices.Equal(sorted(a), sorted(b)) {
			continue
		}
		if p.ins.Status != "" && q.ins.Status != "" && p.ins.Rule != "mention" && p.ins.Status != q.ins.Status && !sameDate(p.ins.When.Value, q.ins.When.Value) {
			continue
		}
		return q
	}
	return nil
}

// addPaper adds a document, or joins it to one already there.
func (r *reading) addPaper(papers []*paper, p *paper) []*paper {
	q := r.match(papers, p)
	if q == nil {
		return append(papers, p)
	}
	q.ins.Spans = append(q.ins.Spans, p.ins.Spans...)
	if len(p.ins.Name) > len(q.ins.Name) {
		q.ins.Name = p.ins.Name
	}
	if q.ins.Subject == nil {
		q.ins.Subject = p.ins.Subject
	}
	if later(p.ins.Status) > later(q.ins.Status) {
		q.ins.Status = p.ins.Status
	}
	if q.ins.When.Value == "" {
		q.ins.When = p.ins.When
	}
	if q.ins.Count == 0 {
		q.ins.Count = p.ins.Count
	}
	if len(q.ins.Parties) < 2 {
		q.ins.Parties = r.distinct(append(q.ins.Parties, p.ins.Parties...))
	}
	return papers
}

// later orders the stages of a document's life.
func later(status string) int {
	return slices.Index([]string{"announced", "to-be-signed", "signed", "ratified", "in-force", "suspended", "denounced"}, status)
}
