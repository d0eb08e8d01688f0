package lang

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// table parses a table of the columns in its first line, with spaces for tabs.
func table(t *testing.T, s string) []Row {
	t.Helper()
	rows, err := ParseTable("t.tsv", strings.ReplaceAll(s, " ", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWhichRowWins(t *testing.T) {
	for _, c := range []struct {
		name, table      string
		base, over, want string // want: rows in order, divided by " / "
		hits             int
	}{
		{"a cue stands where the old one stood", "cues",
			"lemma pos class\ndecir verb say\ndecir noun say\nver verb say", "lemma pos class\ndecir verb warn", "decir verb warn / decir noun say / ver verb say", 1},
		{"a new cue comes last", "cues", "lemma pos class\ndecir verb say", "lemma pos class\nver verb say", "decir verb say / ver verb say", 0},
		{"two rows for one", "cues", "lemma pos class\ndecir verb say\nver verb say", "lemma pos class\ndecir verb warn\ndecir verb ask",
			"decir verb warn / decir verb ask / ver verb say", 1},
		{"columns in another order", "cues", "lemma pos class\ndecir verb say", "class lemma pos\nwarn decir verb", "warn decir verb", 1},
		{"a new frame is tried first", "frames", "name lemma\na x\nb y", "name lemma\nc z\nb w", "c z / a x / b w", 1},
		{"words of the ladder", "levels", "use key words needs\nrung p as|al s\nrung q as t\nmove up a|b", "use key words needs\nrung r as s\nmove down a",
			"rung r as s / move down a / rung p al s / rung q as t / move up b", 2},
		{"status by use and place", "status", "use words as set\ngovern a|b obj planned\ngovern a noun host\nmood a  past", "use words as set\ngovern a obj none",
			"govern a obj none / govern b obj planned / govern a noun host / mood a  past", 1},
		{"a row that loses all its words", "tone", "tone words\n- a|b\n+ c", "tone words\n+ a|b", "+ c / + a|b", 1},
		{"offices are tried in order", "institutions", "words key\nx|y a", "words key\nx b", "x b / x|y a", 1},
		{"sets of small words only grow", "grammar", "use words\nlight x|y", "use words\nlight y|z", "light x|y / light y|z", 1},
		{"a set for a set", "event-sets", "set words\nof x\nto z\nof de", "set words\nof da", "to z / of da", 1},
		{"words for a set", "event-sets", "set words\nof x\nto z\nof de", "set words\n+of da", "to z / of de|da", 1},
		{"words for a new set", "event-sets", "set words\nto z", "set words\n+of da\n+of do", "to z / of da|do", 0},
		{"a table without a schema", "nosuch", "a\nx", "a\nx", "x / x", 0},
	} {
		rows, hits := merge(Schemas[c.table], table(t, c.base), table(t, c.over))
		var got []string
		for _, r := range rows {
			got = append(got, strings.Join(r.Cell, " "))
		}
		if s := strings.Join(got, " / "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
		if len(hits) != c.hits {
			t.Errorf("%s: %d overlaps, want %d", c.name, len(hits), c.hits)
		}
	}
}

// What a table of the program has must be told by its schema.
func TestEveryTableHasASchema(t *testing.T) {
	for _, code := range Codes() {
		p, err := Open(code, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range p.Tables() {
			s := Schemas[name]
			if s == nil {
				t.Errorf("%s/%s has no schema", code, name)
				continue
			}
			rows, err := p.Table(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				continue
			}
			for col := range rows[0].cols {
				if s.column(col) == nil {
					t.Errorf("%s/%s: the schema has no column %q", code, name, col)
				}
			}
			for _, col := range slices.Concat(s.Key, s.Words) {
				if s.column(col) == nil {
					t.Errorf("schema of %s: no column %q", name, col)
				}
			}
		}
	}
}

// folder lays files into a directory.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, s := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestALanguageThatOnlyADirectoryHas(t *testing.T) {
	dir := folder(t, map[string]string{
		"pt/cues.tsv": "\ufefflemma\tpos\tclass\r\ndizer\tverb\tsay\r\n", "pt/pack.tsv": "key\tvalue\nnames\tes\n",
		"es/model.bin": "mine", "README.txt": "",
	})
	codes, err := Available(dir)
	if err != nil || !slices.Contains(codes, "pt") || !slices.Contains(codes, "ru") {
		t.Errorf("%v, %v", codes, err)
	}
	p, err := Open("pt", dir)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.Table("cues")
	if err != nil || len(rows) != 1 || rows[0].Get("lemma") != "dizer" {
		t.Errorf("cues %+v, %v", rows, err)
	}
	if rows, err := p.Table("frames"); err != nil || len(rows) > 0 {
		t.Errorf("a table that is not there: %+v, %v", rows, err)
	}
	if !p.Reads() || p.BuiltIn() {
		t.Error("it has cues, and they are not the program's")
	}
	if _, err := p.Model(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("model: %v", err)
	}
	if q, err := p.Named(); err != nil || q.Lang != "es" || p.Lang != "pt" {
		t.Errorf("names of %+v, %v", q, err)
	}
	if q, err := Open("es", dir); err != nil {
		t.Error(err)
	} else if b, err := q.Model(); err != nil || string(b) != "mine" {
		t.Errorf("the model of the directory is not taken: %v", err)
	}
	for _, code := range []string{"qq", "..", "", "README.txt"} {
		if _, err := Open(code, dir); err == nil {
			t.Errorf("%q was opened", code)
		}
	}
	if _, err := Available(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no folder named for a language") {
		t.Errorf("an empty directory: %v", err)
	}
}

func TestCheckFindsWhatIsNoTable(t *testing.T) {
	if _, _, err := Check(filepath.Join(t.TempDir(), "none"), Known{}); err == nil {
		t.Error("a directory that is not there was checked")
	}
	if _, _, err := Check(t.TempDir(), Known{}); err == nil {
		t.Error("a directory without tables was checked")
	}
	_, faults, err := Check(folder(t, map[string]string{"es/cues.tsv": "lemma\tpos\tclass\nbra\u0301mar\tverb\tsay\nbra\u00admar\tverb\tsay\n\xff\tverb\tsay\n"}), Known{})
	if err != nil || len(faults) != 3 {
		t.Errorf("%v, %v", faults, err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("cues", "lemma\tpos\tclass\nx\tverb\tsay\n")
	f.Add("frames", "name\tlemma\tpos\twants\tactors\trecipients\ttype\tcameo\nx\ty\tverb\tsubj=@a|$b;;!=\t,+\t\tX\t1\n")
	f.Add("timex-rules", "name\tlevel\tclass\tpattern\tbuild\nx\t2\tPT!\t( A|b? )? < :\tdate\n")
	f.Add("levels", "use\tkey\twords\tneeds\nrung\ta\tb||\tc\nact\t\tx\t\n")
	f.Fuzz(func(t *testing.T, name, s string) {
		if Schemas[name] == nil {
			return
		}
		if _, _, err := Check(folder(t, map[string]string{"es/" + name + ".tsv": s}), Known{}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestGuess(t *testing.T) {
	for in, want := range map[string]string{"sya": "say", "ratifi": "ratify", "zzzz": "", "x": ""} {
		got := guess(in, []string{"say", "ratify", "-"})
		if want == "" && got != "" || want != "" && !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
