package store

import (
	"unicode/utf8"

	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// DefaultLimit is how many hits a search returns that sets no limit.
const DefaultLimit = 50

// ForArticles reports whether the query asks for articles: it has words, and no
// condition that only a fact can meet.
func (q *Query) ForArticles() bool {
	return q.Words != "" && len(q.Kinds) == 0 && q.Speaker == "" && q.Entity == "" && q.Party == "" && q.Pair == [2]string{} &&
		q.Act == "" && q.Type == "" && q.Status == "" && q.Polarity == "" && q.WhenFrom == 0 && q.WhenTo == 0
}

// Bare reports whether the hit at a place comes without its passage.
func (q *Query) Bare(place int) bool { return q.Passages != 0 && place >= q.Passages }

// Said returns the days of publication that are asked for, [record.Anytime] when
// none are; articles without a date match that alone.
func (q *Query) Said() record.Interval { return between(q.SaidFrom, q.SaidTo) }

// When returns the days one of which the time of a fact has to have,
// [record.Anytime] when any will do; facts without a time match that alone.
func (q *Query) When() record.Interval { return between(q.WhenFrom, q.WhenTo) }

// between makes an interval of two days, each of which may be left out.
func between(from, to record.Day) record.Interval {
	iv := record.Anytime
	if from != 0 {
		iv.Start = from
	}
	if to != 0 {
		iv.End = to
	}
	return iv
}

// Days returns the days that are asked for: those of Within, all when it is zero.
func (q *PromiseQuery) Days() record.Interval {
	if q.Within == (record.Interval{}) {
		return record.Anytime
	}
	return q.Within
}

// PassageOf cuts the passage of a hit: round the words of the fact, when there is
// one and it stands in the text, else round the places that the query matches. A fact
// of the title has the passage of its article.
func PassageOf(lang, text string, q words.Query, f *record.Fact) Passage {
	marks := words.Marks(lang, text, q)
	if f == nil || f.Words.In != "" || f.Words.End <= f.Words.Start || f.Words.End > utf8.RuneCountInString(text) {
		return passage(text, marks, marks)
	}
	fact := [][2]int{{f.Words.Start, f.Words.End}}
	return passage(text, fact, words.Union(append(marks, fact...)))
}

// passage cuts the passage round some places and marks all that lie in it.
func passage(text string, round, marks [][2]int) Passage {
	p := Passage{Marks: [][2]int{}}
	p.Text, p.Start, _ = words.Passage(text, round, words.Width)
	end := p.Start + utf8.RuneCountInString(p.Text)
	for _, m := range marks {
		if from, to := max(m[0], p.Start), min(m[1], end); from < to {
			p.Marks = append(p.Marks, [2]int{from - p.Start, to - p.Start})
		}
	}
	return p
}
