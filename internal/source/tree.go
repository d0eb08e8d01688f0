package source

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A tree is a page as nested elements. It is built here, from the tokens of
// x/net/html, and not by that package's parser: the parser follows browsers to
// the letter, opens formatting elements again without end and refuses pages
// that nest deeply, while main text needs none of that and must come in time
// and memory proportional to the page.
type tree struct {
	doc, head, body *html.Node
	lang            string // of the html element
	cut             bool   // MaxNodes was reached
	deep            bool   // MaxDepth was reached

	slab  []html.Node
	nodes int
	open  []*html.Node // from body inwards
	flat  int          // elements that are open but were laid flat
}

// kept are the attributes that something here asks for.
var kept = map[string]bool{
	"class": true, "id": true, "itemprop": true, "property": true, "name": true, "content": true, "href": true, "rel": true,
	"lang": true, "datetime": true, "type": true, "http-equiv": true, "role": true, "hidden": true, "aria-hidden": true, "itemtype": true, "style": true,
}

// parse builds the tree of a page or of a piece of one.
func parse(s string) *tree {
	t := &tree{}
	t.doc = t.node(html.DocumentNode, 0, "")
	root := t.node(html.ElementNode, atom.Html, "html")
	t.head = t.node(html.ElementNode, atom.Head, "head")
	t.body = t.node(html.ElementNode, atom.Body, "body")
	t.doc.AppendChild(root)
	root.AppendChild(t.head)
	root.AppendChild(t.body)
	t.open = append(t.open, t.body)
	z := html.NewTokenizer(strings.NewReader(s))
	var raw *html.Node // the element that takes the next text as it stands
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return t
		case html.TextToken:
			if raw != nil {
				if raw.Parent != nil {
					t.text(raw, string(z.Text()))
				}
				raw = nil
				continue
			}
			t.text(t.open[len(t.open)-1], string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			raw = t.start(z)
		case html.EndTagToken:
			raw = nil
			name, _ := z.TagName()
			t.end(atom.Lookup(name))
		}
		if t.nodes >= MaxNodes {
			t.cut = true
			return t
		}
	}
}

// node makes a node that has no place yet.
func (t *tree) node(kind html.NodeType, a atom.Atom, data string) *html.Node {
	if len(t.slab) == 0 {
		t.slab = make([]html.Node, 128)
	}
	n := &t.slab[0]
	t.slab = t.slab[1:]
	n.Type, n.DataAtom, n.Data = kind, a, data
	t.nodes++
	return n
}

func (t *tree) text(parent *html.Node, s string) {
	if s != "" {
		parent.AppendChild(t.node(html.TextNode, 0, s))
	}
}

// start puts the element of a start tag into the tree. It returns an element
// whose content is not markup, nil for another; one without a parent is to be
// left out together with its content.
func (t *tree) start(z *html.Tokenizer) (raw *html.Node) {
	tag, more := z.TagName()
	a := atom.Lookup(tag)
	if a == atom.Q {
		// A browser shows marks around it.
		t.text(t.open[len(t.open)-1], "“")
		return nil
	}
	if unheard(a) {
		return nil
	}
	n := t.node(html.ElementNode, a, a.String())
	var key, val []byte
	for more {
		key, val, more = z.TagAttr()
		if k := string(key); kept[k] && len(n.Attr) < len(kept) && !has(n, k) {
			n.Attr = append(n.Attr, html.Attribute{Key: k, Val: string(val)})
		}
	}
	switch a {
	case atom.Html:
		if t.lang == "" {
			t.lang = attr(n, "lang")
		}
		return nil
	case atom.Head:
		return nil
	case atom.Body:
		if t.body.Attr == nil {
			t.body.Attr = n.Attr
		}
		return nil
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
			t.head.AppendChild(n)
		}
		return n
	case atom.Style, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes, atom.Textarea, atom.Xmp:
		return n
	case atom.Title:
		if !t.within(atom.Svg) {
			t.head.AppendChild(n)
		}
		return n
	case atom.Meta, atom.Link, atom.Base:
		t.head.AppendChild(n)
		return nil
	}
	t.makeRoom(a)
	t.open[len(t.open)-1].AppendChild(n)
	switch {
	case void(a):
	case len(t.open) >= MaxDepth:
		t.deep = true
		if !endsItself(a) {
			t.flat++
		}
	default:
		t.open = append(t.open, n)
	}
	return nil
}

// within reports whether an element of the given name is open.
func (t *tree) within(a atom.Atom) bool {
	for _, n := range t.open {
		if n.DataAtom == a {
			return true
		}
	}
	return false
}

// makeRoom closes the elements that the start of an element of the given name
// ends without saying so.
func (t *tree) makeRoom(a atom.Atom) {
	for i := len(t.open) - 1; i > 0; i-- {
		switch o := t.open[i].DataAtom; {
		case endedBy(o, a):
			t.open = t.open[:i]
		case o == atom.Div && (a == atom.Li || a == atom.Dt || a == atom.Dd):
			// An item that starts within a div still ends the item around it.
		case block(o):
			return
		}
	}
}

// endedBy reports whether an open element o ends where an element a starts.
func endedBy(o, a atom.Atom) bool {
	switch o {
	case atom.P, atom.Svg, atom.Math, atom.Select:
		return block(a)
	case atom.A, atom.Li, atom.Option:
		return o == a
	case atom.Dt, atom.Dd:
		return a == atom.Dt || a == atom.Dd
	case atom.Td, atom.Th:
		return cell(a) || a == atom.Tr || a == atom.Tbody
	case atom.Tr:
		return a == atom.Tr || a == atom.Tbody
	}
	return heading(o) && heading(a)
}

// end closes the innermost element of the given name and what is open in it. An
// end tag that closes nothing is passed over, and so is one of an element
// within lines that would close a block.
func (t *tree) end(a atom.Atom) {
	if a == atom.Q {
		t.text(t.open[len(t.open)-1], "”")
		return
	}
	if unheard(a) || void(a) {
		return
	}
	if t.flat > 0 && !endsItself(a) {
		t.flat--
		return
	}
	for i := len(t.open) - 1; i > 0; i-- {
		switch o := t.open[i].DataAtom; {
		case o == a || heading(o) && heading(a):
			t.open = t.open[:i]
			return
		case !block(o):
		case !block(a), a == atom.P, a == atom.Li && (o == atom.Ul || o == atom.Ol), cell(o) && !row(a):
			return
		}
	}
}

// unheard reports whether elements of the given name are passed over and their
// content taken for that of the element around them.
func unheard(a atom.Atom) bool {
	switch a {
	case 0, // not of HTML
		atom.B, atom.I, atom.Em, atom.Strong, atom.Font, atom.U, atom.Small, atom.Big, atom.Tt, atom.S, atom.Strike, atom.Nobr,
		atom.Abbr, atom.Acronym, atom.Mark, atom.Bdi, atom.Bdo, atom.Wbr, atom.Ins, atom.Cite, atom.Data, atom.Dfn, atom.Var:
		return true
	}
	return false
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Keygen, atom.Param, atom.Source, atom.Track:
		return true
	}
	return false
}

// block reports whether elements of the given name stand on lines of their own.
func block(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Header, atom.Hr, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

// endsItself reports whether elements of the given name are commonly left
// without an end tag.
func endsItself(a atom.Atom) bool {
	return a == atom.P || a == atom.Li || a == atom.Dt || a == atom.Dd || a == atom.Tr || cell(a) || a == atom.Option
}

// row reports whether elements of the given name hold the cells of a table.
func row(a atom.Atom) bool {
	return a == atom.Tr || a == atom.Tbody || a == atom.Thead || a == atom.Tfoot || a == atom.Table
}

func cell(a atom.Atom) bool { return a == atom.Td || a == atom.Th }

func heading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// attr returns the value of an attribute without the white space around it, ""
// when n does not have it.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// raw returns the text directly within n.
func raw(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
