package desk

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/diff"
	"github.com/attache-project/attache/internal/message"
	"github.com/attache-project/attache/record"
)

func catalog(t testing.TB, lang string) *message.Catalog {
	t.Helper()
	cs, err := message.Open()
	if err != nil {
		t.Fatal(err)
	}
	return cs[lang]
}

func TestValuesAreToldInWords(t *testing.T) {
	for _, c := range []struct{ lang, attribute, value, want string }{
		{"en", "status", "planned, denied", "planned, denied"},
		{"es", "status", "planned, denied", "previsto, desmentido"},
		{"es", "status", "denied", "desmentido"},
		{"es", "documents", "14", "14 documentos"},
		{"en", "documents", "many", "many"},
		{"es", "amount", "3000000000 USD", "3.000.000.000 USD"},
		{"en", "amount", "a lot", "a lot"},
		{"es", "duration", "PT3H", "3 horas"},
		{"en", "duration", "PT1H30M", "1 hour 30 minutes"},
		{"es", "duration", "P2D", "2 días"},
		{"en", "duration", "P1Y", "P1Y"},
		{"en", "duration", "PT-3H", "PT-3H"},
		{"es", "kind", "working", "visita de trabajo"},
		{"es", "date", "2025-11", "noviembre de 2025"},
		{"es", "place", "Astana", "Astana"},
	} {
		if got := toldIn(catalog(t, c.lang), c.attribute, c.value); got != c.want {
			t.Errorf("%s %s in %s: %q, want %q", c.attribute, c.value, c.lang, got, c.want)
		}
	}
}

func TestCellsUnlikeMostDiffer(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []string
		want  string // a letter a cell: d differs, - does not
	}{
		{"one against two", []string{"a", "b", "a"}, "-d-"},
		{"a tie", []string{"a", "b", "", "a", "b"}, "dd-dd"},
		{"all alike", []string{"a", "", "a"}, "---"},
		{"a tie below the most told", []string{"a", "b", "c", "c", "c", "a", "b"}, "dd---dd"},
	} {
		row := ask.Row{Differs: c.want != strings.Repeat("-", len(c.cells))}
		for _, v := range c.cells {
			var cell ask.Cell
			if v != "" {
				cell.Values = []ask.Telling{{Value: v}}
			}
			row.Cells = append(row.Cells, cell)
		}
		got := ""
		for _, cell := range cellsOf(&row) {
			if cell.Differs {
				got += "d"
			} else {
				got += "-"
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestChangesAreCutIntoParagraphs(t *testing.T) {
	got := paragraphsOf([]diff.Piece{{Kind: diff.Same, Text: "Uno.\n\nDos "}, {Kind: diff.Deleted, Text: "y tres.\n"}, {Kind: diff.Added, Text: "y cuatro.\n\nCinco."}, {Kind: diff.Same, Text: "\n"}})
	var shown []string
	for _, p := range got {
		s := ""
		for _, d := range p {
			s += d.Kind[:1] + "(" + d.Text + ")"
		}
		shown = append(shown, s)
	}
	want := "s(Uno.) s(Dos )d(y tres.) i(y cuatro.) i(Cinco.)"
	if s := strings.Join(shown, " "); s != want {
		t.Errorf("%s, want %s", s, want)
	}
}

func TestMarksDoNotCoverEachOther(t *testing.T) {
	c := catalog(t, "en")
	day := func(time, status string) record.Event {
		return record.Event{ID: time + status, Act: "visit", Status: status, Polarity: "affirmed", Time: time, Reports: []record.Report{{}}}
	}
	d := draw(c, &ask.Timeline{Pair: [2]string{"KAZ", "RUS"}, Events: []record.Event{
		day("2025-01-10", "occurred"), day("2025-01-10", "planned"), day("2025-01-11", "occurred"), day("2025-03", "planned"), day("2025-12-01", "occurred"), day("", "occurred"),
	}, Levels: []record.Rung{
		{Dyad: [2]string{"KAZ", "RUS"}, Level: "strategic", Move: "confirm", First: "2025-01-05"},
		{Dyad: [2]string{"KAZ", "RUS"}, Level: "alliance", Move: "upgrade", First: "2025-06-01"},
		{Dyad: [2]string{"KAZ", "RUS"}, Level: "broken", Move: "break", First: "2025-09-01"},
	}})
	if d == nil || len(d.Lanes) != 1 || len(d.Lanes[0].Marks) != 5 || d.Untimed != 1 {
		t.Fatalf("drawn: %+v", d)
	}
	marks := d.Lanes[0].Marks
	for i, a := range marks {
		if a.X < d.Left || a.X+a.Wide > d.Right || a.Y > d.Foot {
			t.Errorf("mark %d lies outside: %+v", i, a)
		}
		for _, b := range marks[:i] {
			if a.Y == b.Y && a.X < b.X+b.Wide+2*markRadius && b.X < a.X+a.Wide+2*markRadius {
				t.Errorf("marks at %d and %d cover each other", a.X, b.X)
			}
		}
	}
	if marks[0].Hollow || !marks[1].Hollow || marks[3].Wide == 0 || marks[4].Wide != 0 {
		t.Errorf("marks: %+v", marks)
	}
	if s := d.Steps; len(s) != 3 || s[1].Y >= s[0].Y || s[2].Y <= s[1].Y || len(d.Rises) != 2 || s[0].X1 != s[1].X0 {
		t.Errorf("steps: %+v, rises %+v", d.Steps, d.Rises)
	}
	if draw(c, &ask.Timeline{Events: []record.Event{day("", "occurred")}}) != nil {
		t.Error("what has no day is drawn")
	}
}

func TestAxesHaveFewTicks(t *testing.T) {
	c := catalog(t, "es")
	for _, c2 := range [][2]string{{"2025-01-01", "2025-01-15"}, {"2025-01-01", "2025-03-30"}, {"2025-01-20", "2025-06-02"}, {"2024-02-01", "2025-12-31"}, {"1992-05-01", "2026-01-01"}, {"1648-10-24", "2026-01-01"}} {
		from, _ := record.ParseDay(c2[0])
		to, _ := record.ParseDay(c2[1])
		var d drawing
		d.ticks(c, scale{from, to})
		if n := len(d.Ticks); n < 2 || n > ticksMost+1 {
			t.Errorf("%v: %d ticks: %v", c2, n, d.Ticks)
		}
		for i, k := range d.Ticks {
			if k.X < drawingLeft || k.X > drawingWidth-drawingRight || i > 0 && k.X-d.Ticks[i-1].X < 60 {
				t.Errorf("%v: tick at %d", c2, k.X)
			}
		}
	}
}

func TestMarkdownStaysPlain(t *testing.T) {
	for s, want := range map[string]string{
		"El 50 % de Mercosur, ¿no?":       `El 50 \% de Mercosur, ¿no?`,
		"# no\n- list\t*x*":               `\# no - list \*x\*`,
		"<b>[x](javascript:y)</b>":        `\<b\>\[x\](javascript:y)\</b\>`,
		"see https://evil.example":        `see https\://evil.example`,
		"WWW.evil.example, a@b.example":   `WWW\.evil.example, a\@b.example`,
		"a\u202eb\u0000c\xff":             "a b c\ufffd",
		"$x$ ~~y~~ ==z== %%c%% &lt; ^[n]": `\$x\$ \~\~y\~\~ \=\=z\=\= \%\%c\%\% \&lt; \^\[n\]`,
	} {
		if got := plainMarkdown(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func FuzzPlainMarkdown(f *testing.F) {
	f.Add("<https://x> `a` \\")
	f.Add("wwwww.a\n\nb")
	f.Fuzz(func(t *testing.T, s string) {
		got := plainMarkdown(s)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\u2028\u2029\x00") {
			t.Fatalf("%q", got)
		}
		bare := regexp.MustCompile(`\\.`).ReplaceAllString(got, "")
		if strings.ContainsAny(bare, markdownSigns) || strings.Contains(bare, "://") {
			t.Fatalf("%q leaves %q", got, bare)
		}
	})
}
