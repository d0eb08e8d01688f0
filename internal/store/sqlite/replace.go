package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// Replace puts other readings in place of those kept, see [store.Store].
func (s *Store) Replace(ctx context.Context, entries []store.Entry) error {
	return fail(ctx, s.replace(ctx, entries), "replacing the readings of %d articles in %s", len(entries), s.file)
}

func (s *Store) replace(ctx context.Context, entries []store.Entry) error {
	if len(entries) == 0 {
		return ctx.Err()
	}
	last := map[string]*store.Entry{} // of what is given twice
	for i := range entries {
		last[entries[i].Source.Key] = &entries[i]
	}
	list := slices.Collect(maps.Values(last))
	ps, stop, err := s.prepare(list)
	if err != nil {
		return err
	}
	defer stop()
	return s.write(ctx, func(q *session) error {
		b := newBatch(q)
		var fewer []string
		for _, p := range ps {
			gone, err := s.replaceOne(b, p)
			if err != nil {
				return fmt.Errorf("article %s: %w", p.Source.Key, err)
			}
			fewer = append(fewer, gone...)
		}
		if err := b.finish(); err != nil {
			return err
		}
		return recount(q, fewer)
	})
}

// replaceOne replaces one reading and returns the entities that the old one had.
func (s *Store) replaceOne(b *batch, p *prepared) (entities []string, err error) {
	if err := p.wait(); err != nil {
		return nil, err
	}
	id, old, err := s.kept(b.session, p.Source.Key)
	if err != nil {
		return nil, err
	}
	p.id = id
	if err := b.touchFacts(id); err != nil {
		return nil, err
	}
	if err := b.mark(); err != nil { // with the ties of before
		return nil, err
	}
	before := store.EntitiesOf(old.Reading, old.Facts)
	b.counts.add(before, published(id), -1)
	for i := range before {
		entities = append(entities, before[i].ID)
	}
	if err := b.removeFacts(id); err != nil {
		return nil, err
	}
	if _, err := b.exec(`UPDATE body SET engine = ?, reading = ? WHERE article = ?`, p.Engine, p.reading, id); err != nil {
		return nil, err
	}
	// The language may be another, and with it the stems of words; so may be, in a
	// newer version of the program, how words are cut.
	src := old.Source
	src.Lang = p.Source.Lang
	if _, err := b.exec(`UPDATE article SET lang = ? WHERE id = ?`, src.Lang, id); err != nil {
		return nil, err
	}
	e := *p.Entry
	e.Source = src
	p.Entry = &e
	b.index.noWords = append(b.index.noWords, id)
	b.index.putWords(p)
	if err := b.reanchor(src.Key, p.Facts); err != nil {
		return nil, err
	}
	for i := range p.facts {
		t := &p.facts[i]
		cs, err := correctionsOf(b.session, t.key)
		if err != nil {
			return nil, err
		}
		t.row = store.RowOf(p.Facts[i], cs)
		t.tags = factTags(&t.row, &src)
	}
	b.facts += len(p.facts)
	if err := b.putFacts([]*prepared{p}); err != nil {
		return nil, err
	}
	for i := range p.facts {
		t := &p.facts[i]
		var block any
		if t.row.Block != "" {
			block = b.blocks[t.row.Block]
		}
		if err := b.tie(t.key, block); err != nil {
			return nil, err
		}
	}
	b.counts.add(p.entities, published(id), 1)
	return entities, nil
}

// removeFacts removes the facts of an article.
func (b *batch) removeFacts(article int64) error {
	from, to := factsOf(article)
	ids, err := collect(b.session, value[int64], `SELECT id FROM fact WHERE id BETWEEN ? AND ?`, from, to)
	if err != nil {
		return err
	}
	b.index.lists.remove(ids...)
	b.facts -= len(ids)
	for _, query := range []string{
		`UPDATE block SET facts = facts - n FROM (SELECT block, count(*) AS n FROM fact WHERE id BETWEEN ? AND ? GROUP BY block) AS f WHERE f.block = block.id`,
		`DELETE FROM fact WHERE id BETWEEN ? AND ?`,
	} {
		if _, err := b.exec(query, from, to); err != nil {
			return err
		}
	}
	return nil
}

// reanchor finds the anchors of corrections again among the new facts of an article.
// They are looked for as they were made, so that a reading that lost a place and one
// that finds it again leave the correction as it was.
func (b *batch) reanchor(article string, facts []record.Fact) error {
	type place struct {
		id     int64
		anchor record.Anchor
	}
	scan := func(rows *sql.Rows) (p place, err error) {
		var js string
		if err := rows.Scan(&p.id, &js); err != nil {
			return p, err
		}
		return p, anchor(&p.anchor, js, "")
	}
	for _, c := range []struct{ find, set string }{
		{`SELECT id, target FROM correction WHERE article = ?`, `UPDATE correction SET fact = nullif(?, ''), block = NULL WHERE id = ?`},
		{`SELECT id, other FROM correction WHERE other_article = ?`, `UPDATE correction SET other_fact = nullif(?, ''), other_block = NULL WHERE id = ?`},
	} {
		places, err := collect(b.session, scan, c.find, article)
		if err != nil {
			return err
		}
		for _, p := range places {
			if _, err := b.exec(c.set, p.anchor.Find(facts), p.id); err != nil {
				return err
			}
		}
	}
	return nil
}
