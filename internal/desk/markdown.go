package desk

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// markdownSigns are the signs that mean something somewhere in Markdown, within a line:
// of CommonMark, of tables, strikes, formulas, comments and tags of its dialects.
const markdownSigns = "\\`*_{}[]<>#|~&!$=%^@"

// plainMarkdown writes words so that they stay words in Markdown: on one line, with
// every sign that means something escaped, so that they cannot be taken for markup, HTML
// or a link.
func plainMarkdown(s string) string {
	var b strings.Builder
	s = strings.Join(strings.Fields(strings.Map(visible, strings.ToValidUTF8(s, "\ufffd"))), " ")
	for i, r := range s {
		switch {
		case strings.ContainsRune(markdownSigns, r),
			r == ':' && strings.HasPrefix(s[i:], "://"),
			r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// visible puts a blank for what is not seen or turns the direction of writing.
func visible(r rune) rune {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\ufeff':
		return ' '
	}
	return r
}

// A markdown writes a dossier.
type markdown struct {
	q *request
	b strings.Builder
}

func dossierMarkdown(q *request, p *dossierPage) []byte {
	m := &markdown{q: q}
	t := q.cat.Text
	m.line("# %s", plainMarkdown(p.Title))
	m.line("%s", plainMarkdown(t("dossier.on", q.cat.Day(p.On))))
	m.levels(p.Levels)
	m.dues(t("dossier.next"), p.Next)
	m.dues(t("dossier.open"), p.Open)
	m.section(t("dossier.contacts"), len(p.Contacts))
	for i := range p.Contacts {
		m.contact(&p.Contacts[i])
	}
	if p.Earlier > 0 {
		m.item("%s", plainMarkdown(q.cat.Count("dossier.earlier", p.Earlier)))
	}
	m.section(t("dossier.differ"), len(p.Disagreements))
	for i := range p.Disagreements {
		m.disagreement(&p.Disagreements[i])
	}
	for _, s := range p.Statements {
		other := p.Pair[0]
		if other == s.Side {
			other = p.Pair[1]
		}
		m.section(t("dossier.said", q.names([]string{s.Side}), q.names([]string{other})), len(s.Reports))
		for i := range s.Reports {
			r := &s.Reports[i]
			speaker := t("unknown")
			if f := r.Fact.Speaker; f != nil {
				speaker = q.partyName(f)
			}
			if r.Fact.Cue != "" {
				speaker += " " + q.cat.Term("cue", r.Fact.Cue)
			}
			m.item("%s: %s", plainMarkdown(speaker), m.quote(r))
		}
	}
	m.b.WriteByte('\n')
	s := p.Sources
	m.line("%s", plainMarkdown(t("absence", q.cat.Day(p.On), q.cat.Count("articles", s.Articles), q.cat.Count("outlets", s.Outlets), cmp.Or(q.cat.Day(s.Last), t("time.undated")))))
	return []byte(m.b.String())
}

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n\n", args...) }

func (m *markdown) item(format string, args ...any) { fmt.Fprintf(&m.b, "- "+format+"\n", args...) }

// section begins a section; n is how much it will hold.
func (m *markdown) section(title string, n int) {
	fmt.Fprintf(&m.b, "\n## %s\n\n", plainMarkdown(title))
	if n == 0 {
		m.b.WriteString(plainMarkdown(m.q.cat.Text("none")) + "\n")
	}
}

func (m *markdown) levels(ls []record.Rung) {
	q := m.q
	m.section(q.cat.Text("dossier.levels"), len(ls))
	for i := range ls {
		l := &ls[i]
		m.item("%s: %s, %s, %s", plainMarkdown(m.began(l)), plainMarkdown(q.cat.Term("level", l.Level)), plainMarkdown(q.cat.Term("status", l.Status)),
			plainMarkdown(q.cat.Text("dossier.affirmed", q.cat.Day(l.Last))))
		for _, w := range l.Names {
			fmt.Fprintf(&m.b, "  - «%s» (%s, %s)\n", plainMarkdown(shorten(240, w.Words)), plainMarkdown(q.cat.Term("language", w.Lang)), plainMarkdown(q.cat.Count("articles", len(w.Articles))))
		}
		for _, v := range l.Variants {
			fmt.Fprintf(&m.b, "  - %s: %s\n", plainMarkdown(q.cat.Text("differ")), m.values(&v))
		}
	}
}

// began tells since when a level is in force.
func (m *markdown) began(l *record.Rung) string {
	if l.Time != "" {
		return m.q.cat.When(l.Time)
	}
	return m.q.cat.Day(l.First)
}

func (m *markdown) dues(title string, ds []store.Due) {
	q := m.q
	m.section(title, len(ds))
	for i := range ds {
		d := &ds[i]
		when := q.cat.Text("due.none")
		if d.Now != "" {
			when = q.cat.When(d.Now)
		}
		state := q.cat.Term("state", d.State)
		if d.State == record.Overdue || d.State == record.Lapsed {
			state += ", " + q.cat.Text("noreport")
		}
		m.item("%s: %s (%s): %s «%s»", plainMarkdown(when), plainMarkdown(q.cat.Term("act", d.Act)), plainMarkdown(q.names(d.Parties)), plainMarkdown(state), plainMarkdown(shorten(120, d.Words)))
	}
}

func (m *markdown) contact(e *record.Event) {
	q := m.q
	when := q.cat.Text("time.undated")
	if s := cmp.Or(e.Time, store.Start(e)); s != "" {
		when = q.cat.When(s)
	}
	text := q.cat.Term("act", e.Act) + ": " + m.parties(e.Actors)
	if len(e.Recipients) > 0 {
		text += " → " + m.parties(e.Recipients)
	}
	if e.Place != nil {
		text += ", " + placeName(q.desk.Record, e.Place, q.cat.Lang)
	}
	m.item("%s: %s (%s)", plainMarkdown(when), plainMarkdown(text), plainMarkdown(q.cat.Count("articles", e.Articles)+", "+q.cat.Count("independent", e.Independent)))
	fmt.Fprintf(&m.b, "  - %s\n", m.quote(&e.Reports[0]))
}

func (m *markdown) disagreement(d *store.Disagreement) {
	q := m.q
	m.item("%s, %s (%s): %s", plainMarkdown(q.cat.Term("act", d.Act)), plainMarkdown(q.cat.Term("attribute", d.Variation.Attribute)),
		plainMarkdown(q.cat.Term("phase", d.Variation.Phase)), m.values(&d.Variation))
}

func (m *markdown) values(v *record.Variation) string {
	var out []string
	for _, x := range v.Values {
		out = append(out, plainMarkdown(toldIn(m.q.cat, v.Attribute, x.Value)+" ("+m.q.cat.Count("articles", len(x.Articles))+")"))
	}
	return strings.Join(out, " ≠ ")
}

// quote writes the words of a report with where they stand.
func (m *markdown) quote(r *record.Report) string {
	c := m.q.cat
	from := cmp.Or(r.Source.Outlet, r.Source.Agency, c.Text("unknown.outlet")) + ", " + cmp.Or(c.Day(r.Source.Published), c.Text("time.undated"))
	out := "«" + plainMarkdown(shorten(240, r.Fact.Words.Text)) + "» (" + plainMarkdown(from) + ")"
	if address := external(r.Source.URL); address != "" && !strings.ContainsAny(address, "<> \n") {
		out += " <" + address + ">"
	}
	return out
}

func (m *markdown) parties(ps []record.Party) string {
	var out []string
	for _, p := range ps {
		out = append(out, m.q.partyName(&p))
	}
	return strings.Join(out, ", ")
}
