package postgres

import (
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/attache-project/attache/internal/words"
)

// Limits of the type tsvector (PostgreSQL manual, section 12.11). A vector has
// less than 1 MiB; a word one of less than 2 KiB, which package words sees to.
const (
	lastPosition  = 16383
	mostPositions = 255
	vectorBytes   = 1<<20 - 1<<12
)

// vector returns title and text as the vector of words by which an article is
// found. The title is parted from the text by a position that no word has, so that
// no phrase runs from one into the other. In very long articles phrases are not
// found everywhere: the server keeps no position beyond the 16,383rd and of each
// word only the first 255; single words are found unless the article has more
// than a megabyte of different ones.
func vector(lang, title, text string) pgtype.TSVector {
	at := map[string]int{}
	v := pgtype.TSVector{Valid: true}
	position, size := 0, 0
	for _, part := range []string{title, text} {
		for _, t := range words.Tokens(lang, part) {
			position++
			i, ok := at[t.Text]
			if !ok {
				size += 8 + len(t.Text)
				if size > vectorBytes {
					return v
				}
				i = len(v.Lexemes)
				at[t.Text] = i
				v.Lexemes = append(v.Lexemes, pgtype.TSVectorLexeme{Word: t.Text})
			}
			l := &v.Lexemes[i]
			if position > lastPosition && len(l.Positions) > 0 || len(l.Positions) == mostPositions {
				continue
			}
			if size += 2; size > vectorBytes {
				return v
			}
			p := min(position, lastPosition)
			if n := len(l.Positions); n > 0 && int(l.Positions[n-1].Position) >= p {
				continue
			}
			l.Positions = append(l.Positions, pgtype.TSVectorPosition{Position: uint16(p), Weight: pgtype.TSVectorWeightD})
		}
		position++
	}
	// Sorted as the server keeps them, it need not sort again.
	slices.SortFunc(v.Lexemes, func(a, b pgtype.TSVectorLexeme) int { return strings.Compare(a.Word, b.Word) })
	return v
}

// match returns a query as a tsquery.
func match(q words.Query) string {
	var b strings.Builder
	for i, phrase := range q {
		if i > 0 {
			b.WriteString(" & ")
		}
		b.WriteByte('(')
		for j, form := range phrase {
			if j > 0 {
				b.WriteString(" | ")
			}
			for k, w := range form {
				if k > 0 {
					b.WriteString(" <-> ")
				}
				b.WriteString(quoteWord(w))
			}
		}
		b.WriteByte(')')
	}
	return b.String()
}

// quoteWord quotes a word for a tsquery.
func quoteWord(w string) string {
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(w) + "'"
}
