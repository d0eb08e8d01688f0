package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// reader is opened once: that takes longer than most tests.
var reader = sync.OnceValues(func() (*reading.Reader, error) { return reading.Open(reading.Options{}) })

// example is a record of one story, read once; the bytes of its database.
var example = sync.OnceValues(func() ([]byte, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "api")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := sqlite.Open(ctx, filepath.Join(dir, "a.db"))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	r, err := reader()
	if err != nil {
		return nil, err
	}
	t := &intake.Taker{Store: s, Reader: r, Engine: "test"}
	files, err := filepath.Glob("../../testdata/stories/visit-kazakhstan-russia/*.txt")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no story: %w", err)
	}
	for _, f := range files {
		sum, err := t.Take(ctx, t.File(f), nil)
		if err != nil || sum.Added != 1 {
			return nil, fmt.Errorf("reading %s: %+v %w", f, sum, err)
		}
	}
	if err := s.PutFeed(ctx, store.Feed{URL: "https://faro.example/feed", Title: "El Faro", Failures: 2, LastError: "no answer"}); err != nil {
		return nil, err
	}
	if err := store.Settle(ctx, s); err != nil {
		return nil, err
	}
	copied := filepath.Join(dir, "b.db")
	if err := s.Backup(ctx, copied); err != nil {
		return nil, err
	}
	return os.ReadFile(copied)
})

// newExample returns the API of a record of its own that holds one story.
func newExample(t testing.TB) *service {
	t.Helper()
	b, err := example()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "record.db")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	day, err := record.ParseDay("2025-11-20")
	if err != nil {
		t.Fatal(err)
	}
	return newService(Options{
		Record: ask.New(s, func() record.Day { return day }, ""),
		Guard:  access.New(access.Options{Open: true, User: "ana"}),
		Taker:  &intake.Taker{Store: s, Reader: r, Engine: "test"},
		Tell:   func(err error) { t.Errorf("told: %v", err) },
	})
}

// call asks h as an admin.
func call(t testing.TB, h http.Handler, method, address, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	return callAs(t, h, access.Identity{Name: "ana", Role: access.Admin}, method, address, body, header...)
}

func callAs(t testing.TB, h http.Handler, id access.Identity, method, address, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(access.With(t.Context(), id), method, Base+address, in)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// decoded asks and returns the answer, which has to be JSON with a status.
func decoded(t testing.TB, h http.Handler, status int, method, address, body string) map[string]any {
	t.Helper()
	w := call(t, h, method, address, body)
	if w.Code != status {
		t.Fatalf("%s %s: status %d, want %d: %s", method, address, w.Code, status, w.Body)
	}
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%s %s: %v in %s", method, address, err, w.Body)
	}
	return out
}

// at follows a path of keys and indexes, such as hits.0.fact.key.
func at(t testing.TB, v any, path string) any {
	t.Helper()
	for key := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(x) {
				t.Fatalf("%s: no %s among %d", path, key, len(x))
			}
			v = x[i]
		default:
			t.Fatalf("%s: %s of %T", path, key, v)
		}
	}
	return v
}

// failing is a store of which a method fails.
type failing struct{ store.Store }

func (failing) Stats(context.Context) (store.Stats, error) {
	return store.Stats{}, errors.New("a secret of the store")
}
