package readers

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/attache-project/attache/internal/export"
)

// annotationSchema says what the W3C's recommendation of 2017 asks of annotations,
// collections and pages, as far as the export uses them.
//
//go:embed annotation.schema.json
var annotationSchema string

// annotationContext maps the words of annotations that the export uses to the
// vocabulary of the W3C.
//
//go:embed annotation.context.json
var annotationContext string

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(annotationSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("annotation.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("annotation.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnnotationsAreAsTheModelAsks(t *testing.T) {
	s := compile(t)
	for _, o := range []export.Annotations{
		{}, {Base: "https://record.example/"}, {Base: "https://record.example/", PerPage: 2}, {PerPage: 2, Page: 1}, {PerPage: 2, Page: 2}, {PerPage: 100, Page: 1},
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(write(t, "webannotation", export.Options{Annotations: o}))))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestTheSchemaRefusesWhatTheModelForbids(t *testing.T) {
	s := compile(t)
	whole := string(write(t, "webannotation", export.Options{}))
	for _, change := range [][2]string{
		{`"type":"Annotation"`, `"type":"Note"`}, {`"motivation":"classifying"`, `"motivation":"guessing"`}, {`"start":`, `"begin":`}, {`"exact":`, `"words":`},
		{`"type":"AnnotationCollection"`, `"type":"Collection"`}, {`"source":"https:`, `"source":"no address `}, {`"sourceDate":"2025-11-07T`, `"sourceDate":"yesterday`},
		{`["http://www.w3.org/ns/anno.jsonld"`, `["http://www.w3.org/ns/other.jsonld"`}, {`"items":[`, `"items":[1,`},
	} {
		broken := strings.Replace(whole, change[0], change[1], 1)
		if broken == whole {
			t.Fatalf("%s does not occur", change[0])
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("%s in place of %s is not refused", change[1], change[0])
		}
	}
}
