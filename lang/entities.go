package lang

import "fmt"

// Entities returns the bytes of the trained tagger of names of the pack, not to
// be changed: entities.bin of the directory that adds to it, where there is one.
// The error wraps [io/fs.ErrNotExist] when there is none.
func (p *Pack) Entities() ([]byte, error) {
	b, err := p.file("entities.bin")
	if err != nil {
		return nil, fmt.Errorf("reading the names of language pack %s: %w", p.Lang, err)
	}
	return b, nil
}
