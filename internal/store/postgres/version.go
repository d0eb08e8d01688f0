package postgres

import "context"

// Version returns which transactions have ended: it changes with each that writes.
func (s *Store) Version(ctx context.Context) (version string, err error) {
	err = s.pool.QueryRow(ctx, "SELECT pg_current_snapshot()::text").Scan(&version)
	return version, fail(err, "asking for the version of what is kept")
}
