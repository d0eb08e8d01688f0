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
const magic = "attache.nlp\x02"

// About says what a model is and of what it was made.
type About struct {
	Lang    string   `json:"lang"`
	Sources []string `json:"sources"` // treebank files trained on, base names
	Words   int      `json:"words"`   // trained on
	Seed    uint64   `json:"seed"`
	Beam    int      `json:"beam"` // width of the parser's beam
}

// A Model tags, lemmatises and parses. It is read-only and may be used by many
// goroutines at once.
type Model struct {
	About  About
	tagger *tagger
	parser *parser
	pool   sync.Pool // of *scratch
}

// scratch is the working memory of one call of Parse.
type scratch struct {
	tag  tagScratch
	beam *beam
	host []Token // a sentence without what it quotes
}

// LoadModel reads a model written by [Model.Append]. The bytes may be dropped
// afterwards.
func LoadModel(b []byte) (*Model, error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return nil, errors.New("loading model: not a model of this version")
	}
	r := &modelReader{b: b[len(magic):]}
	m := &Model{}
	if err := json.Unmarshal([]byte(r.string()), &m.About); err != nil {
		return nil, fmt.Errorf("loading model: its description: %w", err)
	}
	m.tagger = r.tagger()
	m.parser = r.parser()
	if r.err != nil {
		return nil, fmt.Errorf("loading model: %w", r.err)
	}
	m.init()
	return m, nil
}

func (m *Model) init() {
	m.pool.New = func() any { return &scratch{beam: newBeam(m.About.Beam)} }
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
	return m.parser.append(b), nil
}

// Tag gives each token its part of speech, features and lemma.
func (m *Model) Tag(tokens []Token) {
	sc := m.pool.Get().(*scratch)
	m.tagger.tag(tokens, &sc.tag)
	m.pool.Put(sc)
}

// Parse tags and parses every sentence of doc.
func (m *Model) Parse(doc *Document) {
	sc := m.pool.Get().(*scratch)
	for i := range doc.Sentences {
		m.tagger.tag(doc.Sentences[i].Tokens, &sc.tag)
	}
	m.tagger.namesFirst(doc)
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		m.parseSentence(doc, s, sc)
		s.children = nil
	}
	m.pool.Put(sc)
}

// minQuoted is the number of tokens from which on a quotation is parsed as a
// unit of its own.
const minQuoted = 5

// parseSentence parses s. What stands between quotation marks is parsed by
// itself first and then stands in the sentence around it as one word, its
// root: no arc crosses the marks but at that word.
func (m *Model) parseSentence(doc *Document, s *Sentence, sc *scratch) {
	for qi := range doc.Quotations {
		q := &doc.Quotations[qi]
		if q.Depth > 0 || q.Dash || q.Start >= s.End || q.End <= s.Start {
			continue
		}
		first, last := -1, -1
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
		if first < 0 || first > 1 || !finite || last-first+1 < minQuoted || outside < 2 {
			continue
		}
		inner := s.Tokens[first : last+1]
		m.parser.parse(inner, sc.beam)
		root := 0
		for k := range inner {
			if inner[k].Head < 0 {
				root = k
			} else {
				inner[k].Head += first
			}
		}
		sc.host = append(sc.host[:0], s.Tokens[:first]...)
		sc.host = append(sc.host, inner[root])
		sc.host = append(sc.host, s.Tokens[last+1:]...)
		m.parser.parse(sc.host, sc.beam)
		place := func(k int) int { // of a word of the host in the sentence
			switch {
			case k < first:
				return k
			case k == first:
				return first + root
			}
			return k - first + last
		}
		for k := range sc.host {
			t := &s.Tokens[place(k)]
			t.Deprel, t.Head = sc.host[k].Deprel, sc.host[k].Head
			if t.Head >= 0 {
				t.Head = place(t.Head)
			}
		}
		return
	}
	m.parser.parse(s.Tokens, sc.beam)
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

func (p *parser) append(b []byte) []byte {
	b = appendStrings(b, p.labels)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(p.scale))
	b = p.w.append(b)
	b = p.lw.append(b)
	b = appendUvarint(b, len(p.lrow))
	for _, v := range p.lrow {
		b = append(b, byte(v))
	}
	return b
}

func (r *modelReader) parser() *parser {
	p := &parser{labels: r.strings()}
	if len(p.labels) == 0 || len(p.labels) > 127 {
		r.fail(fmt.Errorf("%d labels", len(p.labels)))
	}
	if len(r.b) >= 4 {
		p.scale = math.Float32frombits(binary.LittleEndian.Uint32(r.b))
		r.b = r.b[4:]
	}
	p.w = r.index()
	p.lw = r.index()
	n := r.count()
	p.lrow = make([]int8, n)
	for i := range p.lrow {
		p.lrow[i] = int8(r.b[i])
	}
	r.b = r.b[n:]
	if r.err != nil {
		return p
	}
	for _, s := range p.lw.slots {
		if s != 0 && (int(s>>32)+1)*len(p.labels) > n {
			r.fail(errors.New("a label row out of range"))
			break
		}
	}
	p.init()
	return p
}

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
		r.fail(errors.New("it ends too early"))
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads a number of things that take at least a byte each.
func (r *modelReader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.fail(errors.New("it ends too early"))
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
