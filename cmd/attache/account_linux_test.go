package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/attache-project/attache/internal/access"
)

// openTerminal returns the two ends of a new terminal: the person's and the
// program's.
func openTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprint("/dev/pts/", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

func shows(t *testing.T, f *os.File) bool {
	t.Helper()
	s, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return s.Lflag&unix.ECHO != 0
}

// A prompt is what is said to the person; asked gets a value at each question.
type prompt struct {
	mu    sync.Mutex
	said  bytes.Buffer
	asked chan bool
}

func (p *prompt) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said.Write(b)
	if bytes.HasSuffix(b, []byte(": ")) {
		p.asked <- true
	}
	return len(b), nil
}

func TestPasswordIsTypedUnseen(t *testing.T) {
	for _, c := range []struct {
		name  string
		typed []string
		code  int
		says  string
	}{
		{"twice the same", []string{"correct horse\n", "correct horse\n"}, exitOK, ""},
		{"two that differ", []string{"correct horse\n", "correct hoarse\n"}, exitFailed, "the two are not the same"},
		{"interrupted", []string{"correct horse\n", ""}, exitInterrupted, "interrupted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			person, terminal := openTerminal(t)
			file := filepath.Join(t.TempDir(), "accounts.json")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			said := &prompt{asked: make(chan bool, 4)}
			var stdout bytes.Buffer
			ended := make(chan int)
			go func() {
				ended <- run(ctx, []string{"account", "add", "ana", "--accounts", file}, terminal, &stdout, said)
			}()
			for _, line := range c.typed {
				select {
				case <-said.asked:
				case <-time.After(10 * time.Second):
					t.Fatal("no password is asked for")
				}
				if shows(t, terminal) {
					t.Error("the terminal shows what is typed")
				}
				if line == "" {
					cancel()
				} else if _, err := person.WriteString(line); err != nil {
					t.Fatal(err)
				}
			}
			if code := <-ended; code != c.code || !strings.Contains(said.said.String(), c.says) {
				t.Errorf("exit code %d, want %d\n%s", code, c.code, &said.said)
			}
			if !shows(t, terminal) {
				t.Error("the terminal is left silent")
			}
			accounts, err := access.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(accounts.List()); (n == 1) != (c.code == exitOK) {
				t.Errorf("%d accounts", n)
			}
		})
	}
}
