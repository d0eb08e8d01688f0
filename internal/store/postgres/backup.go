package postgres

import (
	"context"
	"errors"
)

// Backup is written below.
func (s *Store) Backup(ctx context.Context, file string) error { return errors.New("not yet") }
