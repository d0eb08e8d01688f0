package export

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/attache-project/attache/record"
)

// nodes returns what a record is as linked data, by type.
func nodes(t *testing.T, r *Record) map[string][]any {
	t.Helper()
	var ld map[string]any
	if err := json.Unmarshal(export(t, r, "jsonld", Options{}), &ld); err != nil {
		t.Fatal(err)
	}
	out := map[string][]any{}
	for _, n := range ld["@graph"].([]any) {
		out[str(get(n, "type"))] = append(out[str(get(n, "type"))], n)
	}
	return out
}

func TestLinkedDataHoldsArticlesStatementsAndEvents(t *testing.T) {
	by := nodes(t, story(t))
	for kind, want := range map[string]int{"NewsArticle": 3, "Quotation": 1, "Claim": 1, "Event": 6} {
		if len(by[kind]) != want {
			t.Errorf("%d nodes of type %s, want %d", len(by[kind]), kind, want)
		}
	}
	for _, c := range []struct {
		node any
		path []any
		want any
	}{
		{by["NewsArticle"][0], []any{"headline"}, "Tokáyev viajará a Moscú"},
		{by["NewsArticle"][0], []any{"author", "name"}, "Inés Peña"},
		{by["NewsArticle"][0], []any{"publisher", "name"}, "El Cuaderno"},
		{by["NewsArticle"][1], []any{"author", "name"}, "Степь"},
		{by["Quotation"][0], []any{"text"}, "Es la visita del año"},
		{by["Quotation"][0], []any{"spokenByCharacter", "name"}, "Kassym-Jomart Tokayev"},
		{by["Quotation"][0], []any{"spokenByCharacter", "type"}, "Person"},
		{by["Quotation"][0], []any{"isPartOf"}, "https://cuaderno.example/2025/11/tokayev?a=1&b=2"},
		{by["Claim"][0], []any{"author", "type"}, "Country"},
		{by["Claim"][0], []any{"appearance"}, "https://ledger.example/moscow"},
	} {
		if got := get(c.node, c.path...); got != c.want {
			t.Errorf("%v: %v, want %v", c.path, got, c.want)
		}
	}
}

func TestStatusOfEventsInSchemaOrg(t *testing.T) {
	step := func(kind, on, due string) record.Step { return record.Step{Kind: kind, On: on, Due: due} }
	for _, c := range []struct {
		name, status, start, end string
		previous                 []string
		steps                    []record.Step
	}{
		{"announced", "EventScheduled", "2025-12-05", "", nil, []record.Step{step(record.Announced, "2025-11-01", "2025-12-05")}},
		{"for two days", "EventScheduled", "2025-12-05", "2025-12-06", nil, []record.Step{step(record.Announced, "2025-11-01", "2025-12-05/2025-12-06")}},
		{"for a month", "EventScheduled", "2025-12", "", nil, []record.Step{step(record.Announced, "2025-11-01", "2025-12")}},
		{"by a day", "EventScheduled", "", "2025-12-31", nil, []record.Step{step(record.Announced, "2025-11-01", "../2025-12-31")}},
		{"the month became a day", "EventScheduled", "2025-12-05", "", nil, []record.Step{step(record.Announced, "2025-11-01", "2025-12"), step(record.Confirmed, "2025-11-02", "2025-12-05")}},
		{"moved twice", "EventRescheduled", "2025-12-20", "", []string{"2025-12-05", "2025-12-09"}, []record.Step{
			step(record.Announced, "2025-11-01", "2025-12-05"), step(record.Redated, "2025-11-03", "2025-12-09"), step(record.Redated, "2025-11-04", "2025-12-20"),
		}},
		{"moved after the day of the export", "EventScheduled", "2025-12-05", "", nil, []record.Step{step(record.Announced, "2025-11-01", "2025-12-05"), step(record.Redated, "2025-11-21", "2025-12-09")}},
		{"put off", "EventPostponed", "", "", []string{"2025-12-05"}, []record.Step{step(record.Announced, "2025-11-01", "2025-12-05"), step(record.Redated, "2025-11-03", "")}},
		{"cancelled", "EventCancelled", "2025-12-05", "", nil, []record.Step{step(record.Announced, "2025-11-01", "2025-12-05"), step(record.Cancelled, "2025-11-03", "2025-12-05")}},
		{"kept", "EventScheduled", "2025-11-05", "", nil, []record.Step{step(record.Announced, "2025-11-01", "2025-11-05"), step(record.Kept, "2025-11-05", "2025-11-05")}},
	} {
		e := nodes(t, plan("planned", c.steps...))["Event"][0]
		var previous []string
		if l, ok := get(e, "previousStartDate").([]any); ok {
			for _, p := range l {
				previous = append(previous, str(p))
			}
		}
		if get(e, "eventStatus") != "https://schema.org/"+c.status || str(get(e, "startDate")) != c.start || str(get(e, "endDate")) != c.end || !slices.Equal(previous, c.previous) {
			t.Errorf("%s: %v from %v to %v, before %q; want %s from %s to %s, before %q", c.name, get(e, "eventStatus"), get(e, "startDate"), get(e, "endDate"), previous, c.status, c.start, c.end, c.previous)
		}
	}
}
