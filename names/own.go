package names

import (
	"slices"

	"github.com/attache-project/attache/lang"
)

// WithForms returns the directory with further names, demonyms, combining
// forms, capitals and cities of states in a language, from the table states of
// a pack. They go before those that the directory has.
func (d *Directory) WithForms(code string, rows []lang.Row) (*Directory, error) {
	own := make([]stateForm, 0, len(rows)+len(d.forms))
	for _, r := range rows {
		f := stateForm{r.Get("code"), code, r.Get("kind"), r.List("words")}
		if d.states[f.code] == nil {
			return nil, r.Errorf("unknown state %q", f.code)
		}
		if !slices.Contains([]string{"name", "demonym", "combining", "capital", "city"}, f.kind) {
			return nil, r.Errorf("unknown kind %q", f.kind)
		}
		own = append(own, f)
	}
	e := *d
	e.forms, e.finder = append(own, d.forms...), new(index)
	return &e, nil
}
