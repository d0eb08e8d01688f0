package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/reading"
)

// security tells the ways to say who asks, any of which will do. On a desk of one
// person's own machine none is needed.
var security = []map[string][]string{{"token": {}}, {"session": {}}, {}}

func description(registry huma.Registry) *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Attaché", Version: "1.0.0",
			Description: "The record of relations between states, as it was drawn from articles: statements, events, visits, instruments, levels of relations, promises. " +
				"Every fact has its words with their place in the article. Places count Unicode code points. Nothing is fetched from elsewhere.",
		},
		Servers: []*huma.Server{{URL: Base}},
		Tags: []*huma.Tag{
			{Name: "record", Description: "Articles, facts, events, and search"},
			{Name: "relations", Description: "Pairs of states and organisations, promises"},
			{Name: "who", Description: "Persons, states, organisations"},
			{Name: "review", Description: "Doubts and what people said of facts"},
			{Name: "sources", Description: "Where articles come from"},
		},
		Components: &huma.Components{
			Schemas: registry,
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":   {Type: "http", Scheme: "bearer", Description: "A token that attache account token made."},
				"session": {Type: "apiKey", In: "cookie", Name: access.Cookie, Description: "The cookie of a browser that logged in."},
			},
		},
	}
}

// types are those of the description, by their names in it.
type types struct {
	registry huma.Registry
	named    map[string]reflect.Type
}

func newTypes() *types {
	t := &types{named: map[string]reflect.Type{}}
	t.registry = huma.NewMapRegistry("#/components/schemas/", func(of reflect.Type, hint string) string {
		for of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		name := nameOf(of, hint)
		if of.Kind() == reflect.Struct {
			t.named[name] = of
		}
		return name
	})
	t.registry.RegisterTypeAlias(reflect.TypeFor[reading.Maybe](), reflect.TypeFor[*string]())
	return t
}

// nameOf names a type of the description. Types of a reading, which has events as the
// record has, are told apart by what stands before them.
func nameOf(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	switch {
	case strings.HasSuffix(t.PkgPath(), "/huma/v2") && name == "ErrorModel":
		return "Problem"
	case strings.HasSuffix(t.PkgPath(), "/huma/v2") && name == "ErrorDetail":
		return "ProblemDetail"
	case strings.HasSuffix(t.PkgPath(), "attache/reading") && name != "Reading" && name != "Span":
		return "Reading" + name
	}
	return name
}

// about tells of types what their names do not.
var about = map[string]string{
	"Span":       "A stretch of an article in Unicode code points, end exclusive, with the words that stand there. Where in is title, places count from the start of the title, otherwise from that of the text.",
	"Fact":       "One fact of a reading. words are the words that it was drawn from, with their place; article is the key of the article they stand in.",
	"Event":      "An act, joined from the reports of several articles.",
	"Source":     "An article, without its text.",
	"Hit":        "A fact with its article, or an article (fact is null), and the passage round the words.",
	"Passage":    "A piece of an article; marks are the places in it that match, in code points from its start.",
	"Due":        "A promise and how it stands on a day.",
	"Report":     "A fact as one of the reports of an event, with its article.",
	"Rung":       "A level of relations of a pair.",
	"Reading":    "All that was read in one article.",
	"Correction": "What a person said of a fact.",
	"Problem":    "What went wrong, see RFC 9457. errors tell which parameter or field is at fault.",
}

// complete puts into the schemas what package huma leaves out: that a reference to a
// struct may be null, and what the types are.
func (t *types) complete() {
	schemas := t.registry.Map()
	for name, of := range t.named {
		s := schemas[name]
		if s == nil {
			continue
		}
		s.Description = about[name]
		for _, f := range reflect.VisibleFields(of) {
			key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			p := s.Properties[key]
			if p == nil || p.Ref == "" || f.Type.Kind() != reflect.Pointer || strings.Contains(options, "omit") {
				continue
			}
			s.Properties[key] = &huma.Schema{Description: p.Description, AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}}
		}
	}
}

// describe writes down what all operations have in common.
func (s *service) describe() {
	for _, item := range s.api.OpenAPI().Paths {
		if op := item.Get; op != nil {
			ok := op.Responses["200"]
			ok.Headers = map[string]*huma.Param{"ETag": {Description: "Of the bytes of the answer.", Schema: &huma.Schema{Type: "string"}}}
			op.Responses["304"] = &huma.Response{Description: "Who asks has the answer already, as If-None-Match tells"}
		}
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Delete} {
			if op != nil {
				op.Responses["429"].Headers = map[string]*huma.Param{"Retry-After": {Description: "Seconds to wait.", Schema: &huma.Schema{Type: "integer"}}}
			}
		}
	}
	s.serveDescription()
}
