// Package text holds an article as it was read and the spans that every fact
// points back to.
//
// Inside the program an offset is a byte offset into one string, the page of
// the article: its title (when it has one), a blank line, and its text. Spans
// are converted to Unicode code points, relative to title or text, once, at
// the edge of the program (see [Page.Edge]).
package text

// A Span is a half-open range of bytes, Start inclusive, End exclusive.
type Span struct{ Start, End int }

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Of returns the bytes of t that s covers.
func (s Span) Of(t string) string { return t[s.Start:s.End] }

// Contains reports whether o lies wholly within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Cover returns the smallest span that contains both s and o.
func (s Span) Cover(o Span) Span { return Span{min(s.Start, o.Start), max(s.End, o.End)} }

// An Article is one piece of news as it was read: what is known of it, and its
// text kept verbatim after decoding and line-end folding.
type Article struct {
	ID        string // base name of the file it was read from, or given by the caller
	File      string // path it was read from, empty when it did not come from a file
	URL       string
	Outlet    string
	Agency    string
	Title     string // one line; empty when unknown
	Byline    string
	Published string // ISO 8601 date, empty when unknown
	Retrieved string // when this text was fetched, RFC 3339 in UTC; empty when unknown
	Lang      string // ISO 639-1, empty when not yet found out
	SHA256    string // hex digest of Text
	Text      string // the body, UTF-8, lines ended by \n
}

// A Page is the one string in which all offsets of a reading lie: the title,
// a blank line, and the text. Without a title it is the text alone.
type Page struct {
	Text string // title + "\n\n" + article text
	Body int    // byte offset in Text where the article's text begins
}
