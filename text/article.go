package text

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// ErrEmpty is wrapped by the error of [ParseArticle] for a file without text.
var ErrEmpty = errors.New("no text")

// ParseArticle reads an article from the bytes of a text file, decoded as
// [Decode] does; file is its path and gives the ID, its base name without the
// extension.
//
// The text may follow a header: lines of a name, a colon and a value, ended by
// a blank line. The names are title, outlet, published, retrieved, lang, url,
// author and agency, in any case and order. There is a header only when the first line
// has one of these names. The header and its blank line are no part of
// Article.Text; all else is kept verbatim.
//
// Errors name file and line of a header line that cannot be used, or wrap
// ErrEmpty, ErrBinary or ErrDamaged.
func ParseArticle(file string, b []byte) (*Article, error) {
	s, _, err := Decode(b)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	base := filepath.Base(file)
	a := &Article{ID: strings.TrimSuffix(base, filepath.Ext(base)), File: file}
	if a.Text, err = a.header(s); err != nil {
		return nil, err
	}
	if strings.TrimSpace(a.Text) == "" {
		return nil, fmt.Errorf("reading %s: %w", file, ErrEmpty)
	}
	a.SHA256 = Digest(a.Text)
	return a, nil
}

// Digest returns the SHA-256 digest of s in hexadecimal, as Article.SHA256
// holds it.
func Digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// field returns the field of a that a header line of the given name fills, nil
// for another name.
func (a *Article) field(name string) *string {
	switch strings.ToLower(name) {
	case "title":
		return &a.Title
	case "outlet":
		return &a.Outlet
	case "published":
		return &a.Published
	case "retrieved":
		return &a.Retrieved
	case "lang":
		return &a.Lang
	case "url":
		return &a.URL
	case "author":
		return &a.Byline
	case "agency":
		return &a.Agency
	}
	return nil
}

// header fills a from the header of s, when it has one, and returns what
// follows it.
func (a *Article) header(s string) (rest string, err error) {
	rest = s
	for line := 1; rest != ""; line++ {
		l, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(l) == "" {
			if line == 1 {
				return s, nil
			}
			return after, nil
		}
		name, value, ok := strings.Cut(l, ":")
		name = strings.TrimSpace(name)
		f := a.field(name)
		if !ok || f == nil {
			if line == 1 {
				return s, nil
			}
			return "", fmt.Errorf("%s:%d: want a header line (title, outlet, published, retrieved, lang, url, author, agency) or a blank line, found %q", a.File, line, shorten(l))
		}
		if *f != "" {
			return "", fmt.Errorf("%s:%d: a second %s", a.File, line, strings.ToLower(name))
		}
		*f = strings.TrimSpace(value)
		if f == &a.Published && *f != "" {
			if *f, err = date(*f); err != nil {
				return "", fmt.Errorf("%s:%d: published: %w", a.File, line, err)
			}
		}
		if f == &a.Retrieved && *f != "" {
			if *f, err = moment(*f); err != nil {
				return "", fmt.Errorf("%s:%d: retrieved: %w", a.File, line, err)
			}
		}
		if f == &a.Lang && *f != "" && !isCode(*f) {
			return "", fmt.Errorf("%s:%d: lang: want a code of two letters such as es, found %q", a.File, line, shorten(*f))
		}
		rest = after
	}
	return rest, nil
}

// moments are the layouts of a date with a time.
var moments = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}

// date returns the date of an ISO 8601 date or of a date with a time.
func date(s string) (string, error) {
	if _, err := time.Parse(time.DateOnly, s); err == nil {
		return s, nil
	}
	for _, layout := range moments {
		if _, err := time.Parse(layout, s); err == nil {
			return s[:len(time.DateOnly)], nil
		}
	}
	return "", fmt.Errorf("want an ISO 8601 date such as 2025-05-15, found %q", shorten(s))
}

// moment returns an ISO 8601 date, or date and time, as RFC 3339 in UTC. What
// tells no zone is taken for UTC.
func moment(s string) (string, error) {
	for _, layout := range append([]string{time.DateOnly}, moments...) {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Format(time.RFC3339), nil
		}
	}
	return "", fmt.Errorf("want an ISO 8601 date and time such as 2025-05-15T08:30:00Z, found %q", shorten(s))
}

func isCode(s string) bool {
	return len(s) == 2 && 'a' <= s[0] && s[0] <= 'z' && 'a' <= s[1] && s[1] <= 'z'
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
