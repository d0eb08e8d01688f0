package desk_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A pageCase is a page and what it has to say.
type pageCase struct {
	name, target, lang string
	status             int
	says               []string
	silent             []string // what it must not say
}

func (c *pageCase) check(t *testing.T, d *testDesk) {
	t.Run(c.name, func(t *testing.T) {
		res, page := d.ask(t, c.target, nil, "Accept-Language: "+c.lang)
		if res.StatusCode != c.status {
			t.Fatalf("status %d, want %d: %.300s", res.StatusCode, c.status, page)
		}
		says(t, page, c.says...)
		for _, w := range c.silent {
			if strings.Contains(page, w) {
				t.Errorf("the page says %q", w)
			}
		}
		if c.status == 200 && strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			if n := strings.Count(page, "<h1"); n != 1 {
				t.Errorf("%d h1", n)
			}
			for _, bad := range []string{" style=", "<script>", " onclick=", "ZgotmplZ"} {
				if strings.Contains(page, bad) {
					t.Errorf("the page holds %q", bad)
				}
			}
		}
	})
}

func TestDossiersTellWhatIsKnownOfAPair(t *testing.T) {
	d := newDesk(t, nil, "stories/*/*.txt")
	for _, c := range []pageCase{
		{"form", "/dossier", "es", 200, []string{"Dosieres", `<option value="Kazajistán">`, `href="/dossier/KAZ/RUS"`}, nil},
		{"form in English", "/dossier", "en", 200, []string{"Pairs most told of lately", `<option value="Kazakhstan">`}, nil},
		{"nobody knows one", "/dossier?a=Marte&b=RUS", "es", 400, []string{`value="Marte"`, `aria-invalid="true"`, `aria-describedby="e-a"`, "se espera un Estado"}, nil},
		{"one is missing", "/dossier?a=KAZ&b=", "en", 400, []string{`id="e-b"`, "want a state or organisation"}, nil},
		{"twice the same", "/dossier?a=KAZ&b=Kazakhstan", "en", 400, []string{"two different ones are wanted"}, nil},
		{"Spanish", "/dossier/KAZ/RUS", "es", 200, []string{
			"<h1>Kazajistán – Rusia</h1>", "A 10 de enero de 2026.", "Nivel de las relaciones", "asociación estratégica integral", `<q lang="ru">`,
			"12 de noviembre de 2025", "14 documentos", "Moscú", "Kazajistán sobre Rusia", "No se vio ninguna noticia", `href="/dossier/KAZ/RUS.md?on=2026-01-10"`,
		}, []string{"comprehensive strategic partnership</th>"}},
		{"English", "/dossier/KAZ/RUS", "en", 200, []string{"<h1>Kazakhstan – Russia</h1>", "As of 10 January 2026.", "Last contacts", "Where reports differ", "Russia about Kazakhstan"}, nil},
		{"before the visit", "/dossier/KAZ/RUS?on=2025-11-10", "en", 200, []string{"As of 10 November 2025.", "open</span>", "11–12 November 2025"}, []string{"14 documents"}},
		{"a pair of which nothing is told", "/dossier/FJI/TUV", "en", 200, []string{"No report names a level."}, nil},
		{"no day", "/dossier/KAZ/RUS?on=ayer", "es", 400, []string{`value="ayer"`, "se espera un día"}, nil},
		{"nobody", "/dossier/KAZ/XXQ", "es", 400, []string{"XXQ"}, nil},
		{"the same twice", "/dossier/KAZ/KAZ", "en", 400, nil, nil},
	} {
		c.check(t, d)
	}
	for from, to := range map[string]string{
		"/dossier/RUS/KAZ":               "/dossier/KAZ/RUS",
		"/dossier/RUS/KAZ?on=2025-11-01": "/dossier/KAZ/RUS?on=2025-11-01",
		"/dossier/Rusia/Kazajist%C3%A1n": "/dossier/KAZ/RUS",
		"/dossier/RUS/KAZ.md":            "/dossier/KAZ/RUS.md",
		"/dossier?a=Rusia&b=KAZ":         "/dossier/KAZ/RUS",
		"/dossier?pair=RUS,KAZ":          "/dossier/KAZ/RUS",
	} {
		if res, _ := d.ask(t, from, nil); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != to {
			t.Errorf("%s: %d to %s, want %s", from, res.StatusCode, res.Header.Get("Location"), to)
		}
	}
}

func TestDossiersAreMarkdownInTheLanguageOfTheReader(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt")
	res, page := d.ask(t, "/dossier/KAZ/RUS.md", nil, "Accept-Language: es")
	if got := res.Header.Get("Content-Type"); got != "text/markdown; charset=utf-8" {
		t.Errorf("it is %s", got)
	}
	if got := res.Header.Get("Content-Disposition"); got != `attachment; filename="attache-KAZ-RUS-2026-01-10.md"` {
		t.Errorf("it is kept as %s", got)
	}
	says(t, page, "# Kazajistán – Rusia\n", "## Nivel de las relaciones\n", "- 12 de noviembre de 2025: asociación estratégica integral, firmado", "## Últimos contactos", " <https://", "## Rusia sobre Kazajistán", "No se vio ninguna noticia")
	if _, page = d.ask(t, "/dossier/KAZ/RUS.md", nil, "Accept-Language: en"); !strings.HasPrefix(page, "# Kazakhstan – Russia\n\nAs of 10 January 2026.\n") {
		t.Errorf("in English it begins %.60q", page)
	}
	if res, _ := d.ask(t, "/dossier/KAZ/RUS.md?on=x", nil); res.StatusCode != 400 {
		t.Errorf("on a day that is none: %d", res.StatusCode)
	}
}

func TestTimelinesAreTablesFirst(t *testing.T) {
	d := newDesk(t, nil, "stories/*/*.txt")
	for _, c := range []pageCase{
		{"form", "/timeline", "es", 200, []string{"<h1>Cronología</h1>", `name="a"`, `name="from"`}, []string{"<svg"}},
		{"a pair", "/timeline?a=KAZ&b=RUS", "es", 200, []string{
			"Cronología: Kazajistán – Rusia", `aria-sort="ascending"`, "11 al 12 de noviembre de 2025", `<svg class="drawing lanes" role="img"`, "Nivel de relaciones",
			`class="level"`, "/timeline.json?a=KAZ&amp;b=RUS", "ocurrió",
		}, nil},
		{"one side", "/timeline?a=Irán", "en", 200, []string{"Timeline: Iran", "/events/"}, []string{`class="level"`}},
		{"by pair", "/timeline?pair=RUS,KAZ", "en", 200, []string{"Timeline: Kazakhstan – Russia"}, nil},
		{"planned ones are hollow", "/timeline?a=IRN&b=USA", "en", 200, []string{`class="planned"`, "planned</span>"}, nil},
		{"one act", "/timeline?a=KAZ&b=RUS&act=sign", "en", 200, []string{"Signing"}, []string{"Visit</a>", ">Talks</a>"}},
		{"days", "/timeline?a=KAZ&b=RUS&from=2025-11-13", "en", 200, nil, []string{"Signing</a>"}},
		{"no days", "/timeline?a=KAZ&b=RUS&to=2001-01-01", "es", 200, []string{"Nada en el registro coincide."}, []string{"<svg"}},
		{"sorted back", "/timeline?a=KAZ&b=RUS&sort=-sources", "en", 200, []string{`aria-sort="descending"`, "sort=sources"}, nil},
		{"sorted by what is no column", "/timeline?a=KAZ&b=RUS&sort=x", "en", 200, []string{`aria-sort="ascending"`}, nil},
		{"beyond the end", "/timeline?a=KAZ&b=RUS&offset=9999", "en", 200, []string{"Signing</a>"}, nil},
		{"faults", "/timeline?a=Marte&from=2026", "es", 400, []string{`id="e-a"`, `id="e-from"`, `value="2026"`, `value="Marte"`}, nil},
		{"a table", "/timeline.csv?a=KAZ&b=RUS", "en", 200, []string{"667edffe", "\r\n"}, nil},
		{"a table of nobody", "/timeline.csv", "en", 400, nil, nil},
		{"a story of nobody", "/timeline.json?a=Marte", "en", 400, nil, nil},
	} {
		c.check(t, d)
	}
	for _, sort := range []string{"when", "act", "status", "sources"} {
		_, up := d.ask(t, "/timeline?a=RUS&sort="+sort, nil)
		_, down := d.ask(t, "/timeline?a=RUS&sort=-"+sort, nil)
		a, b := rowsOf(up), rowsOf(down)
		if len(a) < 4 || strings.Join(a, " ") == strings.Join(b, " ") || len(a) != len(b) {
			t.Errorf("by %s: %v and back %v", sort, a, b)
		}
	}
}

var eventLink = regexp.MustCompile(`<a class="what" href="/events/([0-9a-f]{16})">`)

// rowsOf returns the events that a page lists, in order.
func rowsOf(page string) []string {
	var out []string
	for _, m := range eventLink.FindAllStringSubmatch(page, -1) {
		out = append(out, m[1])
	}
	return out
}

func TestTimelinesAreStoriesForTimelineJS(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt")
	_, body := d.ask(t, "/timeline.json?a=KAZ&b=RUS", nil, "Accept-Language: es")
	var got struct {
		Title  struct{ Text struct{ Headline string } }
		Events []struct {
			Start *struct{ Year, Month, Day string } `json:"start_date"`
			End   *struct{ Year, Month, Day string } `json:"end_date"`
			Text  struct{ Headline, Text string }
			ID    string `json:"unique_id"`
		}
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Title.Text.Headline != "Kazajistán – Rusia" || len(got.Events) != 5 {
		t.Fatalf("%q with %d events, want 5", got.Title.Text.Headline, len(got.Events))
	}
	first := got.Events[0]
	if first.Start.Year != "2025" || first.Start.Month != "11" || first.Start.Day != "11" || first.End == nil || first.End.Day != "12" || first.ID == "" {
		t.Errorf("the visit is from %v to %v", first.Start, first.End)
	}
	if first.Text.Headline != "Visita: Kazajistán, Rusia" || !strings.Contains(first.Text.Text, `<q lang="ru">`) {
		t.Errorf("the visit is told as %q, %q", first.Text.Headline, first.Text.Text)
	}
}

func TestEventsAreComparedByOutletAndCapital(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt")
	_, page := d.ask(t, "/timeline?a=KAZ&b=RUS&act=visit", nil)
	id := rowsOf(page)[0]
	for _, c := range []pageCase{
		{"by outlet", "/events/" + id + "/compare", "es", 200, []string{
			"Lado a lado", `<tr class="differs">`, "visita de Estado", "visita oficial", "difiere", "no lo dice", "El Cuaderno Diplomático", `aria-current="true">Por medio`,
		}, nil},
		{"by capital", "/events/" + id + "/compare?by=capital", "en", 200, []string{`aria-current="true">By capital that speaks`}, []string{"El Cuaderno Diplomático</th>"}},
		{"by what is nothing", "/events/" + id + "/compare?by=moon", "en", 200, []string{`aria-current="true">By outlet`}, nil},
		{"no event", "/events/0123456789abcdef/compare", "es", 404, nil, nil},
	} {
		c.check(t, d)
	}
}

func TestTheLedgerTellsHowPromisesStand(t *testing.T) {
	d := newDesk(t, nil, "stories/*/*.txt", "unseen/*.txt")
	for _, c := range []pageCase{
		{"Spanish", "/ledger", "es", 200, []string{"<h1>Promesas</h1>", "En disputa", "Cumplidas", "no se vio ninguna noticia", `<details>`, "/calendar.ics?lang=es", "pasos y sus pruebas"}, nil},
		{"English", "/ledger", "en", 200, []string{"Disputed", "days ago", "steps and their evidence", "announced on"}, nil},
		{"one state", "/ledger?state=kept", "en", 200, []string{"✓</span> kept", `aria-current="true"><span aria-hidden="true">✓`}, []string{"≠</span> disputed"}},
		{"a pair", "/ledger?a=KAZ&b=RUS", "es", 200, []string{"Promesas: Kazajistán – Rusia", "/calendar.ics?a=KAZ&amp;b=RUS"}, []string{"Mercosur</a>"}},
		{"a party", "/ledger?party=KAZ", "es", 200, []string{"Promesas: Kazajistán"}, []string{"Mercosur</a>"}},
		{"before it was kept", "/ledger?a=KAZ&b=RUS&on=2025-11-10", "en", 200, []string{"○</span> open", "in 2 days"}, []string{"✓</span> kept"}},
		{"few days around", "/ledger?on=2025-11-10&days=1&a=EU", "en", 200, []string{"No promise fits."}, nil},
		{"faults", "/ledger?a=Marte&days=0&on=2026", "es", 400, []string{`id="e-a"`, `id="e-days"`, `id="e-on"`, `value="0"`, `value="2026"`, "de 1 a 36.500"}, nil},
		{"no number", "/ledger?offset=x", "en", 400, nil, nil},
		{"beyond the end", "/ledger?offset=99999", "en", 200, []string{"No promise fits.", `rel="prev"`}, nil},
	} {
		c.check(t, d)
	}
	_, page := d.ask(t, "/ledger", nil, "Accept-Language: en")
	late, kept := strings.Index(page, `class="pledge state-disputed"`), strings.Index(page, `class="pledge state-kept"`)
	if late < 0 || kept < late {
		t.Errorf("what wants attention stands at %d, what was kept at %d", late, kept)
	}
}

func TestTheCalendarShowsMonths(t *testing.T) {
	d := newDesk(t, nil, "stories/*/*.txt", "unseen/*.txt")
	for _, c := range []pageCase{
		{"this month", "/calendar", "es", 200, []string{"Calendario: enero de 2026", `<th scope="col">lunes</th>`, `aria-current="date"`, "Firma: Unión Europea, Mercosur", "month=2025-12", "month=2026-02"}, nil},
		{"another", "/calendar?month=2025-11", "en", 200, []string{"Calendar: November 2025", `<th scope="row">46</th>`, "Visit: Kazakhstan, Russia", "kept"}, []string{`aria-current="date"`}},
		{"a pair", "/calendar?month=2025-11&pair=KAZ,RUS", "es", 200, []string{"noviembre de 2025, Kazajistán – Rusia", "/calendar.ics?a=KAZ&amp;b=RUS"}, nil},
		{"another pair", "/calendar?month=2025-11&a=IRN&b=USA", "es", 200, []string{"No hay nada anunciado"}, []string{"Rusia</a>"}},
		{"a list", "/calendar?month=2025-11&view=list", "en", 200, []string{"11–12 November 2025", `<input type="hidden" name="view" value="list">`}, []string{`class="month"`}},
		{"moved", "/calendar?month=2026-01&view=list", "en", 200, []string{"was ", "moved on"}, nil},
		{"the end of a year", "/calendar?month=2025-12", "en", 200, []string{"month=2026-01", `<th scope="row">49</th>`, `<th scope="row">1</th>`}, nil},
		{"faults", "/calendar?month=enero&a=Marte", "es", 400, []string{`value="enero"`, `id="e-month"`, `id="e-a"`}, []string{`class="month"`}},
	} {
		c.check(t, d)
	}
	_, page := d.ask(t, "/calendar?month=2025-11", nil, "Accept-Language: en")
	if n := strings.Count(page, ">Visit: Kazakhstan, Russia</a>"); n != 2 {
		t.Errorf("a visit of two days stands on %d", n)
	}
}

func TestCalendarFilesAreToldApartByTheirTag(t *testing.T) {
	d := newDesk(t, nil, "stories/*/*.txt")
	res, body := d.ask(t, "/calendar.ics?a=KAZ&b=RUS&lang=es", nil)
	says(t, body, "BEGIN:VCALENDAR\r\n", "SUMMARY:Visita: ", "SEQUENCE:0\r\n")
	if got := res.Header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
		t.Errorf("it is %s", got)
	}
	tag := res.Header.Get("ETag")
	for _, c := range []struct {
		known string
		want  int
	}{{tag, 304}, {"W/" + tag, 304}, {`"x", ` + tag, 304}, {"*", 304}, {`"x"`, 200}} {
		res, body := d.ask(t, "/calendar.ics?a=KAZ&b=RUS&lang=es", nil, "If-None-Match: "+c.known)
		if res.StatusCode != c.want || (res.StatusCode == 304) != (body == "") || res.Header.Get("ETag") != tag {
			t.Errorf("%s: %d with %d bytes", c.known, res.StatusCode, len(body))
		}
	}
	_, all := d.ask(t, "/calendar.ics", nil)
	_, one := d.ask(t, "/calendar.ics?party=EU", nil)
	_, act := d.ask(t, "/calendar.ics?pair=RUS,KAZ&act=visit", nil)
	if a, b, c := strings.Count(all, "BEGIN:VEVENT"), strings.Count(one, "BEGIN:VEVENT"), strings.Count(act, "BEGIN:VEVENT"); a <= b || b == 0 || c != 1 {
		t.Errorf("all %d, of one side %d, visits of a pair %d", a, b, c)
	}
	for _, bad := range []string{"?a=Marte", "?when-from=x", "?a=KAZ&b=KAZ"} {
		if res, _ := d.ask(t, "/calendar.ics"+bad, nil); res.StatusCode != 400 {
			t.Errorf("%s: %d", bad, res.StatusCode)
		}
	}
}

func TestChangesOfATextAreMarked(t *testing.T) {
	d := newDesk(t, nil, "stories/summit-budapest/*.txt")
	a, b := d.keyOf(t, "summit-budapest/02-en-ledger.txt"), d.keyOf(t, "summit-budapest/03-en-ledger.txt")
	es := d.keyOf(t, "summit-budapest/01-es-bahia.txt")
	for _, c := range []pageCase{
		{"versions", "/articles/" + a + "/changes/" + b, "es", 200, []string{"Qué cambió", "[quitado: </span>three<", "[añadido: </span>two and a half<", "1 palabra quitada, 4 palabras añadidas"}, nil},
		{"the other way round", "/articles/" + b + "/changes/" + a, "en", 200, []string{"[removed: </span>three<", "[added: </span>two and a half<"}, nil},
		{"the same", "/articles/" + a + "/changes/" + a, "es", 200, []string{"Los dos textos son iguales."}, []string{"<del>", "<ins>"}},
		{"other outlets", "/articles/" + a + "/changes/" + es, "en", 200, []string{`<tr class="differs"><th scope="row">Outlet`, `<tr class="differs"><th scope="row">Language`, "Spanish"}, nil},
		{"no article", "/articles/" + a + "/changes/0123456789abcdef", "es", 404, nil, nil},
	} {
		c.check(t, d)
	}
}

// keyOf returns the key of the article of a file of stories.
func (d *testDesk) keyOf(t *testing.T, file string) string {
	t.Helper()
	for item, err := range source.Open(filepath.Join("../../testdata/stories", file)) {
		if err != nil {
			t.Fatal(err)
		}
		a := item.Article
		return record.ArticleKey(a.URL, a.Outlet, a.Published, a.Title, a.Text)
	}
	t.Fatalf("%s: no article", file)
	return ""
}

// Payloads that would be markup, script or links somewhere.
const (
	payload    = `<script>alert(1)</script> "><img src=x onerror=alert(2)> [x](javascript:alert(3)) <https://evil.example> ` + "`x` ![y](http://evil.example/y) | {{.}} 'x"
	badAddress = "javascript:alert(document.cookie)"
)

// hostileDesk returns a desk of which every field that an article can fill is hostile.
func hostileDesk(t *testing.T) *testDesk {
	t.Helper()
	d := newDesk(t, nil)
	engine, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob("../../testdata/stories/visit-kazakhstan-russia/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, path := range paths {
		for item, err := range source.Open(path) {
			if err != nil {
				t.Fatal(err)
			}
			a := *item.Article
			a.Text += "\n\n" + payload + "\n"
			a.Title, a.Outlet, a.Agency, a.Byline, a.URL = payload+" "+a.Title, payload+" "+a.Outlet, payload, payload, badAddress+strings.Repeat("1", i)
			r, err := engine.Read(t.Context(), &a)
			if err != nil {
				t.Fatal(err)
			}
			e := store.NewEntry(&a, r, "test")
			for j := range e.Facts {
				f := &e.Facts[j]
				f.Words.Text = payload
				if f.Speaker != nil {
					f.Speaker.Name, f.Speaker.Entity = payload, ""
				}
				if f.Place != nil {
					f.Place = &record.Place{Entity: "x/" + payload, Name: payload}
				}
				f.VisitKind, f.Level = payload, strings.ReplaceAll(payload, " ", "")
				for k := range f.Actors {
					f.Actors[k].Name, f.Actors[k].Entity = payload, "x/"+payload
				}
			}
			if _, err := d.store.Add(t.Context(), []store.Entry{e}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return d
}

func TestHostileTextStaysText(t *testing.T) {
	d := hostileDesk(t)
	_, page := d.ask(t, "/timeline?a=KAZ&b=RUS", nil)
	ids := rowsOf(page)
	hits, err := d.store.Search(t.Context(), store.Query{Kinds: []string{record.KindEvent}, Limit: 50})
	if err != nil || len(ids) == 0 || len(hits) == 0 {
		t.Fatalf("%d events, %d facts, %v", len(ids), len(hits), err)
	}
	first, last := hits[0].Source.Key, hits[len(hits)-1].Source.Key
	q := url.QueryEscape(payload)
	for _, target := range []string{
		"/dossier", "/dossier/KAZ/RUS", "/timeline?a=KAZ&b=RUS", "/timeline?a=KAZ", "/ledger?undated=1", "/ledger?on=2025-11-08", "/calendar?month=2025-11", "/calendar?month=2025-11&view=list",
		"/events/" + ids[0] + "/compare", "/events/" + ids[0] + "/compare?by=capital", "/articles/" + first + "/changes/" + last, "/articles/" + last + "/changes/" + first,
		"/dossier?a=" + q + "&b=" + q, "/timeline?a=" + q + "&from=" + q, "/timeline?a=KAZ&act=" + q + "&sort=" + q, "/ledger?a=" + q + "&days=" + q + "&on=" + q,
		"/ledger?state=" + q, "/calendar?month=" + q + "&b=" + q, "/dossier/KAZ/RUS?on=" + q, "/dossier/KAZ/" + url.PathEscape(payload),
	} {
		for _, lang := range []string{"en", "es"} {
			_, page := d.ask(t, target, nil, "Accept-Language: "+lang)
			for _, bad := range []string{"<script>alert", "<img", `href="javascript:`, "href=javascript:", `href="#ZgotmplZ`, `"><` + "img", "<https://evil"} {
				if strings.Contains(page, bad) {
					t.Errorf("%s in %s holds %s", target, lang, bad)
				}
			}
		}
	}
	_, page = d.ask(t, "/dossier/KAZ/RUS", nil)
	says(t, page, "&lt;script&gt;alert(1)&lt;/script&gt;")
	_, page = d.ask(t, "/timeline.json?a=KAZ&b=RUS", nil)
	var story struct {
		Events []struct {
			Text struct{ Headline, Text string }
		}
	}
	if err := json.Unmarshal([]byte(page), &story); err != nil || len(story.Events) == 0 {
		t.Fatalf("%d events, %v", len(story.Events), err)
	}
	for _, e := range story.Events {
		if s := e.Text.Headline + e.Text.Text; strings.Contains(s, "<script") || strings.Contains(s, "<img") || strings.Contains(s, "<a ") {
			t.Errorf("the story holds %s", s)
		}
	}
	_, page = d.ask(t, "/dossier/KAZ/RUS.md", nil)
	if bare := unescaped(page); strings.ContainsAny(bare, "<>[]`|&!{}") || !strings.Contains(page, `\<script\>`) {
		t.Errorf("the Markdown holds %.400s", bare)
	}
	if _, page = d.ask(t, "/calendar.ics", nil); regexp.MustCompile(`(?m)^(URL|ATTACH).*javascript`).MatchString(page) {
		t.Error("the calendar links to a script")
	}
}

// unescaped returns Markdown without the signs that are escaped.
func unescaped(md string) string { return regexp.MustCompile(`\\.`).ReplaceAllString(md, "") }
