package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

func feeds(t *testing.T, s store.Store) {
	const url = "https://faro.example/rss"
	f, err := s.Feed(t.Context(), url)
	if err != nil || f != (store.Feed{URL: url}) {
		t.Errorf("an unknown feed: %+v, %v", f, err)
	}
	f = store.Feed{
		URL: url, Title: "El Faro: «todo»", Outlet: "El Faro", Lang: "es", ETag: `W/"1"`, LastModified: "Sun, 01 Jun 2025 08:00:00 GMT",
		Next: time.Date(2025, 6, 1, 9, 0, 0, 0, time.UTC), LastFetch: time.Date(2025, 6, 1, 8, 30, 0, 0, time.UTC), Failures: 2, LastError: "timeout",
	}
	other := store.Feed{URL: "https://albor.example/rss"}
	for _, f := range []store.Feed{{URL: url, Title: "before"}, f, other} {
		if err := s.PutFeed(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []store.Feed{f, other} {
		got, err := s.Feed(t.Context(), want.URL)
		if err != nil || !got.Next.Equal(want.Next) || !got.LastFetch.Equal(want.LastFetch) || got.Next.IsZero() != want.Next.IsZero() {
			t.Errorf("%+v, %v", got, err)
		}
		got.Next, got.LastFetch = want.Next, want.LastFetch
		if got != want {
			t.Errorf("feed %+v, want %+v", got, want)
		}
	}
	all, err := s.Feeds(t.Context())
	if err != nil || len(all) != 2 || all[0].URL != other.URL || all[1].URL != url {
		t.Errorf("feeds %+v, %v", all, err)
	}
	for _, u := range []string{url, url, "https://nobody.example/rss"} {
		if err := s.DeleteFeed(t.Context(), u); err != nil {
			t.Errorf("forgetting %s: %v", u, err)
		}
	}
	if got, err := s.Feed(t.Context(), url); err != nil || got != (store.Feed{URL: url}) {
		t.Errorf("a forgotten feed: %+v, %v", got, err)
	}
	if all, err = s.Feeds(t.Context()); err != nil || len(all) != 1 || all[0].URL != other.URL {
		t.Errorf("feeds but one: %+v, %v", all, err)
	}
}

func sequence(t *testing.T, s store.Store) {
	for i, c := range []struct {
		uid, digest string
		want        int
	}{{"a", "1", 0}, {"a", "1", 0}, {"a", "2", 1}, {"b", "2", 0}, {"a", "2", 1}, {"a", "1", 2}, {"b", "2", 0}} {
		if got, err := s.Sequence(t.Context(), c.uid, c.digest); err != nil || got != c.want {
			t.Errorf("call %d: %d, %v, want %d", i, got, err, c.want)
		}
	}
}

func backup(t *testing.T, s store.Store) {
	for i := range 5 {
		add(t, s, visit(i, "KAZ", "UZB").entry())
	}
	file := filepath.Join(t.TempDir(), "copy")
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		for i := 5; i < 500; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := s.Add(context.Background(), []store.Entry{visit(i, "KAZ", "UZB").entry()}); err != nil {
				t.Errorf("writing during the backup: %v", err)
				return
			}
		}
	})
	err := s.Backup(t.Context(), file)
	close(stop)
	wg.Wait()
	if err != nil {
		t.Fatal(err)
	}
	was, err := os.ReadFile(file)
	if err != nil || len(was) == 0 {
		t.Fatalf("a copy of %d bytes, %v", len(was), err)
	}
	if err := s.Backup(t.Context(), file); err == nil {
		t.Error("a file that was there was written over")
	}
	is, err := os.ReadFile(file)
	if err != nil || string(is) != string(was) {
		t.Errorf("the file that was there is another, %v", err)
	}
	if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "no", "folder")); err == nil {
		t.Error("a copy was written into a folder that is not there")
	}
}

func cancelled(t *testing.T, s store.Store) {
	e, other := visit(1, "KAZ", "UZB").entry(), visit(2, "KAZ", "UZB").entry()
	add(t, s, e)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	first := func(_ any, err error) error { return err }
	for name, err := range map[string]error{
		"Add":      first(s.Add(ctx, []store.Entry{other})),
		"Replace":  s.Replace(ctx, []store.Entry{reread(visit(1, "KAZ", "UZB"), visit(1, "KAZ", "UZB").text)}),
		"Has":      first(s.Has(ctx, []string{e.Source.Key})),
		"Article":  first(s.Article(ctx, e.Source.Key)),
		"Versions": first(s.Versions(ctx, e.Source.URL)),
		"Copies":   first(s.Copies(ctx, e.Source.Key)),
		"Fact": func() error {
			_, _, err := s.Fact(ctx, e.Facts[0].Key)
			return err
		}(),
		"Block": func() error {
			_, _, err := s.Block(ctx, e.Blocks[0])
			return err
		}(),
		"Blocks": func() error {
			for _, err := range s.Blocks(ctx, [2]string{}) {
				return err
			}
			return nil
		}(),
		"Articles": func() error {
			for _, err := range s.Articles(ctx, "", "") {
				return err
			}
			return nil
		}(),
		"Search":      first(s.Search(ctx, store.Query{Words: "presidente"})),
		"Count":       first(s.Count(ctx, store.Query{})),
		"Entities":    first(s.Entities(ctx, "kaz", 10)),
		"Changed":     first(s.Changed(ctx, 10)),
		"PutPromises": s.PutPromises(ctx, e.Blocks, nil),
		"Promises":    first(s.Promises(ctx, store.PromiseQuery{})),
		"Correct": first(s.Correct(ctx, &record.Correction{
			At: "2025-07-01T10:00:00Z", Author: "ana", Action: record.Reject, Reason: "no", Target: record.AnchorOf(&e.Facts[0]),
		})),
		"Undo":         s.Undo(ctx, 1, "ana", time.Now()),
		"Corrections":  first(s.Corrections(ctx, "")),
		"Feed":         first(s.Feed(ctx, "u")),
		"PutFeed":      s.PutFeed(ctx, store.Feed{URL: "u"}),
		"Feeds":        first(s.Feeds(ctx)),
		"DeleteFeed":   s.DeleteFeed(ctx, "u"),
		"Searches":     first(s.Searches(ctx)),
		"PutSearch":    first(s.PutSearch(ctx, &store.Search{Name: "n"})),
		"DeleteSearch": s.DeleteSearch(ctx, 1),
		"Outlets":      first(s.Outlets(ctx)),
		"Sequence":     first(s.Sequence(ctx, "u", "d")),
		"Stats":        first(s.Stats(ctx)),
		"Check":        s.Check(ctx),
		"Backup":       s.Backup(ctx, filepath.Join(t.TempDir(), "copy")),
		"Settle":       store.Settle(ctx, s),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
	st, err := s.Stats(t.Context())
	if err != nil || st.Articles != 1 || st.Corrections != 0 {
		t.Errorf("stats %+v, %v", st, err)
	}
	same(t, "blocks changed", changed(t, s), []string{"visit|KAZ|UZB"})
	settled(t, s)
}

func concurrent(t *testing.T, s store.Store) {
	const writers, batches, size = 3, 8, 5
	ctx := t.Context()
	add(t, s, visit(0, "KAZ", "UZB").entry())
	var writing, reading sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for b := range batches {
				var entries []store.Entry
				for i := range size {
					entries = append(entries, plan(1+(w*batches+b)*size+i, "KAZ", "UZB", "2025-08").entry())
				}
				if _, err := s.Add(ctx, entries); err != nil {
					t.Errorf("writer: %v", err)
				}
				if err := store.Settle(ctx, s); err != nil {
					t.Errorf("settling: %v", err)
				}
			}
		})
	}
	stop := make(chan struct{})
	read := func(what string, f func() error) {
		reading.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := f(); err != nil {
					t.Errorf("%s: %v", what, err)
					return
				}
			}
		})
	}
	read("search", func() error {
		hits, err := s.Search(ctx, store.Query{Words: "presidente", Party: "KAZ"})
		if err == nil && len(hits) == 0 {
			err = errors.New("nothing found")
		}
		return err
	})
	read("block", func() error {
		reports, _, err := s.Block(ctx, "visit|KAZ|UZB")
		if err == nil && len(reports)%size != 1 {
			err = fmt.Errorf("%d reports: part of a batch is seen", len(reports))
		}
		return err
	})
	read("promises", func() error {
		_, err := s.Promises(ctx, store.PromiseQuery{Undated: true})
		return err
	})
	writing.Wait()
	close(stop)
	reading.Wait()
	settled(t, s)
	got, _ := reportsOf(t, s, "visit|KAZ|UZB")
	same(t, "reports", len(got), 1+writers*batches*size)
	rows, err := s.Promises(ctx, store.PromiseQuery{Undated: true})
	if err != nil || len(rows) == 0 {
		t.Errorf("promises %+v, %v", rows, err)
	}
}
