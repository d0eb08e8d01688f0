package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
	// What can be made without the store is made before the turn to write comes, so
	// that several who add get on side by side.
	var fresh []*store.Entry
	err = s.read(ctx, func(q *session) (err error) {
		fresh, err = missing(q, entries)
		return err
	})
	if err != nil {
		return nil, err
	}
	ps, stop, err := s.prepare(fresh)
	if err != nil {
		return nil, err
	}
	defer stop()
	near := newSharing(ps)
	if err := s.read(ctx, near.update); err != nil {
		return nil, err
	}
	err = s.write(ctx, func(q *session) error {
		fresh, err := missing(q, entries) // others may have added meanwhile
		if err != nil {
			return err
		}
		ps := slices.DeleteFunc(ps, func(p *prepared) bool { return !slices.Contains(fresh, p.Entry) })
		b := newBatch(q)
		if err := b.addArticles(ps, near); err != nil {
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
func missing(q *session, entries []store.Entry) ([]*store.Entry, error) {
	keys := make([]string, len(entries))
	for i := range entries {
		keys[i] = entries[i].Source.Key
	}
	there, err := has(q, keys)
	if err != nil {
		return nil, err
	}
	var out []*store.Entry
	for i := range entries {
		if key := keys[i]; !there[key] {
			there[key] = true
			out = append(out, &entries[i])
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
	blocks  map[string]int64 // ids by name
	touched map[int64]int    // blocks that changed, with how many facts more they have
	counts  tally
	index   index

	articles, facts int            // how many more there are
	added           int64          // when the last article was
	outlets         map[string]int // with how many articles more
}

func newBatch(q *session) *batch {
	return &batch{session: q, now: time.Now(), blocks: map[string]int64{}, touched: map[int64]int{}, outlets: map[string]int{}}
}

// addArticles writes entries that are not kept yet with all that hangs on them.
func (b *batch) addArticles(ps []*prepared, near *sharing) error {
	if len(ps) == 0 {
		return nil
	}
	if err := b.freeIDs(ps); err != nil {
		return err
	}
	articles := &rows{q: b.session, width: 12, head: `
		INSERT INTO article (id, key, url, outlet, agency, title, lang, published, retrieved, seen, added, superseded) VALUES`}
	bodies := &rows{q: b.session, width: 6, head: `INSERT INTO body (article, signature, engine, rest, reading, text) VALUES`}
	for _, p := range ps {
		if err := p.wait(); err != nil {
			return fmt.Errorf("article %s: %w", p.Source.Key, err)
		}
		at := p.Added
		if at.IsZero() {
			at = b.now
		}
		src := &p.Source
		err := errors.Join(
			articles.add(p.id, src.Key, src.URL, src.Outlet, src.Agency, src.Title, src.Lang, src.Published, src.Retrieved, seen(src.Retrieved, at), at.UnixMicro(), 0),
			bodies.add(p.id, p.signature, p.Engine, string(p.rest), p.reading, p.Article.Text),
		)
		if err != nil {
			return err
		}
		b.index.putWords(p)
		b.outlets[src.Outlet]++
		b.articles++
		b.facts += len(p.facts)
		b.added = max(b.added, at.UnixMicro())
		b.counts.add(p.entities, published(p.id), 1)
	}
	if err := errors.Join(articles.flush(), bodies.flush()); err != nil {
		return err
	}
	if err := b.putFacts(ps); err != nil {
		return err
	}
	if err := b.join(ps, near); err != nil {
		return err
	}
	return b.supersede(ps)
}

// freeIDs gives other ids to articles of which another article of the day has the
// number. ps are sorted by id.
func (b *batch) freeIDs(ps []*prepared) error {
	ids := make([]int64, len(ps))
	for i, p := range ps {
		ids[i] = p.id
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	there, err := collect(b.session, value[int64], `SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return err
	}
	taken := make(map[int64]bool, len(ps))
	for _, id := range there {
		taken[id] = true
	}
	for _, p := range ps {
		for moved := false; ; moved = true {
			if moved && !taken[p.id] {
				if err := b.one(into(&moved), `SELECT EXISTS (SELECT 1 FROM article WHERE id = ?)`, p.id); err != nil {
					return err
				}
				taken[p.id] = moved
			}
			if !taken[p.id] {
				taken[p.id] = true
				break
			}
			p.id--
		}
	}
	slices.SortFunc(ps, func(x, y *prepared) int { return cmp.Compare(x.id, y.id) })
	return nil
}

// finish writes what was gathered while rows were written.
func (b *batch) finish() error {
	if err := b.counts.put(b.session); err != nil {
		return err
	}
	_, err := b.exec(`UPDATE total SET articles = articles + ?, facts = facts + ?, added = max(added, ?)`, b.articles, b.facts, b.added)
	if err != nil {
		return err
	}
	for name, more := range b.outlets {
		_, err := b.exec(`INSERT INTO outlet AS o VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET articles = o.articles + excluded.articles`, name, more)
		if err != nil {
			return err
		}
	}
	if err := b.mark(); err != nil {
		return err
	}
	return b.index.write(b.session)
}

// added tells what became of the entries, of which fresh were not kept before.
func added(q *session, entries []store.Entry, fresh []*store.Entry) ([]store.Added, error) {
	isNew := make(map[string]bool, len(fresh))
	for _, e := range fresh {
		isNew[e.Source.Key] = true
	}
	out := make([]store.Added, len(entries))
	keys := make([]string, len(entries))
	for i := range entries {
		keys[i] = entries[i].Source.Key
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	kept, err := collect(q, func(rows *sql.Rows) (a store.Added, err error) {
		err = rows.Scan(&a.Key, &a.Version, &a.Copies)
		return a, err
	}, `
		SELECT a.key, CASE WHEN url = '' THEN 0 ELSE (SELECT count(*) FROM article AS v WHERE v.url = a.url AND v.url <> '') END,
			CASE WHEN family IS NULL THEN 0 ELSE (SELECT count(*) FROM article AS c WHERE c.family = a.family) - 1 END
		FROM json_each(?) AS k CROSS JOIN article AS a ON a.key = k.value ORDER BY k.key`, string(list))
	if err != nil {
		return nil, err
	}
	for i, a := range kept {
		a.New = isNew[a.Key]
		delete(isNew, a.Key) // given twice, the second is there already
		out[i] = a
	}
	return out, nil
}
