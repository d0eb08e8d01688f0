package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
)

// Searches returns the searches that people keep, by name.
func (s *Store) Searches(ctx context.Context) ([]store.Search, error) {
	rows, err := s.pool.Query(ctx, `SELECT id, name, query, author, added FROM search ORDER BY name, id`)
	if err != nil {
		return nil, fail(err, "reading the searches that are kept")
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (x store.Search, err error) {
		err = row.Scan(&x.ID, &x.Name, &x.Query, &x.Author, &x.Added)
		x.Added = x.Added.UTC()
		return x, err
	})
	return out, fail(err, "reading the searches that are kept")
}

// PutSearch keeps a search, see [store.Store].
func (s *Store) PutSearch(ctx context.Context, x *store.Search) (id int64, err error) {
	added := x.Added
	if added.IsZero() {
		added = time.Now()
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		if x.ID == 0 {
			return tx.QueryRow(ctx, `INSERT INTO search (name, query, author, added) VALUES ($1, $2, $3, $4) RETURNING id`,
				x.Name, x.Query, x.Author, added).Scan(&id)
		}
		return tx.QueryRow(ctx, `UPDATE search SET name = $1, query = $2, author = $3, added = $4 WHERE id = $5 RETURNING id`,
			x.Name, x.Query, x.Author, added, x.ID).Scan(&id)
	})
	return id, fail(err, "keeping the search %q", x.Name)
}

// DeleteSearch forgets a search.
func (s *Store) DeleteSearch(ctx context.Context, id int64) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM search WHERE id = $1`, id)
		return err
	})
	return fail(err, "forgetting search %d", id)
}

// Outlets returns who published the articles that are kept, see [store.Store].
func (s *Store) Outlets(ctx context.Context) ([]store.Outlet, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT outlet, count(*), max(published) FROM article GROUP BY outlet ORDER BY count(*) DESC, outlet`)
	if err != nil {
		return nil, fail(err, "reading the outlets")
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[store.Outlet])
	return out, fail(err, "reading the outlets")
}
