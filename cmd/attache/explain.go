package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/attache-project/attache/reading"
)

func runExplain(ctx context.Context, p *program, args []string) error {
	var in inputs
	fs := flag.NewFlagSet("explain", flag.ContinueOnError)
	in.add(fs)
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	if err := in.check(); err != nil {
		return err
	}
	if len(rest) != 2 {
		return usagef("a file and the id of a fact are wanted")
	}
	file, fact := rest[0], rest[1]
	r, err := reading.Open(reading.Options{PackDir: in.pack})
	if err != nil {
		return err
	}
	e, err := p.explanation(ctx, r, &in, file, fact)
	if err != nil {
		return named(file, err)
	}
	printer := reading.Printer{Width: p.width(), Color: p.color()}
	return printer.Explain(p.stdout, e)
}

func (p *program) explanation(ctx context.Context, r *reading.Reader, in *inputs, file, fact string) (*reading.Explanation, error) {
	b, err := p.bytes(file)
	if err != nil {
		return nil, err
	}
	if !in.conllu {
		a, err := in.article(file, b)
		if err != nil {
			return nil, err
		}
		return r.Explain(ctx, a, fact)
	}
	docs, metas, err := in.documents(file, b)
	if err != nil {
		return nil, err
	}
	if len(docs) > 1 {
		return nil, fmt.Errorf("it holds %d documents, and ids are those of one", len(docs))
	}
	return r.ExplainDocument(ctx, docs[0], metas[0], fact)
}
