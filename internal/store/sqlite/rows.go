package sqlite

import "strings"

// chunk is how many rows one statement writes.
const chunk = 16

// rows gathers rows of a table and writes many with one statement, as calls of
// statements cost more than most rows.
type rows struct {
	q     *session
	head  string // INSERT INTO t (a, b) VALUES
	width int
	args  []any
}

// add adds a row of width values.
func (r *rows) add(values ...any) error {
	r.args = append(r.args, values...)
	if len(r.args) < chunk*r.width {
		return nil
	}
	return r.write(chunk)
}

// flush writes what is left.
func (r *rows) flush() error {
	for n := chunk; n > 0; n /= 2 {
		for len(r.args) >= n*r.width {
			if err := r.write(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// write writes the first n rows.
func (r *rows) write(n int) error {
	row := "(?" + strings.Repeat(", ?", r.width-1) + ")"
	_, err := r.q.exec(r.head+" "+row+strings.Repeat(", "+row, n-1), r.args[:n*r.width]...)
	r.args = append(r.args[:0], r.args[n*r.width:]...)
	return err
}
