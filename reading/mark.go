package reading

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/text"
)

// A mark is a stretch of the text to be shown: with a sign before it and one
// after it, and a style between them where there are colours.
type mark struct {
	start, end    int // bytes
	rank          int // of two marks on the same stretch the lower stands outside
	before, after string
	style         string
}

// marks lists what is to be marked in the text of r, in order of start.
func (p *Printer) marks(r *Reading) []mark {
	var ms []mark
	at := newPoints(r.Article.Text)
	add := func(s Span, rank int, m mark) {
		if s.In == "" && s.Start >= 0 && s.Start < s.End && s.End < len(at.at) {
			m.start, m.end, m.rank = at.at[s.Start], at.at[s.End], rank
			ms = append(ms, m)
		}
	}
	for i := range r.Statements {
		s := &r.Statements[i]
		m := mark{before: "⟦" + s.ID + " ", after: "⟧", style: green}
		if p.Color {
			m.before, m.after = s.ID+" ", ""
		}
		for _, sp := range s.Spans {
			add(sp, 0, m)
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		m := mark{before: "[", after: " " + e.ID + "]", style: yellow}
		if p.Color {
			m.before, m.after = "", " "+e.ID
		}
		add(e.Trigger, 1, m)
	}
	for i := range r.Times {
		t := &r.Times[i]
		label := t.ID
		if t.Value != "" {
			label += "=" + string(t.Value)
		}
		m := mark{before: "{", after: " " + label + "}", style: cyan}
		if p.Color {
			m.before, m.after = "", " "+label
		}
		add(t.Span, 2, m)
	}
	slices.SortStableFunc(ms, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.rank, b.rank))
	})
	return ms
}

// text writes the article with its marks.
func (p *Printer) text(out *bufio.Writer, r *Reading) {
	ms := p.marks(r)
	s := r.Article.Text
	f := &flow{p: p, out: out, width: p.width()}
	next := 0
	for _, par := range text.Paragraphs(s, 0) {
		for i := par.Start; i < par.End; {
			f.finish(i)
			for ; next < len(ms) && ms[next].start <= i; next++ {
				f.begin(&ms[next])
			}
			r, n := utf8.DecodeRuneInString(s[i:par.End])
			f.rune(visible(r))
			i += n
		}
		f.finish(par.End)
		f.end()
	}
	if len(ms) == 0 || p.Color {
		return
	}
	fmt.Fprintln(out, p.style(dim, "⟦s1 words reported⟧  [act e1]  {time t1=value}"))
}

// A flow fills lines with words, and keeps the styles in force over line ends.
type flow struct {
	p     *Printer
	out   *bufio.Writer
	width int

	column int             // visible columns on the line so far
	word   strings.Builder // not yet written, with its styles
	length int             // visible columns of word
	marks  []*mark         // innermost last
	line   []string        // styles in force at the start of word
}

func (f *flow) styles() []string {
	var out []string
	for _, m := range f.marks {
		out = append(out, m.style)
	}
	return out
}

// restyle puts the styles in force into the word.
func (f *flow) restyle() {
	if !f.p.Color {
		return
	}
	f.word.WriteString(reset)
	for _, s := range f.styles() {
		f.word.WriteString("\x1b[" + s + "m")
	}
}

// sign adds a label to the word, without a chance to break the line in it.
func (f *flow) sign(s string) {
	if s == "" {
		return
	}
	f.word.WriteString(f.p.style(dim, s))
	f.length += utf8.RuneCountInString(s)
}

func (f *flow) begin(m *mark) {
	f.sign(m.before)
	f.marks = append(f.marks, m)
	f.restyle()
}

// finish ends the marks that end at byte i or before it.
func (f *flow) finish(i int) {
	for k := len(f.marks) - 1; k >= 0; k-- {
		if m := f.marks[k]; m.end <= i {
			if f.p.Color {
				f.word.WriteString(reset)
			}
			f.sign(m.after)
			f.marks = slices.Delete(f.marks, k, k+1)
			f.restyle()
		}
	}
}

func (f *flow) rune(r rune) {
	if unicode.IsSpace(r) && r != '\u00a0' {
		f.flush()
		return
	}
	f.word.WriteRune(r)
	f.length++
}

// flush writes the word, on a new line where the old one has no room.
func (f *flow) flush() {
	if f.length > 0 {
		switch {
		case f.column > 0 && f.column+1+f.length > f.width:
			if f.p.Color {
				f.out.WriteString(reset)
			}
			f.out.WriteByte('\n')
			f.column = 0
			if f.p.Color {
				for _, s := range f.line {
					f.out.WriteString("\x1b[" + s + "m")
				}
			}
		case f.column > 0:
			f.out.WriteByte(' ')
			f.column++
		}
	}
	f.out.WriteString(f.word.String())
	f.column += f.length
	f.word.Reset()
	f.length = 0
	f.line = f.styles()
}

// end ends the paragraph.
func (f *flow) end() {
	f.flush()
	if f.p.Color {
		f.out.WriteString(reset)
	}
	f.out.WriteString("\n\n")
	f.column = 0
}
