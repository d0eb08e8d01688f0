package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/attache-project/attache/record"
)

func TestTablesHoldTheStory(t *testing.T) {
	r := story(t)
	visit := r.find(t, "visit", "RUS", "occurred")
	for _, c := range []struct {
		table, key, value string
		want              map[string]string
	}{
		{"events", "event", visit.ID, map[string]string{
			"act": "visit", "quad": "1", "goldstein": "1.9", "time_from": "2025-11-11", "time_to": "2025-11-12", "place": "Moscow", "place_country": "RUS", "actors": "KAZ",
			"actor_names": "Kassym-Jomart Tokayev", "recipients": "RUS", "reports": "3", "independent": "3", "contradictions": "1", "state": "kept",
			"first_published": "2025-11-07", "last_published": "2025-11-12", "words": "realizará una visita de Estado",
		}},
		{"promises", "event", visit.ID, map[string]string{
			"state": "kept", "since": "2025-11-12", "due": "2025-11-11/2025-11-12", "due_to": "2025-11-12", "announced": "2025-11-07", "redated": "0",
			"steps": "2025-11-07 announced (due 2025-11-11/2025-11-12);2025-11-10 confirmed (due 2025-11-11/2025-11-12);2025-11-12 kept (due 2025-11-11/2025-11-12)",
		}},
		{"steps", "kind", "kept", map[string]string{"event": visit.ID, "step": "3", "on": "2025-11-12", "reports": visit.Reports[2].Fact.Key}},
		{"reports", "report", visit.Reports[1].Fact.Key, map[string]string{
			"event": visit.ID, "kind": "event", "outlet": "Вестник", "agency": "Степь", "url": "", "visit_kind": "official", "put_off": "false", "why": "same act and parties: visit|KAZ|RUS;same time: 2025-11-11/2025-11-12, told for 2025-11-11/2025-11-12",
		}},
		{"reports", "report", visit.Reports[0].Fact.Key, map[string]string{"byline": "Inés Peña", "spans": "89-105;title:8-15"}},
		{"statements", "cue", "say", map[string]string{"kind": "direct", "speaker": "Kassym-Jomart Tokayev", "speaker_id": "kassym-jomart-tokayev", "side": "KAZ", "about": "RUS", "words": "Es la visita del año"}},
		{"levels", "party_b", "RUS", map[string]string{"party_a": "KAZ", "level": "comprehensive-strategic", "move": "upgrade", "names": "en: comprehensive strategic partnership", "reports": "1"}},
		{"contradictions", "value", "official", map[string]string{"event": visit.ID, "attribute": "kind", "outlets": "Вестник", "parties": "KAZ;RUS"}},
	} {
		rows, err := csv.NewReader(bytes.NewReader(export(t, r, "csv", Options{Table: c.table}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, row := range rows[1:] {
			by := map[string]string{}
			for i, name := range rows[0] {
				by[name] = row[i]
			}
			if by[c.key] != c.value {
				continue
			}
			found = true
			for name, want := range c.want {
				if by[name] != want {
					t.Errorf("%s %s: %s is %q, want %q", c.table, c.value, name, by[name], want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no row with %s %s", c.table, c.key, c.value)
		}
	}
}

func TestJSONLinesHaveTheColumnsOfTheTableInOrder(t *testing.T) {
	r := story(t)
	for _, table := range Tables() {
		columns, err := Columns(table)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(export(t, r, "jsonl", Options{Table: table})) {
			d := json.NewDecoder(bytes.NewReader(line))
			var keys []string
			if _, err := d.Token(); err != nil {
				t.Fatal(err)
			}
			for d.More() {
				k, err := d.Token()
				if err != nil {
					t.Fatal(err)
				}
				keys = append(keys, k.(string))
				var v any
				if err := d.Decode(&v); err != nil {
					t.Fatal(err)
				}
			}
			if len(keys) != len(columns) {
				t.Fatalf("%s: %d keys, %d columns", table, len(keys), len(columns))
			}
			for i, c := range columns {
				if keys[i] != c.Name {
					t.Errorf("%s: key %d is %s, want %s", table, i, keys[i], c.Name)
				}
			}
		}
	}
}

func TestListsStayListsAndUnknownIsNull(t *testing.T) {
	r := story(t)
	for _, row := range lines(t, export(t, r, "jsonl", Options{Table: "events"})) {
		if _, ok := row["parties"].([]any); !ok {
			t.Errorf("parties %v", row["parties"])
		}
		if row["act"] == "accuse" && (row["time"] != nil || row["place"] != nil || row["state"] != nil) {
			t.Errorf("what is unknown is not null: %v", row)
		}
	}
	if got := joined([]string{"a;b", "c"}); got != "a,b;c" {
		t.Errorf("joined: %q", got)
	}
}

func TestDocumentsNameEveryFormatAndColumn(t *testing.T) {
	b, err := os.ReadFile("../../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(b)
	for _, f := range Formats() {
		if !strings.Contains(doc, "`"+f.Name+"`") {
			t.Errorf("docs/exports.md does not name the format %s", f.Name)
		}
	}
	for _, table := range Tables() {
		columns, err := Columns(table)
		if err != nil {
			t.Fatal(err)
		}
		_, section, ok := strings.Cut(doc, "### Table `"+table+"`")
		if !ok {
			t.Errorf("docs/exports.md has no section of table %s", table)
			continue
		}
		section, _, _ = strings.Cut(section, "\n### ")
		section, _, _ = strings.Cut(section, "\n## ")
		for _, c := range columns {
			if !strings.Contains(section, "| `"+c.Name+"` | "+c.Doc+" |") {
				t.Errorf("docs/exports.md, table %s: no row | `%s` | %s |", table, c.Name, c.Doc)
			}
		}
	}
	for _, c := range append(append(GDELTColumns(), MentionColumns()...), PlannedColumns()...) {
		name := strings.NewReplacer("Actor1Geo_", "_", "Actor2Geo_", "_", "ActionGeo_", "_").Replace(c)
		if name == c {
			name = strings.TrimPrefix(strings.TrimPrefix(c, "Actor1"), "Actor2")
		}
		if !strings.Contains(doc, "`"+name+"`") && !strings.Contains(doc, "`"+c+"`") {
			t.Errorf("docs/exports.md does not name column %s of GDELT", c)
		}
	}
}

// many returns a record of n reports of n/10 events.
func many(b *testing.B, n int) *Record {
	r := story(b)
	visit := *r.find(b, "visit", "RUS", "occurred")
	visit.Reports = nil
	first := r.find(b, "visit", "RUS", "occurred").Reports
	for i := range 10 {
		visit.Reports = append(visit.Reports, first[i%len(first)])
	}
	r.Events = make([]record.Event, 0, n/10)
	for range n / 10 {
		r.Events = append(r.Events, visit)
	}
	return r
}

func BenchmarkExport(b *testing.B) {
	const n = 10_000
	r := many(b, n)
	for _, form := range []string{"csv reports", "jsonl reports", "parquet reports", "webannotation", "plover", "gdelt", "gdelt-mentions", "jsonld", "ical"} {
		name, table, _ := strings.Cut(form, " ")
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := Write(io.Discard, name, r, &Options{Table: table}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}
