package export

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/record"
)

//go:embed data/words.tsv
var wordTable string

// words are those of calendars in one language.
type words struct {
	lang string
	by   map[string]string
}

// readWords returns the words of a language: en (also for ""), es.
func readWords(code string) (*words, error) {
	if code == "" {
		code = "en"
	}
	if code != "en" && code != "es" {
		return nil, fmt.Errorf("there are no words of a calendar in %q (there are: en, es)", code)
	}
	rows, err := lang.ParseTable("internal/export/data/words.tsv", wordTable)
	if err != nil {
		return nil, err
	}
	w := &words{code, map[string]string{}}
	for _, r := range rows {
		w.by[r.Get("key")] = r.Get(code)
	}
	return w, nil
}

func (w *words) get(key string) string { return w.by[key] }

// put puts values into the words of a key.
func (w *words) put(key string, values ...any) string { return fmt.Sprintf(w.by[key], values...) }

// act names an act; one without a name keeps its key.
func (w *words) act(act string) string {
	if s := w.by["act."+act]; s != "" {
		return s
	}
	return act
}

// A grain says how exactly a time is told.
type grain int

const (
	grainDay     grain = iota // a day, or all days from one to another
	grainAbout                // about a day
	grainMonth                // some time in a month
	grainYear                 // some time in a year
	grainBetween              // some time in another stretch: a week, a quarter, a season
	grainBy                   // on a day or before
	grainFrom                 // on a day or after
)

// readGrain reads a time with its grain.
func readGrain(edtf string) (record.Interval, grain, bool) {
	iv, ok := record.ParseInterval(edtf)
	if !ok {
		return iv, grainDay, false
	}
	a, b, two := strings.Cut(edtf, "/")
	switch {
	case iv.Start == record.Always:
		return iv, grainBy, true
	case iv.End == record.Never:
		return iv, grainFrom, true
	case two && isDay(a) && isDay(b):
		return iv, grainDay, true
	case two:
		return iv, grainBetween, true
	case iv.Start == iv.End && strings.ContainsAny(edtf, "~?%"):
		return iv, grainAbout, true
	case iv.Start == iv.End:
		return iv, grainDay, true
	}
	switch len(iv.EDTF()) {
	case len("2025-05"):
		return iv, grainMonth, true
	case len("2025"):
		return iv, grainYear, true
	}
	return iv, grainBetween, true
}

// isDay reports whether a time is a day told as certain.
func isDay(edtf string) bool {
	iv, ok := record.ParseInterval(edtf)
	return ok && iv.Start == iv.End && !strings.ContainsAny(edtf, "~?%")
}

// vague says what is known of a time without a day, "" for one with a day.
func (w *words) vague(g grain, edtf string, iv record.Interval) string {
	switch g {
	case grainAbout:
		return w.get("vague.about")
	case grainMonth:
		t := iv.Start.Time()
		return w.put("vague.month", w.put("month.of", w.get(fmt.Sprintf("month.%d", t.Month())), t.Year()))
	case grainYear:
		return w.put("vague.year", iv.EDTF())
	case grainBetween:
		return w.put("vague.between", iv.Start, iv.End)
	case grainBy:
		return w.put("vague.by", iv.End)
	case grainFrom:
		return w.put("vague.from", iv.Start)
	}
	return ""
}
