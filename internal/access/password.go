package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// What a password has to be. The upper bound only keeps files out.
const (
	minPassword = 10   // characters
	maxPassword = 1024 // bytes
)

// A cost is what Argon2id spends on one password.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

// recommended is the second recommended option of RFC 9106, section 4.
var recommended = cost{memory: 64 * 1024, passes: 3, lanes: 4}

// Sizes in bytes of what is made here.
const (
	saltSize = 16
	hashSize = 32
)

// A hash is what is kept of a password.
type hash struct {
	cost
	salt, sum []byte
}

// hashOf hashes a password with a new salt.
func hashOf(password string, c cost) hash {
	h := hash{cost: c, salt: make([]byte, saltSize)}
	rand.Read(h.salt) // never fails
	h.sum = h.derive(password, hashSize)
	return h
}

// is reports whether a password is the one hashed, in time that does not depend on
// how much of it is right.
func (h hash) is(password string) bool {
	return subtle.ConstantTimeCompare(h.derive(password, uint32(len(h.sum))), h.sum) == 1
}

func (h hash) derive(password string, size uint32) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(password)), h.salt, h.passes, h.memory, h.lanes, size)
}

var phcEncoding = base64.RawStdEncoding.Strict()

// String returns a hash in PHC string form.
func (h hash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.lanes,
		phcEncoding.EncodeToString(h.salt), phcEncoding.EncodeToString(h.sum))
}

// parseHash reads a hash in the form that String gives it, and no other. What would
// take more than 1 GiB or 100 passes is refused: a file must not be able to bring a
// server down.
func parseHash(s string) (h hash, err error) {
	part := strings.Split(s, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" {
		return h, errors.New("a password is kept as $argon2id$v=19$m=…,t=…,p=…$salt$hash")
	}
	if want := "v=" + strconv.Itoa(argon2.Version); part[2] != want {
		return h, fmt.Errorf("version %q of argon2id is not %q", part[2], want)
	}
	for _, f := range []struct {
		key      string
		min, max uint64
		set      func(uint64)
	}{
		{"m", 8, 1 << 20, func(n uint64) { h.memory = uint32(n) }},
		{"t", 1, 100, func(n uint64) { h.passes = uint32(n) }},
		{"p", 1, 64, func(n uint64) { h.lanes = uint8(n) }},
	} {
		var field string
		field, part[3], _ = strings.Cut(part[3], ",")
		value, ok := strings.CutPrefix(field, f.key+"=")
		n, err := strconv.ParseUint(value, 10, 32)
		if !ok || err != nil || n < f.min || n > f.max {
			return h, fmt.Errorf("parameter %q of argon2id is not %s=N with N from %d to %d", field, f.key, f.min, f.max)
		}
		f.set(n)
	}
	if h.salt, err = phcEncoding.DecodeString(part[4]); err != nil || len(h.salt) < 8 || len(h.salt) > 64 {
		return h, errors.New("the salt is not 8 to 64 bytes in base64")
	}
	if h.sum, err = phcEncoding.DecodeString(part[5]); err != nil || len(h.sum) < 16 || len(h.sum) > 64 {
		return h, errors.New("the hash is not 16 to 64 bytes in base64")
	}
	if h.String() != s { // 007, a fourth parameter, a line's end inside base64
		return h, errors.New("the hash of a password is not in its one canonical form")
	}
	return h, nil
}

// goodPassword tells what a password lacks.
func goodPassword(s string) error {
	switch {
	case !utf8.ValidString(s):
		return errors.New("the password is not text in UTF-8")
	case utf8.RuneCountInString(norm.NFC.String(s)) < minPassword:
		return fmt.Errorf("a password has at least %d characters", minPassword)
	case len(s) > maxPassword:
		return fmt.Errorf("a password has at most %d bytes", maxPassword)
	}
	return nil
}
