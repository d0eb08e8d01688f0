package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/attache-project/attache/internal/store"
)

// Schema is the name of the schema that holds the tables where the address names
// no other.
const Schema = "attache"

// version is that of the last migration.
const version = 2

//go:embed migrations/*.sql
var migrations embed.FS

// A Store keeps the record in one schema of a database.
type Store struct {
	pool   *pgxpool.Pool
	packer *store.Packer
	schema string
	lock   int64 // key of the advisory lock of those who write

	mu   sync.Mutex
	told map[string]int64 // numbers of changes of blocks that Changed told of, spent when their promises were kept
}

var _ store.Store = (*Store)(nil)

// Open opens the store at an address such as
//
//	postgres://user@host:5432/database?schema=attache
//	host=/run/postgresql dbname=database schema=attache
//
// and makes or upgrades its tables. Beside schema it may hold the parameters of
// libpq and pgxpool (pool_max_conns); the environment (PGHOST, PGPASSWORD, ...)
// and the password file stand in for those left out. The error names host and
// database and never the password; it wraps [store.ErrNewer] when the tables were
// made by a newer version of the program.
func Open(ctx context.Context, dsn string) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		// The message of the library may hold parts of the address, and so of the password.
		return nil, errors.New("opening the store: the address of the PostgreSQL server cannot be read; want postgres://user@host:5432/database?schema=attache or host=... dbname=... schema=attache")
	}
	s := &Store{schema: Schema, told: map[string]int64{}}
	params := cfg.ConnConfig.RuntimeParams
	if name, ok := params["schema"]; ok {
		s.schema = name
		delete(params, "schema")
	}
	if s.schema == "" || len(s.schema) > 63 {
		return nil, fmt.Errorf("opening the store: schema %q: want a name of 1 to 63 bytes", s.schema)
	}
	for name, value := range map[string]string{
		"search_path":      pgx.Identifier{s.schema}.Sanitize(),
		"application_name": "attache",
		"TimeZone":         "UTC",
		// What was answered for survives a crash, whatever the server's default.
		"synchronous_commit": "on",
		"jit":                "off",
	} {
		params[name] = value
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "attache %s", s.schema)
	s.lock = int64(h.Sum64())
	at := fmt.Sprintf("%s:%d, database %s", cfg.ConnConfig.Host, cfg.ConnConfig.Port, cfg.ConnConfig.Database)
	if s.packer, err = store.NewPacker(); err != nil {
		return nil, err
	}
	if s.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, connecting(at, err)
	}
	if err := s.prepare(ctx, at); err != nil {
		s.pool.Close()
		return nil, err
	}
	return s, nil
}

// prepare makes or upgrades the tables.
func (s *Store) prepare(ctx context.Context, at string) error {
	var encoding string
	var there bool
	err := s.pool.QueryRow(ctx, `SELECT current_setting('server_encoding'), EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)`, s.schema).Scan(&encoding, &there)
	if err != nil {
		return connecting(at, err)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("opening the store at %s: the encoding of the database is %s, want UTF8", at, encoding)
	}
	if !there {
		_, err := s.pool.Exec(ctx, "CREATE SCHEMA "+pgx.Identifier{s.schema}.Sanitize())
		if err != nil && !is(err, "42P06", "23505") { // another program made it meanwhile
			return fail(err, "making schema %s at %s", s.schema, at)
		}
	}
	// An up-to-date schema is left without asking for the lock: another program may
	// be writing.
	kept, err := s.version(ctx)
	switch {
	case err != nil:
		return fail(err, "reading the version of schema %s at %s", s.schema, at)
	case kept > version:
		return fmt.Errorf("opening schema %s at %s: its version is %d, this program knows %d: %w", s.schema, at, kept, version, store.ErrNewer)
	case kept == version:
		return nil
	}
	db := stdlib.OpenDBFromPool(s.pool)
	err = s.migrate(ctx, db)
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fail(err, "preparing schema %s at %s", s.schema, at)
	}
	return nil
}

// version returns that of the tables, 0 when there are none.
func (s *Store) version(ctx context.Context) (int64, error) {
	var there bool
	const find = `SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'goose_db_version')`
	if err := s.pool.QueryRow(ctx, find, s.schema).Scan(&there); err != nil || !there {
		return 0, err
	}
	var v int64
	err := s.pool.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&v)
	return v, err
}

func (s *Store) migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	const everySecond, tries = 1, 600
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(s.lock), lock.WithLockTimeout(everySecond, tries))
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithSessionLocker(locker), goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// Close closes all connections. It waits for those in use.
func (s *Store) Close() error {
	s.pool.Close()
	s.packer.Close()
	return nil
}

// write runs f in a transaction that no other program writes beside. What it
// returned without an error is on the server's disk.
func (s *Store) write(ctx context.Context, f func(tx pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, s.lock); err != nil {
			return err
		}
		return f(tx)
	})
}

// read runs f in a transaction that sees the store at one moment.
func (s *Store) read(ctx context.Context, f func(tx pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, f)
}

// ask runs f as read does, with queries planned for the values that they are asked
// with: how many facts a state or a word has differs a thousandfold. Everything
// else is asked with plans that are kept.
func (s *Store) ask(ctx context.Context, f func(tx pgx.Tx) error) error {
	return s.read(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL plan_cache_mode = force_custom_plan`); err != nil {
			return err
		}
		return f(tx)
	})
}

// is reports whether the server answered with one of the error codes.
func is(err error, codes ...string) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code == c {
			return true
		}
	}
	return false
}
