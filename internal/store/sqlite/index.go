package sqlite

import (
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// An index gathers what a transaction changes in the full-text indexes. It is
// written at the end, row by row: a statement that may fail half-way makes the
// indexes write what they hold in memory, and many small pieces cost much to merge.
type index struct {
	noWords, noTags []int64 // ids of which the row is removed
	words           []indexed
	tags            []indexed
}

// An indexed row is one of an index.
type indexed struct {
	id     int64
	values [3]string // title, body and tag; of tags the first alone
}

// putWords indexes the words of an article.
func (x *index) putWords(p *prepared) {
	x.words = append(x.words, indexed{p.id, [3]string{p.title, p.body, articleTags(&p.Source)}})
}

// putTags indexes the tags of a fact.
func (x *index) putTags(id int64, row *store.Row, src *record.Source) {
	x.tags = append(x.tags, indexed{id, [3]string{factTags(row, src)}})
}

// write writes the changes.
func (x *index) write(q *session) error {
	for _, id := range x.noWords {
		if _, err := q.exec(`DELETE FROM word WHERE rowid = ?`, id); err != nil {
			return err
		}
	}
	for _, w := range x.words {
		if _, err := q.exec(`INSERT INTO word (rowid, title, body, tag) VALUES (?, ?, ?, ?)`, w.id, w.values[0], w.values[1], w.values[2]); err != nil {
			return err
		}
	}
	for _, id := range x.noTags {
		if _, err := q.exec(`DELETE FROM facet WHERE rowid = ?`, id); err != nil {
			return err
		}
	}
	for _, t := range x.tags {
		if _, err := q.exec(`INSERT INTO facet (rowid, tag) VALUES (?, ?)`, t.id, t.values[0]); err != nil {
			return err
		}
	}
	*x = index{}
	return nil
}
