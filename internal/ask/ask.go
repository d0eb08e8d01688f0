// Package ask answers what people ask of the record: what is found for a search,
// what is known of an article, a fact, an event, a person, a pair of states, what
// is new and due. Each answer is a plain value with a JSON form; the command, the
// pages of the desk, the API and the server for models show the same ones.
package ask

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// A Record is a store with what answers need beside it.
type Record struct {
	Store store.Store
	Today func() record.Day // the day on which it is asked

	directory func() (*names.Directory, error)
	reader    func() (*reading.Reader, error)
	memo      memo
}

// New returns the record of a store. The directory of names and the engines are
// opened when an answer first needs them; pack, when given, is a folder of tables
// laid over those of the program.
func New(s store.Store, today func() record.Day, pack string) *Record {
	return &Record{
		Store: s, Today: today,
		directory: sync.OnceValues(names.Open),
		reader:    sync.OnceValues(func() (*reading.Reader, error) { return reading.Open(reading.Options{PackDir: pack}) }),
	}
}

// Names returns the directory of states, organisations and persons.
func (r *Record) Names() (*names.Directory, error) { return r.directory() }

// Reader returns what reads articles.
func (r *Record) Reader() (*reading.Reader, error) { return r.reader() }

// ErrUnknown tells that a name is neither in the directory nor a code.
var ErrUnknown = errors.New("nobody knows a state or organisation of that name")

// Code returns the code of the state or organisation that a person means: by its
// code, or its name in any language of the directory. Codes that only the record
// knows, as from a pack of one's own, are taken too.
func (r *Record) Code(name string) (string, error) {
	d, err := r.Names()
	if err != nil {
		return "", err
	}
	if code, ok := d.CodeOf(name); ok {
		return code, nil
	}
	found, err := r.Store.Entities(context.Background(), name, 5)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(found, func(e store.Entity) bool { return e.Code == name && e.ID == name }) {
		return name, nil
	}
	return "", fmt.Errorf("%q: %w", name, ErrUnknown)
}

// Pair returns the codes of two states or organisations, sorted.
func (r *Record) Pair(a, b string) (pair [2]string, err error) {
	if pair[0], err = r.Code(a); err != nil {
		return pair, err
	}
	if pair[1], err = r.Code(b); err != nil {
		return pair, err
	}
	if pair[1] < pair[0] {
		pair[0], pair[1] = pair[1], pair[0]
	}
	if pair[0] == pair[1] {
		return pair, fmt.Errorf("a pair is wanted, and %s and %s are the same", a, b)
	}
	return pair, nil
}

// NameOf returns the names of a code by language; the code itself where nobody
// knows it.
func (r *Record) NameOf(code string) names.Name {
	if d, err := r.Names(); err == nil {
		if e, ok := d.State(code); ok {
			return e.Name
		}
		if e, ok := d.Organisation(code); ok {
			return e.Name
		}
	}
	return names.Name{ES: code, EN: code, RU: code}
}

// PersonName returns the names of an entity of the directory by its id.
func (r *Record) PersonName(id string) (names.Name, bool) {
	d, err := r.Names()
	if err != nil {
		return names.Name{}, false
	}
	if e, ok := d.Person(id); ok {
		return e.Name, true
	}
	for _, get := range []func(string) (names.Entity, bool){d.State, d.Organisation, institution(d)} {
		if e, ok := get(id); ok {
			return e.Name, true
		}
	}
	return names.Name{}, false
}

// institution returns what finds the institution of a state by its id: presidency/RUS.
func institution(d *names.Directory) func(id string) (names.Entity, bool) {
	return func(id string) (names.Entity, bool) {
		key, code, ok := strings.Cut(id, "/")
		if _, known := d.State(code); !ok || !known {
			return names.Entity{}, false
		}
		return d.Institution(key, code), true
	}
}

// An Article is what is known of one. Its facts are as people corrected them.
type Article struct {
	*store.Kept
	Versions  []record.Source `json:"versions"`            // of its address, oldest first, itself among them
	Copies    []record.Source `json:"copies"`              // articles with nearly the same text
	Confirmed []string        `json:"confirmed,omitempty"` // keys of the facts of which a person says that they are right
	Rejected  []string        `json:"rejected,omitempty"`  // keys of those of which one says that the words do not say them
}

// ArticleOf returns the article of a key, which may be shortened.
func (r *Record) ArticleOf(ctx context.Context, key string) (*Article, error) {
	k, err := r.Store.Article(ctx, key)
	if err != nil {
		return nil, err
	}
	out := &Article{Kept: k, Versions: []record.Source{}}
	for i := range k.Facts {
		f := &k.Facts[i]
		said, err := r.Store.Corrections(ctx, f.Key)
		if err != nil {
			return nil, err
		}
		var confirmed, rejected bool
		if *f, confirmed, rejected = record.Apply(*f, said); confirmed {
			out.Confirmed = append(out.Confirmed, f.Key)
		} else if rejected {
			out.Rejected = append(out.Rejected, f.Key)
		}
	}
	if k.Source.URL != "" {
		if out.Versions, err = r.Store.Versions(ctx, k.Source.URL); err != nil {
			return nil, err
		}
	}
	out.Copies, err = r.Store.Copies(ctx, k.Source.Key)
	if out.Copies == nil {
		out.Copies = []record.Source{}
	}
	return out, err
}

// Whatever returns the event, fact or article of an id: a *[record.Event], a
// *[record.Report] or an *[Article].
func (r *Record) Whatever(ctx context.Context, id string) (any, error) {
	e, err := store.EventOf(ctx, r.Store, id)
	if err == nil {
		return e, nil
	}
	if f, _, err := r.Store.Fact(ctx, id); err == nil {
		return f, nil
	}
	a, err := r.ArticleOf(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("%s: %w", id, store.ErrNotFound)
	}
	return a, err
}

// A Fact is a fact with what stands round it.
type Fact struct {
	record.Report
	Event       string              `json:"event,omitempty"`    // id of the event that it tells, where it tells one
	Rejected    bool                `json:"rejected,omitempty"` // a person says that the words do not say it
	Corrections []record.Correction `json:"corrections"`        // oldest first
}

// FactOf returns a fact as people corrected it; key may be shortened.
func (r *Record) FactOf(ctx context.Context, key string) (*Fact, error) {
	report, block, err := r.Store.Fact(ctx, key)
	if err != nil {
		return nil, err
	}
	out := &Fact{Report: *report}
	if block != "" {
		if e, err := store.EventOf(ctx, r.Store, report.Fact.Key); err == nil {
			out.Event = e.ID
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	if out.Corrections, err = r.Store.Corrections(ctx, report.Fact.Key); err != nil {
		return nil, err
	}
	if out.Corrections == nil {
		out.Corrections = []record.Correction{}
	}
	out.Report.Fact, out.Confirmed, out.Rejected = record.Apply(out.Report.Fact, out.Corrections)
	return out, nil
}

// Explain reads the article of a fact again and returns the rule that drew the
// fact, with the tree it was drawn from. The error wraps [reading.ErrNoFact] when
// the engine at hand does not draw it any more.
func (r *Record) Explain(ctx context.Context, f *record.Fact) (*reading.Explanation, error) {
	k, err := r.Store.Article(ctx, f.Article)
	if err != nil {
		return nil, err
	}
	engine, err := r.Reader()
	if err != nil {
		return nil, err
	}
	a := *k.Article
	a.Lang, a.Title, a.Published, a.Outlet, a.Agency, a.URL = k.Source.Lang, k.Source.Title, k.Source.Published, k.Source.Outlet, k.Source.Agency, k.Source.URL
	return engine.Explain(ctx, &a, f.ID)
}

// A Timeline is what happened between two, or to one, oldest first.
type Timeline struct {
	Pair   [2]string      `json:"pair"` // the second "" for one
	Events []record.Event `json:"events"`
	Levels []record.Rung  `json:"levels"`
}

// TimelineOf returns the timeline of a pair of codes.
func (r *Record) TimelineOf(ctx context.Context, pair [2]string) (*Timeline, error) {
	events, rungs, err := store.EventsOf(ctx, r.Store, pair)
	if err != nil {
		return nil, err
	}
	t := &Timeline{pair, events, rungs}
	if t.Events == nil {
		t.Events = []record.Event{}
	}
	if t.Levels == nil {
		t.Levels = []record.Rung{}
	}
	return t, nil
}

// Log returns what people said of a fact, or with an empty key of all, newest
// first.
func (r *Record) Log(ctx context.Context, fact string) ([]record.Correction, error) {
	if fact != "" {
		f, _, err := r.Store.Fact(ctx, fact)
		if err != nil {
			return nil, err
		}
		fact = f.Fact.Key
	}
	cs, err := r.Store.Corrections(ctx, fact)
	if cs == nil {
		cs = []record.Correction{}
	}
	slices.Reverse(cs)
	return cs, err
}
