package record

import (
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
)

func said(n int64, action string, target *Report, more ...string) Correction {
	c := Correction{ID: n, At: "2025-06-01T10:00:00Z", Author: "Ana", Action: action, Target: AnchorOf(&target.Fact), Reason: "seen"}
	for _, m := range more {
		c.Field, c.Value, _ = strings.Cut(m, "=")
	}
	return c
}

func TestCorrectionsAreLaidOver(t *testing.T) {
	rs := tellAll(t, []string{"2025-04-01 Faro planned 2025-05-14", "2025-05-15 Correo occurred 2025-05-14", "2025-05-15 Hora occurred 2025-05-13"})
	other := tellAll(t, []string{"2025-05-15 Faro occurred 2025-09-14"})
	merge := said(1, Join, &rs[0])
	at := AnchorOf(&other[0].Fact)
	merge.Other = &at
	undone := said(2, Reject, &rs[0])
	undone.Undone, undone.By = "2025-06-02T10:00:00Z", "Luis"
	tests := []struct {
		name    string
		reports []Report
		cs      []Correction
		want    []string
	}{
		{"none", rs, nil, []string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 3 reports; date 2025-05-14 2025-05-13; announced 2025-04-01 for 2025-05-14; kept 2025-05-15 for 2025-05-14"}},
		{"rejected", rs, []Correction{said(1, Reject, &rs[2])}, []string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 2 reports; announced 2025-04-01 for 2025-05-14; kept 2025-05-15 for 2025-05-14"}},
		{"rejected and confirmed after", rs, []Correction{said(1, Reject, &rs[2]), said(2, Confirm, &rs[2])}, []string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 3 reports; date 2025-05-14 2025-05-13; announced 2025-04-01 for 2025-05-14; kept 2025-05-15 for 2025-05-14"}},
		{"undone", rs, []Correction{undone}, []string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 3 reports; date 2025-05-14 2025-05-13; announced 2025-04-01 for 2025-05-14; kept 2025-05-15 for 2025-05-14"}},
		{"corrected", rs, []Correction{said(1, Correct, &rs[2], "time=2025-05-14")}, []string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 3 reports; announced 2025-04-01 for 2025-05-14; kept 2025-05-15 for 2025-05-14"}},
		{"split", rs, []Correction{said(1, Split, &rs[2])}, []string{
			"visit KAZ+SRB occurred/affirmed 2025-05-13: 1 reports",
			"visit KAZ+SRB occurred/affirmed 2025-05-14: 2 reports; announced 2025-04-01 for 2025-05-14; kept 2025-05-15 for 2025-05-14",
		}},
		{"merged", []Report{rs[1], rs[0], other[0]}, []Correction{merge}, []string{
			"visit KAZ+SRB occurred/affirmed 2025-05-14: 3 reports; date 2025-05-14 2025-09-14; announced 2025-04-01 for 2025-05-14; kept 2025-05-15 for 2025-05-14",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := summary(Merge(tt.reports, tt.cs))
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

func TestMergesGoOverBlocks(t *testing.T) {
	a := tell(t, "2025-05-15 Faro occurred 2025-05-14")
	b := tell(t, "2025-05-15 Hora occurred 2025-05-14 to=HUN")
	c := said(1, Join, &a)
	at := AnchorOf(&b.Fact)
	c.Other = &at
	es := Merge([]Report{a, b}, []Correction{c})
	if len(es) != 1 || len(es[0].Reports) != 2 {
		t.Fatalf("events %v", summary(es))
	}
	why := es[0].Reports[1].Why
	if len(why) == 0 || why[len(why)-1].Rule != "a person" || !strings.Contains(why[len(why)-1].Detail, "Ana") {
		t.Errorf("reasons %v", why)
	}
}

func TestCorrectionsThatMakeNoSense(t *testing.T) {
	r := tell(t, "2025-05-15 Faro occurred 2025-05-14")
	statement := r
	statement.Fact.Kind = KindStatement
	tests := []struct {
		name string
		c    Correction
		r    *Report
		says string
	}{
		{"no reason", Correction{Author: "Ana", Action: Reject}, &r, "reason"},
		{"no author", Correction{Action: Confirm}, &r, "author"},
		{"no such action", Correction{Author: "Ana", Action: "burn", Reason: "x"}, &r, "burn"},
		{"no such field", said(1, Correct, &r, "colour=red"), &r, "polarity"},
		{"no such status", said(1, Correct, &r, "status=done"), &r, "occurred"},
		{"no time", said(1, Correct, &r, "time=mañana"), &r, "EDTF"},
		{"no code", said(1, Correct, &r, "actors=Kazajistán"), &r, "codes"},
		{"a statement split", said(1, Split, &statement), &statement, "only events"},
		{"a merge with nothing", said(1, Join, &r), &r, "another fact"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.c.Check(&tt.r.Fact)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
	for _, ok := range []Correction{
		{Author: "Ana", Action: Confirm}, said(1, Correct, &r, "time=2025-11"), said(1, Correct, &r, "actors=EU, BRA"), said(1, Correct, &r, "time="),
	} {
		if err := ok.Check(&r.Fact); err != nil {
			t.Errorf("%s %s=%s: %v", ok.Action, ok.Field, ok.Value, err)
		}
	}
}

func TestAnchorsAreFoundAgain(t *testing.T) {
	fact := func(start, end int, act string) Fact {
		s := reading.Span{Start: start, End: end, Text: "x"}
		return Fact{Key: FactKey("a", KindEvent, act, s), Article: "a", Kind: KindEvent, Act: act, Words: s}
	}
	was := fact(100, 120, "visit")
	anchor := AnchorOf(&was)
	tests := []struct {
		name  string
		facts []Fact
		want  int // index, -1 for none
	}{
		{"the same words", []Fact{fact(0, 10, "visit"), fact(100, 120, "visit")}, 1},
		{"a word more", []Fact{fact(0, 10, "visit"), fact(95, 120, "visit")}, 1},
		{"of two the one of the act", []Fact{fact(100, 119, "sign"), fact(100, 119, "visit")}, 1},
		{"of two the one that shares more", []Fact{fact(115, 140, "visit"), fact(101, 120, "visit")}, 1},
		{"none there", []Fact{fact(0, 10, "visit"), fact(120, 140, "visit")}, -1},
	}
	for _, tt := range tests {
		want := ""
		if tt.want >= 0 {
			want = tt.facts[tt.want].Key
		}
		if got := anchor.Find(tt.facts); got != want {
			t.Errorf("%s: found %q, want %q", tt.name, got, want)
		}
	}
}
