package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/reading"
)

// Kinds of facts.
const (
	KindEvent      = "event"
	KindStatement  = "statement"
	KindInstrument = "instrument" // one that no event of its article makes
	KindLevel      = "level"
)

// A Party is somebody who takes part in a fact.
type Party struct {
	Entity string `json:"entity"`         // id of the entity in its reading
	Code   string `json:"code,omitempty"` // the state (ISO 3166-1 alpha-3) or organisation of states that it stands for
	Name   string `json:"name,omitempty"` // its English name
	Person bool   `json:"person,omitempty"`
}

// A Place is where something happens.
type Place struct {
	Entity  string `json:"entity"`
	Name    string `json:"name"`
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-3
	State   bool   `json:"state,omitempty"`   // it is a whole state
}

// A Quantity is a number told of an event.
type Quantity struct {
	Kind  string       `json:"kind"`  // amount, duration, documents
	Value string       `json:"value"` // "500000000 USD", "PT3H", "14"
	Span  reading.Span `json:"span"`
}

// A Fact is one fact of a reading with all that the record joins facts by. Spans
// count code points, as in the reading.
type Fact struct {
	Key     string `json:"key"`     // 16 hexadecimal digits over article, kind and place; the same for a later reading of the same words
	Article string `json:"article"` // key of the source
	ID      string `json:"id"`      // in the reading: e1, s2
	Kind    string `json:"kind"`
	Act     string `json:"act,omitempty"` // what is done, see [Acts]; "" for statements
	Type    string `json:"type,omitempty"`
	Mode    string `json:"mode,omitempty"`
	CAMEO   string `json:"cameo,omitempty"`

	Status   string `json:"status,omitempty"`
	Polarity string `json:"polarity,omitempty"`
	PutOff   bool   `json:"put_off,omitempty"` // the words tell that it was put off

	Parties    []string `json:"parties,omitempty"` // codes of actors and recipients, sorted, each once
	Actors     []Party  `json:"actors,omitempty"`
	Recipients []Party  `json:"recipients,omitempty"`
	Speaker    *Party   `json:"speaker,omitempty"` // who says so; of a statement: who said it
	Side       string   `json:"side,omitempty"`    // capital that says so: code of the speaker

	Time  string `json:"time,omitempty"` // EDTF
	Lent  bool   `json:"lent,omitempty"` // Time is that of the act that brings this one about: it is no word on the day of its own
	Was   string `json:"was,omitempty"`  // EDTF, the time it had before it was put off
	Place *Place `json:"place,omitempty"`

	VisitKind   string     `json:"visit_kind,omitempty"` // state, official, working, private
	Instruments []Document `json:"instruments,omitempty"`
	Quantities  []Quantity `json:"quantities,omitempty"`

	Level string `json:"level,omitempty"` // key of the rung
	Move  string `json:"move,omitempty"`

	Components []string `json:"components,omitempty"` // of the level: comprehensive, strategic, partnership

	Statement string   `json:"statement,omitempty"` // direct, indirect, mixed
	Cue       string   `json:"cue,omitempty"`       // class of the cue
	Channel   string   `json:"channel,omitempty"`
	About     []string `json:"about,omitempty"` // codes

	Words reading.Span   `json:"words"` // trigger; of a statement its first words; of a level its name
	Spans []reading.Span `json:"spans,omitempty"`
	Rule  string         `json:"rule"`

	Joined string `json:"joined,omitempty"` // block of another fact of the article that tells the same act more fully
}

// A Document is an instrument made, planned or named by an event.
type Document struct {
	Kind   string       `json:"kind"`
	Name   string       `json:"name,omitempty"`
	Count  int          `json:"count,omitempty"`
	Status string       `json:"status"`
	Span   reading.Span `json:"span"`
}

// FactKey returns the key of a fact drawn from a place in an article. Of events it
// takes the act too, as the same words may tell two: that a visit is put off, and
// the visit.
func FactKey(article, kind, act string, s reading.Span) string {
	return digest(article, kind, act, s.In, strconv.Itoa(s.Start), strconv.Itoa(s.End))
}

// Facts draws from a reading the facts that can be joined with those of other
// articles: its statements, its events with the visits and instruments that they
// make, levels, and instruments of no event. article is the key of its source.
// The order is that of the reading.
func Facts(r *reading.Reading, article string) []Fact {
	d := drawer{article: article, entities: make(map[string]*reading.Entity, len(r.Entities)), statements: make(map[string]*reading.Statement, len(r.Statements))}
	for i := range r.Entities {
		d.entities[r.Entities[i].ID] = &r.Entities[i]
	}
	for i := range r.Statements {
		d.statements[r.Statements[i].ID] = &r.Statements[i]
	}
	visits := make(map[string]*reading.Visit, len(r.Visits))
	for i := range r.Visits {
		visits[r.Visits[i].Event] = &r.Visits[i]
	}
	documents, loose := makers(r)
	var out []Fact
	for i := range r.Statements {
		out = append(out, d.statement(&r.Statements[i]))
	}
	first := len(out)
	for i := range r.Events {
		e := &r.Events[i]
		if denies(e, r) {
			continue
		}
		out = append(out, d.event(e, visits[e.ID], documents[e.ID]))
	}
	for i := range r.Levels {
		if l := &r.Levels[i]; l.Move != "confirm" {
			out = append(out, d.move(l, out[first:]))
		}
	}
	out = slices.DeleteFunc(out, func(f Fact) bool { return f.Act == absorbed })
	join(out[first:])
	for _, n := range loose {
		out = append(out, d.instrument(n))
	}
	for i := range r.Levels {
		out = append(out, d.level(&r.Levels[i]))
	}
	return unique(out)
}

// unique drops what has the key of a fact before it: two acts told by the very
// same words.
func unique(fs []Fact) []Fact {
	seen := make(map[string]bool, len(fs))
	return slices.DeleteFunc(fs, func(f Fact) bool {
		if seen[f.Key] {
			return true
		}
		seen[f.Key] = true
		return false
	})
}

// A drawer draws facts from one reading.
type drawer struct {
	article    string
	entities   map[string]*reading.Entity
	statements map[string]*reading.Statement
}

// party returns who the entity of an id is.
func (d *drawer) party(id string) Party {
	e := d.entities[id]
	if e == nil {
		return Party{Entity: id}
	}
	p := Party{Entity: id, Name: e.Name.EN, Person: e.Kind == "person", Code: string(e.Country)}
	if local, ok := strings.CutPrefix(id, "x/"); ok && numbered(local) {
		p.Entity, p.Person = "x/"+d.article+"/"+local, false // somebody unnamed: nobody knows whether it is who another article tells of
	}
	if e.Kind == "state" || e.Kind == "organisation" {
		p.Code = first(string(e.Code), string(e.Country))
	}
	for _, r := range e.Roles {
		if p.Code != "" {
			break
		}
		p.Code = r.Of
	}
	return p
}

// numbered reports whether a local id counts what has no name: official-1.
func numbered(id string) bool {
	i := strings.LastIndexByte(id, '-')
	return i >= 0 && i+1 < len(id) && strings.Trim(id[i+1:], "0123456789") == ""
}

// parties returns who the entities are, the members of a group one by one.
func (d *drawer) parties(ids []string) []Party {
	var out []Party
	for _, id := range ids {
		if e := d.entities[id]; e != nil && len(e.Members) > 0 {
			for _, m := range e.Members {
				out = append(out, d.party(m))
			}
			continue
		}
		out = append(out, d.party(id))
	}
	return out
}

// codes returns the codes of the parties, sorted, each once.
func codes(lists ...[]Party) []string {
	var out []string
	for _, ps := range lists {
		for _, p := range ps {
			if p.Code != "" {
				out = append(out, p.Code)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// place returns the place with an id, nil for "".
func (d *drawer) place(id string) *Place {
	if id == "" {
		return nil
	}
	p := &Place{Entity: id, Name: d.name(id)}
	if e := d.entities[id]; e != nil {
		p.Country, p.State = string(e.Country), e.Kind == "state"
	}
	return p
}

func (d *drawer) name(id string) string {
	if e := d.entities[id]; e != nil {
		return e.Name.EN
	}
	return id
}

// sayer returns who says what a fact was drawn from, the outlet itself being nil.
func (d *drawer) sayer(statement string) (*Party, string) {
	s := d.statements[statement]
	if s == nil || s.Speaker.Entity == "" {
		return nil, ""
	}
	p := d.party(string(s.Speaker.Entity))
	return &p, p.Code
}

func (d *drawer) event(e *reading.Event, v *reading.Visit, documents []Document) Fact {
	f := Fact{
		Article: d.article, ID: e.ID, Kind: KindEvent,
		Type: e.Type, Mode: string(e.Mode), CAMEO: string(e.CAMEO), Status: e.Status, Polarity: e.Polarity,
		Actors: d.parties(e.Actors), Recipients: d.parties(e.Recipients), Place: d.place(string(e.Place)),
		Instruments: documents, Words: e.Trigger, Rule: e.Rule,
	}
	f.Speaker, f.Side = d.sayer(string(e.SaidBy))
	if e.Time != nil {
		f.Time = string(e.Time.Value)
		if s := e.Time.Span; s != nil {
			f.Spans = append(f.Spans, *s)
		}
	}
	if s := e.StatusCue; s != nil {
		f.Spans = append(f.Spans, *s)
	}
	if e.Was != nil {
		f.Was = string(e.Was.Value)
		if s := e.Was.Span; s != nil {
			f.Spans = append(f.Spans, *s)
		}
	}
	if v != nil {
		f.Spans = append(f.Spans, v.Spans...)
		if v.Kind != "unspecified" {
			f.VisitKind = v.Kind
		}
		if len(f.Recipients) == 0 && v.Host != "" {
			f.Recipients = []Party{{Entity: string(v.Host), Code: string(v.Host), Name: d.name(string(v.Host))}}
		}
		if city := d.place(string(v.City)); city != nil && (f.Place == nil || f.Place.State) {
			f.Place = city
		}
		if v.Start == "" && v.End != "" {
			f.Time = "../" + string(v.End) // only its end is told
		}
		if v.Start != "" {
			f.Time = string(v.Start)
			if v.End != "" && v.End != v.Start {
				f.Time += "/" + string(v.End)
			}
			if _, ok := ParseInterval(f.Time); !ok {
				f.Time = string(v.Start)
			}
		}
	}
	for _, q := range e.Quantities {
		f.Quantities = append(f.Quantities, Quantity{q.Kind, hours(q.Value), q.Span})
	}
	for _, n := range documents {
		if n.Count > 0 && !slices.ContainsFunc(f.Quantities, func(q Quantity) bool { return q.Kind == "documents" }) {
			f.Quantities = append(f.Quantities, Quantity{"documents", strconv.Itoa(n.Count), n.Span})
		}
	}
	f.Parties = codes(f.Actors, f.Recipients)
	f.Act = act(e, documents)
	f.Key = FactKey(d.article, KindEvent, f.Act, e.Trigger)
	f.PutOff = e.PutOff
	return f
}

// denies reports whether an event is no more than the word by which a statement, or
// a report, is denied: the denial stands with the statement and the act it denies.
func denies(e *reading.Event, r *reading.Reading) bool {
	if e.Type != "REJECT" {
		return false
	}
	return slices.ContainsFunc(r.Statements, func(s reading.Statement) bool {
		return s.Cue != nil && s.Cue.Class == "deny" && overlap(s.Cue.Span, e.Trigger)
	}) || slices.ContainsFunc(r.Events, func(o reading.Event) bool {
		return o.Polarity == "denied" && o.StatusCue != nil && overlap(*o.StatusCue, e.Trigger)
	})
}

// absorbed marks an event that a move of the level of relations tells better.
const absorbed = "absorbed"

// move makes the act that brings two states to another level. Whether it is
// still to come follows from the status of the level, so that a level announced is
// a promise like any other. An event of support that tells the same move, found
// among events, is marked as absorbed and leaves its words.
func (d *drawer) move(l *reading.Level, events []Fact) Fact {
	f := d.level(l)
	f.Kind, f.Act, f.Type, f.CAMEO = KindEvent, "level", "SUPPORT", "050"
	f.Key = FactKey(d.article, KindEvent, f.Act, l.Words)
	f.Polarity = "affirmed"
	f.Status = "occurred"
	if l.Status == "announced" {
		f.Status = "planned"
	}
	if maker := nearest(events, &f); maker != nil { // the document that moves it is signed then and there
		f.Lent = f.Time == "" && maker.Time != ""
		f.Time = first(f.Time, maker.Time)
		f.Place = maker.Place
		if f.Status == "planned" && maker.Status == "occurred" {
			f.Status = maker.Status
		}
	}
	for i := range events {
		e := &events[i]
		if e.Act == "support" && e.CAMEO == "050" && slices.Equal(e.Parties, f.Parties) {
			f.Spans = append(f.Spans, e.Words)
			f.Status, f.Polarity = e.Status, e.Polarity
			f.Speaker, f.Side = e.Speaker, e.Side
			f.Time = first(f.Time, e.Time)
			if f.Place == nil {
				f.Place = e.Place
			}
			e.Act = absorbed
		}
	}
	return f
}

func (d *drawer) statement(s *reading.Statement) Fact {
	f := Fact{
		Article: d.article, ID: s.ID, Kind: KindStatement, Statement: s.Kind, Polarity: string(s.Polarity),
		Spans: s.Spans, Rule: s.Rule,
	}
	if len(s.Spans) > 0 {
		f.Words = s.Spans[0]
	}
	f.Key = FactKey(d.article, KindStatement, "", f.Words)
	if s.Cue != nil {
		f.Cue = string(s.Cue.Class)
		f.Spans = append(slices.Clone(f.Spans), s.Cue.Span)
	}
	if s.Channel != nil {
		f.Channel = string(s.Channel.Kind)
	}
	if s.Speaker.Entity != "" {
		p := d.party(string(s.Speaker.Entity))
		f.Speaker, f.Side = &p, p.Code
		f.Actors = []Party{p}
	} else if s.Speaker.Name != "" {
		f.Speaker = &Party{Name: string(s.Speaker.Name)}
	}
	f.About = codes(d.parties(s.About))
	f.Parties = codes(f.Actors, d.parties(s.About))
	return f
}

func (d *drawer) instrument(n *reading.Instrument) Fact {
	doc := document(n)
	f := Fact{
		Key: FactKey(d.article, KindInstrument, "", doc.Span), Article: d.article, ID: n.ID, Kind: KindInstrument,
		Actors: d.parties(n.Parties), Instruments: []Document{doc}, Place: d.place(string(n.Place)), Status: n.Status,
		Words: doc.Span, Spans: n.Spans, Rule: n.Rule,
	}
	if n.Time != nil {
		f.Time = string(n.Time.Value)
	}
	f.Parties = codes(f.Actors)
	return f
}

func (d *drawer) level(l *reading.Level) Fact {
	f := Fact{
		Key: FactKey(d.article, KindLevel, "", l.Words), Article: d.article, ID: l.ID, Kind: KindLevel,
		Parties: codes([]Party{{Code: l.Dyad[0]}, {Code: l.Dyad[1]}}), Level: string(l.Level), Move: l.Move, Components: l.Components, Status: l.Status,
		Words: l.Words, Rule: l.Rule,
	}
	for _, c := range f.Parties {
		f.Actors = append(f.Actors, Party{Entity: c, Code: c, Name: d.name(c)})
	}
	if l.Time != nil {
		f.Time = string(l.Time.Value)
	}
	return f
}

func document(n *reading.Instrument) Document {
	d := Document{Kind: n.Kind, Name: string(n.Name), Status: n.Status}
	if n.Count != nil {
		d.Count = *n.Count
	}
	if len(n.Spans) > 0 {
		d.Span = n.Spans[0]
	}
	return d
}

// far is how many code points may lie between the words of an act and those of
// what it makes.
const far = 250

// makers tells by which event each instrument is made: the one whose words hold
// its words, else the nearest act of signing before it. loose are those of none.
func makers(r *reading.Reading) (of map[string][]Document, loose []*reading.Instrument) {
	of = map[string][]Document{}
	for i := range r.Instruments {
		n := &r.Instruments[i]
		if len(n.Spans) == 0 {
			continue
		}
		best, distance := "", far
		for j := range r.Events {
			e := &r.Events[j]
			if string(e.CAMEO) != "057" || e.Trigger.In != n.Spans[0].In || (n.Status == "to-be-signed") != (e.Status != "occurred") {
				continue
			}
			for _, s := range n.Spans {
				away := max(0, s.Start-e.Trigger.End, e.Trigger.Start-s.End)
				if away < distance {
					best, distance = e.ID, away
				}
			}
		}
		if best == "" {
			loose = append(loose, n)
			continue
		}
		of[best] = append(of[best], document(n))
	}
	return of, loose
}

// nearest returns the act of signing nearest before the words of a move of the
// level of relations, nil where none of the same parties is near.
func nearest(events []Fact, move *Fact) *Fact {
	var best *Fact
	for i := range events {
		e := &events[i]
		if e.Act != "sign" || e.Words.In != move.Words.In || !subset(move.Parties, e.Parties) || move.Words.Start < e.Words.Start || move.Words.Start-e.Words.End > far {
			continue
		}
		if best == nil || e.Words.Start > best.Words.Start {
			best = e
		}
	}
	return best
}

// overlap reports whether two spans share a word.
func overlap(a, b reading.Span) bool {
	return a.In == b.In && a.Start < b.End && b.Start < a.End
}

// hours writes a duration of minutes, as PT150M, in hours and minutes, so that the
// same length is written the same; anything else is left.
func hours(d string) string {
	m, ok := strings.CutPrefix(d, "PT")
	if !ok || !strings.HasSuffix(m, "M") {
		return d
	}
	n, err := strconv.Atoi(strings.TrimSuffix(m, "M"))
	switch {
	case err != nil || n < 60:
		return d
	case n%60 == 0:
		return fmt.Sprintf("PT%dH", n/60)
	}
	return fmt.Sprintf("PT%dH%dM", n/60, n%60)
}

// first returns the first string that is not empty.
func first(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}
