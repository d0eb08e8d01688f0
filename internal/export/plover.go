package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attache-project/attache/record"
)

// codebook is what records of PLOVER are coded by.
const codebook = "plover-base-2.0"

type (
	ploverEvent struct {
		ID        string        `json:"id"`
		Date      string        `json:"date"`
		EndDate   string        `json:"enddate,omitempty"`
		Actor     []ploverActor `json:"actor"`
		Recipient []ploverActor `json:"recipient,omitempty"`
		Event     []string      `json:"event"`
		Mode      []string      `json:"mode,omitempty"`
		Context   []string      `json:"context,omitempty"`
		Loc       *ploverPlace  `json:"event_loc,omitempty"`
		EventText []string      `json:"event_text"`
		Quad      int           `json:"quad_code"`
		Scale     *float64      `json:"event_scale,omitempty"`
		Text      string        `json:"text"`
		Info      ploverText    `json:"text_info"`
		Cite      ploverCite    `json:"cite_info"`
		Coder     string        `json:"coder"`
		Coded     string        `json:"coded_date"`

		// Keys that PLOVER does not have.
		Type     string          `json:"attache_type"` // before it was folded
		Act      string          `json:"attache_act"`
		CAMEO    string          `json:"attache_cameo,omitempty"`
		Status   string          `json:"attache_status"`
		Time     string          `json:"attache_time,omitempty"`
		Promise  string          `json:"attache_promise,omitempty"` // id of the event that was announced
		State    string          `json:"attache_state,omitempty"`
		Due      string          `json:"attache_due,omitempty"`
		Articles int             `json:"attache_articles"`
		Voices   int             `json:"attache_independent"`
		Reports  []ploverPlaceOf `json:"attache_spans"`
	}
	ploverActor struct {
		Code  string `json:"code,omitempty"`
		Text  string `json:"actor_text,omitempty"`
		Known string `json:"identifier_text,omitempty"`
		Own   string `json:"attache_code,omitempty"` // code of the record
	}
	ploverPlace struct {
		Name    string `json:"resolved_place"`
		Country string `json:"country_code,omitempty"`
	}
	ploverText struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		In    string `json:"attache_in"`
	}
	ploverCite struct {
		URL         string `json:"url,omitempty"`
		Title       string `json:"title,omitempty"`
		Language    string `json:"language,omitempty"`
		Publication string `json:"publication,omitempty"`
		Citation    string `json:"citation"`
		Codebook    string `json:"codebook"`
		Version     string `json:"version"`
	}
	ploverPlaceOf struct {
		Report string `json:"report"`
		URL    string `json:"url,omitempty"`
		SHA256 string `json:"sha256,omitempty"`
		Status string `json:"status"`
		Words  Span   `json:"words"`
	}
)

// Plover writes events as PLOVER 2.0 records, one JSON object a line: those that
// happened, and plans folded into AGREE, CONCEDE or THREATEN as the manual (of
// February 2024) has it. What was denied, did not happen or is only thought of, and
// plans of acts that are words, PLOVER does not code and are left out. Keys that
// begin with attache_ keep what the folding loses.
func Plover(w io.Writer, r *Record) error {
	c, out, err := r.begin(w)
	if err != nil {
		return err
	}
	for i := range r.Events {
		p := c.plover(r, &r.Events[i])
		if p == nil {
			continue
		}
		if err := write(out, p, "\n"); err != nil {
			return fmt.Errorf("writing event %s as PLOVER: %w", p.ID, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing PLOVER: %w", err)
	}
	return nil
}

// plover returns the record of an event, nil when PLOVER does not code it.
func (c *codes) plover(r *Record, e *record.Event) *ploverEvent {
	kind := c.fold(e.Type, e.Status, e.Polarity)
	if kind == "" {
		return nil
	}
	rep := teller(e)
	words := spanOf(rep.Fact.Words)
	p := &ploverEvent{
		ID: e.ID, Event: []string{kind}, EventText: []string{words.Text}, Quad: c.scores[[2]string{kind, ""}].quad,
		Text: words.Text, Info: ploverText{words.Start, words.End, words.In}, Cite: cite(r, rep), Coder: line("Attaché " + r.Version),
		Coded: r.day().String(), Type: e.Type, Act: e.Act, CAMEO: e.CAMEO, Status: e.Status, Time: e.Time, Articles: e.Articles, Voices: e.Independent,
	}
	p.Date, p.EndDate = dates(r, e, rep)
	p.Actor, p.Recipient = c.ploverActors(e.Actors), c.ploverActors(e.Recipients)
	if e.Type == "CONSULT" && e.Act != "visit" || len(p.Actor) == 0 {
		p.Actor, p.Recipient = append(p.Actor, p.Recipient...), nil // all who meet are actors
	}
	score := c.scores[[2]string{kind, ""}]
	if kind == e.Type {
		p.Context = c.contexts[e.CAMEO]
		if m, ok := c.scores[[2]string{kind, e.Mode}]; ok && e.Mode != "" {
			p.Mode = []string{e.Mode}
			if m.known {
				score = m
			}
		}
	}
	if score.known {
		p.Scale = &score.score
	}
	if e.Place != nil && e.Place.Name != "" {
		p.Loc = &ploverPlace{clip(e.Place.Name, Limit), e.Place.Country}
	}
	if e.Promise != nil {
		s := e.Promise.On(r.day())
		p.Promise, p.State, p.Due = e.ID, s.State, s.Due
	}
	for i := range e.Reports {
		t := &e.Reports[i]
		at := ploverPlaceOf{Report: t.Fact.Key, URL: address(t.Source.URL), Status: t.Fact.Status, Words: spanOf(t.Fact.Words)}
		if a := r.article(t); a != nil {
			at.SHA256 = a.SHA256
		}
		p.Reports = append(p.Reports, at)
	}
	return p
}

// teller returns the first report that tells an event as the record has it.
func teller(e *record.Event) *record.Report {
	for i := range e.Reports {
		if f := &e.Reports[i].Fact; f.Status == e.Status && f.Polarity == e.Polarity {
			return &e.Reports[i]
		}
	}
	return &e.Reports[0]
}

// dates returns the first and last day of an event, the last "" for one of a day.
// One without a time happened, for all that is known, when it was first told; a
// plan is a thing said on the day of its report.
func dates(r *Record, e *record.Event, rep *record.Report) (first, end string) {
	first = cmp.Or(bound(rep.Source.Published, true), bound(rep.Source.Retrieved, true), r.day().String())
	if e.Status == "planned" {
		return first, ""
	}
	if from, to := bound(e.Time, true), bound(e.Time, false); from != "" && to != "" {
		first = from
		if to != from {
			end = to
		}
	}
	return first, end
}

// ploverActors lists parties as PLOVER codes them: states by their code,
// organisations by PLOVER's. It is never nil.
func (c *codes) ploverActors(ps []record.Party) []ploverActor {
	out := []ploverActor{}
	for _, p := range ps {
		a := ploverActor{Text: clip(p.Name, Limit), Known: clip(p.Name, Limit), Own: p.Code}
		if c.isState(p.Code) {
			a.Code = p.Code
		} else {
			a.Code = c.actors[p.Code].plover
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

func cite(r *Record, rep *record.Report) ploverCite {
	s := &rep.Source
	return ploverCite{
		URL: address(s.URL), Title: clip(s.Title, Limit), Language: s.Lang, Publication: clip(s.Outlet, Limit), Citation: citation(s),
		Codebook: codebook, Version: line(r.Version),
	}
}

// citation tells a person where something stands: outlet, day, title.
func citation(s *record.Source) string {
	var out []string
	for _, v := range []string{s.Outlet, s.Published, s.Title} {
		if v = line(v); v != "" {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return s.Key
	}
	return clip(strings.Join(out, ", "), Limit)
}
