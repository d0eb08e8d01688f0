package names

import (
	"slices"
	"sync"
)

// Find returns the states, organisations and persons that a name, in any of the
// three languages, or a code or id means: names, aliases, acronyms, capitals and
// surnames, without regard to case and accents. The order is that of the
// directory, states first; whom a code or id names exactly stands alone.
func (d *Directory) Find(name string) []Entity {
	for _, get := range []func(string) (Entity, bool){d.State, d.Organisation, d.Person} {
		if e, ok := get(name); ok {
			return []Entity{e}
		}
	}
	want := fold(name)
	if want == "" {
		return nil
	}
	d.finder.once.Do(func() { d.finder.by = d.indexed() })
	var out []Entity
	for _, f := range d.finder.by[want] {
		if e, ok := f.get(f.id); ok {
			out = append(out, e)
		}
	}
	return out
}

// CodeOf returns the code of the state or organisation that a name means, or of the
// state of the person whom it means.
func (d *Directory) CodeOf(name string) (code string, ok bool) {
	for _, e := range d.Find(name) {
		switch {
		case e.Code != "":
			return e.Code, true
		case e.Country != "":
			return e.Country, true
		}
	}
	return "", false
}

// An index finds by folded names, those of one name in the order of the directory.
type index struct {
	once sync.Once
	by   map[string][]found
}

// found is somebody whom a name means.
type found struct {
	kind Kind
	id   string
	get  func(id string) (Entity, bool)
}

// indexed gathers all names.
func (d *Directory) indexed() map[string][]found {
	by := map[string][]found{}
	add := func(kind Kind, id string, get func(string) (Entity, bool), forms ...string) {
		for _, f := range forms {
			key := fold(f)
			if !slices.ContainsFunc(by[key], func(x found) bool { return x.kind == kind && x.id == id }) {
				by[key] = append(by[key], found{kind, id, get})
			}
		}
	}
	for _, code := range d.codes {
		n := d.states[code].name
		add(State, code, d.State, code, n.ES, n.EN, n.RU)
	}
	for _, f := range d.forms {
		if f.kind == "name" || f.kind == "capital" {
			add(State, f.code, d.State, f.forms...)
		}
	}
	for i := range d.orgs {
		o := &d.orgs[i]
		add(Organisation, o.code, d.Organisation, o.code, o.name.ES, o.name.EN, o.name.RU)
		for _, f := range o.forms {
			add(Organisation, o.code, d.Organisation, f.form)
		}
	}
	for i := range d.persons {
		p := &d.persons[i]
		add(Person, p.id, d.Person, p.name.ES, p.name.EN, p.name.RU)
		add(Person, p.id, d.Person, p.surnames...)
		add(Person, p.id, d.Person, p.aliases...)
	}
	return by
}
