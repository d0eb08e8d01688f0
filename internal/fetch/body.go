package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
)

// acceptEncoding names the content codings that [decoder] knows.
const acceptEncoding = "gzip, br"

// ratioFrom is the size from which the ratio of a body is looked at: a small
// page of blanks harms nobody.
const ratioFrom = 1 << 20

// body reads and decompresses the body of resp within the limits of o.
func (o *Options) body(resp *http.Response, received *meter) ([]byte, error) {
	if resp.ContentLength > o.MaxCompressed {
		return nil, fmt.Errorf("%d bytes announced, at most %d: %w", resp.ContentLength, o.MaxCompressed, ErrTooLarge)
	}
	received.r, received.max = resp.Body, o.MaxCompressed
	r, err := decoder(resp.Header, received)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for {
		n, err := io.CopyN(&b, r, 32<<10)
		size := int64(b.Len())
		switch in := received.n.Load(); {
		case size > o.MaxBody:
			return nil, fmt.Errorf("over %d bytes: %w", o.MaxBody, ErrTooLarge)
		case size > ratioFrom && size > in*o.MaxRatio:
			return nil, fmt.Errorf("over %d bytes from %d received, at most %d times as many: %w", size, in, o.MaxRatio, ErrRatio)
		case errors.Is(err, io.EOF) && n < 32<<10:
			return b.Bytes(), nil
		case err != nil:
			return nil, fmt.Errorf("reading the body after %d bytes: %w", in, err)
		}
	}
}

// decoder returns what undoes the content coding that h names.
func decoder(h http.Header, r io.Reader) (io.Reader, error) {
	coding := strings.ToLower(strings.TrimSpace(strings.Join(h.Values("Content-Encoding"), ",")))
	switch coding {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		return &lazyGzip{r: r}, nil
	case "br":
		return brotli.NewReader(r), nil
	}
	return nil, fmt.Errorf("%q: %w", coding, ErrEncoding)
}

// A lazyGzip reads gzip from r, and takes an empty r for an empty body.
type lazyGzip struct {
	r  io.Reader
	gz *gzip.Reader
}

func (l *lazyGzip) Read(p []byte) (int, error) {
	if l.gz == nil {
		gz, err := gzip.NewReader(l.r)
		if err != nil {
			return 0, err // io.EOF where there is nothing
		}
		l.gz = gz
	}
	return l.gz.Read(p)
}

// A meter counts what is read through it, and fails beyond max. The count may
// be read at any time.
type meter struct {
	r   io.Reader
	max int64
	n   atomic.Int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.n.Add(int64(n)) > m.max {
		return n, fmt.Errorf("over %d bytes received: %w", m.max, ErrTooLarge)
	}
	return n, err
}

// pace ends a request by slow when m counted fewer than o.MinRate bytes a
// second in one of the windows that follow each other; it returns when ctx
// ends.
func (o *Options) pace(ctx context.Context, m *meter, slow context.CancelCauseFunc) {
	tick := time.NewTicker(o.IdleTimeout)
	defer tick.Stop()
	need := int64(float64(o.MinRate) * o.IdleTimeout.Seconds())
	for last := int64(0); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			n := m.n.Load()
			if n-last < need {
				slow(fmt.Errorf("%d bytes in %v, at least %d: %w", n-last, o.IdleTimeout, need, ErrSlow))
				return
			}
			last = n
		}
	}
}
