package api

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsPage string

// docsTemplate is parsed when the program starts, so that a fault in it is seen.
var docsTemplate = template.Must(template.New("docs").Funcs(template.FuncMap{"ref": refOf, "kind": kindOf}).Parse(docsPage))

// serveDescription serves the description, in three forms.
func (s *service) serveDescription() {
	s.mux.HandleFunc("GET "+Base+"/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		b, err := s.openAPI()
		s.file(w, r, "application/openapi+json", b, err)
	})
	s.mux.HandleFunc("GET "+Base+"/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		b, err := s.api.OpenAPI().YAML()
		s.file(w, r, "application/openapi+yaml", b, err)
	})
	s.mux.HandleFunc("GET "+Base+"/docs", func(w http.ResponseWriter, r *http.Request) {
		b, err := s.docs(r)
		s.file(w, r, "text/html; charset=utf-8", b, err)
	})
}

func (s *service) file(w http.ResponseWriter, r *http.Request, contentType string, b []byte, err error) {
	if err != nil {
		if s.Tell != nil {
			s.Tell(fmt.Errorf("describing the API: %w", err))
		}
		Refuse(w, r, http.StatusInternalServerError, "something went wrong in the program")
		return
	}
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(b) // who asked may be gone
}

// openAPI returns the description as JSON over several lines.
func (s *service) openAPI() ([]byte, error) {
	b, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// A docsOperation is an operation as the page of the description shows it.
type docsOperation struct {
	Method string
	Path   string
	Role   string
	*huma.Operation
	Body    *huma.Schema
	Answers []docsAnswer
}

// A docsAnswer is an answer to an operation.
type docsAnswer struct {
	Status string
	What   string
	Type   string
	Schema *huma.Schema
}

// A docsType is a schema as the page shows it.
type docsType struct {
	Name   string
	About  string
	Fields []docsField
}

// A docsField is a property of a schema.
type docsField struct {
	Name     string
	Required bool
	*huma.Schema
}

func (s *service) docs(r *http.Request) ([]byte, error) {
	theme := "auto"
	if c, err := r.Cookie("attache_theme"); err == nil && (c.Value == "light" || c.Value == "dark") {
		theme = c.Value
	}
	api := s.api.OpenAPI()
	var b bytes.Buffer
	err := docsTemplate.Execute(&b, struct {
		Theme string
		Info  *huma.Info
		Base  string
		Tags  []docsTag
		Types []docsType
	}{theme, api.Info, Base, tagsOf(api), typesOf(api)})
	return b.Bytes(), err
}

// A docsTag is a group of operations.
type docsTag struct {
	*huma.Tag
	Operations []docsOperation
}

func tagsOf(api *huma.OpenAPI) []docsTag {
	var out []docsTag
	for _, t := range api.Tags {
		tag := docsTag{Tag: t}
		for _, path := range slices.Sorted(maps.Keys(api.Paths)) {
			item := api.Paths[path]
			for _, op := range []*huma.Operation{item.Get, item.Post, item.Delete} {
				if op != nil && slices.Contains(op.Tags, t.Name) {
					tag.Operations = append(tag.Operations, docsOf(op))
				}
			}
		}
		out = append(out, tag)
	}
	return out
}

func docsOf(op *huma.Operation) docsOperation {
	out := docsOperation{Method: op.Method, Path: op.Path, Operation: op, Role: fmt.Sprint(op.Extensions["x-role"])}
	if op.RequestBody != nil {
		out.Body = op.RequestBody.Content["application/json"].Schema
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		r := op.Responses[status]
		a := docsAnswer{Status: status, What: r.Description}
		for _, kind := range slices.Sorted(maps.Keys(r.Content)) {
			a.Type, a.Schema = kind, r.Content[kind].Schema
		}
		out.Answers = append(out.Answers, a)
	}
	return out
}

func typesOf(api *huma.OpenAPI) []docsType {
	schemas := api.Components.Schemas.Map()
	var out []docsType
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		s := schemas[name]
		t := docsType{Name: name, About: s.Description}
		for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
			t.Fields = append(t.Fields, docsField{key, slices.Contains(s.Required, key), s.Properties[key]})
		}
		out = append(out, t)
	}
	return out
}

// refOf returns the name of the type to which a schema, its items or its values refer,
// "" for none.
func refOf(s *huma.Schema) string {
	if s == nil {
		return ""
	}
	if s.Ref != "" {
		return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
	}
	values, _ := s.AdditionalProperties.(*huma.Schema)
	return cmp.Or(refOf(s.Items), refOf(values), refOf(first(s.AnyOf)))
}

func first(ss []*huma.Schema) *huma.Schema {
	if len(ss) == 0 {
		return nil
	}
	return ss[0]
}

// kindOf tells the kind of a schema in a few words; what it refers to is left to
// [refOf].
func kindOf(s *huma.Schema) string {
	values, _ := s.AdditionalProperties.(*huma.Schema)
	out := s.Type
	switch {
	case s.Items != nil:
		out = "list of " + cmp.Or(kindOf(s.Items), "")
	case values != nil:
		out = "values of " + kindOf(values)
	case s.Ref != "":
		out = ""
	case len(s.AnyOf) > 0:
		out = "null or"
	}
	if s.Format != "" && s.Format != "int64" && s.Format != "double" {
		out += " (" + s.Format + ")"
	}
	if s.Nullable {
		out += " or null"
	}
	return strings.TrimSpace(out)
}
