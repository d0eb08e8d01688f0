package intake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
)

// all returns where all items are, and their errors.
func all(ctx context.Context, items Items) (where []string, errs []error) {
	for it, err := range items(ctx) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		where = append(where, it.Where)
	}
	return where, errs
}

func TestAddressesOfTheWebAloneAreFetched(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("Perú y Chile."), 0o600); err != nil {
		t.Fatal(err)
	}
	c := fetch.New(fetch.Options{})
	defer c.Close()
	taker := &Taker{Client: c}
	for _, tt := range []struct {
		address string
		err     error
	}{
		{"file://" + secret, fetch.ErrScheme},
		{"file:" + secret, fetch.ErrScheme},
		{secret, fetch.ErrURL},
		{"", fetch.ErrURL},
		{"ftp://faro.example/a", fetch.ErrScheme},
		{"gopher://faro.example/a", fetch.ErrScheme},
		{"javascript:alert(1)", fetch.ErrScheme},
		{"https://ana:palabra@faro.example/", fetch.ErrCredentials},
		{"https:///a", fetch.ErrURL},
		{"http://faro example/", fetch.ErrURL},
		{"http://" + strings.Repeat("a", 9000) + "/", fetch.ErrURL},
	} {
		where, errs := all(t.Context(), taker.Address(tt.address))
		if len(where) > 0 || len(errs) != 1 || !errors.Is(errs[0], tt.err) {
			t.Errorf("%.60q: %q, %v, want %v", tt.address, where, errs, tt.err)
		}
		if err := CheckAddress(tt.address); !errors.Is(err, tt.err) || strings.Contains(err.Error(), "palabra") {
			t.Errorf("%.60q: %v, want %v", tt.address, err, tt.err)
		}
	}
	for _, address := range []string{"http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/"} {
		if where, errs := all(t.Context(), taker.Address(address)); len(where) > 0 || len(errs) != 1 || !errors.Is(errs[0], fetch.ErrPrivate) {
			t.Errorf("%s: %q, %v", address, where, errs)
		}
	}
	for _, address := range []string{"https://faro.example/a?b=c#d", " http://faro.example:8080/ "} {
		if err := CheckAddress(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestLinksOfAFeedAreFetched(t *testing.T) {
	p, client := newPress(t)
	p.put("/feed", p.feed("/1", "/2", "/none"))
	p.put("/1", page(1))
	p.put("/2", page(2))
	file := filepath.Join(t.TempDir(), "feed.xml")
	if err := os.WriteFile(file, []byte(p.feed("/1", "/2", "/none")), 0o600); err != nil {
		t.Fatal(err)
	}
	taker := &Taker{Client: client}
	want := []string{p.URL + "/1", p.URL + "/2"}
	for name, items := range map[string]Items{
		"an address": taker.Address(p.URL + "/feed"),
		"a file":     taker.File(file),
		"bytes":      taker.Bytes("feed.xml", "", strings.NewReader(p.feed("/1", "/2", "/none"))),
	} {
		where, errs := all(t.Context(), items)
		if status := new(fetch.StatusError); !slices.Equal(where, want) || len(errs) != 1 || !errors.As(errs[0], &status) {
			t.Errorf("%s: %q, %v", name, where, errs)
		}
	}
	for it, err := range taker.Address(p.URL + "/1")(t.Context()) {
		if err != nil || it.Article.Retrieved == "" || it.Article.URL != p.URL+"/1" {
			t.Errorf("%+v, %v", it.Article, err)
		}
	}
	offline := &Taker{}
	if where, errs := all(t.Context(), Join(offline.Address(p.URL+"/1"), offline.File(file))); len(where) > 0 || len(errs) != 4 {
		t.Errorf("without a client: %q, %v", where, errs)
	}
}

func TestANameThatWasSentIsNoAddress(t *testing.T) {
	for name, want := range map[string]string{
		"nota.txt":                        "nota.txt",
		"https://faro.example/nota.txt":   "nota.txt",
		"../../etc/passwd.txt":            "passwd.txt",
		`C:\Users\Ana\nota.txt`:           "nota.txt",
		"a\x00b\nc\u202e.txt":             "abc.txt",
		"":                                "document",
		"notas/":                          "document",
		strings.Repeat("ñ", 300) + ".txt": strings.Repeat("ñ", 125) + ".txt",
	} {
		if got := baseName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	for it, err := range new(Taker).Bytes("https://faro.example/nota.txt", "text/plain", strings.NewReader("Perú y Chile firmaron."))(t.Context()) {
		if err != nil || it.Article.URL != "" || it.Where != "nota.txt" {
			t.Errorf("%+v, %v", it.Article, err)
		}
	}
	if _, errs := all(t.Context(), new(Taker).Bytes("a.pdf", "", strings.NewReader("%PDF-1.7"))); len(errs) != 1 || !errors.Is(errs[0], source.ErrUnknown) {
		t.Errorf("a kind that is not read: %v", errs)
	}
}

func FuzzBytes(f *testing.F) {
	f.Add("nota.txt", "", []byte("title: T\n\nPerú y Chile firmaron."))
	f.Add("a/b.html", "text/html", []byte("<p>Perú</p>"))
	f.Add(`\`, "application/json", []byte(`{"text":"Perú","url":"file:///etc/passwd"}`))
	f.Add("feed", "", []byte("<rss><channel><item><link>file:///etc/passwd</link></item></channel></rss>"))
	f.Fuzz(func(t *testing.T, name, media string, b []byte) {
		base := baseName(name)
		if base == "" || len(base) > maxName || strings.ContainsAny(base, "/\\\x00\n") {
			t.Errorf("%q became %q", name, base)
		}
		for it, err := range new(Taker).Bytes(name, media, strings.NewReader(string(b)))(t.Context()) {
			switch {
			case err == nil && it.Article == nil:
				t.Error("neither article nor error")
			case err == nil && it.Link != "":
				t.Error("a link was not followed")
			case err == nil && (strings.HasPrefix(it.Where, "http://") || strings.HasPrefix(it.Where, "https://")) && it.Article.File != "":
				t.Errorf("%q stands at %q", name, it.Where)
			}
		}
	})
}
