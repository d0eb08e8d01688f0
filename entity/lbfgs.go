package entity

import (
	"context"
	"math"
)

// minimise walks w down to where f, which also fills the gradient, is small:
// the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno. It stops
// after the given number of steps or when a step gains next to nothing.
func minimise(ctx context.Context, w []float64, steps int, f func(w, grad []float64) float64, told func(step int, value float64)) error {
	const memory = 6
	n := len(w)
	grad := make([]float64, n)
	value := f(w, grad)
	var ss, ys [][]float64
	var rhos []float64
	dir := make([]float64, n)
	next := make([]float64, n)
	nextGrad := make([]float64, n)
	alpha := make([]float64, memory)
	small := 0
	for step := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		copy(dir, grad)
		for i := len(ss) - 1; i >= 0; i-- {
			alpha[i] = rhos[i] * dot(ss[i], dir)
			axpy(-alpha[i], ys[i], dir)
		}
		if k := len(ss) - 1; k >= 0 {
			scale(dir, 1/(rhos[k]*dot(ys[k], ys[k])))
		} else {
			scale(dir, 1/math.Max(1, math.Sqrt(dot(grad, grad))))
		}
		for i := range ss {
			axpy(alpha[i]-rhos[i]*dot(ys[i], dir), ss[i], dir)
		}
		slope := -dot(dir, grad)
		if slope >= 0 { // no way down; start again from the gradient
			ss, ys, rhos = nil, nil, nil
			copy(dir, grad)
			scale(dir, 1/math.Max(1, math.Sqrt(dot(grad, grad))))
			slope = -dot(dir, grad)
		}
		size, moved := 1.0, false
		var reached float64
		for range 20 {
			for i := range next {
				next[i] = w[i] - size*dir[i]
			}
			reached = f(next, nextGrad)
			if reached <= value+1e-4*size*slope {
				moved = true
				break
			}
			size /= 2
		}
		if !moved {
			return nil
		}
		var s, y []float64
		if len(ss) == memory {
			s, y = ss[0], ys[0]
			ss, ys, rhos = ss[1:], ys[1:], rhos[1:]
		} else {
			s, y = make([]float64, n), make([]float64, n)
		}
		for i := range next {
			s[i] = next[i] - w[i]
			y[i] = nextGrad[i] - grad[i]
		}
		if sy := dot(s, y); sy > 1e-12 {
			ss, ys, rhos = append(ss, s), append(ys, y), append(rhos, 1/sy)
		}
		gain := (value - reached) / math.Max(1, math.Abs(reached))
		copy(w, next)
		copy(grad, nextGrad)
		value = reached
		told(step+1, value)
		if gain < 1e-5 {
			if small++; small == 2 {
				return nil
			}
		} else {
			small = 0
		}
	}
	return nil
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func axpy(k float64, a, b []float64) {
	for i, v := range a {
		b[i] += k * v
	}
}

func scale(a []float64, k float64) {
	for i := range a {
		a[i] *= k
	}
}
