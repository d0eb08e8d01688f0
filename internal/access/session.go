package access

import (
	"crypto/sha256"
	"net/http"
	"sync"
	"time"
)

// Cookie is the name of the cookie that holds the id of a session.
const Cookie = "attache_session"

// How long a session lasts without a request, and how long at all.
const (
	idle     = 12 * time.Hour
	absolute = 7 * 24 * time.Hour
)

// perAccount is how many sessions an account may have; the one that was used last
// longest ago makes room.
const perAccount = 32

// A session is one browser that has logged in.
type session struct {
	name string
	// What the account was like at log-in. A salt is new with every password, so
	// that neither a changed one nor an account made anew keeps old sessions.
	role Role
	hash string

	begun, seen time.Time
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.seen) >= idle || now.Sub(s.begun) >= absolute
}

// sessions are kept in memory, by the digest of their ids: how long it takes to find
// none tells nothing about those that are there.
type sessions struct {
	mu sync.Mutex
	m  map[[sha256.Size]byte]*session
}

// begin begins a session and returns its id.
func (ss *sessions) begin(a *account, now time.Time) (id string) {
	id = random()
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if ss.m == nil {
		ss.m = map[[sha256.Size]byte]*session{}
	}
	var oldest [sha256.Size]byte
	n := 0
	for k, s := range ss.m {
		switch {
		case s.over(now):
			delete(ss.m, k)
		case s.name == a.Name:
			if n == 0 || s.seen.Before(ss.m[oldest].seen) {
				oldest = k
			}
			n++
		}
	}
	if n >= perAccount {
		delete(ss.m, oldest)
	}
	ss.m[sha256.Sum256([]byte(id))] = &session{a.Name, a.Role, a.hash.String(), now, now}
	return id
}

// find returns the account of a session, which ends here when its time is over, or
// the account is gone or has changed.
func (ss *sessions) find(id string, c *content, now time.Time) (Account, bool) {
	key := sha256.Sum256([]byte(id))
	ss.mu.Lock()
	defer ss.mu.Unlock()
	s, ok := ss.m[key]
	if !ok {
		return Account{}, false
	}
	i := c.account(s.name)
	if s.over(now) || i < 0 || c.accounts[i].Role != s.role || c.accounts[i].hash.String() != s.hash {
		delete(ss.m, key)
		return Account{}, false
	}
	s.seen = now
	return c.accounts[i].Account, true
}

// end ends a session.
func (ss *sessions) end(id string) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	delete(ss.m, sha256.Sum256([]byte(id)))
}

// setCookie gives a session's id to the browser, or takes it back where it is empty.
// The cookie is gone when the browser is closed.
func (g *Guard) setCookie(w http.ResponseWriter, r *http.Request, id string) {
	c := &http.Cookie{Name: Cookie, Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: g.secure(r)}
	if id == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func (g *Guard) secure(r *http.Request) bool { return g.o.Secure || r.TLS != nil }
