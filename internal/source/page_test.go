package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/attache-project/attache/text"
)

// all reads a document that is given as a string.
func all(t testing.TB, name, media, s string) (items []Item, errs []error) {
	t.Helper()
	for it, err := range Read(name, media, strings.NewReader(s)) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		check(t, it)
		items = append(items, it)
	}
	return items, errs
}

// check fails when an item breaks what is promised of every item.
func check(t testing.TB, it Item) {
	t.Helper()
	a := it.Article
	if a == nil || it.Where == "" || a.ID == "" {
		t.Fatalf("item without article, place or ID: %+v", it)
	}
	if (it.Link == "") == (a.Text == "") {
		t.Errorf("%s: link %q beside a text of %d bytes, want one of them", it.Where, it.Link, len(a.Text))
	}
	if a.Text != "" && a.SHA256 != text.Digest(a.Text) {
		t.Errorf("%s: digest is not that of the text", it.Where)
	}
	if a.Published != "" {
		if _, err := time.Parse(time.DateOnly, a.Published); err != nil {
			t.Errorf("%s: published %q is no date", it.Where, a.Published)
		}
	}
	if strings.Contains(a.Title, "\n") {
		t.Errorf("%s: title of several lines: %q", it.Where, a.Title)
	}
}

// one reads a document that holds one article.
func one(t testing.TB, name, media, s string) Item {
	t.Helper()
	items, errs := all(t, name, media, s)
	if len(errs) > 0 || len(items) != 1 {
		t.Fatalf("reading %s: %d items, errors %v, want one item", name, len(items), errs)
	}
	return items[0]
}

func page(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPageWithLinkedDataAndMarkedBody(t *testing.T) {
	it := one(t, "https://faro.example/internacional/2025-03-11/quito-y-lima-reabren-el-dialogo.html?utm_medium=x", "text/html; charset=utf-8", page(t, "es-jsonld.html"))
	a := it.Article
	want := text.Article{
		ID:        "faro-example-quito-y-lima-reabren-el-dialogo-f4a67d50",
		URL:       "https://faro.example/internacional/2025-03-11/quito-y-lima-reabren-el-dialogo.html",
		Outlet:    "El Faro del Pacífico",
		Agency:    "EFE",
		Title:     "Quito y Lima reabren el diálogo sobre la frontera",
		Byline:    "Ana Peralta",
		Published: "2025-03-11", // in Quito, though it was the 12th in UTC
		Lang:      "es",
		Text: `QUITO, 11 mar. (EFE).- La canciller de Ecuador, Gabriela Sommerfeld, recibió este martes a su homólogo peruano, Elmer Schialer, con quien acordó reanudar las reuniones de la comisión de vecindad.

«La frontera nos une y no nos separa», dijo la ministra al término de la cita, que duró dos horas y a la que asistieron los dos embajadores.

Una agenda de ocho puntos

Las delegaciones repasaron ocho asuntos, entre ellos el contrabando, el dragado del río y el reconocimiento de títulos.

La próxima reunión será en Lima, antes de que acabe el año.

El puente nuevo se abrirá al tráfico en julio, según las dos cancillerías.`,
	}
	want.SHA256 = text.Digest(want.Text)
	if *a != want {
		t.Errorf("got  %+v\nwant %+v", *a, want)
	}
	if len(it.Notes) > 0 {
		t.Errorf("notes %q, want none", it.Notes)
	}
}

func TestPageWithoutMarksAndEndTags(t *testing.T) {
	a := one(t, "dir/canberra.html", "", page(t, "en-plain.html")).Article
	for _, c := range []struct{ field, got, want string }{
		{"url", a.URL, "https://harbour.example/world/canberra-suva-treaty"},
		{"file", a.File, "dir/canberra.html"},
		{"outlet", a.Outlet, "harbour.example"},
		{"agency", a.Agency, "Reuters"},
		{"title", a.Title, "Canberra and Suva sign a treaty of friendship"},
		{"byline", a.Byline, "Tom Renfrew"},
		{"published", a.Published, "2024-12-09"},
		{"lang", a.Lang, "en"},
	} {
		if c.got != c.want {
			t.Errorf("%s is %q, want %q", c.field, c.got, c.want)
		}
	}
	ps := strings.Split(a.Text, "\n\n")
	if len(ps) != 4 || !strings.HasPrefix(ps[0], "SUVA (Reuters) - Australia") || !strings.HasSuffix(ps[3], "ninety days.") {
		t.Errorf("paragraphs %q", ps)
	}
}

func TestRussianPageInEveryEncoding(t *testing.T) {
	src := page(t, "ru.html")
	bom16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	for _, c := range []struct {
		name, declared, media string
		enc                   encoding.Encoding
	}{
		{"windows-1251 declared", "windows-1251", "", charmap.Windows1251},
		{"windows-1251 by header", "", "text/html; charset=windows-1251", charmap.Windows1251},
		{"windows-1251 undeclared", "", "", charmap.Windows1251},
		{"windows-1251 declared as UTF-8", "utf-8", "text/html; charset=UTF-8", charmap.Windows1251},
		{"KOI8-R declared", "koi8-r", "", charmap.KOI8R},
		{"KOI8-R undeclared", "", "", charmap.KOI8R},
		{"IBM 866 undeclared", "", "", charmap.CodePage866},
		{"UTF-8 declared as windows-1251", "windows-1251", "text/html; charset=windows-1251", unicode.UTF8},
		{"UTF-16 with a mark", "utf-16", "", bom16},
		{"UTF-16 without a mark", "", "", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	} {
		t.Run(c.name, func(t *testing.T) {
			// IBM 866 lacks these characters.
			s := strings.NewReplacer("charset=CHARSET", "charset="+c.declared, "«", `"`, "»", `"`, "—", "-").Replace(src)
			if c.declared == "" {
				s = strings.Replace(s, "; charset=", "", 1)
			}
			b, err := c.enc.NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			a := one(t, "a.html", c.media, b).Article
			if a.Title != "Белград и Ереван открывают прямой рейс" || a.Lang != "ru" || a.Agency != "TASS" || a.Published != "2025-02-03" || a.Outlet != "Вестник Причерноморья" {
				t.Errorf("got %+v", *a)
			}
			if n := strings.Count(a.Text, "\n\n"); n != 2 || !strings.HasSuffix(a.Text, "Приглашение принято с благодарностью.") {
				t.Errorf("text %q", a.Text)
			}
		})
	}
}

func TestSpanishPageInLatin1(t *testing.T) {
	b, err := charmap.Windows1252.NewEncoder().String(strings.Replace(page(t, "es-jsonld.html"), `<meta charset="utf-8">`, "", 1))
	if err != nil {
		t.Fatal(err)
	}
	if a := one(t, "a.html", "", b).Article; a.Title != "Quito y Lima reabren el diálogo sobre la frontera" || !strings.Contains(a.Text, "asistieron los dos embajadores") {
		t.Errorf("got %+v", *a)
	}
}

func TestBrokenBytesOfAPageAreToldAndReplaced(t *testing.T) {
	s := strings.Replace(page(t, "es-jsonld.html"), "comisión", "comisi\xc3n", 1)
	it := one(t, "a.html", "", s)
	if !strings.Contains(it.Article.Text, "comisi\uFFFDn de vecindad") || len(it.Notes) == 0 || !strings.Contains(it.Notes[0], "1 bytes") {
		t.Errorf("notes %q, text %q", it.Notes, it.Article.Text)
	}
}

var sentences = []string{
	"La ministra de Exteriores llegó este lunes a Rabat para una visita de dos días a la que da gran importancia.",
	"El Gobierno de Marruecos anunció que los dos países firmarán un acuerdo sobre pesca antes del verano.",
	"La embajada confirmó por la noche que la reunión había terminado sin un comunicado conjunto.",
}

func TestArticleBodyOfLinkedDataWhenThePageHoldsLittle(t *testing.T) {
	s := `<html lang=es><title>x</title><script type="application/ld+json">[{"@type":"BreadcrumbList"},
	{"@type":"http://schema.org/ReportageNewsArticle","headline":"Visita a Rabat","datePublished":"2025-01-20","author":"EFE",
	 "articleBody":"` + strings.Join(sentences, `\n\n`) + `"}];</script><body><article><p>` + sentences[0] + `</p><p>Para seguir leyendo hace falta una cuenta.</p></article>`
	it := one(t, "a.html", "", s)
	if it.Article.Text != strings.Join(sentences, "\n\n") || it.Article.Agency != "EFE" || it.Article.Byline != "" {
		t.Errorf("got %+v", *it.Article)
	}
}

func TestArticleBodyWithoutBreaksTakesParagraphsFromThePage(t *testing.T) {
	s := `<html lang=es><script type="application/ld+json">{"@type":"NewsArticle","headline":"Visita a Rabat",
"articleBody":"` + strings.Join(sentences, " ") + `"}</script><body><article><p>` + strings.Join(sentences, "</p><p>") + `</p><p>Este párrafo es de un anuncio que la página mete entre los demás sin decirlo.</p></article>`
	if a := one(t, "a.html", "", s).Article; a.Text != strings.Join(sentences, "\n\n") {
		t.Errorf("text %q", a.Text)
	}
}

func TestLeadUnderTheHeadlineIsText(t *testing.T) {
	lead := "La ministra de Exteriores llega a Rabat con una carta que nadie ha leído todavía"
	for _, c := range []struct{ name, description, shown, want string }{
		{"shown", lead, "<h2>" + lead + "</h2>", lead + "\n\n"},
		{"description cut short", lead[:70] + "…", "<p>" + lead + "</p>", lead + "\n\n"},
		{"not shown", lead, "", ""},
		{"shown as a link", lead, "<a href=/x>" + lead + "</a>", ""},
		{"in the text", sentences[0], "<h2>" + sentences[0] + "</h2>", ""},
	} {
		s := `<html><meta name=description content="` + c.description + `"><body><header><h1>Visita a Rabat</h1>` + c.shown + `</header><div class="article-body"><p>` + strings.Join(sentences, "<p>") + `</div>`
		if a := one(t, "a.html", "", s).Article; a.Text != c.want+strings.Join(sentences, "\n\n") {
			t.Errorf("%s: text %q", c.name, a.Text)
		}
	}
}

func TestBodyMarkedPieceByPiece(t *testing.T) {
	s := `<html><body><div><p>` + sentences[2] + ` Esto es de otra noticia.</p></div><article><div><div itemprop="articleBody"><p>` + strings.Join(sentences[:2], "</p><p>") + `</p></div><div class="ad"><p>Anuncio.</p></div><div itemprop="articleBody"><p>` + sentences[2] + `</p></div></div></article>`
	if a := one(t, "a.html", "", s).Article; a.Text != strings.Join(sentences, "\n\n") {
		t.Errorf("text %q", a.Text)
	}
}

func TestArticleBodyEscapedTwice(t *testing.T) {
	s := `<html><script type="application/ld+json">{"@type":"NewsArticle","headline":"x","articleBody":"&lt;p&gt;` + strings.Join(sentences, `&lt;/p&gt;&lt;p&gt;`) + `&lt;/p&gt;"}</script><body><p>Inicie sesión.`
	if a := one(t, "a.html", "", s).Article; a.Text != strings.Join(sentences, "\n\n") {
		t.Errorf("text %q", a.Text)
	}
}

func TestTitleOf(t *testing.T) {
	for _, c := range []struct{ name, head, h1, want string }{
		{"title with outlet", `<title>Uno - Dos | La Hoja</title><meta property="og:site_name" content="La Hoja">`, "", "Uno - Dos"},
		{"og before title", `<title>Portada</title><meta property="og:title" content="Uno">`, "", "Uno"},
		{"cut short", `<meta property="og:title" content="El ministro viaja a…">`, "El ministro viaja a Roma el lunes", "El ministro viaja a Roma el lunes"},
		{"heading alone", ``, "Uno\n dos", "Uno dos"},
		{"entities escaped twice", `<meta property="og:title" content="&amp;laquo;Uno&amp;raquo;">`, "", "«Uno»"},
	} {
		s := `<html><head>` + c.head + `</head><body><h1>` + c.h1 + `</h1><article><p>` + strings.Join(sentences, "<p>") + `</article>`
		if a := one(t, "a.html", "", s).Article; a.Title != c.want {
			t.Errorf("%s: title %q, want %q", c.name, a.Title, c.want)
		}
	}
}

func TestCanonicalAddress(t *testing.T) {
	for _, c := range []struct{ name, head, read, want string }{
		{"relative", `<link rel=canonical href="/a/b">`, "https://x.example/a/b?id=1", "https://x.example/a/b"},
		{"front page is not meant", `<link rel=canonical href="https://x.example/">`, "https://x.example/a/b#c", "https://x.example/a/b"},
		{"no web address", `<link rel=canonical href="javascript:alert(1)">`, "https://x.example/a", "https://x.example/a"},
		{"og:url", `<meta property="og:url" content="https://x.example/c?fbclid=1&id=2">`, "", "https://x.example/c?id=2"},
		{"none", ``, "", ""},
	} {
		name := c.read
		if name == "" {
			name = "a.html"
		}
		a := one(t, name, "", `<html><head>`+c.head+`</head><body><article><p>`+strings.Join(sentences, "<p>")+`</article>`).Article
		if a.URL != c.want {
			t.Errorf("%s: URL %q, want %q", c.name, a.URL, c.want)
		}
	}
}

func TestDateIsThatOfTheOutletsZone(t *testing.T) {
	for _, c := range []struct{ name, head, url, want, note string }{
		{"zone told", `<meta property="article:published_time" content="2025-03-11T23:30:00-03:00">`, "", "2025-03-11", ""},
		{"same moment told twice", `<meta name=date content="2025-03-12T02:30:00Z"><meta name=pubdate content="2025-03-11T23:30:00-0300">`, "", "2025-03-11", ""},
		{"time element", `<time datetime="2025-03-11 08:00">hoy</time>`, "", "2025-03-11", ""},
		{"change only", `<meta property="article:modified_time" content="2025-03-13">`, "", "2025-03-13", "last change"},
		{"address", ``, "https://x.example/2025/3/11/nota", "2025-03-11", "address"},
		{"zero of a content system", `<meta name=date content="0001-01-01T00:00:00Z">`, "", "", "no date"},
	} {
		name := c.url
		if name == "" {
			name = "a.html"
		}
		it := one(t, name, "", `<html><body>`+c.head+`<article><p>`+strings.Join(sentences, "<p>")+`</article>`)
		if it.Article.Published != c.want || strings.Contains(strings.Join(it.Notes, " "), c.note) == false {
			t.Errorf("%s: published %q, notes %q, want %q and a note of %q", c.name, it.Article.Published, it.Notes, c.want, c.note)
		}
	}
}

func TestLanguageOfTheWordsWins(t *testing.T) {
	it := one(t, "a.html", "", `<html lang="en"><body><article><p>`+strings.Join(sentences, "<p>")+`</article>`)
	if it.Article.Lang != "es" || !strings.Contains(strings.Join(it.Notes, " "), `told to be in "en"`) {
		t.Errorf("lang %q, notes %q", it.Article.Lang, it.Notes)
	}
}

func TestPageWithoutArticle(t *testing.T) {
	for _, s := range []string{
		`<html><body></body></html>`,
		`<html><body><p>No encontrado.</p></body></html>`,
		`<html><body>` + strings.Repeat(`<article><h3><a href="/x">Un titular cualquiera de la portada del día</a></h3></article>`, 30),
	} {
		items, errs := all(t, "a.html", "", s)
		if len(items) != 0 || len(errs) != 1 || !errors.Is(errs[0], text.ErrEmpty) || !strings.Contains(errs[0].Error(), "a.html") {
			t.Errorf("items %d, errors %v, want one that names the file and wraps ErrEmpty", len(items), errs)
		}
	}
}

func TestHostilePagesTakeBoundedTime(t *testing.T) {
	body := "<p>" + strings.Join(sentences, "<p>")
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, s := range map[string]string{
		"deep divs":         fill("<div>"),
		"deep spans":        fill("<span>"),
		"deep lists":        fill("<ul><li>"),
		"deep tables":       fill("<table><tr><td>"),
		"formatting":        "<p>" + fill("<b><i>") + fill("<p>x"),
		"links":             fill("<a href=x>x"),
		"paragraphs":        fill("<p>"),
		"stray ends":        fill("x</div>"),
		"breaks":            fill("x.<br>"),
		"attributes":        "<div " + fill("a=b ") + ">",
		"bodies":            fill("<body a=1>"),
		"headings":          fill("<h1><div>"),
		"authors":           fill("<div itemprop=author>x"),
		"bodies of article": fill("<div itemprop=articleBody>palabra "),
		"comments":          fill("<!--"),
		"scripts":           fill(`<script type="application/ld+json">`),
		"data":              `<script type="application/ld+json">` + fill("[") + "</script>",
		"quotes":            fill(`"`),
		"brackets":          fill("<"),
		"entities":          fill("&amp;"),
		"one line":          fill("palabra "),
		"small paragraphs":  fill("<p>" + sentences[0] + "</p>"),
		"heavy":             strings.Repeat(strings.Repeat("<div>"+strings.Repeat("una, otra ", 50), 200)+strings.Repeat("</div>", 200), size/100_000),
		"nested paragraphs": fill("<div><p>" + sentences[0] + "</p>"),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			all(t, "a.html", "", "<html><body>"+s+body)
			if d := time.Since(start); d > 30*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestArticleUnderDeepNestingIsFound(t *testing.T) {
	s := "<html><body>" + strings.Repeat("<div>", 3000) + "<article><p>" + strings.Join(sentences, "</p><p>") + "</p></article>" + strings.Repeat("</div>", 3000)
	if a := one(t, "a.html", "", s).Article; a.Text != strings.Join(sentences, "\n\n") {
		t.Errorf("text %q", a.Text)
	}
}
