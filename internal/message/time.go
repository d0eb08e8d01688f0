package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/attache-project/attache/record"
)

// Day writes an ISO 8601 date in words: 31 January 2026. What is no date is returned
// as it stands.
func (c *Catalog) Day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso[:min(len(iso), len(time.DateOnly))])
	if err != nil {
		return iso
	}
	return c.Text("time.day", fmt.Sprint(t.Day()), c.Month(t.Month()), fmt.Sprint(t.Year()))
}

// Month names a month.
func (c *Catalog) Month(m time.Month) string { return c.Text(fmt.Sprintf("month.%d", int(m))) }

// MonthOf names a month of a year: January 2026.
func (c *Catalog) MonthOf(year int, m time.Month) string {
	return c.Text("time.month", c.Month(m), fmt.Sprint(year))
}

// Weekday names a day of the week.
func (c *Catalog) Weekday(d time.Weekday) string { return c.Text(fmt.Sprintf("weekday.%d", int(d))) }

// Moment writes a moment (RFC 3339) with its hour, in UTC.
func (c *Catalog) Moment(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	t = t.UTC()
	return c.Text("time.moment", c.Day(t.Format(time.DateOnly)), t.Format("15:04"))
}

// When writes a time of a fact (EDTF) in words at its grain: 31 January 2026, between
// the 1st and the 5th, in March, by the end of the year. What names no stretch of days
// is returned as it stands.
func (c *Catalog) When(edtf string) string {
	iv, ok := record.ParseInterval(edtf)
	if !ok {
		return edtf
	}
	out := c.stretch(iv)
	if strings.ContainsAny(edtf, "~?%") {
		return c.Text("time.about", out)
	}
	return out
}

func (c *Catalog) stretch(iv record.Interval) string {
	switch {
	case iv.Start == record.Always:
		return c.Text("time.by", c.Day(iv.End.String()))
	case iv.End == record.Never:
		return c.Text("time.from", c.Day(iv.Start.String()))
	case iv.Start == iv.End:
		return c.Day(iv.Start.String())
	}
	a, b := iv.Start.Time(), iv.End.Time()
	switch len(iv.EDTF()) {
	case len("2025"):
		return iv.EDTF()
	case len("2025-05"):
		return c.MonthOf(a.Year(), a.Month())
	}
	if a.Year() == b.Year() && a.Month() == b.Month() {
		return c.Text("time.days", fmt.Sprint(a.Day()), fmt.Sprint(b.Day()), c.Month(a.Month()), fmt.Sprint(a.Year()))
	}
	return c.Text("time.between", c.Day(iv.Start.String()), c.Day(iv.End.String()))
}
