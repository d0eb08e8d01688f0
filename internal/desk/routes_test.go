package desk_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/record"
)

// A routeRow is a route with the least role that may ask for it and what somebody
// who may is answered. Forms hold what changes nothing.
type routeRow struct {
	role   access.Role
	target string
	form   url.Values
	status int
}

// routeRows are all routes of the desk. A route that is added needs a row here: who
// may ask for it is decided by a person, not by the code that is tested.
func routeRows(event, statement *record.Fact) map[string]routeRow {
	none := url.Values{}
	return map[string]routeRow{
		"GET /{$}":                            {access.Reader, "/", nil, 200},
		"GET /search":                         {access.Reader, "/search?q=visita", nil, 200},
		"GET /articles/{key}":                 {access.Reader, "/articles/" + event.Article, nil, 200},
		"GET /facts/{key}":                    {access.Reader, "/facts/" + statement.Key, nil, 200},
		"GET /events/{id}":                    {access.Reader, "/events/" + event.Key, nil, 200},
		"GET /dossier":                        {access.Reader, "/dossier", nil, 200},
		"GET /dossier/{a}/{b}":                {access.Reader, "/dossier/IRN/USA", nil, 200},
		"GET /timeline":                       {access.Reader, "/timeline?a=IRN", nil, 200},
		"GET /timeline.json":                  {access.Reader, "/timeline.json?a=IRN", nil, 200},
		"GET /timeline.csv":                   {access.Reader, "/timeline.csv?a=IRN", nil, 200},
		"GET /events/{id}/compare":            {access.Reader, "/events/" + event.Key + "/compare", nil, 200},
		"GET /ledger":                         {access.Reader, "/ledger", nil, 200},
		"GET /calendar":                       {access.Reader, "/calendar", nil, 200},
		"GET /calendar.ics":                   {access.Reader, "/calendar.ics", nil, 200},
		"GET /articles/{key}/changes/{other}": {access.Reader, "/articles/" + event.Article + "/changes/" + event.Article, nil, 200},
		"GET /search.atom":                    {access.Reader, "/search.atom?q=visita", nil, 200},
		"GET /search.json":                    {access.Reader, "/search.json?q=visita", nil, 200},
		"GET /search.ics":                     {access.Reader, "/search.ics?party=IRN", nil, 200},
		"GET /searches":                       {access.Reader, "/searches", nil, 200},
		"POST /searches":                      {access.Curator, "/searches", none, 400},
		"POST /searches/{id}/delete":          {access.Curator, "/searches/x/delete", none, 404},
		"GET /who":                            {access.Reader, "/who?q=Donald", nil, 200},
		"GET /who/{id...}":                    {access.Reader, "/who/IRN", nil, 200},
		"GET /graph":                          {access.Reader, "/graph", nil, 200},
		"GET /graph.graphml":                  {access.Reader, "/graph.graphml", nil, 200},
		"GET /graph.gexf":                     {access.Reader, "/graph.gexf", nil, 200},
		"GET /add":                            {access.Curator, "/add", nil, 200},
		"POST /add":                           {access.Curator, "/add", none, 400},
		"GET /add/{job}":                      {access.Curator, "/add/none", nil, 404},
		"GET /add/{job}/events":               {access.Curator, "/add/none/events", nil, 404},
		"POST /add/{job}/cancel":              {access.Curator, "/add/none/cancel", none, 404},
		"GET /sources":                        {access.Reader, "/sources", nil, 200},
		"GET /sources.opml":                   {access.Reader, "/sources.opml", nil, 200},
		"POST /sources":                       {access.Admin, "/sources", none, 400},
		"POST /sources/list":                  {access.Admin, "/sources/list", none, 400},
		"POST /sources/poll":                  {access.Admin, "/sources/poll", none, 404},
		"POST /sources/delete":                {access.Admin, "/sources/delete", none, 303},
		"GET /export":                         {access.Reader, "/export", nil, 200},
		"GET /export/{format}":                {access.Reader, "/export/jsonl", nil, 200},
		"GET /review":                         {access.Reader, "/review", nil, 200},
		"POST /facts/{key}/corrections":       {access.Curator, "/facts/" + event.Key + "/corrections", none, 400},
		"POST /corrections/{id}/undo":         {access.Curator, "/corrections/99/undo", none, 404},
		"GET /log":                            {access.Reader, "/log", nil, 200},
		"GET /log.csv":                        {access.Reader, "/log.csv", nil, 200},
		"GET /login":                          {access.None, "/login", nil, 0},
		"POST /login":                         {access.None, "/login", none, 401},
		"POST /logout":                        {access.None, "/logout", none, 303},
		"GET /accounts":                       {access.Admin, "/accounts", nil, 200},
		"POST /accounts":                      {access.Admin, "/accounts", none, 400},
		"POST /accounts/change":               {access.Admin, "/accounts/change", none, 400},
		"POST /tokens":                        {access.Admin, "/tokens", none, 400},
		"POST /tokens/revoke":                 {access.Admin, "/tokens/revoke", none, 400},
		"GET /assets/{file}":                  {access.None, "/assets/desk.css", nil, 200},
		"POST /settings":                      {access.None, "/settings", none, 303},
		"/":                                   {access.None, "/nowhere", nil, 404},
		"/api/":                               {access.None, "/api/v1/nowhere", nil, 404}, // its operations are tested with it
	}
}

// A caller is somebody who asks, by a session or a token.
type caller struct {
	name    string
	role    access.Role
	token   bool
	headers func() []string
}

// Every route answers who may ask for it, and nobody else, by session and by token;
// and no other site can make a browser change anything.
func TestWhoMayAskForWhat(t *testing.T) {
	d := newDesk(t, newAccounts(t), "stories/talks-usa-iran/*.txt")
	rows := routeRows(d.factOf(t, record.KindEvent), d.factOf(t, record.KindStatement))
	var patterns []string
	for _, r := range d.Routes() {
		patterns = append(patterns, r.Pattern)
		row, ok := rows[r.Pattern]
		if !ok {
			t.Errorf("route %s has no row: who may ask for it?", r.Pattern)
			continue
		}
		if r.Role != row.role {
			t.Errorf("route %s wants the role %v, and should want %v", r.Pattern, r.Role, row.role)
		}
		if method, _, found := strings.Cut(r.Pattern, " "); found && (method == http.MethodPost) != (row.form != nil) {
			t.Errorf("route %s is asked for by another method", r.Pattern)
		}
	}
	for pattern := range rows {
		if !slices.Contains(patterns, pattern) {
			t.Errorf("there is no route %s", pattern)
		}
	}

	if _, err := d.accounts.AddToken("unseen-bot", access.Reader, time.Time{}); err != nil {
		t.Fatal(err)
	}
	callers := []caller{{"nobody", access.None, false, func() []string { return nil }}, {"a wrong token", access.None, true, func() []string { return []string{"Authorization: Bearer wrong"} }}}
	for name, role := range map[string]access.Role{"rosa": access.Reader, "carlos": access.Curator, "ana": access.Admin} {
		secret, err := d.accounts.AddToken("token-of-"+name, role, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		callers = append(callers,
			caller{name, role, false, func() []string { return []string{d.logIn(t, name, password)} }},
			caller{name + "'s token", role, true, func() []string { return []string{"Authorization: Bearer " + secret} }})
	}
	slices.SortFunc(callers, func(a, b caller) int { return strings.Compare(a.name, b.name) })
	for _, who := range callers {
		headers := who.headers()
		for _, pattern := range slices.Sorted(maps.Keys(rows)) {
			row := rows[pattern]
			want := row.status
			switch {
			case pattern == "GET /login": // who has a session is sent on
				if want = 200; who.role != access.None && !who.token {
					want = 303
				}
			case who.role >= row.role:
			case who.role != access.None:
				want = 403
			case row.form == nil && !who.token:
				want = 303
			default:
				want = 401
			}
			if pattern == "POST /login" {
				d.wait(time.Minute) // no more guesses than are allowed
			}
			res, page := d.ask(t, row.target, row.form, headers...)
			if res.StatusCode != want {
				t.Errorf("%s asks for %s: %d, want %d", who.name, pattern, res.StatusCode, want)
			}
			if to := res.Header.Get("Location"); want == 303 && who.role < row.role && !strings.HasPrefix(to, "/login") {
				t.Errorf("%s asks for %s and is sent to %q", who.name, pattern, to)
			}
			for _, h := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
				if res.Header.Get(h) == "" {
					t.Errorf("%s: no %s", pattern, h)
				}
			}
			if who.role < row.role && (strings.Contains(page, "Trump") || strings.Contains(page, "unseen-bot")) {
				t.Errorf("%s asks for %s and is told what he may not see", who.name, pattern)
			}
			if pattern == "POST /logout" && !who.token && who.role != access.None {
				headers = who.headers()
			}
			if row.form == nil {
				continue
			}
			for _, from := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"} {
				if res, _ := d.ask(t, row.target, row.form, append([]string{from}, headers...)...); res.StatusCode != 403 {
					t.Errorf("%s is made to ask for %s by another site: %d", who.name, pattern, res.StatusCode)
				}
			}
		}
	}
	if n := len(d.accounts.List()); n != 3 {
		t.Errorf("%d accounts are left", n)
	}
}

// Methods that no route has change nothing.
func TestOtherMethodsAreNoWayIn(t *testing.T) {
	d := newDesk(t, newAccounts(t), "stories/talks-usa-iran/*.txt")
	admin := d.logIn(t, "ana", password)
	for pattern, row := range routeRows(d.factOf(t, record.KindEvent), d.factOf(t, record.KindStatement)) {
		if pattern == "/api/" {
			continue
		}
		for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodTrace, http.MethodConnect} {
			r, err := http.NewRequestWithContext(t.Context(), method, "http://localhost"+row.target, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Cookie", strings.TrimPrefix(admin, "Cookie: "))
			r.RemoteAddr = "127.0.0.1:9"
			if res, _ := d.do(t, r); res.StatusCode < 400 || res.StatusCode >= 500 {
				t.Errorf("%s %s: %d", method, row.target, res.StatusCode)
			}
		}
	}
}
