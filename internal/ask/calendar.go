package ask

import (
	"context"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A Calendar is what was promised for the days of a stretch, with how it stands.
type Calendar struct {
	From  string      `json:"from"`
	To    string      `json:"to"`
	Days  []store.Due `json:"days"`  // with a day of their own within the stretch, by day
	Vague []store.Due `json:"vague"` // due some time within it, no day told
}

// CalendarOf returns the calendar from one day to another, of a pair, of one side or
// of all.
func (r *Record) CalendarOf(ctx context.Context, from, to record.Day, pair [2]string) (*Calendar, error) {
	if err := store.Settle(ctx, r.Store); err != nil {
		return nil, err
	}
	on := r.Today()
	q := store.PromiseQuery{Within: record.Interval{Start: from, End: to}, Pair: pair}
	if pair[1] == "" {
		q.Pair, q.Party = [2]string{}, pair[0]
	}
	rows, err := r.Store.Promises(ctx, q)
	if err != nil {
		return nil, err
	}
	c := &Calendar{From: from.String(), To: to.String(), Days: []store.Due{}, Vague: []store.Due{}}
	for _, row := range rows {
		d := store.DueAt(row, on)
		w, ok := record.ParseInterval(d.Now)
		if d.Since == "" || !ok || w.End < from || w.Start > to {
			continue
		}
		if w.Start != record.Always && w.End-w.Start <= week {
			d.Window = w
			c.Days = append(c.Days, d)
		} else {
			c.Vague = append(c.Vague, d)
		}
	}
	slices.SortStableFunc(c.Days, func(a, b store.Due) int { return int(a.Window.Start - b.Window.Start) })
	return c, nil
}

// week is up to how many days a time is drawn on its days.
const week = 6
