package timex

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attache-project/attache/lang"
)

// A rule is a compiled row of the table timex-rules.
//
// A pattern is a row of items divided by spaces. An item is a class in capitals,
// a class and a value (UNIT:Y), a word in lower case, or several of these
// divided by '|'; a final '?' makes it optional. Items in ( ) may be optional
// together: ( ... )?. Words before '<' and after '>' must be there but do
// not belong to the expression; '^' is the start of a sentence.
type rule struct {
	name   string
	class  int
	level  int
	row    int // place in the table: of two rules for the same words the earlier wins
	prog   []inst
	op     op
	args   map[string]string
	guards []string
	out    bool
}

type opcode uint8

const (
	iMatch opcode = iota
	iSplit        // try x, then y
	iBegin        // the expression begins here
	iEnd          // the expression ends here
	iDone
)

type alt struct {
	class int
	s     string // wanted value, "" for any
	quiet bool   // a single word: nothing for the builder
}

type inst struct {
	op   opcode
	alts []alt
	x, y int
}

type grammar struct {
	rules   []*rule
	levels  int
	byFirst [][][]*rule // by level, by class that can come first
}

func newGrammar(l *lexicon, rows []lang.Row) (*grammar, error) {
	g := &grammar{}
	seen := map[string]int{} // a later row of the same name replaces an earlier one
	for _, row := range rows {
		r := &rule{name: row.Get("name"), row: len(g.rules), args: map[string]string{}}
		if r.name == "" {
			return nil, row.Errorf("rule without a name")
		}
		lv, err := strconv.Atoi(row.Get("level"))
		if err != nil || lv < 1 || lv > 9 {
			return nil, row.Errorf("level %q is not a number from 1 to 9", row.Get("level"))
		}
		r.level = lv
		cls := row.Get("class")
		r.out = strings.HasSuffix(cls, "!")
		r.class = l.intern(strings.TrimSuffix(cls, "!"))
		if r.class == cOut {
			r.out = true
		}
		if r.op = ops[row.Get("build")]; r.op == nil {
			return nil, row.Errorf("unknown builder %q", row.Get("build"))
		}
		for _, a := range strings.Fields(row.Get("args")) {
			k, v, _ := strings.Cut(a, "=")
			r.args[k] = v
		}
		for _, gname := range strings.Fields(row.Get("when")) {
			if !slices.Contains(guardNames, gname) && !(strings.HasPrefix(gname, "np:") && strings.Contains(gname, "=")) {
				return nil, row.Errorf("unknown condition %q", gname)
			}
			r.guards = append(r.guards, gname)
		}
		if r.prog, err = compile(l, row.Get("pattern")); err != nil {
			return nil, row.Errorf("pattern of rule %s: %w", r.name, err)
		}
		g.levels = max(g.levels, lv)
		if i, ok := seen[r.name]; ok {
			r.row = i
			g.rules[i] = r
			continue
		}
		seen[r.name] = len(g.rules)
		g.rules = append(g.rules, r)
	}
	g.byFirst = make([][][]*rule, g.levels+1)
	size := numClasses + len(l.class) + 1
	for i := range g.byFirst {
		g.byFirst[i] = make([][]*rule, size)
	}
	for _, r := range g.rules {
		first := map[int]bool{}
		firsts(r.prog, 0, first)
		for c := range first {
			g.byFirst[r.level][c] = append(g.byFirst[r.level][c], r)
		}
	}
	// The order of a map must not reach the result.
	for _, lv := range g.byFirst {
		for _, rs := range lv {
			slices.SortFunc(rs, func(a, b *rule) int { return a.row - b.row })
		}
	}
	return g, nil
}

// firsts collects the classes with which prog can begin at pc.
func firsts(prog []inst, pc int, into map[int]bool) {
	for {
		in := &prog[pc]
		switch in.op {
		case iMatch:
			for _, a := range in.alts {
				into[a.class] = true
			}
			return
		case iSplit:
			firsts(prog, in.x, into)
			pc = in.y
		case iDone:
			return
		default:
			pc++
		}
	}
}

type patternError string

func (e patternError) Error() string { return string(e) }

func compile(l *lexicon, pattern string) ([]inst, error) {
	prog := []inst{}
	words := strings.Fields(strings.NewReplacer("( ", "(", " )", ")").Replace(pattern))
	// Brackets stand alone for the loop below.
	var toks []string
	for _, w := range words {
		for len(w) > 1 && w[0] == '(' {
			toks = append(toks, "(")
			w = w[1:]
		}
		var tail []string
		for {
			if n := len(w); n > 2 && strings.HasSuffix(w, ")?") {
				tail = append([]string{")?"}, tail...)
				w = w[:n-2]
			} else if n > 1 && w[n-1] == ')' {
				tail = append([]string{")"}, tail...)
				w = w[:n-1]
			} else {
				break
			}
		}
		toks = append(append(toks, w), tail...)
	}
	if !slices.Contains(toks, "<") {
		prog = append(prog, inst{op: iBegin})
	}
	var open []int
	items, began, ended := 0, len(prog) > 0, false
	for _, t := range toks {
		switch t {
		case "(":
			open = append(open, len(prog))
			prog = append(prog, inst{op: iSplit, x: len(prog) + 1}) // y when closed; a group that must be there has y = x
			continue
		case ")", ")?":
			if len(open) == 0 {
				return nil, patternError("bracket closed that was not opened")
			}
			at := open[len(open)-1]
			open = open[:len(open)-1]
			prog[at].y = prog[at].x
			if t == ")?" {
				prog[at].y = len(prog)
			}
			continue
		case "<":
			if began || len(open) > 0 {
				return nil, patternError("misplaced <")
			}
			began = true
			prog = append(prog, inst{op: iBegin})
			continue
		case ">":
			if ended || len(open) > 0 {
				return nil, patternError("misplaced >")
			}
			ended = true
			prog = append(prog, inst{op: iEnd})
			continue
		}
		opt := len(t) > 1 && strings.HasSuffix(t, "?")
		if opt {
			t = t[:len(t)-1]
		}
		in := inst{op: iMatch}
		for _, a := range strings.Split(t, "|") {
			if a == "" {
				return nil, patternError("empty alternative")
			}
			if a == "^" || a[0] >= 'A' && a[0] <= 'Z' {
				name, val, _ := strings.Cut(a, ":")
				in.alts = append(in.alts, alt{class: l.intern(name), s: val})
			} else {
				in.alts = append(in.alts, alt{class: l.literal(a), quiet: true})
			}
		}
		items++
		if opt {
			n := len(prog)
			prog = append(prog, inst{op: iSplit, x: n + 1, y: n + 2})
		}
		prog = append(prog, in)
	}
	switch {
	case items == 0:
		return nil, patternError("empty")
	case len(open) > 0:
		return nil, patternError("bracket not closed")
	}
	if !ended {
		prog = append(prog, inst{op: iEnd})
	}
	prog = append(prog, inst{op: iDone})
	for _, in := range prog {
		if in.op == iSplit && in.x == in.y && in.x == 0 {
			return nil, patternError("bracket not closed")
		}
	}
	return prog, nil
}

// An edge says that the words from where it hangs up to end are of a class.
type edge struct {
	class int
	end   int
	n     int
	s     string
	v     *val
	rule  *rule
}

// A match is one way a rule fits the words.
type match struct {
	begin, end int // the expression, in tokens
	stop       int // end of the pattern, look-ahead included
	kids       []edge
}

// matcher runs one rule at one place, and keeps the longest fit.
type matcher struct {
	chart [][]edge
	prog  []inst
	kids  [24]edge
	best  match
	found bool
	steps int
}

func (m *matcher) run(pc, pos, begin, end, kids int) {
	// A pattern is a handful of items and a token has a handful of classes; the
	// bound keeps a perverse table from hanging the program.
	if m.steps++; m.steps > 4096 {
		return
	}
	for {
		in := &m.prog[pc]
		switch in.op {
		case iBegin:
			begin = pos
			pc++
		case iEnd:
			end = pos
			pc++
		case iSplit:
			if in.x != in.y {
				m.run(in.x, pos, begin, end, kids)
				pc = in.y
			} else {
				pc = in.x
			}
		case iDone:
			if end > begin && (!m.found || end-begin > m.best.end-m.best.begin) {
				m.found = true
				m.best.begin, m.best.end, m.best.stop = begin, end, pos
				m.best.kids = append(m.best.kids[:0], m.kids[:kids]...)
			}
			return
		case iMatch:
			if pos >= len(m.chart) {
				if slices.ContainsFunc(in.alts, func(a alt) bool { return a.class == cEnd }) {
					pc++
					continue
				}
				return
			}
			for i := range m.chart[pos] {
				e := &m.chart[pos][i]
				for _, a := range in.alts {
					if a.class != e.class || a.s != "" && a.s != e.s {
						continue
					}
					k := kids
					// What only surrounds the expression is nothing to its builder.
					if !a.quiet && begin >= 0 && end < 0 && k < len(m.kids) {
						m.kids[k] = *e
						k++
					}
					m.run(pc+1, e.end, begin, end, k)
					break
				}
			}
			return
		}
	}
}
