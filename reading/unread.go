package reading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/text"
)

// Why something is in [Reading.Unread].
const (
	whyQuotation = "words between quotation marks that no statement took"
	whyUnclosed  = "a quotation mark without a partner"
)

// quoted is the least number of words between marks that are listed as unread:
// fewer are mostly a nickname, a title, or distance, which nobody said.
const quoted = 4

// unread lists the quotations that became part of no statement and of no name.
// What the engines did not see at all is not listed: nobody knows of it.
func (b *builder) unread() []Unread {
	out := []Unread{}
	taken := b.taken()
	for i := range b.doc.Quotations {
		q := &b.doc.Quotations[i]
		if q.Depth > 0 || q.Inner.Len() <= 0 || taken.touches(q.Inner) {
			continue
		}
		why := whyQuotation
		if q.Unclosed && !q.Continued {
			why = whyUnclosed
		} else if len(strings.Fields(q.Inner.Of(b.doc.Text))) < quoted {
			continue
		}
		if q.Dash {
			continue // an aside between dashes as often as an utterance
		}
		out = append(out, Unread{Span: b.span(q.Inner), Why: why})
	}
	return out
}

// A coverage answers whether a span touches any of a set of spans.
type coverage struct {
	starts []int
	ends   []int // the furthest end of the spans up to here
}

// taken covers what accounts for the quotation marks around or within it:
// words of statements, names of documents, outlets and instruments.
func (b *builder) taken() *coverage {
	var list []text.Span
	for i := range b.said {
		list = append(list, b.said[i].Spans...)
	}
	for i := range b.facts.Instruments {
		list = append(list, b.facts.Instruments[i].Spans...)
	}
	for i := range b.facts.Levels {
		list = append(list, b.facts.Levels[i].Words)
	}
	for i := range b.cast.Mentions {
		m := &b.cast.Mentions[i]
		if k := b.cast.Entities[m.Entity].Kind; k == names.Document || k == names.Outlet {
			list = append(list, m.Span)
		}
	}
	slices.SortFunc(list, func(s, t text.Span) int { return cmp.Or(cmp.Compare(s.Start, t.Start), cmp.Compare(s.End, t.End)) })
	c := &coverage{}
	end := 0
	for _, s := range list {
		end = max(end, s.End)
		c.starts = append(c.starts, s.Start)
		c.ends = append(c.ends, end)
	}
	return c
}

// touches reports whether s shares a byte with a span of c.
func (c *coverage) touches(s text.Span) bool {
	n, _ := slices.BinarySearch(c.starts, s.End) // spans that begin before s ends
	return n > 0 && c.ends[n-1] > s.Start
}
