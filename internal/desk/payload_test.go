package desk_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// payloads are what a hostile article, feed, file or person writes into every field.
// All have the word of a marker, by which the tests know that they came through.
const marker = "xpayload"

var payloads = []string{
	`<script>alert("xpayload")</script><xpayload payload="1">`,
	`"><img src=x onerror=alert("xpayload")><a href="javascript:alert(1)">`,
	`' onmouseover='alert("xpayload")' payload='1`,
	`javascript:alert("xpayload")//`,
	`data:text/html,<script>alert("xpayload")</script>`,
	`</title></textarea></style></script></q></option><xpayload payload=1>`,
	`{{.}}{{template "layout" .}}xpayload<!--`,
	`=HYPERLINK("javascript:alert(1)","xpayload")`,
	`[xpayload](javascript:alert(1)) ![x](data:text/html,x) <https://evil.example/> | # * _x_`,
	"xpayload\r\nATTENDEE:mailto:x@evil.example\r\nEND:VEVENT",
	`&lt;script&gt;xpayload&lt;/script&gt;&#60;xpayload payload=1&#62;`,
	`]]></content><xpayload payload="1"/><![CDATA[`,
}

// poison puts a payload into all that an article, its reading and its facts have in
// words of others.
func poison(t *testing.T, a *text.Article, r *reading.Reading, p string) store.Entry {
	t.Helper()
	a.Title, a.Outlet, a.Agency, a.Byline = "T "+p, p, p+" agency", p
	a.URL = "https://faro.example/" + url.PathEscape(p)
	if strings.HasPrefix(p, "javascript:") || strings.HasPrefix(p, "data:") {
		a.URL, a.Title = p, p
	}
	for i := range r.Entities {
		e := &r.Entities[i]
		e.Name.ES, e.Name.EN, e.Name.RU = p+" es", p+" en", p+" ru"
	}
	e := store.NewEntry(a, r, "engine "+p)
	said := flat(p)
	before, _, there := strings.Cut(a.Text, said)
	if !there {
		t.Fatalf("%q is not in the text", said)
	}
	start := utf8.RuneCountInString(before)
	for i := range e.Facts {
		f := &e.Facts[i]
		f.Words = reading.Span{Start: start, End: start + utf8.RuneCountInString(said), Text: said}
		f.Rule += p
		for j := range f.Actors {
			f.Actors[j].Name, f.Actors[j].Entity = p, "x/"+p
		}
		for j := range f.Recipients {
			f.Recipients[j].Name = p
		}
		if f.Speaker != nil {
			f.Speaker = &record.Party{Entity: "x/" + p, Name: p, Code: f.Speaker.Code, Person: true}
		}
		f.Place = &record.Place{Entity: "x/" + p, Name: p}
		f.Quantities = append(f.Quantities, record.Quantity{Kind: "amount", Value: p})
		for j := range f.Instruments {
			f.Instruments[j].Name = p
		}
		f.Cue, f.Channel = f.Cue+p, f.Channel+p
	}
	return e
}

// A poisoned desk has payloads in all fields of what it holds.
type poisonedDesk struct {
	*testDesk
	article, other     string // keys
	event, said, level string
	job                string
	headers            []string
}

func newPoisonedDesk(t *testing.T) *poisonedDesk {
	t.Helper()
	d := &poisonedDesk{testDesk: newDesk(t, newAccounts(t), "stories/talks-usa-iran/*.txt")}
	engine, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range payloads {
		a := &text.Article{
			Lang: "es", Published: fmt.Sprintf("2026-01-%02d", 2+i%8), Retrieved: "2026-01-09T10:00:00Z",
			Text: "El presidente de Kazajistán, Kasim-Yomart Tokáyev, visitará Rusia el 20 de enero de 2026 y firmará un acuerdo.\n\n" +
				"«La asociación estratégica con Rusia " + flat(p) + " crece», dijo Tokáyev.\n\nKazajistán y Rusia mantienen una asociación estratégica.\n",
		}
		r, err := engine.Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		e := poison(t, a, r, p)
		if _, err := d.store.Add(t.Context(), []store.Entry{e}); err != nil {
			t.Fatal(err)
		}
		d.article, d.other = e.Source.Key, d.article
		for j := range e.Facts {
			f := &e.Facts[j]
			switch f.Kind {
			case record.KindEvent:
				d.event = f.Key
			case record.KindStatement:
				d.said = f.Key
			case record.KindLevel:
				d.level = f.Key
			}
			if j < 2 {
				for _, c := range []record.Correction{
					{Author: p, Action: record.Correct, Field: "place", Value: p, Reason: p, Target: record.AnchorOf(f)},
					{Author: p, Action: record.Correct, Field: "speaker", Value: strings.Map(noAngles, p), Reason: p, Target: record.AnchorOf(f)},
				} {
					id, err := d.store.Correct(t.Context(), &c)
					if err != nil {
						t.Fatal(err)
					}
					if c.Field == "speaker" {
						if err := d.store.Undo(t.Context(), id, p, deskDay); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
		}
		if _, err := d.store.PutSearch(t.Context(), &store.Search{Name: p, Query: url.Values{"q": {p}, "outlet": {p}}.Encode(), Author: p}); err != nil {
			t.Fatal(err)
		}
		if err := d.store.PutFeed(t.Context(), store.Feed{URL: "https://faro.example/" + url.PathEscape(p), Title: p, Outlet: p, Lang: "es", LastError: p, Failures: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if d.event == "" || d.said == "" || d.level == "" {
		t.Fatalf("the articles have event %q, statement %q, level %q", d.event, d.said, d.level)
	}
	d.headers = []string{d.logIn(t, "ana", password)}
	d.job = d.upload(t)
	return d
}

// flat is a payload as it stands in a text.
func flat(p string) string { return strings.ReplaceAll(p, "\r\n", " ") }

func noAngles(r rune) rune {
	if r == '<' || r == '>' {
		return '-'
	}
	return r
}

// upload sends files of hostile names and feeds of hostile items, and returns the
// job that takes them, ended.
func (d *poisonedDesk) upload(t *testing.T) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	var rss strings.Builder
	rss.WriteString(`<rss version="2.0"><channel><title>`)
	_ = xml.EscapeText(&rss, []byte(payloads[0]))
	rss.WriteString(`</title>`)
	for _, p := range payloads {
		rss.WriteString(`<item><title>`)
		_ = xml.EscapeText(&rss, []byte(p))
		rss.WriteString(`</title><link>javascript:alert(1)</link><description>`)
		_ = xml.EscapeText(&rss, []byte(p+" Vladímir Putin visitó Kazajistán el lunes, dijo el portavoz."))
		rss.WriteString(`</description></item>`)
		h := map[string][]string{"Content-Disposition": {mime.FormatMediaType("form-data", map[string]string{"name": "files", "filename": p + ".exe"})}}
		w, err := form.CreatePart(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, "\x7fELF\x00")
	}
	rss.WriteString(`</channel></rss>`)
	w, err := form.CreateFormFile("files", `feed<img src=x onerror=alert(1)>.rss`)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, rss.String())
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/add?by=files", &body)
	r.Host = "localhost"
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Accept", "text/html")
	for _, h := range d.headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, page := d.do(t, r)
	to := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/add/") {
		t.Fatalf("sending files: %d to %q: %.300s", res.StatusCode, to, page)
	}
	for range 600 {
		if _, page := d.ask(t, to, nil, d.headers...); !strings.Contains(page, "/cancel\"") {
			return strings.TrimPrefix(to, "/add/")
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the job does not end")
	return ""
}

// fill puts what the record holds into the places of a pattern.
func (d *poisonedDesk) fill(t *testing.T, path string) []string {
	t.Helper()
	values := map[string][]string{
		"/articles/{key}": {d.article, d.other}, "/facts/{key}": {d.event, d.said, d.level}, "/events/{id}": {d.event},
		"{other}": {d.other}, "{a}": {"KAZ"}, "{b}": {"RUS", "RUS.md"}, "{job}": {d.job}, "{file}": {"desk.css"},
		"{id...}": {"KAZ", "kassym-jomart-tokayev"}, "{$}": {""},
		"/searches/{id}": {"1"}, "/corrections/{id}": {"1"},
	}
	for _, p := range payloads {
		values["{id...}"] = append(values["{id...}"], url.PathEscape("x/"+p))
	}
	for _, f := range export.Formats() {
		values["{format}"] = append(values["{format}"], f.Name)
	}
	out := []string{path}
	for _, place := range slices.Sorted(maps.Keys(values)) {
		var next []string
		for _, p := range out {
			name := place[strings.IndexByte(place, '{'):]
			if !strings.Contains(p, place) {
				next = append(next, p)
				continue
			}
			for _, v := range values[place] {
				next = append(next, strings.Replace(p, place, strings.TrimSuffix(place, name)+v, 1))
			}
		}
		out = next
	}
	for _, p := range out {
		if strings.Contains(p, "{") {
			t.Fatalf("%s: what stands in the place of it? Add it to the values", path)
		}
	}
	return out
}

// parameters are all names of values that pages take.
var parameters = []string{
	"q", "kind", "act", "status", "polarity", "speaker", "entity", "party", "pair", "type", "outlet", "lang", "from", "to", "when-from", "when-to", "offset", "best",
	"a", "b", "on", "days", "month", "view", "sort", "state", "by", "span", "next", "done", "author", "action", "fact", "name", "table", "hl", "undated",
	"lane", "format", "query", "address", "title", "text",
}

// targets are the addresses under which the desk answers GET.
func (d *poisonedDesk) targets(t *testing.T) []string {
	var out []string
	for _, r := range d.Routes() {
		path, get := strings.CutPrefix(r.Pattern, "GET ")
		if !get || strings.HasPrefix(path, "/assets/") {
			continue
		}
		for _, at := range d.fill(t, path) {
			out = append(out, at)
			if strings.HasPrefix(path, "/export/{") || strings.HasPrefix(path, "/who/{") {
				continue
			}
			for i, p := range payloads {
				v := url.Values{}
				for _, name := range parameters {
					v.Set(name, p)
				}
				switch places := strings.Contains(path, "{"); {
				case places && i != 1, i > 1 && i < len(payloads)-1 && !strings.Contains(path, "search"):
					continue // one, or two and the last, will do where little is asked for
				}
				out = append(out, at+"?"+v.Encode())
				if i != 1 || strings.ContainsAny(path, ".{") {
					continue
				}
				for _, name := range parameters { // each by itself, as one fault hides the others
					out = append(out, at+"?"+url.Values{name: {p}}.Encode())
				}
			}
		}
	}
	return append(out,
		"/facts/"+d.event+"?card=1", "/facts/"+d.said+"?card=1", "/timeline?a=KAZ&b=RUS", "/timeline.json?a=KAZ&b=RUS", "/timeline.csv?a=KAZ&b=RUS",
		"/calendar?month=2026-01", "/calendar?month=2026-01&view=list", "/events/"+d.event+"/compare?by=capital", "/search?q=Rusia", "/search?kind=event", "/search?kind=statement",
		"/search?kind=level", "/search.atom?kind=statement", "/search.json?kind=statement", "/search.ics?party=KAZ", "/review?a=KAZ", "/log?author="+url.QueryEscape(payloads[0]),
		"/ledger?days=400", "/ledger?days=400&undated=1", "/nowhere/"+url.PathEscape(payloads[0]), "/who?q="+url.QueryEscape("xpayload"),
		"/api/v1/docs", "/api/v1/search?q=Rusia", "/api/v1/articles/"+d.article, "/api/v1/facts/"+d.event, "/api/v1/events/"+d.event, "/api/v1/review",
		"/api/v1/corrections", "/api/v1/dossier/KAZ/RUS", "/api/v1/search?from="+url.QueryEscape(payloads[0]), "/api/v1/"+url.PathEscape(payloads[0]),
	)
}

// Nothing that others write becomes an element, an attribute, a link that runs
// something, a formula or a line of its own, in any page or file of the desk.
func TestWhatOthersWriteStaysText(t *testing.T) {
	d := newPoisonedDesk(t)
	t.Run("pages and files", func(t *testing.T) { pagesStayText(t, d) })
	t.Run("forms", func(t *testing.T) { formsStayText(t, d) })
}

func pagesStayText(t *testing.T, d *poisonedDesk) {
	came := map[string]int{} // by type of content
	for _, target := range d.targets(t) {
		for _, lang := range []string{"es", "en"} {
			if lang == "en" && strings.Contains(target, "payload") {
				continue // what a form repeats is the same in both
			}
			res, body := d.ask(t, target, nil, append([]string{"Accept-Language: " + lang}, d.headers...)...)
			if res.StatusCode >= 500 {
				t.Errorf("%.150s: %d", target, res.StatusCode)
			}
			d.check(t, target, res, body, came)
		}
	}
	for _, kind := range []string{"text/html", "application/json", "text/calendar", "text/csv", "application/atom+xml", "text/markdown"} {
		if came[kind] == 0 {
			t.Errorf("no payload came through as %s: the test proves nothing", kind)
		}
	}
}

// What a form that is refused shows again is text, too.
func formsStayText(t *testing.T, d *poisonedDesk) {
	came := map[string]int{}
	for _, r := range d.Routes() {
		path, post := strings.CutPrefix(r.Pattern, "POST ")
		if !post || path == "/logout" {
			continue
		}
		for n, at := range d.fill(t, path) {
			for i, p := range payloads {
				if n > 0 && i > 1 {
					break // the page of a fact is made by reading its article again
				}
				v := url.Values{}
				for _, name := range slices.Concat(parameters, []string{"role", "password", "expires", "reason", "other", "back", "do", "time", "actors", "place", "theme", "url", "published", "byline", "agency"}) {
					v.Set(name, p)
				}
				for _, action := range []string{p, "correct", "merge"} {
					v.Set("action", action)
					if path == "/login" {
						d.wait(time.Minute)
					}
					headers := d.headers
					if i%2 == 0 {
						headers = append([]string{"Accept-Language: es"}, headers...)
					}
					res, body := d.ask(t, at, v, headers...)
					if res.StatusCode >= 500 {
						t.Errorf("POST %s with %q: %d", at, p, res.StatusCode)
					}
					if to := res.Header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
						t.Errorf("POST %s with %q leads to %q", at, p, to)
					}
					d.check(t, "POST "+at, res, body, came)
					if !strings.Contains(path, "facts") {
						break
					}
				}
			}
		}
	}
	if came["text/html"] == 0 {
		t.Error("no form shows anything again: the test proves nothing")
	}
}

// check looks for what came through in a body of any type.
func (d *poisonedDesk) check(t *testing.T, target string, res *answer, body string, came map[string]int) {
	t.Helper()
	target = target[:min(len(target), 160)]
	kind, _, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if body == "" && res.StatusCode/100 == 3 {
		return
	}
	if err != nil {
		t.Errorf("%s: Content-Type %q: %v", target, res.Header.Get("Content-Type"), err)
		return
	}
	if res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: may be taken for another type", target)
	}
	if strings.Contains(body, marker) {
		came[kind]++
	}
	fault := func(what string) { t.Errorf("%s (%s): %s", target, kind, what) }
	switch {
	case kind == "text/html":
		checkHTML(body, fault)
	case kind == "application/x-ndjson":
		for line := range strings.Lines(body) {
			if !json.Valid([]byte(line)) {
				fault("no JSON: " + line)
			}
		}
	case strings.HasSuffix(kind, "json"):
		if !json.Valid([]byte(body)) {
			fault("no JSON")
		}
		var feed struct {
			Items []struct {
				HTML string `json:"content_html"`
				URL  string `json:"url"`
			} `json:"items"`
		}
		if json.Unmarshal([]byte(body), &feed) == nil {
			for _, i := range feed.Items {
				checkHTML(i.HTML, fault)
				checkLink(i.URL, fault)
			}
		}
	case strings.HasSuffix(kind, "xml"):
		checkXML(body, fault)
	case kind == "text/calendar":
		for line := range strings.SplitSeq(body, "\r\n") {
			if strings.HasPrefix(line, "ATTENDEE") || strings.ContainsAny(line, "\r\n") {
				fault("a line of its own: " + line)
			}
		}
	case kind == "text/csv":
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			fault(err.Error())
		}
		for _, cell := range slices.Concat(rows...) {
			if strings.ContainsAny(cell[:min(1, len(cell))], "=+@\t\r") {
				fault("a formula: " + cell)
			}
		}
	case kind == "text/markdown":
		if m := markup.FindString(body); m != "" {
			fault("not escaped: " + m)
		}
	}
}

// markup is what Markdown would take for an element or a link that runs something.
// A web address between angle brackets is a link, and meant.
var markup = regexp.MustCompile(`(^|[^\\])<([a-gi-zA-Z/!]|h[^t])[^>]*xpayload|(^|[^\\])\]\((javascript|data):`)

// Elements that pages of the desk have, and attributes that hold addresses.
var (
	elements = strings.Fields(`html head meta title link script body a header div span form label input button nav ul ol li main h1 h2 h3 h4 p section article aside
		details summary dl dt dd table caption thead tbody tfoot tr th td colgroup col time q cite blockquote ruby rp rt abbr code mark em strong b i s sub sup small ins del br hr wbr
		select option optgroup datalist textarea fieldset legend dialog kbd footer progress meter output pre data
		svg g title desc path circle line rect text tspan polyline polygon marker defs use`)
	addresses = []string{"href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "srcset", "background", "ping", "manifest"}
	refresh   = regexp.MustCompile(`^\d+(; *url=/[\w/-]*)?$`)
)

func checkHTML(body string, fault func(string)) {
	z := html.NewTokenizer(strings.NewReader(body))
	script := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				fault(err.Error())
			}
			return
		case html.TextToken:
			if script && strings.TrimSpace(string(z.Text())) != "" {
				fault("a script inside the page")
			}
		case html.CommentToken:
			fault("a comment")
		case html.EndTagToken:
			script = false
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			script = tok.Data == "script"
			if !slices.Contains(elements, strings.ToLower(tok.Data)) {
				fault("an element " + tok.String())
			}
			for _, a := range tok.Attr {
				key := strings.ToLower(a.Key)
				switch {
				case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc", key == "payload", strings.ContainsAny(key, `"'<`):
					fault("an attribute " + tok.String())
				case tok.Data == "script" && key == "src" && !strings.HasPrefix(a.Val, "/assets/"):
					fault("a script from elsewhere: " + a.Val)
				case tok.Data == "meta" && key == "content" && strings.Contains(strings.ToLower(fmt.Sprint(tok.Attr)), "refresh"):
					if !refresh.MatchString(a.Val) {
						fault("a page that leads on: " + a.Val)
					}
				case slices.Contains(addresses, key) && !(tok.Data == "data" && key == "value"):
					checkLink(a.Val, fault)
				}
			}
		}
	}
}

// checkLink allows addresses of the desk and of the web.
func checkLink(s string, fault func(string)) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		fault("a link to " + s)
	}
}

func checkXML(body string, fault func(string)) {
	x := xml.NewDecoder(strings.NewReader(body))
	x.Strict = true
	element, asHTML := "", false
	for {
		tok, err := x.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			fault(err.Error())
			return
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			element, asHTML = tok.Name.Local, false
			if strings.Contains(element, marker) {
				fault("an element " + element)
			}
			for _, a := range tok.Attr {
				if strings.Contains(a.Name.Local, "payload") {
					fault("an attribute " + a.Name.Local)
				}
				if element == "link" && a.Name.Local == "href" {
					checkLink(a.Value, fault)
				}
				if a.Name.Local == "type" && a.Value == "html" {
					asHTML = true
				}
			}
		case xml.CharData:
			if asHTML {
				checkHTML(string(tok), fault)
			}
		}
	}
}
