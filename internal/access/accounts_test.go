package access

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const secret = "correct horse"

// newAccounts returns the accounts of a new file: rosa, a reader; carlos, a curator;
// and ana, an admin; all with one password.
func newAccounts(t testing.TB) *Accounts {
	t.Helper()
	a, err := open(filepath.Join(t.TempDir(), "data", "accounts.json"), cheap)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []struct {
		name string
		role Role
	}{{"rosa", Reader}, {"carlos", Curator}, {"ana", Admin}} {
		if err := a.Add(t.Context(), n.name, secret, n.role); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func TestAccountsAreKept(t *testing.T) {
	a := newAccounts(t)
	info, err := os.Stat(a.Path())
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("the file's mode is %v, want 0600", info.Mode())
	}
	if left, _ := filepath.Glob(a.Path() + ".*"); len(left) > 0 {
		t.Errorf("left beside the file: %q", left)
	}
	b, err := open(a.Path(), cheap)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a.List(), b.List()) || len(b.List()) != 3 {
		t.Errorf("read again: %v, want %v", b.List(), a.List())
	}
	for _, c := range []struct {
		name, password string
		role           Role
	}{
		{"ana", secret, Admin}, {"ANA", secret, Admin}, {"rosa", secret, Reader},
		{"ana", "correct horsf", None}, {"ana", "", None}, {"nobody", secret, None}, {"", "", None},
		{"ana\x00", secret, None}, {strings.Repeat("a", 1<<16), secret, None},
	} {
		got, err := b.Check(t.Context(), c.name, c.password)
		if got.Role != c.role || (c.role == None) != errors.Is(err, ErrRefused) {
			t.Errorf("%.20q, %q: %v, %v, want %v", c.name, c.password, got, err, c.role)
		}
	}
}

// What one program changes another sees, without being told.
func TestChangesAreSeenByWhoHasItOpen(t *testing.T) {
	a := newAccounts(t)
	b, err := open(a.Path(), cheap)
	if err != nil {
		t.Fatal(err)
	}
	check := func(name, password string, want error) {
		t.Helper()
		if _, err := b.Check(t.Context(), name, password); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	check("ana", secret, nil)
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(a.SetPassword(t.Context(), "ana", "another secret"))
	check("ana", secret, ErrRefused)
	check("ana", "another secret", nil)
	ok(a.SetRole("rosa", Admin))
	if got, _ := b.Check(t.Context(), "rosa", secret); got.Role != Admin {
		t.Errorf("rosa is a %v", got.Role)
	}
	ok(a.Remove("rosa"))
	check("rosa", secret, ErrRefused)
	ok(b.Add(t.Context(), "rosa", secret, Reader))
	if n := len(a.List()); n != 3 {
		t.Errorf("%d accounts", n)
	}
	ok(os.Remove(a.Path()))
	check("ana", "another secret", ErrRefused)
	if err := b.Err(); err != nil {
		t.Errorf("a file that was removed: %v", err)
	}
}

// A file spoilt by hand while it is in use locks nobody out and is not overwritten.
func TestBadFileLeavesWhatWasRead(t *testing.T) {
	a := newAccounts(t)
	good, err := os.ReadFile(a.Path())
	if err != nil {
		t.Fatal(err)
	}
	bad := strings.Replace(string(good), `"admin"`, `"chief"`, 1)
	if err := os.WriteFile(a.Path(), []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := a.Check(t.Context(), "ana", secret); err != nil {
			t.Errorf("ana: %v", err)
		}
		if err := a.Err(); err == nil || !strings.Contains(err.Error(), a.Path()+`: accounts[2].role: role "chief"`) {
			t.Errorf("error %v names no file and field", err)
		}
	}
	if err := a.Remove("ana"); err == nil || !strings.Contains(err.Error(), "accounts[2].role") {
		t.Errorf("changed: %v", err)
	}
	if now, _ := os.ReadFile(a.Path()); string(now) != bad {
		t.Error("a bad file was overwritten")
	}
	if err := os.WriteFile(a.Path(), good, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.Err(); err != nil {
		t.Errorf("mended: %v", err)
	}
}

func TestBadFilesAreRefused(t *testing.T) {
	const phc = "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"
	acc := func(name, role, password, created string) string {
		return fmt.Sprintf(`{"name": %q, "role": %q, "password": %q, "created": %q}`, name, role, password, created)
	}
	tok := func(name, role, sum, more string) string {
		return fmt.Sprintf(`{"name": %q, "role": %q, "sha256": %q, "created": "2025-11-01T00:00:00Z"%s}`, name, role, sum, more)
	}
	const day = "2025-11-01T00:00:00Z"
	sum := strings.Repeat("0", 64)
	file := func(accounts, tokens string) string {
		return `{"version": 1, "accounts": [` + accounts + `], "tokens": [` + tokens + `]}`
	}
	for _, c := range []struct{ name, file, says string }{
		{"good", file(acc("ana", "admin", phc, day), tok("bot", "reader", sum, `, "expires": "2026-01-01T00:00:00Z"`)), ""},
		{"empty", "", "line 1: the file ends too early"},
		{"cut", "{\n\"version\": 1,\n\"acc", "line 3: the file ends too early"},
		{"not JSON", "{\n}}", "there is more behind"},
		{"syntax", "{\n\"version\" 1}", "line 2: "},
		{"type", "{\"version\": 1,\n\"accounts\": [{\"name\": 7}]}", "name: a number cannot stand here"},
		{"whole", "[]", "the whole: a array cannot"},
		{"unknown field", `{"version": 1, "acounts": []}`, `"acounts"`},
		{"version", `{"version": 2}`, "version: 2"},
		{"no version", `{}`, "version: 0"},
		{"more behind", file("", "") + "{}", "more behind the end"},
		{"name", file(acc("ana", "admin", phc, day)+","+acc("a b", "admin", phc, day), ""), "accounts[1].name: "},
		{"role", file(acc("ana", "chief", phc, day), ""), `accounts[0].role: role "chief"`},
		{"role none", file(acc("ana", "none", phc, day), ""), `accounts[0].role: `},
		{"password", file(acc("ana", "admin", "secret", day), ""), "accounts[0].password: "},
		{"created", file(acc("ana", "admin", phc, "yesterday"), ""), "accounts[0].created: "},
		{"twice", file(acc("ana", "admin", phc, day)+","+acc("Ana", "admin", phc, day), ""), `accounts[1].name: "Ana" is there twice`},
		{"token name", file("", tok("", "admin", sum, "")), "tokens[0].name: "},
		{"token role", file("", tok("t", "", sum, "")), "tokens[0].role: "},
		{"token digest", file("", tok("t", "reader", "00", "")), "tokens[0].sha256: "},
		{"token expires", file("", tok("t", "reader", sum, `, "expires": "soon"`)), "tokens[0].expires: "},
		{"token that never was", file("", tok("t", "reader", sum, `, "expires": "0001-01-01T00:00:00Z"`)), "tokens[0].expires: "},
		{"token as account", file(acc("ana", "admin", phc, day), tok("ana", "reader", sum, "")), `tokens[0].name: "ana" is there twice`},
		{"large", strings.Repeat(" ", maxFile+1), "over 4194304 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "accounts.json")
			if err := os.WriteFile(path, []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Open(path)
			if c.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want one that tells %q and the file", err, c.says)
			}
		})
	}
}

func TestNames(t *testing.T) {
	a := newAccounts(t)
	if _, err := a.AddToken("bot", Reader, time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		good bool
	}{
		{"ñandú.7_a-b@example.org", true}, {"Вера", true}, {"x", true}, {strings.Repeat("ñ", 64), true},
		{"", false}, {strings.Repeat("x", 65), false}, {"a b", false}, {"a/b", false}, {"a\nb", false}, {"<b>", false}, {"a\xff", false},
		{"a\u202eb", false}, {"ana", false}, {"Ana", false}, {"BOT", false},
	} {
		if err := a.CheckName(c.name); (err == nil) != c.good {
			t.Errorf("CheckName(%q): %v", c.name, err)
		}
		if err := a.Add(t.Context(), c.name, secret, Reader); (err == nil) != c.good {
			t.Errorf("Add(%q): %v", c.name, err)
		}
		if _, err := a.AddToken(c.name, Reader, time.Time{}); err == nil && !c.good || c.good && !errors.Is(err, ErrTaken) {
			t.Errorf("AddToken(%q): %v", c.name, err)
		}
	}
}

func TestChangesThatCannotBe(t *testing.T) {
	a := newAccounts(t)
	before, _ := os.ReadFile(a.Path())
	_, noRole := a.AddToken("bot", None, time.Time{})
	for _, c := range []struct {
		what string
		err  error
		is   error
	}{
		{"remove nobody", a.Remove("nobody"), ErrUnknown},
		{"role of nobody", a.SetRole("nobody", Reader), ErrUnknown},
		{"password of nobody", a.SetPassword(t.Context(), "nobody", secret), ErrUnknown},
		{"revoke nothing", a.RemoveToken("ana"), ErrUnknown},
		{"taken", a.Add(t.Context(), "Ana", secret, Reader), ErrTaken},
		{"no role", a.Add(t.Context(), "eva", secret, None), nil},
		{"too high a role", a.SetRole("ana", Admin+1), nil},
		{"token without a role", noRole, nil},
		{"short password", a.SetPassword(t.Context(), "ana", "short"), nil},
	} {
		if c.err == nil || c.is != nil && !errors.Is(c.err, c.is) {
			t.Errorf("%s: %v, want %v", c.what, c.err, c.is)
		}
	}
	if after, _ := os.ReadFile(a.Path()); string(after) != string(before) {
		t.Error("the file has changed")
	}
	if left, _ := filepath.Glob(a.Path() + ".*"); len(left) > 0 {
		t.Errorf("left beside the file: %q", left)
	}
}

func TestTokens(t *testing.T) {
	a := newAccounts(t)
	now := time.Date(2025, 11, 20, 10, 0, 0, 0, time.UTC)
	a.now = func() time.Time { return now }
	forever, err := a.AddToken("forever", Curator, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	brief, err := a.AddToken("brief", Reader, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if len(forever) != 43 || forever == brief {
		t.Errorf("secrets %q and %q", forever, brief)
	}
	if b, _ := os.ReadFile(a.Path()); strings.Contains(string(b), forever) {
		t.Error("the file holds the secret")
	}
	tell := func(secret string) string {
		got, err := a.Token(secret)
		if err != nil && !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
		return fmt.Sprintf("%s %v", got.Name, got.Role)
	}
	want := func(secret, want string) {
		t.Helper()
		if got := tell(secret); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	want(forever, "forever curator")
	want(brief, "brief reader")
	want("", " none")
	want(forever[:42], " none")
	now = now.Add(time.Hour)
	want(brief, " none")
	want(forever, "forever curator")
	if n := len(a.Tokens()); n != 2 {
		t.Errorf("%d tokens", n)
	}
	if err := a.RemoveToken("Forever"); err != nil {
		t.Fatal(err)
	}
	want(forever, " none")
}

// Programs that change the file at once lose none of their changes.
func TestChangesAtOnceAreAllKept(t *testing.T) {
	a := newAccounts(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			b, err := open(a.Path(), cheap)
			if err == nil {
				_, err = b.AddToken(fmt.Sprintf("bot%d", i), Reader, time.Time{})
			}
			if err != nil {
				t.Error(err)
			}
			if _, err := a.Check(t.Context(), "ana", secret); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(a.Tokens()); n != 8 {
		t.Errorf("%d tokens, want 8", n)
	}
}

func TestLockOfAnotherProgramIsRespected(t *testing.T) {
	a := newAccounts(t)
	lock := a.Path() + ".lock"
	if err := os.WriteFile(lock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.Remove("ana"); err == nil || !strings.Contains(err.Error(), "remove "+lock) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(lock); err != nil {
		t.Errorf("the lock of another: %v", err)
	}
	if _, err := a.Check(t.Context(), "ana", secret); err != nil {
		t.Error(err)
	}
}

func TestLinkToTheFileStays(t *testing.T) {
	a := newAccounts(t)
	link := filepath.Join(t.TempDir(), "link.json")
	if err := os.Symlink(a.Path(), link); err != nil {
		t.Fatal(err)
	}
	b, err := open(link, cheap)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Remove("ana"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if n := len(a.List()); n != 2 {
		t.Errorf("%d accounts", n)
	}
}

// So many log-ins at once that memory would run out are refused, and those who wait
// can stop waiting.
func TestHashingAtOnceIsBounded(t *testing.T) {
	a := newAccounts(t)
	for range hashing {
		a.slots <- struct{}{}
		a.queue <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Check(ctx, "ana", secret); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if n := len(a.queue); n != hashing {
		t.Errorf("%d in the queue, want %d", n, hashing)
	}
	for range waiting {
		a.queue <- struct{}{}
	}
	if _, err := a.Check(t.Context(), "ana", secret); !errors.Is(err, ErrTooMany) {
		t.Errorf("queue full: %v", err)
	}
}

// What is read as accounts can be written and read again, the same.
func FuzzAccounts(f *testing.F) {
	c := content{
		accounts: []account{{Account{"ana", Admin, time.Unix(0, 0).UTC()}, hashOf(secret, cheap)}},
		tokens:   []token{{Token{"bot", Reader, time.Unix(0, 0).UTC(), time.Unix(1e9, 0).UTC()}, [32]byte{1}}},
	}
	f.Add(c.encode())
	f.Add((&content{}).encode())
	f.Add([]byte(`{"version": 1, "accounts": null}`))
	f.Add([]byte(`{"version": 1, "accounts": [{"name": "a", "role": "reader"}]}`))
	f.Add([]byte("{\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := decode(b)
		if err != nil {
			return
		}
		again, err := decode(c.encode())
		if err != nil {
			t.Fatalf("%v\n%s", err, c.encode())
		}
		if string(again.encode()) != string(c.encode()) {
			t.Errorf("%s\n%s", c.encode(), again.encode())
		}
	})
}

// What a log-in costs, and that a name nobody has costs the same.
func BenchmarkCheck(b *testing.B) {
	a, err := Open(filepath.Join(b.TempDir(), "accounts.json"))
	if err != nil {
		b.Fatal(err)
	}
	if err := a.Add(b.Context(), "ana", secret, Admin); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"ana", "nobody"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := a.Check(b.Context(), name, secret); err != nil && name == "ana" {
					b.Fatal(err)
				}
			}
		})
	}
}

// What each request of a program pays.
func BenchmarkToken(b *testing.B) {
	a := newAccounts(b)
	secret, err := a.AddToken("bot", Reader, time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Token(secret); err != nil {
			b.Fatal(err)
		}
	}
}
