package sqlite

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A search is a query as the full-text indexes are asked.
type search struct {
	*session
	q        *store.Query
	words    words.Query
	articles bool   // it finds articles
	match    string // of the words, "" without any
	tags     string
	from, to int64 // ids of articles, by publication
	when     record.Interval
}

// newSearch returns nil for a query that nothing can match: words without a letter
// or digit.
func newSearch(ses *session, q *store.Query) *search {
	s := &search{session: ses, q: q, words: words.Parse(q.Words), articles: q.ForArticles(), when: q.When()}
	if q.Words != "" {
		if s.match = matchWords(q, s.words); s.match == "" {
			return nil
		}
	}
	if !s.articles {
		s.tags = matchFacts(q)
	}
	s.from, s.to = idsOf(q.Said())
	return s
}

const (
	wordIDs  = `SELECT rowid FROM word WHERE word MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC`
	facetIDs = `SELECT rowid FROM facet WHERE facet MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC`
	timedIDs = `
		SELECT facet.rowid FROM facet CROSS JOIN fact ON fact.id = facet.rowid
		WHERE facet MATCH ? AND fact.begins <= ? AND fact.ends >= ? AND facet.rowid >= ? AND facet.rowid <= ? ORDER BY facet.rowid DESC`
)

// wordStream returns the articles that have the words.
func (s *search) wordStream() *stream {
	return &stream{q: s.session, query: wordIDs, args: []any{s.match, s.from}}
}

// factStream returns the facts that meet all conditions but the words and the last
// day of publication, with another tag when one is given.
func (s *search) factStream(tag string) *stream {
	match := s.tags
	if tag != "" {
		match += " AND " + quoted(tag)
	}
	from, _ := factsOf(s.from)
	if s.when == record.Anytime {
		return &stream{q: s.session, query: facetIDs, args: []any{match, from}}
	}
	return &stream{q: s.session, query: timedIDs, args: []any{match, int64(s.when.End), int64(s.when.Start), from}}
}

// each calls found with the ids of what is found, the newest first, until it returns
// false.
func (s *search) each(tag string, found func(id int64) (more bool)) (err error) {
	if s.articles {
		w := s.wordStream()
		defer func() { err = errors.Join(err, w.close()) }()
		return w.each(s.to, found)
	}
	f := s.factStream(tag)
	defer func() { err = errors.Join(err, f.close()) }()
	_, to := factsOf(s.to)
	if s.match == "" {
		return f.each(to, found)
	}
	w := s.wordStream()
	defer func() { err = errors.Join(err, w.close()) }()
	return both(f, w, to, found)
}

// Search finds facts, or articles when the query has words alone, see
// [store.Store]. The score of the best is BM25, words of the title counting three
// times as much.
func (s *Store) Search(ctx context.Context, q store.Query) (hits []store.Hit, err error) {
	err = s.read(ctx, func(ses *session) error {
		sr := newSearch(ses, &q)
		if sr == nil {
			return nil
		}
		ids, scores, err := sr.page()
		if err != nil {
			return err
		}
		for i, id := range ids {
			h, err := sr.hit(id, q.Bare(i))
			if err != nil {
				return err
			}
			h.Score = scores[i]
			hits = append(hits, h)
		}
		return nil
	})
	return hits, fail(ctx, err, "searching in %s", s.file)
}

// page returns the ids of the hits that are asked for, with their scores.
func (s *search) page() ([]int64, []float64, error) {
	limit, offset := cmp.Or(max(s.q.Limit, 0), store.DefaultLimit), max(s.q.Offset, 0)
	skip, most := offset, limit
	best := s.q.Best && s.match != ""
	if best {
		skip, most = 0, store.Newest
	}
	var ids []int64
	err := s.each("", func(id int64) bool {
		if skip > 0 {
			skip--
			return true
		}
		ids = append(ids, id)
		return len(ids) < most
	})
	if err != nil || !best || len(ids) == 0 {
		return ids, make([]float64, len(ids)), err
	}
	scores, err := s.scores(s.article(ids[len(ids)-1]), s.article(ids[0]))
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(ids, func(a, b int64) int { return cmp.Compare(scores[s.article(b)], scores[s.article(a)]) })
	ids = ids[min(offset, len(ids)):]
	ids = ids[:min(limit, len(ids))]
	out := make([]float64, len(ids))
	for i, id := range ids {
		out[i] = scores[s.article(id)]
	}
	return ids, out, nil
}

// article returns the article of what is found.
func (s *search) article(id int64) int64 {
	if s.articles {
		return id
	}
	return id >> placeBits
}

// scores returns how well articles between two ids match.
func (s *search) scores(from, to int64) (map[int64]float64, error) {
	out := map[int64]float64{}
	rows, err := s.query(`SELECT rowid, bm25(word, 3.0, 1.0, 0.0) FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?`, s.match, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var score float64
		if err := rows.Scan(&id, &score); err != nil {
			return nil, err
		}
		// FTS5 gives the better the lower number, and one near zero, or above it, for
		// words that most articles have.
		out[id] = math.Max(-score, 1e-9)
	}
	return out, rows.Err()
}

// hit reads what was found; bare, without its passage.
func (s *search) hit(id int64, bare bool) (h store.Hit, err error) {
	var text string
	if bare {
		err = s.one(sourceFields(&h.Source), `SELECT `+sourceColumns+` FROM article AS a WHERE a.id = ?`, s.article(id))
	} else {
		err = s.one(append(into(&text), sourceFields(&h.Source)...), `
			SELECT b.text, `+sourceColumns+` FROM article AS a JOIN body AS b ON b.article = a.id WHERE a.id = ?`, s.article(id))
	}
	if err != nil {
		return h, err
	}
	if !s.articles {
		if h.Fact, err = s.fact(id); err != nil {
			return h, err
		}
	}
	if !bare {
		h.Passage = store.PassageOf(h.Source.Lang, text, s.words, h.Fact)
	}
	return h, nil
}

// fact returns a fact as people corrected it.
func (s *search) fact(id int64) (*record.Fact, error) {
	var js []byte
	if err := s.one(into(&js), `SELECT fact FROM fact WHERE id = ?`, id); err != nil {
		return nil, err
	}
	var f record.Fact
	if err := json.Unmarshal(js, &f); err != nil {
		return nil, err
	}
	cs, err := correctionsOf(s.session, f.Key)
	if err != nil {
		return nil, err
	}
	f, _, _ = record.Apply(f, cs)
	return &f, nil
}

// Count counts what Search would find, see [store.Store]. Articles are counted as
// "article".
func (s *Store) Count(ctx context.Context, q store.Query) (map[string]int, error) {
	out := map[string]int{}
	err := s.read(ctx, func(ses *session) error {
		sr := newSearch(ses, &q)
		if sr == nil {
			return nil
		}
		if sr.articles {
			return sr.count(out, "article", "")
		}
		for _, kind := range []string{record.KindEvent, record.KindStatement, record.KindInstrument, record.KindLevel} {
			if err := sr.count(out, kind, tag(tagKind, kind)); err != nil {
				return err
			}
		}
		return nil
	})
	return out, fail(ctx, err, "counting in %s", s.file)
}

// count counts what has a tag.
func (s *search) count(out map[string]int, kind, tag string) error {
	n := 0
	var err error
	if one := s.alone(tag); one != nil {
		_, to := factsOf(s.to)
		if s.articles {
			to = s.to
		}
		var ns []int
		ns, err = collect(s.session, value[int], `SELECT count(*) FROM (`+one.query+`)`, append(one.args, to)...)
		if len(ns) > 0 {
			n = ns[0]
		}
	} else {
		err = s.each(tag, func(int64) bool { n++; return true })
	}
	if n > 0 {
		out[kind] = n
	}
	return err
}

// alone returns the stream of a search that one index answers, nil when it takes
// both.
func (s *search) alone(tag string) *stream {
	switch {
	case s.articles:
		return s.wordStream()
	case s.match == "":
		return s.factStream(tag)
	}
	return nil
}
