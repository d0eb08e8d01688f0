package ask

import (
	"context"
	"slices"

	"github.com/attache-project/attache/internal/store"
)

// A Profile is all that is known of somebody.
type Profile struct {
	Person
	QID      string      `json:"qid,omitempty"`     // of Wikidata
	Country  string      `json:"country,omitempty"` // code of the state that a person belongs to
	Holders  []Holder    `json:"holders"`           // who holds office in the state, or the state of the person
	Members  []string    `json:"members"`           // codes of the states that form an organisation
	Partners []Edge      `json:"partners"`          // of a state or organisation: with whom it acted, most articles first
	Promises []store.Due `json:"promises"`          // of a state or organisation: due, overdue or settled of late
}

// A Holder is a person with the office held on the day of asking.
type Holder struct {
	Person string `json:"person"` // id
	Office string `json:"office"`
	From   string `json:"from,omitempty"`
}

// leading are the offices whose holders a profile lists.
var leading = []string{
	"supreme_leader", "head_of_state", "head_of_government", "crown_prince", "vice_president", "deputy_prime_minister", "foreign_minister",
	"deputy_foreign_minister", "defence_minister", "finance_minister", "interior_minister", "national_security_adviser", "spokesperson", "un_ambassador",
	"special_envoy", "secretary_general", "high_representative", "commission_president", "council_president", "parliament_president", "commissioner",
}

const (
	profilePartners = 12
	profileDays     = 90 // due within so many days, or settled or overdue since
)

// ProfileOf returns who has an id, as [Record.PersonOf] does, with what stands round
// it.
func (r *Record) ProfileOf(ctx context.Context, id string, n int) (*Profile, error) {
	p, err := r.PersonOf(ctx, id, n)
	if err != nil {
		return nil, err
	}
	d, err := r.Names()
	if err != nil {
		return nil, err
	}
	out := &Profile{Person: *p, Holders: []Holder{}, Members: []string{}, Partners: []Edge{}, Promises: []store.Due{}}
	of := ""
	if e, ok := d.Person(id); ok {
		out.QID, out.Country, of = e.QID, e.Country, e.Country
	} else if e, ok := d.State(id); ok {
		out.QID, of = e.QID, e.Code
	} else if e, ok := d.Organisation(id); ok {
		out.QID, of = e.QID, e.Code
		if m := d.Members(e.Code); m != nil {
			out.Members = m
		}
	}
	if of == "" {
		return out, nil
	}
	day := r.Today().String()
	for _, office := range leading {
		for _, h := range d.Holders(office, of, day) {
			if h.Person != id && !slices.ContainsFunc(out.Holders, func(o Holder) bool { return o.Person == h.Person && o.Office == h.Office }) {
				out.Holders = append(out.Holders, Holder{h.Person, h.Office, h.From})
			}
		}
	}
	if out.Code == "" || out.Code != of || out.Country != "" {
		return out, nil
	}
	g, err := r.GraphOf(ctx, store.Query{Party: of})
	if err != nil {
		return nil, err
	}
	for _, e := range g.Edges {
		if slices.Contains(e.Pair[:], of) && len(out.Partners) < profilePartners {
			out.Partners = append(out.Partners, e)
		}
	}
	l, err := store.DueOn(ctx, r.Store, r.Today(), profileDays, false, [2]string{of, ""})
	if err != nil {
		return nil, err
	}
	out.Promises = l.Promises
	return out, nil
}

// Partner returns the other of the pair of an edge.
func (e *Edge) Partner(code string) string {
	if e.Pair[0] == code {
		return e.Pair[1]
	}
	return e.Pair[0]
}
