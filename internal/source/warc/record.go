package warc

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Record is the header of one record.
type Record struct {
	Offset  int64             // of the record in the file, or of the gzip member that holds it, in bytes
	Type    string            // WARC-Type: response, resource, request, warcinfo, ...
	Target  string            // WARC-Target-URI without the angle brackets that some write
	Date    time.Time         // WARC-Date in UTC, zero when there is none
	Media   string            // Content-Type of the block
	Length  int64             // Content-Length of the block in bytes
	Headers map[string]string // all fields, names in lower case; of one told twice the first
}

// header reads the header of a record. It returns io.EOF when nothing is left.
func (r *Reader) header() (*Record, error) {
	line, err := r.in.line(MaxHeader)
	for err == nil && line == "" {
		line, err = r.in.line(MaxHeader)
	}
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(line, "WARC/") {
		return nil, fmt.Errorf("%w: want a line WARC/1.0 or WARC/1.1, found %q", ErrDamaged, line[:min(len(line), 40)])
	}
	rec := &Record{Offset: r.member, Length: -1, Headers: map[string]string{}}
	last := ""
	for size := len(line); ; {
		line, err := r.in.line(MaxHeader)
		if err != nil {
			return nil, fmt.Errorf("%w: ends within its header: %w", ErrDamaged, notEOF(err))
		}
		if size += len(line) + 2; size > MaxHeader {
			return nil, fmt.Errorf("%w: a header of more than %d KiB", ErrTooLarge, MaxHeader>>10)
		}
		if line == "" {
			break
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" {
			rec.Headers[last] += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("%w: want a field of the header, found %q", ErrDamaged, line[:min(len(line), 40)])
		}
		name = strings.ToLower(strings.TrimSpace(name))
		if _, have := rec.Headers[name]; !have {
			rec.Headers[name] = strings.TrimSpace(value)
			last = name
		} else {
			last = ""
		}
	}
	return rec, rec.fill()
}

// fill takes the fields of the header that have a place of their own.
func (rec *Record) fill() error {
	h := rec.Headers
	rec.Type = strings.ToLower(h["warc-type"])
	rec.Target = strings.Trim(h["warc-target-uri"], "<>")
	rec.Media = h["content-type"]
	var err error
	if rec.Length, err = strconv.ParseInt(h["content-length"], 10, 64); err != nil || rec.Length < 0 {
		return fmt.Errorf("%w: want a Content-Length, found %q", ErrDamaged, h["content-length"])
	}
	if s := h["warc-date"]; s != "" {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			// Archives of another kind write 14 digits.
			t, err = time.Parse("20060102150405", s)
		}
		if err == nil {
			rec.Date = t.UTC()
		}
	}
	return nil
}
