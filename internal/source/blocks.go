package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A paragraph is a stretch of a page that stands by itself.
type paragraph struct {
	text    string
	linked  int  // bytes of text that are links
	heading bool // h1 to h6
	item    bool // of a list
}

// A collector writes the text of a page down, paragraph by paragraph.
type collector struct {
	skip  func(*html.Node) bool
	out   []paragraph
	limit int // bytes after which no more elements are looked at; 0 for none

	b         strings.Builder
	cur       paragraph
	space     bool // white space is owed before the next letter
	links     int  // open a elements
	lineBreak bool // the text written last is a line break
}

// paragraphs returns the paragraphs within n, without those in elements that
// skip reports. White space is folded, characters that do not show are left
// out.
func paragraphs(n *html.Node, skip func(*html.Node) bool) []paragraph {
	c := &collector{skip: skip}
	c.walk(n)
	c.flush()
	return c.out
}

func (c *collector) walk(n *html.Node) {
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if c.limit > 0 && c.b.Len()+len(c.out) > c.limit {
			return
		}
		switch k.Type {
		case html.TextNode:
			c.write(k.Data)
		case html.ElementNode:
			c.element(k)
		}
	}
}

func (c *collector) element(n *html.Node) {
	a := n.DataAtom
	switch {
	case silent(n) || c.skip(n):
		c.space = true
		if block(a) {
			c.flush()
		}
	case a == atom.Br:
		c.br()
	case a == atom.A:
		c.links++
		c.walk(n)
		c.links--
	case block(a):
		c.flush()
		c.cur.heading, c.cur.item = heading(a), a == atom.Li
		c.walk(n)
		c.flush()
	default:
		c.walk(n)
	}
}

// br ends a paragraph where two lines are broken one after the other or where a
// sentence ends; another break is white space.
func (c *collector) br() {
	if s := c.b.String(); c.lineBreak || endsSentence(s) {
		c.flush()
		return
	}
	c.space, c.lineBreak = true, true
}

func (c *collector) write(s string) {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			c.space = true
			continue
		case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff' || unicode.IsControl(r):
			continue
		}
		if c.space && c.b.Len() > 0 {
			c.b.WriteByte(' ')
		}
		c.space, c.lineBreak = false, false
		c.b.WriteRune(r)
		if c.links > 0 {
			c.cur.linked += utf8.RuneLen(r)
		}
	}
}

// flush ends the current paragraph.
func (c *collector) flush() {
	if c.cur.text = c.b.String(); c.cur.text != "" {
		c.out = append(c.out, c.cur)
	}
	c.b.Reset()
	c.cur = paragraph{}
	c.space, c.lineBreak = false, false
}

// silent reports whether n holds no text of an article: what is not shown, and
// what by its name stands beside the text.
func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Footer, atom.Figure, atom.Figcaption, atom.Form, atom.Button, atom.Select, atom.Svg, atom.Math,
		atom.Video, atom.Audio, atom.Picture, atom.Object, atom.Canvas, atom.Template, atom.Dialog, atom.Label, atom.Menu,
		atom.Input, atom.Img, atom.Hr, atom.Script, atom.Style:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			return a.Val == "true"
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		case "role":
			switch a.Val {
			case "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu":
				return true
			}
		}
	}
	return false
}

// folded returns s on one line, with entities that were escaped twice decoded,
// as paragraphs writes text.
func folded(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	var c collector
	c.write(s)
	return c.b.String()
}

// endsSentence reports whether s ends with a full stop or the like, with or
// without closing marks after it.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `»”"’'›)] `)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:", r) && s != ""
}
