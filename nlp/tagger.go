package nlp

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// The tagger is an averaged perceptron over one joint tag of part of speech
// and features, from left to right. A word may only get a tag it was seen with
// in training; a rare or unknown word, one that words of its ending and shape
// were seen with.

// rareCount is the number of occurrences below which a word's own tags are
// not trusted to be all it can have.
const rareCount = 3

// settledCount is the number of occurrences from which on a word's own tags are
// all it can have, whatever the extra lexicon says.
const settledCount = 20

// maxSuffix is the longest ending, in runes, by which unknown words are guessed.
const maxSuffix = 6

// lexBits is the number of bits that tell how many entries a form has in the
// packed lexicon.
const lexBits = 5

// maxCount is the largest count kept in the packed lexicon.
const maxCount = 255

type lexEntry struct {
	tag   uint16
	edit  uint16
	count uint32
}

type tagger struct {
	tags   []string // UPOS "|" Feats
	upos   []string // UPOS of each tag
	feats  []string // Feats of each tag
	hashes []uint64 // of each tag
	edits  []edit
	lex    map[string][]lexEntry // in training: by folded form, most frequent first
	words  *index                // once trained: by hash of the folded form, place in store and number of entries
	store  []lexEntry
	guess  map[string][]uint16   // by shape and ending: tags, most frequent first
	endEd  map[string]uint16     // by tag and ending: lemma edit
	verbs  bool                  // the lexicon holds the forms of most verbs
	nouns  bool                  // the lexicon holds the forms of nouns too
	proper int                   // tag of a proper noun without features, -1 when there is none
	once   map[string][]lexEntry // in training: what would be known of forms seen once, had they not been seen
	w      *index                // by feature and tag: bits of a float32
}

// manyForms is the size of a lexicon that can only come from an inflector.
const manyForms = 100_000

func (t *tagger) init() {
	t.verbs = len(t.store) >= manyForms
	t.upos = make([]string, len(t.tags))
	t.feats = make([]string, len(t.tags))
	t.hashes = make([]uint64, len(t.tags))
	t.proper = -1
	defer func() {
		for _, e := range t.store {
			t.nouns = t.nouns || e.count == 0 && t.upos[e.tag] == "NOUN"
		}
	}()
	for i, s := range t.tags {
		t.upos[i], t.feats[i], _ = strings.Cut(s, "|")
		t.hashes[i] = hashString(s)
		if s == "PROPN|" {
			t.proper = i
		}
	}
}

func guessKey(shape int, end string) string { return string(rune('0'+shape)) + end }

func editKey(tag uint16, end string) string {
	return string([]byte{byte(tag), byte(tag >> 8)}) + end
}

// candidates appends to c the tags that a word may have.
func (t *tagger) candidates(c []uint16, form, low string, sh int, initial bool) []uint16 {
	entries := t.entries(low)
	total := uint32(0)
	for _, e := range entries {
		c = append(c, e.tag)
		total += e.count
	}
	if total < rareCount && !(t.nouns && sh == shapeLower && len(entries) > 0 && total == 0) {
		// A form known from the extra lexicon alone may yet be a name or noun.
		nouns := total == 0 && len(entries) > 0
		c = t.guessed(c, low, sh, nouns)
		if initial && sh == shapeTitle { // a common word may stand first
			c = t.guessed(c, low, shapeLower, nouns)
		}
	}
	if sh != shapeLower && sh != shapeOther && sh != shapeDigit && t.proper >= 0 && !slices.Contains(c, uint16(t.proper)) {
		c = append(c, uint16(t.proper))
	}
	if len(c) == 0 {
		c = append(c, uint16(max(t.proper, 0)))
	}
	return c
}

// entries returns what the lexicon says of a form.
func (t *tagger) entries(low string) []lexEntry {
	if e, ok := t.once[low]; ok {
		return e
	}
	if t.lex != nil {
		return t.lex[low]
	}
	v, ok := t.words.get(hashString(low))
	if !ok {
		return nil
	}
	at, n := int(v>>lexBits), int(v&(1<<lexBits-1))
	return t.store[at : at+n : at+n]
}

// guessed appends to c the tags that the ending and shape of a word suggest;
// with nouns, only those of nouns, adjectives and names.
func (t *tagger) guessed(c []uint16, low string, sh int, nouns bool) []uint16 {
	for n := maxSuffix; n >= 0; n-- {
		g := t.guess[guessKey(sh, suffix(low, n))]
		if g == nil {
			continue
		}
		for _, tag := range g {
			if nouns && t.upos[tag] != "NOUN" && t.upos[tag] != "ADJ" && t.upos[tag] != "PROPN" {
				continue
			}
			if !slices.Contains(c, tag) {
				c = append(c, tag)
			}
		}
		break
	}
	return c
}

// look is what the tagger sees of a word, computed once.
type look struct {
	form, low string
	shape     int
	hash      uint64 // of low
	class     uint64 // hash of the word's most frequent tag, or of its ending
	suf       [5]uint64
	pre       [3]uint64
}

func (t *tagger) look(form string) look {
	low := fold(form)
	l := look{form: form, low: low, shape: shape(form), hash: hashString(low)}
	for i := range l.suf {
		l.suf[i] = hashString(suffix(low, i+1))
	}
	for i := range l.pre {
		l.pre[i] = hashString(prefix(low, i+1))
	}
	if e := t.entries(low); len(e) > 0 {
		seen := uint64(1)
		if e[0].count == 0 {
			seen = 3
		}
		l.class = mix(seen, uint64(e[0].tag))
		if len(e) > 1 {
			l.class = mix(l.class, uint64(e[1].tag))
		}
	} else {
		l.class = mix(mix(2, uint64(l.shape)), l.suf[2])
	}
	return l
}

var edge = look{low: "", shape: shapeOther, hash: 0x51ed, class: 0x77aa}

// features appends the hashes of the features of word i, given the tags before
// it (-1 for none).
func (t *tagger) features(f []uint64, ls []look, i int, p1, p2 int) []uint64 {
	at := func(j int) *look {
		if j < 0 || j >= len(ls) {
			return &edge
		}
		return &ls[j]
	}
	w, a1, a2, b1, b2 := at(i), at(i+1), at(i+2), at(i-1), at(i-2)
	first := uint64(0)
	if i == 0 || i == 1 && ls[0].shape == shapeOther {
		first = 1
	}
	sh := uint64(w.shape)<<1 | first
	t1, t2 := uint64(p1+1), uint64(p2+1)
	u1 := uint64(0)
	if p1 >= 0 {
		u1 = hashString(t.upos[p1])
	}
	k := uint64(0)
	add := func(vs ...uint64) {
		k++
		h := mix(0x1234567, k)
		for _, v := range vs {
			h = mix(h, v)
		}
		f = append(f, h)
	}
	add(1)
	add(w.hash)
	add(w.hash, sh)
	add(sh)
	for j, s := range w.suf {
		add(s, uint64(j))
	}
	add(w.suf[2], sh)
	add(w.suf[3], sh)
	for j, s := range w.pre {
		add(s, uint64(j))
	}
	add(t1)
	add(t1, t2)
	add(t1, w.hash)
	add(t1, w.suf[1])
	add(t1, w.suf[2])
	add(t1, a1.class)
	add(t2, w.hash)
	add(b1.hash)
	add(b1.hash, w.hash)
	add(b2.hash)
	add(b1.hash, b2.hash)
	add(a1.hash)
	add(a1.hash, w.hash)
	add(a2.hash)
	add(a1.class)
	add(a1.class, w.class)
	add(a1.class, a2.class)
	add(a2.class, w.class)
	add(w.class, t1, t2)
	add(u1, w.class, a1.class)
	add(a1.suf[1])
	add(a1.suf[2], w.suf[2])
	add(b1.suf[1], w.suf[1])
	add(b1.suf[2])
	add(uint64(a1.shape), sh)
	add(uint64(b1.shape), sh, t1)
	add(a1.hash, t1)
	return f
}

// scratch is the working memory of one call.
type tagScratch struct {
	looks []look
	feats []uint64
	cand  []uint16
}

// tag gives UPOS and Feats to the tokens of a sentence, and their lemmas.
func (t *tagger) tag(tokens []Token, s *tagScratch) {
	s.looks = s.looks[:0]
	for i := range tokens {
		s.looks = append(s.looks, t.look(tokens[i].Form))
	}
	p1, p2 := -1, -1
	for i := range tokens {
		l := &s.looks[i]
		s.cand = t.candidates(s.cand[:0], l.form, l.low, l.shape, initial(s.looks, i))
		best := s.cand[0]
		if len(s.cand) > 1 {
			s.feats = t.features(s.feats[:0], s.looks, i, p1, p2)
			top := math.Inf(-1)
			for _, c := range s.cand {
				sum := 0.0
				for _, h := range s.feats {
					if v, ok := t.w.get(mix(h, uint64(c))); ok {
						sum += float64(math.Float32frombits(v))
					}
				}
				if sum > top {
					best, top = c, sum
				}
			}
		}
		tokens[i].UPOS, tokens[i].Feats = t.upos[best], t.feats[best]
		tokens[i].Lemma = t.lemma(tokens[i].Form, l.low, best)
		p1, p2 = int(best), p1
	}
}

// initial says whether word i may owe its capital to standing first.
func initial(ls []look, i int) bool {
	for j := range ls[:i] {
		if ls[j].shape != shapeOther {
			return false
		}
	}
	return true
}

// lemma returns the lemma of a form under a tag: the one it was seen with, else
// the one its ending suggests.
func (t *tagger) lemma(form, low string, tag uint16) string {
	same := -1
	for _, e := range t.entries(low) {
		if e.tag == tag {
			return t.edits[e.edit].apply(form)
		}
		if same < 0 && t.upos[e.tag] == t.upos[tag] {
			same = int(e.edit)
		}
	}
	if same >= 0 { // known with other features: the word is the same
		return t.edits[same].apply(form)
	}
	for n := maxSuffix; n >= 0; n-- {
		if e, ok := t.endEd[editKey(tag, suffix(low, n))]; ok {
			if n == 0 && t.guess[guessKey(shape(form), suffix(low, 1))] == nil {
				break // no word is known that ends like this one
			}
			return t.edits[e].apply(form)
		}
	}
	return plain(form)
}

// buildLexicon fills the tables of t from tagged sentences and further forms.
func (t *tagger) buildLexicon(sents []*Sentence, extra []Entry) {
	tagID, editID := map[string]uint16{}, map[string]uint16{}
	t.lex = map[string][]lexEntry{}
	for _, s := range sents {
		for i := range s.Tokens {
			tok := &s.Tokens[i]
			name := tok.UPOS + "|" + tok.Feats
			id, ok := tagID[name]
			if !ok {
				id = uint16(len(t.tags))
				tagID[name] = id
				t.tags = append(t.tags, name)
			}
			e := editOf(tok.Form, tok.Lemma)
			ed, ok := editID[e.String()]
			if !ok {
				ed = uint16(len(t.edits))
				editID[e.String()] = ed
				t.edits = append(t.edits, e)
			}
			low := fold(tok.Form)
			es := t.lex[low]
			found := false
			for k := range es {
				if es[k].tag == id && es[k].edit == ed {
					es[k].count++
					found = true
				}
			}
			if !found {
				es = append(es, lexEntry{id, ed, 1})
			}
			t.lex[low] = es
		}
	}
	// One edit a tag: the most frequent; a tag seen once among very many is noise.
	for low, es := range t.lex {
		sort.Slice(es, func(i, j int) bool {
			if es[i].count != es[j].count {
				return es[i].count > es[j].count
			}
			return es[i].tag < es[j].tag || es[i].tag == es[j].tag && es[i].edit < es[j].edit
		})
		var keep []lexEntry
		total := uint32(0)
		for _, e := range es {
			total += e.count
		}
		for _, e := range es {
			k := slices.IndexFunc(keep, func(x lexEntry) bool { return x.tag == e.tag })
			switch {
			case k >= 0:
				keep[k].count += e.count
			case total > 500 && e.count*500 < total && len(keep) > 0:
			default:
				keep = append(keep, e)
			}
		}
		t.lex[low] = keep
	}
	t.init()
	t.buildGuesser(extra, tagID, editID)
	t.extend(sents, extra, tagID, editID)
}

// extend adds to the lexicon the forms that the sentences lack, and further
// tags to those that are rare in them. Only tags of the sentences are added,
// with a count of 0.
func (t *tagger) extend(sents []*Sentence, extra []Entry, tagID, editID map[string]uint16) {
	type word struct{ lemma, upos string }
	freq := map[word]int{}
	for _, s := range sents {
		for i := range s.Tokens {
			freq[word{s.Tokens[i].Lemma, s.Tokens[i].UPOS}]++
		}
	}
	// Of two lemmas for one form and tag the more frequent one is kept.
	extra = slices.Clone(extra)
	slices.SortStableFunc(extra, func(a, b Entry) int {
		return cmp.Compare(freq[word{b.Lemma, b.UPOS}], freq[word{a.Lemma, a.UPOS}])
	})
	seen := make(map[string]uint32, len(t.lex))
	for w, es := range t.lex {
		for _, e := range es {
			seen[w] += e.count
		}
	}
	t.nouns = slices.ContainsFunc(extra, func(x Entry) bool { return x.UPOS == "NOUN" })
	t.once = map[string][]lexEntry{}
	for w, n := range seen {
		if n == 1 {
			t.once[w] = nil
		}
	}
	for _, x := range extra {
		low := fold(x.Form)
		id, ok := tagID[x.UPOS+"|"+x.Feats]
		if es, once := t.once[low]; once && ok && !slices.ContainsFunc(es, func(e lexEntry) bool { return e.tag == id }) {
			t.once[low] = append(es, lexEntry{tag: id})
		}
		if ok && t.nouns { // what the lexicon has too is no longer rare
			for i, e := range t.lex[low] {
				if e.tag == id {
					t.lex[low][i].count = max(e.count, rareCount)
				}
			}
		}
		if !ok || seen[low] >= settledCount || slices.ContainsFunc(t.lex[low], func(e lexEntry) bool { return e.tag == id }) {
			continue
		}
		e := editOf(x.Form, x.Lemma)
		ed, ok := editID[e.String()]
		if !ok {
			ed = uint16(len(t.edits))
			editID[e.String()] = ed
			t.edits = append(t.edits, e)
		}
		t.lex[low] = append(t.lex[low], lexEntry{id, ed, 0})
	}
}

// buildGuesser learns from the rarer words what an ending tells; of lemmas,
// from the extra lexicon too.
func (t *tagger) buildGuesser(extra []Entry, tagID, editID map[string]uint16) {
	words := make([]string, 0, len(t.lex))
	for w := range t.lex {
		words = append(words, w)
	}
	sort.Strings(words)
	tagsOf := map[string]map[uint16]int{}
	editsOf := map[string]map[uint16]int{}
	count := func(m map[string]map[uint16]int, key string, v uint16) {
		if m[key] == nil {
			m[key] = map[uint16]int{}
		}
		m[key][v]++
	}
	for _, w := range words {
		for _, e := range t.lex[w] {
			if e.count > 20 {
				continue
			}
			// The shape a lemma edit tells of: capitals kept means a name.
			sh := shapeLower
			if strings.ContainsAny(w, "0123456789") {
				sh = shapeDigit
			} else if shape(w) == shapeOther {
				sh = shapeOther
			}
			for n := 0; n <= maxSuffix && n <= utf8.RuneCountInString(w); n++ {
				end := suffix(w, n)
				if t.upos[e.tag] == "PROPN" {
					for _, s := range []int{shapeTitle, shapeUpper, shapeMixed} {
						count(tagsOf, guessKey(s, end), e.tag)
					}
				} else {
					count(tagsOf, guessKey(sh, end), e.tag)
				}
				count(editsOf, editKey(e.tag, end), e.edit)
			}
		}
	}
	for _, x := range extra {
		id, ok := tagID[x.UPOS+"|"+x.Feats]
		if !ok {
			continue
		}
		e := editOf(x.Form, x.Lemma)
		ed, ok := editID[e.String()]
		if !ok {
			ed = uint16(len(t.edits))
			editID[e.String()] = ed
			t.edits = append(t.edits, e)
		}
		w := fold(x.Form)
		for n := 0; n <= maxSuffix && n <= utf8.RuneCountInString(w); n++ {
			count(editsOf, editKey(id, suffix(w, n)), ed)
		}
	}
	t.guess = map[string][]uint16{}
	for key, m := range tagsOf {
		total := 0
		for _, c := range m {
			total += c
		}
		n := utf8.RuneCountInString(key) - 1
		if n > 0 && total < 8 {
			continue
		}
		ids := make([]uint16, 0, len(m))
		for id, c := range m {
			if c*200 >= total && (c > 1 || total < 40) {
				ids = append(ids, id)
			}
		}
		sort.Slice(ids, func(i, j int) bool {
			if m[ids[i]] != m[ids[j]] {
				return m[ids[i]] > m[ids[j]]
			}
			return ids[i] < ids[j]
		})
		if len(ids) > 24 {
			ids = ids[:24]
		}
		t.guess[key] = ids
	}
	t.endEd = map[string]uint16{}
	best := func(key string) (id uint16, share float64, total int) {
		top := -1
		for e, c := range editsOf[key] {
			total += c
			if c > top || c == top && e < id {
				id, top = e, c
			}
		}
		return id, float64(top) / float64(total), total
	}
	keys := make([]string, 0, len(editsOf))
	for k := range editsOf {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { // shorter endings first
		return len(keys[i]) < len(keys[j]) || len(keys[i]) == len(keys[j]) && keys[i] < keys[j]
	})
	for _, k := range keys {
		id, share, total := best(k)
		if len(k) > 2 && (total < 2 || share < 0.5) {
			continue
		}
		// A longer ending that says what a shorter one says is left out.
		same := false
		for end := k[2:]; end != ""; {
			_, size := utf8.DecodeRuneInString(end)
			end = end[size:]
			if e, ok := t.endEd[k[:2]+end]; ok {
				same = e == id
				break
			}
		}
		if !same || len(k) == 2 {
			t.endEd[k] = id
		}
	}
}

// trainTagger trains on tagged sentences for the given number of passes; extra
// are forms that the sentences may lack.
func trainTagger(sents []*Sentence, extra []Entry, passes int, shuffle func(n int, swap func(i, j int))) *tagger {
	t := &tagger{}
	t.buildLexicon(sents, extra)
	tagID := map[string]int{}
	for i, s := range t.tags {
		tagID[s] = i
	}
	w := newWeights(1)
	order := make([]*Sentence, len(sents))
	copy(order, sents)
	step := 0
	var sc tagScratch
	once := t.once
	for pass := range passes {
		t.once = nil
		if pass%2 == 0 { // in every other pass words seen once are as unknown ones
			t.once = once
		}
		shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, s := range order {
			sc.looks = sc.looks[:0]
			for i := range s.Tokens {
				sc.looks = append(sc.looks, t.look(s.Tokens[i].Form))
			}
			p1, p2 := -1, -1
			for i := range s.Tokens {
				step++
				gold := tagID[s.Tokens[i].UPOS+"|"+s.Tokens[i].Feats]
				l := &sc.looks[i]
				sc.cand = t.candidates(sc.cand[:0], l.form, l.low, l.shape, initial(sc.looks, i))
				if len(sc.cand) == 1 {
					p1, p2 = int(sc.cand[0]), p1
					continue
				}
				sc.feats = t.features(sc.feats[:0], sc.looks, i, p1, p2)
				best, top := -1, float32(math.Inf(-1))
				for _, c := range sc.cand {
					sum := float32(0)
					for _, h := range sc.feats {
						if r := w.row(mix(h, uint64(c))); r != nil {
							sum += r[0]
						}
					}
					if sum > top {
						best, top = int(c), sum
					}
				}
				if best != gold && slices.Contains(sc.cand, uint16(gold)) {
					for _, h := range sc.feats {
						w.update(mix(h, uint64(gold)), 0, 1, step)
						w.update(mix(h, uint64(best)), 0, -1, step)
					}
				}
				p1, p2 = best, p1
			}
		}
	}
	t.once = nil
	n, min := 0, w.cutoff(step, keepTag)
	w.average(step, min, func(uint64, []float32) { n++ })
	t.w = newIndex(n)
	w.average(step, min, func(h uint64, row []float32) { t.w.put(h, math.Float32bits(row[0])) })
	return t
}

// packed returns the lexicon as it is kept in a model.
func (t *tagger) packed() (*index, []lexEntry) {
	if t.lex == nil {
		return t.words, t.store
	}
	words := newIndex(len(t.lex))
	var store []lexEntry
	for _, w := range sortedKeys(t.lex) {
		es := t.lex[w]
		es = es[:min(len(es), 1<<lexBits-1)]
		words.put(hashString(w), uint32(len(store)<<lexBits|len(es)))
		for _, e := range es {
			e.count = min(e.count, maxCount)
			store = append(store, e)
		}
	}
	return words, store
}

func (t *tagger) append(b []byte) []byte {
	b = appendStrings(b, t.tags)
	es := make([]string, len(t.edits))
	for i, e := range t.edits {
		es[i] = e.String()
	}
	b = appendStrings(b, es)
	words, store := t.packed()
	b = words.append(b)
	b = appendUvarint(b, len(store))
	for _, e := range store {
		b = binary.LittleEndian.AppendUint16(b, e.tag)
		b = binary.LittleEndian.AppendUint16(b, e.edit)
		b = append(b, byte(e.count))
	}
	keys := sortedKeys(t.guess)
	b = appendStrings(b, keys)
	for _, k := range keys {
		b = appendUvarint(b, len(t.guess[k]))
		for _, id := range t.guess[k] {
			b = appendUvarint(b, int(id))
		}
	}
	keys = sortedKeys(t.endEd)
	b = appendStrings(b, keys)
	for _, k := range keys {
		b = appendUvarint(b, int(t.endEd[k]))
	}
	return t.w.append(b)
}

func (r *modelReader) tagger() *tagger {
	t := &tagger{tags: r.strings()}
	for _, s := range r.strings() {
		e, err := parseEdit(s)
		if err != nil {
			r.fail(err)
		}
		t.edits = append(t.edits, e)
	}
	tag := func() uint16 {
		id := r.uvarint()
		if id >= uint64(len(t.tags)) {
			r.fail(fmt.Errorf("tag %d of %d", id, len(t.tags)))
			return 0
		}
		return uint16(id)
	}
	ed := func() uint16 {
		id := r.uvarint()
		if id >= uint64(len(t.edits)) {
			r.fail(fmt.Errorf("lemma edit %d of %d", id, len(t.edits)))
			return 0
		}
		return uint16(id)
	}
	t.words = r.index()
	n := r.count()
	if r.err != nil {
		return t
	}
	if len(r.b) < 5*n {
		r.fail(errors.New("it ends too early"))
		return t
	}
	t.store = make([]lexEntry, n)
	for i := range t.store {
		e := lexEntry{binary.LittleEndian.Uint16(r.b[5*i:]), binary.LittleEndian.Uint16(r.b[5*i+2:]), uint32(r.b[5*i+4])}
		if int(e.tag) >= len(t.tags) || int(e.edit) >= len(t.edits) {
			r.fail(fmt.Errorf("word %d has tag %d of %d, lemma edit %d of %d", i, e.tag, len(t.tags), e.edit, len(t.edits)))
			return t
		}
		t.store[i] = e
	}
	r.b = r.b[5*n:]
	for _, s := range t.words.slots {
		if v := uint32(s >> 32); s != 0 && int(v>>lexBits)+int(v&(1<<lexBits-1)) > n {
			r.fail(errors.New("a word out of range"))
			return t
		}
	}
	keys := r.strings()
	t.guess = make(map[string][]uint16, len(keys))
	for _, k := range keys {
		var ids []uint16
		for range r.count() {
			ids = append(ids, tag())
		}
		t.guess[k] = ids
	}
	keys = r.strings()
	t.endEd = make(map[string]uint16, len(keys))
	for _, k := range keys {
		t.endEd[k] = ed()
	}
	t.w = r.index()
	t.init()
	return t
}
