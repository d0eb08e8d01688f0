package desk

import (
	"cmp"
	"encoding/json"
	"html"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/record"
)

// A story is a timeline in the form that TimelineJS 3 reads. Its headlines and texts are
// HTML there, so that all words of articles are escaped.
type story struct {
	Title  slide   `json:"title"`
	Events []slide `json:"events"`
}

type slide struct {
	Start *storyDate `json:"start_date,omitempty"`
	End   *storyDate `json:"end_date,omitempty"`
	Shown string     `json:"display_date,omitempty"`
	Text  slideText  `json:"text"`
	Group string     `json:"group,omitempty"`
	ID    string     `json:"unique_id,omitempty"`
}

// A storyDate leaves out what is not told.
type storyDate struct {
	Year  string `json:"year"`
	Month string `json:"month,omitempty"`
	Day   string `json:"day,omitempty"`
}

type slideText struct {
	Headline string `json:"headline"`
	Text     string `json:"text"`
}

// timelineStory answers with the timeline as JSON for TimelineJS. Events without a day
// are left out, as it has no place for them.
func timelineStory(q *request) error {
	t, s, err := q.timelineAsked()
	if err != nil {
		return err
	}
	out := story{Title: slide{Text: slideText{html.EscapeString(s.Title()), html.EscapeString(q.cat.Text("timeline.story", q.cat.Day(q.desk.Record.Today().String())))}}, Events: []slide{}}
	for i := range t.Events {
		if x, ok := q.eventSlide(&t.Events[i]); ok {
			out.Events = append(out.Events, x)
		}
	}
	for i := range t.Levels {
		if x, ok := q.levelSlide(&t.Levels[i]); ok {
			out.Events = append(out.Events, x)
		}
	}
	b, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	return q.download(s.fileName()+".json", "application/json; charset=utf-8", append(b, '\n'))
}

func (q *request) eventSlide(e *record.Event) (slide, bool) {
	w := ask.Window(e)
	if w == record.Anytime {
		return slide{}, false
	}
	headline := q.cat.Term("act", e.Act) + ": " + q.names(e.Parties)
	text := toldIn(q.cat, "status", status(e))
	if e.Place != nil {
		text += " · " + placeName(q.desk.Record, e.Place, q.cat.Lang)
	}
	x := slide{Group: html.EscapeString(q.cat.Term("act", e.Act)), ID: e.ID, Shown: html.EscapeString(q.cat.When(cmp.Or(e.Time, w.Start.String())))}
	x.dates(e.Time, w)
	x.tell(q, headline, text, e.Reports)
	return x, true
}

func (q *request) levelSlide(l *record.Rung) (slide, bool) {
	w := ask.Since(l)
	if w == record.Anytime {
		return slide{}, false
	}
	x := slide{Group: html.EscapeString(q.cat.Term("kind", record.KindLevel)), ID: l.ID, Shown: html.EscapeString(q.cat.Day(w.Start.String()))}
	x.dates("", w)
	x.tell(q, q.cat.Term("level", l.Level)+": "+q.names(l.Dyad[:]), q.cat.Term("status", l.Status), l.Reports)
	return x, true
}

// dates writes when something happens at the grain that is told.
func (x *slide) dates(edtf string, w record.Interval) {
	x.Start = dateOf(w.Start, len("2006-01-02"))
	switch grain := len(strings.TrimRight(edtf, "~?%")); {
	case grain == len("2006"), grain == len("2006-01"):
		x.Start = dateOf(w.Start, grain)
	case w.End != w.Start:
		x.End = dateOf(w.End, len("2006-01-02"))
	}
}

func dateOf(d record.Day, grain int) *storyDate {
	t := d.Time()
	out := &storyDate{Year: strconv.Itoa(t.Year())}
	if grain > len("2006") {
		out.Month = strconv.Itoa(int(t.Month()))
	}
	if grain > len("2006-01") {
		out.Day = strconv.Itoa(t.Day())
	}
	return out
}

// tell writes a slide with the words of its first report.
func (x *slide) tell(q *request, headline, text string, reports []record.Report) {
	first := &reports[0]
	source := cmp.Or(first.Source.Outlet, first.Source.Agency, q.cat.Text("unknown.outlet"))
	if first.Source.Published != "" {
		source += ", " + q.cat.Day(first.Source.Published)
	}
	x.Text = slideText{html.EscapeString(headline), "<p>" + html.EscapeString(text) + "</p><p><q lang=\"" + html.EscapeString(first.Source.Lang) + "\">" +
		html.EscapeString(shorten(240, first.Fact.Words.Text)) + "</q> " + html.EscapeString(source) + "</p>"}
	for i := range reports {
		if address := external(reports[i].Source.URL); address != "" {
			x.Text.Text += `<p><a href="` + html.EscapeString(address) + `" rel="noreferrer noopener">` + html.EscapeString(address) + "</a></p>"
			break
		}
	}
}

// names lists states and organisations by their codes.
func (q *request) names(codes []string) string {
	var out []string
	for _, c := range codes {
		out = append(out, q.codeName(c))
	}
	return strings.Join(out, ", ")
}
