package intake

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/text"
)

// A FormError tells what cannot be used of what a person entered.
type FormError struct {
	// Fields holds what is wrong with a field, by its name in the header of a
	// text file: title, outlet, published, retrieved, lang, url, author, agency;
	// and text.
	Fields map[string]error
}

func (e *FormError) Error() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		all = append(all, fmt.Sprintf("%s: %v", name, e.Fields[name]))
	}
	return strings.Join(all, "; ")
}

// Unwrap returns the errors of the fields, by their names.
func (e *FormError) Unwrap() []error {
	var all []error
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		all = append(all, e.Fields[name])
	}
	return all
}

// Text yields an article that a person typed or pasted, with what is told of it:
// all fields of a but ID, File and SHA256 may be given, and Text has to be. The
// text is kept verbatim but for its line ends; a line in it that looks like one
// of a header is text. Fields of one line are folded to one.
//
// The error is a *[FormError]. That of text wraps [text.ErrEmpty],
// [text.ErrBinary] or [source.ErrTooLarge], that of url what [CheckAddress]
// returns.
func Text(a text.Article) (Items, error) {
	form := FormError{Fields: map[string]error{}}
	for name, f := range map[string]*string{"title": &a.Title, "outlet": &a.Outlet, "author": &a.Byline, "agency": &a.Agency} {
		if err := checkLine(*f); err != nil {
			form.Fields[name] = err
			continue
		}
		*f = strings.Join(strings.Fields(*f), " ")
	}
	if a.Published = strings.TrimSpace(a.Published); a.Published != "" {
		if _, err := time.Parse(time.DateOnly, a.Published); err != nil {
			form.Fields["published"] = fmt.Errorf("want a date such as 2025-05-15, found %q", shortened(a.Published))
		}
	}
	if a.Retrieved = strings.TrimSpace(a.Retrieved); a.Retrieved != "" {
		at, err := time.Parse(time.RFC3339, a.Retrieved)
		if err != nil {
			form.Fields["retrieved"] = fmt.Errorf("want a date and time such as 2025-05-15T08:30:00Z, found %q", shortened(a.Retrieved))
		}
		a.Retrieved = at.UTC().Format(time.RFC3339)
	}
	a.Lang = strings.ToLower(strings.TrimSpace(a.Lang))
	if a.Lang != "" && (len(a.Lang) != 2 || strings.Trim(a.Lang, "abcdefghijklmnopqrstuvwxyz") != "") {
		form.Fields["lang"] = fmt.Errorf("want a code of two letters such as es, found %q", shortened(a.Lang))
	}
	if a.URL = strings.TrimSpace(a.URL); a.URL != "" {
		if err := CheckAddress(a.URL); err != nil {
			form.Fields["url"] = err
		}
		a.URL, _, _ = strings.Cut(a.URL, "#")
	}
	var err error
	if a.Text, err = pasted(a.Text); err != nil {
		form.Fields["text"] = err
	}
	if len(form.Fields) > 0 {
		return nil, &form
	}
	a.ID, a.File, a.SHA256 = "", "", text.Digest(a.Text)
	where := "pasted text"
	if a.URL != "" {
		where = a.URL
	}
	return func(context.Context) iter.Seq2[source.Item, error] {
		return func(yield func(source.Item, error) bool) {
			b := a
			yield(source.Item{Article: &b, Where: where}, nil)
		}
	}, nil
}

// checkLine refuses what is no text for a field of one line.
func checkLine(s string) error {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) {
		return text.ErrBinary
	}
	return nil
}

// pasted returns a text as it is kept.
func pasted(s string) (string, error) {
	if len(s) > source.MaxDocument {
		return "", fmt.Errorf("%w: more than %d MiB", source.ErrTooLarge, source.MaxDocument>>20)
	}
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("%w: it is not UTF-8", text.ErrBinary)
	}
	s, _, err := text.Decode([]byte(s))
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(s) == "" {
		return "", text.ErrEmpty
	}
	return s, nil
}

// maxAddress is the greatest length of an address in bytes.
const maxAddress = 8 << 10

// CheckAddress returns nil for an address of the web and otherwise an error that
// wraps [fetch.ErrScheme] for a scheme other than http and https,
// [fetch.ErrCredentials] for one that holds a password, or [fetch.ErrURL]. It
// asks nobody: what an address leads to is judged when it is fetched.
func CheckAddress(address string) error {
	if len(address) > maxAddress {
		return fmt.Errorf("over %d bytes: %w", maxAddress, fetch.ErrURL)
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err // without the address, which may hold a password
		}
		return fmt.Errorf("%w: %w", fetch.ErrURL, err)
	}
	switch {
	case u.Scheme == "":
		return fmt.Errorf("no scheme: %w", fetch.ErrURL)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%q: %w", u.Scheme, fetch.ErrScheme)
	case u.User != nil:
		return fetch.ErrCredentials
	case u.Hostname() == "":
		return fmt.Errorf("no host: %w", fetch.ErrURL)
	}
	return nil
}

// shortened cuts s for a message.
func shortened(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
