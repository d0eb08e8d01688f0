//go:build !(aix || darwin || dragonfly || freebsd || linux || netbsd || openbsd || solaris || windows)

package main

import (
	"errors"
	"os"
)

// isTerminal reports whether a person types into f.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// hideInput would keep a terminal from showing what is typed.
func hideInput(*os.File) (show func(), err error) {
	return nil, errors.New("not on this system")
}
