package gold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const sample = "testdata/articles/lima.txt"

// pair returns the bytes of the two files of the sample.
func pair(t testing.TB) (text, annotation string) {
	t.Helper()
	b, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	g, err := os.ReadFile("testdata/articles/lima.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(b), string(g)
}

func TestLoad(t *testing.T) {
	a, err := Load(sample)
	if err != nil {
		t.Fatal(err)
	}
	if a.File != sample || a.ID != "lima" || a.Lang != "es" || a.Title != "Vera: «Habrá acuerdo»" || a.Published != "2025-10-09" {
		t.Errorf("article %+v", a)
	}
	quotes := []Quote{{
		Words: Words{"Habrá acuerdo", 14, 27}, Kind: "direct", Speaker: "Juan Vera", SpeakerMention: "Vera", SpeakerStart: 7,
		CueStart: -1, Channel: "media", InTitle: true,
	}, {
		Words: Words{"El mar es de todos", 193, 211}, Kind: "direct", Speaker: "Juan Vera", SpeakerStart: -1,
		Cue: "dijo", CueStart: 214, Channel: "op-ed:El Faro de Prueba", Flags: []string{"optional"},
	}}
	if !reflect.DeepEqual(a.Quotes, quotes) {
		t.Errorf("quotes\n%+v, want\n%+v", a.Quotes, quotes)
	}
	events := []Event{{Type: "CONSULT", Trigger: "viajó", Start: 135, Actors: []string{"PER"}, Recipients: []string{"ECU"}, Date: "2025-10-08", Status: "occurred", Place: "Quito"}}
	if !reflect.DeepEqual(a.Events, events) {
		t.Errorf("events\n%+v, want\n%+v", a.Events, events)
	}
	if len(a.Entities) != 2 || len(a.Visits) != 1 || len(a.Instruments) != 1 || len(a.Dates) != 1 {
		t.Errorf("article %+v", a)
	}
}

// Windows line ends and a byte order mark do not move the offsets.
func TestParseFoldsLines(t *testing.T) {
	b, g := pair(t)
	a, err := Parse(sample, []byte("\ufeff"+strings.ReplaceAll(b, "\n", "\r\n")), []byte(g))
	if err != nil {
		t.Fatal(err)
	}
	if a.Text != b {
		t.Errorf("text %q", a.Text)
	}
}

func TestParseErrors(t *testing.T) {
	const gold = "testdata/articles/lima.gold.json: "
	tests := []struct {
		name     string
		old, new string // in the annotation
		says     string
	}{
		{"no JSON", `"id": "lima",`, `"id": "lima"`, gold + "line 3: invalid character"},
		{"trailing", `"levels": []`, `"levels": []}`, gold + "line "},
		{"missing list", `"visits":`, `"visit":`, gold + "visits: missing"},
		{"missing key", `"speaker": "Juan Vera",`, ``, gold + "quotes[0].speaker: missing"},
		{"null", `"speaker": "Juan Vera"`, `"speaker": null`, gold + "quotes[0].speaker: null"},
		{"unknown key", `"speaker_mention": "Vera"`, `"speeker_mention": "Vera"`, gold + "quotes[0].speeker_mention: there is no such key"},
		{"key in capitals", `"place"`, `"Place"`, gold + "events[0].Place: there is no such key"},
		{"unknown list", `"levels"`, `"rungs"`, gold + "rungs: there is no such key"},
		{"wrong type", `"start": 135,`, `"start": "135",`, gold + "events[0].start: wants a value of type int, found a string"},
		{"no list", `"levels": []`, `"levels": 1`, gold + "levels: wants a value of type"},
		{"no object in a list", `"levels": []`, `"levels": [null]`, gold + "levels[0]: wants an object"},
		{"text elsewhere", `"start": 14,`, `"start": 15,`, gold + `quotes[0].text: "Habrá acuerdo", but at offset 15 the text has "abrá acuerdo»"`},
		{"before the text", `"start": 14,`, `"start": -14,`, gold + `quotes[0].text: offset -14 of "Habrá acuerdo" lies outside the text of 220 code points`},
		{"behind the text", `"start": 135,`, `"start": 9223372036854775807,`, gold + "events[0].trigger: offset 9223372036854775807"},
		{"over the end", `"start": 135,`, `"start": 216,`, gold + "events[0].trigger: offset 216"},
		{"end", `"end": 27`, `"end": 28`, gold + "quotes[0].end: 28, but the text of the entry ends at 27"},
		{"no text", `"text": "el miércoles"`, `"text": ""`, gold + "dates[0].text: empty"},
		{"time elsewhere", `"text": "el miércoles"`, `"text": "el martes"`, gold + `dates[0].text: "el martes", but`},
		{"cue elsewhere", `"cue": "dijo"`, `"cue": "dice"`, gold + `quotes[1].cue: "dice", but at offset 214`},
		{"offset without a cue", `"cue": "dijo"`, `"cue": null`, gold + "quotes[1].cue_start: an offset without cue"},
		{"mention elsewhere", `"speaker_start": 7`, `"speaker_start": 8`, gold + `quotes[0].speaker_mention: "Vera", but`},
		{"mention of nobody", `"El canciller peruano"`, `"la canciller"`, gold + `entities[0].mentions: "la canciller" does not stand in the text`},
		{"kind of quote", `"kind": "direct"`, `"kind": "dirct"`, gold + `quotes[0].kind: "dirct" is none of direct mixed indirect`},
		{"flag", `"optional"`, `"opt"`, gold + `quotes[1].flags: "opt" is none of`},
		{"type of entity", `"type": "LOC"`, `"type": "CITY"`, gold + `entities[1].type: "CITY" is none of`},
		{"type of event", `"CONSULT"`, `"VISIT"`, gold + `events[0].type: "VISIT" is none of`},
		{"status", `"status": "occurred"`, `"status": "done"`, gold + `events[0].status: "done" is none of`},
		{"kind of visit", `"unspecified"`, `"tour"`, gold + `visits[0].kind: "tour" is none of`},
		{"no value", `"value": "2025-10-08"`, `"value": ""`, gold + "dates[0].value: empty"},
		{"other id", `"id": "lima"`, `"id": "quito"`, gold + `id: "quito", but the text has "lima"`},
		{"other language", `"lang": "es"`, `"lang": "en"`, gold + `lang: "en", but the text has "es"`},
		{"other date", `"published": "2025-10-09"`, `"published": "2025-10-08"`, gold + `published: "2025-10-08", but`},
	}
	b, g := pair(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := strings.Replace(g, tt.old, tt.new, 1)
			if bad == g {
				t.Fatalf("the annotation has no %q", tt.old)
			}
			a, err := Parse(sample, []byte(b), []byte(bad))
			if err == nil {
				t.Fatalf("no error, article %+v", a)
			}
			if !strings.HasPrefix(err.Error(), tt.says) {
				t.Errorf("error %q, want %q", err, tt.says)
			}
		})
	}
}

func TestParseErrorsOfText(t *testing.T) {
	b, g := pair(t)
	for name, tt := range map[string]struct{ text, says string }{
		"empty":        {"", "no text"},
		"binary":       {"\x00", sample + ": not a text"},
		"windows-1252": {"Lima firm\xf3 un acuerdo con el Per\xfa.", sample + ": an annotated article is in UTF-8, this is windows-1252"},
		"header":       {strings.Replace(b, "outlet", "paper", 1), sample + ":2: want a header line"},
	} {
		if _, err := Parse(sample, []byte(tt.text), []byte(g)); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v, want %q", name, err, tt.says)
		}
	}
}

func TestLoadDir(t *testing.T) {
	b, g := pair(t)
	article := func(id, lang string) (string, string) {
		return strings.Replace(b, "lang: es", "lang: "+lang, 1),
			strings.NewReplacer(`"id": "lima"`, `"id": "`+id+`"`, `"lang": "es"`, `"lang": "`+lang+`"`).Replace(g)
	}
	type files map[string]string
	both := files{"README.md": "x"}
	both["b.txt"], both["b.gold.json"] = article("b", "es")
	both["a.txt"], both["a.gold.json"] = article("a", "en")
	broken := files{"b.txt": both["b.txt"], "b.gold.json": both["b.gold.json"], "a.txt": both["a.txt"]}
	broken["a.gold.json"] = strings.Replace(both["a.gold.json"], `"kind"`, `"kin"`, 1)
	tests := []struct {
		name  string
		files files
		lang  string
		want  string // ids
		says  []string
		err   error
	}{
		{name: "all", files: both, want: "a b"},
		{name: "one language", files: both, lang: "es", want: "b"},
		{name: "another language is not looked into", files: broken, lang: "es", want: "b"},
		{name: "broken", files: broken, says: []string{"a.gold.json: quotes[0].kind: missing"}},
		{name: "no such language", files: both, lang: "ru", says: []string{`in the language "ru"`}, err: ErrNone},
		{name: "nothing", files: files{"README.md": "x"}, says: []string{"no annotated article"}, err: ErrNone},
		{name: "texts only", files: files{"a.txt": b}, says: []string{"no annotated article"}, err: ErrNone},
		{name: "no text", files: files{"c.gold.json": g}, says: []string{"c.txt"}, err: fs.ErrNotExist},
		{name: "no annotation", files: files{"b.txt": both["b.txt"], "b.gold.json": both["b.gold.json"], "c.txt": b}, says: []string{"annotation of", "c.gold.json"}, err: fs.ErrNotExist},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, s := range tt.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			articles, err := LoadDir(dir, tt.lang)
			var ids []string
			for _, a := range articles {
				ids = append(ids, a.ID)
			}
			if got := strings.Join(ids, " "); got != tt.want {
				t.Errorf("articles %q, want %q", got, tt.want)
			}
			if (err != nil) != (len(tt.says) > 0) || tt.err != nil && !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			for _, s := range tt.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("error %q, want %q", err, s)
				}
			}
		})
	}
	if _, err := LoadDir(filepath.Join(t.TempDir(), "nowhere"), ""); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("no directory: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	b, g := pair(f)
	f.Add(b, g)
	f.Add("«á»", `{"id":"lima","lang":"es","quotes":[{"kind":"direct","text":"«á»","start":0,"end":3,"speaker":"unknown"}],"entities":[],"events":[],"visits":[],"instruments":[],"dates":[{"text":"«á»","start":0,"value":"2025"}]}`)
	f.Add("de ", `{"id":"lima","lang":"es","quotes":[],"entities":[],"events":[],"visits":[],"instruments":[],"dates":[{"text":"de ","start":0,"value":"2025"}]}`)
	f.Add(b, `{"quotes":[null],"dates":{}}`)
	f.Add(b, strings.Replace(g, `"start": 14`, `"start": 1e9`, 1))
	f.Fuzz(func(t *testing.T, text, annotation string) {
		a, err := Parse(sample, []byte(text), []byte(annotation))
		if err != nil {
			if !strings.Contains(err.Error(), "testdata/articles/lima") {
				t.Errorf("the error does not name the file: %v", err)
			}
			return
		}
		runes := []rune(a.Text)
		for _, q := range a.Quotes {
			if string(runes[q.Start:q.End]) != q.Text {
				t.Errorf("quote %+v", q)
			}
		}
		s, err := Score(a, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s.Statements.Overlap.GoldRight+s.Events.Recall.Right+s.Visits.GoldRight+s.Instruments.GoldRight+s.Times.Span.GoldRight > 0 {
			t.Errorf("found without a reading: %+v", s)
		}
	})
}
