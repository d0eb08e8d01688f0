package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

func runTrain(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("train", flag.ContinueOnError)
	o := nlp.Options{Log: p.stderr}
	fs.StringVar(&o.Lang, "lang", "", "")
	fs.Uint64Var(&o.Seed, "seed", 1, "")
	fs.IntVar(&o.Passes, "passes", 0, "")
	out := fs.String("out", "", "")
	dev := fs.String("dev", "", "")
	var kin, names, lessons, further fileList
	fs.Var(&kin, "kin", "")
	fs.Var(&names, "names", "")
	fs.Var(&lessons, "lessons", "")
	fs.Var(&further, "trees", "")
	files, err := parse(fs, args)
	switch {
	case err != nil:
		return err
	case o.Lang == "" || *out == "":
		return usagef("--lang and --out are wanted")
	case o.Passes < 0:
		return usagef("--passes wants a positive number")
	case len(files) == 0:
		return usagef("no treebank is given")
	}
	trees, err := banks(files, o.Lang)
	if err != nil {
		return err
	}
	for i, t := range trees {
		if t.Lang != "" {
			return usagef("%s: trees of another language go with --kin", files[i])
		}
	}
	if o.Kin, err = banks(kin, o.Lang); err != nil {
		return err
	}
	o.Lists = []string{o.Lang}
	if err := addNames(ctx, &o, names, lessons, further); err != nil {
		return err
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
	if o.Clues, err = entity.PartialClues(o.Lists); err != nil {
		return err
	}
	m, err := nlp.Train(ctx, trees, o)
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

// addNames reads files of names, and lessons of habits of their own, into o. Names
// in another language stand as LANG=FILE; their sentences get tags from a tagger
// that learns from what trees there are in that language.
func addNames(ctx context.Context, o *nlp.Options, files, lessons, trees fileList) error {
	add := func(samples []*entity.Sample, foreign, apart bool) {
		for _, s := range samples {
			for i := range s.Doc.Sentences {
				o.Named = append(o.Named, nlp.Named{Sentence: &s.Doc.Sentences[i], Labels: s.Labels[i], Foreign: foreign, Apart: apart})
			}
		}
	}
	var abroad fileList
	for _, f := range files {
		code, file := language(f, o.Lang)
		if code != o.Lang {
			abroad = append(abroad, f)
			if !slices.Contains(o.Lists, code) {
				o.Lists = append(o.Lists, code)
			}
			continue
		}
		samples, err := readNames(file, o.Lang)
		if err != nil {
			return err
		}
		add(samples, false, false)
	}
	for _, f := range lessons {
		code, file := language(f, o.Lang)
		if code != o.Lang {
			return usagef("%s: names in another language go with --names", f)
		}
		samples, err := readNames(file, o.Lang)
		if err != nil {
			return err
		}
		add(samples, false, true)
	}
	if len(abroad) == 0 {
		return nil
	}
	samples, err := namedSamples(ctx, abroad, trees, o.Lang, o.Seed)
	if err != nil {
		return err
	}
	add(samples, true, false)
	return nil
}

// banks reads files of CoNLL-U, each by itself. One in another language than
// code stands as LANG=FILE.
func banks(files []string, code string) ([]nlp.Treebank, error) {
	var trees []nlp.Treebank
	for _, f := range files {
		own, f := language(f, code)
		docs, err := treebanks([]string{f})
		if err != nil {
			return nil, err
		}
		t := nlp.Treebank{Name: filepath.Base(f), Docs: docs}
		if own != code {
			t.Lang = own
		}
		trees = append(trees, t)
	}
	return trees, nil
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
