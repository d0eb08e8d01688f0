package entity

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A Count tells names found from names given.
type Count struct{ Gold, Found, Right int }

// Precision is the share of the names found that are right.
func (c Count) Precision() float64 { return ratio(c.Right, c.Found) }

// Recall is the share of the names given that were found.
func (c Count) Recall() float64 { return ratio(c.Right, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.Right, c.Gold+c.Found) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}

// Scores compare the names that a tagger finds with those given: a name is
// right when its span and its kind are. Names of kind UNK are left out, and
// with them what overlaps them.
type Scores struct {
	All    Count
	Bounds Count // spans alone
	By     [kinds + 1]Count
	Mixed  [kinds + 1][kinds + 1]int // by kind given and kind found, of names with the right span
	Words  int
	Spent  time.Duration
}

// Evaluate measures a tagger on samples whose sentences are tagged.
func Evaluate(t *Tagger, samples []*Sample) Scores {
	var sc Scores
	for _, s := range samples {
		begin := time.Now()
		found := t.Find(s.Doc)
		sc.Spent += time.Since(begin)
		sc.add(s, found, t.About.Kinds)
	}
	return sc
}

func (sc *Scores) add(s *Sample, entities []Entity, known []string) {
	knows := map[Kind]bool{}
	for k := Person; k <= Other; k++ {
		for _, n := range known {
			knows[k] = knows[k] || n == k.String()
		}
	}
	for i := range s.Doc.Sentences {
		n := len(s.Doc.Sentences[i].Tokens)
		sc.Words += n
		gold := goldSpans(s.Labels[i])
		unknown := make([]bool, n)
		at := map[[2]int]Kind{}
		for _, g := range gold {
			if g.kind == None {
				for j := g.first; j <= g.last; j++ {
					unknown[j] = true
				}
				continue
			}
			at[[2]int{g.first, g.last}] = g.kind
			sc.All.Gold++
			sc.Bounds.Gold++
			sc.By[g.kind].Gold++
		}
		for _, e := range entities {
			if e.Sent != i {
				continue
			}
			over := false
			for j := e.First; j <= e.Last; j++ {
				over = over || unknown[j]
			}
			if over {
				continue
			}
			sc.All.Found++
			sc.Bounds.Found++
			sc.By[e.Kind].Found++
			k, ok := at[[2]int{e.First, e.Last}]
			if !ok {
				continue
			}
			sc.Bounds.Right++
			sc.Mixed[k][e.Kind]++
			if k == e.Kind {
				sc.All.Right++
				sc.By[k].Right++
			}
		}
	}
}

type goldSpan struct {
	first, last int
	kind        Kind // None when it is not told
}

func goldSpans(labels []string) []goldSpan {
	var out []goldSpan
	for i := 0; i < len(labels); {
		if !strings.HasPrefix(labels[i], "B-") {
			i++
			continue
		}
		j := i + 1
		for j < len(labels) && labels[j] == "I-"+labels[i][2:] {
			j++
		}
		g := goldSpan{first: i, last: j - 1}
		for k := Person; k <= Other; k++ {
			if k.String() == labels[i][2:] {
				g.kind = k
			}
		}
		out = append(out, g)
		i = j
	}
	return out
}

// Write prints the scores as a table.
func (sc Scores) Write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%-8s %9s %9s %9s %7s %7s %7s\n", "", "precision", "recall", "F1", "gold", "found", "right"); err != nil {
		return err
	}
	row := func(name string, c Count) {
		fmt.Fprintf(w, "%-8s %9.2f %9.2f %9.2f %7d %7d %7d\n", name, c.Precision(), c.Recall(), c.F1(), c.Gold, c.Found, c.Right)
	}
	for k := Person; k <= Other; k++ {
		if c := sc.By[k]; c.Gold+c.Found > 0 {
			row(k.String(), c)
		}
	}
	row("spans", sc.Bounds)
	row("all", sc.All)
	micros := float64(sc.Spent.Nanoseconds()) / 1e3 / float64(max(sc.Words, 1))
	_, err := fmt.Fprintf(w, "%d words, %.2f microseconds a word\n", sc.Words, micros)
	return err
}
