package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
)

// Backup writes what was entered to an SQLite store in a file that is not there
// yet, see [store.Copy]: a copy that the program opens without a server, and from
// which a database is filled again by copying the other way. For copies at one
// moment of all tables the server has its own tools (pg_dump -n SCHEMA).
func (s *Store) Backup(ctx context.Context, file string) error {
	return fail(s.backup(ctx, file), "copying schema %s to %s", s.schema, file)
}

func (s *Store) backup(ctx context.Context, file string) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	// The file is made here, so that of two who want it one fails.
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file))
		}
	}()
	if err := f.Close(); err != nil {
		return err
	}
	to, err := sqlite.Open(ctx, file)
	if err != nil {
		return err
	}
	if err := store.Copy(ctx, s, to); err != nil {
		return errors.Join(err, to.Close())
	}
	if err := to.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", file, err)
	}
	return nil
}
