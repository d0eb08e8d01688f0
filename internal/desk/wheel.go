package desk

import (
	"fmt"
	"math"
	"slices"

	"github.com/attache-project/attache/internal/ask"
)

// A wheel is a drawing of a graph on an ellipse. All places are in units of the view box.
type wheel struct {
	Width, Height int
	Nodes         []wheelNode
	Edges         []wheelEdge // heaviest last, so that it lies on top
	LeftOut       int         // nodes that are not drawn
	LeftEdges     int         // edges between drawn nodes that are not drawn
}

type wheelNode struct {
	ask.Node
	Name   string
	X, Y   string
	R      string
	LabelX string
	LabelY string
	Anchor string // start, end
}

type wheelEdge struct {
	ask.Edge
	Names [2]string
	Path  string
	Width string
}

// Measures of a drawing.
const (
	wheelWidth = 920
	wheelRow   = 40  // between nodes of one side
	wheelRound = 210 // half the width of the ellipse
)

// wheelOf lays the heaviest nodes of a graph on an ellipse, half of them on each side
// and evenly from top to bottom, so that each label has a line of its own. Those that
// met most stand next to each other. The same graph gives the same drawing; one
// without edges gives nil.
func (q *request) wheelOf(g *ask.Graph) *wheel {
	if len(g.Edges) == 0 {
		return nil
	}
	nodes := joined(g)
	d := &wheel{LeftOut: len(g.Nodes) - len(nodes)}
	weight := map[[2]string]int{}
	for _, e := range g.Edges {
		weight[e.Pair] = e.Articles
	}
	ring := around(nodes, weight)
	// Down the right side and up the left one.
	right := (len(ring) + 1) / 2
	d.Width, d.Height = wheelWidth, wheelRow*max(right, 4)+40
	cx, cy, ry := float64(d.Width)/2, float64(d.Height)/2, float64(d.Height)/2-30
	at := map[string][2]float64{}
	most := nodes[0].Articles
	for i, n := range ring {
		side, row, rows := 1.0, i, right
		if i >= right {
			side, row, rows = -1, len(ring)-1-i, len(ring)-right
		}
		t := -1 + (2*float64(row)+1)/float64(rows) // from -1 at the top to 1
		x, y := cx+side*wheelRound*math.Sqrt(1-t*t), cy+t*ry
		at[n.Code] = [2]float64{x, y}
		r := 5 + 11*math.Sqrt(float64(n.Articles)/float64(most))
		anchor := "start"
		if side < 0 {
			anchor = "end"
		}
		d.Nodes = append(d.Nodes, wheelNode{
			Node: n, Name: q.codeName(n.Code), X: coord(x), Y: coord(y), R: coord(r),
			LabelX: coord(x + side*(r+6)), LabelY: coord(y + 4.5), Anchor: anchor,
		})
	}
	heaviest := float64(g.Edges[0].Articles)
	for _, e := range g.Edges { // heaviest first
		a, ok1 := at[e.Pair[0]]
		b, ok2 := at[e.Pair[1]]
		if !ok1 || !ok2 {
			continue
		}
		if len(d.Edges) == graphEdges {
			d.LeftEdges++
			continue
		}
		// Bent towards the middle, the more the farther apart, so that neighbours are
		// not joined along the rim.
		far := math.Min(1, math.Hypot(a[0]-b[0], a[1]-b[1])/(2*wheelRound))
		mx, my := (a[0]+b[0])/2, (a[1]+b[1])/2
		mx, my = mx+(cx-mx)*(.08+.5*far), my+(cy-my)*.3*far
		d.Edges = append(d.Edges, wheelEdge{
			Edge: e, Names: [2]string{q.codeName(e.Pair[0]), q.codeName(e.Pair[1])},
			Path:  fmt.Sprintf("M%s %s Q%s %s %s %s", coord(a[0]), coord(a[1]), coord(mx), coord(my), coord(b[0]), coord(b[1])),
			Width: coord(1 + 7*math.Sqrt(float64(e.Articles)/heaviest)),
		})
	}
	slices.Reverse(d.Edges)
	return d
}

// joined returns the nodes to be drawn, in the order of the graph: those of its
// heaviest edges, as many as there is room for, so that none stands alone.
func joined(g *ask.Graph) []ask.Node {
	take := map[string]bool{}
	for _, e := range g.Edges {
		more := 0
		for _, c := range e.Pair {
			if !take[c] {
				more++
			}
		}
		if len(take)+more <= graphNodes {
			take[e.Pair[0]], take[e.Pair[1]] = true, true
		}
	}
	var out []ask.Node
	for _, n := range g.Nodes {
		if take[n.Code] {
			out = append(out, n)
		}
	}
	return out
}

// around orders nodes so that each stands next to the one, of those left, that it met
// most; the heaviest is the first.
func around(nodes []ask.Node, weight map[[2]string]int) []ask.Node {
	left := slices.Clone(nodes)
	var out []ask.Node
	for len(left) > 0 {
		best, most := 0, 0
		if len(out) > 0 {
			last := out[len(out)-1].Code
			for i, n := range left {
				if w := weight[[2]string{min(last, n.Code), max(last, n.Code)}]; w > most {
					best, most = i, w
				}
			}
		}
		out = append(out, left[best])
		left = slices.Delete(left, best, best+1)
	}
	return out
}

// coord writes a number for a drawing.
func coord(f float64) string { return fmt.Sprintf("%.1f", f) }
