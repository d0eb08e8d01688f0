package source

import (
	"strings"
	"time"
)

// layouts are the forms in which pages, feeds and records tell a moment, those
// with a zone first.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04-0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 -07:00", "20060102T150405Z0700",
	time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04 -0700", "Monday, 2 January 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "Mon Jan 2 15:04:05 -0700 2006",
	"Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 06 15:04:05 MST", "2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04 MST",
}

// local are the forms without a zone.
var local = []string{
	time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "20060102", "2006/01/02",
	"02.01.2006", "02.01.2006 15:04", "02.01.2006, 15:04", "02.01.2006 15:04:05", "Mon, 2 Jan 2006 15:04:05", "Mon, 2 Jan 2006", "2 Jan 2006", "2 January 2006", "January 2, 2006", "Jan 2, 2006",
}

// A moment is a time as it was told.
type moment struct {
	time.Time
	zoned bool // a zone other than UTC was told
	exact bool // a zone was told
}

// date returns the day on the calendar of the zone in which m was told.
func (m moment) date() string { return m.Format(time.DateOnly) }

// parseMoment reads a date, or a date with a time.
func parseMoment(s string) (moment, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 6 || len(s) > 60 {
		return moment{}, false
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil && sane(t) {
			_, offset := t.Zone()
			return moment{t, offset != 0, true}, true
		}
	}
	for _, l := range local {
		if t, err := time.Parse(l, s); err == nil && sane(t) {
			return moment{t, false, false}, true
		}
	}
	return moment{}, false
}

// sane leaves out the zero dates of content systems and what no news can be of.
func sane(t time.Time) bool { return t.Year() >= 1800 && t.Year() <= 2199 && t.Unix() != 0 }

// firstDate returns the day of the first of the values that is a date; told
// says that one of them was. The same moment is often told twice, once in UTC and
// once in the zone of the newspaper, whose day is the one it was printed under.
func firstDate(values ...string) (day string, told bool) {
	var first moment
	for _, v := range values {
		m, ok := parseMoment(v)
		switch {
		case !ok:
		case !told:
			first, told = m, true
		case first.exact && !first.zoned && m.zoned && m.Equal(first.Time):
			first = m
		}
	}
	if !told {
		return "", false
	}
	return first.date(), true
}

// dateInAddress returns the day that a path such as /2025/05/15/ or /2025-05-15/
// or /20250515/ tells, or "".
func dateInAddress(u string) string {
	_, u, _ = strings.Cut(u, "://")
	_, path, _ := strings.Cut(u, "/")
	path, _, _ = strings.Cut(path, "?")
	segments := strings.Split(path, "/")
	for i, s := range segments {
		tries := []string{s}
		if i+2 < len(segments) && len(s) == 4 && len(segments[i+1]) <= 2 && len(segments[i+2]) <= 2 {
			tries = append(tries, s+"-"+pad(segments[i+1])+"-"+pad(segments[i+2]))
		}
		if len(s) > 10 {
			tries = append(tries, s[:10], s[len(s)-10:])
		}
		if len(s) > 8 && !digit(s[8]) {
			tries = append(tries, s[:8])
		}
		for _, v := range tries {
			for _, l := range []string{time.DateOnly, "20060102"} {
				if t, err := time.Parse(l, v); err == nil && t.Year() >= 1990 && sane(t) {
					return t.Format(time.DateOnly)
				}
			}
		}
	}
	return ""
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
