package export

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// A kind says what a column holds. Every value but those of number, decimal and
// flag may be unknown.
type kind int

const (
	textCell    kind = iota // string, "" when unknown
	linkCell                // string, an address of the web
	numberCell              // int
	decimalCell             // float64, or nil when unknown
	flagCell                // bool
	listCell                // []string
	spanCell                // Span
	spansCell               // []Span
)

// A Column is a column of a table.
type Column struct {
	Name string
	Doc  string // what it holds
	kind kind
}

// A table is one of the tables that CSV, JSONL and Parquet write.
type table struct {
	name    string
	holds   string
	columns []Column
	rows    func(r *Record) iter.Seq[[]any] // values in the order of columns; a row is good until the next
}

// A column tells how a value is drawn from a T.
type column[T any] struct {
	name string
	kind kind
	doc  string
	of   func(x *T) any
}

// tableOf makes a table with a row for each T.
func tableOf[T any](name, holds string, each func(r *Record) iter.Seq[T], columns ...[]column[T]) table {
	all := slices.Concat(columns...)
	t := table{name: name, holds: holds}
	for _, c := range all {
		t.columns = append(t.columns, Column{c.name, c.doc, c.kind})
	}
	t.rows = func(r *Record) iter.Seq[[]any] {
		return func(yield func([]any) bool) {
			row := make([]any, len(all))
			for x := range each(r) {
				for i := range all {
					row[i] = all[i].of(&x)
				}
				if !yield(row) {
					return
				}
			}
		}
	}
	return t
}

// tables lists all tables.
func tables(c *codes) []table {
	return []table{eventTable(c), reportTable(), statementTable(), promiseTable(), stepTable(), levelTable(), contradictionTable()}
}

// Tables lists the names of the tables that [CSV], [JSONL] and [Parquet] write.
func Tables() []string {
	var out []string
	for _, t := range tables(&codes{}) {
		out = append(out, t.name)
	}
	return out
}

// Columns returns the columns of a table as JSON Lines have them; a span is one
// column there and five in the flat forms.
func Columns(table string) ([]Column, error) {
	t, err := find(table)
	if err != nil {
		return nil, err
	}
	return t.columns, nil
}

func find(name string) (table, error) {
	c, err := readCodes()
	if err != nil {
		return table{}, err
	}
	for _, t := range tables(c) {
		if t.name == name {
			return t, nil
		}
	}
	return table{}, fmt.Errorf("there is no table %q to export (there are: %s)", name, strings.Join(Tables(), ", "))
}

// flat returns the columns with spans laid out: NAME_start, NAME_end, NAME (the
// words), NAME_in, NAME_length.
func flat(columns []Column) []Column {
	var out []Column
	for _, c := range columns {
		if c.kind != spanCell {
			out = append(out, c)
			continue
		}
		out = append(out,
			Column{c.Name + "_start", "", numberCell}, Column{c.Name + "_end", "", numberCell}, Column{c.Name, c.Doc, textCell},
			Column{c.Name + "_in", "", textCell}, Column{c.Name + "_length", "", numberCell})
	}
	return out
}

// flatten lays a row out in the order of [flat], adding to cells: a string, int,
// float64, bool, or nil for what is unknown.
func flatten(cells []any, columns []Column, row []any) []any {
	for i, c := range columns {
		switch v := row[i].(type) {
		case Span:
			if v.In == "" {
				cells = append(cells, nil, nil, nil, nil, nil)
				break
			}
			cells = append(cells, v.Start, v.End, v.Text, v.In, v.Length)
		case []Span:
			cells = append(cells, orNil(places(v)))
		case []string:
			cells = append(cells, orNil(joined(v)))
		case string:
			if c.kind == textCell {
				v = clip(v, Limit)
			}
			cells = append(cells, orNil(v))
		default:
			cells = append(cells, v)
		}
	}
	return cells
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// joined writes a list in one cell, with semicolons between; one inside an item
// becomes a comma.
func joined(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ReplaceAll(clip(s, Limit), ";", ",")
	}
	return strings.Join(out, ";")
}

// places writes where spans lie: 12-40;title:0-7.
func places(ss []Span) string {
	var out []string
	for _, s := range ss {
		where := fmt.Sprintf("%d-%d", s.Start, s.End)
		if s.In != "text" {
			where = s.In + ":" + where
		}
		out = append(out, where)
	}
	return strings.Join(out, ";")
}
