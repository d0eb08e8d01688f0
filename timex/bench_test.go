package timex

import (
	"strings"
	"testing"
)

const (
	noTime = "El canciller subrayó que las relaciones entre ambos países son muy buenas y expresó su voluntad de ampliarlas, según la nota. "
	aTime  = "El canciller viajará el 11 de noviembre a la capital, donde se reunirá con su homólogo y visitará la sede de la empresa. "
)

func TestNoAllocationWithoutACue(t *testing.T) {
	e := spanish(t)
	doc := plain(strings.Repeat(noTime, 4))
	if n := testing.AllocsPerRun(100, func() { e.Read(doc, tuesday) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkRead(b *testing.B) {
	e := spanish(b)
	for _, bm := range []struct{ name, text string }{
		{"none", strings.Repeat(noTime, 20)},
		{"tenth", strings.Repeat(strings.Repeat(noTime, 9)+aTime, 2)},
		{"third", strings.Repeat(noTime+noTime+aTime, 7)},
		{"every", strings.Repeat(aTime, 20)},
	} {
		doc := plain(bm.text)
		b.Run(bm.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc.Text)))
			b.ReportAllocs()
			for b.Loop() {
				e.Read(doc, tuesday)
			}
		})
	}
}
