package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
)

func TestOpenNamesHostAndDatabaseAndNoPassword(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	const secret = "s3cr%zzt"
	for _, c := range []struct {
		name, dsn string
		says      []string
	}{
		{"nobody listens", fmt.Sprintf("postgres://ana:s3cret@127.0.0.1:%d/record", closed), []string{fmt.Sprintf("127.0.0.1:%d", closed), "database record", "refused"}},
		{"nobody listens, in words", fmt.Sprintf("host=127.0.0.1 port=%d user=ana password=s3cret dbname=record", closed), []string{fmt.Sprintf("127.0.0.1:%d", closed), "database record"}},
		{"no such socket", "host=/nowhere user=ana password=s3cret dbname=record", []string{"/nowhere", "database record"}},
		{"an address that cannot be read", "postgres://ana:" + secret + "@localhost/record", []string{"want postgres://"}},
		{"a port that is none", "postgres://ana:s3cret@localhost:eighty/record", []string{"want postgres://"}},
		{"not an address", "ana s3cret", []string{"want postgres://"}},
		{"an empty schema", "postgres://ana:s3cret@localhost/record?schema=", []string{"schema"}},
		{"a schema too long", "postgres://ana:s3cret@localhost/record?schema=" + strings.Repeat("x", 64), []string{"schema"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			s, err := Open(ctx, c.dsn)
			if err == nil {
				t.Fatal("opened", s.Close())
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "s3cr") || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q tells the password, or has several lines", err)
			}
		})
	}
	if _, err := Open(t.Context(), in(strings.Replace(server, "/postgres?", "/nothing_here?", 1), "x")); err == nil || !strings.Contains(err.Error(), "nothing_here") {
		t.Errorf("a database that is not there: %v", err)
	}
}

func TestOpenRefusesANewerSchema(t *testing.T) {
	dsn := address(t)
	s, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.pool.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (1000, true)`)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dsn); !errors.Is(err, store.ErrNewer) {
		t.Errorf("%v, want ErrNewer", err)
	}
}

func TestOpenFindsWhatWasKept(t *testing.T) {
	dsn := address(t)
	s, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	entries := generate(20)
	if _, err := s.Add(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if st, err := s.Stats(t.Context()); err != nil || st.Articles != len(entries) {
		t.Errorf("%+v, %v; want %d articles", st, err, len(entries))
	}
	other := open(t) // another schema of the same database
	if st, err := other.Stats(t.Context()); err != nil || st.Articles != 0 {
		t.Errorf("another schema holds %+v, %v", st, err)
	}
}

func TestSeveralMayOpenAnEmptySchemaAtOnce(t *testing.T) {
	dsn := address(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestSchemasMayHaveAnyName(t *testing.T) {
	dsn := strings.Replace(address(t), "schema=test", "schema=Test%20%22año%22;", 1)
	if !strings.Contains(dsn, "://") {
		dsn = strings.NewReplacer("%20", "", "%22", `"`).Replace(dsn)
	}
	s, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	defer func() {
		if _, err := s.pool.Exec(context.Background(), `DROP SCHEMA "`+strings.ReplaceAll(s.schema, `"`, `""`)+`" CASCADE`); err != nil {
			t.Error(err)
		}
	}()
	if _, err := s.Add(t.Context(), generate(2)); err != nil {
		t.Error(err)
	}
	if !strings.Contains(s.schema, `"año"`) {
		t.Errorf("schema %s", s.schema)
	}
}
