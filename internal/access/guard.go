package access

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/netip"
	"os/user"
	"strings"
	"time"
)

// Options say how a desk is guarded.
type Options struct {
	// Accounts are those who may log in and the tokens of programs. Nil: nobody.
	Accounts *Accounts
	// Open makes everybody an admin, under the name User. It is for a desk that only
	// this machine reaches, see [NeedsAccounts]; what a proxy passes on is refused.
	Open bool
	// User is the name of who sits at an open desk; the user of the machine if empty.
	User string
	// Hosts are the names by which the desk may be called besides localhost,
	// 127.0.0.1 and [::1], at any port unless one is told: "desk.example.org",
	// "10.1.2.3:8044".
	Hosts []string
	// Secure says that browsers reach the desk by TLS only, even where a proxy ends
	// it: cookies are for TLS alone, and browsers are told to use nothing else.
	Secure bool
	// Proxies are those whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Now is the time; time.Now if nil.
	Now func() time.Time
	// Refuse answers a request that is not let through, with a status of 401, 403,
	// 421 or 429 and a message in English. Headers that belong to the status are set
	// already. If nil, the message is sent as JSON, {"error": message}, or as plain
	// text to who accepts HTML.
	Refuse func(w http.ResponseWriter, r *http.Request, status int, message string)
}

// A Guard stands before the pages of a desk. It may be used by several goroutines.
type Guard struct {
	o        Options
	hosts    map[host]bool
	origin   *http.CrossOriginProtection
	sessions sessions
	reads    *limits // per address, and per account or token
	writes   *limits
	logins   *limits // per address, and per name
}

// New makes the guard of a desk.
func New(o Options) *Guard {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Refuse == nil {
		o.Refuse = refuse
	}
	if u, err := user.Current(); o.User == "" && err == nil {
		o.User = u.Username
	}
	o.User = cmp.Or(o.User, "unknown") // of a system without a list of users
	g := &Guard{o: o, hosts: hostsOf(o.Hosts), origin: http.NewCrossOriginProtection()}
	g.reads = newLimits(50, 300)
	g.writes = newLimits(5, 100)
	g.logins = newLimits(perMinute(5), 5)
	return g
}

// An Identity is who asks. The zero Identity is nobody.
type Identity struct {
	Name  string
	Role  Role
	Token bool // a program with a token, and Name is the token's
}

// caller is what the guard keeps of a request in its context.
type caller struct {
	Identity
	body io.ReadCloser // before it was limited
}

type callerKey struct{}

// From returns who asks, nobody where no guard has seen the request.
func From(ctx context.Context) Identity {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c.Identity
}

// With returns a context in which id asks, for handlers that are called without a
// guard.
func With(ctx context.Context, id Identity) context.Context {
	c, _ := ctx.Value(callerKey{}).(caller)
	c.Identity = id
	return context.WithValue(ctx, callerKey{}, c)
}

// Wrap returns the outermost handler of a server. It sets the headers of security;
// refuses what does not call the desk by its name (421), comes from another site and
// would change something (403), or comes too often (429); limits the body to 1 MB,
// see [Limit]; and finds who asks, see [From], whom [Guard.Require] lets through.
func (g *Guard) Wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.setHeaders(w)
		switch {
		case !g.calls(r):
			g.o.Refuse(w, r, http.StatusMisdirectedRequest, "this desk does not go by that name")
			return
		case g.o.Open && forwarded(r):
			g.o.Refuse(w, r, http.StatusForbidden, "a desk behind a proxy wants accounts")
			return
		case g.tooMany(w, r, "address "+g.address(r)):
			return
		case g.origin.Check(r) != nil:
			g.o.Refuse(w, r, http.StatusForbidden, "the request comes from another site")
			return
		}
		c := caller{Identity: g.identify(r), body: r.Body}
		if c.Role != None {
			who := "account "
			if c.Token {
				who = "token "
			}
			if g.tooMany(w, r, who+c.Name) {
				return
			}
		}
		r = r.WithContext(context.WithValue(r.Context(), callerKey{}, c))
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, defaultBody)
		}
		h.ServeHTTP(w, r)
	})
}

// identify finds who asks. A token that is not good is nobody, whatever session
// comes with it.
func (g *Guard) identify(r *http.Request) Identity {
	if g.o.Open {
		return Identity{Name: g.o.User, Role: Admin}
	}
	if g.o.Accounts == nil {
		return Identity{}
	}
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return Identity{}
		}
		t, err := g.o.Accounts.token(strings.TrimSpace(secret), g.o.Now())
		if err != nil {
			return Identity{}
		}
		return Identity{t.Name, t.Role, true}
	}
	for _, c := range r.CookiesNamed(Cookie) {
		if a, ok := g.sessions.find(c.Value, g.o.Accounts.current(), g.o.Now()); ok {
			return Identity{a.Name, a.Role, false}
		}
	}
	return Identity{}
}
