package record

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Day counts days since 1970-01-01 (UTC).
type Day int32

// Bounds of open intervals.
const (
	Always Day = math.MinInt32
	Never  Day = math.MaxInt32
)

// An Interval is a stretch of days, both ends inclusive. Always and Never stand
// for open ends.
type Interval struct{ Start, End Day }

// Anytime is the interval of what has no time.
var Anytime = Interval{Always, Never}

// ParseDay reads the date of an ISO 8601 date or date and time.
func ParseDay(s string) (Day, error) {
	if len(s) < len(time.DateOnly) {
		return 0, fmt.Errorf("want a date such as 2025-11-30, found %q", s)
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	if err != nil {
		return 0, fmt.Errorf("want a date such as 2025-11-30, found %q", s)
	}
	return dayOf(t), nil
}

func dayOf(t time.Time) Day { return Day(t.Unix() / 86400) }

// Time returns midnight of the day, UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String returns the ISO 8601 date, ".." for an open end.
func (d Day) String() string {
	if d == Always || d == Never {
		return ".."
	}
	return d.Time().Format(time.DateOnly)
}

// parts gives the first month of the seasons of TIMEX3 and EDTF (northern), and
// how many months the other parts of a year have.
var parts = map[string][2]int{
	"SP": {3, 3}, "SU": {6, 3}, "FA": {9, 3}, "WI": {12, 3}, "21": {3, 3}, "22": {6, 3}, "23": {9, 3}, "24": {12, 3},
	"Q1": {1, 3}, "Q2": {4, 3}, "Q3": {7, 3}, "Q4": {10, 3}, "H1": {1, 6}, "H2": {7, 6},
}

// ParseInterval reads a time of a reading: an EDTF date, month, year or interval,
// an ISO 8601 week, a season, quarter, half year or decade, a date with a time of
// day. ok is false for what names no stretch of days ("PAST_REF", "P3D").
func ParseInterval(s string) (iv Interval, ok bool) {
	if a, b, both := strings.Cut(s, "/"); both {
		iv = Anytime
		if a != ".." && a != "" {
			x, ok := ParseInterval(a)
			if !ok {
				return Anytime, false
			}
			iv.Start = x.Start
		}
		if b != ".." && b != "" {
			x, ok := ParseInterval(b)
			if !ok {
				return Anytime, false
			}
			iv.End = x.End
		}
		return iv, iv.Start <= iv.End && iv != Anytime
	}
	s = strings.TrimRight(s, "~?%")
	s, _, _ = strings.Cut(s, "T")
	year, rest, _ := strings.Cut(s, "-")
	if len(year) == 3 && rest == "" { // a decade: 199
		y, err := strconv.Atoi(year)
		return between(y*10, 1, y*10+10, 1), err == nil
	}
	y, err := strconv.Atoi(year)
	if len(year) != 4 || err != nil {
		return Anytime, false
	}
	if rest == "" {
		return between(y, 1, y+1, 1), true
	}
	if p, ok := parts[rest]; ok {
		return between(y, p[0], y, p[0]+p[1]), true
	}
	if week, ok := strings.CutPrefix(rest, "W"); ok {
		week, weekend := strings.CutSuffix(week, "-WE")
		n, err := strconv.Atoi(week)
		if err != nil || n < 1 || n > 53 {
			return Anytime, false
		}
		fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC) // lies in the first week
		monday := dayOf(fourth) - Day((int(fourth.Weekday())+6)%7) + Day(7*(n-1))
		if weekend {
			return Interval{monday + 5, monday + 6}, true
		}
		return Interval{monday, monday + 6}, true
	}
	month, _, whole := strings.Cut(rest, "-")
	m, err := strconv.Atoi(month)
	if err != nil || len(month) != 2 || m < 1 || m > 12 {
		return Anytime, false
	}
	if !whole {
		return between(y, m, y, m+1), true
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Anytime, false
	}
	return Interval{dayOf(t), dayOf(t)}, true
}

// between returns the days from the first of one month to the last before
// another.
func between(y, m, toY, toM int) Interval {
	return Interval{
		dayOf(time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)),
		dayOf(time.Date(toY, time.Month(toM), 1, 0, 0, 0, 0, time.UTC)) - 1,
	}
}

// Known reports whether the interval has an end at either side.
func (a Interval) Known() bool { return a != Anytime && a != Interval{} }

// Gap returns how many days lie between the two, 0 when they touch or overlap.
func (a Interval) Gap(b Interval) int {
	switch {
	case a.End != Never && a.End < b.Start:
		return int(b.Start) - int(a.End)
	case b.End != Never && b.End < a.Start:
		return int(a.Start) - int(b.End)
	}
	return 0
}

// Overlaps reports whether the two share a day.
func (a Interval) Overlaps(b Interval) bool { return a.Start <= b.End && b.Start <= a.End }

// Contains reports whether all days of b are days of a.
func (a Interval) Contains(b Interval) bool { return a.Start <= b.Start && b.End <= a.End }

// Days returns how many days it has, [math.MaxInt32] when it is open.
func (a Interval) Days() int {
	if a.Start == Always || a.End == Never {
		return math.MaxInt32
	}
	return int(a.End) - int(a.Start) + 1
}

// EDTF writes the interval at its grain: 2025, 2025-11, 2025-11-12,
// 2025-11-11/2025-11-12, ../2025-12-31; "" for Anytime.
func (a Interval) EDTF() string {
	switch {
	case !a.Known():
		return ""
	case a.Start == a.End:
		return a.Start.String()
	case a.Start == Always || a.End == Never:
		return a.Start.String() + "/" + a.End.String()
	}
	s, after := a.Start.Time(), (a.End + 1).Time()
	if s.Day() == 1 && after.Day() == 1 {
		switch {
		case s.Month() == 1 && after.Month() == 1 && after.Year() == s.Year()+1:
			return s.Format("2006")
		case s.AddDate(0, 1, 0).Equal(after):
			return s.Format("2006-01")
		}
	}
	return a.Start.String() + "/" + a.End.String()
}
