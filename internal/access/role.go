package access

import "fmt"

// A Role says how much somebody may do; each may do what those before it may.
type Role int

// The roles.
const (
	None    Role = iota // nobody is known
	Reader              // reads the record
	Curator             // adds articles, reviews, keeps searches
	Admin               // manages feeds and accounts
)

var roleNames = [...]string{"none", "reader", "curator", "admin"}

// String returns the name of a role, in English and lower case.
func (r Role) String() string {
	if r < None || r > Admin {
		return fmt.Sprintf("role %d", int(r))
	}
	return roleNames[r]
}

// ParseRole returns the role of a name: reader, curator or admin.
func ParseRole(s string) (Role, error) {
	for r := Reader; r <= Admin; r++ {
		if roleNames[r] == s {
			return r, nil
		}
	}
	return None, fmt.Errorf("role %q is none of reader, curator, admin", s)
}

// MarshalText returns the name of a role, as JSON shows it.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the name of a role.
func (r *Role) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRole(string(b))
	return err
}
