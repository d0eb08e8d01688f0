package reading

import (
	"cmp"
	"context"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// Meta is what is known of an article apart from its text. In
// [Reader.ReadDocument] it goes before what the document tells of itself.
type Meta struct {
	ID, URL, Outlet, Agency, Byline, Published, Lang string
}

// ReadDocument reads a document that comes with its trees, such as one read by
// [nlp.ReadCoNLLU]: with a better parser at hand, its trees are better than
// ours. A document whose sentences have no trees is tagged and parsed. Trees
// must not be cyclic; doc is not to be used by others meanwhile.
func (r *Reader) ReadDocument(ctx context.Context, doc *nlp.Document, m Meta) (*Reading, error) {
	f, notes, err := r.analyseDocument(ctx, doc, m)
	if err != nil {
		return nil, err
	}
	return build(f, notes), nil
}

func (r *Reader) analyseDocument(ctx context.Context, doc *nlp.Document, m Meta) (*findings, []string, error) {
	if doc.Body >= len(doc.Text) {
		doc.Body = 0 // all is title: take it for the text
		for i := range doc.Sentences {
			doc.Sentences[i].Title = false
		}
	}
	page := text.Page{Text: doc.Text, Body: doc.Body}
	a := &text.Article{
		ID:        cmp.Or(m.ID, doc.ID),
		URL:       cmp.Or(m.URL, doc.Meta["url"]),
		Outlet:    cmp.Or(m.Outlet, doc.Meta["outlet"]),
		Agency:    cmp.Or(m.Agency, doc.Meta["agency"]),
		Byline:    cmp.Or(m.Byline, doc.Meta["author"]),
		Published: cmp.Or(m.Published, doc.Meta["published"]),
		Lang:      cmp.Or(m.Lang, doc.Lang, doc.Meta["lang"]),
		Title:     page.Title().Of(doc.Text),
		Text:      doc.Text[doc.Body:],
	}
	b, notes, err := prepare(a)
	if err != nil {
		return nil, nil, err
	}
	b.Title = a.Title // the page is given
	e, err := r.Engine(b.Lang)
	if err != nil {
		return nil, nil, err
	}
	doc.Lang = b.Lang
	if !parsed(doc) {
		if err := e.parse(ctx, doc); err != nil {
			return nil, nil, err
		}
	}
	f, err := e.find(ctx, b, doc)
	return f, notes, err
}

// parsed reports whether every sentence of doc has a tree.
func parsed(doc *nlp.Document) bool {
	for i := range doc.Sentences {
		if doc.Sentences[i].Root() < 0 {
			return false
		}
	}
	return true
}
