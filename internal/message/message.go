// Package message holds the words of the interface, in every language it speaks:
// sentences with places to fill, plural forms, the names of acts, statuses, offices
// and other terms of the record, and days and times as readers of a language write
// them.
//
// The words stand in tables (data/*.tsv) with a column for each language; another
// column is another language, and needs no code. A place to fill is {0}, {1}, …; {n}
// is the number that a plural is chosen by. The forms of a plural are rows of their
// own: key.one, key.few, key.many, key.other, as CLDR names them.
package message

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/attache-project/attache/lang"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

//go:embed data/*.tsv
var data embed.FS

// A Catalog holds the words of one language. It may be used by many goroutines at
// once.
type Catalog struct {
	Lang string // ISO 639-1
	tag  language.Tag
	by   map[string]string
	num  *message.Printer
}

// Open returns the catalogs of all languages, by language. The tables are those of
// the program and are read once.
func Open() (map[string]*Catalog, error) { return open() }

var open = sync.OnceValues(func() (map[string]*Catalog, error) { return load(data) })

// load reads tables with the columns key and one for each language. A key told
// twice and words left empty are errors.
func load(fsys fs.FS) (map[string]*Catalog, error) {
	files, err := fs.Glob(fsys, "data/*.tsv")
	if err != nil {
		return nil, err
	}
	out := map[string]*Catalog{}
	for _, file := range files {
		b, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		rows, err := lang.ParseTable(path.Base(file), string(b))
		if err != nil {
			return nil, err
		}
		for _, code := range columns(string(b)) {
			c := out[code]
			if c == nil {
				tag, err := language.Parse(code)
				if err != nil {
					return nil, fmt.Errorf("%s: column %q is no language", file, code)
				}
				c = &Catalog{code, tag, map[string]string{}, message.NewPrinter(tag)}
				out[code] = c
			}
			for _, r := range rows {
				key := r.Get("key")
				if _, twice := c.by[key]; twice {
					return nil, fmt.Errorf("%s: %s: told twice in %s", file, key, code)
				}
				words := r.Get(code)
				if words == "" {
					return nil, fmt.Errorf("%s: %s: no words in %s", file, key, code)
				}
				c.by[key] = words
			}
		}
	}
	return out, nil
}

// columns returns the languages of a table: its header but for the key.
func columns(table string) []string {
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "#") {
			return strings.Split(strings.TrimSpace(line), "\t")[1:]
		}
	}
	return nil
}

// Languages lists the languages there are catalogs of, sorted.
func Languages(cs map[string]*Catalog) []string { return slices.Sorted(maps.Keys(cs)) }

// Choose returns the catalog of the language that fits best what a reader asks for,
// most wanted first: the values of Accept-Language headers, or codes. It is English
// where nothing fits.
func Choose(cs map[string]*Catalog, wanted ...string) *Catalog {
	tags := []language.Tag{language.English}
	codes := []string{"en"}
	for _, code := range Languages(cs) {
		if code != "en" {
			tags = append(tags, cs[code].tag)
			codes = append(codes, code)
		}
	}
	_, i := language.MatchStrings(language.NewMatcher(tags), wanted...)
	return cs[codes[i]]
}

// Has reports whether there are words for a key.
func (c *Catalog) Has(key string) bool { _, ok := c.by[key]; return ok }

// Keys lists all keys, sorted.
func (c *Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.by)) }

// Text returns the words of a key with values in their places. A key without words
// is returned as it stands, so that it is seen.
func (c *Catalog) Text(key string, values ...any) string {
	s, ok := c.by[key]
	if !ok {
		return key
	}
	return c.fill(s, values)
}

// Count returns the words of a key in the plural form that n has in the language.
func (c *Catalog) Count(key string, n int, values ...any) string {
	s, ok := c.by[key+"."+c.form(n)]
	if !ok {
		if s, ok = c.by[key+".other"]; !ok {
			return key
		}
	}
	return strings.ReplaceAll(c.fill(s, values), "{n}", c.Number(n))
}

var forms = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

func (c *Catalog) form(n int) string {
	return forms[plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0)]
}

// Number writes a number as the language groups its digits.
func (c *Catalog) Number(n int) string { return c.num.Sprint(number.Decimal(n)) }

func (c *Catalog) fill(s string, values []any) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var pairs []string
	for i, v := range values {
		if n, ok := v.(int); ok {
			v = c.Number(n)
		}
		pairs = append(pairs, fmt.Sprintf("{%d}", i), fmt.Sprint(v))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Term names a term of the record (kind: act, status, state, office, …); one without
// a name keeps its key, with blanks for underscores.
func (c *Catalog) Term(kind, key string) string {
	if s, ok := c.by[kind+"."+key]; ok {
		return s
	}
	return strings.ReplaceAll(key, "_", " ")
}
