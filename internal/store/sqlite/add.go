package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/attache-project/attache/internal/store"
)

// Add keeps entries, see [store.Store].
func (s *Store) Add(ctx context.Context, entries []store.Entry) ([]store.Added, error) {
	out, err := s.add(ctx, entries)
	return out, fail(ctx, err, "adding %d articles to %s", len(entries), s.file)
}

func (s *Store) add(ctx context.Context, entries []store.Entry) (out []store.Added, err error) {
	if len(entries) == 0 {
		return nil, ctx.Err()
	}
	ps, err := s.prepare(entries)
	if err != nil {
		return nil, err
	}
	err = s.write(ctx, func(q *session) error {
		fresh, err := missing(q, ps)
		if err != nil {
			return err
		}
		b := newBatch(q)
		if err := b.addArticles(fresh); err != nil {
			return err
		}
		if err := b.finish(); err != nil {
			return err
		}
		out, err = added(q, entries, fresh)
		return err
	})
	return out, err
}

// missing returns the entries that are not kept yet, each key once.
func missing(q *session, ps []prepared) ([]*prepared, error) {
	keys := make([]string, len(ps))
	for i := range ps {
		keys[i] = ps[i].Source.Key
	}
	there, err := has(q, keys)
	if err != nil {
		return nil, err
	}
	var out []*prepared
	for i := range ps {
		if key := keys[i]; !there[key] {
			there[key] = true
			out = append(out, &ps[i])
		}
	}
	return out, nil
}

// Has returns which of the keys are there.
func (s *Store) Has(ctx context.Context, keys []string) (out map[string]bool, err error) {
	err = s.read(ctx, func(q *session) error {
		out, err = has(q, keys)
		return err
	})
	return out, fail(ctx, err, "looking for articles in %s", s.file)
}

func has(q *session, keys []string) (map[string]bool, error) {
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	found, err := collect(q, value[string], `SELECT key FROM article WHERE key IN (SELECT value FROM json_each(?))`, string(list))
	out := make(map[string]bool, len(found))
	for _, key := range found {
		out[key] = true
	}
	return out, err
}

// A batch is what one transaction changes beside the rows of articles.
type batch struct {
	*session
	now     time.Time
	touched map[int64]bool // blocks
	counts  tally
}

func newBatch(q *session) *batch {
	return &batch{session: q, now: time.Now(), touched: map[int64]bool{}}
}

// addArticles writes entries that are not kept yet with all that hangs on them.
func (b *batch) addArticles(ps []*prepared) error {
	if len(ps) == 0 {
		return nil
	}
	sortByID(ps)
	for _, p := range ps {
		if err := b.addArticle(p); err != nil {
			return fmt.Errorf("article %s: %w", p.Source.Key, err)
		}
	}
	for _, p := range ps {
		if err := b.putFacts(p.id, &p.Source, p.facts); err != nil {
			return fmt.Errorf("article %s: %w", p.Source.Key, err)
		}
		b.counts.add(p.entities, published(p.id), 1)
	}
	if err := b.join(ps); err != nil {
		return err
	}
	return b.supersede(ps)
}

func (b *batch) addArticle(p *prepared) error {
	at := p.Added
	if at.IsZero() {
		at = b.now
	}
	src := &p.Source
	for {
		r, err := b.exec(`
			INSERT INTO article (id, key, url, outlet, agency, title, lang, published, retrieved, seen, added, superseded)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING`,
			p.id, src.Key, src.URL, src.Outlet, src.Agency, src.Title, src.Lang, src.Published, src.Retrieved, seen(src.Retrieved, at), at.UnixMicro())
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil {
			return err
		} else if n == 1 {
			break
		}
		p.id-- // another article of the day has its number
	}
	_, err := b.exec(`INSERT INTO body (article, signature, engine, rest, reading, text) VALUES (?, ?, ?, ?, ?, ?)`,
		p.id, p.signature, p.Engine, string(p.rest), p.reading, p.Article.Text)
	if err != nil {
		return err
	}
	return b.putWords(p.id, p)
}

// putWords writes the words of an article.
func (b *batch) putWords(id int64, p *prepared) error {
	_, err := b.exec(`INSERT INTO word (rowid, title, body, tag) VALUES (?, ?, ?, ?)`, id, p.title, p.body, articleTags(&p.Source))
	return err
}

// finish writes what was gathered while rows were written.
func (b *batch) finish() error {
	if err := b.counts.put(b.session); err != nil {
		return err
	}
	return mark(b.session, b.touched)
}

// added tells what became of the entries, of which fresh were not kept before.
func added(q *session, entries []store.Entry, fresh []*prepared) ([]store.Added, error) {
	isNew := make(map[string]bool, len(fresh))
	for _, p := range fresh {
		isNew[p.Source.Key] = true
	}
	out := make([]store.Added, len(entries))
	for i := range entries {
		key := entries[i].Source.Key
		out[i] = store.Added{Key: key, New: isNew[key]}
		delete(isNew, key) // given twice, the second is there already
		err := q.one(into(&out[i].Version, &out[i].Copies), `
			SELECT CASE WHEN url = '' THEN 0 ELSE (SELECT count(*) FROM article AS v WHERE v.url = a.url AND v.url <> '') END,
				CASE WHEN family IS NULL THEN 0 ELSE (SELECT count(*) FROM article AS c WHERE c.family = a.family) - 1 END
			FROM article AS a WHERE key = ?`, key)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
