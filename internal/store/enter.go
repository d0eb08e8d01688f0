package store

import (
	"context"
	"fmt"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// NewEntry makes the entry of an article and its reading.
func NewEntry(a *text.Article, r *reading.Reading, engine string) Entry {
	key := record.ArticleKey(a.URL, a.Outlet, a.Published, a.Title, a.Text)
	e := Entry{
		Source: record.Source{
			Key: key, URL: a.URL, Outlet: a.Outlet, Agency: a.Agency, Title: a.Title, Lang: r.Article.Lang,
			Published: a.Published, Retrieved: a.Retrieved,
		},
		Article: a, Engine: engine, Reading: r, Facts: record.Facts(r, key), Signature: record.Sign(a.Text),
	}
	for i := range e.Facts {
		e.Blocks = append(e.Blocks, e.Facts[i].Block())
	}
	return e
}

// settleBlocks is how many blocks are settled in one transaction.
const settleBlocks = 500

// Settle computes the promises of all blocks that changed. It is called before
// promises are asked for; stopped in between it goes on the next time.
func Settle(ctx context.Context, s Store) error {
	for {
		blocks, err := s.Changed(ctx, settleBlocks)
		if err != nil {
			return err
		}
		if len(blocks) == 0 {
			return nil
		}
		var rows []PromiseRow
		for _, b := range blocks {
			reports, cs, err := s.Block(ctx, b)
			if err != nil {
				return err
			}
			for _, e := range record.Merge(reports, cs) {
				if e.Promise != nil && e.Reports[0].Fact.Block() == b {
					rows = append(rows, promiseRow(b, &e))
				}
			}
		}
		if err := s.PutPromises(ctx, blocks, rows); err != nil {
			return err
		}
	}
}

// promiseRow makes the row of the promise of an event.
func promiseRow(block string, e *record.Event) PromiseRow {
	row := PromiseRow{
		Block: block, Event: e.ID, Act: e.Act, Parties: e.Parties, Window: record.Anytime, Closed: record.Never,
		Words: e.Reports[0].Fact.Words.Text, Promise: *e.Promise,
	}
	if w, ok := record.ParseInterval(e.Promise.Due); ok {
		row.Window = w
	}
	if last := e.Promise.Steps[len(e.Promise.Steps)-1]; record.Ends(last.Kind) {
		if d, err := record.ParseDay(last.On); err == nil {
			row.Closed = d
		}
	}
	return row
}

// EventOf returns the event that a fact tells, whose key may be shortened. The
// error wraps [ErrNotFound] where there is none, or where a person rejected it.
func EventOf(ctx context.Context, s Store, fact string) (*record.Event, error) {
	r, block, err := s.Fact(ctx, fact)
	if err != nil {
		return nil, err
	}
	if block == "" {
		return nil, fmt.Errorf("fact %s is a %s, and no report of an event: %w", r.Fact.Key, r.Fact.Kind, ErrNotFound)
	}
	reports, cs, err := s.Block(ctx, block)
	if err != nil {
		return nil, err
	}
	for _, e := range record.Merge(reports, cs) {
		for i := range e.Reports {
			if e.Reports[i].Fact.Key == r.Fact.Key {
				return &e, nil
			}
		}
	}
	return nil, fmt.Errorf("the event of fact %s: %w", r.Fact.Key, ErrNotFound)
}
