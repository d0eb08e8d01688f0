package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"github.com/attache-project/attache/internal/store"
)

const feedColumns = `url, title, outlet, lang, etag, last_modified, next, last_fetch, failures, last_error`

func scanFeed(rows *sql.Rows) (f store.Feed, err error) {
	var next, last string
	if err := rows.Scan(&f.URL, &f.Title, &f.Outlet, &f.Lang, &f.ETag, &f.LastModified, &next, &last, &f.Failures, &f.LastError); err != nil {
		return f, err
	}
	var errs [2]error
	f.Next, errs[0] = parseMoment(next)
	f.LastFetch, errs[1] = parseMoment(last)
	return f, errors.Join(errs[:]...)
}

// moment returns a time as it is kept, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func parseMoment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, s)
}

// Feed returns what is known of a feed, see [store.Store].
func (s *Store) Feed(ctx context.Context, url string) (store.Feed, error) {
	f := store.Feed{URL: url}
	err := s.read(ctx, func(q *session) error {
		fs, err := collect(q, scanFeed, `SELECT `+feedColumns+` FROM feed WHERE url = ?`, url)
		if len(fs) > 0 {
			f = fs[0]
		}
		return err
	})
	return f, fail(ctx, err, "reading feed %s", url)
}

// PutFeed keeps what is known of a feed.
func (s *Store) PutFeed(ctx context.Context, f store.Feed) error {
	err := s.write(ctx, func(q *session) error {
		_, err := q.exec(`INSERT OR REPLACE INTO feed (`+feedColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			f.URL, f.Title, f.Outlet, f.Lang, f.ETag, f.LastModified, moment(f.Next), moment(f.LastFetch), f.Failures, f.LastError)
		return err
	})
	return fail(ctx, err, "keeping feed %s", f.URL)
}

// Feeds returns all feeds, by address.
func (s *Store) Feeds(ctx context.Context) (fs []store.Feed, err error) {
	err = s.read(ctx, func(q *session) error {
		fs, err = collect(q, scanFeed, `SELECT `+feedColumns+` FROM feed ORDER BY url`)
		return err
	})
	return fs, fail(ctx, err, "reading the feeds in %s", s.file)
}

// DeleteFeed forgets a feed.
func (s *Store) DeleteFeed(ctx context.Context, url string) error {
	err := s.write(ctx, func(q *session) error {
		_, err := q.exec(`DELETE FROM feed WHERE url = ?`, url)
		return err
	})
	return fail(ctx, err, "forgetting feed %s", url)
}

// Sequence returns the number of the state of a calendar entry, see [store.Store].
func (s *Store) Sequence(ctx context.Context, uid, digest string) (n int, err error) {
	// Most entries are asked for again and again as they are: no write is needed.
	err = s.read(ctx, func(q *session) error {
		return q.one(into(&n), `SELECT number FROM calendar WHERE uid = ? AND digest = ?`, uid, digest)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = s.write(ctx, func(q *session) error {
			return q.one(into(&n), `
				INSERT INTO calendar (uid, digest, number) VALUES (?1, ?2, 0)
				ON CONFLICT (uid) DO UPDATE SET digest = ?2, number = number + (digest <> ?2) RETURNING number`, uid, digest)
		})
	}
	return n, fail(ctx, err, "numbering calendar entry %s", uid)
}

// Sequences yields the numbers of all calendar entries, for a copy of the store.
func (s *Store) Sequences(ctx context.Context) iter.Seq2[store.Numbered, error] {
	return func(yield func(store.Numbered, error) bool) {
		var all []store.Numbered
		err := s.read(ctx, func(q *session) (err error) {
			all, err = collect(q, func(rows *sql.Rows) (n store.Numbered, err error) {
				err = rows.Scan(&n.UID, &n.Digest, &n.Number)
				return n, err
			}, `SELECT uid, digest, number FROM calendar ORDER BY uid`)
			return err
		})
		if err != nil {
			yield(store.Numbered{}, fail(ctx, err, "reading the numbers of calendar entries in %s", s.file))
			return
		}
		for _, n := range all {
			if !yield(n, nil) {
				return
			}
		}
	}
}
