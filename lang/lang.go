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

// Available lists the languages of [Codes] and those of which a directory of
// tables holds a folder ("DIR/pt"), in alphabetical order. An empty dir adds
// none.
func Available(dir string) ([]string, error) {
	codes := Codes()
	if dir == "" {
		return codes, nil
	}
	own, err := Folders(dir)
	if err != nil {
		return nil, err
	}
	codes = append(codes, own...)
	slices.Sort(codes)
	return slices.Compact(codes), nil
}

// Folders lists the languages of which a directory of tables holds a folder.
// It is an error when there is none.
func Folders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("opening pack directory: %w", err)
	}
	var codes []string
	for _, e := range entries {
		if !isCode(e.Name()) {
			continue
		}
		// A link to a folder is one too.
		if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil && info.IsDir() {
			codes = append(codes, e.Name())
		}
	}
	if len(codes) == 0 {
		return nil, fmt.Errorf("opening pack directory: %s holds no folder named for a language, such as %s", dir, filepath.Join(dir, "es"))
	}
	return codes, nil
}

// isCode reports whether a name is written like a code of ISO 639.
func isCode(s string) bool {
	return (len(s) == 2 || len(s) == 3) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// A Pack is the knowledge of one language.
type Pack struct {
	Lang string
	base fs.FS            // nil for a language that only a directory has
	over string           // folder of tables that add to or override those of the pack, or ""
	rows map[string][]Row // in place of the tables of over, when not nil; see With
}

// Open returns the pack of a language given by its ISO 639-1 code. Tables in
// the directory override (empty for none), in a subfolder named for the
// language, join the pack's own; see [Pack.Table]. A language that only the
// directory has is as good as another, though most have no model.
// The error wraps ErrUnknown when there is no such pack. A pack that Codes does
// not list has tables and no model yet.
func Open(code, override string) (*Pack, error) {
	p := &Pack{Lang: code}
	if override != "" {
		if _, err := os.Stat(override); err != nil {
			return nil, fmt.Errorf("opening pack directory: %w", err)
		}
		if isCode(code) {
			p.over = filepath.Join(override, code)
		}
	}
	if info, err := fs.Stat(packs, code); err == nil && info.IsDir() && isCode(code) {
		if p.base, err = fs.Sub(packs, code); err != nil {
			return nil, fmt.Errorf("opening language pack %s: %w", code, err)
		}
		return p, nil
	}
	if info, err := os.Stat(p.over); p.over == "" || err != nil || !info.IsDir() {
		there := Codes()
		if more, err := Available(override); err == nil {
			there = more
		}
		return nil, fmt.Errorf("%w for %q (there are: %s)", ErrUnknown, code, strings.Join(there, ", "))
	}
	return p, nil
}

// BuiltIn reports whether the program itself has tables for the language.
func (p *Pack) BuiltIn() bool { return p.base != nil }

// With returns the pack with rows, by table, in place of those of the directory
// that adds to it.
func (p *Pack) With(rows map[string][]Row) *Pack {
	q := *p
	q.rows = rows
	if rows == nil {
		q.rows = map[string][]Row{}
	}
	return &q
}

// file reads a file of the pack: that of the directory, else the pack's own.
func (p *Pack) file(name string) ([]byte, error) {
	if p.over != "" {
		if b, err := os.ReadFile(filepath.Join(p.over, name)); !errors.Is(err, fs.ErrNotExist) {
			return b, err
		}
	}
	if p.base == nil {
		return nil, &fs.PathError{Op: "open", Path: filepath.Join(p.over, name), Err: fs.ErrNotExist}
	}
	return fs.ReadFile(p.base, name)
}

// Model returns the bytes of the trained model of the pack, not to be changed:
// model.bin of the directory that adds to it, where there is one. The error
// wraps [fs.ErrNotExist] when there is no model.
func (p *Pack) Model() ([]byte, error) {
	b, err := p.file("model.bin")
	if err != nil {
		return nil, fmt.Errorf("reading the model of language pack %s: %w", p.Lang, err)
	}
	return b, nil
}

// Has says whether the pack, or the directory that adds to it, has a table.
func (p *Pack) Has(name string) bool { return p.hasOwn(name) || p.hasOver(name) }

func (p *Pack) hasOwn(name string) bool {
	if p.base == nil {
		return false
	}
	_, err := fs.Stat(p.base, name+".tsv")
	return err == nil
}

func (p *Pack) hasOver(name string) bool {
	if p.rows != nil {
		_, ok := p.rows[name]
		return ok
	}
	if p.over == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(p.over, name+".tsv"))
	return err == nil
}

// Reads says whether the pack has the tables by which articles are read, and
// not only what makes trees of them.
func (p *Pack) Reads() bool { return p.Has("cues") }

// Tables lists the tables that the program has for the language, in
// alphabetical order.
func (p *Pack) Tables() []string {
	if p.base == nil {
		return nil
	}
	files, _ := fs.ReadDir(p.base, ".")
	var names []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".tsv"); ok {
			names = append(names, name)
		}
	}
	return names
}

// Source returns the text of a table as the program has it, comments and all.
func (p *Pack) Source(name string) (string, error) {
	if !p.hasOwn(name) {
		return "", fmt.Errorf("language pack %s has no table %q", p.Lang, name)
	}
	b, err := fs.ReadFile(p.base, name+".tsv")
	return string(b), err
}

// Named returns the pack as the finder of names is to see it. The directory of
// states has names in the languages of [Codes] only; the pack of another one
// may say, in its table pack, whose names it takes ("names", "es").
func (p *Pack) Named() (*Pack, error) {
	if !p.Has("pack") {
		return p, nil
	}
	rows, err := p.Table("pack")
	if err != nil {
		return nil, err
	}
	q := *p
	for _, r := range rows {
		if r.Get("key") != "names" {
			return nil, r.Errorf("unknown key %q", r.Get("key"))
		}
		if q.Lang = r.Get("value"); !slices.Contains(Codes(), q.Lang) {
			return nil, r.Errorf("names are there in %s, not in %q", strings.Join(Codes(), ", "), q.Lang)
		}
	}
	return &q, nil
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

// Set returns the row with another value in a column that the table has.
func (r Row) Set(col, value string) Row {
	i, ok := r.cols[col]
	if !ok {
		return r
	}
	cells := make([]string, max(len(r.Cell), i+1))
	copy(cells, r.Cell)
	cells[i] = value
	r.Cell = cells
	return r
}

// Errorf makes an error that names the file and line of r.
func (r Row) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.File, r.Line, fmt.Errorf(format, args...))
}

// Table reads the table NAME.tsv of the pack: tab-separated, the first line
// that is not a comment names the columns, lines that begin with '#' and blank
// lines are skipped. Rows of the directory that adds to the pack win over rows
// of the pack, in the way of the [Schema] of the table. A missing table is an
// error, but of a language that only a directory has it counts as empty.
func (p *Pack) Table(name string) ([]Row, error) {
	var rows []Row
	switch {
	case p.hasOwn(name):
		b, err := fs.ReadFile(p.base, name+".tsv")
		if err != nil {
			return nil, fmt.Errorf("reading table %s of language pack %s: %w", name, p.Lang, err)
		}
		if rows, err = ParseTable(p.Lang+"/"+name+".tsv", string(b)); err != nil {
			return nil, err
		}
	case p.base != nil && !p.hasOver(name):
		return nil, fmt.Errorf("reading table %s of language pack %s: %w", name, p.Lang, fs.ErrNotExist)
	}
	more, err := p.own(name)
	if err != nil || len(more) == 0 {
		return rows, err
	}
	rows, _ = merge(Schemas[name], rows, more)
	return rows, nil
}

// own reads the rows of a table in the directory that adds to the pack.
func (p *Pack) own(name string) ([]Row, error) {
	switch {
	case p.rows != nil:
		return p.rows[name], nil
	case !p.hasOver(name):
		return nil, nil
	}
	path := filepath.Join(p.over, name+".tsv")
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading table %s: %w", name, err)
	}
	return ParseTable(path, strings.TrimPrefix(string(b), "\ufeff"))
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
