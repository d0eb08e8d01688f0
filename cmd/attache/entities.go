package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

const trainEntitiesUsage = `
Names:
    attache train --entities --lang LANG --out FILE [--words LANG,...]
                  [--trees FILE]... [--kinds PER,ORG,...] [--penalty X]
                  [--keep N] [--single] [--plain] [--bare] NAMES...

    --words LANG,...  further languages whose words of the gazetteer are known
    --trees FILE      further trees to learn tags from
    --kinds K,...     of names to tell apart, otherwise those of NAMES
    --penalty X       of large weights, default 0.25
    --keep N          features of the first stage that are kept, default 70000
    --single          without the second stage, which looks at whole names
    --plain           of names in other languages, learn nothing of words but
                      through the gazetteer
    --bare            take articles and "of" from sentences in other languages

Makes a tagger of names from NAMES, which are .iob2 files, .txt files with a
sentence a line and names marked as in "[PER Ada Poe] left [LOC Salt].", or
treebanks in CoNLL-U that tell names (NE= or Entity= in MISC, np0000 tags, or the
feature NameType). A file in another language stands as LANG=FILE; one named
twice counts twice.
`

// runTrainAny trains a tagger of names where --entities asks for one, else a
// model.
func runTrainAny(ctx context.Context, p *program, args []string) error {
	for _, a := range args {
		if a == "--" {
			break
		}
		if a == "--entities" || a == "-entities" {
			return runTrainEntities(ctx, p, args)
		}
	}
	return runTrain(ctx, p, args)
}

// files is a flag that may be given several times.
type fileList []string

func (f *fileList) String() string     { return strings.Join(*f, " ") }
func (f *fileList) Set(s string) error { *f = append(*f, s); return nil }

func runTrainEntities(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("train", flag.ContinueOnError)
	o := entity.Options{Log: p.stderr}
	fs.Bool("entities", false, "")
	fs.StringVar(&o.Lang, "lang", "", "")
	fs.BoolVar(&o.Plain, "plain", false, "")
	fs.BoolVar(&o.Single, "single", false, "")
	fs.IntVar(&o.Keep, "keep", 0, "")
	fs.IntVar(&o.Steps, "steps", 0, "")
	fs.Float64Var(&o.Penalty, "penalty", 0, "")
	seed := fs.Uint64("seed", 1, "")
	fs.BoolVar(&o.Bare, "bare", false, "")
	words := fs.String("words", "", "")
	want := fs.String("kinds", "", "")
	out := fs.String("out", "", "")
	var trees fileList
	fs.Var(&trees, "trees", "")
	files, err := parse(fs, args)
	switch {
	case err != nil:
		return err
	case o.Lang == "" || *out == "":
		return usagef("--lang and --out are wanted")
	case o.Keep < 0 || o.Steps < 0 || o.Penalty < 0:
		return usagef("--keep, --steps and --penalty want positive numbers")
	case len(files) == 0:
		return usagef("no file of names is given")
	}
	if *words != "" {
		o.Lexicons = strings.Split(*words, ",")
	}
	if *want != "" {
		for s := range strings.SplitSeq(*want, ",") {
			k, ok := entity.KindOf(s)
			if !ok {
				return usagef("%q is no kind of names", s)
			}
			o.Kinds = append(o.Kinds, k)
		}
	}
	samples, err := namedSamples(ctx, files, trees, o.Lang, *seed)
	if err != nil {
		return err
	}
	for _, f := range files {
		_, f = language(f, o.Lang)
		o.Sources = append(o.Sources, filepath.Base(f))
	}
	t, err := entity.Train(ctx, samples, o)
	if err != nil {
		return err
	}
	b, err := t.Append(nil)
	if err != nil {
		return err
	}
	if err := replace(*out, b); err != nil {
		return fmt.Errorf("writing names: %w", err)
	}
	fmt.Fprintf(p.stdout, "%s: %s\n", *out, megabytes(len(b)))
	return nil
}

// language parts "es=FILE".
func language(file, code string) (string, string) {
	if len(file) > 3 && file[2] == '=' {
		return file[:2], file[3:]
	}
	return code, file
}

// namedSamples reads files of names and gives them the tags that a tagger gives
// to text it does not know. A file named twice counts twice.
func namedSamples(ctx context.Context, files, trees []string, code string, seed uint64) ([]*entity.Sample, error) {
	type group struct{ trees, plain, further []*nlp.Document }
	groups := map[string]*group{}
	get := func(code string) *group {
		if groups[code] == nil {
			groups[code] = &group{}
		}
		return groups[code]
	}
	var samples []*entity.Sample
	read := map[string][]*entity.Sample{}
	for _, f := range files {
		c, file := language(f, code)
		if again, ok := read[f]; ok {
			samples = append(samples, again...)
			continue
		}
		s, err := readNames(file, c)
		if err != nil {
			return nil, err
		}
		read[f] = s
		g := get(c)
		for _, x := range s {
			x.Foreign = c != code
			if tellsNames(file) {
				g.plain = append(g.plain, x.Doc)
			} else {
				g.trees = append(g.trees, x.Doc)
			}
		}
		samples = append(samples, s...)
	}
	for _, f := range trees {
		c, file := language(f, code)
		docs, err := treebanks([]string{file})
		if err != nil {
			return nil, err
		}
		get(c).further = append(get(c).further, docs...)
	}
	codes := make([]string, 0, len(groups))
	for c := range groups {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	for _, c := range codes {
		var lexicon []nlp.Entry
		pack, err := lang.Open(c, "")
		if err == nil && slices.Contains(lang.Codes(), c) {
			if lexicon, err = nlp.Inflect(pack); err != nil {
				return nil, err
			}
		}
		g := groups[c]
		if err := nlp.Retag(ctx, g.trees, g.plain, g.further, lexicon, seed); err != nil {
			return nil, fmt.Errorf("tagging the texts in %s: %w", c, err)
		}
	}
	return samples, nil
}

// readNames reads a file of IOB2, of text with marked names in the language
// code, or of trees with names.
func readNames(file, code string) ([]*entity.Sample, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, named(file, err)
	}
	defer f.Close()
	read := entity.ReadCoNLLU
	switch filepath.Ext(file) {
	case ".iob2":
		read = entity.ReadIOB2
	case ".txt":
		pack, err := lang.Open(code, "")
		if err != nil {
			return nil, named(file, err)
		}
		tokenizer, err := nlp.NewTokenizer(pack)
		if err != nil {
			return nil, named(file, err)
		}
		read = func(r io.Reader) ([]*entity.Sample, error) {
			return entity.ReadMarked(r, func(line string) *nlp.Document { return tokenizer.Document(text.Page{Text: line}, code) })
		}
	}
	s, err := read(f)
	var at *entity.ReadError
	switch {
	case errors.As(err, &at):
		return nil, fmt.Errorf("%s:%d: %w", file, at.Line, at.Err)
	case err != nil:
		return nil, named(file, err)
	case len(s) == 0:
		return nil, fmt.Errorf("%s: no sentences", file)
	}
	return s, nil
}
