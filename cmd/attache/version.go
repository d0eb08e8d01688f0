package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"strings"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/reading"
)

func runVersion(_ context.Context, p *program, args []string) error {
	rest, err := parse(flag.NewFlagSet("version", flag.ContinueOnError), args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usagef("version takes no arguments")
	}
	_, err = fmt.Fprintf(p.stdout, "attache %s, %s %s/%s\nlanguages: %s\nschema: %s\n", release(),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, strings.Join(lang.Codes(), ", "), reading.Schema)
	return err
}
