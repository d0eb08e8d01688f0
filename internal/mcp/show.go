package mcp

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/attache-project/attache/internal/store"
)

// A page is the rendering of an answer.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) {
	fmt.Fprintf(p, format, args...)
	p.WriteByte('\n')
}

func (p *page) title(format string, args ...any) {
	p.WriteByte('\n')
	p.line(format, args...)
}

// bar begins each line of what an outlet wrote. As every line has it, no text can end
// its quotation.
const bar = "│ "

// quoted writes what an outlet wrote, each line behind a bar.
func (p *page) quoted(q *Quoted) {
	for l := range strings.SplitSeq(strings.TrimSpace(q.Text), "\n") {
		p.line("%s%s", bar, strings.TrimRight(l, " \t"))
	}
	if q.Cut > 0 {
		p.line("(%d code points are left off)", q.Cut)
	}
}

func join(sep string, parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

func between(actors, recipients []string) string {
	return join(" → ", strings.Join(actors, ", "), strings.Join(recipients, ", "))
}

// state writes how something stands, the polarity only where it is not affirmed.
func state(status, polarity string) string {
	if polarity == "affirmed" {
		polarity = ""
	}
	return join(", ", status, polarity)
}

func (p *page) facts(title string, fs []Fact) {
	if len(fs) == 0 {
		return
	}
	p.title("%s:", title)
	for i := range fs {
		p.fact(&fs[i])
	}
}

func (p *page) fact(f *Fact) {
	who := between(f.Actors, f.Recipients)
	if f.Speaker != "" {
		who = join(" · ", who, "said by "+f.Speaker)
	}
	p.line("- fact %s: %s", f.Key, join(" · ", cmp.Or(f.Act, f.Kind), state(f.Status, f.Polarity), f.Time, f.Place, f.Level, f.Move, who))
	where := cmp.Or(f.Span.In, "text")
	p.line("  %s, %s %d–%d%s", f.Quoted.Source, where, f.Span.Start, f.Span.End, comma(f.Article.Address))
	p.quoted(&f.Quoted)
}

func comma(s string) string {
	if s == "" {
		return ""
	}
	return ", " + s
}

func (p *page) source(s *Source) {
	p.line("- article %s: %s%s", s.Key, join(" · ", s.Outlet, s.Agency, cmp.Or(s.Published, "undated")), comma(s.Address))
	if s.Title.Quoted.Text != "" {
		p.quoted(&s.Title.Quoted)
	}
}

func (p *page) event(e *Event) {
	p.line("- event %s: %s", e.ID, join(" · ", e.Act, between(e.Actors, e.Recipients), state(e.Status, e.Polarity), e.Time, e.Place, e.VisitKind))
	p.line("  told by %d articles of %d outlets, %d independent", e.Articles, e.Outlets, e.Independent)
	for i := range e.Differences {
		p.line("  reports differ on %s", e.Differences[i].words())
	}
	for _, s := range e.Promise {
		p.line("  promise: %s on %s%s", s.Kind, cmp.Or(s.On, "a day not told"), comma(due(s.Due)))
	}
}

func (v *Variation) words() string {
	var vs []string
	for _, x := range v.Values {
		vs = append(vs, fmt.Sprintf("%s (%d facts)", x.Value, len(x.Facts)))
	}
	return fmt.Sprintf("the %s (%s): %s", v.Attribute, v.Phase, strings.Join(vs, " · "))
}

func due(s string) string {
	if s == "" {
		return ""
	}
	return "due " + s
}

func (p *page) promises(title string, ps []Promise) {
	if len(ps) == 0 {
		return
	}
	p.title("%s:", title)
	for i := range ps {
		x := &ps[i]
		p.line("- %s: %s, %s, event %s", x.State, x.Act, join(", ", strings.Join(x.Parties, ", "), due(x.Due)), x.Event)
		p.quoted(&x.Quoted)
		for i := range x.Reports {
			p.fact(&x.Reports[i])
		}
	}
}

func (p *page) more(n int, what string) {
	if n > 0 {
		p.line("(%d %s more)", n, what)
	}
}

func (p *page) next(offset int) {
	if offset > 0 {
		p.line("(there is more: offset %d)", offset)
	}
}

func (p *page) stats(s *store.Stats) {
	p.title("The record holds %d articles of %d outlets with %d facts, published from %s to %s.", s.Articles, s.Outlets, s.Facts, cmp.Or(s.First, "a day not told"), cmp.Or(s.Last, "a day not told"))
}

func (x *SearchOut) show(p *page) {
	if len(x.Facts)+len(x.Articles) == 0 {
		p.title("Nothing in the record fits.")
	}
	p.facts("Facts", x.Facts)
	if len(x.Articles) > 0 {
		p.title("Articles:")
	}
	for i := range x.Articles {
		p.source(&x.Articles[i].Article)
		p.quoted(&x.Articles[i].Quoted)
	}
	p.next(x.Next)
}

func (x *ArticleOut) show(p *page) {
	p.WriteByte('\n')
	p.source(&x.Article)
	p.title("Text from code point %d of %d:", x.From, x.Total)
	p.quoted(&x.Quoted)
	p.facts("Facts", x.Facts)
	p.more(x.More, "facts")
	for _, list := range []struct {
		name string
		of   []Source
	}{{"Other versions of the address", x.Versions}, {"Nearly the same text", x.Copies}} {
		if len(list.of) > 0 {
			p.title("%s:", list.name)
		}
		for i := range list.of {
			p.source(&list.of[i])
		}
	}
}

func (x *FactOut) show(p *page) {
	p.WriteByte('\n')
	p.fact(&x.Fact)
	p.line("rule %s", x.Fact.Rule)
	if x.Event != "" {
		p.line("event %s", x.Event)
	}
	for _, c := range x.Corrections {
		undone := ""
		if c.Undone {
			undone = "undone"
		}
		p.line("- %s", join(" · ", c.Action, join("=", c.Field, c.Value), c.Author, c.At, c.Reason, undone))
	}
}

func (x *EventOut) show(p *page) {
	p.WriteByte('\n')
	p.event(&x.Event)
	p.facts("Reports", x.Reports)
	p.more(x.More, "reports")
}

func (x *CompareOut) show(p *page) {
	p.WriteByte('\n')
	p.event(&x.Event)
	for _, r := range x.Rows {
		differs := ""
		if r.Differs {
			differs = " (differs)"
		}
		p.title("%s%s:", r.Attribute, differs)
		for i, cell := range r.Cells {
			for _, t := range cell {
				p.line("- %s: %s (facts %s)", x.Columns[i], t.Value, strings.Join(t.Facts, ", "))
				if t.Quoted != nil {
					p.quoted(t.Quoted)
				}
			}
		}
	}
}

func (x *DossierOut) show(p *page) {
	p.title("%s – %s on %s", x.Pair[0], x.Pair[1], x.On)
	for i := range x.Levels {
		l := &x.Levels[i]
		p.line("- level %s: %s", l.ID, join(" · ", l.Level, l.Move, l.Status, cmp.Or(l.Time, l.First), "last affirmed "+l.Last))
		for j := range l.Names {
			p.quoted(&l.Names[j])
		}
	}
	p.promises("Next", x.Next)
	p.promises("Open", x.Open)
	if len(x.Contacts) > 0 {
		p.title("Contacts, newest first:")
	}
	for i := range x.Contacts {
		p.event(&x.Contacts[i])
	}
	p.more(x.Earlier, "contacts")
	if len(x.Differences) > 0 {
		p.title("Where reports differ:")
	}
	for i := range x.Differences {
		d := &x.Differences[i]
		p.line("- event %s, %s %s: %s", d.Event, d.Act, strings.Join(d.Parties, ", "), d.Variation.words())
	}
	p.facts("What they say of each other", x.Statements)
	p.stats(&x.Sources)
}

func (x *LedgerOut) show(p *page) {
	p.title("Promises on %s", x.On)
	for _, s := range x.States {
		p.line("%d %s", s.Count, s.Value)
	}
	p.promises("Promises", x.Promises)
	p.next(x.Next)
	p.stats(&x.Sources)
}

func (x *CalendarOut) show(p *page) {
	p.title("From %s to %s", x.From, x.To)
	p.promises("By day", x.Days)
	p.promises("Some time", x.Vague)
	p.more(x.More, "promises")
}

func (x *WhoOut) show(p *page) {
	if len(x.People) == 0 {
		p.title("Nobody of that name is in the directory or the record.")
	}
	for i := range x.People {
		o := &x.People[i]
		p.title("%s: %s", o.ID, join(" · ", o.Names["en"], o.Names["es"], o.Names["ru"], o.Kind, o.Code, fmt.Sprintf("%d facts", o.Facts)))
		for _, h := range o.Offices {
			p.line("- %s", join(" ", strings.ReplaceAll(h.Office, "_", " "), h.Of, h.From, "–", h.To))
		}
		p.facts("Said last", o.Statements)
		p.facts("Did last", o.Events)
	}
}

func (x *SourcesOut) show(p *page) {
	p.stats(&x.Stats)
	for _, o := range x.Outlets {
		p.line("- %s: %d articles%s", o.Name, o.Articles, comma(o.Last))
	}
	p.more(x.More, "outlets")
}
