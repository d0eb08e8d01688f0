package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/attache-project/attache/record"
)

// together is how many articles are written at a time by [Copy].
const together = 200

// A Numbered is the state of a calendar entry that a store numbers, see
// Store.Sequence.
type Numbered struct {
	UID, Digest string
	Number      int
}

// Copy puts into a store all that was entered in another one: articles with their
// readings and when they were added, corrections, feeds, searches that are kept,
// numbers of calendar entries. What is computed of them is computed again. Articles that are in the
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
		if err := copyCorrection(ctx, from, to, cs[i]); err != nil {
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
	if err := copySearches(ctx, from, to); err != nil {
		return err
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
		if len(batch) == together {
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

// copyCorrection makes a correction again, and undoes it where it was undone. One
// that waits for a reading in which its place is found is made while the article
// has a fact there, which is then taken away again.
func copyCorrection(ctx context.Context, from, to Store, c record.Correction) error {
	undone, by := c.Undone, c.By
	c.Undone, c.By = "", ""
	was := map[string]Entry{}
	with := map[string]*Entry{}
	for _, a := range []*record.Anchor{&c.Target, c.Other} {
		if a == nil {
			continue
		}
		_, _, err := to.Fact(ctx, a.Fact)
		if err == nil {
			continue
		}
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		e := with[a.Article]
		if e == nil {
			k, err := from.Article(ctx, a.Article)
			if err != nil {
				return err
			}
			was[a.Article] = k.entry()
			more := k.entry()
			e = &more
			with[a.Article] = e
		}
		f := record.Fact{Key: a.Fact, Article: a.Article, Kind: a.Kind, Act: a.Act, Words: a.Words}
		e.Facts, e.Blocks = append(slices.Clone(e.Facts), f), append(e.Blocks, f.Block())
		if err := to.Replace(ctx, []Entry{*e}); err != nil {
			return err
		}
	}
	id, err := to.Correct(ctx, &c)
	if err != nil {
		return err
	}
	if undone != "" {
		at, err := time.Parse(time.RFC3339, undone)
		if err != nil {
			return err
		}
		if err := to.Undo(ctx, id, by, at); err != nil {
			return err
		}
	}
	for _, e := range was {
		if err := to.Replace(ctx, []Entry{e}); err != nil {
			return err
		}
	}
	return nil
}

// copyNumbers brings the numbers of calendar entries to where they are in the
// first store.
func copyNumbers(ctx context.Context, from, to Store) error {
	for n, err := range from.Sequences(ctx) {
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
