package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"strings"

	"github.com/attache-project/attache/reading"
)

func runRead(ctx context.Context, p *program, args []string) error {
	var in inputs
	fs := flag.NewFlagSet("read", flag.ContinueOnError)
	in.add(fs)
	asJSON := fs.Bool("json", false, "")
	indent := fs.Bool("indent", false, "")
	files, err := parse(fs, args)
	if err != nil {
		return err
	}
	if err := in.check(); err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef(`no file is given ("-" is the standard input)`)
	}
	r, err := reading.Open(reading.Options{PackDir: in.pack})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(p.stdout)
	printer := reading.Printer{Width: p.width(), Color: p.color()}
	_, terminal := columns(p.stderr)
	bar := terminal && len(files) > 5
	failed := false
	shownOne := false
	type result struct {
		readings []*reading.Reading
		err      error
	}
	err = inOrder(ctx, len(files), runtime.GOMAXPROCS(0), func(i int) result {
		rs, err := p.readings(ctx, r, &in, files[i])
		return result{rs, err}
	}, func(i int, got result) error {
		if bar {
			defer p.progress(i+1, len(files))
		}
		if got.err != nil {
			if ctx.Err() == nil {
				failed = true
				p.tell("%v", got.err)
			}
			return nil
		}
		for _, one := range got.readings {
			if !*asJSON && !*indent && shownOne {
				fmt.Fprintf(out, "\n%s\n\n", strings.Repeat("─", min(printer.Width, 72)))
			}
			shownOne = true
			if err := put(out, one, &printer, *asJSON, *indent); err != nil {
				return err
			}
		}
		if bar {
			p.clear() // no bar among what is printed
		}
		return out.Flush()
	})
	if err := errors.Join(err, out.Flush(), ctx.Err()); err != nil {
		return err
	}
	if failed {
		return errTold
	}
	return nil
}

// put prints one reading.
func put(out *bufio.Writer, r *reading.Reading, p *reading.Printer, asJSON, indent bool) error {
	if !asJSON && !indent {
		return p.Print(out, r)
	}
	var b []byte
	var err error
	if indent {
		b, err = r.Indent()
	} else {
		b, err = r.Append(nil)
	}
	if err != nil {
		return err
	}
	_, err = out.Write(append(b, '\n'))
	return err
}

// inOrder does the work items 0 to n-1, several at once, and uses the results
// one by one in their order. Few results wait at any time. It stops at the
// first error of use and when ctx is cancelled.
func inOrder[T any](ctx context.Context, n, workers int, do func(i int) T, use func(i int, result T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	slots := make([]chan T, min(n, 4*workers))
	for i := range slots {
		slots[i] = make(chan T, 1)
	}
	items := make(chan int)
	room := make(chan struct{}, len(slots))
	go func() {
		defer close(items)
		for i := range n {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case items <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range min(n, workers) {
		go func() {
			for i := range items {
				slots[i%len(slots)] <- do(i)
			}
		}()
	}
	for i := range n {
		select {
		case got := <-slots[i%len(slots)]:
			if err := use(i, got); err != nil {
				return err
			}
			<-room
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
