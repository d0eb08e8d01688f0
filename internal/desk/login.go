package desk

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/attache-project/attache/internal/access"
)

// A loginPage is the form by which one logs in.
type loginPage struct {
	Next  string
	Name  string
	Wrong string
}

func login(q *request) error {
	next := access.Local(q.r.FormValue("next"))
	if q.desk.Accounts == nil || q.who.Role != access.None && !q.who.Token {
		return q.redirect(next)
	}
	return q.render("login", q.cat.Text("login"), &loginPage{Next: next})
}

func logIn(q *request) error {
	next := access.Local(q.r.PostFormValue("next"))
	if q.desk.Accounts == nil {
		return q.redirect(next)
	}
	name := q.r.PostFormValue("name")
	err := q.desk.Guard.LogIn(q.w, q.r, name, q.r.PostFormValue("password"))
	p := &loginPage{Next: next, Name: name}
	switch {
	case err == nil:
		return q.redirect(next)
	case errors.Is(err, access.ErrTooMany):
		q.status = http.StatusTooManyRequests
		p.Wrong = q.cat.Count("login.wait", q.wait())
	case errors.Is(err, access.ErrRefused):
		q.status = http.StatusUnauthorized
		p.Wrong = q.cat.Text("login.refused")
	default:
		return err
	}
	return q.render("login", q.cat.Text("login"), p)
}

// wait returns how many seconds the answer asks to wait.
func (q *request) wait() int {
	n, err := strconv.Atoi(q.w.Header().Get("Retry-After"))
	if err != nil {
		return 60
	}
	return n
}

func logOut(q *request) error {
	if q.desk.Accounts == nil {
		return q.redirect("/")
	}
	q.desk.Guard.LogOut(q.w, q.r)
	return q.redirect(access.LogInPath)
}
