package store

import (
	"slices"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// A Row is a fact with what it is found by, as people corrected it.
type Row struct {
	Fact     record.Fact // corrected
	Block    string
	Speaker  string          // id of an entity
	When     record.Interval // its time; Anytime when it has none
	Entities []string        // ids of those who take part or speak, sorted
	Rejected bool
}

// RowOf lays corrections over a fact.
func RowOf(f record.Fact, cs []record.Correction) Row {
	f, _, rejected := record.Apply(f, cs)
	r := Row{Fact: f, Block: f.Block(), When: record.Anytime, Entities: entities(&f), Rejected: rejected}
	if f.Speaker != nil {
		r.Speaker = f.Speaker.Entity
	}
	if when, ok := record.ParseInterval(f.Time); ok {
		r.When = when
	}
	return r
}

// entities returns the ids of those who take part in a fact or say it.
func entities(f *record.Fact) []string {
	out := []string{}
	add := func(p *record.Party) {
		if p.Entity != "" {
			out = append(out, p.Entity)
		}
	}
	for i := range f.Actors {
		add(&f.Actors[i])
	}
	for i := range f.Recipients {
		add(&f.Recipients[i])
	}
	if f.Speaker != nil {
		add(f.Speaker)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// EntitiesOf returns whom the facts of one article are about, by id, each with how
// many of them it takes part in. First and Last are left empty.
func EntitiesOf(r *reading.Reading, facts []record.Fact) []Entity {
	out := map[string]*Entity{}
	for i := range facts {
		f := &facts[i]
		parties := slices.Concat(f.Actors, f.Recipients)
		if f.Speaker != nil {
			parties = append(parties, *f.Speaker)
		}
		for _, id := range entities(f) {
			e := out[id]
			if e == nil {
				e = &Entity{ID: id, Name: map[string]string{}}
				p := parties[slices.IndexFunc(parties, func(p record.Party) bool { return p.Entity == id })]
				e.Code = p.Code
				if p.Name != "" {
					e.Name["en"] = p.Name
				}
				out[id] = e
			}
			e.Facts++
		}
	}
	for i := range r.Entities {
		x := &r.Entities[i]
		e := out[x.ID]
		if e == nil {
			continue
		}
		e.Kind = string(x.Kind)
		for lang, name := range map[string]string{"es": x.Name.ES, "en": x.Name.EN, "ru": x.Name.RU} {
			if name != "" {
				e.Name[lang] = name
			}
		}
	}
	list := make([]Entity, 0, len(out))
	for _, e := range out {
		list = append(list, *e)
	}
	slices.SortFunc(list, func(a, b Entity) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return list
}
