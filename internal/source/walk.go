package source

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Open yields the items of a file, or of all files in a folder and the folders
// within it, in the order of their names. In a folder names that begin with a
// dot, links to folders and what is no plain file are passed over, and so are
// files of kinds that are not read, with one error that wraps [ErrUnknown] for
// the first of each kind.
func Open(path string) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			yield(Item{}, fmt.Errorf("opening: %w", err))
		case info.IsDir():
			w := walker{yield: yield, told: map[string]bool{}}
			w.walk(path)
		default:
			readFile(path, yield)
		}
	}
}

// readFile reads one file; it reports false when the caller wants no more.
func readFile(path string, yield func(Item, error) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(Item{}, fmt.Errorf("opening: %w", err))
	}
	defer f.Close()
	return read(path, "", f, 0, yield)
}

// A walker reads a folder.
type walker struct {
	yield func(Item, error) bool
	told  map[string]bool // endings of unknown kinds
}

func (w *walker) walk(root string) {
	// The callback returns what it does only to go on or to stop.
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if !w.yield(Item{}, fmt.Errorf("reading folder: %w", err)) {
				return fs.SkipAll
			}
			return nil
		}
		if path != root && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if !plainFile(path, d) {
			return nil
		}
		if !readFile(path, w.once(path)) {
			return fs.SkipAll
		}
		return nil
	})
}

// plainFile reports whether an entry is a plain file or a link to one.
func plainFile(path string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return d.Type().IsRegular()
	}
	info, err := os.Stat(path)
	// A link that leads nowhere is opened, to tell why it cannot be.
	return err != nil || info.Mode().IsRegular()
}

// once returns the yield of one file, which tells of a kind that is not read
// once for each ending.
func (w *walker) once(path string) func(Item, error) bool {
	return func(it Item, err error) bool {
		if errors.Is(err, ErrUnknown) {
			ext := ending(path)
			if w.told[ext] {
				return true
			}
			w.told[ext] = true
			if ext != "" {
				err = fmt.Errorf("%w; other files that end in %s are passed over without a word", err, ext)
			}
		}
		return w.yield(it, err)
	}
}
