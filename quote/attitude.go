package quote

import (
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// An Attitude is how a statement stands towards somebody, with the word that
// shows it.
type Attitude struct {
	To     int       // index in Cast.Entities
	Stance string    // praise, support, criticism, threat
	Span   text.Span // the cue, or the word of blame or praise
}

// attitudes finds how a statement stands towards those it names: by its cue
// towards whom that is aimed at, and by words of blame and praise towards whom
// the tree ties them to. Where no tie is found nothing is said.
func (r *reader) attitudes(si int, c site, st *Statement, ps []run) {
	add := func(to int, stance string, sp text.Span) {
		if to < 0 || to == st.Speaker.Entity {
			return
		}
		switch r.cast.Entities[to].Kind {
		case names.Person, names.State, names.Organisation:
		default:
			return
		}
		for _, a := range st.Attitudes {
			if a.To == to && a.Stance == stance {
				return
			}
		}
		st.Attitudes = append(st.Attitudes, Attitude{To: to, Stance: stance, Span: sp})
	}
	if stance := r.cueStance(c.cue); stance != "" && c.tok >= 0 && !c.prep && st.Polarity != "denied" {
		add(r.target(si, c, st), stance, st.Cue.Span)
	}
	if st.Polarity == "denied" {
		return
	}
	for _, u := range ps {
		s := &r.doc.Sentences[u.sent]
		for k := u.first; k <= u.last && k < len(s.Tokens); k++ {
			tone := r.e.tone[s.Tokens[k].Lemma]
			if tone == "" || r.negatedWord(s, k) {
				continue
			}
			stance := "praise"
			if tone == "-" {
				stance = "criticism"
			}
			add(r.toned(u.sent, k), stance, s.Tokens[k].Span)
		}
	}
}

// cueStance returns the stance that a cue shows by itself, "" for none.
func (r *reader) cueStance(c *cue) string {
	l := strings.Join(c.words, " ")
	switch {
	case r.e.is("threat", l):
		return "threat"
	case r.e.is("support", l):
		return "support"
	case c.class == "praise":
		return "praise"
	case c.class == "criticise" && !c.pred && len(c.predAfter) == 0:
		return "criticism" // "calificar" by itself neither blames nor praises
	}
	return ""
}

// target returns whom a cue is aimed at: a mention among its arguments, or the
// subject of what it reports; -1 when there is none.
func (r *reader) target(si int, c site, st *Statement) int {
	if st.Addressee >= 0 {
		return st.Addressee
	}
	s := &r.doc.Sentences[si]
	cl := r.e.frames.Clause(s, c.tok)
	for _, t := range cl.Object.Tokens {
		if m := r.cast.At(si, t); m >= 0 {
			return r.cast.Mentions[m].Entity
		}
		if e := r.owner(si, t); e >= 0 {
			return e
		}
	}
	if st.Content >= 0 {
		for _, t := range r.e.frames.Clause(s, st.Content).Subject.Tokens {
			if m := r.cast.At(si, t); m >= 0 {
				return r.cast.Mentions[m].Entity
			}
		}
	}
	return -1
}

// toned returns whom a word of blame or praise is said of: the subject of which
// it is the predicate, the owner of the noun it is or modifies; -1 when the tree
// ties it to nobody.
func (r *reader) toned(si, k int) int {
	s := &r.doc.Sentences[si]
	for n := 0; k >= 0 && n < 3; n++ {
		if e := r.owner(si, k); e >= 0 {
			return e
		}
		for _, c := range s.Children(k) {
			if frame.Main(s.Tokens[c].Deprel) == "nsubj" {
				if m := r.cast.At(si, int(c)); m >= 0 {
					return r.cast.Mentions[m].Entity
				}
				return r.owner(si, int(c))
			}
		}
		switch frame.Main(s.Tokens[k].Deprel) {
		case "amod", "xcomp", "appos":
			k = s.Tokens[k].Head
		default:
			return -1
		}
	}
	return -1
}

// owner returns whose the noun at token k is: a mention that hangs on it as a
// complement, an adjective of a state or an apposition; -1 for none.
func (r *reader) owner(si, k int) int {
	s := &r.doc.Sentences[si]
	if s.Tokens[k].UPOS != "NOUN" && s.Tokens[k].UPOS != "PROPN" {
		return -1
	}
	for _, c := range s.Children(k) {
		switch frame.Main(s.Tokens[c].Deprel) {
		case "nmod", "amod", "appos", "compound", "flat":
			if m := r.cast.At(si, int(c)); m >= 0 {
				return r.cast.Mentions[m].Entity
			}
		}
	}
	return -1
}

// negatedWord says whether a negation hangs on token k.
func (r *reader) negatedWord(s *nlp.Sentence, k int) bool {
	for _, c := range s.Children(k) {
		if s.Tokens[c].Feat("Polarity") == "Neg" {
			return true
		}
	}
	return false
}
