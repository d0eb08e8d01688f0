package access

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestCookieOfASession(t *testing.T) {
	a := newAccounts(t)
	for _, c := range []struct {
		name         string
		secure, tls  bool
		wantedSecure bool
	}{{"plain", false, false, false}, {"declared", true, false, true}, {"served by TLS", false, true, true}} {
		g := New(Options{Accounts: a, Secure: c.secure})
		r := request("POST", "/login")
		if c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		if err := g.LogIn(w, r, "ana", secret); err != nil {
			t.Fatal(err)
		}
		cookies := w.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%s: %d cookies", c.name, len(cookies))
		}
		k := cookies[0]
		if k.Name != "attache_session" || len(k.Value) != 43 || !k.HttpOnly || k.SameSite != http.SameSiteStrictMode ||
			k.Path != "/" || k.Domain != "" || k.MaxAge != 0 || !k.Expires.IsZero() || k.Secure != c.wantedSecure {
			t.Errorf("%s: %v", c.name, k)
		}
		out := httptest.NewRecorder()
		g.LogOut(out, r)
		if k := out.Result().Cookies()[0]; k.Name != "attache_session" || k.Value != "" || k.MaxAge != -1 || k.Path != "/" {
			t.Errorf("%s: log-out: %v", c.name, k)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	change := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		do   func(g *Guard, k *clock, cookie string)
		want string
	}{
		{"nothing", func(*Guard, *clock, string) {}, "ana admin false"},
		{"a while without a request", func(_ *Guard, k *clock, _ string) { k.advance(12*time.Hour - 1) }, "ana admin false"},
		{"idle", func(_ *Guard, k *clock, _ string) { k.advance(12 * time.Hour) }, " none false"},
		{"in use for a week", func(g *Guard, k *clock, cookie string) {
			for range 7*24/6 - 1 {
				k.advance(6 * time.Hour)
				serve(g.Wrap(http.HandlerFunc(ok)), request("GET", "/", cookie))
			}
		}, "ana admin false"},
		{"in use for more", func(g *Guard, k *clock, cookie string) {
			for range 7 * 24 / 6 {
				k.advance(6 * time.Hour)
				serve(g.Wrap(http.HandlerFunc(ok)), request("GET", "/", cookie))
			}
		}, " none false"},
		{"log-out", func(g *Guard, _ *clock, cookie string) {
			g.LogOut(httptest.NewRecorder(), request("POST", "/logout", cookie))
		}, " none false"},
		{"another log-in of the browser", func(g *Guard, _ *clock, cookie string) { logIn(t, g, "rosa", secret, cookie) }, " none false"},
		{"log-in elsewhere", func(g *Guard, _ *clock, _ string) { logIn(t, g, "ana", secret) }, "ana admin false"},
		{"account removed", func(g *Guard, _ *clock, _ string) { change(g.o.Accounts.Remove("ana")) }, " none false"},
		{"account made anew", func(g *Guard, _ *clock, _ string) {
			change(g.o.Accounts.Remove("ana"))
			change(g.o.Accounts.Add(t.Context(), "ana", secret, Admin))
		}, " none false"},
		{"the same password set again", func(g *Guard, _ *clock, _ string) {
			change(g.o.Accounts.SetPassword(t.Context(), "ana", secret))
		}, " none false"},
		{"role changed", func(g *Guard, _ *clock, _ string) { change(g.o.Accounts.SetRole("ana", Reader)) }, " none false"},
		{"another's role changed", func(g *Guard, _ *clock, _ string) { change(g.o.Accounts.SetRole("rosa", Admin)) }, "ana admin false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newClock()
			g := New(Options{Accounts: newAccounts(t), Now: k.now})
			cookie := logIn(t, g, "ana", secret)
			c.do(g, k, cookie)
			if got := serve(g.Wrap(http.HandlerFunc(whoami)), request("GET", "/", cookie)).Body.String(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestIdIsNewAtEachLogIn(t *testing.T) {
	g := New(Options{Accounts: newAccounts(t)})
	chosen := "Cookie: " + Cookie + "=chosen-by-another"
	one := logIn(t, g, "ana", secret, chosen)
	two := logIn(t, g, "ana", secret, one)
	if one == two || one == chosen || two == chosen {
		t.Errorf("%s, then %s", one, two)
	}
}

func TestSessionsOfAnAccountAreBounded(t *testing.T) {
	k := newClock()
	var ss sessions
	a, b := &account{Account: Account{Name: "ana"}}, &account{Account: Account{Name: "rosa"}}
	c := &content{accounts: []account{*a, *b}}
	other := ss.begin(b, k.now())
	first := ss.begin(a, k.now())
	second := ss.begin(a, k.now().Add(time.Second))
	k.advance(time.Minute)
	if _, ok := ss.find(first, c, k.now()); !ok { // the second is now the one longest unused
		t.Fatal("the first has gone")
	}
	for range perAccount - 1 {
		k.advance(time.Second)
		ss.begin(a, k.now())
	}
	if n := len(ss.m); n != perAccount+1 {
		t.Errorf("%d sessions, want %d", n, perAccount+1)
	}
	for id, want := range map[string]bool{first: true, second: false, other: true} {
		if _, ok := ss.find(id, c, k.now()); ok != want {
			t.Errorf("is there: %v, want %v", ok, want)
		}
	}
	k.advance(absolute)
	ss.begin(b, k.now())
	if n := len(ss.m); n != 1 {
		t.Errorf("%d sessions once all but one are over", n)
	}
}

func TestRefusedLogInGivesNoCookie(t *testing.T) {
	g := New(Options{Accounts: newAccounts(t)})
	w := httptest.NewRecorder()
	if err := g.LogIn(w, request("POST", "/login"), "ana", "wrong password"); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	if len(w.Result().Cookies()) != 0 {
		t.Errorf("cookies %v", w.Result().Cookies())
	}
	open := New(Options{Open: true})
	w = httptest.NewRecorder()
	if err := open.LogIn(w, request("POST", "/login"), "x", "y"); err != nil || len(w.Result().Cookies()) != 0 {
		t.Errorf("open: %v, %v", err, w.Result().Cookies())
	}
}
