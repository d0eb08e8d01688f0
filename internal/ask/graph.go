package ask

import (
	"cmp"
	"context"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A Graph tells who met, visited, called or signed with whom.
type Graph struct {
	Nodes []Node `json:"nodes"` // most articles first
	Edges []Edge `json:"edges"` // likewise
	Among int    `json:"among"` // over how many of the newest facts that fit
	More  bool   `json:"more"`  // there are older ones
	First string `json:"first"` // days of publication between which they lie
	Last  string `json:"last"`
}

// A Node is a state or organisation.
type Node struct {
	Code     string `json:"code"`
	Articles int    `json:"articles"` // that tell of an act of it with another
}

// An Edge joins two that acted together.
type Edge struct {
	Pair     [2]string      `json:"pair"` // sorted
	Acts     map[string]int `json:"acts"` // how many articles tell of each
	Articles int            `json:"articles"`
	Last     string         `json:"last"` // day of the newest article
}

// meetings are the acts that join two.
var meetings = []string{"visit", "talks", "call", "sign", "ratify", "level"}

// Meetings lists the acts that a graph is made of.
func Meetings() []string { return slices.Clone(meetings) }

// graphFacts is over how many facts a graph is drawn.
const graphFacts = 500

// GraphOf draws the graph of the newest facts that a query finds: affirmed acts that
// happened or go on; with planned ones where the query asks for that status.
func (r *Record) GraphOf(ctx context.Context, q store.Query) (*Graph, error) {
	q.Kinds, q.Limit, q.Offset, q.Best, q.Passages = []string{record.KindEvent}, graphFacts+1, 0, false, -1
	hits, err := r.Store.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	g := &Graph{Nodes: []Node{}, Edges: []Edge{}, More: len(hits) > graphFacts}
	hits = hits[:min(len(hits), graphFacts)]
	g.Among = len(hits)
	type seen struct {
		article, what string
		pair          [2]string
	}
	counted := map[seen]bool{}
	once := func(s seen) bool {
		was := counted[s]
		counted[s] = true
		return !was
	}
	nodes, edges := map[string]*Node{}, map[[2]string]*Edge{}
	for i := range hits {
		h := &hits[i]
		f := h.Fact
		if !slices.Contains(meetings, f.Act) || f.Polarity != "affirmed" || (q.Status == "" && f.Status != "occurred" && f.Status != "ongoing") {
			continue
		}
		article := cmp.Or(h.Source.Family, h.Source.Key) // copies count once
		if d := h.Source.Published; d != "" {
			g.Last = max(g.Last, d)
			if g.First == "" || d < g.First {
				g.First = d
			}
		}
		for a := range f.Parties {
			for b := a + 1; b < len(f.Parties); b++ {
				pair := [2]string{f.Parties[a], f.Parties[b]}
				e := edges[pair]
				if e == nil {
					e = &Edge{Pair: pair, Acts: map[string]int{}}
					edges[pair] = e
				}
				if once(seen{article, f.Act, pair}) {
					e.Acts[f.Act]++
				}
				if once(seen{article, "", pair}) {
					e.Articles++
				}
				e.Last = max(e.Last, h.Source.Published)
				for _, code := range pair {
					if nodes[code] == nil {
						nodes[code] = &Node{Code: code}
					}
					if once(seen{article: article, what: "node", pair: [2]string{code}}) {
						nodes[code].Articles++
					}
				}
			}
		}
	}
	for _, n := range nodes {
		g.Nodes = append(g.Nodes, *n)
	}
	for _, e := range edges {
		g.Edges = append(g.Edges, *e)
	}
	slices.SortFunc(g.Nodes, func(a, b Node) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Code, b.Code))
	})
	slices.SortFunc(g.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Pair[0], b.Pair[0]), cmp.Compare(a.Pair[1], b.Pair[1]))
	})
	return g, nil
}
