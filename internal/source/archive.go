package source

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http/httputil"
	"net/textproto"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"github.com/attache-project/attache/internal/source/warc"
)

// readWARC reads the pages and feeds of a web archive. Requests, metadata,
// revisits, other kinds of files and answers without success are passed over.
func readWARC(name string, br *bufio.Reader, yield func(Item, error) bool) bool {
	r := warc.NewReader(br)
	for n := 1; ; n++ {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			if !yield(Item{}, fmt.Errorf("reading %s: %w", name, err)) {
				return false
			}
			if _, ok := errors.AsType[*warc.Error](err); ok {
				continue
			}
			return true
		}
		if !wanted(rec) {
			continue
		}
		block, err := r.Block()
		if err != nil {
			err = fmt.Errorf("reading %s: %s: %w", name, rec.Target, err)
		} else if media, b, found, bad := payload(rec, block); bad != nil {
			err = fmt.Errorf("reading %s: record at byte %d: %s: %w", name, rec.Offset, rec.Target, bad)
		} else if found {
			if !readRecord(name, n, rec, media, b, yield) {
				return false
			}
			continue
		}
		if err != nil && !yield(Item{}, err) {
			return false
		}
	}
}

// wanted reports whether a record may hold an article, by its header alone.
func wanted(rec *warc.Record) bool {
	switch path.Base(bare(rec.Target)) {
	case "robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "security.txt", "llms.txt":
		return false
	}
	return (rec.Type == "response" || rec.Type == "resource") && isURL(rec.Target) && rec.Headers["warc-segment-number"] == ""
}

// readRecord yields what the body of one record holds.
func readRecord(name string, n int, rec *warc.Record, media string, b []byte, yield func(Item, error) bool) bool {
	if strings.HasSuffix(mediaType(media), "json") && look(b[:min(len(b), 8<<10)]) != kindFeed {
		return true // the answer of a program to a page
	}
	retrieved := ""
	if !rec.Date.IsZero() {
		retrieved = rec.Date.Format(time.RFC3339)
	}
	return read(rec.Target, media, bytes.NewReader(b), 2, func(it Item, err error) bool {
		if errors.Is(err, ErrUnknown) {
			return true
		}
		if err != nil {
			return yield(it, fmt.Errorf("reading %s: record at byte %d: %w", name, rec.Offset, err))
		}
		it.Where = fmt.Sprintf("%s#%d", name, n)
		if !isURL(name) {
			it.Article.File = name
		}
		if it.Article.URL == "" {
			it.Article.URL = rec.Target
		}
		it.Article.Retrieved = cmp.Or(it.Article.Retrieved, retrieved)
		return yield(it, nil)
	})
}

// payload takes the body out of a block, with its media type, as it was before
// it was encoded for the way. found is false for what is passed over.
func payload(rec *warc.Record, block []byte) (media string, b []byte, found bool, err error) {
	if rec.Type == "resource" || !strings.HasPrefix(mediaType(rec.Media), "application/http") {
		return rec.Media, block, mayHold(200, rec.Media), nil
	}
	br := bufio.NewReader(bytes.NewReader(block))
	tp := textproto.NewReader(br)
	line, err := tp.ReadLine()
	if err != nil {
		return "", nil, false, fmt.Errorf("reading HTTP status: %w", io.ErrUnexpectedEOF)
	}
	_, status, _ := strings.Cut(line, " ")
	status, _, _ = strings.Cut(strings.TrimSpace(status), " ")
	code, err := strconv.Atoi(status)
	if err != nil || !strings.HasPrefix(line, "HTTP/") {
		return "", nil, false, fmt.Errorf("want an HTTP status line, found %q", shorten(line))
	}
	// Headers of the wild have lines that break the rules; those before them
	// are as good as ever.
	h, err := tp.ReadMIMEHeader()
	if err != nil && h == nil {
		return "", nil, false, fmt.Errorf("reading HTTP headers: %w", err)
	}
	media = h.Get("Content-Type")
	if !mayHold(code, media) {
		return "", nil, false, nil
	}
	b, err = io.ReadAll(br)
	if err != nil {
		return "", nil, false, err
	}
	if strings.Contains(strings.ToLower(h.Get("Transfer-Encoding")), "chunked") {
		b = unchunked(b)
	}
	for _, coding := range codings(h) {
		if b, err = unpacked(coding, b); err != nil {
			return "", nil, false, fmt.Errorf("decompressing: %w", err)
		}
	}
	return media, b, true, nil
}

// mayHold reports whether an answer with this status and Content-Type may
// hold an article.
func mayHold(status int, media string) bool {
	if status != 200 {
		return false
	}
	switch m := mediaType(media); {
	case m == "", m == "text/plain", strings.HasSuffix(m, "/xml"), strings.HasSuffix(m, "+xml") && !strings.HasPrefix(m, "image/"), strings.HasSuffix(m, "json"):
		return true
	default:
		return byMedia[m] != kindUnknown && byMedia[m] != kindWARC
	}
}

// unchunked joins the chunks of a body. Many archives keep the header that tells
// of chunks but not the chunks; such a body comes back as it is.
func unchunked(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	size, _, _ := strings.Cut(strings.TrimSpace(string(line)), ";")
	if _, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31); err != nil {
		return b
	}
	out, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(b)))
	if err != nil && len(out) == 0 {
		return b
	}
	return out
}

// codings returns the content codings of a body, the outermost first.
func codings(h textproto.MIMEHeader) []string {
	var list []string
	for _, v := range h["Content-Encoding"] {
		for c := range strings.SplitSeq(v, ",") {
			if c = strings.ToLower(strings.TrimSpace(c)); c != "" && c != "identity" && len(list) < 3 {
				list = append(list, c)
			}
		}
	}
	// They are told in the order in which they were applied.
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// unpacked undoes one content coding. A body that is not in it comes back as it
// is, because archives store decoded bodies with the header of the encoded.
func unpacked(coding string, b []byte) ([]byte, error) {
	count := &counter{r: bytes.NewReader(b)}
	var r io.Reader
	switch coding {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(b, []byte("\x1f\x8b")) {
			return b, nil
		}
		z, err := gzip.NewReader(count)
		if err != nil {
			return nil, err
		}
		r = z
	case "deflate":
		// Some servers leave out the header of zlib.
		if z, err := zlib.NewReader(bytes.NewReader(b)); err == nil {
			if _, err = z.Read(make([]byte, 1)); err == nil || errors.Is(err, io.EOF) {
				if z, err = zlib.NewReader(count); err != nil {
					return nil, err
				}
				r = z
				break
			}
		}
		r = flate.NewReader(count)
	case "br":
		if look(b) != kindUnknown {
			return b, nil
		}
		r = brotli.NewReader(count)
	default:
		return nil, fmt.Errorf("%w: content coding %q", ErrUnknown, coding)
	}
	return readCapped(&thrifty{r: r, in: count}, MaxDocument)
}
