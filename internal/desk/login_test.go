package desk_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/attache-project/attache/internal/access"
)

const password = "correct horse"

// newAccounts returns accounts in a file of their own: rosa, a reader; carlos, a
// curator; ana, an admin; with one password, kept at little cost.
func newAccounts(t testing.TB) *access.Accounts {
	t.Helper()
	salt := []byte("0123456789abcdef")
	b64 := base64.RawStdEncoding.EncodeToString
	phc := fmt.Sprintf("$argon2id$v=19$m=64,t=1,p=1$%s$%s", b64(salt), b64(argon2.IDKey([]byte(password), salt, 1, 64, 1, 32)))
	type account map[string]any
	var list []account
	for _, n := range []struct{ name, role string }{{"rosa", "reader"}, {"carlos", "curator"}, {"ana", "admin"}} {
		list = append(list, account{"name": n.name, "role": n.role, "password": phc, "created": "2025-11-01T00:00:00Z"})
	}
	b, err := json.Marshal(map[string]any{"version": 1, "accounts": list, "tokens": []any{}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "accounts.json")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := access.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// logIn logs somebody in and returns the header line of the session's cookie.
func (d *testDesk) logIn(t testing.TB, name, secret string) string {
	t.Helper()
	res, _ := d.ask(t, "/login", url.Values{"name": {name}, "password": {secret}})
	for _, c := range res.Cookies() {
		if c.Name == access.Cookie && res.StatusCode == http.StatusSeeOther {
			return "Cookie: " + c.Name + "=" + c.Value
		}
	}
	t.Fatalf("logging %s in: %d", name, res.StatusCode)
	return ""
}

func TestLogIn(t *testing.T) {
	d := newDesk(t, newAccounts(t))
	for _, c := range []struct {
		name, lang string
		form       url.Values
		status     int
		to         string
		says       string
	}{
		{"good", "en", url.Values{"name": {"Carlos"}, "password": {password}, "next": {"/review?a=KAZ"}}, 303, "/review?a=KAZ", ""},
		{"nowhere told", "en", url.Values{"name": {"carlos"}, "password": {password}}, 303, "/", ""},
		{"elsewhere", "en", url.Values{"name": {"carlos"}, "password": {password}, "next": {"//evil.example/x"}}, 303, "/", ""},
		{"script", "en", url.Values{"name": {"carlos"}, "password": {password}, "next": {"javascript:alert(1)"}}, 303, "/", ""},
		{"wrong password", "en", url.Values{"name": {"carlos"}, "password": {"wrong horse"}, "next": {"/log"}}, 401, "", "The name or the password is wrong."},
		{"wrong password", "es", url.Values{"name": {"ana"}, "password": {"wrong horse"}, "next": {"/log"}}, 401, "", "El nombre o la contraseña no son correctos."},
		{"nobody", "es", url.Values{"name": {`"><script>alert(1)</script>`}, "password": {"x"}}, 401, "", "&#34;&gt;&lt;script&gt;"},
		{"nothing", "en", url.Values{}, 401, "", "The name or the password is wrong."},
	} {
		d.wait(time.Hour)
		res, page := d.ask(t, "/login", c.form, "Accept-Language: "+c.lang)
		if res.StatusCode != c.status || res.Header.Get("Location") != c.to {
			t.Errorf("%s: %d to %q, want %d to %q", c.name, res.StatusCode, res.Header.Get("Location"), c.status, c.to)
		}
		says(t, page, c.says)
		if c.status == 401 {
			if next := c.form.Get("next"); next != "" && !strings.Contains(page, `value="`+next+`"`) {
				t.Errorf("%s: the page forgets where it leads", c.name)
			}
			if len(res.Cookies()) > 0 || strings.Contains(page, password) {
				t.Errorf("%s: a refused log-in gives %v", c.name, res.Cookies())
			}
		}
	}
}

func TestWhoIsNotKnownLogsInFirstAndComesBack(t *testing.T) {
	d := newDesk(t, newAccounts(t))
	res, _ := d.ask(t, "/review?a=KAZ&b=RUS", nil)
	to := res.Header.Get("Location")
	if res.StatusCode != 303 || to != "/login?next=%2Freview%3Fa%3DKAZ%26b%3DRUS" {
		t.Fatalf("%d to %q", res.StatusCode, to)
	}
	_, page := d.ask(t, to, nil)
	says(t, page, `name="next" value="/review?a=KAZ&amp;b=RUS"`, `type="password"`)
	cookie := d.logIn(t, "rosa", password)
	if res, _ := d.ask(t, to, nil, cookie); res.StatusCode != 303 || res.Header.Get("Location") != "/review?a=KAZ&b=RUS" {
		t.Errorf("logged in: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	if res, page := d.ask(t, "/review?a=KAZ&b=RUS", nil, cookie); res.StatusCode != 200 || strings.Contains(page, "/corrections\"") {
		t.Errorf("a reader is answered %d and may correct", res.StatusCode)
	}
	if res, _ := d.ask(t, "/logout", url.Values{}, cookie); res.StatusCode != 303 {
		t.Errorf("logging out: %d", res.StatusCode)
	}
	if res, _ := d.ask(t, "/review", nil, cookie); res.StatusCode != 303 || res.Header.Get("Location") != "/login?next=%2Freview" {
		t.Errorf("logged out: %d", res.StatusCode)
	}
}

func TestThereIsNothingToLogInToAtAnOpenDesk(t *testing.T) {
	d := newDesk(t, nil)
	for _, c := range []struct {
		target string
		form   url.Values
		status int
		to     string
	}{
		{"/login", nil, 303, "/"}, {"/login?next=/log", nil, 303, "/log"}, {"/login", url.Values{"name": {"ana"}, "password": {"x"}}, 303, "/"},
		{"/logout", url.Values{}, 303, "/"}, {"/accounts", nil, 404, ""}, {"/accounts", url.Values{"name": {"x"}}, 404, ""},
		{"/accounts/change", url.Values{}, 404, ""}, {"/tokens", url.Values{}, 404, ""}, {"/tokens/revoke", url.Values{}, 404, ""},
	} {
		if res, _ := d.ask(t, c.target, c.form); res.StatusCode != c.status || res.Header.Get("Location") != c.to {
			t.Errorf("%s: %d to %q, want %d to %q", c.target, res.StatusCode, res.Header.Get("Location"), c.status, c.to)
		}
	}
}

// A shared desk refuses what it must: other names, other sites, guessing, sessions of
// before a change.
func TestSharedDeskRefuses(t *testing.T) {
	d := newDesk(t, newAccounts(t))
	cookie := d.logIn(t, "ana", password)
	for _, c := range []struct {
		name    string
		target  string
		form    url.Values
		headers []string
		status  int
		says    string
	}{
		{"its own", "/accounts", nil, nil, 200, "carlos"},
		{"another name", "/accounts", nil, []string{"Host: evil.example"}, 421, "does not go by that name"},
		{"another name in Spanish", "/accounts", nil, []string{"Host: evil.example:80", "Accept-Language: es"}, 421, "no responde a ese nombre"},
		{"a form of another site", "/accounts/change", url.Values{"name": {"rosa"}, "do": {"remove"}}, []string{"Sec-Fetch-Site: cross-site"}, 403, "another site"},
		{"a form of a sister site", "/accounts/change", url.Values{"name": {"rosa"}, "do": {"remove"}}, []string{"Sec-Fetch-Site: same-site"}, 403, "another site"},
		{"an old browser's", "/accounts/change", url.Values{"name": {"rosa"}, "do": {"remove"}}, []string{"Origin: https://evil.example"}, 403, "another site"},
		{"a link on another site", "/accounts", nil, []string{"Sec-Fetch-Site: cross-site"}, 200, "rosa"},
	} {
		res, page := d.ask(t, c.target, c.form, append(c.headers, cookie)...)
		if res.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.name, res.StatusCode, c.status)
		}
		says(t, page, c.says)
	}
	if n := len(d.accounts.List()); n != 3 {
		t.Errorf("%d accounts are left", n)
	}
	if _, page := d.ask(t, "/accounts/change", url.Values{"name": {"ana"}, "do": {"password"}, "password": {"another secret"}}, cookie); page != "" && !strings.Contains(page, "href") {
		t.Errorf("changing a password: %s", page)
	}
	if res, _ := d.ask(t, "/accounts", nil, cookie); res.StatusCode != 303 {
		t.Errorf("a session of before the password changed: %d", res.StatusCode)
	}
	d.logIn(t, "ana", "another secret")
}

func TestGuessingIsTold(t *testing.T) {
	d := newDesk(t, newAccounts(t))
	d.still = true
	for i, lang := range []string{"en", "en", "en", "en", "en", "en", "es"} {
		res, page := d.ask(t, "/login", url.Values{"name": {"ana"}, "password": {"wrong horse"}}, "Accept-Language: "+lang)
		switch {
		case i < 5 && res.StatusCode != 401:
			t.Errorf("guess %d: %d", i+1, res.StatusCode)
		case i >= 5:
			if res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
				t.Errorf("guess %d: %d, wait %q", i+1, res.StatusCode, res.Header.Get("Retry-After"))
			}
			want := map[string]string{"en": "Too many attempts. Try again in " + res.Header.Get("Retry-After") + " second", "es": "Demasiados intentos. Vuelva a probar dentro de " + res.Header.Get("Retry-After") + " segundo"}[lang]
			says(t, page, want, `value="ana"`)
		}
	}
	if res, _ := d.ask(t, "/login", url.Values{"name": {"ana"}, "password": {password}}); res.StatusCode != 429 {
		t.Errorf("the right one among guesses: %d", res.StatusCode)
	}
}
