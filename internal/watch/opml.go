package watch

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// maxOPML is the size in bytes up to which a list of feeds is read.
const maxOPML = 8 << 20

// ReadOPML reads the feeds of an OPML list, in its order and each address
// once; name is what the list is called in errors.
//
// A feed is an outline with an xmlUrl; its title is the attribute title, or
// else text. The language is the attribute language, of OPML 2.0, the outlet
// the attribute outlet, which is our own; an outline around others gives them
// to those that have none.
//
// An outline that cannot be used costs no other: ReadOPML returns the feeds it
// could read together with an error that names the line and the text of each
// that it could not. A list with a document type declaration is refused where
// that stands; no entities but those of XML itself are known.
func ReadOPML(name string, r io.Reader) ([]Feed, error) {
	limited := &io.LimitedReader{R: r, N: maxOPML + 1}
	d := xml.NewDecoder(limited)
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("encoding %q: %w", label, err)
		}
		return e.NewDecoder().Reader(in), nil
	}
	var feeds []Feed
	var errs []error
	fail := func(line int, err error) { errs = append(errs, fmt.Errorf("reading %s, line %d: %w", name, line, err)) }
	seen := make(map[string]bool)
	root := false
	var around []Feed // what the open elements give to those within
	for {
		t, err := d.Token()
		line, _ := d.InputPos()
		if limited.N <= 0 {
			err = fmt.Errorf("over %d bytes", maxOPML)
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				fail(line, err)
			} else if !root {
				fail(line, errors.New("no <opml> in it"))
			}
			return feeds, errors.Join(errs...)
		}
		switch t := t.(type) {
		case xml.Directive:
			fail(line, errors.New("a document type declaration, which OPML has no use for"))
			return feeds, errors.Join(errs...)
		case xml.StartElement:
			if !root && !strings.EqualFold(t.Name.Local, "opml") {
				fail(line, fmt.Errorf("the document is <%s>, not <opml>", t.Name.Local))
				return feeds, errors.Join(errs...)
			}
			root = true
			var outer Feed
			if len(around) > 0 {
				outer = around[len(around)-1]
			}
			if !strings.EqualFold(t.Name.Local, "outline") {
				around = append(around, outer)
				continue
			}
			f, err := outline(t, outer)
			if err != nil {
				fail(line, fmt.Errorf("outline %q: %w", f.Title, err))
			} else if f.URL != "" && !seen[f.URL] {
				seen[f.URL] = true
				feeds = append(feeds, f)
			}
			around = append(around, Feed{Outlet: f.Outlet, Lang: f.Lang})
		case xml.EndElement:
			around = around[:len(around)-1]
		}
	}
}

// outline reads the feed of an outline, without a URL if it is only a heading.
func outline(e xml.StartElement, outer Feed) (Feed, error) {
	a := make(map[string]string)
	for _, attr := range e.Attr {
		a[strings.ToLower(attr.Name.Local)] = strings.Join(strings.Fields(attr.Value), " ")
	}
	f := Feed{URL: a["xmlurl"], Title: a["title"], Outlet: a["outlet"], Lang: language(a["language"])}
	if f.Title == "" {
		f.Title = a["text"]
	}
	if f.Outlet == "" {
		f.Outlet = outer.Outlet
	}
	if f.Lang == "" {
		f.Lang = outer.Lang
	}
	if f.URL == "" {
		if t := strings.ToLower(a["type"]); t == "rss" || t == "atom" {
			return f, fmt.Errorf("type %s, but no xmlUrl", t)
		}
		return f, nil
	}
	u, err := url.Parse(f.URL)
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err // without the address, which may hold a password
		}
		return f, fmt.Errorf("xmlUrl: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return f, fmt.Errorf("xmlUrl %q is no address of the web", u.Redacted())
	}
	return f, nil
}

// language returns the ISO 639-1 code that a language tag begins with.
func language(tag string) string {
	code, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if len(code) != 2 {
		return ""
	}
	return code
}
