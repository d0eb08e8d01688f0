package export

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/record"
)

// tsv reads what an exporter for GDELT wrote, each row by the names of its columns.
func tsv(t *testing.T, r *Record, form string, columns []string) []map[string]string {
	t.Helper()
	var out []map[string]string
	for line := range strings.Lines(string(export(t, r, form, Options{}))) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != len(columns) {
			t.Fatalf("%s: a row of %d columns, want %d: %q", form, len(cells), len(columns), line)
		}
		row := map[string]string{}
		for i, c := range columns {
			row[c] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

func TestColumnsOfGDELT(t *testing.T) {
	c := GDELTColumns()
	if len(c) != 61 || len(MentionColumns()) != 16 {
		t.Fatalf("%d and %d columns, want 61 and 16", len(c), len(MentionColumns()))
	}
	for i, want := range map[int]string{1: "GlobalEventID", 6: "Actor1Code", 16: "Actor2Code", 26: "IsRootEvent", 27: "EventCode", 31: "GoldsteinScale", 35: "AvgTone", 36: "Actor1Geo_Type", 52: "ActionGeo_Type", 60: "DATEADDED", 61: "SOURCEURL"} {
		if c[i-1] != want {
			t.Errorf("column %d is %s, want %s", i, c[i-1], want)
		}
	}
}

func TestEventsThatHappenedGoToGDELT(t *testing.T) {
	r := story(t)
	rows := tsv(t, r, "gdelt", GDELTColumns())
	if len(rows) != 2 {
		t.Fatalf("%d rows, want the visit and the accusation: %q", len(rows), rows)
	}
	visit, accusation := rows[0], rows[1]
	if visit["EventCode"] != "042" {
		visit, accusation = accusation, visit
	}
	id := eventID(r.find(t, "visit", "RUS", "occurred").ID)
	for key, want := range map[string]string{
		"GlobalEventID": id, "Day": "20251111", "MonthYear": "202511", "Year": "2025", "FractionDate": "2025.8521", "Actor1Code": "KAZ", "Actor1Name": "KASSYM-JOMART TOKAYEV",
		"Actor1CountryCode": "KAZ", "Actor2Code": "RUS", "Actor2Name": "RUSSIA", "IsRootEvent": "1", "EventCode": "042", "EventBaseCode": "042", "EventRootCode": "04",
		"QuadClass": "1", "GoldsteinScale": "1.9", "NumMentions": "3", "NumSources": "3", "NumArticles": "3", "AvgTone": "", "Actor1Type1Code": "",
		"ActionGeo_Fullname": "Moscow", "ActionGeo_Type": "", "DATEADDED": "20251107110000", "SOURCEURL": "https://cuaderno.example/2025/11/tokayev?a=1&b=2",
	} {
		if visit[key] != want {
			t.Errorf("visit: %s is %q, want %q", key, visit[key], want)
		}
	}
	// No time is told: the day of the report, and no time of retrieval: that of the export.
	for key, want := range map[string]string{"Day": "20251112", "EventCode": "111", "QuadClass": "3", "GoldsteinScale": "-2", "DATEADDED": "20251120093000"} {
		if accusation[key] != want {
			t.Errorf("accusation: %s is %q, want %q", key, accusation[key], want)
		}
	}
}

func TestWhatDidNotHappenIsNeverInTheFileOfThePast(t *testing.T) {
	r := story(t)
	past, planned := tsv(t, r, "gdelt", GDELTColumns()), tsv(t, r, "gdelt-planned", slices.Concat(GDELTColumns(), PlannedColumns()))
	if len(past)+len(planned) != len(r.Events) {
		t.Errorf("%d and %d rows for %d events", len(past), len(planned), len(r.Events))
	}
	in := func(rows []map[string]string, e *record.Event) bool {
		return slices.ContainsFunc(rows, func(row map[string]string) bool { return row["GlobalEventID"] == eventID(e.ID) })
	}
	for i := range r.Events {
		e := &r.Events[i]
		if is := e.Status == "occurred" && e.Polarity == "affirmed"; in(past, e) != is || in(planned, e) == is {
			t.Errorf("%s, %s, %s: among the past %t, among the planned %t", e.Act, e.Status, e.Polarity, in(past, e), in(planned, e))
		}
	}
	for _, row := range planned {
		if row["Status"] == "" || row["Polarity"] == "" {
			t.Errorf("a planned row without status: %q", row)
		}
		if row["EventCode"] == "057" && (row["Day"] != "" || row["MonthYear"] != "202512" || row["Due"] != "2025-12" || row["PromiseState"] != "open") {
			t.Errorf("signing due in a month: %q", row)
		}
	}
}

func TestMentionsAreTheReportsOfThePast(t *testing.T) {
	r := story(t)
	rows := tsv(t, r, "gdelt-mentions", MentionColumns())
	visit := r.find(t, "visit", "RUS", "occurred")
	var got []map[string]string
	for _, row := range rows {
		if row["GlobalEventID"] == eventID(visit.ID) {
			got = append(got, row)
		}
	}
	if len(got) != len(visit.Reports) || len(rows) != len(visit.Reports)+1 {
		t.Fatalf("%d rows, %d of the visit, which has %d reports", len(rows), len(got), len(visit.Reports))
	}
	for i, want := range []map[string]string{
		{"EventTimeDate": "20251107110000", "MentionTimeDate": "20251107110000", "MentionType": "1", "MentionSourceName": "cuaderno.example", "MentionIdentifier": "https://cuaderno.example/2025/11/tokayev?a=1&b=2", "InRawText": "1", "Extras": "status:planned"},
		{"MentionType": "2", "MentionSourceName": "Вестник", "MentionIdentifier": "Вестник, 2025-11-10", "Extras": "status:planned"},
		{"EventTimeDate": "20251107110000", "MentionTimeDate": "20251112000000", "MentionType": "1", "Extras": ""},
	} {
		for key, v := range want {
			if got[i][key] != v {
				t.Errorf("mention %d: %s is %q, want %q", i, key, got[i][key], v)
			}
		}
	}
	for i, row := range got {
		words, a := visit.Reports[i].Fact.Words, r.article(&visit.Reports[i])
		_, stands, _, ok := piece(a.Text, atoi(t, row["ActionCharOffset"]), atoi(t, row["ActionCharOffset"])+points(words.Text))
		if !ok || stands != words.Text || atoi(t, row["MentionDocLen"]) != points(a.Text) {
			t.Errorf("mention %d: at %s of %s stands %q, want %q", i, row["ActionCharOffset"], row["MentionDocLen"], stands, words.Text)
		}
	}
}

func TestLeadIsTitleOrFirstParagraph(t *testing.T) {
	r := &Record{Articles: map[string]*Article{"k": {Text: "\n\nPrimer párrafo.\nSegundo párrafo."}}}
	for _, c := range []struct {
		start int
		in    string
		key   string
		want  string
	}{{2, "", "k", "1"}, {16, "", "k", "1"}, {18, "", "k", "0"}, {30, "title", "k", "1"}, {2, "", "other", ""}} {
		e := &record.Event{Reports: []record.Report{{Source: record.Source{Key: c.key}}}}
		e.Reports[0].Fact.Words.Start, e.Reports[0].Fact.Words.In = c.start, c.in
		if got := lead(r, e); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestIDsOfGDELTFitTheirColumn(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range []string{"ffffffffffffffff", "0000000000000001", "00000000000000010", "e1", "", strings.Repeat("é", 40)} {
		n := eventID(id)
		if len(n) > 19 || n == "" || bytes.ContainsFunc([]byte(n), func(r rune) bool { return r < '0' || r > '9' }) {
			t.Errorf("eventID(%q) = %q", id, n)
		}
		seen[n] = true
	}
	if got := eventID("ffffffffffffffff"); got != "1152921504606846975" {
		t.Errorf("largest id %s", got)
	}
	if len(seen) < 5 {
		t.Errorf("ids %v", seen)
	}
}
