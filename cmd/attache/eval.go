package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

func runEval(ctx context.Context, p *program, args []string) error {
	if len(args) > 0 && args[0] == derivedWord {
		return runEvalDerived(ctx, p, args[1:])
	}
	if len(args) > 0 && tellsPart(args[0]) {
		return runEvalArticles(ctx, p, args[0], args[1:])
	}
	fs := flag.NewFlagSet("eval", flag.ContinueOnError)
	model := fs.String("model", "", "")
	tagger := fs.String("entities", "", "")
	code := fs.String("lang", "es", "")
	relations := fs.Bool("relations", false, "")
	files, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("no treebank and no file of names is given")
	}
	names := slices.ContainsFunc(files, tellsNames)
	var tokenizer *nlp.Tokenizer // none where a model in a language without a pack is measured
	pack, err := lang.Open(*code, "")
	switch {
	case errors.Is(err, lang.ErrUnknown) && *model != "" && (*tagger != "" || !names):
	case err != nil:
		return err
	default:
		if tokenizer, err = nlp.NewTokenizer(pack); err != nil {
			return err
		}
	}
	b, name, err := chosen(*model, "the model of the language pack "+*code, pack.Model)
	if err != nil {
		return err
	}
	start := time.Now()
	m, err := nlp.LoadModel(b, entity.Clues)
	if err != nil {
		return named(name, err)
	}
	fmt.Fprintf(p.stdout, "%s: %s, loaded in %d ms, trained on %d words\n", name, megabytes(len(b)),
		time.Since(start).Milliseconds(), m.About.Words)
	var t *entity.Tagger
	if names {
		if b, name, err = chosen(*tagger, "the names of the language pack "+*code, pack.Entities); err != nil {
			return err
		}
		start := time.Now()
		if t, err = entity.Load(b); err != nil {
			return named(name, err)
		}
		fmt.Fprintf(p.stdout, "%s: %s, loaded in %d ms, trained on %d words\n", name, megabytes(len(b)),
			time.Since(start).Milliseconds(), t.About.Words)
	}
	for _, f := range files {
		if tellsNames(f) {
			err = p.scoreNames(ctx, f, *code, m, t)
		} else {
			err = p.scoreTrees(ctx, f, m, tokenizer, *code, *relations)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellsNames says whether a file is one of names rather than of trees.
func tellsNames(file string) bool {
	return strings.HasSuffix(file, ".iob2") || strings.HasSuffix(file, ".txt")
}

// chosen returns the bytes of a file and its name, or what own gives and the
// name of that where no file is given.
func chosen(file, otherwise string, own func() ([]byte, error)) ([]byte, string, error) {
	if file == "" {
		b, err := own()
		return b, otherwise, err
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, file, named(file, err)
	}
	return b, file, nil
}

// scoreNames measures a tagger of names on the words of one file.
func (p *program) scoreNames(ctx context.Context, file, code string, m *nlp.Model, t *entity.Tagger) error {
	samples, err := readNames(file, code)
	if err != nil {
		return err
	}
	for _, s := range samples {
		if err := ctx.Err(); err != nil {
			return err
		}
		m.Parse(s.Doc)
	}
	fmt.Fprintf(p.stdout, "\n%s, names in the words of the gold:\n", file)
	return entity.Evaluate(t, samples).Write(p.stdout)
}

// scoreTrees measures a model on the documents of one treebank; without a
// tokenizer only on the words of the gold.
func (p *program) scoreTrees(ctx context.Context, file string, m *nlp.Model, t *nlp.Tokenizer, code string, relations bool) error {
	gold, err := treebanks([]string{file})
	if err != nil {
		return err
	}
	onGold := nlp.EvaluateGoldTokens(m, gold)
	if err := ctx.Err(); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "\n%s, words of the gold:\n", file)
	if err := onGold.Write(p.stdout, relations); err != nil {
		return err
	}
	if t == nil {
		_, err := fmt.Fprintf(p.stdout, "\n%s, raw text: not measured, there is no language pack for %q to cut it into words\n", file, code)
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
	fmt.Fprintf(p.stdout, "\n%s, raw text, %.0f words a second:\n", file, float64(words)/max(spent.Seconds(), 1e-9))
	return raw.Write(p.stdout, relations)
}
