package gold

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/reading"
)

func (s *scorer) events() {
	events := s.reading.Events
	triggers := make([]span, len(events))
	sentences := make([]sentence, len(events))
	for i := range events {
		triggers[i] = s.at(&events[i].Trigger)
		sentences[i] = sentenceAt(s.text, triggers[i].start)
	}
	used := make([]bool, len(events))
	sc := &s.out.Events
	sc.Found = len(events)
	for i := range s.article.Events {
		q := &s.article.Events[i]
		at := span{q.Start, q.Start + utf8.RuneCountInString(q.Trigger)}
		here := sentenceAt(s.text, at.start)
		hit, near, over := -1, -1, -1
		for k := range events {
			overlaps := overlap(at, triggers[k]) > 0
			if overlaps && over < 0 {
				over = k
			}
			if used[k] || !sameType(events[k].Type, q.Type) {
				continue
			}
			if overlaps && hit < 0 {
				hit = k
			}
			if near < 0 && sentences[k] == here {
				near = k
			}
		}
		sc.AnyType.count(over >= 0)
		sc.Loose.count(hit >= 0 || near >= 0)
		sc.Recall.count(hit >= 0)
		gold := set(q.Actors, q.Recipients)
		if hit < 0 {
			want := strings.Join([]string{q.Type, q.Status, joined(q.Actors), ">", joined(q.Recipients)}, " ")
			switch {
			case over >= 0 && !sameType(events[over].Type, q.Type):
				s.mistake(Events, wrongType, at, q.Type, events[over].Type)
			case near >= 0:
				s.mistake(Events, missedEvent, at, want, fmt.Sprintf("near it %q", events[near].Trigger.Text))
			default:
				s.mistake(Events, missedEvent, at, want, "")
			}
			continue
		}
		e := &events[hit]
		used[hit] = true
		got := s.codes(e.Actors, e.Recipients)
		both := common(gold, got)
		sc.Parties.add(Count{Gold: len(gold), Found: len(got), GoldRight: both, FoundRight: both})
		if !slices.Equal(gold, got) {
			s.mistake(Events, wrongParties, at, joined(gold), joined(got))
		}
		status := e.Status
		if e.Polarity == "negated" || e.Polarity == "denied" {
			status = "negated" // the gold tells both in one word
		}
		sc.Status.count(status == q.Status)
		if status != q.Status {
			s.mistake(Events, wrongEventStatus, at, q.Status, status)
		}
		if q.Date == "" {
			continue
		}
		var date reading.Maybe
		if e.Time != nil {
			date = e.Time.Value
		}
		same := sameValue(string(date), q.Date)
		sc.Date.count(same)
		if !same {
			s.mistake(Events, wrongEventDate, at, q.Date, orNone(string(date)))
		}
	}
}

// joined is what a mistake calls codes.
func joined(codes []string) string { return orNone(strings.Join(codes, "+")) }

func orNone(s string) string { return cmp.Or(s, "none") }

func (s *scorer) visits() {
	visits := s.reading.Visits
	used := make([]bool, len(visits))
	sc := &s.out.Visits
	sc.Gold, sc.Found = len(s.article.Visits), len(visits)
	for i := range s.article.Visits {
		q := &s.article.Visits[i]
		var mentions []string
		if e := s.people[q.Visitor]; e != nil {
			mentions = e.Mentions
		}
		k := 0
		for ; k < len(visits); k++ {
			v := &visits[k]
			host := string(v.Host) == q.HostState || s.code(string(v.Host)) == q.HostState
			if !used[k] && host && slices.ContainsFunc(s.names(v.Visitor), func(n string) bool {
				return sameName(n, q.Visitor, mentions)
			}) {
				break
			}
		}
		if k == len(visits) {
			s.placeless(Visits, missedVisit, "", strings.Join([]string{q.Visitor, ">", q.HostState, q.Kind, q.Status}, " "), "")
			continue
		}
		v := &visits[k]
		used[k] = true
		sc.right()
		at := s.where(v.Spans)
		// Older annotation calls a visit official when the text does not say.
		kind := v.Kind == q.Kind || v.Kind == "unspecified" && q.Kind == "official"
		sc.Kind.count(kind)
		if !kind {
			s.mistake(Visits, wrongVisitKind, at, q.Kind, v.Kind)
		}
		sc.Start.count(string(v.Start) == q.StartDate)
		if string(v.Start) != q.StartDate {
			s.mistake(Visits, wrongVisitStart, at, orNone(q.StartDate), orNone(string(v.Start)))
		}
		sc.Status.count(v.Status == q.Status)
		if v.Status != q.Status {
			s.mistake(Visits, wrongVisitStatus, at, q.Status, v.Status)
		}
	}
	for k := range visits {
		if v := &visits[k]; !used[k] {
			got := append(s.names(v.Visitor), "nobody")[0]
			s.mistake(Visits, extraVisit, s.where(v.Spans), "", strings.Join([]string{got, ">", orNone(string(v.Host)), v.Kind, v.Status}, " "))
		}
	}
}

// where is the first of the spans of a fact.
func (s *scorer) where(spans []reading.Span) span {
	if len(spans) == 0 {
		return span{}
	}
	return s.at(&spans[0])
}

func (s *scorer) instruments() {
	found := s.reading.Instruments
	used := make([]bool, len(found))
	sc := &s.out.Instruments
	sc.Gold, sc.Found = len(s.article.Instruments), len(found)
	for i := range s.article.Instruments {
		q := &s.article.Instruments[i]
		want := set(q.Parties)
		k := 0
		for ; k < len(found); k++ {
			n := &found[k]
			if !used[k] && sameKind(n.Kind, q.Kind) && (len(want) == 0 || common(want, s.codes(n.Parties)) > 0) {
				break
			}
		}
		if k == len(found) {
			s.placeless(Instruments, missedInstrument, q.Title, strings.Join([]string{q.Kind, q.Status, joined(want)}, " "), "")
			continue
		}
		n := &found[k]
		used[k] = true
		sc.right()
		at := s.where(n.Spans)
		got := s.codes(n.Parties)
		sc.Parties.count(slices.Equal(got, want))
		if !slices.Equal(got, want) {
			s.mistake(Instruments, wrongInstrumentParties, at, joined(want), joined(got))
		}
		same := sameStage(n.Status, q.Status)
		sc.Status.count(same)
		if !same {
			s.mistake(Instruments, wrongInstrumentStatus, at, q.Status, n.Status)
		}
	}
	for k := range found {
		if n := &found[k]; !used[k] {
			s.mistake(Instruments, extraInstrument, s.where(n.Spans), "", strings.Join([]string{n.Kind, n.Status, joined(s.codes(n.Parties))}, " "))
		}
	}
}

func (s *scorer) times() {
	dates := make([]span, len(s.article.Dates))
	for i, d := range s.article.Dates {
		dates[i] = trimTime(s.text, span{d.Start, d.Start + utf8.RuneCountInString(d.Text)})
	}
	type time struct {
		span
		value string
	}
	var found []time
	head := s.dateline()
	for i := range s.reading.Times {
		t := &s.reading.Times[i]
		at := trimTime(s.text, s.at(&t.Span))
		known := slices.ContainsFunc(dates, func(d span) bool { return overlap(at, d) >= half })
		aside := t.Type == "DURATION" || t.Type == "SET" || t.Type == "TIME" ||
			strings.HasSuffix(string(t.Value), "_REF") || t.In == "title" || at.end <= head
		if known || !aside {
			found = append(found, time{at, string(t.Value)})
		}
		if !known && !aside {
			s.mistake(Times, extraTime, at, "", orNone(string(t.Value)))
		}
	}
	sc := &s.out.Times
	for i, at := range dates {
		want := s.article.Dates[i].Value
		var got []string
		right := false
		for _, t := range found {
			if overlap(at, t.span) >= half {
				got = append(got, orNone(t.value))
				right = right || sameValue(t.value, want)
			}
		}
		switch {
		case len(got) == 0:
			s.mistake(Times, missedTime, at, want, "")
		case right:
			sc.Span.right()
			sc.Value.right()
		default:
			sc.Span.right()
			s.mistake(Times, wrongTimeValue, at, want, strings.Join(got, ", "))
		}
	}
	for _, c := range []*Count{&sc.Span, &sc.Value} {
		c.Gold, c.Found = len(dates), len(found)
	}
}

// dateline returns the end of the dateline of the article ("LIMA, 8 may. —"),
// 0 where it has none.
func (s *scorer) dateline() int {
	body := strings.Index(s.article.Text, "\n\n")
	if body < 0 {
		return 0
	}
	body += len("\n\n")
	m := dateline.FindStringIndex(s.article.Text[body:])
	if m == nil {
		return 0
	}
	return utf8.RuneCountInString(s.article.Text[:body+m[1]])
}
