package reading

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/terminal"
	"github.com/attache-project/attache/text"
)

// A Printer lays readings out for a person: the text with what was found
// marked in it, then who said what and what happened as tables. Marks never
// rely on colour alone.
type Printer struct {
	Width int  // columns of the page, 80 when zero; not less than 40
	Color bool // mark with the colours of ANSI terminals
}

func (p *Printer) width() int {
	if p.Width == 0 {
		return 80
	}
	return max(p.Width, 40)
}

// Print writes one reading.
func (p *Printer) Print(w io.Writer, r *Reading) error {
	out := bufio.NewWriter(w)
	p.head(out, r)
	p.text(out, r)
	t := &tables{p: p, r: r, entities: make(map[string]*Entity, len(r.Entities))}
	for i := range r.Entities {
		t.entities[r.Entities[i].ID] = &r.Entities[i]
	}
	for _, section := range []*terminal.Table{
		t.statements(), t.events(), t.visits(), t.instruments(), t.levels(), t.agenda(), t.unread(),
	} {
		section.Write(out, p.page())
	}
	if len(r.Notes) > 0 {
		fmt.Fprintln(out)
		for _, n := range r.Notes {
			fmt.Fprintf(out, "%s\n", p.page().Style(terminal.Dim, "Note: "+terminal.Clean(n)+"."))
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing the reading of %s: %w", r.name(), err)
	}
	return nil
}

// languages names the languages in the words of the page.
var languages = map[string]string{"es": "Spanish", "en": "English", "ru": "Russian"}

func (p *Printer) head(out *bufio.Writer, r *Reading) {
	a := &r.Article
	title := cmp.Or(string(a.Title), string(a.ID), "Untitled")
	p.paragraph(out, title, text.Span{End: len(title)}, p.marks(r, title, inTitleMark), terminal.Bold)
	fmt.Fprintln(out)
	var parts []string
	for _, s := range []string{string(a.Outlet), string(a.Agency), string(a.Byline), day(string(a.Published)), cmp.Or(languages[a.Lang], a.Lang)} {
		if s != "" {
			parts = append(parts, terminal.Clean(s))
		}
	}
	for _, line := range terminal.Wrap(strings.Join(parts, " · "), p.width()) {
		fmt.Fprintln(out, line)
	}
	var counts []string
	for _, c := range []struct {
		n         int
		one, many string
	}{
		{len(strings.Fields(a.Text)), "word", "words"}, {len(r.Statements), "statement", "statements"},
		{len(r.Events), "event", "events"}, {len(r.Visits), "visit", "visits"},
		{len(r.Instruments), "document", "documents"}, {len(r.Levels), "level of relations", "levels of relations"},
	} {
		switch {
		case c.n == 1:
			counts = append(counts, "1 "+c.one)
		case c.n > 1:
			counts = append(counts, fmt.Sprintf("%d %s", c.n, c.many))
		}
	}
	for _, line := range terminal.Wrap(strings.Join(counts, " · "), p.width()) {
		fmt.Fprintln(out, p.page().Style(terminal.Dim, line))
	}
	fmt.Fprintln(out)
}

// day writes an ISO 8601 date for a person.
func day(s string) string {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.Format("Monday, 2 January 2006")
	}
	return s
}

// page is the page to print on.
func (p *Printer) page() terminal.Page { return terminal.Page{Width: p.width(), Color: p.Color} }
