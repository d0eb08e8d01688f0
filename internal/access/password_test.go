package access

import (
	"strings"
	"testing"
)

// cheap is a cost that tests can pay.
var cheap = cost{memory: 64, passes: 1, lanes: 1}

func TestPasswordIsKnownByItsHash(t *testing.T) {
	h := hashOf("año del dragón", cheap)
	other := hashOf("año del dragón", cheap)
	if string(h.salt) == string(other.salt) || string(h.sum) == string(other.sum) {
		t.Error("two hashes of one password share their salt or sum")
	}
	again, err := parseHash(h.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		password string
		want     bool
	}{
		{"año del dragón", true},
		{"an\u0303o del drago\u0301n", true}, // the same letters from another keyboard
		{"ano del dragon", false},
		{"Año del dragón", false},
		{"año del dragón ", false},
		{"", false},
	} {
		if got := again.is(c.password); got != c.want {
			t.Errorf("%q: %v, want %v", c.password, got, c.want)
		}
	}
}

// A password, salt and cost give the same bytes for ever, or nobody could log in after
// an upgrade.
func TestHashStaysTheSame(t *testing.T) {
	h := hash{cost: cheap, salt: []byte("sixteen bytes ok")}
	h.sum = h.derive("the password", hashSize)
	const want = "$argon2id$v=19$m=64,t=1,p=1$c2l4dGVlbiBieXRlcyBvaw$FQm5A/i4San42DGVQ8OJ/9dgRI4Xd3n/Qyuj3xr3LOw"
	if h.String() != want {
		t.Errorf("got  %s\nwant %s", h, want)
	}
}

func TestRecommendedCostIsSecondOptionOfRFC9106(t *testing.T) {
	if got := (hash{cost: recommended}).String(); !strings.HasPrefix(got, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Error(got)
	}
}

func TestBadHashesAreRefused(t *testing.T) {
	good := hash{cost: cheap, salt: make([]byte, 16), sum: make([]byte, 32)}.String()
	if _, err := parseHash(good); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, says string }{
		{"$argon2id", "$argon2i", "kept as $argon2id"},
		{"$argon2id", "x$argon2id", "kept as $argon2id"},
		{"$argon2id", "$$argon2id", "kept as $argon2id"},
		{"v=19", "v=16", `version "v=16"`},
		{"m=64", "m=7", `"m=7"`},
		{"m=64", "m=1048577", `"m=1048577"`},
		{"m=64", "m=99999999999", `"m=99999999999"`},
		{"m=64", "m=+64", `"m=+64"`},
		{"m=64", "m=064", "canonical"},
		{"t=1", "t=0", `"t=0"`},
		{"t=1", "t=101", `"t=101"`},
		{"p=1", "p=0", `"p=0"`},
		{"p=1", "p=1,x=2", "canonical"},
		{"m=64,t=1", "t=1,m=64", `"t=1"`},
		{"AAAAAAAAAAAAAAAAAAAAAA$", "AAAA$", "salt"},
		{"AAAAAAAAAAAAAAAAAAAAAA$", "AAAAAAAAAAAAAAAAAAAAAB$", "salt"}, // bits left over
		{"AAAAAAAAAAAAAAAAAAAAAA$", "AAAAAAAAAAAAAA\nAAAAAAAA$", "canonical"},
		{"AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA$====AAAA", "hash"},
		{"AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA$", "hash"},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Fatalf("%q is not in %s", c.old, good)
		}
		if _, err := parseHash(bad); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that tells %q", bad, err, c.says)
		}
	}
}

func TestPasswordsThatAreTooShortOrLong(t *testing.T) {
	for _, c := range []struct{ password, says string }{
		{"diez letra", ""},
		{"ñññññññññ", "at least 10"}, // 9 characters, 18 bytes
		{strings.Repeat("n\u0303", 9), "at least 10"},
		{"", "at least 10"},
		{strings.Repeat("x", maxPassword), ""},
		{strings.Repeat("x", maxPassword+1), "at most 1024"},
		{"abcdefghij\xff", "UTF-8"},
	} {
		err := goodPassword(c.password)
		if got := errText(err); (c.says == "") != (err == nil) || !strings.Contains(got, c.says) {
			t.Errorf("%.20q: error %q, want one that tells %q", c.password, got, c.says)
		}
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// Whatever is read as a hash is written the same.
func FuzzHash(f *testing.F) {
	f.Add(hashOf("0123456789", cheap).String())
	f.Add("$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=8,t=1,p=1,$$")
	f.Add("$$$$$")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parseHash(s)
		if err != nil {
			return
		}
		if h.String() != s {
			t.Errorf("%q is written as %q", s, h)
		}
		if h.memory > 1<<20 || h.passes > 100 || h.lanes > 64 || h.lanes == 0 || h.passes == 0 {
			t.Errorf("%q costs %+v", s, h.cost)
		}
	})
}
