package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

func main() {
	p, err := lang.Open("es", "")
	check(err)
	b, err := p.Model()
	check(err)
	m, err := nlp.LoadModel(b)
	check(err)
	tk, err := nlp.NewTokenizer(p)
	check(err)
	for _, f := range os.Args[1:] {
		raw, _ := os.ReadFile(f)
		head, body, _ := strings.Cut(string(raw), "\n\n")
		a := text.Article{Text: body}
		for _, l := range strings.Split(head, "\n") {
			if v, ok := strings.CutPrefix(l, "title: "); ok {
				a.Title = v
			}
			if v, ok := strings.CutPrefix(l, "published: "); ok {
				a.Published = v
			}
		}
		pg := a.Page()
		doc := tk.Document(pg, "es")
		m.Parse(doc)
		for i := range doc.Sentences {
			s := &doc.Sentences[i]
			fmt.Println("#", i, s.Title, s.Span.Of(doc.Text))
			for j, t := range s.Tokens {
				fmt.Printf("%d\t%s\t%s\t%s\t%s\t%d\t%s\n", j, t.Form, t.Lemma, t.UPOS, t.Feats, t.Head, t.Deprel)
			}
		}
	}
}
func check(err error) {
	if err != nil {
		panic(err)
	}
}
