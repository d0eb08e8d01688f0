package postgres

import (
	"fmt"
	"strings"
)

// where collects the conditions of a query and their arguments.
type where struct {
	conditions []string
	args       []any
}

// arg adds an argument and returns its place holder.
func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return fmt.Sprintf("$%d", len(w.args))
}

// add adds a condition, all of which have to hold.
func (w *where) add(condition string) { w.conditions = append(w.conditions, condition) }

// equal adds the condition that a column has a value, unless the value is "".
func (w *where) equal(column, value string) {
	if value != "" {
		w.add(column + " = " + w.arg(value))
	}
}

// sql returns the WHERE clause.
func (w *where) sql() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(w.conditions, " AND ")
}

// limitRows returns the LIMIT clause, nothing for 0 rows.
func limitRows(w *where, rows, offset int) string {
	s := ""
	if rows > 0 {
		s += " LIMIT " + w.arg(rows)
	}
	if offset > 0 {
		s += " OFFSET " + w.arg(offset)
	}
	return s
}

// partyCodes returns the codes that a query asks for, sorted out of a party and a
// pair.
func partyCodes(party string, pair [2]string) []string {
	var out []string
	for _, c := range []string{party, pair[0], pair[1]} {
		if c != "" {
			out = append(out, c)
		}
	}
	return out
}
