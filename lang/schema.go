package lang

import (
	"slices"
	"strings"
)

// A Column of a table.
type Column struct {
	Name   string
	Needed bool     // no cell may be empty
	Sep    string   // between the parts of a cell; "" when it is one
	Values []string // what there may be; "x:*" for x and something after it; nil for anything
	Packs  bool     // what the packs of the program have there may be there too
	Small  bool     // words are compared in small letters: one with a capital is never met
	States bool     // codes of states or organisations
}

// A Schema says what a table holds and which row wins when a directory adds to
// a pack.
type Schema struct {
	Name    string
	Is      string // what it is, for people
	Columns []Column
	Part    string // which engine reads it: see the constants

	// Which rows of the directory stand for which of the pack. Rows are alike
	// when the columns Key agree. With Words, those words of a row of the pack
	// that a row of the directory alike to it has are taken from it; without, the
	// row of the directory takes the place of the one of the pack. A table with
	// neither only grows.
	Key   []string
	Words []string
	Grows bool // nothing is taken away: both rows count
	First bool // of two rows that fit, the engine takes the earlier: those of the directory go first
	Joins bool // "+NAME" as the key adds the words to those of the pack
}

// Parts of the program that read tables.
const (
	PartCut    = "cuts text into words"     // before the model
	PartTrain  = "attache train"            // only while a model is made
	PartNames  = "finds names"              //
	PartTimes  = "reads times"              //
	PartSaid   = "finds statements"         //
	PartEvents = "finds events"             //
	PartFrames = "reads clauses"            //
	PartPack   = "opens the pack"           //
	PartClues  = "attache train --entities" // and only that of the program
)

func col(name string) Column        { return Column{Name: name} }
func need(name string) Column       { return Column{Name: name, Needed: true} }
func list(name string) Column       { return Column{Name: name, Sep: "|"} }
func words(name string) Column      { return Column{Name: name, Needed: true, Sep: "|"} }
func small(name string) Column      { return Column{Name: name, Needed: true, Sep: "|", Small: true} }
func states(name string) Column     { return Column{Name: name, Sep: "|", States: true} }
func (c Column) packs() Column      { c.Packs = true; return c }
func (c Column) of(v string) Column { c.Values = strings.Fields(v); return c }

// Schemas are the tables of a pack by name.
var Schemas = index(
	Schema{Name: "pack", Is: "settings: names (the language whose names of states are used)", Part: PartPack,
		Columns: []Column{need("key").of("names"), need("value")}, Key: []string{"key"}},

	Schema{Name: "grammar", Is: "small words that carry grammar", Part: PartFrames, Grows: true,
		Columns: []Column{need("use").of("agent negation light passive reflexive nominal-agent object relative bare-case control clause"), words("words")},
		Key:     []string{"use"}, Words: []string{"words"}},
	Schema{Name: "participles", Is: "how a participle is made of an infinitive", Part: PartFrames, First: true,
		Columns: []Column{{Name: "infinitive", Needed: true, Small: true}, small("participle")}, Key: []string{"infinitive"}},

	Schema{Name: "cues", Is: "words that report speech", Part: PartSaid,
		Columns: []Column{
			{Name: "lemma", Needed: true, Small: true}, need("pos").of("verb noun prep"),
			need("class").of("say assert recall praise criticise promise demand warn deny announce ask"),
			list("frames").of("inf ger pred inf:* inf-marked:* pred:*"),
			list("flags").of("prior weak hedge nobody wish document verb opinion agreement mouth own passive").packs(), list("not"),
		}, Key: []string{"pos", "lemma"}},
	Schema{Name: "channels", Is: "ways by which words become public", Part: PartSaid, First: true,
		Columns: []Column{need("kind").packs(), words("words"), list("needs")}, Key: []string{"needs"}, Words: []string{"words"}},
	Schema{Name: "sources", Is: "who speaks, and small words about speech", Part: PartSaid, Grows: true,
		Columns: []Column{need("use").packs(), words("lemmas")}, Key: []string{"use"}, Words: []string{"lemmas"}},
	Schema{Name: "tone", Is: "words that blame or praise", Part: PartSaid,
		Columns: []Column{need("tone").of("+ -"), words("words")}, Words: []string{"words"}},

	Schema{Name: "states", Is: "names, demonyms and cities of states, beside those of the directory", Part: PartNames, First: true, Grows: true,
		Columns: []Column{{Name: "code", Needed: true, States: true}, need("kind").of("name demonym combining capital city"), words("words")},
		Key:     []string{"kind"}, Words: []string{"words"}},
	Schema{Name: "naming", Is: "small words about names", Part: PartNames, Grows: true,
		Columns: []Column{need("use").of("seat:* pronoun:*").packs(), words("words")}, Key: []string{"use"}, Words: []string{"words"}},
	Schema{Name: "roles", Is: "nouns of office", Part: PartNames, First: true, Grows: true,
		Columns: []Column{list("masc"), list("fem"), list("mascpl"), list("fempl"), need("office").of(offices).packs(),
			col("use").of("whole whole:* title of:* same host loose body text vague leads").packs(), list("except"), states("only")},
		Key: []string{"only"}, Words: []string{"masc", "fem", "mascpl", "fempl"}},
	Schema{Name: "institutions", Is: "offices that speak and act for a state", Part: PartNames, First: true, Grows: true,
		Columns: []Column{words("words"), need("key"), states("hint"), {Name: "only", States: true}, col("use").of("other plural abroad back:*").packs()},
		Key:     []string{"only", "use"}, Words: []string{"words"}},
	Schema{Name: "documents", Is: "nouns of documents that speak", Part: PartNames, First: true, Grows: true,
		Columns: []Column{words("words"), need("kind"), need("en"), col("use").of("echo")}, Words: []string{"words"}},
	Schema{Name: "regions", Is: "adjectives that point at a state by where it lies", Part: PartNames, First: true, Grows: true,
		Columns: []Column{words("words"), {Name: "members", Needed: true, Sep: "|", States: true}, col("noun").of("yes")}, Words: []string{"words"}},
	Schema{Name: "name-cases", Is: "how names of people decline", Part: PartNames, First: true, Grows: true,
		Columns: []Column{col("gender").of("Masc Fem"), col("part").of("given surname"), words("endings"), col("strip"), list("forms")},
		Key:     []string{"gender", "part"}, Words: []string{"endings"}},

	Schema{Name: "timex", Is: "words of times", Part: PartTimes, Grows: true,
		Columns: []Column{need("class"), col("value"), col("cue"), list("words")}, Key: []string{"class", "value"}, Words: []string{"words"}},
	Schema{Name: "timex-rules", Is: "grammar of times", Part: PartTimes, First: true,
		Columns: []Column{need("name"), need("level").of("1 2 3 4 5 6 7 8 9"), need("class"), need("pattern"), need("build"), col("args"), col("when")}, Key: []string{"name"}},
	Schema{Name: "timex-tense", Is: "words that decide between past and future", Part: PartTimes,
		Columns: []Column{need("kind").of("ahead back intends perfect going purpose until extends moves toward away break aim wish form ending aux"), col("value").of("past present future conditional"), words("words")},
		Key:     []string{"kind"}, Words: []string{"words"}},

	Schema{Name: "event-sets", Is: "sets of words that the tables of events name as $set", Part: PartEvents, Joins: true,
		Columns: []Column{need("set"), words("words")}, Key: []string{"set"}},
	Schema{Name: "frames", Is: "which word with which dependents means which act", Part: PartEvents, First: true,
		Columns: []Column{
			need("name"), small("lemma"), need("pos").of("verb noun adj any"), need("wants"), col("actors"), col("recipients"),
			need("type"), col("mode"), list("context"), need("cameo"),
			{Name: "flags", Sep: " ", Values: strings.Fields("mutual alone pair perform holds durative visit instrument level talks crowd bare joint beside said host praise denied idle pledge:*"), Packs: true},
		}, Key: []string{"name"}},
	Schema{Name: "status", Is: "what tells whether an act happened", Part: PartEvents, First: true,
		Columns: []Column{
			need("use").of("mood aux adj prep mark govern adverb negation"), words("words"), list("as"),
			need("set").of("occurred ongoing planned hypothetical present past host perform begin keep none"),
			col("polarity").of("affirmed negated denied"), col("name"),
		}, Key: []string{"use", "as"}, Words: []string{"words"}},
	Schema{Name: "visits", Is: "kinds of visit by the words beside it", Part: PartEvents, First: true,
		Columns: []Column{need("kind").of("state official working private"), small("words")}, Words: []string{"words"}},
	Schema{Name: "instruments", Is: "nouns of documents between states", Part: PartEvents, First: true,
		Columns: []Column{need("kind"), small("words"), list("needs")}, Words: []string{"words"}},
	Schema{Name: "instrument-status", Is: "what an act makes of its document", Part: PartEvents, First: true,
		Columns: []Column{need("frame"), need("event").of("occurred ongoing planned hypothetical"), need("status").of("announced to-be-signed signed ratified in-force suspended denounced")},
		Key:     []string{"frame", "event"}},
	Schema{Name: "amounts", Is: "how sums of money are written", Part: PartEvents,
		Columns: []Column{need("use").of("currency sign scale whole fraction link group decimal"), col("value"), words("words"), col("when").of("scale")},
		Key:     []string{"use"}, Words: []string{"words"}},
	Schema{Name: "levels", Is: "the ladder of relations between states", Part: PartEvents, First: true,
		Columns: []Column{need("use").of("rung component join move act"), col("key"), words("words"), list("needs")}, Key: []string{"use"}, Words: []string{"words"}},
	Schema{Name: "agenda", Is: "topics of talks", Part: PartEvents, First: true,
		Columns: []Column{need("topic").packs(), small("words")}, Words: []string{"words"}},

	Schema{Name: "tokens", Is: "how written words fall into words", Part: PartCut,
		Columns: []Column{need("kind").of("word clitics host stem except name apart before between prefix unit tail run face"), need("form"), list("parts"), col("note")},
		Key:     []string{"kind", "form"}},
	Schema{Name: "tokens-verbs", Is: "infinitives that are split from pronouns", Part: PartCut, Columns: []Column{need("form")}, Key: []string{"form"}},
	Schema{Name: "tokens-starters", Is: "words that begin a sentence", Part: PartCut, Columns: []Column{need("form")}, Key: []string{"form"}},
	Schema{Name: "abbreviations", Is: "abbreviations with a full stop", Part: PartCut,
		Columns: []Column{need("form"), need("ends").of("never digit maybe often number figure"), col("note")}, Key: []string{"form"}},

	Schema{Name: "entity-words", Is: "words that tell of names", Part: PartClues, Grows: true,
		Columns: []Column{need("class").packs(), words("words")}, Key: []string{"class"}, Words: []string{"words"}},
	Schema{Name: "paradigms", Is: "how words are inflected", Part: PartTrain, Grows: true,
		Columns: []Column{need("rule"), col("class"), col("feats"), col("stems"), col("from"), col("to"), col("lemma")}},
	Schema{Name: "verbs", Is: "verbs and their paradigms", Part: PartTrain, Grows: true,
		Columns: []Column{need("infinitive"), col("class"), col("changes"), col("also"), col("past"), col("part")}},
	Schema{Name: "words", Is: "other words and their paradigms", Part: PartTrain, Grows: true,
		Columns: []Column{need("lemma"), col("class"), col("changes"), col("plural"), col("more"), col("most")}},
)

// offices are the keys of the directory's table of offices.
const offices = "- president head_of_state head_of_government leader supreme_leader crown_prince vice_president deputy_prime_minister " +
	"foreign_minister secretary_of_state deputy_foreign_minister defence_minister finance_minister interior_minister minister deputy_minister " +
	"national_security_adviser spokesperson ambassador un_ambassador diplomat charge consul special_envoy secretary_general high_representative " +
	"commission_president council_president parliament_president commissioner opposition_leader speaker adviser legislator"

func index(all ...Schema) map[string]*Schema {
	m := make(map[string]*Schema, len(all))
	for i := range all {
		m[all[i].Name] = &all[i]
	}
	return m
}

// column returns a column by name, nil when there is none.
func (s *Schema) column(name string) *Column {
	for i := range s.Columns {
		if s.Columns[i].Name == name {
			return &s.Columns[i]
		}
	}
	return nil
}

// key returns what makes two rows alike.
func (s *Schema) key(r Row) string {
	cols := s.Key
	if s.Name == "levels" && r.Get("use") == "rung" { // one noun has many rungs, by what they need
		cols = []string{"use", "needs"}
	}
	k := make([]string, len(cols))
	for i, c := range cols {
		k[i] = r.Get(c)
	}
	if s.Joins {
		k[0] = strings.TrimPrefix(k[0], "+")
	}
	return strings.Join(k, "\t")
}

// An overlap is a row of a directory that stands for one of the pack, as a
// whole or in some words.
type overlap struct {
	by, of Row
	words  []string
	joins  bool
}

// merge joins rows of a directory to those of a pack. A table without a schema
// only grows.
func merge(s *Schema, base, over []Row) ([]Row, []overlap) {
	if s == nil || len(over) == 0 {
		return append(slices.Clip(base), over...), nil
	}
	if len(s.Words) > 0 || len(s.Key) == 0 {
		return s.mergeWords(base, over)
	}
	return s.mergeRows(base, over)
}

// mergeRows puts each row of over where the rows of base alike to it stood,
// those that are new before or behind all.
func (s *Schema) mergeRows(base, over []Row) ([]Row, []overlap) {
	var hits []overlap
	mine := map[string][]Row{}
	var order []string
	for _, r := range over {
		k := s.key(r)
		if mine[k] == nil {
			order = append(order, k)
		}
		mine[k] = append(mine[k], r)
	}
	var rows []Row
	placed := map[string]bool{}
	for i, r := range base {
		k := s.key(r)
		rs := mine[k]
		if len(rs) == 0 {
			rows = append(rows, r)
			continue
		}
		if s.Joins && slices.ContainsFunc(base[i+1:], func(x Row) bool { return s.key(x) == k }) {
			continue // of two sets of one name the later is the one that counts
		}
		hits = append(hits, overlap{by: rs[0], of: r, joins: s.Joins && strings.HasPrefix(rs[0].Get(s.Key[0]), "+")})
		if !placed[k] {
			placed[k] = true
			rows = append(rows, s.joined(r, rs, true)...)
		}
	}
	var fresh []Row
	for _, k := range order {
		if !placed[k] {
			fresh = append(fresh, s.joined(Row{}, mine[k], false)...)
		}
	}
	if s.First {
		return append(fresh, rows...), hits
	}
	return append(rows, fresh...), hits
}

// joined returns the rows that stand for old, which is there or not: over
// themselves, or in a table of sets one that has the words of those before it
// whose key begins with "+".
func (s *Schema) joined(old Row, over []Row, there bool) []Row {
	if !s.Joins {
		return over
	}
	set := over[0].Set("set", strings.TrimPrefix(over[0].Get("set"), "+"))
	var words []string
	if there {
		words = old.List("words")
	}
	for _, r := range over {
		if !strings.HasPrefix(r.Get("set"), "+") {
			words = nil
		}
		words = append(words, r.List("words")...)
	}
	return []Row{set.Set("words", strings.Join(words, "|"))}
}

// mergeWords takes words of over from the rows of base alike.
func (s *Schema) mergeWords(base, over []Row) ([]Row, []overlap) {
	var hits []overlap
	type place struct{ key, col, word string }
	mine := map[place]int{}
	for i, r := range over {
		for _, c := range s.Words {
			for _, w := range r.List(c) {
				mine[place{s.key(r), c, w}] = i + 1
			}
		}
	}
	rows := make([]Row, 0, len(base)+len(over))
	for _, r := range base {
		k, taken, left := s.key(r), map[int][]string{}, 0
		for _, c := range s.Words {
			all := r.List(c)
			var keep []string
			for _, w := range all {
				i := mine[place{k, c, w}]
				if i > 0 {
					taken[i-1] = append(taken[i-1], w)
				}
				if i == 0 || s.Grows {
					keep = append(keep, w)
				}
			}
			if left += len(keep); len(keep) < len(all) {
				r = r.Set(c, strings.Join(keep, "|"))
			}
		}
		for i := range over {
			if len(taken[i]) > 0 {
				hits = append(hits, overlap{by: over[i], of: r, words: taken[i]})
			}
		}
		if left > 0 || len(taken) == 0 {
			rows = append(rows, r)
		}
	}
	if s.First {
		return append(slices.Clip(over), rows...), hits
	}
	return append(rows, over...), hits
}
