package nlp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/text"
)

// maxLine is the longest line of CoNLL-U accepted, in bytes.
const maxLine = 4 << 20

// titlePar is the value of a "# newpar = title" comment, which marks the
// sentences of an article's title.
const titlePar = "title"

// A ConlluError tells where CoNLL-U input does not hold to the format.
type ConlluError struct {
	Line int // from 1
	Err  error
}

func (e *ConlluError) Error() string { return fmt.Sprintf("CoNLL-U line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *ConlluError) Unwrap() error { return e.Err }

// ReadCoNLLU reads documents in the CoNLL-U format of Universal Dependencies.
// A new document begins at each "# newdoc" comment; without one all is one
// document. The page of a document is put together from the "# text" comments
// (or, where missing, from the forms and SpaceAfter=No): sentences of one
// paragraph are joined by a space, and "# newpar" begins a paragraph. Empty
// nodes (8.1) are passed over. The error is a *ConlluError that names the line.
func ReadCoNLLU(r io.Reader) ([]*Document, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 64<<10), maxLine)
	c := conlluReader{}
	for in.Scan() {
		c.line++
		line := strings.TrimSuffix(in.Text(), "\r")
		if c.line == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if !utf8.ValidString(line) {
			return nil, &ConlluError{c.line, errors.New("not UTF-8")}
		}
		if err := c.add(line); err != nil {
			return nil, &ConlluError{c.line, err}
		}
	}
	if err := in.Err(); err != nil {
		return nil, &ConlluError{c.line + 1, err}
	}
	if err := c.endSentence(); err != nil {
		return nil, &ConlluError{c.line, err}
	}
	c.endDocument()
	return c.docs, nil
}

// conlluReader gathers lines into sentences and sentences into documents.
type conlluReader struct {
	line   int
	docs   []*Document
	doc    *Document
	page   strings.Builder
	newpar bool
	title  bool

	sent    Sentence
	text    string
	hasText bool
	noSpace []bool // by token: nothing stands between it and the next one
	meta    [][2]string
	newdoc  bool
	docID   string
}

func (c *conlluReader) add(line string) error {
	switch {
	case line == "":
		return c.endSentence()
	case line[0] == '#':
		c.comment(strings.TrimSpace(line[1:]))
		return nil
	}
	return c.word(line)
}

func (c *conlluReader) comment(s string) {
	key, val, _ := strings.Cut(s, "=")
	key, val = strings.TrimSpace(key), strings.TrimSpace(val)
	switch {
	case key == "newdoc" || key == "newdoc id":
		c.newdoc, c.docID = true, val
	case key == "newpar" || key == "newpar id":
		c.newpar, c.title = true, val == titlePar
	case key == "sent_id":
		c.sent.ID = val
	case key == "text":
		c.text, c.hasText = val, true
	case val != "":
		c.meta = append(c.meta, [2]string{key, val})
	}
}

func (c *conlluReader) word(line string) error {
	cols := strings.Split(line, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cols))
	}
	id, form := cols[0], cols[1]
	if form == "" {
		return errors.New("empty FORM")
	}
	n := len(c.sent.Tokens)
	if strings.Contains(id, ".") {
		return nil
	}
	if a, b, ok := strings.Cut(id, "-"); ok {
		first, err1 := strconv.Atoi(a)
		last, err2 := strconv.Atoi(b)
		if err1 != nil || err2 != nil || first != n+1 || last < first || last-first > 20 {
			return fmt.Errorf("range %q does not follow word %d", id, n)
		}
		c.sent.Multi = append(c.sent.Multi, Multiword{First: first - 1, Last: last - 1, Form: form})
		c.noSpace = append(c.noSpace, noSpaceAfter(cols[9])) // of the whole range; see layOut
		return nil
	}
	if k, err := strconv.Atoi(id); err != nil || k != n+1 {
		return fmt.Errorf("word id %q, want %d", id, n+1)
	}
	head := -1
	if cols[6] != "_" {
		h, err := strconv.Atoi(cols[6])
		if err != nil || h < 0 {
			return fmt.Errorf("HEAD %q is not a number", cols[6])
		}
		head = h - 1
	}
	blank := func(s string) string {
		if s == "_" {
			return ""
		}
		return s
	}
	lemma := cols[2]
	if lemma == "_" && form != "_" {
		lemma = ""
	}
	c.sent.Tokens = append(c.sent.Tokens, Token{
		Form: form, Lemma: lemma, UPOS: blank(cols[3]), XPOS: blank(cols[4]), Feats: blank(cols[5]),
		Head: head, Deprel: blank(cols[7]), Misc: blank(cols[9]),
	})
	return nil
}

func noSpaceAfter(misc string) bool {
	for misc != "" {
		f := misc
		if i := strings.IndexByte(misc, '|'); i >= 0 {
			f, misc = misc[:i], misc[i+1:]
		} else {
			misc = ""
		}
		if f == "SpaceAfter=No" {
			return true
		}
	}
	return false
}

func (c *conlluReader) endSentence() error {
	if len(c.sent.Tokens) == 0 {
		if len(c.sent.Multi) > 0 {
			return errors.New("a range without words")
		}
		return nil
	}
	for i := range c.sent.Tokens {
		if h := c.sent.Tokens[i].Head; h >= len(c.sent.Tokens) {
			return fmt.Errorf("word %d has head %d, but the sentence has %d words", i+1, h+1, len(c.sent.Tokens))
		}
	}
	if err := acyclic(c.sent.Tokens); err != nil {
		return err
	}
	for _, m := range c.sent.Multi {
		if m.Last >= len(c.sent.Tokens) {
			return fmt.Errorf("range %d-%d, but the sentence has %d words", m.First+1, m.Last+1, len(c.sent.Tokens))
		}
	}
	if c.newdoc || c.doc == nil {
		c.endDocument()
		c.doc = &Document{ID: c.docID, Meta: map[string]string{}}
		c.newpar = true
	}
	for _, kv := range c.meta {
		if len(c.doc.Sentences) == 0 {
			c.doc.Meta[kv[0]] = kv[1]
		}
	}
	s := c.sent
	if c.page.Len() > 0 {
		if c.newpar {
			c.page.WriteString("\n\n")
		} else {
			c.page.WriteByte(' ')
		}
	}
	base := c.page.Len()
	if c.newpar || len(c.doc.Paragraphs) == 0 {
		c.doc.Paragraphs = append(c.doc.Paragraphs, text.Span{Start: base, End: base})
	}
	c.page.WriteString(c.layOut(&s, base))
	s.Span = text.Span{Start: base, End: c.page.Len()}
	s.Paragraph = len(c.doc.Paragraphs) - 1
	s.Title = c.title
	c.doc.Paragraphs[s.Paragraph].End = s.End
	c.doc.Sentences = append(c.doc.Sentences, s)
	c.sent, c.text, c.hasText, c.noSpace, c.meta = Sentence{}, "", false, nil, nil
	c.newdoc, c.docID, c.newpar = false, "", false
	return nil
}

// layOut gives the tokens of s their spans in a page where s begins at base,
// and returns the text of s: that of its "# text" comment where the forms are
// found in it, in order, else the forms joined by SpaceAfter.
func (c *conlluReader) layOut(s *Sentence, base int) string {
	type surface struct {
		first, last int
		form        string
		noSpace     bool
	}
	var surf []surface
	k := 0
	for i := 0; i < len(s.Tokens); i++ {
		if k < len(s.Multi) && s.Multi[k].First == i {
			m := s.Multi[k]
			surf = append(surf, surface{m.First, m.Last, m.Form, c.noSpace[k]})
			i = m.Last
			k++
			continue
		}
		surf = append(surf, surface{i, i, s.Tokens[i].Form, noSpaceAfter(s.Tokens[i].Misc)})
	}
	place := func(t string) bool {
		at := 0
		for _, u := range surf {
			j := strings.Index(t[at:], u.form)
			if j < 0 || strings.TrimSpace(t[at:at+j]) != "" {
				return false
			}
			sp := text.Span{Start: base + at + j, End: base + at + j + len(u.form)}
			spread(s.Tokens[u.first:u.last+1], sp, u.form)
			at += j + len(u.form)
		}
		return strings.TrimSpace(t[at:]) == ""
	}
	if c.hasText && place(c.text) {
		return c.text
	}
	var b strings.Builder
	for i, u := range surf {
		b.WriteString(u.form)
		if !u.noSpace && i < len(surf)-1 {
			b.WriteByte(' ')
		}
	}
	t := b.String()
	if !place(t) { // forms that begin or end with white space
		at := base
		for _, u := range surf {
			for i := u.first; i <= u.last; i++ {
				s.Tokens[i].Span = text.Span{Start: at, End: at + len(u.form)}
			}
			at += len(u.form)
			if !u.noSpace {
				at++
			}
		}
	}
	return t
}

func (c *conlluReader) endDocument() {
	if c.doc == nil {
		return
	}
	c.doc.Text = c.page.String()
	c.page.Reset()
	for i := range c.doc.Sentences {
		if !c.doc.Sentences[i].Title {
			c.doc.Body = c.doc.Sentences[i].Start
			break
		}
		c.doc.Body = len(c.doc.Text)
	}
	c.doc.Quotations = text.PairQuotations(c.doc.Text, c.doc.Paragraphs)
	c.docs = append(c.docs, c.doc)
	c.doc, c.title = nil, false
}

// acyclic says whether following heads from any token ends at a root.
func acyclic(tokens []Token) error {
	state := make([]int8, len(tokens)) // 0 not seen, 1 on the path, 2 done
	for i := range tokens {
		j := i
		for j >= 0 && state[j] == 0 {
			state[j] = 1
			j = tokens[j].Head
		}
		if j >= 0 && state[j] == 1 {
			return fmt.Errorf("the heads of word %d form a circle", j+1)
		}
		for j = i; j >= 0 && state[j] == 1; j = tokens[j].Head {
			state[j] = 2
		}
	}
	return nil
}

// WriteCoNLLU writes doc as CoNLL-U. The MISC column carries the place of each
// surface token as TokenRange=START:END, in Unicode code points of the page
// (title, blank line, text), and SpaceAfter=No where nothing follows it; before
// them NE=LABEL where a token's Misc tells of what name it is a part.
func WriteCoNLLU(w io.Writer, doc *Document) error {
	out := bufio.NewWriter(w)
	if doc.ID != "" {
		fmt.Fprintf(out, "# newdoc id = %s\n", doc.ID)
	} else {
		fmt.Fprintln(out, "# newdoc")
	}
	for _, k := range []string{"title", "outlet", "published", "lang", "url"} {
		if v := doc.Meta[k]; v != "" {
			fmt.Fprintf(out, "# %s = %s\n", k, v)
		}
	}
	par := -1
	at, cp := 0, 0 // byte offset and the code points before it
	points := func(b int) int {
		if b < at {
			at, cp = 0, 0
		}
		cp += utf8.RuneCountInString(doc.Text[at:b])
		at = b
		return cp
	}
	for si := range doc.Sentences {
		s := &doc.Sentences[si]
		if s.Paragraph != par {
			par = s.Paragraph
			if s.Title {
				fmt.Fprintf(out, "# newpar = %s\n", titlePar)
			} else {
				fmt.Fprintln(out, "# newpar")
			}
		}
		id := s.ID
		if id == "" {
			id = strconv.Itoa(si + 1)
		}
		fmt.Fprintf(out, "# sent_id = %s\n", id)
		fmt.Fprintf(out, "# text = %s\n", strings.Join(strings.Fields(s.Of(doc.Text)), " "))
		k := 0
		place := func(i, last int) string {
			t := s.Tokens[i].Span
			a := points(t.Start)
			end := s.Tokens[last].End
			m := fmt.Sprintf("TokenRange=%d:%d", a, points(end))
			if last+1 < len(s.Tokens) && s.Tokens[last+1].Start == end {
				m = "SpaceAfter=No|" + m
			}
			return m
		}
		for i := range s.Tokens {
			misc := ""
			if k < len(s.Multi) && s.Multi[k].First == i {
				m := s.Multi[k]
				fmt.Fprintf(out, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", m.First+1, m.Last+1, m.Form, place(i, m.Last))
			}
			for k < len(s.Multi) && s.Multi[k].Last < i {
				k++
			}
			if k >= len(s.Multi) || i < s.Multi[k].First {
				misc = place(i, i)
			}
			t := &s.Tokens[i]
			if ne := t.MiscValue("NE"); ne != "" {
				misc = strings.TrimSuffix("NE="+ne+"|"+misc, "|")
			}
			head := "_"
			if t.Deprel != "" {
				head = strconv.Itoa(t.Head + 1)
			}
			fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t_\t%s\n", i+1, t.Form, orBlank(t.Lemma), orBlank(t.UPOS),
				orBlank(t.XPOS), orBlank(t.Feats), head, orBlank(t.Deprel), orBlank(misc))
		}
		fmt.Fprintln(out)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing CoNLL-U: %w", err)
	}
	return nil
}

func orBlank(s string) string {
	if s == "" {
		return "_"
	}
	return s
}
