package reading

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/terminal"
	"github.com/attache-project/attache/names"
)

// tables makes the sections of the page of one reading.
type tables struct {
	p        *Printer
	r        *Reading
	entities map[string]*Entity
}

// shown is the number of characters of a statement that its row shows.
const shown = 180

// name is how the page calls an entity: its name in the language of the
// article, a person with the state it belongs to.
func (t *tables) name(id string) string {
	e := t.entities[id]
	if e == nil {
		return id
	}
	n := e.Name.EN
	switch t.r.Article.Lang {
	case "es":
		n = e.Name.ES
	case "ru":
		n = e.Name.RU
	}
	n = terminal.Clean(cmp.Or(n, e.Name.EN, e.Name.ES, e.Name.RU, e.ID))
	if e.Kind == names.Person && e.Country != "" {
		n += " (" + string(e.Country) + ")"
	}
	return n
}

func (t *tables) nameList(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = t.name(id)
	}
	return strings.Join(list, ", ")
}

// joined joins what is not empty.
func joined(sep string, parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

// arrow writes who acts and on whom.
func arrow(from, to string) string {
	if to == "" {
		return from
	}
	return cmp.Or(from, "?") + " → " + to
}

func (t *tables) statements() *terminal.Table {
	out := &terminal.Table{Heading: "Who said what", Style: terminal.Green, Weights: []int{1, 3, 2, 6}}
	for i := range t.r.Statements {
		s := &t.r.Statements[i]
		who := "nobody named"
		switch {
		case s.Speaker.Entity != "":
			who = t.name(string(s.Speaker.Entity))
		case s.Speaker.Name != "":
			who = terminal.Clean(string(s.Speaker.Name))
		}
		if issuer := t.name(s.Speaker.Issuer); issuer != "" && !strings.Contains(who, issuer) {
			who += " for " + issuer
		}
		if len(s.Relay) > 0 {
			who += ", told in " + strings.Join(s.Relay, ", ")
		}
		how := ""
		if s.Cue != nil {
			how = terminal.Clean(s.Cue.Text)
		}
		if c := s.Channel; c != nil {
			medium := string(c.Kind)
			if c.Outlet != "" {
				medium = joined(", ", medium, t.name(string(c.Outlet)))
			}
			how = joined(" · ", how, medium)
		}
		words := make([]string, len(s.Spans))
		for k, sp := range s.Spans {
			words[k] = sp.Text
		}
		said := terminal.Shorten(strings.Join(words, " […] "), shown)
		if s.Kind == "direct" {
			said = "«" + said + "»"
		}
		if s.Polarity != "" && s.Polarity != "affirmed" {
			said += " (" + string(s.Polarity) + ")"
		}
		if s.Continues != "" {
			said = "… " + said
		}
		out.Rows = append(out.Rows, []string{s.ID, who, how, said})
	}
	return out
}

func (t *tables) when(w *When) string {
	if w == nil {
		return ""
	}
	if w.Value == "" && w.Span != nil {
		return terminal.Clean(w.Span.Text)
	}
	return string(w.Value)
}

func status(s, polarity string) string {
	if polarity == "affirmed" {
		polarity = ""
	}
	return joined(", ", s, polarity)
}

func (t *tables) place(id Maybe) string {
	if id == "" {
		return ""
	}
	return t.name(string(id))
}

func (t *tables) events() *terminal.Table {
	out := &terminal.Table{Heading: "What happened", Style: terminal.Yellow, Weights: []int{1, 2, 2, 4, 3, 4}}
	for i := range t.r.Events {
		e := &t.r.Events[i]
		source := ""
		if e.SaidBy != "" {
			source = "in " + string(e.SaidBy)
		}
		out.Rows = append(out.Rows, []string{
			e.ID, status(e.Status, e.Polarity), joined(" ", e.Type, string(e.Mode), string(e.CAMEO)),
			arrow(t.sideOf(e, "actor", e.Actors), t.sideOf(e, "recipient", e.Recipients)),
			joined(", ", t.when(e.Time), t.place(e.Place)),
			joined(" · ", terminal.Shorten(e.Trigger.Text, 60), source),
		})
	}
	return out
}

// sideOf names the parties of an event in a role, groups in their own words.
func (t *tables) sideOf(e *Event, role string, ids []string) string {
	names := t.nameList(ids)
	for _, g := range e.Groups {
		if g.Role == role {
			names = joined(", ", names, fmt.Sprintf("«%s» (%s)", g.Span.Text, joined(" ", string(g.Country), g.Sector)))
		}
	}
	return names
}

func (t *tables) visits() *terminal.Table {
	out := &terminal.Table{Heading: "Visits", Style: terminal.Bold}
	for i := range t.r.Visits {
		v := &t.r.Visits[i]
		host := string(v.Host)
		if e := t.entities[host]; e != nil {
			host = t.name(host)
		}
		inviter := ""
		if v.Inviter != "" {
			inviter = "invited by " + t.name(string(v.Inviter))
		}
		dates := string(v.Start)
		if v.End != "" && v.End != v.Start {
			dates = joined(" ", dates, "until "+string(v.End))
		}
		out.Rows = append(out.Rows, []string{
			v.ID, v.Status, arrow(t.place(v.Visitor), joined(", ", t.place(v.City), host)), v.Kind, dates, joined(" · ", inviter, v.Event),
		})
	}
	return out
}

func (t *tables) instruments() *terminal.Table {
	out := &terminal.Table{Heading: "Documents", Style: terminal.Bold}
	for i := range t.r.Instruments {
		n := &t.r.Instruments[i]
		name := terminal.Clean(string(n.Name))
		if n.Count != nil {
			name = joined(" ", strconv.Itoa(*n.Count), name)
		}
		subject := ""
		if n.Subject != nil {
			subject = "on " + terminal.Shorten(n.Subject.Text, 80)
		}
		out.Rows = append(out.Rows, []string{
			n.ID, n.Status, n.Kind, name, t.nameList(n.Parties), joined(", ", t.when(n.Time), t.place(n.Place)), subject,
		})
	}
	return out
}

func (t *tables) levels() *terminal.Table {
	out := &terminal.Table{Heading: "Relations", Style: terminal.Bold}
	for i := range t.r.Levels {
		l := &t.r.Levels[i]
		out.Rows = append(out.Rows, []string{
			l.ID, joined(", ", l.Move, l.Status), t.name(l.Dyad[0]) + " – " + t.name(l.Dyad[1]),
			"«" + terminal.Shorten(l.Words.Text, 100) + "»", string(l.Level), joined(" · ", t.when(l.Time), string(l.Instrument)),
		})
	}
	return out
}

func (t *tables) agenda() *terminal.Table {
	out := &terminal.Table{Heading: "On the agenda", Style: terminal.Yellow}
	for i := range t.r.Agenda {
		a := &t.r.Agenda[i]
		out.Rows = append(out.Rows, []string{a.Event, a.Topic, terminal.Shorten(a.Span.Text, 100)})
	}
	return out
}

func (t *tables) unread() *terminal.Table {
	out := &terminal.Table{Heading: "Seen and not understood", Style: terminal.Dim}
	for i := range t.r.Unread {
		u := &t.r.Unread[i]
		out.Rows = append(out.Rows, []string{fmt.Sprintf("%d–%d", u.Span.Start, u.Span.End), terminal.Shorten(u.Span.Text, 100), u.Why})
	}
	return out
}
