package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/names"
)

// key is what tells parties apart: the code of a state or an organisation, or
// the id of what has none.
func (r *reading) key(e int) string {
	if s := r.cast.StateOf(e); s != "" {
		return s
	}
	x := &r.cast.Entities[e]
	if x.Code != "" {
		return x.Code
	}
	for _, o := range x.Roles {
		if o.Of != "" {
			return o.Of
		}
	}
	if x.Country != "" {
		return x.Country
	}
	return x.ID
}

// acts says whether an entity acts for a state or an organisation of states,
// or is one.
func (r *reading) acts(e int) bool { return len(r.expand(e)) > 0 }

// expand returns the parties that an entity stands for: itself, its members,
// the issuer of a document, the state of a city; nothing for what is no party.
func (r *reading) expand(e int) []int {
	if e < 0 {
		return nil
	}
	x := &r.cast.Entities[e]
	switch {
	case x.Plural && len(x.Members) > 0:
		var out []int
		for _, m := range x.Members {
			if m != e {
				out = append(out, r.expandOne(m)...)
			}
		}
		return out
	}
	return r.expandOne(e)
}

func (r *reading) expandOne(e int) []int {
	x := &r.cast.Entities[e]
	switch x.Kind {
	case names.State:
		return []int{e}
	case names.Organisation:
		if local := strings.HasPrefix(x.ID, "x/"); x.Code != "" || !local && (x.Country != "" || r.cast.StateOf(e) != "") {
			return []int{e}
		}
	case names.Person:
		if r.cast.StateOf(e) != "" {
			return []int{e}
		}
		for _, o := range x.Roles {
			if o.Of != "" {
				return []int{e}
			}
		}
	case names.Place:
		if s := r.cast.StateOf(e); s != "" {
			if i := r.state(s); i >= 0 {
				return []int{i}
			}
		}
	case names.Document:
		if x.Issuer >= 0 && x.Issuer != e && r.cast.Entities[x.Issuer].Kind != names.Document {
			return r.expandOne(x.Issuer)
		}
	}
	return nil
}

// state returns the entity of a state or an organisation of states, added to
// the cast when it has none; -1 when the directory knows no such.
func (r *reading) state(code string) int {
	if x, ok := r.e.dir.State(code); ok {
		return r.cast.Ensure(x)
	}
	if x, ok := r.e.dir.Organisation(code); ok {
		return r.cast.Ensure(x)
	}
	return r.cast.Find(code)
}

// statesOf lists the different keys of some parties, in order.
func (r *reading) statesOf(parties []int) []string {
	var out []string
	for _, e := range parties {
		if k := r.key(e); !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// distinct keeps the first party of each state. For somebody who acts for an
// organisation of states, the organisation stands.
func (r *reading) distinct(parties []int) []int {
	var out []int
	var seen []string
	for _, e := range parties {
		if r.cast.Entities[e].Kind == names.Person && r.cast.StateOf(e) == "" {
			e = r.asState(e)
		}
		if k := r.key(e); !slices.Contains(seen, k) {
			seen = append(seen, k)
			out = append(out, e)
		}
	}
	return out
}

// without drops the parties of the same states as others.
func (r *reading) without(parties, others []int) []int {
	keys := r.statesOf(others)
	return slices.DeleteFunc(slices.Clone(parties), func(e int) bool { return slices.Contains(keys, r.key(e)) })
}
