package entity

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// A Sample is a document whose names are known.
type Sample struct {
	Doc    *nlp.Document
	Labels [][]string // by sentence and token: "O", "B-PER", "I-PER", ...; kind UNK for a name of a kind that is not told
	// Foreign says that the document is of another language than the tagger to be.
	Foreign bool
}

// Unknown is the kind of names whose kind is not told.
const Unknown = "UNK"

// A ReadError tells where input does not hold to its format.
type ReadError struct {
	Line int // from 1
	Err  error
}

func (e *ReadError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *ReadError) Unwrap() error { return e.Err }

const maxLine = 1 << 20

// ReadIOB2 reads sentences with one word a line and a blank line behind each
// sentence. A line holds, between tabs, the word and its label, or the word,
// its part of speech and its label, or a number, the word, the label and what
// else there may be. A document begins at "# newdoc" or, where there is none,
// where the part of "# sent_id" before its last hyphen changes. The error is a
// *ReadError that names the line.
func ReadIOB2(r io.Reader) ([]*Sample, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 64<<10), maxLine)
	var b builder
	var sent nlp.Sentence
	var labels []string
	newdoc, id := false, ""
	line := 0
	end := func() {
		if len(sent.Tokens) > 0 {
			b.add(sent, labels, newdoc, id)
			newdoc = false
		}
		sent, labels = nlp.Sentence{}, nil
	}
	for in.Scan() {
		line++
		s := strings.TrimSuffix(in.Text(), "\r")
		fail := func(format string, args ...any) error { return &ReadError{line, fmt.Errorf(format, args...)} }
		switch {
		case !utf8.ValidString(s):
			return nil, fail("not UTF-8")
		case strings.TrimSpace(s) == "":
			end()
			continue
		case s[0] == '#' && !strings.Contains(s, "\t"):
			key, val, _ := strings.Cut(s[1:], "=")
			switch key, val = strings.TrimSpace(key), strings.TrimSpace(val); key {
			case "newdoc", "newdoc id":
				newdoc, id = true, val
			case "sent_id":
				sent.ID = val
			}
			continue
		}
		cols := strings.Split(s, "\t")
		form, upos, label := cols[0], "", cols[len(cols)-1]
		switch len(cols) {
		case 1:
			return nil, fail("one column, want a word and its label")
		case 2:
		case 3:
			upos = cols[1]
		default:
			if n, err := strconv.Atoi(cols[0]); err != nil || n != len(sent.Tokens)+1 {
				return nil, fail("number %q, want %d", cols[0], len(sent.Tokens)+1)
			}
			form, label = cols[1], cols[2]
		}
		if form == "" {
			return nil, fail("an empty word")
		}
		label, err := checkLabel(label, labels)
		if err != nil {
			return nil, &ReadError{line, err}
		}
		sent.Tokens = append(sent.Tokens, nlp.Token{Form: form, UPOS: upos, Head: -1})
		labels = append(labels, label)
	}
	if err := in.Err(); err != nil {
		return nil, &ReadError{line + 1, err}
	}
	end()
	b.end()
	return b.out, nil
}

// checkLabel says whether a label may follow those before it.
func checkLabel(label string, before []string) (string, error) {
	if label == "O" {
		return label, nil
	}
	at, kind, ok := strings.Cut(label, "-")
	if kind == "OTH" || kind == "OTHER" {
		kind = "MISC"
	}
	if !ok || at != "B" && at != "I" || kind != Unknown && slices.Index(kindNames[1:], kind) < 0 {
		return "", fmt.Errorf("label %q is none", label)
	}
	if at == "I" && (len(before) == 0 || before[len(before)-1] == "O" || before[len(before)-1][2:] != kind) {
		return "", fmt.Errorf("label %s goes on with a name that was not begun", label)
	}
	return at + "-" + kind, nil
}

// builder gathers sentences into samples.
type builder struct {
	out  []*Sample
	cur  *Sample
	page strings.Builder
	stem string
}

func (b *builder) add(s nlp.Sentence, labels []string, newdoc bool, id string) {
	stem := s.ID
	if i := strings.LastIndexByte(stem, '-'); i >= 0 {
		stem = stem[:i]
	}
	if b.cur == nil || newdoc || stem != b.stem && id == "" {
		b.end()
		b.cur = &Sample{Doc: &nlp.Document{ID: id}}
	}
	b.stem = stem
	if b.page.Len() > 0 {
		b.page.WriteByte(' ')
	}
	s.Start = b.page.Len()
	for i := range s.Tokens {
		if i > 0 {
			b.page.WriteByte(' ')
		}
		s.Tokens[i].Span = text.Span{Start: b.page.Len(), End: b.page.Len() + len(s.Tokens[i].Form)}
		b.page.WriteString(s.Tokens[i].Form)
	}
	s.End = b.page.Len()
	b.cur.Doc.Sentences = append(b.cur.Doc.Sentences, s)
	b.cur.Labels = append(b.cur.Labels, labels)
}

func (b *builder) end() {
	if b.cur == nil {
		return
	}
	d := b.cur.Doc
	d.Text = b.page.String()
	d.Paragraphs = []text.Span{{Start: 0, End: len(d.Text)}}
	b.page.Reset()
	b.out = append(b.out, b.cur)
	b.cur = nil
}

// ReadCoNLLU reads a treebank that tells names in one of four ways: as NE=B-PER
// in MISC; by the tags np0000p, o, l, a of XPOS, the further words of a name in
// MWE; as the mentions of Entity=; or by the feature NameType of proper nouns.
// Where none of them occurs it is an error.
func ReadCoNLLU(r io.Reader) ([]*Sample, error) {
	docs, err := nlp.ReadCoNLLU(r)
	if err != nil {
		return nil, err
	}
	var out []*Sample
	how := ""
	for _, d := range docs {
		for i := range d.Sentences {
			for j := range d.Sentences[i].Tokens {
				t := &d.Sentences[i].Tokens[j]
				switch {
				case how != "":
				case t.MiscValue("NE") != "":
					how = "NE"
				case len(t.XPOS) == 7 && strings.HasPrefix(t.XPOS, "np0000") && t.XPOS[6] != '0':
					how = "XPOS"
				case t.MiscValue("Entity") != "":
					how = "Entity"
				case t.Feat("NameType") != "":
					how = "NameType"
				}
			}
		}
	}
	if how == "" {
		return nil, errors.New("a treebank that tells no names")
	}
	for _, d := range docs {
		s := &Sample{Doc: d}
		var open mentions
		for i := range d.Sentences {
			sent := &d.Sentences[i]
			labels := make([]string, len(sent.Tokens))
			for j := range labels {
				labels[j] = "O"
			}
			switch how {
			case "NE":
				for j := range sent.Tokens {
					if v := sent.Tokens[j].MiscValue("NE"); v != "" {
						if labels[j], err = checkLabel(v, labels[:j]); err != nil {
							return nil, fmt.Errorf("sentence %s, word %d: %w", sent.ID, j+1, err)
						}
					}
				}
			case "XPOS":
				fromTags(sent, labels)
			case "Entity":
				open.read(sent, labels)
			case "NameType":
				fromTypes(sent, labels)
			}
			s.Labels = append(s.Labels, labels)
		}
		out = append(out, s)
	}
	return out, nil
}

var tagKinds = map[byte]string{'p': "PER", 'o': "ORG", 'l': "LOC", 'a': "MISC", '0': Unknown}

// fromTags labels names by the tags of AnCora.
func fromTags(s *nlp.Sentence, labels []string) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if len(t.XPOS) != 7 || !strings.HasPrefix(t.XPOS, "np0000") || labels[i] != "O" {
			continue
		}
		kind := tagKinds[t.XPOS[6]]
		if kind == "" {
			continue
		}
		labels[i] = "B-" + kind
		rest := ""
		if m := t.MiscValue("MWE"); m != "" {
			rest = strings.ReplaceAll(m, "_", "")
			rest = strings.TrimPrefix(rest, t.Form)
		}
		for j := i + 1; j < len(s.Tokens) && rest != ""; j++ {
			after, ok := "", false
			for _, m := range s.Multi { // of a contraction the whole stands in the name
				switch {
				case j == m.First:
					after, ok = strings.CutPrefix(rest, m.Form)
				case j > m.First && j <= m.Last && strings.HasPrefix(labels[m.First], "I-"):
					after, ok = rest, true
				}
			}
			if !ok {
				after, ok = strings.CutPrefix(rest, s.Tokens[j].Form)
			}
			if !ok {
				break
			}
			rest = after
			labels[j] = "I-" + kind
		}
	}
}

// typeKinds are the kinds of names by the values of NameType: of a person the
// given name, the surname, the patronymic or the whole; places; companies.
var typeKinds = map[string]string{"Giv": "PER", "Sur": "PER", "Pat": "PER", "Prs": "PER", "Geo": "LOC", "Com": "ORG"}

// fromTypes labels names by the feature NameType. A word goes on with the name
// before it where it hangs on a word of it, a person's also where it does not.
func fromTypes(s *nlp.Sentence, labels []string) {
	begin := 0
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.UPOS != "PROPN" {
			continue
		}
		kind := typeKinds[t.Feat("NameType")]
		if kind == "" || strings.ContainsAny(t.Form[:1], "@#") { // of another kind, or an account
			kind = Unknown
		}
		if i > 0 && labels[i-1] != "O" && labels[i-1][2:] == kind && (kind == "PER" || t.Head >= begin && t.Head < i) {
			labels[i] = "I-" + kind
			continue
		}
		labels[i], begin = "B-"+kind, i
	}
}

// ReadMarked reads a text with a document a line, whose names stand in square
// brackets behind their kind: "[PER Ada Poe] left [LOC Salt]." What cut makes of a
// line without the marks gets the labels. Empty lines and those that begin with
// "#" are left out. The error is a *ReadError that names the line.
func ReadMarked(r io.Reader, cut func(line string) *nlp.Document) ([]*Sample, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 64<<10), maxLine)
	var out []*Sample
	line := 0
	for in.Scan() {
		line++
		s := strings.TrimSpace(in.Text())
		if s == "" || s[0] == '#' {
			continue
		}
		plain, names, err := unmark(s)
		if err != nil {
			return nil, &ReadError{line, err}
		}
		doc := cut(plain)
		sample := &Sample{Doc: doc}
		for i := range doc.Sentences {
			sample.Labels = append(sample.Labels, names.labels(doc.Sentences[i].Tokens))
		}
		out = append(out, sample)
	}
	if err := in.Err(); err != nil {
		return nil, &ReadError{line + 1, err}
	}
	return out, nil
}

// marked are names in a text: their spans, and their kinds.
type marked struct {
	spans []text.Span
	kinds []string
}

// unmark takes the marks from a line.
func unmark(s string) (plain string, names marked, err error) {
	if !utf8.ValidString(s) {
		return "", names, errors.New("not UTF-8")
	}
	var b strings.Builder
	open := -1
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '[' && open < 0:
			kind, _, ok := strings.Cut(s[i+1:], " ")
			if !ok || slices.Index(kindNames[1:], kind) < 0 {
				return "", names, fmt.Errorf("%q is no kind of names", kind)
			}
			open = b.Len()
			names.kinds = append(names.kinds, kind)
			i += len(kind) + 1
		case s[i] == '[':
			return "", names, errors.New("a name within a name")
		case s[i] == ']' && open < 0:
			return "", names, errors.New("a name is closed that was not opened")
		case s[i] == ']':
			if b.Len() == open {
				return "", names, errors.New("an empty name")
			}
			names.spans = append(names.spans, text.Span{Start: open, End: b.Len()})
			open = -1
		default:
			b.WriteByte(s[i])
		}
	}
	if open >= 0 {
		return "", names, errors.New("a name is not closed")
	}
	return b.String(), names, nil
}

// labels returns those of tokens.
func (m marked) labels(tokens []nlp.Token) []string {
	out := make([]string, len(tokens))
	last := -1
	for i := range tokens {
		out[i] = "O"
		k := slices.IndexFunc(m.spans, func(s text.Span) bool { return tokens[i].Start < s.End && s.Start < tokens[i].End })
		switch {
		case k < 0:
		case k == last && out[i-1] != "O":
			out[i] = "I-" + m.kinds[k]
		default:
			out[i] = "B-" + m.kinds[k]
		}
		last = k
	}
	return out
}
