package timex

import (
	"fmt"
	"strconv"
	"strings"
)

// A unit is a grain of the calendar.
type unit uint8

const (
	noUnit unit = iota
	second
	minute
	hour
	day
	weekend
	week
	fortnight // half a month
	twoWeeks
	month
	quarter
	half
	season
	year
	lustrum
	decade
	century
)

// unitCodes are the names of units in tables.
var unitCodes = map[string]unit{
	"TS": second, "TM": minute, "TH": hour, "D": day, "WE": weekend, "W": week, "F": fortnight, "FW": twoWeeks,
	"M": month, "Q": quarter, "H": half, "S": season, "Y": year, "L": lustrum, "DE": decade, "C": century,
}

var unitNames = [...]string{"", "SECOND", "MINUTE", "HOUR", "DAY", "WEEKEND", "WEEK", "FORTNIGHT", "TWO WEEKS", "MONTH", "QUARTER", "HALF", "SEASON", "YEAR", "LUSTRUM", "DECADE", "CENTURY"}

// period writes n units as an ISO 8601 duration; n 0 means some, not said how
// many.
func period(n int, u unit) string {
	num := strconv.Itoa(n)
	times := func(k int) string {
		if n == 0 {
			return "X"
		}
		return strconv.Itoa(n * k)
	}
	if n == 0 {
		num = "X"
	}
	switch u {
	case second:
		return "PT" + num + "S"
	case minute:
		return "PT" + num + "M"
	case hour:
		return "PT" + num + "H"
	case day:
		return "P" + num + "D"
	case weekend:
		return "P" + times(2) + "D"
	case week:
		return "P" + num + "W"
	case fortnight:
		return "P" + times(15) + "D"
	case twoWeeks:
		return "P" + times(2) + "W"
	case month:
		return "P" + num + "M"
	case quarter, season:
		return "P" + times(3) + "M"
	case half:
		return "P" + times(6) + "M"
	case lustrum:
		return "P" + times(5) + "Y"
	case decade:
		return "P" + times(10) + "Y"
	case century:
		return "P" + times(100) + "Y"
	}
	return "P" + num + "Y"
}

// A shape says what kind of unanchored value a val is and so which of its
// fields count.
type shape uint8

const (
	noShape   shape = iota
	aDate           // year, month, day, wday, dir; within a when set
	aRel            // n units from this one: WEEK-1
	aSub            // units ord to ord+n-1 of the outer unit a; from its end when dir < 0
	aSeason         // season, year or n from this year, dir
	aDecade         // year is its first
	aCentury        // year is its first
	aShift          // the duration a, dir, from b, or from the base when b is nil
	aDuration       // n units
	aSet            // every n units, or every weekday
	aRange          // from a to b
	aSince          // from a on
	anUntil         // to a
	aLast           // the last (dir < 0) or next n units
	toDate          // from the start of this unit until now
	aHolding        // the unit that holds a
	fromNow         // from now until the end of a
	aRef            // ref
	anEvent         // hangs on an event
	aClock          // hour:min of a
	aFeast          // n days from the ord-th wday of month, of its end when ord < 0, or from Easter Sunday
	aFor            // the duration a from b on
)

// A base is what a relative value counts from.
type base uint8

const (
	publication base = iota
	discourse        // the day last spoken of
)

// A val is an unanchored value: what the words say before it is known when
// they were written.
type val struct {
	shape     shape
	base      base
	unit      unit
	dir       int8 // -1 strictly before, +1 strictly after the base; direction of a shift
	year      int  // 0 when not said
	month     int
	day       int
	wday      int // 1 Monday to 7 Sunday
	n         int
	ord       int
	hour, min int
	fig       bool // a date in figures
	season    string
	part      string // part of day: MO, MI, AF, EV, NI
	ref       string
	mod       string
	a, b      *val
}

// String is the unanchored value as [Time.Unanchored] shows it.
func (v *val) String() string {
	if v == nil {
		return ""
	}
	s := ""
	rel := func(n int) string {
		if v.base == discourse {
			return fmt.Sprintf("%+d'", n) // the prime marks a count from the day last spoken of
		}
		return fmt.Sprintf("%+d", n)
	}
	switch v.shape {
	case aDate:
		s = datePattern(v)
		switch {
		case v.dir < 0:
			s = "<" + s
		case v.dir > 0:
			s = ">" + s
		}
		if v.a != nil {
			s += " of " + v.a.String()
		}
		if v.base == discourse {
			s += "'"
		}
		if v.n > 1 {
			s += " x" + strconv.Itoa(v.n)
		}
	case aRel:
		s = unitNames[v.unit] + rel(v.n)
	case aSub:
		s = unitNames[v.unit] + " " + strconv.Itoa(v.ord)
		if v.n > 1 {
			s += ".." + strconv.Itoa(v.ord+v.n-1)
		}
		if v.dir < 0 {
			s += " from the end"
		}
		if v.wday > 0 {
			s = "weekday " + strconv.Itoa(v.wday) + " " + strconv.Itoa(v.ord)
		}
		if v.a != nil {
			s += " of " + v.a.String()
		} else {
			s += " of XXXX"
		}
	case aSeason:
		s = v.season
		if v.year > 0 {
			s = fmt.Sprintf("%04d-%s", v.year, s)
		} else if v.n != 0 || v.dir != 0 {
			s += rel(int(v.dir))
		}
	case aDecade:
		s = fmt.Sprintf("%03d", v.year/10)
	case aCentury:
		s = fmt.Sprintf("%02d", v.year/100)
	case aShift:
		s = v.a.String()
		if v.dir < 0 {
			s += " before "
		} else {
			s += " after "
		}
		switch {
		case v.b != nil:
			s += v.b.String()
		case v.base == discourse:
			s += "then"
		default:
			s += "now"
		}
	case aDuration:
		s = period(v.n, v.unit)
		if v.ref != "" {
			s = v.ref
		}
		// "two years and three months": P2Y3M
		for p := v.b; p != nil; p = p.b {
			q := period(p.n, p.unit)[1:]
			if q[0] == 'T' && strings.Contains(s, "T") {
				q = q[1:]
			}
			s += q
		}
	case aFeast:
		switch {
		case v.month == 0:
			s = fmt.Sprintf("EASTER%+d", v.n)
		default:
			s = fmt.Sprintf("XXXX-%02d weekday %d %d", v.month, v.wday, v.ord)
			if v.n != 0 {
				s += fmt.Sprintf("%+d", v.n)
			}
		}
		if v.year > 0 {
			s += fmt.Sprintf(" of %04d", v.year)
		} else if v.a != nil {
			s += " of " + v.a.String()
		}
	case aFor:
		s = v.b.String() + "/" + v.a.String()
	case aSet:
		s = setValue(v)
	case aRange:
		s = v.a.String() + "/" + v.b.String()
	case aSince:
		s = v.a.String() + "/.."
	case anUntil:
		s = "../" + v.a.String()
	case aLast:
		s = rel(int(v.dir)*v.n) + " " + unitNames[v.unit] + "S"
	case toDate:
		s = unitNames[v.unit] + "+0/now"
	case aHolding:
		s = unitNames[v.unit] + " of " + v.a.String()
	case fromNow:
		s = "now/" + v.a.String()
	case aRef:
		s = v.ref
	case anEvent:
		s = "XXXX-XX-XX"
	case aClock:
		s = v.a.String() + fmt.Sprintf("T%02d:%02d", v.hour, v.min)
	}
	if v.part != "" {
		s += "T" + v.part
	}
	return s
}

func datePattern(v *val) string {
	x := func(n, w int) string {
		if n == 0 {
			return "XXXX"[:w]
		}
		return fmt.Sprintf("%0*d", w, n)
	}
	switch {
	case v.month == 0 && v.day == 0 && v.wday > 0:
		return "XXXX-WXX-" + strconv.Itoa(v.wday)
	case v.month == 0 && v.day == 0:
		return x(v.year, 4)
	case v.day == 0:
		return x(v.year, 4) + "-" + x(v.month, 2)
	}
	s := x(v.year, 4) + "-" + x(v.month, 2) + "-" + x(v.day, 2)
	if v.wday > 0 {
		s += "(" + strconv.Itoa(v.wday) + ")"
	}
	return s
}

func setValue(v *val) string {
	if v.ref != "" {
		return v.ref
	}
	if v.wday > 0 {
		return "XXXX-WXX-" + strconv.Itoa(v.wday)
	}
	return period(v.n, v.unit)
}
