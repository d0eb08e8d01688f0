package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// plan is a page that announces a visit.
func plan(n int, from, to, when string) page {
	p := visit(n, from, to)
	p.text = unlike(n) + " El presidente [visitará] la capital."
	p.events[0].status, p.events[0].time = "planned", when
	return p
}

func settle(t *testing.T, s store.Store) {
	announced, done := plan(1, "KAZ", "UZB", "2025-07"), visit(3, "KAZ", "UZB")
	done.published, done.events[0].time = "2025-07-10", "2025-07-09"
	add(t, s, announced.entry())
	same(t, "blocks changed", changed(t, s), []string{"visit|KAZ|UZB"})
	settled(t, s)
	all := store.PromiseQuery{Undated: true}
	rows, err := s.Promises(t.Context(), all)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%+v, %v", rows, err)
	}
	r := rows[0]
	if r.Block != "visit|KAZ|UZB" || r.Act != "visit" || r.Words != "visitará" || r.Window.EDTF() != "2025-07" || r.Closed != record.Never ||
		strings.Join(r.Parties, " ") != "KAZ UZB" || r.Event != announced.entry().Facts[0].Key {
		t.Errorf("promise %+v", r)
	}
	if st := r.Promise.On(day("2025-06-20")); st.State != record.Open {
		t.Errorf("state %+v", st)
	}
	add(t, s, done.entry())
	settled(t, s)
	rows, err = s.Promises(t.Context(), all)
	if err != nil || len(rows) != 1 || rows[0].Closed != day("2025-07-10") {
		t.Fatalf("kept: %+v, %v", rows, err)
	}
	if last := rows[0].Promise.Steps[len(rows[0].Promise.Steps)-1]; last.Kind != record.Kept {
		t.Errorf("last step %+v", last)
	}
	// A promise of which the only report is rejected is none.
	e := announced.entry()
	correct(t, s, &e.Facts[0], record.Correction{Action: record.Reject})
	settled(t, s)
	if rows, err = s.Promises(t.Context(), all); err != nil || len(rows) != 0 {
		t.Errorf("rejected: %+v, %v", rows, err)
	}
}

// settleAgain tests that a block does not count as settled when it changed
// after its reports were read.
func settleAgain(t *testing.T, s store.Store) {
	add(t, s, plan(1, "KAZ", "UZB", "2025-07").entry(), plan(2, "KAZ", "FRA", "2025-07").entry())
	blocks, err := s.Changed(t.Context(), 10)
	if err != nil || len(blocks) != 2 {
		t.Fatalf("%v, %v", blocks, err)
	}
	add(t, s, plan(3, "KAZ", "UZB", "2025-08").entry())
	if err := s.PutPromises(t.Context(), blocks, nil); err != nil {
		t.Fatal(err)
	}
	same(t, "changed while they were settled", changed(t, s), []string{"visit|KAZ|UZB"})
	one, err := s.Changed(t.Context(), 1)
	if err != nil || len(one) != 1 {
		t.Errorf("at most one: %v, %v", one, err)
	}
	settled(t, s)
}

func promises(t *testing.T, s store.Store) {
	var blocks []string
	var rows []store.PromiseRow
	put := func(id, due string, closed record.Day, parties ...string) {
		r := store.PromiseRow{
			Block: "visit|" + strings.Join(parties, "|"), Event: id, Act: "visit", Parties: parties, Window: record.Anytime, Closed: closed, Words: "irá",
			Promise: record.Promise{Due: due, Steps: []record.Step{{Kind: record.Announced, On: "2025-06-01", Due: due, Facts: []string{id}}}},
		}
		if w, ok := record.ParseInterval(due); ok {
			r.Window = w
		}
		blocks, rows = append(blocks, r.Block), append(rows, r)
	}
	add(t, s, visit(1, "FRA", "KAZ").entry(), visit(2, "KAZ", "UZB").entry(), visit(3, "UZB", "VNM").entry())
	put("july", "2025-07", record.Never, "KAZ", "UZB")
	put("day", "2025-07-15", record.Never, "FRA", "KAZ")
	put("august", "2025-08-02", day("2025-06-05"), "UZB", "VNM")
	put("undated", "", record.Never, "KAZ", "UZB")
	put("done", "", day("2025-07-03"), "UZB", "VNM")
	put("open", "2025-09/..", record.Never, "FRA", "KAZ")
	if err := s.PutPromises(t.Context(), blocks, rows); err != nil {
		t.Fatal(err)
	}
	july := record.Interval{Start: day("2025-07-01"), End: day("2025-07-31")}
	for _, c := range []struct {
		name string
		q    store.PromiseQuery
		want string
	}{
		{"of a month", store.PromiseQuery{Within: july}, "day july done"},
		{"of a day", store.PromiseQuery{Within: record.Interval{Start: day("2025-07-15"), End: day("2025-07-15")}}, "day"},
		{"with an outcome then", store.PromiseQuery{Within: record.Interval{Start: day("2025-06-05"), End: day("2025-06-05")}}, "august"},
		{"and undated", store.PromiseQuery{Within: july, Undated: true}, "day july open done undated"},
		{"of a party", store.PromiseQuery{Within: july, Party: "KAZ"}, "day july"},
		{"of a party and undated", store.PromiseQuery{Within: july, Party: "KAZ", Undated: true}, "day july open undated"},
		{"of a pair", store.PromiseQuery{Within: july, Pair: [2]string{"UZB", "KAZ"}}, "july"},
		{"at most two", store.PromiseQuery{Within: july, Limit: 2}, "day july"},
		{"all with a day or an outcome", store.PromiseQuery{}, "day july august done"},
		{"all with a day or an outcome, said otherwise", store.PromiseQuery{Within: record.Anytime}, "day july august done"},
		{"all", store.PromiseQuery{Undated: true}, "day july august open done undated"},
	} {
		got, err := s.Promises(t.Context(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		// Those without a day come last, in whatever order.
		dated, undated := []string{}, map[string]bool{}
		for _, r := range got {
			if r.Window.End == record.Never {
				undated[r.Event] = true
			} else if len(undated) > 0 {
				t.Errorf("%s: %s comes after one without a day", c.name, r.Event)
			} else {
				dated = append(dated, r.Event)
			}
		}
		for id := range strings.FieldsSeq(c.want) {
			switch {
			case len(dated) > 0 && dated[0] == id:
				dated = dated[1:]
			case undated[id]:
				delete(undated, id)
			default:
				t.Errorf("%s: %s is not found where it is to be", c.name, id)
			}
		}
		if len(dated)+len(undated) > 0 {
			t.Errorf("%s: found %v, %v, too", c.name, dated, undated)
		}
	}
	got, err := s.Promises(t.Context(), store.PromiseQuery{Within: july, Pair: [2]string{"FRA", "KAZ"}})
	if err != nil || len(got) != 1 {
		t.Fatalf("%v, %v", got, err)
	}
	same(t, "a row", got[0], rows[1])
	if got[0].Window != rows[1].Window || got[0].Closed != rows[1].Closed {
		t.Errorf("window %v, closed %v", got[0].Window, got[0].Closed)
	}
	// The rows of a block take the place of those before.
	if err := s.PutPromises(t.Context(), []string{"visit|FRA|KAZ"}, nil); err != nil {
		t.Fatal(err)
	}
	got, err = s.Promises(t.Context(), store.PromiseQuery{Undated: true})
	if err != nil || len(got) != 4 {
		t.Errorf("after taking two away: %s, %v", fmt.Sprint(got), err)
	}
}
