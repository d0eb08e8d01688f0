package storetest

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/attache-project/attache/gold"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
)

// Stories adds the articles of the stories in testdata/stories to a store, in
// several orders, and holds the record that comes out against their gold; then
// reads all articles again, puts the new readings in place of the old, and does the
// same. The working directory has to be that of a back end.
func Stories(t *testing.T, open func(t *testing.T) store.Store) {
	stories, err := gold.LoadStories("../../../testdata/stories")
	if err != nil {
		t.Fatal(err)
	}
	r, err := reading.Open(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range stories {
		t.Run(filepath.Base(st.Dir), func(t *testing.T) {
			entries := storyEntries(t, st, r, "first")
			again := storyEntries(t, st, r, "second")
			for seed := range uint64(3) {
				s := open(t)
				order := slices.Clone(entries)
				rand.New(rand.NewPCG(seed, 2)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
				for half := range slices.Chunk(order, (len(order)+1)/2) {
					if _, err := s.Add(t.Context(), half); err != nil {
						t.Fatal(err)
					}
				}
				compareStory(t, st, s, entries)
				if err := s.Replace(t.Context(), again); err != nil {
					t.Fatal(err)
				}
				compareStory(t, st, s, entries)
			}
		})
	}
}

func storyEntries(t *testing.T, st *gold.Story, r *reading.Reader, engine string) []store.Entry {
	t.Helper()
	var out []store.Entry
	for _, a := range st.Articles {
		one, err := r.Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, store.NewEntry(a, one, engine))
	}
	return out
}

func compareStory(t *testing.T, st *gold.Story, s store.Store, entries []store.Entry) {
	t.Helper()
	ids := map[string]string{}
	for _, e := range entries {
		ids[e.Source.Key] = e.Article.ID
	}
	events, rungs, err := store.EventsOf(t.Context(), s, [2]string{})
	if err != nil {
		t.Fatal(err)
	}
	right, differ := st.Compare(events, rungs, ids)
	if right == 0 {
		t.Error("nothing agrees")
	}
	for _, d := range differ {
		t.Error(d)
	}
	for _, pair := range st.Copies {
		keys := []string{}
		for _, e := range entries {
			if slices.Contains(pair, e.Article.ID) {
				keys = append(keys, e.Source.Key)
			}
		}
		copies, err := s.Copies(t.Context(), keys[0])
		if err != nil || len(copies) != len(pair)-1 {
			t.Errorf("%s has copies %v, %v, want %v", pair[0], copies, err, pair[1:])
		}
	}
	for _, same := range st.Versions {
		for _, e := range entries {
			if e.Article.ID != same[0] {
				continue
			}
			versions, err := s.Versions(t.Context(), e.Source.URL)
			if err != nil || len(versions) != len(same) || ids[versions[0].Key] != same[0] {
				t.Errorf("%s has versions %v, %v, want %v", e.Source.URL, versions, err, same)
			}
		}
	}
}
