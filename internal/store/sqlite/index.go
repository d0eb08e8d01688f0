package sqlite

// An index gathers what a transaction changes in that by which articles and facts are
// found. It is written at the end, row by row: a statement that may fail half-way makes
// a full-text index write what it holds in memory, and many small pieces cost much to
// merge.
type index struct {
	noWords []int64 // ids of articles of which the words are removed
	words   []indexed
	lists   lists
}

// An indexed article is a row of the index of words.
type indexed struct {
	id               int64
	title, body, tag string
}

// putWords indexes the words of an article.
func (x *index) putWords(p *prepared) {
	x.words = append(x.words, indexed{p.id, p.title, p.body, articleTags(&p.Source)})
}

// write writes the changes.
func (x *index) write(q *session) error {
	if err := x.lists.write(q); err != nil {
		return err
	}
	for _, id := range x.noWords {
		if _, err := q.exec(`DELETE FROM word WHERE rowid = ?`, id); err != nil {
			return err
		}
	}
	for _, w := range x.words {
		if _, err := q.exec(`INSERT INTO word (rowid, title, body, tag) VALUES (?, ?, ?, ?)`, w.id, w.title, w.body, w.tag); err != nil {
			return err
		}
	}
	*x = index{}
	return nil
}
