package quote

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
)

// cue is a row of the table of cues.
type cue struct {
	words     []string // lemmas that follow each other in the clause
	class     string
	inf       bool     // takes a bare infinitive
	infAfter  []string // prepositions before an infinitive
	infMarked []string // the same, when the infinitive holds marks
	ger       bool     // takes a bare gerund
	pred      bool     // takes a bare predicate
	predAfter []string // prepositions before a predicate
	not       []string // what must not follow
	flags     map[string]bool
	row       lang.Row
}

// rule names the row for explanations.
func (c *cue) rule(how string) string { return "cue/" + strings.Join(c.words, "-") + "/" + how }

// channelRow is a row of the table of channels.
type channelRow struct {
	kind  string
	words []string
	needs []string
}

// An Engine finds the statements of articles in one language. It is read-only
// after New and may be used by many goroutines.
type Engine struct {
	dir      *names.Directory
	frames   *frame.Reader
	verbs    map[string][]*cue // by first lemma, longer rows first
	nouns    map[string]*cue
	preps    map[string][]*cue // by first word, longer rows first
	channels map[string][]channelRow
	sources  map[string]map[string]bool // by use: lemmas
	tone     map[string]string          // lemma to "+" (praise) or "-" (blame)
}

// New reads the tables cues, channels, sources and tone of a pack.
func New(d *names.Directory, p *lang.Pack, f *frame.Reader) (*Engine, error) {
	e := &Engine{
		dir: d, frames: f, verbs: map[string][]*cue{}, nouns: map[string]*cue{}, preps: map[string][]*cue{},
		channels: map[string][]channelRow{}, sources: map[string]map[string]bool{}, tone: map[string]string{},
	}
	rows, err := p.Table("cues")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := e.addCue(r); err != nil {
			return nil, err
		}
	}
	longestFirst := func(a, b *cue) int { return len(b.words) - len(a.words) }
	for _, cs := range e.verbs {
		slices.SortStableFunc(cs, longestFirst)
	}
	for _, cs := range e.preps {
		slices.SortStableFunc(cs, longestFirst)
	}
	if rows, err = p.Table("channels"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		for _, w := range r.List("words") {
			words := strings.Fields(strings.ToLower(w))
			if len(words) == 0 || r.Get("kind") == "" {
				return nil, r.Errorf("a kind and words are wanted")
			}
			e.channels[words[0]] = append(e.channels[words[0]], channelRow{r.Get("kind"), words, r.List("needs")})
		}
	}
	for _, cs := range e.channels {
		slices.SortStableFunc(cs, func(a, b channelRow) int { return len(b.words) - len(a.words) })
	}
	if rows, err = p.Table("sources"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		use := r.Get("use")
		if e.sources[use] == nil {
			e.sources[use] = map[string]bool{}
		}
		for _, l := range r.List("lemmas") {
			e.sources[use][l] = true
		}
	}
	if rows, err = p.Table("tone"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		if t := r.Get("tone"); t != "+" && t != "-" {
			return nil, r.Errorf("tone is + or -, not %q", t)
		}
		for _, w := range r.List("words") {
			e.tone[w] = r.Get("tone")
		}
	}
	return e, nil
}

var classes = []string{"say", "assert", "recall", "praise", "criticise", "promise", "demand", "warn", "deny", "announce", "ask"}

func (e *Engine) addCue(r lang.Row) error {
	c := &cue{words: strings.Fields(r.Get("lemma")), class: r.Get("class"), not: r.List("not"), flags: map[string]bool{}, row: r}
	if len(c.words) == 0 {
		return r.Errorf("a cue without a lemma")
	}
	if !slices.Contains(classes, c.class) {
		return r.Errorf("unknown class %q", c.class)
	}
	for _, f := range r.List("frames") {
		kind, after, _ := strings.Cut(f, ":")
		switch {
		case f == "inf":
			c.inf = true
		case f == "ger":
			c.ger = true
		case f == "pred":
			c.pred = true
		case kind == "inf" && after != "":
			c.infAfter = append(c.infAfter, after)
		case kind == "inf-marked" && after != "":
			c.infMarked = append(c.infMarked, after)
		case kind == "pred" && after != "":
			c.predAfter = append(c.predAfter, after)
		default:
			return r.Errorf("unknown frame %q", f)
		}
	}
	for _, f := range r.List("flags") {
		c.flags[f] = true
	}
	first := c.words[0]
	switch r.Get("pos") {
	case "verb":
		e.verbs[first] = append(e.verbs[first], c)
	case "noun":
		e.nouns[first] = c
	case "prep":
		e.preps[first] = append(e.preps[first], c)
	default:
		return r.Errorf("unknown part of speech %q", r.Get("pos"))
	}
	return nil
}

// is says whether a lemma has a use in the table of sources.
func (e *Engine) is(use, lemma string) bool { return e.sources[use][lemma] }

// verbCue returns the cue that token i of s is, and its last word; nil when it
// is none.
func (e *Engine) verbCue(s *nlp.Sentence, i int) (*cue, int) {
	t := &s.Tokens[i]
	if t.UPOS != "VERB" && t.UPOS != "AUX" && t.VerbForm() == "" || t.UPOS == "ADJ" && t.Feat("VerbForm") == "" {
		return nil, -1
	}
	if t.VerbForm() == "Part" && !e.perfect(s, i) && !frame.Bare(s, i) {
		return nil, -1
	}
	rows := e.verbs[t.Lemma]
	for se := range e.sources["reflexive"] {
		// "se comprometió a": a row for verb and pronoun together
		if own := e.verbs[t.Lemma+se]; own != nil && reflexive(s, i) {
			rows = append(slices.Clone(own), rows...)
		}
	}
	for _, c := range rows {
		last := i
		if len(c.words) > 1 {
			if last = e.follow(s, i+1, c.words[1:]); last < 0 {
				continue
			}
		}
		if e.barred(s, i, c) {
			continue
		}
		return c, last
	}
	return nil, -1
}

// reflexive says whether a reflexive pronoun that is no argument hangs on verb i.
func reflexive(s *nlp.Sentence, i int) bool {
	for _, k := range s.Children(i) {
		if t := &s.Tokens[k]; t.UPOS == "PRON" && (t.Feat("Reflex") == "Yes" || frame.Main(t.Deprel) == "expl") {
			return true
		}
	}
	return false
}

// perfect says whether a participle belongs to a compound tense.
func (e *Engine) perfect(s *nlp.Sentence, i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		t := &s.Tokens[j]
		if t.UPOS == "AUX" && t.VerbForm() != "" {
			return true
		}
		if t.UPOS == "ADV" || t.UPOS == "PRON" {
			continue
		}
		break
	}
	return frame.Has(s, i, "aux")
}

// follow returns the last of words that stand after position i, adverbs passed
// over, or -1 when they do not.
func (e *Engine) follow(s *nlp.Sentence, i int, words []string) int {
	for n := 0; i < len(s.Tokens) && n < 3; i++ {
		t := &s.Tokens[i]
		if t.Lemma == words[0] || strings.EqualFold(t.Form, words[0]) {
			if len(words) == 1 {
				return i
			}
			return e.follow(s, i+1, words[1:])
		}
		if t.UPOS != "ADV" && t.UPOS != "PUNCT" && t.UPOS != "DET" {
			return -1
		}
		n++
	}
	return -1
}

// barred says whether what follows makes the verb something else than a cue.
func (e *Engine) barred(s *nlp.Sentence, i int, c *cue) bool {
	for _, n := range c.not {
		if e.follow(s, i+1, strings.Fields(n)) >= 0 {
			return true
		}
	}
	return false
}

// prepCue returns the preposition cue that begins at token i, and its last token.
func (e *Engine) prepCue(s *nlp.Sentence, i int) (*cue, int) {
	for _, c := range e.preps[strings.ToLower(s.Tokens[i].Form)] {
		j := i
		for _, w := range c.words {
			if j >= len(s.Tokens) || !strings.EqualFold(s.Tokens[j].Form, w) {
				j = -1
				break
			}
			j++
		}
		if j > 0 {
			return c, j - 1
		}
	}
	return nil, -1
}

// finite says whether token i of s is a finite verb, or a predicate with a
// subject where the language leaves out the verb.
func finite(s *nlp.Sentence, i int) bool {
	t := &s.Tokens[i]
	if t.VerbForm() == "Fin" {
		return true
	}
	if t.UPOS != "NOUN" && t.UPOS != "ADJ" && t.UPOS != "ADV" && t.UPOS != "PRON" {
		return false
	}
	return frame.Has(s, i, "nsubj") && !frame.Has(s, i, "cop")
}

// Explain tells which row a rule of this engine stands for.
func (e *Engine) Explain(rule string) (string, bool) {
	parts := strings.Split(rule, "/")
	if len(parts) != 3 || parts[0] != "cue" {
		return "", false
	}
	words := strings.Split(parts[1], "-")
	find := func(cs []*cue) (string, bool) {
		for _, c := range cs {
			if slices.Equal(c.words, words) {
				return fmt.Sprintf("%s:%d: %s", c.row.File, c.row.Line, strings.Join(c.row.Cell, " | ")), true
			}
		}
		return "", false
	}
	if s, ok := find(e.verbs[words[0]]); ok {
		return s, true
	}
	if c := e.nouns[words[0]]; c != nil {
		return find([]*cue{c})
	}
	return find(e.preps[words[0]])
}
