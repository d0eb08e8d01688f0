// Package matrix multiplies matrices of float32 laid out for the vector units
// of the processor, and computes the cells of a long short-term memory. Where
// the processor has AVX-512 or AVX2 it is used; elsewhere the same sums are
// made in plain Go, in an order of their own: results agree to rounding.
package matrix

import "math"

const (
	panel = 16 // columns that stand together in a packed matrix
	// Block is the number of rows computed at once: the slices given to
	// Packed.Mul have room for a multiple of it.
	Block = 8
)

// A Packed is a matrix of Rows × Cols whose columns stand in panels of 16, so
// that a product reads it in one direction. The last panel is filled up with
// zeros.
type Packed struct {
	Rows, Cols int
	data       []float32 // by panel, row, column within the panel
}

// Stride returns the number of floats of a row of a product with p: Cols
// rounded up to a panel.
func (p *Packed) Stride() int { return (p.Cols + panel - 1) / panel * panel }

func (p *Packed) size(rows, cols int) {
	p.Rows, p.Cols = rows, cols
	n := rows * p.Stride()
	if cap(p.data) < n {
		p.data = make([]float32, n)
	}
	p.data = p.data[:n]
}

// Set makes p the matrix w of rows × cols, row after row, each beginning
// stride floats after the one before.
func (p *Packed) Set(w []float32, rows, cols, stride int) {
	p.size(rows, cols)
	for j := 0; j < cols; j += panel {
		d := p.data[j*rows:]
		m := min(panel, cols-j)
		for r := range rows {
			row := d[r*panel : r*panel+panel]
			copy(row, w[r*stride+j:r*stride+j+m])
			clear(row[m:])
		}
	}
}

// SetTransposed makes p the transpose of w, which has cols × rows, row after
// row, each beginning stride floats after the one before.
func (p *Packed) SetTransposed(w []float32, rows, cols, stride int) {
	p.size(rows, cols)
	for j := 0; j < cols; j += panel {
		d := p.data[j*rows : j*rows+rows*panel]
		m := min(panel, cols-j)
		for c := range panel {
			if c >= m {
				for r := range rows {
					d[r*panel+c] = 0
				}
				continue
			}
			col := w[(j+c)*stride : (j+c)*stride+rows]
			for r, v := range col {
				d[r*panel+c] = v
			}
		}
	}
}

// Mul sets the first n rows of dst to those of a times p. Rows of a begin lda
// floats after one another, rows of dst ldd floats, ldd being at least
// p.Stride(). Both have room for n rows rounded up to [Block] (of a the whole
// of the last row is wanted only as far as p.Rows); what lies behind the n rows
// in dst may be overwritten.
func (p *Packed) Mul(dst []float32, ldd int, a []float32, lda, n int) {
	if n == 0 || p.Rows == 0 {
		return
	}
	m := (n + Block - 1) / Block * Block
	_ = dst[(m-1)*ldd+p.Stride()-1]
	_ = a[(m-1)*lda+p.Rows-1]
	mul(p, dst, ldd, a, lda, n)
}

// mulGo is the portable Mul.
func mulGo(p *Packed, dst []float32, ldd int, a []float32, lda, n int) {
	k := p.Rows
	for j := 0; j < p.Stride(); j += panel {
		b := p.data[j*k : (j+panel)*k]
		for i := range n {
			var acc [panel]float32
			row := a[i*lda : i*lda+k]
			for r, v := range row {
				c := (*[panel]float32)(b[r*panel:])
				for t := range acc {
					acc[t] += v * c[t]
				}
			}
			copy(dst[i*ldd+j:i*ldd+j+panel], acc[:])
		}
	}
}

// Cell computes one step of n memory cells, n a multiple of 8. The gates of
// input, forgetting, update and output stand one after the other in g, z and
// bias, n floats each, whose sum counts; g receives the values of the gates. c
// holds the state of the cells and is replaced; h receives their output.
func Cell(g, z, bias, c, h []float32, n int) {
	_, _, _ = g[4*n-1], z[4*n-1], bias[4*n-1]
	_, _ = c[n-1], h[n-1]
	cell(g, z, bias, c, h, n)
}

func cellGo(g, z, bias, c, h []float32, n int) {
	for k := range n {
		i := Sigmoid(g[k] + z[k] + bias[k])
		f := Sigmoid(g[n+k] + z[n+k] + bias[n+k])
		u := Tanh(g[2*n+k] + z[2*n+k] + bias[2*n+k])
		o := Sigmoid(g[3*n+k] + z[3*n+k] + bias[3*n+k])
		g[k], g[n+k], g[2*n+k], g[3*n+k] = i, f, u, o
		c[k] = f*c[k] + i*u
		h[k] = o * Tanh(c[k])
	}
}

// Constants of exp: 2 to the power of a number within half of 0, as the first
// terms of the series.
const (
	log2e = 1 / math.Ln2
	p1    = math.Ln2
	p2    = p1 * math.Ln2 / 2
	p3    = p2 * math.Ln2 / 3
	p4    = p3 * math.Ln2 / 4
	p5    = p4 * math.Ln2 / 5
	p6    = p5 * math.Ln2 / 6
	// Beyond it exp is taken as if here.
	expMax = 80
)

// exp returns e to the power of x, to about seven digits.
func exp(x float32) float32 {
	x = max(-expMax, min(expMax, x)) * log2e
	n := float32(math.RoundToEven(float64(x)))
	r := x - n
	v := float32(p6)
	v = v*r + p5
	v = v*r + p4
	v = v*r + p3
	v = v*r + p2
	v = v*r + p1
	v = v*r + 1
	return math.Float32frombits(math.Float32bits(v) + uint32(int32(n))<<23)
}

// Sigmoid returns 1/(1+exp(-x)).
func Sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }

// Tanh returns the hyperbolic tangent of x.
func Tanh(x float32) float32 { return 2/(1+exp(-2*x)) - 1 }

// AddBytes adds scale times each of row to dst.
func AddBytes(dst []float32, row []int8, scale float32) {
	_ = row[len(dst)-1]
	addBytes(dst, row, scale)
}

func addBytesGo(dst []float32, row []int8, scale float32) {
	for i := range dst {
		dst[i] += scale * float32(row[i])
	}
}

// Dots sets each of dst to the product of v and the row of rows that belongs
// to it, rows being len(dst) × len(v).
func Dots(dst, rows, v []float32) {
	if len(dst) == 0 || len(v) == 0 {
		clear(dst)
		return
	}
	_ = rows[len(dst)*len(v)-1]
	dots(dst, rows, v)
}

func dotsGo(dst, rows, v []float32) {
	for i := range dst {
		row := rows[i*len(v) : (i+1)*len(v)]
		var a, b, c, d float32
		j := 0
		for ; j+4 <= len(v); j += 4 {
			a += row[j] * v[j]
			b += row[j+1] * v[j+1]
			c += row[j+2] * v[j+2]
			d += row[j+3] * v[j+3]
		}
		for ; j < len(v); j++ {
			a += row[j] * v[j]
		}
		dst[i] = a + b + c + d
	}
}
