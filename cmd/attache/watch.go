package main

import (
	"context"
	"flag"
	"os"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/watch"
)

func runWatch(ctx context.Context, p *program, args []string) error {
	var in inputs
	fs := flag.NewFlagSet("watch", flag.ContinueOnError)
	in.add(fs)
	db := dbFlag(fs)
	asJSON := fs.Bool("json", false, "")
	once := fs.Bool("once", false, "")
	every := fs.Duration("every", watch.Interval, "")
	var allow reach
	fs.Var(&allow, "allow", "")
	lists, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(lists) != 1 {
		return usagef("watch wants one list of feeds (OPML)")
	}
	if *every < time.Minute {
		return usagef("--every wants at least 1m: servers are not to be pressed")
	}
	f, err := os.Open(lists[0])
	if err != nil {
		return named(lists[0], err)
	}
	feeds, err := watch.ReadOPML(lists[0], f)
	f.Close()
	if err != nil {
		p.tell("%v", err)
	}
	if len(feeds) == 0 {
		return errTold
	}
	return p.adding(ctx, *db, &in, *asJSON, &allow, func(a *adder) error {
		w := a.taker.Watcher(feeds, *every, a.tell, func(f store.Feed) {
			if f.LastError != "" {
				p.tell("%s: %s (tried again %s)", f.URL, f.LastError, f.Next.Local().Format(time.DateTime))
			}
		})
		if *once {
			return w.Once(ctx)
		}
		return w.Run(ctx)
	})
}
