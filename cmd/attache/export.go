package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
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
	r, err := recordOf(ctx, s, pair)
	if err != nil {
		return err
	}
	r.Made, r.Version = time.Now().UTC(), release()
	if on.set {
		r.Made = on.day.Time()
	}
	var d *names.Directory
	known := map[string]bool{}
	if rest[0] == "ical" {
		if d, err = names.Open(); err != nil {
			return err
		}
		for n, err := range s.Sequences(ctx) {
			if err != nil {
				return err
			}
			known[n.UID] = true
		}
	}
	o := export.Options{Table: *what, Calendar: export.Calendar{
		Lang: *language, Directory: d,
		Sequence: func(uid, digest string) (int, error) { return s.Sequence(ctx, uid, digest) },
		Known:    func(uid string) bool { return known[uid] },
	}}
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
	if err := export.Write(w, rest[0], r, &o); err != nil {
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

// recordOf gathers what is to be exported: of a pair, of one side, or all.
func recordOf(ctx context.Context, s store.Store, pair [2]string) (*export.Record, error) {
	r := &export.Record{Articles: map[string]*export.Article{}}
	var err error
	if r.Events, r.Levels, err = store.EventsOf(ctx, s, pair); err != nil {
		return nil, err
	}
	q := store.Query{Kinds: []string{record.KindStatement}, Pair: pair, Limit: 1000}
	if pair[1] == "" {
		q.Pair, q.Party = [2]string{}, pair[0]
	}
	for {
		hits, err := s.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			r.Statements = append(r.Statements, record.Report{Fact: *h.Fact, Source: h.Source})
		}
		if len(hits) < q.Limit {
			break
		}
		q.Offset += q.Limit
	}
	need := map[string]bool{}
	for i := range r.Events {
		for j := range r.Events[i].Reports {
			need[r.Events[i].Reports[j].Source.Key] = true
		}
	}
	for i := range r.Levels {
		for j := range r.Levels[i].Reports {
			need[r.Levels[i].Reports[j].Source.Key] = true
		}
	}
	for i := range r.Statements {
		need[r.Statements[i].Source.Key] = true
	}
	for key := range need {
		k, err := s.Article(ctx, key)
		if err != nil {
			return nil, fmt.Errorf("gathering the articles of the record: %w", err)
		}
		r.Articles[key] = &export.Article{Source: k.Source, Text: k.Article.Text, SHA256: text.Digest(k.Article.Text), Byline: k.Article.Byline}
	}
	return r, nil
}
