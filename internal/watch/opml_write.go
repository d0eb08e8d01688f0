package watch

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
)

// WriteOPML writes a list of feeds in the form of OPML 2.0, with the outlet of each
// in an attribute of our own; [ReadOPML] reads it back. Characters that XML cannot
// hold become U+FFFD.
func WriteOPML(w io.Writer, title string, feeds []Feed) error {
	type outline struct {
		Type   string `xml:"type,attr"`
		Text   string `xml:"text,attr"`
		Title  string `xml:"title,attr,omitempty"`
		URL    string `xml:"xmlUrl,attr"`
		Outlet string `xml:"outlet,attr,omitempty"`
		Lang   string `xml:"language,attr,omitempty"`
	}
	var doc struct {
		XMLName xml.Name  `xml:"opml"`
		Version string    `xml:"version,attr"`
		Title   string    `xml:"head>title"`
		Feeds   []outline `xml:"body>outline"`
	}
	doc.Version, doc.Title = "2.0", title
	for _, f := range feeds {
		doc.Feeds = append(doc.Feeds, outline{"rss", cmp.Or(f.Title, f.URL), f.Title, f.URL, f.Outlet, f.Lang})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing the list of feeds: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("writing the list of feeds: %w", err)
	}
	return nil
}
