package timex

import (
	"slices"
	"strconv"
	"strings"
)

// An op makes the value of a match from what the pattern caught. It reports
// false when the words make no sense together after all: the 40th of May.
type op func(b *build) bool

// build is what an op reads and writes.
type build struct {
	kids []edge
	args map[string]string
	lex  *lexicon

	n int
	s string
	v *val
}

// ops are the builders that a row of timex-rules can name.
//
//	none     nothing: for names and for words that say nothing
//	keep     the value of the one thing caught; args n, s, mod, part change it
//	date     day, month, year, weekday and a relation; PT is what it lies in;
//	         arg date is a month and day, 12-25
//	shortyear the same, the last NUM a year of two figures
//	rel      a unit counted from now: args n, unit, base=then, tense
//	sub      the ord-th unit of PT: args ord, unit, from=end, count
//	shift    DUR before or after PT or the base: args dir, base=then; with open=y all that is farther,
//	         with by=y all up to it, told to the day up to weeks
//	dur      NUM UNIT; args n, iso, unit; with sum=y TENS and NUM
//	durs     NUM UNIT NUM UNIT, from the larger unit to the smaller
//	for      DUR from PT on
//	feast    a day that moves: args easter=DAYS, with rite=east the Orthodox one,
//	         or nth=MONTH/WEEKDAY/ORD and days=DAYS after it; with unit=W the week that holds it
//	within   a feast or a day PT of the year PT
//	wdays    NUM weekdays from now; args dir, n
//	plushalf NUM UNIT and a half
//	set      every NUM UNIT, every WDAY, FREQ
//	range    from one point to another; NUM is a day in the month of the next
//	since    from PT on
//	until    up to PT; arg end takes the last day of it
//	mod      PT with POS or arg mod; with wide=y not of a day
//	part     PT with PART
//	clock    CLOCK or hour NUM, minutes NUM, of PT; args with=part: PT has a part of the day; min
//	last     the last or next NUM units; args n, unit
//	todate   from the start of UNIT until now
//	holding  the UNIT that PT, a day, lies in; arg unit
//	rest     from now until the end of PT
//	season, decade, century, ref, event
var ops map[string]op

func init() {
	ops = map[string]op{
		"none": func(b *build) bool { return true }, "keep": buildKeep, "date": buildDate, "shortyear": buildShortYear, "rel": buildRel,
		"sub": buildSub, "shift": buildShift, "dur": buildDuration, "durs": buildDurations, "for": buildFor, "feast": buildFeast, "within": buildWithin, "wdays": buildWdays, "plushalf": buildPlusHalf, "set": buildSet,
		"range": buildRange, "since": buildSince, "until": buildUntil, "mod": buildMod, "part": buildPart,
		"clock": buildClock, "last": buildLast, "todate": buildToDate, "rest": buildRest, "holding": buildHolding, "season": buildSeason,
		"decade": buildDecade, "century": buildCentury, "ref": buildRef, "event": buildEvent,
	}
}

// get returns the k-th thing of a class that was caught.
func (b *build) get(k int, classes ...int) *edge {
	for i := range b.kids {
		for _, c := range classes {
			if b.kids[i].class == c {
				if k == 0 {
					return &b.kids[i]
				}
				k--
				break
			}
		}
	}
	return nil
}

// point returns a copy of the k-th point in time.
func (b *build) point(k int) *val {
	e := b.get(k, cPT, cPTU, cNDate, cDM, cDMDot, cXPT)
	if e == nil || e.v == nil {
		return nil
	}
	v := *e.v
	return &v
}

func (b *build) num(name string, otherwise int) int {
	if n, err := strconv.Atoi(b.args[name]); err == nil {
		return n
	}
	return otherwise
}

// relation finds a word such as "this", "next", "that" and what it counts from.
func (b *build) relation() (n int, from base, ok bool) {
	e := b.get(0, cNext, cLast, cAfter, cBefore)
	if e == nil {
		e = b.get(0, cThis, cThat)
	}
	if e == nil {
		return b.num("n", 0), b.base(), b.args["n"] != ""
	}
	if e.class == cThat || e.class == cAfter || e.class == cBefore {
		return e.n, discourse, true
	}
	return e.n, b.base(), true
}

func (b *build) base() base {
	if b.args["base"] == "then" {
		return discourse
	}
	return publication
}

func buildKeep(b *build) bool {
	if len(b.kids) > 0 {
		k := &b.kids[0]
		b.n, b.s = k.n, k.s
		if k.v != nil {
			v := *k.v
			b.v = &v
		}
	}
	b.n = b.num("n", b.n)
	if s, ok := b.args["s"]; ok {
		b.s = s
		if u, ok := unitCodes[s]; ok {
			b.n = int(u)
		}
	}
	if b.v != nil {
		if m := b.args["mod"]; m != "" {
			b.v.mod = m
		}
		if p := b.args["part"]; p != "" {
			b.v.part = p
		}
	}
	return true
}

func buildDate(b *build) bool {
	v := &val{shape: aDate}
	if m, d, ok := strings.Cut(b.args["date"], "-"); ok {
		v.month, _ = digits(m)
		v.day, _ = digits(d)
		if v.month < 1 || v.month > 12 || v.day < 1 {
			return false
		}
	}
	for i := range b.kids {
		k := &b.kids[i]
		switch k.class {
		case cNDate, cDM, cDMDot:
			v.year, v.month, v.day = k.v.year, k.v.month, k.v.day
			v.fig = true
		case cMonth, cMAbbr, cMAdj:
			v.month = k.n
		case cNum, cOrd:
			if v.day != 0 || k.n < 1 || k.n > 31 {
				return false
			}
			v.day = k.n
		case cYear:
			v.year = k.n
		case cWday:
			v.wday = k.n
		case cNext:
			v.dir = 1
		case cLast:
			v.dir = -1
		case cThat:
			v.base = discourse
		case cBefore:
			v.base, v.dir = discourse, -1
		case cAfter:
			v.base, v.dir = discourse, 1
		case cPT, cPTU, cXPT:
			outer := *k.v
			if outer.shape == aDate && outer.month == 0 && outer.day == 0 && outer.wday == 0 && outer.a == nil {
				v.year = outer.year
			} else if outer.shape == aDate && outer.wday == 0 && v.month == 0 && v.day == 0 {
				// "el lunes 5 de mayo": a weekday beside a date
				outer.wday = v.wday
				outer.dir += v.dir
				v = &outer
			} else {
				v.a = &outer
			}
		}
	}
	if v.month == 0 && v.day == 0 && v.wday == 0 && v.year == 0 {
		return false
	}
	if v.day > 0 && v.month == 0 && v.year > 0 {
		return false
	}
	if b.get(0, cThis) != nil && v.month > 0 && v.year == 0 && v.a == nil {
		v.a = &val{shape: aRel, unit: year} // "este septiembre" is that of this year
	}
	if v.a != nil && !v.fits(v.a) {
		return false
	}
	if v.month > 0 && v.day > daysIn(v.year, v.month) {
		return false
	}
	b.v = v
	return true
}

// buildShortYear makes a date whose last number is a year of two figures:
// "3 Aug. 96". Only numbers that are no days are taken for such.
func buildShortYear(b *build) bool {
	k := len(b.kids) - 1
	if k < 1 || b.kids[k].class != cNum {
		return false
	}
	y := b.kids[k].n
	if y > 99 || y < 32 && b.kids[k].s != "short" {
		return false
	}
	if y += 1900; y < 1930 {
		y += 100
	}
	kids := slices.Clone(b.kids)
	kids[k] = edge{class: cYear, end: kids[k].end, n: y}
	with := *b
	with.kids = kids
	if !buildDate(&with) {
		return false
	}
	b.v = with.v
	return true
}

// fits reports whether a date can lie in outer: a weekday in a week, a day in
// a month, a month or a day and month in a year.
func (v *val) fits(outer *val) bool {
	switch {
	case v.month > 0:
		return outer.unit == year && outer.shape == aRel
	case v.day > 0:
		return outer.unit == month && (outer.shape == aRel || outer.shape == aSub && outer.n == 1)
	}
	return outer.unit == week && (outer.shape == aRel || outer.shape == aSub && outer.n == 1) || outer.counted() ||
		outer.unit == day && outer.shape == aRel
}

// counted reports whether v is so many weeks from another time, or so many
// months or years from now on, and so has a weekday: "Monday two weeks from
// now". Of years ago "on Monday" says when they are full.
func (v *val) counted() bool {
	if v.shape != aShift || v.base != publication || v.part != "" || v.a.b != nil || v.a.ref != "" {
		return false
	}
	return v.a.unit == week || v.a.unit == twoWeeks || v.a.unit >= month && v.dir > 0 && v.b == nil
}

func buildRel(b *build) bool {
	v := &val{shape: aRel}
	if e := b.get(0, cDayRef); e != nil {
		v.unit, v.n, v.part = day, e.n, e.s
		if p := b.get(0, cPart); p != nil {
			v.part = p.s
		}
		// The value of a day word is its number; a part comes from the rule alone.
		if _, err := strconv.Atoi(v.part); err == nil {
			v.part = b.args["part"]
		}
		b.v = v
		return true
	}
	if u, ok := unitCodes[b.args["unit"]]; ok {
		v.unit = u
	} else if e := b.get(0, cUnit, cUnits); e != nil {
		v.unit = unit(e.n)
	} else {
		return false
	}
	v.n, v.base, _ = b.relation()
	if b.args["tense"] != "" {
		v.ord = 1 // which one, the verb decides
	}
	v.mod, v.part = b.args["mod"], b.args["part"]
	if p := b.get(0, cPart); p != nil {
		v.part = p.s
	}
	if v.unit < day {
		return false
	}
	b.v = v
	return true
}

func buildSub(b *build) bool {
	v := &val{shape: aSub, ord: 1, n: 1, mod: b.args["mod"]}
	if e := b.get(0, cOrd, cNum, cRoman, cNth); e != nil && b.args["count"] == "" {
		v.ord = e.n
	}
	v.ord = b.num("ord", v.ord)
	if b.args["from"] == "end" {
		v.dir = -1
	}
	if b.args["count"] != "" {
		e := b.get(0, cNum)
		if e == nil {
			return false
		}
		v.n, v.ord = e.n, 1
	}
	if u, ok := unitCodes[b.args["unit"]]; ok {
		v.unit = u
	} else if e := b.get(0, cUnit, cUnits); e != nil {
		v.unit = unit(e.n)
	} else if e := b.get(0, cNth); e != nil {
		v.unit = quarter
		if e.s == unitNames[half] {
			v.unit = half
		}
	} else if e := b.get(0, cWday); e != nil {
		v.wday, v.unit = e.n, day
	} else {
		return false
	}
	v.a = b.point(0)
	if y := b.get(0, cYear); y != nil && v.a == nil {
		v.a = &val{shape: aDate, year: y.n}
	}
	if v.a != nil && v.unit == half && (v.a.shape == aDecade || v.a.shape == aCentury || v.a.unit > year) {
		// The half of a decade has no value of its own.
		if b.v = v.a; v.ord == 1 {
			b.v.mod = "START"
		} else {
			b.v.mod = "END"
		}
		return v.ord <= 2
	}
	if v.ord < 1 || v.n < 1 || v.ord > 400 || v.n > 400 || v.unit < day {
		return false
	}
	switch v.unit {
	case quarter:
		if v.ord > 4 {
			return false
		}
	case half, fortnight:
		if v.ord > 2 {
			return false
		}
	case week:
		if v.ord > 53 {
			return false
		}
	}
	b.v = v
	return true
}

func buildShift(b *build) bool {
	e := b.get(0, cDur)
	if e == nil || e.v == nil {
		return false
	}
	d := *e.v
	if d.n <= 0 || d.n > 1<<16 {
		return false
	}
	v := &val{shape: aShift, a: &d, dir: int8(b.num("dir", 1)), base: b.base(), b: b.point(0), mod: b.args["mod"]}
	if v.mod == "" {
		v.mod = d.mod
	}
	if b.args["grain"] != "" && d.unit <= week {
		v.unit = day // "two weeks from now" is a day
	}
	b.v = v
	if b.args["by"] != "" {
		// "within two weeks": any day until then; of months the month is told
		if d.unit >= day && d.unit < month {
			v.unit = day
		}
		b.v = &val{shape: anUntil, a: v, mod: v.mod}
		return true
	}
	if b.args["open"] != "" {
		// "more than two weeks after today": from that day on
		b.v = &val{shape: aSince, a: v}
		if v.dir < 0 {
			b.v.shape = anUntil
		}
	}
	return true
}

func buildDuration(b *build) bool {
	v := &val{shape: aDuration, mod: b.args["mod"]}
	if iso := b.args["iso"]; iso != "" {
		v.ref = iso
		v.unit = unitCodes[b.args["unit"]]
		v.n = b.num("n", 0)
		b.v = v
		return true
	}
	if e := b.get(0, cUnit, cUnits); e != nil {
		v.unit = unit(e.n)
	} else if u, ok := unitCodes[b.args["unit"]]; ok {
		v.unit = u
	} else {
		return false
	}
	if k := b.get(0, cNum); k != nil {
		v.n = k.n
		if k.n < 1 {
			return false
		}
		if b.args["sum"] != "" { // "twenty and four"
			t := b.get(0, cTens)
			if t == nil || k.n > 9 {
				return false
			}
			v.n += t.n
		}
	} else {
		v.n = b.num("n", 0)
	}
	b.v = v
	return true
}

func buildDurations(b *build) bool {
	var v *val
	add := func(n int, u unit) bool {
		p := &val{shape: aDuration, n: n, unit: u}
		if n < 1 || n > 1<<16 {
			return false
		}
		switch u {
		case second, minute, hour, day, week, month, year:
		default:
			return false
		}
		for at := &v; ; at = &(*at).b {
			if *at == nil || (*at).unit < u {
				p.b, *at = *at, p
				return true
			}
			if (*at).unit == u {
				return false
			}
		}
	}
	for k := 0; ; k++ {
		u := b.get(k, cUnit, cUnits)
		if u == nil {
			break
		}
		n := b.get(k, cNum)
		if n == nil || !add(n.n, unit(u.n)) {
			return false
		}
	}
	b.v = v
	return v != nil
}

func buildFor(b *build) bool {
	d, p := b.get(0, cDur), b.point(0)
	if d == nil || d.v == nil || d.v.n < 1 || d.v.ref != "" || p == nil || !p.isDay() {
		return false
	}
	n := *d.v
	b.v = &val{shape: aFor, a: &n, b: p}
	return true
}

// buildFeast makes a day that moves from year to year.
func buildFeast(b *build) bool {
	v := &val{shape: aFeast}
	if n, err := strconv.Atoi(b.args["easter"]); err == nil {
		v.n = n
		v.ref = b.args["rite"]
	} else {
		p := strings.Split(b.args["nth"], "/")
		if len(p) != 3 {
			return false
		}
		v.month, _ = strconv.Atoi(p[0])
		v.wday, _ = strconv.Atoi(p[1])
		v.ord, _ = strconv.Atoi(p[2])
		v.n = b.num("days", 0)
		if v.month < 1 || v.month > 12 || v.wday < 1 || v.wday > 7 || v.ord == 0 || v.ord < -1 || v.ord > 4 {
			return false
		}
	}
	if y := b.get(0, cYear); y != nil {
		v.year = y.n
	}
	if n, from, ok := b.relation(); ok {
		v.dir, v.base = int8(n), from
		if n == 0 {
			v.a = &val{shape: aRel, unit: year}
		}
	}
	if p := b.point(0); p != nil {
		switch {
		case p.shape == aDate && p.year > 0 && p.month == 0 && p.day == 0:
			v.year = p.year
		case p.shape == aRel && p.unit == year:
			v.a = p
		default:
			return false
		}
	}
	b.v = v
	if u, ok := unitCodes[b.args["unit"]]; ok {
		b.v = &val{shape: aHolding, unit: u, a: v}
	}
	return true
}

// buildWithin puts a day without a year into one: "Easter of last year".
func buildWithin(b *build) bool {
	x, y := b.point(0), b.point(1)
	if x == nil || y == nil || x.year > 0 || x.a != nil || x.dir != 0 || y.a != nil {
		return false
	}
	if x.shape != aFeast && (x.shape != aDate || x.month == 0 || x.day == 0) {
		return false
	}
	switch {
	case y.shape == aRel && y.unit == year:
		x.a = y
	case y.shape == aDate && y.year > 0 && y.month == 0:
		x.year = y.year
	default:
		return false
	}
	b.v = x
	return true
}

func buildWdays(b *build) bool {
	n, w := b.num("n", 0), b.get(0, cWday, cWdays)
	if e := b.get(0, cNum); e != nil {
		n = e.n
	}
	if w == nil || n < 1 || n > 100 {
		return false
	}
	b.v = &val{shape: aDate, wday: w.n, n: n, dir: int8(b.num("dir", 1))}
	return true
}

func buildPlusHalf(b *build) bool {
	e := b.get(0, cUnit, cUnits, cDur)
	if e == nil {
		return false
	}
	n, u := 1, unit(e.n)
	if e.class == cDur {
		n, u = e.v.n, e.v.unit
	} else if k := b.get(0, cNum); k != nil {
		n = k.n
	}
	n = b.num("n", n)
	v := &val{shape: aDuration}
	switch u {
	case hour:
		v.unit, v.n = minute, n*60+30
	case day:
		v.unit, v.n = hour, n*24+12
	case month:
		v.unit, v.n = day, n*30+15
	case year:
		v.unit, v.n = month, n*12+6
	case decade:
		v.unit, v.n = year, n*10+5
	case century:
		v.unit, v.n = year, n*100+50
	default:
		return false
	}
	b.v = v
	return true
}

func buildSet(b *build) bool {
	v := &val{shape: aSet, n: 1}
	if e := b.get(0, cFreq); e != nil {
		v.ref = e.s
	} else if e := b.get(0, cWday, cWdays); e != nil {
		v.wday = e.n
	} else if e := b.get(0, cDur); e != nil {
		v.n, v.unit = e.v.n, e.v.unit
	} else if e := b.get(0, cUnit, cUnits); e != nil {
		v.unit = unit(e.n)
		if k := b.get(0, cNum); k != nil {
			v.n = k.n
		}
	} else {
		return false
	}
	b.v = v
	return true
}

func buildRange(b *build) bool {
	if e := b.get(0, cYRange); e != nil {
		v := *e.v
		b.v = &v
		return true
	}
	if e := b.get(0, cNRange); e != nil {
		x, y := *e.v.a, *e.v.b
		return b.span(&x, &y)
	}
	if e := b.get(1, cMonth, cMAbbr); e != nil && b.get(0, cNum, cOrd, cPT) == nil {
		// "Nov-Feb 2017"
		x := &val{shape: aDate, month: b.get(0, cMonth, cMAbbr).n}
		y := &val{shape: aDate, month: e.n}
		if k := b.get(0, cYear); k != nil {
			y.year = k.n
		}
		return x.month != y.month && b.span(x, y)
	}
	if e := b.get(0, cMRange); e != nil {
		x, y := *e.v.a, *e.v.b
		if k := b.get(0, cYear); k != nil {
			x.year, y.year = k.n, k.n
			if x.month > y.month {
				x.year--
			}
		} else if p := b.point(0); p != nil {
			if x.a, y.a = p, p; !x.fits(p) {
				return false
			}
		}
		b.v = &val{shape: aRange, a: &x, b: &y}
		return true
	}
	if e := b.get(0, cDRange); e != nil {
		// "4-6 de diciembre"
		x, y := *e.v.a, *e.v.b
		m := b.get(0, cMonth, cMAbbr)
		if p := b.point(0); m == nil && p != nil && x.fits(p) {
			x.a, y.a = p, p // "the 4-6 of next month"
			b.v = &val{shape: aRange, a: &x, b: &y}
			return true
		}
		if m == nil {
			return false
		}
		x.month = m.n
		y.month = x.month
		if k := b.get(0, cYear); k != nil {
			x.year, y.year = k.n, k.n
		}
		b.v = &val{shape: aRange, a: &x, b: &y}
		return y.day <= daysIn(y.year, y.month)
	}
	x, y := b.point(0), b.point(1)
	if x == nil {
		if e, f := b.get(0, cYear), b.get(1, cYear); f != nil {
			x, y = &val{shape: aDate, year: e.n}, &val{shape: aDate, year: f.n}
		}
	}
	if y == nil && len(b.kids) > 1 && x != nil && x.shape == aDate && x.day > 0 && (b.kids[0].class == cPT || b.kids[0].class == cNDate) {
		// "May 3 to 5": the day after the point takes its month from it, and the
		// point the year that follows.
		k := b.get(0, cNum, cOrd)
		if k == nil || k.n <= x.day || k.n > 31 {
			return false
		}
		if e := b.get(0, cYear); e != nil && x.year == 0 {
			x.year = e.n
		}
		if x.month > 0 && k.n > daysIn(x.year, x.month) {
			return false
		}
		y = &val{shape: aDate, day: k.n, month: x.month, year: x.year, dir: x.dir, a: x.a, base: x.base}
	} else if y == nil {
		// A bare day takes its month from the point that follows.
		k := b.get(0, cNum, cOrd)
		if k == nil || x == nil || x.shape != aDate || k.n < 1 || k.n > 31 || x.day == 0 && (x.wday == 0 || x.month == 0) {
			return false
		}
		y = x
		x = &val{shape: aDate, day: k.n, month: y.month, year: y.year, dir: y.dir, a: y.a, base: y.base}
		if x.month > 0 && x.day > daysIn(x.year, x.month) || y.day > 0 && x.day >= y.day {
			return false
		}
	}
	if x == nil || y == nil {
		return false
	}
	return b.span(x, y)
}

// span makes the interval from x to y; what one of them leaves out it takes
// from the other.
func (b *build) span(x, y *val) bool {
	switch x.shape {
	case aRange, aSince, anUntil:
		return false
	}
	if x.shape == aDate && y.shape == aDate {
		before := x.month < y.month || x.month == y.month && x.day <= y.day
		if y.a != nil && x.a == nil && x.year == 0 {
			x.a = y.a
		}
		if x.year == 0 && y.year > 0 && x.a == nil && x.month > 0 {
			if x.year = y.year; !before {
				x.year--
			}
		}
		if y.year == 0 && x.year > 0 && y.a == nil && y.month > 0 {
			if y.year = x.year; !before {
				y.year++
			}
		}
		if x.year > 0 && x.month == 0 && y.year > 0 && y.month == 0 && x.year >= y.year {
			return false
		}
	}
	b.v = &val{shape: aRange, a: x, b: y}
	return true
}

func buildSince(b *build) bool {
	p := b.point(0)
	if p == nil {
		return false
	}
	b.v = &val{shape: aSince, a: p, mod: p.mod}
	return true
}

func buildUntil(b *build) bool {
	p := b.point(0)
	if p == nil {
		u := b.get(0, cUnit)
		if u == nil {
			return false
		}
		p = &val{shape: aRel, unit: unit(u.n)}
	}
	b.v = &val{shape: anUntil, a: p, mod: p.mod}
	if b.args["end"] != "" {
		b.v.ord = 1
		b.v.mod = ""
	}
	return true
}

func buildMod(b *build) bool {
	v := b.point(0)
	if v == nil {
		u := b.get(0, cUnit)
		if u == nil || unit(u.n) < week {
			return false
		}
		v = &val{shape: aRel, unit: unit(u.n)}
	}
	if b.args["wide"] != "" && v.isDay() {
		return false
	}
	v.mod = b.args["mod"]
	if e := b.get(0, cPos); e != nil {
		v.mod = e.s
	}
	b.v = v
	return true
}

// isDay reports whether v is a day, so that it has parts and hours.
func (v *val) isDay() bool {
	switch v.shape {
	case aDate:
		return v.day > 0 || v.wday > 0
	case aFeast:
		return true
	case aShift:
		return v.a.unit == day || v.unit == day || v.b != nil && v.b.isDay()
	case aRel, aSub:
		return v.unit == day
	}
	return false
}

func buildPart(b *build) bool {
	v := b.point(0)
	e := b.get(0, cPart)
	if v == nil || !v.isDay() {
		return false
	}
	if e != nil {
		v.part = e.s
	}
	if p := b.args["part"]; p != "" {
		v.part = p
	}
	b.v = v
	return true
}

func buildClock(b *build) bool {
	v := &val{shape: aClock, a: b.point(0)}
	if e := b.get(0, cClock, cHM); e != nil {
		v.hour, v.min = e.n/60, e.n%60
	} else if e := b.get(0, cNum); e != nil {
		if v.hour = e.n; e.n > 24 {
			return false
		}
		if m := b.get(1, cNum); m != nil {
			if v.min = m.n; m.n > 59 {
				return false
			}
		}
	} else {
		return false
	}
	v.min = b.num("min", v.min)
	if p := b.get(0, cAmPm); p != nil {
		v.hour %= 12
		if p.s == "PM" {
			v.hour += 12
		}
	} else if p := b.get(0, cPart); p != nil && (p.s == "EV" || p.s == "AF" || p.s == "NI" && v.hour > 5) && v.hour < 12 {
		v.hour += 12
	} else if v.a != nil && v.hour < 12 && (v.a.part == "NI" && v.hour > 5 || v.a.part == "EV" || v.a.part == "AF") {
		v.hour += 12
	} else if b.args["with"] != "" && (v.a == nil || v.a.part == "" || v.hour > 12) {
		return false // a bare number is an hour only beside a part of the day
	}
	if v.hour > 24 || v.a != nil && !v.a.isDay() {
		return false
	}
	b.v = v
	return true
}

func buildLast(b *build) bool {
	u := b.get(0, cUnits, cUnit)
	if w, ok := unitCodes[b.args["unit"]]; ok && u == nil {
		u = &edge{n: int(w)}
	}
	if u == nil {
		return false
	}
	n := b.num("n", 1)
	if k := b.get(0, cNum); k != nil {
		n = k.n
	}
	r := b.get(0, cLast, cNext)
	dir := b.num("dir", 0)
	if r != nil {
		dir = r.n
	}
	w := unit(u.n)
	if w == hour && n%24 == 0 {
		w, n = day, n/24
	}
	if dir == 0 || n < 1 || n > 1000 || w < day {
		return false
	}
	b.v = &val{shape: aLast, unit: w, n: n, dir: int8(dir)}
	return true
}

func buildToDate(b *build) bool {
	u := b.get(0, cUnit)
	if u == nil || unit(u.n) < week {
		return false
	}
	b.v = &val{shape: toDate, unit: unit(u.n)}
	return true
}

func buildHolding(b *build) bool {
	p, u := b.point(0), unitCodes[b.args["unit"]]
	if e := b.get(0, cUnit); e != nil {
		u = unit(e.n)
	}
	if p == nil || u == noUnit || !p.isDay() {
		return false
	}
	if y := b.get(0, cYear); y != nil {
		if p.year > 0 || p.a != nil || p.dir != 0 {
			return false
		}
		p.year = y.n
	}
	b.v = &val{shape: aHolding, unit: u, a: p}
	return true
}

func buildRest(b *build) bool {
	p := b.point(0)
	if p == nil {
		return false
	}
	b.v = &val{shape: fromNow, a: p}
	return true
}

func buildSeason(b *build) bool {
	e := b.get(0, cSeason)
	if e == nil {
		return false
	}
	v := &val{shape: aSeason, season: e.s}
	if y := b.get(0, cYear); y != nil {
		v.year = y.n
	}
	if n, from, ok := b.relation(); ok {
		v.dir, v.base = int8(n), from
		v.n = 1
	}
	if p := b.point(0); p != nil {
		if p.shape == aDate {
			v.year = p.year
		} else {
			v.a = p
		}
	}
	b.v = v
	return true
}

func buildDecade(b *build) bool {
	e := b.get(0, cNum, cYear, cTens, cDecs)
	if y := b.num("year", 0); y > 0 {
		e = &edge{n: y}
	}
	if y := b.get(0, cYear); y != nil {
		e = y
	}
	if e == nil {
		return false
	}
	y := e.n
	switch {
	case y >= 20 && y <= 90 && y%10 == 0:
		y += 1900
	case y >= 1000 && y < 2200 && y%10 == 0:
	default:
		return false
	}
	b.v = &val{shape: aDecade, year: y}
	return true
}

func buildCentury(b *build) bool {
	e := b.get(0, cRoman, cOrd, cNum)
	if e == nil || e.n < 1 || e.n > 30 {
		return false
	}
	b.v = &val{shape: aCentury, year: (e.n - 1) * 100}
	return true
}

func buildRef(b *build) bool {
	ref := b.args["ref"]
	if e := b.get(0, cRef); e != nil && ref == "" {
		ref = e.s
	}
	b.v = &val{shape: aRef, ref: ref}
	return ref != ""
}

func buildEvent(b *build) bool {
	b.v = &val{shape: anEvent, mod: b.args["mod"]}
	return true
}
