package timex

import (
	"fmt"
	"testing"
	"time"
)

func TestCalendarAgreesWithTime(t *testing.T) {
	for d := time.Date(1599, 12, 30, 0, 0, 0, 0, time.UTC); d.Year() < 2110; d = d.AddDate(0, 0, 17) {
		y, m, day := d.Date()
		n := dayNumber(y, int(m), day)
		if want := int(d.Unix() / 86400); n != want && d.Unix()%86400 == 0 && d.Unix() >= 0 {
			t.Fatalf("%v is day %d, not %d", d, want, n)
		}
		if a, b, c := civil(n); a != y || b != int(m) || c != day {
			t.Fatalf("%v: civil gives %d-%d-%d", d, a, b, c)
		}
		wy, ww := d.ISOWeek()
		if a, b := isoWeek(n); a != wy || b != ww {
			t.Fatalf("%v: week %d-%d, not %d-%d", d, a, b, wy, ww)
		}
		wd := int(d.Weekday())
		if wd == 0 {
			wd = 7
		}
		if got := weekday(n); got != wd {
			t.Fatalf("%v: weekday %d, not %d", d, got, wd)
		}
		if got, want := daysIn(y, int(m)), time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day(); got != want {
			t.Fatalf("%v: %d days in the month, not %d", d, got, want)
		}
	}
}

func TestStretchKeepsTheDayWhereItCan(t *testing.T) {
	var a anchor
	for _, tt := range []struct {
		u    unit
		n    int
		want string
	}{
		{month, 1, "2024-02-29"}, {month, -2, "2023-11-30"}, {year, -1, "2023-01-31"}, {month, 13, "2025-02-28"},
		{week, -1, "2024-01-24"}, {hour, -48, "2024-01-29"}, {decade, -2, "2004-01-31"}, {quarter, 1, "2024-04-30"},
	} {
		if got := dayString(a.stretch(dayNumber(2024, 1, 31), tt.u, tt.n)); got != tt.want {
			t.Errorf("%+d %s: %s, want %s", tt.n, unitNames[tt.u], got, tt.want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for _, tt := range []struct {
		s  string
		ok bool
	}{
		{"2025-06-17", true}, {"2025-06-17T10:00:00Z", true}, {"2025-02-29", false}, {"2025-13-01", false},
		{"", false}, {"17/06/2025", false}, {"2025-06-1x", false},
	} {
		if _, ok := parseDay(tt.s); ok != tt.ok {
			t.Errorf("%q: %v", tt.s, ok)
		}
	}
}

func TestPeriods(t *testing.T) {
	got := fmt.Sprint(period(3, week), " ", period(0, day), " ", period(2, decade), " ", period(90, minute))
	if want := "P3W PXD P20Y PT90M"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEaster(t *testing.T) {
	for _, tt := range []struct{ year, m, d, east, eastD int }{
		{1961, 4, 2, 4, 9}, {2000, 4, 23, 4, 30}, {2008, 3, 23, 4, 27}, {2019, 4, 21, 4, 28},
		{2024, 3, 31, 5, 5}, {2025, 4, 20, 4, 20}, {2026, 4, 5, 4, 12}, {2038, 4, 25, 4, 25},
	} {
		if got, want := easter(tt.year), dayNumber(tt.year, tt.m, tt.d); got != want {
			t.Errorf("Easter %d: got %s", tt.year, dayString(got))
		}
		if got, want := easterEast(tt.year), dayNumber(tt.year, tt.east, tt.eastD); got != want {
			t.Errorf("Orthodox Easter %d: got %s", tt.year, dayString(got))
		}
	}
}
