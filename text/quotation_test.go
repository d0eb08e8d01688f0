package text

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// show writes quotations as their inner text, nested ones in parentheses after
// it, with flags: + continues, > continued, ! unclosed, - dash, ' single.
func show(s string, qs []Quotation) string {
	var b strings.Builder
	for i, q := range qs {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(strings.Repeat("*", q.Depth))
		if q.Continues {
			b.WriteByte('+')
		}
		b.WriteString(q.Inner.Of(s))
		for _, f := range []struct {
			on   bool
			mark string
		}{{q.Continued, ">"}, {q.Unclosed, "!"}, {q.Dash, "-"}, {q.Apostrophe, "'"}} {
			if f.on {
				b.WriteString(f.mark)
			}
		}
	}
	return b.String()
}

func TestPairQuotations(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"guillemets", "La canciller dijo «no iremos» y salió.", "no iremos"},
		{"curly", "“No iremos”, dijo.", "No iremos"},
		{"straight", `"No iremos", dijo. "Ni hoy."`, "No iremos | Ni hoy."},
		{"straight in brackets", `El plan ("una broma") cayó`, "una broma"},
		{"straight after colon without space", `Dijo:"no iremos".`, "no iremos"},
		{"straight nested", `"El pacto es "histórico" y firme", dijo.`, `El pacto es "histórico" y firme | *histórico`},
		{"straight with its spaces astray", `con el fin de" olvidar lo pasado ", afirmó`, " olvidar lo pasado "},
		{"inches", `un monitor de 24" con base`, ""},
		{"nested kinds", "«El acuerdo es “histórico”, según me dijo», contó.", "El acuerdo es “histórico”, según me dijo | *histórico"},
		{"three levels", "«Es “un ‘sí’ claro”», dijo.", "Es “un ‘sí’ claro” | *un ‘sí’ claro | **sí'"},
		{"low marks", "Он сказал: «Газета „Заря“ права».", "Газета „Заря“ права | *Заря"},
		{"low marks closed high", "„Nein”, sagte er.", "Nein"},
		{"apostrophes", "O’Neill y Côte d’Ivoire, la cosecha del '84 y Cox's", ""},
		{"single", "La ‘doctrina’ de O’Neill", "doctrina'"},
		{"single with comma", "‘sí, pero’, repitió", "sí, pero'"},
		{"ascii single", "Los 'halcones' del Joe's bar", "halcones'"},
		{"ascii single never closed", "Dijo 'no y se fue", ""},
		{"unclosed", "El portavoz avisó: \"La respuesta llegará.\n\nNada más.", "La respuesta llegará.!"},
		{"unclosed before another", `«Iremos, dijo. «Hoy», añadió.`, "Iremos, dijo.! | Hoy"},
		{"mixed marks", `“No iremos", dijo`, "No iremos"},
		{"stray closer", "no iremos», dijo", ""},
		{"reopened", "“No habrá base.\n\n“Y no la habrá”, zanjó.", "No habrá base.> | +Y no la habrá"},
		{"reopened by the closing mark", "«Uno.\n\n»Dos.\n\n»Tres», dijo.", "Uno.> | +Dos.> | +Tres"},
		{"reopened straight", "\"Uno.\n\n\"Dos\", dijo \"A\".", "Uno.> | +Dos | A"},
		{"closed in the next paragraph", "«Uno.\n\nDos», dijo «A».", "Uno.> | +Dos | A"},
		{"dialogue", "—No firmaremos —respondió el ministro—. Ni hoy ni mañana.", "No firmaremos- | Ni hoy ni mañana.-"},
		{"dialogue without attribution", "—¿Y usted?", "¿Y usted?-"},
		{"dialogue, attribution last", "—No —dijo.", "No-"},
		{"dialogue, spaced", "— Не подпишем, — ответил министр. — Ни сегодня.", "Не подпишем,- | Ни сегодня.-"},
		{"dialogue with hyphens", "-No firmaremos -respondió el vice-ministro-. Ni hoy.", "No firmaremos- | Ni hoy.-"},
		{"dialogue with marks", "—Es «un —digamos— gesto» —dijo.", "Es «un —digamos— gesto»- | *un —digamos— gesto"},
		{"list", "- primero\n\n- segundo", ""},
		{"dateline", "LIMA, 3 may — El Gobierno firmó.", ""},
		{"inciso within marks", "«La propuesta —insistió— sigue en pie».", "La propuesta —insistió— sigue en pie"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			qs := PairQuotations(tt.in, Paragraphs(tt.in, 0))
			if got := show(tt.in, qs); got != tt.want {
				t.Errorf("PairQuotations(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestPairQuotationsSpans(t *testing.T) {
	s := "Dijo: «sí». —"
	q := PairQuotations(s, []Span{{0, len(s)}})[0]
	if q.Of(s) != "«sí»" || q.Inner.Of(s) != "sí" {
		t.Errorf("spans %q and %q", q.Of(s), q.Inner.Of(s))
	}
	s = "—No —dijo."
	q = PairQuotations(s, []Span{{0, len(s)}})[0]
	if q.Of(s) != "—No" {
		t.Errorf("span of an utterance is %q", q.Of(s))
	}
}

func FuzzPairQuotations(f *testing.F) {
	for _, s := range []string{
		"«a “b ‘c’ d” e»", `"a "b" c" 'd' "e`, "—a —b—. c «d—e» —f", "«a\n\n»b\n\nc»", "„a“ “b„ c”",
		"a\n—b «c\n\n— d» e —f", "\"«“ \"", strings.Repeat("«“\"'‘", 9),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ps := Paragraphs(s, 0)
		checkParagraphs(t, s, ps)
		qs := PairQuotations(s, ps)
		if err := checkQuotations(s, ps, qs); err != nil {
			t.Fatalf("%v in %q: %+v", err, s, qs)
		}
	})
}

func checkQuotations(s string, ps []Span, qs []Quotation) error {
	edge := func(i int) bool { return i == len(s) || utf8.RuneStart(s[i]) || !utf8.ValidString(s) }
	var outer []Span
	for i, q := range qs {
		switch {
		case q.Start < 0 || q.End > len(s) || !q.Contains(q.Inner) || q.Inner.Len() < 0:
			return fmt.Errorf("quotation %d out of range", i)
		case !edge(q.Start) || !edge(q.End) || !edge(q.Inner.Start) || !edge(q.Inner.End):
			return fmt.Errorf("quotation %d inside a rune", i)
		case i > 0 && q.Start < qs[i-1].Start:
			return fmt.Errorf("quotation %d out of order", i)
		}
		for len(outer) > 0 && outer[len(outer)-1].End <= q.Start {
			outer = outer[:len(outer)-1]
		}
		if n := len(outer); n > 0 && !outer[n-1].Contains(q.Span) {
			return fmt.Errorf("quotation %d crosses another", i)
		}
		if q.Depth != len(outer) {
			return fmt.Errorf("quotation %d has depth %d, want %d", i, q.Depth, len(outer))
		}
		outer = append(outer, q.Span)
		for len(ps) > 0 && ps[0].End <= q.Start {
			ps = ps[1:]
		}
		if len(ps) == 0 || !ps[0].Contains(q.Span) {
			return fmt.Errorf("quotation %d crosses a paragraph", i)
		}
	}
	return nil
}

func BenchmarkPairQuotations(b *testing.B) {
	s := strings.Repeat("«El pacto es “firme”», dijo la canciller de Côte d’Ivoire. \"Iremos\", añadió el ministro, y la reunión acabó sin más noticias.\n\n", 2000)
	ps := Paragraphs(s, 0)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		PairQuotations(s, ps)
	}
}
