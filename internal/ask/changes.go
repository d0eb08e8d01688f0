package ask

import (
	"context"
	"fmt"

	"github.com/attache-project/attache/internal/diff"
	"github.com/attache-project/attache/record"
)

// Changes tell how one article differs from another: an older or newer version of its
// address, or a copy of its text.
type Changes struct {
	From  record.Source `json:"from"` // the older one
	To    record.Source `json:"to"`
	Heads []Head        `json:"heads"` // what stands beside the texts and differs
	Title []diff.Piece  `json:"title"`
	Text  []diff.Piece  `json:"text"`
	Same  bool          `json:"same"`            // title and text do not differ, but for blanks
	Large bool          `json:"large,omitempty"` // the texts are too long to be compared; Text is nil
}

// A Head is something told beside the text of an article that another tells
// differently.
type Head struct {
	Name string `json:"name"` // outlet, agency, byline, published, url, lang
	From string `json:"from"` // "" where it is not told
	To   string `json:"to"`
}

// comparable is how many bytes two texts may have together to be compared.
const comparable = 4 << 20

// ChangesOf compares two articles by their keys, which may be shortened. The one
// published, or else retrieved, first is the older one, whichever is named first.
func (r *Record) ChangesOf(ctx context.Context, key, other string) (*Changes, error) {
	a, err := r.Store.Article(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("comparing two articles: %w", err)
	}
	b, err := r.Store.Article(ctx, other)
	if err != nil {
		return nil, fmt.Errorf("comparing two articles: %w", err)
	}
	if later(&a.Source, &b.Source) {
		a, b = b, a
	}
	out := &Changes{From: a.Source, To: b.Source, Heads: []Head{}, Title: diff.Words(a.Source.Title, b.Source.Title)}
	for _, h := range []Head{
		{"outlet", a.Source.Outlet, b.Source.Outlet},
		{"agency", a.Source.Agency, b.Source.Agency},
		{"byline", a.Article.Byline, b.Article.Byline},
		{"published", a.Source.Published, b.Source.Published},
		{"url", a.Source.URL, b.Source.URL},
		{"lang", a.Source.Lang, b.Source.Lang},
	} {
		if h.From != h.To {
			out.Heads = append(out.Heads, h)
		}
	}
	if len(a.Article.Text)+len(b.Article.Text) > comparable {
		out.Large = true
		return out, nil
	}
	out.Text = diff.Words(a.Article.Text, b.Article.Text)
	out.Same = unchanged(out.Title) && unchanged(out.Text)
	return out, nil
}

// later reports whether a came after b; what tells no day is not later.
func later(a, b *record.Source) bool {
	if a.Published != b.Published {
		return a.Published > b.Published
	}
	return a.Retrieved > b.Retrieved
}

func unchanged(ps []diff.Piece) bool { return len(ps) == 0 || len(ps) == 1 && ps[0].Kind == diff.Same }
