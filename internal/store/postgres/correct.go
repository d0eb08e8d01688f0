package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// correctionColumns are those of table correction AS c that make a
// [record.Correction], see scanCorrection.
const correctionColumns = `c.id, c.at, c.author, c.action, c.field, c.value, c.reason, c.undone, c.undone_by, c.target, c.fact, c.other, c.other_fact`

// scanCorrection reads correctionColumns. Its anchors hold the keys of present
// facts; one whose place is not found keeps the key that it was made with.
func scanCorrection(row pgx.CollectableRow) (c record.Correction, err error) {
	var target, other []byte
	var fact, otherFact string
	err = row.Scan(&c.ID, &c.At, &c.Author, &c.Action, &c.Field, &c.Value, &c.Reason, &c.Undone, &c.By, &target, &fact, &other, &otherFact)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(target, &c.Target); err != nil {
		return c, fmt.Errorf("correction %d: %w", c.ID, err)
	}
	if fact != "" {
		c.Target.Fact = fact
	}
	if other == nil {
		return c, nil
	}
	c.Other = new(record.Anchor)
	if err := json.Unmarshal(other, c.Other); err != nil {
		return c, fmt.Errorf("correction %d: %w", c.ID, err)
	}
	if otherFact != "" {
		c.Other.Fact = otherFact
	}
	return c, nil
}

// Correct keeps what a person said, see [store.Store].
func (s *Store) Correct(ctx context.Context, c *record.Correction) (int64, error) {
	var id int64
	err := s.write(ctx, func(tx pgx.Tx) error {
		fact, err := find(ctx, tx, &c.Target)
		if err != nil {
			return err
		}
		target, err := json.Marshal(c.Target)
		if err != nil {
			return err
		}
		var otherFact, otherArticle string
		var other []byte
		if c.Other != nil {
			f, err := find(ctx, tx, c.Other)
			if err != nil {
				return err
			}
			otherFact, otherArticle = f.Key, c.Other.Article
			if other, err = json.Marshal(c.Other); err != nil {
				return err
			}
		}
		if err := c.Check(fact); err != nil {
			return err
		}
		at := c.At
		if at == "" {
			at = time.Now().UTC().Format(time.RFC3339)
		}
		return retell(ctx, tx, []string{fact.Key, otherFact}, func() error {
			// A number of the own, not of a sequence, which would leave gaps.
			return tx.QueryRow(ctx, `
				INSERT INTO correction (id, at, author, action, field, value, reason, undone, undone_by, target, article, fact, other, other_article, other_fact)
				SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, '', '', $7, $8, $9, $10, $11, $12 FROM correction RETURNING id`,
				at, c.Author, c.Action, c.Field, c.Value, c.Reason, target, c.Target.Article, fact.Key, other, otherArticle, otherFact).Scan(&id)
		})
	})
	return id, fail(err, "keeping a correction of fact %s", c.Target.Fact)
}

// find returns the fact that an anchor means.
func find(ctx context.Context, tx pgx.Tx, a *record.Anchor) (*record.Fact, error) {
	rows, err := tx.Query(ctx, `SELECT fact FROM fact WHERE key = $1 OR article = (SELECT id FROM article WHERE key = $2) ORDER BY place`, a.Fact, a.Article)
	if err != nil {
		return nil, err
	}
	facts, err := pgx.CollectRows(rows, scanFact)
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

func scanFact(row pgx.CollectableRow) (f record.Fact, err error) {
	var js []byte
	if err := row.Scan(&js); err != nil {
		return f, err
	}
	return f, json.Unmarshal(js, &f)
}

// Undo takes a correction back, see [store.Store].
func (s *Store) Undo(ctx context.Context, id int64, author string, at time.Time) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+correctionColumns+` FROM correction AS c WHERE id = $1`, id)
		if err != nil {
			return err
		}
		c, err := pgx.CollectExactlyOneRow(rows, scanCorrection)
		if err != nil {
			return err
		}
		if c.Undone != "" {
			return fmt.Errorf("it was undone by %s at %s", c.By, c.Undone)
		}
		facts := []string{c.Target.Fact}
		if c.Other != nil {
			facts = append(facts, c.Other.Fact)
		}
		return retell(ctx, tx, facts, func() error {
			_, err := tx.Exec(ctx, `UPDATE correction SET undone = $2, undone_by = $3 WHERE id = $1`, id, at.UTC().Format(time.RFC3339), author)
			return err
		})
	})
	return fail(err, "undoing correction %d", id)
}

// retell runs change, which changes corrections of facts, and writes their rows
// anew. All blocks in which they stood and stand are marked.
func retell(ctx context.Context, tx pgx.Tx, facts []string, change func() error) error {
	touched := func() error {
		rows, err := tx.Query(ctx, `SELECT DISTINCT block FROM fact WHERE key = ANY($1) AND block <> ''`, facts)
		if err != nil {
			return err
		}
		blocks, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		return mark(ctx, tx, blocks)
	}
	if err := touched(); err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT fact FROM fact WHERE key = ANY($1)`, facts)
	if err != nil {
		return err
	}
	read, err := pgx.CollectRows(rows, scanFact)
	if err != nil {
		return err
	}
	rows, err = tx.Query(ctx, `SELECT `+correctionColumns+` FROM correction AS c WHERE fact = ANY($1) ORDER BY id`, facts)
	if err != nil {
		return err
	}
	cs, err := pgx.CollectRows(rows, scanCorrection)
	if err != nil {
		return err
	}
	set := ""
	for i, name := range columnNames {
		set += fmt.Sprintf(", %s = $%d", name, i+2)
	}
	for _, f := range read {
		r := store.RowOf(f, cs)
		values, err := columns(&r, slices.ContainsFunc(cs, func(c record.Correction) bool { return c.Target.Fact == f.Key && c.Undone == "" }))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE fact SET `+set[2:]+` WHERE key = $1`, append([]any{f.Key}, values...)...); err != nil {
			return err
		}
	}
	return touched()
}

// Corrections returns those of a fact or all, see [store.Store].
func (s *Store) Corrections(ctx context.Context, fact string) ([]record.Correction, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT `+correctionColumns+` FROM correction AS c
		WHERE $1 = '' OR fact = $1 OR other IS NOT NULL AND other_fact = $1 ORDER BY id`, fact)
	if err != nil {
		return nil, fail(err, "reading the corrections")
	}
	out, err := pgx.CollectRows(rows, scanCorrection)
	return out, fail(err, "reading the corrections")
}

// anchor finds the anchors of corrections about articles among the facts read in
// them, keeps what it found, and returns the corrections by the fact they mean.
func anchor(ctx context.Context, tx pgx.Tx, read []drawn) (map[string][]record.Correction, error) {
	facts := make(map[string][]record.Fact, len(read))
	keys := make([]string, len(read))
	for i := range read {
		keys[i] = read[i].key
		facts[keys[i]] = read[i].facts
	}
	// The anchors as they were made are looked for, not what they meant last.
	rows, err := tx.Query(ctx, `
		SELECT c.id, c.at, c.author, c.action, c.field, c.value, c.reason, c.undone, c.undone_by, c.target, '', c.other, ''
		FROM correction AS c WHERE article = ANY($1) OR other IS NOT NULL AND other_article = ANY($1) ORDER BY id`, keys)
	if err != nil {
		return nil, err
	}
	cs, err := pgx.CollectRows(rows, scanCorrection)
	if err != nil {
		return nil, err
	}
	out := map[string][]record.Correction{}
	for _, c := range cs {
		if fs, ok := facts[c.Target.Article]; ok {
			c.Target.Fact = c.Target.Find(fs)
			if _, err := tx.Exec(ctx, `UPDATE correction SET fact = $2 WHERE id = $1`, c.ID, c.Target.Fact); err != nil {
				return nil, err
			}
			if c.Target.Fact != "" {
				out[c.Target.Fact] = append(out[c.Target.Fact], c)
			}
		}
		if c.Other == nil {
			continue
		}
		if fs, ok := facts[c.Other.Article]; ok {
			if _, err := tx.Exec(ctx, `UPDATE correction SET other_fact = $2 WHERE id = $1`, c.ID, c.Other.Find(fs)); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
