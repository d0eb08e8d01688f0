package nlp

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
)

// magic begins every model file; its last byte is the version of the format.
const magic = "attache.nlp\x04"

// About says what a model is and of what it was made.
type About struct {
	Lang    string   `json:"lang"`
	Sources []string `json:"sources"` // treebank files trained on, base names
	Words   int      `json:"words"`   // trained on
	Seed    uint64   `json:"seed"`
	Sizes   sizes    `json:"sizes"`  // of the network
	Single  []string `json:"single"` // relations of which a word governs but one
	Lists   []string `json:"lists"`  // languages of the lists of names and words that it reads with; may be none
}

// A Model tags, lemmatises and parses. It is read-only and may be used by many
// goroutines at once.
type Model struct {
	About   About
	tagger  *tagger
	network *network
	clues   Clues     // nil where About.Lists is empty
	pool    sync.Pool // of *scratch
}

// scratch is the working memory of one call of Parse.
type scratch struct {
	tag   tagScratch
	net   netScratch
	units []unit
}

// LoadModel reads a model written by [Model.Append]. The bytes may be dropped
// afterwards. What lists say is had from lists, which is called with the
// languages that the model wants them of; it may be nil for a model that wants
// none.
func LoadModel(b []byte, lists func(langs []string) (Clues, error)) (*Model, error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return nil, errors.New("loading model: not a model of this version")
	}
	r := &modelReader{b: b[len(magic):]}
	m := &Model{}
	if err := json.Unmarshal([]byte(r.string()), &m.About); err != nil {
		return nil, fmt.Errorf("loading model: its description: %w", err)
	}
	listed := make(chan error, 1)
	switch {
	case len(m.About.Lists) == 0:
		listed <- nil
	case lists == nil:
		return nil, errors.New("loading model: it wants lists of names, and there are none")
	default: // meanwhile
		go func() {
			var err error
			m.clues, err = lists(m.About.Lists)
			listed <- err
		}()
	}
	m.tagger = r.tagger()
	m.network = r.network(m.About.Sizes, len(m.tagger.tags))
	err := <-listed
	if r.err != nil {
		err = r.err
	}
	if err != nil {
		return nil, fmt.Errorf("loading model: %w", err)
	}
	m.init()
	return m, nil
}

func (m *Model) init() {
	m.network.setSingle(m.About.Single)
	m.pool.New = func() any { return &scratch{} }
}

// Append appends the file form of m to b.
func (m *Model) Append(b []byte) ([]byte, error) {
	about, err := json.Marshal(m.About)
	if err != nil {
		return nil, fmt.Errorf("writing model: %w", err)
	}
	b = append(b, magic...)
	b = appendString(b, string(about))
	b = m.tagger.append(b)
	return m.network.append(b), nil
}

// Parse tags and parses every sentence of doc: a first guess of the tags from
// left to right, then all of a sentence at once.
func (m *Model) Parse(doc *Document) {
	sc := m.pool.Get().(*scratch)
	for i := range doc.Sentences {
		m.tagger.tag(doc.Sentences[i].Tokens, &sc.tag)
	}
	m.tagger.namesFirst(doc)
	units := units(doc, sc.units[:0])
	for from := 0; from < len(units); {
		to, words := from, 0
		for to < len(units) && (to == from || words+units[to].size() <= chunk) {
			words += units[to].size()
			to++
		}
		m.parse(doc, units[from:to], &sc.net)
		from = to
	}
	sc.units = units
	m.tagger.namesFirst(doc)
	m.pool.Put(sc)
}

// Tag tags and parses one sentence.
func (m *Model) Tag(tokens []Token) {
	m.Parse(&Document{Sentences: []Sentence{{Tokens: tokens}}})
}

const (
	// chunk is the number of words up to which sentences are read side by side.
	chunk = 1500
	// A sentence of more words is read in pieces, for the time it takes grows with
	// the square of its length: it is a list, a table or no sentence at all.
	longestPiece = 300
)

// A unit is a sentence or, if it is very long, a piece of one.
type unit struct{ sent, from, to int } // indices of the sentence and of its tokens

func (u unit) size() int { return u.to - u.from }

// units appends the units of doc to us. A long sentence is cut behind a mark of
// punctuation if there is one.
func units(doc *Document, us []unit) []unit {
	for i := range doc.Sentences {
		tokens := doc.Sentences[i].Tokens
		for from := 0; from < len(tokens); {
			to := len(tokens)
			if to-from > longestPiece {
				to = from + longestPiece
				for k := to; k > from+longestPiece/2; k-- {
					if tokens[k-1].UPOS == "PUNCT" {
						to = k
						break
					}
				}
			}
			us = append(us, unit{i, from, to})
			from = to
		}
	}
	return us
}

// parse reads tagged units of doc side by side.
func (m *Model) parse(doc *Document, units []unit, s *netScratch) {
	n, t := m.network, m.tagger
	s.lengths = s.lengths[:0]
	for _, u := range units {
		s.lengths = append(s.lengths, u.size())
	}
	s.plan.set(s.lengths)
	s.x = room(s.x, up(s.plan.rows)*n.Input)
	clear(s.x)
	s.cand, s.ends = s.cand[:0], s.ends[:0]
	for k, i := range s.plan.place {
		u := units[i]
		tokens := doc.Sentences[u.sent].Tokens
		if m.clues != nil {
			s.clues, s.clueEnds = m.clues(tokens[u.from:u.to], s.clues[:0], s.clueEnds[:0])
		}
		for j := range u.size() {
			s.feats = appendClues(s.feats[:0], s.clues, s.clueEnds, j)
			s.feats, s.cand, _ = t.sight(s.feats, s.cand, tokens, u.from+j, 0)
			s.ends = append(s.ends, len(s.cand))
			x := s.x[(s.plan.first[k]+j)*n.Input:][:n.Input]
			for _, h := range s.feats {
				n.add(x, h)
			}
		}
	}
	n.encode(s)
	for k, i := range s.plan.place {
		u := units[i]
		sent := &doc.Sentences[u.sent]
		tokens := sent.Tokens[u.from:u.to]
		sent.children = nil
		if sent.labels = n.names; len(sent.names) != len(n.names)*len(sent.Tokens) {
			sent.names = make([]float32, len(n.names)*len(sent.Tokens))
		}
		for j := range tokens {
			r := s.plan.first[k] + j
			from := 0
			if r > 0 {
				from = s.ends[r-1]
			}
			tag := n.tag(s, r, s.cand[from:s.ends[r]])
			tok := &tokens[j]
			if tok.UPOS != t.upos[tag] || tok.Feats != t.feats[tag] {
				tok.UPOS, tok.Feats = t.upos[tag], t.feats[tag]
				tok.Lemma = t.lemma(tok.Form, fold(tok.Form), tag)
			}
			if w := len(n.names); w > 0 {
				n.nameScores(s, r, sent.names[(u.from+j)*w:(u.from+j+1)*w])
			}
		}
		heads := m.heads(doc, sent, u, n.arcScores(s, k), s)
		s.relations = n.relate(s, k, heads, s.relations)
		for j := range tokens {
			tokens[j].Head = u.from + heads[j]
			if heads[j] == len(tokens) {
				tokens[j].Head = -1
			}
			tokens[j].Deprel = n.labels[s.relations[j]]
		}
	}
	for _, u := range units {
		if u.from > 0 {
			join(&doc.Sentences[u.sent], u)
		}
	}
}

// join hangs a further piece of a sentence on the root of the first.
func join(s *Sentence, u unit) {
	first := s.Root()
	for j := u.from; j < u.to; j++ {
		if s.Tokens[j].Head < 0 && j != first {
			s.Tokens[j].Head, s.Tokens[j].Deprel = first, "parataxis"
		}
	}
}

// heads returns the heads of the words of a unit of s by their scores, counted
// from its first; those that stand under the root have the size of the unit.
// What stands between quotation marks is a tree of its own, whose root stands in
// the tree of the words around it: no arc crosses the marks but at that word.
func (m *Model) heads(doc *Document, s *Sentence, u unit, scores [][]float32, sc *netScratch) []int {
	first, last, ok := quoted(doc, s)
	if !ok || u.size() < len(s.Tokens) {
		return sc.tree.bestTree(scores)
	}
	n := len(scores)
	heads := make([]int, n)
	part := func(words []int) (root int) {
		sub := make([][]float32, len(words))
		for i, d := range words {
			for _, h := range words {
				sub[i] = append(sub[i], scores[d][h])
			}
			sub[i] = append(sub[i], scores[d][n])
		}
		for i, h := range sc.tree.bestTree(sub) {
			if h == len(words) {
				heads[words[i]], root = n, words[i]
			} else {
				heads[words[i]] = words[h]
			}
		}
		return root
	}
	var inner, host []int
	for i := first; i <= last; i++ {
		inner = append(inner, i)
	}
	root := part(inner)
	for i := range n {
		if i < first || i > last || i == root {
			host = append(host, i)
		}
	}
	part(host)
	return heads
}

// minQuoted is the number of tokens from which on a quotation is parsed as a
// unit of its own.
const minQuoted = 5

// quoted returns the first and last token of a quotation at the beginning of s
// that is to be parsed as a unit.
func quoted(doc *Document, s *Sentence) (first, last int, ok bool) {
	for qi := range doc.Quotations {
		q := &doc.Quotations[qi]
		if q.Depth > 0 || q.Dash || q.Start >= s.End || q.End <= s.Start {
			continue
		}
		first, last = -1, -1
		for k := range s.Tokens {
			if q.Inner.Contains(s.Tokens[k].Span) {
				if first < 0 {
					first = k
				}
				last = k
			}
		}
		finite, outside := false, 0
		for k := range s.Tokens {
			if k >= first && k <= last && s.Tokens[k].Feat("VerbForm") == "Fin" {
				finite = true
			}
			if (k < first || k > last) && s.Tokens[k].UPOS != "PUNCT" {
				outside++
			}
		}
		if first >= 0 && first <= 1 && finite && last-first+1 >= minQuoted && outside >= 2 {
			return first, last, true
		}
	}
	return 0, 0, false
}

// unlikely says whether hardly any word of a class is unknown to the lexicon:
// function words are few, and the inflector knows most verbs.
func (t *tagger) unlikely(upos string) bool {
	switch upos {
	case "INTJ", "X", "PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX", "PART":
		return true
	case "VERB":
		return t.verbs
	}
	return false
}

// namesFirst makes proper nouns of unknown words that stand first in their
// sentence, where the capital tells nothing, when the document holds them as
// proper nouns elsewhere, or when they were tagged as something whose words are
// all known.
func (t *tagger) namesFirst(doc *Document) {
	if t.proper < 0 {
		return
	}
	var proper map[string]bool
	for i := range doc.Sentences {
		for k := range doc.Sentences[i].Tokens {
			tok := &doc.Sentences[i].Tokens[k]
			if k > 1 && tok.UPOS == "PROPN" && shape(tok.Form) != shapeLower {
				if proper == nil {
					proper = map[string]bool{}
				}
				proper[tok.Form] = true
			}
		}
	}
	for i := range doc.Sentences {
		tokens := doc.Sentences[i].Tokens
		for k := range min(2, len(tokens)) {
			tok := &tokens[k]
			if k == 1 && tokens[0].UPOS != "PUNCT" || tok.UPOS == "PROPN" || len(t.entries(fold(tok.Form))) > 0 {
				continue
			}
			if !proper[tok.Form] && !(shape(tok.Form) == shapeTitle && t.unlikely(tok.UPOS)) {
				continue
			}
			tok.UPOS, tok.Feats, tok.Lemma = t.upos[t.proper], t.feats[t.proper], tok.Form
		}
	}
}

// append appends the file form of n: labels, those of names, the index of features, their
// embeddings in bytes with a scale for each, the matrices in half precision.
func (n *network) append(b []byte) []byte {
	b = appendStrings(b, n.labels)
	b = appendStrings(b, n.names)
	b = n.rows.append(b)
	b = appendUvarint(b, len(n.scale))
	for _, v := range n.scale {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	for _, v := range n.embed {
		b = append(b, byte(v))
	}
	for _, w := range n.weights {
		for _, v := range w.w {
			b = binary.LittleEndian.AppendUint16(b, half(v))
		}
	}
	return b
}

// network reads a network of the given sizes.
func (r *modelReader) network(z sizes, tags int) *network {
	n := &network{sizes: z, labels: r.strings(), names: r.strings(), tags: tags}
	if err := z.check(); err != nil || len(n.labels) == 0 || len(n.labels) > 127 || len(n.names) > 127 {
		r.fail(fmt.Errorf("a network of %+v with %d labels", z, len(n.labels)))
		return n
	}
	n.rows = r.index()
	rows := r.count()
	if r.err != nil {
		return n
	}
	if len(r.b)/(4+z.Input) < rows {
		r.fail(errEarly)
		return n
	}
	n.scale = make([]float32, rows)
	for i := range n.scale {
		n.scale[i] = math.Float32frombits(binary.LittleEndian.Uint32(r.b[4*i:]))
	}
	r.b = r.b[4*rows:]
	n.embed = make([]int8, rows*z.Input)
	for i, v := range r.b[:len(n.embed)] {
		n.embed[i] = int8(v)
	}
	r.b = r.b[len(n.embed):]
	for _, s := range n.rows.slots {
		if s != 0 && int(s>>32) >= rows {
			r.fail(errors.New("a row of embeddings out of range"))
			return n
		}
	}
	if need := z.count(len(n.labels), tags, len(n.names)); len(r.b) < 2*need {
		r.fail(errEarly)
		return n
	}
	n.weights = z.layout(len(n.labels), tags, len(n.names))
	for _, w := range n.weights {
		for i := range w.w {
			w.w[i] = whole(binary.LittleEndian.Uint16(r.b[2*i:]))
		}
		r.b = r.b[2*len(w.w):]
	}
	n.pack()
	return n
}

// half returns the nearest number of half precision (IEEE 754 binary16) to v;
// what is too great or too small for it becomes the greatest or zero.
func half(v float32) uint16 {
	b := math.Float32bits(v)
	sign := uint16(b >> 16 & 0x8000)
	b &= 0x7fffffff
	switch {
	case b >= 0x477ff000:
		return sign | 0x7bff
	case b < 0x38800000: // below the normal numbers: a multiple of 2 to the power of -24
		return sign | uint16(math.RoundToEven(float64(math.Float32frombits(b))*(1<<24)))
	}
	b += 0xfff + b>>13&1
	return sign | uint16((b-0x38000000)>>13)
}

// whole returns the number that half wrote.
func whole(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	e := uint32(h) & 0x7fff
	if e < 0x400 {
		return math.Float32frombits(math.Float32bits(float32(e)/(1<<24)) | sign)
	}
	return math.Float32frombits(e<<13 + 0x38000000 | sign)
}

var errEarly = errors.New("it ends too early")

// modelReader reads the parts of a model; after the first failure it returns
// zero values.
type modelReader struct {
	b   []byte
	err error
}

func (r *modelReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b = nil
}

func (r *modelReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail(errEarly)
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads a number of things that take at least a byte each.
func (r *modelReader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.fail(errEarly)
		return 0
	}
	return int(n)
}

func (r *modelReader) string() string {
	n := r.count()
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *modelReader) strings() []string {
	n := r.count()
	s := make([]string, 0, n)
	for range n {
		s = append(s, r.string())
	}
	return s
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendStrings(b []byte, ss []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(ss)))
	for _, s := range ss {
		b = appendString(b, s)
	}
	return b
}

func appendUvarint(b []byte, vs ...int) []byte {
	for _, v := range vs {
		b = binary.AppendUvarint(b, uint64(v))
	}
	return b
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
