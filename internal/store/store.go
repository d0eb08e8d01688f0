// Package store keeps articles, their readings and what people said of them, and
// answers what is asked of the record.
//
// The [Store] interface is what a database has to do; packages sqlite and postgres
// do it, and storetest holds the tests that both pass. What the record is made of
// is computed here from what they keep, by package record: the functions
// [Enter], [Settle], [EventOf], [DossierOf], [DueOn] and their like work with
// either.
package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// Errors on which a caller may decide. Stores wrap them with what was being done.
var (
	ErrNotFound = errors.New("not in the record")
	ErrFull     = errors.New("the disk is full")
	ErrNewer    = errors.New("the store was made by a newer version of the program")
	ErrBusy     = errors.New("the store is in use by another program")
)

// An Entry is an article with its reading, ready to be kept.
type Entry struct {
	Source    record.Source // Family and Superseded are left to the store
	Article   *text.Article // Text and Byline; the rest stands in Source
	Engine    string        // version of the engine that made Reading
	Reading   *reading.Reading
	Facts     []record.Fact
	Blocks    []string // of Facts, "" for those never joined
	Signature record.Signature
	Added     time.Time // when another store took it in; zero: now
}

// Added tells what became of an entry.
type Added struct {
	Key     string
	New     bool // false: the same text was there already and nothing was changed
	Version int  // how many versions of its address are now kept; 0 without an address
	Copies  int  // how many other articles have nearly the same text
}

// A Kept is an article as the store keeps it.
type Kept struct {
	Source  record.Source
	Article *text.Article
	Engine  string
	Reading *reading.Reading
	Added   time.Time
	Facts   []record.Fact
}

// A Query asks for facts or articles. The zero value asks for everything; all
// conditions that are given have to hold.
type Query struct {
	Words    string   // words that the article has; "in quotation marks" as a phrase
	Kinds    []string // of facts, see package record
	Speaker  string   // id of an entity, or code of a state or organisation whose people speak
	Entity   string   // id of an entity that takes part or speaks
	Party    string   // code
	Pair     [2]string
	Act      string
	Type     string // of PLOVER
	Status   string
	Polarity string
	Outlet   string // without regard to case
	Lang     string

	SaidFrom, SaidTo record.Day // publication; zero values: any
	WhenFrom, WhenTo record.Day // time of the act; facts without a time do not match

	Passages int // how many hits have their passage, for which their text is gone through: 0 all, less than 0 none

	Best   bool // best match first, of the newest Newest matches; else newest first
	Limit  int  // 0: 50
	Offset int
}

// Newest is how many of the newest matches are ranked when the best are asked for.
const Newest = 5000

// A Hit is what a search found.
type Hit struct {
	Source  record.Source `json:"source"`
	Fact    *record.Fact  `json:"fact"` // nil when the article was asked for by words alone
	Passage Passage       `json:"passage"`
	Score   float64       `json:"score,omitempty"` // of best match, higher is better
}

// A Passage is a piece of an article with the places in it that match, in code
// points from its start.
type Passage struct {
	Text  string   `json:"text"`
	Start int      `json:"start"` // in code points of the text of the article
	Marks [][2]int `json:"marks"`
}

// An Entity is somebody or something that facts of the store are about.
type Entity struct {
	ID    string            `json:"id"`
	Kind  string            `json:"kind"`
	Code  string            `json:"code,omitempty"`
	Name  map[string]string `json:"name"` // by language
	Facts int               `json:"facts"`
	First string            `json:"first,omitempty"` // day of the first article
	Last  string            `json:"last,omitempty"`
}

// A PromiseRow is a promise as the store keeps it, made by [Settle].
type PromiseRow struct {
	Block   string          `json:"block"`
	Event   string          `json:"event"` // id
	Act     string          `json:"act"`
	Parties []string        `json:"parties"`
	Window  record.Interval `json:"-"` // when it is due, the last day told; Anytime when none is
	Closed  record.Day      `json:"-"` // day of the report of its outcome, record.Never while there is none
	Words   string          `json:"words"`
	Promise record.Promise  `json:"promise"`
}

// A PromiseQuery asks for promises of which the window ends within a stretch of
// days, or which have no day, or which had their outcome within it.
type PromiseQuery struct {
	Within  record.Interval
	Party   string
	Pair    [2]string
	Undated bool // those without a day, too
	Limit   int  // 0: all
}

// A Feed is what is known of a feed that is polled.
type Feed struct {
	URL, Title, Outlet, Lang string
	ETag, LastModified       string
	TTL                      time.Duration // pause that the feed asked for
	Next, LastFetch          time.Time
	Failures                 int
	LastError                string
}

// A Store keeps the record. All methods may be called by several goroutines; an
// error names what was being done. What a method that writes has returned without
// an error survives a crash of the machine.
type Store interface {
	// Add keeps entries, all or none of them. An article whose key is there already
	// is left as it is. It finds older versions and near-duplicates and marks the
	// blocks that changed.
	Add(ctx context.Context, entries []Entry) ([]Added, error)
	// Replace puts other readings in place of those kept, all or none. The anchors
	// of corrections are found again among the new facts; a correction whose place
	// is not found stays, with no effect, until one is.
	Replace(ctx context.Context, entries []Entry) error
	// Has returns which of the keys are there.
	Has(ctx context.Context, keys []string) (map[string]bool, error)
	// Article returns an article; key may be shortened to what is not ambiguous.
	Article(ctx context.Context, key string) (*Kept, error)
	// Articles yields all articles in the order of their keys, those after a key
	// only. engine, when given, leaves out those that this engine has read.
	Articles(ctx context.Context, after, engine string) iter.Seq2[*Kept, error]
	// Versions returns the articles of an address, oldest first.
	Versions(ctx context.Context, url string) ([]record.Source, error)
	// Copies returns the articles with nearly the same text, by key.
	Copies(ctx context.Context, key string) ([]record.Source, error)

	// Fact returns a fact with its source; key may be shortened.
	Fact(ctx context.Context, key string) (*record.Report, string, error) // and its block
	// Block returns the reports of a block and of all that corrections tie to it,
	// and the corrections about them.
	Block(ctx context.Context, block string) ([]record.Report, []record.Correction, error)
	// Blocks yields the blocks of a pair, or with two empty codes all, in order. With
	// one code: all of which it is a side.
	Blocks(ctx context.Context, pair [2]string) iter.Seq2[string, error]
	// Search finds facts, or articles when a query has words alone.
	Search(ctx context.Context, q Query) ([]Hit, error)
	// Count counts what Search would find without a limit, by kind of fact.
	Count(ctx context.Context, q Query) (map[string]int, error)
	// Entities finds those whose name, in any language, or id begins like a word of
	// name; most facts first.
	Entities(ctx context.Context, name string, limit int) ([]Entity, error)

	// Changed returns blocks that changed since their promises were kept, at most n.
	Changed(ctx context.Context, n int) ([]string, error)
	// PutPromises keeps the promises of blocks in place of those kept before and
	// marks these blocks as settled.
	PutPromises(ctx context.Context, blocks []string, rows []PromiseRow) error
	// Promises finds promises, those due first coming first.
	Promises(ctx context.Context, q PromiseQuery) ([]PromiseRow, error)

	// Correct keeps what a person said and returns its number. Undo takes it back.
	Correct(ctx context.Context, c *record.Correction) (int64, error)
	Undo(ctx context.Context, id int64, author string, at time.Time) error
	// Corrections returns those of a fact, or all with an empty key, oldest first.
	Corrections(ctx context.Context, fact string) ([]record.Correction, error)

	// Feed returns what is known of a feed, the zero Feed but for URL when nothing.
	Feed(ctx context.Context, url string) (Feed, error)
	PutFeed(ctx context.Context, f Feed) error
	Feeds(ctx context.Context) ([]Feed, error)
	// DeleteFeed forgets a feed; its articles stay. For an unknown one it does nothing.
	DeleteFeed(ctx context.Context, url string) error

	// Searches returns the searches that people keep, by name.
	Searches(ctx context.Context) ([]Search, error)
	// PutSearch keeps a search and returns its number. One that has a number takes the
	// place of the search of that number; the error wraps [ErrNotFound] if there is
	// none.
	PutSearch(ctx context.Context, s *Search) (int64, error)
	// DeleteSearch forgets a search. For an unknown one it does nothing.
	DeleteSearch(ctx context.Context, id int64) error

	// Sequence returns the number of the state of a calendar entry: 0 at first, one
	// more each time that digest differs from the last.
	Sequence(ctx context.Context, uid, digest string) (int, error)
	// Sequences yields the numbers of all calendar entries, by uid.
	Sequences(ctx context.Context) iter.Seq2[Numbered, error]

	// Outlets returns who published the articles that are kept, most articles first.
	Outlets(ctx context.Context) ([]Outlet, error)
	// Version returns a mark that is another one whenever something was written, by
	// whatever program.
	Version(ctx context.Context) (string, error)
	// Stats counts what is kept.
	Stats(ctx context.Context) (Stats, error)
	// Check checks the store itself: that the database is sound and every row points
	// at one that is there.
	Check(ctx context.Context) error
	// Backup writes a copy to a file that is not there yet, while others read and
	// write.
	Backup(ctx context.Context, file string) error
	Close() error
}

// Stats are counts of what is kept.
type Stats struct {
	Articles    int    `json:"articles"`
	Outlets     int    `json:"outlets"`
	Facts       int    `json:"facts"`
	Corrections int    `json:"corrections"`
	First       string `json:"first,omitempty"` // day of publication of the oldest article
	Last        string `json:"last,omitempty"`
	Added       string `json:"added,omitempty"` // when the last article was added, RFC 3339
}
