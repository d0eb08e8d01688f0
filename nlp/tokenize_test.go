package nlp

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/text"
)

func spanishTokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	p, err := lang.Open("es", "")
	if err != nil {
		t.Fatal(err)
	}
	tk, err := NewTokenizer(p)
	if err != nil {
		t.Fatal(err)
	}
	return tk
}

// tokenWords joins the words of all sentences with spaces, the sentences with " ‖ "
// and the words of one written token with "+".
func tokenWords(d *Document) string {
	var b strings.Builder
	for i := range d.Sentences {
		if i > 0 {
			b.WriteString(" ‖")
		}
		s := &d.Sentences[i]
		for k, t := range s.Tokens {
			sep := " "
			for _, m := range s.Multi {
				if m.First < k && k <= m.Last {
					sep = "+"
				}
			}
			if b.Len() > 0 {
				b.WriteString(sep)
			}
			b.WriteString(t.Form)
		}
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"contractions", "Al salir del acto, AL FINAL DEL DÍA", "A+el salir de+el acto , A+EL FINAL DE+EL DÍA"},
		{"contraction in a name", "Vicente Del Bosque y Al Gore vieron a Al Sisi", "Vicente Del Bosque y Al Gore vieron a Al Sisi"},
		{"name at the beginning", "Al Asad viajó. Al salir habló.", "Al Asad viajó . ‖ A+el salir habló ."},
		{"infinitive", "quiso decirlo, darle y oírla", "quiso decir+lo , dar+le y oír+la"},
		{"two pronouns", "decírselo, oírselo y jugárnosla, llevarselo", "decir+se+lo , oír+se+lo y jugar+nos+la , llevar+se+lo"},
		{"gerund", "haciéndolo, dándosela y yéndose", "haciendo+lo , dando+se+la y yendo+se"},
		{"imperative", "Dígame y véase", "Diga+me y vea+se"},
		{"looks like a verb with pronouns", "la parte fuerte de los gobiernos advierte y confirme la charla", "la parte fuerte de los gobiernos advierte y confirme la charla"},
		{"names", "Carlos Iriarte y Duarte", "Carlos Iriarte y Duarte"},
		{"capital at the beginning", "Hacerlo costará. Tratarse bien.", "Hacer+lo costará . ‖ Tratar+se bien ."},
		{"nouns in -os", "los primeros disparos y daros razones", "los primeros disparos y dar+os razones"},
		{"compound", "una ciencia-arte", "una ciencia-arte"},
		{"numbers", "28.700 y 3,5 a las 10:30, el 60% o el 60 %, -5 grados", "28.700 y 3,5 a las 10:30 , el 60% o el 60 % , -5 grados"},
		{"ordinals", "el 2.º, la 1.ª y el 50º km²", "el 2.º , la 1.ª y el 50º km²"},
		{"dates and money", "el 11/11/2025 pagó US$50 o 40 €", "el 11/11/2025 pagó US$ 50 o 40 €"},
		{"hyphens", "el acuerdo kazajo-uzbeko COP-28, 2019–2020", "el acuerdo kazajo-uzbeko COP-28 , 2019–2020"},
		{"dashes", "el pacto —dijo—, y –añadió– ya", "el pacto — dijo — , y – añadió – ya"},
		{"quotation marks", "«el “pacto”» y \"eso\"", "« el “ pacto ” » y \" eso \""},
		{"apostrophes", "O’Neill, d'Ivoire, la cosecha del '84 y 'eso'", "O’Neill , d'Ivoire , la cosecha de+el '84 y ' eso '"},
		{"dots", "Silva... y (...) y…", "Silva ... y ( ... ) y …"},
		{"abbreviations", "el Sr. Ruiz, núm. 5, etc., EE.UU. y EE. UU.", "el Sr. Ruiz , núm. 5 , etc. , EE.UU. y EE. UU."},
		{"addresses", "ver https://example.org/a?b=1, www.ejemplo.es. y prensa@ejemplo.es", "ver https://example.org/a?b=1 , www.ejemplo.es . y prensa@ejemplo.es"},
		{"inverted marks", "¿Y?¡Sí!", "¿ Y ? ‖ ¡ Sí !"},
		{"names of networks", "#Cumbre @canciller", "#Cumbre @canciller"},
		{"no space after the stop", "firmó.El pacto", "firmó . ‖ El pacto"},
		{"comma without space", "sí,pero", "sí , pero"},
	}
	tk := spanishTokenizer(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tk.Document(text.Page{Text: tt.in}, "es")
			if got := tokenWords(d); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestContractionSpans(t *testing.T) {
	d := spanishTokenizer(t).Document(text.Page{Text: "Voy del mar."}, "es")
	s := &d.Sentences[0]
	if m := s.Multi[0]; m.First != 1 || m.Last != 2 || m.Form != "del" {
		t.Errorf("Multi = %+v", m)
	}
	for _, k := range []int{1, 2} {
		if got := s.Tokens[k].Of(d.Text); got != "del" {
			t.Errorf("token %d covers %q", k, got)
		}
		if s.Tokens[k].Head != -1 {
			t.Errorf("token %d has head %d", k, s.Tokens[k].Head)
		}
	}
}

func TestDocumentTitle(t *testing.T) {
	a := text.Article{Title: "Lima firma", Text: "Lima firmó ayer.\n\nHoy calla."}
	d := spanishTokenizer(t).Document(a.Page(), "es")
	if len(d.Sentences) != 3 || !d.Sentences[0].Title || d.Sentences[1].Title || d.Sentences[2].Paragraph != 2 {
		t.Errorf("sentences %+v", d.Sentences)
	}
}

// checkDocument reports what is wrong with the tokens and sentences of a page.
func checkDocument(d *Document) error {
	s := d.Text
	valid := utf8.ValidString(s)
	blank := func(a, b int) bool {
		for _, r := range s[a:b] {
			if !space(r) {
				return false
			}
		}
		return true
	}
	end := 0
	for i := range d.Sentences {
		sent := &d.Sentences[i]
		if sent.Start < end || len(sent.Tokens) == 0 {
			return fmt.Errorf("sentence %d begins at %d, before %d, or is empty", i, sent.Start, end)
		}
		if !d.Paragraphs[sent.Paragraph].Contains(sent.Span) {
			return fmt.Errorf("sentence %d is not in its paragraph", i)
		}
		if sent.Tokens[0].Start != sent.Start || sent.Tokens[len(sent.Tokens)-1].End != sent.End {
			return fmt.Errorf("sentence %d is not spanned by its tokens", i)
		}
		last := text.Span{Start: -1}
		for k, t := range sent.Tokens {
			if t.Form == "" || t.Head != -1 {
				return fmt.Errorf("token %d of sentence %d: %+v", k, i, t)
			}
			if t.Span == last {
				continue
			}
			last = t.Span
			if t.Start < end || t.End <= t.Start || t.End > len(s) {
				return fmt.Errorf("token %d of sentence %d at %v, after %d", k, i, t.Span, end)
			}
			if !blank(end, t.Start) {
				return fmt.Errorf("bytes %d to %d are in no token", end, t.Start)
			}
			if valid && (!utf8.RuneStart(s[t.Start]) || t.End < len(s) && !utf8.RuneStart(s[t.End])) {
				return fmt.Errorf("token %d of sentence %d cuts a rune", k, i)
			}
			end = t.End
		}
		next := 0
		for _, m := range sent.Multi {
			if m.First < next || m.Last <= m.First || m.Last >= len(sent.Tokens) ||
				m.Form != sent.Tokens[m.First].Cover(sent.Tokens[m.Last].Span).Of(s) {
				return fmt.Errorf("sentence %d: multiword %+v", i, m)
			}
			next = m.Last + 1
		}
	}
	if !blank(end, len(s)) {
		return fmt.Errorf("bytes after %d are in no token", end)
	}
	return nil
}

func FuzzTokenizer(f *testing.F) {
	for _, s := range []string{
		"Al salir, «No. Nunca», dijo.", "EE. UU. El (a. B) J. M. Ruiz", "—A —b—. C", "dárselo ÍRSELO www.a.b '84 #x @y -3 --- ....",
		"a\u00adb \u200b c\u0301 İrse", "\xff.\xfe«", strings.Repeat("a, ", 500), strings.Repeat("é", 600),
	} {
		f.Add(s)
	}
	tk := spanishTokenizer(f)
	f.Fuzz(func(t *testing.T, s string) {
		if err := checkDocument(tk.Document(text.Page{Text: s}, "es")); err != nil {
			t.Fatalf("%v in %q", err, s)
		}
	})
}

func TestTimeIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many megabytes")
	}
	tk := spanishTokenizer(t)
	for _, unit := range []string{
		"palabra ", "a", "A. ", "(", ")", "«", "“a” ", "\"", "' ", "'84 ", "—a ", ". ", "Sr. ", "a.", "1,", "-", "¿", "«A. ", "(a. B) ", "é", "www.", "a\n", "\xff", "Á ", "«» '84 ",
	} {
		s := strings.Repeat(unit, 1<<20/len(unit))
		start := time.Now()
		d := tk.Document(text.Page{Text: s}, "es")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("1 MB of %q took %v", unit, took)
		}
		for i := range d.Sentences {
			if n := len(d.Sentences[i].Tokens) - len(d.Sentences[i].Multi); n > maxSentence {
				t.Errorf("1 MB of %q: a sentence of %d tokens", unit, n)
				break
			}
		}
	}
}

const tokenSample = `La canciller de Uruguay dijo el martes que «no habrá prórroga» del acuerdo de 1998, según la Presidencia. Al día siguiente, el ministro quiso explicarlo: "Vamos a hacerlo con calma", aseguró ante unos 3.500 asistentes en EE. UU.

—No firmaremos —respondió su par chileno, J. M. Ruiz—. Ni hoy ni mañana (véase la nota). El comercio creció un 3,5 % y ambos países siguen negociándolo.

`

func BenchmarkTokenizer(b *testing.B) {
	tk := spanishTokenizer(b)
	page := text.Page{Text: strings.Repeat(tokenSample, 200)}
	b.SetBytes(int64(len(page.Text)))
	b.ReportAllocs()
	for b.Loop() {
		tk.Document(page, "es")
	}
}
