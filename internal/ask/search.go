package ask

import (
	"cmp"
	"context"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// Found is what a search found.
type Found struct {
	Hits   []store.Hit    `json:"hits"`
	Count  map[string]int `json:"count,omitempty"` // of all that fits, by kind of fact; only when asked for
	More   bool           `json:"more"`            // there is more beyond the limit
	Facets []Facet        `json:"facets,omitempty"`
	Among  int            `json:"among,omitempty"` // how many of the newest hits the facets were counted over
}

// A Facet is a condition by which what was found can be narrowed.
type Facet struct {
	Name   string       `json:"name"` // name of the condition in a query, see [Values]
	Values []FacetValue `json:"values"`
}

// A FacetValue is one value of a facet.
type FacetValue struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Among is over how many of the newest hits facets are counted: to count all that
// fits a common word takes seconds.
const Among = 200

// Search finds facts, or articles when the query has words alone. With facets, the
// newest [Among] hits are counted by their attributes.
func (r *Record) Search(ctx context.Context, q store.Query, facets bool) (*Found, error) {
	if q.Limit == 0 {
		q.Limit = store.DefaultLimit
	}
	wide := q
	wide.Limit++ // one more tells whether there are more
	if facets && q.Offset == 0 {
		wide.Limit, wide.Passages = max(wide.Limit, Among), q.Limit
	}
	hits, err := r.Store.Search(ctx, wide)
	if err != nil {
		return nil, err
	}
	out := &Found{Hits: hits, More: len(hits) > q.Limit}
	if facets && q.Offset == 0 {
		out.Facets, out.Among = facetsOf(hits), len(hits)
	}
	if out.More {
		out.Hits = hits[:q.Limit]
	}
	if out.Hits == nil {
		out.Hits = []store.Hit{}
	}
	return out, nil
}

// facetsOf counts hits by what they can be narrowed by; each value counts once a
// hit. Facets with less than two values, which narrow nothing, are left out.
func facetsOf(hits []store.Hit) []Facet {
	order := []string{"kind", "act", "status", "speaker", "party", "lang", "outlet"}
	counts := map[string]map[string]int{}
	for _, name := range order {
		counts[name] = map[string]int{}
	}
	for i := range hits {
		h := &hits[i]
		counts["lang"][h.Source.Lang]++
		counts["outlet"][h.Source.Outlet]++
		f := h.Fact
		if f == nil {
			continue
		}
		counts["kind"][f.Kind]++
		counts["act"][f.Act]++
		counts["status"][f.Status]++
		if f.Speaker != nil {
			counts["speaker"][f.Speaker.Entity]++
		}
		for _, c := range sides(f) {
			counts["party"][c]++
		}
	}
	var out []Facet
	for _, name := range order {
		delete(counts[name], "")
		if len(counts[name]) < 2 {
			continue
		}
		f := Facet{Name: name}
		for v, n := range counts[name] {
			f.Values = append(f.Values, FacetValue{v, n})
		}
		slices.SortFunc(f.Values, func(a, b FacetValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		f.Values = f.Values[:min(12, len(f.Values))]
		out = append(out, f)
	}
	return out
}

// sides returns the codes of all whom a fact is about.
func sides(f *record.Fact) []string {
	out := slices.Concat(f.Parties, f.About)
	if f.Speaker != nil && f.Speaker.Code != "" {
		out = append(out, f.Speaker.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
