package source

import (
	"cmp"
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A linked is what a page tells of its article in JSON-LD, with the terms of
// schema.org.
type linked struct {
	headline, url, language, body string
	description                   string
	published, modified           string
	authors                       []string
	publisher                     string
}

// linkedData reads the JSON-LD of a page. Of several articles it takes the one
// whose address is the page's own, else the one that tells most. broken counts
// the scripts that could not be read.
func linkedData(t *tree, own string) (found *linked, broken int) {
	best := -1
	for n := t.head.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom != atom.Script {
			continue
		}
		v, ok := lenient(raw(n))
		if !ok {
			broken++
			continue
		}
		g := graph{byID: map[string]map[string]any{}}
		g.take(v, 0)
		for _, o := range g.articles {
			l := g.article(o)
			if l.headline == "" && l.body == "" {
				continue
			}
			score := min(len(l.body), 1<<20)
			if l.published != "" {
				score += 100
			}
			if own != "" && l.url != "" && sameAddress(l.url, own) {
				score += 1 << 22
			}
			if score > best {
				found, best = l, score
			}
		}
	}
	return found, broken
}

// lenient reads JSON as pages hold it: with comment marks around it and with
// bare line breaks within strings.
func lenient(s string) (any, bool) {
	s = strings.TrimSpace(s)
	for _, mark := range []string{"<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["} {
		s = strings.TrimSpace(strings.TrimPrefix(s, mark))
	}
	for _, mark := range []string{"//]]>", "/*]]>*/", "]]>", "//-->", "-->", ";"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, mark))
	}
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	err := json.Unmarshal([]byte(s), &v)
	return v, err == nil
}

// A graph is the objects of one script.
type graph struct {
	byID     map[string]map[string]any
	articles []map[string]any
}

// take finds the objects of v: members of lists, of @graph, and main entities.
// What an article mentions or is listed with is not looked at.
func (g *graph) take(v any, depth int) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			g.take(e, depth+1)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 {
			g.byID[id] = v
		}
		if isArticle(v["@type"]) {
			g.articles = append(g.articles, v)
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			g.take(v[k], depth+1)
		}
	}
}

// isArticle reports whether a type, or one of several, is a kind of article.
func isArticle(v any) bool {
	switch v := v.(type) {
	case string:
		v = v[strings.LastIndexAny(v, "/:#")+1:]
		return strings.HasSuffix(v, "NewsArticle") || v == "Article" || v == "BlogPosting" || v == "LiveBlogPosting" || v == "Report"
	case []any:
		for _, e := range v {
			if isArticle(e) {
				return true
			}
		}
	}
	return false
}

func (g *graph) article(o map[string]any) *linked {
	l := &linked{
		headline:  folded(cmp.Or(g.text(o["headline"]), g.text(o["name"]))),
		language:  g.text(o["inLanguage"]),
		published: g.text(o["datePublished"]),
		modified:  g.text(o["dateModified"]),
		body:      g.text(o["articleBody"]),

		description: folded(g.text(o["description"])),
		publisher:   folded(g.name(o["publisher"], "name")),
	}
	if l.published == "" {
		l.published = g.text(o["dateCreated"])
	}
	l.url = cmp.Or(g.text(o["url"]), g.name(o["mainEntityOfPage"], "@id"))
	if l.publisher == "" {
		l.publisher = folded(g.name(o["sourceOrganization"], "name"))
	}
	list, ok := o["author"].([]any)
	if !ok {
		list = []any{o["author"]}
	}
	for _, a := range list {
		if s := folded(g.name(a, "name")); s != "" {
			l.authors = append(l.authors, s)
		}
	}
	return l
}

// name returns the string v, or the value under key of the object v or of the
// one that v refers to, or of the first of a list.
func (g *graph) name(v any, key string) string {
	switch v := v.(type) {
	case []any:
		if len(v) > 0 {
			return g.name(v[0], key)
		}
	case map[string]any:
		if s := g.text(v[key]); s != "" {
			return s
		}
		if id, ok := v["@id"].(string); ok {
			return g.text(g.byID[id][key])
		}
	default:
		return g.text(v)
	}
	return ""
}

// text returns a string, the value of an object with @value or alternateName,
// or the first of a list.
func (g *graph) text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case []any:
		if len(v) > 0 {
			return g.text(v[0])
		}
	case map[string]any:
		for _, k := range []string{"@value", "alternateName", "name"} {
			if s, ok := v[k].(string); ok {
				return strings.TrimSpace(s)
			}
		}
	}
	return ""
}

// paragraphsOf returns the paragraphs of an articleBody, which is plain text
// with line breaks, or markup.
func paragraphsOf(s string) []paragraph {
	if strings.Contains(s, "&lt;p") || strings.Contains(s, "&lt;br") {
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "</") || strings.Contains(s, "<br") || strings.Contains(s, "<p>") {
		return sifted(paragraphs(parse(s).body, func(*html.Node) bool { return false }))
	}
	var ps []paragraph
	for line := range strings.Lines(s) {
		if p := folded(line); p != "" {
			ps = append(ps, paragraph{text: p})
		}
	}
	return sifted(ps)
}
