package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/attache-project/attache/event"
	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/quote"
	"github.com/attache-project/attache/timex"
)

func runPack(_ context.Context, p *program, args []string) error {
	rest, err := parse(flag.NewFlagSet("pack", flag.ContinueOnError), args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return usagef("check, list or show is wanted")
	}
	what, rest := rest[0], rest[1:]
	switch {
	case what == "check" && len(rest) == 1:
		return p.packCheck(rest[0])
	case what == "list" && len(rest) <= 1:
		return p.packList(rest)
	case what == "show" && len(rest) == 2:
		return p.packShow(rest[0], strings.TrimSuffix(rest[1], ".tsv"))
	case what == "check":
		return usagef("pack check wants one directory")
	case what == "list":
		return usagef("pack list takes one language")
	case what == "show":
		return usagef("pack show wants a language and a table")
	}
	return usagef("pack has no %q: check, list or show is wanted", what)
}

// packList prints what tables the languages have.
func (p *program) packList(codes []string) error {
	if len(codes) == 0 {
		codes = lang.Codes()
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, code := range codes {
		pack, err := lang.Open(code, "")
		if err != nil {
			return err
		}
		for _, t := range pack.Tables() {
			rows, err := pack.Table(t)
			if err != nil {
				return err
			}
			is := ""
			var cols []string
			if s := lang.Schemas[t]; s != nil {
				is = s.Is
				for _, c := range s.Columns {
					cols = append(cols, c.Name)
				}
			}
			fmt.Fprintf(w, "%s/%s\t%d\t%s\t%s\n", code, t, len(rows), strings.Join(cols, " "), is)
		}
	}
	return w.Flush()
}

// packShow prints a table of the program.
func (p *program) packShow(code, table string) error {
	pack, err := lang.Open(code, "")
	if err != nil {
		return err
	}
	s, err := pack.Source(table)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(p.stdout, s)
	return err
}

// packCheck tells what is wrong with a directory of tables.
func (p *program) packCheck(dir string) error {
	d, err := names.Open()
	if err != nil {
		return err
	}
	langs, faults, err := lang.Check(dir, lang.Known{
		Code: func(code string) bool {
			_, state := d.State(code)
			_, org := d.Organisation(code)
			return state || org
		},
		Key: func(key string) bool { return d.Institution(key, "").Name.EN != strings.ReplaceAll(key, "_", " ") },
	})
	if err != nil {
		return err
	}
	tables, rows := 0, 0
	for i := range langs {
		faults = append(faults, tryEngines(d, &langs[i], faults)...)
		for _, s := range langs[i].Sheets {
			tables++
			rows += len(s.Rows)
		}
	}
	lang.SortFaults(faults)
	bad := 0
	for _, f := range faults {
		if _, err := fmt.Fprintln(p.stdout, f); err != nil {
			return err
		}
		if !f.Note {
			bad++
		}
	}
	sum := fmt.Sprintf("%s, %s, %s", count(len(langs), "language"), count(tables, "table"), count(rows, "row"))
	if bad > 0 {
		p.tell("%s: %s", sum, count(bad, "fault"))
		return errTold
	}
	_, err = fmt.Fprintf(p.stdout, "%s: %s: no fault\n", dir, sum)
	return err
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// mend says which column a message of an engine is about, and what to put
// there to find what else is wrong with the row.
var mend = []struct{ table, words, column, value string }{
	{"frames", "CAMEO", "cameo", "040"},
	{"frames", "of a pledge", "flags", ""},
	{"frames", "has no mode", "mode", ""},
	{"frames", "unknown type", "type", ""}, // see repair
	{"frames", "unknown context", "context", ""},
	{"frames", "there is no set", "wants", "*"},
	{"frames", "is no condition", "wants", "*"},
	{"frames", "unknown flag", "flags", ""},
	{"frames", "part of speech", "pos", "verb"},
	{"cues", "unknown class", "class", "say"},
	{"cues", "unknown frame", "frames", ""},
	{"cues", "part of speech", "pos", "verb"},
	{"status", "unknown status", "set", "none"},
	{"status", "unknown polarity", "polarity", ""},
	{"timex-rules", "unknown builder", "build", "none"},
	{"timex-rules", "unknown condition", "when", ""},
	{"timex-rules", "is not a number", "level", "1"},
	{"timex-rules", "pattern of rule", "pattern", "X"},
	{"timex", "words", "words", "x"},
	{"timex", "", "value", "-"}, // no number: the row goes next time
	{"tone", "tone is", "tone", "+"},
	{"roles", "STATE:office", "except", ""},
	{"name-cases", "strip", "strip", ""},
	{"abbreviations", "", "ends", "never"},
	{"pack", "unknown key", "key", "names"},
	{"pack", "names are there", "value", "es"},
}

// tryEngines gives the tables of a language to the engines that read them, and
// collects what they refuse. An engine stops at the first row that it cannot
// use: that is mended or left out, and the engine tried again. Faults that are
// known are not told again.
func tryEngines(d *names.Directory, c *lang.Checked, known []lang.Fault) []lang.Fault {
	rows := c.Rows()
	mended := map[string]bool{} // file, line and column
	var out []lang.Fault
	told := map[[3]string]bool{}
	for _, f := range known {
		if !f.Note {
			told[[3]string{f.File, strconv.Itoa(f.Line), f.Column}] = true
		}
	}
	engines := []func(p *lang.Pack) error{
		func(p *lang.Pack) error { _, err := p.Named(); return err },
		func(p *lang.Pack) error { _, err := frame.New(p); return err },
		func(p *lang.Pack) error { _, err := nlp.NewTokenizer(p); return err },
		func(p *lang.Pack) error { _, err := timex.New(p); return err },
		func(p *lang.Pack) error {
			f, err := frame.New(p)
			if err == nil {
				_, err = quote.New(d, p, f)
			}
			return err
		},
		func(p *lang.Pack) error {
			f, err := frame.New(p)
			if err == nil {
				_, err = event.New(d, p, f)
			}
			return err
		},
		func(p *lang.Pack) error {
			q, err := p.Named()
			if err != nil {
				return err
			}
			own := d
			if p.Has("states") {
				rows, err := p.Table("states")
				if err != nil {
					return err
				}
				if own, err = d.WithForms(q.Lang, rows); err != nil {
					return err
				}
			}
			_, err = names.NewFinder(own, q)
			return err
		},
	}
	for _, load := range engines {
		for {
			err := load(c.Pack.With(rows))
			if err == nil {
				break
			}
			table, i, text := locate(rows, err)
			if table == "" {
				folder := c.Pack.Lang
				if len(c.Sheets) > 0 {
					folder = filepath.Dir(c.Sheets[0].File)
				}
				out = append(out, lang.Fault{File: folder, Text: err.Error()})
				break
			}
			r := rows[table][i]
			col, fixed := repair(table, r, text)
			if at := fmt.Sprintf("%s:%d:%s", r.File, r.Line, col); col == "" || mended[at] {
				rows[table] = slices.Delete(slices.Clone(rows[table]), i, i+1)
			} else {
				mended[at] = true
				rows[table] = slices.Clone(rows[table])
				rows[table][i] = fixed
			}
			key := [3]string{r.File, strconv.Itoa(r.Line), col}
			if told[key] || col == "" && slices.ContainsFunc(known, func(f lang.Fault) bool { return !f.Note && f.File == r.File && f.Line == r.Line }) {
				continue
			}
			told[key] = true
			out = append(out, lang.Fault{File: r.File, Line: r.Line, Column: col, Text: text})
		}
	}
	return out
}

// locate finds the row that an error is about, and what it says of it.
func locate(rows map[string][]lang.Row, err error) (table string, i int, text string) {
	s := err.Error()
	for table, rs := range rows {
		if len(rs) == 0 {
			continue
		}
		_, after, ok := strings.Cut(s, rs[0].File+":")
		if !ok {
			continue
		}
		number, text, _ := strings.Cut(after, ": ")
		line, err := strconv.Atoi(number)
		if err != nil {
			continue
		}
		if i := slices.IndexFunc(rs, func(r lang.Row) bool { return r.Line == line }); i >= 0 {
			return table, i, text
		}
	}
	return "", -1, ""
}

// repair returns the column that an error is about, "" when that is not known,
// and the row without that error.
func repair(table string, r lang.Row, text string) (string, lang.Row) {
	for _, m := range mend {
		if m.table != table || !strings.Contains(text, m.words) {
			continue
		}
		if m.column == "type" {
			return m.column, r.Set("type", "CONSULT").Set("mode", "")
		}
		return m.column, r.Set(m.column, m.value)
	}
	return "", r
}
