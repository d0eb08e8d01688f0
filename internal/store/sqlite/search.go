package sqlite

import (
	"cmp"
	"context"
	"encoding/json"
	"runtime"
	"slices"
	"sync"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A search is a query as the indexes are asked.
type search struct {
	*session
	q        *store.Query
	words    words.Query
	articles bool   // it finds articles
	match    string // of the words, "" without any
	best     bool
	from, to int64 // ids of articles, by publication
	when     record.Interval
	scores   map[int64]float64 // of articles, when the best are looked for
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
	s.best = q.Best && s.match != ""
	s.from, s.to = idsOf(q.Said())
	return s
}

// Search finds facts, or articles when the query has words alone, see
// [store.Store]. The score of the best is BM25, words of the title counting three
// times as much.
func (s *Store) Search(ctx context.Context, q store.Query) (hits []store.Hit, err error) {
	var texts []string // of the articles of hits
	err = s.read(ctx, func(ses *session) error {
		sr := newSearch(ses, &q)
		if sr == nil {
			return nil
		}
		ids, err := sr.page()
		if err != nil {
			return err
		}
		for i, id := range ids {
			h, text, err := sr.hit(id, q.Bare(i))
			if err != nil {
				return err
			}
			h.Score = sr.scores[sr.article(id)]
			hits, texts = append(hits, h), append(texts, text)
		}
		return nil
	})
	cutPassages(&q, hits, texts)
	return hits, fail(ctx, err, "searching in %s", s.file)
}

// page returns the ids of the hits that are asked for.
func (s *search) page() (ids []int64, err error) {
	limit, offset := cmp.Or(max(s.q.Limit, 0), store.DefaultLimit), max(s.q.Offset, 0)
	skip, most := offset, limit
	if s.best {
		skip, most = 0, store.Newest
	}
	switch {
	case s.articles && s.best:
		ids, err = s.scored(bestIDs, s.match, s.from, s.to, most)
	case s.articles:
		ids, err = collect(s.session, value[int64], wordIDs, s.match, s.from, s.to, most, skip)
	default:
		err = s.each(func(id int64) bool {
			if skip > 0 {
				skip--
				return true
			}
			ids = append(ids, id)
			return len(ids) < most
		})
	}
	if err != nil || !s.best {
		return ids, err
	}
	slices.SortStableFunc(ids, func(a, b int64) int { return cmp.Compare(s.scores[s.article(b)], s.scores[s.article(a)]) })
	ids = ids[min(offset, len(ids)):]
	return ids[:min(limit, len(ids))], nil
}

// article returns the article of what is found.
func (s *search) article(id int64) int64 {
	if s.articles {
		return id
	}
	return id >> placeBits
}

// cutPassages cuts the passages of hits, which takes as long as finding them, on all
// processors.
func cutPassages(q *store.Query, hits []store.Hit, texts []string) {
	ws := words.Parse(q.Words)
	var wg sync.WaitGroup
	for first, step := 0, runtime.GOMAXPROCS(0); first < min(step, len(hits)); first++ {
		wg.Go(func() {
			for i := first; i < len(hits); i += step {
				if !q.Bare(i) {
					hits[i].Passage = store.PassageOf(hits[i].Source.Lang, texts[i], ws, hits[i].Fact)
				}
			}
		})
	}
	wg.Wait()
}

// hit reads what was found, and the text of its article for its passage unless it is
// bare.
func (s *search) hit(id int64, bare bool) (h store.Hit, text string, err error) {
	if bare {
		err = s.one(sourceFields(&h.Source), `SELECT `+sourceColumns+` FROM article AS a WHERE a.id = ?`, s.article(id))
	} else {
		err = s.one(append(into(&text), sourceFields(&h.Source)...), `
			SELECT b.text, `+sourceColumns+` FROM article AS a JOIN body AS b ON b.article = a.id WHERE a.id = ?`, s.article(id))
	}
	if err != nil {
		return h, "", err
	}
	if !s.articles {
		if h.Fact, err = s.fact(id); err != nil {
			return h, "", err
		}
	}
	return h, text, nil
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
	q.Best = false
	err := s.read(ctx, func(ses *session) error {
		sr := newSearch(ses, &q)
		if sr == nil {
			return nil
		}
		if !sr.articles {
			return sr.countFacts(out)
		}
		var n int
		err := ses.one(into(&n), `SELECT count(*) FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?`, sr.match, sr.from, sr.to)
		if n > 0 {
			out["article"] = n
		}
		return err
	})
	return out, fail(ctx, err, "counting in %s", s.file)
}

// countFacts counts facts by kind.
func (s *search) countFacts(out map[string]int) error {
	segments, err := s.segments()
	if err != nil {
		return err
	}
	kinds := map[string]*condition{}
	for _, kind := range []string{record.KindEvent, record.KindStatement, record.KindInstrument, record.KindLevel} {
		kinds[kind] = newCondition(s.session, segments, []string{tag(tagKind, kind)})
	}
	var failed error
	err = s.each(func(id int64) bool {
		for kind, c := range kinds {
			ok, err := c.to(id)
			if err != nil {
				failed = err
				return false
			}
			if ok && c.at == id {
				out[kind]++
				break
			}
		}
		return true
	})
	return cmp.Or(err, failed)
}
