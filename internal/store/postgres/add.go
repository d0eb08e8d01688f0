package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// Add keeps entries, see [store.Store].
func (s *Store) Add(ctx context.Context, entries []store.Entry) ([]store.Added, error) {
	var out []store.Added
	err := s.write(ctx, func(tx pgx.Tx) error {
		fresh, err := missing(ctx, tx, entries)
		if err != nil {
			return err
		}
		if err := s.add(ctx, tx, fresh); err != nil {
			return err
		}
		out, err = added(ctx, tx, entries, fresh)
		return err
	})
	if err != nil {
		return nil, fail(err, "adding %d articles", len(entries))
	}
	return out, nil
}

// missing returns the entries that are not kept yet, each key once.
func missing(ctx context.Context, tx pgx.Tx, entries []store.Entry) ([]*store.Entry, error) {
	seen, err := has(ctx, tx, keys(entries))
	if err != nil {
		return nil, err
	}
	var out []*store.Entry
	for i := range entries {
		if e := &entries[i]; !seen[e.Source.Key] {
			seen[e.Source.Key] = true
			out = append(out, e)
		}
	}
	return out, nil
}

func keys(entries []store.Entry) []string {
	out := make([]string, len(entries))
	for i := range entries {
		out[i] = entries[i].Source.Key
	}
	return out
}

// add writes entries that are not kept yet with all that hangs on them.
func (s *Store) add(ctx context.Context, tx pgx.Tx, entries []*store.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, `SELECT nextval(pg_get_serial_sequence('article', 'id')) FROM generate_series(1, $1::integer)`, len(entries))
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	if err := s.copyArticles(ctx, tx, ids, entries); err != nil {
		return err
	}
	var bands [][]any
	hashes := map[int64]bool{}
	members := make([]store.Member, len(entries))
	read := make([]drawn, len(entries))
	urls := map[string]bool{}
	var counts tally
	for i, e := range entries {
		for _, b := range e.Signature.Bands() {
			bands = append(bands, []any{b, ids[i]})
			hashes[b] = true
		}
		members[i] = store.Member{Key: e.Source.Key, Signature: e.Signature}
		read[i] = drawn{article: ids[i], key: e.Source.Key, day: day(e.Source.Published), facts: e.Facts}
		if e.Source.URL != "" {
			urls[e.Source.URL] = true
		}
		counts.add(store.EntitiesOf(e.Reading, e.Facts), read[i].day, 1)
	}
	others, err := sharing(ctx, tx, hashes)
	if err != nil {
		return err
	}
	if err := copyRows(ctx, tx, "band", []string{"hash", "article"}, bands); err != nil {
		return err
	}
	if err := putFacts(ctx, tx, read); err != nil {
		return err
	}
	if err := counts.put(ctx, tx); err != nil {
		return err
	}
	if err := join(ctx, tx, members, others); err != nil {
		return err
	}
	return supersede(ctx, tx, urls)
}

// copyArticles writes the rows of articles.
func (s *Store) copyArticles(ctx context.Context, tx pgx.Tx, ids []int64, entries []*store.Entry) error {
	now := time.Now()
	rows := make([][]any, len(entries))
	for i, e := range entries {
		packed, err := s.packer.Pack(e.Reading)
		if err != nil {
			return err
		}
		rest, err := json.Marshal(rest{ID: e.Article.ID, File: e.Article.File, Lang: e.Article.Lang, SHA256: e.Article.SHA256})
		if err != nil {
			return err
		}
		at := e.Added
		if at.IsZero() {
			at = now
		}
		src := &e.Source
		rows[i] = []any{
			ids[i], src.Key, src.URL, src.Outlet, strings.ToLower(src.Outlet), src.Agency, src.Title, e.Article.Byline, src.Lang, src.Published, int32(day(src.Published)),
			src.Retrieved, at, seen(src.Retrieved, at), rest, e.Article.Text, e.Engine, packed, src.Key, false, e.Signature.Bytes(),
			vector(src.Lang, src.Title, e.Article.Text),
		}
	}
	return copyRows(ctx, tx, "article", []string{
		"id", "key", "url", "outlet", "folded", "agency", "title", "byline", "lang", "published", "day",
		"retrieved", "added", "seen", "rest", "text", "engine", "reading", "family", "superseded", "signature", "words",
	}, rows)
}

// copyRows writes rows by COPY.
func copyRows(ctx context.Context, tx pgx.Tx, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows)); err != nil {
		return fmt.Errorf("writing table %s: %w", table, err)
	}
	return nil
}

// rest is what of an article has no column of its own.
type rest struct {
	ID     string `json:"id,omitempty"`
	File   string `json:"file,omitempty"`
	Lang   string `json:"lang,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// day returns the day of a date of publication, [record.Always] when it is not
// known: unknown days come last when the newest come first.
func day(published string) record.Day {
	d, err := record.ParseDay(published)
	if err != nil {
		return record.Always
	}
	return d
}

// sharing returns the articles that share one of the bands.
func sharing(ctx context.Context, tx pgx.Tx, hashes map[int64]bool) ([]store.Member, error) {
	// The lateral query is one look into the index for each band. Of the same asked
	// with = ANY the server believes that reading the whole table is less work.
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT b.article FROM unnest($1::bigint[]) AS h (hash), LATERAL (SELECT article FROM band WHERE hash = h.hash OFFSET 0) AS b`,
		slices.Collect(maps.Keys(hashes)))
	if err != nil {
		return nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	if rows, err = tx.Query(ctx, `SELECT key, family, signature FROM article WHERE id = ANY($1)`, ids); err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m store.Member, err error) {
		var sig []byte
		if err = row.Scan(&m.Key, &m.Family, &sig); err != nil {
			return m, err
		}
		m.Signature, err = record.ParseSignature(sig)
		return m, err
	})
}

// join puts articles just added into families with those that have nearly the
// same text.
func join(ctx context.Context, tx pgx.Tx, added, others []store.Member) error {
	var from, to []string
	for old, name := range store.Families(added, others) {
		from, to = append(from, old), append(to, name)
	}
	if len(from) == 0 {
		return nil
	}
	return touch(ctx, tx, `
		UPDATE article SET family = n.name FROM unnest($1::text[], $2::text[]) AS n (old, name)
		WHERE family = n.old RETURNING id`, from, to)
}

// supersede marks all versions at addresses but the last ones.
func supersede(ctx context.Context, tx pgx.Tx, urls map[string]bool) error {
	if len(urls) == 0 {
		return nil
	}
	list := make([]string, 0, len(urls))
	for u := range urls {
		list = append(list, u)
	}
	return touch(ctx, tx, `
		UPDATE article SET superseded = v.older
		FROM (SELECT id, row_number() OVER (PARTITION BY url ORDER BY seen DESC, key DESC) > 1 AS older FROM article WHERE url = ANY($1)) AS v
		WHERE article.id = v.id AND superseded <> v.older RETURNING article.id`, list)
}

// seen returns when an article was retrieved, or else added.
func seen(retrieved string, added time.Time) time.Time {
	if t, err := time.Parse(time.RFC3339, retrieved); err == nil {
		return t
	}
	return added
}

// touch runs a statement that returns the ids of articles that it changed, and
// marks the blocks of their facts.
func touch(ctx context.Context, tx pgx.Tx, query string, args ...any) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(ids) == 0 {
		return err
	}
	rows, err = tx.Query(ctx, `SELECT DISTINCT block FROM fact WHERE article = ANY($1) AND block <> ''`, ids)
	if err != nil {
		return err
	}
	blocks, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	return mark(ctx, tx, blocks)
}

// added tells what became of the entries, of which fresh were not kept before.
func added(ctx context.Context, tx pgx.Tx, entries []store.Entry, fresh []*store.Entry) ([]store.Added, error) {
	rows, err := tx.Query(ctx, `
		SELECT key,
			CASE WHEN url = '' THEN 0 ELSE (SELECT count(*) FROM article AS v WHERE v.url = a.url AND v.url <> '') END,
			(SELECT count(*) FROM article AS c WHERE c.family = a.family) - 1
		FROM article AS a WHERE key = ANY($1)`, keys(entries))
	if err != nil {
		return nil, err
	}
	kept := map[string]store.Added{}
	var a store.Added
	if _, err := pgx.ForEachRow(rows, []any{&a.Key, &a.Version, &a.Copies}, func() error { kept[a.Key] = a; return nil }); err != nil {
		return nil, err
	}
	isNew := map[string]bool{}
	for _, e := range fresh {
		isNew[e.Source.Key] = true
	}
	out := make([]store.Added, len(entries))
	for i := range entries {
		key := entries[i].Source.Key
		out[i] = kept[key]
		out[i].New = isNew[key]
		delete(isNew, key) // given twice, the second is there already
	}
	return out, nil
}
