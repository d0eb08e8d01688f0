package fetch

import (
	"mime"
	"net/http"
	"strings"
	"time"
)

// Validators are what a server gave with an earlier answer; with them it need
// not send again what has not changed (RFC 9110, section 13).
type Validators struct {
	ETag         string
	LastModified string // as the server wrote it
}

// A Page is what a server answered.
type Page struct {
	URL         string    // where it was found, after redirects; without fragment
	Moved       bool      // every redirect on the way was permanent, and there was one
	Status      int       // 2xx, or 304
	NotModified bool      // the answer to Validators: nothing new, no Body
	ContentType string    // the header's value
	MediaType   string    // of ContentType, lower case, without parameters; empty if unreadable
	Body        []byte    // after decompression
	Validators            // for the next request
	Retrieved   time.Time // when the header came, UTC
}

// newPage returns the page of an answer without its body.
func newPage(url string, resp *http.Response) *Page {
	p := &Page{
		URL:         url,
		Status:      resp.StatusCode,
		ContentType: resp.Header.Get("Content-Type"),
		Validators:  Validators{resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")},
		Retrieved:   time.Now().UTC(),
	}
	if m, _, err := mime.ParseMediaType(p.ContentType); err == nil {
		p.MediaType = m
	} else if m, _, _ := strings.Cut(p.ContentType, ";"); strings.Count(m, "/") == 1 {
		p.MediaType = strings.ToLower(strings.TrimSpace(m)) // its parameters are damaged, not its type
	}
	return p
}
