package source

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"github.com/attache-project/attache/internal/source/warc"
	"github.com/attache-project/attache/text"
)

// archived writes a record of a WARC file.
func archived(kind, target, media, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2025-03-12T10:20:30Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, target, media, len(block), block)
}

// answer writes the record of an answer over HTTP.
func answer(target, headers, body string) string {
	return archived("response", target, "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n"+headers+"\r\n\r\n"+body)
}

func story(title string) string {
	return "<html><title>" + title + "</title><body><article><p>" + strings.Join(sentences, "</p><p>") + "</p></article></body></html>"
}

func deflated(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func brotlied(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := brotli.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func chunked(s string) string {
	return fmt.Sprintf("%x;x=y\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 100, s[:100], len(s)-100, s[100:])
}

func TestArchive(t *testing.T) {
	const h = "Content-Type: text/html; charset=utf-8"
	records := []string{
		archived("warcinfo", "", "application/warc-fields", "software: x"),
		archived("request", "https://x.example/1", "application/http; msgtype=request", "GET /1 HTTP/1.1\r\n\r\n"),
		answer("https://x.example/3", h, story("plain")),
		answer("https://x.example/4", h+"\r\nTransfer-Encoding: chunked", chunked(story("chunked"))),
		answer("https://x.example/5", h+"\r\nTransfer-Encoding: chunked", story("chunks joined by the archive")),
		answer("https://x.example/6", h+"\r\nContent-Encoding: gzip", zipped(t, story("gzip"))),
		answer("https://x.example/7", h+"\r\nContent-Encoding: gzip", story("unpacked by the archive")),
		answer("https://x.example/8", h+"\r\nContent-Encoding: deflate", deflated(t, story("deflate"))),
		answer("https://x.example/9", h+"\r\nContent-Encoding: br", brotlied(t, story("br"))),
		answer("https://x.example/10", h+"\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", chunked(zipped(t, story("both")))),
		archived("resource", "https://x.example/11", "text/html", story("resource")),
		archived("response", "https://x.example/12", "application/http; msgtype=response", "HTTP/1.1 404 Not Found\r\n"+h+"\r\n\r\n"+story("gone")),
		answer("https://x.example/13", "Content-Type: image/png", "\x89PNG"),
		answer("https://x.example/robots.txt", "Content-Type: text/plain", "User-agent: *"),
		answer("https://x.example/15", h, "<html><p>No article."),
		answer("https://x.example/16", h+"\r\nContent-Encoding: zstd", story("x")),
		answer("https://x.example/17", h+"\r\nContent-Encoding: gzip", zipped(t, strings.Repeat("a", 20<<20))),
		answer("https://x.example/18", "Content-Type: application/json", `{"error":"x"}`),
		answer("https://x.example/rss", "Content-Type: application/rss+xml", strings.ReplaceAll(rss, "LONG", long)),
		archived("response", "https://x.example/20", "application/http", "nonsense"),
		answer("https://x.example/21", h, story("last")),
	}
	want := []string{"plain", "chunked", "chunks joined by the archive", "gzip", "unpacked by the archive", "deflate", "br", "both", "resource",
		`Un acuerdo "largo"`, "Solo un enlace", "Un comienzo", "Sin dirección", "last"}
	plainFile := strings.Join(records, "")
	var members strings.Builder
	for _, r := range records {
		members.WriteString(zipped(t, r))
	}
	for name, s := range map[string]string{"dir/a.warc": plainFile, "dir/a.warc.gz": members.String(), "renamed.gz": members.String(), "a.bin": plainFile} {
		items, errs := all(t, name, "", s)
		var got []string
		for _, it := range items {
			got = append(got, it.Article.Title)
			if it.Article.Retrieved != "2025-03-12T10:20:30Z" || it.Article.File != name || !strings.HasPrefix(it.Where, name+"#") || it.Article.URL == "" && it.Article.Title != "Sin dirección" {
				t.Errorf("%s: item %+v at %s", name, *it.Article, it.Where)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		if items[0].Article.URL != "https://x.example/3" || items[0].Where != name+"#3" {
			t.Errorf("%s: first item at %s of %s", name, items[0].Where, items[0].Article.URL)
		}
		for i, c := range []struct {
			part string
			is   error
		}{
			{"/15", text.ErrEmpty}, {"/16", ErrUnknown}, {"/17", ErrTooLarge}, {"item 5", text.ErrEmpty}, {"/20", nil},
		} {
			if i >= len(errs) || !strings.Contains(errs[i].Error(), c.part) || !strings.Contains(errs[i].Error(), name) || !strings.Contains(errs[i].Error(), "at byte ") || c.is != nil && !errors.Is(errs[i], c.is) {
				t.Errorf("%s: errors %q, want the %dth to tell of %s", name, errs, i+1, c.part)
				break
			}
		}
		if len(errs) != 5 {
			t.Errorf("%s: errors %q, want five", name, errs)
		}
	}
}

func TestDamagedArchiveLosesOneRecord(t *testing.T) {
	const h = "Content-Type: text/html"
	a, b, c := answer("https://x.example/a", h, story("a")), answer("https://x.example/b", h, story("b")), answer("https://x.example/c", h, story("c"))
	zb := zipped(t, b)
	for _, f := range []struct {
		name, s string
		at      int
	}{
		{"a.warc", a + b[:len(b)/2] + "\r\n" + c, len(a)},
		{"a.warc.gz", zipped(t, a) + zb[:len(zb)/2] + zipped(t, c), len(zipped(t, a))},
	} {
		items, errs := all(t, f.name, "", f.s)
		if len(items) != 2 || items[1].Article.Title != "c" || len(errs) != 1 || !errors.Is(errs[0], warc.ErrDamaged) || !strings.Contains(errs[0].Error(), fmt.Sprintf("byte %d:", f.at)) {
			t.Errorf("%s: %d items, errors %v, want two and one that names byte %d", f.name, len(items), errs, f.at)
		}
	}
}

func TestReadingStopsWhenTheCallerLeaves(t *testing.T) {
	s := answer("https://x.example/a", "Content-Type: text/html", story("a"))
	for name, doc := range map[string]string{"a.warc": s + s + s, "a.jsonl": strings.Repeat("{\"text\":\"x\"}\nbad\n", 3), "a.rss": rss, "a.json": `[{"text":"x"},{},{}]`} {
		for stop := 1; stop < 3; stop++ {
			n := 0
			for _, err := range Read(name, "", strings.NewReader(doc)) {
				_ = err // of no matter here
				if n++; n == stop {
					break
				}
			}
			if n != stop {
				t.Errorf("%s: %d items, want %d", name, n, stop)
			}
		}
	}
}
