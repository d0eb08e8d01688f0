package quote

import (
	"slices"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// place is a token of a document.
type place struct{ sent, tok int }

// marked is an outermost quotation with the tokens it covers, marks included.
type marked struct {
	text.Quotation
	first, last place
	taken       bool // a statement holds it
	finite      bool // a finite verb stands inside
	words       int
	block       bool        // it begins where a sentence begins, or after a colon
	colon       bool        // it follows a colon
	holes       []text.Span // cues between dashes inside the marks, dashes included
}

// layMarks finds the tokens of the outermost quotations; inside tells by
// sentence and token which of them covers it, or -1.
func layMarks(doc *nlp.Document) (ms []marked, inside [][]int) {
	inside = make([][]int, len(doc.Sentences))
	for si := range doc.Sentences {
		inside[si] = make([]int, len(doc.Sentences[si].Tokens))
		for k := range inside[si] {
			inside[si][k] = -1
		}
	}
	si := 0
	for _, q := range doc.Quotations {
		if q.Depth > 0 {
			continue
		}
		for si < len(doc.Sentences) && doc.Sentences[si].End <= q.Start {
			si++
		}
		m := marked{Quotation: q, first: place{-1, -1}}
		for k := si; k < len(doc.Sentences) && doc.Sentences[k].Start < q.End; k++ {
			s := &doc.Sentences[k]
			for t := range s.Tokens {
				tok := &s.Tokens[t]
				if tok.Start < q.Start || tok.End > q.End || tok.Start >= q.End {
					continue
				}
				if m.first.sent < 0 {
					m.first = place{k, t}
				}
				m.last = place{k, t}
				inside[k][t] = len(ms)
				if tok.UPOS != "PUNCT" {
					m.words++
				}
				if finite(s, t) {
					m.finite = true
				}
			}
		}
		if m.first.sent < 0 {
			continue
		}
		m.block, m.colon = startsBlock(doc, ms, inside, m.first)
		if q.Dash {
			m.block = true
		}
		ms = append(ms, m)
	}
	return ms, inside
}

// dropNames takes the marks away that only set off a name which the cast knows,
// or which a noun before them announces: "в интервью газете «Известия»". Nobody
// says what stands there.
func (r *reader) dropNames() {
	for q := range r.marks {
		m := &r.marks[q]
		if m.finite || m.words > 6 || m.first.sent != m.last.sent {
			continue
		}
		si := m.first.sent
		s := &r.doc.Sentences[si]
		first, last := m.first.tok, m.last.tok
		for first < last && s.Tokens[first].UPOS == "PUNCT" {
			first++
		}
		for last > first && s.Tokens[last].UPOS == "PUNCT" {
			last--
		}
		known := false
		if i := r.cast.Covering(si, first); i >= 0 {
			mm := &r.cast.Mentions[i]
			switch r.cast.Entities[mm.Entity].Kind {
			case names.Outlet, names.Organisation:
				known = mm.First <= first && mm.Last >= last && mm.Form == names.ByName
			}
		}
		if !known && !(r.names(si, q) && capital(s, first)) {
			continue
		}
		m.taken = true
		r.unhold(m.first, m.last)
	}
}

// maxHole is the number of tokens that a cue between dashes may take.
const maxHole = 16

// punch finds the cues that stand between dashes inside quotation marks, as in
// «La propuesta —insistió la canciller— sigue en pie», and takes them out of
// the quotation.
func (r *reader) punch() {
	for q := range r.marks {
		m := &r.marks[q]
		if m.Dash || m.words < 4 {
			continue
		}
		r.punchCommas(q)
		for si := m.first.sent; si <= m.last.sent; si++ {
			s := &r.doc.Sentences[si]
			for i := range s.Tokens {
				if r.inside[si][i] == q && dash(s.Tokens[i].Form) {
					if end := r.holeEnd(q, place{si, i}); end.sent >= 0 {
						m.holes = append(m.holes, text.Span{Start: s.Tokens[i].Start, End: r.doc.Sentences[end.sent].Tokens[end.tok].End})
						r.unhold(place{si, i}, end)
					}
				}
			}
		}
	}
}

// punchCommas takes out of quotation q a cue with its subject between commas,
// «A, dijo el ministro, B», or at the end of one that nobody closed: «A, dijo el
// ministro.
func (r *reader) punchCommas(q int) {
	m := &r.marks[q]
	si := m.first.sent
	s := &r.doc.Sentences[si]
	for i := m.first.tok + 2; i+2 < len(s.Tokens) && r.inside[si][i] == q; i++ {
		if s.Tokens[i].Form != "," || s.Tokens[i+1].VerbForm() != "Fin" || s.Tokens[i+1].Feat("Person") != "" && s.Tokens[i+1].Feat("Person") != "3" {
			continue
		}
		c, last := r.e.verbCue(s, i+1)
		if c == nil || c.flags["weak"] {
			continue
		}
		at := site{cue: c, tok: i + 1, first: i + 1, last: last}
		if r.nearSubject(si, at, func(int) bool { return true }) < 0 || r.conjunctionAfter(s, last) {
			continue
		}
		end := -1
		for j := last + 1; j < len(s.Tokens) && j <= i+maxHole && r.inside[si][j] == q; j++ {
			if s.Tokens[j].Form == "," {
				if k := r.cast.Covering(si, j); k >= 0 && r.cast.Mentions[k].Last > j {
					continue // an apposition of the subject
				}
				end = j
				break
			}
			if s.Tokens[j].VerbForm() == "Fin" {
				break
			}
		}
		switch {
		case end > 0 && !m.Unclosed:
			m.holes = append(m.holes, text.Span{Start: s.Tokens[i].Start, End: s.Tokens[end].End})
			r.unhold(place{si, i}, place{si, end})
		case m.Unclosed && !m.Continued:
			m.Inner.End, m.End = s.Tokens[i].Start, s.Tokens[i].Start
			r.unhold(place{si, i}, m.last)
			m.last = place{si, i - 1}
			return
		}
	}
}

// conjunctionAfter says whether a conjunction that opens a clause follows token i
// of a sentence before the next comma.
func (r *reader) conjunctionAfter(s *nlp.Sentence, i int) bool {
	for j := i + 1; j < len(s.Tokens) && s.Tokens[j].Form != ","; j++ {
		if r.e.is("that", s.Tokens[j].Lemma) {
			return true
		}
	}
	return false
}

// holeEnd returns the dash that ends a cue which begins with the dash at p
// within quotation q. It may stand in the next sentence: "«А, — сказал он. — Б»".
func (r *reader) holeEnd(q int, p place) place {
	cue := false
	n := 0
	for si := p.sent; si <= r.marks[q].last.sent && si <= p.sent+1; si++ {
		s := &r.doc.Sentences[si]
		from := 0
		if si == p.sent {
			from = p.tok + 1
		}
		for j := from; j < len(s.Tokens) && r.inside[si][j] == q; j++ {
			if n++; n > maxHole {
				return place{-1, -1}
			}
			if dash(s.Tokens[j].Form) {
				if !cue {
					return place{-1, -1}
				}
				return place{si, j}
			}
			if si > p.sent && s.Tokens[j].UPOS != "PUNCT" {
				return place{-1, -1} // only the dash that closes stands there
			}
			if s.Tokens[j].VerbForm() == "Fin" && r.isCue(s, j) && si == p.sent && j <= p.tok+4 {
				cue = true
			}
		}
	}
	return place{-1, -1}
}

// unhold takes the tokens from a to b out of their quotation.
func (r *reader) unhold(a, b place) {
	for si := a.sent; si <= b.sent; si++ {
		for k := range r.inside[si] {
			if (si > a.sent || k >= a.tok) && (si < b.sent || k <= b.tok) {
				r.inside[si][k] = -1
			}
		}
	}
}

func dash(form string) bool { return form == "—" || form == "–" || form == "-" || form == "--" }

// holeOf returns the quotation in a hole of which token tok stands, or -1.
func (r *reader) holeOf(si, tok int) int {
	t := &r.doc.Sentences[si].Tokens[tok]
	for q := max(0, r.firstMark(si)-1); q < len(r.marks) && r.marks[q].first.sent <= si; q++ {
		for _, h := range r.marks[q].holes {
			if h.Contains(t.Span) {
				return q
			}
		}
	}
	return -1
}

// firstMark returns the index of the first quotation that begins in sentence
// si or later.
func (r *reader) firstMark(si int) int {
	k, _ := slices.BinarySearchFunc(r.marks, si, func(m marked, si int) int { return m.first.sent - si })
	return k
}

// startsBlock says whether nothing but punctuation and other quotations stands
// before p in its sentence, or whether a colon does.
func startsBlock(doc *nlp.Document, ms []marked, inside [][]int, p place) (block, colon bool) {
	s := &doc.Sentences[p.sent]
	for k := p.tok - 1; k >= 0; k-- {
		t := &s.Tokens[k]
		if t.Form == ":" {
			return true, true
		}
		if t.UPOS == "PUNCT" {
			continue
		}
		if inside[p.sent][k] >= 0 && inside[p.sent][k] < len(ms) && ms[inside[p.sent][k]].block {
			continue
		}
		return false, false
	}
	return true, false
}
