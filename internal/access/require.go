package access

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// LogInPath is where those whom nobody knows are sent to log in, with "next" in the
// query telling where they wanted to go.
const LogInPath = "/login"

// Require lets only those through who have at least a role. Of those whom nobody
// knows, who asks for a page (GET, and HTML is accepted) is redirected to log in, the
// others get 401; who has a lesser role gets 403.
func (g *Guard) Require(role Role, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		has := From(r.Context()).Role
		switch {
		case has >= role:
			h.ServeHTTP(w, r)
		case has != None:
			g.o.Refuse(w, r, http.StatusForbidden, fmt.Sprintf("this wants the role %v, and yours is %v", role, has))
		case r.Method == http.MethodGet && acceptsPage(r) && r.Header.Get("Authorization") == "":
			to := LogInPath
			if next := Local(r.URL.RequestURI()); next != "/" {
				to += "?next=" + url.QueryEscape(next)
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
		default:
			w.Header().Set("WWW-Authenticate", "Bearer")
			g.o.Refuse(w, r, http.StatusUnauthorized, "log in, or send a token")
		}
	})
}

// Local returns next if it is a path on this site, with or without a query, and
// otherwise "/": no link leads from the log-in to another site.
func Local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || len(next) > 2048 {
		return "/"
	}
	for _, r := range next {
		if r <= ' ' || r == '\\' || r == 0x7f || r == '\uFFFD' { // browsers drop some and turn others
			return "/"
		}
	}
	if u, err := url.Parse(next); err != nil || u.Scheme != "" || u.Host != "" || u.User != nil {
		return "/"
	}
	return next
}

func acceptsPage(r *http.Request) bool {
	return strings.Contains(strings.Join(r.Header.Values("Accept"), ","), "text/html")
}

// refuse is how requests are refused unless Options say otherwise.
func refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	if acceptsPage(r) {
		http.Error(w, message, status)
		return
	}
	b, _ := json.Marshal(map[string]string{"error": message})
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(b, '\n'))
}
