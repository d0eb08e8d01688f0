package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// version: the version is another one after each thing that is written, and the
// same while nothing is.
func version(t *testing.T, s store.Store) {
	ctx := t.Context()
	var at string
	is := func(what string, changed bool) {
		t.Helper()
		v, err := s.Version(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if (v != at) != changed {
			t.Errorf("after %s the version is %q, before %q", what, v, at)
		}
		at = v
	}
	is("opening", true)
	is("nothing", false)
	var key string
	for e := range Generate(1) {
		if _, err := s.Add(ctx, []store.Entry{e}); err != nil {
			t.Fatal(err)
		}
		key = e.Facts[0].Key
		is("adding", true)
		if err := s.Replace(ctx, []store.Entry{e}); err != nil {
			t.Fatal(err)
		}
		is("putting another reading in place", true)
	}
	f, _, err := s.Fact(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	is("reading", false)
	id, err := s.Correct(ctx, &record.Correction{At: "2026-01-02T03:04:05Z", Author: "Ana Vera", Action: record.Confirm, Target: record.AnchorOf(&f.Fact)})
	if err != nil {
		t.Fatal(err)
	}
	is("a correction", true)
	if err := s.Undo(ctx, id, "Ana Vera", time.Now()); err != nil {
		t.Fatal(err)
	}
	is("undoing it", true)
	if err := store.Settle(context.WithoutCancel(ctx), s); err != nil {
		t.Fatal(err)
	}
	is("settling", true)
	if err := store.Settle(ctx, s); err != nil {
		t.Fatal(err)
	}
	is("settling what is settled", false)
}
