// Attache reads diplomatic news: who said what through which channel, who met,
// signed, visited or threatened whom, and whether it has happened, is planned,
// or is only said to be so. This command parses arguments and talks; the work
// is done by package reading.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailed      = 1 // something could not be read, or does not hold
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// A command is one word after the program's name.
type command struct {
	name  string
	usage string
	run   func(ctx context.Context, p *program, args []string) error
}

func commands() []command {
	return []command{
		{"read", readUsage, runRead},
		{"explain", explainUsage, runExplain},
		{"verify", verifyUsage, runVerify},
		{"add", addUsage, runAdd},
		{"watch", watchUsage, runWatch},
		{"search", searchUsage, runSearch},
		{"show", showUsage, runShow},
		{"dossier", dossierUsage, runDossier},
		{"timeline", timelineUsage, runTimeline},
		{"due", dueUsage, runDue},
		{"who", whoUsage, runWho},
		{"compare", compareUsage, runCompare},
		{"review", reviewUsage, runReview},
		{"log", logUsage, runLog},
		{"serve", serveUsage, runServe},
		{"mcp", mcpUsage, runMCP},
		{"account", accountUsage, runAccount},
		{"export", exportUsage, runExport},
		{"backup", backupUsage, runBackup},
		{"reread", rereadUsage, runReread},
		{"parse", parseUsage, runParse},
		{"train", trainUsage + trainEntitiesUsage, runTrainAny},
		{"eval", evalUsage, runEval},
		{"pack", packUsage, runPack},
		{"version", versionUsage, runVersion},
	}
}

// errUsage marks errors of the command line.
type errUsage struct{ error }

func usagef(format string, args ...any) error { return errUsage{fmt.Errorf(format, args...)} }

// errTold is returned by a command that has told its errors already.
var errTold = errors.New("some files failed")

// run is the program without its process: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr}
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return p.exit(ctx, "", help(p, args))
	case "-version", "--version":
		name = "version"
	}
	for _, c := range commands() {
		if c.name != name {
			continue
		}
		err := c.run(ctx, p, args)
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stdout, c.usage)
			return exitOK
		}
		return p.exit(ctx, name, err)
	}
	return p.exit(ctx, "", usagef("there is no command %q", name))
}

// exit tells of an error and returns the exit code for it.
func (p *program) exit(ctx context.Context, command string, err error) int {
	var u errUsage
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil:
		p.tell("interrupted")
		return exitInterrupted
	case errors.Is(err, errTold):
		return exitFailed
	case errors.As(err, &u):
		p.tell("%v", err)
		if command == "" {
			p.tell("try attache help")
		} else {
			p.tell("try attache help %s", command)
		}
		return exitUsage
	}
	p.tell("%v", err)
	return exitFailed
}

// help prints the usage of the program or of a command.
func help(p *program, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(p.stdout, usage)
		return nil
	}
	for _, c := range commands() {
		if c.name == args[0] {
			fmt.Fprint(p.stdout, c.usage)
			return nil
		}
	}
	return usagef("there is no command %q", args[0])
}

// parse parses the flags of a command, which may stand before, between and
// behind its other arguments, and returns these.
func parse(fs *flag.FlagSet, args []string) ([]string, error) {
	fs.SetOutput(io.Discard)
	var rest []string
	for {
		if err := fs.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, errUsage{err}
		}
		left := fs.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if k := len(args) - len(left); k > 0 && args[k-1] == "--" {
			return append(rest, left...), nil
		}
		rest = append(rest, left[0])
		args = left[1:]
	}
}
