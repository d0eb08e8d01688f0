package fetch

import (
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestPageTellsWhatTheServerTold(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Cookie", "Referer", "Authorization", "If-None-Match", "If-Modified-Since"} {
			if v := r.Header.Get(name); v != "" {
				t.Errorf("%s: %s was sent", name, v)
			}
		}
		if got := r.Header.Get("User-Agent"); got != UserAgent {
			t.Errorf("user agent %q", got)
		}
		switch r.URL.Path {
		case "/old":
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
			http.Redirect(w, r, "older#part", http.StatusMovedPermanently)
		case "/older":
			http.Redirect(w, r, "/new?a=b", http.StatusPermanentRedirect)
		case "/passing":
			http.Redirect(w, r, "/new?a=b", http.StatusFound)
		case "/mixed":
			http.Redirect(w, r, "/passing", http.StatusMovedPermanently)
		default:
			w.Header().Set("Content-Type", "Text/HTML; charset=windows-1251")
			w.Header().Set("ETag", `W/"x"`)
			w.Header().Set("Last-Modified", "Mon, 04 May 2026 11:00:00 GMT")
			_, _ = w.Write([]byte("<p>a</p>"))
		}
	})
	c := reaching(t, Options{IgnoreRobots: true}, site)
	for path, moved := range map[string]bool{"/old": true, "/older": true, "/passing": false, "/mixed": false, "/new?a=b#top": false} {
		before := time.Now()
		p, err := c.Get(t.Context(), " "+site+path, Validators{})
		if err != nil {
			t.Fatal(err)
		}
		if p.Retrieved.Before(before) || p.Retrieved.Location() != time.UTC {
			t.Errorf("retrieved %v", p.Retrieved)
		}
		p.Retrieved = time.Time{}
		want := Page{URL: site + "/new?a=b", Moved: moved, Status: 200, ContentType: "Text/HTML; charset=windows-1251", MediaType: "text/html",
			Validators: Validators{`W/"x"`, "Mon, 04 May 2026 11:00:00 GMT"}}
		body := string(p.Body)
		p.Body = nil
		if body != "<p>a</p>" || !equal(*p, want) {
			t.Errorf("%s: %+v, want %+v", path, *p, want)
		}
	}
}

// equal compares pages but for their bodies.
func equal(a, b Page) bool {
	return a.URL == b.URL && a.Moved == b.Moved && a.Status == b.Status && a.NotModified == b.NotModified &&
		a.ContentType == b.ContentType && a.MediaType == b.MediaType && a.Validators == b.Validators
}

func TestMediaTypeOfDamagedHeaders(t *testing.T) {
	for header, want := range map[string]string{
		"":                          "",
		"text/html":                 "text/html",
		"TEXT/html; charset":        "text/html",
		"text/html; charset=a b; =": "text/html",
		"html":                      "html",
		"text/html/x; =":            "",
	} {
		resp := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {header}}}
		if got := newPage("http://a", resp).MediaType; got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	const tag, date = `"v1"`, "Mon, 04 May 2026 11:00:00 GMT"
	sent := 0
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag && r.Header.Get("If-Modified-Since") == date || r.URL.Path == "/always" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		sent++
		w.Header().Set("Last-Modified", date)
		_, _ = w.Write([]byte("news"))
	})
	c := reaching(t, Options{IgnoreRobots: true}, site)
	first, err := c.Get(t.Context(), site, Validators{})
	if err != nil || string(first.Body) != "news" || first.NotModified {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := c.Get(t.Context(), site, first.Validators)
	if err != nil || !second.NotModified || second.Status != 304 || len(second.Body) != 0 || second.ETag != tag {
		t.Errorf("%+v, %v", second, err)
	}
	if third, err := c.Get(t.Context(), site, Validators{ETag: `"v0"`}); err != nil || third.NotModified || sent != 2 {
		t.Errorf("%+v, %v", third, err)
	}
	_, err = c.Get(t.Context(), site+"/always", Validators{})
	if s, ok := errors.AsType[*StatusError](err); !ok || s.Status != 304 {
		t.Errorf("304 to no condition: %v", err)
	}
}

func TestStatusesThatAreNoPages(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Path[1:])
		w.WriteHeader(n)
	})
	c := reaching(t, Options{IgnoreRobots: true}, site)
	for _, status := range []int{300, 301, 302, 303, 305, 307, 400, 401, 402, 403, 404, 410, 429, 451, 500, 503, 599, 999} {
		_, err := c.Get(t.Context(), site+"/"+strconv.Itoa(status), Validators{})
		s, ok := errors.AsType[*StatusError](err)
		if !ok || s.Status != status || !RetryAt(err).IsZero() || !strings.Contains(err.Error(), strconv.Itoa(status)) {
			t.Errorf("%d: %v", status, err)
		}
	}
	for _, status := range []int{200, 203, 204} {
		if p, err := c.Get(t.Context(), site+"/"+strconv.Itoa(status), Validators{}); err != nil || p.Status != status {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestRedirectsAreCounted(t *testing.T) {
	asked := 0
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		n, _ := strconv.Atoi(r.URL.Path[1:])
		if n == 0 {
			return
		}
		http.Redirect(w, r, "/"+strconv.Itoa(n-1), http.StatusFound)
	})
	for _, tt := range []struct {
		most, redirects int
		want            error
	}{{0, 5, nil}, {0, 6, ErrRedirects}, {0, 1000, ErrRedirects}, {1, 1, nil}, {1, 2, ErrRedirects}, {-1, 0, nil}, {-1, 1, ErrRedirects}} {
		asked = 0
		c := reaching(t, Options{IgnoreRobots: true, MaxRedirects: tt.most}, site)
		_, err := c.Get(t.Context(), site+"/"+strconv.Itoa(tt.redirects), Validators{})
		if !errors.Is(err, tt.want) {
			t.Errorf("at most %d, %d made: %v", tt.most, tt.redirects, err)
		}
		if asked > 6 {
			t.Errorf("%d requests", asked)
		}
	}
}

func TestCertificatesAreVerified(t *testing.T) {
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			http.Redirect(w, r, plain, http.StatusFound)
		}
	}))
	s.Config.ErrorLog = quiet
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := reaching(t, Options{IgnoreRobots: true}, s.URL).Get(t.Context(), s.URL, Validators{})
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); !ok {
		t.Errorf("a certificate of nobody: %v", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	c := reaching(t, Options{IgnoreRobots: true, RootCAs: roots}, s.URL, plain)
	if _, err := c.Get(t.Context(), s.URL, Validators{}); err != nil {
		t.Error(err)
	}
	if _, err := c.Get(t.Context(), s.URL+"/down", Validators{}); !errors.Is(err, ErrDowngrade) {
		t.Errorf("redirect to http: %v", err)
	}
	u, _ := url.Parse(s.URL)
	c = reaching(t, Options{IgnoreRobots: true, RootCAs: roots, Resolver: everywhereInside}, s.URL)
	_, err = c.Get(t.Context(), "https://other.test:"+u.Port(), Validators{})
	if _, ok := errors.AsType[x509.HostnameError](err); !ok {
		t.Errorf("a certificate of another host: %v", err)
	}
}

func TestErrorsShowNoCredentials(t *testing.T) {
	for address, want := range map[string]string{
		"http://user:secret@host/a":            "http://host/a",
		"http://secret@host":                   "http://host",
		"http://a:se@cret@host/@x":             "http://host/@x",
		"//user:secret@host/a":                 "//host/a",
		"user:secret@host":                     "host",
		"http://host/a@b":                      "http://host/a@b",
		"http://host/a\nb":                     `"http://host/a\nb"`,
		"":                                     `""`,
		"http://h/" + strings.Repeat("a", 400): "http://h/" + strings.Repeat("a", 291) + "…",
	} {
		if got := shown(address); got != want {
			t.Errorf("%q is shown as %s, want %s", address, got, want)
		}
	}
	for _, address := range []string{"http://user:secret@host/", "http://user:secret%zz@host/", "http://user:secret@ho st/"} {
		if _, err := New(Options{}).Get(t.Context(), address, Validators{}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, a := range forbidden {
		f.Add(a.url)
	}
	f.Add("https://example.org/a?b#c")
	o := Options{}.withDefaults()
	f.Fuzz(func(t *testing.T, address string) {
		shown(address)
		u, err := parse(address)
		if err != nil || o.admit(u) != nil {
			return
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
			t.Errorf("%q is admitted as %q", address, u)
		}
		if p := u.Port(); p != "" && p != "80" && p != "443" && strings.TrimLeft(p, "0") != "80" && strings.TrimLeft(p, "0") != "443" {
			t.Errorf("%q is admitted at port %s", address, p)
		}
	})
}
