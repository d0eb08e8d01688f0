package names

// A FormClass says what a form of the directory names.
type FormClass int

// Classes of forms.
const (
	FormPerson FormClass = iota // full name
	FormSurname
	FormGiven // first word of a full name
	FormState
	FormDemonym
	FormCapital
	FormCity
	FormOrganisation
	FormAcronym
	FormOutlet
	FormSeat
	FormInstitution
)

// Forms calls f for each form by which the directory knows something, in all
// of its languages. A form may come more than once.
func (d *Directory) Forms(f func(class FormClass, form string)) {
	give := func(c FormClass, forms ...string) {
		for _, s := range forms {
			if s != "" {
				f(c, s)
			}
		}
	}
	for i := range d.persons {
		p := &d.persons[i]
		for _, n := range []string{p.name.ES, p.name.EN, p.name.RU} {
			if w := wordsOf(n); len(w) > 1 {
				give(FormPerson, n)
				give(FormGiven, w[0])
			}
		}
		give(FormSurname, p.surnames...)
		for _, a := range p.aliases {
			if w := wordsOf(a); len(w) > 1 {
				give(FormPerson, a)
			} else {
				give(FormSurname, a)
			}
		}
	}
	kinds := map[string]FormClass{"name": FormState, "demonym": FormDemonym, "capital": FormCapital, "city": FormCity}
	for _, s := range d.forms {
		if c, ok := kinds[s.kind]; ok {
			give(c, s.forms...)
		}
	}
	for i := range d.orgs {
		for _, t := range d.orgs[i].forms {
			c := FormOrganisation
			if len(wordsOf(t.form)) == 1 {
				c = FormAcronym
			}
			give(c, t.form)
		}
	}
	for i := range d.outlets {
		give(FormOutlet, d.outlets[i].aliases...)
	}
	for i := range d.seats {
		for _, t := range d.seats[i].forms {
			give(FormSeat, t.form)
		}
	}
	for k, i := range d.inst {
		if k[0] != "" {
			give(FormInstitution, i.name.ES, i.name.EN, i.name.RU)
		}
	}
}
