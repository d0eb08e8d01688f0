package reading_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// shared is the reader of all tests: making one takes longer than most of
// them.
var shared = sync.OnceValues(func() (*reading.Reader, error) { return reading.Open(reading.Options{}) })

func open(t testing.TB) *reading.Reader {
	t.Helper()
	r, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func article(t testing.TB, file string) *text.Article {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, err := text.ParseArticle(file, b)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func articles(t testing.TB) []*text.Article {
	t.Helper()
	files, err := filepath.Glob("../examples/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []*text.Article
	for _, f := range append(files, "testdata/bench.txt") {
		out = append(out, article(t, f))
	}
	return out
}

func line(t testing.TB, r *reading.Reader, a *text.Article) []byte {
	t.Helper()
	one, err := r.Read(context.Background(), a)
	if err != nil {
		t.Error(err)
		return nil
	}
	b, err := one.Append(nil)
	if err != nil {
		t.Error(err)
	}
	return b
}

// The same article gives the same bytes: read again, by another reader, and
// by many goroutines at once.
func TestDeterministic(t *testing.T) {
	r := open(t)
	other, err := reading.Open(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := articles(t)
	want := make([][]byte, len(all))
	for i, a := range all {
		want[i] = line(t, r, a)
		if got := line(t, other, a); !bytes.Equal(got, want[i]) {
			t.Errorf("%s: another reader reads something else", a.ID)
		}
	}
	var wg sync.WaitGroup
	for k := range 4 {
		wg.Go(func() {
			for n := range all {
				i := (n + k) % len(all)
				if got := line(t, r, all[i]); !bytes.Equal(got, want[i]) {
					t.Errorf("%s: read in parallel it reads otherwise", all[i].ID)
				}
			}
		})
	}
	wg.Wait()
}

// Reading does not change the article.
func TestReadKeepsArticle(t *testing.T) {
	a := article(t, "testdata/bench.txt")
	before := *a
	line(t, open(t), a)
	if *a != before {
		t.Error("the article was changed")
	}
}

// Lists are lists and the unknown is null.
func TestShape(t *testing.T) {
	one, err := open(t).Read(t.Context(), &text.Article{Text: "Hola.", Lang: "es"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := one.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"schema":"attache.reading/1"`, `"title":null`, `"published":null`, `"entities":[]`, `"times":[]`, `"statements":[]`,
		`"events":[]`, `"visits":[]`, `"instruments":[]`, `"levels":[]`, `"agenda":[]`, `"unread":[]`,
		`"notes":["without a date of publication, relative times have no value"]`,
		// sha256 of "Hola."
		`"sha256":"` + text.Digest("Hola.") + `"`,
	} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s in %s", want, b)
		}
	}
}

func TestErrors(t *testing.T) {
	r := open(t)
	for _, tt := range []struct {
		name string
		a    text.Article
		want error
	}{
		{"empty", text.Article{Lang: "es"}, reading.ErrEmpty},
		{"blank", text.Article{Lang: "es", Text: " \n\n\t"}, reading.ErrEmpty},
		{"large", text.Article{Lang: "es", Text: strings.Repeat("a ", reading.MaxText)}, reading.ErrLarge},
		{"no language", text.Article{Text: "12345 67"}, reading.ErrLanguage},
		{"no pack", text.Article{Text: "Hallo.", Lang: "de"}, lang.ErrUnknown},
	} {
		if _, err := r.Read(t.Context(), &tt.a); !errors.Is(err, tt.want) {
			t.Errorf("%s: got error %v, want %v", tt.name, err, tt.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Read(ctx, article(t, "testdata/bench.txt")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got error %v", err)
	}
	if _, err := r.Read(t.Context(), &text.Article{Lang: "es", Text: "ma\xf1ana"}); err == nil {
		t.Error("text that is not UTF-8 gave no error")
	}
}

// The trees that attache parse --conllu prints give the reading that the text
// gives.
func TestReadDocument(t *testing.T) {
	r := open(t)
	a := article(t, "testdata/bench.txt")
	a.Text = strings.ReplaceAll(strings.TrimSpace(a.Text), "\u00a0", " ")
	doc, err := r.Parse(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := nlp.WriteCoNLLU(&buf, doc); err != nil {
		t.Fatal(err)
	}
	docs, err := nlp.ReadCoNLLU(&buf)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 {
		t.Fatalf("%d documents, want 1", len(docs))
	}
	one, err := r.ReadDocument(t.Context(), docs[0], reading.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Verify(); err != nil {
		t.Error(err)
	}
	got, err := one.Indent()
	if err != nil {
		t.Fatal(err)
	}
	direct, err := r.Read(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	want, err := direct.Indent()
	if err != nil {
		t.Fatal(err)
	}
	if n, g, w := firstDifference(got, want); n > 0 {
		t.Errorf("line %d: from CoNLL-U %s, from the text %s", n, g, w)
	}
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/bench.txt")
	if err != nil {
		f.Fatal(err)
	}
	for par := range strings.SplitSeq(string(b), "\n\n") {
		f.Add("Un título: «Sí»", par, "2025-10-09")
	}
	f.Add("", "«Uno “dos", "")
	f.Add("a", "— ¿Qué? —dijo. — Nada.\n— Ya", "2024-02-29")
	f.Add("", "el 31 de febrero de 0000 y el 99/99/9999", "2025")
	f.Add("\x00", "Perú\u00a0dijo que que que que", "no date")
	r := open(f)
	f.Fuzz(func(t *testing.T, title, body, published string) {
		a := &text.Article{Title: title, Text: body, Published: published, Lang: "es"}
		one, err := r.Read(t.Context(), a)
		if err != nil {
			return
		}
		if err := one.Verify(); err != nil {
			t.Fatalf("%v\ntitle %q\ntext %q", err, title, body)
		}
		p := reading.Printer{Width: 60}
		if err := p.Print(new(bytes.Buffer), one); err != nil {
			t.Fatal(err)
		}
	})
}
