package reading

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// Errors of [Reader.Read] on which a caller may decide.
var (
	ErrEmpty    = errors.New("the article has no text")
	ErrLarge    = errors.New("the article is too large")
	ErrLanguage = errors.New("the language was not recognised and none was given")
	ErrTables   = errors.New("articles can be parsed but not read yet: the pack has no cues, frames and names of time")
	ErrModel    = errors.New("text cannot be parsed, as the pack has no model: sentences have to come with their trees (CoNLL-U), or a model.bin made by attache train has to lie in its folder")
)

// MaxText is the largest text that is read as one article, in bytes. News is a
// thousandth of it; what is larger is an archive or no article at all.
const MaxText = 1 << 20

// Options of [Open]. The zero value reads with the packs in the program.
type Options struct {
	// PackDir is a directory of tables that add to or override those of the
	// packs, in a folder for each language. A language that only it has is read
	// too: where it has no model, from trees that are given.
	PackDir string
}

// A Reader reads articles in every language that has a pack. The engine of a
// language is made when the first article in it comes. A Reader may be used by
// many goroutines at once.
type Reader struct {
	names   *names.Directory
	parsers map[string]func() (*parser, error) // by language; never written after Open
	engines map[string]func() (*Engine, error) // likewise
}

// Open makes a reader.
func Open(o Options) (*Reader, error) {
	d, err := names.Open()
	if err != nil {
		return nil, fmt.Errorf("opening the reader: %w", err)
	}
	r := &Reader{names: d, parsers: map[string]func() (*parser, error){}, engines: map[string]func() (*Engine, error){}}
	codes, err := lang.Available(o.PackDir)
	if err != nil {
		return nil, fmt.Errorf("opening the reader: %w", err)
	}
	for _, code := range codes {
		p, err := lang.Open(code, o.PackDir)
		if err != nil {
			return nil, fmt.Errorf("opening the reader: %w", err)
		}
		r.parsers[code] = sync.OnceValues(func() (*parser, error) {
			q, err := newParser(p)
			if err != nil {
				return nil, fmt.Errorf("language %s: %w", code, err)
			}
			return q, nil
		})
		r.engines[code] = sync.OnceValues(func() (*Engine, error) {
			q, err := r.parsers[code]()
			if err != nil && !errors.Is(err, ErrModel) {
				return nil, err
			}
			e, err := newEngine(d, p, q)
			if err != nil {
				return nil, fmt.Errorf("language %s: %w", code, err)
			}
			return e, nil
		})
	}
	return r, nil
}

// Engine returns the engine of a language, given by its ISO 639-1 code. The
// error wraps [lang.ErrUnknown] when there is no pack for it, and [ErrTables]
// when the pack can only parse.
func (r *Reader) Engine(code string) (*Engine, error) { return open(r.engines, code) }

// inLanguage tells of which language an error is, where it is one of its pack.
func inLanguage(code string, err error) error {
	if errors.Is(err, ErrModel) {
		return fmt.Errorf("language %s: %w", code, err)
	}
	return err
}

// open opens what a language has.
func open[T any](of map[string]func() (T, error), code string) (T, error) {
	f, ok := of[code]
	if !ok {
		there := slices.Sorted(maps.Keys(of))
		var none T
		return none, fmt.Errorf("%w for %q (there are: %s)", lang.ErrUnknown, code, strings.Join(there, ", "))
	}
	return f()
}

// Read reads one article with a reader made for it. It is meant for programs
// that read a single article: opening costs more than reading does. Use [Open]
// for more.
func Read(a *text.Article, o Options) (*Reading, error) {
	r, err := Open(o)
	if err != nil {
		return nil, err
	}
	return r.Read(context.Background(), a)
}

// Read reads an article, which is not changed. Where the article does not tell
// its language, the language is found out from the text. The errors wrap
// [ErrEmpty], [ErrLarge], [ErrLanguage], [ErrTables], [ErrModel] or
// [lang.ErrUnknown] where they apply, and that of ctx when it was cancelled.
func (r *Reader) Read(ctx context.Context, a *text.Article) (*Reading, error) {
	f, notes, err := r.analyse(ctx, a)
	if err != nil {
		return nil, err
	}
	return build(f, notes), nil
}

// analyse runs all stages over an article.
func (r *Reader) analyse(ctx context.Context, a *text.Article) (*findings, []string, error) {
	b, notes, err := prepare(a)
	if err != nil {
		return nil, nil, err
	}
	e, err := r.Engine(b.Lang)
	if err != nil {
		return nil, nil, err
	}
	doc, err := e.trees(ctx, b)
	if err != nil {
		return nil, nil, inLanguage(b.Lang, err)
	}
	f, err := e.find(ctx, b, doc)
	return f, notes, err
}

// Parse cuts an article into sentences and gives them their trees.
func (r *Reader) Parse(ctx context.Context, a *text.Article) (*nlp.Document, error) {
	b, _, err := prepare(a)
	if err != nil {
		return nil, err
	}
	p, err := open(r.parsers, b.Lang)
	if err != nil {
		return nil, err
	}
	doc, err := p.trees(ctx, b)
	if err != nil {
		return nil, err
	}
	doc.ID = b.ID
	doc.Meta = map[string]string{
		"title": b.Title, "outlet": b.Outlet, "published": b.Published, "lang": b.Lang, "url": b.URL,
	}
	return doc, nil
}

// ParseAgain tags and parses the sentences and words that doc holds, in place of
// whatever annotation they have. The language is lang, else the one doc tells,
// else found out from its text.
func (r *Reader) ParseAgain(ctx context.Context, doc *nlp.Document, lang string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("parsing: %w", err)
	}
	if lang == "" {
		lang = doc.Meta["lang"]
	}
	if lang == "" {
		lang, _ = text.DetectLanguage(doc.Text)
	}
	p, err := open(r.parsers, lang)
	if err != nil {
		return err
	}
	p.grow(doc)
	return nil
}

// prepare returns a copy of a that is fit to be read, and what is to be said
// about it.
func prepare(a *text.Article) (*text.Article, []string, error) {
	b := *a
	if strings.TrimSpace(b.Text) == "" {
		return nil, nil, ErrEmpty
	}
	if n := len(b.Text); n > MaxText {
		return nil, nil, fmt.Errorf("%w: %d bytes, at most %d are read", ErrLarge, n, MaxText)
	}
	if !utf8.ValidString(b.Text) || !utf8.ValidString(b.Title) {
		return nil, nil, errors.New("the article is not valid UTF-8")
	}
	b.Title = strings.Join(strings.Fields(b.Title), " ")
	var notes []string
	if b.Lang == "" {
		if b.Lang, _ = text.DetectLanguage(b.Text); b.Lang == "" {
			return nil, nil, ErrLanguage
		}
		notes = append(notes, "the language was found out from the text")
	}
	b.SHA256 = text.Digest(b.Text)
	if b.Published == "" {
		notes = append(notes, "without a date of publication, relative times have no value")
	}
	return &b, notes, nil
}
