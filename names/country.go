package names

import (
	"cmp"
	"slices"
)

// stateNoun resolves "el país centroamericano", "ambos países", "las partes".
func (r *reader) stateNoun(s *sentence, k int) int {
	it := &s.items[k]
	if it.kind == entRegion {
		row := &r.lex.regions[it.entries[0].index]
		if !row.noun || !it.article && !it.demonstrative || it.parent >= 0 && s.items[it.parent].kind == entStateNoun {
			return -1
		}
		return r.recentState(s, it.core0, row.members, true)
	}
	plural := it.entries[0].id != "state-noun"
	if plural {
		if !it.both && it.entries[0].id != "parties" && !it.demonstrative || it.indefinite {
			return -1
		}
		if it.entries[0].id == "parties" && !it.article && !it.both || it.entries[0].id == "parties" && it.last > it.core1 {
			return -1
		}
		pair := r.pair(s, it.core0)
		if len(pair) < 2 {
			return -1
		}
		return r.plural(State, pair)
	}
	if it.indefinite {
		return -1
	}
	if codes := r.codesOf(s, it); len(codes) == 1 {
		return r.stateOrOrg(codes[0])
	}
	if it.region >= 0 {
		return r.recentState(s, it.core0, r.lex.regions[s.items[it.region].entries[0].index].members, false)
	}
	if it.last > it.core1 {
		return -1
	}
	if it.possessive {
		// A state has no country of its own.
		code, _ := r.possessor(s, it.core0, Person, Organisation)
		return r.state(code)
	}
	if !it.article && !it.demonstrative {
		return -1
	}
	return r.recentState(s, it.core0, nil, false)
}

// recentState returns the state mentioned last, among those given if any. The
// subject of the same sentence comes last.
func (r *reader) recentState(s *sentence, tok int, members map[string]bool, strict bool) int {
	var best *trace
	for _, own := range []bool{false, true} {
		for i := range r.trail {
			t := &r.trail[i]
			if t.code == "" || !before(t, s, tok) || members != nil && !members[t.code] {
				continue
			}
			if t.demonym && members == nil || !own && members == nil && t.sent == s.index && t.subject && !t.nested {
				continue
			}
			if best == nil || later2(t, best) {
				best = t
			}
		}
		if best != nil {
			return r.state(best.code)
		}
	}
	return -1
}

// pair returns the two states most spoken of before a token.
func (r *reader) pair(s *sentence, tok int) []int {
	score := map[string]float64{}
	for i := range r.trail {
		t := &r.trail[i]
		if t.code == "" || !before(t, s, tok) {
			continue
		}
		d := max(s.index-t.sent, 0)
		if s.Title {
			d = t.sent
		}
		w := 1 / float64(1+d)
		if t.subject {
			w *= 1.5
		}
		score[t.code] += w
	}
	codes := make([]string, 0, len(score))
	for c := range score {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) })
	if len(codes) < 2 {
		return nil
	}
	return []int{r.state(codes[0]), r.state(codes[1])}
}
