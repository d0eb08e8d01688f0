package matrix

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func random(rng *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = rng.Float32()*4 - 2
	}
	return v
}

func TestMulIsTheSumOfProducts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct{ n, k, m int }{{1, 1, 1}, {1, 7, 64}, {2, 33, 80}, {3, 5, 16}, {8, 128, 37}, {9, 64, 512}, {31, 257, 130}} {
		t.Run(fmt.Sprintf("%dx%dx%d", c.n, c.k, c.m), func(t *testing.T) {
			rows := (c.n + Block - 1) / Block * Block
			lda := c.k + 3
			a, w := random(rng, rows*lda), random(rng, c.k*c.m)
			var p, q Packed
			p.Set(w, c.k, c.m, c.m)
			wt := make([]float32, len(w))
			for i := range c.k {
				for j := range c.m {
					wt[j*c.k+i] = w[i*c.m+j]
				}
			}
			q.SetTransposed(wt, c.k, c.m, c.k)
			ldd := p.Stride()
			got, again, plain := make([]float32, rows*ldd), make([]float32, rows*ldd), make([]float32, rows*ldd)
			p.Mul(got, ldd, a, lda, c.n)
			q.Mul(again, ldd, a, lda, c.n)
			mulGo(&p, plain, ldd, a, lda, c.n)
			for i := range c.n {
				for j := range c.m {
					want := 0.0
					for k := range c.k {
						want += float64(a[i*lda+k]) * float64(w[k*c.m+j])
					}
					for name, v := range map[string]float32{"Mul": got[i*ldd+j], "Mul of a transpose": again[i*ldd+j], "mulGo": plain[i*ldd+j]} {
						if math.Abs(float64(v)-want) > 1e-3 {
							t.Fatalf("%s: row %d, column %d: %g, want %g", name, i, j, v, want)
						}
					}
				}
			}
		})
	}
}

func TestSigmoidAndTanhAreExact(t *testing.T) {
	for x := -100.0; x <= 100; x += 0.013 {
		if got, want := float64(Sigmoid(float32(x))), 1/(1+math.Exp(-x)); math.Abs(got-want) > 1e-6 {
			t.Fatalf("Sigmoid(%g) = %g, want %g", x, got, want)
		}
		if got, want := float64(Tanh(float32(x))), math.Tanh(x); math.Abs(got-want) > 1e-6 {
			t.Fatalf("Tanh(%g) = %g, want %g", x, got, want)
		}
	}
}

func TestCellAgreesWithPlainGo(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const n = 48
	for range 100 {
		g, z, b, c := random(rng, 4*n), random(rng, 4*n), random(rng, 4*n), random(rng, n)
		for i := range g {
			g[i] *= 10
		}
		g[0], g[1] = 500, -500
		c2, h, h2 := append([]float32(nil), c...), make([]float32, n), make([]float32, n)
		g2 := append([]float32(nil), g...)
		Cell(g, z, b, c, h, n)
		cellGo(g2, z, b, c2, h2, n)
		for i := range g {
			if math.Abs(float64(g[i]-g2[i])) > 1e-5 {
				t.Fatalf("gate %d: %g, want %g", i, g[i], g2[i])
			}
		}
		for i := range n {
			if math.Abs(float64(c[i]-c2[i])) > 1e-5 || math.Abs(float64(h[i]-h2[i])) > 1e-5 {
				t.Fatalf("cell %d: %g %g, want %g %g", i, c[i], h[i], c2[i], h2[i])
			}
		}
	}
}

func TestAddBytesAgreesWithPlainGo(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	d := random(rng, 64)
	e := append([]float32(nil), d...)
	row := make([]int8, 64)
	for i := range row {
		row[i] = int8(rng.IntN(255) - 127)
	}
	AddBytes(d, row, 0.25)
	addBytesGo(e, row, 0.25)
	for i := range d {
		if d[i] != e[i] {
			t.Fatalf("%d: %g, want %g", i, d[i], e[i])
		}
	}
}

func TestDotsAgreesWithPlainGo(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, width := range []int{1, 16, 17, 48, 64} {
		const n = 37
		rows, v := random(rng, n*width), random(rng, width)
		got, want := make([]float32, n), make([]float32, n)
		Dots(got, rows, v)
		dotsGo(want, rows, v)
		for i := range got {
			if math.Abs(float64(got[i]-want[i])) > 1e-4 {
				t.Fatalf("width %d, row %d: %g, want %g", width, i, got[i], want[i])
			}
		}
	}
}

func BenchmarkMul(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 8, 16, 256} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			const k, m = 128, 512
			var p Packed
			p.Set(random(rng, k*m), k, m, m)
			a, d := random(rng, (n+7)/8*8*k), make([]float32, (n+7)/8*8*m)
			for b.Loop() {
				p.Mul(d, m, a, k, n)
			}
			b.ReportMetric(float64(b.N)*float64(n*k*m)/float64(b.Elapsed().Nanoseconds()), "products/ns")
		})
	}
}

func BenchmarkCell(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 128
	g, z, bias, c, h := random(rng, 4*n), random(rng, 4*n), random(rng, 4*n), random(rng, n), make([]float32, n)
	for b.Loop() {
		Cell(g, z, bias, c, h, n)
	}
}
