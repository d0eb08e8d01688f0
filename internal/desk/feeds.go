package desk

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// feedItems is how many facts a feed holds.
const feedItems = 50

// hlField is the field of an address that tells the language of what is sent to
// programs, which have no cookie.
const hlField = "hl"

// base returns the address of the desk as the request calls it, without a slash at
// its end.
func (q *request) base() string {
	if q.desk.Secure || q.r.TLS != nil {
		return "https://" + q.r.Host
	}
	return "http://" + q.r.Host
}

// speak takes the language that an address asks for.
func (q *request) speak() {
	if c := q.desk.catalogs[q.r.URL.Query().Get(hlField)]; c != nil {
		q.cat = c
	}
}

// filter returns the conditions of an address without language and paging.
func filter(v url.Values) url.Values {
	out := url.Values{}
	for name, values := range v {
		if name != hlField && name != "offset" && name != "limit" && len(values) > 0 && strings.TrimSpace(values[0]) != "" {
			out[name] = values
		}
	}
	return out
}

// alternates are the feeds of a search in the language of the reader; those of
// promises where they can be told apart by the conditions.
func (q *request) alternates(form url.Values) []alternate {
	v := filter(form)
	title := q.describe(v)
	v.Set(hlField, q.cat.Lang)
	out := []alternate{
		{"application/atom+xml", title, "/search.atom?" + v.Encode()},
		{"application/feed+json", title, "/search.json?" + v.Encode()},
	}
	if v.Get("party") != "" || v.Get("pair") != "" || v.Get("act") != "" {
		out = append(out, alternate{"text/calendar", q.cat.Text("feed.promises", title), "/search.ics?" + v.Encode()})
	}
	return out
}

// describe tells the conditions of a search in words.
func (q *request) describe(form url.Values) string {
	var parts []string
	if w := form.Get("q"); w != "" {
		parts = append(parts, w)
	}
	for _, name := range conditions {
		if v := form.Get(name); v != "" {
			parts = append(parts, q.cat.Text("field."+name)+": "+q.label(name, v))
		}
	}
	if len(parts) == 0 {
		return q.cat.Text("feed.all")
	}
	return strings.Join(parts, " · ")
}

// headline tells a fact in one line of plain text: what, who, to whom, and whether it
// is planned or denied.
func (q *request) headline(f *record.Fact) string {
	names := func(ps []record.Party) string {
		var out []string
		for _, p := range ps {
			out = append(out, q.partyName(&p))
		}
		return strings.Join(out, ", ")
	}
	var out string
	switch f.Kind {
	case record.KindStatement:
		out = q.cat.Text("unknown")
		if f.Speaker != nil {
			out = q.partyName(f.Speaker)
		}
		if f.Cue != "" {
			out += " " + q.cat.Term("cue", f.Cue)
		}
		return out + ": «" + shorten(120, strings.Join(strings.Fields(f.Words.Text), " ")) + "»"
	case record.KindLevel:
		var sides []string
		for _, c := range f.Parties {
			sides = append(sides, q.codeName(c))
		}
		out = q.cat.Term("level", f.Level) + ": " + strings.Join(sides, " – ")
	default:
		out = q.cat.Term("kind", f.Kind)
		if f.Act != "" {
			out = q.cat.Term("act", f.Act)
		}
		a, b := names(f.Actors), names(f.Recipients)
		switch {
		case a != "" && b != "":
			out += ": " + a + " → " + b
		case a+b != "":
			out += ": " + a + b
		}
	}
	var how []string
	if f.Status != "" && f.Status != "occurred" {
		how = append(how, q.cat.Term("status", f.Status))
	}
	if f.Polarity != "" && f.Polarity != "affirmed" {
		how = append(how, q.cat.Term("polarity", f.Polarity))
	}
	if len(how) > 0 {
		out += " (" + strings.Join(how, ", ") + ")"
	}
	return out
}

// item makes the item of a hit.
func (q *request) item(h *store.Hit) export.Item {
	s := &h.Source
	it := export.Item{
		ID: export.FeedID("article", s.Key), Title: cmp.Or(s.Title, q.cat.Text("untitled")), Link: q.base() + "/articles/" + url.PathEscape(s.Key), Outside: external(s.URL),
		Words: h.Passage.Text, Lang: s.Lang, Outlet: cmp.Or(s.Outlet, s.Agency), Updated: time.Unix(0, 0),
	}
	if t, err := time.Parse(time.DateOnly, s.Published); err == nil {
		it.Published, it.Updated = t, t
	}
	if t, err := time.Parse(time.RFC3339, s.Retrieved); err == nil {
		it.Updated = t
	}
	from := []string{cmp.Or(it.Outlet, q.cat.Text("unknown.outlet"))}
	if s.Published != "" {
		from = append(from, q.cat.Day(s.Published))
	}
	if f := h.Fact; f != nil {
		it.ID, it.Title = export.FeedID("fact", f.Key), q.headline(f)
		it.Link += "#f-" + url.PathEscape(f.Key)
		if f.Time != "" {
			from = append([]string{q.cat.When(f.Time)}, from...)
		}
		if words := strings.TrimSpace(f.Words.Text); words != "" && f.Kind == record.KindStatement {
			it.Words = words
		}
		it.Tags = append(it.Tags, f.Kind)
		if f.Act != "" {
			it.Tags = append(it.Tags, f.Act)
		}
		it.Tags = append(it.Tags, f.Parties...)
	}
	it.Words = shorten(300, it.Words)
	it.Summary = strings.Join(from, " · ")
	return it
}

// feed makes the feed of the search that an address asks for.
func (q *request) feed(path string) (*export.Feed, error) {
	q.speak()
	form := filter(q.r.URL.Query())
	query, err := q.desk.Record.ParseQuery(form)
	if err != nil {
		return nil, err
	}
	query.Limit, query.Best = feedItems, false
	found, err := q.desk.Record.Search(q.r.Context(), query, false)
	if err != nil {
		return nil, err
	}
	f := &export.Feed{
		ID: export.FeedID("search", form.Encode()), Title: q.cat.Text("product") + ": " + q.describe(form), Lang: q.cat.Lang,
		Home: q.base() + narrow("/search", form, "", ""), Updated: q.desk.Record.Today().Time(),
	}
	self := filter(form)
	self.Set(hlField, q.cat.Lang)
	f.Self = q.base() + narrow(path, self, "", "")
	for i := range found.Hits {
		it := q.item(&found.Hits[i])
		if i == 0 || it.Updated.After(f.Updated) {
			f.Updated = it.Updated
		}
		f.Items = append(f.Items, it)
	}
	return f, nil
}

func searchAtom(q *request) error {
	return q.sendFeed("/search.atom", "application/atom+xml; charset=utf-8", export.Atom)
}

func searchJSON(q *request) error {
	return q.sendFeed("/search.json", "application/feed+json; charset=utf-8", export.JSONFeed)
}

func (q *request) sendFeed(path, contentType string, write func(io.Writer, *export.Feed) error) error {
	f, err := q.feed(path)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, f); err != nil {
		return err
	}
	return q.fresh(contentType, b.Bytes())
}

// searchCalendar sends the promises that fit party, pair and act of a search.
func searchCalendar(q *request) error {
	q.speak()
	query, err := q.desk.Record.ParseQuery(filter(q.r.URL.Query()))
	if err != nil {
		return err
	}
	b, err := q.promised(&query, q.cat.Lang)
	if err != nil {
		return err
	}
	return q.fresh("text/calendar; charset=utf-8", b)
}

// promised makes the calendar of the promises that fit a query, in a language. It is
// dated by the day, not the moment, so that the same record gives the same bytes all
// day.
func (q *request) promised(query *store.Query, lang string) ([]byte, error) {
	ctx := q.r.Context()
	r, err := q.desk.Record.ExportPromised(ctx, query)
	if err != nil {
		return nil, err
	}
	o, err := q.desk.Record.ExportOptions(ctx, "ical", "", lang)
	if err != nil {
		return nil, err
	}
	r.Made, r.Version = q.desk.Record.Today().Time(), q.desk.Version
	var b bytes.Buffer
	err = export.Write(&b, "ical", r, o)
	return b.Bytes(), err
}

// fresh answers with a body, or tells that it is the one that was sent before.
func (q *request) fresh(contentType string, body []byte) error {
	if q.unchanged(body) {
		return nil
	}
	return q.write(contentType, body)
}

// unchanged marks the answer with a tag of its body, and where that is what was sent
// before tells so, which is the whole answer.
func (q *request) unchanged(body []byte) bool {
	sum := sha256.Sum256(body)
	tag := fmt.Sprintf("%q", hex.EncodeToString(sum[:12]))
	h := q.w.Header()
	h.Set("ETag", tag)
	for given := range strings.SplitSeq(q.r.Header.Get("If-None-Match"), ",") {
		if given = strings.TrimPrefix(strings.TrimSpace(given), "W/"); given == tag || given == "*" {
			h.Set("Cache-Control", "private, no-cache")
			h.Add("Vary", "Cookie, Accept-Language")
			q.w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}
