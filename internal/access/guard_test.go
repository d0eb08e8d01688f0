package access

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// A clock is a time that tests move.
type clock struct{ t time.Time }

func (c *clock) now() time.Time             { return c.t }
func (c *clock) advance(d time.Duration)    { c.t = c.t.Add(d) }
func newClock() *clock                      { return &clock{time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC)} }
func ok(http.ResponseWriter, *http.Request) {}

// whoami answers with who asks.
func whoami(w http.ResponseWriter, r *http.Request) {
	id := From(r.Context())
	fmt.Fprintf(w, "%s %v %v", id.Name, id.Role, id.Token)
}

// request makes a request of this machine to a desk on it; headers are "Name: value".
func request(method, target string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:8044"
	r.RemoteAddr = "127.0.0.1:5000"
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		switch name {
		case "Host":
			r.Host = value
		case "From": // the address
			r.RemoteAddr = value
		default:
			r.Header.Add(name, value)
		}
	}
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// logIn logs in and returns the cookie as a header.
func logIn(t *testing.T, g *Guard, name, password string, headers ...string) string {
	t.Helper()
	w := httptest.NewRecorder()
	if err := g.LogIn(w, request("POST", "/login", headers...), name, password); err != nil {
		t.Fatal(err)
	}
	cookie, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
	return "Cookie: " + cookie
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	want := map[string]string{
		"Content-Security-Policy":      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; img-src 'self' data:",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
		"Access-Control-Allow-Origin":  "",
	}
	for _, c := range []struct {
		name          string
		o             Options
		headers       []string
		status        int
		caching, hsts string
	}{
		{"page", Options{Open: true}, nil, 200, "private, no-cache", ""},
		{"page with accounts", Options{}, nil, 200, "no-store", ""},
		{"secure", Options{Secure: true}, nil, 200, "no-store", "max-age=31536000"},
		{"refused", Options{}, []string{"Host: evil.example"}, 421, "no-store", ""},
	} {
		res := serve(New(c.o).Wrap(http.HandlerFunc(ok)), request("GET", "/", c.headers...))
		if res.Code != c.status {
			t.Errorf("%s: status %d, want %d", c.name, res.Code, c.status)
		}
		want["Cache-Control"], want["Strict-Transport-Security"] = c.caching, c.hsts
		for k, v := range want {
			if got := res.Header().Get(k); got != v {
				t.Errorf("%s: %s is %q, want %q", c.name, k, got, v)
			}
		}
	}
}

func TestOnlyItsOwnNamesReachTheDesk(t *testing.T) {
	g := New(Options{Open: true, Hosts: []string{"Desk.example.org", "10.1.2.3:8044", "fd00::7", ""}})
	h := g.Wrap(http.HandlerFunc(ok))
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8044": 200, "LOCALHOST:1": 200, "localhost.:80": 200,
		"127.0.0.1": 200, "127.0.0.1:8044": 200, "[::1]": 200, "[::1]:8044": 200,
		"desk.example.org": 200, "desk.example.org:443": 200, "10.1.2.3:8044": 200, "[fd00::7]:9": 200,
		"10.1.2.3": 421, "10.1.2.3:80": 421, "127.0.0.2:8044": 421, "192.168.1.5:8044": 421, "0.0.0.0:8044": 421,
		"evil.example": 421, "evil.example:8044": 421, "localhost.evil.example": 421, "desk.example.org.evil.example": 421,
		"127.0.0.1.nip.example": 421, "xlocalhost": 421, "localhost:80:80": 421, ":8044": 421, "": 421,
	} {
		if got := serve(h, request("GET", "/", "Host: "+host)).Code; got != want {
			t.Errorf("Host %q: %d, want %d", host, got, want)
		}
	}
}

func TestOtherSitesChangeNothing(t *testing.T) {
	a := newAccounts(t)
	bot, err := a.AddToken("bot", Admin, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, open := range []bool{true, false} {
		g := New(Options{Accounts: a, Open: open})
		h := g.Wrap(http.HandlerFunc(ok))
		for _, c := range []struct {
			method  string
			headers []string
			want    int
		}{
			{"POST", nil, 200}, // no browser
			{"POST", []string{"Authorization: Bearer " + bot}, 200},
			{"POST", []string{"Sec-Fetch-Site: same-origin", "Origin: http://localhost:8044"}, 200},
			{"POST", []string{"Origin: http://localhost:8044"}, 200},
			{"POST", []string{"Sec-Fetch-Site: none"}, 200},
			{"POST", []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, 403},
			{"POST", []string{"Sec-Fetch-Site: same-site", "Origin: http://localhost:9999"}, 403}, // another program of this machine
			{"POST", []string{"Origin: https://evil.example"}, 403},
			{"POST", []string{"Origin: null"}, 403},
			{"PUT", []string{"Sec-Fetch-Site: cross-site"}, 403},
			{"DELETE", []string{"Sec-Fetch-Site: cross-site"}, 403},
			{"PATCH", []string{"Sec-Fetch-Site: cross-site", "Authorization: Bearer " + bot}, 403},
			{"GET", []string{"Sec-Fetch-Site: cross-site"}, 200},
			{"HEAD", []string{"Sec-Fetch-Site: cross-site"}, 200},
		} {
			if got := serve(h, request(c.method, "/", c.headers...)).Code; got != c.want {
				t.Errorf("open %v: %s %q: %d, want %d", open, c.method, c.headers, got, c.want)
			}
		}
	}
}

// A proxy on this machine would make an open desk everybody's.
func TestOpenDeskIsNotServedThroughAProxy(t *testing.T) {
	for _, header := range []string{"Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: evil.example", "X-Real-IP: 192.0.2.1"} {
		for open, want := range map[bool]int{true: 403, false: 200} {
			if got := serve(New(Options{Open: open}).Wrap(http.HandlerFunc(ok)), request("GET", "/", header)).Code; got != want {
				t.Errorf("open %v, %s: %d, want %d", open, header, got, want)
			}
		}
	}
}

func TestWhoAsksIsFound(t *testing.T) {
	a := newAccounts(t)
	bot, err := a.AddToken("bot", Curator, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	g := New(Options{Accounts: a})
	session := logIn(t, g, "Rosa", secret)
	h := g.Wrap(http.HandlerFunc(whoami))
	for _, c := range []struct {
		name    string
		headers []string
		want    string
	}{
		{"nobody", nil, " none false"},
		{"session", []string{session}, "rosa reader false"},
		{"session behind a cookie that another put there", []string{"Cookie: " + Cookie + "=x", session}, "rosa reader false"},
		{"no such session", []string{session + "x"}, " none false"},
		{"empty session", []string{"Cookie: " + Cookie + "="}, " none false"},
		{"token", []string{"Authorization: Bearer " + bot}, "bot curator true"},
		{"scheme in lower case", []string{"Authorization: bearer " + bot}, "bot curator true"},
		{"bad token", []string{"Authorization: Bearer x" + bot}, " none false"},
		{"no token", []string{"Authorization: Bearer"}, " none false"},
		{"another scheme", []string{"Authorization: Basic " + bot}, " none false"},
		{"bad token beside a session", []string{"Authorization: Bearer x", session}, " none false"},
		{"token as a session", []string{"Cookie: " + Cookie + "=" + bot}, " none false"},
		{"session as a token", []string{"Authorization: Bearer " + strings.TrimPrefix(session, "Cookie: "+Cookie+"=")}, " none false"},
	} {
		if got := serve(h, request("GET", "/", c.headers...)).Body.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	open := New(Options{Open: true, User: "Ana Vera"}).Wrap(http.HandlerFunc(whoami))
	for _, header := range []string{"Accept: */*", "Authorization: Bearer x", session} {
		if got, want := serve(open, request("GET", "/", header)).Body.String(), "Ana Vera admin false"; got != want {
			t.Errorf("open, %s: %q, want %q", header, got, want)
		}
	}
	if g := New(Options{Open: true}); g.o.User == "" {
		t.Error("who sits at an open desk has no name")
	}
	nobodys := New(Options{}) // no accounts at all
	if got := serve(nobodys.Wrap(http.HandlerFunc(whoami)), request("GET", "/", "Authorization: Bearer x")).Body.String(); got != " none false" {
		t.Errorf("without accounts: %q", got)
	}
	if err := nobodys.LogIn(httptest.NewRecorder(), request("POST", "/login"), "ana", secret); !errors.Is(err, ErrRefused) {
		t.Errorf("log-in without accounts: %v", err)
	}
}

func TestIdentityWithoutAGuard(t *testing.T) {
	if got := From(t.Context()); got != (Identity{}) {
		t.Errorf("got %v", got)
	}
	want := Identity{"ana", Admin, false}
	if got := From(With(t.Context(), want)); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBodiesAreLimited(t *testing.T) {
	read := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		} else if err != nil {
			t.Error(err)
		}
	})
	g := New(Options{Open: true})
	mux := http.NewServeMux()
	mux.Handle("POST /usual", read)
	mux.Handle("POST /more", Limit(3<<20, read))
	mux.Handle("POST /less", Limit(10, read))
	srv := httptest.NewServer(g.Wrap(mux))
	defer srv.Close()
	for _, c := range []struct {
		path string
		size int
		want int
	}{
		{"/usual", 1 << 20, 200}, {"/usual", 1<<20 + 1, 413},
		{"/more", 3 << 20, 200}, {"/more", 3<<20 + 1, 413},
		{"/less", 10, 200}, {"/less", 11, 413},
	} {
		for _, chunked := range []bool{false, true} {
			var from io.Reader = strings.NewReader(strings.Repeat("x", c.size))
			if chunked {
				from = io.MultiReader(from) // its length is not known
			}
			res, err := http.Post(srv.URL+c.path, "text/plain", from)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != c.want {
				t.Errorf("%s of %d, chunked %v: %d, want %d", c.path, c.size, chunked, res.StatusCode, c.want)
			}
		}
	}
	// Without a guard Limit limits all the same.
	r := httptest.NewRequest("POST", "/", strings.NewReader("eleven byte"))
	if got := serve(Limit(10, read), r).Code; got != 413 {
		t.Errorf("without a guard: %d", got)
	}
}

func TestAddressOfTheClient(t *testing.T) {
	behind := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		proxies []netip.Prefix
		from    string
		through []string
		want    string
	}{
		{nil, "192.0.2.7:5000", nil, "192.0.2.7"},
		{nil, "192.0.2.7:5000", []string{"198.51.100.1"}, "192.0.2.7"}, // no proxy of ours
		{behind, "192.0.2.7:5000", []string{"198.51.100.1"}, "192.0.2.7"},
		{behind, "127.0.0.1:5000", []string{"198.51.100.1"}, "198.51.100.1"},
		{behind, "127.0.0.1:5000", []string{"203.0.113.9, 198.51.100.1"}, "198.51.100.1"}, // the first is anybody's word
		{behind, "127.0.0.1:5000", []string{"203.0.113.9", "198.51.100.1"}, "198.51.100.1"},
		{behind, "127.0.0.1:5000", []string{"203.0.113.9, 198.51.100.1, 10.1.1.1"}, "198.51.100.1"},
		{behind, "127.0.0.1:5000", []string{"198.51.100.1, evil"}, "127.0.0.1"},
		{behind, "127.0.0.1:5000", nil, "127.0.0.1"},
		{behind, "[::ffff:127.0.0.1]:5000", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{nil, "[2001:db8:1:2:3:4:5:6]:5000", nil, "2001:db8:1:2::/64"},
		{nil, "[2001:db8:1:2:ffff::1]:5000", nil, "2001:db8:1:2::/64"},
		{nil, "[fe80::1%eth0]:5000", nil, "fe80::/64"},
		{nil, "@", nil, "unknown"},
		{nil, "", nil, "unknown"},
	} {
		g := New(Options{Proxies: c.proxies})
		r := request("GET", "/", "From: "+c.from)
		r.Header["X-Forwarded-For"] = c.through
		if got := g.address(r); got != c.want {
			t.Errorf("%s through %q: %s, want %s", c.from, c.through, got, c.want)
		}
	}
}

func TestWhichAddressesNeedAccounts(t *testing.T) {
	for listen, want := range map[string]bool{
		"localhost:8044": false, "localhost": false, "LOCALHOST:1": false, "127.0.0.1:8044": false, "127.0.0.1": false, "127.8.7.6:80": false,
		"[::1]:8044": false, "::1": false, "[::1]": false, "[::ffff:127.0.0.1]:80": false,
		":8044": true, "": true, "0.0.0.0:8044": true, "0.0.0.0": true, "[::]:8044": true, "192.168.1.5:8044": true, "8.8.8.8": true,
		"[2001:db8::1]:80": true, "no-such-name.invalid:8044": true, "localhost.evil.invalid:80": true, "unix:/run/desk": true,
	} {
		if got := NeedsAccounts(listen); got != want {
			t.Errorf("%q: %v, want %v", listen, got, want)
		}
	}
}

// All that is shared is used at once, for the race detector.
func TestGuardIsUsedAtOnce(t *testing.T) {
	a := newAccounts(t)
	g := New(Options{Accounts: a})
	h := g.Wrap(g.Require(Reader, http.HandlerFunc(whoami)))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			from := fmt.Sprintf("From: 192.0.2.%d:1", i)
			name := []string{"ana", "carlos", "rosa"}[i%3]
			w := httptest.NewRecorder()
			if err := g.LogIn(w, request("POST", "/login", from), name, secret); err != nil {
				t.Error(err)
				return
			}
			cookie, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
			for range 20 {
				if got := serve(h, request("GET", "/", from, "Cookie: "+cookie)).Code; got != 200 {
					t.Errorf("%s: %d", name, got)
				}
			}
			g.LogOut(httptest.NewRecorder(), request("POST", "/logout", from, "Cookie: "+cookie))
			if got := serve(h, request("GET", "/", from, "Cookie: "+cookie)).Code; got != 401 {
				t.Errorf("%s after log-out: %d", name, got)
			}
		})
	}
	wg.Wait()
	if n := len(g.sessions.m); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
}
