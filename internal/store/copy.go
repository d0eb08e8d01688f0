package store

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"github.com/attache-project/attache/record"
)

// copied is how many articles are written at a time by [Copy].
const copied = 200

// A Numbered is the state of a calendar entry that a store numbers, see
// Store.Sequence.
type Numbered struct {
	UID, Digest string
	Number      int
}

// Copy puts into a store all that was entered in another one: articles with their
// readings and when they were added, corrections, feeds, numbers of calendar
// entries. What is computed of them is computed again. Articles that are in the
// other store already are left as they are there; its corrections have to be none.
//
// Articles added to the first store while it is copied may be left out, and so may
// corrections; what is copied fits together.
func Copy(ctx context.Context, from, to Store) error {
	// Corrections are read first, so that all articles they are about are there.
	cs, err := from.Corrections(ctx, "")
	if err != nil {
		return err
	}
	there, err := to.Corrections(ctx, "")
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return fmt.Errorf("copying a store: the other one has %d corrections, want none", len(there))
	}
	if err := copyArticles(ctx, from, to); err != nil {
		return err
	}
	for i := range cs {
		if _, err := to.Correct(ctx, &cs[i]); err != nil {
			return fmt.Errorf("copying correction %d: %w", cs[i].ID, err)
		}
	}
	feeds, err := from.Feeds(ctx)
	if err != nil {
		return err
	}
	for _, f := range feeds {
		if err := to.PutFeed(ctx, f); err != nil {
			return err
		}
	}
	return copyNumbers(ctx, from, to)
}

func copyArticles(ctx context.Context, from, to Store) error {
	var batch []Entry
	put := func() error {
		_, err := to.Add(ctx, batch)
		batch = batch[:0]
		return err
	}
	for k, err := range from.Articles(ctx, "", "") {
		if err != nil {
			return err
		}
		batch = append(batch, k.entry())
		if len(batch) == copied {
			if err := put(); err != nil {
				return err
			}
		}
	}
	return put()
}

// entry makes of an article that was kept the entry as it was.
func (k *Kept) entry() Entry {
	e := Entry{
		Source: k.Source, Article: k.Article, Engine: k.Engine, Reading: k.Reading, Facts: k.Facts,
		Signature: record.Sign(k.Article.Text), Added: k.Added,
	}
	e.Source.Family, e.Source.Superseded = "", false
	for i := range e.Facts {
		e.Blocks = append(e.Blocks, e.Facts[i].Block())
	}
	return e
}

// copyNumbers brings the numbers of calendar entries to where they are in the
// first store, which has to be able to list them.
func copyNumbers(ctx context.Context, from, to Store) error {
	l, ok := from.(interface {
		Sequences(ctx context.Context) iter.Seq2[Numbered, error]
	})
	if !ok {
		return nil
	}
	for n, err := range l.Sequences(ctx) {
		if err != nil {
			return err
		}
		for i := range n.Number {
			if _, err := to.Sequence(ctx, n.UID, "state "+strconv.Itoa(i)+" of another store"); err != nil {
				return err
			}
		}
		if _, err := to.Sequence(ctx, n.UID, n.Digest); err != nil {
			return err
		}
	}
	return nil
}
