package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/terminal"
)

// accountsPlace tells where accounts are kept: where the flag says, else
// ATTACHE_ACCOUNTS, else beside the record or, where that is on a server, in the data
// directory of the user.
func accountsPlace(file, db string) (string, error) {
	if file = cmp.Or(file, os.Getenv("ATTACHE_ACCOUNTS")); file != "" {
		return file, nil
	}
	at, err := place(db)
	if err != nil {
		return "", err
	}
	if !onServer(at) {
		return filepath.Join(filepath.Dir(at), "accounts.json"), nil
	}
	dir, err := dataDir()
	if err != nil {
		return "", fmt.Errorf("finding a place for the accounts (--accounts tells one): %w", err)
	}
	return filepath.Join(dir, "attache", "accounts.json"), nil
}

// An accounting is an action on accounts, with its flags.
type accounting struct {
	p    *program
	fs   *flag.FlagSet
	file *string
	db   *string
}

// runAccount makes, changes, lists and removes accounts and tokens.
func runAccount(ctx context.Context, p *program, args []string) error {
	actions := map[string]func(a *accounting, ctx context.Context, args []string) error{
		"add": (*accounting).add, "passwd": (*accounting).passwd, "role": (*accounting).role, "remove": (*accounting).remove,
		"list": (*accounting).list, "token": (*accounting).token, "revoke": (*accounting).revoke,
	}
	fs := flag.NewFlagSet("account", flag.ContinueOnError)
	a := &accounting{p, fs, fs.String("accounts", "", ""), dbFlag(fs)}
	if len(args) > 0 {
		if do := actions[args[0]]; do != nil {
			return do(a, ctx, args[1:])
		}
	}
	rest, err := parse(fs, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 && actions[rest[0]] != nil {
		return usagef("account wants the action first: account %s", rest[0])
	}
	return usagef("account wants add, passwd, role, remove, list, token or revoke")
}

// open parses the flags and opens the accounts. There have to be as many arguments
// as words in want.
func (a *accounting) open(args []string, want string) (*access.Accounts, []string, error) {
	rest, err := parse(a.fs, args)
	if err != nil {
		return nil, nil, err
	}
	if len(rest) != len(strings.Fields(want)) {
		return nil, nil, usagef("it wants %s", cmp.Or(want, "no further arguments"))
	}
	file, err := accountsPlace(*a.file, *a.db)
	if err != nil {
		return nil, nil, err
	}
	accounts, err := access.Open(file)
	return accounts, rest, err
}

// say tells what was done.
func (a *accounting) say(format string, args ...any) error {
	_, err := fmt.Fprintf(a.p.stdout, format+"\n", args...)
	return err
}

// roleFlag is a flag that holds a role.
type roleFlag struct{ access.Role }

func (r *roleFlag) Set(s string) (err error) {
	r.Role, err = access.ParseRole(s)
	return err
}

func (a *accounting) add(ctx context.Context, args []string) error {
	role := roleFlag{access.Reader}
	a.fs.Var(&role, "role", "")
	accounts, rest, err := a.open(args, "NAME")
	if err != nil {
		return err
	}
	if err := accounts.CheckName(rest[0]); err != nil { // before a password is asked for
		return err
	}
	password, err := a.p.newPassword(ctx)
	if err != nil {
		return err
	}
	if err := accounts.Add(ctx, rest[0], password, role.Role); err != nil {
		return err
	}
	return a.say("%s can log in, as %v", rest[0], role)
}

func (a *accounting) passwd(ctx context.Context, args []string) error {
	accounts, rest, err := a.open(args, "NAME")
	if err != nil {
		return err
	}
	if err := accounts.CheckName(rest[0]); !errors.Is(err, access.ErrTaken) {
		return fmt.Errorf("%s: %w", rest[0], cmp.Or(err, access.ErrUnknown))
	}
	password, err := a.p.newPassword(ctx)
	if err != nil {
		return err
	}
	if err := accounts.SetPassword(ctx, rest[0], password); err != nil {
		return err
	}
	return a.say("%s has a new password, and has to log in again", rest[0])
}

func (a *accounting) role(_ context.Context, args []string) error {
	accounts, rest, err := a.open(args, "NAME ROLE")
	if err != nil {
		return err
	}
	role, err := access.ParseRole(rest[1])
	if err != nil {
		return errUsage{err}
	}
	if err := accounts.SetRole(rest[0], role); err != nil {
		return err
	}
	return a.say("%s is %v now, and has to log in again", rest[0], role)
}

func (a *accounting) remove(_ context.Context, args []string) error {
	accounts, rest, err := a.open(args, "NAME")
	if err != nil {
		return err
	}
	if err := accounts.Remove(rest[0]); err != nil {
		return err
	}
	return a.say("%s is removed, and logged out", rest[0])
}

func (a *accounting) token(_ context.Context, args []string) error {
	role := roleFlag{access.Reader}
	a.fs.Var(&role, "role", "")
	days := a.fs.Int("expires", 0, "")
	accounts, rest, err := a.open(args, "NAME")
	if err != nil {
		return err
	}
	var expires time.Time
	told := false
	a.fs.Visit(func(f *flag.Flag) { told = told || f.Name == "expires" })
	if told {
		if *days < 1 || *days > 36500 {
			return usagef("--expires wants 1 to 36500 days")
		}
		expires = time.Now().AddDate(0, 0, *days)
	}
	secret, err := accounts.AddToken(rest[0], role.Role, expires)
	if err != nil {
		return err
	}
	a.p.tell("this is the token of %s, as %v; it is not shown again", rest[0], role)
	return a.say("%s", secret)
}

func (a *accounting) revoke(_ context.Context, args []string) error {
	accounts, rest, err := a.open(args, "TOKENNAME")
	if err != nil {
		return err
	}
	if err := accounts.RemoveToken(rest[0]); err != nil {
		return err
	}
	return a.say("the token %s lets nobody in any more", rest[0])
}

func (a *accounting) list(_ context.Context, args []string) error {
	asJSON := a.fs.Bool("json", false, "")
	accounts, _, err := a.open(args, "")
	if err != nil {
		return err
	}
	all := struct {
		Accounts []access.Account `json:"accounts"`
		Tokens   []access.Token   `json:"tokens"`
	}{accounts.List(), accounts.Tokens()}
	if *asJSON {
		return a.p.json(all)
	}
	out := bufio.NewWriter(a.p.stdout)
	if len(all.Accounts)+len(all.Tokens) == 0 {
		fmt.Fprintf(out, "there are no accounts in %s\n", terminal.Clean(accounts.Path()))
	}
	t := &terminal.Table{Heading: "Accounts", Style: terminal.Bold}
	for _, x := range all.Accounts {
		t.Add(x.Name, x.Role.String(), "since "+x.Created.Local().Format(time.DateOnly))
	}
	t.Write(out, a.p.page())
	t = &terminal.Table{Heading: "Tokens", Style: terminal.Bold}
	for _, x := range all.Tokens {
		until := "for ever"
		if !x.Expires.IsZero() {
			until = "until " + x.Expires.Local().Format(time.DateOnly)
			if !time.Now().Before(x.Expires) {
				until = "expired " + x.Expires.Local().Format(time.DateOnly)
			}
		}
		t.Add(x.Name, x.Role.String(), "since "+x.Created.Local().Format(time.DateOnly), until)
	}
	t.Write(out, a.p.page())
	return out.Flush()
}

// newPassword asks for a password twice on a terminal, or reads it from the first
// line of a standard input that is none.
func (p *program) newPassword(ctx context.Context) (string, error) {
	const what = "reading the password"
	f, ok := p.stdin.(*os.File)
	if !ok || !isTerminal(f) {
		s, err := readLine(p.stdin)
		if err != nil {
			return "", fmt.Errorf(what+": %w", err)
		}
		return s, nil
	}
	var said [2]string
	for i, prompt := range []string{"password, at least 10 characters: ", "again: "} {
		var err error
		if said[i], err = p.hidden(ctx, f, prompt); err != nil {
			return "", fmt.Errorf(what+": %w", err)
		}
	}
	if said[0] != said[1] {
		return "", errors.New(what + ": the two are not the same")
	}
	return said[0], nil
}

// hidden asks for a line that the terminal does not show. The terminal is as before
// when it returns, also where ctx ends it.
func (p *program) hidden(ctx context.Context, f *os.File, prompt string) (string, error) {
	show, err := hideInput(f)
	if err != nil {
		return "", fmt.Errorf("hiding what is typed (it can also come from the standard input): %w", err)
	}
	defer show()
	fmt.Fprint(p.stderr, prompt)
	defer fmt.Fprintln(p.stderr)
	type line struct {
		s   string
		err error
	}
	got := make(chan line, 1)
	go func() { // reading a terminal cannot be cancelled: it is left behind
		s, err := readLine(f)
		got <- line{s, err}
	}()
	select {
	case l := <-got:
		return l.s, l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// readLine reads a line, and nothing behind it.
func readLine(r io.Reader) (string, error) {
	var line []byte
	var b [1]byte
	for {
		n, err := r.Read(b[:])
		if n > 0 {
			if b[0] == '\n' {
				break
			}
			line = append(line, b[0])
		}
		if len(line) > 4096 {
			return "", errors.New("the line is over 4096 bytes long")
		}
		if err == io.EOF && len(line) > 0 {
			break
		}
		if err == io.EOF {
			return "", errors.New("there is none")
		}
		if err != nil {
			return "", err
		}
	}
	return strings.TrimSuffix(string(line), "\r"), nil
}
