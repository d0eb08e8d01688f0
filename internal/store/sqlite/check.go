package sqlite

import (
	"fmt"
	"math"
	"slices"
)

// checkLists looks whether all facts are found by their tags and keys, and nothing else
// is.
func checkLists(q *session) error {
	if err := checkTags(q); err != nil {
		return err
	}
	if err := checkKeys(q); err != nil {
		return err
	}
	return checkBands(q)
}

func checkTags(q *session) error {
	f, err := newFinder(q, [][]string{{tag(tagAll, ""), tag(tagRejected, "")}})
	if err != nil {
		return err
	}
	rows, err := q.query(`SELECT id, key FROM fact ORDER BY id DESC`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for limit := int64(math.MaxInt64); ; limit-- {
		if limit, err = f.to(limit); err != nil {
			return err
		}
		id, key := int64(none), ""
		if rows.Next() {
			if err := rows.Scan(&id, &key); err != nil {
				return err
			}
		} else if err := rows.Err(); err != nil {
			return err
		}
		switch {
		case id > limit:
			return fmt.Errorf("a fact has no tags: %s", key)
		case id < limit:
			return fmt.Errorf("the tags of a fact are there without it: fact %d of article %d", mostFacts-1-limit&(mostFacts-1), limit>>placeBits)
		case id == none:
			return nil
		}
	}
}

func checkKeys(q *session) error {
	segments, err := q.segments()
	if err != nil {
		return err
	}
	again := map[int64]bool{} // facts that several segments may tell of, and whether one did
	for _, s := range segments {
		c := cursor{q: q, segment: &s, tag: tagGone}
		for id := int64(math.MaxInt64); s.gone; id = c.at() - 1 {
			if err := c.to(id); err != nil {
				return err
			}
			if c.done {
				break
			}
			again[c.at()] = false
		}
	}
	n := 0
	for _, s := range segments {
		err := q.eachKey(s.id, tagKey, math.MinInt64, math.MaxInt64, func(k keyed) (bool, error) {
			is, err := q.hasKey(k)
			told, several := again[k.id]
			if is && !told {
				n++
			}
			if is && several {
				again[k.id] = true
			}
			return true, err
		})
		if err != nil {
			return err
		}
	}
	var want int
	if err := q.one(into(&want), `SELECT count(*) FROM fact`); err != nil {
		return err
	}
	if n != want {
		return fmt.Errorf("%d of %d facts are found by their keys", n, want)
	}
	return nil
}

func checkBands(q *session) error {
	articles, err := collect(q, value[int64], `SELECT id FROM article ORDER BY id`)
	if err != nil {
		return err
	}
	segments, err := q.segments()
	if err != nil {
		return err
	}
	for _, s := range segments {
		n := int64(0)
		err := q.eachKey(s.id, tagBand, math.MinInt64, math.MaxInt64, func(k keyed) (bool, error) {
			n++
			if _, ok := slices.BinarySearch(articles, k.id); !ok {
				return false, fmt.Errorf("a band belongs to no article: %d", k.id)
			}
			return true, nil
		})
		if err != nil {
			return err
		}
		if n != s.bands {
			return fmt.Errorf("segment %d has %d bands, not %d", s.id, n, s.bands)
		}
	}
	return nil
}
