package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// document resolves the noun of a document.
func (r *reader) document(s *sentence, k int) int {
	it := &s.items[k]
	row := &r.lex.docs[it.entries[0].index]
	name := r.words(s, it.core0, it.last)
	bare := it.last == it.core1 && len(it.of) == 0
	if bare && (it.article || it.demonstrative) || row.echo && (it.article || it.demonstrative) {
		if e := r.lastDocument(s, it.core0, row); e >= 0 {
			return e
		}
	}
	if bare && !it.caps && !it.article && !it.demonstrative && !it.indefinite && !it.possessive || row.echo && !it.article && !it.demonstrative || it.parent >= 0 {
		return -1
	}
	e := Entity{Kind: Document, Name: sameName(name), Issuer: -1}
	for _, o := range it.of {
		x := &s.items[o]
		if x.ent < 0 && r.resolve(s, o) < 0 {
			continue
		}
		if x.kind == entCapital || x.kind == entCity {
			if it.caps {
				place := r.placeName(x)
				e.Name.EN = place + " " + titled(row.en)
				continue
			}
		}
		if e.Issuer < 0 {
			e.Issuer = x.ent
		}
	}
	if e.Issuer < 0 && !it.caps && (row.kind == "communique" || row.kind == "note" || row.kind == "letter" || row.kind == "report" || row.kind == "document") {
		if _, ent := r.possessor(s, it.core0); ent >= 0 && r.cast.Entities[ent].Kind != Document {
			e.Issuer = ent
		}
	}
	if it.caps {
		e.ID = "x/" + slug(name)
		return r.cast.Ensure(e)
	}
	r.local++
	e.ID = "x/" + row.kind + "-" + itoa(r.local)
	return r.cast.Ensure(e)
}

// placeName returns the English name of the place that an item names, when it
// is the capital of a state.
func (r *reader) placeName(x *item) string {
	if x.kind == entCapital {
		for _, f := range r.d.forms {
			if f.code == x.codes[0] && f.kind == "capital" && f.lang == "en" {
				return f.forms[0]
			}
		}
	}
	return r.cast.Entities[x.ent].Name.EN
}

func titled(w string) string {
	c, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(c)) + w[n:]
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// lastDocument returns the document spoken of last before a token that row may
// point back at.
func (r *reader) lastDocument(s *sentence, tok int, row *docRow) int {
	var best *trace
	for i := range r.trail {
		t := &r.trail[i]
		e := &r.cast.Entities[t.ent]
		if e.Kind != Document || !before(t, s, tok) {
			continue
		}
		if !row.echo && !r.docKind(t.ent, row.kind) {
			continue
		}
		if best == nil || later2(t, best) {
			best = t
		}
	}
	if best == nil {
		return -1
	}
	return best.ent
}

// docKind reports whether a document of the cast is of a kind, going by the
// noun at the head of its name.
func (r *reader) docKind(ent int, kind string) bool {
	e := &r.cast.Entities[ent]
	if strings.HasPrefix(e.ID, "x/"+kind+"-") {
		return true
	}
	w := wordsOf(e.Name.ES)
	if len(w) == 0 {
		return false
	}
	return slices.ContainsFunc(r.f.trie.entries[r.f.trie.next[edge{0, fold(w[0])}]], func(x entry) bool {
		return x.kind == entDoc && r.lex.docs[x.index].kind == kind
	})
}
