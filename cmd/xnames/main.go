package main

import (
	"fmt"
	"os"
	"strings"

	"encoding/json"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
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
	d, err := names.Open()
	check(err)
	f, err := names.NewFinder(d, p)
	check(err)
	for _, fn := range os.Args[1:] {
		raw, _ := os.ReadFile(fn)
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
		if os.Getenv("C") != "" {
			check(nlp.WriteCoNLLU(os.Stdout, doc))
			continue
		}
		c := f.Read(doc, a.Published)
		if os.Getenv("J") != "" {
			dump(fn, doc, c)
			continue
		}
		fmt.Println("=====", fn)
		for i, e := range c.Entities {
			fmt.Printf("E%d %s %s | %s | %s | c=%s %s pl=%v %v iss=%d %v\n", i, e.ID, e.Kind, e.Name.EN, e.Name.ES, e.Country, e.Gender, e.Plural, e.Members, e.Issuer, e.Roles)
		}
		for i := range doc.Sentences {
			fmt.Println("#", i, doc.Sentences[i].Span.Of(doc.Text))
			for _, m := range c.Mentions {
				if m.Sent == i {
					fmt.Printf("      [%s] %s -> E%d %s\n", m.Span.Of(doc.Text), m.Form, m.Entity, c.Entities[m.Entity].Name.EN)
				}
			}
		}
		if os.Getenv("T") == "" {
			continue
		}
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

func dump(fn string, doc *nlp.Document, c *names.Cast) {
	type M struct{ T, N, ID, K, Form string }
	var ms []M
	for _, m := range c.Mentions {
		e := c.Entities[m.Entity]
		ms = append(ms, M{m.Span.Of(doc.Text), e.Name.EN, e.ID, string(e.Kind), string(m.Form)})
	}
	b, _ := json.Marshal(map[string]any{"f": fn, "m": ms})
	fmt.Println(string(b))
}
