package sqlite

import (
	"encoding/binary"
	"errors"
	"slices"
)

// mostList is how many bytes of a list stand in one row, so that four rows fill a page.
const mostList = 900

var errList = errors.New("a list of ids is damaged")

// A piece of a list is what of it stands in one row, beside its first id or key.
type piece struct {
	first int64
	bytes []byte
}

// packIDs cuts ids, which ascend, into pieces, which hold the differences between them.
func packIDs(ids []int64) []piece {
	var out []piece
	for len(ids) > 0 {
		p, n := piece{ids[0], []byte{}}, 1
		for n < len(ids) && len(p.bytes) < mostList {
			p.bytes = binary.AppendUvarint(p.bytes, uint64(ids[n]-ids[n-1]))
			n++
		}
		out, ids = append(out, p), ids[n:]
	}
	return out
}

// unpackIDs appends the ids of a piece to a list.
func unpackIDs(to []int64, p piece) ([]int64, error) {
	id, b := p.first, p.bytes
	to = append(to, id)
	for len(b) > 0 {
		more, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errList
		}
		id += int64(more)
		to, b = append(to, id), b[n:]
	}
	return to, nil
}

// A keyed id is that of a fact with its key as a number, or of an article with the hash
// of one of its bands.
type keyed struct{ key, id int64 }

// packKeys cuts what is keyed, which ascends, into pieces. A piece begins with a key and
// holds all that has the same.
func packKeys(ks []keyed) []piece {
	var out []piece
	for len(ks) > 0 {
		p, n := piece{ks[0].key, binary.AppendUvarint(nil, uint64(ks[0].id))}, 1
		for n < len(ks) && (len(p.bytes) < mostList || ks[n].key == ks[n-1].key) {
			p.bytes = binary.AppendUvarint(p.bytes, uint64(ks[n].key)-uint64(ks[n-1].key))
			p.bytes = binary.AppendUvarint(p.bytes, uint64(ks[n].id))
			n++
		}
		out, ks = append(out, p), ks[n:]
	}
	return out
}

// unpackKeys appends what is keyed in a piece to a list.
func unpackKeys(to []keyed, p piece) ([]keyed, error) {
	key, b := p.first, p.bytes
	for first := true; first || len(b) > 0; first = false {
		if !first {
			more, n := binary.Uvarint(b)
			if n <= 0 {
				return nil, errList
			}
			key, b = int64(uint64(key)+more), b[n:]
		}
		id, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errList
		}
		to, b = append(to, keyed{key, int64(id)}), b[n:]
	}
	return to, nil
}

// union returns what is in any of some lists, each of which ascends.
func union(lists [][]int64) []int64 {
	for len(lists) > 1 {
		var next [][]int64
		for i := 0; i+1 < len(lists); i += 2 {
			next = append(next, unionOf(lists[i], lists[i+1]))
		}
		if len(lists)%2 == 1 {
			next = append(next, lists[len(lists)-1])
		}
		lists = next
	}
	if len(lists) == 0 {
		return nil
	}
	return lists[0]
}

func unionOf(a, b []int64) []int64 {
	if len(a) > 0 && len(b) > 0 && a[len(a)-1] < b[0] {
		return slices.Concat(a, b)
	}
	out := make([]int64, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			out, a = append(out, a[0]), a[1:]
		case a[0] > b[0]:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}
