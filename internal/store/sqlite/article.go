package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// sourceColumns are those of article AS a that make a [record.Source].
const sourceColumns = `a.key, a.url, a.outlet, a.agency, a.title, a.lang, a.published, a.retrieved, coalesce(a.family, ''), a.superseded`

// sourceFields returns what sourceColumns are scanned into.
func sourceFields(s *record.Source) []any {
	return into(&s.Key, &s.URL, &s.Outlet, &s.Agency, &s.Title, &s.Lang, &s.Published, &s.Retrieved, &s.Family, &s.Superseded)
}

func scanSource(rows *sql.Rows) (s record.Source, err error) {
	err = rows.Scan(sourceFields(&s)...)
	return s, err
}

// articleKeys selects the keys of articles that begin like one.
const articleKeys = `SELECT key FROM article WHERE key >= ? AND key < ? ORDER BY key LIMIT 2`

// Article returns an article, see [store.Store].
func (s *Store) Article(ctx context.Context, key string) (k *store.Kept, err error) {
	err = s.read(ctx, func(q *session) error {
		key, err := whole(q, articleKeys, key)
		if err != nil {
			return err
		}
		_, k, err = s.kept(q, key)
		return err
	})
	return k, fail(ctx, err, "reading article %s", key)
}

// kept returns an article and its id.
func (s *Store) kept(q *session, key string) (int64, *store.Kept, error) {
	k := &store.Kept{Article: &text.Article{}}
	var id, added int64
	var js, reading []byte
	err := q.one(append(into(&id, &added, &k.Engine, &js, &reading, &k.Article.Text), sourceFields(&k.Source)...), `
		SELECT a.id, a.added, b.engine, b.rest, b.reading, b.text, `+sourceColumns+`
		FROM article AS a JOIN body AS b ON b.article = a.id WHERE a.key = ?`, key)
	if err != nil {
		return 0, nil, err
	}
	var r rest
	if err := json.Unmarshal(js, &r); err != nil {
		return 0, nil, err
	}
	src, a := &k.Source, k.Article
	a.ID, a.File, a.Byline, a.Lang, a.SHA256 = r.ID, r.File, r.Byline, r.Lang, r.SHA256
	a.URL, a.Outlet, a.Agency, a.Title, a.Published, a.Retrieved = src.URL, src.Outlet, src.Agency, src.Title, src.Published, src.Retrieved
	k.Added = time.UnixMicro(added).UTC()
	if k.Reading, err = s.packer.Unpack(reading, a.Text); err != nil {
		return 0, nil, err
	}
	k.Facts, err = factsIn(q, id)
	return id, k, err
}

// page is how many articles are read in one transaction.
const page = 100

// Articles yields articles in the order of their keys, see [store.Store]. No
// transaction is open while they are used.
func (s *Store) Articles(ctx context.Context, after, engine string) iter.Seq2[*store.Kept, error] {
	return func(yield func(*store.Kept, error) bool) {
		for {
			var ks []*store.Kept
			err := s.read(ctx, func(q *session) error {
				keys, err := collect(q, value[string], `
					SELECT a.key FROM article AS a JOIN body AS b ON b.article = a.id
					WHERE a.key > ?1 AND (?2 = '' OR b.engine <> ?2) ORDER BY a.key LIMIT ?3`, after, engine, page)
				if err != nil {
					return err
				}
				for _, key := range keys {
					_, k, err := s.kept(q, key)
					if err != nil {
						return fail(ctx, err, "article %s", key)
					}
					ks = append(ks, k)
				}
				return nil
			})
			if err != nil {
				yield(nil, fail(ctx, err, "reading the articles after %q", after))
				return
			}
			for _, k := range ks {
				if !yield(k, nil) {
					return
				}
				after = k.Source.Key
			}
			if len(ks) < page {
				return
			}
		}
	}
}
