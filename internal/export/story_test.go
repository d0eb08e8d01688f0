package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// TestReadStoryIsExported reads articles with the engine and exports what it
// found: spans as they come, not as tests make them.
func TestReadStoryIsExported(t *testing.T) {
	files, err := filepath.Glob("../../testdata/stories/visit-kazakhstan-russia/*.txt")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d articles, %v", len(files), err)
	}
	engine, err := reading.Open(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Record{Articles: map[string]*Article{}, Made: made, Version: "1.2.3"}
	var reports []record.Report
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a, err := text.ParseArticle(file, b)
		if err != nil {
			t.Fatal(err)
		}
		rd, err := engine.Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		s := record.Source{
			Key: record.ArticleKey(a.URL, a.Outlet, a.Published, a.Title, a.Text), URL: a.URL, Outlet: a.Outlet, Agency: a.Agency, Title: a.Title, Lang: a.Lang,
			Published: a.Published, Retrieved: a.Retrieved,
		}
		r.Articles[s.Key] = &Article{s, a.Text, a.SHA256, a.Byline}
		for _, f := range record.Facts(rd, s.Key) {
			rep := record.Report{Fact: f, Source: s}
			reports = append(reports, rep)
			if f.Kind == record.KindStatement {
				r.Statements = append(r.Statements, rep)
			}
		}
	}
	r.Events, r.Levels = record.Merge(reports, nil), record.Levels(reports, nil)
	if len(r.Events) < 3 || len(r.Statements) < 8 || len(r.Levels) < 1 {
		t.Fatalf("%d events, %d statements, %d levels", len(r.Events), len(r.Statements), len(r.Levels))
	}
	entries := strings.Count(string(export(t, r, "ical", Options{})), "BEGIN:VEVENT")
	for form, o := range forms() {
		name, _, _ := strings.Cut(form, " ")
		wellFormed(t, form, export(t, r, form, o), widths[name], entries)
	}
	for _, table := range []string{"reports", "statements"} {
		for _, row := range lines(t, export(t, r, "jsonl", Options{Table: table})) {
			for _, s := range append(row["spans"].([]any), row["words"]) {
				stands(t, table, r.Articles[str(row["article"])], str(get(s, "in")), num(get(s, "start")), num(get(s, "end")), str(get(s, "text")), verbatim)
			}
		}
	}
}
