package record

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Kinds of steps in the life of a promise.
const (
	Announced  = "announced"
	Confirmed  = "confirmed" // told again on a later day, for the same day
	Redated    = "re-dated"
	Kept       = "kept"
	KeptLate   = "kept late"
	KeptInPart = "kept in part" // fewer documents than announced
	Changed    = "changed"      // it happened, but as something else: another kind of visit
	Cancelled  = "cancelled"
	Disputed   = "disputed" // somebody denies that it is planned or was done
	NotKept    = "not kept" // reported as not done
)

// States of a promise beside the kinds of steps that end it.
const (
	Open    = "open"
	Overdue = "overdue" // its day is past and no report was seen
	Lapsed  = "lapsed"  // its day is long past and no report was seen
	Unknown = "unknown" // it has no day, and nothing was heard for long
)

// A Promise is an act that was announced, and what became of it.
type Promise struct {
	Due   string `json:"due,omitempty"` // EDTF, as last told; "" when no day is told
	Steps []Step `json:"steps"`         // oldest first
}

// Firm reports whether the plan was told again since it was last moved, until a day.
func (p *Promise) Firm(on Day) bool {
	firm := false
	for _, s := range p.Steps {
		if s.On > on.String() {
			break
		}
		switch s.Kind {
		case Confirmed:
			firm = true
		case Redated, Disputed:
			firm = false
		}
	}
	return firm
}

// A Step is a turn in the life of a promise.
type Step struct {
	Kind  string   `json:"kind"`
	On    string   `json:"on"`            // day of the first report that tells it, ISO 8601
	Due   string   `json:"due,omitempty"` // EDTF, in force after the step
	Facts []string `json:"facts"`         // keys of the reports that tell it, oldest first
}

// A State is how a promise stands on a day.
type State struct {
	State  string // a kind of step, or Open, Overdue, Lapsed, Unknown
	Due    string // EDTF; "" when no day is told
	Since  string // day of the step that brought it, ISO 8601
	Window Interval
}

// An account keeps the life of a promise while its reports are gone through.
type account struct {
	steps []Step
	due   string
	when  Interval
	dues  []Interval
	kinds []string // kinds of visit announced
	dated bool     // the day of the outcome was told
	count int      // documents announced: the smallest number told, 0 for none
}

// promise tells the life of an act from its announcement. An act that nobody
// announced has none. Of what one article tells of the act only the news makes a
// step: the outcome before a denial, a denial before the plan that it denies.
func (e *episode) promise() *Promise {
	a := account{when: Anytime}
	items := e.counted()
	for len(items) > 0 {
		n := 1
		for n < len(items) && items[n].r.Source.Key == items[0].r.Source.Key {
			n++
		}
		a.take(items[:n])
		items = items[n:]
	}
	if len(a.steps) == 0 {
		return nil
	}
	return &Promise{Due: a.due, Steps: a.steps}
}

// take goes on with the life of a promise by what one article tells.
func (a *account) take(items []*item) {
	var deed, denial, negation, off, plan *item
	for _, it := range items {
		switch {
		case it.happened():
			if deed == nil || it.told && !deed.told {
				deed = it
			}
		case it.polarity == "denied":
			denial = cmp.Or(denial, it)
		case it.polarity == "negated":
			negation = cmp.Or(negation, it)
		case it.status == "hypothetical": // what may happen is not promised
		case it.r.Fact.PutOff:
			off = cmp.Or(off, it)
		default:
			if plan == nil || it.told && !plan.told {
				plan = it
			}
		}
	}
	switch {
	case deed != nil:
		if len(a.steps) > 0 {
			a.deed(deed)
		}
	case denial != nil:
		if len(a.steps) > 0 && !a.over() {
			a.step(Disputed, denial)
		}
	case off != nil:
		a.plan(off)
	case negation != nil && negation.ahead():
		if len(a.steps) > 0 && !a.over() {
			a.step(Cancelled, negation)
		}
	case negation != nil:
		if len(a.steps) > 0 && !a.over() {
			kind := NotKept
			if a.when.Known() && negation.pub <= a.when.End {
				kind = Disputed // its day is not over: who says that there is no such meeting denies the plan
			}
			a.step(kind, negation)
		}
	case plan != nil:
		a.plan(plan)
	}
}

// plan takes a report that announces the act.
func (a *account) plan(it *item) {
	f := &it.r.Fact
	if f.VisitKind != "" && !slices.Contains(a.kinds, f.VisitKind) {
		a.kinds = append(a.kinds, f.VisitKind)
	}
	if n := documents(f); n > 0 && (a.count == 0 || n < a.count) {
		a.count = n
	}
	defer func() {
		if it.was.Known() {
			a.dues = append(a.dues, it.was)
		}
	}()
	if len(a.steps) == 0 {
		a.setDue(it)
		kind := Announced
		if f.PutOff {
			kind = Redated // the first that is heard of it is that it was put off
		}
		a.step(kind, it)
		return
	}
	if a.over() {
		return // told beside the outcome
	}
	last := &a.steps[len(a.steps)-1]
	if f.PutOff {
		if last.Kind == Redated && (!it.told || a.when.Known() && a.when.Overlaps(it.when)) {
			last.Facts = append(last.Facts, f.Key)
			return
		}
		if a.when.Known() && it.told && a.when.Overlaps(it.when) {
			a.repeat(it)
			return
		}
		a.setDue(it)
		a.step(Redated, it)
		return
	}
	if !it.told || !a.when.Known() {
		if it.told {
			a.setDue(it)
		}
		a.repeat(it)
		return
	}
	switch gap := a.when.Gap(it.when); {
	case gap == 0:
		if it.when.Days() < a.when.Days() && !stretch(a.due) {
			a.setDue(it) // the month becomes a day
		}
		a.repeat(it)
	case it.pub != Never && it.when.End < it.pub, slices.ContainsFunc(a.dues, func(d Interval) bool { return d.Overlaps(it.when) }):
		// A day that has passed, or that was given up: told as background.
	case gap <= slack || it.day() == last.On:
		a.repeat(it) // outlets differ; see Event.Variations
	default:
		a.setDue(it)
		a.step(Redated, it)
	}
}

// deed takes a report that the act happened.
func (a *account) deed(it *item) {
	f := &it.r.Fact
	kind := Kept
	switch {
	case a.when.Known() && it.told && it.when.Start > a.when.End && a.when.Gap(it.when) > slack:
		kind = KeptLate
	case f.VisitKind != "" && len(a.kinds) > 0 && !slices.Contains(a.kinds, f.VisitKind):
		kind = Changed
	case documents(f) > 0 && documents(f) < a.count:
		kind = KeptInPart
	}
	if a.over() {
		last := &a.steps[len(a.steps)-1]
		last.Facts = append(last.Facts, f.Key)
		if last.Kind == Kept && kind == KeptLate && !a.dated {
			last.Kind = kind // the reports before told no day
		}
		a.dated = a.dated || it.told
		return
	}
	a.dated = it.told
	a.step(kind, it)
}

// documents returns how many documents a fact tells of, 0 where it tells none.
func documents(f *Fact) int {
	for _, q := range f.Quantities {
		if q.Kind == "documents" {
			n, err := strconv.Atoi(q.Value)
			if err == nil {
				return n
			}
		}
	}
	return 0
}

// over reports whether the promise has had its outcome.
func (a *account) over() bool {
	switch a.steps[len(a.steps)-1].Kind {
	case Kept, KeptLate, KeptInPart, Changed:
		return true
	}
	return false
}

func (a *account) setDue(it *item) {
	if a.when.Known() {
		a.dues = append(a.dues, a.when)
	}
	a.due, a.when = it.r.Fact.Time, it.when
	if !it.told {
		a.due, a.when = "", Anytime
	}
}

// repeat takes a report of the plan as it stands: on a later day it confirms it.
func (a *account) repeat(it *item) {
	last := &a.steps[len(a.steps)-1]
	if it.day() == last.On || last.Kind == Confirmed {
		last.Facts = append(last.Facts, it.r.Fact.Key)
		last.Due = a.due
		return
	}
	a.step(Confirmed, it)
}

// step adds a step, or the report to the last one, when that is of the kind.
func (a *account) step(kind string, it *item) {
	if n := len(a.steps); n > 0 && a.steps[n-1].Kind == kind && a.steps[n-1].Due == a.due {
		a.steps[n-1].Facts = append(a.steps[n-1].Facts, it.r.Fact.Key)
		return
	}
	a.steps = append(a.steps, Step{Kind: kind, On: it.day(), Due: a.due, Facts: []string{it.r.Fact.Key}})
}

// day returns when the report was published, "" when that is unknown.
func (it *item) day() string {
	if it.pub == Never {
		return ""
	}
	return it.pub.String()
}

// On tells how the promise stands at the end of a day, by what was reported until
// then.
func (p *Promise) On(day Day) State {
	s := State{State: Open, Window: Anytime}
	on := day.String()
	for _, step := range p.Steps {
		if step.On > on {
			break
		}
		s.Due = step.Due
		if w, ok := ParseInterval(step.Due); ok {
			s.Window = w
		} else {
			s.Window = Anytime
		}
		s.Since = step.On
		switch step.Kind {
		case Announced, Confirmed, Redated:
			if s.State != Disputed || step.Kind == Redated {
				s.State = Open
			}
		default:
			s.State = step.Kind
		}
	}
	if s.State != Open {
		return s
	}
	switch {
	case s.Window.End != Never && s.Window.Known():
		switch past := int(day) - int(s.Window.End); {
		case past > lapseAfter:
			s.State = Lapsed
		case past > 0:
			s.State = Overdue
		}
	case s.Since != "":
		if d, err := ParseDay(s.Since); err == nil && int(day)-int(d) > dormant {
			s.State = Unknown
		}
	}
	return s
}

// String tells the step to a person.
func (s Step) String() string {
	if s.Due == "" {
		return fmt.Sprintf("%s %s", cmp.Or(s.On, "undated"), s.Kind)
	}
	return fmt.Sprintf("%s %s (due %s)", cmp.Or(s.On, "undated"), s.Kind, s.Due)
}

// Ends reports whether a kind of step is an outcome.
func Ends(kind string) bool {
	switch kind {
	case Kept, KeptLate, KeptInPart, Changed, Cancelled, NotKept:
		return true
	}
	return false
}
