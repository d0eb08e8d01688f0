package reading_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

func page(t *testing.T, p reading.Printer, r *reading.Reading) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Print(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPage compares a page that holds every section with the one kept in
// testdata.
func TestPage(t *testing.T) {
	const golden = "testdata/page.golden"
	got := page(t, reading.Printer{Width: 72}, sample())
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if n, g, w := firstDifference([]byte(got), want); n > 0 {
		t.Errorf("%s:%d: got %q, want %q", golden, n, g, w)
	}
}

var escape = regexp.MustCompile("\x1b\\[[0-9;]*m")

// The words of the article survive the marks, the colours and the breaking of
// lines, and no line is wider than the page.
func TestPageKeepsText(t *testing.T) {
	r := open(t)
	for _, a := range articles(t) {
		one, err := r.Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(one.Article.Text)
		one.Statements, one.Events, one.Times = one.Statements[:0], one.Events[:0], one.Times[:0]
		bare := strings.Join(strings.Fields(page(t, reading.Printer{Width: 60}, one)), " ")
		if !strings.Contains(bare, strings.Join(words, " ")) {
			t.Errorf("%s: the text is not on the page", a.ID)
		}
	}
	for _, a := range articles(t) {
		one, err := r.Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{40, 80, 132} {
			for _, color := range []bool{false, true} {
				out := page(t, reading.Printer{Width: width, Color: color}, one)
				if !color && strings.ContainsRune(out, '\x1b') {
					t.Errorf("%s: an escape without colours", a.ID)
				}
				for line := range strings.Lines(escape.ReplaceAllString(out, "")) {
					line = strings.TrimRight(line, "\n")
					if n := utf8.RuneCountInString(line); n > width && width >= 80 {
						t.Errorf("%s: %d columns at width %d: %s", a.ID, n, width, line)
					}
				}
			}
		}
	}
}

// Nothing in an article steers the terminal.
func TestPageIsClean(t *testing.T) {
	const body = "Uno \x1b[2J dos \u202e tres \u0085."
	r := sample()
	r.Article.Text, r.Article.SHA256 = body, text.Digest(body)
	r.Article.Title = "\x1b]0;x\a"
	r.Statements, r.Times, r.Events[0].Trigger = nil, nil, reading.Span{Start: 4, End: 8, Text: "\x1b[2J"}
	out := page(t, reading.Printer{}, r)
	if i := strings.IndexAny(out, "\x1b\a\u202e\u0085"); i >= 0 {
		t.Errorf("the page holds %q", out[i:min(i+10, len(out))])
	}
}
