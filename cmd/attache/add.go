package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"iter"
	"net/netip"
	"runtime"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// How articles are put into the record: so many in one transaction, and none
// waits longer than that for others.
const (
	batchSize = 64
	batchWait = 500 * time.Millisecond
)

func runAdd(ctx context.Context, p *program, args []string) error {
	var in inputs
	fs := flag.NewFlagSet("add", flag.ContinueOnError)
	in.add(fs)
	db := dbFlag(fs)
	asJSON := fs.Bool("json", false, "")
	var allow reach
	fs.Var(&allow, "allow", "")
	places, err := parse(fs, args)
	if err != nil {
		return err
	}
	if err := in.check(); err != nil {
		return err
	}
	if in.conllu {
		return usagef("add reads no CoNLL-U")
	}
	if len(places) == 0 {
		return usagef(`no file, directory or address is given ("-" is the standard input)`)
	}
	return p.adding(ctx, *db, &in, *asJSON, &allow, func(a *adder) error {
		return a.add(ctx, func(yield func(source.Item, error) bool) {
			for _, place := range places {
				for it, err := range a.items(ctx, place) {
					if !yield(it, err) {
						return
					}
				}
			}
		})
	})
}

// adding opens the record for what adds to it, settles it afterwards, and tells
// what was added.
func (p *program) adding(ctx context.Context, db string, in *inputs, asJSON bool, allow *reach, do func(a *adder) error) error {
	s, err := openStore(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := newAdder(p, s, in, asJSON)
	if err != nil {
		return err
	}
	a.client = allow.client()
	defer a.client.Close()
	err = do(a)
	if err == nil && ctx.Err() == nil {
		err = store.Settle(ctx, s)
	}
	if !asJSON {
		a.sum()
	}
	if err == nil && a.failed > 0 {
		return errTold
	}
	return err
}

// A reach is what may be fetched from though it is not public: networks, and
// ports of hosts.
type reach struct {
	networks []netip.Prefix
	ports    []uint16
}

func (r *reach) String() string { return fmt.Sprint(r.networks) }

func (r *reach) Set(s string) error {
	host := s
	if at, err := netip.ParseAddrPort(s); err == nil {
		host = at.Addr().String()
		r.ports = append(r.ports, at.Port())
	}
	if a, err := netip.ParseAddr(host); err == nil {
		r.networks = append(r.networks, netip.PrefixFrom(a, a.BitLen()))
		return nil
	}
	n, err := netip.ParsePrefix(s)
	if err != nil {
		return fmt.Errorf("want an address, one with a port, or a network such as 10.1.0.0/16, found %q", s)
	}
	r.networks = append(r.networks, n)
	return nil
}

// client makes what fetches.
func (r *reach) client() *fetch.Client {
	return fetch.New(fetch.Options{Allow: r.networks, AllowPorts: r.ports})
}

// An adder reads articles and puts them into the record.
type adder struct {
	p      *program
	s      store.Store
	r      *reading.Reader
	in     *inputs
	client *fetch.Client
	engine string
	json   bool

	added, known, versions, copies, failed int
	facts                                  int
}

func newAdder(p *program, s store.Store, in *inputs, asJSON bool) (*adder, error) {
	r, err := reading.Open(reading.Options{PackDir: in.pack})
	if err != nil {
		return nil, err
	}
	e, err := engine(in.pack)
	if err != nil {
		return nil, err
	}
	return &adder{p: p, s: s, r: r, in: in, engine: e, json: asJSON}, nil
}

// items yields what stands at a place: a file, a directory, an address, or the
// standard input. Where a feed only links to its articles, they are fetched.
func (a *adder) items(ctx context.Context, place string) iter.Seq2[source.Item, error] {
	return func(yield func(source.Item, error) bool) {
		var found iter.Seq2[source.Item, error]
		switch {
		case place == stdinName:
			found = source.Read(shown(place), "", a.p.stdin)
		case strings.Contains(place, "://"):
			found = a.page(ctx, place)
		default:
			found = source.Open(place)
		}
		for it, err := range found {
			if err != nil || it.Link == "" {
				if !yield(it, err) {
					return
				}
				continue
			}
			for linked, err := range a.linked(ctx, &it) {
				if !yield(linked, err) {
					return
				}
			}
		}
	}
}

// page fetches an address and yields what is found there.
func (a *adder) page(ctx context.Context, address string) iter.Seq2[source.Item, error] {
	return func(yield func(source.Item, error) bool) {
		got, err := a.client.Get(ctx, address, fetch.Validators{})
		if err != nil {
			yield(source.Item{}, err)
			return
		}
		for it, err := range source.Read(got.URL, got.ContentType, bytes.NewReader(got.Body)) {
			if err == nil && it.Article.Retrieved == "" {
				it.Article.Retrieved = got.Retrieved.UTC().Format(time.RFC3339)
			}
			if !yield(it, err) {
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

// A job is an article on its way into the record.
type job struct {
	where string
	entry store.Entry
	key   string
	known bool // it is in the record already
	err   error
}

// add reads the items, several at once, and keeps them in their order. What it
// tells as added is in the record for good. An item that cannot be read is told
// and does not stop the others.
func (a *adder) add(ctx context.Context, items iter.Seq2[source.Item, error]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan chan job, 4*workers)
	work := make(chan func())
	for range workers {
		go func() {
			for f := range work {
				f()
			}
		}()
	}
	go func() {
		defer close(queue)
		defer close(work)
		for it, err := range items {
			slot := make(chan job, 1)
			select {
			case queue <- slot:
			case <-ctx.Done():
				return
			}
			if err != nil {
				slot <- job{err: err}
				continue
			}
			select {
			case work <- func() { slot <- a.read(ctx, it) }:
			case <-ctx.Done():
				slot <- job{err: ctx.Err()}
				return
			}
		}
	}()
	var batch []job
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := a.keep(ctx, batch)
		batch = batch[:0]
		return err
	}
	timer := time.NewTimer(batchWait)
	defer timer.Stop()
	for {
		var slot chan job
		var open bool
		select {
		case slot, open = <-queue:
		case <-timer.C:
			if err := flush(); err != nil {
				return err
			}
			timer.Reset(batchWait)
			continue
		}
		if !open {
			if err := ctx.Err(); err != nil {
				return err
			}
			return flush()
		}
		j := <-slot
		if j.err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			a.failed++
			a.p.tell("%v", j.err)
			continue
		}
		if batch = append(batch, j); len(batch) >= batchSize {
			if err := flush(); err != nil {
				return err
			}
			timer.Reset(batchWait)
		}
	}
}

// read reads one article, unless it is known already.
func (a *adder) read(ctx context.Context, it source.Item) (out job) {
	out.where = it.Where
	// One article that the engine cannot bear must not take the others down.
	defer func() {
		if v := recover(); v != nil {
			out.err = named(it.Where, fmt.Errorf("the program is at fault: %v", v))
		}
	}()
	b := *it.Article
	a.in.fill(&b)
	out.key = record.ArticleKey(b.URL, b.Outlet, b.Published, b.Title, b.Text)
	there, err := a.s.Has(ctx, []string{out.key})
	if err != nil {
		out.err = err
		return out
	}
	if there[out.key] {
		out.known = true
		return out
	}
	r, err := a.r.Read(ctx, &b)
	if err != nil {
		out.err = named(it.Where, err)
		return out
	}
	r.Notes = append(r.Notes, it.Notes...)
	out.entry = store.NewEntry(&b, r, a.engine)
	return out
}

// keep puts a batch into the record and tells what became of it.
func (a *adder) keep(ctx context.Context, batch []job) error {
	var entries []store.Entry
	for _, j := range batch {
		if !j.known {
			entries = append(entries, j.entry)
		}
	}
	var got []store.Added
	if len(entries) > 0 {
		var err error
		if got, err = a.s.Add(ctx, entries); err != nil {
			if errors.Is(err, store.ErrFull) {
				return fmt.Errorf("%w: nothing of the last %d articles was kept, all before them was", err, len(entries))
			}
			return err
		}
	}
	for _, j := range batch {
		t := told{Where: j.where, Key: j.key}
		if !j.known {
			x := got[0]
			got = got[1:]
			t.New, t.Version, t.Copies, t.Facts = x.New, x.Version, x.Copies, len(j.entry.Facts)
		}
		a.count(&t)
		if a.json {
			b, err := json.Marshal(t)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(a.p.stdout, "%s\n", b); err != nil {
				return err
			}
		}
	}
	return nil
}

// told is what add tells of an article.
type told struct {
	Where   string `json:"where"`
	Key     string `json:"key"`
	New     bool   `json:"new"`               // false: it was there already
	Version int    `json:"version,omitempty"` // how many versions of its address are kept
	Copies  int    `json:"copies,omitempty"`  // other articles with nearly the same text
	Facts   int    `json:"facts"`
}

func (a *adder) count(t *told) {
	if !t.New {
		a.known++
		return
	}
	a.added++
	a.facts += t.Facts
	if t.Version > 1 {
		a.versions++
	}
	if t.Copies > 0 {
		a.copies++
	}
}

// sum tells what was added.
func (a *adder) sum() {
	parts := []string{counted(a.added, "article", "articles") + " added with " + counted(a.facts, "fact", "facts")}
	for _, c := range []struct {
		n    int
		what string
	}{
		{a.versions, "of which another version is kept"}, {a.copies, "with nearly the text of another"},
		{a.known, "already there"}, {a.failed, "not read"},
	} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	fmt.Fprintln(a.p.stdout, strings.Join(parts, ", "))
}

// counted writes a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
