package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/text"
)

// sectorPrefix begins the names of the sets of nouns for people of one sector.
const sectorPrefix = "sector-"

// ofState are the sectors that act for their state: police, army, courts.
// Sectors and their codes are PLOVER's.
var ofState = set{"COP": true, "GOV": true, "JUD": true, "LEG": true, "MIL": true, "SPY": true}

// sectorOf returns the sector of the people that a noun means, "" for none.
// Nouns that only count ("miles de obreros") have that of what they count.
func (r *reading) sectorOf(g *trigger, i int) string {
	t := &g.s.Tokens[i]
	if !isNoun(t) && t.UPOS != "NUM" && t.UPOS != "ADJ" {
		return ""
	}
	if m := r.cast.At(g.sent, i); m >= 0 && r.cast.Mentions[m].Form != names.ByEllipsis {
		if r.acts(r.cast.Mentions[m].Entity) {
			return ""
		}
	}
	if r.measures(g.s, i) {
		for _, k := range g.s.Children(i) {
			if u := &g.s.Tokens[k]; frame.Main(u.Deprel) == "nmod" {
				if s := r.e.tab.sector(u.Lemma, u.Form); s != "" {
					return s
				}
			}
		}
	}
	return r.e.tab.sector(t.Lemma, t.Form)
}

func (t *tables) sector(lemma, form string) string {
	if s := t.sectors[lemma]; s != "" {
		return s
	}
	if s := t.sectors[strings.ToLower(lemma)]; s != "" {
		return s
	}
	return t.sectors[strings.ToLower(form)]
}

// groups lists the people without an entity of their own in a slot.
func (r *reading) groups(g *trigger, slot, role string) []Group {
	switch slot {
	case "in", "host", "content", "self":
		return nil // places that hold more than a party
	}
	toks := r.slot(g, slot)
	if h := r.carrier(g, slot); h != nil && len(toks) == 0 {
		toks = r.slot(h, slot)
	}
	var out []Group
	for _, i := range toks {
		s := r.sectorOf(g, i)
		if s == "" {
			continue
		}
		x := Group{Role: role, Sector: s, Span: r.groupSpan(g, i)}
		for _, e := range r.within(g, i, false, true) {
			if c := r.cast.StateOf(e); c != "" {
				x.Country = c
				break
			}
		}
		out = append(out, x)
	}
	return out
}

// groupSpan covers a noun with the words that belong to it most closely.
func (r *reading) groupSpan(g *trigger, i int) text.Span {
	first, last := i, i
	for _, k := range g.s.Children(i) {
		j := int(k)
		switch t := &g.s.Tokens[j]; frame.Main(t.Deprel) {
		case "det", "nummod", "amod", "nmod", "flat", "compound":
			if isFinite(t) {
				continue
			}
			a, b := frame.Subtree(g.s, j)
			if b < i && i-a <= 4 {
				first = min(first, a)
			} else if a > i && b-i <= 6 {
				last = max(last, b)
			}
		}
	}
	return text.Span{Start: g.s.Tokens[first].Start, End: g.s.Tokens[last].End}
}

// groupRoles finds the groups among the actors and recipients of an event: those of
// the first slots that have some.
func (r *reading) groupRoles(g *trigger) (actors, recipients []Group) {
	first := func(slots [][]string, role string) (out []Group) {
		for _, alt := range slots {
			for _, slot := range alt {
				out = append(out, r.groups(g, slot, role)...)
			}
			if len(out) > 0 {
				break
			}
		}
		return out
	}
	actors, recipients = first(g.row.actors, "actor"), first(g.row.recipients, "recipient")
	recipients = slices.DeleteFunc(recipients, func(x Group) bool {
		return slices.ContainsFunc(actors, func(a Group) bool { return a.Span == x.Span })
	})
	return actors, recipients
}

// political says whether some of the groups act for a cause: not civilians,
// firms or societies in general.
func political(gs []Group) bool {
	return slices.ContainsFunc(gs, func(g Group) bool { return g.Sector != "CVL" && g.Sector != "BUS" && g.Sector != "SOC" })
}
