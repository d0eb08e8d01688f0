package store

import (
	"context"
	"slices"

	"github.com/attache-project/attache/record"
)

// A Doubt is something that a person should look at.
type Doubt struct {
	Event  string         `json:"event"`
	Fact   string         `json:"fact"` // key of the report in doubt
	Why    string         `json:"why"`
	Report record.Report  `json:"report"`
	Of     string         `json:"of"` // the event in words: act and parties
	Values []record.Value `json:"values,omitempty"`

	Act       string         `json:"act"`
	Parties   []string       `json:"parties"`
	Attribute string         `json:"attribute,omitempty"` // on which reports differ
	Joined    *record.Reason `json:"joined,omitempty"`    // why the report was taken for one of the event
}

// Doubts yields what is doubtful in the newest facts of the record, at most limit:
// reports joined to an event by act and parties alone, and events on which reports
// differ. What a person confirmed is left out.
func Doubts(ctx context.Context, s Store, pair [2]string, limit int) ([]Doubt, error) {
	var out []Doubt
	seen := map[string]bool{}
	const page = 500
	for offset := 0; len(out) < limit; offset += page {
		q := Query{Kinds: []string{record.KindEvent}, Limit: page, Offset: offset, Pair: pair, Passages: -1}
		if pair[1] == "" {
			q.Pair, q.Party = [2]string{}, pair[0]
		}
		hits, err := s.Search(ctx, q)
		if err != nil || len(hits) == 0 {
			return out, err
		}
		for _, h := range hits {
			if seen[h.Fact.Key] {
				continue
			}
			events, err := beside(ctx, s, h.Fact.Key)
			if err != nil {
				return nil, err
			}
			for _, e := range events {
				for i := range e.Reports {
					seen[e.Reports[i].Fact.Key] = true
				}
				out = append(out, doubtsOf(&e)...)
			}
		}
	}
	return out[:min(limit, len(out))], nil
}

// A DoubtPage is a stretch of what is doubtful.
type DoubtPage struct {
	Doubts []Doubt
	Events map[string]*record.Event // of the doubts, by id
	Looked int                      // how many reports were gone through
	Next   int                      // where to go on, 0 at the end of the record
}

// DoubtsFrom goes through the reports of events, newest first, from a place on: 0, or
// the Next of a page before. It stops when it has found enough doubts or gone through
// most reports, so that a page costs the same however large the record is. The
// doubts of an event stand where its newest report of the pair does, and nowhere
// else.
func DoubtsFrom(ctx context.Context, s Store, pair [2]string, from, enough, most int) (*DoubtPage, error) {
	q := Query{Kinds: []string{record.KindEvent}, Limit: most + 1, Offset: from, Pair: pair, Passages: -1}
	if pair[1] == "" {
		q.Pair, q.Party = [2]string{}, pair[0]
	}
	hits, err := s.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &DoubtPage{Doubts: []Doubt{}, Events: map[string]*record.Event{}}
	blocks := map[string][]record.Event{}
	for i := range hits {
		if i == most || len(out.Doubts) >= enough {
			out.Next = from + i
			break
		}
		out.Looked++
		h := &hits[i]
		block := h.Fact.Block()
		events, known := blocks[block]
		if !known {
			if events, err = beside(ctx, s, h.Fact.Key); err != nil {
				return nil, err
			}
			blocks[block] = events
		}
		for j := range events {
			e := &events[j]
			if newest(e, pair) != h.Fact.Key {
				continue
			}
			if ds := doubtsOf(e); len(ds) > 0 {
				out.Doubts = append(out.Doubts, ds...)
				out.Events[e.ID] = e
			}
		}
	}
	return out, nil
}

// newest returns the key of the report of an event by which it is found last of those
// of a pair.
func newest(e *record.Event, pair [2]string) string {
	for i := len(e.Reports) - 1; i >= 0; i-- {
		f := &e.Reports[i].Fact
		if !slices.ContainsFunc(pair[:], func(c string) bool { return c != "" && !slices.Contains(f.Parties, c) }) {
			return f.Key
		}
	}
	return ""
}

// DoubtsIn returns what is doubtful about the event of a fact and those of the same
// block.
func DoubtsIn(ctx context.Context, s Store, fact string) ([]Doubt, error) {
	events, err := beside(ctx, s, fact)
	var out []Doubt
	for i := range events {
		out = append(out, doubtsOf(&events[i])...)
	}
	return out, err
}

// beside returns the events of the block of a fact.
func beside(ctx context.Context, s Store, fact string) ([]record.Event, error) {
	_, block, err := s.Fact(ctx, fact)
	if err != nil {
		return nil, err
	}
	reports, cs, err := s.Block(ctx, block)
	if err != nil {
		return nil, err
	}
	return record.Merge(reports, cs), nil
}

func doubtsOf(e *record.Event) []Doubt {
	var out []Doubt
	of := e.Act
	for _, p := range e.Parties {
		of += " " + p
	}
	for i := range e.Reports {
		r := &e.Reports[i]
		if r.Confirmed {
			continue
		}
		for _, w := range r.Why {
			if w.Weak {
				out = append(out, Doubt{Event: e.ID, Fact: r.Fact.Key, Why: "joined because: " + w.Rule + " (" + w.Detail + ")", Report: *r, Of: of, Act: e.Act, Parties: e.Parties, Joined: &w})
			}
		}
	}
	for _, v := range e.Variations {
		first := v.Values[len(v.Values)-1].Facts[0]
		i := slices.IndexFunc(e.Reports, func(r record.Report) bool { return r.Fact.Key == first })
		if i >= 0 && !e.Reports[i].Confirmed {
			out = append(out, Doubt{Event: e.ID, Fact: first, Why: "reports differ on the " + v.Attribute, Report: e.Reports[i], Of: of, Values: v.Values, Act: e.Act, Parties: e.Parties, Attribute: v.Attribute})
		}
	}
	return out
}
