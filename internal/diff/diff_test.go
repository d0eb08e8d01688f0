package diff

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// shown writes pieces with [-deleted-] and {+inserted+}.
func shown(ps []Piece) string {
	var b strings.Builder
	for _, p := range ps {
		switch p.Kind {
		case Deleted:
			b.WriteString("[-" + p.Text + "-]")
		case Added:
			b.WriteString("{+" + p.Text + "+}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestWordsThatChangedAreTold(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"nothing", "", "", ""},
		{"the same", "El ministro viaja hoy.", "El ministro viaja hoy.", "El ministro viaja hoy."},
		{"a word put in place of another", "El ministro viaja hoy.", "El ministro viaja mañana.", "El ministro viaja [-hoy-]{+mañana+}."},
		{"a word put in", "The envoys met.", "The envoys never met.", "The envoys {+never +}met."},
		{"a word taken out", "The envoys never met.", "The envoys met.", "The envoys [-never -]met."},
		{"several words are one change", "they signed three accords today", "they signed a protocol today", "they signed [-three accords-]{+a protocol+} today"},
		{"words taken out on both sides of a blank", "a uno b dos a", "a b a", "a [-uno -]b[- dos-] a"},
		{"all is new", "", "uno dos", "{+uno dos+}"},
		{"all is gone", "uno dos", "", "[-uno dos-]"},
		{"nothing in common", "uno", "dos", "[-uno-]{+dos+}"},
		{"blanks alone", "uno  dos", "uno dos", "uno dos"},
		{"another paragraph", "Uno.\nDos.", "Uno.\nTres.\nDos.", "Uno.\n{+Tres.\n+}Dos."},
		{"words that stand several times", "no, no y no", "no y no", "no[-, no-] y no"},
		{"marks of letters", "el niño y ñandú", "el nino y ñandú", "el [-niño-]{+nino+} y ñandú"},
		{"Cyrillic", "визит состоится в мае", "визит состоится в июне", "визит состоится в [-мае-]{+июне+}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Words(c.a, c.b)
			holds(t, c.a, c.b, got)
			if s := shown(got); s != c.want {
				t.Errorf("%q\nwant %q", s, c.want)
			}
		})
	}
}

// plain writes a text with single blanks within its lines.
func plain(s string) string {
	var b strings.Builder
	for _, t := range split(s) {
		if blank(t) {
			t = " "
		}
		b.WriteString(t)
	}
	return b.String()
}

// holds checks that pieces make both texts, and are as long as they can be.
func holds(t *testing.T, a, b string, ps []Piece) {
	t.Helper()
	var x, y strings.Builder
	for i, p := range ps {
		if p.Kind != Added {
			x.WriteString(p.Text)
		}
		if p.Kind != Deleted {
			y.WriteString(p.Text)
		}
		if p.Text == "" {
			t.Errorf("piece %d is empty", i)
		}
		if i > 0 && ps[i-1].Kind == p.Kind {
			t.Errorf("pieces %d and %d are both %s", i-1, i, p.Kind)
		}
	}
	if plain(x.String()) != plain(a) {
		t.Errorf("the first text becomes %q, want %q", x.String(), a)
	}
	if y.String() != b {
		t.Errorf("the second text becomes %q, want %q", y.String(), b)
	}
}

func TestMyersFindsTheShortestWay(t *testing.T) {
	// Few words, each many times: nothing stands once, so that all is left to Myers.
	for _, c := range []struct {
		a, b string
		kept int
	}{
		{"a b c a b b a a", "c b a b a c c", 4}, // the example of the paper
		{"a a b b", "b b a a", 2},
		{"x y x y x y", "y x y x y x", 5},
	} {
		x, y := strings.Fields(c.a), strings.Fields(c.b)
		d := &differ{a: x, b: y, ids: map[string]int{}, kept: slices.Repeat([]int{-1}, len(x))}
		d.x, d.y = d.number(x), d.number(y)
		d.shortest(0, len(x), 0, len(y))
		n, last := 0, -1
		for i, j := range d.kept {
			if j < 0 {
				continue
			}
			if x[i] != y[j] || j <= last {
				t.Errorf("%s, %s: keeps %v", c.a, c.b, d.kept)
			}
			n, last = n+1, j
		}
		if n != c.kept {
			t.Errorf("%s, %s: keeps %d, want %d", c.a, c.b, n, c.kept)
		}
	}
}

// long makes texts of about n bytes that are hard to compare.
func long(n int) map[string][2]string {
	var changed, base strings.Builder
	for i := 0; base.Len() < n; i++ {
		fmt.Fprintf(&base, "palabra%d de la frase %d. ", i%5000, i)
		if i%7 == 0 {
			fmt.Fprintf(&changed, "otra%d ", i)
		}
		fmt.Fprintf(&changed, "palabra%d de la frase %d. ", i%5000, i)
	}
	few := func(seed uint32) string {
		var b strings.Builder
		for b.Len() < n {
			seed = seed*1664525 + 1013904223
			b.WriteByte("abc"[seed>>24%3])
			b.WriteByte(' ')
		}
		return b.String()
	}
	var rising, falling strings.Builder
	for i := 0; rising.Len() < n; i++ {
		fmt.Fprintf(&rising, "w%d ", i)
	}
	words := strings.Fields(rising.String())
	slices.Reverse(words)
	falling.WriteString(strings.Join(words, " "))
	return map[string][2]string{
		"a word put in here and there": {base.String(), changed.String()},
		"three words at random":        {few(1), few(2)},
		"all in reverse":               {rising.String(), falling.String()},
		"nothing but signs":            {strings.Repeat("«", n/2), strings.Repeat("»", n/2)},
		"one against many":             {"a", strings.Repeat("a ", n/2)},
	}
}

func TestLongTextsTakeNoLongTime(t *testing.T) {
	for name, c := range long(1 << 18) {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			got := Words(c[0], c[1])
			if took := time.Since(begun); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			holds(t, c[0], c[1], got)
		})
	}
}

func BenchmarkWords(b *testing.B) {
	for name, c := range long(1 << 20) {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.SetBytes(1 << 20)
			for b.Loop() {
				Words(c[0], c[1])
			}
		})
	}
}

func FuzzWords(f *testing.F) {
	f.Add("uno dos tres", "uno tres dos")
	f.Add("«a b» — a\nb", "a\nb «b»")
	f.Add("a  a\xff", "a a\xfe\xff")
	f.Add("e\u0301 e", "\u0301 e e")
	f.Fuzz(func(t *testing.T, a, b string) {
		holds(t, a, b, Words(a, b))
	})
}
