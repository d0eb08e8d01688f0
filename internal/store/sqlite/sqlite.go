package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver

	"github.com/attache-project/attache/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// application is the application id in the header of the file: "ATTC".
const application = 0x41545443

// How connections are set. The log is written back to the file by writeBack, and by who
// writes when it has grown to 256 MiB all the same. What lies in the file is read
// through a map of it in memory: the allocator of the driver asks the system for each
// page that is cached, and a reader has to forget them all when somebody has written.
const (
	common = "_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_pragma=temp_store(MEMORY)&_pragma=mmap_size(1073741824)"
	writer = common + "&_pragma=journal_mode(WAL)&_pragma=wal_autocheckpoint(65536)&_pragma=journal_size_limit(67108864)&_pragma=cache_size(-65536)"
	reader = common + "&_pragma=query_only(1)&_pragma=cache_size(-4096)"
)

// A Store keeps the record in a file. It implements [store.Store].
type Store struct {
	file   string
	packer *store.Packer
	w, r   *pool // one that writes, several that read
	v      *pool // one that does nothing but see that others have written

	closePacker sync.Once

	mu   sync.Mutex
	seen map[string]int64 // versions of blocks that were handed out as changed
}

var _ store.Store = (*Store)(nil)

// Open opens the store in a file, which is made when it is not there, its folder
// too. A schema of an older version is brought up to date. The error wraps
// [store.ErrNewer] for that of a newer one.
func Open(ctx context.Context, file string) (*Store, error) {
	s, err := open(ctx, file)
	if err != nil {
		return nil, fail(ctx, err, "opening the store %s", file)
	}
	return s, nil
}

func open(ctx context.Context, file string) (*Store, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return nil, err
	}
	if st, err := os.Stat(abs); err == nil && st.IsDir() {
		return nil, errors.New("it is a folder")
	}
	if err := foreign(ctx, abs); err != nil {
		return nil, err
	}
	packer, err := store.NewPacker()
	if err != nil {
		return nil, err
	}
	s := &Store{file: abs, packer: packer, seen: map[string]int64{}}
	if s.w, err = newPool(address(abs)+writer, 1); err != nil {
		return nil, err
	}
	if s.r, err = newPool(address(abs)+reader, max(4, 2*runtime.GOMAXPROCS(0))); err != nil {
		return nil, err
	}
	if s.v, err = newPool(address(abs)+reader, 1); err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// address returns the path of a file as the beginning of a URI with parameters.
func address(abs string) string {
	p := filepath.ToSlash(abs)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/
	}
	u := url.URL{Scheme: "file", Path: p}
	return u.String() + "?"
}

// foreign reports a file that is an SQLite file of another program, without
// changing it.
func foreign(ctx context.Context, abs string) (err error) {
	if st, err := os.Stat(abs); err != nil || st.Size() == 0 {
		return nil
	}
	db, err := sql.Open("sqlite", address(abs)+common+"&mode=rw")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var app, tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return err
	}
	if app != application && tables > 0 {
		return errors.New("it is an SQLite file of another program")
	}
	return nil
}

// migrate brings the schema up to date.
func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.w.db, sub, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	var app int
	if err := s.w.db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return err
	}
	if app != application {
		if _, err := s.w.db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", application)); err != nil {
			return err
		}
	}
	has, want, err := p.GetVersions(ctx)
	if err != nil || has == want {
		return err
	}
	if has > want {
		return fmt.Errorf("schema %d, known up to %d: %w", has, want, store.ErrNewer)
	}
	_, err = p.Up(ctx)
	if err != nil {
		// Another program may have done it in the meantime.
		if has, want, err2 := p.GetVersions(ctx); err2 == nil && has == want {
			return nil
		}
	}
	return err
}

// Close waits for what is running and closes the file.
func (s *Store) Close() error {
	err := errors.Join(s.v.close(), s.r.close(), s.w.close())
	s.closePacker.Do(s.packer.Close)
	return err
}
