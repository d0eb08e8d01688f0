package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// Bounds of what a person writes in a correction, in characters.
const (
	longestReason = 1000
	longestValue  = 300
)

// A correctForm is what a person can say of a fact, with what was entered when
// something of it is wrong.
type correctForm struct {
	Fact    *record.Fact
	Link    string // to the page of the fact
	Fields  []correctField
	Names   []string // of those in the article, offered for the speaker
	Back    string
	Action  string // that was tried, "" at first
	Reason  string
	Other   string
	Wrong   map[string]string // by name of a field, reason, other
	Edited  bool              // the fields are to be open
	Splits  bool              // it tells an event with other reports
	Merges  bool
	InQueue bool // beside others: the other event is asked for on the page of the fact
}

// A correctField is a field of a fact that can have another value.
type correctField struct {
	Name    string
	Now     string   // value of the fact
	Entered string   // value in the form
	Term    string   // kind of term by which values are named
	Values  []string // that it can have; nil: any text
}

// newForm makes the form for a fact. names are those offered for the speaker.
func newForm(q *request, f *record.Fact, back string) *correctForm {
	form := &correctForm{Fact: f, Link: "/facts/" + f.Key, Back: back, Wrong: map[string]string{}, Splits: f.Kind == record.KindEvent, Merges: f.Kind == record.KindEvent}
	for _, name := range fieldsOf(f) {
		x := correctField{Name: name}
		switch name {
		case "act":
			x.Now, x.Term, x.Values = f.Act, "act", q.termsOf("act")
		case "level":
			x.Now, x.Term, x.Values = f.Level, "level", q.termsOf("level")
		case "status":
			x.Now, x.Term, x.Values = f.Status, "status", []string{"occurred", "ongoing", "planned", "hypothetical"}
		case "polarity":
			x.Now, x.Term, x.Values = f.Polarity, "polarity", []string{"affirmed", "negated", "denied"}
		case "kind":
			x.Now, x.Term, x.Values = f.VisitKind, "visit", []string{"", "state", "official", "working", "private"}
		case "time":
			x.Now = f.Time
		case "place":
			if f.Place != nil {
				x.Now = f.Place.Name
			}
		case "actors":
			x.Now = codesOf(f.Actors)
		case "recipients":
			x.Now = codesOf(f.Recipients)
		case "speaker":
			if f.Speaker != nil {
				x.Now = q.partyName(f.Speaker)
			}
		}
		if x.Values != nil && !slices.Contains(x.Values, x.Now) {
			x.Values = append([]string{x.Now}, x.Values...)
		}
		x.Entered = x.Now
		form.Fields = append(form.Fields, x)
	}
	return form
}

// termsOf lists the keys of the terms of a kind, in the order of their names.
func (q *request) termsOf(kind string) []string {
	var out []string
	for _, k := range q.cat.Keys() {
		if key, ok := strings.CutPrefix(k, kind+"."); ok {
			out = append(out, key)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(q.cat.Term(kind, a), q.cat.Term(kind, b)) })
	return out
}

func codesOf(ps []record.Party) string {
	var out []string
	for _, p := range ps {
		if p.Code != "" && !slices.Contains(out, p.Code) {
			out = append(out, p.Code)
		}
	}
	return strings.Join(out, ", ")
}

// namesIn lists those whom a reading names, in the language of the reader, sorted.
func namesIn(r *reading.Reading, lang string) []string {
	var out []string
	if r == nil {
		return out
	}
	for i := range r.Entities {
		switch e := &r.Entities[i]; e.Kind {
		case "person", "state", "organisation":
			if n := nameIn(e.Name, lang); n != "" {
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// correct takes down what a person says of a fact.
func correct(q *request) error {
	page, err := factPageOf(q, q.r.PathValue("key"))
	if err != nil {
		return err
	}
	if err := q.r.ParseForm(); err != nil {
		return errBad{err}
	}
	form := page.Correct
	form.fill(q.r.PostForm)
	words := form.words(q)
	if len(form.Wrong) == 0 && len(words) == 0 {
		form.Wrong["action"] = q.cat.Text("correct.nothing")
	}
	var ids []string
	if len(form.Wrong) == 0 {
		ids, err = form.takeDown(q, words)
		if err != nil {
			return err
		}
	}
	if len(form.Wrong) > 0 {
		q.status = http.StatusBadRequest
		return q.render("fact", q.cat.Text("fact.title"), page)
	}
	return q.redirect(withDone(form.Back, ids))
}

// fill takes what was entered.
func (form *correctForm) fill(v url.Values) {
	form.Action = v.Get("action")
	form.Reason = strings.Join(strings.Fields(v.Get("reason")), " ")
	form.Other = strings.TrimSpace(v.Get("other"))
	form.Back = cmp.Or(v.Get("back"), form.Back)
	if form.Action != record.Correct {
		return
	}
	form.Edited = true
	for i := range form.Fields {
		x := &form.Fields[i]
		if _, sent := v[x.Name]; sent {
			x.Entered = strings.TrimSpace(v.Get(x.Name))
		}
		if _, sent := v["was-"+x.Name]; sent {
			x.Now = v.Get("was-" + x.Name)
		}
	}
}

// words checks what was entered and returns it as words to be taken down: one for
// each field that was changed.
func (form *correctForm) words(q *request) []ask.Word {
	w := ask.Word{Fact: form.Fact.Key, Action: form.Action, Author: q.who.Name, Reason: form.Reason}
	switch {
	case form.Reason == "" && form.Action != record.Confirm:
		form.Wrong["reason"] = q.cat.Text("correct.want.reason")
	case utf8.RuneCountInString(form.Reason) > longestReason:
		form.Wrong["reason"] = q.cat.Text("correct.want.shorter", longestReason)
	}
	switch form.Action {
	case record.Confirm, record.Reject:
		return []ask.Word{w}
	case record.Split, record.Join:
		if form.Fact.Kind != record.KindEvent {
			form.Wrong["action"] = q.cat.Text("correct.want.event")
			return nil
		}
		if form.Action == record.Join {
			w.Other = form.otherKey(q)
		}
		return []ask.Word{w}
	case record.Correct:
		var out []ask.Word
		for i := range form.Fields {
			x := &form.Fields[i]
			if x.Entered == x.Now {
				continue
			}
			w.Field = x.Name
			w.Value = form.value(q, x)
			out = append(out, w)
		}
		return out
	}
	form.Wrong["action"] = q.cat.Text("correct.want.action")
	return nil
}

// value returns what was entered in a field as a correction holds it, and notes what
// is wrong with it.
func (form *correctForm) value(q *request, x *correctField) string {
	want := ""
	switch {
	case utf8.RuneCountInString(x.Entered) > longestValue:
		form.Wrong[x.Name] = q.cat.Text("correct.want.shorter", longestValue)
	case x.Values != nil && !slices.Contains(x.Values, x.Entered):
		want = "choice"
	case x.Name == "time":
		if _, ok := record.ParseInterval(x.Entered); !ok && x.Entered != "" {
			want = "time"
		}
	case x.Name == "actors" || x.Name == "recipients":
		codes, ok := q.codes(x.Entered)
		if !ok {
			want = "codes"
		}
		return form.checked(q, x.Name, want, codes)
	}
	return form.checked(q, x.Name, want, x.Entered)
}

func (form *correctForm) checked(q *request, name, want, value string) string {
	if want != "" {
		form.Wrong[name] = q.cat.Text("correct.want." + want)
	}
	return value
}

// codes reads states and organisations, by their codes or names, with commas between;
// codes may have blanks between.
func (q *request) codes(s string) (string, bool) {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if code, err := q.desk.Record.Code(part); err == nil {
			out = append(out, code)
			continue
		}
		for _, word := range strings.Fields(part) {
			code, err := q.desk.Record.Code(word)
			if err != nil {
				return "", false
			}
			out = append(out, code)
		}
	}
	return strings.Join(out, " "), true
}

// otherKey returns the key of the fact of another event, of which the key or the
// address of a page was entered.
func (form *correctForm) otherKey(q *request) string {
	key := form.Other
	if u, err := url.Parse(key); err == nil && strings.Contains(key, "/") {
		parts := strings.Split(strings.Trim(u.Path, "/"), "/")
		key = ""
		if f, ok := strings.CutPrefix(u.Fragment, "f-"); ok {
			key = f
		} else if len(parts) >= 2 && (parts[0] == "events" || parts[0] == "facts") {
			key = parts[1]
		}
	}
	other, err := q.desk.Record.FactOf(q.r.Context(), key)
	switch {
	case key == "" || err != nil || other.Report.Fact.Kind != record.KindEvent || other.Event == "":
		form.Wrong["other"] = q.cat.Text("correct.want.other")
		return ""
	case other.Report.Fact.Key == form.Fact.Key:
		form.Wrong["other"] = q.cat.Text("correct.want.another")
	}
	if mine, err := q.desk.Record.FactOf(q.r.Context(), form.Fact.Key); err == nil && mine.Event == other.Event {
		form.Wrong["other"] = q.cat.Text("correct.want.another")
	}
	return other.Report.Fact.Key
}

// takeDown takes words down and returns their numbers. What turns out wrong is noted
// in the form, and none of the words before it is left standing.
func (form *correctForm) takeDown(q *request, words []ask.Word) ([]string, error) {
	r, at := q.desk.Record, q.desk.Now()
	var ids []string
	var taken []int64
	for i := range words {
		c, err := r.Correct(q.r.Context(), &words[i], at)
		if err == nil {
			taken = append(taken, c.ID)
			ids = append(ids, strconv.FormatInt(c.ID, 10))
			continue
		}
		for _, id := range taken {
			if err := r.Undo(q.r.Context(), id, q.who.Name, at); err != nil {
				return nil, err
			}
		}
		var many *ask.AmbiguousError
		field := cmp.Or(words[i].Field, "action")
		switch {
		case errors.As(err, &many):
			form.Wrong[field] = q.cat.Text("correct.want.one", strings.Join(many.Of, "; "))
		case errors.Is(err, ask.ErrWord):
			form.Wrong[field] = q.cat.Text("correct.want.other-value")
		default:
			return nil, err
		}
		return nil, nil
	}
	return ids, nil
}

// withDone returns an address of the desk to go back to, which tells of corrections.
func withDone(back string, ids []string) string {
	u, err := url.Parse(access.Local(back))
	if err != nil {
		return "/"
	}
	v := u.Query()
	v["done"] = ids
	u.RawQuery = v.Encode()
	return u.String()
}

// doneIn returns the corrections that an address tells of, newest first.
func doneIn(q *request) ([]record.Correction, error) {
	var out []record.Correction
	ids := q.r.URL.Query()["done"]
	for _, s := range ids[:min(len(ids), 16)] {
		id, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			continue
		}
		c, err := q.desk.Record.Correction(q.r.Context(), id)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return nil, err
		default:
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b record.Correction) int { return cmp.Compare(b.ID, a.ID) })
	return out, nil
}

// undo takes a correction back.
func undo(q *request) error {
	id, err := strconv.ParseInt(q.r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	c, err := q.desk.Record.Correction(q.r.Context(), id)
	if err != nil {
		return err
	}
	if c.Undone != "" {
		q.desk.Refuse(q.w, q.r, http.StatusConflict, q.cat.Text("correct.undone.before", c.By, q.cat.Moment(c.Undone)))
		return nil
	}
	if err := q.desk.Record.Undo(q.r.Context(), id, q.who.Name, q.desk.Now()); err != nil {
		return err
	}
	return q.redirect(withDone(cmp.Or(q.r.PostFormValue("back"), "/log"), []string{strconv.FormatInt(id, 10)}))
}

// Hint returns the key of what is said beside a field, "" for nothing.
func (form *correctForm) Hint(field string) string {
	switch field {
	case "time", "speaker":
		return "correct.hint." + field
	case "actors", "recipients":
		return "correct.hint.codes"
	}
	return ""
}
