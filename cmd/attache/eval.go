package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

func runEval(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("eval", flag.ContinueOnError)
	file := fs.String("model", "", "")
	code := fs.String("lang", "es", "")
	relations := fs.Bool("relations", false, "")
	files, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("no treebank is given")
	}
	pack, err := lang.Open(*code, "")
	if err != nil {
		return err
	}
	tokenizer, err := nlp.NewTokenizer(pack)
	if err != nil {
		return err
	}
	var b []byte
	name := "the model of the language pack " + *code
	if *file != "" {
		name = *file
		if b, err = os.ReadFile(*file); err != nil {
			return named(*file, err)
		}
	} else if b, err = pack.Model(); err != nil {
		return err
	}
	start := time.Now()
	m, err := nlp.LoadModel(b)
	if err != nil {
		return named(name, err)
	}
	fmt.Fprintf(p.stdout, "%s: %s, loaded in %d ms, trained on %d words\n", name, megabytes(len(b)),
		time.Since(start).Milliseconds(), m.About.Words)
	for _, f := range files {
		gold, err := treebanks([]string{f})
		if err != nil {
			return err
		}
		if err := p.score(ctx, f, m, tokenizer, *code, gold, *relations); err != nil {
			return err
		}
	}
	return nil
}

// score measures a model on the documents of one treebank.
func (p *program) score(ctx context.Context, file string, m *nlp.Model, t *nlp.Tokenizer, code string, gold []*nlp.Document, relations bool) error {
	onGold := nlp.EvaluateGoldTokens(m, gold)
	if err := ctx.Err(); err != nil {
		return err
	}
	var raw nlp.Scores
	var spent time.Duration
	words := 0
	for _, g := range gold {
		start := time.Now()
		doc := t.Document(text.Page{Text: g.Text}, code)
		m.Parse(doc)
		spent += time.Since(start)
		for i := range doc.Sentences {
			words += len(doc.Sentences[i].Tokens)
		}
		raw.Add(g, doc)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.stdout, "\n%s, words of the gold:\n", file)
	err := onGold.Write(p.stdout, relations)
	fmt.Fprintf(p.stdout, "\n%s, raw text, %.0f words a second:\n", file, float64(words)/max(spent.Seconds(), 1e-9))
	return errors.Join(err, raw.Write(p.stdout, relations))
}
