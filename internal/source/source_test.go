package source

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"

	"github.com/attache-project/attache/text"
)

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		name, media, head string
		want              kind
	}{
		{"a.txt", "", "title: x\n\ntext", kindText},
		{"a.txt", "", "<p> is a tag", kindText},
		{"a", "", "<!-- c --><!DOCTYPE html><p>", kindPage},
		{"a", "", "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD XHTML 1.0\">", kindPage},
		{"https://x.example/a.php?x=1", "", "<html>", kindPage},
		{"https://x.example/", "text/html; charset=utf-8", "  text", kindPage},
		{"a.html", "", "<?xml version='1.0'?><html>", kindPage},
		{"a.html", "", "<?xml version='1.0'?><rss version='2.0'>", kindFeed},
		{"a", "text/xml", "<rdf:RDF xmlns='x'>", kindFeed},
		{"a.xml", "", "<?xml version='1.0'?><urlset>", kindUnknown},
		{"a", "application/xml", "<?xml version='1.0'?><urlset>", kindUnknown},
		{"a.json", "", `{"version": "https://jsonfeed.org/version/1"`, kindFeed},
		{"a.json", "", "{\n \"text\"", kindJSON},
		{"a", "application/json", "{\"a\":1}\n{\"a\":2}\n", kindLines},
		{"a.jsonl", "", "", kindLines},
		{"a", "", "WARC/1.0\r\n", kindWARC},
		{"a.txt", "", "\x1f\x8b\x08", kindGzip},
		{"a.txt", "", "%PDF-1.7", kindUnknown},
		{"a.csv", "", "a,b\n1,2\n", kindUnknown},
		{"a.csv", "text/plain", "a,b\n1,2\n", kindText},
		{"README", "", "Some words.", kindText},
		{"core", "", "ab\x00\x01", kindUnknown},
		{"a", "", "\xff\xfea\x00b\x00", kindText},
	} {
		if got := kindOf(c.name, c.media, []byte(c.head)); got != c.want {
			t.Errorf("%s %s %q: kind %d, want %d", c.name, c.media, c.head, got, c.want)
		}
	}
}

func TestTextWithHeader(t *testing.T) {
	s := "title: Uno\nurl: https://x.example/a\n\nUn texto."
	if a := one(t, "dir/a.txt", "", s).Article; a.ID != "a" || a.Title != "Uno" || a.Text != "Un texto." || a.File != "dir/a.txt" {
		t.Errorf("got %+v", *a)
	}
	koi, err := charmap.KOI8R.NewEncoder().String("title: Встреча\n\nМинистр встретился с послом в понедельник утром.")
	if err != nil {
		t.Fatal(err)
	}
	if a := one(t, "a.txt", "", koi).Article; a.Title != "Встреча" {
		t.Errorf("title of KOI8-R %q", a.Title)
	}
	if a := one(t, "https://x.example/a.txt", "text/plain", "Un texto.").Article; a.URL != "https://x.example/a.txt" || a.File != "" || !strings.HasPrefix(a.ID, "x-example-a-") {
		t.Errorf("got %+v", *a)
	}
	if _, errs := all(t, "a.txt", "", " \n"); len(errs) != 1 || !errors.Is(errs[0], text.ErrEmpty) {
		t.Errorf("errors %v, want one that wraps ErrEmpty", errs)
	}
}

func TestFailingReaderIsTold(t *testing.T) {
	for _, name := range []string{"a.txt", "a.jsonl", "a.html", "a.warc"} {
		r := io.MultiReader(strings.NewReader("WARC/1.0\r\n"[:min(10, 10*strings.Count(name, "warc"))]), iotest.ErrReader(os.ErrClosed))
		var errs []error
		for _, err := range Read(name, "", r) {
			errs = append(errs, err)
		}
		if len(errs) != 1 || !errors.Is(errs[0], os.ErrClosed) || !strings.Contains(errs[0].Error(), name) {
			t.Errorf("%s: errors %v, want one that wraps that of the reader", name, errs)
		}
	}
}

func TestFolderIsReadInOrder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, s string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("b.txt", "Dos.")
	write("a/z.txt", "Uno.")
	write("c.jsonl", "{\"text\":\"Tres.\"}\n{\"text\":\"Cuatro.\"}\n")
	write(".hidden.txt", "x")
	write(".git/x.txt", "x")
	write("d.pdf", "%PDF-1.7")
	write("e.pdf", "%PDF-1.7")
	write("f.csv", "a,b")
	write("g.txt", "")
	if err := os.Symlink(filepath.Join(dir, "a"), filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "gone"), filepath.Join(dir, "h.txt")); err != nil {
		t.Fatal(err)
	}
	var got, bad []string
	for it, err := range Open(dir) {
		if err != nil {
			bad = append(bad, err.Error())
			continue
		}
		check(t, it)
		got = append(got, it.Article.Text)
	}
	if want := []string{"Uno.", "Dos.", "Tres.", "Cuatro."}; !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	for i, want := range []string{"d.pdf", "f.csv", "g.txt", "h.txt"} {
		if i >= len(bad) || !strings.Contains(bad[i], want) {
			t.Errorf("errors %q, want the %dth to name %s", bad, i+1, want)
		}
	}
	if len(bad) != 4 {
		t.Errorf("errors %q, want four", bad)
	}
	for it, err := range Open(dir) {
		if err != nil || it.Article.Text != "Uno." {
			t.Errorf("first item %v, error %v", it, err)
		}
		break
	}
	for _, err := range Open(filepath.Join(dir, "gone")) {
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error %v, want one that wraps ErrNotExist", err)
		}
	}
}

func TestSlug(t *testing.T) {
	seen := map[string]string{}
	for _, c := range []struct{ url, begins string }{
		{"https://www.x.example/a/b/Un-Titulo_Largo.html", "x-example-un-titulo-largo-"},
		{"https://www.x.example/a/c/Un-Titulo_Largo.html", "x-example-un-titulo-largo-"},
		{"https://x.example/", "x-example-"},
		{"https://x.example/?id=2", "x-example-"},
		{"https://x.example/%D0%BC%D0%B8%D1%80", "x-example-мир-"},
		{"https://x.example/" + strings.Repeat("я", 100), "x-example-яяя"},
		{"::not an address", ""},
	} {
		s := slug(c.url)
		if !strings.HasPrefix(s, c.begins) || len(s) > 140 || strings.ContainsAny(s, "/\\ .:?%") {
			t.Errorf("%s: slug %q, want it to begin with %q", c.url, s, c.begins)
		}
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s have the slug %s", c.url, other, s)
		}
		seen[s] = c.url
	}
}
