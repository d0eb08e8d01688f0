// Package frame reads a predicate of a tree with its arguments, and matches
// the rows of a pack's tables against it. Cues of speech, event triggers,
// visits and instruments are all frames over trees, matched here.
//
// A clause is read in its logical form: the agent of a passive is its subject,
// a relative pronoun is its antecedent, and a subject left out is inherited
// where grammar says from whom (coordination, control, gerunds). Nothing is
// guessed from meaning here: an argument that the tree does not give stays
// empty.
package frame

import "github.com/attache-project/attache/nlp"

// An Arg is an argument of a predicate.
type Arg struct {
	Tokens []int  // heads of the argument's phrases; several when coordinated; nil when there is none
	Via    string // how it was found: a relation ("nsubj"), "agent", "antecedent", "coordination", "control", "gerund", "participle", "possessor", "adjective"
}

// Head returns the first token of the argument, or -1.
func (a Arg) Head() int {
	if len(a.Tokens) == 0 {
		return -1
	}
	return a.Tokens[0]
}

// An Oblique is a prepositional dependent.
type Oblique struct {
	Case   string // lemma of the preposition; words of a compound one joined by a space: "por boca de"
	Token  int    // head of the phrase
	Deprel string
}

// A Clause is a predicate and its arguments. All fields hold tokens of one
// sentence; -1 stands for none.
type Clause struct {
	Sentence   *nlp.Sentence
	Head       int  // the verb, or the noun or adjective that is the predicate
	Finite     int  // the token that carries tense and mood: the head, an auxiliary, or the verb that governs it
	Nominal    bool // the predicate is a noun ("la firma del acuerdo")
	Passive    bool
	Impersonal bool // "se informó de que": nobody is said to act
	Subject    Arg
	Object     Arg
	Indirect   Arg
	Obliques   []Oblique
	Content    int    // head of the clause or infinitive that complements the predicate
	Mark       string // lemma of the conjunction before Content: "que", "si", ""
	Negation   int    // token that negates the predicate
}
