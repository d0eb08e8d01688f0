package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/store"
)

// Searches returns the searches that people keep, by name.
func (s *Store) Searches(ctx context.Context) (all []store.Search, err error) {
	err = s.read(ctx, func(q *session) error {
		all, err = collect(q, func(rows *sql.Rows) (x store.Search, err error) {
			var added int64
			err = rows.Scan(&x.ID, &x.Name, &x.Query, &x.Author, &added)
			x.Added = time.UnixMicro(added).UTC()
			return x, err
		}, `SELECT id, name, query, author, added FROM search ORDER BY name, id`)
		return err
	})
	return all, fail(ctx, err, "reading the searches kept in %s", s.file)
}

// PutSearch keeps a search, see [store.Store].
func (s *Store) PutSearch(ctx context.Context, x *store.Search) (id int64, err error) {
	added := x.Added
	if added.IsZero() {
		added = time.Now()
	}
	err = s.write(ctx, func(q *session) error {
		if x.ID == 0 {
			return q.one(into(&id), `INSERT INTO search (name, query, author, added) VALUES (?, ?, ?, ?) RETURNING id`,
				x.Name, x.Query, x.Author, added.UnixMicro())
		}
		return q.one(into(&id), `UPDATE search SET name = ?, query = ?, author = ?, added = ? WHERE id = ? RETURNING id`,
			x.Name, x.Query, x.Author, added.UnixMicro(), x.ID)
	})
	return id, fail(ctx, err, "keeping the search %q", x.Name)
}

// DeleteSearch forgets a search.
func (s *Store) DeleteSearch(ctx context.Context, id int64) error {
	err := s.write(ctx, func(q *session) error {
		_, err := q.exec(`DELETE FROM search WHERE id = ?`, id)
		return err
	})
	return fail(ctx, err, "forgetting search %d", id)
}

// Outlets returns who published the articles that are kept, see [store.Store].
func (s *Store) Outlets(ctx context.Context) (all []store.Outlet, err error) {
	err = s.read(ctx, func(q *session) error {
		all, err = collect(q, func(rows *sql.Rows) (o store.Outlet, err error) {
			err = rows.Scan(&o.Name, &o.Articles)
			return o, err
		}, `SELECT name, articles FROM outlet WHERE articles > 0`)
		if err != nil {
			return err
		}
		for i := range all {
			// Tags do not tell apart what differs by case alone.
			match := "tag : " + quoted(wordTag(tagOutlet, strings.ToLower(all[i].Name)))
			ids, err := collect(q, value[int64], `
				SELECT id FROM article WHERE outlet = ?2 AND id IN (SELECT rowid FROM word WHERE word MATCH ?1 AND rowid >= ?3 ORDER BY rowid DESC LIMIT 100)
				ORDER BY id DESC LIMIT 1`, match, all[i].Name, int64(1)<<keyBits)
			if err != nil {
				return err
			}
			if len(ids) > 0 {
				all[i].Last = published(ids[0]).String()
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b store.Outlet) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Name, b.Name))
	})
	return all, fail(ctx, err, "reading the outlets in %s", s.file)
}
