package intake

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

// reader is opened once: that takes longer than most tests.
var reader = sync.OnceValues(func() (*reading.Reader, error) { return reading.Open(reading.Options{}) })

// newTaker returns a taker with a new and empty store.
func newTaker(t testing.TB) *Taker {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Taker{Store: s, Reader: r, Engine: "test"}
}

// articles returns n articles, each its own.
func articles(n int) []source.Item {
	var items []source.Item
	for i := range n {
		items = append(items, article(fmt.Sprintf("Nota %d", i), fmt.Sprintf("El ministro de Exteriores de Perú viajará a Chile el %d de junio. (%d)", i%28+1, i)))
	}
	return items
}

func article(title, words string) source.Item {
	return source.Item{
		Where:   title + ".txt",
		Article: &text.Article{Title: title, Outlet: "El Faro", Published: "2025-05-15", Lang: "es", Text: words, SHA256: text.Digest(words)},
	}
}

// of yields items; an item without an article is an error.
func of(items ...source.Item) Items {
	return func(context.Context) iter.Seq2[source.Item, error] {
		return func(yield func(source.Item, error) bool) {
			for _, it := range items {
				var err error
				if it.Article == nil {
					it, err = source.Item{}, errors.New("reading "+it.Where+": torn")
				}
				if !yield(it, err) {
					return
				}
			}
		}
	}
}

// held fails unless the store holds what was told as kept, and returns how many
// articles it holds.
func held(t *testing.T, s store.Store, told []Told) int {
	t.Helper()
	for _, x := range told {
		if x.Err != nil {
			continue
		}
		if there, err := s.Has(t.Context(), []string{x.Key}); err != nil || !there[x.Key] {
			t.Errorf("%s was told as kept and is not there, %v", x.Where, err)
		}
	}
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Articles
}

// A faulty store fails when it is told to.
type faulty struct {
	store.Store
	mu    sync.Mutex
	add   func() error
	has   func() error
	feeds func() error
}

func (f *faulty) fault(of *func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if *of == nil {
		return nil
	}
	return (*of)()
}

func (f *faulty) Add(ctx context.Context, entries []store.Entry) ([]store.Added, error) {
	if err := f.fault(&f.add); err != nil {
		return nil, err
	}
	return f.Store.Add(ctx, entries)
}

func (f *faulty) Has(ctx context.Context, keys []string) (map[string]bool, error) {
	if err := f.fault(&f.has); err != nil {
		return nil, err
	}
	return f.Store.Has(ctx, keys)
}

func (f *faulty) Feeds(ctx context.Context) ([]store.Feed, error) {
	if err := f.fault(&f.feeds); err != nil {
		return nil, err
	}
	return f.Store.Feeds(ctx)
}

// A press serves feeds and pages, and counts what it was asked for.
type press struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string // by path; their first byte tells the Content-Type
	asked map[string]int
	hold  chan struct{} // when not nil, pages are held until it is closed
}

// newPress returns a press, and a client that may reach it.
func newPress(t *testing.T) (*press, *fetch.Client) {
	t.Helper()
	p := &press{pages: map[string]string{}, asked: map[string]int{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	u, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	a := netip.MustParseAddrPort(u.Host)
	c := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.PrefixFrom(a.Addr(), a.Addr().BitLen())}, AllowPorts: []uint16{a.Port()}, PerHostDelay: -1})
	t.Cleanup(c.Close)
	return p, c
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked[r.URL.Path]++
	page, ok := p.pages[r.URL.Path]
	hold := p.hold
	p.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	if hold != nil {
		select {
		case <-hold:
		case <-r.Context().Done():
			return
		}
	}
	if page[1] == '?' {
		w.Header().Set("Content-Type", "application/rss+xml")
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	fmt.Fprint(w, page)
}

func (p *press) times(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path]
}

func (p *press) put(path, page string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pages[path] = page
}

// feed writes a feed that links to pages.
func (p *press) feed(paths ...string) string {
	s := `<?xml version="1.0"?><rss version="2.0"><channel><title>El Faro</title><link>` + p.URL + `</link>`
	for _, path := range paths {
		s += fmt.Sprintf("<item><title>Nota %s</title><link>%s%s</link><pubDate>Thu, 15 May 2025 10:00:00 GMT</pubDate><description>Breve.</description></item>", path, p.URL, path)
	}
	return s + "</channel></rss>"
}

// page writes a page with an article.
func page(n int) string {
	return fmt.Sprintf(`<!doctype html><html lang="es"><head><title>Nota %[1]d</title><meta property="article:published_time" content="2025-05-15T10:00:00Z"></head>
<body><article><h1>Nota %[1]d</h1><p>El presidente de Perú viajará a Chile el %[1]d de junio, anunció el martes la cancillería peruana en un comunicado difundido en Lima.</p>
<p>Los dos mandatarios firmarán en Santiago el tratado número %[1]d sobre comercio y hablarán de la frontera, según la nota de la cancillería.</p></article></body></html>`, n)
}

// eventually fails unless ok becomes true soon.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: waited in vain", what)
		}
	}
}
