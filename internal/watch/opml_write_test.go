package watch

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestAListOfFeedsIsReadBack(t *testing.T) {
	want := []Feed{
		{URL: "https://faro.example/rss?a=1&b=2", Title: `El Faro "todo" <script>alert(1)</script>`, Outlet: "El Faro", Lang: "es"},
		{URL: "https://albor.example/rss"},
	}
	var b bytes.Buffer
	if err := WriteOPML(&b, "feeds & more", want); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>") {
		t.Errorf("markup of a title stands in the list:\n%s", b.String())
	}
	got, err := ReadOPML("list", &b)
	want[1].Title = want[1].URL // of an outline without a title the text is the title
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}
