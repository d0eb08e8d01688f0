package record

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/reading"
)

// act returns the name of what is done: that by which reports of different
// outlets and languages can be about one thing.
func act(e *reading.Event, documents []Document) string {
	switch e.Type {
	case "CONSULT":
		switch {
		case e.Mode == "visit" || e.CAMEO == "042":
			return "visit"
		case e.Mode == "phone" || e.CAMEO == "041":
			return "call"
		}
		return "talks"
	case "SUPPORT":
		if e.CAMEO != "057" {
			return "support"
		}
		if slices.ContainsFunc(documents, func(d Document) bool { return d.Status == "ratified" }) {
			return "ratify"
		}
		return "sign"
	case "SANCTION":
		switch {
		case e.Mode == "expel":
			return "expel"
		case e.CAMEO == "161" && e.Mode == "withdraw":
			return "recall"
		case e.CAMEO == "161":
			return "break"
		}
	}
	return strings.ToLower(e.Type)
}

// Acts lists the names of acts, with what each is. Every other act has the name
// of its type of PLOVER in lower case.
func Acts() map[string]string {
	return map[string]string{
		"visit": "a journey to a host", "talks": "a meeting, a summit, negotiations", "call": "talks by telephone",
		"sign": "signing a document", "ratify": "ratifying a document", "level": "a change of the level of relations",
		"expel": "expelling diplomats", "recall": "recalling an ambassador", "break": "breaking or suspending relations",
	}
}

// speech lists acts that are done by saying something. Two of them in one article
// are two acts.
var speech = []string{"accuse", "request", "reject", "threaten", "agree"}

func isSpeech(act string) bool { return slices.Contains(speech, act) }

// Block returns the key of the facts that can be about the same thing: the act
// and the first two parties, in the order of who acts on whom where that matters.
// It is "" for facts that are never joined.
func (f *Fact) Block() string {
	if f.Joined != "" {
		return f.Joined
	}
	switch f.Kind {
	case KindLevel:
		if len(f.Parties) < 2 {
			return ""
		}
		return "level-of|" + f.Parties[0] + "|" + f.Parties[1]
	case KindEvent:
		return f.Act + "|" + strings.Join(f.sides(), "|")
	}
	return ""
}

// sides returns the two parties by which a fact is filed; a party that is not
// known is "". Without any, the article stands for both: such an act is joined
// with no other.
func (f *Fact) sides() []string {
	a, b := leading(f.Actors), ""
	if !Mutual(f.Act) {
		b = leading(f.Recipients)
	} else {
		for _, p := range slices.Concat(f.Actors, f.Recipients) {
			if p.Code != "" && p.Code != a {
				if a == "" {
					a = p.Code
					continue
				}
				b = p.Code
				break
			}
		}
		if b != "" && b < a {
			a, b = b, a
		}
	}
	if a == "" && b == "" {
		a = "article " + f.Article
	}
	return []string{a, b}
}

// leading returns the code of the first party that has one.
func leading(ps []Party) string {
	for _, p := range ps {
		if p.Code != "" {
			return p.Code
		}
	}
	return ""
}

// Mutual reports whether all who take part in an act are its actors, so that it
// does not matter who acts and who is acted on.
func Mutual(act string) bool {
	switch act {
	case "talks", "call", "sign", "ratify", "level", "cooperate", "break":
		return true
	}
	return false
}

// join files acts of one article that lack a party under one that tells the same
// act more fully, where only one does.
func join(fs []Fact) {
	for i := range fs {
		f := &fs[i]
		if sides := f.sides(); sides[0] != "" && sides[1] != "" || isSpeech(f.Act) {
			continue
		}
		block, several := "", false
		for j := range fs {
			g := &fs[j]
			sides := g.sides()
			if i == j || g.Act != f.Act || sides[0] == "" || sides[1] == "" || !subset(f.Parties, g.Parties) || !compatible(f, g) {
				continue
			}
			if b := g.Block(); block == "" {
				block = b
			} else if b != block {
				several = true
			}
		}
		if !several {
			f.Joined = block
		}
	}
}

// subset reports whether all of a stand in b; both sorted.
func subset(a, b []string) bool {
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); !ok {
			return false
		}
	}
	return true
}

// compatible reports whether the times of two facts of one article allow them to
// be one act.
func compatible(f, g *Fact) bool {
	a, ok := ParseInterval(f.Time)
	b, ok2 := ParseInterval(g.Time)
	return !ok || !ok2 || a.Overlaps(b)
}
