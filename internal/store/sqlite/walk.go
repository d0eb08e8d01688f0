package sqlite

import (
	"database/sql"
	"encoding/json"
	"math"
	"slices"

	"github.com/attache-project/attache/record"
)

// How many ids are looked at in one go: the more have been, the more are next.
const (
	fewFacts  = 64
	fewWords  = 1000 // articles that have the words, to see whether there are few
	someFacts = 2048
	manyFacts = 16384
)

// Selects of articles that have words, between two ids, the newest first; "of" some of a
// list. The plus keeps the index from being asked once for each of them.
const (
	wordIDs = `SELECT rowid FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ? OFFSET ?`
	wordsOf = `SELECT rowid FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid DESC`
	bestIDs = `SELECT rowid, bm25(word, 3.0, 1.0, 0.0) FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?`
	bestOf  = `
		SELECT rowid, bm25(word, 3.0, 1.0, 0.0) FROM word
		WHERE word MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid DESC`
)

// scored returns the articles that bestIDs or bestOf selects, and keeps their scores.
func (s *search) scored(query string, args ...any) ([]int64, error) {
	if s.scores == nil {
		s.scores = map[int64]float64{}
	}
	return collect(s.session, func(rows *sql.Rows) (id int64, err error) {
		var score float64
		err = rows.Scan(&id, &score)
		// FTS5 gives the better the lower number, and one near zero, or above it, for
		// words that most articles have.
		s.scores[id] = math.Max(-score, 1e-9)
		return id, err
	}, query, args...)
}

// each calls found with the ids of the facts that are found, the newest first, until
// it returns false.
func (s *search) each(found func(fact int64) (more bool)) error {
	w, err := s.walk()
	if err != nil {
		return err
	}
	if s.match == "" {
		for n := fewFacts; !w.done; n = min(4*n, manyFacts) {
			ids, err := w.next(n)
			if err != nil || !all(ids, found) {
				return err
			}
		}
		return nil
	}
	articles, err := collect(s.session, value[int64], wordIDs, s.match, s.from, s.to, fewWords, 0)
	if err != nil || len(articles) == 0 {
		return err
	}
	// Where few articles have the words, their facts are looked at, else which of the
	// articles of the facts have the words.
	few, n := len(articles) < fewWords, someFacts
	switch {
	case few && s.best:
		_, err = s.scored(bestIDs, s.match, s.from, s.to, fewWords)
		if err != nil {
			return err
		}
	case s.best:
		n = manyFacts // as thousands are wanted, and to rank takes long to begin
	}
	if few || !s.best {
		for part := range slices.Chunk(articles, fewFacts) {
			ids, err := w.of(part)
			if err != nil || !all(ids, found) {
				return err
			}
		}
		if few {
			return nil
		}
	}
	for ; !w.done; n = min(4*n, manyFacts) {
		ids, err := w.next(n)
		if err != nil {
			return err
		}
		if ids, err = s.having(ids); err != nil || !all(ids, found) {
			return err
		}
	}
	return nil
}

// all calls found with ids until it returns false, and reports whether it never did.
func all(ids []int64, found func(int64) bool) bool {
	for _, id := range ids {
		if !found(id) {
			return false
		}
	}
	return true
}

// having returns those of some facts, newest first, of which the article has the words.
func (s *search) having(facts []int64) ([]int64, error) {
	if len(facts) == 0 {
		return nil, nil
	}
	articles := make([]int64, 0, len(facts))
	for _, id := range facts {
		if a := id >> placeBits; len(articles) == 0 || articles[len(articles)-1] != a {
			articles = append(articles, a)
		}
	}
	list, err := json.Marshal(articles)
	if err != nil {
		return nil, err
	}
	var have []int64
	if from, to := articles[len(articles)-1], articles[0]; s.best {
		have, err = s.scored(bestOf, s.match, from, to, string(list))
	} else {
		have, err = collect(s.session, value[int64], wordsOf, s.match, from, to, string(list))
	}
	return slices.DeleteFunc(facts, func(id int64) bool {
		for len(have) > 0 && have[0] > id>>placeBits {
			have = have[1:]
		}
		return len(have) == 0 || have[0] != id>>placeBits
	}), err
}

// A walk goes through the facts that meet all conditions of a search but its words,
// from the newest to the oldest.
type walk struct {
	*search
	finder
	from, limit int64 // what comes next lies between them
	done        bool
}

func (s *search) walk() (*walk, error) {
	f, err := newFinder(s.session, conditions(s.q))
	w := &walk{search: s, finder: f}
	w.from, _ = factsOf(s.from)
	_, w.limit = factsOf(s.to)
	return w, err
}

// next returns what comes next, at most n facts; it may be none before all is done.
func (w *walk) next(n int) ([]int64, error) {
	var ids []int64
	for len(ids) < n {
		id, err := w.finder.to(w.limit)
		if err != nil {
			return nil, err
		}
		if id < w.from {
			w.done = true
			break
		}
		ids, w.limit = append(ids, id), id-1
	}
	return w.timed(ids)
}

// of returns what comes next of some articles, which descend.
func (w *walk) of(articles []int64) ([]int64, error) {
	var ids []int64
	for _, a := range articles {
		first, last := factsOf(a)
		w.limit = min(w.limit, last)
		for {
			id, err := w.finder.to(w.limit)
			if err != nil {
				return nil, err
			}
			if id < first {
				break
			}
			ids, w.limit = append(ids, id), id-1
		}
	}
	return w.timed(ids)
}

// timed returns those of some facts, newest first, that have the time asked for.
func (w *walk) timed(ids []int64) ([]int64, error) {
	if w.when == record.Anytime || len(ids) == 0 {
		return ids, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return collect(w.session, value[int64], `
		SELECT id FROM fact WHERE id IN (SELECT value FROM json_each(?)) AND begins <= ? AND ends >= ? ORDER BY id DESC`,
		string(list), int64(w.when.End), int64(w.when.Start))
}
