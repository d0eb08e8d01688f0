package event

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/timex"
)

// The names of the rows of status for words that tell of a plan.
const (
	namePlan        = "plan"
	nameProspective = "prospective"
)

// The names of the rows of status for words that change the day of an act.
const (
	namePostpone = "postpone"
	nameCancel   = "cancel"
	nameMove     = "move" // only with the day it is moved to: "adelantó al 3 de mayo"
)

// moves returns a row when its words put an act off, move it or call it off,
// else nil.
func (c *cue) moves() *cue {
	if c != nil && (c.name == namePostpone || c.name == nameCancel || c.name == nameMove) {
		return c
	}
	return nil
}

// move remembers what an act is put off by: the word nearest to it.
func (v *verdict) move(c *cue, tok int) {
	if v.moved == nil {
		v.moved, v.mover = c, tok
	}
}

// isMover says whether a word puts acts off or calls them off.
func (r *reading) isMover(sent, tok int) bool {
	for _, as := range []string{"obj", "noun"} {
		if c := r.governs(sent, tok, as); c.moves() != nil {
			return true
		}
	}
	return false
}

// movedTo says whether a word comes with a new day for what it moves.
func (r *reading) movedTo(sent, tok int) bool {
	return slices.ContainsFunc(r.timesIn[sent], func(k int) bool {
		role := r.dateRole(sent, tok, -1, &r.times[k])
		return role == dateNew || role == dateTwo
	})
}

// What a date is to an act that is put off or called off.
const (
	dateNew = 1 + iota // the day it is put off to
	dateOld            // the day it had
	dateTwo            // both: "del 14 al 20 de mayo"
)

// movedWhen returns the time that an act which is put off has now, and the one
// it had. An act that is called off keeps the one it had.
func (r *reading) movedWhen(g *trigger, v *verdict) (now, was When) {
	now, was = When{Time: -1}, When{Time: -1}
	for _, k := range r.timesIn[g.sent] {
		x := &r.times[k]
		sp := x.Span
		w := When{Value: dateOf(x.Value), Time: k, Span: &sp}
		from, to, open := strings.Cut(w.Value, "/")
		switch r.dateRole(g.sent, v.mover, g.tok, x) {
		case dateNew:
			if now.Time < 0 {
				if open && from == ".." {
					w.Value = to // "until June": its month
				}
				now = w
			}
		case dateOld:
			if was.Time < 0 {
				if open && to == ".." {
					w.Value = from // "с 14 мая": its day
				}
				was = w
			}
		case dateTwo:
			if now.Time < 0 && was.Time < 0 {
				now, was = w, w
				was.Value, now.Value = from, to
			}
		}
	}
	if v.moved.name == nameCancel {
		if was.Time >= 0 {
			now = was
		}
		return now, When{Time: -1}
	}
	was.Value = r.beforeNew(&was, now.Value)
	return now, was
}

// beforeNew returns the value of a date that an act had, where the words tell no
// more than a weekday or a month: a week or a year earlier when it would lie after
// the new one, and the next such weekday when it would lie before the article.
func (r *reading) beforeNew(was *When, now string) string {
	if was.Time < 0 || len(was.Value) < 7 || strings.Contains(was.Value, "/") {
		return was.Value
	}
	after := len(now) >= 7 && compareDates(was.Value, now) > 0
	switch words := r.times[was.Time].Unanchored; {
	case strings.HasPrefix(words, "XXXX-WXX"):
		day, err := time.Parse(time.DateOnly, was.Value)
		if err != nil {
			break
		}
		week := func(n int) string { return day.AddDate(0, 0, 7*n).Format(time.DateOnly) }
		if after {
			return week(-1)
		}
		if was.Value < r.published && (now == "" || compareDates(week(1), now) <= 0) {
			return week(1)
		}
	case after && strings.HasPrefix(words, "XXXX-"):
		if year, err := strconv.Atoi(was.Value[:4]); err == nil {
			return fmt.Sprintf("%04d%s", year-1, was.Value[4:])
		}
	}
	return was.Value
}

// dateRole tells what a time is to an act that is put off by the word at mover:
// 0 for nothing, as the day on which it was put off. The act is a token, or -1
// where only the word is known.
func (r *reading) dateRole(sent, mover, act int, x *timex.Time) int {
	if x.Type == timex.Duration || x.Type == timex.Set {
		return 0
	}
	s := &r.doc.Sentences[sent]
	sets := r.e.tab.sets
	prep := r.prepBefore(s, x)
	if r.plannedBefore(s, x) {
		return dateOld
	}
	byPrep := func() int {
		from, to, both := strings.Cut(x.Value, "/")
		switch {
		case sets[setMovedFrom][prep] && both && len(from) > 2 && len(to) > 2:
			return dateTwo
		case sets[setMovedFrom][prep]:
			return dateOld
		case sets[setMovedTo][prep]:
			return dateNew
		}
		return 0
	}
	top := topOf(s, x)
	noun := false
	for i, n := top, 0; i >= 0 && n < 8; i, n = s.Tokens[i].Head, n+1 {
		t := &s.Tokens[i]
		if i == mover {
			return byPrep()
		}
		if i == act || n > 0 && isNoun(t) {
			noun = noun || i == act
			continue
		}
		if n > 0 && r.under(s, mover, i) {
			break // above what puts it off: the time of another clause
		}
		if n > 0 && (frame.Main(t.Deprel) == "acl" || frame.Main(t.Deprel) == "amod") {
			return dateOld // "la visita que debía comenzar el 14 de mayo"
		}
		if n > 0 && isFinite(t) && frame.Main(t.Deprel) != "xcomp" {
			return 0
		}
	}
	if noun {
		if d := byPrep(); d != 0 {
			return d
		}
		return dateOld // "la visita del lunes"
	}
	if mover < x.First && x.First-mover <= reach {
		for i := mover + 1; i < x.First; i++ {
			if r.barrier(&s.Tokens[i]) {
				return 0
			}
		}
		return byPrep()
	}
	return 0
}

// topOf returns the token of a time that the rest of it hangs on.
func topOf(s *nlp.Sentence, x *timex.Time) int {
	for i := x.First; i <= x.Last && i < len(s.Tokens); i++ {
		if h := s.Tokens[i].Head; (h < x.First || h > x.Last) && s.Tokens[i].UPOS != "ADP" && s.Tokens[i].UPOS != "DET" {
			return i
		}
	}
	return x.First
}

// prepBefore returns the preposition of a time, within it or before it, in
// small letters; "" when there is none.
func (r *reading) prepBefore(s *nlp.Sentence, x *timex.Time) string {
	for i := x.First; i >= 0 && i >= x.First-2; i-- {
		t := &s.Tokens[i]
		if low := strings.ToLower(t.Form); t.UPOS == "ADP" || r.e.tab.sets[setMovedTo][low] || r.e.tab.sets[setMovedFrom][low] {
			return low
		}
		if i < x.First && t.UPOS != "DET" {
			return ""
		}
	}
	return ""
}

// plannedBefore says whether a time stands right behind a word of planning:
// "prevista para el 14 de mayo".
func (r *reading) plannedBefore(s *nlp.Sentence, x *timex.Time) bool {
	for i := x.First - 1; i >= 0 && i >= x.First-5; i-- {
		t := &s.Tokens[i]
		if r.wordIn(t, r.e.tab.sets[setPlanned]) {
			return true
		}
		switch t.UPOS {
		case "ADP", "DET", "ADV":
			continue
		}
		return false
	}
	return false
}

// hadDate returns the date that a planned act had where its day has changed and
// no word says so: "la cumbre prevista para el 20 de mayo será el 24 de julio",
// "on June 12 instead of May 14".
func (r *reading) hadDate(g *trigger, now When) When {
	none := When{Time: -1}
	if now.Time < 0 || now.Value == "" {
		return none
	}
	for _, k := range r.timesIn[g.sent] {
		x := &r.times[k]
		value := dateOf(x.Value)
		if k == now.Time || x.Type != timex.Date || value == "" || sameDate(value, now.Value) {
			continue
		}
		top := topOf(g.s, x)
		instead := r.e.tab.sets[setInstead][r.e.frames.Case(g.s, top)]
		h := g.s.Tokens[top].Head
		switch {
		case instead && (h == now.headIn(g, r) || h == g.tok):
		case g.c.Nominal && r.plannedBefore(g.s, x) && r.under(g.s, top, g.tok):
		default:
			continue
		}
		sp := x.Span
		was := When{Value: value, Time: k, Span: &sp}
		was.Value = r.beforeNew(&was, now.Value)
		return was
	}
	return none
}

// headIn returns what a time hangs on in the sentence of a trigger, or -1.
func (w *When) headIn(g *trigger, r *reading) int {
	if w.Time < 0 || r.times[w.Time].Sent != g.sent {
		return -1
	}
	return g.s.Tokens[topOf(g.s, &r.times[w.Time])].Head
}

// sameAct says whether the dates of two mentions may be those of one act: they
// are the same, one mention tells the day that the other says it had, or one
// puts off what another, in the same paragraph, tells as planned.
func sameAct(a, b *found) bool {
	x, y := &a.ev, &b.ev
	if x.Status == Planned && y.Status == Planned && a.g.s.Paragraph == b.g.s.Paragraph && a.putOff() != b.putOff() && x.Was.Value == "" && y.Was.Value == "" {
		return true
	}
	had := func(a, b *Event) bool {
		return a.Was.Value != "" && b.When.Value != "" && sameDate(a.Was.Value, b.When.Value)
	}
	return sameDate(x.When.Value, y.When.Value) || had(x, y) || had(y, x)
}

// putOff says whether a mention tells that its act has got another day.
func (f *found) putOff() bool { return f.v.moved != nil && f.v.moved.name != nameCancel }

// callsOff says whether the later of two mentions calls off what the earlier
// tells as planned, pointing back at it: "se reunirán en mayo. … la reunión fue
// cancelada".
func (r *reading) callsOff(earlier, later *found) bool {
	return earlier.ev.Status == Planned && earlier.ev.Polarity == Affirmed && later.ev.Polarity == Negated &&
		later.v.moved != nil && later.v.moved.name == nameCancel && later.g.c.Nominal && r.definite(later.g.s, later.g.tok)
}

// calledOff gives the acts of calling off or putting off the parties of the act
// that they change: the recipients are those of its parties who do not do so. Where
// the act was to take place is not where it is called off.
func (r *reading) calledOff(fs []*found) {
	for _, off := range fs {
		if off.ev.CAMEO != "125" || !off.row.beside {
			continue
		}
		for _, f := range fs {
			if f == off || f.v.moved == nil || f.v.mover != off.g.tok {
				continue
			}
			all := append(slices.Clone(f.ev.Actors), f.ev.Recipients...)
			if len(r.statesOf(all)) < 2 {
				continue
			}
			if to := r.without(r.distinct(all), off.ev.Actors); len(to) > 0 {
				off.ev.Recipients = to
			}
			if f.ev.Place == off.ev.Place {
				off.ev.Place = -1
			}
			off = nil
			break
		}
		if off != nil {
			r.dropPlace(off)
		}
	}
}

// dropPlace takes from the recipients of a calling off those that only stand where
// the meeting was to be: "cancela la cumbre de Budapest".
func (r *reading) dropPlace(off *found) {
	s := off.g.s
	if i := off.g.c.Object.Tokens; len(i) == 0 || r.meetingRow(&s.Tokens[i[0]]) == nil {
		return
	}
	off.ev.Recipients = slices.DeleteFunc(slices.Clone(off.ev.Recipients), func(e int) bool {
		place := false
		for _, m := range r.cast.Within(off.g.sent, off.g.tok, len(s.Tokens)-1) {
			k := &r.cast.Mentions[m]
			if r.key(k.Entity) != r.key(e) {
				continue
			}
			if k.First == 0 || r.placeAt(off.g.sent, k.Head) < 0 {
				return false
			}
			prep := s.Tokens[k.First-1].Lemma
			if !r.e.tab.sets[setPlaceAt][prep] && !(r.e.isPrep("of", prep) && k.Form == names.ByMetonym) {
				return false
			}
			place = true
		}
		return place
	})
}

// joinDates gives the mention that is kept the dates of the one that is
// dropped: of an act that is put off, the mention that says so tells the date
// it has now, and any other the date it had.
func (f *found) joinDates(drop *found) {
	a, b := &f.ev, &drop.ev
	had := func(w When) {
		if a.Was.Value == "" && w.Value != a.When.Value && w.Span != nil {
			a.Was = w
		}
	}
	switch {
	case f.putOff() && !drop.putOff():
		had(b.When)
	case drop.putOff() && !f.putOff():
		was := a.When
		a.When, a.Was, f.v.moved = b.When, b.Was, drop.v.moved
		had(was)
	default:
		if a.When.Value == "" && b.When.Value != "" {
			a.When = b.When
		}
		if a.Was.Value == "" {
			a.Was = b.Was
		}
	}
}

// retell reads what becomes of an act told before that a noun with its article
// points back at without naming its parties: "La firma, prevista para mayo, se
// aplazó a junio". Events from the index from on are those of the sentence.
func (r *reading) retell(sent, from int) {
	s := &r.doc.Sentences[sent]
	if s.Title {
		return
	}
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if !isNoun(t) || slices.ContainsFunc(r.events[from:], func(f *found) bool { return f.g.tok == i }) {
			continue
		}
		rows := r.rows(t)
		if len(rows) == 0 || r.insideName(sent, i) || !r.definite(s, i) {
			continue
		}
		g := trigger{sent: sent, tok: i, s: s, t: t, c: r.e.frames.Clause(s, i), host: r.governor(s, i), rel: -1, row: rows[0]}
		v := r.judge(&g)
		if v.moved == nil {
			continue
		}
		f := r.toldBefore(&g, rows, from)
		if f == nil {
			continue
		}
		x := &found{g: g, row: f.row, v: v, doc: -1, ev: f.ev}
		x.ev.When, x.ev.Was = r.movedWhen(&g, &v)
		x.ev.Trigger = r.triggerSpan(&g)
		f.joinDates(x)
		if v.polarity == Negated && f.ev.Polarity == Affirmed {
			f.ev.Polarity, f.ev.StatusCue = Negated, r.span(sent, v.cue)
			if f.ev.When.Value == "" {
				f.ev.When = x.ev.When
			}
		}
	}
}

// toldBefore returns the last planned act before a sentence that a noun may
// mean: one told with the same word, or by a row for the same word, or a visit
// for a visit. What is told longer ago than the paragraph before must stand in
// the title.
func (r *reading) toldBefore(g *trigger, rows []*row, from int) *found {
	visit := slices.ContainsFunc(rows, func(f *row) bool { return f.visit })
	for _, f := range slices.Backward(r.events[:from]) {
		if f.ev.Status != Planned || f.ev.Polarity == Denied || !f.inTitl && g.s.Paragraph-f.g.s.Paragraph > 1 {
			continue
		}
		if f.g.t.Lemma == g.t.Lemma || f.row.visit && visit || slices.Contains(rows, f.row) {
			return f
		}
	}
	return nil
}
