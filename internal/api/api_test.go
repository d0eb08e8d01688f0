package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
)

// problemOf reads a problem; its status has to be that of the answer.
func problemOf(t *testing.T, w *httptest.ResponseRecorder) huma.ErrorModel {
	t.Helper()
	var p huma.ErrorModel
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" || p.Status != w.Code || p.Title == "" {
		t.Errorf("type %q, status %d, problem %+v", got, w.Code, p)
	}
	return p
}

func TestProblemsNameTheFieldAtFault(t *testing.T) {
	h := newExample(t)
	fact := at(t, decoded(t, h, 200, "GET", "/search?kind=event", ""), "hits.0.fact.key").(string)
	long := `{"text":"` + strings.Repeat("a", articleBody) + `"}`
	for _, c := range []struct {
		method, address, body string
		status                int
		where                 []string
	}{
		{"GET", "/search?from=never&limit=-1&pair=KAZ", "", 400, []string{"query.from", "query.limit", "query.pair"}},
		{"GET", "/search?polarity=maybe&best=perhaps", "", 400, []string{"query.best", "query.polarity"}},
		{"GET", "/search?spaeker=Putin&word=x", "", 400, []string{"query.spaeker", "query.word"}},
		{"GET", "/search?q=%zz", "", 400, []string{"query"}},
		{"GET", "/facts/ffffffffffffffff", "", 404, nil},
		{"GET", "/facts/notakey", "", 404, nil},
		{"GET", "/facts/" + fact + "?explain=perhaps", "", 400, []string{"query.explain"}},
		{"GET", "/events/ffffffffffffffff/compare?by=colour", "", 400, []string{"query.by"}},
		{"GET", "/who", "", 400, []string{"query.name"}},
		{"GET", "/who?name=x&limit=many", "", 400, []string{"query.limit"}},
		{"GET", "/dossier/Atlantis/Lilliput?on=soon", "", 400, []string{"path.a", "path.b", "query.on"}},
		{"GET", "/dossier/KAZ/Kazajistán", "", 400, []string{"path.b"}},
		{"GET", "/timeline", "", 400, []string{"query.pair"}},
		{"GET", "/ledger?days=-1&undated=x", "", 400, []string{"query.days", "query.undated"}},
		{"GET", "/calendar?from=2026-02-01&to=2026-01-01", "", 400, []string{"query.to"}},
		{"GET", "/corrections?fact=ffffffffffffffff", "", 404, nil},
		{"GET", "/nothing", "", 404, nil},
		{"PUT", "/search", "", 405, nil},
		{"POST", "/facts/" + fact + "/corrections", `{"action":"praise","reason":""}`, 422, []string{"body.action", "body.reason"}},
		{"POST", "/facts/" + fact + "/corrections", `{"action":"correct","field":"status","value":"foo","reason":"x"}`, 400, []string{"body"}},
		{"POST", "/facts/" + fact + "/corrections", `{"action":`, 400, []string{"body"}},
		{"POST", "/facts/ffffffffffffffff/corrections", `{"action":"confirm","reason":"x"}`, 404, nil},
		{"DELETE", "/corrections/first", "", 400, []string{"path.id"}},
		{"DELETE", "/corrections/7", "", 404, nil},
		{"POST", "/articles", `{"text":"Hola","published":"mayo","url":"ftp://a/b"}`, 422, []string{"body.published"}},
		{"POST", "/articles", `{"text":" ","lang":"spanish","url":"ftp://a/b"}`, 400, []string{"body.lang", "body.text", "body.url"}},
		{"POST", "/articles", `{"text":"Ĉu vi parolas?","lang":"eo"}`, 400, []string{"body"}},
		{"POST", "/articles", long, 413, nil},
	} {
		t.Run(c.method+" "+c.address, func(t *testing.T) {
			w := call(t, h, c.method, c.address, c.body, "Content-Type", "application/json")
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			p := problemOf(t, w)
			var where []string
			for _, e := range p.Errors {
				where = append(where, e.Location)
				if e.Message == "" {
					t.Errorf("%s: nothing is said", e.Location)
				}
			}
			slices.Sort(where)
			if !slices.Equal(where, c.where) {
				t.Errorf("at fault %q, want %q", where, c.where)
			}
		})
	}
	if w := call(t, h, "PUT", "/search", ""); w.Header().Get("Allow") == "" {
		t.Error("405 without Allow")
	}
}

func TestRolesAreChecked(t *testing.T) {
	h := newExample(t)
	nobody, reader, curator := access.Identity{}, access.Identity{Name: "leo", Role: access.Reader}, access.Identity{Name: "ana", Role: access.Curator}
	for _, c := range []struct {
		who             access.Identity
		method, address string
		status          int
	}{
		{nobody, "GET", "/stats", 401},
		{nobody, "POST", "/articles", 401},
		{nobody, "GET", "/openapi.json", 200},
		{reader, "GET", "/stats", 200},
		{reader, "POST", "/articles", 403},
		{reader, "POST", "/facts/ff/corrections", 403},
		{reader, "DELETE", "/corrections/1", 403},
		{curator, "DELETE", "/corrections/1", 404},
	} {
		if w := callAs(t, h, c.who, c.method, c.address, ""); w.Code != c.status {
			t.Errorf("%s %s as %v: status %d, want %d", c.method, c.address, c.who.Role, w.Code, c.status)
		}
	}
}

func TestEveryOperationNamesARole(t *testing.T) {
	for path, item := range bare().api.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Delete} {
			if op == nil {
				continue
			}
			role, ok := op.Metadata[roleKey].(access.Role)
			if !ok || role == access.None || (op.Method != http.MethodGet) != (role == access.Curator) {
				t.Errorf("%s %s wants %v", op.Method, path, role)
			}
		}
	}
}

func TestWhatTheGuardRefusesIsAProblem(t *testing.T) {
	var h http.Handler
	guard := access.New(access.Options{Refuse: Refuse})
	h = guard.Wrap(New(Options{Guard: guard}))
	for _, c := range []struct {
		host, method string
		status       int
	}{{"localhost", "GET", 401}, {"elsewhere.example", "GET", 421}} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, Base+"/stats", nil)
		r.Host = c.host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d", c.host, w.Code, c.status)
		}
		problemOf(t, w)
	}
}

func TestAnAnswerThatIsHeldIsNotSentAgain(t *testing.T) {
	h := newExample(t)
	w := call(t, h, "GET", "/stats", "")
	tag := w.Header().Get("ETag")
	if len(tag) != 34 {
		t.Fatalf("ETag %q", tag)
	}
	for header, status := range map[string]int{tag: 304, "W/" + tag: 304, `"x", ` + tag: 304, "*": 304, `"x"`: 200, "": 200} {
		w := call(t, h, "GET", "/stats", "", "If-None-Match", header)
		if w.Code != status || (status == 304) != (w.Body.Len() == 0) || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match %q: status %d with %d bytes", header, w.Code, w.Body.Len())
		}
	}
	if w := call(t, h, "GET", "/facts/ffff", "", "If-None-Match", "*"); w.Code != 404 || w.Header().Get("ETag") != "" {
		t.Errorf("a problem has status %d, ETag %q", w.Code, w.Header().Get("ETag"))
	}
	call(t, h, "POST", "/articles", `{"text":"El presidente de Perú viajará a Chile.","lang":"es"}`)
	if w := call(t, h, "GET", "/stats", "", "If-None-Match", tag); w.Code != 200 {
		t.Errorf("after another article: status %d", w.Code)
	}
}

func TestNextLeadsThroughAllThatWasFound(t *testing.T) {
	h := newExample(t)
	all := at(t, decoded(t, h, 200, "GET", "/search?kind=event&limit=500", ""), "hits").([]any)
	var keys []string
	next := Base + "/search?kind=event&limit=7&facets=1"
	for next != "" {
		page := decoded(t, h, 200, "GET", strings.TrimPrefix(next, Base), "")
		for i := range at(t, page, "hits").([]any) {
			keys = append(keys, at(t, page, fmt.Sprintf("hits.%d.fact.key", i)).(string))
		}
		next, _ = page["next"].(string)
	}
	if len(keys) != len(all) || len(all) < 14 {
		t.Fatalf("%d hits by pages, %d at once", len(keys), len(all))
	}
	for i, k := range keys {
		if want := at(t, all, fmt.Sprintf("%d.fact.key", i)); k != want {
			t.Errorf("hit %d is %s, want %s", i, k, want)
		}
	}
}

func TestAFactHasItsWordsWhereTheyStand(t *testing.T) {
	h := newExample(t)
	hits := at(t, decoded(t, h, 200, "GET", "/search?limit=500&kind=event,statement,level", ""), "hits").([]any)
	texts := map[string][]rune{}
	seen := 0
	for i := range hits {
		words := at(t, hits, fmt.Sprintf("%d.fact.words", i)).(map[string]any)
		if words["in"] == "title" {
			continue
		}
		key := at(t, hits, fmt.Sprintf("%d.fact.article", i)).(string)
		if texts[key] == nil {
			a := decoded(t, h, 200, "GET", "/articles/"+key, "")
			if at(t, a, "source.url") != at(t, hits, fmt.Sprintf("%d.source.url", i)) {
				t.Errorf("the address of %s differs", key)
			}
			texts[key] = []rune(at(t, a, "text").(string))
		}
		start, end := int(words["start"].(float64)), int(words["end"].(float64))
		if got := string(texts[key][start:end]); got != words["text"] {
			t.Errorf("%d–%d of %s is %q, not %q", start, end, key, got, words["text"])
		}
		seen++
	}
	if seen < 50 {
		t.Errorf("only %d facts", seen)
	}
}

func TestACorrectionBearsTheNameOfWhoSaysIt(t *testing.T) {
	h := newExample(t)
	fact := at(t, decoded(t, h, 200, "GET", "/search?kind=event&act=visit", ""), "hits.0.fact.key").(string)
	w := callAs(t, h, access.Identity{Name: "archivist", Role: access.Curator, Token: true}, "POST", "/facts/"+fact+"/corrections", `{"action":"reject","reason":"satire"}`)
	if w.Code != http.StatusCreated {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	cs := decoded(t, h, 200, "GET", "/corrections?fact="+fact, "")
	if at(t, cs, "corrections.0.author") != "archivist" || at(t, cs, "corrections.0.reason") != "satire" {
		t.Errorf("%v", cs)
	}
	id := at(t, cs, "corrections.0.id")
	if w := call(t, h, "DELETE", fmt.Sprintf("/corrections/%v", id), ""); w.Code != http.StatusNoContent || w.Body.Len() > 0 {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if cs := decoded(t, h, 200, "GET", "/corrections", ""); at(t, cs, "corrections.0.by") != "ana" {
		t.Errorf("%v", cs)
	}
}

func TestAnArticleIsReadAtOnce(t *testing.T) {
	h := newExample(t)
	const a = `{"title":"Canciller a La Paz","text":"La canciller de Chile visitará Bolivia el 4 de marzo.","outlet":"El Faro","published":"2025-02-20","lang":"es","url":"https://faro.example/1"}`
	w := call(t, h, "POST", "/articles", a)
	if w.Code != http.StatusCreated {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	var taken Taken
	if err := json.Unmarshal(w.Body.Bytes(), &taken); err != nil {
		t.Fatal(err)
	}
	if !taken.New || len(taken.Facts) == 0 {
		t.Fatalf("%+v", taken)
	}
	f := decoded(t, h, 200, "GET", "/facts/"+taken.Facts[0], "")
	if at(t, f, "source.key") != taken.Key || at(t, f, "source.url") != "https://faro.example/1" {
		t.Errorf("%v", f)
	}
	if due := decoded(t, h, 200, "GET", "/ledger?on=2025-02-21&party=CHL", ""); len(at(t, due, "promises").([]any)) != 1 {
		t.Errorf("the promise is not in the ledger: %v", due)
	}
	if w := call(t, h, "POST", "/articles", a); w.Code != http.StatusOK || !bytes.Contains(w.Body.Bytes(), []byte(`"new":false`)) {
		t.Errorf("again: status %d: %s", w.Code, w.Body)
	}
}

func TestAServerWithoutATakerTakesNothing(t *testing.T) {
	s := newExample(t)
	s.Taker = nil
	if w := call(t, s, "POST", "/articles", `{"text":"Hola"}`); w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", w.Code)
	}
}

func TestWhatGoesWrongInTheProgramIsNotToldToWhoAsks(t *testing.T) {
	s := newExample(t)
	var told error
	s.Tell = func(err error) { told = err }
	s.Record = ask.New(failing{s.Record.Store}, s.Record.Today, "")
	w := call(t, s, "GET", "/stats", "")
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	problemOf(t, w)
	if told == nil || !strings.Contains(told.Error(), "secret") {
		t.Errorf("told %v", told)
	}
}

func TestManyAskAtOnce(t *testing.T) {
	h := newExample(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for _, a := range []string{"/search?q=visita", "/today", "/dossier/KAZ/RUS", "/openapi.yaml", "/docs", "/who?name=Putin"} {
				if w := call(t, h, "GET", a, ""); w.Code != 200 {
					t.Errorf("%d %s: status %d", i, a, w.Code)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkSearch(b *testing.B)  { benchmark(b, "/search?q=visita&kind=event") }
func BenchmarkDossier(b *testing.B) { benchmark(b, "/dossier/KAZ/RUS") }

func benchmark(b *testing.B, address string) {
	h := newExample(b)
	b.SetBytes(int64(call(b, h, "GET", address, "").Body.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if w := call(b, h, "GET", address, ""); w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

func FuzzQuestionsAreAnswered(f *testing.F) {
	h := newExample(f)
	for _, s := range []string{"/search?q=a&from=2025-01-01", "/who/presidency/RUS", "/dossier/KAZ/%2e%2e", "/search?pair=,&limit=9e9", "/facts/%00", "/calendar?from=0001-01-01&to=9999-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		r, err := http.NewRequestWithContext(access.With(t.Context(), access.Identity{Role: access.Reader}), http.MethodGet, "http://localhost"+Base+address, nil)
		if err != nil || !strings.HasPrefix(r.URL.Path, Base+"/") {
			return
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%q: status %d: %s", address, w.Code, w.Body)
		}
	})
}
