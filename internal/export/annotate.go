package export

import (
	"fmt"
	"time"

	"github.com/attache-project/attache/record"
)

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
