package event

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/text"
	"github.com/attache-project/attache/timex"
)

// The kinds of a [Quantity].
const (
	KindAmount    = "amount"
	KindDuration  = "duration"
	KindDocuments = "documents"
)

// A Quantity is something that an act has so much of.
type Quantity struct {
	Kind  string    // amount, duration, documents
	Value string    // "500000000 USD": a decimal number and an ISO 4217 code; "PT3H": ISO 8601; "14"
	Span  text.Span // the words
}

// quantify gives the events the sums of money, durations and numbers of
// documents that belong to them, those of the mentions joined to them too.
func (r *reading) quantify() {
	bySent := map[int][]*found{}
	for _, f := range r.events {
		for _, m := range append([]*found{f}, f.also...) {
			bySent[m.g.sent] = append(bySent[m.g.sent], m)
		}
	}
	owner := map[*found]*found{}
	for _, f := range r.events {
		owner[f] = f
		for _, m := range f.also {
			owner[m] = f
		}
	}
	add := func(m *found, q Quantity) {
		f := owner[m]
		if !slices.ContainsFunc(f.ev.Quantities, func(x Quantity) bool { return x.Kind == q.Kind && x.Value == q.Value }) {
			f.ev.Quantities = append(f.ev.Quantities, q)
		}
	}
	for sent := range r.doc.Sentences {
		s := &r.doc.Sentences[sent]
		fs := bySent[sent]
		for _, k := range r.timesIn[sent] {
			if m := r.lasted(sent, &r.times[k], fs); m != nil {
				add(m, Quantity{KindDuration, r.times[k].Value, r.times[k].Span})
			}
		}
		if len(fs) == 0 {
			continue
		}
		for _, a := range r.e.tab.amounts.in(s) {
			if m := r.holder(sent, a.first, a.last, fs); m != nil {
				add(m, Quantity{KindAmount, a.value, text.Span{Start: s.Tokens[a.first].Start, End: s.Tokens[a.last].End}})
			}
		}
		for _, m := range fs {
			if q, ok := r.documents(m); ok {
				add(m, q)
			}
		}
	}
	for _, f := range r.events {
		slices.SortStableFunc(f.ev.Quantities, func(a, b Quantity) int { return a.Span.Start - b.Span.Start })
	}
}

// carries says whether a token is the trigger of an act or a verb that carries
// its noun.
func (r *reading) carries(m *found, i int) bool {
	if m.g.tok == i || m.g.rel == i {
		return true
	}
	h := m.g.host
	if h != i || !isVerb(&m.g.s.Tokens[h]) {
		return false
	}
	switch frame.Main(m.g.t.Deprel) {
	case "obj", "nsubj", "csubj", "iobj", "conj":
		return true
	}
	return false
}

// holder returns the act that some tokens of a sentence belong to: the first on
// the way up the tree, or the nearest before them in their clause; nil when
// there is none.
func (r *reading) holder(sent, first, last int, fs []*found) *found {
	s := &r.doc.Sentences[sent]
	top := first
	for i := first; i <= last; i++ {
		if h := s.Tokens[i].Head; h < first || h > last {
			top = i
			break
		}
	}
	for i, n := top, 0; i >= 0 && n < 12; i, n = s.Tokens[i].Head, n+1 {
		for _, exact := range []bool{true, false} {
			for _, m := range fs {
				if exact && m.g.tok == i || !exact && r.carries(m, i) {
					return m
				}
			}
		}
		if t := &s.Tokens[i]; isFinite(t) && t.UPOS == "VERB" {
			break
		}
	}
	var best *found
	for _, m := range fs {
		if m.g.tok < first && first-m.g.tok <= reach && (best == nil || m.g.tok > best.g.tok) {
			best = m
		}
	}
	if best == nil {
		return nil
	}
	for i := best.g.tok + 1; i < first; i++ {
		if r.barrier(&s.Tokens[i]) {
			return nil
		}
	}
	return best
}

// lasted returns the act that a time tells the duration of; nil when it is no
// duration or tells that of something else.
func (r *reading) lasted(sent int, x *timex.Time, fs []*found) *found {
	if x.Type != timex.Duration || !strings.HasPrefix(x.Value, "P") || strings.Contains(x.Value, "X") {
		return nil // "unas semanas" tell no length
	}
	s := &r.doc.Sentences[sent]
	sets := r.e.tab.sets
	// "three hours of talks"
	for _, m := range fs {
		if h := m.g.t.Head; m.g.c.Nominal && h >= x.First && h <= x.Last {
			return m
		}
	}
	top := topOf(s, x)
	h := s.Tokens[top].Head
	for h >= 0 && h >= x.First && h <= x.Last {
		h = s.Tokens[h].Head
	}
	if h < 0 {
		return nil
	}
	if r.wordIn(&s.Tokens[h], sets[setLast]) && isVerb(&s.Tokens[h]) {
		return r.lastingAct(sent, h, fs)
	}
	if r.isMover(sent, h) {
		return nil // "se retrasó una semana": how far it was put off
	}
	prep := r.e.frames.Case(s, top)
	if prep != "" && !sets[setLasting][prep] {
		return nil
	}
	if k := s.Tokens[h].Head; k >= 0 && isNoun(&s.Tokens[h]) && (r.wordIn(&s.Tokens[h], sets[setVisit]) || r.wordIn(&s.Tokens[h], sets["talks"])) {
		for _, m := range fs {
			if m.g.tok == k { // "arrived on a two-day visit"
				return m
			}
		}
	}
	for _, m := range fs {
		if prep == "" && isVerb(&s.Tokens[h]) && m.ev.Type != "CONSULT" {
			continue // "pidió dos semanas"
		}
		if r.carries(m, h) && (h == m.g.tok || !m.row.instrument) {
			return m
		}
	}
	return nil
}

// lastingAct returns the act that is the subject of a verb of lasting; where it
// is left out or told again by a noun without parties, the last meeting of the
// paragraph.
func (r *reading) lastingAct(sent, v int, fs []*found) *found {
	s := &r.doc.Sentences[sent]
	c := r.e.frames.Clause(s, v)
	subjects := append(slices.Clone(c.Subject.Tokens), c.Object.Tokens...)
	if h := s.Tokens[v].Head; h >= 0 && frame.Main(s.Tokens[v].Deprel) == "acl" {
		subjects = append(subjects, h)
	}
	for _, m := range fs {
		if slices.Contains(subjects, m.g.tok) || m.g.host == v && m.g.c.Nominal {
			return m
		}
	}
	if k := c.Subject.Head(); k >= 0 && !r.wordIn(&s.Tokens[k], r.e.tab.sets["talks"]) && !r.wordIn(&s.Tokens[k], r.e.tab.sets[setVisit]) && s.Tokens[k].UPOS != "PRON" {
		return nil
	}
	for _, f := range slices.Backward(r.events) {
		if f.ev.Type == "CONSULT" && f.g.sent <= sent && f.g.s.Paragraph == s.Paragraph && !f.g.s.Title && f.ev.Polarity == Affirmed {
			return f
		}
	}
	return nil
}

// documents returns how many documents an act is about, where it is told.
func (r *reading) documents(m *found) (Quantity, bool) {
	if m.doc < 0 || !m.row.instrument {
		return Quantity{}, false
	}
	s := m.g.s
	for _, k := range s.Children(m.doc) {
		i := int(k)
		if s.Tokens[i].UPOS != "NUM" || i > m.doc || m.doc-i > 4 {
			continue
		}
		n, err := strconv.Atoi(s.Tokens[i].Form)
		if err != nil {
			n, _ = r.e.tab.amounts.numbers.At(s, i)
		}
		if n > 1 {
			return Quantity{KindDocuments, strconv.Itoa(n), text.Span{Start: s.Tokens[i].Start, End: s.Tokens[m.doc].End}}, true
		}
	}
	return Quantity{}, false
}
