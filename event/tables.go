package event

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
)

// A set is a set of lemmas or forms.
type set map[string]bool

// The sets that the engine asks for by name.
const (
	setAnaphor     = "anaphor"
	setHomeland    = "homeland"
	setBoth        = "both"
	setSides       = "sides"
	setCounterpart = "counterpart"
	setInvitation  = "invitation"
	setBegin       = "begin"
	setEnd         = "end"
	setDiscuss     = "discuss"
	setTopics      = "topics"
	setLater       = "later"
	setVisit       = "visit"
	setAttack      = "attack"
	setEnvoy       = "envoy"
	setTroops      = "troops"
	setPlaceAt     = "place-at"
	setPlanned     = "planned"
	setMovedTo     = "moved-to"
	setMovedFrom   = "moved-from"
	setInstead     = "instead"
	setLasting     = "lasting"
	setLast        = "last"

	setConversation = "conversation"
	setHappen       = "happen"
	setCapital      = "capital"
	setReport       = "report"
)

// A condition is one wish of a frame for its dependents.
type condition struct {
	slots []string
	not   bool
	any   bool // anything will do
	none  bool // nothing may stand there
	words set
	kinds []string // "actor", "state", ...
}

// A row is a frame: a word that with these dependents means an event.
type row struct {
	name       string
	order      int
	wants      []condition
	actors     [][]string // alternatives, each a list of slots joined
	recipients [][]string
	kind       string
	mode       string
	context    []string
	cameo      string
	pledge     string

	mutual, alone, pair, perform, holds, durative, visit, instrument, level, talks, crowd, bare, joint, beside, said, host, praise, denied, idle bool
}

// A frameKey finds the rows of a word.
type frameKey struct {
	lemma string
	noun  bool
}

type tables struct {
	sets   map[string]set
	tone   map[string]string
	frames map[frameKey][]*row
	status *statuses
	visits []phrase // kinds of visit
	docs   []docKind
	life   []docLife
	ladder *ladder
	topics map[string]string
	prefix [][2]string

	amounts *amounts
	numbers map[string]int
	sectors map[string]string // noun: the sector of the people it means
}

// A phrase is a sequence of words and what it means.
type phrase struct {
	words []string
	means string
}

func readTables(p *lang.Pack, c *codes, r *frame.Reader) (*tables, error) {
	t := &tables{sets: map[string]set{}, tone: map[string]string{}, frames: map[frameKey][]*row{}, topics: map[string]string{}, numbers: map[string]int{}, sectors: map[string]string{}}
	rows, err := p.Table("event-sets")
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		s := set{}
		for _, w := range x.List("words") {
			s[w] = true
		}
		if x.Get("set") == "numbers" {
			for w := range s {
				word, n, _ := strings.Cut(w, "=")
				if t.numbers[word], err = strconv.Atoi(n); err != nil {
					return nil, x.Errorf("number %s: %w", w, err)
				}
			}
			continue
		}
		t.sets[x.Get("set")] = s
		if sector, ok := strings.CutPrefix(x.Get("set"), sectorPrefix); ok {
			for w := range s {
				t.sectors[w] = sector
			}
		}
	}
	if rows, err = p.Table("tone"); err != nil {
		return nil, err
	}
	for _, x := range rows {
		for _, w := range x.List("words") {
			t.tone[w] = x.Get("tone")
		}
	}
	if rows, err = p.Table("frames"); err != nil {
		return nil, err
	}
	byName := map[string]*row{}
	for i, x := range rows {
		f, err := t.frame(x)
		if err != nil {
			return nil, err
		}
		if err := c.check(f); err != nil {
			return nil, x.Errorf("frame %s: %w", f.name, err)
		}
		f.order = i
		if old := byName[f.name]; old != nil { // a later row of the same name stands for the earlier one
			f.order = old.order
			t.drop(old)
		}
		byName[f.name] = f
		pos := x.Get("pos")
		for _, w := range x.List("lemma") {
			switch pos {
			case "noun":
				t.add(frameKey{w, true}, f)
			case "verb", "adj", "any":
				t.add(frameKey{w, false}, f)
				for _, part := range r.Participles(w) {
					if pos == "verb" {
						t.add(frameKey{part, false}, f)
					}
				}
				if pos == "any" {
					t.add(frameKey{w, true}, f)
				}
			default:
				return nil, x.Errorf("unknown part of speech %q", pos)
			}
		}
	}
	for _, fs := range t.frames {
		slices.SortStableFunc(fs, func(a, b *row) int { return a.order - b.order })
	}
	if t.status, err = readStatus(p); err != nil {
		return nil, err
	}
	if rows, err = p.Table("visits"); err != nil {
		return nil, err
	}
	for _, x := range rows {
		for _, w := range x.List("words") {
			t.visits = append(t.visits, phrase{strings.Fields(w), x.Get("kind")})
		}
	}
	if err = t.readDocs(p); err != nil {
		return nil, err
	}
	if t.ladder, err = readLadder(p); err != nil {
		return nil, err
	}
	if t.amounts, err = readAmounts(p); err != nil {
		return nil, err
	}
	if rows, err = p.Table("agenda"); err != nil {
		return nil, err
	}
	for _, x := range rows {
		for _, w := range x.List("words") {
			if pre, ok := strings.CutSuffix(w, "-"); ok {
				t.prefix = append(t.prefix, [2]string{pre, x.Get("topic")})
			} else if _, ok := t.topics[w]; !ok {
				t.topics[w] = x.Get("topic")
			}
		}
	}
	return t, nil
}

func (t *tables) add(k frameKey, f *row) {
	if !slices.Contains(t.frames[k], f) {
		t.frames[k] = append(t.frames[k], f)
	}
}

func (t *tables) drop(f *row) {
	for k, fs := range t.frames {
		t.frames[k] = slices.DeleteFunc(fs, func(x *row) bool { return x == f })
	}
}

// frame reads one row of the table of frames.
func (t *tables) frame(x lang.Row) (*row, error) {
	f := &row{name: x.Get("name"), kind: x.Get("type"), mode: x.Get("mode"), cameo: x.Get("cameo"), context: x.List("context")}
	if f.name == "" || x.Get("lemma") == "" {
		return nil, x.Errorf("a frame needs a name and a lemma")
	}
	f.actors, f.recipients = slots(x.Get("actors")), slots(x.Get("recipients"))
	for _, w := range split(x.Get("wants"), ";") {
		if w == "*" {
			continue
		}
		c := condition{words: set{}}
		if w, c.not = strings.CutPrefix(w, "!"); c.not {
			_ = w
		}
		w, _ = strings.CutPrefix(w, "!")
		left, right, ok := strings.Cut(w, "=")
		if !ok {
			return nil, x.Errorf("frame %s: %q is no condition", f.name, w)
		}
		c.slots = slotNames(left)
		for _, a := range split(right, "|") {
			switch {
			case a == "*":
				c.any = true
			case a == "-":
				c.none = true
			case a[0] == '@':
				c.kinds = append(c.kinds, a[1:])
			case a[0] == '$':
				s, ok := t.sets[a[1:]]
				if !ok {
					return nil, x.Errorf("frame %s: there is no set %q", f.name, a)
				}
				for w := range s {
					c.words[w] = true
				}
			default:
				c.words[a] = true
			}
		}
		f.wants = append(f.wants, c)
	}
	flags := map[string]*bool{
		"mutual": &f.mutual, "alone": &f.alone, "pair": &f.pair, "perform": &f.perform, "holds": &f.holds, "durative": &f.durative,
		"visit": &f.visit, "instrument": &f.instrument, "level": &f.level, "talks": &f.talks, "crowd": &f.crowd, "bare": &f.bare, "joint": &f.joint,
		"beside": &f.beside, "said": &f.said, "host": &f.host, "praise": &f.praise, "denied": &f.denied, "idle": &f.idle,
	}
	for _, w := range strings.Fields(x.Get("flags")) {
		if p, ok := strings.CutPrefix(w, "pledge:"); ok {
			f.pledge = p
		} else if b := flags[w]; b != nil {
			*b = true
		} else {
			return nil, x.Errorf("frame %s: unknown flag %q", f.name, w)
		}
	}
	return f, nil
}

// slotNames reads a list of slots; "frente_a" stands for "frente a".
func slotNames(s string) []string {
	var out []string
	for _, n := range split(s, ",") {
		out = append(out, strings.ReplaceAll(n, "_", " "))
	}
	return out
}

func slots(s string) [][]string {
	var out [][]string
	for _, alt := range split(s, ",") {
		var g []string
		for _, n := range split(alt, "+") {
			g = append(g, strings.ReplaceAll(n, "_", " "))
		}
		out = append(out, g)
	}
	return out
}

// isPrep says whether a preposition, as a slot names it, has a use in the event
// sets: "to", "of", "by", "with", or "inherited" (a noun takes it over from the
// clause that carries it).
func (e *Engine) isPrep(use, slot string) bool { return e.tab.sets[use][slot] }

// preps lists the prepositions of some uses, those of one use in alphabetical
// order.
func (e *Engine) preps(uses ...string) []string {
	var out []string
	for _, u := range uses {
		out = append(out, slices.Sorted(maps.Keys(e.tab.sets[u]))...)
	}
	return out
}
