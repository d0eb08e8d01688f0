package ask

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A Word is what a person says of a fact.
type Word struct {
	Fact   string // key, may be shortened
	Action string // confirm, correct, reject, merge, split
	Other  string // of merge: key of a fact of the other event
	Field  string // of correct, see [record.Fields]
	Value  string
	Author string
	Reason string
}

// ErrWord marks what is wrong with a person's word, not with the record.
var ErrWord = errors.New("it cannot be taken down")

// Correct takes a person's word down and returns it as it was kept. The error wraps
// [store.ErrNotFound] when there is no such fact, [ErrWord] when the word is no good.
func (r *Record) Correct(ctx context.Context, w *Word, at time.Time) (*record.Correction, error) {
	f, _, err := r.Store.Fact(ctx, w.Fact)
	if err != nil {
		return nil, err
	}
	c := &record.Correction{
		At: at.UTC().Format(time.RFC3339), Author: w.Author, Action: w.Action, Field: w.Field, Value: w.Value, Reason: w.Reason,
		Target: record.AnchorOf(&f.Fact),
	}
	if w.Action == record.Join {
		other, _, err := r.Store.Fact(ctx, w.Other)
		if err != nil {
			return nil, err
		}
		anchor := record.AnchorOf(&other.Fact)
		c.Other = &anchor
	}
	if err := c.Check(&f.Fact); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWord, err)
	}
	if c.ID, err = r.Store.Correct(ctx, c); err != nil {
		return nil, err
	}
	return c, nil
}

// Undo takes a word back.
func (r *Record) Undo(ctx context.Context, id int64, author string, at time.Time) error {
	return r.Store.Undo(ctx, id, author, at)
}

// Doubts lists what a person should look at, newest first, of a pair, of one side,
// or of all.
func (r *Record) Doubts(ctx context.Context, pair [2]string, limit int) ([]store.Doubt, error) {
	out, err := store.Doubts(ctx, r.Store, pair, limit)
	if out == nil {
		out = []store.Doubt{}
	}
	return out, err
}
