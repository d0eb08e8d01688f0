package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/access"
)

func TestAccountsAreManaged(t *testing.T) {
	d := newDesk(t, newAccounts(t))
	admin := d.logIn(t, "ana", password)
	roles := func() string {
		var out []string
		for _, a := range d.accounts.List() {
			out = append(out, a.Name+" "+a.Role.String())
		}
		return strings.Join(out, ", ")
	}
	const before = "rosa reader, carlos curator, ana admin"
	for _, c := range []struct {
		name   string
		target string
		form   url.Values
		lang   string
		status int
		says   string
		left   string
	}{
		{"a short password", "/accounts", url.Values{"name": {"eva"}, "role": {"reader"}, "password": {"short"}}, "en", 400, "At least 10 characters", before},
		{"a name that is taken", "/accounts", url.Values{"name": {"ROSA"}, "role": {"reader"}, "password": {"long enough"}}, "es", 400, "Este nombre ya está en uso", before},
		{"what is no name", "/accounts", url.Values{"name": {`<script>alert(1)</script>`}, "role": {"reader"}, "password": {"long enough"}}, "en", 400, "1 to 64 letters, digits", before},
		{"what is no role", "/accounts", url.Values{"name": {"eva"}, "role": {"chief"}, "password": {"long enough"}}, "en", 400, "Choose one of the roles", before},
		{"oneself", "/accounts/change", url.Values{"name": {"Ana"}, "do": {"remove"}}, "es", 400, "No puede eliminarse a sí mismo", before},
		{"the last admin's role", "/accounts/change", url.Values{"name": {"ana"}, "do": {"role"}, "role": {"reader"}}, "en", 400, "Nobody else is an administrator", before},
		{"the last admin's role in capitals", "/accounts/change", url.Values{"name": {"ANA"}, "do": {"role"}, "role": {"curator"}}, "en", 400, "", before},
		{"nobody's", "/accounts/change", url.Values{"name": {"eva"}, "do": {"role"}, "role": {"reader"}}, "en", 400, "There is no such account or token any more.", before},
		{"nothing", "/accounts/change", url.Values{"name": {"rosa"}}, "en", 400, "Choose what to change", before},
		{"a role", "/accounts/change", url.Values{"name": {"rosa"}, "do": {"role"}, "role": {"curator"}}, "en", 303, "", "rosa curator, carlos curator, ana admin"},
		{"a password", "/accounts/change", url.Values{"name": {"rosa"}, "do": {"password"}, "password": {"ñandúes y más"}}, "en", 303, "", "rosa curator, carlos curator, ana admin"},
		{"a short one", "/accounts/change", url.Values{"name": {"rosa"}, "do": {"password"}, "password": {"short"}}, "es", 400, "Al menos 10 caracteres", "rosa curator, carlos curator, ana admin"},
		{"another", "/accounts", url.Values{"name": {"eva"}, "role": {"admin"}, "password": {"long enough"}}, "en", 303, "", "rosa curator, carlos curator, ana admin, eva admin"},
		{"somebody goes", "/accounts/change", url.Values{"name": {"carlos"}, "do": {"remove"}}, "en", 303, "", "rosa curator, ana admin, eva admin"},
	} {
		res, page := d.ask(t, c.target, c.form, admin, "Accept-Language: "+c.lang)
		if res.StatusCode != c.status || roles() != c.left {
			t.Errorf("%s: %d, and there are %s", c.name, res.StatusCode, roles())
		}
		says(t, page, c.says)
		if strings.Contains(page, "<script>alert") || strings.Contains(page, "long enough") {
			t.Errorf("%s: the page repeats what it must not", c.name)
		}
	}
	d.logIn(t, "rosa", "ñandúes y más")
	if _, page := d.ask(t, "/accounts?done=added", nil, admin, "Accept-Language: es"); !strings.Contains(page, "La cuenta quedó añadida.") {
		t.Error("the page does not tell what was done")
	}
}

func TestTokensAreShownOnce(t *testing.T) {
	d := newDesk(t, newAccounts(t))
	admin := d.logIn(t, "ana", password)
	for _, c := range []struct {
		form url.Values
		says string
	}{
		{url.Values{"name": {"carlos"}, "role": {"reader"}}, "This name is taken"},
		{url.Values{"name": {"bot"}, "role": {"reader"}, "expires": {"2020-01-01"}}, "A day to come is wanted"},
		{url.Values{"name": {"bot"}, "role": {"reader"}, "expires": {"tomorrow"}}, "A day to come is wanted"},
		{url.Values{"name": {"bot"}, "role": {""}}, "Choose one of the roles"},
	} {
		res, page := d.ask(t, "/tokens", c.form, admin)
		if res.StatusCode != 400 || len(d.accounts.Tokens()) != 0 {
			t.Errorf("%v: %d, and %d tokens", c.form, res.StatusCode, len(d.accounts.Tokens()))
		}
		says(t, page, c.says)
	}
	res, page := d.ask(t, "/tokens", url.Values{"name": {"bot"}, "role": {"reader"}, "expires": {"2026-12-31"}}, admin)
	found := regexp.MustCompile(`<code class="secret">([\w-]{43})</code>`).FindStringSubmatch(page)
	if res.StatusCode != 200 || found == nil || res.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, %q", res.StatusCode, res.Header.Get("Cache-Control"))
	}
	bearer := "Authorization: Bearer " + found[1]
	if res, _ := d.ask(t, "/log", nil, bearer); res.StatusCode != 200 {
		t.Errorf("the token is answered %d", res.StatusCode)
	}
	if _, page := d.ask(t, "/accounts", nil, admin); strings.Contains(page, found[1]) || !strings.Contains(page, "bot") {
		t.Error("the secret is shown again, or the token not at all")
	}
	if tokens := d.accounts.Tokens(); len(tokens) != 1 || tokens[0].Role != access.Reader || tokens[0].Expires.Format("2006-01-02") != "2027-01-01" {
		t.Errorf("tokens %v", tokens)
	}
	if res, _ := d.ask(t, "/tokens/revoke", url.Values{"name": {"bot"}}, admin); res.StatusCode != http.StatusSeeOther {
		t.Errorf("revoking: %d", res.StatusCode)
	}
	if res, _ := d.ask(t, "/log", nil, bearer); res.StatusCode != 401 {
		t.Errorf("a revoked token is answered %d", res.StatusCode)
	}
	if res, page := d.ask(t, "/tokens/revoke", url.Values{"name": {"bot"}}, admin); res.StatusCode != 400 || !strings.Contains(page, "There is no such account or token any more.") {
		t.Errorf("revoking twice: %d", res.StatusCode)
	}
}
