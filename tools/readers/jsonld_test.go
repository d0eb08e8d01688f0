package readers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"github.com/attache-project/attache/internal/export"
)

// loader hands out the context of annotations; it fetches nothing. Any other
// address is an error: the linked data has its context within.
type loader struct{ t *testing.T }

// LoadDocument returns the context of an address.
func (l loader) LoadDocument(u string) (*ld.RemoteDocument, error) {
	if u != "http://www.w3.org/ns/anno.jsonld" {
		return nil, fmt.Errorf("%s is not to be fetched", u)
	}
	return &ld.RemoteDocument{DocumentURL: u, Document: decode(l.t, []byte(annotationContext))}, nil
}

func decode(t *testing.T, b []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// quads expands JSON-LD and returns its statements, one a line.
func quads(t *testing.T, b []byte) []string {
	t.Helper()
	o := ld.NewJsonLdOptions("")
	o.DocumentLoader = loader{t}
	o.Format = "application/n-quads"
	out, err := ld.NewJsonLdProcessor().ToRDF(decode(t, b), o)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(out.(string)), "\n")
}

// holds fails unless some line holds all the parts.
func holds(t *testing.T, lines []string, parts ...string) {
	t.Helper()
next:
	for _, l := range lines {
		for _, p := range parts {
			if !strings.Contains(l, p) {
				continue next
			}
		}
		return
	}
	t.Errorf("no statement of %d holds %q", len(lines), parts)
}

func TestLinkedDataExpandsToSchemaOrg(t *testing.T) {
	lines := quads(t, write(t, "jsonld", export.Options{}))
	const schema = "<https://schema.org/"
	for _, kind := range []string{"NewsArticle", "Quotation", "Claim", "Event", "Organization", "Country", "Person"} {
		holds(t, lines, "22-rdf-syntax-ns#type>", schema+kind+">")
	}
	holds(t, lines, schema+"isPartOf> <https://cuaderno.example/visita?a=1&b=")
	holds(t, lines, schema+"appearance> <https://cuaderno.example/visita")
	holds(t, lines, schema+"eventStatus> "+schema+"EventPostponed>")
	holds(t, lines, schema+"previousStartDate> \"2025-11-18\"")
	holds(t, lines, schema+"startDate> \"2025-11-11\"")
	holds(t, lines, schema+"subjectOf> <urn:sha256:")
	holds(t, lines, schema+"text> \"Todo está listo\"")
	holds(t, lines, schema+"headline> \"=1+1\\r\\nEND:VEVENT")
	for _, l := range lines {
		if strings.Contains(l, "X-EVIL:1>") {
			t.Errorf("a title became a name: %s", l)
		}
	}
}

func TestAnnotationsExpandToTheVocabularyOfTheW3C(t *testing.T) {
	lines := quads(t, write(t, "webannotation", export.Options{}))
	const oa = "<http://www.w3.org/ns/oa#"
	for _, kind := range []string{"Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "TimeState"} {
		holds(t, lines, "22-rdf-syntax-ns#type>", oa+kind+">")
	}
	holds(t, lines, oa+"exact> \"hará una visita\"")
	holds(t, lines, oa+"start>", fmt.Sprintf("\"%d\"^^", fixture(t).Events[0].Reports[0].Fact.Words.Start), "<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>")
	holds(t, lines, oa+"motivatedBy> "+oa+"classifying>")
	holds(t, lines, oa+"hasSource> <https://cuaderno.example/visita")
	holds(t, lines, oa+"sourceDate> \"2025-11-07T11:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>")
	holds(t, lines, "<https://github.com/attache-project/attache/ns#act> \"visit\"")
	holds(t, lines, "<https://github.com/attache-project/attache/ns#sha256> \"")
}
