package intake

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/watch"
	"github.com/attache-project/attache/text"
)

// Items yields what is to be taken, or why something cannot be. It is called
// when its turn has come, and what it waits for ends with ctx.
type Items func(ctx context.Context) iter.Seq2[source.Item, error]

// errNoClient tells that there is nothing to fetch with.
var errNoClient = errors.New("no addresses are fetched here")

// Join yields all items of one after the other.
func Join(all ...Items) Items {
	return func(ctx context.Context) iter.Seq2[source.Item, error] {
		return func(yield func(source.Item, error) bool) {
			for _, items := range all {
				for it, err := range items(ctx) {
					if !yield(it, err) {
						return
					}
				}
			}
		}
	}
}

// File yields what a file holds, or all files in a folder, as [source.Open]
// does. Where a feed only links to its articles, they are fetched.
//
// Only the person at the machine may name a path: one that comes from elsewhere
// opens whatever the program may read.
func (t *Taker) File(path string) Items {
	return t.followed(func(context.Context) iter.Seq2[source.Item, error] { return source.Open(path) })
}

// Bytes yields what a document at hand holds, of any kind that [source.Read]
// knows; media is its Content-Type, or empty when none is known. Where a feed
// only links to its articles, they are fetched.
//
// Of name, which whoever sends the document chooses, only what follows the last
// slash counts, so that nothing can pass for a page that stood at an address.
func (t *Taker) Bytes(name, media string, r io.Reader) Items {
	return t.followed(func(context.Context) iter.Seq2[source.Item, error] { return source.Read(baseName(name), media, r) })
}

// maxName is the greatest length of the name of a document in bytes.
const maxName = 255

// baseName returns what follows the last slash of a name, either kind of slash,
// without what cannot be shown.
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name)
	if n := len(name); n > maxName {
		name = strings.ToValidUTF8(name[n-maxName:], "") // its end tells the kind
	}
	return cmp.Or(strings.TrimSpace(name), "document")
}

// Address fetches the page or feed at an address and yields what is found there.
// Where a feed only links to its articles, they are fetched. What is refused is
// told as an error, see [fetch.ErrScheme] and those beside it.
func (t *Taker) Address(url string) Items {
	return t.followed(func(ctx context.Context) iter.Seq2[source.Item, error] { return t.page(ctx, url) })
}

// followed yields the items, with those fetched that are only links.
func (t *Taker) followed(items Items) Items {
	return func(ctx context.Context) iter.Seq2[source.Item, error] {
		return func(yield func(source.Item, error) bool) {
			for it, err := range items(ctx) {
				if err != nil || it.Link == "" {
					if !yield(it, err) {
						return
					}
					continue
				}
				for linked, err := range t.linked(ctx, &it) {
					if !yield(linked, err) {
						return
					}
				}
			}
		}
	}
}

// page fetches an address and yields what is found there.
func (t *Taker) page(ctx context.Context, address string) iter.Seq2[source.Item, error] {
	return func(yield func(source.Item, error) bool) {
		if t.Client == nil {
			yield(source.Item{}, fmt.Errorf("fetching %s: %w", address, errNoClient))
			return
		}
		got, err := t.Client.Get(ctx, address, fetch.Validators{})
		if err != nil {
			yield(source.Item{}, err)
			return
		}
		for it, err := range source.Read(got.URL, got.ContentType, bytes.NewReader(got.Body)) {
			if err == nil {
				it.Article.Retrieved = cmp.Or(it.Article.Retrieved, got.Retrieved.UTC().Format(time.RFC3339))
			}
			if !yield(it, err) {
				return
			}
		}
	}
}

// linked fetches what an item of a feed links to.
func (t *Taker) linked(ctx context.Context, it *source.Item) iter.Seq2[source.Item, error] {
	return func(yield func(source.Item, error) bool) {
		for linked, err := range t.page(ctx, it.Link) {
			if err == nil {
				complete(linked.Article, it.Article)
			}
			if !yield(linked, err) {
				return
			}
		}
	}
}

// complete fills in what a page does not tell and its feed does.
func complete(a, by *text.Article) {
	a.Title = cmp.Or(a.Title, by.Title)
	a.Outlet = cmp.Or(a.Outlet, by.Outlet)
	a.Published = cmp.Or(a.Published, by.Published)
	a.Lang = cmp.Or(a.Lang, by.Lang)
	a.Byline = cmp.Or(a.Byline, by.Byline)
	a.Agency = cmp.Or(a.Agency, by.Agency)
}

// fetched yields the articles of a feed that was fetched. Those that it only
// links to are fetched unless the store has their address, or claim says that
// somebody else is at it. seen is told what the feed itself holds: nil for an
// item, an error for what cannot be read in it.
func (t *Taker) fetched(f watch.Feed, page *fetch.Page, claim func(url string) bool, seen func(error)) Items {
	return func(ctx context.Context) iter.Seq2[source.Item, error] {
		return func(yield func(source.Item, error) bool) {
			for it, err := range source.Read(page.URL, page.ContentType, bytes.NewReader(page.Body)) {
				seen(err)
				if err != nil {
					if !yield(it, err) {
						return
					}
					continue
				}
				it.Article.Outlet = cmp.Or(f.Outlet, it.Article.Outlet)
				it.Article.Lang = cmp.Or(it.Article.Lang, f.Lang)
				it.Article.Retrieved = cmp.Or(it.Article.Retrieved, page.Retrieved.UTC().Format(time.RFC3339))
				if it.Link == "" {
					if !yield(it, nil) {
						return
					}
					continue
				}
				if there, err := t.Store.Versions(ctx, it.Link); err == nil && len(there) > 0 || !claim(it.Link) {
					continue
				}
				for linked, err := range t.linked(ctx, &it) {
					if !yield(linked, err) {
						return
					}
				}
			}
		}
	}
}
