package reading

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/attache-project/attache/text"
)

// Verify checks the readings in r, one JSON value after another, each against
// the text that it carries, and returns how many there were. It stops at the
// first thing that does not hold: the error names the reading, the fact and
// the span. It knows nothing of how the reading was made, and checks that
//
//   - the text has the SHA-256 that the reading tells;
//   - every span lies in the text (or title) and its words stand there;
//   - the ids are unique and every id referred to is there;
//   - every fact has a rule and a span, and kinds, statuses and polarities are
//     those of the schema.
func Verify(r io.Reader) (int, error) {
	d := json.NewDecoder(r)
	for n := 0; ; n++ {
		var raw json.RawMessage
		if err := d.Decode(&raw); errors.Is(err, io.EOF) {
			return n, nil
		} else if err != nil {
			return n, fmt.Errorf("reading %d: %w", n+1, err)
		}
		if err := verifyOne(raw); err != nil {
			return n, fmt.Errorf("reading %d: %w", n+1, err)
		}
	}
}

func verifyOne(raw json.RawMessage) error {
	var r Reading
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	if err := r.Verify(); err != nil {
		return err
	}
	// Spans under keys that this version does not know are checked too.
	var any any
	if err := json.Unmarshal(raw, &any); err != nil {
		return err
	}
	v := newVerifier(&r)
	v.walk(any, "")
	return v.named()
}

// Verify checks r against the text that it carries, as the function [Verify]
// does.
func (r *Reading) Verify() error {
	v := newVerifier(r)
	v.check()
	return v.named()
}

// A verifier remembers the first failure.
type verifier struct {
	r     *Reading
	text  points
	title points
	ids   map[string]bool
	err   error
}

func newVerifier(r *Reading) *verifier {
	return &verifier{r: r, text: newPoints(r.Article.Text), title: newPoints(string(r.Article.Title)), ids: map[string]bool{}}
}

// named returns the first failure with the name of the reading.
func (v *verifier) named() error {
	if v.err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", v.r.name(), v.err)
}

func (v *verifier) failf(fact, format string, args ...any) {
	if v.err == nil {
		v.err = fmt.Errorf("%s: "+format, append([]any{fact}, args...)...)
	}
}

// points finds code points in a string.
type points struct {
	s  string
	at []int // byte offset of each code point, and of the end
}

func newPoints(s string) points {
	p := points{s: s, at: make([]int, 0, utf8.RuneCountInString(s)+1)}
	for i := range s {
		p.at = append(p.at, i)
	}
	p.at = append(p.at, len(s))
	return p
}

func (v *verifier) span(fact, what string, s *Span) {
	if s == nil || v.err != nil {
		return
	}
	p, where := v.text, "text"
	switch s.In {
	case "":
	case inTitleMark:
		p, where = v.title, "title"
	default:
		v.failf(fact, "%s span %d–%d lies in %q, which is neither text nor title", what, s.Start, s.End, s.In)
		return
	}
	if s.Start < 0 || s.End <= s.Start || s.End >= len(p.at) {
		v.failf(fact, "%s span %d–%d does not lie in the %s of %d code points", what, s.Start, s.End, where, len(p.at)-1)
		return
	}
	if there := p.s[p.at[s.Start]:p.at[s.End]]; there != s.Text {
		v.failf(fact, "%s span %d–%d reads %q, but the %s has %q there", what, s.Start, s.End, s.Text, where, there)
	}
}

func (v *verifier) spans(fact string, list []Span) {
	if len(list) == 0 {
		v.failf(fact, "no span")
	}
	for i := range list {
		v.span(fact, fmt.Sprintf("words %d", i+1), &list[i])
	}
}

func (v *verifier) id(fact string) {
	if fact == "" {
		v.failf("a fact", "no id")
	}
	if v.ids[fact] {
		v.failf(fact, "the id is there twice")
	}
	v.ids[fact] = true
}

func (v *verifier) ref(fact, what, to string) {
	if to != "" && !v.ids[to] {
		v.failf(fact, "%s %q is not in the reading", what, to)
	}
}

func (v *verifier) refs(fact, what string, to []string) {
	for _, t := range to {
		v.ref(fact, what, t)
	}
}

func (v *verifier) oneOf(fact, what, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		v.failf(fact, "%s %q is none of %q", what, value, allowed)
	}
}

func (v *verifier) rule(fact, rule string) {
	if rule == "" {
		v.failf(fact, "no rule")
	}
}

func (v *verifier) when(fact string, w *When) {
	if w != nil {
		v.span(fact, "time", w.Span)
		v.ref(fact, "time", w.Ref)
	}
}

// What the schema allows.
var (
	entityKinds = []string{"person", "state", "organisation", "place", "outlet", "document"}
	forms       = []string{"name", "role", "demonym", "metonym", "pronoun", "ellipsis"}
	timeTypes   = []string{"DATE", "TIME", "DURATION", "SET", "INTERVAL"}
	saidKinds   = []string{"direct", "indirect", "mixed"}
	cueClasses  = []string{"", "say", "assert", "recall", "praise", "criticise", "promise", "demand", "warn", "deny", "announce", "ask"}
	stances     = []string{"", "cooperative", "neutral", "hostile"}
	attitudes   = []string{"praise", "support", "criticism", "threat"}
	polarities  = []string{"affirmed", "negated", "denied"}
	statuses    = []string{"occurred", "ongoing", "planned", "hypothetical"}
	groupRoles  = []string{"actor", "recipient"}
	visitKinds  = []string{"state", "official", "working", "private", "unspecified"}
	treatyStage = []string{"announced", "to-be-signed", "signed", "ratified", "in-force", "suspended", "denounced"}
	levelStage  = []string{"announced", "signed", "in-force"}
	moves       = []string{"upgrade", "downgrade", "confirm", "restore", "break"}
	quantities  = map[string]*regexp.Regexp{
		"amount":    regexp.MustCompile(`^[0-9]+(\.[0-9]+)? [A-Z]{3}$`),
		"duration":  regexp.MustCompile(`^P[0-9A-Z.]+$`),
		"documents": regexp.MustCompile(`^[1-9][0-9]*$`),
	}
	alpha3 = regexp.MustCompile(`^[A-Z]{3}$`)
)

func (v *verifier) check() {
	r := v.r
	if r.Schema != Schema {
		v.failf("schema", "%q, want %q", r.Schema, Schema)
	}
	if got := text.Digest(r.Article.Text); got != r.Article.SHA256 {
		v.failf("article", "the text has SHA-256 %s, but the reading tells %s", got, r.Article.SHA256)
	}
	v.collect()
	for i := range r.Entities {
		v.entity(&r.Entities[i])
	}
	for i := range r.Times {
		t := &r.Times[i]
		v.span(t.ID, "time", &t.Span)
		v.oneOf(t.ID, "type", t.Type, timeTypes)
		v.rule(t.ID, t.Rule)
	}
	for i := range r.Statements {
		v.statement(&r.Statements[i])
	}
	for i := range r.Events {
		v.event(&r.Events[i])
	}
	for i := range r.Visits {
		v.visit(&r.Visits[i])
	}
	for i := range r.Instruments {
		v.instrument(&r.Instruments[i])
	}
	for i := range r.Levels {
		v.level(&r.Levels[i])
	}
	for i := range r.Agenda {
		t := &r.Agenda[i]
		fact := fmt.Sprintf("agenda %d", i+1)
		v.ref(fact, "event", t.Event)
		v.span(fact, "topic", &t.Span)
	}
	for i := range r.Unread {
		v.span(fmt.Sprintf("unread %d", i+1), "unread", &r.Unread[i].Span)
	}
}

// collect gathers the ids.
func (v *verifier) collect() {
	r := v.r
	for i := range r.Entities {
		v.id(r.Entities[i].ID)
	}
	for i := range r.Times {
		v.id(r.Times[i].ID)
	}
	for i := range r.Statements {
		v.id(r.Statements[i].ID)
	}
	for i := range r.Events {
		v.id(r.Events[i].ID)
	}
	for i := range r.Visits {
		v.id(r.Visits[i].ID)
	}
	for i := range r.Instruments {
		v.id(r.Instruments[i].ID)
	}
	for i := range r.Levels {
		v.id(r.Levels[i].ID)
	}
}

func (v *verifier) entity(e *Entity) {
	v.oneOf(e.ID, "kind", string(e.Kind), entityKinds)
	v.refs(e.ID, "member", e.Members)
	v.ref(e.ID, "issuer", e.Issuer)
	for i := range e.Mentions {
		m := &e.Mentions[i]
		v.span(e.ID, "mention", &m.Span)
		v.oneOf(e.ID, "form", string(m.Form), forms)
	}
}

func (v *verifier) statement(s *Statement) {
	v.oneOf(s.ID, "kind", s.Kind, saidKinds)
	v.spans(s.ID, s.Spans)
	if s.Cue != nil {
		v.span(s.ID, "cue", &s.Cue.Span)
		v.oneOf(s.ID, "class of cue", string(s.Cue.Class), cueClasses)
	}
	v.ref(s.ID, "speaker", string(s.Speaker.Entity))
	v.ref(s.ID, "issuer", s.Speaker.Issuer)
	v.span(s.ID, "speaker", s.Speaker.Mention)
	if c := s.Channel; c != nil {
		v.ref(s.ID, "outlet", string(c.Outlet))
		v.span(s.ID, "channel", c.Span)
	}
	v.refs(s.ID, "relay", s.Relay)
	v.ref(s.ID, "addressee", string(s.Addressee))
	v.refs(s.ID, "about", s.About)
	v.ref(s.ID, "continues", s.Continues)
	v.ref(s.ID, "echo", s.Echo)
	v.oneOf(s.ID, "stance", string(s.Stance), stances)
	for i := range s.Attitudes {
		a := &s.Attitudes[i]
		v.ref(s.ID, "attitude", a.To)
		v.span(s.ID, "attitude", &a.Span)
		v.oneOf(s.ID, "attitude", a.Stance, attitudes)
	}
	if s.Polarity != "" {
		v.oneOf(s.ID, "polarity", string(s.Polarity), polarities)
	}
	v.rule(s.ID, s.Rule)
}

func (v *verifier) event(e *Event) {
	if e.Type == "" {
		v.failf(e.ID, "no type")
	}
	v.span(e.ID, "trigger", &e.Trigger)
	v.span(e.ID, "status", e.StatusCue)
	v.refs(e.ID, "actor", e.Actors)
	v.refs(e.ID, "recipient", e.Recipients)
	for _, g := range e.Groups {
		v.span(e.ID, "group", &g.Span)
		v.oneOf(e.ID, "role", g.Role, groupRoles)
		if g.Sector == "" {
			v.failf(e.ID, "a group without a sector")
		}
	}
	v.ref(e.ID, "place", string(e.Place))
	v.ref(e.ID, "statement", string(e.SaidBy))
	v.when(e.ID, e.Time)
	if v.when(e.ID, e.Was); e.Was != nil && e.Was.Span == nil {
		v.failf(e.ID, "an earlier date without its words")
	}
	for i := range e.Quantities {
		q := &e.Quantities[i]
		v.span(e.ID, "quantity", &q.Span)
		if form := quantities[q.Kind]; form == nil {
			v.failf(e.ID, "quantity of kind %q, want amount, duration or documents", q.Kind)
		} else if !form.MatchString(q.Value) {
			v.failf(e.ID, "%s %q, want the form of %s", q.Kind, q.Value, form)
		}
	}
	v.oneOf(e.ID, "status", e.Status, statuses)
	v.oneOf(e.ID, "polarity", e.Polarity, polarities)
	v.rule(e.ID, e.Rule)
}

func (v *verifier) visit(s *Visit) {
	v.ref(s.ID, "event", s.Event)
	v.ref(s.ID, "visitor", string(s.Visitor))
	v.ref(s.ID, "inviter", string(s.Inviter))
	v.ref(s.ID, "city", string(s.City))
	if s.Host != "" && !alpha3.MatchString(string(s.Host)) {
		v.failf(s.ID, "host %q is no code of a state", s.Host)
	}
	v.oneOf(s.ID, "kind", s.Kind, visitKinds)
	v.oneOf(s.ID, "status", s.Status, statuses)
	v.spans(s.ID, s.Spans)
}

func (v *verifier) instrument(n *Instrument) {
	if n.Kind == "" {
		v.failf(n.ID, "no kind")
	}
	v.refs(n.ID, "party", n.Parties)
	v.span(n.ID, "subject", n.Subject)
	v.ref(n.ID, "place", string(n.Place))
	v.when(n.ID, n.Time)
	v.oneOf(n.ID, "status", n.Status, treatyStage)
	v.spans(n.ID, n.Spans)
	v.rule(n.ID, n.Rule)
}

func (v *verifier) level(l *Level) {
	v.span(l.ID, "words", &l.Words)
	for _, code := range l.Dyad {
		if code == "" {
			v.failf(l.ID, "half of the pair is missing")
		}
	}
	v.oneOf(l.ID, "move", l.Move, moves)
	v.oneOf(l.ID, "status", l.Status, levelStage)
	v.ref(l.ID, "instrument", string(l.Instrument))
	v.when(l.ID, l.Time)
	v.rule(l.ID, l.Rule)
}

// walk checks everything that looks like a span in a value of JSON. The path
// leads there.
func (v *verifier) walk(x any, path string) {
	switch x := x.(type) {
	case []any:
		for i, e := range x {
			v.walk(e, path+"/"+strconv.Itoa(i))
		}
	case map[string]any:
		start, ok1 := x["start"].(float64)
		end, ok2 := x["end"].(float64)
		words, ok3 := x["text"].(string)
		if ok1 && ok2 && ok3 {
			in, _ := x["in"].(string)
			v.span(path, "unknown", &Span{Start: int(start), End: int(end), Text: words, In: in})
		}
		for _, k := range slices.Sorted(maps.Keys(x)) {
			if path != "" || k != "article" {
				v.walk(x[k], path+"/"+k)
			}
		}
	}
}
