package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"slices"

	"github.com/attache-project/attache/gold"
	"github.com/attache-project/attache/reading"
)

// allParts is the word for all parts of a reading.
const allParts = "articles"

// tellsPart says whether a word asks for readings to be measured.
func tellsPart(word string) bool {
	return word == allParts || slices.Contains(gold.Parts(), gold.Part(word))
}

// runEvalArticles measures readings on annotated articles. The word is one that
// tellsPart.
func runEvalArticles(ctx context.Context, p *program, word string, args []string) error {
	fs := flag.NewFlagSet("eval", flag.ContinueOnError)
	code := fs.String("lang", "", "")
	pack := fs.String("pack", "", "")
	mistakes := fs.Bool("errors", false, "")
	dirs, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(dirs) != 1 {
		return usagef("eval %s wants one directory of annotated articles", word)
	}
	parts := gold.Parts()
	if word != allParts {
		parts = []gold.Part{gold.Part(word)}
	}
	articles, err := gold.LoadDir(dirs[0], *code)
	if err != nil {
		return err
	}
	r, err := reading.Open(reading.Options{PackDir: *pack})
	if err != nil {
		return err
	}
	type result struct {
		reading *reading.Reading
		err     error
	}
	var langs []string
	by := map[string]*gold.Scores{}
	var all gold.Scores
	err = inOrder(ctx, len(articles), runtime.GOMAXPROCS(0), func(i int) result {
		in := inputs{lang: articles[i].Lang}
		rs, err := p.readings(ctx, r, &in, articles[i].File)
		if err != nil {
			return result{nil, err}
		}
		return result{rs[0], nil}
	}, func(i int, got result) error {
		a := articles[i]
		if got.err != nil && ctx.Err() == nil {
			p.tell("%v", got.err) // and what it holds is missed
		}
		sc, err := gold.Score(a, got.reading)
		if err != nil {
			return err
		}
		if by[a.Lang] == nil {
			langs = append(langs, a.Lang)
			by[a.Lang] = &gold.Scores{}
		}
		by[a.Lang].Add(sc)
		all.Add(sc)
		return nil
	})
	if err := cmp.Or(err, ctx.Err()); err != nil {
		return err
	}
	slices.Sort(langs)
	for i, l := range langs {
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		err = errors.Join(err, p.writeScores(l, by[l], parts))
	}
	if len(langs) > 1 {
		fmt.Fprintln(p.stdout)
		err = errors.Join(err, p.writeScores("all", &all, parts))
	}
	if *mistakes {
		err = errors.Join(err, all.WriteMistakes(p.stdout, parts))
	}
	if err == nil && all.Unread > 0 {
		return errTold
	}
	return err
}

// writeScores prints the scores on the articles of one language or all.
func (p *program) writeScores(name string, sc *gold.Scores, parts []gold.Part) error {
	fmt.Fprintf(p.stdout, "%s, articles: %d", name, sc.Articles)
	if sc.Unread > 0 {
		fmt.Fprintf(p.stdout, ", not read: %d", sc.Unread)
	}
	fmt.Fprintln(p.stdout)
	return sc.Write(p.stdout, parts)
}
