package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

var errClosed = errors.New("the store is closed")

// A pool lends connections, which are opened when they are needed. The one that was
// put back last is lent first, as it has in its cache what is asked for most.
type pool struct {
	db     *sql.DB
	free   chan struct{} // as many as may be lent
	closed chan struct{}
	once   sync.Once

	mu   sync.Mutex
	idle []*conn
}

// A conn is a connection with the statements prepared on it.
type conn struct {
	*sql.Conn
	stmts map[string]*sql.Stmt
}

func newPool(dsn string, n int) (*pool, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	p := &pool{db: db, free: make(chan struct{}, n), closed: make(chan struct{})}
	for range n {
		p.free <- struct{}{}
	}
	return p, nil
}

// take lends a connection, which the caller gives back.
func (p *pool) take(ctx context.Context) (*conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case <-p.closed:
		return nil, errClosed
	default:
	}
	select {
	case <-p.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.free:
	}
	p.mu.Lock()
	var c *conn
	if n := len(p.idle); n > 0 {
		c, p.idle = p.idle[n-1], p.idle[:n-1]
	}
	p.mu.Unlock()
	if c != nil {
		return c, nil
	}
	open, err := p.db.Conn(ctx)
	if err != nil {
		p.free <- struct{}{}
		return nil, err
	}
	return &conn{open, map[string]*sql.Stmt{}}, nil
}

func (p *pool) give(c *conn) {
	p.mu.Lock()
	p.idle = append(p.idle, c)
	p.mu.Unlock()
	p.free <- struct{}{}
}

// close waits for what is running and closes all connections.
func (p *pool) close() error {
	var errs []error
	p.once.Do(func() {
		close(p.closed)
		for range cap(p.free) {
			<-p.free
		}
		for _, c := range p.idle {
			for _, st := range c.stmts {
				errs = append(errs, st.Close())
			}
			errs = append(errs, c.Close())
		}
		errs = append(errs, p.db.Close())
	})
	return errors.Join(errs...)
}

// A session is a transaction.
type session struct {
	ctx context.Context
	c   *conn
}

// read runs f over the store as it is now.
func (s *Store) read(ctx context.Context, f func(q *session) error) error {
	return s.r.run(ctx, "BEGIN", f)
}

// write runs f, which changes the store; all of it is kept or, when there is an
// error, nothing.
func (s *Store) write(ctx context.Context, f func(q *session) error) error {
	err := s.w.run(ctx, "BEGIN IMMEDIATE", f)
	if err == nil {
		s.writeBack(ctx, muchLog)
	}
	return err
}

// muchLog is how many pages of the log are written back at once, 64 MiB: pages that
// change in every batch are then written to the file once for several batches.
const muchLog = 16384

// writeBack writes the log back to the file when it has so many pages that are not there
// yet, while others go on writing. What fails is tried again after the next transaction; what the log holds
// is safe in it.
func (s *Store) writeBack(ctx context.Context, much int) {
	c, err := s.r.take(ctx)
	if err != nil {
		return
	}
	defer s.r.give(c)
	q := &session{ctx, c}
	var busy, pages, done int
	err = q.one(into(&busy, &pages, &done), `PRAGMA wal_checkpoint(NOOP)`)
	if err == nil && pages-done >= much {
		_ = q.one(into(&busy, &pages, &done), `PRAGMA wal_checkpoint(PASSIVE)`)
	}
}

func (p *pool) run(ctx context.Context, begin string, f func(q *session) error) (err error) {
	c, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer p.give(c)
	q := &session{ctx, c}
	if _, err := q.exec(begin); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done { // f panicked or failed
			q.ctx = context.WithoutCancel(ctx)
			// Some errors end the transaction by themselves, so that there is nothing to
			// roll back.
			_, _ = q.exec("ROLLBACK")
		}
	}()
	if err := f(q); err != nil {
		return err
	}
	if _, err := q.exec("COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}

// stmt returns the prepared statement of a query.
func (q *session) stmt(query string) (*sql.Stmt, error) {
	if st := q.c.stmts[query]; st != nil {
		return st, nil
	}
	st, err := q.c.PrepareContext(q.ctx, query)
	if err == nil {
		q.c.stmts[query] = st
	}
	return st, err
}

// exec runs a short statement. It is not interrupted: watching for that costs more
// than most statements take.
func (q *session) exec(query string, args ...any) (sql.Result, error) {
	if err := q.ctx.Err(); err != nil {
		return nil, err
	}
	st, err := q.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(context.WithoutCancel(q.ctx), args...)
}

// query runs a query, which ends when the context does.
func (q *session) query(query string, args ...any) (*sql.Rows, error) {
	st, err := q.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(q.ctx, args...)
}

// one reads the only row of a short query, the error is [sql.ErrNoRows] where there
// is none.
func (q *session) one(to []any, query string, args ...any) error {
	if err := q.ctx.Err(); err != nil {
		return err
	}
	st, err := q.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(context.WithoutCancel(q.ctx), args...).Scan(to...)
}

// into returns what a row is scanned into.
func into(fields ...any) []any { return fields }

// collect reads all rows of a query.
func collect[T any](q *session, scan func(rows *sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.query(query, args...)
	if err != nil {
		return nil, err
	}
	return scanAll(rows, scan)
}

// scanAll reads all rows and closes them.
func scanAll[T any](rows *sql.Rows, scan func(rows *sql.Rows) (T, error)) ([]T, error) {
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// value scans a row of one column.
func value[T any](rows *sql.Rows) (v T, err error) {
	err = rows.Scan(&v)
	return v, err
}
