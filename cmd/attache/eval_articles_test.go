package main

import (
	"os"
	"strings"
	"testing"
)

// annotated is the annotation of nota, with a speaker and a time that its reading
// does not have.
const annotated = `{"id": "nota", "lang": "es", "events": [], "visits": [], "instruments": [],
"entities": [{"canonical": "Alberto van Klaveren", "type": "PER", "mentions": ["El ministro chileno"]}],
"quotes": [{"kind": "direct", "text": "Firmaremos pronto", "start": 120, "end": 137, "speaker": "Ana Mora", "cue": "dijo", "cue_start": 140}],
"dates": [{"text": "este jueves", "start": 106, "value": "2025-10-09"}, {"text": "pronto", "start": 131, "value": "2025-10-10"}]}`

func TestEvalArticles(t *testing.T) {
	files(t, map[string]string{"nota.txt": nota})
	for dir, contents := range map[string]map[string]string{
		"one":    {"nota.txt": nota, "nota.gold.json": annotated},
		"none":   {"README.md": "x"},
		"torn":   {"nota.gold.json": annotated},
		"broken": {"nota.txt": nota, "nota.gold.json": strings.Replace(annotated, `"start": 120`, `"start": 119`, 1)},
		"two": {
			"nota.txt": nota, "nota.gold.json": annotated,
			"otra.txt":       strings.Replace(nota, "lang: es", "lang: xx", 1),
			"otra.gold.json": strings.NewReplacer(`"es"`, `"xx"`, `"nota"`, `"otra"`).Replace(annotated),
		},
	} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, s := range contents {
			if err := os.WriteFile(dir+"/"+name, []byte(s), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	const noPack = `attache: two/otra.txt: no language pack for "xx"`
	tell(t, []story{
		{
			name: "all", args: "eval articles one",
			stdout: []string{
				"es, articles: 1\nstatements: 1 in the gold, 1 found", "exact words                               100.0  100.0  100.0",
				"right speaker, subject left out             0.0  0 of 1", "events: 0 in the gold", "visits: 0", "instruments: 0", "times: 2 in the gold, 1 found",
				"overlapping words, right value            100.0   50.0   66.7", "!nota.txt",
			},
		},
		{name: "a part", args: "eval times one", stdout: []string{"times: 2", "!statements", "!missed"}},
		{
			name: "errors", args: "eval articles --errors one",
			stdout: []string{"\nwrong speaker: 1\n  one/nota.txt:6:48: \"Firmaremos pronto\": gold Ana Mora, got ", "\nmissed time: 1\n  one/nota.txt:6:59: \"pronto\": gold 2025-10-10\n"},
		},
		{name: "errors of a part, flags behind", args: "eval times one --errors", stdout: []string{"missed time: 1", "!wrong speaker"}},
		{
			name: "a language without a reader", args: "eval statements --errors two", code: 1, stderr: []string{noPack},
			stdout: []string{"es, articles: 1\n", "\nxx, articles: 1, not read: 1\nstatements: 1 in the gold, 0 found", "\nall, articles: 2, not read: 1\nstatements: 2 in the gold, 1 found", "!otra.txt"},
		},
		{name: "one language", args: "eval statements --lang es two", stdout: []string{"es, articles: 1\n", "!xx", "!all"}},
		{name: "no article in the language", args: "eval events --lang ru two", code: 1, stderr: []string{"attache: two: no annotated article", `in the language "ru"`}},
		{name: "no article", args: "eval visits none", code: 1, stderr: []string{"attache: none: no annotated article"}},
		{name: "no directory", args: "eval instruments nowhere", code: 1, stderr: []string{"attache: looking for annotated articles: open nowhere: no such file or directory"}},
		{name: "no text", args: "eval articles torn", code: 1, stderr: []string{"torn/nota.txt: no such file"}},
		{name: "wrong offset", args: "eval articles broken", code: 1, stderr: []string{"attache: broken/nota.gold.json: quotes[0].text:"}},
		{name: "no argument", args: "eval articles", code: 2, stderr: []string{"attache: eval articles wants one directory"}},
		{name: "two directories", args: "eval articles one two", code: 2, stderr: []string{"wants one directory"}},
		{name: "flag of the other eval", args: "eval articles --model x one", code: 2, stderr: []string{"flag provided but not defined: -model"}},
		{name: "pack", args: "eval articles --pack nowhere one", code: 1, stderr: []string{"attache: opening"}},
		{name: "a treebank of that name", args: "eval --lang es ./times", code: 1, stderr: []string{"times: no such file"}},
	})
}
