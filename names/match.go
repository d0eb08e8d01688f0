package names

import (
	"strings"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// An entryKind says what a pattern of a trie stands for. Of two readings of the
// same words the lower kind is tried first.
type entryKind uint8

const (
	entState     entryKind = iota // a state by name
	entCapital                    // its capital
	entOrg                        // an organisation of states or other body of the directory
	entSeat                       // a palace or street for the office that works there
	entPerson                     // a person by full name or alias
	entRole                       // a noun of office
	entInst                       // a ministry, presidency, government
	entDoc                        // a document's head noun
	entStateNoun                  // "país"
	entOutlet
	entCity
	entDemonym
	entRegion  // "centroamericano"
	entSurname // a person by surname
)

// An entry is one reading of a pattern.
type entry struct {
	kind  entryKind
	index int32  // into the table of its kind
	id    string // code, id or key
	form  string // words of a pack in small letters, accents and all; "" where accents may be left out
	caps  uint32 // bit i: word i begins with a capital
	upper uint32 // bit i: word i is all capitals
}

// A trie holds patterns of words.
type trie struct {
	next    map[edge]int32
	entries [][]entry
}

type edge struct {
	node int32
	word string
}

func newTrie(n int) *trie {
	return &trie{next: make(map[edge]int32, n), entries: make([][]entry, 1, n)}
}

// add puts a pattern into t, its words passed through norm.
func (t *trie) add(pattern string, norm func(string) string, e entry) {
	node, n := int32(0), 0
	eachWord(pattern, func(w string) {
		if n < 32 {
			switch shapeOf(w) {
			case upper:
				e.upper |= 1 << n
				e.caps |= 1 << n
			case capital:
				e.caps |= 1 << n
			}
		}
		n++
		k := edge{node, norm(w)}
		next, ok := t.next[k]
		if !ok {
			next = int32(len(t.entries))
			t.next[k] = next
			t.entries = append(t.entries, nil)
		}
		node = next
	})
	if node == 0 {
		return
	}
	if e.kind == entRole || e.kind == entInst || e.kind == entDoc || e.kind == entDemonym {
		e.form = strings.ToLower(strings.Join(wordsOf(pattern), " "))
	}
	if e.kind == entSurname && n == 1 && len(norm(pattern)) <= 2 {
		e.form = strings.ToLower(pattern) // "Си", but not "Sikh"
	}
	for _, o := range t.entries[node] {
		if o.kind == e.kind && o.id == e.id && o.index == e.index && o.caps == e.caps && o.form == e.form {
			return
		}
	}
	t.entries[node] = append(t.entries[node], e)
}

// A word is a run of letters within a surface token.
type word struct {
	folded string
	lower  string
	lemma  string // folded lemma, where words of the pack are found by it and it is another word; else ""
	shape  shape
	first  int  // token that holds it; the first of a contraction's
	last   int  // last token of the same surface token
	begins bool // first word of its surface token
	ends   bool // last word of its surface token
	any    bool // its capitals tell nothing
	gap    bool // something other than a space, a full stop, a hyphen or an apostrophe stands before it
}

// wordsIn cuts the tokens of a sentence into words. A contraction counts as it
// is written.
//
// With lemmas set, a word that is a token by itself has its lemma.
func wordsIn(page string, s *nlp.Sentence, lemmas bool) []word {
	words := make([]word, 0, len(s.Tokens)+8)
	multi := 0
	end := -1
	for i := 0; i < len(s.Tokens); i++ {
		form, last := s.Tokens[i].Form, i
		for multi < len(s.Multi) && s.Multi[multi].Last < i {
			multi++
		}
		if multi < len(s.Multi) && s.Multi[multi].First == i && s.Tokens[s.Multi[multi].Last].Start < s.Tokens[i].End {
			// One that has no room of its own for each word: "del", not "China's".
			form, last = s.Multi[multi].Form, s.Multi[multi].Last
		}
		n := len(words)
		eachWord(form, func(w string) {
			words = append(words, word{folded: fold(w), lower: strings.ToLower(w), shape: shapeOf(w), first: i, last: last})
		})
		if len(words) > n {
			words[n].begins = true
			words[len(words)-1].ends = true
			if lemmas {
				k := n
				parts := 0
				eachWord(s.Tokens[i].Lemma, func(string) { parts++ })
				eachWord(s.Tokens[i].Lemma, func(l string) {
					if l = fold(l); parts == len(words)-n && l != words[k].folded {
						words[k].lemma = l
					}
					k++
				})
			}
			if end >= 0 {
				words[n].gap = !joins(between(page, end, s.Tokens[i].Start))
			}
			end = s.Tokens[last].End
		}
		i = last
	}
	return words
}

func between(page string, a, b int) string {
	if a < 0 || a > b || b > len(page) {
		return " "
	}
	return page[a:b]
}

// joins reports whether s may stand between two words of one name.
func joins(s string) bool {
	return strings.Trim(s, " .-‐‑'’\u00a0\n") == ""
}

// A match is a pattern found in a sentence.
type match struct {
	first, last int // tokens
	n           int // words
	entries     []entry
}

// fits reports whether words carry the capitals that e asks for. A word in
// small letters may be capitalised in the text only where every word is.
func (e *entry) fits(ws []word, initial bool) bool {
	short := len(ws) == 1 && len(ws[0].folded) <= 3
	anyUpper := false
	if e.form != "" && !sameForm(e.form, ws) {
		return false
	}
	for i := range ws {
		if i >= 32 {
			break
		}
		w := &ws[i]
		switch {
		case e.upper&(1<<i) != 0:
			if w.shape == small || w.shape == capital && (short || len(w.folded) <= 3) && len(w.folded) > 1 {
				return false
			}
		case e.caps&(1<<i) != 0:
			if w.shape == small {
				return false
			}
		default:
			if w.shape != small && e.caps == 0 && i == 0 && !initial && !w.any && e.kind == entDemonym {
				anyUpper = true
			}
		}
	}
	return !anyUpper
}

// sameForm reports whether words are those of a form joined by spaces, save for
// accents on text in capitals.
func sameForm(form string, ws []word) bool {
	for i := range ws {
		w, rest, _ := strings.Cut(form, " ")
		if w != ws[i].lower && !(ws[i].shape == upper && fold(w) == ws[i].folded) && (ws[i].lemma == "" || fold(w) != ws[i].lemma) {
			return false
		}
		form = rest
	}
	return true
}

// longest returns the longest match of t that begins at word i and fits its
// capitals. A word with a lemma may stand for either.
func (t *trie) longest(ws []word, i int, norm func(string) string) (match, bool) {
	var best match
	t.walk(ws, i, i, 0, norm, &best)
	return best, best.n > 0
}

// walk goes on from a node with word j of a match that begins at word i.
func (t *trie) walk(ws []word, i, j int, node int32, norm func(string) string, best *match) {
	for ; j < len(ws); j++ {
		if j > i && ws[j].gap {
			return
		}
		w := ws[j].folded
		if norm != nil {
			w = norm(w)
		}
		if l := ws[j].lemma; l != "" && norm == nil {
			if next, ok := t.next[edge{node, l}]; ok {
				t.end(ws, i, j, next, best)
				t.walk(ws, i, j+1, next, norm, best)
			}
		}
		next, ok := t.next[edge{node, w}]
		if !ok {
			return
		}
		node = next
		t.end(ws, i, j, node, best)
	}
}

// end makes best the match of words i to j that ends in a node, when it fits
// and is longer, or says as much by the very words.
func (t *trie) end(ws []word, i, j int, node int32, best *match) {
	if !ws[j].ends || len(t.entries[node]) == 0 || j-i+1 < best.n {
		return
	}
	var fit []entry
	for k := range t.entries[node] {
		e := &t.entries[node][k]
		if e.fits(ws[i:j+1], i == 0) {
			fit = append(fit, *e)
		}
	}
	switch {
	case len(fit) == 0:
	case j-i+1 > best.n:
		*best = match{first: ws[i].first, last: ws[j].last, n: j - i + 1, entries: fit}
	default:
		best.entries = append(fit, best.entries...)
	}
}

// span returns the bytes from token first to token last of s.
func span(s *nlp.Sentence, first, last int) text.Span {
	return text.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
}
