package intake

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/attache-project/attache/internal/source"
)

// inMemory is up to how many bytes a spool needs no file.
const inMemory = 1 << 20

// A Spool holds a document that was sent until its turn comes: small ones in
// memory, others in a file that only this user may read and that Close removes.
type Spool struct {
	Size int64 // bytes

	small []byte
	file  *os.File
}

// NewSpool reads all of r. The error wraps [source.ErrTooLarge] when that is
// more than limit bytes; nothing is left of it then.
func NewSpool(r io.Reader, limit int64) (*Spool, error) {
	s := &Spool{}
	r = io.LimitReader(r, limit+1)
	var err error
	if s.small, err = io.ReadAll(io.LimitReader(r, inMemory)); err != nil {
		return nil, fmt.Errorf("receiving a document: %w", err)
	}
	s.Size = int64(len(s.small))
	if s.Size == inMemory {
		err = s.spill(r)
	}
	if err == nil && s.Size > limit {
		err = fmt.Errorf("%w: more than %d bytes", source.ErrTooLarge, limit)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("receiving a document: %w", err)
	}
	return s, nil
}

// spill moves what was read into a file, and the rest of r behind it.
func (s *Spool) spill(r io.Reader) (err error) {
	if s.file, err = os.CreateTemp("", "attache-*"); err != nil {
		return err
	}
	s.Size, err = io.Copy(s.file, io.MultiReader(bytes.NewReader(s.small), r))
	s.small = nil
	return err
}

// Reader returns a reader of the document from its beginning.
func (s *Spool) Reader() io.Reader {
	if s.file != nil {
		return io.NewSectionReader(s.file, 0, s.Size)
	}
	return bytes.NewReader(s.small)
}

// Close gives up the document. It may be called again.
func (s *Spool) Close() error {
	s.small = nil
	if s.file == nil {
		return nil
	}
	f := s.file
	s.file = nil
	err := f.Close()
	if e := os.Remove(f.Name()); err == nil {
		err = e
	}
	return err
}
