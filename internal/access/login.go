package access

import (
	"errors"
	"net/http"
	"time"
)

// LogIn begins a session for a name and a password and gives its cookie to the
// browser; a session that the browser had ends. The error is [ErrRefused] or, with
// the header Retry-After set, [ErrTooMany]: five may be tried a minute from an
// address and with a name. At an open desk there is nothing to log in to, and it does
// nothing.
func (g *Guard) LogIn(w http.ResponseWriter, r *http.Request, name, password string) error {
	if g.o.Open {
		return nil
	}
	if g.o.Accounts == nil {
		return ErrRefused
	}
	key := "?" // one for all that nobody can have
	if _, err := goodName(name); err == nil {
		key = nameKey(name)
	}
	now := g.o.Now()
	if wait := max(g.logins.take("address "+g.address(r), now), g.logins.take("name "+key, now)); wait > 0 {
		retryAfter(w, wait)
		return ErrTooMany
	}
	a, err := g.o.Accounts.check(r.Context(), name, password)
	if err != nil {
		if errors.Is(err, ErrTooMany) {
			retryAfter(w, 5*time.Second)
		}
		return err
	}
	g.endSessions(r)
	g.setCookie(w, r, g.sessions.begin(&a, g.o.Now()))
	return nil
}

// LogOut ends the session of the browser and takes its cookie back.
func (g *Guard) LogOut(w http.ResponseWriter, r *http.Request) {
	g.endSessions(r)
	g.setCookie(w, r, "")
}

func (g *Guard) endSessions(r *http.Request) {
	for _, c := range r.CookiesNamed(Cookie) {
		g.sessions.end(c.Value)
	}
}
