package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// putFacts writes the facts of an article that has none.
func (b *batch) putFacts(article int64, src *record.Source, facts []told) error {
	for _, t := range slices.Backward(facts) { // by ascending id
		id := factID(article, t.place)
		block, err := b.block(t.row.Block, 1)
		if err != nil {
			return err
		}
		begins, ends := bounds(&t.row)
		_, err = b.exec(`INSERT INTO fact (id, key, block, begins, ends, fact) VALUES (?, ?, ?, ?, ?, ?)`, id, t.key, block, begins, ends, string(t.json))
		if err != nil {
			return fmt.Errorf("fact %s: %w", t.key, err)
		}
		if err := b.putTags(id, &t.row, src); err != nil {
			return err
		}
	}
	return nil
}

// putTags writes the tags of a fact that has none.
func (b *batch) putTags(id int64, row *store.Row, src *record.Source) error {
	tags := factTags(row, src)
	if tags == "" {
		return nil
	}
	_, err := b.exec(`INSERT INTO facet (rowid, tag) VALUES (?, ?)`, id, tags)
	return err
}

// bounds returns the time of a fact as it is kept.
func bounds(r *store.Row) (begins, ends any) {
	if r.When == record.Anytime {
		return nil, nil
	}
	return int64(r.When.Start), int64(r.When.End)
}

// block returns the id of a block, nil for "". The block is made when it is not there,
// counts so many facts more, and is marked.
func (b *batch) block(name string, more int) (any, error) {
	if name == "" {
		return nil, nil
	}
	one, two := sides(name)
	var id int64
	err := b.one(into(&id), `
		INSERT INTO block (name, a, b, facts, version, settled) VALUES (?1, ?2, ?3, ?4, 1, 0)
		ON CONFLICT (name) DO UPDATE SET facts = facts + excluded.facts RETURNING id`, name, one, two, more)
	if err != nil {
		return nil, fmt.Errorf("block %s: %w", name, err)
	}
	b.touched[id] = true
	return id, nil
}

// sides returns the two sides that the name of a block holds.
func sides(block string) (a, b string) {
	_, both, _ := strings.Cut(block, "|")
	a, b, _ = strings.Cut(both, "|")
	return a, b
}

// mark marks blocks and all that merges by people tie to them as changed.
func mark(q *session, blocks map[int64]bool) error {
	all, err := closure(q, slices.Collect(maps.Keys(blocks)))
	if err != nil {
		return err
	}
	for _, id := range all {
		if _, err := q.exec(`UPDATE block SET version = version + 1 WHERE id = ?`, id); err != nil {
			return err
		}
	}
	return nil
}

// closure returns blocks and those that merges by people tie to them, sorted, each
// once.
func closure(q *session, blocks []int64) ([]int64, error) {
	in := map[int64]bool{}
	for _, id := range blocks {
		in[id] = true
	}
	var any bool
	err := q.one(into(&any), `SELECT EXISTS (SELECT 1 FROM correction WHERE other_block IS NOT NULL)`)
	for todo := blocks; any && err == nil && len(todo) > 0; {
		id := todo[len(todo)-1]
		todo = todo[: len(todo)-1 : len(todo)-1]
		var tied []int64
		tied, err = collect(q, value[int64], `
			SELECT other_block FROM correction WHERE block = ?1 AND other_block IS NOT NULL AND action = 'merge' AND undone = ''
			UNION ALL SELECT block FROM correction WHERE other_block = ?1 AND block IS NOT NULL AND action = 'merge' AND undone = ''`, id)
		for _, id := range tied {
			if !in[id] {
				in[id] = true
				todo = append(todo, id)
			}
		}
	}
	return slices.Sorted(maps.Keys(in)), err
}

// Fact returns a fact, see [store.Store].
func (s *Store) Fact(ctx context.Context, key string) (*record.Report, string, error) {
	var r record.Report
	var block string
	err := s.read(ctx, func(q *session) error {
		key, err := whole(q, `SELECT key FROM fact WHERE key >= ? AND key < ? ORDER BY key LIMIT 2`, key)
		if err != nil {
			return err
		}
		var js []byte
		err = q.one(append(into(&js, &block), sourceFields(&r.Source)...), `
			SELECT f.fact, coalesce(b.name, ''), `+sourceColumns+`
			FROM fact AS f JOIN article AS a ON a.id = f.id >> 14 LEFT JOIN block AS b ON b.id = f.block WHERE f.key = ?`, key)
		if err != nil {
			return err
		}
		return json.Unmarshal(js, &r.Fact)
	})
	if err != nil {
		return nil, "", fail(ctx, err, "looking for fact %s", key)
	}
	return &r, block, nil
}

// whole returns the only key that begins like a shortened one.
func whole(q *session, query, key string) (string, error) {
	if !isHex(key) || len(key) > 16 {
		return "", fmt.Errorf("want up to 16 hexadecimal digits: %w", store.ErrNotFound)
	}
	keys, err := collect(q, value[string], query, key, key+"g")
	switch {
	case err != nil:
		return "", err
	case len(keys) == 0:
		return "", store.ErrNotFound
	case len(keys) > 1:
		return "", fmt.Errorf("the key is that of %s, of %s and maybe of more: give more of it", keys[0], keys[1])
	}
	return keys[0], nil
}

// factsIn returns the facts of an article as the engine read them, in the order of
// the reading.
func factsIn(q *session, article int64) ([]record.Fact, error) {
	from, to := factsOf(article)
	return collect(q, func(rows *sql.Rows) (f record.Fact, err error) {
		var js []byte
		if err := rows.Scan(&js); err != nil {
			return f, err
		}
		return f, json.Unmarshal(js, &f)
	}, `SELECT fact FROM fact WHERE id BETWEEN ? AND ? ORDER BY id DESC`, from, to)
}
