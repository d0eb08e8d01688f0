package names

import (
	"cmp"
	"slices"
	"strings"
)

// office returns the key of the office that a role noun means in a state.
func (row *roleRow) in(code string) string {
	if o, ok := row.except[code]; ok {
		return o
	}
	return row.office
}

// role resolves a noun of office, with or without names beside it.
func (r *reader) role(s *sentence, k int) int {
	it := &s.items[k]
	row := &r.lex.roles[it.entries[0].index]
	codes := r.codesOf(s, it)
	if row.of != "" {
		codes = []string{row.of}
	}
	row = r.ofMinistry(s, it, row)
	former := it.former || row.former
	gender := r.roleGender(s, it, row)
	title := r.words(s, it.core0, it.core1)
	if it.other {
		title = r.words(s, it.core0, max(it.comp, it.core1))
	}
	if len(it.names) > 0 {
		return r.introduce(s, k, row, codes, former, gender, title)
	}
	if row.use == "title" {
		return -1
	}
	if row.plural {
		return r.several(s, it, row, codes, former)
	}
	if it.indefinite {
		if row.use == "same" {
			return -1
		}
		return r.describe(s, it, row, codes, gender, title, true)
	}
	if !it.article && !it.possessive && !it.demonstrative && len(codes) == 0 {
		return -1
	}
	code := ""
	if len(codes) > 0 {
		code = codes[0]
	}
	owner := -1
	if it.possessive {
		var c string
		c, owner = r.possessor(s, it.core0)
		if row.use == "same" {
			return r.counterpart(s, it, row, code, owner, gender)
		}
		code = cmp.Or(code, c)
		if code == "" && owner >= 0 {
			// the spokesman of somebody who acts for no state
			e := r.describe(s, it, row, nil, gender, title, true)
			if e >= 0 {
				r.cast.Entities[e].Issuer = owner
			}
			return e
		}
	}
	switch row.use {
	case "same":
		return r.counterpart(s, it, row, code, owner, gender)
	case "host":
		code = r.host(s)
	}
	// "el mandatario anfitrión": the host stands behind the office.
	if code == "" && row.use != "host" {
		for i := it.core1 + 1; i < len(s.Tokens) && i <= it.core1+1; i++ {
			if c := s.cover[i]; c >= 0 && s.items[c].kind == entRole && r.lex.roles[s.items[c].entries[0].index].use == "host" {
				s.items[c].done = true
				s.items[c].parent = k
				it.last = s.items[c].last
				code = r.host(s)
			}
		}
	}
	return r.single(s, it, row, code, former, gender, title)
}

// ofMinistry reads "el ministro ruso de Exteriores" as the holder of the office
// that heads the ministry named.
func (r *reader) ofMinistry(s *sentence, it *item, row *roleRow) *roleRow {
	prefix := ""
	switch {
	case row.office == "minister", row.use == "leads":
		// "глава турецкого МИД" is a minister too.
	case row.office == "deputy_minister":
		prefix = "deputy_"
	default:
		return row
	}
	for _, o := range it.of {
		x := s.items[o].ent
		if x < 0 || s.items[o].kind != entInst {
			continue
		}
		key, _, _ := strings.Cut(r.cast.Entities[x].ID, "/")
		if m, ok := strings.CutSuffix(key, "_ministry"); ok {
			own := *row
			own.office, own.use = prefix+m+"_minister", "whole"
			return &own
		}
	}
	return row
}

// introduce joins an office to the people named beside it.
func (r *reader) introduce(s *sentence, k int, row *roleRow, codes []string, former bool, gender, title string) int {
	it := &s.items[k]
	var ents []int
	for _, n := range it.names {
		e := r.resolve(s, n)
		if e >= 0 && r.cast.Entities[e].Kind == Person {
			ents = append(ents, e)
		}
	}
	if len(ents) == 0 {
		return -1
	}
	for i, e := range ents {
		if row.use == "title" {
			break
		}
		if row.plural {
			title = ""
		}
		p := &r.cast.Entities[e]
		if p.Gender == "" && !row.plural {
			p.Gender = gender
		}
		code := ""
		switch {
		case len(codes) == len(ents):
			code = codes[i]
		case len(codes) > 0:
			code = codes[0]
		}
		office := row.office
		if row.use == "same" {
			office = r.officeBefore(s, it, e)
		}
		if it.other && row.use != "loose" {
			office = ""
		}
		if code == "" && !it.other && (len(ents) == 1 || !strings.HasPrefix(p.ID, "x/")) {
			code = r.codeFor(s, it, row, e, office)
		}
		r.addRole(e, office, row, code, former, title)
		if row.office == "spokesperson" || row.office == "ambassador" || row.office == "minister" {
			for _, o := range it.of {
				if x := s.items[o].ent; x >= 0 && x != e && r.cast.Entities[e].Issuer < 0 && s.items[o].kind != entDemonym && r.cast.Entities[x].Kind == Organisation {
					r.cast.Entities[e].Issuer = x
				}
			}
		}
		// Somebody spoken of before by the office alone gets the name now.
		r.merge(e, office, code)
	}
	if len(ents) == 1 {
		return ents[0]
	}
	return r.plural(Person, ents)
}

// merge gives the mentions of an unnamed holder of an office to the person who
// is named later.
func (r *reader) merge(e int, office, code string) {
	if office == "" || office == "-" {
		return
	}
	old := -1
	class := r.class(office)
	for i := range r.cast.Entities {
		rest, ok := strings.CutPrefix(r.cast.Entities[i].ID, "x/")
		if !ok || i == e {
			continue
		}
		if o, c, ok := strings.Cut(rest, "/"); ok && c == code && (o == office || slices.Contains(r.class(o), office) || slices.Contains(class, o)) {
			if g := r.cast.Entities[i].Gender; g == "" || r.cast.Entities[e].Gender == "" || g == r.cast.Entities[e].Gender {
				old = i
			}
		}
	}
	if old < 0 {
		return
	}
	for i := range r.cast.Mentions {
		if r.cast.Mentions[i].Entity == old {
			r.cast.Mentions[i].Entity = e
		}
	}
	for i := range r.trail {
		if r.trail[i].ent == old {
			r.trail[i].ent = e
		}
	}
	for i := range r.cast.Entities {
		for j, m := range r.cast.Entities[i].Members {
			if m == old {
				r.cast.Entities[i].Members[j] = e
			}
		}
	}
	for i := range r.sents {
		for j := range r.sents[i].items {
			if r.sents[i].items[j].ent == old {
				r.sents[i].items[j].ent = e
			}
		}
	}
	if r.cast.Entities[e].Issuer < 0 {
		r.cast.Entities[e].Issuer = r.cast.Entities[old].Issuer
	}
}

// codeFor says for which state somebody named beside an office without one
// holds it.
func (r *reader) codeFor(s *sentence, it *item, row *roleRow, e int, office string) string {
	p := &r.cast.Entities[e]
	for _, x := range p.Roles {
		if slices.Contains(r.class(office), x.Office) {
			return x.Of
		}
	}
	if p.Country != "" && (strings.HasPrefix(p.ID, "x/") || len(r.d.held[p.ID]) > 0) {
		return p.Country
	}
	if it.possessive {
		c, _ := r.possessor(s, it.core0)
		return c
	}
	// The holder of that office whom the text has spoken of without a name.
	for i := len(r.trail) - 1; i >= 0; i-- {
		x := &r.cast.Entities[r.trail[i].ent]
		if c, ok := strings.CutPrefix(x.ID, "x/"+office+"/"); ok && x.Kind == Person {
			return c
		}
	}
	// A state of which somebody else is known to hold it is out of question.
	code := r.focus(s, it.core0)
	if !r.taken(office, code, e) {
		return code
	}
	for i := len(r.trail) - 1; i >= 0; i-- {
		if c := r.trail[i].code; c != "" && !r.taken(office, c, e) {
			return c
		}
	}
	return code
}

// taken reports whether the directory knows somebody else in an office of a
// state on the day.
func (r *reader) taken(office, code string, e int) bool {
	if code == "" {
		return true
	}
	class := r.class(office)
	if len(class) == 0 || office == "minister" || office == "spokesperson" || office == "ambassador" {
		return false
	}
	for _, o := range class {
		for _, h := range r.d.Holders(o, code, r.day) {
			if h.Person != r.cast.Entities[e].ID {
				return true
			}
		}
	}
	return false
}

// officeBefore returns the office of whom a counterpart is compared with.
func (r *reader) officeBefore(s *sentence, it *item, not int) string {
	var best *trace
	office := ""
	for i := range r.trail {
		t := &r.trail[i]
		if t.ent == not || !before(t, s, it.core0) || r.cast.Entities[t.ent].Kind != Person || len(r.cast.Entities[t.ent].Roles) == 0 {
			continue
		}
		if best == nil || later2(t, best) && (t.subject || !best.subject || t.sent > best.sent) {
			best = t
			office = r.cast.Entities[t.ent].Roles[0].Office
		}
	}
	return office
}

func (r *reader) addRole(e int, office string, row *roleRow, code string, former bool, title string) {
	p := &r.cast.Entities[e]
	if office == row.office {
		office = row.in(code)
	}
	if p.Country == "" && code != "" && r.d.states[code] != nil {
		p.Country = code
	}
	if office == "-" {
		office = ""
	}
	if former {
		p.Roles = append(p.Roles, Role{Office: "former_" + r.concrete(office, code), Of: code, Title: title})
		return
	}
	class := r.class(office)
	for i := range p.Roles {
		x := &p.Roles[i]
		if office != "" && (x.Office == office || slices.Contains(class, x.Office)) && (x.Of == code || code == "") {
			x.Title = cmp.Or(x.Title, title)
			return
		}
	}
	p.Roles = append(p.Roles, Role{Office: r.concrete(office, code), Of: code, Title: title})
}

// concrete returns the office of the directory that a loose word such as
// "mandatario" means in a state.
func (r *reader) concrete(office, code string) string {
	switch {
	case office == "leader" && r.d.premier[code]:
		return "head_of_government"
	case (office == "leader" || office == "president") && r.d.states[code] != nil:
		return "head_of_state"
	case office == "secretary_of_state":
		return "deputy_foreign_minister"
	}
	return office
}

// single resolves an office of one person, without a name.
func (r *reader) single(s *sentence, it *item, row *roleRow, code string, former bool, gender, title string) int {
	office := row.office
	if code != "" {
		office = row.in(code)
	}
	if it.other {
		if e := r.inText(s, it.core0, "-", "", false, gender, title, -1); e >= 0 {
			return e
		}
		if row.use != "loose" {
			codes := []string{code}
			if code == "" {
				codes = nil
			}
			return r.describe(s, it, row, codes, gender, title, false)
		}
		return r.describe(s, it, row, nil, gender, title, false)
	}
	named := code
	issuer := r.issuer(s, it)
	if e := r.inText(s, it.core0, office, code, former, gender, title, issuer); e >= 0 {
		return e
	}
	if (row.use == "vague" || row.use == "body" || row.use == "leads") && code == "" {
		return -1
	}
	if code == "" {
		code = r.focus(s, it.core0)
		if len(row.only) > 0 && !slices.Contains(row.only, code) {
			code = ""
			for _, c := range row.only {
				if r.present[c] > r.present[code] {
					code = c
				}
			}
			if code == "" {
				return -1
			}
		}
	}
	if code == "" || office == "-" || row.use == "text" {
		return r.describe(s, it, row, nil, gender, title, false)
	}
	office = row.in(code)
	if !former && (issuer < 0 || speaksFor(r.cast.Entities[issuer].ID)) {
		if e := r.holder(office, code, gender); e >= 0 {
			return e
		}
	}
	if former && named == "" {
		return -1
	}
	return r.describe(s, it, row, []string{code}, gender, title, false)
}

// issuer returns the institution that an office is said to belong to, or -1.
func (r *reader) issuer(s *sentence, it *item) int {
	for _, o := range it.of {
		if x := s.items[o].ent; x >= 0 && s.items[o].kind != entDemonym && r.cast.Entities[x].Kind == Organisation {
			return x
		}
	}
	return -1
}

// speaksFor reports whether the spokespersons of a state in the directory are
// those of an institution.
func speaksFor(id string) bool {
	key, _, ok := strings.Cut(id, "/")
	return !ok || key == "presidency" || key == "government" || key == "foreign_ministry"
}

// inText returns whom the article has introduced in an office, the one most in
// view when there are several.
func (r *reader) inText(s *sentence, tok int, office, code string, former bool, gender, title string, issuer int) int {
	best, bestScore := -1, 0.0
	for i := range r.trail {
		t := &r.trail[i]
		if !before(t, s, tok) {
			continue
		}
		e := &r.cast.Entities[t.ent]
		if e.Kind != Person || e.Plural || gender != "" && e.Gender != "" && e.Gender != gender {
			continue
		}
		if office == "-" {
			if !slices.ContainsFunc(e.Roles, func(x Role) bool {
				return x.Title != "" && fold(x.Title) == fold(title) && (code == "" || x.Of == code)
			}) {
				continue
			}
		} else if !r.holds(t.ent, office, code, former) && !(code != "" && !former && e.Country == "" && r.holds(t.ent, office, "", false) && slices.ContainsFunc(e.Roles, func(x Role) bool { return x.Of == "" })) {
			continue
		}
		if issuer >= 0 && e.Issuer >= 0 && e.Issuer != issuer {
			continue
		}
		d := max(s.index-t.sent, 0)
		score := 1 / float64(1+d)
		if s.Title {
			score = 1 / float64(1+t.sent)
		}
		score += float64(t.tok) * 1e-4
		if t.subject {
			score *= 1.7
		}
		if t.nested {
			score *= 0.7
		}
		if t.quoted && !s.quoted[tok] {
			score *= 0.3
		}
		if score >= bestScore {
			best, bestScore = t.ent, score
		}
	}
	if best >= 0 {
		r.settle(best, code)
	}
	if best >= 0 || !s.Title && code == "" {
		return best
	}
	// Somebody whom the article names only later.
	if code != "" {
		for _, e := range r.full {
			if x := &r.cast.Entities[e]; r.holds(e, office, code, former) && (gender == "" || x.Gender == "" || x.Gender == gender) {
				return e
			}
		}
	}
	return -1
}

// settle notes the state of somebody whose office was introduced without one.
func (r *reader) settle(e int, code string) {
	p := &r.cast.Entities[e]
	if p.Country != "" || r.d.states[code] == nil {
		return
	}
	p.Country = code
	for i := range p.Roles {
		if p.Roles[i].Of == "" {
			p.Roles[i].Of = code
			p.Roles[i].Office = r.concrete(p.Roles[i].Office, code)
		}
	}
}

// holder returns the holder of an office on the day of the article.
func (r *reader) holder(office, code, gender string) int {
	class := slices.Clone(r.class(office))
	if office == "leader" && r.d.premier[code] {
		class = []string{"head_of_government", "head_of_state"}
	}
	switch office {
	case "ambassador", "minister", "deputy_minister", "adviser", "legislator", "diplomat", "consul", "special_envoy":
		return -1 // there are many
	}
	if r.day == "" {
		return -1
	}
	for _, o := range class {
		for _, h := range r.d.Holders(o, code, r.day) {
			p := r.d.byID[h.Person]
			if g := r.d.persons[p].gender; gender != "" && g != "" && g != gender {
				continue
			}
			return r.known(p)
		}
	}
	return -1
}

// describe makes an entity of somebody known by office alone.
func (r *reader) describe(s *sentence, it *item, row *roleRow, codes []string, gender, title string, fresh bool) int {
	if row.use == "same" {
		return -1
	}
	words := r.words(s, it.first, it.last)
	code := ""
	if len(codes) > 0 {
		code = codes[0]
	}
	e := Entity{Kind: Person, Gender: gender, Issuer: -1, Name: sameName(words)}
	if r.d.states[code] != nil {
		e.Country = code
	}
	office := row.in(code)
	if office == "-" || it.other && row.use != "loose" {
		office = ""
	}
	for _, o := range it.of {
		if x := s.items[o].ent; x >= 0 && e.Issuer < 0 && s.items[o].kind != entDemonym && r.cast.Entities[x].Kind == Organisation {
			e.Issuer = x
		}
	}
	many := row.use == "loose" && office != "spokesperson" && office != "ambassador" || row.use == "text"
	if info, ok := r.d.office[office]; ok && !many && code != "" && !fresh && r.d.states[code] != nil && !it.other {
		of := r.d.of(code)
		e.Name = Name{info.name.ES + of.ES, info.name.EN + of.EN, info.name.RU + of.RU}
		e.ID = "x/" + office + "/" + code
		if e.Issuer >= 0 {
			n := r.cast.Entities[e.Issuer].Name
			e.Name = Name{info.name.ES + " (" + n.ES + ")", info.name.EN + " (" + n.EN + ")", info.name.RU + " (" + n.RU + ")"}
		}
	} else if fresh || office == "" {
		r.local++
		e.ID = "x/" + cmp.Or(office, slug(title)) + "-" + itoa(r.local)
		if office == "" && !fresh {
			e.ID = "x/" + slug(title)
		}
	} else if many || it.other {
		e.ID = "x/" + slug(title)
		if code != "" {
			e.ID += "/" + code
		}
	} else {
		e.ID = "x/" + office + "/" + code
	}
	if e.Issuer >= 0 && !fresh {
		e.ID += "@" + r.cast.Entities[e.Issuer].ID
	}
	e.Roles = []Role{{Office: office, Of: code, Title: title}}
	return r.cast.Ensure(e)
}

// counterpart resolves "su homólogo chino": the same office, another state.
func (r *reader) counterpart(s *sentence, it *item, row *roleRow, code string, owner int, gender string) int {
	office, of := "", ""
	if owner >= 0 && r.cast.Entities[owner].Kind == Organisation && r.d.states[code] != nil {
		// "el gobierno chileno y su par boliviano"
		if key, _, ok := strings.Cut(r.cast.Entities[owner].ID, "/"); ok && key != "x" {
			return r.cast.Ensure(r.d.Institution(key, code))
		}
	}
	if owner >= 0 && r.cast.Entities[owner].Kind == Person && len(r.cast.Entities[owner].Roles) > 0 {
		office, of = r.cast.Entities[owner].Roles[0].Office, r.cast.Entities[owner].Roles[0].Of
	} else {
		office = r.officeBefore(s, it, -1)
	}
	if office == "" {
		return -1
	}
	if code != "" {
		if e := r.inText(s, it.core0, office, code, false, gender, "", -1); e >= 0 {
			return e
		}
		if e := r.holder(office, code, gender); e >= 0 {
			return e
		}
		like := &roleRow{office: office, gender: gender}
		return r.describe(s, it, like, []string{code}, gender, office, false)
	}
	// The last other holder of such an office.
	var best *trace
	for i := range r.trail {
		t := &r.trail[i]
		if t.ent == owner || !before(t, s, it.core0) || !r.holds(t.ent, office, "", false) || r.holds(t.ent, office, cmp.Or(of, "?"), false) {
			continue
		}
		if best == nil || later2(t, best) {
			best = t
		}
	}
	if best != nil {
		return best.ent
	}
	return -1
}

// several resolves an office of more than one person.
func (r *reader) several(s *sentence, it *item, row *roleRow, codes []string, former bool) int {
	if it.indefinite || former {
		return -1
	}
	var members []int
	if len(codes) > 1 {
		for _, c := range codes {
			e := r.inText(s, it.core0, row.office, c, false, "", "", -1)
			if e < 0 {
				e = r.holder(row.office, c, "")
			}
			if e < 0 {
				one := *it
				one.of = nil
				like := *row
				like.plural = false
				if _, ok := r.d.office[row.office]; !ok {
					return -1
				}
				e = r.describe(s, &one, &like, []string{c}, "", row.office, false)
			}
			if e < 0 {
				return -1
			}
			members = append(members, e)
		}
		return r.plural(Person, members)
	}
	if len(codes) == 1 || it.other || it.last > it.core1 || !it.both && !it.article {
		return -1
	}
	// The last two of two states in an office that the word means before others:
	// "the presidents" are no prime minister where two presidents are told of.
	office := row.office
	if row.use == "same" || row.use == "host" {
		return -1
	}
	type seen struct {
		ent  int
		code string
	}
	lastTwo := func(in func(ent int) bool) (last []seen) {
		for i := len(r.trail) - 1; i >= 0 && len(last) < 2; i-- {
			t := &r.trail[i]
			if !before(t, s, it.core0) || r.cast.Entities[t.ent].Kind != Person || r.cast.Entities[t.ent].Plural || !in(t.ent) {
				continue
			}
			c := r.cast.StateOf(t.ent)
			if slices.ContainsFunc(last, func(x seen) bool { return x.ent == t.ent || x.code == c }) {
				continue
			}
			last = append(last, seen{t.ent, c})
		}
		return last
	}
	best := r.class(office)
	if i := slices.Index(best, office); i >= 0 {
		best = best[:i+1]
	}
	last := lastTwo(func(ent int) bool {
		return slices.ContainsFunc(r.cast.Entities[ent].Roles, func(x Role) bool { return slices.Contains(best, x.Office) })
	})
	if len(last) < 2 {
		last = lastTwo(func(ent int) bool { return r.holds(ent, office, "", false) })
	}
	if len(last) < 2 && it.both {
		for _, p := range r.pair(s, it.core0) {
			c := r.cast.Entities[p].Code
			if len(last) < 2 && !slices.ContainsFunc(last, func(x seen) bool { return x.code == c }) {
				if e := r.holder(office, c, ""); e >= 0 {
					last = append(last, seen{e, c})
				}
			}
		}
	}
	if len(last) < 2 {
		return -1
	}
	return r.plural(Person, []int{last[1].ent, last[0].ent})
}
