package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

func runTrain(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("train", flag.ContinueOnError)
	o := nlp.Options{Log: p.stderr}
	fs.StringVar(&o.Lang, "lang", "", "")
	fs.Uint64Var(&o.Seed, "seed", 1, "")
	fs.IntVar(&o.Beam, "beam", 0, "")
	fs.IntVar(&o.Passes, "passes", 0, "")
	out := fs.String("out", "", "")
	dev := fs.String("dev", "", "")
	files, err := parse(fs, args)
	switch {
	case err != nil:
		return err
	case o.Lang == "" || *out == "":
		return usagef("--lang and --out are wanted")
	case o.Beam < 0 || o.Passes < 0:
		return usagef("--beam and --passes want positive numbers")
	case len(files) == 0:
		return usagef("no treebank is given")
	}
	docs, err := treebanks(files)
	if err != nil {
		return err
	}
	for _, f := range files {
		o.Sources = append(o.Sources, filepath.Base(f))
	}
	if *dev != "" {
		if o.Dev, err = treebanks([]string{*dev}); err != nil {
			return err
		}
	}
	pack, err := lang.Open(o.Lang, "")
	switch {
	case errors.Is(err, lang.ErrUnknown): // a new language has no inflector yet
	case err != nil:
		return err
	default:
		if o.Lexicon, err = nlp.Inflect(pack); err != nil {
			return err
		}
	}
	m, err := nlp.Train(ctx, docs, o)
	if err != nil {
		return err
	}
	b, err := m.Append(nil)
	if err != nil {
		return err
	}
	if err := replace(*out, b); err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	fmt.Fprintf(p.stdout, "%s: %s\n", *out, megabytes(len(b)))
	return nil
}

// treebanks reads files of CoNLL-U.
func treebanks(files []string) ([]*nlp.Document, error) {
	var docs []*nlp.Document
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, named(file, err)
		}
		more, err := nlp.ReadCoNLLU(f)
		f.Close()
		if err != nil {
			return nil, named(file, err)
		}
		if len(more) == 0 {
			return nil, fmt.Errorf("%s: no sentences", file)
		}
		docs = append(docs, more...)
	}
	return docs, nil
}

// replace writes a file at once or not at all.
func replace(file string, b []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // fails once it is renamed
	if _, err := tmp.Write(b); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Chmod(0o644); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}

func megabytes(n int) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
