package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/text"
)

func TestPastedTextIsKeptAsItIs(t *testing.T) {
	taker := newTaker(t)
	items, err := Text(text.Article{
		ID: "x", File: "/etc/passwd", SHA256: "no",
		Title: " Perú y Chile\r\nfirman ", Outlet: "El  Faro", Published: " 2025-05-15 ", Lang: "ES", URL: "https://faro.example/1#abajo", Byline: "R. Vera",
		Retrieved: "2025-05-16T10:00:00+02:00", Text: "title: no es un encabezado\r\n\r\nPerú y Chile firmaron un tratado.\r\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	var told Told
	if _, err := taker.Take(t.Context(), items, func(x Told) error { told = x; return nil }); err != nil || !told.New || told.Where != "https://faro.example/1" {
		t.Fatalf("told %+v, %v", told, err)
	}
	k, err := taker.Store.Article(t.Context(), told.Key)
	if err != nil {
		t.Fatal(err)
	}
	if want := "title: no es un encabezado\n\nPerú y Chile firmaron un tratado.\n"; k.Article.Text != want {
		t.Errorf("text %q, want %q", k.Article.Text, want)
	}
	s := k.Source
	if s.Title != "Perú y Chile firman" || s.Outlet != "El Faro" || s.Published != "2025-05-15" || s.Lang != "es" || s.URL != "https://faro.example/1" ||
		s.Retrieved != "2025-05-16T08:00:00Z" || k.Article.Byline != "R. Vera" {
		t.Errorf("source %+v, byline %q", s, k.Article.Byline)
	}
	if items, err = Text(text.Article{Text: "Perú y Chile firmaron un tratado."}); err != nil {
		t.Fatal(err)
	}
	if where, errs := all(t.Context(), items); len(errs) > 0 || !slices.Equal(where, []string{"pasted text"}) {
		t.Errorf("at %q, %v", where, errs)
	}
}

func TestWhatIsWrongWithAFormIsToldByField(t *testing.T) {
	for _, tt := range []struct {
		name   string
		a      text.Article
		fields []string
		is     error
	}{
		{"nothing", text.Article{}, []string{"text"}, text.ErrEmpty},
		{"blank", text.Article{Text: " \r\n"}, []string{"text"}, text.ErrEmpty},
		{"no text", text.Article{Text: "a\x00b"}, []string{"text"}, text.ErrBinary},
		{"bad bytes", text.Article{Text: "Per\xfa"}, []string{"text"}, text.ErrBinary},
		{"much", text.Article{Text: strings.Repeat("a", source.MaxDocument+1)}, []string{"text"}, source.ErrTooLarge},
		{"a path", text.Article{Text: "a", URL: "file:///etc/passwd"}, []string{"url"}, fetch.ErrScheme},
		{"a script", text.Article{Text: "a", URL: "javascript:alert(1)"}, []string{"url"}, fetch.ErrScheme},
		{"a date", text.Article{Text: "a", Published: "ayer"}, []string{"published"}, nil},
		{"a date there is not", text.Article{Text: "a", Published: "2025-02-30"}, []string{"published"}, nil},
		{"a time", text.Article{Text: "a", Retrieved: "ayer"}, []string{"retrieved"}, nil},
		{"a language", text.Article{Text: "a", Lang: "español"}, []string{"lang"}, nil},
		{"lines", text.Article{Text: "a", Title: "a\x00b", Outlet: "\x1b[31m", Byline: "\xff", Agency: "\x7f"}, []string{"agency", "author", "outlet", "title"}, text.ErrBinary},
		{"much at once", text.Article{Lang: "x", Published: "x", URL: "x"}, []string{"lang", "published", "text", "url"}, text.ErrEmpty},
	} {
		t.Run(tt.name, func(t *testing.T) {
			items, err := Text(tt.a)
			form, ok := errors.AsType[*FormError](err)
			if items != nil || !ok {
				t.Fatalf("no error of a form: %v", err)
			}
			if got := slices.Sorted(maps.Keys(form.Fields)); !slices.Equal(got, tt.fields) {
				t.Errorf("fields %q, want %q", got, tt.fields)
			}
			if tt.is != nil && !errors.Is(err, tt.is) || !strings.HasPrefix(err.Error(), tt.fields[0]+": ") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	f.Add("T", "El Faro", "2025-05-15", "es", "https://faro.example/1", "Perú y Chile.")
	f.Add("\ufeff", "a\r\nb", "2025-5-1", "E", "//faro.example", "\ufeffa\r\rb\x85")
	f.Fuzz(func(t *testing.T, title, outlet, published, lang, url, words string) {
		items, err := Text(text.Article{Title: title, Outlet: outlet, Published: published, Lang: lang, URL: url, Text: words})
		if err != nil {
			if !utf8.ValidString(err.Error()) && utf8.ValidString(published+lang+url) {
				t.Errorf("error %q", err)
			}
			return
		}
		n := 0
		for it, err := range items(t.Context()) {
			n++
			a := it.Article
			if err != nil || strings.TrimSpace(a.Text) == "" || a.SHA256 != text.Digest(a.Text) || strings.ContainsAny(a.Title+a.Outlet, "\r\n\x00") ||
				!utf8.ValidString(a.Title+a.Outlet+a.Text) || strings.Contains(a.Text, "\r") {
				t.Errorf("%+v, %v", a, err)
			}
			if a.URL != "" && CheckAddress(a.URL) != nil {
				t.Errorf("url %q", a.URL)
			}
		}
		if n != 1 {
			t.Errorf("%d articles", n)
		}
	})
}
