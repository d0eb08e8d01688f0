package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// dialogue adds the utterances of a paragraph that begins with a dash. The
// quotations of the paragraph, from first on, are those with marks: a dash
// within them parts nothing. It reports whether it added any.
func (p *pairer) dialogue(par Span, first int) bool {
	r, n := utf8.DecodeRuneInString(par.Of(p.s))
	if !isDash(r) || !p.speaks(r, par.Start+n, par.End) {
		return false
	}
	marked := p.out[first:len(p.out):len(p.out)]
	if len(marked) > 0 && marked[0].Start == par.Start {
		return false // the end of a quotation from the paragraph before
	}
	before := len(p.out)
	from, speech := par.Start+n, true
	piece := func(to int) {
		in := Span{from, to}
		if from != par.Start+n {
			in.Start = to - len(strings.TrimLeft(in.Of(p.s), ".,;: \n\t\u00a0"))
		}
		in = trim(p.s, in)
		if strings.IndexFunc(in.Of(p.s), unicode.IsLetter) < 0 {
			return
		}
		q := Quotation{Span: in, Inner: in, Dash: true}
		if from == par.Start+n {
			q.Start = par.Start
		}
		p.out = append(p.out, q)
	}
	prev := r
	for i := from; i < par.End; {
		for len(marked) > 0 && marked[0].End <= i {
			marked = marked[1:]
		}
		if len(marked) > 0 && marked[0].Start == i && marked[0].Len() > 0 {
			prev, _ = utf8.DecodeLastRuneInString(marked[0].Of(p.s))
			i = marked[0].End
			continue
		}
		c, n := utf8.DecodeRuneInString(p.s[i:par.End])
		if isDash(c) && parts(c, prev, p.runeAt(i+n, par.End)) {
			if speech {
				piece(i)
			}
			speech = !speech
			from = i + n
		}
		prev = c
		i += n
	}
	if speech {
		piece(par.End)
	}
	return len(p.out) > before
}

// speaks reports whether a dash at the beginning of a paragraph opens an
// utterance; i is the byte after it. A short dash with a space after it makes
// a list, unless another one closes the utterance ("- No murió -, dijo").
func (p *pairer) speaks(dash rune, i, end int) bool {
	next := p.runeAt(i, end)
	switch dash {
	case '—', '―':
		return next != 0 && !isDash(next)
	default:
		if next == ' ' {
			return closes(p.s[i:end])
		}
		return unicode.IsLetter(next) || strings.ContainsRune("¿¡«“\"…", next) && next != 0
	}
}

// parts reports whether a dash between prev and next parts words of a speaker
// from those of the narrator. A short one within a word or a number does not.
func parts(dash, prev, next rune) bool {
	if dash == '—' || dash == '―' {
		return true
	}
	return unicode.IsSpace(prev) || next == 0 || unicode.IsSpace(next) || unicode.IsPunct(next)
}

// closes reports whether words end in a dash before a mark that goes on with
// the narrator's: " -," and the like.
func closes(s string) bool {
	for _, d := range []string{"-", "–"} {
		for _, c := range []string{",", ".", ";"} {
			if strings.Contains(s, " "+d+c) {
				return true
			}
		}
	}
	return false
}
