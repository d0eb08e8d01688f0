package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
)

// speaker returns who says the words that hold a trigger.
func (r *reading) speaker(g *trigger) []int {
	if st := r.saidOf(g); st >= 0 && r.said[st].Speaker.Entity >= 0 {
		return r.expand(r.said[st].Speaker.Entity)
	}
	return nil
}

// follow returns the parties of what was told just before, for a noun that
// speaks of it again or goes on from it ("las negociaciones"): the other act of
// its sentence, the last visit or meeting of the paragraph, or the article's
// pair.
func (r *reading) follow(g *trigger) []int {
	switch frame.Main(g.t.Deprel) {
	case "root":
		if !r.definite(g.s, g.tok) {
			return nil
		}
	case "obl", "nmod":
		// "tras el encuentro" only points back, unless more is told of it
		if !g.row.talks {
			return nil
		}
	}
	for k := len(r.events) - 1; k >= 0; k-- {
		f := r.events[k]
		if f.g.s.Title || f.g.s.Paragraph != g.s.Paragraph {
			break
		}
		if f.ev.Type != "CONSULT" && f.ev.Type != "AGREE" || f.ev.Polarity != Affirmed {
			continue
		}
		all := append(slices.Clone(f.ev.Actors), f.ev.Recipients...)
		if len(r.statesOf(all)) >= 2 {
			return all
		}
	}
	if (g.row.talks || r.strong) && r.definite(g.s, g.tok) {
		p := r.pairOf(g.sent)
		if city := r.cityOf(g); city >= 0 && slices.ContainsFunc(p, func(e int) bool { return r.key(e) == r.cast.StateOf(city) }) {
			return nil // "the Budapest summit": one of the pair only receives
		}
		return p
	}
	return nil
}

// answered returns who did what a word such as "decisión" stands for: the
// actors of the last act told before by somebody other than the subject.
func (r *reading) answered(g *trigger) []int {
	found, words := false, false
	for _, slot := range append(append([]string{"obj"}, r.e.preps("of", "to")...), "subj") {
		for _, i := range r.slot(g, slot) {
			t := &g.s.Tokens[i]
			if r.wordIn(t, r.e.tab.sets["words"]) && r.definite(g.s, i) {
				found, words = true, true
			}
			if r.wordIn(t, r.e.tab.sets[setAnaphor]) || r.wordIn(t, r.e.tab.sets[setAttack]) && r.definite(g.s, i) {
				found = true
			}
		}
	}
	if !found && r.window(g, "obj", r.e.tab.sets[setAnaphor]) < 0 {
		return nil
	}
	own := r.parties(g, "subj")
	for k := len(r.events) - 1; k >= 0; k-- {
		if f := r.events[k]; f.row.mutual || f.row.praise || verbal(f.ev.Type) && !words {
			continue
		}
		if e := r.without(r.events[k].ev.Actors, own); len(e) > 0 {
			return e
		}
	}
	return nil
}

// pairOf returns the two parties that "both" speaks of: those of the last act
// told in the paragraph, or the pair of the article.
func (r *reading) pairOf(sent int) []int {
	for k := len(r.events) - 1; k >= 0; k-- {
		f := r.events[k]
		if f.g.s.Title || f.g.s.Paragraph != r.doc.Sentences[sent].Paragraph || sent-f.g.sent > 2 {
			break
		}
		all := r.distinct(append(slices.Clone(f.ev.Actors), f.ev.Recipients...))
		if len(all) == 2 {
			return []int{r.asState(all[0]), r.asState(all[1])}
		}
	}
	return r.articlePair()
}

func (r *reading) articlePair() []int {
	if r.pair[0] == "" {
		return nil
	}
	a, b := r.state(r.pair[0]), r.state(r.pair[1])
	if a < 0 || b < 0 {
		return nil
	}
	return []int{a, b}
}

// findPair works out the two states that the article is about: those it
// mentions most, when it does so clearly.
func (r *reading) findPair() {
	type tally struct {
		code  string
		n     int
		first int
		lead  bool
	}
	var all []tally
	last := [2]int{-1, -1}
	add := func(code string, m int, lead bool) {
		if code == "" {
			return
		}
		w := 1
		if lead {
			w = 3
		}
		for i := range all {
			if all[i].code == code {
				all[i].n += w
				all[i].lead = all[i].lead || lead
				return
			}
		}
		all = append(all, tally{code, w, m, lead})
	}
	for i := range r.cast.Mentions {
		m := &r.cast.Mentions[i]
		x := &r.cast.Entities[m.Entity]
		lead := m.Sent < len(r.doc.Sentences) && r.doc.Sentences[m.Sent].Title
		if x.Kind == names.Outlet || m.First <= last[1] && m.Sent == last[0] {
			continue // inside a larger mention
		}
		last = [2]int{m.Sent, m.Last}
		s := &r.doc.Sentences[m.Sent]
		if len(s.Tokens) < 4 || dateline(s) || m.First > 0 && r.e.tab.sets[setPlaceAt][s.Tokens[m.First-1].Lemma] {
			continue // a dateline, or only where it happened
		}
		if x.Plural {
			for _, k := range x.Members {
				add(r.side(k), i, lead)
			}
			continue
		}
		add(r.side(m.Entity), i, lead)
	}
	slices.SortStableFunc(all, func(a, b tally) int { return b.n - a.n })
	if len(all) < 2 || all[1].n < 2 || len(all) > 2 && all[2].n == all[1].n && !all[1].lead {
		return
	}
	r.pair = [2]string{all[0].code, all[1].code}
	r.strong = all[0].lead && all[1].lead || all[1].n > 3 && (len(all) == 2 || 2*all[2].n <= all[1].n)
	if r.pair[0] > r.pair[1] {
		r.pair[0], r.pair[1] = r.pair[1], r.pair[0]
	}
}

// dateline says whether a sentence is no more than the place of an article, its
// day and its agency: "LIMA, May 8 (BW) -".
func dateline(s *nlp.Sentence) bool {
	switch s.Tokens[len(s.Tokens)-1].Form {
	case "-", "–", "—":
		return true
	}
	return false
}

// side is the key of a state or of an organisation of states, "" for others.
func (r *reading) side(e int) string {
	if s := r.cast.StateOf(e); s != "" {
		return s
	}
	x := &r.cast.Entities[e]
	if x.Kind == names.Organisation && x.Code != "" {
		return x.Code
	}
	if x.Kind == names.Person {
		for _, o := range x.Roles {
			if o.Of != "" {
				return o.Of
			}
		}
	}
	return ""
}

// other returns the other side of the last act of two parties in the paragraph
// (when a sentence is given), or of the article's pair; -1 when there is none.
func (r *reading) other(code string, sent int) int {
	for k := len(r.events) - 1; k >= 0 && sent >= 0; k-- {
		f := r.events[k]
		if f.g.s.Title || f.g.s.Paragraph != r.doc.Sentences[sent].Paragraph || sent-f.g.sent > 2 {
			break
		}
		all := r.distinct(append(slices.Clone(f.ev.Actors), f.ev.Recipients...))
		if len(all) != 2 {
			continue
		}
		for i, e := range all {
			if r.key(e) == code {
				return r.asState(all[1-i])
			}
		}
	}
	switch code {
	case "":
	case r.pair[0]:
		return r.state(r.pair[1])
	case r.pair[1]:
		return r.state(r.pair[0])
	}
	return -1
}

// abroad says whether an act with one known side is one between states: the act
// is such by itself, its actor is an organisation of states, or its paragraph
// speaks of another state too.
func (r *reading) abroad(g *trigger, actors []int) bool {
	if strings.HasPrefix(g.row.cameo, "161") || strings.HasPrefix(g.row.cameo, "166") {
		return true
	}
	for _, e := range actors {
		if x := &r.cast.Entities[e]; x.Kind == names.Organisation && x.Country == "" {
			return true
		}
	}
	keys := r.statesOf(actors)
	for i := range r.cast.Mentions {
		m := &r.cast.Mentions[i]
		s := &r.doc.Sentences[m.Sent]
		if !s.Title && (s.Paragraph > g.s.Paragraph || s.Paragraph < g.s.Paragraph-1) {
			continue
		}
		for _, e := range r.expand(m.Entity) {
			if !slices.Contains(keys, r.key(e)) && r.cast.Entities[e].Kind != names.Outlet {
				return true
			}
		}
	}
	return false
}
