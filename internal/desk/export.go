package desk

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/export"
	"github.com/attache-project/attache/internal/store"
)

type exportPage struct {
	Sides   sides
	Formats []exportRow
	States  []string
}

// An exportRow is a format with the addresses of its files.
type exportRow struct {
	export.Format
	Files []exportLink
}

// An exportLink leads to a file: of a table, or of all.
type exportLink struct{ Table, Address string }

func exports(q *request) error {
	p := &exportPage{Sides: q.sidesOf(q.r.URL.Query())}
	var err error
	if p.States, err = q.stateNames(); err != nil {
		return err
	}
	if len(p.Sides.Wrong) > 0 {
		q.status = http.StatusBadRequest
	}
	for _, f := range export.Formats() {
		row := exportRow{Format: f}
		tables := f.Tables
		if tables == nil {
			tables = []string{""}
		}
		for _, t := range tables {
			v := p.Sides.Values()
			if t != "" {
				v.Set("table", t)
			}
			if f.Name == "ical" {
				v.Set(hlField, q.cat.Lang)
			}
			row.Files = append(row.Files, exportLink{t, narrow("/export/"+f.Name, v, "", "")})
		}
		p.Formats = append(p.Formats, row)
	}
	return q.render("export", q.cat.Text("nav.export"), p)
}

// exportFile sends the record in a format. It is written as it is made; when
// something goes wrong in the middle the connection is cut, so that nobody takes half
// a file for a whole one.
func exportFile(q *request) error {
	q.speak()
	name := q.r.PathValue("format")
	formats := export.Formats()
	i := slices.IndexFunc(formats, func(f export.Format) bool { return f.Name == name })
	if i < 0 {
		return fmt.Errorf("format %q: %w", shorten(40, name), store.ErrNotFound)
	}
	f := &formats[i]
	table := q.r.URL.Query().Get("table")
	if table != "" && !slices.Contains(f.Tables, table) {
		return errBad{fmt.Errorf("table: %s has none named %q", f.Name, shorten(40, table))}
	}
	s := q.sidesOf(q.r.URL.Query())
	for field, why := range s.Wrong {
		return errBad{fmt.Errorf("%s: %s", field, why)}
	}
	ctx := q.r.Context()
	r, err := q.desk.Record.Export(ctx, s.Pair)
	if err != nil {
		return err
	}
	o, err := q.desk.Record.ExportOptions(ctx, f.Name, table, q.cat.Lang)
	if err != nil {
		return err
	}
	r.Made, r.Version = q.made(), q.desk.Version
	to := &sending{q: q, contentType: f.Media, name: exportName(f, table, s.Pair)}
	w := bufio.NewWriterSize(to, 64<<10)
	if err = export.Write(w, f.Name, r, o); err == nil {
		err = w.Flush()
	}
	if err == nil && !to.begun { // an empty file
		_, err = to.Write(nil)
	}
	if err == nil || !to.begun {
		return err
	}
	if q.desk.Tell != nil && ctx.Err() == nil {
		q.desk.Tell(fmt.Errorf("sending %s: %w", q.r.URL.Path, err))
	}
	panic(http.ErrAbortHandler)
}

// made returns the moment of an export: now, on the day on which the desk is asked.
func (q *request) made() time.Time {
	now := q.desk.Now().UTC()
	if on := q.desk.Record.Today(); now.Format(time.DateOnly) != on.String() {
		return on.Time()
	}
	return now
}

// exportName names the file of an export.
func exportName(f *export.Format, table string, pair [2]string) string {
	parts := []string{"attache", f.Name}
	for _, s := range []string{table, pair[0], pair[1]} {
		s = strings.Map(func(r rune) rune {
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
				return r
			}
			return '-'
		}, s)
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "-") + f.Ext
}

// A sending is an answer that begins with its first bytes.
type sending struct {
	q                 *request
	contentType, name string
	begun             bool
}

func (s *sending) Write(b []byte) (int, error) {
	if !s.begun {
		s.begun = true
		h := s.q.w.Header()
		h.Set("Content-Type", s.contentType)
		h.Set("Content-Disposition", `attachment; filename="`+s.name+`"`)
		h.Set("Cache-Control", "private, no-store")
	}
	return s.q.w.Write(b)
}
