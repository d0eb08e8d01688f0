package event

import (
	"fmt"
	"os"
	"testing"
)

func TestZZ(t *testing.T) {
	if os.Getenv("ZZ") == "" {
		t.Skip()
	}
	debugf = func(f string, a ...any) { fmt.Printf(f+"\n", a...) }
	zz = true
	r := read(t, "Etiopía y Somalia pactan", os.Getenv("ZZ"))
	fmt.Println(r.all())
}
