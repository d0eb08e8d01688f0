package names

import "github.com/attache-project/attache/lang"

// A Finder finds in the articles of one language whom the directory knows and
// whom the articles introduce. It is read-only and may be used by many
// goroutines at once.
type Finder struct {
	dir    *Directory
	lex    *lexicon
	trie   *trie             // words of the language, folded
	people *trie             // names of persons, loosened
	parts  map[string]string // folded demonym or combining form to state, for the parts of a compound
	bloc   map[string]string // state to the organisation that sits in its capital, when there is one

	cases *cases            // nil when names do not decline
	base  map[string]string // declined word of a name of the directory to its nominative, both loosened; nil without cases
}

// NewFinder joins a directory to the words of a language pack.
func NewFinder(d *Directory, p *lang.Pack) (*Finder, error) {
	f := &Finder{dir: d, trie: newTrie(1 << 14), people: newTrie(1 << 13), parts: map[string]string{}, bloc: map[string]string{}}
	var err error
	if f.lex, err = readLexicon(p, f.trie); err != nil {
		return nil, err
	}
	for _, s := range d.forms {
		if s.lang != p.Lang {
			continue
		}
		kind := entCity
		switch s.kind {
		case "name":
			kind = entState
		case "capital":
			kind = entCapital
		case "demonym":
			kind = entDemonym
		case "combining":
			for _, w := range s.forms {
				if _, ok := f.parts[fold(w)]; !ok {
					f.parts[fold(w)] = s.code
				}
			}
			continue
		}
		for _, w := range s.forms {
			f.trie.add(w, fold, entry{kind: kind, id: s.code})
			if kind == entDemonym {
				if _, ok := f.parts[fold(w)]; !ok {
					f.parts[fold(w)] = s.code
				}
			}
		}
	}
	for i := range d.orgs {
		for _, t := range d.orgs[i].forms {
			if t.lang == "" || t.lang == p.Lang || t.lang == "en" {
				f.trie.add(t.form, fold, entry{kind: entOrg, id: d.orgs[i].code})
			}
		}
	}
	for i := range d.seats {
		for _, t := range d.seats[i].forms {
			if t.lang == p.Lang {
				f.trie.add(t.form, fold, entry{kind: entSeat, index: int32(i)})
			}
		}
	}
	for i := range d.outlets {
		for _, a := range d.outlets[i].aliases {
			f.trie.add(a, fold, entry{kind: entOutlet, index: int32(i)})
		}
	}
	if f.cases, err = readCases(p); err != nil {
		return nil, err
	}
	if f.cases != nil {
		f.base = map[string]string{}
	}
	for i := range d.persons {
		q := &d.persons[i]
		for _, n := range []string{q.name.ES, q.name.EN, q.name.RU} {
			f.addName(n, q.gender, false, entry{kind: entPerson, index: int32(i)})
		}
		for _, n := range q.aliases {
			f.addName(n, q.gender, false, entry{kind: entPerson, index: int32(i)})
		}
		for _, n := range q.surnames {
			f.addName(n, q.gender, true, entry{kind: entSurname, index: int32(i)})
		}
	}
	return f, nil
}

// addName puts a name of a person of the directory into f, with its other
// cases where names decline.
func (f *Finder) addName(name, gender string, surname bool, e entry) {
	f.people.add(name, loosen, e)
	if f.cases == nil || !cyrillicName(name) {
		return
	}
	base := wordsOf(name)
	for _, w := range base {
		f.base[loosen(w)] = loosen(w)
	}
	for _, form := range f.cases.forms(name, gender, surname) {
		f.people.add(form, loosen, e)
		for i, w := range wordsOf(form) {
			if k := loosen(w); i < len(base) && f.base[k] == "" {
				f.base[k] = loosen(base[i])
			}
		}
	}
}

func loosen(w string) string { return loose(fold(w)) }
