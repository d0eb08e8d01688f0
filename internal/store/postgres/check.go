package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// checks are what has to be so in a sound store: each query returns rows that are
// not, named by their first column.
var checks = []struct{ what, query string }{
	{"the text of an article is not the one that was kept", `
		SELECT key FROM article WHERE rest->>'sha256' <> '' AND rest->>'sha256' <> encode(sha256(convert_to(text, 'UTF8')), 'hex')`},
	{"the family of an article has no member of its name", `
		SELECT key FROM article AS a WHERE NOT EXISTS (SELECT FROM article AS n WHERE n.key = a.family AND n.family = a.family)`},
	{"an address has not one last version", `
		SELECT url FROM article WHERE url <> '' GROUP BY url HAVING count(*) FILTER (WHERE NOT superseded) <> 1`},
	{"a band belongs to no article", `SELECT hash::text FROM band WHERE NOT EXISTS (SELECT FROM article WHERE id = band.article)`},
	{"a fact belongs to no article", `SELECT key FROM fact WHERE NOT EXISTS (SELECT FROM article WHERE id = fact.article)`},
	{"a fact has another day than its article", `SELECT f.key FROM fact AS f JOIN article AS a ON a.id = f.article WHERE f.day <> a.day`},
	{"a fact is of a block that is not there", `SELECT key FROM fact WHERE block <> '' AND NOT EXISTS (SELECT FROM block WHERE name = fact.block)`},
	{"a promise is of a block that is not there", `SELECT event FROM promise WHERE NOT EXISTS (SELECT FROM block WHERE name = promise.block)`},
	{"a correction is about a fact that is not there", `
		SELECT id::text FROM correction WHERE fact <> '' AND NOT EXISTS (SELECT FROM fact WHERE key = correction.fact)
			OR other_fact <> '' AND NOT EXISTS (SELECT FROM fact WHERE key = correction.other_fact)`},
}

// Check reads what is kept and reports the first thing that is not sound: text that
// is not what its digest says, a reading that cannot be unpacked, a row that points
// at none. Pages and indexes are the server's to check (data checksums, pg_amcheck).
func (s *Store) Check(ctx context.Context) error {
	err := s.read(ctx, func(tx pgx.Tx) error {
		for _, c := range checks {
			rows, err := tx.Query(ctx, c.query+" LIMIT 1")
			if err != nil {
				return err
			}
			names, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				return err
			}
			if len(names) > 0 {
				return fmt.Errorf("%s: %s", c.what, names[0])
			}
		}
		return nil
	})
	if err != nil {
		return fail(err, "checking the store")
	}
	for _, err := range s.Articles(ctx, "", "") {
		if err != nil {
			return fail(err, "checking the store")
		}
	}
	return nil
}
