package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

func empty(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "search", search(t, s, store.Query{}), []string{})
	same(t, "blocks", pairBlocks(t, s, "", ""), []string{})
	same(t, "changed", len(changed(t, s)), 0)
	if reports, cs, err := s.Block(ctx, "visit|KAZ|UZB"); err != nil || len(reports) > 0 || len(cs) > 0 {
		t.Errorf("a block: %v, %v, %v", reports, cs, err)
	}
	if _, err := s.Article(ctx, "0123456789abcdef"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("article: %v, want ErrNotFound", err)
	}
	if _, _, err := s.Fact(ctx, "0123456789abcdef"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("fact: %v, want ErrNotFound", err)
	}
	if _, err := s.Copies(ctx, "0123456789abcdef"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("copies: %v, want ErrNotFound", err)
	}
	if got, err := s.Add(ctx, nil); err != nil || len(got) > 0 {
		t.Errorf("adding nothing: %v, %v", got, err)
	}
	if got, err := s.Versions(ctx, "https://faro.example/1"); err != nil || len(got) > 0 {
		t.Errorf("versions: %v, %v", got, err)
	}
	st, err := s.Stats(ctx)
	if err != nil || st != (store.Stats{}) {
		t.Errorf("stats: %+v, %v", st, err)
	}
}

func addTwice(t *testing.T, s store.Store) {
	e, other := visit(1, "KAZ", "UZB").entry(), visit(2, "KAZ", "UZB").entry()
	if got, want := add(t, s, e)[0], (store.Added{Key: e.Source.Key, New: true, Version: 1}); got != want {
		t.Errorf("first: %+v, want %+v", got, want)
	}
	settled(t, s)
	again := e
	again.Engine = "engine 2"
	got := add(t, s, again, other, other)
	for i, want := range []store.Added{
		{Key: e.Source.Key, Version: 1}, {Key: other.Source.Key, New: true, Version: 1}, {Key: other.Source.Key, Version: 1},
	} {
		if got[i] != want {
			t.Errorf("then %d: %+v, want %+v", i, got[i], want)
		}
	}
	if k := kept(t, s, e.Source.Key); k.Engine != "engine 1" {
		t.Errorf("the article was changed: read by %s", k.Engine)
	}
	settled(t, s)
	add(t, s, e, other)
	same(t, "blocks changed by adding what is there", len(changed(t, s)), 0)
	has, err := s.Has(t.Context(), []string{e.Source.Key, "0123456789abcdef", other.Source.Key})
	if err != nil || !has[e.Source.Key] || !has[other.Source.Key] || has["0123456789abcdef"] {
		t.Errorf("has: %v, %v", has, err)
	}
	same(t, "facts", len(search(t, s, store.Query{})), 2)
}

func addAllOrNone(t *testing.T, s store.Store) {
	good, bad := visit(1, "KAZ", "UZB").entry(), visit(2, "FRA", "UZB").entry()
	bad.Facts = append(slices.Clone(bad.Facts), bad.Facts[0]) // one key twice
	bad.Blocks = append(slices.Clone(bad.Blocks), bad.Blocks[0])
	if _, err := s.Add(t.Context(), []store.Entry{good, bad}); err == nil {
		t.Fatal("two facts with one key were kept")
	}
	has, err := s.Has(t.Context(), []string{good.Source.Key, bad.Source.Key})
	if err != nil || has[good.Source.Key] || has[bad.Source.Key] {
		t.Errorf("after an error there are %v, %v", has, err)
	}
	same(t, "articles found", search(t, s, store.Query{Words: "presidente"}), []string{})
	same(t, "blocks", pairBlocks(t, s, "", ""), []string{})
	add(t, s, good)
	same(t, "articles found", search(t, s, store.Query{Words: "presidente"}), []string{good.Source.Key})
}

func roundTrip(t *testing.T, s store.Store) {
	e := page{
		url: "https://faro.example/1", outlet: "El Faro", agency: "Agencia Sur", title: "Tokáyev, en «Taskent»", lang: "es",
		published: "2025-06-01", retrieved: "2025-06-02T08:30:00Z",
		text:       "El año pasado\nKazajistán [visitó] Uzbekistán. <b>&\u2028 Dijo que [todo va bien].",
		events:     []act{{kind: "visit", from: []string{"KAZ"}, to: []string{"UZB"}, time: "2025-05-31"}},
		statements: []string{"kassym-jomart-tokayev"},
	}.entry()
	e.Article.File = "noticias/1.txt"
	e.Reading.Notes = append(e.Reading.Notes, "a note")
	before := time.Now().Add(-time.Second)
	add(t, s, e)
	k := kept(t, s, e.Source.Key)
	got, err := k.Reading.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := e.Reading.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("reading:\ngot  %s\nwant %s", got, want)
	}
	same(t, "article", k.Article, e.Article)
	same(t, "facts", k.Facts, e.Facts)
	k.Source.Family = "" // its own key or nothing
	same(t, "source", k.Source, e.Source)
	if k.Engine != "engine 1" || k.Added.Before(before) || k.Added.After(time.Now().Add(time.Second)) {
		t.Errorf("engine %s, added %v", k.Engine, k.Added)
	}
	again := store.NewEntry(k.Article, k.Reading, k.Engine)
	same(t, "the entry made of it", []any{again.Source, again.Facts, again.Blocks, again.Signature}, []any{e.Source, e.Facts, e.Blocks, e.Signature})
	r, block, err := s.Fact(t.Context(), e.Facts[1].Key)
	if err != nil {
		t.Fatal(err)
	}
	r.Source.Family = ""
	same(t, "fact", r, record.Report{Fact: e.Facts[1], Source: e.Source})
	if block != e.Blocks[1] || block == "" {
		t.Errorf("block %q, want %q", block, e.Blocks[1])
	}
	old := visit(2, "KAZ", "UZB").entry()
	old.Added = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	add(t, s, old)
	if k := kept(t, s, old.Source.Key); !k.Added.Equal(old.Added) {
		t.Errorf("added %v, want %v as told", k.Added, old.Added)
	}
}

func shortKeys(t *testing.T, s store.Store) {
	// Forty articles: two of them begin with the same digit surely.
	first := map[byte]int{}
	var entries []store.Entry
	for i := range 40 {
		e := visit(i, "KAZ", "UZB").entry()
		entries = append(entries, e)
		first[e.Source.Key[0]]++
	}
	add(t, s, entries...)
	for i := range entries {
		e := &entries[i]
		k, err := s.Article(t.Context(), e.Source.Key[:1])
		switch {
		case first[e.Source.Key[0]] > 1 && (err == nil || errors.Is(err, store.ErrNotFound)):
			t.Errorf("key %s is ambiguous, error %v", e.Source.Key[:1], err)
		case first[e.Source.Key[0]] == 1 && (err != nil || k.Source.Key != e.Source.Key):
			t.Errorf("key %s: %v", e.Source.Key[:1], err)
		}
		if k := kept(t, s, e.Source.Key[:12]); k.Source.Key != e.Source.Key {
			t.Errorf("key %s leads to %s", e.Source.Key[:12], k.Source.Key)
		}
		r, _, err := s.Fact(t.Context(), e.Facts[0].Key[:12])
		if err != nil || r.Fact.Key != e.Facts[0].Key {
			t.Errorf("fact %s: %v", e.Facts[0].Key[:12], err)
		}
	}
	for _, key := range []string{"", "no key", "0123456789abcdef0", "%", "_"} {
		if _, err := s.Article(t.Context(), key); err == nil {
			t.Errorf("key %q was found", key)
		}
		if _, _, err := s.Fact(t.Context(), key); err == nil {
			t.Errorf("fact %q was found", key)
		}
	}
}

func articles(t *testing.T, s store.Store) {
	var entries []store.Entry
	var want []string
	for i := range 30 {
		e := visit(i, "KAZ", "UZB").entry()
		if i%3 == 0 {
			e.Engine = "engine 2"
		}
		entries = append(entries, e)
		want = append(want, e.Source.Key)
	}
	slices.Sort(want)
	add(t, s, entries...)
	all := func(after, engine string) []string {
		out := []string{}
		for k, err := range s.Articles(t.Context(), after, engine) {
			if err != nil {
				t.Fatal(err)
			}
			if k.Article.Text == "" || k.Reading == nil || len(k.Facts) != 1 {
				t.Errorf("article %s is not whole", k.Source.Key)
			}
			out = append(out, k.Source.Key)
		}
		return out
	}
	same(t, "all", all("", ""), want)
	same(t, "the second half", all(want[14], ""), want[15:])
	same(t, "after the last", all(want[29], ""), []string{})
	same(t, "those not read by engine 2", len(all("", "engine 2")), 20)
	for _, err := range s.Articles(t.Context(), "", "") { // a reader may stop, and use the store meanwhile
		if err != nil {
			t.Fatal(err)
		}
		add(t, s, visit(100, "KAZ", "UZB").entry())
		break
	}
	same(t, "all", len(all("", "")), 31)
}

func stats(t *testing.T, s store.Store) {
	a, b, c := visit(1, "KAZ", "UZB").entry(), visit(5, "KAZ", "UZB"), visit(9, "KAZ", "UZB")
	b.outlet, c.outlet, c.published = "The Pier", "El Faro", ""
	add(t, s, a, b.entry(), c.entry())
	correct(t, s, &a.Facts[0], record.Correction{Action: record.Confirm})
	got, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if at, err := time.Parse(time.RFC3339, got.Added); err != nil || time.Since(at) > time.Hour {
		t.Errorf("last added %q: %v", got.Added, err)
	}
	got.Added = ""
	same(t, "stats", got, store.Stats{Articles: 3, Outlets: 2, Facts: 3, Corrections: 1, First: "2025-06-02", Last: "2025-06-06"})
}

func generated(t *testing.T, s store.Store) {
	var entries []store.Entry
	for e := range Generate(300) {
		entries = append(entries, e)
	}
	add(t, s, entries...)
	settled(t, s)
	n := 0
	for i := range entries {
		n += len(entries[i].Facts)
	}
	st, err := s.Stats(t.Context())
	if err != nil || st.Articles != 300 || st.Facts != n {
		t.Errorf("stats %+v, %v; want 300 articles and %d facts", st, err, n)
	}
	for i := range entries {
		e := &entries[i]
		got, err := kept(t, s, e.Source.Key).Reading.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := e.Reading.Append(nil); err != nil || string(got) != string(want) {
			t.Fatalf("reading %d:\ngot  %s\nwant %s", i, got, want)
		}
	}
	rows, err := s.Promises(t.Context(), store.PromiseQuery{Undated: true})
	if err != nil || len(rows) == 0 {
		t.Errorf("%d promises, %v", len(rows), err)
	}
	if fmt.Sprint(len(search(t, s, store.Query{Kinds: []string{record.KindStatement}, Limit: 10_000}))) == "0" {
		t.Error("no statement")
	}
}
