package sqlite

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/attache-project/attache/internal/store/storetest"
)

// BenchmarkRecord fills a store with 100,000 articles and measures what is asked of
// it: go test ./internal/store/sqlite -run xxx -bench Record -benchtime 1x. ATTACHE_BENCH
// tells another number of articles.
func BenchmarkRecord(b *testing.B) {
	n := 100_000
	if m, err := strconv.Atoi(os.Getenv("ATTACHE_BENCH")); err == nil {
		n = m
	}
	for b.Loop() {
		s := openNew(b)
		storetest.Measure(b, s, n)
		if st, err := os.Stat(s.file); err == nil {
			fmt.Printf("file     %d MiB\n", st.Size()>>20)
		}
	}
}
