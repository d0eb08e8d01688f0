package sqlite

import "context"

// Version returns the number that SQLite gives to what a connection sees of the file:
// it grows whenever another connection has written. A connection that does nothing
// else is asked, so that all writing is that of others.
func (s *Store) Version(ctx context.Context) (version string, err error) {
	c, err := s.v.take(ctx)
	if err == nil {
		defer s.v.give(c)
		err = c.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	}
	return version, fail(ctx, err, "asking for the version of what is in %s", s.file)
}
