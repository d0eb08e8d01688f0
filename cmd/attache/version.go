package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
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
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	_, err = fmt.Fprintf(p.stdout, "attache %s%s, %s %s/%s\nlanguages: %s\nschema: %s\n", version, revision,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, strings.Join(lang.Codes(), ", "), reading.Schema)
	return err
}
