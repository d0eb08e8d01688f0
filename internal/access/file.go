package access

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxFile is how large a file of accounts may be, in bytes.
const maxFile = 4 << 20

// fileVersion is the version of the form of the file.
const fileVersion = 1

// A content is what a file of accounts holds. It is not changed once it is read.
type content struct {
	accounts []account
	tokens   []token
}

type account struct {
	Account
	hash hash
}

type token struct {
	Token
	sum [sha256.Size]byte
}

// The form of the file. All values are strings, so that what is wrong with one can
// be told with its field.
type (
	fileForm struct {
		Version  int           `json:"version"`
		Accounts []accountForm `json:"accounts"`
		Tokens   []tokenForm   `json:"tokens"`
	}
	accountForm struct {
		Name     string `json:"name"`
		Role     string `json:"role"`
		Password string `json:"password"` // PHC string
		Created  string `json:"created"`  // RFC 3339
	}
	tokenForm struct {
		Name    string `json:"name"`
		Role    string `json:"role"`
		SHA256  string `json:"sha256"` // hexadecimal
		Created string `json:"created"`
		Expires string `json:"expires,omitempty"`
	}
)

// decode reads the content of a file. Its errors name the line or the field.
func decode(b []byte) (*content, error) {
	var f fileForm
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields() // what is not known would be lost at the next change
	if err := d.Decode(&f); err != nil {
		return nil, placed(b, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("there is more behind the end of the accounts")
	}
	if f.Version != fileVersion {
		return nil, fmt.Errorf("version: %d is not %d, the one that this program knows", f.Version, fileVersion)
	}
	c := new(content)
	seen := map[string]bool{}
	for i := range f.Accounts {
		field, a, err := f.Accounts[i].read()
		if err == nil && seen[nameKey(a.Name)] {
			field, err = "name", fmt.Errorf("%q is there twice", a.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("accounts[%d].%s: %w", i, field, err)
		}
		seen[nameKey(a.Name)] = true
		c.accounts = append(c.accounts, a)
	}
	for i := range f.Tokens {
		field, t, err := f.Tokens[i].read()
		if err == nil && seen[nameKey(t.Name)] {
			field, err = "name", fmt.Errorf("%q is there twice", t.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("tokens[%d].%s: %w", i, field, err)
		}
		seen[nameKey(t.Name)] = true
		c.tokens = append(c.tokens, t)
	}
	return c, nil
}

// placed adds to an error of the decoder of b where it is.
func placed(b []byte, err error) error {
	line := func(offset int64) int { return 1 + bytes.Count(b[:min(int(offset), len(b))], []byte("\n")) }
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("line %d: %w", line(e.Offset), err)
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("line %d: %s: a %s cannot stand here", line(e.Offset), cmp.Or(e.Field, "the whole"), e.Value)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("line %d: the file ends too early", line(int64(len(b))))
	}
	return err // an unknown field, which it names
}

func (f *accountForm) read() (field string, a account, err error) {
	if a.Name, err = goodName(f.Name); err != nil {
		return "name", a, err
	}
	if a.Role, err = ParseRole(f.Role); err != nil {
		return "role", a, err
	}
	if a.hash, err = parseHash(f.Password); err != nil {
		return "password", a, err
	}
	a.Created, err = time.Parse(time.RFC3339, f.Created)
	return "created", a, err
}

func (f *tokenForm) read() (field string, t token, err error) {
	if t.Name, err = goodName(f.Name); err != nil {
		return "name", t, err
	}
	if t.Role, err = ParseRole(f.Role); err != nil {
		return "role", t, err
	}
	sum, err := hex.DecodeString(f.SHA256)
	if err != nil || len(sum) != len(t.sum) {
		return "sha256", t, fmt.Errorf("%q is not %d bytes in hexadecimal", f.SHA256, len(t.sum))
	}
	copy(t.sum[:], sum)
	if t.Created, err = time.Parse(time.RFC3339, f.Created); err != nil || f.Expires == "" {
		return "created", t, err
	}
	if t.Expires, err = time.Parse(time.RFC3339, f.Expires); err == nil && t.Expires.IsZero() {
		err = fmt.Errorf("%s would be taken for never", f.Expires)
	}
	return "expires", t, err
}

// encode writes the content as decode reads it.
func (c *content) encode() []byte {
	f := fileForm{Version: fileVersion, Accounts: []accountForm{}, Tokens: []tokenForm{}}
	for _, a := range c.accounts {
		f.Accounts = append(f.Accounts, accountForm{a.Name, a.Role.String(), a.hash.String(), a.Created.Format(time.RFC3339)})
	}
	for _, t := range c.tokens {
		form := tokenForm{Name: t.Name, Role: t.Role.String(), SHA256: hex.EncodeToString(t.sum[:]), Created: t.Created.Format(time.RFC3339)}
		if !t.Expires.IsZero() {
			form.Expires = t.Expires.Format(time.RFC3339)
		}
		f.Tokens = append(f.Tokens, form)
	}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // strings and a number always have a form
	}
	return append(b, '\n')
}

// taken reports whether an account or a token has a name.
func (c *content) taken(name string) bool { return c.account(name) >= 0 || c.token(name) >= 0 }

// account returns the index of an account, or -1.
func (c *content) account(name string) int {
	key := nameKey(name)
	for i := range c.accounts {
		if nameKey(c.accounts[i].Name) == key {
			return i
		}
	}
	return -1
}

// token returns the index of the token of a name, or -1.
func (c *content) token(name string) int {
	key := nameKey(name)
	for i := range c.tokens {
		if nameKey(c.tokens[i].Name) == key {
			return i
		}
	}
	return -1
}

// nameKey is what two names that count as one have in common.
func nameKey(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// goodName returns a name in its normal form, or what is wrong with it.
func goodName(s string) (string, error) {
	name := norm.NFC.String(s)
	bad := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@", r) || r == utf8.RuneError
	}
	if n := utf8.RuneCountInString(name); n < 1 || n > 64 || strings.ContainsFunc(name, bad) {
		return "", fmt.Errorf("a name has 1 to 64 letters, digits and . _ - @, unlike %q", clip(s, 80))
	}
	return name, nil
}

func clip(s string, n int) string { return s[:min(len(s), n)] }

// readFile reads a file of accounts; there are none where there is no file.
func readFile(path string) (*content, fs.FileInfo, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return new(content), nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading accounts: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("reading accounts: %w", err)
	}
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(b) > maxFile {
		err = fmt.Errorf("over %d bytes", maxFile)
	}
	if err != nil {
		return nil, info, fmt.Errorf("reading accounts: %s: %w", path, err)
	}
	c, err := decode(b)
	if err != nil {
		return nil, info, fmt.Errorf("reading accounts: %s: %w", path, err)
	}
	return c, info, nil
}

// locked runs change while no other program changes the file, and puts the bytes
// that it returns in the place of the file: all or none of them, even if the machine
// stops meanwhile. The lock is the new file itself, path with ".lock" behind it.
func locked(path string, change func() ([]byte, error)) error {
	if at, err := filepath.EvalSymlinks(path); err == nil {
		path = at // a link stays one
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	lock := path + ".lock"
	f, err := create(lock)
	if err != nil {
		return err
	}
	b, err := change()
	if err == nil {
		_, err = f.Write(b)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(lock, path)
	}
	if err != nil {
		os.Remove(lock)
		return err
	}
	return syncDir(filepath.Dir(path))
}

// create creates a file that is not there yet, and waits some two seconds for that.
func create(lock string) (*os.File, error) {
	for wait := time.Millisecond; ; wait *= 2 {
		f, err := os.OpenFile(lock, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return f, err
		}
		if wait > time.Second {
			return nil, fmt.Errorf("another program is changing it: if none is, remove %s", lock)
		}
		time.Sleep(wait)
	}
}

// syncDir makes a renaming outlast a loss of power, where a directory can be synced.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
