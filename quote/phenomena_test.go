package quote

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// The files of testdata/phenomena hold cases as newspapers write them and what a
// careful reader finds in them. A case is
//
//	# 1.3 paragraph re-opens the mark
//	date: 2024-06-12
//	title: a headline
//	the body, paragraphs parted by blank lines
//	--
//	direct | Gabriel Boric | words … second piece | class=say
//
// with one statement a line in the order of their words, or the line "none".
// Speaker is the canonical English name, empty when nobody knows. Fields that
// are not given are not checked. Below the line "= known failures" stand the
// cases that the engine does not yet get right, each with a line "why:" after
// its name. Lines that begin with "//" are comments.

// defaultDate is when a case without a date was published.
const defaultDate = "2024-06-12"

// A phenomenon is one case.
type phenomenon struct {
	file, name string
	line       int
	article    text.Article
	want       []wanted
	fails      bool // stands among the known failures
	why        string
}

// A wanted is a statement that a case expects.
type wanted struct {
	line   int
	head   string // kind, speaker and words as show prints them
	fields []wantedField
}

type wantedField struct{ name, value string }

var (
	caseName = regexp.MustCompile(`^[1-9](\.[0-9]+)? \S`)
	number   = regexp.MustCompile(`^(relay of|echo of|continues) ([0-9]+)$`)
)

// parsePhenomena reads the cases of one file.
func parsePhenomena(file, lang, content string) ([]phenomenon, error) {
	var cases []phenomenon
	var c *phenomenon
	var body []string
	expects, none, failures := false, false, false
	errorf := func(line int, format string, args ...any) error {
		return fmt.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...))
	}
	finish := func() error {
		if c == nil {
			return nil
		}
		switch {
		case !expects:
			return errorf(c.line, "%q has no line \"--\"", c.name)
		case c.article.Text == "":
			return errorf(c.line, "%q has no text", c.name)
		case !none && len(c.want) == 0:
			return errorf(c.line, "%q expects nothing; write \"none\"", c.name)
		case none && len(c.want) > 0:
			return errorf(c.line, "%q expects statements and \"none\"", c.name)
		case c.fails != (c.why != ""):
			return errorf(c.line, "%q: a line \"why:\" belongs to a known failure and to no other case", c.name)
		}
		for _, w := range c.want {
			for _, f := range w.fields {
				if m := number.FindStringSubmatch(f.value); m != nil {
					if n, _ := strconv.Atoi(m[2]); n < 1 || n > len(c.want) {
						return errorf(w.line, "there is no statement %s", m[2])
					}
				}
			}
		}
		cases = append(cases, *c)
		c = nil
		return nil
	}
	seen := map[string]int{}
	sc := bufio.NewScanner(strings.NewReader(content))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), " ")
		switch {
		case strings.HasPrefix(line, "//"):
		case line == "= known failures":
			if err := finish(); err != nil {
				return nil, err
			}
			if failures {
				return nil, errorf(n, "the known failures begin twice")
			}
			failures = true
		case strings.HasPrefix(line, "# "):
			if err := finish(); err != nil {
				return nil, err
			}
			name := line[2:]
			if !caseName.MatchString(name) {
				return nil, errorf(n, "%q: the name of a case begins with the number of its phenomenon", name)
			}
			if at, ok := seen[name]; ok {
				return nil, errorf(n, "%q is the case of line %d too", name, at)
			}
			seen[name] = n
			c = &phenomenon{file: file, name: name, line: n, fails: failures}
			c.article = text.Article{Published: defaultDate, Lang: lang}
			body, expects, none = nil, false, false
		case c == nil:
			if line != "" {
				return nil, errorf(n, "%q stands outside a case", line)
			}
		case line == "--" && !expects:
			c.article.Text, expects = strings.TrimSpace(strings.Join(body, "\n")), true
		case !expects:
			name, value, _ := strings.Cut(line, ": ")
			switch {
			case len(body) > 0:
				body = append(body, line)
			case name == "date":
				if _, err := time.Parse(time.DateOnly, value); err != nil {
					return nil, errorf(n, "%q is no date", value)
				}
				c.article.Published = value
			case name == "title":
				c.article.Title = value
			case name == "why":
				c.why = value
			default:
				body = append(body, line)
			}
		case line == "none":
			none = true
		case line != "":
			w, err := parseWanted(line)
			if err != nil {
				return nil, errorf(n, "%v", err)
			}
			w.line = n
			c.want = append(c.want, w)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	if err := finish(); err != nil {
		return nil, err
	}
	return cases, nil
}

// parseWanted reads the line of an expected statement.
func parseWanted(line string) (wanted, error) {
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if len(cells) < 3 {
		return wanted{}, fmt.Errorf("a kind, a speaker and words are wanted")
	}
	if !slices.Contains([]string{"direct", "indirect", "mixed"}, cells[0]) {
		return wanted{}, fmt.Errorf("unknown kind %q", cells[0])
	}
	if cells[2] == "" {
		return wanted{}, fmt.Errorf("a statement without words")
	}
	w := wanted{head: strings.Join(cells[:3], " | ")}
	for _, f := range cells[3:] {
		name, value, _ := strings.Cut(f, "=")
		if m := number.FindStringSubmatch(f); m != nil && m[1] != "relay of" {
			name, value = strings.Fields(m[1])[0], f
		}
		ok := value != ""
		switch name {
		case "hedged":
			ok = value == ""
		case "class":
			ok = slices.Contains(classes, value)
		case "polarity":
			ok = slices.Contains([]string{"affirmed", "negated", "denied"}, value)
		case "via":
			ok = strings.HasPrefix(value, "relay of ") && number.MatchString(value)
		case "echo", "continues":
			ok = number.MatchString(value)
		case "cue", "channel", "mention", "addressee":
		default:
			ok = false
		}
		if !ok {
			return wanted{}, fmt.Errorf("%q is no field of a statement", f)
		}
		w.fields = append(w.fields, wantedField{name, value})
	}
	return w, nil
}

// found writes a statement as a case expects it, with the given fields.
func found(doc *nlp.Document, cast *names.Cast, s *Statement, fields []wantedField) string {
	out := show(doc, []Statement{*s})
	for _, f := range fields {
		var v string
		switch f.name {
		case "cue":
			v = s.Cue.Lemma
		case "class":
			v = s.Cue.Class
		case "channel":
			v = s.Channel.Kind
		case "polarity":
			v = s.Polarity
		case "mention":
			if v = "none"; s.Speaker.Mention != nil {
				v = s.Speaker.Mention.Of(doc.Text)
			}
		case "addressee":
			if s.Addressee >= 0 {
				v = cast.Entities[s.Addressee].Name.EN
			}
		case "via":
			for _, k := range s.Relay {
				if v = fmt.Sprintf("relay of %d", k+1); v == f.value {
					break
				}
			}
		case "echo":
			if s.Echo >= 0 {
				out += fmt.Sprintf(" | echo of %d", s.Echo+1)
			}
			continue
		case "continues":
			if s.Continues >= 0 {
				out += fmt.Sprintf(" | continues %d", s.Continues+1)
			}
			continue
		case "hedged":
			if s.Hedged {
				out += " | hedged"
			}
			continue
		}
		out += " | " + f.name + "=" + v
	}
	return out
}

func (w wanted) String() string {
	out := w.head
	for _, f := range w.fields {
		switch f.name {
		case "hedged":
			out += " | hedged"
		case "echo", "continues":
			out += " | " + f.value
		default:
			out += " | " + f.name + "=" + f.value
		}
	}
	return out
}

// compare returns what was found and what was wanted, and whether they are the
// same.
func (c *phenomenon) compare(l *pipeline) (got, want string, same bool) {
	doc, cast, sts := l.read(c.article)
	var gs, ws []string
	for i := range max(len(sts), len(c.want)) {
		var fields []wantedField
		if i < len(c.want) {
			fields = c.want[i].fields
			ws = append(ws, c.want[i].String())
		}
		if i < len(sts) {
			gs = append(gs, found(doc, cast, &sts[i], fields))
		}
	}
	got, want = strings.Join(gs, "\n"), strings.Join(ws, "\n")
	return got, want, strings.EqualFold(got, want) // the words of a mention may open a sentence
}

func phenomena(t *testing.T, code string) []phenomenon {
	t.Helper()
	file := filepath.Join("testdata", "phenomena", code+".txt")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cs, err := parsePhenomena(file, code, string(b))
	if err != nil {
		t.Fatal(err)
	}
	return cs
}

func TestPhenomena(t *testing.T) {
	for _, l := range []struct {
		code string
		load func() (*pipeline, error)
	}{{"es", spanish}, {"en", english}, {"ru", russian}} {
		t.Run(l.code, func(t *testing.T) {
			p, err := l.load()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range phenomena(t, l.code) {
				t.Run(c.name, func(t *testing.T) {
					got, want, same := c.compare(p)
					switch {
					case c.fails && same:
						t.Errorf("%s:%d: this known failure passes now: move the case up", c.file, c.line)
					case !c.fails && !same:
						t.Errorf("%s:%d: %s\n got\n%s\nwant\n%s", c.file, c.line, c.article.Page().Text, got, want)
					case c.fails:
						t.Logf("%s:%d: known failure: %s\n got\n%s\nwant\n%s", c.file, c.line, c.why, got, want)
					}
				})
			}
		})
	}
}

// The numbered phenomena of a section: each of them has a case in Spanish.
func TestEveryPhenomenonHasACase(t *testing.T) {
	has := map[string]bool{}
	for _, c := range phenomena(t, "es") {
		n, _, _ := strings.Cut(c.name, " ")
		has[n] = true
	}
	for section, items := range map[int]int{1: 12, 3: 14, 4: 10} {
		for i := 1; i <= items; i++ {
			if n := fmt.Sprintf("%d.%d", section, i); !has[n] {
				t.Errorf("no case for phenomenon %s", n)
			}
		}
	}
	for _, n := range []string{"2", "5", "6", "7"} {
		if !has[n] {
			t.Errorf("no case for the phenomena of section %s", n)
		}
	}
}

func TestMalformedCasesNameTheLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no number", "# two\nX.\n--\nnone\n", "f.txt:1: "},
		{"no expectation", "# 1.1 a\nX.\n--\n", "f.txt:1: "},
		{"no line between", "# 1.1 a\nX.\n\n# 1.2 b\nX.\n--\nnone\n", "f.txt:1: "},
		{"no text", "# 1.1 a\n--\nnone\n", "f.txt:1: "},
		{"both", "# 1.1 a\nX.\n--\nnone\ndirect | A | b\n", "f.txt:1: "},
		{"unknown kind", "# 1.1 a\nX.\n--\nspoken | A | b\n", "f.txt:4: "},
		{"no words", "# 1.1 a\nX.\n--\ndirect | A\n", "f.txt:4: "},
		{"unknown field", "# 1.1 a\nX.\n--\ndirect | A | b | colour=red\n", "f.txt:4: "},
		{"unknown class", "# 1.1 a\nX.\n--\ndirect | A | b | class=red\n", "f.txt:4: "},
		{"no such statement", "# 1.1 a\nX.\n--\ndirect | A | b | echo of 2\n", "f.txt:4: "},
		{"bad date", "# 1.1 a\ndate: 2024-13-01\nX.\n--\nnone\n", "f.txt:2: "},
		{"twice", "# 1.1 a\nX.\n--\nnone\n# 1.1 a\nX.\n--\nnone\n", "f.txt:5: "},
		{"outside", "X.\n", "f.txt:1: "},
		{"failure without a reason", "= known failures\n# 1.1 a\nX.\n--\nnone\n", "f.txt:2: "},
		{"reason without a failure", "# 1.1 a\nwhy: b\nX.\n--\nnone\n", "f.txt:1: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parsePhenomena("f.txt", "es", c.in)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("error %v, want one that begins with %q", err, c.want)
			}
		})
	}
}
