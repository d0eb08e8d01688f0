package main

import (
	"bytes"
	"context"
	"flag"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/reading"
)

func runParse(ctx context.Context, p *program, args []string) error {
	var in inputs
	fs := flag.NewFlagSet("parse", flag.ContinueOnError)
	given := fs.Bool("conllu", false, "")
	tree := fs.Bool("tree", false, "")
	names := fs.Bool("names", false, "")
	fs.StringVar(&in.lang, "lang", "", "")
	fs.StringVar(&in.pack, "pack", "", "")
	files, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef(`no file is given ("-" is the standard input)`)
	}
	r, err := reading.Open(reading.Options{PackDir: in.pack})
	if err != nil {
		return err
	}
	printer := reading.Printer{Width: p.width(), Color: p.color()}
	taggers := taggers{}
	failed := false
	for _, file := range files {
		docs, err := p.documents(ctx, r, &in, file, *given)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			failed = true
			p.tell("%v", err)
			continue
		}
		for _, doc := range docs {
			if *names {
				t, err := taggers.of(doc.Lang, in.pack)
				if err != nil {
					return err
				}
				t.Label(doc)
			}
			if *tree {
				err = printer.Trees(p.stdout, doc)
			} else {
				err = nlp.WriteCoNLLU(p.stdout, doc)
			}
			if err != nil {
				return err
			}
		}
	}
	if failed {
		return errTold
	}
	return nil
}

// documents parses the article in a file, or, when given, tags and parses again
// the sentences and words of CoNLL-U.
func (p *program) documents(ctx context.Context, r *reading.Reader, in *inputs, file string, given bool) ([]*nlp.Document, error) {
	b, err := p.bytes(file)
	if err != nil {
		return nil, err
	}
	if !given {
		a, err := in.article(file, b)
		if err != nil {
			return nil, err
		}
		doc, err := r.Parse(ctx, a)
		if err != nil {
			return nil, named(file, err)
		}
		return []*nlp.Document{doc}, nil
	}
	docs, err := nlp.ReadCoNLLU(bytes.NewReader(b))
	if err != nil {
		return nil, named(file, err)
	}
	for _, doc := range docs {
		if err := r.ParseAgain(ctx, doc, in.lang); err != nil {
			return nil, named(file, err)
		}
	}
	return docs, nil
}

// taggers are taggers of names by language.
type taggers map[string]*entity.Tagger

// of opens the tagger of the language pack code, of which dir holds further
// tables, unless that is done.
func (ts taggers) of(code, dir string) (*entity.Tagger, error) {
	if t := ts[code]; t != nil {
		return t, nil
	}
	pack, err := lang.Open(code, dir)
	if err != nil {
		return nil, err
	}
	b, err := pack.Entities()
	if err != nil {
		return nil, err
	}
	t, err := entity.Load(b)
	ts[code] = t
	return t, err
}
