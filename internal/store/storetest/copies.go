package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

func sourceKeys(sources []record.Source) []string {
	out := []string{}
	for i := range sources {
		out = append(out, sources[i].Key)
	}
	return out
}

func versions(t *testing.T, s store.Store) {
	at := func(n int, retrieved string) store.Entry {
		p := visit(n, "KAZ", "UZB")
		p.url, p.retrieved = "https://faro.example/nota", retrieved
		return p.entry()
	}
	a, b, c := at(1, "2025-06-02T08:00:00Z"), at(2, "2025-06-02T09:00:00Z"), at(3, "2025-06-01T23:00:00Z")
	alone := visit(4, "FRA", "UZB").entry()
	add(t, s, a, alone)
	settled(t, s)
	if got := add(t, s, b); got[0].Version != 2 {
		t.Errorf("%+v, want the second version", got[0])
	}
	same(t, "blocks changed", changed(t, s), []string{"visit|KAZ|UZB"})
	if !kept(t, s, a.Source.Key).Source.Superseded || kept(t, s, b.Source.Key).Source.Superseded {
		t.Error("the older version stands")
	}
	if got := add(t, s, c); got[0].Version != 3 {
		t.Errorf("%+v, want the third version", got[0])
	}
	if !kept(t, s, c.Source.Key).Source.Superseded || kept(t, s, b.Source.Key).Source.Superseded {
		t.Error("a version retrieved earlier and added later stands")
	}
	sources, err := s.Versions(t.Context(), "https://faro.example/nota")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "versions", sourceKeys(sources), []string{c.Source.Key, a.Source.Key, b.Source.Key})
	reports, _, err := s.Block(t.Context(), "visit|KAZ|UZB")
	if err != nil {
		t.Fatal(err)
	}
	for i := range reports {
		if got, want := reports[i].Source.Superseded, reports[i].Source.Key != b.Source.Key; got != want {
			t.Errorf("report of %s superseded: %v, want %v", reports[i].Source.Key, got, want)
		}
	}
	if kept(t, s, alone.Source.Key).Source.Superseded {
		t.Error("an article of another address is superseded")
	}
	// Articles without an address are no versions of each other.
	p, q := visit(5, "KAZ", "UZB"), visit(6, "KAZ", "UZB")
	p.url, q.url = "", ""
	for _, got := range add(t, s, p.entry(), q.entry()) {
		if got.Version != 0 || kept(t, s, got.Key).Source.Superseded {
			t.Errorf("without an address: %+v", got)
		}
	}
}

func versionsByAdding(t *testing.T, s store.Store) {
	at := func(n int, added time.Time, retrieved string) store.Entry {
		p := visit(n, "KAZ", "UZB")
		p.url, p.retrieved = "https://faro.example/nota", retrieved
		e := p.entry()
		e.Added = added
		return e
	}
	day := time.Date(2025, 6, 10, 12, 0, 0, 0, time.UTC)
	a, b, c := at(1, day.AddDate(0, 0, 2), ""), at(2, day, ""), at(3, day.AddDate(0, 0, 5), "2025-06-11T00:00:00Z")
	add(t, s, a)
	add(t, s, b, c)
	sources, err := s.Versions(t.Context(), "https://faro.example/nota")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "versions", sourceKeys(sources), []string{b.Source.Key, c.Source.Key, a.Source.Key})
	if !sources[0].Superseded || !sources[1].Superseded || sources[2].Superseded {
		t.Errorf("superseded: %+v", sources)
	}
}

// wire is a text of which copies share most words with their neighbours.
func wire(n, shift int) page {
	var b strings.Builder
	for i := shift * 25; i < shift*25+200; i++ {
		fmt.Fprintf(&b, "cable%dw%d ", n, i)
	}
	p := visit(1000*n+shift, "KAZ", "UZB")
	p.text = b.String() + "[visitó]"
	return p
}

func copies(t *testing.T, s store.Store) {
	a, b, far, other := wire(1, 0).entry(), wire(1, 1).entry(), wire(1, 5).entry(), wire(2, 0).entry()
	if a.Signature.Like(&far.Signature) >= record.Copied || a.Signature.Like(&b.Signature) < record.Copied {
		t.Fatal("the texts are not what they are to be")
	}
	add(t, s, a, far, other)
	settled(t, s)
	if got := add(t, s, b); got[0].Copies != 1 {
		t.Errorf("%+v, want one copy", got[0])
	}
	same(t, "blocks changed", changed(t, s), []string{"visit|KAZ|UZB"})
	name := min(a.Source.Key, b.Source.Key)
	for _, e := range []store.Entry{a, b} {
		if k := kept(t, s, e.Source.Key); k.Source.Family != name {
			t.Errorf("family of %s is %q, want %s", e.Source.Key, k.Source.Family, name)
		}
	}
	for _, e := range []store.Entry{far, other} {
		if k := kept(t, s, e.Source.Key); cmp.Or(k.Source.Family, e.Source.Key) != e.Source.Key {
			t.Errorf("family of %s is %q, want its own", e.Source.Key, k.Source.Family)
		}
	}
	// What lies between ties them all.
	got := add(t, s, wire(1, 2).entry(), wire(1, 3).entry(), wire(1, 4).entry())
	for _, g := range got {
		if g.Copies != 5 {
			t.Errorf("%+v, want five copies", g)
		}
	}
	sources, err := s.Copies(t.Context(), a.Source.Key[:14])
	if err != nil {
		t.Fatal(err)
	}
	want := []string{b.Source.Key, far.Source.Key, got[0].Key, got[1].Key, got[2].Key}
	same(t, "copies", sourceKeys(sources), sorted(want...))
	sources, err = s.Copies(t.Context(), other.Source.Key)
	if err != nil || len(sources) > 0 {
		t.Errorf("copies of what has none: %v, %v", sources, err)
	}
	// Texts too short for a signature are like none.
	p, q := visit(1, "KAZ", "UZB"), visit(2, "KAZ", "UZB")
	p.text, q.text = "[visitó] hoy", "[visitó] hoy"
	for _, g := range add(t, s, p.entry(), q.entry()) {
		if g.Copies != 0 {
			t.Errorf("%+v, want no copies", g)
		}
	}
}

// order tests that families, versions and blocks do not depend on the order in
// which articles are added, nor on how many at once.
func order(t *testing.T, open func(t *testing.T) store.Store) {
	var entries []store.Entry
	for n := range 2 {
		for shift := range 6 {
			entries = append(entries, wire(n, shift).entry())
		}
	}
	for i := range 6 {
		p := visit(i, "KAZ", "UZB")
		p.url, p.retrieved = fmt.Sprintf("https://faro.example/%d", i%2), fmt.Sprintf("2025-06-02T%02d:00:00Z", (i*5)%12)
		entries = append(entries, p.entry())
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var want []record.Source
	for round := range 6 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			s := open(t)
			size := 1 + round*3
			for from := 0; from < len(entries); from += size {
				add(t, s, entries[from:min(from+size, len(entries))]...)
			}
			var got []record.Source
			for k, err := range s.Articles(t.Context(), "", "") {
				if err != nil {
					t.Fatal(err)
				}
				k.Source.Family = cmp.Or(k.Source.Family, k.Source.Key)
				got = append(got, k.Source)
			}
			if want == nil {
				want = got
				families := map[string]int{}
				for i := range got {
					families[got[i].Family]++
				}
				if len(families) != 8 {
					t.Errorf("%d families, want 8: %v", len(families), families)
				}
			}
			same(t, "sources", got, want)
			if got := pairBlocks(t, s, "UZB", "KAZ"); !slices.Equal(got, []string{"visit|KAZ|UZB"}) {
				t.Errorf("blocks %v", got)
			}
		})
		rng.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	}
}
