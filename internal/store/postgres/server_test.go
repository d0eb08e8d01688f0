package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// server is the address of the server that the tests use.
var server string

// errNone tells that there is no server to be had.
var errNone = errors.New("no PostgreSQL server found (install postgresql or set ATTACHE_POSTGRES)")

// TestMain runs the tests against the server that ATTACHE_POSTGRES names, or one
// that tools/postgres starts and that stops when this process ends, in whatever
// way. Where there is none the tests are left out, which is said, unless
// ATTACHE_TEST_ALL asks for all.
func TestMain(m *testing.M) {
	stop, err := start()
	switch {
	case errors.Is(err, errNone) && os.Getenv("ATTACHE_TEST_ALL") == "":
		fmt.Fprintln(os.Stderr, "internal/store/postgres: left out,", err)
		os.Exit(0)
	case err != nil:
		fmt.Fprintln(os.Stderr, "internal/store/postgres:", err)
		os.Exit(1)
	}
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "internal/store/postgres:", err)
		code = 1
	}
	os.Exit(code)
}

func start() (stop func() error, err error) {
	if server = os.Getenv("ATTACHE_POSTGRES"); server != "" {
		return func() error { return nil }, nil
	}
	cmd := exec.Command("sh", "../../../tools/postgres")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: %w", errNone, err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		err = cmd.Wait()
		if cmd.ProcessState.ExitCode() == 3 {
			return nil, errNone
		}
		return nil, fmt.Errorf("starting a server: %w", err)
	}
	server = strings.TrimSpace(line)
	return func() error {
		if err := in.Close(); err != nil {
			return err
		}
		return cmd.Wait()
	}, nil
}

// schemas counts those that tests made.
var schemas atomic.Int32

// address returns the address of a schema of the test's own, which goes with it.
func address(tb testing.TB) string {
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), schemas.Add(1))
	tb.Cleanup(func() {
		ctx := context.Background() // that of the test has ended
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			tb.Error(err)
			return
		}
		defer conn.Close(ctx)
		if _, err := conn.Exec(ctx, "DROP SCHEMA IF EXISTS "+schema+" CASCADE"); err != nil {
			tb.Error(err)
		}
	})
	return in(server, schema)
}

// in returns an address with another schema.
func in(dsn, schema string) string {
	switch {
	case !strings.Contains(dsn, "://"):
		return dsn + " schema=" + schema
	case strings.Contains(dsn, "?"):
		return dsn + "&schema=" + schema
	}
	return dsn + "?schema=" + schema
}

// open opens an empty store.
func open(tb testing.TB) *Store {
	tb.Helper()
	s, err := Open(context.Background(), address(tb))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}
