package names

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
)

// cases declines the names of people, for languages that have a table of it.
// A nil cases declines nothing.
type cases struct {
	rows []caseRow // longest endings first
}

type caseRow struct {
	gender string // "Masc", "Fem", "" for both
	part   string // "given", "surname", "" for both
	ending string
	strip  int // letters of the name that the forms replace
	forms  []string
}

// readCases reads the table name-cases of a pack, nil when there is none.
func readCases(p *lang.Pack) (*cases, error) {
	if !p.Has("name-cases") {
		return nil, nil
	}
	rows, err := p.Table("name-cases")
	if err != nil {
		return nil, err
	}
	c := &cases{}
	for _, r := range rows {
		row := caseRow{gender: r.Get("gender"), part: r.Get("part"), forms: r.List("forms")}
		if v := r.Get("strip"); v != "" {
			n, err := strconv.Atoi(v)
			if err != nil || n < 0 || n > 9 {
				return nil, r.Errorf("strip is a number of letters, not %q", v)
			}
			row.strip = n
		}
		for _, e := range r.List("endings") {
			row.ending = e
			c.rows = append(c.rows, row)
		}
		if row.ending == "" {
			return nil, r.Errorf("a row without an ending")
		}
	}
	slices.SortStableFunc(c.rows, func(a, b caseRow) int { return len(b.ending) - len(a.ending) })
	return c, nil
}

// word returns the forms of one word of a name in the cases after the
// nominative, nil when it does not change.
func (c *cases) word(w, gender, part string) []string {
	if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
		return nil
	}
	for i := range c.rows {
		r := &c.rows[i]
		if r.gender != "" && gender != "" && r.gender != gender || r.part != "" && r.part != part || !strings.HasSuffix(w, r.ending) {
			continue
		}
		stem := w
		for range r.strip {
			_, n := utf8.DecodeLastRuneInString(stem)
			stem = stem[:len(stem)-n]
		}
		out := make([]string, len(r.forms))
		for k, f := range r.forms {
			out[k] = stem + f
		}
		return out
	}
	return nil
}

// forms returns the declined forms of a name of one or more words in the
// nominative, with the words of each in order. The last word is taken for the
// surname. Names of which only the last word changes ("Ким Чен Ына") have those
// forms too.
func (c *cases) forms(name, gender string, surname bool) []string {
	if c == nil {
		return nil
	}
	ws := strings.Fields(name)
	all := make([][]string, len(ws))
	n := 0
	for i, w := range ws {
		part := "given"
		if i == len(ws)-1 || surname {
			part = "surname"
		}
		all[i] = c.word(w, gender, part)
		n = max(n, len(all[i]))
	}
	var out []string
	for k := range n {
		whole, last := make([]string, len(ws)), slices.Clone(ws)
		for i := range ws {
			whole[i] = ws[i]
			if k < len(all[i]) {
				whole[i] = all[i][k]
			}
		}
		last[len(ws)-1] = whole[len(ws)-1]
		for _, f := range []string{strings.Join(whole, " "), strings.Join(last, " ")} {
			if f != name && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// cyrillicName reports whether a name is written in Cyrillic.
func cyrillicName(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}
