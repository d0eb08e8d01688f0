package sqlite

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestListsArePacked(t *testing.T) {
	for _, ids := range [][]int64{
		{0}, {7, 8, 9}, {1, math.MaxInt64}, {factID(1<<40, 3), factID(1<<40, 2), factID(1<<40+1, 0)},
		func() (ids []int64) {
			for i := range int64(5000) {
				ids = append(ids, i*i*i)
			}
			return ids
		}(),
	} {
		var got []int64
		for _, p := range packIDs(ids) {
			if len(p.bytes) > mostList+10 {
				t.Errorf("a piece of %d bytes", len(p.bytes))
			}
			var err error
			if got, err = unpackIDs(got, p); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, ids) {
			t.Errorf("%d ids become %d others", len(ids), len(got))
		}
	}
}

func TestKeysArePacked(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	ks := []keyed{{math.MinInt64, 5}, {math.MaxInt64, 1 << 61}}
	for range 3000 {
		ks = append(ks, keyed{int64(rng.Uint64()), rng.Int64N(1 << 60)})
	}
	for i := range int64(2000) { // more of one key than a piece has room for
		ks = append(ks, keyed{42, i << 40})
	}
	slices.SortFunc(ks, compareKeyed)
	var got []keyed
	firsts := map[int64]bool{}
	for _, p := range packKeys(ks) {
		if firsts[p.first] || len(got) > 0 && got[len(got)-1].key == p.first {
			t.Errorf("two pieces hold the key %d", p.first)
		}
		firsts[p.first] = true
		var err error
		if got, err = unpackKeys(got, p); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(got, ks) {
		t.Errorf("%d keys become %d others", len(ks), len(got))
	}
}

func TestUnionOfLists(t *testing.T) {
	for _, c := range []struct {
		lists [][]int64
		want  []int64
	}{
		{nil, nil}, {[][]int64{{1}}, []int64{1}}, {[][]int64{{1, 2}, {3}}, []int64{1, 2, 3}}, {[][]int64{{1, 5}, {}, {2, 5, 9}}, []int64{1, 2, 5, 9}},
		{[][]int64{{4}, {3}, {2}, {1}, {1, 4}}, []int64{1, 2, 3, 4}},
	} {
		if got := union(c.lists); !slices.Equal(got, c.want) {
			t.Errorf("of %v: %v, want %v", c.lists, got, c.want)
		}
	}
}

// FuzzLists unpacks what somebody may have damaged.
func FuzzLists(f *testing.F) {
	f.Add(int64(5), []byte{})
	f.Add(int64(5), packIDs([]int64{5, 600, 1 << 50})[0].bytes)
	f.Add(int64(5), packKeys([]keyed{{5, 1}, {9, 1 << 50}})[0].bytes)
	f.Add(int64(5), []byte{0x80})
	f.Add(int64(-5), slices.Repeat([]byte{0xff}, 11))
	f.Fuzz(func(t *testing.T, first int64, bytes []byte) {
		p := piece{first, bytes}
		if ids, err := unpackIDs(nil, p); err == nil && (len(ids) == 0 || ids[0] != first || len(ids) > len(bytes)+1) {
			t.Errorf("%d ids of %d bytes", len(ids), len(bytes))
		}
		if ks, err := unpackKeys(nil, p); err == nil && (len(ks) == 0 || ks[0].key != first || 2*len(ks) > len(bytes)+1) {
			t.Errorf("%d keys of %d bytes", len(ks), len(bytes))
		}
	})
}
