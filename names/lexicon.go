package names

import (
	"slices"
	"strings"

	"github.com/attache-project/attache/lang"
)

// A lexicon holds a pack's words of office, institution and document.
type lexicon struct {
	roles    []roleRow
	insts    []instRow
	docs     []docRow
	regions  []regionRow
	words    map[string]map[string]bool // by use
	pronouns map[string]string          // personal pronoun in small letters, accents and all, to the gender of whom it stands for
}

type roleRow struct {
	office string
	use    string
	of     string // whose the office is by itself
	except map[string]string
	only   []string // states that have the office
	gender string   // "Masc", "Fem"
	plural bool
	former bool
}

type instRow struct {
	key, only, use string
	hint           []string
	plural         bool
}

type docRow struct {
	kind, en string
	echo     bool
}

type regionRow struct {
	members map[string]bool
	noun    bool
}

func (x *lexicon) is(use, folded string) bool { return x.words[use][folded] }

// readLexicon reads the tables roles, institutions, documents, regions and
// naming of a pack and puts their words into t.
func readLexicon(p *lang.Pack, t *trie) (*lexicon, error) {
	x := &lexicon{words: map[string]map[string]bool{}, pronouns: map[string]string{}}
	rows, err := p.Table("naming")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		use := r.Get("use")
		if gender, ok := strings.CutPrefix(use, "pronoun:"); ok {
			for _, w := range r.List("words") {
				x.pronouns[w] = gender
			}
			continue
		}
		if x.words[use] == nil {
			x.words[use] = map[string]bool{}
		}
		for _, w := range r.List("words") {
			x.words[use][fold(w)] = true
			if use == "place" {
				t.add(w, fold, entry{kind: entCity})
			}
		}
	}
	for _, use := range []string{"state-noun", "state-nouns", "parties"} {
		for w := range x.words[use] {
			t.add(w, fold, entry{kind: entStateNoun, id: use})
		}
	}
	if rows, err = p.Table("roles"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		row := roleRow{office: r.Get("office"), use: r.Get("use"), only: r.List("only")}
		if row.office == "" {
			return nil, r.Errorf("a role without an office")
		}
		row.use, row.of, _ = strings.Cut(row.use, ":")
		for _, e := range r.List("except") {
			code, office, ok := strings.Cut(e, ":")
			if !ok {
				return nil, r.Errorf("%q is not STATE:office", e)
			}
			if row.except == nil {
				row.except = map[string]string{}
			}
			row.except[code] = office
		}
		for _, col := range []string{"masc", "fem", "mascpl", "fempl"} {
			row.gender, row.plural = "Masc", strings.HasSuffix(col, "pl")
			if strings.HasPrefix(col, "fem") {
				row.gender = "Fem"
			} else if len(r.List("fem")) == 0 && len(r.List("fempl")) == 0 {
				row.gender = "" // one word for both
			}
			if len(r.List(col)) == 0 && !(row.plural && x.is("by-lemma", "yes") && len(r.List(strings.TrimSuffix(col, "pl"))) > 0) {
				continue
			}
			row.former = false
			x.roles = append(x.roles, row)
			i := int32(len(x.roles) - 1)
			row.former = true
			x.roles = append(x.roles, row)
			words := r.List(col)
			if row.plural && x.is("by-lemma", "yes") {
				words = append(slices.Clone(words), r.List(strings.TrimSuffix(col, "pl"))...)
			}
			for _, f := range words {
				t.add(f, fold, entry{kind: entRole, index: i})
				for pre := range x.words["former-prefix"] {
					t.add(pre+f, fold, entry{kind: entRole, index: i + 1})
				}
			}
		}
	}
	if rows, err = p.Table("institutions"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Get("key") == "" {
			return nil, r.Errorf("an institution without a key")
		}
		x.insts = append(x.insts, instRow{key: r.Get("key"), only: r.Get("only"), use: r.Get("use"), hint: r.List("hint"), plural: r.Get("use") == "plural"})
		for _, f := range r.List("words") {
			e := entry{kind: entInst, index: int32(len(x.insts) - 1)}
			t.add(f, fold, e)
		}
	}
	if rows, err = p.Table("documents"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Get("kind") == "" {
			return nil, r.Errorf("a document without a kind")
		}
		x.docs = append(x.docs, docRow{r.Get("kind"), r.Get("en"), r.Get("use") == "echo"})
		for _, f := range r.List("words") {
			t.add(f, fold, entry{kind: entDoc, index: int32(len(x.docs) - 1)})
		}
	}
	if rows, err = p.Table("regions"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		row := regionRow{members: map[string]bool{}, noun: r.Get("noun") == "yes"}
		for _, c := range r.List("members") {
			row.members[c] = true
		}
		x.regions = append(x.regions, row)
		for _, f := range r.List("words") {
			t.add(f, fold, entry{kind: entRegion, index: int32(len(x.regions) - 1)})
		}
	}
	return x, nil
}
