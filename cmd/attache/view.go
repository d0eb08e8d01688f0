package main

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/terminal"
	"github.com/attache-project/attache/record"
)

// A view shows answers of the record to a person.
type view struct {
	out  *bufio.Writer
	page terminal.Page
}

// quoted is how many characters of an article a row shows.
const quoted = 160

func (v *view) line(format string, args ...any) {
	for _, l := range terminal.Wrap(terminal.Clean(fmt.Sprintf(format, args...)), v.page.Width) {
		fmt.Fprintln(v.out, l)
	}
}

func (v *view) title(format string, args ...any) {
	fmt.Fprintln(v.out, v.page.Style(terminal.Bold, terminal.Clean(fmt.Sprintf(format, args...))))
}

// partyNames lists parties: people with the state they belong to.
func partyNames(ps []record.Party) string {
	var out []string
	for _, p := range ps {
		n := cmp.Or(p.Name, p.Entity)
		if p.Code != "" && p.Code != n && p.Person {
			n += " (" + p.Code + ")"
		}
		out = append(out, n)
	}
	return strings.Join(out, ", ")
}

// between writes who does it, and to whom.
func between(actors, recipients []record.Party) string {
	if len(recipients) == 0 {
		return partyNames(actors)
	}
	return cmp.Or(partyNames(actors), "?") + " → " + partyNames(recipients)
}

func placed(p *record.Place) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// sourced names an article: outlet, date, and the key to ask for it.
func sourced(s *record.Source) string {
	out := cmp.Or(s.Outlet, "unknown outlet")
	if s.Agency != "" && s.Agency != s.Outlet {
		out += " (" + s.Agency + ")"
	}
	out += " " + cmp.Or(s.Published, "undated")
	if s.Superseded {
		out += ", an older version"
	}
	return out
}

func inMarks(s string) string { return "«" + terminal.Shorten(s, quoted) + "»" }

// state writes a status with its polarity.
func state(status, polarity string) string {
	if polarity == "" || polarity == "affirmed" {
		return status
	}
	return strings.TrimPrefix(status+", "+polarity, ", ")
}

// tellers counts who tells an event.
func tellers(e *record.Event) string {
	return fmt.Sprintf("%s in %s, %d independent", counted(e.Articles, "article", "articles"), counted(e.Outlets, "outlet", "outlets"), e.Independent)
}

func (v *view) hits(hits []store.Hit, count map[string]int, more bool, q *store.Query) {
	if len(hits) == 0 {
		v.line("nothing in the record fits")
		return
	}
	t := &terminal.Table{Style: terminal.Bold, Weights: []int{9, 3, 3, 6}}
	for _, h := range hits {
		words := h.Passage.Text
		for i := len(h.Passage.Marks) - 1; i >= 0; i-- { // from the end, so that places stay
			m := h.Passage.Marks[i]
			r := []rune(words)
			if m[1] <= len(r) {
				words = string(r[:m[0]]) + "[" + string(r[m[0]:m[1]]) + "]" + string(r[m[1]:])
			}
		}
		if h.Fact == nil {
			t.Add(h.Source.Key, sourced(&h.Source), h.Source.Title, terminal.Shorten(words, 2*quoted))
			continue
		}
		f := h.Fact
		what := cmp.Or(f.Act, f.Kind)
		who := between(f.Actors, f.Recipients)
		if f.Kind == record.KindStatement && f.Speaker != nil {
			who = partyNames([]record.Party{*f.Speaker})
		}
		t.Add(f.Key, sourced(&h.Source), joinNonEmpty(" · ", what, state(f.Status, f.Polarity), f.Time, who), cmp.Or(inMarksIf(f.Words.Text), terminal.Shorten(words, quoted)))
	}
	t.Write(v.out, v.page)
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(count)) {
		parts = append(parts, fmt.Sprintf("%d %s", count[k], k))
	}
	if more {
		parts = append(parts, fmt.Sprintf("there is more: --offset %d goes on", q.Offset+len(hits)))
	}
	if len(parts) > 0 {
		fmt.Fprintln(v.out)
		v.line("%s", strings.Join(parts, ", "))
	}
}

func inMarksIf(s string) string {
	if s == "" {
		return ""
	}
	return inMarks(s)
}

func joinNonEmpty(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}

func (v *view) event(e *record.Event) {
	v.title("%s  %s", e.ID, headline(e))
	v.line("%s", joinNonEmpty(" · ", state(e.Status, e.Polarity), e.Time, placed(e.Place), e.VisitKind, joinNonEmpty(" ", e.Type, e.Mode, e.CAMEO)))
	v.line("%s", tellers(e))
	v.promise(e)
	v.variations(e.Variations)
	t := &terminal.Table{Heading: "Reports", Style: terminal.Bold, Weights: []int{9, 2, 4, 3, 4}}
	for i := range e.Reports {
		r := &e.Reports[i]
		why := "the first report"
		if n := len(r.Why); n > 0 {
			why = joinNonEmpty(": ", r.Why[n-1].Rule, r.Why[n-1].Detail)
		}
		if r.Confirmed {
			why += "; confirmed by a person"
		}
		t.Add(r.Fact.Key, sourced(&r.Source), inMarks(r.Fact.Words.Text), joinNonEmpty(" · ", state(r.Fact.Status, r.Fact.Polarity), r.Fact.Time, sayer(&r.Fact)), why)
	}
	t.Write(v.out, v.page)
}

func sayer(f *record.Fact) string {
	if f.Speaker == nil {
		return ""
	}
	return "says " + partyNames([]record.Party{*f.Speaker})
}

// headline tells an event in a line.
func headline(e *record.Event) string {
	if len(e.Actors)+len(e.Recipients) == 0 {
		return e.Act
	}
	return e.Act + ": " + between(e.Actors, e.Recipients)
}

func (v *view) promise(e *record.Event) {
	if e.Promise == nil {
		return
	}
	t := &terminal.Table{Heading: "Promise", Style: terminal.Yellow, Weights: []int{2, 2, 2, 4}}
	for _, s := range e.Promise.Steps {
		t.Add(cmp.Or(s.On, "undated"), s.Kind, due(s.Due), v.evidence(e, s.Facts))
	}
	t.Write(v.out, v.page)
}

func due(s string) string {
	if s == "" {
		return "no day told"
	}
	return "due " + s
}

// evidence names the articles of facts of an event, with the words of the first.
func (v *view) evidence(e *record.Event, facts []string) string {
	var out []string
	words := ""
	for i := range e.Reports {
		if r := &e.Reports[i]; slices.Contains(facts, r.Fact.Key) {
			out = append(out, sourced(&r.Source))
			words = cmp.Or(words, r.Fact.Words.Text)
		}
	}
	out = slices.Compact(out)
	s := inMarks(words) + " " + out[0]
	if len(out) > 1 {
		s += fmt.Sprintf(" and %d more", len(out)-1)
	}
	return s
}

func (v *view) variations(vs []record.Variation) {
	t := &terminal.Table{Heading: "Reports differ", Style: terminal.Bold}
	for _, x := range vs {
		t.Add(x.Attribute, x.Phase, valuesOf(x.Values))
	}
	t.Write(v.out, v.page)
}

func valuesOf(vs []record.Value) string {
	var out []string
	for _, x := range vs {
		out = append(out, fmt.Sprintf("%s (%s)", x.Value, counted(len(x.Articles), "article", "articles")))
	}
	return strings.Join(out, " · ")
}

func (v *view) report(r *record.Report) {
	f := &r.Fact
	v.title("%s  %s", f.Key, joinNonEmpty(" ", f.Kind, f.Act, f.Statement))
	v.line("%s", joinNonEmpty(" · ", between(f.Actors, f.Recipients), state(f.Status, f.Polarity), f.Time, f.Level, f.Move))
	v.line("%s", inMarks(f.Words.Text))
	v.line("%s, article %s, rule %s", sourced(&r.Source), r.Source.Key, f.Rule)
}

func (v *view) article(a *ask.Article) {
	s := &a.Source
	v.title("%s  %s", s.Key, cmp.Or(s.Title, "untitled"))
	v.line("%s", joinNonEmpty(" · ", sourced(s), s.Lang, s.URL))
	for _, x := range a.Versions {
		if x.Key != s.Key {
			v.line("another version of the address: %s, retrieved %s", x.Key, cmp.Or(x.Retrieved, "at a time not told"))
		}
	}
	for _, x := range a.Copies {
		v.line("nearly the same text: %s, %s", x.Key, sourced(&x))
	}
	fmt.Fprintln(v.out)
	for par := range strings.SplitSeq(strings.TrimSpace(a.Article.Text), "\n") {
		v.line("%s", par)
		if strings.TrimSpace(par) == "" {
			fmt.Fprintln(v.out)
		}
	}
	t := &terminal.Table{Heading: "Facts", Style: terminal.Bold, Weights: []int{9, 2, 3, 4}}
	for i := range a.Facts {
		f := &a.Facts[i]
		who := between(f.Actors, f.Recipients)
		if f.Kind == record.KindStatement && f.Speaker != nil {
			who = partyNames([]record.Party{*f.Speaker})
		}
		t.Add(f.Key, joinNonEmpty(" ", cmp.Or(f.Act, f.Kind), state(f.Status, f.Polarity), f.Time), who, inMarks(f.Words.Text))
	}
	t.Write(v.out, v.page)
}

func (v *view) timeline(events []record.Event) {
	if len(events) == 0 {
		v.line("nothing in the record fits")
		return
	}
	t := &terminal.Table{Style: terminal.Bold, Weights: []int{3, 2, 4, 9, 3}}
	for i := range events {
		e := &events[i]
		when := e.Time
		if when == "" {
			when = "reported " + cmp.Or(e.Reports[0].Source.Published, "on no day told")
		}
		differ := ""
		if len(e.Variations) > 0 {
			differ = "reports differ"
		}
		t.Add(when, state(e.Status, e.Polarity), headline(e), e.ID, joinNonEmpty(" · ", counted(e.Independent, "source", "sources"), differ))
	}
	t.Write(v.out, v.page)
}

func (v *view) compare(e *record.Event) {
	v.title("%s  %s", e.ID, headline(e))
	v.line("%s", tellers(e))
	if len(e.Variations) == 0 {
		v.line("its reports do not differ")
	}
	for _, x := range e.Variations {
		t := &terminal.Table{Heading: "The " + x.Attribute + " (" + x.Phase + ")", Style: terminal.Bold}
		for _, val := range x.Values {
			for i := range e.Reports {
				if r := &e.Reports[i]; slices.Contains(val.Facts, r.Fact.Key) {
					t.Add(val.Value, sourced(&r.Source), inMarks(r.Fact.Words.Text), sayer(&r.Fact))
				}
			}
		}
		t.Write(v.out, v.page)
	}
}

func (v *view) who(ps []ask.Person) {
	if len(ps) == 0 {
		v.line("nobody of that name is in the directory or the record")
		return
	}
	for i := range ps {
		x := &ps[i]
		if i > 0 {
			fmt.Fprintln(v.out)
		}
		var all []string
		for _, l := range []string{"es", "en", "ru"} {
			if n := x.Name[l]; n != "" && !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
		v.title("%s  %s", x.ID, strings.Join(all, " · "))
		v.line("%s", joinNonEmpty(" · ", x.Kind, x.Code, counted(x.Facts, "fact", "facts")+" in the record", joinNonEmpty(" to ", x.First, x.Last)))
		t := &terminal.Table{Heading: "Offices", Style: terminal.Bold}
		for _, o := range x.Offices {
			t.Add(strings.ReplaceAll(o.Office, "_", " "), o.Of, joinNonEmpty(" to ", o.From, o.To))
		}
		t.Write(v.out, v.page)
		for _, part := range []struct {
			name string
			hits []store.Hit
		}{{"Said last", x.Statements}, {"Did last", x.Events}} {
			t := &terminal.Table{Heading: part.name, Style: terminal.Green, Weights: []int{9, 2, 2, 5}}
			for _, h := range part.hits {
				t.Add(h.Fact.Key, sourced(&h.Source), joinNonEmpty(" ", h.Fact.Act, state(h.Fact.Status, h.Fact.Polarity)), inMarks(h.Fact.Words.Text))
			}
			t.Write(v.out, v.page)
		}
	}
}

// absence says on what "no report seen" rests.
func absence(s *store.Stats, on string) string {
	return fmt.Sprintf("“No report seen” means: none by %s in the %s of %s that the record holds, the last of %s.",
		on, counted(s.Articles, "article", "articles"), counted(s.Outlets, "outlet", "outlets"), cmp.Or(s.Last, "no day told"))
}

func (v *view) ledger(l *store.Ledger) {
	v.title("Promises on %s", l.On)
	if len(l.Promises) == 0 {
		v.line("none is due, overdue or settled about that day")
	}
	v.dues("", l.Promises)
	fmt.Fprintln(v.out)
	v.line("%s", absence(&l.Sources, l.On))
}

func (v *view) dues(heading string, ds []store.Due) {
	t := &terminal.Table{Heading: heading, Style: terminal.Yellow, Weights: []int{2, 3, 4, 3, 9}}
	for i := range ds {
		d := &ds[i]
		st := d.State
		if st == record.Overdue || st == record.Lapsed {
			st += ", no report seen"
		}
		t.Add(st, due(d.Now), d.Act+": "+strings.Join(d.Parties, ", ")+" "+inMarks(d.Words), "since "+cmp.Or(d.Since, "a day not told"), d.Event)
	}
	t.Write(v.out, v.page)
}

func (v *view) dossier(d *store.Dossier) {
	v.title("%s – %s, on %s", d.Pair[0], d.Pair[1], d.On)
	if len(d.Events)+len(d.Levels)+len(d.Statements) == 0 {
		v.line("the record holds nothing of this pair")
		return
	}
	t := &terminal.Table{Heading: "Level of relations", Style: terminal.Bold, Weights: []int{3, 2, 2, 5, 9}}
	for i := range d.Levels {
		l := &d.Levels[i]
		var names []string
		for _, n := range l.Names {
			names = append(names, "«"+n.Words+"» ("+n.Lang+")")
		}
		t.Add(cmp.Or(l.Level, "a level without a key"), l.Move+", "+l.Status, cmp.Or(l.Time, l.First), strings.Join(names, " · ")+"; last affirmed "+l.Last, l.ID)
	}
	t.Write(v.out, v.page)
	v.dues("Promises", d.Promises)
	t = &terminal.Table{Heading: "What happened, newest first", Style: terminal.Bold, Weights: []int{3, 2, 4, 9, 3}}
	const most = 15
	for i := len(d.Events) - 1; i >= max(0, len(d.Events)-most); i-- {
		e := &d.Events[i]
		t.Add(cmp.Or(e.Time, "reported "+e.Reports[0].Source.Published), state(e.Status, e.Polarity), headline(e), e.ID, counted(e.Independent, "source", "sources"))
	}
	t.Write(v.out, v.page)
	if more := len(d.Events) - most; more > 0 {
		fmt.Fprintln(v.out)
		v.line("%s before these: attache timeline %s %s", counted(more, "event", "events"), d.Pair[0], d.Pair[1])
	}
	t = &terminal.Table{Heading: "Where reports differ", Style: terminal.Bold, Weights: []int{9, 3, 2, 5}}
	for _, x := range d.Disagreements[:min(most, len(d.Disagreements))] {
		t.Add(x.Event, x.Act+" "+strings.Join(x.Parties, ", "), x.Variation.Attribute, valuesOf(x.Variation.Values))
	}
	t.Write(v.out, v.page)
	t = &terminal.Table{Heading: "What they say of each other, newest first", Style: terminal.Green, Weights: []int{9, 3, 3, 6}}
	for i := range d.Statements[:min(most, len(d.Statements))] {
		r := &d.Statements[i]
		who := ""
		if r.Fact.Speaker != nil {
			who = partyNames([]record.Party{*r.Fact.Speaker})
		}
		t.Add(r.Fact.Key, sourced(&r.Source), who, inMarks(r.Fact.Words.Text))
	}
	t.Write(v.out, v.page)
	fmt.Fprintln(v.out)
	v.line("%s", absence(&d.Sources, d.On))
}
