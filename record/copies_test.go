package record

import (
	"strings"
	"testing"
)

const wire = `El presidente de Kazajistán viajará a Serbia el 14 de mayo, anunció el lunes su oficina. Será la primera visita de
Estado de un jefe de Estado kazajo a Belgrado en nueve años. Los dos mandatarios firmarán una declaración sobre comercio y energía y hablarán
del corredor que une el Caspio con los Balcanes. La delegación llevará a tres ministros y a directivos de la empresa nacional de uranio.`

func TestCopies(t *testing.T) {
	words := strings.Fields(wire)
	sign := Sign(wire)
	tests := []struct {
		name, text string
		copied     bool
	}{
		{"the same", wire, true},
		{"other blanks, case and marks", strings.ToUpper(strings.ReplaceAll(wire, ",", " —")), true},
		{"a dateline before it", "Astaná, 5 may (Agencia).- " + wire, true},
		{"its last sentence cut", strings.Join(words[:50], " "), true},
		{"the same news in other words", `Kasim-Yomart Tokáyev será recibido en Belgrado el 14 de mayo con honores de Estado, según informaron fuentes oficiales kazajas. La agenda
incluye comercio, energía y el corredor entre el mar Caspio y los Balcanes, y se espera la firma de un texto conjunto por ambos gobernantes.`, false},
		{"another text", strings.Repeat("uno dos tres cuatro cinco seis siete ocho nueve diez ", 5), false},
		{"nothing", "", false},
		{"two words", "El presidente", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			other := Sign(tt.text)
			like := sign.Like(&other)
			if got := like >= Copied; got != tt.copied {
				t.Errorf("shares %.2f", like)
			}
			if tt.copied && !shareBand(&sign, &other) {
				t.Errorf("shares %.2f and no band", like)
			}
		})
	}
}

func shareBand(a, b *Signature) bool {
	bands := map[int64]bool{}
	for _, h := range a.Bands() {
		bands[h] = true
	}
	for _, h := range b.Bands() {
		if bands[h] {
			return true
		}
	}
	return false
}

func BenchmarkSign(b *testing.B) {
	text := strings.Repeat(wire+"\n", 4)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Sign(text)
	}
}
