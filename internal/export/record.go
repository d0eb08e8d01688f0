package export

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// A Record is what is exported. The order of its lists is kept.
type Record struct {
	Events     []record.Event
	Levels     []record.Rung
	Statements []record.Report     // facts of kind statement
	Articles   map[string]*Article // by key of their source; one that is missing leaves blanks
	Made       time.Time           // when the export is made: the day on which promises are judged
	Version    string              // of the program
}

// An Article is an article that facts of a record point at.
type Article struct {
	Source record.Source
	Text   string
	SHA256 string // of Text, hexadecimal
	Byline string
}

// check reports what no record that was merged has: an event or level without a
// report, a promise without a step.
func (r *Record) check() error {
	for i := range r.Events {
		e := &r.Events[i]
		switch {
		case len(e.Reports) == 0:
			return fmt.Errorf("exporting event %d (%s): it has no report", i+1, e.ID)
		case e.Promise != nil && len(e.Promise.Steps) == 0:
			return fmt.Errorf("exporting event %d (%s): its promise has no step", i+1, e.ID)
		}
	}
	for i := range r.Levels {
		if len(r.Levels[i].Reports) == 0 {
			return fmt.Errorf("exporting level %d (%s): it has no report", i+1, r.Levels[i].ID)
		}
	}
	return nil
}

// begin checks the record and returns what the formats of events write with: the
// codes, and a buffer over w.
func (r *Record) begin(w io.Writer) (*codes, *bufio.Writer, error) {
	if err := r.check(); err != nil {
		return nil, nil, err
	}
	c, err := readCodes()
	return c, bufio.NewWriter(w), err
}

// article returns the article of a report, nil where the record has none.
func (r *Record) article(rep *record.Report) *Article { return r.Articles[rep.Source.Key] }

// day returns the day on which the record is looked at.
func (r *Record) day() record.Day {
	d, err := record.ParseDay(r.Made.UTC().Format(time.DateOnly))
	if err != nil { // a year of more than four digits
		return record.Never
	}
	return d
}

// A told is a report with what it belongs to: an event, a level, or nothing when
// it is a statement.
type told struct {
	r     *Record
	rep   *record.Report
	of    string // id of the event or level
	event *record.Event
}

// reports yields the reports of events, then those of levels.
func (r *Record) reports() iter.Seq[told] {
	return func(yield func(told) bool) {
		for i := range r.Events {
			e := &r.Events[i]
			for j := range e.Reports {
				if !yield(told{r, &e.Reports[j], e.ID, e}) {
					return
				}
			}
		}
		for i := range r.Levels {
			l := &r.Levels[i]
			for j := range l.Reports {
				if !yield(told{r, &l.Reports[j], l.ID, nil}) {
					return
				}
			}
		}
	}
}

// statements yields the statements.
func (r *Record) statements() iter.Seq[told] {
	return func(yield func(told) bool) {
		for i := range r.Statements {
			if !yield(told{r: r, rep: &r.Statements[i]}) {
				return
			}
		}
	}
}

// happened reports whether an event is told as done or going on: what exporters of
// past events may write.
func happened(status, polarity string) bool {
	return (status == "occurred" || status == "ongoing") && polarity == "affirmed"
}

// A Span is a stretch of an article, in code points from the start of its text, or
// of its title when In says so, and the words that stand there: at most [Limit]
// code points of them. Length is that of the whole stretch, which is more than End
// - Start when it was cut.
type Span struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Text   string `json:"text"`
	In     string `json:"in"` // text, title
	Length int    `json:"length"`
}

// spanOf returns the span to be written for one of a reading.
func spanOf(s reading.Span) Span {
	out := Span{Start: s.Start, End: s.End, Text: s.Text, In: "text", Length: s.End - s.Start}
	if s.In != "" {
		out.In = s.In
	}
	cut := clip(s.Text, Limit)
	if len(cut) < len(s.Text) {
		out.Text, out.End = cut, s.Start+points(cut)
	}
	return out
}
