package source

import (
	_ "embed" // the tables
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

//go:embed page.tsv
var pageTable string

//go:embed agencies.tsv
var agencyTable string

// rows yields the rows of a table, without comments.
func rows(table string) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// A call is the beginning of a paragraph that is no part of a text.
type call struct {
	begins string
	open   bool // it may end within a word
	label  bool // only of a line of four words at most
}

// A pageWords holds page.tsv.
type pageWords struct {
	body, beside map[string]bool
	calls        map[string][]call // by first word, folded
	by           []string
}

var words = sync.OnceValue(func() pageWords {
	w := pageWords{body: map[string]bool{}, beside: map[string]bool{}, calls: map[string][]call{}}
	for _, r := range rows(pageTable) {
		for v := range strings.SplitSeq(r[1], "|") {
			switch r[0] {
			case "body":
				w.body[v] = true
			case "beside":
				w.beside[v] = true
			case "call", "label":
				v, open := strings.CutSuffix(strings.ToLower(v), "*")
				f := firstWord(v)
				w.calls[f] = append(w.calls[f], call{v, open, r[0] == "label"})
			case "by":
				w.by = append(w.by, v)
			}
		}
	}
	return w
})

// bodyClass reports whether a class or the id of n says that it holds the text
// of an article.
func bodyClass(n *html.Node) bool {
	return anyName(n, func(name string) bool {
		var b strings.Builder
		for _, r := range name {
			if r != '-' && r != '_' {
				b.WriteRune(unicode.ToLower(r))
			}
		}
		return words().body[b.String()]
	})
}

// besideClass reports whether a class or the id of n says that it stands beside
// the text.
func besideClass(n *html.Node) bool {
	return anyName(n, func(name string) bool {
		for _, part := range parts(name) {
			if words().beside[part] {
				return true
			}
		}
		return false
	})
}

// anyName reports whether f holds for a class of n or for its id.
func anyName(n *html.Node, f func(string) bool) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" || len(a.Val) > 1000 {
			continue
		}
		for name := range strings.FieldsSeq(a.Val) {
			if f(name) {
				return true
			}
		}
	}
	return false
}

// parts cuts a class such as share-box, share__box or shareBox into its words,
// in lower case, and adds the words joined two by two.
func parts(name string) []string {
	var out []string
	start := 0
	add := func(end int) {
		if end > start {
			out = append(out, strings.ToLower(name[start:end]))
		}
	}
	lower := false
	for i, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			add(i)
			start = i + utf8.RuneLen(r)
			lower = false
		case unicode.IsUpper(r) && lower:
			add(i)
			start = i
			lower = false
		default:
			lower = unicode.IsLower(r)
		}
	}
	add(len(name))
	for i := range len(out) - 1 {
		out = append(out, out[i]+"-"+out[i+1])
	}
	return out
}

// calls reports whether a paragraph calls its reader to do something else than
// read it.
func calls(s string) bool {
	s = strings.ToLower(strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '©' }))
	for _, c := range words().calls[firstWord(s)] {
		rest, ok := strings.CutPrefix(s, c.begins)
		if !ok || c.label && len(strings.Fields(s)) > 4 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(rest)
		if rest == "" || c.open || strings.HasSuffix(c.begins, ":") || !unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// firstWord returns what stands before the first space, comma or colon of s.
func firstWord(s string) string {
	if i := strings.IndexAny(s, " ,:\u00a0"); i >= 0 {
		return s[:i]
	}
	return s
}
