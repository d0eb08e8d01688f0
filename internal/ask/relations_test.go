package ask

import (
	"slices"
	"testing"

	"github.com/attache-project/attache/record"
)

func day(t *testing.T, s string) record.Day {
	t.Helper()
	d, err := record.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func told(published string) []record.Report {
	return []record.Report{{Source: record.Source{Published: published}}}
}

func TestTimelinesAreNarrowed(t *testing.T) {
	line := &Timeline{
		Pair: [2]string{"KAZ", "RUS"},
		Events: []record.Event{
			{ID: "visit", Act: "visit", Status: "occurred", Time: "2025-11-11/2025-11-12", Reports: told("2025-11-07")},
			{ID: "sign", Act: "sign", Status: "planned", Time: "2025-12", Reports: told("2025-11-12")},
			{ID: "by", Act: "sign", Status: "planned", Time: "../2026-03-31", Reports: told("2025-11-13")},
			{ID: "undated", Act: "talks", Status: "occurred", Reports: told("2025-10-01")},
			{ID: "unknown", Act: "talks", Status: "occurred", Reports: told("")},
		},
		Levels: []record.Rung{{ID: "level", Status: "signed", First: "2025-11-12"}},
	}
	for _, c := range []struct {
		name string
		n    Narrowing
		want []string
	}{
		{"all", Narrowing{}, []string{"visit", "sign", "by", "undated", "unknown", "level"}},
		{"an act", Narrowing{Act: "sign"}, []string{"sign", "by"}},
		{"levels", Narrowing{Act: "level"}, []string{"level"}},
		{"a status", Narrowing{Status: "signed"}, []string{"level"}},
		{"from a day within", Narrowing{From: day(t, "2025-11-12"), To: day(t, "2025-11-30")}, []string{"visit", "unknown", "level"}},
		{"a day of a month", Narrowing{From: day(t, "2025-12-24"), To: day(t, "2025-12-24")}, []string{"sign", "unknown"}},
		{"until", Narrowing{To: day(t, "2025-10-31")}, []string{"undated", "unknown"}},
		{"the end of what is due by then", Narrowing{From: day(t, "2026-03-31")}, []string{"by", "unknown"}},
	} {
		got := []string{}
		x := line.Narrow(c.n)
		for i := range x.Events {
			got = append(got, x.Events[i].ID)
		}
		for i := range x.Levels {
			got = append(got, x.Levels[i].ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := line.Acts(); !slices.Equal(got, []string{"sign", "talks", "visit"}) {
		t.Errorf("acts: %v", got)
	}
}

func TestEventsAreToldAsOfADay(t *testing.T) {
	report := func(key, published, status string) record.Report {
		return record.Report{
			Fact: record.Fact{
				Key: key, Article: key, Kind: record.KindEvent, Act: "visit", Status: status, Polarity: "affirmed", Time: "2025-11-12", Parties: []string{"KAZ", "RUS"},
				Actors: []record.Party{{Entity: "KAZ", Code: "KAZ"}}, Recipients: []record.Party{{Entity: "RUS", Code: "RUS"}},
			},
			Source: record.Source{Key: key, Outlet: key, Published: published},
		}
	}
	events := record.Merge([]record.Report{report("a", "2025-11-01", "planned"), report("b", "2025-11-12", "occurred")}, nil)
	if len(events) != 1 || events[0].Status != "occurred" {
		t.Fatalf("%d events, the first %+v", len(events), events[0])
	}
	for on, want := range map[string]string{"2025-10-31": "", "2025-11-05": "planned", "2025-11-12": "occurred"} {
		got := ""
		if es := eventsOn(events, on); len(es) == 1 {
			got = es[0].Status
		}
		if got != want {
			t.Errorf("on %s it is %q, want %q", on, got, want)
		}
	}
}
