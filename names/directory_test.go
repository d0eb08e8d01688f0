package names

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestOpen(t *testing.T) {
	d, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(d.States()); n < 190 {
		t.Errorf("%d states", n)
	}
	e, ok := d.State("KAZ")
	if !ok || e.Name.EN != "Kazakhstan" || e.Name.ES != "Kazajistán" || e.Kind != State || e.Code != "KAZ" {
		t.Errorf("KAZ = %+v", e)
	}
	if _, ok := d.State("XXX"); ok {
		t.Error("there is a state XXX")
	}
	for _, c := range d.States() {
		if e, _ := d.State(c); e.Name.ES == "" || e.Name.EN == "" || e.Name.RU == "" {
			t.Errorf("%s has no name: %+v", c, e.Name)
		}
	}
	p, ok := d.Person("kassym-jomart-tokayev")
	if !ok || p.Name.EN != "Kassym-Jomart Tokayev" || p.Country != "KAZ" {
		t.Errorf("Tokayev = %+v", p)
	}
}

func TestHolders(t *testing.T) {
	d, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ office, of, day, want string }{
		{"head_of_state", "CHL", "2023-10-31", "gabriel-boric"},
		{"head_of_state", "BOL", "2015-01-01", "evo-morales"},
		{"head_of_state", "COL", "2025-05-15", "gustavo-petro"},
		{"head_of_state", "CHL", "1850-01-01", ""},
		{"head_of_state", "XXX", "2023-10-31", ""},
	} {
		got := ""
		if h := d.Holders(c.office, c.of, c.day); len(h) > 0 {
			got = h[0].Person
		}
		if got != c.want {
			t.Errorf("%s of %s on %s: %q, want %q", c.office, c.of, c.day, got, c.want)
		}
	}
}

func TestHoldingOn(t *testing.T) {
	for _, c := range []struct {
		from, to, day string
		want          bool
	}{
		{"2019-06-12", "", "2025-01-01", true},
		{"2019-06-12", "", "2019-06-11", false},
		{"2019", "2021", "2019-01-01", true}, // as far as the year tells
		{"2019", "2021", "2022-01-01", false},
		{"2019-03", "2021-03", "2021-03-30", true},
		{"2019-03", "2021-03", "", false},
		{"2019-03", "", "", true},
		{"", "2021", "2000-01-01", true},
	} {
		if got := (Holding{From: c.from, To: c.to}).On(c.day); got != c.want {
			t.Errorf("[%s, %s] on %q: %v", c.from, c.to, c.day, got)
		}
	}
}

func TestInstitution(t *testing.T) {
	d, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ key, code, id, en, es string }{
		{"government", "BOL", "government/BOL", "Government of Bolivia", "Gobierno de Bolivia"},
		{"presidency", "DZA", "presidency/DZA", "Presidency of Algeria", "Presidencia de Argelia"},
		{"foreign_ministry", "MEX", "foreign_ministry/MEX", "Ministry of Foreign Affairs of Mexico", "Ministerio de Relaciones Exteriores de México"},
		{"defence_ministry", "USA", "defence_ministry/USA", "Department of Defense of the United States", "Departamento de Defensa de los Estados Unidos"},
		{"government", "PER", "government/PER", "Government of Peru", "Gobierno del Perú"},
		{"junta", "NER", "junta/NER", "military junta of Niger", "junta militar de Níger"},
	} {
		e := d.Institution(c.key, c.code)
		if e.ID != c.id || e.Name.EN != c.en || e.Name.ES != c.es || e.Country != c.code {
			t.Errorf("Institution(%s, %s) = %+v", c.key, c.code, e)
		}
	}
	if d.Government("BOL").ID != "government/BOL" {
		t.Error("Government")
	}
}

func TestLoadErrors(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"cells":  {"states.tsv", "iso3\tiso2\nAAA\tAA\textra\n", "states.tsv:2"},
		"code":   {"states.tsv", "iso3\tiso2\n\tAA\n", "states.tsv:2"},
		"twice":  {"states.tsv", "iso3\nAAA\nAAA\n", "states.tsv:3"},
		"form":   {"forms.tsv", "id\tlang\tkind\tform\nAAA\tes\tname\tA\n", "forms.tsv:2"},
		"holder": {"holders.tsv", "person\toffice\tof\tfrom\tto\nnobody\tx\tAAA\t\t\n", "holders.tsv:2"},
		"person": {"persons.tsv", "id\ten\n\tA\n", "persons.tsv:2"},
		"header": {"persons.tsv", "# nothing\n", "persons.tsv"},
	} {
		_, err := Load(fstest.MapFS{c.file: {Data: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that names %s", name, err, c.want)
		}
	}
	if _, err := Load(fstest.MapFS{}); err != nil {
		t.Errorf("without tables: %v", err)
	}
}

func TestOrganisations(t *testing.T) {
	d, err := Load(fstest.MapFS{"organisations.tsv": {Data: []byte("code\tqid\tes\ten\tru\tacronyms\taliases\thq\tmembers\n" +
		"UN\tQ1065\tNaciones Unidas\tUnited Nations\tООН\tes:ONU;en:UN\t\t\t\nEU\tQ458\tUnión Europea\tEuropean Union\t\tes:UE\tLos Veintisiete\t\tESP|FRA\n")}})
	if err != nil {
		t.Fatal(err)
	}
	e, ok := d.Organisation("EU")
	if !ok || e.Name.ES != "Unión Europea" || e.Name.RU != "European Union" || e.Code != "EU" {
		t.Errorf("EU = %+v", e)
	}
	if m := d.Members("EU"); len(m) != 2 || m[0] != "ESP" {
		t.Errorf("members %v", m)
	}
}

func TestCapital(t *testing.T) {
	d, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]Name{
		"RUS": {ES: "Moscú", EN: "Moscow", RU: "Москва"},
		"PRY": {ES: "Asunción", EN: "Asunción", RU: "Асунсьон"},
		"HUN": {ES: "Budapest", EN: "Budapest", RU: "Будапешт"},
	} {
		c, ok := d.Capital(code)
		if !ok || c.Name != want || c.ID != "capital/"+code || c.Kind != Place {
			t.Errorf("Capital(%s) = %+v, %v, want %+v", code, c, ok, want)
		}
	}
	if c, ok := d.Capital("XXX"); ok {
		t.Errorf("Capital(XXX) = %+v", c)
	}
}

func TestFind(t *testing.T) {
	d, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"KAZ": "KAZ", "kaz": "KAZ", "Kazajistán": "KAZ", "kazajistan": "KAZ", "Россия": "RUS", "Russia": "RUS", "Moscú": "RUS",
		"UE": "EU", "European Union": "EU", "Lavrov": "sergey-lavrov", "Лавров": "sergey-lavrov",
	} {
		found := d.Find(name)
		if len(found) == 0 || found[0].ID != want {
			t.Errorf("Find(%q) = %v, want %s", name, found, want)
		}
	}
	for _, name := range []string{"", " ", "Utopía"} {
		if found := d.Find(name); len(found) > 0 {
			t.Errorf("Find(%q) = %v", name, found)
		}
	}
}
