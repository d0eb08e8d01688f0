package nlp

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/attache-project/attache/lang"
)

// An Entry is a form that a word may take: its lemma, part of speech and
// features.
type Entry struct {
	Form, Lemma, UPOS, Feats string
}

// Inflect makes the forms of the verbs in table verbs of a pack by the rules of
// its table paradigms, which says how they are read. A pack without these
// tables has no entries. The entries come in the order of the tables, each once.
func Inflect(p *lang.Pack) ([]Entry, error) {
	rules, err := p.Table("paradigms")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	verbs, err := p.Table("verbs")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return inflect(rules, verbs)
}

// paradigms holds the rules of inflection by class.
type paradigms struct {
	rules  map[string][]lang.Row
	stems  []string // that a form is made of
	joined string   // memo of the classes whose joins are in joins
	joins  []lang.Row
}

func inflect(rules, verbs []lang.Row) ([]Entry, error) {
	ps := &paradigms{rules: map[string][]lang.Row{}}
	for _, r := range rules {
		if err := checkRule(r); err != nil {
			return nil, err
		}
		ps.rules[r.Get("class")] = append(ps.rules[r.Get("class")], r)
		if s := r.Get("stems"); (r.Get("rule") == "form" || r.Get("rule") == "also") && !slices.Contains(ps.stems, s) {
			ps.stems = append(ps.stems, s)
		}
	}
	for _, r := range rules {
		switch r.Get("rule") {
		case "use":
			if _, err := ps.order(r, []string{r.Get("class")}, nil, 0); err != nil {
				return nil, err
			}
		case "cut", "may", "last":
			for _, s := range r.List("stems") {
				if !slices.Contains(ps.stems, s) {
					return nil, r.Errorf("no form is made of the stem %q", s)
				}
			}
		}
	}
	var es []Entry
	seen := map[Entry]bool{}
	for _, v := range verbs {
		more, err := ps.verb(v)
		if err != nil {
			return nil, err
		}
		for _, e := range more {
			if !seen[e] {
				seen[e] = true
				es = append(es, e)
			}
		}
	}
	return es, nil
}

func checkRule(r lang.Row) error {
	if r.Get("class") == "" {
		return r.Errorf("a rule without a class")
	}
	from, to := r.Get("from"), r.Get("to")
	switch r.Get("rule") {
	case "use":
		if to == "" {
			return r.Errorf("the class to use is missing")
		}
	case "cut", "may", "last":
		if r.Get("stems") == "" {
			return r.Errorf("no stems are named")
		}
		if from == "" && r.Get("rule") == "last" {
			return r.Errorf("the letters to replace are missing")
		}
	case "join":
		if strings.Count(from, "+") != 1 || strings.Count(to, "+") != 1 {
			return r.Errorf("letters that meet are divided by one +, not %q and %q", from, to)
		}
	case "form", "also":
		if u, _, _ := strings.Cut(r.Get("feats"), "|"); u == "" {
			return r.Errorf("a form without a part of speech")
		}
		if r.Get("stems") == "" {
			return r.Errorf("no stem is named")
		}
	default:
		return r.Errorf("unknown rule %q", r.Get("rule"))
	}
	return nil
}

// order appends to classes those named with the ones that they use before
// them; at is the row that names them.
func (ps *paradigms) order(at lang.Row, names, classes []string, depth int) ([]string, error) {
	if depth > 16 {
		return nil, at.Errorf("classes use each other in a circle")
	}
	for _, n := range names {
		rows, ok := ps.rules[n]
		if !ok {
			return nil, at.Errorf("unknown class %q", n)
		}
		for _, r := range rows {
			if r.Get("rule") == "use" {
				var err error
				if classes, err = ps.order(r, []string{r.Get("to")}, classes, depth+1); err != nil {
					return nil, err
				}
			}
		}
		if !slices.Contains(classes, n) {
			classes = append(classes, n)
		}
	}
	return classes, nil
}

// verb makes the forms of one verb.
func (ps *paradigms) verb(v lang.Row) ([]Entry, error) {
	inf := v.Get("infinitive")
	if inf == "" || v.Get("class") == "" {
		return nil, v.Errorf("a verb wants an infinitive and a class")
	}
	classes, err := ps.order(v, append([]string{v.Get("class")}, v.List("changes")...), nil, 0)
	if err != nil {
		return nil, err
	}
	stems := make(map[string]string, len(ps.stems))
	for _, s := range ps.stems {
		stems[s] = inf
	}
	type set struct {
		class string
		rows  []lang.Row
	}
	var order []string
	forms := map[string]*set{}
	memo := strings.Join(classes, "|")
	joins := memo != ps.joined
	if joins {
		ps.joined, ps.joins = memo, nil
	}
	for _, c := range classes {
		for _, r := range ps.rules[c] {
			switch rule := r.Get("rule"); rule {
			case "cut", "may", "last":
				for _, s := range r.List("stems") {
					to, ok := replaceStem(stems[s], r)
					if ok {
						stems[s] = to
					} else if rule != "may" {
						return nil, v.Errorf("%s: its stem %q has no %q to change by %s:%d", inf, stems[s], r.Get("from"), r.File, r.Line)
					}
				}
			case "join":
				if joins {
					ps.joins = append(ps.joins, r)
				}
			case "form", "also":
				f := forms[r.Get("feats")]
				switch {
				case f == nil:
					f = &set{class: c}
					forms[r.Get("feats")] = f
					order = append(order, r.Get("feats"))
				case f.class != c && rule == "form":
					f.class, f.rows = c, nil
				}
				f.rows = append(f.rows, r)
			}
		}
	}
	if joins {
		slices.Reverse(ps.joins) // the latest of the longest first
		slices.SortStableFunc(ps.joins, func(a, b lang.Row) int { return cmp.Compare(len(b.Get("from")), len(a.Get("from"))) })
	}
	var es []Entry
	for _, feats := range order {
		upos, fs, _ := strings.Cut(feats, "|")
		for _, r := range forms[feats].rows {
			stem := stems[r.Get("stems")]
			e := Entry{Form: ps.join(stem, r.Get("to")), Lemma: inf, UPOS: upos, Feats: fs}
			if l := r.Get("lemma"); l != "" {
				e.Lemma = ps.join(stem, l)
			}
			es = append(es, e)
			for _, u := range v.List("also") { // the same as another part of speech
				if e.Lemma == inf {
					e.UPOS = u
					es = append(es, e)
				}
			}
		}
	}
	return es, nil
}

func replaceStem(stem string, r lang.Row) (string, bool) {
	from, to := r.Get("from"), r.Get("to")
	if r.Get("rule") == "last" {
		i := strings.LastIndex(stem, from)
		if i < 0 {
			return stem, false
		}
		return stem[:i] + to + stem[i+len(from):], true
	}
	for f := range strings.SplitSeq(from, "|") {
		if s, ok := strings.CutSuffix(stem, f); ok {
			return s + to, true
		}
	}
	return stem, false
}

// join puts an ending to a stem as the spelling wants it.
func (ps *paradigms) join(stem, end string) string {
	for _, r := range ps.joins {
		a, b, _ := strings.Cut(r.Get("from"), "+")
		if strings.HasSuffix(stem, a) && strings.HasPrefix(end, b) {
			x, y, _ := strings.Cut(r.Get("to"), "+")
			return stem[:len(stem)-len(a)] + x + y + end[len(b):]
		}
	}
	return stem + end
}
