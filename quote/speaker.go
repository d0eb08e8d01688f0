package quote

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

func unknown() Speaker { return Speaker{Entity: -1, Issuer: -1} }

func (s Speaker) known() bool { return s.Entity >= 0 || s.Name != "" }

// add adds a statement of a verb cue whose words are runs of tokens.
func (r *reader) add(si int, c site, cl frame.Clause, ps []run, how string) {
	spans := r.spansOf(ps)
	if len(spans) == 0 {
		return
	}
	sp := r.speakerOf(si, c, cl, ps)
	if !r.admits(si, c, sp, ps) {
		return
	}
	r.push(si, c, sp, spans, ps, how)
}

// addAt adds a statement of a verb cue whose words are given.
func (r *reader) addAt(si int, c site, cl frame.Clause, spans []text.Span, _ int, how string) {
	r.push(si, c, r.speakerOf(si, c, cl, nil), spans, nil, how)
}

// admits says whether a weak cue is one here: somebody must be there who can
// speak.
func (r *reader) admits(si int, c site, sp Speaker, ps []run) bool {
	if c.cue.flags["weak"] || c.cue.flags["wish"] {
		return sp.known()
	}
	return true
}

// push adds a statement and moves the state of the discourse on.
func (r *reader) push(si int, c site, sp Speaker, spans []text.Span, ps []run, how string) {
	if len(spans) == 0 {
		return
	}
	s := &r.doc.Sentences[si]
	st := Statement{
		Spans: spans, Sent: si, Content: -1, Speaker: sp, Addressee: -1, Continues: -1, Echo: -1,
		Cue:      Cue{Sent: si, Token: c.tok, Lemma: strings.Join(c.cue.words, " "), Class: c.cue.class},
		Polarity: "affirmed", Stance: stance(c.cue.class), Hedged: c.cue.flags["hedge"], Rule: c.cue.rule(how),
	}
	if c.tok >= 0 {
		st.Cue.Span = text.Span{Start: s.Tokens[c.tok].Start, End: s.Tokens[c.last].End}
		if c.prep {
			st.Cue.Span.Start = s.Tokens[c.first].Start
		}
	} else {
		st.Cue = Cue{Sent: -1, Token: -1, Class: c.cue.class}
	}
	if c.cue.class == "deny" {
		st.Polarity = "denied"
	}
	st.Kind = r.kindOf(spans, ps)
	for _, u := range ps {
		r.hold(place{u.sent, u.first}, place{u.sent, u.last})
		if st.Content < 0 && u.sent == si {
			st.Content = r.headOf(&r.doc.Sentences[u.sent], u.first, min(u.last, len(r.doc.Sentences[u.sent].Tokens)-1))
		}
		for k := u.first; k <= u.last && k < len(r.inside[u.sent]); k++ {
			if q := r.inside[u.sent][k]; q >= 0 {
				r.marks[q].taken = true
			}
		}
	}
	st.Hedged = st.Hedged || r.distant(c, &st, ps)
	st.Channel = r.channelOf(si, c, &st)
	if c.tok >= 0 && !c.prep {
		r.about(si, c, &st)
	}
	r.mentions(&st)
	r.attitudes(si, c, &st, ps)
	if sp.known() {
		r.last, r.lastAt = sp, place{si, max(c.tok, 0)}
	}
	// "repitió su promesa de que": verb and noun report the same; the noun says
	// more.
	for i := len(r.out) - 1; i >= 0 && r.out[i].Sent == si; i-- {
		if o := &r.out[i]; slices.Equal(o.Spans, st.Spans) && (o.Speaker.Entity == sp.Entity || o.Speaker.Entity < 0 || sp.Entity < 0) {
			if c.noun {
				if !sp.known() {
					st.Speaker = o.Speaker
				}
				*o = st
			}
			return
		}
	}
	r.out = append(r.out, st)
}

// distant says whether the words, or those around them, stand off from what is
// reported: "presuntamente", "al parecer", or the conditional of rumour after a
// source ("según X, habría firmado").
func (r *reader) distant(c site, st *Statement, ps []run) bool {
	for _, u := range ps {
		s := &r.doc.Sentences[u.sent]
		for k := u.first; k <= u.last && k < len(s.Tokens); k++ {
			if r.e.is("distance", s.Tokens[k].Lemma) {
				return true
			}
			words := ""
			for n := k; n < min(k+3, len(s.Tokens)); n++ {
				words += strings.ToLower(s.Tokens[n].Form)
				if r.e.is("distance", words) {
					return true
				}
				words += " "
			}
		}
		if c.prep && u.sent == st.Sent && st.Content >= 0 {
			for _, k := range s.Children(st.Content) {
				if t := &s.Tokens[k]; frame.Main(t.Deprel) == "aux" && t.Feat("Mood") == "Cnd" && s.Tokens[st.Content].VerbForm() == "Part" {
					return true
				}
			}
		}
	}
	return false
}

func stance(class string) string {
	switch class {
	case "praise", "promise":
		return "cooperative"
	case "criticise", "warn":
		return "hostile"
	}
	return "neutral"
}

// kindOf tells direct, indirect and mixed apart by the marks in and around the
// words.
func (r *reader) kindOf(spans []text.Span, ps []run) string {
	if ps == nil {
		whole := true
		for _, sp := range spans {
			qs := r.quotationsIn(sp)
			whole = whole && slices.ContainsFunc(qs, func(q text.Quotation) bool { return q.Contains(sp) })
		}
		if whole {
			return "direct"
		}
	}
	for _, sp := range spans {
		if len(r.quotationsIn(sp)) > 0 {
			return "mixed"
		}
	}
	return "indirect"
}

// quotationsIn returns the quotations that share bytes with sp, as far as the
// first 64 before it reach.
func (r *reader) quotationsIn(sp text.Span) []text.Quotation {
	all := r.doc.Quotations
	b, _ := slices.BinarySearchFunc(all, sp.End, func(q text.Quotation, end int) int { return q.Start - end })
	var out []text.Quotation
	for k := max(0, b-64); k < b; k++ {
		if all[k].Overlaps(sp) {
			out = append(out, all[k])
		}
	}
	return out
}

// spansOf makes spans of runs, without punctuation at the edges.
func (r *reader) spansOf(ps []run) []text.Span {
	var out []text.Span
	for _, u := range ps {
		s := &r.doc.Sentences[u.sent]
		a, b := max(u.first, 0), min(u.last, len(s.Tokens)-1)
		for a <= b && r.edgeMark(u.sent, a, a, b) {
			a++
		}
		for a < b && s.Tokens[a].UPOS == "CCONJ" {
			a++
		}
		for b >= a && r.edgeMark(u.sent, b, a, b) {
			b--
		}
		if a > b {
			continue
		}
		out = append(out, text.Span{Start: s.Tokens[a].Start, End: s.Tokens[b].End})
	}
	return out
}

// edgeMark says whether token i is punctuation to be dropped from the edge of
// the range a to b: not a mark whose partner lies within.
func (r *reader) edgeMark(si, i, a, b int) bool {
	t := &r.doc.Sentences[si].Tokens[i]
	if t.UPOS != "PUNCT" {
		return false
	}
	lo, hi := r.doc.Sentences[si].Tokens[a].Start, r.doc.Sentences[si].Tokens[b].End
	for _, q := range r.quotationsIn(t.Span) {
		if q.Start == t.Start || q.End == t.End && q.Inner.End == t.Start {
			return q.Start < lo || q.End > hi
		}
	}
	return t.Form != "?" && t.Form != "!" && t.Form != "¿" && t.Form != "¡" && t.Form != ")" && t.Form != "("
}

// trimText drops white space and closing punctuation at the edges of a span.
func (r *reader) trimText(sp text.Span) text.Span {
	t := r.doc.Text
	for sp.Start < sp.End && strings.ContainsRune(" \n\t,", rune(t[sp.Start])) {
		sp.Start++
	}
	for sp.End > sp.Start && strings.ContainsRune(" \n\t,.", rune(t[sp.End-1])) {
		if t[sp.End-1] == '.' && sp.End >= 3 && strings.HasSuffix(t[sp.Start:sp.End], "...") {
			break
		}
		sp.End--
	}
	return sp
}

// speaks says whether the phrase of a token can be a speaker.
func (r *reader) speaks(si, tok int) bool {
	if tok < 0 {
		return false
	}
	s := &r.doc.Sentences[si]
	t := &s.Tokens[tok]
	if m := r.mentionOf(si, tok); m >= 0 {
		e := &r.cast.Entities[r.cast.Mentions[m].Entity]
		switch e.Kind {
		case names.Place:
			return false
		case names.Outlet:
			return true
		}
		return true
	}
	if t.UPOS == "PROPN" {
		return true // a name that nobody knows
	}
	l := t.Lemma
	return r.e.is("anonymous", l) || r.e.is("spokesperson", l) || r.e.is("human", l) || r.e.is("document", l)
}

// mentionOf returns the mention that token tok heads, or that covers it.
func (r *reader) mentionOf(si, tok int) int {
	if m := r.cast.At(si, tok); m >= 0 && r.cast.Mentions[m].Form != names.ByPronoun {
		return m // whom a pronoun means that speaks is decided here
	}
	if m := r.cast.Covering(si, tok); m >= 0 && r.cast.Mentions[m].Form != names.ByDemonym && r.cast.Mentions[m].Form != names.ByPronoun {
		return m
	}
	return -1
}

func (r *reader) person(sp Speaker) bool {
	if sp.Entity < 0 {
		return sp.Name != ""
	}
	k := r.cast.Entities[sp.Entity].Kind
	return k == names.Person || k == names.Organisation || k == names.State
}

func (r *reader) placeOnly(si, tok int) bool {
	m := r.mentionOf(si, tok)
	return m >= 0 && r.cast.Mentions[m].Form == names.ByMetonym
}

// speakerAt makes a speaker of the phrase that token tok heads.
func (r *reader) speakerAt(si, tok int) Speaker {
	s := &r.doc.Sentences[si]
	sp := unknown()
	t := &s.Tokens[tok]
	first, last := r.phrase(s, tok)
	span := text.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
	anonymous := r.e.is("anonymous", t.Lemma)
	m := r.mentionOf(si, tok)
	if m >= 0 && !(anonymous && r.cast.Mentions[m].Head != tok) {
		mm := &r.cast.Mentions[m]
		e := &r.cast.Entities[mm.Entity]
		sp.Entity = mm.Entity
		sp.Name = e.Name.EN
		sp.Issuer = e.Issuer
		span = mm.Span
		if first < mm.First || last > mm.Last {
			span = span.Cover(text.Span{Start: s.Tokens[min(first, mm.First)].Start, End: s.Tokens[max(mm.Last, mm.Last)].End})
		}
		switch {
		case e.Kind == names.Person && strings.HasPrefix(e.ID, "x/") && r.indefinite(s, mm.Head):
			// "un portavoz del Pentágono": nobody is named
			sp.Entity, sp.Name = -1, "anonymous: "+span.Of(r.doc.Text)
		case e.Kind == names.State && e.Code != "":
			g := r.e.dir.Government(e.Code)
			if g.ID != "" {
				sp.Entity = r.cast.Ensure(g)
				sp.Name = g.Name.EN
			}
		case anonymous && e.Kind != names.Person:
			sp.Entity, sp.Name = -1, "anonymous: "+span.Of(r.doc.Text)
		}
		sp.Mention = &span
		return sp
	}
	words := span.Of(r.doc.Text)
	sp.Mention = &span
	for _, k := range s.Children(tok) {
		// "агентство «Синьхуа»": a newspaper or agency by its name
		if mi := r.cast.At(si, int(k)); mi >= 0 && int(k) > tok && r.cast.Entities[r.cast.Mentions[mi].Entity].Kind == names.Outlet {
			sp.Entity, sp.Name = r.cast.Mentions[mi].Entity, r.cast.Entities[r.cast.Mentions[mi].Entity].Name.EN
			return sp
		}
	}
	// Somebody inside the phrase whose words these are: the issuer of a paper,
	// the institution behind a source.
	for k := first; k <= last; k++ {
		if mi := r.cast.At(si, k); mi >= 0 && k != tok {
			e := &r.cast.Entities[r.cast.Mentions[mi].Entity]
			if e.Kind == names.Organisation || e.Kind == names.State || e.Kind == names.Person {
				sp.Issuer = r.cast.Mentions[mi].Entity
				break
			}
		}
	}
	if anonymous || r.indefinite(s, tok) {
		sp.Name = "anonymous: " + words
		return sp
	}
	sp.Name = words
	return sp
}

// indefinite says whether the phrase leaves open who is meant: "un portavoz".
func (r *reader) indefinite(s *nlp.Sentence, tok int) bool {
	for _, k := range s.Children(tok) {
		if s.Tokens[k].Feat("Definite") == "Ind" {
			return true
		}
	}
	return false
}

// phrase returns the tokens of a noun phrase without relative clauses and
// what follows a comma that no apposition explains.
func (r *reader) phrase(s *nlp.Sentence, tok int) (first, last int) {
	first, last = frame.Subtree(s, tok)
	for _, k := range s.Children(tok) {
		if int(k) < tok && frame.Main(s.Tokens[k].Deprel) == "case" {
			_, end := frame.Subtree(s, int(k))
			first = max(first, min(end+1, tok))
		}
	}
	for first < tok && (s.Tokens[first].UPOS == "ADP" || s.Tokens[first].UPOS == "PUNCT") {
		first++
	}
	for j := tok + 1; j <= last; j++ {
		t := &s.Tokens[j]
		if t.VerbForm() == "Fin" || t.UPOS == "PUNCT" || t.UPOS == "SCONJ" || t.UPOS == "PRON" && s.Tokens[j-1].UPOS != "ADP" {
			last = j - 1
			break
		}
	}
	return first, max(last, tok)
}

// speakerOf finds who speaks with a verb cue: a subject of the clause, one the
// grammar lends it, or, when it is left out, one the discourse gives.
func (r *reader) speakerOf(si int, c site, cl frame.Clause, ps []run) Speaker {
	s := &r.doc.Sentences[si]
	if c.cue.flags["nobody"] {
		return unknown()
	}
	from := 0
	if si == 0 || r.doc.Sentences[si-1].Paragraph != s.Paragraph {
		from = r.clauseStart(si, min(c.first, maxDateline)) // nobody speaks in a dateline
	}
	outside := func(tok int) bool {
		if tok < from {
			return false
		}
		for _, u := range ps {
			if u.sent == si && tok >= u.first && tok <= u.last {
				return false
			}
		}
		return r.inside[si][tok] < 0 || !r.marks[r.inside[si][tok]].block
	}
	// "por boca de la portavoz"
	for j := range s.Tokens {
		p, last := r.e.prepCue(s, j)
		if p == nil || !p.flags["mouth"] || last+1 >= len(s.Tokens) {
			continue
		}
		if head, _ := r.nounPhrase(si, last+1); head >= 0 && outside(head) && outside(j) && r.speaks(si, head) {
			sp := r.speakerAt(si, head)
			sp.Via = "in the mouth of"
			return sp
		}
	}
	pick := func(tok int, via string) (Speaker, bool) {
		if !outside(tok) {
			return unknown(), false
		}
		if !r.speaks(si, tok) && s.Tokens[tok].UPOS != "PROPN" && s.Tokens[tok].UPOS != "NOUN" && !r.oneOf(s, tok) {
			return unknown(), false
		}
		sp := r.speakerAt(si, tok)
		sp.Via = via
		if o, ok := r.relayed[si]; ok && o == sp.Entity {
			return unknown(), false // the newspaper only tells it
		}
		return sp, sp.known()
	}
	// A phrase right after the verb or right before it, when it can speak and
	// the tree made something else of it.
	near := r.nearSubject(si, c, outside)
	if r.e.is("order", "subject-verb") && subjectBeforeVerb(s, c) || pronounSubject(s, c) {
		near = -1
	}
	if sp, ok := r.locative(si, c, cl, outside); ok {
		return sp
	}
	if c.cue.flags["document"] {
		// "говорится в заявлении", "se lee en el texto"
		for _, o := range cl.Obliques {
			if r.e.is("document", s.Tokens[o.Token].Lemma) && outside(o.Token) {
				sp := r.speakerAt(si, o.Token)
				sp.Via = "locative"
				return sp
			}
		}
		if len(cl.Subject.Tokens) == 0 && near < 0 {
			return unknown() // "Ранее сообщалось, что…"
		}
	}
	if c.cue.flags["passive"] && cl.Passive {
		cl.Subject = cl.Object
	}
	inherited := cl.Subject.Via != "nsubj" && cl.Subject.Via != "agent"
	for _, t := range cl.Subject.Tokens {
		if (near >= 0 || inherited) && !r.speaks(si, t) {
			break
		}
		if inherited && r.held[si][t] && !r.held[si][c.tok] {
			break // the subject of what somebody reported, not of this verb
		}
		if sp, ok := pick(t, cl.Subject.Via); ok && (r.speaks(si, t) || near < 0) {
			if len(cl.Subject.Tokens) > 1 {
				r.plural(si, cl.Subject.Tokens, &sp)
			}
			return sp
		}
	}
	if near >= 0 {
		if sp, ok := pick(near, "beside the cue"); ok {
			return sp
		}
	}
	if left := r.leftSubject(si, c, outside); left >= 0 {
		if sp, ok := pick(left, "head of the clause"); ok {
			return sp
		}
	}
	if len(cl.Subject.Tokens) > 0 {
		t := cl.Subject.Tokens[0]
		if outside(t) && (s.Tokens[t].UPOS == "PRON" || r.e.is("both", s.Tokens[t].Lemma)) {
			sp := r.elided(si, c, s.Tokens[t].Feat("Number"), r.pronoun(&s.Tokens[t]))
			span := s.Tokens[t].Span
			sp.Mention = &span
			return sp
		}
	}
	if near < 0 && (cl.Impersonal || cl.Passive && passiveVerb(s, c)) {
		return unknown() // "was accused of lying"
	}
	if _, ok := r.relayed[si]; ok {
		// "Según el diario X, el ministro dijo": the one named last before the cue
		for k := c.first - 1; k > 0; k-- {
			if m := r.cast.Covering(si, k); m >= 0 {
				if sp, ok := pick(r.cast.Mentions[m].Head, "before the cue"); ok {
					return sp
				}
				k = r.cast.Mentions[m].First
			}
		}
	}
	// A relative pronoun the tree left hanging: the noun right before it.
	if c.first > 1 {
		p := &s.Tokens[c.first-1]
		before := &s.Tokens[c.first-2]
		if before.UPOS != "DET" && before.UPOS != "ADP" && (p.UPOS == "PRON" && r.e.frames.Relative(p) || p.UPOS == "SCONJ" && r.e.is("that", p.Lemma)) {
			for k := c.first - 2; k >= 0 && k >= c.first-8; k-- {
				if s.Tokens[k].VerbForm() == "Fin" {
					break
				}
				if r.speaks(si, k) && outside(k) {
					m := r.mentionOf(si, k)
					if m >= 0 {
						k = r.cast.Mentions[m].Head
					}
					if sp, ok := pick(k, "antecedent"); ok {
						return sp
					}
				}
			}
		}
	}
	num := s.Tokens[c.tok].Feat("Number")
	if cl.Finite >= 0 && s.Tokens[cl.Finite].Feat("Number") != "" {
		num = s.Tokens[cl.Finite].Feat("Number")
	}
	gender := ""
	if t := &s.Tokens[c.tok]; t.Feat("Person") == "" && t.VerbForm() == "Fin" && t.Feat("Gender") != "Neut" {
		gender = t.Feat("Gender") // "Добавила, что"
	}
	return r.elided(si, c, num, like{gender: gender})
}

// like says what kind of speaker a pronoun or a verb form lets stand.
type like struct {
	gender string // of a person, "" when it does not tell
	person bool   // somebody, and no institution
	thing  bool   // an institution, and nobody
}

// pronoun returns what a personal pronoun can stand for.
func (r *reader) pronoun(t *nlp.Token) like {
	l := strings.ToLower(t.Form)
	switch {
	case r.e.is("person-pronoun", l):
		return like{gender: t.Feat("Gender"), person: true}
	case r.e.is("thing-pronoun", l):
		return like{thing: true}
	}
	return like{}
}

// fits says whether a known speaker may be meant by a pronoun.
func (r *reader) fits(sp Speaker, l like) bool {
	if sp.Entity < 0 {
		return !l.thing
	}
	e := &r.cast.Entities[sp.Entity]
	if e.Kind == names.Person {
		return !l.thing && (l.gender == "" || e.Gender == "" || e.Gender == l.gender)
	}
	return !l.person
}

// subjectBeforeVerb says whether the tree has a subject before the verb.
func subjectBeforeVerb(s *nlp.Sentence, c site) bool {
	for _, k := range s.Children(c.tok) {
		if int(k) < c.first && frame.Main(s.Tokens[k].Deprel) == "nsubj" {
			return true
		}
	}
	return false
}

// pronounSubject says whether the tree has a personal pronoun for the subject.
func pronounSubject(s *nlp.Sentence, c site) bool {
	for _, k := range s.Children(c.tok) {
		if t := &s.Tokens[k]; frame.Main(t.Deprel) == "nsubj" && t.UPOS == "PRON" && t.Feat("Person") != "" {
			return true
		}
	}
	return false
}

// locative finds the institution or capital in which an unnamed plural speaks:
// "En Moscú insisten en que…", "сообщили в Кремле".
func (r *reader) locative(si int, c site, cl frame.Clause, outside func(int) bool) (Speaker, bool) {
	s := &r.doc.Sentences[si]
	v := c.tok
	for n := 0; n < 4; n++ {
		t := &s.Tokens[v]
		if frame.Has(s, v, "nsubj") || t.VerbForm() != "Fin" && cl.Finite < 0 {
			return unknown(), false
		}
		num := t.Feat("Number")
		if cl.Finite >= 0 && s.Tokens[cl.Finite].Feat("Number") != "" {
			num = s.Tokens[cl.Finite].Feat("Number")
		}
		if num != "Plur" || t.Feat("Person") != "" && t.Feat("Person") != "3" {
			return unknown(), false
		}
		for _, o := range cl.Obliques {
			if !r.e.is("locative", o.Case) || !outside(o.Token) || s.Tokens[o.Token].Feat("Case") == "Acc" && s.Tokens[o.Token].Form != s.Tokens[o.Token].Lemma {
				continue
			}
			m := r.cast.At(si, o.Token)
			if c := r.cast.Covering(si, o.Token); c >= 0 && r.cast.Entities[r.cast.Mentions[c].Entity].Kind == names.Organisation {
				m = c // "в МИД Китая", whatever the tree makes of it
			}
			if m < 0 {
				continue
			}
			mm := &r.cast.Mentions[m]
			if kind := r.cast.Entities[mm.Entity].Kind; mm.Form == names.ByMetonym || kind == names.Organisation && o.Token != c.tok {
				sp := r.speakerAt(si, mm.Head)
				sp.Via = "locative"
				return sp, sp.known()
			}
		}
		if frame.Main(t.Deprel) != "conj" || t.Head < 0 {
			break
		}
		v = t.Head
		cl = r.e.frames.Clause(s, v)
	}
	return unknown(), false
}

// passiveVerb says whether the tree has a passive auxiliary for a verb.
func passiveVerb(s *nlp.Sentence, c site) bool {
	for _, k := range s.Children(c.tok) {
		if s.Tokens[k].Deprel == "aux:pass" {
			return true
		}
	}
	return false
}

// oneOf says whether a pronoun or numeral heads a phrase of its own that tells
// who is meant: "uno de los miembros", "los Quince".
func (r *reader) oneOf(s *nlp.Sentence, tok int) bool {
	t := &s.Tokens[tok]
	if t.UPOS != "PRON" && t.UPOS != "NUM" || t.Feat("PronType") == "Prs" || t.Feat("PronType") == "Neg" || r.e.frames.Relative(t) {
		return false
	}
	for _, k := range s.Children(tok) {
		if rel := frame.Main(s.Tokens[k].Deprel); rel == "nmod" || rel == "det" {
			return true
		}
	}
	return false
}

// plural makes one speaker of several coordinated ones.
func (r *reader) plural(si int, toks []int, sp *Speaker) {
	e := names.Entity{Kind: names.Person, Plural: true, Issuer: -1}
	var es, en, ru, ids []string
	for _, t := range toks {
		m := r.mentionOf(si, t)
		if m < 0 {
			return
		}
		x := r.cast.Mentions[m].Entity
		for _, y := range e.Members {
			if x == y {
				return
			}
		}
		e.Members = append(e.Members, x)
		n := r.cast.Entities[x].Name
		es, en, ru, ids = append(es, n.ES), append(en, n.EN), append(ru, n.RU), append(ids, r.cast.Entities[x].ID)
		e.Kind = r.cast.Entities[x].Kind
	}
	e.Name = names.Name{ES: strings.Join(es, "; "), EN: strings.Join(en, "; "), RU: strings.Join(ru, "; ")}
	e.ID = "x/" + strings.Join(ids, "+")
	sp.Entity = r.cast.Ensure(e)
	sp.Name = e.Name.EN
}

// nearSubject returns the head of a phrase right after the verb that can
// speak, adverbials passed over, or -1.
func (r *reader) nearSubject(si int, c site, outside func(int) bool) int {
	s := &r.doc.Sentences[si]
	for j := c.last + 1; j < len(s.Tokens) && j <= c.last+7; j++ {
		t := &s.Tokens[j]
		if t.UPOS == "PUNCT" || t.UPOS == "SCONJ" || t.VerbForm() == "Fin" || !outside(j) {
			break
		}
		if m := r.cast.Covering(si, j); m >= 0 && t.UPOS != "ADP" && r.cast.Mentions[m].Form == names.ByName && r.cast.Entities[r.cast.Mentions[m].Entity].Kind == names.Person {
			return r.cast.Mentions[m].Head
		}
		if t.UPOS == "ADP" {
			// "por su parte", "en Ginebra": passed over with its noun
			k := j + 1
			for k < len(s.Tokens) && k <= j+3 && (s.Tokens[k].UPOS == "DET" || s.Tokens[k].UPOS == "ADJ" || s.Tokens[k].UPOS == "NUM") {
				k++
			}
			if k >= len(s.Tokens) {
				break
			}
			for k+1 < len(s.Tokens) && (s.Tokens[k].UPOS == "PROPN" && s.Tokens[k+1].UPOS == "PROPN" ||
				s.Tokens[k+1].Head == k && frame.Main(s.Tokens[k+1].Deprel) == "nmod" && s.Tokens[k+1].UPOS != "PUNCT") {
				k++ // what belongs to the noun without a preposition of its own
			}
			j = k
			continue
		}
		if t.UPOS == "DET" || t.UPOS == "ADV" || t.UPOS == "ADJ" || t.UPOS == "NUM" || t.Feat("AdvType") == "Tim" {
			continue
		}
		if r.speaks(si, j) && !objectCase(t) {
			return j
		}
		break
	}
	return -1
}

// objectCase says whether the case and the relation of a noun say that it is no
// subject.
func objectCase(t *nlp.Token) bool {
	if c := t.Feat("Case"); c == "" || c == "Nom" {
		return false
	}
	switch frame.Main(t.Deprel) {
	case "obj", "iobj", "obl", "nmod":
		return true
	}
	return false
}

// leftSubject returns the head of the noun phrase with which the clause of c
// begins, when it can speak and only words between commas part it from the
// verb: "Bruselas, que convocó al embajador, instó a…"; -1 when there is none.
func (r *reader) leftSubject(si int, c site, outside func(int) bool) int {
	s := &r.doc.Sentences[si]
	start := r.clauseStart(si, c.first)
	// Right before the verb: "… e Itamaraty se dice «sorprendido»".
	for _, k := range []int{c.first - 1, c.first - 2} {
		if k < start || !outside(k) || k == c.first-2 && s.Tokens[k+1].Form != "," {
			continue
		}
		if m := r.cast.Covering(si, k); m >= 0 && r.cast.Mentions[m].Last == k && r.cast.Mentions[m].Form != names.ByDemonym && r.speaks(si, r.cast.Mentions[m].Head) {
			if f := r.cast.Mentions[m].First; f == 0 || s.Tokens[f-1].UPOS != "ADP" {
				return r.cast.Mentions[m].Head
			}
		}
	}
	for j := start; j < c.first && j < start+4; j++ {
		t := &s.Tokens[j]
		if t.UPOS == "ADP" || t.VerbForm() == "Fin" || t.UPOS == "SCONJ" || !outside(j) {
			return -1
		}
		if !r.speaks(si, j) {
			if t.UPOS == "NOUN" {
				return -1
			}
			continue
		}
		head, end := j, 0
		if m := r.mentionOf(si, j); m >= 0 {
			head, end = r.cast.Mentions[m].Head, max(j, r.cast.Mentions[m].Last)
		} else {
			_, end = r.phrase(s, j)
		}
		if end+1 == c.first || end >= c.first {
			return head
		}
		// From a comma right after it to a comma right before the verb, and no
		// other main verb between than in a relative clause.
		if n := &s.Tokens[end+1]; n.UPOS == "PRON" && r.e.frames.Relative(n) || n.UPOS == "SCONJ" && r.e.is("that", n.Lemma) {
			// "Un asesor que pidió reserva indicó": one finite verb, that of the
			// relative clause, stands between
			verbs := 0
			for k := end + 1; k < c.first; k++ {
				if s.Tokens[k].VerbForm() == "Fin" && s.Tokens[k].UPOS == "VERB" {
					verbs++
				}
			}
			if verbs == 1 {
				return head
			}
			return -1
		}
		if s.Tokens[end+1].Form != "," || s.Tokens[c.first-1].Form != "," {
			return -1
		}
		rel := end+2 < c.first && (s.Tokens[end+2].UPOS == "PRON" || s.Tokens[end+2].UPOS == "SCONJ")
		for k := end + 1; k < c.first; k++ {
			if s.Tokens[k].VerbForm() == "Fin" && s.Tokens[k].UPOS == "VERB" && !rel {
				return -1
			}
		}
		return head
	}
	return -1
}

// elided finds the subject of a verb that has none: the subject of the
// sentence before, when it can speak and agrees, else the last speaker.
func (r *reader) elided(si int, c site, number string, l like) Speaker {
	s := &r.doc.Sentences[si]
	from := func(sp Speaker, via string) Speaker {
		sp.Mention, sp.Via = nil, via
		return sp
	}
	agrees := func(sp Speaker) bool {
		if !sp.known() || !r.fits(sp, l) {
			return false
		}
		if number == "" || sp.Entity < 0 {
			return true
		}
		e := &r.cast.Entities[sp.Entity]
		if number == "Plur" {
			return e.Plural || e.Kind == names.Organisation && len(e.Members) > 0
		}
		return !e.Plural
	}
	// Earlier clauses of the sentence.
	if sp, ok := r.subjectBefore(si, c.first); ok && agrees(sp) && !c.cue.flags["prior"] {
		return from(sp, "subject of the clause before")
	}
	if si > 0 && !c.cue.flags["prior"] {
		p := &r.doc.Sentences[si-1]
		if p.Paragraph == s.Paragraph && !p.Title && r.lastAt.sent < si {
			if sp, ok := r.subjectBefore(si-1, len(p.Tokens)); ok && agrees(sp) && r.lastAt.sent < si-1 {
				return from(sp, "subject of the sentence before")
			}
		}
	}
	if agrees(r.last) {
		return from(r.last, "last speaker")
	}
	if number == "Plur" {
		if sp, ok := r.pluralBefore(si, c.first); ok {
			return from(sp, "subjects before")
		}
		// Several who spoke together, or the last ones named as a group.
		for i := len(r.cast.Mentions) - 1; i >= 0; i-- {
			m := &r.cast.Mentions[i]
			if (m.Sent < si || m.Sent == si && m.Last < c.first) && r.cast.Entities[m.Entity].Plural && m.Sent >= si-2 {
				e := &r.cast.Entities[m.Entity]
				return Speaker{Entity: m.Entity, Name: e.Name.EN, Issuer: -1, Via: "group before"}
			}
		}
		return unknown()
	}
	// Nobody has spoken yet: the subject of the sentence before.
	for k := si - 1; k >= 0 && k >= si-2; k-- {
		if r.doc.Sentences[k].Title {
			break
		}
		if sp, ok := r.subjectBefore(k, len(r.doc.Sentences[k].Tokens)); ok && agrees(sp) {
			return from(sp, "subject of the sentence before")
		}
	}
	// He or she, when those in view are of the other kind: the person named last.
	if l.person {
		for i := len(r.cast.Mentions) - 1; i >= 0; i-- {
			m := &r.cast.Mentions[i]
			if m.Sent < si-2 {
				break
			}
			if (m.Sent < si || m.Sent == si && m.Last < c.first) && m.Form != names.ByPronoun && r.cast.Entities[m.Entity].Kind == names.Person && !r.doc.Sentences[m.Sent].Title {
				if sp := r.speakerAt(m.Sent, m.Head); agrees(sp) && sp.Entity == m.Entity {
					return from(sp, "person before")
				}
			}
		}
	}
	return unknown()
}

// subjectBefore returns the subject of the last main verb before token end
// that can speak.
func (r *reader) subjectBefore(si, end int) (Speaker, bool) {
	s := &r.doc.Sentences[si]
	for i := min(end, len(s.Tokens)) - 1; i >= 0; i-- {
		t := &s.Tokens[i]
		if t.VerbForm() != "Fin" || r.inside[si][i] >= 0 || r.held[si][i] {
			continue
		}
		rel := frame.Main(t.Deprel)
		if rel != "root" && rel != "conj" && rel != "parataxis" && rel != "ccomp" && rel != "aux" && rel != "cop" {
			continue
		}
		v := i
		if rel == "aux" || rel == "cop" {
			v = t.Head
		}
		cl := r.e.frames.Clause(s, v)
		for _, k := range cl.Subject.Tokens {
			if k < end && r.speaks(si, k) && !r.held[si][k] {
				sp := r.speakerAt(si, k)
				if sp.Entity >= 0 {
					kind := r.cast.Entities[sp.Entity].Kind
					if kind == names.Person || kind == names.Organisation {
						return sp, true
					}
				} else if sp.Name != "" && r.e.is("human", s.Tokens[k].Lemma) {
					return sp, true
				}
			}
		}
	}
	// A sentence that opens with somebody who can speak: "Petro fue más escueto".
	for j := 0; j < min(end, 4) && j < len(s.Tokens); j++ {
		t := &s.Tokens[j]
		if t.UPOS == "ADP" || t.UPOS == "SCONJ" || r.inside[si][j] >= 0 || t.VerbForm() == "Fin" {
			break
		}
		if m := r.cast.At(si, j); m >= 0 && r.cast.Mentions[m].First == j && r.cast.Mentions[m].Form != names.ByPronoun && r.cast.Entities[r.cast.Mentions[m].Entity].Kind == names.Person {
			return r.speakerAt(si, j), true
		}
	}
	return unknown(), false
}

// pluralBefore returns the coordinated subjects of the main verb of this
// sentence before token end, or of the sentence before, as one speaker.
func (r *reader) pluralBefore(si, end int) (Speaker, bool) {
	for k := si; k >= max(0, si-1); k-- {
		s := &r.doc.Sentences[k]
		if s.Title {
			break
		}
		if k < si {
			end = len(s.Tokens)
		}
		for i := min(end, len(s.Tokens)) - 1; i >= 0; i-- {
			if s.Tokens[i].VerbForm() != "Fin" || r.inside[k][i] >= 0 || r.held[k][i] {
				continue
			}
			toks := r.e.frames.Clause(s, i).Subject.Tokens
			if len(toks) < 2 {
				continue
			}
			sp := unknown()
			r.plural(k, toks, &sp)
			return sp, sp.Entity >= 0
		}
	}
	return unknown(), false
}

// about fills the addressee of a statement.
func (r *reader) about(si int, c site, st *Statement) {
	s := &r.doc.Sentences[si]
	cl := r.e.frames.Clause(s, c.tok)
	try := func(tok int) bool {
		if tok == st.Content || r.held[si][tok] {
			return false
		}
		m := r.cast.At(si, tok)
		if m < 0 {
			return false
		}
		e := r.cast.Mentions[m].Entity
		k := r.cast.Entities[e].Kind
		if e == st.Speaker.Entity || k == names.Document || k == names.Place {
			return false
		}
		st.Addressee = e
		return true
	}
	for _, t := range cl.Indirect.Tokens {
		if try(t) {
			return
		}
	}
	for _, o := range cl.Obliques {
		if r.e.is("addressee", o.Case) && try(o.Token) {
			return
		}
	}
	for _, t := range cl.Object.Tokens {
		if r.e.frames.Case(s, t) != "" && try(t) {
			return
		}
	}
}

// mentions fills About with who is named in the words.
func (r *reader) mentions(st *Statement) {
	seen := map[int]bool{st.Speaker.Entity: true}
	for _, sp := range st.Spans {
		// The sentences over which these words reach.
		si, _ := slices.BinarySearchFunc(r.doc.Sentences, sp.Start, func(s nlp.Sentence, at int) int { return s.End - at })
		from, _ := slices.BinarySearchFunc(r.cast.Mentions, si, func(m names.Mention, si int) int { return m.Sent - si })
		for i := from; i < len(r.cast.Mentions) && r.cast.Mentions[i].Span.Start < sp.End; i++ {
			m := &r.cast.Mentions[i]
			if !seen[m.Entity] && sp.Contains(m.Span) {
				switch r.cast.Entities[m.Entity].Kind {
				case names.State, names.Person, names.Organisation:
					seen[m.Entity] = true
					st.About = append(st.About, m.Entity)
				}
			}
		}
	}
}
