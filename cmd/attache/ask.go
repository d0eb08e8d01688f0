package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/terminal"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
)

// page is what a command prints on.
func (p *program) page() terminal.Page {
	return terminal.Page{Width: max(p.width(), 40), Color: p.color()}
}

// json prints a value as JSON over several lines.
func (p *program) json(v any) error {
	e := json.NewEncoder(p.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// An asking is a command that asks the record: its flags and what it answers.
type asking struct {
	fs   *flag.FlagSet
	db   *string
	json *bool
}

func newAsking(name string) *asking {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	return &asking{fs, dbFlag(fs), fs.Bool("json", false, "")}
}

// answer opens the record, asks and prints: as JSON, or to a person by show.
func answer[T any](ctx context.Context, p *program, a *asking, of func(r *ask.Record) (T, error), show func(v *view, answer T)) error {
	s, err := openRecord(ctx, *a.db)
	if err != nil {
		return err
	}
	defer s.Close()
	v, err := of(ask.New(s, today, ""))
	if err != nil {
		return err
	}
	if *a.json {
		return p.json(v)
	}
	out := bufio.NewWriter(p.stdout)
	show(&view{out: out, page: p.page()}, v)
	return out.Flush()
}

func runSearch(ctx context.Context, p *program, args []string) error {
	a := newAsking("search")
	var q store.Query
	var from, to, whenFrom, whenTo dayFlag
	var kinds, pair, party string
	a.fs.StringVar(&kinds, "kind", "", "")
	a.fs.StringVar(&q.Speaker, "speaker", "", "")
	a.fs.StringVar(&q.Entity, "entity", "", "")
	a.fs.StringVar(&party, "party", "", "")
	a.fs.StringVar(&pair, "pair", "", "")
	a.fs.StringVar(&q.Act, "act", "", "")
	a.fs.StringVar(&q.Type, "type", "", "")
	a.fs.StringVar(&q.Status, "status", "", "")
	a.fs.StringVar(&q.Polarity, "polarity", "", "")
	a.fs.StringVar(&q.Outlet, "outlet", "", "")
	a.fs.StringVar(&q.Lang, "lang", "", "")
	a.fs.Var(&from, "from", "")
	a.fs.Var(&to, "to", "")
	a.fs.Var(&whenFrom, "when-from", "")
	a.fs.Var(&whenTo, "when-to", "")
	a.fs.BoolVar(&q.Best, "best", false, "")
	count := a.fs.Bool("count", false, "")
	a.fs.IntVar(&q.Limit, "limit", 20, "")
	a.fs.IntVar(&q.Offset, "offset", 0, "")
	words, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	q.Words = strings.Join(words, " ")
	if kinds != "" {
		q.Kinds = strings.FieldsFunc(kinds, isComma)
	}
	for _, k := range q.Kinds {
		if !slices.Contains([]string{record.KindEvent, record.KindStatement, record.KindInstrument, record.KindLevel}, k) {
			return usagef("--kind wants event, statement, instrument or level, not %q", k)
		}
	}
	if q.Limit < 1 || q.Offset < 0 {
		return usagef("--limit wants 1 or more, --offset 0 or more")
	}
	q.SaidFrom, q.SaidTo, q.WhenFrom, q.WhenTo = from.day, to.day, whenFrom.day, whenTo.day
	q.Type = strings.ToUpper(q.Type)
	if party != "" {
		one, err := pairOf([]string{party})
		if err != nil {
			return err
		}
		q.Party = one[0]
	}
	if pair != "" {
		both := strings.FieldsFunc(pair, isComma)
		if len(both) != 2 {
			return usagef("--pair wants two with a comma between: KAZ,RUS")
		}
		if q.Pair, err = pairOf(both); err != nil {
			return err
		}
	}
	for _, who := range []*string{&q.Speaker, &q.Entity} {
		if *who == "" {
			continue // the directory takes longer to open than the search does
		}
		d, err := names.Open()
		if err != nil {
			return err
		}
		if found := d.Find(*who); len(found) > 0 {
			*who = found[0].ID
		}
	}
	if q.Words == "" && len(args) == 0 {
		return usagef("words to search for, or a filter, are wanted")
	}
	return answer(ctx, p, a, func(r *ask.Record) (*ask.Found, error) {
		found, err := r.Search(ctx, q, false)
		if err == nil && *count {
			found.Count, err = r.Store.Count(ctx, q)
		}
		return found, err
	}, func(v *view, f *ask.Found) { v.hits(f.Hits, f.Count, f.More, &q) })
}

func isComma(r rune) bool { return r == ',' || r == ' ' }

func runShow(ctx context.Context, p *program, args []string) error {
	a := newAsking("show")
	ids, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	if len(ids) != 1 {
		return usagef("show wants one id: of an event, a fact or an article")
	}
	return answer(ctx, p, a, func(r *ask.Record) (any, error) { return r.Whatever(ctx, ids[0]) }, func(v *view, x any) {
		switch x := x.(type) {
		case *record.Event:
			v.event(x)
		case *record.Report:
			v.report(x)
		case *ask.Article:
			v.article(x)
		}
	})
}

func runDossier(ctx context.Context, p *program, args []string) error {
	a := newAsking("dossier")
	on := dayFlag{day: today()}
	a.fs.Var(&on, "on", "")
	who, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	if len(who) != 2 {
		return usagef("dossier wants a pair of states or organisations: KAZ RUS")
	}
	pair, err := pairOf(who)
	if err != nil {
		return err
	}
	return answer(ctx, p, a, func(r *ask.Record) (*store.Dossier, error) {
		return store.DossierOf(ctx, r.Store, pair, on.day)
	}, (*view).dossier)
}

func runTimeline(ctx context.Context, p *program, args []string) error {
	a := newAsking("timeline")
	who, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	if len(who) < 1 || len(who) > 2 {
		return usagef("timeline wants a pair of states or organisations, or one: KAZ RUS")
	}
	pair, err := pairOf(who)
	if err != nil {
		return err
	}
	return answer(ctx, p, a, func(r *ask.Record) (*ask.Timeline, error) { return r.TimelineOf(ctx, pair) }, func(v *view, t *ask.Timeline) {
		v.timeline(t.Events)
	})
}

func runCompare(ctx context.Context, p *program, args []string) error {
	a := newAsking("compare")
	ids, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	if len(ids) != 1 {
		return usagef("compare wants the id of one event")
	}
	return answer(ctx, p, a, func(r *ask.Record) (*record.Event, error) { return store.EventOf(ctx, r.Store, ids[0]) }, (*view).compare)
}

func runWho(ctx context.Context, p *program, args []string) error {
	a := newAsking("who")
	limit := a.fs.Int("limit", 10, "")
	words, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	name := strings.Join(words, " ")
	if name == "" {
		return usagef("a name is wanted")
	}
	return answer(ctx, p, a, func(r *ask.Record) ([]ask.Person, error) { return r.Who(ctx, name, *limit) }, (*view).who)
}

func runDue(ctx context.Context, p *program, args []string) error {
	a := newAsking("due")
	on := dayFlag{day: today()}
	a.fs.Var(&on, "on", "")
	days := a.fs.Int("days", 60, "")
	undated := a.fs.Bool("undated", false, "")
	who, err := parse(a.fs, args)
	if err != nil {
		return err
	}
	if len(who) > 2 {
		return usagef("due wants at most a pair of states or organisations")
	}
	if *days < 1 {
		return usagef("--days wants 1 or more")
	}
	pair, err := pairOf(who)
	if err != nil {
		return err
	}
	return answer(ctx, p, a, func(r *ask.Record) (*store.Ledger, error) {
		return store.DueOn(ctx, r.Store, on.day, *days, *undated, pair)
	}, (*view).ledger)
}
