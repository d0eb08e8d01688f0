// Package gold holds articles annotated by hand and scores readings against
// them: how many of the statements, acts, visits, documents and times that a
// careful reader wrote down a program finds, and with the right speaker,
// parties, status and value.
//
// An annotated article is two files that lie side by side: <id>.txt, an article
// as [text.ParseArticle] reads it, and <id>.gold.json, what is in it. The form
// of the second is that of the annotated samples the project began with, and
// its conventions (what counts as a quotation, where its words end, which acts
// are main ones) are those of testdata/articles/README.md.
//
// Every offset is one of Unicode code points, counted from the begin of the
// .txt file, its header included; a byte order mark does not count, and a line
// end is one code point however it is written. Ends are exclusive. Every text in
// an annotation is exactly what stands at its offset; [Parse] makes sure.
//
// # Measures
//
// Statements are compared piece by piece: a stretch of words annotated with
// one found, quotation marks and punctuation at the ends aside. Two stretches overlap
// when they share at least half of what they cover together, and each is
// matched at most once, the best pairs first. A speaker is right by name; one
// who is no person (an office, a document, an unnamed source) also by the words
// that mention it. One found stretch that covers several annotated clauses of
// one cue finds them all; a piece inside a clause that is found is no error.
// Quotations flagged optional count on neither side.
//
// Of events the main ones are annotated, not every verb, so only recall is told:
// the right type with a trigger that overlaps, and, loosely, the right type in
// the same sentence. Parties are compared by the codes of states and
// organisations. Visits are matched by visitor and host, instruments by kind
// and a party in common.
//
// Times are matched as stretches without function words at the begin. An open bound
// equals its date. Durations, sets, times of day, vague references, datelines and headlines
// that are not annotated are no errors.
package gold

// An Article is an article with what is in it.
type Article struct {
	File      string // path of the .txt file
	ID        string // its base name
	Lang      string // ISO 639-1
	Title     string
	Outlet    string
	Published string // ISO 8601 date
	Text      string // the whole file, to which the offsets apply

	Quotes      []Quote
	NotQuotes   []Words
	Entities    []Entity
	Events      []Event
	Visits      []Visit
	Instruments []Instrument
	Dates       []Date
	Levels      []Level
}

// Words are a stretch of the article.
type Words struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// A Quote is a stretch of words that somebody is reported to have said. One
// that its attribution interrupts is several, of the same group.
type Quote struct {
	Words
	Kind           string   `json:"kind"`    // direct, mixed, indirect
	Speaker        string   `json:"speaker"` // canonical; "A; B" for two, "unknown", or "anonymous: ..."
	SpeakerMention string   `json:"speaker_mention"`
	SpeakerStart   int      `json:"speaker_start"` // -1 where the subject is left out
	Cue            string   `json:"cue"`
	CueStart       int      `json:"cue_start"` // -1 where there is no cue
	Channel        string   `json:"channel"`   // may name the outlet behind a colon
	Via            string   `json:"via"`       // outer speaker of a chain
	Group          string   `json:"group"`
	InTitle        bool     `json:"in_title"`
	Flags          []string `json:"flags"` // optional, continued-paragraph, dash
}

// An Entity is somebody or something that is spoken of.
type Entity struct {
	Canonical string   `json:"canonical"` // in Latin script
	Type      string   `json:"type"`      // PER, ORG, LOC, DOC
	Country   string   `json:"country"`   // ISO 3166-1 alpha-3, empty for none
	Mentions  []string `json:"mentions"`  // words of the text, not all of them
}

// An Event is an act between states and organisations.
type Event struct {
	Type       string   `json:"type"` // of PLOVER
	Trigger    string   `json:"trigger"`
	Start      int      `json:"start"`      // of the trigger
	Actors     []string `json:"actors"`     // ISO 3166-1 alpha-3 or code of an organisation
	Recipients []string `json:"recipients"` // likewise
	Date       string   `json:"date"`       // when the act happens, empty where the text does not say
	Status     string   `json:"status"`     // occurred, ongoing, planned, hypothetical, negated
	Place      string   `json:"place"`
}

// A Visit is a journey to a host state.
type Visit struct {
	Visitor   string `json:"visitor"`    // canonical
	HostState string `json:"host_state"` // ISO 3166-1 alpha-3
	Kind      string `json:"kind"`       // state, official, working, private, unspecified
	StartDate string `json:"start_date"` // empty where the text does not say
	Inviter   string `json:"inviter"`
	Status    string `json:"status"` // as of an event
}

// An Instrument is a document between states.
type Instrument struct {
	Kind    string   `json:"kind"`
	Title   string   `json:"title"` // in the words of the text, or near them
	Parties []string `json:"parties"`
	Status  string   `json:"status"`
	Date    string   `json:"date"`
}

// A Date is an expression of time.
type Date struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	Value string `json:"value"` // as of a time of a reading
}

// A Level is a move on the ladder of relations of two states. It is kept, not
// scored.
type Level struct {
	Dyad   [2]string `json:"dyad"`
	Text   string    `json:"text"`
	Start  int       `json:"start"`
	Level  string    `json:"level"`
	Move   string    `json:"move"`
	Status string    `json:"status"`
}
