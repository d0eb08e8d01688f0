package names

import (
	"cmp"
	"slices"
)

// findHosts notes where the journeys of a sentence go to.
func (r *reader) findHosts(s *sentence) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		l := fold(cmp.Or(t.Lemma, t.Form))
		if !r.lex.is("visit", l) && !r.lex.is("visiting", l) {
			continue
		}
		for j := i + 1; j < len(s.Tokens) && j < i+14; j++ {
			if t := &s.Tokens[j]; t.VerbForm() == "Fin" && j > i+1 {
				break
			}
			c := s.cover[j]
			if c < 0 || s.items[c].core0 != j {
				continue
			}
			it := &s.items[c]
			if it.kind != entState && it.kind != entCapital && it.kind != entCity {
				continue
			}
			m := it.first - 1
			if m >= 0 && (r.lex.is("to", fold(s.Tokens[m].Form))) || r.lex.is("visiting", l) && m == i {
				r.hosts = append(r.hosts, host{s.index, i, it.codes[0]})
				break
			}
		}
	}
}

// host returns the state that receives, at a place of the text.
func (r *reader) host(s *sentence) string {
	for i := len(r.hosts) - 1; i >= 0; i-- {
		if r.hosts[i].sent <= s.index {
			return r.hosts[i].code
		}
	}
	return r.dateline
}

// before reports whether a trace stands before a token of a sentence. The title
// is read after the text.
func before(t *trace, s *sentence, tok int) bool {
	return t.sent < s.index || t.sent == s.index && t.tok < tok || s.Title
}

// possessor returns the state of whoever "su" at a token refers to, and who it
// is; the state is empty when that person acts for none.
func (r *reader) possessor(s *sentence, tok int, kinds ...Kind) (code string, ent int) {
	best := -1
	for pass := 0; pass < 3 && best < 0; pass++ {
		for i := range r.trail {
			t := &r.trail[i]
			// Who belongs to no state, as the head of an organisation, owns too, but
			// only what stands in the same sentence.
			if t.code == "" && (pass == 2 || r.cast.Entities[t.ent].Kind != Person) || !before(t, s, tok) || t.nested && pass < 2 || len(kinds) > 0 && !slices.Contains(kinds, r.cast.Entities[t.ent].Kind) {
				continue
			}
			same := t.sent == s.index && t.tok < tok
			switch pass {
			case 0:
				if same && t.subject && (best < 0 || t.tok > r.trail[best].tok) {
					best = i
				}
			case 1:
				if same && (best < 0 || t.tok > r.trail[best].tok) {
					best = i
				}
			case 2:
				if t.subject && t.quoted == s.quoted[tok] && (best < 0 || later2(t, &r.trail[best])) {
					best = i
				}
			}
		}
	}
	if best < 0 {
		return r.focus(s, tok), -1
	}
	return r.trail[best].code, r.trail[best].ent
}

func later2(a, b *trace) bool { return a.sent > b.sent || a.sent == b.sent && a.tok > b.tok }

// focus returns the state that the text is about at a token: that of the place
// with which the sentence opens, of the last subject, of the dateline.
func (r *reader) focus(s *sentence, tok int) string {
	for k := range s.items {
		it := &s.items[k]
		if it.core0 >= tok || it.core0 > 2 {
			break
		}
		if (it.kind == entCapital || it.kind == entState || it.kind == entCity) && it.first > 0 && r.lex.is("in", fold(s.Tokens[it.first-1].Form)) {
			return it.codes[0]
		}
	}
	var best, any *trace
	for i := range r.trail {
		t := &r.trail[i]
		if t.code == "" || !before(t, s, tok) {
			continue
		}
		if !t.nested && t.subject && !t.quoted && (best == nil || later2(t, best)) {
			best = t
		}
		if !t.nested && (any == nil || later2(t, any)) {
			any = t
		}
	}
	switch {
	case best != nil:
		return best.code
	case r.dateline != "":
		return r.dateline
	case any != nil:
		return any.code
	}
	// Nothing yet: the state that the article names most.
	code, n := "", 0
	for c, m := range r.present {
		if m > n || m == n && c < code {
			code, n = c, m
		}
	}
	return code
}
