package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/attache-project/attache/reading"
)

func runVerify(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("verify", flag.ContinueOnError)
	db := dbFlag(fs)
	files, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return p.verifyRecord(ctx, *db)
	}
	failed := false
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := p.verify(file)
		if err == nil && n == 0 {
			err = fmt.Errorf("%s: no reading in it", shown(file))
		}
		if err != nil {
			failed = true
			p.tell("%v", err)
			continue
		}
		what := "readings hold"
		if n == 1 {
			what = "reading holds"
		}
		fmt.Fprintf(p.stdout, "%s: %d %s\n", shown(file), n, what)
	}
	if failed {
		return errTold
	}
	return nil
}

// verify checks the readings in a file.
func (p *program) verify(file string) (int, error) {
	r := p.stdin
	if file != stdinName {
		f, err := os.Open(file)
		if err != nil {
			return 0, named(file, err)
		}
		defer f.Close()
		r = f
	}
	n, err := reading.Verify(bufio.NewReader(r))
	if err != nil {
		return n, fmt.Errorf("%s: %w", shown(file), err)
	}
	return n, nil
}
