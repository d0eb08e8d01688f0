// Package names knows the states of the world, the organisations they form and
// the people who speak for them, and finds them in an article.
//
// The directory is data (names/data); the words by which a language points at
// an office ("el mandatario", "el jefe de la diplomacia rusa") are tables of
// its language pack.
package names

import "github.com/attache-project/attache/text"

// A Kind says what an entity is.
type Kind string

// The kinds of entity.
const (
	Person       Kind = "person"
	State        Kind = "state"
	Organisation Kind = "organisation" // organisations of states, ministries, offices, parties, armed groups
	Place        Kind = "place"
	Outlet       Kind = "outlet" // newspapers, agencies, channels
	Document     Kind = "document"
)

// A Form says by what kind of words a mention points at its entity.
type Form string

// The forms of mention.
const (
	ByName     Form = "name"
	ByRole     Form = "role"    // "el presidente", "el líder kazajo"
	ByDemonym  Form = "demonym" // "kazajo" for Kazakhstan
	ByMetonym  Form = "metonym" // "Moscú", "el Kremlin" for those who govern from there
	ByPronoun  Form = "pronoun"
	ByEllipsis Form = "ellipsis" // no words: the span is that of the verb whose subject is left out
)

// A Name is the canonical name of an entity in the three languages; a language
// in which none is known holds the name in another.
type Name struct {
	ES string `json:"es"`
	EN string `json:"en"`
	RU string `json:"ru"`
}

// A Role is an office held by a person, or by which the article introduces one.
type Role struct {
	Office string `json:"office,omitempty"` // key of data/offices.tsv: "head_of_state", "foreign_minister", ...; "former_head_of_state" when the article says it is no longer held
	Of     string `json:"of,omitempty"`     // ISO 3166-1 alpha-3 code of the state, or code of the organisation
	Title  string `json:"title,omitempty"`  // words of the article, or the office's usual title
}

// An Entity is somebody or something that an article speaks of.
type Entity struct {
	ID      string // of the directory ("KAZ", "EU", "kassym-jomart-tokayev", "presidency/RUS"), or "x/..." when local to the article
	Kind    Kind
	Name    Name
	Code    string // ISO 3166-1 alpha-3 for a state, acronym for an organisation of states, else ""
	QID     string // Wikidata, "" when not known
	Country string // ISO 3166-1 alpha-3 of the state it belongs to, or ""
	Gender  string // "Masc", "Fem" or "" (persons)
	Plural  bool   // several taken as one: "los cancilleres de Perú y Chile"
	Members []int  // indices in Cast.Entities, when Plural and known
	Issuer  int    // index in Cast.Entities of who issued a document or for whom a spokesperson speaks, -1 when unknown
	Roles   []Role
}

// A Mention is a place of the article that points at an entity.
type Mention struct {
	text.Span
	Sent        int // index in Document.Sentences
	First, Last int // tokens of the sentence, both inclusive
	Head        int // token of the sentence that heads the mention's phrase
	Form        Form
	Entity      int // index in Cast.Entities
}

// A Cast is everybody and everything found in one article.
type Cast struct {
	Entities []Entity
	Mentions []Mention // in order of sentence and first token; an outer mention stands before those inside it

	byHead map[[2]int]int    // (sentence, head token) to the largest mention headed there
	ids    map[string]int    // id to entity; not in use when entities were added by other means than Ensure
	states map[string]*state // of the directory
}
