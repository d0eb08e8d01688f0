package export

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/attache-project/attache/record"
)

// forms lists every format with every table it has.
func forms() map[string]Options {
	out := map[string]Options{}
	for _, f := range Formats() {
		for _, table := range f.Tables {
			out[f.Name+" "+table] = Options{Table: table}
		}
		if f.Tables == nil {
			out[f.Name] = Options{}
		}
	}
	out["ical es"] = Options{Calendar: Calendar{Lang: "es"}}
	out["webannotation page"] = Options{Annotations: Annotations{Base: "https://record.example/", PerPage: 3, Page: 2}}
	return out
}

// export writes a record in a form of forms.
func export(t testing.TB, r *Record, form string, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	name, _, _ := strings.Cut(form, " ")
	if err := Write(&b, name, r, &o); err != nil {
		t.Fatalf("%s: %v", form, err)
	}
	return b.Bytes()
}

func TestSameRecordSameBytes(t *testing.T) {
	for form, o := range forms() {
		if a, b := export(t, story(t), form, o), export(t, story(t), form, o); !bytes.Equal(a, b) {
			t.Errorf("%s: two exports of one record differ", form)
		} else if len(a) == 0 {
			t.Errorf("%s: nothing was written", form)
		}
	}
}

func TestEmptyRecordIsWritten(t *testing.T) {
	for form, o := range forms() {
		if form == "webannotation page" {
			o.Annotations.Page = 1
		}
		name, _, _ := strings.Cut(form, " ")
		if err := Write(io.Discard, name, &Record{Made: made}, &o); err != nil {
			t.Errorf("%s: %v", form, err)
		}
	}
}

// A full is a writer with room for n bytes.
type full struct{ n int }

var errFull = errors.New("no room")

func (f *full) Write(b []byte) (int, error) {
	if len(b) > f.n {
		n := f.n
		f.n = 0
		return n, errFull
	}
	f.n -= len(b)
	return len(b), nil
}

func TestErrorsOfTheWriterAreReturned(t *testing.T) {
	r := story(t)
	for form, o := range forms() {
		name, _, _ := strings.Cut(form, " ")
		whole := len(export(t, r, form, o))
		for _, room := range []int{0, whole / 2, whole - 1} {
			if err := Write(&full{room}, name, r, &o); !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d of %d bytes: error %v", form, room, whole, err)
			}
		}
	}
}

func TestUnknownNamesAreToldWithThoseKnown(t *testing.T) {
	r := story(t)
	for _, c := range []struct {
		format string
		o      Options
		want   string
	}{
		{"xml", Options{}, "there is no format \"xml\" to export to (there are: csv, jsonl,"},
		{"csv", Options{Table: "cats"}, "there is no table \"cats\" to export (there are: events, reports,"},
		{"parquet", Options{Table: "cats"}, "there is no table \"cats\""},
		{"ical", Options{Calendar: Calendar{Lang: "fr"}}, "no words of a calendar in \"fr\" (there are: en, es)"},
		{"webannotation", Options{Annotations: Annotations{Page: 2}}, "there is no page 2 of 0 annotations each"},
		{"webannotation", Options{Annotations: Annotations{Page: 99, PerPage: 5}}, "page 99 is past the last of"},
	} {
		err := Write(io.Discard, c.format, r, &c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %+v: error %v, want %q", c.format, c.o, err, c.want)
		}
	}
}

func TestEventsWithoutReportsAreErrors(t *testing.T) {
	for name, r := range map[string]*Record{
		"event 1 (x): it has no report":        {Events: []record.Event{{ID: "x"}}},
		"event 1 (x): its promise has no step": {Events: []record.Event{{ID: "x", Reports: make([]record.Report, 1), Promise: &record.Promise{}}}},
		"level 1 (y): it has no report":        {Levels: []record.Rung{{ID: "y"}}},
	} {
		for form, o := range forms() {
			format, _, _ := strings.Cut(form, " ")
			if err := Write(io.Discard, format, r, &o); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: error %v, want %q", form, err, name)
			}
		}
	}
}
