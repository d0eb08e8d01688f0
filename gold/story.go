package gold

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// A Story is a set of articles that tell one story, and the record that a careful
// reader makes of them: a folder of articles with record.gold.json.
type Story struct {
	Dir      string           `json:"-"`
	Articles []*text.Article  `json:"-"`     // by name of their files
	Tells    string           `json:"story"` // in a sentence
	On       string           `json:"on"`    // day on which promises are judged
	Events   []StoryEvent     `json:"events"`
	Promises []StoryPromise   `json:"promises"`
	Differ   []StoryVariation `json:"contradictions"`
	Levels   []StoryLevel     `json:"levels"`
	Copies   [][]string       `json:"copies"`
	Versions [][]string       `json:"versions"`
}

// A StoryEvent is an act, told by the articles.
type StoryEvent struct {
	Act         string   `json:"act"`
	Parties     []string `json:"parties"`
	Actors      []string `json:"actors"`
	Recipients  []string `json:"recipients"`
	Status      string   `json:"status"`
	Polarity    string   `json:"polarity"`
	Time        string   `json:"time"`
	Place       string   `json:"place"`
	Articles    []string `json:"articles"`
	Independent int      `json:"independent"`
}

// A StoryPromise is what became of an announcement.
type StoryPromise struct {
	Act     string   `json:"act"`
	Parties []string `json:"parties"`
	State   string   `json:"state"`
	Steps   []struct {
		Kind     string   `json:"kind"`
		On       string   `json:"on"`
		Due      string   `json:"due"`
		Articles []string `json:"articles"`
	} `json:"steps"`
}

// A StoryVariation is an attribute on which articles differ.
type StoryVariation struct {
	Act       string   `json:"act"`
	Parties   []string `json:"parties"`
	Attribute string   `json:"attribute"`
	Variants  []struct {
		Value    string   `json:"value"`
		Articles []string `json:"articles"`
	} `json:"variants"`
}

// A StoryLevel is a move of the level of relations.
type StoryLevel struct {
	Dyad   [2]string `json:"dyad"`
	Level  string    `json:"level"`
	Move   string    `json:"move"`
	Status string    `json:"status"`
	Time   string    `json:"time"`
	Names  []struct {
		Lang     string   `json:"lang"`
		Words    string   `json:"words"`
		Articles []string `json:"articles"`
	} `json:"names"`
}

// storyFile is the gold of a story.
const storyFile = "record.gold.json"

// LoadStories loads the stories in the folders of dir, by name.
func LoadStories(dir string) ([]*Story, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", storyFile))
	if err != nil {
		return nil, fmt.Errorf("loading stories: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("loading stories: no %s in the folders of %s", storyFile, dir)
	}
	var out []*Story
	for _, f := range files {
		s, err := loadStory(filepath.Dir(f))
		if err != nil {
			return nil, fmt.Errorf("loading stories: %w", err)
		}
		out = append(out, s)
	}
	return out, nil
}

func loadStory(dir string) (*Story, error) {
	file := filepath.Join(dir, storyFile)
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s := &Story{Dir: dir}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if _, err := record.ParseDay(s.On); err != nil {
		return nil, fmt.Errorf("%s: on: %w", file, err)
	}
	texts, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		b, err := os.ReadFile(t)
		if err != nil {
			return nil, err
		}
		a, err := text.ParseArticle(t, b)
		if err != nil {
			return nil, err
		}
		s.Articles = append(s.Articles, a)
	}
	return s, nil
}

// A Difference is where a record and a story disagree.
type Difference struct {
	Part    string // event, step, state, contradiction, level
	Missing string // what the story has and the record has not
	Extra   string // what the record has and the story has not
}

func (d Difference) String() string {
	switch {
	case d.Missing == "":
		return d.Part + ": too much: " + d.Extra
	case d.Extra == "":
		return d.Part + ": missing: " + d.Missing
	}
	return d.Part + ": want " + d.Missing + "; found " + d.Extra
}

// Compare tells where a record differs from the story. ids gives the names of the
// articles by their keys. Articles that the story does not name for what they are
// said to tell are a difference; that fewer tell it is none, as the record needs
// one. right counts what agrees.
func (s *Story) Compare(events []record.Event, rungs []record.Rung, ids map[string]string) (right int, out []Difference) {
	on, _ := record.ParseDay(s.On)
	c := comparison{}
	for _, e := range s.Events {
		c.want("event", line(e.Act, codes(e.Actors), "→", codes(e.Recipients), e.Status, e.Polarity, when(e.Time), e.Place), e.Articles)
	}
	for i := range events {
		e := &events[i]
		c.found("event", line(e.Act, codes(sides(e, e.Actors, true)), "→", codes(sides(e, e.Recipients, false)), e.Status, e.Polarity, when(e.Time), placeName(e.Place)), articles(e, nil, ids))
	}
	for _, p := range s.Promises {
		for i, step := range p.Steps {
			c.want("step", line(p.Act, codes(p.Parties), fmt.Sprint(i+1), step.Kind, "on", step.On, "due", when(step.Due)), step.Articles)
		}
		c.want("state", line(p.Act, codes(p.Parties), p.State), nil)
	}
	for i := range events {
		e := &events[i]
		if e.Promise == nil {
			continue
		}
		for j, step := range e.Promise.Steps {
			due := step.Due
			if step.Kind == record.Cancelled {
				due = ""
			}
			c.found("step", line(e.Act, codes(e.Parties), fmt.Sprint(j+1), step.Kind, "on", step.On, "due", when(due)), articles(e, step.Facts, ids))
		}
		c.found("state", line(e.Act, codes(e.Parties), e.Promise.On(on).State), nil)
	}
	for _, d := range s.Differ {
		for _, v := range d.Variants {
			c.want("contradiction", line(d.Act, codes(d.Parties), d.Attribute, told(v.Value)), v.Articles)
		}
	}
	for i := range events {
		e := &events[i]
		for _, d := range e.Variations {
			for _, v := range d.Values {
				c.found("contradiction", line(e.Act, codes(e.Parties), d.Attribute, told(v.Value)), articles(e, v.Facts, ids))
			}
		}
	}
	for _, l := range s.Levels {
		c.want("level", line(codes(l.Dyad[:]), l.Level, l.Move, l.Status, when(l.Time)), nil)
		for _, n := range l.Names {
			c.want("level", line("name", n.Lang, n.Words), n.Articles)
		}
	}
	for i := range rungs {
		l := &rungs[i]
		c.found("level", line(codes(l.Dyad[:]), l.Level, l.Move, l.Status, when(l.Time)), nil)
		for _, n := range l.Names {
			c.found("level", line("name", n.Lang, n.Words), named(n.Articles, ids))
		}
	}
	return c.differences()
}

// placeName returns the English name of a place.
func placeName(p *record.Place) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// line joins what is compared to one line.
func line(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

func codes(of []string) string { return strings.Join(of, "+") }

// told writes a sum of money with its currency first, anything else as it is.
func told(s string) string {
	if sum, currency, ok := strings.Cut(s, " "); ok && len(currency) == 3 {
		return currency + " " + sum
	}
	return when(s)
}

// when writes a time so that open and closed forms of one bound are the same.
func when(s string) string {
	iv, ok := record.ParseInterval(s)
	if !ok {
		return s
	}
	if a, b, both := strings.Cut(s, "/"); both && a != b && iv.Start == record.Always {
		return "until " + iv.End.String()
	}
	return iv.EDTF()
}

// sides returns the codes of actors or recipients; who acts together is all
// actors.
func sides(e *record.Event, ps []record.Party, actors bool) []string {
	var out []string
	if !record.Mutual(e.Act) {
		for _, p := range ps {
			out = append(out, p.Code)
		}
	} else if actors {
		out = slices.Clone(e.Parties)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// articles names the articles of reports of an event, of all with no facts.
func articles(e *record.Event, facts []string, ids map[string]string) []string {
	var keys []string
	for i := range e.Reports {
		if r := &e.Reports[i]; facts == nil || slices.Contains(facts, r.Fact.Key) {
			keys = append(keys, r.Source.Key)
		}
	}
	return named(keys, ids)
}

func named(keys []string, ids map[string]string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, cmp.Or(ids[k], k))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A comparison pairs lines.
type comparison struct {
	parts       []string
	wanted, got map[string][]compared
}

type compared struct {
	line     string
	articles []string
	used     bool
}

func (c *comparison) want(part, line string, articles []string) {
	c.put(&c.wanted, part, line, articles)
}
func (c *comparison) found(part, line string, articles []string) {
	c.put(&c.got, part, line, articles)
}

func (c *comparison) put(to *map[string][]compared, part, line string, articles []string) {
	if *to == nil {
		*to = map[string][]compared{}
	}
	if !slices.Contains(c.parts, part) {
		c.parts = append(c.parts, part)
	}
	(*to)[part] = append((*to)[part], compared{line: line, articles: articles})
}

func (c *comparison) differences() (right int, out []Difference) {
	for _, part := range c.parts {
		got := c.got[part]
		for _, w := range c.wanted[part] {
			i := slices.IndexFunc(got, func(g compared) bool { return !g.used && same(w.line, g.line) })
			if i < 0 {
				out = append(out, Difference{Part: part, Missing: w.line})
				continue
			}
			got[i].used = true
			strangers := slices.DeleteFunc(slices.Clone(got[i].articles), func(a string) bool { return slices.Contains(w.articles, a) })
			if len(strangers) > 0 {
				out = append(out, Difference{Part: part, Extra: w.line + " told by " + strings.Join(strangers, ", ")})
				continue
			}
			right++
		}
		for _, g := range got {
			if !g.used {
				out = append(out, Difference{Part: part, Extra: g.line + " in " + strings.Join(g.articles, ", ")})
			}
		}
	}
	return right, out
}

// same reports whether two lines say the same; a bound told as open and as a
// stretch of days is the same.
func same(a, b string) bool {
	return a == b || bound(a) == bound(b)
}

// bound takes the first day off stretches, so that only their ends count where
// one of two is open.
func bound(s string) string {
	fields := strings.Fields(s)
	for i, f := range fields {
		if _, end, ok := strings.Cut(f, "/"); ok {
			fields[i] = "until " + end
		}
	}
	return strings.Join(fields, " ")
}

// Read reads the articles of the story and draws their reports, families of
// copies and versions found as a store does. ids gives the names of the articles
// by their keys.
func (s *Story) Read(ctx context.Context, r *reading.Reader) (reports []record.Report, ids map[string]string, err error) {
	ids = map[string]string{}
	var sources []record.Source
	var signs []record.Signature
	var facts [][]record.Fact
	for _, a := range s.Articles {
		one, err := r.Read(ctx, a)
		if err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", a.File, err)
		}
		key := record.ArticleKey(a.URL, a.Outlet, a.Published, a.Title, a.Text)
		ids[key] = a.ID
		sources = append(sources, record.Source{
			Key: key, URL: a.URL, Outlet: a.Outlet, Agency: a.Agency, Title: a.Title, Lang: one.Article.Lang,
			Published: a.Published, Retrieved: a.Retrieved, Family: key,
		})
		signs = append(signs, record.Sign(a.Text))
		facts = append(facts, record.Facts(one, key))
	}
	for i := range sources {
		for j := range sources {
			if i == j {
				continue
			}
			if signs[i].Like(&signs[j]) >= record.Copied {
				sources[i].Family = min(sources[i].Family, sources[j].Key)
			}
			if sources[i].URL != "" && sources[i].URL == sources[j].URL && sources[i].Retrieved < sources[j].Retrieved {
				sources[i].Superseded = true
			}
		}
	}
	for i := range sources {
		for _, f := range facts[i] {
			reports = append(reports, record.Report{Fact: f, Source: sources[i]})
		}
	}
	return reports, ids, nil
}

// Record makes the record of reports: events and levels.
func Record(reports []record.Report) ([]record.Event, []record.Rung) {
	return record.Merge(reports, nil), record.Levels(reports, nil)
}
