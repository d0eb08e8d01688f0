package lang

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestOpenRefusesAnUnknownLanguage(t *testing.T) {
	_, err := Open("tlh", "")
	if !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), "es") {
		t.Errorf("error %v, want ErrUnknown with the languages there are", err)
	}
}

func TestCodesListsThePacks(t *testing.T) {
	if !slices.Contains(Codes(), "es") {
		t.Errorf("%v holds no es", Codes())
	}
}

func TestParseTable(t *testing.T) {
	rows, err := ParseTable("t.tsv", "# comment\nlemma\tforms\nser\tes|son\n\nir\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Get("lemma") != "ser" || !slices.Equal(rows[0].List("forms"), []string{"es", "son"}) {
		t.Errorf("rows %+v", rows)
	}
	if rows[0].Line != 3 || rows[1].Get("forms") != "" || rows[1].List("forms") != nil || rows[1].Get("none") != "" {
		t.Errorf("rows %+v", rows)
	}
	if err := rows[1].Errorf("wrong %d", 7); err.Error() != "t.tsv:5: wrong 7" {
		t.Errorf("error %q", err)
	}
}

func TestParseTableNamesTheLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\tb\nx\ty\tz\n": "t.tsv:2",
		"# nothing\n":     "no header",
	} {
		if _, err := ParseTable("t.tsv", in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q in it", in, err, want)
		}
	}
}

func TestOverrideRowsFollowThoseOfThePack(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "es"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "es", "cues.tsv"), []byte("lemma\tpos\tclass\nrugir\tverb\tsay\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := Open("es", dir)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.Table("cues")
	if err != nil {
		t.Fatal(err)
	}
	if last := rows[len(rows)-1]; last.Get("lemma") != "rugir" || len(rows) < 100 {
		t.Errorf("%d rows, the last %+v", len(rows), last)
	}
	if _, err := Open("es", filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a directory that is not there was taken")
	}
	if _, err := p.Table("nosuch"); err == nil {
		t.Error("a table that is not there was read")
	}
}

// Every table of every pack must parse: a stray tab is found here, not in use.
func TestEveryTableParses(t *testing.T) {
	for _, code := range Codes() {
		p, err := Open(code, "")
		if err != nil {
			t.Fatal(err)
		}
		files, err := packs.ReadDir(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			name, ok := strings.CutSuffix(f.Name(), ".tsv")
			if !ok {
				continue
			}
			if _, err := p.Table(name); err != nil {
				t.Error(err)
			}
		}
		if _, err := p.Model(); err != nil {
			t.Error(err)
		}
	}
}

func FuzzParseTable(f *testing.F) {
	f.Add("a\tb\nx\ty\n")
	f.Add("#\n\t\n")
	f.Fuzz(func(t *testing.T, in string) {
		rows, err := ParseTable("t", in)
		if err != nil {
			return
		}
		for _, r := range rows {
			r.Get("a")
			r.List("b")
		}
	})
}
