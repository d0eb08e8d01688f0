//go:build !amd64

package matrix

func mul(p *Packed, dst []float32, ldd int, a []float32, lda, n int) { mulGo(p, dst, ldd, a, lda, n) }

func cell(g, z, bias, c, h []float32, n int) { cellGo(g, z, bias, c, h, n) }

func addBytes(dst []float32, row []int8, scale float32) { addBytesGo(dst, row, scale) }

func dots(dst, rows, v []float32) { dotsGo(dst, rows, v) }
