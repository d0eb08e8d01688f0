package export

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// A Network is who met whom, as a graph without directions.
type Network struct {
	Title string
	Nodes []NetworkNode
	Edges []NetworkEdge
}

// A NetworkNode is a state or organisation.
type NetworkNode struct {
	Code, Name string
	Articles   int
}

// A NetworkEdge joins the nodes of two codes, with how many articles tell of each act
// between them, in the order in which they are written.
type NetworkEdge struct {
	A, B     string
	Articles int
	Last     string // day of the newest article
	Acts     []NetworkAct
}

// A NetworkAct is how many articles tell of an act.
type NetworkAct struct {
	Act      string
	Articles int
}

// columns of edges besides their acts.
const (
	articlesColumn = "articles"
	lastColumn     = "last"
	nameColumn     = "name"
)

// acts lists the acts of a network in the order in which they first come.
func (n *Network) acts() []string {
	var out []string
	seen := map[string]bool{}
	for i := range n.Edges {
		for _, a := range n.Edges[i].Acts {
			if !seen[a.Act] {
				seen[a.Act] = true
				out = append(out, a.Act)
			}
		}
	}
	return out
}

type graphmlKey struct {
	ID   string `xml:"id,attr"`
	For  string `xml:"for,attr"`
	Name string `xml:"attr.name,attr"`
	Type string `xml:"attr.type,attr"`
}

type graphmlData struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

type graphmlNode struct {
	ID   string        `xml:"id,attr"`
	Data []graphmlData `xml:"data"`
}

type graphmlEdge struct {
	Source string        `xml:"source,attr"`
	Target string        `xml:"target,attr"`
	Data   []graphmlData `xml:"data"`
}

type graphml struct {
	XMLName xml.Name     `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
	Keys    []graphmlKey `xml:"key"`
	Graph   struct {
		Directed string        `xml:"edgedefault,attr"`
		Desc     string        `xml:"desc,omitempty"`
		Nodes    []graphmlNode `xml:"node"`
		Edges    []graphmlEdge `xml:"edge"`
	} `xml:"graph"`
}

// GraphML writes a network in the format of that name (graphml.graphdrawing.org): of
// nodes name and articles, of edges articles, last and a column for each act.
func GraphML(w io.Writer, n *Network) error {
	var g graphml
	g.Keys = []graphmlKey{
		{"n-name", "node", nameColumn, "string"}, {"n-articles", "node", articlesColumn, "int"},
		{"e-articles", "edge", articlesColumn, "int"}, {"e-last", "edge", lastColumn, "string"},
	}
	for _, a := range n.acts() {
		g.Keys = append(g.Keys, graphmlKey{"e-act-" + a, "edge", a, "int"})
	}
	g.Graph.Directed, g.Graph.Desc = "undirected", line(n.Title)
	for _, x := range n.Nodes {
		g.Graph.Nodes = append(g.Graph.Nodes, graphmlNode{x.Code, []graphmlData{{"n-name", line(x.Name)}, {"n-articles", strconv.Itoa(x.Articles)}}})
	}
	for _, e := range n.Edges {
		data := []graphmlData{{"e-articles", strconv.Itoa(e.Articles)}, {"e-last", e.Last}}
		for _, a := range e.Acts {
			data = append(data, graphmlData{"e-act-" + a.Act, strconv.Itoa(a.Articles)})
		}
		g.Graph.Edges = append(g.Graph.Edges, graphmlEdge{e.A, e.B, data})
	}
	return writeXML(w, g)
}

type gexfAttribute struct {
	ID    string `xml:"id,attr"`
	Title string `xml:"title,attr"`
	Type  string `xml:"type,attr"`
}

type gexfAttributes struct {
	Class string          `xml:"class,attr"`
	List  []gexfAttribute `xml:"attribute"`
}

type gexfValue struct {
	For   string `xml:"for,attr"`
	Value string `xml:"value,attr"`
}

type gexfNode struct {
	ID     string      `xml:"id,attr"`
	Label  string      `xml:"label,attr"`
	Values []gexfValue `xml:"attvalues>attvalue"`
}

type gexfEdge struct {
	ID     string      `xml:"id,attr"`
	Source string      `xml:"source,attr"`
	Target string      `xml:"target,attr"`
	Weight string      `xml:"weight,attr"`
	Values []gexfValue `xml:"attvalues>attvalue"`
}

type gexf struct {
	XMLName xml.Name `xml:"http://gexf.net/1.3 gexf"`
	Version string   `xml:"version,attr"`
	Meta    struct {
		Creator     string `xml:"creator"`
		Description string `xml:"description"`
	} `xml:"meta"`
	Graph struct {
		Directed   string           `xml:"defaultedgetype,attr"`
		Attributes []gexfAttributes `xml:"attributes"`
		Nodes      []gexfNode       `xml:"nodes>node"`
		Edges      []gexfEdge       `xml:"edges>edge"`
	} `xml:"graph"`
}

// GEXF writes a network in the format of that name, version 1.3, with the columns of
// [GraphML]; articles are the weight of an edge, too.
func GEXF(w io.Writer, n *Network) error {
	var g gexf
	g.Version, g.Meta.Creator, g.Meta.Description, g.Graph.Directed = "1.3", program, line(n.Title), "undirected"
	edges := gexfAttributes{"edge", []gexfAttribute{{articlesColumn, articlesColumn, "integer"}, {lastColumn, lastColumn, "string"}}}
	for _, a := range n.acts() {
		edges.List = append(edges.List, gexfAttribute{"act-" + a, a, "integer"})
	}
	g.Graph.Attributes = []gexfAttributes{{"node", []gexfAttribute{{articlesColumn, articlesColumn, "integer"}}}, edges}
	for _, x := range n.Nodes {
		g.Graph.Nodes = append(g.Graph.Nodes, gexfNode{x.Code, line(x.Name), []gexfValue{{articlesColumn, strconv.Itoa(x.Articles)}}})
	}
	for i, e := range n.Edges {
		values := []gexfValue{{articlesColumn, strconv.Itoa(e.Articles)}, {lastColumn, e.Last}}
		for _, a := range e.Acts {
			values = append(values, gexfValue{"act-" + a.Act, strconv.Itoa(a.Articles)})
		}
		g.Graph.Edges = append(g.Graph.Edges, gexfEdge{strconv.Itoa(i), e.A, e.B, strconv.Itoa(e.Articles), values})
	}
	return writeXML(w, g)
}

// writeXML writes a document. Characters that XML cannot hold become U+FFFD.
func writeXML(w io.Writer, doc any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing XML: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("writing XML: %w", err)
	}
	return nil
}
