package names

import (
	"io/fs"
	"testing"

	"github.com/attache-project/attache/lang"
)

func BenchmarkOpen(b *testing.B) {
	sub, err := fs.Sub(tables, "data")
	if err != nil {
		b.Fatal(err)
	}
	p, err := lang.Open("es", "")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		d, err := Load(sub)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := NewFinder(d, p); err != nil {
			b.Fatal(err)
		}
	}
}
