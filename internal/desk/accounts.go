package desk

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/store"
)

// An accountsPage lists who may log in and the tokens of programs. What was wrong
// with the last change stands beside the form that it came from.
type accountsPage struct {
	Accounts []access.Account
	Tokens   []tokenRow
	Roles    []access.Role
	Me       string
	Form     string // that the faults are of: +account, +token, or the name of an account or token
	Name     string // entered
	Role     access.Role
	Expires  string
	Wrong    map[string]string // by field
	Secret   string            // of the token just made, shown once
	Done     string            // what was done, in words
}

// A tokenRow is a token and whether its time is over.
type tokenRow struct {
	access.Token
	Over bool
}

// Least and most that a password has, as package access holds it.
const (
	shortestPassword = 10
	longestPassword  = 1024
)

// newAccountsPage lists the accounts as they are. There is no such page where the
// desk has none.
func newAccountsPage(q *request) (*accountsPage, error) {
	if q.desk.Accounts == nil {
		return nil, store.ErrNotFound
	}
	p := &accountsPage{
		Accounts: q.desk.Accounts.List(), Roles: []access.Role{access.Reader, access.Curator, access.Admin}, Me: q.who.Name,
		Role: access.Reader, Wrong: map[string]string{},
	}
	for _, t := range q.desk.Accounts.Tokens() {
		p.Tokens = append(p.Tokens, tokenRow{t, !t.Expires.IsZero() && !q.desk.Now().Before(t.Expires)})
	}
	return p, nil
}

func (p *accountsPage) show(q *request) error {
	q.w.Header().Set("Cache-Control", "no-store")
	if len(p.Wrong) > 0 {
		q.status = http.StatusBadRequest
	}
	return q.render("accounts", q.cat.Text("nav.accounts"), p)
}

func accounts(q *request) error {
	p, err := newAccountsPage(q)
	if err != nil {
		return err
	}
	if key := "accounts.done." + q.r.URL.Query().Get("done"); q.cat.Has(key) {
		p.Done = q.cat.Text(key)
	}
	return p.show(q)
}

// enter takes the name and role entered in a form and checks them.
func (p *accountsPage) enter(q *request, form string) {
	p.Form, p.Name = form, strings.TrimSpace(q.r.PostFormValue("name"))
	var err error
	if p.Role, err = access.ParseRole(q.r.PostFormValue("role")); err != nil {
		p.Role = access.Reader
		p.Wrong["role"] = q.cat.Text("accounts.want.role")
	}
	switch err := q.desk.Accounts.CheckName(p.Name); {
	case errors.Is(err, access.ErrTaken):
		p.Wrong["name"] = q.cat.Text("accounts.want.another")
	case err != nil:
		p.Wrong["name"] = q.cat.Text("accounts.want.name")
	}
}

// password checks a new password.
func (p *accountsPage) password(q *request) string {
	s := q.r.PostFormValue("password")
	if n := utf8.RuneCountInString(s); n < shortestPassword || len(s) > longestPassword {
		p.Wrong["password"] = q.cat.Text("accounts.want.password", shortestPassword)
	}
	return s
}

func addAccount(q *request) error {
	p, err := newAccountsPage(q)
	if err != nil {
		return err
	}
	p.enter(q, "+account")
	password := p.password(q)
	if len(p.Wrong) == 0 {
		err = q.desk.Accounts.Add(q.r.Context(), p.Name, password, p.Role)
		if done, err := p.changed(q, err, "name", "added"); done {
			return err
		}
	}
	return p.show(q)
}

// changed ends a change that went well with a redirect; one that found the name taken
// or gone meanwhile is told beside the field.
func (p *accountsPage) changed(q *request, err error, field, did string) (done bool, _ error) {
	switch {
	case err == nil:
		return true, q.redirect("/accounts?done=" + did)
	case errors.Is(err, access.ErrTaken):
		p.Wrong[field] = q.cat.Text("accounts.want.another")
	case errors.Is(err, access.ErrUnknown):
		p.Wrong[field] = q.cat.Text("accounts.gone")
	case errors.Is(err, access.ErrTooMany):
		p.Wrong[field] = q.cat.Text("accounts.busy")
	default:
		return true, err
	}
	return false, nil
}

// changeAccount changes the role or the password of an account, or removes it.
func changeAccount(q *request) error {
	p, err := newAccountsPage(q)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.Accounts, func(a access.Account) bool { return strings.EqualFold(a.Name, q.r.PostFormValue("name")) })
	if i < 0 {
		p.Wrong["gone"] = q.cat.Text("accounts.gone")
		return p.show(q)
	}
	name := p.Accounts[i].Name
	p.Form = name
	switch q.r.PostFormValue("do") {
	case "role":
		role, err := access.ParseRole(q.r.PostFormValue("role"))
		switch {
		case err != nil:
			p.Wrong["change"] = q.cat.Text("accounts.want.role")
		case role < access.Admin && p.last(name):
			p.Wrong["change"] = q.cat.Text("accounts.last")
		default:
			if done, err := p.changed(q, q.desk.Accounts.SetRole(name, role), "change", "role"); done {
				return err
			}
		}
	case "password":
		if password := p.password(q); len(p.Wrong) == 0 {
			if done, err := p.changed(q, q.desk.Accounts.SetPassword(q.r.Context(), name, password), "change", "password"); done {
				return err
			}
		}
		if w := p.Wrong["password"]; w != "" {
			delete(p.Wrong, "password")
			p.Wrong["change"] = w
		}
	case "remove":
		switch {
		case name == q.who.Name && !q.who.Token:
			p.Wrong["change"] = q.cat.Text("accounts.self")
		case p.last(name):
			p.Wrong["change"] = q.cat.Text("accounts.last")
		default:
			if done, err := p.changed(q, q.desk.Accounts.Remove(name), "change", "removed"); done {
				return err
			}
		}
	default:
		p.Wrong["change"] = q.cat.Text("accounts.want.change")
	}
	return p.show(q)
}

// last reports whether nobody but the account of a name is an admin.
func (p *accountsPage) last(name string) bool {
	mine := false
	for _, a := range p.Accounts {
		switch {
		case a.Name == name:
			mine = a.Role == access.Admin
		case a.Role == access.Admin:
			return false
		}
	}
	return mine
}

// addToken makes a token, whose secret is in this answer and never again.
func addToken(q *request) error {
	p, err := newAccountsPage(q)
	if err != nil {
		return err
	}
	p.enter(q, "+token")
	var until time.Time
	if p.Expires = strings.TrimSpace(q.r.PostFormValue("expires")); p.Expires != "" {
		day, err := time.Parse(time.DateOnly, p.Expires)
		if until = day.AddDate(0, 0, 1); err != nil || !q.desk.Now().Before(until) {
			p.Wrong["expires"] = q.cat.Text("accounts.want.expires")
		}
	}
	if len(p.Wrong) > 0 {
		return p.show(q)
	}
	secret, err := q.desk.Accounts.AddToken(p.Name, p.Role, until)
	if err != nil {
		if done, err := p.changed(q, err, "name", ""); done {
			return err
		}
		return p.show(q)
	}
	made, err := newAccountsPage(q)
	if err != nil {
		return err
	}
	made.Secret, made.Name, made.Form = secret, p.Name, "+made"
	return made.show(q)
}

func revokeToken(q *request) error {
	p, err := newAccountsPage(q)
	if err != nil {
		return err
	}
	p.Form = q.r.PostFormValue("name")
	if done, err := p.changed(q, q.desk.Accounts.RemoveToken(p.Form), "revoke", "revoked"); done {
		return err
	}
	return p.show(q)
}
