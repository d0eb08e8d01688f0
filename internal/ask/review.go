package ask

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
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
	if w.Action == record.Correct && w.Field == "speaker" {
		if c.Value, err = r.speaker(ctx, w.Value); err != nil {
			return nil, err
		}
	}
	if err := c.Check(&f.Fact); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWord, err)
	}
	if c.ID, err = r.Store.Correct(ctx, c); err != nil {
		return nil, err
	}
	return c, nil
}

// An AmbiguousError tells that several go by a name.
type AmbiguousError struct {
	Name string
	Of   []string // each as [record.FormatParty] writes it
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("several go by the name %q: %s", e.Name, strings.Join(e.Of, ", "))
}

// speaker resolves who is meant by a name or an id to an entity of the directory, or
// else of the record, written as [record.ParseParty] reads it. A name that nobody has
// stays as it is; one that several have is an [*AmbiguousError] and an [ErrWord].
func (r *Record) speaker(ctx context.Context, name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || strings.ContainsAny(name, "<>") { // nobody, or written out
		return name, nil
	}
	d, err := r.Names()
	if err != nil {
		return "", err
	}
	var of []string
	for _, e := range d.Find(name) {
		of = append(of, record.FormatParty(record.Party{Entity: e.ID, Code: cmp.Or(e.Code, e.Country), Name: cmp.Or(e.Name.EN, e.Name.ES, e.ID)}))
	}
	if len(of) == 0 {
		known, err := r.Store.Entities(ctx, name, 50)
		if err != nil {
			return "", err
		}
		for i := range known {
			e := &known[i]
			if e.ID == name || slices.ContainsFunc(slices.Collect(maps.Values(e.Name)), func(s string) bool { return strings.EqualFold(s, name) }) {
				of = append(of, record.FormatParty(record.Party{Entity: e.ID, Code: e.Code, Name: cmp.Or(e.Name["en"], e.Name["es"], e.Name["ru"], name)}))
			}
		}
	}
	switch len(of) {
	case 0:
		return name, nil
	case 1:
		return of[0], nil
	}
	return "", fmt.Errorf("%w: %w", ErrWord, &AmbiguousError{name, of})
}

// Undo takes a word back.
func (r *Record) Undo(ctx context.Context, id int64, author string, at time.Time) error {
	return r.Store.Undo(ctx, id, author, at)
}

// Correction returns a word by its number. The error wraps [store.ErrNotFound] when there
// is none.
func (r *Record) Correction(ctx context.Context, id int64) (*record.Correction, error) {
	cs, err := r.Store.Corrections(ctx, "")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(cs, func(c record.Correction) bool { return c.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("correction %d: %w", id, store.ErrNotFound)
	}
	return &cs[i], nil
}

// How much a page of doubts holds, and goes through at most.
const (
	doubtsPage  = 10
	reportsPage = 200
)

// DoubtsFrom returns a page of what a person should look at, of a pair, of one side,
// or of all, newest first; see [store.DoubtsFrom].
func (r *Record) DoubtsFrom(ctx context.Context, pair [2]string, from int) (*store.DoubtPage, error) {
	return store.DoubtsFrom(ctx, r.Store, pair, from, doubtsPage, reportsPage)
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
