package sqlite

import (
	"database/sql"
	"slices"
	"sort"
)

// A cursor goes through the list of a tag in a segment, from the newest id to the
// oldest.
type cursor struct {
	q       *session
	segment *segment
	tag     string
	pieces  []piece // that were read and come next
	ids     []int64 // of the present piece, ascending; the last is where the cursor stands
	below   int64   // pieces that begin below it were not read
	rows    int     // how many pieces are read next
	begun   bool
	done    bool
}

// mostRows is how many pieces of a list are read at once.
const mostRows = 32

// at returns the id where the cursor stands.
func (c *cursor) at() int64 { return c.ids[len(c.ids)-1] }

// to moves to the largest id that is not above a limit, which does not grow from call
// to call.
func (c *cursor) to(limit int64) error {
	if !c.begun {
		c.begun, c.below, c.rows = true, limit, 1
	}
	for !c.done {
		if len(c.ids) > 0 && c.ids[0] <= limit {
			if c.at() > limit {
				c.ids = c.ids[:sort.Search(len(c.ids), func(i int) bool { return c.ids[i] > limit })]
			}
			return nil
		}
		if err := c.piece(limit); err != nil {
			return err
		}
	}
	return nil
}

// piece goes to the piece in which a limit lies, or to the next one.
func (c *cursor) piece(limit int64) (err error) {
	for len(c.pieces) > 1 && c.pieces[0].first > limit {
		c.pieces, c.rows = c.pieces[1:], 1
	}
	if len(c.pieces) == 0 || c.pieces[0].first > limit {
		c.below = min(c.below, limit)
		c.pieces, err = collect(c.q, scanPiece, `SELECT first, ids FROM posting WHERE segment = ? AND tag = ? AND first <= ? ORDER BY first DESC LIMIT ?`,
			c.segment.id, c.tag, c.below, c.rows)
		if err != nil || len(c.pieces) == 0 {
			c.ids, c.done = nil, true
			return err
		}
		c.rows = min(2*c.rows, mostRows)
	}
	c.ids, err = unpackIDs(c.ids[:0], c.pieces[0])
	c.below = c.pieces[0].first - 1
	c.pieces = c.pieces[1:]
	return err
}

func scanPiece(rows *sql.Rows) (p piece, err error) {
	err = rows.Scan(&p.first, &p.bytes)
	return p, err
}

// A condition goes through the ids of facts that have one of some tags.
type condition struct {
	cursors []*cursor // those of newer segments first
	gone    []*cursor // likewise
	at      int64
	begun   bool
}

// newCondition makes the condition that a fact has one of some tags.
func newCondition(q *session, segments []segment, tags []string) *condition {
	c := &condition{}
	for i := range slices.Backward(segments) {
		s := &segments[i]
		for _, t := range tags {
			c.cursors = append(c.cursors, &cursor{q: q, segment: s, tag: t})
		}
		if s.gone && i > 0 {
			c.gone = append(c.gone, &cursor{q: q, segment: s, tag: tagGone})
		}
	}
	return c
}

// to moves to the newest id that is not above a limit, which does not grow from call
// to call. It returns false when there is none.
func (c *condition) to(limit int64) (bool, error) {
	for !c.begun || c.at > limit {
		c.begun = true
		var best *cursor
		over := 0
		for _, x := range c.cursors {
			if x.done {
				over++
				continue
			}
			if best != nil && x.segment.hi <= best.at() {
				continue // cannot be newer
			}
			if err := x.to(limit); err != nil {
				return false, err
			}
			if !x.done && (best == nil || x.at() > best.at()) {
				best = x
			}
		}
		if over > len(c.cursors)/2 {
			c.cursors = slices.DeleteFunc(c.cursors, func(x *cursor) bool { return x.done })
		}
		if best == nil {
			c.cursors, c.at = nil, none
			return false, nil
		}
		past, err := c.past(best)
		if err != nil {
			return false, err
		}
		c.at = best.at()
		if past {
			limit = c.at - 1
		}
	}
	return c.at != none, nil
}

// none is less than any id.
const none = -1

// past reports whether a newer segment says that the fact where a cursor stands is
// past.
func (c *condition) past(x *cursor) (bool, error) {
	for _, g := range c.gone {
		if g.segment.id <= x.segment.id {
			break
		}
		if g.done || g.segment.hi < x.at() {
			continue
		}
		if err := g.to(x.at()); err != nil {
			return false, err
		}
		if !g.done && g.at() == x.at() {
			return true, nil
		}
	}
	return false, nil
}

// A finder goes through the ids of facts that meet all of some conditions.
type finder []*condition

// newFinder takes for each condition the tags of which a fact has to have one.
func newFinder(q *session, conditions [][]string) (finder, error) {
	segments, err := q.segments()
	if err != nil {
		return nil, err
	}
	var f finder
	for _, tags := range conditions {
		f = append(f, newCondition(q, segments, tags))
	}
	return f, nil
}

// to returns the newest id that is not above a limit, which does not grow from call to
// call, and none when there is no such id.
func (f finder) to(limit int64) (int64, error) {
	for agreed := 0; agreed < len(f); {
		for _, c := range f {
			ok, err := c.to(limit)
			if err != nil || !ok {
				return none, err
			}
			if c.at < limit {
				limit, agreed = c.at, 0
			}
			if agreed++; agreed == len(f) {
				break
			}
		}
	}
	return limit, nil
}
