package frame

import (
	"slices"

	"github.com/attache-project/attache/nlp"
)

// Mend puts right in the trees that a parser made of doc what grammar forbids
// and the parser may get wrong for all that; it needs the words that the table
// grammar gives for the use "clause":
//
//   - A clause behind a noun and one of these conjunctions, without a preposition,
//     is what the verb reports, not a clause of the noun: "negó desde el
//     principio que hubiera conversaciones".
//   - What opens the clause that a verb reports is a conjunction, not the subject of
//     the clause.
//   - Of two words side by side, the second of which has the preposition or the
//     article before the first, the first is the noun: "con su homólogo chino".
//   - A clause whose subject seems to hold a relative pronoun is a clause of
//     the noun before it: "canceló la cumbre que los dos iban a celebrar".
func (r *Reader) Mend(doc *nlp.Document) {
	if len(r.complement) == 0 {
		return
	}
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		for k := range s.Tokens {
			if mendPhrase(s, k) || r.mendContent(s, k) || r.mendRelative(s, k) || r.mendMark(s, k) {
				s.Reindex()
			}
		}
	}
}

// mendContent hangs the clause of token i on the verb before the noun that it
// hangs on.
func (r *Reader) mendContent(s *nlp.Sentence, i int) bool {
	t := &s.Tokens[i]
	if Main(t.Deprel) != "acl" || t.Head < 0 || !Finite(s, i) {
		return false
	}
	noun := &s.Tokens[t.Head]
	verb := noun.Head
	if verb < 0 || verb > t.Head || s.Tokens[verb].UPOS != "VERB" || !r.reports[s.Tokens[verb].Lemma] || Has(s, verb, "ccomp") {
		return false
	}
	told := r.object[r.Case(s, t.Head)] // a person: "decirle al mundo que"
	switch Main(noun.Deprel) {
	case "obl", "iobj":
	case "obj":
		if !told {
			return false
		}
	default:
		return false
	}
	// Where a pronoun tells beforehand who is spoken to, what follows is what is said.
	told = told && slices.ContainsFunc(s.Children(verb), func(k int32) bool {
		return s.Tokens[k].UPOS == "PRON" && s.Tokens[k].Feat("Case") == "Dat"
	})
	for _, k := range s.Children(i) {
		m := &s.Tokens[k]
		if int(k) > t.Head && int(k) < i && (told || Main(m.Deprel) == "mark") && r.complement[m.Lemma] && s.Tokens[k-1].UPOS != "ADP" {
			m.UPOS, m.Feats, m.Deprel = "SCONJ", "", "mark"
			t.Head, t.Deprel = verb, "ccomp"
			if t.UPOS == "NOUN" && !Has(s, i, "cop") { // "que hubiera conversaciones": there is something
				t.Deprel = "obj"
			}
			return true
		}
	}
	return false
}

// mendMark makes a conjunction of the pronoun that opens the clause of token i.
func (r *Reader) mendMark(s *nlp.Sentence, i int) bool {
	t := &s.Tokens[i]
	if Main(t.Deprel) != "ccomp" || t.Head < 0 || t.Head >= i || !r.reports[s.Tokens[t.Head].Lemma] || !Finite(s, i) {
		return false
	}
	for _, k := range s.Children(i) {
		m := &s.Tokens[k]
		if int(k) < i && (m.UPOS == "DET" || m.UPOS == "PUNCT") {
			continue
		}
		opens := int(k) < i && m.UPOS == "PRON" && r.complement[m.Lemma] && Main(m.Deprel) == "nsubj"
		if opens {
			m.UPOS, m.Feats, m.Deprel = "SCONJ", "", "mark"
		}
		return opens
	}
	return false
}

// mendPhrase makes token i modify the noun before it, and gives that noun what
// hangs on i.
func mendPhrase(s *nlp.Sentence, i int) bool {
	if i == 0 {
		return false
	}
	t, noun := &s.Tokens[i], &s.Tokens[i-1]
	if t.UPOS != "NOUN" && t.UPOS != "ADJ" || noun.UPOS != "NOUN" || t.Head < 0 || t.Head != noun.Head || len(s.Children(i-1)) > 0 {
		return false
	}
	over := false
	for _, k := range s.Children(i) {
		rel := Main(s.Tokens[k].Deprel)
		over = over || int(k) < i-1 && (rel == "case" || rel == "det")
	}
	if !over {
		return false
	}
	for _, k := range s.Children(i) {
		s.Tokens[k].Head = i - 1
	}
	t.Head, t.Deprel = i-1, "amod"
	return true
}

// mendRelative hangs the clause of token i on the noun before the relative
// pronoun that its subject begins with.
func (r *Reader) mendRelative(s *nlp.Sentence, i int) bool {
	t := &s.Tokens[i]
	if t.Head < 0 || t.Head >= i || Main(t.Deprel) != "xcomp" && Main(t.Deprel) != "ccomp" || !Finite(s, i) {
		return false
	}
	for _, subject := range s.Children(i) {
		if Main(s.Tokens[subject].Deprel) != "nsubj" {
			continue
		}
		for _, k := range s.Children(int(subject)) {
			p := &s.Tokens[k]
			if p.UPOS != "PRON" || !r.relative[p.Lemma] || int(k) >= i || int(k) >= int(subject) || len(s.Children(int(k))) > 0 {
				continue
			}
			noun := int(k) - 1 // or what it hangs on
			for noun > t.Head && s.Tokens[noun].Head != t.Head {
				noun = s.Tokens[noun].Head
			}
			if noun <= t.Head || noun >= int(k) || s.Tokens[noun].UPOS != "NOUN" {
				continue
			}
			p.Head, p.Deprel = i, "obj"
			t.Head, t.Deprel = noun, "acl"
			return true
		}
	}
	return false
}

// Finite says whether token i, or an auxiliary or copula of it, is finite.
func Finite(s *nlp.Sentence, i int) bool {
	if s.Tokens[i].VerbForm() == "Fin" {
		return true
	}
	for _, k := range s.Children(i) {
		if rel := Main(s.Tokens[k].Deprel); (rel == "aux" || rel == "cop") && s.Tokens[k].VerbForm() == "Fin" {
			return true
		}
	}
	return false
}
