package desk

import (
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/diff"
)

// A changesPage is what was changed between two articles.
type changesPage struct {
	*ask.Changes
	Paragraphs [][]diff.Piece
	Gone, New  int // words
}

func changes(q *request) error {
	c, err := q.desk.Record.ChangesOf(q.r.Context(), q.r.PathValue("key"), q.r.PathValue("other"))
	if err != nil {
		return err
	}
	p := &changesPage{Changes: c, Paragraphs: paragraphsOf(c.Text)}
	for _, d := range c.Text {
		switch n := len(strings.Fields(d.Text)); d.Kind {
		case diff.Deleted:
			p.Gone += n
		case diff.Added:
			p.New += n
		}
	}
	return q.render("changes", q.cat.Text("changes.title"), p)
}

// paragraphsOf cuts pieces of a text at the ends of its lines; lines without words are
// left out.
func paragraphsOf(ps []diff.Piece) [][]diff.Piece {
	var out [][]diff.Piece
	var line []diff.Piece
	end := func() {
		if len(line) > 0 {
			out = append(out, line)
		}
		line = nil
	}
	for _, p := range ps {
		first := true
		for part := range strings.SplitSeq(p.Text, "\n") {
			if !first {
				end()
			}
			first = false
			if strings.TrimSpace(part) != "" || part != "" && len(line) > 0 {
				line = append(line, diff.Piece{Kind: p.Kind, Text: part})
			}
		}
	}
	end()
	return out
}
