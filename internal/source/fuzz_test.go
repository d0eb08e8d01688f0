package source

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzz checks that a document never breaks what is promised of items, and that
// it gives the same twice.
func fuzz(f *testing.F, name, media string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		items, errs := all(t, name, media, string(b))
		for _, it := range items {
			for _, s := range []string{it.Article.Text, it.Article.Title, it.Article.Byline, it.Article.Outlet} {
				if !utf8.ValidString(s) {
					t.Fatalf("%q is not UTF-8", s)
				}
				if strings.ContainsAny(s, "\x00\r\x1b") {
					t.Fatalf("control characters in %q", s)
				}
			}
			for _, u := range []string{it.Link, it.Article.URL} {
				if u != "" && !isURL(u) {
					t.Fatalf("%q is no web address", u)
				}
			}
		}
		for _, err := range errs {
			if !strings.Contains(err.Error(), name) {
				t.Fatalf("error %q does not name %s", err, name)
			}
		}
		again, _ := all(t, name, media, string(b))
		for i := range items {
			if fmt.Sprint(*items[i].Article, items[i].Notes) != fmt.Sprint(*again[i].Article, again[i].Notes) {
				t.Fatalf("read twice, item %d differs", i)
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	fuzz(f, "a.html", "text/html", page(f, "es-jsonld.html"), page(f, "en-plain.html"), page(f, "ru.html"), story("x"), "<p><table><tr><td><li>x</p></table>")
}

func FuzzFeed(f *testing.F) {
	fuzz(f, "https://x.example/feed", "application/rss+xml", strings.ReplaceAll(rss, "LONG", long),
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="https://p.example/a"/></entry></feed>`,
		`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://p.example/a","content_html":"<p>x</p>"}]}`)
}

func FuzzLines(f *testing.F) {
	fuzz(f, "a.jsonl", "", `{"title":"A","text":"Uno.","author":["x",{"name":"EFE"}],"date":"2025-01-01"}`+"\nbad\n{}", `{"content":"<p>x</p>","url":"http://x"}`)
}

func FuzzArchive(f *testing.F) {
	s := answer("https://x.example/a", "Content-Type: text/html\r\nTransfer-Encoding: chunked", chunked(story("a")))
	fuzz(f, "a.warc", "", s+s, zipped(f, s)+zipped(f, s), answer("https://x.example/a", "Content-Encoding: deflate", deflated(f, story("a"))))
}

func BenchmarkPage(b *testing.B) {
	// A page as newspapers send them: the text between much else.
	s := page(b, "es-jsonld.html")
	box := `<div class="card teaser-item"><a href="/x"><img src="a.jpg"><h3>Un titular de otra noticia del día</h3></a><span class="date">11 mar</span></div>`
	script := "<script>" + strings.Repeat("var x = {a: 1, b: '<p>'};\n", 800) + "</script>"
	s = strings.Replace(s, "<main>", script+strings.Repeat(box, 100)+"<main>", 1)
	s = strings.Replace(s, "</main>", "</main>"+strings.Repeat(box, 200)+script, 1)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		one(b, "a.html", "text/html", s)
	}
}

func BenchmarkPageByReadability(b *testing.B) {
	s := page(b, "en-plain.html")
	s = strings.Replace(s, `<div class="story">`, strings.Repeat(`<div class="card"><a href="/x"><h3>A headline of another day</h3></a></div>`, 200)+`<div class="story">`, 1)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		one(b, "a.html", "text/html", s)
	}
}

func BenchmarkArchive(b *testing.B) {
	box := `<div class="card teaser-item"><a href="/x"><img src="a.jpg"><h3>Un titular de otra noticia del día</h3></a><span class="date">11 mar</span></div>`
	doc := strings.Replace(page(b, "es-jsonld.html"), "</main>", "</main>"+strings.Repeat(box, 300), 1)
	s := strings.Repeat(zipped(b, answer("https://x.example/a", "Content-Type: text/html", doc)), 20)
	b.SetBytes(int64(len(doc) * 20))
	b.ReportAllocs()
	for b.Loop() {
		items, errs := all(b, "a.warc.gz", "", s)
		if len(items) != 20 || len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}

func BenchmarkLines(b *testing.B) {
	s := strings.Repeat(`{"title":"Visita a Rabat","url":"https://x.example/a","date":"2025-01-20","lang":"es","text":"`+strings.Join(append(sentences, sentences...), `\n\n`)+`"}`+"\n", 100)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		if items, errs := all(b, "a.jsonl", "", s); len(items) != 100 || len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}
