package api

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A parameter is described once and used by many operations.
type parameter struct {
	kind string // of JSON Schema
	form string // format
	doc  string
	enum []any
	dflt any
}

// parameters by their names. Those of a search are what [ask.Record.ParseQuery]
// reads.
var parameters = map[string]parameter{
	"q":         {kind: "string", doc: `Words that the article has; "in quotation marks" as a phrase. Words alone find articles, with any condition on facts they find facts.`},
	"kind":      {kind: "string", doc: "Kinds of facts, several with commas: event, statement, instrument, level."},
	"speaker":   {kind: "string", doc: "Who says it: an id, a name in Spanish, English or Russian, or the code of a state or organisation whose people speak."},
	"entity":    {kind: "string", doc: "Who takes part or speaks: an id or a name."},
	"party":     {kind: "string", doc: "A state or organisation that is a side, by code or name."},
	"pair":      {kind: "string", doc: "Two states or organisations with a comma between: KAZ,RUS."},
	"act":       {kind: "string", doc: "What is done: visit, talks, sign and so on."},
	"type":      {kind: "string", doc: "Type of event, a key of PLOVER."},
	"status":    {kind: "string", doc: "occurred, ongoing, planned, hypothetical; of instruments and levels their own."},
	"polarity":  {kind: "string", enum: []any{"affirmed", "negated", "denied"}, doc: "Whether the words affirm it."},
	"outlet":    {kind: "string", doc: "Who published it, without regard to case."},
	"lang":      {kind: "string", doc: "Language of the article, ISO 639-1."},
	"from":      {kind: "string", form: "date", doc: "First day: of publication in a search, of the stretch elsewhere."},
	"to":        {kind: "string", form: "date", doc: "Last day, as from."},
	"when-from": {kind: "string", form: "date", doc: "First day of the act itself; facts without a time do not match."},
	"when-to":   {kind: "string", form: "date", doc: "Last day of the act itself."},
	"best":      {kind: "boolean", dflt: false, doc: "Best match first, of the newest 5000; otherwise newest first."},
	"limit":     {kind: "integer", doc: "How many at most, up to 500."},
	"offset":    {kind: "integer", dflt: 0, doc: "How many to leave out before them."},
	"facets":    {kind: "boolean", dflt: false, doc: "Count the newest 200 hits by what they can be narrowed by; only on the first page."},
	"count":     {kind: "boolean", dflt: false, doc: "Count all that fits, by kind of fact. It may take seconds for a common word."},
	"explain":   {kind: "boolean", dflt: false, doc: "Read the article again and tell by which rule, from which tree, the fact was drawn."},
	"by":        {kind: "string", enum: []any{"outlet", "capital"}, dflt: "outlet", doc: "What the columns stand for."},
	"on":        {kind: "string", form: "date", doc: "The day that counts as today."},
	"days":      {kind: "integer", dflt: ledgerDays, doc: "How far around the day to look."},
	"undated":   {kind: "boolean", dflt: false, doc: "Promises without a day, too."},
	"state":     {kind: "string", doc: "How a promise stands: open, overdue, kept and so on."},
	"fact":      {kind: "string", doc: "Key of a fact; all corrections without it."},
	"name":      {kind: "string", doc: "A name or the beginning of one, in Spanish, English or Russian."},
}

// searching are the parameters of a search.
var searching = []string{
	"q", "kind", "speaker", "entity", "party", "pair", "act", "type", "status", "polarity", "outlet", "lang",
	"from", "to", "when-from", "when-to", "best", "limit", "offset",
}

// narrowing are those of a graph.
var narrowing = slices.DeleteFunc(slices.Clone(searching), func(name string) bool {
	return name == "best" || name == "limit" || name == "offset" || name == "kind"
})

func queryParameter(name string) *huma.Param {
	p, ok := parameters[name]
	if !ok {
		panic("api: no parameter " + name)
	}
	s := &huma.Schema{Type: p.kind, Format: p.form, Enum: p.enum, Default: p.dflt}
	if p.kind == "integer" {
		zero := 0.0
		s.Minimum = &zero
	}
	return &huma.Param{Name: name, In: "query", Description: p.doc, Schema: s}
}

var inPath = regexp.MustCompile(`\{(\w+)\}`)

var pathDocs = map[string]string{
	"key": "Key of an article or fact, 16 hexadecimal digits; it may be shortened to what is not ambiguous.",
	"id":  "Id of an event, which is the key of its first report, or the key of any of its reports; of an entity its id; of a correction its number.",
	"a":   "Code or name of a state or organisation.",
	"b":   "Code or name of the other.",
}

func pathParameters(path string) []*huma.Param {
	var out []*huma.Param
	for _, m := range inPath.FindAllStringSubmatch(path, -1) {
		out = append(out, &huma.Param{Name: m[1], In: "path", Required: true, Description: cmp.Or(pathDocs[m[1]], m[1]), Schema: &huma.Schema{Type: "string"}})
	}
	return out
}

// A question is what was asked for: the parameters of the path and of the query.
type question struct {
	path   func(name string) string
	values url.Values
	record *ask.Record
}

// Resolve takes the parameters of a request; it is called by package huma. Those that
// the operation does not know are refused: a condition mistyped would find everything.
func (q *question) Resolve(c huma.Context) []error {
	u := c.URL()
	q.path = c.Param
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return []error{&badRequest{huma.ErrorDetail{Location: "query", Message: "the query cannot be read", Value: u.RawQuery}}}
	}
	q.values = values
	var out []error
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.ContainsFunc(c.Operation().Parameters, func(p *huma.Param) bool { return p.In == "query" && p.Name == name }) {
			out = append(out, &badRequest{huma.ErrorDetail{Location: "query." + name, Message: "this operation has no such parameter", Value: values.Get(name)}})
		}
	}
	return out
}

// A badRequest is a detail of an error that makes the status of the answer 400.
type badRequest struct{ detail huma.ErrorDetail }

// Error tells what is wrong, and where.
func (e *badRequest) Error() string { return e.detail.Error() }

// ErrorDetail is how package huma writes it down.
func (e *badRequest) ErrorDetail() *huma.ErrorDetail { return &e.detail }

// GetStatus is how package huma learns the status.
func (*badRequest) GetStatus() int { return http.StatusBadRequest }

// text returns a parameter of the query.
func (q *question) text(name string) string { return strings.TrimSpace(q.values.Get(name)) }

func (q *question) wrong(name, want string) error {
	v := q.values.Get(name)
	return &fault{"query." + name, v, fmt.Errorf("%s: want %s, found %q", name, want, v)}
}

// query reads the conditions of a search. What is wrong is a [fault].
func (q *question) query() (store.Query, error) {
	out, err := q.record.ParseQuery(q.values)
	if err == nil {
		return out, q.oneOf()
	}
	var faults []error
	for _, e := range ask.FieldErrors(err) {
		faults = append(faults, &fault{"query." + e.Field, e.Value, e})
	}
	if len(faults) == 0 {
		return out, err
	}
	return out, errors.Join(append(faults, q.oneOf())...)
}

// oneOf checks parameters that have few values.
func (q *question) oneOf() error {
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(q.values)) {
		p := parameters[name]
		v := q.text(name)
		if len(p.enum) > 0 && v != "" && !slices.Contains(p.enum, any(v)) {
			faults = append(faults, q.wrong(name, fmt.Sprintf("one of %v", p.enum)))
		}
		if p.kind == "boolean" && !slices.Contains([]string{"", "0", "1", "false", "true"}, v) {
			faults = append(faults, q.wrong(name, "true or false"))
		}
	}
	return errors.Join(faults...)
}

// sides returns the pair that is asked for, one side with "" beside it, or two "".
func (q *question) sides() ([2]string, store.Query, error) {
	s, err := q.query()
	if s.Pair != [2]string{} {
		return s.Pair, s, err
	}
	return [2]string{s.Party, ""}, s, err
}

// pair returns the pair of the path.
func (q *question) pair() (pair [2]string, err error) {
	var faults []error
	for i, name := range []string{"a", "b"} {
		v := q.path(name)
		if pair[i], err = q.record.Code(v); errors.Is(err, ask.ErrUnknown) {
			faults = append(faults, &fault{"path." + name, v, err})
		} else if err != nil {
			return pair, err
		}
	}
	if len(faults) > 0 {
		return pair, errors.Join(faults...)
	}
	if pair[0] == pair[1] {
		return pair, &fault{"path.b", q.path("b"), fmt.Errorf("a pair is wanted, and %s and %s are the same", q.path("a"), q.path("b"))}
	}
	slices.Sort(pair[:])
	return pair, nil
}

// set reports whether a parameter is true, after [question.oneOf] or
// [question.query] found it to be true or false.
func (q *question) set(name string) bool {
	v := q.text(name)
	return v == "1" || v == "true"
}

// number reads a parameter that is a number from 0 to most.
func (q *question) number(name string, dflt, most int) (int, error) {
	v := q.text(name)
	if v == "" {
		return dflt, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > most {
		return 0, q.wrong(name, fmt.Sprintf("a number from 0 to %d", most))
	}
	return n, nil
}

// day reads a parameter that is a day.
func (q *question) day(name string, dflt record.Day) (record.Day, error) {
	v := q.text(name)
	if v == "" {
		return dflt, nil
	}
	d, err := record.ParseDay(v)
	if err != nil {
		return 0, q.wrong(name, "a day such as 2026-01-31")
	}
	return d, nil
}
