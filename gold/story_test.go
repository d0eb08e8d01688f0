package gold_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/attache-project/attache/gold"
	"github.com/attache-project/attache/reading"
)

// TestStories reads the stories and holds the record against their gold, with
// the articles added in several orders.
func TestStories(t *testing.T) {
	stories, err := gold.LoadStories("../testdata/stories")
	if err != nil {
		t.Fatal(err)
	}
	r, err := reading.Open(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		t.Run(filepath.Base(s.Dir), func(t *testing.T) {
			reports, ids, err := s.Read(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			events, rungs := gold.Record(reports)
			right, differ := s.Compare(events, rungs, ids)
			t.Logf("%d agree, %d differ", right, len(differ))
			for _, d := range differ {
				t.Error(d)
			}
			for seed := range uint64(5) {
				rnd := rand.New(rand.NewPCG(seed, 1))
				rnd.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
				again, rungsAgain := gold.Record(reports)
				if !reflect.DeepEqual(again, events) || !reflect.DeepEqual(rungsAgain, rungs) {
					t.Fatalf("another order of articles (seed %d) gives another record", seed)
				}
			}
		})
	}
}
