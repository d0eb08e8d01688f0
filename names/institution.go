package names

import (
	"cmp"
	"strings"
)

// institution resolves a ministry, presidency, government or embassy.
func (r *reader) institution(s *sentence, k int) int {
	it := &s.items[k]
	row := &r.lex.insts[it.entries[0].index]
	codes := r.codesOf(s, it)
	if len(codes) == 0 {
		codes = it.codes
	}
	if row.key == "-" {
		return r.body(s, it, codes)
	}
	if it.indefinite || it.other && len(codes) == 0 || it.parent >= 0 && s.items[it.parent].kind == entRole && len(codes) == 0 && !it.caps && !it.article && !it.possessive {
		return -1
	}
	if row.only != "" {
		codes = []string{row.only}
	}
	if row.plural || len(codes) > 1 {
		if len(codes) < 2 {
			if !it.both {
				return -1
			}
			for _, p := range r.pair(s, it.core0) {
				codes = append(codes, r.cast.Entities[p].Code)
			}
		}
		if len(codes) < 2 {
			return -1
		}
		var members []int
		for _, c := range codes {
			members = append(members, r.cast.Ensure(r.d.Institution(row.key, c)))
		}
		return r.plural(Organisation, members)
	}
	// A word without a determiner or complement, in small letters, is no name.
	if len(codes) == 0 && !it.caps && !it.article && !it.possessive && !it.demonstrative {
		return -1
	}
	code := ""
	switch {
	case len(codes) == 1:
		code = codes[0]
	case it.possessive:
		code, _ = r.possessor(s, it.core0)
	case len(row.hint) > 0:
		for _, h := range row.hint {
			if r.present[h] > r.present[code] {
				code = h
			}
		}
		code = cmp.Or(code, r.focus(s, it.core0))
	case row.use == "other":
		if code = r.last(row.key); code != "" {
			break
		}
		lead := r.focus(s, it.core0)
		var best *trace
		for i := range r.trail {
			if t := &r.trail[i]; t.code != "" && t.code != lead && before(t, s, it.core0) && (best == nil || later2(t, best)) {
				best = t
			}
		}
		code = lead
		if best != nil {
			code = best.code
		}
	default:
		code = r.focus(s, it.core0)
	}
	if code == "" {
		return -1
	}
	if r.d.states[code] == nil {
		// The government of an organisation is that organisation.
		if i := r.stateOrOrg(code); i >= 0 && row.key == "government" {
			return i
		}
	}
	return r.cast.Ensure(r.d.Institution(row.key, code))
}

// last returns the state of the institution of a kind in the cast, when there
// is just one.
func (r *reader) last(key string) string {
	code := ""
	for i := range r.cast.Entities {
		if c, ok := strings.CutPrefix(r.cast.Entities[i].ID, key+"/"); ok {
			if code != "" {
				return ""
			}
			code = c
		}
	}
	return code
}

// lastOffice returns the institution of a state whose key ends in a part, spoken
// of last: "the ministry" after "the Foreign Ministry of Peru".
func (r *reader) lastOffice(s *sentence, tok int, part string) int {
	best := -1
	for i := range r.trail {
		t := &r.trail[i]
		key, _, ok := strings.Cut(r.cast.Entities[t.ent].ID, "/")
		if ok && strings.HasSuffix(key, part) && before(t, s, tok) && (best < 0 || later2(t, &r.trail[best])) {
			best = i
		}
	}
	if best < 0 {
		return -1
	}
	return r.trail[best].ent
}

// body resolves a name that begins with a noun of institution and that no table
// knows.
func (r *reader) body(s *sentence, it *item, codes []string) int {
	row := &r.lex.insts[it.entries[0].index]
	if part, ok := strings.CutPrefix(row.use, "back:"); ok && it.last == it.core1 && (it.article || it.demonstrative || it.caps) {
		if e := r.lastOffice(s, it.core0, part); e >= 0 {
			return e
		}
	}
	if !it.caps {
		return -1
	}
	last := it.last
	// The state it belongs to is no part of the name.
	name := r.words(s, it.core0, last)
	if last == it.core1 {
		// Alone it points back at the body whose name begins with it.
		w := fold(name)
		for i := len(r.cast.Entities) - 1; i >= 0; i-- {
			e := &r.cast.Entities[i]
			if e.Kind == Organisation && strings.HasPrefix(e.ID, "x/"+w+"-") {
				return i
			}
		}
		return -1
	}
	code := ""
	if len(codes) > 0 {
		code = codes[0]
	}
	return r.cast.Ensure(Entity{ID: "x/" + slug(name), Kind: Organisation, Name: sameName(name), Country: code, Issuer: -1})
}
