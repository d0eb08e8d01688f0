package record

import (
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
)

// Who tells a time that holds days told by others tells none of them.
func TestWideTimesTellNoDay(t *testing.T) {
	reports := tellAll(t, []string{
		"2025-10-16 A planned ../2025-10-30",
		"2025-10-17 B planned 2025-10-30",
		"2025-10-18 C planned 2025-10-29",
		"2025-10-20 D planned ../2025-10-31",
	})
	es := Merge(reports, nil)
	if len(es) != 1 {
		t.Fatalf("%d events", len(es))
	}
	var got []string
	for _, v := range es[0].Variations {
		for _, x := range v.Values {
			got = append(got, v.Attribute+" "+x.Value+" "+strings.Join(x.Articles, ","))
		}
	}
	want := []string{"date 2025-10-29 " + reports[2].Source.Key, "date 2025-10-30 " + reports[1].Source.Key}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if es[0].Time != "2025-10-30" {
		t.Errorf("the event is dated %s, not the day told first", es[0].Time)
	}
}

// The word by which an act is denied is no rejection of its own, also where no
// statement has it for its cue.
func TestWordsOfDenialAreNoRejection(t *testing.T) {
	words := reading.Span{Start: 10, End: 16, Text: "denied"}
	r := &reading.Reading{Events: []reading.Event{
		{ID: "e1", Type: "REJECT", Polarity: "affirmed", Status: "occurred", Trigger: words, CAMEO: "120", Actors: []string{"IRN"}},
		{ID: "e2", Type: "CONSULT", Polarity: "denied", Status: "planned", Trigger: reading.Span{Start: 40, End: 45, Text: "talks"}, StatusCue: &words, CAMEO: "046", Actors: []string{"IRN", "USA"}},
		{ID: "e3", Type: "REJECT", Polarity: "affirmed", Status: "occurred", Trigger: reading.Span{Start: 60, End: 68, Text: "rejected"}, CAMEO: "120", Actors: []string{"IRN"}},
	}}
	var got []string
	for _, f := range Facts(r, "a") {
		got = append(got, f.ID)
	}
	if want := []string{"e2", "e3"}; !slices.Equal(got, want) {
		t.Errorf("facts %q, want %q", got, want)
	}
}
