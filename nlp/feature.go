package nlp

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Features are 64-bit hashes. Nothing maps them back to words: a model knows a
// feature by 32 bits of its hash, and one it has no weights for costs a single
// probe.

// mix folds v into the hash h.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0x9E3779B97F4A7C15
	return h ^ h>>31
}

// hashString hashes s (FNV-1a, then mixed).
func hashString(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return mix(h, uint64(len(s)))
}

// index is an open-addressing table from feature hashes to 32-bit payloads,
// read-only once built. A slot holds the payload above 32 bits of the hash; the
// empty slot is zero.
type index struct {
	slots []uint64
}

// newIndex returns an index with room for n features at 75 % load.
func newIndex(n int) *index { return &index{slots: make([]uint64, n+n/3+8)} }

// home is the slot where the search for a feature begins.
func (x *index) home(h uint64) int { return int((h >> 32) * uint64(len(x.slots)) >> 32) }

func fingerprint(h uint64) uint64 { return h&0xffffffff | 1 }

// put adds a feature; one whose fingerprint is taken on the probe path is
// merged into the one that was there first.
func (x *index) put(h uint64, payload uint32) {
	fp := fingerprint(h)
	for i := x.home(h); ; i++ {
		if i == len(x.slots) {
			i = 0
		}
		if x.slots[i] == 0 {
			x.slots[i] = uint64(payload)<<32 | fp
			return
		}
		if x.slots[i]&0xffffffff == fp {
			return
		}
	}
}

// get returns the payload of a feature; ok is false when it has none.
func (x *index) get(h uint64) (payload uint32, ok bool) {
	fp := fingerprint(h)
	for i := x.home(h); ; i++ {
		if i == len(x.slots) {
			i = 0
		}
		s := x.slots[i]
		if s == 0 {
			return 0, false
		}
		if s&0xffffffff == fp {
			return uint32(s >> 32), true
		}
	}
}

func (x *index) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(x.slots)))
	for _, s := range x.slots {
		b = binary.LittleEndian.AppendUint64(b, s)
	}
	return b
}

func (r *modelReader) index() *index {
	n := r.uvarint()
	if r.err != nil {
		return nil
	}
	if n < 2 || n > uint64(len(r.b)/8) {
		r.err = errors.New("an index of impossible size")
		return nil
	}
	x := &index{slots: make([]uint64, n)}
	empty := false
	for i := range x.slots {
		x.slots[i] = binary.LittleEndian.Uint64(r.b[8*i:])
		empty = empty || x.slots[i] == 0
	}
	if !empty {
		r.err = errors.New("an index without a free slot")
	}
	r.b = r.b[8*n:]
	return x
}

// weights is a table of perceptron weights under training: rows of width
// floats, found by feature hash, with the running sums that averaging needs.
type weights struct {
	width int
	keys  []uint64
	rows  []int32 // row number + 1 by slot
	w     []float32
	sum   []float64 // Σ step·delta
	n     int
}

func newWeights(width int) *weights {
	return &weights{width: width, keys: make([]uint64, 1<<16), rows: make([]int32, 1<<16)}
}

func (t *weights) find(h uint64) int {
	mask := uint64(len(t.keys) - 1)
	i := (h >> 20) & mask
	for t.rows[i] != 0 && t.keys[i] != h {
		i = (i + 1) & mask
	}
	return int(i)
}

// row returns the weights of a feature, nil when it was never updated.
func (t *weights) row(h uint64) []float32 {
	i := t.find(h)
	if t.rows[i] == 0 {
		return nil
	}
	r := int(t.rows[i]-1) * t.width
	return t.w[r : r+t.width : r+t.width]
}

// update adds delta to one weight of a feature at training step.
func (t *weights) update(h uint64, col int, delta float32, step int) {
	i := t.find(h)
	if t.rows[i] == 0 {
		if 2*t.n >= len(t.keys) {
			t.grow()
			i = t.find(h)
		}
		t.n++
		t.keys[i] = h
		t.rows[i] = int32(t.n)
		t.w = append(t.w, make([]float32, t.width)...)
		t.sum = append(t.sum, make([]float64, t.width)...)
	}
	k := int(t.rows[i]-1)*t.width + col
	t.w[k] += delta
	t.sum[k] += float64(delta) * float64(step)
}

func (t *weights) grow() {
	keys, rows := t.keys, t.rows
	t.keys = make([]uint64, 2*len(keys))
	t.rows = make([]int32, 2*len(rows))
	for i, r := range rows {
		if r != 0 {
			j := t.find(keys[i])
			t.keys[j], t.rows[j] = keys[i], r
		}
	}
}

// average calls f for each feature whose averaged weights, after the given
// number of steps, are not all closer to zero than min, in a fixed order.
func (t *weights) average(steps int, min float64, f func(h uint64, row []float32)) {
	row := make([]float32, t.width)
	byRow := make([]uint64, t.n)
	for i, r := range t.rows {
		if r != 0 {
			byRow[r-1] = t.keys[i]
		}
	}
	for r, h := range byRow {
		large := false
		for c := range row {
			k := r*t.width + c
			v := float64(t.w[k]) - t.sum[k]/float64(steps)
			row[c] = float32(v)
			large = large || math.Abs(v) >= min
		}
		if large {
			f(h, row)
		}
	}
}

// cutoff returns the size of averaged weights below which features are to be
// dropped so that no more than keep are left.
func (t *weights) cutoff(steps, keep int) float64 {
	if t.n <= keep {
		return 0
	}
	sizes := make([]float64, 0, t.n)
	t.average(steps, 0, func(_ uint64, row []float32) {
		top := 0.0
		for _, v := range row {
			top = max(top, math.Abs(float64(v)))
		}
		sizes = append(sizes, top)
	})
	slices.Sort(sizes)
	return math.Nextafter(sizes[len(sizes)-keep], math.Inf(1))
}

// fold lower-cases a form for look-ups and replaces each run of digits by "0".
func fold(form string) string {
	plain := true
	for i := 0; i < len(form); i++ {
		if c := form[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			plain = false
			break
		}
	}
	if plain {
		return form
	}
	var b strings.Builder
	b.Grow(len(form))
	digit := false
	for _, r := range form {
		if '0' <= r && r <= '9' {
			if !digit {
				b.WriteByte('0')
			}
			digit = true
			continue
		}
		digit = false
		if r = plainLetter(unicode.ToLower(r)); r >= 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// The outer look of a form.
const (
	shapeLower = iota
	shapeTitle // first letter capital
	shapeUpper // all capitals, at least two letters
	shapeMixed // capitals inside
	shapeDigit
	shapeOther // no letter, no digit
)

func shape(form string) int {
	var upper, lower, digit int
	first := true
	title := false
	for _, r := range form {
		switch {
		case unicode.IsUpper(r):
			upper++
			if first {
				title = true
			}
		case unicode.IsLetter(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		}
		first = false
	}
	switch {
	case digit > 0:
		return shapeDigit
	case upper == 0 && lower == 0:
		return shapeOther
	case upper == 0:
		return shapeLower
	case upper > 1 && lower == 0:
		return shapeUpper
	case title && upper == 1:
		return shapeTitle
	}
	return shapeMixed
}

// suffix returns the last n runes of s, or all of s when it is shorter.
func suffix(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

// prefix returns the first n runes of s, or all of s when it is shorter.
func prefix(s string, n int) string {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s[:i]
}

// plainLetter returns the letter that people write for r when they do not take
// care: е for ё; -1 for the mark of stress, which they leave out.
func plainLetter(r rune) rune {
	switch r {
	case 'ё':
		return 'е'
	case 'Ё':
		return 'Е'
	case '\u0301':
		return -1
	}
	return r
}

// plain spells a form as people do who do not take care.
func plain(form string) string {
	if strings.ContainsAny(form, "ёЁ\u0301") {
		return strings.Map(plainLetter, form)
	}
	return form
}
