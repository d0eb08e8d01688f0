package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

// A program is what a command talks to. Data goes to stdout; everything said
// to the person goes to stderr through tell, and only there: one line with the
// program's name before it, lower case, no full stop.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	mu  sync.Mutex // guards stderr and bar
	bar string     // progress now on the terminal
}

func (p *program) tell(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
	s := strings.ReplaceAll(strings.TrimSpace(fmt.Sprintf(format, args...)), "\n", " ")
	fmt.Fprintf(p.stderr, "attache: %s\n", s)
}

// progress shows how far the work has come, where that is a terminal.
func (p *program) progress(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
	if done == total {
		return
	}
	const cells = 30
	full := cells * done / total
	p.bar = fmt.Sprintf("%s%s %d of %d", strings.Repeat("█", full), strings.Repeat("░", cells-full), done, total)
	fmt.Fprint(p.stderr, p.bar)
}

// clear takes the progress off the terminal until it is shown again.
func (p *program) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
}

// wipe takes the progress off the terminal.
func (p *program) wipe() {
	if p.bar != "" {
		fmt.Fprint(p.stderr, "\r\x1b[K")
		p.bar = ""
	}
}

// width is the number of columns to write in.
func (p *program) width() int {
	var n int
	if _, err := fmt.Sscanf(os.Getenv("COLUMNS"), "%d", &n); err == nil && n > 0 {
		return n
	}
	if n, ok := columns(p.stdout); ok && n > 0 {
		return n
	}
	return 100
}

// color reports whether stdout takes colours.
func (p *program) color() bool {
	_, ok := columns(p.stdout)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
