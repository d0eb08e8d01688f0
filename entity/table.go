package entity

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// A table holds rows of weights by feature. A feature is known by its slot and
// by 16 bits of its hash; the weights are bytes, to be multiplied by scale.
type table struct {
	width int
	scale float32
	marks []uint16 // 0 when the slot is empty
	rows  []int8
}

func newTable(width, features int, scale float32) *table {
	n := features + features/4 + 8
	return &table{width: width, scale: scale, marks: make([]uint16, n), rows: make([]int8, n*width)}
}

func (t *table) home(h uint64) int { return int((h >> 32) * uint64(len(t.marks)) >> 32) }

func markOf(h uint64) uint16 { return uint16(h)&0xfffe | 1 }

// put adds a feature; one that meets its like on the way is dropped.
func (t *table) put(h uint64, row []int8) {
	m := markOf(h)
	for i := t.home(h); ; i++ {
		if i == len(t.marks) {
			i = 0
		}
		if t.marks[i] == m {
			return
		}
		if t.marks[i] == 0 {
			t.marks[i] = m
			copy(t.rows[i*t.width:], row)
			return
		}
	}
}

// sum adds up the weights of features into out.
func (t *table) sum(feats []uint64, out []float32) {
	w := t.width
	var acc [maxLabels]int32
	for _, h := range feats {
		m := markOf(h)
		for i := t.home(h); ; i++ {
			if i == len(t.marks) {
				i = 0
			}
			if t.marks[i] == m {
				for c, v := range t.rows[i*w : i*w+w] {
					acc[c&(maxLabels-1)] += int32(v)
				}
				break
			}
			if t.marks[i] == 0 {
				break
			}
		}
	}
	for c := range w {
		out[c] = float32(acc[c]) * t.scale
	}
}

func (t *table) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(t.width))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(t.scale))
	b = binary.AppendUvarint(b, uint64(len(t.marks)))
	for _, m := range t.marks {
		b = binary.LittleEndian.AppendUint16(b, m)
	}
	for _, v := range t.rows {
		b = append(b, byte(v))
	}
	return b
}

// A reader takes a model apart; after the first failure it returns zeros.
type reader struct {
	b   []byte
	err error
}

var errShort = errors.New("it ends too early")

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b = nil
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.fail(errShort)
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) float() float32 {
	b := r.take(4)
	if b == nil {
		return 0
	}
	v := math.Float32frombits(binary.LittleEndian.Uint32(b))
	if v != v || math.IsInf(float64(v), 0) {
		r.fail(errors.New("a number that is none"))
	}
	return v
}

func (r *reader) table(width int) *table {
	t := &table{}
	w := r.uvarint()
	if r.err == nil && w != uint64(width) {
		r.fail(fmt.Errorf("a table of %d columns, not %d", w, width))
	}
	t.width = width
	t.scale = r.float()
	n := r.uvarint()
	if r.err == nil && (n < 2 || n > uint64(len(r.b))) {
		r.fail(errors.New("a table of impossible size"))
	}
	marks := r.take(2 * n)
	rows := r.take(n * uint64(width))
	if r.err != nil {
		return t
	}
	t.marks = make([]uint16, n)
	free := 0
	for i := range t.marks {
		if t.marks[i] = binary.LittleEndian.Uint16(marks[2*i:]); t.marks[i] == 0 {
			free++
		}
	}
	if free < len(t.marks)/8+1 { // or searches would be long
		r.fail(errors.New("a table that is too full"))
	}
	t.rows = make([]int8, len(rows))
	for i, v := range rows {
		t.rows[i] = int8(v)
	}
	return t
}
