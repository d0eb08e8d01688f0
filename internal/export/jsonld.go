package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/attache-project/attache/record"
)

// ldContext is the whole context of the linked data: nothing has to be fetched to
// read it.
func ldContext() any {
	return map[string]any{
		"@vocab": "https://schema.org/", "attache": ns, "id": "@id", "type": "@type",
		"url": map[string]string{"@type": "@id"}, "eventStatus": map[string]string{"@type": "@id"}, "isPartOf": map[string]string{"@type": "@id"},
		"appearance": map[string]string{"@type": "@id"}, "subjectOf": map[string]string{"@type": "@id"},
	}
}

type (
	ldArticle struct {
		ID        string   `json:"id"`
		Type      string   `json:"type"`
		Headline  string   `json:"headline,omitempty"`
		URL       string   `json:"url,omitempty"`
		Published string   `json:"datePublished,omitempty"`
		Lang      string   `json:"inLanguage,omitempty"`
		Publisher *ldNamed `json:"publisher,omitempty"`
		Author    *ldNamed `json:"author,omitempty"`
		SHA256    string   `json:"attache:sha256,omitempty"`
		Retrieved string   `json:"attache:retrieved,omitempty"`
	}
	ldNamed struct {
		Type string `json:"type"`
		Name string `json:"name"`
		Code string `json:"identifier,omitempty"`
	}
	ldStatement struct {
		ID         string   `json:"id"`
		Type       string   `json:"type"`
		Text       string   `json:"text"`
		Lang       string   `json:"inLanguage,omitempty"`
		Speaker    *ldNamed `json:"spokenByCharacter,omitempty"` // of a Quotation
		Author     *ldNamed `json:"author,omitempty"`            // of a Claim
		IsPartOf   string   `json:"isPartOf,omitempty"`
		Appearance string   `json:"appearance,omitempty"`
		Start      int      `json:"attache:start"`
		End        int      `json:"attache:end"`
		In         string   `json:"attache:in"`
		Length     int      `json:"attache:length,omitempty"`
	}
	ldEvent struct {
		ID       string    `json:"id"`
		Type     string    `json:"type"`
		Name     string    `json:"name"`
		Status   string    `json:"eventStatus,omitempty"` // of what was announced
		Start    string    `json:"startDate,omitempty"`
		End      string    `json:"endDate,omitempty"`
		Previous []string  `json:"previousStartDate,omitempty"`
		Place    *ldNamed  `json:"location,omitempty"`
		Attendee []ldNamed `json:"attendee,omitempty"`
		Subject  []string  `json:"subjectOf,omitempty"`
		Act      string    `json:"attache:act"`
		Told     string    `json:"attache:status"`
		State    string    `json:"attache:state,omitempty"`
		Time     string    `json:"attache:time,omitempty"`
	}
)

// JSONLD writes the record as linked data in the vocabulary of schema.org: a
// NewsArticle for each article, a Quotation for each statement in the speaker's own
// words, a Claim for each in the outlet's, an Event for each event. Events that
// were denied, did not happen or are only thought of are left out, unless they were
// announced: then they are cancelled or scheduled. The signs < > & are escaped, so
// that it can stand in a page.
func JSONLD(w io.Writer, r *Record) error {
	c, out, err := r.begin(w)
	if err != nil {
		return err
	}
	if err := open(out, map[string]any{"@context": ldContext()}, `,"@graph":[`); err != nil {
		return fmt.Errorf("writing JSON-LD: %w", err)
	}
	n := 0
	put := func(v any) error {
		if n++; n > 1 {
			out.WriteByte(',')
		}
		return write(out, v, "\n")
	}
	seen := map[string]bool{}
	for t := range r.all() {
		if seen[t.rep.Source.Key] {
			continue
		}
		seen[t.rep.Source.Key] = true
		if err := put(articleLD(&t)); err != nil {
			return fmt.Errorf("writing article %s as JSON-LD: %w", t.rep.Source.Key, err)
		}
	}
	for t := range r.statements() {
		if err := put(c.ldStatement(&t)); err != nil {
			return fmt.Errorf("writing statement %s as JSON-LD: %w", t.rep.Fact.Key, err)
		}
	}
	for i := range r.Events {
		e := c.ldEvent(r, &r.Events[i])
		if e == nil {
			continue
		}
		if err := put(e); err != nil {
			return fmt.Errorf("writing event %s as JSON-LD: %w", r.Events[i].ID, err)
		}
	}
	out.WriteString("]}\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing JSON-LD: %w", err)
	}
	return nil
}

// named returns what has a name, nil for what has none.
func named(kind, name, code string) *ldNamed {
	if name = clip(name, Limit); name == "" {
		return nil
	}
	return &ldNamed{kind, name, code}
}

func articleLD(t *told) *ldArticle {
	s, a := &t.rep.Source, t.r.article(t.rep)
	out := &ldArticle{
		ID: sourceIRI(s, a), Type: "NewsArticle", Headline: clip(s.Title, Limit), URL: address(s.URL), Published: s.Published, Lang: s.Lang,
		Publisher: named("Organization", s.Outlet, ""), Retrieved: s.Retrieved,
	}
	if a != nil {
		out.SHA256, out.Author = a.SHA256, named("Person", a.Byline, "")
	}
	if out.Author == nil {
		out.Author = named("Organization", s.Agency, "")
	}
	return out
}

func (c *codes) ldStatement(t *told) *ldStatement {
	f, s := &t.rep.Fact, &t.rep.Source
	words := spanOf(f.Words)
	out := &ldStatement{
		ID: urn + "fact/" + f.Key, Type: "Quotation", Text: words.Text, Lang: s.Lang, Start: words.Start, End: words.End, In: words.In,
	}
	if words.Length > words.End-words.Start {
		out.Length = words.Length
	}
	var who *ldNamed
	if f.Speaker != nil {
		who = c.ldParty(*f.Speaker)
	}
	article := sourceIRI(s, t.r.article(t.rep))
	if f.Statement == "indirect" {
		out.Type, out.Author, out.Appearance = "Claim", who, article
	} else {
		out.Speaker, out.IsPartOf = who, article
	}
	return out
}

// ldParty names a party: a person, a state, or an organisation.
func (c *codes) ldParty(p record.Party) *ldNamed {
	kind := "Organization"
	switch {
	case p.Person:
		kind = "Person"
	case p.Entity == p.Code && c.isState(p.Code):
		kind = "Country"
	}
	return named(kind, nameOf(p), p.Code)
}

func (c *codes) ldEvent(r *Record, e *record.Event) *ldEvent {
	if e.Promise == nil && (e.Polarity != "affirmed" || e.Status == "hypothetical") {
		return nil
	}
	out := &ldEvent{ID: urn + "event/" + e.ID, Type: "Event", Act: e.Act, Told: e.Status, Time: e.Time}
	time := e.Time
	if e.Promise != nil {
		s := e.Promise.On(r.day())
		out.State = s.State
		time = cmp.Or(ended(s.State, e.Time), s.Due)
		out.status(e.Promise, s)
	}
	out.Start, out.End = ldDates(time)
	if e.Place != nil {
		out.Place = named("Place", e.Place.Name, "")
	}
	for _, p := range slices.Concat(e.Actors, e.Recipients) {
		if n := c.ldParty(p); n != nil {
			out.Attendee = append(out.Attendee, *n)
		}
	}
	seen := map[string]bool{}
	for i := range e.Reports {
		iri := sourceIRI(&e.Reports[i].Source, r.article(&e.Reports[i]))
		if !seen[iri] {
			seen[iri] = true
			out.Subject = append(out.Subject, iri)
		}
	}
	out.Name = e.Act
	for i, code := range e.Parties {
		sep := " – "
		if i == 0 {
			sep = ": "
		}
		out.Name += sep + code
	}
	out.Name = clip(out.Name, Limit)
	return out
}

// ended returns the time of an act that had its outcome, "" else.
func ended(state, time string) string {
	switch state {
	case record.Kept, record.KeptLate, record.KeptInPart, record.Changed:
		return time
	}
	return ""
}

// status says how an announced event stands in schema.org's words: rescheduled with
// the dates that it had, postponed when no new one is told, cancelled.
func (e *ldEvent) status(p *record.Promise, s record.State) {
	e.Status = "https://schema.org/EventScheduled"
	now, _ := ldDates(cmp.Or(ended(s.State, e.Time), s.Due))
	moved := false
	for _, step := range p.Steps {
		if step.On > s.Since {
			break
		}
		moved = moved || step.Kind == record.Redated
		if start, _ := ldDates(step.Due); start != "" && start != now && (len(e.Previous) == 0 || e.Previous[len(e.Previous)-1] != start) {
			e.Previous = append(e.Previous, start)
		}
	}
	switch {
	case s.State == record.Cancelled, s.State == record.NotKept:
		e.Status, e.Previous = "https://schema.org/EventCancelled", nil
	case moved && now == "":
		e.Status = "https://schema.org/EventPostponed"
	case moved && len(e.Previous) > 0:
		e.Status = "https://schema.org/EventRescheduled"
	default:
		e.Previous = nil
	}
}

// ldDates returns the first and the last day of a time, the last "" for one day;
// month and year alone stay as they are, open ends are left out.
func ldDates(edtf string) (start, end string) {
	iv, g, ok := readGrain(edtf)
	if !ok {
		return "", ""
	}
	if g == grainMonth || g == grainYear {
		return iv.EDTF(), ""
	}
	start, end = bound(edtf, true), bound(edtf, false)
	if start == end {
		end = ""
	}
	return start, end
}
