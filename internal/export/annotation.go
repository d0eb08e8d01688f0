package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/attache-project/attache/record"
)

// around is how many code points before and after a passage a quote selector has.
const around = 32

// urn begins the names of annotations where no base is given, ns is the vocabulary
// of what they say.
const (
	urn = "urn:attache:"
	ns  = "https://github.com/attache-project/attache/ns#"
)

// Annotations say how [WebAnnotation] writes.
type Annotations struct {
	Base    string // address below which annotations and pages are named, ending in "/"; "": urn:attache:
	PerPage int    // annotations of a page; 0: one page, inside the collection
	Page    int    // which page to write, 1 for the first; 0: the collection
}

type (
	annotation struct {
		ID         string    `json:"id"`
		Type       string    `json:"type"`
		Motivation string    `json:"motivation"`
		Generated  string    `json:"generated"`
		Generator  software  `json:"generator"`
		Body       annotated `json:"body"`
		Target     target    `json:"target"`
	}
	software struct {
		ID   string `json:"id"`
		Type string `json:"type"`
		Name string `json:"name"`
	}
	iri struct {
		ID string `json:"id"`
	}
	annotated struct {
		Type     string   `json:"type"`
		Event    *iri     `json:"attache:event,omitempty"` // that it tells, with other reports
		Act      string   `json:"attache:act,omitempty"`
		PLOVER   string   `json:"attache:plover,omitempty"`
		CAMEO    string   `json:"attache:cameo,omitempty"`
		Level    string   `json:"attache:level,omitempty"`
		Move     string   `json:"attache:move,omitempty"`
		Status   string   `json:"attache:status,omitempty"`
		Polarity string   `json:"attache:polarity,omitempty"`
		Time     string   `json:"attache:time,omitempty"`
		Kind     string   `json:"attache:statement,omitempty"`
		Speaker  string   `json:"attache:speaker,omitempty"`
		Parties  []string `json:"attache:party,omitempty"`
		Rule     string   `json:"attache:rule"`
		Length   int      `json:"attache:length,omitempty"` // of the whole passage, when it was cut
	}
	target struct {
		Type     string `json:"type"`
		Source   string `json:"source"`
		Selector []any  `json:"selector"`
		State    *state `json:"state,omitempty"`
	}
	position struct {
		Type  string `json:"type"`
		Start int    `json:"start"`
		End   int    `json:"end"`
		In    string `json:"attache:in"`
	}
	quote struct {
		Type   string `json:"type"`
		Exact  string `json:"exact"`
		Prefix string `json:"prefix"`
		Suffix string `json:"suffix"`
	}
	state struct {
		Type       string `json:"type"`
		SourceDate string `json:"sourceDate,omitempty"`
		SHA256     string `json:"attache:sha256,omitempty"`
	}
	collection struct {
		Context any    `json:"@context"`
		ID      string `json:"id"`
		Type    string `json:"type"`
		Label   string `json:"label"`
		Total   int    `json:"total"`
		First   string `json:"first,omitempty"`
		Last    string `json:"last,omitempty"`
	}
	page struct {
		Context    any    `json:"@context,omitempty"`
		ID         string `json:"id"`
		Type       string `json:"type"`
		PartOf     any    `json:"partOf"`
		StartIndex int    `json:"startIndex"`
		Next       string `json:"next,omitempty"`
		Prev       string `json:"prev,omitempty"`
	}
)

// context of annotations: that of the W3C, and our own words.
func context() any {
	return []any{"http://www.w3.org/ns/anno.jsonld", map[string]string{"attache": ns}}
}

// WebAnnotation writes one annotation of the W3C's model for each report of an
// event or level and each statement: as a collection, or one page of it. Positions
// count code points of the article's text (of its title where attache:in says so);
// the position and the quote select the same passage, or an error names the report
// of which the words do not stand in the article.
func WebAnnotation(w io.Writer, r *Record, o Annotations) error {
	if err := r.check(); err != nil {
		return err
	}
	base := o.Base
	if base == "" {
		base = urn
	}
	total := count(r)
	out := bufio.NewWriter(w)
	c := collection{Context: context(), ID: base + "annotations", Type: "AnnotationCollection", Label: "Statements, events and levels of relations", Total: total}
	switch {
	case o.PerPage < 0 || o.Page < 0 || o.Page > 0 && o.PerPage == 0:
		return fmt.Errorf("writing annotations: there is no page %d of %d annotations each", o.Page, o.PerPage)
	case o.Page == 0 && o.PerPage > 0:
		pages := max(1, (total+o.PerPage-1)/o.PerPage)
		c.First, c.Last = pageID(base, 1), pageID(base, pages)
		if err := write(out, c, "\n"); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
	case o.Page == 0:
		p := page{ID: pageID(base, 1), Type: "AnnotationPage", PartOf: c.ID}
		if err := open(out, c, `,"first":`); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
		if err := items(out, r, base, p, 0, total); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
		out.WriteString("}\n")
	default:
		start := (o.Page - 1) * o.PerPage
		if start >= total && o.Page > 1 {
			return fmt.Errorf("writing annotations: page %d is past the last of %d annotations", o.Page, total)
		}
		p := page{
			Context: context(), ID: pageID(base, o.Page), Type: "AnnotationPage", StartIndex: start,
			PartOf: map[string]any{"id": c.ID, "label": c.Label, "total": total},
		}
		if o.Page > 1 {
			p.Prev = pageID(base, o.Page-1)
		}
		if start+o.PerPage < total {
			p.Next = pageID(base, o.Page+1)
		}
		if err := items(out, r, base, p, start, min(total, start+o.PerPage)); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
		out.WriteString("\n")
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing annotations: %w", err)
	}
	return nil
}

func pageID(base string, n int) string { return fmt.Sprintf("%sannotations/page/%d", base, n) }

// all yields every report and statement.
func (r *Record) all() iter.Seq[told] {
	return func(yield func(told) bool) {
		for _, each := range []iter.Seq[told]{r.reports(), r.statements()} {
			for t := range each {
				if !yield(t) {
					return
				}
			}
		}
	}
}

func count(r *Record) int {
	n := len(r.Statements)
	for range r.reports() {
		n++
	}
	return n
}

// write writes v as JSON and what follows it.
func write(out *bufio.Writer, v any, after string) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := out.Write(b); err != nil {
		return err
	}
	_, err = out.WriteString(after)
	return err
}

// open writes v, a JSON object, without its closing brace, and what follows.
func open(out *bufio.Writer, v any, after string) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := out.Write(b[:len(b)-1]); err != nil {
		return err
	}
	_, err = out.WriteString(after)
	return err
}

// items writes a page with the annotations from one number to before another.
func items(out *bufio.Writer, r *Record, base string, p page, from, to int) error {
	if err := open(out, p, `,"items":[`); err != nil {
		return err
	}
	n := 0
	for t := range r.all() {
		if n >= to {
			break
		}
		if n >= from {
			a, err := annotate(&t, base)
			if err != nil {
				return err
			}
			if n > from {
				out.WriteByte(',')
			}
			if err := write(out, a, "\n"); err != nil {
				return err
			}
		}
		n++
	}
	_, err := out.WriteString("]}")
	return err
}

// annotate makes the annotation of a report.
func annotate(t *told, base string) (*annotation, error) {
	f, s := &t.rep.Fact, &t.rep.Source
	a := &annotation{
		ID: base + "fact/" + f.Key, Type: "Annotation", Motivation: "classifying", Generated: t.r.Made.UTC().Format(time.RFC3339),
		Generator: software{ns + "attache-" + version(t.r.Version), "Software", line("Attaché " + t.r.Version)},
		Body: annotated{
			Type: "attache:Event", Act: f.Act, PLOVER: f.Type, CAMEO: f.CAMEO, Level: f.Level, Move: f.Move, Status: f.Status, Polarity: f.Polarity,
			Time: f.Time, Kind: f.Statement, Speaker: clip(speaker(f), Limit), Parties: f.Parties, Rule: f.Rule,
		},
	}
	switch f.Kind {
	case record.KindStatement:
		a.Body.Type, a.Motivation = "attache:Statement", "describing"
	case record.KindLevel:
		a.Body.Type = "attache:Level"
	}
	if t.of != "" {
		a.Body.Event = &iri{base + "event/" + t.of}
	}
	words := spanOf(f.Words)
	if words.Length > words.End-words.Start {
		a.Body.Length = words.Length
	}
	q := quote{Type: "TextQuoteSelector", Exact: words.Text}
	article := t.r.article(t.rep)
	if article != nil || words.In == "title" {
		whole := s.Title
		if words.In != "title" {
			whole = article.Text
		}
		before, stands, after, ok := piece(whole, words.Start, words.End)
		if !ok || stands != words.Text {
			return nil, fmt.Errorf("report %s: the words at %d–%d of the %s of article %s are not %q", f.Key, words.Start, words.End, words.In, s.Key, clip(words.Text, 60))
		}
		q.Prefix, q.Suffix = last(before, around), clip(after, around)
	}
	a.Target = target{
		Type: "SpecificResource", Source: sourceIRI(s, article),
		Selector: []any{position{"TextPositionSelector", words.Start, words.End, words.In}, q},
	}
	if article != nil {
		a.Target.State = &state{"TimeState", s.Retrieved, article.SHA256}
	} else if s.Retrieved != "" {
		a.Target.State = &state{"TimeState", s.Retrieved, ""}
	}
	return a, nil
}

// sourceIRI names the article: its address, else the digest of its text, else its
// key.
func sourceIRI(s *record.Source, a *Article) string {
	if u := address(s.URL); u != "" {
		return u
	}
	if a != nil && a.SHA256 != "" {
		return "urn:sha256:" + token(a.SHA256)
	}
	return urn + "article:" + token(s.Key)
}

// token leaves of s what can stand in the name of something.
func token(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := s[i]; 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' {
			out = append(out, c)
		}
	}
	return string(out)
}

// version is the version of the program for the end of a name.
func version(s string) string {
	if t := token(s); t != "" {
		return t
	}
	return "unknown"
}
