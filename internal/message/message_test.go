package message

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/attache-project/attache/record"
)

func catalogs(t *testing.T) map[string]*Catalog {
	t.Helper()
	cs, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return cs
}

func TestLanguagesSayTheSame(t *testing.T) {
	cs := catalogs(t)
	places := regexp.MustCompile(`\{(\d|n)\}`)
	for code, c := range cs {
		if !slices.Equal(c.Keys(), cs["en"].Keys()) {
			t.Errorf("%s: has other keys than en", code)
		}
		for _, k := range c.Keys() {
			find := func(s string) []string {
				out := places.FindAllString(s, -1)
				slices.Sort(out)
				return out
			}
			if a, b := find(c.by[k]), find(cs["en"].by[k]); !slices.Equal(a, b) {
				t.Errorf("%s: %s has the places %v, in en %v", code, k, a, b)
			}
			if strings.TrimSpace(c.by[k]) != c.by[k] {
				t.Errorf("%s: %s has blanks at its ends", code, k)
			}
		}
	}
}

func TestEveryTermOfTheRecordHasAName(t *testing.T) {
	c := catalogs(t)["es"]
	for act := range record.Acts() {
		if !c.Has("act." + act) {
			t.Errorf("act %s has no name", act)
		}
	}
	for _, s := range []string{
		record.Announced, record.Confirmed, record.Redated, record.Kept, record.KeptLate, record.KeptInPart, record.Changed,
		record.Cancelled, record.Disputed, record.NotKept, record.Open, record.Overdue, record.Lapsed, record.Unknown,
	} {
		if !c.Has("state." + s) {
			t.Errorf("state %s has no name", s)
		}
	}
	for _, f := range record.Fields() {
		if !c.Has("attribute." + f) {
			t.Errorf("field %s has no name", f)
		}
	}
}

func TestCountTakesThePluralFormOfTheLanguage(t *testing.T) {
	cs := catalogs(t)
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 1, "1 article"}, {"en", 0, "0 articles"}, {"en", 12345, "12,345 articles"},
		{"es", 1, "1 artículo"}, {"es", 2, "2 artículos"}, {"es", 12345, "12.345 artículos"},
	} {
		if got := cs[c.lang].Count("articles", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestWhenIsWrittenAtItsGrain(t *testing.T) {
	cs := catalogs(t)
	for _, c := range []struct{ edtf, en, es string }{
		{"2025-11-12", "12 November 2025", "12 de noviembre de 2025"},
		{"2025-11-11/2025-11-12", "11–12 November 2025", "11 al 12 de noviembre de 2025"},
		{"2025-11", "November 2025", "noviembre de 2025"},
		{"2025", "2025", "2025"},
		{"../2025-12-31", "by 31 December 2025", "hasta el 31 de diciembre de 2025"},
		{"2025-12-31/..", "from 31 December 2025", "desde el 31 de diciembre de 2025"},
		{"2025-11-30/2025-12-02", "between 30 November 2025 and 2 December 2025", "entre el 30 de noviembre de 2025 y el 2 de diciembre de 2025"},
		{"2025-10~", "about October 2025", "hacia octubre de 2025"},
		{"PAST_REF", "PAST_REF", "PAST_REF"},
	} {
		if got := cs["en"].When(c.edtf); got != c.en {
			t.Errorf("%s: %q, want %q", c.edtf, got, c.en)
		}
		if got := cs["es"].When(c.edtf); got != c.es {
			t.Errorf("%s: %q, want %q", c.edtf, got, c.es)
		}
	}
}

func TestChooseTakesWhatTheReaderAsksFor(t *testing.T) {
	cs := catalogs(t)
	for _, c := range []struct{ wanted, want string }{
		{"es-MX,es;q=0.9,en;q=0.5", "es"}, {"fr,es;q=0.3", "es"}, {"de", "en"}, {"", "en"}, {"en-GB", "en"}, {"\x00;;q=", "en"},
	} {
		if got := Choose(cs, c.wanted).Lang; got != c.want {
			t.Errorf("%q: %s, want %s", c.wanted, got, c.want)
		}
	}
}

func TestLoadTellsWhatIsWrongWithATable(t *testing.T) {
	for name, c := range map[string]struct{ table, want string }{
		"twice":       {"key\ten\na\tx\na\ty\n", "a: told twice in en"},
		"no words":    {"key\ten\tes\na\tx\t\n", "a: no words in es"},
		"no language": {"key\tqqqqqqqqqq\na\tx\n", "is no language"},
	} {
		_, err := load(fstest.MapFS{"data/t.tsv": {Data: []byte(c.table)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
