package export

import (
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// A Feed is what is new in a part of the record, for readers of feeds. All its text
// is plain, and none of it is markup.
type Feed struct {
	ID      string // URI, the same for ever
	Title   string
	Lang    string // of titles and summaries, ISO 639-1
	Home    string // address of the page that shows the same
	Self    string // address of the feed in this form
	Updated time.Time
	Items   []Item // newest first
}

// An Item is one fact or article of a feed.
type Item struct {
	ID        string // URI, the same for ever, see [FeedID]
	Title     string // in the language of the feed
	Link      string // address of the passage in the desk
	Outside   string // address of the article at its outlet, "" where there is none
	Summary   string // in the language of the feed
	Words     string // of the article, at most [Limit] code points
	Lang      string // of Words
	Outlet    string
	Published time.Time // zero where it is not known
	Updated   time.Time
	Tags      []string
}

// FeedID returns the URI that names something of the record in feeds: a UUID of
// version 8 (RFC 9562) made of the SHA-256 of what it is and its key, so that
// it is the same wherever the desk stands.
func FeedID(what, key string) string {
	h := sha256.Sum256([]byte("attache " + what + " " + key))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

type atomText struct {
	Type string `xml:"type,attr,omitempty"`
	Lang string `xml:"xml:lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	ID        string         `xml:"id"`
	Title     atomText       `xml:"title"`
	Updated   string         `xml:"updated"`
	Published string         `xml:"published,omitempty"`
	Links     []atomLink     `xml:"link"`
	Author    string         `xml:"author>name"`
	Category  []atomCategory `xml:"category"`
	Summary   *atomText      `xml:"summary,omitempty"`
	Content   *atomText      `xml:"content,omitempty"`
}

type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr,omitempty"`
	ID        string      `xml:"id"`
	Title     atomText    `xml:"title"`
	Updated   string      `xml:"updated"`
	Author    string      `xml:"author>name"`
	Generator string      `xml:"generator"`
	Links     []atomLink  `xml:"link"`
	Entries   []atomEntry `xml:"entry"`
}

// program is the name under which feeds are published.
const program = "Attaché"

// Atom writes a feed in the form of RFC 4287. Characters that XML cannot hold
// become U+FFFD.
func Atom(w io.Writer, f *Feed) error {
	out := atomFeed{
		Lang: f.Lang, ID: f.ID, Title: atomText{Text: line(f.Title)}, Updated: atomTime(f.Updated), Author: program, Generator: program,
		Links: []atomLink{{"self", "application/atom+xml", f.Self}, {"alternate", "text/html", f.Home}},
	}
	for i := range f.Items {
		it := &f.Items[i]
		e := atomEntry{
			ID: it.ID, Title: atomText{Text: line(it.Title)}, Updated: atomTime(it.Updated), Author: line(it.author()),
			Links: []atomLink{{"alternate", "text/html", it.Link}},
		}
		if !it.Published.IsZero() {
			e.Published = atomTime(it.Published)
		}
		if out := address(it.Outside); out != "" {
			e.Links = append(e.Links, atomLink{"via", "", out})
		}
		for _, t := range it.Tags {
			e.Category = append(e.Category, atomCategory{t})
		}
		if it.Summary != "" {
			e.Summary = &atomText{Type: "text", Text: line(it.Summary)}
		}
		if words := line(it.Words); words != "" {
			e.Content = &atomText{Type: "text", Lang: it.Lang, Text: words}
		}
		out.Entries = append(out.Entries, e)
	}
	return writeXML(w, out)
}

// author names who tells an item: Atom wants somebody.
func (it *Item) author() string {
	if it.Outlet == "" {
		return program
	}
	return it.Outlet
}

func atomTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	External  string       `json:"external_url,omitempty"`
	Title     string       `json:"title"`
	Text      string       `json:"content_text"`
	Summary   string       `json:"summary,omitempty"`
	Published string       `json:"date_published,omitempty"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors"`
	Lang      string       `json:"language,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonFeed struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	Self    string     `json:"feed_url"`
	Lang    string     `json:"language,omitempty"`
	Items   []jsonItem `json:"items"`
}

// JSONFeed writes a feed in the form of JSON Feed 1.1.
func JSONFeed(w io.Writer, f *Feed) error {
	out := jsonFeed{"https://jsonfeed.org/version/1.1", line(f.Title), f.Home, f.Self, f.Lang, []jsonItem{}}
	for i := range f.Items {
		it := &f.Items[i]
		e := jsonItem{
			ID: it.ID, URL: it.Link, External: address(it.Outside), Title: line(it.Title), Text: line(it.Words), Summary: line(it.Summary),
			Modified: atomTime(it.Updated), Authors: []jsonAuthor{{line(it.author())}}, Lang: it.Lang, Tags: it.Tags,
		}
		if !it.Published.IsZero() {
			e.Published = atomTime(it.Published)
		}
		out.Items = append(out.Items, e)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("writing the feed: %w", err)
	}
	return nil
}
