package postgres

import (
	"os"
	"strconv"
	"testing"

	"github.com/attache-project/attache/internal/store/storetest"
)

// BenchmarkRecord fills a store with 100,000 generated articles, or as many as
// ATTACHE_BENCH says, and measures what is asked of it; it prints what it measures:
//
//	go test ./internal/store/postgres -run - -bench Record -benchtime 1x -timeout 1h
func BenchmarkRecord(b *testing.B) {
	size := 100_000
	if n, err := strconv.Atoi(os.Getenv("ATTACHE_BENCH")); err == nil {
		size = n
	}
	for b.Loop() {
		storetest.Measure(b, open(b), size)
	}
}
