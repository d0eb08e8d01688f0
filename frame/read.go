package frame

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

// A Reader reads clauses with the grammar words of one language. It is
// read-only after New and may be used by many goroutines.
type Reader struct {
	agent, negation, light, passive, reflexive, nominalAgent, object, relative, bare, control, complement map[string]bool

	reports map[string]bool // verbs of the table cues

	endings   [][2]string         // "-ar" → "ado", longest first
	irregular map[string][]string // infinitive → participles
}

// New reads the tables grammar, participles and cues of a pack; the last may be
// wanting.
func New(p *lang.Pack) (*Reader, error) {
	r := &Reader{irregular: map[string][]string{}, reports: map[string]bool{}}
	uses := map[string]*map[string]bool{
		"agent": &r.agent, "negation": &r.negation, "light": &r.light, "passive": &r.passive, "reflexive": &r.reflexive,
		"nominal-agent": &r.nominalAgent, "object": &r.object, "relative": &r.relative, "bare-case": &r.bare, "control": &r.control, "clause": &r.complement,
	}
	rows, err := p.Table("grammar")
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		m, ok := uses[row.Get("use")]
		if !ok {
			return nil, row.Errorf("unknown use %q", row.Get("use"))
		}
		if *m == nil {
			*m = map[string]bool{}
		}
		for _, w := range row.List("words") {
			(*m)[w] = true
		}
	}
	if rows, err = p.Table("cues"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, row := range rows {
		if row.Get("pos") == "verb" {
			r.reports[row.Get("lemma")] = true
		}
	}
	if rows, err = p.Table("participles"); err != nil {
		return nil, err
	}
	for _, row := range rows {
		inf, part := row.Get("infinitive"), row.List("participle")
		if inf == "" || len(part) == 0 {
			return nil, row.Errorf("an infinitive and a participle are wanted")
		}
		if end, ok := strings.CutPrefix(inf, "-"); ok {
			r.endings = append(r.endings, [2]string{end, part[0]})
		} else {
			r.irregular[inf] = part
		}
	}
	slices.SortStableFunc(r.endings, func(a, b [2]string) int { return len(b[0]) - len(a[0]) })
	return r, nil
}

// Participles returns the participles of an infinitive, in the masculine
// singular, which treebanks give as the lemma of a participle used as an
// adjective.
func (r *Reader) Participles(infinitive string) []string {
	if p, ok := r.irregular[infinitive]; ok {
		return p
	}
	for _, e := range r.endings {
		if stem, ok := strings.CutSuffix(infinitive, e[0]); ok {
			return []string{stem + e[1]}
		}
	}
	return nil
}

// Negates says whether a lemma negates.
func (r *Reader) Negates(lemma string) bool { return r.negation[lemma] }

// Light says whether a verb only carries the tense and the subject of a noun.
func (r *Reader) Light(lemma string) bool { return r.light[lemma] }

// Bare says whether token i is tagged as a participle but stands like a finite
// verb: behind a subject of its own, with no auxiliary ("Ousted President X …
// called"), as happens where a language has one form for both.
func Bare(s *nlp.Sentence, i int) bool {
	t := &s.Tokens[i]
	if t.VerbForm() != "Part" || t.UPOS != "VERB" || Main(t.Deprel) == "acl" || Main(t.Deprel) == "amod" || Main(t.Deprel) == "advcl" {
		return false
	}
	subject := false
	for _, k := range s.Children(i) {
		switch Main(s.Tokens[k].Deprel) {
		case "aux", "cop", "expl":
			return false
		case "nsubj":
			subject = subject || int(k) < i
		}
	}
	return subject
}

// Fixed says whether token i opens an expression of several words that mean
// something else together: "no obstante", "sin embargo".
func Fixed(s *nlp.Sentence, i int) bool { return Has(s, i, "fixed") }

// Has says whether token i has a dependent in a main relation such as "cop".
func Has(s *nlp.Sentence, i int, rel string) bool {
	for _, k := range s.Children(i) {
		if Main(s.Tokens[k].Deprel) == rel {
			return true
		}
	}
	return false
}

// bareName says whether token i is a name without an article.
func bareName(s *nlp.Sentence, i int) bool {
	return s.Tokens[i].UPOS == "PROPN" && !Has(s, i, "det")
}

// Main returns the main relation of a dependency label: "nsubj" of "nsubj:pass".
func Main(deprel string) string {
	m, _, _ := strings.Cut(deprel, ":")
	return m
}

// maxChain bounds how far a clause inherits from others.
const maxChain = 6

// Clause reads the predicate whose head is token i of s.
func (r *Reader) Clause(s *nlp.Sentence, i int) Clause {
	return r.clause(s, i, 0)
}

func (r *Reader) clause(s *nlp.Sentence, i, depth int) Clause {
	c := Clause{Sentence: s, Head: i, Finite: -1, Content: -1, Negation: -1}
	t := &s.Tokens[i]
	c.Nominal = t.UPOS == "NOUN" || t.UPOS == "PROPN"
	participle := t.VerbForm() == "Part" && !c.Nominal && !Bare(s, i)
	var nsubj, obj []int
	aux, by := false, []int(nil)
	se := -1
	for _, k32 := range s.Children(i) {
		k := int(k32)
		d := &s.Tokens[k]
		switch Main(d.Deprel) {
		case "nsubj":
			nsubj = append(nsubj, k)
			if d.Deprel == "nsubj:pass" && !Bare(s, i) {
				c.Passive = true
			}
		case "aux", "cop":
			if d.Deprel == "aux:pass" || r.passive[d.Lemma] && t.VerbForm() == "Part" && !c.Nominal {
				c.Passive = true
			}
			if d.VerbForm() == "Fin" && c.Finite < 0 {
				c.Finite = k
			}
			aux = true
		case "expl":
			if d.Deprel == "expl:impers" {
				c.Impersonal = true
			}
			if r.reflexive[d.Lemma] || r.reflexive[strings.ToLower(d.Form)] {
				se = k
			}
		case "obj", "iobj", "obl", "nmod", "appos":
			if Main(d.Deprel) == "appos" && !(c.Nominal && r.genitiveAppos(s, k)) {
				continue
			}
			cs := r.Case(s, k)
			switch {
			case cs == "" && (Main(d.Deprel) == "iobj" || Main(d.Deprel) == "obj") && d.Feat("Case") == "Ins" && r.bare["Ins"]:
				if r.agent["ins"] {
					by = append(by, k)
				}
				c.Obliques = append(c.Obliques, Oblique{Case: "ins", Token: k, Deprel: d.Deprel})
			case cs == "" && Main(d.Deprel) == "obj", r.bareObject(s, k, cs):
				obj = append(obj, k)
			case cs == "" && Main(d.Deprel) == "iobj":
				c.Indirect.Tokens = append(c.Indirect.Tokens, k)
				c.Indirect.Via = d.Deprel
			case cs == "" && d.UPOS == "PRON" && Main(d.Deprel) != "nmod":
				obj = append(obj, k)
			default:
				if r.agent[cs] {
					by = append(by, k)
				}
				c.Obliques = append(c.Obliques, Oblique{Case: cs, Token: k, Deprel: d.Deprel})
			}
		case "ccomp":
			if c.Content < 0 {
				c.Content = k
				c.Mark = r.mark(s, k)
			}
		case "csubj":
			if c.Content < 0 && (c.Passive || se >= 0) {
				c.Content = k
				c.Mark = r.mark(s, k)
			}
		case "xcomp":
			if c.Content < 0 && s.Tokens[k].VerbForm() == "Inf" {
				c.Content = k
				c.Mark = r.mark(s, k)
			}
		case "advmod", "cc", "det":
			if r.negation[d.Lemma] && c.Negation < 0 && !Fixed(s, k) && (k < i || Main(d.Deprel) != "advmod") && s.Tokens[k].Deprel != "cc" {
				c.Negation = k
			}
		}
	}
	if t.VerbForm() == "Fin" && (c.Finite < 0 || t.Feat("Mood") != "") {
		c.Finite = i // but in "будет подписано" the auxiliary tells
	}
	if len(obj) == 0 && !c.Nominal {
		if k := stray(s, i); k >= 0 {
			obj = append(obj, k)
		}
	}
	if k := c.Indirect.Head(); len(r.bare) > 0 && len(nsubj) == 0 && k >= 0 && k < i && r.maySubject(s, k, t) {
		nsubj, c.Indirect = append(nsubj, k), Arg{}
	}
	nsubj, obj = r.byCase(s, i, nsubj, obj)
	// "se firmó un paquete", "el acuerdo se firmó": the subject is what is acted on.
	// But a name without an article acts: "Perú se sumó al pacto".
	if se >= 0 && s.Tokens[se].Deprel == "expl:pass" && !(len(nsubj) > 0 && nsubj[0] < i && bareName(s, nsubj[0])) {
		c.Passive = true
	}
	for k, n := range nsubj {
		if a := r.antecedent(s, n, i); a >= 0 {
			nsubj[k] = a
			c.Subject.Via = "antecedent"
		}
	}
	for k, n := range obj {
		if a := r.antecedent(s, n, i); a >= 0 {
			obj[k] = a
			c.Object.Via = "antecedent"
		}
	}
	if c.Subject.Via == "" && len(nsubj) > 0 {
		c.Subject.Via = "nsubj"
	}
	if c.Object.Via == "" && len(obj) > 0 {
		c.Object.Via = "obj"
	}
	c.Subject.Tokens = r.conjuncts(s, nsubj)
	c.Object.Tokens = r.conjuncts(s, obj)
	if c.Passive {
		if len(c.Object.Tokens) == 0 {
			c.Object = c.Subject
		}
		c.Subject = Arg{}
		if len(by) > 0 {
			c.Subject = Arg{Tokens: r.conjuncts(s, by), Via: "agent"}
		}
		if len(c.Subject.Tokens) == 0 && c.Content >= 0 && se >= 0 {
			c.Impersonal = true
		}
	}
	// A participle after a noun is acted on by whoever "por" names.
	modifies := Main(t.Deprel) == "acl" || Main(t.Deprel) == "amod"
	if form := t.VerbForm(); form == "Ger" && modifies && t.Head >= 0 && len(nsubj) == 0 && t.UPOS == "VERB" {
		// "заявивший", "a statement saying": the noun acts.
		c.Subject = Arg{Tokens: r.conjuncts(s, []int{t.Head}), Via: "participle"}
	}
	if participle && !aux && modifies && t.Head >= 0 {
		c.Passive = true
		c.Object = Arg{Tokens: []int{t.Head}, Via: "participle"}
		c.Subject = Arg{}
		if len(by) > 0 {
			c.Subject = Arg{Tokens: r.conjuncts(s, by), Via: "agent"}
		}
	}
	if c.Nominal {
		r.nominal(s, &c, depth)
		return c
	}
	if depth < maxChain {
		r.inherit(s, &c, depth)
	}
	return c
}

// genitiveAppos says whether an apposition is a complement in the genitive that
// the tree took for one: "встреча Сергея Лаврова".
func (r *Reader) genitiveAppos(s *nlp.Sentence, k int) bool {
	t := &s.Tokens[k]
	return r.bare["Gen"] && Main(t.Deprel) == "appos" && t.Feat("Case") == "Gen" && t.Head >= 0 && s.Tokens[t.Head].Feat("Case") != "Gen"
}

// maySubject says whether a name before a verb whose form does not tell its case
// may be the subject: it agrees, or stands with others.
func (r *Reader) maySubject(s *nlp.Sentence, k int, verb *nlp.Token) bool {
	t := &s.Tokens[k]
	return t.UPOS == "PROPN" && t.Form == t.Lemma && (sameNumber(t, verb) || len(r.conjuncts(s, []int{k})) > 1)
}

// byCase puts right, where the forms tell, what a tree has taken for the
// subject and for the object: "США ввели санкции", "заявил, что посетит Ирак".
func (r *Reader) byCase(s *nlp.Sentence, v int, nsubj, obj []int) (subjects, objects []int) {
	if len(r.bare) == 0 {
		return nsubj, obj
	}
	verb := &s.Tokens[v]
	free := verb.VerbForm() == "Fin"
	for _, k := range nsubj {
		t := &s.Tokens[k]
		if t.Feat("Case") == "Nom" && (k < v || t.Feat("Animacy") == "Anim") {
			free = false // the subject is told by its form
		}
	}
	swapped := false
	for _, k := range obj {
		if free && !swapped && k < v && r.maySubject(s, k, verb) && r.Case(s, k) == "" {
			subjects, swapped = append(subjects, k), true
		} else {
			objects = append(objects, k)
		}
	}
	for _, k := range nsubj {
		if c := s.Tokens[k].Feat("Case"); swapped && k > v || c == "Acc" && verb.UPOS == "VERB" && (k > v || len(nsubj) > 1) {
			objects = append(objects, k)
		} else {
			subjects = append(subjects, k)
		}
	}
	slices.Sort(objects)
	return subjects, objects
}

// stray returns the object of a verb that the tree joins to the verb itself
// instead, a noun as its conjunct: "realizará el martes y el miércoles una
// visita". It returns -1 where there is none, or the verb has an object.
func stray(s *nlp.Sentence, v int) int {
	if s.Tokens[v].UPOS != "VERB" {
		return -1
	}
	found := -1
	for _, k32 := range s.Children(v) {
		k := int(k32)
		d := &s.Tokens[k]
		switch Main(d.Deprel) {
		case "obj", "ccomp", "xcomp":
			return -1
		case "conj":
			if found < 0 && k > v && d.UPOS == "NOUN" && d.VerbForm() == "" && !Has(s, k, "cop") && !Has(s, k, "nsubj") {
				found = k
			}
		}
	}
	return found
}

// bareObject says whether a preposition only marks a person as the object: a
// dependent that the tree calls an object in spite of its preposition.
func (r *Reader) bareObject(s *nlp.Sentence, k int, cs string) bool {
	return r.object[cs] && Main(s.Tokens[k].Deprel) == "obj"
}

// nominal fills the arguments of a noun: those of the verb that carries it,
// and its own.
func (r *Reader) nominal(s *nlp.Sentence, c *Clause, depth int) {
	t := &s.Tokens[c.Head]
	for _, o := range c.Obliques {
		if r.nominalAgent[o.Case] && len(c.Subject.Tokens) == 0 {
			c.Subject = Arg{Tokens: r.conjuncts(s, []int{o.Token}), Via: "agent"}
		}
	}
	h := t.Head
	if h < 0 || depth >= maxChain {
		return
	}
	v := &s.Tokens[h]
	rel := Main(t.Deprel)
	switch {
	case (v.UPOS == "VERB" || v.UPOS == "AUX" || v.VerbForm() == "Part") && (rel == "obj" || rel == "nsubj" || rel == "csubj" || stray(s, h) == c.Head):
		host := r.clause(s, h, depth+1)
		c.Finite = host.Finite
		if c.Negation < 0 {
			c.Negation = host.Negation
		}
		isObject := slices.Contains(host.Object.Tokens, c.Head)
		if isObject && r.light[v.Lemma] {
			if len(c.Subject.Tokens) == 0 && len(host.Subject.Tokens) > 0 {
				c.Subject = host.Subject
			}
			c.Obliques = append(c.Obliques, host.Obliques...)
		}
	case rel == "conj":
		host := r.clause(s, h, depth+1)
		c.Finite = host.Finite
		if len(c.Subject.Tokens) == 0 && host.Nominal {
			c.Subject = host.Subject
			if c.Subject.Via != "" {
				c.Subject.Via = "coordination"
			}
		}
	}
}

// inherit gives a verb without a subject the one that grammar lends it.
func (r *Reader) inherit(s *nlp.Sentence, c *Clause, depth int) {
	t := &s.Tokens[c.Head]
	form := t.VerbForm()
	for _, k := range s.Children(c.Head) {
		// "de haber pedido": an infinitive in the perfect
		if d := &s.Tokens[k]; form == "Part" && Main(d.Deprel) == "aux" && d.VerbForm() == "Inf" {
			form = "Inf"
		}
	}
	h := t.Head
	if h < 0 {
		return
	}
	rel := Main(t.Deprel)
	gov := &s.Tokens[h]
	if c.Finite < 0 && form != "Fin" && rel != "acl" && rel != "amod" {
		// tense comes from the verb that governs
		g := r.clause(s, h, depth+1)
		c.Finite = g.Finite
	}
	if len(c.Subject.Tokens) > 0 || c.Passive || c.Impersonal {
		return
	}
	take := func(a Arg, via string) {
		if len(a.Tokens) > 0 && !slices.Contains(a.Tokens, c.Head) {
			c.Subject = Arg{Tokens: a.Tokens, Via: via}
		}
	}
	isVerb := gov.UPOS == "VERB" || gov.UPOS == "AUX" || gov.VerbForm() != "" || gov.UPOS == "ADJ" && Has(s, h, "cop")
	// ", que llamaron…": a relative clause that the tree took for another one.
	if form == "Fin" && rel != "ccomp" && rel != "csubj" {
		if a := r.looseRelative(s, c.Head); a >= 0 {
			take(Arg{Tokens: []int{a}}, "antecedent")
			return
		}
	}
	switch {
	case rel == "conj" && isVerb:
		g := r.clause(s, h, depth+1)
		if agree(t, c, s, &g) {
			if g.Passive && len(g.Subject.Tokens) == 0 {
				return
			}
			take(g.Subject, "coordination")
		}
	case form == "Inf" && (rel == "xcomp" || rel == "ccomp" || rel == "obj" || rel == "obl" || rel == "advcl") && isVerb:
		g := r.clause(s, h, depth+1)
		switch {
		case rel != "advcl" && len(g.Indirect.Tokens) > 0 && s.Tokens[g.Indirect.Tokens[0]].UPOS != "PRON" && s.Tokens[g.Indirect.Tokens[0]].UPOS != "ADJ":
			take(g.Indirect, "control")
		case rel != "advcl" && len(g.Object.Tokens) > 0 && g.Object.Tokens[0] < c.Head && s.Tokens[g.Object.Tokens[0]].UPOS != "PRON" && s.Tokens[g.Object.Tokens[0]].UPOS != "ADJ":
			take(g.Object, "control")
		default:
			take(g.Subject, "control")
		}
	case form == "Inf" && rel == "acl" && ownerOf(s, h) >= 0:
		take(Arg{Tokens: r.conjuncts(s, []int{ownerOf(s, h)})}, "possessor") // "Sweden's bid to join"
	case form == "Inf" && rel == "acl" && !isVerb && Main(gov.Deprel) == "obj" && gov.Head >= 0 && s.Tokens[gov.Head].UPOS == "VERB":
		g := r.clause(s, gov.Head, depth+1)
		take(g.Subject, "control") // "announced plans to sign"
	case form == "Inf" && rel == "acl" && Headline(s, c.Head):
		take(Arg{Tokens: r.conjuncts(s, []int{h})}, "headline")
	case form == "Ger" && isVerb:
		g := r.clause(s, h, depth+1)
		if len(g.Object.Tokens) > 0 && r.marked(s, c.Head) && g.Object.Tokens[0] < c.Head {
			take(g.Object, "control") // "quoted the minister as saying"
		} else {
			take(g.Subject, "gerund")
		}
	case rel == "acl" && form == "Fin":
		// A relative clause whose pronoun was given no role, and that has no
		// other subject: its antecedent, when it agrees.
		for _, k := range s.Children(c.Head) {
			d := &s.Tokens[k]
			if d.UPOS == "PRON" && r.Relative(d) && (Main(d.Deprel) == "nsubj" || Main(d.Deprel) == "mark") && sameNumber(t, gov) {
				take(Arg{Tokens: r.conjuncts(s, []int{h})}, "antecedent")
			}
		}
	}
}

// ownerOf returns the noun that tells whose a noun is, or -1.
func ownerOf(s *nlp.Sentence, i int) int {
	for _, k := range s.Children(i) {
		if t := &s.Tokens[k]; t.Deprel == "nmod:poss" && (t.UPOS == "NOUN" || t.UPOS == "PROPN") {
			return int(k)
		}
	}
	return -1
}

// Headline says whether an infinitive hangs on the noun that is the root of its
// sentence and begins with a particle: "Macron to visit Brazil".
func Headline(s *nlp.Sentence, i int) bool {
	t := &s.Tokens[i]
	if t.Head < 0 || t.Head > i || s.Tokens[t.Head].Head >= 0 || t.VerbForm() != "Inf" || s.Tokens[t.Head].UPOS != "PROPN" && s.Tokens[t.Head].UPOS != "NOUN" {
		return false
	}
	for _, k := range s.Children(i) {
		if d := &s.Tokens[k]; Main(d.Deprel) == "mark" && d.UPOS == "PART" && int(k) < i {
			return true
		}
	}
	return false
}

// looseRelative returns the noun that a clause modifies when a word that may be
// a relative pronoun opens it after a comma, and the noun before the comma, or
// one that this hangs on, agrees with its verb; -1 otherwise.
func (r *Reader) looseRelative(s *nlp.Sentence, v int) int {
	for _, k32 := range s.Children(v) {
		k := int(k32)
		t := &s.Tokens[k]
		if k >= v || k < 2 || Main(t.Deprel) != "mark" || !r.relative[t.Lemma] || s.Tokens[k-1].Form != "," {
			continue
		}
		for a, n := k-2, 0; a >= 0 && n < maxChain; a, n = s.Tokens[a].Head, n+1 {
			u := s.Tokens[a].UPOS
			if a >= k || u == "VERB" || u == "AUX" {
				break
			}
			if (u == "NOUN" || u == "PROPN") && s.Tokens[a].Feat("Number") != "" && s.Tokens[a].Feat("Number") == s.Tokens[v].Feat("Number") || u == "PROPN" && s.Tokens[v].Feat("Number") == "Sing" {
				return a
			}
		}
	}
	return -1
}

// agree says whether the verb of c could have the subject of g.
func agree(t *nlp.Token, c *Clause, s *nlp.Sentence, g *Clause) bool {
	a, b := t, &s.Tokens[g.Head]
	if c.Finite >= 0 {
		a = &s.Tokens[c.Finite]
	}
	if g.Finite >= 0 {
		b = &s.Tokens[g.Finite]
	}
	return sameNumber(a, b) && (a.Feat("Person") == "" || b.Feat("Person") == "" || a.Feat("Person") == b.Feat("Person"))
}

func sameNumber(a, b *nlp.Token) bool {
	x, y := a.Feat("Number"), b.Feat("Number")
	return x == "" || y == "" || x == y
}

// Relative says whether a token is a relative word: by its features or, for the
// pronouns of trees that do not tell their kinds, by the pack's words.
func (r *Reader) Relative(t *nlp.Token) bool {
	kind := t.Feat("PronType")
	return strings.Contains(kind, "Rel") || kind == "" && t.UPOS == "PRON" && r.relative[t.Lemma]
}

// antecedent returns what a relative pronoun k, an argument of predicate i,
// stands for, or -1.
func (r *Reader) antecedent(s *nlp.Sentence, k, i int) int {
	if t := &s.Tokens[k]; t.UPOS != "PRON" || !r.Relative(t) {
		return -1
	}
	for j, n := i, 0; n < maxChain; n++ {
		t := &s.Tokens[j]
		if Main(t.Deprel) == "acl" && t.Head >= 0 {
			return t.Head
		}
		if Main(t.Deprel) != "conj" && Main(t.Deprel) != "xcomp" || t.Head < 0 {
			return -1
		}
		j = t.Head
	}
	return -1
}

// conjuncts adds to each head the heads coordinated with it.
func (r *Reader) conjuncts(s *nlp.Sentence, heads []int) []int {
	var out []int
	for _, h := range heads {
		out = append(out, h)
		for _, k := range s.Children(h) {
			if Main(s.Tokens[k].Deprel) == "conj" && s.Tokens[k].UPOS != "VERB" {
				out = append(out, int(k))
			}
		}
	}
	return out
}

// Conjuncts returns token i and those coordinated with it.
func (r *Reader) Conjuncts(s *nlp.Sentence, i int) []int { return r.conjuncts(s, []int{i}) }

// Case returns the lemma of the preposition that marks token i, with the words
// that are fixed to it. Without one it returns the grammatical case in small
// letters ("gen", "dat", "ins") of an oblique or a noun's complement, where the
// pack says that this case alone marks a role; else "".
func (r *Reader) Case(s *nlp.Sentence, i int) string {
	var parts []string
	for _, k := range s.Children(i) {
		t := &s.Tokens[k]
		if Main(t.Deprel) != "case" || int(k) > i {
			continue
		}
		parts = append(parts, t.Lemma)
		for _, f := range s.Children(int(k)) {
			if Main(s.Tokens[f].Deprel) == "fixed" {
				parts = append(parts, strings.ToLower(s.Tokens[f].Form))
			}
		}
	}
	if len(parts) > 0 {
		return strings.Join(parts, " ")
	}
	if t := &s.Tokens[i]; r.bare["Ins"] && t.Deprel == "obl:agent" {
		return "ins"
	}
	if t := &s.Tokens[i]; len(r.bare) > 0 && (Main(t.Deprel) == "obl" || Main(t.Deprel) == "nmod" || r.genitiveAppos(s, i)) {
		if c := t.Feat("Case"); r.bare[c] {
			return strings.ToLower(c)
		}
	}
	return ""
}

// marked says whether a word such as "as" introduces the gerund at token i.
func (r *Reader) marked(s *nlp.Sentence, i int) bool {
	for _, k := range s.Children(i) {
		if t := &s.Tokens[k]; int(k) < i && (Main(t.Deprel) == "mark" || Main(t.Deprel) == "case") && r.control[t.Lemma] {
			return true
		}
	}
	return false
}

func (r *Reader) mark(s *nlp.Sentence, i int) string {
	for _, k := range s.Children(i) {
		if t := &s.Tokens[k]; Main(t.Deprel) == "mark" && int(k) < i && t.UPOS != "ADP" {
			return t.Lemma
		}
	}
	return ""
}

// Subtree returns the first and last token under token i, itself included.
func Subtree(s *nlp.Sentence, i int) (first, last int) {
	first, last = i, i
	var walk func(j, depth int)
	walk = func(j, depth int) {
		first, last = min(first, j), max(last, j)
		if depth > 200 {
			return
		}
		for _, k := range s.Children(j) {
			walk(int(k), depth+1)
		}
	}
	walk(i, 0)
	return first, last
}

// Slot returns the tokens in a place of the clause: "subj", "obj", "iobj", a
// preposition, or a case that marks by itself (see [Reader.Case]).
func (c *Clause) Slot(name string) []int {
	switch name {
	case "subj":
		return c.Subject.Tokens
	case "obj":
		return c.Object.Tokens
	case "iobj":
		return c.Indirect.Tokens
	}
	var out []int
	for _, o := range c.Obliques {
		if o.Case == name {
			out = append(out, o.Token)
		}
	}
	return out
}

// String shows the clause for explanations.
func (c *Clause) String() string {
	word := func(i int) string {
		if i < 0 {
			return "–"
		}
		return c.Sentence.Tokens[i].Form
	}
	words := func(a Arg) string {
		var w []string
		for _, i := range a.Tokens {
			w = append(w, word(i))
		}
		if len(w) == 0 {
			return "–"
		}
		return strings.Join(w, "+") + " (" + a.Via + ")"
	}
	return fmt.Sprintf("%s: subject %s, object %s, tense from %s", word(c.Head), words(c.Subject), words(c.Object), word(c.Finite))
}
