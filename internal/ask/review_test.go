package ask_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
	"github.com/attache-project/attache/internal/store/storetest"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

var now = time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)

// newRecord returns an empty record.
func newRecord(t testing.TB) *ask.Record {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	today, err := record.ParseDay(now.Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	return ask.New(s, func() record.Day { return today }, "")
}

// told keeps one article in which somebody speaks, and returns the entry.
func told(t testing.TB, r *ask.Record) store.Entry {
	t.Helper()
	engine, err := r.Reader()
	if err != nil {
		t.Fatal(err)
	}
	a := &text.Article{
		Title: "Lavrov habla en Moscú", Outlet: "Faro", Published: "2026-01-05", Lang: "es",
		Text: "El ministro de Exteriores de Rusia, Serguéi Lavrov, dijo el lunes que las conversaciones fueron útiles.",
	}
	read, err := engine.Read(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	e := store.NewEntry(a, read, "test")
	if _, err := r.Store.Add(t.Context(), []store.Entry{e}); err != nil {
		t.Fatal(err)
	}
	return e
}

func statement(t testing.TB, e *store.Entry) *record.Fact {
	t.Helper()
	for i := range e.Facts {
		if e.Facts[i].Kind == record.KindStatement {
			return &e.Facts[i]
		}
	}
	t.Fatal("the article has no statement")
	return nil
}

// Who is named by a correction is found by who asks for him, on his page and in
// searches, before and after the article is read again, until it is undone.
func TestCorrectedSpeakersAreFound(t *testing.T) {
	r := newRecord(t)
	e := told(t, r)
	f := statement(t, &e)
	finds := func(what string, who string, want int) {
		t.Helper()
		p, err := r.PersonOf(t.Context(), who, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Statements) != want {
			t.Errorf("%s: the page of %s has %d statements, want %d", what, who, len(p.Statements), want)
		}
		for _, q := range []store.Query{{Speaker: who}, {Entity: who, Kinds: []string{record.KindStatement}}} {
			if hits, err := r.Store.Search(t.Context(), q); err != nil || len(hits) != want {
				t.Errorf("%s: %d statements of %s, %v, want %d", what, len(hits), who, err, want)
			}
		}
	}
	finds("as read", "sergey-lavrov", 1)
	finds("as read", "kassym-jomart-tokayev", 0)
	for _, value := range []string{"kassym-jomart-tokayev", "Токаев", " Kasim-Yomart  Tokáyev "} {
		c, err := r.Correct(t.Context(), &ask.Word{Fact: f.Key, Action: record.Correct, Field: "speaker", Value: value, Author: "Ana", Reason: "the caption"}, now)
		if err != nil {
			t.Fatalf("%s: %v", value, err)
		}
		if c.Value != "Kassym-Jomart Tokayev <kassym-jomart-tokayev KAZ>" {
			t.Errorf("%s was taken down as %s", value, c.Value)
		}
		finds(value, "kassym-jomart-tokayev", 1)
		finds(value, "sergey-lavrov", 0)
		if hits, err := r.Store.Search(t.Context(), store.Query{Speaker: "KAZ"}); err != nil || len(hits) != 1 {
			t.Errorf("%d statements of Kazakhstan, %v", len(hits), err)
		}
		if err := r.Store.Replace(t.Context(), []store.Entry{e}); err != nil {
			t.Fatal(err)
		}
		finds(value+", read again", "kassym-jomart-tokayev", 1)
		if err := r.Undo(t.Context(), c.ID, "Luis", now); err != nil {
			t.Fatal(err)
		}
		finds(value+", undone", "sergey-lavrov", 1)
		finds(value+", undone", "kassym-jomart-tokayev", 0)
		if k, err := r.Correction(t.Context(), c.ID); err != nil || k.By != "Luis" {
			t.Errorf("correction %d: %+v, %v", c.ID, k, err)
		}
	}
}

func TestSpeakersNobodyOrSeveralGoBy(t *testing.T) {
	r := newRecord(t)
	e := told(t, r)
	f := statement(t, &e)
	w := ask.Word{Fact: f.Key, Action: record.Correct, Field: "speaker", Value: "Rosa Peralta", Author: "Ana", Reason: "the caption"}
	if c, err := r.Correct(t.Context(), &w, now); err != nil || c.Value != "Rosa Peralta" {
		t.Errorf("somebody unknown: %+v, %v", c, err)
	}
	w.Value = "Rosa <rosa peralta x>"
	if _, err := r.Correct(t.Context(), &w, now); !errors.Is(err, ask.ErrWord) {
		t.Errorf("what no party is: %v", err)
	}
	w.Value = "Kim"
	_, err := r.Correct(t.Context(), &w, now)
	var many *ask.AmbiguousError
	if !errors.Is(err, ask.ErrWord) || !errors.As(err, &many) || len(many.Of) < 2 || !strings.Contains(many.Of[0], "<") {
		t.Errorf("a name of several: %v", err)
	}
	if _, err := r.Correction(t.Context(), 99); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a correction that is not there: %v", err)
	}
}

// A stretch after a stretch holds every doubt of the record once.
func TestStretchesOfDoubtsHoldAllOnce(t *testing.T) {
	r := newRecord(t)
	var entries []store.Entry
	for e := range storetest.Generate(400) {
		entries = append(entries, e)
	}
	if _, err := r.Store.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{{}, {storetest.State(0)}, {storetest.State(1)}} {
		all, err := r.Doubts(t.Context(), pair, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, d := range all {
			want[d.Event+d.Fact+d.Why]++
		}
		got := map[string]int{}
		from, pages := 0, 0
		for {
			p, err := store.DoubtsFrom(t.Context(), r.Store, pair, from, 5, 50)
			if err != nil {
				t.Fatal(err)
			}
			if p.Looked > 50 {
				t.Errorf("%d reports for a page", p.Looked)
			}
			for _, d := range p.Doubts {
				got[d.Event+d.Fact+d.Why]++
				if p.Events[d.Event] == nil {
					t.Errorf("event %s is missing", d.Event)
				}
			}
			pages++
			if p.Next == 0 {
				break
			}
			if from = p.Next; pages > 1000 {
				t.Fatal("no end")
			}
		}
		for d, n := range want {
			if got[d] != n {
				t.Errorf("%v: %s: %d times, want %d", pair, d, got[d], n)
			}
		}
		if len(want) == 0 || pair[0] == "" && pages < 3 {
			t.Errorf("%v: %d doubts on %d pages prove nothing", pair, len(want), pages)
		}
	}
}

func BenchmarkDoubtsFrom(b *testing.B) {
	r := newRecord(b)
	var entries []store.Entry
	for e := range storetest.Generate(3000) {
		entries = append(entries, e)
	}
	for len(entries) > 0 {
		n := min(100, len(entries))
		if _, err := r.Store.Add(b.Context(), entries[:n]); err != nil {
			b.Fatal(err)
		}
		entries = entries[n:]
	}
	for b.Loop() {
		if _, err := r.DoubtsFrom(b.Context(), [2]string{}, 0); err != nil {
			b.Fatal(err)
		}
	}
}

// An article tells its facts as people corrected them, and which of them somebody
// confirmed or rejected, until that is undone.
func TestArticlesTellFactsAsCorrected(t *testing.T) {
	r := newRecord(t)
	e := told(t, r)
	f := statement(t, &e)
	for _, tt := range []struct {
		word                ask.Word
		speaker             string
		confirmed, rejected bool
	}{
		{ask.Word{Action: record.Correct, Field: "speaker", Value: "Emmanuel Macron", Reason: "the photograph"}, "emmanuel-macron", true, false},
		{ask.Word{Action: record.Reject, Reason: "nobody said it"}, "sergey-lavrov", false, true},
	} {
		tt.word.Fact, tt.word.Author = f.Key, "nadia"
		c, err := r.Correct(t.Context(), &tt.word, now)
		if err != nil {
			t.Fatal(err)
		}
		check := func(when, speaker string, confirmed, rejected bool) {
			t.Helper()
			a, err := r.ArticleOf(t.Context(), e.Source.Key)
			if err != nil {
				t.Fatal(err)
			}
			for i := range a.Facts {
				if g := &a.Facts[i]; g.Key == f.Key && g.Speaker.Entity != speaker {
					t.Errorf("%s, %s: the speaker is %s, want %s", tt.word.Action, when, g.Speaker.Entity, speaker)
				}
			}
			if got := slices.Contains(a.Confirmed, f.Key); got != confirmed {
				t.Errorf("%s, %s: confirmed is %v", tt.word.Action, when, got)
			}
			if got := slices.Contains(a.Rejected, f.Key); got != rejected {
				t.Errorf("%s, %s: rejected is %v", tt.word.Action, when, got)
			}
		}
		check("in force", tt.speaker, tt.confirmed, tt.rejected)
		if err := r.Undo(t.Context(), c.ID, "nadia", now); err != nil {
			t.Fatal(err)
		}
		check("undone", f.Speaker.Entity, false, false)
	}
}
