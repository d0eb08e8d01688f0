package sqlite

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A tag of a fact or an article is a letter that says what it tells and the value in
// hexadecimal, so that no tokeniser changes it.
const (
	tagAll      = 'a'
	tagKind     = 'k'
	tagSpeaker  = 's' // entity or code
	tagEntity   = 'e'
	tagParty    = 'p'
	tagPair     = 'q'
	tagAct      = 'c'
	tagType     = 't'
	tagStatus   = 'u'
	tagPolarity = 'v'
	tagOutlet   = 'o'
	tagLang     = 'l'
	tagFact     = 'f' // key of the fact, as it is
	tagMonth    = 'm' // of the time of a fact: months since the year 0, or "long"
)

func tag(what byte, value string) string { return string(what) + hex.EncodeToString([]byte(value)) }

// articleTags returns the tags of an article.
func articleTags(s *record.Source) string {
	return tag(tagOutlet, strings.ToLower(s.Outlet)) + " " + tag(tagLang, s.Lang)
}

// factTags returns the tags of a fact; of one that was rejected its key alone.
func factTags(r *store.Row, s *record.Source) string {
	f := &r.Fact
	var b strings.Builder
	b.WriteByte(tagFact)
	b.WriteString(f.Key)
	if r.Rejected {
		return b.String()
	}
	b.WriteByte(' ')
	b.WriteString(tag(tagAll, ""))
	add := func(what byte, value string) {
		if value != "" {
			b.WriteByte(' ')
			b.WriteString(tag(what, value))
		}
	}
	add(tagKind, f.Kind)
	add(tagSpeaker, r.Speaker)
	if f.Side != r.Speaker {
		add(tagSpeaker, f.Side)
	}
	for _, id := range r.Entities {
		add(tagEntity, id)
	}
	for i, p := range f.Parties {
		add(tagParty, p)
		for _, q := range f.Parties[i+1:] {
			add(tagPair, pair(p, q))
		}
	}
	add(tagAct, f.Act)
	add(tagType, f.Type)
	add(tagStatus, f.Status)
	add(tagPolarity, f.Polarity)
	add(tagOutlet, strings.ToLower(s.Outlet))
	add(tagLang, s.Lang)
	if r.When != record.Anytime {
		for _, m := range months(r.When) {
			add(tagMonth, m)
		}
	}
	return b.String()
}

func pair(a, b string) string { return min(a, b) + "|" + max(a, b) }

// longest is how many months an interval has at most to be tagged by its months.
const longest = 48

// long is the tag of intervals that are open or longer.
const long = "long"

// months returns the months of an interval, or long.
func months(iv record.Interval) []string {
	if iv.Start == record.Always || iv.End == record.Never || iv.Days() > longest*30 {
		return []string{long}
	}
	var out []string
	for m := month(iv.Start.Time()); m <= month(iv.End.Time()); m++ {
		out = append(out, fmt.Sprint(m))
	}
	return out
}

func month(t time.Time) int { return 12*t.Year() + int(t.Month()) - 1 }

// matchFacts returns the expression of the index of tags that facts of a query
// match, without its words and with its time by the month only.
func matchFacts(q *store.Query) string {
	e := expression{}
	if len(q.Kinds) > 0 {
		var kinds []string
		for _, k := range q.Kinds {
			kinds = append(kinds, tag(tagKind, k))
		}
		e.any(kinds)
	}
	e.tag(tagSpeaker, q.Speaker)
	e.tag(tagEntity, q.Entity)
	e.tag(tagParty, q.Party)
	switch {
	case q.Pair[0] != "" && q.Pair[1] != "" && q.Pair[0] != q.Pair[1]:
		e.tag(tagPair, pair(q.Pair[0], q.Pair[1]))
	default:
		e.tag(tagParty, max(q.Pair[0], q.Pair[1]))
	}
	e.tag(tagAct, q.Act)
	e.tag(tagType, q.Type)
	e.tag(tagStatus, q.Status)
	e.tag(tagPolarity, q.Polarity)
	e.tag(tagOutlet, strings.ToLower(q.Outlet))
	e.tag(tagLang, q.Lang)
	if when := q.When(); when != record.Anytime {
		if ms := months(when); ms[0] != long {
			either := []string{tag(tagMonth, long)}
			for _, m := range ms {
				either = append(either, tag(tagMonth, m))
			}
			e.any(either)
		}
	}
	if len(e) == 0 {
		return quoted(tag(tagAll, ""))
	}
	return strings.Join(e, " AND ")
}

// matchWords returns the expression of the index of words that articles of a query
// match, "" when nothing can.
func matchWords(q *store.Query, ws words.Query) string {
	if len(ws) == 0 {
		return ""
	}
	var e expression
	e.tag(tagOutlet, strings.ToLower(q.Outlet))
	e.tag(tagLang, q.Lang)
	for i := range e {
		e[i] = "tag : " + e[i]
	}
	for _, p := range ws {
		var forms []string
		for _, form := range p {
			forms = append(forms, quoted(strings.Join(form, " ")))
		}
		e = append(e, "{title body} : ("+strings.Join(forms, " OR ")+")")
	}
	return strings.Join(e, " AND ")
}

// An expression is a list of conditions of a full-text index.
type expression []string

// tag adds the condition that there is a tag.
func (e *expression) tag(what byte, value string) {
	if value != "" {
		*e = append(*e, quoted(tag(what, value)))
	}
}

// any adds the condition that there is one of some tags.
func (e *expression) any(tags []string) {
	for i := range tags {
		tags[i] = quoted(tags[i])
	}
	*e = append(*e, "("+strings.Join(tags, " OR ")+")")
}

// quoted writes a string of tokens, in which there are no quotation marks.
func quoted(s string) string { return `"` + s + `"` }
