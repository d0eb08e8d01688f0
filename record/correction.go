package record

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attache-project/attache/reading"
)

// Actions of people on what the engine read and the record joined.
const (
	Confirm = "confirm" // the fact is right as it stands
	Correct = "correct" // one field of the fact has another value
	Reject  = "reject"  // the words do not say that
	Join    = "merge"   // two facts tell of one event
	Split   = "split"   // the fact tells of another event than it was joined to
)

// An Anchor is the place in an article that a correction is about. It holds the
// place itself beside the key, so that it can be found again when a newer engine
// draws the fact from a word more or less.
type Anchor struct {
	Fact    string       `json:"fact"` // key
	Article string       `json:"article"`
	Kind    string       `json:"kind"`
	Act     string       `json:"act,omitempty"`
	Words   reading.Span `json:"words"`
}

// AnchorOf returns the anchor of a fact.
func AnchorOf(f *Fact) Anchor {
	return Anchor{Fact: f.Key, Article: f.Article, Kind: f.Kind, Act: f.Act, Words: f.Words}
}

// Find returns the key of the fact that the anchor is about among the facts of
// its article: the one with its key, else the one of its kind whose words share
// most with its words. It is "" where there is none.
func (a *Anchor) Find(facts []Fact) string {
	best, most := "", 0
	for i := range facts {
		f := &facts[i]
		if f.Key == a.Fact {
			return f.Key
		}
		if f.Article != a.Article || f.Kind != a.Kind || f.Words.In != a.Words.In {
			continue
		}
		shared := min(f.Words.End, a.Words.End) - max(f.Words.Start, a.Words.Start)
		if shared > 0 && f.Act == a.Act {
			shared += len(a.Words.Text)
		}
		if shared > most {
			best, most = f.Key, shared
		}
	}
	return best
}

// A Correction is what a person said of a fact. Corrections are kept apart from
// what the engine read and are replayed over every new reading.
type Correction struct {
	ID     int64   `json:"id"` // in the order in which they were made
	At     string  `json:"at"` // RFC 3339, UTC
	Author string  `json:"author"`
	Action string  `json:"action"`
	Target Anchor  `json:"target"`
	Other  *Anchor `json:"other,omitempty"` // of merge: the other fact
	Field  string  `json:"field,omitempty"` // of correct, see [Fields]
	Value  string  `json:"value,omitempty"`
	Reason string  `json:"reason"`
	Undone string  `json:"undone,omitempty"` // when it was undone, RFC 3339
	By     string  `json:"by,omitempty"`     // who undid it
}

// fields are those that can be corrected, each with what it does to a fact.
var fields = map[string]func(f *Fact, v string) error{
	"act":        func(f *Fact, v string) error { f.Act = v; return nil },
	"status":     oneOf(func(f *Fact) *string { return &f.Status }, "occurred", "ongoing", "planned", "hypothetical"),
	"polarity":   oneOf(func(f *Fact) *string { return &f.Polarity }, "affirmed", "negated", "denied"),
	"time":       correctTime,
	"place":      func(f *Fact, v string) error { f.Place = &Place{Entity: v, Name: v}; return nil },
	"actors":     func(f *Fact, v string) error { return correctParties(&f.Actors, f, v) },
	"recipients": func(f *Fact, v string) error { return correctParties(&f.Recipients, f, v) },
	"kind":       oneOf(func(f *Fact) *string { return &f.VisitKind }, "state", "official", "working", "private", ""),
	"level":      func(f *Fact, v string) error { f.Level = v; return nil },
	"speaker":    correctSpeaker,
}

// Fields lists the fields that a person can correct, sorted.
func Fields() []string {
	var out []string
	for name := range fields {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func oneOf(field func(f *Fact) *string, values ...string) func(f *Fact, v string) error {
	return func(f *Fact, v string) error {
		if !slices.Contains(values, v) {
			return fmt.Errorf("want one of %s, found %q", strings.Join(values, ", "), v)
		}
		*field(f) = v
		return nil
	}
}

func correctTime(f *Fact, v string) error {
	if _, ok := ParseInterval(v); !ok && v != "" {
		return fmt.Errorf("want a date, month, year or an interval of them (EDTF), found %q", v)
	}
	f.Time = v
	return nil
}

// correctParties puts states and organisations, given by their codes with blanks
// or commas between, in place of a list of parties.
func correctParties(ps *[]Party, f *Fact, v string) error {
	var out []Party
	for _, code := range strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ',' }) {
		if code != strings.ToUpper(code) {
			return fmt.Errorf("want codes such as KAZ or EU, found %q", code)
		}
		i := slices.IndexFunc(*ps, func(p Party) bool { return p.Code == code })
		if i >= 0 {
			out = append(out, (*ps)[i])
			continue
		}
		out = append(out, Party{Entity: code, Code: code, Name: code})
	}
	*ps = out
	f.Parties = codes(f.Actors, f.Recipients)
	f.Joined = ""
	return nil
}

// Check reports what is wrong with a correction that a person wants to make of
// fact f: an unknown action or field, a value that the field cannot have, an
// author or reason left out.
func (c *Correction) Check(f *Fact) error {
	switch {
	case c.Author == "":
		return fmt.Errorf("a correction needs an author")
	case c.Reason == "" && c.Action != Confirm:
		return fmt.Errorf("a correction needs a reason")
	}
	switch c.Action {
	case Confirm, Reject:
	case Split, Join:
		if f.Kind != KindEvent {
			return fmt.Errorf("only events are merged and split, %s is a fact of kind %s", f.Key, f.Kind)
		}
		if c.Action == Join && c.Other == nil {
			return fmt.Errorf("a merge needs another fact")
		}
	case Correct:
		set, ok := fields[c.Field]
		if !ok {
			return fmt.Errorf("there is no field %q to correct (there are: %s)", c.Field, strings.Join(Fields(), ", "))
		}
		g := *f
		if err := set(&g, c.Value); err != nil {
			return fmt.Errorf("field %s: %w", c.Field, err)
		}
	default:
		return fmt.Errorf("there is no action %q", c.Action)
	}
	return nil
}

// Apply lays corrections that are about f, and were not undone, over it in the
// order of their numbers. rejected tells that a person said that the words do not
// say that, confirmed that they do. f is not changed.
func Apply(f Fact, cs []Correction) (corrected Fact, confirmed, rejected bool) {
	for i := range cs {
		c := &cs[i]
		if c.Undone != "" || c.Target.Fact != f.Key {
			continue
		}
		switch c.Action {
		case Confirm:
			confirmed, rejected = true, false
		case Reject:
			confirmed, rejected = false, true
		case Correct:
			g := f
			if set := fields[c.Field]; set != nil && set(&g, c.Value) == nil {
				f, confirmed = g, true
			}
		}
	}
	return f, confirmed, rejected
}
