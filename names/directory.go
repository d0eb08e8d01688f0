package names

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/attache-project/attache/lang"
)

//go:embed data
var tables embed.FS

// A Holding is an office held by a person for a time.
type Holding struct {
	Person string // id
	Office string // "head_of_state", "foreign_minister", ...
	Of     string // ISO 3166-1 alpha-3 code of a state, or code of an organisation
	From   string // ISO 8601, at the grain that is known
	To     string // the same; "" when still in office as far as is known
}

// On reports whether the office was held on a day, at the grain that is known.
// With an empty day it reports whether the office is still held.
func (h Holding) On(day string) bool {
	if day == "" {
		return h.To == ""
	}
	return !later(h.From, day) && (h.To == "" || !later(day, h.To))
}

// later reports whether a is after b, as far as the coarser of them tells.
func later(a, b string) bool {
	n := min(len(a), len(b))
	return a[:n] > b[:n]
}

// A Directory knows states, persons, offices, organisations, seats and outlets.
// It is read-only and may be used by many goroutines at once.
type Directory struct {
	states   map[string]*state
	codes    []string // of the states, in order of the file
	persons  []person
	byID     map[string]int
	holdings []Holding
	held     map[string][]int    // by person
	offices  map[[2]string][]int // by office and whose
	orgs     []org
	byOrg    map[string]int
	outlets  []outlet
	seats    []seat
	forms    []stateForm
	office   map[string]officeInfo
	inst     map[[2]string]instInfo // by key and country, "" for any
	ofName   map[string]Name        // "of the United States", where it isn't regular
	premier  map[string]bool        // states led by the head of government
	given    map[string]string      // loose first name to gender, "" when both
	finder   *index                 // for Find, made when it is first asked
}

type state struct {
	code, status, qid string
	name              Name
}

type person struct {
	id, qid, gender, country string
	name                     Name
	surnames, aliases        []string
}

type org struct {
	code, qid, country string
	name               Name
	forms              []tagged
	members            []string
}

type outlet struct {
	id, country, kind string
	name              Name
	aliases           []string
}

type seat struct {
	id, country, office string
	forms               []tagged
}

// A tagged form belongs to one language, or to all when lang is empty.
type tagged struct{ lang, form string }

type stateForm struct {
	code, lang, kind string
	forms            []string
}

type officeInfo struct {
	holders []string // offices of holders.tsv that it may mean, best first
	name    Name
}

type instInfo struct {
	name  Name
	whole bool // no words follow that say whose it is
}

// Open returns the directory that is built into the program.
func Open() (*Directory, error) { return open() }

var open = sync.OnceValues(func() (*Directory, error) {
	sub, err := fs.Sub(tables, "data")
	if err != nil {
		return nil, err
	}
	return Load(sub)
})

// Load reads a directory from the tables in a folder: countries, states, forms,
// persons, holders, organisations, outlets, seats, offices, institutions. A
// table that is missing counts as empty. Errors name file and line.
func Load(fsys fs.FS) (*Directory, error) {
	d := &Directory{
		finder: new(index),
		states: map[string]*state{}, byID: map[string]int{}, held: map[string][]int{}, offices: map[[2]string][]int{},
		byOrg: map[string]int{}, office: map[string]officeInfo{}, inst: map[[2]string]instInfo{}, ofName: map[string]Name{},
		premier: map[string]bool{}, given: map[string]string{},
	}
	for _, t := range []struct {
		name string
		row  func(lang.Row) error
	}{
		{"states", d.addState}, {"countries", d.addCountry}, {"forms", d.addForm}, {"persons", d.addPerson},
		{"holders", d.addHolding}, {"organisations", d.addOrg}, {"outlets", d.addOutlet}, {"seats", d.addSeat},
		{"offices", d.addOffice}, {"institutions", d.addInstitution},
	} {
		file := t.name + ".tsv"
		b, err := fs.ReadFile(fsys, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading the directory: %w", err)
		}
		rows, err := lang.ParseTable(file, string(b))
		if err != nil {
			return nil, fmt.Errorf("reading the directory: %w", err)
		}
		for _, r := range rows {
			if err := t.row(r); err != nil {
				return nil, fmt.Errorf("reading the directory: %w", err)
			}
		}
	}
	d.finish()
	return d, nil
}

func name3(r lang.Row) Name { return fill(Name{r.Get("es"), r.Get("en"), r.Get("ru")}) }

// fill puts a name in another language where one is missing.
func fill(n Name) Name {
	any := cmp.Or(n.EN, n.ES, n.RU)
	n.EN = cmp.Or(n.EN, any)
	n.ES = cmp.Or(n.ES, any)
	n.RU = cmp.Or(n.RU, any)
	return n
}

func (d *Directory) addState(r lang.Row) error {
	code := r.Get("iso3")
	if code == "" {
		return r.Errorf("a state without a code")
	}
	if d.states[code] != nil {
		return r.Errorf("state %s stands twice", code)
	}
	d.states[code] = &state{code: code, status: r.Get("status"), qid: r.Get("qid")}
	d.codes = append(d.codes, code)
	return nil
}

func (d *Directory) addCountry(r lang.Row) error {
	code := r.Get("iso3")
	s := d.states[code]
	if s == nil {
		return nil // a territory
	}
	s.name = name3(r)
	for _, l := range []string{"es", "en", "ru"} {
		f := append([]string{r.Get(l)}, r.List("alt_"+l)...)
		d.forms = append(d.forms, stateForm{code, l, "name", f})
	}
	return nil
}

func (d *Directory) addForm(r lang.Row) error {
	f := stateForm{r.Get("id"), r.Get("lang"), r.Get("kind"), r.List("form")}
	if d.states[f.code] == nil {
		return r.Errorf("form of an unknown state %q", f.code)
	}
	if len(f.forms) == 0 {
		return r.Errorf("a row without a form")
	}
	d.forms = append(d.forms, f)
	return nil
}

func (d *Directory) addPerson(r lang.Row) error {
	p := person{id: r.Get("id"), qid: r.Get("qid"), gender: r.Get("gender"), country: r.Get("country"), name: name3(r),
		surnames: r.List("surname"), aliases: r.List("aliases")}
	if p.id == "" || p.name.EN == "" {
		return r.Errorf("a person without id or name")
	}
	if _, ok := d.byID[p.id]; ok {
		return r.Errorf("person %s stands twice", p.id)
	}
	d.byID[p.id] = len(d.persons)
	d.persons = append(d.persons, p)
	return nil
}

func (d *Directory) addHolding(r lang.Row) error {
	h := Holding{r.Get("person"), r.Get("office"), r.Get("of"), r.Get("from"), r.Get("to")}
	if _, ok := d.byID[h.Person]; !ok {
		return r.Errorf("holder %q is no person of the directory", h.Person)
	}
	if h.Office == "" {
		return r.Errorf("a row without an office")
	}
	d.held[h.Person] = append(d.held[h.Person], len(d.holdings))
	k := [2]string{h.Office, h.Of}
	d.offices[k] = append(d.offices[k], len(d.holdings))
	d.holdings = append(d.holdings, h)
	return nil
}

// taggedList reads "es:ONU|...;en:UN" or a plain list.
func taggedList(cell string) []tagged {
	var out []tagged
	for part := range strings.SplitSeq(cell, ";") {
		l := ""
		for f := range strings.SplitSeq(part, "|") {
			f = strings.TrimSpace(f)
			if len(f) > 3 && f[2] == ':' && (f[:2] == "es" || f[:2] == "en" || f[:2] == "ru") {
				l, f = f[:2], f[3:]
			}
			if f != "" {
				out = append(out, tagged{l, f})
			}
		}
	}
	return out
}

func (d *Directory) addOrg(r lang.Row) error {
	o := org{code: r.Get("code"), qid: r.Get("qid"), country: r.Get("country"), name: name3(r), members: r.List("members")}
	if o.code == "" || o.name.EN == "" {
		return r.Errorf("an organisation without code or name")
	}
	if _, ok := d.byOrg[o.code]; ok {
		return r.Errorf("organisation %s stands twice", o.code)
	}
	for _, l := range []string{"es", "en", "ru"} {
		if n := r.Get(l); n != "" {
			o.forms = append(o.forms, tagged{l, n})
		}
	}
	o.forms = append(o.forms, taggedList(r.Get("acronyms"))...)
	o.forms = append(o.forms, taggedList(r.Get("aliases"))...)
	d.byOrg[o.code] = len(d.orgs)
	d.orgs = append(d.orgs, o)
	return nil
}

func (d *Directory) addOutlet(r lang.Row) error {
	o := outlet{id: r.Get("id"), country: r.Get("country"), kind: r.Get("kind"), name: name3(r)}
	if o.id == "" || o.name.EN == "" {
		return r.Errorf("an outlet without id or name")
	}
	o.aliases = []string{o.name.ES, o.name.EN, o.name.RU}
	for _, t := range taggedList(r.Get("aliases")) {
		o.aliases = append(o.aliases, t.form)
	}
	d.outlets = append(d.outlets, o)
	return nil
}

func (d *Directory) addSeat(r lang.Row) error {
	s := seat{id: r.Get("id"), country: r.Get("country"), office: r.Get("office")}
	for _, l := range []string{"es", "en", "ru"} {
		for _, f := range r.List(l) {
			s.forms = append(s.forms, tagged{l, f})
		}
	}
	if s.office == "" || len(s.forms) == 0 {
		return r.Errorf("a seat without office or name")
	}
	d.seats = append(d.seats, s)
	return nil
}

func (d *Directory) addOffice(r lang.Row) error {
	key := r.Get("office")
	if key == "" {
		return r.Errorf("a row without an office")
	}
	d.office[key] = officeInfo{holders: r.List("holders"), name: name3(r)}
	return nil
}

func (d *Directory) addInstitution(r lang.Row) error {
	key := r.Get("key")
	switch key {
	case "":
		return r.Errorf("a row without a key")
	case "of":
		d.ofName[r.Get("country")] = Name{r.Get("es"), r.Get("en"), r.Get("ru")}
	case "premier":
		for _, c := range r.List("country") {
			d.premier[c] = true
		}
	default:
		for _, c := range append(r.List("country"), "")[:max(1, len(r.List("country")))] {
			d.inst[[2]string{key, c}] = instInfo{name3(r), r.Get("whole") != ""}
		}
	}
	return nil
}

func (d *Directory) finish() {
	for _, f := range d.forms {
		if s := d.states[f.code]; f.kind == "name" {
			switch f.lang {
			case "es":
				s.name.ES = cmp.Or(s.name.ES, f.forms[0])
			case "en":
				s.name.EN = cmp.Or(s.name.EN, f.forms[0])
			case "ru":
				s.name.RU = cmp.Or(s.name.RU, f.forms[0])
			}
		}
	}
	for _, c := range d.codes {
		d.states[c].name = fill(d.states[c].name)
	}
	for i := range d.persons {
		p := &d.persons[i]
		if p.gender == "" {
			continue
		}
		for _, n := range []string{p.name.ES, p.name.EN, p.name.RU} {
			if w := wordsOf(n); len(w) > 1 {
				k := loose(fold(w[0]))
				if g, ok := d.given[k]; ok && g != p.gender {
					d.given[k] = ""
				} else {
					d.given[k] = p.gender
				}
			}
		}
	}
}

// State returns the state with an ISO 3166-1 alpha-3 code.
func (d *Directory) State(code string) (Entity, bool) {
	s := d.states[code]
	if s == nil {
		return Entity{}, false
	}
	return Entity{ID: code, Kind: State, Name: s.name, Code: code, QID: s.qid, Country: code, Issuer: -1}, true
}

// Capital returns the capital of a state as a place, named as each language
// names it first; ok is false where none is known. A language without a name for
// it has the English one.
func (d *Directory) Capital(code string) (e Entity, ok bool) {
	e = Entity{ID: "capital/" + code, Kind: Place, Country: code, Issuer: -1}
	for _, f := range d.forms {
		if f.code != code || f.kind != "capital" {
			continue
		}
		name := map[string]*string{"es": &e.Name.ES, "en": &e.Name.EN, "ru": &e.Name.RU}[f.lang]
		if name != nil && *name == "" {
			*name = f.forms[0]
		}
	}
	e.Name.ES, e.Name.RU = cmp.Or(e.Name.ES, e.Name.EN), cmp.Or(e.Name.RU, e.Name.EN)
	return e, e.Name.EN != ""
}

// States lists the codes of the states, in the order of the table.
func (d *Directory) States() []string { return slices.Clone(d.codes) }

// Person returns the person with an id, without roles.
func (d *Directory) Person(id string) (Entity, bool) {
	i, ok := d.byID[id]
	if !ok {
		return Entity{}, false
	}
	p := &d.persons[i]
	return Entity{ID: p.id, Kind: Person, Name: p.name, QID: p.qid, Country: p.country, Gender: p.gender, Issuer: -1}, true
}

// Organisation returns the organisation with a code, such as "EU".
func (d *Directory) Organisation(code string) (Entity, bool) {
	i, ok := d.byOrg[code]
	if !ok {
		return Entity{}, false
	}
	o := &d.orgs[i]
	return Entity{ID: o.code, Kind: Organisation, Name: o.name, Code: o.code, QID: o.qid, Country: o.country, Issuer: -1}, true
}

// Members lists the codes of the states that form an organisation, as far as
// the directory knows them.
func (d *Directory) Members(code string) []string {
	if i, ok := d.byOrg[code]; ok {
		return slices.Clone(d.orgs[i].members)
	}
	return nil
}

// Holders lists who held an office of a state or organisation on a day (ISO
// 8601; empty for now), those that took office last first.
func (d *Directory) Holders(office, of, day string) []Holding {
	var out []Holding
	for _, i := range d.offices[[2]string{office, of}] {
		if h := d.holdings[i]; h.On(day) {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b Holding) int { return cmp.Compare(b.From, a.From) })
	return out
}

// Office returns the usual title of an office by its key: "head_of_state".
func (d *Directory) Office(key string) (Name, bool) {
	o, ok := d.office[key]
	return o.name, ok
}

// Held lists the offices of a person, in the order of the table.
func (d *Directory) Held(id string) []Holding {
	var out []Holding
	for _, i := range d.held[id] {
		out = append(out, d.holdings[i])
	}
	return out
}

// Government returns the government of a state.
func (d *Directory) Government(code string) Entity { return d.Institution("government", code) }

// Institution returns an office of a state: "presidency", "foreign_ministry"
// and so on, keys of the table institutions.
func (d *Directory) Institution(key, code string) Entity {
	e := Entity{ID: key + "/" + code, Kind: Organisation, Country: code, Issuer: -1}
	own, ok := d.inst[[2]string{key, code}]
	if !ok {
		if own, ok = d.inst[[2]string{key, ""}]; !ok {
			n := strings.ReplaceAll(key, "_", " ")
			own.name = Name{n, n, n}
		}
	}
	e.Name = own.name
	if !own.whole && d.states[code] != nil {
		of := d.of(code)
		e.Name = Name{e.Name.ES + of.ES, e.Name.EN + of.EN, e.Name.RU + of.RU}
	}
	return e
}

// of returns the words that say whose something is: " of the United States".
func (d *Directory) of(code string) Name {
	n := d.ofName[code]
	regular := d.ofName[""]
	s := d.states[code]
	if s == nil {
		return Name{}
	}
	put := func(own, pattern, name string) string {
		if own != "" {
			return " " + own
		}
		if before, after, ok := strings.Cut(pattern, "%s"); ok {
			return " " + before + name + after
		}
		return " " + name
	}
	return Name{put(n.ES, regular.ES, s.name.ES), put(n.EN, regular.EN, s.name.EN), put(n.RU, regular.RU, s.name.RU)}
}
