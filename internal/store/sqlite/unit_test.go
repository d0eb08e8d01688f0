package sqlite

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

func TestIDsDescendFromTheNewest(t *testing.T) {
	var ids []int64
	for _, a := range [][2]string{
		{"9999-12-31", "0000000000000000"}, {"2025-06-02", "00000000ffffffff"}, {"2025-06-02", "0000001000000000"}, {"2025-06-02", "ffffffff00000000"},
		{"2025-06-01", "0000000000000000"}, {"1969-12-31", "0000000000000000"}, {"1895-03-01", "0000000000000000"}, {"", "0000000000000000"}, {"", "ffffffffffffffff"},
	} {
		id, err := articleID(a[0], a[1])
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if !slices.IsSortedFunc(ids, func(a, b int64) int { return int(b>>8 - a>>8) }) {
		t.Errorf("ids %v do not descend", ids)
	}
	if got := published(ids[1]).String(); got != "2025-06-02" {
		t.Errorf("day %s of an id, want 2025-06-02", got)
	}
	if a, b := factID(ids[1], 0), factID(ids[1], mostFacts-1); a <= b || a>>placeBits != ids[1] || b>>placeBits != ids[1] || a < 0 {
		t.Errorf("ids of facts %d, %d", a, b)
	}
	for _, key := range []string{"", "0123456789ABCDEF", "0123456789abcde", "0123456789abcdefg", "no"} {
		if _, err := articleID("2025-06-01", key); err == nil {
			t.Errorf("key %q was taken", key)
		}
	}
}

func TestDaysOfAQueryAreIDs(t *testing.T) {
	at := func(s string) int64 { id, _ := articleID(s, "0123456789abcdef"); return id }
	in := func(said record.Interval, id int64) bool {
		from, to := idsOf(said)
		return from <= id && id <= to
	}
	d := func(s string) record.Day {
		d, err := record.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	june := record.Interval{Start: d("2025-06-01"), End: d("2025-06-30")}
	for _, c := range []struct {
		said record.Interval
		day  string
		want bool
	}{
		{record.Anytime, "", true}, {record.Anytime, "2025-06-01", true}, {june, "2025-06-01", true}, {june, "2025-06-30", true},
		{june, "2025-05-31", false}, {june, "2025-07-01", false}, {june, "", false},
		{record.Interval{Start: record.Always, End: june.End}, "", false}, {record.Interval{Start: record.Always, End: june.End}, "1900-01-01", true},
		{record.Interval{Start: june.Start, End: record.Never}, "2100-01-01", true},
	} {
		if got := in(c.said, at(c.day)); got != c.want {
			t.Errorf("%q within %v: %v, want %v", c.day, c.said, got, c.want)
		}
	}
}

// Articles of a day whose keys begin alike take the next free numbers.
func TestArticlesWithOneNumberAreKept(t *testing.T) {
	s := openNew(t)
	entries := entriesOf(6)
	for i := range entries {
		entries[i].Source.Published = "2025-06-01"
		entries[i].Source.Key = fmt.Sprintf("abcdef0123456%03x", i)
		entries[i].Source.URL = ""
		for j := range entries[i].Facts {
			entries[i].Facts[j].Article = entries[i].Source.Key
		}
	}
	if _, err := s.Add(t.Context(), entries[:2]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), entries[2:]); err != nil {
		t.Fatal(err)
	}
	for i := range entries {
		k, err := s.Article(t.Context(), entries[i].Source.Key)
		if err != nil || k.Article.Text != entries[i].Article.Text || len(k.Facts) != len(entries[i].Facts) {
			t.Errorf("article %d: %v", i, err)
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// Bands lie in segments, which are put together; wherever those of a copy lie, it is
// found, after another program has moved them, too.
func TestCopiesAreFoundWhereverTheirBandsLie(t *testing.T) {
	s := openNew(t)
	other := openFile(t, s.file)
	entries := entriesOf(3)
	again := func(i int) store.Entry {
		e := entries[i%3]
		a := *e.Article
		a.URL, a.Outlet = fmt.Sprintf("https://copy.example/%d", i), "Copy"
		return store.NewEntry(&a, e.Reading, "engine 1")
	}
	if _, err := s.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		by := s
		if i%2 == 1 {
			by = other
		}
		if i%5 == 4 { // as if there were many
			err := by.write(t.Context(), func(q *session) error {
				all, err := q.segments()
				if err == nil {
					_, err = join(q, all, true)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		added, err := by.Add(t.Context(), []store.Entry{again(i)})
		if err != nil || added[0].Copies != i/3+1 {
			t.Errorf("article %d has %+v, %v; want %d copies", i, added, err, i/3+1)
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTooManyFactsAreAnError(t *testing.T) {
	s := openNew(t)
	e := entriesOf(1)[0]
	e.Facts = make([]record.Fact, mostFacts+1)
	if _, err := s.Add(t.Context(), []store.Entry{e}); err == nil || !strings.Contains(err.Error(), e.Source.Key) {
		t.Errorf("%v, want an error that names the article", err)
	}
	if _, err := s.Add(t.Context(), []store.Entry{{Source: e.Source}}); err == nil || !strings.Contains(err.Error(), e.Source.Key) {
		t.Errorf("without a reading: %v, want an error that names the article", err)
	}
}

func TestMonthsOfIntervals(t *testing.T) {
	for _, c := range []struct {
		edtf string
		want string
	}{
		{"2025-06-15", "24305"}, {"2025-12-31/2026-01-01", "24311 24312"}, {"2025", "24300 24301 24302 24303 24304 24305 24306 24307 24308 24309 24310 24311"},
		{"2025-06/..", "long"}, {"199", "long"},
	} {
		iv, ok := record.ParseInterval(c.edtf)
		if !ok {
			t.Fatal(c.edtf)
		}
		if got := strings.Join(months(iv), " "); got != c.want {
			t.Errorf("months of %s: %s, want %s", c.edtf, got, c.want)
		}
	}
}

// FuzzSearch looks for words and tags that somebody types: whatever they are, they are
// no syntax of the full-text indexes.
func FuzzSearch(f *testing.F) {
	s, err := Open(f.Context(), f.TempDir()+"/record")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := s.Close(); err != nil {
			f.Error(err)
		}
	})
	if _, err := s.Add(f.Context(), entriesOf(50)); err != nil {
		f.Fatal(err)
	}
	for _, w := range []string{"ministro", `"acuerdo de`, "a AND NOT b", "NEAR(a b)", "tag : x", "*", "ñ\x00", "'; DROP TABLE article; --", "\xff"} {
		f.Add(w, w, w)
	}
	f.Fuzz(func(t *testing.T, words, entity, party string) {
		q := store.Query{Words: words, Entity: entity, Party: party, Outlet: words, Kinds: []string{party}}
		if _, err := s.Search(t.Context(), q); err != nil {
			t.Errorf("%+v: %v", q, err)
		}
		if _, err := s.Search(t.Context(), store.Query{Words: words, Best: true}); err != nil {
			t.Errorf("%q: %v", words, err)
		}
		if _, err := s.Entities(t.Context(), words, 10); err != nil {
			t.Errorf("%q: %v", words, err)
		}
	})
}
