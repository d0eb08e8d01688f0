package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// What a row of the table of status may set beside the values of an event.
const (
	setPresent = "present" // goes on, or happened, as the frame says
	setPast    = "past"
	setHost    = "host"
	setPerform = "perform"
	setStart   = "begin"
	setKeep    = "keep"
	setNone    = "none"
)

// A cue is one row of the table of status.
type cue struct {
	words    set
	phrases  [][]string
	as       []string
	status   string
	polarity string
	name     string
}

// statuses is the table of what tells whether an act happened, by use.
type statuses struct {
	mood    map[string]*cue
	aux     map[string]*cue
	adj     map[string]*cue
	prep    []*cue
	mark    []*cue
	govern  map[string][]*cue
	adverb  map[string]*cue
	negated map[string]*cue
}

func readStatus(p *lang.Pack) (*statuses, error) {
	st := &statuses{mood: map[string]*cue{}, aux: map[string]*cue{}, adj: map[string]*cue{}, govern: map[string][]*cue{}, adverb: map[string]*cue{}, negated: map[string]*cue{}}
	rows, err := p.Table("status")
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		c := &cue{words: set{}, as: x.List("as"), status: x.Get("set"), polarity: x.Get("polarity"), name: x.Get("name")}
		switch c.status {
		case Occurred, Ongoing, Planned, Hypothetical, setPresent, setPast, setHost, setPerform, setStart, setKeep, setNone:
		default:
			return nil, x.Errorf("unknown status %q", c.status)
		}
		switch c.polarity {
		case "", Affirmed, Negated, Denied:
		default:
			return nil, x.Errorf("unknown polarity %q", c.polarity)
		}
		for _, w := range x.List("words") {
			c.words[w] = true
			c.phrases = append(c.phrases, strings.Fields(w))
			var m map[string]*cue
			switch x.Get("use") {
			case "mood":
				m = st.mood
			case "aux":
				m = st.aux
			case "adj":
				m = st.adj
			case "adverb":
				m = st.adverb
			case "negation":
				m = st.negated
			case "govern":
				first, _, _ := strings.Cut(w, " ")
				if !slices.Contains(st.govern[first], c) {
					st.govern[first] = append(st.govern[first], c)
				}
				continue
			case "prep", "mark":
				continue
			default:
				return nil, x.Errorf("unknown use %q", x.Get("use"))
			}
			m[w] = c
		}
		switch x.Get("use") {
		case "prep":
			st.prep = append(st.prep, c)
		case "mark":
			st.mark = append(st.mark, c)
		}
	}
	return st, nil
}

// A verdict is what is known of an act so far.
type verdict struct {
	status, polarity string
	cue              int // token, or -1
	name             string
	present          bool // told in the present tense
	weak             bool // by default only
	begun            bool
	finite, governed bool
	stands           bool // what would undo the act is denied: its polarity is settled
	moved            *cue // the row by which the act is put off, moved or called off
	mover            int  // token of the word that does so
}

// judge reads the status and polarity of an act.
func (r *reading) judge(g *trigger) verdict {
	v := verdict{polarity: Affirmed, cue: -1}
	if g.c.Nominal && g.rel >= 0 {
		// "canceló el viaje que tenía previsto": what governs the noun comes first
		r.judgeNoun(g.sent, g.s, g.tok, g.row, &v, 0)
		if v.governed {
			return v
		}
		v = verdict{polarity: Affirmed, cue: -1}
		r.judgeVerb(g.sent, g.s, g.rel, &row{durative: true}, &v, 1)
	} else if g.c.Nominal {
		r.judgeNoun(g.sent, g.s, g.tok, g.row, &v, 0)
		if len(g.held) > 0 && !v.governed && v.polarity == Affirmed {
			w := verdict{polarity: Affirmed, cue: -1}
			if r.judgeVerb(g.sent, g.s, g.held[0], g.row, &w, 1); w.status != "" {
				v = w // "habló de la cumbre que se celebrará"
			}
		}
	} else {
		r.judgeVerb(g.sent, g.s, g.tok, g.row, &v, 0)
	}
	if v.status == "" {
		v.status, v.weak = Occurred, true
	}
	if v.polarity == Negated && v.status == Planned && (v.name == namePlan || v.name == nameProspective) && r.saidOf(g) >= 0 {
		v.polarity = Denied // "said that no talks are planned": a plan that somebody says there is not
	}
	return v
}

func (v *verdict) take(status string, tok int, name string) {
	if v.status == "" {
		v.status, v.cue, v.name = status, tok, name
	}
}

func (v *verdict) turn(polarity string, tok int) {
	if polarity == "" || polarity == Affirmed || v.polarity != Affirmed || v.stands {
		return
	}
	v.polarity = polarity
	v.cue = tok
}

// judgeVerb reads a predicate that is a verb.
func (r *reading) judgeVerb(sent int, s *nlp.Sentence, i int, f *row, v *verdict, depth int) {
	st := r.e.tab.status
	t := &s.Tokens[i]
	// negation and adverbs
	for _, k := range s.Children(i) {
		d := &s.Tokens[k]
		low := strings.ToLower(d.Form)
		if d.UPOS != "ADV" && d.UPOS != "CCONJ" && d.UPOS != "PART" && d.UPOS != "SCONJ" {
			continue
		}
		if c := st.negated[low]; c != nil && int(k) < i && !(d.UPOS == "SCONJ") && !frame.Fixed(s, int(k)) {
			v.turn(c.polarity, int(k))
		}
		if c := st.adverb[low]; c != nil {
			v.take(c.status, int(k), c.name)
		}
	}
	// "no agreement was signed"
	for _, k := range s.Children(i) {
		if m := frame.Main(s.Tokens[k].Deprel); m != "nsubj" && m != "obj" {
			continue
		}
		for _, j := range s.Children(int(k)) {
			if c := st.negated[strings.ToLower(s.Tokens[j].Form)]; c != nil && s.Tokens[j].UPOS == "DET" {
				v.turn(c.polarity, int(j))
			}
		}
	}
	// modals and auxiliaries
	perfect, fin := false, -1
	for _, k := range s.Children(i) {
		d := &s.Tokens[k]
		c := st.aux[d.Lemma]
		if c == nil {
			c = st.aux[strings.ToLower(d.Form)]
		}
		if int(k) > i && (c == nil || d.Feat("Mood") != "Cnd") || d.UPOS != "AUX" && frame.Main(d.Deprel) != "aux" && (c == nil || d.UPOS != "ADJ") {
			continue
		}
		if c != nil && (t.VerbForm() != "Part" || d.VerbForm() == "Fin" && d.Feat("Mood") == "" || d.UPOS == "ADJ" || d.Deprel == "aux:pass" && d.Feat("Tense") == "Fut") {
			if c.name == conditional && r.reported(s, i) {
				v.take(Planned, int(k), "future-in-past")
			}
			if c.name == conditional && r.conditioned(s, i) {
				v.take(Hypothetical, int(k), "condition")
			}
			v.take(c.status, int(k), c.name)
		}
		if d.VerbForm() == "Fin" && fin < 0 {
			fin = int(k)
			if t.VerbForm() == "Part" && frame.Main(d.Deprel) == "aux" && d.Deprel != "aux:pass" && !r.passiveAux(d) {
				perfect = true
			}
		}
	}
	// "посетил бы": the particle belongs to the verb before it, whatever the tree says
	if i+1 < len(s.Tokens) && (s.Tokens[i+1].UPOS == "AUX" || s.Tokens[i+1].UPOS == "PART") {
		if c := st.aux[s.Tokens[i+1].Lemma]; c != nil && c.name == conditional && c.status == Hypothetical {
			v.take(c.status, i+1, c.name)
		}
	}
	if t.VerbForm() == "Fin" && (fin < 0 || t.Feat("Mood") != "") { // "будет подписано": the auxiliary tells
		fin = i
	}
	v.finite = fin >= 0
	// the conjunction of its clause
	if c, k := r.markOf(s, i); c != nil {
		v.take(c.status, k, c.name)
	}
	if c, k := r.prepOf(s, i); c != nil && c.status != setNone {
		v.take(c.status, k, c.name)
		v.turn(c.polarity, k)
	} else if c != nil && fin < 0 {
		v.take(Planned, k, c.name)
	}
	// what governs it
	h := t.Head
	rel := frame.Main(t.Deprel)
	if h >= 0 && depth < 5 {
		as := ""
		switch rel {
		case "ccomp", "xcomp", "csubj", "obj", "advcl", "obl", "nmod", "acl":
			as = "clause"
		}
		if rel == "acl" && !isVerb(&s.Tokens[h]) {
			as = "noun"
			if t.VerbForm() == "Part" {
				as = "" // "a proposal rejected by X": done to the noun, not governed by it
			}
		}
		if rel == "advcl" && fin >= 0 {
			as = ""
		}
		if as == "clause" && fin >= 0 && s.Tokens[fin].Feat("Mood") == "Ind" && rel != "ccomp" && rel != "csubj" {
			as = ""
		}
		if as != "" {
			if k := r.resultOf(s, h); k >= 0 && k != i && as == "clause" {
				if c := r.governs(sent, k, as); c != nil { // "no tiene previsto viajar"
					r.governed(sent, s, h, c, f, v, depth)
				}
			}
			past := fin >= 0 && s.Tokens[fin].Feat("Mood") == "Ind" && (perfect || s.Tokens[fin].Feat("Tense") == "Past" || s.Tokens[fin].Feat("Tense") == "Imp")
			if c := r.governs(sent, h, as); c != nil && !(past && c.polarity == "" && c.status != setKeep) {
				if c.polarity == Denied && fin >= 0 && s.Tokens[fin].Feat("Tense") == "Fut" {
					v.take(Planned, fin, "future")
				}
				r.governed(sent, s, h, c, f, v, depth)
			}
		}
	}
	if k := r.deniedReport(sent, s, i); k >= 0 && v.polarity == Affirmed {
		if fin >= 0 && s.Tokens[fin].Feat("Tense") == "Fut" {
			v.take(Planned, fin, "future")
		}
		v.turn(Denied, k)
	}
	if v.status != "" {
		return
	}
	if fin >= 0 {
		d := &s.Tokens[fin]
		m := r.mood(d, perfect)
		if m != nil && m.name == "subjunctive" && !perfect && rel == "root" && !r.marked(s, i) {
			m = r.e.tab.status.mood["Ind/Pres"] // a main clause has no such mood: the tagger mistook the present
		}
		switch {
		case m == nil:
		case m.status == setPresent:
			v.present = true
			if f.durative {
				v.take(Ongoing, -1, m.name)
			} else {
				v.take(Occurred, -1, m.name)
			}
		case m.name == conditional && !perfect && r.reported(s, i):
			v.take(Planned, fin, "future-in-past")
		case m.name == "subjunctive" && perfect:
			v.take(Occurred, fin, "perfect")
		default:
			v.take(m.status, fin, m.name)
		}
		return
	}
	// a participle, infinitive or gerund: its own form, then what governs it
	switch t.VerbForm() {
	case "Part":
		v.take(Occurred, -1, "participle")
	case "Ger":
		if h >= 0 && depth < 5 && isVerb(&s.Tokens[h]) && r.marked(s, i) {
			r.judgeVerb(sent, s, h, &row{}, v, depth+1) // "after meeting", "for violating"
			return
		}
		if t.Feat("Tense") == "Past" || t.Feat("Aspect") == "Perf" { // "прибывший", "прибыв"
			v.take(Occurred, -1, "participle")
		}
		if h >= 0 && depth < 5 && verbal(f.kind) {
			if isVerb(&s.Tokens[h]) && rel != "acl" {
				r.judgeVerb(sent, s, h, &row{}, v, depth+1) // "left, blaming X": said then
				return
			}
			v.take(Occurred, -1, "gerund") // "a statement blaming X"
		}
		v.take(Ongoing, -1, "gerund")
	default:
		if frame.Headline(s, i) {
			v.take(Planned, -1, "headline")
			return
		}
		if h >= 0 && depth < 5 && isVerb(&s.Tokens[h]) {
			r.judgeVerb(sent, s, h, f, v, depth+1)
		}
	}
}

// deniedReport returns the verb that denies the report of which a clause tells the
// content, "desmintió la noticia de que …", "denied reports that …", "опроверг слова
// о том, что …"; -1 when there is none, or it does not deny.
func (r *reading) deniedReport(sent int, s *nlp.Sentence, i int) int {
	h := s.Tokens[i].Head
	if h < 0 || h > i || frame.Main(s.Tokens[i].Deprel) != "acl" {
		return -1
	}
	if t := &s.Tokens[h]; t.UPOS == "PRON" && frame.Main(t.Deprel) == "obl" && t.Head >= 0 {
		for _, k := range s.Children(t.Head) { // "опроверг слова Трампа о том, что": hung on the verb
			if frame.Main(s.Tokens[k].Deprel) == "obj" && int(k) < h {
				h = int(k)
			}
		}
	}
	for n := 0; n < 4 && h >= 0 && !r.wordIn(&s.Tokens[h], r.e.tab.sets[setReport]); n++ {
		switch frame.Main(s.Tokens[h].Deprel) {
		case "nmod", "appos", "flat", "det": // "слова Трампа о том, что": "том" may hang on the name
			h = s.Tokens[h].Head
		default:
			return -1
		}
	}
	if h < 0 {
		return -1
	}
	if !r.wordIn(&s.Tokens[h], r.e.tab.sets[setReport]) || r.relative(s, i) || frame.Main(s.Tokens[h].Deprel) != "obj" {
		return -1
	}
	g := s.Tokens[h].Head
	if c := r.governs(sent, g, "obj"); c == nil || c.polarity != Denied || r.e.frames.Clause(s, g).Negation >= 0 {
		return -1
	}
	return g
}

// conditional names the rows of status for what would be.
const conditional = "conditional"

// conditioned says whether a clause of condition hangs on a verb.
func (r *reading) conditioned(s *nlp.Sentence, i int) bool {
	for _, k := range s.Children(i) {
		if frame.Main(s.Tokens[k].Deprel) != "advcl" {
			continue
		}
		if c, _ := r.markOf(s, int(k)); c != nil && c.name == "condition" {
			return true
		}
	}
	return false
}

// marked says whether a clause begins with a conjunction or an adverb that may
// ask for the subjunctive.
func (r *reading) marked(s *nlp.Sentence, i int) bool {
	for _, k := range s.Children(i) {
		if t := &s.Tokens[k]; int(k) < i && (t.UPOS == "SCONJ" || frame.Main(t.Deprel) == "mark" || r.e.tab.status.adverb[strings.ToLower(t.Form)] != nil) {
			return true
		}
	}
	return false
}

func (r *reading) passiveAux(t *nlp.Token) bool { return r.e.passive[t.Lemma] }

// mood finds the row for a finite token.
func (r *reading) mood(d *nlp.Token, perfect bool) *cue {
	st := r.e.tab.status
	m, ten := d.Feat("Mood"), d.Feat("Tense")
	if perfect && m == "Ind" {
		if ten == "Fut" {
			return st.mood["Ind/Fut"]
		}
		return st.mood["Ind/Past"]
	}
	if c := st.mood[m+"/"+ten]; c != nil {
		return c
	}
	return st.mood[m]
}

// reported says whether a clause is what a past verb of saying reports.
func (r *reading) reported(s *nlp.Sentence, i int) bool {
	t := &s.Tokens[i]
	if frame.Main(t.Deprel) == "conj" && t.Head >= 0 {
		t = &s.Tokens[t.Head]
	}
	if frame.Main(t.Deprel) != "ccomp" || t.Head < 0 {
		return false
	}
	h := &s.Tokens[t.Head]
	return h.Feat("Tense") == "Past" || h.Feat("Tense") == "Imp" || h.VerbForm() == "Part"
}

// markOf returns the cue of the conjunction that begins the clause of i.
func (r *reading) markOf(s *nlp.Sentence, i int) (*cue, int) {
	first := -1
	for _, k := range s.Children(i) {
		d := &s.Tokens[k]
		if int(k) < i && (frame.Main(d.Deprel) == "mark" || d.UPOS == "SCONJ") {
			first = int(k)
			break
		}
	}
	if first < 0 {
		return nil, -1
	}
	return r.phraseAt(s, first, r.e.tab.status.mark)
}

// phraseAt finds the longest phrase of some cues that takes in token i.
func (r *reading) phraseAt(s *nlp.Sentence, i int, cues []*cue) (*cue, int) {
	var best *cue
	n, at := 0, -1
	for _, c := range cues {
		for _, p := range c.phrases {
			if len(p) <= n {
				continue
			}
			for from := max(0, i-len(p)+1); from <= i; from++ {
				if seq(s, from, p) {
					best, n, at = c, len(p), from
				}
			}
		}
	}
	return best, at
}

func seq(s *nlp.Sentence, from int, p []string) bool {
	if from+len(p) > len(s.Tokens) {
		return false
	}
	for k, w := range p {
		if strings.ToLower(s.Tokens[from+k].Form) != w && s.Tokens[from+k].Lemma != w {
			return false
		}
	}
	return true
}

// prepOf returns the cue of the preposition before a noun or an infinitive.
func (r *reading) prepOf(s *nlp.Sentence, i int) (*cue, int) {
	j := i - 1
	for ; j >= 0 && j >= i-5; j-- {
		switch s.Tokens[j].UPOS {
		case "DET", "ADJ", "NUM":
			continue
		}
		break
	}
	if j < 0 {
		return nil, -1
	}
	if u := s.Tokens[j].UPOS; u != "ADP" && u != "SCONJ" && u != "ADV" && s.Tokens[j].Deprel != "fixed" && frame.Main(s.Tokens[j].Deprel) != "case" {
		return nil, -1
	}
	return r.phraseAt(s, j, r.e.tab.status.prep)
}

// governs finds the row of a governing word, one of several words ("put off")
// before one of the word alone.
func (r *reading) governs(sent, h int, as string) *cue {
	s := &r.doc.Sentences[sent]
	t := &s.Tokens[h]
	for _, w := range []string{t.Lemma, strings.ToLower(t.Form)} {
		var alone *cue
		for _, c := range r.e.tab.status.govern[w] {
			if !slices.Contains(c.as, as) && (as == "obl" || !slices.Contains(c.as, "any")) {
				continue
			}
			if c.name == nameMove && !r.movedTo(sent, h) {
				continue // "moved the embassy"
			}
			if c.words[w] {
				if alone == nil {
					alone = c
				}
			} else if r.spread(s, h, w, c) {
				return c
			}
		}
		if alone != nil {
			return alone
		}
	}
	return nil
}

// clauseWithout returns the verb of a clause that follows a noun without a
// subject of its own, where the tree gives both to one verb of saying: "said no
// meeting had been scheduled"; -1 when there is none. What a conjunction joins to
// the noun is no other subject.
func (r *reading) clauseWithout(s *nlp.Sentence, i int) int {
	h := s.Tokens[i].Head
	if h < 0 || h > i || frame.Main(s.Tokens[i].Deprel) != "obj" || !isVerb(&s.Tokens[h]) {
		return -1
	}
next:
	for _, k := range s.Children(h) {
		v := int(k)
		if v <= i || frame.Main(s.Tokens[v].Deprel) != "ccomp" || s.Tokens[v].Feat("VerbForm") != "Part" {
			continue
		}
		for _, j := range s.Children(v) {
			if int(j) < i && s.Tokens[j].UPOS != "PUNCT" {
				continue next
			}
			switch frame.Main(s.Tokens[j].Deprel) {
			case "mark":
				continue next
			case "nsubj":
				if first, _ := frame.Subtree(s, int(j)); s.Tokens[first].UPOS != "CCONJ" && s.Tokens[first-1].UPOS != "CCONJ" {
					continue next
				}
			}
		}
		return v
	}
	return -1
}

// nounBefore returns the noun right before the preposition of another, of which
// the tree makes no complement: "denied plans for talks"; -1 when there is none.
func (r *reading) nounBefore(s *nlp.Sentence, i int) int {
	for _, k := range s.Children(i) {
		j := int(k) - 1
		if frame.Main(s.Tokens[k].Deprel) != "case" || int(k) > i {
			continue
		}
		if j >= 0 && isNoun(&s.Tokens[j]) && s.Tokens[j].Head == s.Tokens[i].Head {
			return j
		}
		return -1
	}
	return -1
}

// resultOf returns the participle right behind a verb that tells what became of
// its subject ("la visita quedó aplazada"), or -1.
func (r *reading) resultOf(s *nlp.Sentence, v int) int {
	if v+1 >= len(s.Tokens) {
		return -1
	}
	if t := &s.Tokens[v+1]; t.Head == v && t.VerbForm() == "Part" && (t.UPOS == "ADJ" || t.UPOS == "VERB") {
		return v + 1
	}
	return -1
}

// apart is how many tokens behind a verb the other words of a phrase of several
// are looked for: "put the visit of his foreign minister off".
const apart = 8

// spread says whether a phrase of a row that begins with word w at token h
// follows there, perhaps with other words between.
func (r *reading) spread(s *nlp.Sentence, h int, w string, c *cue) bool {
	return slices.ContainsFunc(c.phrases, func(p []string) bool {
		if len(p) < 2 || p[0] != w {
			return false
		}
		n := 1
		for i := h + 1; i < len(s.Tokens) && i <= h+apart && n < len(p) && !r.barrier(&s.Tokens[i]); i++ {
			if strings.ToLower(s.Tokens[i].Form) == p[n] {
				n++
			}
		}
		return n == len(p)
	})
}

// governed applies what a governing word does to the act it governs.
func (r *reading) governed(sent int, s *nlp.Sentence, h int, c *cue, f *row, v *verdict, depth int) {
	host := func() verdict {
		w := verdict{polarity: Affirmed, cue: -1}
		if isNoun(&s.Tokens[h]) {
			r.judgeNoun(sent, s, h, f, &w, depth+1)
		} else {
			r.judgeVerb(sent, s, h, &row{}, &w, depth+1)
		}
		return w
	}
	v.governed = true
	if m := c.moves(); m != nil {
		v.move(m, h)
	}
	switch c.status {
	case setKeep:
		if !v.finite { // "prometió ayudar"
			v.take(Planned, h, c.name)
		}
	case setHost, setPerform, setStart:
		w := host()
		if w.polarity != Affirmed && c.polarity == "" {
			v.turn(w.polarity, w.cue)
		}
		switch {
		case c.status == setPerform && !f.perform && w.status != Hypothetical:
			v.take(Planned, h, c.name)
		case c.status == setStart && w.status == Occurred:
			v.begun = true
			v.take(Occurred, h, c.name)
		default:
			if w.present && f.durative && w.status == Occurred {
				w.status = Ongoing
			}
			if w.polarity != Affirmed {
				h = w.cue // what denies it tells more than what carries it
			}
			v.take(w.status, h, c.name)
		}
	case setNone:
	default:
		w := host()
		switch {
		case w.polarity == Affirmed:
		case c.moves() != nil:
			// "negó que la visita se hubiera cancelado": it stands as it did
			v.moved, v.stands = nil, true
			v.take(Planned, h, c.name)
			return
		case c.polarity != "":
			v.stands = true
			v.take(Hypothetical, h, c.name) // "no descartó viajar"
			return
		default:
			v.turn(w.polarity, w.cue)
		}
		v.take(c.status, h, c.name)
	}
	v.turn(c.polarity, h)
}

// judgeNoun reads a predicate that is a noun.
func (r *reading) judgeNoun(sent int, s *nlp.Sentence, i int, f *row, v *verdict, depth int) {
	st := r.e.tab.status
	t := &s.Tokens[i]
	past := false
	for _, k := range s.Children(i) {
		d := &s.Tokens[k]
		if c := st.adj[d.Lemma].moves(); c != nil {
			v.move(c, int(k))
		}
		if c := st.adj[d.Lemma]; c != nil && (d.UPOS == "ADJ" || isVerb(d) || d.UPOS == "DET" || d.UPOS == "NOUN" && r.e.frames.Case(s, int(k)) == "") {
			if c.status == setPast {
				past = true
				continue
			}
			v.take(c.status, int(k), c.name)
			v.turn(c.polarity, int(k))
		}
		if c := st.negated[d.Lemma]; c != nil && int(k) < i && (d.UPOS == "DET" || d.UPOS == "ADV") {
			v.turn(c.polarity, int(k))
		}
	}
	if c, k := r.prepOf(s, i); c != nil && c.status != setNone {
		v.take(c.status, k, c.name)
		v.turn(c.polarity, k)
	}
	if past {
		v.take(Occurred, -1, "past-adjective")
	}
	// "X is on a visit", "X is in talks with Y"
	if f.durative && depth == 0 && frame.Has(s, i, "cop") && r.e.frames.Case(s, i) != "" {
		r.judgeVerb(sent, s, i, f, v, depth+1)
		return
	}
	h := t.Head
	for n := 0; h >= 0 && frame.Main(s.Tokens[i].Deprel) == "conj" && n < 4; n++ {
		i = h
		h = s.Tokens[h].Head
	}
	if h < 0 || depth > 4 {
		return
	}
	rel := frame.Main(s.Tokens[i].Deprel)
	if k := r.clauseWithout(s, i); k >= 0 {
		h, rel = k, "nsubj"
	}
	if k := r.nounBefore(s, i); k >= 0 && rel == "obl" && r.governs(sent, k, "noun") != nil {
		h, rel = k, "nmod"
	}
	g := &s.Tokens[h]
	if rel == "obl" && r.e.tab.sets["about"][r.e.frames.Case(s, i)] {
		for _, k := range s.Children(h) { // "опроверг слова Трампа о переговорах"
			if c := r.governs(sent, h, "obj"); c != nil && c.polarity == Denied && frame.Main(s.Tokens[k].Deprel) == "obj" && r.wordIn(&s.Tokens[k], r.e.tab.sets[setReport]) {
				v.turn(Denied, h)
			}
		}
	}
	switch {
	case isVerb(g):
		as := "obl"
		switch rel {
		case "obj", "iobj":
			as = "obj"
		case "obl":
			if r.e.articles && r.e.frames.Case(s, i) == "" {
				as = "obj" // "called off the summit": an object that the tree takes for an adverbial
			}
		case "nsubj", "csubj":
			as = "obj" // "la visita fue cancelada", "se canceló la visita"
			if g.VerbForm() == "Fin" && !r.e.frames.Clause(s, h).Passive {
				as = "subj"
			}
		}
		if k := r.resultOf(s, h); k >= 0 && as != "obl" {
			if c := r.governs(sent, k, "obj"); c != nil {
				r.governed(sent, s, k, c, f, v, depth)
				return
			}
		}
		if c := r.governs(sent, h, as); c != nil {
			r.governed(sent, s, h, c, f, v, depth)
		} else if cs := r.e.frames.Case(s, i); as == "obl" && cs != "" {
			for _, c := range r.e.tab.status.govern[g.Lemma] {
				if slices.Contains(c.as, cs) && c.words[g.Lemma] { // "отказался от визита"
					r.governed(sent, s, h, c, f, v, depth)
					break
				}
			}
		}
		if v.status != "" {
			// polarity of the verb that carries it
			w := verdict{polarity: Affirmed, cue: -1}
			r.judgeVerb(sent, s, h, f, &w, depth+1)
			if as != "obl" && v.polarity == Affirmed {
				v.turn(w.polarity, w.cue)
			}
			return
		}
		w := verdict{polarity: Affirmed, cue: -1}
		r.judgeVerb(sent, s, h, f, &w, depth+1)
		if as != "obl" {
			v.turn(w.polarity, w.cue)
		}
		switch {
		case w.status == "" || w.present && as == "obl":
		case w.present && f.durative && as == "obj":
			v.take(Ongoing, -1, w.name)
		case w.present:
			v.present = true
			v.take(Occurred, -1, w.name)
			v.weak = true
		case as == "obl" && w.status == Planned && rel == "obl" || as != "obl":
			v.take(w.status, w.cue, w.name)
		case as == "obl":
			v.take(w.status, w.cue, w.name)
			v.weak = true
		}
	case st.negated[strings.ToLower(g.Form)] != nil && rel == "nsubj": // "планов нет"
		v.turn(Negated, h)
	case isNoun(g) || g.UPOS == "ADJ":
		if c := r.governs(sent, h, "noun"); c != nil {
			r.governed(sent, s, h, c, f, v, depth)
			return
		}
		if rel == "nmod" || rel == "appos" {
			r.judgeNoun(sent, s, h, f, v, depth+1)
			v.weak = true
		}
		if rel == "nsubj" && g.UPOS == "ADJ" { // "la visita está prevista"
			if c := st.adj[g.Lemma]; c != nil {
				v.take(c.status, h, c.name)
				v.turn(c.polarity, h)
			}
			w := verdict{polarity: Affirmed, cue: -1}
			r.judgeVerb(sent, s, h, f, &w, depth+1)
			v.turn(w.polarity, w.cue)
			v.take(w.status, w.cue, w.name)
		}
	}
}

// span returns the span of a token, or nil for none.
func (r *reading) span(sent, tok int) *text.Span {
	if tok < 0 {
		return nil
	}
	sp := r.doc.Sentences[sent].Tokens[tok].Span
	return &sp
}
