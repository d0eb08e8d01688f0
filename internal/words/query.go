package words

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Query is what somebody looks for: all its phrases have to be found.
type Query []Phrase

// A Phrase lists the forms that words following each other may have, one of which
// has to be found. A single word is a phrase of one.
type Phrase [][]string

// Parse reads a query: words, and phrases in quotation marks ("", «», “”, „“). A
// mark that is not closed opens a phrase to the end. Nobody says in which language
// a query is written, so that each phrase has the form that it has in every
// language that is stemmed, and the folded form of all others. A word in which
// signs stand (C5+1, Ministro-Presidente) is a phrase.
func Parse(query string) Query {
	var q Query
	for query != "" {
		i := strings.IndexAny(query, "\"«“„")
		if i < 0 {
			return q.plain(query)
		}
		q = q.plain(query[:i])
		open, n := utf8.DecodeRuneInString(query[i:])
		inside := query[i+n:]
		query = ""
		if end := strings.IndexAny(inside, closing(open)); end >= 0 {
			_, n := utf8.DecodeRuneInString(inside[end:])
			inside, query = inside[:end], inside[end+n:]
		}
		q = q.phrase(inside)
	}
	return q
}

// closing returns the marks that close what a mark opens.
func closing(open rune) string {
	switch open {
	case '«':
		return "»"
	case '“':
		return "”"
	case '„':
		return "“”"
	}
	return `"`
}

// plain adds words that stand outside quotation marks.
func (q Query) plain(s string) Query {
	for _, w := range strings.Fields(s) {
		q = q.phrase(w)
	}
	return q
}

// phrase adds one phrase, nothing when there is no word in s or it is there
// already.
func (q Query) phrase(s string) Query {
	var p Phrase
	for _, lang := range append([]string{""}, languages...) {
		var form []string
		for _, t := range Tokens(lang, s) {
			form = append(form, t.Text)
		}
		if len(form) > 0 && !slices.ContainsFunc(p, func(f []string) bool { return slices.Equal(f, form) }) {
			p = append(p, form)
		}
	}
	if p == nil || slices.ContainsFunc(q, func(o Phrase) bool { return slices.EqualFunc(o, p, slices.Equal) }) {
		return q
	}
	return append(q, p)
}

// Match reports whether tokens, as [Tokens] makes them, hold all phrases of the
// query, and the query holds any.
func (q Query) Match(tokens []Token) bool {
	for _, p := range q {
		if !slices.ContainsFunc(places(p, tokens), func(n int) bool { return n > 0 }) {
			return false
		}
	}
	return len(q) > 0
}

// places tells for each token how many tokens from it on are the phrase, 0 where
// it does not begin.
func places(p Phrase, tokens []Token) []int {
	out := make([]int, len(tokens))
	for i := range tokens {
		for _, form := range p {
			if len(form) > out[i] && begins(tokens[i:], form) {
				out[i] = len(form)
			}
		}
	}
	return out
}

// begins reports whether tokens begin with the words of a form.
func begins(tokens []Token, form []string) bool {
	if len(tokens) < len(form) {
		return false
	}
	for i, w := range form {
		if tokens[i].Text != w {
			return false
		}
	}
	return true
}
