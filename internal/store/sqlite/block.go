package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"

	"github.com/attache-project/attache/record"
)

// Block returns the reports of a block, see [store.Store].
func (s *Store) Block(ctx context.Context, block string) ([]record.Report, []record.Correction, error) {
	var reports []record.Report
	var cs []record.Correction
	err := s.read(ctx, func(q *session) error {
		var id int64
		err := q.one(into(&id), `SELECT id FROM block WHERE name = ?`, block)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		ids, err := closure(q, []int64{id})
		if err != nil {
			return err
		}
		for _, id := range ids {
			rs, err := collect(q, scanReport, `
				SELECT f.fact, `+sourceColumns+` FROM fact AS f CROSS JOIN article AS a ON a.id = f.id >> 14 WHERE f.block = ?`, id)
			if err != nil {
				return err
			}
			reports = append(reports, rs...)
		}
		cs, err = correctionsIn(q, ids)
		return err
	})
	if err != nil {
		return nil, nil, fail(ctx, err, "reading block %s", block)
	}
	record.Sort(reports)
	return reports, cs, nil
}

// scanReport reads a fact and then sourceColumns.
func scanReport(rows *sql.Rows) (r record.Report, err error) {
	var js []byte
	if err := rows.Scan(append(into(&js), sourceFields(&r.Source)...)...); err != nil {
		return r, err
	}
	return r, json.Unmarshal(js, &r.Fact)
}

// Blocks yields the names of blocks, see [store.Store]. They are read before the first
// is yielded, so that no transaction is open while they are used.
func (s *Store) Blocks(ctx context.Context, pair [2]string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		var names []string
		err := s.read(ctx, func(q *session) (err error) {
			switch one := max(pair[0], pair[1]); {
			case one == "":
				names, err = collect(q, value[string], `SELECT name FROM block WHERE facts > 0 ORDER BY name`)
			case pair[0] == "" || pair[1] == "":
				names, err = collect(q, value[string], `SELECT name FROM block WHERE (a = ?1 OR b = ?1) AND facts > 0 ORDER BY name`, one)
			default:
				names, err = collect(q, value[string], `
					SELECT name FROM block WHERE (a = ?1 AND b = ?2 OR a = ?2 AND b = ?1) AND facts > 0 ORDER BY name`, pair[0], pair[1])
			}
			return err
		})
		if err != nil {
			yield("", fail(ctx, err, "reading the blocks of %v", pair))
			return
		}
		for _, name := range names {
			if !yield(name, nil) {
				return
			}
		}
	}
}
