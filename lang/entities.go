package lang

import (
	"fmt"
	"io/fs"
)

// Entities returns the bytes of the trained tagger of names of the pack, not to
// be changed.
func (p *Pack) Entities() ([]byte, error) {
	b, err := fs.ReadFile(p.base, "entities.bin")
	if err != nil {
		return nil, fmt.Errorf("reading the names of language pack %s: %w", p.Lang, err)
	}
	return b, nil
}
