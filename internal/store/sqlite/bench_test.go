package sqlite

import (
	"fmt"
	"os"
	"testing"

	"github.com/attache-project/attache/internal/store/storetest"
)

// BenchmarkRecord fills a store with 100,000 articles and measures what is asked of
// it: go test ./internal/store/sqlite -run xxx -bench Record -benchtime 1x. In short
// mode it is 10,000 articles.
func BenchmarkRecord(b *testing.B) {
	n := 100_000
	if testing.Short() {
		n = 10_000
	}
	for b.Loop() {
		s := openNew(b)
		storetest.Measure(b, s, n)
		if st, err := os.Stat(s.file); err == nil {
			fmt.Printf("file     %d MiB\n", st.Size()>>20)
		}
	}
}
