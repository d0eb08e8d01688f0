package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// Changed returns blocks that changed since their promises were kept, see
// [store.Store]. The store remembers the versions that it handed out, so that a block
// that changes before its promises are put does not count as settled.
func (s *Store) Changed(ctx context.Context, n int) ([]string, error) {
	type changed struct {
		name    string
		version int64
	}
	var blocks []changed
	err := s.read(ctx, func(q *session) (err error) {
		blocks, err = collect(q, func(rows *sql.Rows) (c changed, err error) {
			err = rows.Scan(&c.name, &c.version)
			return c, err
		}, `SELECT name, version FROM block WHERE version > settled ORDER BY id LIMIT ?`, n)
		return err
	})
	if err != nil {
		return nil, fail(ctx, err, "reading which blocks of %s changed", s.file)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, b := range blocks {
		out = append(out, b.name)
		if old, ok := s.seen[b.name]; !ok || b.version < old {
			s.seen[b.name] = b.version
		}
	}
	return out, nil
}

// mergePages is how many pages of the index of words are put together while promises
// are kept, which is done less often than articles are added.
const mergePages = 2000

// PutPromises keeps the promises of blocks, see [store.Store].
func (s *Store) PutPromises(ctx context.Context, blocks []string, rows []store.PromiseRow) error {
	versions := s.handedOut(blocks)
	of := map[string][]*store.PromiseRow{}
	for i := range rows {
		of[rows[i].Block] = append(of[rows[i].Block], &rows[i])
	}
	err := s.write(ctx, func(q *session) error {
		for _, name := range blocks {
			if err := putPromises(q, name, versions[name], of[name]); err != nil {
				return fmt.Errorf("block %s: %w", name, err)
			}
		}
		_, err := q.exec(`INSERT INTO word (word, rank) VALUES ('merge', ?)`, mergePages)
		return err
	})
	return fail(ctx, err, "keeping the promises of %d blocks in %s", len(blocks), s.file)
}

// handedOut returns the versions of blocks from which promises were made, and
// forgets them. With several that settle at the same time it is the older one, so that
// at worst a block is settled once more.
func (s *Store) handedOut(blocks []string) map[string]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]int64{}
	for _, name := range blocks {
		if v, ok := s.seen[name]; ok {
			out[name] = v
			delete(s.seen, name)
		}
	}
	return out
}

func putPromises(q *session, block string, version int64, rows []*store.PromiseRow) error {
	var id int64
	err := q.one(into(&id), `UPDATE block SET settled = max(settled, ?2) WHERE name = ?1 RETURNING id`, block, version)
	if err != nil {
		return err
	}
	if _, err := q.exec(`DELETE FROM promise WHERE block = ?`, id); err != nil {
		return err
	}
	for _, r := range rows {
		js, err := json.Marshal(r.Promise)
		if err != nil {
			return err
		}
		_, err = q.exec(`INSERT INTO promise (block, event, act, parties, begins, ends, closed, words, promise) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, r.Event, r.Act, bars(r.Parties), int64(r.Window.Start), int64(r.Window.End), int64(r.Closed), r.Words, string(js))
		if err != nil {
			return err
		}
	}
	return nil
}

// bars writes codes with bars round each, so that one can be looked for.
func bars(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	return "|" + strings.Join(codes, "|") + "|"
}

// Promises finds promises, see [store.Store].
func (s *Store) Promises(ctx context.Context, q store.PromiseQuery) (out []store.PromiseRow, err error) {
	days, limit := q.Days(), q.Limit
	if limit <= 0 {
		limit = -1
	}
	undated := -1 // no promise ends then
	if q.Undated {
		undated = int(record.Never)
	}
	var party [3]string
	for i, code := range []string{q.Party, q.Pair[0], q.Pair[1]} {
		party[i] = "|"
		if code != "" {
			party[i] = "|" + code + "|"
		}
	}
	err = s.read(ctx, func(ses *session) error {
		out, err = collect(ses, scanPromise, promiseQuery, int64(days.Start), min(int64(days.End), int64(record.Never)-1), undated,
			party[0], party[1], party[2], limit)
		return err
	})
	return out, fail(ctx, err, "looking for promises in %s", s.file)
}

// promiseQuery takes the days, the day on which undated promises end or another one,
// three times a code between bars or a bar alone, and a limit.
const promiseQuery = `
	SELECT b.name, p.event, p.act, p.parties, p.begins, p.ends, p.closed, p.words, p.promise FROM promise AS p CROSS JOIN block AS b ON b.id = p.block
	WHERE (p.ends BETWEEN ?1 AND ?2 OR p.closed BETWEEN ?1 AND ?2 AND p.closed < 2147483647 OR p.ends = ?3)
		AND (?4 = '|' OR instr(p.parties, ?4)) AND (?5 = '|' OR instr(p.parties, ?5)) AND (?6 = '|' OR instr(p.parties, ?6))
	ORDER BY p.ends, p.begins, p.event, b.name LIMIT ?7`

func scanPromise(rows *sql.Rows) (r store.PromiseRow, err error) {
	var parties, js string
	var begins, ends, closed int64
	if err := rows.Scan(&r.Block, &r.Event, &r.Act, &parties, &begins, &ends, &closed, &r.Words, &js); err != nil {
		return r, err
	}
	r.Parties = []string{}
	if parties != "" {
		r.Parties = strings.Split(strings.Trim(parties, "|"), "|")
	}
	r.Window, r.Closed = record.Interval{Start: record.Day(begins), End: record.Day(ends)}, record.Day(closed)
	return r, json.Unmarshal([]byte(js), &r.Promise)
}
