package postgres

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/attache-project/attache/internal/store"
)

// Codes of errors of the server (PostgreSQL manual, appendix A).
const (
	diskFull         = "53100"
	lockNotAvailable = "55P03"
	noText           = "22021" // a zero byte
)

// fail wraps an error with what was being done and turns the server's codes into
// the errors of package store.
func fail(err error, doing string, args ...any) error {
	if err == nil {
		return nil
	}
	doing = fmt.Sprintf(doing, args...)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("%s: %w", doing, store.ErrNotFound)
	case is(err, diskFull):
		return fmt.Errorf("%s: %w: %w", doing, store.ErrFull, err)
	case is(err, lockNotAvailable):
		return fmt.Errorf("%s: %w: %w", doing, store.ErrBusy, err)
	case is(err, noText):
		return fmt.Errorf("%s: PostgreSQL keeps no text with zero bytes or broken UTF-8: %w", doing, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// connecting tells why there is no connection, on one line.
func connecting(at string, err error) error {
	var c *pgconn.ConnectError
	if !errors.As(err, &c) {
		return fail(err, "connecting to PostgreSQL at %s", at)
	}
	return &connectError{at, err}
}

// A connectError is the library's error of a connection with its message, which
// is one line for each address that was tried, put on one line.
type connectError struct {
	at  string
	err error
}

func (e *connectError) Error() string {
	return "connecting to PostgreSQL at " + e.at + ": " + strings.Join(strings.Fields(e.err.Error()), " ")
}

func (e *connectError) Unwrap() error { return e.err }
