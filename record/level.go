package record

import (
	"cmp"
	"slices"
)

// A Rung is a stage in the relations of two states: one level, from the first
// report of it to the last.
type Rung struct {
	ID         string      `json:"id"` // key of the first report
	Dyad       [2]string   `json:"dyad"`
	Level      string      `json:"level"`      // key of the ladder
	Components []string    `json:"components"` // of its names: comprehensive, strategic, partnership, alliance
	Move       string      `json:"move"`       // upgrade, downgrade, restore, break, confirm
	Status     string      `json:"status"`     // announced, signed, in-force: the furthest told
	Time       string      `json:"time,omitempty"`
	First      string      `json:"first"` // day of the first report
	Last       string      `json:"last"`  // day of the last report that affirms it
	Names      []Wording   `json:"names"`
	Variants   []Variation `json:"variations"`
	Reports    []Report    `json:"reports"`
}

// A Wording is the name of a level in the words of some outlets.
type Wording struct {
	Lang     string   `json:"lang"`
	Words    string   `json:"words"` // as written in the first of its articles
	Facts    []string `json:"facts"`
	Articles []string `json:"articles"`
}

// statuses of a level in the order in which they come.
var statuses = []string{"announced", "signed", "in-force"}

// Levels tells the history of the levels of relations that reports tell, which
// have to be those of whole blocks, oldest first. Reports that move relations to
// a level within a short time are one move; where they differ on the level, the
// most told one names it and all stand among the variations. Reports that only
// name a level affirm the rung in force, or open one without a move.
func Levels(reports []Report, cs []Correction) []Rung {
	rs := make([]Report, 0, len(reports))
	for _, r := range reports {
		var rejected bool
		r.Fact, r.Confirmed, rejected = Apply(r.Fact, cs)
		if !rejected && r.Fact.Kind == KindLevel && len(r.Fact.Parties) == 2 {
			rs = append(rs, r)
		}
	}
	Sort(rs)
	var out []*stage
	for i := range rs {
		it := newItem(&rs[i])
		s := findStage(out, it)
		if s == nil {
			s = &stage{}
			out = append(out, s)
		}
		s.items = append(s.items, it)
	}
	rungs := make([]Rung, 0, len(out))
	for _, s := range out {
		rungs = append(rungs, s.rung())
	}
	return rungs
}

// A stage is a rung in the making.
type stage struct{ items []*item }

func (s *stage) dyad() [2]string {
	p := s.items[0].r.Fact.Parties
	return [2]string{p[0], p[1]}
}

// moves reports whether the stage began with a move.
func (s *stage) moves() bool { return moves(s.items[0]) }

func moves(it *item) bool { return it.r.Fact.Move != "confirm" && it.r.Fact.Move != "" }

// level returns the level most told by the articles that tell the move.
func (s *stage) level() string {
	e := episode{items: s.items}
	return e.most(func(it *item) string {
		if s.moves() && !moves(it) {
			return ""
		}
		return it.r.Fact.Level
	})
}

// moveSlack is how many days may lie between reports of one move of the level.
const moveSlack = 30

func findStage(stages []*stage, it *item) *stage {
	f := &it.r.Fact
	for i := len(stages) - 1; i >= 0; i-- {
		s := stages[i]
		if s.dyad() != [2]string{f.Parties[0], f.Parties[1]} {
			continue
		}
		last := s.items[len(s.items)-1]
		same := s.level() == f.Level
		switch {
		case moves(it) && s.moves():
			close := it.pub == Never || last.pub == Never || int(it.pub)-int(last.pub) <= moveSlack
			if it.told && s.told().Known() {
				close = s.told().Gap(it.when) <= moveSlack
			}
			if close && (same || s.items[0].r.Fact.Move == f.Move) {
				return s
			}
		case moves(it):
			// A plain mention was before the move; the move is a rung of its own.
		case same:
			return s
		case s.moves() && int(it.pub)-int(last.pub) <= slack && it.pub != Never && last.pub != Never:
			return s // another name for what was just agreed
		}
	}
	return nil
}

// told returns the time of the move, Anytime where none is told.
func (s *stage) told() Interval {
	for _, it := range s.items {
		if it.told && moves(it) {
			return it.when
		}
	}
	return Anytime
}

func (s *stage) rung() Rung {
	e := episode{items: s.items}
	first := &s.items[0].r.Fact
	out := Rung{ID: first.Key, Dyad: s.dyad(), Level: s.level(), Move: cmp.Or(first.Move, "confirm"), Variants: []Variation{}, Components: []string{}, First: s.items[0].day()}
	out.Time = e.most(func(it *item) string {
		if !it.told || s.moves() && !moves(it) {
			return ""
		}
		return it.r.Fact.Time
	})
	var levels []telling
	for _, it := range s.items {
		f := &it.r.Fact
		out.Reports = append(out.Reports, *it.r)
		out.Last = max(out.Last, it.day())
		if slices.Index(statuses, f.Status) > slices.Index(statuses, out.Status) {
			out.Status = f.Status
		}
		levels = append(levels, telling{f.Level, it})
		if f.Level == out.Level {
			out.Components = append(out.Components, f.Components...)
		}
		out.name(it)
	}
	slices.Sort(out.Components)
	out.Components = slices.Compact(out.Components)
	out.Variants = appendVariation(out.Variants, "level", "occurred", levels)
	return out
}

// name files the words of a report.
func (r *Rung) name(it *item) {
	f, s := &it.r.Fact, &it.r.Source
	i := slices.IndexFunc(r.Names, func(w Wording) bool { return w.Lang == s.Lang && fold(w.Words) == fold(f.Words.Text) })
	if i < 0 {
		i = len(r.Names)
		r.Names = append(r.Names, Wording{Lang: s.Lang, Words: f.Words.Text})
	}
	w := &r.Names[i]
	w.Facts = append(w.Facts, f.Key)
	if !slices.Contains(w.Articles, s.Key) {
		w.Articles = append(w.Articles, s.Key)
	}
}
