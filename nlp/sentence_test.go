package nlp

import (
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/text"
)

func TestSentences(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"stops", "Lima firmó. Quito no. ¿Y Bogotá? ¡Tampoco! 3 más.", []string{"Lima firmó.", "Quito no.", "¿Y Bogotá?", "¡Tampoco!", "3 más."}},
		{"titles", "El Sr. Ruiz y la Dra. Vera, del art. 5, hablaron. Nada.", []string{"El Sr. Ruiz y la Dra. Vera, del art. 5, hablaron.", "Nada."}},
		{"initials", "Habló J. M. Ruiz. Calló A. Vera.", []string{"Habló J. M. Ruiz.", "Calló A. Vera."}},
		{"letter at the end", "Es el plan B. El otro falló.", []string{"Es el plan B.", "El otro falló."}},
		{"abbreviation at the end", "Viajó a EE. UU. El presidente calló.", []string{"Viajó a EE. UU.", "El presidente calló."}},
		{"abbreviation before a name", "Viajó a EE. UU. Ruiz con él.", []string{"Viajó a EE. UU. Ruiz con él."}},
		{"etcetera", "Pan, vino, etc. Quito pagó.", []string{"Pan, vino, etc.", "Quito pagó."}},
		{"brackets", "El pacto (firmado ayer. Hoy no) cayó. (Todo. Nada.) Fin.", []string{"El pacto (firmado ayer. Hoy no) cayó.", "(Todo.", "Nada.)", "Fin."}},
		{"bracket never closed", "El pacto (firmado ayer. Hoy no.", []string{"El pacto (firmado ayer.", "Hoy no."}},
		{"within quotation marks", "«No iré. Nunca», dijo Vera.", []string{"«No iré.", "Nunca», dijo Vera."}},
		{"attribution after the mark", "«¿Irán?», preguntó. “¡No!” exclamó Ruiz. \"Sí.\" Y calló.", []string{"«¿Irán?», preguntó.", "“¡No!” exclamó Ruiz.", "\"Sí.\"", "Y calló."}},
		{"quotation after a stop", "Calló. «No iré», dijo.", []string{"Calló.", "«No iré», dijo."}},
		{"stop after the mark", "Dijo «no». Y «sí».", []string{"Dijo «no».", "Y «sí»."}},
		{"dots", "Vera, Ruiz... y nadie más... Después calló… Fin", []string{"Vera, Ruiz... y nadie más...", "Después calló…", "Fin"}},
		{"dateline", "PEKÍN. Lima firmó.", []string{"PEKÍN.", "Lima firmó."}},
		{"dateline with a dash", "LIMA. - Quito firmó. - Otra cosa.", []string{"LIMA. -", "Quito firmó.", "- Otra cosa."}},
		{"dateline of two words", "LA PAZ – El Senado votó.", []string{"LA PAZ –", "El Senado votó."}},
		{"dateline with a day and an agency", "QUITO, 8 may (AVE) - «No», dijo Vera.", []string{"QUITO, 8 may (AVE) -", "«No», dijo Vera."}},
		{"dateline with an agency", "La Paz (AVE) — El Senado votó.", []string{"La Paz (AVE) —", "El Senado votó."}},
		{"dateline with a stop", "La Paz, 8 may (AVE).- El Senado votó.", []string{"La Paz, 8 may (AVE).-", "El Senado votó."}},
		{"no dateline before small letters", "ONU — así se llama.", []string{"ONU — así se llama."}},
		{"no dateline without capitals", "Bolivia - Chile votó.", []string{"Bolivia - Chile votó."}},
		{"no dateline where the dash is joined", "LIMA-QUITO es larga.", []string{"LIMA-QUITO es larga."}},
		{"no dateline further on", "Lima firmó.\n\nONU - Vera calló.", []string{"Lima firmó.", "ONU - Vera calló."}},
		{"dialogue", "—No —dijo Vera—. Ni hoy.", []string{"—No —dijo Vera—.", "Ni hoy."}},
		{"items", "1. Lima firma.\n\n2. Quito no.", []string{"1. Lima firma.", "2. Quito no."}},
		{"wrapped lines", "El pacto entre las dos capitales no\nse firmó. Nada más\nse supo.", []string{"El pacto entre las dos capitales no\nse firmó.", "Nada más\nse supo."}},
		{"several marks", "¿Irán?! No.. Sí?.", []string{"¿Irán?!", "No..", "Sí?."}},
	}
	tk := spanishTokenizer(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tk.Document(text.Page{Text: tt.in}, "es")
			var got []string
			for i := range d.Sentences {
				got = append(got, d.Sentences[i].Of(tt.in))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLongSentenceIsCut(t *testing.T) {
	tk := spanishTokenizer(t)
	s := strings.Repeat("a ", 150) + "b; " + strings.Repeat("c, ", 120) + strings.Repeat("d ", 700)
	d := tk.Document(text.Page{Text: s}, "es")
	if got := d.Sentences[0].Of(s); !strings.HasSuffix(got, "b;") {
		t.Errorf("first cut after %q", got[len(got)-5:])
	}
	for i := range d.Sentences {
		if n := len(d.Sentences[i].Tokens); n > maxSentence {
			t.Errorf("sentence %d has %d tokens", i, n)
		}
	}
}
