package sqlite

import (
	"database/sql"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/storetest"
	"github.com/attache-project/attache/record"
)

// wholesale are statements that go through a whole table, with the reason.
var wholesale = map[string]string{
	"SELECT name FROM block WHERE facts > 0":                  "all blocks are asked for",
	"FROM correction ORDER BY id":                             "all corrections are asked for",
	"SELECT articles, facts, added, (SELECT count(*)":         "counts outlets and corrections, which are few",
	"hi, gone FROM segment":                                   "all are asked for; they are few dozens",
	"FROM feed ORDER BY url":                                  "all feeds are asked for",
	"FROM promise AS p CROSS JOIN block AS b ON b.id = p.blo": "of a pair at any time; narrow rows",
}

// TestNoQueryScansATable does what is done to a store and looks at the plans of all
// statements that were prepared for it.
func TestNoQueryScansATable(t *testing.T) {
	s := openNew(t)
	entries := entriesOf(300)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Add(ctx, entries)
	must(err)
	f := &entries[0].Facts[len(entries[0].Facts)-1]
	for i := range entries[0].Facts {
		if entries[0].Facts[i].Kind == record.KindEvent {
			f = &entries[0].Facts[i]
		}
	}
	id, err := s.Correct(ctx, &record.Correction{Author: "ana", Action: record.Reject, Reason: "no", Target: record.AnchorOf(f)})
	must(err)
	must(s.Undo(ctx, id, "ana", time.Now()))
	must(s.Replace(ctx, entries[:2]))
	must(store.Settle(ctx, s))
	for _, q := range []store.Query{
		{Words: "ministro"}, {Words: "ministro", Party: storetest.State(0)}, {Pair: [2]string{storetest.State(0), storetest.State(1)}},
		{WhenFrom: 19000, WhenTo: 19060}, {Words: "ministro", Best: true, SaidFrom: 18700}, {},
	} {
		_, err := s.Search(ctx, q)
		must(err)
		_, err = s.Count(ctx, q)
		must(err)
	}
	key := entries[1].Source.Key
	_, err = s.Has(ctx, []string{key})
	must(err)
	_, err = s.Article(ctx, key[:8])
	must(err)
	_, err = s.Versions(ctx, entries[1].Source.URL)
	must(err)
	_, err = s.Copies(ctx, key)
	must(err)
	_, _, err = s.Fact(ctx, entries[1].Facts[0].Key)
	must(err)
	for _, pair := range [][2]string{{}, {storetest.State(0)}, {storetest.State(0), storetest.State(1)}} {
		for _, err := range s.Blocks(ctx, pair) {
			must(err)
		}
	}
	for _, err := range s.Articles(ctx, "", "engine 2") {
		must(err)
	}
	_, err = s.Entities(ctx, "person", 10)
	must(err)
	_, err = s.Promises(ctx, store.PromiseQuery{Within: record.Interval{Start: 19000, End: 19060}, Undated: true})
	must(err)
	_, err = s.Corrections(ctx, f.Key)
	must(err)
	_, err = s.Corrections(ctx, "")
	must(err)
	_, err = s.Feeds(ctx)
	must(err)
	_, err = s.Stats(ctx)
	must(err)
	must(s.PutFeed(ctx, store.Feed{URL: "u"}))
	_, err = s.Feed(ctx, "u")
	must(err)
	must(s.DeleteFeed(ctx, "u"))
	_, err = s.Sequence(ctx, "u", "d")
	must(err)

	statements := map[string]bool{}
	for _, p := range []*pool{s.w, s.r} {
		for _, c := range p.idle {
			for query := range c.stmts {
				statements[query] = true
			}
		}
	}
	if len(statements) < 50 {
		t.Errorf("%d statements were looked at, want all", len(statements))
	}
	used := map[string]bool{}
	for _, query := range slices.Sorted(maps.Keys(statements)) {
		if !strings.Contains(query, "SELECT") && !strings.Contains(query, "WHERE") {
			continue
		}
		for _, step := range plan(t, s, query) {
			if !strings.HasPrefix(step, "SCAN") || strings.Contains(step, "VIRTUAL TABLE") || strings.HasSuffix(step, "CONSTANT ROW") || strings.HasPrefix(step, "SCAN (subquery") {
				continue
			}
			reason := false
			for part := range wholesale {
				if strings.Contains(query, part) {
					reason, used[part] = true, true
				}
			}
			if !reason && !walks(step, query) {
				t.Errorf("%s in\n%s", step, query)
			}
		}
	}
	for part := range wholesale {
		if !used[part] && !strings.HasPrefix(part, "FROM promise") {
			t.Errorf("no statement that goes through a table holds %q", part)
		}
	}
}

// walks reports whether a scan goes through what a statement was given, or through an
// index in order until it has enough.
func walks(step, query string) bool {
	for _, name := range []string{"SCAN c", "SCAN n", "SCAN f"} { // names of subqueries and lists
		if step == name && (strings.Contains(query, "json_each") || strings.Contains(query, "GROUP BY block) AS f")) {
			return true
		}
	}
	return strings.Contains(step, "USING") && strings.Contains(query, "ORDER BY") && strings.Contains(query, "LIMIT")
}

// plan returns the steps of a query.
func plan(t *testing.T, s *Store, query string) []string {
	t.Helper()
	var steps []string
	err := s.w.run(t.Context(), "BEGIN", func(q *session) error {
		rows, err := q.c.QueryContext(q.ctx, "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
		if err != nil {
			return err
		}
		steps, err = scanAll(rows, func(rows *sql.Rows) (step string, err error) {
			var id, parent, unused int
			err = rows.Scan(&id, &parent, &unused, &step)
			return step, err
		})
		return err
	})
	if err != nil {
		t.Fatalf("the plan of %s: %v", query, err)
	}
	return steps
}
