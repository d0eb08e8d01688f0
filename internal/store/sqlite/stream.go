package sqlite

import (
	"database/sql"
	"math"
)

// A stream goes through the ids of a full-text query from the newest to the
// oldest. It can jump: a few rows are stepped over, for more the query is asked
// again from there on.
type stream struct {
	q     *session
	query string // ends with: AND rowid <= ? ORDER BY rowid DESC
	args  []any
	rows  *sql.Rows
	at    int64 // the current id
	done  bool
}

// steps is how many rows are stepped over before a query is asked again, which
// takes about as long.
const steps = 48

// to moves to the newest id that is not above a limit.
func (s *stream) to(limit int64) error {
	for n := 0; !s.done && (s.rows == nil || s.at > limit); n++ {
		if s.rows == nil || n == steps {
			if err := s.open(limit); err != nil {
				return err
			}
			n = math.MinInt
		}
		if err := s.step(); err != nil {
			return err
		}
	}
	return nil
}

// next moves to the next id.
func (s *stream) next() error { return s.to(s.at - 1) }

func (s *stream) open(limit int64) (err error) {
	if err := s.close(); err != nil {
		return err
	}
	s.rows, err = s.q.query(s.query, append(s.args[:len(s.args):len(s.args)], limit)...)
	return err
}

func (s *stream) step() error {
	if !s.rows.Next() {
		s.done = true
		return s.close()
	}
	return s.rows.Scan(&s.at)
}

// close ends the query.
func (s *stream) close() error {
	if s.rows == nil {
		return nil
	}
	err := s.rows.Close()
	if err == nil {
		err = s.rows.Err()
	}
	s.rows = nil
	return err
}

// each calls found with the ids from a limit on until it returns false.
func (s *stream) each(limit int64, found func(id int64) (more bool)) error {
	err := s.to(limit)
	for err == nil && !s.done && found(s.at) {
		err = s.next()
	}
	return err
}

// both calls found with the ids of the facts of one stream, from a limit on, of which
// the article is in the other, until it returns false.
func both(facts, articles *stream, limit int64, found func(fact int64) (more bool)) (err error) {
	if err = facts.to(limit); err != nil {
		return err
	}
	for !facts.done {
		article := facts.at >> placeBits
		if err = articles.to(article); err != nil || articles.done {
			return err
		}
		if articles.at == article {
			if !found(facts.at) {
				return nil
			}
			err = facts.next()
		} else {
			_, last := factsOf(articles.at)
			err = facts.to(last)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
