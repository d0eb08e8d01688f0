package desk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A reviewPage is a stretch of the queue of doubts.
type reviewPage struct {
	A, B    string // states or organisations as they were entered
	Wrong   map[string]string
	Doubts  []doubtCard
	Done    []record.Correction
	Looked  int
	First   bool   // the stretch begins at the newest report
	Next    string // address of the next stretch, "" at the end
	Back    string // address of this one
	Newest  string // address of the first
	Faulty  bool
	Clearer bool // conditions are in force
}

// A doubtCard is a doubt with what one needs to settle it.
type doubtCard struct {
	store.Doubt
	Whole   *eventPage    // the event in doubt
	Key     string        // of the doubt on the page
	Rule    string        // key of the words for the rule by which the report was joined
	Passage store.Passage // the words of the report, marked, with what stands round them
	Values  []valueRow    // on which reports differ
	Others  []*record.Report
	More    int // other reports that are not shown
	Correct *correctForm
}

// A valueRow is a value with the reports that tell it.
type valueRow struct {
	Value   string
	Reports []*record.Report
	Mine    bool // the report in doubt tells it
}

// othersMost is how many other reports of an event are shown beside the one in doubt.
const othersMost = 4

// roundWords is how many characters of the article are shown with the words in doubt.
const roundWords = 420

func review(q *request) error {
	form := q.r.URL.Query()
	p := &reviewPage{A: strings.TrimSpace(form.Get("a")), B: strings.TrimSpace(form.Get("b")), Wrong: map[string]string{}}
	pair, ok := q.sides(p)
	if !ok {
		q.status = 400
		p.Faulty = true
		return q.render("review", q.cat.Text("nav.review"), p)
	}
	p.Clearer = pair[0] != ""
	from := 0
	if s := form.Get("from"); s != "" {
		var err error
		if from, err = strconv.Atoi(s); err != nil || from < 0 {
			return errBad{err}
		}
	}
	var err error
	if p.Done, err = doneIn(q); err != nil {
		return err
	}
	form.Del("done")
	p.Back, p.Newest, p.First = narrow("/review", form, "", ""), narrow("/review", form, "from", ""), from == 0
	found, err := q.desk.Record.DoubtsFrom(q.r.Context(), pair, from)
	if err != nil {
		return err
	}
	p.Looked = found.Looked
	if found.Next > 0 {
		p.Next = narrow("/review", form, "from", strconv.Itoa(found.Next))
	}
	for i, d := range found.Doubts {
		c, err := q.doubtCard(d, found.Events[d.Event], "d"+strconv.Itoa(i+1), p.Back)
		if err != nil {
			return err
		}
		p.Doubts = append(p.Doubts, *c)
	}
	return q.render("review", q.cat.Text("nav.review"), p)
}

// sides returns the codes of whom the queue is asked for.
func (q *request) sides(p *reviewPage) (pair [2]string, ok bool) {
	for i, s := range []string{p.A, p.B} {
		if s == "" {
			continue
		}
		code, err := q.desk.Record.Code(s)
		if err != nil {
			p.Wrong[[]string{"a", "b"}[i]] = q.cat.Text("want.party")
			continue
		}
		pair[i] = code
	}
	if pair[0] == "" {
		pair[0], pair[1] = pair[1], ""
	}
	if pair[0] == pair[1] {
		pair[1] = ""
	}
	return pair, len(p.Wrong) == 0
}

func (q *request) doubtCard(d store.Doubt, e *record.Event, key, back string) (*doubtCard, error) {
	c := &doubtCard{Doubt: d, Whole: &eventPage{Event: e}, Key: key}
	if d.Joined != nil {
		if c.Rule = "joined." + strings.ReplaceAll(d.Joined.Rule, " ", "-"); !q.cat.Has(c.Rule) {
			c.Rule = ""
		}
	}
	a, err := q.desk.Record.Store.Article(q.r.Context(), d.Report.Source.Key)
	if err != nil {
		return nil, err
	}
	w := d.Report.Fact.Words
	text := a.Article.Text
	if w.In != "" {
		text = a.Source.Title
	}
	c.Passage.Text, c.Passage.Start, c.Passage.Marks = words.Passage(text, [][2]int{{w.Start, w.End}}, roundWords)
	for _, v := range d.Values {
		row := valueRow{Value: v.Value, Mine: slices.Contains(v.Facts, d.Fact)}
		for _, key := range v.Facts {
			if r := c.Whole.Report(key); r != nil {
				row.Reports = append(row.Reports, r)
			}
		}
		c.Values = append(c.Values, row)
	}
	if d.Joined != nil {
		for i := range e.Reports {
			if e.Reports[i].Fact.Key == d.Fact {
				continue
			}
			if len(c.Others) == othersMost {
				c.More++
				continue
			}
			c.Others = append(c.Others, &e.Reports[i])
		}
	}
	f := d.Report.Fact
	c.Correct = newForm(q, &f, back)
	c.Correct.InQueue = true
	c.Correct.Splits = d.Joined != nil
	return c, nil
}
