package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/terminal"
	"github.com/attache-project/attache/record"
)

// runReview lists what is doubtful, or takes a person's word.
func runReview(ctx context.Context, p *program, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case record.Confirm, record.Correct, record.Reject, record.Join, record.Split:
			return runCorrect(ctx, p, args[0], args[1:])
		case "undo":
			return runUndo(ctx, p, args[1:])
		}
	}
	a := newAsking("review")
	limit := a.fs.Int("limit", 20, "")
	who, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	if len(who) > 2 {
		return usagef("review wants at most a pair of states or organisations, or confirm, correct, reject, merge, split, undo")
	}
	if *limit < 1 {
		return usagef("--limit wants 1 or more")
	}
	pair, err := pairOf(who)
	if err != nil {
		return err
	}
	return answer(ctx, p, a, func(r *ask.Record) ([]store.Doubt, error) { return r.Doubts(ctx, pair, *limit) }, (*view).doubts)
}

func (v *view) doubts(ds []store.Doubt) {
	if len(ds) == 0 {
		v.line("nothing is doubtful")
		return
	}
	t := &terminal.Table{Style: terminal.Bold, Weights: []int{9, 3, 4, 4}}
	for i := range ds {
		d := &ds[i]
		t.Add(d.Fact, d.Of, joinNonEmpty(": ", d.Why, valuesOf(d.Values)), inMarks(d.Report.Fact.Words.Text)+" "+sourced(&d.Report.Source))
	}
	t.Write(v.out, v.page)
	fmt.Fprintln(v.out)
	v.line("attache review confirm FACT, or reject, split, correct FACT FIELD=VALUE, each with --reason, settles one")
}

// author is who corrects: the flag, ATTACHE_AUTHOR, or the user of the machine.
func author(given string) string {
	name := cmp.Or(given, os.Getenv("ATTACHE_AUTHOR"))
	if u, err := user.Current(); name == "" && err == nil {
		name = cmp.Or(u.Name, u.Username)
	}
	return name
}

func runCorrect(ctx context.Context, p *program, action string, args []string) error {
	fs := flag.NewFlagSet("review", flag.ContinueOnError)
	db := dbFlag(fs)
	by := fs.String("author", "", "")
	reason := fs.String("reason", "", "")
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	w := ask.Word{Action: action, Author: author(*by), Reason: *reason}
	want := 1
	if action == record.Join || action == record.Correct {
		want = 2
	}
	if len(rest) != want {
		return usagef("review %s wants %s", action, map[string]string{
			record.Join: "two facts, one of each event", record.Correct: "a fact and FIELD=VALUE",
		}[action]+map[bool]string{true: "a fact"}[want == 1])
	}
	w.Fact = rest[0]
	switch action {
	case record.Join:
		w.Other = rest[1]
	case record.Correct:
		var ok bool
		if w.Field, w.Value, ok = strings.Cut(rest[1], "="); !ok {
			return usagef("review correct wants FIELD=VALUE, not %q", rest[1])
		}
	}
	s, err := openRecord(ctx, *db)
	if err != nil {
		return err
	}
	defer s.Close()
	c, err := ask.New(s, today, "").Correct(ctx, &w, time.Now())
	if errors.Is(err, ask.ErrWord) {
		return usagef("%s", strings.TrimPrefix(err.Error(), ask.ErrWord.Error()+": "))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "correction %d: %s\n", c.ID, describe(c))
	return nil
}

// describe tells a correction in a line.
func describe(c *record.Correction) string {
	out := c.Action + " " + c.Target.Fact
	if c.Other != nil {
		out += " with " + c.Other.Fact
	}
	if c.Field != "" {
		out += fmt.Sprintf(" %s=%s", c.Field, c.Value)
	}
	return out + " " + inMarks(c.Target.Words.Text)
}

func runUndo(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("review", flag.ContinueOnError)
	db := dbFlag(fs)
	by := fs.String("author", "", "")
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usagef("review undo wants the number of a correction, as attache log tells it")
	}
	id, err := strconv.ParseInt(rest[0], 10, 64)
	if err != nil {
		return usagef("review undo wants the number of a correction, not %q", rest[0])
	}
	s, err := openRecord(ctx, *db)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Undo(ctx, id, author(*by), time.Now()); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "correction %d undone\n", id)
	return nil
}

func runLog(ctx context.Context, p *program, args []string) error {
	a := newAsking("log")
	rest, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	if len(rest) > 1 {
		return usagef("log wants at most one fact")
	}
	return answer(ctx, p, a, func(r *ask.Record) ([]record.Correction, error) {
		key := ""
		if len(rest) == 1 {
			key = rest[0]
		}
		cs, err := r.Log(ctx, key)
		slices.Reverse(cs) // a terminal shows its last line
		return cs, err
	}, func(v *view, cs []record.Correction) {
		if len(cs) == 0 {
			v.line("nobody has corrected anything")
			return
		}
		t := &terminal.Table{Style: terminal.Bold}
		for i := range cs {
			c := &cs[i]
			undone := ""
			if c.Undone != "" {
				undone = "undone by " + c.By + " " + c.Undone
			}
			t.Add(fmt.Sprint(c.ID), c.At, c.Author, describe(c), joinNonEmpty("; ", c.Reason, undone))
		}
		t.Write(v.out, v.page)
	})
}
