package access

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestFiveLogInsAMinute(t *testing.T) {
	k := newClock()
	g := New(Options{Accounts: newAccounts(t), Now: k.now})
	try := func(from, name, password string) (string, error) {
		w := httptest.NewRecorder()
		err := g.LogIn(w, request("POST", "/login", "From: "+from+":1"), name, password)
		return w.Header().Get("Retry-After"), err
	}
	tried := func(what, from, name, password string, want error) {
		t.Helper()
		after, err := try(from, name, password)
		if !errors.Is(err, want) || (after != "") != errors.Is(want, ErrTooMany) {
			t.Errorf("%s: %v, Retry-After %q, want %v", what, err, after, want)
		}
	}
	for i := range 5 {
		tried("guess of a name", "192.0.2.1", fmt.Sprint("guess", i), "wrong password", ErrRefused)
	}
	tried("a sixth from there", "192.0.2.1", "ana", secret, ErrTooMany)
	tried("from elsewhere", "192.0.2.2", "ana", secret, nil)
	k.advance(12 * time.Second)
	tried("twelve seconds later", "192.0.2.1", "ana", secret, nil)
	tried("but one only", "192.0.2.1", "ana", secret, ErrTooMany)

	k.advance(time.Hour)
	for i := range 5 {
		tried("guess of a password", fmt.Sprint("192.0.2.", 10+i), []string{"rosa", "Rosa", "ROSA"}[i%3], "wrong password", ErrRefused)
	}
	tried("a sixth for the name", "192.0.2.99", "rosa", secret, ErrTooMany)
	tried("another name", "192.0.2.99", "carlos", secret, nil)
	if after, _ := try("192.0.2.98", "rosa", secret); after != "12" {
		t.Errorf("Retry-After %q, want 12", after)
	}
	for i := range 5 { // names that cannot be share one limit
		tried("no name", fmt.Sprint("192.0.2.", 20+i), fmt.Sprint("a b", i), "wrong password", ErrRefused)
	}
	tried("no name again", "192.0.2.97", "<>", "wrong password", ErrTooMany)
}

func TestRequestsAreLimited(t *testing.T) {
	k := newClock()
	a := newAccounts(t)
	g := New(Options{Accounts: a, Now: k.now})
	h := g.Wrap(http.HandlerFunc(ok))
	// many returns how many requests are let through before one is not.
	many := func(method string, headers func(i int) []string) int {
		for i := range 10000 {
			res := serve(h, request(method, "/", headers(i)...))
			if res.Code == http.StatusTooManyRequests {
				if res.Header().Get("Retry-After") != "1" {
					t.Errorf("Retry-After %q", res.Header().Get("Retry-After"))
				}
				return i
			}
		}
		return 10000
	}
	at := func(from string) func(int) []string { return func(int) []string { return []string{"From: " + from} } }
	for _, c := range []struct {
		what, method string
		headers      func(int) []string
		want         int
	}{
		{"reads of an address", "GET", at("192.0.2.1:1"), 300},
		{"the same at another port", "HEAD", at("192.0.2.1:2"), 0},
		{"reads of another", "GET", at("192.0.2.2:1"), 300},
		{"writes of an address", "POST", at("192.0.2.1:1"), 100},
		{"of a network of IPv6", "POST", func(i int) []string { return []string{fmt.Sprintf("From: [2001:db8::%x]:1", i+1)} }, 100},
	} {
		if got := many(c.method, c.headers); got != c.want {
			t.Errorf("%s: %d, want %d", c.what, got, c.want)
		}
	}
	k.advance(time.Second)
	if got := many("GET", at("192.0.2.1:1")); got != 50 {
		t.Errorf("a second later: %d, want 50", got)
	}

	// Who moves from address to address is known by the account or the token.
	roam := func(header string) func(int) []string {
		return func(i int) []string { return []string{fmt.Sprintf("From: 10.0.%d.%d:1", i/256, i%256), header} }
	}
	if got := many("POST", roam(logIn(t, g, "ana", secret))); got != 100 {
		t.Errorf("writes of an account: %d, want 100", got)
	}
	bot, err := a.AddToken("bot", Reader, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	k.advance(time.Hour)
	if got := many("GET", roam("Authorization: Bearer "+bot)); got != 300 {
		t.Errorf("reads of a token: %d, want 300", got)
	}

	open := New(Options{Open: true, Now: k.now}).Wrap(http.HandlerFunc(ok))
	for i := range 1000 {
		if got := serve(open, request("POST", "/")).Code; got != 200 {
			t.Fatalf("request %d at an open desk: %d", i, got)
		}
	}
}

func TestLimitsTakeBoundedMemory(t *testing.T) {
	k := newClock()
	l := newLimits(perMinute(5), 1)
	l.take("ana", k.now())
	for i := range 5 * perGeneration {
		l.take(fmt.Sprint(i), k.now())
		if i%1000 == 0 && l.take("ana", k.now()) == 0 {
			t.Fatal("who keeps coming was forgotten")
		}
	}
	if n := len(l.now) + len(l.old); n > 2*perGeneration {
		t.Errorf("%d are remembered", n)
	}
}
