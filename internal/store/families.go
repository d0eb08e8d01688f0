package store

import (
	"cmp"

	"github.com/attache-project/attache/record"
)

// A Member is an article as families of copies are made of it.
type Member struct {
	Key       string
	Family    string // "" is its own
	Signature record.Signature
}

// Families joins articles just added to the families of those with nearly the
// same text. others are the articles that share a band with one of added; those
// added may be among them. It returns what families are called now, for each name
// that changes. A family is a connected component of the relation of being
// copies, and its name the smallest key of its members, so that it does not
// depend on the order in which articles came.
func Families(added, others []Member) map[string]string {
	in := map[int64][]*Member{}
	for _, ms := range [][]Member{added, others} {
		for i := range ms {
			for _, b := range ms[i].Signature.Bands() {
				in[b] = append(in[b], &ms[i])
			}
		}
	}
	root := map[string]string{}
	find := func(name string) string {
		for root[name] != "" {
			name = root[name]
		}
		return name
	}
	for i := range added {
		a := &added[i]
		seen := map[*Member]bool{a: true}
		for _, b := range a.Signature.Bands() {
			for _, o := range in[b] {
				if seen[o] {
					continue
				}
				seen[o] = true
				x, y := find(cmp.Or(a.Family, a.Key)), find(cmp.Or(o.Family, o.Key))
				if x != y && a.Signature.Like(&o.Signature) >= record.Copied {
					root[max(x, y)] = min(x, y)
				}
			}
		}
	}
	changed := make(map[string]string, len(root))
	for name := range root {
		changed[name] = find(name)
	}
	return changed
}
