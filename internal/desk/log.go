package desk

import (
	"bytes"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// logPage is how many corrections a page of the log shows.
const logPage = 50

// actions of people, in the order in which they are offered.
var actions = []string{record.Confirm, record.Correct, record.Reject, record.Join, record.Split}

// A corrections page is the log of what people said.
type correctionsPage struct {
	Form    url.Values
	Wrong   map[string]string
	Authors []string
	Actions []string
	Log     []record.Correction
	All     int
	Done    []record.Correction
	Here    string // address of this page
	CSV     string
	paging
}

// asked returns the corrections that a person asks for, newest first, and all their
// authors; ok is false where the fact that was asked for is not there.
func asked(q *request) (log []record.Correction, authors []string, ok bool, err error) {
	form := q.r.URL.Query()
	all, err := q.desk.Record.Log(q.r.Context(), "")
	if err != nil {
		return nil, nil, false, err
	}
	for i := range all {
		authors = append(authors, all[i].Author)
	}
	slices.Sort(authors)
	authors = slices.Compact(authors)
	if key := strings.TrimSpace(form.Get("fact")); key != "" {
		all, err = q.desk.Record.Log(q.r.Context(), key)
		if errors.Is(err, store.ErrNotFound) {
			return nil, authors, false, nil
		}
		if err != nil {
			return nil, nil, false, err
		}
	}
	for i := range all {
		c := &all[i]
		if a := form.Get("author"); a != "" && c.Author != a {
			continue
		}
		if a := form.Get("action"); a != "" && c.Action != a {
			continue
		}
		log = append(log, *c)
	}
	return log, authors, true, nil
}

func corrections(q *request) error {
	form := q.r.URL.Query()
	p := &correctionsPage{Form: form, Wrong: map[string]string{}, Actions: actions}
	log, authors, ok, err := asked(q)
	if err != nil {
		return err
	}
	if !ok {
		p.Wrong["fact"] = q.cat.Text("log.want.fact")
		q.status = 400
	}
	p.Authors, p.All = authors, len(log)
	if p.Done, err = doneIn(q); err != nil {
		return err
	}
	form.Del("done")
	from, err := strconv.Atoi(form.Get("offset"))
	if err != nil || from < 0 {
		from = 0
	}
	from = min(from, len(log))
	p.Log = log[from:min(from+logPage, len(log))]
	p.Here, p.CSV = narrow("/log", form, "", ""), narrow("/log.csv", form, "offset", "")
	p.paging = pagesBeside("/log", form, from, logPage, from+logPage < len(log))
	return q.render("log", q.cat.Text("nav.log"), p)
}

func correctionsCSV(q *request) error {
	log, _, ok, err := asked(q)
	if err != nil {
		return err
	}
	if !ok {
		return store.ErrNotFound
	}
	var b bytes.Buffer
	err = export.Lines(&b, []string{"id", "at", "author", "action", "fact", "article", "kind", "words", "other", "field", "value", "reason", "undone", "undone_by"}, func(yield func([]string) bool) {
		for i := range log {
			c := &log[i]
			other := ""
			if c.Other != nil {
				other = c.Other.Fact
			}
			if !yield([]string{
				strconv.FormatInt(c.ID, 10), c.At, c.Author, c.Action, c.Target.Fact, c.Target.Article, c.Target.Kind, c.Target.Words.Text, other,
				c.Field, c.Value, c.Reason, c.Undone, c.By,
			}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return q.download("corrections.csv", "text/csv; charset=utf-8", b.Bytes())
}
