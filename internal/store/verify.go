package store

import (
	"fmt"
	"unicode/utf8"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// Verify reads every span of an article and its facts again and returns what
// does not hold: a text that is not the one that was read, words that do not stand
// where the record says, a reading that refers to what is not there.
func Verify(k *Kept) []error {
	var out []error
	if k.Reading != nil {
		if got := text.Digest(k.Article.Text); got != k.Reading.Article.SHA256 {
			return append(out, fmt.Errorf("the text has the digest %s, and %s was read", got, k.Reading.Article.SHA256))
		}
		if err := k.Reading.Verify(); err != nil {
			out = append(out, err)
		}
	}
	body, title := newPlaces(k.Article.Text), newPlaces(k.Source.Title)
	for i := range k.Facts {
		f := &k.Facts[i]
		spans := append([]reading.Span{f.Words}, f.Spans...)
		for _, d := range f.Instruments {
			spans = append(spans, d.Span)
		}
		for _, q := range f.Quantities {
			spans = append(spans, q.Span)
		}
		for _, s := range spans {
			in := body
			if s.In == "title" {
				in = title
			}
			if got, ok := in.cut(s.Start, s.End); !ok || got != s.Text {
				out = append(out, fmt.Errorf("fact %s: at %d to %d stands %q, not %q", f.Key, s.Start, s.End, got, s.Text))
			}
		}
	}
	return out
}

// places finds code points in a string.
type places struct {
	s  string
	at []int // byte offset of each code point, and of the end
}

func newPlaces(s string) *places {
	p := &places{s: s, at: make([]int, 0, utf8.RuneCountInString(s)+1)}
	for i := range s {
		p.at = append(p.at, i)
	}
	p.at = append(p.at, len(s))
	return p
}

// cut returns the words from one code point to another.
func (p *places) cut(start, end int) (string, bool) {
	if start < 0 || start > end || end >= len(p.at) {
		return "", false
	}
	return p.s[p.at[start]:p.at[end]], true
}
