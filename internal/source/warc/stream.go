package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	window = 64 << 10 // bytes that a tape reads at a time
	keep   = 4 << 20  // bytes behind a mark to which a tape can go back
	probe  = 4 << 10  // bytes of a gzip member that are tried when one is looked for
)

// A tape reads forward and can go back to where it was marked, as far as keep
// reaches. It is an io.ByteReader so that gzip takes no byte beyond its member.
type tape struct {
	r     io.Reader
	buf   []byte // from the mark, or from later where that is too far back
	pos   int    // in buf, of the next byte
	start int64  // offset of buf[0] in the file
	err   error  // of r, io.EOF at its end
}

func newTape(r io.Reader) *tape { return &tape{r: r} }

func (t *tape) offset() int64 { return t.start + int64(t.pos) }

// mark lets go of what lies before an offset.
func (t *tape) mark(offset int64) {
	// Moving bytes costs less than growing, and happens once a window.
	if cut := int(offset - t.start); cut > window {
		n := copy(t.buf, t.buf[cut:])
		t.buf = t.buf[:n]
		t.start += int64(cut)
		t.pos -= cut
	}
}

// rewind goes back to an offset, or as far towards it as the tape was kept.
func (t *tape) rewind(offset int64) {
	t.pos = min(max(int(offset-t.start), 0), len(t.buf))
}

// fill reads more behind what is in buf.
func (t *tape) fill() error {
	if t.err != nil {
		return t.err
	}
	if t.pos > keep {
		cut := t.pos - keep/2
		n := copy(t.buf, t.buf[cut:])
		t.buf = t.buf[:n]
		t.start += int64(cut)
		t.pos -= cut
	}
	at := len(t.buf)
	if cap(t.buf)-at < window {
		t.buf = append(make([]byte, 0, 2*cap(t.buf)+window), t.buf...)
	}
	for range 100 {
		n, err := t.r.Read(t.buf[at : at+window])
		t.buf = t.buf[:at+n]
		t.err = err
		switch {
		case n > 0:
			return nil
		case err != nil:
			return err
		}
	}
	t.err = io.ErrNoProgress
	return t.err
}

func (t *tape) Read(p []byte) (int, error) {
	if t.pos == len(t.buf) {
		if err := t.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, t.buf[t.pos:])
	t.pos += n
	return n, nil
}

// ReadByte returns the next byte.
func (t *tape) ReadByte() (byte, error) {
	if t.pos == len(t.buf) {
		if err := t.fill(); err != nil {
			return 0, err
		}
	}
	c := t.buf[t.pos]
	t.pos++
	return c, nil
}

// peek returns the next n bytes, fewer with an error.
func (t *tape) peek(n int) ([]byte, error) {
	for len(t.buf)-t.pos < n {
		if err := t.fill(); err != nil {
			return t.buf[t.pos:], err
		}
	}
	return t.buf[t.pos : t.pos+n], nil
}

func (t *tape) skip(n int) { t.pos = min(t.pos+n, len(t.buf)) }

// find goes on to where a gzip member or, on a line of its own, the version of a
// record may begin. It returns io.EOF when there is none.
func (t *tape) find(zipped bool) error {
	sign := []byte("\nWARC/1.")
	if zipped {
		sign = []byte{0x1f, 0x8b, 8}
	}
	for {
		if i := bytes.Index(t.buf[t.pos:], sign); i >= 0 {
			t.pos += i
			if !zipped {
				t.pos++
			}
			return nil
		}
		t.pos = max(t.pos, len(t.buf)-len(sign)+1)
		if err := t.fill(); err != nil {
			return err
		}
	}
}

// A stream reads lines and blocks of records.
type stream struct {
	r    io.Reader
	buf  []byte // read ahead
	data [4 << 10]byte
}

func (s *stream) Read(p []byte) (int, error) {
	if len(s.buf) > 0 {
		n := copy(p, s.buf)
		s.buf = s.buf[n:]
		return n, nil
	}
	return s.r.Read(p)
}

// peek returns the next byte.
func (s *stream) peek() (byte, error) {
	if err := s.ahead(1); err != nil {
		return 0, err
	}
	return s.buf[0], nil
}

// begins reports whether prefix stands here, which is a few bytes long. It
// returns io.EOF when nothing is left.
func (s *stream) begins(prefix string) (bool, error) {
	err := s.ahead(len(prefix))
	if errors.Is(err, io.EOF) && len(s.buf) > 0 {
		err = nil
	}
	return bytes.HasPrefix(s.buf, []byte(prefix)), err
}

// ahead reads until at least n bytes are in buf, or an error comes.
func (s *stream) ahead(n int) error {
	for range 100 {
		if len(s.buf) >= n {
			return nil
		}
		have := copy(s.data[:], s.buf)
		k, err := s.r.Read(s.data[have:])
		s.buf = s.data[:have+k]
		if k == 0 && err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// line reads a line of at most limit bytes and returns it without its end. It
// returns io.EOF when nothing is left.
func (s *stream) line(limit int) (string, error) {
	var b strings.Builder
	for {
		if _, err := s.peek(); errors.Is(err, io.EOF) && b.Len() > 0 {
			return "", io.ErrUnexpectedEOF
		} else if err != nil {
			return "", err
		}
		i := bytes.IndexByte(s.buf, '\n')
		if i >= 0 {
			b.Write(s.buf[:i])
			s.buf = s.buf[i+1:]
			return strings.TrimSuffix(b.String(), "\r"), nil
		}
		b.Write(s.buf)
		s.buf = nil
		if b.Len() > limit {
			return "", fmt.Errorf("%w: a line of more than %d KiB in a header", ErrTooLarge, limit>>10)
		}
	}
}

// lineEnd passes a line end, when one stands here.
func (s *stream) lineEnd() error {
	c, err := s.peek()
	if err == nil && c == '\r' {
		s.buf = s.buf[1:]
		c, err = s.peek()
	}
	if err == nil && c == '\n' {
		s.buf = s.buf[1:]
	}
	return err
}
