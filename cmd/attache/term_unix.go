//go:build unix

package main

import (
	"io"
	"os"
	"syscall"
	"unsafe"
)

// columns returns the width of the terminal that w is, and whether it is one.
func columns(w io.Writer) (int, bool) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, false
	}
	var size struct{ row, col, x, y uint16 }
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	return int(size.col), errno == 0
}
