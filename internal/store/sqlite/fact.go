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

// putFacts writes the facts of articles that have none, sorted by id.
func (b *batch) putFacts(ps []*prepared) error {
	var names []string
	for _, p := range ps {
		for i := range p.facts {
			names = append(names, p.facts[i].row.Block)
		}
	}
	if err := b.findBlocks(names); err != nil {
		return err
	}
	facts := &rows{q: b.session, width: 6, head: `INSERT INTO fact (id, key, block, begins, ends, fact) VALUES`}
	for _, p := range ps {
		for _, t := range slices.Backward(p.facts) { // by ascending id
			id := factID(p.id, t.place)
			begins, ends := bounds(&t.row)
			if err := facts.add(id, t.key, b.file(t.row.Block), begins, ends, t.json); err != nil {
				return fmt.Errorf("facts of article %s and others: %w", p.Source.Key, err)
			}
			b.index.lists.add(id, t.key, t.tags)
		}
	}
	return facts.flush()
}

// bounds returns the time of a fact as it is kept.
func bounds(r *store.Row) (begins, ends any) {
	if r.When == record.Anytime {
		return nil, nil
	}
	return int64(r.When.Start), int64(r.When.End)
}

// findBlocks learns the ids of blocks, and makes those that are not there.
func (b *batch) findBlocks(names []string) error {
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" || b.blocks[name] != 0 })
	if err := b.readBlocks(names); err != nil {
		return err
	}
	made := &rows{q: b.session, width: 6, head: `INSERT INTO block (name, a, b, facts, version, settled) VALUES`}
	names = slices.DeleteFunc(names, func(name string) bool { return b.blocks[name] != 0 })
	for _, name := range names {
		one, two := sides(name)
		if err := made.add(name, one, two, 0, 0, 0); err != nil {
			return fmt.Errorf("block %s: %w", name, err)
		}
	}
	if err := made.flush(); err != nil {
		return err
	}
	return b.readBlocks(names)
}

func (b *batch) readBlocks(names []string) error {
	if len(names) == 0 {
		return nil
	}
	list, err := json.Marshal(names)
	if err != nil {
		return err
	}
	_, err = collect(b.session, func(rows *sql.Rows) (id int64, err error) {
		var name string
		err = rows.Scan(&name, &id)
		b.blocks[name] = id
		return id, err
	}, `SELECT name, id FROM block WHERE name IN (SELECT value FROM json_each(?))`, string(list))
	return err
}

// file returns the id of a block that was found, nil for "", for a fact that is put
// into it.
func (b *batch) file(block string) any {
	if block == "" {
		return nil
	}
	id := b.blocks[block]
	b.touched[id]++
	return id
}

// sides returns the two sides that the name of a block holds.
func sides(block string) (a, b string) {
	_, both, _ := strings.Cut(block, "|")
	a, b, _ = strings.Cut(both, "|")
	return a, b
}

// mark marks the blocks touched so far, and all that merges by people tie to them now,
// as changed.
func (b *batch) mark() error {
	all, err := closure(b.session, slices.Collect(maps.Keys(b.touched)))
	if err != nil {
		return err
	}
	more := make([][2]int64, len(all))
	for i, id := range all {
		more[i] = [2]int64{id, int64(b.touched[id])}
	}
	list, err := json.Marshal(more)
	if err != nil {
		return err
	}
	clear(b.touched)
	_, err = b.exec(`
		UPDATE block SET version = version + 1, facts = facts + n.value ->> 1 FROM json_each(?) AS n WHERE block.id = n.value ->> 0`, string(list))
	return err
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
		if err := checkShort(key); err != nil {
			return err
		}
		ids, err := q.factIDs(key)
		if err != nil {
			return err
		}
		var keys []string
		for _, id := range ids {
			var js []byte
			err = q.one(append(into(&js, &block), sourceFields(&r.Source)...), `
				SELECT f.fact, coalesce(b.name, ''), `+sourceColumns+`
				FROM fact AS f JOIN article AS a ON a.id = f.id >> 14 LEFT JOIN block AS b ON b.id = f.block WHERE f.id = ?`, id)
			if err != nil {
				return err
			}
			r.Fact = record.Fact{}
			if err := json.Unmarshal(js, &r.Fact); err != nil {
				return err
			}
			keys = append(keys, r.Fact.Key)
		}
		_, err = single(keys)
		return err
	})
	if err != nil {
		return nil, "", fail(ctx, err, "looking for fact %s", key)
	}
	return &r, block, nil
}

// checkShort reports what cannot be the beginning of a key.
func checkShort(key string) error {
	if !isHex(key) || len(key) > 16 {
		return fmt.Errorf("want up to 16 hexadecimal digits: %w", store.ErrNotFound)
	}
	return nil
}

// whole returns the only key that begins like a shortened one.
func whole(q *session, query, key string) (string, error) {
	if err := checkShort(key); err != nil {
		return "", err
	}
	keys, err := collect(q, value[string], query, key, key+"g")
	if err != nil {
		return "", err
	}
	return single(keys)
}

// single returns the only one of at most two keys.
func single(keys []string) (string, error) {
	switch len(keys) {
	case 0:
		return "", store.ErrNotFound
	case 1:
		return keys[0], nil
	}
	return "", fmt.Errorf("the key is that of %s, of %s and maybe of more: give more of it", keys[0], keys[1])
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
