package event

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/attache-project/attache/lang"
)

//go:embed data/cameo.tsv
var cameoTable string

//go:embed data/plover.tsv
var ploverTable string

// codes are the vocabularies that hold for every language.
type codes struct {
	goldstein map[string]float64 // by CAMEO code
	types     map[string]int     // PLOVER types and their quad classes
	modes     map[[2]string]bool // type and mode
	contexts  map[string]bool
}

func readCodes() (*codes, error) {
	c := &codes{goldstein: map[string]float64{}, types: map[string]int{}, modes: map[[2]string]bool{}, contexts: map[string]bool{}}
	rows, err := lang.ParseTable("event/data/cameo.tsv", cameoTable)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		g, err := strconv.ParseFloat(r.Get("goldstein"), 64)
		if err != nil {
			return nil, r.Errorf("intensity of %s: %w", r.Get("code"), err)
		}
		c.goldstein[r.Get("code")] = g
	}
	if rows, err = lang.ParseTable("event/data/plover.tsv", ploverTable); err != nil {
		return nil, err
	}
	for _, r := range rows {
		switch r.Get("kind") {
		case "event":
			if c.types[r.Get("name")], err = strconv.Atoi(r.Get("quad")); err != nil {
				return nil, r.Errorf("quad class of %s: %w", r.Get("name"), err)
			}
		case "mode":
			c.modes[[2]string{r.Get("parent"), r.Get("name")}] = true
		case "context":
			c.contexts[r.Get("name")] = true
		default:
			return nil, r.Errorf("unknown kind %q", r.Get("kind"))
		}
	}
	return c, nil
}

// Quads returns the quad class of each of PLOVER's types: 1 and 2 are verbal and
// material cooperation, 3 and 4 verbal and material conflict.
func Quads() (map[string]int, error) {
	c, err := readCodes()
	if err != nil {
		return nil, err
	}
	return c.types, nil
}

// check says what is wrong with the codes of a frame.
func (c *codes) check(f *row) error {
	switch {
	case c.types[f.kind] == 0:
		return fmt.Errorf("unknown type %q", f.kind)
	case f.mode != "" && !c.modes[[2]string{f.kind, f.mode}]:
		return fmt.Errorf("type %s has no mode %q", f.kind, f.mode)
	}
	for _, x := range f.context {
		if !c.contexts[x] {
			return fmt.Errorf("unknown context %q", x)
		}
	}
	if _, ok := c.goldstein[f.cameo]; !ok {
		return fmt.Errorf("unknown CAMEO code %q", f.cameo)
	}
	if f.pledge != "" && c.types[f.pledge] == 0 {
		return fmt.Errorf("unknown type %q of a pledge", f.pledge)
	}
	return nil
}

// split cuts a cell at a separator, dropping empty parts.
func split(s, sep string) []string {
	var out []string
	for p := range strings.SplitSeq(s, sep) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
