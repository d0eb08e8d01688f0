package event

import (
	"slices"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/timex"
)

// A beat is a party, or a day, in the words behind a verb.
type beat struct {
	first, last int
	party       int    // entity, -1 for a day
	time        int    // index in reading.times, -1 for a party
	prep        string // preposition before a party
}

// byDay parts an act of one verb with several parties that each have a day of
// their own into as many acts: "habló con X el jueves y con Y el viernes", "visitará
// Perú el lunes y Chile el martes". Of anything else it returns the act alone.
func (r *reading) byDay(f *found) []*found {
	one := []*found{f}
	if f.g.c.Nominal || !f.row.mutual && !f.row.visit || f.ev.Polarity != Affirmed {
		return one
	}
	pairs := r.pairsOfDays(&f.g)
	if len(pairs) < 2 {
		return one
	}
	var guests []string
	for _, p := range pairs {
		keys := r.statesOf(r.expand(p[0].party))
		if len(keys) != 1 {
			return one
		}
		guests = append(guests, keys[0])
	}
	keep := func(es []int) (out []int) {
		for _, e := range es {
			if k := r.key(e); !slices.Contains(guests, k) {
				out = append(out, e)
			}
		}
		return out
	}
	actors, recipients := keep(f.ev.Actors), keep(f.ev.Recipients)
	if len(actors) == 0 {
		return one
	}
	var out []*found
	for _, p := range pairs {
		x := *f
		x.ev.Actors, x.ev.Recipients = slices.Clone(actors), slices.Clone(recipients)
		if guest := r.expand(p[0].party); f.row.mutual {
			x.ev.Actors = append(x.ev.Actors, guest...)
		} else {
			x.ev.Recipients = append(x.ev.Recipients, guest...)
		}
		t := &r.times[p[1].time]
		sp := t.Span
		x.ev.When = When{Value: dateOf(t.Value), Time: p[1].time, Span: &sp}
		// Two acts are told by one verb: each has the words from its party to its day.
		from, to := p[0], p[1]
		if from.first > to.first {
			from, to = to, from
		}
		x.ev.Token = p[0].first
		if len(out) > 0 {
			x.ev.Trigger.Start, x.ev.Trigger.End = f.g.s.Tokens[from.first].Start, f.g.s.Tokens[to.last].End
		}
		out = append(out, &x)
	}
	return out
}

// pairsOfDays returns the parties behind a verb with the day of each, nil unless
// parties and days follow each other in turn, the same behind each preposition, a
// conjunction or comma before every pair but the first.
func (r *reading) pairsOfDays(g *trigger) [][2]beat {
	beats := r.beats(g)
	if len(beats) < 4 || len(beats)%2 != 0 {
		return nil
	}
	var out [][2]beat
	for i := 0; i < len(beats); i += 2 {
		a, b := beats[i], beats[i+1]
		if i > 0 && !r.joinedBefore(g, a) {
			return nil
		}
		if a.party < 0 {
			a, b = b, a
		}
		if a.party < 0 || b.party >= 0 {
			return nil
		}
		if (beats[i].party < 0) != (beats[0].party < 0) {
			return nil
		}
		if i > 0 && a.prep != "" && a.prep != out[0][0].prep {
			return nil
		}
		out = append(out, [2]beat{a, b})
	}
	return out
}

// beats lists the parties and days between a verb and the end of its clause.
func (r *reading) beats(g *trigger) []beat {
	var out []beat
	for i := g.tok + 1; i < len(g.s.Tokens) && i <= g.tok+2*reach; i++ {
		if r.barrier(&g.s.Tokens[i]) {
			break
		}
		if k := r.dayAt(g.sent, i); k >= 0 {
			out = append(out, beat{i, r.times[k].Last, -1, k, ""})
			i = r.times[k].Last
			continue
		}
		m := r.cast.Covering(g.sent, i)
		if m < 0 || r.cast.Mentions[m].First != i || r.cast.Mentions[m].Form == names.ByEllipsis || r.cast.Mentions[m].Form == names.ByDemonym {
			continue
		}
		k := &r.cast.Mentions[m]
		prep := ""
		for j := i - 1; j > g.tok; j-- {
			if t := &g.s.Tokens[j]; t.UPOS == "ADP" {
				prep = t.Lemma
				break
			} else if t.UPOS != "DET" && t.UPOS != "ADJ" && t.UPOS != "NOUN" {
				break
			}
		}
		if r.e.tab.sets[setPlaceAt][prep] && g.row.mutual || len(r.expand(k.Entity)) == 0 {
			i = k.Last
			continue
		}
		out = append(out, beat{i, k.Last, k.Entity, -1, prep})
		i = k.Last
	}
	return out
}

// dayAt returns the day or weekday that begins at a token, -1 when none does.
func (r *reading) dayAt(sent, i int) int {
	for _, k := range r.timesIn[sent] {
		if x := &r.times[k]; x.First == i && x.Type == timex.Date && len(dateOf(x.Value)) == len("2006-01-02") {
			return k
		}
	}
	return -1
}

// joinedBefore says whether a conjunction or a comma stands before a party or a
// day, its preposition and article aside.
func (r *reading) joinedBefore(g *trigger, b beat) bool {
	for j := b.first - 1; j > g.tok && j >= b.first-4; j-- {
		t := &g.s.Tokens[j]
		switch {
		case t.UPOS == "CCONJ" || t.Form == ",":
			return true
		case t.UPOS == "ADP" || t.UPOS == "DET" || t.UPOS == "ADJ" || t.UPOS == "NOUN":
		default:
			return false
		}
	}
	return false
}
