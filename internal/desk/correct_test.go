package desk_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

func TestCorrectionsAreTakenDownAndUndone(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt")
	event, said := d.factOf(t, record.KindEvent), d.factOf(t, record.KindStatement)
	at := "/facts/" + event.Key
	for i, c := range []struct {
		name string
		at   string
		form url.Values
		log  string // of what was taken down
		page string // says
	}{
		{"confirmed", at, url.Values{"action": {"confirm"}}, "confirm root", "confirmed by a person"},
		{"rejected", at, url.Values{"action": {"reject"}, "reason": {"no lo dice"}}, "reject", "rejected by a person"},
		{"split", at, url.Values{"action": {"split"}, "reason": {"otra firma"}}, "split", "Taken down as correction 3."},
		{"corrected", at, url.Values{"action": {"correct"}, "was-time": {event.Time}, "time": {"2025-11"}, "reason": {"el mes"}}, "correct time=2025-11", "November 2025"},
		{"states by name", at, url.Values{"action": {"correct"}, "was-actors": {"KAZ"}, "actors": {"Francia, BRA"}, "reason": {"los dos"}}, "correct actors=FRA BRA", "France"},
		{"a speaker", "/facts/" + said.Key, url.Values{"action": {"correct"}, "was-speaker": {"x"}, "speaker": {"Macron"}, "reason": {"la foto"}}, "correct speaker=Emmanuel Macron <emmanuel-macron FRA>", "Emmanuel Macron"},
	} {
		res, _ := d.ask(t, c.at+"/corrections", c.form)
		to := fmt.Sprintf("%s?done=%d", c.at, i+1)
		if res.StatusCode != 303 || res.Header.Get("Location") != to {
			t.Fatalf("%s: %d to %q, want %q", c.name, res.StatusCode, res.Header.Get("Location"), to)
		}
		_, page := d.ask(t, to, nil, "Accept-Language: en")
		says(t, page, c.page, fmt.Sprintf("Taken down as correction %d.", i+1), fmt.Sprintf("/corrections/%d/undo", i+1))
		_, page = d.ask(t, to, nil, "Accept-Language: es")
		says(t, page, fmt.Sprintf("Registrada como corrección %d.", i+1), "Deshacer")
		k, err := d.record.Correction(t.Context(), int64(i+1))
		if err != nil || k.Author != "ana" || !strings.HasPrefix(c.log, k.Action) || k.Field != "" && !strings.HasSuffix(c.log, k.Field+"="+k.Value) || k.Reason != c.form.Get("reason") {
			t.Errorf("%s: taken down as %+v, %v", c.name, k, err)
		}
		if res, _ := d.ask(t, fmt.Sprintf("/corrections/%d/undo", i+1), url.Values{"back": {c.at}}); res.StatusCode != 303 || res.Header.Get("Location") != to {
			t.Errorf("%s: undoing: %d to %q", c.name, res.StatusCode, res.Header.Get("Location"))
		}
		_, page = d.ask(t, to, nil, "Accept-Language: en")
		says(t, page, fmt.Sprintf("Correction %d was undone.", i+1))
		if f, err := d.record.FactOf(t.Context(), event.Key); err != nil || f.Report.Fact.Time != event.Time || f.Rejected || f.Confirmed {
			t.Errorf("%s: undone, the fact is %+v, %v", c.name, f, err)
		}
	}
	if res, page := d.ask(t, "/corrections/1/undo", url.Values{}); res.StatusCode != 409 || !strings.Contains(page, "undone before, by ana") {
		t.Errorf("undoing twice: %d", res.StatusCode)
	}
	for _, id := range []string{"99", "x", "-1"} {
		if res, _ := d.ask(t, "/corrections/"+id+"/undo", url.Values{}); res.StatusCode != 404 {
			t.Errorf("undoing %s: %d", id, res.StatusCode)
		}
	}
}

func TestEventsAreMergedByAddress(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt", "stories/talks-usa-iran/*.txt")
	var keys []string
	for _, party := range []string{"KAZ", "IRN"} {
		hits, err := d.store.Search(t.Context(), store.Query{Kinds: []string{record.KindEvent}, Party: party, Limit: 1})
		if err != nil || len(hits) != 1 {
			t.Fatalf("%s: %v", party, err)
		}
		keys = append(keys, hits[0].Fact.Key)
	}
	for _, other := range []string{"/facts/" + keys[1], "http://localhost/events/" + keys[1] + "/compare?by=outlet", "/articles/0123#f-" + keys[1], keys[1]} {
		res, page := d.ask(t, "/facts/"+keys[0]+"/corrections", url.Values{"action": {"merge"}, "other": {other}, "reason": {"el mismo"}})
		if res.StatusCode != 303 {
			t.Fatalf("%s: %d %s", other, res.StatusCode, page)
		}
		e, err := store.EventOf(t.Context(), d.store, keys[1])
		if err != nil || !has(e, keys[0]) {
			t.Errorf("%s: the events are two", other)
		}
		if res, page := d.ask(t, "/facts/"+keys[0]+"/corrections", url.Values{"action": {"merge"}, "other": {other}, "reason": {"otra vez"}}, "Accept-Language: en"); res.StatusCode != 400 || !strings.Contains(page, "That is this same event") {
			t.Errorf("%s again: %d", other, res.StatusCode)
		}
		all, err := d.record.Log(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if res, _ := d.ask(t, fmt.Sprintf("/corrections/%d/undo", all[0].ID), url.Values{}); res.StatusCode != 303 {
			t.Fatalf("undoing: %d", res.StatusCode)
		}
	}
}

func has(e *record.Event, key string) bool {
	for i := range e.Reports {
		if e.Reports[i].Fact.Key == key {
			return true
		}
	}
	return false
}

// What cannot be taken down is told beside its field, with all that was entered, and
// nothing is taken down.
func TestFaultyCorrectionsAreTold(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt")
	event, said := d.factOf(t, record.KindEvent), d.factOf(t, record.KindStatement)
	for _, c := range []struct {
		name   string
		f      *record.Fact
		lang   string
		form   url.Values
		status int
		says   []string
	}{
		{"no action", event, "en", url.Values{}, 400, []string{"Choose what to do"}},
		{"an unknown one", event, "es", url.Values{"action": {"burn"}, "reason": {"x"}}, 400, []string{"Elija qué hacer"}},
		{"no reason", event, "es", url.Values{"action": {"reject"}}, 400, []string{"Hace falta un motivo.", `aria-invalid="true"`}},
		{"blanks for a reason", event, "en", url.Values{"action": {"split"}, "reason": {" \n "}}, 400, []string{"A reason is needed."}},
		{"too long a reason", event, "en", url.Values{"action": {"reject"}, "reason": {strings.Repeat("ñ", 1001)}}, 400, []string{"at most 1,000 characters"}},
		{"nothing changed", event, "en", url.Values{"action": {"correct"}, "was-time": {"2025"}, "time": {"2025"}, "reason": {"x"}}, 400, []string{"Nothing was changed"}},
		{"no time", event, "es", url.Values{"action": {"correct"}, "time": {"mañana"}, "reason": {"lo dice"}}, 400, []string{"Esto no es una fecha", `value="mañana"`, ">lo dice</textarea>", "<details class=\"edit\" open>"}},
		{"no act", event, "en", url.Values{"action": {"correct"}, "act": {"burn"}, "reason": {"x"}}, 400, []string{"Choose one of the values offered."}},
		{"no state", event, "en", url.Values{"action": {"correct"}, "actors": {"Narnia, KAZ"}, "reason": {"x"}}, 400, []string{"Nobody knows one of these.", `value="Narnia, KAZ"`}},
		{"one good and one bad", event, "en", url.Values{"action": {"correct"}, "time": {"2025-11"}, "polarity": {"maybe"}, "reason": {"x"}}, 400, []string{"Choose one of the values offered.", `value="2025-11"`}},
		{"a speaker of several", said, "es", url.Values{"action": {"correct"}, "speaker": {"Kim"}, "reason": {"x"}}, 400, []string{"Varios llevan este nombre"}},
		{"a speaker that is none", said, "en", url.Values{"action": {"correct"}, "speaker": {"<script>alert(1)</script>"}, "reason": {"x"}}, 400, []string{"cannot have this value", "&lt;script&gt;alert(1)&lt;/script&gt;"}},
		{"a statement split", said, "en", url.Values{"action": {"split"}, "reason": {"x"}}, 400, []string{"Only events are merged and split."}},
		{"a merge with nothing", event, "en", url.Values{"action": {"merge"}, "reason": {"x"}}, 400, []string{"No event is known by this."}},
		{"a merge with a statement", event, "en", url.Values{"action": {"merge"}, "other": {said.Key}, "reason": {"x"}}, 400, []string{"No event is known by this."}},
		{"a merge with itself", event, "es", url.Values{"action": {"merge"}, "other": {event.Key}, "reason": {"x"}}, 400, []string{"Es este mismo acto"}},
		{"a merge with what is elsewhere", event, "en", url.Values{"action": {"merge"}, "other": {"javascript:alert(1)//x"}, "reason": {"x"}}, 400, []string{"No event is known by this."}},
		{"no fact", &record.Fact{Key: "0000000000000000"}, "en", url.Values{"action": {"confirm"}}, 404, []string{"There is no such page"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, page := d.ask(t, "/facts/"+c.f.Key+"/corrections", c.form, "Accept-Language: "+c.lang)
			if res.StatusCode != c.status {
				t.Errorf("%d, want %d", res.StatusCode, c.status)
			}
			says(t, page, c.says...)
			for _, bad := range []string{"<script>alert", "correct.want", "want one of", "EDTF"} {
				if strings.Contains(page, bad) {
					t.Errorf("the page says %q", bad)
				}
			}
		})
	}
	if log, err := d.record.Log(t.Context(), ""); err != nil || len(log) != 0 {
		t.Errorf("%d corrections were taken down, %v", len(log), err)
	}
}

// Where several fields are corrected and one cannot be, none is.
func TestFieldsAreCorrectedTogetherOrNot(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt")
	f := d.factOf(t, record.KindEvent)
	res, _ := d.ask(t, "/facts/"+f.Key+"/corrections", url.Values{"action": {"correct"}, "was-time": {f.Time}, "time": {"2025-11"}, "was-place": {""}, "place": {"Astaná"}, "reason": {"el texto"}})
	if to := res.Header.Get("Location"); res.StatusCode != 303 || to != "/facts/"+f.Key+"?done=1&done=2" {
		t.Errorf("%d to %q", res.StatusCode, to)
	}
	if got, err := d.record.FactOf(t.Context(), f.Key); err != nil || got.Report.Fact.Time != "2025-11" || got.Report.Fact.Place.Name != "Astaná" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReviewGoesBackToWhereItWas(t *testing.T) {
	d := newDesk(t, nil, "stories/visit-kazakhstan-russia/*.txt")
	f := d.factOf(t, record.KindEvent)
	for back, want := range map[string]string{
		"/review?a=KAZ&from=20#d3": "/review?a=KAZ&done=N&from=20#d3",
		"//evil.example/x":         "/?done=N",
		"https://evil.example":     "/?done=N",
		"javascript:alert(1)":      "/?done=N",
		"":                         "/facts/" + f.Key + "?done=N",
	} {
		res, _ := d.ask(t, "/facts/"+f.Key+"/corrections", url.Values{"action": {"confirm"}, "back": {back}})
		log, err := d.record.Log(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if to := res.Header.Get("Location"); to != strings.Replace(want, "N", fmt.Sprint(log[0].ID), 1) {
			t.Errorf("%q leads to %q", back, to)
		}
	}
}
