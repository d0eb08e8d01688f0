package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/attache-project/attache/record"
)

// chain returns texts each of which is a copy of the next, while the first and the
// last have little in common, and one that is like none.
func chain() []Member {
	word := func(i int) string { return fmt.Sprintf("palabra%d", i) }
	var out []Member
	for i := range 6 {
		var text []string
		for j := i * 30; j < i*30+200; j++ {
			text = append(text, word(j))
		}
		out = append(out, Member{Key: fmt.Sprintf("%c", 'a'+i), Signature: record.Sign(strings.Join(text, " "))})
	}
	return append(out, Member{Key: "z", Signature: record.Sign("nada que ver con los otros textos del día")})
}

func TestFamiliesDoNotDependOnTheOrderOfAdding(t *testing.T) {
	ms := chain()
	if ms[0].Signature.Like(&ms[5].Signature) >= record.Copied {
		t.Fatal("the ends of the chain are copies of each other")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		rng.Shuffle(len(ms), func(i, j int) { ms[i], ms[j] = ms[j], ms[i] })
		size := 1 + rng.IntN(len(ms))
		var kept []Member
		for from := 0; from < len(ms); from += size {
			added := ms[from:min(from+size, len(ms))]
			kept = append(kept, added...)
			names := Families(added, kept)
			for i := range kept {
				if name := cmp.Or(kept[i].Family, kept[i].Key); names[name] != "" {
					kept[i].Family = names[name]
				}
			}
		}
		for _, m := range kept {
			want := "a"
			if m.Key == "z" {
				want = "z"
			}
			if got := cmp.Or(m.Family, m.Key); got != want {
				t.Fatalf("article %s is of family %s, want %s (order %v, %d at a time)", m.Key, got, want, keys(ms), size)
			}
		}
	}
}

func keys(ms []Member) []string {
	var out []string
	for _, m := range ms {
		out = append(out, m.Key)
	}
	return out
}
