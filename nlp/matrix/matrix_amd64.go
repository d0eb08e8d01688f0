package matrix

import "golang.org/x/sys/cpu"

var (
	avx2   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	avx512 = avx2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL
)

// The kernels compute a block of 8 rows of 32 or 16 columns (avx512) or of 6 or 4
// rows of 16 (avx2), or one row of 64 or 16. Strides count bytes.

//go:noescape
func mul8x16avx512(dst *float32, ldd int, a *float32, lda int, b *float32, k int)

//go:noescape
func mul8x32avx512(dst *float32, ldd int, a *float32, lda int, b *float32, k int)

//go:noescape
func mul1x64avx512(dst *float32, a *float32, b *float32, k int)

//go:noescape
func mul6x16avx2(dst *float32, ldd int, a *float32, lda int, b *float32, k int)

//go:noescape
func mul4x16avx2(dst *float32, ldd int, a *float32, lda int, b *float32, k int)

//go:noescape
func mul1x16avx2(dst *float32, a *float32, b *float32, k int)

//go:noescape
func cellAVX2(gates, z, bias, c, h *float32, n int)

//go:noescape
func addBytesAVX2(dst *float32, row *int8, scale float32, n int)

//go:noescape
func dotsAVX2(dst, rows, v *float32, n, width int)

func dots(dst, rows, v []float32) {
	if !avx2 || len(v)%16 != 0 {
		dotsGo(dst, rows, v)
		return
	}
	dotsAVX2(&dst[0], &rows[0], &v[0], len(dst), len(v))
}

func mul(p *Packed, dst []float32, ldd int, a []float32, lda, n int) {
	switch {
	case avx512:
		mulAVX512(p, dst, ldd, a, lda, n)
	case avx2:
		mulAVX2(p, dst, ldd, a, lda, n)
	default:
		mulGo(p, dst, ldd, a, lda, n)
	}
}

func mulAVX512(p *Packed, dst []float32, ldd int, a []float32, lda, n int) {
	k, width := p.Rows, p.Stride()
	if n <= 2 {
		for i := range n {
			j := 0
			for ; j+64 <= width; j += 64 {
				mul1x64avx512(&dst[i*ldd+j], &a[i*lda], &p.data[j*k], k)
			}
			for ; j < width; j += panel {
				mul1x16avx2(&dst[i*ldd+j], &a[i*lda], &p.data[j*k], k)
			}
		}
		return
	}
	j := 0
	for ; j+32 <= width; j += 32 {
		for i := 0; i < n; i += 8 {
			mul8x32avx512(&dst[i*ldd+j], 4*ldd, &a[i*lda], 4*lda, &p.data[j*k], k)
		}
	}
	for ; j < width; j += panel {
		for i := 0; i < n; i += 8 {
			mul8x16avx512(&dst[i*ldd+j], 4*ldd, &a[i*lda], 4*lda, &p.data[j*k], k)
		}
	}
}

func mulAVX2(p *Packed, dst []float32, ldd int, a []float32, lda, n int) {
	k, width := p.Rows, p.Stride()
	if n == 1 {
		for j := 0; j < width; j += panel {
			mul1x16avx2(&dst[j], &a[0], &p.data[j*k], k)
		}
		return
	}
	for j := 0; j < width; j += panel {
		// Six rows keep both units for products busy; the rows left over go by
		// four, so that no more are computed than the eight that are padded.
		i := 0
		for ; n-i > 8 || n-i == 5 || n-i == 6; i += 6 {
			mul6x16avx2(&dst[i*ldd+j], 4*ldd, &a[i*lda], 4*lda, &p.data[j*k], k)
		}
		for ; i < n; i += 4 {
			mul4x16avx2(&dst[i*ldd+j], 4*ldd, &a[i*lda], 4*lda, &p.data[j*k], k)
		}
	}
}

func cell(g, z, bias, c, h []float32, n int) {
	if !avx2 || n%8 != 0 {
		cellGo(g, z, bias, c, h, n)
		return
	}
	cellAVX2(&g[0], &z[0], &bias[0], &c[0], &h[0], n)
}

func addBytes(dst []float32, row []int8, scale float32) {
	if !avx2 || len(dst)%8 != 0 {
		addBytesGo(dst, row, scale)
		return
	}
	addBytesAVX2(&dst[0], &row[0], scale, len(dst))
}
