package entity

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// magic begins every file of a tagger; its last byte is the version of the
// format.
const magic = "attache.ent\x01"

// Load reads a tagger written by [Tagger.Append]. The bytes may be dropped
// afterwards.
func Load(b []byte) (*Tagger, error) {
	t, err := parseModel(b)
	if err != nil {
		return nil, fmt.Errorf("loading names: %w", err)
	}
	if t.gaz, err = open(t.About.Lexicons); err != nil {
		return nil, fmt.Errorf("loading names: %w", err)
	}
	return t, nil
}

func parseModel(b []byte) (*Tagger, error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return nil, errors.New("not a model of names of this version")
	}
	r := &reader{b: b[len(magic):]}
	t := &Tagger{chain: &chain{}}
	about := r.take(r.uvarint())
	if r.err == nil {
		if err := json.Unmarshal(about, &t.About); err != nil {
			return nil, fmt.Errorf("its description: %w", err)
		}
	}
	n := len(t.About.Kinds)
	if r.err == nil && (n == 0 || n > kinds) {
		return nil, fmt.Errorf("%d kinds of names", n)
	}
	for i, k := range t.About.Kinds {
		if k != Kind(i+1).String() {
			return nil, fmt.Errorf("%q is no kind of names here", k)
		}
	}
	c := t.chain
	c.labels = 2*n + 1
	for a := range c.labels {
		for b := range c.labels {
			c.trans[a][b] = r.float()
		}
	}
	c.forbid()
	c.feats = r.table(c.labels)
	if r.uvarint() == 1 && r.err == nil {
		t.span = r.table(n + 1)
	}
	if r.err != nil {
		return nil, r.err
	}
	if len(r.b) > 0 {
		return nil, errors.New("something follows its end")
	}
	return t, nil
}

// Append appends the file form of t to b.
func (t *Tagger) Append(b []byte) ([]byte, error) {
	about, err := json.Marshal(t.About)
	if err != nil {
		return nil, fmt.Errorf("writing names: %w", err)
	}
	b = append(b, magic...)
	b = binary.AppendUvarint(b, uint64(len(about)))
	b = append(b, about...)
	for i := range t.chain.labels {
		for j := range t.chain.labels {
			v := t.chain.trans[i][j]
			if v == never {
				v = 0
			}
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	b = t.chain.feats.append(b)
	if t.span == nil {
		return binary.AppendUvarint(b, 0), nil
	}
	b = binary.AppendUvarint(b, 1)
	return t.span.append(b), nil
}
