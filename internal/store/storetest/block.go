package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

func blocks(t *testing.T, s store.Store) {
	back := visit(2, "UZB", "KAZ")
	back.events = append(back.events, act{kind: "talks", from: []string{"UZB"}, to: []string{"KAZ"}})
	back.text += " Luego [conversaron]."
	add(t, s, visit(1, "KAZ", "UZB").entry(), back.entry(), visit(3, "KAZ", "FRA").entry(), visit(4, "KAZ", "UZB").entry())
	same(t, "of a pair", pairBlocks(t, s, "KAZ", "UZB"), []string{"talks|KAZ|UZB", "visit|KAZ|UZB", "visit|UZB|KAZ"})
	same(t, "the other way round", pairBlocks(t, s, "UZB", "KAZ"), []string{"talks|KAZ|UZB", "visit|KAZ|UZB", "visit|UZB|KAZ"})
	same(t, "of one", pairBlocks(t, s, "FRA", ""), []string{"visit|KAZ|FRA"})
	same(t, "of one given second", pairBlocks(t, s, "", "FRA"), []string{"visit|KAZ|FRA"})
	same(t, "of one with many", pairBlocks(t, s, "UZB", ""), []string{"talks|KAZ|UZB", "visit|KAZ|UZB", "visit|UZB|KAZ"})
	same(t, "all", pairBlocks(t, s, "", ""), []string{"talks|KAZ|UZB", "visit|KAZ|FRA", "visit|KAZ|UZB", "visit|UZB|KAZ"})
	same(t, "of none", pairBlocks(t, s, "FRA", "UZB"), []string{})
	reports, cs, err := s.Block(t.Context(), "visit|KAZ|UZB")
	if err != nil || len(reports) != 2 || len(cs) != 0 {
		t.Fatalf("%d reports, %d corrections, %v", len(reports), len(cs), err)
	}
	if reports[0].Source.Outlet != "El Faro" || reports[0].Source.Title == "" || reports[0].Fact.Words.Text != "visitó" {
		t.Errorf("report %+v", reports[0])
	}
	for _, err := range s.Blocks(t.Context(), [2]string{}) { // a reader may stop, and use the store meanwhile
		if err != nil {
			t.Fatal(err)
		}
		add(t, s, visit(5, "FRA", "KAZ").entry())
		break
	}
}

func merges(t *testing.T, s store.Store) {
	a, b, c, d := visit(1, "KAZ", "UZB").entry(), visit(2, "KAZ", "FRA").entry(), visit(3, "KAZ", "VNM").entry(), visit(4, "KAZ", "RUS").entry()
	add(t, s, a, b, c, d)
	settled(t, s)
	merge := func(x, y *store.Entry) int64 {
		other := record.AnchorOf(&y.Facts[0])
		return correct(t, s, &x.Facts[0], record.Correction{Action: record.Join, Other: &other})
	}
	first := merge(&a, &b)
	same(t, "blocks changed by a merge", changed(t, s), []string{"visit|KAZ|FRA", "visit|KAZ|UZB"})
	settled(t, s)
	second := merge(&c, &b)
	same(t, "blocks changed by another", changed(t, s), []string{"visit|KAZ|FRA", "visit|KAZ|UZB", "visit|KAZ|VNM"})
	three := sorted(a.Facts[0].Key, b.Facts[0].Key, c.Facts[0].Key)
	for _, block := range []string{"visit|KAZ|UZB", "visit|KAZ|FRA", "visit|KAZ|VNM"} {
		got, cs := reportsOf(t, s, block)
		same(t, "reports of "+block, got, three)
		if len(cs) != 2 || cs[0].ID != first || cs[1].ID != second {
			t.Errorf("corrections of %s: %+v", block, cs)
		}
	}
	got, cs := reportsOf(t, s, "visit|KAZ|RUS")
	same(t, "reports of a block that nothing ties", got, factKeys(&d))
	same(t, "its corrections", len(cs), 0)
	e, err := store.EventOf(t.Context(), s, c.Facts[0].Key)
	if err != nil || len(e.Reports) != 3 {
		t.Fatalf("event %+v, %v", e, err)
	}
	settled(t, s)
	// A new report in one of the blocks changes all that are tied.
	add(t, s, visit(5, "KAZ", "VNM").entry())
	same(t, "blocks changed by a report", changed(t, s), []string{"visit|KAZ|FRA", "visit|KAZ|UZB", "visit|KAZ|VNM"})
	settled(t, s)
	if err := s.Undo(t.Context(), first, "berta", time.Now()); err != nil {
		t.Fatal(err)
	}
	same(t, "blocks changed by undoing", changed(t, s), []string{"visit|KAZ|FRA", "visit|KAZ|UZB", "visit|KAZ|VNM"})
	got, cs = reportsOf(t, s, "visit|KAZ|UZB")
	same(t, "reports after undoing", got, factKeys(&a))
	if len(cs) != 1 || cs[0].Undone == "" {
		t.Errorf("corrections after undoing: %+v", cs)
	}
}

func corrections(t *testing.T, s store.Store) {
	a, b := visit(1, "KAZ", "UZB").entry(), visit(2, "KAZ", "UZB").entry()
	add(t, s, a, b)
	settled(t, s)
	id := correct(t, s, &a.Facts[0], record.Correction{Action: record.Correct, Field: "recipients", Value: "FRA"})
	same(t, "blocks changed", changed(t, s), []string{"visit|KAZ|FRA", "visit|KAZ|UZB"})
	got, cs := reportsOf(t, s, "visit|KAZ|FRA")
	same(t, "reports where it went", got, factKeys(&a))
	if len(cs) != 1 || cs[0].ID != id || cs[0].Author != "ana" || cs[0].Reason != "read it again" || cs[0].Field != "recipients" || cs[0].Value != "FRA" {
		t.Errorf("corrections %+v", cs)
	}
	same(t, "its anchor", cs[0].Target, record.AnchorOf(&a.Facts[0]))
	got, cs = reportsOf(t, s, "visit|KAZ|UZB")
	same(t, "reports where it came from", got, factKeys(&b))
	same(t, "corrections where it came from", len(cs), 0)
	same(t, "blocks", pairBlocks(t, s, "KAZ", ""), []string{"visit|KAZ|FRA", "visit|KAZ|UZB"})
	r, block, err := s.Fact(t.Context(), a.Facts[0].Key)
	if err != nil || block != "visit|KAZ|FRA" {
		t.Fatalf("block %s, %v", block, err)
	}
	same(t, "the fact as it was read", r.Fact, a.Facts[0])
	reports, _, err := s.Block(t.Context(), "visit|KAZ|FRA")
	if err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	same(t, "the report as it was read", reports[0].Fact, a.Facts[0])
	settled(t, s)
	second := correct(t, s, &a.Facts[0], record.Correction{Action: record.Correct, Field: "act", Value: "talks"})
	if second <= id {
		t.Errorf("correction %d after %d", second, id)
	}
	same(t, "blocks changed by another act", changed(t, s), []string{"talks|FRA|KAZ", "visit|KAZ|FRA"})
	same(t, "blocks", pairBlocks(t, s, "KAZ", ""), []string{"talks|FRA|KAZ", "visit|KAZ|UZB"})
	settled(t, s)
	correct(t, s, &b.Facts[0], record.Correction{Action: record.Reject})
	same(t, "blocks changed by rejecting", changed(t, s), []string{"visit|KAZ|UZB"})
	all, err := s.Corrections(t.Context(), "")
	if err != nil || len(all) != 3 || all[0].ID != id || all[1].ID != second {
		t.Errorf("all corrections %+v, %v", all, err)
	}
	of, err := s.Corrections(t.Context(), b.Facts[0].Key)
	if err != nil || len(of) != 1 || of[0].Action != record.Reject {
		t.Errorf("corrections of one %+v, %v", of, err)
	}
}

func undo(t *testing.T, s store.Store) {
	a := visit(1, "KAZ", "UZB").entry()
	add(t, s, a)
	first := correct(t, s, &a.Facts[0], record.Correction{Action: record.Correct, Field: "act", Value: "talks"})
	correct(t, s, &a.Facts[0], record.Correction{Action: record.Correct, Field: "recipients", Value: "FRA"})
	settled(t, s)
	at := time.Date(2025, 8, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	if err := s.Undo(t.Context(), first, "berta", at); err != nil {
		t.Fatal(err)
	}
	same(t, "blocks changed", changed(t, s), []string{"talks|FRA|KAZ", "visit|KAZ|FRA"})
	same(t, "blocks", pairBlocks(t, s, "", ""), []string{"visit|KAZ|FRA"})
	cs, err := s.Corrections(t.Context(), a.Facts[0].Key)
	if err != nil || len(cs) != 2 || cs[0].Undone != "2025-08-01T11:00:00Z" || cs[0].By != "berta" || cs[1].Undone != "" {
		t.Errorf("corrections %+v, %v", cs, err)
	}
	if err := s.Undo(t.Context(), first, "berta", at); err == nil {
		t.Error("a correction was undone twice")
	}
	if err := s.Undo(t.Context(), 1_000_000, "berta", at); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("undoing what is not there: %v, want ErrNotFound", err)
	}
}

func badCorrections(t *testing.T, s store.Store) {
	a, b := visit(1, "KAZ", "UZB").entry(), visit(2, "KAZ", "UZB").entry()
	add(t, s, a)
	there, missing := record.AnchorOf(&a.Facts[0]), record.AnchorOf(&b.Facts[0])
	for _, c := range []struct {
		name     string
		c        record.Correction
		notFound bool
	}{
		{"a fact that is not there", record.Correction{Action: record.Confirm, Target: missing}, true},
		{"another that is not there", record.Correction{Action: record.Join, Target: there, Other: &missing}, true},
		{"no other", record.Correction{Action: record.Join, Target: there}, false},
		{"an unknown action", record.Correction{Action: "praise", Target: there}, false},
		{"an unknown field", record.Correction{Action: record.Correct, Field: "colour", Value: "red", Target: there}, false},
		{"a value that the field cannot have", record.Correction{Action: record.Correct, Field: "status", Value: "soon", Target: there}, false},
	} {
		c.c.At, c.c.Author, c.c.Reason = "2025-07-01T10:00:00Z", "ana", "because"
		if _, err := s.Correct(t.Context(), &c.c); err == nil || errors.Is(err, store.ErrNotFound) != c.notFound {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	cs, err := s.Corrections(t.Context(), "")
	if err != nil || len(cs) > 0 {
		t.Errorf("kept %+v, %v", cs, err)
	}
}
