package text

import (
	"errors"
	"strings"
	"testing"
)

func TestParseArticle(t *testing.T) {
	a, err := ParseArticle("in/lima-1.txt", []byte("Title: Lima firma\r\noutlet: El Faro\npublished: 2025-05-15T10:00:00Z\nlang: es\nurl: https://example.org/a:b\nauthor: R. Vera\nagency:\n\nLima firmó.\n\nFin.\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Article{
		ID: "lima-1", File: "in/lima-1.txt", URL: "https://example.org/a:b", Outlet: "El Faro", Title: "Lima firma",
		Byline: "R. Vera", Published: "2025-05-15", Lang: "es", Text: "Lima firmó.\n\nFin.\n", SHA256: Digest("Lima firmó.\n\nFin.\n"),
	}
	if *a != want {
		t.Errorf("got  %+v\nwant %+v", *a, want)
	}
	if p := a.Page(); p.Text != "Lima firma\n\nLima firmó.\n\nFin.\n" || p.Text[p.Body:] != a.Text || p.Title().Of(p.Text) != a.Title {
		t.Errorf("page %+v", p)
	}
}

func TestParseArticleWithoutHeader(t *testing.T) {
	for _, s := range []string{"Lima: firmó.\n\ntitle: no\n", "Uno.\n", "\ntitle: no\n"} {
		a, err := ParseArticle("a.txt", []byte(s))
		if err != nil || a.Text != s || a.Title != "" {
			t.Errorf("ParseArticle(%q) = %+v, %v", s, a, err)
			continue
		}
		if p := a.Page(); p.Text != s || p.Body != 0 {
			t.Errorf("page %+v", p)
		}
	}
}

func TestParseArticleErrors(t *testing.T) {
	tests := []struct {
		name, in string
		err      error
		says     string
	}{
		{"empty", "", ErrEmpty, "x.txt"},
		{"blank", " \n\n", ErrEmpty, "x.txt"},
		{"header only", "title: a\n\n", ErrEmpty, "x.txt"},
		{"header without end", "title: a", ErrEmpty, "x.txt"},
		{"date", "title: a\npublished: 15 de mayo\n\nb", nil, `x.txt:2: published: want an ISO 8601 date such as 2025-05-15, found "15 de mayo"`},
		{"impossible date", "published: 2025-02-30\n\nb", nil, "x.txt:1: published"},
		{"language", "lang: español\n\nb", nil, "x.txt:1: lang"},
		{"no blank line", "title: a\nLima firmó.\n\nb", nil, `x.txt:2: want a header line`},
		{"twice", "title: a\ntitle: b\n\nb", nil, "x.txt:2: a second title"},
		{"binary", "a\x00", ErrBinary, "x.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ParseArticle("x.txt", []byte(tt.in))
			if err == nil {
				t.Fatalf("no error, article %+v", a)
			}
			if tt.err != nil && !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v; want %v with %q", err, tt.err, tt.says)
			}
		})
	}
}
