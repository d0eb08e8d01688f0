package terminal

import (
	"bufio"
	"strings"
	"testing"
)

func written(t *testing.T, table *Table, p Page) string {
	t.Helper()
	var b strings.Builder
	out := bufio.NewWriter(&b)
	table.Write(out, p)
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTable(t *testing.T) {
	tests := []struct {
		name  string
		table Table
		page  Page
		want  string
	}{
		{"no rows", Table{Heading: "Nothing"}, Page{Width: 40}, ""},
		{"fits", Table{Heading: "Who", Rows: [][]string{{"s1", "Ana", "dijo"}, {"s2", "Ивáн", "dijo"}}}, Page{Width: 40}, "\nWho\ns1  Ana   dijo\ns2  Ивáн  dijo\n"},
		{"no heading", Table{Rows: [][]string{{"a"}}}, Page{Width: 40}, "a\n"},
		{"cells break at words", Table{Weights: []int{9, 1}, Rows: [][]string{{"12345678", "uno dos tres cuatro cinco"}}}, Page{Width: 24}, "12345678  uno dos tres\n          cuatro cinco\n"},
		{"colour", Table{Style: Green, Rows: [][]string{{"a", "b"}}}, Page{Width: 40, Color: true}, "\x1b[32ma\x1b[0m  b\n"},
		{"what steers a terminal", Table{Rows: [][]string{{"a\x1b[2Jb\u202e"}}}, Page{Width: 40}, "a\uFFFD[2Jb\uFFFD\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := written(t, &tt.table, tt.page); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestWrapAndShorten(t *testing.T) {
	if got := strings.Join(Wrap("uno dos tres", 7), "|"); got != "uno dos|tres" {
		t.Errorf("wrapped to %q", got)
	}
	if got := Wrap("", 7); len(got) != 0 {
		t.Errorf("nothing wrapped to %q", got)
	}
	if got := Shorten("uno dos tres cuatro", 9); !strings.HasPrefix(got, "uno dos") || len([]rune(got)) > 10 {
		t.Errorf("shortened to %q", got)
	}
}
