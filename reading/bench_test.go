package reading

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/attache-project/attache/text"
)

func benchArticle(b *testing.B) *text.Article {
	b.Helper()
	raw, err := os.ReadFile("testdata/bench.txt")
	if err != nil {
		b.Fatal(err)
	}
	a, err := text.ParseArticle("bench.txt", raw)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func benchReader(b *testing.B) (*Reader, *Engine) {
	b.Helper()
	r, err := Open(Options{})
	if err != nil {
		b.Fatal(err)
	}
	e, err := r.Engine("es")
	if err != nil {
		b.Fatal(err)
	}
	return r, e
}

// wordsPerSecond reports the speed of a benchmark that read a each time.
func wordsPerSecond(b *testing.B, a *text.Article) {
	n := len(strings.Fields(a.Text))
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkRead(b *testing.B) {
	a := benchArticle(b)
	r, _ := benchReader(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read(b.Context(), a); err != nil {
			b.Fatal(err)
		}
	}
	wordsPerSecond(b, a)
}

// BenchmarkReadParallel reads on all processors.
func BenchmarkReadParallel(b *testing.B) {
	a := benchArticle(b)
	r, _ := benchReader(b)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := r.Read(context.Background(), a); err != nil {
				b.Error(err)
				return
			}
		}
	})
	wordsPerSecond(b, a)
}

func BenchmarkStages(b *testing.B) {
	a := benchArticle(b)
	_, e := benchReader(b)
	doc, err := e.trees(b.Context(), a)
	if err != nil {
		b.Fatal(err)
	}
	f, err := e.find(b.Context(), a, doc)
	if err != nil {
		b.Fatal(err)
	}
	for _, stage := range []struct {
		name string
		run  func()
	}{
		{"tokenise", func() { e.tokenizer.Document(a.Page(), a.Lang) }},
		{"parse", func() { e.model.Parse(doc) }},
		{"entities", func() { e.tagger.Label(doc) }},
		{"names", func() { e.finder.Read(doc, a.Published) }},
		{"timex", func() { e.times.Read(doc, a.Published) }},
		{"quote", func() { e.quotes.Read(doc, f.cast) }},
		{"event", func() { e.events.Read(doc, a.Published, f.cast, f.times, f.said) }},
		{"build", func() { build(f, nil) }},
	} {
		b.Run(stage.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				stage.run()
			}
			wordsPerSecond(b, a)
		})
	}
}

// BenchmarkOpen is the start of the program: everything that is made before
// the first article is read.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		benchReader(b)
	}
}

func BenchmarkPrint(b *testing.B) {
	a := benchArticle(b)
	r, _ := benchReader(b)
	one, err := r.Read(b.Context(), a)
	if err != nil {
		b.Fatal(err)
	}
	p := Printer{Width: 100}
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Print(io.Discard, one); err != nil {
			b.Fatal(err)
		}
	}
}
