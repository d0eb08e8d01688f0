package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/attache-project/attache/internal/store"
)

// Stats counts what is kept.
func (s *Store) Stats(ctx context.Context) (st store.Stats, err error) {
	var first, last sql.NullInt64
	var added int64
	err = s.read(ctx, func(q *session) error {
		return q.one(into(&st.Articles, &st.Facts, &added, &st.Outlets, &st.Corrections, &first, &last), `
			SELECT articles, facts, added, (SELECT count(*) FROM outlet WHERE name <> ''), (SELECT count(*) FROM correction),
				(SELECT min(id) FROM article WHERE id >= ?1), (SELECT max(id) FROM article WHERE id >= ?1)
			FROM total`, 1<<keyBits)
	})
	if err != nil {
		return st, fail(ctx, err, "counting what is in %s", s.file)
	}
	if first.Valid {
		st.First, st.Last = published(first.Int64).String(), published(last.Int64).String()
	}
	if added > 0 {
		st.Added = time.UnixMicro(added).UTC().Format(time.RFC3339)
	}
	return st, nil
}

// checks are what has to be so in a sound store: each query returns what is not.
var checks = []struct{ what, query string }{
	{"an article has no text", `SELECT key FROM article WHERE NOT EXISTS (SELECT 1 FROM body WHERE article = article.id)`},
	{"an article has no words", `SELECT key FROM article WHERE id NOT IN (SELECT id FROM word_docsize)`},
	{"the words of an article are there without it", `SELECT id FROM word_docsize WHERE id NOT IN (SELECT id FROM article)`},
	{"articles or facts are not as many as were counted", `
		SELECT articles FROM total WHERE articles <> (SELECT count(*) FROM article) OR facts <> (SELECT count(*) FROM fact)`},
	{"an outlet does not count its articles", `
		SELECT name FROM (SELECT outlet AS name, count(*) AS n FROM article GROUP BY outlet) LEFT JOIN outlet USING (name) WHERE n IS NOT articles`},
	{"a fact belongs to no article", `SELECT key FROM fact WHERE id >> 14 NOT IN (SELECT id FROM article)`},
	{"two facts have one key", `SELECT key FROM fact GROUP BY key HAVING count(*) > 1`},
	{"a family has no member of its name", `
		SELECT key FROM article AS a WHERE family IS NOT NULL AND NOT EXISTS (SELECT 1 FROM article AS n WHERE n.key = a.family AND n.family = a.family)`},
	{"an address has not one last version", `SELECT url FROM article WHERE url <> '' GROUP BY url HAVING sum(NOT superseded) <> 1`},
	{"a block does not count its facts", `SELECT name FROM block WHERE facts <> (SELECT count(*) FROM fact WHERE block = block.id)`},
	{"a correction is about a fact that is not there", `
		SELECT id FROM correction WHERE fact NOT IN (SELECT key FROM fact) OR other_fact NOT IN (SELECT key FROM fact)`},
	{"a correction lies in another block than its fact", `
		SELECT c.id FROM correction AS c JOIN fact AS f ON f.key = c.fact WHERE c.block IS NOT f.block
		UNION ALL SELECT c.id FROM correction AS c JOIN fact AS f ON f.key = c.other_fact WHERE c.other_block IS NOT f.block`},
}

// Check reads all that is kept, see [store.Store]: the pages and indexes of the file,
// what points at what, each text against its digest, and each reading.
func (s *Store) Check(ctx context.Context) error {
	return fail(ctx, s.check(ctx), "checking %s", s.file)
}

func (s *Store) check(ctx context.Context) error {
	err := s.read(ctx, func(q *session) error {
		// An index of words remembers of what pieces it was when this connection last
		// searched it; it is checked as it is now once it has been searched again.
		if _, err := collect(q, value[int64], wordIDs, `""`, 0, 0, 1, 0); err != nil {
			return err
		}
		found, err := collect(q, value[string], `PRAGMA integrity_check(1)`)
		if err != nil {
			return err
		}
		if len(found) != 1 || found[0] != "ok" {
			return fmt.Errorf("%w: %v", errDamaged, found)
		}
		tables, err := collect(q, value[string], `SELECT DISTINCT "table" FROM pragma_foreign_key_check`)
		if err != nil {
			return err
		}
		if len(tables) > 0 {
			return fmt.Errorf("rows of table %s point at rows that are not there", tables[0])
		}
		for _, c := range checks {
			found, err := collect(q, value[string], c.query+" LIMIT 1")
			if err != nil {
				return err
			}
			if len(found) > 0 {
				return fmt.Errorf("%s: %s", c.what, found[0])
			}
		}
		return checkLists(q)
	})
	if err != nil {
		return err
	}
	for k, err := range s.Articles(ctx, "", "") {
		if err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(k.Article.Text))
		if d := k.Article.SHA256; d != "" && d != hex.EncodeToString(sum[:]) {
			return fmt.Errorf("the text of article %s is not the one that was kept", k.Source.Key)
		}
	}
	return nil
}

// Backup writes a copy to a file that is not there yet, see [store.Store]. The copy is
// a store of its own, without the room that deleted rows left.
func (s *Store) Backup(ctx context.Context, file string) error {
	return fail(ctx, s.backup(ctx, file), "copying %s to %s", s.file, file)
}

func (s *Store) backup(ctx context.Context, file string) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(abs, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil {
			err = errors.Join(err, os.Remove(abs))
		}
	}()
	// A connection of its own, as those of the pool may not write.
	db, err := sql.Open("sqlite", address(s.file)+common)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, abs); err != nil {
		return err
	}
	return f.Sync()
}
