package main

import (
	"fmt"
	"os"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

func main() {
	p, err := lang.Open("es", "")
	if err != nil { panic(err) }
	b, _ := p.Model()
	m, err := nlp.LoadModel(b)
	if err != nil { panic(err) }
	tk, err := nlp.NewTokenizer(p)
	if err != nil { panic(err) }
	for _, f := range os.Args[1:] {
		raw, _ := os.ReadFile(f)
		a, err := text.ParseArticle(f, raw)
		if err != nil { panic(err) }
		d := tk.Document(a.Page(), "es")
		m.Parse(d)
		for i := range d.Sentences {
			s := &d.Sentences[i]
			fmt.Printf("## %d %s\n", i, s.Of(d.Text))
			for k, t := range s.Tokens {
				fmt.Printf("%d\t%s\t%s\t%s\t%s\t%d\t%s\n", k, t.Form, t.Lemma, t.UPOS, t.Feats, t.Head, t.Deprel)
			}
		}
	}
}
