package gold

import (
	"bufio"
	"fmt"
	"io"
	"slices"
)

// A Part is a part of a reading that is scored by itself.
type Part string

// The parts in the order in which they are written.
const (
	Statements  Part = "statements"
	Events      Part = "events"
	Visits      Part = "visits"
	Instruments Part = "instruments"
	Times       Part = "times"
)

// Parts returns all parts.
func Parts() []Part { return []Part{Statements, Events, Visits, Instruments, Times} }

// Kinds of mistakes.
const (
	missedQuote  = "missed quote"
	extraQuote   = "extra quote"
	wrongBounds  = "wrong bounds"
	wrongSpeaker = "wrong speaker"
	wrongChannel = "wrong channel"

	missedEvent      = "missed event"
	wrongType        = "wrong type"
	wrongParties     = "wrong parties"
	wrongEventStatus = "wrong status of an event"
	wrongEventDate   = "wrong date of an event"

	missedVisit      = "missed visit"
	extraVisit       = "extra visit"
	wrongVisitKind   = "wrong kind of visit"
	wrongVisitStart  = "wrong start of a visit"
	wrongVisitStatus = "wrong status of a visit"

	missedInstrument       = "missed instrument"
	extraInstrument        = "extra instrument"
	wrongInstrumentParties = "wrong parties of an instrument"
	wrongInstrumentStatus  = "wrong status of an instrument"

	missedTime     = "missed time"
	extraTime      = "extra time"
	wrongTimeValue = "wrong value of a time"
)

// mistakeKinds are the kinds of mistakes in the order in which they are written.
var mistakeKinds = []string{
	missedQuote, extraQuote, wrongBounds, wrongSpeaker, wrongChannel,
	missedEvent, wrongType, wrongParties, wrongEventStatus, wrongEventDate,
	missedVisit, extraVisit, wrongVisitKind, wrongVisitStart, wrongVisitStatus,
	missedInstrument, extraInstrument, wrongInstrumentParties, wrongInstrumentStatus,
	missedTime, extraTime, wrongTimeValue,
}

// Write prints the figures of some parts as a table. All are percentages.
func (s *Scores) Write(w io.Writer, parts []Part) error {
	out := bufio.NewWriter(w)
	head := func(part Part, gold, found int) {
		fmt.Fprintf(out, "%-42s %6s %6s %6s\n", fmt.Sprintf("%s: %d in the gold, %d found", part, gold, found), "P", "R", "F1")
	}
	count := func(name string, c Count) {
		fmt.Fprintf(out, "  %-40s %6.1f %6.1f %6.1f\n", name, c.Precision(), c.Recall(), c.F1())
	}
	share := func(name string, s Share) {
		fmt.Fprintf(out, "  %-40s %6.1f  %d of %d\n", name, s.Percent(), s.Right, s.Of)
	}
	for _, part := range parts {
		switch part {
		case Statements:
			sc := &s.Statements
			head(part, sc.Overlap.Gold, sc.Overlap.Found)
			count("exact words", sc.Exact)
			count("overlapping words", sc.Overlap)
			count("overlapping words, right speaker", sc.Speaker)
			share("right speaker, among matched", Share{sc.Speaker.GoldRight, sc.Overlap.GoldRight})
			share("right speaker, subject left out", sc.Elided)
			share("right channel, where given", sc.Channel)
		case Events:
			sc := &s.Events
			head(part, sc.Recall.Of, sc.Found)
			share("recall, type and trigger", sc.Recall)
			share("recall, type in the same sentence", sc.Loose)
			share("recall, trigger with any type", sc.AnyType)
			count("parties, among matched", sc.Parties)
			share("status, among matched", sc.Status)
			share("date, among matched that have one", sc.Date)
		case Visits:
			sc := &s.Visits
			head(part, sc.Gold, sc.Found)
			count("visitor and host", sc.Count)
			share("kind, among matched", sc.Kind)
			share("start, among matched", sc.Start)
			share("status, among matched", sc.Status)
		case Instruments:
			sc := &s.Instruments
			head(part, sc.Gold, sc.Found)
			count("kind and a party", sc.Count)
			share("all parties, among matched", sc.Parties)
			share("status, among matched", sc.Status)
		case Times:
			sc := &s.Times
			head(part, sc.Span.Gold, sc.Span.Found)
			count("overlapping words", sc.Span)
			count("overlapping words, right value", sc.Value)
		}
	}
	return out.Flush()
}

// WriteMistakes prints the mistakes of some parts by kind, one a line: the place
// as file:line:column, the words, what the gold says and what was found.
func (s *Scores) WriteMistakes(w io.Writer, parts []Part) error {
	out := bufio.NewWriter(w)
	for _, kind := range mistakeKinds {
		var of []Mistake
		for _, m := range s.Mistakes {
			if m.Kind == kind && slices.Contains(parts, m.Part) {
				of = append(of, m)
			}
		}
		if len(of) == 0 {
			continue
		}
		fmt.Fprintf(out, "\n%s: %d\n", kind, len(of))
		for _, m := range of {
			fmt.Fprintf(out, "  %s\n", m)
		}
	}
	return out.Flush()
}

// String is the mistake on one line, without its kind.
func (m Mistake) String() string {
	s := m.File
	if m.Line > 0 {
		s = fmt.Sprintf("%s:%d:%d", s, m.Line, m.Column)
	}
	if m.Words != "" {
		s = fmt.Sprintf("%s: %q", s, m.Words)
	}
	switch {
	case m.Gold != "" && m.Got != "":
		return s + ": gold " + m.Gold + ", got " + m.Got
	case m.Gold != "":
		return s + ": gold " + m.Gold
	case m.Got != "":
		return s + ": got " + m.Got
	}
	return s
}
