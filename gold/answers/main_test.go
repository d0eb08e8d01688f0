package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnswers(t *testing.T) {
	tests := []struct {
		name, part, set, want, err string
	}{
		{"an event", "events", `{"id": "a", "lang": "es", "date": "2025-06-10", "text": "Brasil pidió a Venezuela que libere a los detenidos."}`,
			`{"id":"a","events":[{"plover":"REQUEST","cameo":"`, ""},
		{"no event", "events", `{"id": "b", "lang": "es", "date": "2025-06-10", "text": "Llueve."}`, `{"id":"b","events":[]}`, ""},
		{"a time, its text led by a space", "times", `{"doc": "c", "lang": "es", "reference": "2025-06-10T12:00:00", "text": " Llegó ayer."}`,
			`{"doc":"c","start":7,"end":11,"type":"DATE","value":"2025-06-09"}`, ""},
		{"a part of a day", "times", `{"doc": "d", "lang": "en", "reference": "2025-06-10", "text": "He left on Monday evening."}`, `"value":"2025-06-09TEV"`, ""},
		{"one document in two lines is read once", "times", `{"doc": "c", "lang": "es", "reference": "2025-06-10", "text": "Llegó ayer."}` + "\n" +
			`{"doc": "c", "lang": "es", "reference": "2025-06-10", "text": "Llegó ayer."}`, `{"doc":"c","start":6,"end":10,"type":"DATE","value":"2025-06-09"}`, ""},
		{"a line that is no JSON", "events", "\n{", "", "set.jsonl:2: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "set.jsonl")
			if err := os.WriteFile(path, []byte(tt.set), 0o644); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			err := run(tt.part, path, &out)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("error %v, want one with %q", err, tt.err)
				}
				return
			}
			if err != nil || !strings.Contains(out.String(), tt.want) || strings.Count(out.String(), "\n") != 1 {
				t.Errorf("got %q, %v; want a line with %q", out.String(), err, tt.want)
			}
		})
	}
}
