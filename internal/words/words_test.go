package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func texts(tokens []Token) string {
	var out []string
	for _, t := range tokens {
		out = append(out, t.Text)
	}
	return strings.Join(out, " ")
}

func TestTokensFoldAndStem(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"", "El año del cañón", "el año del cañon"},
		{"", "En el ANO", "en el ano"},
		{"", "Ñandú, pingüino, reunión", "ñandu pinguino reunion"},
		{"", "Acentos sueltos: reunio\u0301n, an\u0303o, и\u0306", "acentos sueltos reunion año й"},
		{"", "ёлка и йод, Киïв", "елка и йод киiв"},
		{"", "Київ", "київ"},
		{"", "Łódź, Straße, Ærø, İzmir", "lodz strasse aero izmir"},
		{"", "C5+1, 14:30, EE. UU., 2025-11-30", "c5 1 14 30 ee uu 2025 11 30"},
		{"", "sepa\u00adrado", "separado"},
		{"es", "conversaciones conversación conversacion", "convers convers convers"},
		{"es", "años año", "año año"},
		{"en", "visits visited visiting", "visit visit visit"},
		{"ru", "министра министром министры", "министр министр министр"},
		{"ru", "Подписали 14 соглашений", "подписа 14 соглашен"},
		{"kk", "Қазақстан", "қазақстан"},
		{"es", "", ""},
		{"es", "— … «»", ""},
	} {
		if got := texts(Tokens(c.lang, c.text)); got != c.want {
			t.Errorf("Tokens(%q, %q) = %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

func TestFormsOfOneWordHaveOneStem(t *testing.T) {
	for _, c := range []struct{ lang, words string }{
		{"es", "recibir recibió recibieron recibirá"},
		{"es", "anuncio anunció anunciar anunciaron anuncios"},
		{"es", "decir decía"},
		{"es", "establecer establecerá establecerán"},
		{"es", "gira giras"},
		{"es", "reunir reunió reunieron"},
		{"es", "reunión reuniones"},
		{"es", "relación relaciones"},
		{"es", "país países"},
		{"es", "día días"},
		{"es", "territorio territorios"},
		{"es", "estratégica estratégico estratégicas"},
		{"en", "agreement agreements"},
		{"en", "sign signed signing signs"},
		{"ru", "переговоры переговоров переговорами"},
	} {
		var stems []string
		for _, tok := range Tokens(c.lang, c.words) {
			stems = append(stems, tok.Text)
		}
		if len(slices.Compact(stems)) != 1 {
			t.Errorf("%s: %s have the stems %v", c.lang, c.words, stems)
		}
	}
}

func TestTokensStandWhereTheirWordsStand(t *testing.T) {
	const text = "«Año» nuevo, вѝза."
	var got []string
	for _, tok := range Tokens("es", text) {
		got = append(got, text[tok.Start:tok.End])
	}
	if want := []string{"Año", "nuevo", "вѝза"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
}

func TestWordsWithoutAccentsFindThoseWithThem(t *testing.T) {
	for _, pair := range [][2]string{
		{"reunión", "reunion"}, {"cooperación", "cooperacion"}, {"anunció", "anuncio"}, {"días", "dias"}, {"también", "tambien"},
		{"económicos", "economicos"}, {"ЧЁРНОЕ", "черное"}, {"café", "CAFE"},
	} {
		for _, lang := range []string{"", "es", "en", "ru"} {
			if a, b := texts(Tokens(lang, pair[0])), texts(Tokens(lang, pair[1])); a != b {
				t.Errorf("in %q %s is %q and %s is %q", lang, pair[0], a, pair[1], b)
			}
		}
	}
}

func TestOverlongWordsAreCut(t *testing.T) {
	for _, tok := range Tokens("ru", strings.Repeat("щ", 10_000)+" x "+strings.Repeat("é", 10_000)) {
		if len(tok.Text) > longest || !utf8.ValidString(tok.Text) {
			t.Errorf("token of %d bytes %q", len(tok.Text), tok.Text)
		}
	}
}

func TestQueryMatches(t *testing.T) {
	for _, c := range []struct {
		query, lang, text string
		want              bool
	}{
		{"ano", "es", "el año pasado", false},
		{"año", "es", "los años pasados", true},
		{"ano", "es", "el ano", true},
		{"canon", "es", "un cañón", false},
		{"cañon", "es", "un cañón", true},
		{"visita", "es", "visitará Astaná", true},
		{"visits", "en", "visiting Astana", true},
		{"министр", "ru", "встретился с министром", true},
		{"президент Токаев", "ru", "Токаев стал президентом", true},
		{`"президент Токаев"`, "ru", "Токаев стал президентом", false},
		{`"президентом Токаевым"`, "ru", "встреча с президентом Токаевым", true},
		{`"asociación estratégica"`, "es", "una asociación estratégica", true},
		{`"asociación estratégica"`, "es", "estratégica, la asociación", false},
		{`«asociación estratégica» Hanói`, "es", "Hanói: asociaciones estratégicas", true},
		{"C5+1", "en", "the C5+1 format", true},
		{"C5+1", "en", "C5 and 1", false},
		{"OTAN", "es", "la otan", true},
		{"nato", "en", "NATO", true},
		{"Қазақстан", "kk", "Қазақстан Республикасы", true},
		{"visita Hanói", "es", "visita a París", false},
		{`"visita a`, "es", "la visita a Hanói", true},
		{"— ,", "es", "algo", false},
		{"", "es", "algo", false},
	} {
		if got := Parse(c.query).Match(Tokens(c.lang, c.text)); got != c.want {
			t.Errorf("%q on %q (%s) = %v, want %v", c.query, c.text, c.lang, got, c.want)
		}
	}
}

func TestPhrasesStandOnceInAQuery(t *testing.T) {
	if q := Parse("visita visita  VISITA"); len(q) != 1 {
		t.Errorf("%d phrases, want 1: %q", len(q), q)
	}
}

func TestMarksCountCodePoints(t *testing.T) {
	const text = "Año 2025: visita del año; «visitas» y años."
	want := [][2]int{{0, 3}, {10, 16}, {21, 24}, {27, 34}, {38, 42}}
	if got := Marks("es", text, Parse("año visita")); !slices.Equal(got, want) {
		t.Errorf("marks %v, want %v", got, want)
	}
	if got, want := Marks("es", text, Parse(`"visita del" "del año"`)), [][2]int{{10, 24}}; !slices.Equal(got, want) {
		t.Errorf("marks of overlapping phrases %v, want %v", got, want)
	}
}

func TestPassageHoldsTheDensestMarks(t *testing.T) {
	text := "uno año. " + strings.Repeat("palabra ", 100) + "aquí el año y el año, " + strings.Repeat("otra ", 100)
	p, start, inside := Passage(text, Marks("es", text, Parse("año")), 60)
	if len(inside) != 2 {
		t.Fatalf("marks %v in %q, want two", inside, p)
	}
	for _, m := range inside {
		if got := string([]rune(p)[m[0]:m[1]]); got != "año" {
			t.Errorf("mark on %q", got)
		}
	}
	if got := string([]rune(text)[start : start+utf8.RuneCountInString(p)]); got != p {
		t.Errorf("start %d leads to %q, want %q", start, got, p)
	}
	if n := utf8.RuneCountInString(p); n > 60 || n < 40 {
		t.Errorf("%d code points, want about 60", n)
	}
	if strings.HasPrefix(p, "alabra") || !strings.HasSuffix(p, "otra") && !strings.HasSuffix(p, ",") {
		t.Errorf("%q is not cut at words", p)
	}
}

func TestPassageOfTextWithoutMarksIsItsBeginning(t *testing.T) {
	p, start, inside := Passage("una frase corta que sigue", nil, 12)
	if p != "una frase" || start != 0 || inside != nil {
		t.Errorf("%q from %d, marks %v", p, start, inside)
	}
	if p, _, _ := Passage("corta", nil, 100); p != "corta" {
		t.Errorf("%q, want all of a short text", p)
	}
	if p, _, _ := Passage("", nil, 100); p != "" {
		t.Errorf("%q of nothing", p)
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"El año «nuevo»", "an\u0303o", "\xff\xfe a", "C5+1 \u0301", "İ ß ﬁ", "щ\u0306"} {
		for _, lang := range []string{"", "es", "en", "ru"} {
			f.Add(lang, s)
		}
	}
	f.Fuzz(func(t *testing.T, lang, s string) {
		last := 0
		for _, tok := range Tokens(lang, s) {
			if tok.Start < last || tok.End <= tok.Start || tok.End > len(s) {
				t.Fatalf("token %+v after %d in %q", tok, last, s)
			}
			if tok.Text == "" || !utf8.ValidString(tok.Text) || len(tok.Text) > 2*longest || strings.ContainsAny(tok.Text, " \"\x00") {
				t.Fatalf("token %q of %q", tok.Text, s)
			}
			last = tok.End
		}
	})
}

func FuzzPassage(f *testing.F) {
	f.Add("es", "El año de la visita, «el año»", `año "la visita"`, 10)
	f.Add("ru", "\xff министр", "министра", 1)
	f.Fuzz(func(t *testing.T, lang, s, query string, width int) {
		width = 1 + min(max(width, 0), 1000)
		marks := Marks(lang, s, Parse(query))
		n := len([]rune(s))
		last := 0
		for _, m := range marks {
			if m[0] < last || m[1] <= m[0] || m[1] > n {
				t.Fatalf("mark %v after %d of %d code points", m, last, n)
			}
			last = m[1]
		}
		p, start, inside := Passage(s, marks, width)
		if got := string([]rune(s)[start : start+len([]rune(p))]); got != p {
			t.Fatalf("passage %q, in the text %q", p, got)
		}
		if len([]rune(p)) > width {
			t.Fatalf("passage of %d code points, want at most %d", len([]rune(p)), width)
		}
		if len(marks) > 0 && len(inside) == 0 {
			t.Fatalf("no mark in %q, of %v", p, marks)
		}
		for _, m := range inside {
			if m[0] < 0 || m[1] <= m[0] || m[1] > len([]rune(p)) {
				t.Fatalf("mark %v in a passage of %d code points", m, len([]rune(p)))
			}
		}
	})
}

var newsText = strings.Repeat("El ministro de Asuntos Exteriores anunció que las conversaciones sobre la asociación estratégica continuarán en Astaná. ", 12)

func BenchmarkTokens(b *testing.B) {
	b.SetBytes(int64(len(newsText)))
	for b.Loop() {
		Tokens("es", newsText)
	}
}

func BenchmarkMarks(b *testing.B) {
	q := Parse(`asociación "asuntos exteriores"`)
	for b.Loop() {
		Marks("es", newsText, q)
	}
}
