package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A clerk runs commands on one record.
type clerk struct {
	t  *testing.T
	db string
}

func newClerk(t *testing.T) *clerk {
	t.Helper()
	t.Setenv("ATTACHE_AUTHOR", "Ana Vera")
	d := &clerk{t, filepath.Join(t.TempDir(), "record.db")}
	t.Setenv("ATTACHE_DB", d.db)
	t.Setenv("COLUMNS", "140")
	return d
}

// run runs a command that has to end with a code, and returns what it printed.
func (d *clerk) run(code int, args ...string) string {
	d.t.Helper()
	var out, said bytes.Buffer
	if got := run(d.t.Context(), args, strings.NewReader(""), &out, &said); got != code {
		d.t.Fatalf("attache %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, &out, &said)
	}
	if code != exitOK {
		return said.String()
	}
	return out.String()
}

// replied runs a command with --json and decodes its answer.
func replied[T any](d *clerk, args ...string) T {
	d.t.Helper()
	var v T
	out := d.run(exitOK, append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		d.t.Fatalf("attache %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return v
}

func has(t *testing.T, what, out string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(out, w) {
			t.Errorf("%s does not tell %q:\n%s", what, w, out)
		}
	}
}

// story adds the articles of a story.
func (d *clerk) story(name string) {
	d.t.Helper()
	files, err := filepath.Glob(filepath.Join("../../testdata/stories", name, "*.txt"))
	if err != nil || len(files) == 0 {
		d.t.Fatalf("no articles of %s: %v", name, err)
	}
	d.run(exitOK, append([]string{"add"}, files...)...)
}

func TestRecordIsAsked(t *testing.T) {
	d := newClerk(t)
	d.story("visit-kazakhstan-russia")
	has(t, "dossier", d.run(exitOK, "dossier", "Kazajistán", "Россия", "--on", "2025-12-01"),
		"KAZ – RUS, on 2025-12-01", "comprehensive-strategic", "Where reports differ", "14 (", "12 (", "No report seen", "8 articles")
	has(t, "timeline", d.run(exitOK, "timeline", "KAZ", "RUS"), "talks: Kassym-Jomart Tokayev (KAZ), Vladimir Putin (RUS)", "sources")
	has(t, "who", d.run(exitOK, "who", "Токаев"), "kassym-jomart-tokayev", "head of state", "KAZ", "in the record", "Did last")
	has(t, "search", d.run(exitOK, "search", "declaración"), "[declaración]", "El Cuaderno Diplomático")
	has(t, "due", d.run(exitOK, "due", "--on", "2025-11-09", "KAZ"), "open", "due 2025-11-12", "talks: KAZ, RUS")

	l := replied[store.Ledger](d, "due", "--on", "2025-11-20", "KAZ", "RUS")
	if len(l.Promises) == 0 {
		t.Fatal("nothing is due")
	}
	for _, p := range l.Promises {
		if p.Act == "talks" && p.State != record.Kept {
			t.Errorf("talks are %s", p.State)
		}
	}
	hits := replied[struct {
		Hits  []store.Hit
		Count map[string]int
	}](d, "search", "--kind", "event", "--act", "talks", "--status", "occurred", "--pair", "KAZ,RUS", "--count")
	if len(hits.Hits) == 0 || hits.Count["event"] != len(hits.Hits) {
		t.Fatalf("found %d, counted %v", len(hits.Hits), hits.Count)
	}
	event := replied[record.Event](d, "show", hits.Hits[0].Fact.Key)
	if event.Act != "talks" || event.Independent < 3 {
		t.Errorf("event %s with %d sources", event.Act, event.Independent)
	}
	has(t, "show", d.run(exitOK, "show", event.ID), "Reports", "independent", "of the plan in force")
	has(t, "compare", d.run(exitOK, "compare", event.ID), "The duration (occurred)", "PT3H", "PT2H")
	has(t, "show of an article", d.run(exitOK, "show", event.Reports[0].Source.Key), event.Reports[0].Source.Title, "Facts")
	if s := d.run(exitFailed, "show", "ffffffffffffffff"); !strings.Contains(s, "not in the record") {
		t.Errorf("unknown id: %s", s)
	}
}

func TestAddTellsWhatIsThere(t *testing.T) {
	d := newClerk(t)
	dir := t.TempDir()
	write := func(name, s string) string {
		f := filepath.Join(dir, name)
		if err := os.WriteFile(f, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	one := write("a.txt", "title: T\noutlet: El Faro\npublished: 2025-05-15\nlang: es\nurl: https://faro.example/1\n\nEl ministro peruano visitó Lima el martes.\n")
	two := write("b.txt", "title: T\noutlet: El Faro\npublished: 2025-05-15\nlang: es\nurl: https://faro.example/1\n\nEl ministro peruano visitó Quito el martes.\n")
	bad := write("c.txt", "published: ayer\n\nNada.\n")
	has(t, "add", d.run(exitOK, "add", one), "1 article added")
	has(t, "add", d.run(exitOK, "add", one), "0 articles added", "1 already there")
	has(t, "add", d.run(exitFailed, "add", bad, two), "c.txt:1: published")
	var told intake.Told
	if err := json.Unmarshal([]byte(d.run(exitOK, "add", "--json", two)), &told); err != nil || told.New || told.Key == "" {
		t.Errorf("told %+v, %v", told, err)
	}
	has(t, "show", d.run(exitOK, "show", told.Key), "another version of the address")
	has(t, "verify", d.run(exitOK, "verify"), "2 articles and")
	for _, args := range [][]string{{"add"}, {"add", "--published", "ayer", one}, {"add", "--conllu", one}, {"dossier", "KAZ"}, {"dossier", "KAZ", "KAZ"}, {"dossier", "KAZ", "Utopía"},
		{"search"}, {"search", "--kind", "dream", "x"}, {"due", "--days", "0"}, {"compare"}, {"who"}, {"review", "correct", "x"}, {"review", "undo", "x"}, {"export"}, {"export", "stone"}, {"backup"}, {"watch"}} {
		d.run(exitUsage, args...)
	}
	t.Setenv("ATTACHE_DB", filepath.Join(dir, "none.db"))
	has(t, "a record that is not there", d.run(exitFailed, "search", "x"), "there is no record at")
}

func TestPeoplesWordOutlivesReadingAgain(t *testing.T) {
	d := newClerk(t)
	d.story("visit-kazakhstan-russia")
	find := func(act string) record.Event {
		t.Helper()
		for _, e := range replied[struct{ Events []record.Event }](d, "timeline", "KAZ", "RUS").Events {
			if e.Act == act {
				return e
			}
		}
		t.Fatalf("no event of act %s", act)
		return record.Event{}
	}
	e := find("talks")
	n := len(e.Reports)
	last := e.Reports[n-1].Fact.Key
	has(t, "reject", d.run(exitOK, "review", "reject", "--reason", "a dinner", last), "correction 1: reject "+last)
	has(t, "correct", d.run(exitOK, "review", "correct", "--reason", "the 13th, says the ministry", e.ID, "time=2025-11-13"), "correction 2", "time=2025-11-13")
	has(t, "no reason", d.run(exitUsage, "review", "reject", e.ID), "needs a reason")
	check := func(when string) {
		t.Helper()
		got := find("talks")
		if len(got.Reports) != n-1 {
			t.Errorf("%s: %d reports, want %d", when, len(got.Reports), n-1)
		}
		for _, r := range got.Reports {
			if r.Fact.Key == e.ID && (r.Fact.Time != "2025-11-13" || !r.Confirmed) {
				t.Errorf("%s: time %s, confirmed %v", when, r.Fact.Time, r.Confirmed)
			}
		}
	}
	check("corrected")
	has(t, "reread", d.run(exitOK, "reread", "--all"), "8 articles read again")
	check("read again")
	has(t, "log", d.run(exitOK, "log"), "Ana Vera", "a dinner", "time=2025-11-13")
	d.run(exitOK, "review", "undo", "1")
	d.run(exitOK, "review", "undo", "2")
	if got := find("talks"); len(got.Reports) != n {
		t.Errorf("undone: %d reports, want %d", len(got.Reports), n)
	}
	has(t, "log", d.run(exitOK, "log"), "undone by Ana Vera")
	has(t, "undo twice", d.run(exitFailed, "review", "undo", "1"), "undone")

	d.run(exitOK, "review", "split", "--reason", "another meeting", last)
	if got := find("talks"); len(got.Reports) == n {
		t.Error("split, and still together")
	}
	d.run(exitOK, "review", "merge", "--reason", "the same after all", last, e.ID)
	if got := find("talks"); len(got.Reports) != n {
		t.Errorf("merged: %d reports, want %d", len(got.Reports), n)
	}
	has(t, "review", d.run(exitOK, "review", "KAZ", "RUS"), "reports differ on")
}

func TestBackupAndExports(t *testing.T) {
	d := newClerk(t)
	d.story("signing-eu-mercosur")
	d.story("talks-usa-iran") // which are still planned
	copied := filepath.Join(t.TempDir(), "copy.db")
	has(t, "backup", d.run(exitOK, "backup", copied), "19 articles")
	has(t, "backup over a file", d.run(exitFailed, "backup", copied), "copy.db")
	has(t, "verify of the copy", d.run(exitOK, "verify", "--db", copied), "19 articles and")
	for _, f := range export.Formats() {
		file := filepath.Join(t.TempDir(), f.Name+f.Ext)
		d.run(exitOK, "export", "--out", file, "--on", "2026-02-01", f.Name)
		b, err := os.ReadFile(file)
		if err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", f.Name, len(b), err)
		}
	}
	has(t, "the calendar", d.run(exitOK, "export", "--on", "2026-02-01", "--lang", "es", "ical", "UE", "Mercosur"), "BEGIN:VEVENT", "STATUS:CONFIRMED")
	has(t, "a table", d.run(exitOK, "export", "--what", "steps", "--on", "2026-02-01", "csv"), "re-dated", "2025-12-20")
}

const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>El Faro</title><link>%[1]s</link>
<item><title>Uno</title><link>%[1]s/uno</link><pubDate>Thu, 15 May 2025 10:00:00 GMT</pubDate><description>Breve.</description></item>
</channel></rss>`

const newsPage = `<!doctype html><html lang="es"><head><title>Uno</title><meta property="og:site_name" content="El Faro">
<meta property="article:published_time" content="2025-05-15T10:00:00Z"></head><body><article><h1>Uno</h1>
<p>El presidente de Perú viajará a Chile el 3 de junio, anunció el martes la cancillería peruana en un comunicado difundido en Lima.</p>
<p>Los dos mandatarios firmarán en Santiago un tratado sobre comercio y hablarán de la frontera, según la nota de la cancillería.</p></article></body></html>`

// site serves a feed that links to a page, and counts requests.
func site(t *testing.T) (url, allow string, asked map[string]int) {
	t.Helper()
	asked = map[string]int{}
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		switch r.URL.Path {
		case "/feed":
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("ETag", `"1"`)
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(w, feed, s.URL)
		case "/uno":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, newsPage)
		default:
			http.NotFound(w, r)
		}
	})
	return s.URL, strings.TrimPrefix(s.URL, "http://"), asked
}

func TestAddressesAreFetched(t *testing.T) {
	d := newClerk(t)
	url, allow, asked := site(t)
	has(t, "an address that is not public", d.run(exitFailed, "add", url+"/feed"), "not allowed")
	if len(asked) > 0 {
		t.Errorf("asked %v", asked)
	}
	has(t, "add", d.run(exitOK, "add", "--allow", allow, url+"/feed"), "1 article added")
	has(t, "search", d.run(exitOK, "search", "tratado"), "El Faro", "[tratado]")
	l := replied[store.Ledger](d, "due", "--on", "2025-05-20", "Perú")
	if len(l.Promises) == 0 || l.Promises[0].State != record.Open {
		t.Errorf("promises %+v", l.Promises)
	}
}

func TestFeedsAreWatched(t *testing.T) {
	d := newClerk(t)
	url, allow, asked := site(t)
	list := filepath.Join(t.TempDir(), "feeds.opml")
	opml := fmt.Sprintf(`<opml version="2.0"><body><outline text="El Faro" type="rss" xmlUrl="%s/feed"/></body></opml>`, url)
	if err := os.WriteFile(list, []byte(opml), 0o600); err != nil {
		t.Fatal(err)
	}
	has(t, "watch", d.run(exitOK, "watch", "--once", "--allow", allow, list), "1 article added")
	d.run(exitOK, "watch", "--once", "--allow", allow, list)
	if asked["/feed"] != 1 || asked["/uno"] != 1 {
		t.Errorf("asked %v: a feed is not due twice at once", asked)
	}
}
