package source

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/attache-project/attache/text"
)

// readPage reads the article of a web page.
func readPage(name, media string, b []byte) (Item, error) {
	s, bad := decode(b, charsetOf(media), true)
	t := parse(s)
	it := Item{Where: name}
	if bad > 0 {
		it.note("%d bytes have no character in the encoding of the page", bad)
	}
	if t.cut {
		it.note("the page has more than %d elements; the rest is left out", MaxNodes)
	}
	a := &text.Article{}
	it.Article = a
	if !isURL(name) {
		a.File = name
	}
	m := metaOf(t)
	own := ownAddress(name, m)
	l, broken := linkedData(t, own)
	if broken > 0 {
		it.note("%d scripts of JSON-LD cannot be read", broken)
	}
	if l == nil {
		l = &linked{}
	}
	if a.URL = own; a.URL == "" {
		a.URL = cleaned(l.url, name)
	}
	if a.ID = fileSlug(name, 0); a.URL != "" {
		a.ID = slug(a.URL)
	}
	a.Outlet = cmp.Or(l.publisher, m.get("og:site_name", "dc.publisher", "publisher", "application-name"), host(a.URL))
	a.Title = titleOf(l, m, a.Outlet)
	it.dates(l, m)
	ps, how := textOf(l, t)
	ps = dropTitle(ps, a.Title)
	if lead := leadOf(t, ps, a.Title, l.description, m.get("og:description", "description")); lead != "" {
		ps = append([]paragraph{{text: lead}}, ps...)
	}
	a.Text = joined(ps)
	if len(a.Text) < MinText {
		return Item{}, fmt.Errorf("reading %s: no article on the page: %w", name, text.ErrEmpty)
	}
	if how == "readability" || how == "body" {
		it.note("the page marks no article; its text was found by %s", how)
	}
	a.SHA256 = text.Digest(a.Text)
	it.language(l.language, t.lang, m.get("og:locale", "language", "content-language", "dc.language", "inlanguage"))
	it.authors(l, m)
	return it, nil
}

// ownAddress returns the address of a page: what it calls canonical, unless that
// is its site's front page or cannot be meant, else where it was read.
func ownAddress(name string, m *meta) string {
	base := name
	if b := cleaned(m.base, name); b != "" {
		base = b
	}
	read := ""
	if isURL(name) {
		read = cleaned(name, "")
	}
	for _, ref := range []string{m.canonical, m.get("og:url")} {
		u := cleaned(ref, base)
		if u == "" || read != "" && isFront(u) && !isFront(read) {
			continue
		}
		return u
	}
	return read
}

// isFront reports whether an address is that of a whole site.
func isFront(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// titleOf chooses among the titles that a page tells: the headline of its
// JSON-LD, which is sometimes cut short, og:title and title, which often end with
// the name of the outlet, and its heading.
func titleOf(l *linked, m *meta, outlet string) string {
	title := cmp.Or(l.headline, m.get("og:title", "twitter:title", "dc.title", "headline"))
	heading := ""
	if len(m.headings) > 0 {
		heading = m.headings[0]
	}
	if title == "" {
		title = cmp.Or(heading, m.title)
	}
	for _, site := range []string{outlet, m.get("og:site_name"), host(m.get("og:url"))} {
		title = withoutOutlet(title, site)
	}
	begin := strings.TrimRight(title, "….")
	for _, h := range m.headings {
		if begin != "" && len(h) > len(title)-3 && len(h) < 400 && strings.HasPrefix(h, begin) {
			return h
		}
	}
	return title
}

// withoutOutlet cuts the name of the outlet off the end of a title.
func withoutOutlet(title, outlet string) string {
	if outlet == "" || len(title) <= len(outlet) || !strings.EqualFold(title[len(title)-len(outlet):], outlet) {
		return title
	}
	rest := strings.TrimRightFunc(title[:len(title)-len(outlet)], unicode.IsSpace)
	for _, mark := range []string{"|", "-", "–", "—", "·", "::", "•", "»", "/"} {
		if cut, ok := strings.CutSuffix(rest, mark); ok && strings.TrimSpace(cut) != "" {
			return strings.TrimRightFunc(cut, unicode.IsSpace)
		}
	}
	return title
}

// dates fills the date of publication.
func (it *Item) dates(l *linked, m *meta) {
	values := []string{l.published}
	for _, k := range []string{"article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "pubdate", "publishdate", "publish_date", "parsely-pub-date", "sailthru.date", "date", "article.published", "og:article:published_time", "article:published"} {
		values = append(values, m.values[k]...)
	}
	values = append(values, m.times...)
	day, ok := firstDate(values...)
	if ok {
		it.Article.Published = day
		return
	}
	if day, ok = firstDate(append([]string{l.modified}, m.values["article:modified_time"]...)...); ok {
		it.Article.Published = day
		it.note("the page tells no date of publication; the date is that of its last change")
		return
	}
	if day = dateInAddress(it.Article.URL); day != "" {
		it.Article.Published = day
		it.note("the page tells no date; the date is that in its address")
		return
	}
	it.note("no date of publication found")
}

// textOf chooses between the articleBody of JSON-LD and the paragraphs of the
// page. The first is clean but has often lost its paragraphs, so that it serves
// to tell which paragraphs of the page belong to the article.
func textOf(l *linked, t *tree) (ps []paragraph, how string) {
	found := mainText(t)
	if len(l.body) < MinText {
		return found.paragraphs, found.how
	}
	told := paragraphsOf(l.body)
	all := squeezed(joined(told))
	var common []paragraph
	size := 0
	for _, p := range found.paragraphs {
		if q := squeezed(p.text); strings.Contains(all, q) {
			common = append(common, p)
			size += len(q)
		}
	}
	// A heading within the text need not stand in articleBody, where little else
	// is missing.
	if 10*size >= 9*len(all) {
		return common, "articleBody"
	}
	if size := (body{paragraphs: told}).size(); size < MinText || 2*size < found.size() && found.how != "readability" && found.how != "body" {
		return found.paragraphs, found.how
	}
	return told, "articleBody"
}

// leadOf returns the paragraph under the headline that stands outside the main
// text, "" when there is none. It is known by the description of the page, which
// repeats it or its beginning.
func leadOf(t *tree, ps []paragraph, title string, descriptions ...string) string {
	if len(ps) == 0 {
		return ""
	}
	for _, d := range descriptions {
		d = squeezed(strings.TrimSuffix(strings.TrimRight(d, "….[] "), title))
		if len(d) < 40 || strings.Contains(squeezed(joined(ps)), d) {
			continue
		}
		for _, p := range paragraphs(t.body, func(*html.Node) bool { return false }) {
			if p.text == ps[0].text {
				break // beyond the headline
			}
			if q := squeezed(p.text); 2*p.linked < len(p.text) && strings.HasPrefix(q, d) && len(p.text) < 1000 {
				return p.text
			}
		}
	}
	return ""
}

// squeezed returns the letters and digits of s alone, to compare texts whose
// white space, entities and marks differ.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, folded(s))
}

// dropTitle leaves out a first paragraph that repeats the title.
func dropTitle(ps []paragraph, title string) []paragraph {
	if len(ps) > 0 && title != "" && strings.EqualFold(ps[0].text, title) {
		return ps[1:]
	}
	return ps
}

// language fills the language of the article: that of the text where it is
// plain, else the first that is told as a code.
func (it *Item) language(told ...string) {
	a := it.Article
	for _, s := range told {
		if a.Lang = code(s); a.Lang != "" {
			break
		}
	}
	found, sure := text.DetectLanguage(a.Text)
	switch {
	case found == "" || found == a.Lang:
	case a.Lang == "":
		a.Lang = found
	case sure >= 0.6:
		it.note("told to be in %q, its words are %q", a.Lang, found)
		a.Lang = found
	}
}

// code returns the two letters of a language tag such as es-AR or ru_RU, or ""
// when it does not begin with two letters.
func code(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) == 2 && 'a' <= tag[0] && tag[0] <= 'z' && 'a' <= tag[1] && tag[1] <= 'z' {
		return tag
	}
	return ""
}

// authors fills byline and agency of a page.
func (it *Item) authors(l *linked, m *meta) {
	list := l.authors
	if len(list) == 0 {
		list = m.authors
	}
	if len(list) == 0 {
		if s := m.get("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author"); s != "" {
			list = []string{s}
		}
	}
	it.byline(list)
}

// byline fills byline and agency from the authors that are told and the
// dateline of the text. An author who is only the outlet itself is none.
func (it *Item) byline(authors []string) {
	a := it.Article
	var agency string
	a.Byline, agency = splitByline(authors)
	if strings.EqualFold(a.Byline, a.Outlet) {
		a.Byline = ""
	}
	if a.Agency == "" {
		a.Agency = cmp.Or(datelineAgency(a.Text), agency)
	}
}
