package export

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// lines reads JSON Lines.
func lines(t testing.TB, b []byte) []map[string]any {
	t.Helper()
	var out []map[string]any
	for line := range bytes.Lines(b) {
		var v map[string]any
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		out = append(out, v)
	}
	return out
}

func TestRecordsOfPLOVER(t *testing.T) {
	r := story(t)
	by := map[string]map[string]any{}
	for _, p := range lines(t, export(t, r, "plover", Options{})) {
		for _, key := range []string{"id", "date", "actor", "event"} {
			if p[key] == nil {
				t.Errorf("%v lacks %s, which PLOVER requires", p["id"], key)
			}
		}
		by[p["attache_act"].(string)+" "+p["attache_status"].(string)] = p
	}
	if len(by) != 6 {
		t.Errorf("%d records, want 6: not what was denied or thought of", len(by))
	}
	for _, c := range []struct{ which, path, want string }{
		{"visit occurred", "event", `["CONSULT"]`},
		{"visit occurred", "mode", `["visit"]`},
		{"visit occurred", "date", `"2025-11-11"`},
		{"visit occurred", "enddate", `"2025-11-12"`},
		{"visit occurred", "actor", `[{"actor_text":"Kassym-Jomart Tokayev","attache_code":"KAZ","code":"KAZ","identifier_text":"Kassym-Jomart Tokayev"}]`},
		{"visit occurred", "recipient", `[{"actor_text":"Russia","attache_code":"RUS","code":"RUS","identifier_text":"Russia"}]`},
		{"visit occurred", "quad_code", `1`},
		{"visit occurred", "event_scale", `4`},
		{"visit occurred", "text", `"arrived in Moscow"`},
		{"visit occurred", "attache_state", `"kept"`},
		{"visit occurred", "event_loc", `{"country_code":"RUS","resolved_place":"Moscow"}`},
		{"accuse occurred", "event", `["ACCUSE"]`},
		{"accuse occurred", "event_scale", `-2`},
		{"accuse occurred", "date", `"2025-11-12"`},
		{"sign planned", "event", `["AGREE"]`},
		{"sign planned", "attache_type", `"SUPPORT"`},
		{"sign planned", "date", `"2025-11-07"`},
		{"sign planned", "attache_due", `"2025-12"`},
		{"talks planned", "event", `["AGREE"]`},
		{"talks planned", "recipient", `null`},
		{"talks planned", "mode", `null`},
		{"aid planned", "event", `["AGREE"]`},
		{"aid planned", "quad_code", `1`},
	} {
		got, err := json.Marshal(by[c.which][c.path])
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s is %s, want %s", c.which, c.path, got, c.want)
		}
	}
	if p := by["visit occurred"]; p["attache_promise"] != p["id"] || len(p["attache_spans"].([]any)) != 3 {
		t.Errorf("the visit keeps the promise %v and the spans %v", p["attache_promise"], p["attache_spans"])
	}
	if n := len(by["talks planned"]["actor"].([]any)); n != 2 {
		t.Errorf("talks have %d actors, want both sides", n)
	}
}

func TestPlansAreFoldedAsTheManualSays(t *testing.T) {
	c, err := readCodes()
	if err != nil {
		t.Fatal(err)
	}
	for planned, types := range map[string]string{
		"AGREE": "AGREE CONSULT SUPPORT COOPERATE AID", "CONCEDE": "CONCEDE RETREAT", "THREATEN": "PROTEST SANCTION MOBILIZE COERCE ASSAULT", "": "REQUEST ACCUSE REJECT THREATEN",
	} {
		for _, kind := range strings.Fields(types) {
			if got := c.fold(kind, "planned", "affirmed"); got != planned {
				t.Errorf("planned %s is %q, want %q", kind, got, planned)
			}
		}
	}
	for _, kind := range c.types() {
		var got []string
		for _, s := range [][2]string{{"occurred", "affirmed"}, {"ongoing", "affirmed"}, {"hypothetical", "affirmed"}, {"occurred", "denied"}, {"occurred", "negated"}, {"planned", "negated"}} {
			got = append(got, c.fold(kind, s[0], s[1]))
		}
		if !slices.Equal(got, []string{kind, kind, "", "", "", ""}) {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
