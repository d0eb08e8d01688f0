package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A calendarPage is a month of promises.
type calendarPage struct {
	sides
	*ask.Calendar
	Names    []string
	Form     url.Values
	Year     int
	Month    time.Month
	Value    string // of the field for the month
	Weekdays []string
	Weeks    []week
	List     bool
	Tabs     []tab
	File     string
	Back     string // address of the month before
	Next     string
	Sources  store.Stats
	On       string
}

// A week is a row of a month, Monday first.
type week struct {
	Number int // of ISO 8601
	Days   [7]calendarDay
}

type calendarDay struct {
	Date   string
	Number int
	Inside bool // of the month that is shown
	Today  bool
	Due    []calendarEntry
}

// A calendarEntry is a promise on a day.
type calendarEntry struct {
	store.Due
	Shown string // state, with "confirmed" for an open one told again
	Moved []move
}

// A move is a turn by which a promise got another day.
type move struct {
	On     string // when that was reported
	Before string // EDTF, "" where no day was told before
	First  bool   // nobody told of it before it was moved
}

func calendar(q *request) error {
	form := given(q.r.URL.Query())
	p := &calendarPage{sides: q.sidesOf(form), Form: form, List: form.Get("view") == "list", Value: form.Get("month"), On: q.desk.Record.Today().String()}
	first, err := time.Parse("2006-01", p.Value)
	if p.Value == "" || err != nil || first.Year() < 1000 {
		if p.Value != "" {
			p.Wrong["month"] = q.cat.Text("want.month")
		}
		today := q.desk.Record.Today().Time()
		first = time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	p.Year, p.Month = first.Year(), first.Month()
	if len(p.Wrong) == 0 {
		p.Value = first.Format("2006-01")
	}
	if p.Names, err = q.stateNames(); err != nil {
		return err
	}
	title := q.cat.Text("nav.calendar")
	if len(p.Wrong) > 0 {
		q.status = http.StatusBadRequest
		return q.render("calendar", title, p)
	}
	last := first.AddDate(0, 1, -1)
	if p.Calendar, err = q.desk.Record.CalendarOf(q.r.Context(), dayAt(first), dayAt(last), p.Pair); err != nil {
		return err
	}
	if p.Sources, err = q.desk.Record.Store.Stats(q.r.Context()); err != nil {
		return err
	}
	p.weeks(first, q.desk.Record.Today())
	for i := range 7 {
		p.Weekdays = append(p.Weekdays, q.cat.Weekday(time.Weekday((i+1)%7)))
	}
	p.Back = narrow("/calendar", form, "month", first.AddDate(0, -1, 0).Format("2006-01"))
	p.Next = narrow("/calendar", form, "month", first.AddDate(0, 1, 0).Format("2006-01"))
	p.Tabs = []tab{
		{q.cat.Text("calendar.month"), narrow("/calendar", form, "view", ""), !p.List},
		{q.cat.Text("calendar.list"), narrow("/calendar", form, "view", "list"), p.List},
	}
	p.File = p.calendarFile(q.cat.Lang)
	title += ": " + q.cat.MonthOf(p.Year, p.Month)
	if t := p.Title(); t != "" {
		title += ", " + t
	}
	return q.render("calendar", title, p)
}

// Entry shows a promise as it stands on the day of the calendar.
func (p *calendarPage) Entry(d store.Due) calendarEntry {
	on, err := record.ParseDay(p.On)
	e := calendarEntry{Due: d, Shown: d.State}
	if err != nil {
		return e
	}
	if d.State == record.Open && d.Promise.Firm(on) {
		e.Shown = record.Confirmed
	}
	for i, s := range d.Promise.Steps {
		if s.Kind == record.Redated && s.On <= p.On {
			m := move{On: s.On, First: i == 0}
			if i > 0 {
				m.Before = d.Promise.Steps[i-1].Due
			}
			e.Moved = append(e.Moved, m)
		}
	}
	return e
}

func dayAt(midnight time.Time) record.Day { return record.Day(midnight.Unix() / 86400) }

// weeks lays the days of the month out in rows.
func (p *calendarPage) weeks(first time.Time, today record.Day) {
	at := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	for at.Before(first.AddDate(0, 1, 0)) {
		var w week
		_, w.Number = at.ISOWeek()
		for i := range w.Days {
			day := dayAt(at)
			d := calendarDay{Date: day.String(), Number: at.Day(), Inside: at.Month() == first.Month(), Today: day == today}
			for _, due := range p.Days {
				if d.Inside && due.Window.Start <= day && day <= due.Window.End {
					d.Due = append(d.Due, p.Entry(due))
				}
			}
			w.Days[i] = d
			at = at.AddDate(0, 0, 1)
		}
		p.Weeks = append(p.Weeks, w)
	}
}

// calendarFile answers with the promises that fit a query as a calendar that programs
// can take again: by party, pair or a and b, act, when-from, when-to.
func calendarFile(q *request) error {
	form := given(q.r.URL.Query())
	lang := q.cat.Lang
	if l := form.Get("lang"); q.desk.catalogs[l] != nil {
		lang = l
	}
	s := q.sidesOf(form)
	for _, why := range s.Wrong {
		return errBad{errors.New(why)}
	}
	rest := url.Values{}
	for _, name := range []string{"act", "when-from", "when-to"} {
		if form.Has(name) {
			rest.Set(name, form.Get(name))
		}
	}
	want, err := q.desk.Record.ParseQuery(rest)
	if err != nil {
		return err
	}
	if want.Pair = s.Pair; s.Pair[1] == "" {
		want.Pair, want.Party = [2]string{}, s.Pair[0]
	}
	b, err := q.promised(&want, lang)
	if err != nil {
		return err
	}
	name := strings.ToLower(strings.Join(slices.DeleteFunc([]string{"attache", s.Pair[0], s.Pair[1]}, func(s string) bool { return s == "" }), "-"))
	return q.tagged(fileName(name)+".ics", "text/calendar; charset=utf-8", b)
}

// tagged answers with a file that is asked for again and again: whoever has it is
// told that it is the same.
func (q *request) tagged(name, contentType string, body []byte) error {
	q.w.Header().Set("Cache-Control", "private, no-cache")
	if q.unchanged(body) {
		return nil
	}
	return q.download(name, contentType, body)
}

// fileName keeps of a name what files can have everywhere.
func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, s)
}
