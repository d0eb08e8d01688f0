package main

import (
	"context"
	"flag"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/mcp"
	"github.com/attache-project/attache/record"
)

// runMCP answers a language model's client on the standard streams.
func runMCP(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("mcp", flag.ContinueOnError)
	db := dbFlag(fs)
	on := dayFlag{day: today()}
	fs.Var(&on, "on", "")
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usagef("mcp takes flags only")
	}
	s, err := openRecord(ctx, *db)
	if err != nil {
		return err
	}
	defer s.Close()
	day := today
	if on.set {
		day = func() record.Day { return on.day }
	}
	return mcp.Serve(ctx, mcp.Options{Record: ask.New(s, day, ""), Version: release()}, p.stdin, p.stdout)
}
