package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
)

// Refuse answers with a problem of RFC 9457, for requests that the guard does not let
// through: it fits [access.Options.Refuse].
func Refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	b, err := json.Marshal(&huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: why})
	if err != nil {
		http.Error(w, http.StatusText(status), status)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(append(b, '\n')) // who asked may be gone
	}
}

// A fault is what is wrong with one part of a request.
type fault struct {
	Location string // query.from, path.a, body.reason
	Value    any
	error
}

// problem makes of an error what is answered. What went wrong in the program is told
// to [Options.Tell], not to who asked.
func (s *service) problem(ctx context.Context, err error) error {
	status := http.StatusInternalServerError
	var details []error
	var f *fault
	var form *intake.FormError
	switch {
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded):
		return huma.NewError(http.StatusServiceUnavailable, "the answer was not ready in time")
	case errors.As(err, &f):
		status = http.StatusBadRequest
		details = append(details, detailsOf(err)...)
	case errors.As(err, &form):
		status = http.StatusBadRequest
		for _, name := range slices.Sorted(maps.Keys(form.Fields)) {
			details = append(details, &huma.ErrorDetail{Location: "body." + name, Message: form.Fields[name].Error()})
		}
	case errors.Is(err, store.ErrNotFound):
		status = http.StatusNotFound
	case errors.Is(err, ask.ErrWord):
		status = http.StatusBadRequest
		details = append(details, &huma.ErrorDetail{Location: "body", Message: err.Error()})
	case errors.Is(err, store.ErrFull):
		status = http.StatusInsufficientStorage
	case errors.Is(err, errNoTaker):
		status = http.StatusServiceUnavailable
	}
	if status == http.StatusInternalServerError {
		if s.Tell != nil {
			s.Tell(fmt.Errorf("answering a program: %w", err))
		}
		return huma.NewError(status, "something went wrong in the program")
	}
	return huma.NewError(status, strings.ReplaceAll(err.Error(), "\n", "; "), details...)
}

// detailsOf takes apart an error that joins faults.
func detailsOf(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []error
		for _, e := range many.Unwrap() {
			out = append(out, detailsOf(e)...)
		}
		return out
	}
	var f *fault
	if !errors.As(err, &f) {
		return nil
	}
	return []error{&huma.ErrorDetail{Location: f.Location, Message: f.Error(), Value: f.Value}}
}
