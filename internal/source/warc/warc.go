// Package warc reads web archives, the WARC files of ISO 28500, plain or made of
// gzip members, and goes on after damage.
package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// Limits of what is read.
const (
	MaxHeader = 64 << 10 // bytes of the header of a record
	MaxBlock  = 16 << 20 // bytes of a block that Block returns
	MaxRatio  = 256      // how many times its own size a gzip member may grow, beyond its first 4 MiB
)

// ErrTooLarge is wrapped by errors for what exceeds a limit of this package.
var ErrTooLarge = errors.New("too large")

// ErrDamaged is wrapped by errors for records that break the format or end too
// early.
var ErrDamaged = errors.New("damaged record")

// An Error tells what is wrong with one record. Reading may go on after it.
type Error struct {
	Offset int64 // of the record in the file, or of the gzip member that holds it, in bytes
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("record at byte %d: %v", e.Offset, e.Err) }

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// A Reader reads the records of an archive one by one.
type Reader struct {
	tape    *tape
	zipped  bool
	z       *gzip.Reader
	in      stream // what records are read from: the tape or a gzip member
	member  int64  // offset of the gzip member
	begun   bool   // a gzip member is open
	rec     *Record
	left    int64 // bytes of the current block that have not been read
	again   int64 // bytes that were read again to find records after damage
	sought  bool  // damage was met: look for the next record first
	started bool
	failed  error // of the underlying reader; nothing more can be read
}

// NewReader returns a reader of the archive r.
func NewReader(r io.Reader) *Reader {
	return &Reader{tape: newTape(r)}
}

// Next goes to the next record and returns its header. It returns io.EOF after
// the last, an *[Error] for a record that cannot be read, after which it may be
// called again, and any other error when r itself fails.
func (r *Reader) Next() (*Record, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	if !r.started {
		r.started = true
		head, err := r.tape.peek(2)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, r.fail(err)
		}
		r.zipped = bytes.HasPrefix(head, []byte("\x1f\x8b"))
		r.in = stream{r: r.tape}
	}
	if r.rec != nil {
		if err := r.pass(); err != nil {
			return nil, r.damaged(err)
		}
	}
	if r.sought {
		r.sought = false
		if err := r.seek(); err != nil {
			return nil, r.fail(err)
		}
	}
	for {
		if r.zipped && !r.begun {
			if err := r.open(); errors.Is(err, io.EOF) {
				return nil, r.fail(io.EOF)
			} else if err != nil {
				return nil, r.damaged(err)
			}
		}
		if !r.zipped {
			r.member = r.tape.offset() - int64(len(r.in.buf))
			r.tape.mark(r.member)
		}
		rec, err := r.header()
		switch {
		case err == nil:
			r.rec, r.left = rec, rec.Length
			return rec, nil
		case errors.Is(err, io.EOF) && r.zipped:
			r.begun = false // the member is read
		case errors.Is(err, io.EOF):
			return nil, r.fail(io.EOF)
		default:
			return nil, r.damaged(err)
		}
	}
}

// Block reads the block of the current record whole. It gives an *[Error] when
// the record ends too early, or is longer than [MaxBlock].
func (r *Reader) Block() ([]byte, error) {
	rec := r.rec
	if rec == nil {
		return nil, errors.New("no record to read")
	}
	if r.left != rec.Length {
		return nil, errors.New("the block has been read")
	}
	if rec.Length > MaxBlock {
		return nil, &Error{rec.Offset, fmt.Errorf("%w: a block of %d bytes, more than %d MiB", ErrTooLarge, rec.Length, MaxBlock>>20)}
	}
	var b bytes.Buffer
	n, err := io.CopyN(&b, &r.in, rec.Length)
	r.left -= n
	if err == nil {
		err = r.pass()
	}
	if err != nil {
		return nil, r.damaged(err)
	}
	return b.Bytes(), nil
}

// pass reads on to the end of the current record.
func (r *Reader) pass() error {
	rec := r.rec
	n, err := io.CopyN(io.Discard, &r.in, r.left)
	r.left -= n
	r.rec = nil
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: ends %d bytes before its Content-Length of %d", ErrDamaged, r.left, rec.Length)
	}
	if err != nil {
		return err
	}
	// Two line ends close a record; some writers leave them out before the end
	// of a member or file. What then follows is another record or nothing: a
	// wrong length and bytes that only seem to be compressed show here. At the end
	// of a member gzip has compared its checksum.
	for range 2 {
		if err := r.in.lineEnd(); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	switch next, err := r.in.begins("WARC/"); {
	case errors.Is(err, io.EOF):
		if r.zipped {
			r.begun = false
		}
	case err != nil:
		return err
	case !next:
		return fmt.Errorf("%w: no other record follows its Content-Length of %d", ErrDamaged, rec.Length)
	}
	return nil
}

// open opens the next gzip member.
func (r *Reader) open() error {
	r.member = r.tape.offset()
	r.tape.mark(r.member)
	if _, err := r.tape.peek(1); err != nil {
		return err
	}
	if r.z == nil {
		r.z = new(gzip.Reader)
	}
	if err := r.z.Reset(r.tape); err != nil {
		return fmt.Errorf("%w: no gzip member: %w", ErrDamaged, notEOF(err))
	}
	r.z.Multistream(false)
	r.in = stream{r: &thrifty{z: r.z, tape: r.tape, start: r.member}}
	r.begun = true
	return nil
}

// damaged makes the error of the current record and sees to it that Next looks
// for another one.
func (r *Reader) damaged(err error) error {
	r.rec, r.begun = nil, false
	if r.tape.err != nil && !errors.Is(r.tape.err, io.EOF) {
		return r.fail(r.tape.err)
	}
	r.sought = true
	if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
		err = fmt.Errorf("%w: %w", ErrDamaged, notEOF(err))
	}
	return &Error{r.member, err}
}

func (r *Reader) fail(err error) error {
	r.failed = err
	r.rec = nil
	return err
}

// notEOF is err, but the end of a stream is unexpected where it is not wanted.
func notEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// seek goes to the next place after the beginning of a damaged record where
// another one begins, or to the end. What has been read again in all stays
// within a few times the archive, so that one made of nothing but beginnings of
// records takes no time in the square of its size.
func (r *Reader) seek() error {
	at := r.tape.offset()
	if again := at - r.member; r.again+again <= 16*keep+2*at {
		r.again += again
		r.tape.rewind(r.member + 1)
	}
	r.in = stream{r: r.tape}
	for {
		if err := r.tape.find(r.zipped); err != nil {
			return err
		}
		if !r.zipped || r.holdsRecord() {
			return nil
		}
		r.tape.skip(1)
	}
}

// holdsRecord reports whether a gzip member begins here and a record in it.
func (r *Reader) holdsRecord() bool {
	head, _ := r.tape.peek(probe)
	if err := r.z.Reset(bytes.NewReader(head)); err != nil {
		return false
	}
	var magic [5]byte
	n, _ := io.ReadFull(r.z, magic[:])
	return string(magic[:n]) == "WARC/"
}

// A thrifty reader stops where a gzip member has grown beyond MaxRatio times
// its size.
type thrifty struct {
	z     io.Reader
	tape  *tape
	start int64
	out   int64
}

func (t *thrifty) Read(p []byte) (int, error) {
	n, err := t.z.Read(p)
	t.out += int64(n)
	if t.out > 4<<20 && t.out/MaxRatio > t.tape.offset()-t.start {
		return 0, fmt.Errorf("%w: a gzip member that grows more than %d times", ErrTooLarge, MaxRatio)
	}
	return n, err
}
