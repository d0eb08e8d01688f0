package entity

import (
	"strings"

	"github.com/attache-project/attache/nlp"
)

// A mention of the column Entity covers a whole phrase; only the name in it is
// wanted.

type mention struct {
	group, kind string
	wiki        bool
	first       int
}

type mentions struct{ stack []mention }

var mentionKinds = map[string]string{"person": "PER", "organization": "ORG", "place": "LOC"}

// read labels the names of a sentence, the longest of nested ones.
func (m *mentions) read(s *nlp.Sentence, labels []string) {
	m.stack = m.stack[:0]
	type span struct {
		first, last int
		kind        string
		wiki        bool
	}
	var spans []span
	for i := range s.Tokens {
		v := misc(s.Tokens[i].Misc, "Entity")
		for v != "" {
			if v[0] == '(' {
				end := strings.IndexAny(v[1:], "()")
				body := v[1:]
				closes := false
				if end >= 0 {
					body = v[1 : 1+end]
					closes = v[1+end] == ')'
					v = v[1+end:]
				} else {
					v = ""
				}
				parts := strings.Split(body, "-")
				x := mention{group: parts[0], first: i}
				if len(parts) > 1 {
					x.kind = parts[1]
				}
				x.wiki = len(parts) > 6
				if closes {
					v = v[1:]
					spans = append(spans, span{i, i, x.kind, x.wiki})
				} else {
					m.stack = append(m.stack, x)
				}
				continue
			}
			end := strings.IndexByte(v, ')')
			if end < 0 {
				break
			}
			group := v[:end]
			v = v[end+1:]
			for k := len(m.stack) - 1; k >= 0; k-- {
				if m.stack[k].group == group {
					spans = append(spans, span{m.stack[k].first, i, m.stack[k].kind, m.stack[k].wiki})
					m.stack = append(m.stack[:k], m.stack[k+1:]...)
					break
				}
			}
		}
	}
	// Longer mentions first.
	for size := len(s.Tokens); size > 0; size-- {
		for _, p := range spans {
			if p.last-p.first+1 != size {
				continue
			}
			kind := mentionKinds[p.kind]
			if kind == "" {
				continue
			}
			a, b := nameIn(s, p.first, p.last)
			if a < 0 {
				continue
			}
			free := true
			for j := a; j <= b; j++ {
				free = free && labels[j] == "O"
			}
			if !free {
				continue
			}
			labels[a] = "B-" + kind
			for j := a + 1; j <= b; j++ {
				labels[j] = "I-" + kind
			}
		}
	}
}

// nameIn returns the name that a phrase consists of, apart from the words that
// introduce it, or -1.
func nameIn(s *nlp.Sentence, first, last int) (int, int) {
	// The head of the phrase must be a proper noun.
	head := -1
	for i := first; i <= last; i++ {
		if h := s.Tokens[i].Head; h < first || h > last {
			head = i
			break
		}
	}
	if head < 0 || s.Tokens[head].UPOS != "PROPN" {
		return -1, -1
	}
	part := func(i int) bool {
		t := &s.Tokens[i]
		return t.UPOS == "PROPN" || isCapital(t.Form) && t.UPOS != "DET" && t.UPOS != "PRON"
	}
	a, b := head, head
	for a > first && (part(a-1) || s.Tokens[a-1].Form == "-" && a-1 > first && part(a-2)) {
		a--
	}
	for b < last {
		j := b + 1
		for j < last && (s.Tokens[j].UPOS == "ADP" || s.Tokens[j].UPOS == "DET" || s.Tokens[j].Form == "-" || s.Tokens[j].Form == "&" || s.Tokens[j].Form == "and" || s.Tokens[j].Form == "'s") && j-b < 3 {
			j++
		}
		if !part(j) && s.Tokens[j].UPOS != "NUM" || j > b+1 && s.Tokens[j].UPOS == "NUM" {
			break
		}
		b = j
	}
	// Titles before names of persons are no part of them.
	for a < b && personTitles[strings.ToLower(strings.TrimSuffix(s.Tokens[a].Form, "."))] && s.Tokens[a+1].UPOS == "PROPN" {
		a++
	}
	return a, b
}

func isCapital(form string) bool {
	var l look
	l.scan(form)
	return l.shape == shapeTitle || l.shape == shapeUpper || l.shape == shapeMixed || l.shape == shapeAlnum
}

var personTitles = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "professor": true, "president": true,
	"senator": true, "king": false, "queen": false, "minister": true, "general": true, "judge": true, "justice": true, "secretary": true,
	"governor": true, "chancellor": true, "sir": true, "lord": true, "rep": true, "sen": true, "captain": true, "colonel": true}
