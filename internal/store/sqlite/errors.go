package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/attache-project/attache/internal/store"
)

// errDamaged tells what to do about a file that is not what SQLite wrote.
var errDamaged = errors.New("the file is damaged (restore a backup)")

// fail wraps an error with what was being done and turns codes of SQLite into the
// errors of package store.
func fail(ctx context.Context, err error, doing string, args ...any) error {
	if err == nil {
		return nil
	}
	doing = fmt.Sprintf(doing, args...)
	if e := ctx.Err(); e != nil && !errors.Is(err, e) {
		return fmt.Errorf("%s: %w", doing, e) // SQLite says "interrupted"
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s: %w", doing, store.ErrNotFound)
	}
	if is := meaning(err); is != nil {
		return fmt.Errorf("%s: %w: %w", doing, is, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// meaning returns the error that the code of an error of SQLite stands for, nil
// when it has none of its own.
func meaning(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return store.ErrFull
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code() {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE:
		return store.ErrFull
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return store.ErrFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return store.ErrBusy
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return errDamaged
	}
	return nil
}
