package nlp

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A lemma is kept as the edit that makes it from the form: drop so many runes
// at the end, add some letters, in the form's own case or in lower case.
type edit struct {
	drop  int
	add   string
	lower bool
}

// editOf returns the edit from form to lemma that drops least.
func editOf(form, lemma string) edit {
	form = plain(form)
	low := strings.ToLower(form)
	own := suffixEdit(form, lemma)
	if low == form {
		own.lower = true
		return own
	}
	e := suffixEdit(low, lemma)
	e.lower = true
	if own.drop < e.drop || own.drop == e.drop && own.add == e.add && lemma != strings.ToLower(lemma) {
		return own
	}
	return e
}

func suffixEdit(form, lemma string) edit {
	i := 0
	for i < len(form) && i < len(lemma) && form[i] == lemma[i] {
		i++
	}
	for i > 0 && (i < len(form) && !utf8.RuneStart(form[i]) || i < len(lemma) && !utf8.RuneStart(lemma[i])) {
		i--
	}
	return edit{drop: utf8.RuneCountInString(form[i:]), add: lemma[i:]}
}

// apply returns the lemma that e makes of form; a form too short for e is its
// own lemma.
func (e edit) apply(form string) string {
	form = plain(form)
	if e.lower {
		form = strings.ToLower(form)
	}
	i := len(form)
	for n := e.drop; n > 0; n-- {
		if i == 0 {
			return form
		}
		_, size := utf8.DecodeLastRuneInString(form[:i])
		i -= size
	}
	if e.add == "" {
		return form[:i]
	}
	return form[:i] + e.add
}

func (e edit) String() string {
	low := "="
	if e.lower {
		low = "v"
	}
	return fmt.Sprintf("%s%d%s", low, e.drop, e.add)
}

func parseEdit(s string) (edit, error) {
	if len(s) < 2 {
		return edit{}, fmt.Errorf("lemma edit %q is too short", s)
	}
	e := edit{lower: s[0] == 'v'}
	i := 1
	for i < len(s) && '0' <= s[i] && s[i] <= '9' && i < 6 {
		e.drop = 10*e.drop + int(s[i]-'0')
		i++
	}
	e.add = s[i:]
	return e, nil
}
