package reading

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/terminal"
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

// marks lists what is to be marked in s, the text of r or, where in says so,
// its title, in order of start.
func (p *Printer) marks(r *Reading, s, in string) []mark {
	var ms []mark
	at := newPoints(s)
	add := func(s Span, rank int, m mark) {
		if s.In == in && s.Start >= 0 && s.Start < s.End && s.End < len(at.at) {
			m.start, m.end, m.rank = at.at[s.Start], at.at[s.End], rank
			ms = append(ms, m)
		}
	}
	for i := range r.Statements {
		s := &r.Statements[i]
		m := mark{before: "⟦" + s.ID + " ", after: "⟧", style: terminal.Green}
		if p.Color {
			m.before, m.after = s.ID+" ", ""
		}
		for _, sp := range s.Spans {
			add(sp, 0, m)
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		m := mark{before: "[", after: " " + e.ID + "]", style: terminal.Yellow}
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
		m := mark{before: "{", after: " " + label + "}", style: terminal.Cyan}
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
	s := r.Article.Text
	ms := p.marks(r, s, "")
	for _, par := range text.Paragraphs(s, 0) {
		ms = p.paragraph(out, s, par, ms)
		fmt.Fprint(out, "\n\n")
	}
	if len(r.Statements)+len(r.Events)+len(r.Times) > 0 && !p.Color {
		fmt.Fprintln(out, "Marks: ⟦s1 words reported⟧, [act e1], {time t1=value}.")
	}
}

// paragraph fills lines with a paragraph of s. It uses up the marks that begin
// before its end and returns the others.
func (p *Printer) paragraph(out *bufio.Writer, s string, par text.Span, ms []mark, styles ...string) []mark {
	f := &flow{p: p, out: out, width: p.width(), base: styles, stale: len(styles) > 0}
	for i := par.Start; i < par.End; {
		f.finish(i)
		for ; len(ms) > 0 && ms[0].start <= i; ms = ms[1:] {
			f.begin(&ms[0])
		}
		r, n := utf8.DecodeRuneInString(s[i:par.End])
		f.rune(terminal.Visible(r))
		i += n
	}
	f.finish(par.End)
	f.end()
	return ms
}

// A flow fills lines with words, and keeps the styles in force over line ends.
type flow struct {
	p     *Printer
	out   *bufio.Writer
	width int
	base  []string // styles of the whole paragraph

	column int             // visible columns on the line so far
	word   strings.Builder // not yet written, with its styles
	length int             // visible columns of word
	marks  []*mark         // innermost last
	line   []string        // styles in force at the start of word
	stale  bool            // the styles have changed since the last character
}

func (f *flow) styles() []string {
	out := slices.Clone(f.base)
	for _, m := range f.marks {
		out = append(out, m.style)
	}
	return out
}

// restyle puts the styles in force into the word, if they have changed.
func (f *flow) restyle() {
	if !f.stale || !f.p.Color {
		return
	}
	f.stale = false
	f.word.WriteString(terminal.Reset)
	for _, s := range f.styles() {
		f.word.WriteString("\x1b[" + s + "m")
	}
}

// sign adds a label to the word, without a chance to break the line in it.
func (f *flow) sign(s string) {
	if s == "" {
		return
	}
	if f.p.Color {
		f.word.WriteString("\x1b[0;" + terminal.Dim + "m")
		f.stale = true
	}
	f.word.WriteString(s)
	f.length += utf8.RuneCountInString(s)
}

func (f *flow) begin(m *mark) {
	f.sign(m.before)
	f.marks = append(f.marks, m)
	f.stale = true
}

// finish ends the marks that end at byte i or before it.
func (f *flow) finish(i int) {
	for k := len(f.marks) - 1; k >= 0; k-- {
		if m := f.marks[k]; m.end <= i {
			f.sign(m.after)
			f.marks = slices.Delete(f.marks, k, k+1)
			f.stale = true
		}
	}
}

func (f *flow) rune(r rune) {
	if unicode.IsSpace(r) && r != '\u00a0' {
		f.flush()
		return
	}
	f.restyle()
	f.word.WriteRune(r)
	f.length++
}

// flush writes the word, on a new line where the old one has no room.
func (f *flow) flush() {
	if f.length > 0 {
		switch {
		case f.column > 0 && f.column+1+f.length > f.width:
			if f.p.Color {
				f.out.WriteString(terminal.Reset)
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
	f.line = nil
	if !f.stale {
		f.line = f.styles()
	}
}

// end ends the paragraph.
func (f *flow) end() {
	f.flush()
	if f.p.Color {
		f.out.WriteString(terminal.Reset)
	}
}
