package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/api"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/desk"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// How long a browser may take, and the server to end what it is at.
const (
	headerTimeout   = 10 * time.Second
	readTimeout     = 60 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 5 * time.Second
)

// networks gathers a flag given several times: addresses and networks.
type networks []netip.Prefix

func (n *networks) String() string { return fmt.Sprint(*n) }

func (n *networks) Set(s string) error {
	p, ok := network(s)
	if !ok {
		return fmt.Errorf("want an address or a network such as 10.1.0.0/16, found %q", s)
	}
	*n = append(*n, p)
	return nil
}

// loopback is where a proxy on the same machine calls from.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func runServe(ctx context.Context, p *program, args []string) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	db := dbFlag(fs)
	listen := fs.String("listen", "127.0.0.1:8044", "")
	address := fs.String("url", "", "")
	accountsFile := fs.String("accounts", "", "")
	cert, key := fs.String("cert", "", ""), fs.String("key", "", "")
	pack := fs.String("pack", "", "")
	every := fs.Duration("every", 0, "")
	on := dayFlag{day: today()}
	fs.Var(&on, "on", "")
	var allow reach
	fs.Var(&allow, "allow", "")
	var proxies networks
	fs.Var(&proxies, "proxy", "")
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usagef("serve takes flags only")
	}
	if (*cert == "") != (*key == "") {
		return usagef("--cert and --key go together")
	}
	o := access.Options{Secure: *cert != ""}
	if *address != "" {
		u, err := url.Parse(*address)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return usagef("--url wants the address by which browsers call the desk, such as https://desk.example.org, not %q", *address)
		}
		o.Hosts, o.Secure = []string{u.Host}, o.Secure || u.Scheme == "https"
		if proxies == nil && *cert == "" {
			proxies = loopback // whoever ends TLS before the desk
		}
	}
	o.Proxies = proxies
	accounts, err := p.accounts(*db, *accountsFile)
	if err != nil {
		return err
	}
	switch {
	case accounts != nil:
		o.Accounts = accounts
	case access.NeedsAccounts(*listen) || *address != "":
		return usagef("a desk that others reach needs accounts: attache account add NAME --role admin makes the first")
	default:
		o.Open = true
	}
	s, err := openStore(ctx, *db)
	if err != nil {
		return err
	}
	defer s.Close()
	client := allow.client()
	defer client.Close()
	in := inputs{pack: *pack}
	taker, err := in.taker(s, client)
	if err != nil {
		return err
	}
	day := today
	if on.set {
		day = func() record.Day { return on.day }
	}
	d, err := p.desk(s, taker, o, *pack, *every, day)
	if err != nil {
		return err
	}
	return p.serve(ctx, d, *listen, *address, *cert, *key)
}

// accounts opens the file of accounts: the one a flag tells, or the one in the data
// directory if there is one; nil if not.
func (p *program) accounts(db, file string) (*access.Accounts, error) {
	at, err := accountsPlace(file, db)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(at); file == "" && errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	a, err := access.Open(at)
	if err != nil {
		return nil, err
	}
	if len(a.List())+len(a.Tokens()) == 0 {
		return nil, fmt.Errorf("%s holds no account", at)
	}
	return a, nil
}

// A served is a desk with what runs behind it.
type served struct {
	handler http.Handler
	record  *ask.Record
	feeds   *intake.Feeds
	jobs    *intake.Jobs
}

func (p *program) desk(s store.Store, taker *intake.Taker, o access.Options, pack string, every time.Duration, day func() record.Day) (*served, error) {
	out := &served{jobs: intake.NewJobs(taker), feeds: intake.NewFeeds(taker, every)}
	var d *desk.Desk
	o.Refuse = func(w http.ResponseWriter, r *http.Request, status int, why string) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			api.Refuse(w, r, status, why)
			return
		}
		d.Refuse(w, r, status, why)
	}
	guard := access.New(o)
	r := ask.New(s, day, pack)
	tell := func(err error) { p.tell("%v", err) }
	var err error
	d, err = desk.New(desk.Options{
		Record: r, Guard: guard, Accounts: o.Accounts, Jobs: out.jobs, Taker: taker, Feeds: out.feeds, Version: release(),
		Secure: o.Secure,
		Tell:   tell,
		API:    api.New(api.Options{Record: r, Guard: guard, Taker: taker, Tell: tell}),
	})
	if err != nil {
		return nil, err
	}
	out.record, out.handler = r, guard.Wrap(d)
	return out, nil
}

// serve answers browsers until ctx ends.
func (p *program) serve(ctx context.Context, d *served, listen, address, cert, key string) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("listening at %s: %w", listen, err)
	}
	server := &http.Server{
		Handler: d.handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
		TLSConfig:   &tls.Config{MinVersion: tls.VersionTLS12},
	}
	if address == "" {
		scheme := "http"
		if cert != "" {
			scheme = "https"
		}
		address = scheme + "://" + l.Addr().String()
	}
	feeds, stop := context.WithCancel(ctx)
	rested := make(chan struct{})
	go func() {
		defer close(rested)
		d.feeds.Run(feeds)
	}()
	defer func() {
		stop()
		d.jobs.Close()
		<-rested
	}()
	// Whoever comes first need not wait for the directory and the first page.
	go func() { _, _ = d.record.Day(feeds) }()
	ended := make(chan error, 1)
	go func() {
		if cert != "" {
			ended <- server.ServeTLS(l, cert, key)
			return
		}
		ended <- server.Serve(l)
	}()
	fmt.Fprintf(p.stdout, "attache serves the record at %s\n", address)
	select {
	case err := <-ended:
		return fmt.Errorf("serving at %s: %w", listen, err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		_ = server.Close()
	}
	return nil
}
