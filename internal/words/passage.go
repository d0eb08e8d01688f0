package words

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Width is how many code points a passage has about.
const Width = 240

// Marks returns the places in a text of language lang that match a phrase of the
// query: start and end in code points, in the order of the text, none overlapping
// another.
func Marks(lang, text string, q Query) [][2]int {
	if len(q) == 0 {
		return nil
	}
	tokens := Tokens(lang, text)
	var out [][2]int
	for _, p := range q {
		for i, n := range places(p, tokens) {
			if n > 0 {
				out = append(out, [2]int{tokens[i].Start, tokens[i+n-1].End})
			}
		}
	}
	out = Union(out)
	points(text, out)
	return out
}

// Union sorts places and joins those that overlap.
func Union(marks [][2]int) [][2]int {
	slices.SortFunc(marks, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	out := marks[:0]
	for _, m := range marks {
		if n := len(out); n > 0 && m[0] < out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], m[1])
			continue
		}
		out = append(out, m)
	}
	return out
}

// points turns bytes of the text, in ascending order, to code points.
func points(text string, marks [][2]int) {
	at, n := 0, 0
	for i := range marks {
		for j := range marks[i] {
			n += utf8.RuneCountInString(text[at:marks[i][j]])
			at, marks[i][j] = marks[i][j], n
		}
	}
}

// Passage cuts from a text a piece of about width code points where marks, sorted
// and in code points of the text, stand densest; without marks from its beginning.
// It is cut at borders of words and does not hold a mark in part, unless the mark is
// longer than the passage. start is its first code point in the text; inside are
// the marks in it, in code points from its own beginning.
func Passage(text string, marks [][2]int, width int) (passage string, start int, inside [][2]int) {
	runes := []rune(text)
	from, to := window(marks, width)
	from, to = min(from, len(runes)), min(to, len(runes))
	// What is left of the width goes to both sides, and to the other one where the
	// text ends.
	spare := max(0, width-(to-from))
	before := min(from, max(spare/2, spare-(len(runes)-to)))
	after := min(len(runes)-to, spare-before)
	left, right := from-before, to+after
	for left > 0 && left < from && inWord(runes, left) {
		left++
	}
	for right < len(runes) && right > to && inWord(runes, right) {
		right--
	}
	for left < from && unicode.IsSpace(runes[left]) {
		left++
	}
	for right > to && unicode.IsSpace(runes[right-1]) {
		right--
	}
	if len(marks) == 0 && right == 0 { // one word longer than the passage
		right = min(width, len(runes))
	}
	for _, m := range marks {
		if m[0] >= left && m[1] <= right {
			inside = append(inside, [2]int{m[0] - left, m[1] - left})
		} else if m[0] < right && m[1] > left {
			inside = append(inside, [2]int{max(m[0], left) - left, min(m[1], right) - left})
		}
	}
	return string(runes[left:right]), left, inside
}

// inWord reports whether a cut before runes[i] goes through a word.
func inWord(runes []rune, i int) bool { return isWord(runes[i-1]) && isWord(runes[i]) }

// window returns the first stretch of at most width that holds most marks.
func window(marks [][2]int, width int) (from, to int) {
	most, j := 0, 0
	for i := range marks {
		j = max(j, i)
		for j < len(marks) && marks[j][1]-marks[i][0] <= width {
			j++
		}
		if n := j - i; n > most {
			most, from, to = n, marks[i][0], marks[j-1][1]
		}
	}
	if most == 0 && len(marks) > 0 { // each longer than the passage
		from = marks[0][0]
		to = from + width
	}
	return from, to
}
