package reading

import (
	"strconv"
	"strings"

	"github.com/attache-project/attache/event"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/quote"
	"github.com/attache-project/attache/text"
	"github.com/attache-project/attache/timex"
)

// A builder turns findings, with byte offsets and indices, into a reading,
// with code points and ids.
type builder struct {
	*findings
	page text.Page
	edge *text.Edge
	ids  []string // of the entities of the cast
	used []bool   // entities that a fact refers to
}

// build makes the reading of f.
func build(f *findings, notes []string) *Reading {
	page := text.Page{Text: f.doc.Text, Body: f.doc.Body}
	b := &builder{findings: f, page: page, edge: page.Edge()}
	b.ids = entityIDs(f.cast)
	b.used = make([]bool, len(b.ids))
	a := f.article
	r := &Reading{
		Schema: Schema,
		Article: Article{
			ID: Maybe(a.ID), URL: Maybe(a.URL), Outlet: Maybe(a.Outlet), Agency: Maybe(a.Agency), Title: Maybe(a.Title),
			Byline: Maybe(a.Byline), Published: Maybe(a.Published), Lang: a.Lang, SHA256: a.SHA256, Text: a.Text,
		},
		Times:       each(f.times, b.time),
		Statements:  each(f.said, b.statement),
		Events:      each(f.facts.Events, b.event),
		Visits:      each(f.facts.Visits, b.visit),
		Instruments: each(f.facts.Instruments, b.instrument),
		Levels:      each(f.facts.Levels, b.level),
		Agenda:      each(f.facts.Agenda, b.topic),
		Unread:      b.unread(),
		Notes:       append([]string{}, notes...),
	}
	r.Entities = b.entities() // last: it lists what the others refer to
	return r
}

// each applies f to the elements of s; the result is never nil.
func each[T, U any](s []T, f func(int, *T) U) []U {
	out := make([]U, len(s))
	for i := range s {
		out[i] = f(i, &s[i])
	}
	return out
}

// id makes the id of the i-th fact of a kind, "" for -1.
func id(kind string, i int) string {
	if i < 0 {
		return ""
	}
	return kind + strconv.Itoa(i+1)
}

func (b *builder) span(s text.Span) Span {
	if title := b.page.Title(); s.Start < b.page.Body && s.End > title.End {
		s.End = max(title.End, s.Start) // no fact reaches from the title into the text
	}
	start, end, inTitle := b.edge.Span(s)
	out := Span{Start: start, End: end, Text: s.Of(b.page.Text)}
	if inTitle {
		out.In = inTitleMark
	}
	return out
}

// inTitleMark is the value of [Span.In] for a span of the title.
const inTitleMark = "title"

func (b *builder) maybeSpan(s *text.Span) *Span {
	if s == nil || s.Len() == 0 {
		return nil
	}
	out := b.span(*s)
	return &out
}

func (b *builder) spans(s []text.Span) []Span {
	return each(s, func(_ int, s *text.Span) Span { return b.span(*s) })
}

// entity returns the id of an entity of the cast, "" for -1.
func (b *builder) entity(i int) string {
	if i < 0 || i >= len(b.ids) {
		return ""
	}
	b.used[i] = true
	return b.ids[i]
}

// entityList returns the ids of several entities, each once.
func (b *builder) entityList(list []int) []string {
	out := make([]string, 0, len(list))
next:
	for k, i := range list {
		for _, j := range list[:k] {
			if i == j {
				continue next
			}
		}
		if e := b.entity(i); e != "" {
			out = append(out, e)
		}
	}
	return out
}

func (b *builder) time(i int, t *timex.Time) Time {
	value, part := partOfDay(t.Value)
	return Time{
		ID: id("t", i), Span: b.span(t.Span), Type: t.Type, Value: Maybe(value), Part: Maybe(part), Mod: Maybe(t.Mod), Tense: Maybe(t.Tense),
		Unanchored: t.Unanchored, Rule: t.Rule,
	}
}

// partOfDay takes the part of the day off the value of a time: "2025-06-16TNI" is
// the day 2025-06-16, NI. Values stay dates that can be sorted and compared.
func partOfDay(value string) (day, part string) {
	day, part, ok := strings.Cut(value, "T")
	if !ok || len(day) != len("2006-01-02") || len(part) != 2 {
		return value, ""
	}
	return day, part
}

func (b *builder) statement(i int, s *quote.Statement) Statement {
	out := Statement{
		ID: id("s", i), Kind: s.Kind, Spans: b.spans(s.Spans),
		Speaker: Speaker{
			Entity: Maybe(b.entity(s.Speaker.Entity)), Name: Maybe(s.Speaker.Name), Issuer: b.entity(s.Speaker.Issuer),
			Mention: b.maybeSpan(s.Speaker.Mention), Via: s.Speaker.Via,
		},
		Relay:     each(s.Relay, func(_ int, k *int) string { return id("s", *k) }),
		Addressee: Maybe(b.entity(s.Addressee)), About: b.entityList(s.About),
		Stance: Maybe(s.Stance), Polarity: Maybe(s.Polarity), Hedged: s.Hedged,
		Continues: id("s", s.Continues), Echo: id("s", s.Echo), Rule: s.Rule,
	}
	for _, a := range s.Attitudes {
		if to := b.entity(a.To); to != "" {
			out.Attitudes = append(out.Attitudes, Attitude{To: to, Stance: a.Stance, Span: b.span(a.Span)})
		}
	}
	if c := &s.Cue; c.Token >= 0 && c.Len() > 0 {
		out.Cue = &Cue{Span: b.span(c.Span), Lemma: Maybe(c.Lemma), Class: Maybe(c.Class)}
	}
	if c := &s.Channel; c.Kind != "" || c.Outlet >= 0 || c.Span != nil {
		out.Channel = &Channel{Kind: Maybe(c.Kind), Outlet: Maybe(b.entity(c.Outlet)), Span: b.maybeSpan(c.Span)}
	}
	return out
}

func (b *builder) when(w event.When) *When {
	out := When{Value: Maybe(w.Value), Span: b.maybeSpan(w.Span), Ref: id("t", w.Time)}
	if out == (When{}) {
		return nil
	}
	return &out
}

func (b *builder) event(i int, e *event.Event) Event {
	return Event{
		ID: id("e", i), Type: e.Type, Mode: Maybe(e.Mode), Context: append([]string{}, e.Context...), CAMEO: Maybe(e.CAMEO),
		Goldstein: e.Goldstein, Trigger: b.span(e.Trigger), Actors: b.entityList(e.Actors), Recipients: b.entityList(e.Recipients),
		Groups: b.groups(e.Groups),
		Place:  Maybe(b.entity(e.Place)), Time: b.when(e.When), Was: b.when(e.Was), PutOff: e.PutOff, Status: e.Status, Polarity: e.Polarity,
		StatusCue: b.maybeSpan(e.StatusCue), SaidBy: Maybe(id("s", e.SaidBy)), Quantities: b.quantities(e.Quantities), Rule: e.Rule,
	}
}

func (b *builder) quantities(qs []event.Quantity) []Quantity {
	var out []Quantity
	for _, q := range qs {
		out = append(out, Quantity{Kind: q.Kind, Value: q.Value, Span: b.span(q.Span)})
	}
	return out
}

func (b *builder) groups(gs []event.Group) []Group {
	out := []Group{}
	for _, g := range gs {
		out = append(out, Group{Role: g.Role, Sector: g.Sector, Country: Maybe(g.Country), Span: b.span(g.Span)})
	}
	return out
}

func (b *builder) visit(i int, v *event.Visit) Visit {
	out := Visit{
		ID: id("v", i), Event: id("e", v.Event), Visitor: Maybe(b.entity(v.Visitor)), Host: Maybe(v.Host), City: Maybe(b.entity(v.City)),
		Kind: v.Kind, Start: Maybe(v.Start), End: Maybe(v.End), Inviter: Maybe(b.entity(v.Inviter)), Status: v.Status,
		Spans: b.spans(v.Spans),
	}
	if v.Event >= 0 && v.Event < len(b.facts.Events) {
		out.Rule = b.facts.Events[v.Event].Rule
	}
	return out
}

func (b *builder) instrument(i int, n *event.Instrument) Instrument {
	out := Instrument{
		ID: id("i", i), Kind: n.Kind, Name: Maybe(n.Name), Parties: b.entityList(n.Parties), Subject: b.maybeSpan(n.Subject),
		Status: n.Status, Time: b.when(n.When), Place: Maybe(b.entity(n.Place)), Spans: b.spans(n.Spans), Rule: n.Rule,
	}
	if n.Count > 0 {
		out.Count = &n.Count
	}
	return out
}

func (b *builder) level(i int, l *event.Level) Level {
	return Level{
		ID: id("l", i), Dyad: l.Dyad, Words: b.span(l.Words), Components: append([]string{}, l.Components...), Level: Maybe(l.Level),
		Move: l.Move, Status: l.Status, Instrument: Maybe(id("i", l.Instrument)), Time: b.when(l.When), Rule: l.Rule,
	}
}

func (b *builder) topic(_ int, t *event.Topic) Topic {
	return Topic{Event: id("e", t.Event), Topic: t.Topic, Span: b.span(t.Span)}
}

// entities lists those that the article mentions or a fact refers to.
func (b *builder) entities() []Entity {
	mentions := make([][]Mention, len(b.cast.Entities))
	for i := range b.cast.Mentions {
		m := &b.cast.Mentions[i]
		if m.Entity < 0 || m.Entity >= len(mentions) || m.Len() == 0 {
			continue
		}
		mentions[m.Entity] = append(mentions[m.Entity], Mention{Span: b.span(m.Span), Form: m.Form})
		b.used[m.Entity] = true
	}
	// Who is used uses in turn: members of a group, issuers of documents.
	for changed := true; changed; {
		changed = false
		use := func(i int) {
			if i >= 0 && i < len(b.used) && !b.used[i] {
				b.used[i], changed = true, true
			}
		}
		for i := range b.cast.Entities {
			if e := &b.cast.Entities[i]; b.used[i] {
				use(e.Issuer)
				for _, m := range e.Members {
					use(m)
				}
			}
		}
	}
	out := []Entity{}
	for i := range b.cast.Entities {
		if !b.used[i] {
			continue
		}
		e := &b.cast.Entities[i]
		n := Entity{
			ID: b.ids[i], Kind: e.Kind, Name: e.Name, Code: Maybe(e.Code), QID: Maybe(e.QID), Country: Maybe(e.Country),
			Roles: append([]names.Role{}, e.Roles...), Mentions: append([]Mention{}, mentions[i]...),
		}
		if len(e.Members) > 0 {
			n.Members = b.entityList(e.Members)
		}
		n.Issuer = b.entity(e.Issuer)
		out = append(out, n)
	}
	return out
}

// entityIDs returns the ids of the cast, made unique: of several entities with
// one id the later ones carry a number.
func entityIDs(c *names.Cast) []string {
	ids := make([]string, len(c.Entities))
	seen := make(map[string]int, len(ids))
	for i := range c.Entities {
		name := c.Entities[i].ID
		if name == "" {
			name = "x/" + strconv.Itoa(i+1)
		}
		n := name
		for seen[n] > 0 {
			seen[name]++
			n = name + "~" + strconv.Itoa(seen[name])
		}
		seen[n]++
		ids[i] = n
	}
	return ids
}
