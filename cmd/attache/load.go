package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// largest is the size of the largest file that is read, in bytes.
const largest = 64 << 20

// stdinName stands for the standard input.
const stdinName = "-"

// inputs are the flags that tell of the articles to be read.
type inputs struct {
	published, lang, title, outlet string
	conllu                         bool
	pack                           string
}

func (in *inputs) add(fs *flag.FlagSet) {
	fs.StringVar(&in.published, "published", "", "")
	fs.StringVar(&in.lang, "lang", "", "")
	fs.StringVar(&in.title, "title", "", "")
	fs.StringVar(&in.outlet, "outlet", "", "")
	fs.BoolVar(&in.conllu, "conllu", false, "")
	fs.StringVar(&in.pack, "pack", "", "")
}

// check reports flags that make no sense.
func (in *inputs) check() error {
	if in.published != "" {
		if _, err := time.Parse(time.DateOnly, in.published); err != nil {
			return usagef("--published wants a date such as 2025-11-30, not %q", in.published)
		}
	}
	return nil
}

// bytes reads a file, or the standard input for "-".
func (p *program) bytes(file string) ([]byte, error) {
	r := p.stdin
	if file != stdinName {
		f, err := os.Open(file)
		if err != nil {
			return nil, named(file, err)
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, largest+1))
	if err != nil {
		return nil, named(file, err)
	}
	if len(b) > largest {
		return nil, named(file, fmt.Errorf("larger than %d MB", largest>>20))
	}
	return b, nil
}

// shown is what messages call a file.
func shown(file string) string {
	if file == stdinName {
		return "standard input"
	}
	return file
}

// A fileError is an error about a file. Its message begins with the file.
type fileError struct {
	file string
	err  error
}

func (e *fileError) Error() string {
	name, s := shown(e.file), e.err.Error()
	s = strings.TrimPrefix(s, "reading "+name+": ")
	if strings.HasPrefix(s, name+":") {
		return s
	}
	return name + ": " + s
}

func (e *fileError) Unwrap() error { return e.err }

// named puts the name of the file before an error that does not yet tell it.
func named(file string, err error) error {
	var told *fileError
	if errors.As(err, &told) {
		return err
	}
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &fileError{file, err}
}

// article makes an article of the bytes of a file.
func (in *inputs) article(file string, b []byte) (*text.Article, error) {
	a, err := text.ParseArticle(shown(file), b)
	if err != nil {
		return nil, named(file, err)
	}
	if file == stdinName {
		a.ID, a.File = "", stdinName
	}
	in.fill(a)
	return a, nil
}

// fill fills in what an article does not tell and the flags do.
func (in *inputs) fill(a *text.Article) {
	a.Title = cmp.Or(a.Title, in.title)
	a.Outlet = cmp.Or(a.Outlet, in.outlet)
	a.Published = cmp.Or(a.Published, in.published)
	a.Lang = cmp.Or(a.Lang, in.lang)
}

// documents reads the documents of a CoNLL-U file and what is known of them.
func (in *inputs) documents(file string, b []byte) ([]*nlp.Document, []reading.Meta, error) {
	docs, err := nlp.ReadCoNLLU(bytes.NewReader(b))
	if err != nil {
		return nil, nil, named(file, err)
	}
	if len(docs) == 0 {
		return nil, nil, named(file, errors.New("no sentences"))
	}
	metas := make([]reading.Meta, len(docs))
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	for i, d := range docs {
		m := reading.Meta{ID: d.ID}
		switch {
		case m.ID != "" || file == stdinName:
		case len(docs) == 1:
			m.ID = base
		default:
			m.ID = fmt.Sprintf("%s-%d", base, i+1)
		}
		if d.Meta["published"] == "" {
			m.Published = in.published
		}
		if d.Meta["outlet"] == "" {
			m.Outlet = in.outlet
		}
		if d.Lang == "" && d.Meta["lang"] == "" {
			m.Lang = in.lang
		}
		metas[i] = m
	}
	return docs, metas, nil
}

// readings reads a file: one article, or each document of a CoNLL-U file.
func (p *program) readings(ctx context.Context, r *reading.Reader, in *inputs, file string) (out []*reading.Reading, err error) {
	// One article that the engine cannot bear must not take the others down.
	defer func() {
		if v := recover(); v != nil {
			out, err = nil, named(file, fmt.Errorf("the program is at fault: %v", v))
		}
	}()
	b, err := p.bytes(file)
	if err != nil {
		return nil, err
	}
	if !in.conllu {
		a, err := in.article(file, b)
		if err != nil {
			return nil, err
		}
		one, err := r.Read(ctx, a)
		if err != nil {
			return nil, named(file, err)
		}
		one.File = file
		if _, encoding, err := text.Decode(b); err == nil && encoding != text.UTF8 {
			one.Notes = append(one.Notes, "decoded from "+encoding)
		}
		return []*reading.Reading{one}, nil
	}
	docs, metas, err := in.documents(file, b)
	if err != nil {
		return nil, err
	}
	for i, d := range docs {
		one, err := r.ReadDocument(ctx, d, metas[i])
		if err != nil {
			return nil, named(file, err)
		}
		one.File = file
		out = append(out, one)
	}
	return out, nil
}
