// Package terminal lays text out for a person at a terminal: tables whose columns
// share the width, lines broken at words, styles that are left out where colours
// are off, and what could steer a terminal made visible.
package terminal

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Page is what is written on.
type Page struct {
	Width int  // columns
	Color bool // styles are shown, as ANSI escapes
}

// Styles of ANSI terminals.
const (
	Bold   = "1"
	Dim    = "2"
	Green  = "32"
	Yellow = "1;33"
	Cyan   = "36"
	Reset  = "\x1b[0m"
)

// Style sets s in a style when colours are on.
func (p Page) Style(code, s string) string {
	if !p.Color || code == "" || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + Reset
}

// Clean replaces what could steer a terminal, and line ends by blanks.
func Clean(s string) string { return strings.Map(Visible, s) }

// Visible replaces a rune that could steer a terminal.
func Visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return ' '
	case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
		return '\uFFFD'
	}
	return r
}

// A Table is a section of the page: a heading and rows of cells. The columns
// share the width of the page; cells break over lines at words.
type Table struct {
	Heading string
	Style   string // of the first column
	Weights []int  // how hard a column holds on to its width, 1 when nil
	Rows    [][]string
}

// Add adds a row.
func (t *Table) Add(cells ...string) { t.Rows = append(t.Rows, cells) }

const (
	gutter    = 2
	narrowest = 8 // columns are not squeezed to less than this
)

// Write writes the table, under its heading with an empty line before; one without
// rows is left out. Cells are cleaned.
func (t *Table) Write(out *bufio.Writer, p Page) {
	if t == nil || len(t.Rows) == 0 {
		return
	}
	if t.Heading != "" {
		fmt.Fprintf(out, "\n%s\n", p.Style(Bold, t.Heading))
	}
	widths := t.widths(p.Width)
	for _, row := range t.Rows {
		cells := make([][]string, len(row))
		high := 1
		for k, c := range row {
			cells[k] = Wrap(Clean(c), widths[k])
			high = max(high, len(cells[k]))
		}
		for i := range high {
			var b strings.Builder
			space := 0
			for k := range cells {
				s := ""
				if i < len(cells[k]) {
					s = cells[k][i]
				}
				if s != "" {
					b.WriteString(strings.Repeat(" ", space))
					space = 0
					if k == 0 {
						b.WriteString(p.Style(t.Style, s))
					} else {
						b.WriteString(s)
					}
				}
				space += widths[k] - utf8.RuneCountInString(s) + gutter
			}
			out.WriteString(b.String())
			out.WriteByte('\n')
		}
	}
}

// widths shares the width of the page among the columns: each gets what it
// needs, and where that is too much the widest for their weight give way.
func (t *Table) widths(total int) []int {
	n := 0
	for _, row := range t.Rows {
		n = max(n, len(row))
	}
	w := make([]int, n)
	word := make([]int, n) // the longest one
	for _, row := range t.Rows {
		for k, c := range row {
			w[k] = max(w[k], utf8.RuneCountInString(c))
			for s := range strings.FieldsSeq(c) {
				word[k] = max(word[k], utf8.RuneCountInString(s))
			}
		}
	}
	sum := 0
	used := 0
	for _, x := range w {
		sum += x
		if x > 0 {
			used++
		}
	}
	sum += gutter * max(used-1, 0)
	weight := func(k int) int {
		if k < len(t.Weights) {
			return t.Weights[k]
		}
		return 1
	}
	shrink := func(least func(k int) int) {
		for ; sum > total; sum-- {
			widest := -1
			for k := range w {
				if w[k] > least(k) && (widest < 0 || w[k]*weight(widest) > w[widest]*weight(k)) {
					widest = k
				}
			}
			if widest < 0 {
				return
			}
			w[widest]--
		}
	}
	shrink(func(k int) int { return max(word[k], narrowest) }) // words whole
	shrink(func(int) int { return narrowest })
	for k := range w {
		if w[k] == 0 {
			w[k] = -gutter // takes no room
		}
	}
	return w
}

// Wrap breaks s into lines of at most width runes, at spaces where it can. It
// returns no line for an empty string.
func Wrap(s string, width int) []string {
	var lines []string
	var line strings.Builder
	n := 0
	for w := range strings.FieldsSeq(s) {
		k := utf8.RuneCountInString(w)
		if n > 0 && n+1+k > width {
			lines = append(lines, line.String())
			line.Reset()
			n = 0
		}
		for k > width && width > 0 { // a word wider than the column
			cut := 0
			for range width {
				_, size := utf8.DecodeRuneInString(w[cut:])
				cut += size
			}
			lines = append(lines, w[:cut])
			w = w[cut:]
			k -= width
		}
		if n > 0 {
			line.WriteByte(' ')
			n++
		}
		line.WriteString(w)
		n += k
	}
	if n > 0 {
		lines = append(lines, line.String())
	}
	return lines
}

// Shorten cuts s to n runes, at a word where one ends near.
func Shorten(s string, n int) string {
	s = strings.Join(strings.Fields(Clean(s)), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut, k := 0, 0
	for i := range s {
		if k == n-1 {
			cut = i
			break
		}
		k++
	}
	if i := strings.LastIndexByte(s[:cut], ' '); i > cut*3/4 {
		cut = i
	}
	return strings.TrimRight(s[:cut], " ,;:") + "…"
}
