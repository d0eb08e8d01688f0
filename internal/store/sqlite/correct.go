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
	"github.com/attache-project/attache/record"
)

// correctionColumns are those of table correction that make a
// [record.Correction], see scanCorrection.
const correctionColumns = `id, at, author, action, field, value, reason, undone, undone_by, target, coalesce(fact, ''), coalesce(other, ''), coalesce(other_fact, '')`

// scanCorrection reads correctionColumns. Its anchors hold the keys of present
// facts; one whose place is not found keeps the key that it was made with.
func scanCorrection(rows *sql.Rows) (c record.Correction, err error) {
	var target, fact, other, otherFact string
	err = rows.Scan(&c.ID, &c.At, &c.Author, &c.Action, &c.Field, &c.Value, &c.Reason, &c.Undone, &c.By, &target, &fact, &other, &otherFact)
	if err != nil {
		return c, err
	}
	if err := anchor(&c.Target, target, fact); err != nil || other == "" {
		return c, err
	}
	c.Other = new(record.Anchor)
	return c, anchor(c.Other, other, otherFact)
}

// anchor reads an anchor and puts the key of the fact that it means now into it.
func anchor(a *record.Anchor, js, fact string) error {
	if err := json.Unmarshal([]byte(js), a); err != nil {
		return err
	}
	if fact != "" {
		a.Fact = fact
	}
	return nil
}

// Correct keeps what a person said of a fact, see [store.Store]. A fact that is
// not there by its key is looked for by its place.
func (s *Store) Correct(ctx context.Context, c *record.Correction) (id int64, err error) {
	err = s.write(ctx, func(q *session) error {
		f, err := find(q, &c.Target)
		if err != nil {
			return err
		}
		if err := c.Check(f); err != nil {
			return err
		}
		target, err := json.Marshal(c.Target)
		if err != nil {
			return err
		}
		about := []string{f.Key}
		var other, otherArticle, otherFact any
		if c.Other != nil {
			g, err := find(q, c.Other)
			if err != nil {
				return err
			}
			js, err := json.Marshal(c.Other)
			if err != nil {
				return err
			}
			other, otherArticle, otherFact = string(js), g.Article, g.Key
			about = append(about, g.Key)
		}
		b := newBatch(q)
		return b.refile(about, func() error {
			r, err := q.exec(`
				INSERT INTO correction (at, author, action, field, value, reason, undone, undone_by, article, target, other_article, other, fact, other_fact)
				VALUES (?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?, ?, ?)`,
				cmp.Or(c.At, b.now.UTC().Format(time.RFC3339)), c.Author, c.Action, c.Field, c.Value, c.Reason, f.Article, string(target),
				otherArticle, other, f.Key, otherFact)
			if err != nil {
				return err
			}
			id, err = r.LastInsertId()
			return err
		})
	})
	return id, fail(ctx, err, "keeping a correction of fact %s", c.Target.Fact)
}

// find returns the fact that an anchor means.
func find(q *session, a *record.Anchor) (*record.Fact, error) {
	article, err := q.factID(a.Fact)
	article >>= placeBits
	if errors.Is(err, store.ErrNotFound) {
		err = q.one(into(&article), `SELECT id FROM article WHERE key = ?`, a.Article)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("fact %s: %w", a.Fact, store.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	facts, err := factsIn(q, article)
	if err != nil {
		return nil, err
	}
	key := a.Find(facts)
	for i := range facts {
		if facts[i].Key == key {
			return &facts[i], nil
		}
	}
	return nil, fmt.Errorf("fact %s: %w", a.Fact, store.ErrNotFound)
}

// Undo takes a correction back, see [store.Store].
func (s *Store) Undo(ctx context.Context, id int64, author string, at time.Time) error {
	err := s.write(ctx, func(q *session) error {
		var undone, by, fact, other string
		err := q.one(into(&undone, &by, &fact, &other), `
			SELECT undone, undone_by, coalesce(fact, ''), coalesce(other_fact, '') FROM correction WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if undone != "" {
			return fmt.Errorf("it was undone by %s at %s", by, undone)
		}
		about := slices.DeleteFunc([]string{fact, other}, func(key string) bool { return key == "" })
		return newBatch(q).refile(about, func() error {
			_, err := q.exec(`UPDATE correction SET undone = ?, undone_by = ? WHERE id = ?`, at.UTC().Format(time.RFC3339), author, id)
			return err
		})
	})
	return fail(ctx, err, "undoing correction %d", id)
}

// refile runs change, which changes corrections of some facts, and writes anew what
// depends on them. The blocks in which these facts lay and lie are marked, and all
// that were or are tied to them.
func (b *batch) refile(about []string, change func() error) error {
	ids := make([]int64, len(about))
	for i, key := range about {
		var err error
		if ids[i], err = b.factID(key); err != nil {
			return err
		}
		var block sql.NullInt64
		if err := b.one(into(&block), `SELECT block FROM fact WHERE id = ?`, ids[i]); err != nil {
			return err
		}
		if block.Valid {
			b.touched[block.Int64] += 0
		}
	}
	if err := b.mark(); err != nil { // with the ties of before
		return err
	}
	if err := change(); err != nil {
		return err
	}
	for i, id := range ids {
		if err := b.rewrite(id); err != nil {
			return fmt.Errorf("fact %s: %w", about[i], err)
		}
	}
	return b.finish()
}

// rewrite writes a fact anew after its corrections have changed.
func (b *batch) rewrite(id int64) error {
	var was sql.NullInt64
	var js []byte
	var src record.Source
	err := b.one(append(into(&was, &js), sourceFields(&src)...), `
		SELECT f.block, f.fact, `+sourceColumns+` FROM fact AS f JOIN article AS a ON a.id = f.id >> 14 WHERE f.id = ?`, id)
	if err != nil {
		return err
	}
	var f record.Fact
	if err := json.Unmarshal(js, &f); err != nil {
		return err
	}
	cs, err := correctionsOf(b.session, f.Key)
	if err != nil {
		return err
	}
	row := store.RowOf(f, cs)
	if was.Valid {
		b.touched[was.Int64]--
	}
	if err := b.findBlocks([]string{row.Block}); err != nil {
		return err
	}
	block := b.file(row.Block)
	begins, ends := bounds(&row)
	if _, err := b.exec(`UPDATE fact SET block = ?, begins = ?, ends = ? WHERE id = ?`, block, begins, ends, id); err != nil {
		return err
	}
	b.index.lists.remove(id)
	b.index.lists.add(id, f.Key, factTags(&row, &src))
	return b.tie(f.Key, block)
}

// tie writes into corrections in which block a fact lies.
func (b *batch) tie(key string, block any) error {
	if _, err := b.exec(`UPDATE correction SET block = ?2 WHERE fact = ?1`, key, block); err != nil {
		return err
	}
	_, err := b.exec(`UPDATE correction SET other_block = ?2 WHERE other_fact = ?1`, key, block)
	return err
}

// Corrections returns those of a fact, or all with an empty key, oldest first.
func (s *Store) Corrections(ctx context.Context, fact string) (cs []record.Correction, err error) {
	err = s.read(ctx, func(q *session) error {
		if fact == "" {
			cs, err = collect(q, scanCorrection, `SELECT `+correctionColumns+` FROM correction ORDER BY id`)
			return err
		}
		cs, err = collect(q, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE fact = ?1 OR other_fact = ?1 ORDER BY id`, fact)
		return err
	})
	return cs, fail(ctx, err, "reading the corrections in %s", s.file)
}

// correctionsOf returns the corrections of which a fact is the target.
func correctionsOf(q *session, fact string) ([]record.Correction, error) {
	return collect(q, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE fact = ? ORDER BY id`, fact)
}

// correctionsIn returns the corrections about facts of blocks.
func correctionsIn(q *session, blocks []int64) ([]record.Correction, error) {
	var out []record.Correction
	seen := map[int64]bool{}
	for _, id := range blocks {
		cs, err := collect(q, scanCorrection, `SELECT `+correctionColumns+` FROM correction WHERE block = ?1 OR other_block = ?1`, id)
		if err != nil {
			return nil, err
		}
		for _, c := range cs {
			if !seen[c.ID] {
				seen[c.ID] = true
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b record.Correction) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}
