package postgres

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
)

const feedColumns = `url, title, outlet, lang, etag, last_modified, next, last_fetch, failures, last_error`

func scanFeed(row pgx.CollectableRow) (f store.Feed, err error) {
	var next, last *time.Time
	err = row.Scan(&f.URL, &f.Title, &f.Outlet, &f.Lang, &f.ETag, &f.LastModified, &next, &last, &f.Failures, &f.LastError)
	if next != nil {
		f.Next = next.UTC()
	}
	if last != nil {
		f.LastFetch = last.UTC()
	}
	return f, err
}

// moment returns a time as it is kept, nil for none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Feed returns what is known of a feed, see [store.Store].
func (s *Store) Feed(ctx context.Context, url string) (store.Feed, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+feedColumns+` FROM feed WHERE url = $1`, url)
	if err != nil {
		return store.Feed{}, fail(err, "reading feed %s", url)
	}
	f, err := pgx.CollectExactlyOneRow(rows, scanFeed)
	if errors.Is(err, pgx.ErrNoRows) {
		return store.Feed{URL: url}, nil
	}
	return f, fail(err, "reading feed %s", url)
}

// PutFeed keeps what is known of a feed.
func (s *Store) PutFeed(ctx context.Context, f store.Feed) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO feed (`+feedColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (url) DO UPDATE SET title = $2, outlet = $3, lang = $4, etag = $5, last_modified = $6, next = $7,
				last_fetch = $8, failures = $9, last_error = $10`,
			f.URL, f.Title, f.Outlet, f.Lang, f.ETag, f.LastModified, moment(f.Next), moment(f.LastFetch), f.Failures, f.LastError)
		return err
	})
	return fail(err, "keeping feed %s", f.URL)
}

// Feeds returns all feeds, by address.
func (s *Store) Feeds(ctx context.Context) ([]store.Feed, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+feedColumns+` FROM feed ORDER BY url`)
	if err != nil {
		return nil, fail(err, "reading the feeds")
	}
	out, err := pgx.CollectRows(rows, scanFeed)
	return out, fail(err, "reading the feeds")
}

// DeleteFeed forgets a feed.
func (s *Store) DeleteFeed(ctx context.Context, url string) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM feed WHERE url = $1`, url)
		return err
	})
	return fail(err, "forgetting feed %s", url)
}

// Sequence returns the number of the state of a calendar entry, see [store.Store].
func (s *Store) Sequence(ctx context.Context, uid, digest string) (int, error) {
	var n int
	err := s.write(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			INSERT INTO calendar AS c (uid, digest, number) VALUES ($1, $2, 0)
			ON CONFLICT (uid) DO UPDATE SET digest = $2, number = c.number + CASE WHEN c.digest = $2 THEN 0 ELSE 1 END
			RETURNING number`, uid, digest).Scan(&n)
	})
	return n, fail(err, "numbering calendar entry %s", uid)
}

// Sequences yields the numbers of all calendar entries, by uid, for [store.Copy].
func (s *Store) Sequences(ctx context.Context) iter.Seq2[store.Numbered, error] {
	return func(yield func(store.Numbered, error) bool) {
		rows, err := s.pool.Query(ctx, `SELECT uid, digest, number FROM calendar ORDER BY uid`)
		if err != nil {
			yield(store.Numbered{}, fail(err, "reading the numbers of calendar entries"))
			return
		}
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[store.Numbered])
		if err != nil {
			yield(store.Numbered{}, fail(err, "reading the numbers of calendar entries"))
			return
		}
		for _, n := range all {
			if !yield(n, nil) {
				return
			}
		}
	}
}
