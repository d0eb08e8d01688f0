package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// sourceColumns are those of table article AS a that make a [record.Source], in
// the order of sourceFields.
const sourceColumns = `a.key, a.url, a.outlet, a.agency, a.title, a.lang, a.published, a.retrieved, a.family, a.superseded`

func sourceFields(s *record.Source) []any {
	return []any{&s.Key, &s.URL, &s.Outlet, &s.Agency, &s.Title, &s.Lang, &s.Published, &s.Retrieved, &s.Family, &s.Superseded}
}

func scanSource(row pgx.CollectableRow) (s record.Source, err error) {
	return s, row.Scan(sourceFields(&s)...)
}

// Has returns which of the keys are there.
func (s *Store) Has(ctx context.Context, keys []string) (map[string]bool, error) {
	out, err := has(ctx, s.pool, keys)
	return out, fail(err, "looking for %d articles", len(keys))
}

// A querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func has(ctx context.Context, q querier, keys []string) (map[string]bool, error) {
	rows, err := q.Query(ctx, `SELECT key FROM article WHERE key = ANY($1)`, keys)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	var key string
	if _, err := pgx.ForEachRow(rows, []any{&key}, func() error { out[key] = true; return nil }); err != nil {
		return nil, err
	}
	return out, nil
}

// beginning finds articles whose key begins with $1: keys are hexadecimal, and g
// follows f.
const beginning = `WHERE a.key >= $1 AND a.key < $1 || 'g' AND $1 <> '' ORDER BY a.key LIMIT 2`

// single returns the only row found for a key that may be shortened.
func single[T any](found []T, key, what string, of func(*T) string) (*T, error) {
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("%s %s: %w", what, key, store.ErrNotFound)
	case len(found) > 1 && of(&found[0]) != key:
		return nil, fmt.Errorf("%s %s: several keys begin so, %s and %s among them", what, key, of(&found[0]), of(&found[1]))
	}
	return &found[0], nil
}

// keptColumns are those of table article AS a that make a [store.Kept], see
// keptRow.
const keptColumns = sourceColumns + `, a.id, a.byline, a.added, a.rest, a.text, a.engine, a.reading`

// kept is an article without its facts.
type kept struct {
	id int64
	store.Kept
}

// keptRow reads keptColumns.
func (s *Store) keptRow(row pgx.CollectableRow) (kept, error) {
	k := kept{Kept: store.Kept{Article: new(text.Article)}}
	var other, packed []byte
	a := k.Article
	fields := append(sourceFields(&k.Source), &k.id, &a.Byline, &k.Added, &other, &a.Text, &k.Engine, &packed)
	if err := row.Scan(fields...); err != nil {
		return k, err
	}
	var rest rest
	if err := json.Unmarshal(other, &rest); err != nil {
		return k, fmt.Errorf("article %s: %w", k.Source.Key, err)
	}
	src := &k.Source
	a.ID, a.File, a.Lang, a.SHA256 = rest.ID, rest.File, rest.Lang, rest.SHA256
	a.URL, a.Outlet, a.Agency, a.Title, a.Published, a.Retrieved = src.URL, src.Outlet, src.Agency, src.Title, src.Published, src.Retrieved
	k.Added = k.Added.UTC()
	r, err := s.packer.Unpack(packed, a.Text)
	if err != nil {
		return k, fmt.Errorf("article %s: %w", k.Source.Key, err)
	}
	k.Reading = r
	return k, nil
}

// Article returns an article, see [store.Store].
func (s *Store) Article(ctx context.Context, key string) (*store.Kept, error) {
	var found []kept
	err := s.read(ctx, func(tx pgx.Tx) (err error) {
		found, err = s.kept(ctx, tx, beginning, key)
		return err
	})
	if err != nil {
		return nil, fail(err, "reading article %s", key)
	}
	one, err := single(found, key, "article", func(k *kept) string { return k.Source.Key })
	if err != nil {
		return nil, err
	}
	return &one.Kept, nil
}

// kept returns articles with their facts.
func (s *Store) kept(ctx context.Context, tx pgx.Tx, where string, args ...any) ([]kept, error) {
	rows, err := tx.Query(ctx, `SELECT `+keptColumns+` FROM article AS a `+where, args...)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, s.keptRow)
	if err != nil {
		return nil, err
	}
	at := map[int64]*kept{}
	ids := make([]int64, len(found))
	for i := range found {
		ids[i] = found[i].id
		at[ids[i]] = &found[i]
	}
	rows, err = tx.Query(ctx, `SELECT article, fact FROM fact WHERE article = ANY($1) ORDER BY article, place`, ids)
	if err != nil {
		return nil, err
	}
	var id int64
	var js []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &js}, func() error {
		var f record.Fact
		if err := json.Unmarshal(js, &f); err != nil {
			return err
		}
		at[id].Facts = append(at[id].Facts, f)
		return nil
	})
	return found, err
}

// page is how many articles are read at a time.
const page = 100

// Articles yields all articles, see [store.Store]. It holds no connection while the
// caller works.
func (s *Store) Articles(ctx context.Context, after, engine string) iter.Seq2[*store.Kept, error] {
	return func(yield func(*store.Kept, error) bool) {
		for {
			var found []kept
			err := s.read(ctx, func(tx pgx.Tx) (err error) {
				found, err = s.kept(ctx, tx, `WHERE a.key > $1 AND ($2 = '' OR a.engine <> $2) ORDER BY a.key LIMIT $3`, after, engine, page)
				return err
			})
			if err != nil {
				yield(nil, fail(err, "reading the articles after %s", cmp.Or(after, "the first")))
				return
			}
			for i := range found {
				if !yield(&found[i].Kept, nil) {
					return
				}
				after = found[i].Source.Key
			}
			if len(found) < page {
				return
			}
		}
	}
}

// Versions returns the articles of an address, oldest first.
func (s *Store) Versions(ctx context.Context, url string) ([]record.Source, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+sourceColumns+` FROM article AS a WHERE a.url = $1 AND a.url <> '' ORDER BY a.seen, a.key`, url)
	if err != nil {
		return nil, fail(err, "reading the versions of %s", url)
	}
	out, err := pgx.CollectRows(rows, scanSource)
	return out, fail(err, "reading the versions of %s", url)
}

// Copies returns the articles with nearly the same text, by key.
func (s *Store) Copies(ctx context.Context, key string) ([]record.Source, error) {
	var out []record.Source
	err := s.read(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+sourceColumns+` FROM article AS a `+beginning, key)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, scanSource)
		if err != nil {
			return err
		}
		one, err := single(found, key, "article", func(s *record.Source) string { return s.Key })
		if err != nil {
			return err
		}
		rows, err = tx.Query(ctx, `SELECT `+sourceColumns+` FROM article AS a WHERE family = $1 AND key <> $2 ORDER BY key`, one.Family, one.Key)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanSource)
		return err
	})
	return out, fail(err, "reading the copies of article %s", key)
}

// Stats counts what is kept.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	var out store.Stats
	var added *time.Time
	err := s.pool.QueryRow(ctx, `
		SELECT count(*), count(DISTINCT nullif(outlet, '')), (SELECT count(*) FROM fact), (SELECT count(*) FROM correction),
			coalesce(min(nullif(published, '')), ''), coalesce(max(published), ''), max(added)
		FROM article`).Scan(&out.Articles, &out.Outlets, &out.Facts, &out.Corrections, &out.First, &out.Last, &added)
	if err != nil {
		return out, fail(err, "counting what is kept")
	}
	if added != nil {
		out.Added = added.UTC().Format(time.RFC3339)
	}
	return out, nil
}
