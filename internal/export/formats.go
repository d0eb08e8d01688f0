package export

import (
	"fmt"
	"io"
	"strings"
)

// A Format is a form in which the record can be written.
type Format struct {
	Name   string
	Ext    string   // of files, with the dot
	Media  string   // type of RFC 6838
	Holds  string   // what of the record it holds
	Tables []string // one of which has to be chosen, nil where there are none
	write  func(w io.Writer, r *Record, o *Options) error
}

// Options are what formats can be told; each looks only at its own.
type Options struct {
	Table       string      // csv, jsonl, parquet: one of [Tables]; "" is events
	Calendar    Calendar    // ical
	Annotations Annotations // webannotation
}

// Formats lists all formats.
func Formats() []Format {
	flat := func(f func(w io.Writer, r *Record, table string) error) func(w io.Writer, r *Record, o *Options) error {
		return func(w io.Writer, r *Record, o *Options) error {
			if o.Table == "" {
				return f(w, r, "events")
			}
			return f(w, r, o.Table)
		}
	}
	plain := func(f func(w io.Writer, r *Record) error) func(w io.Writer, r *Record, o *Options) error {
		return func(w io.Writer, r *Record, _ *Options) error { return f(w, r) }
	}
	return []Format{
		{"csv", ".csv", "text/csv; charset=utf-8; header=present", "one table", Tables(), flat(CSV)},
		{"jsonl", ".jsonl", "application/x-ndjson", "one table, spans and lists as such", Tables(), flat(JSONL)},
		{"parquet", ".parquet", "application/vnd.apache.parquet", "one table", Tables(), flat(Parquet)},
		{"ical", ".ics", "text/calendar; charset=utf-8", "promises with a day, kept ones too", nil, func(w io.Writer, r *Record, o *Options) error { return ICal(w, r, o.Calendar) }},
		{
			"webannotation", ".jsonld", `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`, "reports and statements, each pointing at its words", nil,
			func(w io.Writer, r *Record, o *Options) error { return WebAnnotation(w, r, o.Annotations) },
		},
		{"plover", ".jsonl", "application/x-ndjson", "events that happened, and plans", nil, plain(Plover)},
		{"gdelt", ".tsv", "text/tab-separated-values; charset=utf-8", "events that happened", nil, plain(GDELT)},
		{"gdelt-mentions", ".tsv", "text/tab-separated-values; charset=utf-8", "reports of events that happened", nil, plain(GDELTMentions)},
		{"gdelt-planned", ".tsv", "text/tab-separated-values; charset=utf-8", "events planned, thought of, denied or not happened", nil, plain(GDELTPlanned)},
		{"jsonld", ".jsonld", "application/ld+json", "articles, statements and events", nil, plain(JSONLD)},
	}
}

// Write writes the record in the format of a name.
func Write(w io.Writer, format string, r *Record, o *Options) error {
	var known []string
	for _, f := range Formats() {
		if f.Name == format {
			return f.write(w, r, o)
		}
		known = append(known, f.Name)
	}
	return fmt.Errorf("there is no format %q to export to (there are: %s)", format, strings.Join(known, ", "))
}
