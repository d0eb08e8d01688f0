package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/quote"
	"github.com/attache-project/attache/text"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	p := must(lang.Open("es", ""))
	m := must(nlp.LoadModel(must(p.Model())))
	tk := must(nlp.NewTokenizer(p))
	d := must(names.Open())
	f := must(names.NewFinder(d, p))
	fr := must(frame.New(p))
	q := must(quote.New(d, p, fr))
	conllu := os.Getenv("CONLLU") != ""
	for _, file := range os.Args[1:] {
		a := must(text.ParseArticle(file, must(os.ReadFile(file))))
		doc := tk.Document(a.Page(), "es")
		m.Parse(doc)
		if conllu {
			doc.ID = a.ID
			nlp.WriteCoNLLU(os.Stdout, doc)
			continue
		}
		cast := f.Read(doc, a.Published)
		st := q.Read(doc, cast)
		e := a.Page().Edge()
		span := func(s text.Span) map[string]any {
			x, y, in := e.Span(s)
			o := map[string]any{"start": x, "end": y, "text": s.Of(doc.Text)}
			if in {
				o["in"] = "title"
			}
			return o
		}
		var ents, sts []any
		for _, x := range cast.Entities {
			ents = append(ents, map[string]any{"id": x.ID, "name": x.Name, "country": x.Country, "code": x.Code, "kind": x.Kind})
		}
		for _, s := range st {
			var sp []any
			for _, y := range s.Spans {
				sp = append(sp, span(y))
			}
			spk := map[string]any{"name": s.Speaker.Name, "via": s.Speaker.Via}
			if s.Speaker.Entity >= 0 {
				spk["entity"] = cast.Entities[s.Speaker.Entity].ID
			}
			if s.Speaker.Mention != nil {
				spk["mention"] = span(*s.Speaker.Mention)
			}
			sts = append(sts, map[string]any{"kind": s.Kind, "spans": sp, "speaker": spk, "rule": s.Rule, "channel": map[string]any{"kind": s.Channel.Kind}})
			if os.Getenv("V") != "" {
				fmt.Fprintf(os.Stderr, "%s [%s] %s <%s> %s |", s.Kind, s.Rule, s.Speaker.Name, s.Speaker.Via, s.Channel.Kind)
				for _, y := range s.Spans {
					fmt.Fprintf(os.Stderr, " {%s}", y.Of(doc.Text))
				}
				fmt.Fprintln(os.Stderr)
			}
		}
		b, _ := json.Marshal(map[string]any{"file": file, "article": map[string]any{"id": a.ID, "text": a.Text, "title": a.Title}, "entities": ents, "statements": sts})
		fmt.Println(string(b))
	}
}
