package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/attache-project/attache/text"
)

// ErrUnknown is wrapped by the error for a document of a kind that is not read.
var ErrUnknown = errors.New("kind of document not known")

// ErrTooLarge is wrapped by the error for what exceeds a limit of this package.
var ErrTooLarge = errors.New("too large")

// An Item is one article found in a source, or an address where one may be
// fetched.
type Item struct {
	// Article is not nil where there was no error. When Link is set its Text and SHA256 are empty and
	// it holds what the feed tells of the article.
	Article *text.Article
	Where   string   // file, file#n counted from 1 (line, item or record), or URL
	Link    string   // absolute URL, http or https, where the text must be fetched; empty when Article has its text
	Notes   []string // what a reader should know of how the article was read
}

func (it *Item) note(format string, args ...any) {
	it.Notes = append(it.Notes, fmt.Sprintf(format, args...))
}

// Read yields what the document r holds. Its name is a path or a URL and
// becomes File or URL of the articles; media is its Content-Type, or empty when
// none is known. The kind of the document is found from its first bytes, media
// and the ending of name, in this order of trust. An error comes beside the
// zero Item and wraps [ErrUnknown], [ErrTooLarge], [text.ErrEmpty],
// [text.ErrBinary] or [text.ErrDamaged] where one of them is the reason, and
// names the file and, within it, line, item or offset.
func Read(name, media string, r io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		read(name, media, r, 0, yield)
	}
}

// read is Read over r found inside layers of compression or archives.
func read(name, media string, r io.Reader, layers int, yield func(Item, error) bool) bool {
	br := bufio.NewReaderSize(r, 64<<10)
	head, err := br.Peek(8 << 10)
	if err != nil && err != io.EOF {
		return yield(Item{}, fmt.Errorf("reading %s: %w", name, err))
	}
	switch k := kindOf(name, media, head); k {
	case kindWARC:
		if layers > 1 {
			return yield(Item{}, fmt.Errorf("reading %s: an archive within an archive: %w", name, ErrUnknown))
		}
		return readWARC(name, br, yield)
	case kindGzip:
		return readGzip(name, media, br, layers, yield)
	case kindLines:
		return readLines(name, br, yield)
	case kindUnknown:
		return yield(Item{}, fmt.Errorf("reading %s: %w", name, ErrUnknown))
	default:
		b, err := readCapped(br, MaxDocument)
		if err != nil {
			return yield(Item{}, fmt.Errorf("reading %s: %w", name, err))
		}
		switch k {
		case kindPage:
			return yield(readPage(name, media, b))
		case kindFeed:
			return readFeed(name, media, b, yield)
		case kindJSON:
			return readJSON(name, b, yield)
		}
		return yield(readText(name, media, b))
	}
}

// readGzip reads a compressed document; one that holds a web archive is left to
// the reader of those, which knows how to go on after damage.
func readGzip(name, media string, br *bufio.Reader, layers int, yield func(Item, error) bool) bool {
	if layers > 0 {
		return yield(Item{}, fmt.Errorf("reading %s: compressed more than once: %w", name, ErrUnknown))
	}
	if isArchive(name, br) {
		return readWARC(name, br, yield)
	}
	count := &counter{r: br}
	z, err := gzip.NewReader(count)
	if err != nil {
		return yield(Item{}, fmt.Errorf("reading %s: decompressing: %w", name, err))
	}
	inner := strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".gzip")
	if strings.HasPrefix(strings.ToLower(media), "application/") && strings.Contains(media, "gzip") {
		media = ""
	}
	return read(inner, media, &thrifty{r: z, in: count}, layers+1, yield)
}

// isArchive reports whether the compressed bytes ahead in br are a web archive.
func isArchive(name string, br *bufio.Reader) bool {
	if strings.HasSuffix(strings.ToLower(name), ".warc.gz") {
		return true
	}
	head, _ := br.Peek(4 << 10)
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return false
	}
	magic := make([]byte, 5)
	n, _ := io.ReadFull(z, magic)
	return string(magic[:n]) == "WARC/"
}

// readText reads a text file with or without a header.
func readText(name, media string, b []byte) (Item, error) {
	b, err := recoded(b, charsetOf(media))
	if err != nil {
		return Item{}, fmt.Errorf("reading %s: %w", name, err)
	}
	a, err := text.ParseArticle(name, b)
	if err != nil {
		return Item{}, err
	}
	if isURL(name) {
		a.File = ""
		a.ID = slug(name)
		if a.URL == "" {
			a.URL = name
		}
	}
	return Item{Article: a, Where: name}, nil
}

// readCapped reads all of r, or gives an error when that is more than limit.
func readCapped(r io.Reader, limit int) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if len(b) > limit {
		return nil, fmt.Errorf("%w: more than %d MiB", ErrTooLarge, limit>>20)
	}
	return b, nil
}

// A counter counts the bytes read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// A thrifty reader stops where decompressed data has grown beyond MaxRatio
// times what it was made from.
type thrifty struct {
	r   io.Reader
	in  *counter
	out int64
}

func (t *thrifty) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.out += int64(n)
	if t.out > 4<<20 && t.out/MaxRatio > t.in.n {
		return 0, fmt.Errorf("%w: grows more than %d times when decompressed", ErrTooLarge, MaxRatio)
	}
	return n, err
}

// isURL reports whether name is an address, not a path.
func isURL(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// ending returns the extension of a path or of the path of a URL, in lower case
// and without those of compression.
func ending(name string) string {
	if isURL(name) {
		name, _, _ = strings.Cut(name, "?")
		name, _, _ = strings.Cut(name, "#")
		_, rest, _ := strings.Cut(name, "://")
		_, name, _ = strings.Cut(rest, "/")
		return strings.ToLower(path.Ext(name))
	}
	ext := strings.ToLower(filepath.Ext(name))
	if ext == ".gz" || ext == ".gzip" {
		ext = strings.ToLower(filepath.Ext(name[:len(name)-len(ext)]))
	}
	return ext
}
