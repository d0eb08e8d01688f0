//go:build !unix

package main

import (
	"io"
	"os"
)

// columns returns whether w is a terminal; its width is not known.
func columns(w io.Writer) (int, bool) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, false
	}
	info, err := f.Stat()
	return 0, err == nil && info.Mode()&os.ModeCharDevice != 0
}
