package desk_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/api"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/desk"
	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// A testDesk is a desk over a record on disk, asked without a network.
type testDesk struct {
	*desk.Desk
	http.Handler
	record   *ask.Record
	store    store.Store
	accounts *access.Accounts

	mu    sync.Mutex
	now   time.Time
	still bool // time stands
}

// reader reads the articles of tests; it is opened once.
var reader = sync.OnceValues(func() (*reading.Reader, error) { return reading.Open(reading.Options{}) })

// deskDay is the day on which tests ask.
var deskDay = time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)

// newDesk returns a desk that holds the articles of files of the testdata of the
// repository, such as "stories/talks-usa-iran/*.txt". It is open unless accounts are
// given.
func newDesk(t testing.TB, accounts *access.Accounts, files ...string) *testDesk {
	t.Helper()
	d := &testDesk{accounts: accounts, now: deskDay}
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	engine, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range files {
		paths, err := filepath.Glob(filepath.Join("../../testdata", pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
		}
		for _, path := range paths {
			for item, err := range source.Open(path) {
				if err != nil {
					t.Fatal(err)
				}
				a := item.Article
				r, err := engine.Read(t.Context(), a)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Add(t.Context(), []store.Entry{store.NewEntry(a, r, "test")}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	d.store = s
	day, err := record.ParseDay(deskDay.Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	d.record = ask.New(s, func() record.Day { return day }, "")
	client := fetch.New(fetch.Options{})
	taker := &intake.Taker{Store: s, Reader: engine, Engine: "test", Client: client}
	jobs := intake.NewJobs(taker)
	t.Cleanup(func() { jobs.Close(); client.Close() })
	o := access.Options{Accounts: accounts, Open: accounts == nil, User: "ana", Now: d.time}
	o.Refuse = func(w http.ResponseWriter, r *http.Request, status int, why string) { d.Refuse(w, r, status, why) }
	guard := access.New(o)
	tell := func(err error) { t.Error(err) }
	d.Desk, err = desk.New(desk.Options{
		API:    api.New(api.Options{Record: d.record, Guard: guard, Taker: taker, Tell: tell}),
		Record: d.record, Guard: guard, Accounts: accounts, Jobs: jobs, Taker: taker, Feeds: intake.NewFeeds(taker, 0),
		Version: "test", Now: d.time, Tell: tell,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Handler = guard.Wrap(d.Desk)
	return d
}

// ServeHTTP answers as the server does, by way of the guard.
func (d *testDesk) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.Handler.ServeHTTP(w, r) }

// time is that of the desk: a second later each time that it is asked, so that no
// bound on how often one may ask is met unless a test wants it.
func (d *testDesk) time() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.still {
		d.now = d.now.Add(time.Second)
	}
	return d.now
}

// wait lets time pass.
func (d *testDesk) wait(long time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(long)
}

// ask makes a request, with header lines, and returns the answer and its body. A form
// makes it a POST.
func (d *testDesk) ask(t testing.TB, target string, form url.Values, headers ...string) (*answer, string) {
	t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Host = "localhost"
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	return d.do(t, r)
}

// An answer is what a desk answered, but for its body.
type answer struct {
	StatusCode int
	Header     http.Header
	cookies    []*http.Cookie
}

// Cookies returns those that the answer sets.
func (a *answer) Cookies() []*http.Cookie { return a.cookies }

// do makes a request that may last no longer than the test has patience for.
func (d *testDesk) do(t testing.TB, r *http.Request) (*answer, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
	defer cancel()
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r.WithContext(ctx))
	res := w.Result()
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &answer{res.StatusCode, res.Header, res.Cookies()}, string(b)
}

// says fails unless a page holds all of some words.
func says(t testing.TB, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
}

// factOf returns a fact of a kind of the desk's record, the newest.
func (d *testDesk) factOf(t testing.TB, kind string) *record.Fact {
	t.Helper()
	hits, err := d.store.Search(t.Context(), store.Query{Kinds: []string{kind}, Limit: 1})
	if err != nil || len(hits) == 0 {
		t.Fatalf("%d facts of kind %s, %v", len(hits), kind, err)
	}
	return hits[0].Fact
}
