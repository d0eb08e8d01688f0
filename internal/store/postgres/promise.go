package postgres

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// Blocks yields the names of blocks, see [store.Store].
func (s *Store) Blocks(ctx context.Context, pair [2]string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		where, args := `true`, []any{}
		switch one := max(pair[0], pair[1]); {
		case one == "":
		case pair[0] == "" || pair[1] == "":
			where, args = `$1 IN (a, b)`, []any{one}
		default:
			where, args = `(a = $1 AND b = $2 OR a = $2 AND b = $1)`, []any{pair[0], pair[1]}
		}
		rows, err := s.pool.Query(ctx, `SELECT name FROM block WHERE `+where+` AND EXISTS (SELECT FROM fact WHERE fact.block = name) ORDER BY name`, args...)
		if err != nil {
			yield("", fail(err, "reading the blocks of %v", pair))
			return
		}
		// Names are short: they are read at once, so that the caller may go on asking
		// without a connection being held.
		names, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			yield("", fail(err, "reading the blocks of %v", pair))
			return
		}
		for _, name := range names {
			if !yield(name, nil) {
				return
			}
		}
	}
}

// Changed returns blocks whose promises are to be computed, at most n.
func (s *Store) Changed(ctx context.Context, n int) ([]string, error) {
	rows, err := s.pool.Query(ctx, `SELECT name, changed FROM block WHERE changed > 0 ORDER BY name LIMIT $1`, n)
	if err != nil {
		return nil, fail(err, "reading which blocks changed")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	var name string
	var change int64
	_, err = pgx.ForEachRow(rows, []any{&name, &change}, func() error {
		out = append(out, name)
		// Of two who are told, one may be slow: the older number counts, so that
		// neither settles what the other one's reports do not hold.
		if n, ok := s.told[name]; !ok || n == spent {
			s.told[name] = change
		}
		return nil
	})
	return out, fail(err, "reading which blocks changed")
}

var promiseColumns = []string{"block", "event", "act", "parties", "begins", "ends", "closed", "words", "promise"}

// PutPromises keeps the promises of blocks, see [store.Store]. Those of a block that
// changed since Changed told of it, or that somebody else settled meanwhile, are
// not kept: they may be made of old reports.
func (s *Store) PutPromises(ctx context.Context, blocks []string, rows []store.PromiseRow) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		names, err := s.unchanged(ctx, tx, blocks)
		if err != nil {
			return err
		}
		var values [][]any
		for i := range rows {
			r := &rows[i]
			if !names[r.Block] {
				continue
			}
			js, err := json.Marshal(r.Promise)
			if err != nil {
				return err
			}
			values = append(values, []any{
				r.Block, r.Event, r.Act, append([]string{}, r.Parties...), int32(r.Window.Start), int32(r.Window.End), int32(r.Closed), r.Words, js,
			})
		}
		list := slices.Collect(maps.Keys(names))
		if _, err := tx.Exec(ctx, `DELETE FROM promise WHERE block = ANY($1)`, list); err != nil {
			return err
		}
		if err := copyRows(ctx, tx, "promise", promiseColumns, values); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM block WHERE name = ANY($1) AND NOT EXISTS (SELECT FROM fact WHERE fact.block = name)`, list); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE block SET changed = 0 WHERE name = ANY($1)`, list)
		return err
	})
	if err != nil {
		return fail(err, "keeping the promises of %d blocks", len(blocks))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range blocks {
		if _, ok := s.told[b]; ok {
			s.told[b] = spent
		}
	}
	return nil
}

// spent stands for the number of a change that was answered by PutPromises.
const spent = -1

// unchanged returns those of the blocks that are as they were when Changed told of
// them, and those of which it never told.
func (s *Store) unchanged(ctx context.Context, tx pgx.Tx, blocks []string) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `SELECT name, changed FROM block WHERE name = ANY($1)`, blocks)
	if err != nil {
		return nil, err
	}
	now := map[string]int64{}
	var name string
	var change int64
	if _, err := pgx.ForEachRow(rows, []any{&name, &change}, func() error { now[name] = change; return nil }); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]bool{}
	for _, b := range blocks {
		if n, ok := s.told[b]; !ok || n == now[b] {
			out[b] = true
		}
	}
	return out, nil
}

// Promises finds promises, see [store.Store].
func (s *Store) Promises(ctx context.Context, q store.PromiseQuery) ([]store.PromiseRow, error) {
	var w where
	days := q.Days()
	within := w.arg(int32(days.Start)) + ` AND ` + w.arg(int32(days.End))
	never := w.arg(int32(record.Never))
	or := `(ends BETWEEN ` + within + ` AND ends <> ` + never + ` OR closed BETWEEN ` + within + ` AND closed <> ` + never
	if q.Undated {
		or += ` OR ends = ` + never
	}
	w.add(or + `)`)
	if codes := partyCodes(q.Party, q.Pair); len(codes) > 0 {
		w.add(`parties @> ` + w.arg(codes))
	}
	var out []store.PromiseRow
	err := s.ask(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT block, event, act, parties, begins, ends, closed, words, promise FROM promise `+w.sql()+`
			ORDER BY ends, begins, event, block`+limitRows(&w, q.Limit, 0), w.args...)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r store.PromiseRow, err error) {
			var js []byte
			if err := row.Scan(&r.Block, &r.Event, &r.Act, &r.Parties, &r.Window.Start, &r.Window.End, &r.Closed, &r.Words, &js); err != nil {
				return r, err
			}
			return r, json.Unmarshal(js, &r.Promise)
		})
		return err
	})
	return out, fail(err, "looking for promises")
}
