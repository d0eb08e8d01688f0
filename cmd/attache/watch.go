package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"iter"
	"os"
	"sync"
	"time"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
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
		w := a.watcher(feeds, *every)
		if *once {
			return w.Once(ctx)
		}
		return w.Run(ctx)
	})
}

// watcher makes what polls feeds and adds their articles.
func (a *adder) watcher(feeds []watch.Feed, every time.Duration) *watch.Watcher {
	var mu sync.Mutex // one feed at a time goes into the record
	return &watch.Watcher{
		Feeds: feeds, Interval: every, Get: a.client.Get,
		Load: func(ctx context.Context, url string) (watch.State, error) {
			k, err := a.s.Feed(ctx, url)
			return watch.State{ETag: k.ETag, LastModified: k.LastModified, TTL: k.TTL, Next: k.Next, Failures: k.Failures, LastError: k.LastError, LastFetch: k.LastFetch}, err
		},
		Save: func(ctx context.Context, url string, st watch.State) error {
			k := store.Feed{URL: url, ETag: st.ETag, LastModified: st.LastModified, TTL: st.TTL, Next: st.Next, Failures: st.Failures, LastError: st.LastError, LastFetch: st.LastFetch}
			for _, f := range feeds {
				if f.URL == url {
					k.Title, k.Outlet, k.Lang = f.Title, f.Outlet, f.Lang
				}
			}
			if st.LastError != "" {
				a.p.tell("%s: %s (tried again %s)", url, st.LastError, st.Next.Local().Format(time.DateTime))
			}
			return a.s.PutFeed(ctx, k)
		},
		Found: func(ctx context.Context, f watch.Feed, page *fetch.Page) error {
			mu.Lock()
			defer mu.Unlock()
			return a.feed(ctx, f, page)
		},
	}
}

// feed adds the articles of a feed that was fetched. Those that it only links to
// are fetched unless the record has their address.
func (a *adder) feed(ctx context.Context, f watch.Feed, page *fetch.Page) error {
	items := func(yield func(source.Item, error) bool) {
		for it, err := range source.Read(page.URL, page.ContentType, bytes.NewReader(page.Body)) {
			if err != nil {
				if !yield(it, err) {
					return
				}
				continue
			}
			it.Article.Outlet = cmp.Or(f.Outlet, it.Article.Outlet)
			it.Article.Lang = cmp.Or(it.Article.Lang, f.Lang)
			it.Article.Retrieved = cmp.Or(it.Article.Retrieved, page.Retrieved.UTC().Format(time.RFC3339))
			if it.Link == "" {
				if !yield(it, nil) {
					return
				}
				continue
			}
			if there, err := a.s.Versions(ctx, it.Link); err == nil && len(there) > 0 {
				continue
			}
			for linked, err := range a.linked(ctx, &it) {
				if !yield(linked, err) {
					return
				}
			}
		}
	}
	return a.add(ctx, iter.Seq2[source.Item, error](items))
}

// linked fetches what an item of a feed links to.
func (a *adder) linked(ctx context.Context, it *source.Item) iter.Seq2[source.Item, error] {
	return func(yield func(source.Item, error) bool) {
		for linked, err := range a.page(ctx, it.Link) {
			if err == nil {
				complete(linked.Article, it.Article)
			}
			if !yield(linked, err) {
				return
			}
		}
	}
}
