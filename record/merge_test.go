package record

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
	"pgregory.net/rapid"
)

// tell makes a report from a line: published outlet status time, and what else
// is set by words of the form name=value: was, off, by, kind, docs, act, place,
// person, agency, url, family, retrieved.
func tell(t testing.TB, line string) Report {
	t.Helper()
	w := strings.Fields(line)
	status, polarity, _ := strings.Cut(w[2], "/")
	if polarity == "" {
		polarity = "affirmed"
	}
	r := Report{
		Source: Source{Published: w[0], Outlet: w[1]},
		Fact: Fact{
			Kind: KindEvent, Act: "visit", Type: "CONSULT", Status: status, Polarity: polarity, Rule: "test",
			Actors: []Party{{Entity: "KAZ", Code: "KAZ"}}, Recipients: []Party{{Entity: "SRB", Code: "SRB"}},
		},
	}
	if w[3] != "-" {
		r.Fact.Time = w[3]
	}
	for _, x := range w[4:] {
		name, value, _ := strings.Cut(x, "=")
		switch name {
		case "was":
			r.Fact.Was, r.Fact.PutOff = value, true
		case "off":
			r.Fact.PutOff = true
		case "kind":
			r.Fact.VisitKind = value
		case "docs":
			r.Fact.Quantities = []Quantity{{Kind: "documents", Value: value}}
		case "act":
			r.Fact.Act = value
		case "place":
			r.Fact.Place = &Place{Entity: value, Name: value}
		case "person":
			r.Fact.Actors = []Party{{Entity: value, Code: "KAZ", Name: value, Person: true}}
		case "to":
			r.Fact.Recipients = []Party{{Entity: value, Code: value}}
		case "agency":
			r.Source.Agency = value
		case "url":
			r.Source.URL = value
		case "family":
			r.Source.Family = value
		case "old":
			r.Source.Superseded = true
		case "article":
			r.Source.Key = value
		default:
			t.Fatalf("%q: what is %q?", line, x)
		}
	}
	if r.Source.Key == "" {
		r.Source.Key = digest(line)
	}
	r.Fact.Article = r.Source.Key
	r.Fact.Parties = codes(r.Fact.Actors, r.Fact.Recipients)
	r.Fact.Words = reading.Span{Start: len(line), End: len(line) + 1}
	r.Fact.Key = digest("fact", line)
	return r
}

func tellAll(t testing.TB, lines []string) []Report {
	t.Helper()
	var out []Report
	for _, l := range lines {
		out = append(out, tell(t, l))
	}
	return out
}

// summary writes events so that a test can be read: one line for each, with its
// steps and variations.
func summary(es []Event) []string {
	var out []string
	for _, e := range es {
		s := fmt.Sprintf("%s %s %s/%s %s: %d reports", e.Act, strings.Join(e.Parties, "+"), e.Status, e.Polarity, e.Time, len(e.Reports))
		for _, v := range e.Variations {
			s += "; " + v.Attribute
			for _, x := range v.Values {
				s += " " + x.Value
			}
		}
		if e.Promise != nil {
			for _, st := range e.Promise.Steps {
				s += "; " + st.Kind + " " + st.On
				if st.Due != "" {
					s += " for " + st.Due
				}
			}
		}
		out = append(out, s)
	}
	return out
}

func TestMerge(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  []string
	}{
		{
			"a promise kept on its day",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-05-14 Faro occurred 2025-05-14", "2025-05-15 Correo occurred -"},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 3 reports; announced 2025-04-01 for 2025-05-14; kept 2025-05-14 for 2025-05-14"},
		},
		{
			"told again on a later day it is confirmed, on the same day it is not",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-04-01 Correo planned 2025-05-14", "2025-04-09 Correo planned 2025-05-14", "2025-04-20 Faro planned -"},
			[]string{"visit KAZ+SRB planned/affirmed 2025-05-14: 4 reports; announced 2025-04-01 for 2025-05-14; confirmed 2025-04-09 for 2025-05-14"},
		},
		{
			"put off twice and kept",
			[]string{
				"2025-04-01 Faro planned 2025-05-14", "2025-05-10 Faro planned 2025-06-12 was=2025-05-14", "2025-05-11 Correo planned 2025-06-12 was=2025-05-14",
				"2025-06-01 Faro planned 2025-07-03 off", "2025-07-03 Faro occurred 2025-07-03",
			},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-07-03: 5 reports; announced 2025-04-01 for 2025-05-14; re-dated 2025-05-10 for 2025-06-12; re-dated 2025-06-01 for 2025-07-03; kept 2025-07-03 for 2025-07-03"},
		},
		{
			"put off with no new day",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-05-10 Faro planned - was=2025-05-14"},
			[]string{"visit KAZ+SRB planned/affirmed : 2 reports; announced 2025-04-01 for 2025-05-14; re-dated 2025-05-10"},
		},
		{
			"an old day told as background takes nothing back",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-05-10 Faro planned 2025-06-12 was=2025-05-14", "2025-05-20 Correo planned 2025-05-14"},
			[]string{"visit KAZ+SRB planned/affirmed 2025-06-12: 3 reports; announced 2025-04-01 for 2025-05-14; re-dated 2025-05-10 for 2025-06-12"},
		},
		{
			"cancelled",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-05-10 Correo planned/negated -", "2025-05-11 Faro planned/negated 2025-05-14"},
			[]string{"visit KAZ+SRB planned/negated 2025-05-14: 3 reports; announced 2025-04-01 for 2025-05-14; cancelled 2025-05-10 for 2025-05-14"},
		},
		{
			"disputed",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-04-02 Correo planned/denied -"},
			[]string{"visit KAZ+SRB planned/affirmed 2025-05-14: 2 reports; status denied planned; announced 2025-04-01 for 2025-05-14; disputed 2025-04-02 for 2025-05-14"},
		},
		{
			"kept late",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-07-02 Faro occurred 2025-07-01"},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-07-01: 2 reports; announced 2025-04-01 for 2025-05-14; kept late 2025-07-02 for 2025-05-14"},
		},
		{
			"kept as something else",
			[]string{"2025-04-01 Faro planned 2025-05-14 kind=state", "2025-05-15 Faro occurred 2025-05-14 kind=working"},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 2 reports; kind state working; announced 2025-04-01 for 2025-05-14; changed 2025-05-15 for 2025-05-14"},
		},
		{
			"kept in part: fewer documents than announced",
			[]string{"2025-04-01 Faro planned 2025-05-14 act=sign docs=14", "2025-05-15 Faro occurred 2025-05-14 act=sign docs=9"},
			[]string{"sign KAZ+SRB occurred/affirmed 2025-05-14: 2 reports; announced 2025-04-01 for 2025-05-14; kept in part 2025-05-15 for 2025-05-14"},
		},
		{
			"reported as not done",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-05-20 Faro occurred/negated -"},
			[]string{"visit KAZ+SRB planned/affirmed 2025-05-14: 2 reports; announced 2025-04-01 for 2025-05-14; not kept 2025-05-20 for 2025-05-14"},
		},
		{
			"days apart by little are a difference, no second visit and no new day",
			[]string{"2025-05-15 Faro occurred 2025-05-14", "2025-05-15 Correo occurred 2025-05-13", "2025-05-16 Hora occurred 2025-05-14"},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 3 reports; date 2025-05-14 2025-05-13"},
		},
		{
			"a month and a day in it do not differ",
			[]string{"2025-05-15 Faro occurred 2025-05", "2025-05-15 Correo occurred 2025-05-13"},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-05-13: 2 reports"},
		},
		{
			"days apart by much are two visits",
			[]string{"2025-05-15 Faro occurred 2025-05-14", "2025-09-15 Faro occurred 2025-09-14"},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 1 reports", "visit KAZ+SRB occurred/affirmed 2025-09-14: 1 reports"},
		},
		{
			"the next visit is announced after the last one was made",
			[]string{"2025-04-01 Faro planned 2025-05-14", "2025-05-14 Faro occurred 2025-05-14", "2025-06-01 Faro planned 2026-05"},
			[]string{
				"visit KAZ+SRB occurred/affirmed 2025-05-14: 2 reports; announced 2025-04-01 for 2025-05-14; kept 2025-05-14 for 2025-05-14",
				"visit KAZ+SRB planned/affirmed 2026-05: 1 reports; announced 2025-06-01 for 2026-05",
			},
		},
		{
			"two days in one article are two acts",
			[]string{"2025-04-01 Faro planned 2025-05-14 article=a", "2025-04-01 Faro planned 2025-10-02 article=a"},
			[]string{
				"visit KAZ+SRB planned/affirmed 2025-05-14: 1 reports; announced 2025-04-01 for 2025-05-14",
				"visit KAZ+SRB planned/affirmed 2025-10-02: 1 reports; announced 2025-04-01 for 2025-10-02",
			},
		},
		{
			"a noun beside a plan is no deed",
			[]string{"2025-04-01 Faro planned 2025-05-14 article=a act=talks", "2025-04-01 Faro occurred - article=a act=talks"},
			[]string{"talks KAZ+SRB planned/affirmed 2025-05-14: 2 reports; announced 2025-04-01 for 2025-05-14"},
		},
		{
			"other people are other talks",
			[]string{"2025-05-14 Faro occurred 2025-05-14 act=talks person=tokayev", "2025-05-14 Faro occurred 2025-05-14 act=talks person=nurtleu"},
			[]string{"talks KAZ+SRB occurred/affirmed 2025-05-14: 1 reports", "talks KAZ+SRB occurred/affirmed 2025-05-14: 1 reports"},
		},
		{
			"words spoken twice in one article are two acts",
			[]string{"2025-05-14 Faro occurred - act=accuse article=a", "2025-05-14 Faro occurred - act=accuse article=a off", "2025-05-15 Correo occurred - act=accuse"},
			[]string{"accuse KAZ+SRB occurred/affirmed : 1 reports", "accuse KAZ+SRB occurred/affirmed : 2 reports"},
		},
		{
			"who may do it has promised nothing",
			[]string{"2025-04-01 Faro hypothetical 2025-05-14", "2025-05-14 Correo occurred 2025-05-14"},
			[]string{"visit KAZ+SRB occurred/affirmed 2025-05-14: 2 reports"},
		},
		{
			"what an older version said differs, and makes no step",
			[]string{"2025-04-01 Faro planned 2025-05-12 old url=u article=a", "2025-04-01 Faro planned 2025-05-13 url=u article=b"},
			[]string{"visit KAZ+SRB planned/affirmed 2025-05-13: 2 reports; date 2025-05-12 2025-05-13; announced 2025-04-01 for 2025-05-13"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := summary(Merge(tellAll(t, tt.lines), nil))
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

func TestWhoDeniesDoesNotAct(t *testing.T) {
	es := Merge(tellAll(t, []string{"2025-04-01 Faro planned 2025-05-14 act=talks", "2025-04-02 Faro planned/denied - act=talks person=spokesman"}), nil)
	if len(es) != 1 {
		t.Fatalf("events %v", summary(es))
	}
	for _, p := range es[0].Actors {
		if p.Person {
			t.Errorf("%s acts", p.Name)
		}
	}
}

func TestMergeKeepsReasons(t *testing.T) {
	es := Merge(tellAll(t, []string{"2025-04-01 Faro planned 2025-05-14", "2025-05-10 Faro planned 2025-06-12 was=2025-05-14", "2025-06-20 Faro planned 2025-09-12"}), nil)
	if len(es) != 1 {
		t.Fatalf("events %v", summary(es))
	}
	var rules []string
	weak := false
	for _, r := range es[0].Reports[1:] {
		last := r.Why[len(r.Why)-1]
		rules = append(rules, last.Rule)
		weak = last.Weak
	}
	if !slices.Equal(rules, []string{"put off", "another day for the plan in force"}) || !weak {
		t.Errorf("reasons %v, the last one weak: %v", rules, weak)
	}
}

func TestCount(t *testing.T) {
	tests := []struct {
		name                           string
		lines                          []string
		articles, outlets, independent int
	}{
		{"three outlets", []string{"2025-05-14 A occurred -", "2025-05-14 B occurred -", "2025-05-14 C occurred -"}, 3, 3, 3},
		{"two articles of one outlet", []string{"2025-05-14 A occurred -", "2025-05-15 A occurred -"}, 2, 1, 1},
		{"one wire in two outlets", []string{"2025-05-14 A occurred - agency=X", "2025-05-14 B occurred - agency=X"}, 2, 2, 1},
		{"a copy without credit", []string{"2025-05-14 A occurred - article=a family=a", "2025-05-14 B occurred - article=b family=a"}, 2, 2, 1},
		{"versions of one address", []string{"2025-05-14 A occurred - url=u article=a", "2025-05-14 A occurred - url=u article=b"}, 1, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			es := Merge(tellAll(t, tt.lines), nil)
			if len(es) != 1 {
				t.Fatalf("events %v", summary(es))
			}
			if e := es[0]; e.Articles != tt.articles || e.Outlets != tt.outlets || e.Independent != tt.independent {
				t.Errorf("%d articles, %d outlets, %d independent, want %d, %d, %d", e.Articles, e.Outlets, e.Independent, tt.articles, tt.outlets, tt.independent)
			}
		})
	}
}

func TestStateOnDays(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		on    map[string]string
	}{
		{"nothing was heard", []string{"2025-04-01 Faro planned 2025-05-14"}, map[string]string{
			"2025-04-02": Open, "2025-05-14": Open, "2025-05-15": Overdue, "2025-08-12": Overdue, "2025-08-13": Lapsed,
		}},
		{"kept", []string{"2025-04-01 Faro planned 2025-05-14", "2025-05-16 Faro occurred 2025-05-14"}, map[string]string{
			"2025-05-15": Overdue, "2025-05-16": Kept, "2026-05-16": Kept,
		}},
		{"put off", []string{"2025-04-01 Faro planned 2025-05-14", "2025-05-10 Faro planned 2025-06-12 was=2025-05-14"}, map[string]string{
			"2025-05-20": Open, "2025-06-13": Overdue,
		}},
		{"no day", []string{"2025-04-01 Faro planned -"}, map[string]string{"2025-09-28": Open, "2025-09-29": Unknown}},
		{"disputed", []string{"2025-04-01 Faro planned 2025-05-14", "2025-04-02 Faro planned/denied -", "2025-04-03 Hora planned 2025-05-14"}, map[string]string{
			"2025-04-01": Open, "2025-04-02": Disputed, "2025-06-01": Disputed,
		}},
		{"cancelled and announced anew", []string{"2025-04-01 Faro planned 2025-05-14", "2025-04-02 Faro planned/negated -", "2025-04-20 Faro planned 2025-06-14"}, map[string]string{
			"2025-04-10": Cancelled, "2025-04-20": Open,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			es := Merge(tellAll(t, tt.lines), nil)
			if len(es) != 1 || es[0].Promise == nil {
				t.Fatalf("events %v", summary(es))
			}
			for on, want := range tt.on {
				day, err := ParseDay(on)
				if err != nil {
					t.Fatal(err)
				}
				if got := es[0].Promise.On(day); got.State != want {
					t.Errorf("on %s: %s, want %s", on, got.State, want)
				}
			}
		})
	}
}

// TestMergeWhateverTheOrder: the order in which reports come changes nothing, and
// none is lost or doubled.
func TestMergeWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(rt, "n")
		var reports []Report
		for i := range n {
			day := func(name string) string {
				return (Day(20000 + rapid.IntRange(0, 120).Draw(rt, name))).String()
			}
			line := fmt.Sprintf("%s O%d %s", day("published"), rapid.IntRange(0, 4).Draw(rt, "outlet"),
				rapid.SampledFrom([]string{"planned", "occurred", "planned/negated", "planned/denied", "occurred/negated", "ongoing", "hypothetical"}).Draw(rt, "status"))
			if rapid.Bool().Draw(rt, "dated") {
				line += " " + day("time")
			} else {
				line += " -"
			}
			line += fmt.Sprintf(" article=a%d", i/2)
			if rapid.IntRange(0, 5).Draw(rt, "off") == 0 {
				line += " was=" + day("was")
			}
			line += " act=" + rapid.SampledFrom([]string{"visit", "talks", "sign", "accuse"}).Draw(rt, "act")
			r := tell(t, line)
			r.Fact.Key = digest(fmt.Sprint(i))
			r.Fact.Words = reading.Span{Start: i, End: i + 1}
			reports = append(reports, r)
		}
		want := Merge(reports, nil)
		shuffled := rapid.Permutation(reports).Draw(rt, "order")
		if got := Merge(shuffled, nil); !reflect.DeepEqual(got, want) {
			rt.Fatalf("another order gives\n  %s\nnot\n  %s", strings.Join(summary(got), "\n  "), strings.Join(summary(want), "\n  "))
		}
		seen := map[string]bool{}
		for _, e := range want {
			for _, r := range e.Reports {
				if seen[r.Fact.Key] {
					rt.Fatalf("fact %s stands twice", r.Fact.Key)
				}
				seen[r.Fact.Key] = true
			}
		}
		if len(seen) != n {
			rt.Fatalf("%d of %d reports are in the record", len(seen), n)
		}
	})
}

// BenchmarkMerge merges a block of a busy pair: 5,000 reports over five years.
func BenchmarkMerge(b *testing.B) {
	var reports []Report
	for i := range 5000 {
		day := Day(18000 + i*1800/5000)
		status, when := "occurred", day
		if i%3 == 0 {
			status, when = "planned", day+Day(i%60)
		}
		r := tell(b, fmt.Sprintf("%s O%d %s %s act=talks", day, i%40, status, when))
		r.Fact.Key = digest(fmt.Sprint(i))
		r.Source.Key = digest("article", fmt.Sprint(i))
		reports = append(reports, r)
	}
	for b.Loop() {
		Merge(reports, nil)
	}
}
