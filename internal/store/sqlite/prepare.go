package sqlite

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A prepared entry is one with all that is written of it, made before the
// transaction begins.
type prepared struct {
	*store.Entry
	id          int64
	rest        []byte
	reading     []byte
	signature   []byte
	title, body string // words
	facts       []told
	entities    []store.Entity

	done chan struct{}
	err  error
}

// A told fact is one with what is written of it.
type told struct {
	place int
	key   string
	row   store.Row
	json  string
	tags  []string
}

// rest is what of an article has no column of its own.
type rest struct {
	ID     string `json:"id,omitempty"`
	File   string `json:"file,omitempty"`
	Byline string `json:"byline,omitempty"`
	Lang   string `json:"lang,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// prepare makes entries ready in the background, on all processors but one and in the order
// of their ids. Their articles and ids are there when it returns; the rest is when
// done is closed. stop ends it.
func (s *Store) prepare(entries []*store.Entry) (ps []*prepared, stop func(), err error) {
	for _, e := range entries {
		if e.Article == nil || e.Reading == nil {
			return nil, nil, fmt.Errorf("article %s: an entry needs an article and its reading", cmp.Or(e.Source.Key, e.Source.URL))
		}
		id, err := articleID(e.Source.Published, e.Source.Key)
		if err != nil {
			return nil, nil, fmt.Errorf("article %s: %w", cmp.Or(e.Source.URL, e.Source.Title), err)
		}
		ps = append(ps, &prepared{Entry: e, id: id, done: make(chan struct{})})
	}
	// The full-text indexes take ascending ids cheaply.
	slices.SortFunc(ps, func(a, b *prepared) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(b.Source.Key, a.Source.Key))
	})
	var next atomic.Int64
	var wg sync.WaitGroup
	todo := slices.Clone(ps) // who called may sort ps
	// One processor is left to who writes.
	for range min(max(1, runtime.GOMAXPROCS(0)-1), len(todo)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(todo); i = int(next.Add(1)) - 1 {
				todo[i].err = s.prepareOne(todo[i])
				close(todo[i].done)
			}
		})
	}
	return ps, func() {
		next.Store(int64(len(todo)))
		wg.Wait()
	}, nil
}

// wait waits until the entry is prepared.
func (p *prepared) wait() error {
	<-p.done
	return p.err
}

func (s *Store) prepareOne(p *prepared) (err error) {
	e := p.Entry
	if len(e.Facts) > mostFacts {
		return fmt.Errorf("%d facts in one article, want at most %d", len(e.Facts), mostFacts)
	}
	a := e.Article
	if p.rest, err = json.Marshal(rest{a.ID, a.File, a.Byline, a.Lang, a.SHA256}); err != nil {
		return err
	}
	if p.reading, err = s.packer.Pack(e.Reading); err != nil {
		return err
	}
	p.signature = e.Signature.Bytes()
	p.title, p.body = words.Index(e.Source.Lang, e.Source.Title), words.Index(e.Source.Lang, a.Text)
	p.entities = store.EntitiesOf(e.Reading, e.Facts)
	seen := make(map[string]bool, len(e.Facts))
	for i := range e.Facts {
		if key := e.Facts[i].Key; seen[key] {
			return fmt.Errorf("two facts have the key %s", key)
		}
		seen[e.Facts[i].Key] = true
		t, err := tell(&e.Facts[i], i, &e.Source)
		if err != nil {
			return err
		}
		p.facts = append(p.facts, t)
	}
	return nil
}

// tell prepares a fact of an article.
func tell(f *record.Fact, place int, src *record.Source) (told, error) {
	js, err := json.Marshal(f)
	if err != nil {
		return told{}, fmt.Errorf("fact %s: %w", f.ID, err)
	}
	if err := checkKey(f.Key); err != nil {
		return told{}, fmt.Errorf("fact %s: %w", f.ID, err)
	}
	row := store.RowOf(*f, nil)
	return told{place, f.Key, row, string(js), factTags(&row, src)}, nil
}

// seen returns when an article was retrieved, else added.
func seen(retrieved string, added time.Time) int64 {
	if t, err := time.Parse(time.RFC3339, retrieved); err == nil {
		return t.UnixMicro()
	}
	return added.UnixMicro()
}
