package postgres

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
	"github.com/attache-project/attache/internal/store/storetest"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t) })
}

func generate(n int) []store.Entry { return slices.Collect(storetest.Generate(n)) }

// article is an entry with a text and nothing read in it.
func article(n int, title, body string) store.Entry {
	e := generate(1)[0]
	r := *e.Reading
	a := &text.Article{ID: "a", URL: fmt.Sprintf("https://faro.example/%d", n), Title: title, Lang: "es", Text: body, SHA256: text.Digest(body)}
	r.Article.Lang, r.Article.Text, r.Article.SHA256 = "es", body, a.SHA256
	r.Statements, r.Events, r.Visits, r.Instruments, r.Levels = r.Statements[:0], r.Events[:0], r.Visits[:0], r.Instruments[:0], r.Levels[:0]
	return store.NewEntry(a, &r, "engine 1")
}

func TestAFullDiskIsTold(t *testing.T) {
	s := open(t)
	_, err := s.pool.Exec(t.Context(), `
		CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
		CREATE TRIGGER full_disk BEFORE INSERT ON fact EXECUTE FUNCTION full_disk()`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), generate(3)); !errors.Is(err, store.ErrFull) {
		t.Errorf("%v, want ErrFull", err)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Articles != 0 {
		t.Errorf("%+v, %v; want nothing kept", st, err)
	}
	if _, err := s.pool.Exec(t.Context(), `DROP TRIGGER full_disk ON fact`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), generate(3)); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestTextWithZeroBytesIsRefused(t *testing.T) {
	s := open(t)
	if _, err := s.Add(t.Context(), []store.Entry{article(1, "Uno", "a\x00b")}); err == nil || !strings.Contains(err.Error(), "zero byte") {
		t.Errorf("%v", err)
	}
	if _, err := s.Add(t.Context(), []store.Entry{article(2, "Dos", "a b")}); err != nil {
		t.Error(err)
	}
}

// The server has limits on vectors, which long articles pass.
func TestLongArticlesAreFound(t *testing.T) {
	s := open(t)
	var different, same strings.Builder
	for i := range 150_000 {
		fmt.Fprintf(&different, "palabra%d ", i)
		same.WriteString("el ministro dijo que no ")
	}
	a := article(1, "Ministros", "primero "+different.String())
	b := article(2, "Otros", "primero "+same.String()+"último")
	if _, err := s.Add(t.Context(), []store.Entry{a, b}); err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string][]string{
		"primero":                  {a.Source.Key, b.Source.Key},
		"palabra40000":             {a.Source.Key},
		"último":                   {b.Source.Key},
		`"ministro dijo"`:          {b.Source.Key},
		`"palabra100 palabra101"`:  {a.Source.Key},
		"primero ministro":         {a.Source.Key, b.Source.Key},
		"palabra3 ministro último": nil,
	} {
		hits, err := s.Search(t.Context(), store.Query{Words: words})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.Source.Key)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", words, got, want)
		}
	}
}

// Two programs that add the same articles in another order make the same families
// and versions.
func TestProgramsAddAtTheSameTime(t *testing.T) {
	dsn := address(t)
	entries := generate(120)
	var wg sync.WaitGroup
	for program := range 3 {
		mine := slices.Clone(entries)
		if program == 1 {
			slices.Reverse(mine)
		}
		wg.Go(func() {
			s, err := Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			for batch := range slices.Chunk(mine, 30) {
				if _, err := s.Add(t.Context(), batch); err != nil {
					t.Error(err)
				}
				if err := store.Settle(t.Context(), s); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	together, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer together.Close()
	alone := open(t)
	if _, err := alone.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	sameStores(t, together, alone)
}

// sameStores compares what two stores hold and answer.
func sameStores(t *testing.T, a, b store.Store) {
	t.Helper()
	list := func(s store.Store) (out []string) {
		if err := s.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if err := store.Settle(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		for k, err := range s.Articles(t.Context(), "", "") {
			if err != nil {
				t.Fatal(err)
			}
			src := k.Source
			src.Family = cmp.Or(src.Family, src.Key)
			r, err := k.Reading.Append(nil)
			if err != nil {
				t.Fatal(err)
			}
			facts, err := json.Marshal(k.Facts)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprintf("%+v %+v %s %s %s", src, *k.Article, k.Engine, facts, r))
		}
		for name, err := range s.Blocks(t.Context(), [2]string{}) {
			if err != nil {
				t.Fatal(err)
			}
			reports, cs, err := s.Block(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			record.Sort(reports)
			var ids []int64
			for _, c := range cs {
				ids = append(ids, c.ID)
			}
			out = append(out, fmt.Sprintf("%s %d %v", name, len(reports), ids))
		}
		cs, err := s.Corrections(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cs {
			out = append(out, fmt.Sprintf("%d %s %s %s %s %s %s", c.ID, c.At, c.Author, c.Action, c.Target.Fact, c.Undone, c.By))
		}
		ps, err := s.Promises(t.Context(), store.PromiseQuery{Undated: true})
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(ps, func(a, b store.PromiseRow) int { return cmp.Compare(a.Event, b.Event) })
		for _, p := range ps {
			out = append(out, fmt.Sprintf("%+v", p))
		}
		feeds, err := s.Feeds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return append(out, fmt.Sprintf("%+v", feeds))
	}
	x, y := list(a), list(b)
	if len(x) != len(y) {
		t.Errorf("%d rows and %d", len(x), len(y))
	}
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			t.Fatalf("they differ:\n%s\n%s", x[i], y[i])
		}
	}
}

func TestCheckFindsDamage(t *testing.T) {
	for what, sql := range map[string]string{
		"the text of an article": `UPDATE article SET text = text || ' ' WHERE id = (SELECT min(id) FROM article)`,
		"family":                 `UPDATE article SET family = '0000000000000000' WHERE id = (SELECT min(id) FROM article)`,
		"last version":           `UPDATE article SET superseded = NOT superseded WHERE url <> ''`,
		"another day":            `UPDATE fact SET day = day + 1`,
		"block":                  `DELETE FROM block`,
		"unpacking":              `UPDATE article SET reading = '\x00' WHERE id = (SELECT max(id) FROM article)`,
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t)
			if _, err := s.Add(t.Context(), generate(10)); err != nil {
				t.Fatal(err)
			}
			if err := s.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.pool.Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
			if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), what) {
				t.Errorf("%v, want an error about %s", err, what)
			}
		})
	}
}

func TestBackupsAreStoresOfTheirOwn(t *testing.T) {
	s := open(t)
	entries := generate(60)
	if _, err := s.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	correctSome(t, s, entries)
	if _, err := s.Sequence(t.Context(), "uid", "a"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	back, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	sameStores(t, s, back)
	again := open(t)
	if err := store.Copy(t.Context(), back, again); err != nil {
		t.Fatal(err)
	}
	sameStores(t, s, again)
}

func TestCopyKeepsAllThatWasEntered(t *testing.T) {
	from, to := open(t), open(t)
	entries := generate(100)
	if _, err := from.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	correctSome(t, from, entries)
	if err := from.PutFeed(t.Context(), store.Feed{URL: "https://faro.example/rss", Title: "El Faro", Failures: 2}); err != nil {
		t.Fatal(err)
	}
	for _, digest := range []string{"a", "b", "c"} {
		if _, err := from.Sequence(t.Context(), "uid", digest); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Copy(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	sameStores(t, from, to)
	if n, err := to.Sequence(t.Context(), "uid", "c"); err != nil || n != 2 {
		t.Errorf("calendar entry has number %d, %v; want 2", n, err)
	}
	a, err := from.Article(t.Context(), entries[7].Source.Key)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := to.Article(t.Context(), entries[7].Source.Key); err != nil || !b.Added.Equal(a.Added) {
		t.Errorf("added %v, %v; want %v", b.Added, err, a.Added)
	}
	if err := store.Copy(t.Context(), from, to); err == nil {
		t.Error("corrections were copied twice")
	}
}

// correctSome makes corrections of all sorts: one is undone, and one is about a
// fact that a later reading does not have.
func correctSome(t *testing.T, s *Store, entries []store.Entry) {
	t.Helper()
	var events []*record.Fact
	for i := range entries {
		for j := range entries[i].Facts {
			if f := &entries[i].Facts[j]; f.Kind == record.KindEvent {
				events = append(events, f)
			}
		}
	}
	other := record.AnchorOf(events[1])
	i := slices.IndexFunc(events[5:], func(f *record.Fact) bool { return f.Article == events[4].Article })
	if i < 0 {
		t.Fatal("the article has one event")
	}
	near := record.AnchorOf(events[5+i])
	for i, c := range []record.Correction{
		{Action: record.Join, Target: record.AnchorOf(events[0]), Other: &other},
		{Action: record.Correct, Field: "place", Value: "Lima", Target: record.AnchorOf(events[2])},
		{Action: record.Reject, Target: record.AnchorOf(events[3])},
		{Action: record.Confirm, Target: record.AnchorOf(events[4])},
		{Action: record.Join, Target: record.AnchorOf(events[4]), Other: &near},
		{Action: record.Correct, Field: "act", Value: "talks", Target: record.AnchorOf(events[5])},
	} {
		c.At, c.Author, c.Reason = "2025-07-01T10:00:00Z", "ana", "read again"
		id, err := s.Correct(t.Context(), &c)
		if err != nil {
			t.Fatal(err)
		}
		if i == 2 {
			if err := s.Undo(t.Context(), id, "berta", day("2025-07-03").Time()); err != nil {
				t.Fatal(err)
			}
		}
	}
	i = slices.IndexFunc(entries, func(e store.Entry) bool { return e.Source.Key == events[4].Article })
	e := entries[i]
	e.Facts, e.Blocks, e.Engine = nil, nil, "engine 2"
	if err := s.Replace(t.Context(), []store.Entry{e}); err != nil {
		t.Fatal(err)
	}
}

// What is asked of the one back end is answered by the other in the same words.
func TestBothBackEndsAnswerAlike(t *testing.T) {
	p := open(t)
	l, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	entries := generate(250)
	for _, s := range []store.Store{p, l} {
		if _, err := s.Add(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
	}
	state := storetest.State
	for _, q := range []store.Query{
		{},
		{Words: "acuerdo"},
		{Words: "acuerdo ministro", Lang: "es"},
		{Words: `"asuntos exteriores"`},
		{Words: "министр", Limit: 7, Offset: 3},
		{Words: "visits", Kinds: []string{record.KindEvent}},
		{Kinds: []string{record.KindStatement}, Party: state(0)},
		{Pair: [2]string{state(0), state(1)}},
		{Act: "visit", Status: "planned"},
		{Speaker: state(1), Limit: 200},
		{Entity: state(2), SaidFrom: day("2022-01-01"), SaidTo: day("2024-01-01")},
		{WhenFrom: day("2022-03-01"), WhenTo: day("2022-09-01")},
		{Outlet: "OUTLET 3", Limit: 500},
		{Lang: "ru", Polarity: "affirmed", Type: "CONSULT"},
	} {
		a, err := p.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		b, err := l.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, hits := range [][]store.Hit{a, b} {
			for i := range hits {
				hits[i].Source.Family = cmp.Or(hits[i].Source.Family, hits[i].Source.Key)
				hits[i].Score = 0
			}
		}
		sameJSON(t, fmt.Sprintf("%+v", q), a, b)
		n, err := p.Count(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		m, err := l.Count(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, fmt.Sprintf("count of %+v", q), n, m)
	}
	for _, name := range []string{"a", "s", "AAX", "min", "иван"} {
		a, err := p.Entities(t.Context(), name, 30)
		if err != nil {
			t.Fatal(err)
		}
		b, err := l.Entities(t.Context(), name, 30)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, "entities "+name, append([]store.Entity{}, a...), append([]store.Entity{}, b...))
	}
	a, err := p.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := l.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a.Added, b.Added = "", ""
	sameJSON(t, "stats", a, b)
}

func sameJSON(t *testing.T, what string, a, b any) {
	t.Helper()
	x, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if string(x) != string(y) {
		t.Errorf("%s:\npostgres %.1500s\nsqlite   %.1500s", what, x, y)
	}
}
