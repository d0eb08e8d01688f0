package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// A rung is a name of a level of relations.
type rung struct {
	key   string
	heads set
	needs []string
}

// A ladder is the table of levels.
type ladder struct {
	rungs      []rung
	heads      set
	components map[string]string
	join       set
	moves      map[string]string
	acts       map[string][2]string // frame to level and move
}

func readLadder(p *lang.Pack) (*ladder, error) {
	l := &ladder{heads: set{}, components: map[string]string{}, join: set{}, moves: map[string]string{}, acts: map[string][2]string{}}
	rows, err := p.Table("levels")
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		words := x.List("words")
		switch x.Get("use") {
		case "rung":
			g := rung{key: x.Get("key"), heads: set{}, needs: x.List("needs")}
			for _, w := range words {
				g.heads[w] = true
				l.heads[w] = true
			}
			l.rungs = append(l.rungs, g)
		case "component":
			for _, w := range words {
				l.components[w] = x.Get("key")
			}
		case "join":
			for _, w := range words {
				l.join[w] = true
			}
		case "move":
			for _, w := range words {
				l.moves[w] = x.Get("key")
			}
		case "act":
			for _, w := range words {
				l.acts[w] = [2]string{x.Get("key"), x.Get("needs")}
			}
		default:
			return nil, x.Errorf("unknown use %q", x.Get("use"))
		}
	}
	return l, nil
}

// readLevels finds the rungs of relations that the article names, and those
// that an act alone means.
func (r *reading) readLevels() {
	l := r.e.tab.ladder
	for sent := range r.doc.Sentences {
		s := &r.doc.Sentences[sent]
		if s.Root() < 0 {
			continue
		}
		for i := 0; i < len(s.Tokens); i++ {
			t := &s.Tokens[i]
			if !isNoun(t) || !l.heads[strings.ToLower(t.Lemma)] {
				continue
			}
			first, last, comps, key := r.rungAt(s, i)
			if key == "" || len(comps) == 0 && !l.bare(key) || key == "diplomatic" || key == "consular" {
				continue
			}
			if lv, ok := r.level(sent, i, first, last, comps, key); ok {
				r.addLevel(lv)
			}
			i = last
		}
	}
	for _, f := range r.events {
		a, ok := l.acts[f.row.name]
		if !ok || f.ev.Polarity != Affirmed {
			continue
		}
		lv := Level{Words: f.ev.Trigger, Level: a[0], Components: []string{a[0]}, Move: a[1], Status: "announced", Instrument: -1, When: f.ev.When, Rule: f.row.name}
		if f.ev.Status == Occurred {
			lv.Status = "in-force"
		}
		if len(f.ev.Actors) > 1 && len(f.ev.Recipients) == 1 {
			for _, e := range f.ev.Actors {
				lv.Dyad = dyad(r.key(e), r.key(f.ev.Recipients[0]))
				r.addLevel(lv)
			}
			continue
		}
		d := r.statesOf(append(slices.Clone(f.ev.Actors), f.ev.Recipients...))
		if len(d) == 1 && len(f.ev.Recipients) == 0 && d[0] != "" {
			if o := r.other(d[0], -1); o >= 0 {
				d = append(d, r.key(o))
			}
		}
		if len(d) != 2 {
			continue
		}
		lv.Dyad = dyad(d[0], d[1])
		r.addLevel(lv)
	}
}

func dyad(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

// bare says whether a rung is named by its head alone; such names are too
// common to be read without more.
func (l *ladder) bare(key string) bool { return false }

// rungAt reads the name of a rung whose head is noun i: its first and last token, its
// components and its key.
func (r *reading) rungAt(s *nlp.Sentence, i int) (first, last int, comps []string, key string) {
	l := r.e.tab.ladder
	first, last = i, i
	// components before the head: "comprehensive strategic partnership"
	for j := i - 1; j >= 0 && j >= i-10; j-- {
		w, form := strings.ToLower(s.Tokens[j].Lemma), strings.ToLower(s.Tokens[j].Form)
		c, ok := l.components[w]
		if !ok {
			c, ok = l.components[form]
		}
		if ok && r.under(s, j, i) {
			if !slices.Contains(comps, c) {
				comps = append(comps, c)
			}
			first = j
			continue
		}
		if (l.join[w] || l.join[form]) && s.Tokens[j].UPOS != "ADP" && s.Tokens[j].UPOS != "DET" {
			continue
		}
		break
	}
	head := strings.ToLower(s.Tokens[i].Lemma)
	for j := i + 1; j < len(s.Tokens) && j <= i+14; j++ {
		t := &s.Tokens[j]
		w := strings.ToLower(t.Lemma)
		c, ok := l.components[w]
		if !ok {
			c, ok = l.components[strings.ToLower(t.Form)]
		}
		if ok {
			if !slices.Contains(comps, c) {
				comps = append(comps, c)
			}
			last = j
			continue
		}
		if l.join[w] || l.join[strings.ToLower(t.Form)] {
			continue
		}
		break
	}
	best := -1
	for _, g := range l.rungs {
		if !g.heads[head] || len(g.needs) <= best {
			continue
		}
		if !slices.ContainsFunc(g.needs, func(n string) bool { return !slices.Contains(comps, n) }) {
			best, key = len(g.needs), g.key
		}
	}
	slices.Sort(comps)
	return first, last, comps, key
}

// level puts a named rung together with its pair, its move and its document.
func (r *reading) level(sent, i, first, last int, comps []string, key string) (Level, bool) {
	s := &r.doc.Sentences[sent]
	l := r.e.tab.ladder
	lv := Level{Words: text.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}, Level: key, Move: "confirm", Status: "announced", Instrument: -1, When: When{Time: -1}, Rule: "rung"}
	head := strings.ToLower(s.Tokens[i].Lemma)
	for _, c := range append(comps, l.components[head]) {
		if c != "" && !slices.Contains(lv.Components, c) {
			lv.Components = append(lv.Components, c)
		}
	}
	// the move: the words above the rung, and those beside the nouns above it
	moved := false
	j := i
	for n := 0; n < 8 && j >= 0; n++ {
		t := &s.Tokens[j]
		if m, ok := l.moves[t.Lemma]; ok && j != i {
			if !moved || m != "confirm" {
				lv.Move, lv.Rule = m, "rung+"+m
				moved = m != "confirm"
			}
			if moved {
				break
			}
		}
		for _, k := range s.Children(j) {
			u := &s.Tokens[k]
			if int(k) < i && frame.Main(u.Deprel) == "amod" && n == 0 {
				if m, ok := l.moves[u.Lemma]; ok {
					lv.Move, lv.Rule = m, "rung+"+m
					moved = true
				}
			}
		}
		j = t.Head
	}
	if !moved {
		// "la transición de las relaciones al nivel de …" with the tree gone astray
		for k := i - 1; k >= 0 && k >= i-9; k-- {
			if isFinite(&s.Tokens[k]) && s.Tokens[k].UPOS == "VERB" && l.moves[s.Tokens[k].Lemma] == "" {
				break
			}
			if m := l.moves[s.Tokens[k].Lemma]; m != "" && m != "confirm" {
				lv.Move, lv.Rule = m, "rung+"+m
				break
			}
		}
	}
	pair := r.levelPair(sent, i)
	if pair == [2]string{} {
		return lv, false
	}
	lv.Dyad = pair
	// the act and the document that bring it
	span := s.Tokens[i].Span
	for k, ins := range r.out.Instruments {
		inside := ins.Subject != nil && ins.Subject.Contains(span)
		for _, sp := range ins.Spans {
			inside = inside || sp.Contains(span)
		}
		if !inside {
			continue
		}
		lv.Instrument = k
		lv.When = ins.When
		switch ins.Status {
		case "signed", "ratified":
			lv.Status = "signed"
		case "in-force":
			lv.Status = "in-force"
		}
		if lv.Move == "confirm" && lv.Rule == "rung" && ins.Kind != "plan" {
			lv.Move = "upgrade"
		}
	}
	if lv.Instrument < 0 {
		for _, f := range r.events {
			if f.g.sent == sent && f.ev.Polarity == Affirmed && r.under(s, i, f.g.tok) && (f.row.level || f.row.instrument) {
				lv.When = f.ev.When
				if f.ev.Status == Occurred {
					lv.Status = "signed"
				}
			}
		}
		if lv.Move == "confirm" {
			lv.Status = "in-force"
		}
	}
	return lv, true
}

// levelPair finds whose relations a rung names: two parties in its phrase or
// clause, or the article's pair.
func (r *reading) levelPair(sent, i int) [2]string {
	s := &r.doc.Sentences[sent]
	j := i
	for n := 0; n < 8 && j >= 0; n++ {
		g := &trigger{sent: sent, s: s, tok: j, t: &s.Tokens[j], c: r.e.frames.Clause(s, j), host: -1, rel: -1}
		var all []int
		for _, slot := range r.e.with {
			all = append(all, r.parties(g, slot)...)
		}
		if isVerb(&s.Tokens[j]) {
			all = append(all, r.parties(g, "subj")...)
		}
		keys := sorted(r.statesOf(all))
		if len(keys) == 2 {
			return dyad(keys[0], keys[1])
		}
		if len(keys) == 1 {
			if o := r.other(keys[0], -1); o >= 0 {
				return dyad(keys[0], r.key(o))
			}
		}
		j = s.Tokens[j].Head
	}
	if r.pair[0] != "" {
		return r.pair
	}
	return [2]string{}
}

// addLevel adds a level unless it was told before.
func (r *reading) addLevel(lv Level) {
	for k := range r.out.Levels {
		o := &r.out.Levels[k]
		if o.Dyad == lv.Dyad && o.Level == lv.Level && (o.Move == lv.Move || lv.Move == "confirm" || o.Move == "confirm") {
			if o.Move == "confirm" && lv.Move != "confirm" {
				*o = lv
			}
			return
		}
	}
	r.out.Levels = append(r.out.Levels, lv)
}
