package intake

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/attache-project/attache/internal/source"
)

func TestASpoolHoldsWhatWasSent(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	files := func() int {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	torn := errors.New("torn")
	for _, tt := range []struct {
		name  string
		size  int
		limit int64
		torn  error
		is    error
		files int
	}{
		{"nothing", 0, 10, nil, nil, 0},
		{"small", 10, 10, nil, nil, 0},
		{"too large", 11, 10, nil, source.ErrTooLarge, 0},
		{"as much as fits in memory", inMemory, 4 * inMemory, nil, nil, 1},
		{"large", 3*inMemory + 1, 4 * inMemory, nil, nil, 1},
		{"large, and too large", 4*inMemory + 1, 4 * inMemory, nil, source.ErrTooLarge, 0},
		{"torn", 5, 10, torn, torn, 0},
		{"large and torn", 2 * inMemory, 4 * inMemory, torn, torn, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sent := strings.Repeat("a", tt.size)
			var r io.Reader = strings.NewReader(sent)
			if tt.torn != nil {
				r = io.MultiReader(r, iotest.ErrReader(tt.torn))
			}
			s, err := NewSpool(r, tt.limit)
			if !errors.Is(err, tt.is) || files() != tt.files {
				t.Fatalf("%v, want %v; %d files", err, tt.is, files())
			}
			if err != nil {
				return
			}
			for range 2 {
				if b, err := io.ReadAll(s.Reader()); err != nil || string(b) != sent || s.Size != int64(tt.size) {
					t.Errorf("%d of %d bytes, %v", len(b), tt.size, err)
				}
			}
			for range 2 {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
			if files() != 0 {
				t.Errorf("%d files are left", files())
			}
		})
	}
}
