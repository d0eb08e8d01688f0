package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// Measure fills a store with n generated articles in batches of 500 and measures how
// fast it takes them and answers. It prints what it measures.
func Measure(b *testing.B, s store.Store, n int) {
	const size = 2000
	var adding time.Duration
	// Two add at a time, as one prepares what it adds while the other writes.
	const adders = 2
	var batches [adders][]store.Entry
	flush := func() {
		start := time.Now()
		var wg sync.WaitGroup
		for i := range batches {
			if len(batches[i]) == 0 {
				continue
			}
			wg.Go(func() {
				for part := range slices.Chunk(batches[i], size) {
					if _, err := s.Add(b.Context(), part); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
		adding += time.Since(start)
		for i := range batches {
			batches[i] = batches[i][:0]
		}
	}
	facts, i := 0, 0
	for e := range Generate(n) {
		facts += len(e.Facts)
		to := &batches[i/size%adders]
		*to = append(*to, e)
		if i++; i%(4*adders*size) == 0 {
			flush()
		}
	}
	flush()
	start := time.Now()
	if err := store.Settle(b.Context(), s); err != nil {
		b.Fatal(err)
	}
	settling := time.Since(start)
	fmt.Printf("add      %8d articles, %d facts: %.0f articles/s; settled in %v: %.0f articles/s with that\n",
		n, facts, float64(n)/adding.Seconds(), settling.Round(time.Millisecond), float64(n)/(adding+settling).Seconds())

	rng := rand.New(rand.NewPCG(3, 7))
	g := &generator{rng: rng}
	langs := []string{"es", "en", "ru"}
	state := func() string { return State(g.skewed(States)) }
	day := func() record.Day { return record.Day(18628 + rng.IntN(years*365)) }
	for _, m := range []struct {
		name string
		q    func() store.Query
	}{
		{"a word", func() store.Query { return store.Query{Words: g.word(langs[rng.IntN(3)])} }},
		{"two words", func() store.Query { l := langs[rng.IntN(3)]; return store.Query{Words: g.word(l) + " " + g.word(l)} }},
		{"a phrase", func() store.Query { return store.Query{Words: `"acuerdo ` + g.word("es") + `"`} }},
		{"a word and a party", func() store.Query { return store.Query{Words: g.word(langs[rng.IntN(3)]), Party: state()} }},
		{"a word, a kind and days", func() store.Query {
			d := day()
			return store.Query{Words: g.word(langs[rng.IntN(3)]), Kinds: []string{record.KindEvent}, SaidFrom: d, SaidTo: d + 90}
		}},
		{"a word and a pair", func() store.Query {
			return store.Query{Words: g.word(langs[rng.IntN(3)]), Pair: [2]string{state(), state()}}
		}},
		{"a pair and an act", func() store.Query { return store.Query{Pair: [2]string{state(), state()}, Act: "visit"} }},
		{"a speaker", func() store.Query { return store.Query{Speaker: state(), Kinds: []string{record.KindStatement}} }},
		{"a time and a status", func() store.Query {
			d := day()
			return store.Query{Status: "planned", WhenFrom: d, WhenTo: d + 7}
		}},
		{"the best of a word", func() store.Query { return store.Query{Words: g.word(langs[rng.IntN(3)]), Best: true} }},
		{"the best of a word and a party", func() store.Query {
			return store.Query{Words: g.word(langs[rng.IntN(3)]), Party: state(), Best: true}
		}},
		{"everything", func() store.Query { return store.Query{} }},
	} {
		measure(b, "search   "+m.name, 100, func() error {
			_, err := s.Search(b.Context(), m.q())
			return err
		})
	}
	measure(b, "count    a word and a party", 20, func() error {
		_, err := s.Count(b.Context(), store.Query{Words: g.word(langs[rng.IntN(3)]), Party: state()})
		return err
	})
	reports := 0
	measure(b, "reports  of a pair (Blocks, Block)", 100, func() error {
		for name, err := range s.Blocks(b.Context(), [2]string{state(), state()}) {
			if err != nil {
				return err
			}
			rs, _, err := s.Block(b.Context(), name)
			if err != nil {
				return err
			}
			reports += len(rs)
		}
		return nil
	})
	fmt.Printf("         of a pair: %d reports on the average\n", reports/100)
	measure(b, "events   of a pair, merged", 100, func() error {
		_, _, err := store.EventsOf(b.Context(), s, [2]string{state(), state()})
		return err
	})
	measure(b, "events   of the pair with most", 5, func() error {
		_, _, err := store.EventsOf(b.Context(), s, [2]string{State(0), State(1)})
		return err
	})
	found := 0
	measure(b, "promises of two months", 50, func() error {
		d := day()
		rows, err := s.Promises(b.Context(), store.PromiseQuery{Within: record.Interval{Start: d, End: d + 60}, Undated: true})
		found += len(rows)
		return err
	})
	fmt.Printf("         of two months: %d promises on the average\n", found/50)
	measure(b, "promises of a pair, ever", 50, func() error {
		_, err := s.Promises(b.Context(), store.PromiseQuery{Pair: [2]string{state(), state()}, Undated: true})
		return err
	})
	measure(b, "entities by name", 50, func() error {
		_, err := s.Entities(b.Context(), "person "+state(), 10)
		return err
	})
	measure(b, "stats", 5, func() error {
		_, err := s.Stats(b.Context())
		return err
	})
}

// measure runs f some times and prints how long it takes.
func measure(b *testing.B, name string, times int, f func() error) {
	var took []time.Duration
	for range times {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	fmt.Printf("%-42s p50 %8.2f ms  p95 %8.2f ms\n", name, ms(took[len(took)/2]), ms(took[len(took)*95/100]))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
