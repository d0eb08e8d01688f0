package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
)

// overlapLine is a row of the program, whose number changes with its tables.
var overlapLine = regexp.MustCompile(`( es/[a-z-]+\.tsv:)[0-9]+ of the program`)

// Every kind of fault stands in testdata/faults, and what is said of it in
// testdata/faults.txt.
func TestPackCheckFindsFaults(t *testing.T) {
	code, got, told := attache(t, "", "pack", "check", "testdata/faults")
	if code != exitFailed || !strings.Contains(told, " faults") {
		t.Errorf("exit code %d, said %q", code, told)
	}
	got = overlapLine.ReplaceAllString(got, "${1}N of the program")
	want, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for line := range strings.Lines(got) {
		have[line] = true
	}
	for line := range strings.Lines(string(want)) {
		if !have[line] {
			t.Errorf("not said: %s", line)
		}
		delete(have, line)
	}
	for line := range have {
		t.Errorf("said: %s", line)
	}
}

// The program's own tables, taken for somebody else's, have no fault but what
// stands twice.
func TestPackCheckOfTheProgram(t *testing.T) {
	dir := t.TempDir()
	for _, code := range lang.Codes() {
		p, err := lang.Open(code, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, code), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, name := range p.Tables() {
			if lang.Schemas[name].Part == lang.PartTrain {
				continue // large, and not read by these engines
			}
			s, err := p.Source(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, code, name+".tsv"), []byte(s), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, got, _ := attache(t, "", "pack", "check", dir)
	for line := range strings.Lines(got) {
		if strings.Contains(line, ": note: ") || strings.Contains(line, " already") || strings.Contains(line, "АЭС") || strings.HasSuffix(line, "no fault\n") {
			continue
		}
		t.Errorf("%s", line)
	}
}

func TestPackCommand(t *testing.T) {
	tell(t, []story{
		{name: "nothing", args: "pack", code: 2, stderr: []string{"check, list or show is wanted", "attache help pack"}},
		{name: "what", args: "pack mend x", code: 2, stderr: []string{`pack has no "mend"`}},
		{name: "check what", args: "pack check", code: 2, stderr: []string{"pack check wants one directory"}},
		{name: "check nowhere", args: "pack check testdata/none", code: 1, stderr: []string{"testdata/none"}},
		{name: "check no pack", args: "pack check testdata/faults/es", code: 1, stdout: []string{"a table lies in a folder named for its language"}, stderr: []string{"faults"}},
		{name: "list", args: "pack list es", stdout: []string{"es/cues ", "lemma pos class frames flags not", "words that report speech", "!ru/"}},
		{name: "list all", args: "pack list", stdout: []string{"es/cues ", "en/cues ", "ru/name-cases "}},
		{name: "list which", args: "pack list qq", code: 1, stderr: []string{`no language pack for "qq"`}},
		{name: "list too many", args: "pack list es en", code: 2, stderr: []string{"takes one language"}},
		{name: "show", args: "pack show es frames", stdout: []string{"# Frames of acts", "name\tlemma\tpos"}},
		{name: "show file", args: "pack show es frames.tsv", stdout: []string{"name\tlemma\tpos"}},
		{name: "show what", args: "pack show es", code: 2, stderr: []string{"wants a language and a table"}},
		{name: "show no table", args: "pack show es frame", code: 1, stderr: []string{`no table "frame"`}},
	})
}

// The packs of docs/packs.md.
const examples = "../../examples/packs"

func TestExamplePacks(t *testing.T) {
	tell(t, []story{
		{name: "check", args: "pack check " + examples, stdout: []string{"2 languages", "no fault"}},
		{
			name: "the program alone", args: "read " + examples + "/nota.txt",
			stdout: []string{"!COOPERATE", "!Who said what", "!oceanic"},
		},
		{
			name: "with the analyst's tables", args: "read --pack " + examples + " " + examples + "/nota.txt",
			stdout: []string{"machacó  el mar no separa a los dos pueblos", "COOPERATE 060", "Chile – Perú  «asociación oceánica»  oceanic", "Ministerio de Relaciones Exteriores de"},
		},
		{
			name: "why", args: "explain --pack " + examples + " " + examples + "/nota.txt e3",
			stdout: []string{"rule         twin-towns", "es/frames.tsv:3: twin-towns"},
		},
		{
			name: "Portuguese", args: "read --conllu --lang pt --pack " + examples + " " + examples + "/pt.conllu",
			stdout: []string{
				"4 statements · 5 events · 1 visit · 2 documents · 1 level of relations",
				"Luiz Inácio Lula da Silva (BRA)        disse    «A parceria é histórica»",
				"afirmou  o porto será ampliado em 2026",
				"Ministry of Foreign Affairs of Angola  Segundo  os dois países criarão uma comissão",
				"o seu governo tenha enviado navios (denied)",
				"→ Luanda, Angola  unspecified  2025-10-07", "ACCUSE 112       Argentina → Chile", "SANCTION expel", "strategic",
			},
		},
		{
			name: "Portuguese text has no trees", stdin: "O presidente do Brasil viajou para Luanda.", args: "read --lang pt --pack " + examples + " -", code: 1,
			stderr: []string{"language pt: text cannot be parsed, as the pack has no model", "model.bin"},
		},
		{name: "no tree for Portuguese", stdin: "O presidente chegou.", args: "parse --lang pt --pack " + examples + " -", code: 1, stderr: []string{"the pack has no model"}},
		{name: "Portuguese without the pack", args: "read --conllu " + examples + "/pt.conllu", code: 1, stderr: []string{`no language pack for "pt"`}},
		{name: "no pack at all", args: "read --pack testdata/faults/es " + examples + "/nota.txt", code: 1, stderr: []string{"holds no folder named for a language"}},
	})
	code, got, _ := attache(t, "", "read", "--json", "--conllu", "--lang", "pt", "--pack", examples, examples+"/pt.conllu")
	tell(t, []story{{name: "the reading holds", stdin: got, args: "verify -", code: code, stdout: []string{"1 reading"}}})
}

// A model laid beside the tables is used, whoever made it.
func TestPackWithAModel(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(examples)); err != nil {
		t.Fatal(err)
	}
	model := filepath.Join(dir, "pt", "model.bin")
	if code, _, told := attache(t, "", "train", "--lang", "pt", "--passes", "1", "--out", model, examples+"/pt.conllu"); code != 0 {
		t.Fatal(told)
	}
	tell(t, []story{
		{name: "parse", stdin: "O presidente viajou.", args: "parse --lang pt --pack " + dir + " -", stdout: []string{"viajou\t"}},
		{name: "read", stdin: "O presidente viajou em 2026.", args: "read --lang pt --pack " + dir + " -", stdout: []string{"2026"}},
		{name: "check", args: "pack check " + dir, stdout: []string{"!without model.bin"}},
	})
	es, err := lang.Open("es", "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := es.Entities()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pt", "entities.bin"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	tell(t, []story{
		{name: "names", stdin: "Pedro viajou.", args: "parse --names --lang pt --pack " + dir + " -", stdout: []string{"viajou\t"}},
		{name: "read with names", args: "read --conllu --pack " + dir + " " + examples + "/pt.conllu", stdout: []string{"4 statements"}},
	})
	if err := os.WriteFile(model, bytes.Repeat([]byte("x"), 100), 0o644); err != nil {
		t.Fatal(err)
	}
	tell(t, []story{{name: "a broken model", stdin: "Pedro viajou.", args: "read --lang pt --pack " + dir + " -", code: 1, stderr: []string{"language pt: loading model"}}})
}

const contested = `title: Una nota
outlet: Diario de Prueba
published: 2025-10-09
lang: es

La presidenta de México visitó oficialmente Lima el martes. «Es un día bueno», afirmó el ministro de Exteriores de Perú en una entrevista.

Brasil y Chile firmaron un acuerdo de pesca. La Cancillería de Chile anunció que Chile y Brasil firmarán un tratado. Brasil y Chile elevaron sus relaciones a una asociación estratégica. Brasil agradeció a Chile la ayuda.
`

// A row of the directory wins over the one of the program, in the reading and
// not only in the table.
func TestRowsOfTheDirectoryWin(t *testing.T) {
	_, before, _ := attache(t, contested, "read", "-")
	_, beforeJSON, _ := attache(t, contested, "read", "--json", "-")
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "es"), 0o755); err != nil {
		t.Fatal(err)
	}
	rows := []struct{ table, text, was, is string }{
		{"cues", "lemma\tpos\tclass\nafirmar\tverb\twarn\n", `"lemma":"afirmar"`, `"lemma":"afirmar","class":"warn"`},
		{"frames", "name\tlemma\tpos\twants\tactors\trecipients\ttype\tmode\tcontext\tcameo\tflags\nvisit-verb\tvisitar\tverb\tsubj=@actor\tsubj\tobj\tCONSULT\tvisit\tdiplomatic\t044\tvisit\n" +
			"thank-first\tagradecer\tverb\tsubj=@actor\tsubj\ta,pair\tAID\t\tdiplomatic\t070\t\n", `"rule":"visit-verb"`, `"rule":"thank-first"`},
		{"roles", "masc\tfem\tmascpl\tfempl\toffice\tuse\nministro de Exteriores\t\t\t\tambassador\t\n", "Hugo de Zela (PER)", "embajador del Perú (PER)"},
		{"institutions", "words\tkey\thint\tonly\tuse\nCancillería\tpresidency\t\t\t\n", "Ministerio de Relaciones Exteriores de", "Presidencia de Chile"},
		{"channels", "kind\twords\tneeds\nmedia\tentrevista\t\n", "· interview", "· media"},
		{"status", "use\twords\tas\tset\tpolarity\tname\nmood\tInd/Fut\t\thypothetical\t\tmine\n", "planned ", "hypothetical "},
		{"levels", "use\tkey\twords\tneeds\nmove\trestore\televar\t\nrung\tmine\tasociación|relación\tstrategic\n", "l1  upgrade, signed", "l1  restore, signed  Brasil – Chile  «relaciones a una asociación estratégica»  mine"},
		{"visits", "kind\twords\nprivate\toficial|oficialmente\n", "official  2025-10-07", "private"},
		{"instruments", "kind\twords\tneeds\npact\tacuerdo\tpesca\n", "  agreement  acuerdo de pesca", "  pact    acuerdo de pesca"},
		{"instrument-status", "frame\tevent\tstatus\n*\toccurred\tratified\n", "i1  signed", "i1  ratified"},
		{"timex", "class\tvalue\tcue\twords\nABSENT\t\t\tabsent\n", "2025-10-07", ""},
		{"timex-rules", "name\tlevel\tclass\tpattern\tbuild\targs\twhen\nwday\t2\tPT!\tWDAY ABSENT\tdate\t\tlower\n", "el martes t1=2025-10-07", "!t1=2025-10-07"},
	}
	for _, r := range rows {
		if err := os.WriteFile(filepath.Join(dir, "es", r.table+".tsv"), []byte(r.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(before+beforeJSON, r.was) {
			t.Errorf("%s: the program alone does not say %q:\n%s", r.table, r.was, before)
		}
	}
	tell(t, []story{{name: "check", args: "pack check " + dir, stdout: []string{"no fault"}}})
	_, after, told := attache(t, contested, "read", "--pack", dir, "-")
	_, afterJSON, _ := attache(t, contested, "read", "--json", "--pack", dir, "-")
	for _, r := range rows {
		not, missing := strings.CutPrefix(r.is, "!")
		if strings.Contains(after+afterJSON, not) == missing {
			t.Errorf("%s: want %q in\n%s%s", r.table, r.is, after, told)
		}
	}
	tell(t, []story{{name: "explain", stdin: contested, args: "explain --pack " + dir + " - s1", stdout: []string{filepath.Join(dir, "es", "cues.tsv") + ":2", "afirmar"}}})
}
