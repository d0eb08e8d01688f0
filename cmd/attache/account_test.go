package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/access"
)

// A porter runs account commands on one file.
type porter struct {
	t    *testing.T
	file string
}

func newPorter(t *testing.T) *porter {
	t.Helper()
	t.Setenv("COLUMNS", "100")
	return &porter{t, filepath.Join(t.TempDir(), "a", "accounts.json")}
}

// run runs a command that has to end with a code, and returns what it printed and
// what it said.
func (o *porter) run(code int, stdin string, args ...string) (out, said string) {
	o.t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"account"}, append(args, "--accounts", o.file)...)
	if got := run(o.t.Context(), args, strings.NewReader(stdin), &stdout, &stderr); got != code {
		o.t.Fatalf("attache %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, &stdout, &stderr)
	}
	return stdout.String(), stderr.String()
}

func TestAccountsAreMadeAndChanged(t *testing.T) {
	o := newPorter(t)
	out, _ := o.run(exitOK, "", "list")
	has(t, "list", out, "there are no accounts in "+o.file)

	out, _ = o.run(exitOK, "correct horse\n", "add", "ana", "--role", "curator")
	has(t, "add", out, "ana can log in, as curator")
	o.run(exitOK, "battery staple\r\nmore\n", "add", "rosa")
	secret, said := o.run(exitOK, "", "token", "bot", "--expires", "30", "--role", "curator")
	has(t, "token", said, "this is the token of bot, as curator; it is not shown again")
	accounts, err := access.Open(o.file)
	if err != nil {
		t.Fatal(err)
	}
	if tok, err := accounts.Token(strings.TrimSuffix(secret, "\n")); err != nil || tok.Role != access.Curator || tok.Expires.IsZero() {
		t.Errorf("the token %q printed: %v, %v", secret, tok, err)
	}
	check := func(name, password, want string) {
		t.Helper()
		a, _ := accounts.Check(t.Context(), name, password)
		if got := a.Role.String(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	check("ana", "correct horse", "curator")
	check("rosa", "battery staple", "reader")

	o.run(exitOK, "", "role", "ana", "admin")
	o.run(exitOK, "another secret", "passwd", "rosa") // no end of line
	check("ana", "correct horse", "admin")
	check("rosa", "battery staple", "none")
	check("rosa", "another secret", "reader")

	out, _ = o.run(exitOK, "", "list")
	has(t, "list", out, "Accounts", "ana   admin   since 20", "rosa  reader", "Tokens", "bot  curator  since 20", "  until 20")
	out, _ = o.run(exitOK, "", "list", "--json")
	var list struct {
		Accounts, Tokens []struct{ Name, Role, Created, Expires string }
	}
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list.Accounts) != 2 || len(list.Tokens) != 1 || list.Accounts[0].Role != "admin" {
		t.Errorf("list --json: %v\n%s", err, out)
	}
	for _, secret := range []string{"argon2id", "sha256"} {
		if strings.Contains(out, secret) {
			t.Errorf("list --json tells %s:\n%s", secret, out)
		}
	}

	o.run(exitOK, "", "remove", "ana")
	o.run(exitOK, "", "revoke", "bot")
	check("ana", "correct horse", "none")
	if _, err := accounts.Token(strings.TrimSpace(secret)); err == nil {
		t.Error("a revoked token lets in")
	}
}

func TestAccountCommandsThatCannotBe(t *testing.T) {
	o := newPorter(t)
	o.run(exitOK, "correct horse\n", "add", "ana")
	before, err := os.ReadFile(o.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args  string
		stdin string
		code  int
		says  string
	}{
		{"", "", exitUsage, "account wants add, passwd, role, remove, list, token or revoke"},
		{"ad ana", "", exitUsage, "account wants add"},
		{"--db x.db add ana", "", exitUsage, "the action first"},
		{"add", "", exitUsage, "it wants NAME"},
		{"add eva luz", "", exitUsage, "it wants NAME"},
		{"add eva --role chief", "", exitUsage, `role "chief" is none of reader, curator, admin`},
		{"role ana", "", exitUsage, "it wants NAME ROLE"},
		{"role ana none", "", exitUsage, `role "none"`},
		{"list ana", "", exitUsage, "no further arguments"},
		{"token bot --expires 0", "", exitUsage, "--expires wants 1 to 36500 days"},
		{"token bot --expires soon", "", exitUsage, "expires"},
		{"add ana", "", exitFailed, "ana: the name is taken"},
		{"add a/b", "", exitFailed, "letters, digits"},
		{"add eva", "", exitFailed, "reading the password: there is none"},
		{"add eva", "short\n", exitFailed, "at least 10 characters"},
		{"add eva", "\nsecond line\n", exitFailed, "at least 10 characters"},
		{"add eva", strings.Repeat("x", 5000), exitFailed, "over 4096 bytes"},
		{"passwd eva", "correct horse\n", exitFailed, "eva: there is no such account"},
		{"passwd a/b", "correct horse\n", exitFailed, "letters, digits"},
		{"role eva admin", "", exitFailed, "there is no such account"},
		{"remove eva", "", exitFailed, "removing account eva: there is no such account"},
		{"revoke ana", "", exitFailed, "revoking token ana: there is no such"},
		{"token ana", "", exitFailed, "the name is taken"},
	} {
		_, said := o.run(c.code, c.stdin, strings.Fields(c.args)...)
		has(t, c.args, said, c.says)
	}
	if after, _ := os.ReadFile(o.file); !bytes.Equal(before, after) {
		t.Errorf("the file has changed:\n%s", after)
	}
	if err := os.WriteFile(o.file, []byte("{\n\"version\": 1,\n\"accounts\": 7}"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, said := o.run(exitFailed, "", "list")
	has(t, "a bad file", said, o.file+": line 3: accounts: a number cannot stand here")
}

func TestAccountsLieBesideTheRecord(t *testing.T) {
	t.Setenv("ATTACHE_ACCOUNTS", "")
	t.Setenv("ATTACHE_DB", "")
	t.Setenv("XDG_DATA_HOME", "/data")
	for _, c := range []struct{ file, db, want string }{
		{"", "", "/data/attache/accounts.json"},
		{"", "/news/record.db", "/news/accounts.json"},
		{"", "postgres://h/d", "/data/attache/accounts.json"},
		{"mine.json", "/news/record.db", "mine.json"},
	} {
		if got, err := accountsPlace(c.file, c.db); filepath.ToSlash(got) != c.want || err != nil {
			t.Errorf("%q, %q: %s, %v, want %s", c.file, c.db, got, err, c.want)
		}
	}
	t.Setenv("ATTACHE_ACCOUNTS", "/etc/attache.json")
	if got, _ := accountsPlace("", "/news/record.db"); got != "/etc/attache.json" {
		t.Error(got)
	}
}
