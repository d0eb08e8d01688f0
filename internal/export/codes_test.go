package export

import (
	"os"
	"strings"
	"testing"

	"github.com/attache-project/attache/event"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
)

func TestOrganisationsAreNotTakenForStates(t *testing.T) {
	c, err := readCodes()
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../names/data/organisations.tsv"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := lang.ParseTable(file, string(b))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 100 {
		t.Fatalf("%s has %d rows", file, len(rows))
	}
	for _, r := range rows {
		if code := r.Get("code"); c.isState(code) {
			t.Errorf("%s is an organisation: it has to stand in data/actors.tsv", code)
		}
	}
	d, err := names.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range d.States() {
		if len(code) == 3 && c.country(code) == "" {
			t.Errorf("%s is a state and has no code of CAMEO", code)
		}
	}
	for code, want := range map[string][2]string{"KAZ": {"KAZ", ""}, "ROU": {"ROM", ""}, "EU": {"", "EEC"}, "UN": {"", "UNO"}, "SCO": {"", ""}, "Abkhazia": {"", ""}, "": {"", ""}} {
		if got := [2]string{c.country(code), c.group(code)}; got != want {
			t.Errorf("%s: country and group %q, want %q", code, got, want)
		}
	}
}

func TestTypesHaveTheQuadClassesOfTheEngine(t *testing.T) {
	c, err := readCodes()
	if err != nil {
		t.Fatal(err)
	}
	quads, err := event.Quads()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.types()) != len(quads) {
		t.Errorf("types %q, the engine has %d", c.types(), len(quads))
	}
	for kind, quad := range quads {
		if got := c.scores[[2]string{kind, ""}].quad; got != quad {
			t.Errorf("%s: quad class %d, want %d", kind, got, quad)
		}
	}
}

func TestCodesOfCAMEO(t *testing.T) {
	for code, want := range map[string]struct {
		root, base string
		quad       int
	}{
		"042": {"04", "042", 1}, "0831": {"08", "083", 2}, "111": {"11", "111", 3}, "1823": {"18", "182", 4}, "17": {"17", "17", 4},
		"": {}, "1": {}, "21": {}, "00": {}, "4a": {}, "04200": {},
	} {
		if root, base, quad := cameo(code); root != want.root || base != want.base || quad != want.quad {
			t.Errorf("cameo(%q) = %q, %q, %d, want %+v", code, root, base, quad, want)
		}
	}
	c, err := readCodes()
	if err != nil {
		t.Fatal(err)
	}
	// Where GDELT's table differs from that of ICEWS.
	for code, want := range map[string]float64{"016": -2, "042": 1.9, "057": 8, "163": -8} {
		if got := c.goldstein[code]; got != want {
			t.Errorf("Goldstein of %s is %g, want %g", code, got, want)
		}
	}
}

func TestCalendarsHaveWordsForAllActsAndStates(t *testing.T) {
	c, err := readCodes()
	if err != nil {
		t.Fatal(err)
	}
	en, err := readWords("")
	if err != nil {
		t.Fatal(err)
	}
	es, err := readWords("es")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for act := range record.Acts() {
		keys = append(keys, "act."+act)
	}
	for _, kind := range c.types() {
		keys = append(keys, "act."+strings.ToLower(kind))
	}
	for _, s := range []string{
		record.Open, record.Overdue, record.Lapsed, record.Unknown, record.Kept, record.KeptLate, record.KeptInPart, record.Changed, record.Cancelled,
		record.Disputed, record.NotKept,
	} {
		keys = append(keys, "state."+s)
	}
	for _, key := range keys {
		if en.get(key) == "" || es.get(key) == "" {
			t.Errorf("%s has the words %q and %q", key, en.get(key), es.get(key))
		}
	}
	for key, s := range en.by {
		if strings.Count(s, "%") != strings.Count(es.by[key], "%") {
			t.Errorf("%s: %q and %q take different values", key, s, es.by[key])
		}
	}
}
