package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// CSV writes a table as comma-separated values: UTF-8 without a byte order mark,
// a line of names, lines that end with CR LF, quoted as RFC 4180 has it. A cell of
// text that a spreadsheet would take for a formula, because it begins with = + - @
// or with a tab or a line end, begins with an apostrophe; control characters
// become blanks. The tables are those of [Tables].
func CSV(w io.Writer, r *Record, table string) error {
	if err := r.check(); err != nil {
		return err
	}
	t, err := find(table)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	columns := flat(t.columns)
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return fmt.Errorf("writing %s as CSV: %w", table, err)
	}
	var cells []any
	for row := range t.rows(r) {
		cells = flatten(cells[:0], t.columns, row)
		for i, v := range cells {
			record[i] = cell(v)
		}
		if err := out.Write(record); err != nil {
			return fmt.Errorf("writing %s as CSV: %w", table, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing %s as CSV: %w", table, err)
	}
	return nil
}

// Lines writes lines of text as [CSV] writes tables, names first.
func Lines(w io.Writer, names []string, lines iter.Seq[[]string]) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(names); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	for line := range lines {
		cells := make([]string, len(line))
		for i, s := range line {
			cells[i] = safe(s)
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("writing CSV: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// cell writes a value of [flatten]. Numbers are not text and stay as they are.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		return safe(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// safe keeps text from being read as a formula. The wide forms of the signs count
// too: some spreadsheets fold them.
func safe(s string) string {
	out := plain(s)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(out, " \u00a0"))
	if strings.ContainsRune("=+-@＝＋－＠", first) || s != "" && strings.IndexByte("\t\r\n", s[0]) >= 0 {
		return "'" + out
	}
	return out
}
