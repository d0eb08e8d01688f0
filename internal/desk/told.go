package desk

import (
	"strconv"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/message"
	"github.com/attache-project/attache/record"
)

// toldIn writes the value of an attribute of an event in the words of a language.
func toldIn(c *message.Catalog, attribute, value string) string {
	switch attribute {
	case "date":
		return c.When(value)
	case "kind":
		return c.Term("visit", value)
	case "level":
		return c.Term("level", value)
	case "status":
		status, polarity, _ := strings.Cut(value, ", ")
		if status == "denied" || status == "negated" {
			return c.Term("polarity", status)
		}
		out := c.Term("status", status)
		if polarity != "" {
			out += ", " + c.Term("polarity", polarity)
		}
		return out
	case "documents":
		if n, err := strconv.Atoi(value); err == nil {
			return c.Count("told.documents", n)
		}
	case "amount":
		number, unit, _ := strings.Cut(value, " ")
		if n, err := strconv.Atoi(number); err == nil {
			return strings.TrimSpace(c.Number(n) + " " + unit)
		}
	case "duration":
		return lasting(c, value)
	}
	return value
}

// lasting writes a duration of ISO 8601 with hours, minutes or days; what is none
// stays as it is.
func lasting(c *message.Catalog, value string) string {
	s := strings.TrimPrefix(value, "P")
	if days, ok := strings.CutSuffix(s, "D"); ok {
		if n, err := strconv.Atoi(days); err == nil {
			return c.Count("told.days", n)
		}
	}
	d, err := time.ParseDuration(strings.ToLower(strings.TrimPrefix(s, "T")))
	if err != nil || d <= 0 || d%time.Minute != 0 {
		return value
	}
	var out []string
	if h := int(d / time.Hour); h > 0 {
		out = append(out, c.Count("told.hours", h))
	}
	if m := int(d % time.Hour / time.Minute); m > 0 {
		out = append(out, c.Count("told.minutes", m))
	}
	return strings.Join(out, " ")
}

// placeName names a place in a language, as far as the directory knows it: states and
// capitals.
func placeName(r *ask.Record, p *record.Place, lang string) string {
	if p == nil {
		return ""
	}
	d, err := r.Names()
	if err != nil {
		return p.Name
	}
	if e, ok := d.State(p.Entity); ok {
		return nameIn(e.Name, lang)
	}
	if e, ok := d.Capital(p.Country); ok && e.ID == p.Entity {
		return nameIn(e.Name, lang)
	}
	return p.Name
}
