package export

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/lang"
)

//go:embed data/cameo.tsv
var cameoTable string

//go:embed data/plover.tsv
var ploverTable string

//go:embed data/actors.tsv
var actorTable string

// codes are what other data call acts and actors.
type codes struct {
	goldstein map[string]float64   // by code of CAMEO; those of GDELT
	contexts  map[string][]string  // of PLOVER, by code of CAMEO
	scores    map[[2]string]scored // by type and mode of PLOVER; mode "" for the type itself
	actors    map[string]actorCode // organisations, and states that CAMEO calls otherwise
}

// A scored is a type or mode of PLOVER.
type scored struct {
	quad    int
	score   float64
	known   bool   // the manual gives a score
	planned string // type that a plan of the type is coded as, "" when it is not coded
}

// An actorCode is what other data call an actor.
type actorCode struct{ kind, gdelt, plover string }

func readCodes() (*codes, error) {
	c := &codes{map[string]float64{}, map[string][]string{}, map[[2]string]scored{}, map[string]actorCode{}}
	rows, err := lang.ParseTable("internal/export/data/cameo.tsv", cameoTable)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		code := r.Get("code")
		c.contexts[code] = r.List("contexts")
		if s := r.Get("goldstein"); s != "" {
			if c.goldstein[code], err = strconv.ParseFloat(s, 64); err != nil {
				return nil, r.Errorf("intensity of %s: %w", code, err)
			}
		}
	}
	if rows, err = lang.ParseTable("internal/export/data/plover.tsv", ploverTable); err != nil {
		return nil, err
	}
	for _, r := range rows {
		s := scored{planned: r.Get("planned")}
		if s.quad, err = strconv.Atoi(r.Get("quad")); err != nil {
			return nil, r.Errorf("quad class of %s: %w", r.Get("type"), err)
		}
		if v := r.Get("score"); v != "" {
			s.known = true
			if s.score, err = strconv.ParseFloat(v, 64); err != nil {
				return nil, r.Errorf("score of %s: %w", r.Get("type"), err)
			}
		}
		c.scores[[2]string{r.Get("type"), r.Get("mode")}] = s
	}
	if rows, err = lang.ParseTable("internal/export/data/actors.tsv", actorTable); err != nil {
		return nil, err
	}
	for _, r := range rows {
		c.actors[r.Get("code")] = actorCode{r.Get("kind"), r.Get("gdelt"), r.Get("plover")}
	}
	return c, nil
}

// cameo returns the root of a code of CAMEO, its first three digits and its quad
// class: 1 and 2 verbal and material cooperation, 3 and 4 verbal and material
// conflict. For what is no code it returns blanks and 0.
func cameo(code string) (root, base string, quad int) {
	if len(code) < 2 || len(code) > 4 || strings.Trim(code, "0123456789") != "" {
		return "", "", 0
	}
	root, base = code[:2], code[:min(3, len(code))]
	switch {
	case root >= "01" && root <= "05":
		quad = 1
	case root >= "06" && root <= "08":
		quad = 2
	case root >= "09" && root <= "13":
		quad = 3
	case root >= "14" && root <= "20":
		quad = 4
	default:
		return "", "", 0
	}
	return root, base, quad
}

// isState reports whether a code is that of a state: three capital letters, and no
// organisation.
func (c *codes) isState(code string) bool {
	return len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && c.actors[code].kind != "organisation"
}

// country returns the code that CAMEO has for a state, "" for what is none.
func (c *codes) country(code string) string {
	if !c.isState(code) {
		return ""
	}
	if a := c.actors[code].gdelt; a != "" {
		return a
	}
	return code
}

// group returns the code that GDELT has for an organisation, "" where it has none.
func (c *codes) group(code string) string {
	if a := c.actors[code]; a.kind == "organisation" {
		return a.gdelt
	}
	return ""
}

// fold returns the type of PLOVER that an event is coded as, "" when PLOVER does
// not code it: what did not happen or is only thought of, and plans of acts that
// are words themselves.
func (c *codes) fold(kind, status, polarity string) string {
	switch {
	case polarity != "affirmed":
		return ""
	case happened(status, polarity):
		return kind
	case status == "planned":
		return c.scores[[2]string{kind, ""}].planned
	}
	return ""
}

// types lists the types of PLOVER.
func (c *codes) types() []string {
	var out []string
	for k := range c.scores {
		if k[1] == "" {
			out = append(out, k[0])
		}
	}
	slices.Sort(out)
	return out
}
