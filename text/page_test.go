package text

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestEdge(t *testing.T) {
	for _, tt := range []struct{ name, title, body string }{
		{"ascii", "A title", strings.Repeat("plain text ", 60)},
		{"accents", "Año", strings.Repeat("ñandú «año» ", 60)},
		{"beyond the basic plane", "😀 sí", strings.Repeat("a😀ñ—", 100)},
		{"no title", "", strings.Repeat("né", 300)},
		{"one block", "", strings.Repeat("a", block)},
		{"invalid", "", strings.Repeat("\xff\x80é", 150)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := (&Article{Title: tt.title, Text: tt.body}).Page()
			e := p.Edge()
			for i := range p.Text {
				if 0 < p.Body && p.Title().End < i && i < p.Body {
					continue // the gap
				}
				rel, in := p.Text[p.Body:max(i, p.Body)], false
				if i < p.Body {
					rel, in = p.Text[:i], true
				}
				want := utf8.RuneCountInString(rel)
				got, _, title := e.Span(Span{i, i})
				if got != want || title != in {
					t.Fatalf("Span at byte %d = %d, %v; want %d, %v", i, got, title, want, in)
				}
				unit, _, _ := e.UTF16(Span{i, i})
				if want := len(utf16.Encode([]rune(rel))); unit != want {
					t.Fatalf("UTF16 at byte %d = %d, want %d", i, unit, want)
				}
				back, ok := e.Bytes(got, got, in)
				if !ok || back.Start != i {
					t.Fatalf("Bytes(%d) = %v, %v; want %d", got, back, ok, i)
				}
			}
			n := utf8.RuneCountInString(tt.body)
			if s, ok := e.Bytes(0, n, false); !ok || s.Of(p.Text) != tt.body {
				t.Errorf("the whole text is %v, %v", s, ok)
			}
			for _, bad := range [][2]int{{-1, 0}, {2, 1}, {0, n + 1}} {
				if s, ok := e.Bytes(bad[0], bad[1], false); ok {
					t.Errorf("Bytes(%v) = %v", bad, s)
				}
			}
			if _, ok := e.Bytes(0, utf8.RuneCountInString(tt.title)+1, true); ok {
				t.Error("a span beyond the title is in the title")
			}
		})
	}
}

func BenchmarkEdge(b *testing.B) {
	p := Page{Text: strings.Repeat("El año próximo ", 10000)}
	e := p.Edge()
	for b.Loop() {
		e.Span(Span{100000, 100010})
	}
}
