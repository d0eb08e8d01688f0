package event

import (
	"slices"

	"github.com/attache-project/attache/nlp"
)

// pointBack finds the nouns of a sentence that only speak again of a meeting or
// a call told before: "hablaron por teléfono. … confirmó la conversación", "the
// summit was called off. … the meeting had been a surprise". They are no acts of
// their own, but what is told of them, such as how long they lasted, is told of
// that act.
func (r *reading) pointBack(sent int) map[int]bool {
	s := &r.doc.Sentences[sent]
	var out map[int]bool
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if !isNoun(t) || r.insideName(sent, i) {
			continue
		}
		call, off := r.wordIn(t, r.e.tab.sets[setConversation]), r.meetingRow(t)
		if !call && off == nil || !r.definite(s, i) {
			continue
		}
		f := r.calledBefore(sent)
		if !call || f == nil {
			if f = nil; off != nil {
				f = r.offBefore(sent)
			}
		}
		if f == nil {
			continue
		}
		g := trigger{sent: sent, tok: i, s: s, t: t, c: r.e.frames.Clause(s, i), host: r.governor(s, i), rel: -1, row: f.row}
		if !r.told(&g, f) {
			continue
		}
		v := r.judge(&g)
		if v.moved != nil || v.status != Occurred || v.polarity != Affirmed || !f.isCall() && r.takesPlace(&g) {
			continue
		}
		f.also = append(f.also, &found{g: g, row: f.row, v: v, ev: f.ev, doc: -1, gone: true})
		if out == nil {
			out = map[int]bool{}
		}
		out[i] = true
	}
	return out
}

// isCall says whether an act is a talk by telephone.
func (f *found) isCall() bool { return f.ev.CAMEO == callCAMEO }

// callCAMEO is the code of discussing by telephone, as which calls are coded.
const callCAMEO = "041"

// calledBefore returns the last meeting told before a sentence when it was a call
// that has taken place, else nil.
func (r *reading) calledBefore(sent int) *found {
	for _, f := range slices.Backward(r.events) {
		if !f.row.mutual || f.inTitl || f.ev.Type != "CONSULT" || f.ev.Status != Occurred && f.ev.Status != Ongoing {
			continue
		}
		if f.isCall() && f.ev.Polarity == Affirmed && f.g.sent < sent && r.doc.Sentences[sent].Paragraph-f.g.s.Paragraph <= 3 {
			return f
		}
		return nil
	}
	return nil
}

// offBefore returns the last meeting told before a sentence when it is one that
// was called off, else nil.
func (r *reading) offBefore(sent int) *found {
	for _, f := range slices.Backward(r.events) {
		if !f.row.mutual || f.inTitl || f.ev.Type != "CONSULT" || f.isCall() {
			continue
		}
		if f.ev.Polarity == Negated && f.v.moved != nil && f.v.moved.name == nameCancel && f.g.sent < sent {
			return f
		}
		return nil
	}
	return nil
}

// meetingRow returns a row for a noun that means a meeting, nil when it has none.
func (r *reading) meetingRow(t *nlp.Token) *row {
	for _, f := range r.rows(t) {
		if f.mutual && f.kind == "CONSULT" && f.cameo != callCAMEO {
			return f
		}
	}
	return nil
}

// told says whether a noun names no party that the act told before does not have.
func (r *reading) told(g *trigger, f *found) bool {
	known := append(r.statesOf(f.ev.Actors), r.statesOf(f.ev.Recipients)...)
	for _, slot := range append(r.e.preps("with", "of"), "poss", "self", "to") {
		for _, k := range r.statesOf(r.parties(g, slot)) {
			if !slices.Contains(known, k) {
				return false
			}
		}
	}
	return true
}

// takesPlace says whether a noun is the subject or the object of a verb of holding
// or of taking place, which tells of an act anew.
func (r *reading) takesPlace(g *trigger) bool {
	h := g.host
	return h >= 0 && isVerb(&g.s.Tokens[h]) && (r.e.frames.Light(g.s.Tokens[h].Lemma) || r.wordIn(&g.s.Tokens[h], r.e.tab.sets[setHappen]))
}
