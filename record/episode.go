package record

import (
	"cmp"
	"fmt"
	"slices"
)

// How the record judges times; all in days.
const (
	slack      = 3   // dates of one event that outlets tell differently
	speechLag  = 2   // how old news of words spoken may be when no date is told
	deedLag    = 7   // how old news of a deed may be when no date is told
	pastDue    = 45  // how long after its day a promise is still spoken of as one
	redating   = 240 // how far a new date may lie from the one before
	early      = 30  // how long before its day a promise may be kept
	late       = 180 // how long after its day a promise may still be kept
	dormant    = 180 // how long an undated plan is taken for the one spoken of before
	reach      = 240 // farther apart no rule joins anything: the longest of these
	lapseAfter = 90  // how long after its day a promise of which nothing was heard has lapsed
)

// An item is a report prepared for being placed.
type item struct {
	r    *Report
	pub  Day      // Never when unknown
	when Interval // of the act; what the words leave open is closed by the day of publication
	told bool     // the words tell a time
	was  Interval // of the act before it was put off

	status, polarity string // of the fact, but for mentions of a plan, see asPlan

	lo, hi Day // first and last of the days above
}

// hull finds the first and last day of a report; who tells no day may be meant
// anywhere.
func (it *item) hull() {
	it.lo, it.hi = Never, Always
	add := func(d Day) {
		if d != Never && d != Always {
			it.lo, it.hi = min(it.lo, d), max(it.hi, d)
		}
	}
	for _, d := range []Day{it.pub, it.when.Start, it.when.End, it.was.Start, it.was.End} {
		add(d)
	}
	if it.lo > it.hi {
		it.lo, it.hi = Always+reach, Never-reach
	}
}

func newItem(r *Report) *item {
	it := &item{r: r, pub: Never, was: Anytime, status: r.Fact.Status, polarity: r.Fact.Polarity}
	if d, err := ParseDay(r.Source.Published); err == nil {
		it.pub = d
	}
	it.when, it.told = ParseInterval(r.Fact.Time)
	if w, ok := ParseInterval(r.Fact.Was); ok {
		it.was = w
	}
	it.close()
	return it
}

// close closes by the day of publication what the words leave open.
func (it *item) close() {
	if it.pub == Never {
		return
	}
	switch {
	case it.ahead():
		if !it.told {
			it.when = Anytime
		} else if it.when.Start == Always {
			it.when.Start = min(it.pub, it.when.End)
		}
	case !it.told:
		lag := Day(deedLag)
		if isSpeech(it.r.Fact.Act) {
			lag = speechLag
		}
		it.when = Interval{it.pub - lag, it.pub}
	case it.when.End == Never:
		it.when.End = max(it.pub, it.when.Start)
	}
}

// asPlan takes reports of done deeds for mentions of a plan where the same
// article tells the act for a day that lies ahead of it, and no day of the deed: a
// noun ("the talks") does not show that its act is still to come.
func asPlan(items []*item) {
	type place struct{ article, block string }
	ahead := map[place]bool{}
	for _, it := range items {
		if it.plans() && it.told && it.pub != Never && it.when.Start > it.pub {
			ahead[place{it.r.Source.Key, it.r.Fact.Block()}] = true
		}
	}
	for _, it := range items {
		if it.happened() && !it.told && ahead[place{it.r.Source.Key, it.r.Fact.Block()}] {
			it.status, it.when = "planned", Anytime
		}
	}
}

// ahead reports whether the act lies ahead of the report: planned, or thought of.
func (it *item) ahead() bool {
	return it.status == "planned" || it.status == "hypothetical"
}

// plans reports whether the act is announced.
func (it *item) plans() bool {
	return it.status == "planned" && it.polarity == "affirmed"
}

// happened reports whether the act is told as done or going on.
func (it *item) happened() bool { return !it.ahead() && it.polarity == "affirmed" }

// An episode is an event in the making: one act from its announcement to its
// outcome.
type episode struct {
	items []*item
	due   Interval // when it is to happen, as last told; Anytime while nothing is told
	dues  []Interval
	done  Interval // when it happened; Anytime while it has not
	last  Day      // when it was last reported

	lo, hi Day // first and last of all days that its reports tell or were published on
}

func (e *episode) add(it *item) {
	if len(e.items) == 0 {
		e.lo, e.hi = it.lo, it.hi
	}
	e.lo, e.hi = min(e.lo, it.lo), max(e.hi, it.hi)
	e.items = append(e.items, it)
	if it.pub != Never {
		e.last = max(e.last, it.pub)
	}
	switch {
	case it.plans():
		if it.when.Known() {
			if it.pub == Never || it.when.End >= it.pub || !e.due.Known() {
				e.due = it.when
			}
			e.dues = append(e.dues, it.when)
		}
		if it.was.Known() {
			e.dues = append(e.dues, it.was)
		}
	case it.happened():
		if !e.done.Known() || it.told && it.when.Days() < e.done.Days() {
			e.done = it.when
		}
	}
}

// takes tells how well a report fits, 0 for not at all, and why it does. Fits that
// are no better than least are not looked into.
func (e *episode) takes(it *item, least int) (int, []Reason) {
	if e.lo > it.hi+reach || it.lo > e.hi+reach {
		return 0, nil
	}
	var score int
	var why Reason
	if it.happened() {
		score, why = e.takesDeed(it)
	} else {
		score, why = e.takesPlan(it)
	}
	if score <= least || e.parted(it) {
		return 0, nil
	}
	why.Weak = score <= weak
	return score, []Reason{{Rule: "same act and parties", Detail: it.r.Fact.Block()}, why}
}

// weak is the score up to which a report may as well be of another event: nothing
// but parties and act speak for it.
const weak = 3

// takesPlan places a report of what is to come, is thought of or did not happen.
func (e *episode) takesPlan(it *item) (int, Reason) {
	if it.was.Known() {
		for _, d := range e.dues {
			if d.Gap(it.was) <= slack {
				return 9, because("put off", "from %s, when it was due", it.was.EDTF())
			}
		}
	}
	if it.told {
		for i := len(e.dues) - 1; i >= 0; i-- {
			if d := e.dues[i]; d.Overlaps(it.when) {
				return 8, because("same time", "%s, told for %s", it.when.EDTF(), d.EDTF())
			}
		}
		for _, d := range e.dues {
			if d.Gap(it.when) <= slack && !it.r.Fact.PutOff {
				return 7, because("times near each other", "%s beside %s", it.when.EDTF(), d.EDTF())
			}
		}
		if e.done.Known() {
			if gap := e.done.Gap(it.when); gap <= slack {
				return 6, because("plan of what happened", "due %s, happened %s", it.when.EDTF(), e.done.EDTF())
			}
		}
	}
	if e.done.Known() {
		// What was told after the outcome is about something else, but for what
		// is denied or told late.
		if !it.told && it.pub != Never && abs(int(it.pub)-int(e.done.End)) <= deedLag {
			return 2, because("told beside what happened", "on %s", it.pub)
		}
		return 0, Reason{}
	}
	if it.pub != Never && e.due.Known() && e.due.End != Never && int(it.pub)-int(e.due.End) > pastDue {
		return 0, Reason{}
	}
	switch {
	case !it.told:
		if it.pub != Never && int(it.pub)-int(e.last) > dormant {
			return 0, Reason{}
		}
		if it.polarity != "affirmed" {
			return 5, because("of the plan in force", "due %s", cmp.Or(e.due.EDTF(), "at no day told"))
		}
		return 4, because("of the plan in force", "due %s", cmp.Or(e.due.EDTF(), "at no day told"))
	case !e.due.Known():
		if it.pub != Never && int(it.pub)-int(e.last) > dormant {
			return 0, Reason{}
		}
		return 3, because("plan without a day before", "now due %s", it.when.EDTF())
	case it.r.Fact.PutOff && e.due.Gap(it.when) <= redating:
		return 5, because("put off", "to %s from %s", it.when.EDTF(), e.due.EDTF())
	case e.sameArticle(it):
		return 0, Reason{} // two days in one article are two acts
	case it.plans() && e.due.Gap(it.when) <= redating && it.when.Start > e.due.Start:
		return 3, because("another day for the plan in force", "%s after %s", it.when.EDTF(), e.due.EDTF())
	}
	return 0, Reason{}
}

// takesDeed places a report of what happened.
func (e *episode) takesDeed(it *item) (int, Reason) {
	if e.done.Known() {
		gap := e.done.Gap(it.when)
		switch {
		case gap == 0:
			return 9, because("same time", "%s and %s", it.when.EDTF(), e.done.EDTF())
		case gap <= slack && !e.sameArticle(it):
			return 7, because("times near each other", "%s beside %s", it.when.EDTF(), e.done.EDTF())
		}
		return 0, Reason{}
	}
	if !e.due.Known() {
		if it.pub != Never && int(it.pub)-int(e.last) > dormant || len(e.dues) > 0 && e.sameArticle(it) {
			return 0, Reason{}
		}
		return 4, because("outcome of a plan without a day", "%s", it.when.EDTF())
	}
	gap := e.due.Gap(it.when)
	switch {
	case gap == 0:
		return 8, because("on the day it was due", "%s", e.due.EDTF())
	case gap <= slack:
		return 7, because("near the day it was due", "%s beside %s", it.when.EDTF(), e.due.EDTF())
	case e.sameArticle(it):
		return 0, Reason{}
	case it.when.End < e.due.Start && gap <= early && it.told:
		return 3, because("before the day it was due", "%s, due %s", it.when.EDTF(), e.due.EDTF())
	case it.when.Start > e.due.End && gap <= late:
		return 3, because("after the day it was due", "%s, due %s", it.when.EDTF(), e.due.EDTF())
	}
	return 0, Reason{}
}

// because makes a reason.
func because(rule, format string, args ...any) Reason {
	return Reason{Rule: rule, Detail: fmt.Sprintf(format, args...)}
}

// parted reports whether something keeps a report from an episode whatever their
// times.
func (e *episode) parted(it *item) bool {
	f := &it.r.Fact
	if isSpeech(f.Act) && slices.ContainsFunc(e.items, func(o *item) bool {
		return o.r.Source.Key == it.r.Source.Key && o.status == it.status && o.polarity == it.polarity
	}) {
		return true // words spoken twice in one article are two acts
	}
	switch f.Act {
	case "visit", "talks", "call":
		return e.otherPeople(f)
	}
	return false
}

// otherPeople reports whether people of one state are named on both sides and
// none of them is the same.
func (e *episode) otherPeople(f *Fact) bool {
	for _, code := range f.Parties {
		mine := people(nil, f, code)
		if len(mine) == 0 {
			continue
		}
		var theirs []string
		for _, o := range e.items {
			theirs = people(theirs, &o.r.Fact, code)
		}
		if len(theirs) > 0 && !slices.ContainsFunc(mine, func(s string) bool { return slices.Contains(theirs, s) }) {
			return true
		}
	}
	return false
}

// people adds the people of a state that take part.
func people(to []string, f *Fact, code string) []string {
	for _, ps := range [][]Party{f.Actors, f.Recipients} {
		for _, p := range ps {
			if p.Person && p.Code == code {
				to = append(to, p.Entity)
			}
		}
	}
	return to
}

// sameArticle reports whether the article of a report tells the episode already.
func (e *episode) sameArticle(it *item) bool {
	return slices.ContainsFunc(e.items, func(o *item) bool { return o.r.Source.Key == it.r.Source.Key })
}

// counted are the items that count for what is so: those of superseded versions
// only where there is nothing else.
func (e *episode) counted() []*item {
	var out []*item
	for _, it := range e.items {
		if !it.r.Source.Superseded {
			out = append(out, it)
		}
	}
	if out == nil {
		return e.items
	}
	return out
}

// status returns the last status known: an act that was reported done is done.
func (e *episode) status() string {
	items := e.counted()
	status := items[len(items)-1].status
	for _, want := range []string{"occurred", "ongoing", "planned"} {
		for _, it := range items {
			if it.status == want && it.polarity == "affirmed" {
				return want
			}
		}
	}
	return status
}

// polarity returns the polarity last told for the status of the event. A plan
// that some affirm and others deny stays affirmed; the difference stands among
// the variations.
func (e *episode) polarity() string {
	items := e.counted()
	status, polarity := e.status(), ""
	for _, it := range items {
		switch {
		case it.status != status && !(status == "planned" && it.status == "hypothetical"):
		case it.polarity == "denied" && polarity != "":
		case status == "occurred" && polarity == "affirmed":
		default:
			polarity = it.polarity
		}
	}
	return cmp.Or(polarity, "affirmed")
}

// most returns the value that most publishers tell, the earliest of equals.
func (e *episode) most(of func(it *item) string) string {
	var order []string
	votes := map[string]map[string]bool{}
	for _, it := range e.counted() {
		v := of(it)
		if v == "" {
			continue
		}
		if votes[v] == nil {
			votes[v] = map[string]bool{}
			order = append(order, v)
		}
		votes[v][it.r.Source.family()] = true
	}
	best := ""
	for _, v := range order {
		if best == "" || len(votes[v]) > len(votes[best]) {
			best = v
		}
	}
	return best
}

// place returns where most say that it happened, else where it is to happen as
// last planned; a whole state only where no one tells more.
func (e *episode) place() *Place {
	inForce := e.inForce()
	for _, counts := range []func(it *item) bool{
		(*item).happened,
		func(it *item) bool { return slices.Contains(inForce, it) },
		func(*item) bool { return true },
	} {
		for _, whole := range []bool{false, true} {
			id := e.most(func(it *item) string {
				if p := it.r.Fact.Place; p != nil && p.State == whole && counts(it) {
					return p.Entity
				}
				return ""
			})
			for _, it := range e.items {
				if p := it.r.Fact.Place; p != nil && id != "" && p.Entity == id {
					return p
				}
			}
		}
	}
	return nil
}

// time returns when the event happened, or is due: the day that most publishers
// tell, plans that were not given up included.
func (e *episode) time(p *Promise) string {
	if e.done.Known() {
		days := map[*item]string{}
		for _, t := range dates(e.inForce()) {
			days[t.it] = t.value
		}
		return e.most(func(it *item) string { return days[it] })
	}
	if p != nil {
		return p.Due
	}
	return e.most(func(it *item) string {
		if !it.told {
			return ""
		}
		return it.r.Fact.Time
	})
}

// inForce returns the items that tell when the event happened, and those that
// plan it for about that time: days that were given up are left out. While it has
// not happened those are the plans for the day last told.
func (e *episode) inForce() []*item {
	at := e.done
	if !at.Known() {
		at = e.due
	}
	var out []*item
	for _, it := range e.items {
		if it.told && (it.happened() || it.plans() && it.when.Gap(at) <= slack) {
			out = append(out, it)
		}
	}
	return out
}

func abs(n int) int { return max(n, -n) }
