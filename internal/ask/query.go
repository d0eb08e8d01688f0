package ask

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A FieldError tells what is wrong with one field of what a person asked.
type FieldError struct {
	Field string // name of the field
	Want  string // key of what is wanted: day, number, pair, party, kind
	Value string // what was found
}

func (e *FieldError) Error() string {
	want := map[string]string{
		"day":    "a day such as 2026-01-31",
		"number": "a number that is not negative",
		"pair":   "two states or organisations with a comma between",
		"party":  "a state or organisation",
		"kind":   "event, statement, instrument or level",
	}[e.Want]
	return fmt.Sprintf("%s: want %s, found %q", e.Field, cmp.Or(want, e.Want), e.Value)
}

// FieldErrors takes an error of [Record.ParseQuery] apart.
func FieldErrors(err error) []*FieldError {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []*FieldError
		for _, e := range many.Unwrap() {
			out = append(out, FieldErrors(e)...)
		}
		return out
	}
	var f *FieldError
	if errors.As(err, &f) {
		return []*FieldError{f}
	}
	return nil
}

// MaxLimit is how many hits one answer holds at most.
const MaxLimit = 500

// kinds of facts that can be asked for.
var kinds = []string{record.KindEvent, record.KindStatement, record.KindInstrument, record.KindLevel}

// ParseQuery reads a query from the values of an address: q (words), kind (several
// with commas), speaker, entity, party, pair (two with a comma), act, type, status,
// polarity, outlet, lang, from, to, when-from, when-to, best, limit, offset. Names
// are looked up in the directory. What is wrong is left out of the query and told in
// the error, which joins a [*FieldError] for every such field.
func (r *Record) ParseQuery(v url.Values) (q store.Query, err error) {
	var errs []error
	wrong := func(field, want string) { errs = append(errs, &FieldError{field, want, v.Get(field)}) }
	get := func(field string) string { return strings.TrimSpace(v.Get(field)) }

	q.Words = get("q")
	for _, k := range strings.FieldsFunc(strings.Join(v["kind"], ","), func(r rune) bool { return r == ',' || r == ' ' }) {
		if !slices.Contains(kinds, k) {
			wrong("kind", "kind")
			continue
		}
		q.Kinds = append(q.Kinds, k)
	}
	for field, to := range map[string]*string{"speaker": &q.Speaker, "entity": &q.Entity} {
		if *to = get(field); *to != "" {
			*to = r.entity(*to)
		}
	}
	if p := get("party"); p != "" {
		if q.Party, err = r.Code(p); err != nil {
			wrong("party", "party")
		}
	}
	if p := get("pair"); p != "" {
		a, b, _ := strings.Cut(p, ",")
		if q.Pair, err = r.Pair(strings.TrimSpace(a), strings.TrimSpace(b)); err != nil {
			q.Pair = [2]string{}
			wrong("pair", "pair")
		}
	}
	q.Act, q.Type, q.Status, q.Polarity = get("act"), strings.ToUpper(get("type")), get("status"), get("polarity")
	q.Outlet, q.Lang = get("outlet"), get("lang")
	for field, to := range map[string]*record.Day{"from": &q.SaidFrom, "to": &q.SaidTo, "when-from": &q.WhenFrom, "when-to": &q.WhenTo} {
		if s := get(field); s != "" {
			if *to, err = record.ParseDay(s); err != nil {
				*to = 0
				wrong(field, "day")
			}
		}
	}
	q.Best = get("best") == "1" || get("best") == "true"
	for field, to := range map[string]*int{"limit": &q.Limit, "offset": &q.Offset} {
		if s := get(field); s != "" {
			n, err := strconv.Atoi(s)
			if err != nil || n < 0 {
				wrong(field, "number")
				continue
			}
			*to = n
		}
	}
	q.Limit = min(q.Limit, MaxLimit)
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return q, errors.Join(errs...)
}

// entity returns the id of whom a name means, the name itself where nobody knows it.
func (r *Record) entity(name string) string {
	d, err := r.Names()
	if err != nil {
		return name
	}
	if found := d.Find(name); len(found) > 0 {
		return found[0].ID
	}
	return name
}

// Values writes a query as the values of an address; [Record.ParseQuery] reads them
// back. What is not asked for is left out.
func Values(q *store.Query) url.Values {
	v := url.Values{}
	set := func(field, value string) {
		if value != "" {
			v.Set(field, value)
		}
	}
	set("q", q.Words)
	set("kind", strings.Join(q.Kinds, ","))
	set("speaker", q.Speaker)
	set("entity", q.Entity)
	set("party", q.Party)
	if q.Pair != [2]string{} {
		set("pair", q.Pair[0]+","+q.Pair[1])
	}
	set("act", q.Act)
	set("type", q.Type)
	set("status", q.Status)
	set("polarity", q.Polarity)
	set("outlet", q.Outlet)
	set("lang", q.Lang)
	for field, day := range map[string]record.Day{"from": q.SaidFrom, "to": q.SaidTo, "when-from": q.WhenFrom, "when-to": q.WhenTo} {
		if day != 0 {
			set(field, day.String())
		}
	}
	if q.Best {
		set("best", "1")
	}
	if q.Limit != 0 {
		set("limit", strconv.Itoa(q.Limit))
	}
	if q.Offset != 0 {
		set("offset", strconv.Itoa(q.Offset))
	}
	return v
}
