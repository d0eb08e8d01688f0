package reading

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// ErrNoFact is wrapped by the error of [Reader.Explain] for an id that is not
// in the reading.
var ErrNoFact = errors.New("no such fact in the reading")

// An Explanation shows why a fact stands in a reading.
type Explanation struct {
	Reading   *Reading
	ID        string
	What      string // "statement, indirect", ...
	Lines     []Line
	Sentences []Tree // the sentences that hold the fact
}

// A Line is one thing to know about a fact.
type Line struct{ Label, Text string }

// A Tree is a sentence and the parts that its words play in a fact.
type Tree struct {
	Words    string        // the sentence
	Sentence *nlp.Sentence // with its tree
	Parts    []string      // by token: "cue", "speaker", ...; "" for none
}

// Explain reads an article and explains one fact of the reading, given by its
// id: a statement, event, visit, instrument, level, time or entity.
func (r *Reader) Explain(ctx context.Context, a *text.Article, id string) (*Explanation, error) {
	f, notes, err := r.analyse(ctx, a)
	if err != nil {
		return nil, err
	}
	return r.explain(f, notes, id)
}

// ExplainDocument does for a document with trees what [Reader.Explain] does
// for an article.
func (r *Reader) ExplainDocument(ctx context.Context, doc *nlp.Document, m Meta, id string) (*Explanation, error) {
	f, notes, err := r.analyseDocument(ctx, doc, m)
	if err != nil {
		return nil, err
	}
	return r.explain(f, notes, id)
}

func (r *Reader) explain(f *findings, notes []string, id string) (*Explanation, error) {
	e, err := r.Engine(f.article.Lang)
	if err != nil {
		return nil, err
	}
	x := &explainer{
		engine: e, findings: f, edge: text.Page{Text: f.doc.Text, Body: f.doc.Body}.Edge(),
		out: &Explanation{Reading: build(f, notes), ID: id},
	}
	if !x.fact(id) {
		return nil, fmt.Errorf("%w: %q", ErrNoFact, id)
	}
	x.trees()
	return x.out, nil
}

// An explainer gathers the lines of an explanation and the parts of the tree.
type explainer struct {
	engine *Engine
	*findings
	edge  *text.Edge
	out   *Explanation
	parts []part
}

// A part is a stretch of the page that plays a part in the fact. The weak ones
// do not bring the tree of their sentence with them.
type part struct {
	text.Span
	name string
	weak bool
}

func (x *explainer) line(label, format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if s != "" {
		x.out.Lines = append(x.out.Lines, Line{label, s})
	}
}

func (x *explainer) mark(name string, s *Span) {
	if s == nil {
		return
	}
	if b, ok := x.edge.Bytes(s.Start, s.End, s.In == inTitleMark); ok {
		x.parts = append(x.parts, part{Span: b, name: name})
	}
}

// span tells of words and marks them.
func (x *explainer) span(name string, s *Span) {
	if s != nil {
		x.line(name, "%s", s.Text)
		x.mark(name, s)
	}
}

// rule tells of the rule and of the row of a table behind it.
func (x *explainer) rule(rule string) {
	x.line("rule", "%s", rule)
	for _, engine := range []any{x.engine.quotes, x.engine.events, x.engine.times, x.engine.finder} {
		if e, ok := engine.(interface {
			Explain(rule string) (string, bool)
		}); ok {
			if row, ok := e.Explain(rule); ok {
				x.line("row", "%s", row)
				return
			}
		}
	}
	name, _, _ := strings.Cut(rule, "+") // what follows a plus tells how it was used
	for _, table := range []string{"frames", "timex-rules"} {
		if x.row(table, "name", name) {
			return
		}
	}
}

// row tells of the row of a table of the pack that has a value in a column, the
// last one where there are several, and reports whether there is one.
func (x *explainer) row(table, column, value string) bool {
	rows, err := x.engine.pack.Table(table)
	if err != nil {
		return false
	}
	for _, row := range slices.Backward(rows) {
		if value != "" && row.Get(column) == value {
			x.line("row", "%s:%d: %s", row.File, row.Line, strings.Join(row.Cell, " | "))
			return true
		}
	}
	return false
}

// clause tells how the arguments of a predicate were found.
func (x *explainer) clause(sent, tok int) {
	if sent < 0 || sent >= len(x.doc.Sentences) || tok < 0 || tok >= len(x.doc.Sentences[sent].Tokens) {
		return
	}
	c := x.engine.frames.Clause(&x.doc.Sentences[sent], tok)
	x.line("clause", "%s", c.String())
}

// entity tells of an entity in a role of the fact, and marks its mentions as
// weak parts.
func (x *explainer) entity(role, id string) {
	if id == "" {
		return
	}
	i := slices.IndexFunc(x.out.Reading.Entities, func(e Entity) bool { return e.ID == id })
	if i < 0 {
		x.line(role, "%s", id)
		return
	}
	e := &x.out.Reading.Entities[i]
	var forms []string
	for _, m := range e.Mentions {
		if f := string(m.Form); !slices.Contains(forms, f) {
			forms = append(forms, f)
		}
		if b, ok := x.edge.Bytes(m.Start, m.End, m.In == inTitleMark); ok {
			x.parts = append(x.parts, part{Span: b, name: role, weak: true})
		}
	}
	name := cmp.Or(e.Name.ES, e.Name.EN, e.ID)
	s := fmt.Sprintf("%s (%s)", name, id)
	if len(forms) > 0 {
		s += ", mentioned by " + strings.Join(forms, ", ")
	}
	x.line(role, "%s", s)
}

func (x *explainer) entityList(role string, ids []string) {
	for _, id := range ids {
		x.entity(role, id)
	}
}

// when tells of a time under a label.
func (x *explainer) when(label string, w *When) {
	if w == nil {
		return
	}
	s := cmp.Or(string(w.Value), "no value")
	if w.Span != nil {
		s += ", from «" + w.Span.Text + "»"
		x.mark(label, w.Span)
	}
	if w.Ref != "" {
		s += " (" + w.Ref + ")"
	}
	x.line(label, "%s", s)
}

// fact explains the fact with an id, and reports whether there is one.
func (x *explainer) fact(id string) bool {
	r := x.out.Reading
	for i := range r.Statements {
		if s := &r.Statements[i]; s.ID == id {
			x.statement(s)
			x.clause(x.said[i].Cue.Sent, x.said[i].Cue.Token)
			x.rule(s.Rule)
			return true
		}
	}
	for i := range r.Events {
		if e := &r.Events[i]; e.ID == id {
			x.event(e)
			x.clause(x.facts.Events[i].Sent, x.facts.Events[i].Token)
			x.rule(e.Rule)
			return true
		}
	}
	for i := range r.Visits {
		if v := &r.Visits[i]; v.ID == id {
			x.visit(v)
			return true
		}
	}
	for i := range r.Instruments {
		if n := &r.Instruments[i]; n.ID == id {
			x.instrument(n)
			return true
		}
	}
	for i := range r.Levels {
		if l := &r.Levels[i]; l.ID == id {
			x.level(l)
			return true
		}
	}
	for i := range r.Times {
		if t := &r.Times[i]; t.ID == id {
			x.time(t)
			return true
		}
	}
	for i := range r.Entities {
		if e := &r.Entities[i]; e.ID == id {
			x.somebody(e)
			return true
		}
	}
	return false
}

func (x *explainer) statement(s *Statement) {
	x.out.What = "statement, " + s.Kind
	for i := range s.Spans {
		x.span("words", &s.Spans[i])
	}
	if c := s.Cue; c != nil {
		x.line("cue", "%s (%s)", c.Text, joined(", ", string(c.Lemma), string(c.Class)))
		x.mark("cue", &c.Span)
	} else {
		x.line("cue", "none")
	}
	sp := &s.Speaker
	via := ""
	if sp.Via != "" {
		via = ", found by " + sp.Via
	}
	switch {
	case sp.Mention != nil:
		x.line("speaker", "%s, the words are «%s»%s", cmp.Or(string(sp.Name), string(sp.Entity), "unknown"), sp.Mention.Text, via)
		x.mark("speaker", sp.Mention)
	default:
		x.line("speaker", "%s%s", cmp.Or(string(sp.Name), string(sp.Entity), "nobody is named"), via)
	}
	x.entity("issuer", sp.Issuer)
	if c := s.Channel; c != nil {
		x.line("channel", "%s", joined(", ", string(c.Kind), string(c.Outlet)))
		x.mark("channel", c.Span)
	}
	x.line("relay", "%s", strings.Join(s.Relay, ", "))
	x.entity("addressee", string(s.Addressee))
	x.entityList("about", s.About)
	x.line("stance", "%s", joined(", ", string(s.Stance), string(s.Polarity)))
	for _, a := range s.Attitudes {
		x.line("towards", "%s: %s, «%s»", a.To, a.Stance, a.Span.Text)
	}
	x.line("continues", "%s", s.Continues)
	x.line("repeats", "%s", s.Echo)
}

func (x *explainer) event(e *Event) {
	x.out.What = "event, " + joined(" ", e.Type, string(e.Mode))
	x.span("trigger", &e.Trigger)
	x.line("status", "%s, %s", e.Status, e.Polarity)
	x.span("status from", e.StatusCue)
	x.entityList("actor", e.Actors)
	x.entityList("recipient", e.Recipients)
	for _, g := range e.Groups {
		x.line(g.Role, "«%s», sector %s", g.Span.Text, joined(" of ", g.Sector, string(g.Country)))
	}
	x.entity("place", string(e.Place))
	x.when("time", e.Time)
	x.when("was", e.Was)
	for i := range e.Quantities {
		q := &e.Quantities[i]
		x.line(q.Kind, "%s, from «%s»", q.Value, q.Span.Text)
		x.mark(q.Kind, &q.Span)
	}
	x.line("said by", "%s", e.SaidBy)
	x.line("codes", "%s", joined(", ", prefixed("CAMEO ", string(e.CAMEO)), fmt.Sprintf("Goldstein %g", e.Goldstein)))
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func (x *explainer) visit(v *Visit) {
	x.out.What = "visit, " + v.Kind
	x.spans(v.Spans)
	x.line("status", "%s", v.Status)
	x.entity("visitor", string(v.Visitor))
	x.entity("host", string(v.Host))
	x.entity("city", string(v.City))
	x.entity("inviter", string(v.Inviter))
	x.line("dates", "%s", joined(" to ", string(v.Start), string(v.End)))
	x.line("event", "%s", v.Event)
	x.rule(v.Rule)
	x.row("visits", "kind", v.Kind)
}

func (x *explainer) spans(list []Span) {
	for i := range list {
		x.span("words", &list[i])
	}
}

func (x *explainer) instrument(n *Instrument) {
	x.out.What = "instrument, " + n.Kind
	x.spans(n.Spans)
	x.line("name", "%s", string(n.Name))
	x.line("status", "%s", n.Status)
	x.entityList("party", n.Parties)
	x.span("subject", n.Subject)
	x.when("time", n.Time)
	x.entity("place", string(n.Place))
	x.rule(n.Rule)
	x.row("instruments", "kind", n.Kind)
}

func (x *explainer) level(l *Level) {
	x.out.What = "level of relations, " + l.Move
	x.span("words", &l.Words)
	x.line("pair", "%s – %s", l.Dyad[0], l.Dyad[1])
	x.line("level", "%s", joined(": ", string(l.Level), strings.Join(l.Components, ", ")))
	x.line("status", "%s", l.Status)
	x.line("instrument", "%s", l.Instrument)
	x.when("time", l.Time)
	x.rule(l.Rule)
	x.row("levels", "key", string(l.Level))
}

func (x *explainer) time(t *Time) {
	x.out.What = "time, " + t.Type
	x.span("words", &t.Span)
	x.line("value", "%s", cmp.Or(string(t.Value), "none"))
	x.line("unanchored", "%s", t.Unanchored)
	x.line("modifier", "%s", string(t.Mod))
	x.line("tense", "%s", string(t.Tense))
	x.line("published", "%s", cmp.Or(x.article.Published, "unknown"))
	x.rule(t.Rule)
}

func (x *explainer) somebody(e *Entity) {
	x.out.What = string(e.Kind)
	x.line("name", "%s", joined(" · ", e.Name.ES, e.Name.EN, e.Name.RU))
	x.line("codes", "%s", joined(", ", string(e.Code), string(e.QID), string(e.Country)))
	for _, r := range e.Roles {
		x.line("role", "%s", joined(" ", r.Title, r.Office, r.Of))
	}
	for i := range e.Mentions {
		m := &e.Mentions[i]
		where := ""
		if m.In != "" {
			where = ", in the title"
		}
		x.line("mention", "%s (%s, %d–%d%s)", m.Text, m.Form, m.Start, m.End, where)
	}
}

// trees adds the sentences in which the fact stands.
func (x *explainer) trees() {
	const most = 4
	for i := range x.doc.Sentences {
		s := &x.doc.Sentences[i]
		if !slices.ContainsFunc(x.parts, func(p part) bool { return !p.weak && p.Overlaps(s.Span) }) {
			continue
		}
		if len(x.out.Sentences) == most {
			return
		}
		t := Tree{Words: s.Of(x.doc.Text), Sentence: s, Parts: make([]string, len(s.Tokens))}
		for k := range s.Tokens {
			t.Parts[k] = x.part(s.Tokens[k].Span)
		}
		x.out.Sentences = append(x.out.Sentences, t)
	}
}

// part names the part of a token: that of the shortest stretch that holds it.
func (x *explainer) part(tok text.Span) string {
	name, size := "", 0
	for _, p := range x.parts {
		if p.Overlaps(tok) && (name == "" || p.Len() < size) {
			name, size = p.name, p.Len()
		}
	}
	return name
}
