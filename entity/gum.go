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
		v := s.Tokens[i].MiscValue("Entity")
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
	// Stretches of proper nouns, each under the smallest phrase around it.
	smallest := func(a, b int) (kind string, first, last int) {
		first, last = -1, -1
		for _, p := range spans {
			if p.first <= a && b <= p.last && (first < 0 || p.last-p.first < last-first) {
				kind, first, last = p.kind, p.first, p.last
			}
		}
		return kind, first, last
	}
	for i := 0; i < len(s.Tokens); {
		if !proper(s, i) {
			i++
			continue
		}
		j := stretch(s, i)
		kind, first, last := smallest(i, j-1)
		for kind != "person" && i > first && first >= 0 && labels[i-1] == "O" && isCapital(s.Tokens[i-1].Form) &&
			(s.Tokens[i-1].UPOS == "ADJ" || s.Tokens[i-1].UPOS == "NOUN" || s.Tokens[i-1].UPOS == "VERB") {
			i--
		}
		if j < last && kind == "organization" && s.Tokens[j].Form == "'s" && proper(s, j+1) {
			if _, f, l := smallest(j+1, j+1); f == first && l == last {
				j = stretch(s, j+1)
			}
		}
		for first >= 0 && kind != "person" && j < last && s.Tokens[j].Form == "of" { // "University of ..."
			k := j + 1
			if k <= last && s.Tokens[k].UPOS == "DET" {
				k++
			}
			if k > last || !proper(s, k) {
				break
			}
			j = min(stretch(s, k), last+1)
		}
		a := i
		if kind == "person" {
			for m := i; m < j-1; m++ { // what stands before a title is no part of the name
				if personTitles[strings.ToLower(strings.TrimSuffix(s.Tokens[m].Form, "."))] {
					a = m + 1
				}
			}
			if j == i+1 && s.Tokens[i].Feat("Number") == "Plur" { // a people
				kind = ""
			}
		}
		if k := mentionKinds[kind]; k != "" {
			labels[a] = "B-" + k
			for m := a + 1; m < j; m++ {
				labels[m] = "I-" + k
			}
		}
		i = j
	}
}

func proper(s *nlp.Sentence, i int) bool {
	return s.Tokens[i].UPOS == "PROPN"
}

// stretch returns the end of the proper nouns that begin at token i, with what
// joins them.
func stretch(s *nlp.Sentence, i int) int {
	j := i + 1
	for j < len(s.Tokens) {
		switch {
		case proper(s, j):
			j++
			continue
		case j+1 < len(s.Tokens) && proper(s, j+1) && (s.Tokens[j].Form == "-" || s.Tokens[j].Form == "&"):
			j += 2
			continue
		}
		break
	}
	return j
}

func isCapital(form string) bool {
	var l look
	l.scan(form)
	return l.shape == shapeTitle || l.shape == shapeUpper || l.shape == shapeMixed || l.shape == shapeAlnum
}

var personTitles = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "professor": true, "president": true,
	"senator": true, "king": false, "queen": false, "minister": true, "general": true, "judge": true, "justice": true, "secretary": true,
	"governor": true, "chancellor": true, "sir": true, "lord": true, "rep": true, "sen": true, "captain": true, "colonel": true}
