package reading

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/event"
	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/quote"
	"github.com/attache-project/attache/text"
	"github.com/attache-project/attache/timex"
)

// A parser holds the stages of one language that make trees. It is nil where the
// pack has no model.
type parser struct {
	tokenizer *nlp.Tokenizer
	model     *nlp.Model
	frames    *frame.Reader // that mends the trees; nil where the pack has no tables for it
}

// newParser makes the parser of the language of a pack. The error wraps
// [ErrModel] when the pack has no model.
func newParser(p *lang.Pack) (*parser, error) {
	b, err := p.Model()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrModel
	}
	if err != nil {
		return nil, err
	}
	r := &parser{}
	if r.model, err = nlp.LoadModel(b, entity.Clues); err != nil {
		return nil, err
	}
	if r.tokenizer, err = nlp.NewTokenizer(p); err != nil {
		return nil, err
	}
	if p.Has("grammar") && p.Has("participles") {
		if r.frames, err = frame.New(p); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// An Engine holds the stages of one language. It is read-only once made and
// may be used by many goroutines at once.
type Engine struct {
	*parser
	pack   *lang.Pack
	frames *frame.Reader
	tagger *entity.Tagger // nil where the pack has none
	finder *names.Finder
	times  *timex.Engine
	quotes *quote.Engine
	events *event.Engine
}

// newEngine makes the stages of the language of a pack, of which r makes the
// trees; without r, trees have to be given.
func newEngine(d *names.Directory, p *lang.Pack, r *parser) (*Engine, error) {
	if !p.Reads() {
		return nil, ErrTables
	}
	e := &Engine{parser: r, pack: p}
	var err error
	if r != nil {
		e.frames = r.frames
	}
	if e.frames == nil {
		if e.frames, err = frame.New(p); err != nil {
			return nil, err
		}
	}
	b, err := p.Entities()
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		if e.tagger, err = entity.Load(b); err != nil {
			return nil, err
		}
	}
	named, err := p.Named()
	if err != nil {
		return nil, err
	}
	if p.Has("states") {
		rows, err := p.Table("states")
		if err != nil {
			return nil, err
		}
		if d, err = d.WithForms(named.Lang, rows); err != nil {
			return nil, err
		}
	}
	if e.finder, err = names.NewFinder(d, named); err != nil {
		return nil, err
	}
	if e.times, err = timex.New(p); err != nil {
		return nil, err
	}
	if e.quotes, err = quote.New(d, p, e.frames); err != nil {
		return nil, err
	}
	if e.events, err = event.New(d, p, e.frames); err != nil {
		return nil, err
	}
	if err := whole(p); err != nil {
		return nil, err
	}
	return e, nil
}

// whole says what the engines of a pack cannot do without that is not there.
func whole(p *lang.Pack) error {
	sets, err := p.Table("event-sets")
	if err != nil {
		return err
	}
	for _, r := range sets {
		if r.Get("set") == "of" && strings.Trim(r.Get("words"), "|") != "" {
			return nil
		}
	}
	frames, err := p.Table("frames")
	if err != nil || len(frames) == 0 {
		return err
	}
	return errors.New(`table event-sets has no set "of", which frames need: the prepositions of a complement ("of", "de")`)
}

// findings are what the stages found in one article.
type findings struct {
	article *text.Article
	doc     *nlp.Document
	cast    *names.Cast
	times   []timex.Time
	said    []quote.Statement
	facts   *event.Facts
}

// trees cuts an article into sentences and gives them their trees.
func (r *parser) trees(ctx context.Context, a *text.Article) (*nlp.Document, error) {
	if r == nil {
		return nil, ErrModel
	}
	page := a.Page()
	doc := r.tokenizer.Document(page, a.Lang)
	if err := r.parse(ctx, doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// atOnce is the number of sentences parsed between two looks at the context.
const atOnce = 32

// parse gives the sentences of doc their tags and trees.
func (r *parser) parse(ctx context.Context, doc *nlp.Document) error {
	if r == nil {
		return ErrModel
	}
	for i := 0; i < len(doc.Sentences); i += atOnce {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("parsing: %w", err)
		}
		part := *doc
		part.Sentences = doc.Sentences[i:min(i+atOnce, len(doc.Sentences))]
		r.grow(&part)
	}
	return nil
}

// grow tags and parses the sentences of doc.
func (r *parser) grow(doc *nlp.Document) {
	r.model.Parse(doc)
	if r.frames != nil {
		r.frames.Mend(doc)
	}
}

// find runs the stages after the parser.
func (e *Engine) find(ctx context.Context, a *text.Article, doc *nlp.Document) (*findings, error) {
	f := &findings{article: a, doc: doc}
	stages := []func(){
		func() {
			if e.tagger != nil {
				e.tagger.Label(doc)
			}
		},
		func() { f.cast = e.finder.Read(doc, a.Published) },
		func() { f.times = e.times.Read(doc, a.Published) },
		func() { f.said = e.quotes.Read(doc, f.cast) },
		func() { f.facts = e.events.Read(doc, a.Published, f.cast, f.times, f.said) },
	}
	for _, stage := range stages {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading: %w", err)
		}
		stage()
	}
	return f, nil
}
