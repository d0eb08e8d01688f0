package ask

import (
	"cmp"
	"context"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A Narrowing chooses events of a timeline; zero values choose all.
type Narrowing struct {
	Act      string // of levels: "level"
	Status   string
	From, To record.Day // days that an event has to touch
}

// Narrow returns the events and levels of a timeline that fit.
func (t *Timeline) Narrow(n Narrowing) *Timeline {
	out := &Timeline{Pair: t.Pair, Events: []record.Event{}, Levels: []record.Rung{}}
	for i := range t.Events {
		e := &t.Events[i]
		if (n.Act == "" || e.Act == n.Act) && (n.Status == "" || e.Status == n.Status) && n.touches(Window(e)) {
			out.Events = append(out.Events, *e)
		}
	}
	for i := range t.Levels {
		l := &t.Levels[i]
		if (n.Act == "" || n.Act == "level") && (n.Status == "" || l.Status == n.Status) && n.touches(Since(l)) {
			out.Levels = append(out.Levels, *l)
		}
	}
	return out
}

// Lately is from how many of the newest facts the timeline of one side is made: all
// that is told of a great power takes seconds to join.
const Lately = 600

// LatelyOf returns the timeline of one side, from the newest [Lately] facts about it that
// fit a narrowing, told whole with all their reports; more reports whether there are
// older ones.
func (r *Record) LatelyOf(ctx context.Context, code string, n Narrowing) (t *Timeline, more bool, err error) {
	q := store.Query{Kinds: []string{record.KindEvent, record.KindLevel}, Party: code, WhenFrom: n.From, WhenTo: n.To, Limit: Lately + 1, Passages: -1}
	if n.Act != "level" { // levels have no act of their own
		q.Act = n.Act
	}
	hits, err := r.Store.Search(ctx, q)
	if err != nil {
		return nil, false, err
	}
	if len(hits) > Lately {
		hits, more = hits[:Lately], true
	}
	found := map[string]bool{} // facts
	var blocks []string
	for _, h := range hits {
		found[h.Fact.Key] = true
		if b := h.Fact.Block(); b != "" {
			blocks = append(blocks, b)
		}
	}
	slices.Sort(blocks)
	blocks = slices.Compact(blocks)
	t = &Timeline{Pair: [2]string{code}}
	t.Events, t.Levels, err = store.EventsIn(ctx, r.Store, func(yield func(string, error) bool) {
		for _, b := range blocks {
			if !yield(b, nil) {
				return
			}
		}
	})
	if err != nil {
		return nil, false, err
	}
	has := func(rep record.Report) bool { return found[rep.Fact.Key] }
	t.Events = slices.DeleteFunc(t.Events, func(e record.Event) bool { return !slices.ContainsFunc(e.Reports, has) })
	t.Levels = slices.DeleteFunc(t.Levels, func(l record.Rung) bool { return !slices.ContainsFunc(l.Reports, has) })
	return t.Narrow(n), more, nil
}

func (n *Narrowing) touches(w record.Interval) bool {
	return (n.From == 0 || w.End >= n.From) && (n.To == 0 || w.Start <= n.To)
}

// Window returns the days of an event, or where no time is told the day of its first
// report; [record.Anytime] where that is unknown too.
func Window(e *record.Event) record.Interval {
	if iv, ok := record.ParseInterval(e.Time); ok {
		switch {
		case iv.Start == record.Always:
			iv.Start = iv.End
		case iv.End == record.Never:
			iv.End = iv.Start
		}
		return iv
	}
	return onDay(store.Start(e))
}

// Since returns the days on which a level began, as far as they are told: the time of
// the move, or the day of its first report.
func Since(l *record.Rung) record.Interval {
	if iv, ok := record.ParseInterval(l.Time); ok && iv.Start != record.Always {
		iv.End = iv.Start
		return iv
	}
	return onDay(l.First)
}

func onDay(day string) record.Interval {
	if d, err := record.ParseDay(day); err == nil {
		return record.Interval{Start: d, End: d}
	}
	return record.Anytime
}

// Acts lists the acts of the events of a timeline, those of most events first, then
// by name.
func (t *Timeline) Acts() []string {
	count := map[string]int{}
	var out []string
	for i := range t.Events {
		act := t.Events[i].Act
		if count[act]++; count[act] == 1 {
			out = append(out, act)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return cmp.Compare(a, b)
	})
	return out
}
