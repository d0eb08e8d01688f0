package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// verifyRecord reads every span in the record again.
func (p *program) verifyRecord(ctx context.Context, db string) error {
	s, err := openRecord(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Check(ctx); err != nil {
		return err
	}
	articles, facts, bad := 0, 0, 0
	for k, err := range s.Articles(ctx, "", "") {
		if err != nil {
			return err
		}
		articles++
		facts += len(k.Facts)
		for _, fault := range store.Verify(k) {
			bad++
			p.tell("article %s: %v", k.Source.Key, fault)
		}
	}
	if bad > 0 {
		return errTold
	}
	fmt.Fprintf(p.stdout, "%s and %s hold\n", counted(articles, "article", "articles"), counted(facts, "fact", "facts"))
	return nil
}

func runBackup(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("backup", flag.ContinueOnError)
	db := dbFlag(fs)
	files, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return usagef("backup wants one file, which is not there yet")
	}
	s, err := openRecord(ctx, *db)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Backup(ctx, files[0]); err != nil {
		return err
	}
	st, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %s\n", files[0], counted(st.Articles, "article", "articles"))
	return nil
}

func runReread(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("reread", flag.ContinueOnError)
	db := dbFlag(fs)
	pack := fs.String("pack", "", "")
	all := fs.Bool("all", false, "")
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usagef("reread takes no arguments")
	}
	s, err := openRecord(ctx, *db)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := reading.Open(reading.Options{PackDir: *pack})
	if err != nil {
		return err
	}
	name, err := engine(*pack)
	if err != nil {
		return err
	}
	but := name // articles that this engine has read are left out
	if *all {
		but = ""
	}
	done, failed, after := 0, 0, ""
	for {
		batch, err := nextToRead(ctx, s, after, but)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			break
		}
		after = batch[len(batch)-1].Source.Key
		type result struct {
			entry store.Entry
			err   error
		}
		var entries []store.Entry
		err = inOrder(ctx, len(batch), runtime.GOMAXPROCS(0), func(i int) (out result) {
			a := asArticle(batch[i])
			one, err := r.Read(ctx, a)
			if err != nil {
				return result{err: err}
			}
			return result{entry: store.NewEntry(a, one, name)}
		}, func(i int, got result) error {
			if got.err == nil {
				entries = append(entries, got.entry)
			} else {
				failed++
				p.tell("article %s: %v", batch[i].Source.Key, got.err)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.Replace(ctx, entries); err != nil {
			return err
		}
		done += len(entries)
	}
	if err := store.Settle(ctx, s); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s read again\n", counted(done, "article", "articles"))
	if failed > 0 {
		return errTold
	}
	return nil
}

// rereadBatch is how many articles are read again in one transaction.
const rereadBatch = 64

// nextToRead returns the next articles to be read again.
func nextToRead(ctx context.Context, s store.Store, after, engine string) ([]*store.Kept, error) {
	var out []*store.Kept
	for k, err := range s.Articles(ctx, after, engine) {
		if err != nil {
			return nil, err
		}
		if out = append(out, k); len(out) == rereadBatch {
			break
		}
	}
	return slices.Clip(out), nil
}

// asArticle returns the article as it is to be read: with all that its source
// tells.
func asArticle(k *store.Kept) *text.Article {
	s := &k.Source
	return &text.Article{
		ID: k.Article.ID, URL: s.URL, Outlet: s.Outlet, Agency: s.Agency, Title: s.Title, Byline: k.Article.Byline,
		Published: s.Published, Retrieved: s.Retrieved, Lang: s.Lang, Text: k.Article.Text, SHA256: text.Digest(k.Article.Text),
	}
}
