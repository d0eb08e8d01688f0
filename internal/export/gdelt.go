package export

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/attache-project/attache/record"
)

// GDELTColumns lists the 61 columns of GDELT 2.0 event files, in their order. The
// files themselves have no header.
func GDELTColumns() []string {
	out := []string{"GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"}
	for _, actor := range []string{"Actor1", "Actor2"} {
		for _, c := range []string{"Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code"} {
			out = append(out, actor+c)
		}
	}
	out = append(out, "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone")
	for _, geo := range []string{"Actor1Geo", "Actor2Geo", "ActionGeo"} {
		for _, c := range []string{"_Type", "_Fullname", "_CountryCode", "_ADM1Code", "_ADM2Code", "_Lat", "_Long", "_FeatureID"} {
			out = append(out, geo+c)
		}
	}
	return append(out, "DATEADDED", "SOURCEURL")
}

// PlannedColumns lists what [GDELTPlanned] has after the columns of GDELT.
func PlannedColumns() []string { return []string{"Status", "Polarity", "Due", "PromiseState"} }

// GDELT writes the events that happened as a GDELT 2.0 event file: 61 columns with
// tabs between, no header, blanks where nothing was computed. An event has one row,
// with its first actor and its first recipient (where none is told, its second
// actor). [GDELTMentions] writes the reports of the same events.
func GDELT(w io.Writer, r *Record) error { return gdelt(w, r, false) }

// GDELTPlanned writes the other events: planned, thought of, denied, not happened.
// The rows have four columns more, [PlannedColumns], so that nothing reads them as
// rows of GDELT, which knows the past alone. Day is the first day of the time for
// which the event is told, blank when that is no day.
func GDELTPlanned(w io.Writer, r *Record) error { return gdelt(w, r, true) }

func gdelt(w io.Writer, r *Record, planned bool) error {
	c, out, err := r.begin(w)
	if err != nil {
		return err
	}
	for i := range r.Events {
		e := &r.Events[i]
		if happened(e.Status, e.Polarity) == planned {
			continue
		}
		row := c.gdelt(r, e)
		if planned {
			due, state := "", ""
			if e.Promise != nil {
				s := e.Promise.On(r.day())
				due, state = s.Due, s.State
			}
			row = append(row, e.Status, e.Polarity, due, state)
		}
		if err := tabbed(out, row); err != nil {
			return fmt.Errorf("writing event %s for GDELT: %w", e.ID, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing events for GDELT: %w", err)
	}
	return nil
}

// tabbed writes a row with tabs between its cells, none of which can hold a tab or
// a line end.
func tabbed(out *bufio.Writer, row []string) error {
	for i, v := range row {
		if i > 0 {
			out.WriteByte('\t')
		}
		out.WriteString(plain(v))
	}
	return out.WriteByte('\n')
}

// gdelt returns the row of an event.
func (c *codes) gdelt(r *Record, e *record.Event) []string {
	first := &e.Reports[0]
	row := append([]string{eventID(e.ID)}, gdeltDay(e, first)...)
	one, two := pair(e)
	row = append(row, c.gdeltActor(one)...)
	row = append(row, c.gdeltActor(two)...)
	root, base, quad := cameo(e.CAMEO)
	code, goldstein := "", ""
	if quad != 0 {
		code = e.CAMEO
		if g, ok := c.goldstein[code]; ok {
			goldstein = strconv.FormatFloat(g, 'f', -1, 64)
		}
	}
	row = append(row, lead(r, e), code, base, root, blank(quad), goldstein, strconv.Itoa(len(e.Reports)), strconv.Itoa(e.Outlets), strconv.Itoa(e.Articles), "")
	row = append(row, make([]string, 16)...)
	return append(append(row, "", clip(placeOf(e.Place), Limit), "", "", "", "", "", ""), added(r, &first.Source), firstAddress(e.Reports))
}

// eventID is the number that GDELT has for an event: the first 15 digits of its
// id, which is hexadecimal; for another id a number made of its bytes (FNV-1a).
func eventID(id string) string {
	if len(id) >= 15 {
		if n, err := strconv.ParseUint(id[:15], 16, 60); err == nil {
			return strconv.FormatUint(n, 10)
		}
	}
	h := uint64(14695981039346656037)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	return strconv.FormatUint(h>>4, 10)
}

// gdeltDay returns Day, MonthYear, Year and FractionDate: of the first day of the
// time told; of month and year alone where no more is told; of an act that happened
// at no time told, of the day of its first report that says so, as GDELT does.
func gdeltDay(e *record.Event, first *record.Report) []string {
	d, ok := record.Day(0), false
	iv, g, told := readGrain(e.Time)
	switch {
	case told && g == grainMonth:
		t := iv.Start.Time()
		return []string{"", t.Format("200601"), t.Format("2006"), ""}
	case told && g == grainYear:
		return []string{"", "", iv.Start.Time().Format("2006"), ""}
	case told && (g == grainDay || g == grainAbout):
		d, ok = iv.Start, true
	case !told && happened(e.Status, e.Polarity):
		published, err := record.ParseDay(teller(e).Source.Published)
		if err != nil {
			published, err = record.ParseDay(first.Source.Published)
		}
		d, ok = published, err == nil
	}
	if !ok {
		return make([]string, 4)
	}
	t := d.Time()
	// Months count 30 days each, as in GDELT's own files.
	fraction := float64(t.Year()) + float64((int(t.Month())-1)*30+t.Day())/365
	return []string{t.Format("20060102"), t.Format("200601"), t.Format("2006"), strconv.FormatFloat(fraction, 'f', 4, 64)}
}

// pair returns who acts on whom.
func pair(e *record.Event) (one, two record.Party) {
	if len(e.Actors) > 0 {
		one = e.Actors[0]
	}
	switch {
	case len(e.Recipients) > 0:
		two = e.Recipients[0]
	case len(e.Actors) > 1:
		two = e.Actors[1]
	}
	return one, two
}

// gdeltActor returns the ten columns of an actor. Ethnic, religious and role codes
// are not computed.
func (c *codes) gdeltActor(p record.Party) []string {
	country, group := c.country(p.Code), c.group(p.Code)
	return []string{country + group, strings.ToUpper(clip(p.Name, Limit)), country, group, "", "", "", "", "", ""}
}

// lead tells whether a report of the event stands in the title or first paragraph
// of its article, blank when no article is at hand.
func lead(r *Record, e *record.Event) string {
	known := false
	for i := range e.Reports {
		w := e.Reports[i].Fact.Words
		a := r.article(&e.Reports[i])
		if w.In == "title" {
			return "1"
		}
		if a == nil {
			continue
		}
		known = true
		text := strings.TrimLeft(a.Text, " \t\r\n")
		skipped := len(a.Text) - len(text)
		paragraph, _, _ := strings.Cut(text, "\n")
		if w.Start < points(a.Text[:skipped])+points(paragraph) {
			return "1"
		}
	}
	if !known {
		return ""
	}
	return "0"
}

func blank(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// added is when the article came into the record, as far as is known: when it was
// retrieved, else when the export is made. GDELT writes YYYYMMDDHHMMSS.
func added(r *Record, s *record.Source) string {
	t, err := time.Parse(time.RFC3339, s.Retrieved)
	if err != nil {
		t = r.Made
	}
	return t.UTC().Format("20060102150405")
}
