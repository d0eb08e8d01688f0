// Package lang loads language packs. A pack is a folder of tables and one
// trained model; everything that is particular to a language is data here, so
// that the engine holds no code for any one language.
package lang

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// One folder a language: tables as tab-separated text, and the model.
//
//go:embed en es ru
var packs embed.FS

// ErrUnknown is returned by Open for a language without a pack.
var ErrUnknown = errors.New("no language pack")

// Codes lists the languages that have a pack with a model, in alphabetical
// order.
func Codes() []string {
	dirs, _ := packs.ReadDir(".")
	var codes []string
	for _, d := range dirs {
		if _, err := fs.Stat(packs, d.Name()+"/model.bin"); err == nil {
			codes = append(codes, d.Name())
		}
	}
	slices.Sort(codes)
	return codes
}

// A Pack is the knowledge of one language.
type Pack struct {
	Lang string
	base fs.FS
	over string // directory of user tables that add to or override those of the pack, or ""
}

// Open returns the pack of a language given by its ISO 639-1 code. Tables in
// the directory override (empty for none), in a subfolder named for the
// language, are read after the pack's own; see [Pack.Table].
// The error wraps ErrUnknown when there is no such pack. A pack that Codes does
// not list has tables and no model yet.
func Open(code, override string) (*Pack, error) {
	if info, err := fs.Stat(packs, code); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%w for %q (there are: %s)", ErrUnknown, code, strings.Join(Codes(), ", "))
	}
	base, err := fs.Sub(packs, code)
	if err != nil {
		return nil, fmt.Errorf("opening language pack %s: %w", code, err)
	}
	p := &Pack{Lang: code, base: base}
	if override != "" {
		if _, err := os.Stat(override); err != nil {
			return nil, fmt.Errorf("opening pack directory: %w", err)
		}
		p.over = filepath.Join(override, code)
	}
	return p, nil
}

// Model returns the bytes of the trained model of the pack, not to be changed.
func (p *Pack) Model() ([]byte, error) {
	b, err := fs.ReadFile(p.base, "model.bin")
	if err != nil {
		return nil, fmt.Errorf("reading the model of language pack %s: %w", p.Lang, err)
	}
	return b, nil
}

// Has says whether the pack, or the directory that adds to it, has a table.
func (p *Pack) Has(name string) bool {
	if _, err := fs.Stat(p.base, name+".tsv"); err == nil {
		return true
	}
	if p.over == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(p.over, name+".tsv"))
	return err == nil
}

// Reads says whether the pack has the tables by which articles are read, and
// not only what makes trees of them.
func (p *Pack) Reads() bool {
	_, err := fs.Stat(p.base, "cues.tsv")
	return err == nil
}

// A Row is one line of a table.
type Row struct {
	File string // name of the file, for messages
	Line int    // line number, from 1
	Cell []string
	cols map[string]int
}

// Get returns the cell in the named column, "" when the column or the cell is
// missing.
func (r Row) Get(col string) string {
	if i, ok := r.cols[col]; ok && i < len(r.Cell) {
		return r.Cell[i]
	}
	return ""
}

// List returns the cell in the named column split at '|', nil when empty.
func (r Row) List(col string) []string {
	c := r.Get(col)
	if c == "" {
		return nil
	}
	return strings.Split(c, "|")
}

// Errorf makes an error that names the file and line of r.
func (r Row) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.File, r.Line, fmt.Errorf(format, args...))
}

// Table reads the table NAME.tsv of the pack: tab-separated, the first line
// that is not a comment names the columns, lines that begin with '#' and blank
// lines are skipped. Rows of the override directory follow those of the pack;
// which of two rows wins is for the engine that reads them to say (the later
// one, unless its doc says otherwise). A missing table is an error.
func (p *Pack) Table(name string) ([]Row, error) {
	file := name + ".tsv"
	var rows []Row
	b, err := fs.ReadFile(p.base, file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && p.over != "" && p.Has(name):
	case err != nil:
		return nil, fmt.Errorf("reading table %s of language pack %s: %w", name, p.Lang, err)
	default:
		if rows, err = ParseTable(p.Lang+"/"+file, string(b)); err != nil {
			return nil, err
		}
	}
	if p.over != "" {
		path := filepath.Join(p.over, file)
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading table %s: %w", name, err)
		}
		more, err := ParseTable(path, string(b))
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// ParseTable parses tab-separated text as [Pack.Table] describes; file names
// the source in errors. A row with more cells than columns is an error.
func ParseTable(file, s string) ([]Row, error) {
	var rows []Row
	var cols map[string]int
	n := 0
	for line := range strings.Lines(s) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if cols == nil {
			cols = make(map[string]int, len(cells))
			for i, c := range cells {
				cols[c] = i
			}
			continue
		}
		if len(cells) > len(cols) {
			return nil, fmt.Errorf("%s:%d: %d cells, but the table has %d columns", file, n, len(cells), len(cols))
		}
		rows = append(rows, Row{File: file, Line: n, Cell: cells, cols: cols})
	}
	if cols == nil {
		return nil, fmt.Errorf("%s: the table has no header line", file)
	}
	return rows, nil
}
