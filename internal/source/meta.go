package source

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A meta is what a page tells of itself outside JSON-LD. Values are in the
// order in which the page tells them.
type meta struct {
	values    map[string][]string // by property, name or itemprop, in lower case
	canonical string
	base      string
	title     string   // of the head
	headings  []string // h1
	times     []string // of time elements, those marked as the date of publication first
	authors   []string
	tries     int // elements whose text was asked for; they may lie within one another
}

// get returns the first value that is told under one of the names, in their
// order.
func (m *meta) get(names ...string) string {
	for _, n := range names {
		for _, v := range m.values[n] {
			if v != "" {
				return v
			}
		}
	}
	return ""
}

func metaOf(t *tree) *meta {
	m := &meta{values: map[string][]string{}}
	for n := t.head.FirstChild; n != nil; n = n.NextSibling {
		switch n.DataAtom {
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
				if k := strings.ToLower(attr(n, key)); k != "" && len(m.values[k]) < 20 {
					m.values[k] = append(m.values[k], folded(attr(n, "content")))
				}
			}
		case atom.Link:
			if m.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
				m.canonical = attr(n, "href")
			}
		case atom.Base:
			if m.base == "" {
				m.base = attr(n, "href")
			}
		case atom.Title:
			if m.title == "" {
				m.title = folded(raw(n))
			}
		}
	}
	var marked []string
	m.walk(t.body, &marked)
	m.times = append(marked, m.times...)
	return m
}

// walk takes what the elements within n tell.
func (m *meta) walk(n *html.Node, marked *[]string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		prop := attr(c, "itemprop")
		if prop != "" {
			v := attr(c, "content")
			if v == "" {
				v = attr(c, "datetime")
			}
			switch {
			case strings.Contains(prop, "datePublished") && v != "":
				*marked = append(*marked, v)
			case strings.Contains(prop, "author") && m.tries < 20:
				m.author(c, v)
			case strings.Contains(prop, "headline") && m.get("headline") == "" && m.tries < 20:
				m.tries++
				m.values["headline"] = append(m.values["headline"], flat(c))
			}
		}
		switch {
		case c.DataAtom == atom.H1 && m.tries < 20:
			m.tries++
			if s := flat(c); s != "" {
				m.headings = append(m.headings, s)
			}
		case c.DataAtom == atom.Time && prop == "" && len(m.times) < 50:
			if v := attr(c, "datetime"); v != "" {
				m.times = append(m.times, v)
			}
		case prop == "" && strings.EqualFold(attr(c, "rel"), "author") && m.tries < 20:
			m.author(c, "")
		}
		m.walk(c, marked)
	}
}

// author takes the name v of an author or, without one, the name that an element
// marked as an author holds, in an element of its own or in short text.
func (m *meta) author(n *html.Node, v string) {
	m.tries++
	if in := named(n, 0); v == "" && in != nil {
		v = attr(in, "content")
		n = in
	}
	if v == "" {
		v = flat(n)
	}
	if v = folded(v); v != "" && len(v) <= 120 && !slices.Contains(m.authors, v) {
		m.authors = append(m.authors, v)
	}
}

// named returns the element with itemprop=name within n, nil without one.
func named(n *html.Node, depth int) *html.Node {
	for c := n.FirstChild; c != nil && depth < 6; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if attr(c, "itemprop") == "name" {
			return c
		}
		if in := named(c, depth+1); in != nil {
			return in
		}
	}
	return nil
}

// flat returns the text within n on one line, which is a title or a name: of
// long text only the beginning.
func flat(n *html.Node) string {
	c := &collector{skip: func(*html.Node) bool { return false }, limit: 1000}
	c.walk(n)
	c.flush()
	var parts []string
	for _, p := range c.out {
		parts = append(parts, p.text)
	}
	return strings.Join(parts, " ")
}
