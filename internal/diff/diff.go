// Package diff tells what was changed between two texts, by words.
//
// Words that stand once in both texts and in the same order are what holds the
// comparison in place (the "patience" diff of Bram Cohen); what lies between them is
// compared by the algorithm of Myers (An O(ND) Difference Algorithm and Its
// Variations, 1986), which is given up for a stretch where too much differs: that
// stretch is told as replaced. So the time is linear in the length of the texts, but
// for a logarithm.
package diff

import "strings"

// Kinds of pieces.
const (
	Same    = "same"
	Deleted = "deleted"  // stands in the first text only
	Added   = "inserted" // stands in the second text only
)

// A Piece is a stretch of text.
type Piece struct {
	Kind string `json:"kind"` // same, deleted, inserted
	Text string `json:"text"` // of what is the same as the second text has it
}

// Words compares two texts. The pieces that are not inserted make the first text, those
// that are not deleted the second; where the texts differ in blanks only, the blanks
// of the second stand for both. Of a change the deleted words come first.
func Words(a, b string) []Piece {
	x, y := split(a), split(b)
	d := &differ{a: x, b: y, ids: map[string]int{}}
	d.x, d.y = d.number(x), d.number(y)
	d.kept = make([]int, len(x))
	for i := range d.kept {
		d.kept[i] = -1
	}
	d.match(0, len(x), 0, len(y), 0)
	d.bridge()
	return d.pieces()
}

// A differ compares two lists of tokens.
type differ struct {
	a, b []string
	ids  map[string]int
	x, y []int // numbers of the tokens; equal ones have one number
	kept []int // for each token of a the one of b that it is, or -1
}

func (d *differ) number(tokens []string) []int {
	out := make([]int, len(tokens))
	for i, t := range tokens {
		if blank(t) {
			t = " "
		}
		id, ok := d.ids[t]
		if !ok {
			id = len(d.ids)
			d.ids[t] = id
		}
		out[i] = id
	}
	return out
}

// bridge gives up single tokens without letters that stand between two changes, so
// that three words put in place of three others are one change and not three.
func (d *differ) bridge() {
	kept := make([]bool, len(d.b))
	for _, j := range d.kept {
		if j >= 0 {
			kept[j] = true
		}
	}
	for i := 1; i+1 < len(d.a); i++ {
		j := d.kept[i]
		if j <= 0 || j+1 >= len(d.b) || !hollow(d.a[i]) || strings.Contains(d.b[j], "\n") {
			continue
		}
		if d.kept[i-1] < 0 && d.kept[i+1] < 0 && !kept[j-1] && !kept[j+1] {
			d.kept[i], kept[j] = -1, false
		}
	}
}

// pieces writes what was found.
func (d *differ) pieces() []Piece {
	var out []Piece
	add := func(kind string, tokens []string) {
		if len(tokens) == 0 {
			return
		}
		text := strings.Join(tokens, "")
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += text
			return
		}
		out = append(out, Piece{kind, text})
	}
	i, j := 0, 0
	for i < len(d.a) || j < len(d.b) {
		from := i
		for i < len(d.a) && d.kept[i] < 0 {
			i++
		}
		to := len(d.b)
		if i < len(d.a) {
			to = d.kept[i]
		}
		add(Deleted, d.a[from:i])
		add(Added, d.b[j:to])
		j = to
		from = j
		for i < len(d.a) && d.kept[i] == j {
			i, j = i+1, j+1
		}
		add(Same, d.b[from:j])
	}
	return out
}
