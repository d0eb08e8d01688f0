package timex

import (
	"fmt"

	"github.com/attache-project/attache/nlp"
)

// An anchor turns unanchored values into values. It carries what is known
// while a document is read: the day of publication, and the time last spoken
// of.
type anchor struct {
	e     *Engine
	ref   int // day of publication
	known bool

	// The time last spoken of, the future left out: what has been announced for
	// Friday is not "that day" of the story.
	then    moment // of any grain
	thenOK  bool
	today   moment // at the grain of a day
	todayOK bool
	ahead   moment // the day to come last spoken of: "that day" behind a verb of the future
	aheadOK bool

	sent        *nlp.Sentence
	first, last int
	tense       string // what decided, "" when it was not asked
	asked       bool
	verb        string // tense of the verb once asked
}

// A moment is an anchored point in time.
type moment struct {
	unit   unit
	start  int    // first day
	season string // when unit is season
}

// at makes the moment of grain u that holds day n.
func at(u unit, n int) moment {
	y, m, _ := civil(n)
	switch u {
	case weekend:
		n = monday(n) + 5
	case week:
		n = monday(n)
	case month:
		n = dayNumber(y, m, 1)
	case quarter:
		n = dayNumber(y, (m-1)/3*3+1, 1)
	case half:
		n = dayNumber(y, (m-1)/6*6+1, 1)
	case year:
		n = dayNumber(y, 1, 1)
	case decade:
		n = dayNumber(floorDiv(y, 10)*10, 1, 1)
	case century:
		n = dayNumber(floorDiv(y, 100)*100, 1, 1)
	case second, minute, hour, season, noUnit:
		u = day
	}
	return moment{unit: u, start: n}
}

// add moves m by n of its own units.
func (m moment) add(n int) moment {
	y, mo, d := civil(m.start)
	switch m.unit {
	case weekend, week:
		m.start += 7 * n
	case month:
		m.start = dayNumber(y, mo+n, 1)
	case quarter:
		m.start = dayNumber(y, mo+3*n, 1)
	case half:
		m.start = dayNumber(y, mo+6*n, 1)
	case season:
		m.start = dayNumber(y+n, mo, 1)
	case year:
		m.start = dayNumber(y+n, 1, 1)
	case decade:
		m.start = dayNumber(y+10*n, 1, 1)
	case century:
		m.start = dayNumber(y+100*n, 1, 1)
	case fortnight:
		if d == 1 {
			m.start = dayNumber(y, mo, 16)
		} else {
			m.start = dayNumber(y, mo+1, 1)
		}
	default:
		m.start += n
	}
	return m
}

// end is the last day of m.
func (m moment) end() int {
	switch m.unit {
	case weekend:
		return m.start + 1
	case season:
		y, mo, _ := civil(m.start)
		return dayNumber(y, mo+3, 1) - 1
	}
	return m.add(1).start - 1
}

func (m moment) String() string {
	y, mo, d := civil(m.start)
	if y < 1 || y > 9999 {
		return "" // farther than four figures reach
	}
	switch m.unit {
	case week:
		iy, w := isoWeek(m.start)
		return fmt.Sprintf("%04d-W%02d", iy, w)
	case weekend:
		iy, w := isoWeek(m.start)
		return fmt.Sprintf("%04d-W%02d-WE", iy, w)
	case month:
		return fmt.Sprintf("%04d-%02d", y, mo)
	case quarter:
		return fmt.Sprintf("%04d-Q%d", y, (mo-1)/3+1)
	case half:
		return fmt.Sprintf("%04d-H%d", y, (mo-1)/6+1)
	case season:
		return fmt.Sprintf("%04d-%s", y, m.season)
	case year:
		return fmt.Sprintf("%04d", y)
	case decade:
		return fmt.Sprintf("%03d", y/10)
	case century:
		return fmt.Sprintf("%02d", y/100)
	case fortnight:
		return dayString(m.start) + "/" + dayString(m.end())
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, mo, d)
}

func dayString(n int) string { return moment{unit: day, start: n}.String() }

// value anchors v: its type and its value, "" when it cannot be anchored.
func (a *anchor) value(v *val) (typ, value string) {
	switch v.shape {
	case aDuration:
		return Duration, v.String()
	case aSet:
		return Set, v.String()
	case aRef:
		return Date, v.ref
	case anEvent:
		return Date, "XXXX-XX-XX"
	case aClock:
		m, ok := at(day, a.ref), a.known
		if v.a != nil {
			m, ok = a.moment(v.a)
		}
		if !ok || m.unit != day {
			return Clock, ""
		}
		a.note(m)
		return Clock, m.String() + fmt.Sprintf("T%02d:%02d", v.hour, v.min)
	case aRange:
		return Interval, a.between(v.a, v.b)
	case aSince:
		if m, ok := a.bound(v.a); ok && m.String() != "" {
			return Interval, m.String() + "/.."
		}
		return Interval, ""
	case anUntil:
		if m, ok := a.bound(v.a); ok && m.String() != "" {
			if v.ord > 0 {
				m = moment{unit: day, start: m.end()}
			}
			return Interval, "../" + m.String()
		}
		return Interval, ""
	case aLast:
		if !a.known {
			return Interval, ""
		}
		lo, hi := a.ref+1, a.stretch(a.ref, v.unit, v.n)
		if v.dir < 0 {
			lo, hi = a.stretch(a.ref, v.unit, -v.n), a.ref-1
		}
		// Counted to the day, told at the grain of the words.
		grain := v.unit
		switch grain {
		case fortnight, twoWeeks:
			grain = week
		case lustrum, decade, century:
			grain = year
		}
		return Interval, at(grain, lo).String() + "/" + at(grain, hi).String()
	case aFor:
		m, ok := a.moment(v.b)
		if !ok || m.unit != day {
			return Interval, ""
		}
		end := moment{unit: day, start: a.along(m.start, v.a, 1) - 1}
		if end.start < m.start || m.String() == "" || end.String() == "" {
			return Interval, ""
		}
		return Interval, m.String() + "/" + end.String()
	case toDate:
		if !a.known {
			return Interval, ""
		}
		return Interval, dayString(at(v.unit, a.ref).start) + "/" + dayString(a.ref)
	case fromNow:
		m, ok := a.moment(v.a)
		if !ok || !a.known || m.end() < a.ref || m.String() == "" {
			return Interval, ""
		}
		return Interval, dayString(a.ref) + "/" + dayString(m.end())
	case aSub:
		if v.n > 1 {
			return Interval, a.several(v)
		}
	}
	m, ok := a.moment(v)
	if !ok {
		return Date, ""
	}
	s := m.String()
	if v.base == discourse && a.known && m.start > a.ref && (v.shape == aShift || v.shape == aRel) && a.decide() == past {
		// It hangs on something told before, not on the day of publication.
		return Date, "XXXX-XX-XX"
	}
	if m.unit == fortnight {
		return Interval, s
	}
	if s != "" {
		a.note(m)
		if v.part != "" && m.unit == day {
			return Clock, s + "T" + v.part
		}
	}
	return Date, s
}

// note remembers m as the time last spoken of.
func (a *anchor) note(m moment) {
	if a.known && m.start > a.ref {
		if m.unit == day {
			a.ahead, a.aheadOK = m, true
		}
		return
	}
	a.then, a.thenOK = m, true
	if m.unit == day {
		a.today, a.todayOK = m, true
	}
}

// bound anchors the one end of an open interval; a reference to the present is
// the day of publication.
func (a *anchor) bound(v *val) (moment, bool) {
	if v.shape == aRef {
		return at(day, a.ref), a.known && v.ref == "PRESENT_REF"
	}
	return a.moment(v)
}

// between anchors an interval. When neither end names a year the verb decides
// on the end that is nearer to it in time, and the other follows.
func (a *anchor) between(x, y *val) string {
	var lo, hi moment
	var ok1, ok2 bool
	if y.shape == aDate && x.shape == aDate && y.a == nil && x.a == nil && y.year == 0 && x.year == 0 {
		if !a.known {
			return ""
		}
		if a.decide() == past {
			lo, ok1 = a.moment(x)
			hi, ok2 = a.date(y, lo.start, future, false)
		} else {
			hi, ok2 = a.moment(y)
			lo, ok1 = a.date(x, hi.start, past, false)
		}
	} else {
		lo, ok1 = a.bound(x)
		hi, ok2 = a.bound(y)
	}
	if !ok1 || !ok2 || hi.end() < lo.start {
		return ""
	}
	if lo.unit != hi.unit && (lo.unit == day || hi.unit == day) {
		lo, hi = moment{unit: day, start: lo.start}, moment{unit: day, start: hi.end()}
	}
	if lo.unit != hi.unit && (lo.unit == month || hi.unit == month) && max(lo.unit, hi.unit) <= year {
		lo, hi = at(month, lo.start), at(month, hi.end())
	}
	if lo.String() == "" || hi.String() == "" {
		return ""
	}
	if hi.unit == day {
		a.note(hi)
	}
	return lo.String() + "/" + hi.String()
}

// stretch moves a day by n units, keeping the day of the month where it can.
func (a *anchor) stretch(from int, u unit, n int) int {
	y, m, d := civil(from)
	months := 0
	switch u {
	case week:
		return from + 7*n
	case weekend:
		return from + 7*n
	case fortnight:
		return from + 15*n
	case twoWeeks:
		return from + 14*n
	case month:
		months = n
	case quarter, season:
		months = 3 * n
	case half:
		months = 6 * n
	case year:
		months = 12 * n
	case lustrum:
		months = 60 * n
	case decade:
		months = 120 * n
	case century:
		months = 1200 * n
	case hour:
		return from + n/24
	case second, minute:
		return from
	default:
		return from + n
	}
	first := dayNumber(y, m+months, 1)
	y, m, _ = civil(first)
	return first + min(d, daysIn(y, m)) - 1
}

// along moves a day by a duration of one or more units.
func (a *anchor) along(from int, d *val, dir int) int {
	for ; d != nil; d = d.b {
		from = a.stretch(from, d.unit, dir*d.n)
	}
	return from
}

// decide asks the verb, once an expression.
func (a *anchor) decide() string {
	if !a.asked {
		a.asked = true
		a.verb = a.e.verbs.tense(a.sent, a.first, a.last)
	}
	a.tense = a.verb
	return a.verb
}

// from returns the day that v counts from.
func (a *anchor) from(b base, u unit) (int, bool) {
	if b == publication {
		return a.ref, a.known
	}
	if u == day && a.aheadOK && a.decide() == future {
		return a.ahead.start, true
	}
	if u == day && a.todayOK {
		return a.today.start, true
	}
	if a.thenOK && (u >= a.then.unit || u == day && a.then.unit == day) {
		return a.then.start, true
	}
	if a.todayOK {
		return a.today.start, true
	}
	return a.ref, a.known
}

// moment anchors a point in time.
func (a *anchor) moment(v *val) (moment, bool) {
	var none moment
	switch v.shape {
	case aDate:
		if v.a != nil {
			return a.inside(v)
		}
		if v.year > 0 {
			switch {
			case v.month == 0:
				return at(year, dayNumber(v.year, 1, 1)), true
			case v.day == 0:
				return at(month, dayNumber(v.year, v.month, 1)), true
			}
			return at(day, dayNumber(v.year, v.month, v.day)), true
		}
		ref, ok := a.from(v.base, day)
		if !ok {
			return none, false
		}
		switch {
		case v.dir > 0:
			m, ok := a.date(v, ref, future, true)
			return m.add(7 * max(v.n-1, 0)), ok
		case v.dir < 0:
			m, ok := a.date(v, ref, past, true)
			return m.add(-7 * max(v.n-1, 0)), ok
		case v.base == discourse:
			return a.date(v, ref, past, false)
		}
		return a.date(v, ref, a.decide(), false)
	case aRel:
		ref, ok := a.from(v.base, v.unit)
		if !ok {
			return none, false
		}
		m := at(v.unit, ref)
		if v.ord > 0 && a.decide() == past && m.start > ref {
			m = m.add(-1)
		}
		return m.add(v.n), true
	case aSub:
		return a.sub(v)
	case aSeason:
		return a.seasonOf(v)
	case aHolding:
		m, ok := a.moment(v.a)
		if v.unit == weekend && weekday(m.start) <= 2 {
			return at(weekend, m.start-7), ok // the weekend of a Monday ends with it
		}
		return at(v.unit, m.start), ok
	case aDecade:
		return at(decade, dayNumber(v.year, 1, 1)), true
	case aCentury:
		return moment{unit: century, start: dayNumber(v.year, 1, 1)}, true
	case aShift:
		return a.shift(v)
	case aFeast:
		return a.feast(v)
	case aRef:
		return a.bound(v)
	}
	return none, false
}

// date anchors a date without a year, a bare weekday, or a bare day of the
// month: the latest that is not after ref for the past, the earliest that is
// not before it for the future, the nearest when nothing decides. Strict dates
// are not ref itself.
func (a *anchor) date(v *val, ref int, tense string, strict bool) (moment, bool) {
	grain := day
	if v.day == 0 && v.wday == 0 {
		grain = month
	}
	cur := at(grain, ref)
	if v.month == 0 && v.day == 0 {
		d := (v.wday - weekday(ref) + 7) % 7
		switch {
		case tense == future || tense == present:
			if strict && d == 0 {
				d = 7
			}
			return at(day, ref+d), true
		}
		d = (7 - d) % 7
		if strict && d == 0 {
			d = 7
		}
		return at(day, ref-d), true
	}
	y, m, _ := civil(ref)
	var best moment
	found := false
	dist := func(n int) int { return max(n-cur.start, cur.start-n) }
	far := 9
	if v.fig && v.wday > 0 {
		far = 1 // figures are more often mistaken for others than of a far year
	}
	for k := -far; k <= far; k++ {
		cy, cm := y+k, v.month
		if v.month == 0 {
			// By months, far enough for a day and its weekday to meet.
			cy, cm = civilMonth(y, m+k)
		}
		if v.day > daysIn(cy, cm) || cy < 1 {
			continue
		}
		c := moment{unit: grain, start: dayNumber(cy, cm, max(v.day, 1))}
		if v.wday > 0 && v.day > 0 && weekday(c.start) != v.wday {
			continue
		}
		if strict && c.start == cur.start {
			continue
		}
		switch tense {
		case past:
			if c.start <= cur.start {
				best, found = c, true
			}
		case future:
			if c.start >= cur.start && !found {
				best, found = c, true
			}
		default:
			// A present tells of what comes soon; what is long past is nearer only
			// by accident.
			if !found || dist(c.start) < dist(best.start) ||
				tense == present && best.start < cur.start && c.start >= cur.start && dist(c.start) < 60 {
				best, found = c, true
			}
		}
	}
	if !found && v.wday > 0 && v.day > 0 {
		w := *v
		w.wday = 0 // the words contradict each other or mean a far year: the day wins
		if v.fig {
			return a.date(&w, ref, "", false)
		}
		return a.date(&w, ref, tense, strict)
	}
	return best, found
}

func civilMonth(y, m int) (int, int) {
	y, m, _ = civil(dayNumber(y, m, 1))
	return y, m
}

// inside anchors a date that lies in another time: "el 3 de mayo del año
// pasado", "el miércoles de la próxima semana".
func (a *anchor) inside(v *val) (moment, bool) {
	outer := *v.a
	counted := v.wday > 0 && outer.counted()
	if counted {
		outer.unit = day // in the week of that day
	}
	o, ok := a.moment(&outer)
	if !ok {
		return o, false
	}
	y, m, _ := civil(o.start)
	switch {
	case v.wday > 0 && (o.unit == week || counted):
		return at(day, monday(o.start)+v.wday-1), true
	case o.unit == month && v.month == 0 && v.day > 0:
		if v.day > daysIn(y, m) {
			return o, false
		}
		return at(day, dayNumber(y, m, v.day)), true
	case o.unit == year && v.month > 0 && v.day == 0:
		return at(month, dayNumber(y, v.month, 1)), true
	case o.unit == year && v.month > 0:
		if v.day > daysIn(y, v.month) {
			return o, false
		}
		return at(day, dayNumber(y, v.month, v.day)), true
	case o.unit == day:
		return o, true
	}
	return moment{}, false
}

// sub anchors a part of a larger time: a quarter of a year, the first week of
// a month.
func (a *anchor) sub(v *val) (moment, bool) {
	var o moment
	if v.a != nil {
		var ok bool
		if o, ok = a.moment(v.a); !ok {
			return o, false
		}
	} else {
		if !a.known {
			return o, false
		}
		o = at(year, a.ref)
		m, ok := part(v, o)
		if !ok {
			return m, false
		}
		switch t := a.decide(); {
		case t == past && m.start > a.ref:
			o = o.add(-1)
		case t == future && m.end() < a.ref:
			o = o.add(1)
		}
	}
	return part(v, o)
}

// part is the part v of o.
func part(v *val, o moment) (moment, bool) {
	k := v.ord - 1
	y, mo, _ := civil(o.start)
	switch {
	case v.wday > 0: // the ord-th such weekday
		first := o.start + (v.wday-weekday(o.start)+7)%7
		if v.dir < 0 {
			first = o.end() - (weekday(o.end())-v.wday+7)%7
			k = -k
		}
		m := at(day, first+7*k)
		return m, o.unit >= month && m.start >= o.start && m.start <= o.end()
	case v.unit == week:
		// A week belongs to the month and year of its Thursday.
		first := at(week, o.start)
		if first.start+3 < o.start {
			first = first.add(1)
		}
		if v.dir < 0 {
			first = at(week, o.end())
			if first.start+3 > o.end() {
				first = first.add(-1)
			}
			k = -k
		}
		m := first.add(k)
		return m, o.unit >= month && m.start+3 >= o.start && m.start+3 <= o.end()
	case v.unit == fortnight || v.unit == half && o.unit == month:
		if o.unit != month {
			return o, false
		}
		m := moment{unit: fortnight, start: o.start}
		if k == 1 || v.dir < 0 {
			m.start = dayNumber(y, mo, 16)
		}
		return m, true
	case v.unit == weekend:
		first := at(weekend, o.start)
		if first.start < o.start {
			first = first.add(1)
		}
		if v.dir < 0 {
			first = at(weekend, o.end())
			k = -k
		}
		return first.add(k), o.unit >= month
	case v.unit < o.unit:
		m := at(v.unit, o.start)
		if v.dir < 0 {
			m = at(v.unit, o.end())
			k = -k
		}
		m = m.add(k)
		return m, m.start >= o.start && m.start <= o.end()
	}
	return o, false
}

// several anchors the first or last n units of a time.
func (a *anchor) several(v *val) string {
	one := *v
	one.n, one.ord = 1, 1
	first, ok := a.sub(&one)
	if !ok {
		return ""
	}
	lo, hi := first, first.add(v.n-1)
	if v.dir < 0 {
		lo, hi = first.add(1-v.n), first
	}
	if lo.String() == "" || hi.String() == "" {
		return ""
	}
	return lo.String() + "/" + hi.String()
}

// toldYear returns the year that the words themselves tell, of a season or a feast:
// in figures, or as an expression, which is not ok when it is no year. told says
// whether they tell one.
func (a *anchor) toldYear(v *val) (y int, told, ok bool) {
	if v.year > 0 {
		return v.year, true, true
	}
	if v.a == nil {
		return 0, false, false
	}
	o, ok := a.moment(v.a)
	y, _, _ = civil(o.start)
	return y, true, ok && o.unit == year
}

// seasonStart is the month in which a season begins in the north. Its name is
// what the text says; only what is last or next depends on the month.
var seasonStart = map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}

func (a *anchor) seasonOf(v *val) (moment, bool) {
	start := seasonStart[v.season]
	if start == 0 {
		return moment{}, false
	}
	of := func(y int) moment { return moment{unit: season, start: dayNumber(y, start, 1), season: v.season} }
	if y, told, ok := a.toldYear(v); told {
		return of(y), ok
	}
	ref, ok := a.from(v.base, season)
	if !ok {
		return moment{}, false
	}
	y, _, _ := civil(ref)
	m := of(y)
	switch {
	case v.dir < 0:
		for m.end() >= ref {
			m = m.add(-1)
		}
	case v.dir > 0:
		if m.start <= ref {
			m = m.add(1)
		}
	case v.n > 0: // this one
	default:
		switch t := a.decide(); {
		case t == past && m.start > ref:
			m = m.add(-1)
		case t == future && m.end() < ref:
			m = m.add(1)
		}
	}
	return m, true
}

// shift anchors "hace dos semanas", "un día antes", "tres días después de
// hoy". The grain is that of the unit: two weeks ago is a week.
func (a *anchor) shift(v *val) (moment, bool) {
	u := v.a.unit
	if u == noUnit {
		return moment{}, false
	}
	var from int
	if v.b != nil {
		m, good := a.moment(v.b)
		if !good {
			return m, false
		}
		from = m.start
		if m.unit > u && u < month {
			return m, false // a day after a year says nothing
		}
		if m.unit == day {
			return at(day, a.along(from, v.a, int(v.dir))), true
		}
	} else {
		f, ok := a.from(v.base, u)
		if !ok {
			return moment{}, false
		}
		from = f
	}
	to := a.along(from, v.a, int(v.dir))
	if v.a.b != nil || v.unit == day {
		return at(day, to), true // said to the day
	}
	switch u {
	case half, fortnight, season:
		return at(month, to), true
	case twoWeeks:
		return at(week, to), true
	case lustrum, decade, century:
		return at(year, to), true
	}
	return at(u, to), true
}

// feast anchors a day that moves from year to year: Easter and what is counted
// from it, the fourth Thursday of November.
func (a *anchor) feast(v *val) (moment, bool) {
	of := func(y int) moment {
		if v.month == 0 {
			if v.ref == "east" {
				return at(day, easterEast(y)+v.n)
			}
			return at(day, easter(y)+v.n)
		}
		if v.ord < 0 {
			last := dayNumber(y, v.month, daysIn(y, v.month))
			return at(day, last-(weekday(last)-v.wday+7)%7+7*(v.ord+1)+v.n)
		}
		first := dayNumber(y, v.month, 1)
		return at(day, first+(v.wday-weekday(first)+7)%7+7*(v.ord-1)+v.n)
	}
	if y, told, ok := a.toldYear(v); told {
		return of(y), ok
	}
	ref, ok := a.from(v.base, day)
	if !ok {
		return moment{}, false
	}
	tense := ""
	switch {
	case v.dir > 0:
		tense = future
	case v.dir < 0:
		tense = past
	default:
		tense = a.decide()
	}
	y, _, _ := civil(ref)
	before, after := of(y-1), of(y+1)
	if m := of(y); m.start > ref || m.start == ref && v.dir == 0 && tense != past {
		after = m
	} else if m.start < ref || v.dir == 0 {
		before = m
	}
	switch {
	case tense == past, tense == "" && ref-before.start < after.start-ref:
		return before, true
	}
	return after, true
}
