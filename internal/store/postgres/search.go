package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A search is a query turned into SQL over article AS a and, unless it is for
// articles alone, fact AS f.
type search struct {
	where
	from  string
	words words.Query
	match string // place holder of the words, "" without any
	day   string // day by which hits are ordered
}

// long is how many days the times have that are kept in an index of their own.
const long = 366

// newSearch returns nil for a query that nothing can match: words without a letter
// or digit.
func newSearch(q *store.Query, articles bool) *search {
	s := &search{from: "fact AS f JOIN article AS a ON a.id = f.article", words: words.Parse(q.Words), day: "f.day"}
	if articles {
		s.from, s.day = "article AS a", "a.day"
	}
	if q.Words != "" {
		if len(s.words) == 0 {
			return nil
		}
		s.match = s.arg(match(s.words)) + "::tsquery"
		s.add("a.words @@ " + s.match)
	}
	s.equal("a.folded", strings.ToLower(q.Outlet))
	s.equal("a.lang", q.Lang)
	if said := q.Said(); said != record.Anytime {
		s.add(s.day + " BETWEEN " + s.arg(int32(max(said.Start, record.Always+1))) + " AND " + s.arg(int32(said.End)))
	}
	if !articles {
		s.facts(q)
	}
	return s
}

// facts adds the conditions that facts have to meet.
func (s *search) facts(q *store.Query) {
	s.add("NOT f.rejected")
	if len(q.Kinds) > 0 {
		s.add("f.kind = ANY(" + s.arg(q.Kinds) + ")")
	}
	s.equal("f.act", q.Act)
	s.equal("f.type", q.Type)
	s.equal("f.status", q.Status)
	s.equal("f.polarity", q.Polarity)
	if q.Speaker != "" {
		who := s.arg(q.Speaker)
		s.add("(f.speaker = " + who + " OR f.side = " + who + ")")
	}
	if q.Entity != "" {
		s.add("f.entities @> " + s.arg([]string{q.Entity}))
	}
	if codes := partyCodes(q.Party, q.Pair); len(codes) > 0 {
		s.add("f.parties @> " + s.arg(codes))
	}
	if when := q.When(); when != record.Anytime {
		from, to := s.arg(int32(when.Start)), s.arg(int32(when.End))
		early := s.arg(int32(max(int64(when.Start)-long, int64(record.Always))))
		s.add(fmt.Sprintf("(f.begins BETWEEN %s AND %s OR f.ends::bigint - f.begins > %d AND f.begins <= %s)", early, to, long, to))
		s.add("f.ends >= " + from)
		// Acts are told about when they happen. The server does not know that, and
		// would look for those of a short time long ago among the newest facts.
		if when.Days() <= long {
			s.day = "f.day + 0"
		}
	}
}

// Search finds facts, or articles when the query has words alone, see
// [store.Store]. The best are ranked by how close the words stand together
// (ts_rank_cd).
func (s *Store) Search(ctx context.Context, q store.Query) ([]store.Hit, error) {
	articles := q.ForArticles()
	sr := newSearch(&q, articles)
	if sr == nil {
		return nil, nil
	}
	// The newest are chosen by their keys alone; what is large is read for those
	// that are returned.
	of := "a.id AS article, 0::bigint AS fact, a.day, a.key, 0 AS place"
	if !articles {
		of = "f.article, f.id AS fact, f.day, f.source AS key, f.place"
	}
	found := "SELECT " + of + ", 0::real AS score FROM " + sr.from + " " + sr.sql() + " ORDER BY " + sr.day + " DESC, key, place"
	if q.Best && sr.match != "" {
		found = "SELECT n.article, n.fact, n.day, n.key, n.place, ts_rank_cd(a.words, " + sr.match + ") AS score FROM (" +
			"SELECT " + of + " FROM " + sr.from + " " + sr.sql() + " ORDER BY " + sr.day + " DESC, key, place" + limitRows(&sr.where, store.Newest, 0) +
			") AS n JOIN article AS a ON a.id = n.article ORDER BY score DESC, day DESC, key, place"
	}
	found += limitRows(&sr.where, cmp.Or(q.Limit, store.DefaultLimit), q.Offset)
	sql := "SELECT n.score, coalesce(f.told, f.fact), a.text, " + sourceColumns + " FROM (" + found + ") AS n JOIN article AS a ON a.id = n.article LEFT JOIN fact AS f ON f.id = n.fact ORDER BY n.score DESC, n.day DESC, n.key, n.place"
	var out []store.Hit
	err := s.ask(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql, sr.args...)
		if err != nil {
			return err
		}
		place := 0
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (h store.Hit, err error) {
			var js []byte
			var text string
			var score float32
			if err := row.Scan(append([]any{&score, &js, &text}, sourceFields(&h.Source)...)...); err != nil {
				return h, err
			}
			h.Score = float64(score)
			if js != nil {
				h.Fact = new(record.Fact)
				if err := json.Unmarshal(js, h.Fact); err != nil {
					return h, err
				}
			}
			if !q.Bare(place) {
				h.Passage = store.PassageOf(h.Source.Lang, text, sr.words, h.Fact)
			}
			place++
			return h, nil
		})
		return err
	})
	return out, fail(err, "searching")
}

// Count counts what Search would find, see [store.Store].
func (s *Store) Count(ctx context.Context, q store.Query) (map[string]int, error) {
	articles := q.ForArticles()
	out := map[string]int{}
	sr := newSearch(&q, articles)
	if sr == nil {
		return out, nil
	}
	of := "f.kind"
	if articles {
		of = "'article'"
	}
	err := s.ask(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "SELECT "+of+", count(*) FROM "+sr.from+" "+sr.sql()+" GROUP BY 1", sr.args...)
		if err != nil {
			return err
		}
		var kind string
		var n int
		_, err = pgx.ForEachRow(rows, []any{&kind, &n}, func() error { out[kind] = n; return nil })
		return err
	})
	if err != nil {
		return nil, fail(err, "counting")
	}
	return out, nil
}
