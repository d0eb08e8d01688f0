package desk

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/record"
)

// relations are the pages on states and what is between them: dossiers, timelines,
// what outlets tell differently, what was promised and when it is due.
func relations(add adding) {
	add(access.Reader, "GET /dossier", dossiers)
	add(access.Reader, "GET /dossier/{a}/{b}", dossier)
	add(access.Reader, "GET /timeline", timeline)
	add(access.Reader, "GET /timeline.json", timelineStory)
	add(access.Reader, "GET /timeline.csv", timelineTable)
	add(access.Reader, "GET /events/{id}/compare", compare)
	add(access.Reader, "GET /ledger", ledger)
	add(access.Reader, "GET /calendar", calendar)
	add(access.Reader, "GET /calendar.ics", calendarFile)
	add(access.Reader, "GET /articles/{key}/changes/{other}", changes)
}

// sides are one or two states or organisations that a form asks for.
type sides struct {
	A, B  string    // as they are shown in the form: names, or what was entered
	Pair  [2]string // codes; the second "" for one, both for all
	Wrong map[string]string
}

// sidesOf reads whom a form asks for: a and b by name or code, or as searches do
// party, or pair with a comma between. What is wrong stands in Wrong by field.
func (q *request) sidesOf(form url.Values) sides {
	s := sides{A: strings.TrimSpace(form.Get("a")), B: strings.TrimSpace(form.Get("b")), Wrong: map[string]string{}}
	if s.A == "" && s.B == "" {
		s.A = strings.TrimSpace(form.Get("party"))
		if p := form.Get("pair"); p != "" {
			a, b, _ := strings.Cut(p, ",")
			s.A, s.B = strings.TrimSpace(a), strings.TrimSpace(b)
		}
	}
	if s.A == "" {
		s.A, s.B = s.B, ""
	}
	for i, field := range []struct {
		name  string
		value *string
	}{{"a", &s.A}, {"b", &s.B}} {
		if *field.value == "" {
			continue
		}
		code, err := q.desk.Record.Code(*field.value)
		if err != nil {
			s.Wrong[field.name] = q.cat.Text("want.party")
			continue
		}
		s.Pair[i] = code
		*field.value = q.codeName(code)
	}
	if s.Pair[0] != "" && s.Pair[0] == s.Pair[1] {
		s.Wrong["b"] = q.cat.Text("sides.same")
	}
	if len(s.Wrong) > 0 {
		s.Pair = [2]string{}
	}
	if s.Pair[1] != "" && s.Pair[1] < s.Pair[0] {
		s.Pair[0], s.Pair[1] = s.Pair[1], s.Pair[0]
		s.A, s.B = s.B, s.A
	}
	return s
}

// Values returns the sides as a query of the desk names them.
func (s *sides) Values() url.Values {
	v := url.Values{}
	if s.Pair[0] != "" {
		v.Set("a", s.Pair[0])
	}
	if s.Pair[1] != "" {
		v.Set("b", s.Pair[1])
	}
	return v
}

// Title names the sides: "Kazakhstan – Russia", one name, or "" for all.
func (s *sides) Title() string {
	switch {
	case s.Pair[0] == "":
		return ""
	case s.Pair[1] == "":
		return s.A
	}
	return s.A + " – " + s.B
}

// stateNames returns the names of all states, and of others by their codes, in the
// order of the language.
func (q *request) stateNames(others ...string) ([]string, error) {
	d, err := q.desk.Record.Names()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, code := range slices.Concat(d.States(), others) {
		out = append(out, q.codeName(code))
	}
	tag, err := language.Parse(q.cat.Lang)
	if err != nil {
		return nil, err
	}
	collate.New(tag).SortStrings(out)
	return slices.Compact(out), nil
}

// dayOf reads a day of a form; none is the day on which the desk is asked.
func (q *request) dayOf(form url.Values, name string, wrong map[string]string) record.Day {
	s := strings.TrimSpace(form.Get(name))
	if s == "" {
		return q.desk.Record.Today()
	}
	d, err := record.ParseDay(s)
	if err != nil || len(s) != len("2006-01-02") {
		wrong[name] = q.cat.Text("want.day")
		return q.desk.Record.Today()
	}
	return d
}

// given returns the values of a query that are not empty.
func given(form url.Values) url.Values {
	out := url.Values{}
	for k, vs := range form {
		if len(vs) > 0 && strings.TrimSpace(vs[0]) != "" {
			out[k] = vs
		}
	}
	return out
}
