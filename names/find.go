package names

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
	var out []Entity
	seen := map[string]bool{}
	add := func(e Entity, ok bool) {
		if ok && !seen[e.ID] {
			seen[e.ID] = true
			out = append(out, e)
		}
	}
	means := func(forms ...string) bool {
		for _, f := range forms {
			if fold(f) == want {
				return true
			}
		}
		return false
	}
	for _, code := range d.codes {
		if s := d.states[code]; means(code, s.name.ES, s.name.EN, s.name.RU) {
			add(d.State(code))
		}
	}
	for _, f := range d.forms {
		if (f.kind == "name" || f.kind == "capital") && means(f.forms...) {
			add(d.State(f.code))
		}
	}
	for i := range d.orgs {
		o := &d.orgs[i]
		known := means(o.code, o.name.ES, o.name.EN, o.name.RU)
		for _, f := range o.forms {
			known = known || means(f.form)
		}
		if known {
			add(d.Organisation(o.code))
		}
	}
	for i := range d.persons {
		p := &d.persons[i]
		if means(p.name.ES, p.name.EN, p.name.RU) || means(p.surnames...) || means(p.aliases...) {
			add(d.Person(p.id))
		}
	}
	return out
}
