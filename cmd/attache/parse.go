package main

import (
	"context"
	"flag"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/reading"
)

func runParse(ctx context.Context, p *program, args []string) error {
	var in inputs
	fs := flag.NewFlagSet("parse", flag.ContinueOnError)
	asCoNLLU := fs.Bool("conllu", false, "")
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
	failed := false
	for _, file := range files {
		doc, err := p.document(ctx, r, &in, file)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			failed = true
			p.tell("%v", err)
			continue
		}
		if *asCoNLLU {
			err = nlp.WriteCoNLLU(p.stdout, doc)
		} else {
			err = printer.Trees(p.stdout, doc)
		}
		if err != nil {
			return err
		}
	}
	if failed {
		return errTold
	}
	return nil
}

// document parses the article in a file.
func (p *program) document(ctx context.Context, r *reading.Reader, in *inputs, file string) (*nlp.Document, error) {
	b, err := p.bytes(file)
	if err != nil {
		return nil, err
	}
	a, err := in.article(file, b)
	if err != nil {
		return nil, err
	}
	doc, err := r.Parse(ctx, a)
	if err != nil {
		return nil, named(file, err)
	}
	return doc, nil
}
