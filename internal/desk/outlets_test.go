package desk_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

const (
	spanish = "Accept-Language: es"
	english = "Accept-Language: en"
	story   = "stories/visit-kazakhstan-russia/*.txt"
)

// post sends a form of several parts, with files by their names.
func (d *testDesk) post(t testing.TB, target string, fields map[string]string, files map[string]string, headers ...string) (*answer, string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	for name, body := range files {
		field, name, _ := strings.Cut(name, ":")
		w, err := form.CreateFormFile(field, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, body); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, target, &b)
	r.Host = "localhost"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", form.FormDataContentType())
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	return d.do(t, r)
}

// over waits until the job of an address is over and returns its page.
func (d *testDesk) over(t testing.TB, address string) string {
	t.Helper()
	for range 600 {
		res, page := d.ask(t, address, nil, english)
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", address, res.StatusCode)
		}
		if !strings.Contains(page, "data-job=") {
			return page
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s is not over", address)
	return ""
}

func TestPagesOnOutletsAndPeopleSpeakBothLanguages(t *testing.T) {
	d := newDesk(t, nil, story)
	for _, c := range []struct {
		address string
		status  int
		es, en  []string
	}{
		{"/who", 200, []string{"Quién es quién", "Nombre de una persona"}, []string{"Who is who", "Name of a person"}},
		{"/who?q=tok", 200, []string{"Kasim-Yomart Tokáyev", "/who/kassym-jomart-tokayev", "jefe de Estado"}, []string{"Kassym-Jomart Tokayev", "Head of State"}},
		{"/who?q=nobodyatall", 200, []string{"conocen a nadie con ese nombre"}, []string{"knows anybody of that name"}},
		{"/who/kassym-jomart-tokayev", 200, []string{"Касым-Жомарт Токаев", "Cargos", "speaker=kassym-jomart-tokayev"}, []string{"Offices", "What is known", "Statements"}},
		{"/who/KAZ", 200, []string{"/dossier/KAZ/RUS", "Promesas", "/ledger?party=KAZ"}, []string{"Kazakhstan", "All its promises", "In office: Kazakhstan"}},
		{"/who/EU", 200, []string{"Miembros", "Unión Europea"}, []string{"Members"}},
		{"/who/nobody-at-all", 404, []string{"No existe esa página"}, []string{"There is no such page"}},
		{"/graph", 200, []string{"Quién se reunió con quién", "/dossier/KAZ/RUS", "<svg"}, []string{"Who met whom", "Kazakhstan – Russia", "act=visit"}},
		{"/graph?party=FRA&act=call", 200, []string{"Ningún acto entre dos partes"}, []string{"No act between two fits."}},
		{"/graph?party=Nowhere&from=soon", 400, []string{"se espera un Estado", "se espera un día"}, []string{"want a state", `value="Nowhere"`, `aria-describedby="e-from"`}},
		{"/searches", 200, []string{"Búsquedas guardadas", "Todavía no hay"}, []string{"Saved searches", "No search is saved yet"}},
		{"/add", 200, []string{"Pegar un artículo", "Subir archivos", "Traer una dirección"}, []string{"Paste an article", "64 MB"}},
		{"/add/nothing", 404, []string{"No existe"}, []string{"no such page"}},
		{"/add/nothing/events", 404, []string{"No existe"}, []string{"no such page"}},
		{"/sources", 200, []string{"Medios", "Canales", "Gaceta Austral"}, []string{"Outlets", "Add a list of feeds", "The Harbour Ledger"}},
		{"/export", 200, []string{"Todo el registro", "pasos de las promesas"}, []string{"All of the record", "/export/csv?table=contradictions"}},
		{"/export?a=kazajistan&b=Rusia", 200, []string{"De Kazajistán – Rusia"}, []string{"Of Kazakhstan – Russia", "/export/ical?a=KAZ&amp;b=RUS&amp;hl=en"}},
		{"/export?a=Nowhere", 400, []string{"se espera un Estado"}, []string{"want a state"}},
		{"/export/nothing", 404, []string{"No existe"}, []string{"no such page"}},
		{"/export/csv?table=nothing", 400, []string{"no se puede responder"}, []string{"cannot be answered"}},
		{"/search?act=visit", 200, []string{"Seguir esta búsqueda", "Guardar esta búsqueda", `rel="alternate" type="application/atom&#43;xml"`}, []string{"/search.json?act=visit&amp;hl=en", "/search.ics?act=visit&amp;hl=en"}},
	} {
		t.Run(c.address, func(t *testing.T) {
			for _, l := range []struct {
				header string
				want   []string
			}{{spanish, c.es}, {english, c.en}} {
				res, page := d.ask(t, c.address, nil, l.header)
				if res.StatusCode != c.status {
					t.Errorf("%s: status %d, want %d", l.header, res.StatusCode, c.status)
				}
				says(t, page, l.want...)
				if n := strings.Count(page, "<h1"); n != 1 {
					t.Errorf("%d headings of the first level", n)
				}
			}
		})
	}
}

func TestFeedsOfASearchAreStable(t *testing.T) {
	d := newDesk(t, nil, story)
	for _, address := range []string{"/search.atom?act=visit&hl=es", "/search.json?act=visit&hl=es"} {
		t.Run(address, func(t *testing.T) {
			res, body := d.ask(t, address, nil, english)
			if res.StatusCode != http.StatusOK {
				t.Fatalf("status %d", res.StatusCode)
			}
			f, err := gofeed.NewParser().ParseString(body)
			if err != nil || len(f.Items) == 0 {
				t.Fatalf("%d items, %v", len(f.Items), err)
			}
			if f.Title != "Attaché: Acto: Visita" || f.Language != "es" || f.Link != "http://localhost/search?act=visit" {
				t.Errorf("feed %q in %q of %q", f.Title, f.Language, f.Link)
			}
			for _, it := range f.Items {
				if !strings.HasPrefix(it.GUID, "urn:uuid:") || !strings.HasPrefix(it.Title, "Visita") || it.UpdatedParsed == nil {
					t.Errorf("item %+v", it)
				}
				to, err := url.Parse(it.Link)
				if err != nil || to.Host != "localhost" || !strings.HasPrefix(to.Fragment, "f-") {
					t.Errorf("link %q", it.Link)
					continue
				}
				if res, page := d.ask(t, to.Path, nil); res.StatusCode != http.StatusOK || !strings.Contains(page, `id="`+to.Fragment+`"`) {
					t.Errorf("%s leads nowhere", it.Link)
				}
			}
			tag := res.Header.Get("ETag")
			for _, sent := range []string{tag, "W/" + tag, `"other", ` + tag} {
				if res, body := d.ask(t, address, nil, "If-None-Match: "+sent); res.StatusCode != http.StatusNotModified || body != "" {
					t.Errorf("with %s: status %d and %d bytes", sent, res.StatusCode, len(body))
				}
			}
			if res, _ := d.ask(t, address, nil, `If-None-Match: "other"`); res.StatusCode != http.StatusOK {
				t.Errorf("with another tag: status %d", res.StatusCode)
			}
			if res, _ := d.ask(t, strings.Replace(address, "act=visit", "party=Nowhere", 1), nil); res.StatusCode != http.StatusBadRequest {
				t.Errorf("of a state that nobody knows: status %d", res.StatusCode)
			}
		})
	}
}

func TestAFeedOfWordsHoldsArticles(t *testing.T) {
	d := newDesk(t, nil, story)
	_, body := d.ask(t, "/search.json?q=Kremlin&hl=en", nil)
	var f struct {
		Items []struct{ ID, URL, Title string }
	}
	if err := json.Unmarshal([]byte(body), &f); err != nil || len(f.Items) == 0 {
		t.Fatalf("%v: %s", err, body)
	}
	for _, it := range f.Items {
		key := strings.TrimPrefix(it.URL, "http://localhost/articles/")
		if it.ID != export.FeedID("article", key) || it.Title == "" {
			t.Errorf("item %+v", it)
		}
	}
}

func TestACalendarHoldsThePromisesThatFit(t *testing.T) {
	d := newDesk(t, nil, story, "stories/signing-eu-mercosur/*.txt")
	events := func(address string) []string {
		t.Helper()
		res, body := d.ask(t, address, nil)
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(body, "BEGIN:VCALENDAR") {
			t.Fatalf("%s: %d %.80s", address, res.StatusCode, body)
		}
		return regexp.MustCompile(`(?m)^CATEGORIES:(\w+)`).FindAllString(body, -1)
	}
	all, kaz, visits := events("/search.ics"), events("/search.ics?party=KAZ&hl=es"), events("/search.ics?act=visit")
	if len(kaz) == 0 || len(kaz) >= len(all) || len(visits) == 0 {
		t.Errorf("%d promises, %d of Kazakhstan, %d visits", len(all), len(kaz), len(visits))
	}
	for _, v := range visits {
		if v != "CATEGORIES:visit" {
			t.Errorf("among visits: %s", v)
		}
	}
	if none := events("/search.ics?party=KAZ&when-from=2001-01-01&when-to=2001-02-01"); len(none) != 0 {
		t.Errorf("promises of 2001: %v", none)
	}
}

func TestSearchesAreSavedAndForgotten(t *testing.T) {
	d := newDesk(t, nil, story)
	for _, c := range []struct {
		name, query string
		status      int
		says        string
	}{
		{"  ", "act=visit", 400, "Give the search a name."},
		{strings.Repeat("ñ", 121), "act=visit", 400, "120 characters"},
		{"Everything", "offset=20&hl=es", 400, "without conditions"},
		{"Nowhere", "party=Nowhere", 400, ""},
		{"<script>alert(1)</script>", "party=Kazajistán&act=visit&offset=40", 303, ""},
	} {
		res, page := d.ask(t, "/searches", url.Values{"name": {c.name}, "query": {c.query}}, english)
		if res.StatusCode != c.status {
			t.Errorf("%q %s: status %d, want %d", c.name, c.query, res.StatusCode, c.status)
		}
		says(t, page, c.says)
	}
	all, err := d.store.Searches(t.Context())
	if err != nil || len(all) != 1 || all[0].Query != "act=visit&party=KAZ" || all[0].Author != "ana" {
		t.Fatalf("searches %+v, %v", all, err)
	}
	_, page := d.ask(t, "/searches", nil, spanish)
	says(t, page, "&lt;script&gt;alert(1)&lt;/script&gt;", "Acto: Visita · Estado u organización: Kazajistán", "/search?act=visit&amp;party=KAZ", "/search.ics?act=visit&amp;hl=es&amp;party=KAZ")
	if strings.Contains(page, "<script>alert") {
		t.Error("the name of a search is markup")
	}
	if res, _ := d.ask(t, "/searches/x/delete", url.Values{}); res.StatusCode != http.StatusNotFound {
		t.Errorf("deleting no number: status %d", res.StatusCode)
	}
	if res, _ := d.ask(t, fmt.Sprintf("/searches/%d/delete", all[0].ID), url.Values{}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("deleting: status %d", res.StatusCode)
	}
	if all, err = d.store.Searches(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("searches %+v, %v", all, err)
	}
}

func TestTheGraphIsDrawnTheSameEachTimeAndLeadsOn(t *testing.T) {
	d := newDesk(t, nil, story, "articles/*.txt")
	_, page := d.ask(t, "/graph", nil, english)
	_, again := d.ask(t, "/graph", nil, english)
	if page != again {
		t.Error("the same graph gives two pages")
	}
	drawing := page[strings.Index(page, "<svg"):strings.Index(page, "</svg>")]
	nodes := regexp.MustCompile(`href="/who/([^"]+)"`).FindAllStringSubmatch(drawing, -1)
	edges := regexp.MustCompile(`href="/dossier/([^/]+)/([^"]+)"`).FindAllStringSubmatch(drawing, -1)
	if len(nodes) < 2 || len(nodes) > 30 || len(edges) == 0 {
		t.Fatalf("%d nodes, %d edges", len(nodes), len(edges))
	}
	joined := map[string]bool{}
	for _, e := range edges {
		joined[e[1]], joined[e[2]] = true, true
		if !strings.Contains(page, `<th scope="row"><a href="/dossier/`+e[1]+"/"+e[2]+`"`) {
			t.Errorf("%s and %s are drawn and not in the table", e[1], e[2])
		}
	}
	for _, n := range nodes {
		if !joined[n[1]] {
			t.Errorf("%s stands alone", n[1])
		}
	}
	for address, element := range map[string]string{"/graph.graphml?party=KAZ&hl=es": "graphml", "/graph.gexf?party=KAZ&hl=es": "gexf"} {
		res, body := d.ask(t, address, nil)
		var doc struct{ XMLName xml.Name }
		if err := xml.Unmarshal([]byte(body), &doc); err != nil || doc.XMLName.Local != element {
			t.Errorf("%s: %s, %v", address, doc.XMLName.Local, err)
		}
		says(t, body, "Kazajistán", "Rusia")
		if got := res.Header.Get("Content-Disposition"); !strings.Contains(got, "attachment") {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestAPastedTextLeadsToItsArticle(t *testing.T) {
	d := newDesk(t, nil)
	fields := map[string]string{
		"title": "Macron viajará a Hanói", "outlet": "El Faro", "published": "2026-01-09", "lang": "es", "url": "https://faro.example/a",
		"text": "El presidente de Francia, Emmanuel Macron, viajará mañana a Hanói.\r\nLo anunció el Elíseo.",
	}
	res, _ := d.post(t, "/add?by=text", fields, nil)
	to := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/articles/") {
		t.Fatalf("status %d to %q", res.StatusCode, to)
	}
	_, page := d.ask(t, to, nil, spanish)
	says(t, page, "Macron viajará a Hanói", "El Faro", "10 de enero de 2026")
	// What is there already is told as known.
	res, _ = d.post(t, "/add?by=text", fields, nil)
	if to = res.Header.Get("Location"); !strings.HasPrefix(to, "/add/") {
		t.Fatalf("status %d to %q", res.StatusCode, to)
	}
	says(t, d.over(t, to), "1 known already", "In the record already", "Macron viajará a Hanói")
}

func TestFormsForAddingTellWhatIsWrong(t *testing.T) {
	d := newDesk(t, nil)
	for name, c := range map[string]struct {
		by     string
		fields map[string]string
		files  map[string]string
		status int
		says   []string
	}{
		"no text":        {"text", map[string]string{"text": " ", "title": "Kept <b>"}, nil, 400, []string{"Paste the text of the article.", `value="Kept &lt;b&gt;"`, `aria-describedby="e-text"`}},
		"binary":         {"text", map[string]string{"text": "\x00\x01\x02"}, nil, 400, []string{"characters that no text has"}},
		"bad address":    {"text", map[string]string{"text": "a", "url": "javascript:alert(1)"}, nil, 400, []string{"only addresses with http or https", `id="e-url"`}},
		"bad day":        {"text", map[string]string{"text": "a", "published": "yesterday"}, nil, 400, []string{"want a day"}},
		"bad language":   {"text", map[string]string{"text": "a", "lang": "Spanish"}, nil, 400, []string{"Choose Spanish, English or Russian."}},
		"no files":       {"files", nil, nil, 400, []string{"Choose at least one file."}},
		"a scheme":       {"address", map[string]string{"address": "file:///etc/passwd"}, nil, 400, []string{"only addresses with http or https", "file:///etc/passwd"}},
		"a password":     {"address", map[string]string{"address": "https://a:b@faro.example/"}, nil, 400, []string{"user name or password"}},
		"nothing":        {"address", nil, nil, 400, []string{"want an address"}},
		"no such form":   {"nothing", nil, nil, 400, []string{"cannot be answered"}},
		"more than 64MB": {"files", nil, map[string]string{"files:a.txt": strings.Repeat("a", 66<<20)}, 413, []string{"This is too much"}},
	} {
		t.Run(name, func(t *testing.T) {
			res, page := d.post(t, "/add?by="+c.by, c.fields, c.files, english)
			if res.StatusCode != c.status {
				t.Errorf("status %d, want %d", res.StatusCode, c.status)
			}
			says(t, page, c.says...)
		})
	}
	if res, page := d.ask(t, "/add?by=files", url.Values{"a": {"b"}}, english); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a form that holds no files: status %d, %.200s", res.StatusCode, page)
	}
	if st, err := d.store.Stats(t.Context()); err != nil || st.Articles != 0 {
		t.Errorf("%d articles were kept, %v", st.Articles, err)
	}
}

func TestFilesAreTakenAndFaultsTold(t *testing.T) {
	d := newDesk(t, nil)
	res, _ := d.post(t, "/add?by=files", nil, map[string]string{
		"files:a.txt":               "title: Uno\noutlet: El Faro\npublished: 2026-01-09\n\nFrancia y Vietnam firmaron ayer un acuerdo en Hanói.",
		"files:b.jsonl":             `{"title":"Dos","text":"Rusia y Kazajistán firmaron un acuerdo.","published":"2026-01-08"}` + "\n",
		"files:../../<script>c.pdf": "%PDF-1.7",
	})
	to := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/add/") {
		t.Fatalf("status %d to %q", res.StatusCode, to)
	}
	page := d.over(t, to)
	says(t, page, "2 added", "1 not read", "Uno", "Dos", "and 2 more files")
	if strings.Contains(page, "<script>c") {
		t.Error("the name of a file is markup")
	}
	for _, m := range regexp.MustCompile(`href="(/articles/[^"]+)"`).FindAllStringSubmatch(page, -1) {
		if res, _ := d.ask(t, m[1], nil); res.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", m[1], res.StatusCode)
		}
	}
	res, body := d.ask(t, to+"/events", nil, english)
	if res.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" || !strings.Contains(body, `"over":true`) || !strings.Contains(body, "2 added") {
		t.Errorf("events %q", body)
	}
	if res, _ := d.ask(t, to+"/cancel", url.Values{}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("cancelling what is over: status %d", res.StatusCode)
	}
	_, page = d.ask(t, "/sources", nil, english)
	says(t, page, "Lately added", to)
}

func TestFeedsArePutListedPolledAndDeleted(t *testing.T) {
	d := newDesk(t, nil)
	for _, c := range []struct {
		form   url.Values
		status int
		says   string
	}{
		{url.Values{"address": {"https://faro.example/rss"}, "outlet": {"El Faro"}, "lang": {"es"}}, 303, ""},
		{url.Values{"address": {"javascript:alert(1)"}, "outlet": {"Kept"}}, 400, `value="Kept"`},
		{url.Values{"address": {"https://b.example/"}, "lang": {"xyz"}}, 400, "Choose Spanish"},
	} {
		res, page := d.ask(t, "/sources", c.form, english)
		if res.StatusCode != c.status {
			t.Errorf("%v: status %d, want %d", c.form, res.StatusCode, c.status)
		}
		says(t, page, c.says)
	}
	if err := d.store.PutFeed(t.Context(), store.Feed{
		URL: "https://albor.example/rss", Title: `"><img src=x onerror=alert(1)>`, Failures: 3, LastError: "<script>alert(1)</script>", LastFetch: deskDay, Next: deskDay.AddDate(1, 0, 0),
	}); err != nil {
		t.Fatal(err)
	}
	_, page := d.ask(t, "/sources", nil, english)
	says(t, page, "https://faro.example/rss", "failed 3 times in a row", "10 January 2026, 09:00 UTC", "&lt;script&gt;alert(1)")
	if strings.Contains(page, "<img") || strings.Contains(page, "<script>alert") {
		t.Error("the title or fault of a feed is markup")
	}
	_, list := d.ask(t, "/sources.opml", nil)
	says(t, list, `xmlUrl="https://faro.example/rss"`, `outlet="El Faro"`, `language="es"`)
	for _, action := range []string{"poll", "delete"} {
		if res, _ := d.ask(t, "/sources/"+action, url.Values{"address": {"https://albor.example/rss"}}); res.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: status %d", action, res.StatusCode)
		}
	}
	if res, _ := d.ask(t, "/sources/poll", url.Values{"address": {"https://nobody.example/rss"}}); res.StatusCode != http.StatusNotFound {
		t.Errorf("polling an unknown feed: status %d", res.StatusCode)
	}
	if res, page := d.post(t, "/sources/list", nil, nil, english); res.StatusCode != http.StatusBadRequest || !strings.Contains(page, "Choose a file in OPML.") {
		t.Errorf("no list: status %d", res.StatusCode)
	}
	bad := strings.Replace(list, "</body>", `<outline type="rss" text="bad" xmlUrl="file:///etc/passwd"></outline></body>`, 1)
	res, page := d.post(t, "/sources/list", nil, map[string]string{"list:feeds.opml": bad}, english)
	if res.StatusCode != http.StatusOK {
		t.Errorf("a list with a fault: status %d", res.StatusCode)
	}
	says(t, page, "1 feed was added.", "no address of the web")
	feeds, err := d.store.Feeds(t.Context())
	if err != nil || len(feeds) != 2 {
		t.Errorf("feeds %+v, %v", feeds, err)
	}
}

func TestEveryExportIsSent(t *testing.T) {
	d := newDesk(t, nil, story)
	for _, f := range export.Formats() {
		tables := f.Tables
		if tables == nil {
			tables = []string{""}
		}
		for _, table := range tables {
			address := "/export/" + f.Name + "?a=KAZ&b=RUS&table=" + table
			res, body := d.ask(t, address, nil)
			if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != f.Media {
				t.Errorf("%s: %d %s", address, res.StatusCode, res.Header.Get("Content-Type"))
			}
			if got := res.Header.Get("Content-Disposition"); !strings.Contains(got, "-KAZ-RUS"+f.Ext+`"`) {
				t.Errorf("%s: %s", address, got)
			}
			if table == "events" && len(body) == 0 {
				t.Errorf("%s is empty", address)
			}
		}
	}
	_, es := d.ask(t, "/export/ical?hl=es", nil, english)
	says(t, es, "X-WR-CALNAME", "//ES")
}

func TestWhatIsForeignStaysText(t *testing.T) {
	d := newDesk(t, nil)
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	res, _ := d.post(t, "/add?by=text", map[string]string{
		"title": evil + " Macron", "outlet": evil, "published": "2026-01-09", "lang": "es",
		"text": "El presidente de Francia, Emmanuel Macron, visitó Vietnam el jueves. «" + evil + "», dijo Macron.",
	}, nil)
	article := res.Header.Get("Location")
	if !strings.HasPrefix(article, "/articles/") {
		t.Fatalf("status %d to %q", res.StatusCode, article)
	}
	hits, err := d.store.Search(t.Context(), store.Query{Kinds: []string{record.KindStatement}})
	if err != nil || len(hits) == 0 {
		t.Fatalf("%d statements, %v", len(hits), err)
	}
	for _, address := range []string{
		article, "/", "/sources", "/who/emmanuel-macron", "/who?q=" + url.QueryEscape(evil), "/graph?party=" + url.QueryEscape(evil),
		"/search?outlet=" + url.QueryEscape(strings.ToLower(evil)), "/search?speaker=" + url.QueryEscape(evil), "/search?kind=statement", "/export?a=" + url.QueryEscape(evil),
		"/add", "/facts/" + hits[0].Fact.Key,
	} {
		_, page := d.ask(t, address, nil)
		for _, bad := range []string{"<script>alert", "<img", "onerror=alert(1)>\"", `href="javascript:`} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %s", address, bad)
			}
		}
	}
	for _, address := range []string{"/search.atom", "/search.json", "/graph.graphml", "/graph.gexf", "/search.ics", "/sources.opml"} {
		res, body := d.ask(t, address, nil)
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", address, res.StatusCode)
		}
		if strings.HasSuffix(address, ".json") {
			if !json.Valid([]byte(body)) {
				t.Errorf("%s is no JSON", address)
			}
			continue
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "<img") {
			t.Errorf("%s holds markup", address)
		}
	}
}

func TestReadersAreOfferedNothingThatTheyMayNotDo(t *testing.T) {
	d := newDesk(t, nil, story)
	as := func(role access.Role, target string) string {
		r := httptest.NewRequestWithContext(access.With(t.Context(), access.Identity{Name: "luis", Role: role}), http.MethodGet, target, nil)
		w := httptest.NewRecorder()
		d.Desk.ServeHTTP(w, r)
		return w.Body.String()
	}
	for _, c := range []struct {
		address, offer string
		from           access.Role
	}{
		{"/search?act=visit", `action="/searches"`, access.Curator},
		{"/sources", `action="/sources"`, access.Admin},
		{"/sources", `href="/add"`, access.Curator},
		{"/add", `formaction="/sources"`, access.Admin},
	} {
		for role := access.Reader; role <= access.Admin; role++ {
			if got := strings.Contains(as(role, c.address), c.offer); got != (role >= c.from) {
				t.Errorf("%s offers a %v %s: %v", c.address, role, c.offer, got)
			}
		}
	}
}
