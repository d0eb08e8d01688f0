package desk

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/watch"
)

// maxList is how large a list of feeds may be that is sent, in bytes.
const maxList = 8 << 20

type sourcesPage struct {
	Outlets []store.Outlet
	Feeds   []feedRow
	Polling bool   // feeds are polled here
	Stopped string // why they are not, for now
	Jobs    []intake.Job
	Form    map[string]string
	Wrong   map[string]string // by field: address, lang, list
	Faults  []string          // of a list of feeds
	Taken   int               // feeds taken from a list; -1 when none was sent
}

// A feedRow is a feed with what its last poll brought.
type feedRow struct {
	store.Feed
	Last *intake.Poll // nil when it brought nothing since the program started
	Now  bool         // it is due
}

func sources(q *request) error { return q.sources(&sourcesPage{Taken: -1}) }

func (q *request) sources(p *sourcesPage) error {
	ctx := q.r.Context()
	var err error
	if p.Outlets, err = q.desk.Record.Store.Outlets(ctx); err != nil {
		return err
	}
	feeds, err := q.desk.Record.Store.Feeds(ctx)
	if err != nil {
		return err
	}
	now := q.desk.Now()
	for _, f := range feeds {
		row := feedRow{Feed: f, Now: !f.Next.After(now)}
		if q.desk.Feeds != nil {
			if last, ok := q.desk.Feeds.Last(f.URL); ok {
				row.Last = &last
			}
		}
		p.Feeds = append(p.Feeds, row)
	}
	if q.desk.Feeds != nil {
		p.Polling = true
		if err := q.desk.Feeds.Err(); err != nil {
			p.Stopped = err.Error()
		}
	}
	if q.desk.Jobs != nil {
		p.Jobs = q.desk.Jobs.List()
		p.Jobs = p.Jobs[:min(len(p.Jobs), 12)]
	}
	if p.Form == nil {
		p.Form = map[string]string{}
	}
	for _, name := range []string{"address", "outlet", "lang"} {
		p.Form[name] += ""
	}
	if len(p.Wrong) > 0 {
		q.status = http.StatusBadRequest
	}
	return q.render("sources", q.cat.Text("nav.sources"), p)
}

// Moment returns a time as pages take it, "" for none.
func (f *feedRow) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// sourcesList sends the list of feeds as OPML.
func sourcesList(q *request) error {
	all, err := q.desk.Record.Store.Feeds(q.r.Context())
	if err != nil {
		return err
	}
	feeds := make([]watch.Feed, len(all))
	for i, f := range all {
		feeds[i] = watch.Feed{URL: f.URL, Title: f.Title, Outlet: f.Outlet, Lang: f.Lang}
	}
	var b bytes.Buffer
	if err := watch.WriteOPML(&b, q.cat.Text("product")+": "+q.cat.Text("sources.feeds"), feeds); err != nil {
		return err
	}
	return q.download("attache-feeds.opml", "text/x-opml; charset=utf-8", b.Bytes())
}

// polling returns what polls feeds; the error is that of a desk that polls none.
func (q *request) polling() (*intake.Feeds, error) {
	if q.desk.Feeds == nil {
		return nil, fmt.Errorf("this desk polls no feeds: %w", store.ErrNotFound)
	}
	return q.desk.Feeds, nil
}

// putFeed adds a feed to be polled.
func putFeed(q *request) error {
	feeds, err := q.polling()
	if err != nil {
		return err
	}
	p := &sourcesPage{Form: map[string]string{}, Wrong: map[string]string{}, Taken: -1}
	for _, name := range []string{"address", "outlet", "lang"} {
		p.Form[name] = strings.Join(strings.Fields(q.r.PostFormValue(name)), " ")
	}
	if err := intake.CheckAddress(p.Form["address"]); err != nil {
		p.Wrong["address"] = q.wrongAddress(err)
	}
	if l := p.Form["lang"]; l != "" && (len(l) != 2 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz") != "") {
		p.Wrong["lang"] = q.cat.Text("add.want.lang")
	}
	if len(p.Wrong) > 0 {
		return q.sources(p)
	}
	err = feeds.Put(q.r.Context(), store.Feed{URL: p.Form["address"], Outlet: p.Form["outlet"], Lang: p.Form["lang"]})
	if err != nil {
		return err
	}
	return q.redirect("/sources#feeds")
}

// putFeeds adds the feeds of a list in OPML. Those that are there already are left as
// they are.
func putFeeds(q *request) error {
	feeds, err := q.polling()
	if err != nil {
		return err
	}
	access.Limit(maxList+1<<20, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		q.r = r
		err = q.takeList(feeds)
	})).ServeHTTP(q.w, q.r)
	return tooLarge(err)
}

func (q *request) takeList(feeds *intake.Feeds) error {
	p := &sourcesPage{Wrong: map[string]string{}, Taken: -1}
	file, head, err := q.r.FormFile("list")
	if errors.Is(err, http.ErrMissingFile) {
		p.Wrong["list"] = q.cat.Text("sources.want.list")
		return q.sources(p)
	}
	if err != nil {
		if isTooLarge(err) {
			return errTooLarge{err}
		}
		return errBad{fmt.Errorf("reading the form: %w", err)}
	}
	defer func() {
		_ = file.Close()
		_ = q.r.MultipartForm.RemoveAll()
	}()
	ctx := q.r.Context()
	there, err := q.desk.Record.Store.Feeds(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, f := range there {
		known[f.URL] = true
	}
	list, err := watch.ReadOPML(cmp.Or(head.Filename, "list"), file)
	if err != nil {
		p.Faults = strings.Split(err.Error(), "\n")
		p.Faults = p.Faults[:min(len(p.Faults), 20)]
	}
	p.Taken = 0
	for _, f := range list {
		if known[f.URL] {
			continue
		}
		if err := intake.CheckAddress(f.URL); err != nil {
			p.Faults = append(p.Faults, err.Error())
			continue
		}
		if err := feeds.Put(ctx, store.Feed{URL: f.URL, Title: f.Title, Outlet: f.Outlet, Lang: f.Lang}); err != nil {
			return err
		}
		p.Taken++
	}
	if len(p.Faults) > 0 {
		return q.sources(p)
	}
	return q.redirect("/sources#feeds")
}

func pollFeed(q *request) error {
	feeds, err := q.polling()
	if err != nil {
		return err
	}
	if err := feeds.Now(q.r.Context(), q.r.PostFormValue("address")); err != nil {
		return err
	}
	return q.redirect("/sources#feeds")
}

func deleteFeed(q *request) error {
	feeds, err := q.polling()
	if err != nil {
		return err
	}
	if err := feeds.Delete(q.r.Context(), q.r.PostFormValue("address")); err != nil {
		return err
	}
	return q.redirect("/sources#feeds")
}

// Search returns the address of what an outlet told.
func (p *sourcesPage) Search(outlet string) string {
	return "/search?" + url.Values{"outlet": {outlet}}.Encode()
}
