package main

import (
	"bufio"
	"context"
	"flag"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/export"
)

func runExport(ctx context.Context, p *program, args []string) (err error) {
	fs := flag.NewFlagSet("export", flag.ContinueOnError)
	db := dbFlag(fs)
	file := fs.String("out", "", "")
	what := fs.String("what", "", "")
	language := fs.String("lang", "en", "")
	on := dayFlag{day: today()}
	fs.Var(&on, "on", "")
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) < 1 || len(rest) > 3 {
		return usagef("export wants a format (%s) and at most a pair", strings.Join(formatNames(), ", "))
	}
	if !slices.Contains(formatNames(), rest[0]) {
		return usagef("there is no format %q (there are: %s)", rest[0], strings.Join(formatNames(), ", "))
	}
	pair, err := pairOf(rest[1:])
	if err != nil {
		return err
	}
	s, err := openRecord(ctx, *db)
	if err != nil {
		return err
	}
	defer s.Close()
	in := ask.New(s, today, "")
	r, err := in.Export(ctx, pair)
	if err != nil {
		return err
	}
	r.Made, r.Version = time.Now().UTC(), release()
	if on.set {
		r.Made = on.day.Time()
	}
	o, err := in.ExportOptions(ctx, rest[0], *what, *language)
	if err != nil {
		return err
	}
	out := p.stdout
	if *file != "" {
		f, err2 := os.Create(*file)
		if err2 != nil {
			return named(*file, err2)
		}
		defer func() {
			if err2 := f.Close(); err == nil && err2 != nil {
				err = named(*file, err2)
			}
		}()
		out = f
	}
	w := bufio.NewWriter(out)
	if err := export.Write(w, rest[0], r, o); err != nil {
		return err
	}
	return w.Flush()
}

func formatNames() []string {
	var out []string
	for _, f := range export.Formats() {
		out = append(out, f.Name)
	}
	return out
}
