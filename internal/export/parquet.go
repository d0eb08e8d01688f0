package export

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// rowGroup is how many rows a group of a Parquet file has at most.
const rowGroup = 1 << 16

// Parquet writes a table as a Parquet file with flat columns, those of [CSV] with
// the same names, compressed with zstd. Every column is optional: what is unknown
// is null. Text is as it stands in the article, not made safe for spreadsheets.
func Parquet(w io.Writer, r *Record, table string) error {
	if err := r.check(); err != nil {
		return err
	}
	t, err := find(table)
	if err != nil {
		return err
	}
	columns := flat(t.columns)
	root := ordered{Group: parquet.Group{}}
	for _, c := range columns {
		root.Group[c.Name] = leaf(c.kind)
		root.names = append(root.names, c.Name)
	}
	out := parquet.NewWriter(w, parquet.NewSchema(t.name, root), parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowGroup),
		parquet.CreatedBy("attache", line(r.Version), ""), parquet.KeyValueMetadata("attache.table", t.name))
	var cells []any
	var values parquet.Row
	for row := range t.rows(r) {
		cells = flatten(cells[:0], t.columns, row)
		values = values[:0]
		for i, v := range cells {
			values = append(values, value(v, i))
		}
		if _, err := out.WriteRows([]parquet.Row{values}); err != nil {
			return fmt.Errorf("writing %s as Parquet: %w", table, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("writing %s as Parquet: %w", table, err)
	}
	return nil
}

// ordered is a group with its columns in their own order instead of the alphabet's.
type ordered struct {
	parquet.Group
	names []string
}

// Fields returns the columns in the order of names.
func (o ordered) Fields() []parquet.Field {
	fs := o.Group.Fields()
	slices.SortFunc(fs, func(a, b parquet.Field) int { return slices.Index(o.names, a.Name()) - slices.Index(o.names, b.Name()) })
	return fs
}

func leaf(k kind) parquet.Node {
	switch k {
	case numberCell:
		return parquet.Optional(parquet.Int(64))
	case decimalCell:
		return parquet.Optional(parquet.Leaf(parquet.DoubleType))
	case flagCell:
		return parquet.Optional(parquet.Leaf(parquet.BooleanType))
	}
	return parquet.Optional(parquet.Encoded(parquet.String(), &parquet.RLEDictionary))
}

// value makes the value of a column.
func value(v any, column int) parquet.Value {
	switch v := v.(type) {
	case string:
		return parquet.ByteArrayValue([]byte(strings.ToValidUTF8(v, "\ufffd"))).Level(0, 1, column)
	case int:
		return parquet.Int64Value(int64(v)).Level(0, 1, column)
	case float64:
		return parquet.DoubleValue(v).Level(0, 1, column)
	case bool:
		return parquet.BooleanValue(v).Level(0, 1, column)
	}
	return parquet.NullValue().Level(0, 0, column)
}
