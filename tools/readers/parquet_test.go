package readers

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/attache-project/attache/internal/export"
)

func TestArrowReadsParquetAsJSONLinesHaveIt(t *testing.T) {
	for _, name := range export.Tables() {
		b := write(t, "parquet", export.Options{Table: name})
		f, err := file.NewParquetReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if f.NumRows() > 0 {
			chunk, err := f.MetaData().RowGroup(0).ColumnChunk(0)
			if err != nil {
				t.Fatal(err)
			}
			if chunk.Compression() != compress.Codecs.Zstd {
				t.Errorf("%s is compressed with %s", name, chunk.Compression())
			}
		}
		reader, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		table, err := reader.ReadTable(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var rows []map[string]any
		for line := range bytes.Lines(write(t, "jsonl", export.Options{Table: name})) {
			var v map[string]any
			if err := json.Unmarshal(line, &v); err != nil {
				t.Fatal(err)
			}
			rows = append(rows, v)
		}
		if int(table.NumRows()) != len(rows) {
			t.Errorf("%s: %d rows in Parquet, %d as JSON Lines", name, table.NumRows(), len(rows))
		}
		if name != "contradictions" && len(rows) == 0 {
			t.Errorf("%s: no rows to compare", name)
		}
		compared := 0
		for i := range int(table.NumCols()) {
			column := table.Column(i)
			for row := range rows {
				got := valueOf(t, column, row)
				want, plain := rows[row][column.Name()]
				if span, ok := want.(map[string]any); ok {
					want = span["text"]
				}
				if _, list := want.([]any); list || !plain {
					continue // flat columns of spans and lists have another form
				}
				compared++
				if got != want {
					t.Errorf("%s, row %d, %s: %v in Parquet, %v as JSON Lines", name, row, column.Name(), got, want)
				}
			}
			for _, part := range []string{"start", "end", "in", "length"} {
				if column.Name() != "words_"+part {
					continue
				}
				for row := range rows {
					compared++
					if got, want := valueOf(t, column, row), rows[row]["words"].(map[string]any)[part]; got != want {
						t.Errorf("%s, row %d, %s: %v in Parquet, %v as JSON Lines", name, row, column.Name(), got, want)
					}
				}
			}
		}
		if compared == 0 && len(rows) > 0 {
			t.Errorf("%s: nothing was compared", name)
		}
	}
}

// valueOf returns the value of a row as JSON would have it.
func valueOf(t *testing.T, c *arrow.Column, row int) any {
	t.Helper()
	for _, chunk := range c.Data().Chunks() {
		if row >= chunk.Len() {
			row -= chunk.Len()
			continue
		}
		if chunk.IsNull(row) {
			return nil
		}
		switch a := chunk.(type) {
		case *array.String:
			return a.Value(row)
		case *array.Int64:
			return float64(a.Value(row))
		case *array.Float64:
			return a.Value(row)
		case *array.Boolean:
			return a.Value(row)
		default:
			t.Fatalf("column %s is of type %s", c.Name(), a.DataType())
		}
	}
	t.Fatalf("column %s has no row %d", c.Name(), row)
	return nil
}
