package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/intake"
)

// Base is the path below which the API answers.
const Base = "/api/v1"

// Options say what is answered, and to whom.
type Options struct {
	Record *ask.Record
	Guard  *access.Guard
	Taker  *intake.Taker    // nil: no articles can be added
	Tell   func(error)      // is told what went wrong in the program; nil: nobody
	Now    func() time.Time // time.Now if nil
}

// A service answers the operations.
type service struct {
	Options
	mux *http.ServeMux
	api huma.API
}

// New returns what answers requests below /api/. It checks roles by the guard of o,
// and is served behind [access.Guard.Wrap], which tells who asks.
func New(o Options) http.Handler {
	return newService(o)
}

func newService(o Options) *service {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &service{Options: o, mux: http.NewServeMux()}
	types := newTypes()
	s.api = huma.NewAPI(huma.Config{
		OpenAPI:       description(types.registry),
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}, s)
	s.answers()
	s.writes()
	types.complete()
	s.describe()
	return s
}

// roleKey is where the metadata of an operation holds the role that it wants.
const roleKey = "role"

// Handle takes an operation of the API; it is called by package huma.
func (s *service) Handle(op *huma.Operation, h func(huma.Context)) {
	role, ok := op.Metadata[roleKey].(access.Role)
	if !ok {
		role = access.Admin // an operation that names no role is nobody's by mistake
	}
	var to http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h(humago.NewContext(op, r, w)) })
	if op.MaxBodyBytes > 0 {
		to = access.Limit(op.MaxBodyBytes, to)
	}
	path := strings.ReplaceAll(op.Path, "/who/{id}", "/who/{id...}") // an id may hold a slash that a client left as it is
	s.mux.Handle(op.Method+" "+Base+path, s.Guard.Require(role, to))
}

// ServeHTTP answers a request.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, pattern := s.mux.Handler(r)
	switch {
	case pattern == "":
		miss := &headOnly{header: w.Header()}
		h.ServeHTTP(miss, r)
		w.Header().Del("Content-Type")
		Refuse(w, r, miss.status, "")
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		tagged(w, r, s.mux)
	default:
		s.mux.ServeHTTP(w, r)
	}
}

// headOnly keeps the head of an answer and drops its body.
type headOnly struct {
	header http.Header
	status int
}

// Header returns the head of the answer.
func (w *headOnly) Header() http.Header { return w.header }

// WriteHeader keeps the status.
func (w *headOnly) WriteHeader(status int) { w.status = status }

// Write drops b.
func (w *headOnly) Write(b []byte) (int, error) { return len(b), nil }

// An answer is the body of an answer, with the status where it is not that of the
// operation.
type answer[T any] struct {
	Status int
	Body   T
}

// An operation is one address of the API.
type operation struct {
	role    access.Role
	method  string
	path    string
	id      string
	tag     string
	summary string
	more    string   // of its description
	query   []string // parameters, see [parameters]
	errors  []int    // statuses beside 400, 401, 403, 429 and 500
}

// operate adds an operation that takes no body.
func operate[T any](s *service, op operation, h func(ctx context.Context, q *question) (T, error)) {
	o := s.operation(&op)
	huma.Register(s.api, o, func(ctx context.Context, q *question) (*answer[T], error) {
		q.record = s.Record
		body, err := h(ctx, q)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &answer[T]{o.DefaultStatus, body}, nil
	})
}

func (s *service) operation(op *operation) huma.Operation {
	o := huma.Operation{
		OperationID: op.id, Method: op.method, Path: op.path, Summary: op.summary, Description: op.more, Tags: []string{op.tag},
		DefaultStatus: http.StatusOK, Security: security, Metadata: map[string]any{roleKey: op.role},
		Errors:     append([]int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusInternalServerError}, op.errors...),
		Parameters: pathParameters(op.path), Extensions: map[string]any{"x-role": op.role.String()},
	}
	for _, name := range op.query {
		o.Parameters = append(o.Parameters, queryParameter(name))
	}
	return o
}
