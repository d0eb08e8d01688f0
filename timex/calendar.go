package timex

// Days are counted from 1970-01-01 in the proleptic Gregorian calendar.

// dayNumber returns the day number of a date. Months and days beyond their
// range carry over.
func dayNumber(y, m, d int) int {
	y += (m - 1) / 12
	m = (m - 1) % 12
	if m < 0 {
		m += 12
		y--
	}
	m++
	// The year begins in March here, so that the leap day is its last day.
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

// civil is the inverse of dayNumber.
func civil(n int) (y, m, d int) {
	n += 719468
	era := floorDiv(n, 146097)
	doe := n - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	y = yoe + era*400
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// weekday returns 1 for Monday to 7 for Sunday.
func weekday(n int) int { return n + 3 - 7*floorDiv(n+3, 7) + 1 }

// monday returns the Monday of the week of n.
func monday(n int) int { return n - weekday(n) + 1 }

// isoWeek returns the ISO 8601 week of n and the year it belongs to.
func isoWeek(n int) (year, week int) {
	thursday := monday(n) + 3
	y, _, _ := civil(thursday)
	return y, (thursday-dayNumber(y, 1, 1))/7 + 1
}

// daysIn returns the number of days of a month; year 0 means any year.
func daysIn(y, m int) int {
	switch {
	case m == 2 && (y == 0 || y%4 == 0 && y%100 != 0 || y%400 == 0):
		return 29
	case m == 2:
		return 28
	case m == 4 || m == 6 || m == 9 || m == 11:
		return 30
	}
	return 31
}

// parseDay reads the date at the head of an ISO 8601 date or date-time.
func parseDay(s string) (n int, ok bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return dayNumber(y, m, d), true
}

// digits reads a string of at most nine ASCII digits.
func digits(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// easter returns the Easter Sunday of a year of the Gregorian calendar.
func easter(y int) int {
	a, b, c := y%19, y/100, y%100
	d := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	e := (32 + 2*(b%4) + 2*(c/4) - d - c%4) % 7
	f := d + e - 7*((a+11*d+22*e)/451) + 114
	return dayNumber(y, f/31, f%31+1)
}

// easterEast returns the Easter Sunday of the Orthodox churches, reckoned in
// the Julian calendar.
func easterEast(y int) int {
	d := (19*(y%19) + 15) % 30
	e := (2*(y%4) + 4*(y%7) - d + 34) % 7
	f := d + e + 114
	return dayNumber(y, f/31, f%31+1) + y/100 - y/400 - 2
}
