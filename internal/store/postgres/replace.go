package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
)

// Replace puts other readings in place of those kept, see [store.Store].
func (s *Store) Replace(ctx context.Context, entries []store.Entry) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		found, err := s.kept(ctx, tx, `WHERE a.key = ANY($1)`, keys(entries))
		if err != nil {
			return err
		}
		old := map[string]*kept{}
		ids := make([]int64, len(found))
		var counts tally
		for i := range found {
			k := &found[i]
			old[k.Source.Key] = k
			ids[i] = k.id
			counts.add(store.EntitiesOf(k.Reading, k.Facts), day(k.Source.Published), -1)
		}
		if err := touch(ctx, tx, `SELECT id FROM article WHERE id = ANY($1)`, ids); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM fact WHERE article = ANY($1)`, ids); err != nil {
			return err
		}
		read := make([]drawn, len(entries))
		for i := range entries {
			e := &entries[i]
			k := old[e.Source.Key]
			if k == nil {
				return fmt.Errorf("article %s: %w", e.Source.Key, store.ErrNotFound)
			}
			packed, err := s.packer.Pack(e.Reading)
			if err != nil {
				return err
			}
			// The language may be another, and with it the stems of words.
			if _, err := tx.Exec(ctx, `UPDATE article SET engine = $2, reading = $3, lang = $4, words = $5 WHERE id = $1`,
				k.id, e.Engine, packed, e.Source.Lang, vector(e.Source.Lang, k.Source.Title, k.Article.Text)); err != nil {
				return err
			}
			read[i] = drawn{article: k.id, key: e.Source.Key, day: day(k.Source.Published), facts: e.Facts}
			counts.add(store.EntitiesOf(e.Reading, e.Facts), read[i].day, 1)
		}
		if err := putFacts(ctx, tx, read); err != nil {
			return err
		}
		return counts.put(ctx, tx)
	})
	return fail(err, "replacing the readings of %d articles", len(entries))
}
