package postgres

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// drawn are the facts of one article.
type drawn struct {
	article int64
	key     string
	day     record.Day
	facts   []record.Fact
}

// putFacts writes the facts of articles that have none, finds the anchors of
// corrections among them, and marks their blocks.
func putFacts(ctx context.Context, tx pgx.Tx, read []drawn) error {
	cs, err := anchor(ctx, tx, read)
	if err != nil {
		return err
	}
	var rows [][]any
	blocks := map[string]bool{}
	for _, d := range read {
		for i := range d.facts {
			f := &d.facts[i]
			js, err := json.Marshal(f)
			if err != nil {
				return err
			}
			r := store.RowOf(*f, cs[f.Key])
			if r.Block != "" {
				blocks[r.Block] = true
			}
			values, err := columns(&r, len(cs[f.Key]) > 0)
			if err != nil {
				return err
			}
			rows = append(rows, append([]any{f.Key, d.article, d.key, i, int32(d.day), js}, values...))
		}
	}
	if err := copyRows(ctx, tx, "fact", append([]string{"key", "article", "source", "place", "day", "fact"}, columnNames...), rows); err != nil {
		return err
	}
	return mark(ctx, tx, slices.Collect(maps.Keys(blocks)))
}

// columnNames are the columns that corrections change.
var columnNames = []string{
	"kind", "act", "type", "status", "polarity", "speaker", "side", "begins", "ends", "block", "parties", "entities", "rejected", "told",
}

// columns returns the values of columnNames for a fact that people corrected or
// not.
func columns(r *store.Row, corrected bool) ([]any, error) {
	var begins, ends *int32
	if r.When != record.Anytime {
		b, e := int32(r.When.Start), int32(r.When.End)
		begins, ends = &b, &e
	}
	f := &r.Fact
	parties := f.Parties
	if parties == nil {
		parties = []string{}
	}
	var told []byte
	if corrected {
		var err error
		if told, err = json.Marshal(f); err != nil {
			return nil, err
		}
	}
	return []any{f.Kind, f.Act, f.Type, f.Status, f.Polarity, r.Speaker, f.Side, begins, ends, r.Block, parties, r.Entities, r.Rejected, told}, nil
}

// mark marks blocks, and all that corrections tie to them, as changed.
func mark(ctx context.Context, tx pgx.Tx, blocks []string) error {
	if len(blocks) == 0 {
		return nil
	}
	blocks, err := closure(ctx, tx, blocks)
	if err != nil {
		return err
	}
	a, b := make([]string, len(blocks)), make([]string, len(blocks))
	for i, name := range blocks {
		a[i], b[i] = sides(name)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO block (name, a, b, changed) SELECT name, a, b, nextval('change') FROM unnest($1::text[], $2::text[], $3::text[]) AS n (name, a, b)
		ON CONFLICT (name) DO UPDATE SET changed = excluded.changed`, blocks, a, b)
	return err
}

// sides returns the two sides that the name of a block holds.
func sides(block string) (a, b string) {
	_, both, _ := strings.Cut(block, "|")
	a, b, _ = strings.Cut(both, "|")
	return a, b
}

// closure returns blocks and those that merges by people tie to them, sorted, each
// once.
func closure(ctx context.Context, tx pgx.Tx, blocks []string) ([]string, error) {
	rows, err := tx.Query(ctx, `
		SELECT f.block, g.block FROM correction AS c JOIN fact AS f ON f.key = c.fact JOIN fact AS g ON g.key = c.other_fact
		WHERE c.action = $1 AND c.undone = '' AND f.block <> '' AND g.block <> '' AND f.block <> g.block`, record.Join)
	if err != nil {
		return nil, err
	}
	tied := map[string][]string{}
	var a, b string
	if _, err := pgx.ForEachRow(rows, []any{&a, &b}, func() error {
		tied[a] = append(tied[a], b)
		tied[b] = append(tied[b], a)
		return nil
	}); err != nil {
		return nil, err
	}
	in := map[string]bool{}
	for todo := slices.Clone(blocks); len(todo) > 0; {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !in[b] {
			in[b] = true
			todo = append(todo, tied[b]...)
		}
	}
	return slices.Sorted(maps.Keys(in)), nil
}

// Fact returns a fact, see [store.Store].
func (s *Store) Fact(ctx context.Context, key string) (*record.Report, string, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT f.block, f.fact, `+sourceColumns+` FROM fact AS f JOIN article AS a ON a.id = f.article
		WHERE f.key >= $1 AND f.key < $1 || 'g' AND $1 <> '' ORDER BY f.key LIMIT 2`, key)
	if err != nil {
		return nil, "", fail(err, "looking for fact %s", key)
	}
	var block string
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r record.Report, err error) {
		var b string
		if r, err = scanReport(row, &b); block == "" {
			block = b
		}
		return r, err
	})
	if err != nil {
		return nil, "", fail(err, "looking for fact %s", key)
	}
	one, err := single(found, key, "fact", func(r *record.Report) string { return r.Fact.Key })
	if err != nil {
		return nil, "", err
	}
	return one, block, nil
}

// Block returns the reports of a block, see [store.Store].
func (s *Store) Block(ctx context.Context, block string) ([]record.Report, []record.Correction, error) {
	var reports []record.Report
	var cs []record.Correction
	err := s.read(ctx, func(tx pgx.Tx) error {
		blocks, err := closure(ctx, tx, []string{block})
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT f.block, f.fact, `+sourceColumns+` FROM fact AS f JOIN article AS a ON a.id = f.article
			WHERE f.block = ANY($1) AND f.block <> ''`, blocks)
		if err != nil {
			return err
		}
		var b string
		if reports, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (record.Report, error) { return scanReport(row, &b) }); err != nil {
			return err
		}
		rows, err = tx.Query(ctx, `
			SELECT `+correctionColumns+` FROM correction AS c
			WHERE c.fact IN (SELECT key FROM fact WHERE block = ANY($1) AND block <> '')
				OR c.other IS NOT NULL AND c.other_fact IN (SELECT key FROM fact WHERE block = ANY($1) AND block <> '')
			ORDER BY c.id`, blocks)
		if err != nil {
			return err
		}
		cs, err = pgx.CollectRows(rows, scanCorrection)
		return err
	})
	if err != nil {
		return nil, nil, fail(err, "reading block %s", block)
	}
	record.Sort(reports)
	return reports, cs, nil
}

// scanReport reads the block and the fact of a row and then sourceColumns.
func scanReport(row pgx.CollectableRow, block *string) (r record.Report, err error) {
	var fact []byte
	if err := row.Scan(append([]any{block, &fact}, sourceFields(&r.Source)...)...); err != nil {
		return r, err
	}
	return r, json.Unmarshal(fact, &r.Fact)
}
