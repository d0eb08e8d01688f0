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

// A tag of a fact is a letter that says what it tells and the value. Tags of articles
// stand in the index of words, where the value is hexadecimal, so that no tokeniser
// changes it.
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
	tagRejected = 'r'
	tagMonth    = 'm' // of the time of a fact: months since the year 0, or "long"
)

// Lists that are not of a tag, and in a segment come before all others.
const (
	tagGone = "!" // facts of which what older segments say is past
	tagKey  = "#" // keys of facts, each with its fact
	tagBand = "=" // bands of signatures, each with its article, by which copies are found
)

func tag(what byte, value string) string { return string(what) + value }

// wordTag returns a tag as it stands in the index of words.
func wordTag(what byte, value string) string { return string(what) + hex.EncodeToString([]byte(value)) }

// articleTags returns the tags of an article.
func articleTags(s *record.Source) string {
	return wordTag(tagOutlet, strings.ToLower(s.Outlet)) + " " + wordTag(tagLang, s.Lang)
}

// factTags returns the tags of a fact; one that was rejected has no others.
func factTags(r *store.Row, s *record.Source) []string {
	if r.Rejected {
		return []string{tag(tagRejected, "")}
	}
	f := &r.Fact
	out := make([]string, 0, 24)
	out = append(out, tag(tagAll, ""))
	add := func(what byte, value string) {
		if value != "" {
			out = append(out, tag(what, value))
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
	return out
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

// conditions returns what facts of a query have to have beside its words, and of its
// time the month only: of each list of tags one.
func conditions(q *store.Query) [][]string {
	var out [][]string
	add := func(what byte, values ...string) {
		var tags []string
		for _, v := range values {
			if v != "" {
				tags = append(tags, tag(what, v))
			}
		}
		if len(tags) > 0 {
			out = append(out, tags)
		}
	}
	add(tagKind, q.Kinds...)
	add(tagSpeaker, q.Speaker)
	add(tagEntity, q.Entity)
	add(tagParty, q.Party)
	switch {
	case q.Pair[0] != "" && q.Pair[1] != "" && q.Pair[0] != q.Pair[1]:
		add(tagPair, pair(q.Pair[0], q.Pair[1]))
	default:
		add(tagParty, max(q.Pair[0], q.Pair[1]))
	}
	add(tagAct, q.Act)
	add(tagType, q.Type)
	add(tagStatus, q.Status)
	add(tagPolarity, q.Polarity)
	add(tagOutlet, strings.ToLower(q.Outlet))
	add(tagLang, q.Lang)
	if when := q.When(); when != record.Anytime {
		if ms := months(when); ms[0] != long {
			add(tagMonth, append(ms, long)...)
		}
	}
	if len(out) == 0 {
		return [][]string{{tag(tagAll, "")}}
	}
	return out
}

// matchWords returns the expression of the index of words that articles of a query
// match, "" when nothing can.
func matchWords(q *store.Query, ws words.Query) string {
	if len(ws) == 0 {
		return ""
	}
	var e []string
	for _, t := range []struct {
		what  byte
		value string
	}{{tagOutlet, strings.ToLower(q.Outlet)}, {tagLang, q.Lang}} {
		if t.value != "" {
			e = append(e, "tag : "+quoted(wordTag(t.what, t.value)))
		}
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

// quoted writes a string of tokens, in which there are no quotation marks.
func quoted(s string) string { return `"` + s + `"` }
