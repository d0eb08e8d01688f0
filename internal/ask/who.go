package ask

import (
	"context"
	"fmt"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
)

// A Person is what the directory and the record know of somebody: a person, a
// state, an organisation.
type Person struct {
	store.Entity
	Offices    []Office    `json:"offices"`
	Statements []store.Hit `json:"statements"` // newest first
	Events     []store.Hit `json:"events"`     // newest first
}

// An Office is held by a person, or in the state or organisation by one.
type Office struct {
	Office string `json:"office"`
	Of     string `json:"of"`
	From   string `json:"from,omitempty"` // day, month or year
	To     string `json:"to,omitempty"`
}

// Who finds those of a name, of the record first and then of the directory, at most
// limit; of each the newest few statements and events.
func (r *Record) Who(ctx context.Context, name string, limit int) ([]Person, error) {
	d, err := r.Names()
	if err != nil {
		return nil, err
	}
	found, err := r.Store.Entities(ctx, name, limit)
	if err != nil {
		return nil, err
	}
	for _, e := range d.Find(name) {
		if !slices.ContainsFunc(found, func(f store.Entity) bool { return f.ID == e.ID }) {
			found = append(found, entityOf(&e))
		}
	}
	out := []Person{}
	for _, e := range found[:min(len(found), limit)] {
		p, err := r.person(ctx, d, e, 5)
		if err != nil {
			return nil, err
		}
		out = append(out, *p)
	}
	return out, nil
}

// PersonOf returns who has an id, with up to n statements and events. The error
// wraps [store.ErrNotFound] when neither the record nor the directory knows it.
func (r *Record) PersonOf(ctx context.Context, id string, n int) (*Person, error) {
	d, err := r.Names()
	if err != nil {
		return nil, err
	}
	found, err := r.Store.Entities(ctx, id, 50)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(found, func(e store.Entity) bool { return e.ID == id }); i >= 0 {
		return r.person(ctx, d, found[i], n)
	}
	for _, get := range []func(string) (names.Entity, bool){d.Person, d.State, d.Organisation, institution(d)} {
		if e, ok := get(id); ok {
			return r.person(ctx, d, entityOf(&e), n)
		}
	}
	hits, err := r.Store.Search(ctx, store.Query{Entity: id, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(hits) == 0 {
		return nil, fmt.Errorf("%s: %w", id, store.ErrNotFound)
	}
	e := store.Entity{ID: id, Name: map[string]string{}}
	for _, p := range slices.Concat(hits[0].Fact.Actors, hits[0].Fact.Recipients) {
		if p.Entity == id {
			e.Code, e.Name["en"] = p.Code, p.Name
		}
	}
	return r.person(ctx, d, e, n)
}

func entityOf(e *names.Entity) store.Entity {
	return store.Entity{ID: e.ID, Kind: string(e.Kind), Code: e.Code, Name: map[string]string{"es": e.Name.ES, "en": e.Name.EN, "ru": e.Name.RU}}
}

func (r *Record) person(ctx context.Context, d *names.Directory, e store.Entity, n int) (*Person, error) {
	x := &Person{Entity: e, Offices: []Office{}, Statements: []store.Hit{}, Events: []store.Hit{}}
	for _, h := range d.Held(e.ID) {
		x.Offices = append(x.Offices, Office{h.Office, h.Of, h.From, h.To})
	}
	var err error // somebody whom no reading names may still be who a person says speaks
	if x.Statements, err = r.Store.Search(ctx, store.Query{Kinds: []string{record.KindStatement}, Speaker: e.ID, Limit: n}); err != nil {
		return nil, err
	}
	x.Events, err = r.Store.Search(ctx, store.Query{Kinds: []string{record.KindEvent}, Entity: e.ID, Limit: n})
	return x, err
}
