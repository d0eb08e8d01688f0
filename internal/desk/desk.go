// Package desk shows the record in a browser: pages made on the server, in the
// languages of package message, that read without script.
//
// A page is a row of the table of routes, a file of Go that asks the record by
// package ask, a template of the same name, and rows in a table of messages. Who may
// ask for it is checked by package access before the page is made.
package desk

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/message"
	"github.com/attache-project/attache/internal/store"
)

// Options say what a desk shows, and to whom.
type Options struct {
	Record   *ask.Record
	Guard    *access.Guard
	Accounts *access.Accounts // nil: there are none, the desk is one person's
	Jobs     *intake.Jobs     // nil: nothing can be added
	Taker    *intake.Taker
	Feeds    *intake.Feeds
	API      http.Handler // answers below /api/; nil: there is none
	Version  string       // of the program
	Secure   bool         // browsers reach the desk by TLS, even where a proxy ends it
	Tell     func(error)  // is told what went wrong in the program; nil: nobody
	Now      func() time.Time
}

// A Desk answers requests of browsers.
type Desk struct {
	Options
	catalogs map[string]*message.Catalog
	pages    map[string]*pages // by language
	files    map[string]*file
	mux      *http.ServeMux
}

//go:embed templates/*.html
var templates embed.FS

//go:embed assets
var assets embed.FS

// New returns the desk of a record. An error is a fault of the program: a template
// or table of messages that cannot be read.
func New(o Options) (*Desk, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &Desk{Options: o, pages: map[string]*pages{}, mux: http.NewServeMux()}
	var err error
	if d.catalogs, err = message.Open(); err != nil {
		return nil, fmt.Errorf("reading the messages of the desk: %w", err)
	}
	for code, c := range d.catalogs {
		if d.pages[code], err = parsePages(c, o.Record); err != nil {
			return nil, fmt.Errorf("reading the pages of the desk: %w", err)
		}
	}
	if d.files, err = readAssets(assets); err != nil {
		return nil, fmt.Errorf("reading the assets of the desk: %w", err)
	}
	for _, r := range d.Routes() {
		d.mux.Handle(r.Pattern, o.Guard.Require(r.Role, r.handler))
	}
	return d, nil
}

// ServeHTTP answers a request.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.mux.ServeHTTP(w, r) }

// A Route is an address with the least role that may ask for it.
type Route struct {
	Pattern string // of [http.ServeMux], with the method
	Role    access.Role
	handler http.Handler
}

// Routes lists all that the desk answers.
func (d *Desk) Routes() []Route {
	var out []Route
	add := func(role access.Role, pattern string, h func(*request) error) {
		out = append(out, Route{pattern, role, d.handle(h)})
	}
	add(access.Reader, "GET /{$}", today)
	add(access.Reader, "GET /search", search)
	add(access.Reader, "GET /articles/{key}", article)
	add(access.Reader, "GET /facts/{key}", fact)
	add(access.Reader, "GET /events/{id}", event)
	relations(add)
	outlets(add)
	reviewing(add)
	add(access.None, "GET /assets/{file}", asset)
	add(access.None, "POST /settings", settings)
	add(access.None, "/", missing)
	if d.API != nil {
		out = append(out, Route{"/api/", access.None, d.API}) // checks by itself
	}
	return out
}

// adding takes the routes of a group of pages.
type adding func(role access.Role, pattern string, h func(*request) error)

// errBad marks a request that cannot be answered as it was asked.
type errBad struct{ error }

// handle makes a handler of a page. An error becomes the page of its status.
func (d *Desk) handle(h func(*request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := d.request(w, r)
		err := h(q)
		if err == nil || r.Context().Err() != nil {
			return
		}
		status := statusOf(err)
		if status >= http.StatusInternalServerError && d.Tell != nil {
			d.Tell(fmt.Errorf("answering %s %s: %w", r.Method, r.URL.Path, err))
		}
		d.Refuse(w, r, status, err.Error())
	})
}

// statusOf returns the status that tells of an error.
func statusOf(err error) int {
	var bad errBad
	switch {
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.As(err, &bad), errors.Is(err, ask.ErrUnknown), errors.Is(err, ask.ErrWord):
		return http.StatusBadRequest
	case errors.As(err, new(errTooLarge)):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, new(errBusy)):
		return http.StatusServiceUnavailable
	}
	var field *ask.FieldError
	if errors.As(err, &field) {
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// Refuse writes the page of an error; what went wrong in the program itself is not
// told to readers.
func (d *Desk) Refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	q := d.request(w, r)
	if status >= http.StatusInternalServerError {
		why = ""
	}
	q.status = status
	q.w.Header().Set("Cache-Control", "no-store")
	switch told := fmt.Sprintf("refused.%d", status); {
	case status == http.StatusTooManyRequests:
		why = q.cat.Count(told, q.wait())
	case q.cat.Has(told) && d.Accounts != nil:
		why = q.cat.Text(told)
	}
	key := fmt.Sprintf("error.%d", status)
	if !q.cat.Has(key) {
		key = "error.400"
	}
	if err := q.render("error", q.cat.Text(key), struct {
		Status int
		Why    string
	}{status, why}); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

func missing(q *request) error {
	q.desk.Refuse(q.w, q.r, http.StatusNotFound, "")
	return nil
}
