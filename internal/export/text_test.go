package export

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCutsDoNotPartWhatIsReadAsOneCharacter(t *testing.T) {
	for _, c := range []struct {
		in    string
		n     int
		first string
		last  string
	}{
		{"año", 2, "añ", "ño"},
		{"an\u0303os", 2, "a", "os"}, // ñ of two code points: kept whole or left
		{"an\u0303os", 3, "an\u0303", "os"},
		{"и\u0306ти", 1, "", "и"},
		{"👩🏽‍🚀 a", 2, "", " a"},
		{"👩🏽‍🚀 a", 4, "👩🏽‍🚀", " a"},
		{"🇰🇿a", 1, "", "a"},
		{"b🇰🇿", 1, "b", ""},
		{"a\r\nb", 2, "a", "b"},
		{"«ñ»", 9, "«ñ»", "«ñ»"},
		{"", 3, "", ""},
		{"abc", 0, "", ""},
	} {
		if got := clip(c.in, c.n); got != c.first {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.n, got, c.first)
		}
		if got := last(c.in, c.n); got != c.last {
			t.Errorf("last(%q, %d) = %q, want %q", c.in, c.n, got, c.last)
		}
	}
}

func TestPiecesAreCountedInCodePoints(t *testing.T) {
	const s = "«¿Año?» 🙂 й"
	for _, c := range []struct {
		start, end           int
		before, words, after string
		ok                   bool
	}{
		{0, 0, "", "", s, true},
		{2, 5, "«¿", "Año", "?» 🙂 й", true},
		{8, 9, "«¿Año?» ", "🙂", " й", true},
		{10, 11, "«¿Año?» 🙂 ", "й", "", true},
		{11, 11, s, "", "", true},
		{10, 12, "", "", "", false},
		{-1, 2, "", "", "", false},
		{3, 2, "", "", "", false},
	} {
		before, words, after, ok := piece(s, c.start, c.end)
		if before != c.before || words != c.words || after != c.after || ok != c.ok {
			t.Errorf("piece(%d, %d) = %q, %q, %q, %t", c.start, c.end, before, words, after, ok)
		}
	}
}

func TestOnlyAddressesOfTheWebAreLinks(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/x?y=1&z=2#f":                     "https://a.example/x?y=1&z=2#f",
		"http://a.example":                                  "http://a.example",
		" https://a.example/ ":                              "https://a.example/",
		"https://a.example/visita año":                      "https://a.example/visita%20a%C3%B1o",
		"https://user:secret@a.example/":                    "https://a.example/",
		"https://a.example/\"><script>":                     "https://a.example/%22%3E%3Cscript%3E",
		"https://a.example/?q=<script>&r=año":               "https://a.example/?q=%3Cscript%3E&r=a%C3%B1o",
		"https://пример.example/путь":                       "https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.example/%D0%BF%D1%83%D1%82%D1%8C",
		"https://a.example/?q=a b":                          "https://a.example/?q=a%20b",
		"javascript:alert(1)":                               "",
		"data:text/html,<script>":                           "",
		"file:///etc/passwd":                                "",
		"//a.example/":                                      "",
		"https:///x":                                        "",
		"https://a.example/\r\nX-EVIL:1":                    "",
		"https://a.example/\tb":                             "",
		"":                                                  "",
		"https://a.example/" + strings.Repeat("a", longest): "",
	} {
		if got := address(in); got != want {
			t.Errorf("address(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCellsAreNoFormulas(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+7": "'+7", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "' =1", "\r=1": "' =1", "\nx": "' x", "  =1": "'  =1", "＝1": "'＝1",
		"a=1": "a=1", "«–»": "«–»", "": "", "a\tb\r\nc": "a b  c", "\x00": " ", "a\u202eb": "a b", "\xff": "\ufffd", "año": "año",
	} {
		if got := safe(in); got != want {
			t.Errorf("safe(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzTexts(f *testing.F) {
	for _, s := range []string{"", "año", "👩🏽‍🚀🇰🇿", "=1\r\n", "\xff\xfe", "https://a.example/ñ", "javascript:x"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		n = max(0, min(n, 100))
		if a := clip(s, n); !strings.HasPrefix(s, a) || points(a) > n {
			t.Errorf("clip(%q, %d) = %q", s, n, a)
		}
		if a := last(s, n); !strings.HasSuffix(s, a) || points(a) > n {
			t.Errorf("last(%q, %d) = %q", s, n, a)
		}
		if a := safe(s); strings.ContainsAny(a, "\r\n\t\x00") || !utf8.ValidString(a) || a != "" && strings.ContainsRune("=+-@", rune(a[0])) {
			t.Errorf("safe(%q) = %q", s, a)
		}
		a := address(s)
		if a != "" && !strings.HasPrefix(a, "http://") && !strings.HasPrefix(a, "https://") || strings.ContainsAny(a, " \r\n\t<>\"") {
			t.Errorf("address(%q) = %q", s, a)
		}
		if a != "" && address(a) != a {
			t.Errorf("address(%q) = %q, and of that %q", s, a, address(a))
		}
		if before, words, after, ok := piece(s, n, n+1); ok && utf8.ValidString(s) && (before+words+after != s || points(before) != n || points(words) != 1) {
			t.Errorf("piece(%q, %d) = %q, %q, %q", s, n, before, words, after)
		}
	})
}
