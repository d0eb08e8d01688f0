package sqlite

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// What is found is what was said last of each fact, however often segments were put
// together in the meantime.
func TestFactsAreFoundByTheirLastTags(t *testing.T) {
	s := openNew(t)
	rng := rand.New(rand.NewPCG(3, 1))
	now := map[int64][]string{} // tags of facts
	tags := []string{"a", "b", "c", "d"}
	fill := func(n int) {
		var l lists
		changed := map[int64]bool{}
		for range n {
			id := rng.Int64N(600) << 20
			if changed[id] {
				continue
			}
			changed[id] = true
			if _, ok := now[id]; ok {
				l.remove(id)
				delete(now, id)
			}
			if rng.IntN(4) == 0 {
				continue // it is removed
			}
			var has []string
			for _, tag := range tags {
				if rng.IntN(2) == 0 {
					has = append(has, tag)
				}
			}
			now[id] = has
			l.add(id, fmt.Sprintf("%016x", id), has)
		}
		if err := s.write(t.Context(), l.write); err != nil {
			t.Fatal(err)
		}
	}
	find := func(conditions [][]string, step int64) (ids []int64) {
		err := s.read(t.Context(), func(q *session) error {
			f, err := newFinder(q, conditions)
			for id := int64(math.MaxInt64); err == nil; id -= step {
				if id, err = f.to(id); id == none {
					break
				}
				ids = append(ids, id)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	want := func(conditions [][]string) (ids []int64) {
		for id, has := range now {
			meets := func(tags []string) bool {
				return slices.ContainsFunc(tags, func(tag string) bool { return slices.Contains(has, tag) })
			}
			if !slices.ContainsFunc(conditions, func(tags []string) bool { return !meets(tags) }) {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		slices.Reverse(ids)
		return ids
	}
	most := 0
	for i := range 150 {
		fill([]int{1, 1, 3, 40, 400}[rng.IntN(5)])
		for _, c := range [][][]string{{{"a"}}, {{"a"}, {"b"}}, {{"a", "b"}, {"c", "d"}}, {{"a"}, {"b"}, {"c"}, {"d"}}, {{"no"}, {"a"}}} {
			all := want(c)
			if got := find(c, 1); !slices.Equal(got, all) {
				t.Fatalf("after %d times %v finds %d facts, want %d", i, c, len(got), len(all))
			}
			const step = 7 << 20
			var some []int64
			for _, id := range all {
				if len(some) == 0 || id <= some[len(some)-1]-step {
					some = append(some, id)
				}
			}
			if got := find(c, step); !slices.Equal(got, some) {
				t.Fatalf("after %d times %v finds %d facts far from each other, want %d", i, c, len(got), len(some))
			}
		}
		err := s.read(t.Context(), func(q *session) error {
			all, err := q.segments()
			most = max(most, len(all))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if most < fanout-1 || most > 4*fanout {
		t.Errorf("up to %d segments", most)
	}
}

// Bands are found whether each is looked for or all are gone through.
func TestBandsAreFoundInBothWays(t *testing.T) {
	s := openNew(t)
	rng := rand.New(rand.NewPCG(5, 5))
	var l lists
	of := map[int64][]int64{}
	for article := range int64(3000) {
		h := rng.Int64N(4000)*1e15 - 2e18
		if article%3 == 0 {
			h = 77 // a text that everybody prints
		}
		l.addBands(article, []int64{h})
		of[h] = append(of[h], article)
	}
	if err := s.write(t.Context(), l.write); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 2, 50, 3000} {
		near := &sharing{articles: map[int64]bool{}}
		want := map[int64]bool{}
		for range n {
			h := rng.Int64N(4000)*1e15 - 2e18
			if rng.IntN(50) == 0 {
				h = 77
			}
			near.hashes = append(near.hashes, h, h+1)
			for _, article := range of[h] {
				want[article] = true
			}
		}
		slices.Sort(near.hashes)
		near.hashes = slices.Compact(near.hashes)
		for _, way := range []func(q *session, segment int64) error{near.scan, near.seek} {
			clear(near.articles)
			if err := s.read(t.Context(), func(q *session) error { return way(q, 1) }); err != nil {
				t.Fatal(err)
			}
			if len(near.articles) != len(want) {
				t.Errorf("%d articles share one of %d bands, want %d", len(near.articles), len(near.hashes), len(want))
			}
			for article := range want {
				if !near.articles[article] {
					t.Fatalf("article %d is not found", article)
				}
			}
		}
	}
}

func TestLostTagsAndKeysAreFound(t *testing.T) {
	for _, c := range []struct{ what, query, want string }{
		{"tags", `DELETE FROM posting WHERE tag = 'a'`, "a fact has no tags"},
		{"a fact", `DELETE FROM fact WHERE id = (SELECT max(id) FROM fact)`, "as many as were counted"},
		{"keys", `DELETE FROM posting WHERE tag = '#'`, "found by their keys"},
		{"bands", `DELETE FROM posting WHERE tag = '='`, "bands"},
	} {
		s := openNew(t)
		if _, err := s.Add(t.Context(), entriesOf(20)); err != nil {
			t.Fatal(err)
		}
		err := s.write(t.Context(), func(q *session) error {
			_, err := q.exec(c.query)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("without %s: %v, want %q", c.what, err, c.want)
		}
	}
}

// A connection that has searched remembers of what pieces the index of words was.
func TestAStoreThatWasTidiedIsSound(t *testing.T) {
	s := openNew(t)
	entries := entriesOf(40)
	for i := range entries {
		if _, err := s.Add(t.Context(), entries[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Search(t.Context(), store.Query{Words: "ministro"}); err != nil {
		t.Fatal(err)
	}
	err := s.write(t.Context(), func(q *session) error {
		_, err := q.exec(`INSERT INTO word (word) VALUES ('optimize')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// What a rejected fact was found by is past, and its key is not.
func TestRejectedFactsKeepTheirKeys(t *testing.T) {
	s := openNew(t)
	entries := entriesOf(3)
	if _, err := s.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	f := &entries[1].Facts[0]
	if _, err := s.Correct(t.Context(), &record.Correction{Author: "ana", Action: record.Reject, Reason: "no", Target: record.AnchorOf(f)}); err != nil {
		t.Fatal(err)
	}
	if err := s.write(t.Context(), func(q *session) error {
		all, err := q.segments()
		if err == nil {
			_, err = join(q, all, true)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if r, _, err := s.Fact(t.Context(), f.Key[:10]); err != nil || r.Fact.Key != f.Key {
		t.Errorf("%+v, %v", r, err)
	}
	hits, err := s.Search(t.Context(), store.Query{Limit: 1000})
	if err != nil || slices.ContainsFunc(hits, func(h store.Hit) bool { return h.Fact.Key == f.Key }) {
		t.Errorf("a rejected fact is found, %v", err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
