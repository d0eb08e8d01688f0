package event

import (
	"slices"
	"strings"
	"time"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// readVisits makes visits of the events of that kind.
func (r *reading) readVisits() {
	for _, f := range r.events {
		if !f.row.visit || len(f.ev.Actors) == 0 {
			continue
		}
		for _, host := range r.hosts(f) {
			r.visit(f, host)
		}
	}
}

// hosts lists the states that a journey goes to.
func (r *reading) hosts(f *found) []string {
	var out []string
	for _, e := range f.ev.Recipients {
		if h := r.cast.StateOf(e); h != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	if len(out) == 0 && f.ev.Place >= 0 {
		if h := r.cast.StateOf(f.ev.Place); h != "" {
			out = append(out, h)
		}
	}
	return out
}

// visit makes the visit to one host that an event and its other mentions tell.
func (r *reading) visit(f *found, host string) {
	v := Visit{Event: f.index, Visitor: f.ev.Actors[0], Host: host, City: -1, Inviter: -1, Kind: "unspecified", Status: f.ev.Status}
	all := append([]*found{f}, f.also...)
	slices.SortStableFunc(all[1:], func(a, b *found) int { return a.ev.Trigger.Start - b.ev.Trigger.Start })
	var spans []text.Span
	for _, m := range all {
		spans = append(spans, m.ev.Trigger)
		if k := r.visitKind(&m.g); v.Kind == "unspecified" && k != "" {
			v.Kind = k
		}
		if v.City < 0 {
			v.City = r.visitCity(m, host)
		}
		if v.Inviter < 0 {
			v.Inviter = r.inviter(&m.g, f.ev.Actors)
		}
		if len(m.ev.Actors) > 0 && r.cast.Entities[v.Visitor].Kind != names.Person && r.cast.Entities[m.ev.Actors[0]].Kind == names.Person {
			v.Visitor = m.ev.Actors[0]
		}
		if v.Start == "" && m.ev.When.Value != "" {
			v.Start, v.End = r.bounds(m)
		}
	}
	if r.cast.StateOf(v.Visitor) == host {
		return // a journey at home
	}
	slices.SortFunc(spans, func(a, b text.Span) int { return a.Start - b.Start })
	v.Spans = slices.Compact(spans)
	r.out.Visits = append(r.out.Visits, v)
}

// bounds gives the first and last day of a visit.
func (r *reading) bounds(m *found) (start, end string) {
	value := m.ev.When.Value
	if a, b, ok := strings.Cut(value, "/"); ok {
		return strings.Trim(a, "."), strings.Trim(b, ".")
	}
	// "concluirá el 12": an end, not a start
	for i := m.g.tok; ; {
		h := m.g.s.Tokens[i].Head
		if h < 0 {
			break
		}
		t := &m.g.s.Tokens[h]
		if isVerb(t) {
			if r.wordIn(t, r.e.tab.sets[setEnd]) && !r.wordIn(t, r.e.tab.sets[setBegin]) {
				return "", value
			}
			break
		}
		i = h
	}
	return value, r.dayAfter(m, value)
}

// dayAfter returns the day that the words join to the day of an act, where it is
// the next one: "on Tuesday and Wednesday".
func (r *reading) dayAfter(m *found, value string) string {
	k := m.ev.When.Time
	if k < 0 || k+1 >= len(r.times) {
		return ""
	}
	next := dateOf(r.times[k+1].Value)
	day, err := time.Parse(time.DateOnly, value)
	if err != nil || next != day.AddDate(0, 0, 1).Format(time.DateOnly) {
		return ""
	}
	from, to := r.times[k].Span.End, r.times[k+1].Span.Start
	joined := false
	for i := range m.g.s.Tokens {
		t := &m.g.s.Tokens[i]
		if t.Start < from || t.End > to {
			continue
		}
		switch t.UPOS {
		case "CCONJ":
			joined = true
		case "DET", "ADP":
		default:
			return ""
		}
	}
	if !joined {
		return ""
	}
	return next
}

// visitKind reads the kind of a visit from the words beside its noun, or beside
// the noun of a journey told with a verb ("visitó Lima en una visita oficial").
func (r *reading) visitKind(g *trigger) string {
	if g.c.Nominal {
		return r.kindNear(g.s, g.tok)
	}
	if g.tok+1 < len(g.s.Tokens) {
		if k := r.kindAt(g.s, g.tok+1); k != "" {
			return k
		}
	}
	for i := g.tok + 1; i < len(g.s.Tokens) && i <= g.tok+20; i++ {
		t := &g.s.Tokens[i]
		if r.wordIn(t, r.e.tab.sets[setVisit]) {
			return r.kindNear(g.s, i)
		}
		if isFinite(t) && t.UPOS == "VERB" {
			break
		}
	}
	return ""
}

func (r *reading) kindNear(s *nlp.Sentence, i int) string {
	for j := max(0, i-2); j <= i+6 && j < len(s.Tokens); j++ {
		if j > i && isFinite(&s.Tokens[j]) {
			break
		}
		if k := r.kindAt(s, j); k != "" {
			return k
		}
	}
	return ""
}

func (r *reading) kindAt(s *nlp.Sentence, j int) string {
	for _, p := range r.e.tab.visits {
		if seq(s, j, p.words) {
			return p.means
		}
	}
	return ""
}

// visitCity returns the city that a visit goes to, or -1.
func (r *reading) visitCity(m *found, host string) int {
	ok := func(e int) bool {
		return e >= 0 && r.cast.Entities[e].Kind == names.Place && r.cast.StateOf(e) == host
	}
	for _, alt := range m.row.recipients {
		for _, slot := range alt {
			switch slot {
			case "clause", "pair", "anaphor", "in":
				continue
			}
			g := &m.g
			if h := r.carrier(g, slot); h != nil {
				for _, i := range r.slot(h, slot) {
					if e := r.placeAt(g.sent, i); ok(e) {
						return e
					}
				}
			}
			for _, i := range r.slot(g, slot) {
				if e := r.placeAt(g.sent, i); ok(e) {
					return e
				}
			}
		}
	}
	if ok(m.ev.Place) {
		return m.ev.Place
	}
	// "viajará a Roma", taken for an object
	for _, k := range m.g.s.Children(m.g.tok) {
		if e := r.placeAt(m.g.sent, int(k)); ok(e) {
			return e
		}
	}
	return -1
}

// inviter returns who invited the visitor, or -1.
func (r *reading) inviter(g *trigger, visitors []int) int {
	s := g.s
	for i := range s.Tokens {
		if !r.wordIn(&s.Tokens[i], r.e.tab.sets[setInvitation]) || !r.near(s, i, g.tok) {
			continue
		}
		x := r.clauseTrigger(g, i)
		if isVerb(x.t) && !x.c.Passive {
			if e := r.without(r.parties(x, "subj"), visitors); len(e) > 0 {
				return e[0]
			}
			continue
		}
		for _, j := range r.after(x) {
			if j > i+8 {
				break
			}
			if m := r.cast.At(g.sent, j); m >= 0 && r.cast.Mentions[m].Form != names.ByEllipsis {
				if e := r.without(r.expand(r.cast.Mentions[m].Entity), visitors); len(e) > 0 {
					return e[0]
				}
			}
		}
	}
	return -1
}

// near says whether two tokens of a sentence stand in the same clause, or the
// first hangs below the second or the verb that carries it.
func (r *reading) near(s *nlp.Sentence, i, j int) bool {
	if r.under(s, i, j) {
		return true
	}
	h := s.Tokens[j].Head
	return h >= 0 && r.under(s, i, h)
}
