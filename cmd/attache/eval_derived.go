package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/attache-project/attache/gold"
	"github.com/attache-project/attache/reading"
)

// derivedWord is the word that asks for measures against derived annotation.
const derivedWord = "clauses"

// runEvalDerived measures readings on files of reported clauses and mentions.
func runEvalDerived(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("eval", flag.ContinueOnError)
	pack := fs.String("pack", "", "")
	files, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("eval %s wants files of reported clauses", derivedWord)
	}
	r, err := reading.Open(reading.Options{PackDir: *pack})
	if err != nil {
		return err
	}
	for i, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return named(file, err)
		}
		texts, err := gold.ReadDerived(file, strings.NewReader(string(b)))
		if err != nil {
			return err
		}
		var sc gold.DerivedScores
		type result struct {
			reading *reading.Reading
			err     error
		}
		err = inOrder(ctx, len(texts), runtime.GOMAXPROCS(0), func(i int) result {
			one, err := r.Read(ctx, texts[i].Article())
			return result{one, err}
		}, func(i int, got result) error {
			if got.err != nil {
				return fmt.Errorf("%s: reading %s: %w", file, texts[i].ID, got.err)
			}
			sc.Score(texts[i], got.reading)
			return nil
		})
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		fmt.Fprintf(p.stdout, "%s, texts: %d\n", file, len(texts))
		if err := sc.Write(p.stdout); err != nil {
			return err
		}
	}
	return nil
}
