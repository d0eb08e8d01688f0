package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// reread returns the entry of a page of which the text is the same and the words of
// events and statements are others, as a newer engine reads it.
func reread(p page, text string) store.Entry {
	p.text = text
	e := p.entry()
	e.Engine = "engine 2"
	return e
}

func replace(t *testing.T, s store.Store) {
	p := visit(1, "KAZ", "UZB")
	p.text = "Hoy el presidente [visitó] la capital del país vecino."
	old := p.entry()
	other := visit(2, "KAZ", "UZB").entry()
	add(t, s, old, other)
	confirmed := correct(t, s, &old.Facts[0], record.Correction{Action: record.Confirm})
	anchor := record.AnchorOf(&old.Facts[0])
	merged := correct(t, s, &other.Facts[0], record.Correction{Action: record.Join, Other: &anchor})
	moved := correct(t, s, &old.Facts[0], record.Correction{Action: record.Correct, Field: "recipients", Value: "FRA"})
	settled(t, s)

	// The engine draws the fact from a word more.
	next := reread(p, "Hoy el presidente [visitó la] capital del país vecino.")
	if next.Source.Key != old.Source.Key || next.Facts[0].Key == old.Facts[0].Key {
		t.Fatal("the entries are not what they are to be")
	}
	if err := s.Replace(t.Context(), []store.Entry{next}); err != nil {
		t.Fatal(err)
	}
	same(t, "blocks changed", changed(t, s), []string{"visit|KAZ|FRA", "visit|KAZ|UZB"})
	if k := kept(t, s, old.Source.Key); k.Engine != "engine 2" || len(k.Facts) != 1 || k.Facts[0].Key != next.Facts[0].Key {
		t.Errorf("kept %s, %+v", k.Engine, k.Facts)
	}
	if _, _, err := s.Fact(t.Context(), old.Facts[0].Key); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the old fact: %v, want ErrNotFound", err)
	}
	if _, block, err := s.Fact(t.Context(), next.Facts[0].Key); err != nil || block != "visit|KAZ|FRA" {
		t.Errorf("the new fact lies in block %s, %v", block, err)
	}
	got, cs := reportsOf(t, s, "visit|KAZ|FRA")
	same(t, "reports", got, sorted(next.Facts[0].Key, other.Facts[0].Key))
	if len(cs) != 3 || cs[0].ID != confirmed || cs[1].ID != merged || cs[2].ID != moved {
		t.Fatalf("corrections %+v", cs)
	}
	if cs[0].Target.Fact != next.Facts[0].Key || cs[1].Other.Fact != next.Facts[0].Key || cs[1].Target.Fact != other.Facts[0].Key {
		t.Errorf("anchors %+v", cs)
	}
	if e, err := store.EventOf(t.Context(), s, other.Facts[0].Key); err != nil || len(e.Reports) != 2 {
		t.Errorf("event %+v, %v", e, err)
	}

	// It reads nothing there: the corrections stay and wait.
	none := p
	none.events = nil
	if err := s.Replace(t.Context(), []store.Entry{reread(none, "Hoy el presidente visitó la capital del país vecino.")}); err != nil {
		t.Fatal(err)
	}
	got, cs = reportsOf(t, s, "visit|KAZ|UZB")
	same(t, "reports without the fact", got, factKeys(&other))
	if len(cs) != 1 || cs[0].ID != merged || cs[0].Other.Fact != old.Facts[0].Key {
		t.Errorf("corrections without the fact %+v", cs)
	}
	all, err := s.Corrections(t.Context(), "")
	if err != nil || len(all) != 3 {
		t.Errorf("%d corrections, %v", len(all), err)
	}
	same(t, "blocks", pairBlocks(t, s, "KAZ", ""), []string{"visit|KAZ|UZB"})

	// It reads the first words again: all is as it was.
	if err := s.Replace(t.Context(), []store.Entry{reread(p, p.text)}); err != nil {
		t.Fatal(err)
	}
	got, cs = reportsOf(t, s, "visit|KAZ|UZB")
	same(t, "reports as before", got, sorted(old.Facts[0].Key, other.Facts[0].Key))
	if len(cs) != 3 || cs[0].Target.Fact != old.Facts[0].Key || cs[1].Other.Fact != old.Facts[0].Key {
		t.Errorf("corrections as before %+v", cs)
	}
	if err := s.Undo(t.Context(), moved, "ana", time.Now()); err != nil {
		t.Fatal(err)
	}
	same(t, "blocks", pairBlocks(t, s, "KAZ", ""), []string{"visit|KAZ|UZB"})
}

func replaceMoves(t *testing.T, s store.Store) {
	p := visit(1, "KAZ", "UZB")
	old := p.entry()
	p.lang = "en"
	p.events = []act{{kind: "talks", from: []string{"KAZ"}, to: []string{"FRA"}}}
	p.statements = []string{"emmanuel-macron"}
	next := reread(p, p.text[:len(p.text)-len(" la capital.")]+" la [capital].")
	add(t, s, old)
	same(t, "a plural", search(t, s, store.Query{Words: "capitales"}), []string{old.Source.Key})
	settled(t, s)
	if err := s.Replace(t.Context(), []store.Entry{next}); err != nil {
		t.Fatal(err)
	}
	same(t, "blocks changed", changed(t, s), []string{"talks|FRA|KAZ", "visit|KAZ|UZB"})
	settled(t, s)
	same(t, "blocks", pairBlocks(t, s, "", ""), []string{"talks|FRA|KAZ"})
	same(t, "old facts found", search(t, s, store.Query{Act: "visit"}), []string{})
	same(t, "new facts found", search(t, s, store.Query{}), sortedAs(&next))
	same(t, "facts of a party no more", search(t, s, store.Query{Party: "UZB"}), []string{})
	k := kept(t, s, next.Source.Key)
	if k.Source.Lang != "en" {
		t.Errorf("language %q, want that of the new reading", k.Source.Lang)
	}
	same(t, "the words of another language", search(t, s, store.Query{Words: "presidente", Lang: "en"}), []string{old.Source.Key})
	es, err := s.Entities(t.Context(), "", 10)
	if err != nil || len(es) > 0 {
		t.Errorf("entities of no name: %v, %v", es, err)
	}
	if es, err = s.Entities(t.Context(), "Uzbekistan", 10); err != nil || len(es) > 0 {
		t.Errorf("an entity without facts: %+v, %v", es, err)
	}
	if es, err = s.Entities(t.Context(), "kazakh", 10); err != nil || len(es) != 1 || es[0].Facts != 1 {
		t.Errorf("an entity with facts: %+v, %v", es, err)
	}
}

// sortedAs returns the keys of the facts of an entry in the order of the reading.
func sortedAs(e *store.Entry) []string { return slices.Clone(factKeys(e)) }

func replaceAllOrNone(t *testing.T, s store.Store) {
	p := visit(1, "KAZ", "UZB")
	old := p.entry()
	add(t, s, old)
	settled(t, s)
	p.events[0].kind = "talks"
	next, missing := reread(p, p.text), visit(2, "KAZ", "UZB").entry()
	if err := s.Replace(t.Context(), []store.Entry{next, missing}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%v, want ErrNotFound", err)
	}
	if k := kept(t, s, old.Source.Key); k.Engine != "engine 1" || k.Facts[0].Act != "visit" {
		t.Errorf("after an error: %s, %s", k.Engine, k.Facts[0].Act)
	}
	same(t, "blocks", pairBlocks(t, s, "", ""), []string{"visit|KAZ|UZB"})
	same(t, "blocks changed", len(changed(t, s)), 0)
}
