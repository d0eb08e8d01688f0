package source

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// An agency is a row of agencies.tsv.
type agency struct {
	name    string
	written []string // longest first
}

var agencies = sync.OnceValue(func() []agency {
	var list []agency
	for _, r := range rows(agencyTable) {
		w := strings.Split(r[1], "|")
		slices.SortFunc(w, func(a, b string) int { return len(b) - len(a) })
		list = append(list, agency{r[0], w})
	}
	return list
})

// datelineReach is how many bytes of a text a dateline may take.
const datelineReach = 160

// datelineAgency returns the agency that the dateline of a text names, as in
// "MADRID, 8 oct. (EFE).-", "МОСКВА, 8 октября. /ТАСС/." or "PARIS (AP) —", or "".
// A name counts where nothing but a mark stands on either side of it. The dateline
// stands in the first paragraph, or in the second where a lead goes before.
func datelineAgency(s string) string {
	first, rest, _ := strings.Cut(strings.TrimLeft(s, "\n"), "\n")
	second, _, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n")
	return cmp.Or(lineAgency(first), lineAgency(second))
}

func lineAgency(s string) string {
	end := min(len(s), datelineReach)
	for end < len(s) && !utf8.RuneStart(s[end]) {
		end--
	}
	s = s[:end]
	found, at := "", len(s)
	for _, a := range agencies() {
		for _, w := range a.written {
			for i := 0; i < len(s); {
				k := strings.Index(s[i:], w)
				if k < 0 {
					break
				}
				k += i
				i = k + len(w)
				if k < at && inDateline(s[:k], s[k+len(w):]) {
					found, at = a.name, k
				}
			}
		}
	}
	return found
}

// inDateline reports whether what stands before and after a name makes it the
// agency of a dateline.
func inDateline(before, after string) bool {
	b, a := strings.TrimRight(before, " "), strings.TrimLeft(after, " ")
	open, _ := utf8.DecodeLastRuneInString(b)
	closed, _ := utf8.DecodeRuneInString(a)
	switch {
	case open == '(':
		// (EFE), (AFP/EFE), (Reuters, AP); other words in brackets stand for
		// something else.
		return closed == ')' || closed == '/' || closed == ','
	case open == '/' && closed == '/':
		return true
	case b == "":
		return closed == '—' || closed == '–' || closed == '|' || closed == '/' || strings.HasPrefix(a, ".-") || strings.HasPrefix(a, ". —") || strings.HasPrefix(a, "- ") || strings.HasPrefix(a, ".–")
	case open == '—' || open == '–' || open == '-' || open == '|' || open == '/':
		// MOSCÚ — TASS. Text; only after a short line without a verb, which the
		// full stop right behind the name shows.
		return closed == '.' || closed == '—' || closed == '–' || closed == '|' || strings.HasPrefix(a, "- ")
	}
	return false
}

// splitByline parts the authors of an article into people and the agency that
// one of them is. Only the first agency is told.
func splitByline(authors []string) (byline, agency string) {
	var people []string
	for _, a := range authors {
		a = strings.TrimSpace(a)
		for _, p := range words().by {
			if rest, ok := strings.CutPrefix(a, p); ok {
				a = strings.TrimSpace(rest)
				break
			}
		}
		if a == "" || strings.Contains(a, "://") || strings.Contains(a, "www.") {
			continue
		}
		rest, name := withoutAgency(a)
		if name != "" && agency == "" {
			agency = name
		}
		if rest != "" && !slices.Contains(people, rest) {
			people = append(people, rest)
		}
	}
	return strings.Join(people, ", "), agency
}

// withoutAgency takes the agency out of one author: all of it, or a part set
// off by a mark, as in "Ana Peralta | EFE" or "Ana Peralta (Reuters)".
func withoutAgency(s string) (rest, name string) {
	for _, a := range agencies() {
		for _, w := range a.written {
			if strings.EqualFold(s, w) {
				return "", a.name
			}
			i := strings.Index(s, w)
			if i < 0 {
				continue
			}
			before, after := strings.TrimRight(s[:i], " "), strings.TrimLeft(s[i+len(w):], " ")
			left, _ := utf8.DecodeLastRuneInString(before)
			right, _ := utf8.DecodeRuneInString(after)
			if (before == "" || strings.ContainsRune("|/(-–—,·", left)) && (after == "" || strings.ContainsRune("|/)-–—,·", right)) {
				mark := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("|/()-–—,·", r) }
				return strings.TrimFunc(before+after, mark), a.name
			}
		}
	}
	return s, ""
}
