package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/attache-project/attache/internal/access"
)

var update = flag.Bool("update", false, "write docs/openapi.json anew")

const golden = "../../docs/openapi.json"

// bare is the API without a record, for its description.
func bare() *service {
	return newService(Options{Guard: access.New(access.Options{Open: true})})
}

func TestTheDescriptionIsThatOfTheDocuments(t *testing.T) {
	got, err := bare().openAPI()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/openapi.json is not what the code describes: go test ./internal/api -update writes it")
	}
}

// A described is the description as a program that is not ours reads it.
type described struct {
	OpenAPI    string `json:"openapi"`
	Components struct {
		Schemas map[string]any `json:"schemas"`
	} `json:"components"`
	Paths map[string]map[string]struct {
		ID        string `json:"operationId"`
		Responses map[string]struct {
			Content map[string]struct {
				Schema any `json:"schema"`
			} `json:"content"`
		} `json:"responses"`
	} `json:"paths"`
}

func readDescription(t *testing.T, h http.Handler) *described {
	t.Helper()
	w := call(t, h, "GET", "/openapi.json", "")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/openapi+json" {
		t.Fatalf("status %d, type %q", w.Code, w.Header().Get("Content-Type"))
	}
	var d described
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return &d
}

// schema resolves the schema of an answer, with all those that it may refer to.
func (d *described) schema(t *testing.T, of any) *jsonschema.Resolved {
	t.Helper()
	b, err := json.Marshal(map[string]any{"allOf": []any{of}, "$defs": d.Components.Schemas})
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.ReplaceAll(b, []byte("#/components/schemas/"), []byte("#/$defs/"))
	var s jsonschema.Schema
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// check validates an answer by the schema that the description tells for it.
func (d *described) check(t *testing.T, method, path string, w *httptest.ResponseRecorder) {
	t.Helper()
	op, ok := d.Paths[path][strings.ToLower(method)]
	if !ok {
		t.Fatalf("%s %s is not described", method, path)
	}
	answer, ok := op.Responses[fmt.Sprint(w.Code)]
	if !ok {
		t.Fatalf("%s %s: status %d is not described: %s", method, path, w.Code, w.Body)
	}
	if len(answer.Content) == 0 {
		if w.Body.Len() > 0 {
			t.Errorf("%s %s: a body where none is described", method, path)
		}
		return
	}
	kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	c, ok := answer.Content[kind]
	if !ok {
		t.Fatalf("%s %s: type %q is not described", method, path, kind)
	}
	var v any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	if err := d.schema(t, c.Schema).Validate(v); err != nil {
		t.Errorf("%s %s: %v", method, path, err)
	}
}

func TestEveryOperationAnswersAsItIsDescribed(t *testing.T) {
	h := newExample(t)
	d := readDescription(t, h)
	if d.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %s", d.OpenAPI)
	}
	found := decoded(t, h, 200, "GET", "/search?kind=event&act=visit", "")
	key := at(t, found, "hits.0.fact.key").(string)
	article := at(t, found, "hits.0.source.key").(string)
	event := at(t, decoded(t, h, 200, "GET", "/facts/"+key, ""), "event").(string)
	calls := []struct{ method, path, address, body string }{
		{"GET", "/search", "/search?q=visita&facets=1&count=true", ""},
		{"GET", "/search", "/search?kind=event,statement&pair=KAZ,RUS&limit=2", ""},
		{"GET", "/search", "/search?q=nadaenabsoluto", ""},
		{"GET", "/search", "/search?from=never", ""},
		{"GET", "/today", "/today", ""},
		{"GET", "/articles/{key}", "/articles/" + article, ""},
		{"GET", "/articles/{key}", "/articles/ffff", ""},
		{"GET", "/articles/{key}/reading", "/articles/" + article + "/reading", ""},
		{"GET", "/facts/{key}", "/facts/" + key, ""},
		{"GET", "/facts/{key}", "/facts/" + key + "?explain=1", ""},
		{"GET", "/events/{id}", "/events/" + event, ""},
		{"GET", "/events/{id}/compare", "/events/" + event + "/compare", ""},
		{"GET", "/events/{id}/compare", "/events/" + event + "/compare?by=capital", ""},
		{"GET", "/who", "/who?name=Putin", ""},
		{"GET", "/who/{id}", "/who/vladimir-putin?limit=3", ""},
		{"GET", "/who/{id}", "/who/presidency%2FRUS", ""},
		{"GET", "/who/{id}", "/who/nobody-at-all", ""},
		{"GET", "/dossier/{a}/{b}", "/dossier/KAZ/Rusia", ""},
		{"GET", "/timeline", "/timeline?pair=KAZ,RUS", ""},
		{"GET", "/timeline", "/timeline?party=KAZ&act=visit", ""},
		{"GET", "/ledger", "/ledger?on=2025-11-09&days=365&undated=1", ""},
		{"GET", "/calendar", "/calendar?from=2025-01-01&to=2026-12-31", ""},
		{"GET", "/graph", "/graph", ""},
		{"GET", "/review", "/review?limit=3", ""},
		{"POST", "/facts/{key}/corrections", "/facts/" + key + "/corrections", `{"action":"confirm","reason":"I was there"}`},
		{"POST", "/facts/{key}/corrections", "/facts/" + key + "/corrections", `{"action":"correct","field":"status","value":"planned","reason":"not yet"}`},
		{"POST", "/facts/{key}/corrections", "/facts/" + key + "/corrections", `{"action":"praise","reason":"x"}`},
		{"GET", "/corrections", "/corrections", ""},
		{"GET", "/corrections", "/corrections?fact=" + key, ""},
		{"DELETE", "/corrections/{id}", "/corrections/1", ""},
		{"DELETE", "/corrections/{id}", "/corrections/99", ""},
		{"POST", "/articles", "/articles", `{"text":"El presidente de Perú viajará a Chile el 3 de junio.","lang":"es","outlet":"El Faro","published":"2025-05-15"}`},
		{"POST", "/articles", "/articles", `{"text":"El presidente de Perú viajará a Chile el 3 de junio.","lang":"es","outlet":"El Faro","published":"2025-05-15"}`},
		{"POST", "/articles", "/articles", `{"text":"Hola","lang":"spanish"}`},
		{"GET", "/feeds", "/feeds", ""},
		{"GET", "/outlets", "/outlets", ""},
		{"GET", "/stats", "/stats", ""},
	}
	answered := map[string]bool{}
	for _, c := range calls {
		t.Run(c.method+" "+c.address, func(t *testing.T) {
			w := call(t, h, c.method, c.address, c.body, "Content-Type", "application/json")
			d.check(t, c.method, c.path, w)
			if w.Code < 300 {
				answered[c.method+" "+c.path] = true
			}
		})
	}
	for path, ops := range d.Paths {
		for method := range ops {
			if name := strings.ToUpper(method) + " " + path; !answered[name] {
				t.Errorf("%s was not answered", name)
			}
		}
	}
}

func TestWhatIsNotDescribedIsSeen(t *testing.T) {
	d := readDescription(t, bare())
	ref := map[string]any{"$ref": "#/components/schemas/Span"}
	good := map[string]any{"start": 1.0, "end": 2.0, "text": "a"}
	if err := d.schema(t, ref).Validate(good); err != nil {
		t.Errorf("a span: %v", err)
	}
	for name, bad := range map[string]any{
		"null":      nil,
		"a missing": map[string]any{"start": 1.0, "text": "a"},
		"a surplus": map[string]any{"start": 1.0, "end": 2.0, "text": "a", "more": true},
		"a string":  map[string]any{"start": "1", "end": 2.0, "text": "a"},
	} {
		if err := d.schema(t, ref).Validate(bad); err == nil {
			t.Errorf("%s field passes", name)
		}
	}
}

func TestTheDescriptionIsAPage(t *testing.T) {
	h := bare()
	w := call(t, h, "GET", "/docs", "", "Cookie", "attache_theme=dark")
	page := w.Body.String()
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	for _, want := range []string{`data-theme="dark"`, `id="search"`, "/events/{id}/compare", `id="type-Span"`, `href="#type-Problem"`, "Role: curator"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s on the page", want)
		}
	}
	for _, never := range []string{"<script", "style=", "http://", "https://"} {
		if strings.Contains(page, never) {
			t.Errorf("%s on the page", never)
		}
	}
	if n := strings.Count(page, "<h1"); n != 1 {
		t.Errorf("%d headings of the first level", n)
	}
	if y := call(t, h, "GET", "/openapi.yaml", ""); !strings.Contains(y.Body.String(), "openapi: 3.1.0") {
		t.Errorf("no YAML: %d", y.Code)
	}
}
