// Package event finds who did what to whom, where and when, and whether it
// happened; and turns visits, instruments and levels of relations into objects
// of their own. Types and modes are those of PLOVER, codes those of CAMEO.
package event

import "github.com/attache-project/attache/text"

// The status of an act: that of the act itself, whoever tells it.
const (
	Occurred     = "occurred"
	Ongoing      = "ongoing"
	Planned      = "planned"
	Hypothetical = "hypothetical"
)

// The polarity of an act.
const (
	Affirmed = "affirmed"
	Negated  = "negated" // "no viajará a Lima"
	Denied   = "denied"  // "negó haber firmado"
)

// A When is the time of a fact.
type When struct {
	Value string // EDTF at the grain of the text; "" when it has words but no value
	Time  int    // index in the times of the article, or -1 when inherited or worked out
	Span  *text.Span
}

// An Event is an act between actors.
type Event struct {
	Sent       int // sentence and token of the head of the trigger
	Token      int
	Type       string // PLOVER: AGREE, CONSULT, SUPPORT, ...
	Mode       string
	Context    []string
	CAMEO      string // code, a string: "042"
	Goldstein  float64
	Trigger    text.Span
	Actors     []int // indices in Cast.Entities
	Recipients []int
	Groups     []Group
	Place      int // index in Cast.Entities, or -1
	When       When
	Was        When // the date that an act had before it was put off; without value and span when not told
	PutOff     bool // the words tell that it was put off or moved to another day
	Status     string
	Polarity   string
	StatusCue  *text.Span // the words that show status or polarity
	SaidBy     int        // index of the statement that holds the act, or -1 for the outlet's own voice
	Quantities []Quantity // in the order of the text
	Rule       string
}

// A Group is a party of an event that is no entity: people of a sector.
type Group struct {
	Role    string // actor, recipient
	Sector  string // PLOVER: CVL, OPP, REB, COP, ...
	Country string // ISO 3166-1 alpha-3, "" when not told
	Span    text.Span
}

// A Visit is a journey of a person or delegation to a host state.
type Visit struct {
	Event   int    // index of its event
	Visitor int    // index in Cast.Entities
	Host    string // ISO 3166-1 alpha-3
	City    int    // index in Cast.Entities, or -1
	Kind    string // state, official, working, private, unspecified
	Start   string // EDTF, "" when not told
	End     string
	Inviter int // index in Cast.Entities, or -1
	Status  string
	Spans   []text.Span
}

// An Instrument is a document between states, or a bundle of them.
type Instrument struct {
	Kind    string // declaration, treaty, agreement, memorandum, communique, protocol, package, letter, plan, ...
	Name    string // as the article writes it, "" when it only says the kind
	Count   int    // "14 documentos"; 0 when not told
	Parties []int  // indices in Cast.Entities
	Subject *text.Span
	Status  string // announced, to-be-signed, signed, ratified, in-force, suspended, denounced
	When    When
	Place   int
	Spans   []text.Span
	Rule    string
}

// A Level is a rung on the ladder of relations of two states, and a move to it.
type Level struct {
	Dyad       [2]string // ISO 3166-1 alpha-3, in alphabetical order
	Words      text.Span
	Components []string
	Level      string // key of levels.tsv
	Move       string // upgrade, downgrade, confirm, restore, break
	Status     string // announced, signed, in-force
	Instrument int    // index of the instrument that does it, or -1
	When       When
	Rule       string
}

// A Topic is an item on the agenda of a meeting.
type Topic struct {
	Event int // index of the meeting
	Topic string
	Span  text.Span
}

// Facts are all that the engine found in one article.
type Facts struct {
	Events      []Event
	Visits      []Visit
	Instruments []Instrument
	Levels      []Level
	Agenda      []Topic
}
