package record

import (
	"cmp"
	"slices"
	"strings"
)

// A Variation is an attribute of an event on which reports differ. Values stand
// side by side and are never averaged.
type Variation struct {
	Attribute string  `json:"attribute"` // date, kind, place, documents, duration, amount, status, level
	Phase     string  `json:"phase"`     // planned, occurred: what was announced and what happened are two things
	Values    []Value `json:"values"`    // two or more, the most told first
}

// A Value is what some reports say.
type Value struct {
	Value    string   `json:"value"`
	Facts    []string `json:"facts"`    // keys, oldest first
	Articles []string `json:"articles"` // keys of their articles, each once
}

// A telling is one value in one report.
type telling struct {
	value string
	it    *item
}

// variations finds what the reports of an episode differ on. Of the plan and the
// outcome each is compared with itself, as what was announced and what came of it
// are two things; but a day told for the plan and not given up stands beside that
// of the outcome.
func (e *episode) variations() []Variation {
	out := []Variation{}
	own := slices.DeleteFunc(e.inForce(), func(it *item) bool { return it.r.Fact.Lent })
	out = appendVariation(out, "date", e.phase(), atOdds(own))
	for _, phase := range []struct {
		name string
		has  func(it *item) bool
	}{{"planned", (*item).plans}, {"occurred", (*item).happened}} {
		for _, a := range []struct {
			name string
			of   func(f *Fact) []string
		}{
			{"place", placeOf},
			{"documents", quantities("documents")},
			{"duration", quantities("duration")},
			{"amount", quantities("amount")},
		} {
			out = appendVariation(out, a.name, phase.name, e.tellings(phase.has, a.of))
		}
	}
	anyhow := func(it *item) bool { return it.plans() || it.happened() }
	out = appendVariation(out, "kind", e.phase(), e.tellings(anyhow, func(f *Fact) []string { return nonEmpty(f.VisitKind) }))
	out = appendVariation(out, "level", e.phase(), e.tellings(anyhow, func(f *Fact) []string { return nonEmpty(f.Level) }))
	return appendVariation(out, "status", "planned", e.disputed())
}

// phase tells how far the event has come.
func (e *episode) phase() string {
	if e.done.Known() {
		return "occurred"
	}
	return "planned"
}

// tellings returns the values of an attribute in the items that count.
func (e *episode) tellings(counts func(it *item) bool, of func(f *Fact) []string) []telling {
	var out []telling
	for _, it := range e.items {
		if counts(it) {
			for _, v := range of(&it.r.Fact) {
				out = append(out, telling{v, it})
			}
		}
	}
	return out
}

// placeOf returns the place within a state.
func placeOf(f *Fact) []string {
	if f.Place == nil || f.Place.State {
		return nil
	}
	return []string{f.Place.Name}
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func quantities(kind string) func(f *Fact) []string {
	return func(f *Fact) []string {
		var out []string
		for _, q := range f.Quantities {
			if q.Kind == kind && !slices.Contains(out, q.Value) {
				out = append(out, q.Value)
			}
		}
		if len(out) > 1 {
			return nil // several sums in one report are parts, not a claim about the whole
		}
		return out
	}
}

// disputed returns who affirms and who denies, where both are there.
func (e *episode) disputed() []telling {
	var yes, no []telling
	for _, it := range e.items {
		switch {
		case it.polarity == "denied":
			no = append(no, telling{"denied", it})
		case it.polarity == "affirmed" && it.status != "hypothetical":
			yes = append(yes, telling{it.status, it})
		}
	}
	if len(yes) == 0 || len(no) == 0 {
		return nil
	}
	return append(yes, no...)
}

// dates returns the times that items tell, but for those that another tells more
// finely: who says "in November" tells no other day than who says "on the 12th",
// and no day.
func dates(items []*item) []telling {
	var out []telling
	for _, it := range items {
		if !slices.ContainsFunc(items, it.toldFiner) {
			out = append(out, telling{it.r.Fact.Time, it})
		}
	}
	return out
}

// toldFiner reports whether o tells a time within that of it.
func (it *item) toldFiner(o *item) bool {
	return o.when.Days() < it.when.Days() && it.when.Contains(o.when) && !stretch(it.r.Fact.Time)
}

// stretch reports whether a time is one from a day to a day: what lasts so long is
// not told more finely by a day within it.
func stretch(time string) bool {
	from, to, ok := strings.Cut(time, "/")
	return ok && len(from) >= len("2006-01-02") && len(to) >= len("2006-01-02")
}

// atOdds returns the times that items tell, where some cannot both be true.
func atOdds(items []*item) []telling {
	for _, a := range items {
		for _, b := range items {
			if !a.when.Overlaps(b.when) {
				return dates(items)
			}
		}
	}
	return nil
}

// appendVariation adds a variation where there are two values or more.
func appendVariation(to []Variation, attribute, phase string, ts []telling) []Variation {
	var values []Value
	for _, t := range ts {
		i := slices.IndexFunc(values, func(v Value) bool { return v.Value == t.value })
		if i < 0 {
			i = len(values)
			values = append(values, Value{Value: t.value})
		}
		v := &values[i]
		v.Facts = append(v.Facts, t.it.r.Fact.Key)
		if key := t.it.r.Source.Key; !slices.Contains(v.Articles, key) {
			v.Articles = append(v.Articles, key)
		}
	}
	if len(values) < 2 {
		return to
	}
	slices.SortStableFunc(values, func(a, b Value) int {
		return cmp.Or(cmp.Compare(len(b.Articles), len(a.Articles)), cmp.Compare(a.Value, b.Value))
	})
	return append(to, Variation{attribute, phase, values})
}
