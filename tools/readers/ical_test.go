package readers

import (
	"bytes"
	"testing"

	"github.com/emersion/go-ical"

	"github.com/attache-project/attache/internal/export"
)

func TestAnotherLibraryReadsTheCalendar(t *testing.T) {
	for _, lang := range []string{"en", "es"} {
		b := write(t, "ical", export.Options{Calendar: export.Calendar{Lang: lang, Sequence: func(string, string) (int, error) { return 3, nil }}})
		cal, err := ical.NewDecoder(bytes.NewReader(b)).Decode()
		if err != nil {
			t.Fatal(err)
		}
		events := cal.Events()
		if len(events) != 3 || len(cal.Children) != 3 {
			t.Fatalf("%s: %d events of %d components, want 3 of 3", lang, len(events), len(cal.Children))
		}
		status := map[string]ical.EventStatus{"20251111": ical.EventConfirmed, "20251201": ical.EventTentative, "20251118": ical.EventCancelled}
		until := map[string]string{"20251111": "20251113", "20251201": "20260101", "20251118": "20251119"}
		for _, e := range events {
			start, err := e.DateTimeStart(nil)
			if err != nil {
				t.Fatal(err)
			}
			end, err := e.DateTimeEnd(nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.Status()
			if err != nil {
				t.Fatal(err)
			}
			day := start.Format("20060102")
			if got != status[day] || end.Format("20060102") != until[day] || e.Props.Get(ical.PropDateTimeStart).ValueType() != ical.ValueDate {
				t.Errorf("%s: from %s to %s, %s", lang, day, end, got)
			}
			for _, p := range []string{ical.PropUID, ical.PropDateTimeStamp, ical.PropSummary, ical.PropDescription, ical.PropSequence, ical.PropCategories} {
				if v := e.Props.Get(p); v == nil || v.Value == "" {
					t.Errorf("%s: entry of %s has no %s", lang, day, p)
				}
			}
			if n, err := e.Props.Get(ical.PropSequence).Int(); n != 3 || err != nil {
				t.Errorf("sequence %d, %v", n, err)
			}
			if e.Props.Get("X-EVIL") != nil {
				t.Error("a title became a property")
			}
		}
	}
}
