package source

import (
	"bytes"
	"mime"
	"strings"
)

// A kind is a kind of document.
type kind int

const (
	kindUnknown kind = iota
	kindText
	kindPage  // HTML
	kindFeed  // RSS, Atom, JSON Feed
	kindJSON  // one JSON object after another, or one array of them
	kindLines // JSON Lines
	kindWARC
	kindGzip
)

// byEnding holds the kinds that the ending of a name tells.
var byEnding = map[string]kind{
	".txt": kindText, ".text": kindText,
	".html": kindPage, ".htm": kindPage, ".xhtml": kindPage, ".shtml": kindPage,
	".rss": kindFeed, ".atom": kindFeed,
	".jsonl": kindLines, ".ndjson": kindLines,
	".json": kindJSON, ".warc": kindWARC,
}

// byMedia holds the kinds that a media type tells. A server's text/plain says
// nothing: it is what servers say of files they do not know.
var byMedia = map[string]kind{
	"text/html": kindPage, "application/xhtml+xml": kindPage,
	"application/rss+xml": kindFeed, "application/atom+xml": kindFeed, "application/rdf+xml": kindFeed, "application/feed+json": kindFeed,
	"application/x-ndjson": kindLines, "application/ndjson": kindLines, "application/jsonl": kindLines, "application/json-lines": kindLines,
	"application/json": kindJSON, "application/warc": kindWARC,
}

// foreign are the first bytes of kinds of files that are no articles.
var foreign = []string{"%PDF-", "\x89PNG", "\xff\xd8\xff", "GIF8", "PK\x03\x04", "SQLite format 3\x00", "PAR1", "\x7fELF", "RIFF", "\x28\xb5\x2f\xfd", "BZh", "\xfd7zXZ", "{\\rtf"}

// kindOf tells the kind of a document by its first bytes, its Content-Type and
// its name.
func kindOf(name, media string, head []byte) kind {
	for _, magic := range foreign {
		if bytes.HasPrefix(head, []byte(magic)) {
			return kindUnknown
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return kindGzip
	case bytes.HasPrefix(head, []byte("WARC/")):
		return kindWARC
	}
	seen := look(head)
	told := byMedia[mediaType(media)]
	if told == kindUnknown {
		told = byEnding[ending(name)]
	}
	switch {
	case seen == kindFeed:
		// A feed is a feed whatever its server calls it.
		return kindFeed
	case told == kindJSON && seen == kindLines:
		return kindLines
	case told != kindUnknown:
		return told
	case seen != kindUnknown:
		return seen
	case ending(name) != "" && mediaType(media) != "text/plain":
		// A program, a table or whatever else can be read as text is no article.
		return kindUnknown
	case bytes.IndexByte(head, 0) >= 0 && !wide(head), bytes.HasPrefix(head, []byte("<?xml")):
		return kindUnknown
	}
	return kindText
}

// look tells the kind of a document from its first bytes alone, kindUnknown
// when they could be anything.
func look(head []byte) kind {
	s, _ := decode(head, "", false)
	s = strings.TrimLeft(s, " \t\r\n")
	switch {
	case strings.HasPrefix(s, "{") || strings.HasPrefix(s, "["):
		return lookJSON(s)
	case !strings.HasPrefix(s, "<"):
		return kindUnknown
	}
	root := strings.ToLower(rootName(s))
	switch {
	case root == "rss" || root == "feed" || strings.HasSuffix(root, ":feed") || root == "rdf:rdf":
		return kindFeed
	case strings.HasPrefix(s, "<?xml") && root != "html":
		return kindUnknown
	case root == "html" || root == "head" || root == "body" || root == "!doctype" && strings.Contains(strings.ToLower(s[:min(len(s), 200)]), "html"):
		return kindPage
	case root == "div" || root == "p" || root == "article" || root == "meta" || root == "title" || root == "script" || root == "h1":
		return kindPage
	}
	return kindUnknown
}

// lookJSON tells a JSON Feed, JSON Lines and other JSON apart.
func lookJSON(s string) kind {
	if strings.Contains(s, "jsonfeed.org/version") {
		return kindFeed
	}
	line, _, more := strings.Cut(s, "\n")
	if line = strings.TrimSpace(line); more && strings.HasPrefix(line, "{") && strings.HasSuffix(line, "}") {
		return kindLines
	}
	return kindJSON
}

// rootName returns the name of the first element of s, after comments and
// declarations, or of a declaration that is no XML declaration.
func rootName(s string) string {
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		switch {
		case strings.HasPrefix(s, "<?"):
			_, s, _ = strings.Cut(s, "?>")
		case strings.HasPrefix(s, "<!--"):
			_, s, _ = strings.Cut(s[4:], "-->")
		case strings.HasPrefix(s, "<"):
			s = s[1:]
			if i := strings.IndexAny(s, " \t\r\n/>["); i >= 0 {
				s = s[:i]
			}
			if strings.HasPrefix(strings.ToLower(s), "!doctype") {
				return "!doctype"
			}
			return s
		default:
			return ""
		}
	}
}

// wide reports whether b begins with a mark of UTF-16, in which zero bytes are
// common.
func wide(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

// mediaType returns the type of a Content-Type in lower case, without its
// parameters.
func mediaType(media string) string {
	t, _, _ := strings.Cut(media, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// charsetOf returns the charset of a Content-Type, or "".
func charsetOf(media string) string {
	if _, params, err := mime.ParseMediaType(media); err == nil {
		return params["charset"]
	}
	_, s, ok := strings.Cut(strings.ToLower(media), "charset=")
	if !ok {
		return ""
	}
	return strings.Trim(strings.FieldsFunc(s+" ", func(r rune) bool { return r == ';' || r == ' ' || r == ',' })[0], `"'`)
}
