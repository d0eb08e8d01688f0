package entity

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
)

// Lists of names that are no matter of one language.
//
//go:embed data
var lists embed.FS

// table of a language pack: words that tell of names.
const wordsTable = "entity-words"

// Classes of names and words. Names are matched in capitals and may have
// several words; the others are single words in any case.
const (
	givenName = iota
	surname
	fullName
	state
	capital
	city
	region
	organisation
	acronym
	outlet
	company
	team
	party
	seat
	institution
	work
	nameClasses // from here on words

	title      = iota - 1 + 16 // of persons and offices
	orgHead                    // opens the name of an organisation
	placeHead                  // opens the name of a place
	workHead                   // opens the name of an event or work
	orgWord                    // stands in the name of an organisation
	companyEnd                 // closes the name of a company
	demonym
	saying
	moving
	acting // what organisations and states do
	location
	direction
	possession
	article
	conjunction
	calendar
	kinship
	match // of sports
	particle
	classes
)

const (
	nameMask = 1<<nameClasses - 1
	longer   = 1 << 63 // some name goes on from here
	longest  = 9       // words of a name in the gazetteer
)

var classNames = map[string]int{
	"given": givenName, "surname": surname, "person": fullName, "state": state, "capital": capital, "city": city, "region": region,
	"organisation": organisation, "acronym": acronym, "outlet": outlet, "company": company, "team": team, "party": party,
	"seat": seat, "institution": institution, "work": work,
	"title": title, "org-head": orgHead, "place-head": placeHead, "work-head": workHead, "org-word": orgWord, "company-end": companyEnd,
	"demonym": demonym, "saying": saying, "moving": moving, "acting": acting, "in": location, "to": direction, "of": possession,
	"article": article, "and": conjunction, "calendar": calendar, "kinship": kinship, "sport": match, "particle": particle,
}

// A Gazetteer knows names and words by class.
type Gazetteer struct {
	words   []listed // open addressing, a power of two of slots
	n       int
	endings map[string]int // endings of words, and how much of them is taken off before they are looked up, in runes
	longest int            // ending, in runes
	latin   bool           // some ending closes with a letter of ASCII
}

// NewGazetteer gathers the names of the directory, the lists of this package,
// and the tables entity-words of language packs. A language without a pack, or
// a pack without that table, has no words.
func NewGazetteer(codes ...string) (*Gazetteer, error) { return newGazetteer(false, codes) }

// opened holds the gazetteers that are in use, by the languages of their words:
// the parser and the tagger of names of one language share one.
var opened sync.Map // of func() (*Gazetteer, error)

// open returns the gazetteer of some languages, which is made once.
func open(codes []string) (*Gazetteer, error) {
	f, _ := opened.LoadOrStore(strings.Join(codes, ","), sync.OnceValues(func() (*Gazetteer, error) { return NewGazetteer(codes...) }))
	return f.(func() (*Gazetteer, error))()
}

// newPartial is a gazetteer without the lists in data/further. What learns with
// it learns that lists are incomplete, and to look at other things too.
func newPartial(codes ...string) (*Gazetteer, error) { return newGazetteer(true, codes) }

// listed is what the lists say of words: the key of 0 is an empty slot.
type listed struct{ key, bits uint64 }

func newGazetteer(partial bool, codes []string) (*Gazetteer, error) {
	g := &Gazetteer{words: make([]listed, 1<<19), endings: map[string]int{}}
	type result struct {
		dir *names.Directory
		err error
	}
	directory := make(chan result, 1)
	go func() { // meanwhile
		dir, err := names.Open()
		directory <- result{dir, err}
	}()
	var rows []lang.Row
	for _, code := range codes {
		pack, err := lang.Open(code, "")
		if errors.Is(err, lang.ErrUnknown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		words, err := pack.Table(wordsTable)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		rows = append(rows, words...)
	}
	patterns := []string{"data/*.tsv"}
	if !partial {
		patterns = append(patterns, "data/further/*.tsv")
	}
	more, err := listRows(patterns)
	if err != nil {
		return nil, err
	}
	rows = append(rows, more...)
	if err := g.addRows(rows); err != nil {
		return nil, err
	}
	d := <-directory
	if d.err != nil {
		return nil, d.err
	}
	d.dir.Forms(g.addForm)
	return g, nil
}

func listRows(patterns []string) ([]lang.Row, error) {
	var files []string
	for _, p := range patterns {
		more, err := fs.Glob(lists, p)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	var rows []lang.Row
	for _, file := range files {
		b, err := lists.ReadFile(file)
		if err != nil {
			return nil, err
		}
		more, err := lang.ParseTable("entity/"+file, string(b))
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// addRows reads rows of class and words; the class "ending" stands apart and
// comes first.
func (g *Gazetteer) addRows(rows []lang.Row) error {
	for _, r := range rows {
		if r.Get("class") == "ending" {
			for _, w := range r.List("words") {
				stem, end, ok := strings.Cut(w, "+") // the ending counts only behind the letters before "+"
				if !ok {
					stem, end = "", w
				}
				if stem+end == "" || len(stem+end) > maxEnding {
					return r.Errorf("%q is no ending", w)
				}
				g.endings[stem+end] = len([]rune(end))
				g.longest = max(g.longest, len([]rune(stem+end)))
				g.latin = g.latin || w[len(w)-1] < utf8.RuneSelf
			}
		}
	}
	for _, r := range rows {
		name := r.Get("class")
		if name == "ending" {
			continue
		}
		c, ok := classNames[name]
		if !ok {
			return r.Errorf("there is no class %q of words", name)
		}
		words := r.List("words")
		if len(words) == 0 {
			return r.Errorf("a row without words")
		}
		for _, w := range words {
			if w = strings.TrimSpace(w); w == "" {
				return r.Errorf("an empty word")
			}
			g.add(c, w)
		}
	}
	return nil
}

var formClasses = map[names.FormClass]int{
	names.FormPerson: fullName, names.FormSurname: surname, names.FormGiven: givenName, names.FormState: state, names.FormDemonym: demonym,
	names.FormCapital: capital, names.FormCity: city, names.FormOrganisation: organisation, names.FormAcronym: acronym,
	names.FormOutlet: outlet, names.FormSeat: seat, names.FormInstitution: institution,
}

func (g *Gazetteer) addForm(c names.FormClass, form string) {
	if to, ok := formClasses[c]; ok {
		g.add(to, form)
	}
}

// add enters a name or word.
func (g *Gazetteer) add(class int, s string) {
	if class >= nameClasses {
		g.enter(g.key(s), 1<<class)
		return
	}
	if !strings.ContainsAny(s, " -") {
		g.enter(mix(0, g.key(s)), 1<<class)
		return
	}
	g.addWords(class, strings.Fields(s))
	if strings.Contains(s, "-") { // trees cut at hyphens in some languages, and at full stops in none
		spaced := strings.Fields(strings.ReplaceAll(s, "-", " - "))
		g.addWords(class, spaced)
	}
}

// contracted are the words that trees hold as two, in the languages that
// contract them.
var contracted = map[string][]string{"del": {"de", "el"}, "al": {"a", "el"}}

func (g *Gazetteer) addWords(class int, words []string) {
	if len(words) == 0 || len(words) > longest {
		return
	}
	h := uint64(0)
	var split []string
	for i, w := range words {
		h = mix(h, g.key(w))
		if i < len(words)-1 {
			g.enter(h, longer)
		}
		if two := contracted[w]; two != nil && i > 0 {
			split = slices.Concat(words[:i], two, words[i+1:])
		}
	}
	g.enter(h, 1<<class)
	if split != nil {
		g.addWords(class, split)
	}
}

// key hashes a word without its ending.
func (g *Gazetteer) key(s string) uint64 {
	if g.longest == 0 {
		return keyOf(s)
	}
	return g.stemKey(s)
}

// maxEnding is the longest ending, in bytes.
const maxEnding = 16

// minStem is the number of letters left when an ending is taken off.
const minStem = 3

func (g *Gazetteer) stemKey(s string) uint64 {
	var buf [48]rune
	n := 0
	for _, r := range s {
		if n == len(buf) {
			return keyOf(s)
		}
		buf[n] = plainRune(r)
		n++
	}
	k := min(g.longest, n-minStem)
	if n > 0 && buf[n-1] < utf8.RuneSelf && !g.latin {
		k = 0 // no ending closes so
	}
	for ; k > 0; k-- {
		var b [maxEnding]byte
		end := b[:0]
		for _, r := range buf[n-k : n] {
			end = appendRune(end, r)
		}
		if cut := g.endings[string(end)]; cut > 0 {
			n -= cut
			break
		}
	}
	h := seed
	for _, r := range buf[:n] {
		h = addRune(h, r)
	}
	return mix(h, 1)
}

func (g *Gazetteer) slot(h uint64) int {
	mask := uint64(len(g.words) - 1)
	i := (h >> 20) & mask
	for g.words[i].key != 0 && g.words[i].key != h {
		i = (i + 1) & mask
	}
	return int(i)
}

func (g *Gazetteer) enter(h, bits uint64) {
	i := g.slot(h)
	if g.words[i].key == 0 {
		if 2*g.n >= len(g.words) {
			old := g.words
			g.words = make([]listed, 2*len(old))
			for _, w := range old {
				if w.key != 0 {
					g.words[g.slot(w.key)] = w
				}
			}
			i = g.slot(h)
		}
		g.n++
		g.words[i].key = h
	}
	g.words[i].bits |= bits
}

// String tells the size of g.
func (g *Gazetteer) String() string { return fmt.Sprintf("gazetteer of %d words", g.n) }
