package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// join puts articles just added into families with those that have nearly the
// same text.
func (b *batch) join(ps []*prepared, near *sharing) error {
	added := make([]store.Member, len(ps))
	b.index.lists.bands = slices.Grow(b.index.lists.bands, len(ps)*record.Bands)
	for i, p := range ps {
		added[i] = store.Member{Key: p.Source.Key, Signature: p.Signature}
		b.index.lists.addBands(p.id, p.Signature.Bands())
	}
	if err := near.update(b.session); err != nil {
		return err
	}
	list, err := json.Marshal(slices.Sorted(maps.Keys(near.articles)))
	if err != nil {
		return err
	}
	others, err := collect(b.session, func(rows *sql.Rows) (m store.Member, err error) {
		var sig []byte
		if err := rows.Scan(&m.Key, &m.Family, &sig); err != nil {
			return m, err
		}
		m.Signature, err = record.ParseSignature(sig)
		return m, err
	}, `
		SELECT a.key, coalesce(a.family, ''), s.signature
		FROM json_each(?) AS c CROSS JOIN article AS a ON a.id = c.value CROSS JOIN body AS s ON s.article = c.value`, string(list))
	if err != nil {
		return err
	}
	for old, name := range store.Families(added, append(others, added...)) {
		// A name is a family's, or the key of an article that had none.
		ids, err := collect(b.session, value[int64], `
			UPDATE article SET family = ?2 WHERE family = ?1 OR key = ?1 AND family IS NULL RETURNING id`, old, name)
		if err != nil {
			return err
		}
		first, err := collect(b.session, value[int64], `UPDATE article SET family = ?1 WHERE key = ?1 AND family IS NULL RETURNING id`, name)
		if err != nil {
			return err
		}
		for _, id := range append(ids, first...) {
			if err := b.touchFacts(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// touchFacts marks the blocks of the facts of an article.
func (b *batch) touchFacts(article int64) error {
	from, to := factsOf(article)
	blocks, err := collect(b.session, value[int64], `SELECT block FROM fact WHERE id BETWEEN ? AND ? AND block IS NOT NULL`, from, to)
	for _, id := range blocks {
		b.touched[id] += 0
	}
	return err
}

// supersede marks all versions at the addresses of some articles but the last ones.
func (b *batch) supersede(ps []*prepared) error {
	urls := make([]string, len(ps))
	for i, p := range ps {
		urls[i] = p.Source.URL
	}
	list, err := json.Marshal(urls)
	if err != nil {
		return err
	}
	several, err := collect(b.session, value[string], `
		SELECT url FROM article WHERE url IN (SELECT value FROM json_each(?)) AND url <> '' GROUP BY url HAVING count(*) > 1`, string(list))
	if err != nil {
		return err
	}
	for _, url := range several {
		vs, err := versionsOf(b.session, url)
		if err != nil {
			return err
		}
		for i, v := range vs {
			older := i < len(vs)-1
			if v.Superseded == older {
				continue
			}
			if _, err := b.exec(`UPDATE article SET superseded = ? WHERE id = ?`, older, v.id); err != nil {
				return err
			}
			if err := b.touchFacts(v.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// A version is an article at an address.
type version struct {
	id, seen int64
	record.Source
}

// versionsOf returns the versions at an address, oldest first.
func versionsOf(q *session, url string) ([]version, error) {
	vs, err := collect(q, func(rows *sql.Rows) (v version, err error) {
		err = rows.Scan(append(into(&v.id, &v.seen), sourceFields(&v.Source)...)...)
		return v, err
	}, `SELECT a.id, a.seen, `+sourceColumns+` FROM article AS a WHERE a.url = ? AND a.url <> ''`, url)
	slices.SortFunc(vs, func(x, y version) int { return cmp.Or(cmp.Compare(x.seen, y.seen), cmp.Compare(x.Key, y.Key)) })
	return vs, err
}

// Versions returns the articles of an address, oldest first.
func (s *Store) Versions(ctx context.Context, url string) ([]record.Source, error) {
	var out []record.Source
	err := s.read(ctx, func(q *session) error {
		vs, err := versionsOf(q, url)
		for _, v := range vs {
			out = append(out, v.Source)
		}
		return err
	})
	return out, fail(ctx, err, "reading the versions of %s", url)
}

// Copies returns the articles with nearly the same text as one, by key.
func (s *Store) Copies(ctx context.Context, key string) ([]record.Source, error) {
	var out []record.Source
	err := s.read(ctx, func(q *session) error {
		key, err := whole(q, articleKeys, key)
		if err != nil {
			return err
		}
		out, err = collect(q, scanSource, `
			SELECT `+sourceColumns+` FROM article AS a
			WHERE a.family = (SELECT family FROM article WHERE key = ?1) AND a.family IS NOT NULL AND a.key <> ?1 ORDER BY a.key`, key)
		return err
	})
	return out, fail(ctx, err, "looking for copies of article %s", key)
}
