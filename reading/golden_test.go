package reading_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares the readings of all examples with those kept in
// testdata: a change of any engine shows there, for a person to judge.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("../examples/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("there are no examples")
	}
	r := open(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			one, err := r.Read(t.Context(), article(t, file))
			if err != nil {
				t.Fatal(err)
			}
			if err := one.Verify(); err != nil {
				t.Errorf("the reading does not hold: %v", err)
			}
			got, err := one.Indent()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			golden := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatalf("%v (go test ./reading -run Golden -update writes it)", err)
			}
			if line, g, w := firstDifference(got, want); line > 0 {
				t.Errorf("%s:%d: got %s, want %s", golden, line, g, w)
			}
		})
	}
}

// firstDifference returns the first line in which a and b differ, 0 for none.
func firstDifference(a, b []byte) (line int, inA, inB string) {
	la, lb := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range max(len(la), len(lb)) {
		at := func(l [][]byte) string {
			if i < len(l) {
				return string(bytes.TrimSpace(l[i]))
			}
			return "the end"
		}
		if at(la) != at(lb) {
			return i + 1, at(la), at(lb)
		}
	}
	return 0, "", ""
}
