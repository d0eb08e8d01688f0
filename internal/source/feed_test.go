package source

import (
	"errors"
	"strings"
	"testing"
)

var long = strings.Join(append(sentences, sentences...), " ")

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>La Hoja del Puerto</title><link>https://hoja.example/</link><language>es-es</language>
<item><title>Un acuerdo &amp;quot;largo&amp;quot;</title><link>/2025/a?utm_source=rss</link><pubDate>Tue, 11 Mar 2025 23:30:00 -0300</pubDate><dc:creator>Ana Peralta</dc:creator>
 <description>Una entradilla.</description><content:encoded><![CDATA[<!DOCTYPE html><p>LONG</p><div class="share"><p>Compartir esta noticia con quien se quiera</p></div><script>x()</script>]]></content:encoded></item>
<item><title>Solo un enlace</title><link>https://hoja.example/2025/b</link><description>Una entradilla.</description></item>
<item><title>Un comienzo</title><guid isPermaLink="true">https://hoja.example/2025/c</guid><content:encoded>&lt;p&gt;LONG…&lt;/p&gt;</content:encoded></item>
<item><title>Sin dirección</title><description>La embajada &amp;laquo;confirmó&amp;raquo; la visita.</description></item>
<item><title>Sin nada</title></item>
</channel></rss>`

func TestFeed(t *testing.T) {
	items, errs := all(t, "https://hoja.example/rss", "text/html", strings.ReplaceAll(rss, "LONG", long))
	if len(items) != 4 || len(errs) != 1 {
		t.Fatalf("%d items, errors %v, want 4 and 1", len(items), errs)
	}
	if !strings.Contains(errs[0].Error(), "https://hoja.example/rss") || !strings.Contains(errs[0].Error(), "item 5") {
		t.Errorf("error %v, want one that names feed and item", errs[0])
	}
	a := items[0].Article
	if a.Text != long || a.Title != `Un acuerdo "largo"` || a.URL != "https://hoja.example/2025/a" || a.Published != "2025-03-11" || a.Byline != "Ana Peralta" || a.Lang != "es" || a.Outlet != "La Hoja del Puerto" {
		t.Errorf("article %+v", *a)
	}
	for i, want := range []string{"", "https://hoja.example/2025/b", "https://hoja.example/2025/c", ""} {
		if items[i].Link != want {
			t.Errorf("link of item %d is %q, want %q", i+1, items[i].Link, want)
		}
	}
	if got := items[3].Article.Text; got != "La embajada «confirmó» la visita." {
		t.Errorf("text of an item without address %q", got)
	}
	if items[1].Where != "https://hoja.example/rss#2" {
		t.Errorf("place %q", items[1].Where)
	}
}

func TestAtomAndJSONFeed(t *testing.T) {
	atom := `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Post</title><entry><title>A</title><link href="https://p.example/a"/><id>tag:1</id><updated>2025-01-02T03:04:05+02:00</updated>
<content type="html">&lt;p&gt;` + long + `&lt;/p&gt;</content><author><name>EFE</name></author></entry></feed>`
	json := `{"version":"https://jsonfeed.org/version/1.1","title":"Post","items":[{"id":"1","url":"https://p.example/a","title":"A","date_published":"2025-01-02T03:04:05+02:00","content_html":"<p>` + long + `</p>","authors":[{"name":"EFE"}]}]}`
	for name, s := range map[string]string{"a.atom": atom, "a.xml": "<?xml version='1.0'?><!-- c -->\n" + atom, "a.json": json} {
		a := one(t, name, "", s).Article
		if a.Text != long || a.Published != "2025-01-02" || a.URL != "https://p.example/a" || a.Agency != "EFE" || a.Byline != "" || a.File != name {
			t.Errorf("%s: %+v", name, *a)
		}
	}
}

func TestFeedIsRefusedThatCouldGrowInTheParser(t *testing.T) {
	head := `<?xml version="1.0"?>`
	for name, s := range map[string]string{
		"entities":          head + `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>`,
		"external entity":   head + `<!doctype rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>`,
		"document type":     head + `<!-- c --><!DOCTYPE rss PUBLIC "a" "b"><rss></rss>`,
		"late":              `<rss><channel><!ENTITY a "b"></channel></rss>`,
		"deep":              `<rss><channel>` + strings.Repeat("<a:b>", 1_000_000),
		"deep behind marks": `<rss><channel><a b=c"d>` + strings.Repeat("<a:b>", 1_000_000),
		"deep and closing":  `<rss>` + strings.Repeat("</a>", 100) + strings.Repeat("<a x='>' y=z/>", 100_000),
	} {
		items, errs := all(t, "a.rss", "", s)
		if len(items) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "a.rss") {
			t.Errorf("%s: %d items, errors %v, want one error", name, len(items), errs)
		}
	}
}

func TestRussianFeedInWindows1251(t *testing.T) {
	s := `<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><title>` + "\xc2\xe5\xf1\xf2\xed\xe8\xea" + `</title><item><title>` + "\xcd\xee\xe2\xee\xf1\xf2\xfc" + `</title><link>https://v.example/1</link></item></channel></rss>`
	it := one(t, "a.rss", "", s)
	if it.Article.Title != "Новость" || it.Article.Outlet != "Вестник" || it.Link != "https://v.example/1" {
		t.Errorf("got %+v", *it.Article)
	}
}

func TestLinksOfAFeedAreWebAddresses(t *testing.T) {
	s := `<rss version="2.0"><channel><title>x</title><item><title>a</title><link>javascript:alert(1)</link></item><item><title>b</title><link>file:///etc/passwd</link></item></channel></rss>`
	items, errs := all(t, "a.rss", "", s)
	if len(items) != 0 || len(errs) != 2 {
		t.Errorf("items %v, errors %v, want two errors", items, errs)
	}
}

func TestTooLargeADocumentIsToldNotCut(t *testing.T) {
	_, errs := all(t, "a.txt", "", strings.Repeat("a ", MaxDocument/2+1))
	if len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) {
		t.Errorf("errors %v, want one that wraps ErrTooLarge", errs)
	}
}
