package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
)

// A Calendar says how [ICal] writes.
type Calendar struct {
	Lang      string           // of what people read: en, es; "" is en
	Directory *names.Directory // names states and people in Lang; nil: English names, as the record has them
	// Sequence returns the number of the state of an entry: 0 at first, one more
	// each time that digest differs from the last (store.Store has it). The digest
	// does not depend on Lang. nil: always 0, for a calendar that nobody takes twice.
	Sequence func(uid, digest string) (int, error)
	// Known reports whether an entry was given out under a UID before. An event takes
	// the first report whose UID is known, so that an older report that joins it later
	// does not make another entry of it. nil: the first report names it.
	Known func(uid string) bool
}

// quoted is how many code points of an article an entry quotes.
const quoted = 200

// ICal writes promises that have a day, kept ones too, as a calendar of RFC 5545.
// Those without a day stay out, but for one that had a day and was put off without
// a new one: it stays where it was, cancelled, so that calendars that took it
// before drop it.
func ICal(w io.Writer, r *Record, o Calendar) error {
	if err := r.check(); err != nil {
		return err
	}
	words, err := readWords(o.Lang)
	if err != nil {
		return err
	}
	cal := ics.NewCalendar()
	cal.CalendarProperties = nil
	cal.SetVersion("2.0")
	cal.SetProductId("-//Attache//attache " + line(r.Version) + "//" + strings.ToUpper(words.lang))
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(words.get("name"))
	cal.SetXWRCalName(words.get("name"))
	for p := range r.promises() {
		e := newEntry(&p)
		if e == nil {
			continue
		}
		uid := e.uid(&o)
		v := cal.AddEvent(uid)
		sequence := 0
		if o.Sequence != nil {
			if sequence, err = o.Sequence(uid, e.digest()); err != nil {
				return fmt.Errorf("numbering calendar entry %s: %w", uid, err)
			}
		}
		e.put(v, words, &o, sequence)
	}
	out := bufio.NewWriter(w) // remembers an error that SerializeTo drops
	if err := cal.SerializeTo(out, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	return nil
}

// An entry is a promise on its way into a calendar.
type entry struct {
	promised
	when   record.Interval
	grain  grain
	edtf   string
	state  string // key of words
	status ics.ObjectStatus
}

// newEntry returns the entry of a promise, nil when it has no day and never had
// one.
func newEntry(p *promised) *entry {
	e := &entry{promised: *p, state: p.state.State}
	switch p.state.State {
	case record.Kept, record.KeptLate, record.KeptInPart, record.Changed:
		e.status, e.edtf = ics.ObjectStatusConfirmed, p.e.Time
	case record.Cancelled, record.NotKept:
		e.status = ics.ObjectStatusCancelled
	default:
		e.status = ics.ObjectStatusTentative
		if p.state.State == record.Open && p.e.Promise.Firm(p.r.day()) {
			e.status, e.state = ics.ObjectStatusConfirmed, "confirmed"
		}
	}
	if _, ok := record.ParseInterval(e.edtf); !ok {
		e.edtf = p.state.Due
	}
	if e.edtf == "" && e.status != ics.ObjectStatusConfirmed {
		// Put off or called off without a day: where it was before.
		for _, s := range p.e.Promise.Steps {
			if s.Due != "" && s.On <= p.state.Since {
				e.edtf = s.Due
			}
		}
		if e.status == ics.ObjectStatusTentative {
			e.status, e.state = ics.ObjectStatusCancelled, "put off"
		}
	}
	var ok bool
	if e.when, e.grain, ok = readGrain(e.edtf); !ok {
		return nil
	}
	return e
}

// uid names the entry for ever: by the report under which it was given out first.
func (e *entry) uid(o *Calendar) string {
	if o.Known != nil {
		for i := range e.e.Reports {
			if uid := uidOf(e.e.Reports[i].Fact.Key); o.Known(uid) {
				return uid
			}
		}
	}
	return uidOf(e.e.ID)
}

func uidOf(key string) string { return line(key) + "@attache" }

// days returns the first day and the one after the last.
func (e *entry) days() (from, to time.Time) {
	iv := e.when
	switch {
	case iv.Start == record.Always:
		iv.Start = iv.End
	case iv.End == record.Never:
		iv.End = iv.Start
	}
	return iv.Start.Time(), (iv.End + 1).Time()
}

// digest tells whether anything changed that those invited have to know.
func (e *entry) digest() string {
	from, to := e.days()
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d\x00%s\x00%s\x00%q\x00%s", from.Format(time.DateOnly), to.Format(time.DateOnly), e.grain,
		e.status, e.e.Act, e.e.Parties, placeOf(e.e.Place)))
	return hex.EncodeToString(sum[:8])
}

// put fills v.
func (e *entry) put(v *ics.VEvent, words *words, o *Calendar, sequence int) {
	from, to := e.days()
	v.SetDtStampTime(e.r.Made.UTC())
	v.SetSequence(sequence)
	v.SetAllDayStartAt(from)
	v.SetAllDayEndAt(to)
	v.SetStatus(e.status)
	v.SetSummary(e.summary(words, o))
	v.SetDescription(e.description(words))
	if p := line(placeIn(e.e.Place, words.lang, o.Directory)); p != "" {
		v.SetLocation(p)
	}
	v.AddCategory(line(e.e.Act))
	if a := firstAddress(e.e.Reports); a != "" {
		v.SetURL(a)
	}
	v.SetProperty(ics.ComponentPropertyTransp, string(ics.TransparencyTransparent))
}

// summary is the act and who takes part, with a mark where no day is told.
func (e *entry) summary(words *words, o *Calendar) string {
	out := words.act(e.e.Act) + ": "
	a, b := people(e.e.Actors, words.lang, o.Directory), people(e.e.Recipients, words.lang, o.Directory)
	switch {
	case len(a) > 0 && len(b) > 0:
		out += strings.Join(a, ", ") + " → " + strings.Join(b, ", ")
	case len(a)+len(b) > 0:
		out += strings.Join(append(a, b...), " – ")
	default:
		out += strings.Join(e.e.Parties, " – ")
	}
	if v := words.vague(e.grain, e.edtf, e.when); v != "" {
		return line(clip(out, Limit-len(v)-3)) + " (" + v + ")"
	}
	return line(out)
}

// people names parties, each once.
func people(ps []record.Party, lang string, d *names.Directory) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range ps {
		n := nameIn(p, lang, d)
		if n != "" && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}

// nameIn names a party in a language, as well as is known.
func nameIn(p record.Party, lang string, d *names.Directory) string {
	if d != nil {
		e, ok := d.Person(p.Entity)
		if !ok && p.Entity == p.Code {
			if e, ok = d.State(p.Code); !ok {
				e, ok = d.Organisation(p.Code)
			}
		}
		switch {
		case !ok:
		case lang == "es":
			return e.Name.ES
		default:
			return e.Name.EN
		}
	}
	return nameOf(p)
}

// placeIn names a place in a language, as well as is known.
func placeIn(p *record.Place, lang string, d *names.Directory) string {
	if p == nil || d == nil || lang != "es" {
		return placeOf(p)
	}
	if e, ok := d.State(p.Entity); ok {
		return e.Name.ES
	}
	if e, ok := d.Capital(p.Country); ok && e.ID == p.Entity {
		return e.Name.ES
	}
	return p.Name
}

// description tells how the promise stands, who tells it, and quotes its first
// report.
func (e *entry) description(words *words) string {
	out := []string{words.put("line.state", words.get("state."+e.state))}
	if e.status != ics.ObjectStatusCancelled {
		out = append(out, words.put("line.due", line(e.edtf)))
	}
	out = append(out, words.put("line.reports", e.e.Articles, e.e.Outlets, e.e.Independent))
	first := &e.e.Reports[0]
	if q := line(clip(first.Fact.Words.Text, quoted)); q != "" {
		out = append(out, "«"+q+"»")
	}
	var from []string
	for _, s := range []string{clip(line(first.Source.Outlet), 60), line(first.Source.Published), clip(line(first.Source.Title), 60)} {
		if s != "" {
			from = append(from, s)
		}
	}
	return clip(strings.Join(append(out, strings.Join(from, ", ")), "\n"), Limit)
}
