package sqlite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/store"
)

// keyNumber returns the number by which the key of a fact is kept. Numbers are ordered
// like keys.
func keyNumber(key string) int64 {
	n, _ := strconv.ParseUint(key, 16, 64) // checked before
	return int64(n ^ 1<<63)
}

// factID returns the id of the fact of a key.
func (q *session) factID(key string) (int64, error) {
	if err := checkKey(key); err != nil {
		return 0, fmt.Errorf("%w: %w", err, store.ErrNotFound)
	}
	ids, err := q.factIDs(key)
	if err == nil && len(ids) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

// factIDs returns the ids of facts of which the keys begin in some way, at most two.
func (q *session) factIDs(short string) ([]int64, error) {
	from, to := keyNumber((short + strings.Repeat("0", 16))[:16]), keyNumber((short + strings.Repeat("f", 16))[:16])
	segments, err := q.segments()
	if err != nil {
		return nil, err
	}
	var out []int64
	for i := range segments {
		err := q.eachKey(segments[i].id, tagKey, from, to, func(k keyed) (more bool, err error) {
			if slices.Contains(out, k.id) {
				return true, nil
			}
			is, err := q.hasKey(k)
			if is {
				out = append(out, k.id)
			}
			return len(out) < 2, err
		})
		if err != nil || len(out) == 2 {
			return out, err
		}
	}
	return out, nil
}

// hasKey reports whether a fact has the key that a segment says it has, which may be
// past.
func (q *session) hasKey(k keyed) (bool, error) {
	var key string
	err := ignoreNone(q.one(into(&key), `SELECT key FROM fact WHERE id = ?`, k.id))
	return err == nil && key != "" && keyNumber(key) == k.key, err
}

// eachKey calls found with the keys or bands of a segment between two, until it returns
// false.
func (q *session) eachKey(segment int64, tag string, from, to int64, found func(k keyed) (more bool, err error)) error {
	begin := from
	err := ignoreNone(q.one(into(&begin), `SELECT first FROM posting WHERE segment = ? AND tag = ? AND first <= ? ORDER BY first DESC LIMIT 1`, segment, tag, from))
	if err != nil {
		return err
	}
	for {
		ps, err := collect(q, scanPiece, `SELECT first, ids FROM posting WHERE segment = ? AND tag = ? AND first BETWEEN ? AND ? ORDER BY first LIMIT 8`,
			segment, tag, begin, to)
		if err != nil || len(ps) == 0 {
			return err
		}
		var ks []keyed
		for _, p := range ps {
			if ks, err = unpackKeys(ks, p); err != nil {
				return err
			}
		}
		for _, k := range ks {
			if k.key < from {
				continue
			}
			if k.key > to {
				return nil
			}
			if more, err := found(k); err != nil || !more {
				return err
			}
		}
		begin = ps[len(ps)-1].first + 1
	}
}
