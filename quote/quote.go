// Package quote finds statements: the words reported, who said them, by which
// cue and through which channel.
package quote

import "github.com/attache-project/attache/text"

// A Cue is the verb, noun or preposition that reports words.
type Cue struct {
	text.Span
	Sent, Token int // its head word; -1, -1 when the words stand without a cue
	Lemma       string
	Class       string // say, assert, recall, praise, criticise, promise, demand, warn, deny, announce, ask
}

// A Speaker is who said the words. Unknown is an answer: Entity is then -1 and
// Name empty.
type Speaker struct {
	Entity  int        // index in Cast.Entities, or -1
	Name    string     // canonical name in English, or "anonymous: ..." with the words of the source
	Mention *text.Span // the words that carry the attribution; nil when the subject is left out
	Issuer  int        // whose document it is or for whom a spokesperson speaks: index in Cast.Entities, or -1
	Via     string     // how the speaker was found
}

// A Channel is the way by which words became public.
type Channel struct {
	Kind   string // "op-ed", "interview", "press-conference", "statement", ... ; "" when the article does not say
	Outlet int    // index in Cast.Entities of the newspaper or network, or -1
	Span   *text.Span
}

// A Statement is reported speech.
type Statement struct {
	Kind      string      // direct, indirect, mixed
	Spans     []text.Span // the words, without cue and outer marks
	Sent      int         // sentence of the cue, or of the words where there is no cue
	Content   int         // head of the reported clause in that sentence, or -1
	Cue       Cue
	Speaker   Speaker
	Channel   Channel
	Relay     []int      // statements in which this one is reported, outermost first
	Addressee int        // index in Cast.Entities, or -1
	About     []int      // indices in Cast.Entities
	Stance    string     // cooperative, neutral, hostile
	Attitudes []Attitude // towards those it is aimed at or speaks of
	Polarity  string     // affirmed, negated, denied
	Hedged    bool       // rumour, distance
	Continues int        // statement whose words this one goes on with, or -1
	Echo      int        // earlier statement that the same words repeat, or -1
	Rule      string
}
