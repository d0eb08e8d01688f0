package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"strings"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
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
		var all []intake.Items
		for _, place := range places {
			all = append(all, a.items(place))
		}
		_, err := a.taker.Take(ctx, intake.Join(all...), a.tell)
		return err
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
	client := allow.client()
	defer client.Close()
	t, err := in.taker(s, client)
	if err != nil {
		return err
	}
	a := &adder{p: p, taker: t, json: asJSON}
	err = do(a)
	if err == nil && ctx.Err() == nil {
		err = store.Settle(ctx, s)
	}
	if !asJSON {
		a.tellSum()
	}
	if err == nil && a.sum.Failed > 0 {
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
	n, ok := network(host)
	if !ok {
		return fmt.Errorf("want an address, one with a port, or a network such as 10.1.0.0/16, found %q", s)
	}
	r.networks = append(r.networks, n)
	return nil
}

// network reads a network, or an address as the network of it alone.
func network(s string) (p netip.Prefix, ok bool) {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(s)
	return p, err == nil
}

// client makes what fetches.
func (r *reach) client() *fetch.Client {
	return fetch.New(fetch.Options{Allow: r.networks, AllowPorts: r.ports})
}

// taker makes what reads articles, as the flags want, and keeps them in s.
func (in *inputs) taker(s store.Store, client *fetch.Client) (*intake.Taker, error) {
	r, err := reading.Open(reading.Options{PackDir: in.pack})
	if err != nil {
		return nil, err
	}
	e, err := engine(in.pack)
	if err != nil {
		return nil, err
	}
	return &intake.Taker{Store: s, Reader: r, Engine: e, Client: client, Fill: in.fill}, nil
}

// An adder tells the person what becomes of articles.
type adder struct {
	p     *program
	taker *intake.Taker
	json  bool
	sum   intake.Sum
}

// items yields what stands at a place: a file, a directory, an address, or the
// standard input.
func (a *adder) items(place string) intake.Items {
	switch {
	case place == stdinName:
		return a.taker.Bytes(shown(place), "", a.p.stdin)
	case strings.Contains(place, "://"):
		return a.taker.Address(place)
	}
	return a.taker.File(place)
}

// tell tells of an article that it was added, or why it could not be read.
func (a *adder) tell(t intake.Told) error {
	a.sum.Count(&t)
	if t.Error != "" {
		a.p.tell("%s", t.Error)
		return nil
	}
	if !a.json {
		return nil
	}
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.p.stdout, "%s\n", b)
	return err
}

// tellSum tells what was added.
func (a *adder) tellSum() {
	s := &a.sum
	parts := []string{counted(s.Added, "article", "articles") + " added with " + counted(s.Facts, "fact", "facts")}
	for _, c := range []struct {
		n    int
		what string
	}{
		{s.Versions, "of which another version is kept"}, {s.Copies, "with nearly the text of another"},
		{s.Known, "already there"}, {s.Failed, "not read"},
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
