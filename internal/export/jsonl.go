package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// JSONL writes a table as JSON Lines: one object a row, its keys the columns in
// their order. Lists are arrays, a span is an object (see [Span]), what is unknown
// is null. The signs < > & are escaped, so that a line can stand in a page.
func JSONL(w io.Writer, r *Record, table string) error {
	if err := r.check(); err != nil {
		return err
	}
	t, err := find(table)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	var line []byte
	for row := range t.rows(r) {
		line = append(line[:0], '{')
		for i, c := range t.columns {
			if i > 0 {
				line = append(line, ',')
			}
			v, err := json.Marshal(nested(c, row[i]))
			if err != nil {
				return fmt.Errorf("writing %s as JSON Lines: column %s: %w", table, c.Name, err)
			}
			line = append(append(append(line, '"'), c.Name...), '"', ':')
			line = append(line, v...)
		}
		if _, err := out.Write(append(line, '}', '\n')); err != nil {
			return fmt.Errorf("writing %s as JSON Lines: %w", table, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing %s as JSON Lines: %w", table, err)
	}
	return nil
}

// nested returns what JSON has for a value.
func nested(c Column, v any) any {
	switch v := v.(type) {
	case string:
		if c.kind == textCell {
			v = clip(v, Limit)
		}
		return orNil(v)
	case []string:
		return clipAll(v)
	case Span:
		if v.In == "" {
			return nil
		}
	}
	return v
}

// clipAll clips every item; it never returns nil.
func clipAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = clip(s, Limit)
	}
	return out
}
