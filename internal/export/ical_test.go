package export

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
)

// entries reads what ICal wrote, unfolded, by the words of their summaries.
func entries(t *testing.T, r *Record, o Calendar) map[string]map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := ICal(&b, r, o); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	var e map[string]string
	for line := range strings.SplitSeq(strings.ReplaceAll(b.String(), "\r\n ", ""), "\r\n") {
		key, value, _ := strings.Cut(line, ":")
		switch {
		case line == "BEGIN:VEVENT":
			e = map[string]string{}
		case line == "END:VEVENT":
			out[e["SUMMARY"]] = e
			e = nil
		case e != nil:
			e[key] = value
		}
	}
	return out
}

func TestPromisesBecomeCalendarEntries(t *testing.T) {
	d, err := names.Open()
	if err != nil {
		t.Fatal(err)
	}
	r := story(t)
	for _, c := range []struct {
		lang, summary string
		want          map[string]string
	}{
		{"en", "Visit: Kassym-Jomart Tokayev → Russia", map[string]string{
			"STATUS": "CONFIRMED", "DTSTART;VALUE=DATE": "20251111", "DTEND;VALUE=DATE": "20251113", "CATEGORIES": "visit", "LOCATION": "Moscow",
			"DTSTAMP": "20251120T093000Z", "SEQUENCE": "7", "URL": "https://cuaderno.example/2025/11/tokayev?a=1&b=2", "TRANSP": "TRANSPARENT",
			"DESCRIPTION": `Status: took place\, as reported.\nDue: 2025-11-11/2025-11-12.\nArticles: 3\; outlets: 3\; independent: 3.\n«realizará una visita de Estado»\nEl Cuaderno\, 2025-11-07\, Tokáyev viajará a Moscú`,
		}},
		{"en", "Signing: Kazakhstan – Russia (in December 2025\\, day not told)", map[string]string{
			"STATUS": "TENTATIVE", "DTSTART;VALUE=DATE": "20251201", "DTEND;VALUE=DATE": "20260101",
		}},
		{"en", "Talks: Spain – Russia", map[string]string{"STATUS": "TENTATIVE", "DTSTART;VALUE=DATE": "20251125", "DTEND;VALUE=DATE": "20251126"}},
		{"en", "Telephone talks: Spain – Russia", map[string]string{"STATUS": "CANCELLED", "DTSTART;VALUE=DATE": "20251118"}},
		{"es", "Visita: Kasim-Yomart Tokáyev → Rusia", map[string]string{"STATUS": "CONFIRMED", "LOCATION": "Moscú"}},
		{"es", "Firma: Kazajistán – Rusia (en diciembre de 2025\\, sin día)", map[string]string{"STATUS": "TENTATIVE"}},
	} {
		all := entries(t, r, Calendar{Lang: c.lang, Directory: d, Sequence: func(string, string) (int, error) { return 7, nil }})
		if len(all) != 4 {
			t.Errorf("%s: %d entries, want 4 (that without a day stays out): %q", c.lang, len(all), all)
		}
		e := all[c.summary]
		if e == nil {
			t.Errorf("%s: there is no entry %q in %q", c.lang, c.summary, all)
			continue
		}
		for key, want := range c.want {
			if e[key] != want {
				t.Errorf("%s %q: %s is %q, want %q", c.lang, c.summary, key, e[key], want)
			}
		}
	}
}

func TestCalendarLinesAreFoldedAndEndAsTheStandardSays(t *testing.T) {
	r := story(t)
	r.Events[0].Reports[0].Source.Title = strings.Repeat("ñандú 👩🏽‍🚀", 60)
	var b bytes.Buffer
	if err := ICal(&b, r, Calendar{Lang: "es"}); err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsRune(bytes.ReplaceAll(b.Bytes(), []byte("\r\n"), nil), '\n') {
		t.Error("a line ends without CR LF")
	}
	for line := range strings.SplitSeq(b.String(), "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
		if strings.ToValidUTF8(line, "") != line {
			t.Errorf("a line is cut inside a letter: %q", line)
		}
	}
}

// plan returns a record with one promise that has these steps.
func plan(status string, steps ...record.Step) *Record {
	r := &Record{Made: made, Version: "1"}
	p := &record.Promise{Steps: steps, Due: steps[len(steps)-1].Due}
	r.Events = []record.Event{{
		ID: "abc", Act: "visit", Status: status, Polarity: "affirmed", Time: p.Due, Promise: p, Reports: make([]record.Report, 1),
		Actors: []record.Party{country("KAZ", "Kazakhstan")},
	}}
	return r
}

func TestStatusFollowsTheLedger(t *testing.T) {
	step := func(kind, on, due string) record.Step { return record.Step{Kind: kind, On: on, Due: due} }
	announced := step(record.Announced, "2025-11-01", "2025-12-05")
	for _, c := range []struct {
		name, status, start string
		steps               []record.Step
	}{
		{"announced", "TENTATIVE", "20251205", []record.Step{announced}},
		{"confirmed", "CONFIRMED", "20251205", []record.Step{announced, step(record.Confirmed, "2025-11-03", "2025-12-05")}},
		{"confirmed after the day of the export", "TENTATIVE", "20251205", []record.Step{announced, step(record.Confirmed, "2025-11-21", "2025-12-05")}},
		{"moved", "TENTATIVE", "20251209", []record.Step{announced, step(record.Confirmed, "2025-11-03", "2025-12-05"), step(record.Redated, "2025-11-04", "2025-12-09")}},
		{"disputed", "TENTATIVE", "20251205", []record.Step{announced, step(record.Disputed, "2025-11-03", "2025-12-05")}},
		{"cancelled", "CANCELLED", "20251205", []record.Step{announced, step(record.Cancelled, "2025-11-03", "2025-12-05")}},
		{"cancelled, no day told", "CANCELLED", "20251205", []record.Step{announced, step(record.Cancelled, "2025-11-03", "")}},
		{"put off without a day", "CANCELLED", "20251205", []record.Step{announced, step(record.Redated, "2025-11-03", "")}},
		{"put off, then a day", "TENTATIVE", "20251220", []record.Step{announced, step(record.Redated, "2025-11-03", ""), step(record.Redated, "2025-11-05", "2025-12-20")}},
		{"not kept", "CANCELLED", "20251105", []record.Step{step(record.Announced, "2025-11-01", "2025-11-05"), step(record.NotKept, "2025-11-06", "2025-11-05")}},
		{"kept late", "CONFIRMED", "20251105", []record.Step{step(record.Announced, "2025-11-01", "2025-11-02"), step(record.KeptLate, "2025-11-06", "2025-11-05")}},
		{"overdue", "TENTATIVE", "20251105", []record.Step{step(record.Announced, "2025-11-01", "2025-11-05")}},
		{"never a day", "", "", []record.Step{step(record.Announced, "2025-11-01", "")}},
		{"never a day, cancelled", "", "", []record.Step{step(record.Announced, "2025-11-01", ""), step(record.Cancelled, "2025-11-02", "")}},
	} {
		all := entries(t, plan("planned", c.steps...), Calendar{})
		if c.status == "" {
			if len(all) != 0 {
				t.Errorf("%s: %q, want no entry", c.name, all)
			}
			continue
		}
		for _, e := range all {
			if e["STATUS"] != c.status || e["DTSTART;VALUE=DATE"] != c.start {
				t.Errorf("%s: %s on %s, want %s on %s", c.name, e["STATUS"], e["DTSTART;VALUE=DATE"], c.status, c.start)
			}
		}
		if len(all) != 1 {
			t.Errorf("%s: %d entries, want 1", c.name, len(all))
		}
	}
}

func TestTimesWithoutADayAreMarked(t *testing.T) {
	for _, c := range []struct{ due, start, end, en, es string }{
		{"2026-05", "20260501", "20260601", " (in May 2026\\, day not told)", " (en mayo de 2026\\, sin día)"},
		{"2026", "20260101", "20270101", " (in 2026\\, day not told)", " (en 2026\\, sin día)"},
		{"2026-W02", "20260105", "20260112", " (between 2026-01-05 and 2026-01-11\\, day not told)", " (entre el 2026-01-05 y el 2026-01-11\\, sin día)"},
		{"../2025-12-31", "20251231", "20260101", " (not later than 2025-12-31\\, day not told)", " (a más tardar el 2025-12-31\\, sin día)"},
		{"2025-12-01/..", "20251201", "20251202", " (not before 2025-12-01\\, day not told)", " (no antes del 2025-12-01\\, sin día)"},
		{"2025-12-05~", "20251205", "20251206", " (about that day)", " (hacia esa fecha)"},
		{"2025-12-05T10:00", "20251205", "20251206", "", ""},
		{"2025-12-05/2025-12-07", "20251205", "20251208", "", ""},
		{"2025-12/2026-01", "20251201", "20260201", " (between 2025-12-01 and 2026-01-31\\, day not told)", " (entre el 2025-12-01 y el 2026-01-31\\, sin día)"},
	} {
		r := plan("planned", record.Step{Kind: record.Announced, On: "2025-11-01", Due: c.due})
		for lang, want := range map[string]string{"en": "Visit: Kazakhstan" + c.en, "es": "Visita: Kazakhstan" + c.es} {
			e := entries(t, r, Calendar{Lang: lang})[want]
			if e == nil || e["DTSTART;VALUE=DATE"] != c.start || e["DTEND;VALUE=DATE"] != c.end {
				t.Errorf("%s in %s: %q, want %s to %s, %q", c.due, lang, entries(t, r, Calendar{Lang: lang}), c.start, c.end, want)
			}
		}
	}
}

func TestSequenceIsAskedForWithADigestOfWhatMatters(t *testing.T) {
	digest := func(change func(r *Record), lang string) string {
		r := plan("planned", record.Step{Kind: record.Announced, On: "2025-11-01", Due: "2025-12-05"})
		change(r)
		out := ""
		err := ICal(new(bytes.Buffer), r, Calendar{Lang: lang, Sequence: func(uid, digest string) (int, error) {
			if uid != "abc@attache" {
				t.Errorf("uid %q", uid)
			}
			out = digest
			return 0, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := digest(func(*Record) {}, "en")
	for name, c := range map[string]struct {
		change func(r *Record)
		lang   string
		same   bool
	}{
		"another language":                 {func(*Record) {}, "es", true},
		"another day of export":            {func(r *Record) { r.Made = r.Made.Add(24 * time.Hour) }, "en", true},
		"one more article":                 {func(r *Record) { r.Events[0].Articles++ }, "en", true},
		"another day":                      {func(r *Record) { r.Events[0].Promise.Steps[0].Due = "2025-12-06" }, "en", false},
		"a month instead of its first day": {func(r *Record) { r.Events[0].Promise.Steps[0].Due = "2025-12" }, "en", false},
		"cancelled":                        {func(r *Record) { r.Events[0].Promise.Steps[0].Kind = record.Cancelled }, "en", false},
		"another place":                    {func(r *Record) { r.Events[0].Place = &record.Place{Name: "Sochi"} }, "en", false},
	} {
		if got := digest(c.change, c.lang); (got == first) != c.same {
			t.Errorf("%s: digest %s, before %s", name, got, first)
		}
	}
}

func TestErrorOfTheSequenceNamesTheEntry(t *testing.T) {
	broken := errors.New("the store is gone")
	err := ICal(new(bytes.Buffer), story(t), Calendar{Sequence: func(string, string) (int, error) { return 0, broken }})
	if !errors.Is(err, broken) || !strings.Contains(fmt.Sprint(err), "@attache") {
		t.Errorf("error %v", err)
	}
}

func TestAnOlderReportMakesNoOtherEntry(t *testing.T) {
	r := story(t)
	uids := func(known map[string]bool) []string {
		var out []string
		err := ICal(new(bytes.Buffer), r, Calendar{
			Sequence: func(uid, _ string) (int, error) { out = append(out, uid); return 0, nil },
			Known:    func(uid string) bool { return known[uid] },
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := uids(nil)
	for i := range r.Events {
		e := &r.Events[i]
		last := e.Reports[len(e.Reports)-1].Fact.Key + "@attache"
		if at := slices.Index(first, e.ID+"@attache"); at >= 0 && len(e.Reports) > 1 {
			if got := uids(map[string]bool{last: true})[at]; got != last {
				t.Errorf("given out as %s before, now as %s", last, got)
			}
			return
		}
	}
	t.Fatal("no event of the story has an entry and two reports")
}
