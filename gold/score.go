package gold

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/reading"
)

// A Count tells what was found from what is in the gold. What is right is
// counted on either side, for one that is found may answer to several of the
// gold, and is not counted at all where the gold says that it is optional.
type Count struct {
	Gold, Found           int
	GoldRight, FoundRight int
}

// Precision is the share of what was found that is right, in per cent.
func (c Count) Precision() float64 { return 100 * ratio(c.FoundRight, c.Found) }

// Recall is the share of the gold that was found, in per cent.
func (c Count) Recall() float64 { return 100 * ratio(c.GoldRight, c.Gold) }

// F1 is the harmonic mean of precision and recall, in per cent.
func (c Count) F1() float64 {
	p, r := ratio(c.FoundRight, c.Found), ratio(c.GoldRight, c.Gold)
	if p+r == 0 {
		return 0
	}
	return 200 * p * r / (p + r)
}

// ratio is a/b, 0 of nothing.
func ratio(a, b int) float64 { return float64(a) / float64(max(1, b)) }

func (c *Count) add(o Count) {
	c.Gold += o.Gold
	c.Found += o.Found
	c.GoldRight += o.GoldRight
	c.FoundRight += o.FoundRight
}

// right counts one that is right on both sides.
func (c *Count) right() {
	c.GoldRight++
	c.FoundRight++
}

// A Share is how many of those in question are right.
type Share struct{ Right, Of int }

// Percent is the share in per cent, 0 of nothing.
func (s Share) Percent() float64 {
	return 100 * float64(s.Right) / float64(max(1, s.Of))
}

func (s *Share) add(o Share) {
	s.Right += o.Right
	s.Of += o.Of
}

// count counts one, which is right or not.
func (s *Share) count(right bool) {
	s.Of++
	if right {
		s.Right++
	}
}

// Scores compare readings with the gold.
type Scores struct {
	Articles    int
	Unread      int // of the articles, those of which there is no reading; all of their gold is missed
	Statements  StatementScores
	Events      EventScores
	Visits      VisitScores
	Instruments InstrumentScores
	Times       TimeScores
	Mistakes    []Mistake // of the articles that were read
}

// StatementScores compare pieces of words with quotes. The three counts are of
// the same pieces and quotes.
type StatementScores struct {
	Exact   Count // the same words
	Overlap Count // overlapping words
	Speaker Count // overlapping words and the right speaker
	Elided  Share // right speakers of matched quotes whose subject is left out
	Channel Share // right channels of matched quotes where both tell one
}

// EventScores compare events. There is no precision: the gold holds the main
// events only.
type EventScores struct {
	Found   int
	Recall  Share // type and trigger
	Loose   Share // type, and trigger or sentence
	AnyType Share // trigger
	Parties Count // codes of actors and recipients of matched events
	Status  Share // of matched events
	Date    Share // of matched events that the gold dates
}

// VisitScores compare visits.
type VisitScores struct {
	Count
	Kind, Start, Status Share // of matched visits
}

// InstrumentScores compare instruments.
type InstrumentScores struct {
	Count
	Parties, Status Share // of matched instruments
}

// TimeScores compare expressions of time. The two counts are of the same
// expressions.
type TimeScores struct {
	Span  Count // overlapping words
	Value Count // overlapping words and the same value
}

// A Mistake is one difference between a reading and the gold.
type Mistake struct {
	Part         Part
	Kind         string // as in "wrong speaker"
	File         string
	Start, End   int    // offsets in the file; -1 where the gold tells no place
	Line, Column int    // of Start, in code points, from 1; 0 where the gold tells no place
	Words        string // what stands there
	Gold, Got    string // empty where there is nothing to be told, or Words tells it
}

// Add adds the scores of other articles.
func (s *Scores) Add(o *Scores) {
	s.Articles += o.Articles
	s.Unread += o.Unread
	s.Statements.Exact.add(o.Statements.Exact)
	s.Statements.Overlap.add(o.Statements.Overlap)
	s.Statements.Speaker.add(o.Statements.Speaker)
	s.Statements.Elided.add(o.Statements.Elided)
	s.Statements.Channel.add(o.Statements.Channel)
	s.Events.Found += o.Events.Found
	s.Events.Recall.add(o.Events.Recall)
	s.Events.Loose.add(o.Events.Loose)
	s.Events.AnyType.add(o.Events.AnyType)
	s.Events.Parties.add(o.Events.Parties)
	s.Events.Status.add(o.Events.Status)
	s.Events.Date.add(o.Events.Date)
	s.Visits.Count.add(o.Visits.Count)
	s.Visits.Kind.add(o.Visits.Kind)
	s.Visits.Start.add(o.Visits.Start)
	s.Visits.Status.add(o.Visits.Status)
	s.Instruments.Count.add(o.Instruments.Count)
	s.Instruments.Parties.add(o.Instruments.Parties)
	s.Instruments.Status.add(o.Instruments.Status)
	s.Times.Span.add(o.Times.Span)
	s.Times.Value.add(o.Times.Value)
	s.Mistakes = append(s.Mistakes, o.Mistakes...)
}

// Score compares a reading with an annotated article. Without a reading (nil)
// all of the gold is missed, and no mistakes are told. It is an error when the
// reading is of another text, or has a span that does not lie in it. What
// [Parse] checks must hold of the article.
func Score(a *Article, r *reading.Reading) (*Scores, error) {
	s := &scorer{article: a, text: []rune(a.Text), people: map[string]*Entity{}, entities: map[string]*reading.Entity{}}
	s.out.Articles = 1
	if r == nil {
		r = &reading.Reading{}
		s.out.Unread = 1
	} else if err := s.place(r); err != nil {
		return nil, fmt.Errorf("scoring the reading of %s: %w", a.File, err)
	}
	s.reading = r
	for i := range a.Entities {
		s.people[a.Entities[i].Canonical] = &a.Entities[i]
	}
	for i := range r.Entities {
		s.entities[r.Entities[i].ID] = &r.Entities[i]
	}
	s.statements()
	s.events()
	s.visits()
	s.instruments()
	s.times()
	if s.err != nil {
		return nil, fmt.Errorf("scoring the reading of %s: %w", a.File, s.err)
	}
	return &s.out, nil
}

// A scorer compares one reading.
type scorer struct {
	article  *Article
	text     []rune
	reading  *reading.Reading
	body     int                // offset in the article of the text of the reading
	title    int                // of its title, -1 where the article does not have it
	people   map[string]*Entity // of the gold, by canonical name
	entities map[string]*reading.Entity
	out      Scores
	err      error // the first span that does not lie in the article
}

// place finds the text and the title of a reading in the article.
func (s *scorer) place(r *reading.Reading) error {
	body := strings.TrimSpace(r.Article.Text)
	i := strings.Index(s.article.Text, body)
	if i < 0 {
		return fmt.Errorf("its text, which begins with %q, is not in the article", brief(body))
	}
	lead := strings.TrimSuffix(r.Article.Text, strings.TrimLeftFunc(r.Article.Text, unicode.IsSpace))
	s.body = utf8.RuneCountInString(s.article.Text[:i]) - utf8.RuneCountInString(lead)
	// A reader may write other blanks between the words of a title.
	s.title = -1
	title := plainBlanks(string(r.Article.Title))
	if before, _, ok := strings.Cut(plainBlanks(s.article.Text), title); ok && title != "" {
		s.title = utf8.RuneCountInString(before)
	}
	return nil
}

// plainBlanks returns s with every blank and line end as a space.
func plainBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
}

// at returns the stretch of the article that a span of the reading is.
func (s *scorer) at(x *reading.Span) span {
	base := s.body
	if x.In == "title" {
		base = s.title
	}
	out := span{base + x.Start, base + x.End}
	if base < 0 && x.In == "title" || out.start < 0 || out.end < out.start || out.end > len(s.text) {
		if s.err == nil {
			s.err = fmt.Errorf("the span %d–%d of %q does not lie in the article", x.Start, x.End, x.Text)
		}
		return span{}
	}
	return out
}

// names returns the names of an entity of the reading in all languages.
func (s *scorer) names(id reading.Maybe) []string {
	list := []string{string(id)}
	if e := s.entities[string(id)]; e != nil {
		list = []string{e.Name.EN, e.Name.ES, e.Name.RU}
	}
	return slices.DeleteFunc(list, func(n string) bool { return n == "" })
}

// code returns the code of the state or organisation that an entity of the
// reading is or belongs to.
func (s *scorer) code(id string) string {
	if e := s.entities[id]; e != nil {
		if c := cmp.Or(e.Code, e.Country); c != "" {
			return string(c)
		}
	}
	return id[strings.LastIndexByte(id, '/')+1:]
}

// codes returns the codes of entities, each once, in order.
func (s *scorer) codes(lists ...[]string) []string {
	var out []string
	for _, id := range slices.Concat(lists...) {
		out = append(out, s.code(id))
	}
	return set(out)
}

// set returns the members of lists, each once, in order.
func set(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

// common counts the members of two sets that are in both.
func common(a, b []string) int {
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

// mistake notes a mistake at a place of the article.
func (s *scorer) mistake(part Part, kind string, at span, gold, got string) {
	if s.out.Unread > 0 {
		return
	}
	before := string(s.text[:at.start])
	s.out.Mistakes = append(s.out.Mistakes, Mistake{
		Part: part, Kind: kind, File: s.article.File, Start: at.start, End: at.end,
		Line:   1 + strings.Count(before, "\n"),
		Column: 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
		Words:  string(s.text[at.start:at.end]), Gold: gold, Got: got,
	})
}

// placeless notes a mistake of which the gold does not tell the place.
func (s *scorer) placeless(part Part, kind, words, gold, got string) {
	if s.out.Unread > 0 {
		return
	}
	s.out.Mistakes = append(s.out.Mistakes, Mistake{
		Part: part, Kind: kind, File: s.article.File, Start: -1, End: -1, Words: words, Gold: gold, Got: got,
	})
}

// brief cuts s for a message.
func brief(s string) string {
	n := 0
	for i := range s {
		if n++; n > 40 {
			return s[:i] + "…"
		}
	}
	return s
}
