package access

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRequireByRoleAndMethod(t *testing.T) {
	a, k := newAccounts(t), newClock()
	g := New(Options{Accounts: a, Now: k.now})
	const page = "Accept: text/html,application/xhtml+xml;q=0.9"
	headers := map[Role][][]string{None: {{page}, {"Accept: application/json"}, {page, "Authorization: Bearer x"}}}
	for role, name := range map[Role]string{Reader: "rosa", Curator: "carlos", Admin: "ana"} {
		token, err := a.AddToken("bot-"+name, role, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		headers[role] = [][]string{{page, logIn(t, g, name, secret)}, {"Authorization: Bearer " + token}}
	}
	for need := Reader; need <= Admin; need++ {
		reached := false
		h := g.Wrap(g.Require(need, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })))
		for has := None; has <= Admin; has++ {
			for i, hs := range headers[has] {
				for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
					want := http.StatusOK
					switch {
					case has == None && method == "GET" && i == 0:
						want = http.StatusSeeOther
					case has == None:
						want = http.StatusUnauthorized
					case has < need:
						want = http.StatusForbidden
					}
					reached = false
					k.advance(time.Second) // no more than may be asked
					res := serve(h, request(method, "/review?page=2", hs...))
					if res.Code != want || reached != (want == http.StatusOK) {
						t.Errorf("%v asks for what wants %v, %s %q: %d, reached %v, want %d", has, need, method, hs, res.Code, reached, want)
					}
					if (res.Header().Get("WWW-Authenticate") == "Bearer") != (want == http.StatusUnauthorized) {
						t.Errorf("%d: WWW-Authenticate %q", res.Code, res.Header().Get("WWW-Authenticate"))
					}
				}
			}
		}
	}
}

func TestWhereTheLogInLeads(t *testing.T) {
	g := New(Options{})
	h := g.Wrap(g.Require(Reader, http.HandlerFunc(ok)))
	for target, want := range map[string]string{
		"/":                       "/login",
		"/search?q=a&b=ñ%20":      "/login?next=%2Fsearch%3Fq%3Da%26b%3D%C3%B1%2520",
		"/dossier/KAZ/RUS":        "/login?next=%2Fdossier%2FKAZ%2FRUS",
		"//evil.example/x":        "/login",
		"/a%0d%0aSet-Cookie:%20x": "/login?next=%2Fa%250d%250aSet-Cookie%3A%2520x",
	} {
		r := request("GET", "/", "Accept: text/html")
		path, query, _ := strings.Cut(target, "?")
		r.URL.Path, r.URL.RawQuery = path, query
		if u, err := r.URL.Parse(target); err == nil && u.Host == "" {
			r.URL = u
		}
		res := serve(h, r)
		if got := res.Header().Get("Location"); got != want || res.Code != 303 {
			t.Errorf("%s: %d %q, want %q", target, res.Code, got, want)
		}
	}
}

func TestLocalPathsOnly(t *testing.T) {
	for next, want := range map[string]bool{
		"/": true, "/search?q=a%20b&x=1": true, "/who/Q1": true, "/a//b": true, "/search?next=https://x": true, "/año": true, "/x#y": true, "/a:b": true,
		"": false, "search": false, "//evil.example": false, "///evil.example": false, `/\evil.example`: false, `\\evil.example`: false, `\/evil.example`: false,
		"https://evil.example": false, "https:evil.example": false, "https:/evil.example": false, "HTTPS://evil.example": false,
		"javascript:alert(1)": false, "data:text/html,x": false, " /x": false, "/\t/evil.example": false, "/\n/evil.example": false, "/\r/evil.example": false,
		"\t//evil.example": false, "/x\x00": false, "/x y": false, "/\x7f": false, "/\xff": false, "/%zz": false, "/" + strings.Repeat("x", 2048): false,
	} {
		got := Local(next)
		if want && got != next || !want && got != "/" {
			t.Errorf("%q: %q", next, got)
		}
	}
}

func TestHowRequestsAreRefused(t *testing.T) {
	told := ""
	for _, c := range []struct {
		name, accept   string
		refuse         func(http.ResponseWriter, *http.Request, int, string)
		ctype, content string
	}{
		{"program", "application/json", nil, "application/json", `{"error":"log in, or send a token"}` + "\n"},
		{"nothing said", "", nil, "application/json", `{"error":"log in, or send a token"}` + "\n"},
		{"browser", "text/html", nil, "text/plain; charset=utf-8", "log in, or send a token\n"},
		{"desk", "text/html", func(w http.ResponseWriter, _ *http.Request, status int, message string) {
			told = fmt.Sprint(status, " ", message)
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
		}, "text/html", ""},
	} {
		g := New(Options{Refuse: c.refuse})
		res := serve(g.Wrap(g.Require(Reader, http.HandlerFunc(ok))), request("POST", "/", "Accept: "+c.accept))
		if got := res.Body.String(); got != c.content || res.Header().Get("Content-Type") != c.ctype || res.Code != 401 {
			t.Errorf("%s: %d %s %q", c.name, res.Code, res.Header().Get("Content-Type"), got)
		}
	}
	if told != "401 log in, or send a token" {
		t.Errorf("the desk was told %q", told)
	}
}

func TestRoles(t *testing.T) {
	for r := Reader; r <= Admin; r++ {
		if got, err := ParseRole(r.String()); got != r || err != nil {
			t.Errorf("%v: %v, %v", r, got, err)
		}
		b, _ := r.MarshalText()
		var again Role
		if err := again.UnmarshalText(b); again != r || err != nil {
			t.Errorf("%s: %v, %v", b, again, err)
		}
	}
	for _, s := range []string{"none", "Admin", "", "4", "root"} {
		if r, err := ParseRole(s); err == nil || r != None {
			t.Errorf("%q: %v, %v", s, r, err)
		}
	}
	if got := Role(7).String(); got != "role 7" {
		t.Error(got)
	}
}

// No next leads a browser away.
func FuzzLocal(f *testing.F) {
	for _, s := range []string{"/", "//x", `/\x`, "/\t/x", "https:x", "/a?b=//c", "/%2f/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Local(s)
		if got[0] != '/' || len(got) > 1 && (got[1] == '/' || got[1] == '\\') || strings.ContainsAny(got, "\t\r\n\\") {
			t.Errorf("%q leads to %q", s, got)
		}
	})
}
