package record

import (
	"cmp"
	"slices"
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

// variations finds what the reports of an episode differ on. The plan and the
// outcome are compared each with itself, and of a plan each day it was due on:
// a new day is no contradiction.
func (e *episode) variations() []Variation {
	out := []Variation{}
	var before, after []*item
	for _, it := range e.items {
		switch {
		case it.plans():
			before = append(before, it)
		case it.happened():
			after = append(after, it)
		}
	}
	for _, phase := range []struct {
		name  string
		items []*item
	}{{"planned", before}, {"occurred", after}} {
		if phase.name == "planned" {
			for _, together := range e.sameDue(phase.items) {
				out = appendVariation(out, "date", phase.name, dates(together))
			}
		} else {
			out = appendVariation(out, "date", phase.name, dates(phase.items))
		}
		for _, a := range []struct {
			name string
			of   func(f *Fact) []string
		}{
			{"kind", func(f *Fact) []string { return nonEmpty(f.VisitKind) }},
			{"place", func(f *Fact) []string { return nonEmpty(f.Place) }},
			{"documents", quantities("documents")},
			{"duration", quantities("duration")},
			{"amount", quantities("amount")},
		} {
			var ts []telling
			for _, it := range phase.items {
				for _, v := range a.of(&it.r.Fact) {
					ts = append(ts, telling{v, it})
				}
			}
			out = appendVariation(out, a.name, phase.name, ts)
		}
	}
	return appendVariation(out, "status", "planned", e.disputed())
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
		case it.r.Fact.Polarity == "denied":
			no = append(no, telling{"denied", it})
		case it.r.Fact.Polarity == "affirmed" && it.r.Fact.Status != "hypothetical":
			yes = append(yes, telling{it.r.Fact.Status, it})
		}
	}
	if len(yes) == 0 || len(no) == 0 {
		return nil
	}
	return append(yes, no...)
}

// sameDue parts plans by the day they tell: those less than slack days apart are
// about one day, unless one of them puts off the other.
func (e *episode) sameDue(items []*item) [][]*item {
	var out [][]*item
next:
	for _, it := range items {
		if !it.told {
			continue
		}
		for i, group := range out {
			if group[0].when.Gap(it.when) <= slack && !it.r.Fact.PutOff && !it.was.Known() {
				out[i] = append(group, it)
				continue next
			}
		}
		out = append(out, []*item{it})
	}
	return out
}

// dates returns the times that items tell, where they are at odds: of times that
// hold each other only the finer counts.
func dates(items []*item) []telling {
	var out []telling
	for _, it := range items {
		if !it.told {
			continue
		}
		finest := it
		odds := false
		for _, o := range items {
			switch {
			case !o.told:
			case !o.when.Overlaps(it.when):
				odds = true
			case o.when.Days() < finest.when.Days() && finest.when.Contains(o.when):
				finest = o
			}
		}
		if odds {
			out = append(out, telling{finest.r.Fact.Time, it})
		}
	}
	return out
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
