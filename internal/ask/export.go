package ask

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// Export gathers what exporters write: of a pair, of one side (the second code ""),
// or all. Made and Version are left to the caller.
func (r *Record) Export(ctx context.Context, pair [2]string) (*export.Record, error) {
	out := &export.Record{Articles: map[string]*export.Article{}}
	var err error
	if out.Events, out.Levels, err = store.EventsOf(ctx, r.Store, pair); err != nil {
		return nil, err
	}
	q := store.Query{Kinds: []string{record.KindStatement}, Pair: pair, Limit: 1000, Passages: -1}
	if pair[1] == "" {
		q.Pair, q.Party = [2]string{}, pair[0]
	}
	for {
		hits, err := r.Store.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			out.Statements = append(out.Statements, record.Report{Fact: *h.Fact, Source: h.Source})
		}
		if len(hits) < q.Limit {
			break
		}
		q.Offset += q.Limit
	}
	return out, r.exportArticles(ctx, out)
}

// mostPromised is how many promises one calendar holds.
const mostPromised = 1000

// ExportPromised gathers the events that were promised and fit a query: its party,
// pair and act, and the days from WhenFrom to WhenTo on one of which they are due;
// other conditions are not looked at. There are at most a thousand, those due last.
// Articles are left out, as calendars quote reports alone.
func (r *Record) ExportPromised(ctx context.Context, q *store.Query) (*export.Record, error) {
	if err := store.Settle(ctx, r.Store); err != nil {
		return nil, err
	}
	rows, err := r.Store.Promises(ctx, store.PromiseQuery{Within: q.When(), Party: q.Party, Pair: q.Pair, Undated: q.When() == record.Anytime})
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(p store.PromiseRow) bool { return q.Act != "" && p.Act != q.Act })
	if len(rows) > mostPromised {
		slices.SortStableFunc(rows, func(a, b store.PromiseRow) int { return cmp.Compare(b.Window.End, a.Window.End) })
		rows = rows[:mostPromised]
		slices.SortStableFunc(rows, func(a, b store.PromiseRow) int { return cmp.Compare(a.Window.End, b.Window.End) })
	}
	out := &export.Record{Articles: map[string]*export.Article{}}
	merged := map[string][]record.Event{} // by block, as many promises lie in one
	for _, p := range rows {
		events, ok := merged[p.Block]
		if !ok {
			reports, cs, err := r.Store.Block(ctx, p.Block)
			if err != nil {
				return nil, err
			}
			events = record.Merge(reports, cs)
			merged[p.Block] = events
		}
		if i := slices.IndexFunc(events, func(e record.Event) bool { return e.ID == p.Event }); i >= 0 { // or it changed meanwhile
			out.Events = append(out.Events, events[i])
		}
	}
	return out, nil
}

// exportArticles puts the articles of all reports into a record.
func (r *Record) exportArticles(ctx context.Context, out *export.Record) error {
	var need []string
	for i := range out.Events {
		for j := range out.Events[i].Reports {
			need = append(need, out.Events[i].Reports[j].Source.Key)
		}
	}
	for i := range out.Levels {
		for j := range out.Levels[i].Reports {
			need = append(need, out.Levels[i].Reports[j].Source.Key)
		}
	}
	for i := range out.Statements {
		need = append(need, out.Statements[i].Source.Key)
	}
	slices.Sort(need)
	for _, key := range slices.Compact(need) {
		k, err := r.Store.Article(ctx, key)
		if err != nil {
			return fmt.Errorf("gathering the articles of the record: %w", err)
		}
		out.Articles[key] = &export.Article{Source: k.Source, Text: k.Article.Text, SHA256: text.Digest(k.Article.Text), Byline: k.Article.Byline}
	}
	return nil
}

// ExportOptions returns what formats are told: the table, and for a calendar the
// language and the numbers of its entries, which the store keeps.
func (r *Record) ExportOptions(ctx context.Context, format, table, lang string) (*export.Options, error) {
	o := &export.Options{Table: table}
	if format != "ical" {
		return o, nil
	}
	d, err := r.Names()
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for n, err := range r.Store.Sequences(ctx) {
		if err != nil {
			return nil, err
		}
		known[n.UID] = true
	}
	o.Calendar = export.Calendar{
		Lang: lang, Directory: d,
		Sequence: func(uid, digest string) (int, error) { return r.Store.Sequence(ctx, uid, digest) },
		Known:    func(uid string) bool { return known[uid] },
	}
	return o, nil
}
