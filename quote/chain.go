package quote

import (
	"slices"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// quoted finds what somebody quoted reports in turn: «El embajador me aseguró que
// firmará», dijo la ministra. The statement found is relayed by the one around
// it; who speaks must stand in the words, or be the one who is quoted.
func (r *reader) quoted() {
	around := slices.Clone(r.out)
	last, lastAt := r.last, r.lastAt
	defer func() { r.last, r.lastAt = last, lastAt }()
	for q := range r.marks {
		m := &r.marks[q]
		if !m.taken || !m.finite || m.words < 5 {
			continue
		}
		for si := m.first.sent; si <= m.last.sent; si++ {
			r.quotedIn(si, q, around)
		}
	}
}

// quotedIn looks for cues in the part of quotation q that lies in sentence si.
func (r *reader) quotedIn(si, q int, around []Statement) {
	s := &r.doc.Sentences[si]
	row := r.inside[si]
	first, last := slices.Index(row, q), -1
	for k := range row {
		if row[k] == q {
			last = k
		}
	}
	if first < 0 || !slices.ContainsFunc(s.Tokens[first:last+1], func(t nlp.Token) bool { return r.e.verbs[t.Lemma] != nil }) {
		return
	}
	// Within the marks the words are read as if there were none.
	bare := slices.Clone(row)
	for k := first; k <= last; k++ {
		if bare[k] == q {
			bare[k] = -1
		}
	}
	r.inside[si] = bare
	defer func() { r.inside[si] = row }()
	for k := first; k <= last; k++ {
		cue, end := r.e.verbCue(s, k)
		if cue == nil || row[k] != q || s.Tokens[k].Feat("Person") == "2" {
			continue
		}
		c := site{cue: cue, tok: k, first: r.verbGroup(si, k), last: end}
		cl := r.e.frames.Clause(s, k)
		if cl.Negation >= 0 || r.negated(s, c) {
			continue
		}
		sp := r.quotedSpeaker(si, k, cl.Subject.Tokens, around)
		if !sp.known() || cue.flags["weak"] && sp.Via == viaQuoted {
			continue
		}
		units := r.clauses(si, c, cl, false)
		if u, ok := r.infinitive(si, c); ok && len(units) == 0 {
			units = []run{u}
		}
		for _, u := range units {
			u.last = min(u.last, last)
			if u.first > u.last || u.first < first || !r.hasVerb(s, u.first, u.last) && s.Tokens[u.first].VerbForm() != "Inf" {
				continue
			}
			r.push(si, c, sp, r.spansOf([]run{u}), []run{u}, "quoted")
			st := &r.out[len(r.out)-1]
			st.Kind = "indirect"
			if slices.ContainsFunc(r.quotationsIn(st.Spans[0]), func(x text.Quotation) bool { return x.Depth > r.marks[q].Depth }) {
				st.Kind = "mixed" // marks within the marks
			}
		}
	}
}

// viaQuoted is the [Speaker.Via] of somebody who reports words of his own
// within what he is quoted with.
const viaQuoted = "the one quoted"

// quotedSpeaker returns who speaks with a cue at token k inside a quotation: its
// subject, or for the first person the speaker of the statement around it.
func (r *reader) quotedSpeaker(si, k int, subject []int, around []Statement) Speaker {
	s := &r.doc.Sentences[si]
	for _, t := range subject {
		if s.Tokens[t].UPOS != "PRON" && r.speaks(si, t) {
			sp := r.speakerAt(si, t)
			sp.Via = "nsubj"
			return sp
		}
	}
	first := s.Tokens[k].Feat("Person") == "1"
	for _, t := range subject {
		first = first || s.Tokens[t].Feat("Person") == "1"
	}
	if !first || s.Tokens[k].Feat("Tense") != "Past" {
		return unknown() // what one says now is the quotation itself
	}
	for i := range around {
		if slices.ContainsFunc(around[i].Spans, func(sp text.Span) bool { return sp.Contains(s.Tokens[k].Span) }) {
			sp := around[i].Speaker
			sp.Mention, sp.Via = nil, viaQuoted
			return sp
		}
	}
	return unknown()
}
