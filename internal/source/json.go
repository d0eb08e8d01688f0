package source

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/attache-project/attache/text"
)

// readLines reads JSON Lines, an article a line. A line that cannot be read is
// an error by its number, and the next line follows.
func readLines(name string, br *bufio.Reader, yield func(Item, error) bool) bool {
	for n := 1; ; n++ {
		line, err := readLine(br, MaxLine)
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if line = bytes.TrimSpace(line); len(line) > 0 && !errors.Is(err, ErrTooLarge) {
			it, bad := record(name, n, line)
			if bad != nil {
				bad = fmt.Errorf("%s:%d: %w", name, n, bad)
			}
			if !yield(it, bad) {
				return false
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, ErrTooLarge):
			if !yield(Item{}, fmt.Errorf("%s:%d: %w", name, n, err)) {
				return false
			}
		case err != nil:
			return yield(Item{}, fmt.Errorf("%s:%d: %w", name, n, err))
		}
	}
}

// readLine reads a line, with io.EOF beside the last. Of a line longer than
// limit it keeps nothing and returns an error that wraps ErrTooLarge once it has
// passed it.
func readLine(br *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := br.ReadSlice('\n')
		if long = long || len(line)+len(part) > limit; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case long && (err == nil || err == io.EOF):
			return nil, fmt.Errorf("%w: a line of more than %d MiB", ErrTooLarge, limit>>20)
		default:
			return line, err
		}
	}
}

// readJSON reads JSON that is not told to be JSON Lines: one object after
// another, on as many lines as they like, or an array of them.
func readJSON(name string, b []byte, yield func(Item, error) bool) bool {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	array := bytes.HasPrefix(bytes.TrimSpace(b), []byte("["))
	if array {
		if _, err := dec.Token(); err != nil {
			return yield(Item{}, fmt.Errorf("reading %s: %w", name, err))
		}
	}
	for n := 1; ; n++ {
		if array && !dec.More() {
			if _, err := dec.Token(); err != nil {
				return yield(Item{}, fmt.Errorf("reading %s: after record %d: %w", name, n-1, unexpected(err)))
			}
			return true
		}
		var v json.RawMessage
		if err := dec.Decode(&v); err == io.EOF {
			return true
		} else if err != nil {
			return yield(Item{}, fmt.Errorf("reading %s: record %d: %w", name, n, err))
		}
		it, err := record(name, n, v)
		if err != nil {
			err = fmt.Errorf("reading %s: record %d: %w", name, n, err)
		}
		if !yield(it, err) {
			return false
		}
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// record makes an item of the JSON object b, the nth of a file.
func record(name string, n int, b []byte) (Item, error) {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(b, &o); err != nil {
		return Item{}, fmt.Errorf("want a JSON object: %w", err)
	}
	if o == nil {
		return Item{}, errors.New("want a JSON object, found null")
	}
	f := fields{}
	for k, v := range o {
		f[k] = strings.ReplaceAll(value(v), "\r\n", "\n")
	}
	it := Item{Where: fmt.Sprintf("%s#%d", name, n)}
	a := &text.Article{
		ID:     f.get("id"),
		URL:    cleaned(f.get("url"), ""),
		Title:  folded(f.get("title", "headline")),
		Outlet: folded(f.get("outlet", "source", "publisher")),
		Agency: folded(f.get("agency")),
	}
	it.Article = a
	if !isURL(name) {
		a.File = name
	}
	if a.Text = bodyText(f.get("text", "body", "content", "articleBody", "body_text")); a.Text == "" {
		return Item{}, fmt.Errorf("no value of text, body or content: %w", text.ErrEmpty)
	}
	if a.URL == "" && f.get("url") != "" {
		it.note("url: %q is no web address, left out", shorten(f.get("url")))
	}
	if a.ID == "" {
		switch {
		case a.URL != "":
			a.ID = slug(a.URL)
		case isURL(name):
			a.ID = slug(it.Where)
		default:
			a.ID = fileSlug(name, n)
		}
	}
	it.moments(f)
	a.SHA256 = text.Digest(a.Text)
	lang := f.get("lang", "language", "inLanguage")
	if lang != "" && code(lang) == "" {
		it.note("lang: want a code of two letters such as es, found %q, left out", shorten(lang))
	}
	it.language(lang)
	it.byline(strings.Split(folded(f.get("author", "byline")), "; "))
	return it, nil
}

// moments fills the dates of a record.
func (it *Item) moments(f fields) {
	if s := f.get("published", "date", "datePublished", "versioncreated"); s != "" {
		day, ok := firstDate(s)
		if !ok {
			it.note("published: want an ISO 8601 date such as 2025-05-15, found %q, left out", shorten(s))
		}
		it.Article.Published = day
	}
	if s := f.get("retrieved"); s != "" {
		m, ok := parseMoment(s)
		if !ok {
			it.note("retrieved: want an ISO 8601 date and time such as 2025-05-15T08:30:00Z, found %q, left out", shorten(s))
			return
		}
		it.Article.Retrieved = m.UTC().Format(time.RFC3339)
	}
}

// fields are the values of a record as strings.
type fields map[string]string

// get returns the first value that is not empty, of the keys in their order,
// as they are written or in lower case.
func (f fields) get(keys ...string) string {
	for _, k := range keys {
		if v := strings.TrimSpace(cmp.Or(f[k], f[strings.ToLower(k)])); v != "" {
			return v
		}
	}
	return ""
}

// value returns a JSON string or number as text, the name of an object, and the
// values of a list joined by semicolons.
func value(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	var o struct{ Name, Title string }
	if json.Unmarshal(v, &o) == nil {
		return cmp.Or(o.Name, o.Title)
	}
	var list []json.RawMessage
	if json.Unmarshal(v, &list) == nil {
		var out []string
		for _, e := range list {
			if !bytes.HasPrefix(e, []byte("[")) {
				out = append(out, value(e))
			}
		}
		return strings.Join(out, "; ")
	}
	if v = bytes.TrimSpace(v); len(v) > 0 && (v[0] == '-' || digit(v[0])) {
		return string(v)
	}
	return ""
}

// bodyText returns the text of a record: as it stands but for control
// characters and line ends, or the paragraphs of markup.
func bodyText(s string) string {
	if strings.Contains(s, "</p>") || strings.Contains(s, "<br") || strings.Contains(s, "</div>") {
		return joined(sifted(textIn(s)))
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t' || r == 0x7f:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// shorten cuts s for a message.
func shorten(s string) string {
	n := 0
	for i := range s {
		if n++; n > 40 {
			return s[:i] + "…"
		}
	}
	return s
}
