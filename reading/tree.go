package reading

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/terminal"
	"github.com/attache-project/attache/nlp"
)

// Explain writes an explanation: what is known of the fact, the rule, and the
// trees of its sentences with the words used marked.
func (p *Printer) Explain(w io.Writer, e *Explanation) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s  %s\n\n", p.page().Style(terminal.Bold, e.ID), e.What)
	label := 0
	for _, l := range e.Lines {
		label = max(label, len(l.Label))
	}
	for _, l := range e.Lines {
		name := l.Label
		for _, s := range terminal.Wrap(terminal.Clean(l.Text), max(p.width()-label-4, 20)) {
			fmt.Fprintf(out, "  %s  %s\n", p.page().Style(terminal.Dim, fmt.Sprintf("%-*s", label, name)), s)
			name = ""
		}
	}
	for i := range e.Sentences {
		t := &e.Sentences[i]
		fmt.Fprintln(out)
		for _, line := range terminal.Wrap(terminal.Clean(t.Words), p.width()-2) {
			fmt.Fprintf(out, "  %s\n", line)
		}
		fmt.Fprintln(out)
		p.tree(out, t)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing the explanation of %s: %w", e.ID, err)
	}
	return nil
}

// deepest is the level of a tree below which it is shown no further in.
const deepest = 24

// tree writes a tree, a word a line: the head above its dependents, these in
// the order of the text, the part that a word plays in the fact behind it.
func (p *Printer) tree(out *bufio.Writer, t *Tree) {
	s := t.Sentence
	type row struct {
		lead string
		tok  int
	}
	var rows []row
	wide, form := 0, 0
	seen := make([]bool, len(s.Tokens))
	var walk func(i int, lead, below string, depth int)
	walk = func(i int, lead, below string, depth int) {
		if seen[i] {
			return
		}
		seen[i] = true
		rows = append(rows, row{lead, i})
		wide = max(wide, utf8.RuneCountInString(lead)+utf8.RuneCountInString(s.Tokens[i].Form))
		form = max(form, utf8.RuneCountInString(lemma(&s.Tokens[i])))
		kids := s.Children(i)
		for k, c := range kids {
			branch, next := "├─ ", "│  "
			if k == len(kids)-1 {
				branch, next = "└─ ", "   "
			}
			if depth >= deepest {
				branch, next = "", ""
			}
			walk(int(c), below+branch, below+next, depth+1)
		}
	}
	for i := range s.Tokens {
		if s.Tokens[i].Head < 0 {
			walk(i, "", "", 0)
		}
	}
	wide = min(wide, 60)
	for _, r := range rows {
		t0 := &s.Tokens[r.tok]
		word := terminal.Clean(t0.Form)
		pad := strings.Repeat(" ", max(0, wide-utf8.RuneCountInString(r.lead)-utf8.RuneCountInString(word)))
		if t.Parts[r.tok] != "" {
			word = p.page().Style(terminal.Bold, word)
		}
		line := fmt.Sprintf("  %s%s%s  %-5s %-12s %s", p.page().Style(terminal.Dim, r.lead), word, pad, t0.UPOS, t0.Deprel, terminal.Clean(lemma(t0)))
		if part := t.Parts[r.tok]; part != "" {
			pad := strings.Repeat(" ", max(0, form-utf8.RuneCountInString(lemma(t0))))
			line += pad + "  ← " + p.page().Style(terminal.Green, part)
		}
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
}

func lemma(t *nlp.Token) string { return cmp.Or(t.Lemma, "_") }

// Trees writes the sentences of a parsed document with their trees.
func (p *Printer) Trees(w io.Writer, doc *nlp.Document) error {
	out := bufio.NewWriter(w)
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		for _, line := range terminal.Wrap(terminal.Clean(s.Of(doc.Text)), p.width()-2) {
			fmt.Fprintf(out, "  %s\n", p.page().Style(terminal.Bold, line))
		}
		fmt.Fprintln(out)
		p.tree(out, &Tree{Sentence: s, Parts: make([]string, len(s.Tokens))})
		fmt.Fprintln(out)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing trees: %w", err)
	}
	return nil
}
