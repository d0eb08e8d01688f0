package gold

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// A Derived text is one whose annotation was made by rule from a treebank, or
// comes from a corpus of coreference: reported clauses, mentions, or both. It is
// not exhaustive: only recall can be told from it.
type Derived struct {
	ID        string
	Lang      string // ISO 639-1
	Published string // ISO 8601 date, "" when not known
	Text      string
	Clauses   []Clause
	Mentions  []Mention
}

// A Clause is something reported. Offsets are code points of [Derived.Text].
type Clause struct {
	Content    []Stretch `json:"content"` // its pieces
	Source     *Stretch  `json:"source"`  // who reports it; nil where nobody stands in the sentence
	SourceKind string    `json:"source_kind"`
	Cue        Stretch   `json:"cue"`
	Negated    bool      `json:"cue_negated"`
}

// A Stretch is a part of a text, in code points.
type Stretch struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A Mention is a place that points at somebody or something.
type Mention struct {
	Stretch
	Cluster  string `json:"cluster"`  // what is the same in one text
	Type     string `json:"type"`     // person, organization, place, ...
	Identity string `json:"identity"` // its title in Wikipedia, "" when not known
}

// ReadDerived reads JSON Lines, one sentence or article a line: id, lang, text,
// doc where lines belong to one document, date, quotes, mentions. Lines of one
// document that follow each other become one text, a paragraph each. Errors name
// the file and the line.
func ReadDerived(file string, r io.Reader) ([]*Derived, error) {
	type record struct {
		ID       string    `json:"id"`
		Doc      string    `json:"doc"`
		Lang     string    `json:"lang"`
		Date     string    `json:"date"`
		Text     string    `json:"text"`
		Quotes   []Clause  `json:"quotes"`
		Mentions []Mention `json:"mentions"`
	}
	var out []*Derived
	doc := ""
	in := bufio.NewScanner(r)
	in.Buffer(nil, 64<<20)
	for line := 1; in.Scan(); line++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var rec record
		if err := json.Unmarshal(in.Bytes(), &rec); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, line, err)
		}
		if rec.Text == "" || rec.Lang == "" {
			return nil, fmt.Errorf("%s:%d: %w", file, line, errors.New("a text and its lang are wanted"))
		}
		var d *Derived
		if rec.Doc != "" && rec.Doc == doc {
			d = out[len(out)-1]
			d.Text += "\n\n"
		} else {
			d = &Derived{ID: rec.ID, Lang: rec.Lang, Published: rec.Date}
			out = append(out, d)
		}
		doc = rec.Doc
		at, n := len([]rune(d.Text)), len([]rune(rec.Text))
		d.Text += rec.Text
		move := func(x *Stretch) error {
			if x.Start < 0 || x.End < x.Start || x.End > n {
				return fmt.Errorf("%s:%d: no place %d to %d in a text of %d", file, line, x.Start, x.End, n)
			}
			x.Start, x.End = x.Start+at, x.End+at
			return nil
		}
		for i := range rec.Quotes {
			c := &rec.Quotes[i]
			if len(c.Content) == 0 {
				return nil, fmt.Errorf("%s:%d: a quote without content", file, line)
			}
			err := move(&c.Cue)
			for k := range c.Content {
				err = errors.Join(err, move(&c.Content[k]))
			}
			if c.Source != nil {
				err = errors.Join(err, move(c.Source))
			}
			if err != nil {
				return nil, err
			}
		}
		for i := range rec.Mentions {
			if err := move(&rec.Mentions[i].Stretch); err != nil {
				return nil, err
			}
		}
		d.Clauses = append(d.Clauses, rec.Quotes...)
		d.Mentions = append(d.Mentions, rec.Mentions...)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return out, nil
}

// Article returns the text as an article to be read.
func (d *Derived) Article() *text.Article {
	return &text.Article{ID: d.ID, Lang: d.Lang, Published: d.Published, Text: d.Text}
}

// DerivedScores count what was found of derived annotation.
type DerivedScores struct {
	Content  Share            // clauses whose words were found: half of what both cover is shared
	Cue      Share            // clauses whose cue reports something
	Asserted [2]Share         // both again, negated cues left out: they report nothing
	Source   Share            // of names, descriptions and pronouns that report: those of which the right words were found
	ByKind   map[string]Share // the same, and subjects shared with another verb, by kind
	Found    int              // statements found, right or not

	Links  Share      // mentions found of somebody with a title in Wikipedia, and named for him
	weight [4]float64 // of LEA: links found and all, by the gold, and by what was found
}

// Score adds what r holds of d to s.
func (s *DerivedScores) Score(d *Derived, r *reading.Reading) {
	if s.ByKind == nil {
		s.ByKind = map[string]Share{}
	}
	t := []rune(d.Text)
	lead := len([]rune(d.Text)) - len([]rune(strings.TrimLeft(d.Text, " \n\t")))
	place := func(x *reading.Span) span { return span{x.Start + lead, x.End + lead} }
	for i := range d.Clauses {
		s.clause(t, &d.Clauses[i], r, place)
	}
	s.Found += len(r.Statements)
	if len(d.Mentions) > 0 {
		s.clusters(t, d, r, place)
	}
}

func (s *DerivedScores) clause(t []rune, c *Clause, r *reading.Reading, place func(*reading.Span) span) {
	whole := trim(t, span{c.Content[0].Start, c.Content[len(c.Content)-1].End})
	cue := span{c.Cue.Start, c.Cue.End}
	best, bestOf := 0.0, -1
	var same []int
	for k := range r.Statements {
		st := &r.Statements[k]
		if len(st.Spans) == 0 {
			continue
		}
		from, to := place(&st.Spans[0]), place(&st.Spans[len(st.Spans)-1])
		v := overlap(whole, trim(t, span{from.start, to.end}))
		for _, p := range c.Content {
			for i := range st.Spans {
				v = max(v, overlap(trim(t, span{p.Start, p.End}), trim(t, place(&st.Spans[i]))))
			}
		}
		if v > best {
			best, bestOf = v, k
		}
		if st.Cue != nil {
			if x := place(&st.Cue.Span); x.start < cue.end && x.end > cue.start {
				same = append(same, k)
			}
		}
	}
	if len(same) > 1 { // «que A y que B»: two statements of one cue, one clause of the treebank
		a, b := place(&r.Statements[same[0]].Spans[0]), span{}
		for _, k := range same {
			spans := r.Statements[k].Spans
			a.start = min(a.start, place(&spans[0]).start)
			b.end = max(b.end, place(&spans[len(spans)-1]).end)
		}
		if v := overlap(whole, trim(t, span{a.start, b.end})); v > best {
			best, bestOf = v, same[0]
		}
	}
	found := best >= .5
	s.Content.count(found)
	s.Cue.count(len(same) > 0)
	if c.Negated {
		return
	}
	s.Asserted[0].count(found)
	s.Asserted[1].count(len(same) > 0)
	if c.Source == nil {
		return
	}
	right := false
	if found {
		if m := r.Statements[bestOf].Speaker.Mention; m != nil {
			x := place(m)
			right = x.start < c.Source.End && x.end > c.Source.Start
		}
	}
	switch c.SourceKind {
	case "name", "description", "pronoun":
		s.Source.count(right)
	}
	k := s.ByKind[c.SourceKind]
	k.count(right)
	s.ByKind[c.SourceKind] = k
}

// clusters scores mentions and what they point at. LEA (Moosavi and Strube
// 2016) weighs each cluster by its size and counts the links between its
// mentions that the other side has too; a mention alone has a link to itself.
func (s *DerivedScores) clusters(t []rune, d *Derived, r *reading.Reading, place func(*reading.Span) span) {
	gold, found := map[string]map[span]bool{}, map[string]map[span]bool{}
	put := func(m map[string]map[span]bool, key string, x span) {
		if m[key] == nil {
			m[key] = map[span]bool{}
		}
		m[key][x] = true
	}
	title := map[span]string{}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		switch m.Type {
		case "person", "organization", "place":
			x := mentionSpan(t, span{m.Start, m.End})
			put(gold, m.Cluster, x)
			title[x] = m.Identity
		}
	}
	for i := range r.Entities {
		e := &r.Entities[i]
		switch e.Kind {
		case names.Person, names.State, names.Organisation, names.Place, names.Outlet:
		default:
			continue
		}
		for k := range e.Mentions {
			x := mentionSpan(t, place(&e.Mentions[k].Span))
			put(found, e.ID, x)
			if id := title[x]; id != "" {
				s.Links.count(sameName(e.Name.EN, strings.ReplaceAll(id, "_", " "), []string{e.Name.ES, e.ID}) || sameName(strings.ReplaceAll(id, "_", " "), e.Name.EN, nil))
			}
		}
	}
	a, b := lea(gold, found)
	s.weight[0], s.weight[1] = s.weight[0]+a, s.weight[1]+b
	a, b = lea(found, gold)
	s.weight[2], s.weight[3] = s.weight[2]+a, s.weight[3]+b
}

// LEA returns the link-based entity-aware precision, recall and F1, in per cent.
func (s *DerivedScores) LEA() (p, r, f float64) {
	part := func(a, b float64) float64 {
		if b == 0 {
			return 0
		}
		return 100 * a / b
	}
	r, p = part(s.weight[0], s.weight[1]), part(s.weight[2], s.weight[3])
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

// lea returns the weighed share of the links of a's clusters that b has, and
// the whole weight.
func lea(a, b map[string]map[span]bool) (got, of float64) {
	links := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	for _, key := range slices.Sorted(maps.Keys(a)) {
		c := a[key]
		size := float64(len(c))
		of += size
		if len(c) == 1 {
			for _, o := range b {
				if common := sharedSpans(c, o); common == 1 && len(o) == 1 {
					got++
					break
				}
			}
			continue
		}
		sum := 0.0
		for _, o := range b {
			sum += links(sharedSpans(c, o))
		}
		got += size * sum / links(len(c))
	}
	return got, of
}

func sharedSpans(a, b map[span]bool) int {
	n := 0
	for x := range a {
		if b[x] {
			n++
		}
	}
	return n
}

// mentionSpan drops articles and the signs of a genitive at the edges, which
// corpora take in or leave out.
func mentionSpan(t []rune, x span) span {
	x = trim(t, x)
	for _, w := range []string{"the ", "The ", "a ", "A ", "an ", "An "} {
		if n := len([]rune(w)); x.end-x.start > n && string(t[x.start:x.start+n]) == w {
			x.start += n
			break
		}
	}
	if n := x.end - x.start; n > 2 && (string(t[x.end-2:x.end]) == "'s" || string(t[x.end-2:x.end]) == "’s") {
		x.end -= 2
	}
	return trim(t, x)
}

// Write prints the scores.
func (s *DerivedScores) Write(w io.Writer) error {
	var b strings.Builder
	if s.Content.Of > 0 {
		fmt.Fprintf(&b, "reported clauses  %d, statements found %d\n", s.Content.Of, s.Found)
		fmt.Fprintf(&b, "  words found     %5.1f   cue found %5.1f\n", s.Content.Percent(), s.Cue.Percent())
		fmt.Fprintf(&b, "  without negated cues (%d): words %5.1f   cue %5.1f\n", s.Content.Of-s.Asserted[0].Of, s.Asserted[0].Percent(), s.Asserted[1].Percent())
		fmt.Fprintf(&b, "  sources that are a name, a description or a pronoun: right %5.1f (%d of %d)\n", s.Source.Percent(), s.Source.Right, s.Source.Of)
		for _, k := range slices.Sorted(maps.Keys(s.ByKind)) {
			v := s.ByKind[k]
			fmt.Fprintf(&b, "    %-12s %d of %d\n", k, v.Right, v.Of)
		}
	}
	if s.weight[1] > 0 {
		p, r, f := s.LEA()
		fmt.Fprintf(&b, "persons, organisations and places: LEA P %5.1f  R %5.1f  F %5.1f\n", p, r, f)
		fmt.Fprintf(&b, "  mentions found of somebody with a title in Wikipedia: named right %5.1f (%d of %d)\n", s.Links.Percent(), s.Links.Right, s.Links.Of)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
