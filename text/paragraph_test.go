package text

import (
	"slices"
	"strings"
	"testing"
)

func TestParagraphs(t *testing.T) {
	wide := "El " + strings.Repeat("texto ", 30)
	tests := []struct {
		name, in string
		body     int
		want     []string
	}{
		{"blank lines", "Uno.\n\nDos.\n \t\n\n\nTres.\n", 0, []string{"Uno.", "Dos.", "Tres."}},
		{"title", "Un título\n\nUno.\nDos.", 12, []string{"Un título", "Uno.\nDos."}},
		{"hard wrapped", "El ministro de Asuntos Exteriores viajó ayer.\nLima lo esperaba con honores y con una lista\nde peticiones que nadie\nha leído.", 0,
			[]string{"El ministro de Asuntos Exteriores viajó ayer.\nLima lo esperaba con honores y con una lista\nde peticiones que nadie\nha leído."}},
		{"short last line", "El ministro de Asuntos Exteriores viajó ayer a\nLima.\nLo esperaba la prensa de la capital peruana.", 0,
			[]string{"El ministro de Asuntos Exteriores viajó ayer a\nLima.", "Lo esperaba la prensa de la capital peruana."}},
		{"one line each", wide + "fin.\nOtra cosa.\n" + wide + "fin.", 0, []string{wide + "fin.", "Otra cosa.", wide + "fin."}},
		{"heading", "Sin acuerdo\n" + wide + "fin.", 0, []string{"Sin acuerdo", wide + "fin."}},
		{"dialogue", "—¿Irán?\n—No.\n—¿Nunca?", 0, []string{"—¿Irán?", "—No.", "—¿Nunca?"}},
		{"nothing", " \n\n ", 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range Paragraphs(tt.in, tt.body) {
				got = append(got, p.Of(tt.in))
			}
			for i := range tt.want {
				tt.want[i] = strings.TrimSpace(tt.want[i])
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func checkParagraphs(t *testing.T, s string, ps []Span) {
	t.Helper()
	end := 0
	for _, p := range ps {
		if p.Start < end || p.End <= p.Start || strings.TrimSpace(s[end:p.Start]) != "" {
			t.Fatalf("paragraph %v after %d in %q", p, end, s)
		}
		end = p.End
	}
	if strings.TrimSpace(s[end:]) != "" {
		t.Fatalf("text after the last paragraph in %q", s)
	}
}
