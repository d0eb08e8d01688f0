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
	rows, err := tx.Query(ctx, tiesQuery)
	if err != nil {
		return err
	}
	tied, err := ties(rows)
	if err != nil {
		return err
	}
	blocks = closure(blocks, tied)
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

// tiesQuery finds the pairs of blocks that merges by people tie together.
const tiesQuery = `
	SELECT f.block, g.block FROM correction AS c JOIN fact AS f ON f.key = c.fact JOIN fact AS g ON g.key = c.other_fact
	WHERE c.action = '` + record.Join + `' AND c.undone = '' AND f.block <> '' AND g.block <> '' AND f.block <> g.block`

// ties tells for each block that is tied to others to which.
func ties(rows pgx.Rows) (map[string][]string, error) {
	tied := map[string][]string{}
	var a, b string
	_, err := pgx.ForEachRow(rows, []any{&a, &b}, func() error {
		tied[a] = append(tied[a], b)
		tied[b] = append(tied[b], a)
		return nil
	})
	return tied, err
}

// closure returns blocks and all that are tied to them, sorted, each once.
func closure(blocks []string, tied map[string][]string) []string {
	in := map[string]bool{}
	for todo := slices.Clone(blocks); len(todo) > 0; {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !in[b] {
			in[b] = true
			todo = append(todo, tied[b]...)
		}
	}
	return slices.Sorted(maps.Keys(in))
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

// Queries of the reports of blocks and of the corrections about them.
const (
	reportsQuery = `
		SELECT f.block, f.fact, ` + sourceColumns + ` FROM fact AS f JOIN article AS a ON a.id = f.article
		WHERE f.block = ANY($1) AND f.block <> ''`
	aboutQuery = `
		SELECT ` + correctionColumns + ` FROM correction AS c
		WHERE c.fact IN (SELECT key FROM fact WHERE block = ANY($1) AND block <> '')
			OR c.other IS NOT NULL AND c.other_fact IN (SELECT key FROM fact WHERE block = ANY($1) AND block <> '')
		ORDER BY c.id`
)

// Block returns the reports of a block, see [store.Store].
func (s *Store) Block(ctx context.Context, block string) ([]record.Report, []record.Correction, error) {
	blocks := []string{block}
	for {
		reports, cs, tied, err := s.blocks(ctx, blocks)
		if err != nil {
			return nil, nil, fail(err, "reading block %s", block)
		}
		// Few blocks are tied to others: those that are, are read again with them.
		all := closure(blocks, tied)
		if len(all) == len(blocks) {
			record.Sort(reports)
			return reports, cs, nil
		}
		blocks = all
	}
}

// blocks reads blocks and which blocks are tied to others, as they are at one
// moment and in one exchange with the server.
func (s *Store) blocks(ctx context.Context, blocks []string) (reports []record.Report, cs []record.Correction, tied map[string][]string, err error) {
	var b pgx.Batch
	b.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	b.Queue(tiesQuery).Query(func(rows pgx.Rows) (err error) {
		tied, err = ties(rows)
		return err
	})
	b.Queue(reportsQuery, blocks).Query(func(rows pgx.Rows) (err error) {
		var block string
		reports, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (record.Report, error) { return scanReport(row, &block) })
		return err
	})
	b.Queue(aboutQuery, blocks).Query(func(rows pgx.Rows) (err error) {
		cs, err = pgx.CollectRows(rows, scanCorrection)
		return err
	})
	b.Queue(`COMMIT`)
	err = s.pool.SendBatch(ctx, &b).Close()
	return reports, cs, tied, err
}

// scanReport reads the block and the fact of a row and then sourceColumns.
func scanReport(row pgx.CollectableRow, block *string) (r record.Report, err error) {
	var fact []byte
	if err := row.Scan(append([]any{block, &fact}, sourceFields(&r.Source)...)...); err != nil {
		return r, err
	}
	return r, json.Unmarshal(fact, &r.Fact)
}
