package event

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// readAgenda finds what meetings are about: the topics beside words such as
// "ámbito" and below the verbs of discussing, in the sentence of the meeting or
// right after it.
func (r *reading) readAgenda() {
	for sent := range r.doc.Sentences {
		s := &r.doc.Sentences[sent]
		if s.Root() < 0 {
			continue
		}
		meeting := r.meetingOf(sent)
		if meeting < 0 {
			continue
		}
		// Where spheres are listed, they are the topics; else what is discussed.
		n, discussed := len(r.out.Agenda), false
		for i := range s.Tokens {
			if r.wordIn(&s.Tokens[i], r.e.tab.sets[setTopics]) && isNoun(&s.Tokens[i]) && s.Tokens[i].Feat("Number") == "Plur" {
				r.topicsUnder(meeting, s, i, false)
			}
		}
		for i := range s.Tokens {
			t := &s.Tokens[i]
			if len(r.out.Agenda) > n && !discussed || !r.wordIn(t, r.e.tab.sets[setDiscuss]) {
				continue
			}
			for _, k := range s.Children(i) {
				switch frame.Main(s.Tokens[k].Deprel) {
				case "obj", "nsubj", "obl", "nmod", "conj":
					if int(k) > i {
						discussed = true
						r.topicAt(meeting, s, int(k))
						r.topicsUnder(meeting, s, int(k), true)
					}
				}
			}
		}
		slices.SortStableFunc(r.out.Agenda[n:], func(a, b Topic) int { return a.Span.Start - b.Span.Start })
	}
}

// meetingOf returns the event that the sentence's topics belong to: a meeting
// in it, or the last one of the paragraph when the sentence only goes on.
func (r *reading) meetingOf(sent int) int {
	s := &r.doc.Sentences[sent]
	talks := false
	for i := range s.Tokens {
		if r.wordIn(&s.Tokens[i], r.e.tab.sets[setDiscuss]) && isVerb(&s.Tokens[i]) || r.wordIn(&s.Tokens[i], r.e.tab.sets[setTopics]) {
			talks = true
		}
	}
	if !talks {
		return -1
	}
	best := -1
	for k := range r.out.Events {
		e := &r.out.Events[k]
		if e.Type != "CONSULT" {
			continue
		}
		if e.Sent == sent {
			return k
		}
		if e.Sent < sent && r.doc.Sentences[e.Sent].Paragraph == s.Paragraph && sent-e.Sent <= 2 {
			best = k
		}
	}
	return best
}

// topicsUnder reads the topics among the dependents of a noun.
func (r *reading) topicsUnder(meeting int, s *nlp.Sentence, i int, deep bool) {
	var walk func(i, depth int)
	walk = func(i, depth int) {
		for _, k := range s.Children(i) {
			t := &s.Tokens[k]
			switch frame.Main(t.Deprel) {
			case "amod", "nmod", "conj", "appos", "compound", "obl":
			default:
				continue
			}
			if isFinite(t) {
				continue
			}
			r.topicAt(meeting, s, int(k))
			if depth < 4 {
				walk(int(k), depth+1)
			}
		}
	}
	walk(i, 0)
}

// topicAt adds the topic of a token, once.
func (r *reading) topicAt(meeting int, s *nlp.Sentence, i int) {
	t := &s.Tokens[i]
	key := ""
	for _, w := range []string{strings.ToLower(t.Lemma), strings.ToLower(t.Form)} {
		if key == "" {
			key = r.e.tab.topics[w]
		}
		for _, p := range r.e.tab.prefix {
			if key == "" && strings.HasPrefix(w, p[0]) {
				key = p[1]
			}
		}
	}
	if key == "" {
		return
	}
	for _, a := range r.out.Agenda {
		if a.Event == meeting && a.Topic == key {
			return
		}
	}
	r.out.Agenda = append(r.out.Agenda, Topic{Event: meeting, Topic: key, Span: text.Span{Start: t.Start, End: t.End}})
}
