package export

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func annotations(t testing.TB, b []byte) (whole map[string]any, items []any) {
	t.Helper()
	if err := json.Unmarshal(b, &whole); err != nil {
		t.Fatal(err)
	}
	if first, ok := whole["first"].(map[string]any); ok {
		return whole, first["items"].([]any)
	}
	items, _ = whole["items"].([]any)
	return whole, items
}

// get follows keys and indices through what JSON gave.
func get(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

func TestSelectorsSelectTheWords(t *testing.T) {
	r := story(t)
	whole, items := annotations(t, export(t, r, "webannotation", Options{}))
	if n := count(r); get(whole, "total") != float64(n) || len(items) != n || n < 12 {
		t.Fatalf("total %v, %d items, %d reports and statements", get(whole, "total"), len(items), n)
	}
	text := map[string]string{}
	for _, a := range r.Articles {
		text[sourceIRI(&a.Source, a)] = a.Text
	}
	for _, it := range items {
		target := get(it, "target")
		position, quote := get(target, "selector", 0), get(target, "selector", 1)
		body, ok := text[get(target, "source").(string)]
		if !ok {
			t.Errorf("source %v is no article", get(target, "source"))
		}
		runes := []rune(body)
		start, end := int(get(position, "start").(float64)), int(get(position, "end").(float64))
		if got := string(runes[start:end]); got != get(quote, "exact") {
			t.Errorf("%v: at %d–%d stands %q, the quote is %q", get(it, "id"), start, end, got, get(quote, "exact"))
		}
		prefix, suffix := get(quote, "prefix").(string), get(quote, "suffix").(string)
		if !strings.HasSuffix(string(runes[:start]), prefix) || !strings.HasPrefix(string(runes[end:]), suffix) {
			t.Errorf("%v: prefix %q and suffix %q do not stand around the words", get(it, "id"), prefix, suffix)
		}
		if n := points(prefix); n > around || n < min(start, around)-6 {
			t.Errorf("a prefix of %d code points at %d", n, start)
		}
		if n := points(suffix); n > around || n < min(len(runes)-end, around)-6 {
			t.Errorf("a suffix of %d code points at %d of %d", n, end, len(runes))
		}
		if get(target, "state", "attache:sha256") == nil || get(it, "body", "type") == nil {
			t.Errorf("no digest or body: %v", it)
		}
	}
	first := items[0]
	for path, want := range map[string]any{"act": "visit", "plover": "CONSULT", "status": "planned", "polarity": "affirmed"} {
		if got := get(first, "body", "attache:"+path); got != want {
			t.Errorf("first: %s is %v, want %v", path, got, want)
		}
	}
	if got := get(first, "target", "state", "sourceDate"); got != "2025-11-07T11:00:00Z" {
		t.Errorf("retrieved %v", got)
	}
}

func TestWordsOfATitleAreCountedInTheTitle(t *testing.T) {
	r := story(t)
	title := r.Statements[0].Source.Title
	r.Events, r.Levels, r.Statements = nil, nil, r.Statements[:1]
	r.Statements[0].Fact.Words = inTitle(t, title, "viajará")
	_, items := annotations(t, export(t, r, "webannotation", Options{}))
	position, quote := get(items[0], "target", "selector", 0), get(items[0], "target", "selector", 1)
	if get(position, "attache:in") != "title" || get(position, "start") != 8.0 || get(quote, "prefix") != "Tokáyev " || get(quote, "suffix") != " a Moscú" {
		t.Errorf("%v, %v", position, quote)
	}
}

func TestPagesHoldAllAnnotationsOnce(t *testing.T) {
	r := story(t)
	o := Annotations{Base: "https://record.example/", PerPage: 4}
	c, _ := annotations(t, export(t, r, "webannotation", Options{Annotations: o}))
	want := count(r)
	if get(c, "type") != "AnnotationCollection" || get(c, "first") != "https://record.example/annotations/page/1" || get(c, "total") != float64(want) {
		t.Fatalf("collection %v", c)
	}
	seen := map[any]bool{}
	id := get(c, "first")
	for o.Page = 1; id != nil; o.Page++ {
		p, items := annotations(t, export(t, r, "webannotation", Options{Annotations: o}))
		if get(p, "id") != id || get(p, "partOf", "id") != get(c, "id") || get(p, "startIndex") != float64(len(seen)) || len(items) > 4 {
			t.Errorf("page %d: %v", o.Page, p)
		}
		for _, it := range items {
			seen[get(it, "id")] = true
		}
		if get(p, "next") == nil && get(c, "last") != id {
			t.Errorf("the last page is %v, the collection says %v", id, get(c, "last"))
		}
		id = get(p, "next")
	}
	if len(seen) != want {
		t.Errorf("%d annotations on pages, want %d", len(seen), want)
	}
}

func TestWordsThatDoNotStandThereAreAnError(t *testing.T) {
	r := story(t)
	r.Events[0].Reports[0].Fact.Words.Start++
	err := WebAnnotation(io.Discard, r, Annotations{})
	if err == nil || !strings.Contains(err.Error(), "report "+r.Events[0].Reports[0].Fact.Key) {
		t.Errorf("error %v", err)
	}
}
