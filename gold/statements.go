package gold

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/attache-project/attache/reading"
)

// A piece is a stretch of words of a statement that was found.
type piece struct {
	span
	statement *reading.Statement
	names     []string // of the speaker, in all languages
	mention   string   // the words that mention the speaker
	quote     int      // the quote it is matched with, -1 for none
}

// slack is how many code points a stretch may lack at either end of another
// that it covers: a mark, a dash, a blank.
const slack = 3

func covers(x, y span) bool { return x.start <= y.start+slack && x.end >= y.end-slack }

func (s *scorer) statements() {
	quotes := make([]span, len(s.article.Quotes))
	for i, q := range s.article.Quotes {
		quotes[i] = trim(s.text, span{q.Start, q.End})
	}
	var pieces []piece
	for i := range s.reading.Statements {
		st := &s.reading.Statements[i]
		p := piece{statement: st, names: s.names(st.Speaker.Entity), quote: -1}
		if st.Speaker.Name != "" {
			p.names = append(p.names, string(st.Speaker.Name))
		}
		if st.Speaker.Mention != nil {
			p.mention = st.Speaker.Mention.Text
		}
		for k := range st.Spans {
			p.span = trim(s.text, s.at(&st.Spans[k]))
			pieces = append(pieces, p)
		}
	}
	ofQuote := match(quotes, pieces)
	sc := &s.out.Statements
	var gold, found int
	for i := range quotes {
		q, at := &s.article.Quotes[i], quotes[i]
		if optional(q) {
			continue
		}
		gold++
		j := ofQuote[i]
		matched := j >= 0
		if !matched {
			// One reading may hold several clauses of one cue.
			j = slices.IndexFunc(pieces, func(p piece) bool {
				return p.quote >= 0 && s.article.Quotes[p.quote].CueStart == q.CueStart && covers(p.span, at)
			})
		}
		if j < 0 {
			s.mistake(Statements, missedQuote, at, q.Kind+", "+q.Speaker, "")
			continue
		}
		p := &pieces[j]
		right := s.rightSpeaker(p, q)
		sc.Overlap.GoldRight++
		if right {
			sc.Speaker.GoldRight++
		} else {
			s.mistake(Statements, wrongSpeaker, at, q.Speaker, p.speaker())
		}
		if !matched {
			continue
		}
		if p.span == at {
			sc.Exact.GoldRight++
		} else {
			s.mistake(Statements, wrongBounds, at, "", fmt.Sprintf("%q", string(s.text[p.start:p.end])))
		}
		if q.SpeakerMention == "" {
			sc.Elided.count(right)
		}
		if c := p.statement.Channel; c != nil && c.Kind != "" && q.Channel != "" {
			kind, _, _ := strings.Cut(q.Channel, ":") // what follows is the outlet
			same := slices.Equal(words(kind), words(string(c.Kind)))
			sc.Channel.count(same)
			if !same {
				s.mistake(Statements, wrongChannel, at, q.Channel, string(c.Kind))
			}
		}
	}
	for j := range pieces {
		p := &pieces[j]
		if i := p.quote; i >= 0 {
			q := &s.article.Quotes[i]
			if optional(q) {
				continue
			}
			found++
			sc.Overlap.FoundRight++
			if p.span == quotes[i] {
				sc.Exact.FoundRight++
			}
			if s.rightSpeaker(p, q) {
				sc.Speaker.FoundRight++
			}
			continue
		}
		part := false // of a clause that is found
		for i, at := range quotes {
			part = part || ofQuote[i] >= 0 && covers(at, p.span)
		}
		if !part {
			found++
			s.mistake(Statements, extraQuote, p.span, "", p.statement.Kind+", "+p.speaker())
		}
	}
	for _, c := range []*Count{&sc.Exact, &sc.Overlap, &sc.Speaker} {
		c.Gold, c.Found = gold, found
	}
}

func optional(q *Quote) bool { return slices.Contains(q.Flags, "optional") }

// match pairs quotes with pieces that overlap them by half or more, the best
// pairs first, and of equal ones the last. It tells each piece its quote and
// returns the piece of each quote, -1 for none.
func match(quotes []span, pieces []piece) []int {
	type pair struct {
		overlap      float64
		quote, piece int
	}
	var pairs []pair
	for i, q := range quotes {
		for j, p := range pieces {
			if o := overlap(q, p.span); o >= half {
				pairs = append(pairs, pair{o, i, j})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.overlap, a.overlap), b.quote-a.quote, b.piece-a.piece)
	})
	ofQuote := slices.Repeat([]int{-1}, len(quotes))
	for _, p := range pairs {
		if ofQuote[p.quote] < 0 && pieces[p.piece].quote < 0 {
			ofQuote[p.quote], pieces[p.piece].quote = p.piece, p.quote
		}
	}
	return ofQuote
}

// speaker is what a mistake calls the speaker that was found.
func (p *piece) speaker() string {
	switch {
	case len(p.names) == 0 && p.mention == "":
		return "nobody"
	case len(p.names) == 0:
		return fmt.Sprintf("%q", p.mention)
	case p.mention == "":
		return p.names[0]
	}
	return fmt.Sprintf("%s, %q", p.names[0], p.mention)
}

// rightSpeaker says whether the speaker of a piece is that of a quote.
func (s *scorer) rightSpeaker(p *piece, q *Quote) bool {
	got := p.names
	if p.mention != "" {
		got = append(slices.Clip(got), p.mention)
	}
	if strings.HasPrefix(q.Speaker, unknown) {
		return len(got) == 0
	}
	// One of several who speak with one voice will do.
	for _, one := range append([]string{q.Speaker}, strings.Split(q.Speaker, "; ")...) {
		var mentions []string
		if e := s.people[one]; e != nil {
			mentions = e.Mentions
		}
		if slices.ContainsFunc(got, func(n string) bool { return sameName(n, one, mentions) }) {
			return true
		}
	}
	if e := s.people[q.Speaker]; e != nil && e.Type == "PER" {
		return false
	}
	if strings.HasPrefix(q.Speaker, anonymous) &&
		slices.ContainsFunc(got, func(n string) bool { return strings.HasPrefix(n, anonymous) }) {
		return true
	}
	return p.mention != "" && sameMention(p.mention, q.SpeakerMention)
}
