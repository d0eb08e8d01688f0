package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
)

const nota = `title: Una nota
outlet: Diario de Prueba
published: 2025-10-09
lang: es

El ministro chileno llegó a Lima este jueves. «Firmaremos pronto», dijo el ministro.
`

// attache runs the program.
func attache(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, talk bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(stdin), &out, &talk)
	return code, out.String(), talk.String()
}

// files writes files into a directory of their own and goes there.
func files(t *testing.T, contents map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, s := range contents {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// A story is a call of the program and what is expected of it.
type story struct {
	name   string
	stdin  string
	args   string
	code   int
	stdout []string // fragments; "!" before one: not there
	stderr []string // no fragment: nothing is said
}

func tell(t *testing.T, stories []story) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			code, stdout, stderr := attache(t, s.stdin, strings.Fields(s.args)...)
			if code != s.code {
				t.Errorf("exit code %d, want %d; stderr: %s", code, s.code, stderr)
			}
			fragments(t, "stdout", stdout, s.stdout)
			fragments(t, "stderr", stderr, s.stderr)
			if len(s.stderr) == 0 && stderr != "" {
				t.Errorf("said %q", stderr)
			}
		})
	}
}

func fragments(t *testing.T, name, got string, want []string) {
	t.Helper()
	for _, w := range want {
		if not, ok := strings.CutPrefix(w, "!"); ok {
			if strings.Contains(got, not) {
				t.Errorf("%s has %q:\n%s", name, not, clip(got))
			}
		} else if !strings.Contains(got, w) {
			t.Errorf("%s has no %q:\n%s", name, w, clip(got))
		}
	}
}

func clip(s string) string { return s[:min(len(s), 2000)] }

func TestUsage(t *testing.T) {
	tell(t, []story{
		{name: "nothing", code: 2, stderr: []string{"Usage:\n    attache read"}},
		{name: "help", args: "help", stdout: []string{"Usage:", "Exit codes:", "verify"}},
		{name: "-h", args: "-h", stdout: []string{"Usage:"}},
		{name: "help of help", args: "help nothing", code: 2, stderr: []string{`attache: there is no command "nothing"`}},
		{name: "no command", args: "reed x", code: 2, stderr: []string{`attache: there is no command "reed"`, "attache help"}},
		{name: "unknown flag", args: "read --nope x", code: 2, stderr: []string{"attache: flag provided but not defined: -nope", "attache help read"}},
		{name: "read nothing", args: "read", code: 2, stderr: []string{"attache: no file is given"}},
		{name: "bad date", args: "read --published mañana x", code: 2, stderr: []string{`--published wants a date`}},
		{name: "explain nothing", args: "explain x", code: 2, stderr: []string{"the id of a fact"}},
		{name: "verify a record that is not there", args: "verify --db none.db", code: 1, stderr: []string{"there is no record at none.db yet"}},
		{name: "parse nothing", args: "parse", code: 2, stderr: []string{"no file is given"}},
		{name: "train nothing", args: "train x", code: 2, stderr: []string{"--lang and --out are wanted"}},
		{name: "eval nothing", args: "eval", code: 2, stderr: []string{"no treebank and no file of names is given"}},
		{name: "version", args: "version", stdout: []string{"attache ", "languages: ", "es", reading.Schema}},
		{name: "--version", args: "--version", stdout: []string{"attache "}},
		{name: "version of what", args: "version x", code: 2, stderr: []string{"no arguments"}},
	})
	for _, c := range commands() {
		for _, args := range []string{"help " + c.name, c.name + " -h", c.name + " --help"} {
			tell(t, []story{{name: args, args: args, stdout: []string{"Usage:\n    attache " + c.name, "Exit codes:"}[:1]}})
		}
	}
}

func TestRead(t *testing.T) {
	files(t, map[string]string{
		"nota.txt":   nota,
		"sola.txt":   "El embajador peruano viajó ayer a Quito para una reunión con el Gobierno de Ecuador.",
		"empty.txt":  "",
		"header.txt": "title: x\npublished: ayer\n\nTexto.",
		"binary.txt": "\x00\x01\x02\x03",
		"latin.txt":  "El presidente espa\xf1ol visit\xf3 la Argentina y afirm\xf3 que la relaci\xf3n es buena.",
		"cyr.txt":    "\xcf\xf0\xe5\xe7\xe8\xe4\xe5\xed\xf2 \xd0\xee\xf1\xf1\xe8\xe8 \xe7\xe0\xff\xe2\xe8\xeb \xee\xe1 \xfd\xf2\xee\xec \xe2 \xf1\xf0\xe5\xe4\xf3.",
		"german.txt": "Der Minister sagte am Montag in Berlin, dass die Gespräche mit der Regierung nicht einfach sind und noch dauern.",
		"word.txt":   "Hola",
		"marks.txt":  "El ministro dijo: «Nadie cierra esto. “Ni esto.\n\nY sigue el texto ) sin fin ».",
		"dash.txt":   "— ¿Qué dice el ministro? — Nada.\n— Ya.\n\n—",
	})
	tell(t, []story{
		{name: "page", args: "read nota.txt", stdout: []string{"Una nota\n", "Diario de Prueba · Thursday, 9 October 2025 · Spanish", "Firmaremos pronto", "2025-10-09}"}},
		{name: "json", args: "read --json nota.txt", stdout: []string{`{"schema":"attache.reading/1","file":"nota.txt","article":{"id":"nota"`}},
		{name: "flags behind", args: "read nota.txt --json", stdout: []string{`"file":"nota.txt"`}},
		{name: "indent", args: "read --indent nota.txt", stdout: []string{"{\n  \"schema\""}},
		{name: "stdin", args: "read --json -", stdin: nota, stdout: []string{`"file":"-","article":{"id":null`}},
		{
			name: "flags", args: "read --json --published 2025-03-02 --title Viaje --outlet Hoy --lang es sola.txt",
			stdout: []string{`"published":"2025-03-02"`, `"title":"Viaje"`, `"outlet":"Hoy"`, `"value":"2025-03-01"`, `"notes":[]`},
		},
		{name: "header before flags", args: "read --json --published 2020-01-01 nota.txt", stdout: []string{`"published":"2025-10-09"`}},
		{name: "no date", args: "read sola.txt", stdout: []string{"Note: without a date of publication"}},
		{name: "language found", args: "read --json sola.txt", stdout: []string{`"lang":"es"`, "the language was found out"}},
		{name: "empty", args: "read empty.txt", code: 1, stderr: []string{"attache: empty.txt: no text\n"}},
		{name: "short name", args: "read e", code: 1, stderr: []string{"attache: e: no such file"}},
		{name: "missing", args: "read nowhere.txt", code: 1, stderr: []string{"attache: nowhere.txt: no such file"}},
		{name: "directory", args: "read .", code: 1, stderr: []string{"attache: .: is a directory"}},
		{name: "header", args: "read header.txt", code: 1, stderr: []string{"attache: header.txt:2: published: want an ISO 8601 date"}},
		{name: "binary", args: "read binary.txt", code: 1, stderr: []string{"binary.txt: not a text"}},
		{name: "latin-1", args: "read --json latin.txt", stdout: []string{"español visitó", "relación", `"decoded from windows-1252"`}},
		{name: "windows-1251", args: "read --json cyr.txt", stdout: []string{`"lang":"ru"`, `"decoded from windows-1251"`}},
		{name: "unknown language", args: "read german.txt", code: 1, stderr: []string{`german.txt: no language pack for "de"`}},
		{name: "unknown language given", args: "read --lang xx sola.txt", code: 1, stderr: []string{`sola.txt: no language pack for "xx"`}},
		{name: "one word", args: "read --json --lang es word.txt", stdout: []string{`"statements":[],"events":[]`}},
		{name: "unbalanced marks", args: "read --json marks.txt", stdout: []string{`"text":"El ministro dijo`}},
		{name: "dialogue", args: "read --json --lang es dash.txt", stdout: []string{`"schema"`}},
		{name: "pack", args: "read --pack nowhere nota.txt", code: 1, stderr: []string{"attache: opening"}},
		{
			name: "the others are read", args: "read --json nota.txt empty.txt binary.txt sola.txt nowhere.txt latin.txt", code: 1,
			stdout: []string{`"file":"nota.txt"`, `"file":"sola.txt"`, `"file":"latin.txt"`},
			stderr: []string{"empty.txt", "binary.txt", "nowhere.txt", "!latin.txt"},
		},
	})
}

// What is printed keeps the order of the files, and reading them at once or
// one by one makes no difference.
func TestReadInOrder(t *testing.T) {
	all := map[string]string{}
	args := []string{"read", "--json"}
	for i := range 40 {
		name := fmt.Sprintf("%02d.txt", i)
		all[name] = strings.Repeat("El ministro dijo que viajará a Lima el lunes. ", 1+(i*7)%13)
		args = append(args, name)
	}
	files(t, all)
	code, stdout, stderr := attache(t, "", args...)
	if code != 0 || stderr != "" {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(stdout, "\n"), "\n")
	if len(lines) != 40 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines {
		var r reading.Reading
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%02d.txt", i); r.File != want {
			t.Errorf("line %d is %s", i+1, r.File)
		}
		if i%10 == 0 {
			_, one, _ := attache(t, "", "read", "--json", r.File)
			if strings.TrimSpace(one) != strings.TrimSpace(l) {
				t.Errorf("%s reads otherwise among others", r.File)
			}
		}
	}
	code, stdout, stderr = attache(t, stdout, "verify", "-")
	if code != 0 || stdout != "standard input: 40 readings hold\n" {
		t.Errorf("verify: %d %s%s", code, stdout, stderr)
	}
}

func TestInterrupted(t *testing.T) {
	files(t, map[string]string{"nota.txt": nota})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var talk bytes.Buffer
	if code := run(ctx, []string{"read", "nota.txt", "nota.txt"}, nil, io.Discard, &talk); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if talk.String() != "attache: interrupted\n" {
		t.Errorf("said %q", talk.String())
	}
}

// A line of five megabytes is refused, long ones are read, and neither takes
// the others down.
func TestLongLine(t *testing.T) {
	const sentence = "El ministro chileno dijo el lunes en Lima que «habrá acuerdo» con Perú. "
	files(t, map[string]string{
		"huge.txt":  strings.Repeat(sentence, 5<<20/len(sentence)),
		"long.txt":  strings.Repeat(sentence, 64<<10/len(sentence)),
		"nota.txt":  nota,
		"solid.txt": strings.Repeat("ñandú", 900<<10/7),
		"comma.txt": strings.Repeat("«y, (", 8<<10),
	})
	code, stdout, stderr := attache(t, "", "read", "--json", "--lang", "es", "huge.txt", "long.txt", "nota.txt", "solid.txt", "comma.txt")
	if code != 1 || strings.Count(stdout, "\n") != 4 {
		t.Errorf("exit code %d, %d lines: %s", code, strings.Count(stdout, "\n"), clip(stderr))
	}
	if want := "attache: huge.txt: the article is too large"; !strings.HasPrefix(stderr, want) {
		t.Errorf("said %q", stderr)
	}
}

func TestExplain(t *testing.T) {
	files(t, map[string]string{"nota.txt": nota})
	tell(t, []story{
		{name: "time", args: "explain nota.txt t1", stdout: []string{"t1  time, DATE", "este jueves", "2025-10-09", "timex-rules.tsv:", "← words"}},
		{name: "statement", args: "explain nota.txt s1", stdout: []string{"s1  statement, direct", "Firmaremos pronto", "rule"}},
		{name: "no such fact", args: "explain nota.txt s9", code: 1, stderr: []string{`attache: nota.txt: no such fact in the reading: "s9"`}},
		{name: "no such file", args: "explain nowhere.txt s1", code: 1, stderr: []string{"attache: nowhere.txt: no such file"}},
	})
}

func TestVerify(t *testing.T) {
	files(t, map[string]string{"nota.txt": nota, "other.json": `{"a": 1}`, "nothing.json": "", "no.json": "x"})
	_, line, _ := attache(t, "", "read", "--json", "nota.txt")
	_, pretty, _ := attache(t, "", "read", "--indent", "nota.txt")
	for name, s := range map[string]string{
		"good.jsonl":  line + line,
		"pretty.json": pretty,
		"bad.json":    strings.Replace(line, `"text":"este jueves"`, `"text":"este martes"`, 1),
	} {
		if err := os.WriteFile(name, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tell(t, []story{
		{name: "lines", args: "verify good.jsonl", stdout: []string{"good.jsonl: 2 readings hold\n"}},
		{name: "one", args: "verify pretty.json", stdout: []string{"pretty.json: 1 reading holds\n"}},
		{
			name: "tampered", args: "verify good.jsonl bad.json pretty.json", code: 1,
			stdout: []string{"good.jsonl: 2", "pretty.json: 1", "!bad.json"},
			stderr: []string{`attache: bad.json: reading 1: nota.txt: t1: time span`, `reads "este martes", but the text has "este jueves" there`},
		},
		{name: "something else", args: "verify other.json", code: 1, stderr: []string{"attache: other.json: reading 1: an article: schema"}},
		{name: "nothing", args: "verify nothing.json", code: 1, stderr: []string{"attache: nothing.json: no reading in it"}},
		{name: "no json", args: "verify no.json", code: 1, stderr: []string{"attache: no.json: reading 1: invalid"}},
		{name: "missing", args: "verify nowhere.json", code: 1, stderr: []string{"attache: nowhere.json: no such file"}},
	})
}

func TestParse(t *testing.T) {
	files(t, map[string]string{
		"nota.txt": nota, "empty.txt": "", "names.txt": "lang: es\n\nEl premier Emmanuel Macron, de viaje, llegó ayer a Pekín.\n",
		"russian.txt": "lang: ru\n\nКремль сообщил о поездке Путина в Астану.\n",
	})
	tell(t, []story{
		{name: "trees", args: "parse --tree nota.txt", stdout: []string{"VERB  root", "└─ ", "ministro"}},
		{name: "CoNLL-U", args: "parse nota.txt", stdout: []string{"# newdoc id = nota\n", "# title = Una nota\n", "# published = 2025-10-09", "# newpar = title", "\troot\t"}},
		{name: "names", args: "parse --names names.txt", stdout: []string{"\tNE=B-PER|TokenRange=11:19", "\tNE=I-PER|SpaceAfter=No|", "\tNE=B-LOC|"}},
		{name: "names in Russian", args: "parse --names russian.txt", stdout: []string{"\tПутин\tPROPN\t", "\tNE=B-PER|", "\tNE=B-LOC|"}},
		{name: "mixed", args: "parse empty.txt nota.txt", code: 1, stdout: []string{"root"}, stderr: []string{"empty.txt: no text"}},
	})
	_, trees, _ := attache(t, "", "parse", "nota.txt")
	_, direct, _ := attache(t, "", "read", "--json", "nota.txt")
	for name, s := range map[string]string{"nota.conllu": trees, "two.conllu": trees + trees, "bad.conllu": "1\tx\n"} {
		if err := os.WriteFile(name, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, got, _ := attache(t, "", "read", "--json", "--conllu", "nota.conllu")
	var a, b reading.Reading
	if err := json.Unmarshal([]byte(direct), &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(got), &b); err != nil {
		t.Fatal(err)
	}
	if a.Article.Title != b.Article.Title || b.Article.Published != "2025-10-09" || len(a.Statements) != len(b.Statements) || len(a.Events) != len(b.Events) {
		t.Errorf("read from its trees the article is another one:\n%s\n%s", direct, got)
	}
	if _, again, _ := attache(t, "", "parse", "--conllu", "nota.conllu"); again != trees {
		t.Errorf("given sentences and words came out as\n%s\nwant\n%s", again, trees)
	}
	tell(t, []story{
		{name: "given words, no CoNLL-U", args: "parse --conllu bad.conllu", code: 1, stderr: []string{"attache: bad.conllu: CoNLL-U line 1"}},
		{name: "bad trees", args: "read --conllu bad.conllu", code: 1, stderr: []string{"attache: bad.conllu: CoNLL-U line 1: 2 columns, want 10"}},
		{name: "no trees", args: "read --conllu empty.txt", code: 1, stderr: []string{"attache: empty.txt: no sentences"}},
		{name: "several", args: "read --json --conllu two.conllu", stdout: []string{"}\n{"}},
		{name: "explain", args: "explain --conllu nota.conllu t1", stdout: []string{"t1  time"}},
		{name: "explain one of several", args: "explain --conllu two.conllu t1", code: 1, stderr: []string{"two.conllu: it holds 2 documents"}},
	})
}

const treebank = `# newdoc id = a
# sent_id = 1
# text = El ministro llegó.
1	El	el	DET	_	Definite=Def	2	det	_	_
2	ministro	ministro	NOUN	_	Gender=Masc	3	nsubj	_	_
3	llegó	llegar	VERB	_	Mood=Ind	0	root	_	SpaceAfter=No
4	.	.	PUNCT	_	_	3	punct	_	_

`

func TestTrainAndEval(t *testing.T) {
	files(t, map[string]string{"train.conllu": strings.Repeat(treebank, 12), "bad.conllu": "1\tx\n", "empty.conllu": "",
		"names.iob2": "El\tO\nministro\tO\nllegó\tO\n.\tO\n", "lessons.iob2": "Ada\tB-PER\nllegó\tO\n.\tO\n", "bad.iob2": "Ada\tB-XYZ\n"})
	tell(t, []story{
		{
			name: "train", args: "train --lang pt --out m.bin --seed 7 --passes 2 --dev train.conllu train.conllu",
			stdout: []string{"m.bin: "}, stderr: []string{"tagger: 12 sentences", "parser: pass 2"},
		},
		{name: "again", args: "train --lang pt --out n.bin --seed 7 --passes 2 train.conllu", stdout: []string{"n.bin"}, stderr: []string{"pass 2"}},
		{
			name: "eval", args: "eval --model m.bin --relations train.conllu",
			stdout: []string{"m.bin: ", "loaded in", "words of the gold:", "raw text,", "words a second", "LAS", "nsubj"},
		},
		{name: "no model", args: "eval --model train.conllu train.conllu", code: 1, stderr: []string{"train.conllu: loading model"}},
		{name: "no pack", args: "eval --lang xx train.conllu", code: 1, stderr: []string{"no language pack"}},
		{
			name: "model without a pack", args: "eval --lang xx --model m.bin train.conllu",
			stdout: []string{"words of the gold:", "raw text: not measured", `no language pack for "xx"`},
		},
		{name: "bad gold", args: "eval bad.conllu", code: 1, stderr: []string{"attache: bad.conllu: CoNLL-U line 1"}},
		{name: "bad treebank", args: "train --lang es --out x.bin bad.conllu", code: 1, stderr: []string{"attache: bad.conllu: CoNLL-U line 1"}},
		{name: "no trees", args: "train --lang es --out x.bin empty.conllu", code: 1, stderr: []string{"attache: empty.conllu: no sentences"}},
		{
			name: "lessons", args: "train --lang pt --out l.bin --passes 1 --names names.iob2 --lessons lessons.iob2 train.conllu",
			stdout: []string{"l.bin: "}, stderr: []string{"parser: 13 sentences, 13 with names"},
		},
		{
			name: "lessons of another language", args: "train --lang pt --out l.bin --lessons es=lessons.iob2 train.conllu",
			code: 2, stderr: []string{"es=lessons.iob2: names in another language go with --names"},
		},
		{name: "bad lessons", args: "train --lang pt --out l.bin --lessons bad.iob2 train.conllu", code: 1, stderr: []string{"attache: bad.iob2:1: "}},
		{name: "nowhere to write", args: "train --lang pt --out no/x.bin --passes 1 train.conllu", code: 1, stderr: []string{"attache: writing the model"}},
	})
	m, err := os.ReadFile("m.bin")
	if err != nil {
		t.Fatal(err)
	}
	n, err := os.ReadFile("n.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m, n) {
		t.Error("the same trees and seed gave another model")
	}
}
