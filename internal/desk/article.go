package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// An articlePage is an article with what it says marked in its text.
type articlePage struct {
	*store.Kept
	Versions   []record.Source
	Copies     []record.Source
	Title      []segment
	Paragraphs [][]segment
	Facts      []factRow
	External   string
	Family     int // how many articles have this text
}

// A factRow is a fact beside the text.
type factRow struct {
	record.Fact
	Label     string // number in the text: s1, e2
	Confirmed bool   // by a person
	Rejected  bool
}

// A mark is a stretch of text that means something, in code points.
type mark struct {
	start, end int
	kind       string // statement, event, level, instrument, time, name, span
	key        string // of a fact, "" for others
	label      string
	title      string // said to readers: the value of a time, who is meant
}

// A segment is a stretch of text under the same marks.
type segment struct {
	Text   string
	Kinds  string // classes: "m-statement m-event"
	Title  string
	Begins []begin // facts whose first words these are
	Span   bool    // the words that the address points at begin here
}

// A begin is where a fact begins in the text. Facts of the same words under one number
// share it.
type begin struct {
	Key, Label, Kind string
	Others           []string // keys
}

func article(q *request) error {
	a, err := q.desk.Record.ArticleOf(q.r.Context(), q.r.PathValue("key"))
	if err != nil {
		return err
	}
	p := &articlePage{Kept: a.Kept, Versions: a.Versions, Copies: a.Copies, External: external(a.Source.URL)}
	if len(a.Copies) > 0 {
		p.Family = len(a.Copies) + 1
	}
	for _, f := range a.Facts {
		p.Facts = append(p.Facts, factRow{f, f.ID, slices.Contains(a.Confirmed, f.Key), slices.Contains(a.Rejected, f.Key)})
	}
	slices.SortStableFunc(p.Facts, func(a, b factRow) int { // as they stand in the text
		return cmp.Or(cmp.Compare(b.Words.In, a.Words.In), cmp.Compare(a.Words.Start, b.Words.Start))
	})
	marks := marksOf(q, a)
	if from, to, ok := spanOf(q.r.URL.Query().Get("span")); ok {
		marks = append(marks, mark{start: from, end: to, kind: "span"})
	}
	title, text := []rune(a.Source.Title), []rune(a.Article.Text)
	p.Title = segments(title, stretch{0, len(title)}, titleMarks(marks))
	for _, par := range paragraphs(a.Article.Text) {
		p.Paragraphs = append(p.Paragraphs, segments(text, par, marks))
	}
	return q.render("article", cmp.Or(a.Source.Title, q.cat.Text("untitled")), p)
}

// spanOf reads "120-180": places in code points.
func spanOf(s string) (from, to int, ok bool) {
	a, b, _ := strings.Cut(s, "-")
	from, err1 := strconv.Atoi(a)
	to, err2 := strconv.Atoi(b)
	return from, to, err1 == nil && err2 == nil && 0 <= from && from < to
}

// inTitle marks marks of the title, whose places count from its start.
const inTitle = 1 << 24

// marksOf gathers what a text has marked: facts, times, mentions. Marks of the title
// are moved by inTitle.
func marksOf(q *request, a *ask.Article) []mark {
	var out []mark
	add := func(s reading.Span, m mark) {
		if s.End <= s.Start {
			return
		}
		m.start, m.end = s.Start, s.End
		if s.In != "" {
			m.start, m.end = m.start+inTitle, m.end+inTitle
		}
		out = append(out, m)
	}
	for i := range a.Facts {
		f := &a.Facts[i]
		spans := f.Spans
		if f.Kind == record.KindEvent || len(spans) == 0 {
			spans = []reading.Span{f.Words}
		}
		for j, s := range spans {
			m := mark{kind: f.Kind, label: f.ID}
			if j == 0 {
				m.key = f.Key
			}
			add(s, m)
		}
	}
	if a.Reading == nil {
		return out
	}
	for i := range a.Reading.Times {
		t := &a.Reading.Times[i]
		title := string(t.Value)
		if title != "" {
			title = q.cat.When(title)
		}
		add(t.Span, mark{kind: "time", title: title})
	}
	for i := range a.Reading.Entities {
		e := &a.Reading.Entities[i]
		for _, m := range e.Mentions {
			add(m.Span, mark{kind: "name", title: nameIn(e.Name, q.cat.Lang)})
		}
	}
	return out
}

func titleMarks(marks []mark) []mark {
	var out []mark
	for _, m := range marks {
		if m.start >= inTitle {
			m.start, m.end = m.start-inTitle, m.end-inTitle
			out = append(out, m)
		}
	}
	return out
}

// A stretch is a part of a text in code points.
type stretch struct{ start, end int }

// paragraphs finds the lines of a text that are not blank.
func paragraphs(text string) []stretch {
	var out []stretch
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		n := len([]rune(line))
		if strings.TrimSpace(line) != "" {
			out = append(out, stretch{at, at + n})
		}
		at += n + 1
	}
	return out
}

// segments cuts a stretch of a text, or a whole one, where marks begin and end.
func segments(r []rune, in stretch, marks []mark) []segment {
	cuts := []int{in.start, in.end}
	var inside []mark
	for _, m := range marks {
		if m.start < in.end && m.end > in.start {
			inside = append(inside, m)
			for _, c := range []int{m.start, m.end} {
				if in.start < c && c < in.end {
					cuts = append(cuts, c)
				}
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []segment
	for i := 0; i+1 < len(cuts); i++ {
		from, to := cuts[i], cuts[i+1]
		s := segment{Text: string(r[from:to])}
		var kinds, titles []string
		for _, m := range inside {
			if m.start > from || m.end < to {
				continue
			}
			if k := "m-" + m.kind; !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
			if m.title != "" && !slices.Contains(titles, m.title) {
				titles = append(titles, m.title)
			}
			begins := m.start == from
			if begins && m.key != "" {
				i := slices.IndexFunc(s.Begins, func(b begin) bool { return b.Label == m.label })
				if i < 0 {
					s.Begins = append(s.Begins, begin{m.key, m.label, m.kind, nil})
				} else {
					s.Begins[i].Others = append(s.Begins[i].Others, m.key)
				}
			}
			if begins && m.kind == "span" {
				s.Span = true
			}
		}
		s.Kinds, s.Title = strings.Join(kinds, " "), strings.Join(titles, " · ")
		out = append(out, s)
	}
	return out
}

// A factPage is a fact with the rule and the tree it was drawn from.
type factPage struct {
	*ask.Fact
	Link    string // to its words in the article
	Details []detail
	Trees   []treeTable
	Gone    string // why there is no tree
	Correct *correctForm
	Done    []record.Correction // just taken down or undone
}

// A detail is one thing to know about a fact.
type detail struct{ Label, Text string }

// A treeTable is a sentence, a row a word.
type treeTable struct {
	Words string
	Rows  []treeRow
	Runs  []run
}

// A run is a stretch of words that play one part, or none.
type run struct {
	Part, Words string
	Apart       bool // a blank stands before it
}

type treeRow struct{ Number, Word, Part, Class, Relation, Head string }

func fact(q *request) error {
	p, err := factPageOf(q, q.r.PathValue("key"))
	if err != nil {
		return err
	}
	if p.Done, err = doneIn(q); err != nil {
		return err
	}
	if q.r.URL.Query().Get("card") != "" {
		return q.card("fact", p)
	}
	return q.render("fact", q.cat.Text("fact.title"), p)
}

func factPageOf(q *request, key string) (*factPage, error) {
	f, err := q.desk.Record.FactOf(q.r.Context(), key)
	if err != nil {
		return nil, err
	}
	p := &factPage{Fact: f, Correct: newForm(q, &f.Report.Fact, "/facts/"+f.Report.Fact.Key)}
	if f.Report.Fact.Kind == record.KindStatement {
		k, err := q.desk.Record.Store.Article(q.r.Context(), f.Source.Key)
		if err != nil {
			return nil, err
		}
		p.Correct.Names = namesIn(k.Reading, q.cat.Lang)
	}
	w := f.Report.Fact.Words
	p.Link = "/articles/" + f.Source.Key + "#f-" + f.Report.Fact.Key
	if w.In == "" && w.End > w.Start {
		p.Link = fmt.Sprintf("/articles/%s?span=%d-%d#span", f.Source.Key, w.Start, w.End)
	}
	x, err := q.desk.Record.Explain(q.r.Context(), &f.Report.Fact)
	if err != nil {
		if q.r.Context().Err() != nil {
			return nil, err
		}
		p.Gone = err.Error()
	} else {
		for _, l := range x.Lines {
			p.Details = append(p.Details, detail{l.Label, l.Text})
		}
		for i := range x.Sentences {
			p.Trees = append(p.Trees, tableOf(&x.Sentences[i]))
		}
	}
	return p, nil
}

func tableOf(t *reading.Tree) treeTable {
	out := treeTable{Words: t.Words}
	for i := range t.Sentence.Tokens {
		tok := &t.Sentence.Tokens[i]
		head := ""
		if tok.Head >= 0 && tok.Head < len(t.Sentence.Tokens) {
			head = t.Sentence.Tokens[tok.Head].Form
		}
		part := ""
		if i < len(t.Parts) {
			part = t.Parts[i]
		}
		out.Rows = append(out.Rows, treeRow{strconv.Itoa(i + 1), tok.Form, part, tok.UPOS, tok.Deprel, head})
		apart := i > 0 && tok.Start != t.Sentence.Tokens[i-1].End
		if n := len(out.Runs); n == 0 || out.Runs[n-1].Part != part {
			out.Runs = append(out.Runs, run{part, tok.Form, apart})
		} else if apart {
			out.Runs[n-1].Words += " " + tok.Form
		} else {
			out.Runs[n-1].Words += tok.Form
		}
	}
	return out
}

// fieldsOf lists what can be corrected of a fact of its kind.
func fieldsOf(f *record.Fact) []string {
	switch f.Kind {
	case record.KindStatement:
		return []string{"speaker"}
	case record.KindLevel:
		return []string{"level", "status", "time"}
	case record.KindEvent:
		return []string{"act", "actors", "kind", "place", "polarity", "recipients", "status", "time"}
	}
	return []string{"status", "time"}
}

// An eventPage is an event with its reports.
type eventPage struct{ *record.Event }

func event(q *request) error {
	e, err := store.EventOf(q.r.Context(), q.desk.Record.Store, q.r.PathValue("id"))
	if err != nil {
		return err
	}
	return q.render("event", q.cat.Term("act", e.Act), &eventPage{e})
}

// Report returns the report of a fact.
func (p *eventPage) Report(key string) *record.Report {
	for i := range p.Reports {
		if p.Reports[i].Fact.Key == key {
			return &p.Reports[i]
		}
	}
	return nil
}
