package source

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"github.com/attache-project/attache/text"
)

// readFeed reads the items of an RSS, Atom or JSON Feed.
func readFeed(name, media string, b []byte, yield func(Item, error) bool) bool {
	s, _ := decode(b, charsetOf(media), true)
	s = strings.TrimLeft(s, " \t\r\n")
	if strings.HasPrefix(s, "<") {
		if err := safe(s); err != nil {
			return yield(Item{}, fmt.Errorf("reading feed %s: %w", name, err))
		}
		// What it declares is no longer its encoding.
		if strings.HasPrefix(s, "<?xml") {
			_, s, _ = strings.Cut(s, "?>")
		}
	}
	p := gofeed.NewParser()
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	f, err := p.ParseString(s)
	if err != nil {
		return yield(Item{}, fmt.Errorf("reading feed %s: %w", name, err))
	}
	for i, fi := range f.Items {
		if fi == nil {
			continue
		}
		it, err := feedItem(name, i+1, f, fi)
		if !yield(it, err) {
			return false
		}
	}
	return true
}

// feedItem makes an item of an item of a feed, the nth.
func feedItem(name string, n int, f *gofeed.Feed, fi *gofeed.Item) (Item, error) {
	base := cmp.Or(feedAddress(f, name), name)
	where := fmt.Sprintf("%s#%d", name, n)
	a := &text.Article{
		Title: folded(plain(fi.Title)),
		URL:   cleaned(cmp.Or(fi.Link, webGUID(fi.GUID)), base),
	}
	it := Item{Where: where, Article: a}
	if !isURL(name) {
		a.File = name
	}
	if a.URL != "" {
		a.ID = slug(a.URL)
	} else {
		a.ID = fileSlug(name, n)
		if isURL(name) {
			a.ID = slug(where)
		}
	}
	a.Outlet = folded(f.Title)
	if f.DublinCoreExt != nil && len(f.DublinCoreExt.Publisher) > 0 {
		a.Outlet = folded(f.DublinCoreExt.Publisher[0])
	}
	var ok bool
	if a.Published, ok = firstDate(fi.Published); !ok && fi.PublishedParsed != nil {
		a.Published = fi.PublishedParsed.Format("2006-01-02")
	} else if !ok {
		if a.Published, ok = firstDate(fi.Updated); ok {
			it.note("the feed tells no date of publication; the date is that of the last change")
		}
	}
	var authors []string
	for _, p := range fi.Authors {
		if p != nil {
			authors = append(authors, folded(p.Name))
		}
	}
	content := content(fi.Content)
	if a.URL == "" && len(content) == 0 {
		content = textIn(fi.Description)
	}
	content = dropTitle(content, a.Title)
	full := joined(content)
	switch {
	case len(full) >= MinContent && !goesOn(full), a.URL == "" && full != "":
		a.Text = full
		a.SHA256 = text.Digest(full)
		it.language(f.Language)
		if a.Published == "" {
			it.note("no date of publication found")
		}
	case a.URL != "":
		it.Link = a.URL
		a.Lang = code(f.Language)
	default:
		return Item{}, fmt.Errorf("reading feed %s: item %d: neither text nor address: %w", name, n, text.ErrEmpty)
	}
	it.byline(authors)
	return it, nil
}

// content returns the paragraphs of the content of an item.
func content(s string) []paragraph {
	t := parse(s)
	m := measures{}
	m.take(t.body, false)
	return m.collect(t.body)
}

// textIn returns the paragraphs of a summary, whatever their length.
func textIn(s string) []paragraph {
	return paragraphs(parse(s).body, func(*html.Node) bool { return false })
}

// plain returns the text of a title, which may hold markup.
func plain(s string) string {
	if !strings.Contains(s, "</") {
		return s
	}
	return flat(parse(s).body)
}

// goesOn reports whether a text ends where the rest is to be read elsewhere.
func goesOn(s string) bool {
	s = strings.TrimRight(s, " \n])»")
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...")
}

// feedAddress returns the address against which the links of a feed are
// resolved.
func feedAddress(f *gofeed.Feed, name string) string {
	for _, s := range []string{f.Link, f.FeedLink} {
		if u := cleaned(s, name); u != "" {
			return u
		}
	}
	return ""
}

// webGUID returns an identifier that is an address, "" for another.
func webGUID(s string) string {
	if isURL(s) {
		return s
	}
	return ""
}

// errDeclares is the error for a feed with a document type declaration. No feed
// needs one, and with one a few bytes can be made to stand for a great many.
var errDeclares = errors.New("declares a document type or entities, which is refused")

// safe looks through XML before it is parsed: it refuses a document type
// declaration, which could define entities, and elements nested more than
// MaxDepth deep. Within CDATA and comments both are mere text.
func safe(s string) error {
	depth := 0
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return nil
		}
		s = s[i:]
		switch {
		case strings.HasPrefix(s, "<!--"):
			s = after(s[4:], "-->")
		case strings.HasPrefix(s, "<![CDATA["):
			s = after(s[9:], "]]>")
		case strings.HasPrefix(s, "<?"):
			s = after(s[2:], "?>")
		case strings.HasPrefix(s, "<!"):
			return errDeclares
		case strings.HasPrefix(s, "</"):
			depth = max(depth-1, 0)
			s = after(s[2:], ">")
		default:
			end := tagEnd(s)
			first := strings.IndexByte(s, '>')
			if end < 0 || strings.IndexByte(s[1:end], '<') >= 0 {
				return errors.New("a tag that does not end")
			}
			// Parsers disagree about marks in unquoted values; what may be open
			// counts as open.
			if s[end-1] != '/' || s[first-1] != '/' {
				depth++
			}
			if depth > MaxDepth {
				return fmt.Errorf("%w: elements nested more than %d deep", ErrTooLarge, MaxDepth)
			}
			s = s[end:]
		}
	}
}

// after returns what follows mark in s, "" when it is not there.
func after(s, mark string) string {
	_, rest, _ := strings.Cut(s, mark)
	return rest
}

// tagEnd returns the index of the > that ends the tag at the beginning of s, or
// -1. One within quotes does not.
func tagEnd(s string) int {
	quote := byte(0)
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}
