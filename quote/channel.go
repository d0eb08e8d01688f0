package quote

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/text"
)

// channelOf finds the way by which a statement became public: words beside its
// cue, else what the speaker is, else the channel that this speaker was last
// heard through.
func (r *reader) channelOf(si int, c site, st *Statement) Channel {
	if o, ok := r.relayed[si]; ok && o != st.Speaker.Entity {
		return Channel{Kind: "media", Outlet: o}
	}
	if ch, ok := r.namedChannel(si, st); ok {
		if st.Speaker.Entity >= 0 && ch.Kind != "media" {
			r.channel[st.Speaker.Entity] = ch // an agency is named for the one sentence
		}
		return ch
	}
	none := Channel{Outlet: -1}
	s := &r.doc.Sentences[si]
	if strings.HasPrefix(st.Speaker.Name, "anonymous") {
		if m := st.Speaker.Mention; m != nil && r.headIs("spokesperson", si, *m) {
			return Channel{Kind: "spokesperson", Outlet: -1, Span: m}
		}
		return Channel{Kind: "sources", Outlet: -1, Span: st.Speaker.Mention}
	}
	if m := st.Speaker.Mention; m != nil && c.tok >= 0 {
		if r.headIs("spokesperson", si, *m) {
			return Channel{Kind: "spokesperson", Outlet: -1, Span: m}
		}
		if kind, ok := r.paper(si, *m); ok {
			return Channel{Kind: kind, Outlet: -1, Span: m}
		}
	}
	if st.Speaker.Entity >= 0 {
		e := &r.cast.Entities[st.Speaker.Entity]
		switch e.Kind {
		case names.Document:
			return Channel{Kind: "document", Outlet: -1, Span: st.Speaker.Mention}
		case names.Outlet:
			return Channel{Kind: "media", Outlet: st.Speaker.Entity, Span: st.Speaker.Mention}
		}
		if ch, ok := r.channel[st.Speaker.Entity]; ok {
			return ch
		}
	}
	_ = s
	return none
}

// headIs says whether a word of a mention has a use in the table of sources.
func (r *reader) headIs(use string, si int, sp text.Span) bool {
	s := &r.doc.Sentences[si]
	for i := range s.Tokens {
		if sp.Contains(s.Tokens[i].Span) && r.e.is(use, s.Tokens[i].Lemma) {
			return true
		}
	}
	return false
}

// paper returns the channel of a speaker that is a document.
func (r *reader) paper(si int, sp text.Span) (string, bool) {
	s := &r.doc.Sentences[si]
	for i := range s.Tokens {
		if !sp.Contains(s.Tokens[i].Span) {
			continue
		}
		l := s.Tokens[i].Lemma
		if r.e.is("document", l) {
			for _, row := range r.e.channels[l] {
				if len(row.words) == 1 {
					return row.kind, true
				}
			}
			return "document", true
		}
		if s.Tokens[i].UPOS == "NOUN" {
			break
		}
	}
	return "", false
}

// namedChannel looks for the words of a channel in the sentence of the cue,
// outside what is reported.
func (r *reader) namedChannel(si int, st *Statement) (Channel, bool) {
	s := &r.doc.Sentences[si]
	for i := range s.Tokens {
		rows := r.e.channels[strings.ToLower(s.Tokens[i].Lemma)]
		if len(rows) == 0 || r.inside[si][i] >= 0 || r.reported(st, s.Tokens[i].Span) {
			continue
		}
		for _, row := range rows {
			last, ok := r.channelWords(si, i, row)
			if !ok || !r.channelFits(si, i, row) {
				continue
			}
			span := text.Span{Start: s.Tokens[i].Start, End: s.Tokens[last].End}
			return Channel{Kind: row.kind, Outlet: r.outletAfter(si, i, last), Span: &span}, true
		}
	}
	return Channel{}, false
}

func (r *reader) reported(st *Statement, sp text.Span) bool {
	for _, x := range st.Spans {
		if x.Overlaps(sp) {
			return true
		}
	}
	if m := st.Speaker.Mention; m != nil && m.Contains(sp) {
		return true
	}
	return false
}

func (r *reader) channelWords(si, i int, row channelRow) (int, bool) {
	s := &r.doc.Sentences[si]
	j := i
	for k, w := range row.words {
		if k > 0 {
			j++
		}
		if j >= len(s.Tokens) {
			return 0, false
		}
		t := &s.Tokens[j]
		if !strings.EqualFold(t.Lemma, w) && !strings.EqualFold(t.Form, w) {
			return 0, false
		}
	}
	return j, true
}

// channelFits checks what the row wants beside the words: a preposition that
// marks them, or a participle ("publicado") that hangs on them.
func (r *reader) channelFits(si, i int, row channelRow) bool {
	if len(row.needs) == 0 {
		return true
	}
	s := &r.doc.Sentences[si]
	cs := r.e.frames.Case(s, i)
	if cs != "" && slices.Contains(row.needs, cs) {
		return true
	}
	if t := &s.Tokens[i]; t.Head >= 0 && (frame.Main(t.Deprel) == "obj" || frame.Main(t.Deprel) == "iobj" || frame.Main(t.Deprel) == "nsubj") && slices.Contains(row.needs, s.Tokens[t.Head].Lemma) {
		return true // "told parliament"
	}
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		t := &s.Tokens[j]
		if t.UPOS == "ADP" {
			if slices.Contains(row.needs, t.Lemma) {
				return true
			}
			break
		}
		if t.UPOS != "DET" && t.UPOS != "ADJ" && t.UPOS != "NUM" {
			break
		}
	}
	for _, k := range s.Children(i) {
		if l := s.Tokens[k].Lemma; slices.Contains(row.needs, l) {
			return true
		}
	}
	return false
}

// outletAfter returns the newspaper or network named after the words of a
// channel: one the cast knows, else a name that follows a preposition.
func (r *reader) outletAfter(si, first, last int) int {
	s := &r.doc.Sentences[si]
	for j := first; j < len(s.Tokens) && j <= last+10; j++ {
		if m := r.cast.At(si, j); m >= 0 && r.cast.Entities[r.cast.Mentions[m].Entity].Kind == names.Outlet {
			return r.cast.Mentions[m].Entity
		}
	}
	// "aparecido en el diario oficial Steppe Pravda": an unknown name in an
	// oblique that hangs on the channel's participle.
	for _, k := range s.Children(first) {
		if s.Tokens[k].VerbForm() != "Part" {
			continue
		}
		for _, o := range s.Children(int(k)) {
			if rel := frame.Main(s.Tokens[o].Deprel); rel != "obl" && rel != "obj" {
				continue
			}
			a, b := frame.Subtree(s, int(o))
			n, m := -1, -1
			for j := a; j <= b; j++ {
				if s.Tokens[j].UPOS == "PROPN" {
					if n < 0 {
						n = j
					}
					m = j
				} else if n >= 0 {
					break
				}
			}
			if n >= 0 {
				sp := text.Span{Start: s.Tokens[n].Start, End: s.Tokens[m].End}
				name := sp.Of(r.doc.Text)
				return r.cast.Ensure(names.Entity{
					ID: "x/outlet-" + strings.ToLower(strings.ReplaceAll(name, " ", "-")), Kind: names.Outlet,
					Name: names.Name{ES: name, EN: name, RU: name}, Issuer: -1,
				})
			}
		}
	}
	return -1
}
