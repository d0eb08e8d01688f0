package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page that readability looks at has at most maxReadable nodes, and its
// elements together maxWeight bytes of text, a text counted once for each element
// around it: some of its steps take time in the square of the first, others go
// through the text of every element. Pages of newspapers stay far below both.
const (
	maxReadable = 20_000
	maxWeight   = 32 << 20
)

// A measure tells how much text an element holds, in bytes.
type measure struct {
	all   int // text
	prose int // text of paragraphs that read like running text
}

// A body is the main part of a page.
type body struct {
	paragraphs []paragraph
	how        string // the rule that found it
}

func (b body) size() int {
	n := 0
	for _, p := range b.paragraphs {
		n += len(p.text) + 2
	}
	return n - 2
}

// mainText finds the running text of a page: the element that the page marks as
// its article's body, else its article, else its main part, else what
// readability finds.
func mainText(t *tree) body {
	m := measures{}
	m.take(t.body, false)
	var marked [4][]*html.Node
	m.candidates(t.body, &marked)
	whole := m[t.body].prose
	for i, list := range marked {
		if len(list) == 0 {
			continue
		}
		n := m.best(list, i < 2)
		// Several small articles on one page are teasers, whereas a body that
		// is marked as such need not be the longest text there.
		if p := m[n].prose; p < MinText || i > 0 && 3*p < whole {
			continue
		}
		n = m.narrow(n)
		if b := (body{m.collect(n), [...]string{"articleBody", "class", "article", "main"}[i]}); b.size() >= MinText {
			return b
		}
	}
	weight := 0
	for _, e := range m {
		weight += e.all
	}
	if t.nodes <= maxReadable && weight <= maxWeight && !t.deep {
		if b := readable(t); b.size() >= MinText {
			return b
		}
	}
	return body{m.collect(m.narrow(t.body)), "body"}
}

// readable asks readability for the main text.
func readable(t *tree) body {
	p := readability.NewParser()
	p.DisableJSONLD = true
	p.MaxElemsToParse = maxReadable
	a, err := p.ParseDocument(t.doc, nil)
	if err != nil || a.Node == nil {
		return body{}
	}
	m := measures{}
	m.take(a.Node, false)
	return body{m.collect(a.Node), "readability"}
}

// measures holds what elements measure.
type measures map[*html.Node]measure

// take measures n and all within it.
func (m measures) take(n *html.Node, linked bool) measure {
	var sum measure
	if silent(n) {
		return sum
	}
	direct, links := 0, 0 // text of n and the lines within it; how much of that is links
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			k := len(strings.TrimSpace(c.Data))
			sum.all += k
			direct += k
		case html.ElementNode:
			k := m.take(c, linked || c.DataAtom == atom.A)
			sum.all += k.all
			sum.prose += k.prose
			if !block(c.DataAtom) {
				direct += k.all
				if c.DataAtom == atom.A {
					links += k.all
				}
			}
		}
	}
	if block(n.DataAtom) && !heading(n.DataAtom) && direct >= 60 && 2*links < direct && !linked {
		sum.prose += direct - links
	}
	m[n] = sum
	return sum
}

// candidates finds the elements marked as the body of an article, those whose
// class says so, article and main; of elements of one kind that lie within one
// another the outermost.
func (m measures) candidates(n *html.Node, marked *[4][]*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || m[c].prose == 0 {
			continue
		}
		rank := -1
		role := attr(c, "role")
		switch {
		case strings.Contains(attr(c, "itemprop"), "articleBody"):
			rank = 0
		case bodyClass(c):
			rank = 1
		case c.DataAtom == atom.Article || role == "article":
			rank = 2
		case c.DataAtom == atom.Main || role == "main":
			rank = 3
		}
		if rank >= 0 && (len(marked[rank]) == 0 || !within(c, marked[rank][len(marked[rank])-1])) {
			marked[rank] = append(marked[rank], c)
		}
		m.candidates(c, marked)
	}
}

// within reports whether n lies within the element in.
func within(n, in *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n == in {
			return true
		}
	}
	return false
}

// best returns the element with the most running text. Where a text is cut into
// pieces that are marked one by one, it is the element around them.
func (m measures) best(list []*html.Node, pieces bool) *html.Node {
	best, sum := list[0], 0
	for _, n := range list {
		sum += m[n].prose
		if m[n].prose > m[best].prose {
			best = n
		}
	}
	if pieces && len(list) > 1 {
		// Pieces of one text have one parent, or the parents of parents do.
		for n, up := best.Parent, 0; n != nil && up < 3; n, up = n.Parent, up+1 {
			if m[n].prose >= sum {
				if 4*sum >= 3*m[n].prose {
					return n
				}
				break
			}
		}
	}
	return best
}

// narrow goes inwards from n as long as one element holds nearly all its
// running text, so that what stands around the text falls away.
func (m measures) narrow(n *html.Node) *html.Node {
	for {
		var in *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && block(c.DataAtom) && 20*m[c].prose >= 19*m[n].prose && m[n].prose > 0 {
				in = c
			}
		}
		if in == nil || in.DataAtom == atom.P {
			return n
		}
		n = in
	}
}

// collect returns the paragraphs of n that belong to an article.
func (m measures) collect(n *html.Node) []paragraph {
	whole := max(m[n].prose, m[n].all/2)
	return sifted(paragraphs(n, func(c *html.Node) bool {
		// A class that holds most of the text is named for something else.
		return besideClass(c) && 3*m[c].all < whole
	}))
}

// sifted leaves out the paragraphs that are no text of an article: lists of
// links, calls to read, share or subscribe, and headings with nothing under
// them.
func sifted(ps []paragraph) []paragraph {
	var out []paragraph
	seen := map[string]bool{}
	for _, p := range ps {
		letters := 0
		for _, r := range p.text {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				letters++
			}
		}
		switch {
		case letters == 0:
		case 2*p.linked > len(p.text) && (len(p.text) < 300 || p.item):
		case len(p.text) < 250 && calls(p.text):
		case seen[p.text] && len(p.text) > 60:
		case (p.item || !p.heading && !endsSentence(p.text)) && letters < 4:
		default:
			seen[p.text] = true
			out = append(out, p)
		}
	}
	kept := out[:0]
	for i, p := range out {
		if p.heading && (i+1 == len(out) || out[i+1].heading && utf8.RuneCountInString(p.text) < 60) {
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// joined writes paragraphs as the text of an article.
func joined(ps []paragraph) string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(p.text)
	}
	return b.String()
}
