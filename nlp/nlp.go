// Package nlp turns a page of text into sentences of tagged words joined by a
// Universal Dependencies tree, and reads and writes such trees as CoNLL-U.
//
// Syntax is guessed here and nowhere else: every later stage matches on trees.
package nlp

import (
	"strings"

	"github.com/attache-project/attache/text"
)

// A Token is one syntactic word in the sense of Universal Dependencies. The
// words of a contraction ("del" is "de" and "el") each carry the span of the
// whole surface token.
type Token struct {
	text.Span        // bytes of the page
	Form      string // the word; for a part of a contraction not a substring of the page
	Lemma     string
	UPOS      string // universal part of speech: "NOUN", "VERB", ...
	XPOS      string // treebank's own tag, kept from CoNLL-U input only
	Feats     string // morphological features in canonical order, "Gender=Masc|Number=Sing", or ""
	Head      int    // index in Sentence.Tokens of the head, -1 for the root
	Deprel    string // relation to the head: "nsubj", "obj", ..., "root"
	Misc      string // MISC column kept from CoNLL-U input only
}

// Feat returns the value of a morphological feature of t, or "".
func (t *Token) Feat(name string) string { return value(t.Feats, name) }

// VerbForm returns what a verb's form does in its clause, whatever the treebank
// of the language calls it: "Fin", also of a predicate in the short form
// ("подписан"), "Inf", "Ger" of a converb or active participle ("adding",
// "добавив", "заявивший"), "Part" of a perfect or passive participle; "" of what
// is no verb.
func (t *Token) VerbForm() string {
	switch v := t.Feat("VerbForm"); v {
	case "Conv":
		return "Ger"
	case "Part":
		switch {
		case t.Feat("Variant") == "Short":
			return "Fin"
		case t.Feat("Voice") == "Act", t.Feat("Tense") == "Pres" && t.Feat("Voice") != "Pass":
			return "Ger"
		}
		return v
	case "":
		if t.UPOS == "ADJ" && t.Feat("Variant") == "Short" {
			return "Fin"
		}
		return ""
	default:
		return v
	}
}

// MiscValue returns the value of an item of the MISC column of t, or "".
func (t *Token) MiscValue(name string) string { return value(t.Misc, name) }

// value returns the value of name in a list such as "Gender=Masc|Number=Sing",
// or "".
func value(s, name string) string {
	for s != "" {
		f := s
		if i := strings.IndexByte(s, '|'); i >= 0 {
			f, s = s[:i], s[i+1:]
		} else {
			s = ""
		}
		if len(f) > len(name) && f[len(name)] == '=' && f[:len(name)] == name {
			return f[len(name)+1:]
		}
	}
	return ""
}

// A Multiword is a surface token that holds several syntactic words, such as
// Spanish "del" or "decírselo".
type Multiword struct {
	First, Last int    // indices in Sentence.Tokens, both inclusive
	Form        string // as written
}

// A Sentence is a run of tokens under one tree.
type Sentence struct {
	text.Span
	ID        string // sent_id of CoNLL-U input, else ""
	Paragraph int    // index in Document.Paragraphs
	Title     bool   // the sentence lies in the article's title
	Tokens    []Token
	Multi     []Multiword

	labels   []string  // of parts of names that the parser tells apart
	names    []float32 // scores of each of them, token after token
	children [][]int32 // by token, filled by Children
}

// NameScores returns the labels of words as parts of names that the parser
// tells apart, "O", "B-PER", "I-PER" and so on, and the score it gave to token i
// for each: logarithms of odds up to a constant of the token's own. Both are
// empty where the model has not learnt names.
func (s *Sentence) NameScores(i int) (labels []string, scores []float32) {
	n := len(s.labels)
	return s.labels, s.names[i*n : (i+1)*n]
}

// Root returns the index of the first root of the tree, or -1 when the
// sentence is not parsed.
func (s *Sentence) Root() int {
	for i := range s.Tokens {
		if s.Tokens[i].Head < 0 && s.Tokens[i].Deprel != "" {
			return i
		}
	}
	return -1
}

// Children returns the indices of the dependents of token i, in text order.
// The index is built at the first call; call [Sentence.Reindex] after heads
// were changed.
func (s *Sentence) Children(i int) []int32 {
	if s.children == nil {
		s.Reindex()
	}
	return s.children[i]
}

// Reindex rebuilds the index behind Children.
func (s *Sentence) Reindex() {
	n := len(s.Tokens)
	count := make([]int32, n)
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 && h < n {
			count[h]++
		}
	}
	flat := make([]int32, 0, n)
	s.children = make([][]int32, n)
	for i := range s.children {
		k := len(flat)
		flat = flat[:k+int(count[i])]
		s.children[i] = flat[k:k:len(flat)]
	}
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 && h < n {
			s.children[h] = append(s.children[h], int32(i))
		}
	}
}

// A Document is a page of text cut into paragraphs and sentences. The
// sentences of the title come first and form a paragraph of their own.
type Document struct {
	ID         string            // newdoc id of CoNLL-U input, else ""
	Meta       map[string]string // "key = value" comments before the first sentence of CoNLL-U input
	Text       string            // the page; all spans lie in it
	Body       int               // byte offset in Text where the article's text begins, after its title
	Lang       string
	Paragraphs []text.Span
	Quotations []text.Quotation // quotation marks, paired, in text order of the opening mark
	Sentences  []Sentence
}

// Clues appends to features hashes of what lists of names and words say of the
// words of a sentence, which have been tagged, word after word, and to ends the
// end of those of each word in features.
type Clues func(tokens []Token, features []uint64, ends []int) ([]uint64, []int)
