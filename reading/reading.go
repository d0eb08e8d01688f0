package reading

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/attache-project/attache/names"
)

// Schema names the JSON form of a [Reading] and its version.
const Schema = "attache.reading/1"

// A Maybe is a string that may be unknown: empty here, null in JSON.
type Maybe string

// MarshalJSON writes null for the empty string.
func (m Maybe) MarshalJSON() ([]byte, error) {
	if m == "" {
		return []byte("null"), nil
	}
	return marshal(string(m), "")
}

// A Span is a stretch of the article in Unicode code points, End exclusive,
// with the words that stand there.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	In    string `json:"in,omitempty"` // "title" when the offsets count from the start of the title
}

// A Reading is what was found in one article. Lists are never nil.
type Reading struct {
	Schema      string       `json:"schema"`
	File        string       `json:"file,omitempty"` // path it was read from
	Article     Article      `json:"article"`
	Entities    []Entity     `json:"entities"`
	Times       []Time       `json:"times"`
	Statements  []Statement  `json:"statements"`
	Events      []Event      `json:"events"`
	Visits      []Visit      `json:"visits"`
	Instruments []Instrument `json:"instruments"`
	Levels      []Level      `json:"levels"`
	Agenda      []Topic      `json:"agenda"`
	Unread      []Unread     `json:"unread"`
	Notes       []string     `json:"notes"` // what a reader of the reading should know
}

// An Article is the article as it was read.
type Article struct {
	ID        Maybe  `json:"id"`
	URL       Maybe  `json:"url"`
	Outlet    Maybe  `json:"outlet"`
	Agency    Maybe  `json:"agency"`
	Title     Maybe  `json:"title"`
	Byline    Maybe  `json:"byline"`
	Published Maybe  `json:"published"` // ISO 8601
	Lang      string `json:"lang"`      // ISO 639-1
	SHA256    string `json:"sha256"`    // of Text
	Text      string `json:"text"`
}

// An Entity is somebody or something that the article mentions.
type Entity struct {
	ID       string       `json:"id"` // of the directory, or "x/..." when local to the article
	Kind     names.Kind   `json:"kind"`
	Name     names.Name   `json:"name"`
	Code     Maybe        `json:"code"`    // ISO 3166-1 alpha-3 of a state, acronym of an organisation
	QID      Maybe        `json:"qid"`     // Wikidata
	Country  Maybe        `json:"country"` // the state it belongs to
	Members  []string     `json:"members,omitempty"`
	Issuer   string       `json:"issuer,omitempty"`
	Roles    []names.Role `json:"roles"`
	Mentions []Mention    `json:"mentions"`
}

// A Mention is a place where the article points at an entity.
type Mention struct {
	Span
	Form names.Form `json:"form"`
}

// A Time is an expression of time.
type Time struct {
	ID string `json:"id"`
	Span
	Type       string `json:"type"`
	Value      Maybe  `json:"value"` // null when it could not be anchored
	Part       Maybe  `json:"part"`  // part of the day that value names: MO, MI, AF, EV, NI
	Mod        Maybe  `json:"mod"`
	Tense      Maybe  `json:"tense"`
	Unanchored string `json:"unanchored,omitempty"` // what the words say without a date of publication
	Rule       string `json:"rule"`
}

// A Statement is reported speech.
type Statement struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Spans     []Span     `json:"spans"`
	Cue       *Cue       `json:"cue"`
	Speaker   Speaker    `json:"speaker"`
	Channel   *Channel   `json:"channel"`
	Relay     []string   `json:"relay"` // outermost first
	Addressee Maybe      `json:"addressee"`
	About     []string   `json:"about"`
	Stance    Maybe      `json:"stance"`
	Attitudes []Attitude `json:"attitudes,omitempty"` // towards single entities
	Polarity  Maybe      `json:"polarity"`
	Hedged    bool       `json:"hedged,omitempty"`
	Continues string     `json:"continues,omitempty"`
	Echo      string     `json:"echo,omitempty"` // an earlier statement that the same words repeat
	Rule      string     `json:"rule"`
}

// An Attitude is how a statement stands towards one entity.
type Attitude struct {
	To     string `json:"to"`
	Stance string `json:"stance"` // praise, support, criticism, threat
	Span   Span   `json:"span"`   // the words that show it
}

// A Cue is the word that reports.
type Cue struct {
	Span
	Lemma Maybe `json:"lemma"`
	Class Maybe `json:"class"`
}

// A Speaker is who said the words, all null when nobody is named.
type Speaker struct {
	Entity  Maybe  `json:"entity"`
	Name    Maybe  `json:"name"`
	Issuer  string `json:"issuer,omitempty"`
	Mention *Span  `json:"mention"`
	Via     string `json:"via,omitempty"` // how the speaker was found
}

// A Channel is the way by which words became public.
type Channel struct {
	Kind   Maybe `json:"kind"`
	Outlet Maybe `json:"outlet"`
	Span   *Span `json:"span"`
}

// A When is the time of a fact.
type When struct {
	Value Maybe  `json:"value"` // EDTF
	Span  *Span  `json:"span"`
	Ref   string `json:"ref,omitempty"` // id of the time it was taken from
}

// An Event is an act between actors.
type Event struct {
	ID         string     `json:"id"`
	Type       string     `json:"type"`
	Mode       Maybe      `json:"mode"`
	Context    []string   `json:"context"`
	CAMEO      Maybe      `json:"cameo"`
	Goldstein  float64    `json:"goldstein"`
	Trigger    Span       `json:"trigger"`
	Actors     []string   `json:"actors"`
	Recipients []string   `json:"recipients"`
	Groups     []Group    `json:"groups"`
	Place      Maybe      `json:"place"`
	Time       *When      `json:"time"`
	Was        *When      `json:"was,omitempty"`     // the date before the act was put off
	PutOff     bool       `json:"put_off,omitempty"` // the words tell that it was put off, to whatever day
	Status     string     `json:"status"`
	Polarity   string     `json:"polarity"`
	StatusCue  *Span      `json:"status_cue"`
	SaidBy     Maybe      `json:"said_by"` // null: the outlet's own voice
	Quantities []Quantity `json:"quantities,omitempty"`
	Rule       string     `json:"rule"`
}

// A Quantity is something that an act has so much of.
type Quantity struct {
	Kind  string `json:"kind"`  // amount, duration, documents
	Value string `json:"value"` // "500000000 USD", "PT3H", "14"
	Span  Span   `json:"span"`
}

// A Group is a party of an event that is no entity: people of a sector.
type Group struct {
	Role    string `json:"role"`    // actor, recipient
	Sector  string `json:"sector"`  // PLOVER's code: CVL, OPP, REB, COP, ...
	Country Maybe  `json:"country"` // ISO 3166-1 alpha-3
	Span    Span   `json:"span"`
}

// A Visit is a journey to a host state.
type Visit struct {
	ID      string `json:"id"`
	Event   string `json:"event"`
	Visitor Maybe  `json:"visitor"`
	Host    Maybe  `json:"host"` // ISO 3166-1 alpha-3
	City    Maybe  `json:"city"` // id of a place
	Kind    string `json:"kind"`
	Start   Maybe  `json:"start"`
	End     Maybe  `json:"end"`
	Inviter Maybe  `json:"inviter"`
	Status  string `json:"status"`
	Spans   []Span `json:"spans"`
	Rule    string `json:"rule"`
}

// An Instrument is a document between states, or a bundle of them.
type Instrument struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Name    Maybe    `json:"name"`
	Count   *int     `json:"count"`
	Parties []string `json:"parties"`
	Subject *Span    `json:"subject"`
	Status  string   `json:"status"`
	Time    *When    `json:"time"`
	Place   Maybe    `json:"place"`
	Spans   []Span   `json:"spans"`
	Rule    string   `json:"rule"`
}

// A Level is a rung on the ladder of relations of two states, and a move to it.
type Level struct {
	ID         string    `json:"id"`
	Dyad       [2]string `json:"dyad"`
	Words      Span      `json:"words"`
	Components []string  `json:"components"`
	Level      Maybe     `json:"level"`
	Move       string    `json:"move"`
	Status     string    `json:"status"`
	Instrument Maybe     `json:"instrument"`
	Time       *When     `json:"time"`
	Rule       string    `json:"rule"`
}

// A Topic is an item on the agenda of a meeting.
type Topic struct {
	Event string `json:"event"`
	Topic string `json:"topic"`
	Span  Span   `json:"span"`
}

// An Unread is what was seen and not understood.
type Unread struct {
	Span Span   `json:"span"`
	Why  string `json:"why"`
}

// Append appends r as one line of JSON, without a line end. The same reading
// gives the same bytes.
func (r *Reading) Append(b []byte) ([]byte, error) {
	line, err := marshal(r, "")
	if err != nil {
		return b, fmt.Errorf("writing the reading of %s: %w", r.name(), err)
	}
	return append(b, line...), nil
}

// Indent returns r as JSON laid out over lines, each level set in by two
// spaces, without a line end.
func (r *Reading) Indent() ([]byte, error) {
	b, err := marshal(r, "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the reading of %s: %w", r.name(), err)
	}
	return b, nil
}

// name is what errors call the reading.
func (r *Reading) name() string {
	switch {
	case r.File != "":
		return r.File
	case r.Article.ID != "":
		return string(r.Article.ID)
	}
	return "an article"
}

// marshal is json.Marshal without escapes for HTML, which the words of an
// article do not need.
func marshal(v any, indent string) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}
