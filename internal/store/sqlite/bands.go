package sqlite

import (
	"cmp"
	"database/sql"
	"slices"
)

// A sharing tells which articles share a band with some that are going to be added, as
// far as a segment. What newer segments hold is looked for when the turn to write has
// come.
type sharing struct {
	hashes   []int64 // sorted
	upTo     int64   // id of the segment, 0 for none
	articles map[int64]bool
}

// newSharing takes the bands of articles.
func newSharing(ps []*prepared) *sharing {
	s := &sharing{articles: map[int64]bool{}}
	for _, p := range ps {
		s.hashes = append(s.hashes, p.Signature.Bands()...)
	}
	slices.Sort(s.hashes)
	s.hashes = slices.Compact(s.hashes)
	return s
}

// perSeek is how many rows are read in the time in which one is looked for.
const perSeek = 4

// update looks at the segments that are newer than those looked at before.
func (s *sharing) update(q *session) error {
	segments, err := q.segments()
	if err != nil {
		return err
	}
	for _, seg := range segments {
		if seg.id <= s.upTo || len(s.hashes) == 0 {
			continue
		}
		s.upTo = seg.id
		look := s.seek
		// A row holds some 64 bands.
		if seg.bands/64 < int64(len(s.hashes)*perSeek) {
			look = s.scan
		}
		if err := look(q, seg.id); err != nil {
			return err
		}
	}
	return nil
}

// scan goes through all bands of a segment.
func (s *sharing) scan(q *session, segment int64) error {
	rows, err := q.query(`SELECT first, ids FROM posting WHERE segment = ? AND tag = ? ORDER BY first`, segment, tagBand)
	if err != nil {
		return err
	}
	defer rows.Close()
	var bands []keyed
	todo := s.hashes
	for rows.Next() {
		var p piece
		var bytes sql.RawBytes
		if err := rows.Scan(&p.first, &bytes); err != nil {
			return err
		}
		p.bytes = bytes
		if bands, err = unpackKeys(bands[:0], p); err != nil {
			return err
		}
		todo = s.take(todo, bands)
	}
	return rows.Err()
}

// take takes the articles of bands, and returns those of some hashes that come after
// the bands.
func (s *sharing) take(todo []int64, bands []keyed) []int64 {
	for _, b := range bands {
		for len(todo) > 0 && todo[0] < b.key {
			todo = todo[1:]
		}
		if len(todo) > 0 && todo[0] == b.key {
			s.articles[b.id] = true
		}
	}
	return todo
}

// seek looks for each band in a segment.
func (s *sharing) seek(q *session, segment int64) error {
	for todo := s.hashes; len(todo) > 0; {
		ps, err := collect(q, scanPiece, `SELECT first, ids FROM posting WHERE segment = ? AND tag = ? AND first <= ? ORDER BY first DESC LIMIT 1`,
			segment, tagBand, todo[0])
		if err != nil {
			return err
		}
		next := todo[1:]
		if len(ps) > 0 {
			bands, err := unpackKeys(nil, ps[0])
			if err != nil {
				return err
			}
			after := s.take(todo, bands)
			// What comes before the last band of the piece is done.
			if n := len(todo) - len(after); n > 0 {
				next = todo[n:]
			}
			if last := bands[len(bands)-1].key; len(next) > 0 && next[0] == last {
				next = next[1:]
			}
		}
		todo = next
	}
	return nil
}

func compareKeyed(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) }
