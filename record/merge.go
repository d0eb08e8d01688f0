package record

import (
	"cmp"
	"fmt"
	"slices"
)

// A Report is a fact with the article that tells it and the reasons why it was
// joined to an event.
type Report struct {
	Fact      Fact     `json:"fact"`
	Source    Source   `json:"source"`
	Why       []Reason `json:"why,omitempty"` // empty for the first report of an event
	Confirmed bool     `json:"confirmed,omitempty"`
}

// A Reason says by which rule a report was joined to an event.
type Reason struct {
	Rule   string `json:"rule"`
	Detail string `json:"detail,omitempty"`
	Weak   bool   `json:"weak,omitempty"` // it may as well be another event: worth a look by a person
}

// An Event is one act, as all its reports tell it.
type Event struct {
	ID         string   `json:"id"` // key of the first report
	Act        string   `json:"act"`
	Type       string   `json:"type"`
	Mode       string   `json:"mode,omitempty"`
	CAMEO      string   `json:"cameo,omitempty"`
	Parties    []string `json:"parties"`
	Actors     []Party  `json:"actors"`
	Recipients []Party  `json:"recipients"`
	Status     string   `json:"status"`   // the last one known
	Polarity   string   `json:"polarity"` // likewise
	Time       string   `json:"time,omitempty"`
	Place      *Place   `json:"place,omitempty"`
	VisitKind  string   `json:"visit_kind,omitempty"`

	Reports     []Report `json:"reports"`     // oldest first
	Articles    int      `json:"articles"`    // that tell it, versions of one address counted once
	Outlets     int      `json:"outlets"`     // that printed it
	Independent int      `json:"independent"` // publishers with a text of their own

	Variations []Variation `json:"variations"`
	Promise    *Promise    `json:"promise,omitempty"`
}

// compare orders reports by publication, retrieval, key of the article and place:
// an order that does not depend on the order of adding. Articles without a date
// come last.
func compare(a, b *Report) int {
	return cmp.Or(
		cmp.Compare(cmp.Or(a.Source.Published, "~"), cmp.Or(b.Source.Published, "~")),
		cmp.Compare(cmp.Or(a.Source.Retrieved, "~"), cmp.Or(b.Source.Retrieved, "~")),
		cmp.Compare(a.Source.Key, b.Source.Key),
		cmp.Compare(b.Fact.Words.In, a.Fact.Words.In), // title first
		cmp.Compare(a.Fact.Words.Start, b.Fact.Words.Start),
		cmp.Compare(a.Fact.Key, b.Fact.Key),
	)
}

// Sort puts reports in the order in which the record looks at them: by
// publication, retrieval, article, place.
func Sort(reports []Report) {
	slices.SortFunc(reports, func(a, b Report) int { return compare(&a, &b) })
}

// Merge joins the reports of whole blocks to events. Reports of different blocks
// are joined only where a person said so, so all blocks that such a correction
// ties together have to be given at once. cs are all corrections about the
// reports; their anchors hold the keys of present facts (see [Anchor.Find]). The
// order of reports does not matter. Events come oldest first.
func Merge(reports []Report, cs []Correction) []Event {
	rs := make([]Report, 0, len(reports))
	for _, r := range reports {
		r.Why = nil
		var rejected bool
		r.Fact, r.Confirmed, rejected = Apply(r.Fact, cs)
		if !rejected && r.Fact.Kind == KindEvent {
			rs = append(rs, r)
		}
	}
	Sort(rs)
	episodes := map[string][]*episode{}
	var all []*episode
	items := make([]*item, len(rs))
	for i := range rs {
		items[i] = newItem(&rs[i])
	}
	asPlan(items)
	for _, it := range items {
		it.hull()
	}
	for i, it := range items {
		block := rs[i].Fact.Block()
		if by := split(cs, rs[i].Fact.Key); by != 0 {
			block = fmt.Sprintf("split %d", by) // what one person parted from one event stays together
		}
		best, why := place(episodes[block], it)
		if best == nil {
			best = &episode{due: Anytime, done: Anytime}
			episodes[block] = append(episodes[block], best)
			all = append(all, best)
		}
		rs[i].Why = why
		best.add(it)
	}
	all = tie(all, cs)
	out := make([]Event, 0, len(all))
	for _, e := range all {
		out = append(out, e.event())
	}
	slices.SortStableFunc(out, func(a, b Event) int { return compare(&a.Reports[0], &b.Reports[0]) })
	return out
}

// split returns the number of the correction that parts a fact from its event.
func split(cs []Correction, fact string) int64 {
	for i := len(cs) - 1; i >= 0; i-- {
		if c := &cs[i]; c.Action == Split && c.Undone == "" && c.Target.Fact == fact {
			return c.ID
		}
	}
	return 0
}

// tie joins episodes of which a person said that they are one.
func tie(es []*episode, cs []Correction) []*episode {
	holds := func(fact string) int {
		return slices.IndexFunc(es, func(e *episode) bool {
			return slices.ContainsFunc(e.items, func(it *item) bool { return it.r.Fact.Key == fact })
		})
	}
	for i := range cs {
		c := &cs[i]
		if c.Action != Join || c.Undone != "" || c.Other == nil {
			continue
		}
		a, b := holds(c.Target.Fact), holds(c.Other.Fact)
		if a < 0 || b < 0 || a == b {
			continue
		}
		into, from := es[min(a, b)], es[max(a, b)]
		for _, it := range from.items {
			it.r.Why = append(it.r.Why, Reason{Rule: "a person", Detail: fmt.Sprintf("%s, correction %d: %s", c.Author, c.ID, c.Reason)})
			into.add(it)
		}
		slices.SortFunc(into.items, func(a, b *item) int { return compare(a.r, b.r) })
		es = slices.Delete(es, max(a, b), max(a, b)+1)
	}
	return es
}

// place returns the episode that a report belongs to, nil when it opens another.
// Of equally good ones the later is taken.
func place(es []*episode, it *item) (*episode, []Reason) {
	var best *episode
	var reasons []Reason
	score := 0
	for i := len(es) - 1; i >= 0; i-- {
		if s, why := es[i].takes(it, score); s > score {
			best, reasons, score = es[i], why, s
		}
	}
	return best, reasons
}

// event makes the event of an episode.
func (e *episode) event() Event {
	first := &e.items[0].r.Fact
	out := Event{ID: first.Key, Act: first.Act, Type: first.Type, Mode: first.Mode, CAMEO: first.CAMEO, Status: e.status(), Polarity: e.polarity()}
	for _, it := range e.items {
		out.Reports = append(out.Reports, *it.r)
	}
	out.Parties = []string{}
	affirmed := slices.ContainsFunc(e.items, func(it *item) bool { return it.polarity != "denied" })
	for _, it := range e.items {
		f := &it.r.Fact
		out.Parties = append(out.Parties, f.Parties...)
		if it.polarity == "denied" && affirmed {
			continue // who denies it for his state is none of those who act
		}
		out.Actors = addParties(out.Actors, f.Actors)
		out.Recipients = addParties(out.Recipients, f.Recipients)
	}
	slices.Sort(out.Parties)
	out.Parties = slices.Compact(out.Parties)
	out.count()
	out.Variations = e.variations()
	out.Promise = e.promise()
	out.Time = e.time(out.Promise)
	out.Place = e.place()
	out.VisitKind = e.most(func(it *item) string { return it.r.Fact.VisitKind })
	return out
}

// addParties adds those who are not yet in the list. Somebody known by name
// stands for the state of his; a state is not listed beside its people.
func addParties(to, ps []Party) []Party {
	for _, p := range ps {
		if p.Code == "" && p.Name == "" {
			continue
		}
		same := slices.IndexFunc(to, func(q Party) bool { return q.Entity == p.Entity || q.Name == p.Name && q.Code == p.Code })
		if same >= 0 {
			continue
		}
		if i := slices.IndexFunc(to, func(q Party) bool { return q.Code != "" && q.Code == p.Code && q.Person != p.Person }); i >= 0 {
			if p.Person {
				to[i] = p
			}
			continue
		}
		to = append(to, p)
	}
	return to
}

// count counts who tells the event.
func (ev *Event) count() {
	var pages, outlets, publishers []string
	for i := range ev.Reports {
		s := &ev.Reports[i].Source
		pages = append(pages, cmp.Or(s.URL, s.Key))
		outlets = append(outlets, cmp.Or(s.Outlet, s.Key))
	}
	// One publisher may print several texts and one text several publishers:
	// what hangs together so is one voice.
	voice := map[string]string{}
	var find func(s string) string
	find = func(s string) string {
		if voice[s] == "" || voice[s] == s {
			voice[s] = s
			return s
		}
		voice[s] = find(voice[s])
		return voice[s]
	}
	for i := range ev.Reports {
		s := &ev.Reports[i].Source
		voice[find("text "+s.family())] = find("by " + s.Publisher())
	}
	for i := range ev.Reports {
		publishers = append(publishers, find("text "+ev.Reports[i].Source.family()))
	}
	ev.Articles, ev.Outlets, ev.Independent = distinct(pages), distinct(outlets), distinct(publishers)
}

func distinct(s []string) int {
	slices.Sort(s)
	return len(slices.Compact(s))
}
