package sqlite

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/storetest"
	"github.com/attache-project/attache/record"
)

func entriesOf(n int) []store.Entry {
	var out []store.Entry
	for e := range storetest.Generate(n) {
		out = append(out, e)
	}
	return out
}

func TestStoresOpenAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a folder", "with ¿signs? #100%", "record.attache")
	s, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	entries := entriesOf(20)
	if _, err := s.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	if _, err := s.Stats(t.Context()); err == nil {
		t.Error("a closed store answered")
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	s = openFile(t, file)
	st, err := s.Stats(t.Context())
	if err != nil || st.Articles != 20 {
		t.Errorf("%+v, %v", st, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	var mode string
	var sync, keys int
	err = s.w.run(t.Context(), "BEGIN", func(q *session) error {
		return errors.Join(q.one(into(&mode), "PRAGMA journal_mode"), q.one(into(&sync), "PRAGMA synchronous"), q.one(into(&keys), "PRAGMA foreign_keys"))
	})
	if err != nil || mode != "wal" || sync != 2 || keys != 1 {
		t.Errorf("journal mode %s, synchronous %d, foreign keys %d, %v; want wal, 2 (FULL), 1", mode, sync, keys, err)
	}
}

func TestWhatIsNoStoreIsRefused(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	other := filepath.Join(folder, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE note (text)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, file, want string }{
		{"text", write("text", strings.Repeat("Esto no es un almacén.\n", 400)), "damaged"},
		{"another program's file", other, "another program"},
		{"a folder", folder, "folder"},
		{"a file for a folder", filepath.Join(other, "record"), "not a directory"},
	} {
		was, _ := os.ReadFile(c.file)
		s, err := Open(t.Context(), c.file)
		if err == nil {
			t.Errorf("%s was opened", c.name)
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) {
			t.Errorf("%s: %v; want the file and %q", c.name, err, c.want)
		}
		if is, _ := os.ReadFile(c.file); string(is) != string(was) {
			t.Errorf("%s was changed", c.name)
		}
	}
}

func TestNewerSchemasAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "record")
	s := openFile(t, file)
	err := s.write(t.Context(), func(q *session) error {
		_, err := q.exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), file); !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), file) {
		t.Errorf("%v, want ErrNewer and the file", err)
	}
}

func TestManyMayOpenANewFileAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "record")
	errs := make(chan error)
	for range 8 {
		go func() {
			s, err := Open(context.Background(), file)
			if err == nil {
				_, err = s.Stats(context.Background())
				err = errors.Join(err, s.Close())
			}
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestDamagedFilesAreFound(t *testing.T) {
	file := filepath.Join(t.TempDir(), "record")
	s, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), entriesOf(200)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for page := 3; page < len(b)/4096; page += 5 {
		copy(b[page*4096:], strings.Repeat("\xa5", 512))
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), file)
	if err == nil {
		defer func() { _ = s.Close() }()
		err = s.Check(t.Context())
	}
	if err == nil || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("%v, want that %s is damaged", err, file)
	}
}

func TestChangedTextIsFound(t *testing.T) {
	s := openNew(t)
	if _, err := s.Add(t.Context(), entriesOf(5)); err != nil {
		t.Fatal(err)
	}
	err := s.write(t.Context(), func(q *session) error {
		_, err := q.exec("UPDATE body SET text = text || '!' WHERE article = (SELECT max(article) FROM body)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "text") {
		t.Errorf("%v, want the text that was changed", err)
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	s := openNew(t)
	entries := entriesOf(400)
	if _, err := s.Add(t.Context(), entries[:100]); err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		err := s.w.run(t.Context(), "BEGIN", func(q *session) error {
			var n int
			return q.one(into(&n), "PRAGMA max_page_count = "+pages)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // as many as there are
	if _, err := s.Add(t.Context(), entries[100:]); !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), s.file) {
		t.Errorf("%v, want ErrFull and the file", err)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Articles != 100 {
		t.Errorf("%+v, %v; want 100 articles", st, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	limit("1000000")
	if _, err := s.Add(t.Context(), entries[100:]); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// The log goes back to the file while somebody else is writing.
func TestTheLogIsWrittenBack(t *testing.T) {
	s := openNew(t)
	if _, err := s.Add(t.Context(), entriesOf(50)); err != nil {
		t.Fatal(err)
	}
	left := func() int {
		var busy, pages, done int
		if err := s.r.db.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &pages, &done); err != nil {
			t.Fatal(err)
		}
		return pages - done
	}
	if n := left(); n < 100 {
		t.Errorf("%d pages are in the log alone, want some hundred", n)
	}
	s.writeBack(t.Context(), 1<<20)
	if n := left(); n < 100 {
		t.Errorf("%d pages are in the log alone: little was written back, too", n)
	}
	err := s.write(t.Context(), func(*session) error {
		s.writeBack(t.Context(), 100)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := left(); n != 0 {
		t.Errorf("%d pages are in the log alone, want none", n)
	}
}

func TestWhoWaitsTooLongIsTold(t *testing.T) {
	s := openNew(t)
	other := openFile(t, s.file)
	err := other.w.run(t.Context(), "BEGIN", func(q *session) error {
		var n int
		return q.one(into(&n), "PRAGMA busy_timeout = 20")
	})
	if err != nil {
		t.Fatal(err)
	}
	entries := entriesOf(2)
	err = s.write(t.Context(), func(*session) error {
		_, err := other.Add(t.Context(), entries)
		return err
	})
	if !errors.Is(err, store.ErrBusy) {
		t.Errorf("%v, want ErrBusy", err)
	}
	if _, err := other.Add(t.Context(), entries); err != nil {
		t.Errorf("after the other has done: %v", err)
	}
}

func TestBackupsAreStores(t *testing.T) {
	s := openNew(t)
	entries := entriesOf(300)
	if _, err := s.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a copy, 100% «new»?")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	c := openFile(t, file)
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	for _, q := range []store.Query{{Words: "ministro acuerdo", Limit: 500}, {Kinds: []string{"event"}, Party: storetest.State(0), Limit: 500}} {
		want, err := s.Search(t.Context(), q)
		if err != nil || len(want) == 0 {
			t.Fatalf("%d hits, %v", len(want), err)
		}
		got, err := c.Search(t.Context(), q)
		if err != nil || len(got) != len(want) {
			t.Errorf("%d hits, %v; want %d", len(got), err, len(want))
		}
	}
	added, err := c.Add(t.Context(), entries[:3])
	if err != nil || added[0].New {
		t.Errorf("%+v, %v; want that they are there", added, err)
	}
}

func TestStoresAreCopied(t *testing.T) {
	from, to := openNew(t), openNew(t)
	entries := entriesOf(60)
	if _, err := from.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	for _, digest := range []string{"1", "2", "3"} {
		if _, err := from.Sequence(t.Context(), "a", digest); err != nil {
			t.Fatal(err)
		}
	}
	f := &entries[7].Facts[2]
	id, err := from.Correct(t.Context(), &record.Correction{Author: "ana", Action: record.Reject, Reason: "no", Target: record.AnchorOf(f)})
	if err != nil {
		t.Fatal(err)
	}
	if err := from.Undo(t.Context(), id, "berta", time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	kept := store.Search{Name: "Visits", Query: "act=visit", Author: "ana", Added: time.Date(2025, 6, 1, 0, 0, 0, 1000, time.UTC)}
	for _, s := range []*Store{from, from, to} { // two of one name are two; the one that is there is not doubled
		if _, err := s.PutSearch(t.Context(), &kept); err != nil {
			t.Fatal(err)
		}
		kept.Query += "&party=KAZ"
	}
	kept.Query = "act=visit"
	if _, err := to.PutSearch(t.Context(), &kept); err != nil {
		t.Fatal(err)
	}
	if err := store.Copy(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	if all, err := to.Searches(t.Context()); err != nil || len(all) != 3 || all[2].Query != "act=visit&party=KAZ" || !all[2].Added.Equal(kept.Added) || all[2].Author != "ana" {
		t.Errorf("searches %+v, %v", all, err)
	}
	for _, s := range []*Store{from, to} {
		if n, err := s.Sequence(t.Context(), "a", "3"); err != nil || n != 2 {
			t.Errorf("number %d, %v, want 2", n, err)
		}
	}
	want, err := from.Corrections(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := to.Corrections(t.Context(), "")
	if err != nil || len(got) != 1 || got[0] != want[0] {
		t.Errorf("corrections %+v, %v, want %+v", got, err, want)
	}
	hits, err := to.Search(t.Context(), store.Query{Limit: 1000})
	all, err2 := from.Search(t.Context(), store.Query{Limit: 1000})
	if err != nil || err2 != nil || len(hits) != len(all) {
		t.Errorf("%d facts, %v, want %d, %v", len(hits), err, len(all), err2)
	}
	if err := to.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// The C library that was translated for one version of SQLite need not fit another.
func TestTheCLibraryIsTheOneOfSQLite(t *testing.T) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{.GoMod}} {{.Version}}", "modernc.org/sqlite", "modernc.org/libc")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("asking for the modules: %v", err)
	}
	lines := strings.Fields(string(out)) // go.mod and version of each
	f, err := os.Open(lines[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if w := strings.Fields(strings.TrimPrefix(strings.TrimSpace(sc.Text()), "require ")); len(w) >= 2 && w[0] == "modernc.org/libc" {
			if w[1] != lines[3] {
				t.Errorf("modernc.org/libc is %s, want %s as modernc.org/sqlite %s asks for", lines[3], w[1], lines[1])
			}
			return
		}
	}
	t.Errorf("%s does not name modernc.org/libc", lines[0])
}
