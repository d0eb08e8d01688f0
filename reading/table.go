package reading

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A table is a section of the page: a heading and rows of cells. The columns
// share the width of the page; cells break over lines at words.
type table struct {
	heading string
	style   string // of the first column
	weights []int  // how hard a column holds on to its width, 1 when nil
	rows    [][]string
}

const (
	gutter    = 2
	narrowest = 8 // columns are not squeezed to less than this
)

func (t *table) write(out *bufio.Writer, p *Printer) {
	if t == nil || len(t.rows) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s\n", p.style(bold, t.heading))
	widths := t.widths(p.width())
	for _, row := range t.rows {
		cells := make([][]string, len(row))
		high := 1
		for k, c := range row {
			cells[k] = wrap(c, widths[k])
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
						b.WriteString(p.style(t.style, s))
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
func (t *table) widths(total int) []int {
	n := 0
	for _, row := range t.rows {
		n = max(n, len(row))
	}
	w := make([]int, n)
	word := make([]int, n) // the longest one
	for _, row := range t.rows {
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
		if k < len(t.weights) {
			return t.weights[k]
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

// wrap breaks s into lines of at most width runes, at spaces where it can. It
// returns no line for an empty string.
func wrap(s string, width int) []string {
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

// shorten cuts s to n runes, at a word where one ends near.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
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
