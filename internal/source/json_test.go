package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/text"
)

func TestJSONLinesGoOnAfterBadLines(t *testing.T) {
	s := "\ufeff" + `{"title":"A","text":"Uno.\r\n\r\nDos.","url":"https://x.example/a","outlet":"La Hoja","published":"2025-03-11T23:00:00-03:00","language":"es-AR","author":["Ana Peralta",{"name":"EFE"}],"retrieved":"2025-03-12T01:00:00-03:00"}
not json

{"title":"no text"}
[1,2]
null
{"id":"own-id","body":"Tres.","source":"B","datePublished":"ayer","lang":"español","url":"ftp://x"}
{"content":"<p>Cuatro&nbsp;y medio.</p><p>Cinco.</p>","publisher":{"name":"C"},"date":"2025-01-01"}
{"text":"Seis` + "\\u0000" + `."}`
	items, errs := all(t, "dir/a.jsonl", "", s)
	var got []string
	for _, err := range errs {
		got = append(got, strings.SplitN(err.Error(), ": ", 2)[0])
	}
	if want := []string{"dir/a.jsonl:2", "dir/a.jsonl:4", "dir/a.jsonl:5", "dir/a.jsonl:6"}; !slices.Equal(got, want) {
		t.Errorf("errors %v, want them at %v", errs, want)
	}
	if !errors.Is(errs[1], text.ErrEmpty) {
		t.Errorf("error %v, want one that wraps ErrEmpty", errs[1])
	}
	if len(items) != 4 {
		t.Fatalf("%d items, want 4", len(items))
	}
	a := *items[0].Article
	want := text.Article{ID: slug("https://x.example/a"), File: "dir/a.jsonl", URL: "https://x.example/a", Outlet: "La Hoja", Agency: "EFE", Title: "A", Byline: "Ana Peralta",
		Published: "2025-03-11", Retrieved: "2025-03-12T04:00:00Z", Lang: "es", Text: "Uno.\n\nDos.", SHA256: text.Digest("Uno.\n\nDos.")}
	if a != want {
		t.Errorf("got  %+v\nwant %+v", a, want)
	}
	if b := items[1]; b.Article.ID != "own-id" || b.Article.Published != "" || b.Article.URL != "" || len(b.Notes) != 3 {
		t.Errorf("article %+v, notes %q, want three notes of what was left out", *b.Article, b.Notes)
	}
	if c := items[2]; c.Article.Text != "Cuatro y medio.\n\nCinco." || c.Where != "dir/a.jsonl#8" || c.Article.ID != "a-8" || c.Article.Outlet != "C" {
		t.Errorf("article %+v at %s", *c.Article, c.Where)
	}
	if d := items[3]; d.Article.Text != "Seis." {
		t.Errorf("text %q", d.Article.Text)
	}
}

func TestLongLineIsPassed(t *testing.T) {
	br := bufio.NewReaderSize(strings.NewReader("short\n"+strings.Repeat("x", 5000)+"\nlast"), 16)
	for _, want := range []string{"short\n", "", "last"} {
		line, err := readLine(br, 100)
		if string(line) != want || (want == "") != errors.Is(err, ErrTooLarge) {
			t.Errorf("line %q, error %v, want %q", line, err, want)
		}
	}
}

func TestJSONInOtherShapes(t *testing.T) {
	for name, s := range map[string]string{
		"array":   `[{"text":"Uno."}, {"text":"Dos."}]`,
		"stream":  "{\n \"text\":\"Uno.\"\n}\n{\"text\":\"Dos.\"}",
		"lines":   "{\"text\":\"Uno.\"}\n{\"text\":\"Dos.\"}\n",
		"damaged": `[{"text":"Uno."}, {"text":"Dos."}, {"te`,
	} {
		items, errs := all(t, "a.json", "application/json", s)
		if len(items) != 2 || items[1].Article.Text != "Dos." || items[1].Where != "a.json#2" || (len(errs) > 0) != (name == "damaged") {
			t.Errorf("%s: items %v, errors %v", name, items, errs)
		}
	}
}

func zipped(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCompressedDocument(t *testing.T) {
	for _, name := range []string{"a.jsonl.gz", "a.gz"} {
		items, errs := all(t, name, "application/gzip", zipped(t, "{\"text\":\"Uno.\"}\n{\"text\":\"Dos.\"}\n"))
		if len(items) != 2 || len(errs) != 0 {
			t.Errorf("%s: items %v, errors %v", name, items, errs)
		}
	}
}

func TestBombIsStopped(t *testing.T) {
	for name, s := range map[string]string{
		"text":  zipped(t, strings.Repeat("a", 12<<20)),
		"lines": zipped(t, `{"text":"`+strings.Repeat("a", 12<<20)+`"}`),
		"twice": zipped(t, zipped(t, "Uno.")),
	} {
		items, errs := all(t, "a."+name+".gz", "", s)
		if len(items) != 0 || len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) && name != "twice" {
			t.Errorf("%s: %d items, errors %v, want one that wraps ErrTooLarge", name, len(items), errs)
		}
	}
}
