package nlp

import (
	"math"
	"math/rand/v2"
	"testing"
)

// greatest tries every choice of heads.
func greatest(scores [][]float32) float64 {
	n := len(scores)
	heads := make([]int, n)
	best := math.Inf(-1)
	var t treeScratch
	var try func(d, roots int, sum float64)
	try = func(d, roots int, sum float64) {
		if d == n {
			t.heads = heads
			if roots == 1 && t.acyclic() {
				best = max(best, sum)
			}
			return
		}
		for h := range n + 1 {
			if h == d || h == n && roots == 1 {
				continue
			}
			heads[d] = h
			more := 0
			if h == n {
				more = 1
			}
			try(d+1, roots+more, sum+float64(scores[d][h]))
		}
	}
	try(0, 0, 0)
	return best
}

func TestBestTreeIsTheGreatest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var sc treeScratch
	for range 3000 {
		n := 1 + rng.IntN(6)
		scores := make([][]float32, n)
		for d := range scores {
			scores[d] = make([]float32, n+1)
			for h := range scores[d] {
				scores[d][h] = float32(rng.NormFloat64() * 3)
			}
		}
		heads := sc.bestTree(scores)
		sum, roots := 0.0, 0
		for d, h := range heads {
			sum += float64(scores[d][h])
			if h == n {
				roots++
			}
		}
		if roots != 1 || !sc.acyclic() {
			t.Fatalf("%v: %v is no tree", scores, heads)
		}
		if want := greatest(scores); math.Abs(sum-want) > 1e-4 {
			t.Fatalf("%v: %v has %g, the greatest %g", scores, heads, sum, want)
		}
	}
}

func BenchmarkBestTree(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	scores := make([][]float32, 40)
	for d := range scores {
		scores[d] = make([]float32, 41)
		for h := range scores[d] {
			scores[d][h] = float32(rng.NormFloat64() * 3)
		}
	}
	var sc treeScratch
	for b.Loop() {
		sc.bestTree(scores)
	}
}
