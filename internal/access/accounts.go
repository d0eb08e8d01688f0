package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// Errors that can be told apart with [errors.Is].
var (
	ErrRefused = errors.New("the name or the password is wrong") // or the token is unknown or expired
	ErrTooMany = errors.New("too many log-ins, try again later")
	ErrUnknown = errors.New("there is no such account or token")
	ErrTaken   = errors.New("the name is taken")
)

// An Account is somebody who logs in.
type Account struct {
	Name    string    `json:"name"`
	Role    Role      `json:"role"`
	Created time.Time `json:"created"`
}

// A Token lets a program in. Its secret is known only to who was given it.
type Token struct {
	Name    string    `json:"name"`
	Role    Role      `json:"role"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"` // zero: never
}

// How many passwords are hashed at once, of 64 MiB each, and how many more may wait.
const (
	hashing = 2
	waiting = 30
)

// Accounts are the accounts and tokens of one file. They may be used by several
// goroutines, and the file be changed by several programs: each call sees what it
// holds at that time.
type Accounts struct {
	path  string
	now   func() time.Time
	cost  cost
	decoy hash // compared with where no account has the name
	slots chan struct{}
	queue chan struct{}

	mu      sync.Mutex
	content *content    // as last read without error
	info    fs.FileInfo // of the file when it was last read, nil where there was none
	err     error       // of that reading
}

// Open opens the accounts in the file at path, of which there are none where there
// is no file. An error names the file and the line or the field.
func Open(path string) (*Accounts, error) { return open(path, recommended) }

func open(path string, c cost) (*Accounts, error) {
	a := &Accounts{path: path, now: time.Now, cost: c,
		slots: make(chan struct{}, hashing), queue: make(chan struct{}, hashing+waiting)}
	a.decoy = hash{cost: c, salt: make([]byte, saltSize), sum: make([]byte, hashSize)}
	var err error
	if a.content, a.info, err = readFile(path); err != nil {
		return nil, err
	}
	return a, nil
}

// Path returns where the accounts are kept.
func (a *Accounts) Path() string { return a.path }

// current returns what the file holds now. A file that became bad while it is in use
// leaves what it held before in force, and Err tells of it.
func (a *Accounts) current() *content {
	a.mu.Lock()
	defer a.mu.Unlock()
	info, err := os.Stat(a.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		a.content, a.info, a.err = new(content), nil, nil
	case err != nil:
		a.info, a.err = nil, fmt.Errorf("reading accounts: %w", err)
	case a.info == nil || !os.SameFile(info, a.info) || !info.ModTime().Equal(a.info.ModTime()) || info.Size() != a.info.Size():
		a.take(readFile(a.path))
	}
	return a.content
}

// take remembers what was read. a.mu is held.
func (a *Accounts) take(c *content, info fs.FileInfo, err error) {
	a.info, a.err = info, err
	if err == nil {
		a.content = c
	}
}

// Err tells why the file cannot be read any more: what it held before is in force
// until it can. It is nil when all is well.
func (a *Accounts) Err() error {
	a.current()
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// change changes the file by f, which changes what it is given.
func (a *Accounts) change(what string, f func(c *content) error) error {
	err := locked(a.path, func() ([]byte, error) {
		c, _, err := readFile(a.path)
		if err != nil {
			return nil, err
		}
		if err := f(c); err != nil {
			return nil, err
		}
		return c.encode(), nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	a.current() // what was made here is known here, whatever becomes of the file
	return nil
}

// List returns the accounts in the order in which they were made.
func (a *Accounts) List() []Account {
	c := a.current()
	list := make([]Account, len(c.accounts))
	for i := range c.accounts {
		list[i] = c.accounts[i].Account
	}
	return list
}

// Tokens returns the tokens in the order in which they were made, the expired too.
func (a *Accounts) Tokens() []Token {
	c := a.current()
	list := make([]Token, len(c.tokens))
	for i := range c.tokens {
		list[i] = c.tokens[i].Token
	}
	return list
}

// CheckName tells what is wrong with a name, or that it is taken ([ErrTaken]).
// Accounts and tokens share their names, so that a log tells them apart; capitals
// make no difference.
func (a *Accounts) CheckName(name string) error {
	name, err := goodName(name)
	if err != nil {
		return err
	}
	if a.current().taken(name) {
		return fmt.Errorf("%s: %w", name, ErrTaken)
	}
	return nil
}

// Add adds an account. A password has at least 10 characters.
func (a *Accounts) Add(ctx context.Context, name, password string, role Role) error {
	what := "adding account " + name
	name, err := goodName(name)
	if err != nil {
		return fmt.Errorf("adding account: %w", err)
	}
	h, err := a.hash(ctx, password)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return a.change(what, func(c *content) error {
		if c.taken(name) {
			return ErrTaken
		}
		if role < Reader || role > Admin {
			return fmt.Errorf("an account cannot have %v", role)
		}
		c.accounts = append(c.accounts, account{Account{name, role, a.second()}, h})
		return nil
	})
}

// second returns the time as the file keeps it.
func (a *Accounts) second() time.Time { return a.now().UTC().Truncate(time.Second) }

// Remove removes an account, and ends its sessions.
func (a *Accounts) Remove(name string) error {
	return a.change("removing account "+name, func(c *content) error {
		i := c.account(name)
		if i < 0 {
			return ErrUnknown
		}
		c.accounts = slices.Delete(c.accounts, i, i+1)
		return nil
	})
}

// SetPassword changes the password of an account, and ends its sessions.
func (a *Accounts) SetPassword(ctx context.Context, name, password string) error {
	what := "setting the password of " + name
	h, err := a.hash(ctx, password)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return a.change(what, func(c *content) error {
		i := c.account(name)
		if i < 0 {
			return ErrUnknown
		}
		c.accounts[i].hash = h
		return nil
	})
}

// SetRole changes the role of an account, and ends its sessions.
func (a *Accounts) SetRole(name string, role Role) error {
	return a.change("setting the role of "+name, func(c *content) error {
		i := c.account(name)
		if i < 0 {
			return ErrUnknown
		}
		if role < Reader || role > Admin {
			return fmt.Errorf("an account cannot have %v", role)
		}
		c.accounts[i].Role = role
		return nil
	})
}

// AddToken makes a token and returns its secret, 32 random bytes in base64url, which
// cannot be had again. A zero expires is never.
func (a *Accounts) AddToken(name string, role Role, expires time.Time) (secret string, err error) {
	what := "making token " + name
	name, err = goodName(name)
	if err != nil {
		return "", fmt.Errorf("making a token: %w", err)
	}
	secret = random()
	err = a.change(what, func(c *content) error {
		if c.taken(name) {
			return ErrTaken
		}
		if role < Reader || role > Admin {
			return fmt.Errorf("a token cannot have %v", role)
		}
		t := token{Token{Name: name, Role: role, Created: a.second()}, sha256.Sum256([]byte(secret))}
		if !expires.IsZero() {
			t.Expires = expires.UTC().Truncate(time.Second)
		}
		c.tokens = append(c.tokens, t)
		return nil
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// random returns 256 random bits in base64url.
func random() string {
	var b [32]byte
	rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// RemoveToken removes a token by its name.
func (a *Accounts) RemoveToken(name string) error {
	return a.change("revoking token "+name, func(c *content) error {
		i := c.token(name)
		if i < 0 {
			return ErrUnknown
		}
		c.tokens = slices.Delete(c.tokens, i, i+1)
		return nil
	})
}

// Check returns the account that has a name and a password, [ErrRefused] if there is
// none, and [ErrTooMany] if too many passwords are being checked. It takes as long
// for a name that nobody has.
func (a *Accounts) Check(ctx context.Context, name, password string) (Account, error) {
	acc, err := a.check(ctx, name, password)
	return acc.Account, err
}

func (a *Accounts) check(ctx context.Context, name, password string) (account, error) {
	free, err := a.slot(ctx)
	if err != nil {
		return account{}, err
	}
	defer free()
	c := a.current()
	i := c.account(name)
	h := a.decoy
	if i >= 0 {
		h = c.accounts[i].hash
	}
	if !h.is(password) || i < 0 {
		return account{}, ErrRefused
	}
	return c.accounts[i], nil
}

// hash hashes a new password.
func (a *Accounts) hash(ctx context.Context, password string) (hash, error) {
	if err := goodPassword(password); err != nil {
		return hash{}, err
	}
	free, err := a.slot(ctx)
	if err != nil {
		return hash{}, err
	}
	defer free()
	return hashOf(password, a.cost), nil
}

// slot waits for its turn to hash a password, so that many at once do not take all
// memory.
func (a *Accounts) slot(ctx context.Context) (free func(), err error) {
	select {
	case a.queue <- struct{}{}:
	default:
		return nil, ErrTooMany
	}
	select {
	case a.slots <- struct{}{}:
		return func() { <-a.slots; <-a.queue }, nil
	case <-ctx.Done():
		<-a.queue
		return nil, ctx.Err()
	}
}

// Token returns the token with a secret, or [ErrRefused] if there is none or it has
// expired.
func (a *Accounts) Token(secret string) (Token, error) { return a.token(secret, a.now()) }

// token looks the secret up by its digest, whose bytes nobody can choose: how long
// the comparison takes tells nothing.
func (a *Accounts) token(secret string, now time.Time) (Token, error) {
	sum := sha256.Sum256([]byte(secret))
	for _, t := range a.current().tokens {
		if t.sum == sum {
			if !t.Expires.IsZero() && !now.Before(t.Expires) {
				return Token{}, ErrRefused
			}
			return t.Token, nil
		}
	}
	return Token{}, ErrRefused
}
