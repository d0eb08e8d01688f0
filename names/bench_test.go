package names_test

import (
	"testing"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// page is the opening of a made-up article.
const page = `El presidente de Kazajistán, Kasim-Yomart Tokáyev, llegó a Moscú. El líder kazajo se reunirá con Vladímir Putin, informó el Kremlin. ` +
	`«Los dos países son aliados», dijo el mandatario. La canciller de Colombia, Laura Sarabia, visitará Lima, según la Cancillería peruana.`

func BenchmarkRead(b *testing.B) {
	f, parse := pipeline(b)
	doc := parse(page)
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		f.Read(doc, "2025-11-11")
	}
}

// pipeline returns the Spanish finder, and a parser.
func pipeline(t testing.TB) (*names.Finder, func(string) *nlp.Document) {
	t.Helper()
	p, err := lang.Open("es", "")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := p.Model()
	if err != nil {
		t.Fatal(err)
	}
	m, err := nlp.LoadModel(raw, entity.Clues)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := nlp.NewTokenizer(p)
	if err != nil {
		t.Fatal(err)
	}
	return finder(t), func(s string) *nlp.Document {
		doc := tok.Document(text.Page{Text: s}, "es")
		m.Parse(doc)
		return doc
	}
}

func finder(t testing.TB) *names.Finder {
	t.Helper()
	d, err := names.Open()
	if err != nil {
		t.Fatal(err)
	}
	p, err := lang.Open("es", "")
	if err != nil {
		t.Fatal(err)
	}
	f, err := names.NewFinder(d, p)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
