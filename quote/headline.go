package quote

import (
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
)

// headline finds what only titles do: "Petro: no aceptaremos vuelos" without
// marks, and "«…»: el aviso de Berlín", where the noun of saying comes last.
func (r *reader) headline(si int) {
	s := &r.doc.Sentences[si]
	for j := 1; j < len(s.Tokens)-1; j++ {
		if s.Tokens[j].Form != ":" || r.inside[si][j] >= 0 {
			continue
		}
		if q := r.inside[si][j-1]; q >= 0 {
			m := &r.marks[q]
			if m.taken || m.first.tok > 0 || m.words < 2 {
				return
			}
			for k := j + 1; k < len(s.Tokens); k++ {
				c := r.e.nouns[s.Tokens[k].Lemma]
				if c == nil {
					continue
				}
				for _, n := range s.Children(k) {
					if rel := frame.Main(s.Tokens[n].Deprel); (rel == "nmod" || rel == "amod") && r.speaks(si, int(n)) {
						at := site{cue: c, tok: k, first: k, last: k, noun: true}
						r.push(si, at, r.speakerAt(si, int(n)), r.directSpans(q), nil, "headline")
						return
					}
				}
			}
			return
		}
		right := run{si, j + 1, len(s.Tokens) - 1}
		if r.inside[si][right.first] >= 0 || r.held[si][right.first] || !r.hasVerb(s, right.first, right.last) {
			return
		}
		mi := r.cast.Covering(si, j-1)
		if mi < 0 {
			return
		}
		m := &r.cast.Mentions[mi]
		switch r.cast.Entities[m.Entity].Kind {
		case names.Person, names.State, names.Organisation:
		default:
			return
		}
		if m.First > 0 || m.Last != j-1 || m.Form == names.ByDemonym {
			return
		}
		at := site{cue: &cue{words: []string{"colon"}, class: "say", flags: map[string]bool{}}, tok: -1}
		r.push(si, at, r.speakerAt(si, m.Head), r.spansOf([]run{right}), []run{right}, "headline")
		return
	}
}

// headlines ties the quotations of the title to those of the text that they
// shorten: the later is an echo of the first, and a title that names nobody
// takes the speaker of the text. A title that is nothing but marked words is a
// statement only where the text has it.
func (r *reader) headlines() {
	for q := range r.marks {
		m := &r.marks[q]
		if m.taken || !r.doc.Sentences[m.first.sent].Title || m.words < 3 || !m.finite {
			continue
		}
		words := wordList(m.Inner.Of(r.doc.Text))
		for j := range r.out {
			o := &r.out[j]
			if r.doc.Sentences[o.Sent].Title || o.Kind == "indirect" || !o.Speaker.known() || !shortens(words, wordList(o.Spans[0].Of(r.doc.Text))) {
				continue
			}
			st := *o
			st.Kind, st.Spans, st.Sent, st.Content, st.Cue, st.Rule = "direct", r.directSpans(q), m.first.sent, -1, Cue{Sent: -1, Token: -1, Class: "say"}, "marks/title"
			st.Speaker.Mention, st.Speaker.Via = nil, "the text"
			st.Relay, st.Continues, st.Echo = nil, -1, -1
			r.out = append([]Statement{st}, r.out...)
			for i := 1; i < len(r.out); i++ {
				for k := range r.out[i].Relay {
					r.out[i].Relay[k]++
				}
				if r.out[i].Continues >= 0 {
					r.out[i].Continues++
				}
			}
			break
		}
	}
	for i := range r.out {
		t := &r.out[i]
		if !r.doc.Sentences[t.Sent].Title {
			continue
		}
		words := wordList(t.Spans[0].Of(r.doc.Text))
		for j := range r.out {
			o := &r.out[j]
			if len(words) < 3 || r.doc.Sentences[o.Sent].Title || t.Speaker.known() && o.Speaker.Entity != t.Speaker.Entity || !shortens(words, wordList(o.Spans[0].Of(r.doc.Text))) {
				continue
			}
			if !t.Speaker.known() && o.Speaker.known() {
				t.Speaker = o.Speaker
				t.Speaker.Mention, t.Speaker.Via = nil, "the text"
			}
			o.Echo = i
			break
		}
	}
}

// wordList returns the words of s in small letters.
func wordList(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" \n\t.,;:«»“”\"'‘’!?¡¿()—–-", r) })
}

// shortens says whether all words of short stand in long, in order.
func shortens(short, long []string) bool {
	n := 0
	for _, w := range long {
		if n < len(short) && short[n] == w {
			n++
		}
	}
	return n == len(short)
}
