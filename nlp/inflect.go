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

// Inflect makes the forms of the words in the tables verbs and words of a pack
// by the rules of its table paradigms, which says how they are read. A pack
// without these tables has no entries. The entries come in the order of the
// tables, each once.
func Inflect(p *lang.Pack) ([]Entry, error) {
	rules, err := p.Table("paradigms")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var words []lang.Row
	for _, table := range []string{"verbs", "words"} {
		rows, err := p.Table(table)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		words = append(words, rows...)
	}
	return inflect(rules, words)
}

// paradigms holds the rules of inflection by class.
type paradigms struct {
	rules  map[string][]lang.Row
	stems  []string // that a form is made of
	joined string   // memo of the classes whose joins are in joins
	joins  []lang.Row
}

func inflect(rules, words []lang.Row) ([]Entry, error) {
	ps := &paradigms{rules: map[string][]lang.Row{}}
	for _, r := range rules {
		if err := checkRule(r); err != nil {
			return nil, err
		}
		ps.rules[r.Get("class")] = append(ps.rules[r.Get("class")], r)
		if s := r.Get("stems"); makesForms(r) && !slices.Contains(ps.stems, s) {
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
		case "forms":
			if _, ok := ps.rules[r.Get("to")]; !ok {
				return nil, r.Errorf("unknown class %q", r.Get("to"))
			}
		}
	}
	var es []Entry
	seen := map[Entry]bool{}
	for _, v := range words {
		more, err := ps.word(v)
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

// makesForms reports whether a rule makes forms of the stem that it names.
func makesForms(r lang.Row) bool {
	switch r.Get("rule") {
	case "form", "also", "forms":
		return true
	}
	return false
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
	case "feat", "same", "spell", "tail":
		if to == "" {
			return r.Errorf("what is to be put is missing")
		}
		if from == "" && (r.Get("rule") == "same" || r.Get("rule") == "spell") {
			return r.Errorf("what it is put for is missing")
		}
	case "drop":
		if r.Get("feats") == "" {
			return r.Errorf("the features of the forms are missing")
		}
	case "form", "also", "forms":
		if r.Get("rule") == "forms" && to == "" {
			return r.Errorf("the class to use is missing")
		}
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

// A made form is not yet an entry: its features stand with the part of speech.
type made struct{ form, lemma, feats string }

// word makes the forms of one word.
func (ps *paradigms) word(v lang.Row) ([]Entry, error) {
	lemma := cmp.Or(v.Get("infinitive"), v.Get("lemma"))
	if lemma == "" || v.Get("class") == "" {
		return nil, v.Errorf("a word wants a lemma or infinitive and a class")
	}
	classes, err := ps.order(v, append([]string{v.Get("class")}, v.List("changes")...), nil, 0)
	if err != nil {
		return nil, err
	}
	stems := make(map[string]string, len(ps.stems))
	for _, s := range ps.stems {
		stems[s] = cmp.Or(v.Get(s), lemma) // a column named for a stem gives it
	}
	type set struct {
		class string
		rows  []lang.Row
	}
	var order []string
	forms := map[string]*set{}
	var after []lang.Row // what is done to the forms
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
						return nil, v.Errorf("%s: its stem %q has no %q to change by %s:%d", lemma, stems[s], r.Get("from"), r.File, r.Line)
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
			case "forms", "feat", "drop", "same", "tail", "spell":
				after = append(after, r)
			}
		}
	}
	if joins {
		slices.Reverse(ps.joins) // the latest of the longest first
		slices.SortStableFunc(ps.joins, func(a, b lang.Row) int { return cmp.Compare(len(b.Get("from")), len(a.Get("from"))) })
	}
	var ms []made
	for _, feats := range order {
		for _, r := range forms[feats].rows {
			stem := stems[r.Get("stems")]
			m := made{form: ps.join(stem, r.Get("to")), lemma: lemma, feats: feats}
			if l := r.Get("lemma"); l != "" {
				m.lemma = ps.join(stem, l)
			}
			ms = append(ms, m)
		}
	}
	for _, r := range after {
		if r.Get("rule") == "forms" {
			ms = ps.borrow(ms, r, stems[r.Get("stems")], lemma)
		} else {
			ms = change(ms, r)
		}
	}
	es := make([]Entry, 0, len(ms))
	for _, m := range ms {
		upos, fs, _ := strings.Cut(m.feats, "|")
		e := Entry{Form: m.form, Lemma: m.lemma, UPOS: upos, Feats: fs}
		es = append(es, e)
		for _, u := range v.List("also") { // the same as another part of speech
			if e.Lemma == lemma {
				e.UPOS = u
				es = append(es, e)
			}
		}
	}
	return es, nil
}

// borrow appends the forms that the class named by rule r makes of a stem, with
// the features of r besides or in place of their own.
func (ps *paradigms) borrow(ms []made, r lang.Row, stem, lemma string) []made {
	for _, f := range ps.rules[r.Get("to")] {
		if rule := f.Get("rule"); rule == "form" || rule == "also" {
			_, own, _ := strings.Cut(f.Get("feats"), "|")
			ms = append(ms, made{form: ps.join(stem, f.Get("to")), lemma: lemma, feats: addFeats(r.Get("feats"), own)})
		}
	}
	return ms
}

// change does to forms what rule r says.
func change(ms []made, r lang.Row) []made {
	rule, from, to, cond := r.Get("rule"), r.Get("from"), r.Get("to"), r.Get("feats")
	for i, n := 0, len(ms); i < n; i++ {
		m := ms[i]
		if !hasFeats(m.feats, cond) {
			continue
		}
		switch rule {
		case "drop":
			ms[i].form = ""
		case "feat":
			if hasFeats(m.feats, from) {
				ms[i].feats = addFeats(m.feats, to)
			}
		case "same":
			if hasFeats(m.feats, from) {
				m.feats = addFeats(m.feats, to)
				ms = append(ms, m)
			}
		case "tail":
			ms[i].form += r.Get("lemma")
			for f := range strings.SplitSeq(from, "|") {
				if strings.HasSuffix(m.form, f) {
					ms[i].form = m.form + to
					break
				}
			}
		case "spell":
			ms[i].lemma = strings.ReplaceAll(m.lemma, from, to)
			if strings.Contains(m.form, from) {
				m.form, m.lemma = strings.ReplaceAll(m.form, from, to), ms[i].lemma
				ms = append(ms, m)
			}
		}
	}
	return slices.DeleteFunc(ms, func(m made) bool { return m.form == "" })
}

// hasFeats reports whether a part of speech with features holds all of those
// in want.
func hasFeats(feats, want string) bool {
	if want == "" {
		return true
	}
	for w := range strings.SplitSeq(want, "|") {
		if !strings.Contains("|"+feats+"|", "|"+w+"|") {
			return false
		}
	}
	return true
}

// addFeats puts features, and a part of speech where there is one, into those of
// a form in place of those of the same name; a feature without a value is taken
// out.
func addFeats(feats, add string) string {
	fs := strings.Split(feats, "|")
	for a := range strings.SplitSeq(add, "|") {
		name, value, named := strings.Cut(a, "=")
		if a == "" {
			continue
		}
		if !named {
			fs[0] = a
			continue
		}
		fs = append(fs[:1], slices.DeleteFunc(fs[1:], func(f string) bool { return strings.HasPrefix(f, name+"=") })...)
		if value != "" {
			fs = append(fs, a)
		}
	}
	slices.SortFunc(fs[1:], func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return strings.Join(fs, "|")
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
