package event

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/quote"
	"github.com/attache-project/attache/text"
	"github.com/attache-project/attache/timex"
)

// An Engine finds the events of articles in one language. It is read-only and
// may be used by many goroutines at once.
type Engine struct {
	dir        *names.Directory
	codes      *codes
	tab        *tables
	frames     *frame.Reader
	passive    set
	articles   bool // the language has articles
	placeSlots []string
	with       []string   // prepositions before the parties of a document or a relation
	later      [][]string // words that say that something follows what was told on the same day
}

// New makes an engine from the tables of a language pack: frames, event-sets,
// tone, status, visits, instruments, instrument-status, amounts, levels and
// agenda, and numbers in words from timex. A
// row of frames with the name of an earlier one stands for it.
func New(d *names.Directory, p *lang.Pack, frames *frame.Reader) (*Engine, error) {
	e := &Engine{dir: d, passive: set{}, frames: frames}
	var err error
	fail := func(err error) (*Engine, error) { return nil, fmt.Errorf("events: %w", err) }
	if e.codes, err = readCodes(); err != nil {
		return fail(err)
	}
	if e.tab, err = readTables(p, e.codes, e.frames); err != nil {
		return fail(err)
	}
	rows, err := p.Table("grammar")
	if err != nil {
		return fail(err)
	}
	for _, x := range rows {
		if x.Get("use") == "passive" {
			for _, w := range x.List("words") {
				e.passive[w] = true
			}
		}
	}
	if rows, err = p.Table("naming"); err != nil {
		return fail(err)
	}
	for _, x := range rows {
		e.articles = e.articles || x.Get("use") == "article"
	}
	e.placeSlots, e.with = e.preps("place-at"), e.preps("with")
	for w := range e.tab.sets[setLater] {
		e.later = append(e.later, strings.Fields(w))
	}
	return e, nil
}

// A found event with what it was read from.
type found struct {
	g      trigger
	row    *row
	ev     Event
	v      verdict
	doc    int // head of the document it is about, -1 for none
	docs   []int
	spans  []text.Span
	also   []*found // told again elsewhere
	gone   bool
	index  int
	inTitl bool
}

// A reading is the work on one article.
type reading struct {
	e         *Engine
	doc       *nlp.Document
	published string
	cast      *names.Cast
	times     []timex.Time
	timesIn   map[int][]int
	said      []quote.Statement
	pair      [2]string // the two states the article is about, or empty
	strong    bool      // it is about them clearly
	events    []*found
	out       *Facts
}

// Read finds the events of an article with the visits, instruments, levels and
// agenda that they make. Entities that the events need and nobody mentions
// (the state of a city) are added to the cast.
func (e *Engine) Read(doc *nlp.Document, published string, cast *names.Cast, times []timex.Time, said []quote.Statement) *Facts {
	r := &reading{e: e, doc: doc, published: published, cast: cast, times: times, said: said, timesIn: map[int][]int{}, out: &Facts{}}
	if len(r.published) > 10 {
		r.published = r.published[:10]
	}
	for i := range times {
		r.timesIn[times[i].Sent] = append(r.timesIn[times[i].Sent], i)
	}
	r.findPair()
	for i := range doc.Sentences {
		if doc.Sentences[i].Root() < 0 {
			continue
		}
		r.sentence(i)
	}
	r.merge()
	r.emit()
	r.readVisits()
	r.readInstruments()
	r.readLevels()
	r.readAgenda()
	return r.out
}

// sentence finds the events of one sentence.
func (r *reading) sentence(sent int) {
	gs := r.triggers(sent)
	from := len(r.events)
	for k := range gs {
		g := &gs[k]
		if f := r.read(g); f != nil {
			r.events = append(r.events, r.byDay(f)...)
		}
	}
	r.calledOff(r.events[from:])
	r.retell(sent, from)
	r.nest(r.events[from:])
	r.events = slices.DeleteFunc(r.events, func(f *found) bool { return f.gone || f.row.idle })
}

// read makes an event of a trigger by the first frame whose parties are found,
// or nil when there is none.
func (r *reading) read(g *trigger) *found {
	for _, f := range g.fits {
		g.row = f
		ev := Event{Sent: g.sent, Token: g.tok, Type: f.kind, Mode: f.mode, Context: f.context, CAMEO: f.cameo, Place: -1, SaidBy: -1, Rule: f.name, When: When{Time: -1}, Was: When{Time: -1}}
		if r.roles(g, &ev) {
			return r.complete(g, ev)
		}
	}
	return nil
}

// complete finds status, time, place and document of an event with parties.
func (r *reading) complete(g *trigger, ev Event) *found {
	f := g.row
	v := r.judge(g)
	ev.When = r.when(g)
	if v.moved != nil {
		ev.When, ev.Was = r.movedWhen(g, &v)
	}
	if f.cameo != callCAMEO { // who telephones is nowhere together
		ev.Place = r.place(g)
	}
	ev.SaidBy = r.saidOf(g)
	r.settle(g, &ev, &v)
	if v.moved == nil && v.status == Planned && v.polarity == Affirmed {
		ev.Was = r.hadDate(g, ev.When)
	}
	if f.denied && v.polarity != Denied {
		return nil
	}
	if ev.Type == "REJECT" && v.polarity != Affirmed && !f.beside {
		return nil // "no descartó": nothing is rejected
	}
	ev.Status, ev.Polarity = v.status, v.polarity
	ev.StatusCue = r.span(g.sent, v.cue)
	if f.pledge != "" && ev.Status == Planned && ev.Polarity == Affirmed && r.ownWord(g, &ev) {
		ev.Type, ev.Mode, ev.CAMEO = f.pledge, "", pledgeCAMEO
	}
	ev.Goldstein = r.e.codes.goldstein[ev.CAMEO]
	x := &found{g: *g, row: f, v: v, doc: -1, inTitl: g.s.Title}
	ev.Trigger = r.triggerSpan(g)
	x.ev = ev
	if f.instrument || f.kind == "SUPPORT" {
		if x.doc = r.documentOf(g); x.doc >= 0 {
			for _, i := range r.e.frames.Conjuncts(g.s, x.doc) {
				if r.docRow(&g.s.Tokens[i]) != nil {
					x.docs = append(x.docs, i)
				}
			}
		}
	}
	return x
}

// pledgeCAMEO is the code of an act that is promised: express intent to
// cooperate.
const pledgeCAMEO = "030"

// settle corrects the status by the time of the act.
func (r *reading) settle(g *trigger, ev *Event, v *verdict) {
	value := ev.When.Value
	if value == "" || r.published == "" {
		if v.begun && g.row.visit {
			v.status = Ongoing
		}
		return
	}
	c := compareDates(value, r.published)
	switch {
	case v.status == Occurred && (v.weak || v.present) && c > 0:
		v.status = Planned
	case v.status == Ongoing && c > 0:
		v.status = Planned
	case v.status == Ongoing && c < 0 && !strings.Contains(value, "/"):
		v.status = Occurred
	case v.begun && v.status == Occurred && g.row.durative && c == 0 && len(value) >= 10:
		v.status = Ongoing
	case v.status == Planned && v.weak && c < 0:
		v.status = Occurred
	}
}

// ownWord says whether the act is told by one of its actors or announced.
func (r *reading) ownWord(g *trigger, ev *Event) bool {
	if ev.SaidBy < 0 {
		return true
	}
	sp := r.said[ev.SaidBy].Speaker.Entity
	if sp < 0 {
		return false
	}
	k := r.key(sp)
	for _, a := range ev.Actors {
		if r.key(a) == k {
			return true
		}
	}
	return false
}

// saidOf returns the statement that holds an act, or -1. One that begins behind
// the act whose clause it tells holds it too: "said no meeting had been scheduled".
func (r *reading) saidOf(g *trigger) int {
	if st := r.saidBy(g.t.Span); st >= 0 {
		return st
	}
	if k := r.clauseWithout(g.s, g.tok); k >= 0 {
		return r.saidBy(g.s.Tokens[k].Span)
	}
	return -1
}

// saidBy returns the innermost statement that holds a span, or -1.
func (r *reading) saidBy(sp text.Span) int {
	best, size := -1, 0
	for i := range r.said {
		for _, x := range r.said[i].Spans {
			if x.Contains(sp) && (best < 0 || x.Len() < size) {
				best, size = i, x.Len()
			}
		}
	}
	return best
}

// triggerSpan covers the words that tell the act: the verb with its clitic and
// its object, the noun with the verb that carries it.
func (r *reading) triggerSpan(g *trigger) text.Span {
	first, last := g.tok, g.tok
	s := g.s
	if g.c.Nominal {
		if h := g.host; h >= 0 && isVerb(&s.Tokens[h]) && r.e.frames.Light(s.Tokens[h].Lemma) && frame.Main(g.t.Deprel) == "obj" && max(h-g.tok, g.tok-h) <= 6 {
			first, last = min(first, h), max(last, h)
			if g.tok > h {
				first = r.firstOf(s, h)
			}
		}
	} else {
		first = r.firstOf(s, g.tok)
		for _, i := range g.c.Object.Tokens {
			if i > last && i <= g.tok+7 && isNoun(&s.Tokens[i]) {
				last = i
				break
			}
		}
	}
	return text.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
}

// firstOf returns the first token of the verb group of v.
func (r *reading) firstOf(s *nlp.Sentence, v int) int {
	first := v
	for _, k := range s.Children(v) {
		switch frame.Main(s.Tokens[k].Deprel) {
		case "aux", "expl":
			if int(k) < first && v-int(k) <= 3 {
				first = int(k)
			}
		}
	}
	return first
}

// nest drops what is told twice within one sentence: an act that another
// holds, a noun and the verb that carries it.
func (r *reading) nest(fs []*found) {
	for _, in := range fs {
		for _, out := range fs {
			if in == out || out.gone || !r.under(in.g.s, in.g.tok, out.g.tok) {
				continue
			}
			if out.row.beside || in.g.tok < out.g.tok && !in.g.c.Nominal {
				continue
			}
			// not across a relative clause or a clause of its own
			if r.crosses(in.g.s, in.g.tok, out.g.tok, out.row.holds) {
				continue
			}
			same := in.ev.Type == out.ev.Type
			holds := false
			if out.row.holds {
				switch out.ev.Type {
				case "AGREE":
					holds = in.ev.Type == "AID" || in.ev.Type == "COOPERATE" || in.ev.Type == "AGREE" || in.ev.Mode == "third-party"
				default:
					holds = true
				}
			}
			if holds || same && (in.g.c.Nominal || out.row.holds) {
				in.gone = true
				out.spans = append(out.spans, in.ev.Trigger)
				if out.ev.When.Time < 0 {
					out.ev.When = in.ev.When
				}
				if in.doc >= 0 && out.doc < 0 {
					out.doc = in.doc
				}
			}
		}
	}
}

// crosses says whether the way up from i to j leaves a relative clause, or any
// finite clause unless finite ones are held too.
func (r *reading) crosses(s *nlp.Sentence, i, j int, finite bool) bool {
	for n := 0; n < 60 && i >= 0 && i != j; n++ {
		t := &s.Tokens[i]
		switch frame.Main(t.Deprel) {
		case "acl", "parataxis", "conj":
			if isVerb(t) {
				return true
			}
		case "advcl", "ccomp", "csubj":
			if !finite {
				return true
			}
		}
		i = t.Head
	}
	return false
}

// verbal types are acts of speech: two of them are two acts, however alike.
func verbal(kind string) bool {
	switch kind {
	case "ACCUSE", "REQUEST", "REJECT", "THREATEN":
		return true
	}
	return false
}

// merge joins the mentions of one act.
func (r *reading) merge() {
	for i, a := range r.events {
		if a.gone {
			continue
		}
		for _, b := range r.events[i+1:] {
			if b.gone || !r.same(a, b) {
				continue
			}
			keep, drop := a, b
			if weight(b) > weight(a) {
				keep, drop = b, a
			}
			r.join(keep, drop)
			if drop == a {
				break
			}
		}
	}
}

// bare says whether a mention is a noun of the title that tells by itself neither
// that the act took place nor that it did not: "at odds over talks".
func (f *found) bare() bool {
	return f.inTitl && f.g.c.Nominal && f.v.weak && f.ev.Polarity == Affirmed
}

func (r *reading) join(keep, drop *found) {
	if keep.ev.Polarity != drop.ev.Polarity && !drop.bare() { // one calls off what the other tells as planned
		off := keep
		if drop.ev.Polarity == Negated {
			off = drop
		}
		keep.ev.Polarity, keep.ev.StatusCue = Negated, off.ev.StatusCue
	}
	drop.gone = true
	keep.also = append(append(keep.also, drop), drop.also...)
	drop.also = nil
	keep.joinDates(drop)
	if keep.ev.Place < 0 && !keep.isCall() {
		keep.ev.Place = drop.ev.Place
	}
	if len(keep.ev.Recipients) == 0 && len(drop.ev.Recipients) > 0 && !keep.row.mutual {
		keep.ev.Recipients = r.without(drop.ev.Recipients, keep.ev.Actors)
	}
	if len(keep.ev.Actors) == 0 {
		keep.ev.Actors = r.without(drop.ev.Actors, keep.ev.Recipients)
	}
}

// weight says how much a mention tells.
func weight(f *found) int {
	w := 0
	if f.ev.When.Value != "" {
		w += 2
	}
	if f.ev.Place >= 0 {
		w++
	}
	if len(f.ev.Actors) > 0 {
		w++
	}
	if len(f.ev.Recipients) > 0 || f.row.mutual && len(f.ev.Actors) > 1 {
		w++
	}
	if !f.g.c.Nominal {
		w++
	}
	if !f.inTitl {
		w += 6
	}
	return w
}

// same says whether two mentions tell one act.
func (r *reading) same(a, b *found) bool {
	x, y := &a.ev, &b.ev
	title := a.inTitl || b.inTitl
	if x.Type != y.Type || x.Polarity != y.Polarity && !r.callsOff(a, b) && !(a.bare() && !b.inTitl || b.bare() && !a.inTitl) || !sameAct(a, b) {
		return false
	}
	if x.Status != y.Status {
		near := func(s string) bool { return s == Planned || s == Ongoing }
		if !(title && x.Status != Hypothetical && y.Status != Hypothetical) && !(a.row.visit && b.row.visit && near(x.Status) && near(y.Status)) {
			return false
		}
	}
	if a.row.visit != b.row.visit {
		return false
	}
	if a.row.visit && len(x.Actors) > 0 && len(y.Actors) > 0 {
		// two people travel twice
		p, q := &r.cast.Entities[x.Actors[0]], &r.cast.Entities[y.Actors[0]]
		if p.Kind == names.Person && q.Kind == names.Person && p.ID != q.ID {
			return false
		}
	}
	if (a.row.talks != b.row.talks || a.row.instrument != b.row.instrument) && !title {
		return false
	}
	if verbal(x.Type) && !title {
		return false
	}
	if x.CAMEO != y.CAMEO && !(x.CAMEO[:2] == y.CAMEO[:2] && (title || b.g.c.Nominal)) {
		return false
	}
	xa, ya := r.statesOf(x.Actors), r.statesOf(y.Actors)
	xr, yr := r.statesOf(x.Recipients), r.statesOf(y.Recipients)
	if !meets(xa, ya) || !meets(xr, yr) {
		return false
	}
	if (len(xa) == 0 || len(ya) == 0) && (len(xr) == 0 || len(yr) == 0) {
		return false
	}
	if a.row.mutual && len(xa) > 1 && len(ya) > 1 && !title && !slices.Equal(sorted(xa), sorted(ya)) {
		return false
	}
	if a.row.instrument && b.row.instrument && a.doc >= 0 && b.doc >= 0 && !title {
		s, t := &a.g.s.Tokens[a.doc], &b.g.s.Tokens[b.doc]
		if r.docKindOf(s) != r.docKindOf(t) {
			return false
		}
	}
	// two meetings told with full verbs in different paragraphs are two, unless dated alike
	if !title && !a.row.visit && !b.g.c.Nominal && !a.g.c.Nominal && a.g.s.Paragraph != b.g.s.Paragraph && (x.When.Value == "" || y.When.Value == "") {
		return x.CAMEO == y.CAMEO && slices.Equal(xa, ya) && slices.Equal(xr, yr) && x.Type == "SANCTION"
	}
	return true
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// meets says whether two lists share a key, or one is empty.
func meets(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// emit writes the events that are left.
func (r *reading) emit() {
	r.events = slices.DeleteFunc(r.events, func(f *found) bool { return f.gone })
	r.quantify()
	for i, f := range r.events {
		f.index = i
		f.ev.PutOff = f.putOff() && f.ev.Status == Planned && f.ev.Polarity == Affirmed
		r.out.Events = append(r.out.Events, f.ev)
	}
}
