package ask

import (
	"cmp"
	"context"
	"slices"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// A Day is what the record has to tell on a day: what came in last, what is due,
// overdue or just had its outcome, where reports differ and what is doubtful.
type Day struct {
	On      string        `json:"on"`
	New     []News        `json:"new"`     // newest articles first
	Overdue []store.Due   `json:"overdue"` // or disputed, latest day first
	Due     []store.Due   `json:"due"`     // the next first
	Settled []store.Due   `json:"settled"` // had their outcome lately, the latest first
	Doubts  []store.Doubt `json:"doubts"`
	Sources store.Stats   `json:"sources"`
}

// News is an article with what it told that is new.
type News struct {
	Source record.Source  `json:"source"`
	Facts  int            `json:"facts"`
	Counts map[string]int `json:"counts"` // by kind
	First  store.Hit      `json:"first"`  // its first event, or else its first fact
}

// How much a day shows.
const (
	newsFacts  = 120 // newest facts that are gone through
	newsMost   = 12
	dueDays    = 30 // due within so many days, or settled or overdue since
	dueMost    = 12
	doubtsMost = 6
	doubtFacts = 40 // newest events that are looked at for doubts
)

// Day returns what the record tells on the day on which it is asked. It is shared
// by all who ask until something is written.
func (r *Record) Day(ctx context.Context) (*Day, error) {
	on := r.Today()
	return remember(ctx, r, "day "+on.String(), func() (*Day, error) { return r.day(ctx, on) })
}

func (r *Record) day(ctx context.Context, on record.Day) (*Day, error) {
	out := &Day{On: on.String(), Overdue: []store.Due{}, Due: []store.Due{}, Settled: []store.Due{}}
	var err error
	if out.New, err = r.news(ctx, newsMost); err != nil {
		return nil, err
	}
	l, err := store.DueOn(ctx, r.Store, on, dueDays, false, [2]string{})
	if err != nil {
		return nil, err
	}
	out.Sources = l.Sources
	for _, d := range l.Promises {
		switch {
		case d.State == record.Overdue || d.State == record.Disputed:
			out.Overdue = append(out.Overdue, d)
		case d.State == record.Open:
			out.Due = append(out.Due, d)
		case record.Ends(d.State):
			out.Settled = append(out.Settled, d)
		}
	}
	slices.SortStableFunc(out.Overdue, func(a, b store.Due) int { return cmp.Compare(b.Window.End, a.Window.End) })
	for _, list := range []*[]store.Due{&out.Overdue, &out.Due, &out.Settled} {
		*list = (*list)[:min(len(*list), dueMost)]
	}
	out.Doubts, err = r.newestDoubts(ctx)
	return out, err
}

// news returns the articles of the newest facts.
func (r *Record) news(ctx context.Context, most int) ([]News, error) {
	hits, err := r.Store.Search(ctx, store.Query{Limit: newsFacts, Passages: -1})
	if err != nil {
		return nil, err
	}
	out := []News{}
	at := map[string]int{}
	for _, h := range hits {
		i, ok := at[h.Source.Key]
		if !ok {
			i = len(out)
			at[h.Source.Key] = i
			out = append(out, News{Source: h.Source, Counts: map[string]int{}, First: h})
		}
		n := &out[i]
		n.Facts++
		n.Counts[h.Fact.Kind]++
		if n.First.Fact.Kind != record.KindEvent && h.Fact.Kind == record.KindEvent {
			n.First = h
		}
	}
	return out[:min(len(out), most)], nil
}

// newestDoubts returns doubts about the events told last, a few.
func (r *Record) newestDoubts(ctx context.Context) ([]store.Doubt, error) {
	hits, err := r.Store.Search(ctx, store.Query{Kinds: []string{record.KindEvent}, Limit: doubtFacts, Passages: -1})
	if err != nil {
		return nil, err
	}
	out := []store.Doubt{}
	blocks := map[string]bool{}
	for _, h := range hits {
		block := h.Fact.Block()
		if blocks[block] {
			continue
		}
		blocks[block] = true
		ds, err := store.DoubtsIn(ctx, r.Store, h.Fact.Key)
		if err != nil {
			return nil, err
		}
		if out = append(out, ds...); len(out) >= doubtsMost {
			return out[:doubtsMost], nil
		}
	}
	return out, nil
}
