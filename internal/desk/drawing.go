package desk

import (
	"slices"
	"time"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/message"
	"github.com/attache-project/attache/record"
)

// Measures of the drawing of a timeline, in units of its view box.
const (
	drawingWidth = 960
	drawingLeft  = 226 // where time begins; names of lanes stand before it
	drawingRight = 24
	drawingTop   = 34
	laneRow      = 15 // height of a row of marks
	lanePad      = 12
	stepHeight   = 16
	markRadius   = 5
	drawnMost    = 400 // events; the newest
)

// A drawing is a timeline drawn: a lane for each act, levels as steps above them.
type drawing struct {
	Width, Height int
	Ticks         []tick
	Steps         []step
	Rises         []rise
	Lanes         []lane
	Left, Right   int
	Foot          int // where the lanes end
	LevelsAt      int // base of the lane of levels
	Untimed       int // events without a day, which are not drawn
	Older         int // events that are not drawn because there are too many
}

type tick struct {
	X    int
	Name string
}

// A step is a level in force from one place to another.
type step struct {
	X0, X1, Y int
	Name      string
}

// A rise joins two steps.
type rise struct{ X, Y0, Y1 int }

type lane struct {
	Name  string
	Y     int // middle of its first row
	Line  int // where it ends
	Marks []drawnMark
}

// A drawnMark is an event; Wide is 0 for one of a day.
type drawnMark struct {
	X, Y, Wide int
	Hollow     bool // planned, thought of, or denied
	Title      string
}

// draw draws a timeline; nil where nothing has a day.
func draw(c *message.Catalog, t *ask.Timeline) *drawing {
	d := &drawing{Width: drawingWidth, Left: drawingLeft, Right: drawingWidth - drawingRight}
	var events []*record.Event
	span := record.Interval{Start: record.Never, End: record.Always}
	reach := func(w record.Interval) { span.Start, span.End = min(span.Start, w.Start), max(span.End, w.End) }
	for i := range t.Events {
		if e := &t.Events[i]; ask.Window(e) == record.Anytime {
			d.Untimed++
		} else {
			events = append(events, e)
		}
	}
	if n := len(events) - drawnMost; n > 0 {
		d.Older, events = n, events[n:]
	}
	for _, e := range events {
		reach(ask.Window(e))
	}
	var levels []*record.Rung
	if t.Pair[1] != "" {
		for i := range t.Levels {
			if w := ask.Since(&t.Levels[i]); w != record.Anytime {
				levels = append(levels, &t.Levels[i])
				reach(w)
			}
		}
	}
	if len(events)+len(levels) == 0 {
		return nil
	}
	if span.End-span.Start < 14 { // days, so that marks do not fill the whole
		span.Start, span.End = span.Start-7, span.End+7
	}
	s := scale{span.Start, span.End}
	d.ticks(c, s)
	y := d.levels(c, s, levels)
	narrowed := ask.Timeline{}
	for _, e := range events {
		narrowed.Events = append(narrowed.Events, *e)
	}
	for _, act := range narrowed.Acts() {
		y = d.lane(c, s, act, narrowed.Events, y)
	}
	d.Foot, d.Height = y, y+8
	return d
}

// A scale places days.
type scale struct{ from, to record.Day }

func (s scale) x(d record.Day) int {
	d = min(max(d, s.from), s.to)
	return drawingLeft + int(int64(d-s.from)*int64(drawingWidth-drawingLeft-drawingRight)/int64(max(s.to-s.from, 1)))
}

// ticksMost is how many ticks an axis has at most.
const ticksMost = 6

// ticks marks days, months or years, as many as fit.
func (d *drawing) ticks(c *message.Catalog, s scale) {
	days := int(s.to - s.from)
	if days < 90 {
		every := 7 * (days/(7*ticksMost) + 1)
		for at := s.from; at <= s.to; at += record.Day(every) {
			d.Ticks = append(d.Ticks, tick{s.x(at), c.Text("drawing.day", at.Time().Day(), c.Month(at.Time().Month()))})
		}
		return
	}
	months := 1
	for _, months = range []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200} {
		if days/30/months < ticksMost {
			break
		}
	}
	first := s.from.Time()
	at := time.Date(first.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	if months > 12 {
		at = time.Date(first.Year()-first.Year()%(months/12), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	for ; dayAt(at) <= s.to; at = at.AddDate(0, months, 0) {
		if dayAt(at) < s.from {
			continue
		}
		name := at.Format("2006")
		if months < 12 {
			name = c.MonthOf(at.Year(), at.Month())
		}
		d.Ticks = append(d.Ticks, tick{s.x(dayAt(at)), name})
	}
}

// levels draws the lane of levels and returns where it ends.
func (d *drawing) levels(c *message.Catalog, s scale, levels []*record.Rung) int {
	if len(levels) == 0 {
		return drawingTop
	}
	height, lowest, highest := 0, 0, 0
	var heights []int
	for i, l := range levels {
		if i > 0 {
			switch l.Move {
			case "upgrade", "restore":
				height++
			case "downgrade", "break":
				height--
			}
		}
		lowest, highest = min(lowest, height), max(highest, height)
		heights = append(heights, height)
	}
	base := drawingTop + 22 + (highest-lowest)*stepHeight + 8
	d.LevelsAt = base - 8
	for i, l := range levels {
		x0, x1 := s.x(ask.Since(l).Start), d.Right
		if i+1 < len(levels) {
			x1 = s.x(ask.Since(levels[i+1]).Start)
		}
		y := base - 8 - (heights[i]-lowest)*stepHeight
		name := c.Term("level", l.Level)
		st := step{x0, max(x1, x0+2), y, name}
		if room := (st.X1 - st.X0) / 7; len([]rune(name)) > room { // 7 units a letter
			st.Name = ""
			if room > 8 {
				st.Name = shorten(room-1, name)
			}
		}
		d.Steps = append(d.Steps, st)
		if i > 0 && d.Steps[i-1].Y != y {
			d.Rises = append(d.Rises, rise{x0, d.Steps[i-1].Y, y})
		}
	}
	return base + 6
}

// lane draws the events of an act below y and returns where it ends. Marks that would
// cover each other stand in rows.
func (d *drawing) lane(c *message.Catalog, s scale, act string, events []record.Event, y int) int {
	const rowsMost = 6
	l := lane{Name: shorten(30, c.Term("act", act)), Y: y + lanePad}
	var ends []int // of the rows
	for i := range events {
		e := &events[i]
		if e.Act != act {
			continue
		}
		w := ask.Window(e)
		x0, x1 := s.x(w.Start), s.x(w.End)
		m := drawnMark{X: x0, Hollow: e.Status == "planned" || e.Status == "hypothetical" || e.Polarity != "affirmed"}
		if x1-x0 > 2*markRadius {
			m.Wide = x1 - x0
		}
		m.Title = c.Term("act", act) + ", " + c.When(e.Time) + " – " + toldIn(c, "status", status(e))
		row := slices.IndexFunc(ends, func(end int) bool { return end < x0-2*markRadius-2 })
		if row < 0 {
			if row = len(ends); row == rowsMost {
				row = rowsMost - 1
			} else {
				ends = append(ends, 0)
			}
		}
		ends[row] = max(x0, x1)
		m.Y = l.Y + row*laneRow
		l.Marks = append(l.Marks, m)
	}
	l.Line = l.Y + (max(len(ends), 1)-1)*laneRow + lanePad
	d.Lanes = append(d.Lanes, l)
	return l.Line
}

// status returns the status of an event with its polarity, as comparisons have it.
func status(e *record.Event) string {
	if e.Polarity != "" && e.Polarity != "affirmed" {
		return e.Status + ", " + e.Polarity
	}
	return e.Status
}
