package lang

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Fault is something wrong with a table, or a note on it.
type Fault struct {
	File   string
	Line   int    // 0 when it is about the file
	Column string // "" when it is about the row
	Text   string
	Note   bool // to be known, and no fault
}

func (f Fault) String() string {
	s := f.File
	if f.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, f.Line)
	}
	if f.Column != "" {
		s += ": " + f.Column
	}
	if f.Note {
		s += ": note"
	}
	return s + ": " + f.Text
}

// SortFaults puts faults into the order of files and lines.
func SortFaults(fs []Fault) {
	slices.SortStableFunc(fs, func(a, b Fault) int { return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line) })
}

// Known is what a check asks of the directory of states.
type Known struct {
	Code func(code string) bool // a state or an organisation of states
	Key  func(key string) bool  // a kind of institution that has a name
}

// A Sheet is the rows of a table of a directory that can be read at all.
type Sheet struct {
	Name, File string
	Rows       []Row
}

// A Checked language is what [Check] read of it.
type Checked struct {
	Pack   *Pack // with the rows of the sheets
	Sheets []Sheet
}

// Rows returns the rows by table, as [Pack.With] wants them.
func (c *Checked) Rows() map[string][]Row {
	m := map[string][]Row{}
	for _, s := range c.Sheets {
		m[s.Name] = s.Rows
	}
	return m
}

// Check reads all tables of a directory that adds to the packs and tells what
// is wrong with them, as far as the tables themselves show it; what only the
// engines see is for the caller to find out.
func Check(dir string, known Known) ([]Checked, []Fault, error) {
	codes, err := Folders(dir)
	var out []Checked
	var faults []Fault
	entries, dirErr := os.ReadDir(dir)
	if dirErr != nil {
		return nil, nil, fmt.Errorf("checking: %w", dirErr)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case !e.IsDir() && strings.HasSuffix(e.Name(), ".tsv"):
			faults = append(faults, Fault{File: path, Text: "a table lies in a folder named for its language, such as " + filepath.Join(dir, "es", e.Name())})
		case e.IsDir() && !slices.Contains(codes, e.Name()):
			if tables, _ := filepath.Glob(filepath.Join(path, "*.tsv")); len(tables) > 0 {
				faults = append(faults, Fault{File: path, Text: "the folder holds tables and is not named by the code of a language (ISO 639)"})
			}
		}
	}
	if err != nil && len(faults) == 0 {
		return nil, nil, err
	}
	for _, code := range codes {
		p, err := Open(code, dir)
		if err != nil {
			return nil, nil, err
		}
		c := &checker{pack: p, read: map[string][]Row{}, known: known}
		if err := c.folder(); err != nil {
			return nil, nil, err
		}
		out = append(out, Checked{c.pack, c.sheets})
		faults = append(faults, c.faults...)
	}
	return out, faults, nil
}

type checker struct {
	pack   *Pack
	read   map[string][]Row // tables of pack
	known  Known
	sheets []Sheet
	faults []Fault
}

func (c *checker) add(r Row, col, format string, args ...any) {
	c.faults = append(c.faults, Fault{File: r.File, Line: r.Line, Column: col, Text: fmt.Sprintf(format, args...)})
}

func (c *checker) note(r Row, col, format string, args ...any) {
	c.add(r, col, format, args...)
	c.faults[len(c.faults)-1].Note = true
}

// folder checks the tables of one language.
func (c *checker) folder() error {
	files, err := os.ReadDir(c.pack.over)
	if err != nil {
		return fmt.Errorf("checking: %w", err)
	}
	for _, f := range files {
		path := filepath.Join(c.pack.over, f.Name())
		name, ext := strings.TrimSuffix(f.Name(), filepath.Ext(f.Name())), filepath.Ext(f.Name())
		s := Schemas[name]
		switch {
		case f.IsDir():
			continue
		case ext == ".tsv" && s != nil:
			b, err := os.ReadFile(path)
			if err != nil {
				return fmt.Errorf("checking: %w", err)
			}
			if rows, ok := c.scan(s, path, string(b)); ok {
				c.sheets = append(c.sheets, Sheet{name, path, rows})
			}
		case ext == ".tsv":
			c.add(Row{File: path}, "", "there is no table %q%s", name, guess(name, slices.Sorted(maps.Keys(Schemas))))
		case s != nil && slices.Contains([]string{".csv", ".txt", ".tab", ".xlsx", ".TSV"}, ext):
			c.add(Row{File: path}, "", "is not read: a table ends in .tsv")
		case ext == ".bin" && name != "model" && name != "entities":
			c.add(Row{File: path}, "", "is not read: a model is called model.bin or entities.bin")
		}
	}
	rows := map[string][]Row{}
	for _, s := range c.sheets {
		rows[s.Name] = s.Rows
	}
	c.pack = c.pack.With(rows)
	for i := range c.sheets {
		if err := c.sheet(&c.sheets[i]); err != nil {
			return err
		}
	}
	c.whole()
	return nil
}

// whole tells what a pack of its own language lacks.
func (c *checker) whole() {
	if c.pack.BuiltIn() {
		return
	}
	if _, err := c.pack.Model(); errors.Is(err, fs.ErrNotExist) {
		c.note(Row{File: c.pack.over}, "", "without model.bin only sentences that come with their trees are read")
	}
	for _, t := range []string{"cues", "frames", "event-sets", "status", "grammar", "naming", "sources", "pack"} {
		if c.pack.Has(t) {
			continue
		}
		r := Row{File: filepath.Join(c.pack.over, t+".tsv")}
		switch t {
		case "cues":
			c.add(r, "", "is missing: without it the language is not read")
		case "pack":
			c.note(r, "", "is missing: without it (names) no state has a name in this language")
		default:
			c.note(r, "", "is missing (%s)", Schemas[t].Is)
		}
	}
	if sets := c.column("event-sets", "set"); c.pack.Has("frames") && !sets["of"] {
		c.add(Row{File: filepath.Join(c.pack.over, "event-sets.tsv")}, "", `there is no set "of", which frames need: the prepositions of a complement`)
	}
}

// scan cuts a table into rows and tells what is wrong with its lines.
func (c *checker) scan(s *Schema, path, text string) ([]Row, bool) {
	var rows []Row
	var cols map[string]int
	at := Row{File: path}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		at.Line++
		line = strings.TrimRight(line, "\r\n")
		if !utf8.ValidString(line) {
			c.add(at, "", "is not UTF-8")
			line = strings.ToValidUTF8(line, "?")
		}
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if cols == nil {
			if cols = c.header(s, at, cells); cols == nil {
				return nil, false
			}
			continue
		}
		if len(cells) > len(cols) {
			c.add(at, "", "%d cells, but the table has %d columns", len(cells), len(cols))
			cells = cells[:len(cols)]
		}
		rows = append(rows, Row{File: path, Line: at.Line, Cell: cells, cols: cols})
	}
	if cols == nil {
		at.Line = 0
		c.add(at, "", "has no line that names the columns")
	}
	return rows, cols != nil
}

// header reads the names of the columns, nil when they are no header.
func (c *checker) header(s *Schema, at Row, cells []string) map[string]int {
	var names []string
	for _, x := range s.Columns {
		names = append(names, x.Name)
	}
	if len(cells) == 1 && len(names) > 1 && strings.ContainsAny(cells[0], " ,;") {
		c.add(at, "", "columns are divided by tabs: %s", strings.Join(names, ", "))
		return nil
	}
	cols := map[string]int{}
	for i, n := range cells {
		if _, ok := cols[n]; ok {
			c.add(at, n, "the column stands twice")
			n = fmt.Sprintf("%s (again, %d)", n, i)
		} else if s.column(n) == nil {
			c.add(at, n, "there is no such column%s", guess(n, names))
		}
		cols[n] = i
	}
	good := true
	for _, x := range s.Columns {
		if _, ok := cols[x.Name]; !ok && x.Needed {
			c.add(at, x.Name, "the column is missing")
			good = false
		}
	}
	if !good {
		return nil
	}
	return cols
}

// sheet checks the rows of a table.
func (c *checker) sheet(t *Sheet) error {
	s := Schemas[t.Name]
	if s.Part == PartTrain || s.Part == PartClues {
		c.note(Row{File: t.File}, "", "has no effect here: the program reads only its own, in %s", s.Part)
	}
	for _, r := range t.Rows {
		for i := range s.Columns {
			c.cell(s, &s.Columns[i], r)
		}
		c.row(t.Name, r)
	}
	c.twice(s, t)
	own := c.pack.With(nil)
	var base []Row
	if own.hasOwn(t.Name) {
		var err error
		if base, err = own.Table(t.Name); err != nil {
			return err
		}
	}
	_, hits := merge(s, base, t.Rows)
	for _, h := range hits {
		switch place := fmt.Sprintf("%s:%d of the program", h.of.File, h.of.Line); {
		case h.joins:
			c.note(h.by, "", "adds to %s", place)
		case s.Grows && s.First:
			c.note(h.by, "", "is tried before %s: %s", place, strings.Join(h.words, ", "))
		case s.Grows:
			c.note(h.by, "", "stands in %s already: %s", place, strings.Join(h.words, ", "))
		case len(h.words) > 0:
			c.note(h.by, "", "stands for %s: %s", place, strings.Join(h.words, ", "))
		default:
			c.note(h.by, "", "stands for %s", place)
		}
	}
	return nil
}

// twice tells of rows and words that stand twice.
func (c *checker) twice(s *Schema, t *Sheet) {
	seen := map[string]int{}
	say := func(r Row, key, col, what string) {
		switch line := seen[key]; {
		case line == 0:
			seen[key] = r.Line
		case line == r.Line:
			c.note(r, col, "%s stands twice", what)
		case s.Grows && !s.First:
			c.note(r, col, "%s stands in line %d already", what, line)
		default:
			c.add(r, col, "%s stands in line %d already", what, line)
		}
	}
	for _, r := range t.Rows {
		switch {
		case len(s.Words) > 0:
			for _, col := range s.Words {
				for _, w := range r.List(col) {
					say(r, s.key(r)+"\n"+col+"\n"+w, col, fmt.Sprintf("%q", w))
				}
			}
		case len(s.Key) > 0 && !s.Joins:
			col := s.Key[len(s.Key)-1]
			say(r, s.key(r), col, fmt.Sprintf("%q", r.Get(col)))
		default:
			say(r, strings.Join(r.Cell, "\t"), "", "the row")
		}
	}
}

// cell checks one cell against its column.
func (c *checker) cell(s *Schema, x *Column, r Row) {
	v := r.Get(x.Name)
	if v == "" {
		if x.Needed {
			c.add(r, x.Name, "the cell is empty")
		}
		return
	}
	parts := []string{v}
	switch x.Sep {
	case "|":
		parts = strings.Split(v, "|")
	case " ":
		parts = strings.Fields(v)
	}
	for _, p := range parts {
		if strings.TrimSpace(p) == "" {
			c.add(r, x.Name, `nothing between two "|"`)
			continue
		}
		if x.Values != nil || x.Packs {
			all := slices.Clone(x.Values)
			if x.Packs {
				all = append(all, used(s.Name, x)...)
			}
			if !allowed(p, all) {
				c.add(r, x.Name, "unknown value %q%s", p, guess(p, all))
			}
			continue
		}
		if x.States && c.known.Code != nil && !c.known.Code(p) {
			c.add(r, x.Name, "%q is no code of a state (ISO 3166-1 alpha-3) or organisation", p)
			continue
		}
		if !x.States && s.Name != "timex-rules" && s.Part != PartTrain {
			c.spelling(s, x, r, p)
		}
	}
}

// allowed says whether a value is among those a column may have.
func allowed(v string, all []string) bool {
	for _, a := range all {
		if pre, ok := strings.CutSuffix(a, "*"); v == a || ok && strings.HasPrefix(v, pre) && len(v) > len(pre) {
			return true
		}
	}
	return false
}

// spelling tells why a word can never be met in a text.
func (c *checker) spelling(s *Schema, x *Column, r Row, w string) {
	if w != strings.TrimSpace(w) {
		c.add(r, x.Name, "spaces around %q", w)
		w = strings.TrimSpace(w)
	}
	if strings.Contains(w, "  ") {
		c.add(r, x.Name, "two spaces in %q", w)
	}
	for _, q := range w {
		switch {
		case unicode.Is(unicode.Mn, q):
			c.add(r, x.Name, "%q has an accent as a character of its own: write the letter with it as one (NFC)", w)
		case unicode.Is(unicode.Cf, q) || q != ' ' && unicode.IsSpace(q):
			c.add(r, x.Name, "%+q has an invisible character", w)
		default:
			continue
		}
		break
	}
	for part := range strings.FieldsFuncSeq(w, func(q rune) bool { return !unicode.IsLetter(q) }) {
		latin, cyrillic := false, false
		for _, q := range part {
			latin = latin || unicode.Is(unicode.Latin, q)
			cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, q)
		}
		if latin && cyrillic {
			c.add(r, x.Name, "%q mixes Latin and Cyrillic letters", part)
		}
	}
	if x.Small && w != strings.ToLower(w) {
		c.add(r, x.Name, "%q is never met: words are compared in small letters here", w)
	}
}

// row checks what the columns of a row are to each other and to other tables.
func (c *checker) row(table string, r Row) {
	switch table {
	case "frames":
		c.frame(r)
	case "roles":
		if r.Get("masc")+r.Get("fem")+r.Get("mascpl")+r.Get("fempl") == "" {
			c.add(r, "masc", "a role has no word in any of masc, fem, mascpl, fempl")
		}
		for _, e := range r.List("except") {
			code, office, ok := strings.Cut(e, ":")
			switch {
			case !ok:
				c.add(r, "except", "%q is not STATE:office", e)
			case c.known.Code != nil && !c.known.Code(code):
				c.add(r, "except", "%q is no code of a state", code)
			case !allowed(office, strings.Fields(offices)):
				c.add(r, "except", "unknown office %q%s", office, guess(office, strings.Fields(offices)))
			}
		}
		if code, ok := strings.CutPrefix(r.Get("use"), "of:"); ok && c.known.Code != nil && !c.known.Code(code) {
			c.add(r, "use", "%q is no code of a state or organisation", code)
		}
	case "institutions":
		if k := r.Get("key"); k != "-" && k != "" && c.known.Key != nil && !c.known.Key(k) {
			c.note(r, "key", "the directory has no name for %q: readings will call it %q", k, strings.ReplaceAll(k, "_", " "))
		}
	case "naming":
		if code, ok := strings.CutPrefix(r.Get("use"), "seat:"); ok && c.known.Code != nil && !c.known.Code(code) {
			c.add(r, "use", "%q is no code of a state or organisation", code)
		}
	case "instrument-status":
		if f := r.Get("frame"); f != "" && f != "*" {
			c.named(r, "frame", f)
		}
	case "levels":
		c.level(r)
	case "pack":
		if v := r.Get("value"); r.Get("key") == "names" && v != "" && !slices.Contains(Codes(), v) {
			c.add(r, "value", "names are there in %s, not in %q", strings.Join(Codes(), ", "), v)
		}
	case "timex":
		if cl := r.Get("class"); r.Get("words") == "" && cl != "ORDER" && cl != "CASE" && cl != "" {
			c.add(r, "words", "the cell is empty")
		}
		for _, w := range r.List("words") {
			if r.Get("class") != "HEAD" && r.Get("class") != "TAIL" && w != strings.ToLower(w) {
				c.add(r, "words", "%q is never met: words are compared in small letters here", w)
			}
		}
	case "timex-rules":
		c.pattern(r)
	}
}

// named tells of a frame that does not exist.
func (c *checker) named(r Row, col, frame string) {
	if all := c.column("frames", "name"); !all[frame] {
		c.add(r, col, "there is no frame %q%s", frame, guess(frame, slices.Sorted(maps.Keys(all))))
	}
}

// table returns the rows of a table of the pack. One that cannot be read, which
// is told of elsewhere, has none.
func (c *checker) table(name string) []Row {
	rows, ok := c.read[name]
	if !ok {
		rows, _ = c.pack.Table(name)
		c.read[name] = rows
	}
	return rows
}

// column returns the cells of a column of the pack.
func (c *checker) column(table, col string) map[string]bool {
	all := map[string]bool{}
	for _, r := range c.table(table) {
		all[r.Get(col)] = true
	}
	return all
}

func (c *checker) level(r Row) {
	moves := strings.Fields("upgrade downgrade confirm restore break")
	use := r.Get("use")
	if use != "join" && r.Get("key") == "" {
		c.add(r, "key", "the cell is empty")
	}
	switch use {
	case "rung":
		all := map[string]bool{}
		for _, x := range c.table("levels") {
			if x.Get("use") == "component" {
				all[x.Get("key")] = true
			}
		}
		for _, n := range r.List("needs") {
			if !all[n] {
				c.add(r, "needs", "there is no component %q%s", n, guess(n, slices.Sorted(maps.Keys(all))))
			}
		}
	case "move":
		if k := r.Get("key"); k != "" && !slices.Contains(moves, k) {
			c.add(r, "key", "unknown move %q%s", k, guess(k, moves))
		}
	case "act":
		for _, w := range r.List("words") {
			c.named(r, "words", w)
		}
		if n := r.Get("needs"); !slices.Contains(moves, n) {
			c.add(r, "needs", "unknown move %q%s", n, guess(n, moves))
		}
	}
	for _, w := range r.List("words") {
		if use != "act" && w != strings.ToLower(w) {
			c.add(r, "words", "%q is never met: words are compared in small letters here", w)
		}
	}
}

// kinds are what a frame may want of a dependent.
var kinds = []string{"@actor", "@state", "@person", "@org", "@place", "@doc", "@many", "@negative", "@positive"}

// frame checks the conditions and slots of a frame.
func (c *checker) frame(r Row) {
	sets := c.column("event-sets", "set")
	for w := range strings.SplitSeq(r.Get("wants"), ";") {
		w = strings.TrimSpace(w)
		if w == "*" || w == "" {
			continue
		}
		left, right, ok := strings.Cut(strings.TrimPrefix(w, "!"), "=")
		if !ok {
			c.add(r, "wants", "%q is no condition: SLOTS=ALTERNATIVES is wanted", w)
			continue
		}
		c.slots(r, "wants", left)
		if strings.TrimSpace(right) == "" {
			c.add(r, "wants", "%q wants nothing", w)
			continue
		}
		for a := range strings.SplitSeq(right, "|") {
			a = strings.TrimSpace(a)
			switch {
			case a == "":
				c.add(r, "wants", `nothing between two "|"`)
			case a[0] == '$' && !sets[a[1:]]:
				c.add(r, "wants", "there is no set %q in event-sets%s", a, guess(a[1:], slices.Sorted(maps.Keys(sets))))
			case a[0] == '@':
				if all := append(slices.Clone(kinds), wanted()...); !slices.Contains(all, a) {
					c.add(r, "wants", "unknown kind %q%s", a, guess(a, all))
				}
			case a[0] != '$' && a != "*" && a != "-":
				c.spelling(Schemas["frames"], &Column{Name: "wants"}, r, a)
			}
		}
	}
	c.slots(r, "actors", strings.ReplaceAll(r.Get("actors"), "+", ","))
	c.slots(r, "recipients", strings.ReplaceAll(r.Get("recipients"), "+", ","))
}

// slots checks a list of slots: names of relations, or prepositions.
func (c *checker) slots(r Row, col, s string) {
	for n := range strings.SplitSeq(s, ",") {
		n = strings.TrimSpace(n)
		switch {
		case n == "" && s != "":
			c.add(r, col, "an empty slot in %q", s)
		case n != strings.ToLower(n):
			c.add(r, col, "slot %q: slots are written in small letters", n)
		case strings.ContainsAny(n, "|;="):
			c.add(r, col, `%q is no slot: slots are divided by ","`, n)
		case strings.Contains(n, " "):
			c.add(r, col, `slot %q: words of a preposition are joined by "_"`, n)
		}
	}
}

// pattern checks that somebody makes the classes that a rule of times names.
func (c *checker) pattern(r Row) {
	all := used("timex", Schemas["timex"].column("class"))
	for _, x := range c.table("timex") {
		all = append(all, x.Get("class"))
	}
	for _, x := range c.table("timex-rules") {
		all = append(all, strings.TrimSuffix(x.Get("class"), "!"))
	}
	all = append(all, classes()...)
	for _, class := range inPattern(r.Get("pattern")) {
		if !slices.Contains(all, class) {
			c.add(r, "pattern", "no word and no rule is of class %q%s", class, guess(class, all))
		}
	}
}

// inPattern lists the classes in the pattern of a rule of times.
func inPattern(s string) []string {
	var out []string
	for item := range strings.FieldsSeq(s) {
		for a := range strings.SplitSeq(strings.Trim(item, "()?"), "|") {
			name, _, _ := strings.Cut(strings.Trim(a, "()?"), ":")
			if name != "" && name[0] >= 'A' && name[0] <= 'Z' {
				out = append(out, name)
			}
		}
	}
	return out
}

// What the packs of the program use, gathered once: they are right by
// definition.
var (
	usage   sync.Map // table and column to []string
	wanted  = sync.OnceValue(func() []string { return gather("frames", "wants", kindsIn) })
	classes = sync.OnceValue(func() []string {
		return append(gather("timex-rules", "pattern", inPattern), gather("timex-rules", "class", func(s string) []string { return []string{strings.TrimSuffix(s, "!")} })...)
	})
)

func kindsIn(s string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("=|;, ", r) }) {
		if w[0] == '@' {
			out = append(out, w)
		}
	}
	return out
}

// used lists the values that the packs of the program have in a column.
func used(table string, x *Column) []string {
	key := table + "\t" + x.Name
	if v, ok := usage.Load(key); ok {
		return slices.Clone(v.([]string))
	}
	all := gather(table, x.Name, func(s string) []string {
		switch x.Sep {
		case "|":
			return strings.Split(s, "|")
		case " ":
			return strings.Fields(s)
		}
		return []string{s}
	})
	usage.Store(key, all)
	return slices.Clone(all)
}

func gather(table, col string, parts func(string) []string) []string {
	set := map[string]bool{}
	for _, code := range Codes() {
		p, err := Open(code, "")
		if err != nil {
			continue
		}
		rows, err := p.Table(table)
		if err != nil {
			continue // not every pack has every table
		}
		for _, r := range rows {
			for _, v := range parts(r.Get(col)) {
				if v != "" {
					set[v] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// guess offers what may have been meant.
func guess(s string, all []string) string {
	if len(s) < 3 {
		return ""
	}
	best, n := "", 3 // two letters may be wrong, one in a short word
	if len(s) < 4 {
		n = 2
	}
	for _, a := range all {
		if d := distance(strings.ToLower(s), strings.ToLower(a)); d < n {
			best, n = a, d
		}
	}
	if best == "" || best == "-" || best == "*" {
		return ""
	}
	return fmt.Sprintf(" (is %q meant?)", best)
}

// distance counts the letters to be changed, added or left out, or changed in
// order, to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if max(len(x), len(y)) > 64 {
		return 64
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(x)][len(y)]
}
