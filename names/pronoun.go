package names

import "strings"

// pronouns finds whom the personal pronouns of a sentence stand for, in a
// language whose pack lists those of persons by gender. Only somebody in view
// who fits is taken; with nobody, the pronoun stays unread.
func (r *reader) pronouns(s *sentence) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.UPOS != "PRON" && t.UPOS != "DET" || s.cover[i] >= 0 {
			continue
		}
		gender := r.lex.pronouns[strings.ToLower(t.Form)]
		if gender == "" {
			continue
		}
		// It leaves no trace: whom an office means is told by names and offices.
		if e := r.meant(s, i, gender); e >= 0 {
			r.mention(s, e, ByPronoun, i, i, i, -1)
		}
	}
}

// meant returns the person in view whom a pronoun of a gender stands for, or -1:
// the subject of the same sentence before it, else of the one before, else
// whoever was named last. Who is told something by "X told him" is not X.
func (r *reader) meant(s *sentence, tok int, gender string) int {
	best, bestScore := -1, 0
	for i := range r.trail {
		t := &r.trail[i]
		e := &r.cast.Entities[t.ent]
		d := s.index - t.sent
		if !before(t, s, tok) || d < 0 || d > 3 || e.Kind != Person || e.Plural || e.Gender != "" && e.Gender != gender || t.quoted != s.quoted[tok] {
			continue
		}
		score := 4 - d
		switch {
		case t.subject && d == 0:
			score += 3
		case t.subject && d == 1:
			score += 3
		case t.subject:
			score++
		}
		if t.nested {
			score -= 2
		}
		if e.Gender == "" {
			score--
		}
		if d == 0 && t.subject && r.sameClause(s, t.tok, tok) && s.Tokens[tok].Deprel != "nmod:poss" && s.Tokens[tok].UPOS != "DET" {
			continue
		}
		if score > 0 && score >= bestScore {
			best, bestScore = t.ent, score
		}
	}
	return best
}

// sameClause reports whether two tokens hang on the same verb.
func (r *reader) sameClause(s *sentence, a, b int) bool {
	top := func(i int) int {
		for n := 0; i >= 0 && n < 20; n++ {
			h := s.Tokens[i].Head
			if h < 0 || s.Tokens[h].UPOS == "VERB" || s.Tokens[h].UPOS == "AUX" {
				return h
			}
			i = h
		}
		return -1
	}
	// "X recibió a Y y habló con él": the second verb has the subject of the first.
	v := top(b)
	for n := 0; v >= 0 && n < 4 && s.Tokens[v].Deprel == "conj"; n++ {
		own := false
		for _, k := range s.Children(v) {
			own = own || strings.HasPrefix(s.Tokens[k].Deprel, "nsubj")
		}
		if own {
			break
		}
		v = s.Tokens[v].Head
	}
	return top(a) == v
}
